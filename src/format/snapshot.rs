//! A snapshot: a session without its text, as storage keeps it.
//!
//! It holds the document, its description, the labels, the annotations, and the whole history, in the positional rows
//! of one JSON object under a checksum. Each value that an annotation or a label has or had is written once: those of
//! the document first, then those that only the history remembers, and the history refers to them by number. A
//! plain annotation takes about 50 UTF-16 units, and a change in the history about 10 more.
//!
//! The text is not in it, only its length and hash: a snapshot is read together with the text that it belongs to,
//! and is refused for any other. Writing and reading cost time in proportion to the session.

mod past;

use super::compact::{
    self, AnnotationRow, AttributeRow, Broken, CodeRow, EntityRow, LabelRow, RelationRow, RelationTypeRow,
};
use super::digest::sha256_hex;
use crate::model::label::Definitions;
use crate::model::session::{Records, UnknownParts};
use crate::model::{
    Annotation, Code, Description, Document, DocumentId, History, Label, LabelSet, Relation, Session, Text, Timestamp,
};
use past::{Known, Numbered, Read, TransactionRow, nth};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
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
pub fn write<'a>(session: &'a Session, digest: &TextDigest) -> String {
    let Session { text, document, description, labels, annotations, dismissed, history, revision, .. } = session;
    let base = document.created;
    let mut known = Known {
        annotations: Numbered::of(annotations.iter(text)),
        descriptions: Numbered::of(std::iter::once(description)),
        labels: Numbered::of(labels.labels().iter()),
        label_sets: Numbered::of(std::iter::empty()),
        definitions: Numbered::of(std::iter::once(labels.definitions())),
        entities: Numbered::of(session.entities.values()),
        relations: Numbered::of(session.relations.values()),
        codes: Numbered::of(session.codes.values()),
        findings: Numbered::of(dismissed.iter()),
    };
    let undo = history.undo_stack().map(|transaction| known.transaction(transaction, base)).collect();
    let redo = history.redo_stack().map(|transaction| known.transaction(transaction, base)).collect();

    let (present, past) = known.annotations.values.split_at(annotations.len());
    let (labels, past_labels) = known.labels.values.split_at(labels.len());
    let (dismissed, past_findings) = known.findings.values.split_at(dismissed.len());
    let annotation = |annotation: &&'a Annotation| AnnotationRow::new(annotation, base);
    let label = |label: &&'a Label| LabelRow::new(label);
    let (entities, past_entities) = known.entities.values.split_at(session.entities.len());
    let (relations, past_relations) = known.relations.values.split_at(session.relations.len());
    let (codes, past_codes) = known.codes.values.split_at(session.codes.len());
    let relation = |relation: &&'a Relation| RelationRow::new(relation, base);
    let code = |code: &&'a Code| CodeRow::new(code, base);
    let definitions = known.definitions.values.iter();
    let attributes = definitions.clone().map(|list| list.attributes.iter().map(AttributeRow::new).collect()).collect();
    compact::seal(&SnapshotRow {
        revision: *revision,
        text: (digest.chars, Cow::from(&digest.sha256)),
        document: DocumentRow::new(document),
        labels: labels.iter().map(label).collect(),
        past_labels: past_labels.iter().map(label).collect(),
        attributes,
        other_definitions: definitions.map(|list| OtherDefinitionsRow::new(list)).collect(),
        entities: entities.iter().map(|entity| EntityRow::new(entity)).collect(),
        past_entities: past_entities.iter().map(|entity| EntityRow::new(entity)).collect(),
        relations: relations.iter().map(relation).collect(),
        past_relations: past_relations.iter().map(relation).collect(),
        codes: codes.iter().map(code).collect(),
        past_codes: past_codes.iter().map(code).collect(),
        label_sets: known.label_sets.values.iter().map(|set| known.label_set_row(set)).collect(),
        descriptions: known.descriptions.values.iter().map(|description| DescriptionRow::new(description)).collect(),
        annotations: present.iter().map(annotation).collect(),
        past: past.iter().map(annotation).collect(),
        dismissed: dismissed.iter().map(|finding| Cow::from(*finding)).collect(),
        past_findings: past_findings.iter().map(|finding| Cow::from(*finding)).collect(),
        undo,
        redo,
    })
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
    let read = |rows: Vec<LabelRow<'_>>| {
        rows.into_iter().map(|row| row.read().map(Rc::new)).collect::<Result<Vec<_>, Broken>>()
    };
    let (present, past_labels) = (read(row.labels)?, read(row.past_labels)?);
    let mut others = row.other_definitions.into_iter();
    let definitions: Vec<Rc<Definitions>> = (row.attributes.into_iter())
        .map(|attributes| others.next().unwrap_or_default().read(attributes).map(Rc::new))
        .collect::<Result<_, _>>()?;
    let set = label_set(present.clone(), definitions.first())?;
    let labels: Vec<_> = present.into_iter().chain(past_labels).collect();
    let old_set = |LabelSetRow(numbers, attribute_list): LabelSetRow| {
        let labels = numbers.into_iter().map(|number| nth(&labels, number)).collect::<Result<_, _>>()?;
        let definitions = (attribute_list != 0).then(|| nth(&definitions, attribute_list)).transpose()?;
        label_set(labels, definitions.as_ref()).map(Rc::new)
    };
    let label_sets = row.label_sets.into_iter().map(old_set).collect::<Result<_, Broken>>()?;
    let dismissed: Vec<Rc<str>> = row.dismissed.into_iter().map(Rc::from).collect();

    let ids: Vec<_> = current.iter().map(|annotation| annotation.id.clone()).collect();
    let session = Session::new(Rc::clone(text), document, Description::clone(&description), set);
    let entities = |rows: Vec<EntityRow<'_>>| rows.into_iter().map(EntityRow::read).collect::<Result<Vec<_>, _>>();
    let relations =
        |rows: Vec<RelationRow<'_>>| rows.into_iter().map(|row| row.read(base)).collect::<Result<Vec<_>, Broken>>();
    let codes = |rows: Vec<CodeRow<'_>>| rows.into_iter().map(|row| row.read(base)).collect::<Result<Vec<_>, Broken>>();
    let records = Records {
        annotations: current,
        entities: entities(row.entities)?,
        relations: relations(row.relations)?,
        codes: codes(row.codes)?,
    };
    let mut session = session.with_records(records).map_err(|error| damaged(&error.to_string()))?;
    session.dismissed = dismissed.iter().cloned().collect();
    let shared = ids.iter().filter_map(|id| session.annotations.get(id)).map(Rc::clone);
    let known = Read {
        annotations: shared.chain(past.into_iter().map(Rc::new)).collect(),
        descriptions,
        labels,
        label_sets,
        definitions,
        entities: session
            .entities
            .values()
            .cloned()
            .chain(entities(row.past_entities)?.into_iter().map(Rc::new))
            .collect(),
        relations: (session.relations.values().cloned())
            .chain(relations(row.past_relations)?.into_iter().map(Rc::new))
            .collect(),
        codes: session.codes.values().cloned().chain(codes(row.past_codes)?.into_iter().map(Rc::new)).collect(),
        findings: dismissed.into_iter().chain(row.past_findings.into_iter().map(Rc::from)).collect(),
    };
    let transactions = |rows: Vec<TransactionRow>| {
        rows.into_iter().map(|row| known.transaction(row, base).map(Rc::new)).collect::<Result<_, Broken>>()
    };
    session.history = History::new(transactions(row.undo)?, transactions(row.redo)?);
    session.description = description;
    session.revision = row.revision;
    Ok(session)
}

