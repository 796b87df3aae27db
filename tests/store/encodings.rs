//! Journal entries and snapshots are read as they were written, and nothing makes their readers panic.

use crate::common::documents::{self, config, last};
use crate::common::sessions;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use rubricate::format::snapshot::{SnapshotError, TextDigest};
use rubricate::format::{journal, snapshot};
use rubricate::model::{Action, Command, Session, Timestamp};

/// A session with a history, in the midst of undoing, and the commands that made it.
fn worked_on() -> impl Strategy<Value = (Session, Vec<Command>)> {
    (sessions::session(), vec(documents::step(), 0..30)).prop_map(|(start, steps): (Session, Vec<documents::Step>)| {
        let outcomes = documents::run(&start, &steps);
        (last(&start, &outcomes), outcomes.into_iter().map(|outcome| outcome.command).collect())
    })
}

/// The same JSON under a seal that fits it.
fn reseal(json: &str) -> String {
    let sum = json.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("1 {sum:08x} {json}")
}

/// What lies in people's browsers must stay readable: these are entries, and the snapshot of the session that they lead to
/// from `start`, as an earlier version of the encoding wrote them.
fn is_still_read(start: Session, lines: &str) {
    let lines: Vec<_> = lines.lines().collect();
    let (written, entries) = lines.split_last().expect("there are lines");
    let mut session = start;
    for entry in entries {
        let command = journal::read(entry).expect("it was written so");
        session = session.run(&command).expect("it was done so");
    }
    assert_eq!(session.revision, entries.len() as u64);
    let digest = TextDigest::of(&session.text);
    assert_eq!(snapshot::read(written, &session.text, &digest), Ok(session.clone()));
    let again = snapshot::write(&session, &digest);
    assert_eq!(snapshot::read(&again, &session.text, &digest), Ok(session), "and kept in the present version");
}

#[test]
fn what_version_1_wrote_is_read() {
    is_still_read(sessions::tricky(), include_str!("../fixtures/storage-1.txt"));
}

#[test]
fn what_version_3_wrote_is_read() {
    is_still_read(sessions::linked(), include_str!("../fixtures/storage-3.txt"));
}

proptest! {
    #![proptest_config(config(128))]

    #[test]
    fn an_entry_is_read_as_it_was_written((session, commands) in worked_on(), at: i64) {
        let annotations = session.annotations.iter(&session.text).map(|annotation| (**annotation).clone()).collect();
        let add = Command { at: Timestamp(at), action: Action::Add(annotations) };
        for command in commands.into_iter().chain([add]) {
            prop_assert_eq!(journal::read(&journal::write(&command)), Ok(command));
        }
    }

    #[test]
    fn a_snapshot_is_read_as_it_was_written((session, _) in worked_on()) {
        let digest = TextDigest::of(&session.text);
        let written = snapshot::write(&session, &digest);
        let read = snapshot::read(&written, &session.text, &digest);
        prop_assert_eq!(read.as_ref(), Ok(&session));
        let again = read.map(|session| snapshot::write(&session, &digest));
        prop_assert_eq!(again, Ok(written), "what is shared stays shared");
    }

    #[test]
    fn a_snapshot_is_refused_for_another_text((session, _) in worked_on()) {
        let written = snapshot::write(&session, &TextDigest::of(&session.text));
        let other = documents::text(&format!("{} ", session.text.as_str()));
        let read = snapshot::read(&written, &other, &TextDigest::of(&other));
        prop_assert_eq!(read.err(), Some(SnapshotError::OtherText));
    }

    /// The seal keeps out nearly all that is altered; here it does not.
    #[test]
    fn nothing_makes_a_reader_panic(
        (session, commands) in worked_on(), places in vec(any::<(Index, Index)>(), 1..4), words in "[0-9,\"\\[\\]]{0,3}|.{0,3}"
    ) {
        let spoil = |written: &str| {
            let mut chars: Vec<char> = written[11..].chars().collect();
            for (from, to) in &places {
                let (from, to) = (from.index(chars.len()), to.index(chars.len()));
                // Now and then what stood somewhere else, so that it stays JSON.
                chars[from] = if from % 2 == 0 { chars[to] } else { words.chars().next().unwrap_or('7') };
            }
            reseal(&String::from_iter(chars))
        };
        let digest = TextDigest::of(&session.text);
        prop_assert!(snapshot::read(&words, &session.text, &digest).is_err());
        let spoilt = snapshot::read(&spoil(&snapshot::write(&session, &digest)), &session.text, &digest);
        if let Ok(mut read) = spoilt {
            for action in [Action::Undo, Action::Redo] {
                while let Ok(next) = read.run(&Command { at: Timestamp(0), action: action.clone() }) {
                    read = next;
                }
            }
        }
        prop_assert!(journal::read(&words).is_err());
        for command in commands {
            if let Ok(command) = journal::read(&spoil(&journal::write(&command))) {
                // Refused or not.
                let _ = session.run(&command);
            }
        }
    }
}
