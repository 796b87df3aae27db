//! Texts at the edge of what a text can be: one endless line, a hundred thousand lines of one letter, characters that nobody
//! sees. Each opens, takes marks that an edit of a small article costs, and is taken away as it came.

use serde_json::json;
use xtask::article;

use crate::hard_text::take_what_is_selected;
use crate::keeping::{open_article, until_drawn, until_saved};
use crate::outcome::Outcome;
use crate::page::Page;
use crate::scale::{Cost, WATCH, cost_of, select_in_block};
use crate::steps::{download, open_file, open_sample, records, tagged, until_rows};

/// Opens a text file that an article may be, and waits until all of it is drawn.
async fn open_text(page: &Page, text: &str) -> Outcome {
    let file = page.file("extreme.txt", text.as_bytes())?;
    open_article(page).await?;
    page.upload("#open-file", &file).await?;
    page.until_js("the article is open", "document.querySelector('.source').value === 'extreme.txt'").await?;
    until_saved(page).await?;
    until_drawn(page).await?;
    assert_eq!(page.count(".notice, dialog, .banner").await?, 0);
    Ok(())
}

/// Marks a stretch in the middle of the text and another near its start, at the cost of a small article's edits, and takes
/// the file away. `blocks` is how many the text has to have.
async fn takes_marks(page: &Page, text: &str, blocks: usize, pattern: &str) -> Outcome {
    assert_eq!(page.count("[data-block]").await?, blocks);
    page.js(WATCH).await?;
    select_in_block(page, blocks / 2, pattern).await?;
    assert_eq!(cost_of(page, "1").await?, Cost::of_edit(1, 1));
    assert_eq!(cost_of(page, "2").await?, Cost::of_edit(1, 1));
    select_in_block(page, 2, pattern).await?;
    // The mark that loses the focus is drawn without it.
    assert_eq!(cost_of(page, "3").await?, Cost::of_edit(2, 2));
    assert_eq!(cost_of(page, "Control+z").await?, Cost::of_edit(1, 0));
    assert_eq!(cost_of(page, "Control+Shift+z").await?, Cost::of_edit(1, 1));

    let (_, file) = download(page).await?;
    assert!(file["document"]["text"] == text, "another text");
    let marks = records(&file);
    assert_eq!(marks.iter().map(|(label, _)| label.as_str()).collect::<Vec<_>>(), ["DATE", "PERSON"]);
    page.reload().await?;
    until_saved(page).await?;
    until_rows(page, 2).await
}

/// A megabyte without a line end, as a scraped page or a minified file has it.
pub(crate) async fn one_endless_line(page: &mut Page) -> Outcome {
    let text = article::generate(1_000_000, 0, 1).text.replace("\n\n", " ");
    open_text(page, &text).await?;
    let blocks = page.count("[data-block]").await?;
    assert!((250..300).contains(&blocks), "{blocks}");
    takes_marks(page, &text, blocks, r"\b[a-z]{5,}\b").await
}

/// A column of letters, as a table in a PDF becomes.
pub(crate) async fn a_hundred_thousand_lines(page: &mut Page) -> Outcome {
    let text = ('a'..='z').cycle().take(100_000).flat_map(|letter| [letter, '\n']).collect::<String>();
    open_text(page, &text).await?;
    takes_marks(page, &text, 100_000, "[a-z]").await
}

/// Zero-width spaces, joiners and non-joiners, soft hyphens, a byte order mark in the middle, marks, overrides and isolates of
/// the two directions, and controls that no text should have.
const UNSEEN: &str = "The pass\u{200b}word was soft\u{ad}ly \u{202e}desrever\u{202c} and \u{2066}isolated\u{2069}.\n\
    نامه\u{200c}ای به \u{feff}marked\u{200e} a\u{2060}b\u{61c} و\u{200f} رفت.\n\
    A bell\u{7} and a form\u{c}feed, \u{200d}joined\u{200d}.\n";

/// What is tagged in it, in the order of the text: exactly these characters.
const UNSEEN_TAGS: [(&str, &str); 8] = [
    ("PERSON", "pass\u{200b}word"),
    ("GPE", "soft\u{ad}ly"),
    ("ORG", "\u{202e}desrever\u{202c}"),
    ("PERSON", "\u{2066}isolated\u{2069}"),
    ("GPE", "نامه\u{200c}ای"),
    ("ORG", "\u{feff}marked\u{200e}"),
    ("PERSON", "a\u{2060}b"),
    ("GPE", "form\u{c}feed"),
];

/// Characters that nobody sees stay where they are, and count.
pub(crate) async fn unseen_characters_stay(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    take_what_is_selected(page).await?;
    let file = page.file("unseen.txt", UNSEEN.as_bytes())?;
    open_file(page, &file, "desrever").await?;
    for (count, (label, words)) in (1..).zip(UNSEEN_TAGS) {
        select_by_script(page, words).await?;
        let key = [("GPE", "1"), ("PERSON", "2"), ("ORG", "4")].into_iter().find(|(name, _)| *name == label);
        page.press(&[key.map_or("", |(_, key)| key)]).await?;
        until_rows(page, count).await?;
    }
    let (_, file) = download(page).await?;
    assert_eq!(file["document"]["text"], UNSEEN);
    assert_eq!(records(&file), tagged(&UNSEEN_TAGS));
    page.reload().await?;
    until_rows(page, UNSEEN_TAGS.len()).await?;
    let (_, again) = download(page).await?;
    assert_eq!(again, file);
    let problems = page.console_problems().await?;
    assert!(problems.is_empty(), "{problems:#?}");
    Ok(())
}

/// Selects what a mouse cannot tell from what is beside it. The words are in no mark yet, and in one line.
async fn select_by_script(page: &Page, words: &str) -> Outcome {
    let script = "
        const walker = document.createTreeWalker(document.querySelector('.reader'), NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf(arguments[0]);
            if (at < 0) continue;
            getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + arguments[0].length);
            return true;
        }
        return false;";
    assert_eq!(page.js_with(script, vec![json!(words)]).await?, true, "{words:?} is not there");
    page.find(".label-menu").await.map(drop)
}
