//! The linter that reads along: what it asks about appears by itself, is mended with one click, and can be dismissed.

use serde_json::{Value as Json, json};

use crate::accessibility::DESK;
use crate::browser::Kind;
use crate::keeping::until_saved;
use crate::outcome::Outcome;
use crate::page::Page;
use crate::scale::{open_generated, select_plain_word};
use crate::steps::{open_file, open_sample, press_button, rows, tag_occurrence, tagged};
use crate::touch::TELEPHONE;

const TEXT: &str = "Ankara, 3 May. Ankara wrote to Istanbul, to Izmir and to Bursa.\r\n\
                    Istanbul answered. So did 東京 and Istanbul’s allies 😀.\r\n\
                    Izmir and Bursa did not.";

/// An article with one mark that reaches a comma too far, and one that is there twice.
fn article() -> String {
    let label = |(id, colour, key): (&str, u8, u8)| json!({ "id": id, "name": id, "colour": colour, "key": key });
    let mention = |(id, quote, nth): (&str, &str, usize)| {
        let byte = TEXT.match_indices(quote).nth(nth).map_or(0, |(byte, _)| byte);
        let start = TEXT[..byte].chars().count();
        let span = json!({ "start": start, "end": start + quote.chars().count(), "quote": quote });
        json!({ "id": id, "label": "GPE", "spans": [span] })
    };
    let labels = [("GPE", 4, 1), ("ORG", 3, 4)].map(label);
    let marks = [("a", "Istanbul,", 0), ("b", "Istanbul", 1), ("c", "Istanbul", 2), ("d", "Istanbul", 2)];
    json!({
        "format": "rubricate",
        "version": 1,
        "document": { "id": "linted", "title": "Cities", "text": TEXT },
        "label_set": { "labels": labels },
        "mentions": marks.map(mention),
        "frames": [],
    })
    .to_string()
}

/// The hints in the unfolded list: what they are about, with single spaces.
async fn hints(page: &Page) -> Outcome<Vec<String>> {
    let texts = page.texts(".finding-about").await?;
    Ok(texts.iter().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect())
}

async fn until_hints(page: &Page, expected: &[&str]) -> Outcome {
    let what = format!("the hints are {expected:?}");
    page.until(&what, async || Ok(hints(page).await? == expected)).await
}

const TWICE: &str = "Istanbul is GPE 2 times at one place";
const COMMA: &str = "GPE Istanbul takes in “,” at its end";
const CONFLICT: &str = "Ankara is tagged in different ways: GPE 1 ORG 1";
const IZMIR: &str = "1 more place of Izmir is untagged GPE";

/// Clicks a button of the hint that is about this.
async fn press_at(page: &Page, hint: &str, button: &str) -> Outcome {
    let script = "
        const [hint, button] = arguments;
        const text = (element) => element.textContent.trim().replaceAll(/\\s+/g, ' ');
        const row = [...document.querySelectorAll('.finding')].find((row) => text(row.querySelector('.finding-about')) === hint);
        const found = row && [...row.querySelectorAll('button')].find((other) => text(other) === button);
        found?.setAttribute('data-pressed', '');
        return Boolean(found);";
    let there = page.js_with(script, vec![json!(hint), json!(button)]).await?;
    assert_eq!(there, json!(true), "{hint:?} has a button {button:?}");
    let button = page.find("[data-pressed]").await?;
    page.js("document.querySelector('[data-pressed]').removeAttribute('data-pressed')").await?;
    Ok(button.click().await?)
}

async fn open_cities(page: &Page) -> Outcome {
    open_sample(page).await?;
    let file = page.file("cities.json", article().as_bytes())?;
    open_file(page, &file, "Istanbul answered").await?;
    until_saved(page).await?;
    page.until_text("#hints", "2 hints").await?;
    page.click("#hints").await?;
    until_hints(page, &[TWICE, COMMA]).await
}

