//! Rubricate's developer commands, as a library: `cargo xtask` runs them, and the end-to-end tests use the server and the
//! article generator.
//!
//! It has no dependencies, so that the first `cargo xtask` of a fresh clone compiles in seconds. It knows nothing of the
//! `rubricate` crate.

pub mod article;
pub mod browsers;
pub mod build;
pub mod check;
pub mod failure;
pub mod interop;
pub mod page_size;
pub mod server;
pub mod setup;

mod random;
mod toolbox;

pub use failure::{Failure, Result};
pub use toolbox::Toolbox;

use std::path::{Path, PathBuf};

/// The environment variable by which the end-to-end tests know that all of them are run: one that fails gets a second try.
pub const SECOND_TRY: &str = "E2E_SECOND_TRY";

/// The folder of the checkout: the one above this crate.
pub fn project_root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The folder that Trunk writes the page to.
pub fn page_folder() -> PathBuf {
    project_root().join("dist")
}
