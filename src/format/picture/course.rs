//! The balance along an article: what is positive goes up, what is negative down, and a line joins the sums.

use super::{Anchor, Caption, Form, Ink, Lean, Picture, signed};

/// A stretch of the article.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CourseBin {
    /// How many there are in it.
    pub count: usize,
    /// The sum of the scores above zero.
    pub above: i64,
    /// The sum of those below.
    pub below: i64,
    /// Whether it turns here, and to what.
    pub turn: Option<Lean>,
}

/// What is said in the picture.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CourseWords {
    /// At the start of the axis.
    pub start: String,
    /// At its end.
    pub end: String,
    /// At a turn to the positive.
    pub to_positive: String,
    /// At one to the negative.
    pub to_negative: String,
}

const LEFT: f64 = 40.0;
const WIDTH: f64 = 720.0;
const HALF: f64 = 96.0;
const TOP: f64 = 40.0;

/// The course. The parts are the bins.
pub fn course(caption: Caption, words: &CourseWords, bins: &[CourseBin]) -> Picture {
    let (zero, bottom) = (TOP + HALF, TOP + 2.0 * HALF);
    let mut picture = Picture::new(caption, WIDTH, bottom + 34.0);
    let right = WIDTH - 16.0;
    let step = (right - LEFT) / bins.len().max(1) as f64;
    let most = bins.iter().map(|bin| bin.above.max(-bin.below)).max().unwrap_or(0).max(1);
    let height = |score: i64| score as f64 / most as f64 * HALF;
    for (score, y) in [(most, TOP), (-most, bottom)] {
        picture.line([LEFT, y], [right, y], Ink::Rule);
        picture.text([LEFT - 8.0, y + 4.0], Anchor::End, 11.0, signed(score), Ink::Soft);
    }
    picture.text([LEFT - 8.0, zero + 4.0], Anchor::End, 11.0, "0", Ink::Soft);
    for (part, bin) in bins.iter().enumerate() {
        let x = LEFT + part as f64 * step;
        if bin.count > 0 {
            // The whole height can be clicked.
            picture.put(Form::Rect([x, TOP + 1.0, step, 2.0 * HALF - 2.0]), Ink::Ground, Some(part));
        }
        for (score, lean) in
            [(bin.above, Lean::Positive), (bin.below, Lean::Negative)].into_iter().filter(|bar| bar.0 != 0)
        {
            // The sign is at the foot of the bar, where the line seldom is.
            let (y, sign) = if score > 0 { (zero - height(score), zero - 5.0) } else { (zero, zero + 13.0) };
            let size = height(score.abs());
            picture.put(Form::Rect([x + step * 0.2, y, step * 0.6, size]), Ink::Wash(lean, 4), Some(part));
            picture.text_of(part, [x + step / 2.0, sign], Anchor::Middle, 12.0, lean.sign(), Ink::Words);
        }
    }
    picture.line([LEFT, zero], [right, zero], Ink::Soft);
    let spot =
        |(part, bin): (usize, &CourseBin)| [LEFT + (part as f64 + 0.5) * step, zero - height(bin.above + bin.below)];
    let filled = || bins.iter().enumerate().filter(|(_, bin)| bin.count > 0);
    let line: Vec<[f64; 2]> = filled().map(spot).collect();
    if line.len() > 1 {
        picture.put(Form::Line(line, 2.0), Ink::Words, None);
    }
    for (part, bin) in filled() {
        let [x, y] = spot((part, bin));
        picture.put(Form::Circle([x, y, 3.5]), Ink::Words, Some(part));
        let Some(turn) = bin.turn else { continue };
        let said = if turn == Lean::Positive { &words.to_positive } else { &words.to_negative };
        picture.line([x, TOP - 12.0], [x, y], Ink::Lean(turn));
        let anchor = match x {
            x if x < WIDTH * 0.15 => Anchor::Start,
            x if x > WIDTH * 0.85 => Anchor::End,
            _ => Anchor::Middle,
        };
        picture.text([x, TOP - 17.0], anchor, 11.0, said.clone(), Ink::Lean(turn));
    }
    picture.text([LEFT, bottom + 24.0], Anchor::Start, 11.0, words.start.clone(), Ink::Soft);
    picture.text([right, bottom + 24.0], Anchor::End, 11.0, words.end.clone(), Ink::Soft);
    picture
}
