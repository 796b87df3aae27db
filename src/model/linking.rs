//! What the commands about frames, entities and relations change, and what every command changes in the records that refer
//! to one that goes: no transaction leaves a reference to what is not there.

use super::annotation::{Annotation, AnnotationId, Body, Timestamp};
use super::command::{Action, CommandError, Named};
use super::edit::{Change, Edit};
use super::entity::{Entity, EntityId};
use super::frame::{Frame, Referent};
use super::labelling::check_name;
use super::relation::{Relation, RelationId};
use super::session::Session;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;

/// The mentions among annotations that are about to be added, which others of them may point to.
#[derive(Default)]
pub(super) struct Batch<'a>(HashSet<&'a AnnotationId>);

impl<'a> Batch<'a> {
    pub(super) fn of(annotations: &'a [Annotation]) -> Self {
        Self(annotations.iter().filter(|annotation| annotation.label().is_some()).map(|a| &a.id).collect())
    }
}

/// Whether everything that an annotation points to is there.
pub(super) fn check_body(session: &Session, batch: &Batch<'_>, annotation: &Annotation) -> Result<(), CommandError> {
    match &annotation.body {
        Body::Mention { entity: Some(entity), .. } => known_entity(session, entity).map(drop),
        Body::Mention { entity: None, .. } => Ok(()),
        Body::Frame(frame) => check_frame(session, batch, &annotation.id, frame),
    }
}

/// Whether a frame is one, and everything that it points to is there.
pub(super) fn check_frame(
    session: &Session,
    batch: &Batch<'_>,
    id: &AnnotationId,
    frame: &Frame,
) -> Result<(), CommandError> {
    let twice = |error: fn(AnnotationId) -> CommandError| Err(error(id.clone()));
    if frame.holders.is_empty() {
        return twice(CommandError::NoHolder);
    }
    if frame.holders.iter().collect::<BTreeSet<_>>().len() < frame.holders.len() {
        return twice(CommandError::HolderTwice);
    }
    if frame.targets.iter().collect::<BTreeSet<_>>().len() < frame.targets.len() {
        return twice(CommandError::TargetTwice);
    }
    frame.referents().try_for_each(|referent| match referent {
        Referent::Entity(entity) => known_entity(session, entity).map(drop),
        Referent::Mention(mention) if batch.0.contains(mention) => Ok(()),
        Referent::Mention(mention) => match session.known(mention)?.body {
            Body::Mention { .. } => Ok(()),
            Body::Frame(_) => Err(CommandError::NotAMention(mention.clone())),
        },
    })
}

fn known_entity<'a>(session: &'a Session, id: &EntityId) -> Result<&'a Rc<Entity>, CommandError> {
    session.entities.get(id).ok_or_else(|| CommandError::NoSuchEntity(id.clone()))
}

/// What becomes of a mention that is made one of an entity, or of none.
pub(super) fn of_entity(
    annotation: &Annotation,
    entity: Option<&EntityId>,
    at: Timestamp,
) -> Result<Annotation, CommandError> {
    let Body::Mention { label, attributes, .. } = &annotation.body else {
        return Err(CommandError::NotAMention(annotation.id.clone()));
    };
    let body = Body::Mention { label: label.clone(), attributes: Rc::clone(attributes), entity: entity.cloned() };
    Ok(Annotation { body, modified: at, ..annotation.clone() })
}

/// Makes the mentions, and those of the other entities, mentions of `entity`. Costs their number, and that of the frames
/// that point to the others.
pub(super) fn join(
    session: &Session,
    entity: &Entity,
    mentions: &[AnnotationId],
    others: &[EntityId],
    at: Timestamp,
) -> Result<Vec<Edit>, CommandError> {
    let known = session.entities.get(&entity.id);
    if known.is_none() {
        check_entity(entity)?;
    }
    let mut into = known.map_or_else(|| entity.clone(), |known| (**known).clone());
    let others: BTreeSet<&EntityId> = others.iter().filter(|other| **other != entity.id).collect();
    let mut gone = Vec::with_capacity(others.len());
    let mut joined = mentions.to_vec();
    for other in &others {
        let other = known_entity(session, other)?;
        joined.extend(session.links.members(&other.id).cloned());
        if !other.note.is_empty() {
            let notes = [&*into.note, &*other.note].map(str::to_owned);
            into.note = notes.into_iter().filter(|note| !note.is_empty()).collect::<Vec<_>>().join("\n").into();
        }
        into.identifier = into.identifier.or_else(|| other.identifier.clone());
        gone.push(Edit::Entity(Change { before: Some(Rc::clone(other)), after: None }));
    }
    let mut edits = Vec::new();
    if known.is_none_or(|known| **known != into) {
        edits.push(Edit::Entity(Change { before: known.cloned(), after: Some(Rc::new(into)) }));
    }
    edits.extend(session.changes(&joined, |annotation| of_entity(annotation, Some(&entity.id), at).map(Some))?);
    edits.extend(gone);
    Ok(edits)
}

