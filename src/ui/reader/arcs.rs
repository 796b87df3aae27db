//! The relations of the focused annotation as arcs over the article, each with its name: a picture of what the inspector
//! lists, drawn for no other annotation, and hidden from who reads by ear.
//!
//! Positions are measured when what is shown or the size of the article changes; scrolling only works out anew what is in
//! view. The drawing scrolls with the text.

use super::arc_shape::{self, Arc};
use crate::browser::arcs::{self, Words};
use crate::browser::{page, viewport};
use crate::model::{Annotation, LabelSet, Related, Text};
use crate::ui::desk::Desk;
use crate::ui::words;
use std::cell::{Cell, RefCell};
use std::cmp::Ordering;
use std::rc::Rc;
use yew::prelude::*;

/// What the arcs show.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The text.
    pub text: Rc<Text>,
    /// The types of relations.
    pub labels: Rc<LabelSet>,
    /// The focused annotation.
    pub near: Rc<Annotation>,
    /// Its relations.
    pub related: Rc<Vec<Related>>,
    /// Counts the edits, which move what follows.
    pub revision: u64,
}

/// The most arcs that are drawn: more would be a tangle. The inspector lists them all.
const MOST_ARCS: usize = 24;

/// What was measured last.
#[derive(Default)]
struct Ends {
    near: Option<Words>,
    far: Vec<Option<Words>>,
}

/// The arcs.
#[component]
pub fn Arcs(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let layer = use_node_ref();
    let drawing = use_memo((Rc::clone(&props.near), Rc::clone(&props.related)), |(near, related)| Drawing {
        desk: desk.clone(),
        layer: layer.clone(),
        text: Rc::clone(&props.text),
        near: Rc::clone(near),
        related: Rc::clone(related),
        ends: RefCell::default(),
        waits: Cell::default(),
    });
    {
        let drawing = Rc::clone(&drawing);
        use_effect(move || {
            drawing.measure();
            // The sheet over the text has its height only then.
            viewport::next_frame(move || drawing.draw());
        });
    }
    {
        let drawing = Rc::clone(&drawing);
        use_effect_with(Rc::clone(&props.related), move |_| {
            let reader = drawing.desk.reader().cast::<web_sys::Element>();
            let sized = {
                let drawing = Rc::clone(&drawing);
                reader.and_then(|reader| viewport::SizeObserver::of(&reader, move || drawing.measure()))
            };
            let soon = || {
                let drawing = Rc::clone(&drawing);
                move |_: &web_sys::Event| drawing.draw_soon()
            };
            let listeners = (page::on("scroll", soon()), page::on_window("resize", soon()));
            move || drop((sized, listeners))
        });
    }
    // The browser would take the focus, and drop the selection, on a press.
    let keep_focus = Callback::from(|event: PointerEvent| event.prevent_default());
    let name = |related: &Related| {
        let far = related.far.id.clone();
        let go = desk.on(move |desk, _: MouseEvent| desk.go_to(&far));
        html! {
            <button
                key={related.relation.id.as_str()} type="button" class="arc-name" tabindex="-1" onclick={go}
            >{ words::relation_name(&related.relation.label, &props.labels) }</button>
        }
    };
    let drawn = || props.related.iter().take(MOST_ARCS);
    let line = |related: &Related| {
        html! {
            <g key={related.relation.id.as_str()} class="arc"><path class="arc-line" /><path class="arc-head" /></g>
        }
    };
    html! {
        <div class="arcs" ref={layer} aria-hidden="true" onpointerdown={keep_focus}>
            <svg class="arc-lines">{ for drawn().map(line) }</svg>
            { for drawn().map(name) }
        </div>
    }
}

/// What is drawn, where, and with what was measured for it.
struct Drawing {
    desk: Desk,
    layer: NodeRef,
    text: Rc<Text>,
    near: Rc<Annotation>,
    related: Rc<Vec<Related>>,
    ends: RefCell<Ends>,
    /// Whether the next frame draws.
    waits: Cell<bool>,
}

impl Drawing {
    /// Measures where all ends stand, and draws.
    fn measure(&self) {
        *self.ends.borrow_mut() = Ends::default();
        self.draw();
    }

    fn draw_soon(self: &Rc<Self>) {
        if !self.waits.replace(true) {
            let drawing = Rc::clone(self);
            viewport::next_frame(move || {
                drawing.waits.set(false);
                drawing.draw();
            });
        }
    }

    /// Draws with what was measured; measures what was not drawn before.
    fn draw(&self) {
        let (Some(layer), Some(reader)) = (self.layer.cast::<web_sys::Element>(), self.desk.reader().cast()) else {
            return;
        };
        let words = |annotation: &Annotation| arcs::words_of(&layer, &reader, &self.text, annotation);
        let mut ends = self.ends.borrow_mut();
        ends.far.resize(self.related.len().min(MOST_ARCS), None);
        ends.near = ends.near.or_else(|| words(&self.near));
        for (far, related) in ends.far.iter_mut().zip(self.related.iter()) {
            *far = far.or_else(|| words(&related.far));
        }
        let names = arcs::all(&layer, ".arc-name");
        let arc = |((far, related), name): ((&Option<Words>, &Related), &web_sys::Element)| Arc {
            far: *far,
            is_below: related.lies(&self.near) == Ordering::Greater,
            has_place: related.far_place().is_some(),
            leads_away: related.leads_away,
            name: arcs::size_of(name),
        };
        let arcs_to_draw: Vec<Arc> = ends.far.iter().zip(self.related.iter()).zip(&names).map(arc).collect();
        let drawn = arc_shape::drawn(ends.near, &arcs_to_draw, arcs::in_view(&layer));
        let paths = [arcs::all(&layer, ".arc-line"), arcs::all(&layer, ".arc-head")];
        let groups = arcs::all(&layer, ".arc");
        for (place, drawn) in drawn.iter().enumerate() {
            let (Some(group), Some(name)) = (groups.get(place), names.get(place)) else { continue };
            arcs::show(group, drawn.is_some());
            arcs::show(name, drawn.is_some());
            if let Some(drawn) = drawn {
                arcs::set_shape(&paths[0][place], &drawn.line);
                arcs::set_shape(&paths[1][place], &drawn.head);
                arcs::put_name(name, drawn.name, drawn.end.name());
            }
        }
    }
}
