//! Edits: what a command changed, in a form that can be turned round.

use super::annotation::{Annotation, AnnotationId, AttributeValue, Body, Timestamp};
use super::entity::Entity;
use super::label::{AttributeDefinition, AttributeKind, Definitions, Label, LabelSet, PlacedLabel};
use super::offset::CharRange;
use super::relation::{Relation, RelationType};
use super::session::{Code, Description};
use std::collections::HashSet;
use std::rc::Rc;

/// A value before and after. Its inverse is the swap.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change<T> {
    /// What was there.
    pub before: T,
    /// What is there instead.
    pub after: T,
}

impl<T: Clone> Change<T> {
    fn inverse(&self) -> Self {
        Self { before: self.after.clone(), after: self.before.clone() }
    }
}

/// One change to a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Edit {
    /// An annotation came (`before` is `None`), went (`after` is `None`) or was changed.
    Annotation(Change<Option<Rc<Annotation>>>),
    /// The title, the source or the note of the document changed.
    Description(Change<Rc<Description>>),
    /// A label came, went, was changed, or moved. With each side is its place in the set as it is then.
    Label(Change<Option<PlacedLabel>>),
    /// Another set of labels took the place of the present one.
    LabelSet(Change<Rc<LabelSet>>),
    /// What is defined beside labels changed: attributes, types of relations, or variables of the document.
    Definitions(Change<Rc<Definitions>>),
    /// An entity came, went, or was changed.
    Entity(Change<Option<Rc<Entity>>>),
    /// A relation came, went, or was changed.
    Relation(Change<Option<Rc<Relation>>>),
    /// A variable of the document got a value, another one, or lost it.
    Code(Change<Option<Rc<Code>>>),
    /// A finding of the linter was dismissed (it is in `after`), or that was taken back (it is in `before`).
    Dismissal(Change<Option<Rc<str>>>),
}

impl Edit {
    fn inverse(&self) -> Self {
        match self {
            Self::Annotation(change) => Self::Annotation(change.inverse()),
            Self::Description(change) => Self::Description(change.inverse()),
            Self::Label(change) => Self::Label(change.inverse()),
            Self::LabelSet(change) => Self::LabelSet(change.inverse()),
            Self::Definitions(change) => Self::Definitions(change.inverse()),
            Self::Entity(change) => Self::Entity(change.inverse()),
            Self::Relation(change) => Self::Relation(change.inverse()),
            Self::Code(change) => Self::Code(change.inverse()),
            Self::Dismissal(change) => Self::Dismissal(change.inverse()),
        }
    }

    /// Roughly what it takes to keep, in UTF-16 units.
    fn units(&self) -> usize {
        match self {
            Self::Annotation(change) => {
                let of = |side: &Option<Rc<Annotation>>| side.as_deref().map_or(0, annotation_units);
                of(&change.before) + of(&change.after)
            }
            Self::Description(change) => {
                let of = |d: &Description| 30 + units(&d.title) + units(&d.source) + units(&d.note);
                of(&change.before) + of(&change.after)
            }
            Self::Label(change) => {
                let of = |side: &Option<PlacedLabel>| side.as_ref().map_or(0, |(_, label)| label_units(label));
                of(&change.before) + of(&change.after)
            }
            Self::LabelSet(change) => label_set_units(&change.before, &change.after),
            Self::Definitions(change) => definition_units(&change.before) + definition_units(&change.after),
            Self::Entity(change) => {
                let of = |side: &Option<Rc<Entity>>| side.as_deref().map_or(0, entity_units);
                of(&change.before) + of(&change.after)
            }
            Self::Relation(change) => {
                let of = |side: &Option<Rc<Relation>>| side.as_deref().map_or(0, relation_units);
                of(&change.before) + of(&change.after)
            }
            Self::Code(change) => {
                let of = |side: &Option<Rc<Code>>| {
                    side.as_deref()
                        .map_or(0, |c| 20 + units(&c.name) + value_units(&c.value) + optional_units(c.coder.as_ref()))
                };
                of(&change.before) + of(&change.after)
            }
            Self::Dismissal(change) => {
                let of = |side: &Option<Rc<str>>| side.as_deref().map_or(0, units);
                10 + of(&change.before) + of(&change.after)
            }
        }
    }
}

fn units(words: &str) -> usize {
    words.encode_utf16().count()
}

fn optional_units(words: Option<&Rc<str>>) -> usize {
    words.map_or(0, |words| units(words))
}

fn annotation_units(annotation: &Annotation) -> usize {
    let body = match &annotation.body {
        Body::Mention { label, attributes, entity } => {
            let attributes = attributes.iter().map(|(name, content)| 8 + units(name) + value_units(content));
            let entity = entity.as_ref().map_or(0, |entity| 6 + units(entity.as_str()));
            units(label.as_str()) + attributes.sum::<usize>() + entity
        }
        Body::Frame(frame) => 10 + 12 * frame.referents().count(),
    };
    let words = units(&annotation.note)
        + optional_units(annotation.coder.as_ref())
        + optional_units(annotation.unknown.0.as_ref());
    50 + body + 12 * annotation.fragments.ranges().len() + words
}

fn value_units(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::Text(words) | AttributeValue::Number(words) => units(words),
        AttributeValue::Flag(_) => 1,
    }
}

fn entity_units(entity: &Entity) -> usize {
    let identifier = entity.identifier.as_ref().map_or(0, |identifier| units(identifier.as_str()));
    30 + units(&entity.name) + identifier + units(&entity.note) + optional_units(entity.unknown.0.as_ref())
}

fn relation_units(relation: &Relation) -> usize {
    let words = units(&relation.note) + optional_units(relation.coder.as_ref());
    70 + units(relation.label.as_str()) + words + optional_units(relation.unknown.0.as_ref())
}

