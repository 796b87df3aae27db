//! The relations of the focused annotation, as a list in the inspector.

use super::choice::{Choice, choice};
use super::desk::Desk;
use super::keys::{self, Assigned, Deed};
use super::strings::{self, inspector, relations};
use super::words;
use crate::browser::page;
use crate::model::{Annotation, LabelId, LabelSet, Related, Relation, RelationId, RelationType, Text};
use std::rc::Rc;
use yew::prelude::*;

/// How many relations are listed; the others are counted.
const MOST_ROWS: usize = 100;

/// The longest quote of a far end, in code points.
const FAR_CHARS: usize = 40;

/// What the list shows.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The text.
    pub text: Rc<Text>,
    /// The labels and the types of relations.
    pub labels: Rc<LabelSet>,
    /// The focused annotation.
    pub near: Rc<Annotation>,
    /// Its relations.
    pub related: Rc<Vec<Related>>,
    /// Whether nothing can be changed here.
    pub read_only: bool,
    /// The keys that were assigned.
    pub keys: Rc<Assigned>,
}

/// The list, with a button for a new one.
#[component]
pub fn RelationList(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let unfolded = use_state(|| None::<RelationId>);
    let relate = desk.on(|desk, _: MouseEvent| {
        desk.do_deed(Deed::Relate);
    });
    let row = |related: &Related| {
        let id = related.relation.id.clone();
        let is_unfolded = *unfolded == Some(id.clone());
        let toggle = {
            let unfolded = unfolded.clone();
            let next = (!is_unfolded).then_some(id);
            Callback::from(move |_: MouseEvent| unfolded.set(next.clone()))
        };
        row(&desk, props, related, is_unfolded, toggle)
    };
    let left = props.related.len().saturating_sub(MOST_ROWS);
    html! {
        <div class="relations" role="group" aria-label={relations::TITLE}>
            if !props.related.is_empty() {
                <ul class="relation-rows">{ for props.related.iter().take(MOST_ROWS).map(row) }</ul>
            }
            if left > 0 {
                <p class="hint">{ strings::and_more(left) }</p>
            }
            <button
                type="button" class="button small" disabled={props.read_only} onclick={relate}
                title={keys::titled(relations::RELATE_NAME, Deed::Relate, &props.keys)}
            >{ relations::RELATE }</button>
        </div>
    }
}

/// A relation: where it leads, which goes there; and unfolded, what can be done with it.
fn row(desk: &Desk, props: &Props, related: &Related, is_unfolded: bool, toggle: Callback<MouseEvent>) -> Html {
    let Related { relation, leads_away, far } = related;
    let name = words::relation_name(&relation.label, &props.labels);
    let quote = words::quote_of(&props.text, far, FAR_CHARS);
    let sentence = relations::sentence(&name, &quote, *leads_away);
    let go = {
        let far = far.id.clone();
        desk.on(move |desk, _: MouseEvent| desk.go_to(&far))
    };
    html! {
        <li key={relation.id.as_str()} class="relation" data-leads={if *leads_away { "away" } else { "here" }}>
            <button type="button" class="relation-go" title={sentence.clone()} onclick={go}>
                <span class="relation-type">{ name }</span>
                <span class="visually-hidden">{ if *leads_away { relations::TO } else { relations::FROM } }</span>
                <span class="relation-far" dir="auto">{ quote }</span>
            </button>
            <button
                type="button" class="quiet" aria-expanded={is_unfolded.to_string()}
                aria-label={relations::change(&sentence)} title={relations::CHANGE} onclick={toggle}
            >{ "⋯" }</button>
            if !is_unfolded && !relation.note.is_empty() {
                <p class="hint relation-note" dir="auto">{ &*relation.note }</p>
            }
            if is_unfolded { { fields(desk, props, related) } }
        </li>
    }
}

/// What can be changed of a relation.
fn fields(desk: &Desk, props: &Props, related: &Related) -> Html {
    let relation = &related.relation;
    let ends = if related.leads_away { (&*props.near, &*related.far) } else { (&*related.far, &*props.near) };
    let types = props.labels.relations();
    let fits = |kind: &&RelationType| kind.id == relation.label || kind.allows(ends.0, ends.1);
    let options: Vec<&RelationType> = types.iter().filter(fits).collect();
    let can_turn = props.labels.relation(&relation.label).is_some_and(|kind| kind.allows(ends.1, ends.0));
    let with = |act: fn(&Desk, &RelationId)| {
        let id = relation.id.clone();
        desk.on(move |desk, _: MouseEvent| act(desk, &id))
    };
    let retype = {
        let id = relation.id.clone();
        desk.on(move |desk, event: Event| {
            if let Some(label) = LabelId::new(&page::field_value(&event)) {
                desk.change_relation(&id, |relation| relation.label = label);
            }
        })
    };
    let write = {
        let id = relation.id.clone();
        desk.on(move |desk, event: InputEvent| desk.write_relation_note(&id, &page::field_value(&event)))
    };
    let finish = desk.on(|desk, _: FocusEvent| desk.finish_typing());
    let reverse = with(|desk, id| {
        desk.change_relation(id, |relation| {
            let Relation { from, to, .. } = relation;
            std::mem::swap(from, to);
        });
    });
    html! {
        <div class="relation-fields">
            {
                choice(Choice {
                    label: Some(relations::TYPE.to_owned()),
                    class: "relation-choice",
                    options: options.iter().map(|kind| (kind.id.to_string(), kind.name.to_string())).collect(),
                    chosen: options.iter().position(|kind| kind.id == relation.label).unwrap_or(0),
                    disabled: props.read_only,
                    onchange: &retype,
                })
            }
            <button
                type="button" class="button small" disabled={props.read_only || !can_turn} onclick={reverse}
                title={(!can_turn).then_some(relations::CANNOT_REVERSE)}
            >{ relations::REVERSE }</button>
            <button
                type="button" class="button small danger" disabled={props.read_only} onclick={with(Desk::remove_relation)}
            >{ strings::REMOVE }</button>
            <input
                type="text" aria-label={inspector::NOTE} placeholder={inspector::NOTE} dir="auto" autocomplete="off"
                readonly={props.read_only} value={relation.note.to_string()} oninput={write} onblur={finish}
            />
            if let Some(coder) = &relation.coder {
                <p class="hint">{ inspector::coded_by(coder) }</p>
            }
        </div>
    }
}
