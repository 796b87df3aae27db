//! What needs a browser but not the whole page: run by `cargo xtask test --step browser` in headless Chromium.

#![cfg(target_arch = "wasm32")]

use js_sys::Promise;
use rubricate::browser::selection::{collapse, endpoint, ends};
use rubricate::browser::{segmenter, slots::LocalSlots, viewport, work};
use rubricate::model::selection::{Endpoint, selected_range};
use rubricate::model::{BlockIndex, Text};
use rubricate::store::Slots;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Document, Element, Node};

wasm_bindgen_test_configure!(run_in_browser);

/// Two drawn sections and one that is not drawn yet. Block 1 is one of two in its line, and has marks; block 2 is a blank
/// line; block 33 begins with an emoji of four code points and ends with a letter and a combining mark.
const ARTICLE: &str = concat!(
    "<p id=above>Above</p><article id=reader>",
    "<div id=section0 data-section=0>",
    "<p id=line0><span id=block0 data-block=0>Plain text.</span><span id=block1 data-block=1>",
    "<span id=before>In </span><mark id=mark data-names=GPE>Port <mark id=inner>Amelie</mark></mark><span>.</span>",
    "</span></p>",
    "<p id=line2><span id=block2 data-block=2></span></p></div>",
    "<div id=section1 data-section=1><p id=line32><span id=block32 data-block=32>Next section</span></p>",
    "<p><span id=block33 data-block=33>\u{1f469}\u{200d}\u{1f680}\u{fe0f} caf\u{65}\u{301}</span></p></div>",
    "<div id=section2 data-section=2></div>",
    "</article><p id=below>Below</p>",
);

/// What a test has put into the page, taken away again when it is dropped. What a test that failed has left there goes when
/// the next one begins, for a panic drops nothing here.
struct Stage {
    element: Element,
}

impl Stage {
    fn new(markup: &str) -> Self {
        if let Some(left) = document().get_element_by_id("stage") {
            left.remove();
        }
        let element = document().create_element("div").expect("an element is made");
        element.set_id("stage");
        element.set_inner_html(markup);
        document().body().expect("a page has a body").append_child(&element).expect("it goes into the page");
        Self { element }
    }

    fn reader(&self) -> Element {
        by_id("reader").unchecked_into()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.element.remove();
    }
}

fn document() -> Document {
    web_sys::window().and_then(|window| window.document()).expect("the tests run in a page")
}

/// The element with this id; `body`; or after `#`, the text in it: `#before`.
fn by_id(name: &str) -> Node {
    match name.strip_prefix('#') {
        Some(id) => by_id(id).first_child().expect("the element has text"),
        None if name == "body" => document().body().expect("a page has a body").unchecked_into(),
        None => document().get_element_by_id(name).expect("the article has it").unchecked_into(),
    }
}

fn at(block: u32, offset_utf16: u32) -> Endpoint {
    Endpoint::In { block: BlockIndex(block), offset_utf16 }
}

#[wasm_bindgen_test]
fn every_point_of_a_page_lies_somewhere_in_the_article() {
    let stage = Stage::new(ARTICLE);
    let end = u32::MAX;
    let cases = [
        ("in the text of a block", "#block0", 3, at(0, 3)),
        ("at the end of a block's text", "#block0", 11, at(0, 11)),
        ("before an element's text", "block0", 0, at(0, 0)),
        ("after an element's text", "block0", 1, at(0, 11)),
        ("in a stretch without marks", "#before", 1, at(1, 1)),
        ("in a mark", "#mark", 2, at(1, 5)),
        ("in a mark inside a mark", "#inner", 6, at(1, 14)),
        ("between a mark's text and the mark inside it", "mark", 1, at(1, 8)),
        ("at the end of a mark", "mark", 2, at(1, 14)),
        ("between the stretches of a block", "block1", 1, at(1, 3)),
        ("at the end of a block with marks", "block1", 3, at(1, 15)),
        ("before the first block of a line", "line0", 0, at(0, 0)),
        ("between two blocks of a line", "line0", 1, at(1, 0)),
        ("at the end of a line", "line0", 2, at(1, end)),
        ("in an empty block", "block2", 0, at(2, 0)),
        ("in the line of an empty block", "line2", 0, at(2, 0)),
        ("at the end of that line", "line2", 1, at(2, end)),
        ("before the lines of a section", "section0", 0, at(0, 0)),
        ("between two lines", "section0", 1, at(2, 0)),
        ("at the end of a section", "section0", 2, at(2, end)),
        ("before a section", "reader", 1, at(32, 0)),
        ("in a section that is not drawn", "section2", 0, at(64, end)),
        ("before a section that is not drawn", "reader", 2, at(64, 0)),
        ("at the end of the article", "reader", 3, at(33, end)),
        ("inside an emoji, in UTF-16 units", "#block33", 1, at(33, 1)),
        ("after an emoji", "#block33", 6, at(33, 6)),
        ("above the article", "#above", 2, Endpoint::Before),
        ("below the article", "#below", 2, Endpoint::After),
        ("at the start of the page", "body", 0, Endpoint::Before),
    ];
    for (what, node, offset, expected) in cases {
        assert_eq!(endpoint(&stage.reader(), &by_id(node), offset), expected, "{what}");
    }
    let body = by_id("body");
    assert_eq!(endpoint(&stage.reader(), &body, body.child_nodes().length()), Endpoint::After);
    let around = stage.element.clone().unchecked_into();
    let points = [Endpoint::Before, Endpoint::Before, Endpoint::After, Endpoint::After];
    for (offset, expected) in (0..).zip(points) {
        assert_eq!(endpoint(&stage.reader(), &around, offset), expected, "around the article, at {offset}");
    }
}

