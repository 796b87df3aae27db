//! Commands: everything that can be done to a document. A command is also what the journal keeps.

use super::annotation::{Annotation, AnnotationId, AttributeValue, Fragments, Timestamp};
use super::entity::{Entity, EntityId};
use super::frame::{Frame, Polarity};
use super::label::{AttributeDefinition, AttributeKind, Label, LabelId, LabelSet};
use super::offset::{CharPos, CharRange};
use super::relation::{Relation, RelationId, RelationType};
use super::session::{Code, Description, Records};
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
    /// Take annotations away, and the relations that start at them or lead to them. Where a frame had one as a holder, that
    /// becomes implicit; where it had one as a target, that goes. An entity that loses its last mention goes with it,
    /// unless a frame points to it or more is known of it than its name. The same holds for every other action after which
    /// a record is no longer there.
    Remove(Vec<AnnotationId>),
    /// Give mentions another label.
    Relabel(Vec<AnnotationId>, LabelId),
    /// Give frames another polarity.
    SetPolarity(Vec<AnnotationId>, Polarity),
    /// Say everything else of a frame too.
    SetFrame(AnnotationId, Frame),
    /// Make mentions, and those of other entities, mentions of one entity: a new one, or one that is known by its id, which
    /// then stays as it is. The other entities go: their notes are added to that of the one, their identifier becomes its
    /// own if it has none, and frames that pointed to them point to it.
    Join(Entity, Vec<AnnotationId>, Vec<EntityId>),
    /// Make mentions those of no entity.
    Separate(Vec<AnnotationId>),
    /// Put an entity in, or another one in place of the one with its id.
    PutEntity(Entity),
    /// Take an entity away. Its mentions stay.
    RemoveEntity(EntityId),
    /// Put a relation in, or another one in place of the one with its id.
    PutRelation(Relation),
    /// Take relations away.
    RemoveRelations(Vec<RelationId>),
    /// Write an annotation's note.
    SetNote(AnnotationId, Rc<str>),
    /// Say whether annotations should be looked at again.
    SetReview(Vec<AnnotationId>, bool),
    /// Give an annotation other words. All else that it says stays.
    Reshape(AnnotationId, Fragments),
    /// Make one of at least two annotations.
    ///
    /// The first of them in document order takes the words of all: stretches that overlap, touch, or have only white
    /// space and punctuation between them become one. It keeps its label or polarity and its times, origin and coder;
    /// it gets the attributes that it lacks, the notes of all, a line each, and is to be reviewed if any of them was. The
    /// others go.
    Merge(Vec<AnnotationId>),
    /// Cut an annotation in two: what lies before the position stays, what lies behind it becomes a copy with the new
    /// id, made now. White space on either side of the cut belongs to neither.
    Split(AnnotationId, CharPos, AnnotationId),
    /// Give mentions a value of an attribute, or take it away.
    SetAttribute(Vec<AnnotationId>, Rc<str>, Option<AttributeValue>),
    /// Put a label at a place of the set, from 0: a new one, or one with a known id, which is changed and moved there. A
    /// place past the end is the end. Where another label has its key, that one loses it.
    PutLabel(Label, u32),
    /// Take a label away, and the mentions that carry it.
    RemoveLabel(LabelId),
    /// Put another set of labels and attributes in place of the present one.
    ///
    /// What mentions carry stays: a label behind the new ones, folded away, without its key where that is taken; an
    /// attribute behind the new ones. Where the new set has another label of the same name, the mentions get that one.
    SetLabels(LabelSet),
    /// Say what attributes mentions can have. Values that mentions already have stay.
    DefineAttributes(Vec<AttributeDefinition>),
    /// Say what types of relations there are. Relations of a type that is no longer there go.
    DefineRelations(Vec<RelationType>),
    /// Say what variables the document has. Values that it already has stay.
    DefineCodes(Vec<AttributeDefinition>),
    /// Give a variable of the document a value. Variables that are not defined may have any.
    SetCode(Code),
    /// Take the value of a variable of the document away.
    RemoveCode(Rc<str>),
    /// Say that a finding of the linter is no fault, or take that back. The finding is known by a key of 1 to
    /// [`Action::MAX_FINDING_CHARS`] code points.
    Dismiss(Rc<str>, bool),
    /// Write the title, the source and the note of the document.
    Describe(Description),
    /// Add what a file without a text of its own says about the document: records with ids that are not taken, and values of
    /// variables. Relations are not held to the ends that their type allows.
    Attach(Attachment),
    /// Take the last transaction back.
    Undo,
    /// Make the last undone transaction again.
    Redo,
}

impl Action {
    /// The longest key of a finding, in code points.
    pub const MAX_FINDING_CHARS: usize = 200;
}

/// What a file says about a document whose text it does not have.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Attachment {
    /// What the file is called.
    pub source: Rc<str>,
    /// The set of labels that takes the place of the present one, as [`Action::SetLabels`] says, where the file needs
    /// another one.
    pub labels: Option<LabelSet>,
    /// What it says.
    pub records: Records,
}

