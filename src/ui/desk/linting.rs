//! The linter at the desk: when it reads along, and what is done about what it finds.

use super::Desk;
use crate::browser::viewport::{self, IdleWork};
use crate::browser::{clock, page};
use crate::model::lint::{Finding, Fix, Linter};
use crate::model::{Action, AnnotationId, CharRange, LabelSet, Relation, RelationId, Section, Session};
use crate::ui::findings::{self, Findings};
use crate::ui::state::State;
use crate::ui::strings;
use std::rc::Rc;

/// How long the annotations rest, in milliseconds, before they are read.
const REST: u32 = 600;

/// How long an idle moment is used, in milliseconds.
const SLICE: i64 = 4;

/// The reading that is going on, or waits to begin.
#[derive(Default)]
pub(super) struct Linting {
    linter: Option<Linter>,
    /// What was read last, or will be.
    seen: Option<Seen>,
    rest: Option<clock::Timer>,
    work: Option<IdleWork>,
}

/// What a reading is of: the annotations, known by their sections, which every change of them replaces; the relations, and
/// the types that they can have.
struct Seen {
    sections: Rc<Vec<Rc<Section>>>,
    relations: imbl::OrdMap<RelationId, Rc<Relation>>,
    labels: Rc<LabelSet>,
}

impl Seen {
    fn of(session: &Session) -> Self {
        let sections = Rc::clone(session.annotations.sections());
        Self { sections, relations: session.relations.clone(), labels: Rc::clone(&session.labels) }
    }

    fn is_of(&self, session: &Session) -> bool {
        let same_types = || Rc::ptr_eq(self.labels.definitions(), session.labels.definitions());
        Rc::ptr_eq(&self.sections, session.annotations.sections())
            && self.relations.ptr_eq(&session.relations)
            && (self.relations.is_empty() || same_types())
    }
}

impl Desk {
    /// Reads the annotations again when they have rested, if hints are wanted and they are not those that were read last.
    /// Costs nothing else: what is found is published when an idle moment has found it.
    pub(super) fn read_along(&self, state: &State) {
        let mut linting = self.0.linting.borrow_mut();
        let Some(open) = state.open.as_ref().filter(|_| state.settings.hints) else {
            *linting = Linting::default();
            return;
        };
        if linting.seen.as_ref().is_none_or(|seen| !seen.is_of(&open.session)) {
            let desk = self.clone();
            linting.seen = Some(Seen::of(&open.session));
            linting.work = None;
            linting.rest = Some(clock::after(REST, move || desk.begin_reading()));
        }
    }

    /// Begins to read the annotations as they are now.
    fn begin_reading(&self) {
        let Some(open) = self.state().open else { return };
        let text = &open.session.text;
        let mut linting = self.0.linting.borrow_mut();
        let linter = linting.linter.take().filter(|linter| Rc::ptr_eq(linter.text(), text));
        let mut linter = linter.unwrap_or_else(|| Linter::new(Rc::clone(text)));
        linter.begin(open.session.clone());
        let desk = self.clone();
        linting.linter = Some(linter);
        linting.rest = None;
        linting.work = Some(IdleWork::new(move || desk.read_some()));
    }

    /// Reads for one slice; false at the end.
    fn read_some(&self) -> bool {
        let until = clock::now().0 + SLICE;
        let found = loop {
            let found = self.0.linting.borrow_mut().linter.as_mut().and_then(Linter::step);
            if found.is_some() || clock::now().0 >= until {
                break found;
            }
        };
        let Some(found) = found else { return true };
        self.show_findings(found.into_iter().map(Rc::new).collect());
        false
    }

    /// Where nothing changed, nothing is drawn. Where the finding went away that had the focus, another one gets it.
    fn show_findings(&self, found: Vec<Rc<Finding>>) {
        if self.state().open.is_none_or(|open| *open.findings.0 == found) {
            return;
        }
        let focused = page::focused_id();
        self.change_open(|open| open.findings = Findings(Rc::new(found)));
        if let Some(ids) = focused.and_then(|id| findings::instead_of(&id)) {
            let desk = self.clone();
            viewport::next_frame(move || {
                if page::focus_is_lost() {
                    desk.focus_one_of(ids);
                }
            });
        }
    }

    /// Does what a fix says, as far as that is still so. The finding goes at once, and the next one in the list, after
    /// so many of them, gets the focus.
    pub fn fix(&self, finding: &Finding, fix: &Fix, place: usize) {
        let Some(open) = self.state().open else { return };
        let fresh = || AnnotationId::from_bits(clock::random_bits());
        let done = match fix.action(&open.session, clock::now(), fresh) {
            Some(action) => self.run(action),
            None => {
                self.say(strings::findings::NO_LONGER_SO);
                true
            }
        };
        if done {
            let others = open.findings.0.iter().filter(|other| ***other != *finding).cloned().collect();
            self.show_findings(others);
            self.begin_reading();
            self.focus_one_of(findings::after_fix(place));
        }
    }

    /// Dismisses the findings with this key, or takes that back.
    pub fn dismiss_finding(&self, key: &Rc<str>, dismiss: bool, place: usize) {
        if self.run(Action::Dismiss(Rc::clone(key), dismiss)) {
            let next = if dismiss { findings::after_dismissal(place) } else { findings::after_return(place) };
            self.focus_one_of(next);
        }
    }

    /// Moves the focus to the first of these elements that is there, else to the article, once the page is drawn.
    fn focus_one_of(&self, ids: Vec<String>) {
        let reader = self.reader();
        viewport::next_frame(move || {
            if !ids.iter().any(|id| page::take_focus_to(id))
                && let Some(reader) = reader.cast::<web_sys::Element>()
            {
                page::focus(&reader);
            }
        });
    }

    /// Goes to the place that a finding is about: with every call to the next one. Untagged words are selected, so that a
    /// label's key tags them.
    pub fn visit(&self, finding: &Finding) {
        let Some(open) = self.state().open else { return };
        let following = |last: Option<usize>, count: usize| last.map_or(0, |last| (last + 1) % count);
        if finding.places.is_empty() {
            let there = |id: &&AnnotationId| open.session.annotations.get(id).is_some();
            let marks: Vec<_> = finding.marks.iter().filter(there).collect();
            let last = marks.iter().position(|id| open.view.focus.as_ref() == Some(id));
            match marks.get(following(last, marks.len().max(1))) {
                Some(id) => self.go_to(id),
                None => self.say(strings::findings::NO_LONGER_SO),
            }
        } else {
            let last = finding.places.iter().position(|place| open.jump.map(|jump| jump.to) == Some(place.start()));
            if let Some(place) = finding.places.get(following(last, finding.places.len())) {
                self.say(&findings::place_of(last, finding.places.len()));
                self.leave_mark();
                self.jump(place.start(), true);
                self.select_when_drawn(*place);
            }
        }
    }

    /// Selects words that are being jumped to. An armed label would tag them, which a look does not ask for.
    fn select_when_drawn(&self, words: CharRange) {
        let desk = self.clone();
        viewport::next_frame(move || {
            let open = desk.state().open.filter(|open| open.view.armed.is_none() && !open.is_read_only());
            if open.is_some() {
                desk.select(words, None);
            }
        });
    }
}
