//! From a session to a file.

use super::fields::Fields;
use super::labels::LabelSetJson;
use super::lines;
use super::linked::{CodeJson, EntityJson, FrameJson, RelationJson};
use super::places::Places;
use super::{FORMAT, OFFSETS, ORIGINS, VERSION, known, times};
use crate::format::sha256_hex;
use crate::model::{Annotation, AttributeValue, Body, CharRange, Origin, Session, Text};
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// The file of a session. The same session always gives the same bytes.
///
/// Mentions and frames are each in document order, one on a line. Costs the length of the text, and the logarithm of the
/// number of annotations for each of them.
pub fn write(session: &Session) -> String {
    file(session, Some(session.text.as_str()))
}

/// The same without the text itself.
pub(super) fn without_text(session: &Session) -> String {
    file(session, None)
}

fn file(session: &Session, written: Option<&str>) -> String {
    let Session { text, document, description, labels, dismissed, .. } = session;
    let file = FileJson {
        format: FORMAT,
        version: VERSION,
        offsets: OFFSETS,
        document: DocumentJson {
            id: document.id.as_str(),
            title: &description.title,
            source: &description.source,
            note: &description.note,
            created: times::write(document.created),
            byte_order_mark: document.byte_order_mark,
            length: LengthJson { code_points: text.len(), utf16: text.len_utf16(), utf8: text.as_str().len() },
            sha256: sha256_hex(text.as_str()),
            text: written,
            codes: session.codes.values().map(|code| CodeJson::of(code)).collect(),
            dismissed: dismissed.iter().map(|finding| &**finding).collect(),
            unknown: Fields::of_unknown(&document.unknown.document, known::DOCUMENT),
        },
        label_set: LabelSetJson::of(labels, Fields::of_unknown(&document.unknown.label_set, known::LABEL_SET)),
        annotations: AnnotationsJson::of(session),
        unknown: Fields::of_unknown(&document.unknown.file, known::FILE),
    };
    lines::write(&file)
}

/// The annotations of a session alone: an object of `entities`, `mentions`, `frames` and `relations`, each as in the file.
///
/// Costs what [`write()`] costs, but for the hash of the text.
pub fn write_annotations(session: &Session) -> String {
    lines::write(&AnnotationsJson::of(session))
}

#[derive(Serialize)]
struct FileJson<'a> {
    format: &'static str,
    version: u64,
    offsets: &'static str,
    document: DocumentJson<'a>,
    label_set: LabelSetJson<'a>,
    #[serde(flatten)]
    annotations: AnnotationsJson<'a>,
    #[serde(flatten)]
    unknown: Fields<'a>,
}

#[derive(Serialize)]
struct DocumentJson<'a> {
    id: &'a str,
    title: &'a str,
    source: &'a str,
    note: &'a str,
    created: String,
    byte_order_mark: bool,
    length: LengthJson,
    sha256: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    codes: Vec<CodeJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dismissed: Vec<&'a str>,
    #[serde(flatten)]
    unknown: Fields<'a>,
}

#[derive(Serialize)]
struct LengthJson {
    code_points: u32,
    utf16: u32,
    utf8: usize,
}

#[derive(Serialize)]
struct AnnotationsJson<'a> {
    entities: Vec<EntityJson<'a>>,
    mentions: Vec<AnnotationJson<'a>>,
    frames: Vec<AnnotationJson<'a>>,
    relations: Vec<RelationJson<'a>>,
}

impl<'a> AnnotationsJson<'a> {
    fn of(session: &'a Session) -> Self {
        let Session { text, annotations, entities, relations, .. } = session;
        let annotations: Vec<_> = annotations.iter(text).map(|annotation| &**annotation).collect();
        let ranges = annotations.iter().flat_map(|annotation| annotation.fragments.ranges());
        let bounds = ranges.flat_map(|range| [range.start().0, range.end().0]).collect();
        let measure = Measure { text, places: Places::of(text.as_str(), bounds) };
        let (mentions, frames): (Vec<_>, Vec<_>) = annotations.into_iter().partition(|a| a.label().is_some());
        Self {
            entities: entities.values().map(|entity| EntityJson::of(entity)).collect(),
            mentions: mentions.into_iter().map(|annotation| AnnotationJson::of(annotation, &measure)).collect(),
            frames: frames.into_iter().map(|annotation| AnnotationJson::of(annotation, &measure)).collect(),
            relations: relations.values().map(|relation| RelationJson::of(relation)).collect(),
        }
    }
}

