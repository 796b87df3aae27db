//! brat’s standoff: a text, a file of annotations beside it, and the configuration that brat shows them by, in a zip archive.
//!
//! After `server/src/annotation.py` of brat. Offsets are code points. The words of an annotation stand in a column that
//! cannot hold line ends, so stretches are cut there. What brat has no place for is in a JSON file beside the text, which
//! brat passes over.

mod config;
mod read;

use super::exchange::archive::{self, Entry};
use super::exchange::loss::{ends_line, reduce_all, report};
use super::exchange::naming::Names;
use super::exchange::nuances::{self, ATTITUDE, FLAGS, INTENSITY, MANNER, POLARITY, SENTIMENT};
use super::exchange::sidecar::{HOLDER, Sidecar, TARGET, links};
use super::exchange::{
    Choosable, Format, Holds, LossKind, Match, ReadError, ReadOptions, Reading, Source, Unit, WriteError, WriteOptions,
    Written,
};
use crate::model::{Annotation, AnnotationId, AttributeValue, Body, CharPos, CharRange, Frame, Session, Text};
use config::Schema;
use std::collections::HashMap;

/// The entry in the table of formats.
pub const FORMAT: Format = Format {
    id: "brat",
    name: "brat standoff",
    extensions: &["zip", "ann"],
    media_type: "application/zip",
    unit: Some(Unit::CodePoints),
    choices: &[Choosable::LossReport],
    holds: HOLDS,
    write: Some(write),
    read: Some(read),
    detect,
};

const HOLDS: Holds = Holds {
    aside: &[
        LossKind::Description,
        LossKind::Codes,
        LossKind::Wordless,
        LossKind::Review,
        LossKind::Provenance,
        LossKind::Unknown,
        LossKind::Entities,
    ],
    no: &[LossKind::LabelSet, LossKind::Hints, LossKind::LineEnds],
};

/// How the name of the file ends that has what brat has no place for.
const SIDECAR: &str = ".rubricate.json";

/// The attributes that belong to sentiments.
fn of_sentiments() -> Vec<String> {
    [POLARITY, INTENSITY, MANNER, ATTITUDE].into_iter().chain(FLAGS).map(capitalised).collect()
}

/// A name as brat’s users write it.
fn capitalised(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect()
}

const RELATIONS: [&str; 2] = [TARGET, HOLDER];

fn write(sessions: &[&Session], options: &WriteOptions<'_>) -> Result<Written, WriteError> {
    let (sessions, losses) = reduce_all(sessions, &HOLDS, options);
    let names = archive::file_names(sessions.iter().map(|session| &*session.description.title));
    let mut schema = Schema::new();
    let mut entries = Vec::with_capacity(3 * sessions.len() + 2);
    for (session, name) in sessions.iter().zip(&names) {
        let (annotations, sidecar) = Standoff::of(session, &mut schema);
        entries.push(Entry::new(format!("{name}.txt"), session.text.as_str()));
        entries.push(Entry::new(format!("{name}.ann"), annotations));
        entries.push(Entry::new(format!("{name}{SIDECAR}"), sidecar.json()));
    }
    entries.push(Entry::new("annotation.conf", schema.annotation_conf()));
    entries.push(Entry::new("visual.conf", schema.visual_conf()));
    if options.loss_report {
        entries.push(Entry::new("brat.loss.txt", report(&losses, &names)));
    }
    Ok(Written { file: archive::write(&entries), extension: "zip", losses })
}

/// The lines of a file of annotations under construction.
struct Standoff<'a> {
    session: &'a Session,
    schema: &'a mut Schema,
    lines: String,
    /// How many attributes, references and notes there are so far.
    attributes: u32,
    references: u32,
    notes: u32,
}

