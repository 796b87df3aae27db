//! The line over the article that says what a click or a selection does for now, where that is not what it usually does;
//! with a button that ends it.

use super::desk::Desk;
use super::keys::{self, Assigned, Deed};
use super::state::Open;
use super::strings::{frame, mode, relations};
use super::words;
use crate::model::Annotation;
use std::rc::Rc;
use yew::prelude::*;

/// The longest quote of where a relation begins, in code points.
const FROM_CHARS: usize = 40;

/// The line, where something is armed, chosen or related.
pub fn mode_line(desk: &Desk, open: &Open, assigned: &Assigned) -> Html {
    let view = &open.view;
    let annotations = &open.session.annotations;
    if let Some(from) = view.relating.as_ref().and_then(|id| annotations.get(id)) {
        return relating(desk, open, from, assigned);
    }
    if let Some(tag) = &view.armed {
        let stop = stop_button(desk, assigned, |desk| desk.disarm());
        return line("armed-line", &mode::armed(&words::tag(tag, &open.session.labels)), Some(mode::HOW_ARMED), stop);
    }
    if let Some(role) = view.picking() {
        let stop = stop_button(desk, assigned, |desk| {
            desk.stop_picking();
        });
        return line("choosing", frame::choose(role), Some(mode::HOW_CHOSEN), stop);
    }
    Html::default()
}

fn relating(desk: &Desk, open: &Open, from: &Rc<Annotation>, assigned: &Assigned) -> Html {
    let other = open.view.focus.clone().filter(|focus| *focus != from.id);
    let key = |deed| keys::first(deed, assigned);
    let how = relations::choose_other(&key(Deed::NextMark), &key(Deed::PreviousMark));
    let how = other.is_none().then_some(&*how);
    let relate = other.clone().map(|other| desk.on(move |desk, _: MouseEvent| desk.relate_to(&other)));
    let buttons = html! {
        <>
            if let Some(relate) = relate {
                <button type="button" class="button small primary" onclick={relate}>{ relations::WITH_THIS }</button>
            }
            { stop_button(desk, assigned, |desk| desk.stop_relating()) }
        </>
    };
    line("relating", &relations::relating(&words::quote_of(&open.session.text, from, FROM_CHARS)), how, buttons)
}

fn stop_button(desk: &Desk, assigned: &Assigned, stop: fn(&Desk)) -> Html {
    let title = keys::titled(mode::STOP, Deed::StepBack, assigned);
    let stop = desk.on(move |desk, _: MouseEvent| stop(desk));
    html! { <button type="button" class="button small" {title} onclick={stop}>{ mode::STOP }</button> }
}

fn line(kind: &'static str, what: &str, how: Option<&str>, buttons: Html) -> Html {
    html! {
        <section key={kind} class={classes!("mode", kind)} aria-label={what.to_owned()}>
            <p>
                <strong>{ what }</strong>
                if let Some(how) = how { { " " }<span>{ how }</span> }
            </p>
            { buttons }
        </section>
    }
}
