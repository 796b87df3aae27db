//! A snapshot: a session without its text, as storage keeps it.
//!
//! It holds the document, its description, the labels, the annotations, and the whole history, in the positional rows
//! of one JSON object under a checksum. Each value that an annotation or a label has or had is written once: those of
//! the document first, then those that only the history remembers, and the history refers to them by number. A
//! plain annotation takes about 50 UTF-16 units, and a change in the history about 10 more.
//!
//! The text is not in it, only its length and hash: a snapshot is read together with the text that it belongs to,
//! and is refused for any other. Writing and reading cost time in proportion to the session.

use super::compact::{
    self, AnnotationRow, AttributeRow, Broken, CodeRow, EntityRow, LabelRow, RelationRow, RelationTypeRow,
};
use super::digest::sha256_hex;
use crate::model::label::Definitions;
use crate::model::session::{Records, UnknownParts};
use crate::model::{
    Annotation, Change, Code, Description, Document, DocumentId, Edit, Entity, History, Label, LabelSet, Relation,
    Session, Text, Timestamp, Transaction,
};
use serde::{Deserialize, Deserializer, Serialize};
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

/// The values of one kind that were met so far, each once, known by where they are in memory: the history shares them
/// with the document.
struct Numbered<'a, T: ?Sized> {
    values: Vec<&'a T>,
    numbers: HashMap<*const T, u32>,
}

impl<'a, T: ?Sized> Numbered<'a, T> {
    /// Of the document, those that it has now.
    fn of(values: impl Iterator<Item = &'a Rc<T>>) -> Self {
        let mut numbered = Self { values: Vec::new(), numbers: HashMap::new() };
        for value in values {
            numbered.number(value);
        }
        numbered
    }

    /// The number of `value`, from 1; it is put behind the others if it is new.
    fn number(&mut self, value: &'a Rc<T>) -> u32 {
        *self.numbers.entry(Rc::as_ptr(value)).or_insert_with(|| {
            self.values.push(value);
            self.values.len() as u32
        })
    }

    /// The number of `value`, or 0 for nothing.
    fn optional(&mut self, value: Option<&'a Rc<T>>) -> u32 {
        value.map_or(0, |value| self.number(value))
    }
}

/// All values that a snapshot has in it.
struct Known<'a> {
    annotations: Numbered<'a, Annotation>,
    descriptions: Numbered<'a, Description>,
    labels: Numbered<'a, Label>,
    label_sets: Numbered<'a, LabelSet>,
    definitions: Numbered<'a, Definitions>,
    entities: Numbered<'a, Entity>,
    relations: Numbered<'a, Relation>,
    codes: Numbered<'a, Code>,
    findings: Numbered<'a, str>,
}

impl<'a> Known<'a> {
    fn transaction(&mut self, transaction: &'a Transaction, base: Timestamp) -> TransactionRow {
        let edits = transaction.edits.iter().map(|edit| self.edit(edit)).collect();
        TransactionRow(transaction.at.0.wrapping_sub(base.0), edits)
    }

    fn edit(&mut self, edit: &'a Edit) -> EditRow {
        let row = |before, after, kind| EditRow(before, after, kind, None, None);
        match edit {
            Edit::Annotation(Change { before, after }) => {
                let annotations = &mut self.annotations;
                row(annotations.optional(before.as_ref()), annotations.optional(after.as_ref()), ANNOTATION)
            }
            Edit::Description(Change { before, after }) => {
                row(self.descriptions.number(before), self.descriptions.number(after), DESCRIPTION)
            }
            Edit::Label(Change { before, after }) => {
                let mut side = |side: &'a Option<(u32, Rc<Label>)>| {
                    side.as_ref().map_or((0, 0), |(place, label)| (self.labels.number(label), *place))
                };
                let ((before, from), (after, to)) = (side(before), side(after));
                EditRow(before, after, LABEL, Some(from), Some(to))
            }
            Edit::LabelSet(Change { before, after }) => row(self.label_set(before), self.label_set(after), LABEL_SET),
            Edit::Definitions(Change { before, after }) => {
                row(self.definitions.number(before), self.definitions.number(after), DEFINITIONS)
            }
            Edit::Entity(Change { before, after }) => {
                let entities = &mut self.entities;
                row(entities.optional(before.as_ref()), entities.optional(after.as_ref()), ENTITY)
            }
            Edit::Relation(Change { before, after }) => {
                let relations = &mut self.relations;
                row(relations.optional(before.as_ref()), relations.optional(after.as_ref()), RELATION)
            }
            Edit::Code(Change { before, after }) => {
                let codes = &mut self.codes;
                row(codes.optional(before.as_ref()), codes.optional(after.as_ref()), CODE)
            }
            Edit::Dismissal(Change { before, after }) => {
                let findings = &mut self.findings;
                row(findings.optional(before.as_ref()), findings.optional(after.as_ref()), DISMISSAL)
            }
        }
    }

    fn label_set(&mut self, set: &'a Rc<LabelSet>) -> u32 {
        for label in set.labels() {
            self.labels.number(label);
        }
        self.definitions.number(set.definitions());
        self.label_sets.number(set)
    }

    fn label_set_row(&self, set: &LabelSet) -> LabelSetRow {
        let number = |label| self.labels.numbers.get(&Rc::as_ptr(label)).copied().unwrap_or_default();
        let definitions = self.definitions.numbers.get(&Rc::as_ptr(set.definitions()));
        LabelSetRow(set.labels().iter().map(number).collect(), definitions.copied().unwrap_or_default())
    }
}

