//! Stretches of the article that are lit up without touching its elements: CSS custom highlights.

use super::viewport::scroll_padding;
use crate::model::BlockIndex;
use std::collections::HashMap;
use std::ops::Range;
use wasm_bindgen::prelude::*;
use web_sys::Element;

#[wasm_bindgen]
extern "C" {
    type Highlight;

    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<Highlight, JsValue>;

    #[wasm_bindgen(method)]
    fn add(this: &Highlight, range: &web_sys::Range);

    type Highlights;

    #[wasm_bindgen(thread_local_v2, js_namespace = CSS, js_name = highlights)]
    static HIGHLIGHTS: Option<Highlights>;

    #[wasm_bindgen(method)]
    fn set(this: &Highlights, name: &str, highlight: &Highlight);

    #[wasm_bindgen(method)]
    fn delete(this: &Highlights, name: &str) -> bool;
}

/// A stretch of a block, in UTF-16 units from the block's start.
pub type Piece = (BlockIndex, Range<u32>);

/// Lights up `pieces`, in order, in the way that the style sheet has under `name`, and nothing else. What is not drawn yet
/// is left out; false where that is so. A browser without highlights shows nothing.
///
/// Costs the number of pieces, and the browser, for as long as they are lit, a share of every frame: some hundreds are
/// free, 100,000 take 80 to 380 ms.
pub fn light(reader: &Element, name: &str, pieces: &[Piece]) -> bool {
    let (ranges, complete) = ranges(reader, pieces);
    show(name, &ranges);
    complete
}

/// Lights up these ranges, and nothing else, in the way that the style sheet has under `name`.
pub(super) fn show(name: &str, ranges: &[web_sys::Range]) {
    HIGHLIGHTS.with(|highlights| {
        let Some(highlights) = highlights else { return };
        match Highlight::new().ok().filter(|_| !ranges.is_empty()) {
            Some(highlight) => {
                ranges.iter().for_each(|range| highlight.add(range));
                highlights.set(name, &highlight);
            }
            None => drop(highlights.delete(name)),
        }
    });
}

/// Puts the lights of this name out.
pub fn put_out(name: &str) {
    HIGHLIGHTS.with(|highlights| highlights.as_ref().map(|highlights| highlights.delete(name)));
}

/// Scrolls the window until a drawn stretch is in view; one that is already stays where it is, others go to the middle.
pub fn bring_into_view(reader: &Element, piece: Piece) {
    let window = super::window();
    let (Some(range), Ok(height)) = (ranges(reader, &[piece]).0.pop(), window.inner_height()) else { return };
    let place = range.get_bounding_client_rect();
    let (top, bottom) = (scroll_padding("top"), height.as_f64().unwrap_or(0.0) - scroll_padding("bottom"));
    // With a line below it, so that it is seen where reading would go on.
    if place.top() < top || place.bottom() + place.height() > bottom {
        window.scroll_by_with_x_and_y(0.0, place.top() - (top + bottom - place.height()) / 2.0);
    }
}

/// The ranges of the pieces that are drawn, and whether that is all.
fn ranges(reader: &Element, pieces: &[Piece]) -> (Vec<web_sys::Range>, bool) {
    let mut sections: HashMap<usize, Option<Element>> = HashMap::new();
    let mut ranges = Vec::new();
    let mut complete = true;
    for of_block in pieces.chunk_by(|(a, _), (b, _)| a == b) {
        let index = of_block[0].0;
        // Looking through one section for a block, not through the article.
        let section = sections.entry(index.section()).or_insert_with(|| section_element(reader, index.section()));
        let block = section
            .as_ref()
            .and_then(|section| section.query_selector(&format!("[data-block=\"{}\"]", index.0)).ok().flatten());
        match block {
            Some(block) => ranges.extend(ranges_in(&block, of_block.iter().map(|(_, piece)| piece))),
            None => complete = false,
        }
    }
    (ranges, complete)
}

fn section_element(reader: &Element, section: usize) -> Option<Element> {
    let number = section.to_string();
    let child = reader.children().item(section as u32);
    let child = child.filter(|child| child.get_attribute("data-section").as_deref() == Some(&number));
    child.or_else(|| reader.query_selector(&format!("[data-section=\"{number}\"]")).ok().flatten())
}

/// The ranges of a block's pieces, which come in order: one walk over its text nodes.
fn ranges_in<'a>(block: &Element, pieces: impl Iterator<Item = &'a Range<u32>>) -> Vec<web_sys::Range> {
    let document = super::document();
    let Ok(walker) = document.create_tree_walker_with_what_to_show(block, SHOW_TEXT) else { return Vec::new() };
    // The node that the walk is at, and where in the block it starts and ends.
    let mut node = None;
    let mut reached = 0..0;
    let range_of = |piece: &Range<u32>| {
        let range = document.create_range().ok()?;
        while piece.start >= reached.end {
            advance(&walker, &mut node, &mut reached)?;
        }
        range.set_start(node.as_ref()?, piece.start - reached.start).ok()?;
        while piece.end > reached.end {
            advance(&walker, &mut node, &mut reached)?;
        }
        range.set_end(node.as_ref()?, piece.end - reached.start).ok()?;
        Some(range)
    };
    pieces.filter_map(range_of).collect()
}

fn advance(walker: &web_sys::TreeWalker, node: &mut Option<web_sys::Node>, reached: &mut Range<u32>) -> Option<()> {
    let next = walker.next_node().ok().flatten()?;
    let length = next.text_content().map_or(0, |text| text.encode_utf16().count() as u32);
    *reached = reached.end..reached.end + length;
    *node = Some(next);
    Some(())
}

/// `NodeFilter.SHOW_TEXT`.
const SHOW_TEXT: u32 = 4;
