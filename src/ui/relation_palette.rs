//! Choosing the type of a relation by typing its name, and with it which way the relation leads.

use super::desk::Desk;
use super::picker::{Entry, Picker};
use super::state::{Open, Over, Part};
use super::strings::relations as strings;
use super::words;
use crate::model::{AnnotationId, LabelId, RelationType, Session};
use std::rc::Rc;
use yew::prelude::*;

/// The longest quote of an end, in code points.
const END_CHARS: usize = 24;

/// What an entry stands for.
enum Choice {
    /// A relation of this type, which leads back from the other annotation where that is said.
    Relation(LabelId, bool),
    /// A look at the types.
    EditTypes,
}

/// The types of relations between the annotation where one was begun and another one: those that allow both as their
/// ends, first as it was begun, then the other way round. What there is already is not offered.
pub fn relation_palette(desk: &Desk, open: &Open, to: &AnnotationId) -> Html {
    let Some(from) = open.view.relating.clone() else { return Html::default() };
    let types = possible(&open.session, &from, to);
    let why_none = match (open.session.labels.relations(), types.as_slice()) {
        ([], _) => strings::NO_TYPES,
        (_, []) => strings::NONE_FITS,
        _ => "",
    };
    let quote = |id: &AnnotationId| {
        let annotation = open.session.annotations.get(id);
        annotation.map(|annotation| words::quote_of(&open.session.text, annotation, END_CHARS)).unwrap_or_default()
    };
    let (from_words, to_words) = (quote(&from), quote(to));
    let entry = |(kind, back): (&RelationType, bool)| {
        let ways = if back { (&to_words, &from_words) } else { (&from_words, &to_words) };
        let entry =
            Entry { name: Rc::clone(&kind.name), detail: strings::from_to(ways.0, ways.1).into(), ..Entry::default() };
        (Choice::Relation(kind.id.clone(), back), entry)
    };
    let edit = Entry { name: strings::EDIT_TYPES.into(), detail: why_none.into(), ..Entry::default() };
    let edit = [(Choice::EditTypes, edit)];
    let (choices, entries): (Vec<Choice>, Vec<Entry>) = types.into_iter().map(entry).chain(edit).unzip();
    let to = to.clone();
    let choose = desk.on(move |desk, place: usize| match choices.get(place) {
        Some(Choice::Relation(label, false)) => desk.relate(label, &from, &to),
        Some(Choice::Relation(label, true)) => desk.relate(label, &to, &from),
        Some(Choice::EditTypes) => desk.lay_over(Over::Labels(Part::Relations)),
        None => {}
    });
    html! { <Picker title={strings::CHOOSE} none={strings::NONE_CALLED_SO} entries={Rc::new(entries)} {choose} /> }
}

/// The types that a relation between two annotations can have, and whether it leads back from the second then.
fn possible<'a>(session: &'a Session, from: &AnnotationId, to: &AnnotationId) -> Vec<(&'a RelationType, bool)> {
    let annotations = &session.annotations;
    let Some((one, other)) = annotations.get(from).zip(annotations.get(to)) else { return Vec::new() };
    let is_there = |kind: &RelationType, from: &AnnotationId, to: &AnnotationId| {
        let relations = session.links.relations(from).filter_map(|id| session.relations.get(id));
        relations.into_iter().any(|there| there.label == kind.id && there.from == *from && there.to == *to)
    };
    let types = session.labels.relations();
    let ahead = types.iter().filter(|kind| kind.allows(one, other) && !is_there(kind, from, to));
    let back = types.iter().filter(|kind| kind.allows(other, one) && !is_there(kind, to, from));
    ahead.map(|kind| (kind, false)).chain(back.map(|kind| (kind, true))).collect()
}
