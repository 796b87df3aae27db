//! The harness's own test, on a page that writes down what happens to it: when this fails, no other end-to-end test means
//! anything.

use serde_json::json;

use crate::browser::Kind;
use crate::outcome::Outcome;
use crate::page::{Display, Page, Point};

/// Runs a test on the harness's own page.
pub(crate) fn run(kind: Kind, name: &str, test: impl AsyncFn(&mut Page) -> Outcome) {
    crate::page::run_on(&xtask::project_root().join("tests/e2e/harness"), kind, name, test);
}

/// What the page has written down since it was last asked.
async fn written(page: &Page) -> Outcome<String> {
    let written = page
        .js("const log = document.querySelector('pre'), text = log.textContent; log.textContent = ''; return text")
        .await?;
    Ok(written.as_str().unwrap_or_default().trim_end().replace('\n', ", "))
}

pub(crate) async fn harness_does_what_it_says(page: &mut Page) -> Outcome {
    page.open("?query").await?;
    assert_eq!(page.text("h1").await?, "Harness");
    assert_eq!(page.texts("[data-block] b, h1").await?, ["Harness", "Babbage+"]);
    assert_eq!(page.attribute("button", "type").await?, None);
    keys_and_mouse(page).await?;
    holding_and_turning(page).await?;
    selecting(page).await?;
    focus(page).await?;
    faults(page).await?;
    files(page).await?;
    windows_and_display(page).await?;
    disasters(page).await
}

async fn keys_and_mouse(page: &Page) -> Outcome {
    page.press(&["1", "Shift+1", "Control+Shift+z", "Escape", "=", "."]).await?;
    assert_eq!(
        written(page).await?,
        "Digit1, shift+ShiftLeft, shift+Digit1, ctrl+ControlLeft, ctrl+shift+ShiftLeft, ctrl+shift+KeyZ, Escape, Equal, Period"
    );
    page.click(".field").await?;
    page.type_text("né 1\n").await?;
    assert_eq!(page.js("return document.querySelector('.field').value").await?, "né 1");
    assert_eq!(page.keys_pressed(), 11);
    written(page).await?;
    page.click_text("Charles").await?;
    assert_eq!(written(page).await?, "click mark");
    // On two lines, halfway between its ends is not on it.
    page.js("document.querySelector('mark b').style.display = 'block'").await?;
    page.click_text("Charles Babbage").await?;
    assert_eq!(written(page).await?, "click mark");
    page.js("document.querySelector('mark b').style.display = ''").await?;
    let heading = Point { x: 60.0, y: 40.0 };
    page.click_at(heading).await?;
    assert_eq!(written(page).await?, "click h1");
    page.double_click_at(heading).await?;
    assert_eq!(written(page).await?, "click h1, click h1, dblclick h1");
    page.hover_at(heading).await?;
    page.until_js("the heading is hovered", "document.querySelector('h1:hover')").await?;
    page.mouse_down_at(heading).await?;
    page.mouse_up_at(heading).await?;
    assert_eq!(written(page).await?, "click h1");
    Ok(())
}

async fn holding_and_turning(page: &Page) -> Outcome {
    let (from, to) = (Point { x: 100.0, y: 60.0 }, Point { x: 300.0, y: 60.0 });
    page.drag_holding("Alt", from, to).await?;
    let held = "AltLeft, alt+mouse pointerdown 100,60, alt+mouse pointermove 200,60, alt+mouse pointermove 300,60, \
                alt+mouse pointerup 300,60, click h1";
    assert_eq!(written(page).await?, held);
    page.click_at(from).await?;
    assert_eq!(written(page).await?, "click h1", "the key is up again");
    page.wheel(from, 300).await?;
    page.until_js("the page has scrolled", "scrollY > 100").await?;
    assert_eq!(written(page).await?, "wheel 300");
    page.js("scrollTo(0, 0)").await.map(drop)
}

async fn focus(page: &Page) -> Outcome {
    page.click(".field").await?;
    page.focus_is_kept("the test").await?;
    page.js("document.querySelector('.field').hidden = true").await?;
    assert!(page.focus_is_kept("the test").await.is_err());
    page.js("document.querySelector('.field').hidden = false").await?;
    page.js("document.querySelector('.field').blur()").await?;
    let failure = page.focus_is_kept("the test").await.expect_err("nothing has the focus");
    assert_eq!(failure.to_string(), "after the test: nothing has the focus");
    Ok(())
}

/// The page has some, to be found.
async fn faults(page: &Page) -> Outcome {
    let found = page.axe_violations().await?;
    assert!(found.iter().any(|fault| fault.starts_with("label (critical): .field: Fix any")), "{found:#?}");
    assert!(found.iter().any(|fault| fault.starts_with("region (moderate)")), "{found:#?}");
    assert!(!found.iter().any(|fault| fault.contains("button")), "{found:#?}");
    assert_eq!(page.overflows().await?, [""; 0]);
    page.js("document.querySelector('button').style.width = '200vw'").await?;
    let found = page.overflows().await?;
    assert!(found.len() == 2 && found[0].starts_with("the page is "), "{found:#?}");
    assert!(found[1].starts_with("button “Save” goes from "), "{found:#?}");
    page.js("document.querySelector('button').style.cssText = 'width: 1rem; overflow: hidden; white-space: nowrap'")
        .await?;
    let found = page.overflows().await?;
    assert!(found.len() == 1 && found[0].starts_with("button “Save” is ") && found[0].contains("needs"), "{found:#?}");
    page.js("document.querySelector('button').style.cssText = ''").await.map(drop)
}

