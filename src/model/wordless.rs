//! Frames that no words express. They belong to no block, so they have buckets of their own, which an edit leaves as they are
//! but for one.

use super::annotation::{Annotation, AnnotationId};
use super::annotations::Bucket;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

/// Frames without words, by id, in buckets. A clone shares all of them.
///
/// Some ids open a bucket, one in [`Wordless::BUCKET_FRAMES`] by their hash; it goes on to the next of them. So the same frames
/// are in the same buckets in whatever order they came, and one that comes or goes leaves the others where they are.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wordless {
    buckets: Rc<Vec<Rc<Bucket>>>,
}

impl Wordless {
    /// How many frames a bucket has on average, where there are many.
    pub const BUCKET_FRAMES: u64 = 64;

    /// The buckets, in order; none is empty.
    pub fn buckets(&self) -> &Rc<Vec<Rc<Bucket>>> {
        &self.buckets
    }

    /// The frames, by id.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Rc<Annotation>> {
        self.buckets.iter().flat_map(|bucket| bucket.annotations())
    }

    /// The frames behind an id, in order.
    pub(super) fn after<'a>(&'a self, id: &'a AnnotationId) -> impl Iterator<Item = &'a Rc<Annotation>> {
        let buckets = self.buckets[self.bucket_of(id).unwrap_or(0)..].iter();
        buckets.flat_map(|bucket| bucket.annotations()).filter(move |frame| frame.id > *id)
    }

    /// The frames before an id, the last one first.
    pub(super) fn before<'a>(&'a self, id: &'a AnnotationId) -> impl Iterator<Item = &'a Rc<Annotation>> {
        let buckets = self.buckets[..self.bucket_of(id).map_or(0, |at| at + 1)].iter().rev();
        buckets.flat_map(|bucket| bucket.annotations().iter().rev()).filter(move |frame| frame.id < *id)
    }

    /// The place of a frame among them, from 0. Costs the number of buckets.
    pub(super) fn rank(&self, id: &AnnotationId) -> Option<usize> {
        let at = self.bucket_of(id)?;
        let before: usize = self.buckets[..at].iter().map(|bucket| bucket.annotations().len()).sum();
        Some(before + self.buckets[at].annotations().iter().position(|frame| frame.id == *id)?)
    }

    /// The place of the bucket that has a frame, or would have it; `None` before the first one.
    pub fn bucket_of(&self, id: &AnnotationId) -> Option<usize> {
        let opens_before = |bucket: &Rc<Bucket>| bucket.annotations().first().is_some_and(|first| first.id <= *id);
        self.buckets.partition_point(opens_before).checked_sub(1)
    }

    /// Puts in a frame that is not there.
    pub(super) fn insert(&mut self, frame: Rc<Annotation>) {
        let at = self.bucket_of(&frame.id);
        let buckets = Rc::make_mut(&mut self.buckets);
        if opens_bucket(&frame.id) {
            let behind = at.map(|at| Rc::make_mut(&mut buckets[at]).split_off(&frame)).unwrap_or_default();
            // The first bucket need not begin with an id that opens one.
            let first = buckets.first().filter(|_| at.is_none()).and_then(|bucket| bucket.annotations().first());
            let mut opened = match first.is_some_and(|first| !opens_bucket(&first.id)) {
                true => buckets.remove(0),
                false => Rc::new(behind),
            };
            Rc::make_mut(&mut opened).insert(frame);
            return buckets.insert(at.map_or(0, |at| at + 1), opened);
        }
        let first_is_open = buckets.first().and_then(|bucket| bucket.annotations().first());
        let at = at.or_else(|| first_is_open.filter(|first| !opens_bucket(&first.id)).map(|_| 0));
        if at.is_none() {
            buckets.insert(0, Rc::default());
        }
        Rc::make_mut(&mut buckets[at.unwrap_or(0)]).insert(frame);
    }

    /// Takes a frame out.
    pub(super) fn remove(&mut self, frame: &Annotation) {
        let Some(at) = self.bucket_of(&frame.id) else { return };
        let buckets = Rc::make_mut(&mut self.buckets);
        Rc::make_mut(&mut buckets[at]).remove(frame);
        let opened = opens_bucket(&frame.id) && at > 0;
        if opened || buckets[at].annotations().is_empty() {
            let left = buckets.remove(at);
            if opened {
                let before = Rc::make_mut(&mut buckets[at - 1]);
                left.annotations().iter().for_each(|frame| before.insert(Rc::clone(frame)));
            }
        }
    }

    /// Puts a frame where one of the same id is.
    pub(super) fn replace(&mut self, frame: Rc<Annotation>) {
        if let Some(at) = self.bucket_of(&frame.id) {
            Rc::make_mut(&mut Rc::make_mut(&mut self.buckets)[at]).replace(frame);
        }
    }
}

