//! What can be wrong with a file, in words.

use super::fields::Fields;
use crate::model::Named;
use serde_json::value::RawValue;
use std::fmt;

/// Why a file cannot be used at all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReadError {
    /// It is not JSON. Line and column count from 1, the column in code points.
    NotJson {
        /// The line with the first mistake.
        line: usize,
        /// The column in it.
        column: usize,
    },
    /// It is JSON as far as it goes, and it ends too early.
    CutOff {
        /// The last line.
        line: usize,
        /// Its length in code points.
        column: usize,
    },
    /// Arrays and objects are nested deeper than [`MAX_DEPTH`](super::MAX_DEPTH).
    TooDeep {
        /// The line where they are.
        line: usize,
        /// The column in it.
        column: usize,
    },
    /// It is JSON, and not Rubricate's.
    NotOurs,
    /// It is a label set alone, for [`label_set::read`](super::label_set::read).
    LabelSet,
    /// It has annotations of a text that it does not have.
    NoText,
    /// A newer Rubricate wrote it.
    Newer {
        /// Its version.
        version: u64,
    },
    /// It says that its offsets count something else.
    OtherOffsets {
        /// What it says.
        unit: String,
    },
    /// A part that nothing can do without is missing or something else.
    Unusable {
        /// The part: “the document”.
        part: &'static str,
        /// What is wrong with it.
        fault: Fault,
    },
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson { line, column } => {
                write!(f, "The file is not JSON: there is a mistake in line {line}, column {column}.")
            }
            Self::CutOff { line, column } => {
                write!(f, "The file is cut off: it ends too early, in line {line}, column {column}.")
            }
            Self::TooDeep { line, column } => write!(
                f,
                "The file is nested more than {} levels deep, in line {line}, column {column}.",
                super::MAX_DEPTH
            ),
            Self::NotOurs => {
                write!(f, "This JSON is not Rubricate’s: it does not say “\"format\": \"{}\"”.", super::FORMAT)
            }
            Self::LabelSet => {
                write!(f, "The file holds a set of labels and no article. It can be imported where labels are edited.")
            }
            Self::NoText => {
                write!(f, "The file holds annotations without their text. Open the article that they belong to first.")
            }
            Self::Newer { version } => write!(
                f,
                "The file was written by a newer Rubricate: it is version {version}, and this one reads version {}.",
                super::VERSION
            ),
            Self::OtherOffsets { unit } => {
                write!(f, "The file counts its offsets in “{unit}”. Rubricate’s own count in “{}”.", super::OFFSETS)
            }
            Self::Unusable { part, fault } => write!(f, "The file cannot be used: in {part}, {fault}."),
        }
    }
}

impl std::error::Error for ReadError {}

/// Something in a file that is not in the session as it stood there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// What it is about.
    pub place: Place,
    /// What is wrong with it.
    pub fault: Fault,
    /// What became of it.
    pub outcome: Outcome,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}.", self.place, self.fault, self.outcome)
    }
}

/// What a problem is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// The document.
    Document,
    /// The label set.
    LabelSet,
    /// An attribute that mentions can have.
    Attribute(Record),
    /// A label.
    Label(Record),
    /// A mention.
    Mention(Record),
    /// A sentiment frame.
    Frame(Record),
    /// An entity.
    Entity(Record),
    /// A relation.
    Relation(Record),
    /// A type of relations.
    RelationType(Record),
    /// A variable of the document, or its value.
    Code(Record),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document => write!(f, "The document"),
            Self::LabelSet => write!(f, "The label set"),
            Self::Attribute(record) => write!(f, "Attribute {record}"),
            Self::Label(record) => write!(f, "Label {record}"),
            Self::Mention(record) => write!(f, "Mention {record}"),
            Self::Frame(record) => write!(f, "Sentiment {record}"),
            Self::Entity(record) => write!(f, "Entity {record}"),
            Self::Relation(record) => write!(f, "Relation {record}"),
            Self::RelationType(record) => write!(f, "Type of relation {record}"),
            Self::Code(record) => write!(f, "Variable {record}"),
        }
    }
}

