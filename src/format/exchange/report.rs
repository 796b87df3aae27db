//! What a reader returns: documents, what became of each record, and why a file cannot be read at all.

use super::anchor::Shift;
use super::archive::ArchiveError;
use super::loss::Loss;
use super::options::Unit;
use crate::format::decode::DecodeError;
use crate::format::native;
use crate::model::{AnnotationId, Session};
use std::fmt;

/// A file, and what of the documents is not in it as it stands there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    /// The bytes of the file.
    pub file: Vec<u8>,
    /// How its name ends, without the dot.
    pub extension: &'static str,
    /// What is not in it, or only in a place that other tools pass over.
    pub losses: Vec<Loss>,
}

/// Why documents cannot be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WriteError {
    /// A format of one document was given several, or none.
    OneDocument,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OneDocument => write!(f, "A file of this format holds exactly one document."),
        }
    }
}

impl std::error::Error for WriteError {}

/// What is in a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// Its documents, in order.
    pub documents: Vec<Imported>,
    /// What is wrong with the file, or with documents that could not be read.
    pub problems: Vec<Problem>,
}

/// A document of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Imported {
    /// The document, without history. For a file without a text: the open one with the records of the file besides its own.
    pub session: Session,
    /// How many records there are.
    pub counts: Counts,
    /// What was left out or put right, in the order of the file.
    pub problems: Vec<Problem>,
}

/// What became of the annotations and relations of a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// How many are in the session, those put right too.
    pub read: usize,
    /// How many of them were not where the file says, and were found by their words.
    pub repaired: usize,
    /// How many are not in the session.
    pub left_out: usize,
}

/// Something in a file that is not in the session as it stood there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// What it is about.
    pub place: Place,
    /// What is wrong with it.
    pub fault: Fault,
    /// What became of it.
    pub outcome: Outcome,
    /// The annotation to go to, where there is one.
    pub annotation: Option<AnnotationId>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.fault {
            Fault::Native(problem) => problem.fmt(f),
            fault => write!(f, "{}: {fault}; {}.", self.place, self.outcome),
        }
    }
}

/// Where in a file something is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// The file in an archive; empty outside of one.
    pub file: String,
    /// The number of the document in its list, from 1.
    pub document: Option<usize>,
    /// The line, from 1, where the format goes by lines.
    pub line: Option<usize>,
    /// The record.
    pub record: Option<Record>,
}

/// A record of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// What it is: “annotation”.
    pub what: &'static str,
    /// Its number in its list, from 1.
    pub number: usize,
    /// What the file calls it.
    pub id: Option<String>,
}

impl Place {
    /// A line of the file.
    pub fn line(line: usize) -> Self {
        Self { line: Some(line), ..Self::default() }
    }

    /// A document in a list.
    pub fn document(number: usize) -> Self {
        Self { document: Some(number), ..Self::default() }
    }

    /// A record in this place.
    #[must_use]
    pub fn with(&self, what: &'static str, number: usize, id: Option<&str>) -> Self {
        Self { record: Self::record(what, number, id).record, ..self.clone() }
    }

    /// A record in a list.
    pub fn record(what: &'static str, number: usize, id: Option<&str>) -> Self {
        Self { record: Some(Record { what, number, id: id.map(short) }), ..Self::default() }
    }

    /// The same place in a line of the file.
    #[must_use]
    pub fn at_line(self, line: usize) -> Self {
        Self { line: Some(line), ..self }
    }

    /// The same place in a file of an archive.
    #[must_use]
    pub fn in_file(self, file: &str) -> Self {
        Self { file: file.to_owned(), ..self }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if !self.file.is_empty() {
            parts.push(short(&self.file));
        }
        parts.extend(self.document.map(|number| format!("document {number}")));
        parts.extend(self.line.map(|line| format!("line {line}")));
        parts.extend(self.record.as_ref().map(|record| match &record.id {
            Some(id) => format!("{} “{id}”", record.what),
            None => format!("{} {}", record.what, record.number),
        }));
        let words = if parts.is_empty() { "the file".to_owned() } else { parts.join(", ") };
        let mut chars = words.chars();
        let first = chars.next().map(|c| c.to_uppercase().collect::<String>()).unwrap_or_default();
        write!(f, "{first}{}", chars.as_str())
    }
}

