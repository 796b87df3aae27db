//! The command palette: everything that can be done, found by a few letters of its name.

use super::desk::Desk;
use super::dialog::Dialog;
use super::keys::{self, Deed, Reach, TABLE};
use super::settings::Settings;
use crate::browser::page;
use crate::model::fuzzy::ranked;
use crate::model::{LabelSet, Tag};
use std::rc::Rc;
use yew::prelude::*;

/// What the palette shows.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The labels of the open article; none where no article is open.
    pub labels: Option<Rc<LabelSet>>,
    /// The settings, with the keys that were assigned.
    pub settings: Settings,
}

/// Something that can be done.
#[derive(Clone, PartialEq)]
enum Entry {
    Deed(Deed),
    Tag(Tag),
}

/// How many entries are shown at once.
const MOST_ENTRIES: usize = 60;

/// The palette.
#[component]
pub fn Palette(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let typed = use_state(String::new);
    let chosen = use_state(|| 0_usize);
    let entries = ranked(entries(props), &typed, |(_, name, _)| name.clone());
    let count = entries.len().min(MOST_ENTRIES);
    let at = (*chosen).min(count.saturating_sub(1));

    let act = |entry: &Entry| {
        let (desk, entry) = (desk.clone(), entry.clone());
        move || {
            desk.clear_over();
            match &entry {
                Entry::Deed(deed) => drop(desk.do_deed(*deed)),
                Entry::Tag(tag) => desk.apply(tag.clone()),
            }
        }
    };
    let input = {
        let (typed, chosen) = (typed.clone(), chosen.clone());
        Callback::from(move |event: InputEvent| {
            typed.set(page::field_value(&event));
            chosen.set(0);
        })
    };
    let keys = {
        let (chosen, first) = (chosen.clone(), entries.get(at).map(|(entry, ..)| act(entry)));
        Callback::from(move |event: KeyboardEvent| {
            match event.key().as_str() {
                "ArrowDown" if count > 0 => chosen.set((at + 1) % count),
                "ArrowUp" if count > 0 => chosen.set((at + count - 1) % count),
                "Enter" if !event.is_composing() => first.iter().for_each(|act| act()),
                _ => return,
            }
            event.prevent_default();
        })
    };
    use_effect_with((at, (*typed).clone()), |_| page::scroll_to_option(".palette [aria-selected=true]"));
    let option = |(index, (entry, name, keys)): (usize, &(Entry, String, String))| {
        let act = act(entry);
        html! {
            <li
                key={name.clone()} id={format!("entry-{index}")} class="palette-entry" role="option"
                aria-selected={(index == at).to_string()} onclick={Callback::from(move |_: MouseEvent| act())}
            >
                <span>{ name }</span>
                if !keys.is_empty() { <kbd>{ keys }</kbd> }
            </li>
        }
    };
    html! {
        <Dialog title="What to do" class="palette">
            <input
                class="palette-field" type="text" role="combobox" aria-label="What to do" aria-expanded="true"
                aria-controls="palette-entries" aria-activedescendant={(count > 0).then(|| format!("entry-{at}"))}
                autocomplete="off" spellcheck="false" autofocus=true placeholder="Type a few letters"
                value={(*typed).clone()} oninput={input} onkeydown={keys}
            />
            <ul id="palette-entries" class="palette-entries" role="listbox" aria-label="What can be done">
                { for entries.iter().take(MOST_ENTRIES).enumerate().map(option) }
            </ul>
            if count == 0 {
                <p class="hint" role="status">{ "Nothing is called so." }</p>
            }
        </Dialog>
    }
}

/// All entries with their names and keys.
fn entries(props: &Props) -> Vec<(Entry, String, String)> {
    let has_article = props.labels.is_some();
    let always =
        |deed| matches!(deed, Deed::Open | Deed::New | Deed::Library | Deed::Settings | Deed::EditKeys | Deed::Help);
    let rows = TABLE.iter().filter(|row| row.reach != Reach::Caret && row.deed != Deed::Palette);
    let rows = rows.filter(|row| has_article || always(row.deed));
    let deeds = rows.map(|row| {
        let keys = keys::join(&keys::chords(row, &props.settings.keys));
        (Entry::Deed(row.deed), row.does.to_owned(), keys)
    });
    let labels = props.labels.iter().flat_map(|labels| labels.iter()).map(|label| {
        let key = label.key.map(|key| key.to_string()).unwrap_or_default();
        (Entry::Tag(Tag::Label(label.id.clone())), format!("Label: {}", label.name), key)
    });
    deeds.chain(labels).collect()
}
