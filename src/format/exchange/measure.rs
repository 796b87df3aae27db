//! Positions and words of annotations, in the unit that a format counts.

use super::options::Unit;
use crate::format::native::places::{Places, Spot};
use crate::model::{Annotation, CharRange, Session, Text};

/// A text, and every position in it that an annotation starts or ends at.
pub(crate) struct Measure<'a> {
    text: &'a Text,
    places: Places,
}

impl<'a> Measure<'a> {
    /// Measures in one pass over the text.
    pub(crate) fn of(session: &'a Session) -> Self {
        let annotations = session.annotations.iter(&session.text);
        let ranges = annotations.flat_map(|annotation| annotation.fragments.ranges());
        let bounds = ranges.flat_map(|range| [range.start().0, range.end().0]).collect();
        Self { text: &session.text, places: Places::of(session.text.as_str(), bounds) }
    }

    /// Start and end of a stretch.
    pub(crate) fn span(&self, range: CharRange, unit: Unit) -> (u64, u64) {
        let of = |spot: Spot| match unit {
            Unit::CodePoints => spot.chars,
            Unit::Utf16 => spot.utf16,
            Unit::Utf8 => spot.utf8,
        };
        let (start, end) = self.spots(range);
        (of(start).into(), of(end).into())
    }

    /// Start and end of a stretch in bytes.
    pub(crate) fn bytes(&self, range: CharRange) -> std::ops::Range<usize> {
        let (start, end) = self.spots(range);
        start.utf8 as usize..end.utf8 as usize
    }

    /// The words of a stretch.
    pub(crate) fn slice(&self, range: CharRange) -> &'a str {
        self.text.as_str().get(self.bytes(range)).unwrap_or_default()
    }

    /// The words of an annotation, those of several stretches joined by one space.
    pub(crate) fn quote(&self, annotation: &Annotation) -> String {
        annotation.fragments.ranges().iter().map(|range| self.slice(*range)).collect::<Vec<_>>().join(" ")
    }

    /// The text from the first word of an annotation to its last, with what is between its stretches.
    pub(crate) fn whole(&self, annotation: &Annotation) -> &'a str {
        annotation.extent().map(|range| self.slice(range)).unwrap_or_default()
    }

    /// A session has no annotation outside its text.
    fn spots(&self, range: CharRange) -> (Spot, Spot) {
        let spot = |at: u32| self.places.get(at).unwrap_or_default();
        (spot(range.start().0), spot(range.end().0))
    }
}
