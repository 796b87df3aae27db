//! The desk: where everything that a person does is done.
//!
//! It holds the state, runs commands, hands each one to the store before the page is drawn again, and publishes the
//! finished state. What it does is split by subject: this file has the state and the commands, [`doing`] what keys and the
//! palette call by name, [`selecting`] what is selected, [`annotating`] what is done to the text, [`reshaping`] to the shape
//! of a mark, [`relating`] to relations, [`coding`] to the article as a whole, [`labelling`] to the labels, [`framing`] what
//! is said of sentiments and entities, [`finding`] what is sought, [`linting`] what a second reader would ask about, [`insight`]
//! what all of it adds up to,
//! [`documents`] what is done with whole articles, [`opening`] with files, [`exchanging`] with those of other tools, [`sharing`]
//! what tabs do to each other, [`scripting`] what scripts ask.

mod annotating;
pub use annotating::NOTE_FIELD;
mod coding;
mod copying;
pub use coding::{CODER_FIELD, CODES, VARIABLES, code};
mod documents;
mod doing;
mod exchanging;
pub use exchanging::{Arriving, Prepared};
mod finding;
mod folding;
mod framing;
pub use framing::ENTITY_FIELD;
mod insight;
mod labelling;
mod linting;
mod opening;
mod relating;
mod reshaping;
pub use reshaping::grasped;
mod scripting;
mod selecting;
pub use selecting::Taking;
mod sharing;

use super::fold::Fold;
use super::settings::Settings;
use super::state::{Access, Keeping, Notice, Open, Over, Remedy, State};
use super::strings::{self, deeds, says};
use super::words;
use crate::browser::converter::Converter;
use crate::browser::slots::LocalSlots;
use crate::browser::{clock, page, tabs};
use crate::model::{
    Action, AnnotationId, Change, Command, CommandError, Description, DocumentId, Edit, Session, Transaction,
};
use crate::store::{self, Keeper, Library, MemorySlots, Slots};

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use yew::prelude::*;

/// The one desk of the page. Clones are the same desk.
#[derive(Clone)]
pub struct Desk(Rc<Inner>);

impl PartialEq for Desk {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

struct Inner {
    state: RefCell<State>,
    publish: RefCell<Option<Callback<State>>>,
    library: Library,
    keeper: RefCell<Option<Keeper>>,
    lock: RefCell<Option<tabs::Lock>>,
    channel: RefCell<Option<tabs::Channel>>,
    converter: Converter,
    /// What another tab said when it let go of a document: its id and last revision.
    yielded: RefCell<Option<(String, u64)>>,
    hands: selecting::Hands,
    typing: RefCell<Option<Typing>>,
    seeking: finding::Seeking,
    snapshot_timer: RefCell<Option<clock::Timer>>,
    /// The article that is being opened.
    awaited: RefCell<Option<DocumentId>>,
    /// Counts openings, so that one that another overtook is dropped.
    opening: Cell<u32>,
    /// Counts jumps and notices.
    serial: Cell<u32>,
    linting: RefCell<linting::Linting>,
    reader: NodeRef,
}

/// Typing that is not a command yet.
struct Typing {
    action: Action,
    _timer: clock::Timer,
}

/// How long typing rests, in milliseconds, before it becomes a command.
const TYPING_REST: u32 = 300;

/// How long after an edit a snapshot is taken where one is due, in milliseconds.
const SNAPSHOT_DELAY: u32 = 800;

/// How many messages wait at most; the oldest goes first.
const MOST_NOTICES: usize = 4;

impl Desk {
    /// A desk over the browser's storage, or over memory where there is none.
    pub fn new() -> Self {
        let mut state = State::default();
        let slots: Rc<dyn Slots> = match LocalSlots::find() {
            Ok(slots) => Rc::new(slots),
            Err(error) => {
                state.storage_fails = Some(error.to_string().into());
                Rc::new(MemorySlots::instead_of_storage(error))
            }
        };
        let library = Library::new(slots);
        if let Ok(Some(kept)) = library.settings() {
            state.settings = Settings::read(&kept);
        }
        page::set_look(&state.settings.attributes());
        Self(Rc::new(Inner {
            state: RefCell::new(state),
            publish: RefCell::new(None),
            library,
            keeper: RefCell::new(None),
            lock: RefCell::new(None),
            channel: RefCell::new(None),
            converter: Converter::default(),
            yielded: RefCell::new(None),
            hands: selecting::Hands::default(),
            typing: RefCell::new(None),
            seeking: finding::Seeking::default(),
            snapshot_timer: RefCell::new(None),
            awaited: RefCell::new(None),
            opening: Cell::new(0),
            serial: Cell::new(0),
            linting: RefCell::default(),
            reader: NodeRef::default(),
        }))
    }

