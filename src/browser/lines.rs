//! Where the characters of the article stand on the page, line by line, as layout has put them.
//!
//! Lengths are CSS pixels from the top left corner of the window. Nothing here is a hit test: what lies over the text, and
//! whether it can be selected, does not matter, and a place need not be in view. A place in a section that is not drawn
//! yet has none.

use super::segmenter;
use crate::model::{BlockIndex, CharPos, CharRange, Snap, Text, Way};
use wasm_bindgen::prelude::*;
use web_sys::{Element, Node, Range};

/// Where a caret stands: as high as its line.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Spot {
    /// How far from the left.
    pub x: f64,
    /// Where it begins.
    pub top: f64,
    /// Where it ends.
    pub bottom: f64,
}

/// The character that is nearest to a point.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Near {
    /// The character; empty in an empty line.
    pub character: CharRange,
    /// The nearer edge of it, and whether that is the end of a line that goes on below.
    pub edge: (CharPos, bool),
    /// How far away it is.
    pub distance: f64,
}

/// Where a caret at a position stands. Where a line of the page goes on in the next, `above` says at the end of the upper
/// one.
pub fn spot(reader: &Element, text: &Text, at: CharPos, above: bool) -> Option<Spot> {
    let block = Measured::of(reader, text, text.block_at(at))?;
    Some(block.spot(block.stop_at(at), above))
}

/// Whether the block of a position is drawn.
pub fn is_drawn(reader: &Element, text: &Text, at: CharPos) -> bool {
    block_element(reader, text.block_at(at)).is_some()
}

/// Whether the line of a position is read from right to left.
pub fn is_right_to_left(reader: &Element, text: &Text, at: CharPos) -> bool {
    block_element(reader, text.block_at(at)).is_some_and(|block| reads_rtl(&block))
}

/// The character nearest to a point: in the nearest line, drawn as it is, the nearest one.
pub fn nearest(reader: &Element, text: &Text, x: f64, y: f64) -> Option<Near> {
    let element = block_near(reader, x, y)?;
    let index = element.get_attribute("data-block")?.parse().ok().map(BlockIndex)?;
    let block = Measured::of(reader, text, index)?;
    let Some(line) = block.line_near(y) else {
        let area = Area::of(&element.get_bounding_client_rect());
        let at = block.stops[0];
        return Some(Near { character: CharRange::empty(at), edge: (at, false), distance: area.distance(x, y) });
    };
    Some(block.nearest_in(line, x, y))
}

/// The place on the next line of the page that is nearest to `x`; `None` where there is none, or it is not drawn.
pub fn beside(
    reader: &Element,
    text: &Text,
    (at, above): (CharPos, bool),
    x: f64,
    way: Way,
) -> Option<(CharPos, bool)> {
    let mut block = Measured::of(reader, text, text.block_at(at))?;
    let here = block.spot(block.stop_at(at), above);
    let mut line = block.line_at(block.stop_at(at), above);
    loop {
        let inside = match (way, &line) {
            (Way::Forward, Some(line)) if line.end < block.len() => Some(line.end),
            (Way::Back, Some(line)) if line.start > 0 => Some(line.start - 1),
            _ => None,
        };
        let character = match inside {
            Some(character) => character,
            None => {
                let next = match way {
                    Way::Forward => block.index.0.checked_add(1)?,
                    Way::Back => block.index.0.checked_sub(1)?,
                };
                block = Measured::of(reader, text, BlockIndex(next))?;
                match way {
                    Way::Forward => 0,
                    Way::Back => block.len().saturating_sub(1),
                }
            }
        };
        if block.len() == 0 {
            return Some((block.stops[0], false));
        }
        let found = block.line_around(character);
        let area = block.area(found.start);
        // The pieces of a very long line share lines of the page.
        if (way == Way::Forward && area.top >= here.bottom - SLACK)
            || (way == Way::Back && area.bottom <= here.top + SLACK)
        {
            return Some(block.nearest_in(found, x, area.middle()).edge);
        }
        line = Some(found);
    }
}

/// The first or last place of a line of the page. White space at which a line is broken belongs to neither.
pub fn line_edge(reader: &Element, text: &Text, (at, above): (CharPos, bool), way: Way) -> Option<(CharPos, bool)> {
    let block = Measured::of(reader, text, text.block_at(at))?;
    let Some(line) = block.line_at(block.stop_at(at), above) else { return Some((block.stops[0], false)) };
    if way == Way::Back {
        return Some((block.stops[line.start], false));
    }
    if line.end == block.len() {
        return Some((block.stops[line.end], false));
    }
    let end = line.clone().rev().find(|character| !block.is_space(*character)).map_or(line.start, |last| last + 1);
    Some((block.stops[end], end == line.end))
}

/// By how much lines may overlap, or neighbours be apart.
const SLACK: f64 = 3.0;

fn block_element(reader: &Element, index: BlockIndex) -> Option<Element> {
    reader.query_selector(&format!("[data-block=\"{}\"]", index.0)).ok().flatten()
}

