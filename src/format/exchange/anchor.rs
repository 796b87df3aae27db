//! Whether offsets of a file are those of the text, and where its words are when they are not.
//!
//! Where a file says what the words are, they decide: fewer of them fit in another unit, and that unit is not the one. Where
//! a file says nothing of the words, its offsets are taken as they are, and only what cannot be is left out.

use super::options::Unit;
use super::report::{Fault, short};
use crate::model::{CharPos, CharRange, Fragments, Text};
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;

/// How the offsets of a document have to be read so that they fit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Shift {
    /// What they count.
    pub unit: Unit,
    /// Whether they count a byte order mark before the text.
    pub byte_order_mark: bool,
    /// Whether they count CR LF as one.
    pub folded: bool,
}

impl fmt::Display for Shift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "its offsets count {}", self.unit.name())?;
        if self.folded {
            write!(f, ", with CR LF as one")?;
        }
        if self.byte_order_mark {
            write!(f, ", with a byte order mark before the text")?;
        }
        Ok(())
    }
}

/// Where a file says that an annotation is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Claim {
    /// Starts and ends of its stretches, in order; none where the file has only the words.
    pub spans: Vec<(u64, u64)>,
    /// Its words, those of several stretches joined by one space; `None` where the file does not say.
    pub quote: Option<String>,
    /// What stands before the words.
    pub prefix: String,
    /// What stands after them.
    pub suffix: String,
}

impl Claim {
    /// One stretch, of which the words may be known.
    pub fn span(start: u64, end: u64, quote: Option<&str>) -> Self {
        Self { spans: vec![(start, end)], quote: quote.map(str::to_owned), ..Self::default() }
    }

    fn is_wordless(&self) -> bool {
        self.spans.is_empty() && self.quote.is_none()
    }
}

/// Where an annotation is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Anchor {
    /// Where the file says.
    There(Fragments),
    /// Somewhere else: its words were found.
    Found {
        /// Where.
        at: Fragments,
        /// How sure that is, in percent.
        confidence: u8,
        /// What was wrong with what the file says.
        fault: Fault,
    },
    /// Nowhere.
    Nowhere(Fault),
}

/// How many bytes of text are searched for words that are not where they should be, for one document. With more, the rest
/// is left out.
const SEARCH_BUDGET: usize = 512 * 1024 * 1024;

/// How many places of the same words are looked at.
const MAX_PLACES: usize = 1_000;

/// Where each annotation is, and how its offsets had to be read if not in `unit`. Costs the length of the text, and the
/// logarithm of the number of claims for each of them; searching is bounded.
pub fn anchor(text: &Text, unit: Unit, claims: &[Claim]) -> (Vec<Anchor>, Option<Shift>) {
    let said = Shift { unit, ..Shift::default() };
    let mut best = Reading::of(text, said, claims);
    let quoted = claims.iter().filter(|claim| claim.quote.is_some() && !claim.spans.is_empty()).count();
    let mut shift = None;
    if best.fitting < quoted {
        for other in other_shifts(text, said) {
            let reading = Reading::of(text, other, claims);
            if reading.fitting > best.fitting {
                (best, shift) = (reading, Some(other));
            }
        }
    }
    let mut search = Search { text, places: HashMap::new(), budget: SEARCH_BUDGET };
    let anchors = claims.iter().zip(best.places).map(|(claim, place)| match place {
        Ok(at) => Anchor::There(at),
        Err(fault) => search.find(claim, fault),
    });
    (anchors.collect(), shift)
}

/// Every other way to read offsets that can make a difference in this text.
fn other_shifts(text: &Text, said: Shift) -> impl Iterator<Item = Shift> {
    let folds = text.as_str().contains("\r\n");
    let ways = [(false, false), (true, false), (false, true), (true, true)];
    let ways = ways.into_iter().filter(move |(_, folded)| folds || !folded);
    // The unit that the file should have comes first, so that it wins where several fit.
    let units = std::iter::once(said.unit).chain(Unit::ALL.into_iter().filter(move |unit| *unit != said.unit));
    units
        .flat_map(move |unit| {
            ways.clone().map(move |(byte_order_mark, folded)| Shift { unit, byte_order_mark, folded })
        })
        .filter(move |shift| *shift != said)
}

