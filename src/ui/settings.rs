//! What a person set about the page itself. Kept as lines of `name=value`.

use crate::model::Snap;

/// The settings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Settings {
    /// Light, dark, or what the system says.
    pub theme: Theme,
    /// Whether keys without Control or Command act (WCAG 2.1.4).
    pub single_keys: bool,
    /// Whether marks show the names of their labels.
    pub label_names: bool,
    /// What the edges of a selection keep to.
    pub snap: Snap,
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
        Self { theme: Theme::System, single_keys: true, label_names: true, snap: Snap::Words }
    }
}

impl Settings {
    /// Reads what [`Settings::write`] wrote. What is not understood leaves the default.
    pub fn read(kept: &str) -> Self {
        let mut settings = Self::default();
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
                _ => {}
            }
        }
        settings
    }

    /// The settings as lines.
    pub fn write(&self) -> String {
        let switch = |on| if on { "on" } else { "off" };
        format!(
            "theme={}\nsingle-keys={}\nlabel-names={}\nsnap={}\n",
            self.theme.name().unwrap_or("system"),
            switch(self.single_keys),
            switch(self.label_names),
            SNAPS.iter().find(|(snap, ..)| *snap == self.snap).map_or("words", |(_, name, _)| name),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_as_they_were_written() {
        for ((theme, _), (snap, ..)) in Theme::ALL.into_iter().zip(SNAPS) {
            let settings = Settings { theme, single_keys: false, label_names: false, snap };
            assert_eq!(Settings::read(&settings.write()), settings);
        }
        assert_eq!(Settings::read("theme=pink\n=\nnonsense"), Settings::default());
    }
}
