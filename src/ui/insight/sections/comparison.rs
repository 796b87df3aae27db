//! Two articles side by side.

use super::{COMPARISON, Counted, Part, Section};
use crate::format::picture::{self, Caption, GapRow, GapWords};
use crate::model::insight::{Comparison, Couple};
use crate::ui::insight::table::Cell;
use crate::ui::strings::{self, insight as says};

/// How many things the picture has.
const MOST_ROWS: usize = 15;

pub(super) fn comparison(counted: &Counted, other: Option<&Counted>) -> Section {
    let mut section = Section::new(COMPARISON, says::COMPARISON, says::COMPARISON_HINT);
    let Some(other) = other else {
        // Until one is chosen there is nothing but the choice.
        section.empty = Some(String::new());
        return section;
    };
    let comparison = Comparison::new(&counted.insight, &other.insight);
    let title = |counted: &Counted| match counted.session.description.title.trim() {
        "" => strings::UNTITLED.to_owned(),
        title => title.to_owned(),
    };
    let words = GapWords { first: title(counted), second: title(other) };
    let means = |couple: &Couple| {
        let (first, second) = (counted.insight.thing(couple.first), other.insight.thing(couple.second));
        Some((first.about.mean()?, second.about.mean()?))
    };
    let mut rows: Vec<_> = comparison.both.iter().filter_map(|couple| Some((couple, means(couple)?))).collect();
    let apart = |(first, second): (f64, f64)| (first - second).abs();
    rows.sort_by(|a, b| apart(b.1).total_cmp(&apart(a.1)));
    let mut gaps = Vec::new();
    for (couple, (first, second)) in &rows {
        let name = counted.names.target(couple.first);
        let (ours, theirs) = (&counted.insight.thing(couple.first).about, &other.insight.thing(couple.second).about);
        let own = section.part(says::in_article(name, &words.first), &ours.frames);
        let part = |title, ids: &[_]| Part { title, ids: ids.to_vec(), in_other: true };
        section.parts.push(part(says::in_article(name, &words.second), &theirs.frames));
        section.table.rows.push(vec![
            Cell::words(name),
            Cell::count(ours.count()).of(own),
            Cell::mean(Some(*first)),
            Cell::count(theirs.count()).of(own + 1),
            Cell::mean(Some(*second)),
            Cell::mean(Some(first - second)),
        ]);
        gaps.push(GapRow { name: name.to_owned(), first: *first, second: *second, part: own });
    }
    gaps.truncate(MOST_ROWS);
    let titles = [&words.first, &words.second].map(|title| [says::count_in(title), says::mean_in(title)]);
    let head = std::iter::once(says::THING.to_owned()).chain(titles.into_iter().flatten());
    section.table.head = head.chain([says::DIFFERENCE.to_owned()]).map(Cell::words).collect();
    section.remarks.push(says::in_common(comparison.both.len(), comparison.only_first, comparison.only_second));
    if rows.is_empty() {
        section.empty = Some(says::NONE_IN_COMMON.to_owned());
        return section;
    }
    let caption = Caption { title: says::COMPARISON.to_owned(), description: says::comparison_described(rows.len()) };
    section.picture = Some(picture::gaps(caption, &words, &gaps));
    section
}
