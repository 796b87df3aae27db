//! Which types of relations there are in the open article: their names, when to use them, and what they can link.

use super::desk::Desk;
use super::strings::{self, label_editor};
use crate::browser::page;
use crate::model::{Action, Label, LabelId, LabelSet, RelationType, Session, Unknown};
use std::collections::BTreeMap;
use std::rc::Rc;
use yew::prelude::*;

/// How many relations there are of each type.
#[derive(Clone, PartialEq, Default)]
pub struct RelationCounts(Rc<BTreeMap<LabelId, usize>>);

impl RelationCounts {
    /// Counts them. Costs their number.
    pub fn of(session: &Session) -> Self {
        let mut counts = BTreeMap::new();
        session.relations.values().for_each(|relation| *counts.entry(relation.label.clone()).or_default() += 1);
        Self(Rc::new(counts))
    }

    fn of_type(&self, id: &LabelId) -> usize {
        self.0.get(id).copied().unwrap_or(0)
    }
}

/// What the editor shows.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The label set with the types.
    pub labels: Rc<LabelSet>,
    /// How many relations there are of each.
    pub counts: RelationCounts,
    /// Whether nothing can be changed here.
    pub read_only: bool,
}

/// What is shown below the fields of a type.
#[derive(Clone, PartialEq)]
enum Below {
    /// The labels that it can link.
    Ends,
    /// Whether it is to go, with its relations.
    Removing,
    /// Why a change was refused.
    Refused(String),
}

/// The editor.
#[component]
pub fn RelationEditor(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let draft = use_state(String::new);
    // What is unfolded below which type; one past the last is a new one.
    let below = use_state(|| None::<(usize, Below)>);
    let types = props.labels.relations();

    let type_name = {
        let draft = draft.clone();
        Callback::from(move |event: InputEvent| draft.set(page::field_value(&event)))
    };
    let add = {
        let (draft, below, before) = (draft.clone(), below.clone(), types.to_vec());
        desk.on(move |desk, event: SubmitEvent| {
            event.prevent_default();
            let all = before.iter().cloned().chain([fresh(&before, draft.trim())]).collect();
            match desk.change_labels(Action::DefineRelations(all)) {
                Ok(()) => {
                    draft.set(String::new());
                    below.set(None);
                }
                Err(why) => below.set(Some((before.len(), Below::Refused(why)))),
            }
        })
    };
    let refused = |place: usize| match &*below {
        Some((other, Below::Refused(why))) if *other == place => {
            html! { <p class="label-below alarm-text" role="alert">{ why }</p> }
        }
        _ => Html::default(),
    };
    html! {
        <>
            <p class="hint">{ label_editor::ABOUT_RELATIONS }</p>
            <form class="label-form" onsubmit={add}>
                <input
                    type="text" id="new-relation" aria-label={label_editor::NEW_RELATION} placeholder={label_editor::NEW_RELATION}
                    autocomplete="off" disabled={props.read_only} value={(*draft).clone()} oninput={type_name}
                />
                <button type="submit" class="button primary" disabled={props.read_only}>{ strings::ADD }</button>
                { refused(types.len()) }
            </form>
            <ul class="attribute-rows">
                { for (0..types.len()).map(|place| row(&desk, props, place, &below, refused(place))) }
            </ul>
        </>
    }
}

