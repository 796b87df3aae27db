//! The instrumented journey: the main job step by step, as one page to look at.
//!
//! It writes `target/tmp/e2e/journey/index.html`: for each step screenshots (light, dark, forced colours, 360 px wide, some
//! as printed), what was rendered and written, and the keys that were pressed. What [`Page::faults`] finds in a step is there
//! too, and fails the test at its end. With `RUBRICATE_UPDATE_SCREENSHOT=1` it writes the README's picture too.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use crate::accessibility::{DARK, DESK, LIGHT, PRINT};
use crate::insight::open_harbour;
use crate::outcome::Outcome;
use crate::page::{Display, Page};
use crate::steps::{OPEN_FILE, close_dialog, download, open_sample, press_button, tag, tag_occurrence, until_rows};
use crate::touch::TELEPHONE;

const FORCED_COLOURS: Display = Display { forced_colors: true, ..LIGHT };

/// The report, as far as it is written.
struct Report<'a> {
    page: &'a Page,
    folder: PathBuf,
    steps: usize,
    html: String,
    before: Work,
    /// What was found wrong, with the step.
    faults: Vec<String>,
}

/// The page's own counts, and the keys pressed.
#[derive(Clone, Copy, Default)]
struct Work {
    blocks: u64,
    rows: u64,
    writes: u64,
    units: u64,
    keys: usize,
}

impl Work {
    async fn of(page: &Page) -> Outcome<Work> {
        let work = page.js("return rubricate.work()").await?;
        let count = |name: &str| work[name].as_u64().unwrap_or_default();
        Ok(Work {
            blocks: count("blocks"),
            rows: count("rows"),
            writes: count("writes"),
            units: count("units"),
            keys: page.keys_pressed(),
        })
    }
}

impl<'a> Report<'a> {
    async fn start(page: &'a Page) -> Outcome<Report<'a>> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("e2e").join("journey");
        std::fs::create_dir_all(&folder)?;
        page.resize(DESK.0, DESK.1).await?;
        page.display(LIGHT).await?;
        Ok(Report { page, folder, steps: 0, html: HEAD.to_owned(), before: Work::default(), faults: Vec::new() })
    }

    /// What is counted from now on belongs to the next step. A fresh page begins at nothing.
    async fn begin(&mut self) -> Outcome {
        self.before = Work::of(self.page).await?;
        Ok(())
    }

    fn begin_fresh_page(&mut self) {
        self.before = Work { keys: self.page.keys_pressed(), ..Work::default() };
    }

    /// Ends a step: counts what was done since it began, takes its pictures, and checks what they show.
    async fn end(&mut self, name: &str) -> Outcome {
        self.end_with(name, &[]).await
    }

    /// The same, with displays beyond the usual ones.
    async fn end_with(&mut self, name: &str, extra: &[(&str, Display)]) -> Outcome {
        let (before, after) = (self.before, Work::of(self.page).await?);
        self.steps += 1;
        writeln!(self.html, "<section><h2>{}. {name}</h2>\n<dl>", self.steps)?;
        for (what, count) in [
            ("blocks rendered", after.blocks - before.blocks),
            ("list rows rendered", after.rows - before.rows),
            ("writes", after.writes - before.writes),
            ("UTF-16 units written", after.units - before.units),
            ("keys pressed", u64::try_from(after.keys - before.keys)?),
        ] {
            writeln!(self.html, "<div><dt>{what}</dt><dd>{count}</dd></div>")?;
        }
        writeln!(self.html, "</dl>\n<div class=\"pictures\">")?;
        let usual = [("light", LIGHT), ("dark", DARK), ("forced-colours", FORCED_COLOURS)];
        for (picture, display) in usual.iter().chain(extra) {
            self.page.display(*display).await?;
            self.picture(picture).await?;
        }
        self.page.display(LIGHT).await?;
        self.page.resize(TELEPHONE.0, TELEPHONE.1).await?;
        self.picture("narrow").await?;
        self.page.resize(DESK.0, DESK.1).await?;
        let faults = self.page.faults(name).await?;
        let listed = faults.join("\n").replace('&', "&amp;").replace('<', "&lt;");
        writeln!(self.html, "</div>\n<pre>{listed}</pre></section>")?;
        self.faults.extend(faults);
        self.begin().await
    }

    async fn picture(&mut self, what: &str) -> Outcome {
        self.page.frames().await?;
        let file = format!("{:02}-{what}.png", self.steps);
        self.page.screenshot(&self.folder.join(&file)).await?;
        writeln!(self.html, "<figure><img src=\"{file}\" alt=\"{what}\"><figcaption>{what}</figcaption></figure>")?;
        Ok(())
    }

