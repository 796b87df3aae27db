//! Files as other tools write them, and hostile ones: what is read of them, and what is said of the rest.

use crate::plain::{bare, options};
use rubricate::format::exchange::archive::{self, Entry};
use rubricate::format::exchange::{Imported, ReadError, Reading, Source, format};
use rubricate::model::{Body, LabelSet, Session};

fn reading(id: &str, bytes: &[u8], open: Option<&Session>) -> Result<Reading, ReadError> {
    let labels = LabelSet::default();
    let read = format(id).and_then(|format| format.read).expect("a format that is read");
    read(&Source { name: "", bytes }, &options(open, &labels))
}

fn only(id: &str, bytes: &[u8], open: Option<&Session>) -> Imported {
    let mut reading = reading(id, bytes, open).expect("it can be read");
    assert_eq!(reading.documents.len(), 1);
    reading.documents.remove(0)
}

/// The annotations as `label: words`, sentiments as `+ words`.
fn said(session: &Session) -> Vec<String> {
    let said = session.annotations.iter(&session.text).map(|annotation| {
        let ranges = annotation.fragments.ranges().iter();
        let words: Vec<_> = ranges.map(|range| session.text.slice(*range).expect("in the text")).collect();
        let words = words.join(" … ");
        match &annotation.body {
            Body::Mention { label, .. } => format!("{label}: {words}"),
            Body::Frame(frame) => format!("{} {words}", frame.polarity.sign()),
        }
    });
    said.collect()
}

fn problems(imported: &Imported) -> Vec<String> {
    imported.problems.iter().map(ToString::to_string).collect()
}

fn brat(text: &str, annotations: &str) -> Imported {
    let entries = [Entry::new("news/a.txt", text), Entry::new("news/a.ann", annotations)];
    only("brat", &archive::write(&entries), None)
}

#[test]
fn brat_as_brat_writes_it() {
    let text = "Ada 😀 met Bob\r\nin Zürich.";
    let lines = "T1\tPER 0 3\tAda\nT2\tPER 10 13\tBob\nT3\tMeet 6 9\tmet\nE1\tMeet:T3 Who:T1 Who2:T2\nA1\tFamous T1\n\
                 A2\tRole T2 guest\nN1\tReference T1 Wikidata:Q7259\tAda Lovelace\n#1\tAnnotatorNotes T1\tthe countess\n\
                 T4\tPLACE 10 13;15 17;18 24\tBob in Zürich\n*\tEquiv T1 T2\nR1\tknows Arg1:T1 Arg2:T2\t\n";
    let imported = brat(text, lines);
    assert_eq!(problems(&imported), Vec::<String>::new());
    let expected = ["PER: Ada", "Meet: met", "PLACE: Bob\r\nin … Zürich", "PER: Bob"];
    assert_eq!(said(&imported.session), expected);
    assert_eq!(imported.session.relations.len(), 3, "an event is relations from its words");
    assert!(imported.session.annotations.iter(&imported.session.text).any(|a| &*a.note == "the countess"));
}

#[test]
fn brat_that_counts_a_mark_before_the_text_or_utf16() {
    let with_mark = brat("\u{feff}Ada met Bob", "T1\tPER 1 4\tAda\nT2\tPER 9 12\tBob\n");
    assert_eq!(said(&with_mark.session), ["PER: Ada", "PER: Bob"]);
    assert_eq!(problems(&with_mark).len(), 1, "it is said that offsets were shifted");
    assert!(with_mark.session.document.byte_order_mark);
    let utf16 = brat("Ada 😀 met Bob", "T1\tPER 0 3\tAda\nT2\tPER 11 14\tBob\n");
    assert_eq!(said(&utf16.session), ["PER: Ada", "PER: Bob"]);
    assert!(problems(&utf16)[0].contains("UTF-16"), "{:?}", problems(&utf16));
}

