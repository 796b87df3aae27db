//! What the page asks of the program that knows the formats, and what that answers.
//!
//! Both are JSON with parts beside it, bytes: documents in our own JSON, and files. Two programs of the same build talk,
//! so there is no version. The page knows this file and nothing else of the formats.

use super::{Choosable, Unit};
use serde::{Deserialize, Serialize};

/// What the page asks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Request {
    /// Which formats are written. No parts.
    Formats,
    /// To write documents, each a part.
    Write {
        /// The id of the format.
        format: String,
        /// What was chosen.
        choices: Choices,
    },
    /// To read a file. The parts are the file, the label set of new documents, and the open document if one is.
    Read {
        /// The name of the file.
        name: String,
        /// The id of the format, where someone chose it.
        format: Option<String>,
        /// The time, in milliseconds since 1970.
        at: i64,
    },
}

/// What is chosen for a file that is to be written.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Choices {
    /// What offsets count.
    pub unit: Unit,
    /// Whether cells that a spreadsheet would run as formulas are made harmless.
    pub spreadsheet_safe: bool,
    /// Whether tables begin with a byte order mark.
    pub byte_order_mark: bool,
    /// Whether archives have a file that says what is not in them.
    pub loss_report: bool,
    /// The ids of the labels of a flat layer; all of them, the longest first, where there are none.
    pub labels: Vec<String>,
}

/// What the program answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Answer {
    /// The formats that are written, in the order of the menu.
    Formats(Vec<Entry>),
    /// What was written: the only part.
    Written {
        /// How its name ends.
        extension: String,
        /// Its media type.
        media_type: String,
        /// What is not in it.
        losses: Vec<Told>,
        /// The ids of the formats that would lose nothing.
        lossless: Vec<String>,
    },
    /// The documents of a file, each a part in our own JSON.
    Read {
        /// What became of each.
        documents: Vec<Arrival>,
        /// How many more there are in the file, which cannot be read.
        left_out: usize,
        /// What is wrong with the file.
        problems: Vec<Told>,
    },
    /// It may be any of these; someone has to choose. And why that is not clear.
    Ambiguous(Vec<Entry>, Doubt),
    /// It is of no known format, by its name either.
    Unknown,
    /// Why it cannot be done, in words.
    Failed(String),
}

/// Why someone has to say what a file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Doubt {
    /// What is in it fits several formats.
    Several,
    /// By its name it is a plain text, and what is in it fits other formats.
    NamedText,
    /// By its name it is of one of these formats, and what is in it does not fit, or is damaged.
    NotLikeIts,
    /// It looks like the file of another tool, and the program that knows such files does not answer.
    NotLooked,
}

/// A format in a list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How names of its files end.
    pub extension: String,
    /// Whether its files can be opened again.
    pub is_read: bool,
    /// What can be chosen for its files.
    pub choices: Vec<Choosable>,
}

/// A loss or a problem.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Told {
    /// What it is.
    pub words: String,
    /// Of which document, from 0.
    pub document: usize,
    /// The ids of the records that it is about, where they can be gone to.
    pub records: Vec<String>,
    /// Whether something is gone: otherwise it is kept aside, or was put right.
    pub gone: bool,
}

/// A document of a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Arrival {
    /// Whether it is the open one with more records.
    pub is_open: bool,
    /// How many records were read, those put right too.
    pub read: usize,
    /// How many were found by their words.
    pub repaired: usize,
    /// How many were left out.
    pub left_out: usize,
}

impl Request {
    /// As it is sent.
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    pub(crate) fn read(message: &str) -> Result<Self, String> {
        serde_json::from_str(message).map_err(|error| error.to_string())
    }
}

impl Answer {
    pub(crate) fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// As it was sent, or what is wrong with it.
    pub fn read(message: &str) -> Result<Self, String> {
        serde_json::from_str(message).map_err(|error| error.to_string())
    }
}
