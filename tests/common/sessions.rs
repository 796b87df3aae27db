//! Sessions for tests: any that the model allows, and one small one with every trap in it.

use super::documents::{last, range, run, step, text, texts};
use proptest::collection::vec;
use proptest::prelude::*;
use rubricate::model::label::Definitions;
use rubricate::model::session::{Records, UnknownParts};
use rubricate::model::{
    Annotation, AnnotationId, Attitude, AttributeDefinition, AttributeKind, AttributeValue, Body, Code, Description,
    Document, DocumentId, Entity, EntityId, Flags, Fragments, Frame, History, Holder, Identifier, Intensity, Label,
    LabelId, LabelKey, LabelSet, Manner, Origin, Polarity, Referent, Relation, RelationId, RelationType, Session, Slot,
    Timestamp, Unknown,
};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Pieces of notes, names and titles that have gone wrong somewhere: astral and joined emoji, combining marks, right-to-left with marks,
/// all line ends, a byte order mark within, JSON and HTML.
const PIECES: [&str; 30] = [
    "Ada Lovelace",
    "met",
    " ",
    " ",
    " ",
    "the",
    "Straße",
    "e\u{301}",
    "n\u{303}o",
    "😀",
    "👩‍🚀",
    "🇹🇷",
    "👍🏽",
    "漢字",
    "اسطنبول",
    "\u{202b}שלום\u{202c}",
    "\u{200f}",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\u{2028}",
    "\u{2029}",
    "\u{85}",
    "\u{feff}",
    "\t\"\\/",
    "<script>alert(1)</script>",
    "\0",
    "\u{7f}\u{1b}",
    "ﷺ",
];

/// Words in a note, a name or a title.
fn words() -> impl Strategy<Value = Rc<str>> {
    vec(prop::sample::select(PIECES.to_vec()), 0..4).prop_map(|pieces| pieces.concat().into())
}

fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(Into::into),
        words().prop_map(|words| words.to_string().into()),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Into::into),
            vec((words(), inner), 0..3).prop_map(|pairs| {
                let pairs = pairs.into_iter().map(|(name, value)| (name.to_string(), value));
                serde_json::Value::Object(pairs.collect())
            }),
        ]
    })
}

/// What another program wrote: mostly nothing.
fn unknown() -> impl Strategy<Value = Unknown> {
    let object = vec((words(), json()), 1..3).prop_map(|pairs| {
        let pairs = pairs.into_iter().map(|(name, value)| (format!("x-{name}"), value));
        Unknown(Some(serde_json::Value::Object(pairs.collect()).to_string().into()))
    });
    prop_oneof![4 => Just(Unknown(None)), 1 => object]
}

/// Any moment from the year 0 to 9999.
fn time() -> impl Strategy<Value = Timestamp> {
    (-62_167_219_200_000_i64..=253_402_300_799_999).prop_map(Timestamp)
}

fn labels() -> impl Strategy<Value = LabelSet> {
    let parts = (words(), words(), words(), 0..Slot::COUNT, 0..=18_u8, any::<bool>(), unknown());
    vec(parts, 0..5).prop_map(|labels| {
        let label =
            |(position, (id, name, description, slot, key, folded, unknown)): (usize, (Rc<str>, _, _, _, _, _, _))| {
                let id: String = format!("{position}{id}").chars().take(LabelId::MAX_CHARS).collect();
                Label {
                    id: LabelId::new(&id).expect("not empty"),
                    name,
                    description,
                    slot: Slot::new(slot).expect("in the palette"),
                    key: LabelKey::new(key),
                    folded,
                    unknown,
                }
            };
        LabelSet::new(labels.into_iter().enumerate().map(label).collect()).expect("ids begin with their position")
    })
}

