//! The list of annotations beside the article, in document order, in the same sections as the text.

use super::desk::Desk;
use super::drawing::use_drawing;
use super::tag_chip::{same_look, tag_sign};
use super::words;
use crate::browser::{page, viewport, work};
use crate::model::annotations::starts_in;
use crate::model::{Annotation, AnnotationId, BlockIndex, Bucket, LabelSet, Section, Tag, Text};
use std::ops::Range;
use std::rc::Rc;
use yew::prelude::*;

/// What the list shows.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The text.
    pub text: Rc<Text>,
    /// The annotations in the text.
    pub sections: Rc<Vec<Rc<Section>>>,
    /// The frames that no words express.
    pub wordless: Rc<Bucket>,
    /// How many annotations there are.
    pub count: usize,
    /// How many of them someone should look at again.
    pub review: u32,
    /// The labels.
    pub labels: Rc<LabelSet>,
    /// The focused annotation, and the sections that it touches.
    pub focus: Option<(AnnotationId, Range<usize>)>,
}

/// The list.
#[component]
pub fn AnnotationList(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let (list, scroller) = (use_node_ref(), use_node_ref());
    let wanted = props.focus.as_ref().map_or(0, |(_, sections)| sections.start);
    let is_drawn = use_drawing(props.sections.len(), list.clone(), Some(scroller.clone()), wanted);
    {
        let (list, sections) = (list.clone(), Rc::clone(&props.sections));
        use_effect_with((), move |()| {
            if let Some(list) = list.cast::<web_sys::Element>() {
                let rows: Vec<f64> = sections.iter().map(|section| f64::from(section.starting())).collect();
                viewport::set_estimates(&list, &rows);
            }
        });
    }
    {
        let scroller = scroller.clone();
        use_effect_with(props.focus.clone(), move |focus| {
            if let (Some((id, _)), Some(scroller)) = (focus, scroller.cast::<web_sys::Element>()) {
                viewport::scroll_within(&scroller, &format!("[data-annotation=\"{id}\"]"));
            }
        });
    }
    let choose = use_callback(desk, |event: MouseEvent, desk| {
        if let Some(id) = page::nearest_attribute(&event, "data-annotation").and_then(|id| AnnotationId::new(&id)) {
            desk.go_to(&id);
        }
    });
    let section = |(index, section): (usize, &Rc<Section>)| {
        let focus = props.focus.as_ref().filter(|(_, sections)| sections.start == index).map(|(id, _)| id.clone());
        html! {
            <ListSection
                key={index}
                text={Rc::clone(&props.text)}
                {index}
                section={Rc::clone(section)}
                labels={Rc::clone(&props.labels)}
                {focus}
                drawn={is_drawn(index)}
            />
        }
    };
    let focus = props.focus.as_ref().map(|(id, _)| id);
    let wordless =
        props.wordless.annotations().iter().map(|annotation| row(&props.text, annotation, &props.labels, focus));
    html! {
        <section class="annotations" aria-labelledby="annotations-title">
            <h2 id="annotations-title">
                { words::count(props.count, "annotation") }
                if props.review > 0 {
                    <span class="review-count">{ format!("{} to review", props.review) }</span>
                }
            </h2>
            if props.count == 0 {
                <p class="hint">{ "Select words in the article, then press a label’s key or choose it from the menu." }</p>
            }
            <div class="rows" ref={scroller}>
                <div role="list" aria-labelledby="annotations-title" ref={list} onclick={choose}>
                    { for props.sections.iter().enumerate().map(section) }
                    { for wordless }
                </div>
            </div>
        </section>
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
    let mut rows = Vec::new();
    if props.drawn && props.section.starting() > 0 {
        for (block, bucket) in props.text.section_blocks(props.index).zip(props.section.buckets()) {
            let starting = bucket.annotations().iter().filter(|a| starts_in(&props.text, a, BlockIndex(block)));
            rows.extend(starting.map(|a| row(&props.text, a, &props.labels, props.focus.as_ref())));
        }
    }
    let drawn = if props.drawn { "yes" } else { "no" };
    html! {
        <div class="list-section" role="none" data-section={props.index.to_string()} data-drawn={drawn}>
            { for rows }
        </div>
    }
}

fn row(text: &Rc<Text>, annotation: &Rc<Annotation>, labels: &Rc<LabelSet>, focus: Option<&AnnotationId>) -> Html {
    html! {
        <Row
            key={annotation.id.as_str()}
            text={Rc::clone(text)}
            annotation={Rc::clone(annotation)}
            labels={Rc::clone(labels)}
            focused={focus == Some(&annotation.id)}
        />
    }
}

#[derive(Properties)]
struct RowProps {
    text: Rc<Text>,
    annotation: Rc<Annotation>,
    labels: Rc<LabelSet>,
    focused: bool,
}

impl PartialEq for RowProps {
    /// Of the labels only what is seen of this row's own counts.
    fn eq(&self, other: &Self) -> bool {
        self.focused == other.focused
            && self.text == other.text
            && self.annotation == other.annotation
            && self.annotation.label().is_none_or(|label| same_look(&self.labels, &other.labels, label))
    }
}

/// One annotation: what it says, of which words, and whether it has a note.
#[component]
fn Row(props: &RowProps) -> Html {
    work::rendered_row();
    let annotation = &props.annotation;
    let note = &annotation.note;
    html! {
        <div class="row" role="listitem">
            <button
                type="button"
                class="row-button"
                data-annotation={annotation.id.as_str().to_owned()}
                aria-current={props.focused.then_some("true")}
            >
                { tag_sign(&Tag::of(annotation), &props.labels) }
                <span class="row-quote" dir="auto">{ words::quote_of(&props.text, annotation, words::ROW_CHARS) }</span>
                if annotation.review {
                    <span class="row-review" title="Needs review">{ "review" }</span>
                }
                if !note.is_empty() {
                    <span class="row-note">{ &**note }</span>
                }
            </button>
        </div>
    }
}
