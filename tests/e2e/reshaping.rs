//! The shape of marks: edges that are dragged, marks that lie over each other, and what clicks take.

use serde_json::json;

use crate::outcome::{Failure, Outcome};
use crate::page::{Page, Point};
use crate::steps::{
    download, open_sample, press_button, rows, tag, tagged, until_focused, until_rows, wait_out_double_click,
};

/// The middle of an element.
pub(crate) async fn middle(page: &Page, css: &str) -> Outcome<Point> {
    page.find(css).await?;
    let script = "
        const box = document.querySelector(arguments[0]).getBoundingClientRect();
        return [box.left + box.width / 2, box.top + box.height / 2];";
    let found = page.js_with(script, vec![json!(css)]).await?;
    match (found[0].as_f64(), found[1].as_f64()) {
        (Some(x), Some(y)) => Ok(Point { x, y }),
        _ => Err(Failure::new(format!("{css} is nowhere"))),
    }
}

/// The middle of some words of the article, which this scrolls into view.
pub(crate) async fn middle_of(page: &Page, words: &str) -> Outcome<Point> {
    let (from, to) = page.text_ends(words, 0, words, 0).await?;
    Ok(Point { x: (from.x + to.x) / 2.0, y: (from.y + to.y) / 2.0 })
}

async fn until_row(page: &Page, label: &str, words: &str) -> Outcome {
    let row = tagged(&[(label, words)]);
    page.until(&format!("{words:?} is {label}"), async || Ok(rows(page).await?.contains(&row[0]))).await
}

/// How many blocks and rows were rendered so far.
async fn work(page: &Page) -> Outcome<[u64; 2]> {
    page.frames().await?;
    let work = page.js("return rubricate.work()").await?;
    Ok(["blocks", "rows"].map(|count| work[count].as_u64().unwrap_or_default()))
}

const END: &str = ".handle[data-side=end]";
const START: &str = ".handle[data-side=start]";

/// By an edge a mark gets other words and keeps all else. Only its block and its row are rendered.
pub(crate) async fn edge_drag(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    tag(page, "Mayor Ines", "2").await?;
    page.press(&["w"]).await?;
    page.until_js("the note is written", "document.activeElement.matches('.inspector textarea')").await?;
    page.type_text("who voted").await?;
    page.click(".inspector input[type=checkbox]").await?;
    page.until_text(".review-count", "1").await?;

    let to = middle_of(page, "Okafor").await?;
    let before = work(page).await?;
    wait_out_double_click(page).await?;
    page.drag(middle(page, END).await?, Point { x: to.x + 12.0, ..to }).await?;
    until_row(page, "PERSON", "Mayor Ines Okafor").await?;
    let after = work(page).await?;
    assert_eq!([after[0] - before[0], after[1] - before[1]], [1, 1], "blocks and rows rendered by one drag");

    // Over the other edge one word stays, and another line is no hindrance.
    let to = middle_of(page, "decision").await?;
    wait_out_double_click(page).await?;
    page.drag(middle(page, END).await?, to).await?;
    until_row(page, "PERSON", "Mayor").await?;
    let to = middle_of(page, "called").await?;
    wait_out_double_click(page).await?;
    page.drag(middle(page, END).await?, Point { x: to.x + 8.0, ..to }).await?;
    until_row(page, "PERSON", "Mayor Ines Okafor called").await?;
    let to = middle_of(page, "Ines").await?;
    wait_out_double_click(page).await?;
    page.drag(middle(page, START).await?, Point { x: to.x - 8.0, ..to }).await?;
    until_row(page, "PERSON", "Ines Okafor called").await?;

    // While it is dragged, it is shown what it will mean; Escape leaves it as it was.
    let meant = "[...(CSS.highlights.get('meant') ?? [])].map(String).join()";
    let note =
        format!("addEventListener('keydown', () => {{ window.meant = {meant}; }}, {{ capture: true, once: true }})");
    page.js(&note).await?;
    let to = middle_of(page, "harbour").await?;
    wait_out_double_click(page).await?;
    page.drag_and_press(middle(page, END).await?, to, "Escape").await?;
    let shown = page.js("return window.meant").await?;
    assert!(shown.as_str().is_some_and(|words| words.starts_with("Ines Okafor called “the best")), "{shown}");
    page.until_js("nothing is shown", &format!("{meant} === ''")).await?;
    until_row(page, "PERSON", "Ines Okafor called").await?;

    // With Alt, to the letter.
    let to = middle_of(page, "Okafor").await?;
    wait_out_double_click(page).await?;
    page.drag_holding("Alt", middle(page, END).await?, to).await?;
    page.until("it ends inside of a word", async || {
        let rows = rows(page).await?;
        let words = &rows[0].1;
        Ok(words.starts_with("Ines O") && words.len() < "Ines Okafor".len())
    })
    .await?;

    let (_, file) = download(page).await?;
    let mention = &file["mentions"][0];
    assert_eq!((&mention["label"], &mention["note"]), (&json!("PERSON"), &json!("who voted")));
    assert_eq!(mention["review"], json!(true), "{mention}");
    page.press(&["Control+z"]).await?;
    until_row(page, "PERSON", "Ines Okafor called").await
}

