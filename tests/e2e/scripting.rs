//! What scripts do with the page, in the page itself and in one that has it in a frame. See `docs/javascript.md`.

use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};
use xtask::server::Server;

use crate::browser::Kind;
use crate::keeping::until_saved;
use crate::outcome::Outcome;
use crate::page::Page;
use crate::steps::{close_dialog, download, open_sample, paste, records, stored, tag, tagged, until_rows};

/// Runs the body of an async function in the page.
async fn script(page: &Page, body: &str) -> Outcome<Json> {
    page.js(&format!("return (async () => {{ {body} }})()")).await
}

/// From now on `told` has what the page tells scripts. Another listener fails each time.
async fn listen(page: &Page) -> Outcome {
    let script = "
        window.told = [];
        document.addEventListener('rubricate:change', () => { throw new Error('a script that fails'); });
        // What it asks for is what has changed already.
        addEventListener('rubricate:change', ({ detail }) => {
            const count = ({ mentions, frames }) => mentions.length + frames.length;
            told.push({ ...detail, count: count(rubricate.annotations() ?? { mentions: [], frames: [] }) });
        });";
    page.js(script).await.map(drop)
}

/// Waits for the next thing that scripts are told, which is the only one.
async fn told(page: &Page) -> Outcome<Json> {
    page.until_js("scripts are told something", "told.length > 0").await?;
    page.frames().await?;
    let told = page.js("return told.splice(0)").await?;
    assert_eq!(told.as_array().map(Vec::len), Some(1), "{told:#}");
    Ok(told[0].clone())
}

fn ids(added: &[&str], changed: &[&str], removed: &[&str]) -> Json {
    json!({ "added": added, "changed": changed, "removed": removed })
}

/// What a person does is told, once for each transaction; what scripts are given is what a file has.
pub(crate) async fn scripts_hear_of_changes(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    let ready = "return await rubricate.ready === rubricate && Object.isFrozen(rubricate)";
    assert_eq!(script(page, ready).await?, true);
    listen(page).await?;

    tag(page, "Ines Okafor", "2").await?;
    let change = told(page).await?;
    let mention = page.js("return rubricate.annotations().mentions[0]").await?;
    let id = mention["id"].as_str().unwrap_or_default().to_owned();
    assert_eq!(mention["spans"][0]["quote"], "Ines Okafor");
    assert_eq!((&change["kind"], &change["kept"], &change["count"]), (&json!("edit"), &json!(true), &json!(1)));
    assert_eq!(change["article"], page.js("return rubricate.document().document.id").await?);
    assert_eq!(change["annotations"], ids(&[&id], &[], &[]));
    let revision = change["revision"].as_u64();

    page.press(&["r"]).await?;
    let change = told(page).await?;
    assert_eq!((&change["kind"], &change["annotations"]), (&json!("edit"), &ids(&[], &[&id], &[])));
    page.press(&["Control+z"]).await?;
    assert_eq!(told(page).await?["kind"], "undo");
    page.press(&["Control+z"]).await?;
    let change = told(page).await?;
    assert_eq!((&change["annotations"], &change["count"]), (&ids(&[], &[], &[&id]), &json!(0)));
    page.press(&["Control+Shift+z"]).await?;
    let change = told(page).await?;
    assert_eq!((&change["kind"], &change["annotations"]), (&json!("redo"), &ids(&[&id], &[], &[])));
    assert_eq!(change["revision"].as_u64(), revision.map(|revision| revision + 4));

    // What changes nothing, and what only looks.
    page.click_text("Ines Okafor").await?;
    page.press(&["2", "Escape", "n"]).await?;
    page.frames().await?;
    assert_eq!(page.js("return told").await?, json!([]));

    tag(page, "reckless", "-").await?;
    assert_eq!(told(page).await?["count"], 2);
    let (_, file) = download(page).await?;
    assert_eq!(page.js("return rubricate.document()").await?, file);
    assert_eq!(records(&file), tagged(&[("PERSON", "Ines Okafor"), ("negative", "reckless")]));
    let parts = page.js("return rubricate.annotations()").await?;
    for part in ["entities", "mentions", "frames", "relations"] {
        assert_eq!(parts[part], file[part], "{part}");
    }
    assert_eq!(page.count(".rescue").await?, 0);
    Ok(())
}

