//! Our own JSON: what is written is read, what is wrong is said, and nothing panics.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

mod common;

use common::documents::{config, last_grapheme, text};
use common::sessions;
use proptest::prelude::*;
use rubricate::format::decode::{self, Kind};
use rubricate::format::label_set;
use rubricate::format::native::{self, ReadError, Reading};
use rubricate::model::{
    AttributeDefinition, AttributeKind, Label, LabelId, LabelKey, LabelSet, Session, Slot, Unknown,
};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;

fn read(json: &str) -> Result<Reading, ReadError> {
    native::read(json, last_grapheme)
}

fn project_file(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// What the schema has against a file; nothing where it is valid.
fn schema_errors(file: &Value) -> Vec<String> {
    thread_local! {
        static SCHEMA: jsonschema::Validator = {
            let schema: Value = serde_json::from_str(&project_file("docs/schema/rubricate-1.schema.json")).unwrap();
            jsonschema::meta::validate(&schema).expect("a schema of draft 2020-12");
            jsonschema::draft202012::new(&schema).unwrap()
        };
    }
    SCHEMA.with(|schema| schema.iter_errors(file).map(|error| format!("{}: {error}", error.instance_path())).collect())
}

#[test]
fn the_schema_has_excerpts_too() {
    let schema: Value = serde_json::from_str(&project_file("docs/schema/rubricate-1.schema.json")).unwrap();
    let of_excerpts = json!({"$defs": schema["$defs"], "$ref": "#/$defs/excerpt"});
    let validator = jsonschema::draft202012::new(&of_excerpts).unwrap();
    for session in [sessions::tricky(), sessions::linked()] {
        let copied = native::excerpt(&session, session.annotations.iter(&session.text)).json;
        let file: Value = serde_json::from_str(&copied.replace("1e999", "1e99")).unwrap();
        assert_eq!(validator.iter_errors(&file).map(|error| error.to_string()).collect::<Vec<_>>(), [""; 0]);
        assert!(!schema_errors(&file).is_empty(), "an excerpt is no document");
        let whole: Value = serde_json::from_str(&native::write(&session).replace("1e999", "1e99")).unwrap();
        assert!(!validator.is_valid(&whole), "a document is no excerpt");
    }
}

/// The law of a lossless format, and what else holds of every file that we write.
fn check_law(session: &Session) {
    let file = native::write(session);
    let reading = read(&file).unwrap();
    assert_eq!(reading.problems, []);
    assert_eq!(reading.session, *session);
    assert_eq!(native::write(&reading.session), file, "the same session gives the same bytes");
    assert_eq!(decode::kind("", &file), Kind::RubricateJson);
    let file = value(&file);
    assert_eq!(schema_errors(&file), [""; 0]);
    check_offsets(&file);
}

/// A file as a value. Numbers that `Value` cannot hold are put into unknown fields and attributes on purpose; a hash may have
/// the same letters.
fn value(file: &str) -> Value {
    let held = file.replace(":1e999", ":1e99").replace(": 1e999", ": 1e99");
    serde_json::from_str(&held).unwrap()
}

/// Slices the text by each of the three units, without any of our own conversions.
fn check_offsets(file: &Value) {
    let text = file["document"]["text"].as_str().unwrap();
    let (chars, utf16): (Vec<char>, Vec<u16>) = (text.chars().collect(), text.encode_utf16().collect());
    let records = ["mentions", "frames"].map(|list| file[list].as_array().unwrap());
    for span in records.into_iter().flatten().flat_map(|record| record["spans"].as_array().unwrap()) {
        let at = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
        let range = |value: &Value| at(&value[0])..at(&value[1]);
        let quote = span["quote"].as_str().unwrap();
        assert_eq!(chars[at(&span["start"])..at(&span["end"])].iter().collect::<String>(), quote);
        assert_eq!(String::from_utf16(&utf16[range(&span["utf16"])]).unwrap(), quote);
        assert_eq!(&text[range(&span["utf8"])], quote);
    }
}

proptest! {
    #![proptest_config(config(128))]

    #[test]
    fn every_session_is_read_as_it_was_written(session in sessions::session()) {
        check_law(&session);
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        use_bytes(&bytes);
    }

    #[test]
    fn no_json_makes_a_reader_panic(pieces in proptest::collection::vec(prop::sample::select(JSON_PIECES.to_vec()), 0..40)) {
        let _ = read(&pieces.concat());
        let _ = read(&format!("{{\"format\":\"rubricate\",\"version\":1,{}", pieces.concat()));
    }

    #[test]
    fn no_change_to_a_file_makes_a_reader_panic(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..5),
        pieces in proptest::collection::vec((any::<prop::sample::Index>(), prop::sample::select(JSON_PIECES.to_vec())), 0..3),
    ) {
        let mut bytes = native::write(&sessions::tricky()).into_bytes();
        for (at, byte) in changes {
            *at.get_mut(&mut bytes) = byte;
        }
        for (at, piece) in pieces {
            let at = at.index(bytes.len());
            bytes.splice(at..(at + piece.len()).min(bytes.len()), piece.bytes());
        }
        use_bytes(&bytes);
    }
}

const JSON_PIECES: [&str; 24] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\ud800",
    "null",
    "true",
    "-1",
    "0",
    "4294967296",
    "1e999",
    "0.5",
    "\"id\":",
    "\"spans\":",
    "\"start\":",
    "\"mentions\":",
    "\"document\":{\"text\":\"ab\"}",
    "\"labels\":",
    "\"x\"",
    "😀",
];

