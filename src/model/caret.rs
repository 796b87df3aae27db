//! The caret: where the keyboard is in the text, and where each motion takes it.
//!
//! Positions in a block are those between characters as a reader sees them. A line end is one step, however many code
//! points it has. What only layout knows (lines of the page) is not here.

use super::offset::{CharPos, CharRange};
use super::snap::{Pieces, Snap, trimmed_piece};
use super::text::{BlockIndex, Text};

/// The caret, and the selection that hangs on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Caret {
    /// Where it stands.
    pub at: CharPos,
    /// Where the selection that it takes along began: the same place, where there is none.
    pub anchor: CharPos,
    /// Where one line of the page goes on in the next, both have this position: it stands at the end of the upper one.
    pub above: bool,
    /// Whether it is shown: it is once keys move it, and not when a pointer put it here.
    pub shown: bool,
}

impl Caret {
    /// A caret that is shown, without a selection.
    pub fn shown_at(at: CharPos) -> Self {
        Self { at, anchor: at, above: false, shown: true }
    }

    /// Where a pointer left it.
    pub fn left_at(at: CharPos) -> Self {
        Self { shown: false, ..Self::shown_at(at) }
    }

    /// From where its selection began to where it stands; empty without one.
    pub fn range(&self) -> CharRange {
        CharRange::between(self.anchor, self.at)
    }
}

/// How far the caret goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Motion {
    /// To the next character as a reader sees it, in reading order.
    Character(Way),
    /// Forward to the end of a word, back to the start of one, as editors have it.
    Word(Way),
    /// To the next line of the page.
    Line(Way),
    /// To the end of the line of the page.
    LineEnd(Way),
    /// Forward to the end of a sentence, back to the start of one.
    Sentence(Way),
    /// To the start of the next paragraph, or back to the start of one.
    Paragraph(Way),
    /// To the end of the text.
    Text(Way),
}

/// Which way the caret goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// Towards the end of the text. (An arrow to the left goes this way in a line that is read from right to left.)
    Forward,
    /// Towards its start.
    Back,
}

impl Way {
    /// The other way.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::Forward => Self::Back,
            Self::Back => Self::Forward,
        }
    }
}

/// Where a motion takes a caret at `at`: to the end or the start of the text where there is nothing further on. A motion
/// by lines of the page, of which the text knows nothing, goes to the next line of the text.
///
/// Costs the blocks that it looks into: to the nearest one that has what is sought.
pub fn moved(text: &Text, at: CharPos, motion: Motion, pieces: Pieces<'_>) -> CharPos {
    let at = stop(text, at);
    let found = match motion {
        Motion::Character(Way::Forward) => next_character(text, at, pieces),
        Motion::Character(Way::Back) => previous_character(text, at, pieces),
        Motion::Word(Way::Forward) => next_end(text, at, Snap::Words, pieces),
        Motion::Word(Way::Back) => previous_start(text, at, Snap::Words, pieces),
        Motion::Sentence(Way::Forward) => next_end(text, at, Snap::Sentences, pieces),
        Motion::Sentence(Way::Back) => previous_start(text, at, Snap::Sentences, pieces),
        Motion::Paragraph(Way::Forward) => next_paragraph(text, at),
        Motion::Paragraph(Way::Back) => previous_paragraph(text, at),
        Motion::Line(Way::Forward) => block_after(text, at).map(CharRange::start),
        Motion::Line(Way::Back) => block_before(text, at).map(CharRange::start),
        Motion::LineEnd(Way::Forward) => text.block(text.block_at(at)).map(|block| block.chars.end()),
        Motion::LineEnd(Way::Back) => text.block(text.block_at(at)).map(|block| block.chars.start()),
        Motion::Text(_) => None,
    };
    found.unwrap_or_else(|| match way(motion) {
        Way::Forward => last_stop(text),
        Way::Back => CharPos(0),
    })
}

/// The place for a caret at or before `at`: inside of a line end it is the end of the line. Costs a binary search.
pub fn stop(text: &Text, at: CharPos) -> CharPos {
    let block = text.block(text.block_at(at));
    block.map_or(CharPos(0), |block| at.clamp(block.chars.start(), block.chars.end()))
}

