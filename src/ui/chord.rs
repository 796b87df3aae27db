//! Chords: a key with what is held down with it, as a person reads it, as storage keeps it, and as an event has it.

use crate::browser::keyboard::{self, KeyPress};
use std::fmt;

/// A key and what is held with it. Written as `Ctrl+Shift+Z`, `n`, `[`, `Alt+ArrowUp`; `Ctrl` means Command on a Mac.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Chord {
    command: bool,
    alt: bool,
    shift: bool,
    /// A character that the key types without Shift, or the name of a key that types none, as `KeyboardEvent.key` has it.
    key: String,
}

impl Chord {
    /// The chord that is written so; `None` where it names no key.
    pub fn parse(written: &str) -> Option<Self> {
        let mut chord = Self { command: false, alt: false, shift: false, key: String::new() };
        let mut rest = written;
        while let Some((held, behind)) = rest.split_once('+').filter(|(_, behind)| !behind.is_empty()) {
            match held {
                "Ctrl" => chord.command = true,
                "Alt" => chord.alt = true,
                "Shift" => chord.shift = true,
                _ => return None,
            }
            rest = behind;
        }
        if rest == "Space" {
            rest = " ";
        }
        let is_name = rest.len() > 1 && rest.chars().all(|c| c.is_ascii_alphanumeric());
        let is_character = rest.chars().count() == 1 && !rest.chars().all(char::is_control);
        chord.key = if is_character { rest.to_lowercase() } else { rest.to_owned() };
        (is_name || is_character).then_some(chord)
    }

    /// The chord of a key press, for the one who assigns keys; `None` while only Control, Shift or the like is down.
    pub fn of(press: &KeyPress) -> Option<Self> {
        if matches!(
            press.key.as_str(),
            "Control" | "Shift" | "Alt" | "Meta" | "AltGraph" | "CapsLock" | "Dead" | "Process"
        ) {
            return None;
        }
        let types = press.key.chars().count() == 1;
        let is_letter = letter(press).is_some();
        let key = letter(press).unwrap_or_else(|| press.key.clone());
        // Signs may need Shift on some keyboards: what they type says all.
        let shift = press.shift && (!types || is_letter);
        Self::parse(&Self { command: press.command, alt: press.alt, shift, key }.to_string())
    }

    /// Whether this is what was pressed.
    ///
    /// A letter counts by what it types, under Caps Lock too, and by its place where the keyboard types another script.
    /// A sign counts by what it types, however that is typed; with Shift in the chord, by its place.
    pub fn is(&self, press: &KeyPress) -> bool {
        if (self.command, self.alt) != (press.command, press.alt) {
            return false;
        }
        let typed = self.key == press.key;
        let is_sign = self.key.chars().count() == 1 && !self.key.chars().all(char::is_alphabetic);
        if is_sign {
            let placed = sign_at(&press.code) == Some(self.key.as_str());
            return match (self.shift, press.shift) {
                (true, true) => typed || placed,
                (true, false) => false,
                (false, shift) => typed || (!shift && placed && !press.key.is_ascii()),
            };
        }
        self.shift == press.shift && (typed || letter(press).as_ref() == Some(&self.key))
    }

    /// Whether it acts without Control, Command or Alt, and types a character.
    pub fn is_single(&self) -> bool {
        !self.command && !self.alt && self.key.chars().count() == 1
    }

    /// Whether it can act where one types: it types nothing, and moves nothing in a field.
    pub fn suits_fields(&self) -> bool {
        let is_function_key = self.key.strip_prefix('F').is_some_and(|number| number.parse::<u8>().is_ok());
        self.command || self.alt || is_function_key
    }

