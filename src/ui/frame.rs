//! A sentiment: who feels what about whom. Its rows stand on a card beside the text, and in the inspector.

use super::desk::Desk;
use super::keys::{self, Assigned, Deed};
use super::state::Open;
use super::strings::{self, frame};
use super::tag_chip::{chosen, polarity_chip};
use super::words;
use crate::browser::page;
use crate::model::{Action, Annotation, Attitude, Frame, Holder, Intensity, Manner, Polarity, Referent, Role};
use std::rc::Rc;
use yew::prelude::*;

/// What the rows are about.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    /// The desk.
    pub desk: &'a Desk,
    /// The open document.
    pub open: &'a Open,
    /// The focused annotation.
    pub annotation: &'a Rc<Annotation>,
    /// The keys that were assigned.
    pub keys: &'a Assigned,
}

impl Subject<'_> {
    fn read_only(&self) -> bool {
        self.open.is_read_only()
    }

    fn name(&self, holder: &Holder) -> String {
        words::holder(&self.open.session, holder)
    }

    /// A small button of the desk.
    fn button(&self, class: &'static str, name: Html, label: Option<String>, act: impl Fn(&Desk) + 'static) -> Html {
        let onclick = self.desk.on(move |desk, _: MouseEvent| act(desk));
        html! {
            <button type="button" {class} aria-label={label.clone()} title={label} disabled={self.read_only()} {onclick}>
                { name }
            </button>
        }
    }
}

/// For and against, how strongly, whose, and about whom.
pub fn core_rows(subject: Subject<'_>, frame: &Frame) -> Html {
    let Subject { desk, open, annotation, keys } = subject;
    let proposals = desk.proposals(open, annotation);
    let id = annotation.id.clone();
    let repolarize = desk.on(move |desk, event: MouseEvent| {
        if let Some(tag) = chosen(&event) {
            desk.relabel(&id, tag);
        }
    });
    let picking = open.view.picking();
    let holders = frame.holders.iter().map(|holder| holder_chip(subject, frame, holder));
    let proposed: Vec<String> = proposals.holders.iter().map(|holder| subject.name(holder)).collect();
    let targets = frame.targets.iter().map(|target| target_chip(subject, target));
    let untagged = proposals.untagged.filter(|_| proposals.holders.is_empty());
    html! {
        <>
            <div class="chips sentiments" role="group" aria-label={strings::inspector::POLARITY} onclick={repolarize}>
                { for Polarity::ALL.into_iter().map(|other| polarity_chip(other, keys, None, Some(other == frame.polarity))) }
            </div>
            { intensity_row(subject, frame.intensity) }
            <div class="party-row">
                <span class="party-role">{ frame::HOLDER }</span>
                <span class="parties">
                    { for holders }
                    if !proposed.is_empty() {
                        { proposal(subject, &proposed.join(frame::TOLD_BY), Role::Holder) }
                    }
                    { pick_button(subject, Role::Holder, frame::CHOOSE) }
                    if frame.holders.iter().any(|holder| *holder != Holder::Author) || picking == Some(Role::Source) {
                        { pick_button(subject, Role::Source, frame::ADD_SOURCE) }
                    }
                </span>
                if let Some(words) = untagged {
                    <span class="hint party-hint">
                        { frame::untagged(&words::quote(&open.session.text, words, words::QUOTE_CHARS)) }
                    </span>
                }
            </div>
            <div class="party-row">
                <span class="party-role">{ frame::TARGET }</span>
                <span class="parties">
                    if frame.targets.is_empty() && proposals.target.is_none() {
                        <span class="party" data-kind="nobody">{ frame::NO_TARGET }</span>
                    }
                    { for targets }
                    if let Some(target) = proposals.target {
                        { proposal(subject, &words::referent(&open.session, &target), Role::Target) }
                    }
                    { pick_button(subject, Role::Target, frame::CHOOSE) }
                </span>
            </div>
            if let Some(role) = picking {
                { candidates(subject, role) }
            }
        </>
    }
}

