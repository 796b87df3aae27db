//! What is done to the shape of the focused mark: its edges, its fragments, cutting and joining.

use super::Desk;
use crate::ui::keys::Edge;

impl Desk {
    /// Moves an edge of the focused mark by a word, or by a character where selections are taken exactly.
    pub(super) fn move_edge(&self, _edge: Edge) -> bool {
        false
    }

    /// Joins the focused mark with the next one.
    pub(super) fn merge_with_next(&self) -> bool {
        false
    }

    /// Cuts the focused mark in two at the caret.
    pub(super) fn split(&self) -> bool {
        false
    }

    /// Adds the selected words to the focused mark.
    pub(super) fn add_fragment(&self) -> bool {
        false
    }

    /// Takes the selected words, or the stretch at the caret, from the focused mark.
    pub(super) fn take_fragment(&self) -> bool {
        false
    }
}
