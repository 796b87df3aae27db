//! What a file says, before it is checked. A reader makes a [`Draft`] of each document in a file.

use super::anchor::Claim;
use super::options::Unit;
use super::report::{Place, Problem};
use crate::model::session::UnknownParts;
use crate::model::{
    Attitude, AttributeValue, Code, Description, Flags, Intensity, Manner, Origin, Polarity, Slot, Timestamp, Unknown,
};

/// A document as a file has it.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// The text; the open document is meant where there is none.
    pub text: Option<String>,
    /// Whether a byte order mark came before it.
    pub byte_order_mark: bool,
    /// Its id.
    pub id: Option<String>,
    /// Title, source and note.
    pub description: Description,
    /// When it was begun.
    pub created: Option<Timestamp>,
    /// What other programs wrote.
    pub unknown: UnknownParts,
    /// What its offsets count.
    pub unit: Unit,
    /// Labels that the file declares: names, and colours where it says.
    pub labels: Vec<(String, Option<Slot>)>,
    /// What mentions name.
    pub entities: Vec<EntityDraft>,
    /// Mentions and sentiments.
    pub annotations: Vec<AnnotationDraft>,
    /// Links between them.
    pub relations: Vec<RelationDraft>,
    /// Variables of the document.
    pub codes: Vec<Code>,
    /// What was found wrong while reading.
    pub problems: Vec<Problem>,
}

/// An entity as a file has it.
#[derive(Clone, Debug, Default)]
pub struct EntityDraft {
    /// Where in the file.
    pub place: Place,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is known by elsewhere.
    pub identifier: Option<String>,
    /// A remark.
    pub note: String,
    /// What other programs wrote.
    pub unknown: Unknown,
}

/// A mention or a sentiment as a file has it.
#[derive(Clone, Debug)]
pub struct AnnotationDraft {
    /// Where in the file.
    pub place: Place,
    /// What the file calls it.
    pub id: Option<String>,
    /// Where in the text.
    pub claim: Claim,
    /// What it says of its words.
    pub body: BodyDraft,
    /// What else there is to say.
    pub remarks: Remarks,
}

/// What can be said of any record.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Remarks {
    /// A remark.
    pub note: String,
    /// Whether someone should look at it again.
    pub review: bool,
    /// Where it comes from, if not from this file.
    pub origin: Option<Origin>,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When it was changed.
    pub modified: Option<Timestamp>,
    /// Who made it.
    pub coder: Option<String>,
    /// What other programs wrote.
    pub unknown: Unknown,
}

/// What an annotation says of its words.
#[derive(Clone, Debug)]
pub enum BodyDraft {
    /// They name something.
    Mention {
        /// The name of the label.
        label: String,
        /// More about it.
        attributes: Vec<(String, AttributeValue)>,
        /// The id of the entity.
        entity: Option<String>,
    },
    /// They express a sentiment.
    Frame(FrameDraft),
}

impl BodyDraft {
    /// A mention of which no more is known.
    pub fn mention(label: impl Into<String>) -> Self {
        Self::Mention { label: label.into(), attributes: Vec::new(), entity: None }
    }
}

/// A sentiment as a file has it.
#[derive(Clone, Debug)]
pub struct FrameDraft {
    /// For or against.
    pub polarity: Polarity,
    /// How strongly.
    pub intensity: Intensity,
    /// Whose it is; the author's where that is empty.
    pub holders: Vec<HolderDraft>,
    /// What it is about.
    pub targets: Vec<ReferentDraft>,
    /// How the text conveys it.
    pub manner: Manner,
    /// What kind of private state it is.
    pub attitude: Option<Attitude>,
    /// What was ticked.
    pub flags: Flags,
}

impl FrameDraft {
    /// A sentiment of which no more is known.
    pub fn new(polarity: Polarity) -> Self {
        Self {
            polarity,
            intensity: Intensity::default(),
            holders: Vec::new(),
            targets: Vec::new(),
            manner: Manner::default(),
            attitude: None,
            flags: Flags::default(),
        }
    }
}

/// Who has a stance, as a file has it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum HolderDraft {
    /// Whoever wrote the text.
    Author,
    /// Someone whom the text does not name.
    Implicit,
    /// Someone who is named.
    Known(ReferentDraft),
}

/// What is pointed to, as a file has it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum ReferentDraft {
    /// What the file calls an annotation.
    Annotation(String),
    /// What it calls an entity.
    Entity(String),
}

/// A relation as a file has it.
#[derive(Clone, Debug)]
pub struct RelationDraft {
    /// Where in the file.
    pub place: Place,
    /// What the file calls it.
    pub id: Option<String>,
    /// The name of its type.
    pub label: String,
    /// What the file calls where it starts.
    pub from: String,
    /// What the file calls where it leads.
    pub to: String,
    /// What else there is to say. No relation is for review.
    pub remarks: Remarks,
}
