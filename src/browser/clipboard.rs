//! The clipboard, through its own events only: the page never asks for it.

use wasm_bindgen::JsCast;

/// The plain text of a paste, exactly as it was copied.
pub fn pasted_text(event: &web_sys::Event) -> Option<String> {
    event
        .dyn_ref::<web_sys::ClipboardEvent>()?
        .clipboard_data()?
        .get_data("text/plain")
        .ok()
        .filter(|text| !text.is_empty())
}

/// Puts `text` on the clipboard in place of what the browser would have put there.
pub fn copy_instead(event: &web_sys::Event, text: &str) {
    let clipboard = event.dyn_ref::<web_sys::ClipboardEvent>().and_then(|event| event.clipboard_data());
    let copied = clipboard.map(|clipboard| clipboard.set_data("text/plain", text));
    if matches!(copied, Some(Ok(()))) {
        event.prevent_default();
    }
}
