//! The write side of one document: one entry for each command, a snapshot now and then.
//!
//! What is written, in this order, and what a crash between any two steps leaves behind:
//!
//! - *A command*: its entry. Either it is there or it is not.
//! - *A snapshot*: the new one, under a key of its own; it is read back and compared; then the old one and the entries
//!   before the new one go. Until the comparison has succeeded, the old one and its entries are all there.
//! - *What the list says*: after a snapshot, when the title changes, after an export, and on closing. It is read
//!   for the list only, and put right on opening.
//!
//! An entry that storage refused waits, and all entries after it wait behind it, so that the numbers in storage never
//! have a gap. Each later command offers the first of them again, which costs little while storage goes on refusing.

use super::keys::{Key, Part};
use super::recovery::Stored;
use super::slots::{SlotError, Slots, units};
use crate::format::journal;
use crate::format::meta::{self, Meta};
use crate::format::snapshot::{self, TextDigest};
use crate::model::{Command, DocumentId, Session, Timestamp};
use std::collections::VecDeque;
use std::fmt;
use std::rc::Rc;

/// Writes one document, as long as this tab may.
pub struct Keeper {
    slots: Rc<dyn Slots>,
    id: DocumentId,
    token: WriterToken,
    /// Whether the token was written.
    pub(super) claimed: bool,
    digest: TextDigest,
    stored: Stored,
    /// Entries that were refused, with their revisions, from `stored.saved + 1` on without gaps.
    waiting: VecDeque<(u64, String)>,
    /// How far the journal was when a snapshot was last tried: its revision and its UTF-16 units.
    tried: (u64, usize),
    /// The latest revision that was handed over.
    latest: u64,
    /// Why nothing will be written any more.
    over: Option<NotSavedReason>,
    meta: Meta,
    keeping: Keeping,
}

/// Whether the work is kept. It says all there is to say, and not what has changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Keeping {
    /// Everything is.
    Saved {
        /// The revision that is.
        revision: u64,
    },
    /// Not everything is.
    NotSaved {
        /// The revision that is kept, if anything is.
        revision_saved: Option<u64>,
        /// Why.
        reason: NotSavedReason,
    },
}

/// Why work is not kept. In words that a person can act on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotSavedReason {
    /// Storage refused.
    Storage(SlotError),
    /// Another tab has taken over the document.
    OpenElsewhere,
    /// The document has been deleted from storage.
    Gone,
}

impl fmt::Display for NotSavedReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Storage(error) => error.fmt(f),
            Self::OpenElsewhere => write!(f, "This article has been taken over by another tab. Go on there."),
            Self::Gone => {
                write!(f, "This article has been deleted from this browser. Download it if you want to keep it.")
            }
        }
    }
}

impl From<SlotError> for NotSavedReason {
    fn from(error: SlotError) -> Self {
        Self::Storage(error)
    }
}

/// What the tab that may write a document is known by. Each tab makes up its own, at random.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WriterToken(Rc<str>);

impl WriterToken {
    /// The token that reads like this.
    pub fn new(token: &str) -> Self {
        Self(token.into())
    }

    /// The token as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Keeper {
    /// After how many UTF-16 units of entries a snapshot is due at the earliest.
    pub const SNAPSHOT_UNITS: usize = 32 * 1024;

    /// After how many entries a snapshot is due at the latest.
    pub const SNAPSHOT_ENTRIES: u64 = 1_000;

    /// After how many edits that are in no file the reader is reminded.
    pub const REMINDER_EDITS: u64 = 50;

    /// A keeper of a document of which `stored` lies in storage. Writes nothing.
    pub(super) fn new(
        slots: Rc<dyn Slots>,
        id: DocumentId,
        token: WriterToken,
        digest: TextDigest,
        stored: Stored,
        meta: Meta,
    ) -> Self {
        let mut keeper = Self {
            keeping: Keeping::Saved { revision: stored.saved },
            tried: (stored.snapshot, 0),
            latest: stored.saved,
            slots,
            id,
            token,
            claimed: false,
            digest,
            stored,
            waiting: VecDeque::new(),
            over: None,
            meta,
        };
        keeper.settle(Ok(()));
        keeper
    }

    /// The document that it writes.
    pub fn document(&self) -> &DocumentId {
        &self.id
    }

    /// Whether the work is kept.
    pub fn keeping(&self) -> &Keeping {
        &self.keeping
    }

