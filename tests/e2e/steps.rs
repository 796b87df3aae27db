//! What a person does with Rubricate again and again: tag words, look at the list, open a file, download.

use std::path::Path;
use std::process::Command;

use fantoccini::Locator;
use fantoccini::elements::Element;
use serde_json::{Value as Json, json};

use crate::outcome::{Failure, Outcome};
use crate::page::{Download, Page};

/// The hidden field behind the *Open* button.
pub(crate) const OPEN_FILE: &str = "#open-file";

/// A tag and the words that carry it: what a row of the list shows, and what a downloaded record says.
pub(crate) type Tagged = (String, String);

/// The same, as a test writes it.
pub(crate) fn tagged(pairs: &[(&str, &str)]) -> Vec<Tagged> {
    pairs.iter().map(|(tag, words)| ((*tag).to_owned(), (*words).to_owned())).collect()
}

// Opening

/// Opens the page on a first visit, and waits until its sample is there.
pub(crate) async fn open_sample(page: &Page) -> Outcome {
    page.open("").await?;
    page.find(".reader [data-block]").await?;
    page.until_text("h1.visually-hidden", "Harbour Vote Splits Port Amelie").await
}

/// Opens a file by the page's file field, and waits until the article has these words.
pub(crate) async fn open_file(page: &Page, file: &Path, words: &str) -> Outcome {
    page.upload(OPEN_FILE, file).await?;
    page.until_text(".reader", words).await
}

/// Pastes text into the page, outside of every field. No test can read or write the clipboard of a headless browser, so
/// the event is made.
pub(crate) async fn paste(page: &Page, text: &str) -> Outcome {
    let script = "
        const [data] = arguments, dataType = 'text/plain', clipboardData = new DataTransfer();
        clipboardData.setData(dataType, data);
        // Firefox takes the data from fields of its own.
        const paste = { clipboardData, data, dataType, bubbles: true, cancelable: true };
        document.body.dispatchEvent(new ClipboardEvent('paste', paste));";
    page.js_with(script, vec![json!(text)]).await.map(drop)
}

// Buttons

/// Clicks the button that is called this, by its text or its label. One in an open dialog goes first.
pub(crate) async fn press_button(page: &Page, name: &str) -> Outcome {
    page.until(&format!("there is a button {name:?}"), async || find_button(page, name).await.map(|_| true)).await?;
    Ok(find_button(page, name).await?.click().await?)
}

async fn find_button(page: &Page, name: &str) -> Outcome<Element> {
    // One has a space in it that does not break.
    let text = "normalize-space(translate(., '\u{a0}', ' '))";
    let called = format!("button[{text} = \"{name}\" or @aria-label = \"{name}\"]");
    let in_dialog = format!("//dialog[@open]//{called}");
    match page.client().find(Locator::XPath(&in_dialog)).await {
        Ok(button) => Ok(button),
        Err(_) => Ok(page.client().find(Locator::XPath(&format!("//{called}"))).await?),
    }
}

/// Clears what lies over the page.
pub(crate) async fn close_dialog(page: &Page) -> Outcome {
    press_button(page, "Close").await?;
    page.until_gone("dialog").await
}

// Tagging

/// Selects words with the mouse, presses a key, and waits until the list has one row more.
pub(crate) async fn tag(page: &Page, words: &str, key: &str) -> Outcome {
    tag_occurrence(page, words, 0, key).await
}

/// The same, with an occurrence of the words, the first being 0.
pub(crate) async fn tag_occurrence(page: &Page, words: &str, occurrence: usize, key: &str) -> Outcome {
    let before = count_rows(page).await?;
    // The card of a sentiment may lie over the words.
    if page.count(".card").await? > 0 {
        page.press(&["Escape"]).await?;
        page.until_gone(".card").await?;
    }
    page.select_occurrence(words, occurrence).await?;
    page.find(".label-menu").await?;
    page.press(&[key]).await?;
    until_rows(page, before + 1).await
}

/// Waits until a mark with these words has the focus.
pub(crate) async fn until_focused(page: &Page, tag: &str, words: &str) -> Outcome {
    let what = format!("{words:?} has the focus as {tag}");
    page.until(&what, async || {
        let focused = (sign_text(page, ".inspector-head .sign").await?, page.text(".inspector blockquote").await?);
        Ok(focused == (tag.to_owned(), words.to_owned()))
    })
    .await
}

/// Waits until a click at a place where there was one just now counts as another click, and not as a double one.
pub(crate) async fn wait_out_double_click(page: &Page) -> Outcome {
    page.js("window.clickedAt = performance.now()").await?;
    page.until_js("a double click is too late", "performance.now() - window.clickedAt > 800").await
}

