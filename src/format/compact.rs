//! What the journal and the snapshot share: the seal, and the rows that an annotation, a label and an attribute are kept
//! as.
//!
//! Both are text as `4 89abcdef [...]`: the version of the encoding, a checksum of the rest in eight hexadecimal
//! digits, and JSON that fits on one line. The checksum is the 32-bit FNV-1a hash of the bytes
//! (draft-eastlake-fnv, section 6): whatever single byte is altered, it comes out different, and other damage slips
//! through once in four thousand million times. It guards against accidents, not against people.

mod linked;

use crate::model::{
    Annotation, AnnotationId, AttributeDefinition, AttributeKind, AttributeValue, Body, CharPos, CharRange, EntityId,
    Fragments, Label, LabelId, LabelKey, Origin, Polarity, RelationId, Slot, Timestamp, Unknown,
};
pub(super) use linked::{CodeRow, EntityRow, FrameRow, RelationRow, RelationTypeRow, WholeFrameRow};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::rc::Rc;

/// The version of the encoding of journal entries and snapshots that is written. All up to it are read: version 1 had
/// no labels that change, no attributes and no dismissed findings, version 2 nothing of a frame but its polarity, no
/// entities, no relations and no variables of the document, version 3 no files that were attached, and else they were
/// the same.
const VERSION: &str = "4";

/// Why a seal does not open, or what lies under it cannot be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Broken {
    /// It says that it is of another version.
    UnknownVersion(String),
    /// It is not what was written; in a few words, how.
    Damaged(String),
}

impl Broken {
    pub(super) fn damaged(how: impl Into<String>) -> Self {
        Self::Damaged(how.into())
    }
}

/// Writes `row` as sealed JSON.
pub(super) fn seal(row: &impl Serialize) -> String {
    let json = serde_json::to_string(row).expect("rows hold nothing but text, numbers and lists of them");
    format!("{VERSION} {:08x} {json}", checksum(VERSION, &json))
}

/// Reads what [`seal`] wrote.
pub(super) fn unseal<'a, T: Deserialize<'a>>(sealed: &'a str) -> Result<T, Broken> {
    let foreign = || Broken::damaged("it does not look like something that Rubricate wrote");
    let (version, rest) = sealed.split_once(' ').ok_or_else(foreign)?;
    if !["1", "2", "3", VERSION].contains(&version) {
        let number = (1..=4).contains(&version.len()) && version.bytes().all(|byte| byte.is_ascii_digit());
        return Err(if number { Broken::UnknownVersion(version.to_owned()) } else { foreign() });
    }
    let (sum, json) = rest.split_once(' ').ok_or_else(foreign)?;
    if sum != format!("{:08x}", checksum(version, json)) {
        return Err(Broken::damaged("its checksum does not match"));
    }
    serde_json::from_str(json).map_err(|error| Broken::Damaged(error.to_string()))
}

/// The checksum of what is sealed. From version 3 on it covers the version too.
fn checksum(version: &str, json: &str) -> u32 {
    let version = if matches!(version, "1" | "2") { "" } else { version };
    version
        .bytes()
        .chain(json.bytes())
        .fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// An annotation: id; start and end of each fragment, one after the other; body; when it was made, in milliseconds
/// after a moment that reader and writer agree on; when it was changed, in milliseconds after that; and the rest, if
/// any of it is there.
#[derive(Serialize, Deserialize)]
pub(super) struct AnnotationRow<'a>(
    #[serde(borrow)] Cow<'a, str>,
    Vec<u32>,
    #[serde(borrow)] Cow<'a, str>,
    i64,
    i64,
    #[serde(default, skip_serializing_if = "Option::is_none")] Option<Box<Rest<'a>>>,
);

