//! Marks are related to each other; the article as a whole is coded; and who coded is in the file.

use serde_json::{Value as Json, json};

use crate::browser::Kind;
use crate::keeping::until_saved;
use crate::outcome::Outcome;
use crate::page::Page;
use crate::steps::{close_dialog, count_rows, download, open_sample, press_button, tag, until_focused, until_rows};

/// The live region.
const SAID: &str = ".visually-hidden[role=status]";

/// Three mentions, of which the last has the focus.
async fn tag_three(page: &Page) -> Outcome {
    tag(page, "Mayor Ines Okafor", "2").await?;
    tag(page, "Halloran & Vance", "4").await?;
    tag(page, "Tomas Brandt", "2").await?;
    until_focused(page, "PERSON", "Tomas Brandt").await
}

/// Types into the field that chooses a relation, and takes what comes first.
async fn take_relation(page: &Page, typed: &str) -> Outcome {
    page.until_js("the field has the focus", "document.activeElement.matches('.palette-field')").await?;
    page.type_text(typed).await?;
    page.press(&["Enter"]).await?;
    page.until_gone("dialog").await
}

/// The relations of the focused mark as the inspector lists them: which way, the type, and the other end.
async fn listed(page: &Page) -> Outcome<Vec<[String; 3]>> {
    let script = "return [...document.querySelectorAll('.relation')].map((row) => [
        row.dataset.leads, row.querySelector('.relation-type').textContent, row.querySelector('.relation-far').textContent,
    ])";
    Ok(serde_json::from_value(page.js(script).await?)?)
}

async fn until_listed(page: &Page, expected: &[[&str; 3]]) -> Outcome {
    page.until(&format!("the relations are {expected:?}"), async || Ok(listed(page).await? == *expected)).await
}

/// Waits until an arc has its name at such an end, and a line from the focused mark.
async fn until_arc(page: &Page, name: &str, end: &str) -> Outcome {
    let drawn = format!(
        "[...document.querySelectorAll('.arc-name[data-placed=yes][data-end={end}]')].some((arc) => arc.textContent === '{name}')
            && document.querySelector('.arc[data-placed=yes] .arc-line').getTotalLength() > 20"
    );
    page.until_js(&format!("{name} ends at {end}"), &drawn).await
}

const OPPOSES: [&str; 3] = ["away", "opposes", "Mayor Ines Okafor"];
const OPPOSED: [&str; 3] = ["here", "opposes", "Mayor Ines Okafor"];
const WORKS_FOR: [&str; 3] = ["away", "works for", "Halloran & Vance"];

/// Two relations, one by keys alone and one by mouse; one is reversed; a mark goes and comes back with its relation.
pub(crate) async fn marks_are_related(page: &mut Page) -> Outcome {
    let page = &*page;
    open_sample(page).await?;
    sign(page, "Ada").await?;
    tag_three(page).await?;
    assert!(page.text(".inspector-place").await?.ends_with(", by Ada"));
    by_keys(page).await?;
    by_mouse(page).await?;
    change(page).await?;
    lose_an_end(page).await?;

    until_saved(page).await?;
    page.reload().await?;
    until_rows(page, 3).await?;
    let (_, file) = download(page).await?;
    let id = |place: usize| file["mentions"][place]["id"].clone();
    let mut relations = file["relations"].as_array().cloned().unwrap_or_default();
    relations.sort_by_key(|relation| relation["type"].to_string());
    let shown: Vec<Json> = relations
        .iter()
        .map(|relation| {
            json!([relation["type"], relation["from"], relation["to"], relation["note"], relation["coder"]])
        })
        .collect();
    let expected =
        [json!(["opposes", id(0), id(2), "told the Courier", "Ada"]), json!(["works_for", id(2), id(1), "", "Ada"])];
    assert_eq!(shown, expected);
    assert_eq!(file["mentions"][0]["coder"], "Ada");
    let problems = page.console_problems().await?;
    assert!(problems.is_empty(), "{problems:#?}");
    Ok(())
}

/// Writes the name of the coder.
async fn sign(page: &Page, name: &str) -> Outcome {
    press_button(page, "About the article").await?;
    page.click("#coder").await?;
    page.type_text(name).await?;
    page.press(&["Escape"]).await?;
    press_button(page, "About the article").await
}

