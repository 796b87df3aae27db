//! The laws of the linter, on random documents: it finds what a slow reading finds, and each fix mends what it is for.

#![cfg(not(target_arch = "wasm32"))]

mod common;

use common::documents::{config, range, session, sessions, text};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use rubricate::model::lint::{Finding, Kind, Linter};
use rubricate::model::occurrences::{Matching, occurrences};
use rubricate::model::{
    Action, Annotation, AnnotationId, Body, Command, Fragments, LabelId, Polarity, Session, Timestamp,
};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

type Laws = Result<(), TestCaseError>;

/// A word, what follows it, and how it is marked: nothing, or a label, with so many code points more at its edges.
type Token = (&'static str, &'static str, Vec<(usize, u32, u32)>);

fn token() -> impl Strategy<Value = Token> {
    let words = select(
        &["Ada", "Ada", "ada", "Ankara", "Acme Inc", "two", "EU", "東京", "الرئيس", "😀", "e\u{301}"] as &[&str]
    );
    let ends = select(&[" ", " ", ", ", ". ", ".\r\n", "’s ", "” ", "", "\u{301} "] as &[&str]);
    let more = || select(&[0_u32, 0, 0, 1, 2] as &[u32]);
    let mark = (0_usize..5, more(), more());
    (words, ends, prop_oneof![2 => vec(mark.clone(), 0..1), 3 => vec(mark, 0..3)])
}

/// Documents in which the same few words stand again and again, marked well and badly.
fn annotated_words() -> impl Strategy<Value = Session> {
    vec(token(), 0..24).prop_map(|tokens| {
        let string: String = tokens.iter().flat_map(|(word, end, _)| [*word, *end]).collect();
        let text = text(&string);
        let mut at = 0;
        let mut marks = Vec::new();
        for (word, end, wanted) in &tokens {
            let length = word.chars().count() as u32;
            for (tag, ahead, behind) in wanted {
                let words = range(at - (*ahead).min(at), (at + length + behind).min(text.len()));
                let body = match tag {
                    4 => Body::frame(Polarity::Positive),
                    tag => Body::mention(LabelId::new(["GPE", "GPE", "GPE", "ORG"][*tag]).expect("a label")),
                };
                let id = AnnotationId::from_bits(marks.len() as u64);
                let fragments = Fragments::one(words).expect("not empty");
                marks.push(Annotation::new(id, fragments, body, Timestamp(0)));
            }
            at += length + end.chars().count() as u32;
        }
        session(text, marks)
    })
}

fn findings(session: &Session) -> Vec<Finding> {
    let mut linter = Linter::new(Rc::clone(&session.text));
    linter.begin(session.clone());
    std::iter::from_fn(|| Some(linter.step())).find_map(|findings| findings).expect("a reading ends")
}

/// The first mark of each finding, by the key.
fn by_key(findings: &[Finding]) -> BTreeMap<&str, BTreeSet<&AnnotationId>> {
    let mut marks: BTreeMap<&str, BTreeSet<&AnnotationId>> = BTreeMap::new();
    for finding in findings {
        marks.entry(&finding.key).or_default().insert(&finding.marks[0]);
    }
    marks
}

fn each_fix_mends_its_finding(session: &Session) -> Laws {
    let before = findings(session);
    for finding in &before {
        prop_assert!((1..=Action::MAX_FINDING_CHARS).contains(&finding.key.chars().count()));
        prop_assert!(!finding.fixes.is_empty() && !finding.marks.is_empty());
        for fix in &finding.fixes {
            let mut bits = 1_000_000;
            let fresh = || {
                bits += 1;
                AnnotationId::from_bits(bits)
            };
            let at = Timestamp(1_900_000_000_000);
            let action = fix.action(session, at, fresh).expect("what was just found can be mended");
            let mended = session.run(&Command { at, action }).expect("a fix is a command that can be done");
            let after = findings(&mended);
            let shared = matches!(finding.kind, Kind::Edge(..));
            let (before, after) = (by_key(&before), by_key(&after));
            let mut left = before[&*finding.key].clone();
            left.remove(&finding.marks[0]);
            let now = after.get(&*finding.key).cloned().unwrap_or_default();
            // Only edges share their key with other marks, and those stay as they were.
            prop_assert!(now.is_subset(&left), "{finding:?} is still there: {after:?}");
            prop_assert!(shared || now.is_empty());
            prop_assert_eq!(
                fix.action(&mended, at, || AnnotationId::from_bits(0)),
                None,
                "there is nothing left to fix"
            );
            let undone = mended.run(&Command { at, action: Action::Undo }).expect("one undo");
            prop_assert_eq!(&undone.annotations, &session.annotations);
        }
    }
    Ok(())
}

/// Untagged words by a search of the text, and a look at every mention for every place.
fn untagged_places_are_those_of_a_search(session: &Session) -> Laws {
    let text = &session.text;
    let mentions: Vec<_> = session.annotations.iter(text).filter(|mark| mark.label().is_some()).collect();
    for finding in findings(session) {
        let Kind::Untagged(label) = &finding.kind else { continue };
        let words = text.slice(finding.words).expect("in the text");
        let whole = Matching { whole_words: true, case: true };
        let touched = |place| {
            let ranges = mentions.iter().flat_map(|mention| mention.fragments.ranges());
            ranges.into_iter().any(|range| range.overlap(place).is_some())
        };
        let mut free = occurrences(text, words, whole);
        free.retain(|place| !touched(*place));
        prop_assert_eq!(&finding.places, &free, "{}", words);
        for mention in mentions.iter().filter(|mention| mention.fragments.ranges().len() == 1) {
            if mention.extent().and_then(|extent| text.slice(extent)) == Some(words) {
                prop_assert_eq!(mention.label(), Some(label));
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(64))]

    #[test]
    fn the_linter_keeps_its_laws_on_repeated_words(session in annotated_words()) {
        each_fix_mends_its_finding(&session)?;
        untagged_places_are_those_of_a_search(&session)?;
    }

    #[test]
    fn the_linter_keeps_its_laws_on_any_document(session in sessions(40)) {
        each_fix_mends_its_finding(&session)?;
        untagged_places_are_those_of_a_search(&session)?;
    }
}

/// A reading that is begun again forgets the one before, and gives what a fresh one gives.
#[test]
fn a_reading_can_be_begun_again() {
    let string = "Ada met Ada. ".repeat(2_000);
    let text = text(&string);
    let mark = |at: u32| {
        let fragments = Fragments::one(range(at, at + 3)).expect("not empty");
        let body = Body::mention(LabelId::new("PERSON").expect("a label"));
        Annotation::new(AnnotationId::from_bits(at.into()), fragments, body, Timestamp(0))
    };
    let first = session(Rc::clone(&text), (0..200).map(|line| mark(line * 13)).collect());
    let second = session(text, vec![mark(8)]);
    let mut linter = Linter::new(Rc::clone(&first.text));
    linter.begin(first.clone());
    for _ in 0..6 {
        assert_eq!(linter.step(), None, "it takes more steps than this");
    }
    linter.begin(second.clone());
    let found = std::iter::from_fn(|| Some(linter.step())).find_map(|findings| findings);
    assert_eq!(found, Some(findings(&second)));
    assert_eq!(found.map(|found| found[0].places.len()), Some(3_999));
}
