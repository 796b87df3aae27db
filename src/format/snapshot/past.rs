//! The history in a snapshot: its edits refer to values by number, and each value is written once.

use super::{LabelSetRow, damaged};
use crate::format::compact::Broken;
use crate::model::label::Definitions;
use crate::model::{
    Annotation, Change, Code, Description, Edit, Entity, Label, LabelSet, Relation, Timestamp, Transaction,
};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::HashMap;
use std::rc::Rc;

/// The values of one kind that were met so far, each once, known by where they are in memory: the history shares them
/// with the document.
pub(super) struct Numbered<'a, T: ?Sized> {
    pub(super) values: Vec<&'a T>,
    numbers: HashMap<*const T, u32>,
}

impl<'a, T: ?Sized> Numbered<'a, T> {
    /// Of the document, those that it has now.
    pub(super) fn of(values: impl Iterator<Item = &'a Rc<T>>) -> Self {
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
pub(super) struct Known<'a> {
    pub(super) annotations: Numbered<'a, Annotation>,
    pub(super) descriptions: Numbered<'a, Description>,
    pub(super) labels: Numbered<'a, Label>,
    pub(super) label_sets: Numbered<'a, LabelSet>,
    pub(super) definitions: Numbered<'a, Definitions>,
    pub(super) entities: Numbered<'a, Entity>,
    pub(super) relations: Numbered<'a, Relation>,
    pub(super) codes: Numbered<'a, Code>,
    pub(super) findings: Numbered<'a, str>,
}

impl<'a> Known<'a> {
    pub(super) fn transaction(&mut self, transaction: &'a Transaction, base: Timestamp) -> TransactionRow {
        let edits = transaction.edits.iter().map(|edit| self.edit(edit)).collect();
        let source = transaction.source.as_deref().map(str::to_owned);
        TransactionRow(transaction.at.0.wrapping_sub(base.0), edits, source)
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

    pub(super) fn label_set_row(&self, set: &LabelSet) -> LabelSetRow {
        let number = |label| self.labels.numbers.get(&Rc::as_ptr(label)).copied().unwrap_or_default();
        let definitions = self.definitions.numbers.get(&Rc::as_ptr(set.definitions()));
        LabelSetRow(set.labels().iter().map(number).collect(), definitions.copied().unwrap_or_default())
    }
}

/// The values that the rows of a history refer to.
pub(super) struct Read {
    pub(super) annotations: Vec<Rc<Annotation>>,
    pub(super) descriptions: Vec<Rc<Description>>,
    pub(super) labels: Vec<Rc<Label>>,
    pub(super) label_sets: Vec<Rc<LabelSet>>,
    pub(super) definitions: Vec<Rc<Definitions>>,
    pub(super) entities: Vec<Rc<Entity>>,
    pub(super) relations: Vec<Rc<Relation>>,
    pub(super) codes: Vec<Rc<Code>>,
    pub(super) findings: Vec<Rc<str>>,
}

impl Read {
    pub(super) fn transaction(
        &self,
        TransactionRow(at, edits, source): TransactionRow,
        base: Timestamp,
    ) -> Result<Transaction, Broken> {
        let edits = edits.into_iter().map(|row| self.edit(row)).collect::<Result<_, _>>()?;
        Ok(Transaction { at: Timestamp(base.0.wrapping_add(at)), edits, source: source.map(Rc::from) })
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

pub(super) fn nth<T: ?Sized>(values: &[Rc<T>], number: u32) -> Result<Rc<T>, Broken> {
    let value = (number as usize).checked_sub(1).and_then(|index| values.get(index));
    value.cloned().ok_or_else(|| damaged("its history refers to what is not there"))
}

/// When, in milliseconds after the document was made, the edits, and what the file is called that they come from, if any.
#[derive(Serialize, Deserialize)]
pub(super) struct TransactionRow(
    i64,
    Vec<EditRow>,
    #[serde(default, skip_serializing_if = "Option::is_none")] Option<String>,
);

/// The numbers of what was there before and after, 0 for nothing; of what kind they are; and for labels their places.
#[derive(Serialize, Deserialize)]
pub(super) struct EditRow(
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
