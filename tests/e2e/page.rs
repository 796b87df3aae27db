//! What a test does with the page: everything that a person can do with mouse and keys, and what one can see.
//!
//! Nothing here sleeps for a fixed time; what has to wait waits for a condition, and says which when it doesn't come.

use std::cell::Cell;
use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use base64::Engine;
use fantoccini::actions::{
    Actions, InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction, WheelAction,
    WheelActions,
};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::wd::WindowHandle;
use fantoccini::{Client, Locator};
use serde_json::{Value as Json, json};
use xtask::server::{Request, Server};

use crate::browser::{Browser, Folder, Kind};
use crate::outcome::{Failure, Outcome};
use crate::processes;

/// How long a condition may take to come true.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often it is looked at.
const INTERVAL: Duration = Duration::from_millis(20);

/// Runs one test in a browser of its own, and keeps a screenshot and the markup if it fails.
pub(crate) fn run(kind: Kind, name: &str, test: impl AsyncFn(&mut Page) -> Outcome) {
    run_on(&xtask::page_folder(), kind, name, test);
}

/// Like [`run`], on the page in another folder than the built one.
///
/// A test that fails while all are run is run once more, in a new browser: on a busy machine a driver now and then loses
/// a click. That it took two goes is printed; when one test is run, a failure is a failure at once.
pub(crate) fn run_on(site: &Path, kind: Kind, name: &str, test: impl AsyncFn(&mut Page) -> Outcome) {
    let name = format!("{name}-{}", kind.name());
    let first = run_once(site, kind, &name, &test);
    let result = match first {
        Err(_) if env::var_os(xtask::SECOND_TRY).is_some() => {
            eprintln!("\n{name} failed, and is run once more");
            run_once(site, kind, &format!("{name}-again"), &test)
        }
        first => first,
    };
    if let Err(panic) = result {
        resume_unwind(panic);
    }
}

/// The error is what the test panicked with, or would have.
fn run_once(site: &Path, kind: Kind, name: &str, test: &impl AsyncFn(&mut Page) -> Outcome) -> std::thread::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("tokio starts");
    let mut page = match runtime.block_on(Page::start(site, kind, name)) {
        Ok(page) => page,
        Err(failure) => return catch_unwind(|| panic!("{failure}")),
    };
    let result = catch_unwind(AssertUnwindSafe(|| match runtime.block_on(test(&mut page)) {
        Ok(()) => {}
        Err(failure) => panic!("{failure}"),
    }));
    if result.is_err() {
        runtime.block_on(page.keep_evidence(name));
    }
    runtime.block_on(page.end());
    result
}

/// The page in a running browser, and the server that it comes from.
pub(crate) struct Page {
    kind: Kind,
    /// Nothing after [`Page::kill_browser`], until [`Page::restart`].
    browser: Option<Browser>,
    site: Server,
    folder: Folder,
    downloads_taken: Cell<usize>,
    keys_pressed: Cell<usize>,
}

/// A file that the page gave to its reader.
pub(crate) struct Download {
    pub(crate) name: String,
    pub(crate) path: PathBuf,
    pub(crate) bytes: Vec<u8>,
}

/// What the page is told about its reader's display. Chromium only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Display {
    pub(crate) dark: bool,
    pub(crate) forced_colors: bool,
    pub(crate) reduced_motion: bool,
    pub(crate) print: bool,
}

/// A point in the viewport, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Point {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

impl Page {
    async fn start(site: &Path, kind: Kind, name: &str) -> Outcome<Page> {
        if !site.join("index.html").is_file() {
            return Err(Failure::new("there is no built page; cargo xtask test --e2e builds it and runs these tests"));
        }
        let site = Server::start(site, 0)?;
        let folder = Folder::new(name)?;
        let browser = Browser::start(kind, &folder).await?;
        Ok(Page {
            kind,
            browser: Some(browser),
            site,
            folder,
            downloads_taken: Cell::new(0),
            keys_pressed: Cell::new(0),
        })
    }

