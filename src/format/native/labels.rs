//! Labels, and the attributes that mentions can have: as a file has them, in a document or alone.

use super::fields::{A_FLAG, A_LIST, Fields, Mended, TEXT};
use super::problem::{Fault, Outcome, Place, Problem, Record};
use super::{known, linked};
use crate::model::label::{Definitions, folded};
use crate::model::{AttributeDefinition, AttributeKind, Label, LabelId, LabelKey, LabelSet, Named, Slot, Unknown};
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::HashSet;
use std::rc::Rc;

/// What a document says of its label set.
#[derive(Default)]
pub(super) struct Labels {
    pub(super) set: LabelSet,
    pub(super) unknown: Unknown,
}

impl Labels {
    pub(super) fn of(json: &str, problems: &mut Vec<Problem>) -> Result<Self, Fault> {
        let mut fields = Fields::of(json)?;
        let labels: Vec<&RawValue> = fields.take("labels", A_LIST)?.unwrap_or_default();
        let mut ids = HashSet::new();
        let mut kept = Vec::new();
        for (position, json) in labels.iter().enumerate() {
            let mut report = |fault, outcome| {
                let place = Place::Label(Record::of(position + 1, json.get()));
                problems.push(Problem { place, fault, outcome });
            };
            let mut mended = Vec::new();
            let read = Fields::of(json.get()).and_then(|mut fields| label(&mut fields, position, &mut mended));
            match read {
                Ok(label) if ids.insert(label.id.clone()) => {
                    mended.into_iter().for_each(|(fault, outcome)| report(fault, outcome));
                    kept.push(label);
                }
                Ok(_) => report(Fault::IdTaken, Outcome::LeftOut),
                Err(fault) => report(fault, Outcome::LeftOut),
            }
        }
        let definitions = definitions(&mut fields, problems);
        let set = LabelSet::new(kept).expect("no two of them have the same id").with_definitions(definitions);
        Ok(Self { set, unknown: fields.unknown() })
    }
}

/// A label at a position of its list. One without an id is known by its name, and the other way round.
pub(super) fn label(fields: &mut Fields<'_>, position: usize, mended: &mut Mended) -> Result<Label, Fault> {
    let id = fields.take::<String>("id", TEXT)?;
    let name = fields.spare::<String>("name", TEXT, mended);
    let id = id.or_else(|| name.clone()).ok_or(Fault::Missing("id"))?;
    let id = LabelId::new(&id).ok_or(Fault::NotAnId(id))?;
    let name = name.map_or_else(|| id.as_str().into(), Rc::from);
    let description = fields.spare::<String>("description", TEXT, mended).unwrap_or_default().into();
    let mut number = |field, wanted, valid: fn(u8) -> bool| {
        let number = fields.spare::<u8>(field, wanted, mended)?;
        if !valid(number) {
            mended.push((Fault::Wrong { field, wanted }, Outcome::Without));
        }
        Some(number)
    };
    let slot = number("colour", "the number of a colour, 0 to 17", |number| Slot::new(number).is_some());
    let key = number("key", "the number of a key, 1 to 18", |number| LabelKey::new(number).is_some());
    let folded = fields.spare("folded", A_FLAG, mended).unwrap_or(false);
    Ok(Label {
        id,
        name,
        description,
        slot: slot.and_then(Slot::new).unwrap_or_else(|| Slot::nth(position)),
        key: key.and_then(LabelKey::new),
        folded,
        unknown: fields.unknown(),
    })
}

/// Takes what is defined beside labels out of a label set. What cannot be used is left out and reported.
pub(super) fn definitions(fields: &mut Fields<'_>, problems: &mut Vec<Problem>) -> Definitions {
    Definitions {
        attributes: attributes(fields, "attributes", Place::Attribute, problems).into(),
        relations: linked::relation_types(fields, problems).into(),
        codes: attributes(fields, "codes", Place::Code, problems).into(),
    }
}

fn attributes(
    fields: &mut Fields<'_>,
    field: &'static str,
    place: fn(Record) -> Place,
    problems: &mut Vec<Problem>,
) -> Vec<AttributeDefinition> {
    let mut mended = Vec::new();
    let list = fields.spare::<Vec<&RawValue>>(field, A_LIST, &mut mended).unwrap_or_default();
    problems.extend(mended.into_iter().map(|(fault, outcome)| Problem { place: Place::LabelSet, fault, outcome }));
    let mut names = HashSet::new();
    let mut kept = Vec::new();
    for (json, number) in list.iter().zip(1..) {
        let mut name = None;
        let fault = match attribute(json.get(), &mut name) {
            Ok(attribute) if names.insert(folded(&attribute.name)) => {
                kept.push(attribute);
                continue;
            }
            Ok(_) => Fault::NameTaken,
            Err(fault) => fault,
        };
        let place = place(Record::named(number, name.as_deref()));
        problems.push(Problem { place, fault, outcome: Outcome::LeftOut });
    }
    kept
}

