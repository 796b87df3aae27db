//! MedTator’s XML: a text and tags with their places, and the schema (DTD) that they follow, in a zip archive.
//!
//! After `ann_parser.js` and `dtd_parser.js` of MedTator. Offsets are UTF-16 units of the text after XML was read. An element
//! of our own, which MedTator passes over, has what tags have no place for.

use super::exchange::anchor::Claim;
use super::exchange::archive::{self, Entry};
use super::exchange::draft::{AnnotationDraft, BodyDraft, Draft, FrameDraft, RelationDraft, Remarks};
use super::exchange::json::{left_out, without};
use super::exchange::loss::{reduce_all, report};
use super::exchange::measure::Measure;
use super::exchange::naming::Names;
use super::exchange::nuances::{self, FLAGS, INTENSITY, MANNER, NOTE, POLARITY, SENTIMENT};
use super::exchange::plain::PlainNames;
use super::exchange::sidecar::{HOLDER, Sidecar, TARGET, links};
use super::exchange::{
    Choosable, Fault, Format, Holds, LossKind, Match, Place, Problem, ReadError, ReadOptions, Reading, Source, Unit,
    WriteError, WriteOptions, Written,
};
use super::native::{ATTITUDES, MANNERS, POLARITIES};
use super::one_each::{self, Files};
use super::xml::{self, Element, Writer, XmlError};
use crate::model::{Annotation, AnnotationId, AttributeValue, Body, Polarity, Session};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The entry in the table of formats.
pub const FORMAT: Format = Format {
    id: "medtator",
    name: "MedTator XML",
    extensions: &["zip", "xml"],
    media_type: "application/zip",
    unit: Some(Unit::Utf16),
    choices: &[Choosable::LossReport],
    holds: Holds {
        aside: &[
            LossKind::Description,
            LossKind::Codes,
            LossKind::Wordless,
            LossKind::Review,
            LossKind::Provenance,
            LossKind::Unknown,
            LossKind::Attributes,
            LossKind::Entities,
        ],
        no: &[LossKind::LabelSet, LossKind::Hints, LossKind::Characters],
    },
    write: Some(write),
    read: Some(read),
    detect,
};

/// What the schema is called, and the outermost element of each file.
const SCHEMA: &str = "RUBRICATE";

const TEXT: &str = "TEXT";
const TAGS: &str = "TAGS";
/// The element of our own.
const ASIDE: &str = "ASIDE";

/// The attributes of links: the two ends, of which the words say nothing more than the ids.
const OF_LINKS: [&str; 10] =
    ["id", NOTE, "fromID", "fromText", "toID", "toText", "arg0ID", "arg0Text", "arg1ID", "arg1Text"];

const RESERVED: [&str; 7] = [SCHEMA, TEXT, TAGS, ASIDE, SENTIMENT, TARGET, HOLDER];

fn write(sessions: &[&Session], options: &WriteOptions<'_>) -> Result<Written, WriteError> {
    let (sessions, losses) = reduce_all(sessions, &FORMAT.holds, options);
    let names = archive::file_names(sessions.iter().map(|session| &*session.description.title));
    let schema = Schema::of(&sessions);
    let mut entries = vec![Entry::new(format!("{SCHEMA}.dtd"), schema.dtd())];
    for (session, name) in sessions.iter().zip(&names) {
        entries.push(Entry::new(format!("{name}.xml"), document(session, &schema)));
    }
    if options.loss_report {
        entries.push(Entry::new("medtator.loss.txt", report(&losses, &names)));
    }
    Ok(Written { file: archive::write(&entries), extension: "zip", losses })
}

/// The tags of a collection.
struct Schema {
    labels: HashMap<String, String>,
    relations: HashMap<String, String>,
    /// Labels and types of relations that are called otherwise, by what they are called.
    changed_labels: BTreeMap<String, String>,
    changed_relations: BTreeMap<String, String>,
    /// What ids of a tag begin with.
    prefixes: BTreeMap<String, String>,
}

