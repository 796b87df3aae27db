//! The bar at the top: what can be done with the article, and whether it is kept.

use super::desk::Desk;
use super::state::{Access, Keeping, Over};
use crate::browser::file::PickedFile;
use crate::browser::page;
use crate::model::Action;
use std::rc::Rc;
use yew::prelude::*;

/// The hidden field that opens the browser's file dialog.
pub const OPEN_FILE: &str = "open-file";

/// What the bar shows.
pub struct Bar {
    /// What undo would take back.
    pub undo: Option<Rc<str>>,
    /// What redo would make again.
    pub redo: Option<Rc<str>>,
    /// Whether the document is kept; `None` where none is open.
    pub keeping: Option<Keeping>,
    /// Who may write the open document.
    pub access: Option<Access>,
    /// Whether the annotation list is shown where the window is narrow.
    pub list_shown: bool,
    /// How many annotations there are.
    pub count: usize,
}

/// The bar.
pub fn header(desk: &Desk, props: &Bar) -> Html {
    let library = desk.on(|desk, _: MouseEvent| desk.lay_over(Over::Library));
    let draft = desk.on(|desk, _: MouseEvent| desk.lay_over(Over::Draft("".into())));
    let help = desk.on(|desk, _: MouseEvent| desk.lay_over(Over::Help));
    let settings = desk.on(|desk, _: MouseEvent| desk.lay_over(Over::Settings));
    let download = desk.on(|desk, _: MouseEvent| desk.download());
    let undo = desk.on(|desk, _: MouseEvent| desk.travel(Action::Undo));
    let redo = desk.on(|desk, _: MouseEvent| desk.travel(Action::Redo));
    let list = desk.on(|desk, _: MouseEvent| desk.toggle_list());
    let open = desk.on(|_, _: MouseEvent| page::click_id(OPEN_FILE));
    let picked = desk.on(|desk, event: Event| {
        if let Some(input) = event.target_dyn_into::<web_sys::HtmlInputElement>() {
            desk.open_files(PickedFile::of_input(&input));
        }
    });
    let has_document = props.keeping.is_some();
    let name = |verb: &str, what: &Option<Rc<str>>, key: &str| match what {
        Some(what) => format!("{verb}: {what} ({key})"),
        None => format!("Nothing to {}", verb.to_lowercase()),
    };
    html! {
        <header class="top">
            <span class="brand" aria-hidden="true"><span class="initial">{ "R" }</span><span class="rest">{ "ubricate" }</span></span>
            <nav class="actions" aria-label="Articles">
                <button type="button" class="button" onclick={library}>{ "Library" }</button>
                <button type="button" class="button" onclick={open}>{ "Open" }</button>
                <button type="button" class="button" onclick={draft}>{ "New" }</button>
            </nav>
            <div class="actions" role="group" aria-label="Edit">
                <button
                    type="button" class="button icon" aria-label="Undo" disabled={props.undo.is_none()}
                    title={name("Undo", &props.undo, "Ctrl+Z")} onclick={undo}
                >{ "↶" }</button>
                <button
                    type="button" class="button icon" aria-label="Redo" disabled={props.redo.is_none()}
                    title={name("Redo", &props.redo, "Shift+Ctrl+Z")} onclick={redo}
                >{ "↷" }</button>
            </div>
            { sign(props) }
            <div class="actions ends">
                if has_document {
                    <button
                        type="button" class="button list-toggle" aria-expanded={props.list_shown.to_string()}
                        aria-controls="side" onclick={list}
                    >{ format!("List ({})", props.count) }</button>
                }
                <button type="button" class="button icon" aria-label="Settings" title="Settings" onclick={settings}>{ "⚙" }</button>
                <button type="button" class="button icon" aria-label="Help" title="Help (?)" onclick={help}>{ "?" }</button>
                <button type="button" class="button primary" disabled={!has_document} onclick={download}>
                    { "Download" }<span class="wide-only">{ "\u{a0}JSON" }</span>
                </button>
            </div>
            <input
                type="file" id={OPEN_FILE} class="visually-hidden" tabindex="-1" aria-hidden="true" multiple=true
                accept=".txt,.md,.json,text/plain,text/markdown,application/json" onchange={picked}
            />
        </header>
    }
}

/// Whether the document is kept, in plain words.
fn sign(props: &Bar) -> Html {
    let (state, words) = match (&props.keeping, props.access) {
        (None, _) => return html! { <span class="sign-kept" data-kept="none" /> },
        (Some(_), Some(Access::Elsewhere)) => ("follows", "Read-only: open in another tab".to_owned()),
        (Some(_), Some(Access::TakingOver)) => ("saving", "Taking over …".to_owned()),
        (Some(Keeping::Saved), _) => ("saved", "Saved in this browser".to_owned()),
        (Some(Keeping::NotSaved(why)), _) => ("not-saved", format!("Not saved: {why}")),
    };
    html! { <span class="sign-kept" data-kept={state} role="status" title={words.clone()}>{ words }</span> }
}
