//! What is said of a sentiment and of an entity: who feels what about whom, and who is the same as whom.

use super::Desk;
use crate::browser::{clock, lines, segmenter, viewport};
use crate::model::label::folded;
use crate::model::proposing::{self, Proposals};
use crate::model::snap::snapped;
use crate::model::{
    Action, Annotation, AnnotationId, Body, Card, CharRange, Entity, EntityId, Fragments, Frame, Holder, Intensity,
    LabelKey, Polarity, Referent, Role, Session, Snap,
};
use crate::ui::fold::Fold;
use crate::ui::state::Open;
use crate::ui::strings::frame as says;
use std::rc::Rc;

/// The field with the name of the entity of the focused mention.
pub const ENTITY_FIELD: &str = "entity-name";

/// How far a card stands from the words, in CSS pixels.
const CARD_GAP: f64 = 12.0;

impl Desk {
    /// What is proposed for a frame, without what was declined.
    pub fn proposals(&self, open: &Open, annotation: &Annotation) -> Proposals {
        if open.is_read_only() {
            return Proposals::default();
        }
        let text = &open.session.text;
        let mut proposals =
            proposing::proposals(&open.session, annotation, &|block, snap| segmenter::pieces(text, block, snap));
        for declined in open.view.card().map(|card| card.declined).unwrap_or_default() {
            match declined {
                Role::Target => proposals.target = None,
                Role::Holder | Role::Source | Role::Entity => proposals.holders.clear(),
            }
        }
        proposals
    }

    /// Those to choose from for the focused annotation.
    pub fn candidates(&self, open: &Open, annotation: &Rc<Annotation>, role: Role) -> Vec<Holder> {
        let session = &open.session;
        let near = || {
            let first = annotation.frame().and_then(|frame| frame.targets.first());
            let of_target = first.and_then(|target| proposing::first_mention(session, target)?.extent());
            let at = annotation.extent().or(of_target).unwrap_or_default();
            proposing::nearest(session, at, |other| other.id == annotation.id)
        };
        let known = |referents: Vec<Referent>| referents.into_iter().map(Holder::Known);
        match role {
            Role::Target => {
                let mut holders = annotation.frame().map_or_else(Vec::new, |frame| frame.holders.to_vec());
                holders.extend(self.proposals(open, annotation).holders);
                known(proposing::holders_last(session, near(), &holders)).collect()
            }
            Role::Holder | Role::Source => {
                // The speakers that were proposed come first; the author and nobody in particular last.
                let mut holders = self.proposals(open, annotation).holders;
                holders.extend(known(near()));
                let mut seen = Vec::new();
                holders.retain(|holder| {
                    let fresh = !seen.contains(holder);
                    seen.push(holder.clone());
                    fresh
                });
                holders.truncate(proposing::MOST_CANDIDATES - 2);
                holders.extend([Holder::Author, Holder::Implicit]);
                holders
            }
            Role::Entity => known(proposing::same_as(session, annotation)).collect(),
        }
    }

    /// Lets someone be chosen for the focused annotation, or no longer.
    pub fn pick(&self, role: Role) -> bool {
        let Some((open, annotation)) = self.focused_record() else { return false };
        if open.is_read_only() {
            self.refuse_to_change();
            return true;
        }
        let fits = match role {
            Role::Entity => annotation.label().is_some(),
            Role::Target | Role::Holder | Role::Source => annotation.frame().is_some(),
        };
        if !fits {
            self.say(if role == Role::Entity { says::ONLY_OF_MENTIONS } else { says::ONLY_OF_SENTIMENTS });
            return true;
        }
        let picking = (open.view.picking() != Some(role)).then_some(role);
        if picking.is_some() {
            let count = self.candidates(&open, &annotation, role).len();
            self.say(&says::picking(role, count));
        }
        self.change_open(|open| {
            open.view.armed = None;
            open.view.relating = None;
        });
        self.change_card(|card| {
            card.picking = picking;
            card.closed = false;
            card.folded = false;
        });
        true
    }

    /// A digit: chooses one of those offered, with Shift one of several; or else says how strong the sentiment is while its
    /// card is open. True where it meant one of these. While someone is being chosen it means nothing else.
    pub(super) fn digit(&self, key: LabelKey) -> bool {
        let Some(open) = self.state().open.filter(|open| open.view.selection.is_none() && open.view.armed.is_none())
        else {
            return false;
        };
        let (place, more) = (usize::from((key.number() - 1) % 9), key.number() > 9);
        let Some(card) = open.view.card() else { return false };
        let Some(annotation) = open.session.annotations.get(&card.of) else { return false };
        if let Some(role) = card.picking {
            let candidates = self.candidates(&open, annotation, role);
            match candidates.get(place) {
                Some(holder) => self.choose_holder(holder.clone(), more),
                None => self.explain(&says::no_choice(place + 1)),
            }
            return true;
        }
        match Intensity::ALL.get(place).filter(|_| !more) {
            Some(intensity) if annotation.frame().is_some() && !card.closed => {
                self.set_intensity(*intensity);
                true
            }
            _ => false,
        }
    }

