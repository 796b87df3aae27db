//! Labels and types of relations by the names that files call them by.
//!
//! Files have the names that people read. A name that the label set lacks becomes a new label.

use crate::model::label::{Definitions, folded};
use crate::model::{Label, LabelId, LabelSet, Named, RelationType, Session, Slot, Unknown};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// The most labels, and the most types of relations, that one document of a file can bring.
pub const MAX_NEW: usize = 2_000;

/// What the labels of a session are called in files: their names; their ids, where two have the same name.
pub struct Names(HashMap<LabelId, String>);

impl Names {
    /// The names of labels.
    pub fn of_labels(session: &Session) -> Self {
        Self::of(session.labels.iter().map(|label| (&label.id, &*label.name)))
    }

    /// The names of types of relations.
    pub fn of_relations(session: &Session) -> Self {
        Self::of(session.labels.relations().iter().map(|kind| (&kind.id, &*kind.name)))
    }

    fn of<'a>(named: impl Iterator<Item = (&'a LabelId, &'a str)> + Clone) -> Self {
        let mut times: HashMap<&str, usize> = HashMap::new();
        named.clone().for_each(|(_, name)| *times.entry(name).or_default() += 1);
        let name = |(id, name): (&LabelId, &str)| {
            let plain = is_name(name) && times.get(name) == Some(&1);
            (id.clone(), if plain { name.to_owned() } else { id.to_string() })
        };
        Self(named.map(name).collect())
    }

    /// What a label is called.
    pub fn get<'a>(&'a self, id: &'a LabelId) -> &'a str {
        self.0.get(id).map_or(id.as_str(), String::as_str)
    }
}

/// The labels and types of relations of a document, growing.
pub(super) struct Labels<'a> {
    base: &'a LabelSet,
    labels: Vec<Rc<Label>>,
    relations: Vec<RelationType>,
    of_labels: Known,
    of_relations: Known,
}

/// What a name of a file stands for.
pub(super) enum Found {
    /// What is called exactly that, or is made so.
    There(LabelId),
    /// What is called otherwise, in capital letters or small; its name. Said once for each name.
    Otherwise(LabelId, String),
    /// Nothing: it is none, or there are too many.
    NotAName,
}

/// Names and ids that are there.
struct Known {
    ids: HashSet<LabelId>,
    named: HashMap<String, LabelId>,
    folded: HashMap<String, (LabelId, String)>,
    /// How many may still be made.
    left: usize,
}

impl Known {
    fn of<'a>(list: impl DoubleEndedIterator<Item = (&'a LabelId, &'a str)> + Clone) -> Self {
        // A name goes before an id, and the first of a name before others.
        let mut named: HashMap<_, _> = list.clone().map(|(id, _)| (id.to_string(), id.clone())).collect();
        named.extend(list.clone().rev().map(|(id, name)| (name.to_owned(), id.clone())));
        let folds = list.clone().rev().map(|(id, name)| (folded(name), (id.clone(), name.to_owned())));
        Self { ids: list.clone().map(|(id, _)| id.clone()).collect(), named, folded: folds.collect(), left: MAX_NEW }
    }

    /// What is there of this name.
    fn find(&mut self, name: &str) -> Option<Found> {
        if let Some(id) = self.named.get(name) {
            return Some(Found::There(id.clone()));
        }
        let (id, taken) = self.folded.get(&folded(name))?.clone();
        self.named.insert(name.to_owned(), id.clone());
        Some(Found::Otherwise(id, taken))
    }

    /// An id for something new of this name; `None` where it cannot be.
    fn make(&mut self, name: &str) -> Option<LabelId> {
        self.left = self.left.checked_sub(usize::from(is_name(name))).filter(|_| is_name(name))?;
        let id = LabelId::fresh(name, |id| self.ids.contains(id));
        self.ids.insert(id.clone());
        self.named.insert(name.to_owned(), id.clone());
        self.folded.insert(folded(name), (id.clone(), name.to_owned()));
        Some(id)
    }
}

impl<'a> Labels<'a> {
    pub(super) fn of(base: &'a LabelSet) -> Self {
        Self {
            base,
            labels: base.labels().to_vec(),
            relations: base.relations().to_vec(),
            of_labels: Known::of(base.iter().map(|label| (&label.id, &*label.name))),
            of_relations: Known::of(base.relations().iter().map(|kind| (&kind.id, &*kind.name))),
        }
    }

    /// The label of this name: one that is there, or a new one, of this colour or the next.
    pub(super) fn label(&mut self, name: &str, slot: Option<Slot>) -> Found {
        if let Some(found) = self.of_labels.find(name) {
            return found;
        }
        let Some(id) = self.of_labels.make(name) else { return Found::NotAName };
        self.labels.push(Rc::new(Label {
            id: id.clone(),
            name: name.into(),
            description: "".into(),
            slot: slot.unwrap_or(Slot::nth(self.labels.len())),
            key: None,
            folded: false,
            unknown: Unknown::default(),
        }));
        Found::There(id)
    }

    /// The type of relations of this name: one that is there, or a new one.
    pub(super) fn relation(&mut self, name: &str) -> Found {
        if let Some(found) = self.of_relations.find(name) {
            return found;
        }
        let Some(id) = self.of_relations.make(name) else { return Found::NotAName };
        let none: Rc<[LabelId]> = Rc::new([]);
        self.relations.push(RelationType {
            id: id.clone(),
            name: name.into(),
            description: "".into(),
            from: Rc::clone(&none),
            to: none,
            unknown: Unknown::default(),
        });
        Found::There(id)
    }

    pub(super) fn set(self) -> LabelSet {
        let definitions = Definitions { relations: self.relations.into(), ..(**self.base.definitions()).clone() };
        LabelSet::of(self.labels).expect("new ids are fresh").with_definitions(definitions)
    }
}

fn is_name(name: &str) -> bool {
    !name.trim().is_empty() && name.chars().count() <= Named::MAX_CHARS
}
