//! The help: how to annotate, the keys, and how sentiment is meant.

use super::dialog::Dialog;
use super::findings;
use super::keys::{self, Assigned, Deed, LABEL_ROWS, TABLE};
use yew::prelude::*;

const LABELS_ARE_YOURS: &str = "The labels are yours: “edit labels” changes their names, colours, keys and order, defines attributes of marks, and has \
     other sets of labels. Among many labels one is found by typing a few letters of its name.";

/// The five rules of sentiment.
const RULES: [&str; 5] = [
    "Polarity is the holder’s stance to this target, after negation. A different stance to another target is another \
     sentiment.",
    "Neutral means that a stance is voiced but balanced. No stance, no sentiment.",
    "Tag what the text conveys, not whether you agree.",
    "Select the shortest words that carry it, with what strengthens or weakens them.",
    "With no words of opinion at all, tag the name that the sentiment is about: the author is its holder.",
];

const ARMED: &str =
    "A label chosen with nothing selected stays armed: each selection is tagged at once, until you step back";
const KEYS_CAN_BE_CHANGED: &str =
    "Every key but those of the labels can be changed, and single keys can be switched off: see the settings.";

/// The help.
pub fn help(assigned: &Assigned) -> Html {
    // Not every action has a key, so what it does is what names the row.
    let line = |keys: String, does: &'static str| html! { <tr><td>{ keys }</td><th scope="row">{ does }</th></tr> };
    let labels = LABEL_ROWS.iter().map(|(keys, does)| line((*keys).to_owned(), does));
    let rows = TABLE.iter().map(|row| (keys::join(&keys::chords(row, assigned)), row.does));
    let rows = rows.filter(|(keys, _)| !keys.is_empty()).map(|(keys, does)| line(keys, does));
    html! {
        <Dialog title="Help" class="help">
            <h3>{ "How to annotate" }</h3>
            <ol>
                <li>{ "Select words in the article." }</li>
                <li>{ "Press a label’s key, choose it from the menu at the words, or from the bar above." }</li>
                <li>{ "Click a mark to change it, to write a note, or to remove it. Click again for the mark around it." }</li>
                <li>{ "Download the JSON when you are done. Until then everything is kept in this browser." }</li>
            </ol>
            <p>{ keys::titled(ARMED, Deed::StepBack, assigned) }{ "." }</p>
            <p>{ LABELS_ARE_YOURS }</p>
            <h3>{ "Keys" }</h3>
            <table class="keys">
                <thead><tr><th scope="col">{ "Key" }</th><th scope="col">{ "What it does" }</th></tr></thead>
                <tbody>{ for labels.chain(rows) }</tbody>
            </table>
            <p>{ KEYS_CAN_BE_CHANGED }</p>
            <h3>{ "Hints" }</h3>
            <ul>{ for findings::RULES.iter().map(|rule| html! { <li>{ *rule }</li> }) }</ul>
            <h3>{ "Sentiment" }</h3>
            <ol>{ for RULES.iter().map(|rule| html! { <li>{ *rule }</li> }) }</ol>
        </Dialog>
    }
}
