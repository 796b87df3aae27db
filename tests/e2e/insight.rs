//! Insight: its numbers are those of the downloaded file, they lead to their sentences, and they can be taken away.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::keeping::until_saved;
use crate::outcome::Outcome;
use crate::page::Page;
use crate::steps::{download, open_file, open_sample, press_button, tag, until_rows};

/// The sample of the page.
const SAMPLE: &str = include_str!("../../src/ui/sample.txt");

/// A file over the sample: who is named, and who feels what about whom.
pub(crate) fn harbour() -> String {
    let place = |quote: &str, nth: usize| {
        let byte = SAMPLE.match_indices(quote).nth(nth).map_or(0, |(byte, _)| byte);
        let start = SAMPLE[..byte].chars().count();
        json!({ "start": start, "end": start + quote.chars().count(), "quote": quote })
    };
    let label = |(id, colour, key): (&str, u8, u8)| json!({ "id": id, "name": id, "colour": colour, "key": key });
    let entity = |(id, name, known): (&str, &str, Json)| json!({ "id": id, "name": name, "identifier": known });
    let mention = |(id, label, quote, nth, entity): (&str, &str, &str, usize, Json)| json!({ "id": id, "label": label, "entity": entity, "spans": [place(quote, nth)] });
    let frame = |(id, polarity, intensity, holder, targets, quote): (&str, &str, &str, Json, Json, &str)| {
        let spans = if quote.is_empty() { json!([]) } else { json!([place(quote, 0)]) };
        json!({
            "id": id, "polarity": polarity, "intensity": intensity, "type": "reported",
            "holders": if holder == "author" { json!(["author"]) } else { json!(["author", holder]) },
            "targets": targets, "spans": spans,
        })
    };
    let (of, words) = (|id: &str| json!({ "entity": id }), |id: &str| json!({ "mention": id }));
    let none = Json::Null;
    let mentions = [
        ("m1", "ORG", "city council of Port Amelie", 0, none.clone()),
        ("m2", "GPE", "Port Amelie", 1, json!("amelie")),
        ("m3", "FAC", "Old Customs Bridge", 0, json!("bridge")),
        ("m4", "PERSON", "Mayor Ines Okafor", 0, json!("okafor")),
        ("m5", "FAC", "The plan", 0, none.clone()),
        ("m6", "ORG", "Halloran & Vance", 0, none.clone()),
        ("m7", "PERSON", "Tomas Brandt", 0, json!("brandt")),
        ("m8", "PERSON", "Brandt", 1, json!("brandt")),
        ("m9", "PERSON", "Okafor", 1, json!("okafor")),
        ("m10", "PERSON", "Lucie Marchetti", 0, none.clone()),
        ("m11", "ORG", "Green League", 0, none.clone()),
        ("m12", "FAC", "the bridge", 0, json!("bridge")),
        ("m13", "FAC", "fish market", 0, none.clone()),
        ("m14", "FAC", "fish market", 1, none.clone()),
    ];
    let frames = [
        ("f1", "positive", "strong", of("okafor"), json!([words("m5"), of("amelie")]), "the best news"),
        (
            "f2",
            "negative",
            "strong",
            of("brandt"),
            json!([words("m1"), words("m4")]),
            "sold our street to the tourists",
        ),
        ("f3", "negative", "average", words("m8"), json!([words("m5")]), "a slow death for small shops"),
        ("f4", "negative", "average", json!("author"), json!([of("okafor")]), "divided"),
        ("f5", "positive", "average", words("m10"), json!([words("m6")]), "praised the engineers"),
        ("f6", "negative", "average", words("m10"), json!([words("m5")]), "described the timetable as reckless"),
        ("f7", "mixed", "weak", words("m11"), json!([words("m5")]), "did not go far enough"),
        ("f8", "positive", "average", json!("author"), json!([of("bridge")]), "survived the Great Storm of 1953"),
        ("f9", "negative", "weak", json!("implicit"), json!([words("m14")]), ""),
        ("f10", "neutral", "average", json!("author"), json!([]), "expects 2,000 more passengers a day"),
    ];
    let entities = [
        ("amelie", "Port Amelie", none.clone()),
        ("bridge", "Old Customs Bridge", json!("Q7083871")),
        ("brandt", "Tomas Brandt", none.clone()),
        ("okafor", "Ines Okafor", none),
    ];
    let labels = [("GPE", 4, 1), ("PERSON", 0, 2), ("ORG", 3, 4), ("FAC", 2, 9)];
    file(
        "harbour",
        "Harbour Vote",
        SAMPLE,
        &labels.map(label),
        &entities.map(entity),
        &mentions.map(mention),
        &frames.map(frame),
    )
}

