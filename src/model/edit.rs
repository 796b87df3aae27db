//! Edits: what a command changed, in a form that can be turned round.

use super::annotation::{Annotation, Timestamp};
use super::offset::CharRange;
use super::session::Description;
use std::mem::size_of_val;
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
}

impl Edit {
    fn inverse(&self) -> Self {
        match self {
            Self::Annotation(change) => Self::Annotation(change.inverse()),
            Self::Description(change) => Self::Description(change.inverse()),
        }
    }

    /// Roughly what it takes to keep, in UTF-16 units.
    fn units(&self) -> usize {
        match self {
            Self::Annotation(change) => {
                let of = |annotation: &Option<Rc<Annotation>>| {
                    annotation.as_ref().map_or(0, |a| {
                        60 + a.note.len()
                            + size_of_val(a.fragments.ranges())
                            + a.unknown.0.as_ref().map_or(0, |u| u.len())
                    })
                };
                of(&change.before) + of(&change.after)
            }
            Self::Description(change) => {
                let of = |d: &Description| 30 + d.title.len() + d.source.len() + d.note.len();
                of(&change.before) + of(&change.after)
            }
        }
    }
}

/// What is undone and redone as one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Transaction {
    /// When it was made.
    pub at: Timestamp,
    /// The changes, in the order in which they were made.
    pub edits: Vec<Edit>,
}

impl Transaction {
    /// The transaction that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self { at: self.at, edits: self.edits.iter().rev().map(Edit::inverse).collect() }
    }

    /// The words that it changed first, if it changed any.
    pub fn place(&self) -> Option<CharRange> {
        self.edits.iter().find_map(|edit| match edit {
            Edit::Annotation(change) => change.after.as_ref().or(change.before.as_ref())?.extent(),
            Edit::Description(_) => None,
        })
    }

    /// Roughly what it takes to keep, in UTF-16 units.
    pub fn units(&self) -> usize {
        self.edits.iter().map(Edit::units).sum()
    }

    /// This transaction with `next` behind it as one, where that is what a person would take back at once: more typing
    /// in the same note or description, within [`Transaction::TYPING_MILLISECONDS`]. Typing that comes back to where it
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
            _ => return None,
        };
        soon.then(|| Self { at: next.at, edits: vec![edit] })
    }

    /// How long typing may pause, in milliseconds, and still be one transaction.
    pub const TYPING_MILLISECONDS: i64 = 5_000;
}

fn differ_in_note_alone(a: &Annotation, b: &Annotation) -> bool {
    a.note != b.note && Annotation { note: Rc::clone(&b.note), modified: b.modified, ..a.clone() } == *b
}