/// The last place for a caret: behind a line end that closes the text nothing is shown.
fn last_stop(text: &Text) -> CharPos {
    stop(text, CharPos(text.len()))
}

fn way(motion: Motion) -> Way {
    match motion {
        Motion::Character(way)
        | Motion::Word(way)
        | Motion::Line(way)
        | Motion::LineEnd(way)
        | Motion::Sentence(way)
        | Motion::Paragraph(way)
        | Motion::Text(way) => way,
    }
}

fn block_after(text: &Text, at: CharPos) -> Option<CharRange> {
    text.block(BlockIndex(text.block_at(at).0 + 1)).map(|block| block.chars)
}

fn block_before(text: &Text, at: CharPos) -> Option<CharRange> {
    text.block(BlockIndex(text.block_at(at).0.checked_sub(1)?)).map(|block| block.chars)
}

fn next_character(text: &Text, at: CharPos, pieces: Pieces<'_>) -> Option<CharPos> {
    let index = text.block_at(at);
    let block = text.block(index)?;
    if at == block.chars.end() {
        return block_after(text, at).map(CharRange::start);
    }
    let characters = pieces(index, Snap::Characters);
    let next = characters.iter().map(|character| character.end()).find(|end| *end > at);
    Some(next.unwrap_or(at.plus(1)))
}

fn previous_character(text: &Text, at: CharPos, pieces: Pieces<'_>) -> Option<CharPos> {
    let index = text.block_at(at);
    let block = text.block(index)?;
    if at == block.chars.start() {
        let before = block_before(text, at)?;
        // Pieces of one line touch: their seam is one place, and belongs to the later one.
        return if before.end() < at { Some(before.end()) } else { previous_character_of_seam(text, before, pieces) };
    }
    let characters = pieces(index, Snap::Characters);
    let before = characters.iter().rev().map(|character| character.start()).find(|start| *start < at);
    Some(before.unwrap_or(CharPos(at.0 - 1)))
}

fn previous_character_of_seam(text: &Text, before: CharRange, pieces: Pieces<'_>) -> Option<CharPos> {
    let last = pieces(text.block_at(before.start()), Snap::Characters).pop();
    last.map(CharRange::start).or(Some(before.start()))
}

/// The words, characters or sentences of a block, without the white space that belongs to none.
fn solid(text: &Text, block: u32, snap: Snap, pieces: Pieces<'_>) -> impl DoubleEndedIterator<Item = CharRange> {
    pieces(BlockIndex(block), snap).into_iter().filter_map(move |piece| trimmed_piece(text, piece, snap))
}

/// The blocks from that of `at` to the last one.
fn onward(text: &Text, at: CharPos) -> impl Iterator<Item = u32> {
    text.block_at(at).0..text.blocks().len() as u32
}

/// The blocks from that of `at` back to the first one.
fn backward(text: &Text, at: CharPos) -> impl Iterator<Item = u32> {
    (0..=text.block_at(at).0).rev()
}

/// The nearest end of a piece behind `at`.
pub(super) fn next_end(text: &Text, at: CharPos, snap: Snap, pieces: Pieces<'_>) -> Option<CharPos> {
    let mut blocks = onward(text, at);
    blocks.find_map(|block| solid(text, block, snap, pieces).map(CharRange::end).find(|end| *end > at))
}

/// The nearest start of a piece behind `at`.
pub(super) fn next_start(text: &Text, at: CharPos, snap: Snap, pieces: Pieces<'_>) -> Option<CharPos> {
    let mut blocks = onward(text, at);
    blocks.find_map(|block| solid(text, block, snap, pieces).map(CharRange::start).find(|start| *start > at))
}

/// The nearest start of a piece before `at`.
pub(super) fn previous_start(text: &Text, at: CharPos, snap: Snap, pieces: Pieces<'_>) -> Option<CharPos> {
    let mut blocks = backward(text, at);
    blocks.find_map(|block| solid(text, block, snap, pieces).rev().map(CharRange::start).find(|start| *start < at))
}

