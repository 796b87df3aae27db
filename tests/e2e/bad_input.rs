//! Files that are not what they should be: each is refused or read with its problems named, and nothing is lost.

use serde_json::{Value as Json, json};

use crate::outcome::Outcome;
use crate::page::Page;
use crate::steps::{
    OPEN_FILE, Tagged, assert_nothing_ran, close_dialog, download, open_sample, press_button, rows, stored, tag,
    tagged, until_rows,
};

/// What is open while the bad files come.
const MARKS: [(&str, &str); 2] = [("PERSON", "Ines Okafor"), ("negative", "reckless")];

async fn open_with_marks(page: &Page) -> Outcome {
    open_sample(page).await?;
    tag(page, "Ines Okafor", "2").await?;
    tag(page, "reckless", "-").await
}

async fn assert_marks(page: &Page) -> Outcome {
    assert_eq!(page.text("h1.visually-hidden").await?, "Harbour Vote Splits Port Amelie");
    assert_eq!(rows(page).await?, tagged(&MARKS));
    assert_eq!(page.count(".mark").await?, MARKS.len());
    Ok(())
}

/// A small file of ours, whose one mention is given as JSON.
fn ours(mention: &Json) -> Json {
    json!({
        "format": "rubricate",
        "version": 1,
        "document": { "text": "Ada met Bob in Oslo." },
        "label_set": { "labels": [{ "id": "PERSON", "name": "PERSON" }] },
        "mentions": [mention, { "id": "good", "label": "PERSON", "spans": [{ "start": 0, "end": 3, "quote": "Ada" }] }],
    })
}

/// Opens a file that is refused: the page says why, and is otherwise as it was.
async fn is_refused(page: &Page, name: &str, bytes: &[u8], why: &[&str]) -> Outcome {
    let before = stored(page).await?;
    let file = page.file(name, bytes)?;
    page.upload(OPEN_FILE, &file).await?;
    for words in [&[name, "was not opened"], why].concat() {
        page.until_text(".notice.alarm", words).await?;
    }
    assert_marks(page).await?;
    assert_eq!(stored(page).await?, before, "{name}");
    page.click(".notice.alarm [aria-label=Dismiss]").await?;
    page.until_gone(".notice").await
}

/// What is no text, or none in UTF-8, or too long.
pub(crate) async fn refuses_what_is_no_text(page: &mut Page) -> Outcome {
    open_with_marks(page).await?;
    is_refused(page, "empty.txt", b"", &["is empty"]).await?;
    is_refused(page, "mark.txt", b"\xef\xbb\xbf", &["is empty"]).await?;
    is_refused(page, "blank.txt", b" \r\n\t ", &["white space"]).await?;
    is_refused(page, "picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0", &["PNG", "not text"]).await?;
    is_refused(page, "binary.txt", &[1, 0, 2, 0, 0, 3, 255, 254, 0, 7], &["binary"]).await?;
    let utf16: Vec<u8> = "Zoë went to São Paulo.".encode_utf16().flat_map(u16::to_le_bytes).collect();
    is_refused(page, "utf16.txt", &utf16, &["UTF-16", "UTF-8"]).await?;
    is_refused(page, "cut.txt", "Zoë".as_bytes().split_last().map_or(&[][..], |(_, rest)| rest), &["cut off"]).await?;
    is_refused(page, "long.txt", &vec![b'a'; 17 * 1024 * 1024], &["17.0 MB", "limit is 16 MB"]).await?;
    still_there_after_reload(page).await
}