    /// Says how strong the focused sentiment is.
    pub fn set_intensity(&self, intensity: Intensity) {
        self.change_frame(|frame| frame.intensity = intensity);
    }

    /// A mark was clicked, or a row of the list: true where that chose it.
    pub fn pick_annotation(&self, id: &AnnotationId) -> bool {
        let Some((open, focused)) = self.focused_record() else { return false };
        if open.view.picking().is_none() {
            return false;
        }
        let picked = open.session.annotations.get(id).filter(|picked| picked.id != focused.id);
        match picked.filter(|picked| picked.label().is_some()) {
            Some(_) => self.choose_holder(Holder::Known(Referent::Mention(id.clone())), false),
            None => self.explain(says::PICK_A_MENTION),
        }
        true
    }

    /// Takes someone as what is being chosen, which ends choosing, unless there are to be more of them.
    pub fn choose_holder(&self, holder: Holder, more: bool) {
        let Some((open, annotation)) = self.focused_record() else { return };
        let Some(role) = open.view.picking() else { return };
        match (role, holder) {
            (Role::Target, Holder::Known(target)) => self.toggle_target(&target),
            (Role::Target | Role::Entity, Holder::Author | Holder::Implicit) => {}
            (Role::Holder, holder) => {
                self.change_frame(|frame| frame.holders = Rc::new([holder]));
            }
            (Role::Source, holder) => {
                let done = self.change_frame(|frame| {
                    let mut holders = frame.holders.to_vec();
                    holders.push(holder);
                    frame.holders = holders.into();
                });
                if !done {
                    return;
                }
            }
            (Role::Entity, Holder::Known(other)) => {
                self.join(&annotation.id, &other);
            }
        }
        if !(more && matches!(role, Role::Target | Role::Source)) {
            self.change_open(|open| open.view.stop_picking());
        }
    }

    /// What was just tagged, while someone was being chosen for this annotation, is taken as that; the annotation has the
    /// focus again. A sentiment is nobody: then it is what is worked on.
    pub(super) fn take_tagged(&self, of: AnnotationId, role: Role) {
        let Some((open, tagged)) = self.focused_record() else { return };
        let Some(chooser) = open.session.annotations.get(&of).filter(|_| tagged.label().is_some() && tagged.id != of)
        else {
            return;
        };
        let referent = Referent::Mention(tagged.id.clone());
        let is_target = chooser.frame().is_some_and(|frame| role == Role::Target && frame.targets.contains(&referent));
        let extent = chooser.extent();
        let said = self.state().said;
        self.change_open(|open| open.view.focus = Some(of));
        if !is_target {
            self.change_card(|card| card.picking = Some(role));
            self.choose_holder(Holder::Known(referent), false);
        }
        self.say(&format!("{said} {}", self.state().said));
        if let Some(extent) = extent {
            self.take_caret_to(extent.end());
        }
    }

    /// Makes something a target of the focused sentiment, or no longer.
    pub fn toggle_target(&self, target: &Referent) {
        self.change_frame(|frame| {
            let mut targets = frame.targets.to_vec();
            match targets.iter().position(|other| other == target) {
                Some(place) => drop(targets.remove(place)),
                None => targets.push(target.clone()),
            }
            frame.targets = targets.into();
        });
    }

    /// Takes a holder out of the chain of the focused sentiment. Without any it is the author’s.
    pub fn drop_holder(&self, holder: &Holder) {
        self.change_frame(|frame| {
            let holders: Vec<Holder> = frame.holders.iter().filter(|other| *other != holder).cloned().collect();
            frame.holders = if holders.is_empty() { Rc::new([Holder::Author]) } else { holders.into() };
        });
    }

    /// Takes what is proposed for the focused sentiment; false where nothing is.
    pub fn accept(&self, of: Option<Role>) -> bool {
        let Some((open, annotation)) = self.focused_record() else { return false };
        if open.view.card().is_none_or(|card| card.closed) || annotation.frame().is_none() {
            return false;
        }
        let proposals = self.proposals(&open, &annotation);
        let Some(accepted) = annotation.frame().and_then(|frame| proposals.accepted(frame, of)) else { return false };
        self.change_frame(|frame| *frame = accepted);
        true
    }

