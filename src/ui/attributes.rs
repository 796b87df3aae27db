//! The attributes of a mention, and the variables of the article, as fields.

use super::choice::{Choice, choice};
use super::desk::Desk;
use super::strings::{self, inspector};
use crate::browser::page;
use crate::model::annotation::AttributeValue;
use crate::model::label::{AttributeDefinition, AttributeKind};
use crate::model::{Action, Annotation, Body, LabelSet};
use std::rc::Rc;
use yew::prelude::*;

const NO_VALUE: &str = "–";

/// A number as JSON writes it, for the browser; `AttributeKind::fits` decides.
const NUMBER: &str = r"\s*[+\-−]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+\-]?[0-9]+)?\s*";

/// Gives something a value of this name, or takes that away.
type Set = Rc<dyn Fn(&Rc<str>, Option<AttributeValue>) -> Action>;

/// What has the values.
pub struct Owner {
    /// What tells its fields from those of another.
    pub key: Rc<str>,
    /// Gives it a value of this name, or takes that away.
    pub set: Set,
    /// Whether what can be chosen stands side by side, or in a list.
    pub side_by_side: bool,
    /// Whether nothing can be changed here.
    pub read_only: bool,
}

/// A field for each attribute that is defined, and what the mention has beside them. Nothing for a sentiment.
pub fn attribute_fields(desk: &Desk, annotation: &Annotation, labels: &LabelSet, read_only: bool) -> Html {
    let Body::Mention { attributes, .. } = &annotation.body else { return Html::default() };
    if attributes.is_empty() && labels.attributes().is_empty() {
        return Html::default();
    }
    let id = annotation.id.clone();
    let owner = Owner {
        key: id.as_str().into(),
        set: Rc::new(move |name, value| Action::SetAttribute(vec![id.clone()], Rc::clone(name), value)),
        side_by_side: false,
        read_only,
    };
    let values: Vec<_> = attributes.iter().map(|(name, value)| (name, value)).collect();
    html! { <div class="attributes">{ fields(desk, &owner, labels.attributes(), &values) }</div> }
}

/// A field for each definition, and the values that none of them knows.
pub fn fields(
    desk: &Desk,
    owner: &Owner,
    definitions: &[AttributeDefinition],
    values: &[(&Rc<str>, &AttributeValue)],
) -> Html {
    let value = |name: &str| values.iter().find(|(other, _)| ***other == *name).map(|(_, value)| *value);
    let field = |definition: &AttributeDefinition| {
        let value = value(&definition.name);
        // What does not fit, as another program wrote it or another definition allowed it, is shown as it is.
        match value.filter(|value| !is_choice(&definition.kind) && !definition.kind.fits(value)) {
            Some(other) => undefined(desk, owner, &definition.name, other),
            None => field(desk, owner, definition, value),
        }
    };
    let is_defined = |name: &str| definitions.iter().any(|definition| *definition.name == *name);
    let others = values.iter().filter(|(name, _)| !is_defined(name));
    html! {
        <>
            { for definitions.iter().map(field) }
            { for others.map(|(name, value)| undefined(desk, owner, name, value)) }
        </>
    }
}

fn is_choice(kind: &AttributeKind) -> bool {
    matches!(kind, AttributeKind::Choice(_))
}

fn field(desk: &Desk, owner: &Owner, definition: &AttributeDefinition, value: Option<&AttributeValue>) -> Html {
    let name = &definition.name;
    let key = format!("{} {name}", owner.key);
    let control = match &definition.kind {
        AttributeKind::Choice(options) => {
            let known: Vec<(Rc<str>, AttributeValue)> =
                options.iter().map(|option| (Rc::clone(option), AttributeValue::Text(Rc::clone(option)))).collect();
            one_of(desk, owner, name, &known, value)
        }
        AttributeKind::Flag => {
            let known = [
                (inspector::YES.into(), AttributeValue::Flag(true)),
                (inspector::NO.into(), AttributeValue::Flag(false)),
            ];
            one_of(desk, owner, name, &known, value)
        }
        AttributeKind::Number | AttributeKind::Text => typed(desk, owner, definition, value),
    };
    if owner.side_by_side && matches!(definition.kind, AttributeKind::Choice(_) | AttributeKind::Flag) {
        return html! { <fieldset class="look" {key}><legend>{ &**name }</legend>{ control }</fieldset> };
    }
    html! { <label class="field" {key}><span>{ &**name }</span>{ control }</label> }
}

