//! Who may be meant: proposals for the holder and the targets of a sentiment, for the entity of a mention, and the ones
//! near a place to choose from. Nothing here is a fact until a person accepts it.

use super::annotation::{Annotation, AnnotationId};
use super::entity::EntityId;
use super::frame::{Frame, Holder, Manner, Referent, chain};
use super::label::folded;
use super::offset::{CharPos, CharRange};
use super::quotation::{self, Speaker};
use super::session::Session;
use super::snap::{Pieces, Snap, snapped};
use super::view::Role;
use std::collections::BTreeSet;
use std::rc::Rc;

/// The most that is offered at once: a digit for each.
pub const MOST_CANDIDATES: usize = 9;

/// What is proposed for a frame.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Proposals {
    /// Who speaks where its words stand, from the outermost to the innermost. Empty where that seems to be the author.
    pub holders: Vec<Holder>,
    /// The words that name a speaker who is no mention yet.
    pub untagged: Option<CharRange>,
    /// How the text conveys it, if these holders say it and nobody has chosen another manner.
    pub manner: Option<Manner>,
    /// What it seems to be about.
    pub target: Option<Referent>,
}

impl Proposals {
    /// The frame with what is proposed for it: only the target or the holders, or both. `None` where that is nothing.
    pub fn accepted(self, frame: &Frame, of: Option<Role>) -> Option<Frame> {
        let target = self.target.filter(|_| of != Some(Role::Holder));
        let holders = Some(self.holders).filter(|holders| !holders.is_empty() && of != Some(Role::Target));
        (target.is_some() || holders.is_some()).then(|| Frame {
            targets: target.map_or_else(|| Rc::clone(&frame.targets), |target| Rc::new([target])),
            manner: self.manner.filter(|_| holders.is_some()).unwrap_or(frame.manner),
            holders: holders.map_or_else(|| Rc::clone(&frame.holders), Into::into),
            ..frame.clone()
        })
    }
}

/// What is proposed for a frame of which nobody has said who holds it, or what it is about. `pieces` says where the
/// sentences of a block are. Costs what [`quotation::holders`] does.
pub fn proposals(session: &Session, annotation: &Annotation, pieces: Pieces<'_>) -> Proposals {
    let Some((frame, extent)) = annotation.frame().zip(annotation.extent()) else { return Proposals::default() };
    let mut near = mentions_in(session, quotation::window(&session.text, extent));
    let spoken = quotation::holders(&session.text, extent, &near);
    let mut holders = Vec::new();
    let mut untagged = None;
    if *frame.holders == [Holder::Author] {
        for proposal in &spoken {
            match &proposal.speaker {
                Speaker::Mention(id) => holders.push(Holder::Known(Referent::Mention(id.clone()))),
                Speaker::Words | Speaker::Pronoun => untagged = Some(proposal.words),
            }
        }
    }
    // Words that take the stance by themselves, as “condemned”, report nothing.
    let reported = spoken.last().is_some_and(|proposal| proposal.cue.overlap(extent).is_none());
    let manner = (reported && frame.manner == Manner::default()).then_some(Manner::Reported);
    let target = if frame.targets.is_empty() {
        let sentence = snapped(&session.text, extent, Snap::Sentences, pieces);
        let held = things(session, &frame.holders);
        near.retain(|(_, id)| session.annotations.get(id).is_some_and(|a| !held.contains(&thing(session, a))));
        let nearest = quotation::targets(&session.text, sentence, annotation.fragments.ranges(), &near);
        nearest.into_iter().next().map(Referent::Mention)
    } else {
        None
    };
    Proposals { holders: chain(holders).to_vec(), untagged, manner, target }
}

/// How far around a place mentions are offered to choose from, in code points.
const REACH: u32 = 10_000;

/// The mentions that touch a stretch, in document order.
fn mentions_in(session: &Session, window: CharRange) -> Vec<(CharRange, AnnotationId)> {
    let mut seen = BTreeSet::new();
    let blocks = session.text.blocks_of(window).map(super::text::BlockIndex);
    let all = blocks.flat_map(|block| session.annotations.bucket(block));
    let mentions = all.filter(|annotation| annotation.label().is_some() && seen.insert(&annotation.id));
    mentions.filter_map(|mention| Some((mention.extent()?, mention.id.clone()))).collect()
}

/// Mentions to choose from, the nearest to a place first: of one entity, and of the same words with the same label, only
/// the nearest. At most [`MOST_CANDIDATES`], from no further than 10,000 code points away. Costs the mentions there.
pub fn nearest(session: &Session, at: CharRange, except: impl Fn(&Annotation) -> bool) -> Vec<Referent> {
    let distance = |range: CharRange| {
        let behind = range.start().0.saturating_sub(at.end().0);
        let before = at.start().0.saturating_sub(range.end().0);
        (behind.max(before), range.start())
    };
    let (start, end) = (at.start().0.saturating_sub(REACH), (at.end().0.saturating_add(REACH)).min(session.text.len()));
    let mut near = mentions_in(session, CharRange::between(CharPos(start), CharPos(end)));
    near.sort_by_key(|(range, _)| distance(*range));
    let mut seen = BTreeSet::new();
    let mentions = near.iter().filter_map(|(_, id)| session.annotations.get(id));
    let different = mentions.filter(|mention| !except(mention) && seen.insert(thing(session, mention)));
    different.map(|mention| Referent::Mention(mention.id.clone())).take(MOST_CANDIDATES).collect()
}

