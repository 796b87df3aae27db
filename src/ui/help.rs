//! The help: how to annotate, the keys, and how sentiment is meant.

use super::dialog::Dialog;
use super::keys::{self, Assigned, Deed, LABEL_ROWS, TABLE};
use super::strings::{self, header, help};
use yew::prelude::*;

/// The help.
pub fn help(assigned: &Assigned) -> Html {
    // Not every action has a key, so what it does is what names the row.
    let line = |keys: String, does: &'static str| html! { <tr><td>{ keys }</td><th scope="row">{ does }</th></tr> };
    let labels = LABEL_ROWS.iter().map(|(keys, does)| line((*keys).to_owned(), does));
    let rows = TABLE.iter().map(|row| (keys::join(&keys::chords(row, assigned)), row.does));
    let rows = rows.filter(|(keys, _)| !keys.is_empty()).map(|(keys, does)| line(keys, does));
    let rule = |rule: &'static str| html! { <li>{ rule }</li> };
    html! {
        <Dialog title={header::HELP} class="help">
            <h3>{ help::HOW_TO }</h3>
            <ol>{ for help::STEPS.map(rule) }</ol>
            <p>{ keys::titled(help::ARMED, Deed::StepBack, assigned) }{ "." }</p>
            <p>{ help::LABELS_ARE_YOURS }</p>
            <h3>{ help::KEYS }</h3>
            <table class="keys">
                <thead><tr><th scope="col">{ help::KEY }</th><th scope="col">{ help::DOES }</th></tr></thead>
                <tbody>{ for labels.chain(rows) }</tbody>
            </table>
            <p>{ help::KEYS_CAN_BE_CHANGED }</p>
            <h3>{ help::HINTS }</h3>
            <ul>{ for help::HINT_RULES.map(rule) }</ul>
            <h3>{ strings::SENTIMENT }</h3>
            <ol>{ for help::SENTIMENT_RULES.map(rule) }</ol>
        </Dialog>
    }
}
