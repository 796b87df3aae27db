//! What a person is looking at: not undone, not exported.

use super::annotation::{Annotation, AnnotationId, Body};
use super::caret::Caret;
use super::edges::Side;
use super::frame::Polarity;
use super::label::LabelId;
use super::offset::{CharPos, CharRange};
use std::rc::Rc;

/// What a key, a button or the armed pointer makes of selected words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Tag {
    /// A mention with this label.
    Label(LabelId),
    /// A frame with this polarity.
    Polarity(Polarity),
}

impl Tag {
    /// What an annotation carries.
    pub fn of(annotation: &Annotation) -> Self {
        match &annotation.body {
            Body::Mention { label, .. } => Self::Label(label.clone()),
            Body::Frame(frame) => Self::Polarity(frame.polarity),
        }
    }

    /// The body of a fresh annotation.
    pub fn body(&self) -> Body {
        match self {
            Self::Label(label) => Body::mention(label.clone()),
            Self::Polarity(polarity) => Body::frame(*polarity),
        }
    }
}

/// What is selected, focused and armed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct View {
    /// The selected words; never empty.
    pub selection: Option<CharRange>,
    /// What was selected, where something else was meant by it.
    pub dragged: Option<CharRange>,
    /// Where the keyboard is, or where the pointer was last.
    pub caret: Option<Caret>,
    /// What is held by a finger or the mouse at this moment.
    pub held: Option<Held>,
    /// The annotation that is worked on.
    pub focus: Option<AnnotationId>,
    /// What every selection is tagged with at once.
    pub armed: Option<Tag>,
    /// What `.` tags with.
    pub last: Option<Tag>,
    /// Where a relation starts whose other end is being chosen.
    pub relating: Option<AnnotationId>,
}

impl View {
    /// Which place of the focused annotation is looked at: where the caret stands, if it stands in it; else its start.
    pub fn place_in(&self, focused: &Annotation) -> CharPos {
        let caret = self.caret.map(|caret| caret.at).filter(|at| focused.fragments.contain(*at));
        caret.or(focused.extent().map(CharRange::start)).unwrap_or_default()
    }
}

/// What a drag would make of the words that it holds, before it is let go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Held {
    /// The words.
    pub range: CharRange,
    /// The edge that is dragged; `None` where words are being selected.
    pub edge: Option<Side>,
}

/// Which of the annotations under the pointer a click focuses: the first (the shortest), or, where one of them has the
/// focus, the one after it, and the first again after the last.
pub fn next_under_pointer<'a>(under: &'a [Rc<Annotation>], focus: Option<&AnnotationId>) -> Option<&'a Rc<Annotation>> {
    let focused = focus.and_then(|id| under.iter().position(|annotation| annotation.id == *id));
    focused.map_or(under.first(), |place| under.get((place + 1) % under.len()))
}
