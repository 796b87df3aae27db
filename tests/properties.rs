//! The laws of the model (see `docs/architecture.md`), on random texts, annotations and commands.
//!
//! Each law is checked against something slower and simpler: a count per code point, an index rebuilt from scratch.

#![cfg(not(target_arch = "wasm32"))]

mod common;

use common::documents::{
    self, LINE_ENDS, annotate, command, config, empty_session, mark, range, sessions, step, texts,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use rubricate::model::notation;
use rubricate::model::selection::{Endpoint, caret, selected_range};
use rubricate::model::session::Records;
use rubricate::model::text::BLOCK_CHARS;
use rubricate::model::view::Tag;
use rubricate::model::{
    Action, Annotation, AnnotationId, Annotations, BlockIndex, Body, Change, CharPos, CharRange, Command, CommandError,
    Counts, Description, Edit, Entity, EntityId, Fragments, History, LabelId, LabelSet, Links, Polarity, Referent,
    Relation, RelationId, SECTION_BLOCKS, Session, Text, Timestamp, Transaction, segments,
};
use std::collections::BTreeSet;
use std::rc::Rc;
use unicode_segmentation::UnicodeSegmentation;

type Laws = Result<(), TestCaseError>;

// Texts: lines, blocks, sections.

/// Lines and their ends, by the simplest possible reading.
fn lines_by_hand(string: &str) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    let mut rest = string;
    while !rest.is_empty() {
        let ends = LINE_ENDS.iter().filter_map(|end| Some((rest.find(end)?, *end)));
        let first = ends.min_by_key(|(byte, end)| (*byte, usize::MAX - end.len()));
        let (content, end) = first.map_or((rest, ""), |(byte, end)| (&rest[..byte], end));
        lines.push((content.to_owned(), end.to_owned()));
        rest = &rest[content.len() + end.len()..];
    }
    lines
}

fn a_text_is_cut_without_loss(text: &Text) -> Laws {
    let expected = lines_by_hand(text.as_str());
    prop_assert_eq!(text.lines().len(), expected.len());
    prop_assert_eq!(text.len() as usize, text.as_str().chars().count());
    prop_assert_eq!(text.len_utf16() as usize, text.as_str().encode_utf16().count());
    prop_assert_eq!(text.is_empty(), text.as_str().is_empty());
    prop_assert_eq!(text.has_blank_lines(), expected.iter().any(|(line, _)| line.trim().is_empty()));

    let (mut at, mut next_block) = (CharPos(0), 0);
    for (number, (line, (content, end))) in text.lines().iter().zip(&expected).enumerate() {
        prop_assert_eq!(line.blocks.start, next_block, "the blocks of the lines follow one another");
        prop_assert!(!line.blocks.is_empty(), "every line has a block");
        prop_assert_eq!(line.blank, content.trim().is_empty());
        let mut pieces = String::new();
        for index in line.blocks.clone() {
            let block = text.block(BlockIndex(index)).expect("a block of a line is there");
            prop_assert_eq!(block, &text.blocks()[index as usize]);
            prop_assert_eq!(block.chars.start(), at, "blocks follow one another");
            prop_assert!(block.chars.len() as usize <= BLOCK_CHARS);
            prop_assert!(!block.chars.is_empty() || content.is_empty(), "only a line without text has an empty block");
            prop_assert_eq!(text.line_of(BlockIndex(index)), number);
            let piece = text.block_str(block);
            prop_assert_eq!(text.slice(block.chars), Some(piece));
            pieces.push_str(piece);
            if index + 1 < line.blocks.end {
                let cluster = |(byte, cluster): (usize, &str)| {
                    byte == pieces.len()
                        || (byte < pieces.len()
                            && pieces.len() < byte + cluster.len()
                            && cluster.chars().count() > BLOCK_CHARS)
                };
                prop_assert!(
                    piece.ends_with(char::is_whitespace) || content.grapheme_indices(true).any(cluster),
                    "a long line is cut at white space or between clusters, not in {:?}",
                    content.get(pieces.len().saturating_sub(30)..)
                );
            }
            at = block.chars.end();
        }
        prop_assert_eq!(&pieces, content);
        let after = at.plus(end.chars().count() as u32);
        prop_assert_eq!(text.slice(CharRange::between(at, after)), Some(end.as_str()));
        (at, next_block) = (after, line.blocks.end);
    }
    prop_assert_eq!(at.0, text.len(), "the lines and their ends are the whole text");
    prop_assert_eq!(next_block as usize, text.blocks().len());
    Ok(())
}

fn sections_hold_each_block_once(text: &Text) -> Laws {
    let blocks: Vec<u32> = (0..text.section_count()).flat_map(|section| text.section_blocks(section)).collect();
    prop_assert_eq!(blocks, (0..text.blocks().len() as u32).collect::<Vec<_>>());
    for section in 0..text.section_count() {
        let blocks = text.section_blocks(section);
        prop_assert!((1..=SECTION_BLOCKS).contains(&blocks.len()));
        for (place, block) in blocks.enumerate() {
            prop_assert_eq!((BlockIndex(block).section(), BlockIndex(block).within_section()), (section, place));
        }
    }
    prop_assert!(text.section_blocks(text.section_count() + 1).is_empty());
    Ok(())
}

/// Every position of a small text, and of a large one those around its blocks and every 61st.
fn positions(text: &Text) -> Vec<u32> {
    let mut positions: BTreeSet<u32> = (0..=text.len()).step_by(if text.len() < 600 { 1 } else { 61 }).collect();
    positions.insert(text.len());
    if text.len() >= 600 {
        let edges = text.blocks().iter().flat_map(|block| [block.chars.start().0, block.chars.end().0]);
        positions.extend(edges.flat_map(|at| at.saturating_sub(1)..=(at + 2).min(text.len())));
    }
    positions.into_iter().collect()
}

