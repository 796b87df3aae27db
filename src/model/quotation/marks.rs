//! Which quotation marks belong together.

use super::super::occurrences::is_spaced;
use super::super::offset::{CharPos, CharRange};
use super::rules::{ELISIONS, QUOTES};
use super::{MOST_DEPTH, Quotation};

/// Some characters of a text, by their positions in it.
pub(super) struct Stretch {
    start: CharPos,
    chars: Vec<char>,
}

impl Stretch {
    pub(super) fn new(start: CharPos, string: &str) -> Self {
        Self { start, chars: string.chars().collect() }
    }

    /// The character behind a position, if it lies in the stretch.
    pub(super) fn at(&self, at: CharPos) -> Option<char> {
        self.chars.get(at.0.checked_sub(self.start.0)? as usize).copied()
    }

    /// The character before a position.
    pub(super) fn before(&self, at: CharPos) -> Option<char> {
        self.at(CharPos(at.0.checked_sub(1)?))
    }

    /// `range` without the white space at its edges; `None` where nothing else is in it.
    pub(super) fn trimmed(&self, range: CharRange) -> Option<CharRange> {
        let words = |(_, c): &(CharPos, char)| !c.is_whitespace();
        let first = self.iter(range).find(words)?.0;
        let last = self.iter(range).rev().find(words)?.0;
        Some(CharRange::between(first, last.plus(1)))
    }

    /// The positions of `range` with their characters.
    pub(super) fn iter(&self, range: CharRange) -> impl DoubleEndedIterator<Item = (CharPos, char)> {
        (range.start().0..range.end().0).map(CharPos).filter_map(|at| Some((at, self.at(at)?)))
    }
}

/// A quotation whose end is not found yet.
struct Open {
    index: usize,
    mark: char,
    /// Where its piece of this paragraph starts.
    from: CharPos,
    /// Where it ends, if its mark is also an apostrophe and one had to look ahead.
    close: Option<CharPos>,
}

/// The quotations of consecutive paragraphs, in the order in which they open. `chars` holds all paragraphs, which are in
/// order and do not overlap. Costs the number of characters.
pub(super) fn quotations(chars: &Stretch, paragraphs: &[CharRange]) -> Vec<Quotation> {
    let mut found: Vec<Quotation> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let mut at = go_on(chars, *paragraph, &mut open);
        while at < paragraph.end() {
            let after = CharPos(at.0 + 1);
            let place = Place::new(chars, *paragraph, at);
            if let Some(depth) = place.closes(chars, *paragraph, &open) {
                for Open { index, from, .. } in open.drain(depth + 1..) {
                    end(&mut found[index], from, at, false);
                }
                if let Some(Open { index, from, .. }) = open.pop() {
                    end(&mut found[index], from, at, true);
                }
            } else if open.len() < MOST_DEPTH && place.opens(chars, *paragraph, &open) {
                let close = place.is_single().then(|| single_close(chars, *paragraph, at)).flatten();
                let goes_on = paragraphs.get(number + 1).is_some_and(|next| chars.at(next.start()) == Some(place.c));
                // A straight apostrophe is a quotation mark only if another one closes it.
                if place.c != '\'' || close.is_some() || goes_on && !is_elided(chars, *paragraph, at) {
                    let within = open.last().map(|open| open.index);
                    open.push(Open { index: found.len(), mark: place.c, from: after, close });
                    found.push(Quotation { range: CharRange::empty(at), pieces: Vec::new(), closed: false, within });
                }
            }
            at = after;
        }
        // What stays open goes on where the next paragraph opens it again; else it ends here.
        let next = paragraphs.get(number + 1);
        let kept = next.map_or(0, |next| marks_again(chars, *next, &open));
        for open in &open {
            end(&mut found[open.index], open.from, paragraph.end(), false);
        }
        open.truncate(kept);
    }
    found
}

/// Adds the piece that ends `at` a closing mark, or at the end of a paragraph or of what is around it.
fn end(quotation: &mut Quotation, from: CharPos, at: CharPos, closed: bool) {
    quotation.pieces.push(CharRange::between(from, at.max(from)));
    let end = if closed { at.plus(1) } else { at };
    quotation.range = quotation.range.joined(CharRange::empty(end));
    quotation.closed = closed;
}

/// How many of the `open` quotations a paragraph opens again.
fn marks_again(chars: &Stretch, paragraph: CharRange, open: &[Open]) -> usize {
    // French also repeats the closing mark: « … ¶ » … »
    let same = |(open, (_, c)): &(&Open, (CharPos, char))| *c == open.mark || (open.mark == '«' && *c == '»');
    open.iter().zip(chars.iter(paragraph)).take_while(same).count()
}

/// Starts the pieces of the quotations that go on in a paragraph, and returns where its own text starts.
fn go_on(chars: &Stretch, paragraph: CharRange, open: &mut [Open]) -> CharPos {
    let from = paragraph.start().plus(open.len() as u32);
    for open in open {
        open.from = from;
        open.close = if matches!(open.mark, '\'' | '‘') {
            single_close(chars, paragraph, CharPos(from.0.saturating_sub(1)))
        } else {
            None
        };
    }
    from
}

/// A character and those around it in its paragraph.
struct Place {
    at: CharPos,
    c: char,
    before: Option<char>,
    after: Option<char>,
}

impl Place {
    fn new(chars: &Stretch, paragraph: CharRange, at: CharPos) -> Self {
        let after = at.plus(1);
        Self {
            at,
            c: chars.at(at).unwrap_or(' '),
            before: (at > paragraph.start()).then(|| chars.before(at)).flatten(),
            after: (after < paragraph.end()).then(|| chars.at(after)).flatten(),
        }
    }

