//! The numbers of Insight are those of the file: every one of them is counted again, by brute force, over the JSON that a
//! person downloads.

#![cfg(not(target_arch = "wasm32"))]

mod common;

use common::documents::{config, text};
use common::sessions;
use proptest::prelude::*;
use rubricate::format::native;
use rubricate::model::insight::{
    Bin, Company, Comparison, Course, Insight, Line, Matrix, Network, Stretches, Tally, Thing, ThingIndex, ThingKey,
    folded,
};
use rubricate::model::session::{Records, UnknownParts};
use rubricate::model::{
    Annotation, AnnotationId, BlockIndex, Body, CharPos, CharRange, Description, Document, DocumentId, Entity,
    EntityId, Fragments, Frame, Holder, Identifier, LabelSet, Polarity, Referent, Session, Text, Timestamp,
};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use unicode_segmentation::UnicodeSegmentation;

type Laws = Result<(), TestCaseError>;

/// A file, read without any of our code but the folding of words.
struct File(Json);

/// A frame of a file.
struct FileFrame<'a> {
    id: &'a str,
    polarity: &'a str,
    score: i64,
    holder: String,
    targets: BTreeSet<String>,
    start: Option<u64>,
}

const AUTHOR: &str = "author";
const IMPLICIT: &str = "implicit";

impl File {
    fn of(session: &Session) -> Self {
        // Numbers of other programs, which serde_json finds too large.
        let written = native::write(session).replace("1e999", "1e9");
        Self(serde_json::from_str(&written).expect("JSON"))
    }

    fn list(&self, name: &str) -> impl Iterator<Item = &Json> {
        self.0[name].as_array().into_iter().flatten()
    }

    /// What a mention names, as a word of this test.
    fn named_by(mention: &Json) -> String {
        match mention["entity"].as_str() {
            Some(entity) => format!("entity {entity}"),
            None => {
                let quotes = mention["spans"].as_array().into_iter().flatten().map(|span| str_of(&span["quote"]));
                let words = folded(&quotes.collect::<Vec<_>>().join(" "));
                format!("words {words} {}", str_of(&mention["label"]))
            }
        }
    }

    fn referent(&self, referent: &Json) -> String {
        match (referent.as_str(), referent["entity"].as_str(), referent["mention"].as_str()) {
            (Some(word), ..) => word.to_owned(),
            (_, Some(entity), _) => format!("entity {entity}"),
            (.., id) => {
                let mention = self.list("mentions").find(|mention| mention["id"].as_str() == id);
                Self::named_by(mention.expect("a file is closed under its references"))
            }
        }
    }

    fn frames(&self) -> Vec<FileFrame<'_>> {
        let frame = |frame| {
            let frame: &Json = frame;
            let strength = match str_of(&frame["intensity"]) {
                "weak" => 1,
                "average" => 2,
                _ => 3,
            };
            let polarity = str_of(&frame["polarity"]);
            let sign = match polarity {
                "positive" => 1,
                "negative" => -1,
                _ => 0,
            };
            let targets: BTreeSet<_> =
                frame["targets"].as_array().into_iter().flatten().map(|target| self.referent(target)).collect();
            FileFrame {
                id: str_of(&frame["id"]),
                polarity,
                score: sign * strength,
                holder: frame["holders"]
                    .as_array()
                    .and_then(|all| all.last())
                    .map_or(String::new(), |h| self.referent(h)),
                targets: if targets.is_empty() { [IMPLICIT.to_owned()].into() } else { targets },
                start: frame["spans"][0]["start"].as_u64(),
            }
        };
        self.list("frames").map(frame).collect()
    }
}

fn str_of(json: &Json) -> &str {
    json.as_str().unwrap_or_default()
}

fn word(thing: &Thing) -> String {
    match &thing.key {
        ThingKey::Author => AUTHOR.to_owned(),
        ThingKey::Implicit => IMPLICIT.to_owned(),
        ThingKey::Entity(id) => format!("entity {id}"),
        ThingKey::Words(words, label) => format!("words {words} {label}"),
    }
}