    fn finish(self) -> Outcome {
        let index = self.folder.join("index.html");
        std::fs::write(&index, self.html)?;
        println!("the journey is in {}", index.display());
        assert!(self.faults.is_empty(), "{} faults:\n{}", self.faults.len(), self.faults.join("\n"));
        Ok(())
    }
}

const HEAD: &str = "<!doctype html><meta charset=\"utf-8\"><title>Rubricate’s journey</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem }
dl, .pictures { display: flex; gap: 1.5rem; align-items: start; flex-wrap: wrap; margin: 0 0 1rem }
dt { color: GrayText } dd { margin: 0; font-weight: 600 } figure { margin: 0 }
img { max-height: 28rem; max-width: 100%; border: 1px solid #8888 }
</style>
<h1>Rubricate’s journey</h1>
";

/// What the first steps tag in the sample: words, which of their occurrences, key.
const TAGS: [(&str, usize, &str); 14] = [
    ("Tuesday", 0, "3"),
    ("Old Customs Bridge", 0, "9"),
    ("Mayor Ines Okafor", 0, "2"),
    ("the best news this harbour has had in thirty years", 0, "+"),
    ("Halloran & Vance", 0, "4"),
    ("48 million euros", 0, "Shift+1"),
    ("June 2027", 0, "3"),
    ("European Commission", 0, "4"),
    ("Coastal Cities Act", 0, "Shift+9"),
    ("They have sold our street to the tourists", 0, "-"),
    ("Tomas Brandt", 0, "2"),
    ("The Port Amelie Traders’ Association", 0, "4"),
    ("Port Amelie", 2, "1"),
    ("a slow death for small shops", 0, "-"),
];

/// The main job, step by step.
pub(crate) async fn instrumented_journey(page: &mut Page) -> Outcome {
    let mut report = Report::start(page).await?;
    report.begin_fresh_page_of("first open").await?;
    first_tags(page, &mut report).await?;
    look_at_marks(page, &mut report).await?;
    look_around(page, &mut report).await?;

    report.begin_fresh_page();
    page.reload().await?;
    until_rows(page, TAGS.len() + 2).await?;
    report.end("reload").await?;
    let (_, file) = download(page).await?;
    assert_eq!(file["mentions"].as_array().map_or(0, Vec::len) + file["frames"].as_array().map_or(0, Vec::len), 16);
    report.end("download").await?;
    look_into_it(page, &mut report).await?;
    let problems = page.console_problems().await?;
    assert!(problems.is_empty(), "{problems:#?}");
    report.finish()
}

/// Insight, on an article with holders and targets.
async fn look_into_it(page: &Page, report: &mut Report<'_>) -> Outcome {
    open_harbour(page).await?;
    page.press(&["i"]).await?;
    page.find("dialog.insight[open]").await?;
    report.end_with("Insight", &[("print", PRINT)]).await?;
    page.js("document.querySelectorAll('.insight details').forEach((details) => { details.open = true })").await?;
    page.find("[data-section=comparison] select").await?.select_by_value("courier").await?;
    page.js("document.querySelector('dialog.insight').scrollTo(0, 0)").await?;
    page.click("[data-section=matrix] svg text[data-part]").await?;
    page.find(".passage").await?;
    report.end("the sentences of a cell").await?;
    for (section, name) in [
        ("network", "who stands how to whom"),
        ("things", "who is spoken of"),
        ("course", "along the article"),
        ("comparison", "beside another article"),
    ] {
        page.js_with("document.getElementById(`insight-${arguments[0]}`).scrollIntoView()", vec![section.into()])
            .await?;
        report.end(name).await?;
    }
    close_dialog(page).await
}

impl Report<'_> {
    async fn begin_fresh_page_of(&mut self, name: &str) -> Outcome {
        self.begin_fresh_page();
        open_sample(self.page).await?;
        self.end(name).await
    }
}

async fn first_tags(page: &Page, report: &mut Report<'_>) -> Outcome {
    page.select_occurrence("Port Amelie", 1).await?;
    page.find(".label-menu").await?;
    report.end("select words: the menu shows").await?;
    page.press(&["1"]).await?;
    until_rows(page, 1).await?;
    report.end("tag by key").await?;
    for (words, occurrence, key) in TAGS {
        tag_occurrence(page, words, occurrence, key).await?;
    }
    page.js("scrollTo(0, 0)").await?;
    page.click_text("best news").await?;
    page.until_text(".card [data-kind=proposed]", "Okafor").await?;
    page.press(&["Enter", "t"]).await?;
    page.find(".candidates").await?;
    report.end("the card of a sentiment").await?;
    page.press(&["Escape", "Escape"]).await?;
    page.until_gone(".inspector").await?;
    report.end_with("fourteen tags more, some nested and overlapping", &[("print", PRINT)]).await?;
    let printed = report.folder.join("printed.pdf");
    Ok(std::fs::write(printed, page.printed().await?)?)
}

