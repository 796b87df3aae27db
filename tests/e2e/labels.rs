//! Labels are the user's: they are edited, chosen by typing, kept as sets, and given attributes.

use serde_json::{Value as Json, json};

use crate::browser::Kind;
use crate::keeping::until_saved;
use crate::outcome::{Failure, Outcome};
use crate::page::Page;
use crate::scale::{Cost, WATCH, cost_of, open_generated};
use crate::steps::{
    close_dialog, count_rows, download, open_sample, paste, press_button, rows, tag, tag_occurrence, tagged,
    until_focused, until_rows,
};

/// Where GPE stands in the OntoNotes 18, from 0.
const GPE: usize = 4;

/// The hidden field for a file of labels.
const IMPORT: &str = "#import-labels";

/// Shows the label editor.
async fn edit_labels(page: &Page) -> Outcome {
    page.press(&["e"]).await?;
    page.find("dialog.label-editor").await.map(drop)
}

/// Waits for the label palette, types and takes what comes first.
async fn take_label(page: &Page, typed: &str) -> Outcome {
    page.until_js("the field has the focus", "document.activeElement.matches('.palette-field')").await?;
    page.type_text(typed).await?;
    page.press(&["Enter"]).await?;
    page.until_gone("dialog").await
}

/// Shows a part of the label editor, by mouse.
async fn show_tab(page: &Page, name: &str) -> Outcome {
    press_button(page, name).await?;
    page.until_text(".tab[aria-selected=true]", name).await
}

/// Puts other words into a field, without leaving it.
async fn type_into(page: &Page, css: &str, words: &str) -> Outcome {
    page.click(css).await?;
    page.press(&["Control+a"]).await?;
    page.type_text(words).await
}

/// Chooses from a list.
async fn choose(page: &Page, css: &str, value: &str) -> Outcome {
    Ok(page.find(css).await?.select_by_value(value).await?)
}

/// The values of all fields that the selector finds.
async fn values(page: &Page, css: &str) -> Outcome<Vec<String>> {
    let script = "return [...document.querySelectorAll(arguments[0])].map((field) => field.value)";
    Ok(serde_json::from_value(page.js_with(script, vec![json!(css)]).await?)?)
}

/// Presses Enter, which has to cost this. In Firefox scripts of a test do not see what the page does to storage.
async fn enter_costs(page: &Page, blocks: u64, rows: u64) -> Outcome {
    match page.kind() {
        Kind::Chromium => assert_eq!(cost_of(page, "Enter").await?, Cost::of_edit(blocks, rows)),
        Kind::Firefox => page.press(&["Enter"]).await?,
    }
    Ok(())
}

/// The label with this id in a downloaded file.
fn label_of(file: &Json, id: &str) -> Json {
    let labels = file["label_set"]["labels"].as_array().cloned().unwrap_or_default();
    labels.into_iter().find(|label| label["id"] == id).unwrap_or_default()
}

