//! Parts of the inspector that are each behind a line until someone wants them.

use super::desk::Desk;
use yew::prelude::*;

/// A part that can be unfolded. It stays as it was left, whichever annotation comes next.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Fold {
    /// Whom a mention names, and what is felt about them.
    Entity,
    /// The note.
    Note,
    /// What changes the words of the annotation.
    Shape,
    /// All of the inspector but its first line, where it is a sheet over the text.
    Sheet,
}

/// A part behind its `summary`.
pub fn folded(desk: &Desk, fold: Fold, unfolded: bool, summary: Html, part: Html) -> Html {
    let toggle = desk.on(move |desk, event: MouseEvent| {
        // The state of the page says what is open, not the browser.
        event.prevent_default();
        desk.turn(fold);
    });
    html! {
        <details class="part" open={unfolded}>
            <summary onclick={toggle}>{ summary }</summary>
            <div class="part-body">{ part }</div>
        </details>
    }
}