fn label_set(labels: Vec<Rc<Label>>, definitions: Option<&Rc<Definitions>>) -> Result<LabelSet, Broken> {
    let set = LabelSet::of(labels).map_err(|id| damaged(&format!("two labels are called “{id}”")))?;
    Ok(set.with_definitions(definitions.cloned().unwrap_or_default()))
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

#[derive(Serialize, Deserialize)]
struct SnapshotRow<'a> {
    #[serde(rename = "r")]
    revision: u64,
    /// Length in code points, and hash.
    #[serde(rename = "t", borrow)]
    text: (u32, Cow<'a, str>),
    #[serde(rename = "d", borrow)]
    document: DocumentRow<'a>,
    /// Those of the set, in order.
    #[serde(rename = "l", borrow)]
    labels: Vec<LabelRow<'a>>,
    /// Those that only the history remembers.
    #[serde(rename = "m", borrow, default, skip_serializing_if = "Vec::is_empty")]
    past_labels: Vec<LabelRow<'a>>,
    /// The lists of attributes, the present one first.
    #[serde(rename = "b", borrow, default, skip_serializing_if = "Vec::is_empty")]
    attributes: Vec<Vec<AttributeRow<'a>>>,
    /// What is defined beside each of these lists.
    #[serde(rename = "c", borrow, default, skip_serializing_if = "Vec::is_empty")]
    other_definitions: Vec<OtherDefinitionsRow<'a>>,
    #[serde(rename = "e", borrow, default, skip_serializing_if = "Vec::is_empty")]
    entities: Vec<EntityRow<'a>>,
    /// Those that only the history remembers, as below.
    #[serde(rename = "ep", borrow, default, skip_serializing_if = "Vec::is_empty")]
    past_entities: Vec<EntityRow<'a>>,
    #[serde(rename = "n", borrow, default, skip_serializing_if = "Vec::is_empty")]
    relations: Vec<RelationRow<'a>>,
    #[serde(rename = "np", borrow, default, skip_serializing_if = "Vec::is_empty")]
    past_relations: Vec<RelationRow<'a>>,
    #[serde(rename = "o", borrow, default, skip_serializing_if = "Vec::is_empty")]
    codes: Vec<CodeRow<'a>>,
    #[serde(rename = "op", borrow, default, skip_serializing_if = "Vec::is_empty")]
    past_codes: Vec<CodeRow<'a>>,
    /// The sets that the history remembers.
    #[serde(rename = "s", default, skip_serializing_if = "Vec::is_empty")]
    label_sets: Vec<LabelSetRow>,
    /// The present one first.
    #[serde(rename = "i", borrow)]
    descriptions: Vec<DescriptionRow<'a>>,
    /// Those of the document, in document order.
    #[serde(rename = "a", borrow)]
    annotations: Vec<AnnotationRow<'a>>,
    /// Those that only the history remembers.
    #[serde(rename = "p", borrow)]
    past: Vec<AnnotationRow<'a>>,
    /// The findings that are dismissed.
    #[serde(rename = "f", borrow, default, skip_serializing_if = "Vec::is_empty")]
    dismissed: Vec<Cow<'a, str>>,
    /// Those that only the history remembers.
    #[serde(rename = "g", borrow, default, skip_serializing_if = "Vec::is_empty")]
    past_findings: Vec<Cow<'a, str>>,
    #[serde(rename = "u")]
    undo: Vec<TransactionRow>,
    #[serde(rename = "z")]
    redo: Vec<TransactionRow>,
}

/// The numbers of the labels, in order, and that of the list of attributes, or 0 for none.
#[derive(Serialize, Deserialize)]
struct LabelSetRow(Vec<u32>, u32);

/// The types of relations, and the variables of the document.
#[derive(Serialize, Deserialize, Default)]
struct OtherDefinitionsRow<'a>(#[serde(borrow)] Vec<RelationTypeRow<'a>>, #[serde(borrow)] Vec<AttributeRow<'a>>);

impl<'a> OtherDefinitionsRow<'a> {
    fn new(definitions: &'a Definitions) -> Self {
        let relations = definitions.relations.iter().map(RelationTypeRow::new);
        Self(relations.collect(), definitions.codes.iter().map(AttributeRow::new).collect())
    }

    fn read(self, attributes: Vec<AttributeRow<'_>>) -> Result<Definitions, Broken> {
        Ok(Definitions {
            attributes: attributes.into_iter().map(AttributeRow::read).collect(),
            relations: self.0.into_iter().map(RelationTypeRow::read).collect::<Result<_, _>>()?,
            codes: self.1.into_iter().map(AttributeRow::read).collect(),
        })
    }
}

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
