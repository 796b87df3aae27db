//! Counts of the work that the page does, so that anyone can see that an edit costs what it touches.
//!
//! In the page's console: `rubricate.work()`.

use std::cell::Cell;
use wasm_bindgen::prelude::*;

thread_local! {
    static WORK: Cell<Work> = const { Cell::new(Work { blocks: 0, rows: 0, writes: 0, units: 0 }) };
}

/// What was done since the page was opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Work {
    /// Blocks of the article that were rendered, each time counted.
    pub blocks: u32,
    /// Rows of the annotation list that were rendered, each time counted.
    pub rows: u32,
    /// Values written to local storage.
    pub writes: u32,
    /// The size of their keys and values, in UTF-16 units.
    pub units: u32,
}

/// The counts so far.
pub fn so_far() -> Work {
    WORK.get()
}

/// Counts a rendered block.
pub fn rendered_block() {
    count(|work| work.blocks += 1);
}

/// Counts a rendered row of the annotation list.
pub fn rendered_row() {
    count(|work| work.rows += 1);
}

pub(super) fn wrote(key: &str, value: &str) {
    let units = key.encode_utf16().count() + value.encode_utf16().count();
    count(|work| {
        work.writes += 1;
        work.units += units as u32;
    });
}

fn count(change: impl FnOnce(&mut Work)) {
    let mut work = WORK.get();
    change(&mut work);
    WORK.set(work);
}

/// The counts as an object `{ blocks, rows, writes, units }`.
#[wasm_bindgen(js_name = work)]
pub fn work_so_far() -> js_sys::Object {
    let Work { blocks, rows, writes, units } = so_far();
    super::object(&[
        ("blocks", blocks.into()),
        ("rows", rows.into()),
        ("writes", writes.into()),
        ("units", units.into()),
    ])
}
