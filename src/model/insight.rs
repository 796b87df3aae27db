//! What the annotations of an article add up to: who feels what about whom, where in the text, and who is named together.
//!
//! Everything is counted from a session, in one pass over its annotations, and knows the annotations that it counts, so
//! that a number can be looked into. A frame counts once for whatever it is counted for, however often that is named in it.

mod company;
mod comparison;
mod course;
mod matrix;
mod network;

pub use company::{Company, Pair, Stretches};
pub use comparison::{Comparison, Couple};
pub use course::{Bin, Course, Turn};
pub use matrix::{Line, Matrix};
pub use network::{Network, Tie};

use super::annotation::{Annotation, AnnotationId};
use super::entity::{EntityId, Identifier};
use super::frame::{Holder, Polarity, Referent};
use super::label::LabelId;
use super::offset::CharPos;
use super::session::Session;
use super::text::Text;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// What a thing is known by.
///
/// A mention stands for its entity. Mentions that belong to none are one thing where they have the same label and the same
/// words, small letters or capital ones, whatever the white space.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ThingKey {
    /// Whoever wrote the text.
    Author,
    /// What the text does not name: a holder who is left open, or nothing in particular as a target.
    Implicit,
    /// An entity.
    Entity(EntityId),
    /// The words of mentions, as [`folded`] makes them, with their label.
    Words(Rc<str>, LabelId),
}

impl ThingKey {
    /// What a mention names; `None` for what is no mention. Costs its words.
    pub fn of_mention(text: &Text, annotation: &Annotation) -> Option<Self> {
        let label = annotation.label().filter(|_| annotation.extent().is_some())?;
        Some(match annotation.entity() {
            Some(entity) => Self::Entity(entity.clone()),
            None => Self::Words(folded(&words_of(text, annotation)).into(), label.clone()),
        })
    }

    /// What a target names. Costs the words of the mention.
    pub fn of_target(session: &Session, target: &Referent) -> Self {
        match target {
            Referent::Entity(id) => Self::Entity(id.clone()),
            Referent::Mention(id) => {
                let mention = session.annotations.get(id);
                mention.and_then(|mention| Self::of_mention(&session.text, mention)).unwrap_or(Self::Implicit)
            }
        }
    }

    /// What a holder is. Costs the words of the mention.
    pub fn of_holder(session: &Session, holder: &Holder) -> Self {
        match holder {
            Holder::Author => Self::Author,
            Holder::Implicit => Self::Implicit,
            Holder::Known(referent) => Self::of_target(session, referent),
        }
    }
}

/// Someone or something that holds sentiments, is their target, or is mentioned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Thing {
    /// What it is known by.
    pub key: ThingKey,
    /// The name of the entity, or the words of the first mention; empty for the author and for what is not named.
    pub name: Rc<str>,
    /// What its entity is known by elsewhere.
    pub identifier: Option<Identifier>,
    /// The labels of its mentions and how many have each, the commonest first.
    pub labels: Vec<(LabelId, usize)>,
    /// Its mentions, in document order.
    pub mentions: Vec<AnnotationId>,
    /// The sentiments that it holds: it is the last one of their holders.
    pub held: Tally,
    /// The sentiments about it.
    pub about: Tally,
}

/// The place of a thing among those of an [`Insight`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ThingIndex(pub usize);

/// A frame, as far as it is counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stance {
    /// The frame.
    pub id: AnnotationId,
    /// For or against.
    pub polarity: Polarity,
    /// See [`Frame::score`](super::Frame::score).
    pub score: i64,
    /// Whose it is in the end.
    pub holder: ThingIndex,
    /// What it is about, each once; what is not named where it has no target.
    pub targets: Vec<ThingIndex>,
    /// Where its words begin; nowhere without words.
    pub at: Option<CharPos>,
}

/// A number of frames, by polarity.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// How many there are of each polarity, in the order of [`Polarity::ALL`].
    counts: [usize; 4],
    /// The sum of their scores.
    pub score: i64,
    /// The frames, in document order.
    pub frames: Vec<AnnotationId>,
}

impl Tally {
    /// How many frames there are.
    pub fn count(&self) -> usize {
        self.frames.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }

    /// How many have this polarity.
    pub fn of(&self, polarity: Polarity) -> usize {
        self.counts[polarity as usize]
    }

    /// The score of a frame in the mean, from −3 to +3; `None` without frames.
    pub fn mean(&self) -> Option<f64> {
        (!self.is_empty()).then(|| self.score as f64 / self.count() as f64)
    }

    /// Takes a frame in, unless it was the last one that was taken in.
    fn add(&mut self, stance: &Stance) {
        if self.frames.last() != Some(&stance.id) {
            self.counts[stance.polarity as usize] += 1;
            self.score += stance.score;
            self.frames.push(stance.id.clone());
        }
    }
}

/// What the annotations of a session add up to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Insight {
    /// The author, what is not named, the entities by their ids, and then what mentions without an entity name, in document
    /// order.
    pub things: Vec<Thing>,
    /// The frames, in document order.
    pub stances: Vec<Stance>,
    /// The mentions with where they begin, in document order.
    pub mentions: Vec<(AnnotationId, CharPos, ThingIndex)>,
    /// All frames.
    pub all: Tally,
    /// The length of the text, in code points.
    pub length: u32,
}

impl Insight {
    /// The author, among the things.
    pub const AUTHOR: ThingIndex = ThingIndex(0);
    /// What is not named, among the things.
    pub const IMPLICIT: ThingIndex = ThingIndex(1);

