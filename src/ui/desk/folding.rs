//! What of the inspector is unfolded.

use super::Desk;
use crate::browser::{page, viewport};
use crate::ui::fold::Fold;

impl Desk {
    /// Unfolds a part, or folds it up.
    pub fn turn(&self, fold: Fold) {
        self.change(|state| {
            if !state.unfolded.remove(&fold) {
                state.unfolded.insert(fold);
            }
        });
    }

    /// Folds a part up.
    pub fn fold_up(&self, fold: Fold) {
        if self.state().unfolded.contains(&fold) {
            self.turn(fold);
        }
    }

    /// Moves the focus to a field in a part, which is unfolded for it.
    pub fn focus_in(&self, fold: Fold, field: &'static str) {
        let state = self.state();
        if state.unfolded.contains(&fold) && state.unfolded.contains(&Fold::Sheet) {
            return page::focus_id(field);
        }
        self.change(|state| state.unfolded.extend([fold, Fold::Sheet]));
        viewport::next_frame(move || page::focus_id(field));
    }
}
