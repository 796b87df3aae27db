//! The text of a document: frozen, cut into lines and blocks, with conversions between the units of offsets.

use super::offset::{CharPos, CharRange};
use std::fmt;
use std::ops::Range;

/// The most code points that a block holds.
pub const BLOCK_CHARS: usize = 4_000;

/// How many blocks make a section, the unit in which the page draws and the index is copied.
pub const SECTION_BLOCKS: usize = 32;

/// A block's place in its text, from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct BlockIndex(pub u32);

impl BlockIndex {
    /// The section that the block lies in.
    pub fn section(self) -> usize {
        self.0 as usize / SECTION_BLOCKS
    }

    /// Its place within that section.
    pub fn within_section(self) -> usize {
        self.0 as usize % SECTION_BLOCKS
    }

    fn index(self) -> usize {
        self.0 as usize
    }
}

/// A line, or a piece of at most [`BLOCK_CHARS`] code points of a longer one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// Its code points, without the line end that closes it.
    pub chars: CharRange,
    /// The same in bytes of UTF-8.
    bytes: Range<usize>,
    /// Where it starts in UTF-16 units.
    start_utf16: u32,
    /// One byte is one code point is one UTF-16 unit: no conversion needs to look at the text.
    ascii: bool,
}

/// What a line end closes: one or more consecutive blocks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Its blocks, in order; a short line has one.
    pub blocks: Range<u32>,
    /// Whether it holds nothing but white space.
    pub blank: bool,
}

/// A text that never changes.
///
/// It is kept exactly as it was decoded: line ends, normalisation form and white space are what they were. A line is
/// closed by CR LF, LF, CR, U+2028, U+2029 or U+0085. Making one costs time in proportion to the text; every
/// conversion afterwards costs a binary search and a look at one block.
pub struct Text {
    string: String,
    chars: u32,
    utf16: u32,
    lines: Vec<Line>,
    blocks: Vec<Block>,
    has_blank_lines: bool,
}

impl Text {
    /// Cuts `string` into lines and blocks.
    ///
    /// A long line is cut after white space. Where a stretch of [`BLOCK_CHARS`] code points has none, the cut is where
    /// `last_grapheme` says the last grapheme cluster of that stretch starts (a byte offset).
    pub fn new(string: String, last_grapheme: impl Fn(&str) -> usize) -> Self {
        let mut cutter = Cutter { blocks: Vec::new(), lines: Vec::new(), chars: 0, utf16: 0, last_grapheme };
        let mut at = 0;
        while at < string.len() {
            let rest = &string[at..];
            let (content, end) = first_line(rest);
            cutter.line(&rest[..content], at);
            cutter.line_end(&rest[content..end]);
            at += end;
        }
        let Cutter { blocks, lines, chars, utf16, .. } = cutter;
        let has_blank_lines = lines.iter().any(|line| line.blank);
        Self { string, chars, utf16, lines, blocks, has_blank_lines }
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.string
    }

    /// Its length in code points.
    pub fn len(&self) -> u32 {
        self.chars
    }

    /// Its length in UTF-16 units.
    pub fn len_utf16(&self) -> u32 {
        self.utf16
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.string.is_empty()
    }

    /// All of it as a range.
    pub fn range(&self) -> CharRange {
        CharRange::between(CharPos(0), CharPos(self.chars))
    }

    /// Its lines, in order.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Its blocks, in order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Whether a blank line divides its paragraphs. Where none does, every line is a paragraph.
    pub fn has_blank_lines(&self) -> bool {
        self.has_blank_lines
    }

    /// How many sections its blocks make.
    pub fn section_count(&self) -> usize {
        self.blocks.len().div_ceil(SECTION_BLOCKS)
    }

    /// The blocks of a section, as indexes. Empty for a section past the end.
    pub fn section_blocks(&self, section: usize) -> Range<u32> {
        let bound = |blocks: usize| blocks.min(self.blocks.len()) as u32;
        bound(section * SECTION_BLOCKS)..bound((section + 1) * SECTION_BLOCKS)
    }

