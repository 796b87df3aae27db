//! The keys: one table for the key map, the help and the README.

use crate::browser::keyboard::{KeyPress, KeyTarget};
use crate::model::{LabelKey, Polarity};

/// What a key does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Deed {
    /// Tag with the label on this key.
    Label(LabelKey),
    /// Tag with a sentiment.
    Sentiment(Polarity),
    /// Tag with what was used last.
    Repeat,
    /// Go to the next mark.
    NextMark,
    /// Go to the previous mark.
    PreviousMark,
    /// Write the note of the focused mark.
    Note,
    /// Say whether the focused mark needs review.
    Review,
    /// Show all occurrences of the focused mark's words.
    Occurrences,
    /// Remove the focused mark.
    Remove,
    /// Step back: disarm, drop the selection, leave the mark.
    StepBack,
    /// Undo.
    Undo,
    /// Redo.
    Redo,
    /// Show the help.
    Help,
}

/// A row of the table.
pub struct Row {
    /// The keys, as a person reads them.
    pub keys: &'static str,
    /// What they do.
    pub does: &'static str,
    press: fn(&KeyPress) -> Option<Deed>,
}

/// All keys of the page, in the order of the help.
pub const TABLE: [Row; 15] = [
    Row {
        keys: "1 – 9", does: "Tag the selection with the label on that key; relabel the focused mark", press: label
    },
    Row { keys: "Shift + 1 – 9", does: "The same for the labels marked ⇧1 to ⇧9", press: label_shifted },
    Row {
        keys: "+ or =",
        does: "Positive sentiment",
        press: |press| sentiment(press, &["+", "="], Polarity::Positive),
    },
    Row { keys: "-", does: "Negative sentiment", press: |press| sentiment(press, &["-", "−"], Polarity::Negative) },
    Row { keys: "0", does: "Neutral sentiment", press: |press| sentiment(press, &["0"], Polarity::Neutral) },
    Row { keys: "m", does: "Mixed sentiment", press: |press| sentiment(press, &["m", "M"], Polarity::Mixed) },
    Row { keys: ".", does: "Tag with what was used last", press: |press| single(press, &["."], Deed::Repeat) },
    Row { keys: "n / p", does: "Go to the next / previous mark", press: step },
    Row {
        keys: "Enter",
        does: "Write a note on the focused mark",
        press: |press| single(press, &["Enter"], Deed::Note),
    },
    Row {
        keys: "a",
        does: "All occurrences of the focused mark’s words: tag, relabel or remove them",
        press: |press| single(press, &["a"], Deed::Occurrences),
    },
    Row { keys: "r", does: "Needs review, on or off", press: |press| single(press, &["r"], Deed::Review) },
    Row {
        keys: "Delete or Backspace",
        does: "Remove the focused mark",
        press: |press| single(press, &["Delete", "Backspace"], Deed::Remove),
    },
    Row {
        keys: "Escape",
        does: "Step back: disarm the label, drop the selection, leave the mark",
        press: |press| single(press, &["Escape"], Deed::StepBack),
    },
    Row { keys: "Ctrl / ⌘ + Z, with Shift", does: "Undo, redo", press: undo_redo },
    Row { keys: "?", does: "Show this table", press: |press| typed(press, &["?"], Deed::Help) },
];

/// What a key press does, if anything. Nothing while an input method composes, in a field, or with a modifier that the
/// table does not list. `single_keys` says whether keys without Control or Command act at all (WCAG 2.1.4); Escape does.
pub fn deed(press: &KeyPress, single_keys: bool) -> Option<Deed> {
    if press.composing || press.alt || press.target == KeyTarget::Field {
        return None;
    }
    let deed = TABLE.iter().find_map(|row| (row.press)(press))?;
    let control_key = deed == Deed::Note && press.target == KeyTarget::Control;
    let allowed = single_keys || press.command || deed == Deed::StepBack;
    (allowed && !control_key).then_some(deed)
}

/// The table as Markdown, for the README.
pub fn shortcut_table() -> String {
    let rows = TABLE.iter().map(|row| format!("| {} | {} |\n", row.keys, row.does));
    format!("| Key | What it does |\n| --- | --- |\n{}", rows.collect::<String>())
}

fn digit(press: &KeyPress) -> Option<u8> {
    press.code.strip_prefix("Digit")?.parse().ok()
}

fn label(press: &KeyPress) -> Option<Deed> {
    if press.command || press.shift {
        return None;
    }
    LabelKey::digit(digit(press)?, false).map(Deed::Label)
}

fn label_shifted(press: &KeyPress) -> Option<Deed> {
    if press.command || !press.shift {
        return None;
    }
    LabelKey::digit(digit(press)?, true).map(Deed::Label)
}

