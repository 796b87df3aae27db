//! The entity of the focused mention, and the sentiments that point to it, as rows of the inspector.

use super::desk::{Desk, ENTITY_FIELD};
use super::fold::{Fold, folded};
use super::frame::{self, Subject, pick_button};
use super::keys::{self, Deed};
use super::strings::{self, entity, frame as says};
use super::tag_chip::{chosen, tag_sign};
use super::words;
use crate::browser::page;
use crate::model::filter::{Part, Party};
use crate::model::insight::ThingKey;
use crate::model::{Action, Annotation, AnnotationId, Entity, Identifier, Polarity, Referent, Role, Tag};
use std::collections::BTreeSet;
use std::rc::Rc;
use yew::prelude::*;

/// How many mentions of an entity, and how many sentiments, are listed.
const MOST_LISTED: usize = 12;

/// The longest quote in these lists, in code points.
const LISTED_CHARS: usize = 36;

/// What a mention names, and what is felt about it and by it.
pub fn entity_rows(subject: Subject<'_>) -> Html {
    let Subject { desk, open, annotation, .. } = subject;
    let session = &open.session;
    let known = annotation.entity().and_then(|id| session.entities.get(id));
    let id = annotation.id.clone();
    let make = desk.on({
        let id = id.clone();
        move |desk, _: MouseEvent| desk.make_entity(&id)
    });
    let separate = desk.on(move |desk, _: MouseEvent| frame::run(desk, Action::Separate(vec![id.clone()])));
    let read_only = open.is_read_only();
    let is_picking = open.view.picking() == Some(Role::Entity);
    let rows = html! {
        <>
            <div class="party-row">
                <span class="party-role">{ entity::ENTITY }</span>
                <span class="parties">
                    if known.is_none() {
                        <button type="button" class="pick" disabled={read_only} onclick={make}>{ entity::MAKE }</button>
                    }
                    { pick_button(subject, Role::Entity, entity::SAME) }
                    if known.is_some() {
                        <button type="button" class="pick" disabled={read_only} onclick={separate}>
                            { entity::SEPARATE }
                        </button>
                    }
                </span>
            </div>
            { author_row(subject) }
            if is_picking {
                <div class="only-narrow">{ frame::candidates(subject, Role::Entity) }</div>
            }
            if let Some(known) = known {
                { entity_fields(subject, known) }
            }
            { sentiments(subject) }
        </>
    };
    let summary = html! {
        <>
            { entity::ENTITY }
            if let Some(known) = known {
                <span class="party" data-kind="known">
                    { format!("{} · {}", known.name, entity::mentions(session.links.member_count(&known.id))) }
                </span>
            } else {
                <span class="part-said">{ entity::NONE }</span>
            }
        </>
    };
    html! {
        <div class="entity" role="group" aria-label={entity::ENTITY}>
            { folded(desk, Fold::Entity, is_picking || desk.state().unfolded.contains(&Fold::Entity), summary, rows) }
        </div>
    }
}

/// What the author feels about it without words that say so: for those who have no keys.
fn author_row(subject: Subject<'_>) -> Html {
    let Subject { desk, open, annotation, keys } = subject;
    let felt = desk.felt_by_author(open, annotation).and_then(|frame| frame.polarity());
    let id = annotation.id.clone();
    let feel = desk.on(move |desk, event: MouseEvent| {
        if let Some(tag) = chosen(&event) {
            desk.relabel(&id, tag);
        }
    });
    let chip = |polarity: Polarity| {
        let name = strings::sentiment(polarity);
        html! {
            <button
                type="button" class="chip sentiment" data-tag={format!("polarity {}", polarity.name())}
                data-polarity={polarity.name()} title={keys::titled(&name, Deed::Sentiment(polarity), keys)}
                aria-pressed={(felt == Some(polarity)).to_string()}
            >
                <span aria-hidden="true">{ polarity.sign() }</span>
                <span class="visually-hidden">{ name }</span>
            </button>
        }
    };
    html! {
        <div class="party-row">
            <span class="party-role">{ says::AUTHORS }</span>
            <span class="chips sentiments" role="group" aria-label={says::OF_AUTHOR} onclick={feel}>
                { for Polarity::ALL.into_iter().map(chip) }
            </span>
        </div>
    }
}

