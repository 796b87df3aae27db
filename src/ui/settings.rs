//! What a person set about the page itself. Kept as lines of `name=value`.

use super::chord::Chord;
use super::keys::{Assigned, TABLE};
use crate::model::Snap;
use std::rc::Rc;

/// The settings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// Light, dark, or what the system says.
    pub theme: Theme,
    /// Whether keys without Control or Command act (WCAG 2.1.4).
    pub single_keys: bool,
    /// Whether marks show the names of their labels.
    pub label_names: bool,
    /// What the edges of a selection keep to.
    pub snap: Snap,
    /// The keys that were assigned in place of the usual ones.
    pub keys: Rc<Assigned>,
}

/// The look of the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Theme {
    /// What the system says.
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// All, with the names that a person reads.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::System, "As the system"), (Self::Light, "Light"), (Self::Dark, "Dark")];

    /// The name that the style sheet and the storage know; `None` for the system's.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::System => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
        }
    }
}

/// What a selection can keep to, with the names that the storage knows and that a person reads.
pub const SNAPS: [(Snap, &str, &str); 3] = [
    (Snap::Words, "words", "Whole words, without the punctuation around them"),
    (Snap::Characters, "characters", "Exactly what was selected"),
    (Snap::Sentences, "sentences", "Whole sentences"),
];

impl Default for Settings {
    fn default() -> Self {
        Self { theme: Theme::System, single_keys: true, label_names: true, snap: Snap::Words, keys: Rc::default() }
    }
}

impl Settings {
    /// Reads what [`Settings::write`] wrote. What is not understood leaves the default.
    pub fn read(kept: &str) -> Self {
        let mut settings = Self::default();
        let mut keys = Assigned::new();
        for (name, value) in kept.lines().filter_map(|line| line.split_once('=')) {
            match (name, value) {
                ("theme", "light") => settings.theme = Theme::Light,
                ("theme", "dark") => settings.theme = Theme::Dark,
                ("single-keys", "off") => settings.single_keys = false,
                ("label-names", "off") => settings.label_names = false,
                ("snap", name) => {
                    let known = SNAPS.iter().find(|(_, known, _)| *known == name);
                    settings.snap = known.map_or(settings.snap, |(snap, ..)| *snap);
                }
                (name, chords) => {
                    let row = name.strip_prefix("key ").and_then(|id| TABLE.iter().find(|row| row.id == id));
                    row.into_iter().for_each(|row| {
                        keys.insert(row.id, chords.split(' ').filter_map(Chord::parse).collect());
                    });
                }
            }
        }
        settings.keys = Rc::new(keys);
        settings
    }

    /// The settings as lines.
    pub fn write(&self) -> String {
        let switch = |on| if on { "on" } else { "off" };
        let mut written = format!(
            "theme={}\nsingle-keys={}\nlabel-names={}\nsnap={}\n",
            self.theme.name().unwrap_or("system"),
            switch(self.single_keys),
            switch(self.label_names),
            SNAPS.iter().find(|(snap, ..)| *snap == self.snap).map_or("words", |(_, name, _)| name),
        );
        for (id, chords) in &*self.keys {
            let chords: Vec<_> = chords.iter().map(Chord::to_string).collect();
            written += &format!("key {id}={}\n", chords.join(" "));
        }
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_as_they_were_written() {
        for ((theme, _), (snap, ..)) in Theme::ALL.into_iter().zip(SNAPS) {
            let chords = ["x", "Ctrl+Shift+=", "Space"].into_iter().filter_map(Chord::parse).collect();
            let keys = Rc::new(Assigned::from([("next-mark", chords), ("note", Vec::new())]));
            let settings = Settings { theme, single_keys: false, label_names: false, snap, keys };
            assert_eq!(Settings::read(&settings.write()), settings);
        }
        assert_eq!(Settings::read("theme=pink\n=\nnonsense\nkey flying=x"), Settings::default());
    }
}
