//! End-to-end tests: the built release page in real browsers, with real mouse and key events.
//!
//! `cargo xtask test --e2e NAME` builds the page and runs those whose name contains NAME. A test that fails leaves a
//! screenshot and the page's markup in `target/tmp/e2e`.

#![cfg(not(target_arch = "wasm32"))]

mod browser;
mod harness;
mod outcome;
mod page;
mod processes;
mod rescue;

use outcome::Outcome;
use page::Page;
use rescue::{rescue_page_is_for_the_program_only, rescue_page_keeps_what_is_stored};

/// Makes tests of `async fn name(page: &mut Page) -> Outcome` functions: `name::chromium` and `name::firefox`.
macro_rules! in_both_browsers {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn chromium() {
                crate::page::run(crate::browser::Kind::Chromium, stringify!($name), super::$name);
            }

            #[test]
            fn firefox() {
                crate::page::run(crate::browser::Kind::Firefox, stringify!($name), super::$name);
            }
        }
    )+};
}

/// Like [`in_both_browsers`], for what cannot be done to Firefox by WebDriver.
macro_rules! in_chromium {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            fn chromium() {
                crate::page::run(crate::browser::Kind::Chromium, stringify!($name), super::$name);
            }
        }
    )+};
}

in_both_browsers!(opens_cleanly, rescue_page_keeps_what_is_stored);
in_chromium!(rescue_page_is_for_the_program_only);

mod harness_does_what_it_says {
    use crate::browser::Kind;

    fn run(kind: Kind) {
        let site = xtask::project_root().join("tests/e2e/harness");
        crate::page::run_on(&site, kind, "harness", crate::harness::harness_does_what_it_says);
    }

    #[test]
    fn chromium() {
        run(Kind::Chromium);
    }

    #[test]
    fn firefox() {
        run(Kind::Firefox);
    }
}

/// The page opens without a word in the console, and asks nobody but its own server for anything.
async fn opens_cleanly(page: &mut Page) -> Outcome {
    page.open("").await?;
    page.find(".reader [data-block]").await?;
    assert_eq!(page.title().await?, "Harbour Vote Splits Port Amelie – Rubricate");

    let problems = page.console_problems().await?;
    assert!(problems.is_empty(), "{problems:#?}");

    let asked = page.js("return performance.getEntriesByType('resource').map((entry) => entry.name)").await?;
    let asked = asked.as_array().cloned().unwrap_or_default();
    assert!(
        asked.iter().any(|address| address.as_str().is_some_and(|address| address.ends_with(".wasm"))),
        "{asked:?}"
    );
    for address in &asked {
        assert!(address.as_str().is_some_and(|address| address.starts_with(&page.origin())), "{address}");
    }
    for request in page.requests() {
        assert_eq!(request.status, 200, "{request:?}");
        assert_eq!(format!("http://{}", request.host), page.origin(), "{request:?}");
    }
    Ok(())
}
