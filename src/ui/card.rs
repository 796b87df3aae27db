//! The small card beside the words of a sentiment.

use super::desk::Desk;
use super::keys::{self, Deed};
use super::strings::frame;
use super::tag_chip::tag_sign;
use super::words;
use crate::model::Tag;
use crate::ui::frame::Subject;
use yew::prelude::*;

/// What the card shows.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// What it is called.
    pub name: String,
    /// Its rows.
    pub children: Html,
}

/// The card: it stands where layout says.
#[component]
pub fn Card(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let card = use_node_ref();
    {
        let (card, desk) = (card.clone(), desk.clone());
        use_effect(move || card.cast::<web_sys::Element>().iter().for_each(|card| desk.place_card(card)));
    }
    html! {
        <section class="card" ref={card} aria-label={props.name.clone()}>{ props.children.clone() }</section>
    }
}

/// The card of the focused annotation, where it has one and nothing else is at hand.
pub fn card_view(subject: Subject<'_>) -> Html {
    let Subject { desk, open, annotation, keys } = subject;
    let view = &open.view;
    let Some(card) = view.card() else { return Html::default() };
    let busy = view.selection.is_some() || view.held.is_some();
    let is_shown = match annotation.frame() {
        Some(_) => !card.closed,
        None => card.picking.is_some(),
    };
    if busy || !is_shown {
        return Html::default();
    }
    let quote = words::quote_of(&open.session.text, annotation, words::QUOTE_CHARS);
    let close = desk.on(|desk, _: MouseEvent| {
        desk.put_card_away();
    });
    let fold = desk.on(|desk, _: MouseEvent| desk.fold_card());
    let rows = match (annotation.frame(), card.picking) {
        _ if card.folded => Html::default(),
        (Some(frame), _) => super::frame::core_rows(subject, frame),
        (None, Some(role)) => super::frame::candidates(subject, role),
        (None, None) => Html::default(),
    };
    html! {
        <Card key={annotation.id.as_str()} name={frame::name(&quote)}>
            <div class="card-head">
                { tag_sign(&Tag::of(annotation), &open.session.labels) }
                <span class="card-quote" dir="auto">{ quote }</span>
                <button
                    type="button" class="quiet card-fold" aria-expanded={(!card.folded).to_string()} aria-label={frame::FOLD}
                    title={frame::FOLD} onclick={fold}
                >{ if card.folded { "▸" } else { "▾" } }</button>
                <button
                    type="button" class="quiet" onclick={close} aria-label={frame::CLOSE}
                    title={keys::titled(frame::CLOSE, Deed::StepBack, keys)}
                >{ "×" }</button>
            </div>
            { rows }
        </Card>
    }
}
