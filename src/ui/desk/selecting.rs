//! What is selected in the article: by mouse, by touch, and by the caret.
//!
//! The selection is the desk's own. What the browser selects, by mouse or by a screen reader, is taken in, and snapped to
//! the words that were meant; what keys select the browser is told to show; what a finger selects it never hears of.

use super::Desk;
use crate::browser::{clock, lines, page, segmenter, selection, viewport};
use crate::model::caret::{moved, stop};
use crate::model::selection::{caret as caret_at, selected_range, without_line_ends};
use crate::model::snap::{other_than_meant, snapped, without_white_space};
use crate::model::{BlockIndex, Caret, CharPos, CharRange, Held, Motion, Snap, Text, Way};
use crate::ui::keys::Extend;
use crate::ui::state::Open;
use crate::ui::strings;
use crate::ui::words;
use std::cell::{Cell, RefCell};

/// What is remembered of the hands at work, beside what is shown.
#[derive(Default)]
pub struct Hands {
    /// What the browser had selected when the selection was taken in, and what was taken. For as long as neither
    /// changes, it stays what it is: it may have been taken exactly, or made without the browser.
    taken: Cell<(Option<CharRange>, Option<CharRange>)>,
    /// How far from the left the caret wants to be as it goes from line to line.
    column: Cell<Option<f64>>,
    /// Whether a key was pressed last, and no pointer.
    by_keys: Cell<bool>,
    /// The message that says why something was not done.
    pub(super) explained: RefCell<Option<(u32, clock::Timer)>>,
    /// What keys select is told to a screen reader when it rests.
    resting: RefCell<Option<clock::Timer>>,
}

/// How long a selection by keys rests, in milliseconds, before it is told.
const REST: u32 = 450;

/// How far the menu stands from the selected words, in CSS pixels; and from the handles that fingers need there.
const MENU_GAP: f64 = 10.0;
const MENU_GAP_BELOW_HANDLES: f64 = 46.0;

/// What a selection by mouse is taken for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Taking {
    /// What the settings say.
    Usual,
    /// Exactly what was selected.
    Exact,
    /// At least a word: it was double-clicked.
    Word,
    /// The sentence around a word, which was clicked three times.
    SentenceOf(CharRange),
}

impl Desk {
    /// Shows what the selection that is being made by mouse will mean.
    pub fn preview_selection(&self, taking: Taking) {
        let snap = self.state().settings.snap;
        if let (Some(open), Some(reader)) = (self.state().open, self.reader().cast()) {
            let selected = Selected::read(&open.session.text, &reader, taking, snap);
            selection::preview(&reader, selected.to_show().map(|range| ends_of(&open.session.text, range)));
        }
    }

    /// Takes in what is selected in the article now, and shows what it means. True where that is something new. While
    /// something lies over the page, a field there may have the browser's selection: what was selected stays.
    pub fn read_selection(&self) -> bool {
        if self.state().over.is_some() {
            return false;
        }
        let snap = self.state().settings.snap;
        let (Some(open), Some(reader)) = (self.state().open, self.reader().cast()) else { return false };
        let same = (selected_words(&open.session.text, &reader), open.view.selection) == self.0.hands.taken.get();
        if !same {
            self.take(Selected::read(&open.session.text, &reader, Taking::Usual, snap), &open, &reader);
        }
        !same
    }

    /// The mouse finished a selection: it becomes what it means.
    pub fn finish_drag(&self, taking: Taking) {
        let snap = self.state().settings.snap;
        let (Some(open), Some(reader)) = (self.state().open, self.reader().cast()) else { return };
        let text = &open.session.text;
        let mut selected = Selected::read(text, &reader, taking, snap);
        if let Some((raw, meant)) = selected.0.filter(|(raw, meant)| raw != meant) {
            selection::select(&reader, ends_of(text, meant));
            // Where the browser did not take it, the preview shows it.
            let now = selected_words(text, &reader).unwrap_or(raw);
            selected = Selected(Some((now, meant)), selected.1);
        }
        self.take(selected, &open, &reader);
    }

