//! What can be done to the shape of a mark, and what else lies at its place, as buttons.

use crate::model::{Annotation, AnnotationId, LabelSet, Tag, Text};
use crate::ui::desk::Desk;
use crate::ui::keys::{self, Assigned, Deed};
use crate::ui::state::Open;
use crate::ui::strings::{inspector, selection};
use crate::ui::tag_chip::tag_sign;
use crate::ui::words;
use std::rc::Rc;
use yew::prelude::*;

/// The most annotations that are listed at one place.
const MOST_HERE: usize = 8;

/// The longest quote in such a list, in code points.
const HERE_CHARS: usize = 24;

/// The annotations at the place of the focused one that is looked at, from the shortest outward, without it.
pub fn others_here(open: &Open, focused: &Annotation) -> Vec<Rc<Annotation>> {
    let mut here = open.session.annotations.at(&open.session.text, open.view.place_in(focused));
    here.retain(|annotation| annotation.id != focused.id);
    here.truncate(MOST_HERE);
    here
}

/// The other annotations at one place, each a button that goes to it.
pub fn also_here(desk: &Desk, text: &Text, labels: &LabelSet, others: &[Rc<Annotation>]) -> Html {
    if others.is_empty() {
        return Html::default();
    }
    let other = |annotation: &Rc<Annotation>| {
        let id = annotation.id.clone();
        let go = desk.on(move |desk, _: MouseEvent| desk.focus_here(&id));
        html! {
            <button key={annotation.id.as_str()} type="button" class="here" onclick={go}>
                { tag_sign(&Tag::of(annotation), labels) }
                <span dir="auto">{ words::quote_of(text, annotation, HERE_CHARS) }</span>
            </button>
        }
    };
    html! {
        <div class="also-here" role="group" aria-label={inspector::ALSO_HERE}>
            <span class="hint">{ inspector::ALSO_HERE }</span>
            { for others.iter().map(other) }
        </div>
    }
}

/// The buttons that change the shape of the focused annotation.
pub fn shape_buttons(desk: &Desk, keys: &Assigned, read_only: bool) -> Html {
    // The browser would drop the selection on a press; the buttons need it.
    let keep_selection = Callback::from(|event: PointerEvent| event.prevent_default());
    let button = |(name, does): (&'static str, &str), deed: Deed, act: fn(&Desk) -> bool| {
        let title = keys::titled(does, deed, keys);
        let onclick = desk.on(move |desk, _: MouseEvent| {
            act(desk);
        });
        html! { <button type="button" class="button small" disabled={read_only} {title} {onclick}>{ name }</button> }
    };
    html! {
        <div class="shape" role="group" aria-label={inspector::SHAPE} onpointerdown={keep_selection}>
            { button(inspector::JOIN, Deed::Merge, Desk::merge_with_next) }
            { button(inspector::SPLIT, Deed::Split, Desk::split) }
            { button(inspector::ADD_WORDS, Deed::AddFragment, Desk::add_fragment) }
            { button(inspector::TAKE_WORDS, Deed::TakeFragment, Desk::take_fragment) }
        </div>
    }
}

/// What can be done with selected words beside tagging them: to take them exactly as they were dragged over, and to add
/// them to the focused mark.
pub fn selection_buttons(desk: &Desk, dragged: bool, focus: Option<&AnnotationId>) -> Html {
    let Some(open) = desk.state().open else { return Html::default() };
    let session = &open.session;
    let exact = open.view.dragged.filter(|_| dragged);
    let mark = focus.and_then(|id| session.annotations.get(id));
    if exact.is_none() && mark.is_none() {
        return Html::default();
    }
    let take = desk.on(|desk, _: MouseEvent| desk.take_exactly());
    let add = desk.on(|desk, _: MouseEvent| {
        desk.add_fragment();
    });
    html! {
        <div class="chips selection-actions">
            if let Some(exact) = exact {
                <button type="button" class="fold" onclick={take}>
                    { selection::exactly(&words::quote(&session.text, exact, words::QUOTE_CHARS)) }
                </button>
            }
            if let Some(mark) = mark {
                <button type="button" class="fold" onclick={add} title={selection::ADD_NAME}>
                    { selection::add_to(&words::quote_of(&session.text, mark, HERE_CHARS)) }
                </button>
            }
        </div>
    }
}
