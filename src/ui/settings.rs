//! What a person set about the page itself. Kept as lines of `name=value`.

use super::chord::Chord;
use super::keys::{Assigned, TABLE};
use super::strings::settings as strings;
use crate::model::{LabelSet, Snap};
use std::rc::Rc;

/// The settings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// For each of the [`LOOKS`], which of its options is chosen.
    pub looks: [usize; LOOKS.len()],
    /// Whether marks show the names of their labels.
    pub label_names: bool,
    /// Whether characters that cannot be seen are shown as signs.
    pub invisible: bool,
    /// Whether hints about what may be wrong are given while one works.
    pub hints: bool,
    /// Whether keys without Control or Command act (WCAG 2.1.4).
    pub single_keys: bool,
    /// What the edges of a selection keep to.
    pub snap: Snap,
    /// The name of the label set that a new article starts with.
    pub labels: Rc<str>,
    /// Who codes here: what new records are signed with. Empty where that was not said.
    pub coder: Rc<str>,
    /// The keys that were assigned in place of the usual ones.
    pub keys: Rc<Assigned>,
}

/// A choice of how the page looks. The style sheet knows it as the attribute `data-NAME` of the root element.
pub struct Look {
    /// What storage and the style sheet know it by.
    pub name: &'static str,
    /// What it is, for a person.
    pub title: &'static str,
    /// What can be chosen: the value for storage and the style sheet, and its name for a person.
    pub options: &'static [(&'static str, &'static str)],
    /// The option that is chosen from the start.
    pub usual: usize,
}

/// All choices of how the page looks.
pub const LOOKS: [Look; 5] = [
    Look {
        name: "theme",
        title: strings::THEME,
        options: &[
            ("system", strings::THEME_SYSTEM),
            ("light", strings::THEME_LIGHT),
            ("dark", strings::THEME_DARK),
            ("sepia", strings::THEME_SEPIA),
        ],
        usual: 0,
    },
    Look {
        name: "size",
        title: strings::SIZE,
        options: &[
            ("80", strings::SIZES[0]),
            ("90", strings::SIZES[1]),
            ("100", strings::SIZES[2]),
            ("110", strings::SIZES[3]),
            ("125", strings::SIZES[4]),
            ("150", strings::SIZES[5]),
            ("175", strings::SIZES[6]),
            ("200", strings::SIZES[7]),
        ],
        usual: 2,
    },
    Look {
        name: "measure",
        title: strings::MEASURE,
        options: &[
            ("narrow", strings::MEASURE_NARROW),
            ("usual", strings::USUAL),
            ("wide", strings::MEASURE_WIDE),
            ("full", strings::MEASURE_FULL),
        ],
        usual: 1,
    },
    Look {
        name: "lines",
        title: strings::LINES,
        options: &[("compact", strings::LINES_COMPACT), ("usual", strings::USUAL), ("airy", strings::LINES_AIRY)],
        usual: 1,
    },
    Look {
        name: "font",
        title: strings::FONT,
        options: &[("serif", strings::FONT_SERIF), ("sans", strings::FONT_SANS)],
        usual: 0,
    },
];

/// What a selection can keep to, with the names that the storage knows and that a person reads.
pub const SNAPS: [(Snap, &str, &str); 3] = [
    (Snap::Words, "words", strings::SNAP_WORDS),
    (Snap::Characters, "characters", strings::SNAP_CHARACTERS),
    (Snap::Sentences, "sentences", strings::SNAP_SENTENCES),
];

/// A setting that is on or off.
pub struct Switch {
    /// What storage knows it by.
    pub name: &'static str,
    /// What is so when it is on, for a person.
    pub title: &'static str,
    /// Where the settings have it.
    pub of: fn(&mut Settings) -> &mut bool,
}

/// The switch of the names above the marks.
pub const LABEL_NAMES: Switch =
    Switch { name: "label-names", title: strings::LABEL_NAMES, of: |settings| &mut settings.label_names };

/// The switch of the signs for what cannot be seen.
pub const INVISIBLE: Switch =
    Switch { name: "invisible", title: strings::INVISIBLE, of: |settings| &mut settings.invisible };

/// The switch of the hints.
pub const HINTS: Switch = Switch { name: "hints", title: strings::HINTS, of: |settings| &mut settings.hints };

/// The switch of the single keys.
pub const SINGLE_KEYS: Switch =
    Switch { name: "single-keys", title: strings::SINGLE_KEYS, of: |settings| &mut settings.single_keys };

const SWITCHES: [Switch; 4] = [LABEL_NAMES, INVISIBLE, HINTS, SINGLE_KEYS];