/// How a record of a file can be told from the others, as far as it says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Record {
    /// Its place in its list, from 1.
    pub number: usize,
    /// Its id or its name.
    pub id: Option<String>,
    /// The words of its first span, shortened.
    pub quote: Option<String>,
    /// Where that span starts and ends, in code points, as the file says.
    pub range: Option<(u64, u64)>,
}

impl Record {
    /// A record that is told from the others by its name.
    pub(super) fn named(number: usize, name: Option<&str>) -> Self {
        Self { number, id: name.filter(|name| !name.trim().is_empty()).map(short), quote: None, range: None }
    }

    /// What the JSON of a record says of itself. Whatever is not what it should be is passed over.
    pub(super) fn of(number: usize, json: &str) -> Self {
        let mut record = Self { number, id: None, quote: None, range: None };
        let Ok(mut fields) = Fields::of(json) else { return record };
        record.id = text(&mut fields, "id");
        let spans = fields.take::<Vec<&RawValue>>("spans", "").ok().flatten().unwrap_or_default();
        let Some(Ok(mut span)) = spans.first().map(|span| Fields::of(span.get())) else { return record };
        record.quote = text(&mut span, "quote");
        let mut bound = |name| span.take::<u64>(name, "").ok().flatten();
        record.range = bound("start").zip(bound("end"));
        record
    }
}

fn text(fields: &mut Fields<'_>, name: &'static str) -> Option<String> {
    fields.take::<String>(name, "").ok().flatten().map(|text| short(&text))
}

impl fmt::Display for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.id {
            Some(id) => write!(f, "“{id}”")?,
            None => write!(f, "number {}", self.number)?,
        }
        match (&self.quote, self.range) {
            (Some(quote), Some((start, end))) => write!(f, " (“{quote}”, {start}–{end})"),
            (Some(quote), None) => write!(f, " (“{quote}”)"),
            (None, Some((start, end))) => write!(f, " ({start}–{end})"),
            (None, None) => Ok(()),
        }
    }
}

