//! Labels: the names that mentions carry, with their colours and keys.

use super::annotation::Unknown;
use std::fmt;
use std::rc::Rc;

/// What an annotation refers to a label by. A label can be renamed without touching any annotation.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LabelId(Rc<str>);

impl LabelId {
    /// The longest id, in code points.
    pub const MAX_CHARS: usize = 100;

    /// An id of 1 to [`LabelId::MAX_CHARS`] code points, or `None`.
    pub fn new(id: &str) -> Option<Self> {
        (!id.is_empty() && id.chars().count() <= Self::MAX_CHARS).then(|| Self(id.into()))
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LabelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A colour of the palette, `0..`[`Slot::COUNT`]. The style sheet says what it looks like in each theme.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Slot(u8);

impl Slot {
    /// How many colours the palette has.
    pub const COUNT: u8 = 18;

    /// The colour with this number, or `None` past the palette.
    pub fn new(number: u8) -> Option<Self> {
        (number < Self::COUNT).then_some(Self(number))
    }

    /// The colour for the label at `position` of its set: the palette again from its start when it is used up.
    pub fn nth(position: usize) -> Self {
        Self((position % Self::COUNT as usize) as u8)
    }

    /// Its number.
    pub fn number(self) -> u8 {
        self.0
    }
}

/// The key of a label: a digit, with or without Shift.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LabelKey(u8);

impl LabelKey {
    /// The key number `1..=18`: 1 to 9 are the digits, 10 to 18 the digits with Shift.
    pub fn new(number: u8) -> Option<Self> {
        (1..=18).contains(&number).then_some(Self(number))
    }

    /// The key of `digit` (1 to 9), with Shift or without.
    pub fn digit(digit: u8, shift: bool) -> Option<Self> {
        (1..=9).contains(&digit).then_some(Self(if shift { digit + 9 } else { digit }))
    }

    /// Its number, `1..=18`.
    pub fn number(self) -> u8 {
        self.0
    }
}

impl fmt::Display for LabelKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            digit @ 1..=9 => write!(f, "{digit}"),
            shifted => write!(f, "⇧{}", shifted - 9),
        }
    }
}

/// A label.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// What annotations refer to it by.
    pub id: LabelId,
    /// What a person reads.
    pub name: Rc<str>,
    /// When to use it; may be empty.
    pub description: Rc<str>,
    /// Its colour.
    pub slot: Slot,
    /// Its key, if it has one.
    pub key: Option<LabelKey>,
    /// Whether the label bar keeps it in the folded group.
    pub folded: bool,
    /// What another program wrote beside these.
    pub unknown: Unknown,
}

/// The labels that a document's mentions may carry, in the order of the label bar. Ids are unique.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LabelSet {
    labels: Vec<Label>,
}

impl LabelSet {
    /// A set of `labels`, or the first id that two of them share.
    pub fn new(labels: Vec<Label>) -> Result<Self, LabelId> {
        let mut ids: Vec<_> = labels.iter().map(|label| &label.id).collect();
        ids.sort();
        match ids.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(pair[0].clone()),
            None => Ok(Self { labels }),
        }
    }

    /// The OntoNotes 18: eleven types of names, and seven types of values that start folded away.
    ///
    /// Keys are in the order of how often each type occurs in news.
    pub fn ontonotes() -> Self {
        let labels = ONTONOTES.iter().enumerate().map(|(position, &(name, key, description))| Label {
            id: LabelId(name.into()),
            name: name.into(),
            description: description.into(),
            slot: Slot::nth(position),
            key: LabelKey::new(key),
            folded: position >= 11,
            unknown: Unknown::default(),
        });
        Self { labels: labels.collect() }
    }

    /// The labels in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Label> {
        self.labels.iter()
    }

    /// How many labels there are.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// The label with this id. Costs a look at each label.
    pub fn get(&self, id: &LabelId) -> Option<&Label> {
        self.labels.iter().find(|label| label.id == *id)
    }

    /// The label on this key.
    pub fn on_key(&self, key: LabelKey) -> Option<&Label> {
        self.labels.iter().find(|label| label.key == Some(key))
    }
}

/// Name, key and description, as in the OntoNotes 5.0 release notes.
const ONTONOTES: [(&str, u8, &str); 18] = [
    ("PERSON", 2, "People, including fictional"),
    ("NORP", 6, "Nationalities, religious or political groups"),
    ("FAC", 9, "Buildings, airports, highways, bridges"),
    ("ORG", 4, "Companies, agencies, institutions"),
    ("GPE", 1, "Countries, cities, states"),
    ("LOC", 7, "Non-GPE locations: mountain ranges, bodies of water"),
    ("PRODUCT", 17, "Objects, vehicles, weapons, foods (not services)"),
    ("EVENT", 12, "Named hurricanes, battles, wars, sports events"),
    ("WORK_OF_ART", 13, "Titles of books, songs and other works"),
    ("LAW", 18, "Named documents made into laws"),
    ("LANGUAGE", 16, "Any named language"),
    ("DATE", 3, "Absolute or relative dates or periods"),
    ("TIME", 8, "Times smaller than a day"),
    ("PERCENT", 15, "Percentage, including “%”"),
    ("MONEY", 10, "Monetary values, including the unit"),
    ("QUANTITY", 14, "Measurements, as of weight or distance"),
    ("ORDINAL", 11, "“first”, “second” and so on"),
    ("CARDINAL", 5, "Numerals that fall under no other type"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ontonotes_has_eighteen_labels_each_on_a_key_of_its_own() {
        let set = LabelSet::ontonotes();
        assert_eq!(set.len(), 18);
        assert_eq!(set.iter().filter(|label| label.folded).count(), 7);
        for number in 1..=18 {
            let key = LabelKey::new(number).expect("in range");
            assert!(set.on_key(key).is_some(), "no label on key {key}");
        }
        assert_eq!(LabelSet::new(set.labels.clone()), Ok(set), "ids are unique");
    }

    #[test]
    fn two_labels_of_one_id_are_refused() {
        let label = LabelSet::ontonotes().labels[0].clone();
        assert_eq!(LabelSet::new(vec![label.clone(), label.clone()]), Err(label.id));
    }
}
