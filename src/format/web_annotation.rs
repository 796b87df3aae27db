//! W3C Web Annotations in JSON-LD: a page of annotations on a text that is not in it.
//!
//! After the recommendation of 2017-02-23, annotation-model §4.2.4 and §4.2.5: positions are code points, and quotes have a
//! prefix and a suffix that make them unique. Terms of our own are in a context of their own, as terms without one vanish.
//! `oa:assessing` is written in full, because the published context lacks the word.

mod reading;

use super::exchange::aside::{AnnotationAside, DocumentAside, RelationAside};
use super::exchange::loss::reduce_all;
use super::exchange::measure::Measure;
use super::exchange::naming::Names;
use super::exchange::{Format, Holds, LossKind, Unit, WriteError, WriteOptions, Written, json};
use super::native::times;
use super::sha256_hex;
use crate::model::{Annotation, Body, CharRange, Polarity, Referent, Relation, Session};
use serde_json::{Value, json as value};
use std::collections::HashMap;
use std::rc::Rc;

/// The entry in the table of formats.
pub const FORMAT: Format = Format {
    id: "web-annotation",
    name: "W3C Web Annotation (JSON-LD)",
    extensions: &["jsonld", "json"],
    media_type: "application/ld+json",
    unit: Some(Unit::CodePoints),
    choices: &[],
    holds: Holds {
        aside: &[
            LossKind::Codes,
            LossKind::Entities,
            LossKind::Review,
            LossKind::Unknown,
            LossKind::Attributes,
            LossKind::Holders,
            LossKind::Nuances,
            LossKind::RelationNotes,
        ],
        no: &[LossKind::Text, LossKind::Description, LossKind::LabelSet, LossKind::Hints],
    },
    write: Some(write),
    read: Some(reading::read),
    detect: reading::detect,
};

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// What our own names begin with.
const OURS: &str = "urn:x-rubricate:";

/// The properties of sentiments, <http://www.gsi.dit.upm.es/ontologies/marl/>.
const MARL: &str = "http://www.gsi.dit.upm.es/ontologies/marl/ns#";

const ASSESSING: &str = "oa:assessing";

fn write(sessions: &[&Session], options: &WriteOptions<'_>) -> Result<Written, WriteError> {
    let [_] = sessions else { return Err(WriteError::OneDocument) };
    let (reduced, losses) = reduce_all(sessions, &FORMAT.holds, options);
    let session = reduced.first().ok_or(WriteError::OneDocument)?;
    let file = json::indented(&page(session));
    Ok(Written { file: file.into_bytes(), extension: FORMAT.extensions[0], losses })
}

/// Names of the parts of a document.
struct Iris {
    document: String,
}

impl Iris {
    fn of(session: &Session) -> Self {
        Self { document: format!("{OURS}document:{}", session.document.id) }
    }

    fn annotation(&self, id: &impl std::fmt::Display) -> String {
        format!("{}#annotation:{id}", self.document)
    }

    fn relation(&self, id: &impl std::fmt::Display) -> String {
        format!("{}#relation:{id}", self.document)
    }
}

/// What our own name of a record says its id is.
fn own_id<'a>(iri: &'a str, kind: &str) -> Option<&'a str> {
    iri.strip_prefix(OURS)?.split_once('#')?.1.strip_prefix(kind)?.strip_prefix(':')
}

fn page(session: &Session) -> Value {
    let iris = Iris::of(session);
    let names = (Names::of_labels(session), Names::of_relations(session));
    let measure = Measure::of(session);
    let contexts = Contexts::of(session, &measure);
    let mut items: Vec<Value> = Vec::with_capacity(session.annotations.len());
    for annotation in session.annotations.iter(&session.text) {
        items.push(item(annotation, &iris, &names.0, &measure, &contexts));
    }
    for relation in session.relations.values() {
        items.extend(linking(relation, &iris, names.1.get(&relation.label)));
    }
    let mut document = DocumentAside::of(session);
    document.wordless = Vec::new();
    (document.id, document.created, document.byte_order_mark) = (None, None, false);
    value!({
        "@context": [CONTEXT, {
            "marl": MARL,
            "polarity": {"@id": "marl:hasPolarity", "@type": "@id"},
            "intensity": "marl:polarityValue",
            "about": {"@id": "marl:describesObject", "@type": "@id", "@container": "@set"},
            "sha256": format!("{OURS}sha256"),
            "rubricate": format!("{OURS}aside"),
        }],
        "id": format!("{}#page", iris.document),
        "type": "AnnotationPage",
        "sha256": sha256_hex(session.text.as_str()),
        "rubricate": as_value(&document),
        "items": items,
    })
}

/// JSON of our own as text: JSON-LD has no place for objects that it does not look into.
fn as_value(json: &impl serde::Serialize) -> Value {
    serde_json::to_string(json).map_or(Value::Null, Value::String)
}