/// What is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// A record, a line or a value is not what the format has there; what it should be.
    Malformed(&'static str),
    /// A line is not JSON.
    NotJson {
        /// Where the mistake is, from 1.
        column: usize,
    },
    /// A line of JSON ends in the middle of something.
    CutOff,
    /// A line is nested too deep.
    TooDeep,
    /// A field is missing.
    Missing(&'static str),
    /// The file has something that is not read: its name.
    NotRead(String),
    /// Offsets that are no numbers, negative, reversed, or of nothing.
    NoSpan {
        /// As the file says.
        start: String,
        /// As the file says.
        end: String,
    },
    /// A span reaches past the end of the text.
    Outside {
        /// Its start, as the file says.
        start: u64,
        /// Its end, as the file says.
        end: u64,
        /// The length of the text in that unit.
        length: u64,
    },
    /// An offset lies inside a character.
    InsideCharacter {
        /// The offset.
        at: u64,
        /// What it counts.
        unit: Unit,
    },
    /// The text there is not what the file says it is.
    OtherWords {
        /// What the file says, shortened.
        quote: String,
        /// What is there, shortened.
        found: String,
    },
    /// The stretches of an annotation overlap or are out of order.
    Disorder,
    /// A mention without words.
    NoWords,
    /// All offsets of the document fit when they are read in another way.
    Shifted(Shift),
    /// The text seems to be another one.
    OtherText,
    /// The text cannot be told for sure: it is rebuilt from words.
    RebuiltText,
    /// An id is none.
    NotAnId(String),
    /// An earlier record has the same id.
    IdTaken(String),
    /// The open document has the same annotation already.
    AlreadyThere,
    /// It refers to what is not there.
    Dangling(String),
    /// It leads to where it starts.
    ToItself,
    /// A label that is called otherwise in the label set.
    LabelName {
        /// As the file says.
        said: String,
        /// What it is taken for.
        taken: String,
    },
    /// A label, an attribute or a type of relations without a name, or with too long a one.
    NotAName(String),
    /// It refers to itself in a circle.
    Circle,
    /// Characters beyond U+FFFF, in a format that does not say whether they count one or two.
    UnsureUnit(Unit),
    /// What is wrong with a file of our own, which says where and what became of it too.
    Native(Box<native::Problem>),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(wanted) => write!(f, "it is not {wanted}"),
            Self::NotJson { column } => write!(f, "it is not JSON: there is a mistake in column {column}"),
            Self::CutOff => write!(f, "it is not JSON to its end: it seems to be cut off"),
            Self::TooDeep => write!(f, "it is nested too deep"),
            Self::Missing(field) => write!(f, "“{field}” is missing"),
            Self::NotRead(what) => write!(f, "“{}” is not read", short(what)),
            Self::NoSpan { start, end } => write!(f, "“{}” to “{}” is no span", short(start), short(end)),
            Self::Outside { start, end, length } => {
                write!(f, "its span {start}–{end} reaches past the end of the text, which is at {length}")
            }
            Self::InsideCharacter { at, unit } => {
                write!(f, "its offset {at} lies inside a character, counted in {}", unit.name())
            }
            Self::OtherWords { quote, found } => write!(f, "it says “{quote}”, and the text there is “{found}”"),
            Self::Disorder => write!(f, "its spans overlap or are out of order"),
            Self::NoWords => write!(f, "a mention needs words, and it has none"),
            Self::Shifted(shift) => write!(f, "{shift}"),
            Self::OtherText => write!(f, "it seems to be about another text"),
            Self::RebuiltText => write!(f, "the format has words and no text: the text was put together from them"),
            Self::NotAnId(id) => write!(f, "“{}” cannot be an id", short(id)),
            Self::IdTaken(id) => write!(f, "an earlier one has the id “{}” too", short(id)),
            Self::AlreadyThere => write!(f, "the open document has it already"),
            Self::Dangling(id) => write!(f, "“{}”, to which it refers, is not there", short(id)),
            Self::ToItself => write!(f, "it leads to where it starts"),
            Self::LabelName { said, taken } => write!(f, "“{}” is called “{}” here", short(said), short(taken)),
            Self::NotAName(name) => write!(f, "“{}” cannot be a name, or there are too many", short(name)),
            Self::Circle => write!(f, "it refers to itself in a circle"),
            Self::UnsureUnit(unit) => write!(
                f,
                "the text has characters that tools of this format count in two ways; they are counted in {}",
                unit.name()
            ),
            Self::Native(problem) => problem.fmt(f),
        }
    }
}

