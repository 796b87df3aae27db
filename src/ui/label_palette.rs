//! Choosing a label or a sentiment by typing its name.

use super::desk::Desk;
use super::keys::{self, Assigned, Deed};
use super::picker::{Entry, Picker, Swatch};
use super::state::Purpose;
use super::strings::labels as strings;
use super::words;
use crate::model::{Label, LabelSet, Polarity, Tag};
use std::rc::Rc;
use yew::prelude::*;

/// What stands between the name of a kind and the name of what is under it: `ORG/Company`.
pub const SEPARATORS: [char; 3] = ['/', ':', '.'];

/// The labels and sentiments whose names fit what is typed.
pub fn label_palette(desk: &Desk, labels: &LabelSet, purpose: Purpose, assigned: &Assigned) -> Html {
    let tags = labels.iter().map(|label| (Tag::Label(label.id.clone()), entry(label)));
    let sentiments = Polarity::ALL.into_iter().map(|polarity| {
        let tag = Tag::Polarity(polarity);
        let entry = Entry {
            name: words::tag(&tag, labels).into(),
            keys: keys::first(Deed::Sentiment(polarity), assigned),
            swatch: Some(Swatch::Polarity(polarity)),
            ..Entry::default()
        };
        (tag, entry)
    });
    let (tags, entries): (Vec<Tag>, Vec<Entry>) = tags.chain(sentiments).unzip();
    let choose = desk.on(move |desk, place: usize| {
        if let Some(tag) = tags.get(place) {
            desk.use_tag(tag, purpose);
        }
    });
    let title = match purpose {
        Purpose::Tag => strings::CHOOSE,
        Purpose::Relabel => strings::CHOOSE_ANOTHER,
        Purpose::Duplicate => strings::TAG_TOO,
    };
    html! { <Picker {title} none={strings::NONE_CALLED_SO} entries={Rc::new(entries)} {choose} /> }
}

fn entry(label: &Label) -> Entry {
    let (parent, name) = parent_and_name(&label.name);
    Entry {
        name: name.into(),
        parent: parent.into(),
        detail: Rc::clone(&label.description),
        keys: label.key.map(|key| key.to_string()).unwrap_or_default(),
        swatch: Some(Swatch::Slot(label.slot)),
    }
}

/// The parts of a name like `ORG/Company`: up to its last separator, and behind it. A full stop or colon before a space
/// or at the end is punctuation.
fn parent_and_name(name: &str) -> (&str, &str) {
    let separates = |at: &usize| {
        let behind = name[at + 1..].chars().next();
        *at > 0 && behind.is_some_and(|c| !c.is_whitespace() && !SEPARATORS.contains(&c))
    };
    let last = name.rmatch_indices(SEPARATORS).map(|(at, _)| at).find(separates);
    last.map_or(("", name), |at| name.split_at(at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_taken_apart_at_its_last_separator() {
        for (name, expected) in [
            ("PERSON", ("", "PERSON")),
            ("ORG/Company", ("ORG/", "Company")),
            ("ORG:Company:Listed", ("ORG:Company:", "Listed")),
            ("ORG.Company", ("ORG.", "Company")),
            ("St. Louis", ("", "St. Louis")),
            ("etc.", ("", "etc.")),
            (".hidden", ("", ".hidden")),
            ("Größe/Länge", ("Größe/", "Länge")),
        ] {
            assert_eq!(parent_and_name(name), expected, "{name}");
        }
    }
}
