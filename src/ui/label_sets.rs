//! Whole sets of labels: those that come with the program, one's own, and files.

use super::choice::{Choice, choice};
use super::desk::Desk;
use super::state::KeptLabels;
use super::strings::label_editor;
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
                    <p class="alarm-text">{ label_editor::DAMAGED }</p>
                    { delete_buttons(&desk, &kept.name, asked, &ask) }
                </li>
            },
        }
    };
    html! {
        <>
            <p class="hint">{ label_editor::ABOUT_USE }</p>
            <ul class="label-sets">
                { for LabelSet::PRESETS.iter().map(preset) }
                { for props.kept.iter().map(own) }
            </ul>
            <form class="label-form" onsubmit={keep}>
                <input
                    type="text" aria-label={label_editor::SET_NAME} placeholder={label_editor::SET_NAME} autocomplete="off"
                    aria-invalid={refused.is_some().then_some("true")} value={(*name).clone()} oninput={type_name}
                />
                <button type="submit" class="button">{ if replaces { label_editor::REPLACE_SET } else { label_editor::KEEP_SET } }</button>
                if let Some(why) = &*refused { <p class="alarm-text" role="alert">{ why }</p> }
            </form>
            <label class="check">
                { label_editor::NEW_ARTICLES }
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
                <button type="button" class="button" onclick={download}>{ label_editor::DOWNLOAD }</button>
                <button type="button" class="button" disabled={props.read_only} onclick={import}>{ label_editor::TAKE_FROM_FILE }</button>
                <input
                    type="file" id={IMPORT} class="visually-hidden" tabindex="-1" aria-hidden="true"
                    accept=".json,application/json" onchange={picked}
                />
                <p class="hint">{ label_editor::ABOUT_FILES }</p>
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
                    aria-label={(!is_used).then(|| label_editor::use_set(name))}
                >{ if is_used { label_editor::IN_USE } else { label_editor::USE } }</button>
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
                <span class="alarm-text" role="alert">{ label_editor::DELETE_WARNING }</span>
                <button type="button" class="button" onclick={asks(false)}>{ label_editor::KEEP_IT }</button>
                <button type="button" class="button danger" onclick={delete}>{ label_editor::DELETE_IT }</button>
            </>
        }
    } else {
        html! {
            <button type="button" class="button danger" aria-label={label_editor::delete_set(name)} onclick={asks(true)}>
                { label_editor::DELETE }
            </button>
        }
    }
}

fn summary(set: &LabelSet) -> String {
    let names: Vec<&str> = set.iter().take(MOST_NAMES).map(|label| &*label.name).collect();
    label_editor::summary(set.len(), &names, set.len() > MOST_NAMES, set.attributes().len())
}

/// Which labels of the article would stay beside a set, because marks carry them.
fn kept_beside(set: &LabelSet, props: &Props) -> Option<String> {
    let stays = |label: &&Label| {
        props.counts.of_label(&label.id) > 0 && set.get(&label.id).is_none() && set.named(&label.name).is_none()
    };
    let names: Vec<&str> = props.labels.iter().filter(stays).map(|label| &*label.name).collect();
    let named = &names[..names.len().min(MOST_NAMES)];
    (!names.is_empty()).then(|| label_editor::stay(named, names.len() > MOST_NAMES))
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
