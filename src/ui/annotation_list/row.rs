//! A row of the annotation list.

use super::chunks::Within;
use crate::browser::work;
use crate::model::filter::Group;
use crate::model::{Annotation, AnnotationId, Holder, LabelSet, Tag, Text};
use crate::ui::desk::Desk;
use crate::ui::strings::{self, frame as says};
use crate::ui::tag_chip::{same_look, tag_sign};
use crate::ui::words;
use std::rc::Rc;
use yew::prelude::*;

/// How much a row below its group shows of what stands around its words, in code points on either side.
const CONTEXT_CHARS: u32 = 24;

/// The row of an annotation.
pub fn row(
    text: &Rc<Text>,
    annotation: &Rc<Annotation>,
    labels: &Rc<LabelSet>,
    focus: Option<&AnnotationId>,
    within: Within,
) -> Html {
    html! {
        <Row
            key={annotation.id.as_str()}
            text={Rc::clone(text)}
            annotation={Rc::clone(annotation)}
            labels={Rc::clone(labels)}
            focused={focus == Some(&annotation.id)}
            {within}
        />
    }
}

/// The row of a group.
pub fn group_row(text: &Rc<Text>, group: &Rc<Group>, labels: &Rc<LabelSet>, unfolded: bool) -> Html {
    html! {
        <GroupRow
            key={format!("group {}", group.first().id)}
            text={Rc::clone(text)}
            group={Rc::clone(group)}
            labels={Rc::clone(labels)}
            {unfolded}
        />
    }
}

#[derive(Properties)]
struct RowProps {
    text: Rc<Text>,
    annotation: Rc<Annotation>,
    labels: Rc<LabelSet>,
    focused: bool,
    within: Within,
}

impl PartialEq for RowProps {
    /// Of the labels only what is seen of this row's own counts.
    fn eq(&self, other: &Self) -> bool {
        (self.focused, self.within) == (other.focused, other.within)
            && self.text == other.text
            && self.annotation == other.annotation
            && self.annotation.label().is_none_or(|label| same_look(&self.labels, &other.labels, label))
    }
}

/// One annotation: what it says, of which words, and whether it has a note. Below its group, where the words are known,
/// with what stands around them.
#[component]
fn Row(props: &RowProps) -> Html {
    work::rendered_row();
    let (text, annotation) = (&props.text, &props.annotation);
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let parties = parties(&desk, annotation);
    let note = &annotation.note;
    let within = props.within == Within::Group;
    html! {
        <div class="row" role="listitem" data-within={within.then_some("group")}>
            <button
                type="button"
                class="row-button"
                tabindex="-1"
                data-annotation={annotation.id.as_str().to_owned()}
                aria-current={props.focused.then_some("true")}
            >
                if within {
                    <span class="row-quote" dir="auto">{ in_context(text, annotation) }</span>
                } else {
                    { tag_sign(&Tag::of(annotation), &props.labels) }
                    <span class="row-quote" dir="auto">{ words::quote_of(text, annotation, words::ROW_CHARS) }</span>
                }
                { parties }
                if annotation.review {
                    <span class="row-review" title={strings::NEEDS_REVIEW}>{ strings::list::REVIEW }</span>
                }
                if !note.is_empty() {
                    <span class="row-note">{ &**note }</span>
                }
            </button>
        </div>
    }
}

/// Whose sentiment it is and whom it is about, as far as that was said. That the author’s is the author’s goes without
/// saying.
fn parties(desk: &Desk, annotation: &Annotation) -> Html {
    let (Some(frame), Some(open)) = (annotation.frame(), desk.state().open) else { return Html::default() };
    let is_authors = *frame.holders == [Holder::Author];
    let holders = frame.holders.iter().filter(|_| !is_authors).map(|holder| words::holder(&open.session, holder));
    let targets = frame.targets.iter().map(|target| words::referent(&open.session, target));
    let (holders, targets): (Vec<_>, Vec<_>) = (holders.collect(), targets.collect());
    if holders.is_empty() && targets.is_empty() {
        return Html::default();
    }
    let list = |names: &[String], between: &'static str| -> Html {
        let name = |(place, name): (usize, &String)| {
            html! { <>if place > 0 { { between } }<bdi>{ name }</bdi></> }
        };
        names.iter().enumerate().map(name).collect()
    };
    let sign = match (holders.is_empty(), targets.is_empty()) {
        (true, _) => says::ABOUT,
        (_, true) => says::BY,
        _ => "",
    };
    let towards = if sign.is_empty() { says::TOWARDS } else { "" };
    html! {
        <span class="row-parties">
            <span aria-hidden="true">{ sign }{ list(&holders, says::TOLD_BY) }{ towards }{ list(&targets, ", ") }</span>
            <span class="visually-hidden">{ says::by_about(&holders, &targets) }</span>
        </span>
    }
}

fn in_context(text: &Text, annotation: &Annotation) -> Html {
    let Some(extent) = annotation.extent() else { return Html::default() };
    let (before, behind) = words::context(text, extent, CONTEXT_CHARS);
    html! { <>{ before }<strong>{ words::quote(text, extent, words::ROW_CHARS) }</strong>{ behind }</> }
}

#[derive(PartialEq, Properties)]
struct GroupProps {
    text: Rc<Text>,
    group: Rc<Group>,
    labels: Rc<LabelSet>,
    unfolded: bool,
}

/// Annotations of the same words and tag, and how many they are.
#[component]
fn GroupRow(props: &GroupProps) -> Html {
    work::rendered_row();
    let first = props.group.first();
    html! {
        <div class="row" role="listitem">
            <button
                type="button"
                class="row-button"
                tabindex="-1"
                data-group={first.id.as_str().to_owned()}
                aria-expanded={props.unfolded.to_string()}
            >
                { tag_sign(&Tag::of(first), &props.labels) }
                <span class="row-quote" dir="auto">{ words::quote_of(&props.text, first, words::ROW_CHARS) }</span>
                <span class="row-count">{ strings::list::times(props.group.members.len()) }</span>
            </button>
        </div>
    }
}
