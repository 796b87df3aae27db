//! Two articles side by side: how differently they speak of the same.

use super::{Insight, Thing, ThingIndex, folded};
use crate::model::entity::Identifier;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A thing that both articles name or feel something about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Couple {
    /// It in the first article.
    pub first: ThingIndex,
    /// It in the second one.
    pub second: ThingIndex,
}

/// What two articles have in common.
///
/// Two things are the same where their identifiers are; else where their names are, small letters or capital ones, unless
/// they have two different identifiers. Each is the same as one at most.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Comparison {
    /// What is in both, in the order of the first.
    pub both: Vec<Couple>,
    /// How many things only the first article has.
    pub only_first: usize,
    /// How many things only the second one has.
    pub only_second: usize,
}

impl Comparison {
    /// Compares two articles. Costs the number of their things.
    pub fn new(first: &Insight, second: &Insight) -> Self {
        let (ours, theirs) = (occurring(first), occurring(second));
        let mut by_identifier: BTreeMap<&Identifier, VecDeque<ThingIndex>> = BTreeMap::new();
        for (index, thing) in &theirs {
            thing.identifier.iter().for_each(|known| by_identifier.entry(known).or_default().push_back(*index));
        }
        let mut partner: BTreeMap<ThingIndex, ThingIndex> = BTreeMap::new();
        for (index, thing) in &ours {
            let known = thing.identifier.as_ref().and_then(|known| by_identifier.get_mut(known));
            partner.extend(known.and_then(VecDeque::pop_front).map(|other| (*index, other)));
        }
        let taken: BTreeSet<ThingIndex> = partner.values().copied().collect();
        // Those without an identifier, and those with one, by name.
        let mut by_name: BTreeMap<(String, bool), VecDeque<ThingIndex>> = BTreeMap::new();
        for (index, thing) in theirs.iter().filter(|(index, _)| !taken.contains(index)) {
            by_name.entry((folded(&thing.name), thing.identifier.is_some())).or_default().push_back(*index);
        }
        // One with an identifier can only be the same as one without; so it chooses first.
        for identified in [true, false] {
            for (index, thing) in ours.iter().filter(|(_, thing)| thing.identifier.is_some() == identified) {
                if partner.contains_key(index) {
                    continue;
                }
                let name = folded(&thing.name);
                let mut take = |with| by_name.get_mut(&(name.clone(), with)).and_then(VecDeque::pop_front);
                let other = take(false).or_else(|| if identified { None } else { take(true) });
                partner.extend(other.map(|other| (*index, other)));
            }
        }
        let (only_first, only_second) = (ours.len() - partner.len(), theirs.len() - partner.len());
        let both = partner.into_iter().map(|(first, second)| Couple { first, second }).collect();
        Self { both, only_first, only_second }
    }
}

/// The things with a name that are mentioned or have to do with a sentiment.
fn occurring(insight: &Insight) -> Vec<(ThingIndex, &Thing)> {
    let occurs = |thing: &Thing| {
        thing.is_named() && !(thing.mentions.is_empty() && thing.held.is_empty() && thing.about.is_empty())
    };
    let things = insight.things.iter().enumerate().filter(|(_, thing)| occurs(thing));
    things.map(|(place, thing)| (ThingIndex(place), thing)).collect()
}
