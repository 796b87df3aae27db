//! Files of other tools: each format is downloaded through the dialog, and opened again where it can be.

use crate::outcome::{Failure, Outcome};
use crate::page::{Download, Page};
use crate::steps::{OPEN_FILE, close_dialog, open_sample, rows, tag, tagged, until_rows};

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
        // A message may lie over the dialog that comes next.
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
