//! From a file to a session.
//!
//! The text is the truth: every annotation is checked against it, and what does not fit is left out and reported, never
//! moved. Fields that an annotation can do without may be missing, or wrong, which is reported too.

use super::draft::{Check, Draft, Kind};
use super::fields::{A_FLAG, A_LIST, A_NUMBER, AN_OBJECT, Fields, TEXT, too_deep};
use super::labels::Labels;
use super::problem::{Fault, Outcome, Place, Problem, ReadError, short};
use super::{FORMAT, MAX_DEPTH, OFFSETS, VERSION, excerpt, label_set, linked};
use crate::format::sha256_hex;
use crate::model::session::{Records, UnknownParts};
use crate::model::{Action, Code, Description, Document, DocumentId, Session, Text, Timestamp, Unknown};
use serde::Deserialize;
use serde_json::error::Category;
use serde_json::value::RawValue;
use std::rc::Rc;

/// A session from a file, and what of the file is not in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// The session, without history and at revision 0.
    pub session: Session,
    /// What was left out or changed, in the order of the file.
    pub problems: Vec<Problem>,
}

impl Reading {
    /// How many annotations of the file are not in the session.
    pub fn annotations_left_out(&self) -> usize {
        let annotation = |place: &Place| matches!(place, Place::Mention(_) | Place::Frame(_) | Place::Relation(_));
        self.problems.iter().filter(|p| p.outcome == Outcome::LeftOut && annotation(&p.place)).count()
    }
}

/// The session in a file, or why there is none.
///
/// `last_grapheme` is what [`Text::new`] needs to cut long lines. Costs the size of the file, and the logarithm of the
/// number of annotations for each of them.
pub fn read(json: &str, last_grapheme: impl Fn(&str) -> usize) -> Result<Reading, ReadError> {
    let unusable = |part| move |fault| ReadError::Unusable { part, fault };
    let Parts { document, label_set, entities, mentions, frames, relations, unknown } =
        Parts::of(ours(json)?).map_err(unusable("the file"))?;
    if excerpt::is_without_text(document.get()) {
        return Err(ReadError::NoText);
    }
    let mut problems = Vec::new();
    let head = Head::of(document.get(), &mut problems).map_err(unusable("the document"))?;
    let labels = label_set.map_or_else(|| Ok(Labels::default()), |json| Labels::of(json.get(), &mut problems));
    let labels = labels.map_err(unusable("the label set"))?;

    let text = Rc::new(Text::new(head.text, last_grapheme));
    let mentions = mentions.iter().map(|json| (Kind::Mention, json)).enumerate();
    let frames = frames.iter().map(|json| (Kind::Frame, json)).enumerate();
    let list = mentions.chain(frames);
    let drafts = list.map(|(at, (kind, json))| Draft::of(kind, at + 1, json.get(), head.created)).collect::<Vec<_>>();
    let entities = linked::entities(&entities, &mut problems);
    let annotations = Check::new(&text, &labels.set, head.altered, &drafts).annotations(drafts, &mut problems);
    let annotations = linked::without_dangling(annotations, &entities, &mut problems);
    let ids = annotations.iter().map(|annotation| &annotation.id).collect();
    let relations = linked::relations(&relations, head.created, &ids, &labels.set, &mut problems);
    let records = Records { entities, annotations, relations, codes: head.codes };

    let document = Document {
        id: head.id,
        created: head.created,
        byte_order_mark: head.byte_order_mark,
        unknown: UnknownParts { file: unknown, document: head.unknown, label_set: labels.unknown },
    };
    let mut session = Session::new(text, document, head.description, labels.set)
        .with_records(records)
        .expect("each annotation was checked for all that the session checks");
    session.dismissed = head.dismissed.into_iter().collect();
    Ok(Reading { session, problems })
}

/// The fields of a file that is ours and of a version that we read, but for those that say so.
pub(super) fn ours(json: &str) -> Result<Fields<'_>, ReadError> {
    let mut file: Fields<'_> = parsed(json)?;
    let unusable = |fault| ReadError::Unusable { part: "the file", fault };
    let twice = file.twice().map(|name| unusable(Fault::Twice(name.to_owned())));
    match file.take::<String>("format", TEXT).ok().flatten().as_deref() {
        Some(FORMAT) => {}
        Some(label_set::FORMAT) => return Err(ReadError::LabelSet),
        _ => return Err(ReadError::NotOurs),
    }
    match file.need::<u64>("version", A_NUMBER).map_err(unusable)? {
        VERSION => {}
        version if version > VERSION => return Err(ReadError::Newer { version }),
        _ => return Err(unusable(Fault::Wrong { field: "version", wanted: "one that there is" })),
    }
    match file.take::<String>("offsets", TEXT).map_err(unusable)? {
        Some(unit) if unit != OFFSETS => Err(ReadError::OtherOffsets { unit: short(&unit) }),
        _ => twice.map_or(Ok(file), Err),
    }
}

/// JSON as the value that it is, or where it is none.
pub(super) fn parsed<'a, T: Deserialize<'a>>(json: &'a str) -> Result<T, ReadError> {
    let value = serde_json::from_str(json).map_err(|error| {
        let (line, column) = (error.line(), column(json, error.line(), error.column()));
        match error.classify() {
            Category::Eof => ReadError::CutOff { line, column },
            Category::Data => ReadError::NotOurs,
            Category::Syntax if ends_in_number(json, &error) => ReadError::CutOff { line, column },
            Category::Syntax | Category::Io => ReadError::NotJson { line, column },
        }
    })?;
    let Some(byte) = too_deep(json, MAX_DEPTH) else { return Ok(value) };
    let start = json[..byte].rfind('\n').map_or(0, |end| end + 1);
    let line = json[..byte].matches('\n').count() + 1;
    Err(ReadError::TooDeep { line, column: json[start..=byte].chars().count() })
}

