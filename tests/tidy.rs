//! The architecture, enforced by reading the sources: who may know whom, and what must not occur at all.
//!
//! Every rule shows first, on snippets, that it can fail. See `docs/architecture.md`.

#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Files of more than [`MOST_LINES`] lines (tests not counted), and why they are one idea.
const LONG_FILES: &[(&str, &str)] = &[("src/ui/strings.rs", "a table: what the page says, for whoever translates it")];

const MOST_LINES: usize = 500;

/// Our modules, and what each of them may use of ours and of other people's crates. Every dependency is one of these,
/// so that a new one is a decision about who may know it.
const MODULES: &[(&str, &[&str], &[&str])] = &[
    ("model", &["model"], &["imbl"]),
    ("format", &["format", "model"], &["imbl", "miniz_oxide", "quick_xml", "serde", "serde_json", "sha2", "time"]),
    ("store", &["store", "format", "model"], &["imbl"]),
    (
        "browser",
        &["browser", "store", "model"],
        &[
            "gloo_events",
            "gloo_render",
            "gloo_timers",
            "js_sys",
            "serde_wasm_bindgen",
            "wasm_bindgen",
            "wasm_bindgen_futures",
            "web_sys",
        ],
    ),
    ("ui", &["ui", "browser", "store", "format", "model"], &["imbl", "web_sys", "yew"]),
    ("lib", &[], &[]),
    ("bin", &["browser", "format", "model"], &["js_sys", "wasm_bindgen"]),
    ("main", &[], &[]),
];

/// A file and what is in it.
struct Source {
    /// Relative to the project, with `/`.
    path: String,
    text: String,
}

/// A line that breaks a rule, and what is wrong with it.
type Finding = (usize, String);

// Reading.

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files below `folders` (or these files themselves) whose names end in one of `endings`.
fn sources(folders: &[&str], endings: &[&str]) -> Vec<Source> {
    let mut waiting: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    let mut found = Vec::new();
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let entries = fs::read_dir(&path).expect("a folder can be read");
            waiting.extend(entries.map(|entry| entry.expect("an entry can be read").path()));
        } else if endings.iter().any(|ending| path.to_string_lossy().ends_with(ending)) && path.is_file() {
            let relative = path.strip_prefix(root()).expect("below the root");
            let path =
                relative.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            let text = fs::read_to_string(root().join(&path)).expect("a source is UTF-8");
            found.push(Source { path, text });
        }
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Checks that `rule` finds something in each of the `bad` snippets, nothing in the `good` ones, and nothing in `files`.
fn check(
    why: &str,
    rule: impl Fn(&str, &str) -> Vec<Finding>,
    bad: &[(&str, &str)],
    good: &[(&str, &str)],
    files: &[Source],
) {
    for (path, text) in bad {
        assert!(!rule(path, text).is_empty(), "the rule misses {text:?} in {path}");
    }
    for (path, text) in good {
        assert_eq!(rule(path, text), [], "the rule is wrong about {text:?} in {path}");
    }
    let findings: Vec<String> = files
        .iter()
        .flat_map(|file| {
            rule(&file.path, &file.text).into_iter().map(|(line, what)| format!("{}:{line}: {what}", file.path))
        })
        .collect();
    assert!(findings.is_empty(), "{}\n{why}", findings.join("\n"));
}

/// Rust without comments and, unless `keep_strings`, with empty string literals. Lines stay where they are.
fn code(text: &str, keep_strings: bool) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut code = String::new();
    let mut at = 0;
    let starts = |at: usize, what: &str| what.chars().enumerate().all(|(i, c)| chars.get(at + i) == Some(&c));
    while let Some(&c) = chars.get(at) {
        let word_before = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
        let hashes = chars[(at + 1).min(chars.len())..].iter().take_while(|c| **c == '#').count();
        let start = at;
        let string = if starts(at, "//") {
            at += chars[at..].iter().take_while(|c| **c != '\n').count();
            false
        } else if starts(at, "/*") {
            let mut depth = 0;
            while at < chars.len() {
                if starts(at, "/*") {
                    depth += 1;
                    at += 2;
                } else if starts(at, "*/") {
                    depth -= 1;
                    at += 2;
                } else {
                    at += 1;
                }
                if depth == 0 {
                    break;
                }
            }
            false
        } else if c == 'r' && !word_before && chars.get(at + 1 + hashes) == Some(&'"') {
            let close = format!("\"{}", "#".repeat(hashes));
            at += hashes + 2;
            while at < chars.len() && !starts(at, &close) {
                at += 1;
            }
            at += close.len();
            true
        } else if c == '"' {
            at += 1;
            while at < chars.len() && chars[at] != '"' {
                at += if chars[at] == '\\' { 2 } else { 1 };
            }
            at += 1;
            true
        } else if c == '\'' && (chars.get(at + 1) == Some(&'\\') || chars.get(at + 2) == Some(&'\'')) {
            // Past an escaped quote.
            at += if chars[at + 1] == '\\' { 3 } else { 2 };
            while at < chars.len() && chars[at] != '\'' {
                at += 1;
            }
            at += 1;
            true
        } else {
            code.push(c);
            at += 1;
            continue;
        };
        let taken = &chars[start..at.min(chars.len())];
        if string && keep_strings {
            code.extend(taken);
        } else {
            code.extend(std::iter::repeat_n('\n', taken.iter().filter(|c| **c == '\n').count()));
        }
    }
    code
}

/// What stands before the unit tests of a file.
fn without_tests(code: &str) -> &str {
    code.find("#[cfg(test)]\nmod tests").map_or(code, |at| &code[..at])
}

