//! A block of the article with its marks.

use super::invisible::words_view;
use super::tag_chip::same_look;
use crate::browser::work;
use crate::model::endnotes::noted;
use crate::model::{
    Annotation, AnnotationId, BlockIndex, Bucket, CharRange, LabelId, LabelSet, Polarity, Segment, Text, segments,
};
use std::collections::BTreeSet;
use std::rc::Rc;
use yew::prelude::*;

/// What a block shows.
#[derive(Properties)]
pub struct Props {
    /// The text that it is part of.
    pub text: Rc<Text>,
    /// Its place in the text.
    pub index: BlockIndex,
    /// The annotations that touch it.
    pub bucket: Rc<Bucket>,
    /// The labels.
    pub labels: Rc<LabelSet>,
    /// The focused annotation, if it is among them.
    pub focus: Option<AnnotationId>,
    /// Whether characters that cannot be seen are shown as signs.
    pub invisible: bool,
}

impl PartialEq for Props {
    /// Of the labels only what is seen of them in this block counts: a label that is renamed renders the blocks with its
    /// marks and no other.
    fn eq(&self, other: &Self) -> bool {
        let mut labels = self.bucket.annotations().iter().filter_map(|annotation| annotation.label());
        self.index == other.index
            && self.focus == other.focus
            && self.invisible == other.invisible
            && self.text == other.text
            && self.bucket == other.bucket
            && labels.all(|label| same_look(&self.labels, &other.labels, label))
    }
}

/// How many marks below the shortest one are shown as lines of their own.
const LINES_BELOW: usize = 3;

/// A block: its text, cut into segments.
#[component]
pub fn BlockView(props: &Props) -> Html {
    work::rendered_block();
    let Some(block) = props.text.block(props.index) else { return Html::default() };
    let annotations = props.bucket.annotations();
    let content = if annotations.is_empty() {
        words_view(props.text.block_str(block), props.invisible)
    } else {
        segments(block.chars, annotations).iter().map(|segment| segment_view(props, segment)).collect()
    };
    html! { <span class="block" data-block={props.index.0.to_string()}>{ content }</span> }
}

fn segment_view(props: &Props, segment: &Segment) -> Html {
    let words = words_view(props.text.slice(segment.range).unwrap_or_default(), props.invisible);
    let start = segment.range.start().to_string();
    let focused = props.focus.as_ref().and_then(|id| props.bucket.annotations().iter().find(|a| a.id == *id));
    let gap = focused.is_some_and(|focused| is_in_gap(focused, segment.range)).then_some("");
    if segment.active.is_empty() {
        return html! { <span key={start} data-gap={gap}>{ words }</span> };
    }
    let look = Look::of(segment, &props.bucket, props.focus.as_ref());
    let slot =
        |label: Option<&&LabelId>| label.and_then(|label| Some(props.labels.get(label)?.slot.number().to_string()));
    let name =
        |label: &LabelId| props.labels.get(label).map_or_else(|| label.to_string(), |label| label.name.to_string());
    let names = look.starting.iter().map(|label| name(label)).collect::<Vec<_>>().join(" · ");
    let signs: String = look.ending.iter().map(|polarity| polarity.sign()).collect();
    let felt: String = look.felt.iter().map(|polarity| polarity.sign()).collect();
    html! {
        <mark
            key={start.clone()}
            class="mark"
            data-start={start}
            data-slot={slot(look.mentions.first())}
            data-below1={slot(look.mentions.get(1))}
            data-below2={slot(look.mentions.get(2))}
            data-below3={slot(look.mentions.get(3))}
            data-more={look.more.map(|more| format!("+{more}"))}
            data-polarity={look.polarity.map(Polarity::name)}
            data-names={(!names.is_empty()).then_some(names)}
            data-signs={(!signs.is_empty()).then_some(signs)}
            data-felt={(!felt.is_empty()).then_some(felt)}
            data-opens={look.opens.then_some("")}
            data-closes={look.closes.then_some("")}
            data-focus={look.focus}
            data-review={look.review.then_some("")}
            data-noted={noted(segment).next().map(|_| "")}
            data-joins={look.joins}
            data-gap={gap}
        >
            { words }
        </mark>
    }
}

