//! The list of annotations beside the article. From each of its rows everything can be done that can be done to a mark:
//! it is the way for those who do not see the article.

mod chunks;
mod copy_row;
mod filter_row;
mod filtered;
mod row;
mod whole;

use super::desk::Desk;
use super::occurrences::AtRevision;
use super::strings::list as strings;
use crate::browser::rows::{self, Row};
use crate::browser::{page, viewport};
use crate::model::filter::{Entry, Filter, Part};
use crate::model::{AnnotationId, Referent, Session};
use copy_row::copy_row;
use filter_row::filter_row;
use filtered::{Filtered, GroupKey, count_words, group_key, use_showing};
use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;
use whole::{ListProps, Whole};
use yew::prelude::*;

/// The element that has the rows, and takes the focus for them.
pub const ROWS: &str = "annotation-rows";

/// What the list shows.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The session.
    pub session: AtRevision,
    /// The focused annotation, and the sections that it touches.
    pub focus: Option<(AnnotationId, Range<usize>)>,
    /// What is shown of the annotations, and how.
    pub filter: Filter,
    /// Whether nothing can be changed here.
    pub read_only: bool,
}

/// The list.
#[component]
pub fn AnnotationList(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let (list, scroller) = (use_node_ref(), use_node_ref());
    let (filtering, copying) = (use_state(|| false), use_state(|| false));
    let unfolded = use_state(|| Rc::new(Vec::<GroupKey>::new()));
    let had_focus = use_mut_ref(|| false);
    let Session { text, annotations, labels, .. } = &props.session.0;
    let showing = use_showing(&props.session, &props.filter);
    let focus = props.focus.as_ref().map(|(id, _)| id.clone());
    {
        let scroller = scroller.clone();
        use_effect_with(focus.clone(), move |focus| {
            if let (Some(id), Some(scroller)) = (focus, scroller.cast::<web_sys::Element>()) {
                viewport::scroll_within(&scroller, &format!("[data-annotation=\"{id}\"]"));
            }
        });
    }
    {
        let (list, had_focus) = (list.clone(), Rc::clone(&had_focus));
        let shown = showing.as_ref().map(|showing| Rc::clone(&showing.shown));
        let instead = showing.as_ref().and_then(|showing| showing.in_place_of_focus.clone());
        // The row that had the focus went away or to another place, or the button has nothing more to act on.
        use_effect_with(shown, move |_| {
            let keep = move || {
                let lost = *had_focus.borrow() && page::focus_is_lost();
                if let (true, Some(list)) = (lost, list.cast::<web_sys::Element>()) {
                    let row = instead.map(|id| format!("[data-annotation=\"{id}\"]"));
                    if row.is_none_or(|row| !rows::focus_one_of(&list, &[&row])) {
                        page::focus_id(ROWS);
                    }
                }
            };
            // The browser takes the focus from what is disabled at the end of the frame.
            viewport::next_frame(move || viewport::next_frame(keep));
        });
    }
    // The row that a mouse holds, and where it was pressed.
    let dragged = use_memo((), |()| Dragged::default());
    let focused = {
        let (list, dragged) = (list.clone(), Rc::clone(&dragged));
        desk.on(move |desk, event: FocusEvent| {
            // What a press would show moves the rows, and it may be the start of a drag. A click shows it.
            if dragged.borrow().is_some() {
                return;
            }
            let list = list.cast::<web_sys::Element>();
            if let Some(id) = page::nearest_attribute(&event, "data-annotation").and_then(|id| AnnotationId::new(&id)) {
                desk.glance_at(&id);
            } else if page::nearest_attribute(&event, "data-group").is_some() {
                // Keys act on the focused annotation: not on one that stands elsewhere.
                desk.leave_mark();
            } else if let Some(list) = list.filter(|list| !page::comes_from_within(list, &event)) {
                rows::focus_one_of(&list, &["[aria-current]", ".row-button"]);
            }
        })
    };
    let entered = {
        let had_focus = Rc::clone(&had_focus);
        Callback::from(move |_: FocusEvent| *had_focus.borrow_mut() = true)
    };
    let left = Callback::from(move |event: FocusEvent| {
        // Without a next element the row itself went away, or the window lost the focus.
        if event.related_target().is_some() {
            *had_focus.borrow_mut() = false;
        }
    });
    let toggle = {
        let (unfolded, showing, text) = (unfolded.clone(), showing.clone(), Rc::clone(text));
        move |first: &str| {
            let entries = showing.iter().flat_map(|showing| &showing.shown.entries);
            let group = entries.filter_map(|entry| match entry {
                Entry::Group(group) if group.first().id.as_str() == first => Some(group_key(&text, group)),
                _ => None,
            });
            for key in group.take(1) {
                let mut keys = (**unfolded).clone();
                match keys.iter().position(|other| *other == key) {
                    Some(there) => drop(keys.remove(there)),
                    None => keys.push(key),
                }
                unfolded.set(Rc::new(keys));
            }
        }
    };
    let toggle = Rc::new(toggle);
    let choose = {
        let toggle = Rc::clone(&toggle);
        desk.on(move |desk, event: MouseEvent| {
            if let Some(id) = page::nearest_attribute(&event, "data-annotation").and_then(|id| AnnotationId::new(&id)) {
                if desk.pick_annotation(&id) {
                    return;
                }
                desk.choose_mark(&id);
                // By Enter: reading goes on there.
                if let Some(reader) = desk.reader().cast().filter(|_| event.detail() == 0) {
                    page::focus(&reader);
                }
            } else if let Some(first) = page::nearest_attribute(&event, "data-group") {
                toggle(&first);
            }
        })
    };
    let keys = {
        let list = list.clone();
        desk.on(move |desk, event: KeyboardEvent| {
            let Some(list) = list.cast::<web_sys::Element>().filter(|_| is_plain(&event)) else { return };
            let group = page::nearest_attribute(&event, "data-group");
            let expanded = page::nearest_attribute(&event, "aria-expanded").is_some_and(|expanded| expanded == "true");
            match (event.key().as_str(), group) {
                ("ArrowDown", _) => rows::move_focus(&list, Row::Next),
                ("ArrowUp", _) => rows::move_focus(&list, Row::Previous),
                ("Home", _) => rows::move_focus(&list, Row::First),
                ("End", _) => rows::move_focus(&list, Row::Last),
                ("ArrowRight", Some(first)) if !expanded => toggle(&first),
                ("ArrowLeft", Some(first)) if expanded => toggle(&first),
                ("Delete" | "Backspace", None) => desk.remove_row(&list),
                ("Escape", _) => desk.reader().cast().iter().for_each(page::focus),
                _ => return,
            }
            event.prevent_default();
            event.stop_propagation();
        })
    };
    // A row that is dragged on another one: both name the same.
    let joining = use_state_eq(|| false);
    let press = {
        let dragged = Rc::clone(&dragged);
        Callback::from(move |event: PointerEvent| {
            let by_mouse = event.pointer_type() == "mouse" && event.button() == 0;
            let row = page::nearest_attribute(&event, "data-annotation").and_then(|id| AnnotationId::new(&id));
            *dragged.borrow_mut() = row.filter(|_| by_mouse).map(|id| (id, event.client_x(), event.client_y()));
        })
    };
    {
        let (desk, dragged, joining) = (desk.clone(), Rc::clone(&dragged), joining.setter());
        use_effect_with((), move |()| {
            let listeners = listen_to_dragging(&desk, &dragged, &joining);
            move || drop(listeners)
        });
    }
    let unfold = {
        let filtering = filtering.clone();
        Callback::from(move |_: MouseEvent| {
            let unfolds = !*filtering;
            filtering.set(unfolds);
            // The keyboard of the screen would cover what is filtered.
            if unfolds && !viewport::is_by_touch() {
                viewport::next_frame(|| page::focus_id(filter_row::WORDS));
            }
        })
    };
    let unfold_copying = {
        let copying = copying.clone();
        Callback::from(move |_: MouseEvent| copying.set(!*copying))
    };
    let copied = desk.on(|desk, event: Event| desk.copied(&event));
    let clear = desk.on(|desk, _: MouseEvent| {
        desk.set_filter(|filter| *filter = Filter::default());
        viewport::next_frame(|| page::focus_id(ROWS));
    });
    let party = props.filter.party.as_ref().map(|party| match party.part {
        Part::Target => strings::about(&party.name),
        Part::Holder => strings::held_by(&party.name),
    });
    let anyone = desk.on(|desk, _: MouseEvent| {
        desk.set_filter(|filter| filter.party = None);
        viewport::next_frame(|| page::focus_id(ROWS));
    });
    let count = annotations.len();
    let review = annotations.counts().review();
    let shown = showing.as_ref().map_or(count, |showing| showing.shown.count);
    let is_narrow = showing.is_some() && props.filter.is_narrow();
    let list_props = ListProps { text: Rc::clone(text), labels: Rc::clone(labels), focus };
    html! {
        <section class="annotations" aria-labelledby="annotations-title" onfocusin={entered} onfocusout={left}>
            <div class="annotations-head">
                <h2 id="annotations-title">
                    { count_words(shown, count, is_narrow) }
                    if review > 0 {
                        <span class="review-count">{ strings::to_review(review as usize) }</span>
                    }
                </h2>
                if !props.filter.is_off() {
                    <button type="button" class="fold" onclick={clear.clone()}>{ strings::SHOW_ALL }</button>
                }
                <button
                    type="button" class="fold" aria-expanded={copying.to_string()} aria-controls="list-copy"
                    onclick={unfold_copying}
                >{ strings::COPY }</button>
                <button
                    type="button" class="fold" aria-expanded={filtering.to_string()} aria-controls="list-filter"
                    onclick={unfold}
                >{ strings::FILTER }</button>
            </div>
            if *copying {
                { copy_row(&desk) }
            }
            if *filtering {
                { filter_row(&desk, &props.filter, &props.session.0, shown, props.read_only) }
            }
            if let Some(party) = party {
                <p class="hint list-party">
                    <span dir="auto">{ party }</span>
                    <button
                        type="button" class="quiet" aria-label={strings::ANYONES} title={strings::ANYONES} onclick={anyone}
                    >{ "×" }</button>
                </p>
            }
            if count == 0 {
                <p class="hint">
                    <span class="by-keys">{ strings::NONE_YET }</span>
                    <span class="by-touch">{ strings::NONE_YET_BY_TOUCH }</span>
                </p>
            } else if shown == 0 {
                <p class="hint">
                    { strings::NONE_SHOWN }
                    <button type="button" class="fold" onclick={clear}>{ strings::SHOW_ALL_OF_THEM }</button>
                </p>
            }
            <div
                id={ROWS} class="rows" ref={scroller.clone()} role="group" aria-labelledby="annotations-title" tabindex="0"
                onfocusin={focused} onkeydown={keys} oncopy={copied}
            >
                <div
                    role="list" aria-labelledby="annotations-title" ref={list.clone()} onclick={choose}
                    data-joining={joining.then_some("")} onpointerdown={press}
                >
                    if props.filter.is_off() {
                        <Whole
                            list={list_props}
                            sections={Rc::clone(annotations.sections())}
                            wordless={annotations.wordless().clone()}
                            focused={props.focus.as_ref().map_or(0..0, |(_, sections)| sections.clone())}
                            container={list}
                            {scroller}
                        />
                    } else if let Some(showing) = showing {
                        <Filtered
                            key={showing.serial} list={list_props} shown={showing.shown} unfolded={Rc::clone(&unfolded)} container={list}
                        />
                    }
                </div>
            </div>
        </section>
    }
}