// The list

pub(crate) async fn count_rows(page: &Page) -> Outcome<usize> {
    page.count(".row-button").await
}

pub(crate) async fn until_rows(page: &Page, count: usize) -> Outcome {
    page.until(&format!("the list has {count} rows"), async || Ok(count_rows(page).await? == count)).await
}

/// The rows of the list, from the top.
pub(crate) async fn rows(page: &Page) -> Outcome<Vec<Tagged>> {
    let script = "return [...document.querySelectorAll('.row-button')].map((row) => {
        const sign = row.querySelector('.sign');
        return [sign.dataset.polarity ?? sign.textContent, row.querySelector('.row-quote').textContent];
    })";
    Ok(serde_json::from_value(page.js(script).await?)?)
}

async fn sign_text(page: &Page, css: &str) -> Outcome<String> {
    let polarity = page.attribute(css, "data-polarity").await?;
    match polarity {
        Some(polarity) => Ok(polarity),
        None => page.text(css).await,
    }
}

// Taking away

/// Downloads the article, checks what holds of every download, and gives the file.
pub(crate) async fn download(page: &Page) -> Outcome<(Download, Json)> {
    press_button(page, "Download JSON").await?;
    downloaded(page).await
}

/// The file of a download that was asked for, checked.
pub(crate) async fn downloaded(page: &Page) -> Outcome<(Download, Json)> {
    let download = page.download().await?;
    let file: Json = serde_json::from_slice(&download.bytes)?;
    check_schema(&file)?;
    check_in_python(&download.path)?;
    Ok((download, file))
}

/// The records of a downloaded file: mentions and frames, in the order of the text, longer ones first.
pub(crate) fn records(file: &Json) -> Vec<Tagged> {
    let lists = ["mentions", "frames"].map(|list| file[list].as_array().cloned().unwrap_or_default());
    let mut records = lists.concat();
    records.sort_by_key(|record| {
        let span = &record["spans"][0];
        (span["start"].as_u64(), std::cmp::Reverse(span["end"].as_u64()))
    });
    let word = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    let tag = |record: &Json| word(if record["polarity"].is_null() { &record["label"] } else { &record["polarity"] });
    records.iter().map(|record| (tag(record), word(&record["spans"][0]["quote"]))).collect()
}

fn check_schema(file: &Json) -> Outcome {
    let schema = std::fs::read(xtask::project_root().join("docs/schema/rubricate-1.schema.json"))?;
    let schema: Json = serde_json::from_slice(&schema)?;
    let validator = jsonschema::draft202012::new(&schema)?;
    let errors: Vec<String> =
        validator.iter_errors(file).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    Ok(())
}

/// Slices a downloaded file's text in Python, by each of the three units, and compares with the quotes. It begins with
/// the reader that docs/json.md shows.
fn check_in_python(file: &Path) -> Outcome {
    const OTHER_UNITS: &str = r#"
utf16, utf8 = text.encode("utf-16-le"), text.encode()
for span in (span for record in session["mentions"] + session["frames"] for span in record["spans"]):
    (start, end), (first, last) = span["utf16"], span["utf8"]
    assert utf16[2 * start : 2 * end].decode("utf-16-le") == span["quote"], span
    assert utf8[first:last].decode() == span["quote"], span
length = session["document"]["length"]
assert length == {"code_points": len(text), "utf16": len(utf16) // 2, "utf8": len(utf8)}, length
"#;
    let documentation = std::fs::read_to_string(xtask::project_root().join("docs/json.md"))?;
    let reader = documentation.split_once("```python\n").and_then(|(_, rest)| rest.split_once("```"));
    let reader = reader.ok_or_else(|| Failure::new("docs/json.md has no reader in Python"))?.0;
    let python = Command::new("python3").arg("-c").arg(format!("{reader}{OTHER_UNITS}")).arg(file).output()?;
    assert!(python.status.success(), "{}", String::from_utf8_lossy(&python.stderr));
    Ok(())
}

// What is kept

/// What local storage holds, without what says where the article was scrolled to.
pub(crate) async fn stored(page: &Page) -> Outcome<Json> {
    page.js("return Object.fromEntries(Object.entries(localStorage).filter(([key]) => !key.endsWith('/place')))").await
}

/// No tag of the page's own making was smuggled in, and nothing ran.
pub(crate) async fn assert_nothing_ran(page: &Page) -> Outcome {
    assert_eq!(page.js("return window.executed ?? null").await?, Json::Null);
    assert_eq!(page.count("img, iframe, body script, [onerror], [onload], [onclick]").await?, 0);
    Ok(())
}
