//! What is done with whole articles: opening, keeping, removing, taking away.

use super::{Desk, keeping_of};
use crate::browser::file;
use crate::browser::tabs::{self, Ask};
use crate::browser::{clock, page, scripting, segmenter};
use crate::format::native;
use crate::model::filter::Filter;
use crate::model::{CharPos, Description, Document, DocumentId, Session, Text, Timestamp, View};
use crate::store::{Keeper, Keeping as Kept, WriterToken};
use crate::ui::findings::Findings;
use crate::ui::state::{Access, Keeping, Line, Open, Over, Problems, Remedy};
use crate::ui::strings::{self, says};
use std::rc::Rc;
use yew::platform::spawn_local;

/// The article that a first visit opens on. Written for Rubricate.
const SAMPLE: &str = include_str!("../sample.txt");

/// How long a removed article can be put back, in milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1_000;

impl Desk {
    /// Opens the page's first document: what was open last, or the sample on a first visit. From then on scripts are
    /// answered.
    pub async fn start(&self) {
        let desk = self.clone();
        *self.0.channel.borrow_mut() = tabs::Channel::open(move |message| desk.hear(&message));
        let a_day_ago = Timestamp(clock::now().0 - DAY);
        if let Err(error) = self.0.library.purge_removed_before(a_day_ago) {
            self.change(|state| state.storage_fails = Some(error.to_string().into()));
        }
        self.refresh_library();
        if page::asks_for_safety() {
            self.lay_over(Over::Library);
        } else {
            self.open_first().await;
        }
        scripting::serve(self.clone());
    }

    async fn open_first(&self) {
        let kept = &self.state().library.kept;
        let sound = |id: &DocumentId| kept.iter().any(|listed| listed.id == *id && listed.damage.is_none());
        let last = self.0.library.current().ok().flatten().filter(sound);
        let newest = || kept.iter().find(|listed| listed.damage.is_none()).map(|listed| listed.id.clone());
        match last.or_else(newest) {
            Some(id) => self.open_kept(id).await,
            None if kept.is_empty() => self.open_sample(),
            None => self.lay_over(Over::Library),
        }
    }

    /// Opens the sample article, as a new document.
    pub fn open_sample(&self) {
        self.open_text(SAMPLE.to_owned(), false, says::SAMPLE);
    }

    /// Whether leaving the page now would lose what was done.
    pub fn would_lose_work(&self) -> bool {
        self.finish_typing();
        self.state().open.is_some_and(|open| open.access == Access::Here && open.keeping != Keeping::Saved)
    }

    /// Whether the open article may give way to another one: when its work is kept, or is kept after one more try. Says
    /// why not.
    pub(super) fn may_leave(&self) -> bool {
        if self.would_lose_work() {
            self.try_to_keep_again();
        }
        let may = !self.would_lose_work();
        if !may {
            self.clear_over();
            self.alarm(says::WORK_NOT_KEPT);
        }
        may
    }

    /// Opens a kept article. Whether it may be written is asked of the other tabs first; until it is there, the one that
    /// is open stays as it is.
    pub fn open(&self, id: DocumentId) {
        let desk = self.clone();
        spawn_local(async move { desk.open_kept(id).await });
    }

    async fn open_kept(&self, id: DocumentId) {
        if self.0.awaited.borrow().as_ref() == Some(&id) || !self.may_leave() {
            return;
        }
        *self.0.awaited.borrow_mut() = Some(id.clone());
        let opening = self.0.opening.get() + 1;
        self.0.opening.set(opening);
        let lock = self.ask_for_lock(&id, Ask::IfFree).await;
        if self.0.opening.get() == opening {
            self.0.awaited.borrow_mut().take();
            self.show_kept(&id, lock);
        }
    }

