//! Who speaks, and about whom, measured: the cases of `quotation/cases.txt` and `quotation/targets.txt`, with the precision
//! and recall that are reached on them, and the laws that hold for any text.

#![cfg(not(target_arch = "wasm32"))]

mod common;

use common::documents::{config, range, text, texts};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use rubricate::model::notation;
use rubricate::model::quotation::{
    MOST_CHARS, MOST_DEPTH, Proposal, Quotation, Speaker, holders, quotations, targets, window,
};
use rubricate::model::view::Tag;
use rubricate::model::{AnnotationId, CharPos, CharRange, Text};
use std::collections::BTreeSet;
use std::fmt;
use std::rc::Rc;

const CASES: &str = include_str!("quotation/cases.txt");
const TARGETS: &str = include_str!("quotation/targets.txt");

/// The least that may be reached.
const FLOORS: [(&str, f64, f64); 2] = [("holders", 0.97, 0.9), ("quotations", 0.99, 0.99)];

type Laws = Result<(), TestCaseError>;

/// A line of the file of cases, taken apart.
struct Case {
    line: &'static str,
    text: Rc<Text>,
    at: CharRange,
    mentions: Vec<(CharRange, AnnotationId)>,
    /// Who speaks, the outermost first, and how the words name them.
    holders: Vec<Named>,
    quotations: BTreeSet<(u32, u32)>,
    /// Whether something is known to be wrong, with its holders and with its quotations.
    known_misses: [bool; 2],
}

/// Words that name a speaker, and whether they are a mention (`m`), a pronoun (`p`) or neither.
#[derive(PartialEq, Eq, PartialOrd, Ord, Clone)]
struct Named {
    words: String,
    start: u32,
    how: &'static str,
}

impl fmt::Debug for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.words, if self.how.is_empty() { String::new() } else { format!(" ({})", self.how) })
    }
}

impl Case {
    fn read(line: &'static str) -> Self {
        let (known_misses, rest) = match (line.strip_prefix("miss "), line.strip_prefix("miss-q ")) {
            (Some(rest), _) => ([true, false], rest),
            (_, Some(rest)) => ([false, true], rest),
            _ => ([false, false], line),
        };
        let notated = notation::read(&rest.replace('¶', "\n\n").replace('⏎', "\n")).expect(line);
        let text = text(&notated.text);
        let (mut mentions, mut named, mut quotations) = (Vec::new(), Vec::new(), BTreeSet::new());
        for (range, tag) in &notated.spans {
            let Tag::Label(label) = tag else { panic!("a label: {line}") };
            let label = label.to_string();
            if label == "q" {
                quotations.insert((range.start().0, range.end().0));
                continue;
            }
            if label.ends_with('m') {
                mentions.push((*range, AnnotationId::from_bits(mentions.len() as u64)));
            }
            let how = match &label[label.len() - 1..] {
                "m" => "m",
                "p" => "p",
                _ => "",
            };
            if label.starts_with('h') {
                let words = text.slice(*range).expect("in the text").to_owned();
                named.push((label[1..2].to_owned(), Named { words, start: range.start().0, how }));
            }
        }
        named.sort();
        let holders = named.into_iter().map(|(_, named)| named).collect();
        Self { line, text, at: notated.selection.expect(line), mentions, holders, quotations, known_misses }
    }

    fn found_holders(&self) -> Vec<Named> {
        let named = |proposal: Proposal| Named {
            words: self.text.slice(proposal.words).expect("in the text").to_owned(),
            start: proposal.words.start().0,
            how: match proposal.speaker {
                Speaker::Mention(_) => "m",
                Speaker::Pronoun => "p",
                Speaker::Words => "",
            },
        };
        holders(&self.text, self.at, &self.mentions).into_iter().map(named).collect()
    }

    fn found_quotations(&self) -> BTreeSet<(u32, u32)> {
        let ends = |quotation: Quotation| (quotation.range.start().0, quotation.range.end().0);
        quotations(&self.text, self.text.range()).into_iter().map(ends).collect()
    }
}

