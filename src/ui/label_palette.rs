//! Choosing a label by typing its name.

use super::desk::Desk;
use super::state::Purpose;
use crate::model::LabelSet;
use yew::prelude::*;

/// The labels whose names fit what is typed.
pub fn label_palette(_desk: &Desk, _labels: &LabelSet, _purpose: Purpose) -> Html {
    Html::default()
}
