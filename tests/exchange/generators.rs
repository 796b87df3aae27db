//! Random documents with everything in them: texts with every trap of Unicode and line ends, mentions, sentiments with
//! holders and targets, entities, relations, and variables.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::select;
use rubricate::model::label::Definitions;
use rubricate::model::session::{Records, UnknownParts};
use rubricate::model::{
    Annotation, AnnotationId, Attitude, AttributeValue, Body, CharPos, CharRange, Code, Description, Document,
    DocumentId, Entity, EntityId, Flags, Fragments, Frame, Holder, Identifier, Intensity, Label, LabelId, LabelSet,
    Manner, Origin, Polarity, Referent, Relation, RelationId, RelationType, Session, Slot, Text, Timestamp, Unknown,
};
use std::rc::Rc;
use unicode_segmentation::UnicodeSegmentation;

/// So many cases, or as many as the variable `PROPTEST_CASES` asks for.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    let default = ProptestConfig::default();
    let asked_for = std::env::var_os("PROPTEST_CASES").is_some();
    ProptestConfig { cases: if asked_for { default.cases } else { cases }, failure_persistence: None, ..default }
}

/// Where the last grapheme cluster of `window` starts, in bytes.
pub(crate) fn last_grapheme(window: &str) -> usize {
    window.grapheme_indices(true).next_back().map_or(0, |(byte, _)| byte)
}

/// Names of labels with what formats reserve.
pub(crate) const LABELS: [&str; 10] = [
    "PERSON",
    "ORG/Company",
    "a b",
    "x,\"y\"; z",
    "<b>&amp;",
    "=SUM(1)",
    "ünï|[c]_d->*",
    "sentiment:positive",
    "LONG-\t'name'",
    "{\"json\"}\\",
];

const RELATIONS: [&str; 3] = ["works for", "sentiment_target", "<x>&\"y\""];

/// What is hard in texts and notes.
const WORDS: [&str; 30] = [
    "Ada",
    "in",
    "x",
    "=1+1",
    "'=2",
    "\"q\"",
    "a,b",
    "<b>",
    "&amp;",
    "]]>",
    "|",
    "\\",
    "\\n",
    "\u{1}",
    "😀",
    "👨‍👩‍👧‍👦",
    "🇫🇷🇩🇪",
    "e\u{301}",
    "\u{301}",
    "\u{200f}",
    "\u{feff}",
    "مرحبا",
    "\u{202b}שָׁלוֹם\u{202c}",
    "สวัสดี",
    "東京都",
    "한국",
    "𝒜",
    "ﬁ",
    "--",
    "#",
];

fn piece() -> impl Strategy<Value = &'static str> {
    let space = select(&[" ", " ", " ", "  ", "\t", "\u{a0}", "\u{3000}", "\u{200b}"] as &[&str]);
    let end = select(&["\r\n", "\n", "\r", "\u{2028}", "\u{2029}", "\u{85}", "\u{b}", "\n\n", "\n \n"] as &[&str]);
    prop_oneof![8 => select(&WORDS as &[&str]), 5 => space, 2 => end]
}

fn words() -> impl Strategy<Value = Rc<str>> {
    prop_oneof![3 => Just("".to_owned()), 2 => vec(piece(), 1..5).prop_map(|pieces| pieces.concat())].prop_map(Rc::from)
}

fn time() -> impl Strategy<Value = Timestamp> {
    (-62_167_219_200_000_i64..=253_402_300_799_999).prop_map(Timestamp)
}

fn origin() -> impl Strategy<Value = Origin> {
    select(&[Origin::Human, Origin::Imported, Origin::Suggested] as &[Origin])
}

fn unknown() -> impl Strategy<Value = Unknown> {
    let kept = |json: &'static str| Unknown(Some(json.into()));
    prop_oneof![
        4 => Just(Unknown(None)),
        1 => select(&["{\"x-a\":1.50}", "{\"x\":[null,{\"y\":1e999}],\"z\":\"é\"}"] as &[&str]).prop_map(kept),
    ]
}

fn value() -> impl Strategy<Value = AttributeValue> {
    prop_oneof![
        words().prop_map(AttributeValue::Text),
        any::<bool>().prop_map(AttributeValue::Flag),
        select(&["0", "-1.50", "1e999", "123456789012345678901234567890"] as &[&str])
            .prop_map(|number| AttributeValue::Number(number.into())),
    ]
}

#[derive(Clone, Debug)]
struct Remarks {
    note: Rc<str>,
    review: bool,
    origin: Origin,
    created: Timestamp,
    modified: Timestamp,
    coder: Option<Rc<str>>,
    unknown: Unknown,
}

