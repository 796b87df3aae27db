//! Copy and paste. No test can read the clipboard of a headless browser: what was put on it is read in the copy event, behind
//! the page.

use serde_json::{Value as Json, json};

use crate::browser::Kind;
use crate::outcome::Outcome;
use crate::page::Page;
use crate::steps::{download, open_file, open_sample, paste, press_button, records, rows, tag, tagged, until_rows};

/// Two lines, and what a spreadsheet, a parser of HTML and a counter of UTF-16 would stumble over.
const TEXT: &str = "=Ada 😀 met\r\n<b>Zoë</b> in London. שלום\tAda.\r\n";

/// From now on the page notes what was put on the clipboard.
async fn listen(page: &Page) -> Outcome {
    let script = "
        window.copied = null;
        addEventListener('copy', ({ clipboardData, defaultPrevented }) => {
            const flavour = (type) => clipboardData.getData(type) || null;
            window.copied = { plain: flavour('text/plain'), html: flavour('text/html'), defaultPrevented };
        });";
    page.js(script).await.map(drop)
}

/// What was put on the clipboard since it was last asked.
async fn copied(page: &Page) -> Outcome<Json> {
    page.until_js("something was copied", "window.copied").await?;
    let copied = page.js("const { copied } = window; window.copied = null; return copied").await?;
    assert_eq!(copied["defaultPrevented"], true, "{copied}");
    Ok(copied)
}

/// Presses Control+C. In Chromium WebDriver’s keys do nothing that a browser does by itself, so that it is told what they mean.
async fn press_copy(page: &Page) -> Outcome {
    if page.kind() == Kind::Firefox {
        return page.press(&["Control+c"]).await;
    }
    for (event, commands) in [("rawKeyDown", json!(["copy"])), ("keyUp", json!([]))] {
        let key = json!({ "type": event, "commands": commands, "modifiers": 2, "key": "c", "code": "KeyC" });
        page.devtools("Input.dispatchKeyEvent", key).await?;
    }
    Ok(())
}

/// The rows of a copied table, as the browser's own parser reads them.
async fn table(page: &Page, html: &Json) -> Outcome<Vec<Vec<String>>> {
    let script = "
        const parsed = new DOMParser().parseFromString(arguments[0], 'text/html');
        parsed.querySelectorAll('br').forEach((end) => end.replaceWith('\\n'));
        return [...parsed.querySelectorAll('tr')].map((row) => [...row.cells].map((cell) => cell.textContent));";
    Ok(serde_json::from_value(page.js_with(script, vec![html.clone()]).await?)?)
}

/// The words of copied HTML without what is raised, and those of each highlight and underline.
async fn marked(page: &Page, html: &Json) -> Outcome<Json> {
    let script = "
        const parsed = new DOMParser().parseFromString(arguments[0], 'text/html');
        const words = (css) => [...parsed.querySelectorAll(css)].map((element) => element.textContent);
        const signs = words('sup');
        parsed.querySelectorAll('sup').forEach((sign) => sign.remove());
        const lines = parsed.querySelector('p') ? words('p') : words('body');
        const [highlights, underlines] = [words('[style*=background-color]'), words('[style*=underline]')];
        return { lines, signs, highlights, underlines, foreign: parsed.querySelectorAll('b, img, script').length };";
    page.js_with(script, vec![html.clone()]).await
}

async fn until_said(page: &Page, words: &str) -> Outcome {
    page.until_text(".notices", words).await?;
    page.until_text("[aria-live=polite].visually-hidden", words).await
}

async fn open(page: &Page) -> Outcome {
    open_sample(page).await?;
    let file = page.file("copied.txt", TEXT.as_bytes())?;
    open_file(page, &file, "London").await?;
    listen(page).await?;
    tag(page, "Ada", "2").await?;
    tag(page, "London", "1").await?;
    tag(page, "met", "+").await?;
    page.press(&["Escape", "Escape", "Escape"]).await
}