/// A short file that speaks of the same bridge under another name, and of the mayor under hers.
fn courier() -> String {
    let text = "The Alte Zollbrücke is a ruin. Ines Okafor is loved by all, wrote the Courier.";
    let place = |quote: &str| {
        let start = text[..text.find(quote).unwrap_or_default()].chars().count();
        json!([{ "start": start, "end": start + quote.chars().count(), "quote": quote }])
    };
    let frame = |(id, polarity, target, quote): (&str, &str, &str, &str)| {
        json!({
            "id": id, "polarity": polarity, "intensity": "strong", "type": "direct", "holders": ["author"],
            "targets": [{ "entity": target }], "spans": place(quote),
        })
    };
    let entities = [
        json!({ "id": "z", "name": "Alte Zollbrücke", "identifier": "Q7083871" }),
        json!({ "id": "m", "name": "ines OKAFOR", "identifier": null }),
    ];
    let frames = [("a", "negative", "z", "a ruin"), ("b", "positive", "m", "loved by all")].map(frame);
    file("courier", "The <b>Courier</b>", text, &[], &entities, &[], &frames)
}

fn file(
    id: &str,
    title: &str,
    text: &str,
    labels: &[Json],
    entities: &[Json],
    mentions: &[Json],
    frames: &[Json],
) -> String {
    json!({
        "format": "rubricate",
        "version": 1,
        "document": { "id": id, "title": title, "text": text },
        "label_set": { "labels": labels },
        "entities": entities,
        "mentions": mentions,
        "frames": frames,
    })
    .to_string()
}

/// The rows of the table of a section, as the page shows them.
async fn table(page: &Page, section: &str) -> Outcome<Vec<Vec<String>>> {
    let script = "
        const rows = document.querySelectorAll(`[data-section=${arguments[0]}] tbody tr`);
        return [...rows].map((row) => [...row.children].map((cell) => cell.textContent));";
    Ok(serde_json::from_value(page.js_with(script, vec![json!(section)]).await?)?)
}

/// What a holder or a target is called, by the file alone.
fn name(file: &Json, referent: &Json, unnamed: &str) -> String {
    let find = |list: &str, id: &Json| {
        let found = file[list].as_array().into_iter().flatten().find(|record| record["id"] == *id);
        found.cloned().unwrap_or_default()
    };
    let word = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    match referent.as_str() {
        Some("author") => return "the author".to_owned(),
        Some(_) => return unnamed.to_owned(),
        None => {}
    }
    let mention = find("mentions", &referent["mention"]);
    let entity = if referent["entity"].is_null() { &mention["entity"] } else { &referent["entity"] };
    if entity.is_null() { word(&mention["spans"][0]["quote"]) } else { word(&find("entities", entity)["name"]) }
}

/// The cells of the matrix, counted over a downloaded file.
fn counted(file: &Json) -> BTreeSet<Vec<String>> {
    let frames: Vec<&Json> = file["frames"].as_array().into_iter().flatten().collect();
    let of = |frame: &Json| {
        let holder = frame["holders"].as_array().and_then(|holders| holders.last()).cloned().unwrap_or_default();
        let targets: BTreeSet<_> =
            frame["targets"].as_array().into_iter().flatten().map(|t| name(file, t, "")).collect();
        (name(file, &holder, "someone not named"), targets)
    };
    let score = |frame: &Json| {
        let strength =
            ["weak", "average", "strong"].iter().position(|word| frame["intensity"] == *word).unwrap_or(9) as i64 + 1;
        match frame["polarity"].as_str() {
            Some("positive") => strength,
            Some("negative") => -strength,
            _ => 0,
        }
    };
    let mut pairs = BTreeSet::new();
    for frame in &frames {
        let (holder, mut targets) = of(frame);
        if targets.is_empty() {
            targets.insert("nothing named".to_owned());
        }
        pairs.extend(targets.into_iter().map(|target| (holder.clone(), target)));
    }
    let row = |(holder, target): (String, String)| {
        let fits = |frame: &&&Json| {
            let (of_frame, targets) = of(frame);
            of_frame == holder && (targets.contains(&target) || targets.is_empty() && target == "nothing named")
        };
        let here: Vec<_> = frames.iter().filter(fits).collect();
        let count = |polarity: &str| here.iter().filter(|frame| frame["polarity"] == polarity).count().to_string();
        let sum: i64 = here.iter().map(|frame| score(frame)).sum();
        let sum = match sum {
            1.. => format!("+{sum}"),
            0 => "0".to_owned(),
            _ => format!("−{}", -sum),
        };
        let polarities = ["positive", "negative", "neutral", "mixed"].map(count);
        [vec![holder, target, here.len().to_string()], polarities.to_vec(), vec![sum]].concat()
    };
    pairs.into_iter().map(row).collect()
}

