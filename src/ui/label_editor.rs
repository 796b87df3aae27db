//! Changing the label set.

use super::desk::Desk;
use super::state::Open;
use yew::prelude::*;

/// The label set, to be changed.
pub fn label_editor(_desk: &Desk, _open: &Open) -> Html {
    Html::default()
}