/// Those to choose a target from, without changing their order but for the holders of the same sentiment, who come last.
pub fn holders_last(session: &Session, mut candidates: Vec<Referent>, holders: &[Holder]) -> Vec<Referent> {
    let held = things(session, holders);
    let holds = |of: &Referent| first_mention(session, of).is_some_and(|of| held.contains(&thing(session, of)));
    candidates.sort_by_cached_key(holds);
    candidates
}

/// What known holders are.
fn things(session: &Session, holders: &[Holder]) -> Vec<(Option<EntityId>, String)> {
    let mention = |holder: &Holder| match holder {
        Holder::Known(referent) => first_mention(session, referent).map(|mention| thing(session, mention)),
        Holder::Author | Holder::Implicit => None,
    };
    holders.iter().filter_map(mention).collect()
}

/// What a mention names, as far as it is known: its entity, or else its label and words.
fn thing(session: &Session, mention: &Annotation) -> (Option<EntityId>, String) {
    match mention.entity() {
        Some(entity) => (Some(entity.clone()), String::new()),
        None => {
            let label = mention.label().map_or("", |label| label.as_str());
            (None, format!("{label}\n{}", folded(&words(session, mention))))
        }
    }
}

/// The words of an annotation, its stretches with a space between them.
pub fn words(session: &Session, annotation: &Annotation) -> String {
    let ranges = annotation.fragments.ranges().iter();
    ranges.filter_map(|range| session.text.slice(*range)).collect::<Vec<_>>().join(" ")
}

/// Entities and mentions without an entity that may be the same as a mention, those of the same name first, then those of
/// which one name is contained in the other as whole words, each kind in document order. At most [`MOST_CANDIDATES`].
/// Costs the number of mentions.
pub fn same_as(session: &Session, mention: &Rc<Annotation>) -> Vec<Referent> {
    let name = parts(&words(session, mention));
    let label = mention.label();
    let (mut equal, mut contained) = (Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    let mut offer = |referent: Referent, key: (Option<EntityId>, String), other: &[String]| {
        let list = match (*other == name, contains(other, &name) || contains(&name, other)) {
            (true, _) => &mut equal,
            (_, true) => &mut contained,
            _ => return,
        };
        if seen.insert(key) {
            list.push(referent);
        }
    };
    for (id, entity) in session.entities.iter().filter(|(id, _)| mention.entity() != Some(id)) {
        offer(Referent::Entity(id.clone()), (Some(id.clone()), String::new()), &parts(&entity.name));
    }
    let others = session.annotations.iter(&session.text);
    let others = others.filter(|other| other.id != mention.id && other.label() == label && label.is_some());
    for other in others.filter(|other| other.entity().is_none() || other.entity() != mention.entity()) {
        let referent = match other.entity() {
            Some(entity) => Referent::Entity(entity.clone()),
            None => Referent::Mention(other.id.clone()),
        };
        offer(referent, thing(session, other), &parts(&words(session, other)));
    }
    equal.into_iter().chain(contained).take(MOST_CANDIDATES).collect()
}

/// The words of a name as they are compared: capital letters or small, without possessive endings and punctuation.
fn parts(name: &str) -> Vec<String> {
    let word = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        ["'s", "’s"].iter().find_map(|ending| word.strip_suffix(ending)).unwrap_or(&word).to_owned()
    };
    name.split_whitespace().map(word).filter(|word| !word.is_empty()).collect()
}

/// Whether the words of one name stand in the other, next to each other.
fn contains(name: &[String], part: &[String]) -> bool {
    !part.is_empty() && part.len() < name.len() && name.windows(part.len()).any(|window| window == part)
}

/// Where something that a frame or a relation points to stands: the words of the mention, or the first mention of the
/// entity in document order. Costs the mentions of the entity.
pub fn place_of(session: &Session, referent: &Referent) -> Option<CharPos> {
    first_mention(session, referent)?.extent().map(CharRange::start)
}