/// The numbers of the matrix are those of the file.
async fn matrix_is_that_of_the_file(page: &Page, file: &Json) -> Outcome {
    let mut shown = table(page, "matrix").await?;
    shown.retain(|row| row[0] != "all holders" && row[1] != "all targets");
    let cells: BTreeSet<_> = shown.iter().cloned().collect();
    assert_eq!(cells.len(), shown.len(), "no cell is there twice");
    assert_eq!(cells, counted(file));
    Ok(())
}

async fn open_insight(page: &Page) -> Outcome {
    page.press(&["i"]).await?;
    page.find("dialog.insight[open]").await.map(drop)
}

async fn close_insight(page: &Page) -> Outcome {
    page.press(&["Escape"]).await?;
    page.until_gone("dialog").await?;
    page.focus_is_kept("Insight").await
}

/// From nothing marked to frames made by keys: what the page says grows with them.
pub(crate) async fn insight_counts_what_keys_make(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    open_insight(page).await?;
    page.until_text(".insight-empty", "Nothing is marked yet").await?;
    assert_eq!(page.count(".insight-section").await?, 0);
    close_insight(page).await?;
    tag(page, "Old Customs Bridge", "9").await?;
    page.press(&["Escape"]).await?;
    open_insight(page).await?;
    page.until_text(".insight-empty", "press +, -, 0, m").await?;
    assert_eq!(page.count(".insight-section").await?, 2);
    close_insight(page).await?;
    tag(page, "the best news this harbour has had in thirty years", "+").await?;
    tag(page, "sold our street to the tourists", "-").await?;
    tag(page, "divided", "-").await?;
    page.press(&["Escape"]).await?;
    let (_, file) = download(page).await?;
    open_insight(page).await?;
    assert_eq!(page.count(".insight-empty").await?, 0);
    page.until_text(".insight-sum", "1 mention of 1 thing, 3 sentiments.").await?;
    matrix_is_that_of_the_file(page, &file).await?;
    close_insight(page).await?;
    assert!(page.console_problems().await?.is_empty());
    Ok(())
}

/// Opens the file with frames, so that another article is kept too.
pub(crate) async fn open_harbour(page: &Page) -> Outcome {
    let other = page.file("courier.json", courier().as_bytes())?;
    open_file(page, &other, "wrote the Courier").await?;
    let own = page.file("harbour-vote.json", harbour().as_bytes())?;
    open_file(page, &own, "Harbour Vote Splits").await?;
    until_rows(page, 24).await?;
    until_saved(page).await
}

/// All numbers are those of the file; a click and a key lead from them to their sentences, and on into the article.
pub(crate) async fn insight_leads_to_its_sentences(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    open_harbour(page).await?;
    let (_, file) = download(page).await?;
    press_button(page, "Insight").await?;
    page.find("dialog.insight[open]").await?;
    page.until_text(".insight-sum", "14 mentions of 10 things, 10 sentiments.").await?;
    matrix_is_that_of_the_file(page, &file).await?;
    let pairs = table(page, "company").await?;
    assert!(pairs.contains(&["Port Amelie", "Old Customs Bridge", "1"].map(str::to_owned).to_vec()), "{pairs:?}");

    // By mouse, from the picture.
    let cell = "[data-section=matrix] svg rect[data-part]";
    let count = page.count(cell).await?;
    assert_eq!(count, counted(&file).len(), "a coloured cell for each row of the table");
    // What is said in a cell lies over its colour.
    page.click("[data-section=matrix] svg text[data-part]").await?;
    page.until_js("the list has the focus", "document.activeElement.id === 'insight-passages'").await?;
    assert_eq!(page.count(".passage").await?, 1);
    page.focus_is_kept("a click on a cell").await?;

    // By keys, from the table: “Ines Okafor about The plan”.
    let number = "
        document.querySelectorAll('[data-section=matrix] details').forEach((details) => { details.open = true });
        const rows = [...document.querySelectorAll('[data-section=matrix] tbody tr')];
        const row = rows.find((row) => row.children[0].textContent === 'Ines Okafor' && row.children[1].textContent === 'The plan');
        row.querySelector('button').focus();";
    page.js(number).await?;
    page.press(&["Enter"]).await?;
    page.until_text(".passages h4", "Ines Okafor about The plan: 1 annotation").await?;
    assert_eq!(page.text(".passage strong").await?, "the best news");
    assert!(page.text(".passage-words").await?.starts_with("After eleven hours of debate"));
    page.press(&["Tab"]).await?;
    page.until_js("the sentence has the focus", "document.activeElement.matches('.passage')").await?;
    page.press(&["Enter"]).await?;
    page.until_gone("dialog").await?;
    page.until_text(".inspector blockquote", "the best news").await?;
    page.until_js("its mark is in view", "document.querySelector('.mark[data-focus]').getBoundingClientRect().top > 0")
        .await?;
    page.focus_is_kept("going to a sentence").await?;
    assert!(page.console_problems().await?.is_empty());
    Ok(())
}

