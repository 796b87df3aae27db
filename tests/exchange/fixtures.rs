//! One document with everything that is hard, in each format, compared byte for byte. `RUBRICATE_BLESS=1` writes the files
//! anew.

use crate::generators::last_grapheme;
use crate::laws::{check as round_trip, two_way};
use rubricate::format::exchange::{FORMATS, WriteOptions};
use rubricate::model::label::Definitions;
use rubricate::model::session::{Records, UnknownParts};
use rubricate::model::{
    Annotation, AnnotationId, Attitude, AttributeValue, Body, CharPos, CharRange, Code, Description, Document,
    DocumentId, Entity, EntityId, Flags, Fragments, Frame, Holder, Identifier, Intensity, Label, LabelId, LabelKey,
    LabelSet, Manner, Origin, Polarity, Referent, Relation, RelationId, RelationType, Session, Slot, Text, Timestamp,
    Unknown,
};
use std::path::Path;
use std::rc::Rc;

/// Emoji, combining marks, Arabic and Hebrew with marks of direction, CR LF, U+2028, a byte order mark within, markup,
/// and what a spreadsheet takes for a formula.
const TEXT: &str = "Ada 👩‍🚀 met Zoe\u{308} & <Bob>\r\nin إسطنبول.\u{2028}“Great!” 😀\u{feff}\n\n=1+1 \"said\", The \u{202b}שלום\u{202c} \
                    end]]>\u{85}Ada left.\n";

fn at(seconds: i64) -> Timestamp {
    Timestamp(1_773_043_500_250 + seconds * 1_000)
}

fn words(parts: &[&str]) -> Fragments {
    let mut from = 0;
    let place = |part: &&str| {
        let byte = from + TEXT[from..].find(part).expect("it is in the text");
        from = byte + part.len();
        let start = TEXT[..byte].chars().count() as u32;
        CharRange::between(CharPos(start), CharPos(start + part.chars().count() as u32))
    };
    Fragments::new(&parts.iter().map(place).collect::<Vec<_>>()).expect("in order")
}

fn id(id: &str) -> AnnotationId {
    AnnotationId::new(id).expect("an id")
}

fn label(name: &str) -> LabelId {
    LabelId::new(name).expect("an id")
}

fn labels() -> LabelSet {
    let names = [("PERSON", "Person"), ("GPE", "Place, <b>of</b> it"), ("ORG", "a|b \"c\"")];
    let label = |(position, (id, name)): (usize, (&str, &str))| Label {
        id: label(id),
        name: name.into(),
        description: "Use it & <b>well</b>".into(),
        slot: Slot::nth(position * 3),
        key: LabelKey::new(position as u8 + 1),
        folded: position == 2,
        unknown: Unknown(None),
    };
    let relation = RelationType {
        id: LabelId::new("meets").expect("an id"),
        name: "meets with".into(),
        description: "".into(),
        from: Rc::new([]),
        to: Rc::new([]),
        unknown: Unknown(None),
    };
    LabelSet::new(names.into_iter().enumerate().map(label).collect())
        .expect("ids differ")
        .with_definitions(Definitions { relations: Rc::new([relation]), ..Definitions::default() })
}

