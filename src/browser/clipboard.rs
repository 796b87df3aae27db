//! The clipboard. The page never asks what is on it, and writes to it only when a key or a button says so.

use super::document;
use gloo_events::{EventListener, EventListenerOptions};
use js_sys::{Array, Object, Promise, Reflect};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// What goes to the clipboard: the same in each flavour, of which whoever pastes takes the best.
#[derive(Clone, Debug)]
pub struct Flavours {
    /// The flavour that every program takes.
    pub plain: String,
    /// That of word processors and spreadsheets.
    pub html: Option<String>,
}

const PLAIN: &str = "text/plain";
const HTML: &str = "text/html";

impl Flavours {
    fn list(&self) -> impl Iterator<Item = (&'static str, &str)> {
        std::iter::once((PLAIN, self.plain.as_str())).chain(self.html.as_deref().map(|html| (HTML, html)))
    }

    /// Puts it on the clipboard in place of what the browser would have put there; false where that is refused.
    pub fn copy_instead(&self, event: &web_sys::Event) -> bool {
        let clipboard = event.dyn_ref::<web_sys::ClipboardEvent>().and_then(|event| event.clipboard_data());
        let Some(clipboard) = clipboard else { return false };
        let copied = self.list().all(|(flavour, content)| clipboard.set_data(flavour, content).is_ok());
        if copied {
            event.prevent_default();
        }
        copied
    }

    /// Puts it on the clipboard at once; false where the browser refuses. Only in the course of a key press or a click.
    ///
    /// By a copy event, which takes several flavours, asks for no permission, and needs no secure context. It comes in
    /// Chromium and Firefox where nothing is selected too.
    pub fn copy(&self) -> bool {
        let copied = Rc::new(Cell::new(false));
        // Before anyone else hears of it: what is selected is not meant.
        let options = EventListenerOptions { passive: false, ..EventListenerOptions::run_in_capture_phase() };
        let (flavours, done) = (self.clone(), Rc::clone(&copied));
        let listener = EventListener::new_with_options(&document(), "copy", options, move |event| {
            done.set(flavours.copy_instead(event));
        });
        let asked = document().dyn_into::<web_sys::HtmlDocument>().map(|document| document.exec_command("copy"));
        drop(listener);
        matches!(asked, Ok(Ok(true))) && copied.get()
    }

    /// The same by the newer way, where [`Flavours::copy`] was refused.
    pub async fn write(&self) -> bool {
        let clipboard = super::window().navigator().clipboard();
        let item = Object::new();
        for (flavour, content) in self.list() {
            let content = Promise::resolve(&JsValue::from_str(content));
            if Reflect::set(&item, &flavour.into(), &content).is_err() {
                return false;
            }
        }
        // Neither is there outside of secure contexts.
        let is_there = |name: &str| Reflect::get(&super::window(), &name.into()).is_ok_and(|value| value.is_function());
        if JsValue::from(&clipboard).is_undefined() || !is_there("ClipboardItem") {
            return false;
        }
        let Ok(item) = web_sys::ClipboardItem::new_with_record_from_str_to_str_promise(&item) else { return false };
        JsFuture::from(clipboard.write(&Array::of1(&item))).await.is_ok()
    }
}

/// Whether what is to be copied was said already.
pub fn is_taken(event: &web_sys::Event) -> bool {
    event.default_prevented()
}

/// The plain text of a paste, exactly as it was copied.
pub fn pasted_text(event: &web_sys::Event) -> Option<String> {
    event.dyn_ref::<web_sys::ClipboardEvent>()?.clipboard_data()?.get_data(PLAIN).ok().filter(|text| !text.is_empty())
}
