//! What a finger does with the page, on an emulated telephone.
//!
//! Chromium only. The page gets the events that a finger makes, and the browser's own gestures follow from them: it scrolls
//! where the style sheet lets it. The system's selection menu and handles are not part of this; see docs/manual-checks.md.

use std::time::Duration;

use fantoccini::actions::{InputSource, MOUSE_BUTTON_LEFT, PointerAction, TouchActions};
use serde_json::json;

use crate::outcome::Outcome;
use crate::page::{Page, Point};

/// The viewport of a small telephone, in CSS pixels.
pub(crate) const TELEPHONE: (u32, u32) = (360, 740);

/// How long a long press is: longer than the browsers' own, which is half a second, and than that of the page.
const LONG_PRESS: Duration = Duration::from_millis(800);

/// How long a finger rests before it is lifted. A way that ends in motion is a flick, and the browser takes the next touch
/// for the one that stops it.
const REST: Duration = Duration::from_millis(100);

/// How many moves a drag has, and the time between two. A drag in one leap is no gesture to a browser.
const STEPS: u32 = 8;
const STEP: Duration = Duration::from_millis(16);

impl Page {
    /// Turns the browser into a small telephone: no mouse, and a finger that hovers over nothing.
    pub(crate) async fn emulate_telephone(&self) -> Outcome {
        let (width, height) = TELEPHONE;
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 2, "mobile": true });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
        self.devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": true, "maxTouchPoints": 5 })).await?;
        self.until_js("the pointer is a finger", "matchMedia('(pointer: coarse) and (hover: none)').matches").await
    }

    /// Touches a point and lets go at once.
    pub(crate) async fn tap(&self, at: Point) -> Outcome {
        self.finger(finger().then(move_to(at)).then(DOWN).then(UP)).await
    }

    /// Touches a point and stays there for a while.
    pub(crate) async fn long_press(&self, at: Point) -> Outcome {
        self.finger(finger().then(move_to(at)).then(DOWN).then(pause(LONG_PRESS)).then(UP)).await
    }

    /// Touches a point and moves to another at once.
    pub(crate) async fn touch_drag(&self, from: Point, to: Point) -> Outcome {
        self.finger(way(finger().then(move_to(from)).then(DOWN), from, to).then(pause(REST)).then(UP)).await
    }

    /// Touches a point, stays there for a while, and moves to another.
    pub(crate) async fn long_press_drag(&self, from: Point, to: Point) -> Outcome {
        let pressed = finger().then(move_to(from)).then(DOWN).then(pause(LONG_PRESS));
        self.finger(way(pressed, from, to).then(pause(REST)).then(UP)).await
    }

    async fn finger(&self, actions: TouchActions) -> Outcome {
        Ok(self.client().perform_actions(actions).await?)
    }
}

const DOWN: PointerAction = PointerAction::Down { button: MOUSE_BUTTON_LEFT };
const UP: PointerAction = PointerAction::Up { button: MOUSE_BUTTON_LEFT };

fn finger() -> TouchActions {
    TouchActions::new("finger".into())
}

fn pause(duration: Duration) -> PointerAction {
    PointerAction::Pause { duration }
}

fn move_to(at: Point) -> PointerAction {
    PointerAction::MoveTo { duration: Some(Duration::ZERO), x: at.x, y: at.y }
}

/// The way of the finger from one point to another, in steps.
fn way(mut actions: TouchActions, from: Point, to: Point) -> TouchActions {
    for step in 1..=STEPS {
        let part = f64::from(step) / f64::from(STEPS);
        let at = Point { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
        actions = actions.then(move_to(at)).then(pause(STEP));
    }
    actions
}
