//! A table of numbers: on the page, where a number leads to what it counts, and as a file.

use crate::format::picture::signed;
use crate::model::Polarity;
use crate::model::insight::Tally;
use crate::ui::strings::{self, insight as says};
use yew::prelude::*;

/// How many rows the page shows; a file has all.
const MOST_ROWS: usize = 60;

/// How many rows are shown at once where no picture says the same; the others unfold.
const FIRST_ROWS: usize = 12;

/// A table.
#[derive(Clone, PartialEq, Default)]
pub struct Table {
    /// What its columns are.
    pub head: Vec<Cell>,
    /// Its rows, as long as its head.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Clone, PartialEq)]
pub struct Cell {
    /// What a person reads.
    words: String,
    /// What a program reads.
    plain: String,
    is_number: bool,
    /// Which part of its section it counts.
    part: Option<usize>,
}

impl Cell {
    /// Words.
    pub fn words(words: impl Into<String>) -> Self {
        let words = words.into();
        Self { plain: words.clone(), words, is_number: false, part: None }
    }

    /// How many there are.
    pub fn count(count: usize) -> Self {
        Self { words: strings::number(count), plain: count.to_string(), is_number: true, part: None }
    }

    /// A sum of scores.
    pub fn score(score: i64) -> Self {
        Self { words: signed(score), plain: score.to_string(), is_number: true, part: None }
    }

    /// A score in the mean; empty where there is none.
    pub fn mean(mean: Option<f64>) -> Self {
        // What rounds to nothing has no sign.
        let plain = mean.map_or(String::new(), |mean| format!("{:.2}", (mean * 100.0).round() / 100.0 + 0.0));
        let words = match plain.strip_prefix('-') {
            Some(rest) => format!("−{rest}"),
            None if mean.is_some_and(|mean| mean > 0.0) => format!("+{plain}"),
            None => plain.clone(),
        };
        Self { words, plain, is_number: true, part: None }
    }

    /// The same, leading to that part of its section.
    pub fn of(self, part: usize) -> Self {
        Self { part: Some(part), ..self }
    }
}

/// The heads of these columns, of those of [`tally`], and of these.
pub fn head(before: &[&str], behind: &[&str]) -> Vec<Cell> {
    let words = |names: &[&str]| names.iter().map(|name| Cell::words(*name)).collect::<Vec<_>>();
    let sign = |polarity: Polarity| Cell { plain: polarity.name().to_owned(), ..Cell::words(polarity.sign()) };
    let tally = [&words(&[says::SENTIMENTS])[..], &Polarity::ALL.map(sign), &words(&[says::SCORE])].concat();
    [words(before), tally, words(behind)].concat()
}

/// How many there are, how many of each polarity, and the sum of the scores.
pub fn tally(tally: &Tally, part: usize) -> Vec<Cell> {
    let of = Polarity::ALL.map(|polarity| Cell::count(tally.of(polarity)));
    let count = Cell::count(tally.count());
    let count = if tally.is_empty() { count } else { count.of(part) };
    [count].into_iter().chain(of).chain([Cell::score(tally.score)]).collect()
}

impl Table {
    /// The table as rows of a file, its head first.
    pub fn csv(&self) -> Vec<Vec<String>> {
        let rows = std::iter::once(&self.head).chain(&self.rows);
        rows.map(|row| row.iter().map(|cell| cell.plain.clone()).collect()).collect()
    }
}

/// The table on the page, folded where a picture says the same.
pub fn numbers(table: &Table, has_picture: bool) -> Html {
    let shown = &table.rows[..table.rows.len().min(MOST_ROWS)];
    let left = table.rows.len() - shown.len();
    let (first, folded) = shown.split_at(if has_picture { 0 } else { shown.len().min(FIRST_ROWS) });
    let summary = if has_picture { says::NUMBERS.to_owned() } else { says::more(folded.len()) };
    html! {
        <>
            if !first.is_empty() { { part(table, first) } }
            if !folded.is_empty() {
                <details class="insight-numbers">
                    <summary>{ summary }</summary>
                    { part(table, folded) }
                    if left > 0 { <p class="hint">{ strings::and_more(left) }</p> }
                </details>
            }
        </>
    }
}

/// Some rows of a table.
fn part(table: &Table, rows: &[Vec<Cell>]) -> Html {
    let head = table.head.iter().map(|cell| html! { <th scope="col">{ &cell.words }</th> });
    let row = |(place, row): (usize, &Vec<Cell>)| {
        let cells = row.iter().zip(&table.head).enumerate();
        html! { <tr key={place}>{ for cells.map(|(place, (of, head))| cell(place, of, head)) }</tr> }
    };
    html! {
        <div class="numbers-box" role="group" tabindex="0" aria-label={says::NUMBERS}>
            <table class="numbers">
                <thead><tr>{ for head }</tr></thead>
                <tbody>{ for rows.iter().enumerate().map(row) }</tbody>
            </table>
        </div>
    }
}

/// A cell, which knows the head of its column for where the window is too narrow for a head.
fn cell(place: usize, cell: &Cell, head: &Cell) -> Html {
    let words = match cell.part {
        Some(part) => {
            html! { <button type="button" class="number" data-part={part.to_string()}>{ &cell.words }</button> }
        }
        None if cell.is_number => html! { &cell.words },
        None => html! { <bdi>{ &cell.words }</bdi> },
    };
    if place == 0 {
        return html! { <th scope="row">{ words }</th> };
    }
    html! { <td data-number={cell.is_number.then_some("")} data-head={head.words.clone()}>{ words }</td> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_has_two_decimals_and_a_sign() {
        for (mean, words, plain) in [
            (Some(1.0 / 3.0), "+0.33", "0.33"),
            (Some(-2.5), "−2.50", "-2.50"),
            (Some(0.0), "0.00", "0.00"),
            (Some(-0.001), "0.00", "0.00"),
            (None, "", ""),
        ] {
            let cell = Cell::mean(mean);
            assert_eq!((cell.words.as_str(), cell.plain.as_str()), (words, plain), "{mean:?}");
        }
    }
}
