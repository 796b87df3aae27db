//! The browsers and WebDriver servers that the checks drive.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::toolbox::{Toolbox, run, shown};

/// What the checks need from the system's packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    Chromium,
    ChromeDriver,
    Firefox,
}

/// A driver may be named by its file, as wasm-bindgen's test runner has it, or by its folder, as GitHub's machines have it.
const CHROMEDRIVER_FILE: &str = "CHROMEDRIVER";
const CHROMEDRIVER_FOLDER: &str = "CHROMEWEBDRIVER";
pub(crate) const GECKODRIVER_FILE: &str = "GECKODRIVER";
const GECKODRIVER_FOLDER: &str = "GECKOWEBDRIVER";

/// Those that are not on this machine.
pub(crate) fn missing(toolbox: &Toolbox) -> Vec<Need> {
    [
        (Need::Chromium, chromium(toolbox)),
        (Need::ChromeDriver, chromedriver(toolbox)),
        (Need::Firefox, firefox(toolbox)),
    ]
    .into_iter()
    .filter_map(|(need, found)| found.is_none().then_some(need))
    .collect()
}

/// Installs `needs` with apt on Debian, Ubuntu and what derives from them.
///
/// # Errors
/// On another system, or when apt fails; the message says what to install by hand.
pub(crate) fn install(toolbox: &Toolbox, needs: &[Need]) -> Result<()> {
    let system = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let Some(family) = Family::of(&system).filter(|_| toolbox.find("apt-get").is_some()) else {
        return Err(Failure::new(by_hand(needs)));
    };
    let packages = needs.iter().map(|need| family.package(*need)).collect::<Vec<_>>();
    println!("Installing {} with apt (less than a minute)", packages.join(", "));
    let administrator = toolbox.answer("id", &["-u"]).is_some_and(|user| user == "0");
    if !administrator && toolbox.find("sudo").is_none() {
        return Err(Failure::new(format!(
            "installing needs the administrator, and there is no sudo. As administrator, run:\n  apt-get update && apt-get install {}",
            packages.join(" ")
        )));
    }
    let apt = |arguments: &[&str]| -> Command {
        let mut command = if administrator {
            toolbox.command("apt-get")
        } else {
            let mut sudo = toolbox.command("sudo");
            sudo.args(["--preserve-env=DEBIAN_FRONTEND", "apt-get"]);
            sudo
        };
        command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    // A list that cannot be refreshed is no reason to give up: what is known may be enough.
    if let Err(failure) = run(&mut apt(&["update", "--quiet=2"])) {
        println!("{failure}; going on with the package lists that are there");
    }
    let mut install = apt(&["install", "--quiet=2", "--yes", "--no-install-recommends"]);
    install.args(&packages);
    let line = shown(&install);
    run(&mut install).map_err(|failure| Failure::new(format!("{failure}\n{}", by_hand(needs))))?;
    let still = missing(toolbox);
    if still.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!("after `{line}`: {}", by_hand(&still))))
}

/// Tells the children which programs to use, by the variables that wasm-bindgen's test runner and our end-to-end tests read.
///
/// # Errors
/// When one is missing after all.
pub(crate) fn tell_children(toolbox: &mut Toolbox) -> Result<()> {
    for (variable, program) in [(CHROMEDRIVER_FILE, chromedriver(toolbox)), (GECKODRIVER_FILE, geckodriver(toolbox))] {
        let program = program.ok_or_else(|| Failure::new(format!("nothing was found for {variable}")))?;
        toolbox.set(variable, program);
    }
    Ok(())
}

/// The WebDriver server for Firefox.
pub fn geckodriver(toolbox: &Toolbox) -> Option<PathBuf> {
    named(GECKODRIVER_FILE, GECKODRIVER_FOLDER, "geckodriver").or_else(|| toolbox.find("geckodriver"))
}

