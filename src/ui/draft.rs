//! The box for a new article: pasted, typed, or opened from a file.

use super::desk::Desk;
use super::dialog::Dialog;
use super::header::OPEN_FILE;
use super::strings::draft as strings;
use crate::browser::{clipboard, page};
use std::rc::Rc;
use yew::prelude::*;

/// What the box starts with.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The text, if one was pasted.
    pub text: Rc<str>,
}

/// The text of the box, kept exactly as it was pasted until it is typed into: a text field folds CR LF into LF.
#[derive(Clone, PartialEq)]
struct Draft {
    text: Rc<str>,
    /// What the field shows of it.
    shown: Rc<str>,
    /// Typing changed the line ends of what was pasted.
    folded: bool,
}

impl Draft {
    fn exact(text: Rc<str>) -> Self {
        let shown = text.replace("\r\n", "\n").replace('\r', "\n").into();
        Self { text, shown, folded: false }
    }

    fn typed(&self, value: String) -> Self {
        let had_other_line_ends = self.folded || self.text.contains('\r');
        let value: Rc<str> = value.into();
        Self { text: Rc::clone(&value), shown: value, folded: had_other_line_ends }
    }
}

/// The box.
#[component]
pub fn DraftBox(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let draft = use_state(|| Draft::exact(Rc::clone(&props.text)));
    let typed = use_callback(draft.clone(), |event: InputEvent, draft| {
        let value = page::field_value(&event);
        if *value != *draft.shown {
            draft.set(draft.typed(value));
        }
    });
    let pasted = use_callback(draft.clone(), |event: Event, draft| {
        // Into an empty box a paste goes exactly; into a text that is being typed it goes as the browser does it.
        if let Some(text) = clipboard::pasted_text(&event).filter(|_| draft.text.is_empty()) {
            event.prevent_default();
            draft.set(Draft::exact(text.into()));
        }
    });
    let start = use_callback((desk, draft.clone()), |event: SubmitEvent, (desk, draft)| {
        event.prevent_default();
        if !draft.text.trim().is_empty() {
            desk.open_text(draft.text.to_string(), false, "");
        }
    });
    let open_file = use_callback((), |_: MouseEvent, ()| page::click_id(OPEN_FILE));
    html! {
        <Dialog title={strings::TITLE} class="draft">
            <form onsubmit={start}>
                <label class="field">
                    { strings::ABOUT }
                    <textarea
                        rows="14"
                        dir="auto"
                        value={draft.shown.to_string()}
                        oninput={typed}
                        onpaste={pasted}
                        autofocus=true
                        spellcheck="false"
                    />
                </label>
                if draft.folded {
                    <p class="hint">{ strings::FOLDED }</p>
                }
                <div class="dialog-feet">
                    <button type="button" class="button" onclick={open_file}>{ strings::OPEN_FILE }</button>
                    <button type="submit" class="button primary" disabled={draft.text.trim().is_empty()}>
                        { strings::START }
                    </button>
                </div>
            </form>
        </Dialog>
    }
}
