//! The whole job without a mouse: nothing in this file presses, clicks or points.

use serde_json::json;

use crate::outcome::{Failure, Outcome};
use crate::page::Page;
use crate::steps::{downloaded, open_sample, records, rows, tagged, until_rows};

const TEXT: &str = "Ada Lovelace met Charles Babbage in London.\n\
    \n\
    She admired the engine! Yahoo! paid 👨‍👩‍👧 in Zu\u{308}rich.\n\
    سافرت ليلى إلى القاهرة.\n";

/// Presses Tab until a button with these words has the focus.
async fn tab_to(page: &Page, words: &str) -> Outcome {
    for _ in 0..60 {
        let focused = page.js("return document.activeElement?.textContent.trim() ?? ''").await?;
        if focused.as_str() == Some(words) {
            return Ok(());
        }
        page.press(&["Tab"]).await?;
    }
    Err(Failure::new(format!("Tab never comes to {words:?}")))
}

/// Waits until keys have selected exactly these words, and the labels are offered; the article keeps the focus.
async fn until_selected(page: &Page, words: &str) -> Outcome {
    page.until(&format!("{words:?} is selected"), async || Ok(page.selected().await? == words)).await?;
    page.find(".label-menu").await?;
    page.until_js("the article has the focus", "document.activeElement?.id === 'reader'").await
}

async fn until_caret_is_shown(page: &Page) -> Outcome {
    let shown = "(() => {
        const caret = document.querySelector('.caret');
        if (!caret || getComputedStyle(caret).visibility !== 'visible') return false;
        const { top, bottom } = caret.getBoundingClientRect();
        return bottom - top > 10 && top >= 0 && bottom <= innerHeight;
    })()";
    page.until_js("the caret is in view", shown).await
}

pub(crate) async fn keyboard_alone_does_the_whole_job(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    start_article(page).await?;
    tag_by_caret(page).await?;
    mend(page).await?;

    page.press(&["Control+s"]).await?;
    let (_, file) = downloaded(page).await?;
    let expected = [
        ("PERSON", "Ada Lovelace"),
        ("PERSON", "Charles Babbage"),
        ("GPE", "London"),
        ("positive", "She admired the engine!"),
        ("ORG", "Yahoo!"),
        ("PERSON", "👨‍👩‍👧"),
        ("GPE", "Zu\u{308}rich"),
        ("GPE", "القاهرة"),
    ];
    assert_eq!(records(&file), tagged(&expected));
    assert_eq!(file["document"]["text"], TEXT);
    assert_eq!(file["mentions"][2]["note"], "a city");
    let problems = page.console_problems().await?;
    assert!(problems.is_empty(), "{problems:#?}");
    Ok(())
}

/// A new article, from the palette on. The text comes into the field as typing would bring it, but for its speed.
async fn start_article(page: &Page) -> Outcome {
    page.press(&["Control+k"]).await?;
    page.find("dialog[open] input").await?;
    page.type_text("start a new").await?;
    page.press(&["Enter"]).await?;
    page.find("dialog[open] textarea:focus").await?;
    let insert = "document.execCommand('insertText', false, arguments[0])";
    page.js_with(insert, vec![json!(TEXT)]).await?;
    tab_to(page, "Start annotating").await?;
    page.press(&["Enter"]).await?;
    page.until_text(".reader", "Ada Lovelace").await?;
    page.until_gone("dialog").await?;
    // What had the focus is gone; the article has it.
    page.until_js("the article has the focus", "document.activeElement?.id === 'reader'").await?;
    until_caret_is_shown(page).await?;
    // The reader is one stop: Tab leaves it, and Shift+Tab comes back.
    page.press(&["Tab"]).await?;
    page.until_js("Tab leaves the article", "!document.activeElement?.closest('.reader')").await?;
    page.press(&["Shift+Tab"]).await?;
    until_caret_is_shown(page).await
}

