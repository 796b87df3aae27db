//! What scripts can do with the page: the functions that `web/boot.js` puts at `globalThis.rubricate`, and the event that
//! tells what has changed. `docs/javascript.md` explains them.
//!
//! Values cross as JSON that `JSON.parse` makes objects of: it is written already for files, and what a script hands over
//! is no more than text here, whatever its getters do.

use super::object;
use super::tabs::promise;
use js_sys::{Array, Error, Function, JSON, JsString, Promise, Reflect, Uint8Array};
use std::cell::RefCell;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{future_to_promise, spawn_local};

/// What answers scripts. Documents and annotations are JSON; errors are words.
pub trait Scripted {
    /// The open document.
    fn document(&self) -> Option<String>;

    /// The annotations of the open document.
    fn annotations(&self) -> Option<String>;

    /// The most bytes that [`Scripted::open`] takes.
    fn limit(&self) -> usize;

    /// Opens a document.
    fn open(&self, given: Given) -> Result<Opened, String>;

    /// Writes the open document in the format of this id.
    fn export(&self, format: String) -> Pin<Box<dyn Future<Output = Result<Exported, String>>>>;
}

/// What a script gave to be opened.
pub enum Given {
    /// An object, as JSON.
    Object(String),
    /// A text.
    Text(String),
}

/// What was opened.
pub struct Opened {
    /// What the article is kept under.
    pub article: String,
    /// Whether an article was kept under the id that the document had, so that it got another one.
    pub copy: bool,
    /// Why it is not in storage, if it is not.
    pub not_kept: Option<String>,
    /// What of it could not be used.
    pub problems: Vec<String>,
}

/// A written file.
pub struct Exported {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// What is not in it.
    pub loss: Vec<Lost>,
}

/// Something that is not in a written file.
pub struct Lost {
    /// What it is.
    pub words: String,
    /// The ids of the records that it is about.
    pub records: Vec<String>,
    /// Whether it is gone, and not only kept aside.
    pub gone: bool,
}

/// Why what a script gave is of no use.
#[derive(Debug)]
enum Useless {
    NotStarted,
    NoDocument,
    NotJson(String),
    HalfCharacter,
    TooLarge(usize),
    NoFormat,
}

impl fmt::Display for Useless {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotStarted => write!(f, "Rubricate has not started yet: wait for `rubricate.ready`."),
            Self::NoDocument => write!(f, "Give an object as `rubricate.document()` has it, its JSON, or a text."),
            Self::NotJson(why) => write!(f, "This object cannot be written as JSON. {why}"),
            Self::HalfCharacter => write!(f, "The text has half a character in it, a surrogate without the other one."),
            Self::TooLarge(limit) => write!(f, "This is too large. The limit is {} MB.", limit / (1024 * 1024)),
            Self::NoFormat => write!(f, "Give the name of a format, as \"csv\"."),
        }
    }
}

thread_local! {
    static PAGE: RefCell<Option<Rc<dyn Scripted>>> = const { RefCell::new(None) };
    /// The promise that the page has started, and what keeps it.
    static STARTED: (Promise, Function) = promise();
}

/// From now on `page` answers scripts.
pub fn serve(page: impl Scripted + 'static) {
    PAGE.set(Some(Rc::new(page)));
    let _ = STARTED.with(|(_, keep)| keep.call0(&JsValue::NULL));
}

/// Dispatches `rubricate:change` at the document, with the value of this JSON as its detail: after what the page does now,
/// so that listeners find everything done.
pub fn tell_change(detail: String) {
    spawn_local(async move {
        let options = web_sys::CustomEventInit::new();
        options.set_bubbles(true);
        options.set_detail(&JSON::parse(&detail).unwrap_or_default());
        // What listeners throw goes to the console.
        if let Ok(event) = web_sys::CustomEvent::new_with_event_init_dict("rubricate:change", &options) {
            let _ = super::document().dispatch_event(&event);
        }
    });
}

/// A promise that is resolved when the page has started: [`serve`] was called.
#[wasm_bindgen(js_name = scriptingStarted)]
pub fn started() -> Promise {
    STARTED.with(|(started, _)| started.clone())
}

