//! What is kept in the browser, and what becomes of it when something goes wrong.

use serde_json::{Value as Json, json};

use crate::outcome::{Failure, Outcome};
use crate::page::{Download, Page};

/// Words of the sample article, none of which overlap, in an order that is not that of the text.
const WORDS: [&str; 12] = [
    "Tomas Brandt",
    "Ines Okafor",
    "NordLink",
    "Old Customs Bridge",
    "Quay Street",
    "Lucie Marchetti",
    "Halloran & Vance",
    "Rui Fontes",
    "Green League",
    "Amelie Courier",
    "European Commission",
    "Great Storm",
];

/// Where another program of the same origin keeps something.
const OTHER_PROGRAM: &str = "another/program";

/// Opens the page and waits for an article that this tab may write.
pub(crate) async fn open_article(page: &Page) -> Outcome {
    page.open("").await?;
    until_saved(page).await
}

/// Waits until the article is drawn and the sign says that all of it is kept.
pub(crate) async fn until_saved(page: &Page) -> Outcome {
    page.find(".reader [data-block]").await?;
    page.until_text(".sign-kept", "Saved in this browser").await
}

/// Selects words with the mouse and tags them with the label on key 1, a place.
pub(crate) async fn tag(page: &Page, words: &str) -> Outcome {
    page.select(words).await?;
    page.press(&["1"]).await
}

/// Waits until the page has scrolled to where the last key brought it: it does so twice, the second time after a layout.
pub(crate) async fn settled(page: &Page) -> Outcome {
    let frames = "
        const done = arguments[0];
        let left = 4;
        const next = () => (left-- === 0 ? done() : requestAnimationFrame(next));
        next();";
    page.client().execute_async(frames, Vec::new()).await?;
    Ok(())
}

/// The annotations in the list beside the text, in document order: the words of each.
pub(crate) async fn listed(page: &Page) -> Outcome<Vec<String>> {
    page.texts(".row-button .row-quote").await
}

/// Waits until the list has annotations of exactly these words, in whatever order.
pub(crate) async fn until_listed(page: &Page, words: &[&str]) -> Outcome {
    let expected = sorted(words);
    page.until(&format!("{words:?} are listed"), async || Ok(sorted(&listed(page).await?) == expected)).await
}

fn sorted(words: &[impl AsRef<str>]) -> Vec<String> {
    let mut sorted: Vec<String> = words.iter().map(|words| words.as_ref().to_owned()).collect();
    sorted.sort();
    sorted
}

/// Says that nothing over the page or in its place reports a problem.
async fn assert_undisturbed(page: &Page) -> Outcome {
    for disturbance in [".rescue", "dialog", ".notice", ".banner"] {
        assert_eq!(page.texts(disturbance).await?, Vec::<String>::new(), "{disturbance}");
    }
    Ok(())
}

/// The keys of local storage that `contains` is part of.
async fn keys(page: &Page, contains: &str) -> Outcome<Vec<String>> {
    let script = "return Object.keys(localStorage).filter((key) => key.includes(arguments[0])).sort()";
    let keys = page.js_with(script, vec![json!(contains)]).await?;
    Ok(keys.as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect())
}

async fn stored(page: &Page, key: &str) -> Outcome<Option<String>> {
    Ok(page.js_with("return localStorage.getItem(arguments[0])", vec![json!(key)]).await?.as_str().map(str::to_owned))
}

async fn store(page: &Page, key: &str, value: &str) -> Outcome {
    page.js_with("localStorage.setItem(arguments[0], arguments[1])", vec![json!(key), json!(value)]).await.map(drop)
}

/// Everything in local storage, to see whether it changes.
async fn everything_stored(page: &Page) -> Outcome<Json> {
    page.js("return Object.fromEntries(Object.entries(localStorage))").await
}

/// The id of the article that was opened last.
async fn current(page: &Page) -> Outcome<String> {
    stored(page, "rubricate/1/current").await?.ok_or_else(|| Failure::new("no article is current"))
}

