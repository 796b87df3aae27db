//! What a person does, step by step: a document in the notation of `model::notation`, commands, and the document
//! afterwards.
//!
//! A command names annotations by label and words, `PERSON:Ada Lovelace`, all that match; ` => ` is followed by the
//! words of a refusal. What the notation can't show follows the document behind ` # `.

#![cfg(not(target_arch = "wasm32"))]

mod common;

use common::documents;
use rubricate::model::view::Tag;
use rubricate::model::{
    Action, Annotation, AnnotationId, CharPos, CharRange, Command, Description, Fragments, LabelId, Polarity, Session,
    Timestamp, notation,
};
use std::rc::Rc;

/// One line of a scenario, on a session whose selection is `selection`.
struct Scenario {
    session: Session,
    selection: Option<CharRange>,
    now: i64,
    fresh: u64,
}

fn check(before: &str, commands: &[&str], after: &str) {
    let mut scenario = Scenario::new(before);
    for command in commands {
        let (command, expected) = command.split_once(" => ").map_or((*command, None), |(c, words)| (c, Some(words)));
        let refusal = scenario.run(command);
        assert_eq!(refusal.as_deref(), expected, "{command:?}, of {commands:?} after {before:?}");
    }
    assert_eq!(scenario.shown(), after, "{commands:?} after {before:?}");
}

fn tag(name: &str) -> Tag {
    let polarity = match name {
        "+" => Polarity::Positive,
        "-" => Polarity::Negative,
        "0" => Polarity::Neutral,
        "±" => Polarity::Mixed,
        label => return Tag::Label(LabelId::new(label).expect("a label")),
    };
    Tag::Polarity(polarity)
}

fn tag_name(annotation: &Annotation) -> String {
    match Tag::of(annotation) {
        Tag::Label(label) => label.to_string(),
        Tag::Polarity(Polarity::Negative) => "-".to_owned(),
        Tag::Polarity(polarity) => polarity.sign().to_owned(),
    }
}

impl Scenario {
    fn new(before: &str) -> Self {
        let notated = notation::read(before).expect("well formed");
        let annotations = notated.spans.iter().zip(0..).map(|((range, tag), id)| {
            let fragments = Fragments::one(*range).expect("not empty");
            Annotation::new(AnnotationId::from_bits(id), fragments, tag.body(), Timestamp(0))
        });
        let session = documents::session(documents::text(&notated.text), annotations.collect());
        Self { session, selection: notated.selection, now: 0, fresh: 1_000 }
    }

    /// Does what `command` says; the words of the refusal, if there was one.
    fn run(&mut self, command: &str) -> Option<String> {
        let (verb, rest) = command.split_once(' ').unwrap_or((command, ""));
        let (whom, value) = rest.split_once(" = ").unwrap_or((rest, ""));
        let action = match verb {
            "select" => {
                self.selection = Some(self.words(rest));
                return None;
            }
            // Let more time pass than typing may pause.
            "wait" => {
                self.now += 60_000;
                return None;
            }
            "tag" => Action::Add(rest.split(' ').map(|name| self.tagged(name)).collect()),
            "implicit" => Action::Add(vec![Annotation { fragments: Fragments::default(), ..self.tagged(rest) }]),
            "twice" => Action::Add(vec![self.tagged(rest), Annotation { id: self.id(), ..self.tagged(rest) }]),
            "outside" => {
                let beyond = CharRange::between(CharPos(0), CharPos(self.session.text.len() + 1));
                let fragments = Fragments::one(beyond).expect("not empty");
                Action::Add(vec![Annotation { fragments, ..self.tagged(rest) }])
            }
            "remove" => Action::Remove(self.found(whom)),
            "relabel" => Action::Relabel(self.found(whom), LabelId::new(value).expect("a label")),
            "polarity" => {
                let Tag::Polarity(polarity) = tag(value) else { panic!("{value} is no polarity") };
                Action::SetPolarity(self.found(whom), polarity)
            }
            "note" => Action::SetNote(self.found(whom).remove(0), value.into()),
            "review" => Action::SetReview(self.found(whom), true),
            "reviewed" => Action::SetReview(self.found(whom), false),
            "title" => Action::Describe(Description { title: rest.into(), ..(*self.session.description).clone() }),
            "source" => Action::Describe(Description { source: rest.into(), ..(*self.session.description).clone() }),
            "undo" => Action::Undo,
            "redo" => Action::Redo,
            other => panic!("there is no command {other}"),
        };
        self.now += 1_000;
        match self.session.run(&Command { at: Timestamp(self.now), action }) {
            Ok(session) => self.session = session,
            Err(refusal) => return Some(refusal.to_string()),
        }
        None
    }

