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
    /// What was done with the card of the annotation that had the focus last.
    pub card: Option<Card>,
}

/// The card of an annotation, with which one says more of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Card {
    /// The annotation.
    pub of: AnnotationId,
    /// Whether it was closed.
    pub closed: bool,
    /// Whether only its first line is shown.
    pub folded: bool,
    /// What is being chosen; the next mark that is clicked is it.
    pub picking: Option<Role>,
    /// What was proposed, and is not to be proposed again.
    pub declined: Vec<Role>,
}

impl Card {
    /// A card that was just opened.
    pub fn of(annotation: &AnnotationId) -> Self {
        Self { of: annotation.clone(), closed: false, folded: false, picking: None, declined: Vec::new() }
    }
}

/// As what a mention or an entity is chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// As what a sentiment is about.
    Target,
    /// As whose sentiment it is.
    Holder,
    /// As whose sentiment it is by the word of those who hold it so far.
    Source,
    /// As what a mention names too.
    Entity,
}

impl View {
    /// The card of the annotation that has the focus.
    pub fn card(&self) -> Option<Card> {
        let focus = self.focus.as_ref()?;
        Some(self.card.clone().filter(|card| card.of == *focus).unwrap_or_else(|| Card::of(focus)))
    }

    /// What is being chosen for the annotation that has the focus.
    pub fn picking(&self) -> Option<Role> {
        self.card().and_then(|card| card.picking)
    }

    /// Nobody is being chosen any more.
    pub fn stop_picking(&mut self) {
        self.card.iter_mut().for_each(|card| card.picking = None);
    }

    /// Ends choosing where the annotation that it was for has lost the focus: it must not go on when that has it again.
    pub fn settle(&mut self) {
        if self.card.as_ref().is_some_and(|card| Some(&card.of) != self.focus.as_ref()) {
            self.stop_picking();
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choosing_ends_with_the_focus() {
        let id = |id: &str| AnnotationId::new(id).expect("an id");
        let card = Card { picking: Some(Role::Target), declined: vec![Role::Holder], ..Card::of(&id("a")) };
        let mut view = View { focus: Some(id("a")), card: Some(card), ..View::default() };
        view.settle();
        assert_eq!(view.picking(), Some(Role::Target), "nothing happened");
        view.focus = Some(id("b"));
        view.settle();
        assert_eq!(view.picking(), None);
        view.focus = Some(id("a"));
        view.settle();
        assert_eq!(view.picking(), None, "it does not go on by itself");
        assert_eq!(view.card().map(|card| card.declined), Some(vec![Role::Holder]), "the rest of the card stays");
    }
}