    /// The state as it is now.
    pub fn state(&self) -> State {
        self.0.state.borrow().clone()
    }

    /// A callback that does something at this desk. For elements: a component that compares its properties would take
    /// each one for a new value.
    pub fn on<E: 'static>(&self, act: impl Fn(&Desk, E) + 'static) -> Callback<E> {
        let desk = self.clone();
        Callback::from(move |event| act(&desk, event))
    }

    /// The element of the article's text.
    pub fn reader(&self) -> NodeRef {
        self.0.reader.clone()
    }

    /// From now on `publish` gets each new state.
    pub fn publish_to(&self, publish: Callback<State>) {
        *self.0.publish.borrow_mut() = Some(publish);
    }

    /// Changes the state and publishes it, to scripts too. What has the focus may go away with that, and the focus must not.
    ///
    /// What is being typed becomes a command first: a field that is rendered again shows what the state has.
    fn change(&self, change: impl FnOnce(&mut State)) {
        self.finish_typing();
        if !page::focus_is_lost() {
            self.keep_focus_on_page();
        }
        let (before, state) = {
            let mut state = self.0.state.borrow_mut();
            let before = state.open.as_ref().map(|open| open.session.clone());
            change(&mut state);
            state.open.iter_mut().for_each(|open| open.view.settle());
            (before, state.clone())
        };
        self.read_along(&state);
        if let Some(publish) = &*self.0.publish.borrow() {
            publish.emit(state.clone());
        }
        scripting::tell(before.as_ref(), &state);
    }

    /// Changes the open document's part of the state, if one is open.
    fn change_open(&self, change: impl FnOnce(&mut Open)) {
        self.change(|state| {
            if let Some(open) = &mut state.open {
                change(open);
            }
        });
    }

    fn next_serial(&self) -> u32 {
        self.0.serial.set(self.0.serial.get() + 1);
        self.0.serial.get()
    }

    /// Runs a command on the open document, and hands it to the store before the page is drawn again. Says why not
    /// where it is refused; true where it was done.
    pub fn run(&self, action: Action) -> bool {
        self.finish_typing();
        self.run_now(action)
    }

    fn run_now(&self, action: Action) -> bool {
        let Some(open) = self.state().open else { return false };
        if open.is_read_only() {
            self.refuse_to_change();
            return false;
        }
        match self.attempt(&open, action) {
            Ok(()) => true,
            Err(CommandError::NothingToChange) => false,
            Err(error) => {
                self.say(&error.to_string());
                false
            }
        }
    }

    /// Runs a command on the open article, keeps it and publishes what comes of it. What was typed has been taken in: it
    /// would be done in between.
    fn attempt(&self, open: &Open, action: Action) -> Result<(), CommandError> {
        let before = &open.session;
        let command = Command { at: clock::now(), action: self.signed(action, before) };
        let subject = match command.action {
            Action::Undo => before.history.next_undo().cloned(),
            _ => None,
        };
        let after = before.run(&command)?;
        let keeping = self.keep(&command, &after);
        let done = subject.or_else(|| after.history.next_undo().cloned());
        let report = done.map(|done| {
            let name = words::transaction(&done, &after);
            let report = match command.action {
                Action::Undo => deeds::undone(&name),
                Action::Redo => deeds::redone(&name),
                _ => deeds::done(&name),
            };
            report + &where_it_is(&after, &done)
        });
        let remind = self.reminder_due(&after);
        if !Rc::ptr_eq(&before.description, &after.description) {
            documents::name_window(&after.description);
        }
        self.change(|state| {
            if let Some(open) = &mut state.open {
                open.session = after;
                open.keeping = keeping;
                open.remind |= remind;
                forget_what_is_gone(open);
            }
            if let Some(report) = report {
                state.said = report.into();
            }
        });
        Ok(())
    }

