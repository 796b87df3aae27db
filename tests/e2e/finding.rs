//! Finding in the text and tagging what was found; the annotation list filtered, grouped, changed at once, and worked by keys.

use serde_json::json;

use crate::accessibility::REFLOW;
use crate::browser::Kind;
use crate::outcome::Outcome;
use crate::page::Page;
use crate::scale::{open_generated, work};
use crate::steps::{count_rows, open_file, open_sample, press_button, rows, tag, tag_occurrence, tagged, until_rows};

const FIND: &str = "#find";
const COUNT: &str = "#find-count";
const TITLE: &str = "#annotations-title";

/// Types a query in place of the last one, and waits for what the bar says of it and of no beginning of it.
async fn seek(page: &Page, query: &str, said: &str) -> Outcome {
    page.click(FIND).await?;
    page.press(&["Control+a", "Delete"]).await?;
    page.until("nothing is sought", async || Ok(page.text(COUNT).await?.is_empty())).await?;
    page.type_text(query).await?;
    until_said(page, said).await
}

async fn until_said(page: &Page, said: &str) -> Outcome {
    page.until(&format!("the bar says {said:?}"), async || Ok(page.text(COUNT).await?.contains(said))).await
}

/// Waits until these words are lit as the hit that is gone to: what the bar says may be true of their beginning too.
async fn until_here(page: &Page, words: &str) -> Outcome {
    let here = "return 'highlights' in CSS ? String([...CSS.highlights.get('found-here') ?? []][0]) : arguments[0]";
    page.until(&format!("the hit {words:?} is lit"), async || {
        Ok(page.js_with(here, vec![json!(words)]).await? == json!(words))
    })
    .await
}

/// Chooses an option of a `<select>`.
async fn choose(page: &Page, select: &str, value: &str) -> Outcome {
    Ok(page.find(select).await?.select_by_value(value).await?)
}

/// Waits until the rows of the list are these.
async fn until_rows_are(page: &Page, expected: &[(&str, &str)]) -> Outcome {
    let expected = tagged(expected);
    page.until(&format!("the list is {expected:?}"), async || Ok(rows(page).await? == expected)).await
}

/// The text of what has the focus, or its id.
async fn focused(page: &Page) -> Outcome<String> {
    let script = "return document.activeElement.id || document.activeElement.textContent";
    Ok(page.js(script).await?.as_str().unwrap_or_default().to_owned())
}

async fn until_focused_row(page: &Page, words: &str) -> Outcome {
    page.until(&format!("the row of {words:?} has the focus"), async || {
        let script = "
            const { activeElement } = document;
            return activeElement.matches('.row-button') && activeElement.querySelector('.row-quote').textContent";
        Ok(page.js(script).await? == json!(words))
    })
    .await
}

