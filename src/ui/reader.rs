//! The article: its text in sections, lines and blocks, and what a pointer does to it.

mod arc_shape;
mod arcs;
pub use arcs::Arcs;
mod drag;
mod mouse;
mod overlay;
pub use overlay::Overlay;
pub mod shape;
mod touch;

use self::mouse::Mouse;
use self::touch::Touch;
use super::block::BlockView;
use super::desk::Desk;
use super::drawing::use_drawing;
use super::state::Jump;
use super::strings;
use crate::browser::viewport::{self, Align};
use crate::browser::{clock, page};
use crate::model::{AnnotationId, Annotations, BlockIndex, CharPos, LabelSet, Section, Text};

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;
use yew::prelude::*;

/// What the article shows.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The text.
    pub text: Rc<Text>,
    /// The annotations.
    pub sections: Rc<Vec<Rc<Section>>>,
    /// The labels.
    pub labels: Rc<LabelSet>,
    /// The focused annotation, and the sections that it touches.
    pub focus: Option<(AnnotationId, Range<usize>)>,
    /// Where to scroll to.
    pub jump: Option<Jump>,
    /// What names the article.
    pub title: Rc<str>,
    /// Whether the names of labels are shown.
    pub label_names: bool,
    /// Whether characters that cannot be seen are shown as signs.
    pub invisible: bool,
}

/// The sections that an annotation touches.
pub fn sections_of(text: &Text, annotations: &Annotations, id: &AnnotationId) -> Range<usize> {
    let extent = annotations.get(id).and_then(|annotation| annotation.extent());
    let blocks = extent.map(|extent| text.blocks_of(extent));
    blocks.map_or(0..0, |blocks| BlockIndex(*blocks.start()).section()..BlockIndex(*blocks.end()).section() + 1)
}

/// The article.
#[component]
pub fn Reader(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let reader = desk.reader();
    let wanted = props.jump.map_or(0, |jump| props.text.block_at(jump.to).section());
    let is_drawn = use_drawing(props.sections.len(), reader.clone(), None, wanted);

    {
        let (reader, text) = (reader.clone(), Rc::clone(&props.text));
        use_effect_with((), move |()| {
            if let Some(reader) = reader.cast::<web_sys::Element>() {
                let lines: Vec<f64> =
                    (0..text.section_count()).map(|section| estimated_lines(&text, section)).collect();
                viewport::set_estimates(&reader, &lines);
            }
        });
    }
    {
        let (reader, text) = (reader.clone(), Rc::clone(&props.text));
        use_effect_with(props.jump, move |jump| {
            if let (Some(jump), Some(reader)) = (jump, reader.cast::<web_sys::Element>()) {
                scroll_to(&reader, &text, *jump);
            }
        });
    }
    {
        let (desk, reader) = (desk.clone(), reader.clone());
        use_effect_with((), move |()| {
            let hands = reader
                .cast::<web_sys::Element>()
                .map(|reader| (Mouse::new(desk.clone()).listen(&reader), Touch::new(desk.clone()).listen(&reader)));
            let scrolling = listen_to_scrolling(&desk);
            move || drop((hands, scrolling))
        });
    }

    let focused = use_callback(desk.clone(), |_: FocusEvent, desk| desk.come_to_text());
    let copied = use_callback(desk, |event: Event, desk| desk.copied(&event));
    let section = |(index, section): (usize, &Rc<Section>)| {
        let focus = props.focus.as_ref().filter(|(_, sections)| sections.contains(&index)).map(|(id, _)| id.clone());
        html! {
            <SectionView
                key={index}
                text={Rc::clone(&props.text)}
                {index}
                section={Rc::clone(section)}
                labels={Rc::clone(&props.labels)}
                {focus}
                drawn={is_drawn(index)}
                invisible={props.invisible}
            />
        }
    };
    html! {
        <article
            ref={reader}
            id="reader"
            class="reader"
            tabindex="0"
            translate="no"
            aria-label={strings::page::text_of(&props.title)}
            data-gaps={if props.text.has_blank_lines() { "blank" } else { "lines" }}
            data-names={if props.label_names { "shown" } else { "hidden" }}
            onfocus={focused}
            oncopy={copied}
        >
            { for props.sections.iter().enumerate().map(section) }
        </article>
    }
}

