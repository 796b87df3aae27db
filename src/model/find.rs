//! Finding in a text: what is sought, what was found, and which hit is gone to.

use super::occurrences::{Matching, stands_apart};
use super::offset::{CharPos, CharRange};
use super::text::{BlockIndex, Text};
use std::ops::Range;
use std::rc::Rc;

/// The most hits that a pattern is asked for.
pub const MOST_HITS: usize = 100_000;

/// What is sought.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Query {
    /// The words, or the pattern; empty where nothing is sought.
    pub words: Rc<str>,
    /// What counts as the same words.
    pub matching: Matching,
    /// Whether the words are a regular expression.
    pub pattern: bool,
}

impl Default for Query {
    fn default() -> Self {
        Self { words: "".into(), matching: Matching { whole_words: false, case: false }, pattern: false }
    }
}

/// What came of seeking.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Found {
    /// Nothing is sought.
    #[default]
    Nothing,
    /// It takes a moment.
    Seeking,
    /// The hits, in order and without overlap, and whether there are more than were asked for.
    Hits(Rc<Vec<CharRange>>, bool),
    /// It did not succeed, and why.
    Failed(Rc<str>),
}

/// Finding as it goes on.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Find {
    /// What is sought.
    pub query: Query,
    /// What came of it.
    pub found: Found,
    /// The hit that is gone to, counted from 0.
    pub at: Option<usize>,
    /// Where seeking begins: the first hit from here on is gone to first.
    pub from: CharPos,
}

impl Find {
    /// The hits; none while it takes a moment.
    pub fn hits(&self) -> &[CharRange] {
        match &self.found {
            Found::Hits(hits, _) => hits,
            _ => &[],
        }
    }

    /// The hit that is gone to.
    pub fn current(&self) -> Option<CharRange> {
        self.hits().get(self.at?).copied()
    }

    /// Takes in what was found, and goes to the first hit from where seeking began; where none follows, to the first.
    pub fn take(&mut self, found: Found) {
        self.found = found;
        let hits = self.hits();
        let next = hits.partition_point(|hit| hit.start() < self.from);
        self.at = (!hits.is_empty()).then(|| next % hits.len());
    }

    /// Goes to the next hit, or with `forward` false to the previous one; after the last comes the first.
    pub fn step(&mut self, forward: bool) {
        let count = self.hits().len();
        let way = if forward { 1 } else { count.saturating_sub(1) };
        self.at = (count > 0).then(|| self.at.map_or(0, |at| (at + way) % count));
        if let Some(hit) = self.current() {
            self.from = hit.start();
        }
    }

    /// At most `most` hits from a little before `place` on.
    pub fn around(&self, place: CharPos, most: usize) -> &[CharRange] {
        let hits = self.hits();
        let first = hits.partition_point(|hit| hit.end() <= place).saturating_sub(most / 4);
        &hits[first..(first + most).min(hits.len())]
    }
}

/// A position, and the characters before and after it.
type Place = (CharPos, Option<char>, Option<char>);

/// The hits that a regular expression's engine reports, as start and end of each in UTF-16 units from the start of the
/// text, in order. Those that would split a character, or with `whole_words` a word, are left out, and so are empty ones.
/// Costs the length of the text.
pub fn hits_of_utf16(text: &Text, bounds_utf16: &[u32], whole_words: bool) -> Vec<CharRange> {
    let mut bounds = bounds_utf16.iter().copied().peekable();
    let mut places = Vec::with_capacity(bounds_utf16.len());
    let (mut units, mut before) = (0, None);
    let ends = text.as_str().chars().map(Some).chain([None]);
    for (at, after) in (0..).map(CharPos).zip(ends) {
        while let Some(bound) = bounds.next_if(|bound| *bound <= units) {
            // Inside a surrogate pair there is no position.
            places.push((bound == units).then_some((at, before, after)));
        }
        units += after.map_or(0, |c| c.len_utf16() as u32);
        before = after;
    }
    let hit = |pair: &[Option<Place>]| {
        let [Some((start, before, Some(first))), Some((end, Some(last), after))] = *pair else { return None };
        let solid = start < end && stands_apart(before, (first, last), after, whole_words);
        solid.then(|| CharRange::between(start, end))
    };
    places.chunks_exact(2).filter_map(hit).collect()
}