async fn look_at_marks(page: &Page, report: &mut Report<'_>) -> Outcome {
    page.click_text("sold our street").await?;
    page.find(".inspector").await?;
    page.click(".part:has(.note) > summary").await?;
    page.click(".inspector textarea").await?;
    page.type_text("Brandt speaks for the street, not for the council.").await?;
    page.click(".inspector-feet input[type=checkbox]").await?;
    page.until_text(".review-count", "1 to review").await?;
    page.js("scrollTo(0, 0)").await?;
    report.end_with("focus a mark, write its note, send it to review", &[("print", PRINT)]).await?;
    if std::env::var_os("RUBRICATE_UPDATE_SCREENSHOT").is_some() {
        let light = report.folder.join(format!("{:02}-light.png", report.steps));
        std::fs::copy(light, xtask::project_root().join("docs/screenshot.png"))?;
    }

    page.click(".inspector .danger").await?;
    until_rows(page, TAGS.len()).await?;
    page.focus_is_kept("removing a mark").await?;
    report.end("remove the mark").await?;
    page.press(&["Control+z"]).await?;
    until_rows(page, TAGS.len() + 1).await?;
    page.focus_is_kept("undoing it").await?;
    report.end("undo").await?;
    relate(page, report).await?;

    page.press(&["Escape"]).await?;
    page.click(".label-bar [data-tag='label PERSON']").await?;
    let over =
        page.js("const { left, top } = document.querySelector('.reader').getBoundingClientRect(); return [left, top]");
    let over = over.await?;
    let at = |index: usize| over[index].as_f64().unwrap_or_default() + 90.0;
    page.hover_at(crate::page::Point { x: at(0), y: at(1) }).await?;
    page.find(".armed").await?;
    report.end("arm a label").await?;
    page.press(&["Escape"]).await?;
    page.until_gone(".armed").await?;
    tag(page, "careful work", "=").await?;
    page.press(&["Escape"]).await?;
    report.end("one tag more").await
}

/// Three relations of one mark, as arcs and in the inspector; and what is said of the article as a whole.
async fn relate(page: &Page, report: &mut Report<'_>) -> Outcome {
    page.click_text("Tomas").await?;
    page.find(".inspector").await?;
    report.begin().await?;
    for (other, relation) in [("Ines Okafor", "opposes"), ("Halloran", "works for"), ("European", "meets")] {
        page.press(&["k"]).await?;
        page.find(".relating").await?;
        page.click_text(other).await?;
        page.until_js("the field has the focus", "document.activeElement.matches('.palette-field')").await?;
        page.type_text(relation).await?;
        page.press(&["Enter"]).await?;
        page.until_gone("dialog").await?;
    }
    page.until("there are three", async || Ok(page.count(".arc-name[data-placed=yes]").await? == 3)).await?;
    report.end("relate a mark to three others").await?;
    page.press(&["v"]).await?;
    page.find("#codes fieldset").await?;
    page.press(&["ArrowRight"]).await?;
    report.end("code the article").await?;
    page.press(&["Escape"]).await?;
    press_button(page, "About the article").await?;
    report.begin().await
}

async fn look_around(page: &Page, report: &mut Report<'_>) -> Outcome {
    for (button, name) in [("Library", "library"), ("New", "new article"), ("Help", "help"), ("Settings", "settings")] {
        press_button(page, button).await?;
        page.find("dialog[open]").await?;
        report.end(name).await?;
        close_dialog(page).await?;
        page.focus_is_kept(name).await?;
        report.begin().await?;
    }
    page.press(&["Control+k"]).await?;
    page.find("dialog[open]").await?;
    report.end("all that can be done").await?;
    close_dialog(page).await?;
    press_button(page, "Settings").await?;
    page.click("input[name=theme][value=sepia]").await?;
    press_button(page, "Change the keys …").await?;
    report.end("the keys, on old paper").await?;
    close_dialog(page).await?;
    press_button(page, "Settings").await?;
    page.click("input[name=theme][value=system]").await?;
    close_dialog(page).await?;
    report.begin().await?;

    let file = page.file("holiday.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0")?;
    page.upload(OPEN_FILE, &file).await?;
    page.find(".notice.alarm").await?;
    report.end("a bad file is refused").await?;
    page.click(".notice.alarm [aria-label=Dismiss]").await?;
    page.until_gone(".notice").await?;
    page.resize(TELEPHONE.0, TELEPHONE.1).await?;
    page.click(".list-toggle").await?;
    page.resize(DESK.0, DESK.1).await?;
    report.end("the list on a narrow window").await?;
    page.resize(TELEPHONE.0, TELEPHONE.1).await?;
    page.click(".list-toggle").await?;
    page.resize(DESK.0, DESK.1).await
}