/// The nearest end of a piece before `at`.
pub(super) fn previous_end(text: &Text, at: CharPos, snap: Snap, pieces: Pieces<'_>) -> Option<CharPos> {
    let mut blocks = backward(text, at);
    blocks.find_map(|block| solid(text, block, snap, pieces).rev().map(CharRange::end).find(|end| *end < at))
}

/// Whether a paragraph begins at a line: one that is not blank, after a blank one or at the start; every line that is
/// not blank, where no line is.
fn begins_paragraph(text: &Text, line: usize) -> bool {
    let blank = |line: usize| text.lines().get(line).is_none_or(|line| line.blank);
    !blank(line) && (!text.has_blank_lines() || line.checked_sub(1).is_none_or(blank))
}

fn start_of_line(text: &Text, line: usize) -> Option<CharPos> {
    let first = text.lines().get(line)?.blocks.start;
    text.block(BlockIndex(first)).map(|block| block.chars.start())
}

fn next_paragraph(text: &Text, at: CharPos) -> Option<CharPos> {
    let here = text.line_of(text.block_at(at));
    let next = (here + 1..text.lines().len()).find(|line| begins_paragraph(text, *line))?;
    start_of_line(text, next)
}

fn previous_paragraph(text: &Text, at: CharPos) -> Option<CharPos> {
    let here = text.line_of(text.block_at(at));
    let starts = (0..=here).rev().filter(|line| begins_paragraph(text, *line));
    starts.filter_map(|line| start_of_line(text, line)).find(|start| *start < at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::notation;
    use crate::model::snap::by_rule::pieces;

    use Motion::{Character, LineEnd, Paragraph, Sentence, Word};
    use Way::{Back, Forward};

    /// Moves the caret `|` of a line until nothing changes; every place that it comes to is marked in the answer.
    fn walk(line: &str, motion: Motion) -> String {
        let (before, after) = line.split_once('|').expect("a caret");
        let text = Text::new(format!("{before}{after}"), |_| 0);
        let ask = |block, snap| pieces(&text, block, snap);
        let mut at = CharPos(before.chars().count() as u32);
        let mut places = vec![at];
        loop {
            let next = moved(&text, at, motion, &ask);
            if next == at {
                break;
            }
            assert_eq!(next > at, way(motion) == Forward, "{line:?} goes the wrong way at {at}");
            places.push(next);
            at = next;
        }
        let chars = text.as_str().chars().chain(['\0']).zip(0..);
        let marked = chars.flat_map(|(c, at)| [places.contains(&CharPos(at)).then_some('|'), Some(c)]).flatten();
        marked.filter(|c| *c != '\0').collect()
    }

    #[test]
    fn the_caret_stops_between_characters_as_a_reader_sees_them() {
        for (line, stops) in [
            ("|abc", "|a|b|c|"),
            ("|e\u{301}te\u{301}", "|e\u{301}|t|e\u{301}|"),
            ("|a👨\u{200d}👩\u{200d}👧b👍🏽🇵🇹!", "|a|👨\u{200d}👩\u{200d}👧|b|👍🏽|🇵🇹|!|"),
            ("|ab\r\ncd", "|a|b|\r\n|c|d|"),
            ("|a\r\n\r\nb", "|a|\r\n|\r\n|b|"),
            ("|a\n\rb\u{2028}c\r\n", "|a|\n|\r|b|\u{2028}|c|\r\n"),
            ("|سلام", "|س|ل|ا|م|"),
            ("|ที่นี่", "|ที่|นี่|"),
        ] {
            assert_eq!(walk(line, Character(Forward)), stops);
            // The way back comes to the same places.
            let (first, rest) =
                (stops.split('|').collect::<String>(), stops.rsplit_once('|').map_or("", |(_, end)| end));
            let from = first.strip_suffix(rest).expect("the last place").to_owned() + "|" + rest;
            assert_eq!(walk(&from, Character(Back)), stops);
        }
    }

    #[test]
    fn words_are_left_at_their_end_and_entered_at_their_start() {
        for (motion, line, stops) in [
            (Word(Forward), "|In Port Amelie, “Kyiv’s” 3.5 %.", "|In| Port| Amelie|, “Kyiv’s|” 3.5| %.|"),
            (Word(Back), "In Port Amelie, “Kyiv’s” 3.5 %.|", "|In |Port |Amelie, “|Kyiv’s” |3.5 %.|"),
            (Word(Forward), "one| two\r\n\r\n--\r\nthree", "one| two|\r\n\r\n--\r\nthree|"),
            (Word(Back), "one two\r\n\r\n--\r\nth|ree", "|one |two\r\n\r\n--\r\n|th|ree"),
            (Word(Forward), "|قال السيد ليلى.", "|قال| السيد| ليلى|.|"),
            (Word(Forward), "|...", "|...|"),
        ] {
            assert_eq!(walk(line, motion), stops, "{motion:?}");
        }
    }

    /// A segmenter that knows Thai, as browsers do: the words of สมชายไปเชียงใหม่.
    #[test]
    fn words_without_spaces_are_what_the_segmenter_says() {
        let text = Text::new("สมชายไปเชียงใหม่".to_owned(), |_| 0);
        let words = |_, snap| match snap {
            Snap::Words => [(0, 5), (5, 7), (7, 16)].map(|(a, b)| CharRange::between(CharPos(a), CharPos(b))).to_vec(),
            _ => Vec::new(),
        };
        let places: Vec<u32> = [0, 5, 7].map(|at| moved(&text, CharPos(at), Word(Forward), &words).0).to_vec();
        assert_eq!(places, [5, 7, 16]);
        assert_eq!(moved(&text, CharPos(9), Word(Back), &words), CharPos(7));
    }

    #[test]
    fn sentences_paragraphs_and_ends() {
        for (motion, line, stops) in [
            (Sentence(Forward), "|One is here.  Two is. \nThree", "|One is here.|  Two is.| \nThree|"),
            (Sentence(Back), "One is here.  Two is. \nThree|", "|One is here.  |Two is. \n|Three|"),
            (Paragraph(Forward), "|a\nb\n\n\nc\n\nd e", "|a\nb\n\n\n|c\n\n|d e|"),
            (Paragraph(Back), "a\nb\n\n\nc\n\nd e|", "|a\nb\n\n\n|c\n\n|d e|"),
            (Paragraph(Forward), "a|\nb\nc", "a|\n|b\n|c|"),
            (LineEnd(Forward), "a|bc\ndef", "a|bc|\ndef"),
            (LineEnd(Back), "abc\nde|f", "abc\n|de|f"),
            (Motion::Text(Forward), "a|b\r\ncd\r\n", "a|b\r\ncd|\r\n"),
            (Motion::Text(Back), "ab\r\nc|d\r\n", "|ab\r\nc|d\r\n"),
            (Motion::Line(Forward), "a|b\n\ncd", "a|b\n|\n|cd|"),
            (Motion::Line(Back), "ab\n\nc|d", "|ab\n|\nc|d"),
        ] {
            assert_eq!(walk(line, motion), stops, "{motion:?}");
        }
    }

    #[test]
    fn an_empty_text_has_one_place() {
        for motion in [Character(Forward), Word(Back), Sentence(Forward), Paragraph(Back), LineEnd(Forward)] {
            assert_eq!(walk("|", motion), "|");
        }
    }

    #[test]
    fn the_seam_of_a_long_line_is_one_place() {
        let text = Text::new("ab ".repeat(2_000), |_| 0);
        let ask = |block, snap| pieces(&text, block, snap);
        let seam = text.block(BlockIndex(1)).expect("two pieces").chars.start();
        let after = moved(&text, seam, Character(Forward), &ask);
        assert_eq!(after, seam.plus(1));
        assert_eq!(moved(&text, after, Character(Back), &ask), seam);
        assert_eq!(moved(&text, seam, Character(Back), &ask), CharPos(seam.0 - 1));
        assert_eq!(moved(&text, CharPos(seam.0 - 1), Character(Forward), &ask), seam);
    }

    #[test]
    fn a_selection_hangs_on_the_caret() {
        let notated = notation::read("said ^Mayor^ Ines").expect("well formed");
        let selection = notated.selection.expect("a selection");
        let caret = Caret { anchor: selection.end(), ..Caret::shown_at(selection.start()) };
        assert_eq!(caret.range(), selection, "also backward");
        assert!(Caret::left_at(CharPos(3)).range().is_empty());
    }
}
