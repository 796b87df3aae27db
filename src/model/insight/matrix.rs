//! Who feels what about whom, as a table: a row for each holder, a column for each target.

use super::{Insight, Tally, ThingIndex, positions};

/// What a row or a column stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Line {
    /// One thing.
    Thing(ThingIndex),
    /// So many things that have no line of their own.
    Others(usize),
}

/// The frames by holder and target. A frame is in the row of its holder, in the columns of all its targets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Matrix {
    /// The holders with their sums, those with the most frames first; the rest of them last.
    pub rows: Vec<(Line, Tally)>,
    /// The targets, in the same way.
    pub columns: Vec<(Line, Tally)>,
    /// The cells, row by row.
    pub cells: Vec<Vec<Tally>>,
}

impl Matrix {
    /// The table, with at most so many lines each way before the others are summed. Costs the number of frames and of their
    /// targets.
    pub fn new(insight: &Insight, most: usize) -> Self {
        let holders = insight.ranked(|thing| thing.held.count());
        let targets = insight.ranked(|thing| thing.about.count());
        let (mut rows, mut columns) = (lines(&holders, most), lines(&targets, most));
        let (row_of, column_of) = (positions(&holders), positions(&targets));
        let mut cells = vec![vec![Tally::default(); columns.len()]; rows.len()];
        for stance in &insight.stances {
            let Some(row) = row_of.get(&stance.holder).map(|row| *row.min(&most)) else { continue };
            rows[row].1.add(stance);
            for column in
                stance.targets.iter().filter_map(|target| column_of.get(target)).map(|column| *column.min(&most))
            {
                columns[column].1.add(stance);
                cells[row][column].add(stance);
            }
        }
        Self { rows, columns, cells }
    }
}

fn lines(ranked: &[ThingIndex], most: usize) -> Vec<(Line, Tally)> {
    let own = ranked.iter().take(most).map(|index| Line::Thing(*index));
    let others = ranked.len().saturating_sub(most);
    let others = (others > 0).then_some(Line::Others(others));
    own.chain(others).map(|line| (line, Tally::default())).collect()
}
