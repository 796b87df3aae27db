//! `cargo xtask test`: everything that must hold before a change is good, in the order of what fails soonest.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::browsers;
use crate::failure::{Failure, Result};
use crate::page_size::PageSize;
use crate::setup::{self, WASM_TARGET};
use crate::toolbox::{Toolbox, run, shown};

/// Which of the steps to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// All of them.
    All,
    /// Those that need neither browsers nor the page: formatting, linting, documentation and native tests.
    Quick,
    /// The step of this name only.
    Step(String),
    /// A fresh page, and those end-to-end tests whose name contains this.
    EndToEnd(String),
}

/// Runs the selected steps and stops at the first that fails.
///
/// # Errors
/// When the set-up or a step fails; the message has the command that repeats that step alone.
pub fn check(selection: &Selection) -> Result<()> {
    let steps = selected(selection)?;
    let toolbox =
        if steps.iter().all(|step| step.is_quick()) { setup::for_quick_checks()? } else { setup::for_checking()? };
    let filter = match selection {
        Selection::EndToEnd(filter) => filter,
        _ => "",
    };
    let start = Instant::now();
    let mut times = Vec::new();
    for step in steps {
        println!("\n== {}: {}", step.name(), step.meaning());
        let step_start = Instant::now();
        let outcome = step.run(&toolbox, filter);
        let time = step_start.elapsed();
        if let Err(failure) = outcome {
            return Err(Failure::new(format!(
                "{failure}\n== {} failed after {}. To repeat this step alone:\n  cargo xtask test {}",
                step.name(),
                in_words(time),
                match selection {
                    Selection::EndToEnd(filter) => format!("--e2e {filter}"),
                    _ => format!("--step {}", step.name()),
                },
            )));
        }
        println!("== {} passed in {}", step.name(), in_words(time));
        times.push((step, time));
    }
    println!("\nAll passed:");
    for (step, time) in times {
        println!("  {:12} {:>10}", step.name(), in_words(time));
    }
    println!("  {:12} {:>10}", "together", in_words(start.elapsed()));
    Ok(())
}

/// One step of the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Format,
    Lint,
    LintWasm,
    Document,
    NativeTests,
    BrowserTests,
    Page,
    Size,
    EndToEnd,
}

const STEPS: [Step; 9] = [
    Step::Format,
    Step::Lint,
    Step::NativeTests,
    Step::Document,
    Step::LintWasm,
    Step::BrowserTests,
    Step::Page,
    Step::Size,
    Step::EndToEnd,
];

fn selected(selection: &Selection) -> Result<Vec<Step>> {
    match selection {
        Selection::All => Ok(STEPS.to_vec()),
        Selection::Quick => Ok(STEPS.into_iter().filter(|step| step.is_quick()).collect()),
        Selection::EndToEnd(_) => Ok(vec![Step::Page, Step::EndToEnd]),
        Selection::Step(name) => match STEPS.into_iter().find(|step| step.name() == name) {
            // Neither makes sense on a page that may be of yesterday.
            Some(step @ (Step::Size | Step::EndToEnd)) => Ok(vec![Step::Page, step]),
            Some(step) => Ok(vec![step]),
            None => Err(Failure::new(format!(
                "there is no step {name:?}; the steps are {}",
                STEPS.map(Step::name).join(", ")
            ))),
        },
    }
}

