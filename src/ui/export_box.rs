//! The dialog “Download as …”: the formats of other tools, and what each would leave out of this article.

use super::choice::{Choice, choice};
use super::desk::{Desk, Prepared};
use super::dialog::Dialog;
use super::strings::exchange;
use super::words;
use crate::browser::page;
use crate::format::exchange::message::{Choices, Entry, Told};
use crate::format::exchange::{Choosable, Unit};
use crate::model::{AnnotationId, Session};
use std::rc::Rc;
use yew::prelude::*;

/// What the dialog shows.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The open article.
    pub session: super::occurrences::AtRevision,
    /// How many articles are kept.
    pub kept: usize,
}

/// What is to be written.
#[derive(Clone, PartialEq)]
struct Wanted {
    entry: Option<Entry>,
    choices: Choices,
    all: bool,
    /// How many times it was tried before.
    tries: u32,
}

/// How many records of a loss are named.
const MOST_RECORDS: usize = 12;

/// How much of the words of a record is shown, in code points.
const QUOTE_CHARS: usize = 40;

/// The dialog.
#[component]
pub fn ExportBox(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let formats = use_state(|| None::<Result<Rc<Vec<Entry>>, String>>);
    let typed = use_state(String::new);
    let wanted = use_state(|| Wanted { entry: None, choices: Choices::default(), all: false, tries: 0 });
    let prepared = use_state(|| None::<Result<Rc<Prepared>, String>>);
    let serial = use_mut_ref(|| 0_u32);
    let ask_for_formats = {
        let (desk, formats) = (desk.clone(), formats.setter());
        Callback::from(move |()| {
            formats.set(None);
            let formats = formats.clone();
            desk.tell_formats(Callback::from(move |told| formats.set(Some(told))));
        })
    };
    {
        let ask = ask_for_formats.clone();
        use_effect_with((), move |()| ask.emit(()));
    }
    {
        // What was asked before is of no use any more.
        let (desk, prepared, serial) = (desk.clone(), prepared.setter(), Rc::clone(&serial));
        use_effect_with((*wanted).clone(), move |wanted| {
            prepared.set(None);
            *serial.borrow_mut() += 1;
            let asked = *serial.borrow();
            if let Some(entry) = &wanted.entry {
                let told = Callback::from(move |answer| {
                    if *serial.borrow() == asked {
                        prepared.set(Some(answer));
                    }
                });
                desk.prepare(entry, wanted.choices.clone(), wanted.all, told);
            }
        });
    }
    let change = |change: fn(&mut Wanted, String)| {
        let wanted = wanted.clone();
        Callback::from(move |event: Event| {
            let mut next = (*wanted).clone();
            change(&mut next, page::field_value(&event));
            wanted.set(next);
        })
    };
    let pick = {
        let wanted = wanted.clone();
        Callback::from(move |entry: Entry| wanted.set(Wanted { entry: Some(entry), ..(*wanted).clone() }))
    };
    let filter = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| typed.set(page::field_value(&event)))
    };
    // Enter chooses the first one that fits; where one of those that fit is chosen, it goes on to the download.
    let choose_first = {
        let (formats, typed, wanted, pick) = (formats.clone(), typed.clone(), wanted.clone(), pick.clone());
        desk.on(move |desk, event: KeyboardEvent| {
            let Some(Ok(entries)) = &*formats else { return };
            let mut fitting = entries.iter().filter(|entry| fits(entry, &typed));
            let Some(first) = fitting.clone().next() else { return };
            let is_plain = event.key() == "Enter" && !event.is_composing();
            if is_plain && !fitting.any(|entry| wanted.entry.as_ref() == Some(entry)) {
                event.prevent_default();
                desk.say(&exchange::chosen(&first.name));
                pick.emit(first.clone());
            }
        })
    };
    let download = {
        let ready = prepared.as_ref().and_then(|prepared| prepared.as_ref().ok()).cloned();
        desk.on(move |desk, event: SubmitEvent| {
            event.prevent_default();
            ready.iter().for_each(|prepared| desk.download_prepared(prepared));
        })
    };
    let stop = desk.on(|desk, _: MouseEvent| desk.stop_converting());
    let again = {
        let wanted = wanted.clone();
        Callback::from(move |_: MouseEvent| wanted.set(Wanted { tries: wanted.tries + 1, ..(*wanted).clone() }))
    };
    let list = match &*formats {
        None => {
            html! { <div role="status">{ with_button("hint", exchange::LOADING, exchange::CANCEL, stop.clone()) }</div> }
        }
        Some(Err(why)) => {
            let again = Callback::from(move |_: MouseEvent| ask_for_formats.emit(()));
            html! { <div role="status">{ with_button("alarm-text", why, exchange::TRY_AGAIN, again) }</div> }
        }
        Some(Ok(entries)) => {
            let found: Vec<&Entry> = entries.iter().filter(|entry| fits(entry, &typed)).collect();
            html! {
                <fieldset class="formats">
                    <legend class="visually-hidden">{ exchange::FORMAT }</legend>
                    { for found.iter().map(|entry| format_view(entry, wanted.entry.as_ref(), &pick)) }
                    if found.is_empty() { <p class="hint">{ exchange::NONE_CALLED_SO }</p> }
                </fieldset>
            }
        }
    };
    let entries = formats.as_ref().and_then(|told| told.as_ref().ok()).cloned().unwrap_or_default();
    html! {
        <Dialog title={exchange::TITLE} class="export">
            <form onsubmit={download}>
                <input
                    type="text" class="palette-field" autofocus=true autocomplete="off" spellcheck="false"
                    aria-label={exchange::FILTER} placeholder={exchange::FILTER} value={(*typed).clone()} oninput={filter}
                    onkeydown={choose_first}
                />
                { list }
                if let Some(entry) = &wanted.entry {
                    { options_view(entry, &wanted, props, &change) }
                    <div class="losses" role="status">
                        {
                            match &*prepared {
                                None => with_button("hint", exchange::PREPARING, exchange::CANCEL, stop),
                                Some(Err(why)) => with_button("alarm-text", why, exchange::TRY_AGAIN, again),
                                Some(Ok(prepared)) => losses_view(&desk, props, entry, &entries, prepared, &pick),
                            }
                        }
                    </div>
                }
                <div class="dialog-feet">
                    <button type="submit" class="button primary" disabled={!matches!(&*prepared, Some(Ok(_)))}>
                        { exchange::DOWNLOAD }
                    </button>
                </div>
            </form>
        </Dialog>
    }
}