    /// Enter on a sentiment: opens its card, or takes what is proposed there. It never leads into a field, where the digits
    /// that say how strong it is would be typed.
    pub(super) fn go_on_with_sentiment(&self) {
        if self.state().open.and_then(|open| open.view.card()).is_some_and(|card| card.closed) {
            self.change_card(|card| card.closed = false);
        } else if !self.accept(None) {
            self.say(says::NOTHING_PROPOSED);
        }
    }

    /// Does not propose this for the focused sentiment again.
    pub fn decline(&self, role: Role) {
        self.change_card(|card| card.declined.push(role));
        self.keep_focus_on_page();
    }

    /// Puts the card of the focused annotation away.
    pub fn put_card_away(&self) {
        self.change_card(|card| {
            card.picking = None;
            card.closed = true;
        });
        self.keep_focus_on_page();
    }

    /// Ends choosing for the focused annotation; false where nobody is being chosen.
    pub fn stop_picking(&self) -> bool {
        let picking = self.state().open.is_some_and(|open| open.view.picking().is_some());
        if picking {
            self.change_open(|open| open.view.stop_picking());
            self.say(says::NOBODY_CHOSEN);
            self.keep_focus_on_page();
        }
        picking
    }

    /// Changes the focused sentiment; true where that changed anything.
    pub fn change_frame(&self, change: impl FnOnce(&mut Frame)) -> bool {
        let Some((_, annotation)) = self.focused_record() else { return false };
        let Body::Frame(frame) = &annotation.body else { return false };
        let mut frame = frame.clone();
        change(&mut frame);
        self.run(Action::SetFrame(annotation.id.clone(), frame))
    }

