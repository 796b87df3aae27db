//! Builds the release page.

use crate::failure::Result;
use crate::toolbox::{Toolbox, run};

/// Builds the release page into [`crate::page_folder`].
///
/// # Errors
/// When the crates cannot be fetched or the page does not compile.
pub fn release_page(toolbox: &Toolbox) -> Result<()> {
    // Trunk is told to stay offline, so that it takes the tools that were set up for it or fails, and does not fetch
    // others; cargo inherits that, so the crates have to be here first.
    run(toolbox.command("cargo").args(["fetch", "--quiet"]))?;
    println!("Building the page");
    // Trunk takes NO_COLOR for an option that must be true or false, and its own backtraces bury the compiler's messages.
    run(toolbox
        .command("trunk")
        .args(["build", "--release", "--offline", "--log", "warn"])
        .env_remove("NO_COLOR")
        .env_remove("RUST_BACKTRACE"))
}
