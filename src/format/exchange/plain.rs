//! Names for formats with a narrow grammar: one plain name for each name, no two the same.

use std::collections::{BTreeMap, HashMap, HashSet};

/// The plain names of one kind of things. Letters, digits, `-` and `_` of ASCII, a letter or `_` first.
pub(crate) struct PlainNames {
    plain: HashMap<String, String>,
    taken: HashSet<String>,
    next: HashMap<String, u32>,
}

impl PlainNames {
    /// None yet; those that mean something of their own are never given.
    pub(crate) fn without<S: AsRef<str>>(reserved: &[S]) -> Self {
        let taken = reserved.iter().map(|name| name.as_ref().to_owned()).collect();
        Self { plain: HashMap::new(), taken, next: HashMap::new() }
    }

    /// The plain name of a name, always the same.
    pub(crate) fn of(&mut self, name: &str) -> String {
        if let Some(plain) = self.plain.get(name) {
            return plain.clone();
        }
        let start = plain(name);
        let mut free = start.clone();
        while !self.taken.insert(free.clone()) {
            let number = self.next.entry(start.clone()).or_insert(1);
            *number += 1;
            free = format!("{start}-{number}");
        }
        self.plain.insert(name.to_owned(), free.clone());
        free
    }

    /// The names that are not plain, by their plain names.
    pub(crate) fn changed(&self) -> BTreeMap<String, String> {
        let changed = self.plain.iter().filter(|(name, plain)| name != plain);
        changed.map(|(name, plain)| (plain.clone(), name.clone())).collect()
    }
}

fn plain(name: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    let plain: String = name.chars().map(letter).collect();
    let starts = plain.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if starts { plain } else { format!("_{plain}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_has_a_plain_name_of_its_own() {
        let mut names = PlainNames::without(&["Sentiment"]);
        let given = ["ORG", "Work of art", "Work_of_art", "Sentiment", "東京", "", "9/11", "ORG"].map(|n| names.of(n));
        assert_eq!(given, ["ORG", "Work_of_art", "Work_of_art-2", "Sentiment-2", "__", "_", "_9_11", "ORG"]);
        assert_eq!(names.changed().get("Sentiment-2").map(String::as_str), Some("Sentiment"));
    }
}
