//! A table as a heat map: a cell is washed the way it leans, the stronger the more it does, and says its numbers.

use super::{Anchor, CLIMB, Caption, Form, Ink, Lean, Picture, fitted, signed, width_of};

/// A row or a column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeatLine {
    /// What it is called.
    pub name: String,
    /// How many there are in it.
    pub count: usize,
}

/// A cell.
#[derive(Clone, PartialEq, Debug)]
pub struct HeatCell {
    /// The sum of the scores.
    pub score: i64,
    /// How many there are, by sign; those of which there is none are left out.
    pub counts: Vec<(&'static str, usize)>,
}

const CELL: [f64; 2] = [76.0, 46.0];
const NAME: f64 = 160.0;
const SIZE: f64 = 12.5;

/// The heat map. The parts are the cells, row by row; an empty cell is `None`.
pub fn heat(caption: Caption, rows: &[HeatLine], columns: &[HeatLine], cells: &[Vec<Option<HeatCell>>]) -> Picture {
    let left = rows.iter().map(|row| width_of(&row.name, SIZE)).fold(40.0, f64::max).min(NAME) + 44.0;
    // Names of columns climb, so that long ones need no wide cells.
    let longest = columns.iter().map(|column| width_of(&column.name, SIZE)).fold(40.0, f64::max).min(NAME);
    let (rise, reach) = CLIMB.to_radians().sin_cos();
    let top = longest * rise + 34.0;
    let (width, height) = (columns.len() as f64 * CELL[0], rows.len() as f64 * CELL[1]);
    let beyond = (longest * reach - CELL[0] / 2.0).max(0.0);
    let mut picture = Picture::new(caption, left + width + beyond, top + height + 8.0);
    let strongest = cells.iter().flatten().flatten().map(|cell| cell.score.unsigned_abs()).max().unwrap_or(0);
    for (place, column) in columns.iter().enumerate() {
        let x = left + (place as f64 + 0.5) * CELL[0];
        picture.text([x, top - 7.0], Anchor::Middle, 11.0, column.count.to_string(), Ink::Soft);
        let (words, anchor) = (fitted(&column.name, SIZE, NAME), Anchor::Start);
        picture.put(Form::Text { at: [x, top - 22.0], anchor, size: SIZE, climbs: true, words }, Ink::Words, None);
    }
    for (place, row) in rows.iter().enumerate() {
        let y = top + (place as f64 + 0.5) * CELL[1] + 4.0;
        picture.text([left - 34.0, y], Anchor::End, SIZE, fitted(&row.name, SIZE, NAME), Ink::Words);
        picture.text([left - 8.0, y], Anchor::End, 11.0, row.count.to_string(), Ink::Soft);
    }
    for (row, of_row) in cells.iter().enumerate() {
        for (column, cell) in of_row.iter().enumerate() {
            let corner = [left + column as f64 * CELL[0], top + row as f64 * CELL[1]];
            put_cell(&mut picture, corner, row * columns.len() + column, cell.as_ref(), strongest);
        }
    }
    picture
}

fn put_cell(picture: &mut Picture, [x, y]: [f64; 2], part: usize, cell: Option<&HeatCell>, strongest: u64) {
    let inner = Form::Rect([x + 1.5, y + 1.5, CELL[0] - 3.0, CELL[1] - 3.0]);
    let Some(cell) = cell else {
        picture.put(Form::Circle([x + CELL[0] / 2.0, y + CELL[1] / 2.0, 1.5]), Ink::Rule, None);
        return;
    };
    let lean = Lean::of(cell.score);
    let strength =
        if strongest == 0 { 1 } else { (cell.score.unsigned_abs() * 4).div_ceil(strongest).clamp(1, 4) as u8 };
    picture.put(inner, Ink::Wash(lean, strength), Some(part));
    let middle = x + CELL[0] / 2.0;
    picture.text_of(part, [middle, y + 21.0], Anchor::Middle, 15.0, signed(cell.score), Ink::Words);
    let counts = cell.counts.iter().map(|(sign, count)| format!("{count}×{sign}")).collect::<Vec<_>>().join(" ");
    picture.text_of(part, [middle, y + 36.0], Anchor::Middle, 10.5, fitted(&counts, 10.5, CELL[0] - 6.0), Ink::Words);
}
