//! Quotations, and who speaks in them: what the page proposes as the holder and the targets of a sentiment.
//!
//! It reads a window of the text around a place, never the whole: see [`window()`]. What it finds are values that
//! somebody accepts or not; nothing here is stored, and nothing is learnt. Marks, verbs and small words are in one table,
//! `quotation/rules.rs`.
//!
//! # Limitations
//!
//! - Whom a pronoun means is not guessed, but for one that speaks where someone named before it does: X said so, he added.
//! - Names are told by capital letters and by what stands around them. In scripts without them, and in languages
//!   without a row in the table, quotations are found, but no speakers.
//! - A sentence without a verb of saying has no speaker, whatever its mood; nor has a noun that says something (X’s claim
//!   that …), or a headline (X: plan “dead”).
//! - Of speakers joined by “and” the words are proposed as one.

mod marks;
mod phrases;
mod rules;
mod target;
mod tokens;
mod voices;

pub use target::targets;

use super::annotation::AnnotationId;
use super::offset::{CharPos, CharRange};
use super::text::{BlockIndex, Text};
use marks::Stretch;
use phrases::{Phrase, Reference};
use rules::Language;
use tokens::Token;
use voices::{Scope, Voice};

/// The most paragraphs that are read on either side of the one that holds the place.
pub const MOST_PARAGRAPHS: usize = 10;

/// The most code points that are read on either side of the place.
pub const MOST_CHARS: u32 = 10_000;

/// How deep quotations may stand in one another. Marks that would open deeper ones open nothing.
pub const MOST_DEPTH: usize = 8;

/// A stretch of text between quotation marks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Quotation {
    /// From the first mark to the last, marks included. It may run over several paragraphs, each opened by a mark of its
    /// own. One that no mark closes ends with its paragraph.
    pub range: CharRange,
    /// The words without marks, a piece for each paragraph, in order. A piece may be empty.
    pub pieces: Vec<CharRange>,
    /// Whether a mark closes it.
    pub closed: bool,
    /// The quotation around it, as an index of the list that it is in; always a smaller one than its own.
    pub within: Option<usize>,
}

/// Who may be the holder of what is said at a place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proposal {
    /// Who speaks.
    pub speaker: Speaker,
    /// The words that name the speaker. Those of a mention, where there is one.
    pub words: CharRange,
    /// The words that give the speaker away: a verb of saying, “according to”, a colon.
    pub cue: CharRange,
    /// What the speaker says: a quotation with its marks, or a reported clause.
    pub said: CharRange,
    /// Whether it stands between quotation marks, and not in reported speech.
    pub quoted: bool,
}

/// How the words of a proposal name who speaks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Speaker {
    /// They are this mention.
    Mention(AnnotationId),
    /// They are a name or a noun phrase that is no mention yet.
    Words,
    /// They are a pronoun that is no mention. Whom it means has to be said by hand.
    Pronoun,
}

/// Who speaks at `at`, the outermost first: of a minister whom a spokesman quotes, the spokesman, then the minister. The
/// writer of the text, who is around them all, is left out, so an empty answer means the writer, or a speaker whom
/// nothing here could name.
///
/// `mentions` are those of persons and things near the place, in any order. Where one covers the word that names a
/// speaker, it is proposed; the shortest of several. `at` may be empty; it must lie wholly in what is said. Costs the
/// code points of the [window](window()), times the depth of the quotations in it, and the number of mentions.
pub fn holders(text: &Text, at: CharRange, mentions: &[(CharRange, AnnotationId)]) -> Vec<Proposal> {
    let mut found: Vec<Proposal> = Vec::new();
    for voices in heard(text, at).levels {
        let mut here: Vec<(CharRange, Proposal)> = Vec::new();
        for voice in voices.iter().filter(|voice| voice.speaker.reference != Reference::FirstPerson) {
            if let Some(scope) = voice.scopes.iter().find(|scope| scope.range().covers(at)) {
                here.push((scope.range(), proposal(&voice.speaker, voice.cue, *scope, mentions)));
            }
        }
        // Of two around one another the longer is outside.
        here.sort_by_key(|(range, _)| std::cmp::Reverse(range.len()));
        found.extend(here.into_iter().map(|(_, proposal)| proposal));
    }
    found.dedup_by(|inner, outer| inner.words == outer.words);
    found
}

/// What is read around a place.
struct Heard {
    language: &'static Language,
    /// All of it, the marks of quotations among the others.
    tokens: Vec<Token>,
    /// Who speaks beside the place: in the text, in the quotation around the place, in the one within that, and so on.
    levels: Vec<Vec<Voice>>,
}

fn heard(text: &Text, at: CharRange) -> Heard {
    let window = window(text, at);
    let chars = Stretch::new(window.start(), text.slice(window).unwrap_or_default());
    let paragraphs = paragraphs(text, &chars, window);
    let quotations = marks::quotations(&chars, &paragraphs);
    let all = tokens::tokens(&chars, &paragraphs, &[], None);
    let language = voices::language(&all);
    let mut levels = Vec::new();
    let mut level: (Option<usize>, &[CharRange]) = (None, &paragraphs);
    loop {
        levels.push(voices::voices(&tokens::tokens(&chars, level.1, &quotations, level.0), language));
        let inner = |(_, quotation): &(usize, &Quotation)| quotation.within == level.0 && quotation.range.covers(at);
        match quotations.iter().enumerate().find(inner) {
            Some((index, quotation)) => level = (Some(index), &quotation.pieces),
            None => return Heard { language, tokens: all, levels },
        }
    }
}