fn sentiment(press: &KeyPress, keys: &[&str], polarity: Polarity) -> Option<Deed> {
    typed(press, keys, Deed::Sentiment(polarity))
}

/// A key by what it types, however it is typed.
fn typed(press: &KeyPress, keys: &[&str], deed: Deed) -> Option<Deed> {
    (!press.command && keys.contains(&press.key.as_str())).then_some(deed)
}

/// A key without Shift, by what it types; under Caps Lock too, and, where the keyboard types another script, by its place.
/// Signs may need Shift on some keyboards.
fn single(press: &KeyPress, keys: &[&str], deed: Deed) -> Option<Deed> {
    let is_sign = press.key.chars().all(|c| c.is_ascii_punctuation());
    if press.command || (press.shift && !is_sign) {
        return None;
    }
    let letter = letter(press);
    keys.iter().any(|key| *key == press.key || *key == letter).then_some(deed)
}

/// The Latin letter of a key, in lower case: what it types, or else what stands at its place.
fn letter(press: &KeyPress) -> String {
    let placed = || press.code.strip_prefix("Key").unwrap_or_default().to_owned();
    if press.key.is_ascii() { press.key.clone() } else { placed() }.to_lowercase()
}

fn step(press: &KeyPress) -> Option<Deed> {
    single(press, &["n"], Deed::NextMark).or_else(|| single(press, &["p"], Deed::PreviousMark))
}

fn undo_redo(press: &KeyPress) -> Option<Deed> {
    match (press.command, letter(press).as_str(), press.shift) {
        (true, "z", false) => Some(Deed::Undo),
        (true, "z", true) | (true, "y", false) => Some(Deed::Redo),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(code: &str, key: &str) -> KeyPress {
        KeyPress { code: code.to_owned(), key: key.to_owned(), ..KeyPress::default() }
    }

    #[test]
    fn each_key_does_its_deed() {
        let label = |number| LabelKey::new(number).map(Deed::Label);
        let shift = |press: KeyPress| KeyPress { shift: true, ..press };
        let command = |press: KeyPress| KeyPress { command: true, ..press };
        let cases = [
            (press("Digit1", "1"), label(1)),
            (press("Digit1", "&"), label(1)),
            (shift(press("Digit9", "(")), label(18)),
            (press("Digit0", "0"), Some(Deed::Sentiment(Polarity::Neutral))),
            (shift(press("Equal", "+")), Some(Deed::Sentiment(Polarity::Positive))),
            (press("Minus", "-"), Some(Deed::Sentiment(Polarity::Negative))),
            (press("KeyM", "m"), Some(Deed::Sentiment(Polarity::Mixed))),
            (press("Period", "."), Some(Deed::Repeat)),
            (command(press("KeyZ", "z")), Some(Deed::Undo)),
            (shift(command(press("KeyZ", "Z"))), Some(Deed::Redo)),
            (command(press("Digit1", "1")), None),
            (command(press("KeyN", "n")), None),
            (shift(press("KeyN", "N")), None),
            (shift(press("Slash", "?")), Some(Deed::Help)),
            (press("Numpad1", "1"), None),
            (press("KeyX", "x"), None),
            (press("KeyN", "N"), Some(Deed::NextMark)),
            (press("KeyN", "т"), Some(Deed::NextMark)),
            (command(press("KeyZ", "я")), Some(Deed::Undo)),
            (shift(press("Comma", ".")), Some(Deed::Repeat)),
            (press("Enter", "Enter"), Some(Deed::Note)),
        ];
        for (press, expected) in cases {
            assert_eq!(deed(&press, true), expected, "{press:?}");
        }
    }

    #[test]
    fn no_key_acts_where_it_belongs_to_someone_else() {
        let base = press("Digit1", "1");
        for other in [
            KeyPress { composing: true, ..base.clone() },
            KeyPress { alt: true, ..base.clone() },
            KeyPress { target: KeyTarget::Field, ..base.clone() },
        ] {
            assert_eq!(deed(&other, true), None, "{other:?}");
        }
        assert_eq!(deed(&KeyPress { target: KeyTarget::Control, ..press("Enter", "Enter") }, true), None);
        assert!(deed(&KeyPress { target: KeyTarget::Control, ..base }, true).is_some());
    }

    #[test]
    fn single_keys_can_be_switched_off() {
        assert_eq!(deed(&press("Digit1", "1"), false), None);
        assert_eq!(deed(&press("Escape", "Escape"), false), Some(Deed::StepBack));
        let undo = KeyPress { command: true, ..press("KeyZ", "z") };
        assert_eq!(deed(&undo, false), Some(Deed::Undo));
    }
}
