//! For and against, a bar for each: what is against goes to the left, what is for it to the right.

use super::{Anchor, Caption, Form, Ink, Lean, Picture, fitted, width_of};

/// A bar.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BalanceRow {
    /// What it is about.
    pub name: String,
    /// How many are for it.
    pub positive: usize,
    /// How many are against it.
    pub negative: usize,
    /// How many are neither, each sort with its sign: `0`, `±`.
    pub even: Vec<(&'static str, usize)>,
}

const ROW: f64 = 26.0;
const SIZE: f64 = 12.5;
const NUMBER: f64 = 11.5;
const NAME: f64 = 170.0;
const HALF: f64 = 190.0;

/// The bars. The parts are the rows.
pub fn balance(caption: Caption, rows: &[BalanceRow]) -> Picture {
    let left = rows.iter().map(|row| width_of(&row.name, SIZE)).fold(40.0, f64::max).min(NAME) + 12.0;
    // Beside the longest bar stands its number.
    let beside = |count: fn(&BalanceRow) -> usize| {
        rows.iter().map(|row| width_of(&format!("+ {}", count(row)), NUMBER)).fold(24.0, f64::max) + 10.0
    };
    let zero = left + beside(|row| row.negative) + HALF;
    let even_at = zero + HALF + beside(|row| row.positive);
    let evens = rows.iter().map(|row| width_of(&even_words(row), NUMBER)).fold(0.0, f64::max);
    let mut picture = Picture::new(caption, even_at + evens + 10.0, rows.len() as f64 * ROW + 16.0);
    let most = rows.iter().map(|row| row.positive.max(row.negative)).max().unwrap_or(0).max(1) as f64;
    for (part, row) in rows.iter().enumerate() {
        let y = 8.0 + part as f64 * ROW;
        let base = y + ROW / 2.0 + 4.0;
        picture.text([left - 8.0, base], Anchor::End, SIZE, fitted(&row.name, SIZE, NAME), Ink::Words);
        let [against, with] = [row.negative, row.positive].map(|count| count as f64 / most * HALF);
        let bar = |x, width| Form::Rect([x, y + 4.0, width, ROW - 8.0]);
        let mut side = |count: usize, bar, at: f64, anchor, words: String, lean| {
            if count > 0 {
                picture.put(bar, Ink::Lean(lean), Some(part));
                picture.text_of(part, [at, base], anchor, NUMBER, words, Ink::Lean(lean));
            }
        };
        let words = format!("{}\u{a0}−", row.negative);
        side(row.negative, bar(zero - against, against), zero - against - 5.0, Anchor::End, words, Lean::Negative);
        let words = format!("+\u{a0}{}", row.positive);
        side(row.positive, bar(zero, with), zero + with + 5.0, Anchor::Start, words, Lean::Positive);
        if !row.even.is_empty() {
            let even = even_words(row);
            picture.text_of(part, [even_at, base], Anchor::Start, NUMBER, even, Ink::Lean(Lean::Even));
        }
    }
    picture.line([zero, 4.0], [zero, picture.height - 4.0], Ink::Soft);
    picture
}

/// How many are neither for nor against.
fn even_words(row: &BalanceRow) -> String {
    row.even.iter().map(|(sign, count)| format!("{count}×{sign}")).collect::<Vec<_>>().join("\u{a0}\u{a0}")
}
