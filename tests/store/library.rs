//! The list of documents, and what lies beside them.

use crate::common::documents::last_grapheme;
use crate::slots::{Effect, Fault, TestSlots};
use crate::tab::{NOW, add, fresh, id, reopen, token, worked};
use rubricate::model::{Action, CharPos, Command, Description, Document, DocumentId, Session, Timestamp};
use rubricate::store::{Keeping, Library, Listed, MemorySlots, NotSavedReason, OpenError, Opened, SlotError, units};
use std::rc::Rc;

#[test]
fn the_list_shows_what_is_kept_and_what_is_in_the_bin() {
    let slots = TestSlots::new(Fault::None);
    slots.put("somebody else's", Some("value"));
    let mut tab = worked(&slots, 2);
    let library = tab.library.clone();
    let other = Session {
        document: Rc::new(Document { id: DocumentId::from_bits(7), ..(*fresh().document).clone() }),
        ..fresh()
    };
    library.add(&other, token("tab"), Timestamp(NOW.0 + 1)).expect("storage works");
    assert_eq!(library.add(&other, token("tab"), NOW).err().map(|_| ()), Some(()), "an id is given once");
    let titles = |listed: &[Listed]| -> Vec<String> {
        let of = |listed: &Listed| format!("{} {}", listed.id, listed.meta.as_ref().expect("readable").title);
        listed.iter().map(of).collect()
    };
    let first = "doc-1 Talks".to_owned();
    let second = format!("{} Talks", other.document.id);
    assert_eq!(titles(&library.list().expect("works").kept), [second.clone(), first.clone()]);

    let title = Description { title: "New <b>".into(), ..Description::default() };
    tab.run(&Command { at: Timestamp(NOW.0 + 2), action: Action::Describe(title) });
    assert_eq!(titles(&library.list().expect("works").kept), ["doc-1 New <b>".to_owned(), second.clone()]);
    tab.keeper.note_closing();
    let meta = library.list().expect("works").kept[0].meta.clone().expect("readable");
    assert_eq!((meta.annotations, meta.chars, meta.changed), (2, fresh().text.len(), Timestamp(NOW.0 + 2)));

    library.move_to_bin(&id(), Timestamp(NOW.0 + 3)).expect("works");
    let listing = library.list().expect("works");
    assert_eq!((titles(&listing.kept), titles(&listing.bin)), (vec![second.clone()], vec!["doc-1 New <b>".to_owned()]));
    tab.keeper.note_closing();
    assert_eq!(library.list().expect("works").bin.len(), 1, "a keeper does not take it out of the bin");
    library.restore(&id()).expect("works");
    assert_eq!(library.list().expect("works").kept.len(), 2);
    let renamed = library.rename(&id(), "Third", Timestamp(NOW.0 + 4), token("list"), last_grapheme);
    assert_eq!(renamed, Ok(Keeping::Saved { revision: 4 }));
    assert_eq!(titles(&library.list().expect("works").kept)[0], "doc-1 Third");

    library.set_current(Some(&id())).expect("works");
    library.set_place(&id(), CharPos(12)).expect("works");
    library.set_settings("{}").expect("works");
    assert_eq!(library.current(), Ok(Some(id())));
    assert_eq!(library.place(&id()), Ok(Some(CharPos(12))));
    assert_eq!(library.settings(), Ok(Some("{}".to_owned())));
    let usage = library.usage().expect("works");
    let all: usize = slots.values.borrow().iter().map(|(key, value)| units(key) + units(value)).sum();
    assert_eq!(usage.units, all - "somebody else'svalue".len());
    assert_eq!(usage.documents.len(), 2);

    library.move_to_bin(&id(), NOW).expect("works");
    library.purge_removed_before(NOW).expect("works");
    assert_eq!(library.list().expect("works").bin.len(), 1, "it was removed at that moment, not before it");
    library.empty_bin().expect("works");
    assert!(library.restore(&id()).is_err());
    assert_eq!(slots.keys_with("doc-1"), Vec::<String>::new());
    assert_eq!(library.open(&id(), token("tab"), last_grapheme).err(), Some(OpenError::NotThere));
    library.erase_everything().expect("works");
    assert_eq!(slots.values.borrow().len(), 1, "what is not ours stays");
}