/// What became of the part of a file that a problem is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// The record is not in the session.
    LeftOut,
    /// The record is in the session, without the part that is wrong.
    Without,
    /// The record is in the session, and what is wrong was put right.
    PutRight,
    /// It is in the session as it is; someone should look whether that is right.
    Noted,
    /// The words were found elsewhere.
    Found {
        /// How sure that is, in percent.
        confidence: u8,
    },
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LeftOut => write!(f, "left out"),
            Self::Without => write!(f, "kept without it"),
            Self::PutRight => write!(f, "put right"),
            Self::Noted => write!(f, "please check"),
            Self::Found { confidence } => write!(f, "found by its words ({confidence} % sure)"),
        }
    }
}

/// Why a file cannot be read at all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReadError {
    /// It is not text in UTF-8.
    Decode(DecodeError),
    /// It is not UTF-8.
    NotUtf8 {
        /// The first byte that cannot be.
        at: usize,
    },
    /// It is not JSON, or not to its end.
    NotJson {
        /// The line with the mistake, from 1.
        line: usize,
        /// The column in it.
        column: usize,
    },
    /// It is not XML, or not to its end.
    NotXml {
        /// The byte with the mistake.
        at: u64,
    },
    /// It declares entities of XML, which can grow without bound.
    Entities,
    /// It is nested too deep.
    TooDeep,
    /// It is not of this format; what is missing.
    NotThis(&'static str),
    /// Nothing in it can be read; the first thing that is wrong.
    Nothing(Box<Problem>),
    /// It has no text, and no document is open.
    NeedsDocument,
    /// None of its words are in the open document.
    OtherDocument,
    /// An archive cannot be read.
    Archive(ArchiveError),
    /// Our own file cannot be read.
    Native(native::ReadError),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decode(error) => error.fmt(f),
            Self::NotUtf8 { at } => write!(f, "The file is not UTF-8: byte {at} cannot be."),
            Self::NotJson { line, column } => {
                write!(f, "The file is not JSON to its end: there is a mistake in line {line}, column {column}.")
            }
            Self::NotXml { at } => write!(f, "The file is not XML to its end: there is a mistake at byte {at}."),
            Self::Entities => write!(f, "The file declares entities of XML, which are not read."),
            Self::TooDeep => write!(f, "The file is nested too deep."),
            Self::NotThis(missing) => write!(f, "The file is not of this format: {missing}."),
            Self::Nothing(first) => write!(f, "Nothing in the file can be read. {first}"),
            Self::NeedsDocument => {
                write!(f, "The file has annotations and no text. Open the document that they belong to first.")
            }
            Self::OtherDocument => {
                write!(f, "The annotations do not belong to the open document: none of their words are in it.")
            }
            Self::Archive(error) => error.fmt(f),
            Self::Native(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ReadError {}

/// The beginning of a text, on one line.
pub(crate) fn short(text: &str) -> String {
    const LONGEST: usize = 60;
    let plain = |c: char| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c };
    let mut short: String = text.chars().take(LONGEST).map(plain).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}
