//! The worker that knows the formats of other tools, when it cannot be loaded, fails, hangs, or is stopped. Each time the page
//! says so, nothing is lost, and the next file is written by a fresh worker.
//!
//! The page is served from a copy of the built one, in which the worker's files are replaced and put back: what is read there
//! is what a broken server, a bug or a huge file would make of it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::browser::Kind;
use crate::outcome::Outcome;
use crate::page::{self, Page};
use crate::steps::{OPEN_FILE, Tagged, close_dialog, open_sample, press_button, rows, tag};

const EXPORT: &str = ".open-export";
const DOWNLOAD: &str = "dialog.export .primary:not(:disabled)";
const WORKER: &str = "converter.js";
const PROGRAM: &str = "formats_bg.wasm";

/// Never answers.
const SILENT: &str = "onmessage = () => { for (;;); };";

/// Knows the formats, and fails as a program does that runs into a bug or out of memory.
const FAILING: &str = "
    importScripts(`formats.js${location.search}`);
    const ready = wasm_bindgen({ module_or_path: `formats_bg.wasm${location.search}` });
    onmessage = async ({ data: [serial, message, parts] }) => {
        await ready;
        if (message.includes('Write')) {
            postMessage([serial, null, 'memory access out of bounds']);
        } else {
            postMessage([serial, ...wasm_bindgen.answer(message, parts)]);
        }
    };";

/// Knows the formats, and hangs over every file that is to be written.
const HANGING: &str = "
    importScripts(`formats.js${location.search}`);
    const ready = wasm_bindgen({ module_or_path: `formats_bg.wasm${location.search}` });
    onmessage = async ({ data: [serial, message, parts] }) => {
        await ready;
        while (message.includes('Write'));
        postMessage([serial, ...wasm_bindgen.answer(message, parts)]);
    };";

/// A copy of the built page.
struct Copy(PathBuf);

impl Copy {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sites").join(name);
        let _ = fs::remove_dir_all(&folder);
        copy(&xtask::page_folder(), &folder).expect("the built page can be copied");
        Self(folder)
    }

    fn put(&self, file: &str, content: &[u8]) -> Outcome {
        Ok(fs::write(self.0.join(file), content)?)
    }

    fn take_away(&self, file: &str) -> Outcome {
        Ok(fs::remove_file(self.0.join(file))?)
    }

    /// Puts a file back as it was built.
    fn restore(&self, file: &str) -> Outcome {
        Ok(fs::copy(xtask::page_folder().join(file), self.0.join(file)).map(drop)?)
    }
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?
        } else {
            fs::copy(entry.path(), target).map(drop)?
        }
    }
    Ok(())
}

/// Runs one test on a copy of the page.
fn run(kind: Kind, name: &str, test: impl AsyncFn(&mut Page, &Copy) -> Outcome) {
    let copy = Copy::new(&format!("{name}-{}", kind.name()));
    page::run_on(&copy.0, kind, name, async |page: &mut Page| {
        for file in [WORKER, PROGRAM] {
            copy.restore(file)?;
        }
        test(page, &copy).await
    });
    let _ = fs::remove_dir_all(&copy.0);
}

/// The sample with marks.
async fn marked(page: &Page) -> Outcome<Vec<Tagged>> {
    open_sample(page).await?;
    tag(page, "Ines Okafor", "2").await?;
    tag(page, "reckless", "-").await?;
    rows(page).await
}

async fn choose_spacy(page: &Page) -> Outcome {
    page.find(".formats input").await?;
    page.js("document.querySelector('.formats input[value=\"spacy\"]').click()").await.map(drop)
}

/// Downloads what is ready in the dialog, and compares it with the marks.
async fn download(page: &Page, marks: &[Tagged]) -> Outcome {
    page.click(DOWNLOAD).await?;
    let file = page.download().await?;
    page.until_gone("dialog.export").await?;
    let line: serde_json::Value = serde_json::from_slice(&file.bytes)?;
    assert_eq!(line["spans"].as_array().map(Vec::len), Some(marks.len()), "{line}");
    assert_eq!(rows(page).await?, marks);
    Ok(())
}

/// A program that the server does not have, or has as something else, is a message, and *Try again* helps once it is there.
async fn is_not_loaded(page: &mut Page, copy: &Copy) -> Outcome {
    let marks = marked(page).await?;
    for (file, broken) in [(WORKER, None), (PROGRAM, None), (PROGRAM, Some(b"<!DOCTYPE html>".as_slice()))] {
        match broken {
            None => copy.take_away(file)?,
            Some(content) => copy.put(file, content)?,
        }
        page.click(EXPORT).await?;
        page.until_text("dialog.export .alarm-text", "could not be loaded").await?;
        assert_eq!(page.count(".formats input").await?, 0);
        copy.restore(file)?;
        press_button(page, "Try again").await?;
        choose_spacy(page).await?;
        page.find(DOWNLOAD).await?;
        page.focus_is_kept("trying again").await?;
        close_dialog(page).await?;
        assert_eq!(rows(page).await?, marks);
        // So that the next round begins without a worker.
        page.reload().await?;
        page.find(".reader [data-block]").await?;
    }
    page.click(EXPORT).await?;
    choose_spacy(page).await?;
    download(page, &marks).await?;

    page.reload().await?;
    page.find(".reader [data-block]").await?;
    copy.take_away(WORKER)?;
    let line = br#"{"text": "Ada met.", "spans": [{"start": 0, "end": 3, "label": "PERSON"}]}"#;
    let file = page.file("ada.jsonl", line)?;
    page.upload(OPEN_FILE, &file).await?;
    page.until_text(".notice.alarm", "ada.jsonl was not opened").await?;
    page.until_text(".notice.alarm", "could not be loaded").await?;
    assert_eq!(rows(page).await?, marks);
    let named_text = page.file("ada.txt", line)?;
    page.upload(OPEN_FILE, &named_text).await?;
    page.until_text("dialog.ask-format", "It can be opened as plain text").await?;
    close_dialog(page).await?;
    assert_eq!(rows(page).await?, marks);
    copy.restore(WORKER)?;
    page.upload(OPEN_FILE, &file).await?;
    page.until_text(".reader", "Ada met.").await
}

