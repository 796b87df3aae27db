//! The main job, from the first visit to the file that is taken away, with real mouse and keys.

use serde_json::{Value as Json, json};

use crate::outcome::Outcome;
use crate::page::Page;
use crate::steps::{
    Tagged, close_dialog, count_rows, download, open_file, open_sample, paste, press_button, records, rows, tag,
    tag_occurrence, tagged, until_focused, until_rows, wait_out_double_click,
};

const ALL_OF_PRAISE: &str = "Okafor called “the best news this harbour has had in thirty years";

/// What the journey tags in the sample, in the order of the list. The two on the Great Storm have the same extent.
const TAGGED: [(&str, &str); 17] = [
    ("ORG", "city council of Port Amelie"),
    ("GPE", "Port Amelie"),
    ("DATE", "Tuesday"),
    ("FAC", "Old Customs Bridge"),
    ("PERSON", "Mayor Ines Okafor"),
    ("positive", ALL_OF_PRAISE),
    ("ORG", "Halloran & Vance"),
    ("ORG", "European Commission"),
    ("LAW", "Coastal Cities Act"),
    ("negative", "sold our street to the tourists"),
    ("PERSON", "Tomas Brandt"),
    ("PERSON", "Lucie Marchetti"),
    ("positive", "praised the engineers for their careful work"),
    ("mixed", "Green League, by contrast, welcomed the vote"),
    ("ORG", "Green League"),
    ("EVENT", "Great Storm of 1953"),
    ("negative", "Great Storm of 1953"),
];

/// The sample is opened, tagged, changed, reloaded, downloaded and opened again.
pub(crate) async fn main_job(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    assert_eq!(count_rows(page).await?, 0);
    tag_in_every_way(page).await?;
    assert_eq!(in_order(rows(page).await?), tagged(&TAGGED));
    assert_counts(page, "17 annotations").await?;

    focus_by_click(page).await?;
    change_marks(page).await?;
    choose_row(page).await?;
    let expected = with_relabelled_league();
    assert_eq!(in_order(rows(page).await?), expected);

    edit_title(page).await?;
    reload(page, &expected).await?;
    take_away_and_bring_back(page, &expected).await?;
    let problems = page.console_problems().await?;
    assert!(problems.is_empty(), "{problems:#?}");
    Ok(())
}

/// Those with the same extent are ordered by their random ids; a test wants one order.
fn in_order(mut all: Vec<Tagged>) -> Vec<Tagged> {
    for place in 1..all.len() {
        if all[place - 1].1 == all[place].1 && all[place - 1].0 > all[place].0 {
            all.swap(place - 1, place);
        }
    }
    all
}

fn with_relabelled_league() -> Vec<Tagged> {
    let mut expected = tagged(&TAGGED);
    expected[14].0 = "NORP".to_owned();
    expected
}

/// Twelve entities and five sentiments: by key, from the menu, from the bar, with an armed label, by repeating.
async fn tag_in_every_way(page: &Page) -> Outcome {
    tag(page, "city council of Port Amelie", "4").await?;
    tag_occurrence(page, "Port Amelie", 1, "1").await?;
    tag(page, "Tuesday", "3").await?;
    tag(page, "Old Customs Bridge", "9").await?;
    tag(page, ALL_OF_PRAISE, "=").await?;

    page.select("Mayor Ines Okafor").await?;
    page.click(".label-menu [data-tag='label PERSON']").await?;
    until_rows(page, 6).await?;
    page.until_gone(".label-menu").await?;
    assert_eq!(page.selected().await?, "");

    page.select("Halloran & Vance").await?;
    page.click(".label-bar [data-tag='label ORG']").await?;
    until_rows(page, 7).await?;
    assert_eq!(page.count(".armed").await?, 0);

    tag(page, "European Commission", ".").await?;
    tag(page, "Coastal Cities Act", "Shift+9").await?;
    tag(page, "sold our street to the tourists", "-").await?;
    tag(page, "praised the engineers for their careful work", "+").await?;
    tag(page, "Green League, by contrast, welcomed the vote", "m").await?;
    tag(page, "Green League", "4").await?;
    tag(page, "Great Storm of 1953", "Shift+3").await?;
    tag(page, "Great Storm of 1953", "-").await?;
    tag_with_armed_label(page).await?;

    page.select("Great Storm of 1953").await?;
    page.press(&["-"]).await?;
    page.until_text(".visually-hidden[role=status]", "already").await?;
    assert_eq!(count_rows(page).await?, TAGGED.len(), "the same on the same words is not tagged twice");
    page.press(&["Escape"]).await
}

