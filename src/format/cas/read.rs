//! From feature structures to a document.

use super::{DEPENDENT, GOVERNOR, NAMED_ENTITY, NOTE, OURS, RELATION, SENTIMENT};
use crate::format::exchange::anchor::Claim;
use crate::format::exchange::draft::{
    AnnotationDraft, BodyDraft, Draft, EntityDraft, FrameDraft, RelationDraft, Remarks,
};
use crate::format::exchange::json::{left_out, without};
use crate::format::exchange::nuances::{self, ATTITUDE, FLAGS, INTENSITY, MANNER, POLARITY};
use crate::format::exchange::sidecar::Sidecar;
use crate::format::exchange::{Fault, Place, Problem, ReadError, Unit};
use crate::model::Polarity;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// A feature structure as a file has it.
pub(super) struct Found {
    pub(super) id: String,
    /// The full name of its type.
    pub(super) kind: String,
    /// The text that it belongs to, where that is said.
    pub(super) sofa: Option<String>,
    pub(super) features: BTreeMap<String, String>,
}

/// A text of a file.
#[derive(Default)]
pub(super) struct Sofa {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) text: String,
}

/// What the structures of a file say of its first text. `place` is the file.
pub(super) fn draft(sofas: Vec<Sofa>, found: Vec<Found>, place: &Place) -> Result<Draft, ReadError> {
    let mut sofas = sofas.into_iter();
    let sofa = sofas.next().ok_or(ReadError::NotThis("it has no text (“sofaString”)"))?;
    let mut draft = Draft { text: Some(sofa.text), unit: Unit::Utf16, ..Draft::default() };
    for other in sofas {
        left_out(&mut draft.problems, place, Fault::NotRead(other.name));
    }
    let json = found.iter().find(|one| one.kind == OURS).and_then(|one| one.features.get("json"));
    let sidecar = Sidecar::read(json.map(String::as_str), place, &mut draft);
    let mut reading =
        Reading { sidecar: &sidecar, entities: HashSet::new(), features: BTreeSet::new(), draft: &mut draft };
    let (mut annotations, mut relations, mut not_read) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (one, number) in found.into_iter().zip(1..) {
        if one.sofa.as_ref().is_some_and(|id| *id != sofa.id) {
            continue;
        }
        let what = Place { record: Place::record("structure", number, Some(&one.id)).record, ..place.clone() };
        if one.features.contains_key(GOVERNOR) && is_of_users(&one.kind) {
            relations.extend(reading.relation(one, what));
        } else if is_of_users(&one.kind) {
            annotations.extend(reading.annotation(one, what));
        } else if !is_of_course(&one.kind) && not_read.insert(one.kind.clone()) {
            without(&mut reading.draft.problems, place, Fault::NotRead(one.kind));
        }
    }
    sidecar.put(&mut draft, annotations, relations, place);
    Ok(draft)
}

/// Whether structures of this type are what people annotate: named entities, and layers that a project defines.
fn is_of_users(kind: &str) -> bool {
    kind == NAMED_ENTITY || kind.starts_with("webanno.custom.") || kind.starts_with("custom.")
}

/// Whether structures of this type need no word: the text itself and its parts, and what UIMA keeps for itself.
fn is_of_course(kind: &str) -> bool {
    kind == OURS
        || kind.starts_with("uima.")
        || ["Token", "Sentence", "DocumentMetaData", "TagDescription", "TagsetDescription", "CASMetadata"]
            .iter()
            .any(|name| kind.rsplit('.').next() == Some(name))
}

/// Whether structures of this type are nothing but parts of the text, of which there are very many.
pub(super) fn is_part_of_text(kind: &str) -> bool {
    kind == super::TOKEN || kind == super::SENTENCE
}

struct Reading<'a> {
    sidecar: &'a Sidecar,
    entities: HashSet<String>,
    /// The features of layers that are left out, each of which is reported once.
    features: BTreeSet<String>,
    draft: &'a mut Draft,
}