/// The document.
pub(crate) fn hardest() -> Session {
    let new = |name: &str, parts: &[&str], body| Annotation::new(id(name), words(parts), body, at(60));
    let ada = EntityId::new("e1").expect("an id");
    let mention = |name, parts: &[&str], kind| new(name, parts, Body::mention(label(kind)));
    let of_ada = |attributes: &[(&str, AttributeValue)]| Body::Mention {
        label: label("PERSON"),
        attributes: attributes.iter().map(|(name, value)| ((*name).into(), value.clone())).collect(),
        entity: Some(ada.clone()),
    };
    let mention_of = |name: &str| Referent::Mention(id(name));
    let annotations = vec![
        new("m1", &["Ada 👩‍🚀"], of_ada(&[("title", AttributeValue::Text("=Countess, \"of\"".into()))])),
        Annotation {
            note: "<img src=x onerror=alert(1)>\n“Zoë”".into(),
            ..mention("m2", &["Zoe\u{308} & <Bob>\r\nin إسطنبول"], "ORG")
        },
        Annotation { review: true, coder: Some("N. N.".into()), ..mention("m3", &["إسطنبول"], "GPE") },
        Annotation {
            unknown: Unknown(Some(r#"{"x":[1.50,{"b":null}]}"#.into())),
            ..mention("m4", &["Ada", "Zoe\u{308}"], "PERSON")
        },
        new("m5", &["Ada 👩‍🚀 met Zoe\u{308} & <Bob>\r\nin إسطنبول.\u{2028}“Great!”"], Body::mention(label("ORG"))),
        mention("m6", &["=1+1 \"said\""], "GPE"),
        mention("m7", &["שלום\u{202c} end]]>\u{85}Ada"], "PERSON"),
        new(
            "f1",
            &["“Great!” 😀"],
            Body::Frame(Frame {
                intensity: Intensity::Strong,
                holders: Rc::new([Holder::Author, Holder::Known(mention_of("m1"))]),
                targets: Rc::new([mention_of("m3"), Referent::Entity(ada.clone())]),
                manner: Manner::Direct,
                attitude: Some(Attitude::Sentiment),
                flags: Flags { negated: false, ironic: true, uncertain: true },
                ..Frame::new(Polarity::Positive)
            }),
        ),
        Annotation {
            origin: Origin::Suggested,
            ..new("f2", &["met"], Body::Frame(Frame { intensity: Intensity::Weak, ..Frame::new(Polarity::Mixed) }))
        },
        Annotation {
            fragments: Fragments::default(),
            ..new(
                "f3",
                &["met"],
                Body::Frame(Frame { targets: Rc::new([mention_of("m3")]), ..Frame::new(Polarity::Negative) }),
            )
        },
    ];
    let relation = |name: &str, from: &str, to: &str| {
        Relation::new(RelationId::new(name).expect("an id"), label("meets"), id(from), id(to), at(70))
    };
    let relations = vec![
        relation("r1", "m1", "m2"),
        Relation { note: "twice, \"so\"".into(), ..relation("r2", "m1", "m2") },
        relation("r3", "f1", "f2"),
    ];
    let entity = Entity {
        identifier: Identifier::new("Q7259"),
        note: "the countess".into(),
        ..Entity::new(ada, "Ada Lovelace")
    };
    let code = Code {
        name: "overall stance".into(),
        value: AttributeValue::Text("positive".into()),
        modified: at(90),
        coder: None,
    };
    let document = Document {
        id: DocumentId::new("hardest-1").expect("an id"),
        created: at(0),
        byte_order_mark: true,
        unknown: UnknownParts::default(),
    };
    let description = Description {
        title: "</script><b>Ada & \"Zoë\"</b>".into(),
        source: "https://example.org/?a=1&b=2".into(),
        note: "Two\nlines".into(),
    };
    let text = Rc::new(Text::new(TEXT.to_owned(), last_grapheme));
    Session::new(text, document, description, labels())
        .with_records(Records { entities: vec![entity], annotations, relations, codes: vec![code] })
        .expect("records that fit")
}

/// One with little in it.
pub(crate) fn small() -> Session {
    let text = Rc::new(Text::new("Ada😀 likes Bo".to_owned(), last_grapheme));
    let words = |start, end| Fragments::one(CharRange::between(CharPos(start), CharPos(end))).expect("not empty");
    let mention = |name, words| Annotation::new(id(name), words, Body::mention(label("PERSON")), at(0));
    let frame = Frame { targets: Rc::new([Referent::Mention(id("m2"))]), ..Frame::new(Polarity::Positive) };
    let annotations = vec![
        mention("m1", words(0, 4)),
        mention("m2", words(11, 13)),
        Annotation::new(id("f1"), words(5, 10), Body::Frame(frame), at(0)),
    ];
    let relation = Relation::new(RelationId::new("r1").expect("an id"), label("meets"), id("m1"), id("m2"), at(0));
    let document = Document {
        id: DocumentId::new("small").expect("an id"),
        created: at(0),
        byte_order_mark: false,
        unknown: UnknownParts::default(),
    };
    let records = Records { annotations, relations: vec![relation], ..Records::default() };
    Session::new(text, document, Description::default(), labels()).with_records(records).expect("records that fit")
}

/// One whose text begins with U+FEFF, as a file with a byte order mark does where a tool took that for a part of the text:
/// everything in it is one character further on than most readers of such a file count.
pub(crate) fn marked() -> Session {
    let text = Rc::new(Text::new("\u{feff}Ada 😀 met Bo.\r\nBo liked Ada.\n".to_owned(), last_grapheme));
    let words = |start, end| Fragments::one(CharRange::between(CharPos(start), CharPos(end))).expect("not empty");
    let mention = |name, words| Annotation::new(id(name), words, Body::mention(label("PERSON")), at(0));
    let frame = Frame {
        holders: Rc::new([Holder::Known(Referent::Mention(id("m3")))]),
        targets: Rc::new([Referent::Mention(id("m4"))]),
        ..Frame::new(Polarity::Positive)
    };
    let annotations = vec![
        mention("m1", words(1, 4)),
        mention("m2", words(11, 13)),
        mention("m3", words(16, 18)),
        mention("m4", words(25, 28)),
        // With the mark.
        Annotation::new(id("m5"), words(0, 6), Body::mention(label("ORG")), at(0)),
        Annotation::new(id("f1"), words(19, 24), Body::Frame(frame), at(0)),
    ];
    let relation = Relation::new(RelationId::new("r1").expect("an id"), label("meets"), id("m1"), id("m2"), at(0));
    let document = Document {
        id: DocumentId::new("marked").expect("an id"),
        created: at(0),
        byte_order_mark: false,
        unknown: UnknownParts::default(),
    };
    let records = Records { annotations, relations: vec![relation], ..Records::default() };
    Session::new(text, document, Description { title: "Marked".into(), ..Description::default() }, labels())
        .with_records(records)
        .expect("records that fit")
}

#[test]
fn each_format_is_written_as_it_was() {
    is_written_as_it_was(&hardest(), "tests/fixtures/exchange");
}

#[test]
fn a_text_that_begins_with_a_mark_is_written_as_it_was() {
    let session = marked();
    let words = |id: &str| session.annotations.get(&self::id(id)).and_then(|a| session.text.slice(a.extent()?));
    assert_eq!(["m1", "m2", "m3", "m4"].map(words), [Some("Ada"), Some("Bo"), Some("Bo"), Some("Ada")]);
    assert_eq!((words("m5"), words("f1")), (Some("\u{feff}Ada 😀"), Some("liked")));
    is_written_as_it_was(&session, "tests/fixtures/exchange/mark");
}

/// The files are told what they are, and read as what was written, but for what the report of losses says.
#[test]
fn a_text_that_begins_with_a_mark_is_read_as_it_was_written() {
    for format in two_way() {
        round_trip(format, &[&marked()], &WriteOptions::default()).expect("it is the same");
    }
}

fn is_written_as_it_was(session: &Session, folder: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let bless = std::env::var_os("RUBRICATE_BLESS").is_some();
    for format in FORMATS {
        let Some(write) = format.write else { continue };
        let written = write(&[session], &WriteOptions::default()).expect("it can be written");
        let path = folder.join(format!("{}.{}", format.id, written.extension));
        if bless {
            std::fs::create_dir_all(&folder).expect("the folder can be made");
            std::fs::write(&path, &written.file).expect("the fixture can be written");
        }
        let known =
            std::fs::read(&path).unwrap_or_else(|_| panic!("no {}: run with RUBRICATE_BLESS=1", path.display()));
        assert!(known == written.file, "{} is written in another way than {}", format.id, path.display());
    }
}
