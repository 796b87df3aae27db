//! The sections of the page: what each counts, its picture and its table.

mod comparison;
mod course;
mod things;

use super::names::Names;
use super::table::{Cell, Table, head, tally};
use crate::format::picture::{self, Caption, Edge, HeatCell, HeatLine, Picture, signed};
use crate::model::insight::{Insight, Line, Matrix, Network, Stance, Stretches, Tally, ThingIndex};
use crate::model::{AnnotationId, Polarity, Session};
use crate::ui::strings::insight as says;
use std::collections::HashMap;

/// Who feels what about whom.
pub const MATRIX: &str = "matrix";
/// The same as a graph.
pub const NETWORK: &str = "network";
/// Who is spoken of.
pub const THINGS: &str = "things";
/// From start to end.
pub const COURSE: &str = "course";
/// Who is named together.
pub const COMPANY: &str = "company";
/// Two articles.
pub const COMPARISON: &str = "comparison";

/// All sections, as the page knows them.
pub const IDS: [&str; 6] = [MATRIX, NETWORK, THINGS, COURSE, COMPANY, COMPARISON];

/// How many rows and columns the matrix has before the others are summed.
const MOST_LINES: usize = 12;
/// How many things and how many arrows the graph has.
const MOST_NODES: usize = 12;
const MOST_TIES: usize = 24;

/// An article and what it adds up to.
pub struct Counted {
    /// The article.
    pub session: Session,
    /// What it adds up to.
    pub insight: Insight,
    /// What its things are called.
    pub names: Names,
    /// Its sentences, where annotations begin.
    pub stretches: Stretches,
    stances: HashMap<AnnotationId, usize>,
}

impl Counted {
    /// Counts an article.
    pub fn new(session: Session, stretches: Stretches) -> Self {
        let insight = Insight::of(&session);
        let names = Names::new(&insight, &session.labels);
        let places = insight.stances.iter().enumerate();
        let stances = places.map(|(place, stance)| (stance.id.clone(), place)).collect();
        Self { session, insight, names, stretches, stances }
    }

    /// What is counted of a frame.
    pub fn stance(&self, id: &AnnotationId) -> Option<&Stance> {
        self.stances.get(id).map(|place| &self.insight.stances[*place])
    }
}

/// A section of the page.
pub struct Section {
    /// One of [`IDS`].
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// How to read it.
    pub hint: String,
    /// What is not in it.
    pub remarks: Vec<String>,
    /// Its picture.
    pub picture: Option<Picture>,
    /// What is behind the parts of the picture and behind the cells of the table.
    pub parts: Vec<Part>,
    /// Its table.
    pub table: Table,
    /// What is said in place of all that.
    pub empty: Option<String>,
}

impl Section {
    fn new(id: &'static str, title: &'static str, hint: impl Into<String>) -> Self {
        let (remarks, picture, parts, table, empty) = (vec![], None, vec![], Table::default(), None);
        Self { id, title, hint: hint.into(), remarks, picture, parts, table, empty }
    }

    /// One more part.
    fn part(&mut self, title: String, ids: &[AnnotationId]) -> usize {
        self.parts.push(Part { title, ids: ids.to_vec(), in_other: false });
        self.parts.len() - 1
    }
}

/// Annotations that a number counts.
pub struct Part {
    /// What they are.
    pub title: String,
    /// The annotations.
    pub ids: Vec<AnnotationId>,
    /// Whether they are in the other article.
    pub in_other: bool,
}

/// The sections that there is something to show of; the comparison is always among them where there are sentiments.
pub fn all(counted: &Counted, other: Option<&Counted>, about: Option<ThingIndex>) -> Vec<Section> {
    let mut sections = Vec::new();
    let Insight { all, mentions, .. } = &counted.insight;
    if !all.is_empty() {
        sections.extend([matrix(counted), network(counted)]);
    }
    if !all.is_empty() || !mentions.is_empty() {
        sections.push(things::things(counted));
    }
    if !all.is_empty() {
        sections.push(course::course(counted, about));
    }
    if !mentions.is_empty() {
        sections.push(things::company(counted));
    }
    if !all.is_empty() {
        sections.push(comparison::comparison(counted, other));
    }
    sections
}

