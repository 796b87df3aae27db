//! Large articles: they open and scroll, and an edit costs what it touches and not what there is.

use serde_json::{Value as Json, json};
use xtask::article;

use crate::keeping::{open_article, settled, until_drawn, until_saved};
use crate::outcome::{Failure, Outcome};
use crate::page::{Page, Point};

/// The seed of the generated articles.
const SEED: u64 = 20_260_309;

/// Opens a generated article and waits until all of it is drawn.
pub(crate) async fn open_generated(page: &Page, chars: usize, marks: usize) -> Outcome {
    let article = article::generate(chars, marks, SEED);
    let file = page.file(&format!("generated-{chars}.json"), article.to_json().as_bytes())?;
    open_article(page).await?;
    page.upload("#open-file", &file).await?;
    let title = json!(article.title);
    page.until_js("the generated article is open", &format!("document.title.startsWith({title})")).await?;
    until_saved(page).await?;
    until_drawn(page).await?;
    assert_eq!(page.count(".row-button").await?, marks);
    assert_eq!(page.count(".notice, dialog").await?, 0);
    Ok(())
}

/// What one key cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cost {
    /// Blocks of the article rendered.
    pub(crate) blocks: u64,
    /// Rows of the list rendered.
    pub(crate) rows: u64,
    /// What was written, by the part that its key ends in, without the number.
    pub(crate) written: Vec<String>,
}

impl Cost {
    /// So many blocks and rows rendered, and one entry of the journal written.
    pub(crate) fn of_edit(blocks: u64, rows: u64) -> Cost {
        Cost { blocks, rows, written: vec!["entry".to_owned()] }
    }
}

/// Notes in the page what is written and how long keys take, for [`cost_of`].
pub(crate) const WATCH: &str = "
    globalThis.written = [];
    const set = Storage.prototype.setItem;
    Storage.prototype.setItem = function (key, value) {
        written.push([key, key.length + value.length]);
        return set.call(this, key, value);
    };
    globalThis.times = [];
    let start = 0;
    addEventListener('keydown', () => { start = performance.now(); }, true);
    addEventListener('keydown', () => {
        const script = performance.now() - start;
        const began = start;
        requestAnimationFrame(() => setTimeout(() => times.push([script, performance.now() - began])));
    });";

pub(crate) async fn work(page: &Page) -> Outcome<(u64, u64)> {
    let work = page.js("return rubricate.work()").await?;
    Ok((work["blocks"].as_u64().unwrap_or_default(), work["rows"].as_u64().unwrap_or_default()))
}

/// Presses a key and says what it cost. The place where reading is does not count: it is remembered when scrolling rests.
pub(crate) async fn cost_of(page: &Page, key: &str) -> Outcome<Cost> {
    settled(page).await?;
    page.js("written.length = 0; times.length = 0").await?;
    let (blocks, rows) = work(page).await?;
    page.press(&[key]).await?;
    page.until_js("the key's time is taken", "times.length > 0").await?;
    settled(page).await?;
    let (blocks_after, rows_after) = work(page).await?;
    let mut written = Vec::new();
    for entry in page.js("return written").await?.as_array().into_iter().flatten() {
        let key = entry[0].as_str().unwrap_or_default();
        let part = key.split('/').nth(4).unwrap_or(key);
        if part != "place" {
            written.push(part.to_owned());
            assert!(entry[1].as_u64().unwrap_or(u64::MAX) < 300, "{entry}");
        }
    }
    let times = page.js("return times.at(-1)").await?;
    println!(
        "    {key:16} {:6.1} ms in scripts, {:6.1} ms to the end of the frame",
        times[0].as_f64().unwrap_or_default(),
        times[1].as_f64().unwrap_or_default()
    );
    Ok(Cost { blocks: blocks_after - blocks, rows: rows_after - rows, written })
}

/// Selects the first long enough word that no mark covers in a block, with the mouse.
pub(crate) async fn select_plain_word(page: &Page, block: usize) -> Outcome {
    select_in_block(page, block, r"\b[a-z]{5,}\b").await
}

