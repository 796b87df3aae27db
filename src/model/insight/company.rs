//! Who is named together with whom: in one sentence, or in one paragraph where nobody knows where sentences end.

use super::{Insight, ThingIndex, positions};
use crate::model::annotation::AnnotationId;
use crate::model::annotations::Annotations;
use crate::model::offset::{CharPos, CharRange};
use crate::model::text::{BlockIndex, Text};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The stretches of a text in which things are named together.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Stretches {
    /// The stretches, in order, not overlapping: all in which an annotation begins.
    pub ranges: Vec<CharRange>,
    /// Whether they are sentences; else they are paragraphs.
    pub are_sentences: bool,
}

impl Stretches {
    /// The sentences of the blocks in which annotations begin, as `sentences` says them; where it knows none at all, the
    /// paragraphs of the text.
    pub fn new(text: &Text, annotations: &Annotations, sentences: impl Fn(BlockIndex) -> Vec<CharRange>) -> Self {
        let starts = annotations.iter(text).filter_map(|annotation| annotation.extent()).map(|extent| extent.start());
        let mut blocks: Vec<BlockIndex> = starts.map(|start| text.block_at(start)).collect();
        blocks.dedup();
        let ranges: Vec<CharRange> = blocks.into_iter().flat_map(sentences).collect();
        if ranges.is_empty() {
            return Self { ranges: paragraphs(text), are_sentences: false };
        }
        Self { ranges, are_sentences: true }
    }

    /// The stretch at a position: the last one that begins at it or before; `None` before the first one.
    pub fn at(&self, at: CharPos) -> Option<CharRange> {
        Some(self.ranges[self.place(at)?])
    }

    fn place(&self, at: CharPos) -> Option<usize> {
        self.ranges.partition_point(|range| range.start() <= at).checked_sub(1)
    }
}

/// Lines up to a blank one; in a text without blank lines, each line.
fn paragraphs(text: &Text) -> Vec<CharRange> {
    let mut paragraphs: Vec<CharRange> = Vec::new();
    let mut goes_on = false;
    for line in text.lines() {
        let ends = [line.blocks.start, line.blocks.end.saturating_sub(1)].map(BlockIndex);
        if let [Some(first), Some(last)] = ends.map(|block| text.block(block))
            && !line.blank
        {
            let range = CharRange::between(first.chars.start(), last.chars.end());
            match paragraphs.last_mut().filter(|_| goes_on && text.has_blank_lines()) {
                Some(paragraph) => *paragraph = paragraph.joined(range),
                None => paragraphs.push(range),
            }
        }
        goes_on = !line.blank;
    }
    paragraphs
}

/// Two things that are named together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pair {
    /// The two, in the order of the things.
    pub things: [ThingIndex; 2],
    /// For each stretch that names both, the first mention in it of one of them. Their number is that of the stretches.
    pub places: Vec<AnnotationId>,
}

/// Who is named together.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Company {
    /// Those that are together most often first.
    pub pairs: Vec<Pair>,
    /// How many things are mentioned and were not looked at: those that are mentioned least.
    pub others: usize,
}

impl Company {
    /// The pairs of the things that are mentioned most, so many of them. Costs the number of mentions, and in each stretch
    /// the square of how many of those things it names.
    pub fn new(insight: &Insight, stretches: &Stretches, most: usize) -> Self {
        let ranked = insight.ranked(|thing| thing.mentions.len());
        let others = ranked.len().saturating_sub(most);
        let known = positions(&ranked[..ranked.len() - others]);
        let mut pairs: BTreeMap<[ThingIndex; 2], Vec<AnnotationId>> = BTreeMap::new();
        let of_stretch = |mention: &(AnnotationId, CharPos, ThingIndex)| stretches.place(mention.1);
        for mentions in insight.mentions.chunk_by(|a, b| of_stretch(a) == of_stretch(b)) {
            if mentions.first().and_then(of_stretch).is_none() {
                continue;
            }
            let mut named: BTreeMap<ThingIndex, usize> = BTreeMap::new();
            for (place, (_, _, thing)) in
                mentions.iter().enumerate().filter(|(_, mention)| known.contains_key(&mention.2))
            {
                named.entry(*thing).or_insert(place);
            }
            for (one, first) in &named {
                for (other, second) in named.range(*one..).skip(1) {
                    let place = mentions[*first.min(second)].0.clone();
                    pairs.entry([*one, *other]).or_default().push(place);
                }
            }
        }
        let mut pairs: Vec<Pair> = pairs.into_iter().map(|(things, places)| Pair { things, places }).collect();
        pairs.sort_by_key(|pair| Reverse(pair.places.len()));
        Self { pairs, others }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_up_to_a_blank_one_are_a_paragraph() {
        let check = |string: &str, expected: &[&str]| {
            let text = Text::new(string.to_owned(), |_| 0);
            let found: Vec<_> = paragraphs(&text).into_iter().filter_map(|range| text.slice(range)).collect();
            assert_eq!(found, expected, "{string:?}");
        };
        check("a\nb\n\nc\n", &["a\nb", "c"]);
        check("a\r\nb", &["a", "b"]);
        check("\n\na\n \n", &["a"]);
        check("", &[]);
    }
}