/// A mention has a label, an entity and attributes, a frame what a sentiment is made of.
#[derive(Serialize)]
struct AnnotationJson<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    entity: Option<Option<&'a str>>,
    #[serde(flatten)]
    frame: Option<FrameJson<'a>>,
    spans: Vec<SpanJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attributes: Option<BTreeMap<&'a str, AttributeJson<'a>>>,
    note: &'a str,
    origin: &'static str,
    review: bool,
    created: String,
    modified: String,
    coder: Option<&'a str>,
    #[serde(flatten)]
    unknown: Fields<'a>,
}

impl<'a> AnnotationJson<'a> {
    fn of(annotation: &'a Annotation, measure: &Measure<'a>) -> Self {
        let (label, attributes, known) = match &annotation.body {
            Body::Mention { label, attributes, .. } => {
                let attributes = attributes.iter().map(|(name, value)| (&**name, AttributeJson::of(value)));
                (Some(label.as_str()), Some(attributes.collect()), known::MENTION)
            }
            Body::Frame(_) => (None, None, known::FRAME),
        };
        Self {
            id: annotation.id.as_str(),
            label,
            entity: label.is_some().then(|| annotation.entity().map(|entity| entity.as_str())),
            frame: annotation.frame().map(FrameJson::of),
            spans: annotation.fragments.ranges().iter().map(|range| measure.span(*range)).collect(),
            attributes,
            note: &annotation.note,
            origin: origin_word(annotation.origin),
            review: annotation.review,
            created: times::write(annotation.created),
            modified: times::write(annotation.modified),
            coder: annotation.coder.as_deref(),
            unknown: Fields::of_unknown(&annotation.unknown, known),
        }
    }
}

pub(super) fn origin_word(origin: Origin) -> &'static str {
    ORIGINS.iter().find(|(_, known)| *known == origin).map_or("", |(word, _)| word)
}

#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum AttributeJson<'a> {
    Text(&'a str),
    Flag(bool),
    Number(&'a RawValue),
}

impl<'a> AttributeJson<'a> {
    /// What calls itself a number and is none is written as text.
    pub(super) fn of(value: &'a AttributeValue) -> Self {
        match value {
            AttributeValue::Text(text) => Self::Text(text),
            AttributeValue::Flag(flag) => Self::Flag(*flag),
            AttributeValue::Number(number) => {
                let looks = number.starts_with(|c: char| c == '-' || c.is_ascii_digit());
                let json = serde_json::from_str(number).ok().filter(|_| looks);
                json.map_or(Self::Text(number), Self::Number)
            }
        }
    }
}

#[derive(Serialize)]
struct SpanJson<'a> {
    start: u32,
    end: u32,
    utf16: [u32; 2],
    utf8: [u32; 2],
    quote: &'a str,
}

/// The text, and every position in it that an annotation starts or ends at.
struct Measure<'a> {
    text: &'a Text,
    places: Places,
}

impl<'a> Measure<'a> {
    fn span(&self, range: CharRange) -> SpanJson<'a> {
        // A session has no annotation outside its text.
        let spot = |at: u32| self.places.get(at).unwrap_or_default();
        let (start, end) = (spot(range.start().0), spot(range.end().0));
        SpanJson {
            start: start.chars,
            end: end.chars,
            utf16: [start.utf16, end.utf16],
            utf8: [start.utf8, end.utf8],
            quote: self.text.as_str().get(start.utf8 as usize..end.utf8 as usize).unwrap_or_default(),
        }
    }
}