fn units_of_offsets_agree(text: &Text) -> Laws {
    let (mut byte, mut utf16) = (0, 0);
    let mut bytes = Vec::new();
    let mut units = Vec::new();
    for c in text.as_str().chars() {
        bytes.push(byte);
        units.push(utf16);
        byte += c.len_utf8();
        utf16 += c.len_utf16() as u32;
    }
    bytes.push(byte);
    units.push(utf16);

    let positions = positions(text);
    for &at in &positions {
        let at = CharPos(at);
        let utf16 = units[at.0 as usize];
        prop_assert_eq!(text.byte_of(at), Some(bytes[at.0 as usize]));
        prop_assert_eq!(text.utf16_of(at), Some(utf16));
        prop_assert_eq!(text.char_of_utf16(utf16), Some(at), "UTF-16 -> code point is the way back");
        let next = units.get(at.0 as usize + 1);
        if next == Some(&(utf16 + 2)) {
            prop_assert_eq!(text.char_of_utf16(utf16 + 1), None, "no position lies inside a surrogate pair");
        }

        let index = text.block_at(at);
        let Some(block) = text.block(index) else {
            prop_assert!(text.is_empty());
            continue;
        };
        prop_assert!(block.chars.start() <= at);
        prop_assert!(text.block(BlockIndex(index.0 + 1)).is_none_or(|next| at < next.chars.start()));
        if at <= block.chars.end() {
            let ahead = text.utf16_in_block(index, at);
            prop_assert_eq!(ahead, utf16 - units[block.chars.start().0 as usize]);
            prop_assert_eq!(text.chars_in_block(index, ahead), Some((at, at)));
        }
        if at < block.chars.end() && next == Some(&(utf16 + 2)) {
            let inside = text.utf16_in_block(index, at) + 1;
            prop_assert_eq!(text.chars_in_block(index, inside), Some((at, at.plus(1))));
        }
        let past = text.utf16_in_block(index, block.chars.end()) + 1 + at.0 % 7;
        prop_assert_eq!(text.chars_in_block(index, past), Some((block.chars.end(), block.chars.end())));
    }
    for pair in positions.windows(2).chain(positions.chunks(5)) {
        let (Some(&start), Some(&end)) = (pair.first(), pair.last()) else { continue };
        let expected = &text.as_str()[bytes[start as usize]..bytes[end as usize]];
        prop_assert_eq!(text.slice(range(start, end)), Some(expected));
        let touched: Vec<u32> = text.blocks_of(range(start, end)).collect();
        let by_hand: BTreeSet<u32> = (start..end.max(start + 1)).map(|at| text.block_at(CharPos(at)).0).collect();
        prop_assert!(touched.first() == by_hand.first() && touched.last() == by_hand.last());
    }
    let past = CharPos(text.len() + 1);
    prop_assert_eq!((text.byte_of(past), text.utf16_of(past)), (None, None));
    prop_assert_eq!(text.char_of_utf16(text.len_utf16() + 1), None);
    prop_assert_eq!(text.slice(CharRange::between(CharPos(0), past)), None);
    Ok(())
}

proptest! {
    #![proptest_config(config(160))]

    #[test]
    fn texts_are_cut_without_loss(text in texts()) {
        a_text_is_cut_without_loss(&text)?;
        sections_hold_each_block_once(&text)?;
    }

    #[test]
    fn law_4_the_units_of_offsets_agree(text in texts()) {
        units_of_offsets_agree(&text)?;
    }
}

#[test]
fn texts_that_are_hard_to_cut() {
    let clusters = "👨‍👩‍👧‍👦".repeat(1_500);
    let flags = "🇫🇷".repeat(4_500);
    let marks = format!("e{}x", "\u{301}".repeat(BLOCK_CHARS * 2 + 10));
    let space_then_long = format!(" {}", "漢".repeat(BLOCK_CHARS + 5));
    let exact = "x".repeat(BLOCK_CHARS);
    let cases = [
        "",
        "\n",
        "\r\n\r\n",
        "\n\r\n\r",
        " \t ",
        "\u{2028}\u{2029}\u{85}\r",
        &clusters,
        &flags,
        &marks,
        &space_then_long,
        &exact,
        &format!("{exact}y\r\n{exact} "),
    ];
    for case in cases {
        let text = documents::text(case);
        let all = a_text_is_cut_without_loss(&text).and(units_of_offsets_agree(&text));
        all.and(sections_hold_each_block_once(&text)).unwrap_or_else(|error| panic!("{error}"));
    }
}

// Selections.

/// Endpoints at, in and past the blocks of a text.
fn endpoint(text: &Text, place: &Index, extra: u32, kind: u8) -> Endpoint {
    match kind {
        0 => Endpoint::Before,
        1 => Endpoint::After,
        _ if text.is_empty() => Endpoint::After,
        _ => {
            let block = BlockIndex(place.index(text.blocks().len()) as u32);
            let end = text.utf16_in_block(block, CharPos(u32::MAX));
            Endpoint::In { block, offset_utf16: if kind == 2 { 0 } else { extra % (end + 3) } }
        }
    }
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn a_selection_is_words_of_the_text(
        text in texts(),
        (a, a_extra, a_kind) in (any::<Index>(), any::<u32>(), 0_u8..12),
        (b, b_extra, b_kind) in (any::<Index>(), any::<u32>(), 0_u8..12),
    ) {
        let (a, b) = (endpoint(&text, &a, a_extra, a_kind), endpoint(&text, &b, b_extra, b_kind));
        let selected = selected_range(&text, a, b);
        prop_assert_eq!(selected, selected_range(&text, b, a), "backward is as forward");
        let Some(selected) = selected else { return Ok(()) };
        let slice = text.slice(selected);
        prop_assert!(slice.is_some_and(|slice| !slice.is_empty()), "it is in the text and not empty");
        let closes = |c: char| LINE_ENDS.iter().any(|end| end.contains(c));
        prop_assert!(!slice.is_some_and(|slice| slice.starts_with(closes) || slice.ends_with(closes)));
        for end in [a, b] {
            let at = caret(&text, end).expect("the block is there");
            let widened = selected.start() <= at && at <= selected.end();
            let around = text.slice(CharRange::between(at, selected.start()).overlap(text.range()).unwrap_or_default());
            let beyond = text.slice(CharRange::between(selected.end(), at).overlap(text.range()).unwrap_or_default());
            let only_line_ends = |slice: Option<&str>| slice.is_some_and(|slice| slice.chars().all(closes));
            prop_assert!(widened || only_line_ends(around) || only_line_ends(beyond), "only line ends are left out");
        }
    }
}

// Law 1: segments.

