//! Who points at what: for every mention, entity and annotation, the records that refer to it.
//!
//! It follows from the records and is kept with each edit, so that nobody has to search for who is concerned when a record
//! goes.

use super::annotation::{Annotation, AnnotationId};
use super::entity::EntityId;
use super::frame::{Frame, Polarity, Referent};
use super::relation::{Relation, RelationId};
use imbl::{OrdMap, OrdSet};

/// The links between the records of a document, backwards. A clone is cheap.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Links {
    frames: OrdMap<Referent, OrdSet<AnnotationId>>,
    members: OrdMap<EntityId, OrdSet<AnnotationId>>,
    relations: OrdMap<AnnotationId, OrdSet<RelationId>>,
    felt: OrdMap<Referent, [u32; Polarity::ALL.len()]>,
}

/// The polarities of the sentiments about something that no words express.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Felt([bool; Polarity::ALL.len()]);

impl Felt {
    /// The polarities, in the order of the page.
    pub fn polarities(self) -> impl Iterator<Item = Polarity> {
        Polarity::ALL.into_iter().zip(self.0).filter(|(_, felt)| *felt).map(|(polarity, _)| polarity)
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    fn or(self, other: Self) -> Self {
        Self(std::array::from_fn(|place| self.0[place] || other.0[place]))
    }
}

impl Links {
    /// The frames that have this as a holder or a target, by id.
    pub fn frames(&self, referent: &Referent) -> impl Iterator<Item = &AnnotationId> {
        of(&self.frames, referent)
    }

    /// How many mentions an entity has.
    pub fn member_count(&self, entity: &EntityId) -> usize {
        self.members.get(entity).map_or(0, OrdSet::len)
    }

    /// The mentions of an entity, by id.
    pub fn members(&self, entity: &EntityId) -> impl Iterator<Item = &AnnotationId> {
        of(&self.members, entity)
    }

    /// The relations that start at an annotation or lead to it, by id.
    pub fn relations(&self, annotation: &AnnotationId) -> impl Iterator<Item = &RelationId> {
        of(&self.relations, annotation)
    }

    /// What is felt about a mention, or about its entity, without words that say so. Costs the logarithm of how many things
    /// are referred to.
    pub fn felt(&self, mention: &Annotation) -> Felt {
        let of_it = self.felt_about(&Referent::Mention(mention.id.clone()));
        let entity = mention.entity().cloned().map(Referent::Entity);
        entity.map_or(of_it, |entity| of_it.or(self.felt_about(&entity)))
    }

    /// What is felt about this very thing without words that say so.
    pub(super) fn felt_about(&self, referent: &Referent) -> Felt {
        Felt(self.felt.get(referent).map_or_else(Default::default, |counts| counts.map(|count| count > 0)))
    }

    fn count_felt(&mut self, annotation: &Annotation, by: i32) {
        let Some(frame) = without_words(annotation) else { return };
        let place = Polarity::ALL.iter().position(|polarity| *polarity == frame.polarity).unwrap_or(0);
        for target in frame.targets.iter() {
            let mut counts = self.felt.get(target).copied().unwrap_or_default();
            counts[place] = counts[place].saturating_add_signed(by);
            match counts == [0; Polarity::ALL.len()] {
                true => drop(self.felt.remove(target)),
                false => drop(self.felt.insert(target.clone(), counts)),
            }
        }
    }

    pub(super) fn exchange_annotation(&mut self, before: Option<&Annotation>, after: Option<&Annotation>) {
        if before.map(|annotation| &annotation.body) == after.map(|annotation| &annotation.body)
            && before.map(|annotation| &annotation.id) == after.map(|annotation| &annotation.id)
            && before.and_then(without_words).is_some() == after.and_then(without_words).is_some()
        {
            return;
        }
        before.into_iter().for_each(|annotation| self.count_felt(annotation, -1));
        after.into_iter().for_each(|annotation| self.count_felt(annotation, 1));
        if let Some(annotation) = before {
            for referent in annotation.frame().into_iter().flat_map(|frame| frame.referents()) {
                take(&mut self.frames, referent, &annotation.id);
            }
            annotation.entity().into_iter().for_each(|entity| take(&mut self.members, entity, &annotation.id));
        }
        if let Some(annotation) = after {
            for referent in annotation.frame().into_iter().flat_map(|frame| frame.referents()) {
                put(&mut self.frames, referent, &annotation.id);
            }
            annotation.entity().into_iter().for_each(|entity| put(&mut self.members, entity, &annotation.id));
        }
    }

    pub(super) fn exchange_relation(&mut self, before: Option<&Relation>, after: Option<&Relation>) {
        if let Some(relation) = before {
            [&relation.from, &relation.to].into_iter().for_each(|end| take(&mut self.relations, end, &relation.id));
        }
        if let Some(relation) = after {
            [&relation.from, &relation.to].into_iter().for_each(|end| put(&mut self.relations, end, &relation.id));
        }
    }
}

/// The sentiment of an annotation that has no words.
pub(super) fn without_words(annotation: &Annotation) -> Option<&Frame> {
    annotation.frame().filter(|_| annotation.fragments.is_empty())
}

/// What refers to `key`. Costs the logarithm of how many things are referred to.
fn of<'a, K: Ord, V: Ord>(map: &'a OrdMap<K, OrdSet<V>>, key: &K) -> impl Iterator<Item = &'a V> {
    map.get(key).into_iter().flatten()
}

fn put<K: Ord + Clone, V: Ord + Clone>(map: &mut OrdMap<K, OrdSet<V>>, key: &K, value: &V) {
    map.entry(key.clone()).or_default().insert(value.clone());
}

/// Keys that nothing refers to leave the map, so that equal records have equal links.
fn take<K: Ord + Clone, V: Ord + Clone>(map: &mut OrdMap<K, OrdSet<V>>, key: &K, value: &V) {
    let Some(values) = map.get_mut(key) else { return };
    values.remove(value);
    if values.is_empty() {
        map.remove(key);
    }
}
