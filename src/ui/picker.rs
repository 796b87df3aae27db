//! A field with a list below: a few typed letters find an entry, the arrow keys and Enter choose it.

use super::dialog::Dialog;
use super::strings::palette as strings;
use crate::browser::page;
use crate::model::fuzzy::{fit, ranked_by};
use crate::model::{Polarity, Slot};
use std::rc::Rc;
use yew::prelude::*;

/// What a picker shows.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// What is to be chosen, as the title of the dialog and of its field.
    pub title: &'static str,
    /// What is said where nothing fits.
    pub none: &'static str,
    /// What can be chosen.
    pub entries: Rc<Vec<Entry>>,
    /// Gets the place of what was chosen among the entries.
    pub choose: Callback<usize>,
}

/// Something that can be chosen.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// What it is called, and found by.
    pub name: Rc<str>,
    /// What it belongs to, shown before its name. It is found by that too, but by its own name sooner.
    pub parent: Rc<str>,
    /// More about it; found by whole words alone.
    pub detail: Rc<str>,
    /// The keys that do the same, for a person.
    pub keys: String,
    /// Its colour, if it has one.
    pub swatch: Option<Swatch>,
}

/// The colour of an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Swatch {
    /// Of a label.
    Slot(Slot),
    /// Of a sentiment, with its sign.
    Polarity(Polarity),
}

/// How many entries are shown at once.
const MOST_ENTRIES: usize = 60;

/// The picker.
#[component]
pub fn Picker(props: &Props) -> Html {
    let typed = use_state(String::new);
    let chosen = use_state(|| 0_usize);
    let found = found(&props.entries, &typed);
    let count = found.len().min(MOST_ENTRIES);
    let at = (*chosen).min(count.saturating_sub(1));

    let input = {
        let (typed, chosen) = (typed.clone(), chosen.clone());
        Callback::from(move |event: InputEvent| {
            typed.set(page::field_value(&event));
            chosen.set(0);
        })
    };
    let keys = {
        let (choose, first) = (props.choose.clone(), found.get(at).copied());
        let (entries, shown) = (Rc::clone(&props.entries), typed.clone());
        // Whoever types fast presses Enter before what was typed last is drawn.
        let meant =
            move |typed: &str| if *typed == *shown { first } else { self::found(&entries, typed).first().copied() };
        Callback::from(move |event: KeyboardEvent| {
            match event.key().as_str() {
                "ArrowDown" if count > 0 => chosen.set((at + 1) % count),
                "ArrowUp" if count > 0 => chosen.set((at + count - 1) % count),
                "Enter" if !event.is_composing() => {
                    meant(&page::field_value(&event)).into_iter().for_each(|place| choose.emit(place));
                }
                _ => return,
            }
            event.prevent_default();
        })
    };
    use_effect_with((at, (*typed).clone()), |_| page::scroll_to_option(".palette [aria-selected=true]"));
    let option = |(index, place): (usize, &usize)| {
        let (choose, place) = (props.choose.clone(), *place);
        let chosen = Callback::from(move |_: MouseEvent| choose.emit(place));
        html! {
            <li
                key={place} id={format!("entry-{index}")} class="palette-entry" role="option"
                aria-selected={(index == at).to_string()} onclick={chosen}
            >{ entry_view(&props.entries[place]) }</li>
        }
    };
    html! {
        <Dialog title={props.title} class="palette">
            <input
                class="palette-field" type="text" role="combobox" aria-label={props.title} aria-expanded="true"
                aria-controls="palette-entries" aria-activedescendant={(count > 0).then(|| format!("entry-{at}"))}
                autocomplete="off" spellcheck="false" autofocus=true placeholder={strings::TYPE}
                value={(*typed).clone()} oninput={input} onkeydown={keys}
            />
            <ul id="palette-entries" class="palette-entries" role="listbox" aria-label={props.title}>
                { for found.iter().take(count).enumerate().map(option) }
            </ul>
            <p class="hint" role="status">
                if found.is_empty() { { props.none } } else if found.len() > count {
                    { strings::more(found.len() - count) }
                }
            </p>
        </Dialog>
    }
}

fn entry_view(entry: &Entry) -> Html {
    let swatch = entry.swatch.map(|swatch| match swatch {
        Swatch::Slot(slot) => html! { <span class="swatch-sign" data-slot={slot.number().to_string()} /> },
        Swatch::Polarity(polarity) => html! {
            <span class="swatch-sign" data-polarity={polarity.name()}>{ polarity.sign() }</span>
        },
    });
    // The deeper, the further in; from some depth on it is only the parent that tells.
    let depth = entry.parent.matches(super::label_palette::SEPARATORS).count().min(3);
    html! {
        <>
            <span class="entry-name" data-depth={(depth > 0).then(|| depth.to_string())}>
                { swatch }
                <span class="entry-words">
                    if !entry.parent.is_empty() { <span class="entry-parent">{ &*entry.parent }</span> }
                    { &*entry.name }
                </span>
                if !entry.detail.is_empty() { <span class="entry-detail">{ &*entry.detail }</span> }
            </span>
            if !entry.keys.is_empty() { <kbd>{ &entry.keys }</kbd> }
        </>
    }
}

/// The places of the entries that fit what was typed, the best first.
fn found(entries: &[Entry], typed: &str) -> Vec<usize> {
    let words = typed.trim().to_lowercase();
    let worth = |place: &usize| {
        let entry = &entries[*place];
        let own = fit(typed, &entry.name);
        let whole = || fit(typed, &format!("{}{}", entry.parent, entry.name));
        let inherited = if entry.parent.is_empty() { None } else { whole() };
        let described = || entry.detail.to_lowercase().contains(&words).then_some(i32::MIN);
        own.max(inherited).or_else(described)
    };
    ranked_by(0..entries.len(), typed, worth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_own_name_is_found_before_a_parent_and_a_description_last() {
        let entry = |parent: &str, name: &str, detail: &str| Entry {
            name: name.into(),
            parent: parent.into(),
            detail: detail.into(),
            ..Entry::default()
        };
        let entries = [
            entry("Company/", "Board", ""),
            entry("", "PERSON", "Not a company"),
            entry("ORG/", "Company", ""),
            entry("", "DATE", ""),
        ];
        assert_eq!(found(&entries, ""), [0, 1, 2, 3]);
        assert_eq!(found(&entries, "company"), [2, 0, 1]);
        assert_eq!(found(&entries, "orgcomp"), [2]);
        assert!(found(&entries, "zzz").is_empty());
    }
}