fn item(annotation: &Rc<Annotation>, iris: &Iris, labels: &Names, measure: &Measure<'_>, contexts: &Contexts) -> Value {
    let mut aside = AnnotationAside::of(annotation);
    (aside.id, aside.spans) = (None, Vec::new());
    (aside.remarks.created, aside.remarks.modified, aside.remarks.coder) = (None, None, None);
    aside.remarks.note = String::new();
    let mut bodies = Vec::new();
    match &annotation.body {
        Body::Mention { label, .. } => {
            bodies.push(value!({"type": "TextualBody", "purpose": "tagging", "value": labels.get(label)}));
        }
        Body::Frame(frame) => {
            let about = frame.targets.iter().filter_map(|target| match target {
                Referent::Mention(mention) => Some(iris.annotation(mention)),
                Referent::Entity(_) => None,
            });
            bodies.push(value!({
                "type": "TextualBody",
                "purpose": ASSESSING,
                "value": json::polarity_word(frame.polarity),
                "polarity": polarity_iri(frame.polarity),
                "intensity": frame.intensity.number(),
                "about": about.collect::<Vec<_>>(),
            }));
        }
    }
    if !annotation.note.is_empty() {
        bodies.push(value!({"type": "TextualBody", "purpose": "commenting", "value": &*annotation.note}));
    }
    let targets = annotation.fragments.ranges().iter().map(|range| {
        let (start, end) = measure.span(*range, Unit::CodePoints);
        let (prefix, suffix) = contexts.around(measure, *range);
        value!({
            "source": iris.document,
            "selector": [
                {"type": "TextQuoteSelector", "exact": measure.slice(*range), "prefix": prefix, "suffix": suffix},
                {"type": "TextPositionSelector", "start": start, "end": end},
            ],
        })
    });
    let mut targets: Vec<Value> = targets.collect();
    let target = match targets.len() {
        0 => value!(iris.document),
        1 => targets.remove(0),
        _ => Value::Array(targets),
    };
    let mut item = value!({
        "id": iris.annotation(&annotation.id),
        "type": "Annotation",
        "created": times::write(annotation.created),
        "modified": times::write(annotation.modified),
        "body": bodies,
        "target": target,
        "rubricate": as_value(&aside),
    });
    if let Some(coder) = &annotation.coder {
        item["creator"] = value!({"type": "Person", "name": &**coder});
    }
    item
}

fn polarity_iri(polarity: Polarity) -> String {
    match polarity {
        Polarity::Positive => "marl:Positive".to_owned(),
        Polarity::Negative => "marl:Negative".to_owned(),
        Polarity::Neutral => "marl:Neutral".to_owned(),
        // The ontology has no such word.
        Polarity::Mixed => format!("{OURS}Mixed"),
    }
}

/// A relation as Recogito has it: a link, and an annotation on the link that names its type.
fn linking(relation: &Rc<Relation>, iris: &Iris, label: &str) -> [Value; 2] {
    let link = iris.relation(&relation.id);
    let aside = RelationAside { from: None, to: None, ..RelationAside::of(relation) };
    let (from, to) = (iris.annotation(&relation.from), iris.annotation(&relation.to));
    let linking = value!({
        "id": link,
        "type": "Annotation",
        "motivation": "linking",
        "body": to,
        "target": from,
        "rubricate": as_value(&aside),
    });
    let tagging = value!({
        "id": format!("{link}:type"),
        "type": "Annotation",
        "motivation": "tagging",
        "body": {"type": "TextualBody", "purpose": "tagging", "value": label},
        "target": link,
    });
    [linking, tagging]
}

/// What stands around quotes: enough to tell them from the same words elsewhere.
struct Contexts<'a> {
    text: &'a str,
    /// Where words stand that more than one annotation or place has, in bytes.
    places: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Contexts<'a> {
    /// How many code points are given at least, where there are so many.
    const CHARS: usize = 24;

    /// How many code points are given at most.
    const MOST: usize = 400;

    /// How many bytes are searched at most for other places of the same words.
    const BUDGET: usize = 256 * 1024 * 1024;

    fn of(session: &'a Session, measure: &Measure<'a>) -> Self {
        let text = session.text.as_str();
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut budget = Self::BUDGET;
        let ranges = session.annotations.iter(&session.text).flat_map(|annotation| annotation.fragments.ranges());
        for range in ranges {
            let words = measure.slice(*range);
            if !places.contains_key(words) && budget >= text.len() {
                budget -= text.len();
                places.insert(words, text.match_indices(words).map(|(at, _)| at).take(1_000).collect());
            }
        }
        Self { text, places }
    }

    /// The shortest prefix and suffix of at least some code points with which the words are unique, as far as that goes.
    fn around(&self, measure: &Measure<'_>, range: CharRange) -> (&'a str, &'a str) {
        let bytes = measure.bytes(range);
        let others = self.places.get(measure.slice(range)).map_or(&[][..], Vec::as_slice);
        let mut chars = Self::CHARS;
        loop {
            let (prefix, suffix) = (last(&self.text[..bytes.start], chars), first(&self.text[bytes.end..], chars));
            let same = |at: &usize| {
                *at != bytes.start
                    && self.text[..*at].ends_with(prefix)
                    && self.text[*at + bytes.len()..].starts_with(suffix)
            };
            let whole = prefix.len() == bytes.start && suffix.len() == self.text.len() - bytes.end;
            if whole || chars >= Self::MOST || !others.iter().any(same) {
                return (prefix, suffix);
            }
            chars *= 2;
        }
    }
}

fn first(text: &str, chars: usize) -> &str {
    text.char_indices().nth(chars).map_or(text, |(byte, _)| &text[..byte])
}

fn last(text: &str, chars: usize) -> &str {
    let start = chars.checked_sub(1).and_then(|before| text.char_indices().rev().nth(before));
    start.map_or(text, |(byte, _)| &text[byte..])
}