async fn by_keys(page: &Page) -> Outcome {
    page.press(&["k"]).await?;
    page.find(".relating").await?;
    page.until_text(SAID, "Relating “Tomas Brandt”").await?;
    page.press(&["Escape"]).await?;
    page.until_gone(".relating").await?;
    until_focused(page, "PERSON", "Tomas Brandt").await?;

    page.press(&["k", "p"]).await?;
    until_focused(page, "ORG", "Halloran & Vance").await?;
    page.press(&["Enter"]).await?;
    take_relation(page, "works").await?;
    // What it was begun at has the focus again.
    until_focused(page, "PERSON", "Tomas Brandt").await?;
    page.until_gone(".relating").await?;
    page.until_text(SAID, "Added the relation works for.").await?;
    page.focus_is_kept("a relation was made").await?;
    until_listed(page, &[WORKS_FOR]).await?;
    until_arc(page, "works for", "far").await
}

async fn by_mouse(page: &Page) -> Outcome {
    press_button(page, "Relate …").await?;
    page.find(".relating").await?;
    page.click_text("Ines Okafor").await?;
    page.until_js("the field has the focus", "document.activeElement.matches('.palette-field')").await?;
    // A person works for no person.
    let offered = page.texts(".palette-entry .entry-name").await?;
    assert!(offered.iter().all(|name| !name.starts_with("works for")), "{offered:?}");
    page.type_text("opp").await?;
    page.until_text(".palette-entry", "Tomas Brandt → Mayor Ines Okafor").await?;
    page.click(".palette-entry").await?;
    page.until_gone("dialog").await?;
    until_listed(page, &[OPPOSES, WORKS_FOR]).await?;
    until_arc(page, "opposes", "far").await?;
    follow_an_arc(page).await
}

/// Where the far end is out of view, the arc ends at the edge, and its name leads there.
async fn follow_an_arc(page: &Page) -> Outcome {
    page.resize(1280, 480).await?;
    page.js("document.querySelector('.mark[data-focus]').scrollIntoView({ block: 'center' })").await?;
    page.js("scrollBy(0, 120)").await?;
    until_arc(page, "opposes", "top").await?;
    let to_opposes = "[...document.querySelectorAll('.arc-name')].find((arc) => arc.textContent === 'opposes').click()";
    page.js(to_opposes).await?;
    until_focused(page, "PERSON", "Mayor Ines Okafor").await?;
    until_listed(page, &[["here", "opposes", "Tomas Brandt"]]).await?;
    page.resize(1280, 900).await?;
    page.click(".relation-go").await?;
    until_focused(page, "PERSON", "Tomas Brandt").await
}

async fn change(page: &Page) -> Outcome {
    press_button(page, "Change the relation opposes: “Mayor Ines Okafor”").await?;
    press_button(page, "Reverse").await?;
    until_listed(page, &[WORKS_FOR, OPPOSED]).await?;
    page.press(&["Control+z"]).await?;
    until_listed(page, &[OPPOSES, WORKS_FOR]).await?;
    page.press(&["Control+Shift+z"]).await?;
    until_listed(page, &[WORKS_FOR, OPPOSED]).await?;
    page.click(".relation-fields input").await?;
    page.type_text("told the Courier").await?;
    page.press(&["Tab"]).await?;
    page.until_text(SAID, "Changed the relation opposes.").await
}

async fn lose_an_end(page: &Page) -> Outcome {
    page.click_text("Halloran").await?;
    until_focused(page, "ORG", "Halloran & Vance").await?;
    until_listed(page, &[["here", "works for", "Tomas Brandt"]]).await?;
    page.press(&["Delete"]).await?;
    until_rows(page, 2).await?;
    page.click_text("Tomas").await?;
    until_focused(page, "PERSON", "Tomas Brandt").await?;
    until_listed(page, &[OPPOSED]).await?;
    page.press(&["Control+z"]).await?;
    until_rows(page, 3).await?;
    page.click_text("Tomas").await?;
    until_focused(page, "PERSON", "Tomas Brandt").await?;
    until_listed(page, &[WORKS_FOR, OPPOSED]).await
}

