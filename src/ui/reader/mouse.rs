//! What a mouse does in the article, from press to click; and what selects without our doing, as a screen reader does.

use crate::browser::viewport;
use crate::browser::{clock, page};
use crate::model::{CharPos, CharRange};
use crate::ui::desk::{Desk, Taking};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A press that moves less than this, in CSS pixels, is a click.
const CLICK_REACH: i32 = 4;

/// A second click within this time, in milliseconds, is a double click.
const DOUBLE_CLICK: u32 = 400;

/// How long a selection rests, in milliseconds, before it counts as finished.
const SELECTION_REST: u32 = 450;

/// A mouse over the article.
pub struct Mouse {
    desk: Desk,
    /// Where it was pressed.
    pressed_at: Cell<(i32, i32)>,
    is_down: Cell<bool>,
    /// How many clicks follow each other.
    clicks: Cell<i32>,
    /// What a double click took, which a third click widens to its sentence.
    word: Cell<Option<CharRange>>,
    /// What another click prevents.
    waiting: RefCell<Option<clock::Timer>>,
    /// What another change of the selection prevents.
    settling: RefCell<Option<clock::Timer>>,
}

impl Mouse {
    /// A mouse that works at this desk.
    pub fn new(desk: Desk) -> Rc<Self> {
        Rc::new(Self {
            desk,
            pressed_at: Cell::default(),
            is_down: Cell::default(),
            clicks: Cell::default(),
            word: Cell::default(),
            waiting: RefCell::default(),
            settling: RefCell::default(),
        })
    }

    /// Listens to it, for as long as what this gives is kept.
    pub fn listen(self: &Rc<Self>, reader: &web_sys::Element) -> Vec<page::Listener> {
        let mouse = || Rc::clone(self);
        let (down, up, cancel, select, count, click) = (mouse(), mouse(), mouse(), mouse(), mouse(), mouse());
        vec![
            page::on("pointerdown", move |event: &web_sys::PointerEvent| {
                viewport::set_hand(event.pointer_type() != "mouse");
                down.press(event);
            }),
            page::on("pointerup", move |event: &web_sys::PointerEvent| up.release(event)),
            page::on("pointercancel", move |_: &web_sys::PointerEvent| cancel.is_down.set(false)),
            page::on("selectionchange", move |_: &web_sys::Event| select.selection_changed()),
            viewport::on(reader, "mousedown", move |event: &web_sys::MouseEvent| count.clicks.set(event.detail())),
            viewport::on(reader, "click", move |event: &web_sys::MouseEvent| click.click(event)),
        ]
    }

    fn press(&self, event: &web_sys::PointerEvent) {
        self.desk.press_anywhere();
        let in_reader = self.desk.is_in_reader(event);
        self.is_down.set(event.pointer_type() == "mouse" && in_reader);
        if self.is_down.get() {
            self.pressed_at.set((event.client_x(), event.client_y()));
            self.waiting.borrow_mut().take();
            self.clicks.set(1);
            self.desk.press();
        }
    }

    fn has_moved(&self, event: &web_sys::MouseEvent) -> bool {
        let (x, y) = self.pressed_at.get();
        (event.client_x() - x).abs().max((event.client_y() - y).abs()) >= CLICK_REACH
    }

    fn taking(&self) -> Taking {
        match (self.clicks.get(), self.word.get()) {
            (2, _) => Taking::Word,
            (3, Some(word)) => Taking::SentenceOf(word),
            _ => Taking::Usual,
        }
    }

    /// A drag is tagged at once where a label is armed; what was clicked together only when no further click follows.
    fn release(&self, event: &web_sys::PointerEvent) {
        if !self.is_down.replace(false) {
            return;
        }
        let taking = if event.alt_key() { Taking::Exact } else { self.taking() };
        self.desk.finish_drag(taking);
        self.word.set(self.desk.state().open.and_then(|open| open.view.selection).filter(|_| taking == Taking::Word));
        if self.has_moved(event) {
            self.desk.tag_if_armed();
        } else {
            let desk = self.desk.clone();
            *self.waiting.borrow_mut() = Some(clock::after(DOUBLE_CLICK, move || desk.tag_if_armed()));
        }
    }

    fn selection_changed(&self) {
        if self.is_down.get() {
            return self.desk.preview_selection(self.taking());
        }
        if self.desk.read_selection() {
            let desk = self.desk.clone();
            *self.settling.borrow_mut() = Some(clock::after(SELECTION_REST, move || desk.finish_selection()));
        }
    }

    /// A single click focuses the mark under it. A click where the focused mark is waits for the time of a double
    /// click, which takes the word, before it goes outward to the next mark.
    fn click(&self, event: &web_sys::MouseEvent) {
        if viewport::is_by_touch()
            || event.detail() > 1
            || self.has_moved(event)
            || self.desk.selected_words().is_some()
        {
            return;
        }
        if let Some(at) = self.desk.clicked_at() {
            self.desk.leave_caret_at(at);
        }
        let start = page::nearest_attribute(event, "data-start").and_then(|start| start.parse().ok());
        match start.map(CharPos) {
            None => self.desk.click_beside(),
            Some(at) => {
                if self.desk.click(at) {
                    let desk = self.desk.clone();
                    *self.waiting.borrow_mut() = Some(clock::after(DOUBLE_CLICK, move || desk.cycle(at)));
                }
            }
        }
    }
}
