//! A journal entry: one command, as storage keeps it.
//!
//! An entry holds ids and new values only; what was there before is known when it is replayed. Which revision it leads
//! to is in its key, not in it. A mention made by a person takes about 70 UTF-16 units:
//!
//! ```text
//! 4 218ba086 [1767225600000,{"a":[["k3x9a1bz",[120,135],":PERSON",0,0]]}]
//! ```
//!
//! The first `4` is the version of the encoding and what follows it a checksum of the rest, so that an entry that was
//! cut short or altered is refused as a whole.

use super::compact::{
    self, AnnotationRow, AttributeRow, Broken, CodeRow, EntityRow, LabelRow, RelationRow, RelationTypeRow,
    WholeFrameRow,
};
use crate::model::label::Definitions;
use crate::model::session::Records;
use crate::model::{
    Action, AnnotationId, Attachment, AttributeDefinition, CharPos, Command, Description, LabelSet, RelationType,
    Timestamp,
};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

/// Why an entry cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum JournalError {
    /// A later Rubricate wrote it, in this version of the encoding.
    UnknownVersion(String),
    /// It is not what was written; in a few words, how.
    Damaged(String),
}

impl fmt::Display for JournalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownVersion(version) => write!(f, "it was written by a later Rubricate (version {version})"),
            Self::Damaged(how) => write!(f, "it is damaged: {how}"),
        }
    }
}

impl std::error::Error for JournalError {}

impl From<Broken> for JournalError {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::UnknownVersion(version) => Self::UnknownVersion(version),
            Broken::Damaged(how) => Self::Damaged(how),
        }
    }
}

/// Writes a command as an entry: one line of text, in proportion to what the command holds.
pub fn write(command: &Command) -> String {
    let ids = |ids: &'_ [AnnotationId]| ids.iter().map(|id| id.to_string().into()).collect();
    let action = match &command.action {
        Action::Add(annotations) => {
            ActionRow::Add(annotations.iter().map(|a| AnnotationRow::new(a, command.at)).collect())
        }
        Action::Remove(removed) => ActionRow::Remove(ids(removed)),
        Action::Relabel(relabelled, label) => ActionRow::Relabel(label.as_str().into(), ids(relabelled)),
        Action::SetPolarity(changed, polarity) => {
            ActionRow::SetPolarity(compact::write_polarity(*polarity).into(), ids(changed))
        }
        Action::SetNote(id, note) => ActionRow::SetNote(id.as_str().into(), (&**note).into()),
        Action::SetReview(changed, review) => ActionRow::SetReview(*review, ids(changed)),
        Action::Describe(Description { title, source, note }) => {
            ActionRow::Describe((&**title).into(), (&**source).into(), (&**note).into())
        }
        Action::Reshape(id, words) => ActionRow::Reshape(id.as_str().into(), compact::write_fragments(words)),
        Action::Merge(merged) => ActionRow::Merge(ids(merged)),
        Action::Split(id, place, new) => ActionRow::Split(id.as_str().into(), place.0, new.as_str().into()),
        Action::SetAttribute(changed, name, value) => {
            ActionRow::SetAttribute((&**name).into(), value.as_ref().map(compact::write_value), ids(changed))
        }
        Action::PutLabel(label, place) => ActionRow::PutLabel(LabelRow::new(label), *place),
        Action::RemoveLabel(label) => ActionRow::RemoveLabel(label.as_str().into()),
        Action::SetLabels(set) => ActionRow::SetLabels(LabelSetRow::new(set)),
        Action::DefineAttributes(attributes) => ActionRow::DefineAttributes(attribute_rows(attributes)),
        Action::DefineRelations(types) => ActionRow::DefineRelations(types.iter().map(RelationTypeRow::new).collect()),
        Action::DefineCodes(codes) => ActionRow::DefineCodes(attribute_rows(codes)),
        Action::SetCode(code) => ActionRow::SetCode(CodeRow::new(code, command.at)),
        Action::RemoveCode(name) => ActionRow::RemoveCode((&**name).into()),
        Action::SetFrame(id, frame) => ActionRow::SetFrame(id.as_str().into(), WholeFrameRow::new(frame)),
        Action::Join(entity, mentions, others) => {
            let others = others.iter().map(|other| other.to_string().into()).collect();
            ActionRow::Join(EntityRow::new(entity), ids(mentions), others)
        }
        Action::Separate(mentions) => ActionRow::Separate(ids(mentions)),
        Action::PutEntity(entity) => ActionRow::PutEntity(EntityRow::new(entity)),
        Action::RemoveEntity(entity) => ActionRow::RemoveEntity(entity.as_str().into()),
        Action::PutRelation(relation) => ActionRow::PutRelation(RelationRow::new(relation, command.at)),
        Action::RemoveRelations(relations) => {
            ActionRow::RemoveRelations(relations.iter().map(|relation| relation.to_string().into()).collect())
        }
        Action::Dismiss(finding, dismiss) => ActionRow::Dismiss((&**finding).into(), *dismiss),
        Action::Attach(attachment) => ActionRow::Attach(AttachmentRow::new(attachment, command.at)),
        Action::Undo => ActionRow::Undo,
        Action::Redo => ActionRow::Redo,
    };
    compact::seal(&EntryRow(command.at.0, action))
}

