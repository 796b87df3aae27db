//! Selections that forgive: a sloppy drag gives the words that were meant.
//!
//! Where words, sentences and characters begin and end comes in as values; the browser knows it for every script.

use super::edges::Side;
use super::offset::{CharPos, CharRange};
use super::text::{BlockIndex, Text};
use std::collections::HashMap;

/// What the edges of a selection keep to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Snap {
    /// Whole words, without the white space, punctuation and possessive ending around them.
    #[default]
    Words,
    /// Whole characters as a reader sees them (grapheme clusters), and nothing else.
    Characters,
    /// Whole sentences.
    Sentences,
}

/// The stretches of a block between which an edge may stand, in order and without overlap; gaps are allowed.
pub type Pieces<'a> = &'a dyn Fn(BlockIndex, Snap) -> Vec<CharRange>;

/// The selection that was meant by `raw`.
///
/// `pieces` says where the words, sentences or characters of a block are. It is asked for the blocks at the two edges
/// alone. What it gives is never empty, and snapping it again changes nothing. A selection in which nothing of the kind
/// lies stays as it is, but for characters that it would split.
pub fn snapped(text: &Text, raw: CharRange, snap: Snap, pieces: Pieces<'_>) -> CharRange {
    let whole = outward(text, raw, &|block| pieces(block, Snap::Characters));
    match snap {
        Snap::Characters => whole,
        Snap::Sentences => {
            without_white_space(text, outward(text, whole, &|block| pieces(block, snap))).unwrap_or(whole)
        }
        Snap::Words => {
            let words = |block| pieces(block, Snap::Words);
            trimmed(text, meant(text, whole, &words), Side::BOTH).unwrap_or(whole)
        }
    }
}

/// What was selected, without white space at its edges, where that is not what was `meant` by it.
pub fn other_than_meant(text: &Text, raw: CharRange, meant: CharRange, pieces: Pieces<'_>) -> Option<CharRange> {
    let exact = snapped(text, raw, Snap::Characters, pieces);
    without_white_space(text, exact).filter(|exact| *exact != meant)
}

/// Where one edge of `raw` was meant to stand, while the other one stays where it is; `None` where nothing of the kind
/// would be left between them.
pub(super) fn snapped_edge(text: &Text, raw: CharRange, side: Side, snap: Snap, pieces: Pieces<'_>) -> Option<CharPos> {
    let held = |range: CharRange| match side {
        Side::Start => CharRange::new(range.start(), raw.end()),
        Side::End => CharRange::new(raw.start(), range.end()),
    };
    let whole = held(outward(text, raw, &|block| pieces(block, Snap::Characters)))?;
    let range = match snap {
        Snap::Characters => whole,
        Snap::Sentences => without_white_space(text, outward(text, whole, &|block| pieces(block, snap)))?,
        Snap::Words => trimmed(text, held(meant(text, whole, &|block| pieces(block, snap)))?, &[side])?,
    };
    held(range).filter(|range| !range.is_empty()).map(|range| side.of(range))
}

/// A word, character or sentence without the white space at its edges, which belongs to none; `None` where nothing else
/// is in it.
pub(super) fn trimmed_piece(text: &Text, piece: CharRange, snap: Snap) -> Option<CharRange> {
    if snap == Snap::Sentences { without_white_space(text, piece) } else { Some(piece) }
}

fn piece_around(pieces: &[CharRange], edge: CharPos) -> Option<CharRange> {
    let after = pieces.partition_point(|piece| piece.start() < edge);
    let piece = *pieces.get(after.checked_sub(1)?)?;
    (edge < piece.end()).then_some(piece)
}

fn around(text: &Text, edge: CharPos, pieces: &dyn Fn(BlockIndex) -> Vec<CharRange>) -> Option<CharRange> {
    piece_around(&pieces(text.block_at(edge)), edge)
}

/// Each edge that splits a piece moves outward.
fn outward(text: &Text, range: CharRange, pieces: &dyn Fn(BlockIndex) -> Vec<CharRange>) -> CharRange {
    let start = around(text, range.start(), pieces).map_or(range.start(), CharRange::start);
    let end = around(text, range.end(), pieces).map_or(range.end(), CharRange::end);
    CharRange::between(start, end)
}

/// Each edge inside a word takes the word, if half of it was selected, and leaves it otherwise. A selection within one
/// word takes it in any case.
fn meant(text: &Text, range: CharRange, words: &dyn Fn(BlockIndex) -> Vec<CharRange>) -> CharRange {
    let (first, last) = (around(text, range.start(), words), around(text, range.end(), words));
    let wanted = |word: CharRange| range.overlap(word).is_some_and(|part| part.len() * 2 >= word.len());
    let within_one = first.is_some_and(|word| range.end() <= word.end());
    if within_one {
        return first.unwrap_or(range);
    }
    let start = first.map_or(range.start(), |word| if wanted(word) { word.start() } else { word.end() });
    let end = last.map_or(range.end(), |word| if wanted(word) { word.end() } else { word.start() });
    CharRange::new(start, end).filter(|range| !range.is_empty()).unwrap_or_else(|| outward(text, range, words))
}

