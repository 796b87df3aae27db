//! The colours of labels, for files that are looked at elsewhere: those of the page in its light theme.

use crate::model::Slot;

/// The colour behind the words of a label, as `#rrggbb`.
pub(crate) fn fill(slot: Slot) -> &'static str {
    FILLS[usize::from(slot.number())]
}

/// The slot of a colour, if it is exactly that of one.
pub(crate) fn slot(colour: &str) -> Option<Slot> {
    let place = FILLS.iter().position(|fill| fill.eq_ignore_ascii_case(colour.trim()))?;
    Some(Slot::nth(place))
}

const FILLS: [&str; Slot::COUNT as usize] = [
    "#f8b37f", "#fee593", "#dfaff2", "#fca7c3", "#c8e4ff", "#b0c1ff", "#ffcad6", "#d6d683", "#d7b9d5", "#bfdabc", "#92daff",
    "#95d79d", "#dbcbff", "#ffc4ac", "#aef2b8", "#ffbbf0", "#65d8e1", "#7eecda",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_those_of_the_page() {
        let tokens = include_str!("../../../styles/tokens.css");
        for (number, fill) in FILLS.iter().enumerate() {
            assert!(tokens.contains(&format!("--slot-{number}: light-dark({fill},")), "slot {number}");
        }
        assert_eq!(slot(" #FEE593").map(Slot::number), Some(1));
    }
}
