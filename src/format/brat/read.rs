//! From brat’s standoff to documents.

use super::{SENTIMENT, SIDECAR, joined_over_line_ends, shown};
use crate::format::exchange::anchor::Claim;
use crate::format::exchange::archive::{self, Entry};
use crate::format::exchange::build::build;
use crate::format::exchange::draft::{
    AnnotationDraft, BodyDraft, Draft, EntityDraft, FrameDraft, RelationDraft, Remarks,
};
use crate::format::exchange::json::{left_out, without};
use crate::format::exchange::nuances;
use crate::format::exchange::palette;
use crate::format::exchange::report::{Fault, Place, Problem, ReadError, Reading};
use crate::format::exchange::sidecar::Sidecar;
use crate::format::exchange::{ReadOptions, Source};
use crate::model::{AttributeValue, CharPos, CharRange, Polarity, Slot, Text};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

pub(super) fn read(source: &Source<'_>, options: &ReadOptions<'_>) -> Result<Reading, ReadError> {
    if !archive::is_zip(source.bytes) {
        let annotations = text_of(source.bytes)?;
        let draft = Document { annotations, ..Document::default() }.draft(options);
        return Ok(Reading { documents: vec![build(draft, options)?], problems: Vec::new() });
    }
    let entries = archive::read(source.bytes).map_err(ReadError::Archive)?;
    let entries: Vec<Entry> = entries.into_iter().filter(|entry| !entry.name.starts_with("__MACOSX/")).collect();
    let by_name: BTreeMap<&str, &Entry> = entries.iter().map(|entry| (entry.name.as_str(), entry)).collect();
    let (mut documents, mut problems) = (Vec::new(), Vec::new());
    for entry in &entries {
        let place = Place::default().in_file(&entry.name);
        if let Some(stem) = entry.name.strip_suffix(".ann") {
            if !by_name.contains_key(format!("{stem}.txt").as_str()) {
                left_out(&mut problems, &place, Fault::Missing(".txt"));
            }
            continue;
        }
        let Some(stem) = entry.name.strip_suffix(".txt").filter(|stem| !stem.ends_with(".loss")) else { continue };
        let beside = |ending: &str| by_name.get(format!("{stem}{ending}").as_str()).map(|entry| entry.bytes.as_slice());
        let folder = stem.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let conf = |name: &str| by_name.get(format!("{folder}{name}").as_str()).or_else(|| by_name.get(name));
        let read = || {
            let document = Document {
                text: Some(text_of(&entry.bytes)?),
                annotations: text_of(beside(".ann").unwrap_or_default())?,
                sidecar: beside(SIDECAR).map(text_of).transpose()?,
                look: Look::of(
                    conf("annotation.conf").map_or("", |conf| str_of(&conf.bytes)),
                    conf("visual.conf").map_or("", |conf| str_of(&conf.bytes)),
                ),
                name: stem,
            };
            build(document.draft(options), options)
        };
        match read() {
            Ok(imported) => documents.push(imported),
            Err(_) => left_out(&mut problems, &place, Fault::Malformed("text in UTF-8")),
        }
    }
    if documents.is_empty() && problems.is_empty() {
        return Err(ReadError::NotThis("the archive has no text (.txt) with annotations (.ann)"));
    }
    Ok(Reading { documents, problems })
}

fn text_of(bytes: &[u8]) -> Result<&str, ReadError> {
    std::str::from_utf8(bytes).map_err(|_| ReadError::NotThis("it is not text in UTF-8"))
}

fn str_of(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

/// The files of one document.
#[derive(Default)]
struct Document<'a> {
    text: Option<&'a str>,
    annotations: &'a str,
    sidecar: Option<&'a str>,
    look: Look,
    name: &'a str,
}

/// What the configuration says of types.
#[derive(Default)]
struct Look {
    /// What they are called.
    names: HashMap<String, String>,
    colours: HashMap<String, Slot>,
    /// The types of annotations, in order.
    order: Vec<String>,
}

