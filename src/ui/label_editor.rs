//! Changing the labels of the open article: their names, colours, keys and order; and from here the attributes of marks, the
//! types of relations, the variables of the article, and whole sets of all these.

use super::attribute_editor::{AttributeEditor, Defined};
use super::desk::Desk;
use super::dialog::Dialog;
use super::label_row::{KeyHolders, LabelRow};
use super::label_sets::LabelSets;
use super::relation_editor::{RelationCounts, RelationEditor};
use super::state::{Notice, Open, Part, State};
use super::strings::{self, label_editor};
use super::tag_chip::MOST_CHIPS;
use super::words;
use crate::browser::{page, viewport};
use crate::model::{Action, Counts, Label, LabelKey, LabelSet};
use std::rc::Rc;
use yew::prelude::*;

/// How many labels are shown at once; what is beyond is found by typing.
const MOST_ROWS: usize = 100;

/// The field for the name of a new label.
pub const NEW_LABEL: &str = "new-label";

/// The label set of the open article, to be changed.
pub fn label_editor(state: &State, open: &Open, part: Part) -> Html {
    let session = &open.session;
    let undo = session.history.next_undo();
    html! {
        <LabelEditor
            first={part}
            labels={Rc::clone(&session.labels)}
            counts={Rc::clone(session.annotations.counts())}
            relations={RelationCounts::of(session)}
            undo={undo.map(|undo| words::transaction(undo, session))}
            read_only={open.is_read_only()}
            said={Rc::clone(&state.said)}
            notices={Rc::clone(&state.notices)}
        >
            <LabelSets
                labels={Rc::clone(&session.labels)}
                counts={Rc::clone(session.annotations.counts())}
                title={Rc::clone(&session.description.title)}
                kept={Rc::clone(&state.label_sets)}
                of_new_articles={Rc::clone(&state.settings.labels)}
                read_only={open.is_read_only()}
            />
        </LabelEditor>
    }
}

#[derive(PartialEq, Properties)]
struct Props {
    /// The part that is shown first.
    first: Part,
    labels: Rc<LabelSet>,
    counts: Rc<Counts>,
    relations: RelationCounts,
    /// What would be undone.
    undo: Option<String>,
    read_only: bool,
    /// What a screen reader is told last.
    said: Rc<str>,
    /// Messages: a dialog that is drawn again shows those that wait.
    notices: Rc<Vec<Notice>>,
    /// The sets that the labels can be taken from.
    children: Html,
}

/// The parts, with their names.
const PARTS: [(Part, &str); 5] = [
    (Part::Labels, strings::LABELS),
    (Part::Attributes, label_editor::ATTRIBUTES),
    (Part::Relations, strings::relations::TITLE),
    (Part::Codes, label_editor::CODES),
    (Part::Sets, label_editor::SETS),
];

#[component]
fn LabelEditor(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let shown = use_state(|| props.first);
    // What was said before has nothing to do with what is done here.
    let said_before = use_memo((), |()| Rc::clone(&props.said));
    let tab = |(part, name): (Part, &'static str)| {
        let is_shown = *shown == part;
        let show = {
            let shown = shown.clone();
            Callback::from(move |()| shown.set(part))
        };
        html! {
            <button
                key={name} type="button" role="tab" class="tab" aria-selected={is_shown.to_string()}
                aria-controls="label-editor-panel" tabindex={if is_shown { "0" } else { "-1" }}
                autofocus={part == props.first} onclick={show.reform(|_: MouseEvent| ())} onfocus={show.reform(|_: FocusEvent| ())}
            >{ name }</button>
        }
    };
    let step = Callback::from(|event: KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => 1,
            "ArrowLeft" | "ArrowUp" => -1,
            _ => return,
        };
        event.prevent_default();
        page::focus_sibling(&event, step);
    });
    let undo = desk.on(|desk, _: MouseEvent| desk.travel(Action::Undo));
    html! {
        <Dialog title={strings::LABELS} class="label-editor">
            <div class="tabs" role="tablist" aria-label={label_editor::TABS_NAME} onkeydown={step}>{ for PARTS.map(tab) }</div>
            if props.read_only { <p class="hint">{ label_editor::READ_ONLY }</p> }
            <div
                id="label-editor-panel" role="tabpanel" class="label-panel"
                aria-label={PARTS.iter().find(|(part, _)| *part == *shown).map(|(_, name)| *name)}
            >
                {
                    match *shown {
                        Part::Labels => html! {
                            <LabelList
                                labels={Rc::clone(&props.labels)} counts={Rc::clone(&props.counts)} read_only={props.read_only}
                            />
                        },
                        Part::Attributes | Part::Codes => html! {
                            <AttributeEditor
                                key={format!("{shown:?}")} labels={Rc::clone(&props.labels)} read_only={props.read_only}
                                defined={if *shown == Part::Codes { Defined::Codes } else { Defined::Attributes }}
                            />
                        },
                        Part::Relations => html! {
                            <RelationEditor
                                labels={Rc::clone(&props.labels)} counts={props.relations.clone()} read_only={props.read_only}
                            />
                        },
                        Part::Sets => props.children.clone(),
                    }
                }
            </div>
            <div class="label-editor-feet">
                <p role="status">{ (*props.said != **said_before).then(|| props.said.to_string()) }</p>
                if let Some(what) = props.undo.clone().filter(|_| !props.read_only) {
                    <button type="button" class="button" onclick={undo}>{ strings::header::undo(&what) }</button>
                }
            </div>
        </Dialog>
    }
}

