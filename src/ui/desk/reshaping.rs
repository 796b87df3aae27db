//! What is done to the shape of the focused mark: its edges, its stretches, cutting and joining.

use super::Desk;
use crate::browser::{clock, lines, segmenter, viewport};
use crate::model::edges::{self, Apart, Side};
use crate::model::snap::{other_than_meant, snapped};
use crate::model::{Action, Annotation, AnnotationId, CharPos, CharRange, Edge, Fragments, Held, Snap};
use crate::ui::state::Open;
use crate::ui::strings::says;
use crate::ui::words;
use std::rc::Rc;

/// How long it is shown why something is not done, in milliseconds.
const EXPLAINED: u32 = 10_000;

impl Desk {
    /// Moves an edge of the focused mark by a word, or by a character or a sentence, as selections are taken.
    pub(super) fn move_edge(&self, edge: Edge) -> bool {
        let snap = self.state().settings.snap;
        let Some((open, mark)) = self.focused_mark() else { return false };
        let text = &open.session.text;
        let moved =
            edges::moved(text, &mark.fragments, edge, snap, &|block, snap| segmenter::pieces(text, block, snap));
        match (moved, edge) {
            (Some(fragments), _) => self.reshape(&mark.id, fragments, edge.side()),
            (None, Edge::StartOut | Edge::EndOut) => self.say(says::NOTHING_FURTHER),
            (None, Edge::StartIn | Edge::EndIn) => self.say(says::LAST_ONE_STAYS),
        }
        true
    }

    /// Gives a mark other words, and brings the edge that changed into view, with the caret.
    fn reshape(&self, id: &AnnotationId, fragments: Fragments, side: Side) {
        let Some(at) = fragments.extent().map(|extent| side.of(extent)) else { return };
        if !self.run(Action::Reshape(id.clone(), fragments)) {
            return;
        }
        self.take_caret_to(at);
        let desk = self.clone();
        viewport::next_frame(move || {
            let (Some(open), Some(reader)) = (desk.state().open, desk.reader().cast()) else { return };
            let spot = lines::spot(&reader, &open.session.text, at, side == Side::End);
            spot.into_iter().for_each(viewport::bring_spot_into_view);
        });
    }

    /// Joins the focused mark with the next one.
    pub fn merge_with_next(&self) -> bool {
        let Some((open, mark)) = self.focused_mark() else { return false };
        match edges::neighbour(&open.session.text, &open.session.annotations, &mark) {
            Ok(next) => drop(self.run(Action::Merge(vec![mark.id.clone(), next.id.clone()]))),
            Err(Apart::NothingFollows) => self.explain(says::NOTHING_FOLLOWS),
            Err(Apart::Words(between)) => {
                self.explain(&says::apart(&words::quote(&open.session.text, between, words::QUOTE_CHARS)));
            }
        }
        true
    }

    /// Cuts the focused mark in two: at the start of what is selected, or else at the caret. A click puts it into a word,
    /// but is meant to cut beside it.
    pub fn split(&self) -> bool {
        let Some((open, mark)) = self.focused_mark() else { return false };
        let snap = self.state().settings.snap;
        let selected = open.view.selection.map(CharRange::start);
        let caret = open.view.caret.filter(|_| selected.is_none());
        let at = match caret {
            Some(caret) if !caret.shown && snap != Snap::Characters => {
                let text = &open.session.text;
                Some(edges::place_to_cut(text, caret.at, &|block, snap| segmenter::pieces(text, block, snap)))
            }
            caret => caret.map(|caret| caret.at).or(selected),
        };
        let inside = |at: &CharPos| mark.extent().is_some_and(|extent| extent.start() < *at && *at < extent.end());
        match at.filter(inside) {
            None => self.explain(says::NO_PLACE_TO_CUT),
            Some(at) => {
                let other = AnnotationId::from_bits(clock::random_bits());
                if self.run(Action::Split(mark.id.clone(), at, other)) {
                    self.drop_selection();
                }
            }
        }
        true
    }

    /// Adds the selected words to the focused mark.
    pub fn add_fragment(&self) -> bool {
        let Some((open, mark)) = self.focused_mark() else { return false };
        let Some(selected) = open.view.selection else {
            self.explain(says::SELECT_TO_ADD);
            return true;
        };
        if let Some(fragments) = edges::added(&open.session.text, &mark.fragments, selected) {
            self.run(Action::Reshape(mark.id.clone(), fragments));
            self.drop_selection();
        }
        true
    }

