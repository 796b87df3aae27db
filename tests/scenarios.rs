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
    Action, Annotation, AnnotationId, AttributeDefinition, AttributeKind, AttributeValue, Body, CharPos, CharRange,
    Command, Description, Fragments, Label, LabelId, LabelKey, LabelSet, Polarity, Session, Slot, Timestamp, Unknown,
    notation,
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
            "edges" => {
                let ranges: Vec<_> = value.split(" + ").map(|words| self.words(words)).collect();
                Action::Reshape(self.found(whom).remove(0), Fragments::new(&ranges).expect("in order"))
            }
            "merge" => Action::Merge(self.found(whom)),
            // Before the first place of these words.
            "cut" => {
                self.fresh += 1;
                Action::Split(self.found(whom).remove(0), self.words(value).start(), self.id())
            }
            "set" => {
                let (name, value) = value.split_once(": ").unwrap_or((value, ""));
                Action::SetAttribute(self.found(whom), name.into(), attribute_value(value))
            }
            "define" => Action::DefineAttributes(rest.split("; ").filter(|d| !d.is_empty()).map(definition).collect()),
            "label" => {
                let (name, key) = whom.split_once(" on ").map_or((whom, None), |(name, key)| (name, key.parse().ok()));
                let label = Label {
                    id: LabelId::fresh(name, |id| self.session.labels.get(id).is_some()),
                    name: name.into(),
                    description: "".into(),
                    slot: Slot::nth(0),
                    key: key.and_then(LabelKey::new),
                    folded: false,
                    unknown: Unknown::default(),
                };
                Action::PutLabel(label, value.parse().unwrap_or(u32::MAX))
            }
            "rename" => self.put(whom, |label| label.name = value.into()),
            "key" => self.put(whom, |label| label.key = value.parse().ok().and_then(LabelKey::new)),
            "move" => {
                let Action::PutLabel(label, _) = self.put(whom, |_| ()) else { panic!("it puts a label") };
                Action::PutLabel(label, value.parse().expect("a place"))
            }
            "unlabel" => Action::RemoveLabel(LabelId::new(rest).expect("an id")),
            "labels" => Action::SetLabels(match LabelSet::PRESETS.iter().find(|(name, _)| *name == rest) {
                Some((_, preset)) => preset(),
                None => named(rest.split(' ')),
            }),
            "dismiss" => Action::Dismiss(rest.into(), true),
            "recall" => Action::Dismiss(rest.into(), false),
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

    /// The label of this id changed, at its place.
    fn put(&self, id: &str, change: impl FnOnce(&mut Label)) -> Action {
        let id = LabelId::new(id).expect("an id");
        let place = self.session.labels.position(&id).expect("it is there");
        let mut label = (*self.session.labels.labels()[place]).clone();
        change(&mut label);
        Action::PutLabel(label, place as u32)
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
            if annotation.fragments.ranges().len() > 1 {
                let pieces: Vec<_> = annotation.fragments.ranges().iter().filter_map(|r| text.slice(*r)).collect();
                shown += &format!(" # {name} in {}", pieces.join(" + "));
            }
            if let Body::Mention { attributes, .. } = &annotation.body {
                for (attribute, value) in attributes.iter() {
                    shown += &format!(" # {name} {attribute}: {value:?}");
                }
            }
        }
        let labels = &self.session.labels;
        if labels.labels() != LabelSet::ontonotes().labels() {
            let label = |label: &Label| {
                let key = label.key.map(|key| key.to_string()).unwrap_or_default();
                let id = if *label.name == *label.id.as_str() { "" } else { &format!("={}", label.id) };
                format!(" {}{id}{key}{}", label.name, if label.folded { "-" } else { "" })
            };
            shown += &format!(" #{}", labels.iter().map(label).collect::<String>());
        }
        for AttributeDefinition { name, kind, .. } in labels.attributes() {
            shown += &format!(" # {name} is {kind:?}");
        }
        for finding in &self.session.dismissed {
            shown += &format!(" # {finding} is no fault");
        }
        shown
    }
}

fn attribute_value(words: &str) -> Option<AttributeValue> {
    match words {
        "" => None,
        "yes" => Some(AttributeValue::Flag(true)),
        number if number.starts_with('#') => Some(AttributeValue::Number(number[1..].into())),
        words => Some(AttributeValue::Text(words.into())),
    }
}

