//! Rubricate's own JSON as one of the formats: documents, and annotations that were copied from one.

use super::exchange::anchor::Claim;
use super::exchange::build::build;
use super::exchange::draft::{
    AnnotationDraft, BodyDraft, Draft, EntityDraft, FrameDraft, HolderDraft, ReferentDraft, RelationDraft, Remarks,
};
use super::exchange::{
    Counts, Fault, Format, Holds, Imported, Match, Outcome, Place, Problem, ReadError, ReadOptions, Reading, Source,
    Unit, WriteError, WriteOptions, Written,
};
use super::native::{Said, Unplaced};
use super::{decode, native, sha256_hex};
use crate::model::{Annotation, Body, Entity, Holder, LabelId, Referent, Relation, Session};
use std::collections::HashSet;

/// The entry in the table of formats.
pub const FORMAT: Format = Format {
    id: "rubricate",
    name: "Rubricate JSON",
    extensions: &["json"],
    media_type: "application/json",
    unit: Some(Unit::CodePoints),
    choices: &[],
    holds: Holds::ALL,
    write: Some(write),
    read: Some(read),
    detect,
};

fn write(sessions: &[&Session], _: &WriteOptions<'_>) -> Result<Written, WriteError> {
    let [session] = sessions else { return Err(WriteError::OneDocument) };
    Ok(Written { file: native::write(session).into_bytes(), extension: "json", losses: Vec::new() })
}

fn read(source: &Source<'_>, options: &ReadOptions<'_>) -> Result<Reading, ReadError> {
    let decoded = decode::text(source.bytes).map_err(ReadError::Decode)?;
    let reading = match native::read(&decoded.text, options.last_grapheme) {
        Err(native::ReadError::NoText) => {
            let said = native::unplaced(&decoded.text).map_err(ReadError::Native)?;
            let same = options.open.map(|open| same_as_in(open, &said)).unwrap_or_default();
            let mut imported = build(draft(said, options), options)?;
            let before = imported.problems.len();
            imported.problems.retain(|problem| {
                let record = problem.place.record.as_ref().map(|record| (record.what, record.number));
                problem.fault != Fault::AlreadyThere || record.is_none_or(|record| !same.contains(&record))
            });
            imported.counts.left_out -= before - imported.problems.len();
            return Ok(Reading { documents: vec![imported], problems: Vec::new() });
        }
        reading => reading.map_err(ReadError::Native)?,
    };
    let left_out = reading.annotations_left_out();
    let session = reading.session;
    let read = session.annotations.len() + session.relations.len();
    let problems: Vec<Problem> = reading.problems.into_iter().map(problem).collect();
    let imported = Imported { counts: Counts { read, repaired: 0, left_out }, session, problems };
    Ok(Reading { documents: vec![imported], problems: Vec::new() })
}

fn problem(problem: native::Problem) -> Problem {
    Problem {
        place: Place::default(),
        outcome: if problem.outcome == native::Outcome::LeftOut { Outcome::LeftOut } else { Outcome::PutRight },
        fault: Fault::Native(Box::new(problem)),
        annotation: None,
    }
}

const MENTION: &str = "mention";
const SENTIMENT: &str = "sentiment";
const ENTITY: &str = "entity";
const RELATION: &str = "relation";

/// The records that a document has exactly like this, by what they are and their numbers: nothing has to be said of them.
fn same_as_in(open: &Session, said: &Unplaced) -> HashSet<(&'static str, usize)> {
    let annotations = said.annotations.iter().filter(|said| {
        let there = open.annotations.get(&said.annotation.id);
        there.is_some_and(|there| {
            Annotation { fragments: there.fragments.clone(), ..said.annotation.clone() } == **there
        })
    });
    let entities = said
        .entities
        .iter()
        .zip(1..)
        .filter(|(entity, _)| open.entities.get(&entity.id).is_some_and(|there| **there == **entity));
    let relations = said
        .relations
        .iter()
        .zip(1..)
        .filter(|(relation, _)| open.relations.get(&relation.id).is_some_and(|there| **there == **relation));
    let annotations = annotations.map(|said| (what(&said.annotation), said.number));
    annotations
        .chain(entities.map(|(_, number)| (ENTITY, number)))
        .chain(relations.map(|(_, number)| (RELATION, number)))
        .collect()
}

fn what(annotation: &Annotation) -> &'static str {
    if annotation.label().is_some() { MENTION } else { SENTIMENT }
}

