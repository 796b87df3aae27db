//! Files that are made to take for ever, or to grow without end, and small things that are easily lost on their way.

use crate::generators::last_grapheme;
use crate::plain::options;
use rubricate::format::exchange::archive::{self, Entry};
use rubricate::format::exchange::{Imported, Source, WriteOptions, format};
use rubricate::format::native;
use rubricate::model::{AttributeValue, Body, LabelSet, Session};
use std::time::Instant;

fn read(id: &str, bytes: &[u8]) -> Imported {
    let labels = LabelSet::default();
    let read = format(id).and_then(|format| format.read).expect("a format that is read");
    read(&Source { name: "", bytes }, &options(None, &labels)).expect("it can be read").documents.remove(0)
}

fn written(id: &str, session: &Session) -> Vec<u8> {
    let write = format(id).and_then(|format| format.write).expect("a format that is written");
    write(&[session], &WriteOptions::default()).expect("it can be written").file
}

fn problems(imported: &Imported) -> Vec<String> {
    imported.problems.iter().map(ToString::to_string).collect()
}

/// A document in our own JSON: its text, and the fields behind it.
fn ours(text: &str, fields: &str) -> Session {
    let json = format!(
        r#"{{"format": "rubricate", "version": 1, "document": {{"id": "d", "title": "Old", "text": "{text}"}},
        "label_set": {{"labels": [{{"id": "PERSON", "name": "PERSON"}}]}}{fields}}}"#
    );
    native::read(&json, last_grapheme).expect("it can be read").session
}

/// One file that is sixteen times as large takes about as long as sixteen files, and not sixteen times as long.
fn grows_evenly(what: &str, small: usize, make: impl Fn(usize)) {
    let took = |times: usize, size| {
        let start = Instant::now();
        (0..times).for_each(|_| make(size));
        start.elapsed()
    };
    let (many, one) = (took(16, small), took(1, 16 * small));
    // The machine may be busy.
    assert!(one < 6 * many, "{what}: {many:?} for sixteen, and {one:?} for one");
}

#[test]
fn wrong_words_of_very_long_annotations_are_not_compared_to_their_ends() {
    grows_evenly("wrong words", 50, |size| {
        let (text, end) = ("word ".repeat(20 * size), 100 * size);
        let spans = vec![format!("{{\"start\":0,\"end\":{end},\"label\":\"X\",\"text\":\"other\"}}"); size].join(",");
        let imported = read("spacy", format!("{{\"text\":\"{text}\",\"spans\":[{spans}]}}").as_bytes());
        assert_eq!(imported.counts.left_out, size);
    });
}

#[test]
fn a_sentiment_about_very_many_is_read_soon() {
    grows_evenly("targets and holders", 1_000, |size| {
        let entities: Vec<String> = (0..size).map(|n| format!("{{\"id\":\"e{n}\",\"name\":\"E{n}\"}}")).collect();
        let parties: Vec<String> = (0..size).map(|n| format!("{{\"entity\":\"e{n}\"}}")).collect();
        let (entities, parties) = (entities.join(","), parties.join(","));
        let frame = format!(r#"{{"id":"f","polarity":"positive","holders":[{parties}],"targets":[{parties}]}}"#);
        let session = ours("Ada", &format!(r#","entities":[{entities}],"frames":[{frame}]"#));
        let imported = read("csv-zip", &written("csv-zip", &session));
        let frame = imported.session.annotations.iter(&imported.session.text).find_map(|a| a.frame().cloned());
        assert_eq!(frame.map(|frame| (frame.targets.len(), frame.holders.len())), Some((size, size)));
    });
}

#[test]
fn a_small_file_does_not_make_a_large_text() {
    let sentences: String = (1..=1_000).map(|n| format!("\n#Text=x\n{n}-1\t99999999999-99999999999\tx\t\n")).collect();
    let file = format!("#FORMAT=WebAnno TSV 3.3\n\n{sentences}");
    let imported = read("webanno-tsv", file.as_bytes());
    assert!((imported.session.text.len() as usize) < 3 * file.len() + 20_000, "{}", imported.session.text.len());
}

#[test]
fn what_is_changed_in_a_table_of_documents_counts() {
    let session = ours("Ada met Bea", "");
    let mut entries: Vec<Entry> = archive::read(&written("csv-zip", &session)).expect("an archive");
    for entry in &mut entries {
        if entry.name == "documents.csv" {
            let table = String::from_utf8(entry.bytes.clone()).expect("UTF-8");
            entry.bytes = table.replacen(",Old,", ",New,", 1).into_bytes();
        }
    }
    let imported = read("csv-zip", &archive::write(&entries));
    assert_eq!(&*imported.session.description.title, "New");
}

#[test]
fn what_xml_cannot_hold_is_kept_beside_it() {
    let mention =
        r#","mentions":[{"id":"a","label":"PERSON","note":"odd \ufffe\uffff \u0000","spans":[{"start":0,"end":3}]}]"#;
    let session = ours("Ada", mention);
    for id in ["xmi", "medtator"] {
        let imported = read(id, &written(id, &session));
        let note = imported.session.annotations.iter(&imported.session.text).next().map(|a| a.note.to_string());
        assert_eq!(note.as_deref(), Some("odd \u{fffe}\u{ffff} \0"), "{id}");
    }
}

#[test]
fn each_of_several_choices_counts() {
    let file = r#"[{"data":{"text":"Ada"},"annotations":[{"result":[
        {"id":"r","type":"labels","from_name":"label","value":{"start":0,"end":3,"text":"Ada","labels":["PER"]}},
        {"id":"r","type":"choices","from_name":"role","value":{"start":0,"end":3,"choices":["a","b"]}}]}]}]"#;
    let imported = read("label-studio", file.as_bytes());
    let said =
        imported.session.annotations.iter(&imported.session.text).next().map(|annotation| match &annotation.body {
            Body::Mention { attributes, .. } => attributes.to_vec(),
            Body::Frame(_) => Vec::new(),
        });
    assert_eq!(said, Some(vec![("role".into(), AttributeValue::Text("a, b".into()))]));
}