fn is_tally(tally: &Tally, frames: &[FileFrame], wanted: impl Fn(&FileFrame) -> bool) -> Laws {
    let wanted: Vec<_> = frames.iter().filter(|frame| wanted(frame)).collect();
    let ids: Vec<_> = wanted.iter().map(|frame| frame.id).collect();
    prop_assert_eq!(tally.frames.iter().map(AnnotationId::as_str).collect::<Vec<_>>(), ids);
    prop_assert_eq!((tally.count(), tally.is_empty()), (wanted.len(), wanted.is_empty()));
    prop_assert_eq!(tally.score, wanted.iter().map(|frame| frame.score).sum::<i64>());
    for polarity in Polarity::ALL {
        let count = wanted.iter().filter(|frame| frame.polarity == polarity.name()).count();
        prop_assert_eq!(tally.of(polarity), count);
    }
    prop_assert_eq!(tally.mean(), (!wanted.is_empty()).then(|| tally.score as f64 / wanted.len() as f64));
    Ok(())
}

fn things_are_those_of_the_file(insight: &Insight, file: &File) -> Laws {
    let frames = file.frames();
    let mut words = BTreeSet::new();
    for thing in &insight.things {
        let own = word(thing);
        prop_assert!(words.insert(own.clone()), "{} is there twice", own);
        is_tally(&thing.held, &frames, |frame| frame.holder == own)?;
        is_tally(&thing.about, &frames, |frame| frame.targets.contains(&own))?;
        let mentions: Vec<_> = file.list("mentions").filter(|mention| File::named_by(mention) == own).collect();
        let ids: Vec<_> = mentions.iter().map(|mention| str_of(&mention["id"])).collect();
        prop_assert_eq!(thing.mentions.iter().map(AnnotationId::as_str).collect::<Vec<_>>(), ids);
        let mut labels = BTreeMap::<&str, usize>::new();
        mentions.iter().for_each(|mention| *labels.entry(str_of(&mention["label"])).or_default() += 1);
        prop_assert!(thing.labels.windows(2).all(|pair| pair[0].1 >= pair[1].1));
        let counted: BTreeMap<_, _> = thing.labels.iter().map(|(label, count)| (label.as_str(), *count)).collect();
        prop_assert_eq!(counted, labels);
        let entity = file.list("entities").find(|entity| own == format!("entity {}", str_of(&entity["id"])));
        if let Some(entity) = entity {
            prop_assert_eq!(&*thing.name, str_of(&entity["name"]));
            prop_assert_eq!(thing.identifier.as_ref().map(Identifier::as_str), entity["identifier"].as_str());
        } else if thing.is_named() {
            let named = format!("words {} ", folded(&thing.name));
            prop_assert!(own.starts_with(&named));
        }
    }
    is_tally(&insight.all, &frames, |_| true)?;
    let all = file.list("mentions").map(File::named_by).chain(frames.iter().flat_map(|frame| frame.targets.clone()));
    let all: BTreeSet<_> = all.chain(frames.iter().map(|frame| frame.holder.clone())).collect();
    prop_assert!(all.is_subset(&words), "{:?} is missing", all.difference(&words));
    Ok(())
}

/// The words of a line: one thing, or all that have none of their own.
fn line(insight: &Insight, lines: &[(Line, Tally)], place: usize, all: &BTreeSet<String>) -> BTreeSet<String> {
    let own = |line: &Line| match line {
        Line::Thing(index) => Some(word(insight.thing(*index))),
        Line::Others(_) => None,
    };
    match own(&lines[place].0) {
        Some(own) => [own].into(),
        None => {
            let shown: BTreeSet<_> = lines.iter().filter_map(|(line, _)| own(line)).collect();
            all.difference(&shown).cloned().collect()
        }
    }
}