    async fn end(mut self) {
        if let Some(browser) = self.browser.take() {
            browser.close().await;
        }
    }

    pub(crate) fn kind(&self) -> Kind {
        self.kind
    }

    /// The WebDriver session, for what this type has no method for.
    pub(crate) fn client(&self) -> &Client {
        &self.browser().client
    }

    fn browser(&self) -> &Browser {
        self.browser.as_ref().expect("the browser was killed; restart it first")
    }

    // Going places

    /// Where the page is served: `http://127.0.0.1:PORT`. The same for the whole test, restarts included.
    pub(crate) fn origin(&self) -> String {
        self.site.origin()
    }

    /// Every request to the server so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.site.requests()
    }

    /// Opens the page, `query` being what follows the slash: `""`, `"?safe"`.
    pub(crate) async fn open(&self, query: &str) -> Outcome {
        Ok(self.client().goto(&format!("{}/{query}", self.origin())).await?)
    }

    pub(crate) async fn reload(&self) -> Outcome {
        Ok(self.client().refresh().await?)
    }

    pub(crate) async fn title(&self) -> Outcome<String> {
        Ok(self.client().title().await?)
    }

    /// The tab that commands go to.
    pub(crate) async fn tab(&self) -> Outcome<WindowHandle> {
        Ok(self.client().window().await?)
    }

    /// Opens an empty tab and goes to it.
    pub(crate) async fn new_tab(&self) -> Outcome<WindowHandle> {
        let opened = self.client().new_window(true).await?.handle;
        self.switch_to(&opened).await?;
        Ok(opened)
    }

    /// Opens an empty window and goes to it.
    pub(crate) async fn new_window(&self) -> Outcome<WindowHandle> {
        let opened = self.client().new_window(false).await?.handle;
        self.switch_to(&opened).await?;
        Ok(opened)
    }

    pub(crate) async fn switch_to(&self, tab: &WindowHandle) -> Outcome {
        Ok(self.client().switch_to_window(tab.clone()).await?)
    }

    /// Closes the tab that commands go to. Another one has to be switched to afterwards.
    pub(crate) async fn close_tab(&self) -> Outcome {
        Ok(self.client().close_window().await?)
    }

    // Waiting and looking

    /// Waits until `condition` is true. An error from it, such as a missing element, counts as not yet.
    pub(crate) async fn until(&self, what: &str, condition: impl AsyncFn() -> Outcome<bool>) -> Outcome {
        let start = Instant::now();
        loop {
            let answer = condition().await;
            if matches!(answer, Ok(true)) {
                return Ok(());
            }
            if start.elapsed() > PATIENCE {
                let why = answer.err().map(|failure| format!(" ({failure})")).unwrap_or_default();
                return Err(Failure::new(format!("waited {} s in vain until {what}{why}", PATIENCE.as_secs())));
            }
            tokio::time::sleep(INTERVAL).await;
        }
    }

    /// Waits until a JavaScript expression is true.
    pub(crate) async fn until_js(&self, what: &str, expression: &str) -> Outcome {
        let script = format!("return Boolean({expression})");
        self.until(what, async || Ok(self.js(&script).await? == json!(true))).await
    }

    /// Waits for the first element that the selector finds.
    pub(crate) async fn find(&self, css: &str) -> Outcome<Element> {
        self.until(&format!("there is a {css}"), async || Ok(self.count(css).await? > 0)).await?;
        Ok(self.client().find(Locator::Css(css)).await?)
    }

    /// Waits until the selector finds nothing.
    pub(crate) async fn until_gone(&self, css: &str) -> Outcome {
        self.until(&format!("there is no {css}"), async || Ok(self.count(css).await? == 0)).await
    }

    /// Waits until the text of the first element that the selector finds contains `text`.
    pub(crate) async fn until_text(&self, css: &str, text: &str) -> Outcome {
        let what = format!("{css} says {text:?}");
        self.until(&what, async || Ok(self.text(css).await?.contains(text))).await
    }

    /// How many elements the selector finds now.
    pub(crate) async fn count(&self, css: &str) -> Outcome<usize> {
        let count = self.js_with("return document.querySelectorAll(arguments[0]).length", vec![json!(css)]).await?;
        Ok(usize::try_from(count.as_u64().unwrap_or_default())?)
    }

    /// The text content of the first element that the selector finds now.
    pub(crate) async fn text(&self, css: &str) -> Outcome<String> {
        let script = "return document.querySelector(arguments[0]).textContent";
        text_of(&self.js_with(script, vec![json!(css)]).await?)
    }

    /// The text contents of all elements that the selector finds now, in document order.
    pub(crate) async fn texts(&self, css: &str) -> Outcome<Vec<String>> {
        let script = "return [...document.querySelectorAll(arguments[0])].map((element) => element.textContent)";
        let texts = self.js_with(script, vec![json!(css)]).await?;
        texts.as_array().into_iter().flatten().map(text_of).collect()
    }

    /// An attribute of the first element that the selector finds now.
    pub(crate) async fn attribute(&self, css: &str, name: &str) -> Outcome<Option<String>> {
        let script = "return document.querySelector(arguments[0]).getAttribute(arguments[1])";
        Ok(self.js_with(script, vec![json!(css), json!(name)]).await?.as_str().map(str::to_owned))
    }

    /// Fails where nothing has the focus, or what has it cannot be seen: a person at the keyboard, or with a screen reader, would
    /// be sent back to the top of the page. For after something that had the focus went away: `what`, in the message.
    pub(crate) async fn focus_is_kept(&self, what: &str) -> Outcome {
        self.frames().await?;
        let script = "
            const focused = document.activeElement ?? document.body;
            if (focused === document.body || focused === document.documentElement) return 'nothing has the focus';
            const [box] = focused.getClientRects();
            return box ? null : `what has the focus is not shown: ${focused.outerHTML.slice(0, 200)}`;";
        match self.js(script).await?.as_str() {
            None => Ok(()),
            Some(fault) => Err(Failure::new(format!("after {what}: {fault}"))),
        }
    }

    /// Waits until what follows from what was done is drawn.
    pub(crate) async fn frames(&self) -> Outcome {
        let script = "
            const done = arguments[0];
            let left = 3;
            const next = () => (left-- === 0 ? done() : requestAnimationFrame(next));
            next();";
        Ok(self.client().execute_async(script, Vec::new()).await.map(drop)?)
    }

    /// Runs the body of a function in the page.
    pub(crate) async fn js(&self, body: &str) -> Outcome<Json> {
        self.js_with(body, Vec::new()).await
    }

    /// Runs the body of a function in the page, with `arguments`.
    pub(crate) async fn js_with(&self, body: &str, arguments: Vec<Json>) -> Outcome<Json> {
        Ok(self.client().execute(body, arguments).await?)
    }

    /// What the console has of warnings, errors and violations of the page's security policy since it was last asked.
    pub(crate) async fn console_problems(&self) -> Outcome<Vec<String>> {
        let problems = match self.kind {
            Kind::Chromium => {
                let log = self.browser().command("se/log", json!({ "type": "browser" })).await?;
                log.as_array()
                    .into_iter()
                    .flatten()
                    .filter(|entry| matches!(entry["level"].as_str(), Some("SEVERE" | "WARNING")))
                    .map(|entry| entry["message"].to_string())
                    .collect()
            }
            Kind::Firefox => {
                self.browser().command("moz/context", json!({ "context": "chrome" })).await?;
                let script = "
                    const messages = Services.console.getMessageArray()
                        .filter((message) => message instanceof Ci.nsIScriptError)
                        .filter((message) => message.sourceName.startsWith(arguments[0]))
                        .map((message) => `${message.category}: ${message.errorMessage}`);
                    Services.console.reset();
                    return messages;";
                let log = self.js_with(script, vec![json!(self.origin())]).await;
                self.browser().command("moz/context", json!({ "context": "content" })).await?;
                log?.as_array().into_iter().flatten().map(Json::to_string).collect()
            }
        };
        Ok(problems)
    }

    /// Saves what the viewport shows as a PNG file.
    pub(crate) async fn screenshot(&self, file: &Path) -> Outcome {
        Ok(std::fs::write(file, self.client().screenshot().await?)?)
    }

    async fn keep_evidence(&self, name: &str) {
        if self.browser.is_none() {
            return;
        }
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("e2e");
        let _ = std::fs::create_dir_all(&folder);
        let evidence = async {
            let shot = folder.join(format!("{name}.png"));
            let markup = folder.join(format!("{name}.html"));
            std::fs::write(&markup, self.client().source().await?)?;
            for problem in self.console_problems().await? {
                eprintln!("console: {problem}");
            }
            self.screenshot(&shot).await?;
            eprintln!("{} and {} show the page as it was", shot.display(), markup.display());
            Outcome::Ok(())
        };
        // A browser that is stuck must not hold up the other tests.
        match tokio::time::timeout(PATIENCE, evidence).await {
            Ok(Ok(())) => {}
            Ok(Err(failure)) => eprintln!("no evidence could be kept: {failure}"),
            Err(_) => eprintln!("no evidence could be kept: the browser does not answer"),
        }
    }

    // Keys

    /// Presses keys one after the other: `"1"`, `"Escape"`, `"Control+Shift+z"`. Names as in `KeyboardEvent.key`.
    pub(crate) async fn press(&self, keys: &[&str]) -> Outcome {
        for chord in keys {
            let parts = chord_parts(chord)?;
            let mut actions = KeyActions::new("keyboard".into());
            for value in &parts {
                actions = actions.then(KeyAction::Down { value: *value });
            }
            for value in parts.iter().rev() {
                actions = actions.then(KeyAction::Up { value: *value });
            }
            self.keys_pressed.set(self.keys_pressed.get() + 1);
            self.client().perform_actions(actions).await?;
        }
        Ok(())
    }

    /// Presses one key and holds it, until [`Page::key_up`]: what the mouse does meanwhile is done with it.
    pub(crate) async fn key_down(&self, key: &str) -> Outcome {
        self.keys_pressed.set(self.keys_pressed.get() + 1);
        let value = key_of(key)?;
        Ok(self.client().perform_actions(KeyActions::new("keyboard".into()).then(KeyAction::Down { value })).await?)
    }

    /// Lets go of a key that is held.
    pub(crate) async fn key_up(&self, key: &str) -> Outcome {
        let value = key_of(key)?;
        Ok(self.client().perform_actions(KeyActions::new("keyboard".into()).then(KeyAction::Up { value })).await?)
    }

    /// Types text into what has the focus.
    pub(crate) async fn type_text(&self, text: &str) -> Outcome {
        let mut actions = KeyActions::new("keyboard".into());
        for value in text.chars() {
            let value = if value == '\n' { key_of("Enter")? } else { value };
            actions = actions.then(KeyAction::Down { value }).then(KeyAction::Up { value });
            self.keys_pressed.set(self.keys_pressed.get() + 1);
        }
        Ok(self.client().perform_actions(actions).await?)
    }

    /// How many keys were pressed so far, a chord counting once.
    pub(crate) fn keys_pressed(&self) -> usize {
        self.keys_pressed.get()
    }

    // Mouse

    /// Waits for the element and clicks its middle.
    pub(crate) async fn click(&self, css: &str) -> Outcome {
        let element = self.find(css).await?;
        // A driver scrolls no further than to below what sticks to the top; a person does.
        let uncover = "
            const [css] = arguments, element = document.querySelector(css);
            const { left, right, top, bottom } = element?.getBoundingClientRect() ?? {};
            const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
            if (element?.closest('dialog') && !element.contains(there)) {
                element.scrollIntoView({ block: 'center', behavior: 'instant' });
            }";
        self.js_with(uncover, vec![json!(css)]).await?;
        Ok(element.click().await?)
    }

    pub(crate) async fn click_at(&self, at: Point) -> Outcome {
        self.mouse(mouse().then(move_to(at)).then(DOWN).then(UP)).await
    }

    pub(crate) async fn double_click_at(&self, at: Point) -> Outcome {
        self.mouse(mouse().then(move_to(at)).then(DOWN).then(UP).then(DOWN).then(UP)).await
    }

    pub(crate) async fn triple_click_at(&self, at: Point) -> Outcome {
        self.mouse(mouse().then(move_to(at)).then(DOWN).then(UP).then(DOWN).then(UP).then(DOWN).then(UP)).await
    }

    /// Presses at one point, moves to another, and lets go there.
    pub(crate) async fn drag(&self, from: Point, to: Point) -> Outcome {
        let middle = Point { x: (from.x + to.x) / 2.0, y: (from.y + to.y) / 2.0 };
        let drag = mouse().then(move_to(from)).then(DOWN).then(move_to(middle)).then(move_to(to)).then(UP);
        self.mouse(drag).await
    }

    /// The same with a key held all the while, such as `"Alt"`.
    pub(crate) async fn drag_holding(&self, key: &str, from: Point, to: Point) -> Outcome {
        self.key_down(key).await?;
        let outcome = self.drag(from, to).await;
        self.key_up(key).await?;
        outcome
    }

    /// Presses at one point, moves to another, presses a key while it is held there, and lets go.
    pub(crate) async fn drag_and_press(&self, from: Point, to: Point, key: &str) -> Outcome {
        self.keys_pressed.set(self.keys_pressed.get() + 1);
        let value = key_of(key)?;
        let near = Point { x: to.x - 3.0, ..to };
        let mouse = mouse().then(move_to(from)).then(DOWN).then(move_to(near)).then(move_to(to));
        // The two go on in step.
        let keys = (0..4).fold(KeyActions::new("keyboard".into()), |keys, _| {
            keys.then(KeyAction::Pause { duration: Duration::ZERO })
        });
        let keys = keys.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        let held = PointerAction::Pause { duration: Duration::ZERO };
        let mouse = mouse.then(held.clone()).then(held).then(UP);
        Ok(self.client().perform_actions(Actions::from(mouse).and(keys)).await?)
    }

    /// Turns the wheel over a point by this many CSS pixels, down where they are positive.
    pub(crate) async fn wheel(&self, at: Point, down: i64) -> Outcome {
        #[expect(clippy::cast_possible_truncation, reason = "a viewport is a few thousand pixels large")]
        let (x, y) = (at.x.round() as i64, at.y.round() as i64);
        let mut actions = WheelActions::new("wheel".into());
        actions.push(WheelAction::Scroll { duration: Some(Duration::ZERO), x, y, delta_x: 0, delta_y: down });
        Ok(self.client().perform_actions(actions).await?)
    }

    /// Moves the mouse without pressing.
    pub(crate) async fn hover_at(&self, at: Point) -> Outcome {
        self.mouse(mouse().then(move_to(at))).await
    }

    /// Presses at a point and holds.
    pub(crate) async fn mouse_down_at(&self, at: Point) -> Outcome {
        self.mouse(mouse().then(move_to(at)).then(DOWN)).await
    }

    /// Moves to a point and lets go.
    pub(crate) async fn mouse_up_at(&self, at: Point) -> Outcome {
        self.mouse(mouse().then(move_to(at)).then(UP)).await
    }

    async fn mouse(&self, actions: MouseActions) -> Outcome {
        Ok(self.client().perform_actions(actions).await?)
    }

    // The article

    /// Clicks in the middle of the first occurrence of `text` in the article, or of its first line if it has several.
    pub(crate) async fn click_text(&self, text: &str) -> Outcome {
        let [_, _, on] = self.text_points(text, 0, text, 0).await?;
        self.click_at(on).await
    }

    /// Selects the first occurrence of `text` in the article by dragging the mouse over it.
    pub(crate) async fn select(&self, text: &str) -> Outcome {
        self.select_occurrence(text, 0).await
    }

    /// Selects an occurrence of `text`, the first being 0. It has to be within one block.
    pub(crate) async fn select_occurrence(&self, text: &str, occurrence: usize) -> Outcome {
        let (from, to) = self.text_ends(text, occurrence, text, occurrence).await?;
        self.drag_selection(from, to).await?;
        self.until(&format!("{text:?} is selected"), async || Ok(self.selected().await? == text)).await
    }

    /// Selects from the start of the first occurrence of `first` to the end of the first occurrence of `last`, in one block
    /// or in several that fit into the viewport together.
    pub(crate) async fn select_between(&self, first: &str, last: &str) -> Outcome {
        let (from, to) = self.text_ends(first, 0, last, 0).await?;
        self.drag_selection(from, to).await
    }

    /// What the browser says is selected.
    pub(crate) async fn selected(&self) -> Outcome<String> {
        text_of(&self.js("return String(getSelection())").await?)
    }

    async fn drag_selection(&self, from: Point, to: Point) -> Outcome {
        // A press inside a selection would begin to drag its text somewhere.
        self.js("getSelection().removeAllRanges()").await?;
        self.drag(from, to).await
    }

    /// Where a drag has to begin and end to select a stretch of the article, scrolled into view.
    pub(crate) async fn text_ends(
        &self,
        first: &str,
        first_at: usize,
        last: &str,
        last_at: usize,
    ) -> Outcome<(Point, Point)> {
        let [from, to, _] = self.text_points(first, first_at, last, last_at).await?;
        Ok((from, to))
    }

    /// The same, and a point between the two that is on the text. The text has come to rest there.
    async fn text_points(&self, first: &str, first_at: usize, last: &str, last_at: usize) -> Outcome<[Point; 3]> {
        let began = Instant::now();
        let mut points = self.text_points_now(first, first_at, last, last_at).await?;
        loop {
            // Not a frame of the page: a window that was frozen has none.
            tokio::time::sleep(INTERVAL).await;
            let later = self.text_points_now(first, first_at, last, last_at).await?;
            if later == points || began.elapsed() > PATIENCE {
                return Ok(later);
            }
            points = later;
        }
    }

    async fn text_points_now(&self, first: &str, first_at: usize, last: &str, last_at: usize) -> Outcome<[Point; 3]> {
        let arguments = vec![json!(first), json!(first_at), json!(last), json!(last_at)];
        let points = self.js_with(include_str!("text_ends.js"), arguments).await?;
        let point = |index: usize| Some(Point { x: points[index].as_f64()?, y: points[index + 1].as_f64()? });
        match (point(0), point(2), point(4)) {
            (Some(from), Some(to), Some(on)) => Ok([from, to, on]),
            _ => Err(Failure::new(format!("the article has no {first:?} ... {last:?}"))),
        }
    }

    // Files

    /// Gives a file to an `<input type=file>`, as the file dialog would.
    pub(crate) async fn upload(&self, css: &str, file: &Path) -> Outcome {
        let input = self.client().find(Locator::Css(css)).await?;
        Ok(input.send_keys(&file.to_string_lossy()).await?)
    }

    /// Makes a file that can be uploaded.
    pub(crate) fn file(&self, name: &str, bytes: &[u8]) -> Outcome<PathBuf> {
        let path = self.folder.file(name);
        std::fs::write(&path, bytes)?;
        Ok(path)
    }

    /// Waits for the next download to be complete.
    pub(crate) async fn download(&self) -> Outcome<Download> {
        let next = || -> Outcome<Option<PathBuf>> {
            let files = std::fs::read_dir(self.folder.downloads())?
                .map(|entry| Ok(entry?.path()))
                .collect::<std::io::Result<Vec<_>>>()?;
            let unfinished = |file: &PathBuf| {
                let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
                name.ends_with(".part") || name.ends_with(".crdownload") || name.starts_with(".org.chromium")
            };
            if files.iter().any(unfinished) {
                return Ok(None);
            }
            // Firefox makes an empty file first, and fills it when all is there.
            let complete = |file: &PathBuf| std::fs::metadata(file).is_ok_and(|about| about.len() > 0);
            Ok(files.into_iter().find(complete))
        };
        self.until("a download is complete", async || Ok(next()?.is_some())).await?;
        let path = next()?.ok_or_else(|| Failure::new("the download is gone again"))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // Out of the way of the next one: Chromium would write over a file of that name, and Firefox choose another name.
        let index = self.downloads_taken.replace(self.downloads_taken.get() + 1);
        let kept = self.folder.file(&format!("download-{index}"));
        std::fs::create_dir(&kept)?;
        let kept = kept.join(&name);
        std::fs::rename(&path, &kept)?;
        Ok(Download { name, bytes: std::fs::read(&kept)?, path: kept })
    }

    // The display

    /// Makes the viewport this large, in CSS pixels.
    pub(crate) async fn resize(&self, width: u32, height: u32) -> Outcome {
        match self.kind {
            // Smaller than the window may be, too.
            Kind::Chromium => {
                let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
                self.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
            }
            Kind::Firefox => {
                let frame = self.js("return [outerWidth - innerWidth, outerHeight - innerHeight]").await?;
                let extra = |index: usize| frame[index].as_u64().and_then(|pixels| u32::try_from(pixels).ok());
                let (extra_width, extra_height) = (extra(0).unwrap_or_default(), extra(1).unwrap_or_default());
                self.client().set_window_size(width + extra_width, height + extra_height).await?;
            }
        }
        self.until_js(&format!("the viewport is {width} px wide"), &format!("innerWidth === {width}")).await
    }

    /// Emulates a display. Chromium only.
    pub(crate) async fn display(&self, display: Display) -> Outcome {
        let choose = |condition: bool, yes: &'static str, no: &'static str| if condition { yes } else { no };
        let media = json!({
            "media": choose(display.print, "print", ""),
            "features": [
                { "name": "prefers-color-scheme", "value": choose(display.dark, "dark", "light") },
                { "name": "forced-colors", "value": choose(display.forced_colors, "active", "none") },
                { "name": "prefers-reduced-motion", "value": choose(display.reduced_motion, "reduce", "no-preference") },
            ],
        });
        self.devtools("Emulation.setEmulatedMedia", media).await.map(drop)
    }

    /// Sends a command of the Chrome DevTools Protocol to the current tab. Chromium only.
    pub(crate) async fn devtools(&self, command: &str, parameters: Json) -> Outcome<Json> {
        if self.kind != Kind::Chromium {
            return Err(Failure::new(format!("{command} is a command for Chromium only")));
        }
        self.browser().command("goog/cdp/execute", json!({ "cmd": command, "params": parameters })).await
    }

    /// The page as it would be printed, as a PDF.
    pub(crate) async fn printed(&self) -> Outcome<Vec<u8>> {
        let pdf = self.browser().command("print", json!({})).await?;
        Ok(base64::engine::general_purpose::STANDARD.decode(text_of(&pdf)?)?)
    }

    // Disasters

    /// Kills the processes that run the browser's tabs, at once. [`Page::reopen`] goes on from there.
    pub(crate) async fn kill_tab_processes(&self) -> Outcome {
        let tabs = self
            .browser()
            .processes()
            .into_iter()
            .filter(|process| match self.kind {
                Kind::Chromium => process.command.contains("--type=renderer"),
                Kind::Firefox => process.command.contains("-contentproc") && process.command.contains("-isForBrowser"),
            })
            .collect::<Vec<_>>();
        if tabs.is_empty() {
            return Err(Failure::new("no process of a tab was found"));
        }
        processes::kill(&tabs);
        self.until("the tabs' processes have ended", async || Ok(!processes::any_alive(&tabs))).await
    }

    /// Opens the page in a new tab and closes the one before it, which may be dead.
    pub(crate) async fn reopen(&self) -> Outcome {
        let before = self.client().windows().await?;
        let now = self.browser().open_tab_beside_dead_one().await?;
        for tab in before {
            // A dead tab may fail to close; it is no longer used in any case.
            if self.switch_to(&tab).await.is_ok() {
                let _ = self.close_tab().await;
            }
        }
        self.switch_to(&now).await?;
        self.open("").await
    }

    /// Kills the whole browser at once. [`Page::restart`] starts it again.
    pub(crate) async fn kill_browser(&mut self) -> Outcome {
        let Some(browser) = self.browser.take() else { return Ok(()) };
        let all = browser.processes();
        processes::kill(&all);
        self.until("the browser's processes have ended", async || Ok(!processes::any_alive(&all))).await
    }

    /// Starts the browser again with the profile that it had, ending it in the ordinary way first if it runs.
    pub(crate) async fn restart(&mut self) -> Outcome {
        if let Some(browser) = self.browser.take() {
            browser.close().await;
        }
        self.browser = Some(Browser::start(self.kind, &self.folder).await?);
        Ok(())
    }
}

