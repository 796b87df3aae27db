//! Words of the article as the page shows them: as they are, or with a sign at each character that cannot be seen.

use crate::model::invisible::{Piece, pieces};
use yew::prelude::*;

/// Words of the article. Where the signs are `shown`, the style sheet writes each one beside its character, which stays in
/// its text node: what is selected, copied and counted is the same.
pub fn words_view(words: &str, shown: bool) -> Html {
    if !shown {
        return html! { { words } };
    }
    let piece = |piece: Piece| match piece {
        Piece::Plain(words) => html! { { words } },
        Piece::Invisible(character, name) => {
            html! { <span class="invisible" data-name={name.to_owned()}>{ character }</span> }
        }
    };
    pieces(words).into_iter().map(piece).collect()
}
