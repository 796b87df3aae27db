//! The pure core: a text, the annotations on it, and the commands that change them.
//!
//! Everything here is a value. Time, ids and boundaries between words come in from outside; nothing in this module
//! knows the page, a file format, the clock or chance.

pub mod annotation;
pub mod annotations;
pub mod caret;
pub mod command;
pub mod edges;
pub mod edit;
pub mod endnotes;
pub mod entity;
pub mod filter;
pub mod find;
pub mod frame;
pub mod fuzzy;
pub mod history;
mod id;
pub mod insight;
pub mod invisible;
pub mod label;
pub mod labelling;
mod linking;
pub mod links;
pub mod lint;
pub mod notation;
pub mod occurrences;
pub mod offset;
pub mod proposing;
pub mod quotation;
pub mod relation;
pub mod reshaping;
pub mod segment;
pub mod selection;
pub mod session;
pub mod snap;
pub mod text;
pub mod view;
pub mod wordless;

pub use annotation::{Annotation, AnnotationId, AttributeValue, Body, Fragments, Origin, Timestamp, Unknown};
pub use annotations::{Annotations, Bucket, Counts, Section};
pub use caret::{Caret, Motion, Way};
pub use command::{Action, Attachment, Command, CommandError, Named};
pub use edges::{Edge, Side};
pub use edit::{Change, Edit, Transaction};
pub use entity::{Entity, EntityId, Identifier};
pub use frame::{Attitude, Flags, Frame, Holder, Intensity, Manner, Polarity, Referent};
pub use history::{History, Step};
pub use label::{AttributeDefinition, AttributeKind, Label, LabelId, LabelKey, LabelSet, Slot};
pub use links::{Felt, Links};
pub use offset::{CharPos, CharRange};
pub use relation::{Related, Relation, RelationId, RelationType};
pub use segment::{Segment, segments};
pub use session::{Code, Description, Document, DocumentId, Session};
pub use snap::Snap;
pub use text::{Block, BlockIndex, Line, SECTION_BLOCKS, Text};
pub use view::{Card, Held, Role, Tag, View};
pub use wordless::Wordless;