/// What most annotations have nothing of.
#[derive(Serialize, Deserialize, PartialEq, Default)]
#[serde(default)]
struct Rest<'a> {
    #[serde(rename = "a", skip_serializing_if = "Vec::is_empty")]
    attributes: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    #[serde(rename = "n", skip_serializing_if = "str::is_empty")]
    note: Cow<'a, str>,
    /// 0 made here, 1 imported, 2 suggested.
    #[serde(rename = "o", skip_serializing_if = "is_zero")]
    origin: u8,
    #[serde(rename = "r", skip_serializing_if = "std::ops::Not::not")]
    review: bool,
    #[serde(rename = "c", skip_serializing_if = "Option::is_none")]
    coder: Option<Cow<'a, str>>,
    #[serde(rename = "u", skip_serializing_if = "Option::is_none")]
    unknown: Option<Cow<'a, str>>,
    /// The entity of a mention.
    #[serde(rename = "e", skip_serializing_if = "Option::is_none")]
    entity: Option<Cow<'a, str>>,
    #[serde(rename = "f", borrow, skip_serializing_if = "Option::is_none")]
    frame: Option<FrameRow<'a>>,
}

fn is_zero(number: &u8) -> bool {
    *number == 0
}

impl<'a> AnnotationRow<'a> {
    /// The row of `annotation`, with times after `base`.
    pub(super) fn new(annotation: &'a Annotation, base: Timestamp) -> Self {
        let Annotation { id, fragments, body, note, origin, review, created, modified, coder, unknown } = annotation;
        let bounds = write_fragments(fragments);
        let (body, attributes) = match body {
            Body::Mention { label, attributes, .. } => {
                let attribute = |(name, value): &'a (Rc<str>, _)| (Cow::from(&**name), write_value(value));
                (Cow::from(format!(":{label}")), attributes.iter().map(attribute).collect())
            }
            Body::Frame(frame) => (Cow::from(write_polarity(frame.polarity)), Vec::new()),
        };
        let rest = Rest {
            entity: annotation.entity().map(|entity| Cow::from(entity.as_str())),
            frame: annotation.frame().map(FrameRow::new).filter(|row| *row != FrameRow::default()),
            attributes,
            note: Cow::from(&**note),
            origin: write_origin(*origin),
            review: *review,
            coder: coder.as_deref().map(Cow::from),
            unknown: write_unknown(unknown),
        };
        let rest = (rest != Rest::default()).then(|| Box::new(rest));
        let after_base = created.0.wrapping_sub(base.0);
        Self(Cow::from(id.as_str()), bounds, body, after_base, modified.0.wrapping_sub(created.0), rest)
    }

    /// The annotation of the row, with times after `base`.
    pub(super) fn read(self, base: Timestamp) -> Result<Annotation, Broken> {
        let Self(id, bounds, body, created, modified, rest) = self;
        let rest = rest.map_or_else(Rest::default, |rest| *rest);
        let Rest { attributes, note, origin, review, coder, unknown, entity, frame } = rest;
        let created = base.0.wrapping_add(created);
        Ok(Annotation {
            id: read_annotation_id(&id)?,
            fragments: read_fragments(&bounds)?,
            body: read_body(&body, attributes, entity, frame)?,
            note: note.into(),
            origin: read_origin(origin)?,
            review,
            created: Timestamp(created),
            modified: Timestamp(created.wrapping_add(modified)),
            coder: coder.map(Rc::from),
            unknown: read_unknown(unknown),
        })
    }
}

/// Start and end of each stretch, one after the other.
pub(super) fn write_fragments(fragments: &Fragments) -> Vec<u32> {
    fragments.ranges().iter().flat_map(|range| [range.start().0, range.end().0]).collect()
}

pub(super) fn read_fragments(bounds: &[u32]) -> Result<Fragments, Broken> {
    let ranges = bounds.chunks(2).map(|pair| CharRange::new(CharPos(*pair.first()?), CharPos(*pair.get(1)?)));
    let fragments = ranges.collect::<Option<Vec<_>>>().and_then(|ranges| Fragments::new(&ranges));
    fragments.ok_or_else(|| Broken::damaged("an annotation has ranges out of order"))
}

