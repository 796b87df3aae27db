//! What has to be known of a file before it can be read, and the sign that one is being read.

use super::desk::{Arriving, Desk};
use super::dialog::Dialog;
use super::state::{Asked, Problems};
use super::strings::exchange;
use crate::browser::file;
use crate::format::decode::{Encoding, Preview, preview};
use crate::format::exchange::message::{Doubt, Entry};
use std::rc::Rc;
use yew::prelude::*;

/// How many lines of a report are shown at first.
const MOST_LINES: usize = 200;

/// A file is being read.
pub fn converting(desk: &Desk, name: &str) -> Html {
    let stop = desk.on(|desk, _: MouseEvent| desk.stop_converting());
    html! {
        <Dialog title={exchange::reading(name)} class="converting">
            <p role="status">{ exchange::READING }</p>
            <div class="dialog-feet">
                <button type="button" class="button" onclick={stop}>{ exchange::CANCEL }</button>
            </div>
        </Dialog>
    }
}

/// What is asked of a file.
pub fn asked(desk: &Desk, asked: &Asked) -> Html {
    match asked {
        Asked::Format(arriving, entries, doubt) => formats(desk, arriving, entries, *doubt),
        Asked::Encoding(arriving, encodings) => {
            html! { <Encodings arriving={arriving.clone()} encodings={encodings.to_vec()} /> }
        }
    }
}

fn formats(desk: &Desk, arriving: &Arriving, entries: &[Entry], doubt: Doubt) -> Html {
    let choice = |entry: &Entry| {
        let (arriving, id) = (arriving.clone(), entry.id.clone());
        let open = desk.on(move |desk, _: MouseEvent| {
            desk.clear_over();
            desk.open_as(&arriving, id.clone());
        });
        html! { <button type="button" class="button" onclick={open}>{ &entry.name }</button> }
    };
    let plain = {
        let arriving = arriving.clone();
        desk.on(move |desk, _: MouseEvent| {
            desk.clear_over();
            desk.open_plain(&arriving);
        })
    };
    html! {
        <Dialog title={exchange::which_format(&arriving.name)} class="ask-format">
            <p>{ exchange::doubt(doubt) }</p>
            <div class="ask-choices">
                { for entries.iter().map(choice) }
                <button type="button" class="button" onclick={plain}>{ exchange::PLAIN_TEXT }</button>
            </div>
        </Dialog>
    }
}

#[derive(PartialEq, Properties)]
struct EncodingsProps {
    arriving: Arriving,
    encodings: Vec<Encoding>,
}

/// The encodings that a text may be in, each with a line of what it would look like.
#[component]
fn Encodings(props: &EncodingsProps) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let chosen = use_state(|| 0_usize);
    let previews = use_memo(props.arriving.clone(), {
        let encodings = props.encodings.clone();
        move |arriving| {
            let of = |encoding: &Encoding| file::decoded(&arriving.bytes, encoding.label).map(|text| preview(&text));
            encodings.iter().map(of).collect::<Vec<Option<Preview>>>()
        }
    });
    let open = {
        let (arriving, label) = (props.arriving.clone(), props.encodings.get(*chosen).map(|encoding| encoding.label));
        desk.on(move |desk, event: SubmitEvent| {
            event.prevent_default();
            label.iter().for_each(|label| desk.open_encoded(&arriving, label));
        })
    };
    let choice = |(place, encoding): (usize, &Encoding)| {
        let preview = previews.get(place).and_then(Option::as_ref)?;
        let chosen_now = chosen.clone();
        let choose = Callback::from(move |_: Event| chosen_now.set(place));
        Some(html! {
            <label class="format">
                <input
                    type="radio" name="encoding" value={encoding.label} checked={*chosen == place} onchange={choose}
                />
                <span>
                    <strong>{ encoding.name }</strong>
                    <small class="preview" dir="auto">{ &preview.before }<mark>{ &preview.from }</mark></small>
                    if preview.missing > 0 { <small>{ exchange::missing(preview.missing) }</small> }
                </span>
            </label>
        })
    };
    html! {
        <Dialog title={exchange::which_encoding(&props.arriving.name)} class="ask-encoding">
            <form onsubmit={open}>
                <p>{ exchange::NOT_UTF8 }</p>
                <fieldset class="formats">
                    <legend class="visually-hidden">{ exchange::ENCODING }</legend>
                    { for props.encodings.iter().enumerate().filter_map(choice) }
                </fieldset>
                <div class="dialog-feet">
                    <button type="submit" class="button primary">{ exchange::OPEN }</button>
                </div>
            </form>
        </Dialog>
    }
}

/// What was wrong with a file, a line each; some lead to the annotation that they are about.
pub fn problems(desk: &Desk, problems: &Rc<Problems>) -> Html {
    let line = |line: &super::state::Line| {
        let jump = line.jump.clone().map(|id| {
            let go = desk.on(move |desk, _: MouseEvent| {
                desk.clear_over();
                desk.go_to(&id);
            });
            html! { <button type="button" class="fold" onclick={go}>{ exchange::SHOW }</button> }
        });
        html! { <li>{ &line.words }{ " " }{ jump }</li> }
    };
    let more = problems.lines.len().saturating_sub(MOST_LINES);
    let save = {
        let problems = Rc::clone(problems);
        desk.on(move |desk, _: MouseEvent| desk.download_report(&problems))
    };
    html! {
        <Dialog title={problems.title.clone()} class="problems">
            <ul>{ for problems.lines.iter().take(MOST_LINES).map(line) }</ul>
            if more > 0 {
                <p>{ exchange::more(more) }</p>
                <div class="dialog-feet">
                    <button type="button" class="button" onclick={save}>{ exchange::DOWNLOAD_REPORT }</button>
                </div>
            }
        </Dialog>
    }
}
