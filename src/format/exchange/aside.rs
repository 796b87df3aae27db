//! What formats of JSON have no place for, kept in a field of our own that other tools pass over.
//!
//! The field is called `rubricate`. Everything in it is optional, and what is not as it should be is reported and passed over.

mod party;

use super::draft::{AnnotationDraft, BodyDraft, Draft, EntityDraft, FrameDraft, RelationDraft, Remarks};
use super::report::{Fault, Outcome, Place, Problem};
use crate::format::native::{ATTITUDES, INTENSITIES, MANNERS, ORIGINS, POLARITIES, meaning, times, value_of, word};
use crate::model::session::UnknownParts;
use crate::model::{
    Annotation, AnnotationId, AttributeValue, Body, Code, Flags, Frame, Manner, Origin, Polarity, Relation, Session,
    Timestamp, Unknown,
};
pub(crate) use party::Party;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What a document has beside its text and its records.
#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
pub(crate) struct DocumentAside {
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) source: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) note: String,
    pub(crate) created: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) byte_order_mark: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) codes: Vec<CodeAside>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) entities: Vec<EntityAside>,
    /// Sentiments without words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) wordless: Vec<AnnotationAside>,
    /// Relations from or to these.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) relations: Vec<RelationAside>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) unknown: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) unknown_document: Option<Box<RawValue>>,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
pub(crate) struct CodeAside {
    pub(crate) name: String,
    pub(crate) value: Option<Box<RawValue>>,
    pub(crate) modified: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) coder: Option<String>,
}

#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
pub(crate) struct EntityAside {
    pub(crate) id: String,
    pub(crate) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) identifier: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) note: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) unknown: Option<Box<RawValue>>,
}

/// What an annotation has beside what a format says of it. Each format takes out what it has a place for.
#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
pub(crate) struct AnnotationAside {
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    /// Its stretches, where there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) spans: Vec<(u64, u64)>,
    /// The polarity of a sentiment, where the format does not have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) polarity: Option<String>,
    /// How strong it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) intensity: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(crate) manner: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) holders: Vec<Party>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) targets: Vec<Party>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) attitude: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) negated: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) ironic: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) uncertain: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) entity: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) attributes: BTreeMap<String, Box<RawValue>>,
    /// What can be said of any record.
    #[serde(skip_serializing_if = "RemarksAside::is_empty")]
    pub(crate) remarks: RemarksAside,
}

/// What a relation has beside its type.
#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
pub(crate) struct RelationAside {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    /// Its type, where the format does not have it.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(crate) label: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) to: Option<String>,
    #[serde(skip_serializing_if = "RemarksAside::is_empty")]
    pub(crate) remarks: RemarksAside,
}

/// What can be said of any record.
#[derive(Serialize, Deserialize, Default, PartialEq)]
#[serde(default)]
pub(crate) struct RemarksAside {
    /// A remark.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) note: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) review: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) origin: Option<String>,
    /// When it was made, in RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) created: Option<String>,
    /// When it was changed, in RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) modified: Option<String>,
    /// Who made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) coder: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) unknown: Option<Raw>,
}

/// JSON as it is written.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Raw(pub(crate) Box<RawValue>);

impl PartialEq for Raw {
    fn eq(&self, other: &Self) -> bool {
        self.0.get() == other.0.get()
    }
}

impl DocumentAside {
    /// All of a document that is not its text, its annotations with words, its relations and its labels.
    pub(crate) fn of(session: &Session) -> Self {
        let Session { document, description, codes, entities, annotations, .. } = session;
        let code = |code: &Rc<Code>| CodeAside {
            name: code.name.to_string(),
            value: value_json(&code.value),
            modified: Some(times::write(code.modified)),
            coder: code.coder.as_deref().map(str::to_owned),
        };
        Self {
            id: Some(document.id.to_string()),
            title: description.title.to_string(),
            source: description.source.to_string(),
            note: description.note.to_string(),
            created: Some(times::write(document.created)),
            byte_order_mark: document.byte_order_mark,
            codes: codes.values().map(code).collect(),
            entities: entities
                .values()
                .map(|entity| EntityAside {
                    id: entity.id.to_string(),
                    name: entity.name.to_string(),
                    identifier: entity.identifier.as_ref().map(|identifier| identifier.as_str().to_owned()),
                    note: entity.note.to_string(),
                    unknown: raw(&entity.unknown),
                })
                .collect(),
            wordless: annotations.wordless().iter().map(|frame| AnnotationAside::whole(frame)).collect(),
            relations: Vec::new(),
            unknown: raw(&document.unknown.file),
            unknown_document: raw(&document.unknown.document),
        }
    }