impl Default for Settings {
    fn default() -> Self {
        Self {
            looks: LOOKS.map(|look| look.usual),
            label_names: true,
            invisible: false,
            hints: true,
            single_keys: true,
            snap: Snap::Words,
            labels: LabelSet::PRESETS[0].0.into(),
            coder: "".into(),
            keys: Rc::default(),
        }
    }
}

impl Settings {
    /// Reads what [`Settings::write`] wrote. What is not understood leaves the default.
    pub fn read(kept: &str) -> Self {
        let mut settings = Self::default();
        let mut keys = Assigned::new();
        for (name, value) in kept.lines().filter_map(|line| line.split_once('=')) {
            if let Some(place) = LOOKS.iter().position(|look| look.name == name) {
                let known = LOOKS[place].options.iter().position(|(option, _)| *option == value);
                settings.looks[place] = known.unwrap_or(LOOKS[place].usual);
            } else if let Some(switch) = SWITCHES.iter().find(|switch| switch.name == name) {
                match value {
                    "on" => *(switch.of)(&mut settings) = true,
                    "off" => *(switch.of)(&mut settings) = false,
                    _ => {}
                }
            } else if name == "snap" {
                let known = SNAPS.iter().find(|(_, known, _)| *known == value);
                settings.snap = known.map_or(settings.snap, |(snap, ..)| *snap);
            } else if name == "labels" {
                settings.labels = value.into();
            } else if name == "coder" {
                settings.coder = value.into();
            } else if let Some(id) = name.strip_prefix("key ") {
                let row = TABLE.iter().find(|row| row.id == id);
                row.into_iter().for_each(|row| {
                    keys.insert(row.id, value.split(' ').filter_map(Chord::parse).collect());
                });
            }
        }
        settings.keys = Rc::new(keys);
        settings
    }

    /// The settings as lines.
    pub fn write(&self) -> String {
        let mut lines: Vec<String> = self.chosen().map(|(name, option)| format!("{name}={option}")).collect();
        let mut settings = self.clone();
        let switches = SWITCHES.iter().map(|switch| (switch.name, on_or_off(*(switch.of)(&mut settings))));
        lines.extend(switches.map(|(name, value)| format!("{name}={value}")));
        let snap = SNAPS.iter().find(|(snap, ..)| *snap == self.snap);
        lines.extend(snap.map(|(_, name, _)| format!("snap={name}")));
        lines.push(format!("labels={}", self.labels));
        lines.push(format!("coder={}", self.coder));
        lines.extend(self.keys.iter().map(|(id, chords)| {
            let chords: Vec<_> = chords.iter().map(Chord::to_string).collect();
            format!("key {id}={}", chords.join(" "))
        }));
        lines.join("\n") + "\n"
    }

    /// What the style sheet has to know: names and values.
    pub fn attributes(&self) -> Vec<(&'static str, &'static str)> {
        // Keys that do nothing are not shown on the labels either.
        self.chosen().chain([("single-keys", on_or_off(self.single_keys))]).collect()
    }

    /// What is chosen of the [`LOOKS`]: their names with the values of their options.
    fn chosen(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let option = |(look, place): (Look, usize)| Some((look.name, look.options.get(place)?.0));
        LOOKS.into_iter().zip(self.looks).filter_map(option)
    }
}

fn on_or_off(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_as_they_were_written() {
        let most = LOOKS.iter().map(|look| look.options.len()).max().unwrap_or_default();
        for option in 0..most {
            let chords = ["x", "Ctrl+Shift+=", "Space"].into_iter().filter_map(Chord::parse).collect();
            let settings = Settings {
                looks: LOOKS.map(|look| option.min(look.options.len() - 1)),
                label_names: option % 2 == 0,
                invisible: option % 2 == 1,
                hints: option % 2 == 0,
                single_keys: option % 2 == 1,
                snap: SNAPS[option % SNAPS.len()].0,
                labels: "News=ours".into(),
                coder: ["", "Ada Lovelace", "=x="][option % 3].into(),
                keys: Rc::new(Assigned::from([("next-mark", chords), ("note", Vec::new())])),
            };
            assert_eq!(Settings::read(&settings.write()), settings);
        }
        assert_eq!(Settings::read(&Settings::default().write()), Settings::default());
    }

    #[test]
    fn what_is_not_understood_leaves_the_default() {
        let kept = "theme=pink\nsize=\nhints=maybe\n=\nnonsense\nkey flying=x\nsnap=";
        assert_eq!(Settings::read(kept), Settings::default());
    }
}