proptest! {
    #![proptest_config(config(160))]

    #[test]
    fn law_1_segments_cut_a_block_by_what_is_over_it(session in sessions(40)) {
        let text = &session.text;
        let all: Vec<_> = session.annotations.iter(text).cloned().collect();
        for (index, block) in text.blocks().iter().enumerate() {
            let bucket = session.annotations.bucket(BlockIndex(index as u32));
            if bucket.is_empty() && index > 5 {
                continue;
            }
            let found = segments(block.chars, bucket);
            let pieces: String = found.iter().filter_map(|segment| text.slice(segment.range)).collect();
            prop_assert_eq!(pieces.as_str(), text.block_str(block));
            let mut at = block.chars.start();
            for segment in &found {
                prop_assert!(!segment.range.is_empty());
                prop_assert_eq!(segment.range.start(), at, "segments follow one another");
                at = segment.range.end();
                for position in segment.range.start().0..at.0 {
                    let active = all.iter().filter(|annotation| annotation.fragments.contain(CharPos(position)));
                    prop_assert!(active.eq(&segment.active), "what is over {} is over the segment", position);
                }
            }
            prop_assert_eq!(at, block.chars.end());
            prop_assert!(found.windows(2).all(|pair| pair[0].active != pair[1].active), "neighbours differ");
        }
    }
}

#[test]
fn fragments_that_touch_are_one_segment() {
    let text = documents::text("abcdef");
    let fragments = Fragments::new(&[range(0, 2), range(2, 4)]).expect("they do not overlap");
    let id = AnnotationId::from_bits(1);
    let body = Body::frame(Polarity::Mixed);
    let session = documents::session(text, vec![Annotation::new(id, fragments, body, Timestamp(0))]);
    let ranges = segments(range(0, 6), session.annotations.bucket(BlockIndex(0))).into_iter().map(|s| s.range);
    assert_eq!(ranges.collect::<Vec<_>>(), [range(0, 4), range(4, 6)]);
}

// Laws 2 and 3: commands.

/// The session's annotations in an index of their own.
fn rebuilt(session: &Session, annotations: Vec<Annotation>) -> Annotations {
    let fresh = Session { labels: Rc::clone(&session.labels), ..empty_session(Rc::clone(&session.text)) };
    let entities = session.entities.values().map(|entity| (**entity).clone()).collect();
    let records = Records { entities, annotations, ..Records::default() };
    fresh.with_records(records).expect("they were there").annotations
}

fn records(session: &Session) -> Vec<Rc<Annotation>> {
    session.annotations.iter(&session.text).cloned().collect()
}

fn owned(annotations: &[Rc<Annotation>]) -> Vec<Annotation> {
    annotations.iter().map(|annotation| (**annotation).clone()).collect()
}

/// Everything that undo and redo restore: all but the history and the revision.
fn restored(session: &Session) -> Session {
    Session { history: History::default(), revision: 0, ..session.clone() }
}

fn the_index_is_as_if_made_from_scratch(session: &Session) -> Laws {
    let text = &session.text;
    let annotations = records(session);
    let by_hand = |annotation: &Rc<Annotation>| match annotation.extent() {
        Some(extent) => (0, extent.start().0, u32::MAX - extent.len(), annotation.id.clone()),
        None => (1, 0, 0, annotation.id.clone()),
    };
    prop_assert!(annotations.is_sorted_by_key(by_hand), "by start, longer first, by id, those without words last");
    prop_assert!(annotations.windows(2).all(|pair| pair[0].document_order(&pair[1]).is_lt()));
    prop_assert_eq!(annotations.len(), session.annotations.len());
    prop_assert_eq!(annotations.is_empty(), session.annotations.is_empty());
    prop_assert_eq!(&rebuilt(session, owned(&annotations)), &session.annotations);
    let backwards = annotations.iter().rev().map(|annotation| (**annotation).clone()).collect();
    prop_assert_eq!(&rebuilt(session, backwards), &session.annotations, "the order of adding does not matter");
    for annotation in &annotations {
        let found = session.annotations.get(&annotation.id);
        prop_assert!(found.is_some_and(|found| Rc::ptr_eq(found, annotation)), "one record in all places");
    }
    for (number, section) in session.annotations.sections().iter().enumerate() {
        prop_assert_eq!(section.buckets().len(), text.section_blocks(number).len());
        let mut starting = 0;
        for (block, bucket) in text.section_blocks(number).zip(section.buckets()) {
            let touches = |annotation: &&Rc<Annotation>| {
                annotation.fragments.ranges().iter().any(|range| text.blocks_of(*range).contains(&block))
            };
            prop_assert!(annotations.iter().filter(touches).eq(bucket.annotations()), "block {}", block);
            for mark in bucket.annotations() {
                let felt: Vec<Polarity> = bucket.felt(&mark.id).polarities().collect();
                prop_assert_eq!(felt, felt_about(mark, &annotations));
            }
            starting += session.annotations.starting_in(text, BlockIndex(block)).count() as u32;
        }
        prop_assert_eq!(section.starting(), starting);
    }
    let wordless = annotations.iter().filter(|annotation| annotation.fragments.is_empty());
    prop_assert!(wordless.eq(session.annotations.wordless().iter()));
    the_counts_are_right(session.annotations.counts(), &session.labels, &annotations)
}

/// The polarities of the frames without words that are about a mark or its entity, in the order of the page.
fn felt_about(mark: &Annotation, annotations: &[Rc<Annotation>]) -> Vec<Polarity> {
    let mention = Referent::Mention(mark.id.clone());
    let entity = mark.entity().cloned().map(Referent::Entity);
    let about = |target: &Referent| *target == mention || Some(target) == entity.as_ref();
    let frames = annotations.iter().filter(|frame| frame.fragments.is_empty()).filter_map(|frame| frame.frame());
    let frames: Vec<_> = frames.filter(|frame| frame.targets.iter().any(about)).collect();
    Polarity::ALL.into_iter().filter(|polarity| frames.iter().any(|frame| frame.polarity == *polarity)).collect()
}

fn the_counts_are_right(counts: &Counts, labels: &LabelSet, annotations: &[Rc<Annotation>]) -> Laws {
    let count = |wanted: &dyn Fn(&Annotation) -> bool| annotations.iter().filter(|a| wanted(a)).count() as u32;
    for label in labels.iter() {
        prop_assert_eq!(counts.of_label(&label.id), count(&|a| a.label() == Some(&label.id)));
    }
    for polarity in Polarity::ALL {
        prop_assert_eq!(counts.of_polarity(polarity), count(&|a| a.polarity() == Some(polarity)));
    }
    prop_assert_eq!(counts.review(), count(&|a| a.review));
    Ok(())
}

