//! The records: a mention of an entity, and a sentiment frame.

use super::label::LabelId;
use super::offset::{CharPos, CharRange};
use std::cmp::{Ordering, Reverse};
use std::fmt;
use std::rc::Rc;

/// What an annotation is known by: 1 to 64 letters, digits, `-`, `_`, `.` and `:`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct AnnotationId(Rc<str>);

impl AnnotationId {
    /// The id, or `None` when it is none.
    pub fn new(id: &str) -> Option<Self> {
        let valid = (1..=64).contains(&id.len())
            && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'));
        valid.then(|| Self(id.into()))
    }

    /// A short id out of 40 random bits (the lower ones of `bits`): eight letters and digits without i, l, o and u.
    pub fn from_bits(bits: u64) -> Self {
        const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
        let letter = |place: u32| char::from(ALPHABET[(bits >> (place * 5)) as usize % ALPHABET.len()]);
        Self((0..8).rev().map(letter).collect::<String>().into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AnnotationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A moment, in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Timestamp(pub i64);

/// What another program wrote into a file beside what we know: kept as it is, never looked into, written back.
///
/// It is a JSON object as text, or nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Unknown(pub Option<Rc<str>>);

/// The stretches of text that an annotation covers: in order, not empty, not overlapping. Two may touch.
///
/// A sentiment that no words express has none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Fragments(Rc<[CharRange]>);

impl Fragments {
    /// One stretch; `None` when it is empty.
    pub fn one(range: CharRange) -> Option<Self> {
        (!range.is_empty()).then(|| Self(Rc::new([range])))
    }

    /// Several stretches, or `None` where they are empty, out of order, or overlap.
    pub fn new(ranges: &[CharRange]) -> Option<Self> {
        let solid = ranges.iter().all(|range| !range.is_empty());
        let ordered = ranges.windows(2).all(|pair| pair[0].end() <= pair[1].start());
        (solid && ordered).then(|| Self(ranges.into()))
    }

    /// The stretches, in order.
    pub fn ranges(&self) -> &[CharRange] {
        &self.0
    }

    /// From the first code point to the last, gaps included; `None` without any stretch.
    pub fn extent(&self) -> Option<CharRange> {
        Some(CharRange::between(self.0.first()?.start(), self.0.last()?.end()))
    }

    /// How many code points they cover, gaps not counted.
    pub fn len(&self) -> u32 {
        self.0.iter().map(|range| range.len()).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the code point after `at` lies in one of them.
    pub fn contain(&self, at: CharPos) -> bool {
        self.0.iter().any(|range| range.contains(at))
    }
}

/// Where an annotation comes from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Origin {
    /// Made by a person on the page.
    #[default]
    Human,
    /// Read from another tool's file.
    Imported,
    /// Proposed by a program.
    Suggested,
}

/// How a holder feels about a target.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Polarity {
    /// For it.
    Positive,
    /// Against it.
    Negative,
    /// A stance is voiced, and it is balanced.
    Neutral,
    /// Both for and against it.
    Mixed,
}

impl Polarity {
    /// All four, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Positive, Self::Negative, Self::Neutral, Self::Mixed];

    /// The name that programs know it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Negative => "negative",
            Self::Neutral => "neutral",
            Self::Mixed => "mixed",
        }
    }

    /// The sign that stands for it on the page: `+`, `−`, `0`, `±`.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Positive => "+",
            Self::Negative => "−",
            Self::Neutral => "0",
            Self::Mixed => "±",
        }
    }
}

/// A value of an attribute of a mention.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AttributeValue {
    /// Words.
    Text(Rc<str>),
    /// Yes or no.
    Flag(bool),
    /// A number, as it is written in JSON.
    Number(Rc<str>),
}

/// What an annotation says of its words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Body {
    /// They name an entity of this kind.
    Mention {
        /// The kind.
        label: LabelId,
        /// More about it: name and value, by name.
        attributes: Rc<[(Rc<str>, AttributeValue)]>,
    },
    /// They express a sentiment. A frame is a record of its own and never a label of an entity.
    Frame {
        /// For or against.
        polarity: Polarity,
    },
}

impl Body {
    /// A mention without attributes.
    pub fn mention(label: LabelId) -> Self {
        Self::Mention { label, attributes: Rc::new([]) }
    }
}

/// One record: a mention or a frame.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Annotation {
    /// What it is known by, unique in its document.
    pub id: AnnotationId,
    /// The words. A mention has at least one stretch.
    pub fragments: Fragments,
    /// What it says of them.
    pub body: Body,
    /// A remark; may be empty.
    pub note: Rc<str>,
    /// Where it comes from.
    pub origin: Origin,
    /// Whether someone should look at it again.
    pub review: bool,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub modified: Timestamp,
    /// Who made it, where that was said.
    pub coder: Option<Rc<str>>,
    /// What another program wrote beside these.
    pub unknown: Unknown,
}

impl Annotation {
    /// A fresh annotation by a person.
    pub fn new(id: AnnotationId, fragments: Fragments, body: Body, at: Timestamp) -> Self {
        Self {
            id,
            fragments,
            body,
            note: "".into(),
            origin: Origin::Human,
            review: false,
            created: at,
            modified: at,
            coder: None,
            unknown: Unknown::default(),
        }
    }

    /// From its first code point to its last; `None` for a frame that no words express.
    pub fn extent(&self) -> Option<CharRange> {
        self.fragments.extent()
    }

    /// Its label, if it is a mention.
    pub fn label(&self) -> Option<&LabelId> {
        match &self.body {
            Body::Mention { label, .. } => Some(label),
            Body::Frame { .. } => None,
        }
    }

    /// Its polarity, if it is a frame.
    pub fn polarity(&self) -> Option<Polarity> {
        match self.body {
            Body::Mention { .. } => None,
            Body::Frame { polarity } => Some(polarity),
        }
    }

    /// The order of files, lists and buckets: by start, then longer first, then by id. Frames without words come last.
    pub fn document_order(&self, other: &Self) -> Ordering {
        self.order_key().cmp(&other.order_key())
    }

    fn order_key(&self) -> (bool, CharPos, Reverse<CharPos>, &AnnotationId) {
        let extent = self.extent();
        let range = extent.unwrap_or_default();
        (extent.is_none(), range.start(), Reverse(range.end()), &self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: u32, end: u32) -> CharRange {
        CharRange::between(CharPos(start), CharPos(end))
    }

    #[test]
    fn fragments_are_solid_ordered_and_apart() {
        assert!(Fragments::new(&[]).is_some(), "a frame may have no words");
        assert!(Fragments::new(&[range(0, 2), range(5, 7)]).is_some());
        assert!(Fragments::new(&[range(0, 0)]).is_none());
        assert!(Fragments::new(&[range(5, 7), range(0, 2)]).is_none());
        assert!(Fragments::new(&[range(0, 3), range(2, 4)]).is_none());
    }

    #[test]
    fn ids_are_short_and_plain() {
        assert_eq!(AnnotationId::from_bits(0).as_str(), "00000000");
        assert_eq!(AnnotationId::from_bits(u64::MAX).as_str(), "zzzzzzzz");
        assert_ne!(AnnotationId::from_bits(1), AnnotationId::from_bits(32));
        for wrong in ["", "a b", "<b>", "é", &"x".repeat(65)] {
            assert_eq!(AnnotationId::new(wrong), None, "{wrong:?}");
        }
    }
}