/// A line with a button. It stays the same button in each state, so that whoever pressed it does not lose the focus.
fn with_button(class: &'static str, words: &str, button: &'static str, onclick: Callback<MouseEvent>) -> Html {
    html! {
        <p {class}>{ words }{ " " }<button type="button" class="fold" {onclick}>{ button }</button></p>
    }
}

/// Whether a format has these letters in its name, its ending, or what it is for.
fn fits(entry: &Entry, typed: &str) -> bool {
    let words = format!("{} .{} {}", entry.name, entry.extension, exchange::purpose(&entry.id)).to_lowercase();
    typed.to_lowercase().split_whitespace().all(|word| words.contains(word))
}

fn format_view(entry: &Entry, chosen: Option<&Entry>, pick: &Callback<Entry>) -> Html {
    let checked = chosen.is_some_and(|chosen| chosen.id == entry.id);
    let choose = {
        let (pick, entry) = (pick.clone(), entry.clone());
        Callback::from(move |_: Event| pick.emit(entry.clone()))
    };
    html! {
        <label class="format" key={entry.id.clone()}>
            <input type="radio" name="format" value={entry.id.clone()} {checked} onchange={choose} />
            <span>
                <strong>{ &entry.name }</strong>
                <small>{ exchange::purpose(&entry.id) }{ if entry.is_read { "" } else { exchange::WRITE_ONLY } }</small>
            </span>
        </label>
    }
}

/// What can be chosen for a format.
fn options_view(
    entry: &Entry,
    wanted: &Wanted,
    props: &Props,
    change: &dyn Fn(fn(&mut Wanted, String)) -> Callback<Event>,
) -> Html {
    let Choices { unit, spreadsheet_safe, byte_order_mark, loss_report, labels } = &wanted.choices;
    let switch = |name: &'static str, title: &'static str, checked: bool, flip: fn(&mut Wanted, String)| {
        html! {
            <label class="check">
                <input type="checkbox" {name} {checked} onchange={change(flip)} />
                { title }
            </label>
        }
    };
    let has = |choosable| entry.choices.contains(&choosable);
    let set = &props.session.0.labels;
    html! {
        <div class="format-options">
            if props.kept > 1 {
                {
                    switch("all", exchange::ALL_ARTICLES, wanted.all, |wanted, _| wanted.all = !wanted.all)
                }
            }
            if has(Choosable::SpreadsheetSafe) {
                {
                    switch("safe", exchange::SAFE, *spreadsheet_safe, |wanted, _| {
                        wanted.choices.spreadsheet_safe = !wanted.choices.spreadsheet_safe;
                    })
                }
            }
            if has(Choosable::ByteOrderMark) {
                {
                    switch("mark", exchange::MARK, *byte_order_mark, |wanted, _| {
                        wanted.choices.byte_order_mark = !wanted.choices.byte_order_mark;
                    })
                }
            }
            if has(Choosable::LossReport) {
                {
                    switch("report", exchange::REPORT, *loss_report, |wanted, _| {
                        wanted.choices.loss_report = !wanted.choices.loss_report;
                    })
                }
            }
            if has(Choosable::Unit) {
                <label class="check">
                    { exchange::UNIT }
                    {
                        choice(Choice {
                            label: None,
                            class: "unit-choice",
                            options: Unit::ALL.map(|unit| (unit.name().to_owned(), unit.name().to_owned())).to_vec(),
                            chosen: Unit::ALL.iter().position(|other| other == unit).unwrap_or_default(),
                            disabled: false,
                            onchange: &change(|wanted, value| {
                                let unit = Unit::ALL.into_iter().find(|unit| unit.name() == value);
                                wanted.choices.unit = unit.unwrap_or_default();
                            }),
                        })
                    }
                </label>
            }
            if has(Choosable::FlatLayer) {
                <label class="check">
                    { exchange::LAYER }
                    {
                        choice(Choice {
                            label: None,
                            class: "layer-choice",
                            options: std::iter::once((String::new(), exchange::LONGEST.to_owned()))
                                .chain(set.iter().map(|label| (label.id.to_string(), exchange::only(&label.name))))
                                .collect(),
                            chosen: labels
                                .first()
                                .and_then(|chosen| set.iter().position(|label| label.id.as_str() == chosen))
                                .map_or(0, |place| place + 1),
                            disabled: false,
                            onchange: &change(|wanted, value| {
                                wanted.choices.labels = Some(value).filter(|id| !id.is_empty()).into_iter().collect();
                            }),
                        })
                    }
                </label>
            }
        </div>
    }
}

