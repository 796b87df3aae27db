//! What can be found by rule about whether everybody can use the page: axe-core's findings, what does not fit where the window
//! is narrow or the text large, and a focus that is lost. What it takes a person to find is in docs/manual-checks.md.

use serde_json::{Value as Json, json};

use crate::browser::Kind;
use crate::keeping::FILL;
use crate::outcome::{Failure, Outcome};
use crate::page::{Display, Page};
use crate::steps::{
    OPEN_FILE, close_dialog, open_sample, press_button, tag, tag_occurrence, until_focused, until_rows,
};
use crate::touch::TELEPHONE;

/// The display that a person at a desk has.
pub(crate) const DESK: (u32, u32) = (1280, 900);

/// Nothing moves, so that what is looked at has arrived.
pub(crate) const LIGHT: Display = Display { dark: false, forced_colors: false, reduced_motion: true, print: false };
pub(crate) const DARK: Display = Display { dark: true, ..LIGHT };
pub(crate) const PRINT: Display = Display { print: true, ..LIGHT };

/// The narrowest viewport in which all must be there without scrolling to the side, in CSS pixels: WCAG 2.2, 1.4.10. That is
/// what 400 % zoom makes of a window of 1280.
pub(crate) const REFLOW: (u32, u32) = (320, 640);

/// The rules of axe-core that are run: those of WCAG 2.2 at the levels A and AA, and what its authors hold for good practice.
const TAGS: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

impl Page {
    /// What is wrong with the page in this state: what axe-core finds when it is light, dark and narrow, and what does not fit
    /// into 320 pixels, with text of twice its size, or in print. In Firefox, only what axe-core finds in the page as it is. Afterwards
    /// the page is light, and as wide as a desk has it.
    pub(crate) async fn faults(&self, state: &str) -> Outcome<Vec<String>> {
        if self.kind() == Kind::Firefox {
            return Ok(named(state, "as it is", self.axe_violations().await?));
        }
        let mut faults = Vec::new();
        // Paper has no dialogs, so that what has the focus in one would lose it.
        self.js("window.focusedBefore = document.activeElement").await?;
        self.display(PRINT).await?;
        self.frames().await?;
        faults.extend(named(state, "print", self.overflows().await?));
        for (display, what) in [(DARK, "dark"), (LIGHT, "light")] {
            self.display(display).await?;
            self.frames().await?;
            faults.extend(named(state, what, self.axe_violations().await?));
        }
        self.js("if (focusedBefore !== document.activeElement) focusedBefore.focus({ preventScroll: true })").await?;
        faults.extend(named(state, "large text", self.overflows_with_large_text().await?));
        self.resize(TELEPHONE.0, TELEPHONE.1).await?;
        self.frames().await?;
        faults.extend(named(state, "narrow", self.axe_violations().await?));
        self.resize(REFLOW.0, REFLOW.1).await?;
        self.frames().await?;
        faults.extend(named(state, "320 px", self.overflows().await?));
        self.resize(DESK.0, DESK.1).await?;
        Ok(faults)
    }

    /// What axe-core finds wrong in the page as it is now: a line for each element, with the rule, how bad it is, the element
    /// and what to do.
    ///
    /// The script is put in by WebDriver, which the page's own policy does not bind; it stays until the page is left.
    pub(crate) async fn axe_violations(&self) -> Outcome<Vec<String>> {
        if self.js("return typeof axe").await? == "undefined" {
            let script = xtask::setup::axe_core()?;
            let script = std::fs::read_to_string(&script)
                .map_err(|error| Failure::new(format!("{}: {error}; run cargo xtask setup", script.display())))?;
            self.js(&script).await?;
        }
        let run = "
            const [tags, done] = arguments;
            const options = {
                runOnly: { type: 'tag', values: tags },
                // Off unless asked for by name.
                rules: { 'target-size': { enabled: true } },
                resultTypes: ['violations'],
                preload: false,
            };
            const line = (rule, node) => `${rule.id} (${node.impact}): ${node.target.join(' ')}: ${node.failureSummary}`;
            axe.run(document, options).then(
                (found) => done({ checked: found.passes.length, lines: found.violations.flatMap(
                    (rule) => rule.nodes.map((node) => line(rule, node).replaceAll(/\\s+/g, ' '))) }),
                (error) => done({ error: String(error) }));";
        let found = self.client().execute_async(run, vec![json!(TAGS)]).await?;
        if found["checked"].as_u64().unwrap_or_default() == 0 {
            return Err(Failure::new(format!("axe-core checked nothing: {}", found["error"])));
        }
        lines(&found["lines"])
    }