/// What was found and what should have been, counted.
#[derive(Default)]
struct Score {
    right: usize,
    found: usize,
    wanted: usize,
}

impl Score {
    fn precision(&self) -> f64 {
        self.right as f64 / self.found.max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.right as f64 / self.wanted.max(1) as f64
    }

    /// Prints it, and sees to it that precision and recall are no less than those, and nothing other than known.
    fn reaches(&self, (what, precision, recall): (&str, f64, f64), cases: usize, surprises: &[String]) {
        let Self { right, found, wanted } = self;
        let reached = (self.precision(), self.recall());
        println!(
            "{what}: precision {:.3} ({right}/{found}), recall {:.3} ({right}/{wanted}), {cases} cases",
            reached.0, reached.1
        );
        let surprises = surprises.join("\n");
        assert!(reached.0 >= precision && reached.1 >= recall, "{what}: below the floor\n{surprises}");
        assert!(surprises.is_empty(), "other than known, for the better or the worse:\n{surprises}");
    }
}

#[test]
fn holders_and_quotations_are_found() {
    let lines = CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let cases: Vec<Case> = lines.map(Case::read).collect();
    assert!(cases.len() >= 60);
    let (mut scores, mut surprises) = ([Score::default(), Score::default()], Vec::new());
    for case in &cases {
        let found = case.found_holders();
        scores[0].right += found.iter().filter(|named| case.holders.contains(named)).count();
        scores[0].found += found.len();
        scores[0].wanted += case.holders.len();
        if (found != case.holders) != case.known_misses[0] {
            surprises.push(format!("{}\n    holders {found:?}, not {:?}", case.line, case.holders));
        }
        let found = case.found_quotations();
        scores[1].right += found.intersection(&case.quotations).count();
        scores[1].found += found.len();
        scores[1].wanted += case.quotations.len();
        if (found != case.quotations) != case.known_misses[1] {
            let words = |ends: &BTreeSet<(u32, u32)>| -> Vec<String> {
                ends.iter().map(|(a, b)| case.text.slice(range(*a, *b)).expect("in the text").to_owned()).collect()
            };
            let (found, wanted) = (words(&found), words(&case.quotations));
            surprises.push(format!("{}\n    quotations {found:?}, not {wanted:?}", case.line));
        }
    }
    for (floor, score) in FLOORS.into_iter().zip(&scores) {
        score.reaches(floor, cases.len(), &surprises);
    }
}

/// Paragraphs that say nothing, far more than are read.
const FILLER: &str = "1 2 3\n\n";

#[test]
fn only_the_paragraphs_around_are_read() {
    for case in CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(Case::read) {
        let filler = FILLER.repeat(1_600);
        let ahead = filler.chars().count() as u32;
        let longer = text(&format!("{filler}{}\n\n{filler}", case.text.as_str()));
        let moved = |range: CharRange| CharRange::between(range.start().plus(ahead), range.end().plus(ahead));
        let mentions: Vec<_> = case.mentions.iter().map(|(range, id)| (moved(*range), id.clone())).collect();
        let alone = holders(&case.text, case.at, &case.mentions).into_iter().map(|proposal| Proposal {
            words: moved(proposal.words),
            cue: moved(proposal.cue),
            said: moved(proposal.said),
            ..proposal
        });
        // A text of one line has lines for paragraphs; with filler they are what blank lines divide.
        if !case.line.contains('⏎') {
            assert_eq!(holders(&longer, moved(case.at), &mentions), alone.collect::<Vec<_>>(), "{}", case.line);
        }
        assert!(window(&longer, moved(case.at)).len() <= case.text.len() + 20, "{}", case.line);
    }
}

