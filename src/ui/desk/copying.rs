//! What goes to the clipboard, and annotations that come back from it.

use super::{Arriving, Desk};
use crate::browser::clipboard::{self, Flavours};
use crate::browser::selection;
use crate::format::rich_text::{self, Signs};
use crate::format::{decode, native, table};
use crate::model::{Annotation, CharRange, Session};
use crate::ui::list_table;
use crate::ui::state::Over;
use crate::ui::strings::{copying as strings, says};
use crate::ui::words;
use std::rc::Rc;
use yew::platform::spawn_local;
use yew::prelude::*;

impl Desk {
    /// Copies the annotations of the selection as JSON; where nothing is selected, those that the list shows.
    pub(super) fn copy_annotations(&self) {
        self.finish_typing();
        let Some(open) = self.state().open else { return };
        let selection = open.view.selection;
        let chosen = match selection {
            Some(range) => annotations_in(&open.session, range),
            None => open.filter.show(&open.session).annotations().cloned().collect(),
        };
        if chosen.is_empty() {
            return self.explain(strings::none(selection.is_some()));
        }
        let excerpt = native::excerpt(&open.session, chosen.iter());
        let of = match selection {
            Some(_) => strings::Of::Selection,
            None if open.filter.is_narrow() => strings::Of::List,
            None => strings::Of::Article,
        };
        self.copy(Flavours { plain: excerpt.json, html: None }, strings::annotations(chosen.len(), excerpt.beside, of));
    }

    /// Copies what the annotation list shows as a table.
    pub(super) fn copy_list(&self) {
        self.finish_typing();
        let Some(open) = self.state().open else { return };
        let shown = open.filter.show(&open.session);
        if shown.count == 0 {
            return self.explain(strings::none(false));
        }
        let rows = list_table::rows(&open.session, shown.annotations());
        let flavours = Flavours { plain: table::with_tabs(&rows), html: Some(table::html(&rows)) };
        self.copy(flavours, strings::rows(shown.count));
    }

    /// Copies the selection, or the whole text, with its marks.
    pub(super) fn copy_marked_text(&self) {
        self.finish_typing();
        let Some(open) = self.state().open else { return };
        let selection = open.view.selection;
        let range = selection.unwrap_or(open.session.text.range());
        let plain = open.session.text.slice(range).unwrap_or_default().to_owned();
        let html = Some(rich_text::write(&open.session, range, Signs::Written));
        self.copy(Flavours { plain, html }, strings::marked_text(selection.is_some()));
    }

    /// Copies, and says so.
    fn copy(&self, flavours: Flavours, done: String) {
        if flavours.copy() {
            return self.explain(&done);
        }
        let desk = self.clone();
        spawn_local(async move {
            match flavours.write().await {
                true => desk.explain(&done),
                false => desk.alarm(strings::REFUSED),
            }
        });
    }

    /// The browser copies, in the article or in the list: it gets the exact words of the selection, with the colours of
    /// their marks beside; where nothing is selected, those of the focused mark.
    pub fn copied(&self, event: &Event) {
        let Some(open) = self.state().open.filter(|_| !clipboard::is_taken(event)) else { return };
        let Session { text, annotations, .. } = &open.session;
        if let Some(range) = self.selected_range() {
            let plain = text.slice(range).unwrap_or_default().to_owned();
            let is_marked = !annotations_in(&open.session, range).is_empty();
            let html = is_marked.then(|| rich_text::write(&open.session, range, Signs::Left));
            Flavours { plain, html }.copy_instead(event);
            return;
        }
        let mark = open.view.focus.as_ref().and_then(|id| annotations.get(id)).filter(|_| selection::is_empty());
        let Some(mark) = mark.filter(|mark| mark.extent().is_some()) else { return };
        let words = |range: &CharRange| text.slice(*range).unwrap_or_default();
        let plain = mark.fragments.ranges().iter().map(words).collect::<Vec<_>>().join(" … ");
        if (Flavours { plain, html: None }).copy_instead(event) {
            self.explain(&strings::words(&words::quote_of(text, mark, words::QUOTE_CHARS)));
        }
    }

    /// Takes in what was pasted on the page: our own JSON is opened, or attached to the open article; a text can become an
    /// article.
    pub fn paste(&self, text: String) {
        if decode::kind("", &text) != decode::Kind::RubricateJson {
            return self.lay_over(Over::Draft(text.into()));
        }
        let desk = self.clone();
        spawn_local(async move {
            let arriving = Arriving { name: strings::PASTED.to_owned(), bytes: Rc::new(text.into_bytes()) };
            let lines = desk.open_bytes(arriving).await;
            desk.tell_problems(&says::partly_used(strings::PASTED), lines);
        });
    }
}

/// The annotations that have words in a range, in document order.
fn annotations_in(session: &Session, range: CharRange) -> Vec<Rc<Annotation>> {
    let is_in =
        |annotation: &&Rc<Annotation>| annotation.fragments.ranges().iter().any(|words| words.overlap(range).is_some());
    session.annotations.iter(&session.text).filter(is_in).cloned().collect()
}
