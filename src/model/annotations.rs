//! The index: all annotations of a document, where the page needs them.
//!
//! Annotations are bucketed by the blocks they touch, blocks by sections, in the shape of the page's components. A
//! change copies the buckets and sections that it touches and shares all others by pointer.

use super::annotation::{Annotation, AnnotationId};
use super::frame::Polarity;
use super::label::LabelId;
use super::links::Felt;
use super::offset::{CharPos, CharRange};
use super::text::{BlockIndex, SECTION_BLOCKS, Text};
use super::wordless::Wordless;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The annotations that touch one block, in document order.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Bucket {
    annotations: Vec<Rc<Annotation>>,
    felt: BTreeMap<AnnotationId, Felt>,
}

impl Bucket {
    /// The annotations, in document order.
    pub fn annotations(&self) -> &[Rc<Annotation>] {
        &self.annotations
    }

    /// What is felt about one of the mentions without words that say so.
    pub fn felt(&self, mention: &AnnotationId) -> Felt {
        self.felt.get(mention).copied().unwrap_or_default()
    }

    pub(super) fn insert(&mut self, annotation: Rc<Annotation>) {
        let place = self.annotations.partition_point(|other| other.document_order(&annotation).is_lt());
        self.annotations.insert(place, annotation);
    }

    /// Takes out what would stand behind `annotation`.
    pub(super) fn split_off(&mut self, annotation: &Annotation) -> Self {
        let place = self.annotations.partition_point(|other| other.document_order(annotation).is_lt());
        Self { annotations: self.annotations.split_off(place), felt: BTreeMap::new() }
    }

    pub(super) fn remove(&mut self, annotation: &Annotation) {
        if let Some(place) = self.place_of(annotation) {
            self.annotations.remove(place);
            self.felt.remove(&annotation.id);
        }
    }

    fn feel(&mut self, mention: &AnnotationId, felt: Felt) {
        match felt.is_empty() {
            true => drop(self.felt.remove(mention)),
            false => drop(self.felt.insert(mention.clone(), felt)),
        }
    }

    /// Puts `annotation` where one of the same id and extent is.
    pub(super) fn replace(&mut self, annotation: Rc<Annotation>) {
        if let Some(place) = self.place_of(&annotation) {
            self.annotations[place] = annotation;
        }
    }

    fn place_of(&self, annotation: &Annotation) -> Option<usize> {
        self.annotations.binary_search_by(|other| other.document_order(annotation)).ok()
    }
}

/// The buckets of one section's blocks.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Section {
    buckets: Vec<Rc<Bucket>>,
    starting: u32,
}

impl Section {
    /// One bucket for each block of the section, in order.
    pub fn buckets(&self) -> &[Rc<Bucket>] {
        &self.buckets
    }

    /// How many annotations start in it.
    pub fn starting(&self) -> u32 {
        self.starting
    }
}

/// How many annotations there are of each kind.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    labels: BTreeMap<LabelId, u32>,
    polarities: BTreeMap<Polarity, u32>,
    review: u32,
}

impl Counts {
    /// How many mentions carry this label.
    pub fn of_label(&self, label: &LabelId) -> u32 {
        self.labels.get(label).copied().unwrap_or(0)
    }

    /// How many frames have this polarity.
    pub fn of_polarity(&self, polarity: Polarity) -> u32 {
        self.polarities.get(&polarity).copied().unwrap_or(0)
    }

    /// How many annotations someone should look at again.
    pub fn review(&self) -> u32 {
        self.review
    }

    fn count(&mut self, annotation: &Annotation, by: i32) {
        if let Some(label) = annotation.label() {
            add(&mut self.labels, label, by);
        }
        if let Some(polarity) = annotation.polarity() {
            add(&mut self.polarities, &polarity, by);
        }
        if annotation.review {
            self.review = self.review.saturating_add_signed(by);
        }
    }
}

/// Counts that reach nothing leave the map, so that equal annotations have equal counts.
fn add<K: Ord + Clone>(counts: &mut BTreeMap<K, u32>, key: &K, by: i32) {
    let count = counts.get(key).copied().unwrap_or(0).saturating_add_signed(by);
    if count == 0 {
        counts.remove(key);
    } else {
        counts.insert(key.clone(), count);
    }
}

