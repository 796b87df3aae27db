//! What is done with whole articles: opening, keeping, taking over, taking away.

use super::{Desk, keeping_of};
use crate::browser::file::{self, PickedFile};
use crate::browser::tabs::{self, Ask, Message};
use crate::browser::{clock, page, segmenter};
use crate::format::{decode, native};
use crate::model::{CharPos, Description, Document, DocumentId, LabelSet, Session, Text, View};
use crate::store::follow::{Followed, follow};
use crate::store::{Keeper, Keeping as Kept, WriterToken};
use crate::ui::state::{Access, Keeping, Open, Over, Problems, Remedy};
use std::cell::RefCell;
use std::rc::Rc;
use yew::platform::spawn_local;

/// The article that a first visit opens on. Written for Rubricate.
const SAMPLE: &str = include_str!("../sample.txt");

/// How long to wait for another tab to let go of a document, in steps of [`WAIT_STEP`] milliseconds.
const WAIT_STEPS: u32 = 30;
const WAIT_STEP: u32 = 50;

impl Desk {
    /// Opens the page's first document: what was open last, or the sample on a first visit.
    pub fn start(&self) {
        let desk = self.clone();
        *self.0.channel.borrow_mut() = tabs::Channel::open(move |message| desk.hear(&message));
        if let Err(error) = self.0.library.empty_bin() {
            self.change(|state| state.storage_fails = Some(error.to_string().into()));
        }
        self.refresh_library();
        if page::asks_for_safety() {
            self.lay_over(Over::Library);
            return;
        }
        let kept = &self.state().library.kept;
        let sound = |id: &DocumentId| kept.iter().any(|listed| listed.id == *id && listed.damage.is_none());
        let last = self.0.library.current().ok().flatten().filter(sound);
        let newest = || kept.iter().find(|listed| listed.damage.is_none()).map(|listed| listed.id.clone());
        match last.or_else(newest) {
            Some(id) => self.open(id),
            None if kept.is_empty() => self.open_sample(),
            None => self.lay_over(Over::Library),
        }
    }

    /// Opens the sample article, as a new document.
    pub fn open_sample(&self) {
        self.open_text(SAMPLE.to_owned(), false, "Rubricate’s sample article");
    }

    /// Opens a kept article. Whether it may be written is asked of the other tabs first.
    pub fn open(&self, id: DocumentId) {
        self.let_go();
        let serial = self.next_serial();
        let desk = self.clone();
        spawn_local(async move {
            let lock = desk.ask_for_lock(&id, Ask::IfFree).await;
            if desk.0.serial.get() == serial || desk.state().open.is_none() {
                desk.show_kept(&id, lock);
            }
        });
    }

    async fn ask_for_lock(&self, id: &DocumentId, ask: Ask) -> Option<tabs::Lock> {
        let (desk, lost) = (self.clone(), id.clone());
        tabs::lock(&format!("rubricate/1/doc/{id}"), ask, move || desk.lose(&lost)).await
    }

    fn show_kept(&self, id: &DocumentId, lock: Option<tabs::Lock>) {
        let library = &self.0.library;
        let place = library.place(id).ok().flatten().unwrap_or_default();
        let opened = match lock {
            Some(lock) => library.open(id, writer_token(), segmenter::last_grapheme).map(|opened| {
                self.show(opened.session, Access::Here, Keeping::Saved, place);
                *self.0.lock.borrow_mut() = Some(lock);
                self.hold(opened.keeper);
                opened.problems
            }),
            None => library.read(id, segmenter::last_grapheme).map(|reading| {
                self.show(reading.session, Access::Elsewhere, Keeping::Saved, place);
                reading.problems
            }),
        };
        match opened {
            Ok(problems) => {
                let lines = problems.iter().map(ToString::to_string).collect();
                self.tell_problems("Some of what was kept could not be read", lines);
            }
            Err(error) => {
                self.put_notice(&error.to_string(), true, Some(Remedy::DownloadRaw(id.clone())));
                self.lay_over(Over::Library);
            }
        }
        self.refresh_library();
    }

