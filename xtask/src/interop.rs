//! Lets the programs that the formats are for read what Rubricate writes.
//!
//! They are installed from their registries, in the versions that `tests/interop` lists, into `target/interop`: one
//! environment of Python, one for doccano, which wants older versions of much, and one folder of node. Then the fixtures
//! that `tests/exchange` compares byte for byte are judged, generated documents, and the recipes of `docs/formats.md`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Context, Failure, Result};
use crate::project_root;
use crate::toolbox::{Toolbox, run};

/// Installs the programs and lets them judge.
///
/// # Errors
/// When something is missing or cannot be installed, or when a program sees something else than Rubricate.
pub fn interop() -> Result<()> {
    let toolbox = Toolbox::default();
    let judges = Judges::install(&toolbox)?;
    let exports = exports(&toolbox)?;
    let fixtures = project_root().join("tests/fixtures/exchange");
    let turns = [
        ("The fixtures", judges.of(&toolbox, &fixtures)),
        ("Generated documents", judges.of(&toolbox, &exports)),
        ("The recipes of docs/formats.md", vec![judges.python(&toolbox, "recipes.py", &fixtures)]),
    ];
    let mut failures = Vec::new();
    for (title, commands) in turns {
        println!("\n{title}");
        failures.extend(commands.into_iter().filter_map(|mut command| run(&mut command).err()));
    }
    match failures.len() {
        0 => Ok(()),
        count => Err(Failure::new(format!("{count} of the judges disagree; the exports are in {}", exports.display()))),
    }
}

/// Where the programs are.
struct Judges {
    python: PathBuf,
    doccano: PathBuf,
    node: PathBuf,
}

impl Judges {
    fn install(toolbox: &Toolbox) -> Result<Judges> {
        for program in ["python3", "node", "npm"] {
            if toolbox.find(program).is_none() {
                return Err(Failure::new(format!("{program} is missing; install it with your system's packages")));
            }
        }
        let environment = |name: &str, list: &str| {
            installed(name, &[list], |folder| {
                run(toolbox.installer("python3", folder).args(["-m", "venv", "."]))?;
                let python = python_of(folder);
                let mut pip = toolbox.installer(&python.to_string_lossy(), folder);
                run(pip.args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(sources().join(list)))
            })
        };
        let node = installed("node", &["package.json", "package-lock.json"], |folder| {
            for file in ["package.json", "package-lock.json"] {
                fs::copy(sources().join(file), folder.join(file)).context(|| format!("cannot copy {file}"))?;
            }
            run(toolbox.installer("npm", folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))
        })?;
        Ok(Judges {
            python: python_of(&environment("python", "requirements.txt")?),
            doccano: python_of(&environment("doccano", "requirements-doccano.txt")?),
            node,
        })
    }

    /// One command for each set of programs.
    fn of(&self, toolbox: &Toolbox, folder: &Path) -> Vec<Command> {
        let mut node = toolbox.command("node");
        node.current_dir(&self.node).arg(sources().join("check.mjs")).arg(folder);
        vec![self.python(toolbox, "check.py", folder), self.doccano(toolbox, folder), node]
    }

    fn python(&self, toolbox: &Toolbox, script: &str, folder: &Path) -> Command {
        script_of(toolbox, &self.python, script, folder)
    }

    fn doccano(&self, toolbox: &Toolbox, folder: &Path) -> Command {
        script_of(toolbox, &self.doccano, "doccano_import.py", folder)
    }
}

fn script_of(toolbox: &Toolbox, python: &Path, script: &str, folder: &Path) -> Command {
    let mut command = toolbox.command(&python.to_string_lossy());
    command.env("PYTHONDONTWRITEBYTECODE", "1").arg(sources().join(script)).arg(folder);
    command
}

/// The scripts, and the lists of versions.
fn sources() -> PathBuf {
    project_root().join("tests/interop")
}

/// What may be thrown away at any time.
fn place() -> PathBuf {
    project_root().join("target/interop")
}

/// A folder with what some lists say: as it is if it was made of the same lists, else made anew.
fn installed(name: &str, lists: &[&str], install: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
    let folder = place().join(name);
    let mut wanted = String::new();
    for list in lists {
        wanted += &fs::read_to_string(sources().join(list)).context(|| format!("cannot read {list}"))?;
    }
    let stamp = folder.join("installed");
    if fs::read_to_string(&stamp).is_ok_and(|is| is == wanted) {
        return Ok(folder);
    }
    println!("Installing what {} lists, which takes a few minutes...", lists.join(" and "));
    remove(&folder)?;
    fs::create_dir_all(&folder).context(|| format!("cannot create {}", folder.display()))?;
    install(&folder)?;
    fs::write(&stamp, wanted).context(|| format!("cannot write {}", stamp.display()))?;
    Ok(folder)
}

fn python_of(environment: &Path) -> PathBuf {
    if cfg!(windows) { environment.join("Scripts/python.exe") } else { environment.join("bin/python") }
}

/// Generated documents in every format.
fn exports(toolbox: &Toolbox) -> Result<PathBuf> {
    let folder = place().join("exports");
    remove(&folder)?;
    let mut command = toolbox.command("cargo");
    command.args(["test", "--quiet", "--test", "exchange", "exports::"]);
    run(command.env("RUBRICATE_EXPORTS", &folder))?;
    Ok(folder)
}

fn remove(folder: &Path) -> Result<()> {
    match folder.exists() {
        true => fs::remove_dir_all(folder).context(|| format!("cannot remove {}", folder.display())),
        false => Ok(()),
    }
}