    /// Selects again what was selected before something lay over the page, unless the browser never heard of it.
    pub(super) fn select_again(&self) {
        let (Some(open), Some(reader)) = (self.state().open, self.reader().cast()) else { return };
        let known = self.0.hands.taken.get().0.is_some();
        if let Some(meant) = open.view.selection.filter(|_| known) {
            let text = &open.session.text;
            selection::select(&reader, ends_of(text, meant));
            self.0.hands.taken.set((selected_words(text, &reader), Some(meant)));
        }
    }

    /// A selection that was made neither by mouse nor by our keys rests: an armed label tags it.
    pub fn finish_selection(&self) {
        self.read_selection();
        self.tag_if_armed();
    }

    fn take(&self, selected: Selected, open: &Open, reader: &web_sys::Element) {
        let (raw, meant) = selected.0.unzip();
        self.0.hands.taken.set((raw, meant));
        selection::preview(reader, selected.to_show().map(|range| ends_of(&open.session.text, range)));
        let dragged = selected.1;
        if (meant, dragged) != (open.view.selection, open.view.dragged) {
            self.change_open(|open| {
                open.view.selection = meant;
                open.view.dragged = dragged;
                if let Some(meant) = meant {
                    open.view.caret = Some(Caret { anchor: meant.start(), ..Caret::left_at(meant.end()) });
                }
            });
        }
    }

    /// Selects words without the browser's selection, as a finger does, over which systems lay menus of their own.
    /// `dragged` is what was dragged over, where that is something else.
    pub fn select(&self, range: CharRange, dragged: Option<CharRange>) {
        selection::select_nothing();
        self.0.hands.taken.set((None, Some(range)));
        self.change_open(|open| {
            open.view.held = None;
            open.view.selection = Some(range);
            open.view.dragged = dragged;
            open.view.caret = Some(Caret { anchor: range.start(), ..Caret::left_at(range.end()) });
        });
        self.paint();
    }

    /// Takes what was dragged over in place of what was meant by it.
    pub fn take_exactly(&self) {
        if let Some(dragged) = self.state().open.and_then(|open| open.view.dragged) {
            self.select(dragged, None);
        }
    }

    /// Shows what is held or selected where the browser's own selection does not show it. Blocks that are drawn anew
    /// lose it.
    pub fn paint(&self) {
        let (Some(open), Some(reader)) = (self.state().open, self.reader().cast()) else { return };
        let (raw, meant) = self.0.hands.taken.get();
        let shown = open.view.held.map(|held| held.range).or(meant.filter(|_| raw != meant));
        selection::preview(&reader, shown.map(|range| ends_of(&open.session.text, range)));
    }

    /// Leaves a caret where the selection ended.
    pub fn drop_selection(&self) {
        selection::collapse();
        self.0.hands.taken.set((None, None));
        self.change_open(|open| {
            if let Some(selection) = open.view.selection.take() {
                let shown = open.view.caret.is_some_and(|caret| caret.shown);
                open.view.caret = Some(Caret { shown, ..Caret::left_at(selection.end()) });
            }
            open.view.dragged = None;
        });
        self.paint();
    }

    /// Drops the selection; the caret of the keys stays where it is.
    pub(super) fn leave_selection(&self) {
        match self.state().open.and_then(|open| open.view.caret).filter(|caret| caret.shown) {
            Some(caret) => self.put_caret(Caret { anchor: caret.at, ..caret }),
            None => self.drop_selection(),
        }
    }

    /// A pointer is pressed on the page: keys are not at work.
    pub fn press_anywhere(&self) {
        self.0.hands.by_keys.set(false);
    }

    /// A key is pressed.
    pub(super) fn press_key(&self) {
        self.0.hands.by_keys.set(true);
    }

    pub(super) fn keys_are_at_work(&self) -> bool {
        self.0.hands.by_keys.get()
    }

    /// The article has the focus: where keys brought it, the caret is shown.
    pub fn come_to_text(&self) {
        if self.0.hands.by_keys.get() {
            self.show_caret();
        }
    }

    /// The article gets the focus, where a pointer works on it.
    pub fn focus_reader(&self) {
        if let Some(reader) = self.reader().cast() {
            page::focus(&reader);
        }
    }

    /// From a button elsewhere the keys come back to the article; true where they were elsewhere.
    pub(super) fn come_back_to_text(&self) -> bool {
        let is_there = self.reader().cast().is_none_or(|reader: web_sys::Element| page::has_focus(&reader));
        self.focus_reader();
        !is_there
    }

