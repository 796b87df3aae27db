//! The title and the source of the article, and a note on it, above its text.

use super::desk::Desk;
use super::strings;
use crate::browser::page;
use crate::model::Description;
use std::rc::Rc;
use yew::prelude::*;

/// The title, the source and the note, each a field, and as plain text for print; below them what else is said of the article.
pub fn article_head(desk: &Desk, description: &Description, codes: Html, read_only: bool) -> Html {
    let title = desk.on(|desk, event: InputEvent| {
        let title: Rc<str> = page::field_value(&event).replace('\n', " ").into();
        desk.describe(|description| description.title = title);
    });
    let source = desk.on(|desk, event: InputEvent| {
        let source: Rc<str> = page::field_value(&event).into();
        desk.describe(|description| description.source = source);
    });
    let note = desk.on(|desk, event: InputEvent| {
        let note: Rc<str> = page::field_value(&event).into();
        desk.describe(|description| description.note = note);
    });
    let finish = desk.on(|desk, _: FocusEvent| desk.finish_typing());
    // The note may have several lines; Enter leaves the fields of one.
    let leave = |keys: &'static [&'static str]| {
        desk.on(move |desk, event: KeyboardEvent| {
            if keys.contains(&event.key().as_str()) && !event.is_composing() {
                event.prevent_default();
                desk.finish_typing();
                if let Some(reader) = desk.reader().cast() {
                    page::focus(&reader);
                }
            }
        })
    };
    // For browsers in which a field cannot take the size of its content.
    let title_rows = description.title.chars().count().div_ceil(34).clamp(1, 6);
    let note_rows = description.note.lines().map(|line| line.chars().count().div_ceil(70).max(1)).sum::<usize>();
    html! {
        <header class="article-head">
            <h1 class="visually-hidden">{ &*description.title }</h1>
            <textarea
                class="title"
                aria-label={strings::page::TITLE}
                placeholder={strings::UNTITLED}
                rows={title_rows.to_string()}
                dir="auto"
                spellcheck="false"
                readonly={read_only}
                value={description.title.to_string()}
                oninput={title}
                onblur={finish.clone()}
                onkeydown={leave(&["Enter", "Escape"])}
            />
            <input
                class="source"
                aria-label={strings::page::SOURCE}
                placeholder={strings::page::SOURCE}
                dir="auto"
                spellcheck="false"
                readonly={read_only}
                value={description.source.to_string()}
                oninput={source}
                onblur={finish.clone()}
                onkeydown={leave(&["Enter", "Escape"])}
            />
            if !read_only || !description.note.is_empty() {
                <textarea
                    class="article-note"
                    aria-label={strings::page::NOTE}
                    placeholder={strings::page::ADD_NOTE}
                    rows={note_rows.clamp(1, 12).to_string()}
                    dir="auto"
                    readonly={read_only}
                    value={description.note.to_string()}
                    oninput={note}
                    onblur={finish}
                    onkeydown={leave(&["Escape"])}
                />
            }
            <p class="print-only" dir="auto">{ &*description.source }</p>
            <p class="print-only printed-note" dir="auto">{ &*description.note }</p>
            { codes }
        </header>
    }
}
