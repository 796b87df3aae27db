//! What can be copied: for spreadsheets, for programs, for word processors.

use super::super::desk::Desk;
use crate::ui::keys::Deed;
use crate::ui::strings::list;
use yew::prelude::*;

/// The buttons, and what they copy of.
pub fn copy_row(desk: &Desk) -> Html {
    let button = |deed: Deed, name: &'static str| {
        let copy = desk.on(move |desk, _: MouseEvent| {
            desk.do_deed(deed);
        });
        html! { <button type="button" class="button" onclick={copy}>{ name }</button> }
    };
    html! {
        <div id="list-copy" class="list-copy" role="group" aria-label={list::COPY_NAME}>
            { button(Deed::CopyList, list::COPY_TABLE) }
            { button(Deed::CopyAnnotations, list::COPY_JSON) }
            { button(Deed::CopyMarkedText, list::COPY_MARKED) }
            <p class="hint">{ list::COPY_HINT }</p>
        </div>
    }
}