/// A label gets another name, colour, key and place: at once everywhere, and still after a reload and in the file.
pub(crate) async fn labels_are_renamed_and_kept(page: &mut Page) -> Outcome {
    let page = &*page;
    open_sample(page).await?;
    tag_occurrence(page, "Port Amelie", 1, "1").await?;
    tag(page, "Tuesday", "3").await?;
    page.js(WATCH).await?;

    edit_labels(page).await?;
    type_into(page, &format!("#label-name-{GPE}"), "Place").await?;
    // The block and the row that show it.
    enter_costs(page, 1, 1).await?;
    let shown = tagged(&[("Place", "Port Amelie"), ("DATE", "Tuesday")]);
    page.until("the list has the name", async || Ok(rows(page).await? == shown)).await?;
    assert_eq!(page.attribute(".mark", "data-names").await?.as_deref(), Some("Place"));
    assert!(page.texts(".label-bar .chip-name").await?.contains(&"Place".to_owned()));
    page.until_text(".label-editor-feet", "Renamed the label GPE to Place.").await?;

    page.click(&format!("#label-colour-{GPE}")).await?;
    page.until_js("the present colour has the focus", "document.activeElement.ariaChecked === 'true'").await?;
    page.press(&["ArrowRight", "ArrowDown"]).await?;
    enter_costs(page, 1, 1).await?;
    page.until("the mark has the colour", async || {
        Ok(page.attribute(".mark", "data-slot").await?.as_deref() == Some("11"))
    })
    .await?;
    page.focus_is_kept("a colour was chosen").await?;

    // What is not seen in the text renders nothing of it.
    type_into(page, ".label-row:nth-child(5) .label-description", "A town, a country").await?;
    enter_costs(page, 0, 0).await?;
    let keys = ".label-row:nth-child(5) .label-key";
    assert!(page.text(keys).await?.contains("3, taken from DATE"), "the conflict is said before");
    choose(page, keys, "3").await?;
    page.until("the other label has lost the key", async || {
        Ok(page.js("return document.querySelectorAll('.label-key')[11].selectedIndex").await? == json!(0))
    })
    .await?;

    page.click(&format!("#label-name-{GPE}")).await?;
    page.press(&["Alt+ArrowUp"]).await?;
    page.until_js("the moved name has the focus", "document.activeElement.id === 'label-name-3'").await?;
    page.press(&["Alt+ArrowUp"]).await?;
    page.until_js("the moved name has the focus", "document.activeElement.id === 'label-name-2'").await?;
    assert_eq!(values(page, ".label-name").await?[..4], ["PERSON", "NORP", "Place", "FAC"]);
    close_dialog(page).await?;

    page.select("Tomas Brandt").await?;
    page.press(&["3"]).await?;
    until_rows(page, 3).await?;
    until_focused(page, "Place", "Tomas Brandt").await?;
    page.press(&["Delete"]).await?;
    until_rows(page, 2).await?;

    until_saved(page).await?;
    page.reload().await?;
    until_rows(page, 2).await?;
    assert_eq!(rows(page).await?, shown);
    assert_eq!(page.attribute(".mark", "data-slot").await?.as_deref(), Some("11"));
    let (_, file) = download(page).await?;
    let expected = json!({
        "id": "GPE", "name": "Place", "description": "A town, a country", "colour": 11, "key": 3, "folded": false
    });
    assert_eq!(label_of(&file, "GPE"), expected);
    assert_eq!(label_of(&file, "DATE")["key"], Json::Null);
    assert_eq!(file["mentions"][0]["label"], "GPE");
    remove_label(page).await?;
    let problems = page.console_problems().await?;
    assert!(problems.is_empty(), "{problems:#?}");
    Ok(())
}

/// What would be lost with a label is said before, and it can be had back.
async fn remove_label(page: &Page) -> Outcome {
    edit_labels(page).await?;
    page.click("#label-remove-2").await?;
    page.until_text(".label-below", "Remove Place and its mark?").await?;
    press_button(page, "Keep").await?;
    page.until_gone(".label-below").await?;
    page.focus_is_kept("the label was kept").await?;
    page.click("#label-remove-2").await?;
    press_button(page, "Remove").await?;
    until_rows(page, 1).await?;
    page.focus_is_kept("the label was removed").await?;
    press_button(page, "Undo: Remove the label Place and 1 annotation").await?;
    until_rows(page, 2).await?;
    close_dialog(page).await
}