/// Law 3: what lies outside the blocks of the changed records is the same in memory, not only equal.
fn what_was_not_touched_is_shared(before: &Session, after: &Session) -> Laws {
    let (old, new) = (records(before), records(after));
    let changed = |a: &[Rc<Annotation>], index: &Annotations| -> Vec<Rc<Annotation>> {
        let same = |record: &Rc<Annotation>| index.get(&record.id).is_some_and(|other| Rc::ptr_eq(other, record));
        a.iter().filter(|record| !same(record)).cloned().collect()
    };
    let mut changed_records = changed(&old, &after.annotations);
    changed_records.extend(changed(&new, &before.annotations));
    // A mention shows what is felt about it without words.
    let unspoken = changed_records.iter().filter(|record| record.fragments.is_empty());
    let targets = unspoken.filter_map(|record| record.frame()).flat_map(|frame| frame.targets.iter());
    let targets: BTreeSet<&Referent> = targets.collect();
    let is_target = |record: &&Rc<Annotation>| {
        targets.contains(&Referent::Mention(record.id.clone()))
            || record.entity().is_some_and(|entity| targets.contains(&Referent::Entity(entity.clone())))
    };
    let felt = old.iter().chain(&new).filter(is_target);
    let ranges = changed_records.iter().chain(felt).flat_map(|record| record.fragments.ranges());
    let blocks: BTreeSet<u32> = ranges.flat_map(|range| before.text.blocks_of(*range)).collect();
    let sections: BTreeSet<usize> = blocks.iter().map(|block| BlockIndex(*block).section()).collect();

    prop_assert!(Rc::ptr_eq(&before.text, &after.text) && Rc::ptr_eq(&before.document, &after.document));
    prop_assert!(Rc::ptr_eq(&before.labels, &after.labels) || before.labels != after.labels);
    for label in before.labels.labels() {
        let now = after.labels.position(&label.id).map(|place| &after.labels.labels()[place]);
        prop_assert!(now.is_none_or(|now| now != label || Rc::ptr_eq(now, label)), "{:?} was not touched", label.id);
    }
    let pairs = before.annotations.sections().iter().zip(after.annotations.sections().iter());
    for (number, (old, new)) in pairs.enumerate() {
        prop_assert!(sections.contains(&number) || Rc::ptr_eq(old, new), "section {} was not touched", number);
        let buckets = old.buckets().iter().zip(new.buckets());
        for (block, (old, new)) in before.text.section_blocks(number).zip(buckets) {
            prop_assert!(blocks.contains(&block) || Rc::ptr_eq(old, new), "block {} was not touched", block);
        }
    }
    let wordless = changed_records.iter().any(|record| record.fragments.is_empty());
    let (old, new) = (before.annotations.wordless(), after.annotations.wordless());
    prop_assert!(wordless || Rc::ptr_eq(old.buckets(), new.buckets()));
    if changed_records.is_empty() {
        prop_assert!(Rc::ptr_eq(before.annotations.sections(), after.annotations.sections()));
        prop_assert!(Rc::ptr_eq(before.annotations.counts(), after.annotations.counts()));
    } else {
        prop_assert!(before.description == after.description || after.history != before.history);
    }
    Ok(())
}

/// What is true of the labels of every session that commands made.
fn the_labels_are_sound(session: &Session) -> Laws {
    let set = &session.labels;
    let known: BTreeSet<_> = set.iter().map(|label| &label.id).collect();
    prop_assert_eq!(known.len(), set.len(), "ids are unique");
    for (place, label) in set.labels().iter().enumerate() {
        prop_assert_eq!(set.position(&label.id), Some(place));
        prop_assert_eq!(set.get(&label.id), Some(&**label));
    }
    let lost = records(session).into_iter().find(|a| a.label().is_some_and(|label| !known.contains(label)));
    prop_assert!(lost.is_none(), "{:?} carries a label that is not there", lost);
    let keys: Vec<_> = set.iter().filter_map(|label| label.key).collect();
    prop_assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "a key has one label");
    let name = |name: &str| name.trim().to_lowercase();
    let names: BTreeSet<_> = set.iter().map(|label| name(&label.name)).collect();
    prop_assert!(names.len() == set.len() && !names.contains(""), "names are different, and not empty");
    let attributes: BTreeSet<_> = set.attributes().iter().map(|attribute| name(&attribute.name)).collect();
    prop_assert_eq!(attributes.len(), set.attributes().len());
    let as_new = LabelSet::of(set.labels().to_vec()).expect("ids are unique");
    prop_assert_eq!(
        &as_new.with_definitions(Rc::clone(set.definitions())),
        &**set,
        "the index is as if made from scratch"
    );
    Ok(())
}

/// No record refers to one that is not there, and what is known backwards is as if made from scratch.
fn no_reference_dangles(session: &Session) -> Laws {
    let there = |referent: &Referent| match referent {
        Referent::Mention(id) => session.annotations.get(id).is_some_and(|annotation| annotation.label().is_some()),
        Referent::Entity(id) => session.entities.contains_key(id),
    };
    let mut pointed_from: BTreeSet<(&Referent, &AnnotationId)> = BTreeSet::new();
    let mut members: BTreeSet<(&EntityId, &AnnotationId)> = BTreeSet::new();
    for annotation in session.annotations.iter(&session.text) {
        if let Some(entity) = annotation.entity() {
            prop_assert!(session.entities.contains_key(entity), "{:?} names nothing", annotation);
            members.insert((entity, &annotation.id));
        }
        let Some(frame) = annotation.frame() else { continue };
        prop_assert!(!frame.holders.is_empty());
        prop_assert_eq!(frame.holders.iter().collect::<BTreeSet<_>>().len(), frame.holders.len());
        prop_assert_eq!(frame.targets.iter().collect::<BTreeSet<_>>().len(), frame.targets.len());
        for referent in frame.referents() {
            prop_assert!(there(referent), "{:?} points to nothing", annotation);
            pointed_from.insert((referent, &annotation.id));
        }
    }
    let mut ends: BTreeSet<(&AnnotationId, &RelationId)> = BTreeSet::new();
    for (id, relation) in &session.relations {
        prop_assert!(*id == relation.id && relation.from != relation.to);
        prop_assert!(session.labels.relation(&relation.label).is_some(), "{:?} is of no type", relation);
        for end in [&relation.from, &relation.to] {
            prop_assert!(session.annotations.get(end).is_some(), "{:?} leads nowhere", relation);
            ends.insert((end, id));
        }
    }
    let known: BTreeSet<_> = pointed_from.iter().map(|(referent, _)| *referent).collect();
    let frames = known.iter().flat_map(|referent| session.links.frames(referent).map(move |frame| (*referent, frame)));
    prop_assert_eq!(frames.collect::<BTreeSet<_>>(), pointed_from);
    for (id, entity) in &session.entities {
        prop_assert!(*id == entity.id && !entity.name.trim().is_empty());
        prop_assert_eq!(session.links.member_count(id), session.links.members(id).count());
    }
    let of = |id| session.links.members(id).map(move |mention| (id, mention));
    prop_assert_eq!(session.entities.keys().flat_map(of).collect::<BTreeSet<_>>(), members);
    let of = |id| session.links.relations(id).map(move |relation| (id, relation));
    let annotations: Vec<_> = session.annotations.iter(&session.text).collect();
    prop_assert_eq!(annotations.iter().flat_map(|a| of(&a.id)).collect::<BTreeSet<_>>(), ends);
    prop_assert_eq!(&relinked(session), &session.links);
    Ok(())
}