fn matrix(counted: &Counted) -> Section {
    let mut section = Section::new(MATRIX, says::MATRIX, says::MATRIX_HINT);
    let Counted { insight, names, .. } = counted;
    let matrix = Matrix::new(insight, MOST_LINES);
    let line = |name: fn(&Names, Line) -> String| {
        move |(line, sum): &(Line, Tally)| HeatLine { name: name(names, *line), count: sum.count() }
    };
    let rows: Vec<HeatLine> = matrix.rows.iter().map(line(Names::row)).collect();
    let columns: Vec<HeatLine> = matrix.columns.iter().map(line(Names::column)).collect();
    let mut table = Vec::new();
    for (row, cells) in rows.iter().zip(&matrix.cells) {
        for (column, cell) in columns.iter().zip(cells) {
            let part = section.part(says::about(&row.name, &column.name), &cell.frames);
            table.push((row, column, cell, part));
        }
    }
    table.retain(|(_, _, cell, _)| !cell.is_empty());
    let strongest = table.iter().max_by_key(|(_, _, cell, _)| cell.score.unsigned_abs());
    let strongest =
        strongest.map(|(row, column, cell, _)| (row.name.as_str(), column.name.as_str(), signed(cell.score)));
    let strongest = strongest.as_ref().map(|(row, column, score)| (*row, *column, score.as_str()));
    let description = says::matrix_described(rows.len(), columns.len(), strongest);
    section.table.head = head(&[says::HOLDER, says::TARGET], &[]);
    let own = table.iter().map(|(row, column, cell, part)| {
        [Cell::words(&row.name), Cell::words(&column.name)].into_iter().chain(tally(cell, *part)).collect()
    });
    section.table.rows = own.collect();
    let cells: Vec<Vec<Option<HeatCell>>> =
        matrix.cells.iter().map(|row| row.iter().map(heat_cell).collect()).collect();
    let caption = Caption { title: says::MATRIX.to_owned(), description };
    section.picture = Some(picture::heat(caption, &rows, &columns, &cells));
    // The sums, by row and by column.
    for (row, (_, sum)) in rows.iter().zip(&matrix.rows) {
        let part = section.part(says::held_by(&row.name), &sum.frames);
        let names = [Cell::words(&row.name), Cell::words(says::ALL_TARGETS)];
        section.table.rows.push(names.into_iter().chain(tally(sum, part)).collect());
    }
    for (column, (_, sum)) in columns.iter().zip(&matrix.columns) {
        let part = section.part(says::all_about(&column.name), &sum.frames);
        let names = [Cell::words(says::ALL_HOLDERS), Cell::words(&column.name)];
        section.table.rows.push(names.into_iter().chain(tally(sum, part)).collect());
    }
    section
}

fn heat_cell(tally: &Tally) -> Option<HeatCell> {
    let counts = Polarity::ALL.map(|polarity| (polarity.sign(), tally.of(polarity)));
    let counts = counts.into_iter().filter(|(_, count)| *count > 0).collect();
    (!tally.is_empty()).then_some(HeatCell { score: tally.score, counts })
}

fn network(counted: &Counted) -> Section {
    let mut section = Section::new(NETWORK, says::NETWORK, says::NETWORK_HINT);
    let Counted { insight, names, .. } = counted;
    let network = Network::new(insight, MOST_NODES, MOST_TIES);
    let place = |thing| network.nodes.iter().position(|node| *node == thing).unwrap_or_default();
    let mut edges = Vec::new();
    for tie in &network.ties {
        let (from, to) = (names.holder(tie.from), names.target(tie.to));
        let part = section.part(says::about(from, to), &tie.tally.frames);
        let ends = [Cell::words(from), Cell::words(to)];
        section.table.rows.push(ends.into_iter().chain(tally(&tie.tally, part)).collect());
        let (count, score) = (tie.tally.count(), tie.tally.score);
        edges.push(Edge { from: place(tie.from), to: place(tie.to), count, score });
    }
    section.table.head = head(&[says::HOLDER, says::TARGET], &[]);
    let nodes: Vec<String> = network.nodes.iter().map(|node| names.thing(*node).to_owned()).collect();
    let description = says::network_described(nodes.len(), edges.len());
    let caption = Caption { title: says::NETWORK.to_owned(), description };
    section.picture = Some(picture::graph(caption, &nodes, &edges));
    if !network.left_out.is_empty() {
        section.remarks.push(says::left_out(network.left_out.count(), network.others));
    }
    section
}
