//! A snapshot: a session without its text, as storage keeps it.
//!
//! It holds the document, its description, the labels, the annotations, and the whole history, in the positional rows
//! of one JSON object under a checksum. Each value that an annotation has or had is written once: the annotations
//! of the document first, then those that only the history remembers, and the history refers to them by number. A
//! plain annotation takes about 50 UTF-16 units, and a change in the history about 10 more.
//!
//! The text is not in it, only its length and hash: a snapshot is read together with the text that it belongs to,
//! and is refused for any other. Writing and reading cost time in proportion to the session.

use super::compact::{self, AnnotationRow, Broken};
use super::digest::sha256_hex;
use crate::model::session::UnknownParts;
use crate::model::{
    Annotation, Change, Description, Document, DocumentId, Edit, History, Label, LabelKey, LabelSet, Session, Slot,
    Text, Timestamp, Transaction,
};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;

/// What a snapshot knows its text by. Making one costs time in proportion to the text, so it is made once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TextDigest {
    /// The length in code points.
    chars: u32,
    /// The SHA-256 of the UTF-8 in lower-case hexadecimal digits.
    sha256: String,
}

impl TextDigest {
    /// The digest of a text.
    pub fn of(text: &Text) -> Self {
        Self { chars: text.len(), sha256: sha256_hex(text.as_str()) }
    }
}

/// Why a snapshot cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SnapshotError {
    /// A later Rubricate wrote it, in this version of the encoding.
    UnknownVersion(String),
    /// It is not what was written; in a few words, how.
    Damaged(String),
    /// It belongs to another text, or the text is not what it was.
    OtherText,
}

impl fmt::Display for SnapshotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownVersion(version) => write!(f, "it was written by a later Rubricate (version {version})"),
            Self::Damaged(how) => write!(f, "it is damaged: {how}"),
            Self::OtherText => write!(f, "the text is not the one that it was written for"),
        }
    }
}

impl std::error::Error for SnapshotError {}

impl From<Broken> for SnapshotError {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::UnknownVersion(version) => Self::UnknownVersion(version),
            Broken::Damaged(how) => Self::Damaged(how),
        }
    }
}

/// Writes a session, whose text has this digest: one line of text.
pub fn write(session: &Session, digest: &TextDigest) -> String {
    let Session { text, document, description, labels, annotations, history, revision } = session;
    let base = document.created;
    let mut known = Known::default();
    for annotation in annotations.iter(text) {
        known.annotation(annotation);
    }
    known.description(description);
    let current = known.annotations.len();
    let undo = history.undo_stack().map(|transaction| known.transaction(transaction, base)).collect();
    let redo = history.redo_stack().map(|transaction| known.transaction(transaction, base)).collect();

    compact::seal(&SnapshotRow {
        revision: *revision,
        text: (digest.chars, Cow::from(&digest.sha256)),
        document: DocumentRow::new(document),
        labels: labels.iter().map(LabelRow::new).collect(),
        descriptions: known.descriptions.iter().map(|description| DescriptionRow::new(description)).collect(),
        annotations: rows(&known.annotations[..current], base),
        past: rows(&known.annotations[current..], base),
        undo,
        redo,
    })
}

fn rows<'a>(annotations: &[&'a Annotation], base: Timestamp) -> Vec<AnnotationRow<'a>> {
    annotations.iter().map(|annotation| AnnotationRow::new(annotation, base)).collect()
}

/// Reads the session that was written with `text`, whose digest this is: equal to the one that was written.
pub fn read(snapshot: &str, text: &Rc<Text>, digest: &TextDigest) -> Result<Session, SnapshotError> {
    let row: SnapshotRow<'_> = compact::unseal(snapshot)?;
    if (digest.chars, digest.sha256.as_str()) != (row.text.0, &row.text.1) {
        return Err(SnapshotError::OtherText);
    }
    if row.revision > MAX_REVISION {
        return Err(damaged("its revision is out of range").into());
    }
    let document = row.document.read()?;
    let base = document.created;
    let read = |rows: Vec<AnnotationRow<'_>>| {
        let annotation = |row: AnnotationRow<'_>| inside(text, row.read(base)?);
        rows.into_iter().map(annotation).collect::<Result<Vec<_>, Broken>>()
    };
    let (current, past) = (read(row.annotations)?, read(row.past)?);
    let descriptions: Vec<_> = row.descriptions.into_iter().map(|row| Rc::new(row.read())).collect();
    let description = descriptions.first().cloned().ok_or_else(|| damaged("it has no description"))?;
    let labels = row.labels.into_iter().map(LabelRow::read).collect::<Result<_, _>>()?;
    let labels = LabelSet::new(labels).map_err(|id| damaged(&format!("two labels are called “{id}”")))?;

    let ids: Vec<_> = current.iter().map(|annotation| annotation.id.clone()).collect();
    let session = Session::new(Rc::clone(text), document, Description::clone(&description), labels);
    let mut session = session.with_annotations(current).map_err(|error| damaged(&error.to_string()))?;
    let shared = ids.iter().filter_map(|id| session.annotations.get(id)).map(Rc::clone);
    let known = Read { annotations: shared.chain(past.into_iter().map(Rc::new)).collect(), descriptions };
    let transactions = |rows: Vec<TransactionRow>| {
        rows.into_iter().map(|row| known.transaction(row, base).map(Rc::new)).collect::<Result<_, Broken>>()
    };
    session.history = History::new(transactions(row.undo)?, transactions(row.redo)?);
    session.description = description;
    session.revision = row.revision;
    Ok(session)
}

