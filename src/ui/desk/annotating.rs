//! What is done to the text: selecting, tagging, focusing, stepping.

use super::Desk;
use crate::browser::{clock, page, rows, viewport};
use crate::model::proposing;
use crate::model::view::next_under_pointer;
use crate::model::{Action, Annotation, AnnotationId, CharPos, CharRange, Fragments, Session, Tag};
use crate::ui::annotation_list::ROWS;
use crate::ui::app::NOTHING_OPEN;
use crate::ui::dialog::DIALOG_TITLE;
use crate::ui::fold::Fold;
use crate::ui::state::{Jump, Open, Over};
use crate::ui::strings::{self, frame, says};
use crate::ui::words;

/// The field where the note of the focused annotation is written.
pub const NOTE_FIELD: &str = "note";

impl Desk {
    /// A selection over everything, from before the article to after it, is hardly meant to be tagged.
    pub fn tag_if_armed(&self) {
        let Some(open) = self.state().open.filter(|open| open.view.selection != Some(open.session.text.range())) else {
            return;
        };
        if let (Some(tag), Some(_)) = (open.view.armed, open.view.selection) {
            self.tag_selection(&tag);
        }
    }

    /// What a label or a sentiment in the bar does: tags the selection; with nothing selected, arms or disarms itself.
    pub fn choose(&self, tag: Tag) {
        let Some(open) = self.state().open else { return };
        if open.is_read_only() {
            return self.refuse_to_change();
        }
        if open.view.selection.is_some() {
            self.tag_selection(&tag);
            return;
        }
        let armed = (open.view.armed.as_ref() != Some(&tag)).then_some(tag);
        self.say(&match &armed {
            Some(tag) => says::armed(&words::tag(tag, &open.session.labels)),
            None => says::DISARMED.to_owned(),
        });
        self.change_open(|open| {
            open.view.stop_picking();
            open.view.armed = armed;
        });
    }

    /// Selections are no longer tagged at once.
    pub fn disarm(&self) {
        self.change_open(|open| open.view.armed = None);
        self.say(says::DISARMED);
        self.keep_focus_on_page();
    }

    /// What a key does with a label or a sentiment: tags the selection, or else changes the focused mark, or else arms.
    pub fn apply(&self, tag: Tag) {
        let Some(open) = self.state().open else { return };
        match open.view.focus.as_ref().and_then(|id| open.session.annotations.get(id)) {
            Some(focused)
                if open.view.selection.is_none() && open.view.armed.is_none() && is_at_hand(&open, focused) =>
            {
                self.retag(&open, focused, tag)
            }
            _ => self.choose(tag),
        }
    }

    /// Tags the selected words, and focuses the annotation.
    pub fn tag_selection(&self, tag: &Tag) {
        let Some(open) = self.state().open else { return };
        let Some(range) = open.view.selection else { return };
        self.drop_selection();
        self.add(&open.session, Fragments::one(range), tag);
        if let Some((of, role)) = open.view.focus.clone().zip(open.view.picking()) {
            self.take_tagged(of, role);
        }
        self.fold_up(Fold::Sheet);
        // A mouse goes on where it is: nothing must move under it.
        if viewport::is_by_touch() {
            self.uncover(range);
        }
    }

    /// Gives the focused annotation another label or polarity; one of the other kind is put beside it.
    pub(super) fn retag(&self, open: &Open, focused: &Annotation, tag: Tag) {
        let ids = vec![focused.id.clone()];
        match (&tag, focused.polarity()) {
            (Tag::Label(label), None) => self.run(Action::Relabel(ids, label.clone())),
            (Tag::Polarity(polarity), Some(_)) => self.run(Action::SetPolarity(ids, *polarity)),
            (Tag::Polarity(polarity), None) => {
                self.feel_about(open, focused, *polarity);
                true
            }
            (Tag::Label(_), Some(_)) if focused.fragments.is_empty() => return,
            (Tag::Label(_), Some(_)) => return self.add(&open.session, Some(focused.fragments.clone()), &tag),
        };
        self.change_open(|open| open.view.last = Some(tag));
    }

