//! Documents as formats have them that know nothing but sentiments: cut into passages of whole sentences, with words alone
//! for whose a sentiment is and what it is about.

use super::loss::{Keeping, Loss, LossKind};
use crate::model::session::Records;
use crate::model::{Annotation, AnnotationId, Body, CharPos, CharRange, EntityId, Frame, Holder, Referent, Session};
use std::collections::HashMap;
use std::rc::Rc;

/// The session with mentions in place of entities that sentiments point to: of each one’s mentions that which is nearest
/// to the words of the sentiment, or the first where it has no words. Entities without a mention stay.
pub(crate) fn with_mentions(session: &Session) -> Session {
    let starts: HashMap<&EntityId, Vec<(CharPos, &AnnotationId)>> =
        session.entities.keys().map(|entity| (entity, starts_of_mentions(session, entity))).collect();
    let change = |annotation: &Rc<Annotation>| {
        let mut annotation = (**annotation).clone();
        let at = annotation.extent().map_or(CharPos(0), CharRange::start);
        if let Body::Frame(frame) = &mut annotation.body {
            let instead = |referent: &Referent| match referent {
                Referent::Mention(_) => referent.clone(),
                Referent::Entity(entity) => {
                    let mentions = starts.get(entity).map(Vec::as_slice).unwrap_or_default();
                    nearest(mentions, at).map_or_else(|| referent.clone(), |id| Referent::Mention(id.clone()))
                }
            };
            let last = match frame.holders.last() {
                Some(Holder::Known(referent)) => Some(Holder::Known(instead(referent))),
                other => other.cloned(),
            };
            *frame = frame.pointing(|referent| Some(instead(referent)));
            // The last holder is the one that counts, so that it stays last, also when it goes with its entity.
            let is_gone = |holder: &Holder| matches!(holder, Holder::Implicit | Holder::Known(Referent::Entity(_)));
            if let Some(last) = last {
                let same = |holder: &Holder| *holder == last || (is_gone(holder) && is_gone(&last));
                frame.holders = frame.holders.iter().filter(|holder| !same(holder)).chain([&last]).cloned().collect();
            }
        }
        annotation
    };
    with_annotations(session, session.annotations.iter(&session.text).map(change).collect())
}

/// Where the mentions of an entity begin, in order; of those that begin together, the first by id.
fn starts_of_mentions<'a>(session: &'a Session, entity: &EntityId) -> Vec<(CharPos, &'a AnnotationId)> {
    let start = |id: &AnnotationId| Some(session.annotations.get(id)?.extent()?.start());
    let mut starts: Vec<_> = session.links.members(entity).filter_map(|id| Some((start(id)?, id))).collect();
    starts.sort_unstable();
    starts.dedup_by_key(|(start, _)| *start);
    starts
}

/// The mention that begins nearest to a position; of two as near, the first.
fn nearest<'a>(starts: &[(CharPos, &'a AnnotationId)], at: CharPos) -> Option<&'a AnnotationId> {
    let after = starts.partition_point(|(start, _)| *start < at);
    let near = &starts[after.saturating_sub(1)..(after + 1).min(starts.len())];
    near.iter().min_by_key(|(start, _)| start.0.abs_diff(at.0)).map(|(_, id)| *id)
}

/// The session with these annotations in place of its own; relations to others go.
pub(crate) fn with_annotations(session: &Session, annotations: Vec<Annotation>) -> Session {
    let Session { text, document, description, labels, entities, codes, .. } = session;
    let kept: std::collections::HashSet<AnnotationId> = annotations.iter().map(|a| a.id.clone()).collect();
    let relations = session.relations.values().filter(|r| kept.contains(&r.from) && kept.contains(&r.to));
    let records = Records {
        entities: entities.values().map(|entity| (**entity).clone()).collect(),
        relations: relations.map(|relation| (**relation).clone()).collect(),
        codes: codes.values().map(|code| (**code).clone()).collect(),
        annotations,
    };
    Session::new(Rc::clone(text), (**document).clone(), (**description).clone(), (**labels).clone())
        .with_records(records)
        .expect("nothing refers to what is gone")
}

/// The session without the sentiments of which `wanted` does not say so, which are reported.
pub(crate) fn only_frames(
    session: Session,
    document: usize,
    losses: &mut Vec<Loss>,
    wanted: impl Fn(&AnnotationId, &Frame) -> bool,
) -> Session {
    let is_kept = |annotation: &Rc<Annotation>| annotation.frame().is_none_or(|frame| wanted(&annotation.id, frame));
    let (kept, lost): (Vec<_>, Vec<_>) = session.annotations.iter(&session.text).cloned().partition(is_kept);
    if lost.is_empty() {
        return session;
    }
    let records: Vec<String> = lost.iter().map(|annotation| annotation.id.to_string()).collect();
    losses.push(Loss { document, kind: LossKind::Inexpressible, keeping: Keeping::No, count: records.len(), records });
    with_annotations(&session, kept.iter().map(|annotation| (**annotation).clone()).collect())
}

/// The mentions that a sentiment is about, and the one that it is of.
pub(crate) fn targets(frame: &Frame) -> impl Iterator<Item = &AnnotationId> {
    frame.targets.iter().filter_map(|target| match target {
        Referent::Mention(id) => Some(id),
        Referent::Entity(_) => None,
    })
}

/// The mention of whoever has the stance in the end.
pub(crate) fn source(frame: &Frame) -> Option<&AnnotationId> {
    match frame.holder() {
        Holder::Known(Referent::Mention(id)) => Some(id),
        _ => None,
    }
}

/// Sentences, joined where one of the ranges reaches over their end. They cover the text; an empty one has one of them.
pub(crate) fn passages(session: &Session, ends: &[usize], mut whole: Vec<CharRange>) -> Vec<CharRange> {
    whole.sort_unstable_by_key(|range| (range.start(), range.end()));
    let text = session.text.as_str();
    let (mut byte, mut chars) = (0, 0);
    let mut passages = Vec::with_capacity(ends.len());
    let (mut start, mut reach) = (CharPos(0), CharPos(0));
    let mut whole = whole.into_iter().peekable();
    for &end in ends {
        chars += text.get(byte..end).map_or(0, |words| words.chars().count() as u32);
        byte = end;
        while let Some(range) = whole.next_if(|range| range.start().0 < chars) {
            reach = reach.max(range.end());
        }
        if reach.0 <= chars {
            passages.push(CharRange::between(start, CharPos(chars)));
            start = CharPos(chars);
        }
    }
    let rest = CharRange::between(start, CharPos(session.text.len()));
    if !rest.is_empty() || passages.is_empty() {
        passages.push(rest);
    }
    passages
}