/// One of several values, or none. A value that is none of them is there too.
fn one_of(
    desk: &Desk,
    owner: &Owner,
    name: &Rc<str>,
    known: &[(Rc<str>, AttributeValue)],
    value: Option<&AttributeValue>,
) -> Html {
    let (set, attribute) = (Rc::clone(&owner.set), Rc::clone(name));
    let mut values: Vec<Option<AttributeValue>> = vec![None];
    let mut words = vec![NO_VALUE.to_owned()];
    for (option, known) in known {
        values.push(Some(known.clone()));
        words.push(option.to_string());
    }
    if let Some(other) = value.filter(|value| known.iter().all(|(_, known)| known != *value)) {
        values.push(Some(other.clone()));
        words.push(inspector::not_an_option(&words_of(other)));
    }
    let chosen = values.iter().position(|known| known.as_ref() == value).unwrap_or(0);
    let choose = desk.on(move |desk, event: Event| {
        let place = page::field_value(&event).parse::<usize>().unwrap_or(0);
        let value = values.get(place).cloned().flatten();
        desk.run(set(&attribute, value));
    });
    if owner.side_by_side {
        let option = |(place, words): (usize, &String)| {
            html! {
                <label class="option">
                    <input
                        type="radio" name={format!("{} {name}", owner.key)} value={place.to_string()} checked={place == chosen}
                        disabled={owner.read_only} onchange={choose.clone()}
                    />
                    <span>{ words }</span>
                </label>
            }
        };
        return html! { <div class="options">{ for words.iter().enumerate().map(option) }</div> };
    }
    choice(Choice {
        label: None,
        class: "attribute-choice",
        options: words.into_iter().enumerate().map(|(place, words)| (place.to_string(), words)).collect(),
        chosen,
        disabled: owner.read_only,
        onchange: &choose,
    })
}

/// A number or words. Typing becomes one command when it rests.
fn typed(desk: &Desk, owner: &Owner, definition: &AttributeDefinition, value: Option<&AttributeValue>) -> Html {
    let (set, attribute) = (Rc::clone(&owner.set), definition.clone());
    let write = desk.on(move |desk, event: InputEvent| {
        if let Ok(value) = parsed(&attribute.kind, &page::field_value(&event)) {
            desk.type_into(set(&attribute.name, value));
        }
    });
    let kind = definition.kind.clone();
    let check = desk.on(move |desk, event: Event| {
        if parsed(&kind, &page::field_value(&event)).is_err() {
            desk.say(inspector::NO_NUMBER);
        }
    });
    let finish = desk.on(|desk, _: FocusEvent| desk.finish_typing());
    let leave = desk.on(|desk, event: KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() {
            event.stop_propagation();
            desk.finish_typing();
            if let Some(reader) = desk.reader().cast() {
                page::focus(&reader);
            }
        }
    });
    let is_number = definition.kind == AttributeKind::Number;
    html! {
        <>
            <input
                type="text" inputmode={is_number.then_some("decimal")} pattern={is_number.then_some(NUMBER)}
                autocomplete="off" readonly={owner.read_only} value={value.map(words_of).unwrap_or_default()} oninput={write}
                onchange={check} onblur={finish} onkeydown={leave}
            />
            if is_number { <span class="field-error alarm-text">{ inspector::NO_NUMBER }</span> }
        </>
    }
}

/// What was typed as a value; `None` for nothing.
fn parsed(kind: &AttributeKind, typed: &str) -> Result<Option<AttributeValue>, ()> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let value = match kind {
        AttributeKind::Number => {
            let number = typed.trim().replace('−', "-");
            AttributeValue::Number(number.strip_prefix('+').unwrap_or(&number).into())
        }
        _ => AttributeValue::Text(typed.into()),
    };
    if kind.fits(&value) { Ok(Some(value)) } else { Err(()) }
}

/// What is there and no definition knows: it can be removed.
fn undefined(desk: &Desk, owner: &Owner, name: &Rc<str>, value: &AttributeValue) -> Html {
    let (set, attribute) = (Rc::clone(&owner.set), Rc::clone(name));
    let remove = desk.on(move |desk, _: MouseEvent| {
        desk.run(set(&attribute, None));
        desk.keep_focus_on_page();
    });
    html! {
        <div class="attribute-other" key={format!("{} other {name}", owner.key)}>
            <span>{ inspector::attribute(name, &words_of(value)) }</span>
            <button
                type="button" class="quiet" disabled={owner.read_only} aria-label={strings::remove(name)} title={strings::REMOVE}
                onclick={remove}
            >{ "×" }</button>
        </div>
    }
}

/// A value as a person reads it.
pub fn words_of(value: &AttributeValue) -> String {
    match value {
        AttributeValue::Text(words) | AttributeValue::Number(words) => words.to_string(),
        AttributeValue::Flag(true) => inspector::YES.to_owned(),
        AttributeValue::Flag(false) => inspector::NO.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_becomes_a_value_or_is_refused() {
        let number = |written: &str| Ok(Some(AttributeValue::Number(written.into())));
        for (typed, expected) in [
            ("12", number("12")),
            (" +1.5 ", number("1.5")),
            ("−3e2", number("-3e2")),
            (" ", Ok(None)),
            ("1,5", Err(())),
            ("007", Err(())),
            ("NaN", Err(())),
        ] {
            assert_eq!(parsed(&AttributeKind::Number, typed), expected, "{typed}");
        }
        assert_eq!(parsed(&AttributeKind::Text, " a b"), Ok(Some(AttributeValue::Text(" a b".into()))));
    }
}