/// All annotations of a document. A clone is cheap, and shares everything.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Annotations {
    sections: Rc<Vec<Rc<Section>>>,
    by_id: imbl::OrdMap<AnnotationId, Rc<Annotation>>,
    wordless: Wordless,
    counts: Rc<Counts>,
}

impl Annotations {
    /// No annotations on `text`.
    pub fn none(text: &Text) -> Self {
        let empty = Rc::new(Bucket::default());
        let section = |index| {
            let buckets = text.section_blocks(index).map(|_| Rc::clone(&empty)).collect();
            Rc::new(Section { buckets, starting: 0 })
        };
        Self {
            sections: Rc::new((0..text.section_count()).map(section).collect()),
            by_id: imbl::OrdMap::new(),
            wordless: Wordless::default(),
            counts: Rc::new(Counts::default()),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// The annotation with this id. Costs the logarithm of their number.
    pub fn get(&self, id: &AnnotationId) -> Option<&Rc<Annotation>> {
        self.by_id.get(id)
    }

    /// The sections, in order: one for each section of the text.
    pub fn sections(&self) -> &Rc<Vec<Rc<Section>>> {
        &self.sections
    }

    /// The frames that no words express, by id.
    pub fn wordless(&self) -> &Wordless {
        &self.wordless
    }

    /// How many there are of each kind.
    pub fn counts(&self) -> &Rc<Counts> {
        &self.counts
    }

    /// The annotations that touch a block, in document order; none for a block that is not there.
    pub fn bucket(&self, block: BlockIndex) -> &[Rc<Annotation>] {
        let section = self.sections.get(block.section());
        section.and_then(|section| section.buckets.get(block.within_section())).map_or(&[], |b| b.annotations())
    }

    /// All of them in document order.
    pub fn iter<'a>(&'a self, text: &'a Text) -> impl Iterator<Item = &'a Rc<Annotation>> {
        let blocks = (0..text.blocks().len() as u32).map(BlockIndex);
        let placed = blocks.flat_map(move |block| self.starting_in(text, block));
        placed.chain(self.wordless.iter())
    }

    /// The place of an annotation among all of them in document order, from 1; `None` where it is not among them. Costs
    /// the number of sections.
    pub fn rank(&self, text: &Text, annotation: &Annotation) -> Option<usize> {
        let is_it = |other: &Rc<Annotation>| other.id == annotation.id;
        let count = |sections: &[Rc<Section>]| sections.iter().map(|section| section.starting as usize).sum::<usize>();
        let Some(extent) = annotation.extent() else {
            return Some(count(&self.sections) + self.wordless.rank(&annotation.id)? + 1);
        };
        let block = text.block_at(extent.start());
        let before = (block.section() * SECTION_BLOCKS) as u32..block.0;
        let in_section: usize = before.map(|block| self.starting_in(text, BlockIndex(block)).count()).sum();
        let here = self.starting_in(text, block).position(is_it)?;
        Some(count(&self.sections[..block.section()]) + in_section + here + 1)
    }

    /// The annotations whose first code point belongs to a block, in document order.
    pub fn starting_in<'a>(
        &'a self,
        text: &'a Text,
        block: BlockIndex,
    ) -> impl DoubleEndedIterator<Item = &'a Rc<Annotation>> {
        self.bucket(block).iter().filter(move |annotation| starts_in(text, annotation, block))
    }

    /// The annotations over the code point after `at`, the shortest first.
    pub fn at(&self, text: &Text, at: CharPos) -> Vec<Rc<Annotation>> {
        let bucket = self.bucket(text.block_at(at)).iter();
        let mut found: Vec<_> = bucket.filter(|annotation| annotation.fragments.contain(at)).cloned().collect();
        found.sort_by(|a, b| a.fragments.len().cmp(&b.fragments.len()).then_with(|| a.document_order(b)));
        found
    }

    /// The shortest annotation at a caret: over the code point after it, or else over the one before.
    pub fn beside(&self, text: &Text, at: CharPos) -> Option<Rc<Annotation>> {
        let before = CharPos(at.0.saturating_sub(1));
        self.at(text, at).into_iter().chain(self.at(text, before)).next()
    }

