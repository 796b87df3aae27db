//! Finding in the text, and what the annotation list shows of the annotations.

use super::Desk;
use crate::browser::clock::{self, Timer};
use crate::browser::finder::{Answer, Finder};
use crate::browser::{highlight, page, rows, viewport};
use crate::model::filter::{Filter, Shown};
use crate::model::find::{Find, Found, MOST_HITS, Query, hits_of_utf16, pieces};
use crate::model::occurrences::{occurrences, untagged};
use crate::model::{Action, AnnotationId, CharRange, Tag, Text};
use crate::ui::annotation_list::ROWS;
use crate::ui::find_bar::FIND_FIELD;
use crate::ui::state::Open;
use crate::ui::strings::says;
use crate::ui::words;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// How long typing rests, in milliseconds, before what was typed is sought: seeking costs the length of the text.
const TYPING_REST: u32 = 120;

/// How many hits are lit up at once, those around where reading is. More would slow down every frame.
const MOST_LIT: usize = 600;

/// How long after scrolling or drawing, in milliseconds, the hits that came into view are lit up.
const LIGHT_REST: u32 = 90;

/// How many hits are tagged at once. More are hardly meant, and would fill the storage.
pub const MOST_TAGGED: usize = 10_000;

/// The longest selection that becomes a query, in code points.
const LONGEST_QUERY: usize = 200;

/// How much a screen reader is told of what stands around a hit, in code points on either side.
const CONTEXT_CHARS: u32 = 40;

/// The names of the lights in the style sheet: of all hits, and of the one that is gone to.
const LIGHTS: [&str; 2] = ["found", "found-here"];

/// What finding needs beside the state.
#[derive(Default)]
pub(super) struct Seeking {
    /// Typing that is not sought yet.
    typing: RefCell<Option<Timer>>,
    lighting: RefCell<Option<Timer>>,
    /// The worker for patterns, and the text that it knows.
    finder: RefCell<Option<(Rc<Text>, Finder)>>,
    /// Counts searches, so that the answer to one that another overtook is dropped.
    serial: Cell<u32>,
    /// What was sought when the bar was last closed.
    last: RefCell<Query>,
}

impl Desk {
    /// Shows the find bar, with the focus in its field. Selected words are sought first, or else what was sought last.
    pub fn find(&self) {
        let Some(open) = self.state().open else { return };
        let from = open.view.selection.map_or(open.place, CharRange::start);
        let selected = self.selected_words().filter(|words| is_query(words));
        let last = || self.0.seeking.last.borrow().clone();
        let query = match (selected, open.find) {
            (Some(words), find) => {
                let query = find.map_or_else(last, |find| find.query);
                Some(Query { words: words.into(), pattern: false, ..query })
            }
            (None, None) => Some(last()),
            (None, Some(_)) => None,
        };
        if let Some(query) = query {
            self.change_open(|open| open.find = Some(Find { query, from, ..Find::default() }));
            self.seek_now();
        }
        // A bar that is not there yet takes the focus when it is.
        page::focus_field(FIND_FIELD);
    }

    /// Closes the find bar. The hit that was gone to stays selected, and the article gets the focus.
    pub fn close_find(&self) {
        let Some(Open { find: Some(find), view, .. }) = self.state().open else { return };
        *self.0.seeking.last.borrow_mut() = find.query.clone();
        self.0.seeking.typing.borrow_mut().take();
        self.0.seeking.finder.borrow_mut().take();
        self.change_open(|open| open.find = None);
        let Some(reader) = self.reader().cast::<web_sys::Element>() else { return };
        LIGHTS.into_iter().for_each(highlight::put_out);
        page::focus(&reader);
        // An armed label would tag it at once.
        if let Some(hit) = find.current().filter(|_| view.armed.is_none()) {
            self.select(hit, None);
        }
    }

    /// Takes in what is typed; it is sought when typing rests.
    pub fn seek(&self, query: Query) {
        self.change_find(|find| find.query = query);
        let desk = self.clone();
        *self.0.seeking.typing.borrow_mut() = Some(clock::after(TYPING_REST, move || desk.seek_now()));
    }

    fn seek_now(&self) {
        self.0.seeking.typing.borrow_mut().take();
        self.0.seeking.serial.set(self.0.seeking.serial.get() + 1);
        let Some(Open { session, find: Some(Find { query, .. }), .. }) = self.state().open else { return };
        if query.words.is_empty() {
            self.take_found(Found::Nothing);
        } else if query.pattern {
            self.change_find(|find| find.take(Found::Seeking));
            self.seek_pattern(&session.text, &query);
        } else {
            let hits = occurrences(&session.text, &query.words, query.matching);
            self.take_found(Found::Hits(Rc::new(hits), false));
        }
    }

