//! Whole sets of labels: those that come with the program, one's own, and files.

use super::choice::{Choice, choice};
use super::desk::Desk;
use super::state::KeptLabels;
use super::words;
use crate::browser::file::PickedFile;
use crate::browser::page;
use crate::model::{Counts, Label, LabelSet};
use std::rc::Rc;
use yew::prelude::*;

/// What is shown of the sets.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The labels of the open article.
    pub labels: Rc<LabelSet>,
    /// How many annotations there are of each kind.
    pub counts: Rc<Counts>,
    /// The title of the article, which its file of labels is called after.
    pub title: Rc<str>,
    /// The sets that are kept under names.
    pub kept: Rc<Vec<KeptLabels>>,
    /// The name of the set that a new article starts with.
    pub of_new_articles: Rc<str>,
    /// Whether nothing can be changed here.
    pub read_only: bool,
}

/// How many labels of a set are named.
const MOST_NAMES: usize = 8;

/// The hidden field that opens the browser's file dialog.
const IMPORT: &str = "import-labels";

const SET_NAME: &str = "Name for the labels of this article";
const ABOUT_USE: &str =
    "A set takes the place of the labels that this article has. Labels that marks carry stay. This can be undone.";
const ABOUT_FILES: &str =
    "A file of labels, a Rubricate document, a JSON list of names, or the labels that doccano exports.";

