//! What all that write HTML have in common: the text in stretches under the same marks, and text that no parser takes for
//! anything else.

use crate::model::{Annotation, BlockIndex, CharRange, Session, segments};
use std::rc::Rc;

/// A stretch of the text under the same annotations.
pub(super) struct Stretch<'a> {
    /// Where it is.
    pub(super) range: CharRange,
    /// Its words: a line end, or what stands between two of them.
    pub(super) words: &'a str,
    /// The annotations over all of it, in document order. None over a line end, whatever goes on behind it.
    pub(super) active: Vec<Rc<Annotation>>,
}

/// The stretches of a range, in order; together they are its text. Costs what [`segments`] costs for each block of it.
pub(super) fn stretches(session: &Session, range: CharRange) -> Vec<Stretch<'_>> {
    let text = &session.text;
    let mut found = Vec::new();
    let mut add = |stretch: CharRange, active| {
        if let Some(range) = stretch.overlap(range) {
            found.push(Stretch { range, words: text.slice(range).unwrap_or_default(), active });
        }
    };
    let mut written = range.start();
    for index in text.blocks_of(range).map(BlockIndex) {
        let Some(block) = text.block(index) else { continue };
        // The line end before the block is in none.
        add(CharRange::between(written, written.max(block.chars.start())), Vec::new());
        for segment in segments(block.chars, session.annotations.bucket(index)) {
            add(segment.range, segment.active);
        }
        written = block.chars.end();
    }
    add(CharRange::between(written, written.max(range.end())), Vec::new());
    found
}

/// Whether HTML can have a character. NUL and other control characters become U+FFFD.
pub(super) fn is_of_html(c: char) -> bool {
    !c.is_control() || matches!(c, '\t' | '\n' | '\r' | '\u{85}')
}

/// Text that is nothing but text, in elements and in attributes.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // A parser of HTML makes CR LF one LF, unless it is written like this.
            '\r' => escaped.push_str("&#13;"),
            c if is_of_html(c) => escaped.push(c),
            _ => escaped.push(char::REPLACEMENT_CHARACTER),
        }
    }
    escaped
}
