//! Sentiments as frames: who feels what about whom; and entities that several mentions name.

use crate::outcome::{Failure, Outcome};
use crate::page::{Page, Point};
use crate::steps::{download, downloaded, open_sample, press_button, tag, tag_occurrence, until_focused, until_rows};
use serde_json::{Value as Json, json};

/// Selects words of the sample with the caret alone. Its characters are one step each.
async fn select_by_keys(page: &Page, words: &str) -> Outcome {
    let start = page.js_with(
        "const at = [...document.querySelectorAll('.reader [data-block]')].map((block) => block.firstChild ? block.textContent : '');
         return at.join('\\n').indexOf(arguments[0])",
        vec![json!(words)],
    );
    let start = start.await?.as_u64().unwrap_or_default() as usize;
    page.press(&["Escape", "Control+Home"]).await?;
    page.press(&vec!["ArrowRight"; start]).await?;
    page.press(&vec!["Shift+ArrowRight"; words.chars().count()]).await?;
    page.until(&format!("{words:?} is selected"), async || Ok(page.selected().await? == words)).await
}

async fn tag_by_keys(page: &Page, words: &str, key: &str, rows: usize) -> Outcome {
    select_by_keys(page, words).await?;
    page.press(&[key]).await?;
    until_rows(page, rows).await
}

/// The frame with these words, or the one without words.
pub(crate) fn frame<'a>(file: &'a Json, words: Option<&str>) -> &'a Json {
    let frames = file["frames"].as_array().expect("a list");
    let found = frames.iter().find(|frame| frame["spans"][0]["quote"].as_str() == words);
    found.unwrap_or_else(|| panic!("no frame of {words:?} in {frames:#?}"))
}

/// The words of whom a list of holders or targets has, and of those without any the word.
pub(crate) fn names(file: &Json, parties: &Json) -> Vec<String> {
    let name = |party: &Json| match (party["mention"].as_str(), party["entity"].as_str(), party.as_str()) {
        (Some(id), ..) => {
            let mentions = file["mentions"].as_array().expect("a list");
            let mention = mentions.iter().find(|mention| mention["id"] == id).expect("nothing dangles");
            mention["spans"][0]["quote"].as_str().unwrap_or_default().to_owned()
        }
        (_, Some(id), _) => {
            let entities = file["entities"].as_array().expect("a list");
            let entity = entities.iter().find(|entity| entity["id"] == id).expect("nothing dangles");
            format!("entity {}", entity["name"].as_str().unwrap_or_default())
        }
        (.., word) => word.unwrap_or_default().to_owned(),
    };
    parties.as_array().expect("a list").iter().map(name).collect()
}

/// Waits until a row of the list says this of holder and targets.
async fn until_parties(page: &Page, words: &str) -> Outcome {
    let says = async || Ok(page.texts(".row-parties").await?.iter().any(|parties| parties.contains(words)));
    page.until(&format!("a row says {words:?}"), says).await
}

