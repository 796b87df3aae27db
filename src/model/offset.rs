//! Positions in a text, in Unicode code points.
//!
//! The unit of the whole model is the code point, as Python, spaCy, brat and the W3C count. UTF-16 appears only in
//! functions whose names say so.

use std::fmt;

/// A position between two code points: `0` is before the first one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct CharPos(pub u32);

impl CharPos {
    /// The position `chars` code points further on.
    #[must_use]
    pub fn plus(self, chars: u32) -> Self {
        Self(self.0 + chars)
    }

    /// How many code points lie between `earlier` and this position; `0` when `earlier` is not earlier.
    pub fn since(self, earlier: Self) -> u32 {
        self.0.saturating_sub(earlier.0)
    }
}

impl fmt::Display for CharPos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A half-open range of code points, `start <= end`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct CharRange {
    start: CharPos,
    end: CharPos,
}

impl CharRange {
    /// The range from `start` up to, not including, `end`; `None` when it is reversed.
    pub fn new(start: CharPos, end: CharPos) -> Option<Self> {
        (start <= end).then_some(Self { start, end })
    }

    /// The range between two positions, whichever comes first.
    pub fn between(a: CharPos, b: CharPos) -> Self {
        Self { start: a.min(b), end: a.max(b) }
    }

    /// The empty range at `at`.
    pub fn empty(at: CharPos) -> Self {
        Self { start: at, end: at }
    }

    /// The first position.
    pub fn start(self) -> CharPos {
        self.start
    }

    /// The position after the last code point.
    pub fn end(self) -> CharPos {
        self.end
    }

    /// How many code points it holds.
    pub fn len(self) -> u32 {
        self.end.since(self.start)
    }

    /// Whether it holds no code point.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the code point after `at` lies in it.
    pub fn contains(self, at: CharPos) -> bool {
        self.start <= at && at < self.end
    }

    /// Whether another range lies wholly in it. An empty one may lie at either end.
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The range from the first code point of both to the last.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The code points that both hold, or `None` when they share none.
    pub fn overlap(self, other: Self) -> Option<Self> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (start < end).then_some(Self { start, end })
    }
}

impl fmt::Display for CharRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}–{}", self.start, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: u32, end: u32) -> CharRange {
        CharRange::between(CharPos(start), CharPos(end))
    }

    #[test]
    fn a_reversed_range_is_refused() {
        assert_eq!(CharRange::new(CharPos(3), CharPos(2)), None);
        assert_eq!(CharRange::new(CharPos(2), CharPos(2)).map(CharRange::is_empty), Some(true));
    }

    #[test]
    fn overlap_is_what_both_hold() {
        assert_eq!(range(0, 5).overlap(range(3, 9)), Some(range(3, 5)));
        assert_eq!(range(0, 5).overlap(range(5, 9)), None, "ranges that only touch share nothing");
        assert_eq!(range(0, 9).overlap(range(2, 2)), None, "an empty range shares nothing");
    }
}