    fn show(&self, session: Session, access: Access, keeping: Keeping, place: CharPos) {
        page::set_title(&format!("{} – Rubricate", title_of(&session.description)));
        let _ = self.0.library.set_current(Some(&session.document.id));
        let jump = None;
        let view = View::default();
        let open = Open { session, view, access, keeping, place, jump, remind: false };
        self.change(|state| {
            state.open = Some(open);
            state.over = None;
            state.list_shown = false;
        });
        self.jump(place, false);
    }

    /// From now on this tab writes the open document through `keeper`.
    pub(super) fn hold(&self, keeper: Keeper) {
        let keeping = keeping_of(keeper.keeping());
        *self.0.keeper.borrow_mut() = Some(keeper);
        self.change_open(|open| {
            open.access = Access::Here;
            open.keeping = keeping;
        });
    }

    /// Finishes what is being written, and lets go of the open document.
    fn let_go(&self) {
        self.finish_typing();
        self.0.snapshot_timer.borrow_mut().take();
        if let Some(mut keeper) = self.0.keeper.borrow_mut().take() {
            keeper.note_closing();
        }
        self.0.lock.borrow_mut().take();
    }

    /// Another tab took the lock away.
    fn lose(&self, id: &DocumentId) {
        let is_open = self.state().open.is_some_and(|open| open.session.document.id == *id);
        if is_open && self.0.keeper.borrow().is_some() {
            self.0.keeper.borrow_mut().take();
            self.0.lock.borrow_mut().take();
            self.change_open(|open| open.access = Access::Elsewhere);
            self.say("Another tab took this article over.");
        }
    }

    fn hear(&self, message: &Message) {
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
                self.say("Another tab took this article over.");
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
                desk.show_kept(&id, lock);
                desk.say("This article is yours to change.");
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
        let Some(key) = key else { return };
        match follow(&open.session, key, value) {
            Followed::Ignored => {}
            Followed::Advanced(session) => self.change_open(|open| {
                open.session = *session;
                super::forget_what_is_gone(open);
            }),
            Followed::Reload => {
                if let Ok(reading) = self.0.library.read(&open.session.document.id, segmenter::last_grapheme) {
                    self.change_open(|open| {
                        open.session = reading.session;
                        super::forget_what_is_gone(open);
                    });
                }
            }
        }
    }

    /// Opens the files that were picked or dropped.
    pub fn open_files(&self, files: Vec<PickedFile>) {
        let desk = self.clone();
        spawn_local(async move {
            for file in files {
                desk.open_file(&file).await;
            }
        });
    }

    async fn open_file(&self, file: &PickedFile) {
        let name = file.name();
        let (bytes, limit) = (file.size(), decode::limit(&name));
        if bytes > limit {
            let error = decode::DecodeError::TooLarge { bytes, limit };
            return self.alarm(&format!("{name} was not opened. {error}"));
        }
        let bytes = match file.bytes().await {
            Ok(bytes) => bytes,
            Err(words) => return self.alarm(&format!("{name} could not be read. {words}")),
        };
        let decoded = match decode::text(&bytes) {
            Ok(decoded) => decoded,
            Err(error) => return self.alarm(&format!("{name} was not opened. {error}")),
        };
        match decode::kind(&name, &decoded.text) {
            decode::Kind::Text => self.open_text(decoded.text, decoded.byte_order_mark, &name),
            decode::Kind::RubricateJson | decode::Kind::OtherJson => self.open_json(&name, &decoded.text),
        }
    }

    fn open_json(&self, name: &str, json: &str) {
        let reading = match native::read(json, segmenter::last_grapheme) {
            Ok(reading) => reading,
            Err(error) => return self.alarm(&format!("{name} was not opened. {error}")),
        };
        let mut session = reading.session;
        if self.is_kept(&session.document.id) {
            let id = DocumentId::from_bits(clock::random_bits());
            session.document = Rc::new(Document { id, ..(*session.document).clone() });
            self.notify(
                "An article with this file’s name is kept here already. The file was opened as a second one.",
                None,
            );
        }
        self.open_new(session);
        let problems = reading.problems.iter().map(ToString::to_string).collect();
        self.tell_problems(&format!("Not everything in {name} could be used"), problems);
    }

