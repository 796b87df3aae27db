//! The worker that knows the formats (`web/converter.js`). It starts when it is first asked, and is ended when it fails,
//! takes too long, or is stopped; the next question starts another one.

use super::clock::{self, Timer};
use super::tabs::promise;
use gloo_events::{EventListener, EventListenerOptions};
use js_sys::{Array, Function, Uint8Array};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// How long an answer may take, in milliseconds: large archives take seconds.
const DEADLINE: u32 = 60_000;

/// A message and its parts.
pub type Parcel = (String, Vec<Vec<u8>>);

/// Why there is no answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// The worker could not be started.
    NoWorker,
    /// It failed, in its own words.
    Crashed(String),
    /// It took too long.
    TooLong,
    /// It was stopped.
    Stopped,
}

/// The worker. Clones are the same one.
#[derive(Clone, Default)]
pub struct Converter(Rc<Inner>);

#[derive(Default)]
struct Inner {
    worker: RefCell<Option<Running>>,
    waiting: RefCell<BTreeMap<u32, Waiting>>,
    serial: Cell<u32>,
}

struct Running {
    worker: web_sys::Worker,
    _listeners: [EventListener; 2],
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// A question without an answer.
struct Waiting {
    answer: Rc<RefCell<Option<Result<Parcel, Failure>>>>,
    wake: Function,
    _deadline: Timer,
}

impl Converter {
    /// Asks something, and waits for the answer.
    pub async fn ask(&self, message: &str, parts: &[Vec<u8>]) -> Result<Parcel, Failure> {
        let serial = self.0.serial.get() + 1;
        self.0.serial.set(serial);
        let answer = Rc::new(RefCell::new(None));
        let (answered, wake) = promise();
        let late = self.clone();
        let deadline = clock::after(DEADLINE, move || late.end(&Failure::TooLong));
        let waiting = Waiting { answer: Rc::clone(&answer), wake, _deadline: deadline };
        self.0.waiting.borrow_mut().insert(serial, waiting);
        let parts: Array = parts.iter().map(|part| JsValue::from(Uint8Array::from(part.as_slice()))).collect();
        let question = Array::of3(&serial.into(), &message.into(), &parts);
        if self.start().is_err() || !self.post(&question) {
            self.end(&Failure::NoWorker);
        }
        let _ = JsFuture::from(answered).await;
        let answer = answer.borrow_mut().take();
        answer.unwrap_or(Err(Failure::Stopped))
    }

    /// Ends what the worker does.
    pub fn stop(&self) {
        self.end(&Failure::Stopped);
    }

    fn post(&self, question: &Array) -> bool {
        self.0.worker.borrow().as_ref().is_some_and(|running| running.worker.post_message(question).is_ok())
    }

    fn start(&self) -> Result<(), JsValue> {
        if self.0.worker.borrow().is_some() {
            return Ok(());
        }
        let worker = web_sys::Worker::new(&format!("converter.js?{}", build()))?;
        let (told, failed) = (self.clone(), self.clone());
        let message = EventListener::new(&worker, "message", move |event| {
            if let Some(event) = event.dyn_ref::<web_sys::MessageEvent>() {
                told.hear(&Array::from(&event.data()));
            }
        });
        let answered_for = EventListenerOptions::enable_prevent_default();
        let error = EventListener::new_with_options(&worker, "error", answered_for, move |event| {
            // The page itself has not failed.
            event.prevent_default();
            failed.end(&Failure::NoWorker);
        });
        *self.0.worker.borrow_mut() = Some(Running { worker, _listeners: [message, error] });
        Ok(())
    }

    fn hear(&self, answer: &Array) {
        let Some(serial) = answer.get(0).as_f64() else { return };
        match answer.get(1).as_string() {
            Some(message) => {
                let parts = Array::from(&answer.get(2));
                let parts = parts.iter().map(|part| Uint8Array::new(&part).to_vec()).collect();
                let waiting = self.0.waiting.borrow_mut().remove(&(serial as u32));
                if let Some(waiting) = waiting {
                    waiting.tell(Ok((message, parts)));
                }
            }
            // What is left of its program cannot be trusted.
            None => self.end(&Failure::Crashed(answer.get(2).as_string().unwrap_or_default())),
        }
    }

    /// Ends the worker; whoever waits is told why.
    fn end(&self, why: &Failure) {
        // In a later turn: this may be called by a listener of the worker, which goes with it.
        let ended = self.0.worker.borrow_mut().take();
        ended.iter().for_each(|running| running.worker.terminate());
        clock::after(0, move || drop(ended)).forget();
        let waiting = std::mem::take(&mut *self.0.waiting.borrow_mut());
        waiting.into_values().for_each(|waiting| waiting.tell(Err(why.clone())));
    }
}

impl Waiting {
    fn tell(self, answer: Result<Parcel, Failure>) {
        *self.answer.borrow_mut() = Some(answer);
        let _ = self.wake.call0(&JsValue::NULL);
    }
}

/// What tells this build of the page from others, so that it never talks to the worker of an earlier one.
fn build() -> String {
    let link = super::document().get_element_by_id("program").and_then(|link| link.get_attribute("href"));
    let name = link.as_deref().and_then(|link| link.rsplit('/').next()).unwrap_or_default();
    name.chars().filter(char::is_ascii_alphanumeric).collect()
}