    /// Writes the command that led to `after`: one entry and nothing else, unless the title changed with it.
    ///
    /// Every command has to be handed over, in order; after a gap a snapshot is tried instead.
    pub fn keep(&mut self, command: &Command, after: &Session) -> &Keeping {
        let next = self.waiting.back().map_or(self.stored.saved, |(revision, _)| *revision) + 1;
        let retitled = self.describe(after, command.at);
        self.latest = self.latest.max(after.revision);
        if after.revision != next {
            return self.snapshot(after);
        }
        self.waiting.push_back((after.revision, journal::write(command)));
        let outcome = self.make_ready().and_then(|()| self.write_waiting());
        if retitled && outcome.is_ok() {
            self.write_meta();
        }
        self.settle(outcome)
    }

    /// Offers again what was refused, as after something was deleted.
    pub fn retry(&mut self) -> &Keeping {
        let outcome = self.make_ready().and_then(|()| self.write_waiting());
        self.settle(outcome)
    }

    /// Looks whether another tab has taken over. Writes nothing.
    pub fn look_for_other_writer(&mut self) -> &Keeping {
        let outcome = if self.claimed { self.still_ours() } else { Ok(()) };
        self.settle(outcome)
    }

    /// Whether the journal has grown enough to make a snapshot worth its cost, so that an edit costs the same however
    /// long one annotates. After a snapshot that was refused, it is due again when the journal has grown as much again.
    pub fn snapshot_due(&self) -> bool {
        let Stored { saved, journal_units, snapshot_units, .. } = self.stored;
        let (revision, units) = self.tried;
        let due = journal_units.saturating_sub(units) > Self::SNAPSHOT_UNITS.max(snapshot_units / 2)
            || saved.saturating_sub(revision) >= Self::SNAPSHOT_ENTRIES;
        due && self.waiting.is_empty() && self.over.is_none()
    }

    /// Writes a snapshot of the session as it is now, reads it back, and takes away what it replaces.
    ///
    /// When it is refused, the journal goes on as before, so that work which is kept stays *saved*. Costs time in
    /// proportion to the session.
    pub fn snapshot(&mut self, session: &Session) -> &Keeping {
        self.latest = self.latest.max(session.revision);
        if session.revision < self.stored.saved {
            return &self.keeping;
        }
        let outcome = self.make_ready().and_then(|()| self.write_snapshot(session));
        self.tried = (self.stored.saved, self.stored.journal_units);
        let outcome = outcome.and_then(|()| {
            self.take_litter_away();
            self.write_meta();
            self.write_waiting()
        });
        self.settle(outcome)
    }

    /// Remembers that this session was taken away as a file.
    pub fn note_export(&mut self, session: &Session) {
        self.meta.exported = Some(session.revision);
        self.write_meta_if_ready();
    }

    /// Whether to tell the reader now that the work lives only in this browser: once for each document, after
    /// [`Keeper::REMINDER_EDITS`] that are in no file. Remembers that it said so.
    pub fn reminder_due(&mut self, session: &Session) -> bool {
        let edits = session.revision.saturating_sub(self.meta.exported.unwrap_or(0));
        let due = !self.meta.reminded && edits >= Self::REMINDER_EDITS;
        if due {
            self.meta.reminded = true;
            self.write_meta_if_ready();
        }
        due
    }

    /// Brings the list of articles up to date: for when the document is closed, or the page hidden.
    pub fn note_closing(&mut self) {
        self.write_meta_if_ready();
    }

    /// Writes the token: from here on no other keeper of this document writes.
    pub(super) fn claim(&mut self) -> Result<(), SlotError> {
        self.slots.set(&self.key(Part::Writer), self.token.as_str())?;
        self.claimed = true;
        Ok(())
    }

    /// Takes away what is useless, and sets aside what cannot be used, as far as storage lets it.
    pub(super) fn tidy_up(&mut self) {
        self.take_litter_away();
        // What could not be moved now is tried again before anything is written.
        let _ = self.set_aside();
    }

    fn key(&self, part: Part) -> String {
        Key::Document(self.id.clone(), part).to_string()
    }

    /// Takes note of what the list says. Whether the title is another one.
    fn describe(&mut self, session: &Session, changed: Timestamp) -> bool {
        let retitled = self.meta.title != session.description.title;
        self.meta.title = Rc::clone(&session.description.title);
        self.meta.annotations = session.annotations.len();
        self.meta.changed = changed;
        retitled
    }

    /// What has to hold before anything is written: this tab may write, and nothing unusable is in the way.
    fn make_ready(&mut self) -> Result<(), NotSavedReason> {
        if self.claimed {
            self.still_ours()?;
        } else {
            self.claim()?;
        }
        self.set_aside()?;
        Ok(())
    }

