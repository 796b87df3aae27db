//! Reading a document back from whatever lies in storage. Writes nothing.
//!
//! The newest snapshot that reads and belongs to the text is the base. The entries after it are run in order of their
//! numbers, up to the first that is missing, does not read, or is refused by the session; what lies behind that one
//! would be built on sand, and is to be set aside. Without a text and a snapshot there is no document.

use super::keys::{self, Key, Part};
use super::packing;
use super::slots::{SlotError, Slots, units};
use crate::format::journal::{self, JournalError};
use crate::format::snapshot::{self, SnapshotError, TextDigest};
use crate::model::{CommandError, DocumentId, Session, Text, Timestamp};
use std::collections::BTreeSet;
use std::fmt;
use std::rc::Rc;

/// A document that was read, without leave to write it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// The session as of the last write that could be used.
    pub session: Session,
    /// What could not be used.
    pub problems: Vec<Problem>,
}

/// Why a document cannot be opened. What lies in storage stays there and can be taken away as it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OpenError {
    /// Storage refused.
    Storage(SlotError),
    /// There is no document with this id.
    NotThere,
    /// A later Rubricate wrote it; reloading the page may bring that one.
    LaterVersion,
    /// The text, or every snapshot, is missing or damaged; in a few words, how.
    Damaged(String),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Storage(error) => error.fmt(f),
            Self::NotThere => write!(f, "This article is no longer kept in this browser."),
            Self::LaterVersion => {
                write!(f, "This article was written by a later version of Rubricate. Reload the page to get it.")
            }
            Self::Damaged(how) => write!(
                f,
                "This article is damaged in the browser's storage ({how}). Nothing was deleted: you can download what \
                 is stored."
            ),
        }
    }
}

impl std::error::Error for OpenError {}

impl From<SlotError> for OpenError {
    fn from(error: SlotError) -> Self {
        Self::Storage(error)
    }
}

/// What of a document could not be used. It is set aside, not deleted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Problem {
    /// A snapshot does not read. An older one was used instead.
    Snapshot {
        /// The revision that it was of.
        revision: u64,
        /// What is wrong with it.
        error: SnapshotError,
    },
    /// A change is missing, and changes after it are there.
    EntryMissing {
        /// The revision that the change led to.
        revision: u64,
        /// How many later changes were set aside with it.
        later: usize,
    },
    /// A change does not read.
    EntryDamaged {
        /// The revision that the change led to.
        revision: u64,
        /// What is wrong with it.
        error: JournalError,
        /// How many later changes were set aside with it.
        later: usize,
    },
    /// A change does not fit the document.
    EntryRefused {
        /// The revision that the change led to.
        revision: u64,
        /// Why not.
        error: CommandError,
        /// How many later changes were set aside with it.
        later: usize,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let later = match self {
            Self::Snapshot { revision, error } => {
                return write!(f, "The copy of revision {revision} could not be used: {error}. An older one was.");
            }
            Self::EntryMissing { revision, later } => {
                write!(f, "Change {revision} is missing.")?;
                later
            }
            Self::EntryDamaged { revision, error, later } => {
                write!(f, "Change {revision} could not be read: {error}.")?;
                later
            }
            Self::EntryRefused { revision, error, later } => {
                write!(f, "Change {revision} does not fit the document. {error}")?;
                later
            }
        };
        match later {
            0 => write!(f, " Everything before it is here."),
            1 => write!(f, " Everything before it is here; 1 later change was set aside."),
            _ => write!(f, " Everything before it is here; {later} later changes were set aside."),
        }
    }
}

/// What lies in storage of a document that could be read.
#[derive(Debug)]
pub(super) struct Stored {
    /// The revision of the snapshot that is the base.
    pub(super) snapshot: u64,
    /// Its size in UTF-16 units.
    pub(super) snapshot_units: usize,
    /// The revision that the last usable entry leads to. There is an entry for each revision after the snapshot.
    pub(super) saved: u64,
    /// The size of those entries in UTF-16 units.
    pub(super) journal_units: usize,
    /// Parts that a newer snapshot has made useless.
    pub(super) litter: Vec<Part>,
    /// Parts that cannot be used, and have to be out of the way before anything is written.
    pub(super) aside: Vec<Part>,
    /// The number for the next round of setting aside.
    pub(super) round: u64,
}

/// A document as it was found.
#[derive(Debug)]
pub(super) struct Recovered {
    pub(super) session: Session,
    pub(super) digest: TextDigest,
    pub(super) stored: Stored,
    /// When the last command was given, if one was run.
    pub(super) changed: Option<Timestamp>,
    pub(super) problems: Vec<Problem>,
}