    /// What does not fit into the width of the viewport now: the page itself when it scrolls to the side, and controls that
    /// stick out of it or are cut off. What lies in a box that scrolls to the side by itself does not count.
    pub(crate) async fn overflows(&self) -> Outcome<Vec<String>> {
        lines(&self.js(include_str!("overflows.js")).await?)
    }

    /// The same with text of twice its size: WCAG 2.2, 1.4.4. Afterwards it has the size that it had.
    async fn overflows_with_large_text(&self) -> Outcome<Vec<String>> {
        let size = self.js("return document.documentElement.style.fontSize").await?;
        let enlarge = "
            const root = document.documentElement;
            root.style.fontSize = `${2 * parseFloat(getComputedStyle(root).fontSize)}px`;";
        self.js(enlarge).await?;
        self.frames().await?;
        let overflows = self.overflows().await?;
        self.js_with("document.documentElement.style.fontSize = arguments[0]", vec![size]).await?;
        self.frames().await?;
        Ok(overflows)
    }
}

fn lines(json: &Json) -> Outcome<Vec<String>> {
    Ok(serde_json::from_value(json.clone())?)
}

fn named(state: &str, display: &str, faults: Vec<String>) -> Vec<String> {
    faults.into_iter().map(|fault| format!("{state}, {display}: {fault}")).collect()
}

/// The faults of one state after the other.
struct Look<'a> {
    page: &'a Page,
    faults: Vec<String>,
}

impl Look<'_> {
    async fn at(&mut self, state: &str) -> Outcome {
        self.faults.extend(self.page.faults(state).await?);
        Ok(())
    }
}

/// Neither axe-core nor the narrowest window finds a fault in what the page can show. Whoever adds a state to the page adds it
/// here or to the journey.
pub(crate) async fn no_state_has_faults(page: &mut Page) -> Outcome {
    let page = &*page;
    let mut look = Look { page, faults: Vec::new() };
    open_sample(page).await?;
    look.at("first visit").await?;
    at_marks(page, &mut look).await?;
    in_second_window(page, &mut look).await?;
    over_the_page(page, &mut look).await?;
    in_trouble(page, &mut look).await?;
    assert!(look.faults.is_empty(), "{} faults:\n{}", look.faults.len(), look.faults.join("\n"));
    Ok(())
}

async fn at_marks(page: &Page, look: &mut Look<'_>) -> Outcome {
    page.select("Old Customs Bridge").await?;
    page.find(".label-menu").await?;
    look.at("words are selected").await?;
    page.press(&["9"]).await?;
    until_rows(page, 1).await?;
    look.at("a mention has the focus").await?;
    tag(page, "sold our street to the tourists", "-").await?;
    tag(page, "our street", "7").await?;
    tag_occurrence(page, "Port Amelie", 1, "1").await?;
    page.click_text("sold").await?;
    page.find(".inspector .sentiments").await?;
    look.at("a sentiment has the focus, with proposals").await?;
    page.press(&["t"]).await?;
    page.find(".candidates").await?;
    look.at("whom a sentiment is about is being chosen").await?;
    page.press(&["1"]).await?;
    page.until_gone(".candidates").await?;
    press_button(page, "Close this card").await?;
    page.until_gone(".card").await?;
    look.at("the card of a sentiment was closed").await?;
    page.press(&["Escape"]).await?;
    page.until_gone(".inspector").await?;
    page.click_text("our street").await?;
    until_focused(page, "LOC", "our street").await?;
    page.press(&["c"]).await?;
    page.find(".candidates").await?;
    look.at("who is the same is being chosen").await?;
    page.press(&["Escape"]).await?;
    page.click(".entity summary").await?;
    press_button(page, "Make an entity").await?;
    page.find("#entity-name").await?;
    look.at("a mention of an entity has the focus").await?;
    page.press(&["Escape", "Escape"]).await?;
    page.until_gone(".inspector").await?;
    page.click(".label-bar [data-tag='label PERSON']").await?;
    page.find(".armed").await?;
    look.at("a label is armed").await?;
    page.press(&["Escape"]).await?;
    page.until_gone(".armed").await?;
    page.click(".label-bar .fold").await?;
    look.at("all labels are shown").await?;
    page.click(".label-bar .fold").await
}

