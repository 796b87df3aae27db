//! How the sentiments change along an article.

use super::{Insight, Tally, ThingIndex};
use crate::model::offset::{CharPos, CharRange};

/// A stretch of the text, one of several of the same length.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bin {
    /// The stretch.
    pub range: CharRange,
    /// The frames whose words begin in it.
    pub tally: Tally,
    /// The sum of the scores above zero.
    pub above: i64,
    /// The sum of the scores below zero, which is not positive.
    pub below: i64,
}

/// A place where the balance changes its sign.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Turn {
    /// The first bin whose scores have another sign than those of the last bin before whose sum is not zero.
    pub bin: usize,
    /// Whether it turns to the better.
    pub to_positive: bool,
}

/// The sentiments from the start of a text to its end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Course {
    /// The stretches; together they are the text.
    pub bins: Vec<Bin>,
    /// Where it turns.
    pub turns: Vec<Turn>,
    /// The frames without words, which are nowhere in the text.
    pub wordless: Tally,
}

impl Course {
    /// The course of all sentiments, or of those about one thing, in so many stretches, or as many as the text has code
    /// points. Costs the number of frames.
    pub fn new(insight: &Insight, about: Option<ThingIndex>, bins: usize) -> Self {
        let length = u64::from(insight.length.max(1));
        let count = (bins.max(1) as u64).min(length);
        // The first position whose bin is `bin`; the inverse of the division below.
        let start = |bin: u64| CharPos((bin * length).div_ceil(count).min(insight.length.into()) as u32);
        let empty = |bin| Bin {
            range: CharRange::between(start(bin), start(bin + 1)),
            tally: Tally::default(),
            above: 0,
            below: 0,
        };
        let mut course = Self { bins: (0..count).map(empty).collect(), turns: vec![], wordless: Tally::default() };
        let wanted = |targets: &[ThingIndex]| about.is_none_or(|about| targets.contains(&about));
        for stance in insight.stances.iter().filter(|stance| wanted(&stance.targets)) {
            let Some(at) = stance.at else {
                course.wordless.add(stance);
                continue;
            };
            let bin = (u64::from(at.0) * count / length).min(count - 1);
            let bin = &mut course.bins[bin as usize];
            bin.tally.add(stance);
            bin.above += stance.score.max(0);
            bin.below += stance.score.min(0);
        }
        course.turns = turns(&course.bins);
        course
    }
}

fn turns(bins: &[Bin]) -> Vec<Turn> {
    let leaning = bins.iter().enumerate().filter(|(_, bin)| bin.tally.score != 0);
    let leaning: Vec<(usize, bool)> = leaning.map(|(place, bin)| (place, bin.tally.score > 0)).collect();
    let pairs = leaning.windows(2).filter(|pair| pair[0].1 != pair[1].1);
    pairs.map(|pair| Turn { bin: pair[1].0, to_positive: pair[1].1 }).collect()
}