/// A conflict and untagged words appear as they come about. Each hint is mended with one click, and one undo brings it
/// back; the focus goes on to the next one.
pub(crate) async fn hints_are_mended_and_brought_back(page: &mut Page) -> Outcome {
    open_cities(page).await?;
    tag_occurrence(page, "Ankara", 0, "1").await?;
    tag_occurrence(page, "Ankara", 1, "4").await?;
    tag_occurrence(page, "Izmir", 0, "1").await?;
    let all = [CONFLICT, TWICE, COMMA, IZMIR];
    until_hints(page, &all).await?;
    let before = rows(page).await?;
    assert_eq!(before[..4], tagged(&[("GPE", "Ankara"), ("ORG", "Ankara"), ("GPE", "Istanbul,"), ("GPE", "Izmir")]));

    for (index, (hint, button, said, change)) in [
        (CONFLICT, "Make all GPE", "Relabelled", Some((1, ("GPE", "Ankara")))),
        (TWICE, "Remove one", "Removed", None),
        (COMMA, "Trim", "Moved the edges", Some((2, ("GPE", "Istanbul")))),
        (IZMIR, "Tag it", "Tagged", None),
    ]
    .into_iter()
    .enumerate()
    {
        press_at(page, hint, button).await?;
        let left: Vec<&str> = all.into_iter().filter(|other| *other != hint).collect();
        until_hints(page, &left).await?;
        page.focus_is_kept(button).await?;
        let focused = page.js("return document.activeElement.id").await?;
        assert_eq!(focused, json!(format!("fix-{}", index.min(2))), "the next hint has the focus");
        page.until_text(".visually-hidden[role=status]", said).await?;
        let now = rows(page).await?;
        match change {
            Some((row, (label, words))) => {
                let mut expected = before.clone();
                expected[row] = (label.to_owned(), words.to_owned());
                assert_eq!(now, expected, "{hint}");
            }
            None => assert_eq!(now.len(), if button == "Tag it" { before.len() + 1 } else { before.len() - 1 }),
        }
        page.press(&["Control+z"]).await?;
        until_hints(page, &all).await?;
        assert_eq!(rows(page).await?, before, "one undo takes it back");
        page.focus_is_kept("undo").await?;
    }

    // By keyboard: the line, the hint, its buttons.
    page.js("document.getElementById('hints').focus()").await?;
    // Some browsers make a stop of a box that scrolls, too.
    let has_focus =
        async || Ok::<_, crate::outcome::Failure>(page.js("return document.activeElement.id").await? == "fix-0");
    for _ in 0..4 {
        if !has_focus().await? {
            page.press(&["Tab"]).await?;
        }
    }
    for left in [&[TWICE, COMMA, IZMIR][..], &[COMMA, IZMIR], &[IZMIR], &[]] {
        page.until("the first fix has the focus", has_focus).await?;
        page.press(&["Enter"]).await?;
        until_hints(page, left).await?;
    }
    page.focus_is_kept("the last fix").await?;
    page.until_text("#hints", "No hints").await?;
    assert_eq!(page.js("return document.activeElement.id").await?, json!("hints"));
    assert!(page.console_problems().await?.is_empty());
    Ok(())
}