async fn over_the_page(page: &Page, look: &mut Look<'_>) -> Outcome {
    for button in ["Library", "New", "Help", "Settings"] {
        press_button(page, button).await?;
        page.find("dialog[open]").await?;
        look.at(button).await?;
        close_dialog(page).await?;
    }
    for (key, what) in [("Control+k", "the palette"), ("a", "all occurrences")] {
        page.click_text("Port Amelie voted").await?;
        page.find(".inspector").await?;
        page.press(&[key]).await?;
        page.find("dialog[open]").await?;
        look.at(what).await?;
        close_dialog(page).await?;
    }
    in_settings(page, look).await?;

    press_button(page, "Library").await?;
    press_button(page, "Open the sample article").await?;
    page.until_gone("dialog").await?;
    press_button(page, "Library").await?;
    press_button(page, "Remove Harbour Vote Splits Port Amelie").await?;
    page.find("button[aria-label^=Put]").await?;
    look.at("an article is removed").await?;
    press_button(page, "Harbour Vote Splits Port Amelie").await?;
    page.until_gone("dialog").await
}

async fn in_settings(page: &Page, look: &mut Look<'_>) -> Outcome {
    press_button(page, "Settings").await?;
    press_button(page, "Delete everything Rubricate keeps here …").await?;
    look.at("everything is about to be deleted").await?;
    for (setting, state) in [("[name=theme][value=sepia]", "sepia"), ("[name=size][value='150']", "large letters")] {
        page.click(&format!("input{setting}")).await?;
        look.at(state).await?;
    }
    for setting in ["[name=theme][value=system]", "[name=size][value='100']"] {
        page.click(&format!("input{setting}")).await?;
    }
    press_button(page, "Change the keys …").await?;
    page.find("#change-next-mark").await?;
    look.at("the keys").await?;
    page.click("#change-next-mark").await?;
    page.find("#key-field").await?;
    page.press(&["p"]).await?;
    page.until_text("#key-says", "which would lose it").await?;
    look.at("a key is another’s").await?;
    page.press(&["Escape"]).await?;
    page.until_gone("#key-field").await?;
    page.focus_is_kept("no key was chosen").await?;
    page.find("dialog[open]").await?;
    close_dialog(page).await?;
    page.focus_is_kept("the dialog after another dialog").await
}

/// The article is open in the first window; the second can only read it.
async fn in_second_window(page: &Page, look: &mut Look<'_>) -> Outcome {
    let first = page.tab().await?;
    page.new_window().await?;
    page.open("").await?;
    page.until_text(".banner", "open in another tab").await?;
    look.at("open in another tab").await?;
    page.close_tab().await?;
    page.switch_to(&first).await
}

