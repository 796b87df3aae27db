//! Commands: everything that can be done to a document. A command is also what the journal keeps.

use super::annotation::{Annotation, AnnotationId, Polarity, Timestamp};
use super::label::LabelId;
use super::offset::CharRange;
use super::session::Description;
use std::fmt;
use std::rc::Rc;

/// Something to do, and when. The same command on the same session always gives the same session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Command {
    /// When: the time that changed annotations carry afterwards.
    pub at: Timestamp,
    /// What.
    pub action: Action,
}

/// What can be done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Action {
    /// Add annotations with ids that are not taken.
    Add(Vec<Annotation>),
    /// Take annotations away.
    Remove(Vec<AnnotationId>),
    /// Give mentions another label.
    Relabel(Vec<AnnotationId>, LabelId),
    /// Give frames another polarity.
    SetPolarity(Vec<AnnotationId>, Polarity),
    /// Write an annotation's note.
    SetNote(AnnotationId, Rc<str>),
    /// Say whether annotations should be looked at again.
    SetReview(Vec<AnnotationId>, bool),
    /// Write the title, the source and the note of the document.
    Describe(Description),
    /// Take the last transaction back.
    Undo,
    /// Make the last undone transaction again.
    Redo,
}

/// Why a command was refused. The session is as it was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CommandError {
    /// No annotation has this id.
    NoSuchAnnotation(AnnotationId),
    /// An annotation with this id is there already.
    IdTaken(AnnotationId),
    /// The label set has no such label.
    NoSuchLabel(LabelId),
    /// The range reaches past the end of the text.
    OutsideText(CharRange),
    /// A mention needs words.
    MentionWithoutWords(AnnotationId),
    /// Only mentions have a label.
    NotAMention(AnnotationId),
    /// Only frames have a polarity.
    NotAFrame(AnnotationId),
    /// Nothing would be different afterwards.
    NothingToChange,
    /// Nothing has been done that could be undone.
    NothingToUndo,
    /// Nothing has been undone that could be redone.
    NothingToRedo,
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchAnnotation(id) => write!(f, "There is no annotation “{id}” in this document."),
            Self::IdTaken(id) => write!(f, "Another annotation is called “{id}” already."),
            Self::NoSuchLabel(id) => write!(f, "The label set has no label “{id}”."),
            Self::OutsideText(range) => write!(f, "The range {range} reaches past the end of the text."),
            Self::MentionWithoutWords(id) => write!(f, "The mention “{id}” covers no words."),
            Self::NotAMention(id) => write!(f, "“{id}” is a sentiment, which carries no label."),
            Self::NotAFrame(id) => write!(f, "“{id}” is a mention, which carries no polarity."),
            Self::NothingToChange => write!(f, "Nothing to change: it is so already."),
            Self::NothingToUndo => write!(f, "Nothing to undo."),
            Self::NothingToRedo => write!(f, "Nothing to redo."),
        }
    }
}

impl std::error::Error for CommandError {}