/// Types of relations are added, limited and removed; what a limit makes wrong is found, and can be mended.
pub(crate) async fn relation_types_are_edited(page: &mut Page) -> Outcome {
    let page = &*page;
    open_sample(page).await?;
    tag_three(page).await?;
    page.press(&["k", "p"]).await?;
    until_focused(page, "ORG", "Halloran & Vance").await?;
    page.press(&["Enter"]).await?;
    page.until_js("the field has the focus", "document.activeElement.matches('.palette-field')").await?;
    page.type_text("change the").await?;
    page.press(&["Enter"]).await?;
    page.until_text(".tab[aria-selected=true]", "Relations").await?;
    page.click("#new-relation").await?;
    page.type_text("funds\n").await?;
    page.until("it is there", async || Ok(page.count(".relation-row").await? == 8)).await?;
    page.click("#new-relation").await?;
    page.type_text("FUNDS\n").await?;
    page.until_text(".label-form .alarm-text", "Another type of relation is called “FUNDS” already.").await?;
    close_dialog(page).await?;

    // The relation is still being made.
    page.press(&["Enter"]).await?;
    take_relation(page, "funds").await?;
    until_listed(page, &[["away", "funds", "Halloran & Vance"]]).await?;

    page.press(&["e"]).await?;
    page.find("dialog.label-editor").await?;
    press_button(page, "Relations").await?;
    page.click(".relation-row:last-child .relation-ends").await?;
    let org = ".relation-row:last-child fieldset:first-child label:nth-of-type(4) input";
    page.click(org).await?;
    page.until_text(".relation-row:last-child .relation-ends", "ORG → any mark").await?;
    close_dialog(page).await?;
    page.until_text("#hints", "1 hint").await?;
    page.click("#hints").await?;
    page.until_text(".finding", "is linked by “funds” with labels that it does not allow").await?;
    press_button(page, "Reverse").await?;
    until_listed(page, &[["here", "funds", "Halloran & Vance"]]).await?;
    page.until_gone(".finding").await?;

    page.press(&["e"]).await?;
    page.find("dialog.label-editor").await?;
    press_button(page, "Relations").await?;
    press_button(page, "Remove funds").await?;
    page.until_text(".label-below", "Remove funds and its relation?").await?;
    page.click(".label-below .danger").await?;
    page.until("it is gone", async || Ok(page.count(".relation-row").await? == 7)).await?;
    press_button(page, "Undo: Change the types of relations").await?;
    page.until("it is back", async || Ok(page.count(".relation-row").await? == 8)).await?;
    close_dialog(page).await?;
    until_listed(page, &[["here", "funds", "Halloran & Vance"]]).await?;
    let problems = page.console_problems().await?;
    assert!(problems.is_empty(), "{problems:#?}");
    Ok(())
}

/// The list shows those with relations, and those of one coder.
pub(crate) async fn list_knows_relations_and_coders(page: &mut Page) -> Outcome {
    let page = &*page;
    open_sample(page).await?;
    tag(page, "European Commission", "4").await?;
    sign(page, "Ada").await?;
    tag_three(page).await?;
    page.press(&["k", "p", "Enter"]).await?;
    take_relation(page, "works").await?;
    press_button(page, "Filter").await?;
    let relations =
        "[...document.querySelectorAll('.list-filter label')].find((label) => label.textContent === 'Has relations')";
    page.js(&format!("{relations}.click()")).await?;
    until_rows(page, 2).await?;
    page.js(&format!("{relations}.click()")).await?;
    until_rows(page, 4).await?;
    page.find(".list-coder").await?.select_by_label("By Ada").await?;
    until_rows(page, 3).await?;
    page.find(".list-coder").await?.select_by_label("Without a name").await?;
    until_rows(page, 1).await
}

