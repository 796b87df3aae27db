//! BioC in JSON: a collection of documents, each one of passages with annotations and relations.
//!
//! After the BioC DTD and the Python package `bioc` 2.1. The DTD counts bytes and that package code points, which are
//! written; whichever a file counts is found out. What BioC has no place for is in the infon `rubricate` of a document.

use super::exchange::anchor::Claim;
use super::exchange::build::build;
use super::exchange::draft::{AnnotationDraft, BodyDraft, Draft, FrameDraft, RelationDraft, Remarks};
use super::exchange::json;
use super::exchange::loss::reduce_all;
use super::exchange::measure::Measure;
use super::exchange::naming::Names;
use super::exchange::nuances::{self, NOTE, SENTIMENT};
use super::exchange::sidecar::{Sidecar, links};
use super::exchange::{
    Fault, Format, Holds, LossKind, Match, Place, Problem, ReadError, ReadOptions, Reading, Source, Unit, WriteError,
    WriteOptions, Written,
};
use crate::model::{Annotation, AttributeValue, Body, Polarity, Session};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// The entry in the table of formats.
pub const FORMAT: Format = Format {
    id: "bioc",
    name: "BioC JSON",
    extensions: &["json"],
    media_type: "application/json",
    unit: Some(Unit::CodePoints),
    choices: &[],
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
        no: &[LossKind::LabelSet, LossKind::Hints],
    },
    write: Some(write),
    read: Some(read),
    detect,
};

/// Values with a name, all of them text.
type Infons = BTreeMap<String, String>;

/// What our own infon is called.
const FIELD: &str = "rubricate";

const TYPE: &str = "type";
const FROM: &str = "from";
const TO: &str = "to";

fn write(sessions: &[&Session], options: &WriteOptions<'_>) -> Result<Written, WriteError> {
    let (sessions, losses) = reduce_all(sessions, &FORMAT.holds, options);
    let collection = CollectionJson {
        source: "Rubricate",
        date: "",
        key: "",
        infons: [("offsets".to_owned(), Unit::CodePoints.name().to_owned())].into(),
        documents: sessions.iter().map(document).collect(),
    };
    Ok(Written { file: json::indented(&collection).into_bytes(), extension: "json", losses })
}

#[derive(Serialize)]
struct CollectionJson<'a> {
    source: &'static str,
    date: &'static str,
    key: &'static str,
    infons: Infons,
    documents: Vec<DocumentJson<'a>>,
}

#[derive(Serialize)]
struct DocumentJson<'a> {
    id: &'a str,
    infons: Infons,
    passages: [PassageJson<'a>; 1],
    annotations: [(); 0],
    relations: [(); 0],
}

#[derive(Serialize)]
struct PassageJson<'a> {
    offset: u64,
    infons: Infons,
    text: &'a str,
    sentences: [(); 0],
    annotations: Vec<AnnotationJson<'a>>,
    relations: Vec<RelationJson>,
}

#[derive(Serialize)]
struct AnnotationJson<'a> {
    id: String,
    infons: Infons,
    text: &'a str,
    locations: Vec<LocationJson>,
}

#[derive(Serialize, Deserialize)]
struct LocationJson {
    #[serde(deserialize_with = "json::offset")]
    offset: u64,
    #[serde(deserialize_with = "json::offset")]
    length: u64,
}

#[derive(Serialize)]
struct RelationJson {
    id: String,
    infons: Infons,
    nodes: [NodeJson; 2],
}

#[derive(Serialize)]
struct NodeJson {
    refid: String,
    role: &'static str,
}