fn read_body(
    body: &str,
    attributes: Vec<(Cow<'_, str>, Cow<'_, str>)>,
    entity: Option<Cow<'_, str>>,
    frame: Option<FrameRow<'_>>,
) -> Result<Body, Broken> {
    let Some(label) = body.strip_prefix(':') else {
        return Ok(Body::Frame(frame.unwrap_or_default().read(read_polarity(body)?)?));
    };
    let entity = entity.map(|entity| read_entity_id(&entity)).transpose()?;
    let read = |(name, value): (Cow<'_, str>, Cow<'_, str>)| Ok((Rc::from(name), read_value(&value)?));
    let attributes = attributes.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(Body::Mention { label: read_label_id(label)?, attributes: attributes.into(), entity })
}

/// 0 made here, 1 imported, 2 suggested.
fn write_origin(origin: Origin) -> u8 {
    match origin {
        Origin::Human => 0,
        Origin::Imported => 1,
        Origin::Suggested => 2,
    }
}

fn read_origin(origin: u8) -> Result<Origin, Broken> {
    match origin {
        0 => Ok(Origin::Human),
        1 => Ok(Origin::Imported),
        2 => Ok(Origin::Suggested),
        other => Err(Broken::Damaged(format!("there is no origin {other}"))),
    }
}

/// Id, name, description, colour, key or 0, whether it is folded away, and what another program wrote beside these.
#[derive(Serialize, Deserialize)]
pub(super) struct LabelRow<'a>(
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] Cow<'a, str>,
    u8,
    u8,
    bool,
    #[serde(default, skip_serializing_if = "Option::is_none")] Option<Cow<'a, str>>,
);

impl<'a> LabelRow<'a> {
    pub(super) fn new(Label { id, name, description, slot, key, folded, unknown }: &'a Label) -> Self {
        let key = key.map_or(0, LabelKey::number);
        let unknown = write_unknown(unknown);
        Self(id.as_str().into(), (&**name).into(), (&**description).into(), slot.number(), key, *folded, unknown)
    }

    pub(super) fn read(self) -> Result<Label, Broken> {
        let Self(id, name, description, slot, key, folded, unknown) = self;
        let key = (key != 0).then(|| LabelKey::new(key).ok_or_else(|| Broken::damaged("a label has no valid key")));
        Ok(Label {
            id: read_label_id(&id)?,
            name: name.into(),
            description: description.into(),
            slot: Slot::new(slot).ok_or_else(|| Broken::damaged("a label has no valid colour"))?,
            key: key.transpose()?,
            folded,
            unknown: read_unknown(unknown),
        })
    }
}

/// Name, what it may hold, and what another program wrote beside these.
#[derive(Serialize, Deserialize)]
pub(super) struct AttributeRow<'a>(
    #[serde(borrow)] Cow<'a, str>,
    #[serde(borrow)] KindRow<'a>,
    #[serde(default, skip_serializing_if = "Option::is_none")] Option<Cow<'a, str>>,
);

#[derive(Serialize, Deserialize)]
enum KindRow<'a> {
    #[serde(rename = "c", borrow)]
    Choice(Vec<Cow<'a, str>>),
    #[serde(rename = "f")]
    Flag,
    #[serde(rename = "n")]
    Number,
    #[serde(rename = "t")]
    Text,
}

impl<'a> AttributeRow<'a> {
    pub(super) fn new(AttributeDefinition { name, kind, unknown }: &'a AttributeDefinition) -> Self {
        let kind = match kind {
            AttributeKind::Choice(options) => {
                KindRow::Choice(options.iter().map(|option| (&**option).into()).collect())
            }
            AttributeKind::Flag => KindRow::Flag,
            AttributeKind::Number => KindRow::Number,
            AttributeKind::Text => KindRow::Text,
        };
        Self((&**name).into(), kind, write_unknown(unknown))
    }

