//! Random documents: texts with every trap of Unicode and line ends, annotations on them, and commands.

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use rubricate::model::session::{Records, UnknownParts};
use rubricate::model::{
    Action, Annotation, AnnotationId, Attachment, Attitude, AttributeDefinition, AttributeKind, AttributeValue, Body,
    CharPos, CharRange, Code, Command, CommandError, Description, Document, DocumentId, Entity, EntityId, Flags,
    Fragments, Frame, Holder, Identifier, Intensity, Label, LabelId, LabelKey, LabelSet, Manner, Origin, Polarity,
    Referent, Relation, RelationId, RelationType, Session, Slot, Text, Timestamp, Unknown,
};
use std::rc::Rc;
use unicode_segmentation::UnicodeSegmentation;

/// Everything that closes a line.
pub(crate) const LINE_ENDS: [&str; 6] = ["\r\n", "\n", "\r", "\u{2028}", "\u{2029}", "\u{85}"];

/// So many cases, or as many as the variable `PROPTEST_CASES` asks for. A failure prints its shrunk input; nothing is
/// kept in files.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    let default = ProptestConfig::default();
    let asked_for = std::env::var_os("PROPTEST_CASES").is_some();
    ProptestConfig { cases: if asked_for { default.cases } else { cases }, failure_persistence: None, ..default }
}

/// A text, cut with the grapheme clusters of `unicode-segmentation`.
pub(crate) fn text(string: &str) -> Rc<Text> {
    Rc::new(Text::new(string.to_owned(), last_grapheme))
}

/// Where the last grapheme cluster of `window` starts, in bytes.
pub(crate) fn last_grapheme(window: &str) -> usize {
    window.grapheme_indices(true).next_back().map_or(0, |(byte, _)| byte)
}

/// The range from `start` to `end`.
pub(crate) fn range(start: u32, end: u32) -> CharRange {
    CharRange::between(CharPos(start), CharPos(end))
}

/// A session on `text` without annotations, with the OntoNotes labels.
pub(crate) fn empty_session(text: Rc<Text>) -> Session {
    let document = Document {
        id: DocumentId::new("test").expect("a valid id"),
        created: Timestamp(1_700_000_000_000),
        byte_order_mark: false,
        unknown: UnknownParts::default(),
    };
    Session::new(text, document, Description::default(), LabelSet::ontonotes())
}

/// A session on `text` with `annotations`, without history.
pub(crate) fn session(text: Rc<Text>, annotations: Vec<Annotation>) -> Session {
    empty_session(text).with_annotations(annotations).expect("the annotations fit the text")
}

fn word() -> impl Strategy<Value = &'static str> {
    select(&[
        "Ada",
        "Lovelace",
        "in",
        "1843",
        "x",
        "<b>",
        "|",
        "^",
        "\\",
        ">",
        "😀",
        "👨‍👩‍👧‍👦",
        "👍🏽",
        "🇫🇷🇩🇪🇯🇵",
        "e\u{301}",
        "a\u{308}\u{323}",
        "\u{301}",
        "\u{200d}",
        "\u{200f}",
        "\u{feff}",
        "\u{0}",
        "مرحبا",
        "الرئيس",
        "שָׁלוֹם",
        "สวัสดีครับ",
        "東京都知事",
        "한국",
        "\u{1112}\u{1161}\u{11ab}",
        "क्षि",
        "𝒜",
        "ﬁ",
    ] as &[&str])
}

fn space() -> impl Strategy<Value = &'static str> {
    select(&[" ", " ", " ", "  ", "\t", "\u{a0}", "\u{3000}", "\u{200b}"] as &[&str])
}

fn line_end() -> impl Strategy<Value = &'static str> {
    select(&["\r\n", "\n", "\r", "\u{2028}", "\u{2029}", "\u{85}", "\n\n", "\r\n\r\n", "\n\r", "\n \n"] as &[&str])
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![8 => word(), 5 => space(), 2 => line_end()].prop_map(str::to_owned)
}