/// The links of a session, made from scratch.
fn relinked(session: &Session) -> Links {
    let empty = Session::new(
        Rc::clone(&session.text),
        (*session.document).clone(),
        Description::default(),
        (*session.labels).clone(),
    );
    let owned = Records {
        entities: session.entities.values().map(|entity| (**entity).clone()).collect(),
        annotations: records(session).iter().map(|annotation| (**annotation).clone()).collect(),
        relations: session.relations.values().map(|relation| (**relation).clone()).collect(),
        codes: Vec::new(),
    };
    empty.with_records(owned).expect("they are from a session").links
}

fn undo(session: &Session) -> Result<Session, CommandError> {
    session.run(&Command { at: Timestamp(0), action: Action::Undo })
}

fn redo(session: &Session) -> Result<Session, CommandError> {
    session.run(&Command { at: Timestamp(0), action: Action::Redo })
}

/// Undoes everything, then redoes everything; every state on the way back is the one on the way there.
fn undo_and_redo_are_inverse(session: &Session) -> Laws {
    let mut states = vec![session.clone()];
    while let Ok(earlier) = undo(states.last().expect("never empty")) {
        prop_assert_eq!(earlier.revision, states[states.len() - 1].revision + 1);
        states.push(earlier);
    }
    prop_assert_eq!(states.len() - 1, session.history.undo_stack().count());
    let mut current = states.pop().expect("never empty");
    prop_assert_eq!(current.history.next_undo(), None);
    while let Some(expected) = states.pop() {
        current = redo(&current).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(restored(&current), restored(&expected));
        prop_assert_eq!(&current.history, &expected.history);
        the_labels_are_sound(&current)?;
        no_reference_dangles(&current)?;
    }
    Ok(())
}

fn history_is_within_its_bounds(history: &History) -> Laws {
    let both: Vec<_> = history.undo_stack().chain(history.redo_stack()).collect();
    prop_assert!(both.len() <= History::MAX_TRANSACTIONS);
    let units: usize = both.iter().map(|transaction| transaction.units()).sum();
    prop_assert!(units <= History::MAX_UNITS || both.len() == 1);
    Ok(())
}

proptest! {
    #![proptest_config(config(128))]

    #[test]
    fn laws_2_and_3_commands(start in sessions(20), steps in vec(step(), 0..24)) {
        let outcomes = documents::run(&start, &steps);
        // A session is a value: what was done later is not seen in it.
        let as_they_were: Vec<_> = outcomes.iter().map(|outcome| owned(&records(&outcome.before))).collect();
        for (outcome, as_it_was) in outcomes.iter().zip(as_they_were) {
            prop_assert_eq!(&rebuilt(&outcome.before, as_it_was), &outcome.before.annotations);
            let Ok(after) = &outcome.result else { continue };
            prop_assert_eq!(after.revision, outcome.before.revision + 1);
            the_index_is_as_if_made_from_scratch(after)?;
            the_labels_are_sound(after)?;
            no_reference_dangles(after)?;
            what_was_not_touched_is_shared(&outcome.before, after)?;
            history_is_within_its_bounds(&after.history)?;
            prop_assert_eq!(&outcome.before.run(&outcome.command), &outcome.result, "a command is deterministic");
            match outcome.command.action {
                Action::Undo => prop_assert_eq!(restored(&redo(after).expect("just undone")), restored(&outcome.before)),
                Action::Redo => prop_assert_eq!(restored(&undo(after).expect("just redone")), restored(&outcome.before)),
                _ => {
                    prop_assert_eq!(after.history.redo_stack().count(), 0, "a new command forgets what was undone");
                    let joined = after.history.undo_stack().count() == outcome.before.history.undo_stack().count();
                    prop_assert!(joined || restored(&undo(after).expect("just done")) == restored(&outcome.before));
                }
            }
        }
        undo_and_redo_are_inverse(&documents::last(&start, &outcomes))?;
    }

    #[test]
    fn the_inverse_of_the_inverse_is_the_transaction(start in sessions(20), steps in vec(step(), 0..16)) {
        let end = documents::last(&start, &documents::run(&start, &steps));
        for transaction in end.history.undo_stack().chain(end.history.redo_stack()) {
            prop_assert_eq!(&transaction.inverse().inverse(), &**transaction);
            prop_assert_eq!(transaction.inverse().units(), transaction.units());
            prop_assert!(transaction.edits.iter().all(changes_more_than_nothing), "{:?}", transaction);
            prop_assert!(transaction.edits.iter().any(changes_more_than_a_time), "{:?}", transaction);
        }
    }

    #[test]
    fn what_a_command_refuses_is_said_for_a_reason(start in sessions(12), one in step()) {
        let mut now = 1_800_000_000_000;
        let command = command(&start, &one, &mut now, 1_000);
        let there = |id: &AnnotationId| start.annotations.get(id).is_some();
        let Err(refusal) = start.run(&command) else { return Ok(()) };
        let right = match &refusal {
            CommandError::NoSuchAnnotation(id) => !there(id),
            CommandError::IdTaken(id) => match &command.action {
                Action::Add(added) => added.len() > 1,
                Action::Attach(_) => there(id),
                _ => false,
            },
            CommandError::NotAMention(id) => start.annotations.get(id).is_some_and(|a| a.polarity().is_some()),
            CommandError::NotAFrame(id) => start.annotations.get(id).is_some_and(|a| a.label().is_some()),
            CommandError::NothingToUndo => matches!(command.action, Action::Undo),
            CommandError::NothingToRedo => matches!(command.action, Action::Redo),
            CommandError::NothingToChange => !matches!(command.action, Action::Remove(_) | Action::Merge(_)),
            CommandError::MentionWithoutWords(_) => {
                matches!(&command.action, Action::Reshape(_, words) if words.is_empty())
            }
            CommandError::MergeNeedsTwo => matches!(&command.action, Action::Merge(ids)
                if ids.iter().collect::<BTreeSet<_>>().len() == 1),
            CommandError::SplitLeavesNothing => matches!(command.action, Action::Split(..)),
            CommandError::NameEmpty(_) | CommandError::NameTaken(..) => matches!(command.action, Action::PutLabel(..)
                | Action::SetLabels(_) | Action::DefineAttributes(_) | Action::SetAttribute(..)
                | Action::DefineCodes(_) | Action::SetCode(_) | Action::PutEntity(_) | Action::Attach(_)),
            CommandError::NoOptions(_) => matches!(command.action,
                Action::SetLabels(_) | Action::DefineAttributes(_) | Action::DefineCodes(_) | Action::Attach(_)),
            CommandError::NoSuchEntity(id) => !start.entities.contains_key(id),
            CommandError::NoSuchRelation(id) => !start.relations.contains_key(id),
            CommandError::NoSuchRelationType(id) => start.labels.relation(id).is_none(),
            CommandError::RelationToItself(_) => matches!(&command.action,
                Action::PutRelation(relation) if relation.from == relation.to),
            CommandError::EndNotAllowed(_) => matches!(command.action, Action::PutRelation(_)),
            CommandError::NoSuchCode(name) => !start.codes.contains_key(name),
            CommandError::NotANumber(words) => matches!(&**words, "01" | "ten"),
            CommandError::NotAFinding => matches!(&command.action, Action::Dismiss(finding, _) if finding.is_empty()),
            CommandError::NoSuchLabel(_) if matches!(command.action, Action::Attach(_)) => true,
            CommandError::NoSuchLabel(_)
            | CommandError::OutsideText(_)
            | CommandError::NameTooLong(_)
            | CommandError::NoHolder(_)
            | CommandError::HolderTwice(_)
            | CommandError::TargetTwice(_)
            | CommandError::ValueDoesNotFit(_) => false,
        };
        prop_assert!(right, "{:?} after {:?}", refusal, command);
        prop_assert!(refusal.to_string().ends_with('.'), "it is a sentence");
    }
}

