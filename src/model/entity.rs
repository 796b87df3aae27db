//! Entities: what several mentions name.

use super::annotation::Unknown;
use std::rc::Rc;

/// What an entity is known by: 1 to 64 letters, digits, `-`, `_`, `.` and `:`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EntityId(Rc<str>);

super::id::record_id!(EntityId);

/// A person, a place, or whatever else mentions name. Its mentions refer to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entity {
    /// What it is known by, unique in its document.
    pub id: EntityId,
    /// What to call it; not empty.
    pub name: Rc<str>,
    /// What it is known by elsewhere, if that was said.
    pub identifier: Option<Identifier>,
    /// A remark; may be empty.
    pub note: Rc<str>,
    /// What another program wrote beside these.
    pub unknown: Unknown,
}

impl Entity {
    /// An entity of which no more is known than its name.
    pub fn new(id: EntityId, name: impl Into<Rc<str>>) -> Self {
        Self { id, name: name.into(), identifier: None, note: "".into(), unknown: Unknown::default() }
    }

    /// Whether a change from `before` to this and on to `after` is typing in one and the same field of one entity.
    pub(super) fn same_field(&self, before: &Self, after: &Self) -> bool {
        let changed = |a: &Self, b: &Self| {
            (a.id == b.id && a.unknown == b.unknown)
                .then(|| [a.name != b.name, a.identifier != b.identifier, a.note != b.note])
        };
        let first = changed(before, self);
        first == changed(self, after) && first.is_some_and(|fields| fields.iter().filter(|field| **field).count() == 1)
    }

    /// Whether there is nothing in it that a person wrote but its name.
    pub fn is_bare(&self) -> bool {
        self.identifier.is_none() && self.note.is_empty() && self.unknown.0.is_none()
    }
}

/// What an entity is known by elsewhere: an item of Wikidata (`Q` and its number) or an `http` or `https` URL. It is
/// never fetched.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Identifier(Rc<str>);

impl Identifier {
    /// The longest identifier, in bytes.
    pub const MAX_BYTES: usize = 2_000;

    /// The identifier, white space around it left off; `None` where it is none. The address of a Wikidata item becomes
    /// the item.
    pub fn new(words: &str) -> Option<Self> {
        let words = words.trim();
        let of_wikidata = ["https://www.wikidata.org/", "http://www.wikidata.org/", "https://wikidata.org/"];
        let item = of_wikidata.iter().find_map(|start| words.strip_prefix(start)).and_then(|path| {
            let item = path.strip_prefix("wiki/").or(path.strip_prefix("entity/"))?;
            is_item(item).then_some(item)
        });
        let words = item.unwrap_or(words);
        (is_item(words) || is_url(words)).then(|| Self(words.into()))
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where a person can read about it.
    pub fn url(&self) -> String {
        if is_item(&self.0) { format!("https://www.wikidata.org/wiki/{}", self.0) } else { self.0.to_string() }
    }
}

/// Whether words are `Q` and a number without leading zeros.
fn is_item(words: &str) -> bool {
    words.strip_prefix('Q').is_some_and(|number| {
        (1..=12).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()) && !number.starts_with('0')
    })
}

/// Whether words are an absolute `http` or `https` URL with a host, without white space and control characters.
fn is_url(words: &str) -> bool {
    let rest = words.strip_prefix("https://").or(words.strip_prefix("http://")).unwrap_or_default();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>\"{}|\\^`".contains(c);
    words.len() <= Identifier::MAX_BYTES
        && host.chars().any(char::is_alphanumeric)
        && !host.contains('@')
        && words.chars().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_an_item_or_a_url() {
        let check = |words: &str, expected: Option<&str>| {
            assert_eq!(Identifier::new(words).as_ref().map(Identifier::as_str), expected, "{words:?}");
        };
        check("Q7259", Some("Q7259"));
        check(" Q7259\n", Some("Q7259"));
        check("https://www.wikidata.org/wiki/Q7259", Some("Q7259"));
        check("http://www.wikidata.org/entity/Q7259", Some("Q7259"));
        check("https://www.wikidata.org/wiki/Ada", Some("https://www.wikidata.org/wiki/Ada"));
        check("https://de.wikipedia.org/wiki/Zürich?a=b#c", Some("https://de.wikipedia.org/wiki/Zürich?a=b#c"));
        check("http://[::1]/", Some("http://[::1]/"));
        let wrong = [
            "",
            "Q",
            "Q0",
            "Q07",
            "q7",
            "Q7 8",
            "7259",
            "javascript:alert(1)",
            "https://",
            "https:///x",
            "https://a b",
            "ftp://a.org",
            "https://user@a.org/",
            "https://a.org/<b>",
            "//a.org",
        ];
        for words in wrong {
            check(words, None);
        }
        assert_eq!(Identifier::new("Q1").map(|id| id.url()).as_deref(), Some("https://www.wikidata.org/wiki/Q1"));
    }
}
