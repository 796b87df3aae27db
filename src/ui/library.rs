//! The kept articles.

use super::desk::Desk;
use super::dialog::Dialog;
use super::strings::{self, library};
use crate::browser::{clock, page};
use crate::model::DocumentId;
use crate::store::{Listed, Listing};
use std::rc::Rc;
use yew::prelude::*;

/// The kept articles: open, rename, remove.
pub fn library_list(desk: &Desk, listing: &Listing, open: Option<&DocumentId>) -> Html {
    let sample = desk.on(|desk, _: MouseEvent| desk.open_sample());
    let entry = |listed: &Listed| {
        let is_open = open == Some(&listed.id);
        html! { <Entry key={listed.id.as_str()} listed={listed.clone()} {is_open} /> }
    };
    html! {
        <Dialog title={library::TITLE} class="library">
            if listing.kept.is_empty() {
                <p class="hint">{ library::EMPTY }</p>
            }
            <ul class="entries">{ for listing.kept.iter().map(entry) }</ul>
            if !listing.bin.is_empty() {
                <h3>{ library::BIN }</h3>
                <ul class="entries">{ for listing.bin.iter().map(|listed| removed(desk, listed)) }</ul>
            }
            <div class="dialog-feet">
                <button type="button" class="button" onclick={sample}>{ library::SAMPLE }</button>
            </div>
        </Dialog>
    }
}

/// A removed article: put back, or deleted for good.
fn removed(desk: &Desk, listed: &Listed) -> Html {
    let title = title_of(listed);
    let (back, gone) = (listed.id.clone(), listed.id.clone());
    let put_back = desk.on(move |desk, _: MouseEvent| desk.put_back(&back));
    let delete = desk.on(move |desk, _: MouseEvent| desk.delete_for_good(&gone));
    html! {
        <li class="entry" key={format!("removed {}", listed.id)}>
            <span class="entry-title"><bdi>{ &*title }</bdi></span>
            <div class="entry-actions">
                <button type="button" class="button" aria-label={library::put_back(&title)} onclick={put_back}>
                    { library::PUT_BACK }
                </button>
                <button type="button" class="button danger" aria-label={library::delete(&title)} onclick={delete}>
                    { library::DELETE }
                </button>
            </div>
        </li>
    }
}

fn title_of(listed: &Listed) -> Rc<str> {
    let title = listed.meta.as_ref().map(|meta| Rc::clone(&meta.title)).unwrap_or_default();
    if title.trim().is_empty() { strings::UNTITLED.into() } else { title }
}

#[derive(PartialEq, Properties)]
struct EntryProps {
    listed: Listed,
    is_open: bool,
}

#[component]
fn Entry(props: &EntryProps) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let renaming = use_state(|| false);
    let id = props.listed.id.clone();
    let open = use_callback((desk.clone(), id.clone(), props.is_open), |_: MouseEvent, (desk, id, is_open)| {
        if *is_open { desk.clear_over() } else { desk.open(id.clone()) }
    });
    let begin = use_callback(renaming.clone(), |_: MouseEvent, renaming| renaming.set(true));
    let remove = use_callback((desk.clone(), id.clone()), |_: MouseEvent, (desk, id)| desk.remove_article(id));
    let raw = use_callback((desk.clone(), id.clone()), |_: MouseEvent, (desk, id)| desk.download_raw(id));
    let rename = use_callback((desk, id, renaming.clone()), |event: Event, (desk, id, renaming)| {
        desk.rename(id, &page::field_value(&event));
        renaming.set(false);
    });
    let leave = use_callback(renaming.clone(), |_: FocusEvent, renaming| renaming.set(false));
    // Escape is for the field alone here, not for the dialog around it.
    let escape = use_callback(renaming.clone(), |event: KeyboardEvent, renaming| {
        if event.key() == "Escape" {
            event.prevent_default();
            event.stop_propagation();
            renaming.set(false);
        }
    });
    let field = use_node_ref();
    {
        let field = field.clone();
        use_effect_with(*renaming, move |_| {
            if let Some(field) = field.cast::<web_sys::HtmlInputElement>() {
                field.select();
                page::focus(&field);
            }
        });
    }
    let Listed { meta, damage, .. } = &props.listed;
    let title = title_of(&props.listed);
    let facts =
        meta.as_ref().map(|meta| library::facts(meta.annotations, meta.chars as usize, &clock::written(meta.changed)));
    html! {
        <li class="entry" data-open={props.is_open.then_some("")}>
            if *renaming {
                <input
                    ref={field}
                    class="entry-title" dir="auto" aria-label={library::new_title(&title)} value={title.to_string()}
                    onchange={rename} onblur={leave} onkeydown={escape}
                />
            } else if damage.is_some() {
                <span class="entry-title"><bdi>{ &*title }</bdi></span>
            } else {
                <button type="button" class="entry-title" onclick={open}><bdi>{ &*title }</bdi></button>
            }
            if let Some(damage) = damage {
                <p class="entry-facts alarm-text">{ library::damaged(damage) }</p>
            } else {
                <p class="entry-facts">{ facts }</p>
            }
            <div class="entry-actions">
                if damage.is_some() {
                    <button type="button" class="button" onclick={raw}>{ strings::DOWNLOAD_STORED }</button>
                } else {
                    <button type="button" class="button" aria-label={library::rename(&title)} onclick={begin}>{ library::RENAME }</button>
                }
                <button type="button" class="button danger" aria-label={strings::remove(&title)} onclick={remove}>{ strings::REMOVE }</button>
            </div>
        </li>
    }
}