pub(super) fn put_entity(session: &Session, entity: &Entity) -> Result<Vec<Edit>, CommandError> {
    let before = session.entities.get(&entity.id);
    if before.is_some_and(|before| **before == *entity) {
        return Ok(Vec::new());
    }
    check_entity(entity)?;
    Ok(vec![Edit::Entity(Change { before: before.cloned(), after: Some(Rc::new(entity.clone())) })])
}

fn check_entity(entity: &Entity) -> Result<(), CommandError> {
    check_name(Named::Entity, &entity.name)
}

/// Takes an entity away. Costs the number of its mentions, and of the frames that point to it.
pub(super) fn remove_entity(session: &Session, id: &EntityId, at: Timestamp) -> Result<Vec<Edit>, CommandError> {
    let entity = Rc::clone(known_entity(session, id)?);
    let mentions: Vec<AnnotationId> = session.links.members(id).cloned().collect();
    let mut edits = session.changes(&mentions, |annotation| of_entity(annotation, None, at).map(Some))?;
    edits.push(Edit::Entity(Change { before: Some(entity), after: None }));
    Ok(edits)
}

/// Whether both ends of a relation are there, and are two.
pub(super) fn check_ends(session: &Session, relation: &Relation) -> Result<(), CommandError> {
    if relation.from == relation.to {
        return Err(CommandError::RelationToItself(relation.id.clone()));
    }
    session.known(&relation.from)?;
    session.known(&relation.to)?;
    let known = session.labels.relation(&relation.label);
    known.map(drop).ok_or_else(|| CommandError::NoSuchRelationType(relation.label.clone()))
}

pub(super) fn put_relation(session: &Session, relation: &Relation) -> Result<Vec<Edit>, CommandError> {
    check_ends(session, relation)?;
    let before = session.relations.get(&relation.id);
    if before.is_some_and(|before| Relation { modified: relation.modified, ..(**before).clone() } == *relation) {
        return Ok(Vec::new());
    }
    let ends = |relation: &Relation| (relation.label.clone(), relation.from.clone(), relation.to.clone());
    // What a file brought may stay as it is.
    if before.is_none_or(|before| ends(before) != ends(relation))
        && let Some(kind) = session.labels.relation(&relation.label)
        && !kind.allows(session.known(&relation.from)?, session.known(&relation.to)?)
    {
        return Err(CommandError::EndNotAllowed(Rc::clone(&kind.name)));
    }
    Ok(vec![Edit::Relation(Change { before: before.cloned(), after: Some(Rc::new(relation.clone())) })])
}

pub(super) fn remove_relations(session: &Session, ids: &[RelationId]) -> Result<Vec<Edit>, CommandError> {
    let ids: BTreeSet<&RelationId> = ids.iter().collect();
    let gone = ids.into_iter().map(|id| {
        let relation = session.relations.get(id).ok_or_else(|| CommandError::NoSuchRelation(id.clone()))?;
        Ok(Edit::Relation(Change { before: Some(Rc::clone(relation)), after: None }))
    });
    gone.collect()
}

/// The edits of an action, and those that it takes besides so that nothing points to what is no longer there. Costs the
/// number of edits, and of the records that point to what goes.
pub(super) fn settled(session: &Session, edits: Vec<Edit>, action: &Action, at: Timestamp) -> Vec<Edit> {
    let mut settling = Settling::of(session, edits, at);
    if settling.gone.is_empty() && settling.gone_entities.is_empty() && settling.left.is_empty() {
        return settling.edits;
    }
    let into = match action {
        Action::Merge(ids) => ids.iter().find(|id| !settling.gone.contains(*id)),
        _ => None,
    };
    let into_entity = match action {
        Action::Join(entity, ..) => Some(&entity.id),
        _ => None,
    };
    settling.frames(into, into_entity);
    settling.relations(into);
    settling.entities();
    settling.edits
}