impl Step {
    fn name(self) -> &'static str {
        match self {
            Step::Format => "fmt",
            Step::Lint => "clippy",
            Step::LintWasm => "clippy-wasm",
            Step::Document => "doc",
            Step::NativeTests => "native",
            Step::BrowserTests => "browser",
            Step::Page => "page",
            Step::Size => "size",
            Step::EndToEnd => "e2e",
        }
    }

    fn meaning(self) -> &'static str {
        match self {
            Step::Format => "formatting",
            Step::Lint => "clippy on everything, natively",
            Step::LintWasm => "clippy on the page's code, for WebAssembly",
            Step::Document => "documentation without warnings",
            Step::NativeTests => "native tests",
            Step::BrowserTests => "WebAssembly tests in headless Chromium",
            Step::Page => "the release page",
            Step::Size => "the size of the page's program",
            Step::EndToEnd => "end-to-end tests on the release page in headless Chromium and Firefox",
        }
    }

    fn is_quick(self) -> bool {
        matches!(self, Step::Format | Step::Lint | Step::Document | Step::NativeTests)
    }

    fn run(self, toolbox: &Toolbox, filter: &str) -> Result<()> {
        let cargo = |arguments: &[&str]| {
            let mut command = toolbox.command("cargo");
            command.args(arguments);
            command
        };
        match self {
            Step::Format => run_shown(&mut cargo(&["fmt", "--all", "--check"])),
            Step::Lint => {
                run_shown(&mut cargo(&["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]))?;
                // Not a default target, so `--all-targets` passes it over.
                run_shown(&mut cargo(&["clippy", "--quiet", "--test", "e2e", "--", "-D", "warnings"]))
            }
            Step::LintWasm => run_shown(&mut cargo(&[
                "clippy",
                "--quiet",
                "--package",
                "rubricate",
                "--target",
                WASM_TARGET,
                "--lib",
                "--bins",
                "--test",
                "browser",
                "--",
                "-D",
                "warnings",
            ])),
            Step::Document => {
                run_shown(cargo(&["doc", "--quiet", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
            }
            Step::NativeTests => run_shown(&mut cargo(&["test", "--quiet", "--workspace"])),
            Step::BrowserTests => run_shown(
                // Not `--quiet`: cargo hands that on to the runner, which does not know it.
                cargo(&["test", "--target", WASM_TARGET, "--test", "browser"])
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
                    .env("WASM_BINDGEN_TEST_TIMEOUT", "120")
                    // The runner takes the first driver that it is told of, and Firefox's before Chromium's.
                    .env_remove(browsers::GECKODRIVER_FILE),
            ),
            Step::Page => crate::build::release_page(toolbox),
            Step::Size => {
                println!("{}", PageSize::of_worker(&crate::page_folder())?.of_worker_line());
                println!("{}", PageSize::of(&crate::page_folder())?.verdict()?);
                Ok(())
            }
            Step::EndToEnd => {
                // One at a time: browsers that compete for two cores make times that mean nothing.
                let mut command = cargo(&["test", "--quiet", "--test", "e2e", "--", "--test-threads=1", "--nocapture"]);
                if filter.is_empty() {
                    command.env(crate::SECOND_TRY, "1");
                } else {
                    command.arg(filter);
                }
                run_shown(&mut command)
            }
        }
    }
}

fn run_shown(command: &mut Command) -> Result<()> {
    println!("   {}", shown(command));
    run(command)
}

/// `7.3 s`, `4 min 05 s`.
fn in_words(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_selected_by_name() {
        let check = |selection: Selection, expected: &[Step]| {
            assert_eq!(selected(&selection).unwrap(), expected, "{selection:?}");
        };
        check(Selection::All, &STEPS);
        check(Selection::Quick, &[Step::Format, Step::Lint, Step::NativeTests, Step::Document]);
        check(Selection::Step("doc".into()), &[Step::Document]);
        check(Selection::Step("size".into()), &[Step::Page, Step::Size]);
        check(Selection::Step("e2e".into()), &[Step::Page, Step::EndToEnd]);
        check(Selection::EndToEnd("opens".into()), &[Step::Page, Step::EndToEnd]);
        let unknown = selected(&Selection::Step("lint".into())).unwrap_err().to_string();
        assert!(unknown.contains("fmt, clippy, native, doc, clippy-wasm"), "{unknown}");
    }

    #[test]
    fn times_are_in_words() {
        assert_eq!(in_words(Duration::from_millis(7_340)), "7.3 s");
        assert_eq!(in_words(Duration::from_secs(245)), "4 min 05 s");
    }
}
