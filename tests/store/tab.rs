//! A tab at work, and what it works on.

use crate::common::documents::{self, command, last_grapheme, text};
use crate::slots::TestSlots;
use proptest::collection::vec;
use proptest::prelude::*;
use rubricate::model::session::UnknownParts;
use rubricate::model::{
    Action, Annotation, AnnotationId, Body, CharPos, CharRange, Command, Description, Document, DocumentId, Fragments,
    LabelId, LabelSet, Session, Timestamp, Unknown,
};
use rubricate::store::{Keeper, Keeping, Key, Library, OpenError, Opened, Part, SlotError, Slots, WriterToken};
use std::rc::Rc;

const TEXT: &str = "The talks in Genève 😀 resumed.\r\n\r\nMinister Ada Lovelace “welcomed” the offer; \
                    others did not.\nمرحبا بالعالم\n\nThe end.";

pub(crate) fn id() -> DocumentId {
    DocumentId::new("doc-1").expect("valid")
}

pub(crate) fn fresh() -> Session {
    let document = Document {
        id: id(),
        created: Timestamp(1_767_225_600_000),
        byte_order_mark: true,
        unknown: UnknownParts { document: Unknown(Some(r#"{"x":1}"#.into())), ..UnknownParts::default() },
    };
    let description = Description { title: "Talks".into(), ..Description::default() };
    let text = text(TEXT);
    Session::new(text, document, description, LabelSet::ontonotes())
}

pub(crate) fn token(name: &str) -> WriterToken {
    WriterToken::new(name)
}

pub(crate) const NOW: Timestamp = Timestamp(1_767_300_000_000);

/// Something to do.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Edit(documents::Step),
    Snapshot,
    Reopen,
}

pub(crate) fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        10 => documents::step().prop_map(Step::Edit),
        1 => Just(Step::Snapshot),
        1 => Just(Step::Reopen),
    ];
    vec(step, 1..most)
}

/// A tab at work.
pub(crate) struct Tab {
    pub(crate) library: Library,
    pub(crate) keeper: Keeper,
    /// The session at each revision.
    pub(crate) sessions: Vec<Session>,
    pub(crate) now: i64,
}

impl Tab {
    pub(crate) fn start(slots: &Rc<TestSlots>) -> Result<Self, SlotError> {
        let library = Library::new(Rc::clone(slots) as Rc<dyn Slots>);
        let session = fresh();
        let keeper = library.add(&session, token("tab"), NOW)?;
        Ok(Self { library, keeper, sessions: vec![session], now: NOW.0 })
    }

    pub(crate) fn session(&self) -> &Session {
        self.sessions.last().expect("the first is always there")
    }

    /// Three seconds later.
    pub(crate) fn later(&mut self) -> Timestamp {
        self.now += 3_000;
        Timestamp(self.now)
    }

    pub(crate) fn take(&mut self, step: &Step) -> Result<(), OpenError> {
        match step {
            Step::Snapshot => drop(self.keeper.snapshot(&self.session().clone())),
            Step::Reopen => {
                let opened = self.library.open(&id(), token("tab"), last_grapheme)?;
                self.sessions.truncate(opened.session.revision as usize + 1);
                assert_eq!(opened.session, *self.session());
                self.keeper = opened.keeper;
            }
            Step::Edit(step) => {
                let first = self.sessions.len() as u64 * 10;
                let command = command(&self.sessions[self.sessions.len() - 1], step, &mut self.now, first);
                self.run(&command);
            }
        }
        Ok(())
    }

    pub(crate) fn run(&mut self, command: &Command) {
        if let Ok(next) = self.session().run(command) {
            self.keeper.keep(command, &next);
            self.sessions.push(next);
        }
    }

    /// The revision that is said to be kept.
    pub(crate) fn kept(&self) -> u64 {
        match self.keeper.keeping() {
            Keeping::Saved { revision } => {
                assert_eq!(*revision, self.session().revision, "saved means all of it");
                *revision
            }
            Keeping::NotSaved { revision_saved, .. } => revision_saved.expect("there is storage"),
        }
    }
}

/// Adds a mention of the first word.
pub(crate) fn add(number: u64) -> Action {
    let range = CharRange::between(CharPos(0), CharPos(3));
    let body = Body::mention(LabelId::new("PERSON").expect("valid"));
    let fragments = Fragments::one(range).expect("not empty");
    Action::Add(vec![Annotation::new(AnnotationId::from_bits(number), fragments, body, NOW)])
}

/// A tab that added so many mentions, one by one.
pub(crate) fn worked(slots: &Rc<TestSlots>, mentions: u64) -> Tab {
    let mut tab = Tab::start(slots).expect("storage works");
    for number in 0..mentions {
        tab.run(&Command { at: NOW, action: add(number) });
    }
    assert_eq!(tab.kept(), mentions);
    tab
}

pub(crate) fn reopen(slots: &Rc<TestSlots>) -> Result<Opened, OpenError> {
    Library::new(Rc::clone(slots) as Rc<dyn Slots>).open(&id(), token("next tab"), last_grapheme)
}

pub(crate) fn entry(revision: u64) -> String {
    Key::Document(id(), Part::Entry(revision)).to_string()
}

pub(crate) fn part(part: Part) -> String {
    Key::Document(id(), part).to_string()
}