async fn tag_with_armed_label(page: &Page) -> Outcome {
    page.press(&["Escape"]).await?;
    page.until_gone(".inspector").await?;
    page.click(".label-bar [data-tag='label PERSON']").await?;
    page.find(".armed .sign[data-slot='0']").await?;
    assert_eq!(page.attribute(".label-bar [data-tag='label PERSON']", "aria-pressed").await?.as_deref(), Some("true"));
    for (words, count) in [("Tomas Brandt", 16), ("Lucie Marchetti", 17)] {
        // The selection is gone as soon as it is tagged.
        page.select_between(words, words).await?;
        until_rows(page, count).await?;
        assert_eq!(page.count(".label-menu").await?, 0);
    }
    page.press(&["Escape"]).await?;
    page.until_gone(".armed").await?;
    page.select("Rui Fontes").await?;
    page.find(".label-menu").await?;
    page.press(&["Escape"]).await?;
    page.until_gone(".label-menu").await?;
    assert_eq!(count_rows(page).await?, 17, "a disarmed label tags nothing");
    Ok(())
}

/// A click takes the shortest mark, each later one the next outward, and then the shortest again.
async fn focus_by_click(page: &Page) -> Outcome {
    page.click_text("Okafor").await?;
    until_focused(page, "PERSON", "Mayor Ines Okafor").await?;
    for (tag, words) in [("positive", ALL_OF_PRAISE), ("PERSON", "Mayor Ines Okafor")] {
        wait_out_double_click(page).await?;
        page.click_text("Okafor").await?;
        until_focused(page, tag, words).await?;
    }
    page.click_text("Green League").await?;
    until_focused(page, "ORG", "Green League").await
}

/// The focused mark is relabelled, gets a note, is sent to review; another is removed; all of it undone and redone.
async fn change_marks(page: &Page) -> Outcome {
    page.press(&["6"]).await?;
    until_focused(page, "NORP", "Green League").await?;
    page.press(&["Enter"]).await?;
    page.until_js("the note has the focus", "document.activeElement.id === 'note'").await?;
    page.type_text("A party, 1 of 3. r").await?;
    page.press(&["Escape"]).await?;
    page.until_text(".row-note", "A party, 1 of 3. r").await?;
    page.press(&["r"]).await?;
    page.until_text(".review-count", "1 to review").await?;
    assert_eq!(page.count(".row-button[aria-current] .row-review").await?, 1);
    assert_counts(page, "17 annotations").await?;

    page.click_text("Tuesday").await?;
    until_focused(page, "DATE", "Tuesday").await?;
    page.press(&["Delete"]).await?;
    until_rows(page, 16).await?;
    page.until_gone(".inspector").await?;
    assert_eq!(undo_title(page).await?, "Undo: Remove DATE from “Tuesday” (Ctrl+Z)");
    page.press(&["Control+z"]).await?;
    until_rows(page, 17).await?;
    page.press(&["Control+Shift+z"]).await?;
    until_rows(page, 16).await?;
    page.press(&["Control+z", "Control+z"]).await?;
    page.until_gone(".review-count").await?;
    page.press(&["Control+z", "Control+z"]).await?;
    page.until_gone(".row-note").await?;
    page.until("all is as it was", async || Ok(in_order(rows(page).await?) == tagged(&TAGGED))).await?;
    page.press(&["Control+Shift+z", "Control+Shift+z", "Control+Shift+z"]).await?;
    page.until_text(".review-count", "1 to review").await?;
    page.until_text(".row-note", "A party, 1 of 3. r").await
}

