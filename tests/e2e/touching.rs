//! The whole job on a telephone, with one finger. Chromium only: no driver gives Firefox a finger.

use serde_json::json;

use crate::framing::{frame, names};
use crate::outcome::Outcome;
use crate::page::{Page, Point};
use crate::reshaping::{middle, middle_of};
use crate::steps::{downloaded, open_file, open_sample, records, rows, tagged, until_rows};

const TEXT: &str =
    "Ada Lovelace met Charles Babbage in London.\n\nShe admired the engine that he had designed there.\n";

/// Taps the middle of some words.
async fn tap_on(page: &Page, words: &str) -> Outcome {
    page.tap(middle_of(page, words).await?).await
}

/// Waits until nothing lies over an element: everything is within reach of a finger.
async fn until_reached(page: &Page, css: &str) -> Outcome {
    let reached = "
        const element = document.querySelector(arguments[0]);
        const box = element.getBoundingClientRect();
        const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
        return box.left >= 0 && box.right <= innerWidth && element.contains(hit);";
    page.find(css).await?;
    let what = format!("{css} can be touched");
    page.until(&what, async || Ok(page.js_with(reached, vec![json!(css)]).await? == true)).await
}

async fn tap(page: &Page, css: &str) -> Outcome {
    until_reached(page, css).await?;
    page.tap(middle(page, css).await?).await
}

/// Waits until a finger has selected exactly these words: the page shows it, the browser has nothing selected, so that no
/// system lays a menu over them.
async fn until_chosen(page: &Page, words: &str) -> Outcome {
    let shown = "return [...(CSS.highlights.get('meant') ?? [])].map(String).join()";
    page.until(&format!("{words:?} is selected"), async || Ok(page.js(shown).await? == words)).await?;
    assert_eq!(page.selected().await?, "");
    page.find(".label-menu").await.map(drop)
}

async fn tag_as(page: &Page, label: &str) -> Outcome {
    let before = page.count(".row-button").await?;
    tap(page, &format!(".label-menu [data-tag='{label}']")).await?;
    until_rows(page, before + 1).await
}

pub(crate) async fn touch_alone_does_the_whole_job(page: &mut Page) -> Outcome {
    page.emulate_telephone().await?;
    open_sample(page).await?;
    let file = page.file("ada.txt", TEXT.as_bytes())?;
    open_file(page, &file, "Ada Lovelace").await?;

    // A word, and on to another one.
    tap_on(page, "Ada").await?;
    until_chosen(page, "Ada").await?;
    tap_on(page, "Lovelace").await?;
    until_chosen(page, "Ada Lovelace").await?;
    tag_as(page, "label PERSON").await?;
    tap(page, ".inspector-head .quiet").await?;

    // A finger that rests selects, and goes on as it moves.
    page.long_press_drag(middle_of(page, "Charles").await?, middle_of(page, "Babbage").await?).await?;
    until_chosen(page, "Charles Babbage").await?;
    tag_as(page, "label PERSON").await?;
    tap(page, ".inspector-head .quiet").await?;

    // Handles of the selection, as large as a finger.
    tap_on(page, "engine").await?;
    until_chosen(page, "engine").await?;
    let size = page.js(
        "const { width, height } = document.querySelector('.handle').getBoundingClientRect(); return [width, height]",
    );
    assert_eq!(size.await?, json!([44, 44]));
    pull(page, "end", "designed").await?;
    until_chosen(page, "engine that he had designed").await?;
    pull(page, "start", "admired").await?;
    until_chosen(page, "admired the engine that he had designed").await?;
    tag_as(page, "polarity positive").await?;

    // Handles of the mark.
    pull(page, "end", "engine").await?;
    let expected = [("PERSON", "Ada Lovelace"), ("PERSON", "Charles Babbage"), ("positive", "admired the engine")];
    page.until("the mark is shorter", async || Ok(rows(page).await? == tagged(&expected))).await?;

    // A tap on a mark goes to it; the note, and undo, and the list are in reach.
    tap(page, ".inspector-head .quiet").await?;
    tap_on(page, "Lovelace").await?;
    // Of the inspector one line is over the text until more is wanted.
    page.until_js("the sheet is a strip", "document.querySelector('.side').clientHeight < 80").await?;
    tap(page, ".sheet-words").await?;
    tap(page, ".part:has(.note) > summary").await?;
    tap(page, ".inspector textarea").await?;
    page.type_text("a countess").await?;
    tap_in_sheet(page, ".inspector .danger").await?;
    until_rows(page, 2).await?;
    tap(page, "[aria-label=Undo]").await?;
    until_rows(page, 3).await?;
    tap(page, ".list-toggle").await?;
    tap(page, ".row-button").await?;
    page.until_text(".inspector-head .sign", "PERSON").await?;
    tap(page, ".list-toggle").await?;

    // The page scrolls under a finger that does not rest, and selects nothing.
    let before = page.js("return scrollY").await?;
    let from = middle_of(page, "engine").await?;
    page.touch_drag(from, Point { y: from.y + 150.0, ..from }).await?;
    page.until_js("no menu came", "!document.querySelector('.label-menu')").await?;
    page.until("it scrolled, or had nowhere to go", async || {
        Ok(page.js("return scrollY").await? != before || before == 0)
    })
    .await?;

    page.js("scrollTo(0, 0)").await?;
    tap(page, ".top .primary").await?;
    let (_, file) = downloaded(page).await?;
    assert_eq!(records(&file), tagged(&expected));
    assert_eq!(file["mentions"][0]["note"], "a countess");
    let problems = page.console_problems().await?;
    assert!(problems.is_empty(), "{problems:#?}");
    Ok(())
}