/// The words of all annotations in a downloaded file, in document order.
fn quotes(download: &Download) -> Outcome<Vec<String>> {
    let json: Json = serde_json::from_slice(&download.bytes)?;
    let records = ["mentions", "frames"].into_iter().flat_map(|kind| json[kind].as_array().into_iter().flatten());
    Ok(records.filter_map(|record| record["spans"][0]["quote"].as_str()).map(str::to_owned).collect())
}

/// Killing the process of the tab straight after a key loses nothing of the session: neither marks nor history.
pub(crate) async fn killed_tab_loses_nothing(page: &mut Page) -> Outcome {
    open_article(page).await?;
    tag(page, WORDS[0]).await?;
    tag(page, WORDS[1]).await?;
    page.press(&["Control+z"]).await?;
    settled(page).await?;
    tag(page, WORDS[2]).await?;
    page.select(WORDS[3]).await?;
    page.press(&["-"]).await?;
    page.kill_tab_processes().await?;

    page.reopen().await?;
    until_saved(page).await?;
    until_listed(page, &[WORDS[0], WORDS[2], WORDS[3]]).await?;
    assert_undisturbed(page).await?;
    let undo = page.attribute("button[aria-label=Undo]", "title").await?;
    assert_eq!(undo.as_deref(), Some("Undo: Tag “Old Customs Bridge” as negative sentiment (Ctrl+Z)"));
    page.press(&["Control+z", "Control+z"]).await?;
    until_listed(page, &[WORDS[0]]).await?;
    page.press(&["Control+Shift+z"]).await?;
    until_listed(page, &[WORDS[0], WORDS[2]]).await?;

    // The history was travelled after the first disaster, which the second one must not undo.
    page.kill_tab_processes().await?;
    page.reopen().await?;
    until_saved(page).await?;
    until_listed(page, &[WORDS[0], WORDS[2]]).await?;
    page.press(&["Control+Shift+z"]).await?;
    until_listed(page, &[WORDS[0], WORDS[2], WORDS[3]]).await
}

/// After the whole browser is killed there is a state that the reader had: the first so many of the annotations.
pub(crate) async fn killed_browser_leaves_a_prefix(page: &mut Page) -> Outcome {
    open_article(page).await?;
    let (before, after) = WORDS.split_at(3);
    for words in before {
        tag(page, words).await?;
    }
    until_listed(page, before).await?;
    // Ended in the ordinary way, the browser writes all of it to disk.
    page.restart().await?;
    open_article(page).await?;
    until_listed(page, before).await?;
    for words in after {
        tag(page, words).await?;
    }
    page.kill_browser().await?;

    page.restart().await?;
    open_article(page).await?;
    assert_undisturbed(page).await?;
    let left = listed(page).await?;
    assert!(left.len() >= before.len(), "{left:?}");
    assert_eq!(sorted(&left), sorted(&WORDS[..left.len()]), "what is left is a prefix of what was done");
    println!("after the kill {} of {} annotations were left", left.len(), WORDS.len());

    // Work goes on from there.
    page.select("Coastal Cities Act").await?;
    page.press(&["1"]).await?;
    page.reload().await?;
    until_saved(page).await?;
    assert_eq!(listed(page).await?.len(), left.len() + 1);
    Ok(())
}

/// Another program's entry that leaves room for this many units in the origin's share.
pub(crate) const FILL: &str = "
    const [key, room] = arguments;
    let size = 0;
    for (let step = 1 << 22; step >= 1; step >>= 1) {
        try {
            localStorage.setItem(key, 'x'.repeat(size + step));
            size += step;
        } catch {}
    }
    localStorage.setItem(key, 'x'.repeat(size - room));";

