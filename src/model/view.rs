//! What a person is looking at: not undone, not exported.

use super::annotation::{Annotation, AnnotationId, Body, Polarity};
use super::label::LabelId;
use super::offset::CharRange;
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
            Body::Frame { polarity } => Self::Polarity(*polarity),
        }
    }

    /// The body of a fresh annotation.
    pub fn body(&self) -> Body {
        match self {
            Self::Label(label) => Body::mention(label.clone()),
            Self::Polarity(polarity) => Body::Frame { polarity: *polarity },
        }
    }
}

/// What is selected, focused and armed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct View {
    /// The selected words; never empty.
    pub selection: Option<CharRange>,
    /// The annotation that is worked on.
    pub focus: Option<AnnotationId>,
    /// What every selection is tagged with at once.
    pub armed: Option<Tag>,
    /// What `.` tags with.
    pub last: Option<Tag>,
}

/// Which of the annotations under the pointer a click focuses: the first (the shortest), or, where one of them has the
/// focus, the one after it, and the first again after the last.
pub fn next_under_pointer<'a>(under: &'a [Rc<Annotation>], focus: Option<&AnnotationId>) -> Option<&'a Rc<Annotation>> {
    let focused = focus.and_then(|id| under.iter().position(|annotation| annotation.id == *id));
    focused.map_or(under.first(), |place| under.get((place + 1) % under.len()))
}