/// Whether JSON ends at the point, the exponent or the sign of a number, which the parser does not tell from a mistake.
fn ends_in_number(json: &str, error: &serde_json::Error) -> bool {
    let last_line = json.rsplit('\n').next().unwrap_or_default();
    json.ends_with(['.', 'e', 'E', '+', '-']) && error.column() == last_line.len()
}

/// A column in code points, from one in bytes.
fn column(json: &str, line: usize, bytes: usize) -> usize {
    let line = line.checked_sub(1).and_then(|before| json.split('\n').nth(before)).unwrap_or_default();
    line.char_indices().take_while(|(byte, _)| *byte < bytes).count()
}

/// The parts of a file, as JSON.
pub(super) struct Parts<'a> {
    pub(super) document: &'a RawValue,
    pub(super) label_set: Option<&'a RawValue>,
    pub(super) entities: Vec<&'a RawValue>,
    pub(super) relations: Vec<&'a RawValue>,
    pub(super) mentions: Vec<&'a RawValue>,
    pub(super) frames: Vec<&'a RawValue>,
    unknown: Unknown,
}

impl<'a> Parts<'a> {
    pub(super) fn of(mut file: Fields<'a>) -> Result<Self, Fault> {
        Ok(Self {
            document: file.need("document", AN_OBJECT)?,
            label_set: file.take("label_set", AN_OBJECT)?,
            mentions: file.take("mentions", A_LIST)?.unwrap_or_default(),
            frames: file.take("frames", A_LIST)?.unwrap_or_default(),
            entities: file.take("entities", A_LIST)?.unwrap_or_default(),
            relations: file.take("relations", A_LIST)?.unwrap_or_default(),
            unknown: file.unknown(),
        })
    }
}

/// What the file says of the document.
struct Head {
    text: String,
    id: DocumentId,
    description: Description,
    created: Timestamp,
    byte_order_mark: bool,
    dismissed: Vec<Rc<str>>,
    codes: Vec<Code>,
    /// Whether the text is not the one that the file's SHA-256 and lengths are of.
    altered: bool,
    unknown: Unknown,
}

impl Head {
    fn of(json: &str, problems: &mut Vec<Problem>) -> Result<Self, Fault> {
        let mut fields = Fields::of(json)?;
        let mut mended = Vec::new();
        let text: String = fields.need("text", TEXT)?;
        let sha256 = sha256_hex(&text);

        let mut words = |name| fields.spare::<String>(name, TEXT, &mut mended).unwrap_or_default().into();
        let description = Description { title: words("title"), source: words("source"), note: words("note") };
        let id = fields.spare::<String>("id", TEXT, &mut mended).and_then(|id| {
            let valid = DocumentId::new(&id);
            if valid.is_none() {
                mended.push((Fault::NotAnId(id), Outcome::Without));
            }
            valid
        });
        let created = fields.spare_time("created", &mut mended).unwrap_or_default();
        let byte_order_mark = fields.spare("byte_order_mark", A_FLAG, &mut mended).unwrap_or(false);

        let listed = fields.spare::<Vec<&RawValue>>("dismissed", A_LIST, &mut mended).unwrap_or_default();
        let read: Vec<Option<Rc<str>>> = listed.iter().map(|json| finding(json.get())).collect();
        if read.contains(&None) {
            let fault = Fault::Wrong { field: "dismissed", wanted: "a list of texts of 1 to 200 characters" };
            mended.push((fault, Outcome::Without));
        }
        let dismissed = read.into_iter().flatten().collect();

        let listed = fields.spare::<Vec<&RawValue>>("codes", A_LIST, &mut mended).unwrap_or_default();
        let codes = linked::codes(&listed, created, problems);

        let said_sha256 = fields.spare::<String>("sha256", TEXT, &mut mended);
        let length = fields.spare::<&RawValue>("length", AN_OBJECT, &mut mended);
        let altered = said_sha256.is_some_and(|said| !said.eq_ignore_ascii_case(&sha256))
            || length.is_some_and(|length| !is_length_of(length.get(), &text));
        if altered {
            mended.push((Fault::TextAltered, Outcome::Checked));
        }
        problems.extend(mended.into_iter().map(|(fault, outcome)| Problem { place: Place::Document, fault, outcome }));
        let id = id.unwrap_or_else(|| id_for(&sha256));
        Ok(Self {
            text,
            id,
            description,
            created,
            byte_order_mark,
            dismissed,
            codes,
            altered,
            unknown: fields.unknown(),
        })
    }
}

/// The key of a finding, if it can be one.
fn finding(json: &str) -> Option<Rc<str>> {
    let key: String = serde_json::from_str(json).ok()?;
    (1..=Action::MAX_FINDING_CHARS).contains(&key.chars().count()).then(|| key.into())
}

/// Whether an object of lengths says nothing that is not so of `text`.
fn is_length_of(json: &str, text: &str) -> bool {
    let Ok(mut fields) = Fields::of(json) else { return false };
    let mut says = |name, length: usize| matches!(fields.take::<usize>(name, A_NUMBER), Ok(said) if said.is_none_or(|said| said == length));
    says("code_points", text.chars().count())
        && says("utf16", text.chars().map(char::len_utf16).sum())
        && says("utf8", text.len())
}

/// An id for a document that has none: the same for the same text.
fn id_for(sha256: &str) -> DocumentId {
    DocumentId::from_bits(u64::from_str_radix(&sha256[..16], 16).unwrap_or_default())
}