async fn tag_by_caret(page: &Page) -> Outcome {
    page.press(&["Control+Home", "Control+Shift+ArrowRight", "Control+Shift+ArrowRight"]).await?;
    until_selected(page, "Ada Lovelace").await?;
    page.until_text("[role=status].visually-hidden", "Selected “Ada Lovelace”.").await?;
    page.press(&["2"]).await?;
    until_rows(page, 1).await?;

    // The caret stands at the end of what was tagged: on past “met”. The space behind it is not meant.
    page.press(&["Control+ArrowRight", "Control+Shift+ArrowRight", "Control+Shift+ArrowRight"]).await?;
    page.until_text("[role=status].visually-hidden", "Selected “Charles Babbage”.").await?;
    page.press(&["2"]).await?;
    page.until("no space is tagged", async || {
        Ok(rows(page).await? == tagged(&[("PERSON", "Ada Lovelace"), ("PERSON", "Charles Babbage")]))
    })
    .await?;

    // What keys select is taken exactly. The mark is made whole later on.
    page.press(&["End", "ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowLeft"]).await?;
    until_selected(page, "don").await?;
    page.press(&["1"]).await?;
    page.until("it is tagged as it is", async || Ok(rows(page).await?.last() == tagged(&[("GPE", "don")]).first()))
        .await?;

    // Over a blank line, by sentence.
    page.press(&["Control+ArrowDown", "Alt+Shift+ArrowDown"]).await?;
    until_selected(page, "She admired the engine!").await?;
    page.press(&["="]).await?;
    until_rows(page, 4).await?;

    page.press(&["ArrowRight", "Control+Shift+ArrowRight", "Shift+ArrowRight"]).await?;
    until_selected(page, "Yahoo!").await?;
    page.press(&["4"]).await?;
    until_rows(page, 5).await?;

    // A family is one character, and so is a letter with its mark.
    page.press(&["Control+ArrowRight", "ArrowRight", "Shift+ArrowRight"]).await?;
    until_selected(page, "👨‍👩‍👧").await?;
    page.press(&["2"]).await?;
    until_rows(page, 6).await?;
    page.press(&["End", "ArrowLeft", "Control+ArrowLeft", "Shift+ArrowRight", "Shift+ArrowRight"]).await?;
    until_selected(page, "Zu\u{308}").await?;
    page.press(&["Control+Shift+ArrowRight", "1"]).await?;
    until_rows(page, 7).await?;

    // In a line that is read from right to left, the arrow to the left goes on.
    page.press(&["ArrowDown", "End", "ArrowRight", "Control+Shift+ArrowRight"]).await?;
    until_selected(page, "القاهرة").await?;
    page.press(&["1"]).await?;
    until_rows(page, 8).await
}

/// Corrects what was tagged: an edge, a note, one mark too many, two that are one.
async fn mend(page: &Page) -> Outcome {
    let has = async |expected: &[(&str, &str)]| {
        let rows = rows(page).await?;
        Ok(tagged(expected).iter().all(|expected| rows.contains(expected)))
    };
    page.press(&["Escape", "Control+Home", "n", "n", "["]).await?;
    page.until("its start moved", async || has(&[("PERSON", "met Charles Babbage")]).await).await?;
    page.press(&["Shift+{"]).await?;
    page.until("and back", async || has(&[("PERSON", "Charles Babbage")]).await).await?;
    page.press(&["n", "["]).await?;
    page.until("the word is whole", async || has(&[("GPE", "London")]).await).await?;
    page.press(&["]"]).await?;
    page.until("its end moved", async || has(&[("GPE", "London. She")]).await).await?;
    page.press(&["Shift+}"]).await?;
    page.until("and back", async || has(&[("GPE", "London")]).await).await?;

    page.press(&["Enter"]).await?;
    page.find("textarea:focus").await?;
    page.type_text("a city").await?;
    page.press(&["Escape"]).await?;
    until_caret_is_shown(page).await?;

    // Cut in two, and joined again.
    page.press(&["p", "Control+ArrowRight", "s"]).await?;
    page.until("it is two", async || has(&[("PERSON", "Charles"), ("PERSON", "Babbage")]).await).await?;
    page.press(&["j"]).await?;
    page.until("it is one", async || has(&[("PERSON", "Charles Babbage")]).await).await?;

    // A second stretch, and away with it; the mark at the caret is meant, where none has the focus.
    page.press(&["Control+ArrowRight", "ArrowRight", "Control+Shift+ArrowRight", "f"]).await?;
    page.until("it has a second stretch", async || has(&[("PERSON", "Charles Babbage in")]).await).await?;
    page.press(&["Shift+ArrowLeft", "Shift+ArrowLeft", "Shift+F"]).await?;
    page.until("it has one", async || has(&[("PERSON", "Charles Babbage")]).await).await?;

    page.press(&["Escape", "Control+Home", "Delete"]).await?;
    until_rows(page, 7).await?;
    page.focus_is_kept("Delete").await?;
    page.press(&["Control+z"]).await?;
    until_rows(page, 8).await?;
    // From wherever the focus is, Escape comes back to the text.
    page.press(&["Shift+Tab", "Escape"]).await?;
    until_caret_is_shown(page).await
}
