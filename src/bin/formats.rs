//! The program of the worker that knows the formats of other tools: `web/converter.js` loads it when it is first needed.

use js_sys::{Array, Uint8Array};
use rubricate::browser::{rescue, segmenter};
use rubricate::format::exchange::service::{self, Senses};
use rubricate::model::Snap;
use wasm_bindgen::prelude::*;

fn main() {
    std::panic::set_hook(Box::new(rescue::tell_console));
}

/// Answers a message with its parts by another one with its parts.
#[wasm_bindgen]
pub fn answer(message: &str, parts: &Array) -> Array {
    let parts: Vec<Vec<u8>> = parts.iter().map(|part| Uint8Array::new(&part).to_vec()).collect();
    let senses = Senses {
        last_grapheme: &segmenter::last_grapheme,
        words: &|text| segmenter::ends(text, Snap::Words),
        sentences: &|text| segmenter::ends(text, Snap::Sentences),
    };
    let (message, parts) = service::answer(message, &parts, senses);
    let parts: Array = parts.iter().map(|part| JsValue::from(Uint8Array::from(part.as_slice()))).collect();
    Array::of2(&message.into(), &parts)
}