    /// Says that another tab has the article.
    fn refuse_to_change(&self) {
        self.say(says::READ_ONLY);
        self.notify(says::READ_ONLY, None);
    }

    /// Hands a command to the store.
    fn keep(&self, command: &Command, after: &Session) -> Keeping {
        let mut keeper = self.0.keeper.borrow_mut();
        let Some(keeper) = keeper.as_mut() else {
            return self.state().open.map_or(Keeping::Saved, |open| open.keeping);
        };
        let keeping = keeping_of(keeper.keep(command, after));
        if keeper.snapshot_due() {
            let desk = self.clone();
            let timer = clock::after(SNAPSHOT_DELAY, move || desk.snapshot());
            *self.0.snapshot_timer.borrow_mut() = Some(timer);
        }
        keeping
    }

    fn snapshot(&self) {
        let Some(open) = self.state().open else { return };
        let kept = self.0.keeper.borrow_mut().as_mut().map(|keeper| keeping_of(keeper.snapshot(&open.session)));
        if let Some(keeping) = kept.filter(|keeping| *keeping != open.keeping) {
            self.change_open(|open| open.keeping = keeping);
        }
    }

    /// Tries again to keep the open document.
    pub fn try_to_keep_again(&self) {
        self.finish_typing();
        let Some(open) = self.state().open else { return };
        let is_gone = |keeper: &Keeper| {
            matches!(keeper.keeping(), store::Keeping::NotSaved { reason: store::NotSavedReason::Gone, .. })
        };
        // What was deleted is taken in anew.
        let kept = {
            let mut keeper = self.0.keeper.borrow_mut();
            if keeper.as_ref().is_some_and(is_gone) {
                *keeper = None;
            }
            keeper.as_mut().map(|keeper| keeping_of(keeper.retry()))
        };
        if let Some(keeping) = kept {
            self.change_open(|open| open.keeping = keeping);
        } else if open.access == Access::Here {
            match self.0.library.add(&open.session, documents::writer_token(), clock::now()) {
                Ok(keeper) => self.hold(keeper),
                Err(error) => self.alarm(&error.to_string()),
            }
        }
        self.refresh_library();
    }

    fn reminder_due(&self, session: &Session) -> bool {
        self.0.keeper.borrow_mut().as_mut().is_some_and(|keeper| keeper.reminder_due(session))
    }

    /// Takes typing in as it goes on; after a short rest it becomes a command.
    pub fn type_into(&self, action: Action) {
        let same = |typing: &Typing| same_field(&typing.action, &action);
        if !self.0.typing.borrow().as_ref().is_some_and(same) {
            self.finish_typing();
        }
        let desk = self.clone();
        let timer = clock::after(TYPING_REST, move || desk.finish_typing());
        *self.0.typing.borrow_mut() = Some(Typing { action, _timer: timer });
    }

    /// Makes a command of what was typed last.
    pub fn finish_typing(&self) {
        let typing = self.0.typing.borrow_mut().take();
        if let Some(typing) = typing {
            self.run_now(typing.action);
        }
    }

    /// Finishes what is being typed, and brings the list of kept articles up to date: for when the page goes out of sight.
    pub fn put_in_order(&self) {
        self.finish_typing();
        if let Some(keeper) = self.0.keeper.borrow_mut().as_mut() {
            keeper.note_closing();
        }
    }

    /// Types into the title or the source.
    pub fn describe(&self, change: impl FnOnce(&mut Description)) {
        let Some(open) = self.state().open else { return };
        let pending = match &self.0.typing.borrow().as_ref().map(|typing| &typing.action) {
            Some(Action::Describe(description)) => Some(description.clone()),
            _ => None,
        };
        let mut description = pending.unwrap_or_else(|| (*open.session.description).clone());
        change(&mut description);
        self.type_into(Action::Describe(description));
    }

    /// Types into the note of an annotation.
    pub fn write_note(&self, id: AnnotationId, note: &str) {
        self.type_into(Action::SetNote(id, note.into()));
    }

    /// Tells a screen reader, and no one else.
    pub fn say(&self, words: &str) {
        self.change(|state| state.said = words.into());
    }

    /// Shows a message.
    pub fn notify(&self, words: &str, remedy: Option<Remedy>) {
        self.put_notice(words, false, remedy);
    }