async fn in_trouble(page: &Page, look: &mut Look<'_>) -> Outcome {
    let file = page.file("holiday.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0")?;
    page.upload(OPEN_FILE, &file).await?;
    page.find(".notice.alarm").await?;
    look.at("a file is refused").await?;
    page.click(".notice.alarm [aria-label=Dismiss]").await?;

    page.js_with(FILL, vec![json!("another/program"), json!(100)]).await?;
    for (words, key) in [("Halloran & Vance", "4"), ("European Commission", "4"), ("Coastal Cities Act", "Shift+9")] {
        tag(page, words, key).await?;
    }
    page.find(".banner.alarm").await?;
    look.at("the storage is full").await?;
    page.js("localStorage.removeItem('another/program')").await?;

    page.open("?safe").await?;
    page.find("dialog[open]").await?;
    close_dialog(page).await?;
    page.find(".nothing-open").await?;
    look.at("nothing is open").await?;
    page.js("rubricateRescue('a failure')").await?;
    page.until_text("h1", "Rubricate has stopped").await?;
    look.at("the rescue page").await
}

/// Whatever goes away, the focus stays somewhere.
pub(crate) async fn focus_is_never_lost(page: &mut Page) -> Outcome {
    open_sample(page).await?;
    tag(page, "Old Customs Bridge", "9").await?;
    page.focus_is_kept("a tag by key").await?;
    page.select("Halloran & Vance").await?;
    page.click(".label-menu [data-tag='label ORG']").await?;
    until_rows(page, 2).await?;
    page.focus_is_kept("a tag from the menu").await?;
    page.press(&["Delete"]).await?;
    until_rows(page, 1).await?;
    page.focus_is_kept("removing by key").await?;
    page.click(".row-button").await?;
    page.click(".inspector .danger").await?;
    until_rows(page, 0).await?;
    page.focus_is_kept("removing by button").await?;

    for (button, rows) in [("Undo", [1, 2, 1, 0]), ("Redo", [1, 2, 1, 0])] {
        for rows in rows {
            press_button(page, button).await?;
            until_rows(page, rows).await?;
        }
        page.focus_is_kept(&format!("the last {button}, which disables the button")).await?;
    }
    page.press(&["Control+z", "Control+z"]).await?;
    until_rows(page, 2).await?;
    page.focus_is_kept("undoing by key").await?;

    page.click(".row-button").await?;
    page.click(".inspector .quiet").await?;
    page.until_gone(".inspector").await?;
    page.focus_is_kept("leaving the annotation by its button").await?;
    after_dialogs(page).await?;

    let file = page.file("holiday.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0")?;
    page.upload(OPEN_FILE, &file).await?;
    page.click(".notice.alarm [aria-label=Dismiss]").await?;
    page.until_gone(".notice").await?;
    page.focus_is_kept("dismissing a message").await
}

async fn after_dialogs(page: &Page) -> Outcome {
    for button in ["Library", "New", "Help", "Settings"] {
        press_button(page, button).await?;
        page.find("dialog[open]").await?;
        page.focus_is_kept(button).await?;
        page.press(&["Escape"]).await?;
        page.until_gone("dialog").await?;
        page.focus_is_kept(&format!("{button}, closed by Escape")).await?;
        press_button(page, button).await?;
        page.find("dialog[open]").await?;
        close_dialog(page).await?;
        page.focus_is_kept(&format!("{button}, closed by its button")).await?;
    }
    page.click(".row-button").await?;
    for key in ["?", "Control+k", "a"] {
        page.press(&[key]).await?;
        page.find("dialog[open]").await?;
        page.press(&["Escape"]).await?;
        page.until_gone("dialog").await?;
        page.focus_is_kept(&format!("the dialog of {key}")).await?;
    }
    press_button(page, "Library").await?;
    press_button(page, "Open the sample article").await?;
    page.until_gone("dialog").await?;
    page.focus_is_kept("opening the sample").await?;
    press_button(page, "Library").await?;
    press_button(page, "Remove Harbour Vote Splits Port Amelie").await?;
    page.find("button[aria-label^=Put]").await?;
    page.focus_is_kept("removing an article").await?;
    press_button(page, "Put back Harbour Vote Splits Port Amelie").await?;
    page.until_gone("button[aria-label^=Put]").await?;
    page.focus_is_kept("putting an article back").await?;
    close_dialog(page).await
}
