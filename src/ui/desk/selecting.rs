//! What is selected in the article: by mouse, by touch, and by the caret.

use super::Desk;
use crate::browser::{segmenter, selection};
use crate::model::selection::selected_range;
use crate::model::snap::snapped;
use crate::model::{BlockIndex, CharRange, Snap, Text};
use crate::ui::keys::{Extend, Motion};
use crate::ui::state::Open;

impl Desk {
    /// Shows what the selection that is being made will mean.
    pub fn preview_selection(&self) {
        let snap = self.state().settings.snap;
        if let (Some(open), Some(reader)) = (self.state().open, self.reader().cast()) {
            let selected = Selected::read(&open, &reader, snap);
            selected.preview(&open, &reader);
        }
    }

    /// Takes in what is selected in the article now, and shows what it means.
    pub fn read_selection(&self) {
        let snap = self.state().settings.snap;
        let (Some(open), Some(reader)) = (self.state().open, self.reader().cast()) else { return };
        // What was taken once stays what it is for as long as the selection stays: it may have been taken exactly.
        let taken = self.0.taken.get();
        let same = taken.is_some() && selected_words(&open.session.text, &reader) == taken.map(|(raw, _)| raw);
        if !same || open.view.selection != taken.map(|(_, meant)| meant) {
            self.take(Selected::read(&open, &reader, snap), &open, &reader);
        }
    }

    /// The mouse finished a selection: it becomes what it means, and an armed label tags it. With `exactly` it stays as
    /// it was made.
    pub fn finish_drag(&self, exactly: bool) {
        let snap = if exactly { Snap::Characters } else { self.state().settings.snap };
        let (Some(open), Some(reader)) = (self.state().open, self.reader().cast()) else { return };
        let mut selected = Selected::read(&open, &reader, snap);
        if let Some((raw, meant)) = selected.0.filter(|(raw, meant)| raw != meant) {
            selection::select(&reader, ends_of(&open, meant));
            // Where the browser did not take it, the preview shows it.
            let now = selected_words(&open.session.text, &reader).unwrap_or(raw);
            selected = Selected(Some((now, meant)));
        }
        self.take(selected, &open, &reader);
        self.tag_if_armed();
    }

    /// A selection by touch or by key rests: an armed label tags it.
    pub fn finish_selection(&self) {
        self.read_selection();
        self.tag_if_armed();
    }

    fn take(&self, selected: Selected, open: &Open, reader: &web_sys::Element) {
        self.0.taken.set(selected.0);
        selected.preview(open, reader);
        let meant = selected.0.map(|(_, meant)| meant);
        if meant != open.view.selection {
            self.change_open(|open| open.view.selection = meant);
        }
    }

    /// Leaves a caret where the selection ended.
    pub(super) fn drop_selection(&self) {
        selection::collapse();
        if let Some(reader) = self.reader().cast() {
            selection::preview(&reader, None);
        }
        self.0.taken.set(None);
        self.change_open(|open| open.view.selection = None);
    }

    /// The exact words of the selection, line ends included.
    pub fn selected_words(&self) -> Option<String> {
        let (open, reader) = (self.state().open?, self.reader().cast()?);
        let text = &open.session.text;
        text.slice(selected_words(text, &reader)?).map(str::to_owned)
    }

    /// Moves the caret; true where the page took the key.
    pub(super) fn move_caret(&self, _motion: Motion, _extend: Extend) -> bool {
        false
    }
}

/// What is selected, and what is meant by it.
struct Selected(Option<(CharRange, CharRange)>);

impl Selected {
    fn read(open: &Open, reader: &web_sys::Element, snap: Snap) -> Self {
        let text = &open.session.text;
        let pieces = |block, snap| segmenter::pieces(text, block, snap);
        Self(selected_words(text, reader).map(|raw| (raw, snapped(text, raw, snap, &pieces))))
    }

    fn preview(&self, open: &Open, reader: &web_sys::Element) {
        let differs = self.0.filter(|(raw, meant)| raw != meant);
        selection::preview(reader, differs.map(|(_, meant)| ends_of(open, meant)));
    }
}

/// The ends of a range as places in blocks.
fn ends_of(open: &Open, range: CharRange) -> [(BlockIndex, u32); 2] {
    let text = &open.session.text;
    let blocks = text.blocks_of(range);
    let place = |block, at| (BlockIndex(block), text.utf16_in_block(BlockIndex(block), at));
    [place(*blocks.start(), range.start()), place(*blocks.end(), range.end())]
}

/// What the browser says is selected, in positions of the text.
fn selected_words(text: &Text, reader: &web_sys::Element) -> Option<CharRange> {
    let (anchor, focus) = selection::ends(reader)?;
    selected_range(text, anchor, focus)
}