/// A name that is taken or empty is refused at its field. A file with thousands of labels, some of them bad, is taken but for
/// those, and stays usable; one that is no label file changes nothing.
pub(crate) async fn label_set_of_bad_input(page: &mut Page) -> Outcome {
    let page = &*page;
    open_sample(page).await?;
    tag(page, "Tuesday", "3").await?;
    edit_labels(page).await?;
    for (typed, why) in [("gpe", "Another label is called “GPE” already."), ("  ", "The label needs a name.")] {
        type_into(page, "#label-name-0", typed).await?;
        page.press(&["Enter"]).await?;
        page.until_text(".label-row .alarm-text", &format!("{why} The name is still “PERSON”.")).await?;
        assert_eq!(values(page, "#label-name-0").await?, ["PERSON"]);
        type_into(page, "#new-label", typed).await?;
        page.press(&["Enter"]).await?;
        page.until_text(".label-form .alarm-text", why).await?;
    }
    assert_eq!(page.count(".label-row").await?, 18);

    show_tab(page, "Label sets").await?;
    for (name, bytes, why) in [
        ("shopping.json", &b"{\"milk\": 2}"[..], "This JSON holds no labels."),
        ("empty.json", b"[]", "There are no labels in the file."),
        ("picture.json", b"\x89PNG\r\n\x1a\n\0\0", "were not taken"),
    ] {
        let file = page.file(name, bytes)?;
        page.upload(IMPORT, &file).await?;
        page.until_text("dialog .notice", why).await?;
        page.click("dialog .notice button").await?;
        page.until_gone(".notice").await?;
    }
    let bad = [json!(""), json!("KIND 1"), json!(" kind 2 "), json!(7)];
    let names: Vec<Json> = (0..5_000).map(|number| json!(format!("KIND {number}"))).chain(bad).collect();
    let file = page.file("kinds.json", json!(names).to_string().as_bytes())?;
    page.upload(IMPORT, &file).await?;
    page.find("dialog.problems").await?;
    let problems = page.texts(".problems li").await?;
    assert_eq!(problems.len(), 4, "{problems:#?}");
    close_dialog(page).await?;

    // What a mark carries is still there, behind the new ones.
    assert_eq!(rows(page).await?, tagged(&[("DATE", "Tuesday")]));
    page.until_text(".label-bar", "All 5,001 …").await?;
    assert!(page.count(".chip").await? < 40, "a few have a button");
    edit_labels(page).await?;
    assert_eq!(page.count(".label-row").await?, 100);
    page.until_text(".label-panel > .hint", "And 4,901 more").await?;
    type_into(page, ".label-filter", "kind 4321").await?;
    page.until("one is left", async || Ok(values(page, ".label-name").await? == ["KIND 4321"])).await?;
    page.click(".label-name").await?;
    page.press(&["Control+a"]).await?;
    page.type_text("Ferry\n").await?;
    page.until_text(".label-editor-feet", "Renamed the label KIND 4321 to Ferry.").await?;
    close_dialog(page).await?;

    page.select("Tomas Brandt").await?;
    page.find(".label-menu").await?;
    assert!(page.count(".label-menu .chip").await? < 40);
    page.click(".label-menu .fold").await?;
    take_label(page, "ferry").await?;
    until_rows(page, 2).await?;
    until_focused(page, "Ferry", "Tomas Brandt").await?;
    press_button(page, "Choose another …").await?;
    take_label(page, "kind 4999").await?;
    until_focused(page, "KIND 4999", "Tomas Brandt").await?;
    until_saved(page).await?;
    page.reload().await?;
    until_rows(page, 2).await?;
    assert_eq!(rows(page).await?[1], tagged(&[("KIND 4999", "Tomas Brandt")])[0]);
    let problems = page.console_problems().await?;
    assert!(problems.is_empty(), "{problems:#?}");
    Ok(())
}

/// Presses Tab until what has the focus matches.
async fn tab_to(page: &Page, css: &str) -> Outcome {
    let there = format!("return document.activeElement.matches({})", json!(css));
    for _ in 0..60 {
        if page.js(&there).await? == json!(true) {
            return Ok(());
        }
        page.press(&["Tab"]).await?;
    }
    Err(Failure::new(format!("Tab never comes to {css}")))
}