impl<'a> Standoff<'a> {
    fn of(session: &'a Session, schema: &'a mut Schema) -> (String, Sidecar) {
        let mut standoff = Standoff { session, schema, lines: String::new(), attributes: 0, references: 0, notes: 0 };
        let (labels, types) = (Names::of_labels(session), Names::of_relations(session));
        let mut sidecar = Sidecar::of(session, &types);
        let placed = session.annotations.iter(&session.text).filter(|a| !a.fragments.is_empty());
        let mut ids: HashMap<&AnnotationId, String> = HashMap::new();
        for (annotation, number) in placed.zip(1..) {
            let id = format!("T{number}");
            standoff.annotation(&id, annotation, &labels, &mut sidecar);
            ids.insert(&annotation.id, id);
        }
        for (link, number) in links(session, &types).iter().zip(1..) {
            let id = format!("R{number}");
            let label = match link.relation {
                Some(_) => standoff.schema.relation(link.label),
                None => link.label.to_owned(),
            };
            let end = |end| ids.get(end).map_or("", String::as_str);
            standoff.line(&format!("{id}\t{label} Arg1:{} Arg2:{}\t", end(link.from), end(link.to)));
            if let Some(relation) = link.relation {
                standoff.note(&id, &relation.note);
                sidecar.keep_relation(&id, relation, |aside| {
                    if is_one_line(&relation.note) {
                        aside.remarks.note.clear();
                    }
                });
            }
        }
        let lines = standoff.lines;
        sidecar.labels = schema.labels.changed();
        sidecar.relation_types = schema.relations.changed();
        sidecar.attributes = schema.attributes.changed();
        (lines, sidecar)
    }

    fn line(&mut self, line: &str) {
        self.lines.push_str(line);
        self.lines.push('\n');
    }

    fn annotation(&mut self, id: &str, annotation: &Annotation, labels: &Names, sidecar: &mut Sidecar) {
        let text = &self.session.text;
        let label = match annotation.label() {
            Some(label) => {
                let slot = self.session.labels.get(label).map(|label| label.slot);
                self.schema.label(labels.get(label), slot)
            }
            None => SENTIMENT.to_owned(),
        };
        let ranges = annotation.fragments.ranges();
        let pieces = cut_at_line_ends(text, ranges);
        let spans: Vec<_> = pieces.iter().map(|piece| format!("{} {}", piece.start(), piece.end())).collect();
        let words: Vec<_> = pieces.iter().filter_map(|piece| text.slice(*piece)).collect();
        self.line(&format!("{id}\t{label} {}\t{}", spans.join(";"), words.join(" ")));
        match &annotation.body {
            Body::Mention { attributes, entity, .. } => {
                for (name, value) in attributes.iter() {
                    self.attribute(id, name, value);
                }
                let entity = entity.as_ref().and_then(|entity| self.session.entities.get(entity));
                if let Some((entity, known)) = entity.and_then(|entity| Some((entity, entity.identifier.as_ref()?))) {
                    let base = if known.as_str().starts_with('Q') { "Wikidata" } else { "URL" };
                    self.references += 1;
                    let (number, name) = (self.references, one_line(&entity.name));
                    self.line(&format!("N{number}\tReference {id} {base}:{}\t{name}", known.as_str()));
                }
            }
            Body::Frame(frame) => self.sentiment(id, frame),
        }
        self.note(id, &annotation.note);
        let joined = joined_over_line_ends(text, &pieces);
        sidecar.keep(id, annotation, |aside| {
            aside.spans.clear();
            if joined != ranges {
                aside.spans = ranges.iter().map(|r| (r.start().0.into(), r.end().0.into())).collect();
            }
            if is_one_line(&annotation.note) {
                aside.remarks.note.clear();
            }
            aside.without_nuances();
        });
    }

    fn sentiment(&mut self, id: &str, frame: &Frame) {
        for (name, value) in nuances::of(frame) {
            let value = if FLAGS.contains(&name) { String::new() } else { format!(" {}", value.replace(' ', "-")) };
            self.line_of_attribute(&format!("{} {id}{value}", capitalised(name)));
        }
    }

    fn attribute(&mut self, id: &str, name: &str, value: &AttributeValue) {
        let Some(shown) = shown(value) else { return };
        let name = self.schema.attribute(name, shown);
        let space = if shown.is_empty() { "" } else { " " };
        self.line_of_attribute(&format!("{name} {id}{space}{shown}"));
    }