#[test]
fn a_long_quotation_is_read_in_part() {
    let paragraph = format!("“{}\n\n", "word ".repeat(500));
    let text = text(&format!("Okafor said: {}”", paragraph.repeat(40)));
    let near = range(100, 104);
    let [proposal] = &holders(&text, near, &[])[..] else { panic!("one speaker") };
    assert_eq!(text.slice(proposal.words), Some("Okafor"));
    let far = text.len() - 300;
    assert_eq!(holders(&text, range(far, far + 4), &[]), [], "the speaker is further away than is read");
    assert!(window(&text, range(far, far + 4)).len() <= 2 * MOST_CHARS);
}

#[test]
fn marks_within_marks_end_somewhere() {
    let text = text(&"“‘".repeat(5_000));
    let found = quotations(&text, text.range());
    assert_eq!(found.len(), MOST_DEPTH);
    assert!(found.iter().all(|quotation| !quotation.closed));
}

/// What is proposed as the target in a line of `targets.txt`, and what should be.
fn target(line: &str) -> (Option<CharRange>, Option<CharRange>) {
    let notated = notation::read(line).expect(line);
    let text = text(&notated.text);
    let labelled = |name: &str| -> Vec<CharRange> {
        let is = |tag: &Tag| matches!(tag, Tag::Label(label) if label.to_string() == name);
        notated.spans.iter().filter(|(_, tag)| is(tag)).map(|(range, _)| *range).collect()
    };
    let ranges = [labelled("m"), labelled("t")].concat();
    let mentions: Vec<_> =
        ranges.iter().enumerate().map(|(place, range)| (*range, AnnotationId::from_bits(place as u64))).collect();
    let sentence = labelled("s").first().copied().unwrap_or(text.range());
    let range = |id: AnnotationId| mentions.iter().find(|(_, mention)| *mention == id).expect("one of them").0;
    let expression = [notated.selection.expect(line)];
    let found = targets(&text, sentence, &expression, &mentions).into_iter().next().map(range);
    (found, labelled("t").first().copied())
}

#[test]
fn targets_are_found() {
    let lines = TARGETS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let (mut score, mut cases, mut surprises) = (Score::default(), 0, Vec::new());
    for line in lines {
        let (is_known_miss, line) = line.strip_prefix("miss ").map_or((false, line), |rest| (true, rest));
        let (found, wanted) = target(line);
        cases += 1;
        score.right += usize::from(found.is_some() && found == wanted);
        score.found += usize::from(found.is_some());
        score.wanted += usize::from(wanted.is_some());
        if (found != wanted) != is_known_miss {
            surprises.push(format!("{line}\n    {found:?}, not {wanted:?}"));
        }
    }
    score.reaches(("targets", 0.95, 0.85), cases, &surprises);
}

/// Texts of what the rules look for, in any order.
fn sayings() -> impl Strategy<Value = Rc<Text>> {
    let piece = select(&[
        "“",
        "”",
        "‘",
        "’",
        "\"",
        "'",
        "„",
        "‚",
        "«",
        "»",
        "‹",
        "›",
        "「",
        "」",
        "『",
        "』",
        "＂",
        "(",
        ")",
        ",",
        ".",
        ":",
        "—",
        "-",
        "?",
        ";",
        "said",
        "told",
        "that",
        "was accused",
        "by",
        "according to",
        "called",
        "who",
        "He",
        "I",
        "the",
        "of",
        "von",
        "Ada",
        "Lovelace",
        "Mr.",
        "spokesman",
        "U.S.",
        "6'2\"",
        "’90s",
        "a-t-il",
        "sagte",
        "selon",
        "on Monday",
        "but",
        "and",
        "😀",
        "שלום",
        "東京",
        "e\u{301}",
        "\u{200f}",
        "\n",
        "\n\n",
        "\r\n\r\n",
        "\u{a0}",
        "",
    ] as &[&str]);
    let space = select(&[" ", " ", ""] as &[&str]);
    vec((piece, space), 0..60)
        .prop_map(|pieces| text(&pieces.iter().flat_map(|(piece, space)| [*piece, *space]).collect::<String>()))
}

