//! Which attributes the mentions of the open article can have, and which variables the article itself.
//!
//! Values are kept under the name of an attribute or a variable, so the name and the kind stay what they were once.

use super::choice::{Choice, choice};
use super::desk::Desk;
use super::strings::{self, label_editor};
use crate::browser::page;
use crate::model::label::{AttributeDefinition, AttributeKind};
use crate::model::{Action, LabelSet, Unknown};
use std::rc::Rc;
use yew::prelude::*;

/// What the editor shows.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The label set with the attributes.
    pub labels: Rc<LabelSet>,
    /// Which of its definitions are changed.
    pub defined: Defined,
    /// Whether nothing can be changed here.
    pub read_only: bool,
}

/// What is defined in the same way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Defined {
    /// The attributes of mentions.
    Attributes,
    /// The variables of the article.
    Codes,
}

impl Defined {
    fn of(self, labels: &LabelSet) -> &[AttributeDefinition] {
        match self {
            Self::Attributes => labels.attributes(),
            Self::Codes => labels.codes(),
        }
    }

    fn define(self, definitions: Vec<AttributeDefinition>) -> Action {
        match self {
            Self::Attributes => Action::DefineAttributes(definitions),
            Self::Codes => Action::DefineCodes(definitions),
        }
    }

    fn words(self) -> &'static label_editor::DefinedWords {
        match self {
            Self::Attributes => &label_editor::ATTRIBUTE_WORDS,
            Self::Codes => &label_editor::CODE_WORDS,
        }
    }
}

