//! Edges that were hardly meant: white space, and punctuation that belongs to the sentence and not to the name.

use super::super::edges::Side;
use super::super::offset::{CharPos, CharRange};
use super::super::snap::{closing, is_possessive, opening, trimmed, without_white_space};
use super::super::text::Text;

/// The words of a mention without what was hardly meant at their edges; the same where there is nothing, `None` where
/// nothing would be left. Costs the length of the words.
///
/// It takes less than snapping a selection does, for whoever got past the snapping wanted it: these stay:
///
/// - quotes and brackets that open and close within the words: “Hamlet”;
/// - a possessive ending, and an apostrophe next to a letter or a digit: McDonald’s, Traders’, ’90s;
/// - a full stop, an exclamation or a question mark that the name brings along: it ends an abbreviation (U.S., Acme
///   Inc.), or the sentence goes on behind it, here or at one of the `places` where the same words stand.
pub(super) fn meant(text: &Text, range: CharRange, places: &[CharRange]) -> Option<CharRange> {
    let core = trimmed(text, range, Side::BOTH)?;
    let chars: Vec<char> = text.slice(range)?.chars().collect();
    let (most_ahead, most_behind) = (core.start().since(range.start()), range.end().since(core.end()));
    let (mut start, mut end) = (0, chars.len());
    loop {
        let inner = &chars[start..end];
        let takes_start = start < most_ahead as usize && starts_by_mistake(inner);
        let takes_end = chars.len() - end < most_behind as usize && {
            let goes_on = |place: &CharRange| sentence_goes_on(text, place.start().plus(end as u32));
            ends_by_mistake(inner, &|| std::iter::once(&range).chain(places).any(goes_on))
        };
        if !takes_start && !takes_end {
            return Some(CharRange::between(range.start().plus(start as u32), range.start().plus(end as u32)));
        }
        (start, end) = (start + usize::from(takes_start), end - usize::from(takes_end));
    }
}

/// The words without white space at their edges; `None` where nothing would be left.
pub(super) fn without_space(text: &Text, range: CharRange) -> Option<CharRange> {
    without_white_space(text, range)
}

fn starts_by_mistake(words: &[char]) -> bool {
    match words {
        ['\'' | '’' | '.' | '~', next, ..] if next.is_alphanumeric() => false,
        [first, rest @ ..] => !is_paired(*first, rest),
        [] => false,
    }
}

fn ends_by_mistake(words: &[char], goes_on: &dyn Fn() -> bool) -> bool {
    match words {
        [.., before, '\'' | '’'] if before.is_alphanumeric() => false,
        _ if is_possessive(words) => false,
        [rest @ .., '.' | '!' | '?' | '…'] if is_abbreviation(rest) || goes_on() => false,
        [rest @ .., last] => !is_paired(*last, rest),
        [] => false,
    }
}

/// Whether a bracket or a quote has its partner among the other words.
fn is_paired(c: char, others: &[char]) -> bool {
    let straight = matches!(c, '"' | '\'').then_some(c);
    [closing(c), opening(c), straight].into_iter().flatten().any(|partner| others.contains(&partner))
}

/// Whether a full stop behind these words is theirs: companies, titles of persons, streets, months.
fn is_abbreviation(words: &[char]) -> bool {
    const KNOWN: [&str; 36] = [
        "Inc", "Corp", "Co", "Ltd", "Bros", "Jr", "Sr", "Dr", "Mr", "Mrs", "Ms", "Prof", "Gov", "Sen", "Rep", "Gen",
        "Lt", "Sgt", "St", "Ste", "Mt", "Ft", "Ave", "Blvd", "No", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug",
        "Sept", "Oct", "Nov", "Dec",
    ];
    let last: String = words.rsplit(|c| c.is_whitespace()).next().unwrap_or_default().iter().collect();
    KNOWN.contains(&&*last)
}

