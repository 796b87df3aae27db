//! The annotation list as a whole: all annotations in document order, in the same sections as the text.

use super::chunks::Within;
use super::row::row;
use crate::browser::viewport;
use crate::model::annotations::starts_in;
use crate::model::{AnnotationId, BlockIndex, Bucket, LabelSet, Section, Text, Wordless};
use crate::ui::drawing::{use_drawing, use_growth};
use std::ops::Range;
use std::rc::Rc;
use yew::prelude::*;

/// What every list of annotations has.
#[derive(Clone, PartialEq)]
pub struct ListProps {
    /// The text.
    pub text: Rc<Text>,
    /// The labels.
    pub labels: Rc<LabelSet>,
    /// The focused annotation.
    pub focus: Option<AnnotationId>,
}

/// The properties of [`Whole`].
#[derive(PartialEq, Properties)]
pub struct Props {
    /// What every list has.
    pub list: ListProps,
    /// The annotations in the text.
    pub sections: Rc<Vec<Rc<Section>>>,
    /// The frames that no words express.
    pub wordless: Wordless,
    /// The sections that the focused annotation touches.
    pub focused: Range<usize>,
    /// The element that the sections are in.
    pub container: NodeRef,
    /// The element that scrolls them.
    pub scroller: NodeRef,
}

/// The rows of all annotations.
#[component]
pub fn Whole(props: &Props) -> Html {
    let ListProps { text, labels, focus } = &props.list;
    let wanted = props.focused.start;
    let is_drawn = use_drawing(props.sections.len(), props.container.clone(), Some(props.scroller.clone()), wanted);
    {
        let (list, sections) = (props.container.clone(), Rc::clone(&props.sections));
        use_effect_with((), move |()| {
            if let Some(list) = list.cast::<web_sys::Element>() {
                let rows: Vec<f64> = sections.iter().map(|section| f64::from(section.starting())).collect();
                viewport::set_estimates(&list, &rows);
            }
        });
    }
    let section = |(index, section): (usize, &Rc<Section>)| {
        html! {
            <ListSection
                key={index}
                text={Rc::clone(text)}
                {index}
                section={Rc::clone(section)}
                labels={Rc::clone(labels)}
                focus={focus.clone().filter(|_| props.focused.start == index && !props.focused.is_empty())}
                drawn={is_drawn(index)}
            />
        }
    };
    // Without sections it is a frame without words that has the focus, if anything has.
    let without_words = focus.as_ref().filter(|_| props.focused.is_empty());
    let buckets = props.wordless.buckets();
    let focused = without_words.and_then(|id| props.wordless.bucket_of(id));
    let grown = use_growth(buckets.len(), focused.map_or(0, |at| at + 1).max(FIRST_BUCKETS));
    let bucket = |(index, bucket): (usize, &Rc<Bucket>)| {
        let first = bucket.annotations().first().filter(|_| index > 0);
        html! {
            <WordlessRows
                key={first.map_or_else(|| "first".to_owned(), |first| format!("from {}", first.id))}
                text={Rc::clone(text)}
                bucket={Rc::clone(bucket)}
                labels={Rc::clone(labels)}
                focus={without_words.filter(|_| focused == Some(index)).cloned()}
            />
        }
    };
    html! {
        <>
            { for props.sections.iter().enumerate().map(section) }
            { for buckets.iter().take(grown).enumerate().map(bucket) }
        </>
    }
}

/// How many buckets of frames without words are drawn at once; the others in idle moments.
const FIRST_BUCKETS: usize = 2;

#[derive(PartialEq, Properties)]
struct SectionProps {
    text: Rc<Text>,
    index: usize,
    section: Rc<Section>,
    labels: Rc<LabelSet>,
    focus: Option<AnnotationId>,
    drawn: bool,
}

/// The rows of the annotations that start in one section of the text.
#[component]
fn ListSection(props: &SectionProps) -> Html {
    let SectionProps { text, labels, focus, .. } = props;
    let mut rows = Vec::new();
    if props.drawn && props.section.starting() > 0 {
        for (block, bucket) in text.section_blocks(props.index).zip(props.section.buckets()) {
            let starting = bucket.annotations().iter().filter(|a| starts_in(text, a, BlockIndex(block)));
            rows.extend(starting.map(|a| row(text, a, labels, focus.as_ref(), Within::List)));
        }
    }
    let drawn = if props.drawn { "yes" } else { "no" };
    html! {
        <div class="list-section" role="none" data-section={props.index.to_string()} data-drawn={drawn}>
            { for rows }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct WordlessProps {
    text: Rc<Text>,
    bucket: Rc<Bucket>,
    labels: Rc<LabelSet>,
    focus: Option<AnnotationId>,
}

/// The rows of a bucket of frames without words.
#[component]
fn WordlessRows(props: &WordlessProps) -> Html {
    let WordlessProps { text, bucket, labels, focus } = props;
    let part = use_node_ref();
    {
        let part = part.clone();
        // Without a guess at its height all parts would be in view at once, and be laid out.
        use_effect_with(bucket.annotations().len(), move |count| {
            part.cast::<web_sys::Element>().iter().for_each(|part| viewport::set_estimate(part, *count as f64));
        });
    }
    let rows = bucket.annotations().iter().map(|frame| row(text, frame, labels, focus.as_ref(), Within::List));
    html! { <div ref={part} class="list-section" role="none" data-drawn="yes">{ for rows }</div> }
}