    /// Adds an annotation, unless one that says the same of the same words is there already: then that one is focused.
    pub(super) fn add(&self, session: &Session, fragments: Option<Fragments>, tag: &Tag) {
        let Some(fragments) = fragments else { return };
        let same = |annotation: &Annotation| annotation.fragments == fragments && Tag::of(annotation) == *tag;
        let extent = fragments.extent().unwrap_or_default();
        let id = match session.annotations.covering(&session.text, extent, same) {
            Some(there) => {
                self.say(&says::tagged_already(&words::tag(tag, &session.labels)));
                there.id.clone()
            }
            None => {
                let id = AnnotationId::from_bits(clock::random_bits());
                let annotation = Annotation::new(id.clone(), fragments, tag.body(), clock::now());
                if !self.run(Action::Add(vec![annotation])) {
                    return;
                }
                id
            }
        };
        self.change_open(|open| {
            open.view.focus = Some(id);
            open.view.last = Some(tag.clone());
        });
    }

    /// Shows all places where the words of an annotation stand.
    pub fn show_occurrences(&self, id: &AnnotationId) {
        let Some(open) = self.state().open.filter(|open| !open.is_read_only()) else { return };
        let in_one_piece = |annotation: &Annotation| annotation.fragments.ranges().len() == 1;
        if open.session.annotations.get(id).is_some_and(|annotation| in_one_piece(annotation)) {
            self.lay_over(Over::Occurrences(id.clone()));
        }
    }

    /// Tags several stretches at once, as one transaction.
    pub fn tag_all(&self, ranges: &[CharRange], tag: &Tag) {
        let annotation = |range: &CharRange| {
            let id = AnnotationId::from_bits(clock::random_bits());
            Some(Annotation::new(id, Fragments::one(*range)?, tag.body(), clock::now()))
        };
        let annotations: Vec<Annotation> = ranges.iter().filter_map(annotation).collect();
        if !annotations.is_empty() {
            self.run(Action::Add(annotations));
        }
    }

    /// Gives the annotation with this id another label or polarity.
    pub fn relabel(&self, id: &AnnotationId, tag: Tag) {
        let Some(open) = self.state().open else { return };
        if let Some(annotation) = open.session.annotations.get(id) {
            self.retag(&open, annotation, tag);
        }
    }

    /// Removes an annotation.
    pub fn remove(&self, id: &AnnotationId) {
        if self.run(Action::Remove(vec![id.clone()])) {
            self.keep_focus_on_page();
        }
    }

    /// Where the element with the focus went away, the article gets it, or the title of what is shown instead.
    pub fn keep_focus_on_page(&self) {
        let desk = self.clone();
        crate::browser::viewport::next_frame(move || {
            if !page::focus_is_lost() {
                return;
            }
            let is_covered = desk.0.state.borrow().over.is_some();
            match desk.reader().cast::<web_sys::Element>() {
                _ if is_covered => page::focus_id(DIALOG_TITLE),
                Some(reader) => page::focus(&reader),
                None => page::focus_id(NOTHING_OPEN),
            }
        });
    }

    /// Focuses the annotation with this id, and scrolls to it.
    pub fn go_to(&self, id: &AnnotationId) {
        let Some(open) = self.state().open else { return };
        let Some(annotation) = open.session.annotations.get(id) else { return };
        let about = || {
            let referent = annotation.frame().and_then(|frame| frame.referents().next());
            referent.and_then(|referent| proposing::place_of(&open.session, referent))
        };
        let place = annotation.extent().map(|extent| extent.start()).or_else(about);
        let rank = open.session.annotations.rank(&open.session.text, annotation).unwrap_or_default();
        let rank = strings::rank(rank, open.session.annotations.len());
        self.say(&format!("{}{rank}", words::mark(&open.session, annotation)));
        self.change_open(|open| open.view.focus = Some(id.clone()));
        if let Some(place) = place {
            self.take_caret_to(place);
            self.jump(place, true);
        }
    }

    /// Focuses an annotation where reading is.
    pub fn focus_here(&self, id: &AnnotationId) {
        let Some(open) = self.state().open else { return };
        if let Some(annotation) = open.session.annotations.get(id) {
            self.say(&words::mark(&open.session, annotation));
            self.change_open(|open| open.view.focus = Some(id.clone()));
        }
    }

    /// Scrolls the article to a place; `gently` leaves a place that is in view where it is.
    pub fn jump(&self, to: CharPos, gently: bool) {
        let serial = self.next_serial();
        self.change_open(|open| open.jump = Some(Jump { to, serial, gently }));
    }

    /// Takes the focus from the annotation that has it.
    pub fn leave_mark(&self) {
        self.change_open(|open| open.view.focus = None);
    }