/// Opens bytes as the page does. Whatever session that gives must be one that we can write and read again.
fn use_bytes(bytes: &[u8]) {
    let Ok(decoded) = decode::text(bytes) else { return };
    decode::kind("a.json", &decoded.text);
    if let Ok(reading) = read(&decoded.text) {
        reading.problems.iter().for_each(|problem| assert!(problem.to_string().ends_with('.')));
        let again = read(&native::write(&reading.session)).unwrap();
        assert_eq!(again.session, reading.session);
        assert_eq!(again.problems, []);
    }
}

#[test]
fn the_small_session_with_every_trap_is_read_as_it_was_written() {
    check_law(&sessions::tricky());
    check_law(&sessions::linked());
}

/// Files that were given away must stay readable: this one was written by the first version. Only a new version of the
/// format may write it differently.
#[test]
fn a_file_of_version_1_stays_what_it_is() {
    let file = project_file("tests/fixtures/linked.json");
    assert_eq!(native::write(&sessions::linked()), file);
    assert_eq!(read(&file).unwrap(), Reading { session: sessions::linked(), problems: Vec::new() });
    // Before there was more of a frame than its polarity.
    let file = project_file("tests/fixtures/tricky-plain.json");
    assert_eq!(read(&file).unwrap(), Reading { session: sessions::tricky(), problems: Vec::new() });
}