/// Where ranges lie in the blocks of a text, in UTF-16 units from the start of each block; one that crosses blocks in as
/// many pieces. Line ends, which are in no block, are left out.
pub fn pieces(text: &Text, ranges: &[CharRange]) -> Vec<(BlockIndex, Range<u32>)> {
    let in_blocks = |range: &CharRange| {
        let range = *range;
        text.blocks_of(range).map(BlockIndex).filter_map(move |index| {
            let part = text.block(index)?.chars.overlap(range)?;
            Some((index, text.utf16_in_block(index, part.start())..text.utf16_in_block(index, part.end())))
        })
    };
    ranges.iter().flat_map(in_blocks).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(string: &str) -> Text {
        Text::new(string.to_owned(), |_| 0)
    }

    fn range(start: u32, end: u32) -> CharRange {
        CharRange::between(CharPos(start), CharPos(end))
    }

    #[test]
    fn utf16_becomes_code_points_and_no_character_is_split() {
        for (string, bounds, whole_words, expected) in [
            ("a😀b 12", &[0, 1, 1, 3, 3, 4, 5, 7][..], false, &[(0, 1), (1, 2), (2, 3), (4, 6)][..]),
            ("a😀b", &[1, 2, 2, 3], false, &[]),
            ("😀", &[0, 2], false, &[(0, 1)]),
            ("cafe\u{301} cafe", &[0, 4, 6, 10], false, &[(6, 10)]),
            ("e\u{301}", &[0, 1, 1, 2], false, &[]),
            ("👨\u{200d}👩👩", &[0, 2, 3, 5, 5, 7], false, &[(3, 4)]),
            ("Put Putin", &[0, 3, 4, 7], true, &[(0, 3)]),
            ("東京都", &[0, 2], true, &[(0, 2)]),
            ("abc", &[1, 1, 2, 2], false, &[]),
            ("", &[], false, &[]),
        ] {
            let expected: Vec<_> = expected.iter().map(|(start, end)| range(*start, *end)).collect();
            assert_eq!(hits_of_utf16(&text(string), bounds, whole_words), expected, "{string:?}");
        }
    }

    #[test]
    fn a_range_over_lines_lies_in_pieces() {
        let text = text("one 😀\r\ntwo\nthree");
        let all = pieces(&text, &[range(4, 9), range(5, 7), range(10, 11)]);
        let block = BlockIndex;
        assert_eq!(all, [(block(0), 4..6), (block(1), 0..2)]);
        assert_eq!(pieces(&text, &[range(0, text.len())]), [(block(0), 0..6), (block(1), 0..3), (block(2), 0..5)]);
    }

    #[test]
    fn steps_go_round() {
        let hits = Rc::new(vec![range(3, 4), range(8, 9), range(20, 21)]);
        let mut find = Find { from: CharPos(5), ..Find::default() };
        find.take(Found::Hits(Rc::clone(&hits), false));
        let mut seen = vec![find.at];
        for forward in [true, true, false, false] {
            find.step(forward);
            seen.push(find.at);
        }
        assert_eq!(seen, [Some(1), Some(2), Some(0), Some(2), Some(1)]);
        assert_eq!(find.current(), Some(range(8, 9)));
        find.from = CharPos(21);
        find.take(Found::Hits(hits, false));
        assert_eq!(find.at, Some(0), "after the last hit comes the first");
        find.take(Found::Hits(Rc::default(), false));
        find.step(true);
        assert_eq!((find.at, find.current()), (None, None));
    }

    #[test]
    fn only_what_is_near_is_shown() {
        let hits: Vec<_> = (0..1_000).map(|at| range(at * 2, at * 2 + 1)).collect();
        let find = Find { found: Found::Hits(Rc::new(hits.clone()), false), ..Find::default() };
        assert_eq!(find.around(CharPos(1_000), 100), &hits[475..575]);
        assert_eq!(find.around(CharPos(0), 100), &hits[..100]);
        assert_eq!(find.around(CharPos(1_990), 100), &hits[970..]);
    }
}