/// Attributes are defined, set on a mark by keyboard, and in the file.
pub(crate) async fn attributes_are_set(page: &mut Page) -> Outcome {
    let page = &*page;
    open_sample(page).await?;
    tag(page, "Lucie Marchetti", "2").await?;
    edit_labels(page).await?;
    page.press(&["ArrowRight"]).await?;
    page.find("#new-attribute").await?;
    tab_to(page, "#new-attribute").await?;
    page.type_text("role").await?;
    press_button(page, "Add").await?;
    page.until_text(".label-form .alarm-text", "“role” is a choice, and there is nothing to choose from.").await?;
    page.click(".label-form textarea").await?;
    page.type_text("baker\nmayor\n\n").await?;
    press_button(page, "Add").await?;
    page.find(".attribute-row").await?;
    for (place, (kind, name)) in [("2", "age"), ("1", "quoted"), ("3", "known for")].into_iter().enumerate() {
        choose(page, ".attribute-kind", kind).await?;
        type_into(page, "#new-attribute", name).await?;
        page.press(&["Enter"]).await?;
        page.until("it is defined", async || Ok(page.count(".attribute-row").await? == place + 2)).await?;
    }
    close_dialog(page).await?;

    page.click_text("Lucie Marchetti").await?;
    until_focused(page, "PERSON", "Lucie Marchetti").await?;
    tab_to(page, ".attribute-choice").await?;
    page.press(&["ArrowDown", "Tab"]).await?;
    page.type_text("4x").await?;
    page.until_js("it says why not", "getComputedStyle(document.querySelector('.field-error')).display !== 'none'")
        .await?;
    page.press(&["Backspace"]).await?;
    page.type_text("1").await?;
    page.press(&["Tab", "ArrowDown", "Tab"]).await?;
    page.type_text("A bakery, 1 of 3").await?;
    page.press(&["Escape"]).await?;
    page.focus_is_kept("an attribute was written").await?;

    until_saved(page).await?;
    let attributes = json!({ "role": "baker", "age": 41, "quoted": true, "known for": "A bakery, 1 of 3" });
    let (_, file) = download(page).await?;
    assert_eq!(file["mentions"][0]["attributes"], attributes);
    page.reload().await?;
    until_rows(page, 1).await?;
    edit_labels(page).await?;
    show_tab(page, "Attributes").await?;
    press_button(page, "Remove role").await?;
    page.until_text(".label-editor-feet", "Changed the attributes.").await?;
    close_dialog(page).await?;
    page.click(".row-button").await?;
    page.until_text(".attribute-other", "role: baker").await?;
    press_button(page, "Remove role").await?;
    page.until_gone(".attribute-other").await?;
    let (_, file) = download(page).await?;
    assert_eq!(
        file["mentions"][0]["attributes"],
        json!({ "age": 41, "quoted": true, "known for": "A bakery, 1 of 3" })
    );
    let problems = page.console_problems().await?;
    assert!(problems.is_empty(), "{problems:#?}");
    Ok(())
}