    /// Whom it belongs to, where the page must not take it.
    pub fn owner(&self) -> Option<Owner> {
        const WITH_COMMAND: &str = "acfhjlnprtvwx+-=0123456789";
        const WITH_ALT: [&str; 5] = ["ArrowLeft", "ArrowRight", "Home", "F4", " "];
        let is_digit = self.key.len() == 1 && self.key.bytes().all(|byte| byte.is_ascii_digit());
        let of_browser = match (self.command, self.alt) {
            (true, false) => self.key.len() == 1 && WITH_COMMAND.contains(&self.key),
            (false, true) => WITH_ALT.contains(&self.key.as_str()),
            _ => false,
        };
        if matches!(self.key.as_str(), "Tab" | "F6") {
            Some(Owner::Focus)
        } else if of_browser || matches!(self.key.as_str(), "F3" | "F5" | "F10" | "F11" | "F12" | "ContextMenu") {
            Some(Owner::Browser)
        } else {
            (is_digit && !self.command && self.key != "0").then_some(Owner::Labels)
        }
    }

    /// As a person reads it at the keyboard in use.
    pub fn shown(&self) -> String {
        if keyboard::is_mac() { self.on_mac() } else { self.to_string() }
    }

    /// As a Mac writes it: `⇧⌘Z`.
    fn on_mac(&self) -> String {
        let held = [(self.alt, "⌥"), (self.shift, "⇧"), (self.command, "⌘")];
        let held: String = held.into_iter().filter_map(|(held, sign)| held.then_some(sign)).collect();
        let key = match self.key.as_str() {
            "ArrowRight" => "→".to_owned(),
            "ArrowLeft" => "←".to_owned(),
            "ArrowUp" => "↑".to_owned(),
            "ArrowDown" => "↓".to_owned(),
            " " => "Space".to_owned(),
            letter if !held.is_empty() => capital(letter),
            key => key.to_owned(),
        };
        held + &key
    }
}

/// Whom a chord belongs to that the page must not take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Owner {
    /// The browser or the system: copying, tabs, zoom, its menus.
    Browser,
    /// Moving the focus.
    Focus,
    /// The labels, which have the digits.
    Labels,
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.command, "Ctrl"), (self.alt, "Alt"), (self.shift, "Shift")] {
            if held {
                write!(f, "{name}+")?;
            }
        }
        let spelled = self.command || self.alt || self.shift;
        match self.key.as_str() {
            " " => write!(f, "Space"),
            letter if spelled => write!(f, "{}", capital(letter)),
            key => write!(f, "{key}"),
        }
    }
}

fn capital(key: &str) -> String {
    if key.chars().count() == 1 { key.to_uppercase() } else { key.to_owned() }
}

/// The Latin letter of a key, in lower case: what it types, or else what stands at its place.
fn letter(press: &KeyPress) -> Option<String> {
    let mut typed = press.key.chars();
    match (typed.next(), typed.next()) {
        (Some(c), None) if c.is_ascii_alphabetic() => Some(c.to_ascii_lowercase().to_string()),
        (Some(c), None) if !c.is_ascii() => press.code.strip_prefix("Key").map(str::to_lowercase),
        _ => None,
    }
}

