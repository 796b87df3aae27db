//! The JSONL of doccano: one document on a line, with entities and relations between them.
//!
//! After `data_import/datasets.py` of doccano 1.8: the names of the fields are fixed. Its server counts code points, and its
//! page UTF-16 units, so that the unit is a choice. Sentiments are entities with a label of their own.

use super::exchange::anchor::Claim;
use super::exchange::aside::{AnnotationAside, DocumentAside, RelationAside};
use super::exchange::build::build;
use super::exchange::draft::{AnnotationDraft, BodyDraft, Draft, ReferentDraft, RelationDraft, Remarks};
use super::exchange::json;
use super::exchange::loss::reduce_all;
use super::exchange::measure::Measure;
use super::exchange::naming::Names;
use super::exchange::{
    Choosable, Fault, Format, Holds, LossKind, Match, Outcome, Place, Problem, ReadError, ReadOptions, Reading, Source,
    Unit, WriteError, WriteOptions, Written,
};
use super::spacy::{SENTIMENT, body, links, with_words};
use crate::model::{Body, Session};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::{BTreeMap, HashMap};

/// The entry in the table of formats.
pub const FORMAT: Format = Format {
    id: "doccano",
    name: "doccano JSONL",
    extensions: &["jsonl", "json"],
    media_type: "application/x-ndjson",
    unit: Some(Unit::CodePoints),
    choices: &[Choosable::Unit],
    holds: Holds {
        aside: &[
            LossKind::Description,
            LossKind::Codes,
            LossKind::Discontinuous,
            LossKind::Wordless,
            LossKind::Notes,
            LossKind::Review,
            LossKind::Provenance,
            LossKind::Unknown,
            LossKind::Attributes,
            LossKind::Entities,
            LossKind::Intensity,
            LossKind::Holders,
            LossKind::Nuances,
            LossKind::RelationNotes,
        ],
        no: &[LossKind::LabelSet, LossKind::Hints],
    },
    write: Some(write),
    read: Some(read),
    detect,
};

/// The type of the relations from a sentiment to what it is about.
const TARGET: &str = "sentiment_target";

fn write(sessions: &[&Session], options: &WriteOptions<'_>) -> Result<Written, WriteError> {
    let (reduced, losses) = reduce_all(sessions, &FORMAT.holds, options);
    let mut next = Next::default();
    let lines: String = reduced.iter().map(|session| line(session, options.unit, &mut next) + "\n").collect();
    Ok(Written { file: lines.into_bytes(), extension: FORMAT.extensions[0], losses })
}

/// Ids of entities and relations, each unique in the file.
#[derive(Default)]
struct Next {
    entity: u64,
    relation: u64,
}

#[derive(Serialize)]
struct LineJson<'a> {
    text: &'a str,
    entities: Vec<EntityJson>,
    relations: Vec<RelationJson<'a>>,
    #[serde(rename = "Comments")]
    comments: Vec<&'a str>,
    /// JSON in a string: doccano puts what it does not know into a column of its database, whose JSON has no 1e999.
    rubricate: String,
}

#[derive(Serialize)]
struct EntityJson {
    id: u64,
    label: String,
    start_offset: u64,
    end_offset: u64,
}

#[derive(Serialize)]
struct RelationJson<'a> {
    id: u64,
    from_id: u64,
    to_id: u64,
    #[serde(rename = "type")]
    label: &'a str,
}

/// What doccano keeps with a document without looking into it; records by their numbers.
#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
struct Aside {
    unit: Option<String>,
    document: Option<DocumentAside>,
    annotations: BTreeMap<u64, AnnotationAside>,
    relations: BTreeMap<u64, RelationAside>,
}

