//! Rubricate's own JSON, version 1: everything about one document but its history. `docs/json.md` explains it, and
//! `docs/schema/rubricate-1.schema.json` says what the writer writes.
//!
//! Reading what was written gives the same session, without history and at revision 0. Times outside the years 0 to
//! 9999, which RFC 3339 cannot say, are the only exception: the nearest one that it can say is written.

mod draft;
mod excerpt;
pub(crate) mod fields;
pub mod label_set;
mod labels;
mod lines;
mod linked;
pub(crate) mod places;
mod problem;
mod read;
pub(crate) mod times;
mod write;

pub(crate) use draft::{Said, value_of};
pub use excerpt::{Excerpt, excerpt};
pub(crate) use excerpt::{Unplaced, unplaced};
pub(crate) use linked::{ATTITUDES, INTENSITIES, MANNERS, meaning, word};
pub use problem::{Fault, Outcome, Place, Problem, ReadError, Record};
pub use read::{Reading, read};
pub use write::{write, write_annotations};

/// What the field `format` says.
pub const FORMAT: &str = "rubricate";

/// The version that is written, and the newest that is read.
pub const VERSION: u64 = 1;

/// What the field `offsets` says: the unit of `start` and `end`.
pub const OFFSETS: &str = "Unicode code points, half-open";

/// How deep the arrays and objects of a file may be nested.
pub const MAX_DEPTH: usize = 100;

/// The fields of each part of the file that are known. Whatever else is there is kept and written back.
mod known {
    pub(super) const FILE: &[&str] =
        &["format", "version", "offsets", "document", "label_set", "entities", "mentions", "frames", "relations"];
    pub(super) const DOCUMENT: &[&str] = &[
        "id",
        "title",
        "source",
        "note",
        "created",
        "byte_order_mark",
        "length",
        "sha256",
        "text",
        "dismissed",
        "codes",
    ];
    pub(super) const LABEL_SET: &[&str] = &["labels", "attributes", "relations", "codes"];
    pub(super) const RELATION_TYPE: &[&str] = &["id", "name", "description", "from", "to"];
    pub(super) const ENTITY: &[&str] = &["id", "name", "identifier", "note"];
    pub(super) const RELATION: &[&str] =
        &["id", "type", "from", "to", "note", "origin", "created", "modified", "coder"];
    pub(super) const LABEL: &[&str] = &["id", "name", "description", "colour", "key", "folded"];
    pub(super) const ATTRIBUTE: &[&str] = &["name", "kind", "options"];
    pub(super) const MENTION: &[&str] =
        &["id", "label", "entity", "spans", "attributes", "note", "origin", "review", "created", "modified", "coder"];
    pub(super) const FRAME: &[&str] = &[
        "id",
        "polarity",
        "intensity",
        "type",
        "holders",
        "targets",
        "attitude",
        "negated",
        "ironic",
        "uncertain",
        "spans",
        "note",
        "origin",
        "review",
        "created",
        "modified",
        "coder",
    ];
}

/// The word in the file for each value of `origin`.
pub(crate) const ORIGINS: [(&str, crate::model::Origin); 3] = [
    ("human", crate::model::Origin::Human),
    ("imported", crate::model::Origin::Imported),
    ("suggested", crate::model::Origin::Suggested),
];

/// The word in the file for each value of `polarity`.
pub(crate) const POLARITIES: [(&str, crate::model::Polarity); 4] = [
    ("positive", crate::model::Polarity::Positive),
    ("negative", crate::model::Polarity::Negative),
    ("neutral", crate::model::Polarity::Neutral),
    ("mixed", crate::model::Polarity::Mixed),
];
