//! What is in view, scrolling, and the positions and sizes that only layout knows.

use super::lines::Spot;
use crate::model::BlockIndex;
use gloo_events::{EventListener, EventListenerOptions};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

/// Tells which children of an element are in view or soon will be, for as long as it is kept.
pub struct NearObserver {
    observer: web_sys::IntersectionObserver,
    _told: Closure<dyn FnMut(js_sys::Array)>,
}

impl NearObserver {
    /// Watches the children of `container`; `near` gets the places of those that come within about a screen of view.
    /// `root` is the element that scrolls them, `None` for the window.
    pub fn of_children(
        container: &Element,
        root: Option<&Element>,
        near: impl Fn(Vec<usize>) + 'static,
    ) -> Option<Self> {
        let told = Closure::new(move |entries: js_sys::Array| {
            let entries = entries.iter().map(|entry| entry.unchecked_into::<web_sys::IntersectionObserverEntry>());
            let targets = entries.filter(|entry| entry.is_intersecting()).map(|entry| entry.target());
            let places: Vec<usize> = targets.filter_map(|t| t.get_attribute("data-section")?.parse().ok()).collect();
            if !places.is_empty() {
                near(places);
            }
        });
        let options = web_sys::IntersectionObserverInit::new();
        options.set_root_margin("100% 0px");
        options.set_root(root);
        let callback = told.as_ref().unchecked_ref();
        let observer = web_sys::IntersectionObserver::new_with_options(callback, &options).ok()?;
        let children = container.children();
        (0..children.length()).filter_map(|index| children.item(index)).for_each(|child| observer.observe(&child));
        Some(Self { observer, _told: told })
    }
}

impl Drop for NearObserver {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Keeps a custom property of the style sheet at the height of an element, for as long as what it gives is kept: sets
/// `property` on the root element, in pixels, now and whenever the height changes.
pub fn height_property(element: &Element, property: &'static str) -> Option<SizeObserver> {
    let measured = element.clone();
    SizeObserver::of(element, move || {
        let root = super::document().document_element().and_then(|root| root.dyn_into::<HtmlElement>().ok());
        let height = measured.get_bounding_client_rect().height();
        root.into_iter().for_each(|root| drop(root.style().set_property(property, &format!("{height:.0}px"))));
    })
}

/// Work for idle moments, one slice at a time, until there is none left or this is dropped.
pub struct IdleWork {
    state: Rc<RefCell<IdleState>>,
}

#[derive(Default)]
struct IdleState {
    slice: Option<Closure<dyn FnMut()>>,
    handle: Option<i32>,
    dropped: bool,
}

impl IdleWork {
    /// Calls `slice` in idle moments for as long as it returns true.
    pub fn new(slice: impl Fn() -> bool + 'static) -> Self {
        let state = Rc::new(RefCell::new(IdleState::default()));
        let shared = Rc::clone(&state);
        let closure = Closure::new(move || {
            let dropped = shared.borrow().dropped;
            if !dropped && slice() {
                request_idle(&shared);
            }
        });
        state.borrow_mut().slice = Some(closure);
        request_idle(&state);
        Self { state }
    }
}

impl Drop for IdleWork {
    fn drop(&mut self) {
        // The slice holds what it was called for, and this; it goes when nothing is borrowed any more.
        let _slice = {
            let mut state = self.state.borrow_mut();
            state.dropped = true;
            state.handle.take().into_iter().for_each(cancel_idle);
            state.slice.take()
        };
    }
}

fn has_idle_callbacks() -> bool {
    js_sys::Reflect::has(&super::window(), &"requestIdleCallback".into()).unwrap_or(false)
}

fn request_idle(state: &Rc<RefCell<IdleState>>) {
    let mut state = state.borrow_mut();
    let Some(slice) = &state.slice else { return };
    let function = slice.as_ref().unchecked_ref();
    let window = super::window();
    let handle = if has_idle_callbacks() {
        window.request_idle_callback(function).map(|handle| handle as i32)
    } else {
        window.set_timeout_with_callback_and_timeout_and_arguments_0(function, 16)
    };
    state.handle = handle.ok();
}

fn cancel_idle(handle: i32) {
    if has_idle_callbacks() {
        super::window().cancel_idle_callback(handle as u32);
    } else {
        super::window().clear_timeout_with_handle(handle);
    }
}

/// Calls `draw` before the page is printed.
pub fn before_print(draw: impl Fn() + 'static) -> EventListener {
    EventListener::new(&super::window(), "beforeprint", move |_| draw())
}

/// Calls `put_back` after the page was printed.
pub fn after_print(put_back: impl Fn() + 'static) -> EventListener {
    EventListener::new(&super::window(), "afterprint", move |_| put_back())
}

/// Calls `then` in the next frame, after layout.
pub fn next_frame(then: impl FnOnce() + 'static) {
    let _ = super::window().request_animation_frame(Closure::once_into_js(then).unchecked_ref());
}

/// Gives each child of `container` its estimated height, in lines.
pub fn set_estimates(container: &Element, lines: &[f64]) {
    let children = container.children();
    for (index, lines) in (0..).zip(lines) {
        if let Some(child) = children.item(index) {
            set_estimate(&child, *lines);
        }
    }
}

/// Says about how many lines a part has.
pub fn set_estimate(part: &Element, lines: f64) {
    if let Some(part) = part.dyn_ref::<HtmlElement>() {
        let _ = part.style().set_property("--estimated-lines", &format!("{lines:.1}"));
    }
}

/// How a jump leaves its target in the window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    /// In the middle.
    Center,
    /// At the top, where reading goes on.
    Start,
    /// Where it is, if it is in view already; else as near as may be.
    Nearest,
}

