//! Messages: banners that stay while something is so, and notices that wait to be read.

use super::desk::Desk;
use super::state::{Access, Keeping, Notice};
use super::strings;
use std::rc::Rc;
use yew::prelude::*;

/// What the banners show.
pub struct Banners {
    /// Why nothing can be kept in this browser, if nothing can.
    pub storage_fails: Option<Rc<str>>,
    /// Whether the open document is kept.
    pub keeping: Option<Keeping>,
    /// Who may write it.
    pub access: Option<Access>,
    /// Whether to remind of downloading a copy.
    pub remind: bool,
}

/// What is so for now and needs to be known.
pub fn banners(desk: &Desk, props: &Banners) -> Html {
    let download = desk.on(|desk, _: MouseEvent| desk.download());
    let again = desk.on(|desk, _: MouseEvent| desk.try_to_keep_again());
    let take_over = desk.on(|desk, _: MouseEvent| desk.take_over());
    let dismiss = desk.on(|desk, _: MouseEvent| desk.dismiss_reminder());
    let download = |label: &'static str| {
        html! { <button type="button" class="button" onclick={download.clone()}>{ label }</button> }
    };
    let not_saved = match &props.keeping {
        Some(Keeping::NotSaved(why)) => Some(Rc::clone(why)),
        _ => None,
    };
    html! {
        <div class="banners">
            if let Some(why) = not_saved.or(props.storage_fails.clone()) {
                <div class="banner alarm" role="alert">
                    <p><strong>{ strings::notices::NOT_KEPT }</strong>{ &*why }</p>
                    if props.keeping.is_some() {
                        { download(strings::notices::DOWNLOAD_JSON) }
                        <button type="button" class="button" onclick={again}>{ strings::notices::TRY_AGAIN }</button>
                    }
                </div>
            }
            if props.access.is_some_and(|access| access != Access::Here) {
                <div class="banner" role="status">
                    <p>{ strings::notices::READ_ONLY }</p>
                    <button
                        type="button" class="button" disabled={props.access == Some(Access::TakingOver)} onclick={take_over}
                    >{ strings::notices::TAKE_OVER }</button>
                </div>
            }
            if props.remind {
                <div class="banner quiet-banner" role="status">
                    <p>{ strings::notices::ONLY_HERE }</p>
                    { download(strings::notices::DOWNLOAD_COPY) }
                    <button type="button" class="quiet" aria-label={strings::DISMISS} onclick={dismiss}>{ "×" }</button>
                </div>
            }
        </div>
    }
}

/// Messages that wait to be read, the oldest first.
pub fn notices(desk: &Desk, notices: &[Notice]) -> Html {
    let notice = |notice: &Notice| {
        let serial = notice.serial;
        let dismiss = desk.on(move |desk, _: MouseEvent| desk.dismiss(serial));
        let remedy = notice.remedy.clone().map(|remedy| {
            let act = desk.on(move |desk, _: MouseEvent| desk.remedy(serial, &remedy));
            html! { <button type="button" class="button" onclick={act}>{ strings::DOWNLOAD_STORED }</button> }
        });
        let role = if notice.alarm { "alert" } else { "status" };
        html! {
            <div key={serial} class={classes!("notice", notice.alarm.then_some("alarm"))} {role}>
                <p>{ &*notice.words }</p>
                { remedy }
                <button type="button" class="quiet" aria-label={strings::DISMISS} onclick={dismiss}>{ "×" }</button>
            </div>
        }
    };
    html! { <div class="notices">{ for notices.iter().map(notice) }</div> }
}
