//! What an edit costs, and what a thousand do.

use crate::slots::{Fault, TestSlots};
use crate::tab::{NOW, Tab, add, entry, part, reopen, worked};
use rubricate::format::snapshot::TextDigest;
use rubricate::format::{journal, snapshot};
use rubricate::model::{
    Action, Annotation, AnnotationId, Body, CharPos, CharRange, Command, Fragments, History, Label, LabelId, LabelSet,
    Session, Slot, Unknown,
};
use rubricate::store::{Keeper, Keeping, Part, units};

#[test]
fn one_edit_writes_one_small_entry_and_nothing_else() {
    let slots = TestSlots::new(Fault::None);
    let mut tab = worked(&slots, 3);
    let before = slots.written.borrow().len();
    tab.run(&Command { at: NOW, action: add(u64::MAX) });
    let written = slots.written.borrow()[before..].to_vec();
    let [(key, Some(value))] = written.as_slice() else { panic!("{written:?}") };
    assert_eq!(*key, entry(4));
    let size = units(key) + units(value);
    assert!(size < 150, "{size} units: {value}");
    let label = LabelId::new(&"長".repeat(LabelId::MAX_CHARS)).expect("valid");
    let range = CharRange::between(CharPos(15_999_000), CharPos(16_000_000));
    let longest = Annotation::new(
        AnnotationId::new(&"x".repeat(64)).expect("valid"),
        Fragments::one(range).expect("not empty"),
        Body::mention(label),
        NOW,
    );
    assert!(units(&journal::write(&Command { at: NOW, action: Action::Add(vec![longest]) })) < 300);
}

#[test]
fn a_snapshot_is_compact_and_its_cost_is_spread_over_the_edits() {
    let slots = TestSlots::new(Fault::None);
    let mut tab = Tab::start(&slots).expect("storage works");
    let empty = units(&slots.values.borrow()[&part(Part::Snapshot(0))]);
    let mut snapshots = 0;
    let edits = 3_000;
    for number in 0..edits {
        let at = tab.later();
        tab.run(&Command { at, action: add(number) });
        if tab.keeper.snapshot_due() {
            snapshots += 1;
            let session = tab.session().clone();
            assert_eq!(*tab.keeper.snapshot(&session), Keeping::Saved { revision: number + 1 });
            assert!(!tab.keeper.snapshot_due());
        }
        tab.sessions.drain(..tab.sessions.len() - 1);
    }
    let written: usize = slots.written.borrow().iter().map(|(_, value)| value.as_deref().map_or(0, units)).sum();
    let session = tab.session().clone();
    tab.keeper.snapshot(&session);
    assert_eq!(reopen(&slots).expect("readable").session, session, "with a full history");
    let full = units(&slots.values.borrow()[&part(Part::Snapshot(edits))]);
    let bare = Session { history: History::default(), ..session };
    let size = units(&snapshot::write(&bare, &TextDigest::of(&bare.text)));
    let each = (size - empty) as u64 / edits;
    println!("{each} units an annotation, {} for 500 transactions; {snapshots} snapshots", full - size);
    assert!(each < 100);
    assert!(snapshots >= 2, "the journal stays short");
    assert!(written as u64 / edits < 500, "{} units an edit", written as u64 / edits);
    assert_eq!(slots.keys_with("/entry/").len() + slots.keys_with("/snapshot/").len(), 1);
}

#[test]
fn one_label_of_five_thousand_costs_one_label() {
    let slots = TestSlots::new(Fault::None);
    let mut tab = worked(&slots, 3);
    let label = |number: usize| Label {
        id: LabelId::new(&format!("Q{number}")).expect("valid"),
        name: format!("Label {number}").into(),
        description: "When to use it".into(),
        slot: Slot::nth(number),
        key: None,
        folded: false,
        unknown: Unknown::default(),
    };
    let set = LabelSet::new((0..5_000).map(label).collect()).expect("ids differ");
    let at = tab.later();
    tab.run(&Command { at, action: Action::SetLabels(set) });
    assert_eq!(tab.session().labels.len(), 5_001, "and the one that is in use");
    let digest = TextDigest::of(&tab.session().text);
    let size = |session: &Session| units(&snapshot::write(session, &digest));
    let before = size(tab.session());
    assert!(before < 5_000 * 80, "each label is written once: {before} units");

    let put = Action::PutLabel(Label { name: "Another name".into(), ..label(4_000) }, 7);
    for action in [put, Action::RemoveLabel(label(3_000).id), Action::Undo, add(u64::MAX)] {
        let written = slots.written.borrow().len();
        let at = tab.later();
        tab.run(&Command { at, action });
        let entries: usize =
            slots.written.borrow()[written..].iter().map(|(_, value)| value.as_deref().map_or(0, units)).sum();
        assert!(entries < 150, "{entries} units");
        assert!(tab.session().history.next_undo().is_some_and(|done| done.units() < 300));
    }
    let more = size(tab.session()).saturating_sub(before);
    assert!(more < 500, "{more} units for three transactions");
    assert_eq!(reopen(&slots).expect("readable").session, *tab.session());
}

#[test]
fn a_refused_snapshot_leaves_the_journal_going_and_is_not_tried_at_each_edit() {
    let slots = TestSlots::new(Fault::None);
    let mut tab = Tab::start(&slots).expect("storage works");
    let note = "n".repeat(1_000);
    let mut tries = 0;
    for number in 0..100 {
        let at = tab.later();
        tab.run(&Command { at, action: add(number) });
        let id = AnnotationId::from_bits(number);
        let at = tab.later();
        tab.run(&Command { at, action: Action::SetNote(id, note.as_str().into()) });
        if tab.keeper.snapshot_due() {
            tries += 1;
            let now = slots.writes.get();
            slots.fault.set(Fault::Full(now, now + 1));
            let session = tab.session().clone();
            assert_eq!(*tab.keeper.snapshot(&session), Keeping::Saved { revision: session.revision });
        }
    }
    assert_eq!(tries, 3, "once for each {} units", Keeper::SNAPSHOT_UNITS);
    assert_eq!(reopen(&slots).expect("readable").session, *tab.session());
}
