//! A choice of one from a list.

use yew::prelude::*;

/// What a choice shows.
pub struct Choice<'a> {
    /// What names it, where nothing around it does.
    pub label: Option<String>,
    /// A class that says what it chooses.
    pub class: &'static str,
    /// What can be chosen: the value that the event's field has then, and the words.
    pub options: Vec<(String, String)>,
    /// The place of what is chosen.
    pub chosen: usize,
    /// Whether it cannot be changed.
    pub disabled: bool,
    /// Told when it was changed.
    pub onchange: &'a Callback<Event>,
}

/// The choice. It shows what is chosen also when that changes by other means than the choice itself: an attribute of an
/// option alone would not, once a person has chosen.
pub fn choice(props: Choice<'_>) -> Html {
    let option = |(place, (value, words)): (usize, &(String, String))| {
        html! { <option value={value.clone()} selected={place == props.chosen}>{ words }</option> }
    };
    html! {
        <select
            class={props.class} aria-label={props.label} disabled={props.disabled} onchange={props.onchange}
            ~selectedIndex={props.chosen as u32}
        >
            { for props.options.iter().enumerate().map(option) }
        </select>
    }
}