/// A dismissed hint stays dismissed after a reload, and can be taken back; a click on a hint leads to its words, which a
/// label's key then tags.
pub(crate) async fn dismissed_hint_stays_dismissed(page: &mut Page) -> Outcome {
    open_cities(page).await?;
    tag_occurrence(page, "Izmir", 0, "1").await?;
    until_hints(page, &[TWICE, COMMA, IZMIR]).await?;
    press_at(page, COMMA, "Dismiss").await?;
    until_hints(page, &[TWICE, IZMIR]).await?;
    page.focus_is_kept("a dismissal").await?;
    until_saved(page).await?;

    page.reload().await?;
    until_saved(page).await?;
    page.until_text("#hints", "2 hints").await?;
    page.click("#hints").await?;
    until_hints(page, &[TWICE, IZMIR]).await?;
    // A further edit, and another reading, do not bring it up again.
    tag_occurrence(page, "Bursa", 0, "1").await?;
    let bursa = IZMIR.replace("Izmir", "Bursa");
    until_hints(page, &[TWICE, IZMIR, &bursa]).await?;

    press_button(page, "Dismissed: 1").await?;
    until_hints(page, &[TWICE, IZMIR, &bursa, COMMA]).await?;
    press_at(page, COMMA, "Take back").await?;
    until_hints(page, &[TWICE, COMMA, IZMIR, &bursa]).await?;
    page.focus_is_kept("a dismissal is taken back").await?;
    page.press(&["Control+z"]).await?;
    page.find("#return-0").await?;

    press_at(page, IZMIR, IZMIR).await?;
    page.find(".label-menu").await?;
    page.press(&["4"]).await?;
    until_hints(page, &["Izmir is tagged in different ways: GPE 1 ORG 1", TWICE, &bursa, COMMA]).await?;
    press_at(page, &bursa, "Look").await?;
    page.until_text("dialog", "All occurrences of “Bursa”").await?;
    Ok(())
}

/// The unfolded list can be used by everybody.
pub(crate) async fn hints_are_for_everybody(page: &mut Page) -> Outcome {
    open_cities(page).await?;
    tag_occurrence(page, "Izmir", 0, "1").await?;
    press_at(page, TWICE, "Dismiss").await?;
    press_button(page, "Dismissed: 1").await?;
    until_hints(page, &[COMMA, IZMIR, TWICE]).await?;
    // Without a mark in the focus there is nothing but the hints and the list at the side, which is a sheet on a telephone.
    page.press(&["Escape"]).await?;
    page.until_gone(".inspector").await?;
    if page.kind() == Kind::Chromium {
        page.resize(TELEPHONE.0, TELEPHONE.1).await?;
        page.click(".list-toggle").await?;
        page.resize(DESK.0, DESK.1).await?;
    }
    assert_eq!(page.faults("the hints are unfolded").await?, Vec::<String>::new());
    Ok(())
}

/// With 10,000 marks in a million characters a reading takes idle moments only, each of them short.
pub(crate) async fn reading_along_costs_idle_moments_only(page: &mut Page) -> Outcome {
    open_generated(page, 1_000_000, 10_000).await?;
    page.until_js("there are hints", "/[0-9] hint/.test(document.getElementById('hints')?.textContent)").await?;
    let watch = "
        globalThis.slices = [];
        const request = requestIdleCallback;
        globalThis.requestIdleCallback = (slice) => request((deadline) => {
            const start = performance.now();
            slice(deadline);
            slices.push(performance.now() - start);
        });";
    page.js(watch).await?;
    // The first block has a name that stands in many others.
    let before = page.text("#hints").await?;
    select_plain_word(page, 0).await?;
    page.press(&["1"]).await?;
    page.until_js("another reading has begun", "slices.length > 0").await?;
    page.until("the reading is over", async || {
        let seen = page.js("return slices.length").await?;
        let later = "
            const done = arguments[0];
            setTimeout(() => done(slices.length), 300);";
        Ok(page.client().execute_async(later, Vec::new()).await? == seen)
    })
    .await?;
    let slices = page.js("return slices.toSorted((a, b) => a - b)").await?;
    let slices: Vec<f64> = slices.as_array().into_iter().flatten().filter_map(Json::as_f64).collect();
    let whole: f64 = slices.iter().sum();
    let middle = slices[slices.len() / 2];
    println!("    {} slices, {whole:.0} ms in all, half of them under {middle:.1} ms, {before} before", slices.len());
    println!("    the slowest: {:?}", &slices[slices.len().saturating_sub(3)..]);
    // Not the slowest: the machine has other things to do.
    assert!(middle < 8.0, "{slices:?}");
    assert!(whole < 1_000.0, "{slices:?}");
    Ok(())
}
