//! A label in the label editor: a field for everything that it says, and what it takes to move and to remove it.

use super::choice::{Choice, choice};
use super::desk::Desk;
use super::label_editor::NEW_LABEL;
use super::strings::{self, label_editor};
use crate::browser::{drag, page, viewport};
use crate::model::{Action, Label, LabelId, LabelKey, Slot};
use std::rc::Rc;
use yew::prelude::*;

/// All keys that labels can have, each with the name of the label that has it.
pub type KeyHolders = Vec<(LabelKey, Option<Rc<str>>)>;

/// What a row shows.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The label.
    pub label: Rc<Label>,
    /// Its place in the set, from 0.
    pub place: u32,
    /// How many mentions carry it.
    pub count: u32,
    /// Who has the keys.
    pub keys: Rc<KeyHolders>,
    /// Whether it can be moved: where all labels are shown.
    pub movable: bool,
    /// Whether nothing can be changed here.
    pub read_only: bool,
}

/// What is unfolded below the fields.
#[derive(Clone, PartialEq)]
enum Below {
    Nothing,
    Colours,
    Removing,
    Refused(String),
}

/// A row.
#[component]
pub fn LabelRow(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let below = use_state(|| Below::Nothing);
    let Props { label, place, count, .. } = props;
    let (place, id) = (*place, &label.id);

    // Every field changes the label at once, as one command.
    let change = |change: fn(&mut Label, String)| {
        let (label, below) = (Rc::clone(label), below.clone());
        desk.on(move |desk, event: Event| {
            let mut changed = (*label).clone();
            change(&mut changed, page::field_value(&event));
            let refused = desk.change_labels(Action::PutLabel(changed, place)).err();
            below.set(refused.map_or(Below::Nothing, |why| Below::Refused(label_editor::refused(&why, &label.name))));
        })
    };
    let rename = change(|label, value| label.name = value.trim().into());
    let describe = change(|label, value| label.description = value.trim().into());
    let assign = change(|label, value| label.key = value.parse().ok().and_then(LabelKey::new));
    let fold = change(|label, _| label.folded = !label.folded);
    let recolour = {
        let (label, below) = (Rc::clone(label), below.clone());
        desk.on(move |desk, event: MouseEvent| {
            let Some(slot) = page::nearest_attribute(&event, "data-slot").and_then(|slot| slot.parse().ok()) else {
                return;
            };
            let slot = Slot::new(slot).unwrap_or(label.slot);
            if desk.change_labels(Action::PutLabel(Label { slot, ..(*label).clone() }, place)).is_ok() {
                fold_up(&below, place);
            }
        })
    };
    let move_to = {
        let label = Rc::clone(label);
        desk.on(move |desk, (to, part): (u32, &'static str)| {
            if to != place && desk.change_labels(Action::PutLabel((*label).clone(), to)).is_ok() {
                // The label has another place now, and its fields with it.
                viewport::next_frame(move || page::focus_id(&control(part, to)));
            }
        })
    };
    let keys = {
        let (move_to, below, name, movable) = (move_to.clone(), below.clone(), Rc::clone(&label.name), props.movable);
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "ArrowUp" if event.alt_key() && movable && place > 0 => {
                event.prevent_default();
                move_to.emit((place - 1, "name"));
            }
            "ArrowDown" if event.alt_key() && movable => {
                event.prevent_default();
                move_to.emit((place + 1, "name"));
            }
            // Takes back what is typed or unfolded here, before it closes the dialog.
            "Escape" if *below != Below::Nothing || is_typed(&event, &name) => {
                event.prevent_default();
                event.stop_propagation();
                fold_up(&below, place);
            }
            _ => {}
        })
    };
    let toggle = |wanted: Below| {
        let below = below.clone();
        Callback::from(move |_: MouseEvent| {
            below.set(if *below == wanted { Below::Nothing } else { wanted.clone() });
        })
    };
    let keep = {
        let below = below.clone();
        Callback::from(move |_: MouseEvent| fold_up(&below, place))
    };
    let remove = {
        let id = id.clone();
        desk.on(move |desk, _: MouseEvent| {
            if desk.change_labels(Action::RemoveLabel(id.clone())).is_ok() {
                // The label behind it has its place now, if there is one.
                viewport::next_frame(move || {
                    page::focus_id(NEW_LABEL);
                    page::focus_id(&control("remove", place));
                });
            }
        })
    };
    let grab = {
        let id = id.clone();
        Callback::from(move |event: DragEvent| drag::carry(&event, id.as_str()))
    };
    let let_in = Callback::from(|event: DragEvent| {
        if drag::carries(&event) {
            event.prevent_default();
        }
    });
    let dropped = desk.on(move |desk, event: DragEvent| {
        if let Some(id) = drag::carried(&event).and_then(|id| LabelId::new(&id)) {
            event.prevent_default();
            desk.move_label(&id, place);
        }
    });
    html! {
        <li
            class="label-row" data-label={id.as_str().to_owned()} onkeydown={keys}
            ondragover={props.movable.then_some(let_in)} ondrop={props.movable.then_some(dropped)}
        >
            if props.movable {
                <span class="label-grip" draggable="true" aria-hidden="true" title={label_editor::DRAG} ondragstart={grab}>{ "⠿" }</span>
            }
            <button
                id={control("colour", place)} type="button" class="swatch" data-slot={label.slot.number().to_string()}
                aria-label={label_editor::colour_is(&label.name, colour(label.slot))}
                aria-expanded={(*below == Below::Colours).to_string()} disabled={props.read_only}
                title={colour(label.slot)} onclick={toggle(Below::Colours)}
            />
            <input
                id={control("name", place)} type="text" class="label-name" aria-label={label_editor::name(&label.name)}
                aria-invalid={matches!(*below, Below::Refused(_)).then_some("true")} autocomplete="off"
                spellcheck="false" readonly={props.read_only} value={label.name.to_string()} onchange={rename}
            />
            { key_choice(props, &assign) }
            <input
                type="text" class="label-description" aria-label={label_editor::description(&label.name)}
                placeholder={label_editor::WHEN_TO_USE} autocomplete="off" readonly={props.read_only}
                value={label.description.to_string()} onchange={describe}
            />
            <label class="check" title={label_editor::FOLDED_NAME}>
                <input type="checkbox" checked={label.folded} disabled={props.read_only} onchange={fold} />
                { label_editor::FOLDED }
            </label>
            <span class="label-count">{ label_editor::marks(*count as usize) }</span>
            <div class="label-actions">
                { move_button(props, "up", place.checked_sub(1), &move_to) }
                { move_button(props, "down", Some(place + 1), &move_to) }
                <button
                    id={control("remove", place)} type="button" class="quiet" disabled={props.read_only}
                    aria-label={strings::remove(&label.name)} title={strings::REMOVE}
                    onclick={if *count > 0 { toggle(Below::Removing) } else { remove.clone() }}
                >{ "×" }</button>
            </div>
            {
                match &*below {
                    Below::Nothing => Html::default(),
                    Below::Colours => html! { <Colours label={Rc::clone(label)} choose={recolour} /> },
                    Below::Refused(why) => html! { <p class="label-below alarm-text" role="alert">{ why }</p> },
                    Below::Removing => html! {
                        <div class="label-below" role="alert">
                            <p class="alarm-text">{ label_editor::loss(&label.name, *count as usize) }</p>
                            <button type="button" class="button" onclick={keep}>{ label_editor::KEEP }</button>
                            <button type="button" class="button danger" onclick={remove}>{ strings::REMOVE }</button>
                        </div>
                    },
                }
            }
        </li>
    }
}

