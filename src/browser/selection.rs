//! The browser's selection, as ends in blocks of the article.
//!
//! A block is the element with `data-block`; a section that is not drawn yet has only `data-section`.

use crate::model::selection::Endpoint;
use crate::model::{BlockIndex, SECTION_BLOCKS};
use wasm_bindgen::prelude::*;
use web_sys::{Element, Node};

/// The ends (anchor, focus) of the selection, if it has words and touches the article `reader`.
pub fn ends(reader: &Element) -> Option<(Endpoint, Endpoint)> {
    let selection = super::window().get_selection().ok().flatten()?;
    if selection.is_collapsed() {
        return None;
    }
    let anchor = endpoint(reader, &selection.anchor_node()?, selection.anchor_offset());
    let focus = endpoint(reader, &selection.focus_node()?, selection.focus_offset());
    (anchor != focus).then_some((anchor, focus))
}

/// Where the browser's own caret stands, if nothing is selected and it stands in the article.
pub fn caret(reader: &Element) -> Option<Endpoint> {
    let selection = super::window().get_selection().ok().flatten().filter(web_sys::Selection::is_collapsed)?;
    let node = selection.focus_node().filter(|node| reader.contains(Some(node)))?;
    Some(endpoint(reader, &node, selection.focus_offset()))
}

/// Whether the browser has nothing selected, wherever on the page.
pub fn is_empty() -> bool {
    super::window().get_selection().ok().flatten().is_none_or(|selection| selection.is_collapsed())
}

/// Selects nothing.
pub fn select_nothing() {
    if let Ok(Some(selection)) = super::window().get_selection() {
        let _ = selection.remove_all_ranges();
    }
}

/// Leaves a caret at the end of what was selected.
pub fn collapse() {
    if let Ok(Some(selection)) = super::window().get_selection()
        && selection.range_count() > 0
    {
        let _ = selection.collapse_to_end();
    }
}

/// The name under which the style sheet finds the preview of what will be tagged.
const PREVIEW: &str = "meant";

/// Shows what a selection means, from one place of the article to another (block, UTF-16 units); nothing for `None`. A
/// browser without highlights shows the bare selection.
pub fn preview(reader: &Element, meant: Option<[(BlockIndex, u32); 2]>) {
    let range = meant.and_then(|[start, end]| range_between(reader, start, end));
    super::highlight::show(PREVIEW, range.as_slice());
}

/// Selects from one place of the article, where it began, to another; false where they are not drawn.
pub fn select(reader: &Element, [anchor, focus]: [(BlockIndex, u32); 2]) -> bool {
    let backward = focus < anchor;
    let ends = (place(reader, anchor, backward), place(reader, focus, !backward));
    let (Some((first, from)), Some((last, to))) = ends else { return false };
    let Ok(Some(selection)) = super::window().get_selection() else { return false };
    selection.set_base_and_extent(&first, from, &last, to).is_ok()
}

fn range_between(reader: &Element, start: (BlockIndex, u32), end: (BlockIndex, u32)) -> Option<web_sys::Range> {
    let range = super::document().create_range().ok()?;
    let ((first, from), (last, to)) = (place(reader, start, false)?, place(reader, end, true)?);
    range.set_start(&first, from).ok()?;
    range.set_end(&last, to).ok()?;
    Some(range)
}

/// The text node of a place in a block, or the block where it holds no text. At the seam of two nodes it is the second
/// one, or with `before` the first.
fn place(reader: &Element, (block, offset_utf16): (BlockIndex, u32), before: bool) -> Option<(Node, u32)> {
    let block = reader.query_selector(&format!("[data-block=\"{}\"]", block.0)).ok().flatten()?;
    let walker = super::document().create_tree_walker_with_what_to_show(&block, SHOW_TEXT).ok()?;
    let mut left = offset_utf16;
    let mut found = None;
    while let Ok(Some(node)) = walker.next_node() {
        let length = node.text_content().map_or(0, |text| text.encode_utf16().count() as u32);
        if left < length || (before && left == length) {
            return Some((node, left));
        }
        left -= length;
        found = Some((node, length));
    }
    Some(found.unwrap_or((block.into(), 0)))
}

/// `NodeFilter.SHOW_TEXT`.
const SHOW_TEXT: u32 = 4;

/// Where a point of the document lies for the article: the browser's (node, offset) pair.
pub fn endpoint(reader: &Element, node: &Node, offset: u32) -> Endpoint {
    if !reader.contains(Some(node)) {
        return beside(reader, node, offset);
    }
    let element = node.dyn_ref::<Element>().cloned().or_else(|| node.parent_element());
    match element.and_then(|element| element.closest("[data-block]").ok().flatten()) {
        Some(block) => Endpoint::In { block: block_index(&block), offset_utf16: offset_in(&block, node, offset) },
        None => between_blocks(reader, node, offset),
    }
}

/// A point outside the article, or in an element around it.
fn beside(reader: &Element, node: &Node, offset: u32) -> Endpoint {
    let child = node.child_nodes().get(offset);
    let (point, around) = match (node.contains(Some(reader)), child) {
        (false, _) => (node.clone(), false),
        (true, Some(child)) => (child.clone(), child.contains(Some(reader))),
        (true, None) => return Endpoint::After,
    };
    let reader_follows = point.compare_document_position(reader) & Node::DOCUMENT_POSITION_FOLLOWING != 0;
    if around || reader_follows { Endpoint::Before } else { Endpoint::After }
}

/// How many UTF-16 units of a block's text come before a point in it.
fn offset_in(block: &Element, node: &Node, offset: u32) -> u32 {
    let measure = || {
        let range = super::document().create_range()?;
        range.set_start(block, 0)?;
        range.set_end(node, offset)?;
        Ok::<u32, wasm_bindgen::JsValue>(range.to_string().length())
    };
    measure().unwrap_or(0)
}

/// A point in the article that lies in no block: in a line or a section, before one of its children or at its end.
fn between_blocks(reader: &Element, node: &Node, offset: u32) -> Endpoint {
    let mut next = node.child_nodes().get(offset);
    while let Some(sibling) = next {
        let element = sibling.dyn_ref::<Element>();
        if let Some(block) = element.and_then(first_block) {
            return Endpoint::In { block, offset_utf16: 0 };
        }
        next = sibling.next_sibling();
    }
    let around = node.dyn_ref::<Element>().unwrap_or(reader);
    match last_block(around) {
        Some(block) => Endpoint::In { block, offset_utf16: u32::MAX },
        None => Endpoint::After,
    }
}

fn first_block(element: &Element) -> Option<BlockIndex> {
    if element.has_attribute("data-block") {
        return Some(block_index(element));
    }
    let block = element.query_selector("[data-block]").ok().flatten().map(|block| block_index(&block));
    block.or_else(|| section_start(element))
}

fn last_block(element: &Element) -> Option<BlockIndex> {
    let blocks = element.query_selector_all("[data-block]").ok()?;
    let last = blocks.length().checked_sub(1).and_then(|last| blocks.get(last));
    match last.and_then(|last| last.dyn_into::<Element>().ok()) {
        Some(block) => Some(block_index(&block)),
        None => section_start(element),
    }
}

fn section_start(element: &Element) -> Option<BlockIndex> {
    let section: u32 = element.get_attribute("data-section")?.parse().ok()?;
    Some(BlockIndex(section * SECTION_BLOCKS as u32))
}

fn block_index(block: &Element) -> BlockIndex {
    BlockIndex(block.get_attribute("data-block").and_then(|index| index.parse().ok()).unwrap_or(0))
}