    /// An annotation that covers exactly `range` in one piece and satisfies `wanted`.
    pub fn covering(
        &self,
        text: &Text,
        range: CharRange,
        wanted: impl Fn(&Annotation) -> bool,
    ) -> Option<&Rc<Annotation>> {
        let mut bucket = self.bucket(text.block_at(range.start())).iter();
        bucket.find(|annotation| *annotation.fragments.ranges() == [range] && wanted(annotation))
    }

    /// The annotation that follows that one in document order.
    pub fn after<'a>(&'a self, text: &'a Text, from: &'a Annotation) -> Option<&'a Rc<Annotation>> {
        self.following(text, from).next()
    }

    /// The annotations behind that one in document order; sections without any are skipped.
    pub fn following<'a>(&'a self, text: &'a Text, from: &'a Annotation) -> impl Iterator<Item = &'a Rc<Annotation>> {
        let from_block = from.extent().map_or(BlockIndex(u32::MAX), |extent| text.block_at(extent.start()));
        let onward = self.scan(text, from_block).filter(|other| from.document_order(other).is_lt());
        let all = from.extent().is_some().then(|| self.wordless.iter());
        let rest = from.extent().is_none().then(|| self.wordless.after(&from.id));
        onward.chain(all.into_iter().flatten()).chain(rest.into_iter().flatten())
    }

    /// The annotation before that one in document order.
    pub fn before<'a>(&'a self, text: &'a Text, from: &'a Annotation) -> Option<&'a Rc<Annotation>> {
        let at = from.extent().map_or(CharPos(text.len()), CharRange::start);
        let wordless = from.extent().is_none().then(|| self.wordless.before(&from.id)).into_iter().flatten();
        wordless.chain(self.scan_back(text, at)).find(|other| from.document_order(other).is_gt())
    }

    /// The first annotation that starts at or after `at`.
    pub fn first_from<'a>(&'a self, text: &'a Text, at: CharPos) -> Option<&'a Rc<Annotation>> {
        let starts = |annotation: &Annotation| annotation.extent().is_some_and(|extent| extent.start() >= at);
        self.scan(text, text.block_at(at)).find(|annotation| starts(annotation)).or_else(|| self.wordless.iter().next())
    }

    /// The last annotation that starts before `at`.
    pub fn last_before<'a>(&'a self, text: &'a Text, at: CharPos) -> Option<&'a Rc<Annotation>> {
        let starts = |annotation: &Annotation| annotation.extent().is_some_and(|extent| extent.start() < at);
        self.scan_back(text, at).find(|annotation| starts(annotation))
    }

    fn scan<'a>(&'a self, text: &'a Text, from: BlockIndex) -> impl Iterator<Item = &'a Rc<Annotation>> {
        let sections = (from.section()..self.sections.len()).filter(|section| self.sections[*section].starting > 0);
        let blocks = sections.flat_map(|section| text.section_blocks(section)).map(BlockIndex);
        blocks.filter(move |block| *block >= from).flat_map(move |block| self.starting_in(text, block))
    }

    fn scan_back<'a>(&'a self, text: &'a Text, at: CharPos) -> impl Iterator<Item = &'a Rc<Annotation>> {
        let from = text.block_at(at);
        let last = (from.section() + 1).min(self.sections.len());
        let sections = (0..last).rev().filter(|section| self.sections[*section].starting > 0);
        let blocks = sections.flat_map(|section| text.section_blocks(section).rev()).map(BlockIndex);
        blocks.filter(move |block| *block <= from).flat_map(move |block| self.starting_in(text, block).rev())
    }

    /// Takes `before` out and puts `after` in, in place. Costs the blocks that they touch, and in each the logarithm of its
    /// annotations, where both have the same words; a section or bucket that another value shares is copied first.
    pub(super) fn exchange(&mut self, text: &Text, before: Option<&Rc<Annotation>>, after: Option<&Rc<Annotation>>) {
        let counts = Rc::make_mut(&mut self.counts);
        before.into_iter().for_each(|annotation| counts.count(annotation, -1));
        after.into_iter().for_each(|annotation| counts.count(annotation, 1));
        match (before, after) {
            (Some(before), Some(after)) if before.id == after.id && before.fragments == after.fragments => {
                self.by_id.insert(after.id.clone(), Rc::clone(after));
                match after.fragments.is_empty() {
                    true => self.wordless.replace(Rc::clone(after)),
                    false => self.in_each_bucket(text, after, 0, |bucket| bucket.replace(Rc::clone(after))),
                }
            }
            _ => {
                if let Some(before) = before {
                    self.by_id.remove(&before.id);
                    match before.fragments.is_empty() {
                        true => self.wordless.remove(before),
                        false => self.in_each_bucket(text, before, -1, |bucket| bucket.remove(before)),
                    }
                }
                if let Some(after) = after {
                    self.by_id.insert(after.id.clone(), Rc::clone(after));
                    match after.fragments.is_empty() {
                        true => self.wordless.insert(Rc::clone(after)),
                        false => self.in_each_bucket(text, after, 1, |bucket| bucket.insert(Rc::clone(after))),
                    }
                }
            }
        }
    }

    /// Notes what is felt about a mention where it stands. Costs the blocks that it touches, and nothing where that is known.
    pub(super) fn feel(&mut self, text: &Text, mention: &Annotation, felt: Felt) {
        let Some(extent) = mention.extent() else { return };
        let block = text.block_at(extent.start());
        let bucket = self.sections.get(block.section()).and_then(|section| section.buckets.get(block.within_section()));
        if bucket.is_some_and(|bucket| bucket.felt(&mention.id) != felt) {
            self.in_each_bucket(text, mention, 0, |bucket| bucket.feel(&mention.id, felt));
        }
    }

    /// Changes each bucket of an annotation that has words.
    fn in_each_bucket(&mut self, text: &Text, annotation: &Annotation, by: i32, change: impl Fn(&mut Bucket)) {
        let Some(extent) = annotation.extent() else { return };
        let sections = Rc::make_mut(&mut self.sections);
        let mut last = None;
        for block in annotation.fragments.ranges().iter().flat_map(|range| text.blocks_of(*range)) {
            if last.replace(block) == Some(block) {
                continue;
            }
            let block = BlockIndex(block);
            let section = Rc::make_mut(&mut sections[block.section()]);
            if block == text.block_at(extent.start()) {
                section.starting = section.starting.saturating_add_signed(by);
            }
            change(Rc::make_mut(&mut section.buckets[block.within_section()]));
        }
    }
}

