//! What goes to other tools and comes from them. The formats are in a program of their own, in a worker.

use super::Desk;
use super::documents::{file_stem, first_words, writer_token};
use crate::browser::converter::Failure;
use crate::browser::{clock, file, segmenter};
use crate::format::exchange::message::{Answer, Arrival, Choices, Doubt, Entry, Request, Told};
use crate::format::{decode, label_set, native};
use crate::model::session::Records;
use crate::model::{Action, Annotation, AnnotationId, Attachment, Description, Document, DocumentId, Session};
use crate::ui::state::{Asked, Line, Open, Over, Problems};
use crate::ui::strings::{deeds, exchange as strings, says};
use crate::ui::words;
use std::rc::Rc;
use yew::platform::spawn_local;
use yew::prelude::*;

/// A file that was written and waits to be downloaded.
#[derive(PartialEq, Debug)]
pub struct Prepared {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// What is in it.
    pub file: Vec<u8>,
    /// What is not in it.
    pub losses: Vec<Told>,
    /// The ids of the formats that would lose nothing.
    pub lossless: Vec<String>,
    /// The titles of the documents in it.
    pub titles: Vec<Rc<str>>,
    /// Whether it is our own JSON of the open article.
    is_copy: bool,
}

/// A file that is being opened.
#[derive(Clone, PartialEq, Debug)]
pub struct Arriving {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub bytes: Rc<Vec<u8>>,
}

/// How long a file may take, in milliseconds, before a dialog says that it is being read.
const SIGN_DELAY: u32 = 300;

impl Desk {
    async fn ask(&self, request: &Request, parts: &[Vec<u8>]) -> Result<(Answer, Vec<Vec<u8>>), String> {
        let answered = self.0.converter.ask(&request.write(), parts).await;
        let (message, parts) = answered.map_err(|failure| strings::failure(&failure))?;
        match Answer::read(&message)? {
            Answer::Failed(why) => Err(why),
            answer => Ok((answer, parts)),
        }
    }

    /// Ends what the worker does.
    pub fn stop_converting(&self) {
        self.0.converter.stop();
    }

    /// Tells which formats are written.
    pub fn tell_formats(&self, told: Callback<Result<Rc<Vec<Entry>>, String>>) {
        let desk = self.clone();
        spawn_local(async move {
            let formats = match desk.ask(&Request::Formats, &[]).await {
                Ok((Answer::Formats(entries), _)) => Ok(Rc::new(entries)),
                Ok(_) => Err(strings::failure(&Failure::NoWorker)),
                Err(why) => Err(why),
            };
            desk.keep_focus_on_page();
            told.emit(formats);
        });
    }

    /// Writes the open article, or all that are kept, in a format; `told` gets the file and what is not in it.
    pub fn prepare(&self, entry: &Entry, choices: Choices, all: bool, told: Callback<Result<Rc<Prepared>, String>>) {
        self.finish_typing();
        let sessions =
            if all { self.all_articles() } else { self.state().open.map(|open| open.session).into_iter().collect() };
        let is_copy = !all && entry.id == native::FORMAT;
        let (desk, format) = (self.clone(), entry.id.clone());
        spawn_local(async move {
            let written = desk.written(&format, choices, sessions).await;
            desk.keep_focus_on_page();
            told.emit(written.map(|prepared| Rc::new(Prepared { is_copy, ..prepared })));
        });
    }

    /// Articles in the format of this id. Our own JSON of one of them is written here, all else by the worker.
    pub(super) async fn written(
        &self,
        format: &str,
        choices: Choices,
        sessions: Vec<Session>,
    ) -> Result<Prepared, String> {
        let titles: Vec<Rc<str>> = sessions.iter().map(|session| Rc::clone(&session.description.title)).collect();
        let stem = match titles.as_slice() {
            [title] => file_stem(title),
            _ => strings::ALL_FILE.to_owned(),
        };
        let mut parts: Vec<Vec<u8>> = sessions.iter().map(|session| native::write(session).into_bytes()).collect();
        if let (native::FORMAT, [file]) = (format, parts.as_mut_slice()) {
            return Ok(Prepared {
                name: format!("{stem}.rubricate.json"),
                media_type: "application/json".to_owned(),
                file: std::mem::take(file),
                losses: Vec::new(),
                lossless: vec![format.to_owned()],
                titles,
                is_copy: false,
            });
        }
        let request = Request::Write { format: format.to_owned(), choices };
        let (Answer::Written { extension, media_type, losses, lossless }, mut files) =
            self.ask(&request, &parts).await?
        else {
            return Err(strings::failure(&Failure::NoWorker));
        };
        let (name, file) = (format!("{stem}.{extension}"), files.pop().unwrap_or_default());
        Ok(Prepared { name, media_type, file, losses, lossless, titles, is_copy: false })
    }

