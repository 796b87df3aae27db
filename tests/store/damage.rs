//! What was damaged is told, set aside, and costs no more than it must.

use crate::slots::{Effect, Fault, TestSlots};
use crate::tab::{NOW, Tab, add, entry, id, part, reopen, worked};
use rubricate::format::snapshot;
use rubricate::format::snapshot::TextDigest;
use rubricate::model::Command;
use rubricate::store::{Keeping, NotSavedReason, OpenError, Opened, Part, SlotError};

/// Damages storage after ten edits, and checks up to which revision the session comes back, how many later parts are
/// set aside, and that work goes on from there.
fn check_damage(damage: impl Fn(&TestSlots, &Tab), revision: u64, set_aside: usize, problem: &str) {
    let slots = TestSlots::new(Fault::None);
    let tab = worked(&slots, 10);
    damage(&slots, &tab);
    let rewritten = [part(Part::Meta), part(Part::Writer)];
    let before: Vec<_> = slots
        .values
        .borrow()
        .iter()
        .filter(|(key, _)| !rewritten.contains(key))
        .map(|(_, value)| value.clone())
        .collect();
    let Opened { session, mut keeper, problems } = reopen(&slots).expect("a session is there");
    assert_eq!(session, tab.sessions[revision as usize]);
    let said: Vec<_> = problems.iter().map(ToString::to_string).collect();
    assert!(said.iter().any(|said| said.contains(problem)), "{said:?}");
    assert_eq!(slots.keys_with("/quarantine/").len(), set_aside);
    let listed = tab.library.list().expect("storage works").kept.pop().expect("listed");
    assert_eq!(listed.set_aside, set_aside);
    let raw = tab.library.raw(&id()).expect("storage works");
    let raw: serde_json::Value = serde_json::from_str(&raw).expect("JSON");
    let stored: Vec<_> = raw["values"].as_object().expect("keys").values().filter_map(|v| v.as_str()).collect();
    assert!(before.iter().all(|value| stored.contains(&value.as_str())), "nothing is lost");

    let command = Command { at: NOW, action: add(99) };
    let next = session.run(&command).expect("a new mention");
    assert_eq!(*keeper.keep(&command, &next), Keeping::Saved { revision: revision + 1 });
    let again = reopen(&slots).expect("a session is there");
    assert_eq!((again.session, again.problems), (next, vec![]));
}

#[test]
fn the_journal_is_used_up_to_the_first_entry_that_cannot_be() {
    check_damage(|slots, _| slots.damage(&entry(4)), 3, 7, "Change 4 could not be read: it is damaged");
    check_damage(|slots, _| slots.damage(&entry(4)), 3, 7, "6 later changes were set aside");
    check_damage(|slots, _| slots.damage(&entry(10)), 9, 1, "Change 10 could not be read");
    check_damage(|slots, _| drop(slots.values.borrow_mut().remove(&entry(4))), 3, 6, "Change 4 is missing");
    let twice = |slots: &TestSlots, _: &Tab| {
        let third = slots.values.borrow()[&entry(3)].clone();
        slots.put(&entry(4), Some(&third));
    };
    check_damage(twice, 3, 7, "Change 4 does not fit the document. Another annotation is called");
}

#[test]
fn an_older_snapshot_stands_in_for_a_damaged_one() {
    let damaged = |slots: &TestSlots, tab: &Tab| {
        let session = &tab.sessions[7];
        let newer = snapshot::write(session, &TextDigest::of(&session.text));
        slots.put(&part(Part::Snapshot(7)), Some(&newer[..newer.floor_char_boundary(newer.len() / 2)]));
    };
    check_damage(damaged, 10, 1, "The copy of revision 7 could not be used");
}

#[test]
fn an_interrupted_clean_up_is_finished_on_opening() {
    let slots = TestSlots::new(Fault::None);
    let tab = worked(&slots, 10);
    let session = &tab.sessions[7];
    slots.put(&part(Part::Snapshot(7)), Some(&snapshot::write(session, &TextDigest::of(&session.text))));
    slots.put(&entry(2), None);
    let opened = reopen(&slots).expect("readable");
    assert_eq!((&opened.session, opened.problems), (tab.session(), vec![]));
    assert_eq!(slots.keys_with("/snapshot/"), [part(Part::Snapshot(7))]);
    assert_eq!(slots.keys_with("/entry/"), [entry(10), entry(8), entry(9)]);
}

#[test]
fn what_cannot_be_set_aside_is_never_written_over() {
    let slots = TestSlots::new(Fault::None);
    let tab = worked(&slots, 10);
    slots.damage(&entry(4));
    slots.fault.set(Fault::Full(0, usize::MAX));
    let Opened { session, mut keeper, .. } = reopen(&slots).expect("readable");
    assert_eq!(session, tab.sessions[3]);
    assert_eq!(*keeper.keeping(), Keeping::Saved { revision: 3 });
    let before = slots.values.borrow().clone();
    let command = Command { at: NOW, action: add(99) };
    let next = session.run(&command).expect("a new mention");
    let full = NotSavedReason::Storage(SlotError::Full);
    let refused = Keeping::NotSaved { revision_saved: Some(3), reason: full };
    assert_eq!(*keeper.keep(&command, &next), refused);
    assert_eq!(*keeper.snapshot(&next), refused);
    assert_eq!(*slots.values.borrow(), before);
    slots.heal();
    assert_eq!(*keeper.retry(), Keeping::Saved { revision: 4 });
    assert_eq!(slots.keys_with("/quarantine/").len(), 7);
    assert_eq!(reopen(&slots).expect("readable").session, next);
}