/// The edits so far, and what goes by them.
struct Settling<'a> {
    session: &'a Session,
    at: Timestamp,
    edits: Vec<Edit>,
    /// Which edit an annotation has.
    places: HashMap<AnnotationId, usize>,
    gone: BTreeSet<AnnotationId>,
    gone_entities: BTreeSet<EntityId>,
    /// By how many mentions an entity gets fewer.
    left: BTreeMap<EntityId, i64>,
}

impl<'a> Settling<'a> {
    fn of(session: &'a Session, edits: Vec<Edit>, at: Timestamp) -> Self {
        let mut places = HashMap::new();
        let (mut gone, mut gone_entities) = (BTreeSet::new(), BTreeSet::new());
        let mut left: BTreeMap<EntityId, i64> = BTreeMap::new();
        for (place, edit) in edits.iter().enumerate() {
            match edit {
                Edit::Annotation(Change { before, after }) => {
                    for (side, by) in [(before, 1), (after, -1)] {
                        let entity = side.as_ref().and_then(|annotation| annotation.entity());
                        entity.into_iter().for_each(|entity| *left.entry(entity.clone()).or_default() += by);
                    }
                    let id = after.as_ref().or(before.as_ref()).map(|annotation| annotation.id.clone());
                    if let Some(id) = id {
                        places.insert(id, place);
                    }
                    if let (Some(before), None) = (before, after) {
                        gone.insert(before.id.clone());
                    }
                }
                Edit::Entity(Change { before: Some(before), after: None }) => {
                    gone_entities.insert(before.id.clone());
                }
                _ => {}
            }
        }
        left.retain(|entity, by| *by > 0 && !gone_entities.contains(entity));
        Self { session, at, edits, places, gone, gone_entities, left }
    }

    /// Frames no longer point to what goes: to what takes its place, or else to nothing.
    fn frames(&mut self, into: Option<&AnnotationId>, into_entity: Option<&EntityId>) {
        let mentions = self.gone.iter().cloned().map(Referent::Mention);
        let referents: BTreeSet<Referent> =
            mentions.chain(self.gone_entities.iter().cloned().map(Referent::Entity)).collect();
        let links = &self.session.links;
        // Those that pointed there before, and those that do so by an edit: a frame that takes in another one has its targets.
        let before = referents.iter().flat_map(|gone| links.frames(gone));
        let concerned: BTreeSet<AnnotationId> = before.chain(self.places.keys()).cloned().collect();
        // What takes its place has to be a mention too.
        let into = into.filter(|id| self.session.annotations.get(id).is_some_and(|a| a.label().is_some()));
        let instead = |referent: &Referent| match referent {
            kept if !referents.contains(kept) => Some(kept.clone()),
            Referent::Mention(_) => into.cloned().map(Referent::Mention),
            Referent::Entity(_) => into_entity.cloned().map(Referent::Entity),
        };
        for id in concerned.iter().filter(|id| !self.gone.contains(*id)) {
            let Some(known) = self.session.annotations.get(id) else { continue };
            let place = self.places.get(id).copied();
            let now = match place.map(|place| &self.edits[place]) {
                Some(Edit::Annotation(Change { after: Some(after), .. })) => after,
                _ => known,
            };
            let Body::Frame(frame) = &now.body else { continue };
            if !frame.referents().any(|referent| referents.contains(referent)) {
                continue;
            }
            let after = Annotation { body: Body::Frame(frame.pointing(instead)), modified: self.at, ..(**now).clone() };
            let edit = Edit::Annotation(Change { before: Some(Rc::clone(known)), after: Some(Rc::new(after)) });
            match place {
                Some(place) => self.edits[place] = edit,
                None => self.edits.push(edit),
            }
        }
    }