    fn id(&self) -> AnnotationId {
        AnnotationId::from_bits(self.fresh)
    }

    fn tagged(&mut self, name: &str) -> Annotation {
        self.fresh += 1;
        let range = self.selection.expect("something is selected");
        let fragments = Fragments::one(range).expect("never empty");
        Annotation::new(self.id(), fragments, tag(name).body(), Timestamp(self.now))
    }

    /// The first place of these words.
    fn words(&self, words: &str) -> CharRange {
        let string = self.session.text.as_str();
        let byte = string.find(words).unwrap_or_else(|| panic!("{words:?} is not in {string:?}"));
        let start = string[..byte].chars().count() as u32;
        CharRange::between(CharPos(start), CharPos(start).plus(words.chars().count() as u32))
    }

    /// `TAG:words`, one or several with commas between, or an id that is not there.
    fn found(&self, names: &str) -> Vec<AnnotationId> {
        let text = &self.session.text;
        let mut found = Vec::new();
        for name in names.split(", ") {
            let Some((tag, words)) = name.split_once(':') else {
                found.push(AnnotationId::new(name).expect("an id"));
                continue;
            };
            let matches = |annotation: &&Rc<Annotation>| {
                let slice = annotation.extent().and_then(|extent| text.slice(extent)).unwrap_or("");
                tag_name(annotation) == tag && slice == words
            };
            let ids: Vec<_> =
                self.session.annotations.iter(text).filter(matches).map(|annotation| annotation.id.clone()).collect();
            assert!(!ids.is_empty(), "no {name} in {}", self.shown());
            found.extend(ids);
        }
        found
    }

    fn shown(&self) -> String {
        let Session { text, annotations, description, .. } = &self.session;
        let mut shown = notation::write(text, annotations, None);
        for (name, value) in [("title", &description.title), ("source", &description.source)] {
            if !value.is_empty() {
                shown += &format!(" # {name}: {value}");
            }
        }
        for annotation in annotations.iter(text) {
            let words = annotation.extent().and_then(|extent| text.slice(extent));
            let name = format!("{}:{}", tag_name(annotation), words.unwrap_or(""));
            if words.is_none() {
                shown += &format!(" # {name}implicit");
            }
            if !annotation.note.is_empty() {
                shown += &format!(" # {name}: {}", annotation.note);
            }
            if annotation.review {
                shown += &format!(" # {name} to review");
            }
        }
        shown
    }
}

#[test]
fn tagging() {
    for (before, commands, after) in [
        ("^Ada^ met Babbage", &["tag PERSON"][..], "<PERSON|Ada> met Babbage"),
        ("<PERSON|Ada> met ^Babbage^", &["tag PERSON"], "<PERSON|Ada> met <PERSON|Babbage>"),
        ("a ^<PERSON|Ada> of London^", &["tag ORG"], "a <ORG|<PERSON|Ada> of London>"),
        ("<ORG|Bank of ^England^>", &["tag GPE"], "<ORG|Bank of <GPE|England>>"),
        ("<PERSON|Ada ^Love>lace met^", &["tag ORG"], "<1:PERSON|Ada <2:ORG|Love>1lace met>2"),
        ("^Ada Love<PERSON|lace^ met>", &["tag ORG"], "<1:ORG|Ada Love<2:PERSON|lace>1 met>2"),
        ("^London^ wins", &["tag GPE", "tag ORG", "tag +"], "<GPE|<ORG|<+|London>>> wins"),
        ("^London^", &["tag GPE ORG"], "<GPE|<ORG|London>>"),
        ("^a^b", &["tag -", "select b", "tag 0", "select ab", "tag ±"], "<±|<-|a><0|b>>"),
        ("😀 ^e\u{301}^ العربية", &["tag ORG", "select العربية", "tag NORP"], "😀 <ORG|e\u{301}> <NORP|العربية>"),
        ("one\r\n^two\r\nthree^", &["tag EVENT"], "one\r\n<EVENT|two\r\nthree>"),
        ("^x^", &["implicit +"], "x # +:implicit"),
        ("In ^1843^5", &["tag DATE"], "In <DATE|1843>\\5"),
    ] {
        check(before, commands, after);
    }
}