/// Whether what follows `end` belongs to the same sentence: a small letter, a comma.
fn sentence_goes_on(text: &Text, end: CharPos) -> bool {
    let reach = CharPos(end.0.saturating_add(2).min(text.len()));
    let mut next = text.slice(CharRange::between(end, reach)).unwrap_or_default().chars();
    match next.next() {
        Some(' ' | '\u{a0}') => next.next().is_some_and(char::is_lowercase),
        Some(c) => c.is_lowercase() || matches!(c, ',' | ';' | ':'),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::notation;
    use crate::model::occurrences::{Matching, occurrences};

    #[test]
    fn only_what_was_hardly_meant_is_taken() {
        for (line, expected) in [
            ("in <GPE|Istanbul> and", "Istanbul"),
            ("in <GPE|Istanbul >and", "Istanbul"),
            ("in<GPE| \r\nIstanbul\u{a0}>and", "Istanbul"),
            ("in <GPE|Istanbul,> and", "Istanbul"),
            ("in <GPE|Istanbul.> And", "Istanbul"),
            ("in <GPE|Istanbul.>", "Istanbul"),
            ("in <GPE|Istanbul!?> And", "Istanbul"),
            ("in <GPE|(Istanbul> and)", "Istanbul"),
            ("in “<GPE|Istanbul”> and", "Istanbul"),
            ("of <GPE|Kyiv’s> allies", "Kyiv’s"),
            ("of <GPE|Kyiv’s,> allies", "Kyiv’s"),
            ("the <ORG|Traders’> street", "Traders’"),
            ("the <DATE|’90s> were", "’90s"),
            ("at <TIME|‘noon> they", "noon"),
            ("saw <WORK_OF_ART|“Hamlet”> there", "“Hamlet”"),
            ("saw <WORK_OF_ART|“Hamlet,”> there", "“Hamlet,”"),
            ("saw <WORK_OF_ART|\"Hamlet\",> there", "\"Hamlet\""),
            ("saw <WORK_OF_ART|«Hamlet»> there", "«Hamlet»"),
            ("saw <WORK_OF_ART|\"Hamlet> there", "Hamlet"),
            ("by <ORG|Acme Inc.> They", "Acme Inc."),
            ("by <ORG|Yahoo!> and", "Yahoo!"),
            ("by <ORG|Yahoo!>, and", "Yahoo!"),
            ("by <ORG|Yahoo!,> and", "Yahoo!"),
            ("by <ORG|Yahoo!> And Yahoo! said", "Yahoo!"),
            ("by <GPE|the U.S.> And", "the U.S."),
            ("the <ORG|World Bank (WB)> said", "World Bank (WB)"),
            ("the <ORG|World Bank (WB),> said", "World Bank (WB)"),
            ("grew <PERCENT|.5 %> more", ".5 %"),
            ("was <QUANTITY|-40 °C> there", "-40 °C"),
            ("is <QUANTITY|~50 km> off", "~50 km"),
            ("is <MONEY|$48 million> now", "$48 million"),
            ("在<GPE|东京，>他", "东京"),
            ("在<WORK_OF_ART|《红楼梦》>里", "《红楼梦》"),
            ("قال <PERSON|السيد،> إن", "السيد"),
            ("a <ORG|😀 > b", "😀"),
        ] {
            let notated = notation::read(line).expect("well formed");
            let text = Text::new(notated.text, |_| 0);
            let range = notated.spans[0].0;
            let meant = |range| {
                let words = text.slice(range).expect("in the text");
                let places = occurrences(&text, words, Matching { whole_words: true, case: true });
                meant(&text, range, &places).expect("something is left")
            };
            assert_eq!(text.slice(meant(range)), Some(expected), "{line}");
            assert_eq!(meant(meant(range)), meant(range), "it stays so: {line}");
        }
    }

    #[test]
    fn signs_alone_are_no_edge() {
        let text = Text::new("so ... what".to_owned(), |_| 0);
        assert_eq!(meant(&text, CharRange::between(CharPos(3), CharPos(6)), &[]), None);
        assert_eq!(without_space(&text, CharRange::between(CharPos(2), CharPos(3))), None);
    }
}
