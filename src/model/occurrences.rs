//! All places of a text where the same words stand.

use super::annotation::Annotation;
use super::annotations::Annotations;
use super::offset::{CharPos, CharRange};
use super::text::{BlockIndex, Text};
use super::view::Tag;
use std::rc::Rc;

/// What counts as the same words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Matching {
    /// Not inside a longer word. In scripts that put no space between words this asks nothing.
    pub whole_words: bool,
    /// Capital letters are not small ones.
    pub case: bool,
}

/// Where `words` stand, in order and without overlap. Costs the length of the text.
///
/// A match never begins at a combining mark or ends before one: that would split a character.
pub fn occurrences(text: &Text, words: &str, matching: Matching) -> Vec<CharRange> {
    let fold = |c: char| if matching.case { c } else { c.to_lowercase().next().unwrap_or(c) };
    let wanted: Vec<char> = words.chars().map(fold).collect();
    let chars: Vec<char> = text.as_str().chars().collect();
    let Some(first) = wanted.first() else { return Vec::new() };
    let mut found = Vec::new();
    let mut at = 0;
    while at + wanted.len() <= chars.len() {
        let end = at + wanted.len();
        let same =
            fold(chars[at]) == *first && chars[at..end].iter().zip(&wanted).all(|(c, wanted)| fold(*c) == *wanted);
        let before = at.checked_sub(1).map(|before| chars[before]);
        let after = chars.get(end).copied();
        if same && stands_apart(before, (chars[at], chars[end - 1]), after, matching.whole_words) {
            found.push(CharRange::between(CharPos(at as u32), CharPos(end as u32)));
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

/// The ranges of `found` that carry no such tag yet.
pub fn untagged(text: &Text, annotations: &Annotations, found: &[CharRange], tag: &Tag) -> Vec<CharRange> {
    let tagged =
        |range: CharRange| annotations.covering(text, range, |annotation| Tag::of(annotation) == *tag).is_some();
    found.iter().copied().filter(|range| !tagged(*range)).collect()
}

/// An annotation with this tag over some of the characters of `place`: one more there would lie in it, around it or across
/// its edge.
pub fn overlapping<'a>(
    text: &Text,
    annotations: &'a Annotations,
    place: CharRange,
    tag: &Tag,
) -> Option<&'a Rc<Annotation>> {
    let overlaps = |annotation: &Annotation| {
        let shared = annotation.fragments.ranges().iter().any(|range| range.overlap(place).is_some());
        shared && Tag::of(annotation) == *tag
    };
    let mut near = text.blocks_of(place).flat_map(|block| annotations.bucket(BlockIndex(block)));
    near.find(|annotation| overlaps(annotation))
}

/// The annotations of exactly these words that carry `tag`, in document order. Costs the number of annotations.
pub fn alike(text: &Text, annotations: &Annotations, words: &str, tag: &Tag) -> Vec<Rc<Annotation>> {
    let same = |annotation: &Annotation| match annotation.fragments.ranges() {
        [range] => text.slice(*range) == Some(words) && Tag::of(annotation) == *tag,
        _ => false,
    };
    annotations.iter(text).filter(|annotation| same(annotation)).cloned().collect()
}

/// Whether a match from the character `first` to `last`, between these neighbours, splits no character and, where
/// `whole_words` asks for it, no word.
pub(super) fn stands_apart(
    before: Option<char>,
    (first, last): (char, char),
    after: Option<char>,
    whole_words: bool,
) -> bool {
    let within = |a: Option<char>, b: Option<char>| match (a, b) {
        (Some(a), Some(b)) => is_extending(b) || a == '\u{200d}' || (a, b) == ('\r', '\n'),
        _ => false,
    };
    let splits_character = within(before, Some(first)) || within(Some(last), after);
    let joined = |neighbour: Option<char>, edge| neighbour.is_some_and(is_spaced) && is_spaced(edge);
    let splits_word = whole_words && (joined(before, first) || joined(after, last));
    !(splits_character || splits_word)
}

/// Combining marks, dependent vowels, joiners and variation selectors: they belong to the character before them. The
/// table has what is common of `Grapheme_Cluster_Break` Extend, SpacingMark, V and T (Unicode Annex 29).
fn is_extending(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c2}'
        | '\u{5c4}'..='\u{5c5}' | '\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}' | '\u{dca}' | '\u{dcf}'..='\u{ddf}' | '\u{e31}'
        | '\u{e33}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{eb1}' | '\u{eb3}'..='\u{ebc}' | '\u{ec8}'..='\u{ece}'
        | '\u{102d}'..='\u{1030}' | '\u{1032}'..='\u{1037}' | '\u{1039}'..='\u{103e}' | '\u{1160}'..='\u{11ff}'
        | '\u{17b4}'..='\u{17d3}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{200d}'
        | '\u{20d0}'..='\u{20ff}' | '\u{3099}'..='\u{309a}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}'
        | '\u{ff9e}'..='\u{ff9f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
        // The scripts of India have their signs at the same places of their blocks.
        || matches!(c, '\u{900}'..='\u{d7f}' if matches!(c as u32 & 0x7f, 0..=2 | 0x3c | 0x3e..=0x4d | 0x57 | 0x62..=0x63))
}