impl Look {
    fn of(annotation_conf: &str, visual_conf: &str) -> Self {
        let mut look = Self::default();
        for (_, line) in section(annotation_conf, "entities") {
            let name = line.trim_start_matches('!').split_whitespace().next().unwrap_or_default();
            if !name.starts_with('<') && name != SENTIMENT {
                look.order.push(name.to_owned());
            }
        }
        for (_, line) in section(visual_conf, "labels") {
            let mut parts = line.split('|').map(str::trim);
            if let (Some(plain), Some(name)) = (parts.next(), parts.next()) {
                look.names.insert(plain.to_owned(), name.to_owned());
            }
        }
        for (_, line) in section(visual_conf, "drawing") {
            let Some((plain, rest)) = line.split_once(char::is_whitespace) else { continue };
            let colour = rest.split(',').find_map(|part| part.trim().strip_prefix("bgColor:"));
            if let Some(slot) = colour.and_then(palette::slot) {
                look.colours.insert(plain.to_owned(), slot);
            }
        }
        look
    }
}

/// The lines of a section of a configuration that say something.
fn section<'a>(conf: &'a str, name: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
    let mut inside = false;
    conf.lines().enumerate().filter(move |(_, line)| {
        let line = line.trim();
        if line.starts_with('[') {
            inside = line.trim_matches(['[', ']']) == name;
            return false;
        }
        inside && !line.is_empty() && !line.starts_with('#')
    })
}

/// Whether this is an id of one of these kinds, as T1.
pub(super) fn is_id(id: &str, kinds: &str) -> bool {
    let mut chars = id.chars();
    chars.next().is_some_and(|kind| kinds.contains(kind)) && chars.next().is_some_and(|c| c.is_ascii_alphanumeric())
}

/// The type and the stretches of `TYPE 0 5;8 12`.
pub(super) fn words_of(column: &str) -> Option<(&str, Vec<(u64, u64)>)> {
    let (label, spans) = column.split_once(' ')?;
    let span = |span: &str| {
        let (start, end) = span.trim().split_once(' ')?;
        Some((start.parse().ok()?, end.trim().parse().ok()?))
    };
    Some((label, spans.split(';').map(span).collect::<Option<_>>()?))
}

impl Document<'_> {
    fn draft(self, options: &ReadOptions<'_>) -> Draft {
        let place = Place::default();
        let place = if self.name.is_empty() { place } else { place.in_file(&format!("{}.ann", self.name)) };
        let mut draft = Draft::default();
        let sidecar = Sidecar::read(self.sidecar, &place, &mut draft);
        if self.sidecar.is_none() {
            draft.description.title = self.name.rsplit('/').next().unwrap_or_default().replace('_', " ").into();
        }
        // What was written here has no mark before its text: one that is there belongs to it.
        let text = self.text.map(|text| match text.strip_prefix('\u{feff}').filter(|_| self.sidecar.is_none()) {
            Some(rest) => {
                draft.byte_order_mark = true;
                rest
            }
            None => text,
        });
        draft.text = text.map(str::to_owned);
        let text = match (text, options.open) {
            (Some(text), _) => Some(Rc::new(Text::new(text.to_owned(), options.last_grapheme))),
            (None, open) => open.map(|open| Rc::clone(&open.text)),
        };

        for plain in &self.look.order {
            let name = self.look.name(plain, &sidecar.labels);
            draft.labels.push((name, self.look.colours.get(plain).copied()));
        }
        let mut lines = Lines::default();
        let annotations = self.annotations.strip_prefix('\u{feff}').unwrap_or(self.annotations);
        for (line, number) in annotations.split('\n').zip(1..) {
            let line = line.strip_suffix('\r').unwrap_or(line);
            if !line.trim().is_empty() {
                lines.read(line, &place.clone().at_line(number), &mut draft.problems);
            }
        }
        lines.put(&self.look, text.as_deref(), sidecar, &mut draft, &place);
        draft
    }
}

impl Look {
    fn name(&self, plain: &str, exactly: &BTreeMap<String, String>) -> String {
        exactly.get(plain).or_else(|| self.names.get(plain)).map_or(plain, String::as_str).to_owned()
    }
}