/// Attributes that mentions can have, as the model allows them.
pub(crate) fn definitions() -> impl Strategy<Value = Vec<AttributeDefinition>> {
    let kind = prop_oneof![
        vec(words(), 1..4).prop_map(|options| {
            let options = options.iter().enumerate().map(|(number, option)| Rc::from(format!("{number}{option}")));
            AttributeKind::Choice(options.collect())
        }),
        Just(AttributeKind::Flag),
        Just(AttributeKind::Number),
        Just(AttributeKind::Text),
    ];
    vec((words(), kind, unknown()), 0..4).prop_map(|definitions| {
        let definition = |(number, (name, kind, unknown)): (usize, (Rc<str>, _, _))| AttributeDefinition {
            name: format!("{number}{name}").into(),
            kind,
            unknown,
        };
        definitions.into_iter().enumerate().map(definition).collect()
    })
}

fn attributes() -> impl Strategy<Value = Rc<[(Rc<str>, AttributeValue)]>> {
    let value = prop_oneof![
        words().prop_map(AttributeValue::Text),
        any::<bool>().prop_map(AttributeValue::Flag),
        prop::sample::select(vec!["0", "-1.50", "1e999", "123456789012345678901234567890"])
            .prop_map(|number| AttributeValue::Number(number.into())),
    ];
    vec((words(), value), 0..3).prop_map(|pairs| pairs.into_iter().collect::<BTreeMap<_, _>>().into_iter().collect())
}

/// What makes an annotation once the text and the labels are known: cuts as fractions of the text, and a choice.
type Plan = (
    (Vec<u16>, u16),
    Rc<[(Rc<str>, AttributeValue)]>,
    Rc<str>,
    (u8, bool),
    (Timestamp, Timestamp),
    Option<Rc<str>>,
    Unknown,
);

fn plan() -> impl Strategy<Value = Plan> {
    (
        (vec(any::<u16>(), 0..7), any::<u16>()),
        attributes(),
        words(),
        (0..3_u8, any::<bool>()),
        (time(), time()),
        prop::option::of(words()),
        unknown(),
    )
}

fn annotation(number: usize, plan: Plan, length: u32, labels: &LabelSet) -> Option<Annotation> {
    let ((cuts, choice), attributes, note, (origin, review), (created, modified), coder, unknown) = plan;
    let place = |cut: &u16| ((u64::from(*cut) * (u64::from(length) + 1)) >> 16) as u32;
    let mut cuts: Vec<u32> = cuts.iter().map(place).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let ranges: Vec<_> = cuts.chunks_exact(2).map(|pair| range(pair[0], pair[1])).collect();
    let fragments = Fragments::new(&ranges).expect("cuts are in order and apart");
    let label = (!labels.is_empty()).then(|| labels.iter().nth(usize::from(choice) % labels.len())).flatten();
    let body = match label {
        Some(label) if choice % 3 > 0 => Body::Mention { label: label.id.clone(), attributes, entity: None },
        _ => Body::frame(Polarity::ALL[usize::from(choice) % 4]),
    };
    if fragments.is_empty() && matches!(body, Body::Mention { .. }) {
        return None;
    }
    let id = AnnotationId::new(&format!("a.{}:{number}", choice % 7)).expect("an id");
    let origin = [Origin::Human, Origin::Imported, Origin::Suggested][usize::from(origin)];
    Some(Annotation { id, fragments, body, note, origin, review, created, modified, coder, unknown })
}

/// Any session without history.
pub(crate) fn session() -> impl Strategy<Value = Session> {
    let head = (any::<u64>(), time(), any::<bool>(), (unknown(), unknown(), unknown()), (words(), words(), words()));
    let set = (labels(), prop_oneof![2 => Just(Vec::new()), 1 => definitions()])
        .prop_map(|(labels, attributes)| labels.with_attributes(attributes));
    let findings = prop_oneof![3 => Just(Vec::new()), 1 => vec(words().prop_map(|words| format!("x{words}")), 0..4)];
    let steps = prop_oneof![1 => Just(Vec::new()), 2 => vec(step(), 1..16)];
    (texts(), head, set, vec(plan(), 0..12), findings, steps).prop_map(
        |(text, head, labels, plans, findings, steps)| {
            let (id, created, byte_order_mark, (file, document, label_set), (title, source, note)) = head;
            let annotations = plans.into_iter().enumerate();
            let annotations =
                annotations.filter_map(|(number, plan)| annotation(number, plan, text.len(), &labels)).collect();
            let unknown = UnknownParts { file, document, label_set };
            let document = Document { id: DocumentId::from_bits(id), created, byte_order_mark, unknown };
            let mut session = Session::new(text, document, Description { title, source, note }, labels)
                .with_annotations(annotations)
                .expect("annotations that fit");
            session.dismissed = findings.into_iter().map(Rc::from).collect();
            // What commands make of it: entities, relations, and frames that point to something.
            let worked_on = last(&session, &run(&session, &steps));
            Session { history: History::default(), revision: 0, ..worked_on }
        },
    )
}

