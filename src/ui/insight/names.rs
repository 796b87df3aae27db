//! What the things are called.

use crate::model::LabelSet;
use crate::model::insight::{Insight, Line, Thing, ThingIndex, folded};
use crate::ui::strings::insight as says;
use std::collections::HashMap;

/// The names of the things of an insight. Where two have the same, their labels tell them apart.
pub struct Names(Vec<String>);

impl Names {
    /// The names, with labels as this set calls them.
    pub fn new(insight: &Insight, labels: &LabelSet) -> Self {
        let mut shared: HashMap<String, usize> = HashMap::new();
        insight.things.iter().for_each(|thing| *shared.entry(folded(&thing.name)).or_default() += 1);
        let name = |thing: &Thing| {
            let name = if thing.name.trim().is_empty() { says::BLANK } else { &*thing.name };
            let label = thing.labels.first().filter(|_| shared[&folded(&thing.name)] > 1);
            let label = label.map(|(id, _)| labels.get(id).map_or(id.as_str(), |label| &*label.name));
            label.map_or_else(|| name.to_owned(), |label| says::labelled(name, label))
        };
        Self(insight.things.iter().map(name).collect())
    }

    /// The name of what is a holder.
    pub fn holder(&self, index: ThingIndex) -> &str {
        self.name(index, says::SOMEONE)
    }

    /// The name of what is a target.
    pub fn target(&self, index: ThingIndex) -> &str {
        self.name(index, says::NOTHING)
    }

    /// The name of what may be either.
    pub fn thing(&self, index: ThingIndex) -> &str {
        self.name(index, says::NOT_NAMED)
    }

    fn name<'a>(&'a self, index: ThingIndex, unnamed: &'a str) -> &'a str {
        match index {
            Insight::AUTHOR => says::AUTHOR,
            Insight::IMPLICIT => unnamed,
            ThingIndex(place) => &self.0[place],
        }
    }

    /// The name of a row of holders.
    pub fn row(&self, line: Line) -> String {
        match line {
            Line::Thing(index) => self.holder(index).to_owned(),
            Line::Others(count) => says::others(count),
        }
    }

    /// The name of a column of targets.
    pub fn column(&self, line: Line) -> String {
        match line {
            Line::Thing(index) => self.target(index).to_owned(),
            Line::Others(count) => says::others(count),
        }
    }
}