    /// Once the token is another, it stays so for this keeper: what another tab wrote since is not in its session.
    fn still_ours(&mut self) -> Result<(), NotSavedReason> {
        if self.over.is_none() {
            self.over = match self.slots.get(&self.key(Part::Writer))? {
                Some(token) if token == self.token.as_str() => None,
                Some(_) => Some(NotSavedReason::OpenElsewhere),
                None => Some(NotSavedReason::Gone),
            };
        }
        self.over.clone().map_or(Ok(()), Err)
    }

    fn set_aside(&mut self) -> Result<(), SlotError> {
        while let Some(part) = self.stored.aside.last() {
            let from = self.key(*part);
            if let Some(value) = self.slots.get(&from)? {
                let to = Key::SetAside(self.id.clone(), self.stored.round, *part);
                self.slots.set(&to.to_string(), &value)?;
                self.slots.remove(&from)?;
            }
            self.stored.aside.pop();
        }
        Ok(())
    }

    fn write_waiting(&mut self) -> Result<(), NotSavedReason> {
        while let Some((revision, entry)) = self.waiting.front() {
            self.slots.set(&self.key(Part::Entry(*revision)), entry)?;
            self.stored.saved = *revision;
            self.stored.journal_units += units(entry);
            self.waiting.pop_front();
        }
        Ok(())
    }

    fn write_snapshot(&mut self, session: &Session) -> Result<(), NotSavedReason> {
        let revision = session.revision;
        if revision == self.stored.snapshot {
            return Ok(());
        }
        let written = snapshot::write(session, &self.digest);
        let key = self.key(Part::Snapshot(revision));
        if let Err(error) = write_and_read_back(&*self.slots, &key, &written, session, &self.digest) {
            // If it cannot be taken away either, it is looked at again when the document is opened.
            let _ = self.slots.remove(&key);
            return Err(error.into());
        }
        let Stored { snapshot, saved, .. } = self.stored;
        self.stored.litter.push(Part::Snapshot(snapshot));
        self.stored.litter.extend((snapshot + 1..=saved).map(Part::Entry));
        self.stored.snapshot = revision;
        self.stored.snapshot_units = units(&written);
        self.stored.saved = revision;
        self.stored.journal_units = 0;
        self.waiting.retain(|(waiting, _)| *waiting > revision);
        Ok(())
    }

    /// What cannot be taken away stays on the list, and is litter when the document is opened again.
    fn take_litter_away(&mut self) {
        let litter = std::mem::take(&mut self.stored.litter);
        self.stored.litter = litter.into_iter().filter(|part| self.slots.remove(&self.key(*part)).is_err()).collect();
    }

    fn write_meta_if_ready(&mut self) {
        if self.make_ready().is_ok() {
            self.write_meta();
        }
    }

    /// What the list says is put right on opening, so a refusal is of no consequence. Whether the document is in the
    /// bin is for the library to say.
    fn write_meta(&mut self) {
        let key = self.key(Part::Meta);
        if let Ok(Some(stored)) = self.slots.get(&key) {
            self.meta.removed = meta::read(&stored).and_then(|stored| stored.removed);
        }
        let _ = self.slots.set(&key, &meta::write(&self.meta));
    }

    fn settle(&mut self, outcome: Result<(), NotSavedReason>) -> &Keeping {
        let revision = self.stored.saved;
        let all = revision == self.latest;
        self.keeping = match (self.slots.outlive_the_page(), outcome) {
            (Err(error), _) => Keeping::NotSaved { revision_saved: None, reason: error.into() },
            (Ok(()), Ok(()) | Err(NotSavedReason::Storage(_))) if all => Keeping::Saved { revision },
            (Ok(()), Err(reason)) => Keeping::NotSaved { revision_saved: Some(revision), reason },
            (Ok(()), Ok(())) => {
                let reason = SlotError::Other("changes were not handed over one by one".to_owned()).into();
                Keeping::NotSaved { revision_saved: Some(revision), reason }
            }
        };
        &self.keeping
    }
}

/// Writes a snapshot and makes sure that what can be read afterwards is the session.
pub(super) fn write_and_read_back(
    slots: &dyn Slots,
    key: &str,
    written: &str,
    session: &Session,
    digest: &TextDigest,
) -> Result<(), SlotError> {
    slots.set(key, written)?;
    let back = slots.get(key)?;
    let same =
        back.as_deref() == Some(written) && snapshot::read(written, &session.text, digest).as_ref() == Ok(session);
    same.then_some(()).ok_or_else(|| SlotError::Other("what was written could not be read back".to_owned()))
}
