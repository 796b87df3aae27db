//! Files as other tools write them, each in a line of what is read of it.

use crate::fixtures::hardest;
use crate::generators::last_grapheme;
use crate::plain::{bare, options};
use rubricate::format::exchange::{Problem, Reading, Source, WriteOptions, detect, format};
use rubricate::model::session::UnknownParts;
use rubricate::model::{Body, Description, Document, DocumentId, Holder, LabelSet, Referent, Session, Text, Timestamp};
use std::rc::Rc;

fn open(text: &str) -> Session {
    let document = Document {
        id: DocumentId::new("d1").expect("an id"),
        created: Timestamp(0),
        byte_order_mark: false,
        unknown: UnknownParts::default(),
    };
    let text = Rc::new(Text::new(text.to_owned(), last_grapheme));
    Session::new(text, document, Description::default(), LabelSet::default())
}

/// The annotations of a session: words and label, or words, polarity, strength and targets.
fn lines(session: &Session) -> Vec<String> {
    let words = |ranges: &[_]| {
        ranges.iter().map(|range| session.text.slice(*range).expect("in the text")).collect::<Vec<_>>().join("…")
    };
    let name = |referent: &Referent| match referent {
        Referent::Mention(id) => words(session.annotations.get(id).expect("there").fragments.ranges()),
        Referent::Entity(id) => session.entities[id].name.to_string(),
    };
    let line = |annotation: &Rc<rubricate::model::Annotation>| {
        let words = words(annotation.fragments.ranges());
        match &annotation.body {
            Body::Mention { label, attributes, .. } => {
                let label = &session.labels.get(label).expect("a label").name;
                let more: Vec<_> = attributes.iter().map(|(name, value)| format!(" {name}={value:?}")).collect();
                format!("{words}|{label}{}", more.concat())
            }
            Body::Frame(frame) => {
                let targets: Vec<_> = frame.targets.iter().map(name).collect();
                let holder = if *frame.holder() == Holder::Author { "" } else { " by another" };
                format!("{words}|{:?} {} {targets:?}{holder}", frame.polarity, frame.intensity.number())
            }
        }
    };
    let annotations = session.annotations.iter(&session.text).map(line);
    let end = |id| words(session.annotations.get(id).expect("there").fragments.ranges());
    let relations = session.relations.values().map(|relation| {
        let name = &session.labels.relation(&relation.label).expect("a type").name;
        format!("{} -{name}-> {}", end(&relation.from), end(&relation.to))
    });
    annotations.chain(relations).collect()
}

fn read(id: &str, file: &[u8], open: Option<&Session>) -> Reading {
    let labels = LabelSet::default();
    let read = format(id).and_then(|format| format.read).expect("it is read");
    read(&Source { name: "", bytes: file }, &options(open, &labels)).unwrap_or_else(|error| panic!("{id}: {error}"))
}

/// What is read of the first document of a file, and what is said about it.
fn check(id: &str, file: &str, text: Option<&str>, expected: &[&str], said: &[&str]) {
    let open = text.map(open);
    let reading = read(id, file.as_bytes(), open.as_ref());
    let document = &reading.documents[0];
    assert_eq!(lines(&document.session), expected, "{file}");
    let problems: Vec<String> = reading.problems.iter().chain(&document.problems).map(ToString::to_string).collect();
    assert_eq!(problems, said, "{file}");
    assert_eq!(document.counts.read, document.session.annotations.len() + document.session.relations.len());
}

#[test]
fn a_table_of_spans_belongs_to_the_open_document() {
    let text = Some("Ada😀 likes Bo, and Bo likes Zoë.");
    check(
        "csv",
        "start,end,text,label,polarity\r\n0,3,Ada,PERSON,\r\n12,14,\"Bo\",PERSON,negative\r\n",
        Some("Ada😀 likes: Bo"),
        &["Ada|PERSON", "Bo|PERSON", "Bo|Negative 2 [\"Bo\"]"],
        &[],
    );
    check(
        "csv",
        "Start;End;Text;Label\n0;3;Ada;PERSON\n12;14;Bo;PERSON\n29;32;Zoë;PERSON\n",
        text,
        &["Ada|PERSON", "Bo|PERSON", "Zoë|PERSON"],
        &["The file: its offsets count UTF-16 units; put right."],
    );
}

