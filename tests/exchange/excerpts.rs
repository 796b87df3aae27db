//! Annotations that were copied without their text: what is copied is what was chosen with what belongs to it, and it goes
//! to the document that is open.

use crate::generators::{config, session};
use crate::plain::{Plain, bare, options};
use proptest::prelude::*;
use rubricate::format::exchange::{Fault, Imported, Outcome, ReadError, Source, format};
use rubricate::format::native::{self, excerpt};
use rubricate::model::{LabelSet, Referent, Session, Text};
use serde_json::Value;
use std::collections::HashSet;
use std::rc::Rc;

fn pasted(json: &str, open: Option<&Session>) -> Result<Imported, ReadError> {
    let labels = LabelSet::default();
    let read = format("rubricate").and_then(|format| format.read).expect("it is read");
    let reading = read(&Source { name: "", bytes: json.as_bytes() }, &options(open, &labels))?;
    Ok(reading.documents.into_iter().next().expect("the document that is open"))
}

fn all(session: &Session) -> native::Excerpt {
    excerpt(session, session.annotations.iter(&session.text))
}

/// The session without what is not said of annotations.
fn of_annotations(session: &Session) -> Session {
    let annotations: Vec<_> = session.annotations.iter(&session.text).collect();
    let mut named: HashSet<_> = annotations.iter().filter_map(|annotation| annotation.entity().cloned()).collect();
    let frames = annotations.iter().filter_map(|annotation| annotation.frame());
    named.extend(frames.flat_map(|frame| frame.referents()).filter_map(|referent| match referent {
        Referent::Entity(id) => Some(id.clone()),
        Referent::Mention(_) => None,
    }));
    let entities = session.entities.iter().filter(|(id, _)| named.contains(*id));
    let entities = entities.map(|(id, entity)| (id.clone(), Rc::clone(entity))).collect();
    Session { entities, codes: Default::default(), ..session.clone() }
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn what_is_copied_is_attached_as_it_was(session in session()) {
        let copied = all(&session);
        prop_assert_eq!(copied.beside, 0);
        let open = bare(&session);
        let imported = pasted(&copied.json, Some(&open)).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(&imported.problems, &Vec::new(), "{}", copied.json);
        prop_assert_eq!(Plain::of(&imported.session), Plain::of(&of_annotations(&session)).of_open(&open));
    }

    #[test]
    fn what_is_copied_of_a_part_is_whole(session in session(), chosen in any::<u64>()) {
        let annotations: Vec<_> = session.annotations.iter(&session.text).collect();
        let chosen = annotations.iter().zip(0..).filter(|(_, at)| chosen >> (at % 64) & 1 == 1);
        let chosen: Vec<_> = chosen.map(|(annotation, _)| *annotation).collect();
        let copied = excerpt(&session, chosen.iter().copied());
        let open = bare(&session);
        let imported = pasted(&copied.json, Some(&open));
        if chosen.is_empty() && imported.is_err() {
            return Ok(());
        }
        let imported = imported.map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(&imported.problems, &Vec::new(), "{}", copied.json);
        prop_assert_eq!(imported.session.annotations.len(), chosen.len() + copied.beside);
        for annotation in chosen {
            prop_assert!(imported.session.annotations.get(&annotation.id).is_some(), "{} is missing", annotation.id);
        }
    }

    #[test]
    fn pasting_twice_changes_nothing(session in session()) {
        let imported = pasted(&all(&session).json, Some(&session));
        let imported = imported.map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(Plain::of(&imported.session), Plain::of(&session));
        prop_assert_eq!(&imported.problems, &Vec::new());
        prop_assert_eq!(imported.counts.left_out, 0);
    }
}