/// What is not in the file, and what would hold it.
fn losses_view(
    desk: &Desk,
    props: &Props,
    entry: &Entry,
    entries: &[Entry],
    prepared: &Prepared,
    pick: &Callback<Entry>,
) -> Html {
    let (gone, kept): (Vec<&Told>, Vec<&Told>) = prepared.losses.iter().partition(|loss| loss.gone);
    if prepared.losses.is_empty() {
        return html! { <p>{ exchange::HOLDS_ALL }</p> };
    }
    let view = |loss: &&Told| loss_view(desk, &props.session.0, prepared, loss);
    let better = prepared.lossless.iter().filter(|id| **id != entry.id);
    let better = better.filter_map(|id| entries.iter().find(|entry| entry.id == *id)).take(3);
    let offer = |better: &Entry| {
        let (pick, entry) = (pick.clone(), better.clone());
        let take = Callback::from(move |_: MouseEvent| pick.emit(entry.clone()));
        html! { <button type="button" class="button" onclick={take}>{ &better.name }</button> }
    };
    html! {
        <>
            if gone.is_empty() {
                <p>{ if entry.is_read { exchange::NOTHING_GONE } else { exchange::ALL_SHOWN } }</p>
            } else {
                <h3>{ exchange::GONE }</h3>
                <ul class="gone">{ for gone.iter().map(view) }</ul>
                <p class="offers">{ exchange::BETTER }{ " " }{ for better.map(offer) }</p>
            }
            if !kept.is_empty() {
                <details>
                    <summary>{ exchange::not_seen(kept.len()) }</summary>
                    <ul>{ for kept.iter().map(view) }</ul>
                </details>
            }
        </>
    }
}

/// A loss with the words of what it is about, which lead there.
fn loss_view(desk: &Desk, session: &Session, prepared: &Prepared, loss: &Told) -> Html {
    let annotations = loss.records.iter().filter_map(|id| session.annotations.get(&AnnotationId::new(id)?));
    // Of other articles there is nothing to go to.
    let alone = prepared.titles.len() == 1;
    let shown: Vec<_> = annotations.filter(|_| alone).take(MOST_RECORDS).cloned().collect();
    let record = |annotation: &Rc<crate::model::Annotation>| {
        let id = annotation.id.clone();
        let go = desk.on(move |desk, _: MouseEvent| {
            desk.clear_over();
            desk.go_to(&id);
        });
        let quote = words::quote_of(&session.text, annotation, QUOTE_CHARS);
        html! { <button type="button" class="fold" onclick={go}><q dir="auto">{ quote }</q></button> }
    };
    let more = loss.records.len().saturating_sub(shown.len());
    let title = prepared.titles.get(loss.document).filter(|_| !alone);
    html! {
        <li>
            if let Some(title) = title { <bdi>{ &**title }</bdi>{ ": " } }
            { &loss.words }
            { for shown.iter().map(record) }
            if more > 0 && !shown.is_empty() { { exchange::more(more) } }
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::exchange::FORMATS;

    #[test]
    fn each_format_says_what_it_is_for() {
        for format in FORMATS {
            assert!(!exchange::purpose(format.id).is_empty(), "{}", format.id);
        }
        assert_eq!(exchange::purpose("none"), "");
    }

    #[test]
    fn a_format_is_found_by_its_name_its_ending_and_its_purpose() {
        let entry = Entry {
            id: "spacy".into(),
            name: "spaCy".into(),
            extension: "jsonl".into(),
            is_read: true,
            choices: vec![],
        };
        for typed in ["", "SPACY", ".jsonl", "train spacy"] {
            assert!(fits(&entry, typed), "{typed}");
        }
        assert!(!fits(&entry, "brat"));
    }
}