    fn is_single(&self) -> bool {
        matches!(self.c, '\'' | '‘')
    }

    /// Something stands before it to which a closing mark can belong, and nothing behind it that begins there.
    fn can_close(&self) -> bool {
        self.before.is_some_and(|c| !c.is_whitespace() && !opens_brackets(c)) && !self.after.is_some_and(is_spaced)
    }

    /// Something stands behind it that can begin there, and nothing before it that goes on.
    fn can_open(&self) -> bool {
        self.after.is_some_and(|c| !c.is_whitespace())
            && !self.before.is_some_and(|c| is_spaced(c) || matches!(c, '.' | ',' | '!' | '?' | '…' | ')' | '%'))
    }

    fn is_apostrophe(&self) -> bool {
        matches!(self.c, '\'' | '’' | '‘') && self.before.is_some_and(is_spaced) && self.after.is_some_and(is_spaced)
    }

    /// Which of the `open` quotations it closes.
    fn closes(&self, chars: &Stretch, paragraph: CharRange, open: &[Open]) -> Option<usize> {
        let closes = |open: &Open| match QUOTES.iter().find(|(mark, _)| *mark == open.mark) {
            Some(('\'' | '‘', _)) => open.close == Some(self.at),
            Some((_, marks)) => marks.contains(&self.c),
            None => false,
        };
        let depth = open.iter().rposition(closes)?;
        let is_opener = QUOTES.iter().any(|(mark, _)| *mark == self.c);
        let fits = match self.c {
            '"' => (self.can_close() || !self.can_open()) && !self.is_inch(chars, paragraph),
            '“' | '‘' | '’' | '＂' => !self.is_apostrophe() && (self.can_close() || !self.can_open()),
            // French puts spaces on the inner side.
            '«' | '»' | '‹' | '›' => true,
            _ => !is_opener || self.can_close() || !self.can_open(),
        };
        fits.then_some(depth)
    }

    /// 55": a number, while the next such mark closes and can do nothing else.
    fn is_inch(&self, chars: &Stretch, paragraph: CharRange) -> bool {
        let next = || {
            let rest = CharRange::between(self.at.plus(1), paragraph.end());
            let (at, _) = chars.iter(rest).find(|(_, c)| *c == '"')?;
            let next = Place::new(chars, paragraph, at);
            Some(next.can_close() && !next.can_open())
        };
        self.before.is_some_and(|c| c.is_numeric()) && next().unwrap_or(false)
    }

    fn opens(&self, chars: &Stretch, paragraph: CharRange, open: &[Open]) -> bool {
        let Some((mark, _)) = QUOTES.iter().find(|(mark, _)| *mark == self.c) else { return false };
        match mark {
            '"' | '\'' => self.can_open(),
            '‘' => !self.is_apostrophe() && !is_decade(&word_after(chars, paragraph, self.at)),
            // Opens only in Swedish and Finnish; elsewhere it closes what was never opened.
            '”' => self.can_open() && !self.can_close() && open.is_empty(),
            '»' | '›' => self.after.is_some_and(|c| !c.is_whitespace()) && !self.can_close_guillemet(),
            _ => true,
        }
    }

    fn can_close_guillemet(&self) -> bool {
        self.before.is_some_and(|c| is_spaced(c) || matches!(c, '.' | ',' | '!' | '?' | '…'))
    }
}

fn opens_brackets(c: char) -> bool {
    matches!(c, '(' | '[' | '{' | '—' | '–')
}

/// The apostrophe that closes the single quotation mark at `open`, in its paragraph: the first one behind a word's end
/// beside punctuation, or behind any letter but s; failing that, the last one behind an s (the workers’). None lies
/// beyond the next mark that opens. Costs the way there.
fn single_close(chars: &Stretch, paragraph: CharRange, open: CharPos) -> Option<CharPos> {
    if chars.at(open) == Some('\'') && is_elided(chars, paragraph, open) {
        return None;
    }
    let mut after_s = None;
    let from = CharRange::between(open.plus(1).min(paragraph.end()), paragraph.end());
    for (at, c) in chars.iter(from).filter(|(_, c)| matches!(c, '\'' | '’' | '‘')) {
        let place = Place::new(chars, paragraph, at);
        if place.is_apostrophe() {
            continue;
        }
        if c == '‘' || (c == '\'' && place.can_open() && !place.can_close()) {
            if is_elided(chars, paragraph, at) {
                continue;
            }
            break;
        }
        if !place.can_close() {
            continue;
        }
        let ends_word = place.before.is_some_and(char::is_alphanumeric);
        let goes_on = place.after.is_some_and(char::is_whitespace);
        if ends_word && goes_on && matches!(place.before, Some('s' | 'S')) {
            after_s = Some(at);
        } else {
            return Some(at);
        }
    }
    after_s
}

/// ’tis, ’90s: the apostrophe stands for what is left out.
fn is_elided(chars: &Stretch, paragraph: CharRange, at: CharPos) -> bool {
    let word = word_after(chars, paragraph, at);
    is_decade(&word) || ELISIONS.contains(&word.as_str())
}

fn is_decade(word: &str) -> bool {
    matches!(word.as_bytes(), [b'0'..=b'9', b'0'..=b'9', b's'])
}

/// The word behind a mark, in small letters; of a long one the beginning.
fn word_after(chars: &Stretch, paragraph: CharRange, mark: CharPos) -> String {
    let rest = CharRange::between(mark.plus(1).min(paragraph.end()), paragraph.end());
    let letters = chars.iter(rest).map(|(_, c)| c).take_while(|c| c.is_alphanumeric());
    letters.take(12).flat_map(char::to_lowercase).collect()
}