    /// The mouse is pressed in the article: what no selection of the browser stands for is dropped, and the caret of the
    /// keys is not shown.
    pub fn press(&self) {
        let Some(open) = self.state().open else { return };
        if open.view.selection.is_some() && self.0.hands.taken.get().0.is_none() {
            self.drop_selection();
        }
        if open.view.caret.is_some_and(|caret| caret.shown) {
            self.change_open(|open| open.view.caret.iter_mut().for_each(|caret| caret.shown = false));
        }
    }

    /// The exact words of the selection, line ends included.
    pub fn selected_words(&self) -> Option<String> {
        let (open, reader) = (self.state().open?, self.reader().cast()?);
        let text = &open.session.text;
        text.slice(selected_words(text, &reader).or(open.view.selection)?).map(str::to_owned)
    }

    /// What is selected exactly; nothing where the browser has something selected that is not in the article.
    pub(super) fn selected_range(&self) -> Option<CharRange> {
        let (open, reader) = (self.state().open?, self.reader().cast()?);
        selected_words(&open.session.text, &reader).or(open.view.selection.filter(|_| selection::is_empty()))
    }

    /// Where the mouse left the browser's caret.
    pub fn clicked_at(&self) -> Option<CharPos> {
        let (open, reader) = (self.state().open?, self.reader().cast()?);
        Some(stop(&open.session.text, caret_at(&open.session.text, selection::caret(&reader)?)?))
    }

    /// Puts the menu at the selected words.
    pub fn place_menu(&self, menu: &web_sys::Element) {
        let (Some(open), Some(reader)) = (self.state().open, self.reader().cast()) else { return };
        let text = &open.session.text;
        let Some(range) = open.view.selection else { return };
        let (first, last) =
            (lines::spot(&reader, text, range.start(), false), lines::spot(&reader, text, range.end(), true));
        if let Some((first, last)) = first.zip(last) {
            let gap = if viewport::is_by_touch() { MENU_GAP_BELOW_HANDLES } else { MENU_GAP };
            viewport::place_beside(menu, first, last, gap);
        }
    }

    /// The character that is nearest to a point of the window.
    pub fn character_at(&self, x: f64, y: f64) -> Option<lines::Near> {
        let (open, reader) = (self.state().open?, self.reader().cast()?);
        lines::nearest(&reader, &open.session.text, x, y)
    }

    /// Shows the caret, where the keyboard came to the article.
    pub fn show_caret(&self) {
        let (Some(open), Some(reader)) = (self.state().open, self.reader().cast()) else { return };
        let caret = self.caret(&open, &reader, Extend::Yes);
        self.change_open(|open| open.view.caret = Some(Caret { shown: true, ..caret }));
    }

    /// Scrolls words into view, first of all their start, once the sheet over the text has its height.
    pub fn uncover(&self, words: CharRange) {
        let desk = self.clone();
        let scroll = move || {
            let (Some(open), Some(reader)) = (desk.state().open, desk.reader().cast()) else { return };
            for (at, above) in [(words.end(), true), (words.start(), false)] {
                let spot = lines::spot(&reader, &open.session.text, at, above);
                spot.into_iter().for_each(viewport::bring_spot_into_view);
            }
        };
        viewport::next_frame(move || viewport::next_frame(scroll));
    }

    /// The caret is where something was done; it stays hidden where it was.
    pub(super) fn take_caret_to(&self, at: CharPos) {
        self.change_open(|open| {
            let shown = open.view.caret.is_some_and(|caret| caret.shown);
            open.view.caret = Some(Caret { shown, ..Caret::left_at(at) });
        });
    }

    /// A pointer was at a position: keys go on from there.
    pub fn leave_caret_at(&self, at: CharPos) {
        self.change_open(|open| open.view.caret = Some(Caret::left_at(at)));
    }

