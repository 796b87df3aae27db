//! Segments: a block cut wherever the set of annotations over it changes.

use super::annotation::Annotation;
use super::offset::{CharPos, CharRange};
use std::rc::Rc;

/// A maximal run of a block under one set of annotations.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Segment {
    /// Its code points, positions in the whole text. Never empty.
    pub range: CharRange,
    /// The annotations over all of it, in document order; none for plain text.
    pub active: Vec<Rc<Annotation>>,
}

/// The segments of a block, by a sweep over its `annotations`, which are in document order.
///
/// They are in order, contiguous and cover `block` exactly; two neighbours never have the same set. An empty block has
/// none. Costs the number of annotations times its logarithm, and the size of the answer.
pub fn segments(block: CharRange, annotations: &[Rc<Annotation>]) -> Vec<Segment> {
    let pieces = || {
        annotations.iter().enumerate().flat_map(|(index, annotation)| {
            let ranges = annotation.fragments.ranges().iter();
            ranges.filter_map(move |range| Some((index, range.overlap(block)?)))
        })
    };
    let mut events: Vec<(CharPos, bool, usize)> =
        pieces().flat_map(|(index, piece)| [(piece.start(), true, index), (piece.end(), false, index)]).collect();
    // At one position ends come before starts, so that an annotation whose fragments touch stays one set.
    events.sort_unstable();

    let mut found: Vec<Segment> = Vec::new();
    let mut active: Vec<usize> = Vec::new();
    let mut at = block.start();
    let mut emit = |from: CharPos, to: CharPos, active: &[usize]| {
        let Some(range) = CharRange::new(from, to).filter(|range| !range.is_empty()) else { return };
        let same = |last: &Segment| {
            last.active.len() == active.len()
                && last.active.iter().zip(active).all(|(a, &b)| Rc::ptr_eq(a, &annotations[b]))
        };
        match found.last_mut().filter(|last| same(last)) {
            Some(last) => last.range = CharRange::between(last.range.start(), to),
            None => {
                let active = active.iter().map(|&index| Rc::clone(&annotations[index])).collect();
                found.push(Segment { range, active });
            }
        }
    };
    for (position, starts, index) in events {
        emit(at, position, &active);
        at = position;
        match active.binary_search(&index) {
            Err(place) if starts => active.insert(place, index),
            Ok(place) if !starts => drop(active.remove(place)),
            _ => {}
        }
    }
    emit(at, block.end(), &active);
    found
}