    /// Takes the selected words, or the stretch at the caret, from the focused mark.
    pub fn take_fragment(&self) -> bool {
        let Some((open, mark)) = self.focused_mark() else { return false };
        let ranges = mark.fragments.ranges();
        let at_caret = |at: CharPos| {
            let stretch = ranges.iter().find(|range| range.start() <= at && at <= range.end());
            stretch.copied().filter(|_| ranges.len() > 1)
        };
        let away = open.view.selection.or_else(|| at_caret(open.view.caret?.at));
        let Some(away) = away else {
            self.explain(says::SELECT_TO_TAKE);
            return true;
        };
        match edges::without(&open.session.text, &mark.fragments, away) {
            None => self.explain(says::ALL_WOULD_GO),
            Some(fragments) if fragments == mark.fragments => self.explain(says::NONE_OF_ITS_WORDS),
            Some(fragments) => {
                self.run(Action::Reshape(mark.id.clone(), fragments));
                self.drop_selection();
            }
        }
        true
    }

    /// An edge is dragged to a position: of the selection, or else of the focused mark. Nothing changes until
    /// [`Desk::release`].
    pub fn drag_edge(&self, side: Side, to: CharPos, exactly: bool) {
        let Some((open, from)) = self.state().open.and_then(|open| Some((open.clone(), grasped(&open, side)?))) else {
            return;
        };
        let snap = if exactly { Snap::Characters } else { self.state().settings.snap };
        let text = &open.session.text;
        let pieces = |block, snap| segmenter::pieces(text, block, snap);
        let range = edges::dragged(text, from, side, to, snap, &pieces);
        self.grasp(Some(Held { range, edge: Some(side) }));
    }

    /// What is held is let go: words become the selection, an edge of a mark stays where it is. True where something was
    /// held. `to` is how far the finger really went.
    pub fn release(&self, to: Option<CharPos>) -> bool {
        let Some(open) = self.state().open else { return false };
        let Some(held) = open.view.held else { return false };
        let text = &open.session.text;
        let pieces = |block, snap| segmenter::pieces(text, block, snap);
        match (held.edge, &open.view.selection, &open.view.focus) {
            (None, ..) | (Some(_), Some(_), _) => {
                let fixed = match held.edge {
                    Some(Side::Start) => held.range.end(),
                    _ => held.range.start(),
                };
                let raw = to.map(|to| snapped(text, CharRange::between(fixed, to), Snap::Characters, &pieces));
                let dragged = raw.filter(|raw| !raw.is_empty());
                self.select(held.range, dragged.and_then(|raw| other_than_meant(text, raw, held.range, &pieces)));
            }
            (Some(side), None, Some(id)) => {
                self.grasp(None);
                let mark = open.session.annotations.get(id);
                let moved = mark.and_then(|mark| edges::with_edge(&mark.fragments, side, side.of(held.range)));
                if let Some(fragments) = moved {
                    self.run(Action::Reshape(id.clone(), fragments));
                    self.take_caret_to(side.of(held.range));
                }
            }
            (Some(_), None, None) => self.grasp(None),
        }
        true
    }

    /// Nothing is held any more, and nothing changed. True where something was held.
    pub fn cancel_grasp(&self) -> bool {
        let held = self.state().open.is_some_and(|open| open.view.held.is_some());
        self.grasp(None);
        held
    }

    /// The focused mark, or the shortest one at the caret, which then has the focus.
    pub(super) fn mark_at_caret(&self, open: &Open) -> bool {
        let Some(caret) = open.view.caret.filter(|caret| caret.shown && open.view.focus.is_none()) else {
            return false;
        };
        let Some(mark) = open.session.annotations.beside(&open.session.text, caret.at) else { return false };
        self.change_open(|open| open.view.focus = Some(mark.id.clone()));
        self.say(&words::mark(&open.session, &mark));
        true
    }

    fn focused_mark(&self) -> Option<(Open, Rc<Annotation>)> {
        let open = self.state().open?;
        if open.is_read_only() {
            self.refuse_to_change();
            return None;
        }
        let mark = Rc::clone(open.session.annotations.get(open.view.focus.as_ref()?)?);
        Some((open, mark))
    }

    /// Says what was done or why something is not, for everyone. It goes away by itself: nothing went wrong.
    pub(super) fn explain(&self, why: &str) {
        self.say(why);
        self.notify(why, None);
        let Some(serial) = self.state().notices.last().map(|notice| notice.serial) else { return };
        let desk = self.clone();
        let timer = clock::after(EXPLAINED, move || desk.dismiss(serial));
        if let Some((before, _)) = self.0.hands.explained.replace(Some((serial, timer))) {
            self.dismiss(before);
        }
    }
}

/// The stretch whose edge is at hand: the selection, or else what the focused mark begins or ends with.
pub fn grasped(open: &Open, side: Side) -> Option<CharRange> {
    let mark = || open.session.annotations.get(open.view.focus.as_ref()?);
    open.view.selection.or_else(|| edges::outermost(&mark()?.fragments, side))
}
