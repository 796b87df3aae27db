//! The linter: what a second reader would ask about, found in the annotations themselves.
//!
//! It looks at one document, and finds
//!
//! - **conflicts**: the same words (in one piece, in the same case) are mentions of different kinds at different places.
//!   Where one place carries two labels, someone meant both; it counts only where most places of the words carry
//!   one of them alone;
//! - **duplicates**: two annotations say the same of the same words, by the same coder, and one of them adds nothing
//!   to the other: no note, no attribute, no wish for a review. Sentiments without words are never duplicates;
//! - **edges**: a mention begins or ends with white space or with punctuation that was hardly meant (`edge` has the
//!   exceptions). Of sentiments, and of what is longer than [`MOST_CHARS`], only white space counts: a whole sentence
//!   ends in a full stop;
//! - **untagged words**: words that are always mentions of one kind stand, whole and in the same case, where no mention
//!   touches them. Common words count only where they are tagged at least as often as not: words without a capital
//!   letter ("two", "last year"), numbers, words of fewer than three letters (two, where no spaces divide words), and
//!   those that also occur in small letters ("May"). Words that occur more than [`MOST_PLACES`] times never count;
//! - **relations** between labels that their type does not allow: a mention got another label, or a file brought them.
//!
//! A finding is known by a [key](Finding::key) that survives a reload, so that it can be dismissed. Nothing here is
//! done in the course of an edit: see [`Linter`].

mod edge;
mod index;
mod pass;

pub use pass::Linter;

use super::annotation::{Annotation, AnnotationId, Fragments, Timestamp};
use super::command::Action;
use super::label::LabelId;
use super::offset::CharRange;
use super::relation::{Relation, RelationId, RelationType};
use super::session::Session;
use super::view::Tag;
use std::rc::Rc;

/// The longest words, in code points, that are compared with others.
pub const MOST_CHARS: u32 = 200;

/// How often words may occur at most for their places to be looked at.
pub const MOST_PLACES: u32 = 10_000;

/// Something that a second reader would ask about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// What is wrong.
    pub kind: Kind,
    /// What the finding is known by: its kind and a number made of the words and labels that it is about. Two findings
    /// share it where they are about the same words at different places, and are dismissed together.
    pub key: Rc<str>,
    /// The words that it is about, at the first of their places.
    pub words: CharRange,
    /// The annotations that it is about: those that a fix would change first.
    pub marks: Vec<AnnotationId>,
    /// The untagged places that it is about, in order.
    pub places: Vec<CharRange>,
    /// What can be done about it, the most likely first; never empty.
    pub fixes: Vec<Fix>,
}

/// What is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The same words carry these labels, each alone, at so many places; the most frequent first.
    Conflict(Vec<(LabelId, usize)>),
    /// The same words carry one label alone at most places, and others beside it at some.
    Doubled {
        /// The label, and at how many places it stands alone.
        label: (LabelId, usize),
        /// What stands beside it, and at how many places.
        beside: (Vec<LabelId>, usize),
    },
    /// So many annotations more say the same of the same words.
    Duplicate(Tag, usize),
    /// The words of an annotation begin or end beside what was meant: this.
    Edge(Tag, CharRange),
    /// The words carry this label at some places, and none at the `places`.
    Untagged(LabelId),
    /// A relation of this type starts at the words, or leads to them, where it may not: with the labels that are there. Its
    /// other end is the second of the `marks`.
    Ends(LabelId),
}

/// What can be done about a finding.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fix {
    /// Give mentions another label.
    Relabel(Vec<AnnotationId>, LabelId),
    /// Take annotations away, each as long as the one beside it, which says the same or more, is there.
    Remove(Vec<(AnnotationId, AnnotationId)>),
    /// Give an annotation other words, if it still has the first ones.
    Reshape(AnnotationId, Fragments, Fragments),
    /// Make mentions of these places.
    Tag(Vec<CharRange>, LabelId),
    /// Turn a relation round, if its type allows that and does not allow it as it is.
    Reverse(RelationId),
    /// Take a relation away, if its type does not allow it as it is.
    RemoveRelation(RelationId),
}

