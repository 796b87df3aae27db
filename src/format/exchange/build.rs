//! From what a file says to a document: labels are looked up, annotations anchored in the text, ids given, and what refers
//! to nothing is left out. Ids of the file are kept where they can be ids and are free.

use super::anchor::{Anchor, Claim, anchor};
use super::draft::{
    AnnotationDraft, BodyDraft, Draft, EntityDraft, FrameDraft, HolderDraft, ReferentDraft, RelationDraft,
};
use super::naming::{Found, Labels};
use super::options::ReadOptions;
use super::report::{Counts, Fault, Imported, Outcome, Place, Problem, ReadError};
use crate::format::sha256_hex;
use crate::model::frame::chain;
use crate::model::session::Records;
use crate::model::{
    Annotation, AnnotationId, Body, Document, DocumentId, Entity, EntityId, Frame, Holder, Identifier, LabelId, Origin,
    Referent, Relation, RelationId, Session, Text, Timestamp,
};
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// The document of a draft, every record of it checked.
///
/// Fails where it has no text and none is open, or is about another one. Costs the text, and the logarithm of the number
/// of records for each of them.
pub fn build(draft: Draft, options: &ReadOptions<'_>) -> Result<Imported, ReadError> {
    let Draft { annotations, relations, entities, mut problems, .. } = draft;
    let base = match (draft.text, options.open) {
        (Some(text), _) => {
            let id = draft.id.as_deref().and_then(DocumentId::new).unwrap_or_else(|| id_for(&text));
            let text = Rc::new(Text::new(text, options.last_grapheme));
            let created = draft.created.unwrap_or(options.at);
            let document = Document { id, created, byte_order_mark: draft.byte_order_mark, unknown: draft.unknown };
            Session::new(text, document, draft.description, options.labels.clone())
        }
        (None, Some(open)) => Session { history: crate::model::History::default(), ..open.clone() },
        (None, None) => return Err(ReadError::NeedsDocument),
    };
    let text = Rc::clone(&base.text);
    let claims: Vec<Claim> = annotations.iter().map(|annotation| annotation.claim.clone()).collect();
    let (anchors, shift) = anchor(&text, draft.unit, &claims);
    let placed = claims.iter().filter(|claim| claim.quote.is_some()).count();
    let nowhere = |(claim, anchor): &(&Claim, &Anchor)| claim.quote.is_some() && matches!(anchor, Anchor::Nowhere(_));
    if options.open.is_some() && placed > 0 && claims.iter().zip(&anchors).filter(nowhere).count() == placed {
        return Err(ReadError::OtherDocument);
    }
    let shifted = shift.map(|shift| Problem {
        place: Place::default(),
        fault: Fault::Shifted(shift),
        outcome: Outcome::PutRight,
        annotation: None,
    });
    problems.extend(shifted);

    let mut building = Building {
        labels: Labels::of(&base.labels),
        at: options.at,
        ids: base.annotations.iter(&text).map(|annotation| annotation.id.clone()).collect(),
        entity_ids: base.entities.keys().cloned().collect(),
        relation_ids: base.relations.keys().cloned().collect(),
        annotations: HashMap::new(),
        entities: HashMap::new(),
        problems,
        next: 0,
    };
    for (name, slot) in draft.labels {
        building.labels.label(&name, slot);
    }
    let entities = building.entities(&base, entities);
    let annotations = building.annotations(&base, annotations, anchors);
    let annotations = building.pointing(annotations);
    let relations = building.relations(&base, relations);
    let Building { labels, mut problems, .. } = building;
    // Some were found when the file was read, and some when its records were checked.
    problems.sort_by(|a, b| {
        let place = |problem: &Problem| (problem.place.document, problem.place.line);
        a.place.file.cmp(&b.place.file).then(place(a).cmp(&place(b)))
    });
    let became = |wanted: fn(&Problem) -> bool| problems.iter().filter(|problem| wanted(problem)).count();
    let counts = Counts {
        read: annotations.len() + relations.len(),
        repaired: became(|problem| matches!(problem.outcome, Outcome::Found { .. })),
        left_out: became(|problem| problem.outcome == Outcome::LeftOut),
    };

    let session = Session { labels: Rc::new(labels.set()), ..base };
    let records = Records { entities, annotations, relations, codes: draft.codes };
    let session = session.with_records(records).expect("each record was checked for all that the session checks");
    Ok(Imported { session, counts, problems })
}

/// An id for a document that has none: the same for the same text.
fn id_for(text: &str) -> DocumentId {
    DocumentId::from_bits(u64::from_str_radix(&sha256_hex(text)[..16], 16).unwrap_or_default())
}

struct Building<'a> {
    labels: Labels<'a>,
    at: Timestamp,
    /// The ids that are taken.
    ids: HashSet<AnnotationId>,
    entity_ids: HashSet<EntityId>,
    relation_ids: HashSet<RelationId>,
    /// What the annotations of the file became, and whether they are mentions.
    annotations: HashMap<String, (AnnotationId, bool)>,
    entities: HashMap<String, EntityId>,
    problems: Vec<Problem>,
    next: u32,
}