impl Schema {
    fn of(sessions: &[Session]) -> Self {
        let (mut labels, mut relations) = (BTreeSet::new(), BTreeSet::new());
        for session in sessions {
            let (names, types) = (Names::of_labels(session), Names::of_relations(session));
            let used = session.annotations.iter(&session.text).filter_map(|annotation| annotation.label());
            labels.extend(used.map(|label| names.get(label).to_owned()));
            relations.extend(session.relations.values().map(|relation| types.get(&relation.label).to_owned()));
        }
        let mut plain = PlainNames::without(&RESERVED);
        let labels: HashMap<String, String> = labels.into_iter().map(|name| (name.clone(), plain.of(&name))).collect();
        let changed_labels = plain.changed();
        let taken: Vec<&str> = RESERVED.into_iter().chain(labels.values().map(String::as_str)).collect();
        let mut plain = PlainNames::without(&taken);
        let relations: HashMap<String, String> =
            relations.into_iter().map(|name| (name.clone(), plain.of(&name))).collect();
        let changed_relations = plain.changed();
        let tags = [SENTIMENT, TARGET, HOLDER].into_iter().map(str::to_owned);
        let tags: Vec<String> = tags.chain(labels.values().cloned()).chain(relations.values().cloned()).collect();
        Self { prefixes: prefixes(tags), labels, relations, changed_labels, changed_relations }
    }

    /// Shorter names come first: MedTator would look for a free prefix of a name for ever if all of the name were taken.
    fn dtd(&self) -> String {
        let mut dtd = format!("<!ENTITY name \"{SCHEMA}\">\n");
        let list = |values: &[String]| format!("( {} )", values.join(" | "));
        for tag in in_order(self.prefixes.keys().cloned()) {
            let is_link = tag == TARGET || tag == HOLDER || self.relations.values().any(|known| *known == tag);
            let kind = if is_link { "EMPTY" } else { "( #PCDATA )" };
            dtd.push_str(&format!("\n<!ELEMENT {tag} {kind} >\n"));
            let mut attribute = |name: &str, values: &str| {
                dtd.push_str(&format!("<!ATTLIST {tag} {name} {values} #IMPLIED \"\" >\n"));
            };
            if is_link {
                attribute("arg0", "IDREF prefix=\"from\"");
                attribute("arg1", "IDREF prefix=\"to\"");
            } else if tag == SENTIMENT {
                attribute(POLARITY, &list(&POLARITIES.map(|(word, _)| word.to_owned())));
                attribute(INTENSITY, &list(&["1", "2", "3"].map(str::to_owned)));
                attribute(MANNER, &list(&MANNERS.map(|(word, _)| word.replace(' ', "-"))));
                attribute(nuances::ATTITUDE, &list(&ATTITUDES.map(|(word, _)| word.to_owned())));
                FLAGS.iter().for_each(|flag| attribute(flag, "( true | false )"));
            }
            attribute(NOTE, "CDATA");
        }
        dtd
    }
}

fn in_order(tags: impl Iterator<Item = String>) -> Vec<String> {
    let mut tags: Vec<String> = tags.collect();
    tags.sort_by(|a, b| (a.len(), a).cmp(&(b.len(), b)));
    tags
}

/// What ids of each tag begin with, as MedTator finds it out: the shortest beginning of its name that no tag before has.
fn prefixes(tags: Vec<String>) -> BTreeMap<String, String> {
    let mut taken = HashSet::new();
    let prefix = |tag: String| {
        let prefix = (1..=tag.len()).map(|end| tag[..end].to_owned()).find(|prefix| taken.insert(prefix.clone()));
        (tag.clone(), prefix.unwrap_or(tag))
    };
    in_order(tags.into_iter()).into_iter().map(prefix).collect()
}

/// Gives ids that are a prefix and a number.
#[derive(Default)]
struct Ids {
    taken: HashSet<String>,
    next: HashMap<String, u32>,
}