    /// Shows a message that something went wrong.
    pub fn alarm(&self, words: &str) {
        self.put_notice(words, true, None);
    }

    fn put_notice(&self, words: &str, alarm: bool, remedy: Option<Remedy>) {
        let notice = Notice { serial: self.next_serial(), words: words.into(), alarm, remedy };
        self.change(|state| {
            let notices = Rc::make_mut(&mut state.notices);
            notices.retain(|other| other.words != notice.words);
            notices.push(notice);
            let too_many = notices.len().saturating_sub(MOST_NOTICES);
            notices.drain(..too_many);
        });
    }

    /// Takes a message away.
    pub fn dismiss(&self, serial: u32) {
        self.change(|state| Rc::make_mut(&mut state.notices).retain(|notice| notice.serial != serial));
    }

    /// Lays something over the page.
    pub fn lay_over(&self, over: Over) {
        self.put_in_order();
        if matches!(over, Over::Library | Over::Insight(_)) {
            self.refresh_library();
        }
        if matches!(over, Over::Labels(_)) {
            self.refresh_label_sets();
        }
        if over == Over::Settings {
            let used = self.0.library.usage().map_or(0, |usage| usage.units);
            self.change(|state| state.used_units = used);
        }
        // Only a label for words that are selected goes on with choosing: they are to be it.
        let goes_on = matches!(over, Over::ChooseLabel(_));
        self.change(|state| {
            for open in state.open.iter_mut().filter(|open| !goes_on || open.view.selection.is_none()) {
                open.view.stop_picking();
            }
            state.over = Some(over);
        });
    }

    /// Clears what lies over the page.
    pub fn clear_over(&self) {
        self.change(|state| state.over = None);
        // The browser gives it back to what had it before, which may be gone with the dialog before this one.
        self.keep_focus_on_page();
        self.select_again();
    }

    /// Shows or hides the annotation list where the window is narrow.
    pub fn toggle_list(&self) {
        // The list comes first then.
        self.fold_up(Fold::Sheet);
        self.change(|state| state.list_shown = !state.list_shown);
    }

    /// Changes the settings, and keeps them.
    pub fn set(&self, change: impl FnOnce(&mut Settings)) {
        self.change(|state| change(&mut state.settings));
        let settings = self.state().settings;
        page::set_look(&settings.attributes());
        if let Err(error) = self.0.library.set_settings(&settings.write()) {
            self.alarm(&says::settings_not_kept(error));
        }
    }
}

/// Where the one annotation that a transaction changed stands among all: “ 3 of 14.”
fn where_it_is(session: &Session, done: &Transaction) -> String {
    let changed = match done.edits.as_slice() {
        [Edit::Annotation(Change { after: Some(annotation), .. })] => Some(annotation),
        _ => None,
    };
    let rank = changed.and_then(|annotation| session.annotations.rank(&session.text, annotation));
    rank.map(|rank| strings::rank(rank, session.annotations.len())).unwrap_or_default()
}

/// Whether two actions write the same field.
fn same_field(a: &Action, b: &Action) -> bool {
    match (a, b) {
        (Action::SetNote(a, _), Action::SetNote(b, _)) => a == b,
        (Action::SetAttribute(a, name, _), Action::SetAttribute(b, other, _)) => a == b && name == other,
        (Action::PutEntity(a), Action::PutEntity(b)) => a.id == b.id,
        (Action::Describe(_), Action::Describe(_)) => true,
        (Action::PutRelation(a), Action::PutRelation(b)) => a.id == b.id,
        _ => coding::variable(a).is_some_and(|name| coding::variable(b) == Some(name)),
    }
}

fn keeping_of(kept: &store::Keeping) -> Keeping {
    match kept {
        store::Keeping::Saved { .. } => Keeping::Saved,
        store::Keeping::NotSaved { reason, .. } => Keeping::NotSaved(reason.to_string().into()),
    }
}

/// Drops the focus of an annotation that is no longer there.
fn forget_what_is_gone(open: &mut Open) {
    let gone = |id: &AnnotationId| open.session.annotations.get(id).is_none();
    if open.view.focus.as_ref().is_some_and(gone) {
        open.view.card = None;
        open.view.focus = None;
        open.view.held = None;
    }
    if open.view.relating.as_ref().is_some_and(gone) {
        open.view.relating = None;
    }
}