#[test]
fn brat_that_is_wrong_is_reported_line_by_line() {
    let lines = "T1\tPER 0 3\tAda\nT1\tPER 8 11\tBob\nT2\tPER x 3\tAda\nT3\tPER 8 99\tBob\nT4\tPER 9 8\t\nnonsense\n\
                 R1\tknows Arg1:T1 Arg2:T9\nR2\tknows Arg1:T1\nA1\tFamous T9\n#1\tAnnotatorNotes T9\tx\nT5\tPER 4 7\tBob\n";
    let imported = brat("Ada met Bob", lines);
    assert_eq!(said(&imported.session), ["PER: Ada", "PER: Bob", "PER: Bob"], "two of them found by their words");
    assert_eq!(imported.counts.left_out, 8, "{:#?}", problems(&imported));
}

#[test]
fn annotations_alone_belong_to_the_open_document() {
    let open = bare(&brat("Ada met Bob", "").session);
    let lines = b"T1\tPER 0 3\tAda\nT2\tPER 8 11\tBob\n";
    assert_eq!(said(&only("brat", lines, Some(&open)).session), ["PER: Ada", "PER: Bob"]);
    assert!(matches!(reading("brat", lines, None), Err(ReadError::NeedsDocument)));
    assert!(matches!(reading("brat", b"T1\tPER 0 3\tEve\n", Some(&open)), Err(ReadError::OtherDocument)));
}

#[test]
fn archives_of_pairs_are_many_documents() {
    let entry = |name: &str, bytes: &str| Entry::new(name, bytes);
    let entries = [
        entry("a.txt", "Ada"),
        entry("a.ann", "T1\tPER 0 3\tAda\n"),
        entry("b.txt", "Bob"),
        entry("b.ann", "T1\tPER 0 3\tBob\n"),
        entry("c.ann", "T1\tPER 0 3\tEve\n"),
        entry("annotation.conf", "[entities]\nPER\nORG\n[relations]\n"),
        entry("visual.conf", "[labels]\nPER | Person | P\n[drawing]\nPER\tbgColor:#fee593\n"),
    ];
    let reading = reading("brat", &archive::write(&entries), None).expect("it can be read");
    assert_eq!(reading.documents.len(), 2);
    assert_eq!(reading.problems.len(), 1, "c has no text");
    let labels = &reading.documents[0].session.labels;
    let labels: Vec<_> = labels.iter().map(|label| (label.name.to_string(), label.slot.number())).collect();
    assert_eq!(labels, [("Person".to_owned(), 1), ("ORG".to_owned(), 1)]);
}

#[test]
fn xmi_of_inception() {
    let xmi = r#"<?xml version="1.0" encoding="UTF-8"?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:c="http:///webanno/custom.ecore"
  xmlns:ner="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" xmi:version="2.0"
  xmlns:pos="http:///de/tudarmstadt/ukp/dkpro/core/api/lexmorph/type/pos.ecore">
  <cas:NULL xmi:id="0"/>
  <ner:NamedEntity xmi:id="8" sofa="1" begin="3" end="6" value="PER" identifier="http://www.wikidata.org/entity/Q7259"/>
  <ner:NamedEntity xmi:id="9" sofa="1" begin="11" end="14" value="PER"/>
  <ner:NamedEntity xmi:id="10" sofa="1" begin="1" end="4" value="PER"/>
  <pos:POS xmi:id="11" sofa="1" begin="3" end="6"/>
  <c:Relation xmi:id="12" sofa="1" begin="11" end="14" Governor="8" Dependent="9" label="meets"/>
  <c:Relation xmi:id="13" sofa="1" begin="11" end="14" Governor="8" Dependent="77" label="meets"/>
  <cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="&#128512; Ada&#10;met Bob"/>
  <cas:View sofa="1" members="8 9 10 11 12 13"/>
</xmi:XMI>"#;
    let imported = only("xmi", xmi.as_bytes(), None);
    assert_eq!(said(&imported.session), ["PER: Ada", "PER: Bob"]);
    assert_eq!(imported.session.text.as_str(), "😀 Ada\nmet Bob");
    assert_eq!((imported.session.relations.len(), imported.session.entities.len()), (1, 1));
    assert_eq!(problems(&imported).len(), 3, "a layer, an offset in a character, an end: {:?}", problems(&imported));
}

