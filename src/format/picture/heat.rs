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

const NAME: f64 = 160.0;
const SIZE: f64 = 12.5;
/// How large counts are written, and how far their lines are apart.
const COUNTS: f64 = 10.5;
const COUNTS_APART: f64 = 13.0;
/// A cell without counts, and how many of them stand on a line: a cell grows, and no number is cut.
const LEAST_CELL: [f64; 2] = [76.0, 33.0];
const COUNTS_ON_LINE: usize = 2;

/// The heat map. The parts are the cells, row by row; an empty cell is `None`.
pub fn heat(caption: Caption, rows: &[HeatLine], columns: &[HeatLine], cells: &[Vec<Option<HeatCell>>]) -> Picture {
    let size = cell_size(cells);
    let counts = rows.iter().map(|row| width_of(&row.count.to_string(), 11.0)).fold(20.0, f64::max);
    let left = rows.iter().map(|row| width_of(&row.name, SIZE)).fold(40.0, f64::max).min(NAME) + counts + 26.0;
    // Names of columns climb, so that long ones need no wide cells.
    let longest = columns.iter().map(|column| width_of(&column.name, SIZE)).fold(40.0, f64::max).min(NAME);
    let (rise, reach) = CLIMB.to_radians().sin_cos();
    let top = longest * rise + 34.0;
    let (width, height) = (columns.len() as f64 * size[0], rows.len() as f64 * size[1]);
    let beyond = (longest * reach - size[0] / 2.0).max(0.0);
    let mut picture = Picture::new(caption, left + width + beyond, top + height + 8.0);
    let strongest = cells.iter().flatten().flatten().map(|cell| cell.score.unsigned_abs()).max().unwrap_or(0);
    for (place, column) in columns.iter().enumerate() {
        let x = left + (place as f64 + 0.5) * size[0];
        picture.text([x, top - 7.0], Anchor::Middle, 11.0, column.count.to_string(), Ink::Soft);
        let (words, anchor) = (fitted(&column.name, SIZE, NAME), Anchor::Start);
        picture.put(Form::Text { at: [x, top - 22.0], anchor, size: SIZE, climbs: true, words }, Ink::Words, None);
    }
    for (place, row) in rows.iter().enumerate() {
        let y = top + (place as f64 + 0.5) * size[1] + 4.0;
        picture.text([left - counts - 16.0, y], Anchor::End, SIZE, fitted(&row.name, SIZE, NAME), Ink::Words);
        picture.text([left - 8.0, y], Anchor::End, 11.0, row.count.to_string(), Ink::Soft);
    }
    for (row, of_row) in cells.iter().enumerate() {
        for (column, cell) in of_row.iter().enumerate() {
            let corner = [left + column as f64 * size[0], top + row as f64 * size[1]];
            put_cell(&mut picture, (corner, size), row * columns.len() + column, cell.as_ref(), strongest);
        }
    }
    picture
}

/// The counts of a cell, line by line.
fn lines(cell: &HeatCell) -> impl Iterator<Item = String> {
    let counts = cell.counts.chunks(COUNTS_ON_LINE);
    counts.map(|line| line.iter().map(|(sign, count)| format!("{count}×{sign}")).collect::<Vec<_>>().join(" "))
}

/// How large a cell is, so that the counts of all of them fit.
fn cell_size(cells: &[Vec<Option<HeatCell>>]) -> [f64; 2] {
    cells.iter().flatten().flatten().fold([LEAST_CELL[0], LEAST_CELL[1] + COUNTS_APART], |[width, height], cell| {
        let (mut widest, mut high) = (width, LEAST_CELL[1]);
        for line in lines(cell) {
            widest = widest.max(width_of(&line, COUNTS) + 10.0);
            high += COUNTS_APART;
        }
        [widest, height.max(high)]
    })
}

fn put_cell(
    picture: &mut Picture,
    ([x, y], size): ([f64; 2], [f64; 2]),
    part: usize,
    cell: Option<&HeatCell>,
    strongest: u64,
) {
    let inner = Form::Rect([x + 1.5, y + 1.5, size[0] - 3.0, size[1] - 3.0]);
    let Some(cell) = cell else {
        picture.put(Form::Circle([x + size[0] / 2.0, y + size[1] / 2.0, 1.5]), Ink::Rule, None);
        return;
    };
    let lean = Lean::of(cell.score);
    let strength =
        if strongest == 0 { 1 } else { (cell.score.unsigned_abs() * 4).div_ceil(strongest).clamp(1, 4) as u8 };
    picture.put(inner, Ink::Wash(lean, strength), Some(part));
    let middle = x + size[0] / 2.0;
    picture.text_of(part, [middle, y + 21.0], Anchor::Middle, 15.0, signed(cell.score), Ink::Words);
    for (place, line) in lines(cell).enumerate() {
        let y = y + 36.0 + place as f64 * COUNTS_APART;
        picture.text_of(part, [middle, y], Anchor::Middle, COUNTS, line, Ink::Words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_is_cut_or_lies_over_another() {
        let line = |name: &str, count| HeatLine { name: name.into(), count };
        let counts = vec![("+", 769_123), ("−", 1_747_000), ("0", 3), ("±", 12)];
        let cells = [vec![Some(HeatCell { score: -1_951_000, counts }), None]];
        let rows = [line("a name of which nobody knows where it will end", 2_516_138)];
        let columns = [line("Ada", 2_516_138), line("Bo", 1)];
        let picture = heat(Caption::default(), &rows, &columns, &cells);
        let [width, height] = cell_size(&cells);
        let mut words = Vec::new();
        for shape in picture.shapes.iter().filter(|shape| shape.part == Some(0)) {
            match &shape.form {
                Form::Rect([_, _, washed, high]) => assert!(*washed < width && *high < height),
                Form::Text { size, words: of, .. } => {
                    assert!(width_of(of, *size) < width, "{of}");
                    words.push(of.as_str());
                }
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(words, ["−1951000", "769123×+ 1747000×−", "3×0 12×±"]);
    }
}