fn intensity_row(subject: Subject<'_>, intensity: Intensity) -> Html {
    let button = |value: Intensity| {
        let pressed = value == intensity;
        let onclick = subject.desk.on(move |desk, _: MouseEvent| desk.set_intensity(value));
        html! {
            <button
                type="button" class="segment" aria-pressed={pressed.to_string()} disabled={subject.read_only()} {onclick}
            ><kbd>{ value.number() }</kbd>{ frame::intensity(value) }</button>
        }
    };
    html! {
        <div class="segments" role="group" aria-label={frame::INTENSITY}>
            { for Intensity::ALL.into_iter().map(button) }
        </div>
    }
}

fn holder_chip(subject: Subject<'_>, frame: &Frame, holder: &Holder) -> Html {
    let name = subject.name(holder);
    let is_plain = *frame.holders == [Holder::Author];
    let kind = if matches!(holder, Holder::Known(_)) { "known" } else { "nobody" };
    let known = match holder {
        Holder::Known(referent) => go_button(subject, referent, &name),
        Holder::Author | Holder::Implicit => html! { &name },
    };
    let holder = holder.clone();
    html! {
        <span class="party" data-kind={kind} key={name.clone()}>
            { known }
            if !is_plain {
                { subject.button("party-out", html! { "×" }, Some(frame::take_out(&name)), move |desk| {
                    desk.drop_holder(&holder);
                    desk.keep_focus_on_page();
                }) }
            }
        </span>
    }
}

fn target_chip(subject: Subject<'_>, target: &Referent) -> Html {
    let name = words::referent(&subject.open.session, target);
    let referent = target.clone();
    html! {
        <span class="party" data-kind="known" key={name.clone()}>
            { go_button(subject, target, &name) }
            { subject.button("party-out", html! { "×" }, Some(frame::take_out(&name)), move |desk| {
                desk.toggle_target(&referent);
                desk.keep_focus_on_page();
            }) }
        </span>
    }
}

/// The name of someone, which goes to where the text names it.
pub fn go_button(subject: Subject<'_>, referent: &Referent, name: &str) -> Html {
    let referent = referent.clone();
    let go = subject.desk.on(move |desk, _: MouseEvent| desk.go_to_referent(&referent));
    html! { <button type="button" class="party-name" dir="auto" onclick={go}>{ name }</button> }
}

/// Something that is proposed: not said of the sentiment until it is taken.
fn proposal(subject: Subject<'_>, name: &str, role: Role) -> Html {
    html! {
        <span class="party" data-kind="proposed">
            <button
                type="button" class="party-name" dir="auto" title={frame::accept(name)}
                disabled={subject.read_only()}
                onclick={subject.desk.on(move |desk, _: MouseEvent| {
                    desk.accept(Some(role));
                    desk.keep_focus_on_page();
                })}
            >{ format!("{name} ?") }<kbd>{ keys::first(Deed::GoOn, subject.keys) }</kbd></button>
            { subject.button("party-out", html! { "×" }, Some(frame::decline(name)), move |desk| desk.decline(role)) }
        </span>
    }
}

/// The button that lets someone be chosen.
pub fn pick_button(subject: Subject<'_>, role: Role, name: &str) -> Html {
    let pressed = subject.open.view.picking() == Some(role);
    let title = keys::titled(frame::choose(role), Deed::Pick(role), subject.keys);
    let pick = subject.desk.on(move |desk, _: MouseEvent| {
        desk.pick(role);
    });
    html! {
        <button
            type="button" class="pick" data-role={role_name(role)} aria-pressed={pressed.to_string()} {title}
            disabled={subject.read_only()} onclick={pick}
        >{ name }<span class="visually-hidden">{ format!(" ({})", frame::choose(role)) }</span><kbd>{ keys::first(Deed::Pick(role), subject.keys) }</kbd></button>
    }
}

/// What programs know a role by.
fn role_name(role: Role) -> &'static str {
    match role {
        Role::Target => "target",
        Role::Holder => "holder",
        Role::Source => "source",
        Role::Entity => "entity",
    }
}