#[test]
fn a_document_without_text_or_snapshot_is_kept_as_it_is() {
    type Damage = dyn Fn(&TestSlots);
    let cases: [(&Damage, &str); 5] = [
        (&|slots| slots.damage(&part(Part::Text)), "the text is not the one"),
        (&|slots| slots.put(&part(Part::Text), None), "its text is missing"),
        (&|slots| slots.put(&part(Part::Text), Some("?abc")), "packed in a way"),
        (&|slots| slots.damage(&part(Part::Snapshot(0))), "its last copy cannot be used: it is damaged"),
        (&|slots| slots.put(&part(Part::Snapshot(0)), None), "nothing of it but its text"),
    ];
    for (damage, words) in cases {
        let slots = TestSlots::new(Fault::None);
        let tab = worked(&slots, 3);
        let whole = slots.values.borrow().clone();
        damage(&slots);
        let before = slots.values.borrow().clone();
        let error = reopen(&slots).err().expect("nothing to open");
        assert!(error.to_string().contains(words), "{error}");
        let after = slots.values.borrow().clone();
        let same = |key: &String| before[key] == after[key] || *key == part(Part::Writer);
        assert!(before.keys().all(same), "nothing is touched");
        let listed = tab.library.list().expect("storage works").kept.pop().expect("still listed");
        assert!(listed.damage.is_some_and(|damage| damage.contains(words)));

        slots.values.borrow_mut().extend(whole);
        assert_eq!(reopen(&slots).expect("whole again").session, *tab.session());
        assert_eq!(tab.library.list().expect("storage works").kept[0].damage, None);
    }
}

#[test]
fn what_a_later_version_wrote_is_left_to_it() {
    for key in [entry(2), part(Part::Snapshot(0))] {
        let slots = TestSlots::new(Fault::None);
        worked(&slots, 3);
        slots.put(&key, Some("9 something new"));
        let before = slots.values.borrow().len();
        assert_eq!(reopen(&slots).err(), Some(OpenError::LaterVersion));
        assert_eq!(slots.values.borrow().len(), before);
        assert_eq!(slots.values.borrow()[&key], "9 something new");
    }
}

#[test]
fn a_damaged_document_does_not_hide_the_others() {
    let slots = TestSlots::new(Fault::None);
    let tab = worked(&slots, 1);
    for (key, value) in [
        ("rubricate/1/doc/other/meta", "{"),
        ("rubricate/1/doc/half/text", "=abc"),
        ("rubricate/1/doc/", "?"),
        ("rubricate/1/doc/a b/text", "?"),
        ("rubricate/1/quarantine/gone/1/entry/1", "?"),
        ("rubricate/1/current", "not an id"),
        ("rubricate/1/doc/doc-1/place", "-1"),
        ("rubricate/2/doc/later/text", "?"),
    ] {
        slots.put(key, Some(value));
    }
    let listing = tab.library.list().expect("storage works");
    let ids: Vec<_> = listing.kept.iter().map(|listed| listed.id.as_str()).collect();
    assert_eq!(ids, ["doc-1", "gone", "half", "other"]);
    assert_eq!(tab.library.current(), Ok(None));
    assert_eq!(tab.library.place(&id()), Ok(None));
    assert_eq!(reopen(&slots).expect("readable").session, *tab.session());
}

#[test]
fn a_snapshot_that_was_not_written_as_it_is_replaces_nothing() {
    let slots = TestSlots::new(Fault::None);
    let mut tab = worked(&slots, 8);
    slots.fault.set(Fault::Halves(slots.writes.get()));
    let session = tab.session().clone();
    assert_eq!(*tab.keeper.snapshot(&session), Keeping::Saved { revision: 8 });
    assert_eq!(slots.keys_with("/snapshot/"), [part(Part::Snapshot(0))]);
    assert_eq!(slots.keys_with("/entry/").len(), 8);
    assert_eq!(*tab.keeper.snapshot(&session), Keeping::Saved { revision: 8 });
    assert_eq!(slots.keys_with("/snapshot/"), [part(Part::Snapshot(8))]);

    for write in 0..2 {
        let slots = TestSlots::new(Fault::Halves(write));
        assert!(Tab::start(&slots).is_err());
        assert!(slots.values.borrow().is_empty());
    }
}

#[test]
fn setting_aside_can_be_interrupted_at_any_write() {
    for effect in [Effect::Nothing, Effect::All, Effect::Half] {
        for write in 0.. {
            let slots = TestSlots::new(Fault::None);
            let tab = worked(&slots, 8);
            let entries: Vec<_> = (4..=8).map(|revision| slots.values.borrow()[&entry(revision)].clone()).collect();
            slots.damage(&entry(4));
            slots.fault.set(Fault::Gone(slots.writes.get() + write, effect));
            let first = reopen(&slots).map(|Opened { session, mut keeper, .. }| {
                let command = Command { at: NOW, action: add(99) };
                let next = session.run(&command).expect("a new mention");
                keeper.keep(&command, &next).clone()
            });
            let interrupted = slots.gone.get();
            slots.heal();
            let opened = reopen(&slots).expect("readable");
            let whole = first == Ok(Keeping::Saved { revision: 4 });
            assert!(whole || opened.session == tab.sessions[3] || effect == Effect::All, "{write} {effect:?}");
            assert_eq!(opened.session.annotations.len() as u64, opened.session.revision);
            let values = slots.values.borrow();
            assert!(entries[1..].iter().all(|entry| values.values().any(|value| value == entry)), "{write} {effect:?}");
            if !interrupted {
                break;
            }
        }
    }
}
