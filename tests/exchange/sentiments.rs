//! Formats that have nothing but sentiments: what they say of them is what the documents say.

use crate::generators::{config, session};
use crate::plain::options;
use proptest::prelude::*;
use rubricate::format::exchange::{Format, LossKind, Source, WriteOptions, Written, format};
use rubricate::model::{
    Annotation, AnnotationId, CharRange, EntityId, Frame, Holder, LabelSet, Polarity, Referent, Session,
};
use std::collections::HashSet;

/// What expresses a sentiment, whose it is, what it is about, and what it is: words and no places.
type Opinion = (Vec<String>, Vec<String>, Vec<String>, String);

fn written(format: &Format, session: &Session) -> Written {
    (format.write.expect("it is written"))(&[session], &WriteOptions::default()).expect("it can be written")
}

fn read(format: &Format, file: &[u8]) -> Vec<Session> {
    let labels = LabelSet::default();
    let source = Source { name: "", bytes: file };
    let reading = (format.read.expect("it is read"))(&source, &options(None, &labels)).expect("it can be read");
    assert_eq!(reading.problems, []);
    assert!(reading.documents.iter().all(|imported| imported.problems.is_empty()), "{reading:?}");
    reading.documents.into_iter().map(|imported| imported.session).collect()
}

fn words(session: &Session, ranges: &[CharRange]) -> Vec<String> {
    ranges.iter().map(|range| session.text.slice(*range).expect("in the text").to_owned()).collect()
}

fn words_of(session: &Session, id: &AnnotationId) -> Vec<String> {
    session.annotations.get(id).map(|mention| words(session, mention.fragments.ranges())).unwrap_or_default()
}

/// The mention that a referent means for a sentiment: of an entity’s mentions the nearest.
fn mention(session: &Session, of: &Annotation, referent: &Referent) -> Option<AnnotationId> {
    let start = |id: &AnnotationId| session.annotations.get(id).and_then(|a| a.extent()).map(|e| e.start().0);
    match referent {
        Referent::Mention(id) => Some(id.clone()),
        Referent::Entity(entity) => {
            let at = of.extent().map_or(0, |extent| extent.start().0);
            session.links.members(entity).min_by_key(|id| start(id).map(|s| (s.abs_diff(at), s))).cloned()
        }
    }
}

fn frames(session: &Session) -> impl Iterator<Item = (&Annotation, &Frame)> {
    session.annotations.iter(&session.text).filter_map(|annotation| Some((&**annotation, annotation.frame()?)))
}

fn targets(session: &Session, annotation: &Annotation, frame: &Frame) -> Vec<AnnotationId> {
    let mut found = Vec::new();
    for target in frame.targets.iter().filter_map(|target| mention(session, annotation, target)) {
        if !found.contains(&target) {
            found.push(target);
        }
    }
    found
}

fn opinions(session: &Session, lost: &HashSet<String>) -> Vec<Opinion> {
    let mut opinions = Vec::new();
    for (annotation, frame) in frames(session).filter(|(annotation, _)| !lost.contains(annotation.id.as_str())) {
        let holder = match frame.holder() {
            Holder::Known(referent) => mention(session, annotation, referent),
            _ => None,
        };
        let holder = holder.map(|id| words_of(session, &id)).unwrap_or_default();
        let mut about: Vec<Vec<String>> =
            targets(session, annotation, frame).iter().map(|target| words_of(session, target)).collect();
        if about.is_empty() {
            about.push(Vec::new());
        }
        let kind = format!("{:?} {:?}", frame.polarity, frame.intensity);
        let expression = words(session, annotation.fragments.ranges());
        opinions.extend(about.into_iter().map(|about| (expression.clone(), holder.clone(), about, kind.clone())));
    }
    opinions.sort();
    opinions
}