/// Selects the first stretch of a block that a regular expression finds in one piece, on one line, with the mouse. Marks are
/// passed over.
pub(crate) async fn select_in_block(page: &Page, block: usize, pattern: &str) -> Outcome {
    let script = r"
        const block = document.querySelector(`[data-block='${arguments[0]}']`);
        block.scrollIntoView({ block: 'center', behavior: 'instant' });
        getSelection().removeAllRanges();
        const pattern = new RegExp(arguments[1]);
        const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const node = walker.currentNode;
            const word = node.parentElement.closest('mark') ? null : pattern.exec(node.data);
            if (word === null) continue;
            const range = document.createRange();
            range.setStart(node, word.index);
            range.setEnd(node, word.index + word[0].length);
            if (range.getClientRects().length > 1) continue;
            // A block may be higher than the window.
            scrollBy({ top: range.getBoundingClientRect().top - innerHeight / 2, behavior: 'instant' });
            const { left, right, top, bottom } = range.getBoundingClientRect();
            return [word[0], left + 1, right - 1, (top + bottom) / 2];
        }
        return null;";
    let found = page.js_with(script, vec![json!(block), json!(pattern)]).await?;
    let (Some(word), Some(left), Some(right), Some(y)) =
        (found[0].as_str(), found[1].as_f64(), found[2].as_f64(), found[3].as_f64())
    else {
        return Err(Failure::new(format!("block {block} has no plain {pattern} ({found})")));
    };
    page.drag(Point { x: left, y }, Point { x: right, y }).await?;
    page.until(&format!("{word:?} is selected"), async || Ok(page.selected().await? == word)).await
}

/// What the keys of one edit after the other cost in the open article, by the key and what it does.
async fn costs(page: &Page) -> Outcome<Vec<(&'static str, Cost)>> {
    page.js(WATCH).await?;
    // Every second block is a blank line.
    let (here, there) = (page.count("[data-block]").await? / 2 / 2 * 2, 4);
    let mut costs = Vec::new();
    select_plain_word(page, here).await?;
    costs.push(("tag", cost_of(page, "1").await?));
    costs.push(("relabel", cost_of(page, "2").await?));
    costs.push(("review", cost_of(page, "r").await?));
    select_plain_word(page, there).await?;
    costs.push(("tag elsewhere", cost_of(page, "3").await?));
    costs.push(("undo", cost_of(page, "Control+z").await?));
    costs.push(("undo elsewhere", cost_of(page, "Control+z").await?));
    costs.push(("redo", cost_of(page, "Control+Shift+z").await?));
    costs.push(("redo elsewhere", cost_of(page, "Control+Shift+z").await?));
    select_plain_word(page, here).await?;
    costs.push(("sentiment", cost_of(page, "-").await?));
    costs.push(("remove", cost_of(page, "Delete").await?));
    Ok(costs)
}

/// An edit renders the blocks and rows that it touches and writes one entry, in a large article as in a small one.
pub(crate) async fn edit_costs_what_it_touches(page: &mut Page) -> Outcome {
    println!("50,000 characters, 500 marks:");
    open_generated(page, 50_000, 500).await?;
    let small = costs(page).await?;
    println!("1,000,000 characters, 10,000 marks:");
    open_generated(page, 1_000_000, 10_000).await?;
    let large = costs(page).await?;

    let touched = [
        ("tag", Cost::of_edit(1, 1)),
        ("relabel", Cost::of_edit(1, 1)),
        ("review", Cost::of_edit(1, 1)),
        // The mark that loses the focus is drawn without it.
        ("tag elsewhere", Cost::of_edit(2, 2)),
        ("undo", Cost::of_edit(1, 0)),
        ("undo elsewhere", Cost::of_edit(1, 1)),
        ("redo", Cost::of_edit(1, 1)),
        ("redo elsewhere", Cost::of_edit(1, 1)),
        ("sentiment", Cost::of_edit(1, 1)),
        ("remove", Cost::of_edit(1, 0)),
    ];
    assert_eq!(large, touched);
    assert_eq!(small, touched);

    // Stepping from mark to mark writes nothing, and draws the one that is left and the one that is reached.
    for key in ["n", "n", "n", "p", "p"] {
        let cost = cost_of(page, key).await?;
        assert!(cost.blocks <= 2 && cost.rows <= 2 && cost.written.is_empty(), "{key}: {cost:?}");
        assert_eq!(page.count("[aria-current=true]").await?, 1);
    }
    scrolls_without_work(page).await
}