#[wasm_bindgen_test]
fn a_selection_has_two_ends_or_none() {
    let stage = Stage::new(ARTICLE);
    let selection = web_sys::window().and_then(|window| window.get_selection().ok().flatten()).expect("a selection");
    selection.remove_all_ranges().expect("it is emptied");
    assert_eq!(ends(&stage.reader()), None, "nothing is selected");

    let cases = [
        ("a caret", ("#block0", 3), ("#block0", 3), None),
        ("forward", ("#block0", 0), ("#block0", 5), Some((at(0, 0), at(0, 5)))),
        ("backward", ("#block0", 5), ("#block0", 0), Some((at(0, 5), at(0, 0)))),
        ("over two sections", ("#mark", 0), ("#block32", 4), Some((at(1, 3), at(32, 4)))),
        ("a triple click", ("#block32", 0), ("#block33", 0), Some((at(32, 0), at(33, 0)))),
        ("from above", ("#above", 1), ("#block0", 5), Some((Endpoint::Before, at(0, 5)))),
        ("to below, from below", ("#below", 1), ("#block32", 5), Some((Endpoint::After, at(32, 5)))),
        ("all above", ("#above", 0), ("#above", 3), None),
        ("all below", ("#below", 0), ("#below", 3), None),
        ("the article and what is around it", ("#above", 0), ("#below", 5), Some((Endpoint::Before, Endpoint::After))),
        ("the article's element", ("reader", 0), ("reader", 3), Some((at(0, 0), at(33, u32::MAX)))),
    ];
    for (what, (anchor, anchor_offset), (focus, focus_offset), expected) in cases {
        let (anchor, focus) = (by_id(anchor), by_id(focus));
        selection.set_base_and_extent(&anchor, anchor_offset, &focus, focus_offset).expect("it is selected");
        assert_eq!(ends(&stage.reader()), expected, "{what}");
    }

    selection.select_all_children(&by_id("body")).expect("all is selected");
    assert_eq!(ends(&stage.reader()), Some((Endpoint::Before, Endpoint::After)), "select all");
    collapse();
    assert_eq!(ends(&stage.reader()), None, "a caret is left");
    assert_eq!(selection.range_count(), 1);
    selection.remove_all_ranges().expect("it is emptied");
    collapse();
    assert_eq!(selection.range_count(), 0, "nothing to leave a caret at");
}

/// Selecting each stretch of characters, as a browser would, gives exactly those words back, whatever script they are in.
#[wasm_bindgen_test]
fn a_selection_is_the_words_that_were_selected() {
    let pieces =
        ["a", "\u{1f600}", "e\u{301}", "\u{1f469}\u{200d}\u{1f680}", " ", "ق", "\u{65}\u{fe0f}", "\u{1f1e9}\u{1f1ea}"];
    let mut seed: usize = 7;
    for _ in 0..20 {
        let mut words = Vec::new();
        for _ in 0..9 {
            seed = (seed * 75 + 74) % 65_537;
            words.push(pieces[seed % pieces.len()]);
        }
        let spans: String = words.iter().map(|word| format!("<span>{word}</span>")).collect();
        let stage =
            Stage::new(&format!("<article id=reader><p><span id=block0 data-block=0>{spans}</span></p></article>"));
        let text = Text::new(words.concat(), segmenter::last_grapheme);
        let block = by_id("block0");
        for from in 0..words.len() {
            for to in from + 1..=words.len() {
                let ends = [from, to].map(|child| endpoint(&stage.reader(), &block, child as u32));
                let range = selected_range(&text, ends[1], ends[0]).expect("it has words");
                assert_eq!(text.slice(range), Some(&*words[from..to].concat()), "{words:?} {from}..{to}");
            }
        }
    }
}

#[wasm_bindgen_test]
fn the_last_grapheme_is_what_a_reader_sees() {
    let cases = [
        ("", ""),
        ("a", "a"),
        ("ab", "b"),
        ("cafe\u{301}", "e\u{301}"),
        ("x\u{1f600}", "\u{1f600}"),
        ("a \u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}", "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}"),
        ("\u{1f44d}\u{1f44d}\u{1f3fd}", "\u{1f44d}\u{1f3fd}"),
        ("\u{1f1e9}\u{1f1ea}\u{1f1eb}\u{1f1f7}", "\u{1f1eb}\u{1f1f7}"),
        ("line\r\n", "\r\n"),
        ("\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}", "\u{1100}\u{1173}\u{11af}"),
        ("a\u{301}\u{302}\u{303}", "a\u{301}\u{302}\u{303}"),
    ];
    for (text, last) in cases {
        assert_eq!(&text[segmenter::last_grapheme(text)..], last, "{text:?}");
    }
}

