//! What is done to the label set.

use super::Desk;
use crate::model::LabelId;
use crate::ui::state::Purpose;

impl Desk {
    /// Uses a label that was chosen by typing its name.
    pub fn use_label(&self, _label: LabelId, _purpose: Purpose) {}
}