#[derive(PartialEq, Properties)]
struct ListProps {
    labels: Rc<LabelSet>,
    counts: Rc<Counts>,
    read_only: bool,
}

/// The labels, a row each, and a field for a new one.
#[component]
fn LabelList(props: &ListProps) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let (name, filter) = (use_state(String::new), use_state(String::new));
    let refused = use_state(|| None::<String>);
    let holders = use_memo(Rc::clone(&props.labels), |labels| key_holders(labels));

    let wanted = filter.trim().to_lowercase();
    let fits = |label: &Label| {
        let within = |words: &str| words.to_lowercase().contains(&wanted);
        wanted.is_empty() || within(&label.name) || within(&label.description)
    };
    let found: Vec<usize> = (0..props.labels.len()).filter(|place| fits(&props.labels.labels()[*place])).collect();
    let row = |place: &usize| {
        let label = &props.labels.labels()[*place];
        html! {
            <LabelRow
                key={label.id.as_str()}
                label={Rc::clone(label)}
                place={*place as u32}
                count={props.counts.of_label(&label.id)}
                keys={Rc::clone(&holders)}
                movable={wanted.is_empty() && !props.read_only}
                read_only={props.read_only}
            />
        }
    };
    let type_name = {
        let (name, refused) = (name.clone(), refused.clone());
        Callback::from(move |event: InputEvent| {
            name.set(page::field_value(&event));
            refused.set(None);
        })
    };
    let type_filter = {
        let filter = filter.clone();
        Callback::from(move |event: InputEvent| filter.set(page::field_value(&event)))
    };
    let add = {
        let (name, filter, refused, many) =
            (name.clone(), filter.clone(), refused.clone(), props.labels.len() >= MOST_ROWS);
        desk.on(move |desk, event: SubmitEvent| {
            event.prevent_default();
            match desk.add_label(&name) {
                Err(why) => refused.set(Some(why)),
                Ok(()) => {
                    // Where the list ends before the new label, it is shown alone.
                    filter.set(if many { name.trim().to_owned() } else { String::new() });
                    name.set(String::new());
                    refused.set(None);
                    viewport::next_frame(|| page::scroll_to_option(".label-row:last-child"));
                }
            }
        })
    };
    html! {
        <>
            <form class="label-form" onsubmit={add}>
                <input
                    id={NEW_LABEL} type="text" aria-label={label_editor::NEW_NAME} placeholder={label_editor::NEW_NAME} autocomplete="off"
                    aria-invalid={refused.is_some().then_some("true")} disabled={props.read_only}
                    value={(*name).clone()} oninput={type_name}
                />
                <button type="submit" class="button primary" disabled={props.read_only}>{ strings::ADD }</button>
                if props.labels.len() > MOST_CHIPS {
                    <input
                        type="search" class="label-filter" aria-label={label_editor::FILTER} placeholder={label_editor::FILTER} autocomplete="off"
                        value={(*filter).clone()} oninput={type_filter}
                    />
                }
                if let Some(why) = &*refused { <p class="alarm-text" role="alert">{ why }</p> }
            </form>
            <ul class="label-rows">{ for found.iter().take(MOST_ROWS).map(row) }</ul>
            if found.len() > MOST_ROWS {
                <p class="hint">{ label_editor::more(found.len() - MOST_ROWS) }</p>
            } else if found.is_empty() {
                <p class="hint">
                    { if props.labels.is_empty() { label_editor::NO_LABELS } else { label_editor::NONE_FOUND } }
                </p>
            }
        </>
    }
}

/// Which label has which key.
fn key_holders(labels: &LabelSet) -> KeyHolders {
    let mut holders = vec![None; 18];
    for label in labels.iter() {
        if let Some(key) = label.key {
            holders[usize::from(key.number()) - 1].get_or_insert_with(|| Rc::clone(&label.name));
        }
    }
    (1..=18).filter_map(LabelKey::new).zip(holders).collect()
}