fn document(session: &Session) -> DocumentJson<'_> {
    let (labels, types) = (Names::of_labels(session), Names::of_relations(session));
    let mut sidecar = Sidecar::of(session, &types);
    let measure = Measure::of(session);
    let placed = session.annotations.iter(&session.text).filter(|a| !a.fragments.is_empty());
    let annotations = placed.map(|annotation| {
        sidecar.keep(annotation.id.as_str(), annotation, |aside| {
            aside.without_nuances();
            aside.spans.clear();
            aside.remarks.note.clear();
        });
        shown(annotation, &labels, &measure)
    });
    let annotations = annotations.collect();
    let relations = links(session, &types).into_iter().zip(1..).map(|(link, number)| {
        let mut infons: Infons = [(TYPE.to_owned(), link.label.to_owned())].into();
        let id = link.relation.map_or_else(|| format!("link {number}"), |relation| relation.id.to_string());
        if let Some(relation) = link.relation {
            if !relation.note.is_empty() {
                infons.insert(NOTE.to_owned(), relation.note.to_string());
            }
            sidecar.keep_relation(&id, relation, |aside| aside.remarks.note.clear());
        }
        let nodes = [(link.from, FROM), (link.to, TO)].map(|(end, role)| NodeJson { refid: end.to_string(), role });
        RelationJson { id, infons, nodes }
    });
    let relations = relations.collect();
    let text = session.text.as_str();
    DocumentJson {
        id: session.document.id.as_str(),
        infons: [(FIELD.to_owned(), sidecar.json())].into(),
        passages: [PassageJson { offset: 0, infons: Infons::new(), text, sentences: [], annotations, relations }],
        annotations: [],
        relations: [],
    }
}

fn shown<'a>(annotation: &Annotation, labels: &Names, measure: &Measure<'a>) -> AnnotationJson<'a> {
    let mut infons = Infons::new();
    match &annotation.body {
        Body::Mention { label, .. } => drop(infons.insert(TYPE.to_owned(), labels.get(label).to_owned())),
        Body::Frame(frame) => {
            infons.insert(TYPE.to_owned(), SENTIMENT.to_owned());
            infons.extend(nuances::of(frame).into_iter().map(|(name, value)| (name.to_owned(), value)));
        }
    }
    if !annotation.note.is_empty() {
        infons.insert(NOTE.to_owned(), annotation.note.to_string());
    }
    let location = |range| {
        let (start, end) = measure.span(range, Unit::CodePoints);
        LocationJson { offset: start, length: end - start }
    };
    AnnotationJson {
        id: annotation.id.to_string(),
        infons,
        // The validator of BioC's Python package wants what is between several stretches too.
        text: measure.whole(annotation),
        locations: annotation.fragments.ranges().iter().map(|range| location(*range)).collect(),
    }
}

#[derive(Deserialize)]
struct Collection<'a> {
    #[serde(borrow)]
    documents: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(default, deserialize_with = "json::id")]
    id: Option<String>,
    #[serde(borrow, default)]
    infons: BTreeMap<String, &'a RawValue>,
    #[serde(borrow, default)]
    passages: Vec<Piece<'a>>,
    #[serde(borrow, default)]
    annotations: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    relations: Vec<&'a RawValue>,
}

/// A passage or a sentence.
#[derive(Deserialize)]
struct Piece<'a> {
    #[serde(default)]
    offset: u64,
    text: Option<String>,
    #[serde(borrow, default)]
    sentences: Vec<Piece<'a>>,
    #[serde(borrow, default)]
    annotations: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    relations: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Found<'a> {
    #[serde(default, deserialize_with = "json::id")]
    id: Option<String>,
    #[serde(borrow, default)]
    infons: BTreeMap<String, &'a RawValue>,
    text: Option<String>,
    #[serde(default)]
    locations: Vec<LocationJson>,
}

#[derive(Deserialize)]
struct Linked<'a> {
    #[serde(default, deserialize_with = "json::id")]
    id: Option<String>,
    #[serde(borrow, default)]
    infons: BTreeMap<String, &'a RawValue>,
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    refid: String,
    #[serde(default)]
    role: String,
}

fn read(source: &Source<'_>, options: &ReadOptions<'_>) -> Result<Reading, ReadError> {
    let collection: Collection<'_> = json::parsed(source.bytes).map_err(|error| match error {
        ReadError::NotJson { .. } if json::parsed::<&RawValue>(source.bytes).is_ok() => {
            ReadError::NotThis("it has no “documents”")
        }
        error => error,
    })?;
    let mut reading = Reading { documents: Vec::new(), problems: Vec::new() };
    for (raw, number) in collection.documents.into_iter().zip(1..) {
        let place = Place::record("document", number, None);
        let wanted = "a document with passages";
        if let Some(document) = json::record::<Document<'_>>(raw, &place, wanted, &mut reading.problems) {
            reading.documents.push(build(draft(document, &place), &ReadOptions { open: None, ..*options })?);
        }
    }
    Ok(reading)
}

