//! What a number counts: the sentences of its annotations, each leading to its place in the article.

use super::sections::{Counted, Part};
use crate::browser::page;
use crate::model::{Annotation, AnnotationId, CharPos, CharRange, Tag};
use crate::ui::desk::Desk;
use crate::ui::strings::{self, insight as says};
use crate::ui::tag_chip::tag_sign;
use crate::ui::words;
use yew::prelude::*;

/// The heading of the list. It gets the focus when a number is chosen.
pub const PASSAGES: &str = "insight-passages";

/// How many are listed; the others are counted.
const MOST_ROWS: usize = 100;

/// How much of a sentence is shown on either side of the words, in code points.
const CONTEXT_CHARS: u32 = 240;

/// The list. What is of the other article can be read here; that one has to be opened to go there.
pub fn passages(desk: &Desk, counted: &Counted, other: Option<&Counted>, part: &Part) -> Html {
    let of = if part.in_other { other } else { Some(counted) };
    let Some(of) = of else { return Html::default() };
    let left = part.ids.len().saturating_sub(MOST_ROWS);
    let row = |id: &AnnotationId| {
        let annotation = of.session.annotations.get(id)?;
        let words = html! {
            <>
                { tag_sign(&Tag::of(annotation), &of.session.labels) }
                <span class="passage-words" dir="auto">{ sentence(of, annotation) }</span>
                <span class="passage-who">{ who(of, id) }</span>
            </>
        };
        Some(if part.in_other {
            html! { <li key={id.as_str()} class="passage">{ words }</li> }
        } else {
            html! {
                <li key={id.as_str()}>
                    <button type="button" class="passage" data-annotation={id.as_str().to_owned()}>{ words }</button>
                </li>
            }
        })
    };
    let go = desk.on(|desk, event: MouseEvent| {
        let id = page::nearest_attribute(&event, "data-annotation").and_then(|id| AnnotationId::new(&id));
        id.iter().for_each(|id| desk.leave_insight_for(id));
    });
    let document = of.session.document.id.clone();
    let open = desk.on(move |desk, _: MouseEvent| desk.open(document.clone()));
    html! {
        <div class="passages">
            <h4 id={PASSAGES} tabindex="-1">{ says::passages(&part.title, part.ids.len()) }</h4>
            <ul onclick={go}>{ for part.ids.iter().take(MOST_ROWS).filter_map(row) }</ul>
            if left > 0 { <p class="hint">{ strings::and_more(left) }</p> }
            if part.in_other { <button type="button" class="button" onclick={open}>{ says::OPEN_OTHER }</button> }
        </div>
    }
}

/// The sentence around the words of an annotation.
fn sentence(of: &Counted, annotation: &Annotation) -> Html {
    let text = &of.session.text;
    let Some(extent) = annotation.extent() else {
        return html! { words::quote_of(text, annotation, words::ROW_CHARS) };
    };
    let (start, end) = (extent.start(), extent.end());
    let around = of.stretches.at(start).unwrap_or(extent).joined(extent);
    let before = CharRange::between(around.start().max(CharPos(start.0.saturating_sub(CONTEXT_CHARS))), start);
    let behind = CharRange::between(end, around.end().min(end.plus(CONTEXT_CHARS)));
    let quote = |range| words::quote(text, range, usize::MAX);
    let (mut start_of_it, mut end_of_it) = (quote(before), quote(behind));
    // What is cut is cut between words, and is seen to be cut.
    if before.start() > around.start() {
        start_of_it = format!("… {}", start_of_it.split_once(' ').map_or("", |(_, rest)| rest));
    }
    if behind.end() < around.end() {
        end_of_it = format!("{} …", end_of_it.rsplit_once(' ').map_or("", |(rest, _)| rest));
    }
    html! { <>{ start_of_it }<strong>{ quote(extent) }</strong>{ end_of_it }</> }
}

/// Who feels it, about whom.
fn who(of: &Counted, id: &AnnotationId) -> Option<String> {
    let stance = of.stance(id)?;
    let targets: Vec<&str> = stance.targets.iter().map(|target| of.names.target(*target)).collect();
    Some(says::about(of.names.holder(stance.holder), &targets.join(", ")))
}