/// A click takes the shortest mark, each further one the next outward; a list has all of them.
pub(crate) async fn overlapping_marks_cycle(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    let marks = [
        ("The European Commission has promised", "7", "LOC"),
        ("European Commission has", "9", "FAC"),
        ("The European Commission has promised to pay", "1", "GPE"),
        ("European Commission", "4", "ORG"),
        ("Commission", "2", "PERSON"),
        ("Commission has promised to pay", "-", "negative"),
    ];
    for (words, key, _) in marks {
        tag(page, words, key).await?;
    }
    // Of five mentions at one place the shortest has the background, three have lines, and one is counted.
    let commission = ".mark[data-slot][data-below1][data-below2][data-below3][data-more='+1']";
    assert_eq!(page.texts(commission).await?, ["Commission"]);

    let outward = [
        ("PERSON", "Commission"),
        ("ORG", "European Commission"),
        ("FAC", "European Commission has"),
        ("negative", "Commission has promised to pay"),
        ("LOC", "The European Commission has promised"),
        ("GPE", "The European Commission has promised to pay"),
        ("PERSON", "Commission"),
    ];
    page.press(&["Escape"]).await?;
    for (label, words) in outward {
        page.click(commission).await?;
        until_focused(page, label, words).await?;
        wait_out_double_click(page).await?;
    }
    assert_eq!(page.count(".here").await?, 5);
    page.click(".here:nth-of-type(2)").await?;
    until_focused(page, "FAC", "European Commission has").await?;
    // By key too.
    page.press(&["o"]).await?;
    until_focused(page, "negative", "Commission has promised to pay").await?;
    page.press(&["Delete"]).await?;
    until_rows(page, 5).await
}

/// Two clicks take the word, three the sentence, and an armed label tags once.
pub(crate) async fn clicks_take_words_and_sentences(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    let sentence = "“They have sold our street to the tourists,” said Tomas Brandt, who has run a bakery on Quay Street \
                    since 1998.";
    let at = middle_of(page, "bakery").await?;
    page.double_click_at(at).await?;
    page.until("the word is selected", async || Ok(page.selected().await? == "bakery")).await?;
    wait_out_double_click(page).await?;
    page.triple_click_at(at).await?;
    page.until("the sentence is selected", async || Ok(page.selected().await? == sentence)).await?;

    // Each press of the three would be a selection to tag.
    page.press(&["Escape"]).await?;
    page.click(".label-bar [data-tag='label GPE']").await?;
    page.find(".armed").await?;
    wait_out_double_click(page).await?;
    page.triple_click_at(at).await?;
    until_rows(page, 1).await?;
    wait_out_double_click(page).await?;
    let row = rows(page).await?.remove(0);
    assert!(row.0 == "GPE" && sentence.starts_with(row.1.trim_end_matches('…')), "{row:?}");
    // A drag is tagged at once.
    let (from, to) = page.text_ends("Port Amelie Traders", 0, "Port Amelie Traders", 0).await?;
    page.drag(from, Point { x: to.x - 60.0, ..to }).await?;
    until_row(page, "GPE", "Port Amelie").await?;

    // What was dragged over can be taken as it was.
    page.press(&["Escape", "Escape"]).await?;
    page.select_between("Okafor called", "called “").await?;
    page.until("the words are selected", async || Ok(page.selected().await? == "Okafor called")).await?;
    press_button(page, "exactly “Okafor called “”").await?;
    page.press(&["3"]).await?;
    until_row(page, "DATE", "Okafor called “").await
}
