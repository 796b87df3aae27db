//! What stands over the text at places that only layout knows: the caret of the keys, and the handles of the selection or of
//! the focused mark.

use super::drag::Drag;
use super::touch::tap;
use crate::browser::{lines, viewport};
use crate::model::{AnnotationId, Caret, CharPos, CharRange, Held, Side, Text};
use crate::ui::desk::{Desk, grasped};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use yew::prelude::*;

/// What stands over the text.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The text.
    pub text: Rc<Text>,
    /// Counts the edits, which move what follows.
    pub revision: u64,
    /// The caret.
    pub caret: Option<Caret>,
    /// The selected words.
    pub selection: Option<CharRange>,
    /// The focused annotation.
    pub focus: Option<AnnotationId>,
    /// What is held.
    pub held: Option<Held>,
    /// Whether nothing can be changed here.
    pub read_only: bool,
}

/// A handle that moves less than this, in CSS pixels, is clicked and not dragged.
const CLICK_REACH: f64 = 3.0;

/// A handle that is held.
struct Grip {
    drag: Drag,
    pressed_at: (f64, f64),
    moved: Rc<Cell<bool>>,
    exactly: Rc<Cell<bool>>,
    /// Where in the text it was dragged to.
    to: Rc<Cell<Option<CharPos>>>,
}

/// The caret and the handles.
#[component]
pub fn Overlay(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let overlay = use_node_ref();
    let grip = use_memo((), |()| RefCell::new(None::<Grip>));
    {
        let (desk, overlay) = (desk.clone(), overlay.clone());
        use_effect(move || {
            place(&desk, &overlay);
            desk.paint();
        });
    }
    {
        let (desk, overlay) = (desk.clone(), overlay.clone());
        use_effect_with((), move |()| {
            let reader = desk.reader().cast::<web_sys::Element>();
            let sized = reader.and_then(|reader| viewport::SizeObserver::of(&reader, move || place(&desk, &overlay)));
            move || drop(sized)
        });
    }
    // Where a drag was cancelled, nothing is held any more.
    if props.held.is_none() {
        grip.borrow_mut().take_if(|grip| grip.moved.get());
    }
    let handle = |side: Side, name: &'static str| {
        let press = {
            let (grip, desk) = (Rc::clone(&grip), desk.clone());
            Callback::from(move |event: PointerEvent| *grip.borrow_mut() = press(&desk, side, &event))
        };
        let follow = {
            let grip = Rc::clone(&grip);
            Callback::from(move |event: PointerEvent| {
                // Moving it publishes a new state, on which it may be dropped.
                let held = grip.borrow_mut().take();
                if let Some(held) = held {
                    held.follow(&event);
                    *grip.borrow_mut() = Some(held);
                }
            })
        };
        let release = {
            let (grip, desk) = (Rc::clone(&grip), desk.clone());
            Callback::from(move |event: PointerEvent| {
                let held = grip.borrow_mut().take();
                if let Some(held) = held {
                    held.release(&desk, &event);
                }
            })
        };
        let cancel = {
            let (grip, desk) = (Rc::clone(&grip), desk.clone());
            Callback::from(move |_: PointerEvent| {
                if grip.borrow_mut().take().is_some() {
                    desk.cancel_grasp();
                }
            })
        };
        html! {
            <div
                class="handle" data-side={name} data-held={(props.held.and_then(|held| held.edge) == Some(side)).then_some("")}
                onpointerdown={press} onpointermove={follow} onpointerup={release} onpointercancel={cancel.clone()}
                onlostpointercapture={cancel}
            ><span class="handle-grip" /></div>
        }
    };
    let has_edges = !props.read_only && (props.selection.is_some() || props.focus.is_some());
    let of = if props.selection.is_some() { "selection" } else { "mark" };
    html! {
        <div class="overlay" ref={overlay} data-of={of} aria-hidden="true">
            if let Some(caret) = props.caret.filter(|caret| caret.shown) {
                <div class="caret" key={format!("{}{}", caret.at, caret.above)} />
            }
            if has_edges {
                { handle(Side::Start, "start") }
                { handle(Side::End, "end") }
            }
        </div>
    }
}

fn press(desk: &Desk, side: Side, event: &PointerEvent) -> Option<Grip> {
    event.prevent_default();
    viewport::capture(event);
    let open = desk.state().open?;
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    let at = side.of(grasped(&open, side)?);
    let spot = lines::spot(&desk.reader().cast()?, &open.session.text, at, side == Side::End)?;
    // A finger holds the handle below its line, a mouse somewhere in it: neither moves it by that.
    let (ahead, below) = (spot.x - x, (spot.top + spot.bottom) / 2.0 - y);
    let (moved, exactly, to) =
        (Rc::new(Cell::new(false)), Rc::new(Cell::new(event.alt_key())), Rc::new(Cell::new(None)));
    let follow = {
        let (desk, moved, exactly, to) = (desk.clone(), Rc::clone(&moved), Rc::clone(&exactly), Rc::clone(&to));
        move |x: f64, y: f64| {
            let near = desk.character_at(x + ahead, y + below).filter(|_| moved.get());
            if let Some(near) = near {
                to.set(Some(near.edge.0));
                desk.drag_edge(side, near.edge.0, exactly.get());
            }
        }
    };
    Some(Grip { drag: Drag::new((x, y), follow), pressed_at: (x, y), moved, exactly, to })
}

impl Grip {
    fn follow(&self, event: &PointerEvent) {
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        let (from_x, from_y) = self.pressed_at;
        self.moved.set(self.moved.get() || (x - from_x).hypot(y - from_y) >= CLICK_REACH);
        self.exactly.set(event.alt_key());
        self.drag.go_to(x, y);
    }

    /// A handle that was clicked or tapped lets that through to what it covers.
    fn release(self, desk: &Desk, event: &PointerEvent) {
        if self.moved.get() {
            desk.release(self.to.get());
            return desk.tag_if_armed();
        }
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        if viewport::is_by_touch() {
            return tap(desk, x, y);
        }
        let near = desk.character_at(x, y);
        if let Some(at) = near.map(|near| near.character.start())
            && desk.click(at)
        {
            desk.cycle(at);
        }
    }
}

/// Puts each at its place.
fn place(desk: &Desk, overlay: &NodeRef) {
    let (Some(open), Some(reader)) = (desk.state().open, desk.reader().cast::<web_sys::Element>()) else { return };
    let Some(overlay) = overlay.cast::<web_sys::Element>() else { return };
    let text = &open.session.text;
    let find = |selector: &str| overlay.query_selector(selector).ok().flatten();
    if let Some(caret) = open.view.caret
        && let Some(element) = find(".caret")
    {
        viewport::place_at_spot(&element, lines::spot(&reader, text, caret.at, caret.above), 0.0);
    }
    for (side, selector, lean) in
        [(Side::Start, ".handle[data-side=\"start\"]", -1.0), (Side::End, ".handle[data-side=\"end\"]", 1.0)]
    {
        let Some(element) = find(selector) else { continue };
        let held = open.view.held.filter(|held| held.edge == Some(side)).map(|held| held.range);
        let at = held.or_else(|| grasped(&open, side)).map(|range| side.of(range));
        // While words are being selected there is nothing to hold.
        let at = at.filter(|_| open.view.held.is_none_or(|held| held.edge.is_some()));
        let spot = at.and_then(|at| lines::spot(&reader, text, at, side == Side::End));
        let is_rtl = at.is_some_and(|at| lines::is_right_to_left(&reader, text, at));
        viewport::place_at_spot(&element, spot, if is_rtl { -lean } else { lean });
    }
}