#[test]
fn removing() {
    for (before, commands, after) in [
        ("<PERSON|Ada> met <GPE|London>", &["remove PERSON:Ada"][..], "Ada met <GPE|London>"),
        ("<PERSON|Ada>, <PERSON|Ada>", &["remove PERSON:Ada"], "Ada, Ada"),
        ("<GPE|<ORG|London>>", &["remove GPE:London"], "<ORG|London>"),
        ("<1:PERSON|Ada <2:ORG|Love>1lace>2", &["remove ORG:Lovelace"], "<PERSON|Ada Love>lace"),
        (
            "<PERSON|Ada>",
            &["remove PERSON:Ada", "remove 00000000 => There is no annotation “00000000” in this document."],
            "Ada",
        ),
        ("<PERSON|Ada>", &["remove PERSON:Ada, PERSON:Ada"], "Ada"),
        ("<+|good> <-|bad>", &["remove +:good, -:bad", "undo"], "<+|good> <-|bad>"),
    ] {
        check(before, commands, after);
    }
}

#[test]
fn changing() {
    for (before, commands, after) in [
        ("<PERSON|Paris> <GPE|Paris>", &["relabel PERSON:Paris = GPE"][..], "<GPE|Paris> <GPE|Paris>"),
        ("<GPE|Paris> <GPE|Paris>", &["relabel GPE:Paris = PERSON"], "<PERSON|Paris> <PERSON|Paris>"),
        (
            "<PERSON|Paris> <GPE|Paris>",
            &["relabel PERSON:Paris, GPE:Paris = ORG", "undo"],
            "<PERSON|Paris> <GPE|Paris>",
        ),
        ("<+|fine>", &["polarity +:fine = ±", "polarity ±:fine = -"], "<-|fine>"),
        ("<PERSON|Ada>", &["note PERSON:Ada = the countess"], "<PERSON|Ada> # PERSON:Ada: the countess"),
        ("<PERSON|Ada>", &["review PERSON:Ada"], "<PERSON|Ada> # PERSON:Ada to review"),
        ("<PERSON|Ada>", &["review PERSON:Ada", "reviewed PERSON:Ada"], "<PERSON|Ada>"),
        ("<PERSON|Ada>", &["note PERSON:Ada = x", "relabel PERSON:Ada = ORG"], "<ORG|Ada> # ORG:Ada: x"),
        ("Ada", &["title Notes by A. A. L.", "source 1843"], "Ada # title: Notes by A. A. L. # source: 1843"),
    ] {
        check(before, commands, after);
    }
}

