//! The bar at the top: what can be done with the article, and whether it is kept.

use super::desk::Desk;
use super::keys::{self, Assigned, Deed};
use super::state::{Access, Keeping, Over};
use super::strings::{self, header};
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
    let export = desk.on(|desk, _: MouseEvent| desk.lay_over(Over::Export));
    let undo = desk.on(|desk, _: MouseEvent| desk.travel(Action::Undo));
    let redo = desk.on(|desk, _: MouseEvent| desk.travel(Action::Redo));
    let find = desk.on(|desk, _: MouseEvent| desk.find());
    let insight = desk.on(|desk, _: MouseEvent| desk.lay_over(Over::Insight(None)));
    let list = desk.on(|desk, _: MouseEvent| desk.toggle_list());
    let open = desk.on(|_, _: MouseEvent| page::click_id(OPEN_FILE));
    let picked = desk.on(|desk, event: Event| {
        if let Some(input) = event.target_dyn_into::<web_sys::HtmlInputElement>() {
            desk.open_files(PickedFile::of_input(&input));
        }
    });
    let has_document = props.keeping.is_some();
    let titled = |name: &str, deed| keys::titled(name, deed, &props.keys);
    let locked = props.access.is_some_and(|access| access != Access::Here);
    let travel = |what: &Option<Rc<str>>, name: fn(&str) -> String, nothing: &str, deed| match what {
        _ if locked => strings::says::READ_ONLY.to_owned(),
        Some(what) => titled(&name(what), deed),
        None => nothing.to_owned(),
    };
    html! {
        <header class="top">
            <span class="brand" aria-hidden="true"><span class="initial">{ header::BRAND.0 }</span><span class="rest">{ header::BRAND.1 }</span></span>
            <nav class="actions" aria-label={header::ARTICLES}>
                <button type="button" class="button" title={titled(header::SHOW_LIBRARY, Deed::Library)} onclick={library}>{ header::LIBRARY }</button>
                <button type="button" class="button" title={titled(header::OPEN_FILE, Deed::Open)} onclick={open}>{ header::OPEN }</button>
                <button type="button" class="button" title={titled(header::NEW_ARTICLE, Deed::New)} onclick={draft}>{ header::NEW }</button>
            </nav>
            <div class="actions" role="group" aria-label={header::EDIT}>
                <button
                    type="button" class="button icon" aria-label={strings::UNDO} disabled={props.undo.is_none()}
                    aria-disabled={locked.then_some("true")}
                    title={travel(&props.undo, header::undo, header::NOTHING_TO_UNDO, Deed::Undo)} onclick={undo}
                >{ "↶" }</button>
                <button
                    type="button" class="button icon" aria-label={header::REDO} disabled={props.redo.is_none()}
                    aria-disabled={locked.then_some("true")}
                    title={travel(&props.redo, header::redo, header::NOTHING_TO_REDO, Deed::Redo)} onclick={redo}
                >{ "↷" }</button>
                <button
                    type="button" class="button wide-only" disabled={!has_document}
                    title={titled(strings::FIND_IN_TEXT, Deed::Find)} onclick={find}
                >{ header::FIND }</button>
                <button
                    type="button" class="button wide-only" disabled={!has_document}
                    title={titled(header::SHOW_INSIGHT, Deed::Insight)} onclick={insight}
                >{ header::INSIGHT }</button>
            </div>
            { sign(props) }
            <div class="actions ends">
                if has_document {
                    <button
                        type="button" class="button list-toggle" aria-expanded={props.list_shown.to_string()}
                        aria-controls="side" onclick={list}
                    >{ header::list(props.count) }</button>
                }
                <button
                    type="button" class="button icon open-settings" aria-label={header::SETTINGS}
                    title={titled(header::SETTINGS, Deed::Settings)} onclick={settings}
                >{ "⚙" }</button>
                <button
                    type="button" class="button icon open-help" aria-label={header::HELP}
                    title={titled(header::HELP, Deed::Help)} onclick={help}
                >{ "?" }</button>
                <button
                    type="button" class="button icon" aria-label={header::PALETTE}
                    title={titled(header::PALETTE, Deed::Palette)} onclick={palette}
                >{ "⋯" }</button>
                <span class="split">
                    <button
                        type="button" class="button primary" disabled={!has_document}
                        title={titled(header::DOWNLOAD_JSON, Deed::Download)} onclick={download}
                    >
                        { header::DOWNLOAD }<span class="wide-only">{ header::DOWNLOAD_REST }</span>
                    </button>
                    <button
                        type="button" class="button primary icon open-export" disabled={!has_document}
                        aria-label={header::DOWNLOAD_AS} title={titled(header::DOWNLOAD_AS, Deed::Export)} onclick={export}
                    >{ "▾" }</button>
                </span>
            </div>
            <input
                type="file" id={OPEN_FILE} class="visually-hidden" tabindex="-1" aria-hidden="true" multiple=true
                onchange={picked}
            />
        </header>
    }
}

/// Whether the document is kept, in plain words.
fn sign(props: &Bar) -> Html {
    let whole = |(words, rest): (&'static str, &str)| (words, rest.to_owned());
    // What comes first has room in a narrow window too.
    let (state, (words, rest)) = match (&props.keeping, props.access) {
        (None, _) => return html! { <span class="sign-kept" data-kept="none" /> },
        (Some(_), Some(Access::Elsewhere)) => ("follows", whole(header::READ_ONLY)),
        (Some(_), Some(Access::TakingOver)) => ("saving", whole(header::TAKING_OVER)),
        (Some(Keeping::Saved), _) => ("saved", whole(header::SAVED)),
        (Some(Keeping::NotSaved(why)), _) => ("not-saved", (header::NOT_SAVED, header::not_saved_rest(why))),
    };
    html! {
        <span class="sign-kept" data-kept={state} role="status" title={format!("{words}{rest}")}>
            { words }<span class="wide-only">{ rest }</span>
        </span>
    }
}