fn line(session: &Session, unit: Unit, next: &mut Next) -> String {
    let measure = Measure::of(session);
    let (labels, types) = (Names::of_labels(session), Names::of_relations(session));
    let with_words = with_words(session);
    let mut aside = Aside { unit: Some(unit.name().to_owned()), ..Aside::default() };
    let mut numbers: HashMap<&str, u64> = HashMap::new();
    let mut entities = Vec::with_capacity(with_words.len());
    for (annotation, extent) in &with_words {
        next.entity += 1;
        let (start_offset, end_offset) = measure.span(*extent, unit);
        let label = match &annotation.body {
            Body::Mention { label, .. } => labels.get(label).to_owned(),
            Body::Frame(frame) => format!("{SENTIMENT}{}", json::polarity_word(frame.polarity)),
        };
        numbers.insert(annotation.id.as_str(), next.entity);
        let mut of_annotation = AnnotationAside::whole(annotation);
        // The stretches say which span it was, should doccano give it another number.
        of_annotation.spans = annotation.fragments.ranges().iter().map(|range| measure.span(*range, unit)).collect();
        aside.annotations.insert(next.entity, of_annotation);
        entities.push(EntityJson { id: next.entity, label, start_offset, end_offset });
    }
    let (mut relations, mut wordless) = (Vec::new(), Vec::new());
    let mut relation = |label, of_relation: RelationAside| {
        let number = |id: &Option<String>| numbers.get(id.as_deref()?).copied();
        match number(&of_relation.from).zip(number(&of_relation.to)) {
            Some((from_id, to_id)) => {
                next.relation += 1;
                aside.relations.insert(next.relation, of_relation);
                relations.push(RelationJson { id: next.relation, from_id, to_id, label });
            }
            None => wordless.push(RelationAside { label: Some(label.to_owned()), ..of_relation }),
        }
    };
    for of_session in session.relations.values() {
        relation(types.get(&of_session.label), RelationAside::of(of_session));
    }
    for (from, to) in links(&with_words) {
        relation(TARGET, RelationAside::link(from, to));
    }
    aside.document = Some(DocumentAside { relations: wordless, ..DocumentAside::of(session) });
    json::one_line(&LineJson {
        text: session.text.as_str(),
        entities,
        relations,
        comments: Vec::new(),
        rubricate: json::one_line(&aside),
    })
}

#[derive(Deserialize)]
struct Line<'a> {
    #[serde(alias = "data")]
    text: Option<String>,
    #[serde(borrow)]
    entities: Option<Vec<&'a RawValue>>,
    #[serde(borrow, alias = "labels")]
    label: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    relations: Option<Vec<&'a RawValue>>,
    #[serde(rename = "Comments", alias = "comments")]
    comments: Option<Vec<String>>,
    #[serde(borrow)]
    rubricate: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Entity {
    #[serde(default, deserialize_with = "json::id")]
    id: Option<String>,
    #[serde(default)]
    label: String,
    #[serde(deserialize_with = "json::offset")]
    start_offset: u64,
    #[serde(deserialize_with = "json::offset")]
    end_offset: u64,
}

#[derive(Deserialize)]
struct Triple(#[serde(deserialize_with = "json::offset")] u64, #[serde(deserialize_with = "json::offset")] u64, String);

#[derive(Deserialize)]
struct Relation {
    #[serde(default, deserialize_with = "json::id")]
    id: Option<String>,
    #[serde(default, deserialize_with = "json::id")]
    from_id: Option<String>,
    #[serde(default, deserialize_with = "json::id")]
    to_id: Option<String>,
    #[serde(default, rename = "type")]
    label: String,
}

fn read(source: &Source<'_>, options: &ReadOptions<'_>) -> Result<Reading, ReadError> {
    let text = json::text_of_any(source.bytes)?;
    let mut reading = Reading { documents: Vec::new(), problems: Vec::new() };
    let list: Vec<(Place, &str)> = if text.trim_start().starts_with('[') {
        let list: Vec<&RawValue> = json::parsed(source.bytes)?;
        list.into_iter().zip(1..).map(|(json, number)| (Place::document(number), json.get())).collect()
    } else {
        json::lines(text).map(|(number, line)| (Place::line(number), line)).collect()
    };
    for (place, line) in list {
        let fault = match json::of_line::<Line<'_>>(line, "a JSON object with a “text”") {
            Ok(mut line) => match line.text.take() {
                Some(text) => {
                    let draft = draft(text, line, &place, options.unit);
                    reading.documents.push(build(draft, &ReadOptions { open: None, ..*options })?);
                    continue;
                }
                None => Fault::Missing("text"),
            },
            Err(fault) => fault,
        };
        json::left_out(&mut reading.problems, &place, fault);
    }
    json::unless_empty(reading, "there is no line in it")
}