/// Folds up what is below the fields; the focus goes back to what unfolded it.
fn fold_up(below: &UseStateHandle<Below>, place: u32) {
    match **below {
        Below::Colours => page::focus_id(&control("colour", place)),
        Below::Removing => page::focus_id(&control("remove", place)),
        Below::Nothing | Below::Refused(_) => {}
    }
    below.set(Below::Nothing);
}

/// The id of a control of the label at a place.
fn control(part: &str, place: u32) -> String {
    format!("label-{part}-{place}")
}

fn colour(slot: Slot) -> &'static str {
    label_editor::COLOURS[usize::from(slot.number())]
}

/// Whether an event comes from the field of the name, with something else in it.
fn is_typed(event: &KeyboardEvent, name: &str) -> bool {
    page::nearest_attribute(event, "id").is_some_and(|id| id.starts_with("label-name-"))
        && page::field_value(event) != *name
}

/// The keys to choose from. One that another label would lose says so.
fn key_choice(props: &Props, assign: &Callback<Event>) -> Html {
    let own = props.label.key;
    let option = |(key, holder): &(LabelKey, Option<Rc<str>>)| {
        let words = match holder {
            Some(holder) if own != Some(*key) => label_editor::taken_key(&key.to_string(), holder),
            _ => key.to_string(),
        };
        (key.number().to_string(), words)
    };
    let none = (String::new(), label_editor::NO_KEY.to_owned());
    choice(Choice {
        label: Some(label_editor::key(&props.label.name)),
        class: "label-key",
        options: std::iter::once(none).chain(props.keys.iter().map(option)).collect(),
        chosen: own.map_or(0, |key| usize::from(key.number())),
        disabled: props.read_only,
        onchange: assign,
    })
}

