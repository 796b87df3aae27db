//! Moving the focus between the rows of a list.

use super::viewport;
use web_sys::{Element, Node};

/// Where the focus goes in a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Row {
    /// To the next row.
    Next,
    /// To the one before.
    Previous,
    /// To the first.
    First,
    /// To the last.
    Last,
}

/// What can have the focus in a row.
const ROW: &str = ".row-button";

/// A section of the list that is not drawn yet.
const UNDRAWN: &str = "[data-drawn=\"no\"]";

/// Moves the focus to a row of `list`, seen from the row that has it, if that row is there.
pub fn move_focus(list: &Element, to: Row) {
    let Ok(walker) = super::document().create_tree_walker_with_what_to_show(list, SHOW_ELEMENT) else { return };
    let active = super::document().active_element().filter(|active| active != list && list.contains(Some(active)));
    let forward = matches!(to, Row::Next | Row::First);
    match (to, active) {
        (Row::Next | Row::Previous, Some(active)) => walker.set_current_node(&active),
        (Row::Last, _) => while let Ok(Some(_)) = walker.last_child() {},
        (Row::Next | Row::First | Row::Previous, _) => {}
    }
    let mut node = (to == Row::Last).then(|| walker.current_node());
    loop {
        if let Some(element) = node.as_ref().and_then(element) {
            if element.matches(ROW).unwrap_or(false) {
                return focus(element);
            }
            // Brought into view it is drawn, in a moment.
            if element.matches(UNDRAWN).unwrap_or(false) && element.client_height() > 0 {
                let list = list.clone();
                element.scroll_into_view();
                return viewport::next_frame(move || viewport::next_frame(move || move_focus(&list, to)));
            }
        }
        node = if forward { walker.next_node() } else { walker.previous_node() }.ok().flatten();
        if node.is_none() {
            return;
        }
    }
}

/// Moves the focus to the first element inside `list` that matches one of the selectors, tried in order.
pub fn focus_one_of(list: &Element, selectors: &[&str]) -> bool {
    let found = selectors.iter().find_map(|selector| list.query_selector(selector).ok().flatten());
    found.as_ref().is_some_and(|row| {
        focus(row);
        true
    })
}

/// Moves the focus to the row that a selector finds on the page, if it is there and can be seen.
pub fn take_focus_to(selector: &str) -> bool {
    let row = super::document().query_selector(selector).ok().flatten();
    row.is_some_and(|row| {
        focus(&row);
        super::page::has_focus(&row)
    })
}

/// The value of an attribute of the row beside the one that has the focus: the next one, or the one before the last.
pub fn attribute_beside(list: &Element, attribute: &str) -> Option<String> {
    let walker = super::document().create_tree_walker_with_what_to_show(list, SHOW_ELEMENT).ok()?;
    let active = super::document().active_element().filter(|active| list.contains(Some(active)))?;
    let selector = format!("{ROW}[{attribute}]");
    let beside = |forward: bool| {
        walker.set_current_node(&active);
        loop {
            let node = if forward { walker.next_node() } else { walker.previous_node() }.ok().flatten()?;
            let element = element(&node)?;
            if element.matches(&selector).unwrap_or(false) {
                return element.get_attribute(attribute);
            }
        }
    };
    beside(true).or_else(|| beside(false))
}

fn focus(row: &Element) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    super::page::focus(row);
    row.scroll_into_view_with_scroll_into_view_options(&options);
}

fn element(node: &Node) -> Option<&Element> {
    wasm_bindgen::JsCast::dyn_ref(node)
}

/// `NodeFilter.SHOW_ELEMENT`.
const SHOW_ELEMENT: u32 = 1;
