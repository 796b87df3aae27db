//! What the annotation list is asked to show, and what is done to all that it shows.

use super::super::desk::Desk;
use super::super::tag_chip::{tag_of, tag_options};
use crate::browser::{page, viewport};
use crate::model::Session;
use crate::model::filter::{Coder, Filter, Kind, Order};
use crate::ui::choice::{Choice, choice};
use crate::ui::strings::{self, list};
use std::collections::BTreeSet;
use std::rc::Rc;
use yew::prelude::*;

/// The `<select>` of the label that all shown annotations get.
const RELABEL: &str = "relabel-shown";

/// The field for words.
pub const WORDS: &str = "list-words";

const KINDS: [(&str, &str); 3] = [("any", list::ANY), ("mention", list::ANY_LABEL), ("sentiment", list::ANY_SENTIMENT)];

const ORDERS: [(Order, &str, &str); 3] = [
    (Order::Position, "position", list::BY_POSITION),
    (Order::Label, "label", list::BY_LABEL),
    (Order::Words, "words", list::BY_WORDS),
];

/// The row; `shown` says how many annotations are shown.
pub fn filter_row(desk: &Desk, filter: &Filter, session: &Session, shown: usize, read_only: bool) -> Html {
    let labels = &session.labels;
    let typed = desk.on(|desk, event: InputEvent| {
        let words = page::field_value(&event);
        desk.set_filter(|filter| filter.words = words.into());
    });
    let keys = desk.on(|desk, event: KeyboardEvent| {
        match event.key().as_str() {
            "Escape" if event.is_composing() => return,
            "Escape" => desk.leave_filter(),
            "ArrowDown" => page::focus_id(super::ROWS),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    });
    let choose_kind = desk.on(|desk, event: Event| {
        let kind = match page::field_value(&event).as_str() {
            "any" => Kind::Any,
            "mention" => Kind::Mention,
            "sentiment" => Kind::Sentiment,
            tag => tag_of(tag).map_or(Kind::Any, Kind::Tag),
        };
        desk.set_filter(|filter| filter.kind = kind);
    });
    let choose_order = desk.on(|desk, event: Event| {
        let value = page::field_value(&event);
        let order = ORDERS.iter().find(|(_, name, _)| *name == value).map_or(Order::Position, |(order, ..)| *order);
        desk.set_filter(|filter| filter.order = order);
    });
    let check = |name: &'static str, checked: bool, change: fn(&mut Filter)| {
        let change = desk.on(move |desk, _: Event| desk.set_filter(change));
        html! { <label class="check"><input type="checkbox" {checked} onchange={change} />{ name }</label> }
    };
    let relabel = desk.on(|desk, _: MouseEvent| match page::value_of(RELABEL).and_then(|value| tag_of(&value)) {
        Some(tag) => desk.relabel_shown(&tag),
        None => page::focus_id(RELABEL),
    });
    let remove = desk.on(|desk, _: MouseEvent| {
        desk.remove_shown();
        viewport::next_frame(|| page::focus_id(super::ROWS));
    });
    let tag = match &filter.kind {
        Kind::Tag(tag) => Some(tag),
        _ => None,
    };
    let kind = |value: &str| match &filter.kind {
        Kind::Any => value == "any",
        Kind::Mention => value == "mention",
        Kind::Sentiment => value == "sentiment",
        Kind::Tag(_) => false,
    };
    let nothing = shown == 0 || read_only;
    html! {
        <div id="list-filter" class="list-filter" role="group" aria-label={list::FILTER_NAME}>
            <input
                type="text" id={WORDS} class="find-field" aria-label={list::WORDS} placeholder={list::WORDS} dir="auto"
                autocomplete="off" autocapitalize="none" spellcheck="false"
                value={filter.words.to_string()} oninput={typed} onkeydown={keys}
            />
            <select aria-label={list::KIND} onchange={choose_kind}>
                { for KINDS.iter().map(|(value, name)| html! { <option value={*value} selected={kind(value)}>{ name }</option> }) }
                { tag_options(labels, tag) }
            </select>
            <select aria-label={list::ORDER} onchange={choose_order}>
                { for ORDERS.iter().map(|(order, value, name)| {
                    html! { <option value={*value} selected={filter.order == *order}>{ name }</option> }
                }) }
            </select>
            { check(strings::NEEDS_REVIEW, filter.review, |filter| filter.review = !filter.review) }
            { check(list::HAS_NOTE, filter.noted, |filter| filter.noted = !filter.noted) }
            { check(list::HAS_RELATIONS, filter.related, |filter| filter.related = !filter.related) }
            { coder_choice(desk, filter, session) }
            { check(list::GROUP, filter.grouped, |filter| filter.grouped = !filter.grouped) }
            // What changes everything at once is not for a list that shows everything.
            if filter.is_narrow() {
                <div class="list-bulk">
                    <select id={RELABEL} aria-label={list::RELABEL_NAME} disabled={nothing}>
                        <option value="" selected=true>{ list::RELABEL_AS }</option>
                        { tag_options(labels, None) }
                    </select>
                    <button type="button" class="button" disabled={nothing} onclick={relabel}>{ list::RELABEL_ALL }</button>
                    <button type="button" class="button danger" disabled={nothing} onclick={remove}>
                        { list::remove_all(shown) }
                    </button>
                </div>
            }
        </div>
    }
}

/// The names of those who made annotations. Nothing where nobody said so.
fn coder_choice(desk: &Desk, filter: &Filter, session: &Session) -> Html {
    let mut names: BTreeSet<&Rc<str>> =
        session.annotations.iter(&session.text).filter_map(|a| a.coder.as_ref()).collect();
    if let Coder::Named(name) = &filter.coder {
        names.insert(name);
    }
    if names.is_empty() && filter.coder == Coder::Anyone {
        return Html::default();
    }
    let named = names.into_iter().map(|name| (Coder::Named(Rc::clone(name)), list::by(name)));
    let unnamed = [(Coder::Anyone, list::BY_ANYONE.to_owned()), (Coder::Unnamed, list::BY_UNNAMED.to_owned())];
    let (coders, words): (Vec<Coder>, Vec<String>) = unnamed.into_iter().chain(named).unzip();
    let chosen = coders.iter().position(|coder| *coder == filter.coder).unwrap_or(0);
    let choose = desk.on(move |desk, event: Event| {
        let place = page::field_value(&event).parse::<usize>().unwrap_or(0);
        let coder = coders.get(place).cloned().unwrap_or_default();
        desk.set_filter(|filter| filter.coder = coder);
    });
    choice(Choice {
        label: Some(list::CODER.to_owned()),
        class: "list-coder",
        options: words.into_iter().enumerate().map(|(place, words)| (place.to_string(), words)).collect(),
        chosen,
        disabled: false,
        onchange: &choose,
    })
}

impl Desk {
    /// Takes the words out of the filter, or else gives the focus to the article.
    fn leave_filter(&self) {
        let has_words = self.state().open.is_some_and(|open| !open.filter.words.is_empty());
        if has_words {
            self.set_filter(|filter| filter.words = "".into());
        } else if let Some(reader) = self.reader().cast() {
            page::focus(&reader);
        }
    }
}
