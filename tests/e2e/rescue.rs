//! The page of last resort, which web/rescue.js makes when the program has failed.

use serde_json::{Value as Json, json};

use crate::outcome::Outcome;
use crate::page::Page;

/// It says what happened, hands out what is stored, and lets nothing be written any more.
pub(crate) async fn rescue_page_keeps_what_is_stored(page: &mut Page) -> Outcome {
    page.open("").await?;
    page.find(".reader [data-block]").await?;
    page.js("localStorage.setItem('rubricate/1/try', 'été'); localStorage.setItem('another/program', 'secret')")
        .await?;
    page.js("rubricateRescue('first <b>failure</b>'); rubricateRescue('second failure')").await?;
    assert_eq!(page.text("h1").await?, "Rubricate has stopped");
    assert_eq!(page.text(".rescue-message").await?, "first <b>failure</b>");
    assert_eq!(page.js("return document.activeElement.localName").await?, "h1");

    let write =
        "try { localStorage.setItem('rubricate/1/try', 'spoilt'); return 'written' } catch { return 'refused' }";
    assert_eq!(page.js(write).await?, "refused");
    assert_eq!(page.js("return localStorage.getItem('rubricate/1/try')").await?, "été");

    page.click(".rescue .button").await?;
    let download = page.download().await?;
    assert!(download.name.starts_with("rubricate-rescue-20"), "{}", download.name);
    let saved: Json = serde_json::from_slice(&download.bytes)?;
    assert_eq!(saved["format"], "rubricate-rescue");
    assert_eq!(saved["entries"]["rubricate/1/try"], "été");
    assert_eq!(saved["entries"]["another/program"], Json::Null);

    page.click("a[href='?safe']").await?;
    page.until_js("the list of articles is asked for", "location.search === '?safe'").await?;
    page.until_text("h2", "Library").await?;
    assert_eq!(page.count(".rescue").await?, 0);
    Ok(())
}

/// A failure inside WebAssembly shows it without anybody's doing; another script's failure does not.
pub(crate) async fn rescue_page_is_for_the_program_only(page: &mut Page) -> Outcome {
    page.open("").await?;
    page.find(".reader [data-block]").await?;
    let fail = "const [kind] = arguments;
        const error = kind === 'wasm' ? new WebAssembly.RuntimeError('unreachable') : new Error('elsewhere');
        dispatchEvent(new ErrorEvent('error', { error }))";
    page.js_with(fail, vec![json!("script")]).await?;
    assert_eq!(page.count(".rescue").await?, 0);
    page.js_with(fail, vec![json!("wasm")]).await?;
    page.until_text(".rescue-message", "unreachable").await
}
