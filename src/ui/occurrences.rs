//! Tagging all places where the words of an annotation stand, and changing all annotations of the same words.

use super::desk::Desk;
use super::dialog::Dialog;
use super::strings::{self, occurrences as saying};
use super::tag_chip::tag_sign;
use super::words;
use crate::browser::page;
use crate::model::occurrences::{Matching, alike, occurrences, overlapping, untagged};
use crate::model::{Action, Annotation, AnnotationId, CharRange, LabelId, Session, Tag};
use std::rc::Rc;
use yew::prelude::*;

/// What the dialog shows.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The session.
    pub session: AtRevision,
    /// The annotation whose words are meant.
    pub annotation: Rc<Annotation>,
}

/// A session as a property: equal where the document and its revision are, which is told without looking into it.
#[derive(Clone)]
pub struct AtRevision(pub Session);

impl PartialEq for AtRevision {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0.document, &other.0.document) && self.0.revision == other.0.revision
    }
}

/// How many places are listed; the others are counted and tagged with them.
const MOST_ROWS: usize = 300;

/// How much is shown on either side of a place, in code points.
const CONTEXT_CHARS: u32 = 36;

/// The dialog.
#[component]
pub fn Occurrences(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let matching = use_state(|| Matching { whole_words: true, case: true });
    // Those that are ticked though they were not at first, or the other way round.
    let turned = use_state(Vec::<CharRange>::new);
    let Session { text, annotations, labels, .. } = &props.session.0;
    let tag = Tag::of(&props.annotation);
    let extent = props.annotation.extent().unwrap_or_default();
    let sought = text.slice(extent).unwrap_or_default().to_owned();
    let found = use_memo((sought.clone(), *matching), |(sought, matching)| occurrences(text, sought, *matching));
    let places = untagged(text, annotations, &found, &tag);
    let alike = alike(text, annotations, &sought, &tag);
    // A mark inside one of the same label is hardly meant.
    let beneath = |place: &CharRange| overlapping(text, annotations, *place, &tag);
    let is_chosen = |place: &CharRange| beneath(place).is_none() != turned.contains(place);
    let chosen: Vec<CharRange> = places.iter().copied().filter(is_chosen).collect();
    let count = chosen.len();
    let unlisted = places.iter().skip(MOST_ROWS).filter(|place| is_chosen(place)).count();

    let switch = |change: fn(&mut Matching)| {
        let matching = matching.clone();
        Callback::from(move |_: Event| {
            let mut changed = *matching;
            change(&mut changed);
            matching.set(changed);
        })
    };
    let tag_all = {
        let (desk, tag) = (desk.clone(), tag.clone());
        Callback::from(move |_: MouseEvent| {
            desk.clear_over();
            desk.tag_all(&chosen, &tag);
        })
    };
    let ids: Vec<AnnotationId> = alike.iter().map(|annotation| annotation.id.clone()).collect();
    let relabel_all = {
        let (desk, ids) = (desk.clone(), ids.clone());
        Callback::from(move |event: Event| {
            if let Some(label) = LabelId::new(&page::field_value(&event)) {
                desk.clear_over();
                desk.run(Action::Relabel(ids.clone(), label));
            }
        })
    };
    let remove_all = Callback::from(move |_: MouseEvent| {
        desk.clear_over();
        desk.run(Action::Remove(ids.clone()));
    });
    let place = |place: &CharRange| {
        let place = *place;
        let beneath = beneath(&place);
        let checked = is_chosen(&place);
        let turned = turned.clone();
        let toggle = Callback::from(move |_: Event| {
            let mut changed = (*turned).clone();
            match changed.iter().position(|other| *other == place) {
                Some(there) => drop(changed.remove(there)),
                None => changed.push(place),
            }
            turned.set(changed);
        });
        let (before, behind) = words::context(text, place, CONTEXT_CHARS);
        html! {
            <li key={place.start().0}>
                <label class="place">
                    <input type="checkbox" {checked} onchange={toggle} />
                    <span class="place-words" dir="auto">
                        { before }<strong>{ words::quote(text, place, usize::MAX) }</strong>{ behind }
                    </span>
                    if let Some(mark) = beneath {
                        <span class="hint place-why">
                            { saying::lies_over(&words::quote_of(text, mark, words::QUOTE_CHARS), &words::tag(&tag, labels)) }
                        </span>
                    }
                </label>
            </li>
        }
    };
    let label_option = |label: &crate::model::Label| {
        let selected = tag == Tag::Label(label.id.clone());
        html! { <option value={label.id.as_str().to_owned()} {selected}>{ &*label.name }</option> }
    };
    html! {
        <Dialog title={saying::title(&words::quote(text, extent, 60))} class="occurrences">
            <div class="dialog-feet">
                <label class="check">
                    <input type="checkbox" checked={matching.whole_words} onchange={switch(|m| m.whole_words = !m.whole_words)} />
                    { strings::WHOLE_WORDS }
                </label>
                <label class="check">
                    <input type="checkbox" checked={matching.case} onchange={switch(|m| m.case = !m.case)} />
                    { strings::MATCH_CASE }
                </label>
                <button type="button" class="button primary" autofocus=true disabled={count == 0} onclick={tag_all}>
                    { saying::tag(count, &words::tag(&tag, labels)) }
                </button>
            </div>
            <p class="hint">
                { saying::places(found.len(), found.len() - places.len()) }
            </p>
            <ul class="places">{ for places.iter().take(MOST_ROWS).map(place) }</ul>
            if unlisted > 0 {
                <p class="hint">{ saying::more(unlisted) }</p>
            }
            if alike.len() > 1 {
                <fieldset>
                    <legend>{ saying::alike(alike.len(), tag_sign(&tag, labels)) }</legend>
                    <div class="dialog-feet">
                        if props.annotation.label().is_some() {
                            <label class="check">
                                { saying::RELABEL_ALL }
                                <select onchange={relabel_all}>{ for labels.iter().map(label_option) }</select>
                            </label>
                        }
                        <button type="button" class="button danger" onclick={remove_all}>{ saying::REMOVE_ALL }</button>
                    </div>
                </fieldset>
            }
        </Dialog>
    }
}