/// What the lines of a file say.
#[derive(Default)]
struct Lines {
    annotations: Vec<AnnotationDraft>,
    /// Where each annotation is in the list, by its id; and which one an event goes by.
    places: HashMap<String, usize>,
    events: HashMap<String, String>,
    relations: Vec<RelationDraft>,
    relation_places: HashMap<String, usize>,
    /// Attributes: what they belong to, their name and their value.
    attributes: Vec<(Place, String, String, Option<String>)>,
    notes: Vec<(Place, String, String)>,
    references: Vec<(Place, String, String, String)>,
    /// Annotations that name the same.
    equal: Vec<(Place, Vec<String>)>,
}

impl Lines {
    fn read(&mut self, line: &str, place: &Place, problems: &mut Vec<Problem>) {
        let mut columns = line.splitn(3, '\t');
        let (id, what, rest) = (
            columns.next().unwrap_or_default(),
            columns.next().unwrap_or_default(),
            columns.next().unwrap_or_default(),
        );
        let place = Place { record: Place::record("line", 0, Some(id)).record, ..place.clone() };
        let read = match id.chars().next() {
            Some('T') if is_id(id, "T") => self.words(id, what, rest, &place, problems),
            Some('R') if is_id(id, "R") => self.relation(id, what, &place),
            Some('E') if is_id(id, "E") => self.event(id, what, &place),
            Some('A' | 'M') if is_id(id, "AM") => self.attribute(what, &place),
            Some('N') if is_id(id, "N") => self.reference(what, rest, &place),
            Some('#') => self.note(what, rest, &place),
            Some('*') => self.equal(what, &place),
            _ => None,
        };
        if read.is_none() {
            left_out(problems, &place, Fault::Malformed("a line of brat’s"));
        }
    }

    fn words(&mut self, id: &str, what: &str, words: &str, place: &Place, problems: &mut Vec<Problem>) -> Option<()> {
        let (label, spans) = words_of(what)?;
        if self.places.contains_key(id) {
            left_out(problems, place, Fault::IdTaken(id.to_owned()));
            return Some(());
        }
        let body = match label {
            SENTIMENT => BodyDraft::Frame(FrameDraft::new(Polarity::Neutral)),
            label => BodyDraft::mention(label),
        };
        self.places.insert(id.to_owned(), self.annotations.len());
        self.annotations.push(AnnotationDraft {
            place: place.clone(),
            id: Some(id.to_owned()),
            claim: Claim { spans, quote: Some(words.to_owned()).filter(|words| !words.is_empty()), ..Claim::default() },
            body,
            remarks: Remarks::default(),
        });
        Some(())
    }

    fn relation(&mut self, id: &str, what: &str, place: &Place) -> Option<()> {
        let mut parts = what.split_whitespace();
        let label = parts.next()?;
        let mut end = || Some(parts.next()?.split_once(':')?.1.to_owned());
        let (from, to) = (end()?, end()?);
        self.relation_places.entry(id.to_owned()).or_insert(self.relations.len());
        self.relations.push(RelationDraft {
            place: place.clone(),
            id: Some(id.to_owned()),
            label: label.to_owned(),
            from,
            to,
            remarks: Remarks::default(),
        });
        Some(())
    }

    /// An event becomes relations from the words that it goes by.
    fn event(&mut self, id: &str, what: &str, place: &Place) -> Option<()> {
        let mut parts = what.split_whitespace().map(|part| part.split_once(':'));
        let (_, words) = parts.next()??;
        self.events.insert(id.to_owned(), words.to_owned());
        for part in parts {
            let (role, to) = part?;
            // Roles that an event has several times are numbered.
            let role = role.trim_end_matches(|c: char| c.is_ascii_digit());
            self.relations.push(RelationDraft {
                place: place.clone(),
                id: None,
                label: role.to_owned(),
                from: words.to_owned(),
                to: to.to_owned(),
                remarks: Remarks::default(),
            });
        }
        Some(())
    }

    fn attribute(&mut self, what: &str, place: &Place) -> Option<()> {
        let mut parts = what.splitn(3, ' ');
        let (name, of) = (parts.next()?, parts.next()?);
        let value = parts.next().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        self.attributes.push((place.clone(), name.to_owned(), of.to_owned(), value));
        Some(())
    }