impl Reading<'_> {
    fn problems(&mut self) -> &mut Vec<Problem> {
        &mut self.draft.problems
    }

    /// Reports what is left of a structure.
    fn not_read(&mut self, one: &Found, place: &Place) {
        for name in one.features.keys() {
            let name = format!("{}.{name}", one.kind.rsplit('.').next().unwrap_or_default());
            if self.features.insert(name.clone()) {
                without(self.problems(), place, Fault::NotRead(name));
            }
        }
    }

    fn annotation(&mut self, mut one: Found, place: Place) -> Option<AnnotationDraft> {
        let bounds = ["begin", "end"].map(|name| one.features.remove(name).unwrap_or_default());
        let (Ok(start), Ok(end)) = (bounds[0].parse::<u64>(), bounds[1].parse::<u64>()) else {
            let [start, end] = bounds;
            left_out(self.problems(), &place, Fault::NoSpan { start, end });
            return None;
        };
        let is_frame = one.kind == SENTIMENT;
        let mut remarks = Remarks::default();
        let note = one.features.remove(NOTE).or_else(|| one.features.remove("comment"));
        remarks.note = note.unwrap_or_default();
        let body = if is_frame {
            let mut frame = FrameDraft::new(Polarity::Neutral);
            for name in [POLARITY, INTENSITY, MANNER, ATTITUDE].into_iter().chain(FLAGS) {
                if let Some(value) = one.features.remove(name)
                    && let Err(fault) = nuances::put(&mut frame, name, &value)
                {
                    without(self.problems(), &place, fault);
                }
            }
            self.not_read(&one, &place);
            BodyDraft::Frame(frame)
        } else {
            let short = one.kind.rsplit('.').next().unwrap_or_default().to_owned();
            let label = one.features.remove("value").or_else(|| one.features.remove("label")).unwrap_or(short);
            let label = self.sidecar.labels.get(&label).cloned().unwrap_or(label);
            let entity = one.features.remove("identifier").map(|known| self.entity(&one.id, known, &place));
            let attributes = std::mem::take(&mut one.features).into_iter();
            let attributes = attributes.map(|(name, value)| (name, crate::model::AttributeValue::Text(value.into())));
            BodyDraft::Mention { label, attributes: attributes.collect(), entity: entity.flatten() }
        };
        // A sentiment without words may stand anywhere.
        let spans = if is_frame && start == end { Vec::new() } else { vec![(start, end)] };
        let claim = Claim { spans, ..Claim::default() };
        Some(AnnotationDraft { place, id: Some(one.id), claim, body, remarks })
    }

    /// The entity of a mention, by what it is known by; none where more is kept of it.
    fn entity(&mut self, mention: &str, known: String, place: &Place) -> Option<String> {
        if self.sidecar.annotations.get(mention).is_some_and(|aside| aside.entity.is_some()) {
            return None;
        }
        if self.entities.insert(known.clone()) {
            let (place, id, name) = (place.clone(), known.clone(), known.clone());
            let identifier = Some(known.clone());
            self.draft.entities.push(EntityDraft { place, id, name, identifier, ..EntityDraft::default() });
        }
        Some(known)
    }

    fn relation(&mut self, mut one: Found, place: Place) -> Option<RelationDraft> {
        let (Some(from), Some(to)) = (one.features.remove(GOVERNOR), one.features.remove(DEPENDENT)) else {
            left_out(self.problems(), &place, Fault::Missing(DEPENDENT));
            return None;
        };
        let named = ["label", "value"].iter().find_map(|name| one.features.remove(*name));
        let short = one.kind.rsplit('.').next().unwrap_or_default();
        let label = named.unwrap_or_else(|| if one.kind == RELATION { String::new() } else { short.to_owned() });
        let remarks = Remarks { note: one.features.remove(NOTE).unwrap_or_default(), ..Remarks::default() };
        // Where a relation is follows from its ends.
        ["begin", "end"].into_iter().for_each(|name| drop(one.features.remove(name)));
        self.not_read(&one, &place);
        Some(RelationDraft { place, id: Some(one.id), label, from, to, remarks })
    }
}
