//! Installs what the build and the checks need and the machine lacks.
//!
//! Tools of the right version on the search path are used as they are. The others go to a cache of the user's, one folder
//! a version (`$XDG_CACHE_HOME/rubricate/tools/trunk-0.21.14`, by default under `~/.cache`), so nothing that the user has
//! installed is touched, and removing that one folder undoes it all. A tool is built beside its place and moved there when
//! complete: an interrupted installation is never mistaken for a finished one.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::browsers;
use crate::failure::{Context, Failure, Result};
use crate::toolbox::{Toolbox, run};

/// The Trunk that builds the page. 0.22 wants a newer Rust.
const TRUNK_VERSION: &str = "0.21.14";

/// The Binaryen release that `wasm-opt` is taken from; `Trunk.toml` names it too.
const BINARYEN_VERSION: &str = "132";

/// The npm package of that release.
const BINARYEN: NpmPackage = NpmPackage {
    package: "binaryen",
    version: "132.0.0",
    integrity: "sha512-4Usg7yEvwO3FMso3Oov6qkOOHSod1IEv+boKkh77kTljM+eNBouqCTbqWswGzbG+vDNO/b/v2C4gfEh1WgB9Lg==",
};

/// The checks of accessibility that the end-to-end tests run in the page.
const AXE_CORE: NpmPackage = NpmPackage {
    package: "axe-core",
    version: "4.14.1",
    integrity: "sha512-FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
};

/// The geckodriver that is built when there is none.
const GECKODRIVER_VERSION: &str = "0.37.1";

/// The compilation target of the page.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// What building the page needs: the wasm target, Trunk, wasm-bindgen and wasm-opt.
///
/// # Errors
/// When something cannot be installed; the message says what is missing.
pub fn for_building() -> Result<Toolbox> {
    let mut setup = Setup::new()?;
    setup.wasm_target()?;
    setup.cargo_tool(&CargoTool {
        package: "trunk",
        version: TRUNK_VERSION.to_owned(),
        programs: &["trunk"],
        any_version: false,
        options: &["--locked", "--no-default-features"],
        minutes: 5,
    })?;
    setup.cargo_tool(&CargoTool {
        package: "wasm-bindgen-cli",
        version: locked_version("wasm-bindgen")?,
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        any_version: false,
        options: &[],
        minutes: 4,
    })?;
    setup.wasm_opt()?;
    setup.finish()
}

/// What `cargo xtask test` needs before any browser: the toolchain's formatter and linter.
///
/// # Errors
/// When they are missing and rustup cannot add them.
pub fn for_quick_checks() -> Result<Toolbox> {
    let setup = Setup::new()?;
    setup.component("rustfmt", "fmt")?;
    setup.component("clippy", "clippy")?;
    setup.finish()
}

/// What all of the checks need: [`for_building`], [`for_quick_checks`], Chromium and Firefox with their drivers, axe-core.
///
/// # Errors
/// When something cannot be installed; the message says what is missing.
pub fn for_checking() -> Result<Toolbox> {
    for_quick_checks()?;
    let mut setup = Setup { toolbox: for_building()?, ..Setup::new()? };
    let missing = browsers::missing(&setup.toolbox);
    if !missing.is_empty() {
        browsers::install(&setup.toolbox, &missing)?;
    }
    if browsers::geckodriver(&setup.toolbox).is_none() {
        setup.cargo_tool(&CargoTool {
            package: "geckodriver",
            version: GECKODRIVER_VERSION.to_owned(),
            programs: &["geckodriver"],
            any_version: true,
            options: &["--locked"],
            minutes: 3,
        })?;
    }
    setup.npm_package(&AXE_CORE)?;
    browsers::tell_children(&mut setup.toolbox)?;
    setup.finish()
}

/// The script of axe-core, which [`for_checking`] installs.
///
/// # Errors
/// When there is no home folder to have installed it in.
pub fn axe_core() -> Result<PathBuf> {
    Ok(AXE_CORE.place(&cache_folder()?).join("axe.min.js"))
}

