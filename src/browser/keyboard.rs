//! Key presses as values.

use wasm_bindgen::JsCast;

/// A key that was pressed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct KeyPress {
    /// The physical key, as `KeyboardEvent.code` names it.
    pub code: String,
    /// What it types, as `KeyboardEvent.key` names it.
    pub key: String,
    /// Shift is held.
    pub shift: bool,
    /// Control, or Command on a Mac, is held.
    pub command: bool,
    /// Alt is held.
    pub alt: bool,
    /// An input method is composing: the key belongs to it.
    pub composing: bool,
    /// Where it goes.
    pub target: KeyTarget,
}

/// What a key press goes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum KeyTarget {
    /// The page.
    #[default]
    Page,
    /// The text of the article: the keys of the caret are its own.
    Reader,
    /// A button, a link, a summary: Enter and Space are theirs.
    Control,
    /// A field that takes text: all keys are its own.
    Field,
}

impl KeyPress {
    /// The key press of an event.
    pub fn of(event: &web_sys::KeyboardEvent) -> Self {
        // AltGr, which some systems report as Control and Alt, only helps to type a character.
        let types = event.get_modifier_state("AltGraph");
        Self {
            code: event.code(),
            key: event.key(),
            shift: event.shift_key(),
            command: (event.ctrl_key() || event.meta_key()) && !types,
            alt: event.alt_key() && !types,
            composing: event.is_composing() || event.key_code() == 229,
            target: event.target().and_then(|target| target.dyn_into().ok()).map_or(KeyTarget::Page, |e| target_of(&e)),
        }
    }
}

/// Whether the keyboard is a Mac's, with Command where others have Control.
pub fn is_mac() -> bool {
    // Elsewhere than in a browser the tests run.
    cfg!(target_arch = "wasm32") && {
        let platform = super::window().navigator().platform().unwrap_or_default();
        ["Mac", "iPhone", "iPad"].iter().any(|apple| platform.starts_with(apple))
    }
}

fn target_of(element: &web_sys::Element) -> KeyTarget {
    let within = |selector: &str| matches!(element.closest(selector), Ok(Some(_)));
    if within(
        "input:not([type=checkbox], [type=radio], [type=file], [type=button]), textarea, select, [contenteditable]",
    ) {
        KeyTarget::Field
    } else if within("button, a[href], summary, input, label") {
        KeyTarget::Control
    } else if within(".reader") {
        KeyTarget::Reader
    } else {
        KeyTarget::Page
    }
}