/// CSS without comments and strings, lines where they are.
fn css(text: &str) -> String {
    let mut css = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['"', '/']) {
        let (before, from) = rest.split_at(at);
        css.push_str(before);
        let length = if from.starts_with("/*") {
            from.find("*/").map_or(from.len(), |end| end + 2)
        } else if let Some(string) = from.strip_prefix('"') {
            string.find('"').map_or(from.len(), |end| end + 2)
        } else {
            css.push('/');
            rest = &from[1..];
            continue;
        };
        css.extend(std::iter::repeat_n('\n', from[..length].matches('\n').count()));
        rest = &from[length..];
    }
    css + rest
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The lines of `code` in which `wanted` stands as a word of its own; where it begins or ends in punctuation, that end
/// is free.
fn lines_with(code: &str, wanted: &str) -> Vec<usize> {
    let stands_alone = |line: &str, at: usize| {
        let free = |edge: Option<char>, next: Option<char>| !(edge.is_some_and(is_word) && next.is_some_and(is_word));
        free(wanted.chars().next(), line[..at].chars().next_back())
            && free(wanted.chars().next_back(), line[at + wanted.len()..].chars().next())
    };
    let hits = |line: &str| line.match_indices(wanted).any(|(at, _)| stands_alone(line, at));
    code.lines().zip(1..).filter(|(line, _)| hits(line)).map(|(_, number)| number).collect()
}

fn any_of(code: &str, wanted: &[&str]) -> Vec<Finding> {
    let findings = |word: &&str| {
        let word = *word;
        lines_with(code, word).into_iter().map(move |line| (line, format!("`{word}`"))).collect::<Vec<_>>()
    };
    wanted.iter().flat_map(findings).collect()
}

/// The first names of the paths that follow `prefix` (as `crate::`), `prefix{a, b::c}` taken apart, with their lines.
fn names_after(code: &str, prefix: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        if code[..at].ends_with(|c: char| is_word(c) || c == '$' || c == ':') {
            continue;
        }
        let line = code[..at].matches('\n').count() + 1;
        let rest = &code[at + prefix.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            found.push((line, rest.chars().take_while(|c| is_word(*c)).collect()));
            continue;
        };
        let (mut depth, mut name, mut first) = (0, String::new(), true);
        for c in group.chars() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    found.push((line, std::mem::take(&mut name)));
                    first = true;
                }
                ':' if depth == 0 => first = false,
                c if depth == 0 && first && is_word(c) => name.push(c),
                _ => {}
            }
        }
        found.push((line, name));
    }
    found.retain(|(_, name)| !name.is_empty());
    found
}

/// The module of `src` that a file belongs to, and how deep it lies in it: `src/model.rs` 1, `src/model/text.rs` 2.
fn module_of(path: &str) -> (&str, usize) {
    let inner = path.strip_prefix("src/").and_then(|path| path.strip_suffix(".rs")).unwrap_or(path);
    (inner.split('/').next().unwrap_or(inner), inner.split('/').count())
}

fn rust() -> Vec<Source> {
    sources(&["src"], &[".rs"])
}

fn everything() -> Vec<Source> {
    let folders = ["src", "tests", "benches", "xtask/src", "styles", "web", "index.html"];
    sources(&folders, &[".rs", ".css", ".js", ".html"])
}

// The directions between the modules.

fn uses_only_the_modules_it_may(path: &str, text: &str) -> Vec<Finding> {
    let (module, depth) = module_of(path);
    let Some((_, allowed, _)) = MODULES.iter().find(|(name, ..)| *name == module) else {
        return vec![(1, format!("`{module}` is not in the table of modules"))];
    };
    let code = code(text, false);
    let ours = |name: &str| MODULES.iter().any(|(module, ..)| *module == name);
    let mut named = names_after(&code, "crate::");
    named.extend(names_after(&code, "rubricate::"));
    for supers in depth..depth + 3 {
        named.extend(names_after(&code, &"super::".repeat(supers)));
    }
    named.retain(|(_, name)| ours(name) && !allowed.contains(&name.as_str()));
    let root = path == "src/lib.rs" || path == "src/main.rs";
    named.into_iter().filter(|_| !root).map(|(line, name)| (line, format!("`{module}` uses `{name}`"))).collect()
}

#[test]
fn modules_know_only_those_below_them() {
    check(
        "The directions are model <- format <- store <- browser <- ui (MODULES in tests/tidy.rs); move what is needed down.",
        uses_only_the_modules_it_may,
        &[
            ("src/model/text.rs", "use crate::format::native;"),
            ("src/model/text.rs", "fn f() {\n    super::super::ui::start();\n}"),
            ("src/model.rs", "use super::store;"),
            ("src/format/native.rs", "use crate::{model::{Text, View}, store::Slots};"),
            ("src/store/documents.rs", "use crate::browser::slots;"),
            ("src/browser/page.rs", "fn f() { crate::ui::start() }"),
            ("src/browser/page.rs", "use crate::format::journal;"),
            ("src/gadget.rs", ""),
        ],
        &[
            ("src/model/text.rs", "//! Not `crate::ui`.\nuse super::offset::CharPos; // nor crate::store"),
            ("src/format/native.rs", "use crate::{model::{self, Text}, format::detect};\nlet s = \"crate::ui\";"),
            ("src/ui/desk/documents.rs", "use super::super::keys; use crate::store::Documents;"),
            ("src/main.rs", "fn main() { rubricate::ui::start(); }"),
        ],
        &rust(),
    );
}

/// The names of the dependencies in a `Cargo.toml`, as Rust writes them.
fn dependencies(manifest: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut section = "";
    for line in manifest.lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = name;
            found.extend(name.strip_prefix("dependencies.").map(|name| name.replace('-', "_")));
        } else if let Some((name, _)) = line.split_once('=').filter(|_| section == "dependencies") {
            found.insert(name.trim().replace('-', "_"));
        }
    }
    found
}