/// A label is found by a few letters: for what is selected, for the focused mark, and for a second mark of the same words.
pub(crate) async fn label_is_chosen_by_typing(page: &mut Page) -> Outcome {
    let page = &*page;
    open_sample(page).await?;
    page.select("Coastal Cities Act").await?;
    page.press(&["l"]).await?;
    page.until_js("the field has the focus", "document.activeElement.matches('.palette-field')").await?;
    page.press(&["Escape"]).await?;
    page.until_gone("dialog").await?;
    page.until("it is selected still", async || Ok(page.selected().await? == "Coastal Cities Act")).await?;
    page.find(".label-menu").await?;

    page.press(&["l"]).await?;
    page.until_js("the field has the focus", "document.activeElement.matches('.palette-field')").await?;
    page.type_text("art").await?;
    page.until_text(".palette-entry[aria-selected=true]", "WORK_OF_ART").await?;
    page.press(&["Control+a"]).await?;
    page.type_text("documents made").await?;
    page.until_text(".palette-entry[aria-selected=true]", "LAW").await?;
    page.press(&["Enter"]).await?;
    until_rows(page, 1).await?;
    until_focused(page, "LAW", "Coastal Cities Act").await?;
    page.focus_is_kept("a label was chosen").await?;

    page.press(&["l"]).await?;
    take_label(page, "event").await?;
    until_focused(page, "EVENT", "Coastal Cities Act").await?;
    page.press(&["d"]).await?;
    take_label(page, "posit").await?;
    until_rows(page, 2).await?;
    until_focused(page, "positive", "Coastal Cities Act").await?;
    page.press(&["d"]).await?;
    page.until_js("the field has the focus", "document.activeElement.matches('.palette-field')").await?;
    page.type_text("work").await?;
    page.press(&["ArrowDown", "ArrowUp", "Enter"]).await?;
    until_rows(page, 3).await?;
    let mut all = rows(page).await?;
    all.sort();
    let words = "Coastal Cities Act";
    assert_eq!(all, tagged(&[("EVENT", words), ("WORK_OF_ART", words), ("positive", words)]));

    page.press(&["Escape"]).await?;
    page.until_gone(".inspector").await?;
    page.press(&["l"]).await?;
    take_label(page, "money").await?;
    page.until_text(".armed", "MONEY").await?;
    assert_eq!(count_rows(page).await?, 3);
    let problems = page.console_problems().await?;
    assert!(problems.is_empty(), "{problems:#?}");
    Ok(())
}

/// A set is kept under a name, new articles start with it, it is taken away as a file and taken from one.
pub(crate) async fn label_sets_are_kept(page: &mut Page) -> Outcome {
    let page = &*page;
    open_sample(page).await?;
    tag(page, "Tuesday", "3").await?;
    edit_labels(page).await?;
    show_tab(page, "Label sets").await?;
    assert!(page.texts(".label-set .hint").await?.contains(&"DATE stays, folded, as marks carry it.".to_owned()));
    press_button(page, "Use ACE 7").await?;
    page.until_text(".label-editor-feet", "Changed the labels.").await?;
    show_tab(page, "Labels").await?;
    let names = ["PER", "ORG", "GPE", "LOC", "FAC", "VEH", "WEA", "DATE"];
    assert_eq!(values(page, ".label-name").await?, names);
    page.click("#new-label").await?;
    page.type_text("SHIP\n").await?;
    page.until("it is there", async || Ok(page.count(".label-row").await? == 9)).await?;

    show_tab(page, "Label sets").await?;
    let name = ".label-form input";
    for (typed, why) in [(" ", "The set needs a name."), ("ACE 7", "“ACE 7” is a set that comes with Rubricate.")] {
        type_into(page, name, typed).await?;
        page.press(&["Enter"]).await?;
        page.until_text(".label-form .alarm-text", why).await?;
    }
    type_into(page, name, "Harbour").await?;
    press_button(page, "Keep as a set").await?;
    page.until_text(".label-editor-feet", "Kept the labels as “Harbour”.").await?;
    choose(page, ".label-set-choice", "Harbour").await?;
    press_button(page, "Download the labels").await?;
    let taken = page.download().await?;
    assert_eq!(taken.name, "harbour-vote-splits-port-amelie.labels.json");
    close_dialog(page).await?;

    page.reload().await?;
    until_saved(page).await?;
    paste(page, "A ship leaves Lindal.").await?;
    press_button(page, "Start annotating").await?;
    page.until_text(".reader", "Lindal").await?;
    assert!(page.texts(".label-bar .chip-name").await?.contains(&"SHIP".to_owned()));

    edit_labels(page).await?;
    show_tab(page, "Label sets").await?;
    press_button(page, "Use CoNLL-2003").await?;
    page.until_text(".label-editor-feet", "Changed the labels.").await?;
    press_button(page, "Delete Harbour").await?;
    press_button(page, "Delete it").await?;
    page.until("it is gone", async || Ok(page.count(".label-set").await? == 3)).await?;
    page.focus_is_kept("a set was deleted").await?;
    assert_eq!(values(page, ".label-set-choice").await?, ["OntoNotes 18"]);
    page.upload(IMPORT, &taken.path).await?;
    page.until_text(".label-editor-feet", "Took 9 labels of").await?;
    show_tab(page, "Labels").await?;
    assert_eq!(values(page, ".label-name").await?, [&names[..], &["SHIP"]].concat());
    let problems = page.console_problems().await?;
    assert!(problems.is_empty(), "{problems:#?}");
    Ok(())
}