/// Pictures and tables are files that stand alone; another article is set beside this one, and stays as it is.
pub(crate) async fn insight_is_taken_away_and_compared(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    open_harbour(page).await?;
    let (_, file) = download(page).await?;
    open_insight(page).await?;

    press_button(page, "Save “Who feels what about whom” as SVG").await?;
    let svg = page.download().await?;
    assert_eq!(svg.name, "harbour-vote-matrix.svg");
    let svg = String::from_utf8(svg.bytes)?;
    let parsed = page
        .js_with(
            "const read = new DOMParser().parseFromString(arguments[0], 'image/svg+xml');
             const all = [...read.querySelectorAll('*')];
             return [read.documentElement.localName, read.querySelectorAll('parsererror').length,
                 read.querySelectorAll('rect[fill-opacity]').length,
                 all.filter((element) => element.matches('script, image, use, style')).length];",
            vec![json!(svg)],
        )
        .await?;
    assert_eq!(parsed, json!(["svg", 0, counted(&file).len(), 0]));
    assert!(!svg.contains("var(") && svg.contains("Tomas Brandt"));

    press_button(page, "Save “Who feels what about whom” as PNG").await?;
    let png = page.download().await?;
    assert_eq!(png.name, "harbour-vote-matrix.png");
    assert!(png.bytes.starts_with(b"\x89PNG") && png.bytes.len() > 5_000, "{} bytes", png.bytes.len());

    press_button(page, "Save “Who feels what about whom” as CSV").await?;
    let csv = page.download().await?;
    assert_eq!(csv.name, "harbour-vote-matrix.csv");
    let csv = String::from_utf8(csv.bytes)?;
    let lines: Vec<&str> = csv.split_terminator("\r\n").collect();
    assert_eq!(lines[0], "Holder,Target,Sentiments,positive,negative,neutral,mixed,Score");
    let plain = |row: &Vec<String>| row.join(",").replace('−', "-").replace('+', "");
    let shown: Vec<String> = table(page, "matrix").await?.iter().map(plain).collect();
    assert_eq!(lines[1..], shown, "the file has what the page shows");

    let before = crate::steps::stored(page).await?;
    page.find("[data-section=comparison] select").await?.select_by_value("courier").await?;
    page.until_text("[data-section=comparison]", "2 things are in both").await?;
    let rows = table(page, "comparison").await?;
    let row = |cells: [&str; 6]| cells.map(str::to_owned).to_vec();
    let expected = [
        row(["Old Customs Bridge", "1", "+2.00", "1", "−3.00", "+5.00"]),
        row(["Ines Okafor", "2", "−2.50", "1", "+3.00", "−5.50"]),
    ];
    assert_eq!(rows.iter().collect::<BTreeSet<_>>(), expected.iter().collect());
    assert_eq!(rows[0][0], "Ines Okafor", "those that differ most come first");
    assert_eq!(crate::steps::stored(page).await?, before, "the other article is read and not written");

    // What is counted there can be read here, and the way to it is short.
    let number = "
        document.querySelector('[data-section=comparison] details').open = true;
        const rows = [...document.querySelectorAll('[data-section=comparison] tbody tr')];
        rows.find((row) => row.children[0].textContent === 'Ines Okafor').querySelectorAll('button')[1].focus();";
    page.js(number).await?;
    page.press(&["Enter"]).await?;
    page.until_text(".passages h4", "Ines Okafor").await?;
    assert!(page.text(".passage-words").await?.contains(&page.text(".passage strong").await?));
    assert!(page.text(".passage-words").await?.len() > page.text(".passage strong").await?.len(), "with its sentence");
    press_button(page, "Open that article").await?;
    page.until_gone("dialog").await?;
    page.until_text(".reader", "wrote the Courier").await?;
    page.focus_is_kept("opening the other article").await?;
    crate::steps::assert_nothing_ran(page).await?;
    let problems = page.console_problems().await?;
    assert!(problems.is_empty(), "{problems:#?}");
    Ok(())
}