    /// The open article as it is, and all others that can be read.
    fn all_articles(&self) -> Vec<Session> {
        let state = self.state();
        let open = state.open.as_ref().map(|open| &open.session);
        let of = |id: &DocumentId| match open.filter(|session| session.document.id == *id) {
            Some(session) => Some(session.clone()),
            None => self.0.library.read(id, segmenter::last_grapheme).ok().map(|reading| reading.session),
        };
        state.library.kept.iter().filter_map(|listed| of(&listed.id)).collect()
    }

    /// Downloads a file that was prepared.
    pub fn download_prepared(&self, prepared: &Prepared) {
        let Prepared { name, media_type, file, is_copy, .. } = prepared;
        match file::download_bytes(name, media_type, file) {
            Err(words) => self.alarm(&says::not_downloaded(name, words)),
            Ok(()) => {
                if *is_copy {
                    self.note_download();
                }
                self.clear_over();
                self.say(&says::downloaded(name));
            }
        }
    }

    /// Lets the worker read a file, of a format if one was chosen, and takes in what comes of it. Where it is of no known
    /// format, `otherwise` says what to do.
    pub(super) async fn convert(
        &self,
        arriving: &Arriving,
        format: Option<String>,
        otherwise: impl FnOnce(&Desk) -> Vec<Line>,
    ) -> Vec<Line> {
        self.finish_typing();
        let name = arriving.name.clone();
        let open = self.state().open.filter(|open| !open.is_read_only()).map(|open| open.session);
        let mut parts = vec![arriving.bytes.to_vec(), label_set::write(&self.labels_of_new_article()).into_bytes()];
        parts.extend(open.iter().map(|open| native::write(open).into_bytes()));
        let request = Request::Read { name: name.clone(), format, at: clock::now().0 };
        // Only where it takes a while is it worth a sign.
        let (desk, shown) = (self.clone(), Over::Converting(name.as_str().into()));
        let sign = clock::after(SIGN_DELAY, move || desk.change(|state| state.over = Some(shown)));
        let answered = self.ask(&request, &parts).await;
        drop(sign);
        if matches!(self.state().over, Some(Over::Converting(_))) {
            self.clear_over();
        }
        match answered {
            Err(why) => {
                self.alarm(&says::not_opened(&name, why));
                if decode::is_text_name(&name) {
                    self.lay_over(Over::Ask(Rc::new(Asked::Format(arriving.clone(), Vec::new(), Doubt::NotLooked))));
                }
                Vec::new()
            }
            Ok((Answer::Unknown, _)) => otherwise(self),
            Ok((Answer::Ambiguous(entries, doubt), _)) => {
                self.lay_over(Over::Ask(Rc::new(Asked::Format(arriving.clone(), entries, doubt))));
                Vec::new()
            }
            Ok((Answer::Read { documents, left_out, problems }, files)) => {
                self.take_in(&name, open.as_ref(), (&documents, left_out), &files, problems)
            }
            Ok(_) => Vec::new(),
        }
    }

    /// Reads a file as of the format that someone chose.
    pub fn open_as(&self, arriving: &Arriving, format: String) {
        let (desk, arriving) = (self.clone(), arriving.clone());
        spawn_local(async move {
            let lines = desk.convert(&arriving, Some(format), |_| Vec::new()).await;
            desk.tell_problems(&strings::of_file(&arriving.name), lines);
        });
    }