fn uses_only_the_crates_it_may(path: &str, text: &str, dependencies: &BTreeSet<String>) -> Vec<Finding> {
    let (module, _) = module_of(path);
    let allowed = MODULES.iter().find(|(name, ..)| *name == module).map_or(&[][..], |(_, _, crates)| crates);
    let code = code(text, false);
    let forbidden = dependencies.iter().filter(|name| !allowed.contains(&name.as_str()));
    let uses = forbidden.flat_map(|name| {
        let written =
            [format!("{name}::"), format!("use {name};"), format!("use {name} as "), format!("extern crate {name}")];
        written.map(|written| (name, written))
    });
    let mut findings = Vec::new();
    for (name, written) in uses {
        for (at, _) in code.match_indices(&written) {
            // `std::time::` and `super::time::` are not the crate `time`.
            if !code[..at].ends_with(|c: char| is_word(c) || c == ':') {
                findings.push((code[..at].matches('\n').count() + 1, format!("`{module}` uses the crate `{name}`")));
            }
        }
    }
    findings
}

#[test]
fn modules_use_only_the_crates_that_are_theirs() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("the manifest is there");
    let dependencies = dependencies(&manifest);
    for expected in ["yew", "web_sys", "serde_json", "imbl"] {
        assert!(dependencies.contains(expected), "{expected} is not in {dependencies:?}");
    }
    let known: BTreeSet<_> = MODULES.iter().flat_map(|(_, _, crates)| crates.iter().copied()).collect();
    let unknown: Vec<_> = dependencies.iter().filter(|name| !known.contains(name.as_str())).collect();
    assert!(unknown.is_empty(), "MODULES in tests/tidy.rs does not say who may use {unknown:?}");

    check(
        "Each outside crate has its place (MODULES in tests/tidy.rs): serde in `format`, the browser in `browser`, Yew in `ui`.",
        |path, text| uses_only_the_crates_it_may(path, text, &dependencies),
        &[
            ("src/model/text.rs", "use serde::Serialize;"),
            ("src/model/text.rs", "#[derive(serde::Deserialize)]\nstruct A;"),
            ("src/model/edit.rs", "use time::OffsetDateTime;"),
            ("src/store/documents.rs", "fn f() { web_sys::window(); }"),
            ("src/store/documents.rs", "let v = serde_json::from_str(text);"),
            ("src/browser/page.rs", "use yew::prelude::*;"),
            ("src/ui/app.rs", "use gloo_timers::callback::Timeout;"),
            ("src/ui/app.rs", "let v = js_sys::Array::new();"),
            ("src/ui/app.rs", "use wasm_bindgen::JsCast;"),
            ("src/format/native.rs", "use wasm_bindgen::JsValue;"),
        ],
        &[
            ("src/format/native.rs", "use serde::{Deserialize, Serialize};\nuse std::rc::Rc;"),
            ("src/browser/tabs.rs", "serde_wasm_bindgen::from_value(value)"),
            ("src/model/text.rs", "//! Knows no serde::Serialize.\nlet s = \"yew::\";"),
            ("src/browser/clock.rs", "use super::time::now;"),
            ("src/ui/app.rs", "use yew::prelude::*;"),
        ],
        &rust(),
    );
}

fn is_pure(path: &str, text: &str) -> Vec<Finding> {
    if !["model", "format", "store"].contains(&module_of(path).0) {
        return Vec::new();
    }
    let impure = [
        "std::time",
        "std::fs",
        "std::env",
        "std::net",
        "std::thread",
        "std::process",
        "std::io::stdin",
        "Instant::now",
        "SystemTime",
        "RandomState",
        "thread_local!",
        "static mut",
        "println!",
        "eprintln!",
    ];
    any_of(&code(text, false), &impure)
}

#[test]
fn the_core_knows_neither_clock_nor_chance_nor_machine() {
    check(
        "Time, ids and files come into `model`, `format` and `store` as values, so that the same input gives the same output.",
        is_pure,
        &[
            ("src/model/session.rs", "let now = std::time::Instant::now();"),
            ("src/format/native.rs", "std::fs::read(path)"),
            ("src/store/quota.rs", "println!(\"full\");"),
        ],
        &[
            ("src/model/text.rs", "// not std::time\nuse std::fmt;"),
            ("src/browser/clock.rs", "use std::time::Duration;"),
            ("src/model/text.rs", "self.at_std::timely()"),
        ],
        &rust(),
    );
}

fn ui_names_only_events_and_elements(path: &str, text: &str) -> Vec<Finding> {
    if module_of(path).0 != "ui" {
        return Vec::new();
    }
    let code = code(text, false);
    let mut names = names_after(&code, "web_sys::");
    names.extend(names_after(&code, "yew::web_sys::"));
    names.retain(|(_, name)| !name.ends_with("Event") && !name.ends_with("Element"));
    let mut findings: Vec<_> = names.into_iter().map(|(line, name)| (line, format!("`web_sys::{name}`"))).collect();
    findings.extend(any_of(&code, &["use web_sys;", "web_sys::*", "gloo::"]));
    findings
}

#[test]
fn the_page_asks_the_browser_only_through_its_module() {
    check(
        "In `ui` web_sys is for the types of events and elements that Yew hands over; what is done with them is done in `browser`.",
        ui_names_only_events_and_elements,
        &[
            ("src/ui/app.rs", "let w = web_sys::window();"),
            ("src/ui/app.rs", "use web_sys::{HtmlInputElement, Storage};"),
            ("src/ui/app.rs", "let c = gloo::console::log!(1);"),
            ("src/ui.rs", "yew::web_sys::window()"),
        ],
        &[
            ("src/ui/app.rs", "use web_sys::{HtmlInputElement, KeyboardEvent};\nfn f(e: &web_sys::Event) {}"),
            ("src/browser/page.rs", "web_sys::window()"),
        ],
        &rust(),
    );
}