/// One start of the set-up.
struct Setup {
    toolbox: Toolbox,
    /// The cache's folder.
    cache: PathBuf,
    /// Held while something is installed, so that two starts don't build the same tool in the same place.
    lock: Option<File>,
}

/// A program that `cargo install` makes.
struct CargoTool {
    package: &'static str,
    version: String,
    programs: &'static [&'static str],
    /// Whether any version that is on the search path will do.
    any_version: bool,
    options: &'static [&'static str],
    /// About how long it takes to build on two cores.
    minutes: u32,
}

/// A package that npm installs, without dependencies of its own.
struct NpmPackage {
    package: &'static str,
    version: &'static str,
    /// What the registry says of it, as `npm view PACKAGE@VERSION dist.integrity` prints it.
    integrity: &'static str,
}

impl NpmPackage {
    /// Its folder among the tools.
    fn folder(&self) -> String {
        format!("{}-{}", self.package, self.version)
    }

    /// Where the files of the package are when it is installed.
    fn place(&self, cache: &Path) -> PathBuf {
        cache.join("tools").join(self.folder()).join("node_modules").join(self.package)
    }

    fn manifest(&self) -> String {
        format!("{{\"private\":true,\"dependencies\":{{\"{}\":\"{}\"}}}}\n", self.package, self.version)
    }

    /// Without the address that a lock file has elsewhere, so that npm asks the registry that it is set to.
    fn lock(&self) -> String {
        let NpmPackage { package, version, integrity } = self;
        format!(
            "{{\"lockfileVersion\":3,\"requires\":true,\"packages\":{{\"\":{{\"dependencies\":{{\"{package}\":\"{version}\"}}}},\
             \"node_modules/{package}\":{{\"version\":\"{version}\",\"integrity\":\"{integrity}\"}}}}}}\n"
        )
    }
}

impl Setup {
    fn new() -> Result<Setup> {
        Ok(Setup { toolbox: Toolbox::default(), cache: cache_folder()?, lock: None })
    }

    /// Ends the set-up: what was only needed for building the tools is removed.
    fn finish(self) -> Result<Toolbox> {
        if self.lock.is_some() {
            let builds = self.build_folder();
            if builds.exists() {
                std::fs::remove_dir_all(&builds).context(|| format!("cannot remove {}", builds.display()))?;
            }
        }
        Ok(self.toolbox)
    }

    /// The standard library for the page's target.
    fn wasm_target(&self) -> Result<()> {
        let there = self
            .toolbox
            .answer("rustc", &["--print", "target-libdir", "--target", WASM_TARGET])
            .is_some_and(|folder| Path::new(&folder).is_dir());
        if there {
            return Ok(());
        }
        if self.toolbox.find("rustup").is_none() {
            return Err(Failure::new(format!(
                "the Rust standard library for {WASM_TARGET} is missing, and so is rustup, which could add it; install it with \
                 your system's packages, or Rust with rustup"
            )));
        }
        announce(&format!("the Rust target {WASM_TARGET}"), "a few seconds");
        run(self.toolbox.command("rustup").args(["target", "add", WASM_TARGET]))
    }

    /// A part of the Rust toolchain that is a cargo command.
    fn component(&self, component: &str, subcommand: &str) -> Result<()> {
        if self.toolbox.answer("cargo", &[subcommand, "--version"]).is_some() {
            return Ok(());
        }
        if self.toolbox.find("rustup").is_none() {
            return Err(Failure::new(format!(
                "`cargo {subcommand}` is missing, and so is rustup, which could add it; install {component}"
            )));
        }
        announce(component, "a few seconds");
        run(self.toolbox.command("rustup").args(["component", "add", component]))
    }

