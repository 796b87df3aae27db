//! What refers to other records, as a file has it: the parts of a frame, entities, relations, and the variables of the
//! document.

use super::draft::{origin, value_of};
use super::fields::{A_FLAG, A_LIST, Fields, Mended, TEXT};
use super::labels::is_name;
use super::problem::{Fault, Outcome, Place, Problem, Record};
use super::write::{AttributeJson, origin_word};
use super::{POLARITIES, known, times};
use crate::model::label::folded;
use crate::model::{
    Annotation, AnnotationId, Attitude, Body, Code, Entity, EntityId, Flags, Frame, Holder, Identifier, Intensity,
    LabelId, LabelSet, Manner, Polarity, Referent, Relation, RelationId, RelationType, Timestamp,
};
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::HashSet;
use std::hash::Hash;
use std::rc::Rc;

/// The word in the file for each value of `intensity`.
pub(crate) const INTENSITIES: [(&str, Intensity); 3] =
    [("weak", Intensity::Weak), ("average", Intensity::Average), ("strong", Intensity::Strong)];

/// The word in the file for each value of `type`.
pub(crate) const MANNERS: [(&str, Manner); 5] = [
    ("direct", Manner::Direct),
    ("expressive", Manner::Expressive),
    ("reported", Manner::Reported),
    ("polar fact", Manner::PolarFact),
    ("inferred", Manner::Inferred),
];

/// The word in the file for each value of `attitude`.
pub(crate) const ATTITUDES: [(&str, Attitude); 5] = [
    ("sentiment", Attitude::Sentiment),
    ("arguing", Attitude::Arguing),
    ("agreement", Attitude::Agreement),
    ("intention", Attitude::Intention),
    ("speculation", Attitude::Speculation),
];

const AUTHOR: &str = "author";
const IMPLICIT: &str = "implicit";

