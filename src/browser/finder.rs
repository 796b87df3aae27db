//! Finding by regular expression: the browser's own engine, in a worker (`web/find.js`) that is ended when it takes too long.

use super::clock::{self, Timer};
use gloo_events::EventListener;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// How long a search may take, in milliseconds.
const DEADLINE: u32 = 1_000;

/// A worker that knows one text. Dropping it ends whatever it does.
pub struct Finder {
    worker: web_sys::Worker,
    asked: Rc<RefCell<Option<Asked>>>,
    _listeners: [EventListener; 2],
}

/// A search that has no answer yet.
struct Asked {
    told: Box<dyn FnOnce(Answer)>,
    /// The end of its time, once it has begun.
    deadline: Option<Timer>,
}

/// What comes of a search.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// Start and end of each hit in UTF-16 units from the start of the text, in order, and whether there are more.
    Hits(Vec<u32>, bool),
    /// The pattern is none, in the words of the browser.
    Invalid(String),
    /// It took too long. The finder is of no more use.
    TooLong,
    /// There is no worker. The finder is of no use.
    NoWorker,
}

impl Finder {
    /// A worker for `text`; `None` where the browser has none.
    pub fn new(text: &str) -> Option<Self> {
        let worker = web_sys::Worker::new("find.js").ok()?;
        let asked = Rc::new(RefCell::new(None));
        let message = {
            let asked = Rc::clone(&asked);
            EventListener::new(&worker, "message", move |event| {
                let answer = event.dyn_ref::<web_sys::MessageEvent>().map_or(JsValue::UNDEFINED, |event| event.data());
                if answer.is_string() {
                    begin(&asked);
                } else {
                    tell(&asked, answer_of(&answer));
                }
            })
        };
        let error = {
            let asked = Rc::clone(&asked);
            EventListener::new(&worker, "error", move |_| tell(&asked, Answer::NoWorker))
        };
        worker.post_message(&text.into()).ok()?;
        Some(Self { worker, asked, _listeners: [message, error] })
    }

    /// Whether a search has no answer yet.
    pub fn is_busy(&self) -> bool {
        self.asked.borrow().is_some()
    }

    /// Seeks at most `most` hits of a pattern; `told` gets the answer. One search at a time.
    pub fn search(
        &self,
        pattern: &str,
        ignore_case: bool,
        whole_words: bool,
        most: usize,
        told: impl FnOnce(Answer) + 'static,
    ) {
        *self.asked.borrow_mut() = Some(Asked { told: Box::new(told), deadline: None });
        let question = js_sys::Array::of4(
            &pattern.into(),
            &ignore_case.into(),
            &whole_words.into(),
            &JsValue::from_f64(most as f64),
        );
        if self.worker.post_message(&question).is_err() {
            tell(&self.asked, Answer::NoWorker);
        }
    }
}

impl Drop for Finder {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// Its time runs from when the worker is there and begins.
fn begin(asked: &Rc<RefCell<Option<Asked>>>) {
    let late = Rc::clone(asked);
    if let Some(asked) = &mut *asked.borrow_mut() {
        asked.deadline = Some(clock::after(DEADLINE, move || tell(&late, Answer::TooLong)));
    }
}

fn tell(asked: &RefCell<Option<Asked>>, answer: Answer) {
    // The answer may drop the finder.
    let asked = asked.borrow_mut().take();
    if let Some(Asked { told, deadline }) = asked {
        drop(deadline);
        told(answer);
    }
}

fn answer_of(answer: &JsValue) -> Answer {
    let get = |key: &str| js_sys::Reflect::get(answer, &key.into()).unwrap_or(JsValue::UNDEFINED);
    match (get("bounds").dyn_into::<js_sys::Uint32Array>(), get("invalid").as_string()) {
        (Ok(bounds), _) => Answer::Hits(bounds.to_vec(), get("more").is_truthy()),
        (_, Some(words)) => Answer::Invalid(words),
        _ => Answer::NoWorker,
    }
}
