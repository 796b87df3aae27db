//! The page itself: its address, its look, its title, its dialogs, and listeners that end when they are dropped.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;

/// A listener, for as long as it is kept.
pub type Listener = EventListener;

/// Whether the address ends in `?safe`: open the library, and no document.
pub fn asks_for_safety() -> bool {
    let query = super::window().location().search().unwrap_or_default();
    query.trim_start_matches('?').split('&').any(|part| part == "safe" || part.starts_with("safe="))
}

/// The element that the page is mounted in.
pub fn mount_point() -> Option<web_sys::Element> {
    super::document().get_element_by_id("app")
}

/// Tells the style sheet how the page is to look: pairs of a name and a value, each an attribute `data-NAME` of the root
/// element.
pub fn set_look(look: &[(&str, &str)]) {
    let Some(root) = super::document().document_element() else { return };
    for (name, value) in look {
        let _ = root.set_attribute(&format!("data-{name}"), value);
    }
}

/// Sets the title of the window.
pub fn set_title(title: &str) {
    super::document().set_title(title);
}

/// Loads the page again.
pub fn reload() {
    let _ = super::window().location().reload();
}

/// Shows a `<dialog>` over the page, with the focus inside it.
pub fn show_modal(dialog: &web_sys::Element) {
    if let Some(dialog) = dialog.dyn_ref::<web_sys::HtmlDialogElement>().filter(|dialog| !dialog.open()) {
        let _ = dialog.show_modal();
    }
}

/// Closes a `<dialog>`; the focus goes back to where it was before.
pub fn close_modal(dialog: &web_sys::Element) {
    if let Some(dialog) = dialog.dyn_ref::<web_sys::HtmlDialogElement>() {
        dialog.close();
    }
}

/// Moves the focus to an element, without scrolling to it.
pub fn focus(element: &web_sys::Element) {
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Whether an element has the focus.
pub fn has_focus(element: &web_sys::Element) -> bool {
    super::document().active_element().as_ref() == Some(element)
}

/// Moves the focus to the element with this id, if it is there.
pub fn focus_id(id: &str) {
    if let Some(element) = super::document().get_element_by_id(id) {
        focus(&element);
    }
}

/// Moves the focus to the first field or button in the element with this id, and scrolls to it: of radio buttons, to the one
/// that is chosen.
pub fn focus_within(id: &str) {
    let fields = "input:not([type=radio], :disabled), input[type=radio]:checked:not(:disabled), textarea, button";
    let element = super::document().get_element_by_id(id);
    let first = element.and_then(|element| element.query_selector(fields).ok().flatten());
    if let Some(first) = first.and_then(|first| first.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = first.focus();
    }
}

/// Moves the focus from the element that an event comes from to a sibling so many places on, round at the ends.
pub fn focus_sibling(event: &web_sys::Event, step: i32) {
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let Some((element, siblings)) = element.and_then(|e| e.parent_element().map(|parent| (e, parent.children())))
    else {
        return;
    };
    let count = siblings.length() as i32;
    let is_it = |index: &i32| siblings.item(*index as u32).as_ref() == Some(&element);
    let place = (0..count).find(is_it).map(|index| (index + step).rem_euclid(count));
    place.and_then(|place| siblings.item(place as u32)).iter().for_each(focus);
}

/// Moves the focus to the field with this id, if it is there, and selects what is in it.
pub fn focus_field(id: &str) {
    if let Some(element) = super::document().get_element_by_id(id) {
        focus(&element);
        element.dyn_ref::<web_sys::HtmlInputElement>().into_iter().for_each(web_sys::HtmlInputElement::select);
    }
}

/// Scrolls a list until the option that this selector finds is in view.
pub fn scroll_to_option(selector: &str) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    if let Ok(Some(option)) = super::document().query_selector(selector) {
        option.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Moves the focus to the element with this id, and scrolls to it; false where it is not there, or cannot have the focus.
pub fn take_focus_to(id: &str) -> bool {
    let element = super::document().get_element_by_id(id);
    if let Some(element) = element.as_ref().and_then(|element| element.dyn_ref::<web_sys::HtmlElement>()) {
        let _ = element.focus();
    }
    element.is_some() && super::document().active_element() == element
}

/// Whether the element with this id has the focus, or something inside it.
pub fn has_focus_within(id: &str) -> bool {
    let active = super::document().active_element();
    active.is_some_and(|active| active.closest(&format!("#{id}")).is_ok_and(|found| found.is_some()))
}

/// The id of the element that has the focus.
pub fn focused_id() -> Option<String> {
    super::document().active_element().map(|element| element.id()).filter(|id| !id.is_empty())
}

/// Clicks the element with this id, if it is there: a file input, which no other call opens.
pub fn click_id(id: &str) {
    let element = super::document().get_element_by_id(id);
    if let Some(element) = element.as_ref().and_then(|element| element.dyn_ref::<web_sys::HtmlElement>()) {
        element.click();
    }
}

/// Whether nothing on the page has the focus. A control that was disabled has it for a moment more, and then loses it. While
/// the page around this one has it, it is not lost.
pub fn focus_is_lost() -> bool {
    let document = super::document();
    let active = document.active_element();
    let has_none = active.is_none_or(|element| element.matches("body, :disabled").unwrap_or(true));
    has_none && (!is_framed() || document.has_focus().unwrap_or(true))
}

/// Whether the page is in a frame of another one.
fn is_framed() -> bool {
    let window = super::window();
    window.parent().ok().flatten().is_some_and(|parent| parent != window)
}

/// Listens for an event of the document that may be prevented.
pub fn on<E: JsCast>(event: &'static str, act: impl Fn(&E) + 'static) -> Listener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&super::document(), event, options, move |event| act(event.unchecked_ref()))
}