/// Scrolls to the end and back as a person would, a step each frame, which renders nothing.
async fn scrolls_without_work(page: &Page) -> Outcome {
    let before = work(page).await?;
    let script = "
        const done = arguments[0];
        const gaps = [];
        const most = document.documentElement.scrollHeight - innerHeight;
        const begin = performance.now();
        let [last, way, y] = [begin, 1, 0];
        const step = (now) => {
            gaps.push(performance.now() - last);
            last = performance.now();
            y = Math.min(most, Math.max(0, y + way * most / 100));
            scrollTo({ top: y, behavior: 'instant' });
            if (y >= most) way = -1;
            if (y <= 0 && way < 0) {
                gaps.sort((a, b) => a - b);
                done([gaps[gaps.length >> 1], gaps.at(-1), gaps.length]);
            } else {
                requestAnimationFrame(step);
            }
        };
        requestAnimationFrame(step);";
    let times: Json = page.client().execute_async(script, Vec::new()).await?;
    println!("    scrolling: {times} (frame p50 in ms, slowest, frames)");
    assert_eq!(work(page).await?, before, "all is drawn already");

    let last = page.count("[data-block]").await? - 1;
    let seen = "
        const block = document.querySelector(`[data-block='${arguments[0]}']`).getBoundingClientRect();
        return block.bottom > 0 && block.top < innerHeight";
    for (to, block) in [("document.documentElement.scrollHeight", last), ("0", 0)] {
        page.js(&format!("scrollTo({{ top: {to}, behavior: 'instant' }})")).await?;
        let what = format!("block {block} is in view");
        page.until(&what, async || Ok(page.js_with(seen, vec![json!(block)]).await? == json!(true))).await?;
    }
    Ok(())
}

/// A large article opens and takes a mark by key, which is there after a reload.
pub(crate) async fn large_article_opens_and_takes_a_mark(page: &mut Page) -> Outcome {
    open_generated(page, 1_000_000, 10_000).await?;
    select_plain_word(page, page.count("[data-block]").await? / 2 / 2 * 2).await?;
    page.press(&["1"]).await?;
    page.until_text("#annotations-title", "10,001 annotations").await?;
    page.find(".row-button[aria-current=true]").await?;
    page.reload().await?;
    until_saved(page).await?;
    page.until_text("#annotations-title", "10,001 annotations").await?;
    until_drawn(page).await?;
    assert_eq!(page.count(".row-button").await?, 10_001);
    Ok(())
}

/// A generated article whose mentions have `count` sentiments without words, each about one of them.
async fn open_with_quick_frames(page: &Page, count: usize) -> Outcome {
    let article = article::generate(50_000, 500, SEED);
    let mut file: Json = serde_json::from_str(&article.to_json()).expect("it is JSON");
    let mentions: Vec<Json> = file["mentions"].as_array().expect("a list").iter().map(|m| m["id"].clone()).collect();
    let frame = |number: usize| {
        let target = &mentions[number % mentions.len()];
        json!({ "id": format!("quick-{number}"), "polarity": "negative", "targets": [{ "mention": target }], "spans": [] })
    };
    file["frames"].as_array_mut().expect("a list").extend((0..count).map(frame));
    let file = page.file(&format!("quick-{count}.json"), file.to_string().as_bytes())?;
    open_article(page).await?;
    page.upload("#open-file", &file).await?;
    page.until_js("the article is open", &format!("document.title.startsWith({})", json!(article.title))).await?;
    until_saved(page).await?;
    until_drawn(page).await?;
    page.until("all rows are drawn", async || Ok(page.count(".row-button").await? == 500 + count)).await
}

/// Among thousands of sentiments without words another one costs what it costs among a few.
pub(crate) async fn quick_frames_cost_what_an_edit_touches(page: &mut Page) -> Outcome {
    for count in [100, 10_000] {
        println!("{count} sentiments without words:");
        open_with_quick_frames(page, count).await?;
        // Rows out of view have about their height: else all of them would come into view, and be laid out, at once.
        let height = page.js("return document.querySelector('.rows').scrollHeight").await?;
        assert!(height.as_f64().is_some_and(|height| height > 30.0 * count as f64), "{height}");
        page.js(WATCH).await?;
        select_plain_word(page, 4).await?;
        cost_of(page, "1").await?;
        // The row of the mention is drawn without the focus. The mention itself gets a sign.
        let touched =
            [("-", 1, 2), ("+", 1, 1), ("r", 0, 1), ("Control+z", 0, 1), ("Control+z", 1, 1), ("Delete", 1, 0)];
        for (key, blocks, rows) in touched {
            let parts = page.count(".list-section").await?;
            let cost = cost_of(page, key).await?;
            assert_eq!((cost.blocks, cost.written.as_slice()), (blocks, ["entry".to_owned()].as_slice()), "{key}");
            // Where a part of the list was cut in two, or two became one, the rows of one are new.
            let most = if page.count(".list-section").await? == parts { rows } else { rows + 1_000 };
            assert!(cost.rows <= most, "{key}: {} rows", cost.rows);
        }
    }
    Ok(())
}