/// Pulls the handle at an edge so that the edge comes to some words: handles hang below their lines.
async fn pull(page: &Page, edge: &str, words: &str) -> Outcome {
    let css = format!(".handle[data-side={edge}]");
    // What was done before may scroll the text out from under the sheet.
    page.frames().await?;
    until_reached(page, &css).await?;
    let to = middle_of(page, words).await?;
    let beside = if edge == "start" { -26.0 } else { 26.0 };
    page.touch_drag(middle(page, &css).await?, Point { x: to.x + beside, y: to.y + 34.0 }).await
}

/// Taps something in the sheet, which scrolls by itself.
async fn tap_in_sheet(page: &Page, css: &str) -> Outcome {
    page.find(css).await?;
    page.js_with("document.querySelector(arguments[0]).scrollIntoView({ block: 'nearest' })", vec![json!(css)]).await?;
    page.frames().await?;
    tap(page, css).await
}

/// A sentiment with its target, its holder, its strength and another polarity, and one without words, by taps alone.
pub(crate) async fn sentiments_are_made_by_touch(page: &mut Page) -> Outcome {
    page.emulate_telephone().await?;
    open_sample(page).await?;
    let file = page.file("ada.txt", TEXT.as_bytes())?;
    open_file(page, &file, "Ada Lovelace").await?;
    for (first, last) in [("Ada", "Lovelace"), ("Charles", "Babbage")] {
        tap_on(page, first).await?;
        until_chosen(page, first).await?;
        tap_on(page, last).await?;
        until_chosen(page, &format!("{first} {last}")).await?;
        tag_as(page, "label PERSON").await?;
        tap(page, ".inspector-head .quiet").await?;
    }
    tap_on(page, "admired").await?;
    until_chosen(page, "admired").await?;
    tag_as(page, "polarity positive").await?;

    // The target by a tap in the text, the holder by one on what is offered.
    tap(page, ".sheet-words").await?;
    let known = ".frame-rows .party-row:nth-of-type(4) .party[data-kind=known]";
    tap_in_sheet(page, ".frame-rows .pick[data-role=target]").await?;
    page.find(".frame-rows .candidate").await?;
    tap_on(page, "Babbage").await?;
    page.until_text(known, "Charles Babbage").await?;
    tap_in_sheet(page, ".frame-rows .pick[data-role=holder]").await?;
    let offered = async || page.texts(".frame-rows .candidate span").await;
    page.until("she is offered", async || Ok(offered().await?.contains(&"Ada Lovelace".to_owned()))).await?;
    let place = offered().await?.iter().position(|name| name == "Ada Lovelace").unwrap_or_default() + 1;
    tap_in_sheet(page, &format!(".frame-rows .candidate:nth-of-type({place})")).await?;
    page.until_gone(".frame-rows .candidate").await?;
    tap_in_sheet(page, ".frame-rows .segment:last-child").await?;
    page.find(".frame-rows .segment:last-child[aria-pressed=true]").await?;
    tap_in_sheet(page, ".frame-rows [data-tag='polarity mixed']").await?;
    page.find(".frame-rows [data-tag='polarity mixed'][aria-pressed=true]").await?;

    // What no words say: on the name that it is about.
    tap(page, ".inspector-head .quiet").await?;
    tap_on(page, "Lovelace").await?;
    tap(page, ".sheet-words").await?;
    tap(page, ".entity summary").await?;
    tap_in_sheet(page, ".entity [data-tag='polarity negative']").await?;
    until_rows(page, 4).await?;
    assert_eq!(page.attribute(".mark[data-felt]", "data-felt").await?.as_deref(), Some("−"));
    assert_eq!(page.js("return document.documentElement.scrollWidth <= innerWidth").await?, true);

    tap(page, ".inspector-head .quiet").await?;
    page.js("scrollTo(0, 0)").await?;
    tap(page, ".top .primary").await?;
    let (_, file) = downloaded(page).await?;
    let admired = frame(&file, Some("admired"));
    assert_eq!((&admired["polarity"], &admired["intensity"]), (&json!("mixed"), &json!("strong")));
    assert_eq!(names(&file, &admired["targets"]), ["Charles Babbage"]);
    assert_eq!(names(&file, &admired["holders"]), ["Ada Lovelace"]);
    let quick = frame(&file, None);
    assert_eq!(
        (&quick["polarity"], names(&file, &quick["targets"])),
        (&json!("negative"), vec!["Ada Lovelace".into()])
    );
    Ok(())
}