#[test]
fn undo_and_redo() {
    for (before, commands, after) in [
        ("^Ada^", &["tag PERSON", "undo"][..], "Ada"),
        ("^Ada^", &["tag PERSON", "undo", "redo"], "<PERSON|Ada>"),
        ("^Ada^", &["tag PERSON", "relabel PERSON:Ada = ORG", "remove ORG:Ada", "undo"], "<ORG|Ada>"),
        ("^Ada^", &["tag PERSON", "relabel PERSON:Ada = ORG", "remove ORG:Ada", "undo", "undo"], "<PERSON|Ada>"),
        ("^Ada^", &["tag PERSON", "tag ORG", "undo", "undo", "redo"], "<PERSON|Ada>"),
        ("^Ada^", &["tag PERSON", "undo", "tag ORG", "redo => Nothing to redo."], "<ORG|Ada>"),
        ("^Ada^", &["tag PERSON ORG", "undo"], "Ada"),
        (
            "<PERSON|Ada>",
            &["remove PERSON:Ada", "undo", "relabel PERSON:Ada = ORG", "undo", "undo => Nothing to undo."],
            "<PERSON|Ada>",
        ),
        (
            "^Ada^",
            &[
                "tag PERSON",
                "undo",
                "relabel 00000000 = ORG => There is no annotation “00000000” in this document.",
                "redo",
            ],
            "<PERSON|Ada>",
        ),
        ("Ada", &["title One", "wait", "title Two", "undo"], "Ada # title: One"),
        ("Ada", &["title O", "title On", "title One", "undo"], "Ada"),
        ("Ada", &["title One", "source S", "undo"], "Ada # title: One"),
        ("<PERSON|Ada>", &["note PERSON:Ada = a", "note PERSON:Ada = ab", "undo"], "<PERSON|Ada>"),
        (
            "<PERSON|Ada>",
            &["note PERSON:Ada = a", "wait", "note PERSON:Ada = ab", "undo"],
            "<PERSON|Ada> # PERSON:Ada: a",
        ),
        (
            "<PERSON|Ada> <PERSON|Bo>",
            &["note PERSON:Ada = a", "note PERSON:Bo = b", "undo"],
            "<PERSON|Ada> <PERSON|Bo> # PERSON:Ada: a",
        ),
        ("<PERSON|Ada>", &["note PERSON:Ada = a", "note PERSON:Ada = ", "undo"], "<PERSON|Ada> # PERSON:Ada: a"),
    ] {
        check(before, commands, after);
    }
}

#[test]
fn refusals_change_nothing_and_say_why() {
    for (before, command) in [
        ("Ada", "undo => Nothing to undo."),
        ("Ada", "redo => Nothing to redo."),
        ("Ada", "remove nobody => There is no annotation “nobody” in this document."),
        ("Ada", "note nobody = x => There is no annotation “nobody” in this document."),
        ("<PERSON|Ada>", "relabel PERSON:Ada = COUNTESS => The label set has no label “COUNTESS”."),
        ("<PERSON|Ada>", "relabel PERSON:Ada = PERSON => Nothing to change: it is so already."),
        (
            "<PERSON|Ada> <ORG|B>",
            "relabel PERSON:Ada, nobody = ORG => There is no annotation “nobody” in this document.",
        ),
        ("<+|fine>", "relabel +:fine = ORG => “00000000” is a sentiment, which carries no label and no attributes."),
        ("<+|fine>", "polarity +:fine = + => Nothing to change: it is so already."),
        ("<PERSON|Ada>", "polarity PERSON:Ada = + => “00000000” is a mention, which carries no polarity."),
        ("<+|fine> <ORG|B>", "polarity +:fine, ORG:B = - => “00000001” is a mention, which carries no polarity."),
        ("<PERSON|Ada>", "note PERSON:Ada =  => Nothing to change: it is so already."),
        ("<PERSON|Ada>", "reviewed PERSON:Ada => Nothing to change: it is so already."),
        ("Ada", "title  => Nothing to change: it is so already."),
        ("^Ada^", "tag COUNTESS => The label set has no label “COUNTESS”."),
        ("^Ada^", "tag PERSON COUNTESS => The label set has no label “COUNTESS”."),
        ("^Ada^", "implicit PERSON => The mention “000000z9” covers no words."),
        ("^Ada^", "outside PERSON => The range 0–4 reaches past the end of the text."),
        ("^Ada^", "twice PERSON => Another annotation is called “000000z9” already."),
    ] {
        let unchanged = before.replace('^', "");
        check(before, &[command], &unchanged);
    }
}
