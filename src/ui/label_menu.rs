//! The small menu at selected words.

use super::desk::Desk;
use super::keys::Assigned;
use super::reader::shape::selection_buttons;
use super::strings;
use super::tag_chip::{all_labels_button, chips_of, chosen, label_chip, polarity_chip};
use super::words;
use crate::model::{AnnotationId, CharRange, LabelSet, Polarity, Tag};
use std::rc::Rc;
use yew::prelude::*;

/// What the menu shows.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The selected words, where it stands.
    pub selection: CharRange,
    /// Whether something else was dragged over than what was meant.
    pub dragged: bool,
    /// The focused annotation, to which the words can be added.
    pub focus: Option<AnnotationId>,
    /// The labels.
    pub labels: Rc<LabelSet>,
    /// The keys that were assigned.
    pub keys: Rc<Assigned>,
}

/// The menu.
#[component]
pub fn LabelMenu(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let menu = use_node_ref();
    let unfolded = use_state(|| false);
    {
        let (menu, desk) = (menu.clone(), desk.clone());
        use_effect_with((props.selection, *unfolded), move |_| {
            if let Some(menu) = menu.cast::<web_sys::Element>() {
                desk.place_menu(&menu);
            }
        });
    }
    // The browser would drop the selection on a press; the menu is to tag it.
    let keep_selection = use_callback((), |event: PointerEvent, ()| event.prevent_default());
    let beside = selection_buttons(&desk, props.dragged, props.focus.as_ref());
    let choose = use_callback(desk.clone(), |event: MouseEvent, desk| {
        if let Some(tag) = chosen(&event) {
            desk.tag_selection(&tag);
        }
    });
    let described = use_state(|| None);
    let point = use_callback(described.clone(), |event: PointerEvent, described| described.set(chosen(&event)));
    let enter = use_callback(described.clone(), |event: FocusEvent, described| described.set(chosen(&event)));
    let unfold = use_callback(unfolded.clone(), |_: MouseEvent, unfolded| unfolded.set(!**unfolded));
    let (shown, folded) = chips_of(&props.labels);
    let description = match &*described {
        Some(Tag::Label(id)) => props.labels.get(id).map(|label| Rc::clone(&label.description)),
        _ => None,
    };
    // Until a label is pointed at, its line has the words that are to be tagged.
    let selected = || {
        let text = desk.state().open.map(|open| open.session.text)?;
        Some(strings::selection::words(&words::quote(&text, props.selection, words::QUOTE_CHARS)).into())
    };
    let line: Option<Rc<str>> = description.filter(|description| !description.is_empty()).or_else(selected);
    html! {
        <div
            class="label-menu"
            ref={menu}
            role="group"
            aria-label={strings::selection::NAME}
            onpointerdown={keep_selection}
            onpointerover={point}
            onfocusin={enter}
            onclick={choose}
        >
            <div class="chips">
                { for shown.into_iter().map(|label| label_chip(label, None, None)) }
                if *unfolded {
                    { for folded.iter().map(|label| label_chip(label, None, None)) }
                } else if !folded.is_empty() {
                    <button type="button" class="fold" onclick={unfold}>{ strings::labels::more(folded.len()) }</button>
                }
                { all_labels_button(&desk, &props.labels, &props.keys) }
            </div>
            <div class="chips sentiments">
                { for Polarity::ALL.into_iter().map(|polarity| polarity_chip(polarity, &props.keys, None, None)) }
            </div>
            if props.labels.iter().any(|label| !label.description.is_empty()) {
                <p class="label-words" aria-hidden="true" dir="auto">{ line }</p>
            }
            { beside }
        </div>
    }
}

/// What the menu shows where nothing can be changed.
#[derive(PartialEq, Properties)]
pub struct LockedProps {
    /// The selected words, where it stands.
    pub selection: CharRange,
}

/// In place of the menu, why there is none.
#[component]
pub fn LockedMenu(props: &LockedProps) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let menu = use_node_ref();
    {
        let menu = menu.clone();
        use_effect_with(props.selection, move |_| {
            menu.cast::<web_sys::Element>().iter().for_each(|menu| desk.place_menu(menu));
        });
    }
    html! { <p class="label-menu locked" ref={menu}>{ strings::says::READ_ONLY }</p> }
}