// What must not be in the page.

fn makes_no_markup_of_text(path: &str, text: &str) -> Vec<Finding> {
    let text = if path.ends_with(".rs") { code(text, true) } else { text.to_owned() };
    let dangerous = [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "set_inner_html",
        "set_outer_html",
        "insert_adjacent_html",
        "from_html_unchecked",
        "VRaw",
        "dangerously",
        "document.write",
        "createContextualFragment",
        "create_contextual_fragment",
        "DOMParser",
        "DomParser",
        "eval(",
        "new Function",
        "js_sys::eval",
    ];
    any_of(&text, &dangerous)
}

#[test]
fn text_never_becomes_markup() {
    check(
        "A title, a note or a label with HTML in it is shown as it is written: text goes into text nodes.",
        makes_no_markup_of_text,
        &[
            ("src/ui/words.rs", "Html::from_html_unchecked(title)"),
            ("src/browser/page.rs", "element.set_inner_html(&title)"),
            ("web/boot.js", "app.innerHTML = message;"),
            ("web/boot.js", "eval(code)"),
            ("src/browser/page.rs", "Reflect::get(&element, &\"innerHTML\".into())"),
        ],
        &[
            ("src/ui/words.rs", "// Never innerHTML.\nlet retrieval = medieval(1);"),
            ("web/boot.js", "p.textContent = message;"),
        ],
        &sources(&["src", "web", "index.html"], &[".rs", ".js", ".html"]),
    );
}

fn has_nothing_inline(path: &str, text: &str) -> Vec<Finding> {
    let text = if path.ends_with(".rs") { code(text, true) } else { text.to_owned() };
    let mut findings = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        let attribute = |name: &str| {
            line.match_indices(name).any(|(at, _)| at == 0 || line[..at].ends_with([' ', '\t', '"', '\'', '{', '<']))
        };
        if attribute("style=")
            || line.contains("attribute(\"style\"")
            || line.contains("cssText")
            || line.contains("set_css_text")
        {
            findings.push((number, "an inline style".to_owned()));
        }
        if path.ends_with(".html") {
            let on = line.match_indices(" on").any(|(at, _)| {
                line[at + 3..].split_once('=').is_some_and(|(name, _)| name.chars().all(|c| c.is_ascii_lowercase()))
            });
            if on || line.contains("<style") || (line.contains("<script") && !line.contains(" src=")) {
                findings.push((number, "inline code".to_owned()));
            }
        }
    }
    findings
}

#[test]
fn nothing_is_inline() {
    check(
        "The Content-Security-Policy refuses inline styles and scripts: use classes and `data-` attributes, and CSSOM in `browser`.",
        has_nothing_inline,
        &[
            ("src/ui/app.rs", "html! { <p style=\"color: red\">{ \"x\" }</p> }"),
            ("src/ui/app.rs", "html! { <p style={style.clone()} /> }"),
            ("src/ui/app.rs", "element.set_attribute(\"style\", \"top: 0\")"),
            ("index.html", "<p style='top: 0'>"),
            ("index.html", "<body onload=\"start()\">"),
            ("index.html", "<script>start()</script>"),
            ("index.html", "<style>p { top: 0 }</style>"),
        ],
        &[
            ("src/ui/app.rs", "let style = 1; // style=\"\"\nhtml! { <p class=\"style\" data-style=\"x\" /> }"),
            ("index.html", "<link rel=\"stylesheet\" href=\"a.css\"><script data-trunk src=\"boot.js\"></script>"),
            ("src/browser/viewport.rs", "element.style().set_property(\"top\", \"0\")"),
        ],
        &sources(&["src/ui", "src/ui.rs", "src/browser", "index.html"], &[".rs", ".html"]),
    );
}

/// Namespaces name a vocabulary; nothing is fetched from them.
const NAMESPACES: &[&str] = &["http://www.w3.org/"];

fn asks_no_other_host(path: &str, text: &str) -> Vec<Finding> {
    let text = if path.ends_with(".rs") { code(text, true) } else { text.to_owned() };
    let mut findings = Vec::new();
    for (line, number) in text.lines().zip(1..) {
        for scheme in ["http://", "https://", "ws://", "wss://", "url(//", "=\"//"] {
            for (at, _) in line.match_indices(scheme) {
                if !NAMESPACES.iter().any(|namespace| line[at..].starts_with(namespace)) {
                    findings.push((number, line[at..].chars().take(50).collect()));
                }
            }
        }
        if path.ends_with(".css") && line.contains("@import") {
            findings.push((number, "@import".to_owned()));
        }
    }
    findings
}

#[test]
fn nothing_is_asked_of_another_host() {
    check(
        "Nothing leaves the machine: no font, script, style, image or request comes from or goes to another host.",
        asks_no_other_host,
        &[
            ("index.html", "<script src=\"https://cdn.example/x.js\">"),
            ("index.html", "<script src=\"//cdn.example/x.js\">"),
            ("styles/base.css", "@import url(x.css);"),
            ("styles/base.css", "background: url(//example.org/x.png);"),
            ("src/browser/page.rs", "fetch(\"https://example.org\")"),
        ],
        &[
            ("src/browser/page.rs", "//! See https://html.spec.whatwg.org/.\nlet x = 1; // http://example.org"),
            ("web/favicon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\">"),
        ],
        &sources(
            // The model knows what a URL is, and cannot ask for anything.
            &["src/store", "src/browser", "src/ui", "src/ui.rs", "src/browser.rs", "styles", "web", "index.html"],
            &[".rs", ".css", ".js", ".html", ".svg"],
        ),
    );
}

