//! Where each word of a text stands, so that the places of any words are found without reading the text again.

use super::super::occurrences::{is_spaced, stands_apart};
use super::super::offset::{CharPos, CharRange};
use super::super::text::Text;
use std::rc::Rc;

/// Words by their place and places by their words. It is made once for a text, which never changes.
///
/// A word is a run of letters and digits of a script that puts spaces between words, or else a single character that is
/// no white space. Words are chained by a hash, so one costs twelve bytes however many different ones there are.
pub(super) struct WordIndex {
    text: Rc<Text>,
    words: Vec<Word>,
    /// By hash: how many words have it, and the last of them.
    chains: Vec<(u32, u32)>,
    /// How far the text is read, in bytes and in code points.
    read: (usize, CharPos),
}

struct Word {
    byte: u32,
    start: CharPos,
    /// The word before it with the same hash; [`NONE`] for the first.
    previous: u32,
}

const NONE: u32 = u32::MAX;

const MOST_CHAINS: usize = 1 << 16;

/// A longer run of letters is taken apart, so that none takes long to read.
const MOST_WORD_CHARS: usize = 64;

impl WordIndex {
    /// An index in which no word is yet.
    pub(super) fn new(text: Rc<Text>) -> Self {
        let chains = (text.len() as usize / 8).clamp(64, MOST_CHAINS);
        Self { text, words: Vec::new(), chains: vec![(0, NONE); chains], read: (0, CharPos(0)) }
    }

    /// Reads about this many code points further. False when the whole text has been read.
    pub(super) fn read_on(&mut self, chars: u32) -> bool {
        let text = Rc::clone(&self.text);
        let until = self.read.1.plus(chars);
        while self.read.1 < until {
            let Some((length, count, hash)) = next_piece(&text.as_str()[self.read.0..]) else { return false };
            if let Some(hash) = hash {
                let chain = self.chain(hash);
                let (of_hash, last) = &mut self.chains[chain];
                *of_hash += 1;
                let previous = std::mem::replace(last, self.words.len() as u32);
                self.words.push(Word { byte: self.read.0 as u32, start: self.read.1, previous });
            }
            self.read = (self.read.0 + length, self.read.1.plus(count));
        }
        true
    }

    /// Where `words` stand, whole and in the same case, in order and without overlap; `None` where they hold no word, or
    /// none that is rarer than `most`. Costs at most that.
    pub(super) fn find(&self, words: &str, most: u32) -> Option<Vec<CharRange>> {
        let (mut byte, mut chars) = (0, 0);
        let mut rarest: Option<(u32, u32, usize, u32)> = None;
        while let Some((length, count, hash)) = next_piece(&words[byte..]) {
            if let Some((of_hash, last)) = hash.map(|hash| self.chains[self.chain(hash)])
                && rarest.is_none_or(|(least, ..)| of_hash < least)
            {
                rarest = Some((of_hash, last, byte, chars));
            }
            (byte, chars) = (byte + length, chars + count);
        }
        let (_, mut next, byte_ahead, chars_ahead) = rarest.filter(|(least, ..)| *least <= most)?;
        let mut found = Vec::new();
        while let Some(word) = self.words.get(next as usize) {
            next = word.previous;
            let start = (word.byte as usize).checked_sub(byte_ahead);
            if start.is_some_and(|start| self.stands_at(words, start)) {
                let from = CharPos(word.start.0 - chars_ahead);
                found.push(CharRange::between(from, from.plus(chars)));
            }
        }
        found.reverse();
        let mut end = CharPos(0);
        found.retain(|range| {
            range.start() >= end && {
                end = range.end();
                true
            }
        });
        Some(found)
    }

    fn chain(&self, hash: u64) -> usize {
        (hash % self.chains.len() as u64) as usize
    }

    /// Whether `words` stand at a byte of the text, whole.
    fn stands_at(&self, words: &str, byte: usize) -> bool {
        let text = self.text.as_str();
        let end = byte + words.len();
        let same = text.as_bytes().get(byte..end).is_some_and(|there| there == words.as_bytes());
        let (Some(first), Some(last)) = (words.chars().next(), words.chars().next_back()) else { return false };
        same && stands_apart(text[..byte].chars().next_back(), (first, last), text[end..].chars().next(), true)
    }
}

/// What `rest` begins with: its bytes, its code points, and, if it is a word, its hash. `None` at the end.
fn next_piece(rest: &str) -> Option<(usize, u32, Option<u64>)> {
    let first = rest.chars().next()?;
    if first.is_whitespace() {
        return Some((first.len_utf8(), 1, None));
    }
    let run = rest.chars().take_while(|c| is_spaced(*c)).take(MOST_WORD_CHARS);
    let (length, count) = run.fold((0, 0), |(length, count), c| (length + c.len_utf8(), count + 1));
    let (length, count) = if count == 0 { (first.len_utf8(), 1) } else { (length, count) };
    Some((length, count, Some(super::fnv(rest[..length].bytes()))))
}

#[cfg(test)]
mod tests {
    use super::super::super::occurrences::{Matching, occurrences};
    use super::*;

    fn index(string: &str) -> WordIndex {
        let mut index = WordIndex::new(Rc::new(Text::new(string.to_owned(), |_| 0)));
        while index.read_on(3) {}
        index
    }

    #[test]
    fn the_index_finds_what_a_search_of_the_text_finds() {
        for (string, words) in [
            ("Putin said. Putin’s Putinism, putin", "Putin"),
            ("Putin said. Putin’s Putinism, putin", "Putin’s"),
            ("the end of the United States of the world, the United Nations", "the United"),
            ("a a a a", "a a"),
            ("東京は東京都", "東京"),
            ("ああああ", "ああ"),
            ("caf\u{e9} cafe\u{301} cafe", "cafe"),
            ("caf\u{e9} cafe\u{301} cafe", "cafe\u{301}"),
            ("قال الرئيس. الرئيس والرئيس", "الرئيس"),
            ("😀 x 😀 👨‍👩‍👧 👨", "😀"),
            ("😀 x 😀 👨‍👩‍👧 👨", "👨"),
            ("$48 million, $48 millions", "$48 million"),
            ("one\r\ntwo one\r\ntwo", "one\r\ntwo"),
            ("iPhone東京 iPhones iPhone", "iPhone"),
            (&"x".repeat(200), &"x".repeat(200)),
            (&"x".repeat(200), &"x".repeat(100)),
            ("nothing here", "there"),
        ] {
            let text = Text::new(string.to_owned(), |_| 0);
            let expected = occurrences(&text, words, Matching { whole_words: true, case: true });
            assert_eq!(index(string).find(words, 99), Some(expected), "{words:?} in {string:?}");
        }
    }

    #[test]
    fn what_is_too_frequent_is_not_looked_for() {
        let index = index("the cat and the dog and the hen");
        assert_eq!(index.find("the", 2), None);
        assert_eq!(index.find("the hen", 2).map(|found| found.len()), Some(1), "the rarer word leads there");
        assert_eq!(index.find(" \n", 2), None);
    }
}
