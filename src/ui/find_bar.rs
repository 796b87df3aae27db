//! The find bar: what is sought, how many there are, and tagging them all.

use super::desk::Desk;
use super::strings::{self, find_bar};
use super::tag_chip::{tag_of, tag_options};
use super::words;
use crate::browser::page;
use crate::model::find::{Find, Found, Query};
use crate::model::{LabelSet, Tag};
use std::rc::Rc;
use yew::prelude::*;

/// The field for what is sought.
pub const FIND_FIELD: &str = "find";

/// What says how many hits there are, or what is wrong.
const FIND_COUNT: &str = "find-count";

/// What the bar shows.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// What is found.
    pub find: Find,
    /// The labels.
    pub labels: Rc<LabelSet>,
    /// What hits are tagged with until something else is chosen.
    pub tag: Option<Tag>,
    /// Whether nothing can be changed here.
    pub read_only: bool,
    /// The revision of the session: an edit draws text anew, and with it goes the light of its hits.
    pub revision: u64,
}

/// The bar.
#[component]
pub fn FindBar(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let chosen = use_state(|| None::<Tag>);
    {
        let desk = desk.clone();
        use_effect_with((), move |()| {
            page::focus_field(FIND_FIELD);
            let scroll = page::on("scroll", move |_: &web_sys::Event| desk.light_hits_soon());
            move || drop(scroll)
        });
    }
    {
        let desk = desk.clone();
        use_effect_with((props.find.clone(), props.revision), move |_| desk.light_hits_soon());
    }
    let find = &props.find;
    let first = props.labels.iter().next().map(|label| Tag::Label(label.id.clone()));
    let tag = (*chosen).clone().or_else(|| props.tag.clone()).or(first);

    let seek = |change: fn(&mut Query, String)| {
        let query = find.query.clone();
        desk.on(move |desk, value: String| {
            let mut query = query.clone();
            change(&mut query, value);
            desk.seek(query);
        })
    };
    let typed = seek(|query, value| query.words = value.into());
    let typed = typed.reform(|event: InputEvent| page::field_value(&event));
    let switch = |change: fn(&mut Query)| {
        let query = find.query.clone();
        desk.on(move |desk, _: MouseEvent| {
            let mut query = query.clone();
            change(&mut query);
            desk.seek(query);
        })
    };
    let toggle = |name: &'static str, sign: &'static str, on: bool, change: fn(&mut Query)| {
        html! {
            <button
                type="button" class="button icon" aria-pressed={on.to_string()} aria-label={name} title={name}
                data-sign={sign} onclick={switch(change)}
            />
        }
    };
    let keys = desk.on(|desk, event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        match event.key().as_str() {
            "Escape" => desk.close_find(),
            "Enter" if page::nearest_attribute(&event, "id").as_deref() == Some(FIND_FIELD) => {
                desk.go_to_hit(!event.shift_key());
            }
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    });
    let go = |forward| {
        desk.on(move |desk, _: MouseEvent| {
            desk.go_to_hit(forward);
        })
    };
    let close = desk.on(|desk, _: MouseEvent| desk.close_find());
    let choose = {
        let chosen = chosen.clone();
        Callback::from(move |event: Event| chosen.set(tag_of(&page::field_value(&event))))
    };
    let tagging = |act: fn(&Desk, &Tag)| {
        let tag = tag.clone();
        desk.on(move |desk, _: MouseEvent| tag.iter().for_each(|tag| act(desk, tag)))
    };
    let failed = matches!(find.found, Found::Failed(_));
    let count = find.hits().len();
    let tag_name = tag.as_ref().map(|tag| words::tag(tag, &props.labels)).unwrap_or_default();
    let nothing_to_tag = count == 0 || props.read_only;
    html! {
        <div class="find-bar" role="search" aria-label={strings::FIND_IN_TEXT} onkeydown={keys}>
            <div class="find-query">
                <input
                    id={FIND_FIELD} type="text" class="find-field" aria-label={find_bar::FIND} placeholder={strings::FIND_IN_TEXT} dir="auto"
                    autocomplete="off" autocapitalize="none" spellcheck="false" enterkeyhint="search"
                    aria-describedby={FIND_COUNT} aria-invalid={failed.then_some("true")}
                    value={find.query.words.to_string()} oninput={typed}
                />
                { toggle(strings::MATCH_CASE, find_bar::MATCH_CASE_SIGN, find.query.matching.case, |query| {
                    query.matching.case = !query.matching.case;
                }) }
                { toggle(strings::WHOLE_WORDS, find_bar::WHOLE_WORDS_SIGN, find.query.matching.whole_words, |query| {
                    query.matching.whole_words = !query.matching.whole_words;
                }) }
                { toggle(find_bar::PATTERN, find_bar::PATTERN_SIGN, find.query.pattern, |query| {
                    query.pattern = !query.pattern;
                }) }
            </div>
            <div class="find-steps">
                <button
                    type="button" class="button icon" aria-label={find_bar::PREVIOUS_NAME} title={find_bar::PREVIOUS}
                    disabled={count == 0} onclick={go(false)}
                >{ "↑" }</button>
                <button
                    type="button" class="button icon" aria-label={find_bar::NEXT_NAME} title={find_bar::NEXT}
                    disabled={count == 0} onclick={go(true)}
                >{ "↓" }</button>
                <span id={FIND_COUNT} class="find-count" data-failed={failed.then_some("")}>{ count_words(find) }</span>
            </div>
            <div class="find-tags">
                <select aria-label={find_bar::TAG_AS} onchange={choose}>{ tag_options(&props.labels, tag.as_ref()) }</select>
                <button
                    type="button" class="button" disabled={nothing_to_tag} onclick={tagging(Desk::tag_hit)}
                    title={find_bar::TAG_THIS}
                >{ find_bar::TAG }</button>
                <button type="button" class="button" disabled={nothing_to_tag} onclick={tagging(Desk::tag_hits)}>
                    { find_bar::tag_all(count, &tag_name) }
                </button>
            </div>
            <button type="button" class="quiet" aria-label={find_bar::CLOSE_NAME} title={find_bar::CLOSE} onclick={close}>{ "×" }</button>
        </div>
    }
}

fn count_words(find: &Find) -> String {
    match (&find.found, find.at) {
        (Found::Nothing, _) => String::new(),
        (Found::Seeking, _) => find_bar::SEEKING.to_owned(),
        (Found::Failed(why), _) => why.to_string(),
        (Found::Hits(hits, more), Some(at)) => find_bar::hit(at + 1, hits.len(), *more),
        (Found::Hits(..), None) => find_bar::NOT_FOUND.to_owned(),
    }
}