/// Letters and digits of scripts that put spaces between words.
pub(super) fn is_spaced(c: char) -> bool {
    let unspaced = matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}');
    c.is_alphanumeric() && !unspaced
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::notation::read;
    use crate::model::{AnnotationId, Fragments, Timestamp};

    #[test]
    fn a_place_of_which_a_part_is_tagged_so_already_is_known() {
        let line = "<PERSON|Vladimir Putin> and Putin of <ORG|Putin Ltd>, <PERSON|Ada> Putin";
        let notated = read(line).expect("it is notation");
        let text = Text::new(notated.text, |_| 0);
        let mut annotations = Annotations::none(&text);
        for (number, (range, tag)) in (0..).zip(&notated.spans) {
            let fragments = Fragments::one(*range).expect("words");
            let annotation = Annotation::new(AnnotationId::from_bits(number), fragments, tag.body(), Timestamp(0));
            annotations.exchange(&text, None, Some(&Rc::new(annotation)));
        }
        let person = Tag::of(annotations.iter(&text).next().expect("one"));
        for (words, expected) in [
            ("Putin", &[Some("Vladimir Putin"), None, None, None][..]),
            ("Putin and Putin", &[Some("Vladimir Putin")]),
            ("Ada Putin", &[Some("Ada")]),
        ] {
            let places = occurrences(&text, words, Matching { whole_words: true, case: true });
            let within = |place: &CharRange| {
                let found = overlapping(&text, &annotations, *place, &person)?;
                text.slice(found.extent()?)
            };
            assert_eq!(places.iter().map(within).collect::<Vec<_>>(), expected, "{words}");
        }
    }

    #[test]
    fn the_same_words_are_found() {
        let both = Matching { whole_words: true, case: true };
        let loose = Matching { whole_words: false, case: false };
        for (string, words, matching, expected) in [
            ("Putin said. Putin’s Putinism, putin", "Putin", both, &[0, 12][..]),
            ("Putin said. Putin’s Putinism, putin", "Putin", loose, &[0, 12, 20, 30]),
            ("aaaa", "aa", loose, &[0, 2]),
            ("東京は東京都", "東京", both, &[0, 3]),
            ("caf\u{e9} cafe\u{301} cafe", "cafe", loose, &[11]),
            ("😀 x 😀", "😀", both, &[0, 4]),
            ("\u{915}\u{93f} \u{915}", "\u{915}", loose, &[3]),
            ("e\u{301}", "\u{301}", loose, &[]),
            ("👨\u{200d}👩 👩", "👩", loose, &[4]),
            ("\u{e01}\u{e34}\u{e01}", "\u{e01}", loose, &[2]),
            ("a\r\nb", "\n", loose, &[]),
            ("Straße STRASSE", "straße", loose, &[0]),
            ("text", "", loose, &[]),
            ("ab", "abc", loose, &[]),
        ] {
            let text = Text::new(string.to_owned(), |_| 0);
            let found: Vec<u32> = occurrences(&text, words, matching).iter().map(|range| range.start().0).collect();
            assert_eq!(found, expected, "{words} in {string}");
        }
    }
}