/// Whether a bucket begins with this id. The hasher has no key of its own: it is the same each time.
fn opens_bucket(id: &AnnotationId) -> bool {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish().is_multiple_of(Wordless::BUCKET_FRAMES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Body, Fragments, Polarity, Timestamp};

    fn frame(number: u64) -> Rc<Annotation> {
        let body = Body::frame(Polarity::Positive);
        // Ids of files count up, those that are made here do not.
        let id = match number % 2 {
            0 => AnnotationId::new(&format!("frame-{number}")).expect("an id"),
            _ => AnnotationId::from_bits(number.wrapping_mul(0x9E37_79B9_7F4A_7C15)),
        };
        Rc::new(Annotation::new(id, Fragments::default(), body, Timestamp(0)))
    }

    fn of(numbers: impl IntoIterator<Item = u64>) -> Wordless {
        let mut wordless = Wordless::default();
        numbers.into_iter().for_each(|number| wordless.insert(frame(number)));
        wordless
    }

    /// How many buckets are not those of before.
    fn fresh(before: &Wordless, after: &Wordless) -> usize {
        let there = |bucket: &Rc<Bucket>| before.buckets.iter().any(|other| Rc::ptr_eq(other, bucket));
        after.buckets.iter().filter(|bucket| !there(bucket)).count()
    }

    #[test]
    fn an_edit_costs_a_bucket_of_few_frames() {
        let before = of(0..10_000);
        let sizes: Vec<usize> = before.buckets.iter().map(|bucket| bucket.annotations().len()).collect();
        assert_eq!(sizes.iter().sum::<usize>(), 10_000);
        assert!(sizes.iter().all(|size| (1..=1_000).contains(size)), "{sizes:?}");
        let edited = |edit: &dyn Fn(&mut Wordless)| {
            let mut after = before.clone();
            edit(&mut after);
            (fresh(&before, &after), after)
        };
        for number in (0..10_000).step_by(37) {
            let (cost, mut after) = edited(&|wordless| wordless.remove(&frame(number)));
            assert!(cost <= 1);
            after.insert(frame(number));
            assert_eq!(after, before);
            assert!(edited(&|wordless| wordless.insert(frame(20_000 + number))).0 <= 2);
            let changed = Rc::new(Annotation { review: true, ..(*frame(number)).clone() });
            assert_eq!(edited(&|wordless| wordless.replace(Rc::clone(&changed))).0, 1);
        }
    }

    #[test]
    fn the_order_of_coming_and_going_does_not_matter() {
        let forward = of(0..500);
        assert_eq!(forward, of((0..500).rev()));
        assert!(forward.iter().is_sorted_by_key(|frame| &frame.id));
        let mut shrinking = of(0..1_000);
        (500..1_000).for_each(|number| shrinking.remove(&frame(number)));
        assert_eq!(forward, shrinking);
        (0..500).rev().for_each(|number| shrinking.remove(&frame(number)));
        assert_eq!(shrinking, Wordless::default());
    }

    #[test]
    fn neighbours_are_found() {
        let wordless = of(0..300);
        let all: Vec<_> = wordless.iter().collect();
        for (place, frame) in all.iter().enumerate() {
            assert_eq!(wordless.rank(&frame.id), Some(place));
            assert!(wordless.after(&frame.id).eq(all[place + 1..].iter().copied()));
            assert!(wordless.before(&frame.id).eq(all[..place].iter().rev().copied()));
        }
        assert_eq!(wordless.rank(&frame(301).id), None);
        assert!(wordless.after(&frame(301).id).chain(wordless.before(&frame(301).id)).count() == 300);
    }
}
