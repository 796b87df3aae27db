//! The title and the source of the article, above its text.

use super::desk::Desk;
use crate::browser::page;
use crate::model::Description;
use std::rc::Rc;
use yew::prelude::*;

/// The title and the source, each a field.
pub fn article_head(desk: &Desk, description: &Description, read_only: bool) -> Html {
    let title = desk.on(|desk, event: InputEvent| {
        let title: Rc<str> = page::field_value(&event).replace('\n', " ").into();
        desk.describe(|description| description.title = title);
    });
    let source = desk.on(|desk, event: InputEvent| {
        let source: Rc<str> = page::field_value(&event).into();
        desk.describe(|description| description.source = source);
    });
    let finish = desk.on(|desk, _: FocusEvent| desk.finish_typing());
    let leave = desk.on(|desk, event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | "Escape") && !event.is_composing() {
            event.prevent_default();
            desk.finish_typing();
            if let Some(reader) = desk.reader().cast() {
                page::focus(&reader);
            }
        }
    });
    let lines = description.title.chars().count().div_ceil(34).clamp(1, 6);
    html! {
        <header class="article-head">
            <h1 class="visually-hidden">{ &*description.title }</h1>
            <textarea
                class="title"
                aria-label="Title"
                placeholder="Untitled article"
                rows={lines.to_string()}
                dir="auto"
                spellcheck="false"
                readonly={read_only}
                value={description.title.to_string()}
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
                readonly={read_only}
                value={description.source.to_string()}
                oninput={source}
                onblur={finish}
                onkeydown={leave}
            />
        </header>
    }
}