    /// The line that holds `block`.
    pub fn line_of(&self, block: BlockIndex) -> usize {
        self.lines.partition_point(|line| line.blocks.end <= block.0)
    }

    /// The block at `index`, if there is one.
    pub fn block(&self, index: BlockIndex) -> Option<&Block> {
        self.blocks.get(index.index())
    }

    /// The text of a block, without its line end.
    pub fn block_str(&self, block: &Block) -> &str {
        &self.string[block.bytes.clone()]
    }

    /// The block that a position belongs to: a line end belongs to the block that it closes, the end of the text to
    /// the last block. `BlockIndex(0)` for an empty text.
    pub fn block_at(&self, at: CharPos) -> BlockIndex {
        let after = self.blocks.partition_point(|block| block.chars.start() <= at);
        BlockIndex(after.saturating_sub(1) as u32)
    }

    /// The blocks that a range touches. An empty range touches the block of its position.
    pub fn blocks_of(&self, range: CharRange) -> std::ops::RangeInclusive<u32> {
        let last = if range.is_empty() { range.start() } else { CharPos(range.end().0 - 1) };
        self.block_at(range.start()).0..=self.block_at(last).0
    }

    /// The exact slice of a range, or `None` where it reaches past the end.
    pub fn slice(&self, range: CharRange) -> Option<&str> {
        Some(&self.string[self.byte_of(range.start())?..self.byte_of(range.end())?])
    }

    /// A position in bytes of UTF-8, or `None` past the end.
    pub fn byte_of(&self, at: CharPos) -> Option<usize> {
        if at.0 > self.chars {
            return None;
        }
        let Some(block) = self.block(self.block_at(at)) else { return Some(0) };
        let ahead = at.since(block.chars.start()) as usize;
        if block.ascii && ahead <= block.bytes.len() {
            return Some(block.bytes.start + ahead);
        }
        let rest = &self.string[block.bytes.start..];
        Some(rest.char_indices().nth(ahead).map_or(self.string.len(), |(byte, _)| block.bytes.start + byte))
    }

    /// A position in UTF-16 units from the start of the text, or `None` past the end.
    pub fn utf16_of(&self, at: CharPos) -> Option<u32> {
        if at.0 > self.chars {
            return None;
        }
        let Some(block) = self.block(self.block_at(at)) else { return Some(0) };
        Some(block.start_utf16 + self.utf16_ahead(block, at.since(block.chars.start())))
    }

    /// A position from UTF-16 units, or `None` past the end and inside a surrogate pair.
    pub fn char_of_utf16(&self, utf16: u32) -> Option<CharPos> {
        if utf16 > self.utf16 {
            return None;
        }
        let after = self.blocks.partition_point(|block| block.start_utf16 <= utf16);
        let Some(block) = after.checked_sub(1).and_then(|index| self.blocks.get(index)) else {
            return Some(CharPos(0));
        };
        let (down, up) = self.chars_around_utf16(block, utf16 - block.start_utf16);
        (down == up).then_some(down)
    }

    /// A position in a block, in UTF-16 units from the block's start, as the page's text nodes count. Positions outside
    /// the block are taken to its nearer edge.
    pub fn utf16_in_block(&self, index: BlockIndex, at: CharPos) -> u32 {
        let Some(block) = self.block(index) else { return 0 };
        let at = at.clamp(block.chars.start(), block.chars.end());
        self.utf16_ahead(block, at.since(block.chars.start()))
    }

    /// The positions at or around an offset of `utf16` units into a block: equal, but for an offset inside a surrogate
    /// pair, where the first is before the pair and the second after it. Offsets past the block's end mean its end.
    pub fn chars_in_block(&self, index: BlockIndex, utf16: u32) -> Option<(CharPos, CharPos)> {
        let block = self.block(index)?;
        let (down, up) = self.chars_around_utf16(block, utf16);
        Some((down.min(block.chars.end()), up.min(block.chars.end())))
    }