#[test]
fn what_a_relation_says_beside_is_not_lost_without_a_word() {
    let xmi = r#"<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"
        xmlns:custom="http:///webanno/custom.ecore">
        <custom:Entity xmi:id="2" sofa="1" begin="0" end="3" value="PER"/>
        <custom:Entity xmi:id="3" sofa="1" begin="4" end="7" value="PER"/>
        <custom:Link xmi:id="4" sofa="1" begin="4" end="7" Governor="2" Dependent="3" label="knows" since="1843"/>
        <custom:Sentiment xmi:id="5" sofa="1" begin="0" end="3" polarity="positive" source="Bea"/>
        <cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="Ada Bea"/></xmi:XMI>"#;
    let bioc = r#"{"documents":[{"passages":[{"offset":0,"text":"Ada Bea","annotations":[
        {"id":"a","infons":{"type":"PER"},"text":"Ada","locations":[{"offset":0,"length":3}]},
        {"id":"b","infons":{"type":"PER"},"text":"Bea","locations":[{"offset":4,"length":3}]}],
        "relations":[{"id":"r","infons":{"type":"knows","since":"1843"},
        "nodes":[{"refid":"a","role":"x"},{"refid":"b","role":"y"}]}]}]}]}"#;
    let medtator = r#"<X><TEXT>Ada Bea</TEXT><TAGS><PER spans="0~3" id="P0"/><PER spans="4~7" id="P1"/>
        <knows id="K0" fromID="P0" toID="P1" since="1843"/></TAGS></X>"#;
    for (id, file, count) in [("xmi", xmi, 2), ("bioc", bioc, 1), ("medtator", medtator, 1)] {
        let said = problems(&read(id, file.as_bytes()));
        assert_eq!(said.len(), count, "{id}: {said:?}");
    }
}

/// A text of a name many times, its mentions of one entity, and as many sentiments about that.
fn much_said_of_one(count: usize) -> Session {
    let text = "Ada is it. ".repeat(count);
    let mentions: Vec<String> = (0..count)
        .map(|n| {
            format!(
                r#"{{"id":"m{n}","label":"PERSON","entity":"e","spans":[{{"start":{},"end":{}}}]}}"#,
                n * 11,
                n * 11 + 3
            )
        })
        .collect();
    let frames: Vec<String> = (0..count)
        .map(|n| {
            let (start, end) = (n * 11 + 4, n * 11 + 6);
            let spans = format!(r#"[{{"start":{start},"end":{end}}}]"#);
            format!(r#"{{"id":"f{n}","polarity":"positive","targets":[{{"entity":"e"}}],"spans":{spans}}}"#)
        })
        .collect();
    let fields = format!(
        r#","entities":[{{"id":"e","name":"Ada"}}],"mentions":[{}],"frames":[{}]"#,
        mentions.join(","),
        frames.join(",")
    );
    ours(&text, &fields)
}

#[test]
fn much_that_is_said_of_one_entity_is_written_soon() {
    for id in ["news-mtsc", "structured-sentiment"] {
        grows_evenly(id, 200, |size| drop(written(id, &much_said_of_one(size))));
    }
}

#[test]
fn no_two_places_of_a_page_have_the_same_name() {
    let mention = r#","mentions":[{"id":"a","label":"PERSON","spans":[{"start":0,"end":3}]}]"#;
    let (one, other) = (ours("Ada", mention), ours("Bea", mention));
    let write = format("html").and_then(|format| format.write).expect("a format that is written");
    let file = write(&[&one, &other], &WriteOptions::default()).expect("it can be written").file;
    let page = String::from_utf8(file).expect("UTF-8");
    for number in [1, 2] {
        assert_eq!(page.matches(&format!("id=\"n{number}\"")).count(), 1, "{page}");
        assert_eq!(page.matches(&format!("href=\"#n{number}\"")).count(), 1, "{page}");
    }
}
