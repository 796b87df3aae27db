//! What a list, a dialog or the inspector does without being told: which places it ticks, where the focus goes, what it leaves room
//! for.

use serde_json::json;

use crate::outcome::Outcome;
use crate::page::Page;
use crate::steps::{count_rows, open_file, open_sample, press_button, tag, tag_occurrence, until_rows};

const PUTIN: &str = "Vladimir Putin spoke. Then Putin left, and Putin stayed away.\n";

/// A place inside a mark of the same label is not ticked, and says why; whoever ticks it tags it.
pub(crate) async fn places_inside_a_mark_are_not_ticked(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    let file = page.file("putin.txt", PUTIN.as_bytes())?;
    open_file(page, &file, "Vladimir").await?;
    tag(page, "Vladimir Putin", "2").await?;
    tag_occurrence(page, "Putin", 1, "2").await?;
    page.press(&["a"]).await?;
    page.until_text("dialog.occurrences .primary", "Tag 1 occurrence as PERSON").await?;
    page.until_text(".place-why", "“Vladimir Putin” is PERSON there already").await?;
    assert_eq!(page.count(".places li").await?, 2);
    page.click(".places li:first-child input").await?;
    page.until_text("dialog.occurrences .primary", "Tag 2 occurrences as PERSON").await?;
    page.click(".places li:first-child input").await?;
    page.click("dialog.occurrences .primary").await?;
    until_rows(page, 3).await
}

/// A format is found by typing, chosen by Enter and downloaded by another.
pub(crate) async fn a_format_is_chosen_by_enter(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    tag(page, "Ines Okafor", "2").await?;
    page.click(".open-export").await?;
    page.find(".formats input").await?;
    page.type_text("pandas").await?;
    page.until("one format is left", async || Ok(page.count(".formats input").await? == 1)).await?;
    page.press(&["Enter"]).await?;
    page.find("dialog.export .primary:not(:disabled)").await?;
    page.until_js("it is chosen", "document.querySelector('.formats :checked')?.value === 'csv'").await?;
    page.press(&["Enter"]).await?;
    let file = page.download().await?;
    assert!(file.name.ends_with(".csv"), "{}", file.name);
    page.until_gone("dialog.export").await
}

/// The filter takes the focus, and offers to change everything shown only where that is not everything. What undo brings back
/// to the list has the focus again, and the next key removes that.
pub(crate) async fn a_list_keeps_to_what_is_meant(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    for words in ["Ines Okafor", "Lucie Marchetti", "Tomas Brandt"] {
        tag(page, words, "2").await?;
    }
    press_button(page, "Filter").await?;
    page.until_js("its field has the focus", "document.activeElement.id === 'list-words'").await?;
    assert_eq!(page.count(".list-bulk").await?, 0);
    page.type_text("a").await?;
    page.find(".list-bulk").await?;
    page.press(&["Escape"]).await?;
    page.until_gone(".list-bulk").await?;
    press_button(page, "Filter").await?;

    let row = "document.activeElement.querySelector('.row-quote')?.textContent";
    page.press(&["Escape", "g"]).await?;
    page.press(&["Home"]).await?;
    let first = page.js(&format!("return {row}")).await?;
    assert!(first.is_string(), "{first}");
    page.press(&["Delete"]).await?;
    until_rows(page, 2).await?;
    page.press(&["Control+z"]).await?;
    until_rows(page, 3).await?;
    page.until_js("the row that is back has the focus", &format!("{row} === {first}")).await?;
    page.press(&["Delete"]).await?;
    until_rows(page, 2).await?;
    let rest = page.texts(".row-quote").await?;
    assert!(!rest.iter().any(|words| json!(words) == first), "{rest:?}");
    Ok(())
}

/// Beside the inspector of a mention of an entity five rows of the list can be seen.
pub(crate) async fn the_inspector_leaves_room_for_the_list(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    for words in ["Ines Okafor", "Lucie Marchetti", "Tomas Brandt", "Green League", "Halloran & Vance", "Port Amelie"] {
        tag(page, words, "2").await?;
    }
    page.click(".entity summary").await?;
    press_button(page, "Make an entity").await?;
    page.until_js("its name has the focus", "document.activeElement.id === 'entity-name'").await?;
    page.press(&["Escape"]).await?;
    page.click(".entity summary").await?;
    page.until_js("it is folded up", "!document.querySelector('.entity details').open").await?;
    let seen = "
        const list = document.getElementById('annotation-rows').getBoundingClientRect();
        const rows = [...document.querySelectorAll('.row-button')].map((row) => row.getBoundingClientRect());
        const bottom = Math.min(list.bottom, innerHeight) + 1;
        return rows.filter((row) => row.top >= list.top - 1 && row.bottom <= bottom).length";
    assert_eq!(count_rows(page).await?, 6);
    page.until("five rows are seen", async || Ok(page.js(seen).await?.as_u64().is_some_and(|seen| seen >= 5))).await?;
    // What was folded stays so for another mark; the key of the note unfolds it.
    page.click_text("Tomas Brandt").await?;
    page.until_text(".inspector blockquote", "Tomas Brandt").await?;
    assert_eq!(page.count(".inspector details[open]").await?, 0);
    page.press(&["Enter"]).await?;
    page.until_js("the note has the focus", "document.activeElement.id === 'note'").await
}

/// Words of which nothing can be seen have a row that says what they are.
pub(crate) async fn what_cannot_be_seen_has_a_name_in_the_list(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    let file = page.file("bidi.txt", "safe \u{202e}\u{202c} end\n".as_bytes())?;
    open_file(page, &file, "safe").await?;
    // No pointer hits them.
    let select = "
        const text = document.createTreeWalker(document.querySelector('.line'), NodeFilter.SHOW_TEXT).nextNode();
        document.getElementById('reader').focus();
        getSelection().setBaseAndExtent(text, 5, text, 7)";
    page.js(select).await?;
    page.find(".label-menu").await?;
    page.press(&["2"]).await?;
    until_rows(page, 1).await?;
    assert_eq!(page.texts(".row-quote").await?, ["‹RLO›‹PDF›"]);
    Ok(())
}