/// A full storage is said, costs nothing that was done, and is over when there is room again.
pub(crate) async fn full_storage_is_a_state(page: &mut Page) -> Outcome {
    open_article(page).await?;
    page.js_with(FILL, vec![json!(OTHER_PROGRAM), json!(300)]).await?;

    let refused = async || Ok(page.attribute(".sign-kept", "data-kept").await?.as_deref() == Some("not-saved"));
    let mut done = 0;
    while !refused().await? && done < 9 {
        tag(page, WORDS[done]).await?;
        done += 1;
        until_listed(page, &WORDS[..done]).await?;
    }
    assert!(done > 1, "there was room for at least one entry");
    page.until("the sign says that it is not saved", refused).await?;
    let sign = page.text(".sign-kept").await?;
    assert!(sign.starts_with("Not saved: The browser's storage for this site is full."), "{sign}");
    let banner = page.text(".banner.alarm").await?;
    assert!(banner.starts_with("Not kept in this browser. The browser's storage for this site is full."), "{banner}");

    // Annotating goes on all the same, and the file has everything.
    for words in &WORDS[done..done + 2] {
        tag(page, words).await?;
    }
    done += 2;
    until_listed(page, &WORDS[..done]).await?;
    page.press(&["Control+z", "Control+Shift+z"]).await?;
    until_listed(page, &WORDS[..done]).await?;
    page.click(".banner.alarm .button").await?;
    assert_eq!(sorted(&quotes(&page.download().await?)?), sorted(&WORDS[..done]));

    // Trying again while it is still full changes nothing.
    let again = ".banner.alarm .button:last-child";
    assert_eq!(page.text(again).await?, "Try again");
    page.click(again).await?;
    assert_eq!(page.attribute(".sign-kept", "data-kept").await?.as_deref(), Some("not-saved"));

    page.js_with("localStorage.removeItem(arguments[0])", vec![json!(OTHER_PROGRAM)]).await?;
    page.click(again).await?;
    page.until_text(".sign-kept", "Saved in this browser").await?;
    page.until_gone(".banner.alarm").await?;

    page.reload().await?;
    until_saved(page).await?;
    until_listed(page, &WORDS[..done]).await?;
    assert_undisturbed(page).await
}

/// An article that does not fit is opened all the same; it says that it is not kept, until it fits.
pub(crate) async fn article_that_does_not_fit_opens(page: &mut Page) -> Outcome {
    open_article(page).await?;
    page.js_with(FILL, vec![json!(OTHER_PROGRAM), json!(2_000)]).await?;
    let text = "The ferry to Lindal is late again. ".repeat(500);
    let file = page.file("ferry.txt", text.as_bytes())?;
    page.upload("#open-file", &file).await?;
    page.until_text(".reader", "The ferry to Lindal").await?;
    page.until_text(".sign-kept", "Not saved: The browser's storage for this site is full.").await?;
    tag(page, "Lindal").await?;
    until_listed(page, &["Lindal"]).await?;
    page.click(".banner.alarm .button").await?;
    assert_eq!(quotes(&page.download().await?)?, ["Lindal"]);

    page.js_with("localStorage.removeItem(arguments[0])", vec![json!(OTHER_PROGRAM)]).await?;
    page.click(".banner.alarm .button:last-child").await?;
    page.until_text(".sign-kept", "Saved in this browser").await?;
    page.reload().await?;
    until_saved(page).await?;
    page.until_text(".reader", "The ferry to Lindal").await?;
    until_listed(page, &["Lindal"]).await
}

/// Where a page may not store anything, or cannot, everything works and says that it is not kept.
pub(crate) async fn forbidden_and_absent_storage_are_states(page: &mut Page) -> Outcome {
    let ways = [
        ("throw new DOMException('The operation is insecure.', 'SecurityError')", "does not let this page store"),
        ("return null", "offers no storage"),
    ];
    for (getter, why) in ways {
        let source =
            format!("Object.defineProperty(window, 'localStorage', {{ configurable: true, get() {{ {getter} }} }})");
        let added = page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await?;
        page.open("").await?;
        page.find(".reader [data-block]").await?;
        let banner = page.text(".banner.alarm").await?;
        assert!(banner.starts_with("Not kept in this browser."), "{banner}");
        assert!(banner.contains(why), "{banner}");
        let sign = page.text(".sign-kept").await?;
        assert!(sign.starts_with("Not saved: ") && sign.contains(why), "{sign}");

        tag(page, WORDS[0]).await?;
        tag(page, WORDS[1]).await?;
        page.press(&["Control+z"]).await?;
        until_listed(page, &[WORDS[0]]).await?;
        page.click(".banner.alarm .button").await?;
        assert_eq!(quotes(&page.download().await?)?, [WORDS[0]]);
        page.click(".banner.alarm .button:last-child").await?;
        assert!(page.text(".sign-kept").await?.contains(why));
        assert_eq!(page.count(".rescue").await?, 0);
        page.devtools("Page.removeScriptToEvaluateOnNewDocument", added).await?;
    }
    Ok(())
}

