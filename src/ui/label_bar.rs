//! The bar with all labels and sentiments, their keys and counts, above the article.

use super::desk::Desk;
use super::keys::{self, Assigned, Deed};
use super::state::{Over, Part};
use super::strings::{self, labels, says};
use super::tag_chip::{all_labels_button, chips_of, chosen, label_chip, polarity_chip};
use crate::browser::page;
use crate::browser::viewport;
use crate::model::{Counts, Label, LabelSet, Polarity, Tag};
use std::rc::Rc;
use yew::prelude::*;

/// What the bar shows.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The labels.
    pub labels: Rc<LabelSet>,
    /// How many annotations there are of each kind.
    pub counts: Rc<Counts>,
    /// What every selection is tagged with at once.
    pub armed: Option<Tag>,
    /// The keys that were assigned.
    pub keys: Rc<Assigned>,
    /// Whether nothing can be changed here.
    pub read_only: bool,
}

/// The bar.
#[component]
pub fn LabelBar(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let unfolded = use_state(|| false);
    // The browser would drop the selection on a press; the button is to tag it.
    let keep_selection = use_callback((), |event: PointerEvent, ()| event.prevent_default());
    let choose = use_callback(desk.clone(), |event: MouseEvent, desk| {
        if let Some(tag) = chosen(&event) {
            desk.choose(tag);
        }
    });
    let unfold = use_callback(unfolded.clone(), |_: MouseEvent, unfolded| unfolded.set(!**unfolded));
    let is_armed = |tag: &Tag| Some(props.armed.as_ref() == Some(tag));
    let chip = |label: &Label| {
        label_chip(label, Some(props.counts.of_label(&label.id)), is_armed(&Tag::Label(label.id.clone())))
    };
    let sentiment = |polarity: Polarity| {
        polarity_chip(
            polarity,
            &props.keys,
            Some(props.counts.of_polarity(polarity)),
            is_armed(&Tag::Polarity(polarity)),
        )
    };
    let (shown, folded) = chips_of(&props.labels);
    let (locked, why) = (props.read_only.then_some("true"), props.read_only.then_some(says::READ_ONLY));
    let edit = desk.on(|desk, _: MouseEvent| desk.lay_over(Over::Labels(Part::Labels)));
    let edit_title = keys::titled(labels::EDIT_NAME, Deed::EditLabels, &props.keys);
    html! {
        <section class="label-bar" aria-label={labels::BAR} onpointerdown={keep_selection}>
            <div class="chips" role="group" aria-label={strings::LABELS} aria-disabled={locked} title={why} onclick={choose.clone()}>
                { for shown.into_iter().map(chip) }
                if *unfolded {
                    { for folded.iter().map(|label| chip(label)) }
                }
            </div>
            if !folded.is_empty() {
                <button type="button" class="fold" aria-expanded={unfolded.to_string()} onclick={unfold}>
                    if *unfolded { { labels::FEWER } } else { { labels::more(folded.len()) } }
                </button>
            }
            { all_labels_button(&desk, &props.labels, &props.keys) }
            <div
                class="chips sentiments" role="group" aria-label={strings::SENTIMENT} aria-disabled={locked} title={why}
                onclick={choose}
            >
                { for Polarity::ALL.into_iter().map(sentiment) }
            </div>
            <button type="button" class="fold" title={edit_title} onclick={edit}>{ labels::EDIT }</button>
        </section>
    }
}

/// What is armed.
#[derive(PartialEq, Properties)]
pub struct ArmedProps {
    /// What every selection is tagged with at once.
    pub tag: Tag,
    /// The labels.
    pub labels: Rc<LabelSet>,
}

/// The armed label, beside the pointer.
#[component]
pub fn ArmedSign(props: &ArmedProps) -> Html {
    let sign = use_node_ref();
    {
        let sign = sign.clone();
        use_effect_with((), move |()| {
            let follow = page::on("pointermove", move |event: &web_sys::PointerEvent| {
                if let Some(sign) = sign.cast::<web_sys::Element>() {
                    viewport::place_at_pointer(&sign, f64::from(event.client_x()), f64::from(event.client_y()));
                }
            });
            move || drop(follow)
        });
    }
    html! {
        <div class="armed" ref={sign} aria-hidden="true">{ super::tag_chip::tag_sign(&props.tag, &props.labels) }</div>
    }
}