    /// Moves the caret; true where the page took the key.
    pub(super) fn move_caret(&self, motion: Motion, extend: Extend) -> bool {
        let (Some(open), Some(reader)) = (self.state().open, self.reader().cast()) else { return false };
        let text = &open.session.text;
        let from = self.caret(&open, &reader, extend);
        let motion = as_seen(motion, lines::is_right_to_left(&reader, text, from.at));
        let pieces = |block, snap| segmenter::pieces(text, block, snap);
        let here = match motion {
            // As editors do: what is selected is left at the edge that the motion goes to.
            Motion::Character(way) | Motion::Line(way) if extend == Extend::No && open.view.selection.is_some() => {
                match way {
                    Way::Forward => from.range().end(),
                    Way::Back => from.range().start(),
                }
            }
            _ => from.at,
        };
        let (at, above) = match motion {
            Motion::Character(_) if here != from.at || (extend == Extend::No && open.view.selection.is_some()) => {
                (here, false)
            }
            Motion::Line(way) => {
                let stands = (here, from.above && here == from.at);
                let kept = self.0.hands.column.get();
                let column = kept.or_else(|| lines::spot(&reader, text, stands.0, stands.1).map(|spot| spot.x));
                self.0.hands.column.set(column);
                let found = column.and_then(|column| lines::beside(&reader, text, stands, column, way));
                found.unwrap_or_else(|| (moved(text, here, motion, &pieces), false))
            }
            Motion::LineEnd(way) => lines::line_edge(&reader, text, (here, from.above), way)
                .unwrap_or_else(|| (moved(text, here, motion, &pieces), false)),
            _ => (moved(text, here, motion, &pieces), false),
        };
        if !matches!(motion, Motion::Line(_)) {
            self.0.hands.column.set(None);
        }
        let anchor = if extend == Extend::Yes { from.anchor } else { at };
        self.put_caret(Caret { at, anchor, above, shown: true });
        if extend == Extend::Yes {
            let desk = self.clone();
            *self.0.hands.resting.borrow_mut() = Some(clock::after(REST, move || desk.tell_selection()));
        }
        true
    }

    /// The caret as a key finds it. Where it is out of view because someone read on, it is where reading is.
    fn caret(&self, open: &Open, reader: &web_sys::Element, extend: Extend) -> Caret {
        let text = &open.session.text;
        let focused = open.view.focus.as_ref().and_then(|id| open.session.annotations.get(id));
        let at_mark = || focused.and_then(|mark| mark.extent()).map(|extent| Caret::left_at(extent.start()));
        let caret = open.view.caret.or_else(at_mark);
        let in_view = |caret: &Caret| {
            let spot = lines::spot(reader, text, caret.at, caret.above);
            spot.is_some_and(viewport::is_in_view)
        };
        let selects = open.view.selection.is_some() || (extend == Extend::Yes && caret.is_some_and(|c| c.shown));
        caret.filter(|caret| selects || in_view(caret)).unwrap_or_else(|| {
            let block = viewport::first_visible_block(reader).and_then(|index| text.block(index));
            Caret::left_at(stop(text, block.map_or(open.place, |block| block.chars.start())))
        })
    }

    /// Puts the caret somewhere, with the selection that hangs on it, and brings it into view.
    fn put_caret(&self, caret: Caret) {
        let (Some(open), Some(reader)) = (self.state().open, self.reader().cast()) else { return };
        let text = &open.session.text;
        // Keys are as exact as characters, but for the space that a motion by words takes along.
        let exactly = self.state().settings.snap == Snap::Characters;
        let selected = without_line_ends(text, caret.range());
        let meant =
            selected.map(|range| if exactly { range } else { without_white_space(text, range).unwrap_or(range) });
        self.change_open(|open| {
            open.view.caret = Some(caret);
            open.view.selection = meant;
            open.view.dragged = None;
        });
        if lines::is_drawn(&reader, text, caret.at) {
            self.show_keys_selection(caret);
            lines::spot(&reader, text, caret.at, caret.above).into_iter().for_each(viewport::bring_spot_into_view);
        } else {
            // The jump draws it.
            self.0.hands.taken.set((selected_words(text, &reader), meant));
            self.jump(caret.at, true);
            let desk = self.clone();
            let show = move || desk.show_keys_selection(caret);
            viewport::next_frame(move || viewport::next_frame(show));
        }
    }