/// A type, with what is unfolded below it.
fn row(
    desk: &Desk,
    props: &Props,
    place: usize,
    below: &UseStateHandle<Option<(usize, Below)>>,
    refused: Html,
) -> Html {
    let types = props.labels.relations();
    let kind = &types[place];
    let count = props.counts.of_type(&kind.id);
    let define = {
        let below = below.clone();
        desk.on(move |desk, types: Vec<RelationType>| {
            let refused = desk.change_labels(Action::DefineRelations(types)).err();
            match refused {
                Some(why) => below.set(Some((place, Below::Refused(why)))),
                None => below.set(below.as_ref().filter(|(_, below)| *below == Below::Ends).cloned()),
            }
            desk.keep_focus_on_page();
        })
    };
    let changed = |change: fn(&mut RelationType, Rc<str>)| {
        let (define, before) = (define.clone(), types.to_vec());
        Callback::from(move |event: Event| {
            let mut after = before.clone();
            change(&mut after[place], page::field_value(&event).trim().into());
            define.emit(after);
        })
    };
    let unfold = |what: Below| {
        let below = below.clone();
        let next = Some((place, what)).filter(|next| below.as_ref() != Some(next));
        Callback::from(move |_: MouseEvent| below.set(next.clone()))
    };
    let (mut moved, mut without) = (types.to_vec(), types.to_vec());
    moved.swap(place, place.saturating_sub(1));
    without.remove(place);
    let move_up = define.reform(move |_: MouseEvent| moved.clone());
    let remove_now = define.reform(move |_: MouseEvent| without.clone());
    let remove = if count == 0 { remove_now.clone() } else { unfold(Below::Removing) };
    let shown = below.as_ref().filter(|(other, _)| *other == place).map(|(_, below)| below);
    html! {
        <li class="attribute-row relation-row" key={kind.id.as_str()}>
            <input
                type="text" class="relation-name" aria-label={label_editor::name(&kind.name)} autocomplete="off"
                readonly={props.read_only} value={kind.name.to_string()} onchange={changed(|kind, name| kind.name = name)}
            />
            <input
                type="text" class="relation-description" aria-label={label_editor::description(&kind.name)}
                placeholder={label_editor::WHEN_TO_USE} autocomplete="off" readonly={props.read_only}
                value={kind.description.to_string()} onchange={changed(|kind, words| kind.description = words)}
            />
            <span class="label-count">{ (count > 0).then(|| strings::number(count)) }</span>
            <div class="label-actions">
                <button
                    type="button" class="quiet" disabled={props.read_only || place == 0}
                    aria-label={label_editor::move_up(&kind.name)} title={label_editor::MOVE_UP} onclick={move_up}
                >{ "↑" }</button>
                <button
                    type="button" class="quiet" disabled={props.read_only}
                    aria-label={strings::remove(&kind.name)} title={strings::REMOVE} onclick={remove}
                >{ "×" }</button>
            </div>
            <button
                type="button" class="fold relation-ends" aria-expanded={(shown == Some(&Below::Ends)).to_string()}
                aria-label={label_editor::change_ends(&kind.name)} onclick={unfold(Below::Ends)}
            >{ label_editor::ends(&names(&kind.from, &props.labels), &names(&kind.to, &props.labels)) }</button>
            {
                match shown {
                    Some(Below::Ends) => html! {
                        <div class="label-below relation-link">
                            { ends(props, place, &define, label_editor::FROM, |kind| &mut kind.from) }
                            { ends(props, place, &define, label_editor::TO, |kind| &mut kind.to) }
                        </div>
                    },
                    Some(Below::Removing) => html! {
                        <div class="label-below" role="alert">
                            <p class="alarm-text">{ label_editor::relation_loss(&kind.name, count) }</p>
                            <button type="button" class="button" onclick={unfold(Below::Removing)}>{ label_editor::KEEP }</button>
                            <button type="button" class="button danger" onclick={remove_now}>{ strings::REMOVE }</button>
                        </div>
                    },
                    _ => refused,
                }
            }
        </li>
    }
}

/// Where a type has the labels of one of its ends.
type End = fn(&mut RelationType) -> &mut Rc<[LabelId]>;

/// The labels that can be at one end, each to be ticked.
fn ends(props: &Props, place: usize, define: &Callback<Vec<RelationType>>, name: &'static str, of: End) -> Html {
    let types = props.labels.relations();
    let ticked = Rc::clone(of(&mut types[place].clone()));
    let tick = |label: &Label| {
        let checked = ticked.contains(&label.id);
        let mut after: Vec<LabelId> = ticked.iter().filter(|id| **id != label.id).cloned().collect();
        if !checked {
            after.push(label.id.clone());
        }
        let mut all = types.to_vec();
        *of(&mut all[place]) = after.into();
        let flip = define.reform(move |_: Event| all.clone());
        html! {
            <label class="check" key={label.id.as_str()}>
                <input type="checkbox" {checked} disabled={props.read_only} onchange={flip} />
                { &*label.name }
            </label>
        }
    };
    html! {
        <fieldset>
            <legend>{ name }</legend>
            { for props.labels.iter().map(tick) }
        </fieldset>
    }
}

/// The names of the labels that can be at an end.
fn names(ids: &[LabelId], labels: &LabelSet) -> String {
    let name = |id: &LabelId| labels.get(id).map_or_else(|| id.to_string(), |label| label.name.to_string());
    match ids {
        [] => label_editor::ANY_MARK.to_owned(),
        ids => ids.iter().map(name).collect::<Vec<_>>().join(", "),
    }
}

/// A type of this name that links whatever there is.
fn fresh(types: &[RelationType], name: &str) -> RelationType {
    RelationType {
        id: LabelId::fresh(name, |id| types.iter().any(|kind| kind.id == *id)),
        name: name.into(),
        description: "".into(),
        from: Rc::new([]),
        to: Rc::new([]),
        unknown: Unknown::default(),
    }
}