#[test]
fn entities_of_xml_are_refused() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]>";
    let xmi = format!("{bomb}<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\"><a x=\"&b;\"/></xmi:XMI>");
    assert!(matches!(reading("xmi", xmi.as_bytes(), None), Err(ReadError::Entities)));
    let xml = format!("{bomb}<A><TEXT>&b;</TEXT></A>");
    assert!(matches!(reading("medtator", xml.as_bytes(), None), Err(ReadError::Entities)));
    let deep = "<a>".repeat(100_000);
    assert!(matches!(reading("medtator", deep.as_bytes(), None), Err(ReadError::TooDeep)));
}

#[test]
fn medtator_as_it_writes_it() {
    let xml = "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<VAX><TEXT><![CDATA[😀 pain in arm & leg]]></TEXT>\n<TAGS>\n\
               <AE spans=\"3~7,11~14\" text=\"pain ... arm\" id=\"A0\" certainty=\"sure\"/>\n<SITE spans=\"17~20\" text=\"leg\" id=\"S0\"/>\n\
               <DOC spans=\"-1~-1\" text=\"\" id=\"D0\"/>\n\
               <LK id=\"L0\" fromID=\"A0\" fromText=\"pain ... arm\" toID=\"S0\" toText=\"leg\"/>\n</TAGS></VAX>";
    let imported = only("medtator", xml.as_bytes(), None);
    assert_eq!(said(&imported.session), ["AE: pain … arm", "SITE: leg"]);
    assert_eq!(imported.session.relations.len(), 1);
    assert_eq!(imported.counts.left_out, 1, "a tag of the document has no words");
}

#[test]
fn bioc_that_counts_bytes() {
    let json = r#"{"documents":[{"id":"1","infons":{},"passages":[
        {"offset":0,"infons":{},"text":"Zürich.","annotations":[
            {"id":"T1","infons":{"type":"City","identifier":"X:1"},"text":"Zürich","locations":[{"offset":0,"length":7}]}]},
        {"offset":9,"infons":{},"text":"Bob","annotations":[
            {"id":"T2","infons":{"type":"Person"},"text":"Bob","locations":[{"offset":9,"length":3}]}],
         "relations":[{"id":"R1","infons":{"type":"in"},"nodes":[{"refid":"T2","role":""},{"refid":"T1","role":""}]}]}]}]}"#;
    let imported = only("bioc", json.as_bytes(), None);
    assert_eq!(imported.session.text.as_str(), "Zürich.\nBob");
    assert_eq!(said(&imported.session), ["City: Zürich", "Person: Bob"]);
    assert_eq!(imported.session.relations.len(), 1);
}

/// From the test suite of INCEpTION, in its own shape.
#[test]
fn tsv_of_inception() {
    let tsv = "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.SimpleSpan|\n#T_SP=webanno.custom.Host|value|\
               ROLE_webanno.custom.Host:links_webanno.custom.LinkType|webanno.custom.SimpleSpan\n\
               #T_RL=webanno.custom.Relation|value|BT_webanno.custom.SimpleSpan\n\n\n#Text=This is a test .\n\
               1-1\t0-4\tThis\t_\thost\tp1;p2\t1-2[1];1-4[2]\t_\t_\t\n1-2\t5-7\tis\t*[1]\t_\t_\t_\t_\t_\t\n\
               1-3\t8-9\ta\t*[1]\t_\t_\t_\t_\t_\t\n1-4\t10-14\ttest\t*[2]\t_\t_\t_\tr\\_1\t1-2[1_2]\t\n\
               1-5\t15-16\t.\t*[2]\t_\t_\t_\t_\t_\t\n1-5.1\t15-16\t.\t_\tsub\t_\t_\t_\t_\t\n\n";
    let imported = only("webanno-tsv", tsv.as_bytes(), None);
    assert_eq!(imported.session.text.as_str(), "This is a test .\n");
    let expected = ["host: This", "SimpleSpan: is a", "SimpleSpan: test .", "sub: ."];
    assert_eq!(said(&imported.session), expected);
    let types = imported.session.relations.values().map(|relation| relation.label.to_string());
    let mut types: Vec<_> = types.collect();
    types.sort();
    assert_eq!(types, ["p1", "p2", "r_1"]);
}