    /// Takes the documents of a file in: new ones into the library, of which the first is opened, and records for the open one
    /// to it, `asked_with` as it was when the worker was asked. Behind the documents is how many could not be read.
    fn take_in(
        &self,
        name: &str,
        asked_with: Option<&Session>,
        (arrivals, unread): (&[Arrival], usize),
        files: &[Vec<u8>],
        problems: Vec<Told>,
    ) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut fresh = Vec::new();
        let mut attached = false;
        for (arrival, file) in arrivals.iter().zip(files) {
            let json = String::from_utf8_lossy(file);
            match native::read(&json, segmenter::last_grapheme) {
                Err(error) => lines.push(Line::words(says::not_opened(name, error))),
                Ok(reading) if arrival.is_open => {
                    attached = true;
                    lines.extend(asked_with.and_then(|before| self.attach(name, before, &reading.session)));
                }
                Ok(reading) => fresh.push(named(reading.session, name)),
            }
        }
        let several = fresh.len() > 1;
        // The last first, so that the library lists them as the file does.
        let mut kept = 0;
        for session in fresh.iter().skip(1).rev() {
            match self.0.library.add(&self.with_free_id(session.clone()), writer_token(), clock::now()) {
                Ok(mut keeper) => {
                    keeper.note_closing();
                    kept += 1;
                }
                Err(error) => {
                    lines.push(Line::words(strings::not_kept(&session.description.title, error)));
                    break;
                }
            }
        }
        let first = fresh.into_iter().next();
        let opened = first.is_some();
        if let Some(session) = first {
            if self.is_kept(&session.document.id) {
                self.notify(says::KEPT_ALREADY, None);
            }
            self.open_new(self.with_free_id(session));
        }
        let counts = arrivals.iter().fold((0, 0, 0), |(read, repaired, left_out), arrival| {
            (read + arrival.read, repaired + arrival.repaired, left_out + arrival.left_out)
        });
        let report = strings::report((arrivals.len(), unread), counts);
        if several {
            self.notify(&strings::many(kept + 1, name), None);
        }
        self.say(&report);
        if !problems.is_empty() {
            lines.insert(0, Line::words(report));
        }
        // What is open can be gone to: the first document of the file, or the one that records were added to.
        let shown =
            (attached || opened).then(|| arrivals.iter().position(|arrival| arrival.is_open == attached)).flatten();
        lines.extend(problems.into_iter().map(|told| {
            let there = shown == Some(told.document);
            let jump = told.records.first().filter(|_| there).and_then(|id| AnnotationId::new(id));
            Line { words: told.words, jump }
        }));
        lines
    }

    pub(super) fn with_free_id(&self, session: Session) -> Session {
        if !self.is_kept(&session.document.id) {
            return session;
        }
        let id = DocumentId::from_bits(clock::random_bits());
        Session { document: Rc::new(Document { id, ..(*session.document).clone() }), ..session }
    }

    /// Adds to the open article what `with` has more than it had `before`, as one change. Where that cannot be, the words for
    /// why come back.
    fn attach(&self, name: &str, before: &Session, with: &Session) -> Option<Line> {
        let Some(attachment) = attachment(name, before, with) else {
            self.notify(strings::NOTHING_NEW, None);
            return None;
        };
        // Someone may have gone on writing while the file was read.
        self.finish_typing();
        let is_same = |open: &Open| open.session.document.id == before.document.id && !open.is_read_only();
        let Some(open) = self.state().open.filter(is_same) else {
            return Some(Line::words(strings::NO_LONGER_OPEN));
        };
        match self.attempt(&open, Action::Attach(attachment)) {
            Ok(()) => {
                let open = self.state().open;
                let done = open.as_ref().and_then(|open| Some((open, open.session.history.next_undo()?)));
                let name = done.map(|(Open { session, .. }, done)| words::transaction(done, session));
                self.notify(&strings::attached(&deeds::done(&name.unwrap_or_default())), None);
                None
            }
            Err(error) => Some(Line::words(error)),
        }
    }

    /// Downloads a report that is too long to be shown.
    pub fn download_report(&self, problems: &Problems) {
        let lines: String = problems.lines.iter().map(|line| line.words.clone() + "\n").collect();
        if let Err(words) = file::download(strings::REPORT_FILE, "text/plain", &lines) {
            self.alarm(&says::not_downloaded(strings::REPORT_FILE, words));
        }
    }

    /// Notes that the open article was downloaded whole.
    pub(super) fn note_download(&self) {
        let Some(open) = self.state().open else { return };
        if let Some(keeper) = self.0.keeper.borrow_mut().as_mut() {
            keeper.note_export(&open.session);
        }
        self.change_open(|open| open.remind = false);
    }
}

/// The document of a file that does not say what it is called: after its first words, or the file.
fn named(session: Session, file: &str) -> Session {
    if !session.description.title.trim().is_empty() {
        return session;
    }
    let title = first_words(session.text.as_str()).unwrap_or(file).into();
    let source = match &*session.description.source {
        "" => file.into(),
        source => source.into(),
    };
    let description = Description { title, source, ..(*session.description).clone() };
    Session { description: Rc::new(description), ..session }
}

/// What one session has more than another one, or `None` where that is nothing.
fn attachment(source: &str, before: &Session, after: &Session) -> Option<Attachment> {
    let labels = (*before.labels != *after.labels).then(|| (*after.labels).clone());
    let entities = after.entities.values().filter(|entity| !before.entities.contains_key(&entity.id));
    let is_new = |annotation: &&Rc<Annotation>| before.annotations.get(&annotation.id).is_none();
    let relations = after.relations.values().filter(|relation| !before.relations.contains_key(&relation.id));
    let codes = after.codes.values().filter(|code| before.codes.get(&code.name) != Some(*code));
    let records = Records {
        entities: entities.map(|entity| (**entity).clone()).collect(),
        annotations: after.annotations.iter(&after.text).filter(is_new).map(|added| (**added).clone()).collect(),
        relations: relations.map(|relation| (**relation).clone()).collect(),
        codes: codes.map(|code| (**code).clone()).collect(),
    };
    let is_some = labels.is_some() || records != Records::default();
    is_some.then(|| Attachment { source: source.into(), labels, records })
}