    fn cargo_tool(&mut self, tool: &CargoTool) -> Result<()> {
        let on_path = tool.programs.iter().all(|program| {
            let version = self.toolbox.answer(program, &["--version"]);
            version.is_some_and(|text| tool.any_version || names_version(&text, &tool.version))
        });
        if on_path {
            return Ok(());
        }
        let name = format!("{}-{}", tool.package, tool.version);
        let place = self.tool_folder(&name);
        if !place.exists() {
            self.lock()?;
        }
        // Another start may have made it while this one waited for the lock.
        if !place.exists() {
            announce(
                &format!("{} {}", tool.package, tool.version),
                &format!("about {} minutes on two cores", tool.minutes),
            );
            let partial = self.fresh_partial_folder(&name)?;
            let mut install = self.toolbox.installer("cargo", &self.cache);
            // An optimised build takes twice as long and makes no difference that one would notice, but wasm-bindgen works
            // on megabytes at a time, hence the first level.
            install
                .args(["install", "--quiet", "--debug", tool.package, "--version", &tool.version])
                .args(tool.options)
                .arg("--root")
                .arg(&partial)
                .env("CARGO_TARGET_DIR", self.build_folder())
                .env("CARGO_PROFILE_DEV_DEBUG", "0");
            if tool.package == "wasm-bindgen-cli" {
                install.env("CARGO_PROFILE_DEV_OPT_LEVEL", "1");
            }
            run(&mut install)?;
            move_into_place(&partial, &place)?;
        }
        self.toolbox.add_folder(place.join("bin"));
        Ok(())
    }

    fn wasm_opt(&mut self) -> Result<()> {
        let version = self.toolbox.answer("wasm-opt", &["--version"]);
        if version.is_some_and(|text| names_version(&text, BINARYEN_VERSION)) {
            return Ok(());
        }
        let place = self.npm_package(&BINARYEN)?;
        self.toolbox.add_folder(place.join("bin"));
        Ok(())
    }

    /// Installs a package by npm, from whatever registry it is set to ask, and gives the package's folder. npm compares what it
    /// gets with the hash in the lock file that we write.
    fn npm_package(&mut self, package: &NpmPackage) -> Result<PathBuf> {
        let place = package.place(&self.cache);
        if place.exists() {
            return Ok(place);
        }
        if self.toolbox.find("npm").is_none() || self.toolbox.find("node").is_none() {
            return Err(Failure::new(format!(
                "{} {} is missing, and so are Node and npm, which could install it; install them (Node 18 or newer)",
                package.package, package.version
            )));
        }
        self.lock()?;
        if !place.exists() {
            let name = package.folder();
            announce(&format!("{} {}", package.package, package.version), "less than a minute");
            let partial = self.fresh_partial_folder(&name)?;
            for (file, content) in [("package.json", package.manifest()), ("package-lock.json", package.lock())] {
                let file = partial.join(file);
                std::fs::write(&file, content).context(|| format!("cannot write {}", file.display()))?;
            }
            let mut install = self.toolbox.installer("npm", &partial);
            run(install.args(["ci", "--loglevel=error", "--no-audit", "--no-fund", "--ignore-scripts"]))?;
            move_into_place(&partial, &self.tool_folder(&name))?;
        }
        Ok(place)
    }

    fn tool_folder(&self, name: &str) -> PathBuf {
        self.cache.join("tools").join(name)
    }

    /// Where all tools are compiled, so that they share what they have in common. An interrupted build goes on from it.
    fn build_folder(&self) -> PathBuf {
        self.cache.join("build")
    }

    /// An empty folder beside the tool's place, without what an interrupted installation left.
    fn fresh_partial_folder(&self, name: &str) -> Result<PathBuf> {
        let partial = self.cache.join("partial").join(name);
        if partial.exists() {
            std::fs::remove_dir_all(&partial).context(|| format!("cannot remove {}", partial.display()))?;
        }
        std::fs::create_dir_all(&partial).context(|| format!("cannot create {}", partial.display()))?;
        Ok(partial)
    }