/// Reads a document. `last_grapheme` is what [`Text::new`] asks for.
///
/// Costs time in proportion to what is stored of it.
pub(super) fn recover(
    slots: &dyn Slots,
    id: &DocumentId,
    last_grapheme: impl Fn(&str) -> usize,
) -> Result<Recovered, OpenError> {
    let found = Found::new(slots, id)?;
    let value = |part| slots.get(&Key::Document(id.clone(), part).to_string());
    let packed = value(Part::Text)?.ok_or_else(|| OpenError::Damaged("its text is missing".to_owned()))?;
    let text = Rc::new(Text::new(packing::unpack(packed).map_err(OpenError::Damaged)?, last_grapheme));
    let digest = TextDigest::of(&text);

    let mut base = None;
    let (mut litter, mut aside, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    for revision in found.snapshots.into_iter().rev() {
        let part = Part::Snapshot(revision);
        let Some(snapshot) = value(part)? else { continue };
        let read = snapshot::read(&snapshot, &text, &digest).and_then(|session| {
            let same = session.document.id == *id && session.revision == revision;
            same.then_some(session).ok_or_else(|| SnapshotError::Damaged("it lies in a wrong place".to_owned()))
        });
        match (read, &base) {
            (Err(SnapshotError::UnknownVersion(_)), _) => return Err(OpenError::LaterVersion),
            (Ok(session), None) => base = Some((session, units(&snapshot))),
            (Ok(_), Some(_)) => litter.push(part),
            (Err(error), None) => {
                problems.push(Problem::Snapshot { revision, error });
                aside.push(part);
            }
            (Err(_), Some(_)) => aside.push(part),
        }
    }
    let Some((session, snapshot_units)) = base else { return Err(OpenError::Damaged(no_snapshot(&problems))) };

    let snapshot = session.revision;
    let after = found.entries.range(snapshot + 1..).copied().collect();
    let replayed = replay(session, &after, |revision| value(Part::Entry(revision)))?;
    litter.extend(found.entries.range(..=snapshot).map(|revision| Part::Entry(*revision)));
    aside.extend(after.range(replayed.session.revision + 1..).map(|revision| Part::Entry(*revision)));
    problems.extend(replayed.problem);
    Ok(Recovered {
        digest,
        stored: Stored {
            snapshot,
            snapshot_units,
            saved: replayed.session.revision,
            journal_units: replayed.units,
            litter,
            aside,
            round: found.rounds + 1,
        },
        changed: replayed.changed,
        session: replayed.session,
        problems,
    })
}

fn no_snapshot(problems: &[Problem]) -> String {
    match problems.first() {
        Some(Problem::Snapshot { error, .. }) => format!("its last copy cannot be used: {error}"),
        _ => "there is nothing of it but its text".to_owned(),
    }
}

/// The numbers of what there is of a document.
struct Found {
    snapshots: BTreeSet<u64>,
    entries: BTreeSet<u64>,
    /// The highest number of a round of setting aside.
    rounds: u64,
}

impl Found {
    fn new(slots: &dyn Slots, id: &DocumentId) -> Result<Self, OpenError> {
        let mut found = Self { snapshots: BTreeSet::new(), entries: BTreeSet::new(), rounds: 0 };
        let of_document = keys::of_document(id);
        let mut there = false;
        for key in slots.keys()? {
            there |= key.starts_with(&of_document);
            match Key::read(&key) {
                Some(Key::Document(of, Part::Snapshot(revision))) if of == *id => {
                    found.snapshots.insert(revision);
                }
                Some(Key::Document(of, Part::Entry(revision))) if of == *id => {
                    found.entries.insert(revision);
                }
                Some(Key::SetAside(of, round, _)) if of == *id => found.rounds = found.rounds.max(round),
                _ => {}
            }
        }
        if there { Ok(found) } else { Err(OpenError::NotThere) }
    }
}

struct Replayed {
    session: Session,
    units: usize,
    changed: Option<Timestamp>,
    problem: Option<Problem>,
}

/// Runs the entries `there` on `session`, as far as they go.
fn replay(
    session: Session,
    there: &BTreeSet<u64>,
    entry: impl Fn(u64) -> Result<Option<String>, SlotError>,
) -> Result<Replayed, OpenError> {
    let mut replayed = Replayed { session, units: 0, changed: None, problem: None };
    while let Some(&next) = there.range(replayed.session.revision + 1..).next() {
        let revision = replayed.session.revision + 1;
        let later = there.range(revision + 1..).count();
        let stored = if next == revision { entry(revision)? } else { None };
        let Some(stored) = stored else {
            replayed.problem = Some(Problem::EntryMissing { revision, later });
            break;
        };
        let command = match journal::read(&stored) {
            Ok(command) => command,
            Err(JournalError::UnknownVersion(_)) => return Err(OpenError::LaterVersion),
            Err(error) => {
                replayed.problem = Some(Problem::EntryDamaged { revision, error, later });
                break;
            }
        };
        match replayed.session.run(&command) {
            Ok(session) => replayed.session = session,
            Err(error) => {
                replayed.problem = Some(Problem::EntryRefused { revision, error, later });
                break;
            }
        }
        replayed.units += units(&stored);
        replayed.changed = Some(command.at);
    }
    Ok(replayed)
}