    fn seek_pattern(&self, text: &Rc<Text>, query: &Query) {
        let mut finder = self.0.seeking.finder.borrow_mut();
        // One that is busy with an earlier pattern may never end.
        if finder.as_ref().is_none_or(|(known, finder)| finder.is_busy() || !Rc::ptr_eq(known, text)) {
            *finder = Finder::new(text.as_str()).map(|finder| (Rc::clone(text), finder));
        }
        let Some((_, finder)) = &*finder else {
            let desk = self.clone();
            // Not while the finder is borrowed.
            return viewport::next_frame(move || desk.take_found(Found::Failed(says::NO_WORKER.into())));
        };
        let (desk, text, serial) = (self.clone(), Rc::clone(text), self.0.seeking.serial.get());
        let whole_words = query.matching.whole_words;
        finder.search(&query.words, !query.matching.case, whole_words, MOST_HITS, move |answer| {
            if matches!(answer, Answer::TooLong | Answer::NoWorker) {
                desk.0.seeking.finder.borrow_mut().take();
            }
            if desk.0.seeking.serial.get() != serial {
                return;
            }
            desk.take_found(match answer {
                Answer::Hits(bounds, more) => Found::Hits(Rc::new(hits_of_utf16(&text, &bounds, whole_words)), more),
                Answer::Invalid(why) => Found::Failed(says::invalid_pattern(&why).into()),
                Answer::TooLong => Found::Failed(says::TOO_LONG.into()),
                Answer::NoWorker => Found::Failed(says::NO_WORKER.into()),
            });
        });
    }

    fn take_found(&self, found: Found) {
        self.change_find(|find| find.take(found));
        let Some(Open { find: Some(find), .. }) = self.state().open else { return };
        match &find.found {
            Found::Failed(why) => self.say(why),
            Found::Hits(hits, _) if hits.is_empty() => self.say(says::NOT_FOUND),
            _ => {}
        }
        self.show_hit();
    }

    /// Goes to the next hit, or with `forward` false to the previous one; true where something is being found.
    pub fn go_to_hit(&self, forward: bool) -> bool {
        let state = self.state();
        let finding = state.over.is_none() && state.open.is_some_and(|open| open.find.is_some());
        if !finding {
            return false;
        }
        if self.is_typing_query() {
            self.seek_now();
        } else {
            self.change_find(|find| find.step(forward));
            self.show_hit();
        }
        true
    }

    /// Whether what is typed is not sought yet: the hits are those of something else, which nobody wants to tag.
    fn is_typing_query(&self) -> bool {
        self.0.seeking.typing.borrow().is_some()
    }

    /// Scrolls to the hit that is gone to, and says what stands there.
    fn show_hit(&self) {
        let Some(Open { session, find: Some(find), .. }) = self.state().open else { return };
        let Some((hit, at)) = find.current().zip(find.at) else { return self.light_hits() };
        let text = &session.text;
        let (before, behind) = words::context(text, hit, CONTEXT_CHARS);
        let around = before + &words::quote(text, hit, usize::MAX) + &behind;
        self.say(&says::hit(at + 1, find.hits().len(), &around));
        self.jump(hit.start(), true);
        // The jump draws what was not drawn and brings the block of the hit into view, after the layout of two frames.
        let desk = self.clone();
        viewport::next_frame(move || {
            viewport::next_frame(move || viewport::next_frame(move || desk.bring_hit_into_view(hit)));
        });
    }

    fn bring_hit_into_view(&self, hit: CharRange) {
        let (Some(open), Some(reader)) = (self.state().open, self.reader().cast()) else { return };
        if let Some(piece) = pieces(&open.session.text, &[hit]).into_iter().next() {
            highlight::bring_into_view(&reader, piece);
        }
        self.light_hits();
    }

    /// Lights up the hits around where reading is.
    pub fn light_hits(&self) {
        let (Some(open), Some(reader)) = (self.state().open, self.reader().cast::<web_sys::Element>()) else { return };
        let Some(find) = &open.find else { return };
        let text = &open.session.text;
        let block = viewport::first_visible_block(&reader).and_then(|index| text.block(index));
        let here = find.current();
        let near = find.around(block.map_or(open.place, |block| block.chars.start()), MOST_LIT);
        let others: Vec<CharRange> = near.iter().copied().filter(|hit| here != Some(*hit)).collect();
        let lit = highlight::light(&reader, LIGHTS[0], &pieces(text, &others));
        let here: Vec<CharRange> = here.into_iter().collect();
        if !(highlight::light(&reader, LIGHTS[1], &pieces(text, &here)) && lit) {
            self.light_hits_soon();
        }
    }

    /// Lights up the hits when scrolling or drawing has gone on for a moment.
    pub fn light_hits_soon(&self) {
        let mut lighting = self.0.seeking.lighting.borrow_mut();
        if lighting.is_none() {
            let desk = self.clone();
            *lighting = Some(clock::after(LIGHT_REST, move || {
                desk.0.seeking.lighting.borrow_mut().take();
                desk.light_hits();
            }));
        }
    }

    /// Tags the hit that is gone to, and goes to the next one.
    pub fn tag_hit(&self, tag: &Tag) {
        if self.is_typing_query() {
            return self.seek_now();
        }
        let Some(Open { find: Some(find), .. }) = self.state().open else { return };
        if let Some(hit) = find.current() {
            self.tag_ranges(&[hit], tag);
            let done = self.state().said;
            self.change_find(|find| find.step(true));
            self.show_hit();
            self.say(&format!("{done} {}", self.state().said));
        }
    }