/// `Gender: female, male`, `Age: #` or `Alive: ?`.
fn definition(words: &str) -> AttributeDefinition {
    let (name, kind) = words.split_once(": ").unwrap_or((words, "…"));
    let kind = match kind {
        "#" => AttributeKind::Number,
        "?" => AttributeKind::Flag,
        "…" => AttributeKind::Text,
        "nothing" => AttributeKind::Choice([].into()),
        options => AttributeKind::Choice(options.split(", ").map(Rc::from).collect()),
    };
    AttributeDefinition { name: name.into(), kind, unknown: Unknown::default() }
}

/// A set of labels with these names, each known by `id=name` or by its name.
fn named<'a>(names: impl Iterator<Item = &'a str>) -> LabelSet {
    let label = |(position, name): (usize, &str)| {
        let (id, name) = name.split_once('=').unwrap_or((name, name));
        Label {
            id: LabelId::new(id).expect("an id"),
            name: name.into(),
            description: "".into(),
            slot: Slot::nth(position),
            key: LabelKey::new(position as u8 + 1),
            folded: false,
            unknown: Unknown::default(),
        }
    };
    LabelSet::new(names.enumerate().map(label).collect()).expect("ids differ")
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
fn other_words() {
    for (before, commands, after) in [
        ("<PERSON|Ada> Lovelace met", &["edges PERSON:Ada = Ada Lovelace"][..], "<PERSON|Ada Lovelace> met"),
        ("<+|very> good", &["note +:very = x", "edges +:very = good"], "very <+|good> # +:good: x"),
        (
            "<PERSON|Ada King> Lovelace",
            &["edges PERSON:Ada King = Ada + Lovelace"],
            "<PERSON|Ada King Lovelace> # PERSON:Ada King Lovelace in Ada + Lovelace",
        ),
        ("<PERSON|Ada> met", &["edges PERSON:Ada = met", "undo"], "<PERSON|Ada> met"),
        // Merging: white space and punctuation do not part, words do.
        ("<PERSON|Ada> <PERSON|Lovelace>", &["merge PERSON:Ada, PERSON:Lovelace"], "<PERSON|Ada Lovelace>"),
        ("<ORG|Halloran>-<GPE|Vance>", &["merge GPE:Vance, ORG:Halloran"], "<ORG|Halloran-Vance>"),
        ("<GPE|Kyiv>, (<GPE|Lviv>)", &["merge GPE:Kyiv, GPE:Lviv"], "<GPE|Kyiv, (Lviv>)"),
        ("<GPE|a>\r\n\r\n<GPE|b>", &["merge GPE:a, GPE:b"], "<GPE|a\r\n\r\nb>"),
        ("<PERSON|Ada <GPE|Love>lace>", &["merge PERSON:Ada Lovelace, GPE:Love"], "<PERSON|Ada Lovelace>"),
        ("<1:PERSON|a <2:ORG|b>1 c>2", &["merge PERSON:a b, ORG:b c", "undo"], "<1:PERSON|a <2:ORG|b>1 c>2"),
        (
            "<ORG|Bank> of <GPE|England>",
            &["merge ORG:Bank, GPE:England"],
            "<ORG|Bank of England> # ORG:Bank of England in Bank + England",
        ),
        (
            "<GPE|a> <GPE|b> <+|c>",
            &[
                "note GPE:b = one",
                "note +:c = two",
                "review +:c",
                "set GPE:a = x: 1",
                "set GPE:b = x: 2",
                "set GPE:b = y: 3",
                "merge GPE:a, GPE:b, +:c",
            ],
            "<GPE|a b c> # GPE:a b c: one\ntwo # GPE:a b c to review # GPE:a b c x: Text(\"1\") # GPE:a b c y: Text(\"3\")",
        ),
        // Splitting: the white space at the cut belongs to neither.
        ("<PERSON|Ada Lovelace>", &["cut PERSON:Ada Lovelace = Lovelace"], "<PERSON|Ada> <PERSON|Lovelace>"),
        ("<PERSON|AdaLovelace>", &["cut PERSON:AdaLovelace = Lovelace"], "<PERSON|Ada><PERSON|Lovelace>"),
        ("<GPE|東京都大阪>", &["cut GPE:東京都大阪 = 大阪", "undo", "redo"], "<GPE|東京都><GPE|大阪>"),
        (
            "<PERSON|Ada King Lovelace>",
            &["edges PERSON:Ada King Lovelace = Ada + Lovelace", "cut PERSON:Ada King Lovelace = King"],
            "<PERSON|Ada> King <PERSON|Lovelace>",
        ),
        (
            "<ORG|a \r\n b>",
            &["note ORG:a \r\n b = x", "cut ORG:a \r\n b = \n b"],
            "<ORG|a> \r\n <ORG|b> # ORG:a: x # ORG:b: x",
        ),
    ] {
        check(before, commands, after);
    }
}

#[test]
fn attributes() {
    for (before, commands, after) in [
        ("<GPE|a>", &["set GPE:a = x: y"][..], "<GPE|a> # GPE:a x: Text(\"y\")"),
        ("<GPE|a>", &["set GPE:a = x: y", "set GPE:a = x"], "<GPE|a>"),
        ("<GPE|a>", &["set GPE:a = x: y", "set GPE:a = x: yes", "undo"], "<GPE|a> # GPE:a x: Text(\"y\")"),
        (
            "<GPE|a> <ORG|b>",
            &["set GPE:a, ORG:b = z: #1", "set ORG:b = y: #2"],
            "<GPE|a> <ORG|b> # GPE:a z: Number(\"1\") # ORG:b y: Number(\"2\") # ORG:b z: Number(\"1\")",
        ),
        (
            "<GPE|a>",
            &[
                "define Side: left, right; Age: #; Alive: ?; Alias",
                "set GPE:a = Side: up => “Side” is one of these: left, right.",
                "set GPE:a = Side: yes => “Side” is one of these: left, right.",
                "set GPE:a = Age: old => “Age” is a number, as in 12 or -1.5.",
                "set GPE:a = Age: #07 => “Age” is a number, as in 12 or -1.5.",
                "set GPE:a = Alive: #1 => “Alive” is yes or no.",
                "set GPE:a = Alias: yes => “Alias” is words.",
                "set GPE:a = x: #1,5 => “1,5” is not a number, as 12 and -1.5 are.",
                "set GPE:a = Side: left",
                "define ",
                "undo",
                "undo",
            ],
            "<GPE|a> # Side is Choice([\"left\", \"right\"]) # Age is Number # Alive is Flag # Alias is Text",
        ),
        ("<GPE|a>", &["set GPE:a = x: y", "define x: #"], "<GPE|a> # GPE:a x: Text(\"y\") # x is Number"),
        ("x", &["dismiss edge:x", "dismiss a", "recall edge:x"], "x # a is no fault"),
        ("x", &["dismiss edge:x", "undo", "redo"], "x # edge:x is no fault"),
    ] {
        check(before, commands, after);
    }
}

#[test]
fn labels() {
    let conll = "labels CoNLL-2003";
    for (before, commands, after) in [
        ("x", &[conll][..], "x # PER1 LOC2 ORG3 MISC4"),
        ("x", &[conll, "label DATE on 5"], "x # PER1 LOC2 ORG3 MISC4 DATE5"),
        ("x", &[conll, "label DATE = 0"], "x # DATE PER1 LOC2 ORG3 MISC4"),
        ("x", &[conll, "label DATE on 2 = 1", "undo"], "x # PER1 LOC2 ORG3 MISC4"),
        ("x", &[conll, "label DATE on 2 = 1"], "x # PER1 DATE2 LOC ORG3 MISC4"),
        ("x", &[conll, "rename PER = Person", "label PER"], "x # Person=PER1 LOC2 ORG3 MISC4 PER=PER-2"),
        ("x", &[conll, "rename PER = per"], "x # per=PER1 LOC2 ORG3 MISC4"),
        ("x", &[conll, "key MISC = 1", "key PER = 4"], "x # PER4 LOC2 ORG3 MISC1"),
        ("x", &[conll, "key MISC = none", "undo", "undo"], "x"),
        ("x", &[conll, "move MISC = 1"], "x # PER1 MISC4 LOC2 ORG3"),
        ("x", &[conll, "move PER = 2", "move MISC = 0", "undo"], "x # LOC2 ORG3 PER1 MISC4"),
        ("x", &[conll, "move PER = 99", "unlabel LOC"], "x # ORG3 MISC4 PER1"),
        // What mentions carry stays.
        ("<GPE|a>", &[conll], "<GPE|a> # PER1 LOC2 ORG3 MISC4 GPE-"),
        ("<ORG|a>", &[conll], "<ORG|a> # PER1 LOC2 ORG3 MISC4"),
        ("<CARDINAL|a>", &[conll], "<CARDINAL|a> # PER1 LOC2 ORG3 MISC4 CARDINAL5-"),
        ("<CARDINAL|a>", &[conll, "labels PER", "undo", "undo"], "<CARDINAL|a>"),
        ("<GPE|a>", &["labels place=gpe X"], "<place|a> # gpe=place1 X2"),
        ("<GPE|a>", &["labels place=gpe X", "undo"], "<GPE|a>"),
        (
            "<GPE|a>",
            &["set GPE:a = x: y", "define x; z", "labels GPE"],
            "<GPE|a> # GPE:a x: Text(\"y\") # GPE1 # x is Text",
        ),
        ("<GPE|a> <ORG|b> <GPE|c>", &["labels GPE ORG", "unlabel GPE"], "a <ORG|b> c # ORG2"),
        ("<GPE|a> <ORG|b> <GPE|c>", &["labels GPE ORG", "unlabel GPE", "undo"], "<GPE|a> <ORG|b> <GPE|c> # GPE1 ORG2"),
        ("<GPE|a>", &["labels GPE ORG", "unlabel GPE", "undo", "redo"], "a # ORG2"),
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
        ("Ada <GPE|x>", "edges nobody = Ada => There is no annotation “nobody” in this document."),
        ("<PERSON|Ada>", "edges PERSON:Ada = Ada => Nothing to change: it is so already."),
        ("<PERSON|Ada>", "merge PERSON:Ada => Merging needs at least two annotations."),
        ("<PERSON|Ada>", "merge PERSON:Ada, PERSON:Ada => Merging needs at least two annotations."),
        ("<PERSON|Ada>", "merge PERSON:Ada, nobody => There is no annotation “nobody” in this document."),
        ("a <PERSON|Ada> b", "cut PERSON:Ada = Ada => There are no words on one side of the cut."),
        ("a <PERSON|Ada> b", "cut PERSON:Ada = b => There are no words on one side of the cut."),
        ("<PERSON| Ada>", "cut PERSON: Ada = Ada => There are no words on one side of the cut."),
        ("<+|fine>", "set +:fine = x: y => “00000000” is a sentiment, which carries no label and no attributes."),
        ("<GPE|x>", "set GPE:x = y => Nothing to change: it is so already."),
        ("<GPE|x>", "set GPE:x =  : y => The attribute needs a name."),
        ("x", "define a; A  => Another attribute is called “A ” already."),
        ("x", "define a: nothing => “a” is a choice, and there is nothing to choose from."),
        ("x", "define a: b, B => Another option is called “B” already."),
        ("x", "define a: b,  => The option needs a name."),
        ("x", "define  : # => The attribute needs a name."),
        ("x", "define  => Nothing to change: it is so already."),
        ("x", "label gpe => Another label is called “GPE” already."),
        ("x", "label   => The label needs a name."),
        ("x", "rename ORG = Person => Another label is called “PERSON” already."),
        ("x", "rename ORG = ORG => Nothing to change: it is so already."),
        ("x", "unlabel COUNTESS => The label set has no label “COUNTESS”."),
        ("x", "labels OntoNotes 18 => Nothing to change: it is so already."),
        ("x", "labels a=X b=x => Another label is called “x” already."),
        ("x", "dismiss  => This is not a finding that could be dismissed."),
        ("x", "recall a => Nothing to change: it is so already."),
        ("^Ada^", "twice PERSON => Another annotation is called “000000z9” already."),
    ] {
        let unchanged = before.replace('^', "");
        check(before, &[command], &unchanged);
    }
    let long = "x".repeat(101);
    check("x", &[&format!("label {long} => The name of the label has more than 100 characters.")], "x");
    check("x", &[&format!("define {long} => The name of the attribute has more than 100 characters.")], "x");
    check("x", &[&format!("dismiss {long}{long} => This is not a finding that could be dismissed.")], "x");
}
