//! `cargo xtask`: reads the command line and calls the library.

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use xtask::check::Selection;
use xtask::page_size::PageSize;
use xtask::server::Server;
use xtask::{Failure, Result, article, build, check, interop, page_folder, setup};

const HELP: &str = "\
Rubricate's developer commands. Each does the set-up that it needs.

cargo xtask serve       Build the release page and serve it
    --port N            The port, 8080 by default; 0 takes any free one
    --open              Open it in the default browser
cargo xtask test        Run every check: formatting, linting, documentation, native, browser and end-to-end tests, size
    --quick             Only the checks that need no browser
    --step NAME         Only one: fmt, clippy, native, doc, clippy-wasm, browser, page, size, e2e
    --e2e NAME          Only the end-to-end tests whose name contains NAME, on a fresh page
cargo xtask interop     Let spaCy, doccano, brat and others read what is exported; installs them from PyPI and npm
cargo xtask size        Build the release page and print its program's size; fails over the limit
cargo xtask generate    Write a generated article
    --chars N           At least this many code points, 1000000 by default
    --marks N           Exactly this many marks, 10000 by default
    --seed N            The same seed gives the same article, 1 by default
    --out FILE          Where to, article-SEED.txt by default
cargo xtask setup       Install what `serve` and `test` need, and do nothing else
cargo xtask help        Print this
";

fn main() -> ExitCode {
    let arguments = std::env::args().skip(1).collect::<Vec<_>>();
    match dispatch(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: Vec<String>) -> Result<()> {
    let mut arguments = Arguments { rest: arguments };
    if arguments.flag("--help") || arguments.flag("-h") {
        print!("{HELP}");
        return Ok(());
    }
    match arguments.command().as_deref() {
        Some("serve") => {
            let port = arguments.number("--port")?.unwrap_or(8080);
            let open = arguments.flag("--open");
            arguments.end()?;
            serve(port, open)
        }
        Some("test") => {
            let selection = selection(&mut arguments)?;
            arguments.end()?;
            check::check(&selection)
        }
        Some("interop") => {
            arguments.end()?;
            interop::interop()
        }
        Some("size") => {
            arguments.end()?;
            build::release_page(&setup::for_building()?)?;
            println!("{}", PageSize::of_worker(&page_folder())?.of_worker_line());
            println!("{}", PageSize::of(&page_folder())?.verdict()?);
            Ok(())
        }
        Some("generate") => {
            let chars = arguments.number("--chars")?.unwrap_or(1_000_000);
            let marks = arguments.number("--marks")?.unwrap_or(10_000);
            let seed = arguments.number("--seed")?.unwrap_or(1);
            let out = arguments.value("--out")?;
            arguments.end()?;
            generate(chars, marks, seed, out.map(PathBuf::from))
        }
        Some("setup") => {
            arguments.end()?;
            setup::for_checking()?;
            println!("Everything that `cargo xtask serve` and `cargo xtask test` need is there.");
            Ok(())
        }
        Some("help") => {
            print!("{HELP}");
            Ok(())
        }
        Some(other) => Err(usage(format!("there is no command {other:?}"))),
        None => Err(usage("which command?".into())),
    }
}

fn serve(port: u16, open: bool) -> Result<()> {
    // Started first, so that a busy port is told before minutes of building. The folder has to be there for that; Trunk
    // replaces what is in it.
    let folder = page_folder();
    std::fs::create_dir_all(&folder)
        .map_err(|error| Failure::new(format!("cannot create {}: {error}", folder.display())))?;
    let server = Server::start(&folder, port)?;
    build::release_page(&setup::for_building()?)?;
    let address = server.origin();
    println!("Rubricate is at {address} (Ctrl+C ends it)");
    if open && let Err(error) = open_in_browser(&address) {
        println!("No browser could be opened ({error}); open the address yourself.");
    }
    server.wait();
    Ok(())
}

fn open_in_browser(address: &str) -> std::io::Result<()> {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("cmd");
        command.args(["/C", "start", ""]);
        command
    } else {
        Command::new("xdg-open")
    };
    command.arg(address).spawn().map(drop)
}

fn selection(arguments: &mut Arguments) -> Result<Selection> {
    let quick = arguments.flag("--quick");
    let step = arguments.value("--step")?;
    let end_to_end = arguments.value("--e2e")?;
    match (quick, step, end_to_end) {
        (false, None, None) => Ok(Selection::All),
        (true, None, None) => Ok(Selection::Quick),
        (false, Some(step), None) => Ok(Selection::Step(step)),
        (false, None, Some(filter)) => Ok(Selection::EndToEnd(filter)),
        _ => Err(usage("--quick, --step and --e2e exclude each other".into())),
    }
}

/// Writes the text of a generated article. Its marks follow when the page's own format is settled.
fn generate(chars: usize, marks: usize, seed: u64, out: Option<PathBuf>) -> Result<()> {
    let out = out.unwrap_or_else(|| PathBuf::from(format!("article-{seed}.json")));
    let article = article::generate(chars, marks, seed);
    std::fs::write(&out, article.to_json())
        .map_err(|error| Failure::new(format!("cannot write {}: {error}", out.display())))?;
    let (chars, marks) = (article.text.chars().count(), article.marks.len());
    println!("{}: {:?}, {chars} code points, {marks} marks", out.display(), article.title);
    Ok(())
}

fn usage(message: String) -> Failure {
    Failure::new(format!("{message}\n\n{HELP}"))
}

/// What is left of the command line.
struct Arguments {
    rest: Vec<String>,
}

impl Arguments {
    /// The first word, which must not be an option.
    fn command(&mut self) -> Option<String> {
        let first = self.rest.first()?;
        (!first.starts_with('-')).then(|| self.rest.remove(0))
    }

    /// Whether the option is there.
    fn flag(&mut self, name: &str) -> bool {
        let before = self.rest.len();
        self.rest.retain(|argument| argument != name);
        self.rest.len() < before
    }

    /// The value of `--name value` or `--name=value`.
    fn value(&mut self, name: &str) -> Result<Option<String>> {
        let assigned = |argument: &String| Some(argument.strip_prefix(name)?.strip_prefix('=')?.to_owned());
        if let Some(at) = self.rest.iter().position(|argument| assigned(argument).is_some()) {
            return Ok(assigned(&self.rest.remove(at)));
        }
        let Some(at) = self.rest.iter().position(|argument| argument == name) else {
            return Ok(None);
        };
        if at + 1 == self.rest.len() {
            return Err(usage(format!("{name} needs a value")));
        }
        self.rest.remove(at);
        Ok(Some(self.rest.remove(at)))
    }

    fn number<T: std::str::FromStr>(&mut self, name: &str) -> Result<Option<T>> {
        let Some(text) = self.value(name)? else {
            return Ok(None);
        };
        match text.replace('_', "").parse() {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(usage(format!("{name} {text:?}: not a number in its range"))),
        }
    }

    /// Nothing may be left.
    fn end(&self) -> Result<()> {
        match self.rest.first() {
            None => Ok(()),
            Some(left) => Err(usage(format!("{left:?} is not understood here"))),
        }
    }
}
