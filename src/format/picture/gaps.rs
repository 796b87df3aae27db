//! Two articles: for each thing how it fares in the one (a disc) and in the other (a square), from −3 to +3.

use super::{Anchor, Caption, Form, Ink, Picture, fitted, signed, width_of};

/// A row.
#[derive(Clone, PartialEq, Debug)]
pub struct GapRow {
    /// What it is about.
    pub name: String,
    /// The score in the mean in the first article.
    pub first: f64,
    /// The same in the second one.
    pub second: f64,
    /// Which part of the picture it is.
    pub part: usize,
}

/// The titles of the two articles.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GapWords {
    /// Of the first.
    pub first: String,
    /// Of the second.
    pub second: String,
}

const ROW: f64 = 30.0;
const SIZE: f64 = 12.5;
const NAME: f64 = 170.0;
const HALF: f64 = 210.0;
const TOP: f64 = 66.0;
const MARK: f64 = 6.0;

/// The picture.
pub fn gaps(caption: Caption, words: &GapWords, rows: &[GapRow]) -> Picture {
    let left = rows.iter().map(|row| width_of(&row.name, SIZE)).fold(40.0, f64::max).min(NAME) + 24.0;
    let zero = left + HALF;
    let width = zero + HALF + 24.0;
    let mut picture = Picture::new(caption, width, TOP + rows.len() as f64 * ROW + 8.0);
    let x_of = |score: f64| zero + score / 3.0 * HALF;
    for (place, title) in [&words.first, &words.second].into_iter().enumerate() {
        let y = 16.0 + place as f64 * 18.0;
        mark(&mut picture, place, [left - 6.0, y - 4.0], None);
        picture.text([left + 8.0, y], Anchor::Start, SIZE, fitted(title, SIZE, width - left - 20.0), Ink::Words);
    }
    for (place, row) in rows.iter().enumerate() {
        // The whole row can be clicked.
        let y = TOP + place as f64 * ROW;
        picture.put(Form::Rect([left, y, 2.0 * HALF, ROW]), Ink::Ground, Some(row.part));
    }
    for score in -3..=3 {
        let x = x_of(score as f64);
        let ink = if score == 0 { Ink::Soft } else { Ink::Rule };
        picture.line([x, TOP - 4.0], [x, picture.height - 4.0], ink);
        picture.text([x, TOP - 9.0], Anchor::Middle, 10.5, signed(score), Ink::Soft);
    }
    for (place, row) in rows.iter().enumerate() {
        let (part, y) = (row.part, TOP + (place as f64 + 0.5) * ROW);
        picture.text([left - 14.0, y + 4.0], Anchor::End, SIZE, fitted(&row.name, SIZE, NAME), Ink::Words);
        let [first, second] = [row.first, row.second].map(x_of);
        picture.line([left, y], [left + 2.0 * HALF, y], Ink::Rule);
        picture.put(Form::Line(vec![[first, y], [second, y]], 2.5), Ink::Soft, Some(part));
        mark(&mut picture, 1, [second, y], Some(part));
        mark(&mut picture, 0, [first, y], Some(part));
    }
    picture
}

/// A disc for the first article, an open square for the second.
fn mark(picture: &mut Picture, place: usize, [x, y]: [f64; 2], part: Option<usize>) {
    if place == 0 {
        picture.put(Form::Circle([x, y, MARK - 1.0]), Ink::Words, part);
        return;
    }
    let square = |half: f64| Form::Rect([x - half, y - half, 2.0 * half, 2.0 * half]);
    picture.put(square(MARK + 1.0), Ink::Words, part);
    picture.put(square(MARK - 1.0), Ink::Ground, part);
}