/// A line of several blocks, or lines of several sections.
fn large_piece() -> impl Strategy<Value = String> {
    prop_oneof![
        (word(), prop_oneof![Just(""), Just(" ")], 3_900_usize..9_000).prop_map(|(word, space, chars)| {
            let unit = format!("{word}{space}");
            unit.repeat(chars / unit.chars().count())
        }),
        (word(), line_end(), 30_usize..100).prop_map(|(word, end, lines)| format!("{word}{end}").repeat(lines)),
    ]
}

/// Texts: mostly some lines, one in seven with a very long line or very many lines in it, now and then empty.
pub(crate) fn texts() -> impl Strategy<Value = Rc<Text>> {
    (vec(piece(), 0..40), weighted(0.15, large_piece()), vec(piece(), 0..20))
        .prop_map(|(before, large, after)| text(&(before.concat() + &large.unwrap_or_default() + &after.concat())))
}

/// An annotation of a text that is not known yet.
#[derive(Clone, Debug)]
pub(crate) struct Mark {
    start: Index,
    chars: u32,
    /// Gap and length of further fragments.
    more: Vec<(u32, u32)>,
    /// It has the extent of the mark before it.
    twin: bool,
    /// It is a frame without words.
    wordless: bool,
    body: Body,
    /// Which of the mentions before it a frame points to, the first half as holders.
    points_to: Vec<Index>,
    note: Rc<str>,
    review: bool,
    origin: Origin,
    coder: Option<Rc<str>>,
}

pub(crate) fn labels() -> impl Strategy<Value = LabelId> {
    select(LabelSet::ontonotes().iter().map(|label| label.id.clone()).collect::<Vec<_>>())
}

pub(crate) fn polarities() -> impl Strategy<Value = Polarity> {
    select(&[Polarity::Positive, Polarity::Negative, Polarity::Neutral, Polarity::Mixed] as &[Polarity])
}

fn bodies() -> impl Strategy<Value = Body> {
    let values = prop_oneof![
        select(&["", "Q7259", "<script>alert(1)</script>", "“x”\n😀"] as &[&str])
            .prop_map(|text| AttributeValue::Text(text.into())),
        any::<bool>().prop_map(AttributeValue::Flag),
        select(&["0", "-1.5", "1e9"] as &[&str]).prop_map(|number| AttributeValue::Number(number.into())),
    ];
    let attributes = prop_oneof![3 => Just(None), 1 => values.prop_map(Some)];
    prop_oneof![
        3 => (labels(), attributes).prop_map(|(label, value)| {
            let attributes = value.into_iter().map(|value| (Rc::from("link"), value)).collect();
            Body::Mention { label, attributes, entity: None }
        }),
        1 => frame_plain().prop_map(Body::Frame),
    ]
}

/// Frames by the author or by somebody, with any of the rest, that point to nothing yet.
fn frame_plain() -> impl Strategy<Value = Frame> {
    let holders = select(&[&[Holder::Author] as &[Holder], &[Holder::Author, Holder::Implicit], &[Holder::Implicit]]);
    let attitude = select(&Attitude::ALL).prop_map(Some);
    let parts = (select(&Intensity::ALL), select(&Manner::ALL), weighted_to_none(attitude), any::<[bool; 3]>());
    (polarities(), holders, parts).prop_map(|(polarity, holders, (intensity, manner, attitude, flags))| {
        let [negated, ironic, uncertain] = flags;
        let flags = Flags { negated, ironic, uncertain };
        Frame { intensity, holders: holders.into(), manner, attitude, flags, ..Frame::new(polarity) }
    })
}

fn weighted_to_none<T: std::fmt::Debug + Clone>(
    some: impl Strategy<Value = Option<T>>,
) -> impl Strategy<Value = Option<T>> {
    prop_oneof![3 => Just(None), 1 => some]
}