impl Ids {
    fn give(&mut self, tag: &str, schema: &Schema) -> String {
        let next = self.next.entry(tag.to_owned()).or_default();
        let prefix = schema.prefixes.get(tag).map_or(tag, String::as_str);
        loop {
            let id = format!("{prefix}{next}");
            *next += 1;
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

fn document(session: &Session, schema: &Schema) -> String {
    let (labels, types) = (Names::of_labels(session), Names::of_relations(session));
    let measure = Measure::of(session);
    let mut sidecar = Sidecar::of(session, &types);
    sidecar.labels.clone_from(&schema.changed_labels);
    sidecar.relation_types.clone_from(&schema.changed_relations);
    let mut writer = Writer::new();
    writer.open(SCHEMA, &[]).raw_text(TEXT, session.text.as_str()).open(TAGS, &[]);
    let mut ids = Ids::default();
    let mut shown: HashMap<&AnnotationId, (String, String)> = HashMap::new();
    for annotation in session.annotations.iter(&session.text).filter(|a| !a.fragments.is_empty()) {
        let tag = match annotation.label().map(|label| labels.get(label)) {
            Some(label) => schema.labels.get(label).map_or("", String::as_str),
            None => SENTIMENT,
        };
        let id = ids.give(tag, schema);
        let words = words(annotation, &measure);
        empty(&mut writer, tag, &tag_of(annotation, &id, &words, &measure));
        sidecar.keep(&id, annotation, |aside| {
            aside.without_nuances();
            aside.spans.clear();
            if aside.remarks.note.chars().all(xml::holds) {
                aside.remarks.note.clear();
            }
        });
        shown.insert(&annotation.id, (id, words));
    }
    for link in links(session, &types) {
        let (Some(from), Some(to)) = (shown.get(link.from), shown.get(link.to)) else { continue };
        let tag = match link.relation {
            Some(_) => schema.relations.get(link.label).map_or("", String::as_str),
            None => link.label,
        };
        let id = ids.give(tag, schema);
        let note = link.relation.map(|relation| &*relation.note).unwrap_or_default();
        let ends = [("fromID", &from.0), ("fromText", &from.1), ("toID", &to.0), ("toText", &to.1)];
        let mut attributes = vec![("id", id.clone())];
        attributes.extend(ends.map(|(name, value)| (name, value.clone())));
        attributes.push((NOTE, note.to_owned()));
        empty(&mut writer, tag, &attributes);
        if let Some(relation) = link.relation {
            sidecar.keep_relation(&id, relation, |aside| {
                if aside.remarks.note.chars().all(xml::holds) {
                    aside.remarks.note.clear();
                }
            });
        }
    }
    writer.close().raw_text(ASIDE, &sidecar.json());
    writer.finish()
}

fn empty(writer: &mut Writer, tag: &str, attributes: &[(&str, String)]) {
    let attributes: Vec<(&str, &str)> = attributes.iter().map(|(name, value)| (*name, value.as_str())).collect();
    writer.empty(tag, &attributes);
}

/// The words of an annotation as MedTator has them.
fn words(annotation: &Annotation, measure: &Measure<'_>) -> String {
    annotation.fragments.ranges().iter().map(|range| measure.slice(*range)).collect::<Vec<_>>().join(" ... ")
}

fn tag_of(annotation: &Annotation, id: &str, words: &str, measure: &Measure<'_>) -> Vec<(&'static str, String)> {
    let span = |(start, end): (u64, u64)| format!("{start}~{end}");
    let ranges = annotation.fragments.ranges().iter();
    let spans: Vec<String> = ranges.map(|range| span(measure.span(*range, Unit::Utf16))).collect();
    let mut attributes = vec![("spans", spans.join(",")), ("text", words.to_owned()), ("id", id.to_owned())];
    if let Body::Frame(frame) = &annotation.body {
        attributes.extend(nuances::of(frame).into_iter().map(|(name, value)| (name, value.replace(' ', "-"))));
    }
    attributes.push((NOTE, annotation.note.to_string()));
    attributes
}

const FILES: Files = Files { ending: ".xml", wanted: "XML with a text and tags", none: "the archive has no .xml file" };

fn read(source: &Source<'_>, options: &ReadOptions<'_>) -> Result<Reading, ReadError> {
    one_each::read(source, options, &FILES, draft)
}

fn draft(bytes: &[u8], place: &Place) -> Result<Draft, ReadError> {
    let text = std::str::from_utf8(bytes).map_err(|_| ReadError::NotThis("it is not UTF-8"))?;
    let root = xml::read(text).map_err(XmlError::of_file)?;
    let text = root.child(TEXT).ok_or(ReadError::NotThis("its XML has no <TEXT>"))?;
    let mut draft = Draft { text: Some(text.text.clone()), unit: Unit::Utf16, ..Draft::default() };
    let aside = root.child(ASIDE).map(|aside| aside.text.as_str());
    let sidecar = Sidecar::read(aside, place, &mut draft);
    let (mut annotations, mut relations) = (Vec::new(), Vec::new());
    let tags = root.child(TAGS).map(|tags| tags.children.as_slice()).unwrap_or_default();
    for (tag, number) in tags.iter().zip(1..) {
        let what = Place { record: Place::record("tag", number, tag.get("id")).record, ..place.clone() };
        let end = |names: [&str; 2]| names.iter().find_map(|name| tag.get(name)).map(str::to_owned);
        match (end(["fromID", "arg0ID"]), end(["toID", "arg1ID"])) {
            (Some(from), Some(to)) => {
                let others = tag
                    .attributes
                    .iter()
                    .filter(|(name, value)| !OF_LINKS.contains(&name.as_str()) && !value.is_empty());
                for (name, _) in others {
                    without(&mut draft.problems, &what, Fault::NotRead(name.clone()));
                }
                relations.push(RelationDraft {
                    place: what,
                    id: tag.get("id").map(str::to_owned),
                    label: tag.name.clone(),
                    from,
                    to,
                    remarks: Remarks { note: tag.get(NOTE).unwrap_or_default().to_owned(), ..Remarks::default() },
                });
            }
            _ => annotations.extend(annotation(tag, what, &sidecar, &mut draft.problems)),
        }
    }
    sidecar.put(&mut draft, annotations, relations, place);
    Ok(draft)
}

fn annotation(tag: &Element, place: Place, sidecar: &Sidecar, problems: &mut Vec<Problem>) -> Option<AnnotationDraft> {
    let said = tag.get("spans").unwrap_or_default();
    let span = |span: &str| {
        let (start, end) = span.split_once('~')?;
        Some((start.trim().parse::<u64>().ok()?, end.trim().parse::<u64>().ok()?))
    };
    let is_of_document = said == "-1~-1" || said.is_empty();
    let spans = if is_of_document { Some(Vec::new()) } else { said.split(',').map(span).collect() };
    let Some(spans): Option<Vec<(u64, u64)>> = spans else {
        let (start, end) = said.split_once('~').unwrap_or((said, ""));
        left_out(problems, &place, Fault::NoSpan { start: start.to_owned(), end: end.to_owned() });
        return None;
    };
    // How MedTator joins the words of several stretches has changed with its versions.
    let quote = tag.get("text").filter(|text| spans.len() == 1 && !text.is_empty()).map(str::to_owned);
    let others = tag
        .attributes
        .iter()
        .filter(|(name, value)| !matches!(name.as_str(), "spans" | "text" | "id" | NOTE) && !value.is_empty());
    let body = if tag.name == SENTIMENT {
        let mut frame = FrameDraft::new(Polarity::Neutral);
        for (name, value) in others {
            if let Err(fault) = nuances::put(&mut frame, name, value) {
                without(problems, &place, fault);
            }
        }
        BodyDraft::Frame(frame)
    } else {
        let attributes = others.map(|(name, value)| (name.clone(), AttributeValue::Text(value.as_str().into())));
        let label = sidecar.labels.get(&tag.name).unwrap_or(&tag.name).clone();
        BodyDraft::Mention { label, attributes: attributes.collect(), entity: None }
    };
    Some(AnnotationDraft {
        place,
        id: tag.get("id").map(str::to_owned),
        claim: Claim { spans, quote, ..Claim::default() },
        body,
        remarks: Remarks { note: tag.get(NOTE).unwrap_or_default().to_owned(), ..Remarks::default() },
    })
}

fn detect(source: &Source<'_>) -> Match {
    let is_one = |bytes: &[u8]| {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1_024)]);
        let head = head.trim_start_matches('\u{feff}').trim_start();
        head.starts_with('<') && head.contains("<TEXT>")
    };
    let found = if archive::is_zip(source.bytes) {
        let holds = |entries: Vec<Entry>| entries.iter().any(|e| e.name.ends_with(".xml") && is_one(&e.bytes));
        // Most archives need not be unpacked to see that they are something else.
        let may = archive::names(source.bytes).iter().any(|name| name.ends_with(".xml"));
        may && archive::read(source.bytes).is_ok_and(holds)
    } else {
        is_one(source.bytes)
    };
    if found { Match::Surely } else { Match::No }
}
