//! The course of the sentiments along the article.

use super::{COURSE, Counted, Section};
use crate::format::picture::{self, Caption, CourseBin, CourseWords, Lean};
use crate::model::insight::{Bin, Course, ThingIndex};
use crate::ui::insight::table::{Cell, head, tally};
use crate::ui::strings::insight as says;

/// In how many stretches the article is cut.
const BINS: usize = 24;

pub(super) fn course(counted: &Counted, about: Option<ThingIndex>) -> Section {
    let mut section = Section::new(COURSE, says::COURSE, says::COURSE_HINT);
    let Counted { insight, names, .. } = counted;
    // What it was about may be gone, by an undo elsewhere.
    let about = about.filter(|about| about.0 < insight.things.len());
    let course = Course::new(insight, about, BINS);
    let length = u64::from(insight.length.max(1));
    let mut bins = Vec::new();
    for (place, Bin { range, tally: sum, above, below }) in course.bins.iter().enumerate() {
        let percent = |at: u32| (u64::from(at) * 100).div_euclid(length) as u32;
        let stretch = says::stretch(percent(range.start().0), percent(range.end().0));
        let part = section.part(stretch.clone(), &sum.frames);
        let turn = course.turns.iter().find(|turn| turn.bin == place);
        let turn = turn.map(|turn| if turn.to_positive { Lean::Positive } else { Lean::Negative });
        bins.push(CourseBin { count: sum.count(), above: *above, below: *below, turn });
        if sum.is_empty() {
            continue;
        }
        let turned = match turn {
            Some(Lean::Positive) => says::TURNS_POSITIVE,
            Some(_) => says::TURNS_NEGATIVE,
            None => "",
        };
        let bars = [Cell::score(*above), Cell::score(*below), Cell::words(turned)];
        section.table.rows.push([Cell::words(stretch)].into_iter().chain(tally(sum, part)).chain(bars).collect());
    }
    section.table.head = head(&[says::STRETCH], &[says::ABOVE, says::BELOW, says::TURN]);
    if !course.wordless.is_empty() {
        section.remarks.push(says::wordless(course.wordless.count()));
    }
    let about = about.map_or(says::COURSE.to_owned(), |about| says::all_about(names.target(about)));
    let caption = Caption { title: about, description: says::course_described(bins.len(), course.turns.len()) };
    let words = CourseWords {
        start: says::START.to_owned(),
        end: says::END.to_owned(),
        to_positive: says::TURNS_POSITIVE.to_owned(),
        to_negative: says::TURNS_NEGATIVE.to_owned(),
    };
    section.picture = Some(picture::course(caption, &words, &bins));
    section
}
