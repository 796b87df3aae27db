//! The bar at the top: what can be done with the article, and whether it is kept.

use super::desk::Desk;
use super::keys::{self, Assigned, Deed};
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
    /// The keys that were assigned.
    pub keys: Rc<Assigned>,
}

/// The bar.
pub fn header(desk: &Desk, props: &Bar) -> Html {
    let library = desk.on(|desk, _: MouseEvent| desk.lay_over(Over::Library));
    let draft = desk.on(|desk, _: MouseEvent| desk.lay_over(Over::Draft("".into())));
    let help = desk.on(|desk, _: MouseEvent| desk.lay_over(Over::Help));
    let settings = desk.on(|desk, _: MouseEvent| desk.lay_over(Over::Settings));
    let palette = desk.on(|desk, _: MouseEvent| desk.lay_over(Over::Palette));
    let download = desk.on(|desk, _: MouseEvent| desk.download());
    let undo = desk.on(|desk, _: MouseEvent| desk.travel(Action::Undo));
    let redo = desk.on(|desk, _: MouseEvent| desk.travel(Action::Redo));
    let find = desk.on(|desk, _: MouseEvent| desk.find());
    let list = desk.on(|desk, _: MouseEvent| desk.toggle_list());
    let open = desk.on(|_, _: MouseEvent| page::click_id(OPEN_FILE));
    let picked = desk.on(|desk, event: Event| {
        if let Some(input) = event.target_dyn_into::<web_sys::HtmlInputElement>() {
            desk.open_files(PickedFile::of_input(&input));
        }
    });
    let has_document = props.keeping.is_some();
    let titled = |name: &str, deed| keys::titled(name, deed, &props.keys);
    let travel = |verb: &str, what: &Option<Rc<str>>, deed| match what {
        Some(what) => titled(&format!("{verb}: {what}"), deed),
        None => format!("Nothing to {}", verb.to_lowercase()),
    };
    html! {
        <header class="top">
            <span class="brand" aria-hidden="true"><span class="initial">{ "R" }</span><span class="rest">{ "ubricate" }</span></span>
            <nav class="actions" aria-label="Articles">
                <button type="button" class="button" title={titled("The kept articles", Deed::Library)} onclick={library}>{ "Library" }</button>
                <button type="button" class="button" title={titled("Open a file", Deed::Open)} onclick={open}>{ "Open" }</button>
                <button type="button" class="button" title={titled("Start a new article", Deed::New)} onclick={draft}>{ "New" }</button>
            </nav>
            <div class="actions" role="group" aria-label="Edit">
                <button
                    type="button" class="button icon" aria-label="Undo" disabled={props.undo.is_none()}
                    title={travel("Undo", &props.undo, Deed::Undo)} onclick={undo}
                >{ "↶" }</button>
                <button
                    type="button" class="button icon" aria-label="Redo" disabled={props.redo.is_none()}
                    title={travel("Redo", &props.redo, Deed::Redo)} onclick={redo}
                >{ "↷" }</button>
                <button
                    type="button" class="button wide-only" disabled={!has_document}
                    title={titled("Find in the text", Deed::Find)} onclick={find}
                >{ "Find" }</button>
            </div>
            { sign(props) }
            <div class="actions ends">
                if has_document {
                    <button
                        type="button" class="button list-toggle" aria-expanded={props.list_shown.to_string()}
                        aria-controls="side" onclick={list}
                    >{ format!("List ({})", props.count) }</button>
                }
                <button
                    type="button" class="button icon open-settings" aria-label="Settings"
                    title={titled("Settings", Deed::Settings)} onclick={settings}
                >{ "⚙" }</button>
                <button
                    type="button" class="button icon open-help" aria-label="Help"
                    title={titled("Help", Deed::Help)} onclick={help}
                >{ "?" }</button>
                <button
                    type="button" class="button icon" aria-label="All that can be done"
                    title={titled("All that can be done", Deed::Palette)} onclick={palette}
                >{ "⋯" }</button>
                <button
                    type="button" class="button primary" disabled={!has_document}
                    title={titled("Download the JSON", Deed::Download)} onclick={download}
                >
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
    // What comes first has room in a narrow window too.
    let (state, words, rest) = match (&props.keeping, props.access) {
        (None, _) => return html! { <span class="sign-kept" data-kept="none" /> },
        (Some(_), Some(Access::Elsewhere)) => ("follows", "Read-only", ": open in another tab".to_owned()),
        (Some(_), Some(Access::TakingOver)) => ("saving", "Taking over …", String::new()),
        (Some(Keeping::Saved), _) => ("saved", "Saved", " in this browser".to_owned()),
        (Some(Keeping::NotSaved(why)), _) => ("not-saved", "Not saved", format!(": {why}")),
    };
    html! {
        <span class="sign-kept" data-kept={state} role="status" title={format!("{words}{rest}")}>
            { words }<span class="wide-only">{ rest }</span>
        </span>
    }
}