/// Damage to one article keeps neither the page from starting nor another article from opening.
pub(crate) async fn damaged_article_is_set_apart(page: &mut Page) -> Outcome {
    open_article(page).await?;
    tag(page, WORDS[0]).await?;
    let sound = current(page).await?;
    for (number, part) in ["/snapshot/0", "/text"].into_iter().enumerate() {
        let title = format!("Ferry {number} is late");
        let file = page.file("ferry.txt", format!("{title}\n\nIt waits at Lindal.").as_bytes())?;
        page.upload("#open-file", &file).await?;
        page.until_text(".reader", &title).await?;
        tag(page, "Lindal").await?;
        until_listed(page, &["Lindal"]).await?;
        let id = current(page).await?;
        let key = format!("rubricate/1/doc/{id}{part}");
        let value = stored(page, &key).await?.ok_or_else(|| Failure::new(format!("{key} is not there")))?;
        let spoilt: String = value.chars().take(value.len() * 2 / 3).collect();
        store(page, &key, &spoilt).await?;

        page.reload().await?;
        page.find("dialog.library").await?;
        let damaged = format!("{title}Damaged: ");
        let entries = page.texts(".library .entry").await?;
        assert!(entries.iter().any(|entry| entry.starts_with(&damaged)), "{entries:?}");
        assert_eq!(page.count(".reader").await?, 0);
        page.click(&entry_button(&entries, &damaged, ".entry-actions .button:first-child")).await?;
        let raw: Json = serde_json::from_slice(&page.download().await?.bytes)?;
        assert_eq!(raw["values"][&key].as_str(), Some(&*spoilt), "it is what lies there, unchanged");

        // It stays listed and closed, and the other one opens.
        page.reload().await?;
        until_saved(page).await?;
        until_listed(page, &[WORDS[0]]).await?;
        assert_eq!(current(page).await?, sound);
        assert_eq!(stored(page, &key).await?.as_deref(), Some(&*spoilt));
    }
    assert_eq!(page.count(".rescue").await?, 0);
    Ok(())
}

/// The selector of a button in the entry of the library whose text starts with `start`.
fn entry_button(entries: &[String], start: &str, button: &str) -> String {
    let place = entries.iter().position(|entry| entry.starts_with(start)).unwrap_or_default();
    format!(".library .entry:nth-child({}) {button}", place + 1)
}

/// A damaged change costs itself and those after it, which are set aside; it is said; and work goes on from there.
pub(crate) async fn damaged_change_keeps_earlier_ones(page: &mut Page) -> Outcome {
    open_article(page).await?;
    for words in &WORDS[..4] {
        tag(page, words).await?;
    }
    until_listed(page, &WORDS[..4]).await?;
    let id = current(page).await?;
    let damaged = format!("rubricate/1/doc/{id}/entry/3");
    let entry = stored(page, &damaged).await?.ok_or_else(|| Failure::new("there is no third entry"))?;
    store(page, &damaged, &entry.replace("GPE", "GPS")).await?;

    page.reload().await?;
    page.until_text("dialog.problems", "Change 3 could not be read").await?;
    let problem = page.text("dialog.problems .dialog-body").await?;
    assert!(problem.contains("Everything before it is here; 1 later change was set aside."), "{problem}");
    page.press(&["Escape"]).await?;
    page.until_gone("dialog").await?;
    until_saved(page).await?;
    until_listed(page, &WORDS[..2]).await?;
    assert_eq!(keys(page, "/quarantine/").await?.len(), 2, "both changes were set aside");

    tag(page, WORDS[5]).await?;
    page.reload().await?;
    until_saved(page).await?;
    until_listed(page, &[WORDS[0], WORDS[1], WORDS[5]]).await?;
    assert_undisturbed(page).await
}