    fn utf16_ahead(&self, block: &Block, chars: u32) -> u32 {
        if block.ascii && chars <= block.chars.len() {
            return chars;
        }
        let rest = &self.string[block.bytes.start..];
        rest.chars().take(chars as usize).map(|c| c.len_utf16() as u32).sum()
    }

    fn chars_around_utf16(&self, block: &Block, utf16: u32) -> (CharPos, CharPos) {
        let start = block.chars.start();
        if block.ascii && utf16 <= block.chars.len() {
            return (start.plus(utf16), start.plus(utf16));
        }
        let mut units = 0;
        for (chars, c) in (0..).zip(self.string[block.bytes.start..].chars()) {
            if units >= utf16 {
                return (start.plus(chars), start.plus(chars));
            }
            units += c.len_utf16() as u32;
            if units > utf16 {
                return (start.plus(chars), start.plus(chars + 1));
            }
        }
        (CharPos(self.chars), CharPos(self.chars))
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.string == other.string && self.blocks == other.blocks
    }
}

impl Eq for Text {}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({} code points, {} blocks)", self.chars, self.blocks.len())
    }
}

/// Where the first line of `text` ends, and where the next one starts, in bytes.
fn first_line(text: &str) -> (usize, usize) {
    for (byte, c) in text.char_indices() {
        let end = byte + c.len_utf8();
        match c {
            '\r' if text[end..].starts_with('\n') => return (byte, end + 1),
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => return (byte, end),
            _ => {}
        }
    }
    (text.len(), text.len())
}

struct Cutter<F> {
    blocks: Vec<Block>,
    lines: Vec<Line>,
    chars: u32,
    utf16: u32,
    last_grapheme: F,
}

impl<F: Fn(&str) -> usize> Cutter<F> {
    fn line(&mut self, content: &str, byte: usize) {
        let first = self.blocks.len() as u32;
        let mut rest = content;
        while let Some((window, _)) = rest.char_indices().nth(BLOCK_CHARS) {
            let cut = self.cut(&rest[..window]);
            self.block(&rest[..cut], byte + content.len() - rest.len());
            rest = &rest[cut..];
        }
        self.block(rest, byte + content.len() - rest.len());
        let blank = content.chars().all(char::is_whitespace);
        self.lines.push(Line { blocks: first..self.blocks.len() as u32, blank });
    }

    /// Where to cut a window of a longer line, in bytes; never at 0.
    fn cut(&self, window: &str) -> usize {
        if let Some((byte, c)) = window.char_indices().rfind(|(_, c)| c.is_whitespace()) {
            return byte + c.len_utf8();
        }
        match (self.last_grapheme)(window) {
            byte if byte > 0 && window.is_char_boundary(byte) => byte,
            _ => window.len(),
        }
    }

    fn block(&mut self, content: &str, byte: usize) {
        let ascii = content.is_ascii();
        let (chars, utf16) = if ascii {
            (content.len() as u32, content.len() as u32)
        } else {
            content.chars().fold((0, 0), |(chars, utf16), c| (chars + 1, utf16 + c.len_utf16() as u32))
        };
        let start = CharPos(self.chars);
        self.blocks.push(Block {
            chars: CharRange::between(start, start.plus(chars)),
            bytes: byte..byte + content.len(),
            start_utf16: self.utf16,
            ascii,
        });
        self.chars += chars;
        self.utf16 += utf16;
    }

