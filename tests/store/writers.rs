//! One tab writes; the others follow.

use crate::slots::{Fault, TestSlots};
use crate::tab::{NOW, add, entry, part, reopen, token, worked};
use rubricate::model::Command;
use rubricate::store::follow::{Followed, follow};
use rubricate::store::{Keeping, NotSavedReason, Opened, Part};

#[test]
fn after_a_take_over_the_first_tab_writes_nothing() {
    let slots = TestSlots::new(Fault::None);
    let mut first = worked(&slots, 3);
    let Opened { session, mut keeper, .. } = reopen(&slots).expect("readable");
    assert_eq!(session, *first.session());
    let before = slots.values.borrow().clone();
    first.run(&Command { at: NOW, action: add(50) });
    let elsewhere = Keeping::NotSaved { revision_saved: Some(3), reason: NotSavedReason::OpenElsewhere };
    assert_eq!(*first.keeper.keeping(), elsewhere);
    let unsaved = first.session().clone();
    first.keeper.snapshot(&unsaved);
    first.keeper.note_export(&unsaved);
    first.keeper.note_closing();
    first.keeper.retry();
    assert_eq!(*first.keeper.keeping(), elsewhere);
    assert_eq!(*slots.values.borrow(), before);

    let command = Command { at: NOW, action: add(60) };
    let next = session.run(&command).expect("a new mention");
    assert_eq!(*keeper.keep(&command, &next), Keeping::Saved { revision: 4 });
    slots.put(&part(Part::Writer), Some("tab"));
    assert_eq!(*first.keeper.retry(), elsewhere, "even with the token back, its session is not what is stored");
    assert_eq!(
        *keeper.look_for_other_writer(),
        Keeping::NotSaved { revision_saved: Some(4), reason: NotSavedReason::OpenElsewhere }
    );
}

#[test]
fn a_document_that_was_deleted_elsewhere_does_not_come_back_in_pieces() {
    let slots = TestSlots::new(Fault::None);
    let mut tab = worked(&slots, 3);
    tab.library.erase_everything().expect("storage works");
    tab.run(&Command { at: NOW, action: add(50) });
    assert_eq!(*tab.keeper.keeping(), Keeping::NotSaved { revision_saved: Some(3), reason: NotSavedReason::Gone });
    assert!(slots.values.borrow().is_empty());
    let kept = tab.library.add(tab.session(), token("tab"), NOW).expect("it can be taken in anew");
    assert_eq!(*kept.keeping(), Keeping::Saved { revision: 4 });
    assert_eq!(reopen(&slots).expect("readable").session, *tab.session());
}

#[test]
fn a_following_tab_reads_again_when_it_missed_something() {
    let slots = TestSlots::new(Fault::None);
    let tab = worked(&slots, 4);
    let value = |key: &str| slots.values.borrow()[key].clone();
    let behind = &tab.sessions[2];
    let hear = |key: &str, value: Option<&str>| follow(behind, key, value);
    assert_eq!(hear(&entry(3), Some(&value(&entry(3)))), Followed::Advanced(Box::new(tab.sessions[3].clone())));
    assert_eq!(hear(&entry(2), Some(&value(&entry(2)))), Followed::Ignored);
    assert_eq!(hear(&entry(2), None), Followed::Ignored);
    assert_eq!(hear(&entry(4), Some(&value(&entry(4)))), Followed::Reload);
    assert_eq!(hear(&entry(3), Some("broken")), Followed::Reload);
    assert_eq!(hear(&part(Part::Snapshot(3)), Some("")), Followed::Reload);
    assert_eq!(hear(&part(Part::Snapshot(2)), Some("")), Followed::Ignored);
    assert_eq!(hear(&part(Part::Text), None), Followed::Reload);
    assert_eq!(hear("rubricate/1/doc/other/entry/3", Some(&value(&entry(3)))), Followed::Ignored);
    assert_eq!(hear("somebody else's", None), Followed::Ignored);
}

#[test]
fn a_change_that_was_never_handed_over_costs_a_snapshot_and_no_gap() {
    let slots = TestSlots::new(Fault::None);
    let mut tab = worked(&slots, 2);
    let command = Command { at: NOW, action: add(30) };
    let skipped = tab.session().run(&command).expect("a new mention");
    let command = Command { at: NOW, action: add(31) };
    let next = skipped.run(&command).expect("a new mention");
    let now = slots.writes.get();
    slots.fault.set(Fault::Full(now, now + 1));
    assert!(matches!(tab.keeper.keep(&command, &next), Keeping::NotSaved { revision_saved: Some(2), .. }));
    assert!(matches!(tab.keeper.retry(), Keeping::NotSaved { revision_saved: Some(2), .. }));
    let command = Command { at: NOW, action: add(32) };
    let last = next.run(&command).expect("a new mention");
    assert_eq!(*tab.keeper.keep(&command, &last), Keeping::Saved { revision: 5 });
    assert_eq!(reopen(&slots).expect("readable").session, last);
}