fn label_units(label: &Label) -> usize {
    let words = units(label.id.as_str()) + units(&label.name) + units(&label.description);
    20 + words + optional_units(label.unknown.0.as_ref())
}

/// Labels that both sets share count as references to them.
fn label_set_units(before: &LabelSet, after: &LabelSet) -> usize {
    let in_one: HashSet<_> = before.labels().iter().map(Rc::as_ptr).collect();
    let in_other: HashSet<_> = after.labels().iter().map(Rc::as_ptr).collect();
    let of = |set: &LabelSet, other: &HashSet<*const Label>| {
        let label = |label: &Rc<Label>| 6 + if other.contains(&Rc::as_ptr(label)) { 0 } else { label_units(label) };
        set.labels().iter().map(label).sum::<usize>() + definition_units(set.definitions())
    };
    of(before, &in_other) + of(after, &in_one)
}

fn definition_units(definitions: &Definitions) -> usize {
    let relation = |relation: &RelationType| {
        let ends = relation.from.iter().chain(relation.to.iter()).map(|label| 3 + units(label.as_str()));
        20 + units(&relation.name) + units(&relation.description) + ends.sum::<usize>()
    };
    attribute_units(&definitions.attributes)
        + attribute_units(&definitions.codes)
        + definitions.relations.iter().map(relation).sum::<usize>()
}

fn attribute_units(attributes: &[AttributeDefinition]) -> usize {
    let of = |attribute: &AttributeDefinition| {
        let options = match &attribute.kind {
            AttributeKind::Choice(options) => options.iter().map(|option| 3 + units(option)).sum(),
            AttributeKind::Flag | AttributeKind::Number | AttributeKind::Text => 0,
        };
        10 + units(&attribute.name) + options + optional_units(attribute.unknown.0.as_ref())
    };
    attributes.iter().map(of).sum()
}

/// What is undone and redone as one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Transaction {
    /// When it was made.
    pub at: Timestamp,
    /// The changes, in the order in which they were made.
    pub edits: Vec<Edit>,
    /// What the file is called that they were taken from, if they were.
    pub source: Option<Rc<str>>,
}

impl Transaction {
    /// The transaction that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let edits = self.edits.iter().rev().map(Edit::inverse).collect();
        Self { at: self.at, edits, source: self.source.clone() }
    }

    /// The words that it changed first, if it changed any.
    pub fn place(&self) -> Option<CharRange> {
        self.edits.iter().find_map(|edit| match edit {
            Edit::Annotation(change) => change.after.as_ref().or(change.before.as_ref())?.extent(),
            _ => None,
        })
    }

    /// The annotation that it removed first, if it removed any.
    pub fn removed(&self) -> Option<AnnotationId> {
        self.edits.iter().find_map(|edit| match edit {
            Edit::Annotation(Change { before: Some(before), after: None }) => Some(before.id.clone()),
            _ => None,
        })
    }

    /// Roughly what it takes to keep, in UTF-16 units.
    pub fn units(&self) -> usize {
        self.edits.iter().map(Edit::units).sum::<usize>() + optional_units(self.source.as_ref())
    }

    /// This transaction with `next` behind it as one, where that is what a person would take back at once: more typing
    /// in the same note, description or field of an entity, within [`Transaction::TYPING_MILLISECONDS`]. Typing that comes back to where it
    /// began stays two, for there is no transaction without an effect.
    pub fn joined(&self, next: &Self) -> Option<Self> {
        let soon = (0..=Self::TYPING_MILLISECONDS).contains(&next.at.0.saturating_sub(self.at.0));
        let ([mine], [theirs]) = (self.edits.as_slice(), next.edits.as_slice()) else { return None };
        let edit = match (mine, theirs) {
            (Edit::Description(a), Edit::Description(b))
                if a.after.same_field(&a.before, &b.after) && a.before != b.after =>
            {
                Edit::Description(Change { before: Rc::clone(&a.before), after: Rc::clone(&b.after) })
            }
            (Edit::Annotation(a), Edit::Annotation(b)) => {
                let (before, middle, after) = (a.before.as_ref()?, a.after.as_ref()?, b.after.as_ref()?);
                let typed = differ_in_note_alone(before, middle) && differ_in_note_alone(middle, after);
                if !typed || before.note == after.note {
                    return None;
                }
                Edit::Annotation(Change { before: a.before.clone(), after: b.after.clone() })
            }
            (Edit::Entity(a), Edit::Entity(b)) => {
                let (before, middle, after) = (a.before.as_ref()?, a.after.as_ref()?, b.after.as_ref()?);
                if !middle.same_field(before, after) || before == after {
                    return None;
                }
                Edit::Entity(Change { before: a.before.clone(), after: b.after.clone() })
            }
            (Edit::Relation(a), Edit::Relation(b)) => {
                let (before, middle, after) = (a.before.as_ref()?, a.after.as_ref()?, b.after.as_ref()?);
                let typed = middle.differs_in_note_alone(before) && after.differs_in_note_alone(middle);
                if !typed || before.note == after.note {
                    return None;
                }
                Edit::Relation(Change { before: a.before.clone(), after: b.after.clone() })
            }
            _ => return None,
        };
        soon.then(|| Self { at: next.at, edits: vec![edit], source: None })
    }

    /// How long typing may pause, in milliseconds, and still be one transaction.
    pub const TYPING_MILLISECONDS: i64 = 5_000;
}

fn differ_in_note_alone(a: &Annotation, b: &Annotation) -> bool {
    a.note != b.note && Annotation { note: Rc::clone(&b.note), modified: b.modified, ..a.clone() } == *b
}