    /// The author’s sentiment about a mention alone that no words express, if there is one.
    pub fn felt_by_author<'a>(&self, open: &'a Open, mention: &Annotation) -> Option<&'a Rc<Annotation>> {
        let session = &open.session;
        let target = Referent::Mention(mention.id.clone());
        let of_author = |frame: &Frame| *frame.targets == [target.clone()] && *frame.holders == [Holder::Author];
        let mut known = session.links.frames(&target).filter_map(|id| session.annotations.get(id));
        known.find(|frame| frame.fragments.is_empty() && frame.frame().is_some_and(of_author))
    }

    /// A polarity key on a mention: the author’s sentiment about it, which no words express (a record of NewsMTSC). Where
    /// there is one, it gets that polarity.
    pub(super) fn feel_about(&self, open: &Open, mention: &Annotation, polarity: Polarity) {
        let target = Referent::Mention(mention.id.clone());
        let there = self.felt_by_author(open, mention).cloned();
        let id = match there {
            Some(there) => {
                let id = there.id.clone();
                self.run(Action::SetPolarity(vec![id.clone()], polarity));
                id
            }
            None => {
                let id = AnnotationId::from_bits(clock::random_bits());
                let frame = Frame { targets: Rc::new([target.clone()]), ..Frame::new(polarity) };
                let made = Annotation::new(id.clone(), Fragments::default(), Body::Frame(frame), clock::now());
                if !self.run(Action::Add(vec![made])) {
                    return;
                }
                id
            }
        };
        self.change_open(|open| open.view.focus = Some(id));
    }

    /// Makes a mention and another one, or an entity, the same. An entity that either belongs to is joined with the other.
    pub fn join(&self, mention: &AnnotationId, other: &Referent) -> bool {
        let Some(open) = self.state().open else { return false };
        let session = &open.session;
        let Some(annotation) = session.annotations.get(mention) else { return false };
        let (other_mention, other_entity) = match other {
            Referent::Mention(id) => {
                let other = session.annotations.get(id).filter(|other| other.label().is_some());
                let Some(other) = other.filter(|other| other.id != *mention) else { return false };
                (Some(other.id.clone()), other.entity().cloned())
            }
            Referent::Entity(id) => (None, Some(id.clone())),
        };
        let own = annotation.entity().cloned();
        if own.is_some() && own == other_entity {
            self.say(says::SAME_ALREADY);
            return true;
        }
        let known = other_entity.as_ref().or(own.as_ref()).and_then(|id| session.entities.get(id));
        let entity = match known {
            Some(known) => (**known).clone(),
            None => {
                let mentions = [Some(annotation), other_mention.as_ref().and_then(|id| session.annotations.get(id))];
                Entity::new(EntityId::from_bits(clock::random_bits()), longest_name(session, mentions))
            }
        };
        let absorbed = own.filter(|own| *own != entity.id).into_iter().collect();
        let mentions = [Some(mention.clone()), other_mention].into_iter().flatten().collect();
        let done = self.run(Action::Join(entity.clone(), mentions, absorbed));
        if done {
            let state = self.state();
            let count = state.open.map_or(0, |open| open.session.links.member_count(&entity.id));
            self.say(&says::joined(&entity.name, count));
        }
        done
    }

    /// Makes an entity of a mention alone, with its words as the name.
    pub fn make_entity(&self, mention: &AnnotationId) {
        let Some(open) = self.state().open else { return };
        let Some(annotation) = open.session.annotations.get(mention) else { return };
        let name = longest_name(&open.session, [Some(annotation), None]);
        let entity = Entity::new(EntityId::from_bits(clock::random_bits()), name);
        if self.run(Action::Join(entity, vec![mention.clone()], Vec::new())) {
            self.focus_in(Fold::Entity, ENTITY_FIELD);
        }
    }

    /// Types into a field of an entity, where `change` says that it may be so.
    pub fn write_entity(&self, id: &EntityId, typed: &str, change: fn(&mut Entity, String) -> bool) {
        let pending = match self.0.typing.borrow().as_ref().map(|typing| &typing.action) {
            Some(Action::PutEntity(entity)) if entity.id == *id => Some(entity.clone()),
            _ => None,
        };
        let known = || self.state().open.and_then(|open| Some((**open.session.entities.get(id)?).clone()));
        let Some(mut entity) = pending.or_else(known) else { return };
        if change(&mut entity, typed.to_owned()) {
            self.type_into(Action::PutEntity(entity));
        }
    }

    /// Goes to where the text names someone.
    pub fn go_to_referent(&self, referent: &Referent) {
        let Some(open) = self.state().open else { return };
        if let Some(mention) = proposing::first_mention(&open.session, referent) {
            self.go_to(&mention.id.clone());
        }
    }

    /// Shows only the first line of the card of the focused annotation, or all of it.
    pub fn fold_card(&self) {
        self.change_card(|card| card.folded = !card.folded);
    }

    /// Puts the card beside the sentence of the focused annotation, or of what it is about; where there is no room for that,
    /// beside its words.
    pub fn place_card(&self, card: &web_sys::Element) {
        let (Some((open, annotation)), Some(reader)) = (self.focused_record(), self.reader().cast()) else { return };
        let about = || {
            let referent = annotation.frame().and_then(|frame| frame.referents().next())?;
            proposing::first_mention(&open.session, referent)?.extent()
        };
        let Some(extent) = annotation.extent().or_else(about) else { return };
        let text = &open.session.text;
        let sentence = snapped(text, extent, Snap::Sentences, &|block, snap| segmenter::pieces(text, block, snap));
        let edges = |range: CharRange| {
            let first = lines::spot(&reader, text, range.start(), false);
            first.zip(lines::spot(&reader, text, range.end(), true))
        };
        if let Some(words) = edges(extent) {
            viewport::place_card(card, words, edges(sentence).unwrap_or(words), CARD_GAP);
        }
    }

    /// Changes the card of the focused annotation.
    fn change_card(&self, change: impl FnOnce(&mut Card)) {
        self.change_open(|open| {
            if let Some(mut card) = open.view.card() {
                change(&mut card);
                open.view.card = Some(card);
            }
        });
    }

    fn focused_record(&self) -> Option<(Open, Rc<Annotation>)> {
        let open = self.state().open?;
        let annotation = Rc::clone(open.session.annotations.get(open.view.focus.as_ref()?)?);
        Some((open, annotation))
    }

    /// What a click or a row would focus is chosen instead, where something is being chosen.
    pub(super) fn pick_at(&self, under: &[Rc<Annotation>]) -> bool {
        if self.state().open.is_none_or(|open| open.view.picking().is_none()) {
            return false;
        }
        match under.iter().find(|annotation| annotation.label().is_some()) {
            Some(mention) => self.pick_annotation(&mention.id),
            None => {
                self.explain(says::PICK_A_MENTION);
                true
            }
        }
    }
}

/// The longest of the words of mentions that is a name, on one line; the first of equal ones.
fn longest_name(session: &Session, mentions: [Option<&Rc<Annotation>>; 2]) -> String {
    let name = |mention: &Rc<Annotation>| {
        let words = proposing::words(session, mention);
        words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(100).collect::<String>()
    };
    let names: Vec<String> = mentions.into_iter().flatten().map(name).filter(|name| !folded(name).is_empty()).collect();
    let longest = names.iter().rev().max_by_key(|name| name.chars().count());
    longest.cloned().unwrap_or_else(|| says::NAMELESS.to_owned())
}