/// The claims, read in one way.
struct Reading {
    places: Vec<Result<Fragments, Fault>>,
    /// How many have the words that they say.
    fitting: usize,
}

impl Reading {
    fn of(text: &Text, shift: Shift, claims: &[Claim]) -> Self {
        let wanted = claims.iter().flat_map(|claim| claim.spans.iter().flat_map(|(start, end)| [*start, *end]));
        let ruler = Ruler::of(text.as_str(), shift, wanted.collect());
        let mut fitting = 0;
        let place = |claim: &Claim| {
            if claim.is_wordless() {
                return Ok(Fragments::default());
            }
            if claim.spans.is_empty() {
                return Err(Fault::Missing("the place"));
            }
            let (fragments, words) = ruler.fragments(text.as_str(), &claim.spans)?;
            match &claim.quote {
                Some(quote) if !words.are(quote) => {
                    Err(Fault::OtherWords { quote: short(quote), found: short(&words.start()) })
                }
                quote => {
                    fitting += usize::from(quote.is_some());
                    Ok(fragments)
                }
            }
        };
        let places = claims.iter().map(place).collect();
        Self { places, fitting }
    }
}

/// Where offsets in some unit are in a text.
struct Ruler {
    /// The offsets in order, each with its place in code points and in bytes, if it has one.
    places: Vec<(u64, Option<(u32, usize)>)>,
    unit: Unit,
    length: u64,
}

impl Ruler {
    /// Measures these offsets in one pass over the text.
    fn of(text: &str, shift: Shift, mut wanted: Vec<u64>) -> Self {
        wanted.sort_unstable();
        wanted.dedup();
        let mark = if shift.unit == Unit::Utf8 { 3 } else { 1 };
        let mut at: u64 = if shift.byte_order_mark { mark } else { 0 };
        let (mut chars, mut bytes) = (0, 0);
        let mut rest = text.chars().peekable();
        let mut places = Vec::with_capacity(wanted.len());
        for offset in wanted {
            while at < offset {
                let Some(c) = rest.next() else { break };
                let folds = shift.folded && c == '\r' && rest.peek() == Some(&'\n');
                at += match shift.unit {
                    _ if folds => 0,
                    Unit::CodePoints => 1,
                    Unit::Utf16 => c.len_utf16() as u64,
                    Unit::Utf8 => c.len_utf8() as u64,
                };
                chars += 1;
                bytes += c.len_utf8();
            }
            places.push((offset, (at == offset).then_some((chars, bytes))));
        }
        let left = rest.map(|c| match shift.unit {
            Unit::CodePoints => 1,
            Unit::Utf16 => c.len_utf16() as u64,
            Unit::Utf8 => c.len_utf8() as u64,
        });
        Self { places, unit: shift.unit, length: at + left.sum::<u64>() }
    }

    fn place(&self, offset: u64) -> Option<(u32, usize)> {
        let index = self.places.binary_search_by_key(&offset, |(offset, _)| *offset).ok()?;
        self.places[index].1
    }

    fn fragments<'t>(&self, text: &'t str, spans: &[(u64, u64)]) -> Result<(Fragments, Words<'t>), Fault> {
        let mut ranges = Vec::with_capacity(spans.len());
        let mut pieces = Vec::with_capacity(spans.len());
        let mut whole = (usize::MAX, 0);
        for &(start, end) in spans {
            if start >= end {
                return Err(Fault::NoSpan { start: start.to_string(), end: end.to_string() });
            }
            let missing = |at: u64| match at > self.length {
                true => Fault::Outside { start, end, length: self.length },
                false => Fault::InsideCharacter { at, unit: self.unit },
            };
            let first = self.place(start).ok_or_else(|| missing(start))?;
            let last = self.place(end).ok_or_else(|| missing(end))?;
            ranges.push(CharRange::between(CharPos(first.0), CharPos(last.0)));
            pieces.push(&text[first.1..last.1]);
            whole = (whole.0.min(first.1), whole.1.max(last.1));
        }
        let fragments = Fragments::new(&ranges).ok_or(Fault::Disorder)?;
        Ok((fragments, Words { pieces, whole: text.get(whole.0..whole.1).unwrap_or_default() }))
    }
}

