//! The kept articles, and the settings.

use super::desk::Desk;
use super::dialog::Dialog;
use super::settings::{SNAPS, Settings, Theme};
use super::words;
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
        <Dialog title="Library" class="library">
            if listing.kept.is_empty() {
                <p class="hint">{ "No articles are kept here yet." }</p>
            }
            <ul class="entries">{ for listing.kept.iter().map(entry) }</ul>
            if !listing.bin.is_empty() {
                <h3>{ "Removed: kept for a day" }</h3>
                <ul class="entries">{ for listing.bin.iter().map(|listed| removed(desk, listed)) }</ul>
            }
            <div class="dialog-feet">
                <button type="button" class="button" onclick={sample}>{ "Open the sample article" }</button>
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
            <span class="entry-title">{ &*title }</span>
            <div class="entry-actions">
                <button type="button" class="button" aria-label={format!("Put back {title}")} onclick={put_back}>
                    { "Put back" }
                </button>
                <button type="button" class="button danger" aria-label={format!("Delete now {title}")} onclick={delete}>
                    { "Delete now" }
                </button>
            </div>
        </li>
    }
}

fn title_of(listed: &Listed) -> Rc<str> {
    let title = listed.meta.as_ref().map(|meta| Rc::clone(&meta.title)).unwrap_or_default();
    if title.trim().is_empty() { "Untitled article".into() } else { title }
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
    let facts = meta.as_ref().map(|meta| {
        let annotations = words::count(meta.annotations, "annotation");
        let characters = words::count(meta.chars as usize, "character");
        format!("{annotations} · {characters} · {}", clock::written(meta.changed))
    });
    html! {
        <li class="entry" data-open={props.is_open.then_some("")}>
            if *renaming {
                <input
                    ref={field}
                    class="entry-title" aria-label={format!("New title of {title}")} value={title.to_string()}
                    onchange={rename} onblur={leave} onkeydown={escape}
                />
            } else if damage.is_some() {
                <span class="entry-title">{ &*title }</span>
            } else {
                <button type="button" class="entry-title" onclick={open}>{ &*title }</button>
            }
            if let Some(damage) = damage {
                <p class="entry-facts alarm-text">{ format!("Damaged: {damage}") }</p>
            } else {
                <p class="entry-facts">{ facts }</p>
            }
            <div class="entry-actions">
                if damage.is_some() {
                    <button type="button" class="button" onclick={raw}>{ "Download what is stored" }</button>
                } else {
                    <button type="button" class="button" aria-label={format!("Rename {title}")} onclick={begin}>{ "Rename" }</button>
                }
                <button type="button" class="button danger" aria-label={format!("Remove {title}")} onclick={remove}>{ "Remove" }</button>
            </div>
        </li>
    }
}

/// What the settings show.
#[derive(PartialEq, Properties)]
pub struct SettingsProps {
    /// The settings.
    pub settings: Settings,
    /// What is kept here, in UTF-16 units.
    pub used_units: usize,
    /// How many articles are kept.
    pub articles: usize,
}

/// What an origin may keep, in UTF-16 units: measured in Chromium and Firefox.
const QUOTA_UNITS: usize = 5_242_880;

/// The settings.
#[component]
pub fn SettingsBox(props: &SettingsProps) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let asking = use_state(|| false);
    let settings = props.settings.clone();
    let theme = |(theme, name): (Theme, &'static str)| {
        let desk = desk.clone();
        let choose = Callback::from(move |_: Event| desk.set(|settings| settings.theme = theme));
        html! {
            <label class="check">
                <input type="radio" name="theme" checked={settings.theme == theme} onchange={choose} />
                { name }
            </label>
        }
    };
    let snap = |(snap, _, name): (crate::model::Snap, &'static str, &'static str)| {
        let desk = desk.clone();
        let choose = Callback::from(move |_: Event| desk.set(|settings| settings.snap = snap));
        html! {
            <label class="check">
                <input type="radio" name="snap" checked={settings.snap == snap} onchange={choose} />
                { name }
            </label>
        }
    };
    let single_keys = use_callback(desk.clone(), |_: Event, desk| desk.set(|s| s.single_keys = !s.single_keys));
    let label_names = use_callback(desk.clone(), |_: Event, desk| desk.set(|s| s.label_names = !s.label_names));
    let ask = use_callback(asking.clone(), |_: MouseEvent, asking| asking.set(!**asking));
    let erase = use_callback(desk.clone(), |_: MouseEvent, desk| desk.erase_everything());
    let percent = (props.used_units * 100).div_ceil(QUOTA_UNITS);
    html! {
        <Dialog title="Settings" class="settings">
            <fieldset>
                <legend>{ "Look" }</legend>
                { for Theme::ALL.into_iter().map(theme) }
                <label class="check">
                    <input type="checkbox" checked={settings.label_names} onchange={label_names} />
                    { "Show the names of labels above the marks" }
                </label>
            </fieldset>
            <fieldset>
                <legend>{ "What a selection takes" }</legend>
                { for SNAPS.into_iter().map(snap) }
                <p class="hint">{ "Hold Alt while you let go of the mouse to take exactly what was selected." }</p>
            </fieldset>
            <fieldset>
                <legend>{ "Keys" }</legend>
                <label class="check">
                    <input type="checkbox" checked={settings.single_keys} onchange={single_keys} />
                    { "Single keys act (labels, sentiment, n, p and so on)" }
                </label>
            </fieldset>
            <fieldset>
                <legend>{ "What is kept in this browser" }</legend>
                <p>
                    { words::count(props.articles, "article") }
                    { format!(", about {percent} % of the room that a browser gives a site. Nothing is sent anywhere.") }
                </p>
                if *asking {
                    <p class="alarm-text">{ "All articles and annotations that are kept here will be gone. This cannot be undone." }</p>
                    <div class="dialog-feet">
                        <button type="button" class="button" onclick={ask}>{ "Keep them" }</button>
                        <button type="button" class="button danger" onclick={erase}>{ "Delete everything now" }</button>
                    </div>
                } else {
                    <button type="button" class="button danger" onclick={ask}>{ "Delete everything Rubricate keeps here …" }</button>
                }
            </fieldset>
        </Dialog>
    }
}
