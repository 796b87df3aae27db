//! What is done by name: by a key, or from the command palette.

use super::{Desk, NOTE_FIELD};
use crate::browser::keyboard::KeyPress;
use crate::browser::page;
use crate::model::{Action, Tag};
use crate::ui::fold::Fold;
use crate::ui::header::OPEN_FILE;
use crate::ui::keys::{self, Deed, Reach};
use crate::ui::state::{Over, Part, Purpose};
use crate::ui::strings::{frame, says};

impl Desk {
    /// Does what a key says; true where the page took it.
    pub fn key(&self, press: &KeyPress) -> bool {
        self.press_key();
        let state = self.state();
        let settings = &state.settings;
        let Some(deed) = keys::deed(press, settings.single_keys, &settings.keys) else { return false };
        let everywhere = keys::TABLE.iter().any(|row| row.deed == deed && row.reach == Reach::Anywhere);
        if state.over.is_some() && !everywhere {
            return false;
        }
        // What is selected at this moment counts, not what was when the selection last rested.
        self.read_selection();
        match deed {
            Deed::Label(key) if self.digit(key) => true,
            deed => self.do_deed(deed),
        }
    }

    /// Does something by name; true where there was something to do.
    pub fn do_deed(&self, deed: Deed) -> bool {
        match deed {
            Deed::Open => page::click_id(OPEN_FILE),
            Deed::New => self.lay_over(Over::Draft("".into())),
            Deed::Library => self.lay_over(Over::Library),
            Deed::Settings => self.lay_over(Over::Settings),
            Deed::EditKeys => self.lay_over(Over::Keys),
            Deed::Help => self.lay_over(Over::Help),
            Deed::Palette => self.lay_over(Over::Palette),
            _ => return self.do_to_article(deed),
        }
        true
    }

    fn do_to_article(&self, deed: Deed) -> bool {
        let Some(open) = self.state().open else { return false };
        let focused = open.view.focus.as_ref().and_then(|id| open.session.annotations.get(id));
        match (deed, focused) {
            (Deed::Label(key), _) => match open.session.labels.on_key(key) {
                Some(label) => self.apply(Tag::Label(label.id.clone())),
                None => return false,
            },
            (Deed::Sentiment(polarity), _) => self.apply(Tag::Polarity(polarity)),
            (Deed::Repeat, _) => match open.view.last.clone() {
                Some(tag) => self.apply(tag),
                None => self.say(says::NOTHING_TO_REPEAT),
            },
            (Deed::ChooseLabel, _) => self.lay_over(Over::ChooseLabel(Purpose::Tag)),
            (Deed::NextMark, _) => self.step(&open, true),
            (Deed::PreviousMark, _) => self.step(&open, false),
            (Deed::Move(motion, extend), _) => return self.move_caret(motion, extend),
            (Deed::StepBack, _) => return self.step_back(&open),
            (Deed::Undo, _) => self.travel(Action::Undo),
            (Deed::Redo, _) => self.travel(Action::Redo),
            (Deed::Find, _) => self.find(),
            (Deed::FindNext, _) => return self.go_to_hit(true),
            (Deed::FindPrevious, _) => return self.go_to_hit(false),
            (Deed::List, _) => self.go_to_list(),
            (Deed::Download, _) => self.download(),
            (Deed::CopyAnnotations, _) => self.copy_annotations(),
            (Deed::CopyList, _) => self.copy_list(),
            (Deed::CopyMarkedText, _) => self.copy_marked_text(),
            (Deed::Export, _) => self.lay_over(Over::Export),
            (Deed::EditLabels, _) => self.lay_over(Over::Labels(Part::Labels)),
            (Deed::Insight, _) => self.lay_over(Over::Insight(None)),
            (Deed::GoOn, _) if open.view.armed.is_some() && open.view.selection.is_some() => self.tag_if_armed(),
            (Deed::GoOn, Some(focused)) if open.view.relating.as_ref().is_some_and(|from| *from != focused.id) => {
                self.relate_to(&focused.id);
            }
            (Deed::Code, _) => self.show_codes(),
            // What needs a mark takes the one at the caret; going to it comes first.
            (Deed::Outward | Deed::GoOn, None) => return self.mark_at_caret(&open),
            (_, None) => return self.mark_at_caret(&open) && self.do_to_article(deed),
            (Deed::Outward, Some(focused)) => {
                let place = open.view.place_in(focused);
                self.cycle(open.view.caret.filter(|caret| caret.shown).map_or(place, |caret| caret.at));
            }
            (Deed::GoOn, Some(_)) if open.view.picking().is_some() => self.explain(frame::PICK_A_MENTION),
            (Deed::GoOn, Some(focused)) if focused.frame().is_some() => self.go_on_with_sentiment(),
            (Deed::GoOn, Some(_)) => self.focus_in(Fold::Note, NOTE_FIELD),
            (Deed::Note, Some(_)) => self.focus_in(Fold::Note, NOTE_FIELD),
            (Deed::Pick(role), Some(_)) => return self.pick(role),
            (Deed::Occurrences, Some(focused)) => self.show_occurrences(&focused.id),
            (Deed::Review, Some(focused)) => {
                self.run(Action::SetReview(vec![focused.id.clone()], !focused.review));
            }
            (Deed::Remove, Some(focused)) => self.remove(&focused.id),
            (Deed::Duplicate, Some(_)) => self.lay_over(Over::ChooseLabel(Purpose::Duplicate)),
            (Deed::Edge(edge), Some(_)) => return self.move_edge(edge),
            (Deed::Merge, Some(_)) => return self.merge_with_next(),
            (Deed::Split, Some(_)) => return self.split(),
            (Deed::Relate, Some(focused)) => self.begin_relating(focused),
            (Deed::AddFragment, Some(_)) => return self.add_fragment(),
            (Deed::TakeFragment, Some(_)) => return self.take_fragment(),
            (
                Deed::Open | Deed::New | Deed::Library | Deed::Settings | Deed::EditKeys | Deed::Help | Deed::Palette,
                Some(_),
            ) => {
                return false;
            }
        }
        true
    }
}