    fn is_kept(&self, id: &DocumentId) -> bool {
        let library = self.state().library;
        library.kept.iter().chain(&library.bin).any(|listed| listed.id == *id)
    }

    fn tell_problems(&self, title: &str, lines: Vec<String>) {
        if !lines.is_empty() {
            self.lay_over(Over::Problems(Rc::new(Problems { title: title.to_owned(), lines })));
        }
    }

    /// Makes a document of a text, frozen from now on, and opens it.
    pub fn open_text(&self, text: String, byte_order_mark: bool, source: &str) {
        let title = first_words(&text).unwrap_or(source).to_owned();
        self.open_titled(text, byte_order_mark, &title, source);
    }

    /// The same, with a title.
    pub fn open_titled(&self, text: String, byte_order_mark: bool, title: &str, source: &str) {
        let document = Document {
            id: DocumentId::from_bits(clock::random_bits()),
            created: clock::now(),
            byte_order_mark,
            unknown: crate::model::session::UnknownParts::default(),
        };
        let description = Description { title: title.into(), source: source.into(), note: "".into() };
        let text = Rc::new(Text::new(text, segmenter::last_grapheme));
        self.open_new(Session::new(text, document, description, LabelSet::ontonotes()));
    }

    fn open_new(&self, session: Session) {
        self.let_go();
        let id = session.document.id.clone();
        let added = self.0.library.add(&session, writer_token(), clock::now());
        let keeping = match &added {
            Ok(_) => Keeping::Saved,
            Err(error) => Keeping::NotSaved(error.to_string().into()),
        };
        self.show(session, Access::Here, keeping, CharPos(0));
        if let Ok(keeper) = added {
            self.hold(keeper);
            let desk = self.clone();
            spawn_local(async move {
                let lock = desk.ask_for_lock(&id, Ask::IfFree).await;
                if desk.state().open.is_some_and(|open| open.session.document.id == id) {
                    *desk.0.lock.borrow_mut() = lock;
                }
            });
        }
        self.refresh_library();
    }

    /// Reads the list of kept articles again.
    pub fn refresh_library(&self) {
        let listed = self.0.library.list();
        self.change(|state| match listed {
            Ok(listing) => state.library = Rc::new(listing),
            Err(error) => state.storage_fails = Some(error.to_string().into()),
        });
    }

    /// Gives a kept article another title.
    pub fn rename(&self, id: &DocumentId, title: &str) {
        let open = self.state().open.filter(|open| open.session.document.id == *id);
        if open.is_some() {
            let title: Rc<str> = title.into();
            self.describe(|description| description.title = title);
            self.finish_typing();
            return self.refresh_library();
        }
        let (desk, id, title) = (self.clone(), id.clone(), title.to_owned());
        spawn_local(async move {
            let lock = desk.ask_for_lock(&id, Ask::IfFree).await;
            if lock.is_none() {
                return desk.alarm("That article is open in another tab. Rename it there.");
            }
            let renamed = desk.0.library.rename(&id, &title, clock::now(), writer_token(), segmenter::last_grapheme);
            let refused = match renamed {
                Ok(Kept::Saved { .. }) => None,
                Ok(Kept::NotSaved { reason, .. }) => Some(reason.to_string()),
                Err(error) => Some(error.to_string()),
            };
            if let Some(why) = refused {
                desk.alarm(&format!("The article could not be renamed. {why}"));
            }
            desk.refresh_library();
        });
    }

    /// Removes a kept article. It stays in the bin until the page is opened again.
    pub fn remove_article(&self, id: &DocumentId) {
        let is_open = self.state().open.is_some_and(|open| open.session.document.id == *id);
        if is_open {
            self.let_go();
        }
        match self.0.library.move_to_bin(id, clock::now()) {
            Ok(()) => {
                let listed = self.state().library.kept.iter().find(|listed| listed.id == *id).cloned();
                let title = listed.and_then(|listed| listed.meta).map(|meta| meta.title).unwrap_or_default();
                self.refresh_library();
                self.notify(&format!("Removed “{title}”."), Some(Remedy::Restore(id.clone())));
                if is_open {
                    self.change(|state| state.open = None);
                    let _ = self.0.library.set_current(None);
                }
            }
            Err(error) => self.alarm(&format!("The article could not be removed. {error}")),
        }
    }