    /// A click or a tap beside all marks: the one that has the focus loses it, unless someone is being chosen for it.
    pub fn click_beside(&self) {
        match self.state().open.and_then(|open| open.view.picking()) {
            Some(_) => self.explain(frame::PICK_A_MENTION),
            None => self.leave_mark(),
        }
    }

    /// A click at a position of the text: focuses the shortest mark there.
    /// Returns true where the mark that has the focus is among those there: a second click may cycle.
    pub fn click(&self, at: CharPos) -> bool {
        let Some(open) = self.state().open else { return false };
        let under = open.session.annotations.at(&open.session.text, at);
        if let Some(from) = &open.view.relating {
            under.iter().find(|there| there.id != *from).into_iter().for_each(|there| self.relate_to(&there.id));
            return false;
        }
        if self.pick_at(&under) {
            return false;
        }
        let focused = open.view.focus.as_ref().is_some_and(|id| under.iter().any(|there| there.id == *id));
        if !focused {
            let id = under.first().map(|annotation| annotation.id.clone());
            self.change_open(|open| open.view.focus = id);
        }
        focused
    }

    /// Focuses the next mark outward at a position.
    pub fn cycle(&self, at: CharPos) {
        let Some(open) = self.state().open else { return };
        let under = open.session.annotations.at(&open.session.text, at);
        let next = next_under_pointer(&under, open.view.focus.as_ref()).map(|annotation| annotation.id.clone());
        self.change_open(|open| open.view.focus = next);
    }

    /// Undoes or redoes, and scrolls to what that changed.
    pub fn travel(&self, action: Action) {
        self.finish_typing();
        let Some(open) = self.state().open else { return };
        let history = &open.session.history;
        let transaction = match action {
            Action::Undo => history.next_undo(),
            _ => history.next_redo(),
        };
        let place = transaction.and_then(|transaction| transaction.place());
        let back = transaction.filter(|_| action == Action::Undo).and_then(|transaction| transaction.removed());
        let in_list = page::has_focus_within(ROWS);
        if self.run(action) {
            // What comes back has the focus, or else the next key that removes would take the mark beside it.
            if let Some(id) = back.filter(|_| in_list || open.view.focus.is_some()) {
                let row = format!("#{ROWS} [data-annotation=\"{id}\"]");
                self.change_open(|open| open.view.focus = Some(id));
                if in_list {
                    viewport::next_frame(move || {
                        rows::take_focus_to(&row);
                    });
                }
            }
            if let Some(place) = place {
                self.take_caret_to(place.start());
                self.jump(place.start(), true);
            }
            self.keep_focus_on_page();
        }
    }

    pub(super) fn step(&self, open: &Open, forward: bool) {
        let (text, annotations) = (&open.session.text, &open.session.annotations);
        let found = match focused(open) {
            Some(from) if forward => annotations.after(text, from),
            Some(from) => annotations.before(text, from),
            None => {
                let caret = open.view.caret.filter(|caret| caret.shown).map(|caret| caret.at);
                let at = open.view.selection.map(CharRange::start).or(caret).unwrap_or(open.place);
                if forward { annotations.first_from(text, at) } else { annotations.last_before(text, at) }
            }
        };
        match found.map(|annotation| annotation.id.clone()) {
            Some(id) => {
                self.go_to(&id);
                self.show_caret();
            }
            None => self.say(if forward { says::NO_MARK_AHEAD } else { says::NO_MARK_BEFORE }),
        }
    }

    pub(super) fn step_back(&self, open: &Open) -> bool {
        if self.cancel_grasp() {
            return true;
        }
        if open.view.selection.is_some() {
            self.leave_selection();
        } else if open.view.relating.is_some() {
            self.stop_relating();
        } else if open.view.armed.is_some() {
            self.disarm();
        } else if self.stop_picking() {
            return true;
        } else if open.view.focus.is_some() {
            self.leave_mark();
        } else {
            return self.come_back_to_text();
        }
        true
    }
}

/// Whether a key may change the focused mark without saying which: the caret is not elsewhere.
fn is_at_hand(open: &Open, focused: &Annotation) -> bool {
    let caret = open.view.caret.filter(|caret| caret.shown).map(|caret| caret.at);
    let touches = |at: CharPos| focused.extent().is_none_or(|extent| extent.start() <= at && at <= extent.end());
    caret.is_none_or(touches)
}

fn focused(open: &Open) -> Option<&Annotation> {
    open.session.annotations.get(open.view.focus.as_ref()?).map(|annotation| &**annotation)
}