    /// Every line end is one UTF-16 unit a code point.
    fn line_end(&mut self, end: &str) {
        let chars = end.chars().count() as u32;
        self.chars += chars;
        self.utf16 += chars;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(string: &str) -> Text {
        Text::new(string.to_owned(), |window| window.char_indices().next_back().map_or(0, |(byte, _)| byte))
    }

    fn lines(string: &str) -> Vec<String> {
        let text = text(string);
        text.blocks().iter().map(|block| text.block_str(block).to_owned()).collect()
    }

    #[test]
    fn every_line_end_closes_a_line_and_is_in_no_block() {
        let cases: [(&str, &[&str]); 8] = [
            ("", &[]),
            ("a", &["a"]),
            ("a\n", &["a"]),
            ("a\n\n", &["a", ""]),
            ("a\r\nb", &["a", "b"]),
            ("a\rb\n\rc", &["a", "b", "", "c"]),
            ("a\u{2028}b\u{2029}c\u{85}d", &["a", "b", "c", "d"]),
            ("\r\n", &[""]),
        ];
        for (string, expected) in cases {
            assert_eq!(lines(string), expected, "{string:?}");
        }
    }

    #[test]
    fn cr_lf_counts_two() {
        let text = text("a\r\n😀b");
        assert_eq!(text.len(), 5);
        assert_eq!(text.len_utf16(), 6);
        assert_eq!(text.slice(CharRange::between(CharPos(3), CharPos(4))), Some("😀"));
        assert_eq!(text.slice(CharRange::between(CharPos(1), CharPos(3))), Some("\r\n"));
        assert_eq!(text.slice(CharRange::between(CharPos(4), CharPos(6))), None, "past the end");
    }

    #[test]
    fn a_long_line_is_cut_after_white_space() {
        let words = "word ".repeat(2_000);
        let text = text(&words);
        assert_eq!(text.lines().len(), 1);
        assert_eq!(text.blocks().len(), 3);
        assert!(text.blocks().iter().all(|block| block.chars.len() as usize <= BLOCK_CHARS));
        assert!(text.blocks().iter().all(|block| text.block_str(block).ends_with("word ")));
    }

    #[test]
    fn a_long_line_without_white_space_is_cut_where_a_grapheme_starts() {
        let string = format!("{}e\u{301}{}", "漢".repeat(BLOCK_CHARS - 1), "字".repeat(10));
        let text = Text::new(string, |window| {
            let last = window.char_indices().rfind(|(_, c)| *c != '\u{301}');
            last.map_or(0, |(byte, _)| byte)
        });
        let pieces: Vec<_> = text.blocks().iter().map(|block| block.chars.len() as usize).collect();
        assert_eq!(pieces, [BLOCK_CHARS - 1, 12]);
    }

    #[test]
    fn a_cut_that_says_nothing_useful_is_not_taken() {
        let text = Text::new("漢".repeat(BLOCK_CHARS + 1), |_| 1);
        assert_eq!(text.blocks().len(), 2);
    }

    #[test]
    fn an_offset_inside_a_surrogate_pair_has_two_neighbours() {
        let text = text("a😀b");
        let block = BlockIndex(0);
        assert_eq!(text.chars_in_block(block, 1), Some((CharPos(1), CharPos(1))));
        assert_eq!(text.chars_in_block(block, 2), Some((CharPos(1), CharPos(2))));
        assert_eq!(text.chars_in_block(block, 3), Some((CharPos(2), CharPos(2))));
        assert_eq!(text.chars_in_block(block, 99), Some((CharPos(3), CharPos(3))));
        assert_eq!(text.char_of_utf16(2), None);
        assert_eq!(text.char_of_utf16(3), Some(CharPos(2)));
        assert_eq!(text.char_of_utf16(5), None, "past the end");
    }

    #[test]
    fn positions_of_a_line_end_belong_to_the_line_it_closes() {
        let text = text("ab\r\ncd\n");
        let of = |at| text.block_at(CharPos(at)).0;
        assert_eq!([of(0), of(2), of(3), of(4), of(6), of(7)], [0, 0, 0, 1, 1, 1]);
    }
}