    pub(super) fn read(self) -> AttributeDefinition {
        let Self(name, kind, unknown) = self;
        let kind = match kind {
            KindRow::Choice(options) => AttributeKind::Choice(options.into_iter().map(Rc::from).collect()),
            KindRow::Flag => AttributeKind::Flag,
            KindRow::Number => AttributeKind::Number,
            KindRow::Text => AttributeKind::Text,
        };
        AttributeDefinition { name: name.into(), kind, unknown: read_unknown(unknown) }
    }
}

/// Words as `=words`, yes and no as `y` and `n`, a number as `#1.5`.
pub(super) fn write_value(value: &AttributeValue) -> Cow<'_, str> {
    match value {
        AttributeValue::Text(words) => format!("={words}").into(),
        AttributeValue::Flag(true) => "y".into(),
        AttributeValue::Flag(false) => "n".into(),
        AttributeValue::Number(number) => format!("#{number}").into(),
    }
}

pub(super) fn read_value(value: &str) -> Result<AttributeValue, Broken> {
    match (value, value.strip_prefix('='), value.strip_prefix('#')) {
        ("y", ..) => Ok(AttributeValue::Flag(true)),
        ("n", ..) => Ok(AttributeValue::Flag(false)),
        (_, Some(words), _) => Ok(AttributeValue::Text(words.into())),
        (_, _, Some(number)) => Ok(AttributeValue::Number(number.into())),
        _ => Err(Broken::damaged("an attribute has a value of no kind")),
    }
}

/// `+`, `-`, `0` or `~`.
pub(super) fn write_polarity(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Positive => "+",
        Polarity::Negative => "-",
        Polarity::Neutral => "0",
        Polarity::Mixed => "~",
    }
}

pub(super) fn read_polarity(sign: &str) -> Result<Polarity, Broken> {
    let polarity = Polarity::ALL.into_iter().find(|polarity| write_polarity(*polarity) == sign);
    polarity.ok_or_else(|| Broken::damaged("an annotation is of no kind"))
}

pub(super) fn read_annotation_id(id: &str) -> Result<AnnotationId, Broken> {
    AnnotationId::new(id).ok_or_else(|| Broken::damaged("an annotation has no valid id"))
}

pub(super) fn read_entity_id(id: &str) -> Result<EntityId, Broken> {
    EntityId::new(id).ok_or_else(|| Broken::damaged("an entity has no valid id"))
}

pub(super) fn read_relation_id(id: &str) -> Result<RelationId, Broken> {
    RelationId::new(id).ok_or_else(|| Broken::damaged("a relation has no valid id"))
}

pub(super) fn read_label_id(id: &str) -> Result<LabelId, Broken> {
    LabelId::new(id).ok_or_else(|| Broken::damaged("a label has no valid id"))
}

pub(super) fn write_unknown(unknown: &Unknown) -> Option<Cow<'_, str>> {
    unknown.0.as_deref().map(Cow::from)
}

pub(super) fn read_unknown(unknown: Option<Cow<'_, str>>) -> Unknown {
    Unknown(unknown.map(Rc::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_altered_byte_and_every_cut_breaks_the_seal() {
        let sealed = seal(&("Ada", [1, 2], true));
        assert_eq!(unseal::<(String, [u8; 2], bool)>(&sealed), Ok(("Ada".to_owned(), [1, 2], true)));
        for at in 0..sealed.len() {
            assert!(unseal::<(String, [u8; 2], bool)>(&sealed[..at]).is_err(), "cut at {at}");
            let mut bytes = sealed.clone().into_bytes();
            bytes[at] ^= 1;
            let altered = String::from_utf8(bytes).expect("still ASCII");
            assert!(unseal::<(String, [u8; 2], bool)>(&altered).is_err(), "{altered}");
        }
    }

    #[test]
    fn another_version_is_told_from_damage() {
        assert_eq!(unseal::<u8>("5 whatever comes"), Err(Broken::UnknownVersion("5".to_owned())));
        assert!(matches!(unseal::<u8>("two 00000000 1"), Err(Broken::Damaged(_))));
        assert!(matches!(unseal::<u8>(""), Err(Broken::Damaged(_))));
    }
}
