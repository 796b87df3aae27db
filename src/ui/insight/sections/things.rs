//! Who is spoken of, and who is named together.

use super::{COMPANY, Counted, Section, THINGS};
use crate::format::picture::{self, BalanceRow, Caption};
use crate::model::insight::{Company, Line, Matrix};
use crate::model::{LabelId, Polarity};
use crate::ui::insight::table::{Cell, head, tally};
use crate::ui::strings::{self, insight as says};

/// How many bars there are before the others are summed.
const MOST_BARS: usize = 15;
/// Of how many things it is asked who is named together.
const MOST_NAMED: usize = 40;

pub(super) fn things(counted: &Counted) -> Section {
    let mut section = Section::new(THINGS, says::THINGS, says::THINGS_HINT);
    let Counted { insight, names, session, .. } = counted;
    let columns = Matrix::new(insight, MOST_BARS).columns;
    let mut bars = Vec::new();
    for (line, sum) in &columns {
        let name = names.column(*line);
        section.part(says::all_about(&name), &sum.frames);
        let even = [Polarity::Neutral, Polarity::Mixed].map(|polarity| (polarity.sign(), sum.of(polarity)));
        let even = even.into_iter().filter(|(_, count)| *count > 0).collect();
        let [positive, negative] = [Polarity::Positive, Polarity::Negative].map(|polarity| sum.of(polarity));
        bars.push(BalanceRow { name, positive, negative, even });
    }
    if !bars.is_empty() {
        let most = columns.iter().find(|(line, _)| matches!(line, Line::Thing(_)));
        let most = most.and_then(|(_, sum)| Some((bars.first()?.name.as_str(), sum.count())));
        let description = says::things_described(bars.len(), most);
        let caption = Caption { title: says::THINGS.to_owned(), description };
        section.picture = Some(picture::balance(caption, &bars));
    }
    section.table.head = head(&[says::THING, says::LABELS, says::MENTIONS], &[says::HELD]);
    let label = |(id, count): &(LabelId, usize)| {
        let name = session.labels.get(id).map_or(id.as_str(), |label| &*label.name);
        format!("{name} {}", strings::number(*count))
    };
    for index in insight.ranked(|thing| thing.mentions.len() + thing.about.count() + thing.held.count()) {
        let (thing, name) = (insight.thing(index), names.thing(index));
        let labels = thing.labels.iter().map(label).collect::<Vec<_>>().join(", ");
        let part = section.part(says::mentions_of(name), &thing.mentions);
        let mentions = Cell::count(thing.mentions.len());
        let mentions = if thing.mentions.is_empty() { mentions } else { mentions.of(part) };
        let about = section.part(says::all_about(names.target(index)), &thing.about.frames);
        let part = section.part(says::held_by(names.holder(index)), &thing.held.frames);
        let held = Cell::count(thing.held.count());
        let held = if thing.held.is_empty() { held } else { held.of(part) };
        let own = [Cell::words(name), Cell::words(labels), mentions].into_iter();
        section.table.rows.push(own.chain(tally(&thing.about, about)).chain([held]).collect());
    }
    section
}

pub(super) fn company(counted: &Counted) -> Section {
    let mut section = Section::new(COMPANY, says::COMPANY, says::company_hint(counted.stretches.are_sentences));
    let Counted { insight, names, stretches, .. } = counted;
    let company = Company::new(insight, stretches, MOST_NAMED);
    for pair in &company.pairs {
        let [one, other] = pair.things.map(|index| names.thing(index));
        let part = section.part(says::both(one, other), &pair.places);
        let count = Cell::count(pair.places.len()).of(part);
        section.table.rows.push(vec![Cell::words(one), Cell::words(other), count]);
    }
    let counted_in = if stretches.are_sentences { says::SENTENCES } else { says::PARAGRAPHS };
    section.table.head = [says::THING, says::AND, counted_in].map(Cell::words).to_vec();
    if company.others > 0 {
        section.remarks.push(says::company_others(company.others));
    }
    section.empty = company.pairs.is_empty().then(|| says::NO_PAIRS.to_owned());
    section
}
