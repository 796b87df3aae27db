//! Words, marks and whole quotations, as one level of a text sees them, and the sentences that they make.

use super::super::offset::{CharPos, CharRange};
use super::Quotation;
use super::marks::Stretch;
use super::rules::LANGUAGES;
use std::ops::Range;

/// The most tokens of a sentence; what is longer is cut.
const MOST_TOKENS: usize = 300;

/// What a sentence is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A word or a number, in small letters, and whether it has a capital letter in front.
    Word(String, bool),
    /// Punctuation, or any other sign.
    Mark(char),
    /// A quotation, whatever is in it: its index, and the last character in it that is not white space.
    Quote(usize, Option<char>),
    /// The end of a paragraph.
    Break,
}

/// A piece of a text that is read as one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Token {
    pub(super) range: CharRange,
    pub(super) kind: Kind,
}

impl Token {
    /// The word in small letters; nothing for what is no word.
    pub(super) fn word(&self) -> &str {
        if let Kind::Word(word, _) = &self.kind { word } else { "" }
    }

    pub(super) fn is_word(&self) -> bool {
        matches!(self.kind, Kind::Word(..))
    }

    pub(super) fn is_capital(&self) -> bool {
        matches!(self.kind, Kind::Word(_, true))
    }

    pub(super) fn is(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }

    pub(super) fn quote(&self) -> Option<usize> {
        if let Kind::Quote(index, _) = self.kind { Some(index) } else { None }
    }
}

/// The tokens of `pieces`, which are paragraphs or what one quotation holds of them. Those of `all` that lie directly
/// within `within` are one token each.
pub(super) fn tokens(chars: &Stretch, pieces: &[CharRange], all: &[Quotation], within: Option<usize>) -> Vec<Token> {
    let inner = all.iter().enumerate().filter(|(_, quotation)| quotation.within == within);
    let mut inner =
        inner.filter(|(_, inner)| pieces.iter().any(|piece| piece.overlap(inner.range).is_some())).peekable();
    let mut found: Vec<Token> = Vec::new();
    let mut at = CharPos(0);
    for piece in pieces {
        at = at.max(piece.start());
        while at < piece.end() {
            if let Some((index, quotation)) = inner.next_if(|(_, quotation)| quotation.range.start() <= at) {
                let words = quotation.pieces.iter().rev().find_map(|piece| chars.trimmed(*piece));
                let last = words.and_then(|words| chars.before(words.end()));
                found.push(Token { range: quotation.range, kind: Kind::Quote(index, last) });
                at = quotation.range.end();
                continue;
            }
            let end = inner.peek().map_or(piece.end(), |(_, next)| next.range.start().min(piece.end()));
            let token = token(chars, CharRange::between(at, end));
            at = token.as_ref().map_or(at.plus(1), |token| token.range.end());
            found.extend(token);
        }
        // Not where a quotation runs on into the next paragraph.
        if at <= piece.end() {
            found.push(Token { range: CharRange::empty(at), kind: Kind::Break });
        }
    }
    found
}

