//! A label or a sentiment as a small button: in the label bar, at the selection, in the inspector.

use super::desk::Desk;
use super::keys::{self, Assigned, Deed};
use super::state::{Over, Purpose};
use super::strings;
use super::words;
use crate::browser::page;
use crate::model::{Label, LabelId, LabelSet, Polarity, Tag};
use std::rc::Rc;
use yew::prelude::*;

/// How many labels are shown as buttons at once; what is beyond is found by typing.
pub const MOST_CHIPS: usize = 24;

/// From how many characters on the name of a label may be clipped.
const LONG_NAME: usize = 24;

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
            title={chip_title(label)}
            aria-pressed={pressed.map(|pressed| pressed.to_string())}
        >
            if let Some(key) = key { <kbd>{ key }</kbd> }
            <span class="chip-name">{ &*label.name }</span>
            { count_view(count) }
        </button>
    }
}

/// What a button shows to a pointer that rests on it: the description, and before it a name that may be clipped.
fn chip_title(label: &Label) -> String {
    match label.name.chars().count() {
        ..LONG_NAME => label.description.to_string(),
        _ if label.description.is_empty() => label.name.to_string(),
        _ => strings::labels::described(&label.name, &label.description),
    }
}

/// Which labels have a button of their own: those shown at once, and those that unfold. In a large set they are the first
/// few alone.
pub fn chips_of(labels: &LabelSet) -> (Vec<&Label>, Vec<&Label>) {
    let (folded, mut shown): (Vec<&Label>, Vec<&Label>) = labels.iter().partition(|label| label.folded);
    if labels.len() <= MOST_CHIPS {
        return (shown, folded);
    }
    shown.truncate(MOST_CHIPS);
    (shown, Vec::new())
}

/// The button that shows all labels of a large set, to be found by typing.
pub fn all_labels_button(desk: &Desk, labels: &LabelSet, assigned: &Assigned) -> Html {
    if labels.len() <= MOST_CHIPS {
        return Html::default();
    }
    let show = desk.on(|desk, _: MouseEvent| desk.lay_over(Over::ChooseLabel(Purpose::Tag)));
    let title = keys::titled(strings::labels::FIND, Deed::ChooseLabel, assigned);
    let key = keys::first(Deed::ChooseLabel, assigned);
    html! {
        <button key="all" type="button" class="fold" {title} onclick={show}>
            { strings::labels::all(labels.len()) }
            if !key.is_empty() { <kbd>{ format!(" ({key})") }</kbd> }
        </button>
    }
}

/// A sentiment's button.
pub fn polarity_chip(polarity: Polarity, keys: &Assigned, count: Option<u32>, pressed: Option<bool>) -> Html {
    let name = polarity.name();
    let key = keys::first(Deed::Sentiment(polarity), keys);
    html! {
        <button
            key={name}
            type="button"
            class="chip sentiment"
            data-tag={format!("polarity {name}")}
            data-polarity={name}
            title={strings::sentiment(polarity)}
            aria-pressed={pressed.map(|pressed| pressed.to_string())}
        >
            if !key.is_empty() { <kbd>{ key }</kbd> }
            <span class="chip-name">{ strings::polarity(polarity) }</span>
            { count_view(count) }
        </button>
    }
}

fn count_view(count: Option<u32>) -> Html {
    // There is room for the number before there is one: the first mark must not move the other buttons.
    let number = |count: u32| (count > 0).then(|| strings::number(count as usize));
    count.map_or_else(Html::default, |count| html! { <span class="chip-count">{ number(count) }</span> })
}

/// The label or sentiment whose button an event comes from.
pub fn chosen(event: &web_sys::Event) -> Option<Tag> {
    tag_of(&page::nearest_attribute(event, "data-tag")?)
}

/// The label or sentiment of a button's `data-tag` or an option's value.
pub fn tag_of(value: &str) -> Option<Tag> {
    match value.split_once(' ')? {
        ("label", id) => LabelId::new(id).map(Tag::Label),
        ("polarity", name) => Polarity::ALL.into_iter().find(|polarity| polarity.name() == name).map(Tag::Polarity),
        _ => None,
    }
}

/// The options of a `<select>` of all labels and sentiments; `chosen` is selected.
pub fn tag_options(labels: &LabelSet, chosen: Option<&Tag>) -> Html {
    let option = |tag: Tag| {
        let value = match &tag {
            Tag::Label(id) => format!("label {id}"),
            Tag::Polarity(value) => format!("polarity {}", value.name()),
        };
        html! { <option {value} selected={chosen == Some(&tag)}>{ words::tag(&tag, labels) }</option> }
    };
    html! {
        <>
            <optgroup label={strings::LABELS}>{ for labels.iter().map(|label| option(Tag::Label(label.id.clone()))) }</optgroup>
            <optgroup label={strings::SENTIMENT}>{ for Polarity::ALL.into_iter().map(|value| option(Tag::Polarity(value))) }</optgroup>
        </>
    }
}

/// Whether a label looks the same in two sets: by its name and its colour.
pub fn same_look(a: &Rc<LabelSet>, b: &Rc<LabelSet>, label: &LabelId) -> bool {
    let look = |labels: &LabelSet| labels.get(label).map(|label| (Rc::clone(&label.name), label.slot));
    Rc::ptr_eq(a, b) || look(a) == look(b)
}

/// What an annotation carries, as a small sign in lists: not a button.
pub fn tag_sign(tag: &Tag, labels: &LabelSet) -> Html {
    match tag {
        Tag::Label(id) => {
            let label = labels.get(id);
            let slot = label.map(|label| label.slot.number().to_string());
            let name = label.map_or_else(|| id.to_string(), |label| label.name.to_string());
            html! { <span class="sign" data-slot={slot}><span class="sign-name">{ name }</span></span> }
        }
        Tag::Polarity(polarity) => {
            html! {
                <span class="sign sentiment" data-polarity={polarity.name()}>
                    <span class="sign-mark" aria-hidden="true">{ polarity.sign() }</span>
                    { strings::polarity(*polarity) }
                </span>
            }
        }
    }
}