fn matrix_is_that_of_the_file(insight: &Insight, file: &File, most: usize) -> Laws {
    let frames = file.frames();
    let matrix = Matrix::new(insight, most);
    let holders: BTreeSet<_> = frames.iter().map(|frame| frame.holder.clone()).collect();
    let targets: BTreeSet<_> = frames.iter().flat_map(|frame| frame.targets.clone()).collect();
    for (lines, all) in [(&matrix.rows, &holders), (&matrix.columns, &targets)] {
        let own = lines.iter().filter(|(line, _)| matches!(line, Line::Thing(_)));
        prop_assert!(own.clone().map(|(_, sum)| sum.count()).is_sorted_by(|a, b| a >= b));
        prop_assert_eq!(own.count(), all.len().min(most));
        let others = all.len().saturating_sub(most);
        let last = lines.last().map(|(line, _)| *line);
        prop_assert_eq!(last == Some(Line::Others(others)), others > 0);
    }
    prop_assert_eq!(matrix.cells.len(), matrix.rows.len());
    for (row, cells) in matrix.cells.iter().enumerate() {
        let of_row = line(insight, &matrix.rows, row, &holders);
        is_tally(&matrix.rows[row].1, &frames, |frame| of_row.contains(&frame.holder))?;
        prop_assert_eq!(cells.len(), matrix.columns.len());
        for (column, cell) in cells.iter().enumerate() {
            let of_column = line(insight, &matrix.columns, column, &targets);
            is_tally(cell, &frames, |frame| of_row.contains(&frame.holder) && !frame.targets.is_disjoint(&of_column))?;
        }
    }
    for column in 0..matrix.columns.len() {
        let of_column = line(insight, &matrix.columns, column, &targets);
        is_tally(&matrix.columns[column].1, &frames, |frame| !frame.targets.is_disjoint(&of_column))?;
    }
    Ok(())
}

fn network_is_that_of_the_file(insight: &Insight, file: &File, most: usize, most_ties: usize) -> Laws {
    let frames = file.frames();
    let network = Network::new(insight, most, most_ties);
    let nodes: Vec<_> = network.nodes.iter().map(|index| word(insight.thing(*index))).collect();
    let mut all: BTreeSet<_> = frames.iter().map(|frame| frame.holder.clone()).collect();
    all.extend(frames.iter().flat_map(|frame| frame.targets.clone()));
    prop_assert_eq!(nodes.len(), all.len().min(most));
    prop_assert_eq!(network.others, all.len() - nodes.len());
    let mut drawn = BTreeSet::new();
    for tie in &network.ties {
        let [from, to] = [tie.from, tie.to].map(|index| word(insight.thing(index)));
        prop_assert!(nodes.contains(&from) && nodes.contains(&to) && !tie.tally.is_empty());
        is_tally(&tie.tally, &frames, |frame| frame.holder == from && frame.targets.contains(&to))?;
        drawn.extend(tie.tally.frames.iter().map(|id| id.as_str().to_owned()));
    }
    let mut pairs = 0;
    for from in &nodes {
        let between = |to: &&String| frames.iter().any(|f| f.holder == *from && f.targets.contains(*to));
        pairs += nodes.iter().filter(between).count();
    }
    prop_assert_eq!(network.ties.len(), pairs.min(most_ties));
    prop_assert!(network.ties.windows(2).all(|pair| pair[0].tally.count() >= pair[1].tally.count()));
    is_tally(&network.left_out, &frames, |frame| !drawn.contains(frame.id))
}