/// What is seen of the annotations over a segment.
struct Look<'a> {
    /// The labels of the mentions, the shortest mention first: it has the background, the others a line each.
    mentions: Vec<&'a LabelId>,
    /// How many mentions there are beyond those that have a line.
    more: Option<usize>,
    /// The polarity of the shortest frame.
    polarity: Option<Polarity>,
    /// The labels of mentions that start here.
    starting: Vec<&'a LabelId>,
    /// The polarities of frames that end here.
    ending: Vec<Polarity>,
    /// The polarities of what is felt, without words, about the mentions that end here.
    felt: BTreeSet<Polarity>,
    /// The shortest annotation starts here.
    opens: bool,
    /// The shortest annotation ends here.
    closes: bool,
    /// Which part of the focused annotation this is, if it is part of it.
    focus: Option<&'static str>,
    review: bool,
    /// On which sides an annotation goes on in another stretch.
    joins: Option<&'static str>,
}

impl<'a> Look<'a> {
    fn of(segment: &'a Segment, bucket: &Bucket, focus: Option<&AnnotationId>) -> Self {
        let mut by_length: Vec<&Annotation> = segment.active.iter().map(|annotation| &**annotation).collect();
        by_length.sort_by_key(|annotation| annotation.fragments.len());
        let mentions: Vec<&LabelId> = by_length.iter().filter_map(|annotation| annotation.label()).collect();
        let first = by_length.first();
        Self {
            more: mentions.len().checked_sub(1 + LINES_BELOW).filter(|more| *more > 0),
            mentions,
            polarity: by_length.iter().find_map(|annotation| annotation.polarity()),
            starting: by_length.iter().rev().filter(|a| begins(a, segment.range)).filter_map(|a| a.label()).collect(),
            ending: by_length.iter().filter(|a| ends(a, segment.range)).filter_map(|a| a.polarity()).collect(),
            felt: by_length
                .iter()
                .filter(|a| ends(a, segment.range))
                .flat_map(|a| bucket.felt(&a.id).polarities())
                .collect(),
            opens: first.is_some_and(|a| has_fragment(a, |range| range.start() == segment.range.start())),
            closes: first.is_some_and(|a| has_fragment(a, |range| range.end() == segment.range.end())),
            focus: focus.and_then(|focus| {
                let focused = by_length.iter().find(|annotation| annotation.id == *focus)?;
                let starts = has_fragment(focused, |range| range.start() == segment.range.start());
                let ends = has_fragment(focused, |range| range.end() == segment.range.end());
                Some(match (starts, ends) {
                    (true, true) => "whole",
                    (true, false) => "start",
                    (false, true) => "end",
                    (false, false) => "middle",
                })
            }),
            review: by_length.iter().any(|annotation| annotation.review),
            joins: joins(&by_length, segment.range),
        }
    }
}

fn joins(annotations: &[&Annotation], segment: CharRange) -> Option<&'static str> {
    let goes_on = |annotation: &&Annotation| {
        !ends(annotation, segment) && has_fragment(annotation, |range| range.end() == segment.end())
    };
    let went_on = |annotation: &&Annotation| {
        !begins(annotation, segment) && has_fragment(annotation, |range| range.start() == segment.start())
    };
    match (annotations.iter().any(went_on), annotations.iter().any(goes_on)) {
        (true, true) => Some("before after"),
        (true, false) => Some("before"),
        (false, true) => Some("after"),
        (false, false) => None,
    }
}

/// Whether a stretch lies between two of an annotation's.
fn is_in_gap(annotation: &Annotation, segment: CharRange) -> bool {
    let extent = annotation.extent().and_then(|extent| extent.overlap(segment));
    extent.is_some() && !annotation.fragments.contain(segment.start())
}

fn begins(annotation: &Annotation, segment: CharRange) -> bool {
    annotation.extent().is_some_and(|extent| extent.start() == segment.start())
}

fn ends(annotation: &Annotation, segment: CharRange) -> bool {
    annotation.extent().is_some_and(|extent| extent.end() == segment.end())
}

fn has_fragment(annotation: &Annotation, is: impl Fn(CharRange) -> bool) -> bool {
    annotation.fragments.ranges().iter().any(|range| is(*range))
}