/// A document, its JSON and a text are opened as files are; what is no document is refused, and all stays as it was.
pub(crate) async fn scripts_open_articles(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    until_saved(page).await?;
    listen(page).await?;
    let opened = script(
        page,
        "
        window.visit = {
            format: 'rubricate', version: 1,
            document: { id: 'visit', title: 'A visit', text: 'Zoë 😀 met Ada.' },
            label_set: { labels: [{ id: 'PERSON' }] },
            mentions: [{ id: 'a', label: 'PERSON', spans: [{ start: 10, end: 13, quote: 'Ada' }] }],
        };
        return rubricate.open(visit);",
    )
    .await?;
    assert_eq!(opened, json!({ "article": "visit", "copy": false, "notKept": null, "problems": [] }));
    let change = told(page).await?;
    assert_eq!((&change["kind"], &change["article"], &change["count"]), (&json!("open"), &json!("visit"), &json!(1)));
    page.until_text(".reader", "Zoë 😀 met Ada.").await?;
    until_rows(page, 1).await?;
    let slices = "
        const { document: { text }, mentions: [{ spans: [span] }] } = rubricate.document();
        return [text.slice(...span.utf16), Array.from(text).slice(span.start, span.end).join(''), span.quote]";
    assert_eq!(page.js(slices).await?, json!(["Ada", "Ada", "Ada"]));

    // The same again is another one, and the first is as it was.
    let copy = script(page, "return rubricate.open(JSON.stringify(rubricate.document()))").await?;
    assert_eq!((&copy["copy"], copy["article"] == "visit"), (&json!(true), false));
    page.until_text(".notice", "This article is kept here already").await?;

    let partly = script(page, "visit.mentions[0].spans[0].quote = 'Eve'; return rubricate.open(visit)").await?;
    assert_eq!(partly["problems"].as_array().map(Vec::len), Some(1), "{partly}");
    page.until_text("dialog.problems", partly["problems"][0].as_str().unwrap_or("a sentence")).await?;
    close_dialog(page).await?;
    page.js("told.splice(0)").await?;

    let text = "\\ufeffFerry vote\\r\\n😀 e\\u0301";
    script(page, &format!("return rubricate.open('{text}')")).await?;
    assert_eq!(told(page).await?["kind"], "open");
    let document = page.js("return rubricate.document().document").await?;
    assert_eq!((&document["title"], &document["byte_order_mark"]), (&json!("Ferry vote"), &json!(true)));
    assert_eq!(document["text"], "Ferry vote\r\n😀 e\u{301}");
    until_saved(page).await?;

    let before = stored(page).await?;
    for (value, why) in HOSTILE {
        let refused = script(
            page,
            &format!("try {{ await rubricate.open({value}); return 'opened'; }} catch (error) {{ return [String(Object.prototype.toString.call(error)), error.message]; }}"),
        )
        .await?;
        // Of whatever realm.
        assert_eq!(refused[0], "[object Error]", "{value}: {refused}");
        assert!(refused[1].as_str().is_some_and(|words| words.contains(why)), "{value}: {refused}");
    }
    assert_eq!(stored(page).await?, before);
    assert_eq!((page.count(".rescue").await?, page.js("return told").await?), (0, json!([])));
    page.until_text(".reader", "Ferry vote").await?;

    // What a person writes and what could not be stored are not lost to a script.
    paste(page, "Half a thought").await?;
    page.find("dialog textarea").await?;
    assert!(refusal(page, "'Another text'").await?.contains("A new article is being written"));
    assert_eq!(page.js("return document.querySelector('dialog textarea').value").await?, "Half a thought");
    close_dialog(page).await?;
    page.js("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') }").await?;
    tag(page, "Ferry", "1").await?;
    assert_eq!(told(page).await?["kept"], false);
    assert!(refusal(page, "'Another text'").await?.contains("work that is not kept"));
    until_rows(page, 1).await
}

