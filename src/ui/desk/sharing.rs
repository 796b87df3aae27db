//! One article in several tabs: who may write it, letting go, taking over, following.

use super::Desk;
use crate::browser::segmenter;
use crate::browser::tabs::{self, Ask, Message};
use crate::model::DocumentId;
use crate::store::follow::{Followed, follow};
use crate::ui::state::{Access, Keeping};
use crate::ui::strings::says;
use std::cell::RefCell;
use std::rc::Rc;
use yew::platform::spawn_local;

/// How long to wait for another tab to let go of a document, in steps of [`WAIT_STEP`] milliseconds.
const WAIT_STEPS: u32 = 30;
const WAIT_STEP: u32 = 50;

impl Desk {
    /// Asks for the right to write a document; `None` where another tab has it.
    pub(super) async fn ask_for_lock(&self, id: &DocumentId, ask: Ask) -> Option<tabs::Lock> {
        let (desk, lost) = (self.clone(), id.clone());
        tabs::lock(&format!("rubricate/1/doc/{id}"), ask, move || desk.lose(&lost)).await
    }

    /// Another tab took the lock away.
    fn lose(&self, id: &DocumentId) {
        let is_open = self.state().open.is_some_and(|open| open.session.document.id == *id);
        if is_open && self.0.keeper.borrow().is_some() {
            self.0.keeper.borrow_mut().take();
            self.0.lock.borrow_mut().take();
            self.change_open(|open| open.access = Access::Elsewhere);
            self.say(says::TAKEN_OVER);
        }
    }

    pub(super) fn hear(&self, message: &Message) {
        match message {
            Message::PleaseYield(id) => {
                let Some(open) = self.state().open.filter(|open| open.session.document.id.as_str() == id) else {
                    return;
                };
                if self.0.keeper.borrow().is_none() {
                    return;
                }
                self.let_go();
                self.change_open(|open| open.access = Access::Elsewhere);
                self.say(says::TAKEN_OVER);
                let revision = self.state().open.map_or(open.session.revision, |open| open.session.revision);
                if let Some(channel) = &*self.0.channel.borrow() {
                    channel.say(&Message::Yielded(id.clone(), revision));
                }
            }
            Message::Yielded(id, revision) => *self.0.yielded.borrow_mut() = Some((id.clone(), *revision)),
        }
    }

    /// Asks the tab that writes the open document to let go of it, and takes it.
    pub fn take_over(&self) {
        let Some(open) = self.state().open.filter(|open| open.access == Access::Elsewhere) else { return };
        let id = open.session.document.id.clone();
        self.change_open(|open| open.access = Access::TakingOver);
        let desk = self.clone();
        spawn_local(async move {
            if let Some(channel) = &*desk.0.channel.borrow() {
                channel.say(&Message::PleaseYield(id.to_string()));
            }
            let lock = desk.wait_for_lock(&id).await;
            desk.wait_for_last_revision(&id).await;
            let still_open = desk.state().open.is_some_and(|open| open.session.document.id == id);
            if still_open {
                let taken = lock.is_some();
                desk.show_kept(&id, lock);
                desk.say(if taken { says::YOURS } else { says::NOT_LET_GO });
            }
        });
    }

    /// The lock, given freely or, after a while, taken away from a tab that does not answer.
    async fn wait_for_lock(&self, id: &DocumentId) -> Option<tabs::Lock> {
        let given = Rc::new(RefCell::new(None));
        let (desk, place, wanted) = (self.clone(), Rc::downgrade(&given), id.clone());
        spawn_local(async move {
            let lock = desk.ask_for_lock(&wanted, Ask::Wait).await;
            // A lock that comes too late is released at once.
            if let Some(place) = place.upgrade() {
                *place.borrow_mut() = lock;
            }
        });
        for _ in 0..WAIT_STEPS {
            if given.borrow().is_some() {
                return given.take();
            }
            tabs::pause(WAIT_STEP).await;
        }
        drop(given);
        self.ask_for_lock(id, Ask::Steal).await
    }

    /// Waits until storage shows what the other tab wrote last: it travels from one tab to the other.
    async fn wait_for_last_revision(&self, id: &DocumentId) {
        for _ in 0..WAIT_STEPS {
            let said = self.0.yielded.borrow().clone().filter(|(yielded, _)| yielded == id.as_str());
            let Some((_, revision)) = said else { return };
            let shown = self.0.library.read(id, segmenter::last_grapheme);
            if shown.is_ok_and(|reading| reading.session.revision >= revision) {
                return;
            }
            tabs::pause(WAIT_STEP).await;
        }
    }

    /// Another tab wrote into the storage.
    pub fn follow(&self, key: Option<&str>, value: Option<&str>) {
        let Some(open) = self.state().open.filter(|open| open.access != Access::Here) else { return };
        let followed = key.map_or(Followed::Reload, |key| follow(&open.session, key, value));
        match followed {
            Followed::Ignored => {}
            Followed::Advanced(session) => self.change_open(|open| {
                open.session = *session;
                super::documents::name_window(&open.session.description);
                super::forget_what_is_gone(open);
            }),
            Followed::Reload => match self.0.library.read(&open.session.document.id, segmenter::last_grapheme) {
                Ok(reading) => self.change_open(|open| {
                    open.session = reading.session;
                    super::forget_what_is_gone(open);
                }),
                // What is shown is all that is left of it.
                Err(error) => self.change_open(|open| {
                    open.access = Access::Here;
                    open.keeping = Keeping::NotSaved(error.to_string().into());
                }),
            },
        }
    }
}