/// The sign that stands at a place of the keyboard, on a keyboard for English.
fn sign_at(code: &str) -> Option<&'static str> {
    let signs = [
        ("BracketLeft", "["),
        ("BracketRight", "]"),
        ("Slash", "/"),
        ("Period", "."),
        ("Comma", ","),
        ("Minus", "-"),
        ("Equal", "="),
        ("Semicolon", ";"),
        ("Quote", "'"),
        ("Backslash", "\\"),
        ("Backquote", "`"),
    ];
    signs.iter().find(|(place, _)| *place == code).map(|(_, sign)| *sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(code: &str, key: &str) -> KeyPress {
        KeyPress { code: code.to_owned(), key: key.to_owned(), ..KeyPress::default() }
    }

    #[test]
    fn a_chord_is_read_as_it_is_written() {
        for written in [
            "n",
            "Ctrl+Z",
            "Ctrl+Shift+Z",
            "[",
            "Shift+[",
            "+",
            "Ctrl++",
            "Alt+ArrowUp",
            "Escape",
            "?",
            "é",
            "Ctrl+Space",
        ] {
            assert_eq!(Chord::parse(written).map(|chord| chord.to_string()).as_deref(), Some(written));
        }
        for wrong in ["", "Ctrl+", "Meta+Q+R", "a b", "\n"] {
            assert_eq!(Chord::parse(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_chord_knows_its_press() {
        let shift = |press: KeyPress| KeyPress { shift: true, ..press };
        let command = |press: KeyPress| KeyPress { command: true, ..press };
        for (written, pressed, is) in [
            ("n", press("KeyN", "n"), true),
            ("n", press("KeyN", "N"), true),
            ("n", press("KeyN", "т"), true),
            ("n", press("KeyL", "n"), true),
            ("n", shift(press("KeyN", "N")), false),
            ("n", command(press("KeyN", "n")), false),
            ("Shift+F", shift(press("KeyF", "F")), true),
            ("Ctrl+Z", command(press("KeyZ", "я")), true),
            ("Ctrl+Shift+Z", shift(command(press("KeyZ", "Z"))), true),
            ("+", shift(press("Equal", "+")), true),
            (".", shift(press("Comma", ".")), true),
            ("[", press("BracketLeft", "["), true),
            ("[", press("BracketLeft", "ü"), true),
            ("[", shift(press("BracketLeft", "{")), false),
            ("Shift+[", shift(press("BracketLeft", "{")), true),
            ("Shift+[", press("BracketLeft", "["), false),
            ("/", press("Slash", "-"), false),
            ("0", press("Numpad0", "0"), true),
            ("Enter", press("Enter", "Enter"), true),
            ("Enter", shift(press("Enter", "Enter")), false),
        ] {
            assert_eq!(Chord::parse(written).expect(written).is(&pressed), is, "{written} {pressed:?}");
        }
    }

    #[test]
    fn what_was_pressed_is_written_down() {
        let shift = |press: KeyPress| KeyPress { shift: true, ..press };
        for (pressed, written) in [
            (press("KeyN", "n"), Some("n")),
            (shift(press("KeyN", "N")), Some("Shift+N")),
            (shift(press("Equal", "+")), Some("+")),
            (press("ArrowUp", "ArrowUp"), Some("ArrowUp")),
            (shift(press("ShiftLeft", "Shift")), None),
        ] {
            let chord = Chord::of(&pressed);
            assert_eq!(chord.as_ref().map(Chord::to_string).as_deref(), written);
            assert!(chord.is_none_or(|chord| chord.is(&pressed)), "{pressed:?}");
        }
    }

    #[test]
    fn what_belongs_to_others_is_told() {
        for (owner, chords) in [
            (Some(Owner::Browser), &["Ctrl+T", "Ctrl+W", "F5", "Ctrl+C", "Alt+ArrowLeft"][..]),
            (Some(Owner::Focus), &["Tab", "Shift+Tab"]),
            (Some(Owner::Labels), &["1", "9", "Shift+3"]),
            (None, &["Ctrl+K", "n", "0", "F2", "Alt+N", "Shift+F", "Alt+ArrowUp"]),
        ] {
            for written in chords {
                assert_eq!(Chord::parse(written).expect(written).owner(), owner, "{written}");
            }
        }
    }

    #[test]
    fn a_field_keeps_the_keys_that_it_needs() {
        let suits = |written| Chord::parse(written).expect(written).suits_fields();
        assert!(["Ctrl+K", "Alt+N", "F2", "Ctrl+Shift+Z"].into_iter().all(suits));
        assert!(!["k", "Shift+K", "Backspace", "ArrowLeft", "Enter", "f"].into_iter().any(suits));
    }

    #[test]
    fn a_mac_has_signs() {
        for (written, shown) in [("Ctrl+Shift+Z", "⇧⌘Z"), ("Alt+ArrowUp", "⌥↑"), ("n", "n"), ("Delete", "Delete")]
        {
            assert_eq!(Chord::parse(written).expect(written).on_mac(), shown);
        }
    }
}
