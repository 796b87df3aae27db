//! Following a document that another tab writes: from what storage tells of that tab's writes.

use super::keys::{Key, Part};
use crate::format::journal;
use crate::model::Session;

/// What a change in storage means for a session that follows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Followed {
    /// Nothing.
    Ignored,
    /// The session is now this one.
    Advanced(Box<Session>),
    /// The session cannot follow step by step: the document has to be read again.
    Reload,
}

/// Says what it means that `value` is now under `key`, or that nothing is there any more.
///
/// Each `storage` event of the browser is handed over as it comes. Those for what the session has already, as when an
/// entry was written while the document was being read, mean nothing.
pub fn follow(session: &Session, key: &str, value: Option<&str>) -> Followed {
    let part = match Key::read(key) {
        Some(Key::Document(id, part)) if id == session.document.id => part,
        _ => return Followed::Ignored,
    };
    match (part, value) {
        (Part::Entry(revision), Some(entry)) if revision == session.revision + 1 => {
            let next = journal::read(entry).ok().and_then(|command| session.run(&command).ok());
            next.map_or(Followed::Reload, |next| Followed::Advanced(Box::new(next)))
        }
        (Part::Entry(revision) | Part::Snapshot(revision), Some(_)) if revision > session.revision => Followed::Reload,
        (Part::Text, None) => Followed::Reload,
        _ => Followed::Ignored,
    }
}