/// What a person gives a name to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Named {
    /// A label.
    Label,
    /// An attribute of mentions.
    Attribute,
    /// A word that an attribute may hold.
    Option,
    /// A type of relations.
    RelationType,
    /// A variable of the document.
    Code,
    /// An entity.
    Entity,
}

impl Named {
    /// The longest name, in code points.
    pub const MAX_CHARS: usize = 100;

    fn noun(self) -> &'static str {
        match self {
            Self::Label => "label",
            Self::Attribute => "attribute",
            Self::Option => "option",
            Self::RelationType => "type of relation",
            Self::Code => "variable",
            Self::Entity => "entity",
        }
    }
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
    /// Only mentions have a label and attributes.
    NotAMention(AnnotationId),
    /// Only frames have a polarity.
    NotAFrame(AnnotationId),
    /// No entity has this id.
    NoSuchEntity(EntityId),
    /// No relation has this id.
    NoSuchRelation(RelationId),
    /// The label set has no such type of relations.
    NoSuchRelationType(LabelId),
    /// A relation needs two annotations.
    RelationToItself(RelationId),
    /// This type of relations does not lead from such an annotation, or to such a one.
    EndNotAllowed(Rc<str>),
    /// A frame needs a holder, if only an implicit one.
    NoHolder(AnnotationId),
    /// A frame has the same holder twice: that would be a circle.
    HolderTwice(AnnotationId),
    /// A frame has the same target twice.
    TargetTwice(AnnotationId),
    /// The document has no value of this variable.
    NoSuchCode(Rc<str>),
    /// One annotation alone cannot be merged.
    MergeNeedsTwo,
    /// There are no words on one side of the cut.
    SplitLeavesNothing,
    /// A name is nothing but white space.
    NameEmpty(Named),
    /// A name has more than [`Named::MAX_CHARS`] code points.
    NameTooLong(Named),
    /// Another one has the same name, capital letters or small.
    NameTaken(Named, Rc<str>),
    /// A choice without anything to choose from.
    NoOptions(Rc<str>),
    /// The attribute holds other values.
    ValueDoesNotFit(AttributeDefinition),
    /// It is not a number as JSON writes it.
    NotANumber(Rc<str>),
    /// The key of a finding is empty or too long.
    NotAFinding,
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
            Self::NotAMention(id) => write!(f, "“{id}” is a sentiment, which carries no label and no attributes."),
            Self::NotAFrame(id) => write!(f, "“{id}” is a mention, which carries no polarity."),
            Self::NoSuchEntity(id) => write!(f, "There is no entity “{id}” in this document."),
            Self::NoSuchRelation(id) => write!(f, "There is no relation “{id}” in this document."),
            Self::NoSuchRelationType(id) => write!(f, "The label set has no relation “{id}”."),
            Self::RelationToItself(_) => write!(f, "A relation leads from one annotation to another."),
            Self::EndNotAllowed(name) => write!(f, "“{name}” does not link labels such as these."),
            Self::NoHolder(id) => write!(f, "The sentiment “{id}” has no holder, not even an implicit one."),
            Self::HolderTwice(_) => write!(f, "The same holder cannot be in a chain of holders twice."),
            Self::TargetTwice(_) => write!(f, "This is a target of the sentiment already."),
            Self::NoSuchCode(name) => write!(f, "“{name}” has no value."),
            Self::MergeNeedsTwo => write!(f, "Merging needs at least two annotations."),
            Self::SplitLeavesNothing => write!(f, "There are no words on one side of the cut."),
            Self::NameEmpty(named) => write!(f, "The {} needs a name.", named.noun()),
            Self::NameTooLong(named) => {
                write!(f, "The name of the {} has more than {} characters.", named.noun(), Named::MAX_CHARS)
            }
            Self::NameTaken(named, name) => write!(f, "Another {} is called “{name}” already.", named.noun()),
            Self::NoOptions(name) => write!(f, "“{name}” is a choice, and there is nothing to choose from."),
            Self::ValueDoesNotFit(attribute) => match &attribute.kind {
                AttributeKind::Choice(options) => {
                    write!(f, "“{}” is one of these: {}.", attribute.name, options.join(", "))
                }
                AttributeKind::Flag => write!(f, "“{}” is yes or no.", attribute.name),
                AttributeKind::Number => write!(f, "“{}” is a number, as in 12 or -1.5.", attribute.name),
                AttributeKind::Text => write!(f, "“{}” is words.", attribute.name),
            },
            Self::NotANumber(words) => write!(f, "“{words}” is not a number, as 12 and -1.5 are."),
            Self::NotAFinding => write!(f, "This is not a finding that could be dismissed."),
            Self::NothingToChange => write!(f, "Nothing to change: it is so already."),
            Self::NothingToUndo => write!(f, "Nothing to undo."),
            Self::NothingToRedo => write!(f, "Nothing to redo."),
        }
    }
}

impl std::error::Error for CommandError {}