const DOCUMENT: &str = r#"{"format": "rubricate", "version": 1, "document": {"text": "Zoë 😀 went to Ankara. She loved it."},
    "label_set": {"labels": [{"id": "p", "name": "PERSON"}, {"id": "g", "name": "GPE"}]},
    "mentions": [{"id": "a", "label": "p", "spans": [{"start": 0, "end": 3, "quote": "Zoë"}]},
        {"id": "b", "label": "g", "spans": [{"start": 14, "end": 20, "quote": "Ankara"}]}],
    "frames": [{"id": "c", "polarity": "positive", "targets": [{"mention": "b"}],
        "spans": [{"start": 26, "end": 31, "quote": "loved"}]}]}"#;

fn document() -> Session {
    native::read(DOCUMENT, |_| 0).expect("it is a document").session
}

fn with_text(session: &Session, text: &str) -> Session {
    let text = Rc::new(Text::new(text.to_owned(), |_| 0));
    Session::new(text, (*session.document).clone(), (*session.description).clone(), (*session.labels).clone())
}

#[test]
fn what_a_sentiment_points_to_comes_along() {
    let session = document();
    let frame = session.annotations.iter(&session.text).filter(|annotation| annotation.frame().is_some());
    let copied = excerpt(&session, frame);
    assert_eq!(copied.beside, 1);
    let file: Value = serde_json::from_str(&copied.json).expect("it is JSON");
    assert_eq!(file["document"].get("text"), None);
    assert_eq!(file["mentions"].as_array().map(Vec::len), Some(1));
    assert_eq!(file["mentions"][0]["id"], "b");
    assert_eq!(file["label_set"]["labels"].as_array().map(Vec::len), Some(1));
}

#[test]
fn what_is_there_otherwise_stays_and_it_is_said() {
    let session = document();
    let copied = all(&session).json.replacen("\"note\": \"\"", "\"note\": \"changed\"", 2);
    let imported = pasted(&copied, Some(&session)).expect("it is the article");
    assert_eq!(imported.session.annotations, session.annotations);
    let faults: Vec<_> = imported.problems.iter().map(|problem| &problem.fault).collect();
    assert_eq!((faults, imported.counts.left_out), (vec![&Fault::AlreadyThere], 1));
}

#[test]
fn it_needs_the_article_and_is_no_document_itself() {
    let copied = all(&document()).json;
    assert_eq!(native::read(&copied, |_| 0).err(), Some(native::ReadError::NoText));
    assert_eq!(pasted(&copied, None).err(), Some(ReadError::NeedsDocument));
    let other = with_text(&document(), "Nothing of it is here.");
    assert_eq!(pasted(&copied, Some(&other)).err(), Some(ReadError::OtherDocument));
}

#[test]
fn in_a_text_that_was_changed_the_words_are_found_and_it_is_said() {
    let copied = all(&document()).json;
    let changed = with_text(&document(), "Yesterday Zoë 😀 went to Ankara. She hated it.");
    let imported = pasted(&copied, Some(&changed)).expect("two of them are there");
    let words = |id: &str| {
        let annotation = imported.session.annotations.iter(&imported.session.text).find(|a| a.id.as_str() == id)?;
        imported.session.text.slice(annotation.extent()?).map(str::to_owned)
    };
    assert_eq!([words("a"), words("b"), words("c")], [Some("Zoë".to_owned()), Some("Ankara".to_owned()), None]);
    let said = |outcome: Outcome| imported.problems.iter().filter(|problem| problem.outcome == outcome).count();
    assert_eq!((said(Outcome::Noted), said(Outcome::LeftOut)), (1, 1), "{:?}", imported.problems);
    assert_eq!(imported.counts.repaired, 2);
}

#[test]
fn one_that_is_cut_off_anywhere_is_refused_in_words() {
    let (session, copied) = (document(), all(&document()).json);
    let whole = copied.trim_end();
    for end in (0..whole.len()).filter(|end| whole.is_char_boundary(*end)) {
        assert!(pasted(&whole[..end], Some(&session)).is_err(), "{end}");
    }
    let without_hash = copied.replace("sha256", "x-sha256");
    let error = pasted(&without_hash, Some(&session)).expect_err("nothing says which text it is about");
    assert!(error.to_string().contains("“text” is missing"), "{error}");
}
