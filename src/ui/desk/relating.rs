//! Relations at the desk: how one is made, step by step, and what is done to one that is there.

use super::Desk;
use crate::browser::clock;
use crate::model::{Action, Annotation, AnnotationId, LabelId, Relation, RelationId};
use crate::ui::state::Over;
use crate::ui::strings::{findings, says};
use crate::ui::words;

impl Desk {
    /// Begins a relation at the focused annotation. Where one was begun at another annotation, it gets this one as its other
    /// end; where it was begun here, it is given up.
    pub fn begin_relating(&self, focused: &Annotation) {
        let Some(open) = self.state().open else { return };
        match &open.view.relating {
            _ if open.is_read_only() => self.refuse_to_change(),
            Some(from) if *from == focused.id => self.stop_relating(),
            Some(_) => self.relate_to(&focused.id),
            None => {
                self.drop_selection();
                self.say(&says::relating(&words::quote_of(&open.session.text, focused, words::QUOTE_CHARS)));
                self.change_open(|open| {
                    open.view.armed = None;
                    open.view.stop_picking();
                    open.view.relating = Some(focused.id.clone());
                });
            }
        }
    }

    /// Ends choosing, of whatever: the keys go elsewhere, where they mean what they always do.
    pub(super) fn stop_choosing(&self) {
        if self.state().open.is_none_or(|open| open.view.relating.is_none() && open.view.picking().is_none()) {
            return;
        }
        self.change_open(|open| {
            open.view.stop_picking();
            open.view.relating = None;
        });
    }

    /// Gives up the relation that was begun, and goes back to where.
    pub fn stop_relating(&self) {
        self.change_open(|open| open.view.focus = open.view.relating.take().or(open.view.focus.take()));
        self.say(says::NOT_RELATED);
        self.keep_focus_on_page();
    }

    /// Goes to an annotation that was chosen from a list; or makes it the other end of the relation that was begun.
    pub fn choose_mark(&self, id: &AnnotationId) {
        let relating = self.state().open.and_then(|open| open.view.relating);
        match relating {
            Some(from) if from != *id => self.relate_to(id),
            _ => self.go_to(id),
        }
    }

    /// Offers the types of relations between where one was begun and this annotation.
    pub fn relate_to(&self, id: &AnnotationId) {
        self.lay_over(Over::ChooseRelation(id.clone()));
    }

    /// Makes a relation, and goes back to where it was begun.
    pub fn relate(&self, label: &LabelId, from: &AnnotationId, to: &AnnotationId) {
        self.clear_over();
        let id = RelationId::from_bits(clock::random_bits());
        let relation = Relation::new(id, label.clone(), from.clone(), to.clone(), clock::now());
        if self.run(Action::PutRelation(relation)) {
            self.change_open(|open| open.view.focus = open.view.relating.take().or(open.view.focus.take()));
        }
        self.keep_focus_on_page();
    }

    /// Changes a relation.
    pub fn change_relation(&self, id: &RelationId, change: impl FnOnce(&mut Relation)) {
        self.finish_typing();
        if let Some(relation) = self.relation_with(id, change) {
            self.run(Action::PutRelation(relation));
        }
    }

    /// Types into the note of a relation.
    pub fn write_relation_note(&self, id: &RelationId, note: &str) {
        if let Some(relation) = self.relation_with(id, |relation| relation.note = note.into()) {
            self.type_into(Action::PutRelation(relation));
        }
    }

    fn relation_with(&self, id: &RelationId, change: impl FnOnce(&mut Relation)) -> Option<Relation> {
        let open = self.state().open?;
        let Some(relation) = open.session.relations.get(id) else {
            self.say(findings::NO_LONGER_SO);
            return None;
        };
        let mut relation = Relation { modified: clock::now(), ..(**relation).clone() };
        change(&mut relation);
        Some(relation)
    }

    /// Removes a relation.
    pub fn remove_relation(&self, id: &RelationId) {
        if self.run(Action::RemoveRelations(vec![id.clone()])) {
            self.keep_focus_on_page();
        }
    }
}
