//! The focused annotation: its words, its label or polarity, its note, and what can be done with it.

use super::attributes::attribute_fields;
use super::choice::{Choice, choice};
use super::desk::Desk;
use super::desk::NOTE_FIELD;
use super::fold::{Fold, folded};
use super::keys::{self, Assigned, Deed};
use super::reader::shape;
use super::state::{Over, Purpose};
use super::strings::{self, inspector};
use super::tag_chip::tag_sign;
use super::words;
use crate::browser::page;
use crate::model::{Action, Annotation, LabelId, LabelSet, Tag, Text};
use std::collections::BTreeSet;
use std::rc::Rc;
use yew::prelude::*;

/// What the inspector shows.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The text.
    pub text: Rc<Text>,
    /// The focused annotation.
    pub annotation: Rc<Annotation>,
    /// The labels.
    pub labels: Rc<LabelSet>,
    /// Whether nothing can be changed here.
    pub read_only: bool,
    /// The keys that were assigned.
    pub keys: Rc<Assigned>,
    /// What a frame says of its sentiment, or a mention of its entity.
    pub said: Html,
    /// The other annotations at the same place.
    pub others_here: Vec<Rc<Annotation>>,
    /// What is unfolded of it.
    pub unfolded: BTreeSet<Fold>,
    /// Its relations.
    pub children: Html,
}

/// How many labels can be chosen from a list; among more one is found by typing.
const MOST_OPTIONS: usize = 60;

/// The inspector.
#[component]
pub fn Inspector(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let id = props.annotation.id.clone();
    let relabel = use_callback((desk.clone(), id.clone()), |event: Event, (desk, id)| {
        if let Some(label) = LabelId::new(&page::field_value(&event)) {
            desk.relabel(id, Tag::Label(label));
        }
    });
    let write = use_callback((desk.clone(), id.clone()), |event: InputEvent, (desk, id)| {
        desk.write_note(id.clone(), &page::field_value(&event));
    });
    let finish = use_callback(desk.clone(), |_: FocusEvent, desk| desk.finish_typing());
    let leave_field = use_callback(desk.clone(), |event: KeyboardEvent, desk| {
        if event.key() == "Escape" && !event.is_composing() {
            event.stop_propagation();
            desk.finish_typing();
            if let Some(reader) = desk.reader().cast() {
                page::focus(&reader);
            }
        }
    });
    let review = use_callback((desk.clone(), id.clone(), props.annotation.review), |_: Event, (desk, id, review)| {
        desk.run(Action::SetReview(vec![id.clone()], !review));
    });
    let everywhere = use_callback((desk.clone(), id.clone()), |_: MouseEvent, (desk, id)| desk.show_occurrences(id));
    let remove = use_callback((desk.clone(), id.clone()), |_: MouseEvent, (desk, id)| desk.remove(id));
    let also_here = shape::also_here(&desk, &props.text, &props.labels, &props.others_here);
    let shape_buttons = shape::shape_buttons(&desk, &props.keys, props.read_only);
    let close = use_callback(desk.clone(), |_: MouseEvent, desk| {
        desk.finish_typing();
        desk.fold_up(Fold::Sheet);
        desk.leave_mark();
        desk.keep_focus_on_page();
    });

    let find_label = desk.on(|desk, _: MouseEvent| desk.lay_over(Over::ChooseLabel(Purpose::Relabel)));
    let annotation = &props.annotation;
    let tag = Tag::of(annotation);
    let titled = |name: &str, deed| keys::titled(name, deed, &props.keys);
    let place = annotation.extent().map(inspector::place);
    let place = match (place, &annotation.coder) {
        (Some(place), Some(coder)) => Some(inspector::place_and_coder(&place, coder)),
        (place, coder) => place.or_else(|| coder.as_ref().map(|coder| inspector::coded_by(coder))),
    };
    let names = || props.labels.iter().map(|label| (label.id.as_str().to_owned(), label.name.to_string())).collect();
    let label_choice = || {
        choice(Choice {
            label: None,
            class: "inspector-label",
            options: names(),
            chosen: annotation.label().and_then(|label| props.labels.position(label)).unwrap_or(0),
            disabled: props.read_only,
            onchange: &relabel,
        })
    };
    let part = |fold, summary, part| folded(&desk, fold, props.unfolded.contains(&fold), summary, part);
    let written = words::on_one_line(&annotation.note, words::NAME_CHARS);
    let note = part(
        Fold::Note,
        html! {
            <>
                { inspector::NOTE }
                <span class="part-said" dir="auto">{ written }</span>
            </>
        },
        html! {
            <textarea
                key={annotation.id.as_str()}
                id={NOTE_FIELD}
                class="note"
                aria-label={inspector::NOTE}
                rows="2"
                dir="auto"
                readonly={props.read_only}
                value={annotation.note.to_string()}
                oninput={write}
                onblur={finish}
                onkeydown={leave_field}
            />
        },
    );
    let shape = part(Fold::Shape, html! { { inspector::SHAPE } }, shape_buttons);
    let is_open = props.unfolded.contains(&Fold::Sheet);
    let open_sheet = desk.on(|desk, _: MouseEvent| desk.turn(Fold::Sheet));
    html! {
        <section class="inspector" aria-label={inspector::NAME} data-sheet={if is_open { "open" } else { "strip" }}>
            <div class="inspector-head">
                { tag_sign(&tag, &props.labels) }
                <span class="inspector-place">{ place }</span>
                <button type="button" class="sheet-words" aria-expanded={is_open.to_string()} onclick={open_sheet}>
                    <span class="sheet-quote" dir="auto">{ words::quote_of(&props.text, annotation, words::QUOTE_CHARS) }</span>
                    <span class="fold">{ if is_open { inspector::LESS } else { inspector::MORE } }</span>
                </button>
                <button type="button" class="quiet" onclick={close} aria-label={inspector::LEAVE_NAME} title={titled(inspector::LEAVE, Deed::StepBack)}>
                    { "×" }
                </button>
            </div>
            <blockquote dir="auto">{ words::quote_of(&props.text, annotation, 280) }</blockquote>
            { also_here }
            if annotation.label().is_some() {
                <label class="field">
                    { inspector::LABEL }
                    if props.labels.len() <= MOST_OPTIONS {
                        { label_choice() }
                    } else {
                        <button type="button" class="button" disabled={props.read_only} onclick={find_label}>
                            { inspector::CHOOSE_ANOTHER }
                        </button>
                    }
                </label>
            }
            { props.said.clone() }
            { attribute_fields(&desk, annotation, &props.labels, props.read_only) }
            { note }
            { props.children.clone() }
            { shape }
            <div class="inspector-feet">
                <label class="check">
                    <input type="checkbox" checked={annotation.review} disabled={props.read_only} onchange={review} />
                    { strings::NEEDS_REVIEW }
                </label>
                <button
                    type="button" class="button" disabled={props.read_only || annotation.fragments.ranges().len() != 1}
                    onclick={everywhere} title={titled(strings::ALL_OCCURRENCES, Deed::Occurrences)}
                >{ inspector::ALL_OCCURRENCES }</button>
                <button type="button" class="button danger" disabled={props.read_only} onclick={remove} title={titled(strings::REMOVE, Deed::Remove)}>
                    { strings::REMOVE }
                </button>
            </div>
        </section>
    }
}