fn course_is_that_of_the_file(insight: &Insight, file: &File, about: Option<ThingIndex>, bins: usize) -> Laws {
    let frames = file.frames();
    let course = Course::new(insight, about, bins);
    let about = about.map(|index| word(insight.thing(index)));
    let wanted = |frame: &FileFrame| about.as_ref().is_none_or(|about| frame.targets.contains(about));
    let length = file.0["document"]["length"]["code_points"].as_u64().expect("a number");
    prop_assert_eq!(course.bins.len() as u64, (bins as u64).clamp(1, length.max(1)));
    let mut end = 0;
    let mut before = 0;
    let mut turns = Vec::new();
    for (place, Bin { range, tally, above, below }) in course.bins.iter().enumerate() {
        prop_assert_eq!(u64::from(range.start().0), end, "the stretches follow one another");
        end = u64::from(range.end().0);
        let inside = |frame: &FileFrame| frame.start.is_some_and(|at| range.contains(CharPos(at as u32)));
        is_tally(tally, &frames, |frame| wanted(frame) && inside(frame))?;
        let scores: Vec<_> =
            frames.iter().filter(|frame| wanted(frame) && inside(frame)).map(|frame| frame.score).collect();
        prop_assert_eq!(*above, scores.iter().filter(|score| **score > 0).sum::<i64>());
        prop_assert_eq!(*below, scores.iter().filter(|score| **score < 0).sum::<i64>());
        let sign = (above + below).signum();
        if sign != 0 {
            if before == -sign {
                turns.push((place, sign > 0));
            }
            before = sign;
        }
    }
    prop_assert_eq!(end, length);
    let spread = course.bins.iter().map(|bin| bin.range.len());
    prop_assert!(spread.clone().max().unwrap_or(0) - spread.min().unwrap_or(0) <= 1, "they are of the same length");
    prop_assert_eq!(course.turns.iter().map(|turn| (turn.bin, turn.to_positive)).collect::<Vec<_>>(), turns);
    is_tally(&course.wordless, &frames, |frame| wanted(frame) && frame.start.is_none())
}

/// The sentences of a block, as the tests' own library has them.
fn sentences(text: &Text, index: BlockIndex) -> Vec<CharRange> {
    let block = text.block(index).expect("a block of the text");
    let mut at = block.chars.start();
    let pieces = text.block_str(block).split_sentence_bounds();
    let ranges = pieces.map(|piece| {
        let range = CharRange::between(at, at.plus(piece.chars().count() as u32));
        at = range.end();
        range
    });
    ranges.collect()
}