/// What is left without the white space, punctuation and possessive ending at these edges; `None` when nothing is.
pub(super) fn trimmed(text: &Text, range: CharRange, sides: &[Side]) -> Option<CharRange> {
    let (at_start, at_end) = (sides.contains(&Side::Start), sides.contains(&Side::End));
    let words = text.slice(range)?;
    let chars: Vec<char> = words.chars().collect();
    let (mut start, mut end) = (0, chars.len());
    let mut brackets: HashMap<char, usize> = HashMap::new();
    for c in chars.iter().filter(|c| closing(**c).is_some() || opening(**c).is_some()) {
        *brackets.entry(*c).or_default() += 1;
    }
    loop {
        let inner = &chars[start..end];
        let (first, last) = (*inner.first()?, *inner.last()?);
        let left = |c: Option<char>| c.map(|c| brackets.get(&c).copied().unwrap_or(0));
        let is_sign = matches!(inner, ['-' | '−', digit, ..] if digit.is_numeric());
        let pair = closing(first) == Some(last) && inner.len() > 1;
        let opens_nothing = left(closing(first)) == Some(0) || opening(first).is_some();
        let closes_nothing = left(opening(last)) == Some(0) || closing(last).is_some();
        let trims_first = first.is_whitespace() || (is_punctuation(first) && !is_sign) || opens_nothing;
        let trims_last = last.is_whitespace() || closes_nothing || (is_punctuation(last) && !ends_abbreviation(inner));
        let (ahead, behind) = if pair && at_start && at_end {
            (1, 1)
        } else if at_start && trims_first {
            (1, 0)
        } else if at_end && trims_last {
            (0, 1)
        } else if at_end && is_possessive(inner) {
            (0, 2)
        } else {
            break;
        };
        for c in inner[..ahead].iter().chain(&inner[inner.len() - behind..]) {
            brackets.entry(*c).and_modify(|count| *count -= 1);
        }
        (start, end) = (start + ahead, end - behind);
    }
    CharRange::new(range.start().plus(start as u32), range.start().plus(end as u32))
}

/// A range without white space at its edges; `None` where nothing else is in it.
pub fn without_white_space(text: &Text, range: CharRange) -> Option<CharRange> {
    let words = text.slice(range)?;
    let ahead = words.chars().take_while(|c| c.is_whitespace()).count() as u32;
    let behind = words.chars().rev().take_while(|c| c.is_whitespace()).count() as u32;
    let (start, end) = (range.start().plus(ahead), CharPos(range.end().0.saturating_sub(behind)));
    CharRange::new(start, end).filter(|range| !range.is_empty())
}

/// Kyiv’s, Kyiv's.
pub(super) fn is_possessive(chars: &[char]) -> bool {
    matches!(chars, [.., before, '\'' | '’', 's' | 'S'] if before.is_alphanumeric())
}

/// U.S., p.m., J.: the full stop belongs to the word.
fn ends_abbreviation(chars: &[char]) -> bool {
    let Some(('.', word)) = chars.split_last() else { return false };
    let last = word.rsplit(|c| c.is_whitespace()).next().unwrap_or_default();
    last.contains(&'.') || matches!(last, [letter] if letter.is_uppercase())
}

/// Marks that no name begins or ends with. Signs that are part of what they stand at ($, %, &, #, +) are none.
fn is_punctuation(c: char) -> bool {
    const MARKS: &str = ".,;:!?…·‥¡¿\"'’‘“”„‚«»‹›`´—–―-/\\|*_~،؛؟۔、。，；：！？・。";
    MARKS.contains(c)
}

/// Punctuation, brackets and quotation marks.
pub(super) fn is_mark(c: char) -> bool {
    is_punctuation(c) || closing(c).is_some() || opening(c).is_some()
}

const PAIRS: [(char, char); 17] = [
    ('(', ')'),
    ('[', ']'),
    ('{', '}'),
    ('<', '>'),
    ('“', '”'),
    ('‘', '’'),
    ('„', '“'),
    ('‚', '‘'),
    ('«', '»'),
    ('‹', '›'),
    ('「', '」'),
    ('『', '』'),
    ('《', '》'),
    ('〈', '〉'),
    ('【', '】'),
    ('（', '）'),
    ('［', '］'),
];

pub(super) fn closing(open: char) -> Option<char> {
    PAIRS.iter().find(|(opens, _)| *opens == open).map(|(_, closes)| *closes)
}

pub(super) fn opening(close: char) -> Option<char> {
    PAIRS.iter().find(|(_, closes)| *closes == close).map(|(opens, _)| *opens)
}

#[cfg(test)]
pub(super) mod by_rule {
    use super::*;
    use unicode_segmentation::UnicodeSegmentation;