/// What a file may say that the words of several stretches are: never copied, for a small file may have very many
/// annotations of very many words.
struct Words<'t> {
    /// Those of each stretch; with one space between them in a file.
    pieces: Vec<&'t str>,
    /// All from the first to the last, as in BioC.
    whole: &'t str,
}

impl Words<'_> {
    /// Whether a file means these: all of them, or those of each stretch, which are the same but for white space, which
    /// formats fold in many ways.
    fn are(&self, quote: &str) -> bool {
        fn solid(words: &str) -> impl Iterator<Item = char> {
            words.chars().filter(|c| !c.is_whitespace())
        }
        let mut found = self.pieces.iter().copied().flat_map(solid).peekable();
        match found.peek() {
            Some(_) => quote == self.whole || solid(quote).eq(found),
            None => quote == self.whole || quote == self.pieces.join(" "),
        }
    }

    /// As much of them as a person is shown.
    fn start(&self) -> String {
        let with_space =
            self.pieces.iter().zip(0..).flat_map(|(piece, number)| [if number > 0 { " " } else { "" }, piece]);
        with_space.flat_map(str::chars).take(100).collect()
    }
}

/// Looks for words that are not where they should be.
struct Search<'a> {
    text: &'a Text,
    /// Where words stand: bytes, and code points.
    places: HashMap<String, Rc<[(usize, u32)]>>,
    budget: usize,
}