    /// Waits until no other start is installing; the lock ends with the process at the latest.
    fn lock(&mut self) -> Result<()> {
        if self.lock.is_none() {
            std::fs::create_dir_all(&self.cache).context(|| format!("cannot create {}", self.cache.display()))?;
            let path = self.cache.join("lock");
            let file = File::create(&path).context(|| format!("cannot create {}", path.display()))?;
            file.lock().context(|| format!("cannot lock {}", path.display()))?;
            self.lock = Some(file);
        }
        Ok(())
    }
}

fn announce(what: &str, time: &str) {
    println!("Installing {what} ({time})");
}

fn move_into_place(partial: &Path, place: &Path) -> Result<()> {
    if let Some(folder) = place.parent() {
        std::fs::create_dir_all(folder).context(|| format!("cannot create {}", folder.display()))?;
    }
    std::fs::rename(partial, place).context(|| format!("cannot move {} into place", partial.display()))
}

/// `$XDG_CACHE_HOME/rubricate`, or the like in the home folder.
fn cache_folder() -> Result<PathBuf> {
    if let Some(folder) = std::env::var_os("XDG_CACHE_HOME").filter(|folder| !folder.is_empty()) {
        return Ok(Path::new(&folder).join("rubricate"));
    }
    std::env::home_dir()
        .filter(|home| !home.as_os_str().is_empty())
        .map(|home| home.join(".cache/rubricate"))
        .ok_or_else(|| Failure::new("there is no home folder to install tools in; set XDG_CACHE_HOME"))
}

/// The version of a package in this project's `Cargo.lock`.
fn locked_version(package: &str) -> Result<String> {
    let path = crate::project_root().join("Cargo.lock");
    let lock = std::fs::read_to_string(&path).context(|| format!("cannot read {}", path.display()))?;
    version_in_lock(&lock, package).ok_or_else(|| Failure::new(format!("Cargo.lock has no package {package}")))
}

fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    lines.find(|line| *line == name)?;
    let version = lines.next()?.strip_prefix("version = \"")?;
    Some(version.strip_suffix('"')?.to_owned())
}

/// Whether what `--version` printed has exactly this version among its words.
fn names_version(text: &str, version: &str) -> bool {
    text.split_ascii_whitespace().any(|word| word == version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_locked_version() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"0.2.1\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"...\"\n";
        assert_eq!(version_in_lock(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in_lock(lock, "wasm"), None);
    }

    #[test]
    fn versions_are_compared_whole() {
        assert!(names_version("trunk 0.21.14", "0.21.14"));
        assert!(names_version("wasm-opt version 132 (version_132)", "132"));
        assert!(!names_version("trunk 0.21.14", "0.21.1"));
        assert!(!names_version("wasm-opt version 108", "132"));
    }

    #[test]
    fn npm_is_given_a_hash() {
        let lock = "{\"lockfileVersion\":3,\"requires\":true,\"packages\":{\"\":{\"dependencies\":{\"a\":\"1.2.3\"}},\
                    \"node_modules/a\":{\"version\":\"1.2.3\",\"integrity\":\"sha512-x\"}}}\n";
        assert_eq!(NpmPackage { package: "a", version: "1.2.3", integrity: "sha512-x" }.lock(), lock);
        for NpmPackage { package, integrity, .. } in [BINARYEN, AXE_CORE] {
            // 64 bytes in base64.
            assert!(integrity.starts_with("sha512-") && integrity.len() == "sha512-".len() + 88, "{package}");
        }
    }

    #[test]
    fn trunk_asks_for_the_wasm_opt_that_is_installed() {
        assert_eq!(BINARYEN.version, format!("{BINARYEN_VERSION}.0.0"));
        let settings = std::fs::read_to_string(crate::project_root().join("Trunk.toml")).unwrap();
        assert!(settings.contains(&format!("wasm_opt = \"version_{BINARYEN_VERSION}\"")));
    }
}