/// What is wrong. Offsets are in code points unless another unit is named.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// It should be an object.
    NotAnObject,
    /// Two fields have the same name.
    Twice(String),
    /// A field is not there.
    Missing(&'static str),
    /// A field is not what it should be.
    Wrong {
        /// Its name.
        field: &'static str,
        /// What it should be.
        wanted: &'static str,
    },
    /// An id is none.
    NotAnId(String),
    /// An earlier record has the same id.
    IdTaken,
    /// Its name is nothing but white space, or too long.
    NotAName,
    /// An earlier record has the same name, capital letters or small.
    NameTaken,
    /// An earlier label has the same key.
    KeyTaken,
    /// A key that is none of the digits.
    OtherKey(String),
    /// Colours that are not numbers of the palette; one of them.
    OtherColours(String),
    /// A field that is not known.
    Unknown(String),
    /// The label set does not have this label.
    UnknownLabel(String),
    /// It refers to a record that is not there.
    Dangling(String),
    /// A frame has a holder or a target twice.
    TwiceIn(&'static str),
    /// A relation leads to where it starts.
    ToItself,
    /// It is neither an item of Wikidata nor a URL.
    NotAnIdentifier(String),
    /// A mention without any span.
    NoWords,
    /// A span that holds nothing.
    EmptySpan {
        /// Where.
        at: u64,
    },
    /// A span that ends before it starts.
    Reversed {
        /// Its start.
        start: u64,
        /// Its end.
        end: u64,
    },
    /// A span that reaches past the end of the text.
    Outside {
        /// Its start.
        start: u64,
        /// Its end.
        end: u64,
        /// The length of the text.
        length: u32,
    },
    /// The text between the offsets is not the quote.
    OtherWords {
        /// What it is instead, shortened.
        found: String,
    },
    /// Nothing says what the words were, and the text is not the one that they were in.
    NoQuote,
    /// Offsets in another unit are not those of the code points.
    OtherOffsets {
        /// The unit: “UTF-16”.
        unit: &'static str,
    },
    /// The spans overlap, or do not follow one another.
    Disorder,
    /// A span has a field that is not known.
    SpanField(String),
    /// An attribute is neither text nor a number nor true or false.
    Attribute(String),
    /// The SHA-256 or a length is not that of the text.
    TextAltered,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAnObject => write!(f, "it is not a JSON object"),
            Self::Twice(name) => write!(f, "the field “{}” is there twice", short(name)),
            Self::Missing(field) => write!(f, "“{field}” is missing"),
            Self::Wrong { field, wanted } => write!(f, "“{field}” is not {wanted}"),
            Self::NotAnId(id) => write!(f, "“{}” cannot be an id", short(id)),
            Self::IdTaken => write!(f, "an earlier one has the same id"),
            Self::NotAName => write!(f, "its name is empty or has more than {} characters", Named::MAX_CHARS),
            Self::NameTaken => write!(f, "an earlier one has the same name"),
            Self::KeyTaken => write!(f, "an earlier one has the same key"),
            Self::OtherKey(key) => write!(f, "its key “{}” is not a digit from 1 to 9", short(key)),
            Self::OtherColours(one) => write!(f, "colours such as “{}” are not of the palette", short(one)),
            Self::Unknown(name) => write!(f, "the field “{}” is not known", short(name)),
            Self::UnknownLabel(label) => write!(f, "the label set has no label “{}”", short(label)),
            Self::Dangling(id) => write!(f, "“{}”, to which it refers, is not there", short(id)),
            Self::TwiceIn(field) => write!(f, "the same one is in “{field}” twice"),
            Self::ToItself => write!(f, "it leads to where it starts"),
            Self::NotAnIdentifier(id) => {
                write!(f, "its identifier “{}” is neither an item of Wikidata nor a URL", short(id))
            }
            Self::NoWords => write!(f, "a mention needs words, and it has none"),
            Self::EmptySpan { at } => write!(f, "its span at {at} is empty"),
            Self::Reversed { start, end } => write!(f, "its span {start}–{end} ends before it starts"),
            Self::Outside { start, end, length } => {
                write!(f, "its span {start}–{end} reaches past the end of the text, which is at {length}")
            }
            Self::OtherWords { found } => write!(f, "the text there is “{found}”"),
            Self::NoQuote => write!(f, "it has no quote, and the text is not the one that was annotated"),
            Self::OtherOffsets { unit } => write!(f, "its {unit} offsets are not at the same place as its code points"),
            Self::Disorder => write!(f, "its spans overlap or are out of order"),
            Self::SpanField(name) => write!(f, "the field “{}” of a span is not known", short(name)),
            Self::Attribute(name) => {
                write!(f, "the attribute “{}” is neither text nor a number nor true or false", short(name))
            }
            Self::TextAltered => write!(f, "its SHA-256 or its length is not that of the text"),
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
    /// Each label has a colour of the palette instead.
    OfPalette,
    /// The text stands, and all annotations were checked against it.
    Checked,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LeftOut => "left out",
            Self::Without => "kept without it",
            Self::PutRight => "put right",
            Self::OfPalette => "each label has the next colour that is",
            Self::Checked => "every annotation was checked against the text",
        })
    }
}

/// The beginning of a text, on one line.
pub(super) fn short(text: &str) -> String {
    const LONGEST: usize = 60;
    let plain = |c: char| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c };
    let mut short: String = text.chars().take(LONGEST).map(plain).collect();
    if text.chars().nth(LONGEST).is_some() {
        short.push('…');
    }
    short
}