/// Three frames by keyboard alone: a holder from a quotation, two targets, one without words; read back from the file after
/// a reload.
pub(crate) async fn frames_by_keys_alone(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    page.press(&["Escape"]).await?;
    page.js("document.getElementById('reader').focus()").await?;
    tag_by_keys(page, "Old Customs Bridge", "9", 1).await?;
    tag_by_keys(page, "Ines Okafor", "2", 2).await?;
    tag_by_keys(page, "Tomas Brandt", "2", 3).await?;
    tag_by_keys(page, "Halloran & Vance", "4", 4).await?;

    // The speaker and the nearest name are proposed; nothing of it is said before Enter.
    tag_by_keys(page, "best news", "=", 5).await?;
    page.until_text(".card [data-kind=proposed]", "Ines Okafor").await?;
    assert_eq!(page.count(".card .party[data-kind=proposed]").await?, 2);
    page.press(&["Enter"]).await?;
    page.until_gone(".card [data-kind=proposed]").await?;
    page.press(&["3"]).await?;
    page.find(".card .segment[aria-pressed=true]:last-child").await?;
    // A second target, by its digit.
    page.press(&["t"]).await?;
    page.find(".card .candidate").await?;
    let candidates = page.texts(".card .candidate span").await?;
    let firm = candidates.iter().position(|name| name == "Halloran & Vance").expect("it is near") + 1;
    page.press(&[&firm.to_string()]).await?;
    page.until("there are two targets", async || {
        Ok(page.count(".card .party-row + .party-row .party[data-kind=known]").await? == 2)
    })
    .await?;
    // One pick ends choosing: digits are the strength again, and Enter leads into no field.
    page.until_gone(".card .candidates").await?;
    page.press(&["Enter", "1"]).await?;
    page.find(".card .segment[aria-pressed=true]:first-child").await?;
    page.press(&["3"]).await?;
    page.find(".card .segment[aria-pressed=true]:last-child").await?;
    page.press(&["Escape"]).await?;

    tag_by_keys(page, "sold our street to the tourists", "-", 6).await?;
    page.until_text(".card [data-kind=proposed]", "Tomas Brandt").await?;
    page.press(&["Enter"]).await?;
    page.until_gone(".card [data-kind=proposed]").await?;

    // Without words: a polarity key on a name.
    tag_by_keys(page, "Green League", "4", 7).await?;
    page.press(&["m"]).await?;
    until_rows(page, 8).await?;
    until_parties(page, "about Green League").await?;
    // Each row says whose sentiment it is and about whom: the author’s goes without saying.
    let parties = page.texts(".row-parties > [aria-hidden]").await?;
    assert!(parties.contains(&"Ines Okafor → Old Customs Bridge, Halloran & Vance".to_owned()), "{parties:?}");
    until_parties(page, "by Ines Okafor, about Old Customs Bridge").await?;
    // The mark that it is about has its sign; joined with another one, it keeps it.
    assert_eq!(page.attribute(".mark[data-felt]", "data-felt").await?.as_deref(), Some("±"));
    assert_eq!(page.text(".mark[data-felt]").await?, "Green League");

    page.reload().await?;
    until_rows(page, 8).await?;
    page.press(&["Control+s"]).await?;
    let (_, file) = downloaded(page).await?;
    let praise = frame(&file, Some("best news"));
    assert_eq!((&praise["polarity"], &praise["intensity"]), (&json!("positive"), &json!("strong")));
    assert_eq!(names(&file, &praise["holders"]), ["Ines Okafor"]);
    assert_eq!(names(&file, &praise["targets"]), ["Old Customs Bridge", "Halloran & Vance"]);
    let complaint = frame(&file, Some("sold our street to the tourists"));
    assert_eq!((&complaint["polarity"], &complaint["intensity"]), (&json!("negative"), &json!("average")));
    assert_eq!(names(&file, &complaint["holders"]), ["Tomas Brandt"]);
    let quick = frame(&file, None);
    assert_eq!(quick["polarity"], "mixed");
    assert_eq!(names(&file, &quick["holders"]), ["author"]);
    assert_eq!(names(&file, &quick["targets"]), ["Green League"]);
    let problems = page.console_problems().await?;
    assert!(problems.is_empty(), "{problems:#?}");
    Ok(())
}

/// By mouse: proposals are taken and declined one by one, a mark in the text is chosen by a click, and taking a mention away
/// leaves its sentiment, with nobody in its place, until it is undone.
pub(crate) async fn frames_by_mouse(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    tag(page, "Ines Okafor", "2").await?;
    tag(page, "Old Customs Bridge", "9").await?;
    tag_occurrence(page, "Port Amelie", 1, "1").await?;
    tag(page, "best news", "+").await?;
    press_button(page, "Not Old Customs Bridge").await?;
    page.until("one proposal is left", async || Ok(page.count(".card .party[data-kind=proposed]").await? == 1)).await?;
    page.click(".card [data-kind=proposed] .party-name").await?;
    page.until_gone(".card [data-kind=proposed]").await?;
    page.click(".card .segment:first-child").await?;
    page.find(".card .segment:first-child[aria-pressed=true]").await?;

    page.click(".card .pick[data-role=target]").await?;
    page.find(".card .candidates").await?;
    page.find(".mode.choosing").await?;
    page.click_text("Port Amelie voted").await?;
    page.until("it is chosen", async || Ok(page.texts(".card .party-name").await?.contains(&"Port Amelie".to_owned())))
        .await?;
    press_button(page, "Close this card").await?;
    page.until_gone(".card").await?;

    page.click_text("Ines Okafor").await?;
    page.until_text(".inspector .entity", "Sentiments held by it").await?;
    page.press(&["Delete"]).await?;
    until_rows(page, 3).await?;
    let (_, file) = download(page).await?;
    assert_eq!(names(&file, &frame(&file, Some("best news"))["holders"]), ["implicit"]);
    page.press(&["Control+z"]).await?;
    until_rows(page, 4).await?;
    let (_, file) = download(page).await?;
    let praise = frame(&file, Some("best news"));
    assert_eq!(names(&file, &praise["holders"]), ["Ines Okafor"]);
    assert_eq!(names(&file, &praise["targets"]), ["Port Amelie"]);
    assert_eq!(praise["intensity"], "weak");
    Ok(())
}