#[test]
fn another_unit_is_said_and_converted() {
    let text = "Ada😀 likes Bo, and Bo likes Zoë.";
    let offsets = |unit: fn(&str) -> usize| {
        let at = |byte: usize| unit(&text[..byte]);
        let row = |words: &str| {
            let start = text.rfind(words).expect("it is there");
            format!("{},{},{words},PERSON\r\n", at(start), at(start + words.len()))
        };
        format!("start,end,text,label\r\n{}{}{}", row("Ada"), row("Bo"), row("Zoë"))
    };
    let expected = ["Ada|PERSON", "Bo|PERSON", "Zoë|PERSON"];
    check("csv", &offsets(|text| text.chars().count()), Some(text), &expected, &[]);
    let said = "The file: its offsets count UTF-16 units; put right.";
    check("csv", &offsets(|text| text.encode_utf16().count()), Some(text), &expected, &[said]);
    let said = "The file: its offsets count bytes of UTF-8; put right.";
    check("csv", &offsets(str::len), Some(text), &expected, &[said]);
    let said = "The file: its offsets count code points, with a byte order mark before the text; put right.";
    check("csv", &offsets(|text| text.chars().count() + 1), Some(text), &expected, &[said]);
}

#[test]
fn what_does_not_fit_is_found_or_left_out_with_a_reason() {
    check(
        "csv",
        "id,start,end,text,label\r\na,0,3,Ada,P\r\nb,9,11,Bo,P\r\nc,5,99,x,P\r\nd,3,2,y,P\r\ne,-1,2,z,P\r\na,0,3,Ada,Q\r\n\
         f,0,3,Ada,\r\ng,1,\"2\r\n",
        Some("Ada met Bo"),
        &["Ada|P", "Ada|Q", "Bo|P"],
        &[
            "Line 3, annotation “b”: its span 9–11 reaches past the end of the text, which is at 10; found by its words \
             (80 % sure).",
            "Line 4, annotation “c”: its span 5–99 reaches past the end of the text, which is at 10; left out.",
            "Line 5, annotation “d”: “3” to “2” is no span; left out.",
            "Line 6, annotation “e”: “-1” to “2” is no span; left out.",
            "Line 7, annotation “a”: an earlier one has the id “a” too; put right.",
            "Line 8, annotation “f”: it is not an annotation with a label or a polarity; left out.",
            "Line 9: it is not a row whose quotation marks end; left out.",
        ],
    );
}

#[test]
fn spans_of_prodigy_and_documents_of_spacy_are_read() {
    check(
        "spacy",
        "{\"text\":\"Ada met Bo\",\"spans\":[{\"start\":0,\"end\":3,\"label\":\"PERSON\",\"token_start\":0,\"token_end\":0},\
         {\"start\":8,\"end\":10,\"label\":\"sentiment:negative:3\",\"token_end\":2},{\"start\":\"8\",\"end\":10.0,\
         \"label\":\"PERSON\",\"token_end\":3}],\"relations\":[{\"head\":0,\"child\":3,\"label\":\"MET\"},\
         {\"head\":2,\"child\":0,\"label\":\"sentiment_target\"},{\"head\":7,\"child\":0,\"label\":\"X\"}]}\n{\"no\":1}\n",
        None,
        &["Ada|PERSON", "Bo|Negative 3 [\"Ada\"]", "Bo|PERSON", "Ada -MET-> Bo"],
        &[
            "Line 2: “text” is missing; left out.",
            "Line 1, relation 3: “X”, to which it refers, is not there; left out.",
        ],
    );
    check(
        "spacy",
        "{\"text\":\"Ada met Bo\",\"ents\":[{\"start\":0,\"end\":3,\"label\":\"PERSON\"},{\"start\":2,\"end\":30,\"label\":\"X\"}]}",
        None,
        &["Ada|PERSON"],
        &["Line 1, span 2: its span 2–30 reaches past the end of the text, which is at 10; left out."],
    );
}

