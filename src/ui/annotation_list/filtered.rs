//! The annotation list where a filter, an order or groups are asked for.
//!
//! What is shown is computed from all annotations, a moment after each edit, for as long as that is asked for. It is drawn
//! in chunks, from the first one on: some at once, the others in idle moments.

use super::chunks::{Chunk, Chunks, Line};
use super::row::{group_row, row};
use super::whole::ListProps;
use crate::browser::clock;
use crate::browser::viewport;
use crate::model::filter::{Filter, Group, Shown};
use crate::model::{AnnotationId, LabelSet, Tag, Text};
use crate::ui::desk::Desk;
use crate::ui::drawing::use_growth;
use crate::ui::occurrences::AtRevision;
use crate::ui::strings;
use crate::ui::words;
use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;
use yew::prelude::*;

/// How long after an edit or a change of the filter, in milliseconds, what is shown is computed.
const SHOW_REST: u32 = 40;

/// How many chunks are drawn at once.
const FIRST_CHUNKS: usize = 2;

/// What a filter lets through.
#[derive(Clone)]
pub struct Showing {
    /// The filter.
    filter: Filter,
    /// Counts the filters: for another one the list is drawn anew, which is quicker than moving its rows about.
    pub serial: u32,
    /// What it lets through.
    pub shown: Rc<Shown>,
    /// What stands now where the focused annotation stood before, or next to it.
    pub in_place_of_focus: Option<AnnotationId>,
}

/// What the filter lets through, a moment after each change; `None` while the filter is off and until then.
#[hook]
pub fn use_showing(session: &AtRevision, filter: &Filter) -> Option<Showing> {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let showing = use_state(|| None::<Showing>);
    let is_off = filter.is_off();
    {
        let showing = showing.clone();
        use_effect_with((session.clone(), filter.clone()), move |(AtRevision(session), filter)| {
            let (session, filter) = (session.clone(), filter.clone());
            let show = move || {
                let shown = filter.show(&session);
                let before = showing.as_ref().filter(|before| before.filter == filter);
                if before.is_none() {
                    desk.say(&count_words(shown.count, session.annotations.len(), filter.is_narrow()));
                }
                let focus = desk.state().open.and_then(|open| open.view.focus);
                let in_place_of_focus =
                    before.zip(focus).and_then(|(before, focus)| in_place_of(&focus, &before.shown, &shown));
                let last = showing.as_ref().map_or(0, |showing| showing.serial);
                let serial = if before.is_some() { last } else { last + 1 };
                showing.set(Some(Showing { filter, serial, shown: Rc::new(shown), in_place_of_focus }));
            };
            let timer = (!is_off).then(|| clock::after(SHOW_REST, show));
            move || drop(timer)
        });
    }
    (*showing).clone().filter(|_| !is_off)
}

/// The annotation itself where it is still shown, or else the nearest one after it, or before it, that is.
fn in_place_of(id: &AnnotationId, before: &Shown, after: &Shown) -> Option<AnnotationId> {
    let there: HashSet<&AnnotationId> = after.annotations().map(|annotation| &annotation.id).collect();
    let order: Vec<&AnnotationId> = before.annotations().map(|annotation| &annotation.id).collect();
    let at = order.iter().position(|other| *other == id)?;
    let nearest = order[at..].iter().chain(order[..at].iter().rev()).find(|other| there.contains(**other));
    nearest.map(|id| (*id).clone())
}

/// How many annotations are shown.
pub fn count_words(shown: usize, all: usize, narrow: bool) -> String {
    match narrow {
        true => strings::list::shown(shown, all),
        false => strings::annotations(all),
    }
}

/// The properties of [`Filtered`].
#[derive(PartialEq, Properties)]
pub struct Props {
    /// What every list has.
    pub list: ListProps,
    /// What is shown.
    pub shown: Rc<Shown>,
    /// The groups that are unfolded.
    pub unfolded: Rc<Vec<GroupKey>>,
    /// The element that the chunks are in.
    pub container: NodeRef,
}

/// What a group is known by: its words and its tag.
pub type GroupKey = (String, Tag);

/// What a group is known by.
pub fn group_key(text: &Text, group: &Group) -> GroupKey {
    (words::quote_of(text, group.first(), usize::MAX), Tag::of(group.first()))
}

/// The rows of what is shown.
#[component]
pub fn Filtered(props: &Props) -> Html {
    let ListProps { text, labels, focus } = &props.list;
    let memory = use_memo((), |()| RefCell::new(Chunks::default()));
    let chunks = use_memo((Rc::clone(&props.shown), Rc::clone(&props.unfolded)), |(shown, unfolded)| {
        let is_unfolded = |group: &Group| !unfolded.is_empty() && unfolded.contains(&group_key(text, group));
        memory.borrow_mut().arrange(Line::of(&shown.entries, is_unfolded))
    });
    let holds = |chunk: &Chunk, id: &AnnotationId| {
        chunk.lines.iter().any(|line| matches!(line, Line::Mark(annotation, _) if annotation.id == *id))
    };
    let focused = focus.as_ref().and_then(|id| chunks.iter().position(|chunk| holds(chunk, id)));
    let drawn = use_growth(chunks.len(), focused.map_or(0, |at| at + 1).max(FIRST_CHUNKS));
    {
        let container = props.container.clone();
        let lines: Vec<usize> = chunks.iter().take(drawn).map(|chunk| chunk.lines.len()).collect();
        use_effect_with(lines, move |lines| {
            if let Some(container) = container.cast::<web_sys::Element>() {
                viewport::set_estimates(&container, &lines.iter().map(|lines| *lines as f64).collect::<Vec<_>>());
            }
        });
    }
    let view = |(index, chunk): (usize, &Rc<Chunk>)| {
        html! {
            <ChunkView
                key={chunk.key}
                text={Rc::clone(text)}
                labels={Rc::clone(labels)}
                chunk={Rc::clone(chunk)}
                focus={focus.clone().filter(|_| focused == Some(index))}
            />
        }
    };
    html! { <>{ for chunks.iter().take(drawn).enumerate().map(view) }</> }
}

#[derive(PartialEq, Properties)]
struct ChunkProps {
    text: Rc<Text>,
    labels: Rc<LabelSet>,
    chunk: Rc<Chunk>,
    focus: Option<AnnotationId>,
}

/// The rows of a chunk.
#[component]
fn ChunkView(props: &ChunkProps) -> Html {
    let ChunkProps { text, labels, chunk, focus } = props;
    let line = |line: &Line| match line {
        Line::Mark(annotation, within) => row(text, annotation, labels, focus.as_ref(), *within),
        Line::Group(group, unfolded) => group_row(text, group, labels, *unfolded),
    };
    html! { <div class="list-section" role="none" data-drawn="yes">{ for chunk.lines.iter().map(line) }</div> }
}