/// Reads an entry. Whether the command fits a session is for [`Session::run`](crate::model::Session::run) to say.
pub fn read(entry: &str) -> Result<Command, JournalError> {
    let EntryRow(at, action) = compact::unseal(entry)?;
    let at = Timestamp(at);
    let ids = |ids: Vec<Cow<'_, str>>| {
        ids.iter().map(|id| compact::read_annotation_id(id)).collect::<Result<Vec<_>, Broken>>()
    };
    let action = match action {
        ActionRow::Add(rows) => Action::Add(rows.into_iter().map(|row| row.read(at)).collect::<Result<_, _>>()?),
        ActionRow::Remove(removed) => Action::Remove(ids(removed)?),
        ActionRow::Relabel(label, relabelled) => Action::Relabel(ids(relabelled)?, compact::read_label_id(&label)?),
        ActionRow::SetPolarity(sign, changed) => Action::SetPolarity(ids(changed)?, compact::read_polarity(&sign)?),
        ActionRow::SetNote(id, note) => Action::SetNote(compact::read_annotation_id(&id)?, note.into()),
        ActionRow::SetReview(review, changed) => Action::SetReview(ids(changed)?, review),
        ActionRow::Describe(title, source, note) => {
            Action::Describe(Description { title: title.into(), source: source.into(), note: note.into() })
        }
        ActionRow::Reshape(id, bounds) => {
            Action::Reshape(compact::read_annotation_id(&id)?, compact::read_fragments(&bounds)?)
        }
        ActionRow::Merge(merged) => Action::Merge(ids(merged)?),
        ActionRow::Split(id, place, new) => {
            Action::Split(compact::read_annotation_id(&id)?, CharPos(place), compact::read_annotation_id(&new)?)
        }
        ActionRow::SetAttribute(name, value, changed) => {
            let value = value.map(|value| compact::read_value(&value)).transpose()?;
            Action::SetAttribute(ids(changed)?, name.into(), value)
        }
        ActionRow::PutLabel(label, place) => Action::PutLabel(label.read()?, place),
        ActionRow::RemoveLabel(label) => Action::RemoveLabel(compact::read_label_id(&label)?),
        ActionRow::SetLabels(set) => Action::SetLabels(set.read()?),
        ActionRow::DefineAttributes(attributes) => Action::DefineAttributes(attribute_list(attributes)),
        ActionRow::DefineRelations(types) => Action::DefineRelations(relation_types(types)?),
        ActionRow::DefineCodes(codes) => Action::DefineCodes(attribute_list(codes)),
        ActionRow::SetCode(code) => Action::SetCode(code.read(at)?),
        ActionRow::RemoveCode(name) => Action::RemoveCode(name.into()),
        ActionRow::SetFrame(id, frame) => Action::SetFrame(compact::read_annotation_id(&id)?, frame.read()?),
        ActionRow::Join(entity, mentions, others) => {
            let others = others.iter().map(|other| compact::read_entity_id(other)).collect::<Result<_, _>>()?;
            Action::Join(entity.read()?, ids(mentions)?, others)
        }
        ActionRow::Separate(mentions) => Action::Separate(ids(mentions)?),
        ActionRow::PutEntity(entity) => Action::PutEntity(entity.read()?),
        ActionRow::RemoveEntity(entity) => Action::RemoveEntity(compact::read_entity_id(&entity)?),
        ActionRow::PutRelation(relation) => Action::PutRelation(relation.read(at)?),
        ActionRow::RemoveRelations(relations) => {
            let relations = relations.iter().map(|relation| compact::read_relation_id(relation));
            Action::RemoveRelations(relations.collect::<Result<_, _>>()?)
        }
        ActionRow::Dismiss(finding, dismiss) => Action::Dismiss(finding.into(), dismiss),
        ActionRow::Attach(attachment) => Action::Attach(attachment.read(at)?),
        ActionRow::Undo => Action::Undo,
        ActionRow::Redo => Action::Redo,
    };
    Ok(Command { at, action })
}