fn remarks() -> impl Strategy<Value = Remarks> {
    let coder = weighted(0.3, select(&["coder 1", "=N, \"N\""] as &[&str]).prop_map(Rc::from));
    (words(), any::<bool>(), origin(), time(), time(), coder, unknown()).prop_map(
        |(note, review, origin, created, modified, coder, unknown)| Remarks {
            note,
            review,
            origin,
            created,
            modified,
            coder,
            unknown,
        },
    )
}

/// What makes an annotation once the text, the entities and the mentions are known.
#[derive(Clone, Debug)]
struct Plan {
    cuts: Vec<u16>,
    label: usize,
    is_frame: bool,
    frame: (Polarity, Intensity, Manner, Option<Attitude>, (bool, bool, bool)),
    parties: Vec<(bool, u8)>,
    attributes: Vec<(usize, AttributeValue)>,
    entity: Option<u8>,
    remarks: Remarks,
}

fn plan() -> impl Strategy<Value = Plan> {
    let cuts = prop_oneof![4 => vec(any::<u16>(), 2..=2), 1 => vec(any::<u16>(), 0..7)];
    let attitude = weighted(0.3, select(&Attitude::ALL as &[Attitude]));
    let frame = (
        select(&Polarity::ALL as &[Polarity]),
        select(&Intensity::ALL as &[Intensity]),
        select(&Manner::ALL as &[Manner]),
        attitude,
        any::<(bool, bool, bool)>(),
    );
    let attributes = vec((0..4_usize, value()), 0..3);
    let parties = vec(any::<(bool, u8)>(), 0..5);
    (cuts, 0..LABELS.len(), any::<bool>(), frame, parties, attributes, weighted(0.4, any::<u8>()), remarks()).prop_map(
        |(cuts, label, is_frame, frame, parties, attributes, entity, remarks)| Plan {
            cuts,
            label,
            is_frame,
            frame,
            parties,
            attributes,
            entity,
            remarks,
        },
    )
}

fn annotation(number: usize, plan: &Plan, length: u32, entities: &[Entity]) -> Option<Annotation> {
    let place = |cut: &u16| ((u64::from(*cut) * (u64::from(length) + 1)) >> 16) as u32;
    let mut cuts: Vec<u32> = plan.cuts.iter().map(place).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let range = |pair: &[u32]| CharRange::between(CharPos(pair[0]), CharPos(pair[1]));
    let fragments = Fragments::new(&cuts.chunks_exact(2).map(range).collect::<Vec<_>>()).expect("in order");
    if fragments.is_empty() && !plan.is_frame {
        return None;
    }
    const NAMES: [&str; 4] = ["link", "a b", "<x>\"", "=y"];
    let body = if plan.is_frame {
        let (polarity, intensity, manner, attitude, (negated, ironic, uncertain)) = plan.frame;
        let flags = Flags { negated, ironic, uncertain };
        Body::Frame(Frame { intensity, manner, attitude, flags, ..Frame::new(polarity) })
    } else {
        let attributes: std::collections::BTreeMap<Rc<str>, AttributeValue> =
            plan.attributes.iter().map(|(name, value)| (NAMES[*name].into(), value.clone())).collect();
        let entity = plan.entity.filter(|_| !entities.is_empty());
        Body::Mention {
            label: LabelId::new(&format!("id{}", plan.label)).expect("an id"),
            attributes: attributes.into_iter().collect(),
            entity: entity.map(|which| entities[usize::from(which) % entities.len()].id.clone()),
        }
    };
    let Remarks { note, review, origin, created, modified, coder, unknown } = plan.remarks.clone();
    let id = AnnotationId::new(&format!("a.{}:{number}", plan.label)).expect("an id");
    Some(Annotation { note, review, origin, modified, coder, unknown, ..Annotation::new(id, fragments, body, created) })
}

/// Lets a frame point to mentions and entities.
fn point(annotation: &mut Annotation, parties: &[(bool, u8)], mentions: &[AnnotationId], entities: &[Entity]) {
    let Body::Frame(frame) = &mut annotation.body else { return };
    let pick = |which: u8| {
        let which = usize::from(which);
        match which % 2 {
            0 if !mentions.is_empty() => Some(Referent::Mention(mentions[which % mentions.len()].clone())),
            _ if !entities.is_empty() => Some(Referent::Entity(entities[which % entities.len()].id.clone())),
            _ => None,
        }
    };
    let (mut holders, mut targets) = (Vec::new(), Vec::new());
    for (is_holder, which) in parties {
        if *is_holder {
            let holder = match which % 5 {
                0 => Some(Holder::Author),
                1 => Some(Holder::Implicit),
                _ => pick(*which).map(Holder::Known),
            };
            holders.extend(holder.filter(|holder| !holders.contains(holder)));
        } else {
            targets.extend(pick(*which).filter(|target| !targets.contains(target)));
        }
    }
    if !holders.is_empty() {
        frame.holders = holders.into();
    }
    frame.targets = targets.into();
}

