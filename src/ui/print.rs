//! What only a printed article has: a legend of the labels and sentiments that occur, and the notes at its end.

use super::desk::Desk;
use super::strings;
use super::tag_chip::tag_sign;
use super::words;
use crate::browser::viewport;
use crate::model::endnotes::Endnotes;
use crate::model::{Annotation, Counts, LabelSet, Polarity, Session, Tag};
use std::rc::Rc;
use yew::prelude::*;

/// What the legend shows.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The labels.
    pub labels: Rc<LabelSet>,
    /// How many annotations there are of each kind.
    pub counts: Rc<Counts>,
}

/// The labels and sentiments that occur, as their marks look, with their counts.
#[component]
pub fn Legend(props: &Props) -> Html {
    let Props { labels, counts } = props;
    let label =
        |label: &crate::model::Label| {
            let count = counts.of_label(&label.id);
            let slot = label.slot.number().to_string();
            (count > 0).then(|| html! {
            <li key={label.id.as_str()}>
                <span class="legend-mark" data-slot={slot}>{ &*label.name }</span>
                { " " }{ strings::print::times(count as usize) }
                if !label.description.is_empty() { <span class="hint">{ format!(" {}", label.description) }</span> }
            </li>
        })
        };
    let sentiment = |polarity: Polarity| {
        let count = counts.of_polarity(polarity);
        let name = polarity.name();
        (count > 0).then(|| {
            html! {
                <li key={name}>
                    <span class="legend-mark" data-polarity={name}>{ strings::sentiment(polarity) }</span>
                    { " " }{ polarity.sign() }{ " " }{ strings::print::times(count as usize) }
                </li>
            }
        })
    };
    html! {
        <ul class="legend" aria-label={strings::print::LEGEND}>
            { for labels.iter().filter_map(label) }
            { for Polarity::ALL.into_iter().filter_map(sentiment) }
        </ul>
    }
}

/// The notes on annotations, numbered as the style sheet numbers the marks that carry them. They are made when the page
/// is about to be printed.
#[component]
pub fn PrintedNotes() -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let printing = use_state(|| false);
    {
        let printing = printing.setter();
        use_effect_with((), move |()| {
            let after = printing.clone();
            let listeners =
                [viewport::before_print(move || printing.set(true)), viewport::after_print(move || after.set(false))];
            move || drop(listeners)
        });
    }
    let open = desk.state().open.filter(|_| *printing);
    let Some(session) = open.map(|open| open.session) else { return Html::default() };
    let notes = Endnotes::of(&session.text, &session.annotations);
    let place =
        |place: &Vec<Rc<Annotation>>| html! { <li>{ for place.iter().map(|note| note_view(&session, note)) }</li> };
    html! {
        <section class="printed-notes">
            if !notes.placed.is_empty() || !notes.unplaced.is_empty() { <h2>{ strings::print::NOTES }</h2> }
            <ol>{ for notes.placed.iter().map(place) }</ol>
            { for notes.unplaced.iter().map(|note| note_view(&session, note)) }
        </section>
    }
}

fn note_view(session: &Session, annotation: &Annotation) -> Html {
    html! {
        <p>
            { tag_sign(&Tag::of(annotation), &session.labels) }
            <q dir="auto">{ words::quote_of(&session.text, annotation, words::ROW_CHARS) }</q>
            { " " }<span dir="auto">{ &*annotation.note }</span>
        </p>
    }
}