#[test]
fn both_forms_of_doccano_are_read() {
    check(
        "doccano",
        "{\"text\":\"Ada met Bo\",\"label\":[[0,3,\"PERSON\"],[8,10,\"PERSON\"],[8,8,\"X\"],[0]]}",
        None,
        &["Ada|PERSON", "Bo|PERSON"],
        &[
            "Line 1, label 4: it is not a list of start, end and label; left out.",
            "Line 1, label 3: “8” to “8” is no span; left out.",
        ],
    );
    check(
        "doccano",
        "[{\"id\":7,\"text\":\"Ada 😀 Bo\",\"entities\":[{\"id\":1,\"label\":\"P\",\"start_offset\":0,\"end_offset\":3},\
         {\"id\":2,\"label\":\"P\",\"start_offset\":6,\"end_offset\":8}],\"relations\":[{\"id\":1,\"from_id\":1,\"to_id\":2,\
         \"type\":\"R\"},{\"id\":2,\"from_id\":1,\"to_id\":9,\"type\":\"R\"}],\"Comments\":[\"fine\"]}]",
        None,
        &["Ada|P", "Bo|P", "Ada -R-> Bo"],
        &[
            "Document 1: the text has characters that tools of this format count in two ways; they are counted in code points; \
             please check.",
            "Document 1, relation 2: “9”, to which it refers, is not there; left out.",
        ],
    );
}

#[test]
fn regions_of_label_studio_are_read() {
    let region = |id: &str, name: &str, kind: &str, value: &str| {
        format!(
            "{{\"id\":\"{id}\",\"from_name\":\"{name}\",\"to_name\":\"text\",\"type\":\"{kind}\",\"value\":{{\"start\":0,\"end\":3,\"text\":\"Ada\",{value}}}}}"
        )
    };
    let file = format!(
        "[{{\"id\":1,\"data\":{{\"id\":5,\"text\":\"Ada met Bo\"}},\"annotations\":[{{\"completed_by\":3,\"result\":[{},{},{},{}]}}]}}]",
        region("r1", "label", "labels", "\"labels\":[\"PERSON\"]"),
        region("r1", "polarity", "choices", "\"choices\":[\"Negative\"]"),
        region("r1", "certainty", "number", "\"number\":2"),
        "{\"type\":\"relation\",\"from_id\":\"r1\",\"to_id\":\"gone\",\"direction\":\"right\",\"labels\":[\"X\"]}",
    );
    check(
        "label-studio",
        &file,
        None,
        &["Ada|Negative 2 [\"Ada\"]", "Ada|PERSON certainty=Number(\"2\")"],
        &["Document 1, result 4: “gone”, to which it refers, is not there; left out."],
    );
    check(
        "label-studio",
        "{\"data\":{\"html\":\"Ada met Bo\"},\"predictions\":[{\"result\":[{\"id\":\"a\",\"from_name\":\"l\",\"type\":\"hypertextlabels\",\
         \"value\":{\"start\":\"/p[1]/text()[1]\",\"end\":\"/p[1]/text()[1]\",\"startOffset\":0,\"endOffset\":3,\
         \"globalOffsets\":{\"start\":8,\"end\":10},\"hypertextlabels\":[\"P\"]}}]}]}",
        None,
        &["Bo|P"],
        &[],
    );
}

#[test]
fn web_annotations_of_other_tools_are_read() {
    let text = Some("Ada met Bo. Then Bo left.");
    check(
        "web-annotation",
        "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"urn:uuid:1\",\"type\":\"Annotation\",\"body\":{\"type\":\"TextualBody\",\
         \"purpose\":\"tagging\",\"value\":\"P\"},\"target\":{\"source\":\"x.txt\",\"selector\":{\"type\":\"TextQuoteSelector\",\
         \"exact\":\"Bo\",\"prefix\":\"Then \",\"suffix\":\" left\"}}}",
        text,
        &["Bo|P"],
        &["Annotation “urn:uuid:1”: “the place” is missing; found by its words (90 % sure)."],
    );
    check(
        "web-annotation",
        "[{\"id\":\"a\",\"type\":\"Annotation\",\"bodyValue\":\"why?\",\"target\":{\"selector\":[{\"type\":\"TextPositionSelector\",\
         \"start\":0,\"end\":3},{\"type\":\"TextQuoteSelector\",\"exact\":\"Ada\"}]}},{\"id\":\"l\",\"motivation\":\"linking\",\
         \"target\":\"a\",\"body\":\"b\"},{\"id\":\"t\",\"motivation\":\"tagging\",\"target\":\"l\",\"body\":{\"value\":\"knows\"}},\
         {\"id\":\"b\",\"body\":[{\"purpose\":\"tagging\",\"value\":\"P\"}],\"target\":{\"selector\":{\"type\":\
         \"TextPositionSelector\",\"start\":8,\"end\":10}}}]",
        text,
        &["Ada|highlighting", "Bo|P", "Ada -knows-> Bo"],
        &[],
    );
}

