//! What a finger does in the article. A tap selects a word, a second one everything up to another word; a tap on a mark
//! goes to it; a finger that rests and then moves selects what it passes. Scrolling and zooming stay the browser's, and its
//! own selecting, with the menu that systems lay over it, never begins.

use super::drag::Drag;
use crate::browser::{clock, page, viewport};
use crate::model::CharRange;
use crate::ui::desk::Desk;
use std::cell::RefCell;
use std::rc::Rc;

/// How long a finger rests, in milliseconds, before it selects.
const LONG_PRESS: u32 = 450;

/// A finger that moves less than this, in CSS pixels, rests.
const REACH: f64 = 10.0;

/// A tap that is farther from any character than this, in CSS pixels, is meant for none.
const BLANK: f64 = 16.0;

/// Fingers over the article.
pub struct Touch {
    desk: Desk,
    finger: RefCell<Option<Finger>>,
}

/// The one finger that is followed.
struct Finger {
    id: i32,
    /// Where it came down.
    at: (f64, f64),
    doing: Doing,
}

enum Doing {
    /// It may tap, rest, or scroll.
    Waiting { _hold: clock::Timer },
    /// It rested, and selects.
    Selecting(Drag),
}

impl Touch {
    /// Fingers that work at this desk.
    pub fn new(desk: Desk) -> Rc<Self> {
        Rc::new(Self { desk, finger: RefCell::default() })
    }

    /// Listens to them, for as long as what this gives is kept.
    pub fn listen(self: &Rc<Self>, reader: &web_sys::Element) -> Vec<page::Listener> {
        let touch = || Rc::clone(self);
        let (down, moved, up, cancel, scroll, menu) = (touch(), touch(), touch(), touch(), touch(), touch());
        vec![
            viewport::on(reader, "pointerdown", move |event: &web_sys::PointerEvent| down.press(event)),
            page::on("pointermove", move |event: &web_sys::PointerEvent| moved.follow(event)),
            page::on("pointerup", move |event: &web_sys::PointerEvent| up.release(event)),
            page::on("pointercancel", move |event: &web_sys::PointerEvent| {
                if cancel.is_of(event) {
                    cancel.give_up();
                }
            }),
            // While a finger selects, the page must not scroll under it.
            viewport::on(reader, "touchmove", move |event: &web_sys::Event| {
                if scroll.selects() {
                    event.prevent_default();
                }
            }),
            viewport::on(reader, "contextmenu", move |event: &web_sys::Event| {
                if menu.finger.borrow().is_some() {
                    event.prevent_default();
                }
            }),
        ]
    }

    fn is_of(&self, event: &web_sys::PointerEvent) -> bool {
        self.finger.borrow().as_ref().is_some_and(|finger| finger.id == event.pointer_id())
    }

    fn selects(&self) -> bool {
        self.finger.borrow().as_ref().is_some_and(|finger| matches!(finger.doing, Doing::Selecting(_)))
    }

    fn give_up(&self) {
        if self.finger.borrow_mut().take().is_some() {
            self.desk.cancel_grasp();
        }
    }

    fn press(self: &Rc<Self>, event: &web_sys::PointerEvent) {
        if event.pointer_type() == "mouse" {
            return;
        }
        // Two fingers zoom.
        self.give_up();
        if !event.is_primary() {
            return;
        }
        // No mouse events follow, of which a pen would select.
        event.prevent_default();
        let at = (f64::from(event.client_x()), f64::from(event.client_y()));
        let touch = Rc::downgrade(self);
        let timer = clock::after(LONG_PRESS, move || {
            if let Some(touch) = touch.upgrade() {
                touch.begin_to_select();
            }
        });
        *self.finger.borrow_mut() = Some(Finger { id: event.pointer_id(), at, doing: Doing::Waiting { _hold: timer } });
    }

    fn begin_to_select(&self) {
        let Some(at) = self.finger.borrow().as_ref().map(|finger| finger.at) else { return };
        match word_near(&self.desk, at.0, at.1) {
            None => self.give_up(),
            Some(word) => {
                self.desk.hold_words(word, word);
                let desk = self.desk.clone();
                let drag = Drag::new(at, move |x, y| {
                    if let Some(to) = word_near(&desk, x, y) {
                        desk.hold_words(word, to);
                    }
                });
                if let Some(finger) = &mut *self.finger.borrow_mut() {
                    finger.doing = Doing::Selecting(drag);
                }
            }
        }
    }

    fn follow(&self, event: &web_sys::PointerEvent) {
        if !self.is_of(event) {
            return;
        }
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        let scrolls = match self.finger.borrow().as_ref() {
            Some(Finger { doing: Doing::Selecting(drag), .. }) => {
                drag.go_to(x, y);
                false
            }
            Some(Finger { at, .. }) => (x - at.0).hypot(y - at.1) > REACH,
            None => false,
        };
        if scrolls {
            self.give_up();
        }
    }

    fn release(&self, event: &web_sys::PointerEvent) {
        if !self.is_of(event) {
            return;
        }
        let Some(finger) = self.finger.borrow_mut().take() else { return };
        self.desk.focus_reader();
        match finger.doing {
            Doing::Waiting { .. } => tap(&self.desk, finger.at.0, finger.at.1),
            Doing::Selecting(_) => {
                self.desk.release(None);
                self.desk.tag_if_armed();
            }
        }
    }
}

/// A finger taps: it goes to the mark there, selects the word, or goes on to it where words are selected.
pub fn tap(desk: &Desk, x: f64, y: f64) {
    let (Some(open), Some(near)) = (desk.state().open, desk.character_at(x, y)) else { return };
    let word = word_near(desk, x, y);
    let at = near.character.start();
    match (open.view.selection, word) {
        (Some(_), None) => desk.drop_selection(),
        (Some(selected), Some(word)) if word == selected => desk.drop_selection(),
        (Some(selected), Some(word)) if selected.overlap(word).is_some() => desk.select(word, None),
        (Some(selected), Some(word)) => desk.select(selected.joined(word), None),
        (None, None) => desk.click_beside(),
        (None, Some(_)) if !open.session.annotations.at(&open.session.text, at).is_empty() => {
            desk.leave_caret_at(near.edge.0);
            if desk.click(at) {
                desk.cycle(at);
            }
            return desk.uncover(near.character);
        }
        (None, Some(word)) => desk.select(word, None),
    }
    desk.tag_if_armed();
}

/// The word at a point of the window; none where the point is too far from any.
fn word_near(desk: &Desk, x: f64, y: f64) -> Option<CharRange> {
    let near = desk.character_at(x, y).filter(|near| near.distance <= BLANK)?;
    desk.word_at(near.character)
}
