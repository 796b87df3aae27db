//! Everything that is said to the browser: selection, files, storage, locks, the viewport, the keyboard.
//!
//! Thin and without decisions: it turns the browser's answers into the model's values and back. It knows no component.

pub mod arcs;
pub mod clipboard;
pub mod clock;
pub mod converter;
pub mod drag;
pub mod file;
pub mod finder;
pub mod highlight;
pub mod keyboard;
pub mod lines;
pub mod page;
pub mod rescue;
pub mod rows;
pub mod scripting;
pub mod segmenter;
pub mod selection;
pub mod slots;
pub mod tabs;
pub mod viewport;
pub mod work;

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;

fn window() -> web_sys::Window {
    web_sys::window().expect("the app runs in a page")
}

fn document() -> web_sys::Document {
    window().document().expect("a page has a document")
}

/// An object with these fields.
fn object(fields: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        // Nothing keeps a new object from taking a field.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}

/// The name and the words of something that JavaScript threw.
fn thrown(error: &JsValue) -> (String, String) {
    let text = |key: &str| Reflect::get(error, &key.into()).ok().and_then(|value| value.as_string());
    (text("name").unwrap_or_default(), text("message").unwrap_or_else(|| format!("{error:?}")))
}