    /// Tags all hits that are not tagged so already, as one transaction.
    pub fn tag_hits(&self, tag: &Tag) {
        if self.is_typing_query() {
            return self.seek_now();
        }
        let Some(Open { find: Some(find), .. }) = self.state().open else { return };
        match find.hits() {
            hits if hits.len() > MOST_TAGGED => self.notify(&says::too_many(hits.len(), MOST_TAGGED), None),
            hits => self.tag_ranges(hits, tag),
        }
    }

    fn tag_ranges(&self, ranges: &[CharRange], tag: &Tag) {
        let Some(open) = self.state().open else { return };
        if open.is_read_only() {
            return self.refuse_to_change();
        }
        let session = &open.session;
        let places = untagged(&session.text, &session.annotations, ranges, tag);
        if places.is_empty() {
            let tag = words::tag(tag, &session.labels);
            return match ranges.len() {
                1 => self.say(&says::tagged_already(&tag)),
                count => self.notify(&says::all_tagged_already(count, &tag), None),
            };
        }
        self.tag_all(&places, tag);
        self.change_open(|open| open.view.last = Some(tag.clone()));
    }

    fn change_find(&self, change: impl FnOnce(&mut Find)) {
        self.change_open(|open| {
            if let Some(find) = &mut open.find {
                change(find);
            }
        });
    }

    /// Moves the focus to the annotation list: to the focused annotation, or else to the first from where reading is.
    pub fn go_to_list(&self) {
        self.stop_choosing();
        let Some(open) = self.state().open else { return };
        let (text, annotations) = (&open.session.text, &open.session.annotations);
        let shown = |id: &AnnotationId| {
            annotations.get(id).is_some_and(|annotation| open.filter.lets_through(&open.session, annotation))
        };
        let near = || {
            let next = annotations.first_from(text, open.place).or_else(|| annotations.last_before(text, open.place));
            next.map(|annotation| annotation.id.clone()).filter(|id| shown(id))
        };
        self.change(|state| state.list_shown = true);
        let id = open.view.focus.clone().filter(|id| shown(id)).or_else(near);
        id.iter().for_each(|id| self.glance_at(id));
        // A row that is there already takes the focus at once: the keys that follow are for the list.
        if !id.is_some_and(|id| rows::take_focus_to(&format!("#{ROWS} [data-annotation=\"{id}\"]"))) {
            viewport::next_frame(|| page::focus_id(ROWS));
        }
    }

    /// Focuses the annotation of the row that the focus went to, and scrolls to it.
    pub fn glance_at(&self, id: &AnnotationId) {
        let Some(open) = self.state().open else { return };
        // Keys that come to the list have left the article, and what was being chosen there. A press may be about to choose
        // this row.
        if self.keys_are_at_work() {
            self.stop_choosing();
        } else if open.view.picking().is_some() {
            return;
        }
        if open.view.focus.as_ref() == Some(id) {
            return;
        }
        if let Some(annotation) = open.session.annotations.get(id) {
            self.change_open(|open| open.view.focus = Some(id.clone()));
            annotation.extent().into_iter().for_each(|extent| self.jump(extent.start(), true));
        }
    }

    /// Removes the annotation of the row that has the focus; the row beside it gets the focus.
    pub fn remove_row(&self, list: &web_sys::Element) {
        let Some(focused) = self.state().open.and_then(|open| open.view.focus) else { return };
        let beside = rows::attribute_beside(list, "data-annotation");
        if let Some(id) = beside.filter(|_| !self.state().open.is_some_and(|open| open.is_read_only())) {
            rows::focus_one_of(list, &[&format!("[data-annotation=\"{id}\"]")]);
        }
        self.remove(&focused);
    }

    /// Changes what the annotation list shows.
    pub fn set_filter(&self, change: impl FnOnce(&mut Filter)) {
        self.change_open(|open| change(&mut open.filter));
    }

    /// What the annotation list shows. Costs the number of annotations.
    pub fn shown(&self) -> Shown {
        let Some(Open { session, filter, .. }) = self.state().open else { return Shown::default() };
        filter.show(&session)
    }

    /// Gives all annotations that the list shows another label, or another polarity, as one transaction.
    pub fn relabel_shown(&self, tag: &Tag) {
        let (mentions, frames) = self.shown().ids();
        match tag {
            Tag::Label(label) => self.run(Action::Relabel(mentions, label.clone())),
            Tag::Polarity(polarity) => self.run(Action::SetPolarity(frames, *polarity)),
        };
    }

    /// Removes all annotations that the list shows, as one transaction.
    pub fn remove_shown(&self) {
        let (mut mentions, frames) = self.shown().ids();
        mentions.extend(frames);
        self.run(Action::Remove(mentions));
    }
}

/// Whether selected words are something to seek: not too long, and on one line.
fn is_query(words: &str) -> bool {
    words.chars().count() <= LONGEST_QUERY && !words.contains(['\n', '\r'])
}