    /// Lets the browser select what keys selected, unless it is something else by now.
    fn show_keys_selection(&self, caret: Caret) {
        let (Some(open), Some(reader)) = (self.state().open, self.reader().cast()) else { return };
        if open.view.caret != Some(caret) {
            return;
        }
        let text = &open.session.text;
        let range = caret.range();
        if range.is_empty() {
            selection::select_nothing();
        } else {
            let [start, end] = ends_of(text, range);
            selection::select(&reader, if caret.at < caret.anchor { [end, start] } else { [start, end] });
        }
        self.0.hands.taken.set((selected_words(text, &reader), open.view.selection));
        self.paint();
    }

    /// Tells a screen reader what is selected.
    fn tell_selection(&self) {
        let Some(open) = self.state().open else { return };
        let Some(selected) = open.view.selection else { return };
        let tag = open.view.armed.map(|tag| words::tag(&tag, &open.session.labels));
        self.say(&strings::selection::selected(
            &words::quote(&open.session.text, selected, words::ROW_CHARS),
            tag.as_deref(),
        ));
    }

    /// What is held changes: a finger selects, or an edge is dragged.
    pub(super) fn grasp(&self, held: Option<Held>) {
        if self.state().open.is_some_and(|open| open.view.held != held) {
            self.change_open(|open| open.view.held = held);
            self.paint();
        }
    }

    /// The word at a position, or what stands there where it is none; the sentence, where selections take sentences.
    pub fn word_at(&self, character: CharRange) -> Option<CharRange> {
        let open = self.state().open?;
        let text = &open.session.text;
        let is_blank = text.slice(character).is_none_or(|string| string.trim().is_empty());
        let snap = match self.state().settings.snap {
            Snap::Sentences => Snap::Sentences,
            _ => Snap::Words,
        };
        let pieces = |block, snap| segmenter::pieces(text, block, snap);
        (!is_blank).then(|| snapped(text, character, snap, &pieces))
    }

    /// A finger holds everything from one word to another.
    pub fn hold_words(&self, from: CharRange, to: CharRange) {
        self.grasp(Some(Held { range: from.joined(to), edge: None }));
    }
}

/// A motion to the right or the left in a line, as a motion on or back in the text.
fn as_seen(motion: Motion, right_to_left: bool) -> Motion {
    match motion {
        Motion::Character(way) if right_to_left => Motion::Character(way.reversed()),
        Motion::Word(way) if right_to_left => Motion::Word(way.reversed()),
        other => other,
    }
}

/// What the browser has selected and what is meant by it; then what was dragged over, where that is not what was meant.
struct Selected(Option<(CharRange, CharRange)>, Option<CharRange>);

impl Selected {
    fn read(text: &Text, reader: &web_sys::Element, taking: Taking, usual: Snap) -> Self {
        let pieces = |block, snap| segmenter::pieces(text, block, snap);
        let Some(raw) = selected_words(text, reader) else { return Self(None, None) };
        let meant = match (taking, usual) {
            (Taking::Usual, snap) => snapped(text, raw, snap, &pieces),
            (Taking::Exact, _) => snapped(text, raw, Snap::Characters, &pieces),
            (Taking::Word, Snap::Sentences) => snapped(text, raw, Snap::Sentences, &pieces),
            (Taking::Word, _) => snapped(text, raw, Snap::Words, &pieces),
            (Taking::SentenceOf(word), _) => snapped(text, word, Snap::Sentences, &pieces),
        };
        let dragged = if taking == Taking::Usual { other_than_meant(text, raw, meant, &pieces) } else { None };
        Self(Some((raw, meant)), dragged)
    }

    /// What the browser's selection does not show.
    fn to_show(&self) -> Option<CharRange> {
        self.0.filter(|(raw, meant)| raw != meant).map(|(_, meant)| meant)
    }
}

/// The ends of a range as places in blocks.
pub(super) fn ends_of(text: &Text, range: CharRange) -> [(BlockIndex, u32); 2] {
    let blocks = text.blocks_of(range);
    let place = |block, at| (BlockIndex(block), text.utf16_in_block(BlockIndex(block), at));
    [place(*blocks.start(), range.start()), place(*blocks.end(), range.end())]
}

/// What the browser says is selected, in positions of the text.
fn selected_words(text: &Text, reader: &web_sys::Element) -> Option<CharRange> {
    let (anchor, focus) = selection::ends(reader)?;
    selected_range(text, anchor, focus)
}