    fn reference(&mut self, what: &str, name: &str, place: &Place) -> Option<()> {
        let mut parts = what.split_whitespace();
        let (_, of, known) = (parts.next()?, parts.next()?, parts.next()?);
        self.references.push((place.clone(), of.to_owned(), known.to_owned(), name.to_owned()));
        Some(())
    }

    fn note(&mut self, what: &str, note: &str, place: &Place) -> Option<()> {
        let (_, of) = what.split_once(' ')?;
        self.notes.push((place.clone(), of.trim().to_owned(), note.to_owned()));
        Some(())
    }

    fn equal(&mut self, what: &str, place: &Place) -> Option<()> {
        let mut parts = what.split_whitespace();
        (parts.next()? == "Equiv").then_some(())?;
        self.equal.push((place.clone(), parts.map(str::to_owned).collect()));
        Some(())
    }

    /// Which annotation an id means.
    fn index(&self, id: &str) -> Option<usize> {
        let id = self.events.get(id).map_or(id, String::as_str);
        self.places.get(id).copied()
    }

    fn put(mut self, look: &Look, text: Option<&Text>, mut sidecar: Sidecar, draft: &mut Draft, place: &Place) {
        self.put_attributes(&mut sidecar, &mut draft.problems);
        self.put_notes(&mut draft.problems);
        self.put_entities(&sidecar, draft);
        for relation in &mut self.relations {
            for end in [&mut relation.from, &mut relation.to] {
                if let Some(words) = self.events.get(end) {
                    end.clone_from(words);
                }
            }
            if let Some(name) = look.names.get(&relation.label)
                && !sidecar.relation_types.contains_key(&relation.label)
            {
                relation.label.clone_from(name);
            }
        }
        for annotation in &mut self.annotations {
            if let BodyDraft::Mention { label, .. } = &mut annotation.body {
                *label = look.name(label, &sidecar.labels);
            }
            if let Some(text) = text {
                join_lines(&mut annotation.claim, text);
            }
        }
        let mut annotations = self.annotations;
        for annotation in &mut annotations {
            let spans = annotation.id.as_ref().and_then(|id| sidecar.annotations.get(id)).map(|aside| &aside.spans);
            if let (Some(spans), Some(text)) = (spans.filter(|spans| !spans.is_empty()), text) {
                annotation.claim.quote = words_at(text, spans);
            }
        }
        sidecar.put(draft, annotations, self.relations, place);
    }

    fn put_attributes(&mut self, sidecar: &mut Sidecar, problems: &mut Vec<Problem>) {
        let mut shown_of: HashMap<usize, Vec<(String, String)>> = HashMap::new();
        for (place, name, of, value) in std::mem::take(&mut self.attributes) {
            let Some(index) = self.index(&of) else {
                let fault =
                    if self.relation_places.contains_key(&of) { Fault::NotRead(name) } else { Fault::Dangling(of) };
                left_out(problems, &place, fault);
                continue;
            };
            match &mut self.annotations[index].body {
                BodyDraft::Frame(frame) => {
                    // What is ticked has no value.
                    let value = value.as_deref().unwrap_or("true");
                    if let Err(fault) = nuances::put(frame, &name.to_ascii_lowercase(), value) {
                        without(problems, &place, fault);
                    }
                }
                BodyDraft::Mention { .. } => {
                    shown_of.entry(index).or_default().push((name, value.unwrap_or_default()));
                }
            }
        }
        let plain_names: HashMap<&String, &String> =
            sidecar.attributes.iter().map(|(plain, name)| (name, plain)).collect();
        for (index, annotation) in self.annotations.iter_mut().enumerate() {
            let BodyDraft::Mention { attributes, .. } = &mut annotation.body else { continue };
            let mut shown_here = shown_of.remove(&index).unwrap_or_default();
            let aside = annotation.id.as_ref().and_then(|id| sidecar.annotations.get_mut(id));
            if let Some(aside) = aside {
                // What is shown has been changed in brat where it is not what is kept.
                aside.retain_attributes(|name, value| {
                    let Some(words) = shown(value) else { return true };
                    let plain = plain_names.get(&name.to_owned()).map_or(name, |plain| plain.as_str());
                    let place = shown_here.iter().position(|(shown, value)| shown == plain && value == words);
                    place.map(|place| shown_here.swap_remove(place)).is_some()
                });
            }
            for (name, value) in shown_here {
                let name = sidecar.attributes.get(&name).cloned().unwrap_or(name);
                let value =
                    if value.is_empty() { AttributeValue::Flag(true) } else { AttributeValue::Text(value.into()) };
                attributes.push((name, value));
            }
        }
    }

