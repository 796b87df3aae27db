//! Which sections of a long list are drawn: what is near the window at once, the rest in idle moments, nothing twice.
//!
//! So the first paint costs a few sections, and soon everything is in the page: for finding, printing, selecting all,
//! and for screen readers. What is drawn stays drawn.

use crate::browser::viewport::{self, IdleWork, NearObserver};
use std::cell::RefCell;
use std::rc::Rc;
use yew::prelude::*;

/// The sections that are drawn, and where reading is.
struct Drawn {
    sections: Vec<bool>,
    near: usize,
}

impl Drawn {
    /// Draws a section; true where it was not drawn yet.
    fn draw(&mut self, section: usize) -> bool {
        self.sections.get_mut(section).is_some_and(|drawn| !std::mem::replace(drawn, true))
    }

    /// Draws the next undrawn sections around where reading is: a fixed share of all of them. False when none is left.
    fn draw_some(&mut self) -> bool {
        let count = self.sections.len();
        let share = 1 + count / 128;
        let ahead = (self.near..count).chain((0..self.near.min(count)).rev());
        let next: Vec<usize> = ahead.filter(|section| !self.sections[*section]).take(share).collect();
        for section in &next {
            self.draw(*section);
        }
        !next.is_empty()
    }
}

/// For each of `count` sections whether it is drawn. The sections are the children of `container`, in order, with
/// `data-section`; `scroller` is the element that scrolls them, or the window. The section `wanted` is drawn at once.
#[hook]
pub fn use_drawing(
    count: usize,
    container: NodeRef,
    scroller: Option<NodeRef>,
    wanted: usize,
) -> impl Fn(usize) -> bool {
    let redraw = use_force_update();
    let drawn = use_memo((), |()| RefCell::new(Drawn { sections: vec![false; count], near: wanted }));
    {
        let mut drawn = drawn.borrow_mut();
        drawn.sections.resize(count, false);
        drawn.near = wanted;
        drawn.draw(wanted);
    }
    {
        let drawn = Rc::clone(&drawn);
        use_effect_with((), move |()| {
            let scroller = scroller.and_then(|scroller| scroller.cast::<web_sys::Element>());
            let near = {
                let (drawn, redraw) = (Rc::clone(&drawn), redraw.clone());
                move |sections: Vec<usize>| {
                    let mut drawn = drawn.borrow_mut();
                    drawn.near = sections.first().copied().unwrap_or(drawn.near);
                    let fresh = sections.into_iter().filter(|section| drawn.draw(*section)).count();
                    if fresh > 0 {
                        redraw.force_update();
                    }
                }
            };
            let container = container.cast::<web_sys::Element>();
            let observer =
                container.and_then(|container| NearObserver::of_children(&container, scroller.as_ref(), near));
            let idle = {
                let (drawn, redraw) = (Rc::clone(&drawn), redraw.clone());
                IdleWork::new(move || {
                    let more = drawn.borrow_mut().draw_some();
                    if more {
                        redraw.force_update();
                    }
                    more
                })
            };
            let print = viewport::before_print(move || {
                drawn.borrow_mut().sections.fill(true);
                redraw.force_update();
            });
            move || drop((observer, idle, print))
        });
    }
    move |section| drawn.borrow().sections.get(section).copied().unwrap_or(false)
}

/// How many of `count` are drawn: `least` at once, the others in idle moments, one after the other.
#[hook]
pub fn use_growth(count: usize, least: usize) -> usize {
    let drawn = use_state(|| least);
    let now = (*drawn).max(least).min(count);
    {
        let drawn = drawn.clone();
        // The work goes on with each render for as long as something is left.
        use_effect_with((now, count), move |(now, count)| {
            let next = now + 1 + count / 128;
            let work = (now < count).then(|| {
                IdleWork::new(move || {
                    drawn.set(next);
                    false
                })
            });
            move || drop(work)
        });
    }
    now
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idle_moments_draw_ahead_first_then_back_and_end() {
        let mut drawn = Drawn { sections: vec![false; 6], near: 2 };
        assert!(drawn.draw(2));
        assert!(!drawn.draw(2), "nothing is drawn twice");
        let mut order = Vec::new();
        loop {
            let before = drawn.sections.clone();
            if !drawn.draw_some() {
                break;
            }
            order.extend((0..6).filter(|section| drawn.sections[*section] && !before[*section]));
        }
        assert_eq!(order, [3, 4, 5, 1, 0]);
    }
}