/// What is found in plain words, in whole words and by a pattern is tagged at once, and that is undone at once.
pub(crate) async fn find_annotates_all(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    page.click(".reader").await?;
    page.press(&["/"]).await?;
    page.find(".find-bar").await?;
    assert_eq!(focused(page).await?, "find");

    // Step by step, round and back; the hit in question is lit in its own way.
    page.type_text("port amelie").await?;
    until_said(page, "1 of 3").await?;
    until_here(page, "Port Amelie").await?;
    page.press(&["Enter"]).await?;
    until_said(page, "2 of 3").await?;
    page.press(&["Alt+n", "Alt+n"]).await?;
    until_said(page, "1 of 3").await?;
    page.press(&["Shift+Enter"]).await?;
    until_said(page, "3 of 3").await?;
    if page.js("return 'highlights' in CSS").await? == json!(true) {
        let lit = "
            const sizes = ['found', 'found-here'].map((name) => CSS.highlights.get(name)?.size ?? 0);
            return sizes.join() === '2,1' && String([...CSS.highlights.get('found-here')][0]) === 'Port Amelie'";
        page.until("the hits are lit", async || Ok(page.js(lit).await? == json!(true))).await?;
    }
    press_button(page, "Match case").await?;
    until_said(page, "Not found").await?;
    seek(page, "Port Amelie", "of 3").await?;
    until_here(page, "Port Amelie").await?;
    choose(page, ".find-tags select", "label GPE").await?;
    assert!(page.axe_violations().await?.is_empty(), "{:#?}", page.axe_violations().await?);
    press_button(page, "Tag 3 hits as GPE").await?;
    until_rows_are(page, &[("GPE", "Port Amelie"); 3]).await?;
    page.focus_is_kept("after tagging all").await?;
    // Again there is nothing to do.
    press_button(page, "Tag 3 hits as GPE").await?;
    page.until_text(".notice", "All 3 are tagged as GPE already.").await?;
    press_button(page, "Dismiss").await?;

    // Parts of words and whole ones.
    seek(page, "the", "of 25").await?;
    press_button(page, "Whole words").await?;
    until_said(page, "of 23").await?;

    // The hit stays selected when the bar is closed, and a key tags it.
    seek(page, "Okafor", "of 2").await?;
    page.press(&["Enter"]).await?;
    until_said(page, "of 2").await?;
    page.press(&["Escape"]).await?;
    page.until_gone(".find-bar").await?;
    page.find(".label-menu").await?;
    assert_eq!(focused(page).await?, "reader");
    page.press(&["2"]).await?;
    until_rows(page, 4).await?;
    page.press(&["Control+z", "Control+z"]).await?;
    until_rows(page, 0).await?;

    // A pattern; the bar knows what was sought last.
    page.press(&["/"]).await?;
    page.until("the last query is there", async || {
        Ok(page.js("return document.querySelector('#find').value").await? == json!("Okafor"))
    })
    .await?;
    press_button(page, "Regular expression").await?;
    seek(page, r"\d+ (percent|million \w+)", "of 3").await?;
    choose(page, ".find-tags select", "label QUANTITY").await?;
    press_button(page, "Tag 3 hits as QUANTITY").await?;
    let found = [("QUANTITY", "48 million euros"), ("QUANTITY", "40 percent"), ("QUANTITY", "6 percent")];
    until_rows_are(page, &found).await?;
    seek(page, "(", "Not a valid pattern: ").await?;
    assert_eq!(page.attribute(FIND, "aria-invalid").await?.as_deref(), Some("true"));
    page.press(&["Escape", "Control+z"]).await?;
    until_rows(page, 0).await?;

    // Characters of two UTF-16 units, and such as consist of several.
    let text = "😀 12 euros 👩‍👩‍👧 5 years\r\ncafé cafe\u{301} cafe 😀 7 years, 3";
    let file = page.file("emoji.txt", text.as_bytes())?;
    open_file(page, &file, "12 euros").await?;
    page.press(&["/"]).await?;
    page.find(FIND).await?;
    seek(page, r"\d+ (euros|years)", "of 3").await?;
    choose(page, ".find-tags select", "label MONEY").await?;
    press_button(page, "Tag 3 hits as MONEY").await?;
    until_rows_are(page, &[("MONEY", "12 euros"), ("MONEY", "5 years"), ("MONEY", "7 years")]).await?;
    seek(page, r"cafe|\p{Emoji_Presentation}", "of 3").await?;
    press_button(page, "Tag 3 hits as MONEY").await?;
    until_rows(page, 6).await?;
    let words: Vec<String> = rows(page).await?.into_iter().map(|(_, words)| words).collect();
    assert_eq!(words, ["😀", "12 euros", "5 years", "cafe", "😀", "7 years"], "no character is split");
    page.press(&["Escape"]).await?;
    assert!(page.console_problems().await?.is_empty());
    Ok(())
}