/// The sets.
#[component]
pub fn LabelSets(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let name = use_state(String::new);
    let refused = use_state(|| None::<String>);
    let deleting = use_state(|| None::<Rc<str>>);

    let type_name = {
        let (name, refused) = (name.clone(), refused.clone());
        Callback::from(move |event: InputEvent| {
            name.set(page::field_value(&event));
            refused.set(None);
        })
    };
    let keep = {
        let (name, refused) = (name.clone(), refused.clone());
        desk.on(move |desk, event: SubmitEvent| {
            event.prevent_default();
            match desk.keep_labels(&name) {
                Err(why) => refused.set(Some(why)),
                Ok(()) => {
                    name.set(String::new());
                    refused.set(None);
                }
            }
        })
    };
    let start_with = desk.on(|desk, event: Event| {
        let name = page::field_value(&event).into();
        desk.set(|settings| settings.labels = name);
    });
    let download = {
        let (labels, title) = (Rc::clone(&props.labels), Rc::clone(&props.title));
        desk.on(move |desk, _: MouseEvent| desk.download_labels(&title, &labels))
    };
    let import = desk.on(|_, _: MouseEvent| page::click_id(IMPORT));
    let picked = desk.on(|desk, event: Event| {
        if let Some(input) = event.target_dyn_into::<web_sys::HtmlInputElement>() {
            PickedFile::of_input(&input).into_iter().for_each(|file| desk.import_labels(file));
        }
    });
    let replaces = props.kept.iter().any(|kept| *kept.name == *name.trim());
    let usable = props.kept.iter().filter(|kept| kept.set.is_some()).map(|kept| &*kept.name);
    let names: Vec<&str> = LabelSet::PRESETS.iter().map(|(name, _)| *name).chain(usable).collect();
    let preset = |(name, set): &(&'static str, fn() -> LabelSet)| set_view(&desk, props, name, &Rc::new(set()), None);
    let own = |kept: &KeptLabels| {
        let ask = {
            let (deleting, name) = (deleting.clone(), Rc::clone(&kept.name));
            Callback::from(move |asks: bool| deleting.set(asks.then(|| Rc::clone(&name))))
        };
        let asked = deleting.as_ref() == Some(&kept.name);
        match &kept.set {
            Some(set) => set_view(&desk, props, &kept.name, set, Some((asked, ask))),
            None => html! {
                <li class="label-set" key={&*kept.name}>
                    <strong>{ &*kept.name }</strong>
                    <p class="alarm-text">{ "This set is damaged and cannot be used." }</p>
                    { delete_buttons(&desk, &kept.name, asked, &ask) }
                </li>
            },
        }
    };
    html! {
        <>
            <p class="hint">{ ABOUT_USE }</p>
            <ul class="label-sets">
                { for LabelSet::PRESETS.iter().map(preset) }
                { for props.kept.iter().map(own) }
            </ul>
            <form class="label-form" onsubmit={keep}>
                <input
                    type="text" aria-label={SET_NAME} placeholder={SET_NAME} autocomplete="off"
                    aria-invalid={refused.is_some().then_some("true")} value={(*name).clone()} oninput={type_name}
                />
                <button type="submit" class="button">{ if replaces { "Replace that set" } else { "Keep as a set" } }</button>
                if let Some(why) = &*refused { <p class="alarm-text" role="alert">{ why }</p> }
            </form>
            <label class="check">
                { "New articles start with" }
                {
                    choice(Choice {
                        label: None,
                        class: "label-set-choice",
                        options: names.iter().map(|name| ((*name).to_owned(), (*name).to_owned())).collect(),
                        chosen: names.iter().position(|name| *name == &*props.of_new_articles).unwrap_or(0),
                        disabled: false,
                        onchange: &start_with,
                    })
                }
            </label>
            <div class="label-files">
                <button type="button" class="button" onclick={download}>{ "Download the labels" }</button>
                <button type="button" class="button" disabled={props.read_only} onclick={import}>{ "Take labels from a file …" }</button>
                <input
                    type="file" id={IMPORT} class="visually-hidden" tabindex="-1" aria-hidden="true"
                    accept=".json,application/json" onchange={picked}
                />
                <p class="hint">{ ABOUT_FILES }</p>
            </div>
        </>
    }
}

/// A set with what can be done with it. One's own can be deleted: whether that is being asked, and what asks it.
fn set_view(
    desk: &Desk,
    props: &Props,
    name: &str,
    set: &Rc<LabelSet>,
    delete: Option<(bool, Callback<bool>)>,
) -> Html {
    let is_used = *props.labels == **set;
    let take = {
        let set = Rc::clone(set);
        desk.on(move |desk, _: MouseEvent| desk.use_labels(&set))
    };
    html! {
        <li class="label-set" key={name}>
            <strong>{ name }</strong>
            <p class="hint">{ summary(set) }</p>
            if let Some(kept) = kept_beside(set, props) { <p class="hint">{ kept }</p> }
            <div class="label-set-actions">
                <button
                    type="button" class="button" disabled={is_used || props.read_only} onclick={take}
                    aria-label={(!is_used).then(|| format!("Use {name}"))}
                >{ if is_used { "In use" } else { "Use" } }</button>
                if let Some((asked, ask)) = delete { { delete_buttons(desk, name, asked, &ask) } }
            </div>
        </li>
    }
}

fn delete_buttons(desk: &Desk, name: &str, asked: bool, ask: &Callback<bool>) -> Html {
    let delete = {
        let (name, ask) = (name.to_owned(), ask.clone());
        desk.on(move |desk, _: MouseEvent| {
            ask.emit(false);
            desk.delete_labels(&name);
        })
    };
    let asks = |asks: bool| ask.reform(move |_: MouseEvent| asks);
    if asked {
        html! {
            <>
                <span class="alarm-text" role="alert">{ "Delete it for good? No article changes." }</span>
                <button type="button" class="button" onclick={asks(false)}>{ "Keep it" }</button>
                <button type="button" class="button danger" onclick={delete}>{ "Delete it" }</button>
            </>
        }
    } else {
        html! {
            <button type="button" class="button danger" aria-label={format!("Delete {name}")} onclick={asks(true)}>
                { "Delete" }
            </button>
        }
    }
}

/// “7 labels: PER, ORG, …”, and how many attributes.
fn summary(set: &LabelSet) -> String {
    let names: Vec<&str> = set.iter().take(MOST_NAMES).map(|label| &*label.name).collect();
    let more = if set.len() > MOST_NAMES { " …" } else { "" };
    let attributes = match set.attributes().len() {
        0 => String::new(),
        count => format!("; {}", words::count(count, "attribute")),
    };
    format!("{}: {}{more}{attributes}", words::count(set.len(), "label"), names.join(", "))
}

/// Which labels of the article would stay beside a set, because marks carry them.
fn kept_beside(set: &LabelSet, props: &Props) -> Option<String> {
    let stays = |label: &&Label| {
        props.counts.of_label(&label.id) > 0 && set.get(&label.id).is_none() && set.named(&label.name).is_none()
    };
    let names: Vec<&str> = props.labels.iter().filter(stays).map(|label| &*label.name).collect();
    let more = if names.len() > MOST_NAMES { " …" } else { "" };
    let named = names[..names.len().min(MOST_NAMES)].join(", ");
    let stay = if names.len() == 1 { "stays, folded, as marks carry it" } else { "stay, folded, as marks carry them" };
    (!names.is_empty()).then(|| format!("{named}{more} {stay}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_summed_up() {
        assert_eq!(summary(&LabelSet::conll()), "4 labels: PER, LOC, ORG, MISC");
        let summed_up = "18 labels: PERSON, NORP, FAC, ORG, GPE, LOC, PRODUCT, EVENT …";
        assert_eq!(summary(&LabelSet::ontonotes()), summed_up);
    }
}
