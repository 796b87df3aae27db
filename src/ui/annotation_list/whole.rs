//! The annotation list as a whole: all annotations in document order, in the same sections as the text.

use super::chunks::Within;
use super::row::row;
use crate::browser::viewport;
use crate::model::annotations::starts_in;
use crate::model::{AnnotationId, BlockIndex, Bucket, LabelSet, Section, Text};
use crate::ui::drawing::use_drawing;
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
    pub wordless: Rc<Bucket>,
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
    let wordless = props.wordless.annotations().iter();
    html! {
        <>
            { for props.sections.iter().enumerate().map(section) }
            { for wordless.map(|annotation| row(text, annotation, labels, focus.as_ref(), Within::List)) }
        </>
    }
}

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
