//! Where words, sentences and characters as readers see them begin and end, from the browser's `Intl.Segmenter`.

use crate::model::{BlockIndex, CharRange, Snap, Text};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type Segmenter;

    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &JsValue, options: &js_sys::Object) -> Result<Segmenter, JsValue>;

    #[wasm_bindgen(method)]
    fn segment(this: &Segmenter, text: &str) -> Segments;

    type Segments;

    #[wasm_bindgen(method)]
    fn containing(this: &Segments, utf16: u32) -> JsValue;
}

fn segmenter(snap: Snap) -> Result<Segmenter, JsValue> {
    let granularity = match snap {
        Snap::Words => "word",
        Snap::Characters => "grapheme",
        Snap::Sentences => "sentence",
    };
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"granularity".into(), &granularity.into())?;
    Segmenter::new(&JsValue::UNDEFINED, &options)
}

/// The words (without what lies between them), characters or sentences of a block; none where the browser cannot say.
/// Costs the size of the block.
pub fn pieces(text: &Text, index: BlockIndex, snap: Snap) -> Vec<CharRange> {
    let Some(block) = text.block(index) else { return Vec::new() };
    let Ok(segmenter) = segmenter(snap) else { return Vec::new() };
    let string = text.block_str(block);
    let mut at = block.chars.start();
    let mut chars = string.chars();
    let segments = js_sys::Array::from(&segmenter.segment(string));
    let ranges = segments.iter().map(|segment| {
        let get = |key: &str| js_sys::Reflect::get(&segment, &key.into()).unwrap_or(JsValue::UNDEFINED);
        let mut units = get("segment").dyn_into::<js_sys::JsString>().map_or(0, |string| string.length() as usize);
        let start = at;
        while units > 0 {
            units = units.saturating_sub(chars.next().map_or(units, char::len_utf16));
            at = at.plus(1);
        }
        (CharRange::between(start, at), !get("isWordLike").is_falsy())
    });
    ranges.filter(|(_, is_word)| *is_word || snap != Snap::Words).map(|(range, _)| range).collect()
}

/// Where the last grapheme cluster of `text` starts, in bytes; `0` where the browser cannot say.
pub fn last_grapheme(text: &str) -> usize {
    let Ok(segmenter) = segmenter(Snap::Characters) else { return 0 };
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
