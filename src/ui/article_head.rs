//! The title and the source of the article, above its text.

use super::desk::Desk;
use crate::browser::page;
use crate::model::Description;
use std::rc::Rc;
use yew::prelude::*;

/// What the head shows.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// What was written about the article.
    pub description: Rc<Description>,
    /// Whether nothing can be changed here.
    pub read_only: bool,
}

/// The title and the source, each a field.
#[component]
pub fn ArticleHead(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let title = use_callback(desk.clone(), |event: InputEvent, desk| {
        let title: Rc<str> = page::field_value(&event).replace('\n', " ").into();
        desk.describe(|description| description.title = title);
    });
    let source = use_callback(desk.clone(), |event: InputEvent, desk| {
        let source: Rc<str> = page::field_value(&event).into();
        desk.describe(|description| description.source = source);
    });
    let finish = use_callback(desk.clone(), |_: FocusEvent, desk| desk.finish_typing());
    let leave = use_callback(desk, |event: KeyboardEvent, desk| {
        if matches!(event.key().as_str(), "Enter" | "Escape") && !event.is_composing() {
            event.prevent_default();
            desk.finish_typing();
            if let Some(reader) = desk.reader().cast() {
                page::focus(&reader);
            }
        }
    });
    let lines = props.description.title.chars().count().div_ceil(34).clamp(1, 6);
    html! {
        <header class="article-head">
            <h1 class="visually-hidden">{ &*props.description.title }</h1>
            <textarea
                class="title"
                aria-label="Title"
                placeholder="Untitled article"
                rows={lines.to_string()}
                dir="auto"
                spellcheck="false"
                readonly={props.read_only}
                value={props.description.title.to_string()}
                oninput={title}
                onblur={finish.clone()}
                onkeydown={leave.clone()}
            />
            <input
                class="source"
                aria-label="Source"
                placeholder="Source"
                dir="auto"
                spellcheck="false"
                readonly={props.read_only}
                value={props.description.source.to_string()}
                oninput={source}
                onblur={finish}
                onkeydown={leave}
            />
        </header>
    }
}