/// A frame with more of whom it points to: mentions and entities that are there.
pub(crate) fn pointing(frame: &Frame, holders: &[Referent], targets: &[Referent]) -> Frame {
    let unique = |referents: &[Referent]| {
        let mut seen = std::collections::BTreeSet::new();
        referents.iter().filter(|referent| seen.insert((*referent).clone())).cloned().collect::<Vec<_>>()
    };
    let known = unique(holders).into_iter().map(Holder::Known);
    let holders = frame.holders.iter().cloned().chain(known).collect();
    Frame { holders, targets: unique(targets).into(), ..frame.clone() }
}

fn notes() -> impl Strategy<Value = Rc<str>> {
    select(&["", "", "", "see page 2", "“<b>”\r\n\\ 😀\u{0}"] as &[&str]).prop_map(Rc::from)
}

pub(crate) fn mark() -> impl Strategy<Value = Mark> {
    let chars = prop_oneof![12 => 1_u32..12, 3 => 12_u32..200, 1 => 3_000_u32..9_000, 1 => Just(u32::MAX)];
    let more = prop_oneof![5 => Just(Vec::new()), 1 => vec((0_u32..6, 1_u32..8), 1..4)];
    let place = (any::<Index>(), chars, more, proptest::bool::weighted(0.15), proptest::bool::weighted(0.1));
    let origin = select(&[Origin::Human, Origin::Imported, Origin::Suggested] as &[Origin]);
    let coder = weighted(0.2, Just(Rc::from("coder 1")));
    let points_to = prop_oneof![1 => Just(Vec::new()), 1 => vec(any::<Index>(), 1..4)];
    (place, (bodies(), points_to), notes(), proptest::bool::weighted(0.2), origin, coder).prop_map(
        |((start, chars, more, twin, wordless), (body, points_to), note, review, origin, coder)| Mark {
            start,
            chars,
            more,
            twin,
            wordless: wordless && matches!(body, Body::Frame(_)),
            body,
            points_to,
            note,
            review,
            origin,
            coder,
        },
    )
}

/// The marks as annotations of `text`, with ids that count from `first`. An empty text gets only frames without words.
pub(crate) fn annotate(text: &Text, marks: &[Mark], first: u64) -> Vec<Annotation> {
    let mut found: Vec<Annotation> = Vec::new();
    for mark in marks {
        let twin = found.last().filter(|_| mark.twin).map(|last| last.fragments.clone());
        let fragments = match twin.filter(|fragments| !fragments.is_empty()) {
            _ if mark.wordless => Fragments::default(),
            Some(fragments) => fragments,
            None if text.is_empty() => continue,
            None => fragments(text, mark),
        };
        // Ids are out of order on purpose: the order of equal extents rests on them.
        let id = AnnotationId::from_bits((first + found.len() as u64).wrapping_mul(0x9E37_79B1));
        found.push(Annotation {
            note: Rc::clone(&mark.note),
            review: mark.review,
            origin: mark.origin,
            coder: mark.coder.clone(),
            ..Annotation::new(id, fragments, mark.pointing_to(&found), Timestamp(1_700_000_000_000))
        });
    }
    found
}

impl Mark {
    /// Its body, pointing to some of the mentions among these annotations where it is a frame.
    fn pointing_to(&self, found: &[Annotation]) -> Body {
        let Body::Frame(frame) = &self.body else { return self.body.clone() };
        let mentions: Vec<_> = found.iter().filter(|annotation| annotation.label().is_some()).collect();
        if mentions.is_empty() {
            return self.body.clone();
        }
        let pick = |index: &Index| Referent::Mention(mentions[index.index(mentions.len())].id.clone());
        let picked: Vec<_> = self.points_to.iter().map(pick).collect();
        let (holders, targets) = picked.split_at(picked.len() / 2);
        Body::Frame(pointing(frame, holders, targets))
    }
}

fn fragments(text: &Text, mark: &Mark) -> Fragments {
    let start = mark.start.index(text.len() as usize) as u32;
    let mut end = start.saturating_add(mark.chars).min(text.len());
    let mut ranges = vec![range(start, end)];
    for (gap, chars) in &mark.more {
        let start = end + gap;
        end = (start + chars).min(text.len());
        if start >= end {
            break;
        }
        ranges.push(range(start, end));
    }
    Fragments::new(&ranges).expect("in order")
}

