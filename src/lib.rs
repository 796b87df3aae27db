//! Rubricate, an article annotator that lives entirely in the browser.
//!
//! Five modules in one direction: each may use those above it, and none knows those below. `docs/architecture.md` has
//! the map.

pub mod model;

pub mod format;

pub mod store;

pub mod browser;

pub mod ui;