impl Search<'_> {
    fn find(&mut self, claim: &Claim, fault: Fault) -> Anchor {
        let Some(quote) = claim.quote.as_deref().filter(|quote| !quote.is_empty() && claim.spans.len() < 2) else {
            return Anchor::Nowhere(fault);
        };
        let places = self.places_of(quote);
        let said = claim.spans.first().map_or(0, |span| span.0);
        let score = |place: &&(usize, u32)| {
            let (before, after) = self.around(place.0, quote.len());
            let context = usize::from(before.ends_with(&claim.prefix)) + usize::from(after.starts_with(&claim.suffix));
            (context, std::cmp::Reverse(u64::from(place.1).abs_diff(said)))
        };
        let Some(best) = places.iter().max_by_key(score) else { return Anchor::Nowhere(fault) };
        let (before, after) = self.around(best.0, quote.len());
        let surrounded = !(claim.prefix.is_empty() && claim.suffix.is_empty())
            && before.ends_with(&claim.prefix)
            && after.starts_with(&claim.suffix);
        let confidence = match (surrounded, places.len()) {
            (true, 1) => 98,
            (true, _) => 90,
            (false, 1) => 80,
            (false, _) => 50,
        };
        // Which of several is meant is no more than a guess where the file says nothing of the place.
        if claim.spans.is_empty() && confidence == 50 {
            return Anchor::Nowhere(fault);
        }
        let start = CharPos(best.1);
        let range = CharRange::between(start, start.plus(quote.chars().count() as u32));
        match Fragments::one(range) {
            Some(at) => Anchor::Found { at, confidence, fault },
            None => Anchor::Nowhere(fault),
        }
    }

    fn around(&self, byte: usize, bytes: usize) -> (&str, &str) {
        let text = self.text.as_str();
        (&text[..byte], &text[byte + bytes..])
    }

    fn places_of(&mut self, quote: &str) -> Rc<[(usize, u32)]> {
        if let Some(known) = self.places.get(quote) {
            return Rc::clone(known);
        }
        let text = self.text.as_str();
        if self.budget < text.len() {
            return Rc::new([]);
        }
        self.budget -= text.len();
        let (mut byte, mut chars) = (0, 0);
        let places: Rc<[_]> = text
            .match_indices(quote)
            .take(MAX_PLACES)
            .map(|(at, _)| {
                chars += text[byte..at].chars().count() as u32;
                byte = at;
                (at, chars)
            })
            .collect();
        self.places.insert(quote.to_owned(), Rc::clone(&places));
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(string: &str) -> Text {
        Text::new(string.to_owned(), |_| 0)
    }

    fn at(start: u32, end: u32) -> Fragments {
        Fragments::one(CharRange::between(CharPos(start), CharPos(end))).unwrap()
    }

    fn claims(of: &[(u64, u64, &str)]) -> Vec<Claim> {
        of.iter().map(|(start, end, quote)| Claim::span(*start, *end, Some(quote))).collect()
    }

    #[test]
    fn another_unit_is_found_out() {
        let text = text("A😀 in Zürich\r\nfor Ada");
        let expected = vec![Anchor::There(at(6, 12)), Anchor::There(at(18, 21))];
        let check = |spans: [(u64, u64); 2], shift: Option<Shift>| {
            let claims = claims(&[(spans[0].0, spans[0].1, "Zürich"), (spans[1].0, spans[1].1, "Ada")]);
            assert_eq!(anchor(&text, Unit::CodePoints, &claims), (expected.clone(), shift), "{spans:?}");
        };
        let plain = Shift::default();
        check([(6, 12), (18, 21)], None);
        check([(7, 13), (19, 22)], Some(Shift { byte_order_mark: true, ..plain }));
        check([(9, 16), (22, 25)], Some(Shift { unit: Unit::Utf8, ..plain }));
        check([(6, 12), (17, 20)], Some(Shift { folded: true, ..plain }));
        check([(8, 14), (20, 23)], Some(Shift { unit: Unit::Utf16, byte_order_mark: true, ..plain }));
    }

    #[test]
    fn words_of_several_stretches_are_joined_or_whole() {
        let text = text("Ada met Bea");
        let expected = Fragments::new(&[(0, 3), (8, 11)].map(|(a, b)| CharRange::between(CharPos(a), CharPos(b))));
        let check = |quote: &str, fits: bool| {
            let claim = Claim { spans: vec![(0, 3), (8, 11)], quote: Some(quote.to_owned()), ..Claim::default() };
            let (anchors, _) = anchor(&text, Unit::CodePoints, &[claim]);
            assert_eq!(anchors[0] == Anchor::There(expected.clone().unwrap()), fits, "{quote}");
        };
        check("Ada Bea", true);
        check("Ada met Bea", true);
        check("Ada met", false);
    }

    #[test]
    fn one_misfit_is_found_by_its_words() {
        let text = text("Ada met Bea. Ada left.");
        let (anchors, shift) =
            anchor(&text, Unit::CodePoints, &claims(&[(0, 3, "Ada"), (9, 12, "Bea"), (12, 15, "Ada")]));
        assert_eq!(shift, None);
        let found = |index: usize| match &anchors[index] {
            Anchor::Found { at, confidence, .. } => Some((at.clone(), *confidence)),
            _ => None,
        };
        assert_eq!(found(1), Some((at(8, 11), 80)));
        assert_eq!(found(2), Some((at(13, 16), 50)), "the nearer one");
    }

    #[test]
    fn words_alone_need_to_be_unique_or_surrounded() {
        let text = text("Ada met Bea. Ada left.");
        let claim = |quote: &str, prefix: &str| Claim {
            quote: Some(quote.to_owned()),
            prefix: prefix.to_owned(),
            ..Claim::default()
        };
        let (anchors, _) =
            anchor(&text, Unit::CodePoints, &[claim("Bea", ""), claim("Ada", ""), claim("Ada", "Bea. ")]);
        assert!(matches!(&anchors[0], Anchor::Found { confidence: 80, .. }));
        assert!(matches!(&anchors[1], Anchor::Nowhere(_)));
        assert!(matches!(&anchors[2], Anchor::Found { at: found, confidence: 90, .. } if *found == at(13, 16)));
    }

    #[test]
    fn nothing_is_clamped() {
        let text = text("a😀b");
        let check = |start, end, unit, expected: Fault| {
            let (anchors, _) = anchor(&text, unit, &[Claim::span(start, end, None)]);
            assert_eq!(anchors, [Anchor::Nowhere(expected)]);
        };
        check(0, 9, Unit::CodePoints, Fault::Outside { start: 0, end: 9, length: 3 });
        check(0, u64::MAX, Unit::Utf16, Fault::Outside { start: 0, end: u64::MAX, length: 4 });
        check(2, 3, Unit::Utf16, Fault::InsideCharacter { at: 2, unit: Unit::Utf16 });
        check(0, 3, Unit::Utf8, Fault::InsideCharacter { at: 3, unit: Unit::Utf8 });
        check(2, 2, Unit::CodePoints, Fault::NoSpan { start: "2".to_owned(), end: "2".to_owned() });
    }
}