fn changes_more_than_nothing(edit: &Edit) -> bool {
    match edit {
        Edit::Annotation(change) => change.before != change.after,
        Edit::Description(change) => change.before != change.after,
        Edit::Label(change) => change.before != change.after,
        Edit::LabelSet(change) => change.before != change.after,
        Edit::Definitions(change) => change.before != change.after,
        Edit::Entity(change) => change.before != change.after,
        Edit::Relation(change) => change.before != change.after,
        Edit::Code(change) => change.before != change.after,
        Edit::Dismissal(change) => change.before.is_some() != change.after.is_some(),
    }
}

fn changes_more_than_a_time(edit: &Edit) -> bool {
    match edit {
        Edit::Annotation(Change { before: Some(before), after: Some(after) }) => {
            Annotation { modified: after.modified, ..(**before).clone() } != **after
        }
        _ => changes_more_than_nothing(edit),
    }
}

// Merging and splitting.

/// Code points of the words of `texts` that stand between two names without parting them.
fn parts_nothing(c: char) -> bool {
    c.is_whitespace() || "<>|\\".contains(c)
}

fn covered(annotations: &[Rc<Annotation>]) -> BTreeSet<u32> {
    let ranges = annotations.iter().flat_map(|annotation| annotation.fragments.ranges());
    ranges.flat_map(|range| range.start().0..range.end().0).collect()
}

proptest! {
    #![proptest_config(config(160))]

    #[test]
    fn what_is_merged_has_the_words_of_all(start in sessions(12), picks in vec(any::<Index>(), 2..5)) {
        let all = records(&start);
        prop_assume!(!all.is_empty());
        let picked: BTreeSet<usize> = picks.iter().map(|pick| pick.index(all.len())).collect();
        prop_assume!(picked.len() > 1);
        let merged: Vec<_> = picked.iter().map(|pick| Rc::clone(&all[*pick])).collect();
        // The order of the ids does not matter.
        let ids = merged.iter().rev().map(|annotation| annotation.id.clone()).collect();
        let after = run(&start, 1_900_000_000_000, Action::Merge(ids));
        prop_assert_eq!(after.annotations.len(), all.len() - merged.len() + 1);
        let one = after.annotations.get(&merged[0].id).expect("the first stays");

        let mut words = covered(&merged);
        let chars: Vec<char> = start.text.as_str().chars().collect();
        let bounds: Vec<u32> = words.iter().copied().collect();
        for pair in bounds.windows(2) {
            let gap = pair[0] + 1..pair[1];
            if gap.clone().all(|at| parts_nothing(chars[at as usize])) {
                words.extend(gap);
            }
        }
        prop_assert_eq!(covered(std::slice::from_ref(one)), words);
        let apart = one.fragments.ranges().windows(2).all(|pair| pair[0].end() < pair[1].start());
        prop_assert!(apart, "what touches is one");
        prop_assert_eq!(Tag::of(one), Tag::of(&merged[0]));
        prop_assert_eq!(one.created, merged[0].created);
        prop_assert_eq!(one.review, merged.iter().any(|annotation| annotation.review));
        let mut notes = one.note.clone().to_string() + "\n";
        for note in merged.iter().map(|annotation| &annotation.note).filter(|note| !note.is_empty()) {
            prop_assert!(notes.starts_with(&format!("{note}\n")), "{:?} has {:?}", one.note, note);
            notes = notes[note.len() + 1..].to_owned();
        }
    }

    #[test]
    fn a_cut_loses_nothing_but_white_space(start in sessions(12), pick: Index, place: Index) {
        let all = records(&start);
        prop_assume!(!all.is_empty());
        let before = &all[pick.index(all.len())];
        let at = place.index(start.text.len() as usize + 1) as u32;
        let new = AnnotationId::new("right").expect("an id");
        let words = covered(std::slice::from_ref(before));
        let chars: Vec<char> = start.text.as_str().chars().collect();
        let is_space = |at: &u32| words.contains(at) && chars[*at as usize].is_whitespace();
        let dropped: BTreeSet<u32> =
            (0..at).rev().take_while(is_space).chain((at..start.text.len()).take_while(is_space)).collect();
        let (left, right): (BTreeSet<u32>, _) = words.difference(&dropped).partition(|word| **word < at);
        let cut = Action::Split(before.id.clone(), CharPos(at), new.clone());
        let result = start.run(&Command { at: Timestamp(7), action: cut });
        if left.is_empty() || right.is_empty() {
            prop_assert_eq!(result, Err(CommandError::SplitLeavesNothing));
            return Ok(());
        }
        let after = result.expect("there are words on both sides");
        let [stays, comes] = [&before.id, &new].map(|id| Rc::clone(after.annotations.get(id).expect("it is there")));
        prop_assert_eq!(covered(std::slice::from_ref(&stays)), left);
        prop_assert_eq!(covered(std::slice::from_ref(&comes)), right);
        prop_assert_eq!((stays.created, comes.created), (before.created, Timestamp(7)));
        let as_before = |a: &Annotation| Annotation {
            id: before.id.clone(),
            fragments: before.fragments.clone(),
            created: before.created,
            modified: before.modified,
            ..a.clone()
        };
        prop_assert_eq!((&as_before(&stays), &as_before(&comes)), (&**before, &**before));
    }
}

