//! Where the tools are, and how a child process is started with them.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::{Failure, Result};

/// Folders of tools that go in front of the search path, and settings for the programs that look for others.
///
/// A child does not get what `cargo run` told *us* about our own package: left in place, those variables make a nested
/// cargo rebuild what it has already.
#[derive(Clone, Debug, Default)]
pub struct Toolbox {
    folders: Vec<PathBuf>,
    settings: Vec<(&'static str, OsString)>,
}

/// Prefixes of the variables that cargo sets for the program that it runs.
const OWN_PACKAGE: [&str; 4] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"];

/// Prefixes of the settings for building *this project* that must not reach the build of a tool.
const OWN_BUILD: [&str; 7] = [
    "CARGO_BUILD_",
    "CARGO_TARGET_",
    "CARGO_PROFILE_",
    "CARGO_ENCODED_",
    "CARGO_INCREMENTAL",
    "RUSTFLAGS",
    "RUSTDOCFLAGS",
];

impl Toolbox {
    /// Puts `folder` in front of the search path.
    pub(crate) fn add_folder(&mut self, folder: PathBuf) {
        self.folders.insert(0, folder);
    }

    /// Sets an environment variable for every child.
    pub(crate) fn set(&mut self, variable: &'static str, value: impl Into<OsString>) {
        self.settings.push((variable, value.into()));
    }

    /// A command that finds the tools, run in the project's folder.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.find(program).unwrap_or_else(|| program.into()));
        command.current_dir(crate::project_root());
        command.env("PATH", self.search_path());
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        forget(&mut command, &OWN_PACKAGE);
        command
    }

    /// A command that builds or installs a tool in `folder`, untouched by how this project is built.
    pub(crate) fn installer(&self, program: &str, folder: &Path) -> Command {
        let mut command = self.command(program);
        command.current_dir(folder);
        forget(&mut command, &OWN_BUILD);
        command
    }

    /// The full path of a program, if the search path has it.
    pub(crate) fn find(&self, program: &str) -> Option<PathBuf> {
        let names = if cfg!(windows) {
            vec![format!("{program}.exe"), format!("{program}.cmd")]
        } else {
            vec![program.to_owned()]
        };
        std::env::split_paths(&self.search_path())
            .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
            .find(|file| file.is_file())
    }

    /// What a program prints when it is run with `arguments`, if it is there and succeeds.
    pub(crate) fn answer(&self, program: impl AsRef<OsStr>, arguments: &[&str]) -> Option<String> {
        let output =
            self.command(&program.as_ref().to_string_lossy()).args(arguments).stdin(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    fn search_path(&self) -> OsString {
        let inherited = std::env::var_os("PATH").unwrap_or_default();
        let folders = self.folders.iter().cloned().chain(std::env::split_paths(&inherited));
        // Only a folder with the separator in its name can fail to join; then ours are left out.
        std::env::join_paths(folders).unwrap_or(inherited)
    }
}

/// Removes every inherited variable that begins with one of `prefixes`.
fn forget(command: &mut Command, prefixes: &[&str]) {
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if prefixes.iter().any(|prefix| name.starts_with(prefix)) {
            command.env_remove(&*name);
        }
    }
}

/// Runs a command to its end, its output going to the terminal.
///
/// # Errors
/// When it cannot be started or does not succeed.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let line = shown(command);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure::new(format!("`{line}` failed ({status})"))),
        Err(error) => Err(Failure::new(format!("`{line}` could not be started: {error}"))),
    }
}

/// The command as one would type it: the program's name without its folder, arguments quoted where needed.
pub(crate) fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let mut line = program;
    for argument in command.get_args() {
        let argument = argument.to_string_lossy();
        line.push(' ');
        if argument.is_empty() || argument.contains([' ', '"', '\'', '*', '$']) {
            line.push_str(&format!("'{}'", argument.replace('\'', "'\\''")));
        } else {
            line.push_str(&argument);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_shown_as_typed() {
        let mut command = Command::new("/somewhere/bin/cargo");
        command.args(["test", "--test", "e2e", "a b", "it's"]);
        assert_eq!(shown(&command), "cargo test --test e2e 'a b' 'it'\\''s'");
    }

    #[test]
    fn a_tool_folder_comes_before_the_inherited_path() {
        let mut toolbox = Toolbox::default();
        toolbox.add_folder("/first".into());
        toolbox.add_folder("/before-it".into());
        let path = toolbox.search_path();
        let folders = std::env::split_paths(&path).take(2).collect::<Vec<_>>();
        assert_eq!(folders, [Path::new("/before-it"), Path::new("/first")]);
    }

    #[test]
    fn failures_name_the_command() {
        let failure = run(&mut Command::new("no-such-program-here")).unwrap_err();
        assert!(failure.to_string().starts_with("`no-such-program-here` could not be started: "));
    }
}