#[wasm_bindgen_test]
fn local_storage_keeps_what_it_is_given() {
    let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten()).expect("there is storage");
    storage.clear().expect("it is emptied");
    storage.set_item("another/program", "secret").expect("there is room");
    let slots = LocalSlots::find().expect("there is storage");
    assert_eq!(slots.keys(), Ok(Vec::new()));
    assert_eq!(slots.outlive_the_page(), Ok(()));

    let before = work::so_far();
    let values = [
        ("rubricate/1/settings", ""),
        ("rubricate/1/doc/a/text", "=e\u{301} \u{1f600}\r\n\u{0}\u{feff}ق"),
        ("rubricate/2/of-tomorrow", "="),
    ];
    for (key, value) in values {
        assert_eq!(slots.get(key), Ok(None), "{key}");
        assert_eq!(slots.set(key, "what was there before"), Ok(()));
        assert_eq!(slots.set(key, value), Ok(()));
        assert_eq!(slots.get(key), Ok(Some(value.to_owned())), "{key}");
    }
    assert_eq!(work::so_far().writes - before.writes, 6);
    let mut keys = slots.keys().expect("they are there");
    keys.sort();
    assert_eq!(keys, ["rubricate/1/doc/a/text", "rubricate/1/settings", "rubricate/2/of-tomorrow"]);
    for (key, _) in values {
        assert_eq!(slots.remove(key), Ok(()));
        assert_eq!(slots.remove(key), Ok(()), "taking away nothing is no error");
        assert_eq!(slots.get(key), Ok(None));
    }
    assert_eq!(storage.get_item("another/program"), Ok(Some("secret".to_owned())));
    storage.clear().expect("it is emptied");
}

#[wasm_bindgen_test]
fn a_refusal_is_told_by_its_kind() {
    let slots = LocalSlots::find().expect("there is storage");
    let refusal = slots.set("rubricate/1/too-large", &"x".repeat(6_000_000));
    assert_eq!(refusal, Err(rubricate::store::SlotError::Full));
    assert_eq!(slots.get("rubricate/1/too-large"), Ok(None));
}

#[wasm_bindgen_test]
fn the_first_block_in_view_is_found() {
    let paragraphs: String = (0..40)
        .map(|block| format!("<p style='height: 100px; margin: 0'><span data-block={block}>Words</span></p>"))
        .collect();
    let stage = Stage::new(&format!("<article id=reader style='width: 400px'>{paragraphs}</article>"));
    let window = web_sys::window().expect("the tests run in a page");
    for block in [0, 7, 20] {
        let selector = format!("[data-block='{block}']");
        viewport::bring_into_view(&stage.reader(), &selector, viewport::Align::Start);
        assert_eq!(viewport::first_visible_block(&stage.reader()), Some(BlockIndex(block)));
    }
    window.scroll_to_with_x_and_y(0.0, 0.0);
}

#[wasm_bindgen_test]
fn sections_get_their_estimates() {
    let stage = Stage::new("<div id=sections><div></div><div></div><div></div></div>");
    let sections: Element = by_id("sections").unchecked_into();
    viewport::set_estimates(&sections, &[1.0, 12.25]);
    let given = |place: u32| {
        let section = sections.children().item(place).and_then(|child| child.get_attribute("style"));
        section.unwrap_or_default().replace(' ', "")
    };
    assert_eq!(
        [given(0), given(1), given(2)].map(|style| style.trim_end_matches(';').to_owned()),
        ["--estimated-lines:1.0", "--estimated-lines:12.2", ""]
    );
    drop(stage);
}

/// Waits for the next frame.
async fn frame() {
    let next = Promise::new(&mut |resolve, _| {
        let window = web_sys::window().expect("the tests run in a page");
        window.request_animation_frame(&resolve).expect("a page has frames");
    });
    JsFuture::from(next).await.map(|_: JsValue| ()).expect("frames come");
}

/// The whole page mounts without the files around it, and shows the article of a first visit.
#[wasm_bindgen_test]
async fn the_page_mounts_on_the_sample() {
    let storage = web_sys::window().and_then(|window| window.local_storage().ok().flatten()).expect("there is storage");
    storage.clear().expect("it is emptied");
    let stage = Stage::new("<div id=app></div>");
    rubricate::ui::start();
    let text = |selector: &str| {
        let element = document().query_selector(selector).ok().flatten();
        element.and_then(|element| element.text_content()).unwrap_or_default()
    };
    let is_there =
        || text("#app .reader").contains("Port Amelie") && text("#app .sign-kept") == "Saved in this browser";
    let mut frames = 0;
    while !is_there() {
        frames += 1;
        assert!(frames < 600, "after {frames} frames there is only {:?}", text("#app"));
        frame().await;
    }
    let blocks = document().query_selector_all("#app [data-block]").expect("a selector").length();
    assert_eq!(blocks, 15, "a headline, seven paragraphs, and blank lines between them");
    drop(stage);
    storage.clear().expect("it is emptied");
}