fn empties_no_storage(path: &str, text: &str) -> Vec<Finding> {
    let text = if path.ends_with(".rs") { code(text, true) } else { text.to_owned() };
    let wanted: &[&str] = if path.starts_with("src/store") {
        &["fn clear"]
    } else {
        &[".clear()", "fn clear", "deleteDatabase", "delete_database"]
    };
    any_of(&text, wanted)
}

#[test]
fn storage_is_never_emptied() {
    check(
        "Other programs of the origin keep things there too: remove our own keys, one by one.",
        empties_no_storage,
        &[
            ("src/browser/slots.rs", "storage.clear().ok();"),
            ("src/store/slots.rs", "trait Slots {\n    fn clear(&self);\n}"),
            ("web/rescue.js", "localStorage.clear();"),
        ],
        &[
            ("src/browser/slots.rs", "// never clear()\nstorage.remove_item(key)"),
            ("src/store/journal.rs", "entries.clear();"),
        ],
        &sources(&["src/browser", "src/browser.rs", "src/store", "src/store.rs", "web"], &[".rs", ".js"]),
    );
}

// Rust that says what it is.

fn opens_with_what_it_is(_: &str, text: &str) -> Vec<Finding> {
    let first = text.lines().next().unwrap_or_default();
    let good = first.starts_with("//! ") && first.len() > 12;
    if good { Vec::new() } else { vec![(1, "it does not open with `//!` and a sentence".to_owned())] }
}

#[test]
fn every_file_opens_with_what_it_is() {
    check(
        "A reader who opens a file learns in its first line what it is, and soon what it must not know.",
        opens_with_what_it_is,
        &[("src/ui/app.rs", "use yew::prelude::*;\n"), ("src/ui/app.rs", ""), ("src/ui/app.rs", "//! App.\n")],
        &[("src/ui/app.rs", "//! The root of the page.\n\nuse yew::prelude::*;\n")],
        &sources(&["src", "tests", "benches", "xtask/src"], &[".rs"])
            .into_iter()
            .filter(|s| !s.path.ends_with("/mod.rs"))
            .collect::<Vec<_>>(),
    );
}

#[test]
fn every_file_is_part_of_the_program() {
    let parent = |path: &str| match path.rsplit_once('/') {
        Some(("src", _)) => "src/lib.rs".to_owned(),
        Some((folder, _)) => format!("{folder}.rs"),
        None => path.to_owned(),
    };
    let declares = |text: &str, path: &str| {
        let name = path.rsplit('/').next().and_then(|name| name.strip_suffix(".rs")).unwrap_or(path);
        !lines_with(&code(text, false), &format!("mod {name};")).is_empty()
    };
    assert!(declares("pub mod app;", "src/ui/app.rs") && !declares("mod apple;\n// mod app;", "src/ui/app.rs"));
    let files = rust();
    // Cargo.toml names the programs.
    let is_root = |path: &str| path == "src/lib.rs" || path == "src/main.rs" || path.starts_with("src/bin/");
    for file in files.iter().filter(|file| !is_root(&file.path)) {
        let parent = parent(&file.path);
        let declared = files.iter().any(|other| other.path == parent && declares(&other.text, &file.path));
        assert!(declared, "{} is not declared in {parent}: it is dead, or a `mod` is missing", file.path);
    }
}

fn does_not_unwrap(path: &str, text: &str) -> Vec<Finding> {
    let (bare, with_strings) = (code(text, false), code(text, true));
    let in_tests = path.starts_with("tests/");
    let (bare, with_strings) =
        if in_tests { (&*bare, &*with_strings) } else { (without_tests(&bare), without_tests(&with_strings)) };
    let mut findings = any_of(bare, &[".unwrap()", ".unwrap_err()", "unimplemented!"]);
    findings.extend(any_of(with_strings, &[".expect(\"\")"]));
    findings
}

#[test]
fn nothing_is_unwrapped_without_a_reason() {
    check(
        "Outside tests a failure is handled; `expect` says why it can't be, for a proven invariant only.",
        does_not_unwrap,
        &[
            ("src/ui/app.rs", "let x = y.unwrap();"),
            ("src/ui/app.rs", "let x = y.expect(\"\");"),
            ("xtask/src/main.rs", "y.unwrap();\n#[cfg(test)]\nmod tests {}"),
        ],
        &[
            ("src/ui/app.rs", "y.unwrap_or(1);\n#[cfg(test)]\nmod tests {\n    fn f() { y.unwrap(); }\n}"),
            ("src/ui/app.rs", "// y.unwrap()\nlet s = \".unwrap()\";"),
        ],
        &sources(&["src", "xtask/src", "benches"], &[".rs"]),
    );
}

/// The string literals of Rust without comments, each with what stands before and behind it.
fn literals(code: &str) -> Vec<(&str, &str, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = code[at..].find('"').map(|offset| at + offset + 1) {
        let mut escaped = false;
        let end = code[start..].find(|c| {
            let closes = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            closes
        });
        let Some(end) = end.map(|length| start + length) else { break };
        found.push((&code[..start - 1], &code[start..end], &code[end + 1..]));
        at = end + 1;
    }
    found
}

/// Whether a literal has words that begin like a sentence, or end like one, or are quoted.
fn is_sentence(words: &str) -> bool {
    let capitalised =
        |word: &str| word.starts_with(char::is_uppercase) && word.chars().nth(1).is_some_and(char::is_lowercase);
    let pairs = words.split(' ').zip(words.split(' ').skip(1));
    pairs.into_iter().any(|(word, next)| capitalised(word) && next.starts_with(char::is_lowercase))
        || words.trim_end().strip_suffix('.').is_some_and(|rest| rest.ends_with(char::is_lowercase))
        || words.contains(['“', '”', '…']) && words.contains(char::is_alphabetic)
}