fn reads_rtl(block: &Element) -> bool {
    let style =
        block.closest(".line").ok().flatten().and_then(|line| super::window().get_computed_style(&line).ok()?);
    style.and_then(|style| style.get_property_value("direction").ok()).is_some_and(|direction| direction == "rtl")
}

/// A box on the page.
#[derive(Clone, Copy)]
struct Area {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Area {
    fn of(rect: &web_sys::DomRect) -> Self {
        Self { left: rect.left(), right: rect.right(), top: rect.top(), bottom: rect.bottom() }
    }

    fn middle(&self) -> f64 {
        (self.top + self.bottom) / 2.0
    }

    fn beside(&self, x: f64) -> f64 {
        (self.left - x).max(x - self.right).max(0.0)
    }

    fn above_or_below(&self, y: f64) -> f64 {
        (self.top - y).max(y - self.bottom).max(0.0)
    }

    fn distance(&self, x: f64, y: f64) -> f64 {
        self.beside(x).hypot(self.above_or_below(y))
    }
}

/// A drawn block, whose characters can be measured. Each measurement costs a call to the browser and a binary search among
/// the text nodes of the block; lines are found by binary search too, for they follow the text.
struct Measured<'a> {
    text: &'a Text,
    index: BlockIndex,
    element: Element,
    /// Its text nodes that hold text, with the UTF-16 units before them and in them.
    nodes: Vec<(Node, u32, u32)>,
    /// The places between its characters: one more than there are characters.
    stops: Vec<CharPos>,
    /// The same in UTF-16 units from the start of the block.
    stops_utf16: Vec<u32>,
    range: Range,
}

/// Characters of a block, by number.
type Characters = std::ops::Range<usize>;

impl<'a> Measured<'a> {
    fn of(reader: &Element, text: &'a Text, index: BlockIndex) -> Option<Self> {
        let (element, block) = (block_element(reader, index)?, text.block(index)?);
        let mut nodes = Vec::new();
        let mut units = 0;
        let walker = super::document().create_tree_walker_with_what_to_show(&element, SHOW_TEXT).ok()?;
        while let Ok(Some(node)) = walker.next_node() {
            let length = node.dyn_ref::<web_sys::CharacterData>().map_or(0, |text| text.length());
            if length > 0 {
                nodes.push((node, units, length));
                units += length;
            }
        }
        let mut stops = vec![block.chars.start()];
        stops.extend(segmenter::pieces(text, index, Snap::Characters).iter().map(|piece| piece.end()));
        if stops.last() != Some(&block.chars.end()) {
            // The browser divides nothing: every code point is a character.
            stops = (block.chars.start().0..=block.chars.end().0).map(CharPos).collect();
        }
        let mut stops_utf16 = Vec::with_capacity(stops.len());
        let (mut at, mut units) = (block.chars.start(), 0);
        let mut chars = text.block_str(block).chars();
        for stop in &stops {
            while at < *stop {
                units += chars.next().map_or(0, |c| c.len_utf16() as u32);
                at = at.plus(1);
            }
            stops_utf16.push(units);
        }
        let range = super::document().create_range().ok()?;
        Some(Self { text, index, element, nodes, stops, stops_utf16, range })
    }

    /// How many characters it has.
    fn len(&self) -> usize {
        self.stops.len() - 1
    }

    fn is_space(&self, character: usize) -> bool {
        let string = self.text.slice(CharRange::between(self.stops[character], self.stops[character + 1]));
        string.is_some_and(|string| string.chars().all(char::is_whitespace))
    }

    /// The number of the place at a position, or of the last one before it.
    fn stop_at(&self, at: CharPos) -> usize {
        self.stops.partition_point(|stop| *stop <= at).saturating_sub(1)
    }

    /// The box of a character. One that has none, as a soft hyphen, stands where the one before it ends.
    fn area(&self, character: usize) -> Area {
        for character in (character.saturating_sub(8)..=character).rev() {
            if let Some(area) = self.measured(character) {
                return area;
            }
        }
        Area::of(&self.element.get_bounding_client_rect())
    }

    fn measured(&self, character: usize) -> Option<Area> {
        let (start, end) = (self.stops_utf16[character], *self.stops_utf16.get(character + 1)?);
        let point = |units: u32, before: bool| {
            let after = self.nodes.partition_point(|(_, start, _)| *start < units + u32::from(!before));
            let (node, start, length) = self.nodes.get(after.checked_sub(1)?)?;
            Some((node, (units - start).min(*length)))
        };
        let ((first, from), (last, to)) = (point(start, false)?, point(end, true)?);
        self.range.set_start(first, from).ok()?;
        self.range.set_end(last, to).ok()?;
        let rects = self.range.get_client_rects()?;
        let rect = rects.item(rects.length().checked_sub(1)?)?;
        (rect.height() > 0.0).then(|| Area::of(&rect))
    }

    /// The line of the page around a character.
    fn line_around(&self, character: usize) -> Characters {
        let area = self.area(character);
        let start = partition(0..character, |other| self.area(other).middle() < area.top);
        start..partition(character..self.len(), |other| self.area(other).middle() <= area.bottom)
    }