impl Fix {
    /// What to do in `session`, in which what was found may have changed since: what is no longer so is left alone, and
    /// where nothing is left to do there is no action. New annotations get an id from `fresh`, and are made `at`.
    pub fn action(&self, session: &Session, at: Timestamp, mut fresh: impl FnMut() -> AnnotationId) -> Option<Action> {
        let annotations = &session.annotations;
        let with_words = |id: &AnnotationId| annotations.get(id).map(|annotation| &annotation.fragments);
        match self {
            Self::Relabel(ids, label) => {
                let differs = |id: &&AnnotationId| {
                    annotations.get(id).and_then(|annotation| annotation.label()).is_some_and(|there| there != label)
                };
                let ids: Vec<_> = ids.iter().filter(differs).cloned().collect();
                (!ids.is_empty()).then(|| Action::Relabel(ids, label.clone()))
            }
            Self::Remove(pairs) => {
                let both = |(id, beside): &&(AnnotationId, AnnotationId)| {
                    with_words(id).is_some() && with_words(id) == with_words(beside)
                };
                let ids: Vec<_> = pairs.iter().filter(both).map(|(id, _)| id.clone()).collect();
                (!ids.is_empty()).then_some(Action::Remove(ids))
            }
            Self::Reshape(id, from, to) => {
                (with_words(id) == Some(from)).then(|| Action::Reshape(id.clone(), to.clone()))
            }
            Self::Tag(places, label) => {
                let tag = Tag::Label(label.clone());
                let places = super::occurrences::untagged(&session.text, annotations, places, &tag);
                let mention = |place| Some(Annotation::new(fresh(), Fragments::one(place)?, tag.body(), at));
                let mentions: Vec<_> = places.into_iter().filter_map(mention).collect();
                (!mentions.is_empty()).then_some(Action::Add(mentions))
            }
            Self::Reverse(id) => {
                let misplaced = misplaced(session, session.relations.get(id)?)?;
                let turned = |relation: &Relation| {
                    let (from, to) = (relation.to.clone(), relation.from.clone());
                    Action::PutRelation(Relation { from, to, modified: at, ..relation.clone() })
                };
                misplaced.fits_reversed.then(|| turned(misplaced.relation))
            }
            Self::RemoveRelation(id) => {
                misplaced(session, session.relations.get(id)?).map(|_| Action::RemoveRelations(vec![id.clone()]))
            }
        }
    }
}

/// A relation between annotations that its type does not allow.
struct Misplaced<'a> {
    relation: &'a Relation,
    kind: &'a RelationType,
    from: &'a Annotation,
    to: &'a Annotation,
    /// The other way round it is allowed.
    fits_reversed: bool,
}

fn misplaced<'a>(session: &'a Session, relation: &'a Relation) -> Option<Misplaced<'a>> {
    let kind = session.labels.relation(&relation.label)?;
    let (from, to) = (session.annotations.get(&relation.from)?, session.annotations.get(&relation.to)?);
    let fits_reversed = kind.allows(to, from);
    (!kind.allows(from, to)).then_some(Misplaced { relation, kind, from, to, fits_reversed })
}

/// The key of a finding: the name of its kind, and a number made of `parts`.
fn key<'a>(kind: &str, parts: impl IntoIterator<Item = &'a str>) -> Rc<str> {
    // Between the parts a byte that no text has.
    let bytes = parts.into_iter().flat_map(|part| part.bytes().chain([0xff]));
    format!("{kind} {:016x}", fnv(bytes)).into()
}

/// FNV-1a, 64 bits: the same in every version, on every machine.
/// <https://www.ietf.org/archive/id/draft-eastlake-fnv-35.html>
fn fnv(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