/// A program that fails over a file says so in its own words; the next file is written by another one.
async fn fails(page: &mut Page, copy: &Copy) -> Outcome {
    copy.put(WORKER, FAILING.as_bytes())?;
    let marks = marked(page).await?;
    page.click(EXPORT).await?;
    choose_spacy(page).await?;
    page.until_text("dialog.export .alarm-text", "has failed: memory access out of bounds").await?;
    assert_eq!(page.count(DOWNLOAD).await?, 0);
    page.focus_is_kept("a failure").await?;
    copy.restore(WORKER)?;
    press_button(page, "Try again").await?;
    download(page, &marks).await?;
    assert_eq!(page.count(".rescue").await?, 0, "the page itself has not failed");
    Ok(())
}

/// A program that says nothing is ended at its deadline. A minute is a tenth of a second here, until the worker is mended.
async fn hangs(page: &mut Page, copy: &Copy) -> Outcome {
    let hurry = "window.unhurried = window.setTimeout;
        window.setTimeout = (then, milliseconds, ...more) =>
            window.unhurried(then, milliseconds === 60_000 ? 100 : milliseconds, ...more);";
    let calm = "window.setTimeout = window.unhurried";
    copy.put(WORKER, HANGING.as_bytes())?;
    let marks = marked(page).await?;
    page.click(EXPORT).await?;
    page.find(".formats input").await?;
    page.js(hurry).await?;
    choose_spacy(page).await?;
    page.until_text("dialog.export .alarm-text", "took too long and was stopped").await?;
    page.js(calm).await?;
    copy.restore(WORKER)?;
    press_button(page, "Try again").await?;
    page.find(DOWNLOAD).await?;
    close_dialog(page).await?;

    // And where it never even says what formats there are.
    page.reload().await?;
    page.find(".reader [data-block]").await?;
    copy.put(WORKER, SILENT.as_bytes())?;
    page.js(hurry).await?;
    page.click(EXPORT).await?;
    page.until_text("dialog.export .alarm-text", "took too long and was stopped").await?;
    page.js(calm).await?;
    copy.restore(WORKER)?;
    press_button(page, "Try again").await?;
    choose_spacy(page).await?;
    download(page, &marks).await
}

/// What is being written is stopped by *Cancel*, and *Try again* begins anew; so is what is being read.
async fn is_stopped(page: &mut Page, copy: &Copy) -> Outcome {
    copy.put(WORKER, HANGING.as_bytes())?;
    let marks = marked(page).await?;
    page.click(EXPORT).await?;
    choose_spacy(page).await?;
    page.until_text("dialog.export .losses", "Preparing the file").await?;
    press_button(page, "Cancel").await?;
    page.until_text("dialog.export .alarm-text", "was stopped").await?;
    page.focus_is_kept("cancelling an export").await?;
    assert_eq!(page.count(DOWNLOAD).await?, 0);
    copy.restore(WORKER)?;
    press_button(page, "Try again").await?;
    page.find(DOWNLOAD).await?;
    page.focus_is_kept("trying again").await?;
    download(page, &marks).await?;

    page.reload().await?;
    page.find(".reader [data-block]").await?;
    copy.put(WORKER, SILENT.as_bytes())?;
    let line = br#"{"text": "Ada met.", "spans": []}"#;
    let file = page.file("ada.jsonl", line)?;
    page.upload(OPEN_FILE, &file).await?;
    page.find("dialog.converting").await?;
    press_button(page, "Cancel").await?;
    page.until_text(".notice.alarm", "ada.jsonl was not opened. That was stopped.").await?;
    page.focus_is_kept("cancelling an import").await?;
    assert_eq!(rows(page).await?, marks);
    copy.restore(WORKER)?;
    page.upload(OPEN_FILE, &file).await?;
    page.until_text(".reader", "Ada met.").await
}

macro_rules! on_a_copy_in_both_browsers {
    ($($name:ident: $test:ident),+ $(,)?) => {$(
        mod $name {
            use crate::browser::Kind;

            #[test]
            fn chromium() {
                super::run(Kind::Chromium, stringify!($name), super::$test);
            }

            #[test]
            fn firefox() {
                super::run(Kind::Firefox, stringify!($name), super::$test);
            }
        }
    )+};
}

on_a_copy_in_both_browsers!(
    converter_is_not_loaded: is_not_loaded,
    converter_fails: fails,
    converter_hangs: hangs,
    converter_is_stopped: is_stopped,
);