/// The largest number that every reader of JSON keeps exactly: 2^53 - 1.
const MAX_REVISION: u64 = (1 << 53) - 1;

fn damaged(how: &str) -> Broken {
    Broken::damaged(how)
}

/// The annotation, if its words are words of the text. The history needs this as much as the document: what it brings
/// back is not checked again.
fn inside(text: &Text, annotation: Annotation) -> Result<Annotation, Broken> {
    match annotation.extent() {
        Some(extent) if extent.end().0 > text.len() => Err(damaged("an annotation reaches past the end of the text")),
        None if annotation.label().is_some() => Err(damaged("a mention covers no words")),
        _ => Ok(annotation),
    }
}

/// The values written so far, known by where they are in memory: the history shares them with the document.
#[derive(Default)]
struct Known<'a> {
    annotations: Vec<&'a Annotation>,
    annotation_numbers: HashMap<*const Annotation, u32>,
    descriptions: Vec<&'a Description>,
    description_numbers: HashMap<*const Description, u32>,
}

impl<'a> Known<'a> {
    fn annotation(&mut self, annotation: &'a Rc<Annotation>) -> u32 {
        number_of(&mut self.annotations, &mut self.annotation_numbers, annotation)
    }

    fn description(&mut self, description: &'a Rc<Description>) -> u32 {
        number_of(&mut self.descriptions, &mut self.description_numbers, description)
    }

    fn transaction(&mut self, transaction: &'a Transaction, base: Timestamp) -> TransactionRow {
        let mut edit = |edit: &'a Edit| match edit {
            Edit::Annotation(change) => {
                let mut number = |side: &'a Option<_>| side.as_ref().map_or(0, |side| self.annotation(side));
                EditRow(number(&change.before), number(&change.after), false)
            }
            Edit::Description(change) => {
                EditRow(self.description(&change.before), self.description(&change.after), true)
            }
        };
        TransactionRow(transaction.at.0.wrapping_sub(base.0), transaction.edits.iter().map(&mut edit).collect())
    }
}

/// The number of `value`, from 1; it is put behind the others if it is new.
fn number_of<'a, T>(values: &mut Vec<&'a T>, numbers: &mut HashMap<*const T, u32>, value: &'a Rc<T>) -> u32 {
    *numbers.entry(Rc::as_ptr(value)).or_insert_with(|| {
        values.push(value);
        values.len() as u32
    })
}

/// The values that the rows of a history refer to.
struct Read {
    annotations: Vec<Rc<Annotation>>,
    descriptions: Vec<Rc<Description>>,
}

impl Read {
    fn transaction(&self, TransactionRow(at, edits): TransactionRow, base: Timestamp) -> Result<Transaction, Broken> {
        let edits = edits.into_iter().map(|row| self.edit(row)).collect::<Result<_, _>>()?;
        Ok(Transaction { at: Timestamp(base.0.wrapping_add(at)), edits })
    }

    fn edit(&self, EditRow(before, after, describes): EditRow) -> Result<Edit, Broken> {
        if describes {
            let change = Change { before: nth(&self.descriptions, before)?, after: nth(&self.descriptions, after)? };
            return Ok(Edit::Description(change));
        }
        let side = |number| if number == 0 { Ok(None) } else { nth(&self.annotations, number).map(Some) };
        Ok(Edit::Annotation(Change { before: side(before)?, after: side(after)? }))
    }
}