fn speaks_through_the_strings(path: &str, text: &str) -> Vec<Finding> {
    if path == "src/ui/strings.rs" {
        return Vec::new();
    }
    let code = code(text, true);
    let code = without_tests(&code);
    // What a person reads, sees or hears; all others are for the style sheet and the program.
    let attributes = ["aria-label=", "aria-description=", "title=", "placeholder=", " label=", "alt="];
    let says = |(before, literal, behind): &(&str, &str, &str)| {
        // Without the values that go into it.
        let words: String = literal
            .replace("\\u", "")
            .split('{')
            .map(|part| part.split_once('}').map_or(part, |(_, rest)| rest))
            .collect();
        let before = before.trim_end().trim_end_matches("format!(").trim_end();
        let braced = before.strip_suffix('{').map(str::trim_end);
        let is_child = braced.is_some_and(|before| before.ends_with(['>', '}']) && !before.ends_with("=>"));
        let is_whole = braced.is_some() && behind.trim_start().starts_with('}');
        let is_read = attributes.iter().any(|name| before.trim_end_matches('{').ends_with(name));
        words.contains(char::is_alphabetic) && (is_child || is_read)
            || is_whole && words.starts_with(char::is_uppercase)
            || is_sentence(&words)
    };
    let findings = literals(code).into_iter().filter(says);
    findings.map(|(before, literal, _)| (before.matches('\n').count() + 1, format!("says {literal:?}"))).collect()
}

#[test]
fn the_page_says_what_its_strings_have() {
    check(
        "What a person reads stands in src/ui/strings.rs, which is all that a translator needs.",
        speaks_through_the_strings,
        &[
            ("src/ui/app.rs", "html! { <p>{ \"fewer\" }</p> }"),
            ("src/ui/app.rs", "html! {\n    <label>\n        { format!(\"{} more\", 3) }\n    </label>\n}"),
            ("src/ui/app.rs", "html! { <q>{ word }{ \" is tagged \" }</q> }"),
            ("src/ui/app.rs", "html! { <p>{ if used { \"Used\" } else { other } }</p> }"),
            ("src/ui/app.rs", "html! { <p aria-label=\"note\" /> }"),
            ("src/ui/app.rs", "html! { <p title={format!(\"Colour of {name}\")} /> }"),
            ("src/ui/app.rs", "const HINT: &str = \"Hold Alt while you let go\";"),
            ("src/ui/desk.rs", "self.say(&format!(\"{name} was removed.\"));"),
            ("src/ui/words.rs", "fn quoted() -> String { format!(\"add to “{}”\", words) }"),
        ],
        &[
            (
                "src/ui/app.rs",
                "html! { <p class=\"hint wide-only\" id=\"Hint\" data-kept={if kept { \"yes\" } else { \"no\" }} /> }",
            ),
            (
                "src/ui/app.rs",
                "html! { <p title={strings::HINT}>{ \"×\" }{ \" \" }{ \"\\u{a0}\" }{ strings::count(3) }</p> }",
            ),
            (
                "src/ui/app.rs",
                "match key {\n    \"Escape\" => 1,\n    _ => {\n        context().expect(\"the app provides the desk\")\n    }\n}",
            ),
            (
                "src/ui/app.rs",
                "// Says \"Not this one.\"\n#[cfg(test)]\nmod tests { const A: &str = \"Nor this one.\"; }",
            ),
            ("src/ui/strings.rs", "pub const HINT: &str = \"Hold Alt while you let go\";"),
        ],
        &sources(&["src/ui"], &[".rs"]),
    );
}

fn is_finished(path: &str, text: &str) -> Vec<Finding> {
    let mut findings =
        any_of(text, &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("HA", "CK")]);
    if path.ends_with(".rs") {
        findings.extend(any_of(&code(text, false), &["dbg!", "todo!"]));
    }
    if path.ends_with(".js") {
        findings.extend(any_of(text, &["debugger", "console.log"]));
    }
    findings
}

#[test]
fn nothing_is_left_unfinished() {
    check(
        "What is to be done later is an issue, not a comment.",
        is_finished,
        &[
            ("src/ui/app.rs", concat!("// TO", "DO: colours")),
            ("styles/base.css", concat!("/* FIX", "ME */")),
            ("src/ui/app.rs", "dbg!(1);"),
            ("web/boot.js", "console.log(1);"),
        ],
        &[("src/ui/app.rs", "let method_of = 1; // dbg! is not left behind"), ("web/boot.js", "console.error(1);")],
        &everything(),
    );
}

fn names_no_machine(_: &str, text: &str) -> Vec<Finding> {
    let homes = [concat!("/wo", "rk/"), concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("C:", "\\Users")];
    let absolute = |line: &str, at: usize| !line[..at].ends_with(|c: char| is_word(c) || matches!(c, '.' | '-' | '}'));
    let named = |line: &str| {
        homes.iter().find(|home| line.match_indices(*home).any(|(at, _)| absolute(line, at))).map(ToString::to_string)
    };
    text.lines().zip(1..).filter_map(|(line, number)| Some((number, named(line)?))).collect()
}

#[test]
fn no_path_of_somebodys_machine_is_written_down() {
    let mut files = everything();
    files.extend(sources(
        &["docs", "README.md", "CHANGELOG.md", "Cargo.toml", "Trunk.toml", ".ci", ".cargo", ".github"],
        &[".md", ".json", ".toml", ".yml", "run"],
    ));
    check(
        "The project works in any folder.",
        names_no_machine,
        &[("README.md", concat!("see /wo", "rk/main")), ("xtask/src/main.rs", concat!("\"/ho", "me/ada/x\""))],
        &[("README.md", "see docs/work/main.md")],
        &files,
    );
}

