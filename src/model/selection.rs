//! From what the browser says is selected to a range of the text. A pure function, because its traps are many.

use super::offset::{CharPos, CharRange};
use super::text::{BlockIndex, Text};

/// Where an end of the browser's selection lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Endpoint {
    /// In a block of the article, this many UTF-16 units from the block's start.
    In {
        /// The block.
        block: BlockIndex,
        /// UTF-16 units from its start; past its end means its end.
        offset_utf16: u32,
    },
    /// On the page before the article.
    Before,
    /// On the page after the article.
    After,
}

/// The words between two ends of a selection, in whichever order; `None` where it holds none.
///
/// An end inside a surrogate pair is widened to hold the whole character. Line ends at the edges are left out: a triple
/// click, which browsers let end at the start of the next block, takes its line and nothing of the next one.
pub fn selected_range(text: &Text, anchor: Endpoint, focus: Endpoint) -> Option<CharRange> {
    let (a_down, a_up) = positions(text, anchor)?;
    let (b_down, b_up) = positions(text, focus)?;
    let reversed = (b_down, b_up) < (a_down, a_up);
    let (start, end) = if reversed { (b_down, a_up) } else { (a_down, b_up) };
    without_line_ends(text, CharRange::new(start, end)?)
}

/// Where a caret stands: an end inside a surrogate pair is before the pair.
pub fn caret(text: &Text, at: Endpoint) -> Option<CharPos> {
    positions(text, at).map(|(down, _)| down)
}

fn positions(text: &Text, endpoint: Endpoint) -> Option<(CharPos, CharPos)> {
    match endpoint {
        Endpoint::In { block, offset_utf16 } => text.chars_in_block(block, offset_utf16),
        Endpoint::Before => Some((CharPos(0), CharPos(0))),
        Endpoint::After => Some((CharPos(text.len()), CharPos(text.len()))),
    }
}

/// `range` without the line ends at its edges; `None` when nothing else is in it.
pub fn without_line_ends(text: &Text, range: CharRange) -> Option<CharRange> {
    let (mut start, mut end) = (range.start(), range.end());
    while start < end {
        let index = text.block_at(start);
        if start < text.block(index)?.chars.end() {
            break;
        }
        start = match text.block(BlockIndex(index.0 + 1)) {
            Some(next) => next.chars.start(),
            None => end,
        };
    }
    while start < end {
        let block = text.block(text.block_at(CharPos(end.0 - 1)))?;
        if end <= block.chars.end() {
            break;
        }
        end = block.chars.end();
    }
    CharRange::new(start, end).filter(|range| !range.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "One two.\r\n\r\nA 😀 e\u{301}!\nlast";

    fn at(block: u32, offset_utf16: u32) -> Endpoint {
        Endpoint::In { block: BlockIndex(block), offset_utf16 }
    }

    #[test]
    fn every_trap_of_a_browser_selection() {
        let text = Text::new(TEXT.to_owned(), |_| 0);
        let cases: [(&str, Endpoint, Endpoint, Option<&str>); 17] = [
            ("plain", at(0, 4), at(0, 7), Some("two")),
            ("backward", at(0, 7), at(0, 4), Some("two")),
            ("a caret", at(0, 4), at(0, 4), None),
            ("triple click: ends at the start of the next block", at(0, 0), at(1, 0), Some("One two.")),
            ("triple click over a blank line", at(0, 0), at(2, 0), Some("One two.")),
            ("triple click, backward", at(1, 0), at(0, 0), Some("One two.")),
            ("starts at the end of a line", at(0, 8), at(2, 1), Some("A")),
            ("nothing but line ends", at(0, 8), at(2, 0), None),
            ("across lines", at(0, 4), at(2, 1), Some("two.\r\n\r\nA")),
            ("start inside a surrogate pair", at(2, 3), at(2, 4), Some("😀")),
            ("end inside a surrogate pair", at(2, 0), at(2, 3), Some("A 😀")),
            ("both inside one pair", at(2, 3), at(2, 3), Some("😀")),
            ("a combining mark stays what was selected", at(2, 5), at(2, 7), Some("e\u{301}")),
            ("starts before the article", Endpoint::Before, at(0, 3), Some("One")),
            ("ends after the article", at(3, 0), Endpoint::After, Some("last")),
            ("select all", Endpoint::Before, Endpoint::After, Some(TEXT)),
            ("past the end of a block", at(3, 2), at(3, 99), Some("st")),
        ];
        for (what, anchor, focus, expected) in cases {
            let range = selected_range(&text, anchor, focus);
            assert_eq!(range.and_then(|range| text.slice(range)), expected, "{what}");
        }
    }

    #[test]
    fn a_block_that_is_gone_selects_nothing() {
        let text = Text::new("one".to_owned(), |_| 0);
        assert_eq!(selected_range(&text, at(7, 0), at(0, 2)), None);
        assert_eq!(selected_range(&text, Endpoint::Before, Endpoint::Before), None);
    }
}