    /// Does what a message offers.
    pub fn remedy(&self, serial: u32, remedy: &Remedy) {
        match remedy {
            Remedy::Restore(id) => {
                if let Err(error) = self.0.library.restore(id) {
                    self.alarm(&format!("The article could not be put back. {error}"));
                }
                self.refresh_library();
                if self.state().open.is_none() {
                    self.open(id.clone());
                }
            }
            Remedy::DownloadRaw(id) => self.download_raw(id),
        }
        self.dismiss(serial);
    }

    /// Downloads what storage holds of an article, as it is.
    pub fn download_raw(&self, id: &DocumentId) {
        match self.0.library.raw(id) {
            Ok(raw) => drop(self.save_file(&format!("rubricate-{id}-raw.json"), &raw)),
            Err(error) => self.alarm(&error.to_string()),
        }
    }

    /// Removes everything that Rubricate keeps in this browser, and starts again.
    pub fn erase_everything(&self) {
        self.let_go();
        match self.0.library.erase_everything() {
            Ok(()) => page::reload(),
            Err(error) => self.alarm(&format!("Not everything could be deleted. {error}")),
        }
    }

    /// Downloads the open document as JSON.
    pub fn download(&self) {
        self.finish_typing();
        let Some(open) = self.state().open else { return };
        let name = format!("{}.rubricate.json", file_stem(&open.session.description.title));
        if self.save_file(&name, &native::write(&open.session)) {
            if let Some(keeper) = self.0.keeper.borrow_mut().as_mut() {
                keeper.note_export(&open.session);
            }
            self.change_open(|open| open.remind = false);
            self.say(&format!("Downloaded {name}."));
        }
    }

    fn save_file(&self, name: &str, content: &str) -> bool {
        match file::download(name, "application/json", content) {
            Ok(()) => true,
            Err(words) => {
                self.alarm(&format!("The browser could not save {name}. {words}"));
                false
            }
        }
    }

    /// Takes the reminder away.
    pub fn dismiss_reminder(&self) {
        self.change_open(|open| open.remind = false);
    }

    /// Remembers where the text stands.
    pub fn remember_place(&self, place: CharPos) {
        let Some(open) = self.state().open.filter(|open| open.place != place) else { return };
        // A place that is not remembered costs nothing but a scroll.
        let _ = self.0.library.set_place(&open.session.document.id, place);
        self.0.state.borrow_mut().open.iter_mut().for_each(|open| open.place = place);
    }
}

/// What an article is called in lists.
pub fn title_of(description: &Description) -> &str {
    if description.title.trim().is_empty() { "Untitled article" } else { &description.title }
}

/// The first line with words, where it is short enough for a title.
fn first_words(text: &str) -> Option<&str> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let line = line.trim_start_matches('#').trim();
    (1..=120).contains(&line.chars().count()).then_some(line)
}

/// A title as the stem of a file name: letters and digits of any script, and hyphens.
fn file_stem(title: &str) -> String {
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let stem = words.collect::<Vec<_>>().join("-").to_lowercase();
    let stem: String = stem.chars().take(60).collect();
    if stem.is_empty() { "article".to_owned() } else { stem.trim_end_matches('-').to_owned() }
}

/// A token that no other tab has.
pub(super) fn writer_token() -> WriterToken {
    WriterToken::new(&format!("{:016x}", clock::random_bits()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_file_name() {
        let cases = [
            ("Harbour vote: 7–2!", "harbour-vote-7-2"),
            ("../../etc/passwd", "etc-passwd"),
            ("<script>", "script"),
            ("Москва́ говорит", "москва-говорит"),
            ("", "article"),
        ];
        for (title, expected) in cases {
            assert_eq!(file_stem(title), expected, "{title}");
        }
    }

    #[test]
    fn a_short_first_line_is_the_title() {
        assert_eq!(first_words("\n\n# Ferry vote \nMore."), Some("Ferry vote"));
        assert_eq!(first_words(&"long ".repeat(99)), None);
        assert_eq!(first_words(" \n"), None);
    }
}
