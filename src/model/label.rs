//! Labels: the names that mentions carry, with their colours and keys.

use super::annotation::{AttributeValue, Unknown};
use super::relation::RelationType;
use std::collections::BTreeMap;
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

    /// An id for a new label of this name: the name, or its beginning, with a number behind it where that is taken.
    pub fn fresh(name: &str, taken: impl Fn(&Self) -> bool) -> Self {
        let start: String = name.trim().chars().take(Self::MAX_CHARS - 20).collect();
        let start = if start.is_empty() { "label" } else { &start };
        let numbered = (2_u64..).map(|number| Self(format!("{start}-{number}").into()));
        let mut ids = std::iter::once(Self(start.into())).chain(numbered);
        ids.find(|id| !taken(id)).expect("there are more numbers than labels")
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

/// What an attribute of mentions may hold.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AttributeKind {
    /// One of these words.
    Choice(Rc<[Rc<str>]>),
    /// Yes or no.
    Flag,
    /// A number.
    Number,
    /// Any words.
    Text,
}

impl AttributeKind {
    /// Whether an attribute of this kind may have this value.
    pub fn fits(&self, value: &AttributeValue) -> bool {
        match (self, value) {
            (Self::Choice(options), AttributeValue::Text(words)) => options.contains(words),
            (Self::Flag, AttributeValue::Flag(_)) | (Self::Text, AttributeValue::Text(_)) => true,
            (Self::Number, AttributeValue::Number(number)) => is_number(number),
            _ => false,
        }
    }
}

/// An attribute that mentions can have, as the user defined it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AttributeDefinition {
    /// What it is called, and what mentions keep its value under.
    pub name: Rc<str>,
    /// What it may hold.
    pub kind: AttributeKind,
    /// What another program wrote beside these.
    pub unknown: Unknown,
}

/// The labels that a document's mentions may carry, in the order of the label bar, and what else the user defined for
/// them. Ids are unique.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LabelSet {
    labels: Vec<Rc<Label>>,
    places: BTreeMap<LabelId, usize>,
    definitions: Rc<Definitions>,
}

/// What the user defined beside labels. Each list is in the order of the page and shared by pointer.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Definitions {
    /// The attributes that mentions can have.
    pub attributes: Rc<[AttributeDefinition]>,
    /// The types of relations.
    pub relations: Rc<[RelationType]>,
    /// The variables of the whole document.
    pub codes: Rc<[AttributeDefinition]>,
}

impl LabelSet {
    /// The sets that come with the program, with their names.
    pub const PRESETS: [Preset; 3] =
        [("OntoNotes 18", Self::ontonotes), ("CoNLL-2003", Self::conll), ("ACE 7", Self::ace)];

    /// A set of `labels`, or the first id that two of them share.
    pub fn new(labels: Vec<Label>) -> Result<Self, LabelId> {
        Self::of(labels.into_iter().map(Rc::new).collect())
    }

    /// A set of labels that others may share, or the first id that two of them share.
    pub fn of(labels: Vec<Rc<Label>>) -> Result<Self, LabelId> {
        let mut places = BTreeMap::new();
        for (place, label) in labels.iter().enumerate() {
            if places.insert(label.id.clone(), place).is_some() {
                return Err(label.id.clone());
            }
        }
        Ok(Self { labels, places, definitions: Rc::default() })
    }

    /// The set with these attributes in place of its own.
    #[must_use]
    pub fn with_attributes(self, attributes: impl Into<Rc<[AttributeDefinition]>>) -> Self {
        let definitions = Definitions { attributes: attributes.into(), ..(*self.definitions).clone() };
        self.with_definitions(definitions)
    }

    /// The set with these definitions in place of its own.
    #[must_use]
    pub fn with_definitions(self, definitions: impl Into<Rc<Definitions>>) -> Self {
        Self { definitions: definitions.into(), ..self }
    }

    /// The OntoNotes 18: eleven types of names, and seven types of values that start folded away.
    ///
    /// Keys are in the order of how often each type occurs in news.
    pub fn ontonotes() -> Self {
        let definitions = Definitions { relations: RelationType::news(), ..Definitions::for_news() };
        preset(&ONTONOTES, 11).with_definitions(definitions)
    }

    /// The four types of the CoNLL-2003 shared task.
    pub fn conll() -> Self {
        preset(&CONLL, CONLL.len()).with_definitions(Definitions::for_news())
    }

    /// The seven types of ACE 2005.
    pub fn ace() -> Self {
        preset(&ACE, ACE.len()).with_definitions(Definitions::for_news())
    }

