//! Whom or what a sentiment may be about.

use super::super::annotation::AnnotationId;
use super::super::offset::CharRange;

/// The mentions of a sentence that may be the target of an expression, the nearest first; of two at the same distance the
/// one behind it, for what is judged mostly follows: X slammed Y.
///
/// An expression without words has no place, and gives them in the order of the text. Left out is what overlaps the
/// expression, which expresses no stance to itself, and what overlaps one of the `holders`. A mention is in the sentence
/// if it lies in it wholly. Of mentions of the same words the first counts. Costs the number of mentions times its
/// logarithm, and times the number of fragments and holders.
pub fn targets(
    sentence: CharRange,
    expression: &[CharRange],
    holders: &[CharRange],
    mentions: &[(CharRange, AnnotationId)],
) -> Vec<AnnotationId> {
    let free = |range: CharRange| !expression.iter().chain(holders).any(|taken| taken.overlap(range).is_some());
    let inside = |range: CharRange| sentence.start() <= range.start() && range.end() <= sentence.end();
    let distance = |range: CharRange| {
        let to = |part: &CharRange| match part.end() <= range.start() {
            true => (range.start().since(part.end()), false),
            false => (part.start().since(range.end()), true),
        };
        expression.iter().map(to).min().unwrap_or_default()
    };
    let mut found: Vec<_> = mentions
        .iter()
        .filter(|(range, _)| !range.is_empty() && inside(*range) && free(*range))
        .map(|(range, id)| (distance(*range), range.start(), range.end(), id))
        .collect();
    found.sort_by_key(|(distance, start, end, _)| (*distance, *start, *end));
    found.dedup_by_key(|(_, start, end, _)| (*start, *end));
    found.into_iter().map(|(.., id)| id.clone()).collect()
}