/// Choosing ends where one goes elsewhere; what is tagged meanwhile is chosen; and digits without a candidate do nothing.
pub(crate) async fn choosing_ends_and_takes_what_is_tagged(page: &mut Page) -> Outcome {
    const SAID: &str = "[role=status].visually-hidden";
    open_sample(page).await?;
    tag(page, "Ines Okafor", "2").await?;
    tag(page, "best news", "+").await?;
    page.press(&["t", "9"]).await?;
    page.until_text(".notice", "There is no choice 9.").await?;
    assert_eq!(page.count(".armed").await?, 0);

    // A name that is not tagged yet.
    page.select_occurrence("Port Amelie", 1).await?;
    page.find(".label-menu").await?;
    page.press(&["1"]).await?;
    until_rows(page, 3).await?;
    until_focused(page, "positive", "best news").await?;
    page.until_text(SAID, "Tagged “Port Amelie” as").await?;
    page.until_text(SAID, "Made “best news” about Port Amelie.").await?;
    page.until_gone(".mode.choosing").await?;
    page.press(&["3"]).await?;
    page.until_text(SAID, "Made “best news” strong.").await?;

    // Beside all marks, a click tells what to do.
    page.press(&["t"]).await?;
    page.click_text("voted").await?;
    page.until_text(".notice", "select the name and tag it").await?;
    page.find(".card .candidates").await?;

    // With the list, it is over: Enter on a row goes there.
    page.press(&["h"]).await?;
    page.press(&["g"]).await?;
    page.until_gone(".mode.choosing").await?;
    page.press(&["Home", "Enter"]).await?;
    page.until_js("the article has the focus", "document.activeElement?.id === 'reader'").await?;
    page.until_gone(".inspector-head .sign[data-polarity]").await?;
    page.press(&["c"]).await?;
    page.find(".mode.choosing").await?;
    page.press(&["Control+k"]).await?;
    page.find("dialog[open] input").await?;
    page.press(&["Escape"]).await?;
    page.until_gone("dialog").await?;
    assert_eq!(page.count(".mode").await?, 0);
    page.press(&["k"]).await?;
    page.find(".mode.relating").await?;
    page.press(&["g"]).await?;
    page.until_gone(".mode.relating").await?;

    // What is armed says so, and has a button that ends it.
    page.click(".label-bar [data-tag='label GPE']").await?;
    page.until_text(".mode", "GPE is armed.").await?;
    press_button(page, "Stop").await?;
    page.until_gone(".mode").await?;
    page.focus_is_kept("it was disarmed").await?;
    let (_, file) = download(page).await?;
    let praise = frame(&file, Some("best news"));
    assert_eq!(names(&file, &praise["targets"]), ["Port Amelie"]);
    assert_eq!(praise["intensity"], "strong");
    assert_eq!(file["entities"].as_array().map(Vec::len), Some(0), "nothing was joined");
    let problems = page.console_problems().await?;
    assert!(problems.is_empty(), "{problems:#?}");
    Ok(())
}

/// Mentions of one entity are joined by a proposal and by a click; the entity is named and identified, and
/// taken apart again. Each is one step to undo.
pub(crate) async fn mentions_are_joined(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    tag(page, "Ines Okafor", "2").await?;
    tag(page, "Lucie Marchetti", "2").await?;
    tag_occurrence(page, "Okafor", 1, "2").await?;
    page.press(&["c"]).await?;
    page.until_text(".card .candidate", "Ines Okafor").await?;
    page.press(&["1"]).await?;
    page.until_text(".inspector .entity .party", "Ines Okafor · 2 mentions").await?;

    page.press(&["c"]).await?;
    page.find(".card .candidates").await?;
    page.click_text("Lucie Marchetti").await?;
    page.until_text(".inspector .entity .party", "Ines Okafor · 3 mentions").await?;
    page.press(&["Control+z"]).await?;
    page.until_text(".inspector .entity .party", "Ines Okafor · 2 mentions").await?;

    page.click(".entity summary").await?;
    page.click(".inspector .identifier").await?;
    page.type_text("Q7").await?;
    page.press(&["Escape"]).await?;
    page.click("#entity-name").await?;
    page.press(&["Control+a"]).await?;
    page.type_text("Mayor Okafor").await?;
    page.press(&["Escape"]).await?;
    page.until_text(".inspector .entity .party", "Mayor Okafor · 2 mentions").await?;

    let (_, file) = download(page).await?;
    let entities = file["entities"].as_array().expect("a list");
    assert_eq!(entities.len(), 1, "{entities:#?}");
    assert_eq!((&entities[0]["name"], &entities[0]["identifier"]), (&json!("Mayor Okafor"), &json!("Q7")));
    let joined = file["mentions"].as_array().expect("a list").iter().filter(|m| m["entity"] == entities[0]["id"]);
    assert_eq!(joined.count(), 2);
    page.click_text("Ines Okafor").await?;
    page.find(".inspector .entity .party").await?;
    press_button(page, "Not the same").await?;
    page.until_gone(".inspector .entity .party").await
}

