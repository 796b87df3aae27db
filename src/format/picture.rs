//! Pictures as lists of shapes: what the page draws, and the SVG file that is saved, come from the same list.
//!
//! Pictures are here and not in `model`, for a picture is one more form in which work leaves the page, and not in `ui`, for
//! whoever saves one needs no page. Whatever is said in one comes in as words. Sizes are in CSS pixels; numbers are written
//! with one decimal, so that the same picture is the same bytes everywhere.

mod balance;
mod course;
mod gaps;
mod graph;
mod heat;
mod svg;

pub use balance::{BalanceRow, balance};
pub use course::{CourseBin, CourseWords, course};
pub use gaps::{GapRow, GapWords, gaps};
pub use graph::{Edge, graph};
pub use heat::{HeatCell, HeatLine, heat};
pub use svg::{Element, colour, element, svg};

/// What a picture is called, and what someone who does not see it is told.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Caption {
    /// Its title.
    pub title: String,
    /// What there is to see in it.
    pub description: String,
}

/// A picture.
#[derive(Clone, PartialEq, Debug)]
pub struct Picture {
    /// What is said of it.
    pub caption: Caption,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Its shapes, the lowest first.
    pub shapes: Vec<Shape>,
}

/// A shape, and which part of the picture it belongs to: what a click on it means.
#[derive(Clone, PartialEq, Debug)]
pub struct Shape {
    /// What it is.
    pub form: Form,
    /// What it is drawn with.
    pub ink: Ink,
    /// The number of the part, where it belongs to one that can be clicked.
    pub part: Option<usize>,
}

/// What a shape is.
#[derive(Clone, PartialEq, Debug)]
pub enum Form {
    /// A rectangle: its left and upper edge, its width and height.
    Rect([f64; 4]),
    /// A circle: its centre and radius.
    Circle([f64; 3]),
    /// Lines from point to point, so wide.
    Line(Vec<[f64; 2]>, f64),
    /// A curve from the first point to the last, drawn towards the one between, so wide.
    Curve([[f64; 2]; 3], f64),
    /// An area between points.
    Area(Vec<[f64; 2]>),
    /// Words: where they begin, stand, or end, on this line.
    Text {
        /// The point that they are put at.
        at: [f64; 2],
        /// Which end of them is there.
        anchor: Anchor,
        /// How large they are, in pixels.
        size: f64,
        /// Whether they climb from there to the right, by [`CLIMB`] degrees.
        climbs: bool,
        /// The words.
        words: String,
    },
}

/// How steeply words climb, in degrees.
pub const CLIMB: f64 = 38.0;

/// Which end of words is put at a point.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Anchor {
    /// The start.
    Start,
    /// The middle.
    Middle,
    /// The end.
    End,
}

/// What a shape is drawn with. The style sheet knows its name; a file has its colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ink {
    /// For words.
    Words,
    /// For words that matter less.
    Soft,
    /// For thin lines.
    Rule,
    /// What everything lies on.
    Ground,
    /// For what is positive, or negative, or neither.
    Lean(Lean),
    /// The same as an area under words, from 1 (faint) to 4.
    Wash(Lean, u8),
}

/// Which way something leans.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lean {
    /// More for than against.
    Positive,
    /// More against than for.
    Negative,
    /// Neither.
    Even,
}

impl Lean {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Positive, Self::Negative, Self::Even];

    /// Which way a sum of scores leans.
    pub fn of(score: i64) -> Self {
        match score {
            1.. => Self::Positive,
            0 => Self::Even,
            _ => Self::Negative,
        }
    }

    /// The name that the style sheet knows it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Positive => "positive",
            Self::Negative => "negative",
            Self::Even => "even",
        }
    }

    /// The sign that stands for it beside its colour.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Positive => "+",
            Self::Negative => "−",
            Self::Even => "0",
        }
    }
}

impl Ink {
    /// The name that the style sheet knows its colour by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Soft => "soft",
            Self::Rule => "rule",
            Self::Ground => "ground",
            Self::Lean(lean) | Self::Wash(lean, _) => lean.name(),
        }
    }

    /// How much of the ground it covers, from 0 to 1.
    pub fn opacity(self) -> f64 {
        match self {
            Self::Wash(_, strength) => 0.09 * f64::from(strength),
            _ => 1.0,
        }
    }
}

impl Picture {
    fn new(caption: Caption, width: f64, height: f64) -> Self {
        let ground = Shape { form: Form::Rect([0.0, 0.0, width, height]), ink: Ink::Ground, part: None };
        Self { caption, width, height, shapes: vec![ground] }
    }

    fn put(&mut self, form: Form, ink: Ink, part: Option<usize>) {
        self.shapes.push(Shape { form, ink, part });
    }

    fn text(&mut self, at: [f64; 2], anchor: Anchor, size: f64, words: impl Into<String>, ink: Ink) {
        self.put(Form::Text { at, anchor, size, climbs: false, words: words.into() }, ink, None);
    }

    /// Words that belong to a part.
    fn text_of(&mut self, part: usize, at: [f64; 2], anchor: Anchor, size: f64, words: impl Into<String>, ink: Ink) {
        self.put(Form::Text { at, anchor, size, climbs: false, words: words.into() }, ink, Some(part));
    }

    fn line(&mut self, from: [f64; 2], to: [f64; 2], ink: Ink) {
        self.put(Form::Line(vec![from, to], 1.0), ink, None);
    }
}

/// A score with its sign: `+3`, `−2`, `0`.
pub fn signed(score: i64) -> String {
    match score {
        1.. => format!("+{score}"),
        0 => "0".to_owned(),
        _ => format!("−{}", score.unsigned_abs()),
    }
}

/// About how wide words are, in pixels: what a font gives them is not known here. Wide scripts count twice; digits and
/// signs are as wide as in the widest of the usual fonts, so that no number is ever cut.
fn width_of(words: &str, size: f64) -> f64 {
    let width = |c: char| match c {
        '0'..='9' => 0.64,
        '+' | '−' | '×' | '±' => 0.84,
        c if is_wide(c) => 1.05,
        _ => 0.56,
    };
    words.chars().map(width).sum::<f64>() * size
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Words that are no wider than that, cut where they are.
fn fitted(words: &str, size: f64, width: f64) -> String {
    if width_of(words, size) <= width {
        return words.to_owned();
    }
    let mut kept = String::new();
    for c in words.chars() {
        if width_of(&kept, size) + width_of("…", size) + width_of(c.encode_utf8(&mut [0; 4]), size) > width {
            break;
        }
        kept.push(c);
    }
    kept.trim_end().to_owned() + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_to_fit() {
        assert_eq!(fitted("Ada", 12.0, 100.0), "Ada");
        assert_eq!(fitted("Ada Lovelace of London", 10.0, 60.0), "Ada Lovel…");
        assert_eq!(fitted("東京都知事選挙", 10.0, 45.0), "東京都…");
        assert_eq!(fitted("Ada", 10.0, 0.0), "…");
    }

    #[test]
    fn scores_have_a_sign() {
        assert_eq!([3, 0, -12].map(signed), ["+3", "0", "−12"]);
    }
}