    /// The pieces of a block, as a browser would say them.
    pub fn pieces(text: &Text, block: BlockIndex, snap: Snap) -> Vec<CharRange> {
        let Some(block) = text.block(block) else { return Vec::new() };
        let string = text.block_str(block);
        let all: Vec<&str> = match snap {
            Snap::Words => string.split_word_bounds().collect(),
            Snap::Characters => string.graphemes(true).collect(),
            Snap::Sentences => string.split_sentence_bounds().collect(),
        };
        let mut at = block.chars.start();
        let ranges = all.into_iter().map(|piece| {
            let start = at;
            at = at.plus(piece.chars().count() as u32);
            (CharRange::between(start, at), snap != Snap::Words || piece.chars().any(char::is_alphanumeric))
        });
        ranges.filter(|(_, is_word)| *is_word).map(|(range, _)| range).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::by_rule::pieces;
    use super::*;

    fn check(snap: Snap, line: &str, expected: &str) {
        let notated = crate::model::notation::read(line).expect("well formed");
        let text = Text::new(notated.text, |_| 0);
        let raw = notated.selection.expect("a selection");
        let ask = |block, snap| pieces(&text, block, snap);
        let found = snapped(&text, raw, snap, &ask);
        assert_eq!(text.slice(found), Some(expected), "{line}");
        assert_eq!(snapped(&text, found, snap, &ask), found, "snapping again changes nothing: {line}");
    }

    #[test]
    fn a_sloppy_drag_gives_the_words_that_were_meant() {
        for (line, expected) in [
            ("said ^Mayor Ines^ Okafor", "Mayor Ines"),
            ("said M^ayor In^es Okafor", "Mayor Ines"),
            ("said Mayo^r Ines O^kafor", "Ines"),
            ("an ^un^usual word", "unusual"),
            ("in ^Istanbul, ^Turkey", "Istanbul"),
            ("a ^“positive sign,”^ but", "positive sign"),
            ("from ^Kyiv’s^ allies", "Kyiv"),
            ("from ^Kyiv^’s allies", "Kyiv"),
            ("the ^Traders’ ^street", "Traders"),
            ("cost ^$48 million^.", "$48 million"),
            ("grew ^6 %^, they", "6 %"),
            ("the ^U.S.^ said", "U.S."),
            ("at ^-40 °C^ or", "-40 °C"),
            ("the ^World Bank (WB)^ said", "World Bank (WB)"),
            ("the bank ^(WB)^ said", "WB"),
            ("the bank (^WB)^ said", "WB"),
            ("^Halloran & Vance,^ who", "Halloran & Vance"),
            ("an ^anti-Russian ^mood", "anti-Russian"),
            ("so ^...^ what", "..."),
            ("so ^ ^what", " "),
            ("قال ^السيد^.", "السيد"),
            ("^«Le Monde»^ a dit", "Le Monde"),
            ("„^Die Zeit“^ schreibt", "Die Zeit"),
            ("a 👨‍👩‍👧^ family^ ", "family"),
        ] {
            check(Snap::Words, line, expected);
        }
    }

    #[test]
    fn a_text_of_brackets_is_trimmed_in_time() {
        let text = Text::new(")".repeat(200_000) + "a", |_| 0);
        let ask = |block, snap| pieces(&text, block, snap);
        let found = snapped(&text, text.range(), Snap::Words, &ask);
        assert!(text.slice(found) == Some("a"), "{found}");
    }

    #[test]
    fn a_character_is_never_split() {
        check(Snap::Characters, "caf^e\u{301}^s", "e\u{301}");
        check(Snap::Characters, "caf^e^\u{301}s", "e\u{301}");
        check(Snap::Characters, "a ^👨^\u{200d}👩\u{200d}👧 b", "👨\u{200d}👩\u{200d}👧");
        check(Snap::Words, "a ^👨^\u{200d}👩\u{200d}👧 b", "👨\u{200d}👩\u{200d}👧");
    }

    #[test]
    fn what_was_selected_is_remembered_where_it_is_not_what_was_meant() {
        for (line, expected) in [
            ("at ^Yahoo! ^he", Some("Yahoo!")),
            ("at ^Yahoo! ^", Some("Yahoo!")),
            ("said ^ Mayor Ines ^Okafor", None),
            ("Mayo^r Ines O^kafor", Some("r Ines O")),
        ] {
            let notated = crate::model::notation::read(line).expect("well formed");
            let text = Text::new(notated.text, |_| 0);
            let raw = notated.selection.expect("a selection");
            let ask = |block, snap| pieces(&text, block, snap);
            let found = other_than_meant(&text, raw, snapped(&text, raw, Snap::Words, &ask), &ask);
            assert_eq!(found.and_then(|range| text.slice(range)), expected, "{line}");
        }
    }

    #[test]
    fn sentences_are_taken_whole() {
        check(Snap::Sentences, "One is here. Two ^i^s there. Three.", "Two is there.");
        check(Snap::Sentences, "One is he^re. Two i^s there. Three.", "One is here. Two is there.");
    }
}