fn proposal(speaker: &Phrase, cue: CharRange, scope: Scope, mentions: &[(CharRange, AnnotationId)]) -> Proposal {
    let names = |(range, _): &&(CharRange, AnnotationId)| range.overlap(speaker.head).is_some();
    let mention = mentions.iter().filter(names).min_by_key(|(range, _)| range.len());
    let (kind, words) = match mention {
        Some((range, id)) => (Speaker::Mention(id.clone()), *range),
        None if speaker.reference == Reference::Pronoun => (Speaker::Pronoun, speaker.words),
        None => (Speaker::Words, speaker.words),
    };
    Proposal { speaker: kind, words, cue, said: scope.range(), quoted: matches!(scope, Scope::Quote(..)) }
}

/// The quotations of `window`, in the order in which they open; those within others come behind them.
///
/// Nothing outside `window` is looked at: paragraphs are cut at its edges, and what opens before it is not known. Costs
/// its length.
pub fn quotations(text: &Text, window: CharRange) -> Vec<Quotation> {
    let Some(window) = text.range().overlap(window) else { return Vec::new() };
    let Some(string) = text.slice(window) else { return Vec::new() };
    let chars = Stretch::new(window.start(), string);
    marks::quotations(&chars, &paragraphs(text, &chars, window))
}

/// The stretch of text that has to be read to know who speaks at `at`: the paragraphs that it touches; the ones before,
/// while a paragraph begins with a quotation mark, for then a quotation may run into it; and the ones behind that begin
/// so. At most [`MOST_PARAGRAPHS`] on either side, and at most [`MOST_CHARS`] code points before the start of `at` and
/// as many behind it: of a longer paragraph, or a longer `at`, it is a part.
pub fn window(text: &Text, at: CharRange) -> CharRange {
    let from = at.start().min(text.range().end());
    let reach =
        CharRange::between(CharPos(from.0.saturating_sub(MOST_CHARS)), from.plus(MOST_CHARS.min(text.len() - from.0)));
    let line = |at: CharPos| text.line_of(text.block_at(at));
    let Some(last) = text.lines().len().checked_sub(1) else { return reach };
    let (first_line, last_line) = (line(reach.start()), line(reach.end()).min(last));
    let mut lines = line(from)..line(at.end().clamp(from, reach.end())) + 1;
    lines = paragraph_start(text, lines.start, first_line)..paragraph_end(text, lines.end - 1, last_line);
    for _ in 0..MOST_PARAGRAPHS {
        let before = (first_line..lines.start).rev().find(|&line| !text.lines()[line].blank);
        let Some(before) = before.filter(|_| opens_quotation(text, lines.start)) else { break };
        lines.start = paragraph_start(text, before, first_line);
    }
    for _ in 0..MOST_PARAGRAPHS {
        let behind = (lines.end..=last_line).find(|&line| !text.lines()[line].blank);
        let Some(behind) = behind.filter(|&line| opens_quotation(text, line)) else { break };
        lines.end = paragraph_end(text, behind, last_line);
    }
    let whole = line_range(text, lines.start).joined(line_range(text, lines.end - 1));
    whole.joined(at).overlap(reach).unwrap_or(CharRange::empty(from))
}

/// The paragraphs of a window, or what of them lies in it: in order, without the white space around them, none empty.
fn paragraphs(text: &Text, chars: &Stretch, window: CharRange) -> Vec<CharRange> {
    let mut found = Vec::new();
    let last = text.lines().len().saturating_sub(1);
    let mut line = text.line_of(text.block_at(window.start()));
    while line <= last && line < text.lines().len() && line_range(text, line).start() < window.end() {
        let end = paragraph_end(text, line, last);
        let whole = line_range(text, line).joined(line_range(text, end - 1));
        found.extend(whole.overlap(window).and_then(|part| chars.trimmed(part)));
        line = end;
    }
    found
}

/// The characters of a line, without its end.
fn line_range(text: &Text, line: usize) -> CharRange {
    let blocks = &text.lines()[line].blocks;
    let range = |index: u32| text.block(BlockIndex(index)).map_or(CharRange::default(), |block| block.chars);
    range(blocks.start).joined(range(blocks.end - 1))
}

/// Whether a paragraph ends with this line. Without blank lines in the text every one is a paragraph.
fn ends_paragraph(text: &Text, line: usize) -> bool {
    let blank = |line: usize| text.lines().get(line).is_none_or(|line| line.blank);
    !text.has_blank_lines() || blank(line) || blank(line + 1)
}

/// The first line of the paragraph of `line`, or `first` if it starts before that.
fn paragraph_start(text: &Text, line: usize, first: usize) -> usize {
    (first..line).rev().find(|&before| ends_paragraph(text, before)).map_or(first.min(line), |before| before + 1)
}

/// The line behind the last one of the paragraph of `line`, or behind `last` if it ends later.
fn paragraph_end(text: &Text, line: usize, last: usize) -> usize {
    (line..last).find(|&line| ends_paragraph(text, line)).unwrap_or(last) + 1
}

/// Whether the first character of a line that is not white space is a quotation mark.
fn opens_quotation(text: &Text, line: usize) -> bool {
    let block = text.block(BlockIndex(text.lines()[line].blocks.start));
    let first = block.and_then(|block| text.block_str(block).chars().find(|c| !c.is_whitespace()));
    first.is_some_and(|c| rules::QUOTES.iter().any(|(mark, _)| *mark == c))
}