/// A text with every trap: emoji, combining marks, Arabic, CR LF, U+2028 and a byte order mark within.
pub(crate) const TRICKY: &str =
    "Ada 👩‍🚀 met Zoe\u{308}\r\nin إسطنبول.\u{2028}“Great!” 😀\u{feff}\n\nThe \u{202b}שלום\u{202c} end";

/// A small session over [`TRICKY`], with overlaps, equal extents, several spans, a frame without words, attributes,
/// markup in notes, and fields of another program.
pub(crate) fn tricky() -> Session {
    let at = |seconds: i64| Timestamp(1_773_043_500_250 + seconds * 1_000);
    let words = |parts: &[&str]| {
        let mut from = 0;
        let place = |part: &&str| {
            let byte = from + TRICKY[from..].find(part).expect("it is in the text");
            from = byte + part.len();
            let start = TRICKY[..byte].chars().count() as u32;
            range(start, start + part.chars().count() as u32)
        };
        Fragments::new(&parts.iter().map(place).collect::<Vec<_>>()).expect("in order")
    };
    let kept = |json: &str| Unknown(Some(json.into()));
    let new = |id: &str, parts: &[&str], body| {
        Annotation::new(AnnotationId::new(id).expect("an id"), words(parts), body, at(60))
    };
    let label = |id| LabelId::new(id).expect("an id");
    let mention = |id, parts: &[&str], name| new(id, parts, Body::mention(label(name)));
    let frame = |id, parts: &[&str], polarity| new(id, parts, Body::frame(polarity));

    let names = ["PERSON", "GPE", "ORG"].into_iter().enumerate();
    let labels = names.map(|(position, name)| Label {
        id: label(name),
        name: name.to_lowercase().into(),
        description: "<b>bold</b> & “quoted”".into(),
        slot: Slot::nth(position),
        key: LabelKey::new(position as u8),
        folded: position == 2,
        unknown: if position == 1 { kept(r#"{"x-parent":"LOC"}"#) } else { Unknown(None) },
    });
    let number = |json: &str| AttributeValue::Number(json.into());
    let annotations = vec![
        mention("m1", &["Ada 👩‍🚀"], "PERSON"),
        Annotation {
            body: Body::Mention {
                label: label("GPE"),
                entity: None,
                attributes: [
                    ("country".into(), AttributeValue::Text("TR".into())),
                    ("metonym".into(), AttributeValue::Flag(false)),
                    ("population".into(), number("15.70e6")),
                ]
                .into(),
            },
            coder: Some("N. N.".into()),
            origin: Origin::Suggested,
            ..mention("m2", &["إسطنبول"], "GPE")
        },
        Annotation { review: true, ..mention("m3", &["👩‍🚀 met Zoe\u{308}\r\nin"], "ORG") },
        Annotation {
            note: "<img src=x onerror=alert(1)>\n“Zoë”".into(),
            unknown: kept(r#"{"wikidata":"Q1","x":[1.50,{"b":null,"a":1e999}]}"#),
            ..mention("m4", &["Ada", "Zoe\u{308}"], "PERSON")
        },
        Annotation { origin: Origin::Imported, ..frame("f1", &["إسطنبول"], Polarity::Positive) },
        Annotation { modified: at(90), ..frame("f2", &["“Great!” 😀\u{feff}"], Polarity::Mixed) },
        frame("f3", &[], Polarity::Negative),
    ];
    let document = Document {
        id: DocumentId::new("tricky-1").expect("an id"),
        created: at(0),
        byte_order_mark: true,
        unknown: UnknownParts {
            file: kept(r#"{"exported_by":"a script"}"#),
            document: kept(r#"{"language":"en"}"#),
            label_set: kept(r#"{"name":"Names"}"#),
        },
    };
    let description = Description {
        title: "</script><script>alert(1)</script>".into(),
        source: "https://example.org/?a=1&b=2".into(),
        note: "Two\nlines".into(),
    };
    Session::new(text(TRICKY), document, description, LabelSet::new(labels.collect()).expect("ids differ"))
        .with_annotations(annotations)
        .expect("annotations that fit")
}

/// [`tricky`] with entities, relations, a frame that points to them, and variables of the document.
pub(crate) fn linked() -> Session {
    let plain = tricky();
    let at = |seconds: i64| Timestamp(1_773_043_500_250 + seconds * 1_000);
    let kept = |json: &str| Unknown(Some(json.into()));
    let label = |id| LabelId::new(id).expect("an id");
    let entity = |id| EntityId::new(id).expect("an id");
    let id = |id| AnnotationId::new(id).expect("an id");
    let mention_of = |name| Referent::Mention(id(name));
    let number = |json: &str| AttributeValue::Number(json.into());
    let great = plain.annotations.get(&id("f2")).expect("it is there").fragments.clone();
    let mut annotations: Vec<_> =
        plain.annotations.iter(&plain.text).map(|annotation| (**annotation).clone()).collect();
    for annotation in annotations.iter_mut().filter(|annotation| annotation.id == id("m2")) {
        if let Body::Mention { entity: of, .. } = &mut annotation.body {
            *of = Some(entity("e1"));
        }
    }
    annotations.push(Annotation {
        body: Body::Frame(Frame {
            intensity: Intensity::Strong,
            holders: [Holder::Author, Holder::Known(mention_of("m4")), Holder::Implicit].into(),
            targets: [mention_of("m1"), Referent::Entity(entity("e1"))].into(),
            manner: Manner::PolarFact,
            attitude: Some(Attitude::Speculation),
            flags: Flags { negated: true, ironic: false, uncertain: true },
            ..Frame::new(Polarity::Neutral)
        }),
        ..Annotation::new(id("f4"), great, Body::frame(Polarity::Neutral), at(60))
    });
    let entities = vec![
        Entity {
            identifier: Identifier::new("Q406"),
            note: "The <b>city</b>".into(),
            unknown: kept(r#"{"aliases":["Constantinople"]}"#),
            ..Entity::new(entity("e1"), "İstanbul")
        },
        Entity::new(entity("e2"), "Nobody \u{202e}"),
    ];
    let relation = |id: &str, from: &str, to: &str| {
        let [from, to] = [from, to].map(|id| AnnotationId::new(id).expect("an id"));
        Relation::new(RelationId::new(id).expect("an id"), label("in"), from, to, at(60))
    };
    let relations = vec![
        Relation {
            note: "“why”".into(),
            origin: Origin::Imported,
            coder: Some("N. N.".into()),
            unknown: kept(r#"{"weight":0.50}"#),
            ..relation("r1", "m1", "m2")
        },
        Relation { modified: at(75), ..relation("r2", "f2", "m1") },
    ];
    let code = |name: &str, value| Code { name: name.into(), value, modified: at(80), coder: None };
    let codes = vec![
        code("stance", AttributeValue::Text("pro".into())),
        Code { coder: Some("Ö. Ü.".into()), ..code("undefined", number("-0.10")) },
    ];
    let definitions = Definitions {
        attributes: [].into(),
        relations: [RelationType {
            id: label("in"),
            name: "is in".into(),
            description: "where <i>it</i> is".into(),
            from: [label("PERSON")].into(),
            to: [].into(),
            unknown: kept(r#"{"inverse":"has"}"#),
        }]
        .into(),
        codes: [AttributeDefinition {
            name: "stance".into(),
            kind: AttributeKind::Choice(["pro".into(), "contra".into()].into()),
            unknown: Unknown(None),
        }]
        .into(),
    };
    let set = LabelSet::clone(&plain.labels).with_definitions(definitions);
    Session::new(Rc::clone(&plain.text), (*plain.document).clone(), (*plain.description).clone(), set)
        .with_records(Records { entities, annotations, relations, codes })
        .expect("records that fit")
}