/// The WebDriver server for Chromium.
pub fn chromedriver(toolbox: &Toolbox) -> Option<PathBuf> {
    named(CHROMEDRIVER_FILE, CHROMEDRIVER_FOLDER, "chromedriver")
        .or_else(|| first(toolbox, &["chromedriver", "chromium.chromedriver"]))
}

/// Chromium or Google Chrome.
pub fn chromium(toolbox: &Toolbox) -> Option<PathBuf> {
    first(toolbox, &["chromium", "google-chrome", "google-chrome-stable", "chromium-browser"])
}

/// Firefox.
pub fn firefox(toolbox: &Toolbox) -> Option<PathBuf> {
    first(toolbox, &["firefox-esr", "firefox"])
}

fn first(toolbox: &Toolbox, programs: &[&str]) -> Option<PathBuf> {
    programs.iter().find_map(|program| toolbox.find(program))
}

/// The driver that the environment names.
fn named(file: &str, folder: &str, program: &str) -> Option<PathBuf> {
    let file = std::env::var_os(file).map(PathBuf::from);
    let in_folder = std::env::var_os(folder).map(|folder| Path::new(&folder).join(program));
    [file, in_folder].into_iter().flatten().find(|program| program.is_file())
}

/// The systems whose package names we know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Debian,
    /// Its browser packages install snaps, which need a running snapd.
    Ubuntu,
}

impl Family {
    /// By the content of `/etc/os-release`.
    fn of(system: &str) -> Option<Family> {
        let names = system
            .lines()
            .filter_map(|line| line.strip_prefix("ID=").or(line.strip_prefix("ID_LIKE=")))
            .flat_map(|value| value.trim_matches('"').split(' '))
            .collect::<Vec<_>>();
        if names.contains(&"ubuntu") {
            Some(Family::Ubuntu)
        } else if names.contains(&"debian") {
            Some(Family::Debian)
        } else {
            None
        }
    }

    fn package(self, need: Need) -> &'static str {
        match (self, need) {
            (Family::Debian, Need::Chromium) => "chromium",
            (Family::Debian, Need::ChromeDriver) => "chromium-driver",
            (Family::Debian, Need::Firefox) => "firefox-esr",
            (Family::Ubuntu, Need::Chromium) => "chromium-browser",
            (Family::Ubuntu, Need::ChromeDriver) => "chromium-chromedriver",
            (Family::Ubuntu, Need::Firefox) => "firefox",
        }
    }
}

/// What to do where nothing can be installed for the user.
fn by_hand(needs: &[Need]) -> String {
    let mut text = String::from("these are missing, please install them and see that they are on the PATH:");
    for need in needs {
        text.push_str(match need {
            Need::Chromium => "\n  Chromium or Google Chrome (`chromium` or `google-chrome`)",
            Need::ChromeDriver => "\n  ChromeDriver of the same version (`chromedriver`, or its file in CHROMEDRIVER)",
            Need::Firefox => "\n  Firefox (`firefox` or `firefox-esr`)",
        });
    }
    text.push_str("\n`cargo xtask test --quick` runs the checks that need no browser.");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_are_told_apart() {
        let check = |system: &str, expected| assert_eq!(Family::of(system), expected, "{system}");
        check("NAME=\"Debian GNU/Linux\"\nID=debian\n", Some(Family::Debian));
        check("ID=ubuntu\nID_LIKE=debian\n", Some(Family::Ubuntu));
        check("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", Some(Family::Ubuntu));
        check("ID=raspbian\nID_LIKE=debian\n", Some(Family::Debian));
        check("ID=fedora\nVERSION_ID=43\n", None);
        check("", None);
    }

    #[test]
    fn what_is_missing_is_named() {
        let text = by_hand(&[Need::Firefox]);
        assert!(text.contains("Firefox"), "{text}");
        assert!(!text.contains("ChromeDriver"), "{text}");
        assert!(text.contains("--quick"), "{text}");
    }
}