/// The values that the rows of a history refer to.
struct Read {
    annotations: Vec<Rc<Annotation>>,
    descriptions: Vec<Rc<Description>>,
    labels: Vec<Rc<Label>>,
    label_sets: Vec<Rc<LabelSet>>,
    definitions: Vec<Rc<Definitions>>,
    entities: Vec<Rc<Entity>>,
    relations: Vec<Rc<Relation>>,
    codes: Vec<Rc<Code>>,
    findings: Vec<Rc<str>>,
}

impl Read {
    fn transaction(&self, TransactionRow(at, edits): TransactionRow, base: Timestamp) -> Result<Transaction, Broken> {
        let edits = edits.into_iter().map(|row| self.edit(row)).collect::<Result<_, _>>()?;
        Ok(Transaction { at: Timestamp(base.0.wrapping_add(at)), edits })
    }

    fn edit(&self, EditRow(before, after, kind, from, to): EditRow) -> Result<Edit, Broken> {
        let label = |number, place: Option<u32>| {
            let label = optional(&self.labels, number)?;
            Ok::<_, Broken>(label.map(|label| (place.unwrap_or_default(), label)))
        };
        Ok(match kind {
            ANNOTATION => Edit::Annotation(Change {
                before: optional(&self.annotations, before)?,
                after: optional(&self.annotations, after)?,
            }),
            DESCRIPTION => Edit::Description(both(&self.descriptions, before, after)?),
            LABEL => Edit::Label(Change { before: label(before, from)?, after: label(after, to)? }),
            LABEL_SET => Edit::LabelSet(both(&self.label_sets, before, after)?),
            DEFINITIONS => Edit::Definitions(both(&self.definitions, before, after)?),
            ENTITY => Edit::Entity(Change {
                before: optional(&self.entities, before)?,
                after: optional(&self.entities, after)?,
            }),
            RELATION => Edit::Relation(Change {
                before: optional(&self.relations, before)?,
                after: optional(&self.relations, after)?,
            }),
            CODE => Edit::Code(Change { before: optional(&self.codes, before)?, after: optional(&self.codes, after)? }),
            DISMISSAL => Edit::Dismissal(Change {
                before: optional(&self.findings, before)?,
                after: optional(&self.findings, after)?,
            }),
            other => return Err(damaged(&format!("its history has a change of kind {other}"))),
        })
    }
}

fn both<T: ?Sized>(values: &[Rc<T>], before: u32, after: u32) -> Result<Change<Rc<T>>, Broken> {
    Ok(Change { before: nth(values, before)?, after: nth(values, after)? })
}

fn optional<T: ?Sized>(values: &[Rc<T>], number: u32) -> Result<Option<Rc<T>>, Broken> {
    (number != 0).then(|| nth(values, number)).transpose()
}

fn nth<T: ?Sized>(values: &[Rc<T>], number: u32) -> Result<Rc<T>, Broken> {
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

/// When, in milliseconds after the document was made, and the edits.
#[derive(Serialize, Deserialize)]
struct TransactionRow(i64, Vec<EditRow>);

/// The numbers of what was there before and after, 0 for nothing; of what kind they are; and for labels their places.
#[derive(Serialize, Deserialize)]
struct EditRow(
    u32,
    u32,
    #[serde(default, deserialize_with = "read_kind", skip_serializing_if = "is_annotation")] u8,
    #[serde(default, skip_serializing_if = "Option::is_none")] Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")] Option<u32>,
);

const ANNOTATION: u8 = 0;
const DESCRIPTION: u8 = 1;
const LABEL: u8 = 2;
const LABEL_SET: u8 = 3;
const DEFINITIONS: u8 = 4;
const DISMISSAL: u8 = 5;
const ENTITY: u8 = 6;
const RELATION: u8 = 7;
const CODE: u8 = 8;

fn is_annotation(kind: &u8) -> bool {
    *kind == ANNOTATION
}

/// In version 1 `true` said that it was a description.
fn read_kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Kind {
        Number(u8),
        Describes(bool),
    }
    Ok(match Kind::deserialize(deserializer)? {
        Kind::Number(number) => number,
        Kind::Describes(true) => DESCRIPTION,
        Kind::Describes(false) => ANNOTATION,
    })
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