/// Listens for an event of the window.
pub fn on_window<E: JsCast>(event: &'static str, act: impl Fn(&E) + 'static) -> Listener {
    EventListener::new(&super::window(), event, move |event| act(event.unchecked_ref()))
}

/// Lets the browser ask before the page is left, while `asks` says so.
pub fn before_leaving(asks: impl Fn() -> bool + 'static) -> Listener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&super::window(), "beforeunload", options, move |event| {
        if asks() {
            event.prevent_default();
        }
    })
}

/// The value of the field or the choice that an event comes from.
pub fn field_value(event: &web_sys::Event) -> String {
    let value = event.target().and_then(|target| js_sys::Reflect::get(&target, &"value".into()).ok());
    value.and_then(|value| value.as_string()).unwrap_or_default()
}

/// The value of the `<select>` with this id, if it is there.
pub fn value_of(id: &str) -> Option<String> {
    let element = super::document().get_element_by_id(id)?;
    element.dyn_ref::<web_sys::HtmlSelectElement>().map(web_sys::HtmlSelectElement::value)
}

/// Whether the focus came from inside an element.
pub fn comes_from_within(element: &web_sys::Element, event: &web_sys::FocusEvent) -> bool {
    let before = event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
    before.is_some_and(|before| element.contains(Some(&before)))
}

/// The value of an attribute on the nearest element around an event's target that has it.
pub fn nearest_attribute(event: &web_sys::Event, attribute: &str) -> Option<String> {
    let element = event.target()?.dyn_into::<web_sys::Node>().ok()?;
    let element = element.dyn_ref::<web_sys::Element>().cloned().or_else(|| element.parent_element())?;
    element.closest(&format!("[{attribute}]")).ok().flatten()?.get_attribute(attribute)
}

/// The value of an attribute of what is at a point of the window, or of the nearest element around it that has it.
pub fn attribute_at(x: f64, y: f64, attribute: &str) -> Option<String> {
    let element = super::document().element_from_point(x as f32, y as f32)?;
    element.closest(&format!("[{attribute}]")).ok().flatten()?.get_attribute(attribute)
}

/// Whether an event comes from inside an element.
pub fn is_within(element: &web_sys::Element, event: &web_sys::Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
    element.contains(target.as_ref())
}

/// Whether an event comes from a field that takes text.
pub fn is_in_field(event: &web_sys::Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|element| matches!(element.closest("input, textarea, select, [contenteditable]"), Ok(Some(_))))
}
