//! The types that a collection has, as brat’s `annotation.conf` and `visual.conf` say.

use super::{ATTITUDE, FLAGS, INTENSITY, MANNER, POLARITY, RELATIONS, SENTIMENT, capitalised, of_sentiments};
use crate::format::exchange::palette;
use crate::format::exchange::plain::PlainNames;
use crate::format::native::{ATTITUDES, MANNERS, POLARITIES};
use crate::model::Slot;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Types as they turn up.
pub(super) struct Schema {
    pub(super) labels: PlainNames,
    pub(super) relations: PlainNames,
    pub(super) attributes: PlainNames,
    /// What each type is called, and its colour.
    label_types: BTreeMap<String, (String, Option<Slot>)>,
    relation_types: BTreeMap<String, String>,
    /// The values of each attribute; none where it is only ticked.
    attribute_values: BTreeMap<String, BTreeSet<String>>,
}

/// The most values of an attribute that are listed: brat offers them in a menu.
const MOST_VALUES: usize = 200;

impl Schema {
    pub(super) fn new() -> Self {
        Self {
            labels: PlainNames::without(&[SENTIMENT]),
            relations: PlainNames::without(&RELATIONS),
            attributes: PlainNames::without(&of_sentiments()),
            label_types: BTreeMap::new(),
            relation_types: BTreeMap::new(),
            attribute_values: BTreeMap::new(),
        }
    }

    /// The type for a label.
    pub(super) fn label(&mut self, name: &str, slot: Option<Slot>) -> String {
        let plain = self.labels.of(name);
        self.label_types.entry(plain.clone()).or_insert_with(|| (name.to_owned(), slot));
        plain
    }

    /// The type for a type of relations.
    pub(super) fn relation(&mut self, name: &str) -> String {
        let plain = self.relations.of(name);
        self.relation_types.entry(plain.clone()).or_insert_with(|| name.to_owned());
        plain
    }

    /// The name for an attribute that has this value; an empty one is ticked.
    pub(super) fn attribute(&mut self, name: &str, value: &str) -> String {
        let plain = self.attributes.of(name);
        let values = self.attribute_values.entry(plain.clone()).or_default();
        if !value.is_empty() && values.len() < MOST_VALUES {
            values.insert(value.to_owned());
        }
        plain
    }

    pub(super) fn annotation_conf(&self) -> String {
        let mut conf = String::from("[entities]\n");
        for label in self.label_types.keys().map(String::as_str).chain([SENTIMENT]) {
            conf.push_str(&format!("{label}\n"));
        }
        conf.push_str("\n[relations]\n");
        for relation in RELATIONS.into_iter().chain(self.relation_types.keys().map(String::as_str)) {
            conf.push_str(&format!("{relation}\tArg1:<ENTITY>, Arg2:<ENTITY>\n"));
        }
        conf.push_str("\n[events]\n\n[attributes]\n");
        let mut attribute = |name: &str, of: &str, values: &[&str]| {
            let values = if values.is_empty() { String::new() } else { format!(", Value:{}", values.join("|")) };
            // A String takes whatever is written to it.
            let _ = writeln!(conf, "{name}\tArg:{of}{values}");
        };
        attribute(&capitalised(POLARITY), SENTIMENT, &POLARITIES.map(|(word, _)| word));
        attribute(&capitalised(INTENSITY), SENTIMENT, &["1", "2", "3"]);
        let manners = MANNERS.map(|(word, _)| word.replace(' ', "-"));
        attribute(&capitalised(MANNER), SENTIMENT, &manners.each_ref().map(String::as_str));
        attribute(&capitalised(ATTITUDE), SENTIMENT, &ATTITUDES.map(|(word, _)| word));
        for flag in FLAGS {
            attribute(&capitalised(flag), SENTIMENT, &[]);
        }
        for (name, values) in &self.attribute_values {
            attribute(name, "<ENTITY>", &values.iter().map(String::as_str).collect::<Vec<_>>());
        }
        conf
    }

    pub(super) fn visual_conf(&self) -> String {
        let mut conf = String::from("[labels]\n");
        let display = |name: &str| super::one_line(name).replace('|', "/");
        let labels = self.label_types.iter().map(|(plain, (name, _))| (plain, name));
        for (plain, name) in labels.chain(&self.relation_types) {
            let name = display(name);
            if !name.is_empty() {
                conf.push_str(&format!("{plain} | {name}\n"));
            }
        }
        conf.push_str("\n[drawing]\n");
        for (plain, (_, slot)) in &self.label_types {
            if let Some(slot) = slot {
                conf.push_str(&format!("{plain}\tbgColor:{}\n", palette::highlight(*slot)));
            }
        }
        conf.push_str(&format!("{SENTIMENT}\tbgColor:#ffffff, borderColor:darken\n"));
        conf.push_str(&format!("{}\tglyph:+|-|0|±\n", capitalised(POLARITY)));
        conf
    }
}