    /// The labels in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Label> + ExactSizeIterator + Clone {
        self.labels.iter().map(|label| &**label)
    }

    /// The labels in order, as they are shared.
    pub fn labels(&self) -> &[Rc<Label>] {
        &self.labels
    }

    /// How many labels there are.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there is no label.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// The label with this id. Costs the logarithm of their number.
    pub fn get(&self, id: &LabelId) -> Option<&Label> {
        self.position(id).map(|place| &*self.labels[place])
    }

    /// Where in the set the label with this id stands, from 0. Costs the logarithm of their number.
    pub fn position(&self, id: &LabelId) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// The label on this key. Costs a look at each label.
    pub fn on_key(&self, key: LabelKey) -> Option<&Label> {
        self.iter().find(|label| label.key == Some(key))
    }

    /// The label of this name, capital letters or small. Costs a look at each label.
    pub fn named(&self, name: &str) -> Option<&Label> {
        let wanted = folded(name);
        self.iter().find(|label| folded(&label.name) == wanted)
    }

    /// The attributes that mentions can have, in order.
    pub fn attributes(&self) -> &[AttributeDefinition] {
        &self.definitions.attributes
    }

    /// The attribute of this name.
    pub fn attribute(&self, name: &str) -> Option<&AttributeDefinition> {
        self.attributes().iter().find(|attribute| &*attribute.name == name)
    }

    /// The types of relations, in order.
    pub fn relations(&self) -> &[RelationType] {
        &self.definitions.relations
    }

    /// The type of relations with this id.
    pub fn relation(&self, id: &LabelId) -> Option<&RelationType> {
        self.relations().iter().find(|relation| relation.id == *id)
    }

    /// The variables of the whole document, in order.
    pub fn codes(&self) -> &[AttributeDefinition] {
        &self.definitions.codes
    }

    /// The variable of the document with this name.
    pub fn code(&self, name: &str) -> Option<&AttributeDefinition> {
        self.codes().iter().find(|code| &*code.name == name)
    }

    /// What the user defined beside labels, as it is shared.
    pub fn definitions(&self) -> &Rc<Definitions> {
        &self.definitions
    }

    pub(super) fn set_definitions(&mut self, definitions: Rc<Definitions>) {
        self.definitions = definitions;
    }

    /// Takes the label `before` out of its place and puts `after` into its own. Costs the labels from the first of the
    /// two places.
    pub(super) fn exchange(&mut self, before: Option<&PlacedLabel>, after: Option<&PlacedLabel>) {
        let mut first = self.labels.len();
        if let Some((_, label)) = before
            && let Some(place) = self.places.remove(&label.id)
        {
            self.labels.remove(place);
            first = place;
        }
        if let Some((place, label)) = after {
            let place = (*place as usize).min(self.labels.len());
            self.labels.insert(place, Rc::clone(label));
            first = first.min(place);
        }
        for (place, label) in self.labels.iter().enumerate().skip(first) {
            self.places.insert(label.id.clone(), place);
        }
    }
}

impl Definitions {
    /// The overall stance of the article as its one variable, and no more.
    fn for_news() -> Self {
        let options = ["positive", "negative", "neutral", "mixed"].map(Rc::from);
        let stance = AttributeDefinition {
            name: "overall stance".into(),
            kind: AttributeKind::Choice(Rc::new(options)),
            unknown: Unknown::default(),
        };
        Self { codes: Rc::new([stance]), ..Self::default() }
    }
}

/// The name of a set that comes with the program, and the set.
pub type Preset = (&'static str, fn() -> LabelSet);

/// A label and its place in the set, from 0.
pub type PlacedLabel = (u32, Rc<Label>);

/// A name as it is compared: without white space around it, and without a difference between capital letters and small.
pub(crate) fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Whether words are a number as JSON writes it.
pub(super) fn is_number(words: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = words.strip_prefix('-').unwrap_or(words);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).map_or((unsigned, None), |(m, e)| (m, Some(e)));
    let (whole, fraction) = mantissa.split_once('.').map_or((mantissa, None), |(w, f)| (w, Some(f)));
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

/// A set of names with keys and descriptions; those from `folded` on are folded away.
fn preset(labels: &[(&str, u8, &str)], folded: usize) -> LabelSet {
    let labels = labels.iter().enumerate().map(|(position, &(name, key, description))| Label {
        id: LabelId(name.into()),
        name: name.into(),
        description: description.into(),
        slot: Slot::nth(position),
        key: LabelKey::new(key),
        folded: position >= folded,
        unknown: Unknown::default(),
    });
    LabelSet::new(labels.collect()).expect("no two names of a preset are equal")
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

/// Name, key and description, after the annotation guidelines of the CoNLL-2003 shared task (Tjong Kim Sang & De Meulder).
const CONLL: [(&str, u8, &str); 4] = [
    ("PER", 1, "People: first, middle and last names, fictional people, aliases"),
    ("LOC", 2, "Locations: countries, regions, towns, buildings, mountains, rivers"),
    ("ORG", 3, "Organisations: companies, institutions, parties, teams, media"),
    ("MISC", 4, "Other names: nationalities, languages, events, titles of works, products"),
];

/// Name, key and description, after the ACE (Automatic Content Extraction) English annotation guidelines for entities 5.6.
const ACE: [(&str, u8, &str); 7] = [
    ("PER", 1, "People, one or a group"),
    ("ORG", 2, "Organisations: companies, agencies, institutions, groups with a structure"),
    ("GPE", 3, "Geo-political entities: a place together with its people and its government"),
    ("LOC", 4, "Places without a government: mountains, seas, parts of continents"),
    ("FAC", 5, "Facilities: buildings, airports, roads, bridges"),
    ("VEH", 6, "Vehicles: whatever moves people or things"),
    ("WEA", 7, "Weapons"),
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
        assert_eq!(LabelSet::of(set.labels.clone()).map(|set| set.len()), Ok(set.len()), "ids are unique");
    }

    #[test]
    fn two_labels_of_one_id_are_refused() {
        let label = LabelSet::ontonotes().labels[0].as_ref().clone();
        assert_eq!(LabelSet::new(vec![label.clone(), label.clone()]), Err(label.id));
    }
}
