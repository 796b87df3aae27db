//! Where words, sentences and characters as readers see them begin and end, from the browser's `Intl.Segmenter`.

use crate::model::{BlockIndex, CharRange, Snap, Text};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    #[wasm_bindgen(js_namespace = Intl)]
    type Segmenter;

    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &JsValue, options: &js_sys::Object) -> Result<Segmenter, JsValue>;

    #[wasm_bindgen(method)]
    fn segment(this: &Segmenter, text: &str) -> Segments;

    type Segments;

    #[wasm_bindgen(method)]
    fn containing(this: &Segments, utf16: u32) -> JsValue;

    type Segment;

    #[wasm_bindgen(method, getter)]
    fn index(this: &Segment) -> u32;
}

/// What was divided last. A caret that moves and an edge that is dragged ask for the same few blocks again and again.
struct Divided {
    snap: Snap,
    string: String,
    /// How many code points before a piece, how many in it.
    pieces: Vec<(u32, u32)>,
}

/// How many blocks are remembered: the words, characters and sentences at two edges.
const REMEMBERED: usize = 6;

thread_local! {
    static SEGMENTERS: RefCell<Vec<(Snap, Segmenter)>> = const { RefCell::new(Vec::new()) };
    static DIVIDED: RefCell<Vec<Divided>> = const { RefCell::new(Vec::new()) };
}

/// The segmenter for words, characters or sentences; making one takes the browser as long as dividing a page of text.
fn segmenter(snap: Snap) -> Result<Segmenter, JsValue> {
    let known = SEGMENTERS.with_borrow(|known| known.iter().find(|(of, _)| *of == snap).map(|(_, s)| s.clone()));
    if let Some(segmenter) = known {
        return Ok(segmenter);
    }
    let granularity = match snap {
        Snap::Words => "word",
        Snap::Characters => "grapheme",
        Snap::Sentences => "sentence",
    };
    let options = js_sys::Object::new();
    js_sys::Reflect::set(&options, &"granularity".into(), &granularity.into())?;
    let segmenter = Segmenter::new(&JsValue::UNDEFINED, &options)?;
    SEGMENTERS.with_borrow_mut(|known| known.push((snap, segmenter.clone())));
    Ok(segmenter)
}

/// The words (without what lies between them), characters or sentences of a block; none where the browser cannot say.
/// Costs the size of the block.
pub fn pieces(text: &Text, index: BlockIndex, snap: Snap) -> Vec<CharRange> {
    let Some(block) = text.block(index).filter(|block| !block.chars.is_empty()) else { return Vec::new() };
    let string = text.block_str(block);
    let start = block.chars.start();
    DIVIDED.with_borrow_mut(|known| {
        let place = known.iter().position(|divided| divided.snap == snap && divided.string == string);
        let divided = match place {
            Some(place) => known.remove(place),
            None => Divided { snap, string: string.to_owned(), pieces: divide(string, snap) },
        };
        known.truncate(REMEMBERED - 1);
        known.insert(0, divided);
        let pieces = known[0].pieces.iter();
        pieces.map(|(ahead, count)| CharRange::between(start.plus(*ahead), start.plus(ahead + count))).collect()
    })
}

fn divide(string: &str, snap: Snap) -> Vec<(u32, u32)> {
    let Ok(segmenter) = segmenter(snap) else { return Vec::new() };
    // Firefox 153 takes everything around such a character for one word.
    let is_rare = |c: char| snap == Snap::Words && ('\u{20000}'..'\u{40000}').contains(&c);
    let common = string.contains(is_rare).then(|| string.replace(is_rare, "一"));
    let string = common.as_deref().unwrap_or(string);
    let segments = js_sys::Array::from(&segmenter.segment(string));
    let starts_utf16 = segments.iter().map(|segment| segment.unchecked_into::<Segment>().index());
    let ends_utf16 = starts_utf16.skip(1).chain([u32::MAX]);
    let mut chars = string.chars().peekable();
    let (mut at, mut units) = (0, 0);
    let mut pieces = Vec::with_capacity(segments.length() as usize);
    for end_utf16 in ends_utf16 {
        let (start, mut is_word) = (at, false);
        while let Some(c) = chars.next_if(|_| units < end_utf16) {
            units += c.len_utf16() as u32;
            at += 1;
            // What the browsers say of this (`isWordLike`) is wrong of Thai and Japanese in Firefox 153.
            is_word |= c.is_alphanumeric();
        }
        if snap != Snap::Words || is_word {
            pieces.push((start, at - start));
        }
    }
    pieces
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

/// Where words and what stands between them, or sentences, end: in bytes, the last at the end of the text. White space
/// never shares a piece with anything else, but for what follows a sentence. Costs the size of the text.
pub fn ends(text: &str, snap: Snap) -> Vec<usize> {
    let Ok(segmenter) = segmenter(snap) else { return vec![text.len()] };
    let segments = js_sys::Array::from(&segmenter.segment(text));
    let mut starts = segments.iter().map(|segment| f64::from(segment.unchecked_into::<Segment>().index())).peekable();
    let mut ends = Vec::with_capacity(segments.length() as usize);
    let (mut units, mut before) = (0.0, None);
    for (byte, c) in text.char_indices() {
        let starts_here = starts.next_if(|start| *start <= units).is_some();
        let turns =
            snap == Snap::Words && before.is_some_and(|before: char| before.is_whitespace() != c.is_whitespace());
        if byte > 0 && (starts_here || turns) {
            ends.push(byte);
        }
        units += c.len_utf16() as f64;
        before = Some(c);
    }
    if !text.is_empty() {
        ends.push(text.len());
    }
    ends
}
