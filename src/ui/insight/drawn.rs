//! A picture on the page: the same shapes as in its file, coloured by the style sheet.

use crate::format::picture::{Picture, Shape, element};
use yew::prelude::*;
use yew::virtual_dom::{VNode, VTag};

/// The picture. Whoever does not see it hears its title and its description; its parts are for the mouse, and the table
/// beside it is for every hand.
pub fn drawn(id: &str, picture: &Picture) -> Html {
    let (title, described) = (format!("{id}-title"), format!("{id}-described"));
    html! {
        <svg
            class="picture" role="img" width={picture.width.ceil().to_string()} height={picture.height.ceil().to_string()}
            viewBox={format!("0 0 {} {}", picture.width.ceil(), picture.height.ceil())}
            aria-labelledby={title.clone()} aria-describedby={described.clone()}
        >
            <title id={title}>{ &picture.caption.title }</title>
            <desc id={described}>{ &picture.caption.description }</desc>
            { for picture.shapes.iter().map(shape) }
        </svg>
    }
}

fn shape(Shape { form, ink, part }: &Shape) -> Html {
    let element = element(form);
    let mut tag = VTag::new(element.name);
    for (name, value) in element.attributes {
        tag.add_attribute(name, value);
    }
    tag.add_attribute("class", format!("ink-{}", ink.name()));
    if element.is_stroked {
        tag.add_attribute("data-stroke", "");
    }
    if ink.opacity() < 1.0 {
        tag.add_attribute("fill-opacity", format!("{:.2}", ink.opacity()));
    }
    if let Some(part) = part {
        tag.add_attribute("data-part", part.to_string());
    }
    tag.add_children(element.words.map(|words| VNode::from(words.to_owned())));
    tag.into()
}
