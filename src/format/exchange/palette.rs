//! The colours of labels and sentiments on the light page, for formats that have colours.

use crate::model::{Polarity, Slot};

/// The highlighter of each slot: `--slot-N` in `styles/tokens.css`.
const HIGHLIGHTS: [&str; Slot::COUNT as usize] = [
    "#f8b37f", "#fee593", "#dfaff2", "#fca7c3", "#c8e4ff", "#b0c1ff", "#ffcad6", "#d6d683", "#d7b9d5", "#bfdabc",
    "#92daff", "#95d79d", "#dbcbff", "#ffc4ac", "#aef2b8", "#ffbbf0", "#65d8e1", "#7eecda",
];

/// The strong colour of each slot, for letters and lines: `--slot-N-line` in `styles/tokens.css`.
const LINES: [&str; Slot::COUNT as usize] = [
    "#783f00", "#776104", "#6b377e", "#842c50", "#0d66a4", "#3b4995", "#983c58", "#5e5c01", "#763575", "#25671f",
    "#035f80", "#025f22", "#674997", "#943f17", "#1b7133", "#853d79", "#005b61", "#046a5e",
];

/// What words of this slot are highlighted with, as `#rrggbb`.
pub fn highlight(slot: Slot) -> &'static str {
    HIGHLIGHTS[usize::from(slot.number())]
}

/// The slot that has exactly this highlighter.
pub fn slot(colour: &str) -> Option<Slot> {
    let place = HIGHLIGHTS.iter().position(|highlight| highlight.eq_ignore_ascii_case(colour.trim()))?;
    Some(Slot::nth(place))
}

/// The colour of letters and lines of this slot on white.
pub fn line(slot: Slot) -> &'static str {
    LINES[usize::from(slot.number())]
}

/// The colour of letters and lines of a sentiment on white.
pub fn polarity(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Positive => "#146d34",
        Polarity::Negative => "#a51f1e",
        Polarity::Neutral => "#485d73",
        Polarity::Mixed => "#6f3e9d",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_those_of_the_page() {
        let tokens = include_str!("../../../styles/tokens.css");
        let has = |name: &str, colour: &str| {
            assert!(tokens.contains(&format!("{name}: light-dark({colour},")), "{name} is not {colour}");
        };
        for (number, slot) in (0..Slot::COUNT).filter_map(Slot::new).enumerate() {
            has(&format!("--slot-{number}"), highlight(slot));
            has(&format!("--slot-{number}-line"), line(slot));
        }
        let names = ["positive", "negative", "neutral", "mixed"];
        for (name, of) in names.into_iter().zip(Polarity::ALL) {
            has(&format!("--{name}"), polarity(of));
        }
    }
}