/// The words in the file for the kinds of attributes; those of a choice are in a field of their own.
const KINDS: [(&str, AttributeKind); 3] =
    [("flag", AttributeKind::Flag), ("number", AttributeKind::Number), ("text", AttributeKind::Text)];
const CHOICE: &str = "choice";

fn attribute(json: &str, said: &mut Option<String>) -> Result<AttributeDefinition, Fault> {
    const KIND: &str = "“choice”, “flag”, “number” or “text”";
    const OPTIONS: &str = "a list of different words";
    let mut fields = Fields::of(json)?;
    let name: String = fields.need("name", TEXT)?;
    *said = Some(name.clone());
    if !is_name(&name) {
        return Err(Fault::NotAName);
    }
    let kind: String = fields.need("kind", KIND)?;
    let kind = if kind == CHOICE {
        let options: Vec<String> = fields.need("options", OPTIONS)?;
        let mut different = HashSet::new();
        if options.is_empty() || !options.iter().all(|option| is_name(option) && different.insert(folded(option))) {
            return Err(Fault::Wrong { field: "options", wanted: OPTIONS });
        }
        AttributeKind::Choice(options.into_iter().map(Rc::from).collect())
    } else {
        let known = KINDS.into_iter().find(|(word, _)| *word == kind);
        known.ok_or(Fault::Wrong { field: "kind", wanted: KIND })?.1
    };
    Ok(AttributeDefinition { name: name.into(), kind, unknown: fields.unknown() })
}

/// Whether a person could have given this name.
pub(super) fn is_name(name: &str) -> bool {
    !name.trim().is_empty() && name.chars().count() <= Named::MAX_CHARS
}

/// A label set, in a document or alone.
#[derive(Serialize)]
pub(super) struct LabelSetJson<'a> {
    labels: Vec<LabelJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attributes: Vec<AttributeJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    relations: Vec<linked::RelationTypeJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    codes: Vec<AttributeJson<'a>>,
    #[serde(flatten)]
    unknown: Fields<'a>,
}

impl<'a> LabelSetJson<'a> {
    /// The set, with what another program wrote beside it.
    pub(super) fn of(set: &'a LabelSet, unknown: Fields<'a>) -> Self {
        Self {
            labels: set.iter().map(LabelJson::of).collect(),
            attributes: set.attributes().iter().map(AttributeJson::of).collect(),
            relations: set.relations().iter().map(linked::RelationTypeJson::of).collect(),
            codes: set.codes().iter().map(AttributeJson::of).collect(),
            unknown,
        }
    }
}

#[derive(Serialize)]
struct LabelJson<'a> {
    id: &'a str,
    name: &'a str,
    description: &'a str,
    colour: u8,
    key: Option<u8>,
    folded: bool,
    #[serde(flatten)]
    unknown: Fields<'a>,
}

impl<'a> LabelJson<'a> {
    fn of(label: &'a Label) -> Self {
        Self {
            id: label.id.as_str(),
            name: &label.name,
            description: &label.description,
            colour: label.slot.number(),
            key: label.key.map(|key| key.number()),
            folded: label.folded,
            unknown: Fields::of_unknown(&label.unknown, known::LABEL),
        }
    }
}

#[derive(Serialize)]
struct AttributeJson<'a> {
    name: &'a str,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    options: Option<Vec<&'a str>>,
    #[serde(flatten)]
    unknown: Fields<'a>,
}

impl<'a> AttributeJson<'a> {
    fn of(attribute: &'a AttributeDefinition) -> Self {
        let options = match &attribute.kind {
            AttributeKind::Choice(options) => Some(options.iter().map(|option| &**option).collect()),
            AttributeKind::Flag | AttributeKind::Number | AttributeKind::Text => None,
        };
        Self {
            name: &attribute.name,
            kind: KINDS.iter().find(|(_, kind)| *kind == attribute.kind).map_or(CHOICE, |(word, _)| word),
            options,
            unknown: Fields::of_unknown(&attribute.unknown, known::ATTRIBUTE),
        }
    }
}
