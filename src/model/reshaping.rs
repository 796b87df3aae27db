//! Other words for an annotation: what becomes of several that are merged, and of one that is cut in two.

use super::annotation::{Annotation, AnnotationId, AttributeValue, Body, Fragments, Timestamp};
use super::frame::{Frame, Referent};
use super::offset::{CharPos, CharRange};
use super::snap;
use super::text::Text;
use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

/// What becomes of `first` when it takes in `others`, all in document order. Costs the length of the gaps between them.
pub(super) fn merged(text: &Text, first: &Annotation, others: &[&Annotation], at: Timestamp) -> Annotation {
    let all = || std::iter::once(first).chain(others.iter().copied());
    let notes: Vec<&str> = all().map(|annotation| &*annotation.note).filter(|note| !note.is_empty()).collect();
    let body = match &first.body {
        Body::Mention { label, attributes, entity } => {
            let mut known: BTreeMap<Rc<str>, AttributeValue> = BTreeMap::new();
            for (name, value) in attributes.iter().chain(others.iter().flat_map(|other| attributes_of(other))) {
                known.entry(Rc::clone(name)).or_insert_with(|| value.clone());
            }
            let entity = entity.clone().or_else(|| others.iter().find_map(|other| other.entity().cloned()));
            Body::Mention { label: label.clone(), attributes: known.into_iter().collect(), entity }
        }
        Body::Frame(frame) => Body::Frame(merged_frame(frame, others)),
    };
    Annotation {
        fragments: joined(text, all().flat_map(|annotation| annotation.fragments.ranges()).copied().collect()),
        body,
        note: notes.join("\n").into(),
        review: all().any(|annotation| annotation.review),
        modified: at,
        ..first.clone()
    }
}

/// The frame with the targets and flags of all.
fn merged_frame(first: &Frame, others: &[&Annotation]) -> Frame {
    let mut targets = first.targets.to_vec();
    let mut known: HashSet<Referent> = targets.iter().cloned().collect();
    let mut flags = first.flags;
    for other in others.iter().filter_map(|other| other.frame()) {
        targets.extend(other.targets.iter().filter(|target| known.insert((*target).clone())).cloned());
        flags.negated |= other.flags.negated;
        flags.ironic |= other.flags.ironic;
        flags.uncertain |= other.flags.uncertain;
    }
    Frame { targets: targets.into(), flags, ..first.clone() }
}

fn attributes_of(annotation: &Annotation) -> &[(Rc<str>, AttributeValue)] {
    match &annotation.body {
        Body::Mention { attributes, .. } => attributes,
        Body::Frame(_) => &[],
    }
}

/// The stretches as fragments: those with nothing between them but white space and punctuation become one.
fn joined(text: &Text, mut ranges: Vec<CharRange>) -> Fragments {
    ranges.sort_by_key(|range| range.start());
    let mut joined: Vec<CharRange> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if is_one(text, last.end(), range.start()) => {
                *last = CharRange::between(last.start(), last.end().max(range.end()));
            }
            _ => joined.push(range),
        }
    }
    Fragments::new(&joined).expect("they are in order, and each begins behind the one before it")
}

pub(super) fn is_one(text: &Text, end: CharPos, start: CharPos) -> bool {
    let gap = CharRange::new(end, start).and_then(|gap| text.slice(gap)).unwrap_or_default();
    gap.chars().all(|c| c.is_whitespace() || snap::is_mark(c))
}

/// What of an annotation lies before a position, and what behind it as an annotation of its own; `None` where either
/// would have no words. Costs the white space at the cut.
pub(super) fn cut(
    text: &Text,
    annotation: &Annotation,
    at: CharPos,
    id: AnnotationId,
    now: Timestamp,
) -> Option<(Annotation, Annotation)> {
    let ranges = annotation.fragments.ranges();
    let is_space = |at: u32| {
        let one = text.slice(CharRange::between(CharPos(at), CharPos(at + 1)));
        one.is_some_and(|one| one.chars().all(char::is_whitespace))
    };
    let (mut end, mut start) = (at.0, at.0);
    // Outside the words there is nothing to trim.
    let inside = |at: u32| ranges.iter().any(|range| range.contains(CharPos(at)));
    while end > 0 && inside(end - 1) && is_space(end - 1) {
        end -= 1;
    }
    while inside(start) && is_space(start) {
        start += 1;
    }
    let part = |from: CharPos, to: CharPos| {
        let within = CharRange::new(from, to)?;
        let parts: Vec<CharRange> = ranges.iter().filter_map(|range| range.overlap(within)).collect();
        Fragments::new(&parts).filter(|fragments| !fragments.is_empty())
    };
    let left = part(CharPos(0), CharPos(end))?;
    let right = part(CharPos(start), CharPos(text.len()))?;
    let left = Annotation { fragments: left, modified: now, ..annotation.clone() };
    let right = Annotation { id, fragments: right, created: now, modified: now, ..annotation.clone() };
    Some((left, right))
}
