//! Who feels what about whom, as a graph: the things are its nodes, the sentiments of one about another its edges.

use super::{Insight, Tally, ThingIndex, positions};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The sentiments of one thing about another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tie {
    /// The holder.
    pub from: ThingIndex,
    /// The target; it may be the holder itself.
    pub to: ThingIndex,
    /// The frames.
    pub tally: Tally,
}

/// The graph of those that have to do with most frames.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Network {
    /// The things, those with the most frames first.
    pub nodes: Vec<ThingIndex>,
    /// The edges, those with the most frames first.
    pub ties: Vec<Tie>,
    /// The frames that are in no edge.
    pub left_out: Tally,
    /// How many things have to do with frames and are not among the nodes.
    pub others: usize,
}

impl Network {
    /// The graph with at most so many nodes and so many edges. Costs the number of frames and of their targets.
    pub fn new(insight: &Insight, most_nodes: usize, most_ties: usize) -> Self {
        let mut nodes = insight.ranked(|thing| thing.held.count() + thing.about.count());
        let others = nodes.len().saturating_sub(most_nodes);
        nodes.truncate(most_nodes);
        let known = positions(&nodes);
        let mut by_ends: BTreeMap<(usize, usize), Tally> = BTreeMap::new();
        for stance in &insight.stances {
            let Some(from) = known.get(&stance.holder) else { continue };
            for to in stance.targets.iter().filter_map(|target| known.get(target)) {
                by_ends.entry((*from, *to)).or_default().add(stance);
            }
        }
        let tie = |((from, to), tally): ((usize, usize), Tally)| Tie { from: nodes[from], to: nodes[to], tally };
        let mut ties: Vec<Tie> = by_ends.into_iter().map(tie).collect();
        ties.sort_by_key(|tie| Reverse(tie.tally.count()));
        ties.truncate(most_ties);
        let drawn: BTreeSet<_> = ties.iter().flat_map(|tie| &tie.tally.frames).collect();
        let mut left_out = Tally::default();
        insight.stances.iter().filter(|stance| !drawn.contains(&stance.id)).for_each(|stance| left_out.add(stance));
        Self { nodes, ties, left_out, others }
    }
}