fn move_button(props: &Props, way: &'static str, to: Option<u32>, move_to: &Callback<(u32, &'static str)>) -> Html {
    let step = {
        let move_to = move_to.clone();
        Callback::from(move |_: MouseEvent| to.into_iter().for_each(|to| move_to.emit((to, way))))
    };
    let name = &props.label.name;
    let (sign, name, title) = match way {
        "up" => ("↑", label_editor::move_up(name), label_editor::MOVE_UP_KEY),
        _ => ("↓", label_editor::move_down(name), label_editor::MOVE_DOWN_KEY),
    };
    html! {
        <button
            id={control(way, props.place)} type="button" class="quiet" aria-disabled={to.is_none().then_some("true")}
            disabled={!props.movable} aria-label={name} {title} onclick={step}
        >{ sign }</button>
    }
}

#[derive(PartialEq, Properties)]
struct ColoursProps {
    label: Rc<Label>,
    choose: Callback<MouseEvent>,
}

/// The palette: the arrow keys go from colour to colour, Enter or Space takes one.
#[component]
fn Colours(props: &ColoursProps) -> Html {
    use_effect_with((), |()| page::focus_id(CHOSEN_COLOUR));
    let step = Callback::from(|event: KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowRight" => 1,
            "ArrowLeft" => -1,
            "ArrowDown" => COLOURS_IN_A_ROW,
            "ArrowUp" => -COLOURS_IN_A_ROW,
            _ => return,
        };
        event.prevent_default();
        page::focus_sibling(&event, step);
    });
    let slot = |slot: Slot| {
        let chosen = slot == props.label.slot;
        html! {
            <button
                key={slot.number()} id={chosen.then_some(CHOSEN_COLOUR)} type="button" class="swatch" role="radio"
                aria-checked={chosen.to_string()} aria-label={colour(slot)} title={colour(slot)}
                tabindex={if chosen { "0" } else { "-1" }} data-slot={slot.number().to_string()}
            />
        }
    };
    html! {
        <div
            class="label-below swatches" role="radiogroup" aria-label={label_editor::colour(&props.label.name)}
            onkeydown={step} onclick={props.choose.clone()}
        >{ for (0..Slot::COUNT).filter_map(Slot::new).map(slot) }</div>
    }
}

const CHOSEN_COLOUR: &str = "chosen-colour";

/// As the style sheet lays them out.
const COLOURS_IN_A_ROW: i32 = 6;