fn company_is_that_of_the_file(session: &Session, insight: &Insight, file: &File, stretches: &Stretches) -> Laws {
    prop_assert!(stretches.ranges.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
    // The last stretch that has begun, whatever lies between stretches.
    let stretch = |mention: &Json| {
        let start = mention["spans"][0]["start"].as_u64().expect("a mention has words") as u32;
        let at = stretches.at(CharPos(start));
        let slow = stretches.ranges.iter().rfind(|range| range.start().0 <= start).copied();
        (at == slow).then_some(at).expect("a search finds what a look at each finds")
    };
    let mut by_stretch: Vec<(Option<CharRange>, BTreeSet<String>)> = Vec::new();
    for mention in file.list("mentions") {
        let stretch = stretch(mention);
        match by_stretch.iter_mut().find(|(known, _)| *known == stretch) {
            Some((_, words)) => drop(words.insert(File::named_by(mention))),
            None => by_stretch.push((stretch, [File::named_by(mention)].into())),
        }
    }
    by_stretch.retain(|(stretch, _)| stretch.is_some());
    for most in [2, 1_000] {
        let company = Company::new(insight, stretches, most);
        let mentioned = insight.things.iter().filter(|thing| !thing.mentions.is_empty()).count();
        prop_assert_eq!(company.others, mentioned.saturating_sub(most));
        for pair in &company.pairs {
            let [a, b] = pair.things.map(|index| word(insight.thing(index)));
            let together = by_stretch.iter().filter(|(_, words)| words.contains(&a) && words.contains(&b));
            let together: Vec<_> = together.map(|(stretch, _)| *stretch).collect();
            prop_assert!(a != b);
            let mut places = Vec::new();
            for id in &pair.places {
                let mention = file.list("mentions").find(|mention| str_of(&mention["id"]) == id.as_str());
                let mention = mention.expect("a mention of the file");
                prop_assert!([&a, &b].contains(&&File::named_by(mention)));
                places.push(stretch(mention));
            }
            prop_assert_eq!(places, together);
        }
        if most == 1_000 {
            let pairs = |words: &BTreeSet<String>| {
                let pair = |a: &String| {
                    words.iter().filter(move |b| a < *b).map(|b| (a.clone(), b.clone())).collect::<Vec<_>>()
                };
                words.iter().flat_map(pair).collect::<Vec<_>>()
            };
            let all: BTreeSet<_> = by_stretch.iter().flat_map(|(_, words)| pairs(words)).collect();
            prop_assert_eq!(company.pairs.len(), all.len());
        }
        prop_assert!(company.pairs.windows(2).all(|pair| pair[0].places.len() >= pair[1].places.len()));
    }
    prop_assert_eq!(session.text.len(), insight.length);
    Ok(())
}

fn comparison_follows_its_rules(first: &Insight, second: &Insight) -> Laws {
    let occurs = |insight: &Insight| -> Vec<ThingIndex> {
        let in_use =
            |thing: &Thing| thing.is_named() && thing.mentions.len() + thing.held.count() + thing.about.count() > 0;
        let all = insight.things.iter().enumerate().filter(|(_, thing)| in_use(thing));
        all.map(|(place, _)| ThingIndex(place)).collect()
    };
    let (ours, theirs) = (occurs(first), occurs(second));
    let comparison = Comparison::new(first, second);
    let mut taken = (BTreeSet::new(), BTreeSet::new());
    let may_be_same = |a: ThingIndex, b: ThingIndex| {
        let (a, b) = (first.thing(a), second.thing(b));
        match (&a.identifier, &b.identifier) {
            (Some(a), Some(b)) => a == b,
            _ => folded(&a.name) == folded(&b.name),
        }
    };
    for couple in &comparison.both {
        prop_assert!(may_be_same(couple.first, couple.second));
        prop_assert!(taken.0.insert(couple.first) && taken.1.insert(couple.second), "one at most");
    }
    prop_assert!(comparison.both.is_sorted_by_key(|couple| couple.first));
    prop_assert_eq!(comparison.only_first, ours.len() - taken.0.len());
    prop_assert_eq!(comparison.only_second, theirs.len() - taken.1.len());
    for a in ours.iter().filter(|a| !taken.0.contains(a)) {
        for b in theirs.iter().filter(|b| !taken.1.contains(b)) {
            prop_assert!(!may_be_same(*a, *b), "{:?} and {:?} are left alone", first.thing(*a), second.thing(*b));
        }
    }
    Ok(())
}

fn all_numbers(session: &Session) -> Laws {
    let file = File::of(session);
    let insight = Insight::of(session);
    things_are_those_of_the_file(&insight, &file)?;
    for most in [0, 1, 2, 1_000] {
        matrix_is_that_of_the_file(&insight, &file, most)?;
        network_is_that_of_the_file(&insight, &file, most, most / 2 + 1)?;
    }
    let first_target = insight.ranked(|thing| thing.about.count()).first().copied();
    for (about, bins) in [(None, 1), (None, 7), (None, 24), (first_target, 5)] {
        course_is_that_of_the_file(&insight, &file, about, bins)?;
    }
    let by_sentence = Stretches::new(&session.text, &session.annotations, |block| sentences(&session.text, block));
    let by_paragraph = Stretches::new(&session.text, &session.annotations, |_| Vec::new());
    prop_assert!(!by_paragraph.are_sentences);
    company_is_that_of_the_file(session, &insight, &file, &by_sentence)?;
    company_is_that_of_the_file(session, &insight, &file, &by_paragraph)?;
    comparison_follows_its_rules(&insight, &insight)?;
    prop_assert_eq!(Comparison::new(&insight, &insight).only_first, 0, "an article has all in common with itself");
    Ok(())
}

proptest! {
    #![proptest_config(config(160))]

    #[test]
    fn every_number_is_that_of_the_file(session in sessions::session()) {
        all_numbers(&session)?;
    }

    #[test]
    fn articles_are_compared_by_the_rules(first in sessions::session(), second in sessions::session()) {
        comparison_follows_its_rules(&Insight::of(&first), &Insight::of(&second))?;
    }
}

#[test]
fn the_numbers_of_the_linked_session_are_those_of_its_file() {
    all_numbers(&sessions::linked()).unwrap_or_else(|error| panic!("{error}"));
}

fn entity(id: &str, name: &str, identifier: Option<&str>) -> Entity {
    let identifier = identifier.map(|known| Identifier::new(known).expect("an identifier"));
    Entity { identifier, ..Entity::new(EntityId::new(id).expect("an id"), name) }
}

/// A session over `words`, one mention of a label for each line, and frames about entities.
fn session_of(words: &str, entities: Vec<Entity>, annotations: Vec<Annotation>) -> Session {
    let document = Document {
        id: DocumentId::new("d").expect("an id"),
        created: Timestamp(0),
        byte_order_mark: false,
        unknown: UnknownParts::default(),
    };
    let records = Records { entities, annotations, ..Records::default() };
    let session = Session::new(text(words), document, Description::default(), LabelSet::ontonotes());
    session.with_records(records).expect("records that fit")
}

fn about(number: u64, target: &str, polarity: Polarity) -> Annotation {
    let frame = Frame {
        targets: [Referent::Entity(EntityId::new(target).expect("an id"))].into(),
        holders: [Holder::Implicit].into(),
        ..Frame::new(polarity)
    };
    Annotation::new(AnnotationId::from_bits(number), Fragments::default(), Body::Frame(frame), Timestamp(0))
}

#[test]
fn things_are_the_same_by_identifier_and_else_by_name() {
    let first = session_of(
        "x",
        vec![
            entity("a", "Istanbul", Some("Q406")),
            entity("b", "Ankara", Some("Q3640")),
            entity("c", "  IZMIR ", None),
        ],
        vec![about(1, "a", Polarity::Positive), about(2, "b", Polarity::Negative), about(3, "c", Polarity::Mixed)],
    );
    let second = session_of(
        "y",
        vec![
            entity("p", "Constantinople", Some("Q406")),
            entity("q", "Ankara", Some("Q1")),
            entity("r", "izmir", Some("Q2")),
        ],
        vec![about(1, "p", Polarity::Negative), about(2, "q", Polarity::Negative), about(3, "r", Polarity::Positive)],
    );
    let (first, second) = (Insight::of(&first), Insight::of(&second));
    let comparison = Comparison::new(&first, &second);
    let names = |couple: &rubricate::model::insight::Couple| {
        [Rc::clone(&first.thing(couple.first).name), Rc::clone(&second.thing(couple.second).name)]
    };
    let both: Vec<_> = comparison.both.iter().map(names).collect();
    assert_eq!(both, [["Istanbul", "Constantinople"], ["  IZMIR ", "izmir"]].map(|pair| pair.map(Rc::from)));
    assert_eq!((comparison.only_first, comparison.only_second), (1, 1));
}

/// Ten thousand frames about one entity, and as many entities: the table stays small, and nothing is lost.
#[test]
fn much_of_it_is_summed() {
    let count = 10_000;
    let mut entities = vec![entity("one", "One", None)];
    let mut annotations = Vec::new();
    for number in 0..count {
        entities.push(entity(&format!("e{number}"), "Many", None));
        annotations.push(about(number, "one", Polarity::ALL[number as usize % 4]));
        annotations.push(about(count + number, &format!("e{number}"), Polarity::Positive));
    }
    let insight = Insight::of(&session_of("x", entities, annotations));
    let matrix = Matrix::new(&insight, 12);
    assert_eq!(matrix.columns.len(), 13);
    assert_eq!(matrix.columns[0].1.count(), 10_000);
    assert_eq!(matrix.columns[12].0, Line::Others(9_989));
    assert_eq!(matrix.cells[0].iter().map(Tally::count).sum::<usize>(), 20_000);
    let network = Network::new(&insight, 12, 24);
    assert_eq!((network.nodes.len(), network.others, network.left_out.count()), (12, 9_990, 9_990));
}