/// Text, as far as it is one.
fn said(infons: &mut BTreeMap<String, &RawValue>, name: &str) -> Option<String> {
    serde_json::from_str(infons.remove(name)?.get()).ok()
}

fn draft(mut document: Document<'_>, place: &Place) -> Draft {
    let mut draft = Draft { id: document.id, ..Draft::default() };
    let aside = said(&mut document.infons, FIELD);
    let sidecar = Sidecar::read(aside.as_deref(), place, &mut draft);
    let mut pieces = Vec::new();
    for passage in document.passages {
        flatten(passage, &mut pieces);
    }
    let layout = Layout::of(&pieces);
    draft.unit = layout.unit;
    draft.text = Some(layout.text.clone());
    let of_pieces =
        pieces.iter().enumerate().flat_map(|(index, piece)| piece.annotations.iter().map(move |a| (Some(index), *a)));
    let raw_annotations = of_pieces.chain(document.annotations.iter().map(|raw| (None, *raw)));
    let mut annotations = Vec::new();
    let mut problems = Vec::new();
    for ((index, raw), number) in raw_annotations.zip(1..) {
        let what = Place::record("annotation", number, None);
        if let Some(found) = json::record::<Found<'_>>(raw, &what, "an annotation with locations", &mut problems) {
            annotations.push(annotation(found, index, &pieces, &layout, what, &mut problems));
        }
    }
    let mut relations = Vec::new();
    let raw_relations = pieces.iter().flat_map(|piece| &piece.relations).chain(&document.relations);
    for (raw, number) in raw_relations.zip(1..) {
        let what = Place::record("relation", number, None);
        if let Some(linked) = json::record::<Linked<'_>>(raw, &what, "a relation with nodes", &mut problems) {
            relate(linked, what, &mut relations, &mut problems);
        }
    }
    draft.problems.append(&mut problems);
    sidecar.put(&mut draft, annotations, relations, place);
    draft
}

fn flatten<'a>(mut piece: Piece<'a>, pieces: &mut Vec<Piece<'a>>) {
    let sentences = std::mem::take(&mut piece.sentences);
    if piece.text.is_some() || sentences.is_empty() {
        let of_sentences = |mut sentence: Piece<'a>| {
            piece.annotations.append(&mut sentence.annotations);
            piece.relations.append(&mut sentence.relations);
        };
        sentences.into_iter().for_each(of_sentences);
        pieces.push(piece);
        return;
    }
    pieces.extend(sentences);
    if let Some(last) = pieces.last_mut() {
        last.relations.append(&mut piece.relations);
        last.annotations.append(&mut piece.annotations);
    }
}

/// The text that passages make, and where each of them starts in it.
struct Layout {
    text: String,
    unit: Unit,
    starts: Vec<u64>,
}