/// Annotations without their text, for the document that is open. They go by the names of their labels.
fn draft(said: Unplaced, options: &ReadOptions<'_>) -> Draft {
    let Unplaced { sha256, labels, entities, annotations, relations, problems } = said;
    let mut problems: Vec<Problem> = problems.into_iter().map(problem).collect();
    if options.open.is_some_and(|open| !sha256_hex(open.text.as_str()).eq_ignore_ascii_case(&sha256)) {
        let (place, fault) = (Place::default(), Fault::OtherText);
        problems.push(Problem { place, fault, outcome: Outcome::Noted, annotation: None });
    }
    let name = |id: &LabelId| labels.get(id).map_or_else(|| id.to_string(), |label| label.name.to_string());
    let relation_name =
        |id: &LabelId| labels.relation(id).map_or_else(|| id.to_string(), |relation| relation.name.to_string());
    Draft {
        labels: labels.iter().map(|label| (label.name.to_string(), Some(label.slot))).collect(),
        entities: entities.into_iter().zip(1..).map(entity).collect(),
        annotations: annotations.into_iter().map(|said| annotation(said, name)).collect(),
        relations: relations.into_iter().zip(1..).map(|(said, number)| relation(said, number, relation_name)).collect(),
        problems,
        ..Draft::default()
    }
}

fn entity((entity, number): (Entity, usize)) -> EntityDraft {
    EntityDraft {
        place: Place::record(ENTITY, number, Some(entity.id.as_str())),
        id: entity.id.to_string(),
        name: entity.name.to_string(),
        identifier: entity.identifier.map(|identifier| identifier.as_str().to_owned()),
        note: entity.note.to_string(),
        unknown: entity.unknown,
    }
}

fn annotation(said: Said, name: impl Fn(&LabelId) -> String) -> AnnotationDraft {
    let Said { number, annotation, spans, quote } = said;
    let body = match &annotation.body {
        Body::Mention { label, attributes, entity } => BodyDraft::Mention {
            label: name(label),
            attributes: attributes.iter().map(|(name, value)| (name.to_string(), value.clone())).collect(),
            entity: entity.as_ref().map(ToString::to_string),
        },
        Body::Frame(frame) => BodyDraft::Frame(FrameDraft {
            polarity: frame.polarity,
            intensity: frame.intensity,
            holders: frame.holders.iter().map(holder).collect(),
            targets: frame.targets.iter().map(referent).collect(),
            manner: frame.manner,
            attitude: frame.attitude,
            flags: frame.flags,
        }),
    };
    AnnotationDraft {
        place: Place::record(what(&annotation), number, Some(annotation.id.as_str())),
        id: Some(annotation.id.to_string()),
        claim: Claim { spans, quote, ..Claim::default() },
        body,
        remarks: Remarks {
            note: annotation.note.to_string(),
            review: annotation.review,
            origin: Some(annotation.origin),
            created: Some(annotation.created),
            modified: Some(annotation.modified),
            coder: annotation.coder.as_deref().map(str::to_owned),
            unknown: annotation.unknown,
        },
    }
}

fn holder(holder: &Holder) -> HolderDraft {
    match holder {
        Holder::Author => HolderDraft::Author,
        Holder::Implicit => HolderDraft::Implicit,
        Holder::Known(known) => HolderDraft::Known(referent(known)),
    }
}

fn referent(referent: &Referent) -> ReferentDraft {
    match referent {
        Referent::Mention(id) => ReferentDraft::Annotation(id.to_string()),
        Referent::Entity(id) => ReferentDraft::Entity(id.to_string()),
    }
}

fn relation(relation: Relation, number: usize, name: impl Fn(&LabelId) -> String) -> RelationDraft {
    RelationDraft {
        place: Place::record(RELATION, number, Some(relation.id.as_str())),
        id: Some(relation.id.to_string()),
        label: name(&relation.label),
        from: relation.from.to_string(),
        to: relation.to.to_string(),
        remarks: Remarks {
            note: relation.note.to_string(),
            review: false,
            origin: Some(relation.origin),
            created: Some(relation.created),
            modified: Some(relation.modified),
            coder: relation.coder.as_deref().map(str::to_owned),
            unknown: relation.unknown,
        },
    }
}

fn detect(source: &Source<'_>) -> Match {
    match decode::text(source.bytes) {
        Ok(decoded) if decode::kind("", &decoded.text) == decode::Kind::RubricateJson => Match::Surely,
        _ => Match::No,
    }
}