/// The article is coded by keys alone, once its variables are defined.
pub(crate) async fn article_is_coded(page: &mut Page) -> Outcome {
    let page = &*page;
    open_sample(page).await?;
    page.press(&["v"]).await?;
    // Who codes comes first, for what is coded before has no name.
    page.until_js("the name of the coder has the focus", "document.activeElement.id === 'coder'").await?;
    page.press(&["Tab"]).await?;
    page.until_js("the first variable has the focus", "document.activeElement.matches('#codes input[type=radio]')")
        .await?;
    page.press(&["ArrowRight", "ArrowRight"]).await?;
    page.until_text(SAID, "Coded overall stance.").await?;
    page.press(&["Shift+Tab"]).await?;
    page.until_js("the name of the coder has the focus", "document.activeElement.id === 'coder'").await?;
    page.type_text("Grace").await?;
    page.press(&["Tab"]).await?;
    page.until_text("#codes [role=status]", "1 value was given before this name").await?;
    page.press(&["Tab", "Enter"]).await?;
    page.until_text(".tab[aria-selected=true]", "Article").await?;
    for (place, (kind, name)) in [("2", "sources"), ("1", "opinion"), ("3", "frame")].into_iter().enumerate() {
        page.find(".attribute-kind").await?.select_by_value(kind).await?;
        page.click("#new-attribute").await?;
        page.type_text(name).await?;
        page.press(&["Enter"]).await?;
        page.until("it is defined", async || Ok(page.count(".attribute-row").await? == place + 2)).await?;
    }
    press_button(page, "Remove overall stance").await?;
    page.until("it is no longer defined", async || Ok(page.count(".attribute-row").await? == 3)).await?;
    close_dialog(page).await?;

    // What was coded stays, and can be removed.
    page.until_text("#codes .attribute-other", "overall stance: negative").await?;
    page.click_text("After eleven").await?;
    page.press(&["v"]).await?;
    page.until_js("the first variable has the focus", "document.activeElement.matches('#codes .field input')").await?;
    page.type_text("4").await?;
    page.press(&["Tab", "ArrowRight", "Tab"]).await?;
    page.type_text("conflict").await?;
    page.press(&["Escape"]).await?;
    page.focus_is_kept("the article was coded").await?;
    press_button(page, "About the article").await?;
    page.until_text(".codes-summary", "sources: 4 · opinion: yes · frame: conflict · overall stance: negative").await?;

    until_saved(page).await?;
    page.reload().await?;
    page.until_text(".codes-summary", "sources: 4").await?;
    let (_, file) = download(page).await?;
    let codes = file["document"]["codes"].as_array().cloned().unwrap_or_default();
    let shown: Vec<Json> = codes.iter().map(|code| json!([code["name"], code["value"], code["coder"]])).collect();
    let expected = [
        json!(["frame", "conflict", "Grace"]),
        json!(["opinion", true, "Grace"]),
        json!(["overall stance", "negative", null]),
        json!(["sources", 4, "Grace"]),
    ];
    assert_eq!(shown, expected);
    press_button(page, "About the article").await?;
    press_button(page, "Remove overall stance").await?;
    page.until_gone("#codes .attribute-other").await?;
    assert_eq!(count_rows(page).await?, 0);
    let problems = page.console_problems().await?;
    assert!(problems.is_empty(), "{problems:#?}");
    Ok(())
}

/// Nobody is kept out by what relations and codes show.
pub(crate) async fn relations_have_no_faults(page: &mut Page) -> Outcome {
    let page = &*page;
    let mut faults = Vec::new();
    open_sample(page).await?;
    tag_three(page).await?;
    page.press(&["k"]).await?;
    page.find(".relating").await?;
    faults.extend(page.faults("a relation is begun").await?);
    page.press(&["p"]).await?;
    until_focused(page, "ORG", "Halloran & Vance").await?;
    faults.extend(page.faults("its other end has the focus").await?);
    page.press(&["Enter"]).await?;
    page.find("dialog[open] .palette-entry").await?;
    faults.extend(page.faults("its type is chosen").await?);
    take_relation(page, "works").await?;
    until_listed(page, &[WORKS_FOR]).await?;
    page.click(".relation .quiet").await?;
    page.find(".relation-fields").await?;
    faults.extend(page.faults("a relation is unfolded").await?);
    if page.kind() == Kind::Chromium {
        let names = page
            .js("return document.querySelectorAll('.arcs[aria-hidden=true] :not([tabindex=\"-1\"])[tabindex]').length");
        assert_eq!(names.await?, json!(0), "Tab leads to no arc");
    }
    page.press(&["v"]).await?;
    page.find("#codes fieldset").await?;
    faults.extend(page.faults("the article is coded").await?);
    page.press(&["Escape", "e"]).await?;
    page.find("dialog.label-editor").await?;
    press_button(page, "Relations").await?;
    page.click(".relation-ends").await?;
    page.find(".relation-link").await?;
    faults.extend(page.faults("the types of relations").await?);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    Ok(())
}
