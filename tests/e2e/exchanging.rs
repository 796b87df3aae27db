//! Files of other tools: each format is downloaded through the dialog, and opened again where it can be.

use crate::browser::Kind;
use crate::outcome::{Failure, Outcome};
use crate::page::{Download, Page};
use crate::steps::{OPEN_FILE, close_dialog, open_sample, press_button, rows, tag, tagged, until_rows};

const SAMPLE: &str = include_str!("../../src/ui/sample.txt");
const EXPORT: &str = ".open-export";
const DOWNLOAD: &str = "dialog.export .primary:not(:disabled)";

/// Formats that hold no sentiment, or nothing but sentiments.
const LOSSY: [&str; 2] = ["conll", "structured-sentiment"];

/// The one that holds nothing but what is felt about a mention, in no words.
const NEWS_MTSC: &str = "news-mtsc";

/// Formats whose files have no text: they go to the open article.
const TEXTLESS: [&str; 2] = ["csv", "web-annotation"];

async fn formats(page: &Page) -> Outcome<Vec<(String, bool)>> {
    page.click(EXPORT).await?;
    page.find(".formats input").await?;
    let script = "return [...document.querySelectorAll('.format')].map((format) =>
        [format.querySelector('input').value, !format.textContent.includes('Cannot be opened again')])";
    let formats = serde_json::from_value(page.js(script).await?)?;
    close_dialog(page).await?;
    Ok(formats)
}

/// Chooses a format in the dialog, and waits until its file is ready.
async fn choose(page: &Page, format: &str) -> Outcome {
    page.click(EXPORT).await?;
    page.find(".formats input").await?;
    page.js_with("document.querySelector(`.formats input[value=\"${arguments[0]}\"]`).click()", vec![format.into()])
        .await?;
    page.find(DOWNLOAD).await.map(drop)
}

/// Downloads the article in a format, having seen what is lost.
async fn export(page: &Page, format: &str, is_lossy: bool) -> Outcome<Download> {
    choose(page, format).await?;
    if is_lossy {
        page.find(".gone li").await?;
    }
    page.click(DOWNLOAD).await?;
    let file = page.download().await.map_err(|failure| Failure::new(format!("{format}: {failure}")))?;
    page.until_gone("dialog.export").await?;
    Ok(file)
}

/// Opens a file, and waits until there is one article more.
async fn open_as_article(page: &Page, file: &Download) -> Outcome {
    let kept = articles(page).await?;
    page.upload(OPEN_FILE, &file.path).await?;
    page.until("it is an article", async || Ok(articles(page).await? == kept + 1)).await
}

/// How many articles are kept.
async fn articles(page: &Page) -> Outcome<usize> {
    let script = "return Object.keys(localStorage).filter((key) => key.endsWith('/meta')).length";
    Ok(serde_json::from_value(page.js(script).await?)?)
}

/// Each format goes out; each that can be read comes back with the same marks, but for what the dialog said.
pub(crate) async fn files_of_other_tools_go_out_and_come_back(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    tag(page, "Ines Okafor", "2").await?;
    tag(page, "reckless", "-").await?;
    let marks = rows(page).await?;
    let formats = formats(page).await?;
    assert!(formats.len() >= 19, "{formats:?}");
    for (format, is_read) in formats.iter().filter(|(format, _)| format != NEWS_MTSC) {
        let is_lossy = LOSSY.contains(&format.as_str());
        let file = export(page, format, is_lossy).await?;
        if !is_read || is_lossy {
            continue;
        }
        if TEXTLESS.contains(&format.as_str()) {
            page.upload(OPEN_FILE, &file.path).await?;
            page.until_text(".notice", "has all of this already").await?;
            // Beside that there is nothing to list.
            assert_eq!(page.count("dialog.problems").await?, 0, "{format}");
        } else {
            open_as_article(page, &file).await?;
        }
        until_rows(page, marks.len()).await?;
        assert_eq!(rows(page).await?, marks, "{format}");
        // So that the next message is another one.
        page.js("document.querySelectorAll('.notice [aria-label=Dismiss]').forEach((button) => button.click())")
            .await?;
        page.frames().await?;
    }

    page.click_text("Ines Okafor").await?;
    page.find(".inspector").await?;
    page.press(&["+"]).await?;
    until_rows(page, marks.len() + 1).await?;
    let file = export(page, NEWS_MTSC, true).await?;
    open_as_article(page, &file).await?;
    until_rows(page, 2).await?;
    assert_eq!(rows(page).await?, tagged(&[("Target", "Ines Okafor"), ("positive", "(no words)")]));

    let problems = page.console_problems().await?;
    assert!(problems.is_empty(), "{problems:#?}");
    Ok(())
}

