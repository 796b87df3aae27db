//! Several windows on one article: one writes, the others follow, and any of them can take over.

use serde_json::json;

use crate::keeping::{listed, open_article, settled, tag, until_listed, until_saved};
use crate::outcome::Outcome;
use crate::page::Page;

/// What the banner of a window says that only follows.
const READ_ONLY: &str = "This article is open in another tab. Here it can only be read.";

/// Waits until the window follows another one.
async fn until_read_only(page: &Page) -> Outcome {
    page.until_text(".banner", READ_ONLY).await?;
    page.until_text(".sign-kept", "Read-only: open in another tab").await
}

/// Presses the button of the banner, and waits until the article is this window's.
async fn take_over(page: &Page) -> Outcome {
    // The banner is at the top of the page, and the bars cover it where the page is scrolled.
    page.js("scrollTo({ top: 0, behavior: 'instant' })").await?;
    page.click(".banner .button").await?;
    page.until_gone(".banner").await?;
    until_saved(page).await
}

/// Tries to change the article by mouse and keys, and says that nothing came of it.
async fn assert_refused(page: &Page) -> Outcome {
    let before = listed(page).await?;
    for key in ["1", "-"] {
        page.select("Copenhagen").await?;
        // What cannot be done is dimmed, and the words say why before a key is pressed.
        page.until_text(".label-menu.locked", "This article is open in another tab.").await?;
        page.press(&[key]).await?;
        page.until_text("[role=status][aria-live]", "This article is open in another tab.").await?;
    }
    page.press(&["Escape", "Escape", "Control+z"]).await?;
    assert_eq!(listed(page).await?, before);
    assert!(page.attribute("textarea.title", "readonly").await?.is_some());
    assert_eq!(page.count(".label-menu").await?, 0);
    assert_eq!(page.count(".label-bar [aria-disabled=true] .chip[data-tag='label GPE']").await?, 1);
    assert_eq!(page.attribute("[aria-label=Undo]", "aria-disabled").await?.as_deref(), Some("true"));
    Ok(())
}

/// The second window reads and follows, takes over, and nothing that the first one did is lost.
pub(crate) async fn second_window_follows_and_takes_over(page: &mut Page) -> Outcome {
    open_article(page).await?;
    tag(page, "Tomas Brandt").await?;
    until_listed(page, &["Tomas Brandt"]).await?;
    let first = page.tab().await?;
    let second = page.new_window().await?;
    page.open("").await?;
    until_read_only(page).await?;
    until_listed(page, &["Tomas Brandt"]).await?;
    assert_refused(page).await?;

    // It follows live: what is done, undone and written.
    page.switch_to(&first).await?;
    tag(page, "Ines Okafor").await?;
    page.switch_to(&second).await?;
    until_listed(page, &["Ines Okafor", "Tomas Brandt"]).await?;
    page.switch_to(&first).await?;
    page.press(&["Control+z"]).await?;
    settled(page).await?;
    page.switch_to(&second).await?;
    until_listed(page, &["Tomas Brandt"]).await?;
    assert_eq!(page.count(".reader mark").await?, 1);
    page.switch_to(&first).await?;
    page.press(&["Control+Shift+z"]).await?;
    settled(page).await?;
    page.click("textarea.title").await?;
    page.type_text("x").await?;
    page.press(&["Escape"]).await?;
    page.until_text("h1.visually-hidden", "x").await?;
    page.switch_to(&second).await?;
    until_listed(page, &["Ines Okafor", "Tomas Brandt"]).await?;
    let titled = "document.querySelector('textarea.title').value.includes('x')";
    page.until_js("the title is followed", titled).await?;

    // What is done right before the second takes over is there too.
    page.switch_to(&first).await?;
    tag(page, "Rui Fontes").await?;
    tag(page, "NordLink").await?;
    page.switch_to(&second).await?;
    take_over(page).await?;
    let all = ["Ines Okafor", "Tomas Brandt", "Rui Fontes", "NordLink"];
    until_listed(page, &all).await?;
    tag(page, "Quay Street").await?;
    page.press(&["Control+z", "Control+z", "Control+Shift+z", "Control+Shift+z"]).await?;
    settled(page).await?;
    let all = [&all[..], &["Quay Street"]].concat();
    until_listed(page, &all).await?;

    page.switch_to(&first).await?;
    until_read_only(page).await?;
    until_listed(page, &all).await?;
    assert_refused(page).await?;

    assert_eq!(page.console_problems().await?, Vec::<String>::new());

    // Loaded again, each is what it was, the writer first.
    page.switch_to(&second).await?;
    page.reload().await?;
    until_saved(page).await?;
    until_listed(page, &all).await?;
    page.switch_to(&first).await?;
    page.reload().await?;
    until_read_only(page).await?;
    until_listed(page, &all).await?;

    // Back again, and then the other window goes away for good.
    take_over(page).await?;
    tag(page, "Great Storm").await?;
    let all = [&all[..], &["Great Storm"]].concat();
    page.switch_to(&second).await?;
    until_read_only(page).await?;
    until_listed(page, &all).await?;
    page.switch_to(&first).await?;
    page.close_tab().await?;
    page.switch_to(&second).await?;
    page.reload().await?;
    until_saved(page).await?;
    until_listed(page, &all).await?;
    Ok(())
}