/// Those to choose from, each with its digit.
pub fn candidates(subject: Subject<'_>, role: Role) -> Html {
    let Subject { desk, open, annotation, .. } = subject;
    let offered = desk.candidates(open, annotation, role);
    let chosen = |holder: &Holder| match (annotation.frame(), holder, role) {
        (Some(frame), Holder::Known(referent), Role::Target) => frame.targets.contains(referent),
        (Some(frame), holder, Role::Holder | Role::Source) => frame.holders.contains(holder),
        _ => false,
    };
    let button = |(place, holder): (usize, &Holder)| {
        let name = subject.name(holder);
        let pressed = (role != Role::Entity).then(|| chosen(holder).to_string());
        let holder = holder.clone();
        let choose = desk.on(move |desk, event: MouseEvent| desk.choose_holder(holder.clone(), event.shift_key()));
        html! {
            <button key={place} type="button" class="candidate" aria-pressed={pressed} onclick={choose}>
                <kbd>{ place + 1 }</kbd><span dir="auto">{ name }</span>
            </button>
        }
    };
    let none = if role == Role::Entity { frame::NONE_LIKE_IT } else { frame::NONE_NEAR };
    html! {
        <div class="candidates" role="group" aria-label={frame::choose(role)}>
            <span class="hint">{ frame::choose(role) }</span>
            { for offered.iter().enumerate().map(button) }
            <span class="hint">{ if offered.is_empty() { none } else { frame::OR_CLICK } }</span>
        </div>
    }
}

/// How the text conveys it, and what can be ticked of it.
pub fn manner_rows(subject: Subject<'_>, frame: &Frame) -> Html {
    let Subject { desk, .. } = subject;
    let set_manner = desk.on(|desk, event: Event| {
        let manner = page::field_value(&event).parse().ok().and_then(|place: usize| Manner::ALL.get(place).copied());
        if let Some(manner) = manner {
            desk.change_frame(|frame| frame.manner = manner);
        }
    });
    let set_attitude = desk.on(|desk, event: Event| {
        let place: usize = page::field_value(&event).parse().unwrap_or(0);
        desk.change_frame(|frame| frame.attitude = place.checked_sub(1).and_then(|at| Attitude::ALL.get(at)).copied());
    });
    let option = |place: usize, name: &'static str, selected: bool| {
        html! { <option value={place.to_string()} {selected}>{ name }</option> }
    };
    let manners = Manner::ALL.into_iter().enumerate();
    let manners = manners.map(|(place, manner)| option(place, frame::manner(manner), manner == frame.manner));
    let attitudes = Attitude::ALL.into_iter().zip(1..);
    let attitudes =
        attitudes.map(|(attitude, place)| option(place, frame::attitude(attitude), Some(attitude) == frame.attitude));
    let flag = |name: &'static str, checked: bool, toggle: fn(&mut Frame)| {
        let onchange = desk.on(move |desk, _: Event| {
            desk.change_frame(toggle);
        });
        html! {
            <label class="check"><input type="checkbox" {checked} disabled={subject.read_only()} {onchange} />{ name }</label>
        }
    };
    html! {
        <div class="frame-manner">
            <label class="field">
                <span>{ frame::MANNER }</span>
                <select disabled={subject.read_only()} onchange={set_manner}>{ for manners }</select>
            </label>
            <label class="field">
                <span>{ frame::ATTITUDE }</span>
                <select disabled={subject.read_only()} onchange={set_attitude}>
                    { option(0, frame::ANY_ATTITUDE, frame.attitude.is_none()) }
                    { for attitudes }
                </select>
            </label>
            <div class="checks" role="group" aria-label={frame::FLAGS}>
                { flag(frame::NEGATED, frame.flags.negated, |frame| frame.flags.negated = !frame.flags.negated) }
                { flag(frame::IRONIC, frame.flags.ironic, |frame| frame.flags.ironic = !frame.flags.ironic) }
                { flag(frame::UNCERTAIN, frame.flags.uncertain, |frame| frame.flags.uncertain = !frame.flags.uncertain) }
            </div>
        </div>
    }
}

/// Runs a command of the focused annotation’s rows.
pub fn run(desk: &Desk, action: Action) {
    desk.run(action);
    desk.keep_focus_on_page();
}