    /// The line of the page in which a caret stands; `None` in an empty block.
    fn line_at(&self, stop: usize, above: bool) -> Option<Characters> {
        (self.len() > 0).then(|| self.line_around(self.beside(stop, above)))
    }

    /// The line of the page nearest to a height; `None` in an empty block.
    fn line_near(&self, y: f64) -> Option<Characters> {
        let last = self.len().checked_sub(1)?;
        let after = partition(0..self.len(), |character| self.area(character).middle() < y);
        let (above, below) = (after.saturating_sub(1), after.min(last));
        let far = |character: usize| (self.area(character).middle() - y).abs();
        Some(self.line_around(if far(above) <= far(below) { above } else { below }))
    }

    /// The character at which a caret stands, before it or behind it.
    fn beside(&self, stop: usize, above: bool) -> usize {
        if stop == self.len() || (above && stop > 0) { stop - 1 } else { stop }
    }

    fn spot(&self, stop: usize, above: bool) -> Spot {
        if self.len() == 0 {
            let line = self.element.closest(".line").ok().flatten();
            let area = Area::of(&line.as_ref().unwrap_or(&self.element).get_bounding_client_rect());
            let x = if reads_rtl(&self.element) { area.right } else { area.left };
            return Spot { x, top: area.top, bottom: area.bottom };
        }
        let character = self.beside(stop, above);
        let area = self.area(character);
        let at_right = self.is_rtl(character) == (character == stop);
        Spot { x: if at_right { area.right } else { area.left }, top: area.top, bottom: area.bottom }
    }

    /// Whether a character is read from right to left, as its neighbours tell: those that it touches on the page.
    fn is_rtl(&self, character: usize) -> bool {
        let area = self.area(character);
        let same_line = |other: &Area| area.top < other.middle() && other.middle() < area.bottom;
        let touches = |a: f64, b: f64| (a - b).abs() < SLACK / 2.0;
        if character + 1 < self.len() {
            let next = self.area(character + 1);
            match same_line(&next) {
                true if touches(next.left, area.right) => return false,
                true if touches(next.right, area.left) => return true,
                _ => {}
            }
        }
        if character > 0 {
            let before = self.area(character - 1);
            match same_line(&before) {
                true if touches(before.right, area.left) => return false,
                true if touches(before.left, area.right) => return true,
                _ => {}
            }
        }
        reads_rtl(&self.element)
    }

    fn nearest_in(&self, line: Characters, x: f64, y: f64) -> Near {
        let measured = line.clone().map(|character| (character, self.area(character)));
        let near = measured.min_by(|(_, a), (_, b)| a.beside(x).total_cmp(&b.beside(x)));
        let (character, area) = near.unwrap_or((line.start, self.area(line.start)));
        let in_right_half = x > (area.left + area.right) / 2.0;
        // Nobody means the place behind the space at which a line is broken.
        let breaks = character + 1 == line.end && line.end < self.len() && self.is_space(character);
        let edge = if breaks || in_right_half == self.is_rtl(character) { character } else { character + 1 };
        Near {
            character: CharRange::between(self.stops[character], self.stops[character + 1]),
            edge: (self.stops[edge], edge == line.end && edge < self.len()),
            distance: area.distance(x, y),
        }
    }
}

/// `NodeFilter.SHOW_TEXT`.
const SHOW_TEXT: u32 = 4;

/// The first number of a range for which `before` is false; its end where it is true for all.
fn partition(range: Characters, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// The drawn block nearest to a point. Costs a binary search among the sections, and the lines of three of them.
fn block_near(reader: &Element, x: f64, y: f64) -> Option<Element> {
    let sections = reader.children();
    let area = |index: usize| sections.item(index as u32).map(|section| Area::of(&section.get_bounding_client_rect()));
    let count = sections.length() as usize;
    let at = partition(0..count, |index| area(index).is_some_and(|area| area.bottom < y));
    // The edges of sections overlap a little.
    let around = (at.saturating_sub(1)..(at + 2).min(count)).filter_map(|index| sections.item(index as u32));
    let lines = around.flat_map(|section| elements(&section.children()));
    let far = |line: &Element| Area::of(&line.get_bounding_client_rect()).above_or_below(y);
    let (_, line) = lines.map(|line| (far(&line), line)).min_by(|(a, _), (b, _)| a.total_cmp(b))?;
    let blocks = elements(&line.children());
    if blocks.len() == 1 {
        return blocks.into_iter().next();
    }
    let far = |block: &Element| {
        let rects = block.get_client_rects();
        let areas = (0..rects.length()).filter_map(|index| rects.item(index)).map(|rect| Area::of(&rect));
        areas.map(|area| area.distance(x, y)).fold(f64::INFINITY, f64::min)
    };
    let nearest = blocks.into_iter().map(|block| (far(&block), block)).min_by(|(a, _), (b, _)| a.total_cmp(b));
    nearest.map(|(_, block)| block)
}

fn elements(collection: &web_sys::HtmlCollection) -> Vec<Element> {
    (0..collection.length()).filter_map(|index| collection.item(index)).collect()
}