#[test]
fn label_sets_are_kept_under_their_names() {
    let slots = TestSlots::new(Fault::None);
    slots.put("rubricate/1/labels/", Some("without a name"));
    let library = worked(&slots, 1).library.clone();
    let named = |names: &[(&str, &str)]| -> std::collections::BTreeMap<String, String> {
        names.iter().map(|(name, written)| ((*name).to_owned(), (*written).to_owned())).collect()
    };
    assert_eq!(library.label_sets(), Ok(named(&[])));
    library.keep_label_set("News / Größe", "one").expect("works");
    library.keep_label_set("A", "two").expect("works");
    library.keep_label_set("A", "three").expect("works");
    assert_eq!(library.label_sets(), Ok(named(&[("A", "three"), ("News / Größe", "one")])));
    assert_eq!(library.list().expect("works").kept.len(), 1, "a label set is no article");
    library.delete_label_set("A").expect("works");
    assert_eq!(library.label_sets(), Ok(named(&[("News / Größe", "one")])));
    library.erase_everything().expect("works");
    assert_eq!(library.label_sets(), Ok(named(&[])));
}

#[test]
fn a_document_that_is_half_deleted_stays_in_the_bin() {
    let slots = TestSlots::new(Fault::None);
    let tab = worked(&slots, 3);
    tab.library.move_to_bin(&id(), NOW).expect("works");
    let whole = slots.values.borrow().clone();
    for write in 0.. {
        *slots.values.borrow_mut() = whole.clone();
        let now = slots.writes.get();
        slots.fault.set(Fault::Gone(now + write, Effect::Nothing));
        let purged = tab.library.purge(&id());
        slots.heal();
        if purged.is_ok() {
            assert!(slots.values.borrow().is_empty());
            break;
        }
        assert_eq!(tab.library.list().expect("works").bin.len(), 1);
    }
}

#[test]
fn the_reader_is_reminded_once_after_fifty_edits_that_are_in_no_file() {
    let slots = TestSlots::new(Fault::None);
    let mut tab = worked(&slots, 20);
    let exported = tab.session().clone();
    tab.keeper.note_export(&exported);
    let Opened { session, mut keeper, .. } = reopen(&slots).expect("readable");
    let mut reminded = Vec::new();
    let mut session = session;
    for number in 20..200 {
        let command = Command { at: NOW, action: add(number) };
        session = session.run(&command).expect("a new mention");
        keeper.keep(&command, &session);
        if keeper.reminder_due(&session) {
            reminded.push(session.revision);
        }
    }
    assert_eq!(reminded, [70]);
    assert!(!reopen(&slots).expect("readable").keeper.reminder_due(&session));
}

#[test]
fn without_storage_everything_works_and_says_that_it_is_not_kept() {
    let library = Library::new(Rc::new(MemorySlots::instead_of_storage(SlotError::Absent)));
    let session = fresh();
    let mut keeper = library.add(&session, token("tab"), NOW).expect("memory has room");
    let not_kept = Keeping::NotSaved { revision_saved: None, reason: NotSavedReason::Storage(SlotError::Absent) };
    assert_eq!(*keeper.keeping(), not_kept);
    let command = Command { at: NOW, action: add(1) };
    let next = session.run(&command).expect("a new mention");
    assert_eq!(*keeper.keep(&command, &next), not_kept);
    assert_eq!(*keeper.snapshot(&next), not_kept);
    assert_eq!(library.open(&id(), token("tab"), last_grapheme).expect("there").session, next);
    assert_eq!(library.list().expect("works").kept.len(), 1);
}