/// The list as a table, as it is shown; marked text; and what Ctrl+C takes.
pub(crate) async fn copies_for_spreadsheets_and_word_processors(page: &mut Page) -> Outcome {
    open(page).await?;
    page.press(&["Shift+G"]).await?;
    let list = copied(page).await?;
    until_said(page, "Copied 3 rows as a table.").await?;
    let cells = table(page, &list["html"]).await?;
    let column = |cells: &[Vec<String>], name: &str| {
        let place = cells[0].iter().position(|other| other == name).expect("a column");
        cells[1..].iter().map(|row| row[place].clone()).collect::<Vec<_>>()
    };
    let words = |cells: &[Vec<String>]| column(cells, "Words");
    assert_eq!(words(&cells), ["Ada", "met", "London"]);
    assert_eq!(column(&cells, "Article"), ["'=Ada 😀 met"; 3]);
    assert_eq!(column(&cells, "Start"), ["1", "7", "26"]);
    let plain = list["plain"].as_str().unwrap_or_default();
    assert_eq!(plain.lines().next(), Some(cells[0].join("\t").as_str()));
    assert_eq!(plain.matches("\r\n").count(), 4, "{plain:?}");

    // The same by a button, as the list is filtered and ordered.
    press_button(page, "Filter").await?;
    page.js("const order = [...document.querySelectorAll('#list-filter select')].find((select) => select.value === 'position');
        order.value = 'words';
        order.dispatchEvent(new Event('change', { bubbles: true }));")
        .await?;
    press_button(page, "Copy").await?;
    let faults = page.faults("what can be copied").await?;
    assert!(faults.is_empty(), "{faults:#?}");
    press_button(page, "List as a table").await?;
    let list = copied(page).await?;
    assert_eq!(words(&table(page, &list["html"]).await?), ["Ada", "London", "met"]);
    press_button(page, "Marked text").await?;
    let all = copied(page).await?;
    until_said(page, "Copied the whole text with its marks.").await?;
    assert_eq!(all["plain"], TEXT);
    assert_eq!(
        marked(page, &all["html"]).await?,
        json!({
            "lines": ["=Ada 😀 met", "<b>Zoë</b> in London. שלום\tAda."],
            "signs": ["PERSON", "+", "GPE"],
            "highlights": ["Ada", "London"],
            "underlines": ["met"],
            "foreign": 0,
        })
    );

    // From the palette.
    page.press(&["Control+k"]).await?;
    page.find("dialog[open] input").await?;
    page.type_text("list as a table\n").await?;
    assert_eq!(words(&table(page, &copied(page).await?["html"]).await?).len(), 3);
    page.focus_is_kept("copying from the palette").await?;

    // A selection, with its marks beside its exact words.
    page.select_between("Zoë", "London").await?;
    page.find(".label-menu").await?;
    press_copy(page).await?;
    let part = copied(page).await?;
    assert_eq!(part["plain"], "Zoë</b> in London");
    let seen = marked(page, &part["html"]).await?;
    assert_eq!((&seen["highlights"], &seen["signs"]), (&json!(["London"]), &json!([])));
    assert_eq!(seen["lines"], json!(["Zoë</b> in London"]));
    page.press(&["Escape"]).await?;
    page.until_gone(".label-menu").await?;
    page.select("Zoë").await?;
    page.find(".label-menu").await?;
    press_copy(page).await?;
    assert_eq!(copied(page).await?, json!({ "plain": "Zoë", "html": null, "defaultPrevented": true }));
    page.press(&["y"]).await?;
    assert_eq!(copied(page).await?["plain"], "Zoë");
    until_said(page, "Copied the selection with its marks.").await?;

    // A mark that has the focus, where nothing is selected.
    page.press(&["Escape", "Escape"]).await?;
    page.until_gone(".label-menu").await?;
    page.click_text("London").await?;
    page.find(".inspector").await?;
    press_copy(page).await?;
    assert_eq!(copied(page).await?["plain"], "London");
    until_said(page, "Copied “London”.").await
}

/// Annotations that were copied as JSON come back where the article is open, and a whole article opens.
pub(crate) async fn what_is_copied_as_json_can_be_pasted(page: &mut Page) -> Outcome {
    open(page).await?;
    let (_, whole) = download(page).await?;
    page.press(&["Shift+Y"]).await?;
    let all = copied(page).await?;
    until_said(page, "Copied 3 annotations as JSON.").await?;
    let json: Json = serde_json::from_str(all["plain"].as_str().unwrap_or_default())?;
    assert_eq!(json["document"]["sha256"], whole["document"]["sha256"]);
    assert_eq!((&json["mentions"], &json["frames"]), (&whole["mentions"], &whole["frames"]));
    assert_eq!(json["document"].get("text"), None);

    page.select("London").await?;
    page.find(".label-menu").await?;
    page.press(&["Shift+Y"]).await?;
    let one: Json = serde_json::from_str(copied(page).await?["plain"].as_str().unwrap_or_default())?;
    until_said(page, "Copied 1 annotation of the selection as JSON.").await?;
    assert_eq!(records(&one), tagged(&[("GPE", "London")]));
    page.press(&["Escape", "Escape"]).await?;

    // They are taken away, and pasted.
    page.press(&["Control+z", "Control+z", "Control+z"]).await?;
    until_rows(page, 0).await?;
    paste(page, &one.to_string()).await?;
    until_rows(page, 1).await?;
    paste(page, all["plain"].as_str().unwrap_or_default()).await?;
    until_rows(page, 3).await?;
    page.frames().await?;
    assert_eq!(page.count("dialog[open]").await?, 0, "there is nothing to report");
    assert_eq!(rows(page).await?, tagged(&[("PERSON", "Ada"), ("positive", "met"), ("GPE", "London")]));
    let (_, again) = download(page).await?;
    assert_eq!((&again["mentions"], &again["frames"]), (&whole["mentions"], &whole["frames"]));

    // Of another article nothing is attached, and it is said.
    paste(page, "Quite another text.").await?;
    page.find("dialog[open]").await?;
    press_button(page, "Start annotating").await?;
    page.until_text(".reader", "Quite another").await?;
    paste(page, &one.to_string()).await?;
    page.until_text(".notices", "What was pasted").await?;
    until_rows(page, 0).await?;

    // A whole article opens.
    paste(page, &again.to_string()).await?;
    page.until_text(".reader", "London").await?;
    until_rows(page, 3).await?;
    let problems = page.console_problems().await?;
    assert!(problems.is_empty(), "{problems:#?}");
    Ok(())
}
