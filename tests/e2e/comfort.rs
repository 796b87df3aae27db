//! Comfort: how the page looks, keys of one's own, what cannot be seen, print.

use serde_json::{Value as Json, json};

use crate::outcome::Outcome;
use crate::page::{Display, Page};
use crate::steps::{
    close_dialog, count_rows, download, open_sample, paste, press_button, records, tag, tagged, until_focused,
    until_rows,
};

/// What a person sees of the settings, as the browser computes it.
async fn look(page: &Page) -> Outcome<Json> {
    page.js("const reader = getComputedStyle(document.querySelector('.reader'));
        const mark = document.querySelector('.reader .mark[data-names]');
        return {
            theme: getComputedStyle(document.documentElement).backgroundColor,
            size: parseFloat(reader.fontSize),
            lines: Math.round(100 * parseFloat(reader.lineHeight) / parseFloat(reader.fontSize)) / 100,
            font: reader.fontFamily,
            width: document.querySelector('.page').getBoundingClientRect().width,
            names: getComputedStyle(mark, '::before').content !== 'none',
        };")
        .await
}

async fn choose(page: &Page, name: &str, value: &str) -> Outcome {
    page.click(&format!("input[name={name}][value=\"{value}\"]")).await?;
    page.until_js(&format!("{name} is {value}"), &format!("document.documentElement.dataset.{name} === '{value}'"))
        .await
}

/// Each setting acts at once, and all of them are there again after a reload.
pub(crate) async fn comfort_settings_are_kept(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    tag(page, "Ines Okafor", "2").await?;
    let before = look(page).await?;
    assert_eq!((&before["lines"], &before["names"]), (&json!(1.95), &json!(true)));

    press_button(page, "Settings").await?;
    for (theme, paper) in
        [("light", "rgb(251, 249, 244)"), ("dark", "rgb(26, 25, 23)"), ("sepia", "rgb(244, 236, 216)")]
    {
        choose(page, "theme", theme).await?;
        assert_eq!(look(page).await?["theme"], paper, "{theme}");
    }
    let font = before["font"].as_str().unwrap_or_default();
    choose(page, "font", "sans").await?;
    assert_ne!(look(page).await?["font"], font);
    choose(page, "measure", "narrow").await?;
    let narrow = look(page).await?;
    assert!(narrow["width"].as_f64() < before["width"].as_f64(), "{narrow} {before}");
    choose(page, "measure", "full").await?;
    let full = look(page).await?;
    assert!(full["width"].as_f64() > before["width"].as_f64(), "{full} {before}");
    choose(page, "lines", "airy").await?;
    assert_eq!(look(page).await?["lines"], 2.3);
    choose(page, "size", "150").await?;
    let ratio = |look: &Json| look["size"].as_f64().unwrap_or_default() / before["size"].as_f64().unwrap_or(1.0);
    assert!((ratio(&look(page).await?) - 1.5).abs() < 0.01);
    page.click("input[name=label-names]").await?;
    page.until_js(
        "no names stand above the marks",
        "getComputedStyle(document.querySelector('.reader .mark'), '::before').content === 'none'",
    )
    .await?;
    let chosen = look(page).await?;

    page.reload().await?;
    page.find(".reader .mark").await?;
    assert_eq!(look(page).await?, chosen);
    press_button(page, "Settings").await?;
    for (name, value) in [("theme", "sepia"), ("font", "sans"), ("measure", "full"), ("lines", "airy"), ("size", "150")]
    {
        page.find(&format!("input[name={name}][value=\"{value}\"]:checked")).await?;
    }
    page.find("input[name=label-names]:not(:checked)").await?;

    // Keys that are switched off do nothing, and are not shown.
    page.click("input[name=single-keys]").await?;
    close_dialog(page).await?;
    page.press(&["n"]).await?;
    assert_eq!(page.count(".inspector").await?, 0);
    let shown = page.js("return getComputedStyle(document.querySelector('.chip kbd')).display").await?;
    assert_eq!(shown, "none");
    Ok(())
}

/// A key that another row has is taken over; the old one does nothing any more, and controls show the new one.
pub(crate) async fn keys_are_reassigned(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    tag(page, "Ines Okafor", "2").await?;
    tag(page, "Halloran & Vance", "4").await?;
    press_button(page, "Settings").await?;
    press_button(page, "Change the keys …").await?;

    page.click("#change-next-mark").await?;
    page.until_js("the field waits for a key", "document.activeElement.id === 'key-field'").await?;
    // Neither a label's key nor the browser's.
    page.press(&["4"]).await?;
    page.until_text("#key-says", "4 cannot be used. The digits belong to the labels.").await?;
    assert_eq!(count_rows(page).await?, 2, "no key does what it does while another is sought");
    page.press(&["p"]).await?;
    page.until_text("#key-says", "p is the key of “Go to the previous mark”, which would lose it.").await?;
    press_button(page, "Take it over").await?;
    page.until_js("the focus is back", "document.activeElement.id === 'change-next-mark'").await?;

    page.click("#change-undo").await?;
    page.until_js("the field waits for a key", "document.activeElement.id === 'key-field'").await?;
    page.press(&["Control+b"]).await?;
    page.until_text(".entry:has(#change-undo) kbd", "Ctrl+B").await?;
    page.click("#change-redo").await?;
    page.until_js("the field waits for a key", "document.activeElement.id === 'key-field'").await?;
    page.press(&["Escape"]).await?;
    page.until_gone("#key-field").await?;
    assert_eq!(page.texts(".entry:has(#change-redo) kbd").await?, ["Ctrl+Shift+Z", "Ctrl+Y"]);
    close_dialog(page).await?;
    new_keys_act(page).await?;

    page.reload().await?;
    page.find(".reader .mark").await?;
    new_keys_act(page).await?;
    press_button(page, "Help").await?;
    let help = page.text(".keys").await?;
    assert!(help.contains("Ctrl+BUndo") && help.contains("pGo to the next mark"), "{help}");
    assert!(!help.contains("Go to the previous mark"), "it has no key");
    close_dialog(page).await?;

    press_button(page, "Settings").await?;
    press_button(page, "Change the keys …").await?;
    press_button(page, "Reset: Undo").await?;
    page.until_text(".entry:has(#change-undo) kbd", "Ctrl+Z").await?;
    press_button(page, "Reset all …").await?;
    press_button(page, "Reset all now").await?;
    page.until_text(".entry:has(#change-previous-mark) kbd", "p").await?;
    close_dialog(page).await
}

/// `p` goes to the next mark and `n` nowhere; Control with b undoes, with z it does not, and the button says so.
async fn new_keys_act(page: &Page) -> Outcome {
    page.js("scrollTo(0, 0)").await?;
    page.click_text("Harbour Vote").await?;
    page.press(&["Escape", "Escape", "n"]).await?;
    assert_eq!(page.count(".inspector").await?, 0);
    page.press(&["p"]).await?;
    page.find(".inspector").await?;
    let title = page.attribute("button[aria-label=Undo]", "title").await?.unwrap_or_default();
    assert!(title.ends_with("(Ctrl+B)"), "{title}");
    page.press(&["Control+z"]).await?;
    assert_eq!(count_rows(page).await?, 2);
    page.press(&["Control+b"]).await?;
    page.until("one is undone", async || Ok(count_rows(page).await? == 1)).await?;
    page.press(&["Control+Shift+Z"]).await?;
    page.until("it is back", async || Ok(count_rows(page).await? == 2)).await
}

const UNSEEN: &str = "The zero\u{200b}width space, a soft hy\u{ad}phen,\ta tab, 10\u{a0}000 euros.\n\
    David said \u{200f}דוד\u{200f} and \u{202d}NATO\u{202c} 👨‍👩‍👧‍👦 came.\n";

/// What cannot be seen has a sign; what is selected across it, copied and downloaded is the text as it is.
pub(crate) async fn invisible_characters_are_shown(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    paste(page, UNSEEN).await?;
    press_button(page, "Start annotating").await?;
    page.until_text(".reader", "David").await?;
    assert_eq!(page.count(".invisible").await?, 0);
    press_button(page, "Settings").await?;
    page.click("input[name=invisible]").await?;
    page.click("input[name=snap]:is(label:nth-of-type(2) > *)").await?;
    close_dialog(page).await?;

    let names = "return [...document.querySelectorAll('.invisible')]
        .map((sign) => sign.getBoundingClientRect().width > 4 ? sign.dataset.name : 'unseen')";
    let names: Vec<String> = serde_json::from_value(page.js(names).await?)?;
    assert_eq!(names, ["ZWSP", "SHY", "→", "⍽", "RLM", "RLM", "LRO", "PDF"]);

    // What Firefox says is selected has a space in place of a hard one.
    page.select_between("10\u{a0}", "000").await?;
    page.find(".label-menu").await?;
    page.press(&["3"]).await?;
    until_rows(page, 1).await?;
    for (words, key) in [("zero\u{200b}width", "4"), ("hy\u{ad}phen,\ta", "9"), ("said \u{200f}דוד\u{200f} and", "2")]
    {
        tag(page, words, key).await?;
    }
    tag(page, "NATO\u{202c} 👨‍👩‍👧‍👦", "4").await?;
    let (_, file) = download(page).await?;
    assert_eq!(file["document"]["text"], UNSEEN);
    let expected = tagged(&[
        ("ORG", "zero\u{200b}width"),
        ("FAC", "hy\u{ad}phen,\ta"),
        ("DATE", "10\u{a0}000"),
        ("PERSON", "said \u{200f}דוד\u{200f} and"),
        ("ORG", "NATO\u{202c} 👨‍👩‍👧‍👦"),
    ]);
    assert_eq!(records(&file), expected);

    page.select_between("zero\u{200b}", "a tab").await?;
    page.find(".label-menu").await?;
    let copied = "
        const clipboardData = new DataTransfer();
        const copy = new ClipboardEvent('copy', { clipboardData, dataType: 'text/plain', data: '', bubbles: true, cancelable: true });
        document.querySelector('.reader').dispatchEvent(copy);
        return copy.clipboardData.getData('text/plain')";
    assert_eq!(page.js(copied).await?, "zero\u{200b}width space, a soft hy\u{ad}phen,\ta tab");

    page.reload().await?;
    page.find(".invisible").await?;
    Ok(())
}

/// The article has a note of its own, which is kept, undone and taken along.
pub(crate) async fn article_has_a_note(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    let low = page.js("return document.querySelector('.article-note').offsetHeight").await?;
    page.click(".article-note").await?;
    page.type_text("Coded twice.\nSee the codebook.").await?;
    page.press(&["Escape"]).await?;
    page.until_js("the field has grown", &format!("document.querySelector('.article-note').offsetHeight > {low}"))
        .await?;
    let (_, file) = download(page).await?;
    assert_eq!(file["document"]["note"], "Coded twice.\nSee the codebook.");
    page.reload().await?;
    page.until_js("it is there again", "document.querySelector('.article-note')?.value.startsWith('Coded')").await?;
    let undo = page.attribute("button[aria-label=Undo]", "title").await?.unwrap_or_default();
    assert!(undo.starts_with("Undo: Change the note"), "{undo}");
    page.press(&["Control+z"]).await?;
    page.until_js("it is gone", "document.querySelector('.article-note').value === ''").await
}

/// What else happens on the page while someone types takes nothing of it away.
pub(crate) async fn typing_goes_on_whatever_happens(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    tag(page, "Ines Okafor", "2").await?;
    page.press(&["w"]).await?;
    page.until_js("the note is written", "document.activeElement.id === 'note'").await?;
    // All in one task of the page, so that no rest comes between.
    let type_and_print = "
        const note = document.activeElement;
        const type = (words) => {
            note.setRangeText(words, note.value.length, note.value.length, 'end');
            note.dispatchEvent(new InputEvent('input', { bubbles: true }));
        };
        type('who ');
        dispatchEvent(new Event('beforeprint'));
        await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
        type('voted');
        dispatchEvent(new Event('afterprint'));";
    page.js(&format!("return (async () => {{ {type_and_print} }})()")).await?;
    page.press(&["Escape"]).await?;
    let (_, file) = download(page).await?;
    assert_eq!(file["mentions"][0]["note"], "who voted");
    page.press(&["Control+z"]).await?;
    page.until_gone(".row-note").await
}

/// Paper gets the title, the source, the legend, the marks and the notes, and nothing that one clicks.
pub(crate) async fn print_has_a_legend(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    tag(page, "Ines Okafor", "2").await?;
    tag(page, "Halloran & Vance", "4").await?;
    until_focused(page, "ORG", "Halloran & Vance").await?;
    let in_note = "document.activeElement.id === 'note'";
    page.press(&["Enter"]).await?;
    page.until_js("its note is written", in_note).await?;
    page.type_text("The firm.").await?;
    page.press(&["Escape"]).await?;
    tag(page, "the best news this harbour has had in thirty years", "=").await?;
    // Enter takes what is proposed.
    page.press(&["Enter", "w"]).await?;
    page.until_js("its note is written", in_note).await?;
    page.type_text("Hers.").await?;
    page.press(&["Escape"]).await?;
    page.until_text(".row-note", "Hers.").await?;

    let visible = async |css: &str| {
        let script = "return [...document.querySelectorAll(arguments[0])].some((element) => element.checkVisibility())";
        Outcome::Ok(page.js_with(script, vec![json!(css)]).await? == true)
    };
    assert!(visible(".top").await? && !visible(".legend").await?);
    page.display(Display { print: true, dark: true, ..Display::default() }).await?;
    for hidden in [".top", ".label-bar", ".side", ".title", ".source", ".article-note"] {
        assert!(!visible(hidden).await?, "{hidden} is printed");
    }
    for shown in ["h1", ".print-only", ".legend", ".reader .mark"] {
        assert!(visible(shown).await?, "{shown} is not printed");
    }
    let legend = page.texts(".legend-mark").await?;
    assert_eq!(legend, ["PERSON", "ORG", "positive sentiment"]);
    let paper = "return getComputedStyle(document.querySelector('.reader')).color";
    assert_eq!(page.js(paper).await?, "rgb(29, 27, 24)", "a dark theme is printed dark on white");

    page.js("dispatchEvent(new Event('beforeprint'))").await?;
    page.until("the notes are there", async || Ok(page.count(".printed-notes li").await? == 2)).await?;
    let notes = page.texts(".printed-notes li").await?;
    assert!(notes[0].contains("the best news") && notes[0].contains("Hers."), "in the order of the text: {notes:?}");
    assert!(notes[1].contains("Halloran & Vance") && notes[1].contains("The firm."), "{notes:?}");
    page.js("dispatchEvent(new Event('afterprint'))").await?;
    page.until_gone(".printed-notes li").await?;
    page.display(Display::default()).await?;
    assert!(page.printed().await?.len() > 10_000);
    Ok(())
}

/// On a telephone the bar at the top has two rows of buttons that a finger can hit, and nothing sticks out.
pub(crate) async fn top_bar_fits_a_telephone(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    for (width, rows) in [(360, 2.0), (320, 2.0), (768, 1.0)] {
        page.resize(width, 740).await?;
        let measured = page
            .js("const bar = document.querySelector('.top');
                const buttons = [...bar.querySelectorAll('button')].filter((button) => button.checkVisibility());
                const boxes = buttons.map((button) => button.getBoundingClientRect());
                return [bar.clientHeight, Math.min(...boxes.map((box) => Math.min(box.width, box.height))),
                    document.documentElement.scrollWidth]")
            .await?;
        let number = |index: usize| measured[index].as_f64().unwrap_or_default();
        assert!(number(0) <= rows * 56.0, "{width}: {measured}");
        assert!(width > 700 || number(1) >= 44.0, "{width}: {measured}");
        assert!(number(2) <= f64::from(width), "{width}: {measured}");
    }
    page.resize(360, 740).await?;
    // What has no button here is in the list of all that can be done.
    press_button(page, "All that can be done").await?;
    page.type_text("settings\n").await?;
    page.find("dialog.settings").await?;
    Ok(())
}