/// Neither axe-core nor the narrowest window finds a fault in what the page shows of labels and attributes.
pub(crate) async fn label_dialogs_have_no_faults(page: &mut Page) -> Outcome {
    let page = &*page;
    let mut faults = Vec::new();
    open_sample(page).await?;
    tag(page, "Tuesday", "3").await?;
    edit_labels(page).await?;
    faults.extend(page.faults("the labels").await?);
    page.click("#label-colour-2").await?;
    page.find(".swatches").await?;
    faults.extend(page.faults("the colours").await?);
    page.press(&["Escape"]).await?;
    page.until_gone(".swatches").await?;
    page.focus_is_kept("the colours were folded up").await?;
    type_into(page, "#label-name-1", "GPE\n").await?;
    page.find(".label-row .alarm-text").await?;
    page.click("#label-remove-11").await?;
    page.until_text(".label-below .button.danger", "Remove").await?;
    faults.extend(page.faults("a refused name and a removal").await?);
    show_tab(page, "Attributes").await?;
    page.click("#new-attribute").await?;
    page.type_text("confidence").await?;
    page.click(".label-form textarea").await?;
    page.type_text("low\nhigh").await?;
    press_button(page, "Add").await?;
    page.find(".attribute-row").await?;
    faults.extend(page.faults("the attributes").await?);
    show_tab(page, "Label sets").await?;
    type_into(page, ".label-form input", "Ours\n").await?;
    press_button(page, "Delete Ours").await?;
    faults.extend(page.faults("the label sets").await?);
    close_dialog(page).await?;
    page.find(".attribute-choice").await?;
    faults.extend(page.faults("a mark with attributes").await?);
    page.press(&["l"]).await?;
    page.find("dialog.palette").await?;
    page.type_text("per").await?;
    faults.extend(page.faults("the label palette").await?);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    Ok(())
}

/// In an article with thousands of marks a label edit writes one small entry, and renders what shows the label and no more.
pub(crate) async fn label_edit_costs_what_it_touches(page: &mut Page) -> Outcome {
    let page = &*page;
    open_generated(page, 300_000, 3_000).await?;
    page.js(WATCH).await?;
    let blocks = page.count("[data-block]").await?;
    edit_labels(page).await?;
    let marked = page.text(&format!(".label-row:nth-child({}) .label-count", GPE + 1)).await?;
    let marked: u64 = marked.replace(',', "").split(' ').next().unwrap_or_default().parse()?;
    assert!(marked > 10, "the article has enough of this label");

    type_into(page, &format!("#label-name-{GPE}"), "Place").await?;
    let cost = cost_of(page, "Enter").await?;
    assert_eq!(cost.written, ["entry"]);
    assert_eq!(cost.rows, marked);
    assert!(cost.blocks <= marked && cost.blocks < blocks as u64, "{cost:?}");
    type_into(page, ".label-row:nth-child(5) .label-description", "A town, a country").await?;
    assert_eq!(cost_of(page, "Enter").await?, Cost::of_edit(0, 0));
    page.click("#label-down-0").await?;
    page.until_text(".label-editor-feet", "Moved the label").await?;
    close_dialog(page).await
}