fn lost(written: &Written, kind: LossKind) -> HashSet<String> {
    written.losses.iter().filter(|loss| loss.kind == kind).flat_map(|loss| loss.records.clone()).collect()
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn opinions_are_those_of_the_document(session in session()) {
        let format = format("structured-sentiment").expect("in the table");
        let written = written(format, &session);
        let documents = read(format, &written.file);
        prop_assert_eq!(documents.len(), 1);
        prop_assert_eq!(documents[0].text.as_str(), session.text.as_str());
        let lost = lost(&written, LossKind::Inexpressible);
        prop_assert!(frames(&session).all(|(a, f)| (f.polarity == Polarity::Mixed) == lost.contains(a.id.as_str())));
        prop_assert_eq!(opinions(&documents[0], &HashSet::new()), opinions(&session, &lost));
    }

    #[test]
    fn polarities_are_those_towards_the_targets(session in session()) {
        let format = format("news-mtsc").expect("in the table");
        let written = written(format, &session);
        let gone: HashSet<String> = &lost(&written, LossKind::Inexpressible) | &lost(&written, LossKind::Discontinuous);
        let mut expected = Vec::new();
        for (annotation, frame) in frames(&session).filter(|(annotation, _)| !gone.contains(annotation.id.as_str())) {
            for target in targets(&session, annotation, frame).iter().filter(|id| !gone.contains(id.as_str())) {
                expected.push((target.to_string(), words_of(&session, target), frame.polarity));
            }
        }
        expected.sort();
        expected.dedup();
        let mut expected: Vec<_> = expected.into_iter().map(|(_, words, polarity)| (words, polarity)).collect();
        expected.sort();
        let documents = if written.file.is_empty() { Vec::new() } else { read(format, &written.file) };
        let mut found = Vec::new();
        for document in &documents {
            for (_, frame) in frames(document) {
                for target in frame.targets.iter() {
                    let Referent::Mention(id) = target else { continue };
                    found.push((words_of(document, id), frame.polarity));
                }
            }
        }
        found.sort();
        prop_assert_eq!(found, expected);
    }
}

/// An entity becomes a mention that is in the chain already, or nobody in particular.
#[test]
fn the_stance_stays_that_of_the_last_holder() {
    let mention = Referent::Mention(AnnotationId::new("m").expect("an id"));
    let entity = Holder::Known(Referent::Entity(EntityId::new("e").expect("an id")));
    let known = Holder::Known(mention.clone());
    let frame = |holders: &[Holder]| Frame { holders: holders.into(), ..Frame::new(Polarity::Positive) };
    let named = frame(&[known.clone(), Holder::Author, entity.clone()]);
    assert_eq!(named.pointing(|_| Some(mention.clone())), frame(&[Holder::Author, known.clone()]));
    let unnamed = frame(&[Holder::Implicit, known.clone(), entity]);
    let kept = |referent: &Referent| (*referent == mention).then(|| referent.clone());
    assert_eq!(unnamed.pointing(kept), frame(&[known, Holder::Implicit]));
}

/// From the description of each data set.
#[test]
fn the_data_sets_are_read() {
    let file = r#"{"primary_gid":"a_1","sentence_normalized":"I like 😀 Judge Gorsuch, him.","targets":[{"Input.gid":"a_1",
        "from":9,"to":22,"mention":"Judge Gorsuch","polarity":6.0,"further_mentions":[{"from":24,"to":27,"mention":"him"}]}]}"#;
    let documents = read(format("news-mtsc").expect("in the table"), file.replace('\n', "").as_bytes());
    assert_eq!(documents[0].annotations.len(), 3);
    assert_eq!(documents[0].entities.len(), 1);

    let file = r#"[{"sent_id": "opener/1-6", "text": "Even though the price is decent for Paris , I would not recommend this hotel .",
        "opinions": [
            {"Source": [["I"], ["44:45"]], "Target": [["this hotel"], ["66:76"]],
             "Polar_expression": [["would not recommend"], ["46:65"]], "Polarity": "negative", "Intensity": "average"},
            {"Source": [[], []], "Target": [["the price"], ["12:21"]],
             "Polar_expression": [["decent"], ["25:31"]], "Polarity": "Positive", "Intensity": "Standard"}]}]"#;
    let documents = read(format("structured-sentiment").expect("in the table"), file.as_bytes());
    let expected = [
        (vec!["decent"], vec![], vec!["the price"], "Positive Average"),
        (vec!["would not recommend"], vec!["I"], vec!["this hotel"], "Negative Average"),
    ];
    let owned = |words: Vec<&str>| words.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let expected = expected.map(|(a, b, c, kind)| (owned(a), owned(b), owned(c), kind.to_owned()));
    assert_eq!(opinions(&documents[0], &HashSet::new()), expected);
}
