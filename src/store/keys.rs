//! The keys under which everything lies.

use crate::model::DocumentId;
use std::fmt;

/// What the keys of Rubricate start with, of whatever version. Nothing else of the origin is looked at or touched.
pub const PREFIX: &str = "rubricate/";

/// What the keys of this version start with.
pub(super) const VERSIONED: &str = "rubricate/1/";

/// A key that this version writes.
///
/// | key | holds |
/// |---|---|
/// | `rubricate/1/doc/<id>/<part>` | a part of a document, see [`Part`] |
/// | `rubricate/1/quarantine/<id>/damage` | why a document could not be opened the last time |
/// | `rubricate/1/quarantine/<id>/<round>/<part>` | a part that was set aside, as it was found |
/// | `rubricate/1/current` | the id of the document that was open last |
/// | `rubricate/1/settings` | whatever the page keeps there |
/// | `rubricate/1/labels/<name>` | a label set that was kept under a name |
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Key {
    /// A part of a document.
    Document(DocumentId, Part),
    /// Why a document could not be opened.
    Damage(DocumentId),
    /// A part that was set aside, in the round of setting aside with this number.
    SetAside(DocumentId, u64, Part),
    /// The document that was open last.
    Current,
    /// The settings of the page.
    Settings,
    /// The label set that was kept under this name, which is not empty.
    LabelSet(String),
}

/// A part of a document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Part {
    /// Its text.
    Text,
    /// All but the text, at a revision.
    Snapshot(u64),
    /// The command that led to a revision.
    Entry(u64),
    /// What the list of articles says of it.
    Meta,
    /// The place in the text where the reader was.
    Place,
    /// The token of the tab that may write.
    Writer,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str("text"),
            Self::Snapshot(revision) => write!(f, "snapshot/{revision}"),
            Self::Entry(revision) => write!(f, "entry/{revision}"),
            Self::Meta => f.write_str("meta"),
            Self::Place => f.write_str("place"),
            Self::Writer => f.write_str("writer"),
        }
    }
}

impl Part {
    fn read(part: &str) -> Option<Self> {
        match part.split_once('/') {
            Some(("snapshot", revision)) => number(revision).map(Self::Snapshot),
            Some(("entry", revision)) => number(revision).map(Self::Entry),
            Some(_) => None,
            None => [Self::Text, Self::Meta, Self::Place, Self::Writer].into_iter().find(|p| p.to_string() == part),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(VERSIONED)?;
        match self {
            Self::Document(id, part) => write!(f, "doc/{id}/{part}"),
            Self::Damage(id) => write!(f, "quarantine/{id}/damage"),
            Self::SetAside(id, round, part) => write!(f, "quarantine/{id}/{round}/{part}"),
            Self::Current => f.write_str("current"),
            Self::Settings => f.write_str("settings"),
            Self::LabelSet(name) => write!(f, "labels/{name}"),
        }
    }
}

impl Key {
    /// The key that is written like this, or `None` for any that this version would not write.
    pub fn read(key: &str) -> Option<Self> {
        let key = key.strip_prefix(VERSIONED)?;
        match key.split_once('/') {
            None if key == "current" => Some(Self::Current),
            None if key == "settings" => Some(Self::Settings),
            Some(("labels", name)) if !name.is_empty() => Some(Self::LabelSet(name.to_owned())),
            Some(("doc", rest)) => {
                let (id, part) = rest.split_once('/')?;
                Some(Self::Document(DocumentId::new(id)?, Part::read(part)?))
            }
            Some(("quarantine", rest)) => {
                let (id, rest) = rest.split_once('/')?;
                let id = DocumentId::new(id)?;
                if rest == "damage" {
                    return Some(Self::Damage(id));
                }
                let (round, part) = rest.split_once('/')?;
                Some(Self::SetAside(id, number(round)?, Part::read(part)?))
            }
            _ => None,
        }
    }
}

/// What the keys of a document's parts start with.
pub(super) fn of_document(id: &DocumentId) -> String {
    format!("{VERSIONED}doc/{id}/")
}

/// What the keys of what was set aside of a document start with.
pub(super) fn of_quarantine(id: &DocumentId) -> String {
    format!("{VERSIONED}quarantine/{id}/")
}

/// The document that a key belongs to, whatever its part is called.
pub(super) fn owner(key: &str) -> Option<DocumentId> {
    let rest = key.strip_prefix(VERSIONED)?;
    let rest = rest.strip_prefix("doc/").or_else(|| rest.strip_prefix("quarantine/"))?;
    DocumentId::new(rest.split_once('/')?.0)
}

/// A number as a key carries it: one way to write each, and none so large that JSON or addition would lose it.
fn number(digits: &str) -> Option<u64> {
    let number: u64 = digits.parse().ok()?;
    (number < 1 << 53 && number.to_string() == digits).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_as_it_is_written() {
        let id = || DocumentId::new("a-1_B").expect("valid");
        let parts = [Part::Text, Part::Snapshot(0), Part::Entry(12), Part::Meta, Part::Place, Part::Writer];
        let set = Key::LabelSet("News / Größe \u{1f5de}".to_owned());
        let keys = parts.iter().flat_map(|part| [Key::Document(id(), *part), Key::SetAside(id(), 3, *part)]);
        for key in keys.chain([Key::Damage(id()), Key::Current, Key::Settings, set]) {
            assert_eq!(Key::read(&key.to_string()), Some(key.clone()), "{key}");
        }
    }

    #[test]
    fn other_keys_are_left_alone() {
        let wrong = [
            "current",
            "rubricate/2/current",
            "rubricate/1/",
            "rubricate/1/doc/a",
            "rubricate/1/doc/a b/text",
            "rubricate/1/doc/a/text/1",
            "rubricate/1/doc/a/entry/007",
            "rubricate/1/doc/a/entry/+7",
            "rubricate/1/doc/a/entry/",
            "rubricate/1/doc/a/entry/18446744073709551615",
            "rubricate/1/quarantine/a/text",
            "rubricate/1/labels",
            "rubricate/1/labels/",
        ];
        for key in wrong {
            assert_eq!(Key::read(key), None, "{key}");
        }
    }
}