/// Sessions with up to `most` annotations: overlapping, nested, of equal extent, in several fragments, without words.
pub(crate) fn sessions(most: usize) -> impl Strategy<Value = Session> {
    (texts(), vec(mark(), 0..=most)).prop_map(|(text, marks)| {
        let annotations = annotate(&text, &marks, 0);
        session(text, annotations)
    })
}

/// A command on a session that is not known yet.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// Milliseconds after the step before it.
    pause: i64,
    action: StepAction,
}

#[derive(Clone, Debug)]
enum StepAction {
    Add(Vec<Mark>),
    AddTwice(Mark),
    Remove(Vec<Index>),
    Relabel(Vec<Index>, LabelId),
    SetPolarity(Vec<Index>, Polarity),
    SetNote(Index, &'static str),
    SetReview(Vec<Index>, bool),
    Describe(u8, &'static str),
    RemoveUnknown,
    Reshape(Index, Mark),
    Merge(Vec<Index>),
    Split(Index, Index),
    SetAttribute(Vec<Index>, &'static str, Option<AttributeValue>),
    PutLabel(LabelPlan),
    RemoveLabel(Index),
    SetLabels(usize, Vec<AttributeDefinition>),
    DefineAttributes(Vec<AttributeDefinition>),
    SetFrame(Index, Frame, Vec<Index>),
    Join(Index, Vec<Index>, Vec<Index>),
    Separate(Vec<Index>),
    PutEntity(Index, &'static str),
    RemoveEntity(Index),
    PutRelation(Index, Index, Index),
    ChangeRelation(Index, Index, &'static str),
    RemoveRelations(Vec<Index>),
    DefineRelations(usize),
    DefineCodes(Vec<AttributeDefinition>),
    SetCode(&'static str, AttributeValue),
    RemoveCode(&'static str),
    Dismiss(&'static str, bool),
    Attach(AttachmentPlan),
    Undo,
    Redo,
}

/// A label to put at a place: one that is there, or a new one.
#[derive(Clone, Debug)]
struct LabelPlan {
    known: Option<Index>,
    name: Option<&'static str>,
    key: Option<LabelKey>,
    slot: Slot,
    place: u32,
}

/// What a file says: marks, the first of them a mention of a new entity, a relation between the first two, a value of a
/// variable; and whether it has what is there already too.
#[derive(Clone, Debug)]
struct AttachmentPlan {
    marks: Vec<Mark>,
    set: Option<(usize, Vec<AttributeDefinition>)>,
    code: Option<(&'static str, AttributeValue)>,
    again: bool,
}

/// Commands of all kinds, some of which are bound to be refused.
pub(crate) fn step() -> impl Strategy<Value = Step> {
    let some = || vec(any::<Index>(), 1..5);
    let words = || select(&["", "a", "ab", "abc 😀"] as &[&str]);
    let action = prop_oneof![
        6 => vec(mark(), 0..4).prop_map(StepAction::Add),
        1 => mark().prop_map(StepAction::AddTwice),
        3 => some().prop_map(StepAction::Remove),
        3 => (some(), labels()).prop_map(|(ids, label)| StepAction::Relabel(ids, label)),
        3 => (some(), polarities()).prop_map(|(ids, polarity)| StepAction::SetPolarity(ids, polarity)),
        3 => (any::<Index>(), words()).prop_map(|(id, note)| StepAction::SetNote(id, note)),
        2 => (some(), any::<bool>()).prop_map(|(ids, review)| StepAction::SetReview(ids, review)),
        2 => (0_u8..3, words()).prop_map(|(field, words)| StepAction::Describe(field, words)),
        1 => Just(StepAction::RemoveUnknown),
        3 => (any::<Index>(), mark()).prop_map(|(id, mark)| StepAction::Reshape(id, mark)),
        3 => some().prop_map(StepAction::Merge),
        3 => (any::<Index>(), any::<Index>()).prop_map(|(id, place)| StepAction::Split(id, place)),
        3 => (some(), attribute_name(), proptest::option::of(attribute_value()))
            .prop_map(|(ids, name, value)| StepAction::SetAttribute(ids, name, value)),
        4 => label_plan().prop_map(StepAction::PutLabel),
        2 => any::<Index>().prop_map(StepAction::RemoveLabel),
        1 => (0_usize..4, definitions()).prop_map(|(set, attributes)| StepAction::SetLabels(set, attributes)),
        2 => definitions().prop_map(StepAction::DefineAttributes),
        4 => (any::<Index>(), frame_plain(), vec(any::<Index>(), 0..5))
            .prop_map(|(id, frame, points_to)| StepAction::SetFrame(id, frame, points_to)),
        5 => (any::<Index>(), vec(any::<Index>(), 0..4), vec(any::<Index>(), 0..2))
            .prop_map(|(entity, mentions, others)| StepAction::Join(entity, mentions, others)),
        2 => some().prop_map(StepAction::Separate),
        2 => (any::<Index>(), select(&["Ada", " ", "Zoe\u{308}"] as &[&str]))
            .prop_map(|(entity, name)| StepAction::PutEntity(entity, name)),
        1 => any::<Index>().prop_map(StepAction::RemoveEntity),
        4 => (any::<Index>(), any::<Index>(), any::<Index>())
            .prop_map(|(label, from, to)| StepAction::PutRelation(label, from, to)),
        1 => (any::<Index>(), any::<Index>(), words())
            .prop_map(|(relation, to, note)| StepAction::ChangeRelation(relation, to, note)),
        1 => vec(any::<Index>(), 1..3).prop_map(StepAction::RemoveRelations),
        1 => (0_usize..9).prop_map(StepAction::DefineRelations),
        1 => definitions().prop_map(StepAction::DefineCodes),
        2 => (attribute_name(), attribute_value()).prop_map(|(name, value)| StepAction::SetCode(name, value)),
        1 => attribute_name().prop_map(StepAction::RemoveCode),
        2 => (select(&["same text, two labels: Kyiv", "edge:k3x9a1bz", ""] as &[&str]), any::<bool>())
            .prop_map(|(finding, dismiss)| StepAction::Dismiss(finding, dismiss)),
        4 => attachment_plan().prop_map(StepAction::Attach),
        5 => Just(StepAction::Undo),
        3 => Just(StepAction::Redo),
    ];
    (select(&[0_i64, 900, 5_000, 5_001, 60_000] as &[i64]), action).prop_map(|(pause, action)| Step { pause, action })
}

fn attachment_plan() -> impl Strategy<Value = AttachmentPlan> {
    let code = (attribute_name(), attribute_value());
    (vec(mark(), 0..4), weighted(0.3, (0_usize..4, definitions())), weighted(0.3, code), proptest::bool::weighted(0.1))
        .prop_map(|(marks, set, code, again)| AttachmentPlan { marks, set, code, again })
}

impl AttachmentPlan {
    /// What it is on `session`, with ids that count from `first`.
    fn attachment(&self, session: &Session, at: Timestamp, first: u64) -> Attachment {
        let preset = |set: &usize| LabelSet::PRESETS.get(*set).map_or_else(LabelSet::default, |(_, preset)| preset());
        let labels = self.set.as_ref().map(|(set, attributes)| preset(set).with_attributes(attributes.clone()));
        let types = labels.as_ref().unwrap_or(&session.labels).relations();
        let mut annotations = annotate(&session.text, &self.marks, first);
        let entity = Entity::new(EntityId::from_bits(first), "Somebody");
        let mut entities = Vec::new();
        if let Some(Body::Mention { entity: of, .. }) = annotations.first_mut().map(|first| &mut first.body) {
            *of = Some(entity.id.clone());
            entities.push(entity);
        }
        let relation = annotations.first().zip(annotations.get(1)).zip(types.first()).map(|((from, to), kind)| {
            Relation::new(RelationId::from_bits(first), kind.id.clone(), from.id.clone(), to.id.clone(), at)
        });
        if self.again {
            annotations.extend(session.annotations.iter(&session.text).next().map(|known| (**known).clone()));
        }
        let code = self.code.as_ref().map(|(name, value)| Code {
            name: (*name).into(),
            value: value.clone(),
            modified: at,
            coder: None,
        });
        let relations = relation.into_iter().collect();
        let records = Records { entities, annotations, relations, codes: code.into_iter().collect() };
        Attachment { source: "found <b> 😀.csv".into(), labels, records }
    }
}

fn attribute_name() -> impl Strategy<Value = &'static str> {
    select(&["link", "Gender", "gender", "Age", "", "link", "Gender"] as &[&str])
}

fn attribute_value() -> impl Strategy<Value = AttributeValue> {
    prop_oneof![
        select(&["", "female", "male", "Q7259"] as &[&str]).prop_map(|words| AttributeValue::Text(words.into())),
        any::<bool>().prop_map(AttributeValue::Flag),
        select(&["0", "-1.5", "1e9", "01", "ten"] as &[&str]).prop_map(|number| AttributeValue::Number(number.into())),
    ]
}

/// Attributes that mentions can have; now and then two of the same name, or a choice with nothing to choose from.
fn definitions() -> impl Strategy<Value = Vec<AttributeDefinition>> {
    let options = select(&[&["female", "male"] as &[&str], &["female"], &["a", "b", "c"], &[]] as &[&[&str]]);
    let kind = prop_oneof![
        3 => options.prop_map(|options| AttributeKind::Choice(options.iter().map(|option| Rc::from(*option)).collect())),
        1 => Just(AttributeKind::Flag),
        1 => Just(AttributeKind::Number),
        2 => Just(AttributeKind::Text),
    ];
    let definition = (attribute_name(), kind).prop_map(|(name, kind)| AttributeDefinition {
        name: name.into(),
        kind,
        unknown: Unknown::default(),
    });
    vec(definition, 0..4)
}

fn label_plan() -> impl Strategy<Value = LabelPlan> {
    let names = select(&["Person", "PLACE", "org", "MISC", " ", "MISC 2", "Zoe\u{308}"] as &[&str]);
    let key = (0_u8..=18).prop_map(LabelKey::new);
    (weighted(0.6, any::<Index>()), weighted(0.5, names), key, 0..Slot::COUNT, 0_u32..25).prop_map(
        |(known, name, key, slot, place)| LabelPlan {
            known,
            name,
            key,
            slot: Slot::new(slot).expect("in the palette"),
            place,
        },
    )
}

impl LabelPlan {
    fn label(&self, set: &LabelSet) -> Label {
        let known = self.known.filter(|_| !set.is_empty()).map(|index| &set.labels()[index.index(set.len())]);
        let known = known.map(|label| (**label).clone());
        let name = self.name.unwrap_or("NEW");
        let mut label = known.unwrap_or_else(|| Label {
            id: LabelId::fresh(name, |id| set.get(id).is_some()),
            name: name.into(),
            description: "".into(),
            slot: self.slot,
            key: self.key,
            folded: false,
            unknown: Unknown::default(),
        });
        if let Some(name) = self.name {
            label.name = name.into();
            label.key = self.key;
        }
        label
    }
}

/// The command that `step` is on `session`: its picks fall on annotations that are there, its new ids count from
/// `first`.
pub(crate) fn command(session: &Session, step: &Step, now: &mut i64, first: u64) -> Command {
    let ids: Vec<_> = session.annotations.iter(&session.text).map(|annotation| annotation.id.clone()).collect();
    let nobody = || AnnotationId::new("nobody").expect("a valid id");
    let pick = |index: &Index| if ids.is_empty() { nobody() } else { ids[index.index(ids.len())].clone() };
    let picks = |indexes: &[Index]| indexes.iter().map(pick).collect::<Vec<_>>();
    let all = || session.annotations.iter(&session.text);
    let mentions: Vec<_> = all().filter(|a| a.label().is_some()).map(|a| a.id.clone()).collect();
    let mention = |index: &Index| (!mentions.is_empty()).then(|| mentions[index.index(mentions.len())].clone());
    let entities: Vec<_> = session.entities.values().collect();
    let entity_of = |index: &Index| (!entities.is_empty()).then(|| (**entities[index.index(entities.len())]).clone());
    // One in so many times a new one.
    let entity = |index: &Index| entity_of(index).filter(|_| index.index(3) > 0);
    let fresh_entity = |id| Entity::new(EntityId::from_bits(id), "Somebody");
    let relations: Vec<_> = session.relations.values().collect();
    let relation = |index: &Index| (!relations.is_empty()).then(|| (**relations[index.index(relations.len())]).clone());
    let action = match &step.action {
        StepAction::Add(marks) => Action::Add(annotate(&session.text, marks, first)),
        StepAction::AddTwice(mark) => {
            let one = annotate(&session.text, std::slice::from_ref(mark), first);
            Action::Add(one.iter().chain(&one).cloned().collect())
        }
        StepAction::Remove(indexes) => Action::Remove(picks(indexes)),
        StepAction::Relabel(indexes, label) => Action::Relabel(picks(indexes), label.clone()),
        StepAction::SetPolarity(indexes, polarity) => Action::SetPolarity(picks(indexes), *polarity),
        StepAction::SetNote(index, note) => Action::SetNote(pick(index), (*note).into()),
        StepAction::SetReview(indexes, review) => Action::SetReview(picks(indexes), *review),
        StepAction::Describe(field, words) => {
            let mut description = (*session.description).clone();
            let fields = [&mut description.title, &mut description.source, &mut description.note];
            for (_, text) in fields.into_iter().enumerate().filter(|(index, _)| *index == usize::from(*field)) {
                *text = (*words).into();
            }
            Action::Describe(description)
        }
        StepAction::RemoveUnknown => Action::Remove(vec![nobody()]),
        StepAction::Reshape(index, mark) => {
            let like = annotate(&session.text, std::slice::from_ref(mark), first);
            Action::Reshape(pick(index), like.into_iter().next().map(|a| a.fragments).unwrap_or_default())
        }
        StepAction::Merge(indexes) => Action::Merge(picks(indexes)),
        StepAction::Split(index, place) => {
            let id = pick(index);
            let extent = session.annotations.get(&id).and_then(|annotation| annotation.extent()).unwrap_or_default();
            let at = extent.start().plus(place.index(extent.len() as usize + 1) as u32);
            Action::Split(id, at, AnnotationId::from_bits(first))
        }
        StepAction::SetAttribute(indexes, name, value) => {
            Action::SetAttribute(picks(indexes), (*name).into(), value.clone())
        }
        StepAction::PutLabel(plan) => Action::PutLabel(plan.label(&session.labels), plan.place),
        StepAction::RemoveLabel(index) => {
            let labels: Vec<_> = session.labels.iter().map(|label| label.id.clone()).collect();
            let unknown = LabelId::new("no such label").expect("an id");
            Action::RemoveLabel(if labels.is_empty() { unknown } else { labels[index.index(labels.len())].clone() })
        }
        StepAction::SetLabels(set, attributes) => {
            let preset = LabelSet::PRESETS.get(*set).map_or_else(LabelSet::default, |(_, preset)| preset());
            Action::SetLabels(preset.with_attributes(attributes.clone()))
        }
        StepAction::DefineAttributes(attributes) => Action::DefineAttributes(attributes.clone()),
        StepAction::SetFrame(index, frame, points_to) => {
            let frames: Vec<_> = all().filter(|a| a.frame().is_some()).map(|a| a.id.clone()).collect();
            let id = if frames.is_empty() { pick(index) } else { frames[index.index(frames.len())].clone() };
            let mentions = all().filter(|a| a.label().is_some()).map(|a| Referent::Mention(a.id.clone()));
            let known: Vec<_> = mentions.chain(session.entities.keys().cloned().map(Referent::Entity)).collect();
            let picked = points_to.iter().filter(|_| !known.is_empty()).map(|i| known[i.index(known.len())].clone());
            let picked: Vec<_> = picked.collect();
            let (holders, targets) = picked.split_at(picked.len() / 2);
            Action::SetFrame(id, pointing(frame, holders, targets))
        }
        StepAction::Join(index, mentions, others) => {
            let entity = entity(index).unwrap_or_else(|| fresh_entity(first));
            let others = others.iter().filter_map(&entity_of).map(|other| other.id).collect();
            Action::Join(entity, mentions.iter().filter_map(mention).collect(), others)
        }
        StepAction::Separate(indexes) => Action::Separate(indexes.iter().filter_map(mention).collect()),
        StepAction::PutEntity(index, name) => {
            let known = entity(index).unwrap_or_else(|| fresh_entity(first));
            let identifier = Identifier::new(if name.len() > 3 { "Q7259" } else { "" });
            Action::PutEntity(Entity { name: (*name).into(), identifier, note: "a note".into(), ..known })
        }
        StepAction::RemoveEntity(index) => {
            Action::RemoveEntity(entity_of(index).unwrap_or_else(|| fresh_entity(first)).id)
        }
        StepAction::PutRelation(label, from, to) => {
            let types = session.labels.relations();
            let unknown = || LabelId::new("no such type").expect("an id");
            let label = if types.is_empty() { unknown() } else { types[label.index(types.len())].id.clone() };
            Action::PutRelation(Relation::new(
                RelationId::from_bits(first),
                label,
                pick(from),
                pick(to),
                Timestamp(*now),
            ))
        }
        StepAction::ChangeRelation(index, to, note) => match relation(index) {
            Some(relation) => Action::PutRelation(Relation { to: pick(to), note: (*note).into(), ..relation }),
            None => Action::RemoveRelations(vec![RelationId::from_bits(0)]),
        },
        StepAction::RemoveRelations(indexes) => {
            let known: Vec<_> = indexes.iter().filter_map(relation).map(|relation| relation.id).collect();
            Action::RemoveRelations(if known.is_empty() { vec![RelationId::from_bits(0)] } else { known })
        }
        StepAction::DefineRelations(count) => {
            Action::DefineRelations(RelationType::news().iter().take(*count).cloned().collect())
        }
        StepAction::DefineCodes(codes) => Action::DefineCodes(codes.clone()),
        StepAction::SetCode(name, value) => Action::SetCode(Code {
            name: (*name).into(),
            value: value.clone(),
            modified: Timestamp(*now),
            coder: Some("coder 2".into()),
        }),
        StepAction::RemoveCode(name) => Action::RemoveCode((*name).into()),
        StepAction::Dismiss(finding, dismiss) => Action::Dismiss((*finding).into(), *dismiss),
        StepAction::Attach(plan) => Action::Attach(plan.attachment(session, Timestamp(*now), first)),
        StepAction::Undo => Action::Undo,
        StepAction::Redo => Action::Redo,
    };
    *now += step.pause;
    Command { at: Timestamp(*now), action }
}

/// What became of a step.
pub(crate) struct Outcome {
    pub(crate) before: Session,
    pub(crate) command: Command,
    pub(crate) result: Result<Session, CommandError>,
}

/// Runs `steps` one after another from `session`; a refused one is passed over.
pub(crate) fn run(session: &Session, steps: &[Step]) -> Vec<Outcome> {
    let mut now = 1_800_000_000_000;
    let mut current = session.clone();
    let mut outcomes = Vec::new();
    for (step, first) in steps.iter().zip((1_000..).step_by(10)) {
        let command = command(&current, step, &mut now, first);
        let result = current.run(&command);
        let before = current.clone();
        if let Ok(next) = &result {
            current = next.clone();
        }
        outcomes.push(Outcome { before, command, result });
    }
    outcomes
}

/// The session at the end of `outcomes`, or `start` where nothing was run.
pub(crate) fn last(start: &Session, outcomes: &[Outcome]) -> Session {
    let last = outcomes.last().map(|outcome| outcome.result.as_ref().unwrap_or(&outcome.before));
    last.unwrap_or(start).clone()
}