impl Layout {
    /// Passages one after another. Line ends stand where the file leaves room between them; what it counts is the unit in
    /// which the least room is left.
    fn of(pieces: &[Piece<'_>]) -> Self {
        let length = |piece: &Piece<'_>, unit| length(piece.text.as_deref().unwrap_or_default(), unit);
        let room = |unit: Unit| {
            let gaps = pieces
                .windows(2)
                .map(|pair| pair[1].offset.checked_sub(pair[0].offset.checked_add(length(&pair[0], unit))?));
            gaps.sum::<Option<u64>>()
        };
        let unit = Unit::ALL.into_iter().filter_map(|unit| Some((room(unit)?, unit))).min_by_key(|(room, _)| *room);
        let unit = unit.map_or(Unit::CodePoints, |(_, unit)| unit);
        let (mut text, mut starts, mut at) = (String::new(), Vec::with_capacity(pieces.len()), 0);
        let mut end = pieces.first().map_or(0, |piece| piece.offset);
        for piece in pieces {
            let gap = piece.offset.saturating_sub(end).min(2);
            text.push_str(&"\n".repeat(gap as usize));
            text.push_str(piece.text.as_deref().unwrap_or_default());
            starts.push(at + gap);
            at += gap + length(piece, unit);
            end = piece.offset.saturating_add(length(piece, unit));
        }
        Self { text, unit, starts }
    }
}

fn length(text: &str, unit: Unit) -> u64 {
    match unit {
        Unit::CodePoints => text.chars().count() as u64,
        Unit::Utf16 => text.encode_utf16().count() as u64,
        Unit::Utf8 => text.len() as u64,
    }
}

fn annotation(
    found: Found<'_>,
    index: Option<usize>,
    pieces: &[Piece<'_>],
    layout: &Layout,
    place: Place,
    problems: &mut Vec<Problem>,
) -> AnnotationDraft {
    let mut infons = found.infons;
    let span = |location: &LocationJson| {
        let index =
            index.unwrap_or_else(|| pieces.partition_point(|piece| piece.offset <= location.offset).saturating_sub(1));
        let piece = pieces.get(index);
        let start = layout.starts.get(index).copied().unwrap_or_default();
        // An offset before its passage stays wrong, and is reported as that.
        let at = piece
            .and_then(|piece| location.offset.checked_sub(piece.offset))
            .and_then(|ahead| start.checked_add(ahead));
        let at = at.unwrap_or(u64::MAX);
        (at, at.saturating_add(location.length))
    };
    let claim = Claim {
        spans: found.locations.iter().map(span).collect(),
        quote: found.text.filter(|text| !text.is_empty()),
        ..Claim::default()
    };
    let label = said(&mut infons, TYPE);
    let remarks = Remarks { note: said(&mut infons, NOTE).unwrap_or_default(), ..Remarks::default() };
    let is_frame = label.as_deref() == Some(SENTIMENT) && infons.contains_key(nuances::POLARITY);
    let body = if is_frame {
        let mut frame = FrameDraft::new(Polarity::Neutral);
        for (name, json) in infons {
            let value = text_of(json);
            if let Err(fault) = nuances::put(&mut frame, &name, &value) {
                json::without(problems, &place, fault);
            }
        }
        BodyDraft::Frame(frame)
    } else {
        let attributes = infons.into_iter().map(|(name, json)| (name, AttributeValue::Text(text_of(json).into())));
        BodyDraft::Mention { label: label.unwrap_or_default(), attributes: attributes.collect(), entity: None }
    };
    AnnotationDraft { place, id: found.id, claim, body, remarks }
}

/// A value as text: what is no text, as JSON has it.
fn text_of(json: &RawValue) -> String {
    serde_json::from_str(json.get()).unwrap_or_else(|_| json.get().to_owned())
}

/// A relation, or several where it has more than two nodes: from the first to each of the others.
fn relate(mut linked: Linked<'_>, place: Place, relations: &mut Vec<RelationDraft>, problems: &mut Vec<Problem>) {
    linked.nodes.sort_by_key(|node| node.role != FROM);
    let label = said(&mut linked.infons, TYPE).unwrap_or_default();
    let note = said(&mut linked.infons, NOTE).unwrap_or_default();
    for name in linked.infons.into_keys() {
        json::without(problems, &place, Fault::NotRead(name));
    }
    let [from, others @ ..] = linked.nodes.as_slice() else {
        return json::left_out(problems, &place, Fault::Missing("nodes"));
    };
    if others.is_empty() {
        return json::left_out(problems, &place, Fault::Missing("nodes"));
    }
    let mut id = linked.id;
    for to in others {
        relations.push(RelationDraft {
            place: place.clone(),
            id: id.take(),
            label: label.clone(),
            from: from.refid.clone(),
            to: to.refid.clone(),
            remarks: Remarks { note: note.clone(), ..Remarks::default() },
        });
    }
}

fn detect(source: &Source<'_>) -> Match {
    #[derive(Deserialize)]
    struct Head<'a> {
        #[serde(borrow)]
        documents: Vec<Passages<'a>>,
    }
    #[derive(Deserialize)]
    struct Passages<'a> {
        #[serde(borrow)]
        #[expect(dead_code, reason = "that it is there is what counts")]
        passages: &'a RawValue,
    }
    match json::parsed::<Head<'_>>(source.bytes) {
        Ok(head) if !head.documents.is_empty() => Match::Surely,
        _ => Match::No,
    }
}
