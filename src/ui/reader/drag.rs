//! A drag: of an edge, or of a finger that selects. Where it comes near the top or the bottom of the window, the page
//! scrolls on under it.

use crate::browser::{clock, viewport};
use std::cell::Cell;
use std::rc::Rc;

/// How often the page scrolls under a drag that rests near an edge, in milliseconds.
const SCROLL_STEP: u32 = 30;

/// A drag, until it is dropped.
pub struct Drag {
    at: Rc<Cell<(f64, f64)>>,
    follow: Rc<dyn Fn(f64, f64)>,
    _scrolling: clock::Ticks,
}

impl Drag {
    /// A drag that begins at a point of the window. `follow` gets each point that it goes to, and the same point again
    /// when the page has moved under it.
    pub fn new(at: (f64, f64), follow: impl Fn(f64, f64) + 'static) -> Self {
        let (at, follow): (_, Rc<dyn Fn(f64, f64)>) = (Rc::new(Cell::new(at)), Rc::new(follow));
        let begun = Cell::new(viewport::near_edge(at.get().1));
        let scrolling = {
            let (at, follow) = (Rc::clone(&at), Rc::clone(&follow));
            clock::every(SCROLL_STEP, move || {
                let (x, y) = at.get();
                let near = viewport::near_edge(y);
                if near == 0.0 {
                    begun.set(0.0);
                }
                // One that begins near an edge scrolls as it goes nearer, and not as it goes away.
                let nearer = near - begun.get();
                if nearer * near > 0.0 {
                    viewport::scroll_under_drag(nearer);
                    follow(x, y);
                }
            })
        };
        Self { at, follow, _scrolling: scrolling }
    }

    /// The drag goes on to a point.
    pub fn go_to(&self, x: f64, y: f64) {
        self.at.set((x, y));
        (self.follow)(x, y);
    }
}
