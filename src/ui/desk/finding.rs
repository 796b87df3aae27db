//! Finding in the text.

use super::Desk;

impl Desk {
    /// Shows the find bar, with the focus in its field.
    pub fn find(&self) {}

    /// Goes to the next hit, or with `forward` false to the previous one; true where something is being found.
    pub fn go_to_hit(&self, _forward: bool) -> bool {
        false
    }

    /// Moves the focus to the annotation list.
    pub fn go_to_list(&self) {}
}