fn is_of_reasonable_length(path: &str, text: &str) -> Vec<Finding> {
    let lines = without_tests(text).lines().count();
    let listed = LONG_FILES.iter().any(|(long, _)| *long == path);
    match lines > MOST_LINES {
        true if !listed => {
            vec![(lines, format!("{lines} lines: two ideas? Else add it to LONG_FILES, with the reason"))]
        }
        false if listed => vec![(lines, format!("{lines} lines: take it off LONG_FILES"))],
        _ => Vec::new(),
    }
}

#[test]
fn files_hold_one_idea() {
    let long = "let a = 1;\n".repeat(MOST_LINES + 1);
    let tests = format!("fn f() {{}}\n#[cfg(test)]\nmod tests {{}}\n{long}");
    check(
        "A long file is a question.",
        is_of_reasonable_length,
        &[("src/ui/app.rs", &long)],
        &[("src/ui/app.rs", &tests)],
        &sources(&["src", "styles", "web"], &[".rs", ".css", ".js"]),
    );
}

// Styles.

/// The named colours of CSS Color 4, apart from `transparent` and `currentcolor`.
const NAMED: &str = "aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown \
    burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod \
    darkgray darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon \
    darkseagreen darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey \
    dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey \
    honeydew hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral \
    lightcyan lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue \
    lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine \
    mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise mediumvioletred \
    midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange orangered orchid \
    palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple \
    rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue slateblue \
    slategray slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke yellow \
    yellowgreen";

const COLOUR_FUNCTIONS: &[&str] =
    &["rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "light-dark", "device-cmyk"];

fn takes_colours_from_tokens(path: &str, text: &str) -> Vec<Finding> {
    if path == "styles/tokens.css" {
        return Vec::new();
    }
    let named: BTreeSet<&str> = NAMED.split_whitespace().collect();
    let mut findings = Vec::new();
    for (line, number) in css(text).lines().zip(1..) {
        let Some((_, value)) = line.split_once(':') else { continue };
        // A selector such as `a:hover {` has no value; one line may hold both.
        let value = if line.trim_end().ends_with(['{', ',']) && !line.contains(';') { "" } else { value };
        let in_token = |c: char| is_word(c) || matches!(c, '-' | '#' | '.' | '(');
        for token in value.split(|c: char| !in_token(c)).flat_map(|token| token.split_inclusive('(')) {
            let lower = token.to_ascii_lowercase();
            let hex = lower
                .strip_prefix('#')
                .is_some_and(|digits| digits.len() >= 3 && digits.chars().all(|c| c.is_ascii_hexdigit()));
            let function = lower.strip_suffix('(').is_some_and(|name| COLOUR_FUNCTIONS.contains(&name));
            if hex || function || named.contains(lower.as_str()) {
                findings.push((number, format!("the colour `{token}`")));
            }
        }
    }
    findings
}

#[test]
fn colours_come_from_tokens() {
    check(
        "Every colour is a token of styles/tokens.css, where tests/palette.rs sees it, for a light and a dark page.",
        takes_colours_from_tokens,
        &[
            ("styles/base.css", "p { color: #333; }"),
            ("styles/base.css", "p {\n    color: red;\n}"),
            ("styles/base.css", "p {\n    background: linear-gradient(WHITE, var(--x));\n}"),
            ("styles/base.css", "p {\n    color: oklch(0.5 0.1 20);\n}"),
            ("styles/base.css", "a:hover { color: rgb(0 0 0 / 50%); }"),
        ],
        &[
            ("styles/tokens.css", ":root { --ink: #1d1b18; }"),
            (
                "styles/base.css",
                "p {\n    white-space: pre; /* red: #333 */\n    color: var(--red);\n    border: 1px solid currentcolor;\n}",
            ),
            (
                "styles/base.css",
                "a:hover {\n    color: color-mix(in srgb, var(--ink) 30%, transparent);\n}\n#add:focus,\n.tan {\n}",
            ),
            ("styles/media.css", "mark {\n    outline: 3px solid Highlight;\n}"),
        ],
        &sources(&["styles"], &[".css"]),
    );
}

/// A rule that opens inside another one, which is no condition, was most likely left open.
fn leaves_rules_open(_: &str, text: &str) -> Vec<Finding> {
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut found = Vec::new();
    for (line, code) in css(text).lines().enumerate().map(|(line, code)| (line + 1, code.trim())) {
        for c in code.chars() {
            match c {
                '{' => {
                    let condition = code.starts_with('@');
                    found.extend(
                        open.last().filter(|(_, outer)| !outer).map(|(line, _)| (*line, "left open".to_owned())),
                    );
                    open.push((line, condition));
                }
                '}' => found.extend(open.pop().is_none().then(|| (line, "closes nothing".to_owned()))),
                _ => {}
            }
        }
    }
    found.extend(open.into_iter().map(|(line, _)| (line, "left open".to_owned())));
    found
}

#[test]
fn each_rule_of_a_style_sheet_is_closed() {
    check(
        "A rule that is left open swallows those after it, and no browser complains.",
        leaves_rules_open,
        &[
            ("styles/base.css", "@layer base {\n    p {\n        color: var(--ink);\n    a {\n    }\n}"),
            ("styles/base.css", "p { }\n}"),
        ],
        &[("styles/base.css", "@layer base {\n    @media print {\n        a,\n        p {\n        }\n    }\n}")],
        &sources(&["styles"], &[".css"]),
    );
}

fn overrides_by_layers(path: &str, text: &str) -> Vec<Finding> {
    if ["styles/narrow.css", "styles/media.css", "styles/print.css"].contains(&path) {
        Vec::new()
    } else {
        any_of(&css(text), &["!important"])
    }
}

#[test]
fn only_media_are_important() {
    check(
        "The cascade layers decide; only print and other media overrule them.",
        overrides_by_layers,
        &[("styles/base.css", "p {\n    color: var(--ink) !important;\n}")],
        &[("styles/media.css", "p { display: none !important; }"), ("styles/base.css", "/* !important */")],
        &sources(&["styles"], &[".css"]),
    );
}

#[test]
fn each_style_file_is_a_layer_in_the_order_of_the_page() {
    let tokens = fs::read_to_string(root().join("styles/tokens.css")).expect("the tokens are there");
    let order = tokens.lines().find_map(|line| line.strip_prefix("@layer ")?.strip_suffix(';')).expect("the order");
    let layers: Vec<_> = order.split(", ").collect();
    let page = fs::read_to_string(root().join("index.html")).expect("the page is there");
    let linked: Vec<_> = page
        .split("href=\"styles/")
        .skip(1)
        .filter_map(|rest| rest.split_once(".css\"").map(|(name, _)| name))
        .collect();
    assert_eq!(linked, layers, "index.html links the style sheets in the order of the layers in tokens.css");
    let files = sources(&["styles"], &[".css"]);
    assert_eq!(files.len(), layers.len(), "every style sheet is a layer");
    for layer in layers {
        let path = format!("styles/{layer}.css");
        let file = files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("no {path}"));
        assert!(file.text.contains(&format!("@layer {layer} {{")), "{path} is not in the layer {layer}");
    }
}

