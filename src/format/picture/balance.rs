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
const NAME: f64 = 170.0;
const HALF: f64 = 190.0;

/// The bars. The parts are the rows.
pub fn balance(caption: Caption, rows: &[BalanceRow]) -> Picture {
    let left = rows.iter().map(|row| width_of(&row.name, SIZE)).fold(40.0, f64::max).min(NAME) + 12.0;
    let zero = left + HALF + 34.0;
    let mut picture = Picture::new(caption, zero + HALF + 110.0, rows.len() as f64 * ROW + 16.0);
    let most = rows.iter().map(|row| row.positive.max(row.negative)).max().unwrap_or(0).max(1) as f64;
    for (part, row) in rows.iter().enumerate() {
        let y = 8.0 + part as f64 * ROW;
        let base = y + ROW / 2.0 + 4.0;
        picture.text([left - 8.0, base], Anchor::End, SIZE, fitted(&row.name, SIZE, NAME), Ink::Words);
        let [against, with] = [row.negative, row.positive].map(|count| count as f64 / most * HALF);
        let bar = |x, width| Form::Rect([x, y + 4.0, width, ROW - 8.0]);
        if row.negative > 0 {
            picture.put(bar(zero - against, against), Ink::Lean(Lean::Negative), Some(part));
            let at = [zero - against - 5.0, base];
            picture.text_of(part, at, Anchor::End, 11.5, format!("{}\u{a0}−", row.negative), Ink::Lean(Lean::Negative));
        }
        if row.positive > 0 {
            picture.put(bar(zero, with), Ink::Lean(Lean::Positive), Some(part));
            let at = [zero + with + 5.0, base];
            picture.text_of(
                part,
                at,
                Anchor::Start,
                11.5,
                format!("+\u{a0}{}", row.positive),
                Ink::Lean(Lean::Positive),
            );
        }
        let even = row.even.iter().map(|(sign, count)| format!("{count}×{sign}")).collect::<Vec<_>>().join("   ");
        let at = [zero + HALF + 44.0, base];
        if !even.is_empty() {
            picture.text_of(part, at, Anchor::Start, 11.5, even, Ink::Lean(Lean::Even));
        }
    }
    picture.line([zero, 4.0], [zero, picture.height - 4.0], Ink::Soft);
    picture
}