fn quotations_lie_in_one_another(text: &Text, part: CharRange) -> Laws {
    let found = quotations(text, part);
    prop_assert!(found.windows(2).all(|pair| pair[0].range.start() < pair[1].range.start()));
    for (index, quotation) in found.iter().enumerate() {
        let inside = |outer: CharRange, inner: CharRange| outer.start() <= inner.start() && inner.end() <= outer.end();
        prop_assert!(inside(part, quotation.range) && !quotation.range.is_empty());
        prop_assert!(!quotation.pieces.is_empty());
        prop_assert!(quotation.pieces.iter().all(|piece| inside(quotation.range, *piece)));
        prop_assert!(quotation.pieces.windows(2).all(|pair| pair[0].end() < pair[1].start()));
        let around = std::iter::successors(quotation.within, |index| found[*index].within);
        prop_assert!(around.clone().count() < MOST_DEPTH);
        for outer in around {
            prop_assert!(outer < index && inside(found[outer].range, quotation.range), "{found:?}");
        }
        // Side by side or in one another, never across.
        for other in &found[..index] {
            let apart = other.range.end() <= quotation.range.start();
            prop_assert!(apart || inside(other.range, quotation.range), "{found:?}");
        }
    }
    Ok(())
}

fn proposals_lie_in_the_window(text: &Text, at: CharRange, mentions: &[(CharRange, AnnotationId)]) -> Laws {
    let window = window(text, at);
    let inside = |outer: CharRange, inner: CharRange| outer.start() <= inner.start() && inner.end() <= outer.end();
    prop_assert!(inside(text.range(), window) && window.len() <= 2 * MOST_CHARS);
    let short = at.len() < MOST_CHARS && at.end().0 <= text.len();
    prop_assert!(!short || inside(window, at));
    for Proposal { speaker, words, cue, said, .. } in holders(text, at, mentions) {
        prop_assert!(inside(said, at) && inside(window, said) && inside(window, cue));
        match speaker {
            Speaker::Mention(id) => prop_assert!(mentions.contains(&(words, id))),
            Speaker::Words | Speaker::Pronoun => {
                prop_assert!(inside(window, words) && !words.is_empty());
                prop_assert_eq!(text.slice(words).map(str::trim), text.slice(words));
            }
        }
    }
    let about = targets(text, window, &[at], mentions);
    prop_assert_eq!(about.iter().collect::<BTreeSet<_>>().len(), about.len());
    for id in about {
        let (range, _) = mentions.iter().find(|(_, mention)| *mention == id).expect("one of them");
        prop_assert!(inside(window, *range) && !range.is_empty() && range.overlap(at).is_none());
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn any_text_has_quotations_in_order(
        text in prop_oneof![3 => sayings(), 1 => texts()],
        ends in (any::<Index>(), any::<Index>()),
        near in 0_u32..30,
        marks in vec((any::<Index>(), 0_u32..12), 0..6),
    ) {
        let place = |index: Index| CharPos(index.index(text.len() as usize + 1) as u32);
        let part = CharRange::between(place(ends.0), place(ends.1));
        quotations_lie_in_one_another(&text, text.range())?;
        quotations_lie_in_one_another(&text, part)?;
        let mention = |(index, chars): (Index, u32)| {
            let start = place(index);
            CharRange::between(start, CharPos((start.0 + chars).min(text.len())))
        };
        let ids = (0..).map(AnnotationId::from_bits);
        let mentions: Vec<_> = marks.into_iter().map(mention).zip(ids).collect();
        let close = CharRange::between(part.start(), CharPos((part.start().0 + near).min(text.len())));
        proposals_lie_in_the_window(&text, close, &mentions)?;
        proposals_lie_in_the_window(&text, part, &mentions)?;
        let beyond = CharRange::between(part.start().plus(text.len()), part.end().plus(text.len() + 7));
        prop_assert!(part.is_empty() || holders(&text, beyond, &mentions).is_empty());
    }
}