/// Two windows may have an article each, and neither is in the other's way.
pub(crate) async fn windows_on_two_articles_both_write(page: &mut Page) -> Outcome {
    open_article(page).await?;
    tag(page, "Tomas Brandt").await?;
    let first = page.tab().await?;
    let second = page.new_window().await?;
    page.open("").await?;
    until_read_only(page).await?;
    let file = page.file("ferry.txt", b"The ferry waits at Lindal.")?;
    page.upload("#open-file", &file).await?;
    page.until_text(".reader", "The ferry").await?;
    until_saved(page).await?;
    tag(page, "Lindal").await?;
    until_listed(page, &["Lindal"]).await?;
    page.switch_to(&first).await?;
    tag(page, "Ines Okafor").await?;
    until_saved(page).await?;
    until_listed(page, &["Ines Okafor", "Tomas Brandt"]).await?;
    assert_eq!(page.count(".banner").await?, 0);
    page.switch_to(&second).await?;
    until_listed(page, &["Lindal"]).await
}

/// A window that does not answer is not waited for: after a while the article is taken from it, and it notices.
pub(crate) async fn mute_window_loses_the_article(page: &mut Page) -> Outcome {
    let mute = "BroadcastChannel.prototype.addEventListener = () => {}";
    let added = page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": mute })).await?;
    open_article(page).await?;
    page.devtools("Page.removeScriptToEvaluateOnNewDocument", added).await?;
    tag(page, "Tomas Brandt").await?;
    let first = page.tab().await?;
    let second = page.new_window().await?;
    page.open("").await?;
    until_read_only(page).await?;
    take_over(page).await?;
    until_listed(page, &["Tomas Brandt"]).await?;
    tag(page, "Ines Okafor").await?;

    page.switch_to(&first).await?;
    until_read_only(page).await?;
    until_listed(page, &["Ines Okafor", "Tomas Brandt"]).await?;
    assert_refused(page).await?;
    page.switch_to(&second).await?;
    page.reload().await?;
    until_saved(page).await?;
    until_listed(page, &["Ines Okafor", "Tomas Brandt"]).await
}

/// A window that was frozen while the article was taken from it writes nothing when it wakes up.
pub(crate) async fn frozen_window_wakes_up_read_only(page: &mut Page) -> Outcome {
    open_article(page).await?;
    tag(page, "Tomas Brandt").await?;
    let first = page.tab().await?;
    let second = page.new_window().await?;
    page.open("").await?;
    until_read_only(page).await?;
    page.switch_to(&first).await?;
    page.devtools("Page.setWebLifecycleState", json!({ "state": "frozen" })).await?;
    page.switch_to(&second).await?;
    take_over(page).await?;
    tag(page, "Ines Okafor").await?;
    until_listed(page, &["Ines Okafor", "Tomas Brandt"]).await?;

    page.switch_to(&first).await?;
    page.devtools("Page.setWebLifecycleState", json!({ "state": "active" })).await?;
    until_read_only(page).await?;
    until_listed(page, &["Ines Okafor", "Tomas Brandt"]).await?;
    assert_refused(page).await?;
    page.switch_to(&second).await?;
    until_saved(page).await?;
    tag(page, "NordLink").await?;
    page.reload().await?;
    until_saved(page).await?;
    until_listed(page, &["Ines Okafor", "Tomas Brandt", "NordLink"]).await
}