/// A broken file is refused with the reason, an ambiguous one asked about; text in an older encoding is opened in the one that was chosen.
pub(crate) async fn odd_files_are_asked_about(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    tag(page, "Ines Okafor", "2").await?;
    let marks = rows(page).await?;

    let broken = page.file("broken.zip", b"PK\x03\x04 and no more\xff")?;
    page.upload(OPEN_FILE, &broken).await?;
    page.until_text(".notice.alarm", "broken.zip was not opened").await?;
    assert_eq!(rows(page).await?, marks);

    let ambiguous = page.file("ambiguous.jsonl", br#"{"text": "Ada met.", "id": 1}"#)?;
    page.upload(OPEN_FILE, &ambiguous).await?;
    page.until_text("dialog.ask-format", "Plain text").await?;
    assert!(page.count(".ask-choices button").await? > 2);
    close_dialog(page).await?;
    assert_eq!(rows(page).await?, marks);

    let latin = page.file("latin1.txt", b"Zo\xeb went to S\xe3o Paulo.")?;
    page.upload(OPEN_FILE, &latin).await?;
    page.find("dialog.ask-encoding").await?;
    page.until_text(".ask-encoding .format:has(:checked)", "Windows-1252").await?;
    page.until_text(".ask-encoding .format:has(:checked) mark", "ë went").await?;
    page.click(".ask-encoding .primary").await?;
    page.until_text(".reader", "Zoë went to São Paulo.").await
}

/// A message is read in an open dialog, and lies over none of its buttons, in a wide window and in a narrow one.
pub(crate) async fn messages_cover_no_button(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    let covered = "
        const dialog = document.querySelector('dialog[open]');
        const notice = dialog.querySelector('.notice').getBoundingClientRect();
        const lies = (element) => {
            const box = element.getBoundingClientRect();
            element.scrollIntoView({ block: 'nearest' });
            const { left, right, top, bottom } = element.getBoundingClientRect();
            const at = dialog.querySelector('.notice').getBoundingClientRect();
            return box.width > 0 && left < at.right && right > at.left && top < at.bottom && bottom > at.top;
        };
        const buttons = [...dialog.querySelectorAll('.dialog-body :is(button, input, select, textarea, a[href])')];
        return [notice.height > 0, buttons.length, buttons.filter(lies).map((button) => button.outerHTML),
            getComputedStyle([...document.querySelectorAll('.notices')].at(-1)).visibility]";
    // Firefox makes no window narrower.
    let narrow = if page.kind() == Kind::Chromium { 360 } else { 500 };
    for width in [1280, narrow] {
        page.resize(width, 740).await?;
        let broken = page.file("broken.zip", b"PK\x03\x04 and no more\xff")?;
        page.upload(OPEN_FILE, &broken).await?;
        page.until_text(".notice.alarm", "broken.zip was not opened").await?;
        page.click(EXPORT).await?;
        page.find("dialog[open] .notice").await?;
        page.find(".formats input").await?;
        let seen = page.js(covered).await?;
        assert_eq!((&seen[0], &seen[2], &seen[3]), (&true.into(), &serde_json::json!([]), &"hidden".into()), "{width}");
        assert!(seen[1].as_u64().is_some_and(|controls| controls > 15), "{seen}");
        close_dialog(page).await?;
    }
    page.click(".notice [aria-label=Dismiss]").await?;
    page.until_gone(".notice").await
}

/// A file without a text comes to the open article as one change: one undo takes back its label, its marks and the sentiment
/// about one of them, also after a reload.
pub(crate) async fn attached_file_is_one_undo_step(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    tag(page, "Ines Okafor", "2").await?;
    let marks = rows(page).await?;
    let labels = page.texts(".label-bar .chips button").await?;
    let at = |words: &str| {
        let start = SAMPLE.find(words).map_or(0, |byte| SAMPLE[..byte].chars().count());
        format!("{start},{},{words}", start + words.chars().count())
    };
    let (name, word) = (at("Ines Okafor"), at("reckless"));
    let table = format!("id,start,end,text,label,polarity,target\r\na,{name},Reeve,,\r\nb,{word},,negative,a\r\n");
    let file = page.file("found.csv", table.as_bytes())?;
    page.upload(OPEN_FILE, &file).await?;
    page.until_text(".notice", "Attached 2 annotations from found.csv. One undo takes it back.").await?;
    until_rows(page, marks.len() + 2).await?;
    let attached = rows(page).await?;
    page.reload().await?;
    until_rows(page, attached.len()).await?;
    assert_eq!(rows(page).await?, attached);
    let title = page.attribute("button[aria-label=Undo]", "title").await?.unwrap_or_default();
    assert!(title.contains("Attach 2 annotations from found.csv"), "{title}");
    press_button(page, "Undo").await?;
    until_rows(page, marks.len()).await?;
    assert_eq!(rows(page).await?, marks);
    assert_eq!(page.texts(".label-bar .chips button").await?, labels);
    press_button(page, "Redo").await?;
    until_rows(page, attached.len()).await?;
    assert_eq!(rows(page).await?, attached);
    Ok(())
}

/// What is broken or misnamed is never taken for prose: the good lines are read and the broken one is named, and a text that
/// looks like the file of a tool is asked about.
pub(crate) async fn damaged_and_misnamed_files_are_told(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    let line = |text: &str| {
        format!("{{\"text\": \"{text}\", \"spans\": [{{\"start\": 0, \"end\": 3, \"label\": \"PERSON\"}}]}}")
    };
    let broken = format!("{}\n{{\"text\": \"Cut o\n{}\n", line("Ada came first."), line("Bob came last."));
    let file = page.file("broken.jsonl", broken.as_bytes())?;
    page.upload(OPEN_FILE, &file).await?;
    page.until_text("dialog.problems", "2 documents, 1 left out").await?;
    page.until_text("dialog.problems", "Line 2: it is not JSON to its end: it seems to be cut off; left out.").await?;
    close_dialog(page).await?;
    page.until_text(".reader", "Ada came first.").await?;

    let tokens = page.file("tokens.txt", b"Eve B-PER\nmet O\nMallory B-PER\nin O\nRome B-LOC\n. O\n")?;
    page.upload(OPEN_FILE, &tokens).await?;
    page.until_text("dialog.ask-format", "By its name this is a plain text").await?;
    assert_eq!(page.texts(".ask-choices button").await?, ["CoNLL-2003 (IOB2)", "Plain text"]);
    page.until_text(".reader", "Ada came first.").await?;
    page.click(".ask-choices button:last-child").await?;
    page.until_text(".reader", "Eve B-PER").await?;
    page.focus_is_kept("choosing what a file is").await?;

    let cut = page.file("cut.jsonl", br#"{"text": "Ada, and no m"#)?;
    page.upload(OPEN_FILE, &cut).await?;
    page.until_text("dialog.ask-format", "does not look as its name says").await?;
    page.click(".ask-choices button:first-child").await?;
    page.until_text(".notice.alarm", "Line 1: it is not JSON to its end").await?;
    page.until_text(".reader", "Eve B-PER").await?;

    let prose =
        page.file("notes.md", b"# Notes\n\n- [ ] label, text\n\n```json\n{\"text\": \"Ada\", \"spans\": []}\n```\n")?;
    page.upload(OPEN_FILE, &prose).await?;
    page.until_text(".reader", "# Notes").await?;
    assert_eq!(page.count("dialog[open]").await?, 0);
    Ok(())
}