// Neighbours.

proptest! {
    #![proptest_config(config(128))]

    #[test]
    fn neighbours_are_those_of_the_whole_list(
        session in sessions(30),
        places in vec(any::<Index>(), 1..8),
        strangers in vec(mark(), 0..4),
    ) {
        let (text, index) = (&session.text, &session.annotations);
        let all = records(&session);
        let placed: Vec<_> = all.iter().filter(|a| a.extent().is_some()).cloned().collect();
        let strangers = annotate(text, &strangers, 5_000).into_iter().map(Rc::new);
        for from in all.iter().cloned().chain(strangers) {
            let before = all.iter().rfind(|other| other.document_order(&from).is_lt());
            let after = all.iter().find(|other| other.document_order(&from).is_gt());
            prop_assert_eq!(index.before(text, &from), before);
            prop_assert_eq!(index.after(text, &from), after);
            let place = all.iter().position(|other| other.id == from.id).map(|place| place + 1);
            prop_assert_eq!(index.rank(text, &from), place);
        }
        for place in places {
            let at = CharPos(place.index(text.len() as usize + 1) as u32);
            let start = |annotation: &Annotation| annotation.extent().map_or(CharPos(0), CharRange::start);
            let first = all.iter().find(|a| a.extent().is_none_or(|extent| extent.start() >= at));
            prop_assert_eq!(index.first_from(text, at), first);
            prop_assert_eq!(index.last_before(text, at), placed.iter().rfind(|a| start(a) < at));

            let mut over: Vec<_> = placed.iter().filter(|a| a.fragments.contain(at)).cloned().collect();
            over.sort_by_key(|annotation| annotation.fragments.len());
            prop_assert_eq!(index.at(text, at), over, "the shortest first, else in document order");
        }
        for wanted in &placed {
            let extent = wanted.extent().expect("it is placed");
            let covers = |a: &&Rc<Annotation>| a.fragments.ranges() == [extent] && a.body == wanted.body;
            prop_assert_eq!(index.covering(text, extent, |a| a.body == wanted.body), placed.iter().find(covers));
        }
    }
}

// History.

fn frame(text: &Text, id: u64) -> Annotation {
    let fragments = Fragments::one(text.range()).expect("the text is not empty");
    let body = Body::frame(Polarity::Neutral);
    Annotation::new(AnnotationId::from_bits(id), fragments, body, Timestamp(0))
}

fn run(session: &Session, at: i64, action: Action) -> Session {
    session.run(&Command { at: Timestamp(at), action }).expect("it is possible")
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn the_history_is_bounded(notes in vec((0_usize..40_000, any::<bool>()), 1..40), undone in 0_usize..40) {
        let text = documents::text("a");
        let mut session = documents::session(Rc::clone(&text), vec![frame(&text, 1)]);
        for (number, (chars, back)) in notes.iter().enumerate() {
            let note = format!("{number} {}", "x".repeat(*chars));
            let at = number as i64 * 100_000;
            session = run(&session, at, Action::SetNote(AnnotationId::from_bits(1), note.into()));
            history_is_within_its_bounds(&session.history)?;
            if *back {
                session = run(&session, at, Action::Undo);
                history_is_within_its_bounds(&session.history)?;
            }
        }
        for _ in 0..undone {
            session = undo(&session).unwrap_or(session);
        }
        history_is_within_its_bounds(&session.history)?;
        let undo: Vec<_> = session.history.undo_stack().cloned().collect();
        let redo: Vec<_> = session.history.redo_stack().cloned().collect();
        prop_assert_eq!(&History::new(undo, redo), &session.history, "what was kept comes back");
        undo_and_redo_are_inverse(&session)?;
    }
}

#[test]
fn the_history_holds_so_many_transactions_and_no_more() {
    let text = documents::text("a");
    let mut session = documents::session(Rc::clone(&text), vec![frame(&text, 1)]);
    for number in 0..History::MAX_TRANSACTIONS as i64 + 20 {
        let review = Action::SetReview(vec![AnnotationId::from_bits(1)], number % 2 == 0);
        session = run(&session, number, review);
    }
    assert_eq!(session.history.undo_stack().count(), History::MAX_TRANSACTIONS);
    let oldest = session.history.undo_stack().next().map(|transaction| transaction.at);
    assert_eq!(oldest, Some(Timestamp(20)), "the oldest are forgotten");

    let stack: Vec<_> = session.history.undo_stack().cloned().collect();
    let both = History::new(stack.clone(), stack);
    assert!(history_is_within_its_bounds(&both).is_ok(), "a damaged snapshot does not exceed the bounds either");
    assert!(both.next_undo().is_some() || both.next_redo().is_some());
}

#[test]
fn edits_of_one_record_are_taken_back_from_the_last_to_the_first() {
    let text = documents::text("a");
    let first = Rc::new(frame(&text, 1));
    let second = Rc::new(Annotation { review: true, ..(*first).clone() });
    let edit = |before, after| Edit::Annotation(Change { before, after });
    let edits = vec![edit(None, Some(Rc::clone(&first))), edit(Some(first), Some(Rc::clone(&second)))];
    let transaction = Rc::new(Transaction { at: Timestamp(0), edits, source: None });
    let mut session = documents::session(text, vec![(*second).clone()]);
    session.history = History::new(vec![transaction], Vec::new());
    let undone = undo(&session).expect("there is a transaction");
    assert!(undone.annotations.is_empty());
    assert_eq!(restored(&redo(&undone).expect("just undone")), restored(&session));
}