/// The name of a kind, and the kind with the options that are typed.
type Kind = (&'static str, fn(&str) -> AttributeKind);

/// The kinds, with the names that a person reads. A choice has the options that are typed.
const KINDS: [Kind; 4] = [
    (label_editor::CHOICE, |options| AttributeKind::Choice(lines(options))),
    (label_editor::FLAG, |_| AttributeKind::Flag),
    (label_editor::NUMBER, |_| AttributeKind::Number),
    (label_editor::TEXT, |_| AttributeKind::Text),
];

/// What a new attribute will be.
#[derive(Clone, PartialEq, Default)]
struct Draft {
    name: String,
    /// The place of its kind among [`KINDS`].
    kind: usize,
    options: String,
}

/// The editor.
#[component]
pub fn AttributeEditor(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let draft = use_state(Draft::default);
    // The attribute whose change was refused (one past the last for a new one), and why.
    let refused = use_state(|| None::<(usize, String)>);
    let defined = props.defined;
    let attributes = defined.of(&props.labels);
    let words = defined.words();

    let define = {
        let refused = refused.clone();
        desk.on(move |desk, (place, attributes): (usize, Vec<AttributeDefinition>)| {
            let done = desk.change_labels(defined.define(attributes));
            refused.set(done.err().map(|why| (place, why)));
        })
    };
    let type_into = |change: fn(&mut Draft, String)| {
        let (draft, refused) = (draft.clone(), refused.clone());
        move |value: String| {
            let mut changed = (*draft).clone();
            change(&mut changed, value);
            draft.set(changed);
            refused.set(None);
        }
    };
    let (name, options) = (type_into(|draft, name| draft.name = name), type_into(|draft, lines| draft.options = lines));
    let kind = type_into(|draft, kind| draft.kind = kind.parse().unwrap_or(0));
    let add = {
        let (draft, refused, before) = (draft.clone(), refused.clone(), attributes.to_vec());
        desk.on(move |desk, event: SubmitEvent| {
            event.prevent_default();
            let kind = KINDS[draft.kind].1(&draft.options);
            let added = AttributeDefinition { name: draft.name.trim().into(), kind, unknown: Unknown::default() };
            let all = before.iter().cloned().chain([added]).collect();
            match desk.change_labels(defined.define(all)) {
                Ok(()) => {
                    draft.set(Draft { kind: draft.kind, ..Draft::default() });
                    refused.set(None);
                }
                Err(why) => refused.set(Some((before.len(), why))),
            }
        })
    };
    let why = |place: usize| {
        // Always a node: what stands beside one that comes and goes would be made anew, under the hands that type into it.
        html! {
            if let Some((_, why)) = refused.as_ref().filter(|(other, _)| *other == place) {
                <p class="alarm-text" role="alert">{ why }</p>
            }
        }
    };
    let row = |(place, attribute): (usize, &AttributeDefinition)| {
        let instead = |after: Vec<AttributeDefinition>| {
            let define = define.clone();
            Callback::from(move |_: MouseEvent| define.emit((place, after.clone())))
        };
        let (mut moved, mut without) = (attributes.to_vec(), attributes.to_vec());
        moved.swap(place, place.saturating_sub(1));
        without.remove(place);
        let set_options = {
            let (define, before) = (define.clone(), attributes.to_vec());
            Callback::from(move |event: Event| {
                let mut after = before.clone();
                after[place].kind = AttributeKind::Choice(lines(&page::field_value(&event)));
                define.emit((place, after));
            })
        };
        html! {
            <li class="attribute-row" key={&*attribute.name}>
                <strong>{ &*attribute.name }</strong>
                <span class="hint">{ kind_name(&attribute.kind) }</span>
                <div class="label-actions">
                    <button
                        type="button" class="quiet" disabled={props.read_only || place == 0}
                        aria-label={label_editor::move_up(&attribute.name)} title={label_editor::MOVE_UP}
                        onclick={instead(moved)}
                    >{ "↑" }</button>
                    <button
                        type="button" class="quiet" disabled={props.read_only}
                        aria-label={strings::remove(&attribute.name)} title={words.remove}
                        onclick={instead(without)}
                    >{ "×" }</button>
                </div>
                if let AttributeKind::Choice(options) = &attribute.kind {
                    <textarea
                        aria-label={label_editor::options(&attribute.name)} readonly={props.read_only}
                        rows={(options.len() + 1).min(8).to_string()} value={options.join("\n")}
                        onchange={set_options}
                    />
                }
                { why(place) }
            </li>
        }
    };
    html! {
        <>
            <p class="hint">{ words.about }</p>
            <ul class="attribute-rows">{ for attributes.iter().enumerate().map(row) }</ul>
            <form class="label-form" onsubmit={add}>
                <input
                    type="text" id="new-attribute" aria-label={words.new}
                    placeholder={words.new} autocomplete="off" disabled={props.read_only} value={draft.name.clone()}
                    oninput={Callback::from(move |event: InputEvent| name(page::field_value(&event)))}
                />
                {
                    choice(Choice {
                        label: Some(words.new_kind.to_owned()),
                        class: "attribute-kind",
                        options: (0..).zip(KINDS).map(|(place, (name, _))| (place.to_string(), name.to_owned())).collect(),
                        chosen: draft.kind,
                        disabled: props.read_only,
                        onchange: &Callback::from(move |event: Event| kind(page::field_value(&event))),
                    })
                }
                <button type="submit" class="button primary" disabled={props.read_only}>{ strings::ADD }</button>
                if draft.kind == 0 {
                    <textarea
                        aria-label={label_editor::NEW_OPTIONS} placeholder={label_editor::NEW_OPTIONS} rows="3"
                        disabled={props.read_only} value={draft.options.clone()}
                        oninput={Callback::from(move |event: InputEvent| options(page::field_value(&event)))}
                    />
                }
                { why(attributes.len()) }
            </form>
        </>
    }
}

fn kind_name(kind: &AttributeKind) -> &'static str {
    let same = |(_, other): &&Kind| std::mem::discriminant(&other("")) == std::mem::discriminant(kind);
    KINDS.iter().find(same).map_or("", |(name, _)| name)
}

/// The lines with words, without the white space around them.
fn lines(words: &str) -> Rc<[Rc<str>]> {
    words.lines().map(str::trim).filter(|line| !line.is_empty()).map(Rc::from).collect()
}