// The page and the documents.

#[test]
fn the_page_has_the_strict_policy() {
    let page = fs::read_to_string(root().join("index.html")).expect("the page is there");
    let policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; \
                  connect-src 'self'; base-uri 'none'; form-action 'none'";
    assert!(page.contains(&format!("http-equiv=\"Content-Security-Policy\" content=\"{policy}\"")), "another policy");
}

/// The targets of the links and images of a Markdown text, outside code, with their lines.
fn links(markdown: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut in_code = false;
    for (line, number) in markdown.lines().zip(1..) {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        // Every other piece between backticks is code.
        let text: String = line.split('`').step_by(2).collect::<Vec<_>>().join("`");
        for (opening, closing) in [("](", ')'), ("src=\"", '"'), ("href=\"", '"')] {
            let targets = text.split(opening).skip(1).filter_map(|rest| rest.split(closing).next());
            found.extend(targets.map(|target| (number, target.split(' ').next().unwrap_or(target).to_owned())));
        }
        if let Some((_, target)) = text.split_once("]: ").filter(|_| text.starts_with('[')) {
            found.push((number, target.trim().to_owned()));
        }
    }
    found
}

/// The anchor that GitHub gives a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.trim_start_matches('#').trim().to_lowercase();
    kept.chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

fn leads_somewhere(path: &str, text: &str) -> Vec<Finding> {
    let folder = root().join(path).parent().map(Path::to_owned).unwrap_or_default();
    let broken = |target: &str| {
        if target.contains("://") || target.starts_with("mailto:") {
            return false;
        }
        let (file, heading) = target.split_once('#').map_or((target, None), |(file, heading)| (file, Some(heading)));
        let full = if file.is_empty() { root().join(path) } else { folder.join(file) };
        let Some(heading) = heading else { return !full.exists() };
        let there = if file.is_empty() { text.to_owned() } else { fs::read_to_string(full).unwrap_or_default() };
        !there.lines().any(|line| line.starts_with('#') && anchor(line) == heading)
    };
    links(text)
        .into_iter()
        .filter(|(_, target)| broken(target))
        .map(|(line, target)| (line, format!("no {target}")))
        .collect()
}

#[test]
fn links_of_the_documents_lead_somewhere() {
    check(
        "A link to a file that is not there sends a newcomer nowhere.",
        leads_somewhere,
        &[
            ("README.md", "[a](docs/no-such-file.md)"),
            ("docs/x.md", "![a](no-such-picture.png)"),
            ("README.md", "# One\n[a](#two)"),
            ("README.md", "<img src=\"no.png\">"),
            ("README.md", "[a]: no.md"),
        ],
        &[
            ("README.md", "[a](Cargo.toml) [b](https://example.org) `[c](no.md)`"),
            ("docs/x.md", "## Two words, here\n[a](../src/lib.rs \"title\") [b](#two-words-here)"),
            ("README.md", "```\n[a](no.md)\n```"),
        ],
        &sources(&["README.md", "CHANGELOG.md", "docs"], &[".md"]),
    );
}

// The reader of Rust that these rules rest on.

#[test]
fn comments_and_strings_are_told_from_code() {
    for (text, bare, with_strings) in [
        ("a // b\nc", "a \nc", "a \nc"),
        ("a /* b /* c */ d\n */ e", "a \n e", "a \n e"),
        ("f(\"x // \\\" y\"); g", "f(); g", "f(\"x // \\\" y\"); g"),
        ("r#\"a \" // b\"# c", " c", "r#\"a \" // b\"# c"),
        ("let a: &'static str = 'x'; '\\''; b", "let a: &'static str = ; ; b", "let a: &'static str = 'x'; '\\''; b"),
        ("for \"a\"", "for ", "for \"a\""),
        ("'\"' a \"b\"", " a ", "'\"' a \"b\""),
    ] {
        assert_eq!(code(text, false), bare, "{text}");
        assert_eq!(code(text, true), with_strings, "{text}");
    }
    assert_eq!(css("a /* b\n */ c \"#fff\" d / e"), "a \n c  d / e");
    let names = names_after("use crate::{a::{b, c}, d};\ncrate::e::f(); $crate::g", "crate::");
    assert_eq!(names, [(1, "a".to_owned()), (1, "d".to_owned()), (2, "e".to_owned())]);
}
