//! The notes on annotations as endnotes: numbered in the order in which the marks that carry them end.

use super::annotation::{Annotation, AnnotationId};
use super::annotations::Annotations;
use super::segment::{Segment, segments};
use super::text::{BlockIndex, Text};
use std::collections::BTreeSet;
use std::rc::Rc;

/// The notes of a document.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Endnotes {
    /// For each place where marks with a note end, in the order of the text, these annotations.
    pub placed: Vec<Vec<Rc<Annotation>>>,
    /// The others with a note: on no words, or on words that end with the end of a line, which no segment holds.
    pub unplaced: Vec<Rc<Annotation>>,
}

impl Endnotes {
    /// The notes of all annotations on `text`. Costs the text's blocks and the annotations.
    pub fn of(text: &Text, annotations: &Annotations) -> Self {
        let mut notes = Self::default();
        for (index, block) in (0..).zip(text.blocks()) {
            let bucket = annotations.bucket(BlockIndex(index));
            if bucket.iter().any(|annotation| !annotation.note.is_empty()) {
                let segments = segments(block.chars, bucket);
                let places = segments.iter().map(|segment| noted(segment).cloned().collect::<Vec<_>>());
                notes.placed.extend(places.filter(|place| !place.is_empty()));
            }
        }
        let placed: BTreeSet<&AnnotationId> = notes.placed.iter().flatten().map(|annotation| &annotation.id).collect();
        let is_left = |annotation: &Annotation| !annotation.note.is_empty() && !placed.contains(&annotation.id);
        let unplaced = annotations.iter(text).filter(|annotation| is_left(annotation)).cloned().collect();
        notes.unplaced = unplaced;
        notes
    }
}

/// The annotations with a note that end where a segment ends, in document order.
pub fn noted(segment: &Segment) -> impl Iterator<Item = &Rc<Annotation>> {
    segment.active.iter().filter(|annotation| {
        let end = annotation.extent().map(|extent| extent.end());
        !annotation.note.is_empty() && end == Some(segment.range.end())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::notation;
    use crate::model::{Body, CharPos, CharRange, Fragments, Polarity, Tag, Timestamp};

    /// The notes of a notated line whose spans carry the notes 0, 1, 2 and so on in the order in which they open; with
    /// one more that has no words, and one that has none to say.
    fn endnotes(line: &str) -> (Vec<Vec<String>>, Vec<String>) {
        let notated = notation::read(line).expect(line);
        let text = Text::new(notated.text, |_| 0);
        let mut annotations = Annotations::none(&text);
        let mut add = |number: u64, ranges: &[CharRange], note: &str, body: Body| {
            let fragments = Fragments::new(ranges).expect("in order");
            let annotation = Annotation::new(AnnotationId::from_bits(number), fragments, body, Timestamp(0));
            let annotation = Rc::new(Annotation { note: note.into(), ..annotation });
            annotations.exchange(&text, None, Some(&annotation));
        };
        for (number, (range, tag)) in (0..).zip(notated.spans) {
            let body = match tag {
                Tag::Label(label) => Body::mention(label),
                Tag::Polarity(polarity) => Body::frame(polarity),
            };
            add(number, &[range], &number.to_string(), body);
        }
        let frame = Body::frame(Polarity::Mixed);
        add(100, &[], "wordless", frame.clone());
        add(101, &[CharRange::between(CharPos(0), CharPos(1))], "", frame);
        let notes = Endnotes::of(&text, &annotations);
        let written = |notes: &[Rc<Annotation>]| notes.iter().map(|note| note.note.to_string()).collect();
        (notes.placed.iter().map(|place| written(place)).collect(), written(&notes.unplaced))
    }

    #[test]
    fn notes_are_numbered_where_their_marks_end() {
        for (line, placed, unplaced) in [
            ("<A|Ada> met <A|Babbage>", &[&["0"][..], &["1"]][..], &["wordless"][..]),
            ("<A|Ada <B|met>> him", &[&["0", "1"]], &["wordless"]),
            ("<1:A|Ada <2:B|met>1 him>2", &[&["0"], &["1"]], &["wordless"]),
            ("<A|Ada\n<B|met>> him", &[&["0", "1"]], &["wordless"]),
            ("<A|Ada\n><B|met> him", &[&["1"]], &["0", "wordless"]),
            ("Ada", &[], &["wordless"]),
        ] {
            let (found, others) = endnotes(line);
            assert_eq!(found, placed, "{line}");
            assert_eq!(others, unplaced, "{line}");
        }
    }
}