/// The token at the start of `rest`; none for white space.
fn token(chars: &Stretch, rest: CharRange) -> Option<Token> {
    let start = rest.start();
    let first = chars.at(start)?;
    let next = |at: CharPos| (at.plus(1) < rest.end()).then(|| chars.at(at.plus(1))).flatten();
    if first.is_whitespace() {
        return None;
    }
    if hangs_on(chars, rest) {
        // Of the hyphens before it none is part of the pronoun: -t-il.
        let word: Vec<(CharPos, char)> =
            chars.iter(rest).take_while(|(_, c)| *c == '-' || c.is_alphanumeric()).collect();
        let from = word.iter().rposition(|(_, c)| *c == '-').map_or(0, |hyphen| hyphen + 1);
        let pronoun: String = word[from..].iter().flat_map(|(_, c)| c.to_lowercase()).collect();
        let range = CharRange::between(start.plus(from as u32), start.plus(word.len() as u32));
        return Some(Token { range, kind: Kind::Word(pronoun, false) });
    }
    let is_word = |c: char| c.is_alphanumeric() || is_joined(c);
    let handle = matches!(first, '@' | '#') && next(start).is_some_and(char::is_alphanumeric);
    if !first.is_alphanumeric() && !handle {
        return Some(Token { range: CharRange::between(start, start.plus(1)), kind: Kind::Mark(first) });
    }
    let mut word: String = first.to_lowercase().collect();
    let mut end = start.plus(1);
    while let Some(c) = (end < rest.end()).then(|| chars.at(end)).flatten() {
        let joins = matches!(c, '\'' | '’' | '-' | '.' | '_' | '\u{2010}' | '\u{2011}' | ',')
            && next(end).is_some_and(char::is_alphanumeric)
            && (c != ',' || next(end).is_some_and(char::is_numeric) && word.ends_with(char::is_numeric));
        if !is_word(c) && !joins || hangs_on(chars, CharRange::between(end, rest.end())) {
            break;
        }
        word.extend(c.to_lowercase());
        end = end.plus(1);
    }
    // The full stop of an abbreviation is part of it: Mr., J., U.S.
    if (end < rest.end()).then(|| chars.at(end)).flatten() == Some('.') {
        let dotted = format!("{word}.");
        let initial = end == start.plus(1) && first.is_uppercase();
        if initial
            || word.contains('.') && !word.contains(char::is_numeric)
            || LANGUAGES.iter().any(|language| language.titles.contains(&dotted.as_str()))
        {
            word = dotted;
            end = end.plus(1);
        }
    }
    let capital = first.is_uppercase() || handle;
    Some(Token { range: CharRange::between(start, end), kind: Kind::Word(word, capital) })
}

/// Combining marks and joiners go on with a word.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{200c}' | '\u{200d}')
}

/// Whether a pronoun hangs on the word before `rest`: (dit)-il. It is a word of its own.
fn hangs_on(chars: &Stretch, rest: CharRange) -> bool {
    if chars.at(rest.start()) != Some('-') {
        return false;
    }
    let word: String =
        chars.iter(rest).map(|(_, c)| c).take_while(|c| *c == '-' || c.is_alphanumeric()).take(12).collect();
    LANGUAGES.iter().any(|language| language.clitics.contains(&word.to_lowercase().as_str()))
}

/// Cuts tokens into sentences, in order. The marks that end one belong to it.
///
/// A quotation does not end a sentence unless it ends in a full stop and the next word has a capital letter; nor does a
/// paragraph behind a colon before a quotation.
pub(super) fn sentences(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (index, token) in tokens.iter().enumerate() {
        let next = tokens.get(index + 1);
        let ends = match &token.kind {
            Kind::Mark('.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔') => {
                // Not within what goes on: the next word has a small letter, or a mark follows.
                next.is_none_or(|next| match &next.kind {
                    Kind::Word(word, capital) => *capital || !word.starts_with(char::is_lowercase),
                    Kind::Mark(mark) => matches!(mark, '—' | '–' | '-' | '(' | '¿' | '¡'),
                    Kind::Quote(..) | Kind::Break => true,
                })
            }
            Kind::Quote(_, last) => next.is_some_and(|next| match &next.kind {
                Kind::Word(_, capital) => *capital && matches!(last, Some('.' | '…' | '。')),
                Kind::Quote(..) => matches!(last, Some('.' | '!' | '?' | '…' | '。')),
                Kind::Mark(_) | Kind::Break => false,
            }),
            Kind::Break => {
                let after_colon = index.checked_sub(1).is_some_and(|before| tokens[before].is(':'));
                !(after_colon && next.is_some_and(|next| next.quote().is_some()))
            }
            Kind::Word(..) | Kind::Mark(_) => false,
        };
        if ends || index - start + 1 == MOST_TOKENS {
            found.push(start..index + 1);
            start = index + 1;
        }
    }
    if start < tokens.len() {
        found.push(start..tokens.len());
    }
    found
}
