//! Text in which code points, UTF-16 units, bytes and what a person sees as a letter are all different.

use serde_json::{Value as Json, json};

use crate::outcome::Outcome;
use crate::page::{Download, Page};
use crate::steps::{
    Tagged, close_dialog, download, open_file, open_sample, paste, press_button, records, rows, tag, tagged,
};

const TEXT: &str = "Die Familie 👨‍👩‍👧‍👦 fuhr mit 𝒜da nach 🇵🇹 und 🇯🇵.\r\n\
    \r\n\
    Zoe\u{308} aß im Cafe\u{301} der E\u{301}cole, 👍🏽 sagte Noe\u{308}l.\r\n\
    سافرت ليلى إلى القاهرة يوم الأحد.\r\n\
    דוד נסע לירושלים עם NATO אתמול.\r\n\
    Erste\u{2028}Zweite Halle\u{2028}Dritte.\r\n\
    สมชายไปเชียงใหม่เมื่อวานนี้\r\n\
    昨日、田中さんは𠮷野家から東京へ行った。\r\n\
    Ende 😀😀 in Åre.\r\n";

/// What is tagged, with which key, in the order of the text.
const TAGS: [(&str, &str, &str); 15] = [
    ("👨‍👩‍👧‍👦", "2", "PERSON"),
    ("𝒜da", "2", "PERSON"),
    ("🇯🇵", "1", "GPE"),
    ("Zoe\u{308}", "2", "PERSON"),
    ("E\u{301}cole", "4", "ORG"),
    ("👍🏽", "=", "positive"),
    ("القاهرة", "1", "GPE"),
    ("الأحد", "3", "DATE"),
    ("לירושלים", "1", "GPE"),
    ("NATO", "4", "ORG"),
    ("Zweite Halle", "9", "FAC"),
    ("เชียงใหม่", "1", "GPE"),
    ("𠮷野家", "4", "ORG"),
    ("東京", "1", "GPE"),
    ("Åre", "1", "GPE"),
];

fn expected() -> Vec<Tagged> {
    tagged(&TAGS.map(|(words, _, tag)| (tag, words)))
}

/// The page takes exactly what is selected: browsers do not agree on where the words of Chinese and Japanese begin.
pub(crate) async fn take_what_is_selected(page: &Page) -> Outcome {
    press_button(page, "Settings").await?;
    page.click("input[name=snap]:is(label:nth-of-type(2) > *)").await?;
    page.until_text("label:has(input[name=snap]:checked)", "Exactly what was selected").await?;
    close_dialog(page).await
}

/// A file with a byte order mark in front; and one frame over the end of a line, which no line end may get lost in.
pub(crate) async fn hard_text_slices_right(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    take_what_is_selected(page).await?;
    let file = page.file("hard.txt", format!("\u{feff}{TEXT}").as_bytes())?;
    open_file(page, &file, "Familie").await?;
    for (words, key, _) in TAGS {
        tag(page, words, key).await?;
    }
    let (taken, file) = download(page).await?;
    assert_eq!(file["document"]["byte_order_mark"], true);
    assert_eq!(file["document"]["text"], TEXT);
    assert_eq!(records(&file), expected());

    page.select_between("sagte", "ليلى").await?;
    page.find(".label-menu").await?;
    page.press(&["m"]).await?;
    page.until("it is in the list", async || Ok(rows(page).await?.iter().any(|(tag, _)| tag == "mixed"))).await?;
    let (_, file) = download(page).await?;
    assert_eq!(file["frames"][1]["spans"][0]["quote"], "sagte Noe\u{308}l.\r\nسافرت ليلى");

    comes_back_the_same(page, &taken).await
}

/// A reload, and opening the file, give the very same file.
async fn comes_back_the_same(page: &Page, taken: &Download) -> Outcome {
    page.reload().await?;
    page.until_text(".reader", "Familie").await?;
    page.until("the marks are there", async || Ok(rows(page).await?.len() == TAGS.len() + 1)).await?;
    page.press(&["Control+z"]).await?;
    page.until("the last one is gone", async || Ok(rows(page).await? == expected())).await?;
    let (_, file) = download(page).await?;
    assert_eq!(file, serde_json::from_slice::<Json>(&taken.bytes)?);

    page.upload(crate::steps::OPEN_FILE, &taken.path).await?;
    page.until_text(".notice", "second").await?;
    page.until("the marks are there", async || Ok(rows(page).await? == expected())).await?;
    let (_, mut again) = download(page).await?;
    again["document"]["id"] = file["document"]["id"].clone();
    assert_eq!(again, file);
    let problems = page.console_problems().await?;
    assert!(problems.is_empty(), "{problems:#?}");
    Ok(())
}

/// The same text from the clipboard, without a byte order mark; half an emoji in what is typed is never marked.
pub(crate) async fn hard_text_is_pasted(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    take_what_is_selected(page).await?;
    paste(page, TEXT).await?;
    press_button(page, "Start annotating").await?;
    page.until_text(".reader", "Familie").await?;
    for (words, key, _) in TAGS {
        tag(page, words, key).await?;
    }
    let (_, file) = download(page).await?;
    assert_eq!(file["document"]["byte_order_mark"], false);
    assert_eq!(file["document"]["text"], TEXT);
    assert_eq!(records(&file), expected());

    // A selection that a script sets may begin inside of a family; a mark never does.
    let split = "const node = document.createTreeWalker(document.querySelector('.reader'), NodeFilter.SHOW_TEXT);
        while (node.nextNode()) {
            const at = node.currentNode.data.indexOf('😀😀');
            if (at >= 0) getSelection().setBaseAndExtent(node.currentNode, at + 1, node.currentNode, at + 3);
        }";
    page.js_with(split, vec![json!(null)]).await?;
    page.find(".label-menu").await?;
    page.press(&["0"]).await?;
    page.until("it is in the list", async || Ok(rows(page).await?.len() == TAGS.len() + 1)).await?;
    let (_, file) = download(page).await?;
    let frame = file["frames"].as_array().into_iter().flatten().find(|frame| frame["polarity"] == "neutral");
    let quote = frame.map(|frame| frame["spans"][0]["quote"].clone()).unwrap_or_default();
    assert!(["😀", "😀😀"].contains(&quote.as_str().unwrap_or_default()), "{quote}");
    Ok(())
}