/// Whether an annotation's first code point belongs to a block.
pub fn starts_in(text: &Text, annotation: &Annotation, block: BlockIndex) -> bool {
    annotation.extent().is_some_and(|extent| text.block_at(extent.start()) == block)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{AnnotationId, Body, Fragments, Polarity, Timestamp};

    #[test]
    fn an_annotation_knows_its_place_among_all() {
        let text = Text::new("one two\n".repeat(100), |_| 0);
        let mut annotations = Annotations::none(&text);
        let body = || Body::frame(Polarity::Positive);
        for (number, start) in (0..).zip([500_u32, 0, 4, 4, 260, 796]) {
            let fragments = Fragments::one(CharRange::between(CharPos(start), CharPos(start + 3 + number % 2)));
            let id = AnnotationId::from_bits(u64::from(number));
            let annotation = Annotation::new(id, fragments.expect("not empty"), body(), Timestamp(0));
            annotations.exchange(&text, None, Some(&Rc::new(annotation)));
        }
        for number in 7..9 {
            let wordless = Annotation::new(AnnotationId::from_bits(number), Fragments::default(), body(), Timestamp(0));
            annotations.exchange(&text, None, Some(&Rc::new(wordless)));
        }
        let all: Vec<_> = annotations.iter(&text).collect();
        for (place, annotation) in all.iter().enumerate() {
            assert_eq!(annotations.rank(&text, annotation), Some(place + 1));
            assert_eq!(annotations.after(&text, annotation), all.get(place + 1).copied());
            assert_eq!(annotations.before(&text, annotation), place.checked_sub(1).map(|before| all[before]));
        }
    }
}
