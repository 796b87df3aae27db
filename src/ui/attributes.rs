//! The attributes of a mention, as fields of the inspector.

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

/// A field for each attribute that is defined, and what the mention has beside them. Nothing for a sentiment.
pub fn attribute_fields(desk: &Desk, annotation: &Annotation, labels: &LabelSet, read_only: bool) -> Html {
    let Body::Mention { attributes, .. } = &annotation.body else { return Html::default() };
    let value = |name: &str| attributes.iter().find(|(other, _)| **other == *name).map(|(_, value)| value);
    let field = |definition: &AttributeDefinition| {
        let value = value(&definition.name);
        // What does not fit, as another program wrote it or another definition allowed it, is shown as it is.
        match value.filter(|value| !is_choice(&definition.kind) && !definition.kind.fits(value)) {
            Some(other) => undefined(desk, annotation, &definition.name, other, read_only),
            None => field(desk, annotation, definition, value, read_only),
        }
    };
    let others = attributes.iter().filter(|(name, _)| labels.attribute(name).is_none());
    if attributes.is_empty() && labels.attributes().is_empty() {
        return Html::default();
    }
    html! {
        <div class="attributes">
            { for labels.attributes().iter().map(field) }
            { for others.map(|(name, value)| undefined(desk, annotation, name, value, read_only)) }
        </div>
    }
}

fn is_choice(kind: &AttributeKind) -> bool {
    matches!(kind, AttributeKind::Choice(_))
}

fn field(
    desk: &Desk,
    annotation: &Annotation,
    definition: &AttributeDefinition,
    value: Option<&AttributeValue>,
    read_only: bool,
) -> Html {
    let name = &definition.name;
    let key = format!("{} {name}", annotation.id);
    let control = match &definition.kind {
        AttributeKind::Choice(options) => {
            let known: Vec<(Rc<str>, AttributeValue)> =
                options.iter().map(|option| (Rc::clone(option), AttributeValue::Text(Rc::clone(option)))).collect();
            one_of(desk, annotation, name, &known, value, read_only)
        }
        AttributeKind::Flag => {
            let known = [
                (inspector::YES.into(), AttributeValue::Flag(true)),
                (inspector::NO.into(), AttributeValue::Flag(false)),
            ];
            one_of(desk, annotation, name, &known, value, read_only)
        }
        AttributeKind::Number => typed(desk, annotation, definition, value, read_only),
        AttributeKind::Text => typed(desk, annotation, definition, value, read_only),
    };
    html! { <label class="field" {key}><span>{ &**name }</span>{ control }</label> }
}

/// One of several values, or none. A value that is none of them is there too.
fn one_of(
    desk: &Desk,
    annotation: &Annotation,
    name: &Rc<str>,
    known: &[(Rc<str>, AttributeValue)],
    value: Option<&AttributeValue>,
    read_only: bool,
) -> Html {
    let (id, attribute) = (annotation.id.clone(), Rc::clone(name));
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
        desk.run(Action::SetAttribute(vec![id.clone()], Rc::clone(&attribute), value));
    });
    choice(Choice {
        label: None,
        class: "attribute-choice",
        options: words.into_iter().enumerate().map(|(place, words)| (place.to_string(), words)).collect(),
        chosen,
        disabled: read_only,
        onchange: &choose,
    })
}

/// A number or words. Typing becomes one command when it rests.
fn typed(
    desk: &Desk,
    annotation: &Annotation,
    definition: &AttributeDefinition,
    value: Option<&AttributeValue>,
    read_only: bool,
) -> Html {
    let (id, attribute) = (annotation.id.clone(), definition.clone());
    let write = desk.on(move |desk, event: InputEvent| {
        if let Ok(value) = parsed(&attribute.kind, &page::field_value(&event)) {
            desk.type_into(Action::SetAttribute(vec![id.clone()], Rc::clone(&attribute.name), value));
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
                autocomplete="off" readonly={read_only} value={value.map(words_of).unwrap_or_default()} oninput={write}
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

/// What the mention has and no definition knows: it can be removed.
fn undefined(desk: &Desk, annotation: &Annotation, name: &Rc<str>, value: &AttributeValue, read_only: bool) -> Html {
    let (id, attribute) = (annotation.id.clone(), Rc::clone(name));
    let remove = desk.on(move |desk, _: MouseEvent| {
        desk.run(Action::SetAttribute(vec![id.clone()], Rc::clone(&attribute), None));
        desk.keep_focus_on_page();
    });
    html! {
        <div class="attribute-other" key={format!("{} other {name}", annotation.id)}>
            <span>{ inspector::attribute(name, &words_of(value)) }</span>
            <button
                type="button" class="quiet" disabled={read_only} aria-label={strings::remove(name)} title={strings::REMOVE}
                onclick={remove}
            >{ "×" }</button>
        </div>
    }
}

fn words_of(value: &AttributeValue) -> String {
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