    /// Puts it into a draft. Sentiments without words come after its annotations.
    pub(crate) fn put(self, draft: &mut Draft, place: &Place) {
        draft.id = self.id.or(draft.id.take());
        let or = |said: String, before: &Rc<str>| if said.is_empty() { Rc::clone(before) } else { said.into() };
        draft.description.title = or(self.title, &draft.description.title);
        draft.description.source = or(self.source, &draft.description.source);
        draft.description.note = or(self.note, &draft.description.note);
        draft.created = time(self.created.as_deref());
        draft.byte_order_mark |= self.byte_order_mark;
        draft.unknown = UnknownParts {
            file: object(self.unknown.as_deref()),
            document: object(self.unknown_document.as_deref()),
            label_set: Unknown::default(),
        };
        for (number, code) in self.codes.into_iter().enumerate() {
            let value = code.value.and_then(|json| value_of(json.get())).filter(|_| !code.name.is_empty());
            match value {
                Some(value) => draft.codes.push(Code {
                    name: code.name.into(),
                    value,
                    modified: time(code.modified.as_deref()).or(draft.created).unwrap_or_default(),
                    coder: code.coder.map(Rc::from),
                }),
                None => draft.problems.push(Problem {
                    place: Place::record("variable", number + 1, Some(&code.name)),
                    fault: Fault::Malformed("a name and a value"),
                    outcome: Outcome::LeftOut,
                    annotation: None,
                }),
            }
        }
        draft.entities.extend(self.entities.into_iter().zip(1..).map(|(entity, number)| EntityDraft {
            place: place.with("entity", number, Some(&entity.id)),
            id: entity.id,
            name: entity.name,
            identifier: entity.identifier,
            note: entity.note,
            unknown: object(entity.unknown.as_deref()),
        }));
        for (aside, number) in self.wordless.into_iter().zip(1..) {
            let mut frame = AnnotationDraft {
                place: place.with("sentiment without words", number, aside.id.as_deref()),
                id: None,
                claim: super::anchor::Claim::default(),
                body: BodyDraft::Frame(FrameDraft::new(Polarity::Neutral)),
                remarks: Remarks::default(),
            };
            aside.put(&mut frame, &mut draft.problems);
            draft.annotations.push(frame);
        }
        for (aside, number) in self.relations.into_iter().zip(1..) {
            let what = place.with("relation of a sentiment without words", number, aside.id.as_deref());
            let mut remarks = Remarks::default();
            aside.remarks.put(&mut remarks);
            draft.relations.push(RelationDraft {
                place: what,
                id: aside.id,
                label: aside.label.unwrap_or_default(),
                from: aside.from.unwrap_or_default(),
                to: aside.to.unwrap_or_default(),
                remarks,
            });
        }
    }
}

impl AnnotationAside {
    /// All of an annotation but its place, its label, its polarity and how strong it is.
    pub(crate) fn of(annotation: &Annotation) -> Self {
        let ranges = annotation.fragments.ranges();
        let spans = ranges.iter().map(|range| (range.start().0.into(), range.end().0.into()));
        let mut aside = Self {
            id: Some(annotation.id.to_string()),
            spans: if ranges.len() > 1 { spans.collect() } else { Vec::new() },
            remarks: RemarksAside::of_annotation(annotation),
            ..Self::default()
        };
        match &annotation.body {
            Body::Mention { attributes, entity, .. } => {
                aside.entity = entity.as_ref().map(ToString::to_string);
                let json = |(name, value): &(Rc<str>, AttributeValue)| Some((name.to_string(), value_json(value)?));
                aside.attributes = attributes.iter().filter_map(json).collect();
            }
            Body::Frame(frame) => aside.frame(frame),
        }
        aside
    }

    /// The same, and polarity and strength of a sentiment.
    pub(crate) fn whole(annotation: &Annotation) -> Self {
        let mut aside = Self::of(annotation);
        if let Some(frame) = annotation.frame() {
            aside.polarity = Some(word(&POLARITIES, &frame.polarity).to_owned());
            aside.intensity = Some(word(&INTENSITIES, &frame.intensity).to_owned());
        }
        aside
    }

    fn frame(&mut self, frame: &Frame) {
        let plain = Frame::new(frame.polarity);
        if frame.holders != plain.holders {
            self.holders = frame.holders.iter().map(Party::of_holder).collect();
        }
        self.targets = frame.targets.iter().map(Party::of).collect();
        self.manner = (frame.manner != Manner::default()).then(|| word(&MANNERS, &frame.manner).to_owned());
        self.attitude = frame.attitude.map(|attitude| word(&ATTITUDES, &attitude).to_owned());
        let Flags { negated, ironic, uncertain } = frame.flags;
        (self.negated, self.ironic, self.uncertain) = (negated, ironic, uncertain);
    }