/// A row of the list that is dragged on another one joins the two mentions.
pub(crate) async fn rows_are_dragged_together(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    tag(page, "Ines Okafor", "2").await?;
    tag_occurrence(page, "Okafor", 1, "2").await?;
    page.press(&["Escape"]).await?;
    page.until_gone(".inspector").await?;
    let center = "const box = document.querySelectorAll('.row-button')[arguments[0]].getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2]";
    let middle = async |row: usize| {
        let at = page.js_with(center, vec![json!(row)]).await?;
        let at = |index: usize| at[index].as_f64().unwrap_or_default();
        Ok::<_, Failure>(Point { x: at(0), y: at(1) })
    };
    let (from, to) = (middle(1).await?, middle(0).await?);
    page.drag(from, to).await?;
    page.until_text("[role=status].visually-hidden", "2 mentions").await?;
    page.press(&["Control+z"]).await?;
    page.until_text("[role=status].visually-hidden", "Undid").await
}

/// The list finds sentiments by the names of those whose they are and whom they are about, that of an entity too, and is
/// narrowed to those about one thing from the inspector.
pub(crate) async fn list_knows_holders_and_targets(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    tag(page, "Ines Okafor", "2").await?;
    tag_occurrence(page, "Okafor", 1, "2").await?;
    page.press(&["c"]).await?;
    page.find(".card .candidate").await?;
    page.press(&["1"]).await?;
    page.until_text(".inspector .entity .party", "Ines Okafor · 2 mentions").await?;
    page.click(".entity summary").await?;
    page.click("#entity-name").await?;
    page.press(&["Control+a"]).await?;
    page.type_text("Chief of the harbour").await?;
    page.press(&["Escape"]).await?;
    page.until_text(".inspector .entity .party", "Chief of the harbour").await?;
    page.press(&["-"]).await?;
    until_rows(page, 3).await?;
    tag(page, "best news", "+").await?;
    page.until_text(".card [data-kind=proposed]", "Ines Okafor").await?;
    press_button(page, "Filter").await?;
    page.click("#list-filter input[type=text]").await?;
    // Both mentions, and the sentiment about one of them. Nobody has taken what is proposed.
    page.type_text("chief of").await?;
    page.until_text("#annotations-title", "3 of 4 annotations").await?;
    page.press(&["Escape"]).await?;
    page.until_text("#annotations-title", "4 annotations").await?;

    page.click_text("Ines Okafor").await?;
    press_button(page, "Show only these").await?;
    page.until_text("#annotations-title", "1 of 4 annotations").await?;
    assert_eq!(page.text(".list-party span").await?, "Sentiments about Chief of the harbour");
    until_parties(page, "about").await?;
    let violations = page.axe_violations().await?;
    assert!(violations.is_empty(), "{violations:#?}");
    press_button(page, "Sentiments of and about anyone").await?;
    page.until_text("#annotations-title", "4 annotations").await?;
    page.focus_is_kept("after taking everyone again").await
}

/// The card stands clear of its sentence where there is room, and folds away to its first line.
pub(crate) async fn card_leaves_its_sentence_in_view(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    tag(page, "Ines Okafor", "2").await?;
    tag(page, "best news", "+").await?;
    page.find(".card[data-side$=sentence]").await?;
    let height = "return document.querySelector('.card').getBoundingClientRect().height";
    let before = page.js(height).await?.as_f64().unwrap_or_default();
    page.click(".card-fold").await?;
    page.until("it is one line", async || Ok(page.js(height).await?.as_f64().unwrap_or_default() < before / 2.0))
        .await?;
    assert_eq!(page.attribute(".card-fold", "aria-expanded").await?.as_deref(), Some("false"));
    page.click(".card-fold").await?;
    page.find(".card .segments").await?;
    page.press(&["Escape"]).await?;
    page.until_gone(".card").await
}

/// What is typed into one field of an entity, with rests, is one step to undo.
pub(crate) async fn typing_a_name_is_one_step(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    tag(page, "Ines Okafor", "2").await?;
    page.click(".entity summary").await?;
    press_button(page, "Make an entity").await?;
    let party = ".inspector .entity .party";
    page.until_text(party, "Ines Okafor").await?;
    page.click("#entity-name").await?;
    page.press(&["End"]).await?;
    for (typed, name) in [(", the", "Ines Okafor, the"), (" mayor", "Ines Okafor, the mayor")] {
        page.type_text(typed).await?;
        page.until_text(party, name).await?;
    }
    page.press(&["Escape", "Control+z"]).await?;
    page.until("the name is the first one", async || Ok(page.text(party).await?.starts_with("Ines Okafor ·"))).await
}
