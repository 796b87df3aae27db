//! What arcs over the article stand between, and putting them there: lengths that only layout knows, in CSS pixels from the
//! top left corner of the element that positions the arcs.

use super::lines;
use super::viewport::{scroll_padding, window_height};
use crate::model::{Annotation, Text};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

/// A point.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Point {
    /// How far from the left.
    pub x: f64,
    /// How far from the top.
    pub y: f64,
}

/// Words that an arc begins or ends at.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Words {
    /// Their middle.
    pub x: f64,
    /// Their upper edge.
    pub top: f64,
    /// Their lower edge.
    pub bottom: f64,
    /// How wide they are.
    pub width: f64,
}

/// What is in view of the article: between the bars and the sheet, as wide as the article.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct InView {
    /// Its upper edge.
    pub top: f64,
    /// Its lower edge.
    pub bottom: f64,
    /// Its width.
    pub width: f64,
}

/// What is in view, as seen from `layer`.
pub fn in_view(layer: &Element) -> InView {
    let frame = layer.get_bounding_client_rect();
    InView {
        top: scroll_padding("top") - frame.top(),
        bottom: window_height() - scroll_padding("bottom") - frame.top(),
        width: frame.width(),
    }
}

/// The first words of an annotation, as far as they are on one line of the page; `None` where it has no words, or they are
/// not drawn yet.
pub fn words_of(layer: &Element, reader: &Element, text: &Text, annotation: &Annotation) -> Option<Words> {
    let first = annotation.fragments.ranges().first()?;
    let start = lines::spot(reader, text, first.start(), false)?;
    let end = lines::spot(reader, text, first.end(), true)?;
    let frame = layer.get_bounding_client_rect();
    let is_one_line = end.top < start.bottom;
    // Of several lines, the first goes on to the edge: as far as a word or so it is there.
    let lean = if lines::is_right_to_left(reader, text, first.start()) { -WORD } else { WORD };
    let other = if is_one_line { end.x } else { start.x + lean };
    Some(Words {
        x: (start.x + other) / 2.0 - frame.left(),
        top: start.top - frame.top(),
        bottom: start.bottom - frame.top(),
        width: (other - start.x).abs(),
    })
}

/// The least width of words that go on in the next line, in CSS pixels.
const WORD: f64 = 32.0;

/// The size of an element.
pub fn size_of(element: &Element) -> (f64, f64) {
    let size = element.get_bounding_client_rect();
    (size.width(), size.height())
}

/// Gives a path of a drawing this shape.
pub fn set_shape(path: &Element, shape: &str) {
    let _ = path.set_attribute("d", shape);
}

/// Puts the name of an arc at a point; the style sheet has as `data-end` at which edge of what is in view its arc ends.
pub fn put_name(name: &Element, at: Point, end: &str) {
    if let Some(name) = name.dyn_ref::<HtmlElement>() {
        let style = name.style();
        let _ = style.set_property("left", &format!("{:.1}px", at.x));
        let _ = style.set_property("top", &format!("{:.1}px", at.y));
    }
    let _ = name.set_attribute("data-end", end);
}

/// Shows what has its place, or hides what has none.
pub fn show(element: &Element, shown: bool) {
    let _ = element.set_attribute("data-placed", if shown { "yes" } else { "no" });
}

/// The elements inside `layer` that the selector finds, in order.
pub fn all(layer: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = layer.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
}