fn attribute_rows(attributes: &[AttributeDefinition]) -> Vec<AttributeRow<'_>> {
    attributes.iter().map(AttributeRow::new).collect()
}

fn relation_types(rows: Vec<RelationTypeRow<'_>>) -> Result<Vec<RelationType>, Broken> {
    rows.into_iter().map(RelationTypeRow::read).collect()
}

fn attribute_list(rows: Vec<AttributeRow<'_>>) -> Vec<AttributeDefinition> {
    rows.into_iter().map(AttributeRow::read).collect()
}

/// When, in milliseconds since 1970, and what.
#[derive(Serialize, Deserialize)]
struct EntryRow<'a>(i64, #[serde(borrow)] ActionRow<'a>);

#[derive(Serialize, Deserialize)]
enum ActionRow<'a> {
    #[serde(rename = "a", borrow)]
    Add(Vec<AnnotationRow<'a>>),
    #[serde(rename = "d")]
    Remove(Vec<Cow<'a, str>>),
    #[serde(rename = "l")]
    Relabel(Cow<'a, str>, Vec<Cow<'a, str>>),
    #[serde(rename = "p")]
    SetPolarity(Cow<'a, str>, Vec<Cow<'a, str>>),
    #[serde(rename = "n")]
    SetNote(Cow<'a, str>, Cow<'a, str>),
    #[serde(rename = "r")]
    SetReview(bool, Vec<Cow<'a, str>>),
    #[serde(rename = "i")]
    Describe(Cow<'a, str>, Cow<'a, str>, Cow<'a, str>),
    #[serde(rename = "e")]
    Reshape(Cow<'a, str>, Vec<u32>),
    #[serde(rename = "m")]
    Merge(Vec<Cow<'a, str>>),
    #[serde(rename = "c")]
    Split(Cow<'a, str>, u32, Cow<'a, str>),
    #[serde(rename = "v")]
    SetAttribute(Cow<'a, str>, Option<Cow<'a, str>>, Vec<Cow<'a, str>>),
    #[serde(rename = "b")]
    PutLabel(LabelRow<'a>, u32),
    #[serde(rename = "x")]
    RemoveLabel(Cow<'a, str>),
    #[serde(rename = "s")]
    SetLabels(LabelSetRow<'a>),
    #[serde(rename = "t")]
    DefineAttributes(Vec<AttributeRow<'a>>),
    #[serde(rename = "y")]
    DefineRelations(Vec<RelationTypeRow<'a>>),
    #[serde(rename = "w")]
    DefineCodes(Vec<AttributeRow<'a>>),
    #[serde(rename = "o")]
    SetCode(CodeRow<'a>),
    #[serde(rename = "h")]
    RemoveCode(Cow<'a, str>),
    #[serde(rename = "g")]
    SetFrame(Cow<'a, str>, WholeFrameRow<'a>),
    #[serde(rename = "j")]
    Join(EntityRow<'a>, Vec<Cow<'a, str>>, Vec<Cow<'a, str>>),
    #[serde(rename = "k")]
    Separate(Vec<Cow<'a, str>>),
    #[serde(rename = "q")]
    PutEntity(EntityRow<'a>),
    #[serde(rename = "dq")]
    RemoveEntity(Cow<'a, str>),
    #[serde(rename = "pr")]
    PutRelation(RelationRow<'a>),
    #[serde(rename = "dr")]
    RemoveRelations(Vec<Cow<'a, str>>),
    #[serde(rename = "f")]
    Dismiss(Cow<'a, str>, bool),
    #[serde(rename = "at", borrow)]
    Attach(AttachmentRow<'a>),
    #[serde(rename = "u")]
    Undo,
    #[serde(rename = "z")]
    Redo,
}

/// Labels, attributes, types of relations, and variables of the document.
#[derive(Serialize, Deserialize)]
struct LabelSetRow<'a>(
    #[serde(borrow)] Vec<LabelRow<'a>>,
    #[serde(borrow)] Vec<AttributeRow<'a>>,
    #[serde(borrow, default)] Vec<RelationTypeRow<'a>>,
    #[serde(borrow, default)] Vec<AttributeRow<'a>>,
);

impl<'a> LabelSetRow<'a> {
    fn new(set: &'a LabelSet) -> Self {
        let (attributes, codes) = (attribute_rows(set.attributes()), attribute_rows(set.codes()));
        let relations = set.relations().iter().map(RelationTypeRow::new).collect();
        Self(set.iter().map(LabelRow::new).collect(), attributes, relations, codes)
    }

    fn read(self) -> Result<LabelSet, Broken> {
        let Self(labels, attributes, relations, codes) = self;
        let labels = labels.into_iter().map(LabelRow::read).collect::<Result<_, _>>()?;
        let set = LabelSet::new(labels).map_err(|id| Broken::Damaged(format!("two labels are called “{id}”")))?;
        Ok(set.with_definitions(Definitions {
            attributes: attribute_list(attributes).into(),
            relations: relation_types(relations)?.into(),
            codes: attribute_list(codes).into(),
        }))
    }
}

/// What the file is called, the labels, if there are others, entities, annotations, relations, and what the document was
/// coded as.
#[derive(Serialize, Deserialize)]
struct AttachmentRow<'a>(
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Option<LabelSetRow<'a>>,
    #[serde(borrow)] Vec<EntityRow<'a>>,
    #[serde(borrow)] Vec<AnnotationRow<'a>>,
    #[serde(borrow)] Vec<RelationRow<'a>>,
    #[serde(borrow)] Vec<CodeRow<'a>>,
);

impl<'a> AttachmentRow<'a> {
    fn new(Attachment { source, labels, records }: &'a Attachment, at: Timestamp) -> Self {
        let Records { entities, annotations, relations, codes } = records;
        Self(
            (&**source).into(),
            labels.as_ref().map(LabelSetRow::new),
            entities.iter().map(EntityRow::new).collect(),
            annotations.iter().map(|annotation| AnnotationRow::new(annotation, at)).collect(),
            relations.iter().map(|relation| RelationRow::new(relation, at)).collect(),
            codes.iter().map(|code| CodeRow::new(code, at)).collect(),
        )
    }

    fn read(self, at: Timestamp) -> Result<Attachment, Broken> {
        let Self(source, labels, entities, annotations, relations, codes) = self;
        let records = Records {
            entities: entities.into_iter().map(EntityRow::read).collect::<Result<_, _>>()?,
            annotations: annotations.into_iter().map(|row| row.read(at)).collect::<Result<_, _>>()?,
            relations: relations.into_iter().map(|row| row.read(at)).collect::<Result<_, _>>()?,
            codes: codes.into_iter().map(|row| row.read(at)).collect::<Result<_, _>>()?,
        };
        Ok(Attachment { source: source.into(), labels: labels.map(LabelSetRow::read).transpose()?, records })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_command_was_written_as_is_refused() {
        let undo = write(&Command { at: Timestamp(7), action: Action::Undo });
        assert_eq!(read(&undo), Ok(Command { at: Timestamp(7), action: Action::Undo }));
        for json in ["[]", "[1]", r#"[1,"q"]"#, r#"[1,{"d":["a b"]}]"#, r#"[1,{"p":["x",["a"]]}]"#] {
            let row: serde_json::Value = serde_json::from_str(json).expect("JSON");
            assert!(matches!(read(&compact::seal(&row)), Err(JournalError::Damaged(_))), "{json}");
        }
        assert_eq!(read("9 00000000 []"), Err(JournalError::UnknownVersion("9".to_owned())));
    }
}
