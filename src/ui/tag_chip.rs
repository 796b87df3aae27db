//! A label or a sentiment as a small button: in the label bar, at the selection, in the inspector.

use super::keys::{self, Assigned, Deed};
use super::words;
use crate::browser::page;
use crate::model::{Label, LabelId, LabelSet, Polarity, Tag};
use yew::prelude::*;

/// A label's button; `count` is how many mentions carry it, where that is shown.
pub fn label_chip(label: &Label, count: Option<u32>, pressed: Option<bool>) -> Html {
    let key = label.key.map(|key| key.to_string());
    html! {
        <button
            key={label.id.as_str()}
            type="button"
            class="chip"
            data-tag={format!("label {}", label.id)}
            data-slot={label.slot.number().to_string()}
            title={label.description.to_string()}
            aria-pressed={pressed.map(|pressed| pressed.to_string())}
        >
            if let Some(key) = key { <kbd>{ key }</kbd> }
            <span class="chip-name">{ &*label.name }</span>
            { count_view(count) }
        </button>
    }
}

/// A sentiment's button.
pub fn polarity_chip(polarity: Polarity, keys: &Assigned, count: Option<u32>, pressed: Option<bool>) -> Html {
    let name = words::polarity(polarity);
    let key = keys::first(Deed::Sentiment(polarity), keys);
    html! {
        <button
            key={name}
            type="button"
            class="chip sentiment"
            data-tag={format!("polarity {name}")}
            data-polarity={name}
            title={format!("{name} sentiment")}
            aria-pressed={pressed.map(|pressed| pressed.to_string())}
        >
            if !key.is_empty() { <kbd>{ key }</kbd> }
            <span class="chip-name">{ name }</span>
            { count_view(count) }
        </button>
    }
}

fn count_view(count: Option<u32>) -> Html {
    match count.filter(|count| *count > 0) {
        Some(count) => html! { <span class="chip-count">{ words::number(count as usize) }</span> },
        None => Html::default(),
    }
}

/// The label or sentiment whose button an event comes from.
pub fn chosen(event: &MouseEvent) -> Option<Tag> {
    let attribute = page::nearest_attribute(event, "data-tag")?;
    let (kind, name) = attribute.split_once(' ')?;
    match kind {
        "label" => LabelId::new(name).map(Tag::Label),
        _ => Polarity::ALL.into_iter().find(|polarity| words::polarity(*polarity) == name).map(Tag::Polarity),
    }
}

/// What an annotation carries, as a small sign in lists: not a button.
pub fn tag_sign(tag: &Tag, labels: &LabelSet) -> Html {
    match tag {
        Tag::Label(id) => {
            let label = labels.get(id);
            let slot = label.map(|label| label.slot.number().to_string());
            let name = label.map_or_else(|| id.to_string(), |label| label.name.to_string());
            html! { <span class="sign" data-slot={slot}>{ name }</span> }
        }
        Tag::Polarity(polarity) => {
            let name = words::polarity(*polarity);
            html! {
                <span class="sign sentiment" data-polarity={name}>
                    <span class="sign-mark" aria-hidden="true">{ polarity.sign() }</span>
                    { name }
                </span>
            }
        }
    }
}