/// JSON that cannot be used at all.
pub(crate) async fn refuses_what_is_not_our_json(page: &mut Page) -> Outcome {
    open_with_marks(page).await?;
    is_refused(page, "other.json", br#"{"entities": []}"#, &["not Rubricate", "\"format\": \"rubricate\""]).await?;
    is_refused(page, "typo.json", b"{\n  \"format\": rubricate\n}", &["not JSON", "line 2"]).await?;
    let good = serde_json::to_string(&ours(&json!({})))?;
    is_refused(page, "half.json", &good.as_bytes()[..good.len() / 2], &["cut off"]).await?;
    let mut newer = ours(&json!({}));
    newer["version"] = json!(2);
    is_refused(page, "newer.json", newer.to_string().as_bytes(), &["newer Rubricate", "version 2"]).await?;
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    let deep = good.replacen('{', &format!("{{\"x-deep\": {deep}, "), 1);
    is_refused(page, "deep.json", deep.as_bytes(), &["more than 100 levels"]).await?;
    let mut textless = ours(&json!({}));
    textless["document"] = json!({ "title": "Nothing" });
    is_refused(page, "textless.json", textless.to_string().as_bytes(), &["cannot be used", "“text” is missing"])
        .await?;
    still_there_after_reload(page).await
}

/// JSON of ours with a mention that is wrong: the rest is opened, and the page lists what was left out.
pub(crate) async fn names_what_it_left_out(page: &mut Page) -> Outcome {
    open_with_marks(page).await?;
    let spans = |start: i32, end: i32, quote: &str| json!([{ "start": start, "end": end, "quote": quote }]);
    let cases = [
        ("outside.json", json!({ "id": "m", "label": "PERSON", "spans": spans(15, 99, "Oslo") }), "15–99"),
        (
            "quote.json",
            json!({ "id": "m", "label": "PERSON", "spans": spans(8, 11, "Rob") }),
            "the text there is “Bob”",
        ),
        ("label.json", json!({ "id": "m", "label": "MOON", "spans": spans(8, 11, "Bob") }), "no label “MOON”"),
    ];
    for (name, mention, why) in cases {
        let file = page.file(name, serde_json::to_string(&ours(&mention))?.as_bytes())?;
        page.upload(OPEN_FILE, &file).await?;
        page.find("dialog.problems").await?;
        assert_eq!(page.text("#dialog-title").await?, format!("Not everything in {name} could be used"));
        let lines = page.texts(".problems li").await?;
        assert_eq!(lines.len(), 1, "{lines:?}");
        for words in ["Mention “m”", why, "left out"] {
            assert!(lines[0].contains(words), "{}", lines[0]);
        }
        close_dialog(page).await?;
        until_rows(page, 1).await?;
        assert_eq!(rows(page).await?, tagged(&[("PERSON", "Ada")]));
        open_kept(page, "Harbour Vote Splits Port Amelie").await?;
        until_rows(page, MARKS.len()).await?;
        assert_marks(page).await?;
    }
    still_there_after_reload(page).await
}

async fn open_kept(page: &Page, title: &str) -> Outcome {
    press_button(page, "Library").await?;
    press_button(page, title).await?;
    page.until_gone("dialog").await?;
    page.until_text("h1.visually-hidden", title).await
}

async fn still_there_after_reload(page: &Page) -> Outcome {
    page.reload().await?;
    until_rows(page, MARKS.len()).await?;
    assert_marks(page).await?;
    let problems = page.console_problems().await?;
    assert!(problems.is_empty(), "{problems:#?}");
    Ok(())
}

/// Markup that would run if it were ever taken for markup.
const HOSTILE: &str = "<img src=x onerror=\"window.executed=1\"><script>window.executed=2</script>&lt;b&gt;";

/// Titles, sources, notes, labels and ids with markup in them are text wherever they are shown.
pub(crate) async fn markup_in_a_file_is_text(page: &mut Page) -> Outcome {
    let at = "2026-03-09T08:05:00.000Z";
    let text = format!("Ada met Bob in Oslo.\n{HOSTILE}\nThe end.");
    let file = json!({
        "format": "rubricate",
        "version": 1,
        "document": { "title": HOSTILE, "source": HOSTILE, "note": HOSTILE, "created": at, "text": text },
        "label_set": { "labels": [
            { "id": HOSTILE, "name": HOSTILE, "description": HOSTILE, "colour": 2, "key": 1 },
            { "id": "PERSON", "name": "\"><script>window.executed=3</script>", "colour": 1, "key": 2 },
        ] },
        "mentions": [
            { "id": "a", "label": HOSTILE, "note": HOSTILE, "spans": [{ "start": 0, "end": 3 }],
              "attributes": { HOSTILE: HOSTILE } },
            { "id": HOSTILE, "label": HOSTILE, "spans": [{ "start": 0, "end": 3 }] },
            { "id": "c", "label": HOSTILE.replace("img", "svg"), "spans": [{ "start": 0, "end": 3 }] },
        ],
        "frames": [{ "id": "b", "polarity": "mixed", "note": HOSTILE, "spans": [{ "start": 8, "end": 11 }] }],
    });
    open_with_marks(page).await?;
    let file = page.file("hostile.json", serde_json::to_string(&file)?.as_bytes())?;
    page.upload(OPEN_FILE, &file).await?;
    page.find("dialog.problems").await?;
    assert!(page.text(".problems").await?.contains("<img src=x onerror="));
    assert_nothing_ran(page).await?;
    close_dialog(page).await?;
    look_everywhere(page).await?;

    let (_, taken) = download(page).await?;
    assert_eq!(taken["document"]["title"], HOSTILE);
    assert_eq!(taken["mentions"][0]["note"], HOSTILE);
    assert_eq!(taken["mentions"][0]["attributes"][HOSTILE], HOSTILE);
    page.reload().await?;
    look_everywhere(page).await?;

    press_button(page, "Library").await?;
    page.until("the title is listed as it is written", async || {
        Ok(page.texts("button.entry-title").await?.iter().any(|title| title == HOSTILE))
    })
    .await?;
    page.click(".entry[data-open] .entry-actions .danger").await?;
    page.until_text("span.entry-title", HOSTILE).await?;
    assert_nothing_ran(page).await?;
    let problems = page.console_problems().await?;
    assert!(problems.is_empty(), "the security policy had nothing to stop: {problems:#?}");
    Ok(())
}

/// Looks at every place that shows something of the hostile file.
async fn look_everywhere(page: &Page) -> Outcome {
    let both: [Tagged; 2] = [(HOSTILE.to_owned(), "Ada".to_owned()), ("mixed".to_owned(), "Bob".to_owned())];
    page.until("both marks are listed", async || Ok(rows(page).await? == both)).await?;
    assert_eq!(page.text("h1.visually-hidden").await?, HOSTILE);
    assert_eq!(page.title().await?, format!("{HOSTILE} – Rubricate"));
    assert_eq!(page.js("return document.querySelector('.source').value").await?, HOSTILE);
    assert_eq!(page.texts(".label-bar .chip-name").await?[0], HOSTILE);
    assert_eq!(page.texts(".row-note").await?, [HOSTILE, HOSTILE]);
    assert!(page.text(".reader").await?.contains(HOSTILE));
    assert_nothing_ran(page).await?;

    page.click_text("Ada").await?;
    page.find(".inspector select").await?;
    assert_eq!(page.js("return document.querySelector('.inspector textarea').value").await?, HOSTILE);
    assert_nothing_ran(page).await?;
    page.select("Oslo").await?;
    page.find(".label-menu").await?;
    assert_eq!(page.texts(".label-menu .chip-name").await?[0], HOSTILE);
    assert_nothing_ran(page).await?;
    page.press(&["1"]).await?;
    until_rows(page, 3).await?;
    let undo = page.attribute("button[aria-label=Undo]", "title").await?.unwrap_or_default();
    assert!(undo.contains(HOSTILE), "{undo}");
    page.press(&["Control+z"]).await?;
    until_rows(page, 2).await?;
    page.press(&["Escape"]).await?;
    assert_nothing_ran(page).await
}
