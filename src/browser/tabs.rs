//! Other tabs of the same browser: who may write, taking over, and seeing what the writer writes.

use js_sys::{Function, Object, Promise, Reflect};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// A lock that all tabs of the browser see, held until this is dropped or another tab steals it.
pub struct Lock {
    release: Rc<RefCell<Option<Function>>>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(release) = self.release.borrow_mut().take() {
            let _ = release.call0(&JsValue::NULL);
        }
    }
}

/// How to ask for a lock.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ask {
    /// Take it if no tab holds it.
    IfFree,
    /// Wait for it.
    Wait,
    /// Take it away from whoever holds it.
    Steal,
}

/// Asks for the lock `name`: the lock, or `None` where another tab holds it. `lost` is called when a tab steals it.
///
/// A browser without locks answers with a lock that guards nothing.
pub async fn lock(name: &str, ask: Ask, lost: impl Fn() + 'static) -> Option<Lock> {
    let release = Rc::new(RefCell::new(None));
    let held = Lock { release: Rc::clone(&release) };
    let navigator = super::window().navigator();
    let Some(locks) = Reflect::get(&navigator, &"locks".into()).ok().filter(|locks| locks.is_object()) else {
        return Some(held);
    };
    let Some(request) = Reflect::get(&locks, &"request".into()).ok().and_then(|f| f.dyn_into::<Function>().ok()) else {
        return Some(held);
    };
    let options = Object::new();
    match ask {
        Ask::IfFree => drop(Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE)),
        Ask::Steal => drop(Reflect::set(&options, &"steal".into(), &JsValue::TRUE)),
        Ask::Wait => {}
    }
    let (granted, answer) = promise();
    let (refused, was_granted) = (answer.clone(), Rc::new(Cell::new(false)));
    let got_it = Rc::clone(&was_granted);
    // Called once, with the lock or with null. The lock is held until the promise that this returns is resolved.
    let on_grant = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        got_it.set(true);
        if lock.is_null() {
            let _ = answer.call1(&JsValue::NULL, &JsValue::FALSE);
            return JsValue::UNDEFINED;
        }
        let (until_released, resolve) = promise();
        *release.borrow_mut() = Some(resolve);
        let _ = answer.call1(&JsValue::NULL, &JsValue::TRUE);
        until_released.into()
    });
    let asked = request.call3(&locks, &name.into(), &options, &on_grant).map(JsCast::unchecked_into::<Promise>);
    let Ok(asked) = asked else { return Some(held) };
    wasm_bindgen_futures::spawn_local(async move {
        // Settled when the lock is released, and rejected when it is stolen; or at once, where the browser lets this page
        // have no locks, and then there are no other tabs to guard against.
        if JsFuture::from(asked).await.is_err() {
            if was_granted.get() {
                lost();
            } else {
                let _ = refused.call1(&JsValue::NULL, &JsValue::TRUE);
            }
        }
    });
    let answer = JsFuture::from(granted).await;
    matches!(answer, Ok(value) if value.is_truthy()).then_some(held)
}

/// A promise and what resolves it.
pub(super) fn promise() -> (Promise, Function) {
    let mut resolver = None;
    let promise = Promise::new(&mut |resolve, _| resolver = Some(resolve));
    (promise, resolver.expect("a promise calls its executor at once"))
}

/// What tabs say to each other about a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Message {
    /// Another tab wants to write this document: let go of it.
    PleaseYield(String),
    /// This tab let go of the document; its last revision is in storage, or on its way there.
    Yielded(String, u64),
}

/// The channel that all tabs share.
pub struct Channel {
    channel: web_sys::BroadcastChannel,
    _heard: gloo_events::EventListener,
}

impl Channel {
    /// Opens the channel; `None` where the browser has none.
    pub fn open(heard: impl Fn(Message) + 'static) -> Option<Self> {
        let channel = web_sys::BroadcastChannel::new("rubricate/1").ok()?;
        let listener = gloo_events::EventListener::new(&channel, "message", move |event| {
            let said = event.unchecked_ref::<web_sys::MessageEvent>().data();
            let message = serde_wasm_bindgen::from_value(said).ok().and_then(|(kind, id, revision)| {
                let (kind, id, revision): (String, String, f64) = (kind, id, revision);
                match kind.as_str() {
                    "please-yield" => Some(Message::PleaseYield(id)),
                    "yielded" => Some(Message::Yielded(id, revision as u64)),
                    _ => None,
                }
            });
            message.into_iter().for_each(&heard);
        });
        Some(Self { channel, _heard: listener })
    }

    /// Says something to all other tabs.
    pub fn say(&self, message: &Message) {
        let said = match message {
            Message::PleaseYield(id) => ("please-yield", id, 0.0),
            Message::Yielded(id, revision) => ("yielded", id, *revision as f64),
        };
        if let Ok(value) = serde_wasm_bindgen::to_value(&said) {
            let _ = self.channel.post_message(&value);
        }
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.close();
    }
}

/// Tells what other tabs write into the storage that this page shares: the key, and the value if it was not removed.
/// `None` for the key means that everything was removed.
pub fn on_storage(told: impl Fn(Option<String>, Option<String>) + 'static) -> super::page::Listener {
    super::page::on_window("storage", move |event: &web_sys::StorageEvent| told(event.key(), event.new_value()))
}

/// Waits this many milliseconds.
pub async fn pause(milliseconds: u32) {
    gloo_timers::future::TimeoutFuture::new(milliseconds).await;
}