/// Brings the first element inside `container` that matches `selector` into view, at once, and once more after the
/// next layout, in which sizes that were estimated become real; unless someone scrolls meanwhile.
pub fn bring_into_view(container: &Element, selector: &str, align: Align) {
    let (container, selector) = (container.clone(), selector.to_owned());
    let bring = move || {
        let Ok(Some(target)) = container.query_selector(&selector) else { return };
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_behavior(web_sys::ScrollBehavior::Instant);
        options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
        options.set_block(match align {
            Align::Center => web_sys::ScrollLogicalPosition::Center,
            Align::Start => web_sys::ScrollLogicalPosition::Start,
            Align::Nearest => web_sys::ScrollLogicalPosition::Nearest,
        });
        target.scroll_into_view_with_scroll_into_view_options(&options);
    };
    bring();
    let moved_on = Rc::new(Cell::new(false));
    let listeners = ["wheel", "touchstart", "pointerdown", "keydown"].map(|event| {
        let moved_on = Rc::clone(&moved_on);
        EventListener::new(&super::window(), event, move |_| moved_on.set(true))
    });
    let again = move || {
        if !moved_on.get() {
            bring();
        }
        drop(listeners);
    };
    next_frame(move || next_frame(again));
}

/// Scrolls the window to the top of the page.
pub fn scroll_to_top() {
    super::window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// Scrolls `scroller`, and nothing around it, until the first element inside it that matches `selector` is in view.
pub fn scroll_within(scroller: &Element, selector: &str) {
    let (scroller, selector) = (scroller.clone(), selector.to_owned());
    next_frame(move || {
        let Ok(Some(target)) = scroller.query_selector(&selector) else { return };
        let (frame, target) = (scroller.get_bounding_client_rect(), target.get_bounding_client_rect());
        let above = target.top() - frame.top();
        let below = target.bottom() - frame.bottom();
        let by = if above < 0.0 { above } else { below.max(0.0) };
        scroller.set_scroll_top(scroller.scroll_top() + by.round() as i32);
    });
}

/// How far from the top or the bottom of the window a jump leaves its target, in CSS pixels: there are the bars and the
/// sheet, which cover the article.
pub(super) fn scroll_padding(side: &str) -> f64 {
    let style = super::document().document_element().and_then(|root| super::window().get_computed_style(&root).ok()?);
    let padding = style.and_then(|style| style.get_property_value(&format!("scroll-padding-{side}")).ok());
    padding.and_then(|padding| padding.strip_suffix("px")?.parse().ok()).unwrap_or(0.0)
}

/// The block at the top of the visible part of the article.
pub fn first_visible_block(reader: &Element) -> Option<BlockIndex> {
    let area = reader.get_bounding_client_rect();
    let x = area.left() + area.width() / 2.0;
    let height = window_height();
    // From where a jump puts what it leads to, so that a place that is jumped to stays the place.
    let mut y = area.top().max(scroll_padding("top") + 1.0);
    while y < height {
        let found = super::document().element_from_point(x as f32, y as f32);
        if let Some(line) = found.filter(|element| reader.contains(Some(element))) {
            let block = line.closest("[data-block]").ok().flatten();
            let block = block.or_else(|| line.query_selector("[data-block]").ok().flatten());
            if let Some(index) = block.and_then(|block| block.get_attribute("data-block")?.parse().ok()) {
                return Some(BlockIndex(index));
            }
        }
        y += 12.0;
    }
    None
}

/// Puts `menu` below the last of two spots, or above the first one where only there is room; within the width of the
/// element that positions it. `gap` is how far from them, in CSS pixels. A menu that is a sheet at the bottom of the window
/// stays there; the spots are scrolled out from under it.
pub fn place_beside(menu: &Element, first: Spot, last: Spot, gap: f64) {
    let Some(menu) = menu.dyn_ref::<HtmlElement>() else { return };
    let size = menu.get_bounding_client_rect();
    let Some(frame) = menu.offset_parent().map(|parent| parent.get_bounding_client_rect()) else {
        return scroll_by((last.bottom + gap - size.top()).clamp(0.0, (first.top - scroll_padding("top")).max(0.0)));
    };
    let fits_below = last.bottom + gap + size.height() <= window_height();
    let fits_above = first.top - gap - size.height() >= 0.0;
    let top = if fits_below || !fits_above { last.bottom + gap } else { first.top - gap - size.height() };
    let left = (last.x - size.width() / 2.0 - frame.left()).clamp(0.0, (frame.width() - size.width()).max(0.0));
    let style = menu.style();
    let _ = style.set_property("left", &format!("{left:.1}px"));
    let _ = style.set_property("top", &format!("{:.1}px", top - frame.top()));
}

/// Puts `card` below the last line of a sentence, or above the first one; where there is room for neither, below or above the
/// words in it that it belongs to. Of both the first and the last spot are given. It stays within the width of the
/// element that positions it. What was decided when it was first put there stays, whatever is in it later: it does not jump
/// under the hands. `gap` is how far from the lines, in CSS pixels.
pub fn place_card(card: &Element, words: (Spot, Spot), sentence: (Spot, Spot), gap: f64) {
    let Some(card) = card.dyn_ref::<HtmlElement>() else { return };
    let size = card.get_bounding_client_rect();
    let Some(frame) = card.offset_parent().map(|parent| parent.get_bounding_client_rect()) else { return };
    let sides = [
        ("below-sentence", sentence, false),
        ("above-sentence", sentence, true),
        ("below", words, false),
        ("above", words, true),
    ];
    let fits = |(_, (first, last), above): &(&str, (Spot, Spot), bool)| match above {
        true => first.top - gap - size.height() >= scroll_padding("top"),
        false => last.bottom + gap + size.height() <= window_height(),
    };
    let before = card.get_attribute("data-side");
    let before = before.and_then(|side| sides.iter().find(|(name, ..)| *name == side));
    let (side, (first, last), above) = before.or_else(|| sides.iter().find(|side| fits(side))).unwrap_or(&sides[2]);
    let left = (words.1.x - size.width() / 2.0 - frame.left()).clamp(0.0, (frame.width() - size.width()).max(0.0));
    let (top, bottom) = if *above {
        // It grows upwards.
        ("auto".to_owned(), format!("{:.1}px", frame.bottom() - first.top + gap))
    } else {
        (format!("{:.1}px", last.bottom + gap - frame.top()), "auto".to_owned())
    };
    let _ = card.set_attribute("data-side", side);
    for (property, value) in [("left", format!("{left:.1}px")), ("top", top), ("bottom", bottom)] {
        let _ = card.style().set_property(property, &value);
    }
}

/// Puts `element` at a spot of the element that positions it; out of sight without a spot. The style sheet has as `--line`
/// how high the line is there, as `--lean` whether the element is to hang to the left (-1) or to the right (1) of the
/// spot, and as `--shift` how far to the right that would be out of the window.
pub fn place_at_spot(element: &Element, spot: Option<Spot>, lean: f64) {
    let Some(element) = element.dyn_ref::<HtmlElement>() else { return };
    let frame = element.offset_parent().map(|parent| parent.get_bounding_client_rect());
    let Some((spot, frame)) = spot.zip(frame) else {
        let _ = element.set_attribute("data-placed", "no");
        return;
    };
    let style = element.style();
    for (property, value) in [
        ("left", format!("{:.1}px", spot.x - frame.left())),
        ("top", format!("{:.1}px", spot.top - frame.top())),
        ("--line", format!("{:.1}px", spot.bottom - spot.top)),
        ("--lean", format!("{lean:.0}")),
        ("--shift", format!("{:.1}px", overhang(element, spot.x, lean))),
    ] {
        let _ = style.set_property(property, &value);
    }
    let _ = element.set_attribute("data-placed", "yes");
}

/// How far what hangs from `x` must be moved, in CSS pixels, to be in the window.
fn overhang(element: &HtmlElement, x: f64, lean: f64) -> f64 {
    let width = f64::from(element.offset_width());
    let window = super::document().document_element().map_or(f64::INFINITY, |root| f64::from(root.client_width()));
    if lean < 0.0 { (width - x).max(0.0) } else { (window - x - width).min(0.0) }
}

/// Whether a spot is in view, below the bars and above the sheet.
pub fn is_in_view(spot: Spot) -> bool {
    spot.top >= scroll_padding("top") - 1.0 && spot.bottom <= window_height() - scroll_padding("bottom")
}

/// Scrolls by as little as brings a spot into view, with a line's height to spare.
pub fn bring_spot_into_view(spot: Spot) {
    let spare = spot.bottom - spot.top;
    let above = spot.top - spare - scroll_padding("top");
    let below = spot.bottom + spare - (window_height() - scroll_padding("bottom"));
    let by = if above < 0.0 { above } else { below.max(0.0) };
    if by != 0.0 {
        scroll_by(by);
    }
}

/// How far `y` is within reach of the top, then below 0, or of the bottom of what is in view; 0 where it is near neither.
pub fn near_edge(y: f64) -> f64 {
    let above = scroll_padding("top") + SCROLL_REACH - y;
    let below = y - (window_height() - scroll_padding("bottom") - SCROLL_REACH);
    if above > 0.0 { -above } else { below.max(0.0) }
}

/// Scrolls the window a little under a drag that is so far within reach of an edge.
pub fn scroll_under_drag(near: f64) {
    scroll_by((near / 4.0).clamp(-SCROLL_REACH, SCROLL_REACH));
}

/// How near to an edge a drag scrolls, in CSS pixels.
const SCROLL_REACH: f64 = 32.0;

fn scroll_by(y: f64) {
    let options = web_sys::ScrollToOptions::new();
    options.set_top(y);
    options.set_behavior(web_sys::ScrollBehavior::Instant);
    super::window().scroll_by_with_scroll_to_options(&options);
}

pub(super) fn window_height() -> f64 {
    super::window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(0.0)
}

/// Calls `act` whenever an element is another size than before, for as long as this is kept.
pub struct SizeObserver {
    observer: web_sys::ResizeObserver,
    _told: Closure<dyn FnMut()>,
}

impl SizeObserver {
    /// Watches `element`. `act` is called once at the start, too.
    pub fn of(element: &Element, act: impl Fn() + 'static) -> Option<Self> {
        let told = Closure::new(act);
        let observer = web_sys::ResizeObserver::new(told.as_ref().unchecked_ref()).ok()?;
        observer.observe(element);
        Some(Self { observer, _told: told })
    }
}

impl Drop for SizeObserver {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Lets the style sheet know what works on the page: a finger or a pen, or a mouse.
pub fn set_hand(touch: bool) {
    if let Some(root) = super::document().document_element() {
        let _ = root.set_attribute("data-hand", if touch { "touch" } else { "mouse" });
    }
}

/// Whether a finger or a pen worked on the page last.
pub fn is_by_touch() -> bool {
    let root = super::document().document_element();
    root.is_some_and(|root| root.get_attribute("data-hand").as_deref() == Some("touch"))
}

/// From now on all of the pointer's events go to the element that it was pressed on, until it is let go.
pub fn capture(event: &web_sys::PointerEvent) {
    if let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
        let _ = element.set_pointer_capture(event.pointer_id());
    }
}

/// Calls `act` for an event of `element` that may be prevented, for as long as this is kept.
pub fn on<E: JsCast>(element: &Element, event: &'static str, act: impl Fn(&E) + 'static) -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(element, event, options, move |event| act(event.unchecked_ref()))
}

/// Puts `element` beside the pointer.
pub fn place_at_pointer(element: &Element, x: f64, y: f64) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.style().set_property("translate", &format!("{:.0}px {:.0}px", x + 14.0, y + 16.0));
    }
}