/// The row that a mouse holds, and where it was pressed.
type Dragged = RefCell<Option<(AnnotationId, i32, i32)>>;

/// Follows a mouse that holds a row, wherever it goes; the row under it is found by its place. Listeners of the list itself
/// missed drags from one button to another in Firefox.
fn listen_to_dragging(desk: &Desk, dragged: &Rc<Dragged>, joining: &UseStateSetter<bool>) -> [page::Listener; 3] {
    let is_far = |dragged: &Dragged, event: &web_sys::PointerEvent| {
        let far = |(_, x, y): &(AnnotationId, i32, i32)| {
            (event.client_x() - x).abs().max((event.client_y() - y).abs()) > DRAG_REACH
        };
        dragged.borrow().as_ref().is_some_and(far)
    };
    let pull = {
        let (dragged, joining) = (Rc::clone(dragged), joining.clone());
        move |event: &web_sys::PointerEvent| {
            if event.buttons() != 1 {
                *dragged.borrow_mut() = None;
            }
            joining.set(is_far(&dragged, event));
        }
    };
    let let_go = {
        let (desk, dragged, joining) = (desk.clone(), Rc::clone(dragged), joining.clone());
        move |event: &web_sys::PointerEvent| {
            let is_far = is_far(&dragged, event);
            let Some((from, ..)) = dragged.borrow_mut().take() else { return };
            joining.set(false);
            let at = (f64::from(event.client_x()), f64::from(event.client_y()));
            let onto = page::attribute_at(at.0, at.1, "data-annotation").and_then(|id| AnnotationId::new(&id));
            if let Some(onto) = onto.filter(|onto| is_far && *onto != from) {
                desk.join(&from, &Referent::Mention(onto));
            }
        }
    };
    let give_up = {
        let (dragged, joining) = (Rc::clone(dragged), joining.clone());
        move |_: &web_sys::PointerEvent| {
            *dragged.borrow_mut() = None;
            joining.set(false);
        }
    };
    [page::on("pointermove", pull), page::on("pointerup", let_go), page::on("pointercancel", give_up)]
}

/// A row that is moved less than this, in CSS pixels, is clicked and not dragged.
const DRAG_REACH: i32 = 6;

/// Whether a key goes to the list as it is.
fn is_plain(event: &KeyboardEvent) -> bool {
    !(event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key() || event.is_composing())
}