/// A row of the list brings its mark into view, focuses it and lights it up for a moment.
async fn choose_row(page: &Page) -> Outcome {
    page.resize(1280, 520).await?;
    // Again and again, because what was undone just now may still be scrolled to.
    page.until_js("the article is at its top", "(scrollTo(0, 0), scrollY === 0)").await?;
    page.js(
        "window.animated = []; addEventListener('animationstart', (event) => animated.push(event.target.className))",
    )
    .await?;
    let last = page.find(".row:last-child .row-button").await?;
    last.click().await?;
    page.until_text(".inspector blockquote", "Great Storm of 1953").await?;
    let in_view = "(() => {
        const mark = document.querySelector('.mark[data-focus]').getBoundingClientRect();
        return mark.top >= 0 && mark.bottom <= innerHeight;
    })()";
    page.until_js("the mark is in view", in_view).await?;
    assert_eq!(page.text(".mark[data-focus]").await?, "Great Storm of 1953");
    page.until_js("the mark is lit up", "window.animated.some((name) => name.includes('mark'))").await?;
    page.resize(1280, 900).await
}

async fn edit_title(page: &Page) -> Outcome {
    page.until_js("the title is in view", "(scrollTo(0, 0), scrollY === 0)").await?;
    page.click("textarea.title").await?;
    page.press(&["Control+a"]).await?;
    page.type_text("Harbour vote: 7–2!\n").await?;
    page.until_text("h1.visually-hidden", "Harbour vote: 7–2!").await?;
    page.until("the window is called that too", async || Ok(page.title().await? == "Harbour vote: 7–2! – Rubricate"))
        .await
}

/// Everything is there again, and what was done before can still be undone.
async fn reload(page: &Page, expected: &[Tagged]) -> Outcome {
    page.until_text(".sign-kept", "Saved in this browser").await?;
    page.reload().await?;
    until_rows(page, expected.len()).await?;
    assert_eq!(in_order(rows(page).await?), expected);
    assert_eq!(page.title().await?, "Harbour vote: 7–2! – Rubricate");
    assert_eq!(page.text(".row-note").await?, "A party, 1 of 3. r");
    assert_eq!(page.text(".review-count").await?, "1 to review");

    assert_eq!(undo_title(page).await?, "Undo: Change the title (Ctrl+Z)");
    page.press(&["Control+z"]).await?;
    page.until_text("h1.visually-hidden", "Harbour Vote Splits Port Amelie").await?;
    page.press(&["Control+z"]).await?;
    page.until_gone(".review-count").await?;
    page.press(&["Control+Shift+z", "Control+Shift+z"]).await?;
    page.until_text("h1.visually-hidden", "Harbour vote: 7–2!").await?;
    page.until_text(".review-count", "1 to review").await
}

/// The downloaded file has everything; opened again it is a second article; either can be renamed and removed.
async fn take_away_and_bring_back(page: &Page, expected: &[Tagged]) -> Outcome {
    let (taken, file) = download(page).await?;
    assert_eq!(taken.name, "harbour-vote-7-2.rubricate.json");
    assert_eq!(in_order(records(&file)), expected);
    assert_eq!(file["document"]["title"], "Harbour vote: 7–2!");
    let noted = file["mentions"].as_array().into_iter().flatten().find(|mention| mention["note"] != "");
    let noted = noted.cloned().unwrap_or_default();
    assert_eq!(
        [&noted["label"], &noted["note"], &noted["review"]],
        [&json!("NORP"), &json!("A party, 1 of 3. r"), &json!(true)]
    );

    page.upload(crate::steps::OPEN_FILE, &taken.path).await?;
    page.until_text(".notice", "second").await?;
    until_rows(page, expected.len()).await?;
    assert_eq!(in_order(rows(page).await?), expected);
    let (_, again) = download(page).await?;
    assert_ne!(again["document"]["id"], file["document"]["id"]);
    assert_eq!(again["document"]["text"], file["document"]["text"]);
    for list in ["mentions", "frames", "label_set"] {
        assert_eq!(again[list], file[list], "{list}");
    }
    keep_house(page).await
}