/// Values that are no document, and part of what is said of each.
const HOSTILE: [(&str, &str); 22] = [
    ("", "Give an object"),
    ("null", "Give an object"),
    ("5", "Give an object"),
    ("Symbol('x')", "Give an object"),
    ("10n", "Give an object"),
    ("() => ({})", "Give an object"),
    ("{ toJSON() {} }", "Give an object"),
    ("(() => { const loop = {}; loop.loop = loop; return loop; })()", "cannot be written as JSON. "),
    ("{ get format() { throw new Error('ha') } }", "cannot be written as JSON. ha"),
    ("{ get format() { throw 'ha' } }", "cannot be written as JSON. ha"),
    ("{ get format() { throw null } }", "cannot be written as JSON."),
    ("{ get format() { throw { get message() { throw 1 } } } }", "cannot be written as JSON."),
    ("new Proxy({}, { get() { throw new Error('ha') }, ownKeys() { throw new Error('ho') } })", "as JSON. ha"),
    ("{ format: 'rubricate', version: 10n }", "cannot be written as JSON."),
    ("(() => { let deep = []; for (let i = 0; i < 1e6; i += 1) deep = [deep]; return deep; })()", "."),
    ("{ format: 'rubricate', version: 2, document: { text: 'x' } }", "2"),
    ("[1, 2]", "."),
    ("'{\"x\": 1}'", "."),
    ("''", "empty"),
    ("'\\ud83d half'", "half a character"),
    ("{ format: 'rubricate', version: 1, document: { text: 'x\\ud83d' } }", "."),
    ("'long '.repeat(4 << 20)", "The limit is 16 MB"),
];

/// Why a value is not opened.
async fn refusal(page: &Page, value: &str) -> Outcome<String> {
    let body = format!("return rubricate.open({value}).then(() => '', (error) => error.message)");
    Ok(script(page, &body).await?.as_str().unwrap_or_default().to_owned())
}

/// Each format goes out; what is no format is refused by naming those that are.
pub(crate) async fn scripts_export_each_format(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    tag(page, "Ines Okafor", "2").await?;
    tag(page, "reckless", "-").await?;
    let refused = "return rubricate.export('cvs').catch((error) => error.message)";
    let refused = script(page, refused).await?.as_str().unwrap_or_default().to_owned();
    let named = refused.strip_prefix("There is no format “cvs”. There are ").and_then(|rest| rest.strip_suffix('.'));
    let formats: Vec<&str> = named.unwrap_or_default().split(", ").collect();
    assert_eq!(formats.len(), 19, "{refused}");
    let documentation = std::fs::read_to_string(xtask::project_root().join("docs/javascript.md"))?;
    for format in formats {
        let exported = format!(
            "const {{ bytes, text, ...file }} = await rubricate.export('{format}');
            const decoded = new TextDecoder().decode(bytes);
            return {{ ...file, size: bytes.length, start: String.fromCharCode(...bytes.slice(0, 2)), same: text === decoded, text }}"
        );
        let file = script(page, &exported).await?;
        let is_archive = file["type"] == "application/zip";
        assert!(file["name"].as_str().is_some_and(|name| name.starts_with("harbour-vote-splits")), "{format}: {file}");
        assert_eq!((&file["same"], file["start"] == "PK"), (&json!(!is_archive), is_archive), "{format}: {file}");
        let is_lost = file["loss"].as_array().is_some_and(|loss| loss.iter().any(|loss| loss["gone"] == true));
        // Where no sentiment has a target, there is nothing to put into this one, and that is said.
        let may_be_empty = format == "news-mtsc" && is_lost;
        assert!(file["size"].as_u64() > Some(0) || may_be_empty, "{format}: {file}");
        if format == "conll" {
            assert!(is_lost && file["loss"][0]["words"].is_string() && file["loss"][0]["records"].is_array(), "{file}");
        }
        if format == "rubricate" {
            let document: Json = serde_json::from_str(file["text"].as_str().unwrap_or_default())?;
            assert_eq!((document, &file["loss"]), (page.js("return rubricate.document()").await?, &json!([])));
        }
        assert!(documentation.contains(&format!("`{format}`")), "docs/javascript.md does not name {format}");
    }
    for value in ["", "5", "null", "{}", "Symbol('x')"] {
        let refused =
            script(page, &format!("return rubricate.export({value}).catch((error) => error.message)")).await?;
        assert_eq!(refused, "Give the name of a format, as \"csv\".", "{value}");
    }
    Ok(())
}