/// `?safe` opens the list of articles and none of them, and leaves what is stored as it is.
pub(crate) async fn safe_start_opens_no_article(page: &mut Page) -> Outcome {
    open_article(page).await?;
    tag(page, WORDS[0]).await?;
    page.open("?safe").await?;
    page.find("dialog.library .entry").await?;
    let before = everything_stored(page).await?;

    page.reload().await?;
    page.find("dialog.library .entry").await?;
    assert_eq!(page.count(".reader").await?, 0);
    assert_eq!(everything_stored(page).await?, before);

    page.click(".library button.entry-title").await?;
    until_saved(page).await?;
    until_listed(page, &[WORDS[0]]).await
}

/// A panic shows the rescue page, after which nothing is written, and costs nothing that was done before it.
pub(crate) async fn panic_shows_the_rescue_page(page: &mut Page) -> Outcome {
    open_article(page).await?;
    tag(page, "Halloran & Vance").await?;
    page.find("mark").await?;
    // An extension that takes elements out of the page does this to a program that puts others before them.
    page.js("document.querySelector('mark').remove()").await?;
    page.select("engineering firm").await?;
    page.press(&["1"]).await?;

    page.until_text("h1", "Rubricate has stopped").await?;
    let message = page.text(".rescue-message").await?;
    assert!(message.contains("panicked at"), "{message}");
    let before = everything_stored(page).await?;
    page.press(&["Control+z", "1", "n", "Delete"]).await?;
    page.js("dispatchEvent(new Event('pagehide'))").await?;
    assert_eq!(page.count(".rescue").await?, 1);
    assert_eq!(everything_stored(page).await?, before);
    page.click(".rescue .button").await?;
    let saved: Json = serde_json::from_slice(&page.download().await?.bytes)?;
    assert_eq!(saved["entries"], before);

    page.click(".rescue .button:nth-of-type(2)").await?;
    until_saved(page).await?;
    until_listed(page, &["Halloran & Vance", "engineering firm"]).await?;
    assert_undisturbed(page).await
}

/// The place where one read is found again after a reload, and after the browser was closed.
pub(crate) async fn place_in_the_text_is_back(page: &mut Page) -> Outcome {
    let article = xtask::article::generate(120_000, 0, 5);
    let file = page.file("long.txt", article.text.as_bytes())?;
    open_article(page).await?;
    page.upload("#open-file", &file).await?;
    page.until_js("the long text is there", "document.querySelectorAll('.section').length > 5").await?;
    until_drawn(page).await?;
    // Every second block is a blank line.
    let block = page.count("[data-block]").await? / 3 * 2;
    let scroll = "document.querySelector(`[data-block='${arguments[0]}']`).scrollIntoView({ behavior: 'instant' })";
    page.js_with(scroll, vec![json!(block)]).await?;
    until_near_top(page, block, "in the first place").await?;
    let place = format!("rubricate/1/doc/{}/place", current(page).await?);
    let remembered = async || Ok(stored(page, &place).await?.is_some_and(|place| place != "0"));
    page.until("the place is remembered", remembered).await?;

    page.reload().await?;
    until_saved(page).await?;
    until_near_top(page, block, "after a reload").await?;
    until_drawn(page).await?;
    settled(page).await?;
    until_near_top(page, block, "after a reload, when all is drawn").await?;

    page.restart().await?;
    open_article(page).await?;
    until_near_top(page, block, "in a new browser").await?;
    until_drawn(page).await?;
    settled(page).await?;
    until_near_top(page, block, "in a new browser, when all is drawn").await
}