#[test]
fn attributes_and_dismissed_findings_are_written_where_there_are_any() {
    let mut session = sessions::tricky();
    let options: Vec<_> = ["female", "male"].map(Into::into).into();
    let attribute = |name: &str, kind| AttributeDefinition { name: name.into(), kind, unknown: Unknown(None) };
    let attributes = vec![
        attribute("Gender", AttributeKind::Choice(options.into())),
        attribute("Alive", AttributeKind::Flag),
        attribute("Age", AttributeKind::Number),
        AttributeDefinition {
            unknown: Unknown(Some(r#"{"lab:since":1.50}"#.into())),
            ..attribute("Alias", AttributeKind::Text)
        },
    ];
    session.labels = LabelSet::clone(&session.labels).with_attributes(attributes).into();
    session.dismissed = ["edge:m1", "alike:Ada"].map(std::rc::Rc::from).into_iter().collect();
    check_law(&session);
    let file = value(&native::write(&session));
    assert_eq!(file["document"]["dismissed"], json!(["alike:Ada", "edge:m1"]));
    assert_eq!(
        file["label_set"]["attributes"],
        json!([
            {"name": "Gender", "kind": "choice", "options": ["female", "male"]},
            {"name": "Alive", "kind": "flag"},
            {"name": "Age", "kind": "number"},
            {"name": "Alias", "kind": "text", "lab:since": 1.5},
        ])
    );
}

#[test]
fn a_session_without_anything_is_a_file_too() {
    let empty = sessions::tricky();
    let session = Session::new(
        text(""),
        (*empty.document).clone(),
        rubricate::model::Description::default(),
        LabelSet::default(),
    );
    check_law(&session);
}

#[test]
fn a_file_that_ends_early_is_said_to_be_cut_off() {
    let file = native::write(&sessions::tricky());
    let whole = file.trim_end().len();
    for end in (1..whole).filter(|end| file.is_char_boundary(*end)) {
        let error = read(&file[..end]).unwrap_err();
        assert!(matches!(error, ReadError::CutOff { .. }), "cut at byte {end}: {error}");
        use_bytes(&file.as_bytes()[..end]);
    }
    let named = file.find("rubricate\"").unwrap() + "rubricate\"".len();
    for end in (named..whole).filter(|end| file.is_char_boundary(*end)) {
        assert_eq!(decode::kind("article.txt", &file[..end]), Kind::RubricateJson, "cut at byte {end}");
    }
}

#[test]
fn a_file_that_cannot_be_used_says_why() {
    let tricky = native::write(&sessions::tricky());
    let edited = |edit: fn(&mut Value)| {
        let mut file: Value = serde_json::from_str(&small()).unwrap();
        edit(&mut file);
        file.to_string()
    };
    let nested = |levels| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    let cases = [
        ("The news.".to_owned(), "The file is not JSON: there is a mistake in line 1, column 1."),
        ("{\"ä\": 1,\n  \"ö\" 2}".to_owned(), "The file is not JSON: there is a mistake in line 2, column 7."),
        (format!("{tricky}{{}}"), "The file is not JSON: there is a mistake in line 40, column 1."),
        (
            "{\"format\": \"rubricate\", \"x\": \"ä".to_owned(),
            "The file is cut off: it ends too early, in line 1, column 31.",
        ),
        ("[1, 2]".to_owned(), "This JSON is not Rubricate’s: it does not say “\"format\": \"rubricate\"”."),
        ("{}".to_owned(), "This JSON is not Rubricate’s: it does not say “\"format\": \"rubricate\"”."),
        (
            r#"{"format": ["rubricate"], "version": 1}"#.to_owned(),
            "This JSON is not Rubricate’s: it does not say “\"format\": \"rubricate\"”.",
        ),
        (
            edited(|file| file["version"] = json!(2)),
            "The file was written by a newer Rubricate: it is version 2, and this one reads version 1.",
        ),
        (
            edited(|file| file["version"] = json!("1")),
            "The file cannot be used: in the file, “version” is not a whole number from 0.",
        ),
        (
            edited(|file| file["version"] = json!(0)),
            "The file cannot be used: in the file, “version” is not one that there is.",
        ),
        (
            edited(|file| file["offsets"] = json!("bytes")),
            "The file counts its offsets in “bytes”. Rubricate’s own count in “Unicode code points, half-open”.",
        ),
        (edited(|file| file["document"] = Value::Null), "The file cannot be used: in the file, “document” is missing."),
        (
            edited(|file| file["document"] = json!([])),
            "The file cannot be used: in the document, it is not a JSON object.",
        ),
        (
            edited(|file| drop(file["document"].as_object_mut().unwrap().remove("text"))),
            "The file cannot be used: in the document, “text” is missing.",
        ),
        (
            small().replace("Ada met Zoe.", r"Ada met \ud83d."),
            "The file cannot be used: in the document, “text” is not text.",
        ),
        (
            edited(|file| file["mentions"] = json!({})),
            "The file cannot be used: in the file, “mentions” is not a list.",
        ),
        (
            edited(|file| file["label_set"] = json!([])),
            "The file cannot be used: in the label set, it is not a JSON object.",
        ),
        (
            edited(|file| file["relations"] = json!("none")),
            "The file cannot be used: in the file, “relations” is not a list.",
        ),
        (
            small().replacen("\"format\"", "\"mentions\": [], \"format\"", 1),
            "The file cannot be used: in the file, the field “mentions” is there twice.",
        ),
        (
            small().replacen("\"format\"", &format!("\"x\": {}, \"format\"", nested(200)), 1),
            "The file is nested more than 100 levels deep, in line 1, column 141.",
        ),
    ];
    for (file, expected) in cases {
        assert_eq!(read(&file).map_err(|error| error.to_string()), Err(expected.to_owned()), "{file}");
    }
    let deepest = small().replacen("\"format\"", &format!("\"x\": {}, \"format\"", nested(99)), 1);
    assert_eq!(read(&deepest).unwrap().problems, []);
}

/// A file as another program might write it: with nothing in it that need not be there.
fn small() -> String {
    json!({
        "format": "rubricate",
        "version": 1,
        "document": {"text": "Ada met Zoe."},
        "label_set": {"labels": [{"id": "PERSON"}]},
        "mentions": [
            {"id": "a", "label": "PERSON", "spans": [{"start": 0, "end": 3, "quote": "Ada"}]},
            {"id": "z", "label": "PERSON", "spans": [{"start": 8, "end": 11, "quote": "Zoe"}]},
        ],
        "frames": [{"id": "f", "polarity": "positive", "spans": []}],
    })
    .to_string()
}

#[test]
fn what_need_not_be_there_may_be_missing() {
    let Reading { session, problems } = read(&small()).unwrap();
    assert_eq!(problems, []);
    assert_eq!(session.annotations.len(), 3);
    assert_eq!(session.document.id.as_str().len(), 8);
    assert_eq!(read(&small()).unwrap().session.document.id, session.document.id);
    check_law(&session);
}

/// A change to the small file, and what is said about it: the words of each problem.
type Case = (fn(&mut Value), &'static [&'static str]);

#[test]
fn an_annotation_that_does_not_fit_is_left_out_and_the_others_are_kept() {
    let cases: &[Case] = &[
        (|z| *z = json!("Zoe"), &["Mention number 2: it is not a JSON object; left out."]),
        (|z| z["id"] = json!("z z"), &["Mention “z z” (“Zoe”, 8–11): “z z” cannot be an id; left out."]),
        (|z| z["id"] = json!(7), &["Mention number 2 (“Zoe”, 8–11): “id” is not text; left out."]),
        (|z| z["id"] = json!("a"), &["Mention “a” (“Zoe”, 8–11): an earlier one has the same id; left out."]),
        (|z| z["label"] = json!("<b>"), &["Mention “z” (“Zoe”, 8–11): the label set has no label “<b>”; left out."]),
        (|z| z["label"] = Value::Null, &["Mention “z” (“Zoe”, 8–11): “label” is missing; left out."]),
        (|z| z["spans"] = json!([]), &["Mention “z”: a mention needs words, and it has none; left out."]),
        (|z| z["spans"] = json!("8-11"), &["Mention “z”: “spans” is not a list; left out."]),
        (|z| z["spans"][0] = json!(8), &["Mention “z”: it is not a JSON object; left out."]),
        (
            |z| z["spans"][0]["end"] = json!(13),
            &["Mention “z” (“Zoe”, 8–13): its span 8–13 reaches past the end of the text, which is at 12; left out."],
        ),
        (
            |z| z["spans"][0]["end"] = json!(u64::MAX),
            &[
                "Mention “z” (“Zoe”, 8–18446744073709551615): its span 8–18446744073709551615 reaches past the end of the text, which is at 12; left out.",
            ],
        ),
        (|z| z["spans"][0]["start"] = json!(11), &["Mention “z” (“Zoe”, 11–11): its span at 11 is empty; left out."]),
        (
            |z| z["spans"][0]["start"] = json!(12),
            &["Mention “z” (“Zoe”, 12–11): its span 12–11 ends before it starts; left out."],
        ),
        (
            |z| z["spans"][0]["start"] = json!(-8),
            &["Mention “z” (“Zoe”): “start” is not a whole number from 0; left out."],
        ),
        (
            |z| z["spans"][0]["start"] = json!(8.5),
            &["Mention “z” (“Zoe”): “start” is not a whole number from 0; left out."],
        ),
        (
            |z| z["spans"][0]["start"] = json!("8"),
            &["Mention “z” (“Zoe”): “start” is not a whole number from 0; left out."],
        ),
        (
            |z| z["spans"][0]["start"] = json!(1e300),
            &["Mention “z” (“Zoe”): “start” is not a whole number from 0; left out."],
        ),
        (|z| z["spans"][0]["start"] = Value::Null, &["Mention “z” (“Zoe”): “start” is missing; left out."]),
        (|z| z["spans"][0]["quote"] = json!("zoe"), &["Mention “z” (“zoe”, 8–11): the text there is “Zoe”; left out."]),
        (
            |z| z["spans"][0]["utf16"] = json!([8]),
            &["Mention “z” (“Zoe”, 8–11): “utf16” is not a list of two whole numbers; left out."],
        ),
        (
            |z| z["spans"] = json!([{"start": 8, "end": 11, "utf16": [9, 12]}]),
            &["Mention “z” (8–11): its UTF-16 offsets are not at the same place as its code points; left out."],
        ),
        (
            |z| z["spans"] = json!([{"start": 8, "end": 11}, {"start": 0, "end": 3}]),
            &["Mention “z” (8–11): its spans overlap or are out of order; left out."],
        ),
        (
            |z| z["spans"] = json!([{"start": 0, "end": 5}, {"start": 4, "end": 7}]),
            &["Mention “z” (0–5): its spans overlap or are out of order; left out."],
        ),
    ];
    for (edit, expected) in cases {
        let mut file: Value = serde_json::from_str(&small()).unwrap();
        edit(&mut file["mentions"][1]);
        let reading = read(&file.to_string()).unwrap();
        let said: Vec<_> = reading.problems.iter().map(ToString::to_string).collect();
        assert_eq!(said, *expected);
        assert_eq!(reading.session.annotations.len(), 2, "{said:?}");
        assert_eq!(reading.annotations_left_out(), 1, "{said:?}");
    }
}

#[test]
fn what_an_annotation_can_do_without_is_reported_and_the_rest_is_kept() {
    let cases: &[Case] = &[
        (|z| z["note"] = json!(1), &["Mention “z” (“Zoe”, 8–11): “note” is not text; kept without it."]),
        (
            |z| z["review"] = json!("yes"),
            &["Mention “z” (“Zoe”, 8–11): “review” is not true or false; kept without it."],
        ),
        (
            |z| z["origin"] = json!("a bot"),
            &["Mention “z” (“Zoe”, 8–11): “origin” is not “human”, “imported” or “suggested”; kept without it."],
        ),
        (
            |z| z["created"] = json!("today"),
            &["Mention “z” (“Zoe”, 8–11): “created” is not a time as RFC 3339 has it; kept without it."],
        ),
        (
            |z| z["attributes"] = json!([]),
            &["Mention “z” (“Zoe”, 8–11): “attributes” is not an object; kept without it."],
        ),
        (
            |z| z["attributes"] = json!({"a": 1, "b": [2]}),
            &[
                "Mention “z” (“Zoe”, 8–11): the attribute “b” is neither text nor a number nor true or false; kept without it.",
            ],
        ),
        (
            |z| z["spans"][0]["page"] = json!(3),
            &["Mention “z” (“Zoe”, 8–11): the field “page” of a span is not known; kept without it."],
        ),
        (
            |z| z["spans"][0]["utf8"] = json!([0, 3]),
            &["Mention “z” (“Zoe”, 8–11): its UTF-8 offsets are not at the same place as its code points; put right."],
        ),
        (|z| z["polarity"] = json!({"kept": true}), &[]),
    ];
    for (edit, expected) in cases {
        let mut file: Value = serde_json::from_str(&small()).unwrap();
        edit(&mut file["mentions"][1]);
        let reading = read(&file.to_string()).unwrap();
        let said: Vec<_> = reading.problems.iter().map(ToString::to_string).collect();
        assert_eq!(said, *expected);
        assert_eq!(reading.session.annotations.len(), 3, "{said:?}");
        check_law(&reading.session);
    }
}

#[test]
fn the_document_and_its_labels_are_checked_too() {
    let cases: &[Case] = &[
        (|file| file["document"]["title"] = json!(1), &["The document: “title” is not text; kept without it."]),
        (|file| file["document"]["id"] = json!("../x"), &["The document: “../x” cannot be an id; kept without it."]),
        (
            |file| file["document"]["created"] = json!("now"),
            &["The document: “created” is not a time as RFC 3339 has it; kept without it."],
        ),
        (
            |file| file["frames"][0]["polarity"] = json!("good"),
            &["Sentiment “f”: “polarity” is not “positive”, “negative”, “neutral” or “mixed”; left out."],
        ),
        (
            |file| file["label_set"]["labels"][1] = json!({"id": "PERSON"}),
            &["Label “PERSON”: an earlier one has the same id; left out."],
        ),
        (|file| file["label_set"]["labels"][1] = json!({"id": ""}), &["Label “”: “” cannot be an id; left out."]),
        (
            |file| file["label_set"]["labels"][0]["colour"] = json!(18),
            &["Label “PERSON”: “colour” is not the number of a colour, 0 to 17; kept without it."],
        ),
        (
            |file| file["label_set"]["labels"][0]["key"] = json!(-1),
            &["Label “PERSON”: “key” is not the number of a key, 1 to 18; kept without it."],
        ),
        (
            |file| file["label_set"]["labels"][0] = json!({"name": "Person", "id": 7}),
            &[
                "Label number 1: “id” is not text; left out.",
                "Mention “a” (“Ada”, 0–3): the label set has no label “PERSON”; left out.",
                "Mention “z” (“Zoe”, 8–11): the label set has no label “PERSON”; left out.",
            ],
        ),
        (
            |file| file["document"]["dismissed"] = json!(["edge:m", 1, "", "x".repeat(201), "edge:n"]),
            &["The document: “dismissed” is not a list of texts of 1 to 200 characters; kept without it."],
        ),
        (
            |file| file["document"]["dismissed"] = json!("edge:m"),
            &["The document: “dismissed” is not a list; kept without it."],
        ),
        (
            |file| file["label_set"]["attributes"] = json!({}),
            &["The label set: “attributes” is not a list; kept without it."],
        ),
        (
            |file| {
                file["label_set"]["attributes"] = json!([
                    {"name": "Gender", "kind": "choice", "options": ["f", "m"]},
                    {"name": "gender ", "kind": "text"},
                    {"name": " ", "kind": "text"},
                    {"kind": "text"},
                    {"name": "Age", "kind": "numeral"},
                    {"name": "Role", "kind": "choice"},
                    {"name": "Side", "kind": "choice", "options": []},
                    {"name": "Hand", "kind": "choice", "options": ["left", "Left"]},
                    "Colour",
                    {"name": "Alive", "kind": "flag", "lab:since": 2}
                ]);
            },
            &[
                "Attribute “gender ”: an earlier one has the same name; left out.",
                "Attribute number 3: its name is empty or has more than 100 characters; left out.",
                "Attribute number 4: “name” is missing; left out.",
                "Attribute “Age”: “kind” is not “choice”, “flag”, “number” or “text”; left out.",
                "Attribute “Role”: “options” is missing; left out.",
                "Attribute “Side”: “options” is not a list of different words; left out.",
                "Attribute “Hand”: “options” is not a list of different words; left out.",
                "Attribute number 9: it is not a JSON object; left out.",
            ],
        ),
        (
            |file| file["document"]["sha256"] = json!("00"),
            &[
                "The document: its SHA-256 or its length is not that of the text; every annotation was checked against the text.",
            ],
        ),
        (
            |file| file["document"]["length"] = json!({"utf16": 13}),
            &[
                "The document: its SHA-256 or its length is not that of the text; every annotation was checked against the text.",
            ],
        ),
    ];
    for (edit, expected) in cases {
        let mut file: Value = serde_json::from_str(&small()).unwrap();
        while file["label_set"]["labels"].as_array().unwrap().len() < 2 {
            file["label_set"]["labels"].as_array_mut().unwrap().push(json!({"id": "GPE"}));
        }
        edit(&mut file);
        let reading = read(&file.to_string()).unwrap();
        let said: Vec<_> = reading.problems.iter().map(ToString::to_string).collect();
        assert_eq!(said, *expected);
        check_law(&reading.session);
    }
}

#[test]
fn where_the_text_was_altered_only_quoted_words_are_kept() {
    let tricky = native::write(&sessions::tricky());
    let altered = tricky.replace("met Zoe\u{308}\\r\\nin", "met Zoe\u{308}\\nin");
    let reading = read(&altered).unwrap();
    let all = sessions::tricky().annotations.len();
    assert!(reading.problems[0].to_string().starts_with("The document: its SHA-256"));
    // Everything behind the change stands one code point off; the frame without words stands for itself.
    let ids: Vec<_> = reading.session.annotations.iter(&reading.session.text).map(|a| a.id.to_string()).collect();
    assert_eq!(ids, ["m4", "m1", "f3"]);
    assert_eq!(reading.annotations_left_out(), all - 3);

    let mut unquoted: Value = serde_json::from_str(&small()).unwrap();
    unquoted["document"]["sha256"] = json!("0".repeat(64));
    unquoted["mentions"][1]["spans"][0]["quote"] = Value::Null;
    let reading = read(&unquoted.to_string()).unwrap();
    let last = reading.problems.last().unwrap().to_string();
    assert_eq!(last, "Mention “z” (8–11): it has no quote, and the text is not the one that was annotated; left out.");
}

#[test]
fn a_field_that_is_there_twice_leaves_its_annotation_out() {
    let file = small().replace(r#""id":"z""#, r#""id":"z","id":"y""#);
    let said: Vec<_> = read(&file).unwrap().problems.iter().map(ToString::to_string).collect();
    assert_eq!(said, ["Mention number 2: the field “id” is there twice; left out."]);
}

#[test]
fn numbers_that_no_machine_holds_leave_one_annotation_out() {
    for number in ["1e999", "-1e999", "123456789012345678901234567890", "4294967296"] {
        let file = small().replace("\"start\":8", &format!("\"start\":{number}"));
        let reading = read(&file).unwrap();
        assert_eq!(reading.session.annotations.len(), 2, "{number}");
        assert_eq!(reading.annotations_left_out(), 1, "{number}");
    }
}

#[test]
fn the_schema_refuses_what_is_wrong() {
    type Wrong = (fn(&mut Value), &'static str);
    let wrong: &[Wrong] = &[
        (|file| file["version"] = json!(2), "/version"),
        (|file| file["format"] = json!("doccano"), "/format"),
        (|file| drop(file.as_object_mut().unwrap().remove("frames")), ""),
        (|file| file["document"]["sha256"] = json!("ABC"), "/document/sha256"),
        (|file| file["document"]["created"] = json!("2026-03-09 08:05"), "/document/created"),
        (|file| file["label_set"]["labels"][0]["colour"] = json!(18), "/label_set/labels/0/colour"),
        (
            |file| file["label_set"]["attributes"] = json!([{"name": "a", "kind": "numeral"}]),
            "/label_set/attributes/0/kind",
        ),
        (|file| file["label_set"]["attributes"] = json!([{"name": "a", "kind": "choice"}]), "/label_set/attributes/0"),
        (|file| file["document"]["dismissed"] = json!([""]), "/document/dismissed/0"),
        (|file| file["mentions"][0]["spans"] = json!([]), "/mentions/0/spans"),
        (|file| file["mentions"][0]["spans"][0]["start"] = json!(-1), "/mentions/0/spans/0/start"),
        (|file| file["mentions"][0]["spans"][0]["start"] = json!(0.5), "/mentions/0/spans/0/start"),
        (|file| file["mentions"][0]["spans"][0]["page"] = json!(1), "/mentions/0/spans/0"),
        (|file| file["mentions"][0]["attributes"] = json!({"a": []}), "/mentions/0/attributes/a"),
        (|file| file["mentions"][0]["id"] = json!("a b"), "/mentions/0/id"),
        (|file| file["frames"][0]["polarity"] = json!("good"), "/frames/0/polarity"),
        (|file| file["frames"][0]["origin"] = json!("bot"), "/frames/0/origin"),
    ];
    let right = value(&native::write(&sessions::tricky()));
    assert_eq!(schema_errors(&right), [""; 0]);
    for (edit, place) in wrong {
        let mut file = right.clone();
        edit(&mut file);
        let errors = schema_errors(&file);
        assert!(errors.iter().any(|error| error.starts_with(&format!("{place}: "))), "{place}: {errors:?}");
    }
}

/// The first block of code in a language that `docs/json.md` has.
fn documented(language: &str) -> String {
    let page = project_file("docs/json.md");
    let (_, rest) = page.split_once(&format!("```{language}\n")).expect("a block in this language");
    rest.split_once("```").expect("the block ends").0.to_owned()
}

#[test]
fn the_documented_example_is_what_is_written() {
    let example = documented("json");
    let reading = read(&example).unwrap();
    assert_eq!(reading.problems, []);
    assert_eq!(native::write(&reading.session), example);
    check_law(&reading.session);
}

/// The readers of the documentation, run on files as it says.
fn check_reader(language: &str, program: &str, file_name: &str) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let script = folder.join(file_name);
    let reader = documented(language);
    assert!(reader.trim_end().lines().count() <= 10, "it is called a ten-line reader");
    fs::write(&script, reader).unwrap();
    let run = |name: &str, file: &str| {
        let path = folder.join(format!("{language}-{name}"));
        fs::write(&path, file).unwrap();
        let output = Command::new(program).arg(&script).arg(&path).output();
        output.unwrap_or_else(|error| panic!("{program}, which the README asks for, does not run: {error}"))
    };
    let tricky = native::write(&sessions::tricky());
    assert!(tricky.chars().any(|c| c > '\u{ffff}'), "some characters are two units of UTF-16");
    for (name, file) in [("example.json", documented("json")), ("tricky.json", tricky.clone())] {
        let output = run(name, &file);
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    }
    let edited = tricky.replace("\"text\": \"", "\"text\": \"x");
    for wrong in
        [tricky.replace("\"start\": 0", "\"start\": 1"), edited, tricky.replace("\"version\": 1", "\"version\": 2")]
    {
        assert_ne!(wrong, tricky);
        assert!(!run("wrong.json", &wrong).status.success(), "it does look");
    }
}

#[test]
fn the_documented_python_reader_finds_every_quote() {
    check_reader("python", "python3", "reader.py");
}

#[test]
fn the_documented_javascript_reader_finds_every_quote() {
    check_reader("javascript", "node", "reader.cjs");
}

#[test]
fn annotations_alone_are_those_of_the_file() {
    let session = sessions::linked();
    let (file, alone) = (value(&native::write(&session)), value(&native::write_annotations(&session)));
    let parts = ["entities", "mentions", "frames", "relations"];
    assert_eq!(alone.as_object().unwrap().len(), parts.len());
    for part in parts {
        assert!(!alone[part].as_array().unwrap().is_empty(), "{part}");
        assert_eq!(alone[part], file[part], "{part}");
    }
}

#[test]
fn what_an_opened_file_is_goes_by_what_is_in_it_first() {
    let ours = native::write(&sessions::tricky());
    let sorted = serde_json::from_str::<Value>(&small()).unwrap().to_string();
    let cases = [
        ("a.json", ours.as_str(), Kind::RubricateJson),
        ("a.txt", ours.as_str(), Kind::RubricateJson),
        ("a.json", sorted.as_str(), Kind::RubricateJson),
        ("a.json", "{\"x\": {\"format\": \"rubricate\"}}", Kind::OtherJson),
        ("a.json", "[]", Kind::OtherJson),
        ("A.JSON", "{\"document\": {\"text\": \"cut o", Kind::OtherJson),
        ("a.json", "not JSON", Kind::OtherJson),
        ("a.txt", "{\"x\": 1}", Kind::Text),
        ("a.md", "[link](x)", Kind::Text),
        ("a", "{\"x\": 1}", Kind::OtherJson),
        ("a", "{the} news", Kind::Text),
        ("a.txt", "The news", Kind::Text),
    ];
    for (name, text, expected) in cases {
        assert_eq!(decode::kind(name, text), expected, "{name}: {text}");
    }
}

// Label sets alone.

/// A set as the label editor makes them: names are different, and keys too.
fn edited_set() -> impl Strategy<Value = LabelSet> {
    let label = ("[a-zé😀 \n\"]{0,9}", "[a-z <>&\u{301}]{0,9}", 0..Slot::COUNT, any::<bool>(), any::<bool>());
    (proptest::collection::vec(label, 1..30), sessions::definitions()).prop_map(|(labels, attributes)| {
        let labels = labels.into_iter().zip(1..).map(|((name, description, slot, folded, key), number)| Label {
            id: LabelId::new(&format!("id {number}")).unwrap(),
            name: format!("{number}{name}").into(),
            description: description.into(),
            slot: Slot::new(slot).unwrap(),
            key: LabelKey::new(number).filter(|_| key),
            folded,
            unknown: Unknown((number % 7 == 0).then(|| r#"{"lab:parent":[1.50]}"#.into())),
        });
        LabelSet::new(labels.collect()).unwrap().with_attributes(attributes)
    })
}

/// Names, keys and colours, and the problems.
fn labels_in(file: &str) -> (Vec<String>, Vec<String>) {
    let (set, problems) = label_set::read(file.as_bytes()).unwrap();
    let label = |label: &Label| {
        let key = label.key.map(|key| format!(" {key}")).unwrap_or_default();
        format!("{}{key} #{}", label.name, label.slot.number())
    };
    (set.iter().map(label).collect(), problems.iter().map(ToString::to_string).collect())
}

fn check_labels(file: &str, labels: &[&str], problems: &[&str]) {
    let (found, said) = labels_in(file);
    assert_eq!(found, labels, "{file}");
    assert_eq!(said, problems, "{file}");
}

proptest! {
    #![proptest_config(config(128))]

    #[test]
    fn a_label_set_is_read_as_it_was_written(set in edited_set()) {
        let file = label_set::write(&set);
        prop_assert_eq!(label_set::read(file.as_bytes()), Ok((set, Vec::new())));
    }

    #[test]
    fn no_label_set_makes_the_reader_panic(
        set in edited_set(), cut in any::<prop::sample::Index>(), bytes in proptest::collection::vec(any::<u8>(), 0..9)
    ) {
        let file = label_set::write(&set).into_bytes();
        let cut = cut.index(file.len());
        let spoilt: Vec<u8> = file[..cut].iter().chain(&bytes).chain(&file[cut..]).copied().collect();
        for bytes in [&spoilt, &bytes] {
            if let Ok((set, _)) = label_set::read(bytes) {
                let again = label_set::read(label_set::write(&set).as_bytes());
                prop_assert_eq!(again, Ok((set, Vec::new())), "what was kept can be written and read again");
            }
        }
    }
}

#[test]
fn the_presets_are_read_as_they_were_written() {
    for (name, preset) in LabelSet::PRESETS {
        let set = preset();
        assert_eq!(label_set::read(label_set::write(&set).as_bytes()), Ok((set, Vec::new())), "{name}");
    }
}

#[test]
fn a_document_gives_its_label_set() {
    let session = sessions::tricky();
    let (set, problems) = label_set::read(native::write(&session).as_bytes()).unwrap();
    assert_eq!(set, *session.labels);
    assert_eq!(problems, []);
    let error = read(&label_set::write(&set)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "The file holds a set of labels and no article. It can be imported where labels are edited."
    );
}

#[test]
fn other_lists_of_labels_are_read() {
    check_labels(r#"["PER","LOC","ORG"]"#, &["PER 1 #0", "LOC 2 #1", "ORG 3 #2"], &[]);
    check_labels("\u{feff} [\"人\"] ", &["人 1 #0"], &[]);
    let many: Vec<_> = (0..20).map(|number| format!("L{number}")).collect();
    let (labels, problems) = labels_in(&serde_json::to_string(&many).unwrap());
    assert_eq!((labels[17].as_str(), labels[18].as_str(), problems.len()), ("L17 ⇧9 #17", "L18 #0", 0));

    // As doccano exports them.
    check_labels(
        r##"[
            {"id": 1, "text": "PER", "prefix_key": null, "suffix_key": "1", "background_color": "#7c20e0", "text_color": "#ffffff"},
            {"id": 2, "text": "LOC", "prefix_key": "shift", "suffix_key": "2", "background_color": "#fbb028", "text_color": "#000000"},
            {"id": 3, "text": "ORG", "prefix_key": null, "suffix_key": "o", "background_color": "reddish"},
            {"id": 4, "text": "MISC", "prefix_key": "ctrl", "suffix_key": "4", "background_color": "#fff"},
            {"id": 5, "text": "DATE", "suffix_key": "1"},
            {"id": 6, "text": ""}
        ]"##,
        &["PER 1 #0", "LOC ⇧2 #1", "ORG #2", "MISC #3", "DATE #4"],
        &[
            "Label “ORG”: its key “o” is not a digit from 1 to 9; kept without it.",
            "Label “ORG”: “background_color” is not a colour as in #2f7ed8; kept without it.",
            "Label “MISC”: its key “ctrl 4” is not a digit from 1 to 9; kept without it.",
            "Label “DATE”: an earlier one has the same key; kept without it.",
            "Label number 6: its name is empty or has more than 100 characters; left out.",
            "The label set: colours such as “#7c20e0” are not of the palette; each label has the next colour that is.",
        ],
    );
}

#[test]
fn what_is_wrong_with_labels_is_said() {
    let long = "x".repeat(101);
    check_labels(
        &format!(r#"["PER", "per", " ", "", 7, null, {{}}, "{long}", "LOC"]"#),
        &["PER 1 #0", "LOC 9 #8"],
        &[
            "Label “per”: an earlier one has the same name; left out.",
            "Label number 3: its name is empty or has more than 100 characters; left out.",
            "Label number 4: its name is empty or has more than 100 characters; left out.",
            "Label number 5: it is not a JSON object; left out.",
            "Label number 6: it is not a JSON object; left out.",
            "Label number 7: “id” is missing; left out.",
            &format!("Label “{}…”: its name is empty or has more than 100 characters; left out.", "x".repeat(60)),
        ],
    );
    check_labels(
        r#"{"format": "rubricate-labels", "version": 1, "author": "N. N.", "labels": [
            {"name": "Person", "colour": "red", "key": 1},
            {"id": "Person", "name": "People", "colour": 3, "key": 1},
            {"id": "ORG", "name": "Organisation", "colour": 99, "key": 77, "folded": 1, "lab:x": 1},
            {"id": "ORG", "name": 3}
        ], "attributes": [{"name": "Age", "kind": "number"}, {"name": "age", "kind": "text"}]}"#,
        &["Person 1 #0", "People #3", "Organisation #2", "ORG #3"],
        &[
            "The label set: the field “author” is not known; kept without it.",
            "Attribute “age”: an earlier one has the same name; left out.",
            "Label “Person”: “colour” is not the number of a colour, 0 to 17; kept without it.",
            "Label “People”: an earlier one has the same id; put right.",
            "Label “People”: an earlier one has the same key; kept without it.",
            "Label “Organisation”: “colour” is not the number of a colour, 0 to 17; kept without it.",
            "Label “Organisation”: “key” is not the number of a key, 1 to 18; kept without it.",
            "Label “Organisation”: “folded” is not true or false; kept without it.",
            "Label “ORG”: “name” is not text; kept without it.",
            "Label “ORG”: an earlier one has the same id; put right.",
        ],
    );
}

#[test]
fn five_thousand_labels_are_read_and_very_many_are_refused() {
    let names = |count: usize| (0..count).map(|number| format!("Label {number}")).collect::<Vec<_>>();
    let (labels, problems) = labels_in(&serde_json::to_string(&names(5_000)).unwrap());
    assert_eq!((labels.len(), problems.len()), (5_000, 0));
    let error = label_set::read(serde_json::to_string(&names(10_001)).unwrap().as_bytes()).unwrap_err();
    assert_eq!(error.to_string(), "The file has 10001 labels. The limit is 10000.");
}

#[test]
fn a_file_that_gives_no_labels_says_why() {
    let other = "This JSON holds no labels. It may be a label set or a document of Rubricate, a list of names, or the labels \
                 that doccano exports.";
    for (file, expected) in [
        (&b""[..], "The file is empty."),
        (b"\xff\xd8\xff\xe0", "This seems to be a JPEG image, not text."),
        (b"PER, LOC", "The file is not JSON: there is a mistake in line 1, column 1."),
        (b"[\"PER\",", "The file is cut off: it ends too early, in line 1, column 7."),
        (b"7", other),
        (b"{}", other),
        (br#"{"format": "spacy", "labels": ["PER"]}"#, other),
        (b"[]", "There are no labels in the file."),
        (br#"{"format": "rubricate-labels", "version": 1}"#, "There are no labels in the file."),
        (br#"{"format": "rubricate", "version": 1, "document": {"text": "a"}}"#, "There are no labels in the file."),
        (
            br#"[" "]"#,
            "No label of the file can be used. Label number 1: its name is empty or has more than 100 characters; left out.",
        ),
        (
            br#"{"format": "rubricate-labels", "version": 2, "labels": ["PER"]}"#,
            "The file was written by a newer Rubricate: it is version 2, and this one reads version 1.",
        ),
        (
            br#"{"format": "rubricate-labels", "labels": ["PER"]}"#,
            "The file cannot be used: in the label set, “version” is missing.",
        ),
        (
            br#"{"format": "rubricate-labels", "version": 1, "labels": "PER"}"#,
            "The file cannot be used: in the label set, “labels” is not a list.",
        ),
        (
            br#"{"format": "rubricate-labels", "version": 1, "labels": ["PER"], "labels": ["LOC"]}"#,
            "The file cannot be used: in the label set, the field “labels” is there twice.",
        ),
    ] {
        let error = label_set::read(file).unwrap_err();
        assert_eq!(error.to_string(), expected, "{}", String::from_utf8_lossy(file));
    }
}