    fn put_notes(&mut self, problems: &mut Vec<Problem>) {
        for (place, of, note) in std::mem::take(&mut self.notes) {
            let remarks = match (self.index(&of), self.relation_places.get(&of)) {
                (Some(index), _) => &mut self.annotations[index].remarks,
                (None, Some(index)) => &mut self.relations[*index].remarks,
                (None, None) => {
                    left_out(problems, &place, Fault::Dangling(of));
                    continue;
                }
            };
            if !remarks.note.is_empty() {
                remarks.note.push('\n');
            }
            remarks.note.push_str(&note);
        }
    }

    fn put_entities(&mut self, sidecar: &Sidecar, draft: &mut Draft) {
        let mut known: HashSet<String> = HashSet::new();
        for (place, of, reference, name) in std::mem::take(&mut self.references) {
            // The entity is kept with more than brat shows of it.
            if sidecar.annotations.get(&of).is_some_and(|aside| aside.entity.is_some()) {
                continue;
            }
            let index = self.index(&of);
            let Some(BodyDraft::Mention { entity, .. }) = index.map(|index| &mut self.annotations[index].body) else {
                left_out(&mut draft.problems, &place, Fault::Dangling(of));
                continue;
            };
            *entity = Some(reference.clone());
            if known.insert(reference.clone()) {
                let identifier = reference.split_once(':').map_or(reference.as_str(), |(_, known)| known).to_owned();
                let name = if name.trim().is_empty() { identifier.clone() } else { name };
                let entity =
                    EntityDraft { place, id: reference, name, identifier: Some(identifier), ..Default::default() };
                draft.entities.push(entity);
            }
        }
        for ((place, members), number) in std::mem::take(&mut self.equal).into_iter().zip(1..) {
            let id = format!("Equiv-{number}");
            let mut name = None;
            for member in members {
                let index = self.index(&member);
                let Some(annotation) = index.map(|index| &mut self.annotations[index]) else {
                    without(&mut draft.problems, &place, Fault::Dangling(member));
                    continue;
                };
                if let BodyDraft::Mention { entity, .. } = &mut annotation.body {
                    *entity = Some(id.clone());
                    name = name.or_else(|| annotation.claim.quote.clone());
                }
            }
            if let Some(name) = name {
                draft.entities.push(EntityDraft { place, id, name, ..EntityDraft::default() });
            }
        }
    }
}

/// Joins the stretches that only line ends divide, where the file has the words that are there.
fn join_lines(claim: &mut Claim, text: &Text) {
    if claim.spans.len() < 2 || words_at(text, &claim.spans) != claim.quote {
        return;
    }
    let ranges: Vec<CharRange> = claim.spans.iter().filter_map(range_of).collect();
    let joined = joined_over_line_ends(text, &ranges);
    if joined.len() < ranges.len() {
        claim.spans = joined.iter().map(|range| (range.start().0.into(), range.end().0.into())).collect();
        claim.quote = words_at(text, &claim.spans);
    }
}

fn range_of(span: &(u64, u64)) -> Option<CharRange> {
    let place = |at: u64| u32::try_from(at).ok().map(CharPos);
    CharRange::new(place(span.0)?, place(span.1)?)
}

/// The words of stretches, joined by one space.
fn words_at(text: &Text, spans: &[(u64, u64)]) -> Option<String> {
    let words: Option<Vec<&str>> = spans.iter().map(|span| text.slice(range_of(span)?)).collect();
    Some(words?.join(" "))
}