pub(crate) fn word<T: PartialEq>(words: &[(&'static str, T)], value: &T) -> &'static str {
    words.iter().find(|(_, known)| known == value).map_or("", |(word, _)| word)
}

pub(crate) fn meaning<T: Copy>(words: &[(&str, T)], said: &str) -> Option<T> {
    words.iter().find(|(word, _)| *word == said).map(|(_, value)| *value)
}

/// What a frame says of its sentiment. Only the polarity must be there.
pub(super) fn frame(fields: &mut Fields<'_>, mended: &mut Mended) -> Result<Frame, Fault> {
    const POLARITY: &str = "“positive”, “negative”, “neutral” or “mixed”";
    const INTENSITY: &str = "“weak”, “average” or “strong”";
    const TYPE: &str = "“direct”, “expressive”, “reported”, “polar fact” or “inferred”";
    const ATTITUDE: &str = "“sentiment”, “arguing”, “agreement”, “intention” or “speculation”";
    let said: String = fields.need("polarity", POLARITY)?;
    let polarity: Polarity = meaning(&POLARITIES, &said).ok_or(Fault::Wrong { field: "polarity", wanted: POLARITY })?;
    let intensity = one_of(fields, "intensity", INTENSITY, &INTENSITIES, mended);
    let manner = one_of(fields, "type", TYPE, &MANNERS, mended);
    let attitude = one_of(fields, "attitude", ATTITUDE, &ATTITUDES, mended);
    let mut flag = |name| fields.spare(name, A_FLAG, mended).unwrap_or(false);
    let flags = Flags { negated: flag("negated"), ironic: flag("ironic"), uncertain: flag("uncertain") };
    let holders = parties(fields, "holders", holder, mended);
    let targets = parties(fields, "targets", referent, mended);
    let holders: Rc<[Holder]> = if holders.is_empty() { Rc::new([Holder::Author]) } else { holders.into() };
    Ok(Frame {
        polarity,
        intensity: intensity.unwrap_or_default(),
        holders,
        targets: targets.into(),
        manner: manner.unwrap_or_default(),
        attitude,
        flags,
    })
}

fn one_of<T: Copy>(
    fields: &mut Fields<'_>,
    field: &'static str,
    wanted: &'static str,
    words: &[(&str, T)],
    mended: &mut Mended,
) -> Option<T> {
    let said = fields.spare::<String>(field, TEXT, mended)?;
    let known = meaning(words, &said);
    if known.is_none() {
        mended.push((Fault::Wrong { field, wanted }, Outcome::Without));
    }
    known
}

/// A list of holders or targets, each of them once.
fn parties<T: Clone + Eq + Hash>(
    fields: &mut Fields<'_>,
    field: &'static str,
    party: impl Fn(&str) -> Option<T>,
    mended: &mut Mended,
) -> Vec<T> {
    const WANTED: &str = "a list of mentions and entities, as {\"mention\": \"its id\"}";
    let list = fields.spare::<Vec<&RawValue>>(field, WANTED, mended).unwrap_or_default();
    let mut kept = Vec::with_capacity(list.len());
    let mut seen = HashSet::new();
    for json in list {
        let fault = match party(json.get()) {
            Some(party) if seen.insert(party.clone()) => {
                kept.push(party);
                continue;
            }
            Some(_) => Fault::TwiceIn(field),
            None => Fault::Wrong { field, wanted: WANTED },
        };
        mended.push((fault, Outcome::Without));
    }
    kept
}

fn holder(json: &str) -> Option<Holder> {
    match serde_json::from_str::<String>(json).ok().as_deref() {
        Some(AUTHOR) => Some(Holder::Author),
        Some(IMPLICIT) => Some(Holder::Implicit),
        Some(_) => None,
        None => referent(json).map(Holder::Known),
    }
}

fn referent(json: &str) -> Option<Referent> {
    let mut fields = Fields::of(json).ok()?;
    let mut id = |name| fields.take::<String>(name, TEXT).ok().flatten();
    match (id("mention"), id("entity")) {
        (Some(id), None) => AnnotationId::new(&id).map(Referent::Mention),
        (None, Some(id)) => EntityId::new(&id).map(Referent::Entity),
        _ => None,
    }
}

/// The entity that a mention names.
pub(super) fn entity_of(fields: &mut Fields<'_>, mended: &mut Mended) -> Option<EntityId> {
    let said = fields.spare::<String>("entity", TEXT, mended)?;
    let id = EntityId::new(&said);
    if id.is_none() {
        mended.push((Fault::NotAnId(said), Outcome::Without));
    }
    id
}

/// The entities of a file; those that cannot be used are reported.
pub(super) fn entities(list: &[&RawValue], problems: &mut Vec<Problem>) -> Vec<Entity> {
    let mut ids = HashSet::new();
    records(list, Place::Entity, problems, |fields, mended| {
        let id: String = fields.need("id", TEXT)?;
        let id = EntityId::new(&id).ok_or(Fault::NotAnId(id))?;
        let name: String = fields.need("name", TEXT)?;
        if name.trim().is_empty() {
            return Err(Fault::Missing("name"));
        }
        if !ids.insert(id.clone()) {
            return Err(Fault::IdTaken);
        }
        let said = fields.spare::<String>("identifier", TEXT, mended);
        let identifier = said.as_deref().and_then(Identifier::new);
        if let (Some(said), None) = (said, &identifier) {
            mended.push((Fault::NotAnIdentifier(said), Outcome::Without));
        }
        let note = fields.spare::<String>("note", TEXT, mended).unwrap_or_default().into();
        Ok(Entity { id, name: name.into(), identifier, note, unknown: fields.unknown() })
    })
}

/// The annotations without what they refer to where that is not there.
pub(super) fn without_dangling(
    annotations: Vec<(Annotation, Place)>,
    entities: &[Entity],
    problems: &mut Vec<Problem>,
) -> Vec<Annotation> {
    let entities: HashSet<EntityId> = entities.iter().map(|entity| entity.id.clone()).collect();
    let mentions = annotations.iter().filter(|(annotation, _)| annotation.label().is_some());
    let mentions: HashSet<AnnotationId> = mentions.map(|(annotation, _)| annotation.id.clone()).collect();
    let there = |referent: &Referent| match referent {
        Referent::Mention(id) => mentions.contains(id),
        Referent::Entity(id) => entities.contains(id),
    };
    let mut kept = Vec::with_capacity(annotations.len());
    for (mut annotation, place) in annotations {
        let mut report = |id: &str| {
            let fault = Fault::Dangling(id.to_owned());
            problems.push(Problem { place: place.clone(), fault, outcome: Outcome::Without });
        };
        match &mut annotation.body {
            Body::Mention { entity, .. } => {
                if let Some(id) = entity.take_if(|entity| !entities.contains(entity)) {
                    report(id.as_str());
                }
            }
            Body::Frame(frame) => {
                for referent in frame.referents().filter(|referent| !there(referent)) {
                    report(match referent {
                        Referent::Mention(id) => id.as_str(),
                        Referent::Entity(id) => id.as_str(),
                    });
                }
                if !frame.referents().all(there) {
                    *frame = frame.pointing(|referent| there(referent).then(|| referent.clone()));
                }
            }
        }
        kept.push(annotation);
    }
    kept
}

/// The relations of a file whose ends and type are there; the others are reported.
pub(super) fn relations(
    list: &[&RawValue],
    document_created: Timestamp,
    annotations: &HashSet<&AnnotationId>,
    labels: &LabelSet,
    problems: &mut Vec<Problem>,
) -> Vec<Relation> {
    let mut ids = HashSet::new();
    records(list, Place::Relation, problems, |fields, mended| {
        let id: String = fields.need("id", TEXT)?;
        let id = RelationId::new(&id).ok_or(Fault::NotAnId(id))?;
        let label: String = fields.need("type", TEXT)?;
        let known = LabelId::new(&label).filter(|label| labels.relation(label).is_some());
        let label = known.ok_or(Fault::UnknownLabel(label))?;
        let mut end = |name| {
            let id: String = fields.need(name, TEXT)?;
            let known = AnnotationId::new(&id).filter(|id| annotations.contains(id));
            known.ok_or(Fault::Dangling(id))
        };
        let (from, to) = (end("from")?, end("to")?);
        if from == to {
            return Err(Fault::ToItself);
        }
        if !ids.insert(id.clone()) {
            return Err(Fault::IdTaken);
        }
        let created = fields.spare_time("created", mended).unwrap_or(document_created);
        Ok(Relation {
            id,
            label,
            from,
            to,
            note: fields.spare::<String>("note", TEXT, mended).unwrap_or_default().into(),
            origin: origin(fields, mended),
            created,
            modified: fields.spare_time("modified", mended).unwrap_or(created),
            coder: fields.spare::<String>("coder", TEXT, mended).map(Rc::from),
            unknown: fields.unknown(),
        })
    })
}

/// Takes the types of relations out of a label set. Those that cannot be used are reported.
pub(super) fn relation_types(fields: &mut Fields<'_>, problems: &mut Vec<Problem>) -> Vec<RelationType> {
    let mut mended = Vec::new();
    let list = fields.spare::<Vec<&RawValue>>("relations", A_LIST, &mut mended).unwrap_or_default();
    problems.extend(mended.into_iter().map(|(fault, outcome)| Problem { place: Place::LabelSet, fault, outcome }));
    let (mut ids, mut names) = (HashSet::new(), HashSet::new());
    records(&list, Place::RelationType, problems, |fields, mended| {
        let id: String = fields.need("id", TEXT)?;
        let id = LabelId::new(&id).ok_or(Fault::NotAnId(id))?;
        let name = fields.spare::<String>("name", TEXT, mended).unwrap_or_else(|| id.to_string());
        if !is_name(&name) {
            return Err(Fault::NotAName);
        }
        if !ids.insert(id.clone()) {
            return Err(Fault::IdTaken);
        }
        if !names.insert(folded(&name)) {
            return Err(Fault::NameTaken);
        }
        let mut labels = |name| {
            let said = fields.spare::<Vec<String>>(name, A_LIST, mended).unwrap_or_default();
            said.iter().filter_map(|label| LabelId::new(label)).collect()
        };
        let (from, to) = (labels("from"), labels("to"));
        let description = fields.spare::<String>("description", TEXT, mended).unwrap_or_default().into();
        Ok(RelationType { id, name: name.into(), description, from, to, unknown: fields.unknown() })
    })
}

/// The values of variables of the document; those that cannot be used are reported.
pub(super) fn codes(list: &[&RawValue], document_created: Timestamp, problems: &mut Vec<Problem>) -> Vec<Code> {
    const VALUE: &str = "text, a number, or true or false";
    let mut names = HashSet::new();
    records(list, Place::Code, problems, |fields, mended| {
        let name: String = fields.need("name", TEXT)?;
        if !is_name(&name) {
            return Err(Fault::NotAName);
        }
        let value = fields.take_json("value").and_then(value_of);
        let value = value.ok_or(Fault::Wrong { field: "value", wanted: VALUE })?;
        if !names.insert(name.clone()) {
            return Err(Fault::NameTaken);
        }
        let modified = fields.spare_time("modified", mended).unwrap_or(document_created);
        let coder = fields.spare::<String>("coder", TEXT, mended).map(Rc::from);
        for (name, _) in std::mem::replace(fields, Fields::none()).rest() {
            mended.push((Fault::Unknown(name), Outcome::Without));
        }
        Ok(Code { name: name.into(), value, modified, coder })
    })
}

/// The records of a list that could be read; what is wrong with them or with others is reported.
fn records<T>(
    list: &[&RawValue],
    place: fn(Record) -> Place,
    problems: &mut Vec<Problem>,
    mut read: impl FnMut(&mut Fields<'_>, &mut Mended) -> Result<T, Fault>,
) -> Vec<T> {
    let mut kept = Vec::with_capacity(list.len());
    for (json, number) in list.iter().zip(1..) {
        let mut mended = Vec::new();
        let record = Fields::of(json.get()).and_then(|mut fields| read(&mut fields, &mut mended));
        let mut report = |fault, outcome| {
            problems.push(Problem { place: place(Record::of(number, json.get())), fault, outcome });
        };
        match record {
            Ok(record) => {
                mended.into_iter().for_each(|(fault, outcome)| report(fault, outcome));
                kept.push(record);
            }
            Err(fault) => report(fault, Outcome::LeftOut),
        }
    }
    kept
}

#[derive(Serialize)]
pub(super) struct FrameJson<'a> {
    polarity: &'static str,
    intensity: &'static str,
    #[serde(rename = "type")]
    manner: &'static str,
    holders: Vec<PartyJson<'a>>,
    targets: Vec<PartyJson<'a>>,
    attitude: Option<&'static str>,
    negated: bool,
    ironic: bool,
    uncertain: bool,
}

impl<'a> FrameJson<'a> {
    pub(super) fn of(frame: &'a Frame) -> Self {
        let holder = |holder: &'a Holder| match holder {
            Holder::Author => PartyJson::Word(AUTHOR),
            Holder::Implicit => PartyJson::Word(IMPLICIT),
            Holder::Known(referent) => PartyJson::of(referent),
        };
        Self {
            polarity: word(&POLARITIES, &frame.polarity),
            intensity: word(&INTENSITIES, &frame.intensity),
            manner: word(&MANNERS, &frame.manner),
            holders: frame.holders.iter().map(holder).collect(),
            targets: frame.targets.iter().map(PartyJson::of).collect(),
            attitude: frame.attitude.as_ref().map(|attitude| word(&ATTITUDES, attitude)),
            negated: frame.flags.negated,
            ironic: frame.flags.ironic,
            uncertain: frame.flags.uncertain,
        }
    }
}

#[derive(Serialize)]
#[serde(untagged)]
enum PartyJson<'a> {
    Word(&'static str),
    Mention { mention: &'a str },
    Entity { entity: &'a str },
}

impl<'a> PartyJson<'a> {
    fn of(referent: &'a Referent) -> Self {
        match referent {
            Referent::Mention(id) => Self::Mention { mention: id.as_str() },
            Referent::Entity(id) => Self::Entity { entity: id.as_str() },
        }
    }
}

#[derive(Serialize)]
pub(super) struct EntityJson<'a> {
    id: &'a str,
    name: &'a str,
    identifier: Option<&'a str>,
    note: &'a str,
    #[serde(flatten)]
    unknown: Fields<'a>,
}

impl<'a> EntityJson<'a> {
    pub(super) fn of(entity: &'a Entity) -> Self {
        Self {
            id: entity.id.as_str(),
            name: &entity.name,
            identifier: entity.identifier.as_ref().map(|identifier| identifier.as_str()),
            note: &entity.note,
            unknown: Fields::of_unknown(&entity.unknown, known::ENTITY),
        }
    }
}

#[derive(Serialize)]
pub(super) struct RelationJson<'a> {
    id: &'a str,
    #[serde(rename = "type")]
    label: &'a str,
    from: &'a str,
    to: &'a str,
    note: &'a str,
    origin: &'static str,
    created: String,
    modified: String,
    coder: Option<&'a str>,
    #[serde(flatten)]
    unknown: Fields<'a>,
}

impl<'a> RelationJson<'a> {
    pub(super) fn of(relation: &'a Relation) -> Self {
        Self {
            id: relation.id.as_str(),
            label: relation.label.as_str(),
            from: relation.from.as_str(),
            to: relation.to.as_str(),
            note: &relation.note,
            origin: origin_word(relation.origin),
            created: times::write(relation.created),
            modified: times::write(relation.modified),
            coder: relation.coder.as_deref(),
            unknown: Fields::of_unknown(&relation.unknown, known::RELATION),
        }
    }
}

#[derive(Serialize)]
pub(super) struct RelationTypeJson<'a> {
    id: &'a str,
    name: &'a str,
    description: &'a str,
    from: Vec<&'a str>,
    to: Vec<&'a str>,
    #[serde(flatten)]
    unknown: Fields<'a>,
}

impl<'a> RelationTypeJson<'a> {
    pub(super) fn of(relation: &'a RelationType) -> Self {
        let labels = |labels: &'a [LabelId]| labels.iter().map(|label| label.as_str()).collect();
        Self {
            id: relation.id.as_str(),
            name: &relation.name,
            description: &relation.description,
            from: labels(&relation.from),
            to: labels(&relation.to),
            unknown: Fields::of_unknown(&relation.unknown, known::RELATION_TYPE),
        }
    }
}

#[derive(Serialize)]
pub(super) struct CodeJson<'a> {
    name: &'a str,
    value: AttributeJson<'a>,
    modified: String,
    coder: Option<&'a str>,
}

impl<'a> CodeJson<'a> {
    pub(super) fn of(code: &'a Code) -> Self {
        Self {
            name: &code.name,
            value: AttributeJson::of(&code.value),
            modified: times::write(code.modified),
            coder: code.coder.as_deref(),
        }
    }
}