fn nth<T>(values: &[Rc<T>], number: u32) -> Result<Rc<T>, Broken> {
    let value = (number as usize).checked_sub(1).and_then(|index| values.get(index));
    value.cloned().ok_or_else(|| damaged("its history refers to what is not there"))
}

#[derive(Serialize, Deserialize)]
struct SnapshotRow<'a> {
    #[serde(rename = "r")]
    revision: u64,
    /// Length in code points, and hash.
    #[serde(rename = "t", borrow)]
    text: (u32, Cow<'a, str>),
    #[serde(rename = "d", borrow)]
    document: DocumentRow<'a>,
    #[serde(rename = "l", borrow)]
    labels: Vec<LabelRow<'a>>,
    /// The present one first.
    #[serde(rename = "i", borrow)]
    descriptions: Vec<DescriptionRow<'a>>,
    /// Those of the document, in document order.
    #[serde(rename = "a", borrow)]
    annotations: Vec<AnnotationRow<'a>>,
    /// Those that only the history remembers.
    #[serde(rename = "p", borrow)]
    past: Vec<AnnotationRow<'a>>,
    #[serde(rename = "u")]
    undo: Vec<TransactionRow>,
    #[serde(rename = "z")]
    redo: Vec<TransactionRow>,
}

/// When, in milliseconds after the document was made, and the edits.
#[derive(Serialize, Deserialize)]
struct TransactionRow(i64, Vec<EditRow>);

/// The numbers of what was there before and after, 0 for nothing; and whether they are descriptions.
#[derive(Serialize, Deserialize)]
struct EditRow(u32, u32, #[serde(default, skip_serializing_if = "std::ops::Not::not")] bool);

/// Title, source and note.
#[derive(Serialize, Deserialize)]
struct DescriptionRow<'a>(#[serde(borrow)] Cow<'a, str>, #[serde(borrow)] Cow<'a, str>, #[serde(borrow)] Cow<'a, str>);

impl<'a> DescriptionRow<'a> {
    fn new(Description { title, source, note }: &'a Description) -> Self {
        Self((&**title).into(), (&**source).into(), (&**note).into())
    }

    fn read(self) -> Description {
        Description { title: self.0.into(), source: self.1.into(), note: self.2.into() }
    }
}

/// Id, when it was made, whether there was a byte order mark, and what other programs wrote into file, document and
/// label set.
#[derive(Serialize, Deserialize)]
struct DocumentRow<'a>(#[serde(borrow)] Cow<'a, str>, i64, bool, [Option<Cow<'a, str>>; 3]);

impl<'a> DocumentRow<'a> {
    fn new(Document { id, created, byte_order_mark, unknown }: &'a Document) -> Self {
        let unknown = [&unknown.file, &unknown.document, &unknown.label_set].map(compact::write_unknown);
        Self(id.as_str().into(), created.0, *byte_order_mark, unknown)
    }

    fn read(self) -> Result<Document, Broken> {
        let Self(id, created, byte_order_mark, unknown) = self;
        let id = DocumentId::new(&id).ok_or_else(|| damaged("the document has no valid id"))?;
        let [file, document, label_set] = unknown.map(compact::read_unknown);
        let unknown = UnknownParts { file, document, label_set };
        Ok(Document { id, created: Timestamp(created), byte_order_mark, unknown })
    }
}

/// Id, name, description, colour, key or 0, whether it is folded away, and what another program wrote beside these.
#[derive(Serialize, Deserialize)]
struct LabelRow<'a>(
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Cow<'a, str>,
    u8,
    u8,
    bool,
    #[serde(default, skip_serializing_if = "Option::is_none")] Option<Cow<'a, str>>,
);

impl<'a> LabelRow<'a> {
    fn new(Label { id, name, description, slot, key, folded, unknown }: &'a Label) -> Self {
        let key = key.map_or(0, LabelKey::number);
        let unknown = compact::write_unknown(unknown);
        Self(id.as_str().into(), (&**name).into(), (&**description).into(), slot.number(), key, *folded, unknown)
    }

    fn read(self) -> Result<Label, Broken> {
        let Self(id, name, description, slot, key, folded, unknown) = self;
        let key = (key != 0).then(|| LabelKey::new(key).ok_or_else(|| damaged("a label has no valid key")));
        Ok(Label {
            id: compact::read_label_id(&id)?,
            name: name.into(),
            description: description.into(),
            slot: Slot::new(slot).ok_or_else(|| damaged("a label has no valid colour"))?,
            key: key.transpose()?,
            folded,
            unknown: compact::read_unknown(unknown),
        })
    }
}