/// An annotation, and what it points to as the file has it.
struct Built {
    annotation: Annotation,
    place: Place,
    holders: Vec<HolderDraft>,
    targets: Vec<ReferentDraft>,
}

impl Building<'_> {
    fn report(&mut self, place: &Place, fault: Fault, outcome: Outcome, annotation: Option<&AnnotationId>) {
        self.problems.push(Problem { place: place.clone(), fault, outcome, annotation: annotation.cloned() });
    }

    fn left_out(&mut self, place: &Place, fault: Fault) {
        self.report(place, fault, Outcome::LeftOut, None);
    }

    /// The id of the file if it can be one and is free, or else one that is.
    fn id<I: Clone + Eq + std::hash::Hash>(
        &mut self,
        said: Option<&str>,
        new: impl Fn(&str) -> Option<I>,
        taken: impl Fn(&mut Self) -> &mut HashSet<I>,
    ) -> I {
        if let Some(id) = said.and_then(&new)
            && taken(self).insert(id.clone())
        {
            return id;
        }
        loop {
            self.next += 1;
            let id = new(&format!("i{}", self.next)).expect("a letter and a number are an id");
            if taken(self).insert(id.clone()) {
                return id;
            }
        }
    }

    fn entities(&mut self, base: &Session, drafts: Vec<EntityDraft>) -> Vec<Entity> {
        let mut entities = Vec::with_capacity(drafts.len());
        for draft in drafts {
            if draft.name.trim().is_empty() {
                self.left_out(&draft.place, Fault::NotAName(draft.name));
                continue;
            }
            if self.entities.contains_key(&draft.id) {
                self.left_out(&draft.place, Fault::IdTaken(draft.id));
                continue;
            }
            let known = EntityId::new(&draft.id).and_then(|id| base.entities.get(&id));
            if let Some(same) = known.filter(|known| *known.name == *draft.name) {
                self.left_out(&draft.place, Fault::AlreadyThere);
                self.entities.insert(draft.id, same.id.clone());
                continue;
            }
            let identifier = draft.identifier.as_deref().and_then(Identifier::new);
            if draft.identifier.is_some() && identifier.is_none() {
                let wanted = Fault::Malformed("an item of Wikidata or a URL");
                self.report(&draft.place, wanted, Outcome::Without, None);
            }
            let id = self.id(Some(&draft.id), EntityId::new, |building| &mut building.entity_ids);
            self.entities.insert(draft.id, id.clone());
            let note = draft.note.into();
            entities.push(Entity { id, name: draft.name.into(), identifier, note, unknown: draft.unknown });
        }
        entities
    }

    fn annotations(&mut self, base: &Session, drafts: Vec<AnnotationDraft>, anchors: Vec<Anchor>) -> Vec<Built> {
        let mut annotations = Vec::with_capacity(drafts.len());
        for (draft, anchor) in drafts.into_iter().zip(anchors) {
            let AnnotationDraft { place, id: said, body, remarks, .. } = draft;
            let (fragments, found) = match anchor {
                Anchor::There(at) => (at, None),
                Anchor::Found { at, confidence, fault } => (at, Some((fault, confidence))),
                Anchor::Nowhere(fault) => {
                    self.left_out(&place, fault);
                    continue;
                }
            };
            let is_mention = matches!(body, BodyDraft::Mention { .. });
            if is_mention && fragments.is_empty() {
                self.left_out(&place, Fault::NoWords);
                continue;
            }
            let (body, holders, targets) = match body {
                BodyDraft::Mention { label, attributes, entity } => {
                    let found = self.labels.label(&label, None);
                    let Some(label) = self.named(&place, &label, found) else { continue };
                    let entity = entity.and_then(|entity| {
                        let known = self.entities.get(&entity).cloned();
                        if known.is_none() {
                            self.report(&place, Fault::Dangling(entity), Outcome::Without, None);
                        }
                        known
                    });
                    let mut attributes: Vec<_> =
                        attributes.into_iter().map(|(name, value)| (Rc::from(name), value)).collect();
                    attributes.sort_by(|a: &(Rc<str>, _), b| a.0.cmp(&b.0));
                    attributes.dedup_by(|a, b| a.0 == b.0);
                    (Body::Mention { label, attributes: attributes.into(), entity }, Vec::new(), Vec::new())
                }
                BodyDraft::Frame(draft) => {
                    let FrameDraft { polarity, intensity, manner, attitude, flags, .. } = draft;
                    let frame = Frame { intensity, manner, attitude, flags, ..Frame::new(polarity) };
                    (Body::Frame(frame), draft.holders, draft.targets)
                }
            };
            let known = said.as_deref().and_then(AnnotationId::new).and_then(|id| base.annotations.get(&id).cloned());
            let same = known.filter(|known| known.fragments == fragments && known.label() == label_of(&body));
            if let (Some(same), Some(said)) = (same, &said) {
                self.annotations.insert(said.clone(), (same.id.clone(), is_mention));
                self.left_out(&place, Fault::AlreadyThere);
                continue;
            }
            let id = self.id(said.as_deref(), AnnotationId::new, |building| &mut building.ids);
            if let Some(said) = said {
                match self.annotations.entry(said) {
                    Entry::Occupied(taken) => {
                        let fault = Fault::IdTaken(taken.key().clone());
                        self.report(&place, fault, Outcome::PutRight, Some(&id));
                    }
                    Entry::Vacant(free) => drop(free.insert((id.clone(), is_mention))),
                }
            }
            if let Some((fault, confidence)) = found {
                self.report(&place, fault, Outcome::Found { confidence }, Some(&id));
            }
            let created = remarks.created.unwrap_or(self.at);
            let annotation = Annotation {
                note: remarks.note.into(),
                origin: remarks.origin.unwrap_or(Origin::Imported),
                review: remarks.review,
                modified: remarks.modified.unwrap_or(created),
                coder: remarks.coder.map(Rc::from),
                unknown: remarks.unknown,
                ..Annotation::new(id, fragments, body, created)
            };
            annotations.push(Built { annotation, place, holders, targets });
        }
        annotations
    }

    /// The annotations, pointing to what the file says, where that is there.
    fn pointing(&mut self, annotations: Vec<Built>) -> Vec<Annotation> {
        let mut pointing = Vec::with_capacity(annotations.len());
        for Built { mut annotation, place, holders, targets } in annotations {
            if let Body::Frame(frame) = &mut annotation.body {
                let found = chain(holders.into_iter().map(|holder| match holder {
                    HolderDraft::Author => Holder::Author,
                    HolderDraft::Implicit => Holder::Implicit,
                    HolderDraft::Known(draft) => self.referent(&place, draft).map_or(Holder::Implicit, Holder::Known),
                }));
                if !found.is_empty() {
                    frame.holders = found;
                }
                let mut seen = HashSet::new();
                let found = targets.into_iter().filter_map(|draft| self.referent(&place, draft));
                frame.targets = found.filter(|target| seen.insert(target.clone())).collect();
            }
            pointing.push(annotation);
        }
        pointing
    }

    fn referent(&mut self, place: &Place, draft: ReferentDraft) -> Option<Referent> {
        let (found, said) = match draft {
            ReferentDraft::Annotation(id) => {
                let mention = self.annotations.get(&id).filter(|(_, is_mention)| *is_mention);
                (mention.map(|(id, _)| Referent::Mention(id.clone())), id)
            }
            ReferentDraft::Entity(id) => (self.entities.get(&id).cloned().map(Referent::Entity), id),
        };
        if found.is_none() {
            self.report(place, Fault::Dangling(said), Outcome::Without, None);
        }
        found
    }

    fn relations(&mut self, base: &Session, drafts: Vec<RelationDraft>) -> Vec<Relation> {
        let mut relations = Vec::with_capacity(drafts.len());
        for draft in drafts {
            let RelationDraft { place, id, label, from, to, remarks } = draft;
            let end = |end: &str| self.annotations.get(end).map(|(id, _)| id.clone());
            let (from, to) = match (end(&from), end(&to)) {
                (Some(from), Some(to)) => (from, to),
                (None, _) => {
                    self.left_out(&place, Fault::Dangling(from));
                    continue;
                }
                (_, None) => {
                    self.left_out(&place, Fault::Dangling(to));
                    continue;
                }
            };
            if from == to {
                self.left_out(&place, Fault::ToItself);
                continue;
            }
            let found = self.labels.relation(&label);
            let Some(label) = self.named(&place, &label, found) else { continue };
            let known = id.as_deref().and_then(RelationId::new).and_then(|id| base.relations.get(&id));
            if known.is_some_and(|known| (&known.label, &known.from, &known.to) == (&label, &from, &to)) {
                self.left_out(&place, Fault::AlreadyThere);
                continue;
            }
            let id = self.id(id.as_deref(), RelationId::new, |building| &mut building.relation_ids);
            let created = remarks.created.unwrap_or(self.at);
            relations.push(Relation {
                note: remarks.note.into(),
                origin: remarks.origin.unwrap_or(Origin::Imported),
                modified: remarks.modified.unwrap_or(created),
                coder: remarks.coder.map(Rc::from),
                unknown: remarks.unknown,
                ..Relation::new(id, label, from, to, created)
            });
        }
        relations
    }

    /// The label or the type of relations that was found for a name.
    fn named(&mut self, place: &Place, name: &str, found: Found) -> Option<LabelId> {
        match found {
            Found::There(id) => Some(id),
            Found::Otherwise(id, taken) => {
                self.report(place, Fault::LabelName { said: name.to_owned(), taken }, Outcome::PutRight, None);
                Some(id)
            }
            Found::NotAName => {
                self.left_out(place, Fault::NotAName(name.to_owned()));
                None
            }
        }
    }
}

fn label_of(body: &Body) -> Option<&LabelId> {
    match body {
        Body::Mention { label, .. } => Some(label),
        Body::Frame(_) => None,
    }
}