/// The open document as an object, or null.
#[wasm_bindgen(js_name = scriptingDocument)]
pub fn document() -> Result<JsValue, Error> {
    parsed(page()?.document())
}

/// The annotations of the open document as an object, or null.
#[wasm_bindgen(js_name = scriptingAnnotations)]
pub fn annotations() -> Result<JsValue, Error> {
    parsed(page()?.annotations())
}

/// Opens a document, and promises what came of it.
#[wasm_bindgen(js_name = scriptingOpen)]
pub fn open(value: &JsValue) -> Promise {
    match try_to_open(value) {
        Ok(opened) => Promise::resolve(&opened),
        Err(error) => Promise::reject(&error),
    }
}

/// Promises the open document in a format.
#[wasm_bindgen(js_name = scriptingExport)]
pub fn export(format: &JsValue) -> Promise {
    let format = format.as_string().ok_or_else(|| error(Useless::NoFormat));
    future_to_promise(async move {
        let exported = page()?.export(format?).await;
        exported.map(|exported| file(&exported)).map_err(|why| error(why).into())
    })
}

fn try_to_open(value: &JsValue) -> Result<JsValue, Error> {
    let page = page()?;
    let given = given(value, page.limit()).map_err(error)?;
    let Opened { article, copy, not_kept, problems } = page.open(given).map_err(error)?;
    let opened = object(&[
        ("article", article.into()),
        ("copy", copy.into()),
        ("notKept", not_kept.map_or(JsValue::NULL, JsValue::from)),
        ("problems", strings(&problems).into()),
    ]);
    Ok(opened.into())
}

fn page() -> Result<Rc<dyn Scripted>, Error> {
    PAGE.with_borrow(Clone::clone).ok_or_else(|| error(Useless::NotStarted))
}

fn error(words: impl fmt::Display) -> Error {
    Error::new(&words.to_string())
}

fn parsed(json: Option<String>) -> Result<JsValue, Error> {
    json.map_or(Ok(JsValue::NULL), |json| JSON::parse(&json).map_err(|thrown| error(words_of(&thrown))))
}

/// Takes the value of a script over. Getters and `toJSON` of an object run while it becomes JSON, and may do anything.
fn given(value: &JsValue, limit: usize) -> Result<Given, Useless> {
    let fits = |text: &JsString| if text.length() as usize > limit { Err(Useless::TooLarge(limit)) } else { Ok(()) };
    if let Some(text) = value.dyn_ref::<JsString>() {
        fits(text)?;
        let whole = text.is_valid_utf16();
        return if whole { Ok(Given::Text(text.into())) } else { Err(Useless::HalfCharacter) };
    }
    if !value.is_object() {
        return Err(Useless::NoDocument);
    }
    let json = JSON::stringify(value).map_err(|thrown| Useless::NotJson(words_of(&thrown)))?;
    // An object can say that it is not to be in any JSON.
    let json = json.dyn_ref::<JsString>().ok_or(Useless::NoDocument)?;
    fits(json)?;
    Ok(Given::Object(json.into()))
}

/// The words of what was thrown, which need not be an error.
fn words_of(thrown: &JsValue) -> String {
    let message = || Reflect::get(thrown, &"message".into()).ok()?.as_string();
    thrown.as_string().or_else(message).unwrap_or_default()
}

fn file(exported: &Exported) -> JsValue {
    let Exported { name, media_type, bytes, loss } = exported;
    let is_text = media_type != "application/zip";
    let text = std::str::from_utf8(bytes).ok().filter(|_| is_text);
    let lost = |lost: &Lost| {
        object(&[
            ("words", lost.words.as_str().into()),
            ("records", strings(&lost.records).into()),
            ("gone", lost.gone.into()),
        ])
    };
    let fields = [
        ("name", name.into()),
        ("type", media_type.into()),
        ("bytes", Uint8Array::from(bytes.as_slice()).into()),
        ("text", text.map_or(JsValue::NULL, JsValue::from)),
        ("loss", loss.iter().map(lost).collect::<Array>().into()),
    ];
    object(&fields).into()
}

fn strings(strings: &[String]) -> Array {
    strings.iter().map(|words| JsValue::from_str(words)).collect()
}