#[test]
fn one_huge_transaction_can_be_undone() {
    let text = documents::text("a");
    let session = documents::session(Rc::clone(&text), vec![frame(&text, 1)]);
    let note = "x".repeat(History::MAX_UNITS * 2);
    let noted = run(&session, 0, Action::SetNote(AnnotationId::from_bits(1), note.into()));
    assert_eq!(restored(&undo(&noted).expect("it was kept")), restored(&session));
}

/// Typing in the note of one of two annotations, in a field of the description or of an entity, or in the note of a relation.
#[derive(Clone, Debug)]
struct Typing {
    field: usize,
    words: &'static str,
    pause: i64,
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn typing_in_one_place_without_a_long_pause_is_one_transaction(
        typing in vec(
            (0_usize..8, select(&["", "a", "ab", "abc"] as &[&str]), select(&[0_i64, 1_000, 5_000, 5_001, -1] as &[i64]))
                .prop_map(|(field, words, pause)| Typing { field, words, pause }),
            0..20,
        ),
    ) {
        let text = documents::text("a");
        let entity = Entity::new(EntityId::from_bits(0), "A");
        let [from, to] = [1, 2].map(AnnotationId::from_bits);
        let kind = LabelId::new("part_of").expect("an id");
        let relation = Relation::new(RelationId::from_bits(0), kind, from, to, Timestamp(0));
        let records = Records {
            annotations: vec![frame(&text, 1), frame(&text, 2)],
            entities: vec![entity],
            relations: vec![relation],
            ..Records::default()
        };
        let start = empty_session(Rc::clone(&text)).with_records(records).expect("nothing dangles");
        let mut session = start.clone();
        let mut now = 1_000_000;
        // What is to be undone as one: the field, the words before, and the time of the last change.
        let mut expected: Vec<(usize, String, i64)> = Vec::new();
        let mut fields = [""; 8];
        for Typing { field, words, pause } in typing {
            now += pause;
            let mut description = (*session.description).clone();
            let action = match field {
                0 | 1 => Action::SetNote(AnnotationId::from_bits(field as u64 + 1), words.into()),
                2 => { description.title = words.into(); Action::Describe(description) }
                3 => { description.source = words.into(); Action::Describe(description) }
                4 | 5 => {
                    let mut entity = (*session.entities[&EntityId::from_bits(0)]).clone();
                    *(if field == 4 { &mut entity.note } else { &mut entity.name }) = format!("{words}{}", "A".repeat(field - 4)).into();
                    Action::PutEntity(entity)
                }
                6 => {
                    let relation = (*session.relations[&RelationId::from_bits(0)]).clone();
                    Action::PutRelation(Relation { note: words.into(), modified: Timestamp(now), ..relation })
                }
                _ => { description.note = words.into(); Action::Describe(description) }
            };
            let result = session.run(&Command { at: Timestamp(now), action });
            if fields[field] == words {
                prop_assert_eq!(result, Err(CommandError::NothingToChange));
                continue;
            }
            session = result.expect("it is a change");
            match expected.last_mut() {
                Some((last, original, at))
                    if *last == field && (0..=Transaction::TYPING_MILLISECONDS).contains(&(now - *at)) && original != words =>
                {
                    *at = now;
                }
                _ => expected.push((field, fields[field].to_owned(), now)),
            }
            fields[field] = words;
            let times: Vec<_> = session.history.undo_stack().map(|transaction| transaction.at.0).collect();
            prop_assert_eq!(times, expected.iter().map(|(_, _, at)| *at).collect::<Vec<_>>());
        }
        undo_and_redo_are_inverse(&session)?;
    }
}

#[test]
fn times_at_the_ends_of_time_do_no_harm() {
    let text = documents::text("a");
    let session = documents::session(Rc::clone(&text), vec![frame(&text, 1)]);
    let note = |words: &str| Action::SetNote(AnnotationId::from_bits(1), words.into());
    let session = run(&session, i64::MIN, note("a"));
    let session = run(&session, i64::MAX, note("ab"));
    let session = run(&session, i64::MIN, note("abc"));
    assert_eq!(session.history.undo_stack().count(), 3);
}

// Notation.

/// The spans that the notation can show, as `read` gives them.
fn spans(session: &Session) -> Vec<(CharRange, Tag)> {
    records(session).iter().filter_map(|a| Some((a.extent()?, Tag::of(a)))).collect()
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn the_notation_reads_back_what_it_wrote(
        pieces in "[ab1 <>|^\\\\:😀é\n]{0,30}",
        marks in vec(mark(), 0..8),
        selection in proptest::option::of((any::<Index>(), any::<Index>())),
    ) {
        let text = documents::text(&pieces);
        let session = documents::session(Rc::clone(&text), annotate(&text, &marks, 0));
        let position = |index: Index| CharPos(index.index(text.len() as usize + 1) as u32);
        let selection = selection.map(|(a, b)| CharRange::between(position(a), position(b))).filter(|s| !s.is_empty());
        let line = notation::write(&text, &session.annotations, selection);
        let read = notation::read(&line).map_err(|error| TestCaseError::fail(format!("{line}: {error}")))?;
        prop_assert_eq!(&read.text, text.as_str(), "{}", line);
        prop_assert_eq!(read.selection, selection, "{}", line);
        prop_assert_eq!(read.spans, spans(&session), "{}", line);
    }

    #[test]
    fn the_notation_reads_any_line_without_panic(line in "[<>|^\\\\:0-9+±A-C ]{0,30}") {
        drop(notation::read(&line));
    }
}

#[test]
fn the_notation_escapes_no_more_than_it_must() {
    let line = "In <DATE|1962> \\^ <1:ORG|a<2:GPE|b>1c>2\\15";
    let notated = notation::read(line).expect("well formed");
    assert_eq!(notated.text, "In 1962 ^ abc15");
    let annotations = notated.spans.iter().zip(1..).map(|((range, tag), id)| {
        let fragments = Fragments::one(*range).expect("not empty");
        Annotation::new(AnnotationId::from_bits(id), fragments, tag.body(), Timestamp(0))
    });
    let session = documents::session(documents::text(&notated.text), annotations.collect());
    assert_eq!(notation::write(&session.text, &session.annotations, None), line);
    assert!(notation::read("a ^b").is_err(), "a selection has two ends");
}
