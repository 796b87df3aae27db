//! What a reader or a writer is told beside the file or the documents.

use crate::model::{LabelId, LabelSet, Session, Timestamp};
use serde::{Deserialize, Serialize};

/// A file that someone opened.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Its name, without its folder; may be empty.
    pub name: &'a str,
    /// All that is in it.
    pub bytes: &'a [u8],
}

/// What offsets count.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub enum Unit {
    /// Unicode code points, as Python counts.
    #[default]
    CodePoints,
    /// UTF-16 units, as JavaScript and Java count.
    Utf16,
    /// Bytes of UTF-8.
    Utf8,
}

impl Unit {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::CodePoints, Self::Utf16, Self::Utf8];

    /// What a person reads.
    pub fn name(self) -> &'static str {
        match self {
            Self::CodePoints => "code points",
            Self::Utf16 => "UTF-16 units",
            Self::Utf8 => "bytes of UTF-8",
        }
    }
}

/// What someone can choose for a file that is written, where its format leaves that open: a field of [`WriteOptions`].
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Choosable {
    /// [`WriteOptions::spreadsheet_safe`].
    SpreadsheetSafe,
    /// [`WriteOptions::byte_order_mark`].
    ByteOrderMark,
    /// [`WriteOptions::loss_report`].
    LossReport,
    /// [`WriteOptions::unit`].
    Unit,
    /// [`WriteOptions::flat`].
    FlatLayer,
}

/// Which of overlapping annotations a format keeps that can hold but one layer.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum FlatLayer {
    /// The longest; of equal ones the first.
    #[default]
    LongestFirst,
    /// Only mentions with one of these labels, and of these the longest.
    Labels(Vec<LabelId>),
}

/// What a writer is told.
#[derive(Clone)]
pub struct WriteOptions<'a> {
    /// What offsets count, in formats that leave it open.
    pub unit: Unit,
    /// Whether cells that a spreadsheet would run as formulas get an apostrophe before them.
    pub spreadsheet_safe: bool,
    /// Whether tables begin with a byte order mark, by which Excel knows UTF-8.
    pub byte_order_mark: bool,
    /// Which of overlapping annotations a format keeps that can hold but one layer.
    pub flat: FlatLayer,
    /// Whether archives have a file that says what is not in them.
    pub loss_report: bool,
    /// Where words and what stands between them end: offsets in bytes, in order, the last at the end of the text.
    pub words: &'a dyn Fn(&str) -> Vec<usize>,
    /// Where sentences end, the white space after each with it, as [`WriteOptions::words`] says it.
    pub sentences: &'a dyn Fn(&str) -> Vec<usize>,
}

impl Default for WriteOptions<'_> {
    fn default() -> Self {
        Self {
            unit: Unit::default(),
            spreadsheet_safe: false,
            byte_order_mark: false,
            flat: FlatLayer::default(),
            loss_report: false,
            words: &plain_words,
            sentences: &plain_sentences,
        }
    }
}

/// The end of each run of letters and digits with their marks, of each run of white space, and of each other character.
pub fn plain_words(text: &str) -> Vec<usize> {
    let kind = |c: char| match c {
        c if c.is_alphanumeric() || c == '_' || is_mark(c) => 0,
        c if c.is_whitespace() => 1,
        _ => 2,
    };
    let mut ends = Vec::new();
    let mut before = None;
    for (byte, c) in text.char_indices() {
        let kind = kind(c);
        if before.is_some_and(|before| before != kind || kind == 2) {
            ends.push(byte);
        }
        before = Some(kind);
    }
    ends.extend(before.map(|_| text.len()));
    ends
}

/// The end of each line, and of each stop that white space follows, with closing quotation marks and brackets.
pub fn plain_sentences(text: &str) -> Vec<usize> {
    let stops = |c: char| matches!(c, '.' | '!' | '?' | '…' | '؟' | '۔' | '।');
    let wide_stops = |c: char| matches!(c, '。' | '！' | '？');
    let closes = |c: char| matches!(c, '"' | '\'' | '”' | '’' | '»' | '“' | ')' | ']' | '」' | '』');
    let mut ends = Vec::new();
    let (mut stopped, mut ending) = (false, false);
    for (byte, c) in text.char_indices() {
        if c.is_whitespace() {
            ending |= stopped || matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
            continue;
        }
        if std::mem::take(&mut ending) {
            ends.push(byte);
            stopped = false;
        }
        ending = wide_stops(c);
        stopped = stops(c) || (stopped && closes(c));
    }
    if !text.is_empty() {
        ends.push(text.len());
    }
    ends
}

/// Whether a character is a mark on the one before it, in the scripts that have most of them.
fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}'
        | '\u{483}'..='\u{489}'
        | '\u{591}'..='\u{5bd}'
        | '\u{5bf}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{6d6}'..='\u{6ed}'
        | '\u{900}'..='\u{903}'
        | '\u{93a}'..='\u{94f}'
        | '\u{e31}'
        | '\u{e34}'..='\u{e3a}'
        | '\u{e47}'..='\u{e4e}'
        | '\u{1ab0}'..='\u{1aff}'
        | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{fe20}'..='\u{fe2f}')
}

/// What a reader is told.
#[derive(Clone, Copy)]
pub struct ReadOptions<'a> {
    /// The document that is open: files without a text are matched with it.
    pub open: Option<&'a Session>,
    /// The labels that new documents start with.
    pub labels: &'a LabelSet,
    /// The time: records get it that say nothing of theirs.
    pub at: Timestamp,
    /// What offsets count, in formats that leave it open.
    pub unit: Unit,
    /// Where the last grapheme cluster of a stretch of text starts, in bytes: see [`Text::new`](crate::model::Text::new).
    pub last_grapheme: &'a dyn Fn(&str) -> usize,
}
