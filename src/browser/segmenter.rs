//! Boundaries between characters as readers see them, from the browser's `Intl.Segmenter`.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type Segmenter;

    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new() -> Result<Segmenter, JsValue>;

    #[wasm_bindgen(method)]
    fn segment(this: &Segmenter, text: &str) -> Segments;

    type Segments;

    #[wasm_bindgen(method)]
    fn containing(this: &Segments, utf16: u32) -> JsValue;
}

/// Where the last grapheme cluster of `text` starts, in bytes; `0` where the browser cannot say.
pub fn last_grapheme(text: &str) -> usize {
    let Ok(segmenter) = Segmenter::new() else { return 0 };
    let last_utf16 = text.encode_utf16().count().saturating_sub(1) as u32;
    let last = segmenter.segment(text).containing(last_utf16);
    let start_utf16 = js_sys::Reflect::get(&last, &"index".into()).ok().and_then(|index| index.as_f64());
    let mut units = 0.0;
    for (byte, c) in text.char_indices() {
        if start_utf16 == Some(units) {
            return byte;
        }
        units += c.len_utf16() as f64;
    }
    0
}