/// A window that can only read hears what the other one does, and opens what a script gives it.
pub(crate) async fn scripts_in_a_window_that_follows(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    until_saved(page).await?;
    let first = page.tab().await?;
    let second = page.new_window().await?;
    page.open("").await?;
    page.until_text(".banner", "open in another tab").await?;
    listen(page).await?;
    page.switch_to(&first).await?;
    tag(page, "Ines Okafor", "2").await?;
    page.press(&["Control+z"]).await?;
    page.switch_to(&second).await?;
    page.until_js("both are told", "told.length === 2").await?;
    let kinds = page.js("return told.splice(0).map(({ kind }) => kind)").await?;
    assert_eq!(kinds, json!(["edit", "undo"]));
    script(page, "await rubricate.ready; return rubricate.open('Another text.')").await?;
    assert_eq!(told(page).await?["kind"], "open");
    page.until_gone(".banner").await?;
    tag(page, "Another", "1").await?;
    page.switch_to(&first).await?;
    tag(page, "reckless", "-").await?;
    until_saved(page).await
}

/// The page of the documentation, with the tool in a frame.
pub(crate) async fn host_page_uses_the_tool(page: &mut Page) -> Outcome {
    page.open("examples/host.html").await?;
    page.until_text("#said", "Ready.").await?;
    page.click("#give button").await?;
    page.until_text("#said", "“Zoë 😀 met Ada in Ankara.” is open: 24 characters, 0 problems.").await?;
    page.until_text("#changes li:last-child", "open: +0 ~0 -0").await?;
    page.frames().await?;
    assert_ne!(page.js("return document.activeElement.id").await?, "tool", "the frame took the focus");

    // Chromium's driver points from the corner of the window, wherever the frame is.
    page.js("document.getElementById('tool').style.cssText = 'position: fixed; inset: 0; border: 0'").await?;
    page.client().enter_frame(0).await?;
    page.until_text(".reader", "Ankara").await?;
    tag(page, "Ankara", "1").await?;
    page.client().enter_parent_frame().await?;
    page.js("document.getElementById('tool').style.cssText = ''").await?;
    page.until_text("#changes li:last-child", "edit: +1 ~0 -0").await?;
    page.until_text("#marks", "Ankara").await?;
    assert_eq!(page.count("#marks tr").await?, 1);

    page.click("#take button").await?;
    page.until_text("#said", "zoë-met-ada-in-ankara.csv has").await?;
    page.click("#file").await?;
    let file = page.download().await?;
    assert!(String::from_utf8(file.bytes)?.contains("Ankara"));
    page.js("document.getElementById('format').value = 'cvs'").await?;
    page.click("#take button").await?;
    page.until_text("#said", "There is no format “cvs”.").await?;
    page.js("document.getElementById('given').value = ' '").await?;
    page.click("#give button").await?;
    page.until_text("#said", "nothing but white space").await?;
    assert_eq!(page.count("#marks tr").await?, 1);
    let problems = page.console_problems().await?;
    assert!(problems.is_empty(), "{problems:#?}");

    // Another port is another origin.
    let stranger = Server::start(&xtask::project_root().join("tests/e2e/harness"), 0)?;
    page.client().goto(&stranger.origin()).await?;
    let frame = format!(
        "return new Promise((answer) => {{
            const frame = document.createElement('iframe');
            frame.src = '{}/index.html';
            frame.onload = () => {{ try {{ answer(String(frame.contentWindow.rubricate)) }} catch (error) {{ answer(error.name) }} }};
            document.body.append(frame);
        }})",
        page.origin()
    );
    assert_eq!(page.js(&frame).await?, "SecurityError");
    Ok(())
}

/// Runs a test on the built page with the examples of the documentation beside it.
pub(crate) fn run(kind: Kind, name: &str, test: impl AsyncFn(&mut Page) -> Outcome) {
    let site = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("site-{name}-{}", kind.name()));
    let _ = std::fs::remove_dir_all(&site);
    copy(&xtask::page_folder(), &site).expect("the built page can be copied");
    copy(&xtask::project_root().join("docs/examples"), &site.join("examples")).expect("so can the examples");
    crate::page::run_on(&site, kind, name, test);
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let copied = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &copied)?;
        } else {
            std::fs::copy(entry.path(), copied)?;
        }
    }
    Ok(())
}