    pub(super) fn show_kept(&self, id: &DocumentId, lock: Option<tabs::Lock>) {
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
                let lines = problems.iter().map(Line::words).collect();
                self.tell_problems(says::PARTLY_READ, lines);
            }
            Err(error) => {
                self.put_notice(&error.to_string(), true, Some(Remedy::DownloadRaw(id.clone())));
                self.lay_over(Over::Library);
            }
        }
        self.refresh_library();
    }

    fn show(&self, session: Session, access: Access, keeping: Keeping, place: CharPos) {
        // While another tab was asked, someone may have gone on writing in the one that was open.
        self.finish_typing();
        self.let_go();
        name_window(&session.description);
        let _ = self.0.library.set_current(Some(&session.document.id));
        let jump = None;
        let view = View::default();
        let (find, filter, findings) = (None, Filter::default(), Findings::default());
        let open = Open { session, view, access, keeping, place, jump, remind: false, find, filter, findings };
        self.change(|state| {
            state.open = Some(open);
            state.over = None;
            state.list_shown = false;
        });
        self.jump(place, false);
        self.keep_focus_on_page();
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
    pub(super) fn let_go(&self) {
        self.finish_typing();
        self.0.snapshot_timer.borrow_mut().take();
        if let Some(mut keeper) = self.0.keeper.borrow_mut().take() {
            keeper.note_closing();
        }
        self.0.lock.borrow_mut().take();
    }

    pub(super) fn is_kept(&self, id: &DocumentId) -> bool {
        let library = self.state().library;
        library.kept.iter().chain(&library.bin).any(|listed| listed.id == *id)
    }

    pub(super) fn tell_problems(&self, title: &str, lines: Vec<Line>) {
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
        self.open_new(Session::new(text, document, description, self.labels_of_new_article()));
    }

    pub(super) fn open_new(&self, session: Session) {
        if !self.may_leave() {
            return;
        }
        self.0.awaited.borrow_mut().take();
        self.0.opening.set(self.0.opening.get() + 1);
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
        if open.as_ref().is_some_and(Open::is_read_only) {
            return self.alarm(says::RENAME_THIS_THERE);
        }
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
                return desk.alarm(says::RENAME_THERE);
            }
            let renamed = desk.0.library.rename(&id, &title, clock::now(), writer_token(), segmenter::last_grapheme);
            let refused = match renamed {
                Ok(Kept::Saved { .. }) => None,
                Ok(Kept::NotSaved { reason, .. }) => Some(reason.to_string()),
                Err(error) => Some(error.to_string()),
            };
            if let Some(why) = refused {
                desk.alarm(&says::not_renamed(why));
            }
            desk.refresh_library();
        });
    }

    /// Removes a kept article, unless another tab has it open. It stays in the bin for a day.
    pub fn remove_article(&self, id: &DocumentId) {
        let open = self.state().open.filter(|open| open.session.document.id == *id);
        let mut held = None;
        if open.as_ref().is_some_and(|open| !open.is_read_only()) {
            held = self.0.lock.borrow_mut().take();
            self.let_go();
        }
        let (desk, id) = (self.clone(), id.clone());
        spawn_local(async move {
            let lock = match held {
                Some(lock) => Some(lock),
                None => desk.ask_for_lock(&id, Ask::IfFree).await,
            };
            if lock.is_none() {
                return desk.alarm(says::REMOVE_THERE);
            }
            match desk.0.library.move_to_bin(&id, clock::now()) {
                Ok(()) => {
                    desk.refresh_library();
                    desk.say(says::REMOVED);
                    if open.is_some() {
                        desk.change(|state| state.open = None);
                        let _ = desk.0.library.set_current(None);
                    }
                }
                Err(error) => {
                    desk.alarm(&says::not_removed(error));
                    if open.is_some() {
                        desk.open(id);
                    }
                }
            }
        });
    }

    /// Puts a removed article back.
    pub fn put_back(&self, id: &DocumentId) {
        if let Err(error) = self.0.library.restore(id) {
            self.alarm(&says::not_put_back(error));
        }
        self.refresh_library();
    }

    /// Deletes a removed article for good.
    pub fn delete_for_good(&self, id: &DocumentId) {
        if let Err(error) = self.0.library.purge(id) {
            self.alarm(&says::not_deleted(error));
        }
        self.refresh_library();
    }

    /// Does what a message offers.
    pub fn remedy(&self, serial: u32, remedy: &Remedy) {
        match remedy {
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
        let open = self.state().open.map(|open| open.session.document.id.clone());
        self.let_go();
        match self.0.library.erase_everything() {
            Ok(()) => page::reload(),
            Err(error) => {
                self.alarm(&says::not_all_deleted(error));
                open.into_iter().for_each(|id| self.open(id));
            }
        }
    }

    /// Downloads the open document as JSON.
    pub fn download(&self) {
        self.finish_typing();
        let Some(open) = self.state().open else { return };
        let name = format!("{}.rubricate.json", file_stem(&open.session.description.title));
        if self.save_file(&name, &native::write(&open.session)) {
            self.note_download();
            self.say(&says::downloaded(&name));
        }
    }

    pub(super) fn save_file(&self, name: &str, content: &str) -> bool {
        self.save_file_of(name, "application/json", content)
    }

    /// Lets the browser save a file of this media type. Says why not where it cannot.
    pub(super) fn save_file_of(&self, name: &str, media_type: &str, content: &str) -> bool {
        match file::download(name, media_type, content) {
            Ok(()) => true,
            Err(words) => {
                self.alarm(&says::not_downloaded(name, words));
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

/// Names the window after the article.
pub(super) fn name_window(description: &Description) {
    let title = description.title.trim();
    page::set_title(&strings::page::window(title));
}

/// The first line with words, where it is short enough for a title.
pub(super) fn first_words(text: &str) -> Option<&str> {
    let line = text.lines().map(str::trim).find(|line| !line.is_empty())?;
    let line = line.trim_start_matches('#').trim();
    (1..=120).contains(&line.chars().count()).then_some(line)
}

/// A title as the stem of a file name: letters and digits of any script, and hyphens.
pub(super) fn file_stem(title: &str) -> String {
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