fn label_set() -> LabelSet {
    let label = |(number, name): (usize, &&str)| Label {
        id: LabelId::new(&format!("id{number}")).expect("an id"),
        name: (*name).into(),
        description: "".into(),
        slot: Slot::nth(number),
        key: None,
        folded: false,
        unknown: Unknown::default(),
    };
    let relation = |(number, name): (usize, &&str)| RelationType {
        id: LabelId::new(&format!("r{number}")).expect("an id"),
        name: (*name).into(),
        description: "".into(),
        from: Rc::new([]),
        to: Rc::new([]),
        unknown: Unknown::default(),
    };
    let relations = RELATIONS.iter().enumerate().map(relation).collect();
    LabelSet::new(LABELS.iter().enumerate().map(label).collect())
        .expect("ids differ")
        .with_definitions(Definitions { relations, ..Definitions::default() })
}

/// Name, identifier, note, and what other programs wrote.
type EntityPlan = (&'static str, Option<&'static str>, Rc<str>, Unknown);

type Head = ((u64, Timestamp, bool), (Unknown, Unknown), (Rc<str>, Rc<str>, Rc<str>));

fn head() -> impl Strategy<Value = Head> {
    ((any::<u64>(), time(), any::<bool>()), (unknown(), unknown()), (words(), words(), words()))
}

/// Any document.
pub(crate) fn session() -> impl Strategy<Value = Session> {
    let identifier = weighted(0.4, select(&["Q7259", "https://example.org/a?b=c&d"] as &[&str]));
    let entities = vec((select(&["Ada", "=x", "a, b"] as &[&str]), identifier, words(), unknown()), 0..3);
    let relations = vec((any::<(u8, u8)>(), 0..RELATIONS.len(), remarks()), 0..4);
    let codes = vec((select(&["stance", "a b"] as &[&str]), value(), time()), 0..2);
    (vec(piece(), 0..40), head(), vec(plan(), 0..9), entities, relations, codes).prop_map(
        |(pieces, head, plans, entities, relations, codes)| {
            let ((id, created, byte_order_mark), (file, document), (title, source, note)) = head;
            let text = Rc::new(Text::new(pieces.concat(), last_grapheme));
            let entity = |(number, (name, identifier, note, unknown)): (usize, EntityPlan)| {
                let identifier = identifier.and_then(Identifier::new);
                let id = EntityId::new(&format!("e{number}")).expect("an id");
                Entity { identifier, note, unknown, ..Entity::new(id, name) }
            };
            let entities: Vec<Entity> = entities.into_iter().enumerate().map(entity).collect();
            let made = plans.iter().enumerate();
            let made = made.filter_map(|(n, plan)| Some((annotation(n, plan, text.len(), &entities)?, &plan.parties)));
            let made: Vec<_> = made.collect();
            let mentions: Vec<_> =
                made.iter().filter(|(a, _)| a.label().is_some()).map(|(a, _)| a.id.clone()).collect();
            let annotations: Vec<Annotation> = made
                .into_iter()
                .map(|(mut annotation, parties)| {
                    point(&mut annotation, parties, &mentions, &entities);
                    annotation
                })
                .collect();
            let all: Vec<AnnotationId> = annotations.iter().map(|annotation| annotation.id.clone()).collect();
            let relation = |(number, ((from, to), label, remarks)): (usize, ((u8, u8), usize, Remarks))| {
                let end = |which: u8| all.get(usize::from(which) % all.len().max(1)).cloned();
                let (from, to) = (end(from)?, end(to)?);
                let id = RelationId::new(&format!("r:{number}")).expect("an id");
                let label = LabelId::new(&format!("r{label}")).expect("an id");
                let Remarks { note, origin, created, modified, coder, unknown, .. } = remarks;
                let relation = Relation {
                    note,
                    origin,
                    modified,
                    coder,
                    unknown,
                    ..Relation::new(id, label, from.clone(), to.clone(), created)
                };
                (from != to).then_some(relation)
            };
            let relations = relations.into_iter().enumerate().filter_map(relation).collect();
            let codes = codes.into_iter().map(|(name, value, modified)| Code {
                name: name.into(),
                value,
                modified,
                coder: None,
            });
            let records = Records { entities, annotations, relations, codes: codes.collect() };
            let unknown = UnknownParts { file, document, label_set: Unknown::default() };
            let document = Document { id: DocumentId::from_bits(id), created, byte_order_mark, unknown };
            Session::new(text, document, Description { title, source, note }, label_set())
                .with_records(records)
                .expect("records that fit")
        },
    )
}