async fn keep_house(page: &Page) -> Outcome {
    let entries = "button.entry-title";
    let is_listed = async |titles: &[&str]| {
        page.until(&format!("the library lists {titles:?}"), async || {
            let mut listed = page.texts(entries).await?;
            listed.sort();
            Ok(listed == titles)
        })
        .await
    };
    press_button(page, "Library").await?;
    is_listed(&["Harbour vote: 7–2!", "Harbour vote: 7–2!"]).await?;
    page.until_text(".entry-facts", "17 annotations").await?;

    page.click(".entry:not([data-open]) .entry-actions .button:first-child").await?;
    page.until_js("the title is a field", "document.activeElement.matches('input.entry-title')").await?;
    page.press(&["Control+a"]).await?;
    page.type_text("The first copy\n").await?;
    is_listed(&["Harbour vote: 7–2!", "The first copy"]).await?;

    press_button(page, "Remove The first copy").await?;
    is_listed(&["Harbour vote: 7–2!"]).await?;
    press_button(page, "Put back The first copy").await?;
    is_listed(&["Harbour vote: 7–2!", "The first copy"]).await?;

    press_button(page, "The first copy").await?;
    page.until_gone("dialog").await?;
    page.until_text("h1.visually-hidden", "The first copy").await?;
    until_rows(page, TAGGED.len()).await?;
    assert_eq!(in_order(rows(page).await?), with_relabelled_league());

    press_button(page, "Library").await?;
    press_button(page, "Remove Harbour vote: 7–2!").await?;
    is_listed(&["The first copy"]).await?;
    close_dialog(page).await
}

async fn undo_title(page: &Page) -> Outcome<String> {
    Ok(page.attribute("button[aria-label=Undo]", "title").await?.unwrap_or_default())
}

/// The counts above the list and in the bar are those of the marks in the text.
async fn assert_counts(page: &Page, title: &str) -> Outcome {
    assert!(page.text("#annotations-title").await?.starts_with(title));
    let script = "return Object.fromEntries([...document.querySelectorAll('.label-bar .chip')]
        .map((chip) => [chip.querySelector('.chip-name').textContent, chip.querySelector('.chip-count')?.textContent])
        .filter(([, count]) => count))";
    let counts = page.js(script).await?;
    let all = rows(page).await?;
    for (name, shown) in counts.as_object().into_iter().flatten() {
        let count = all.iter().filter(|(tag, _)| tag == name).count();
        assert_eq!(*shown, json!(count.to_string()), "{name}");
    }
    assert_eq!([&counts["PERSON"], &counts["negative"], &counts["LOC"]], [&json!("3"), &json!("2"), &Json::Null]);
    Ok(())
}

/// An article comes from a file, from the clipboard, or is typed; its line ends are what they were.
pub(crate) async fn opens_texts(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    let file = page.file("tides.txt", b"Tide table\n\nLow water in Lindal at noon.\n")?;
    open_file(page, &file, "Low water in Lindal").await?;
    assert_eq!(page.js("return document.querySelector('.source').value").await?, "tides.txt");
    tag(page, "Lindal", "7").await?;
    let (_, file) = download(page).await?;
    assert_eq!(file["document"]["text"], "Tide table\n\nLow water in Lindal at noon.\n");
    assert_eq!(records(&file), tagged(&[("LOC", "Lindal")]));

    let pasted = "Letter\r\n\r\nDear Ines,\r\nthe ferry was late.\r\n";
    paste(page, pasted).await?;
    page.find("dialog.draft").await?;
    let shown = page.js("return document.querySelector('.draft textarea').value").await?;
    assert_eq!(shown, pasted.replace("\r\n", "\n"));
    press_button(page, "Start annotating").await?;
    page.until_text(".reader", "Dear Ines").await?;
    page.until_gone("dialog").await?;
    tag(page, "Ines", "2").await?;
    tag(page, "late", "-").await?;
    let (_, file) = download(page).await?;
    assert_eq!(file["document"]["text"], pasted);
    assert_eq!(records(&file), tagged(&[("PERSON", "Ines"), ("negative", "late")]));

    press_button(page, "New").await?;
    page.until_js("the box has the focus", "document.activeElement.matches('.draft textarea')").await?;
    assert!(page.js("return document.querySelector('.draft .primary').disabled").await? == true);
    page.type_text("Typed by hand\n1 line in Oslo").await?;
    press_button(page, "Start annotating").await?;
    page.until_text(".reader", "1 line in Oslo").await?;
    tag(page, "Oslo", "1").await?;
    let (_, file) = download(page).await?;
    assert_eq!(file["document"]["text"], "Typed by hand\n1 line in Oslo");
    assert_eq!(records(&file), tagged(&[("GPE", "Oslo")]));

    press_button(page, "Library").await?;
    page.until("four articles are kept", async || Ok(page.count(".entry").await? == 4)).await?;
    let problems = page.console_problems().await?;
    assert!(problems.is_empty(), "{problems:#?}");
    Ok(())
}