/// Waits until a block begins in the upper part of the window.
async fn until_near_top(page: &Page, block: usize, when: &str) -> Outcome {
    let top = "
        const block = document.querySelector(`[data-block='${arguments[0]}']`);
        return block ? block.getBoundingClientRect().top : null";
    let is_near = async || match page.js_with(top, vec![json!(block)]).await?.as_f64() {
        Some(top) if (-60.0..=260.0).contains(&top) => Ok(true),
        top => Err(Failure::new(format!("it begins at {top:?}"))),
    };
    page.until(&format!("block {block} is near the top {when}"), is_near).await
}

/// Waits until all of the article and of the list is drawn, for as long as it goes on.
pub(crate) async fn until_drawn(page: &Page) -> Outcome {
    loop {
        let left = page.count("[data-drawn=no]").await?;
        if left == 0 {
            return Ok(());
        }
        let what = format!("fewer than {left} sections are left to draw");
        page.until(&what, async || Ok(page.count("[data-drawn=no]").await? < left)).await?;
    }
}

/// "Delete everything" takes what Rubricate keeps, and nothing of another program.
pub(crate) async fn deleting_everything_takes_ours_only(page: &mut Page) -> Outcome {
    open_article(page).await?;
    tag(page, WORDS[0]).await?;
    store(page, OTHER_PROGRAM, "precious").await?;
    store(page, "rubricate/0/settings", "of an older version").await?;
    let id = current(page).await?;
    page.click("button[aria-label=Settings]").await?;
    page.click("dialog.settings fieldset:first-of-type label:nth-of-type(3) input").await?;
    page.until_js("the page is dark", "document.documentElement.dataset.theme === 'dark'").await?;
    assert_eq!(keys(page, "rubricate/1/settings").await?.len(), 1);

    // Asked first, and what is asked can be declined.
    page.click(".settings .button.danger").await?;
    page.click(".settings .dialog-feet .button:first-child").await?;
    page.until_text(".settings .button.danger", "Delete everything Rubricate keeps here …").await?;
    page.click(".settings .button.danger").await?;
    page.click(".settings .dialog-feet .button.danger").await?;

    page.until_gone("dialog").await?;
    until_saved(page).await?;
    until_listed(page, &[]).await?;
    assert_eq!(keys(page, &id).await?, Vec::<String>::new());
    assert_eq!(keys(page, "settings").await?, Vec::<String>::new());
    assert_eq!(keys(page, OTHER_PROGRAM).await?, [OTHER_PROGRAM]);
    assert_eq!(stored(page, OTHER_PROGRAM).await?.as_deref(), Some("precious"));
    assert_undisturbed(page).await
}

/// After fifty edits that are in no file there is a quiet reminder, once.
pub(crate) async fn reminder_comes_once(page: &mut Page) -> Outcome {
    open_article(page).await?;
    tag(page, WORDS[0]).await?;
    until_listed(page, &[WORDS[0]]).await?;
    page.press(&["r"; 48]).await?;
    let id = current(page).await?;
    let written = async |count: usize| {
        let what = format!("{count} edits are kept");
        page.until(&what, async || Ok(keys(page, &format!("{id}/entry/")).await?.len() == count)).await
    };
    written(49).await?;
    assert_eq!(page.count(".banner").await?, 0, "49 edits are no reason");

    page.press(&["r"]).await?;
    page.until_text(".quiet-banner", "These annotations live only in this browser.").await?;
    page.click(".quiet-banner .quiet").await?;
    page.until_gone(".quiet-banner").await?;
    page.find(".inspector").await?;
    page.press(&["r"; 3]).await?;
    written(53).await?;
    assert_eq!(page.count(".banner").await?, 0, "it was said already");

    page.reload().await?;
    until_saved(page).await?;
    tag(page, WORDS[1]).await?;
    until_listed(page, &WORDS[..2]).await?;
    assert_eq!(page.count(".banner").await?, 0, "it was said before the reload");
    Ok(())
}