    fn line_of_attribute(&mut self, words: &str) {
        self.attributes += 1;
        self.line(&format!("A{}\t{words}", self.attributes));
    }

    fn note(&mut self, id: &str, note: &str) {
        let words = one_line(note);
        if !words.is_empty() {
            self.notes += 1;
            self.line(&format!("#{}\tAnnotatorNotes {id}\t{words}", self.notes));
        }
    }
}

/// A value as brat can show it: nothing for what is ticked; `None` for what it cannot show.
fn shown(value: &AttributeValue) -> Option<&str> {
    let fits =
        |words: &&str| !words.is_empty() && !words.contains(|c: char| c.is_whitespace() || c.is_control() || c == '|');
    match value {
        AttributeValue::Flag(true) => Some(""),
        AttributeValue::Flag(false) => None,
        AttributeValue::Text(words) | AttributeValue::Number(words) => Some(&**words).filter(fits),
    }
}

fn is_one_line(words: &str) -> bool {
    words == one_line(words)
}

/// Words without what would end the line, or be taken off its ends.
fn one_line(words: &str) -> String {
    let plain = |c: char| if ends_line(c) || c == '\t' { ' ' } else { c };
    words.chars().map(plain).collect::<String>().trim().to_owned()
}

/// The parts of stretches that lie between line ends, in order.
fn cut_at_line_ends(text: &Text, ranges: &[CharRange]) -> Vec<CharRange> {
    let mut pieces = Vec::with_capacity(ranges.len());
    for range in ranges {
        let mut start = range.start();
        let mut put = |start: CharPos, end: CharPos| {
            pieces.extend(CharRange::new(start, end).filter(|piece| !piece.is_empty()));
        };
        for (c, at) in text.slice(*range).unwrap_or_default().chars().zip(range.start().0..) {
            if ends_line(c) {
                put(start, CharPos(at));
                start = CharPos(at + 1);
            }
        }
        put(start, range.end());
    }
    pieces
}

/// Pieces with those joined that only line ends divide.
fn joined_over_line_ends(text: &Text, pieces: &[CharRange]) -> Vec<CharRange> {
    let mut joined: Vec<CharRange> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let gap = joined.last().and_then(|last| CharRange::new(last.end(), piece.start()));
        let gap = gap.filter(|gap| !gap.is_empty()).and_then(|gap| text.slice(gap));
        match joined.last_mut() {
            Some(last) if gap.is_some_and(|gap| gap.chars().all(ends_line)) => *last = last.joined(*piece),
            _ => joined.push(*piece),
        }
    }
    joined
}

fn read(source: &Source<'_>, options: &ReadOptions<'_>) -> Result<Reading, ReadError> {
    read::read(source, options)
}

fn detect(source: &Source<'_>) -> Match {
    if archive::is_zip(source.bytes) {
        let holds = archive::names(source.bytes).iter().any(|name| name.ends_with(".ann"));
        return if holds { Match::Surely } else { Match::No };
    }
    let text = String::from_utf8_lossy(&source.bytes[..source.bytes.len().min(4_096)]);
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(20).collect();
    let count = |is_one: fn(&str) -> bool| lines.iter().filter(|line| is_one(line)).count();
    // A line may be broken, and relations may come first.
    let is_one = count(is_span) > 0 && count(is_line) * 2 > lines.len();
    if is_one { Match::Surely } else { Match::No }
}

/// Whether a line is one that nothing but brat has: the words of an annotation with its place.
fn is_span(line: &str) -> bool {
    let mut columns = line.trim_start_matches('\u{feff}').splitn(3, '\t');
    let (id, words) = (columns.next().unwrap_or_default(), columns.next().unwrap_or_default());
    read::is_id(id, "T") && read::words_of(words).is_some()
}

/// Whether a line begins with the id of a record of any kind.
fn is_line(line: &str) -> bool {
    let id = line.trim_start_matches('\u{feff}').split('\t').next().filter(|id| id.len() < line.len());
    id.is_some_and(|id| id == "*" || read::is_id(id, "TREAMN#"))
}
