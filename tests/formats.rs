//! Our own JSON: what is written is read, what is wrong is said, and nothing panics.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

mod common;

use common::documents::{config, last_grapheme, text};
use common::sessions;
use proptest::prelude::*;
use rubricate::format::decode::{self, Kind};
use rubricate::format::native::{self, ReadError, Reading};
use rubricate::model::{LabelSet, Session};
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

/// The law of a lossless format, and what else holds of every file that we write.
fn check_law(session: &Session) {
    let file = native::write(session);
    let reading = read(&file).unwrap();
    assert_eq!(reading.problems, []);
    assert_eq!(reading.session, *session);
    assert_eq!(native::write(&reading.session), file, "the same session gives the same bytes");
    assert_eq!(decode::kind("", &file), Kind::RubricateJson);
    // Numbers that `Value` cannot hold are put into unknown fields and attributes on purpose.
    let file: Value = serde_json::from_str(&file.replace("1e999", "1e99")).unwrap();
    assert_eq!(schema_errors(&file), [""; 0]);
    check_offsets(&file);
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
}

/// Files that were given away must stay readable: this one was written by the first version. Only a new version of the
/// format may write it differently.
#[test]
fn a_file_of_version_1_stays_what_it_is() {
    let file = project_file("tests/fixtures/tricky.json");
    assert_eq!(native::write(&sessions::tricky()), file);
    assert_eq!(read(&file).unwrap().session, sessions::tricky());
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
        (format!("{tricky}{{}}"), "The file is not JSON: there is a mistake in line 38, column 1."),
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
            small().replacen("\"frames\"", "\"mentions\"", 1),
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
        (|file| file["mentions"][0]["spans"] = json!([]), "/mentions/0/spans"),
        (|file| file["mentions"][0]["spans"][0]["start"] = json!(-1), "/mentions/0/spans/0/start"),
        (|file| file["mentions"][0]["spans"][0]["start"] = json!(0.5), "/mentions/0/spans/0/start"),
        (|file| file["mentions"][0]["spans"][0]["page"] = json!(1), "/mentions/0/spans/0"),
        (|file| file["mentions"][0]["attributes"] = json!({"a": []}), "/mentions/0/attributes/a"),
        (|file| file["mentions"][0]["id"] = json!("a b"), "/mentions/0/id"),
        (|file| file["frames"][0]["polarity"] = json!("good"), "/frames/0/polarity"),
        (|file| file["frames"][0]["origin"] = json!("bot"), "/frames/0/origin"),
    ];
    let right: Value = serde_json::from_str(&native::write(&sessions::tricky()).replace("1e999", "1e99")).unwrap();
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

#[test]
fn the_documented_python_reader_finds_every_quote() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let script = folder.join("reader.py");
    let python = documented("python");
    assert!(python.trim_end().lines().count() <= 10, "it is called a ten-line reader");
    fs::write(&script, python).unwrap();
    let run = |name: &str, file: &str| {
        let path = folder.join(name);
        fs::write(&path, file).unwrap();
        Command::new("python3").arg(&script).arg(&path).output().expect("python3 is installed")
    };
    for (name, file) in [("example.json", documented("json")), ("tricky.json", native::write(&sessions::tricky()))] {
        let output = run(name, &file);
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
    }
    let wrong = native::write(&sessions::tricky()).replace("\"start\": 0", "\"start\": 1");
    assert!(!run("wrong.json", &wrong).status.success(), "it does look");
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