/// A guess at how many lines of the page a section takes, at about 68 characters a line.
fn estimated_lines(text: &Text, section: usize) -> f64 {
    let blocks = text.section_blocks(section).filter_map(|index| text.block(BlockIndex(index)));
    blocks.map(|block| f64::from(block.chars.len().div_ceil(68).max(1))).sum()
}

fn scroll_to(reader: &web_sys::Element, text: &Text, jump: Jump) {
    let block = text.block_at(jump.to);
    if jump.to == CharPos(0) && !jump.gently {
        return viewport::scroll_to_top();
    }
    let marked = format!("[data-start=\"{}\"]", jump.to);
    let selector = format!("[data-block=\"{}\"]", block.0);
    let align = if jump.gently { Align::Nearest } else { Align::Start };
    let has_mark = matches!(reader.query_selector(&marked), Ok(Some(_)));
    viewport::bring_into_view(reader, if has_mark && jump.gently { &marked } else { &selector }, align);
}

/// Listens for scrolling that comes to rest.
fn listen_to_scrolling(desk: &Desk) -> page::Listener {
    let (desk, resting) = (desk.clone(), RefCell::new(None));
    page::on("scroll", move |_: &web_sys::Event| {
        let desk = desk.clone();
        *resting.borrow_mut() = Some(clock::after(SCROLL_REST, move || desk.note_place()));
    })
}

/// How long scrolling rests, in milliseconds, before the place is remembered.
const SCROLL_REST: u32 = 250;

impl Desk {
    fn is_in_reader(&self, event: &web_sys::Event) -> bool {
        self.reader().cast().is_some_and(|reader| page::is_within(&reader, event))
    }

    fn note_place(&self) {
        let (Some(open), Some(reader)) = (self.state().open, self.reader().cast::<web_sys::Element>()) else { return };
        let block = viewport::first_visible_block(&reader).and_then(|index| open.session.text.block(index).cloned());
        if let Some(block) = block {
            self.remember_place(block.chars.start());
        }
    }
}

#[derive(PartialEq, Properties)]
struct SectionProps {
    text: Rc<Text>,
    index: usize,
    section: Rc<Section>,
    labels: Rc<LabelSet>,
    focus: Option<AnnotationId>,
    drawn: bool,
    invisible: bool,
}

/// Up to 32 blocks in their lines; or an empty box of about their height, until it is drawn.
#[component]
fn SectionView(props: &SectionProps) -> Html {
    let blocks = props.text.section_blocks(props.index);
    let mut lines = Vec::new();
    if props.drawn {
        let mut at = blocks.start;
        while at < blocks.end {
            let line = &props.text.lines()[props.text.line_of(BlockIndex(at))];
            let end = line.blocks.end.min(blocks.end);
            let class =
                classes!("line", line.blank.then_some("blank"), (line.blocks.start < at).then_some("continued"));
            let pieces = (at..end).map(|block| block_view(props, BlockIndex(block)));
            lines.push(html! { <p key={at} {class} dir="auto">{ for pieces }</p> });
            at = end;
        }
    }
    let drawn = if props.drawn { "yes" } else { "no" };
    html! { <div class="section" data-section={props.index.to_string()} data-drawn={drawn}>{ for lines }</div> }
}

fn block_view(props: &SectionProps, index: BlockIndex) -> Html {
    let Some(bucket) = props.section.buckets().get(index.within_section()) else { return Html::default() };
    let here = |id: &&AnnotationId| bucket.annotations().iter().any(|annotation| annotation.id == **id);
    html! {
        <BlockView
            key={index.0}
            text={Rc::clone(&props.text)}
            {index}
            bucket={Rc::clone(bucket)}
            labels={Rc::clone(&props.labels)}
            focus={props.focus.as_ref().filter(here).cloned()}
            invisible={props.invisible}
        />
    }
}