/// The mention, or the first one of the entity.
pub fn first_mention<'a>(session: &'a Session, referent: &Referent) -> Option<&'a Rc<Annotation>> {
    match referent {
        Referent::Mention(id) => session.annotations.get(id),
        Referent::Entity(id) => {
            let members = session.links.members(id).filter_map(|member| session.annotations.get(member));
            members.min_by(|a, b| a.document_order(b))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Body;
    use crate::model::notation::read;
    use crate::model::session::Records;
    use crate::model::snap::by_rule;

    /// A session of a line of notation.
    fn session(line: &str) -> Session {
        let notated = read(line).expect(line);
        let records = Records { annotations: notated.annotations(), ..Records::default() };
        notated.session(records).expect("the labels are known")
    }

    fn the_frame(session: &Session) -> (Rc<Annotation>, Frame) {
        let annotation = session.annotations.iter(&session.text).find(|annotation| annotation.frame().is_some());
        let annotation = Rc::clone(annotation.expect("a sentiment"));
        let frame = annotation.frame().expect("it is one").clone();
        (annotation, frame)
    }

    fn proposed(session: &Session, annotation: &Annotation) -> Proposals {
        proposals(session, annotation, &|block, snap| by_rule::pieces(&session.text, block, snap))
    }

    /// The words of what is pointed to.
    fn named(session: &Session, referents: impl IntoIterator<Item = Referent>) -> Vec<String> {
        let name = |referent: Referent| words(session, first_mention(session, &referent).expect("it is there"));
        referents.into_iter().map(name).collect()
    }

    #[test]
    fn who_speaks_is_proposed_as_the_holder_and_nobody_who_speaks_as_the_target() {
        for (line, holders, target) in [
            (
                "<PERSON|Macron> said <PERSON|Putin> was “<-|isolated>,” the <ORG|AP> added.",
                &["AP", "Macron"][..],
                Some("Putin"),
            ),
            ("<PERSON|Putin> rejected the terms as “<-|ultimatums>” and left.", &["Putin"], None),
            ("“They are <-|weak>,” <PERSON|Ada> told <ORG|CNN>.", &["Ada"], None),
            ("<PERSON|Ada> said “no.” <PERSON|Bob> is <-|bad>.", &[], Some("Bob")),
        ] {
            let session = session(line);
            let Proposals { holders: found, target: about, .. } = proposed(&session, &the_frame(&session).0);
            let found = found.into_iter().map(|holder| match holder {
                Holder::Known(referent) => referent,
                Holder::Author | Holder::Implicit => panic!("somebody: {line}"),
            });
            assert_eq!(named(&session, found), holders, "{line}");
            assert_eq!(named(&session, about).first().map(String::as_str), target, "{line}");
        }
    }

    #[test]
    fn accepting_who_speaks_makes_it_reported_speech_unless_another_manner_was_chosen() {
        let line = "“<PERSON|Bob> is <-|weak>,” said <PERSON|Ada>.";
        for (line, chosen, of, expected) in [
            (line, Manner::Expressive, None, Manner::Reported),
            (line, Manner::Expressive, Some(Role::Holder), Manner::Reported),
            (line, Manner::Expressive, Some(Role::Target), Manner::Expressive),
            (line, Manner::Inferred, None, Manner::Inferred),
            ("<PERSON|Ada> <-|condemned> <PERSON|Bob>.", Manner::Expressive, None, Manner::Expressive),
        ] {
            let session = session(line);
            let (annotation, frame) = the_frame(&session);
            let annotation =
                Annotation { body: Body::Frame(Frame { manner: chosen, ..frame.clone() }), ..(*annotation).clone() };
            let accepted = proposed(&session, &annotation).accepted(annotation.frame().expect("a frame"), of);
            assert_eq!(accepted.map(|frame| frame.manner), Some(expected), "{line} {of:?}");
        }
        let session = session(line);
        assert_eq!(Proposals::default().accepted(&the_frame(&session).1, None), None);
    }

    #[test]
    fn whoever_holds_a_sentiment_is_offered_last_as_its_target() {
        let session = session("<PERSON|Ada> <-|slammed> <PERSON|Bob>, and <PERSON|Cem> saw <PERSON|Ada>.");
        let (annotation, _) = the_frame(&session);
        let near = nearest(&session, annotation.extent().expect("words"), |other| other.id == annotation.id);
        assert_eq!(named(&session, near.clone()), ["Ada", "Bob", "Cem"]);
        let holders = [Holder::Author, Holder::Known(near[0].clone())];
        assert_eq!(named(&session, holders_last(&session, near.clone(), &holders)), ["Bob", "Cem", "Ada"]);
        assert_eq!(named(&session, holders_last(&session, near, &holders[..1])), ["Ada", "Bob", "Cem"]);
    }

    #[test]
    fn a_name_is_contained_as_whole_words() {
        let check = |name: &str, part: &str, expected: bool| {
            assert_eq!(contains(&parts(name), &parts(part)), expected, "{part} in {name}");
        };
        check("Vladimir Putin", "putin", true);
        check("Vladimir Putin’s", "Putin's", true);
        check("the United States of America", "United States", true);
        check("United Nations", "States", false);
        check("Putinism today", "Putin", false);
        check("Putin", "Putin", false);
        check("Putin", "“”", false);
        check("A B C", "A C", false);
    }
}
