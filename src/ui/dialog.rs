//! What lies over the page: a `<dialog>` that keeps the focus inside, and gives it back.

use super::desk::Desk;
use super::notices::notices;
use super::strings;
use crate::browser::page;
use yew::prelude::*;

/// The title of the dialog. It can have the focus, for when what had it in the dialog went away.
pub const DIALOG_TITLE: &str = "dialog-title";

/// What a dialog shows.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// Its title.
    pub title: AttrValue,
    /// A class that says which dialog it is.
    pub class: &'static str,
    /// What is in it.
    pub children: Html,
}

/// A dialog over the page. Escape and its button clear it.
#[component]
pub fn Dialog(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = dialog.cast::<web_sys::Element>() {
                page::show_modal(&dialog);
            }
        });
    }
    let closed = use_callback(desk.clone(), |_: Event, desk| desk.clear_over());
    // Closed by the browser, which gives the focus back to where it was.
    let close = use_callback(dialog.clone(), |_: MouseEvent, dialog| {
        if let Some(dialog) = dialog.cast::<web_sys::Element>() {
            page::close_modal(&dialog);
        }
    });
    let waiting = desk.state().notices;
    html! {
        <dialog ref={dialog} class={classes!("dialog", props.class)} aria-labelledby={DIALOG_TITLE} onclose={closed}>
            <div class="dialog-top">
                <div class="dialog-head">
                    <h2 id={DIALOG_TITLE} tabindex="-1">{ &props.title }</h2>
                    <button type="button" class="quiet" aria-label={strings::CLOSE} onclick={close}>{ "×" }</button>
                </div>
                { notices(&desk, &waiting) }
            </div>
            <div class="dialog-body">{ props.children.clone() }</div>
        </dialog>
    }
}