const DOWN: PointerAction = PointerAction::Down { button: MOUSE_BUTTON_LEFT };
const UP: PointerAction = PointerAction::Up { button: MOUSE_BUTTON_LEFT };

fn mouse() -> MouseActions {
    MouseActions::new("mouse".into())
}

fn move_to(at: Point) -> PointerAction {
    PointerAction::MoveTo { duration: Some(Duration::ZERO), x: at.x, y: at.y }
}

fn text_of(value: &Json) -> Outcome<String> {
    value.as_str().map(str::to_owned).ok_or_else(|| Failure::new(format!("{value} is not text")))
}

/// The keys of `Control+Shift+z` in the order in which they go down. A plus at the end is the key itself.
fn chord_parts(chord: &str) -> Outcome<Vec<char>> {
    let (modifiers, last) = match chord.strip_suffix('+') {
        Some(modifiers) => (modifiers.strip_suffix('+').unwrap_or_default(), "+"),
        None => chord.rsplit_once('+').unwrap_or(("", chord)),
    };
    modifiers.split('+').filter(|name| !name.is_empty()).chain([last]).map(key_of).collect()
}

/// WebDriver's character for a key's name.
fn key_of(name: &str) -> Outcome<char> {
    let mut characters = name.chars();
    if let (Some(character), None) = (characters.next(), characters.next()) {
        return Ok(character);
    }
    let key = match name {
        "Alt" => Key::Alt,
        "Backspace" => Key::Backspace,
        "Control" => Key::Control,
        "Delete" => Key::Delete,
        "ArrowDown" => Key::Down,
        "End" => Key::End,
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "Home" => Key::Home,
        "ArrowLeft" => Key::Left,
        "Meta" => Key::Meta,
        "PageDown" => Key::PageDown,
        "PageUp" => Key::PageUp,
        "ArrowRight" => Key::Right,
        "Shift" => Key::Shift,
        "Tab" => Key::Tab,
        "ArrowUp" => Key::Up,
        _ => return Err(Failure::new(format!("no key is named {name:?}"))),
    };
    Ok(key.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chords_are_taken_apart() {
        let check = |chord: &str, expected: &[char]| assert_eq!(chord_parts(chord).unwrap(), expected, "{chord}");
        check("1", &['1']);
        check("Control+z", &['\u{e009}', 'z']);
        check("Control+Shift+z", &['\u{e009}', '\u{e008}', 'z']);
        check("Escape", &['\u{e00c}']);
        check("+", &['+']);
        check("Control++", &['\u{e009}', '+']);
        assert!(chord_parts("Control+Nothing").is_err());
    }
}