/// A pattern that would never end is stopped, and the page goes on as if nothing had been.
pub(crate) async fn hanging_pattern_is_stopped(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    let line = format!("{}!\n", "a".repeat(60));
    let file = page.file("many.txt", line.repeat(50).as_bytes())?;
    open_file(page, &file, "aaaa").await?;
    page.press(&["/"]).await?;
    press_button(page, "Regular expression").await?;
    page.click(FIND).await?;
    // Frames go on while the worker is stuck.
    page.js("window.slowest = 0;
        let last = performance.now();
        const step = (now) => { slowest = Math.max(slowest, now - last); last = now; requestAnimationFrame(step); };
        requestAnimationFrame(step);")
        .await?;
    page.type_text("(a+)+$").await?;
    page.until_text(COUNT, "That took too long and was stopped. Nothing was changed.").await?;
    let slowest = page.js("return slowest").await?;
    println!("    slowest frame: {slowest} ms");
    assert!(slowest.as_f64().unwrap_or(f64::MAX) < 900.0, "{slowest}");
    // Another worker takes the next pattern.
    seek(page, "a{59}", "of 50").await?;
    page.press(&["Escape"]).await?;
    page.until_gone(".find-bar").await?;
    page.press(&["1"]).await?;
    until_rows(page, 1).await?;
    assert!(page.console_problems().await?.is_empty());
    Ok(())
}

/// The sample with some marks: two of the same words, one to review, one sentiment.
async fn open_marked(page: &Page) -> Outcome {
    open_sample(page).await?;
    tag(page, "Mayor Ines Okafor", "2").await?;
    tag(page, "Halloran & Vance", "4").await?;
    tag(page, "slow death", "-").await?;
    for occurrence in [0, 1, 2] {
        tag_occurrence(page, "Port Amelie", occurrence, "1").await?;
    }
    Ok(())
}

/// The list is filtered, ordered and grouped; what it shows is relabelled and removed, each as one step.
pub(crate) async fn list_filters_and_groups(page: &mut Page) -> Outcome {
    open_marked(page).await?;
    press_button(page, "Filter").await?;
    let words = "#list-filter input[type=text]";
    page.click(words).await?;
    page.type_text("AMELIE").await?;
    page.until_text(TITLE, "3 of 6 annotations").await?;
    until_rows_are(page, &[("GPE", "Port Amelie"); 3]).await?;
    assert!(page.axe_violations().await?.is_empty(), "{:#?}", page.axe_violations().await?);

    // All that is shown becomes an organisation; one undo takes that back.
    choose(page, "#relabel-shown", "label ORG").await?;
    press_button(page, "Relabel all").await?;
    until_rows_are(page, &[("ORG", "Port Amelie"); 3]).await?;
    page.click(".reader").await?;
    page.press(&["Control+z"]).await?;
    until_rows_are(page, &[("GPE", "Port Amelie"); 3]).await?;

    // Grouped by their words, all of them.
    page.click(words).await?;
    page.press(&["Escape"]).await?;
    page.click("#list-filter .check:last-of-type input").await?;
    until_rows(page, 4).await?;
    let group = "[data-group]:has(.sign[data-slot='4'])";
    page.until_text(group, "×\u{a0}3").await?;
    choose(page, "select[aria-label=Order]", "words").await?;
    let quotes = ["Halloran & Vance", "Mayor Ines Okafor", "Port Amelie", "slow death"];
    page.until("they are in the order of their words", async || {
        Ok(page.texts(".row-button .row-quote").await? == quotes)
    })
    .await?;
    page.click(group).await?;
    until_rows(page, 7).await?;
    assert!(page.texts(".row[data-within] strong").await?.iter().all(|words| words == "Port Amelie"));
    assert_eq!(page.attribute(group, "aria-expanded").await?.as_deref(), Some("true"));
    page.click(".row[data-within] button").await?;
    page.until_text(".inspector blockquote", "Port Amelie").await?;

    // A label, a sentiment, and nothing at all.
    choose(page, "select[aria-label='Label or sentiment']", "polarity negative").await?;
    page.until_text(TITLE, "1 of 6 annotations").await?;
    choose(page, "select[aria-label='Label or sentiment']", "label LAW").await?;
    page.until_text(TITLE, "0 of 6 annotations").await?;
    press_button(page, "Show all of them").await?;
    until_rows(page, 6).await?;
    page.focus_is_kept("after showing all").await?;

    // By the inspector's choice too, then all of one label are removed, and are back with one undo.
    page.click(".row-button").await?;
    choose(page, ".inspector select", "ORG").await?;
    page.until("its label is another", async || Ok(rows(page).await?[0].0 == "ORG")).await?;
    choose(page, "select[aria-label='Label or sentiment']", "label ORG").await?;
    page.until_text(TITLE, "2 of 6 annotations").await?;
    press_button(page, "Remove all 2").await?;
    page.until_text(TITLE, "0 of 4 annotations").await?;
    page.focus_is_kept("after removing all").await?;
    press_button(page, "Show all").await?;
    until_rows(page, 4).await?;
    page.press(&["Control+z"]).await?;
    until_rows(page, 6).await?;
    if page.kind() == Kind::Chromium {
        page.resize(REFLOW.0, REFLOW.1).await?;
        page.press(&["/"]).await?;
        page.find(".find-bar").await?;
        assert!(page.overflows().await?.is_empty(), "{:#?}", page.overflows().await?);
    }
    Ok(())
}

/// From the rows of the list everything is done by keys, and the focus is never lost.
pub(crate) async fn list_is_worked_by_keys(page: &mut Page) -> Outcome {
    open_marked(page).await?;
    page.press(&["Escape", "Escape", "g"]).await?;
    until_focused_row(page, "Port Amelie").await?;
    page.press(&["Home", "ArrowDown", "ArrowDown"]).await?;
    until_focused_row(page, "Mayor Ines Okafor").await?;
    page.until_text(".inspector blockquote", "Mayor Ines Okafor").await?;
    page.press(&["End", "ArrowUp"]).await?;
    until_focused_row(page, "Port Amelie").await?;
    page.press(&["End"]).await?;
    until_focused_row(page, "slow death").await?;
    page.press(&["ArrowDown"]).await?;
    until_focused_row(page, "slow death").await?;

    // A label's key changes the row; Delete removes it, and the next row has the focus; at the end the one before.
    page.press(&["Home", "ArrowDown", "ArrowDown", "4"]).await?;
    page.until("it is an organisation", async || Ok(rows(page).await?[2].0 == "ORG")).await?;
    until_focused_row(page, "Mayor Ines Okafor").await?;
    page.press(&["Delete"]).await?;
    until_rows(page, 5).await?;
    until_focused_row(page, "Halloran & Vance").await?;
    page.press(&["End", "Delete"]).await?;
    until_rows(page, 4).await?;
    until_focused_row(page, "Port Amelie").await?;
    page.press(&["Control+z", "Control+z"]).await?;
    until_rows(page, 6).await?;
    page.focus_is_kept("after undo").await?;

    // While only what needs review is shown, what is done leaves, and the next one has the focus.
    page.press(&["g", "Home", "r", "ArrowDown", "r", "ArrowDown", "r"]).await?;
    page.until_text(TITLE, "3 to review").await?;
    press_button(page, "Filter").await?;
    page.click("#list-filter .check input").await?;
    page.until_text(TITLE, "3 of 6 annotations").await?;
    page.press(&["g"]).await?;
    page.press(&["Home", "ArrowDown", "r"]).await?;
    page.until_text(TITLE, "2 of 6 annotations").await?;
    until_focused_row(page, "Mayor Ines Okafor").await?;
    page.press(&["r"]).await?;
    page.until_text(TITLE, "1 of 6 annotations").await?;
    until_focused_row(page, "Port Amelie").await?;
    page.press(&["r"]).await?;
    page.until_text(TITLE, "0 of 6 annotations").await?;
    page.focus_is_kept("after the last one left").await?;
    press_button(page, "Show all").await?;
    until_rows(page, 6).await?;

    // Enter goes to the mark in the article; Tab does not go from row to row.
    page.press(&["g", "Home", "Enter"]).await?;
    page.until("the article has the focus", async || Ok(focused(page).await? == "reader")).await?;
    page.press(&["g"]).await?;
    until_focused_row(page, "Port Amelie").await?;
    page.press(&["Shift+Tab"]).await?;
    page.until("the list has the focus as one", async || Ok(focused(page).await? == "annotation-rows")).await?;
    page.press(&["Shift+Tab"]).await?;
    assert!(!["annotation-rows", "reader"].contains(&&*focused(page).await?), "the list is no trap");
    assert_eq!(count_rows(page).await?, 6);
    Ok(())
}

/// With a filter on, an edit of ten thousand marks renders the rows that it touches, however many there are.
pub(crate) async fn filtered_list_costs_what_an_edit_touches(page: &mut Page) -> Outcome {
    open_generated(page, 1_000_000, 10_000).await?;
    press_button(page, "Filter").await?;
    for order in ["words", "label", "position"] {
        choose(page, "select[aria-label=Order]", order).await?;
        choose(page, "select[aria-label='Label or sentiment']", "mention").await?;
        let drawn = "
            const shown = parseInt(document.querySelector('#annotations-title').textContent.replaceAll(',', ''), 10);
            return shown < 10000 && document.querySelectorAll('.row-button').length === shown";
        page.until("all that is shown is drawn", async || Ok(page.js(drawn).await? == json!(true))).await?;
        let shown = count_rows(page).await?;
        // The choice has the focus, and a key would choose another option.
        page.click(TITLE).await?;
        page.press(&["g", "ArrowDown", "ArrowDown"]).await?;
        for key in ["2", "3", "r", "r", "Delete"] {
            page.frames().await?;
            let (_, before) = work(page).await?;
            page.js("window.revised = performance.now()").await?;
            page.press(&[key]).await?;
            page.until_js("the list is up to date", "performance.now() - revised > 400").await?;
            page.frames().await?;
            let rendered = work(page).await?.1 - before;
            println!("    {order}, {key}: {rendered} rows");
            // The row itself; where it goes, the one that gets the focus for it too.
            assert!(rendered <= 2, "{order}, {key}: {rendered} rows rendered");
        }
        page.until("one row is gone", async || Ok(count_rows(page).await? == shown - 1)).await?;
        page.press(&["Control+z"; 5]).await?;
    }
    Ok(())
}

/// A letter that stands tens of thousands of times in the text is found, and only what is near is lit.
pub(crate) async fn find_in_much_text(page: &mut Page) -> Outcome {
    open_generated(page, 1_000_000, 10_000).await?;
    page.press(&["/"]).await?;
    page.find(FIND).await?;
    page.type_text("e").await?;
    page.until("there are many hits", async || {
        let said = page.text(COUNT).await?.replace(',', "");
        Ok(said.rsplit(' ').next().and_then(|count| count.parse().ok()).is_some_and(|count: u32| count > 20_000))
    })
    .await?;
    let lit = "return CSS.highlights.get('found')?.size ?? 0";
    page.until("some are lit", async || Ok(page.js(lit).await?.as_u64().is_some_and(|lit| lit > 20))).await?;
    let count = page.js(lit).await?.as_u64().unwrap_or_default();
    assert!(count <= 600, "{count} are lit");
    // Far away others are lit.
    page.js("scrollTo({ top: document.documentElement.scrollHeight / 2, behavior: 'instant' })").await?;
    let in_view = "
        return [...(CSS.highlights.get('found') ?? [])].some((range) => {
            const { top, bottom } = range.getBoundingClientRect();
            return bottom > 0 && top < innerHeight;
        })";
    page.until("hits in view are lit", async || Ok(page.js(in_view).await? == json!(true))).await?;
    // Too many to tag at once, and the page says so.
    page.click(".find-tags button:last-child").await?;
    page.until_text(".notice", "are too many to tag at once").await?;
    assert_eq!(count_rows(page).await?, 10_000);
    // The previous hit, seen from the first one, is at the other end of the text: it is drawn and comes into view.
    page.click(FIND).await?;
    page.press(&["Shift+Enter"]).await?;
    let here = "
        const [range] = CSS.highlights.get('found-here') ?? [];
        if (!range) return false;
        const { top, bottom } = range.getBoundingClientRect();
        const bars = document.querySelector('.bars').getBoundingClientRect().bottom;
        return top >= bars && bottom <= innerHeight && scrollY > document.documentElement.scrollHeight / 2";
    page.until("the last hit is in view", async || Ok(page.js(here).await? == json!(true))).await
}