    /// Relations follow their ends to what takes their place, or go with them.
    fn relations(&mut self, into: Option<&AnnotationId>) {
        let links = &self.session.links;
        let concerned: BTreeSet<&RelationId> = self.gone.iter().flat_map(|gone| links.relations(gone)).collect();
        let handled: HashSet<RelationId> = self.edits.iter().filter_map(changed_relation).collect();
        for id in concerned.into_iter().filter(|id| !handled.contains(*id)) {
            let Some(relation) = self.session.relations.get(id) else { continue };
            let end = |end: &AnnotationId| if self.gone.contains(end) { into.cloned() } else { Some(end.clone()) };
            let moved = end(&relation.from).zip(end(&relation.to)).filter(|(from, to)| from != to);
            let after =
                moved.map(|(from, to)| Rc::new(Relation { from, to, modified: self.at, ..(**relation).clone() }));
            self.edits.push(Edit::Relation(Change { before: Some(Rc::clone(relation)), after }));
        }
    }

    /// Entities whose last mention goes, and of which nothing is known that anyone could miss, go too.
    fn entities(&mut self) {
        let session = self.session;
        // A frame that takes in another one has its targets.
        let frames = self.edits.iter().filter_map(|edit| match edit {
            Edit::Annotation(Change { after: Some(after), .. }) => after.frame(),
            _ => None,
        });
        let pointed_to_now: HashSet<&EntityId> = frames
            .flat_map(Frame::referents)
            .filter_map(|referent| match referent {
                Referent::Entity(id) => Some(id),
                Referent::Mention(_) => None,
            })
            .collect();
        let goes = |(id, by): (&EntityId, &i64)| {
            let entity = session.entities.get(id)?;
            let last = session.links.member_count(id) as i64 <= *by;
            let pointed_to =
                session.links.frames(&Referent::Entity(id.clone())).any(|frame| !self.gone.contains(frame));
            (last && entity.is_bare() && !pointed_to && !pointed_to_now.contains(id)).then(|| Rc::clone(entity))
        };
        let gone: Vec<_> = self.left.iter().filter_map(goes).collect();
        self.edits.extend(gone.into_iter().map(|entity| Edit::Entity(Change { before: Some(entity), after: None })));
    }
}

fn changed_relation(edit: &Edit) -> Option<RelationId> {
    match edit {
        Edit::Relation(change) => change.after.as_ref().or(change.before.as_ref()).map(|relation| relation.id.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::annotation::Fragments;
    use super::super::command::Command;
    use super::super::session::Records;
    use super::super::{CharPos, CharRange, LabelId, Polarity, notation};
    use super::*;

    #[test]
    fn a_frame_that_takes_in_another_one_keeps_the_entity_whose_last_mention_goes() {
        let entity = Entity::new(EntityId::from_bits(0), "Ada");
        let annotation = |number, (start, end), body| {
            let words = Fragments::one(CharRange::between(CharPos(start), CharPos(end))).expect("not empty");
            Annotation::new(AnnotationId::from_bits(number), words, body, Timestamp(0))
        };
        let label = LabelId::new("PERSON").expect("an id");
        let mention = Body::Mention { label, attributes: Rc::new([]), entity: Some(entity.id.clone()) };
        let about = Frame { targets: Rc::new([Referent::Entity(entity.id.clone())]), ..Frame::new(Polarity::Positive) };
        let records = Records {
            annotations: vec![
                annotation(0, (4, 9), Body::frame(Polarity::Positive)),
                annotation(1, (14, 17), mention),
                annotation(2, (18, 23), Body::Frame(about)),
            ],
            entities: vec![entity.clone()],
            ..Records::default()
        };
        let text = notation::read("Ada likes it, she likes it").expect("well formed");
        let before = text.session(records).expect("they fit");
        let run =
            |session: &Session, action| session.run(&Command { at: Timestamp(1), action }).expect("it can be done");
        let merged = run(&before, Action::Merge((0..3).map(AnnotationId::from_bits).collect()));
        let one = merged.annotations.get(&AnnotationId::from_bits(0)).and_then(|annotation| annotation.frame());
        assert_eq!(one.map(|frame| &*frame.targets), Some(&[Referent::Entity(entity.id.clone())][..]));
        assert!(merged.entities.contains_key(&entity.id), "the frame points to it");
        assert_eq!(run(&merged, Action::Undo).entities, before.entities);
    }
}