/// Name, identifier and note, and the other mentions.
fn entity_fields(subject: Subject<'_>, known: &Rc<Entity>) -> Html {
    let Subject { desk, open, annotation, .. } = subject;
    let session = &open.session;
    let read_only = open.is_read_only();
    let finish = desk.on(|desk, _: FocusEvent| desk.finish_typing());
    let leave = desk.on(|desk, event: KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() {
            event.stop_propagation();
            desk.finish_typing();
            desk.focus_reader();
        }
    });
    let write = |change: fn(&mut Entity, String) -> bool| {
        let id = known.id.clone();
        desk.on(move |desk, event: InputEvent| desk.write_entity(&id, &page::field_value(&event), change))
    };
    let check = desk.on(|desk, event: Event| {
        let typed = page::field_value(&event);
        if !typed.trim().is_empty() && Identifier::new(&typed).is_none() {
            desk.say(entity::NOT_AN_IDENTIFIER);
        }
    });
    let field = |name: &'static str, id: Option<&'static str>, value: String, oninput: Callback<InputEvent>| {
        html! {
            <label class="field" key={format!("{} {name}", known.id)}>
                <span>{ name }</span>
                <input
                    type="text" {id} autocomplete="off" dir="auto" readonly={read_only} {value} {oninput}
                    onblur={finish.clone()} onkeydown={leave.clone()}
                />
            </label>
        }
    };
    let identifier = known.identifier.as_ref().map_or_else(String::new, |identifier| identifier.as_str().to_owned());
    let members = session.links.members(&known.id).filter(|id| **id != annotation.id);
    let mut others: Vec<&Rc<Annotation>> = members.filter_map(|id| session.annotations.get(id)).collect();
    others.sort_by(|a, b| a.document_order(b));
    let count = others.len();
    let forget = desk.on({
        let id = known.id.clone();
        move |desk, _: MouseEvent| frame::run(desk, Action::RemoveEntity(id.clone()))
    });
    html! {
        <>
            { field(entity::NAME, Some(ENTITY_FIELD), known.name.to_string(), write(rename)) }
            <label class="field" key={format!("{} identifier", known.id)}>
                <span>{ entity::IDENTIFIER }</span>
                <input
                    type="text" class="identifier" autocomplete="off" spellcheck="false" readonly={read_only}
                    pattern={IDENTIFIER} value={identifier} oninput={write(identify)} onchange={check}
                    onblur={finish.clone()} onkeydown={leave.clone()}
                />
                <span class="field-error alarm-text">{ entity::NOT_AN_IDENTIFIER }</span>
            </label>
            { field(entity::NOTE, None, known.note.to_string(), write(annotate)) }
            if count > 0 {
                <div class="also-here" role="group" aria-label={entity::MENTIONS}>
                    <span class="hint">{ entity::MENTIONS }</span>
                    { for others.iter().take(MOST_LISTED).map(|other| jump(desk, open, other)) }
                    if count > MOST_LISTED {
                        <span class="hint">{ strings::palette::more(count - MOST_LISTED) }</span>
                    }
                </div>
            }
            <button type="button" class="fold" disabled={read_only} onclick={forget}>{ entity::DISSOLVE }</button>
        </>
    }
}

/// An item of Wikidata or an address, for the browser; `Identifier::new` decides.
const IDENTIFIER: &str = r"\s*(Q[1-9][0-9]*|https?://[^\s]+)\s*";

fn rename(entity: &mut Entity, typed: String) -> bool {
    entity.name = typed.trim().into();
    !entity.name.is_empty()
}

fn identify(entity: &mut Entity, typed: String) -> bool {
    entity.identifier = Identifier::new(&typed);
    typed.trim().is_empty() || entity.identifier.is_some()
}

fn annotate(entity: &mut Entity, typed: String) -> bool {
    entity.note = typed.into();
    true
}

/// The sentiments that point to a mention, to its entity, or to another mention of that.
fn sentiments(subject: Subject<'_>) -> Html {
    let Subject { desk, open, annotation, .. } = subject;
    let session = &open.session;
    // The mention, its entity, and the other mentions of that.
    let of_entity = annotation.entity().into_iter().flat_map(|entity| session.links.members(entity));
    let mut referents: BTreeSet<Referent> = of_entity.cloned().map(Referent::Mention).collect();
    referents.extend(annotation.entity().cloned().map(Referent::Entity));
    referents.insert(Referent::Mention(annotation.id.clone()));
    let is_it = |referent: &Referent| referents.contains(referent);
    let mut about: Vec<&Rc<Annotation>> = Vec::new();
    let mut of_it: Vec<&Rc<Annotation>> = Vec::new();
    for referent in &referents {
        for annotation in session.links.frames(referent).filter_map(|id| session.annotations.get(id)) {
            let Some(frame) = annotation.frame() else { continue };
            // One that points to several of them comes several times.
            if frame.referents().find(|pointed| is_it(pointed)) == Some(referent) {
                let is_target = frame.targets.iter().any(is_it);
                if is_target { &mut about } else { &mut of_it }.push(annotation);
            }
        }
    }
    let party = |part: Part| {
        let name = annotation.entity().and_then(|id| session.entities.get(id)).map(|entity| Rc::clone(&entity.name));
        let name = name.unwrap_or_else(|| words::quote_of(&session.text, annotation, words::NAME_CHARS).into());
        ThingKey::of_mention(&session.text, annotation).map(|thing| Party { part, thing, name })
    };
    let list = |name: &'static str, part: Part, frames: Vec<&Rc<Annotation>>| {
        if frames.is_empty() {
            return Html::default();
        }
        let count = frames.len();
        let party = party(part);
        let show = desk.on(move |desk, _: MouseEvent| desk.set_filter(|filter| filter.party = party.clone()));
        html! {
            <div class="also-here" role="group" aria-label={name}>
                <span class="hint">{ name }</span>
                { for frames.into_iter().take(MOST_LISTED).map(|frame| jump(desk, open, frame)) }
                if count > MOST_LISTED {
                    <span class="hint">{ strings::palette::more(count - MOST_LISTED) }</span>
                }
                <button type="button" class="fold" onclick={show}>{ says::SHOW_ONLY }</button>
            </div>
        }
    };
    html! { <>{ list(says::FELT_ABOUT, Part::Target, about) }{ list(says::HELD_BY, Part::Holder, of_it) }</> }
}

/// A button that goes to an annotation.
fn jump(desk: &Desk, open: &super::state::Open, annotation: &Rc<Annotation>) -> Html {
    let id: AnnotationId = annotation.id.clone();
    let go = desk.on(move |desk, _: MouseEvent| desk.go_to(&id));
    html! {
        <button key={annotation.id.as_str()} type="button" class="here" onclick={go}>
            { tag_sign(&Tag::of(annotation), &open.session.labels) }
            <span dir="auto">{ words::quote_of(&open.session.text, annotation, LISTED_CHARS) }</span>
        </button>
    }
}