    /// Puts it into a draft that has what the format says.
    pub(crate) fn put(self, draft: &mut AnnotationDraft, problems: &mut Vec<Problem>) {
        let place = draft.place.clone();
        let mut odd = |field: &'static str| {
            let fault = Fault::Malformed(field);
            problems.push(Problem { place: place.clone(), fault, outcome: Outcome::Without, annotation: None });
        };
        draft.id = self.id.or(draft.id.take());
        if !self.spans.is_empty() {
            // The format has but the words from the first stretch to the last.
            draft.claim.quote = draft.claim.quote.take().filter(|_| self.spans.len() == 1);
            draft.claim.spans = self.spans;
        }
        match &mut draft.body {
            BodyDraft::Mention { attributes, entity, .. } => {
                *entity = self.entity.or(entity.take());
                for (name, json) in self.attributes {
                    match value_of(json.get()) {
                        Some(value) => attributes.push((name, value)),
                        None => odd("an attribute that is text, a number, true or false"),
                    }
                }
            }
            BodyDraft::Frame(frame) => {
                let mut set = |known: bool, field| {
                    if !known {
                        odd(field);
                    }
                };
                if let Some(said) = &self.polarity {
                    let known = meaning(&POLARITIES, said);
                    frame.polarity = known.unwrap_or(frame.polarity);
                    set(known.is_some(), "a polarity");
                }
                if let Some(said) = &self.intensity {
                    let known = meaning(&INTENSITIES, said);
                    frame.intensity = known.unwrap_or(frame.intensity);
                    set(known.is_some(), "a strength");
                }
                if let Some(said) = &self.manner {
                    let known = meaning(&MANNERS, said);
                    frame.manner = known.unwrap_or(frame.manner);
                    set(known.is_some(), "a manner");
                }
                if let Some(said) = &self.attitude {
                    let known = meaning(&ATTITUDES, said);
                    frame.attitude = known;
                    set(known.is_some(), "an attitude");
                }
                frame.flags.negated |= self.negated;
                frame.flags.ironic |= self.ironic;
                frame.flags.uncertain |= self.uncertain;
                for holder in self.holders {
                    match holder.holder() {
                        Some(holder) => frame.holders.push(holder),
                        None => odd("a holder"),
                    }
                }
                for target in self.targets {
                    match target.referent() {
                        Some(target) => frame.targets.push(target),
                        None => odd("a target"),
                    }
                }
            }
        }
        self.remarks.put(&mut draft.remarks);
    }
}

impl RelationAside {
    /// All of a relation but its type.
    pub(crate) fn of(relation: &Relation) -> Self {
        Self {
            id: Some(relation.id.to_string()),
            label: None,
            from: Some(relation.from.to_string()),
            to: Some(relation.to.to_string()),
            remarks: RemarksAside::of_relation(relation),
        }
    }

    /// The link from a sentiment to what it is about, which is no relation.
    pub(crate) fn link(from: &AnnotationId, to: &AnnotationId) -> Self {
        Self { from: Some(from.to_string()), to: Some(to.to_string()), ..Self::default() }
    }
}

impl RemarksAside {
    fn of_annotation(annotation: &Annotation) -> Self {
        let Annotation { note, review, origin, created, modified, coder, unknown, .. } = annotation;
        Self { review: *review, ..Self::of(note, *origin, [*created, *modified], coder.as_deref(), unknown) }
    }

    /// What is said of a relation.
    pub(crate) fn of_relation(relation: &Relation) -> Self {
        let Relation { note, origin, created, modified, coder, unknown, .. } = relation;
        Self::of(note, *origin, [*created, *modified], coder.as_deref(), unknown)
    }

    fn of(note: &str, origin: Origin, times: [Timestamp; 2], coder: Option<&str>, unknown: &Unknown) -> Self {
        let [created, modified] = times.map(times::write);
        Self {
            note: note.to_owned(),
            review: false,
            origin: (origin != Origin::Imported).then(|| word(&ORIGINS, &origin).to_owned()),
            modified: (modified != created).then_some(modified),
            created: Some(created),
            coder: coder.map(str::to_owned),
            unknown: raw(unknown).map(Raw),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Puts it into a draft that has what the format says.
    pub(crate) fn put(self, remarks: &mut Remarks) {
        if !self.note.is_empty() {
            remarks.note = self.note;
        }
        remarks.review |= self.review;
        remarks.origin = self.origin.and_then(|said| meaning(&ORIGINS, &said)).or(remarks.origin);
        remarks.created = time(self.created.as_deref()).or(remarks.created);
        remarks.modified = time(self.modified.as_deref()).or(remarks.modified);
        remarks.coder = self.coder.or(remarks.coder.take());
        if let Some(unknown) = self.unknown {
            remarks.unknown = object(Some(&unknown.0));
        }
    }
}

/// A value as JSON.
pub(crate) fn value_json(value: &AttributeValue) -> Option<Box<RawValue>> {
    let json = match value {
        AttributeValue::Text(text) => serde_json::to_string(&**text).ok()?,
        AttributeValue::Flag(flag) => flag.to_string(),
        AttributeValue::Number(number) => number.to_string(),
    };
    // What calls itself a number and is none is written as text.
    let text = || serde_json::to_string(&json).ok().and_then(|json| RawValue::from_string(json).ok());
    RawValue::from_string(json.clone()).ok().or_else(text)
}

pub(crate) fn raw(unknown: &Unknown) -> Option<Box<RawValue>> {
    unknown.0.as_deref().and_then(|json| RawValue::from_string(json.to_owned()).ok())
}

pub(crate) fn object(json: Option<&RawValue>) -> Unknown {
    Unknown(json.map(RawValue::get).filter(|json| json.starts_with('{')).map(Rc::from))
}

pub(crate) fn time(said: Option<&str>) -> Option<Timestamp> {
    said.and_then(times::read)
}