async fn selecting(page: &Page) -> Outcome {
    let phrases = [
        "Ada Lovelace",
        "London",
        "l",
        "Charles Babbage",
        "met Charles",
        "so that there is a line end",
        "👩‍🚀",
        "السلام عليكم",
    ];
    for phrase in phrases {
        page.select(phrase).await?;
    }
    page.select_occurrence("Lovelace", 1).await?;
    page.until_js("the page has scrolled", "scrollY > 1000").await?;
    page.select_between("in London", "A second").await?;
    let selected = page.selected().await?;
    assert!(selected.starts_with("in London.") && selected.ends_with("A second"), "{selected:?}");
    assert!(page.select("nowhere").await.is_err());
    Ok(())
}

async fn files(page: &Page) -> Outcome {
    let file = page.file("given.txt", "Grüße".as_bytes())?;
    page.upload("input[type=file]", &file).await?;
    page.until_text("pre", "given.txt: Grüße").await?;
    for _ in 0..2 {
        page.click("button").await?;
        let download = page.download().await?;
        assert!(download.name.starts_with("saved") && download.name.ends_with(".json"), "{}", download.name);
        assert_eq!(download.bytes, "été".as_bytes(), "{}", download.path.display());
    }
    Ok(())
}

async fn windows_and_display(page: &Page) -> Outcome {
    let first = page.tab().await?;
    page.new_tab().await?;
    page.open("").await?;
    page.close_tab().await?;
    page.switch_to(&first).await?;
    let second = page.new_window().await?;
    page.open("").await?;
    page.switch_to(&first).await?;
    page.switch_to(&second).await?;
    page.close_tab().await?;
    page.switch_to(&first).await?;

    page.resize(700, 500).await?;
    let shot = page.file("shot.png", b"")?;
    page.screenshot(&shot).await?;
    assert!(std::fs::read(&shot)?.starts_with(b"\x89PNG"));
    assert!(page.printed().await?.starts_with(b"%PDF"));
    if page.kind() == Kind::Chromium {
        page.resize(320, 600).await?;
        let matches = async |query: &str| {
            let answer = page.js_with("return matchMedia(arguments[0]).matches", vec![query.into()]).await?;
            Outcome::Ok(answer == true)
        };
        assert!(!matches("(prefers-color-scheme: dark)").await?);
        page.display(Display { dark: true, forced_colors: true, reduced_motion: true, print: true }).await?;
        for query in ["(prefers-color-scheme: dark)", "(forced-colors: active)", "(prefers-reduced-motion)", "print"] {
            assert!(matches(query).await?, "{query}");
        }
        page.display(Display::default()).await?;
        assert!(!matches("print").await?);
    }
    Ok(())
}

/// What a finger does reaches the page, and what the browser makes of it: it scrolls wherever the page lets it.
pub(crate) async fn fingers_do_what_they_say(page: &mut Page) -> Outcome {
    page.emulate_telephone().await?;
    page.open("").await?;
    assert_eq!(page.js("return [innerWidth, innerHeight, navigator.maxTouchPoints]").await?, json!([360, 740, 5]));
    let (heading, text) = (Point { x: 60.0, y: 40.0 }, Point { x: 60.0, y: 220.0 });
    page.tap(heading).await?;
    assert_eq!(written(page).await?, "touch pointerdown 60,40, touch pointerup 60,40, click h1");
    page.long_press(text).await?;
    assert_eq!(written(page).await?, "touch pointerdown 60,220, touch pointerup 60,220 long, click p");

    let pad = (Point { x: 240.0, y: 20.0 }, Point { x: 320.0, y: 20.0 });
    let way = (1..=8).map(|step| format!("touch pointermove {},20, ", 240 + 10 * step)).collect::<String>();
    page.touch_drag(pad.0, pad.1).await?;
    assert_eq!(written(page).await?, format!("touch pointerdown 240,20, {way}touch pointerup 320,20"));
    page.long_press_drag(pad.0, pad.1).await?;
    assert_eq!(written(page).await?, format!("touch pointerdown 240,20, {way}touch pointerup 320,20 long"));

    page.touch_drag(Point { x: 60.0, y: 500.0 }, Point { x: 60.0, y: 300.0 }).await?;
    page.until_js("the page has scrolled", "scrollY > 100").await?;
    let taken_over = written(page).await?;
    assert!(
        taken_over.starts_with("touch pointerdown 60,500, touch pointermove 60,475, touch pointercancel"),
        "{taken_over}"
    );
    Ok(())
}

/// A fresh page in a fresh tab after the old one's process was killed, and in a new browser after that was killed.
async fn disasters(page: &mut Page) -> Outcome {
    page.kill_tab_processes().await?;
    page.reopen().await?;
    page.until_text("h1", "Harness").await?;
    assert_eq!(page.js("return localStorage.getItem('kept')").await?, "yes");
    page.kill_browser().await?;
    page.restart().await?;
    page.open("").await?;
    page.until_text("h1", "Harness").await?;
    page.js("localStorage.setItem('closed', 'well')").await?;
    page.restart().await?;
    page.open("").await?;
    page.reload().await?;
    assert_eq!(page.js("return localStorage.getItem('closed')").await?, "well");
    page.until_gone("h2").await
}