#[test]
fn every_way_of_tagging_chunks_is_read() {
    let expected = ["Ada Lovelace|PER", "Bo|PER", "Rome|LOC"];
    let said = "The file: the format has words and no text: the text was put together from them; please check.";
    let tags = [
        ["B-PER", "I-PER", "B-PER", "O", "B-LOC"],
        ["I-PER", "I-PER", "B-PER", "O", "I-LOC"],
        ["B-PER", "E-PER", "S-PER", "O", "S-LOC"],
        ["B-PER", "L-PER", "U-PER", "O", "U-LOC"],
    ];
    for tags in tags {
        let tokens = ["Ada", "Lovelace", "Bo", "in", "Rome"];
        let lines: String = tokens.iter().zip(tags).map(|(token, tag)| format!("{token} NNP O {tag}\n")).collect();
        check("conll", &format!("-DOCSTART- -X- O O\n\n{lines}\n"), None, &expected, &[said]);
        check("conll", &lines.replace(' ', "\t").replace('\n', "\r\n"), None, &expected, &[said]);
    }
}

#[test]
fn files_are_told_apart_by_what_is_in_them() {
    let check = |name: &str, file: &str, expected: &[&str]| {
        let found = detect(&Source { name, bytes: file.as_bytes() });
        assert_eq!(found.iter().map(|format| format.id).collect::<Vec<_>>(), expected, "{file}");
    };
    check("a.json", "{\"format\":\"rubricate\",\"version\":1}", &["rubricate"]);
    check("a.txt", "{\"text\":\"a\",\"spans\":[]}", &["spacy"]);
    check("a.jsonl", "{\"text\":\"a\",\"label\":[]}", &["doccano"]);
    check("a.jsonl", "{\"text\":\"a\"}", &["spacy", "doccano"]);
    check("a.json", "[{\"data\":{\"text\":\"a\"},\"annotations\":[]}]", &["label-studio"]);
    check("a.csv", "id,start,end,label\n", &["csv"]);
    check("a", "-DOCSTART- -X- O O\n", &["conll"]);
    check("a.txt", "The news of today.", &[]);
    check("a.json", "{\"a\":1}", &[]);
}

#[test]
fn a_table_with_no_document_or_another_one_is_refused() {
    let labels = LabelSet::default();
    let read = format("csv").and_then(|format| format.read).expect("it is read");
    let file = b"start,end,text,label\r\n0,3,Ada,P\r\n";
    let error = |open: Option<&Session>| {
        read(&Source { name: "", bytes: file }, &options(open, &labels)).expect_err("it is refused").to_string()
    };
    assert!(error(None).starts_with("The file has annotations and no text."));
    assert!(error(Some(&open("Something else."))).starts_with("The annotations do not belong to the open document"));
    assert!(read(&Source { name: "", bytes: file }, &options(Some(&bare(&open("Ada"))), &labels)).is_ok());
}

#[test]
fn what_the_open_document_has_is_not_there_twice() {
    let session = hardest();
    for id in ["csv", "web-annotation"] {
        let write = format(id).and_then(|format| format.write).expect("it is written");
        let file = write(&[&session], &WriteOptions::default()).expect("it can be written").file;
        let reading = read(id, &file, Some(&session));
        let document = &reading.documents[0];
        assert_eq!(document.session, session, "{id}");
        assert_eq!((document.counts.read, document.counts.left_out), (0, document.problems.len()), "{id}");
        let same = |problem: &Problem| problem.to_string().ends_with("the open document has it already; left out.");
        assert!(document.problems.len() >= session.annotations.len() && document.problems.iter().all(same), "{id}");
    }
}

#[test]
fn many_records_are_read_in_time() {
    let rows: String = (0..20_000).map(|row| format!("{},{},x,L{}\r\n", row * 2, row * 2 + 1, row % 50)).collect();
    let text = "x ".repeat(20_000);
    let reading = read("csv", format!("start,end,text,label\r\n{rows}").as_bytes(), Some(&open(&text)));
    assert_eq!(reading.documents[0].counts.read, 20_000);
}