    /// Counts the annotations of a session. Costs their number, and the length of their words.
    pub fn of(session: &Session) -> Self {
        let unnamed = |key| Thing::new(key, "".into(), None);
        let mut things = vec![unnamed(ThingKey::Author), unnamed(ThingKey::Implicit)];
        things.extend(session.entities.values().map(|entity| {
            Thing::new(ThingKey::Entity(entity.id.clone()), Rc::clone(&entity.name), entity.identifier.clone())
        }));
        let places = things.iter().enumerate();
        let places = places.map(|(place, thing)| (thing.key.clone(), ThingIndex(place))).collect();
        let insight = Self { things, stances: vec![], mentions: vec![], all: Tally::default(), length: 0 };
        let mut count = Count { insight: Self { length: session.text.len(), ..insight }, places, of: HashMap::new() };
        let annotations: Vec<&Rc<Annotation>> = session.annotations.iter(&session.text).collect();
        annotations.iter().for_each(|annotation| count.mention(&session.text, annotation));
        count.insight.things.iter_mut().for_each(|thing| thing.labels.sort_by_key(|(_, count)| Reverse(*count)));
        annotations.iter().for_each(|annotation| count.frame(annotation));
        count.insight
    }

    /// A thing of this insight.
    pub fn thing(&self, index: ThingIndex) -> &Thing {
        &self.things[index.0]
    }

    /// The things that weigh anything, the heaviest first; of two that weigh the same, the one that comes first.
    pub fn ranked(&self, weight: impl Fn(&Thing) -> usize) -> Vec<ThingIndex> {
        let weights = self.things.iter().enumerate().map(|(place, thing)| (weight(thing), ThingIndex(place)));
        let mut ranked: Vec<_> = weights.filter(|(weight, _)| *weight > 0).collect();
        ranked.sort_by_key(|(weight, index)| (Reverse(*weight), *index));
        ranked.into_iter().map(|(_, index)| index).collect()
    }
}

impl Thing {
    fn new(key: ThingKey, name: Rc<str>, identifier: Option<Identifier>) -> Self {
        let (held, about) = (Tally::default(), Tally::default());
        Self { key, name, identifier, labels: vec![], mentions: vec![], held, about }
    }

    /// Whether mentions can name it.
    pub fn is_named(&self) -> bool {
        matches!(self.key, ThingKey::Entity(_) | ThingKey::Words(..))
    }
}

/// Words as they are compared: in small letters, with single spaces. Without any, the empty string.
pub fn folded(words: &str) -> String {
    words.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn words_of(text: &Text, annotation: &Annotation) -> String {
    let pieces = annotation.fragments.ranges().iter().filter_map(|range| text.slice(*range));
    pieces.collect::<Vec<_>>().join(" ")
}

/// A count that goes on: mentions first, so that frames find them.
struct Count {
    insight: Insight,
    places: HashMap<ThingKey, ThingIndex>,
    /// The thing of each mention.
    of: HashMap<AnnotationId, ThingIndex>,
}

impl Count {
    fn mention(&mut self, text: &Text, annotation: &Annotation) {
        let Some((label, extent)) = annotation.label().zip(annotation.extent()) else { return };
        let Some(key) = ThingKey::of_mention(text, annotation) else { return };
        let things = &mut self.insight.things;
        let index = *self.places.entry(key).or_insert_with_key(|key| {
            let name = words_of(text, annotation).split_whitespace().collect::<Vec<_>>().join(" ");
            things.push(Thing::new(key.clone(), name.into(), None));
            ThingIndex(things.len() - 1)
        });
        let thing = &mut self.insight.things[index.0];
        thing.mentions.push(annotation.id.clone());
        match thing.labels.iter_mut().find(|(known, _)| known == label) {
            Some((_, count)) => *count += 1,
            None => thing.labels.push((label.clone(), 1)),
        }
        self.of.insert(annotation.id.clone(), index);
        self.insight.mentions.push((annotation.id.clone(), extent.start(), index));
    }

    fn frame(&mut self, annotation: &Annotation) {
        let Some(frame) = annotation.frame() else { return };
        let holder = match frame.holder() {
            Holder::Author => Insight::AUTHOR,
            Holder::Implicit => Insight::IMPLICIT,
            Holder::Known(referent) => self.referent(referent),
        };
        let mut targets: Vec<ThingIndex> = frame.targets.iter().map(|target| self.referent(target)).collect();
        targets.sort_unstable();
        targets.dedup();
        if targets.is_empty() {
            targets.push(Insight::IMPLICIT);
        }
        let at = annotation.extent().map(|extent| extent.start());
        let (id, score) = (annotation.id.clone(), i64::from(frame.score()));
        let stance = Stance { id, polarity: frame.polarity, score, holder, targets, at };
        self.insight.things[holder.0].held.add(&stance);
        stance.targets.iter().for_each(|target| self.insight.things[target.0].about.add(&stance));
        self.insight.all.add(&stance);
        self.insight.stances.push(stance);
    }

    /// No session has a frame that points to nothing.
    fn referent(&self, referent: &Referent) -> ThingIndex {
        let found = match referent {
            Referent::Mention(id) => self.of.get(id),
            Referent::Entity(id) => self.places.get(&ThingKey::Entity(id.clone())),
        };
        found.copied().unwrap_or(Insight::IMPLICIT)
    }
}

/// Where each of these things stands among them.
fn positions(chosen: &[ThingIndex]) -> BTreeMap<ThingIndex, usize> {
    chosen.iter().enumerate().map(|(position, index)| (*index, position)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_folded() {
        assert_eq!(folded("  Port\r\nAMELIE\u{a0} "), "port amelie");
        assert_eq!(folded("ÇAĞ"), "çağ");
        assert_eq!(folded(" \n"), "");
    }
}