fn draft(text: String, line: Line<'_>, place: &Place, unit: Unit) -> Draft {
    let mut problems = Vec::new();
    let mut aside: Aside = json::aside(line.rubricate, place, &mut problems);
    let said = aside.unit.as_deref().and_then(|name| Unit::ALL.into_iter().find(|unit| unit.name() == name));
    if said.is_none() && text.chars().any(|c| c.len_utf16() > 1) {
        let fault = Fault::UnsureUnit(unit);
        problems.push(Problem { place: place.clone(), fault, outcome: Outcome::Noted, annotation: None });
    }
    let unit = said.unwrap_or(unit);
    let mut draft = Draft { text: Some(text), unit, ..Draft::default() };
    // What the file calls an entity, and what is made of it: its key, and which annotation of the draft it is.
    let mut keys: HashMap<String, (String, usize)> = HashMap::new();

    let mut found = Vec::new();
    for (raw, number) in line.entities.unwrap_or_default().into_iter().zip(1..) {
        let what = place.with("entity", number, None);
        let entity: Option<Entity> = json::record(raw, &what, "an entity with offsets", &mut problems);
        found.extend(entity.map(|entity| (what, entity)));
    }
    for (raw, number) in line.label.unwrap_or_default().into_iter().zip(1..) {
        // Labels that are words are of the whole document.
        if raw.get().starts_with('"') {
            json::left_out(&mut problems, &place.with("label", number, None), Fault::NotRead(raw.get().to_owned()));
            continue;
        }
        let what = place.with("label", number, None);
        let triple: Option<Triple> = json::record(raw, &what, "a list of start, end and label", &mut problems);
        found.extend(triple.map(|Triple(start_offset, end_offset, label)| {
            (what, Entity { id: None, label, start_offset, end_offset })
        }));
    }
    for (number, (what, entity)) in found.into_iter().enumerate() {
        let said = entity.id.clone().unwrap_or_else(|| format!("span {}", number + 1));
        let aside = entity.id.and_then(|id| aside.annotations.remove(&id.parse().ok()?));
        let extent = (entity.start_offset, entity.end_offset);
        let by_label = body(&entity.label, None, None, false);
        // What was kept aside may be of a span that is no longer there.
        let aside = aside.filter(|aside| {
            let starts = aside.spans.first().map(|span| span.0).zip(aside.spans.last().map(|span| span.1));
            let is_frame = aside.polarity.is_some();
            starts == Some(extent) && (!is_frame || matches!(by_label, BodyDraft::Frame(_)))
        });
        let ours = aside.as_ref().is_some_and(|aside| aside.polarity.is_none());
        let body = if ours { BodyDraft::mention(entity.label) } else { by_label };
        let key = aside.as_ref().and_then(|aside| aside.id.clone()).unwrap_or_else(|| said.clone());
        let mut annotation = AnnotationDraft {
            place: what,
            id: Some(key.clone()),
            claim: Claim::span(extent.0, extent.1, None),
            body,
            remarks: Remarks::default(),
        };
        aside.into_iter().for_each(|aside| aside.put(&mut annotation, &mut problems));
        keys.entry(said).or_insert((key, draft.annotations.len()));
        draft.annotations.push(annotation);
    }
    for (raw, number) in line.relations.unwrap_or_default().into_iter().zip(1..) {
        let what = place.with("relation", number, None);
        let Some(relation) = json::record::<Relation>(raw, &what, "a relation", &mut problems) else { continue };
        let key = |id: &Option<String>| keys.get(id.as_deref()?).cloned();
        let (Some(from), Some(to)) = (key(&relation.from_id), key(&relation.to_id)) else {
            let missing = [relation.from_id, relation.to_id].into_iter().flatten().find(|id| !keys.contains_key(id));
            json::left_out(&mut problems, &what, Fault::Dangling(missing.unwrap_or_default()));
            continue;
        };
        let aside = relation.id.as_deref().and_then(|id| aside.relations.remove(&id.parse().ok()?));
        let ends = [Some(&from.0), Some(&to.0)];
        let aside = aside.filter(|aside| [aside.from.as_ref(), aside.to.as_ref()] == ends).unwrap_or_default();
        if relation.label == TARGET
            && aside.id.is_none()
            && let BodyDraft::Frame(frame) = &mut draft.annotations[from.1].body
        {
            // One that is there twice is one: see `build`.
            frame.targets.push(ReferentDraft::Annotation(to.0));
            continue;
        }
        let mut remarks = Remarks::default();
        aside.remarks.put(&mut remarks);
        let id = aside.id.or(relation.id);
        draft.relations.push(RelationDraft { place: what, id, label: relation.label, from: from.0, to: to.0, remarks });
    }
    draft.problems = problems;
    draft.description.note = line.comments.unwrap_or_default().join("\n").into();
    if let Some(document) = aside.document {
        document.put(&mut draft, place);
    }
    draft
}

fn detect(source: &Source<'_>) -> Match {
    let list: Option<Vec<&RawValue>> = json::parsed(source.bytes).ok();
    let of_list = list.as_ref().and_then(|list| json::parsed_str(list.first()?.get()).ok());
    let first = of_list.or_else(|| json::of_lines(source.bytes).find(|line: &Line<'_>| line.text.is_some()));
    match first.filter(|line: &Line<'_>| line.text.is_some()) {
        Some(line) if line.entities.is_some() || line.label.is_some() => Match::Surely,
        Some(_) if list.is_none() => Match::Maybe,
        _ => Match::No,
    }
}
