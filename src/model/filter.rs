//! Which annotations a list shows, in which order, and which of them as one.

use super::annotation::{Annotation, AnnotationId};
use super::frame::Referent;
use super::insight::ThingKey;
use super::label::LabelId;
use super::session::Session;
use super::text::Text;
use super::view::Tag;
use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

/// What a list shows, and how.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// What stands in the words, in the note, or in the name of the entity; of a sentiment also in the names of those
    /// whose it is and whom it is about. Capital letters are not told from small ones. Empty asks nothing.
    pub words: Rc<str>,
    /// What they carry.
    pub kind: Kind,
    /// Only those that someone should look at again.
    pub review: bool,
    /// Only those with a note.
    pub noted: bool,
    /// Only those with a relation, whichever way it leads.
    pub related: bool,
    /// Only sentiments that someone has, or that are about someone.
    pub party: Option<Party>,
    /// Who made them.
    pub coder: Coder,
    /// In which order.
    pub order: Order,
    /// Whether those of the same words and tag are shown as one.
    pub grouped: bool,
}

/// What annotations carry.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Kind {
    /// Anything.
    #[default]
    Any,
    /// Some label.
    Mention,
    /// Some sentiment.
    Sentiment,
    /// This tag.
    Tag(Tag),
}

/// Someone, and what the sentiments have to do with them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Party {
    /// Whether they are about them, or theirs.
    pub part: Part,
    /// Who it is.
    pub thing: ThingKey,
    /// What they are called.
    pub name: Rc<str>,
}

/// A part that someone has in a sentiment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// It is about them.
    Target,
    /// It is theirs, or told by them.
    Holder,
}

/// Who made annotations.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Coder {
    /// Anyone.
    #[default]
    Anyone,
    /// Someone who did not say so.
    Unnamed,
    /// Who is called this.
    Named(Rc<str>),
}

/// The order of a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Order {
    /// As they stand in the text.
    #[default]
    Position,
    /// By label, in the order of the label set, then by sentiment.
    Label,
    /// By their words.
    Words,
}

/// What a filter lets through.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Shown {
    /// In the order of the list.
    pub entries: Vec<Entry>,
    /// How many annotations they are.
    pub count: usize,
}

/// A line of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Entry {
    /// One annotation.
    Mark(Rc<Annotation>),
    /// Annotations of the same words and tag.
    Group(Rc<Group>),
}

/// Annotations of the same words and tag, in document order; never empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// The annotations.
    pub members: Vec<Rc<Annotation>>,
}

impl Group {
    /// The first of them: its words and its tag are those of all.
    pub fn first(&self) -> &Rc<Annotation> {
        &self.members[0]
    }
}

impl Filter {
    /// Whether all annotations are shown, each by itself and in document order.
    pub fn is_off(&self) -> bool {
        !self.is_narrow() && self.order == Order::Position && !self.grouped
    }

    /// Whether some annotations may be left out.
    pub fn is_narrow(&self) -> bool {
        !self.words.is_empty()
            || self.kind != Kind::Any
            || self.review
            || self.noted
            || self.related
            || self.party.is_some()
            || self.coder != Coder::Anyone
    }

    /// What it lets through. Costs the number of annotations, and of their words where it asks for words or an order of
    /// them.
    pub fn show(&self, session: &Session) -> Shown {
        let Session { text, annotations, labels, .. } = session;
        let sought = self.words.to_lowercase();
        let chosen: Vec<_> =
            annotations.iter(text).filter(|annotation| self.lets(session, annotation, &sought)).collect();
        let ranks: HashMap<&LabelId, usize> = labels.iter().map(|label| &label.id).zip(0..).collect();
        let rank = |annotation: &Annotation| match annotation.label() {
            Some(label) => (ranks.get(label).copied().unwrap_or(ranks.len()), None),
            None => (usize::MAX, annotation.polarity()),
        };
        let count = chosen.len();
        let mut entries: Vec<(&Rc<Annotation>, Vec<Rc<Annotation>>)> = Vec::new();
        let mut groups = HashMap::new();
        for annotation in chosen {
            let group = self.grouped.then(|| groups.entry((words_of(text, annotation), rank(annotation))));
            let place = group.map_or(entries.len(), |group| *group.or_insert(entries.len()));
            if place == entries.len() {
                entries.push((annotation, Vec::new()));
            }
            entries[place].1.push(Rc::clone(annotation));
        }
        // Sorting keeps the document order where nothing else decides.
        match self.order {
            Order::Position => {}
            Order::Label => entries.sort_by_cached_key(|(first, _)| rank(first)),
            Order::Words => entries.sort_by_cached_key(|(first, _)| {
                let words = words_of(text, first);
                (words.to_lowercase(), words.into_owned(), rank(first))
            }),
        }
        let entry = |(first, members): (&Rc<Annotation>, Vec<_>)| {
            if self.grouped { Entry::Group(Rc::new(Group { members })) } else { Entry::Mark(Rc::clone(first)) }
        };
        Shown { entries: entries.into_iter().map(entry).collect(), count }
    }

    /// Whether it lets an annotation through.
    pub fn lets_through(&self, session: &Session, annotation: &Annotation) -> bool {
        self.lets(session, annotation, &self.words.to_lowercase())
    }

    fn lets(&self, session: &Session, annotation: &Annotation, sought: &str) -> bool {
        let text = &session.text;
        let coder = match &self.coder {
            Coder::Anyone => true,
            Coder::Unnamed => annotation.coder.is_none(),
            Coder::Named(name) => annotation.coder.as_ref() == Some(name),
        };
        let kind = match &self.kind {
            Kind::Any => true,
            Kind::Mention => annotation.label().is_some(),
            Kind::Sentiment => annotation.polarity().is_some(),
            Kind::Tag(tag) => Tag::of(annotation) == *tag,
        };
        let holds = |words: &str| words.to_lowercase().contains(sought);
        kind && (annotation.review || !self.review)
            && coder
            && !(self.noted && annotation.note.is_empty())
            && !(self.related && session.links.relations(&annotation.id).next().is_none())
            && self.party.as_ref().is_none_or(|party| party.has(session, annotation))
            && (sought.is_empty()
                || holds(&words_of(text, annotation))
                || holds(&annotation.note)
                || names(session, annotation).any(|name| holds(&name)))
    }
}

impl Party {
    /// Whether they have that part in a sentiment.
    fn has(&self, session: &Session, annotation: &Annotation) -> bool {
        annotation.frame().is_some_and(|frame| match self.part {
            Part::Target => frame.targets.iter().any(|target| ThingKey::of_target(session, target) == self.thing),
            Part::Holder => frame.holders.iter().any(|holder| ThingKey::of_holder(session, holder) == self.thing),
        })
    }
}

/// The names of the entity of a mention, and of those whom a frame points to: of mentions their words too.
fn names<'a>(session: &'a Session, annotation: &'a Annotation) -> impl Iterator<Item = Cow<'a, str>> {
    let entity = |id| session.entities.get(id).map(|entity| Cow::Borrowed(&*entity.name));
    let referents = annotation.frame().into_iter().flat_map(|frame| frame.referents());
    let of_others = referents.flat_map(move |referent| match referent {
        Referent::Entity(id) => [entity(id), None],
        Referent::Mention(id) => {
            let mention = session.annotations.get(id);
            let words = mention.map(|mention| words_of(&session.text, mention));
            [words, mention.and_then(|mention| mention.entity()).and_then(entity)]
        }
    });
    annotation.entity().and_then(entity).into_iter().chain(of_others.flatten())
}

impl Shown {
    /// The annotations, in the order of the list.
    pub fn annotations(&self) -> impl Iterator<Item = &Rc<Annotation>> {
        self.entries.iter().flat_map(|entry| match entry {
            Entry::Mark(annotation) => std::slice::from_ref(annotation),
            Entry::Group(group) => &group.members,
        })
    }

    /// The ids of the mentions among them, and of the frames.
    pub fn ids(&self) -> (Vec<AnnotationId>, Vec<AnnotationId>) {
        let (mentions, frames): (Vec<_>, Vec<_>) =
            self.annotations().partition(|annotation| annotation.label().is_some());
        let ids = |annotations: Vec<&Rc<Annotation>>| annotations.into_iter().map(|a| a.id.clone()).collect();
        (ids(mentions), ids(frames))
    }
}

/// The exact words of an annotation, an ellipsis between its stretches; empty for a frame without words.
fn words_of<'a>(text: &'a Text, annotation: &Annotation) -> Cow<'a, str> {
    let slice = |range| text.slice(range).unwrap_or_default();
    match annotation.fragments.ranges() {
        [range] => Cow::Borrowed(slice(*range)),
        ranges => Cow::Owned(ranges.iter().map(|range| slice(*range)).collect::<Vec<_>>().join(" … ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::notation::read;
    use crate::model::session::Records;
    use crate::model::{Body, Entity, EntityId, Holder, Polarity, Relation, RelationId, Timestamp};

    /// A session of a line of notation. The third annotation needs review, the fourth has a note.
    fn session() -> Session {
        let notated = read(
            "<PERSON|Putin> met <GPE|Paris>. <PERSON|Putin> said <+|good> <ORG|Paris>, <GPE|Paris>, <-|bad>, <PERSON|ada>",
        )
        .expect("it is notation");
        let said = |(place, annotation): (usize, Annotation)| Annotation {
            review: place == 2,
            note: if place == 3 { "Über PARIS".into() } else { "".into() },
            coder: (place == 1).then(|| "Ada".into()),
            ..annotation
        };
        let [from, to] = [6, 7].map(AnnotationId::from_bits);
        // The last one is of an entity, and the sentiment “bad” is hers, about the first “Putin”.
        let lovelace = Entity::new(EntityId::from_bits(0), "Countess of Lovelace".to_owned());
        let linked = |(place, mut annotation): (usize, Annotation)| {
            match &mut annotation.body {
                Body::Mention { entity, .. } if place == 7 => *entity = Some(lovelace.id.clone()),
                Body::Frame(frame) if place == 6 => {
                    frame.holders = Rc::new([Holder::Known(Referent::Entity(lovelace.id.clone()))]);
                    frame.targets = Rc::new([Referent::Mention(AnnotationId::from_bits(0))]);
                }
                _ => {}
            }
            annotation
        };
        let part_of = LabelId::new("part_of").expect("an id");
        let relation = Relation::new(RelationId::from_bits(0), part_of, from, to, Timestamp(0));
        let records = Records {
            annotations: notated.annotations().into_iter().enumerate().map(said).enumerate().map(linked).collect(),
            entities: vec![lovelace.clone()],
            relations: vec![relation],
            ..Records::default()
        };
        notated.session(records).expect("the labels are known")
    }

    /// What is shown: words with their tag, `×` and a count for groups.
    fn shown(filter: &Filter) -> String {
        let session = session();
        let text = &session.text;
        let one = |annotation: &Annotation| {
            let tag = match Tag::of(annotation) {
                Tag::Label(id) => id.to_string(),
                Tag::Polarity(polarity) => polarity.sign().to_owned(),
            };
            format!("{tag} {}", words_of(text, annotation))
        };
        let shown = filter.show(&session);
        assert_eq!(shown.annotations().count(), shown.count);
        assert!(shown.annotations().all(|annotation| filter.lets_through(&session, annotation)));
        let entry = |entry: &Entry| match entry {
            Entry::Mark(annotation) => one(annotation),
            Entry::Group(group) => format!("{} ×{}", one(group.first()), group.members.len()),
        };
        shown.entries.iter().map(entry).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn filters_orders_and_groups() {
        let off = Filter::default();
        let person = LabelId::new("PERSON").expect("an id");
        let party = |part, thing| Filter { party: Some(Party { part, thing, name: "".into() }), ..Filter::default() };
        let label = |id| Kind::Tag(Tag::Label(LabelId::new(id).expect("an id")));
        let cases = [
            (off.clone(), "PERSON Putin, GPE Paris, PERSON Putin, + good, ORG Paris, GPE Paris, − bad, PERSON ada"),
            (Filter { words: "PUT".into(), ..off.clone() }, "PERSON Putin, PERSON Putin, − bad"),
            (Filter { words: "countess".into(), ..off.clone() }, "− bad, PERSON ada"),
            (party(Part::Target, ThingKey::Words("putin".into(), person.clone())), "− bad"),
            (party(Part::Holder, ThingKey::Words("putin".into(), person.clone())), ""),
            (party(Part::Holder, ThingKey::Entity(EntityId::from_bits(0))), "− bad"),
            (party(Part::Holder, ThingKey::Author), "+ good"),
            (Filter { words: "über".into(), ..off.clone() }, "+ good"),
            (Filter { words: "paris".into(), kind: Kind::Sentiment, ..off.clone() }, "+ good"),
            (Filter { kind: Kind::Mention, words: "d".into(), ..off.clone() }, "PERSON ada"),
            (Filter { kind: label("GPE"), ..off.clone() }, "GPE Paris, GPE Paris"),
            (Filter { kind: Kind::Tag(Tag::Polarity(Polarity::Negative)), ..off.clone() }, "− bad"),
            (Filter { review: true, ..off.clone() }, "PERSON Putin"),
            (Filter { noted: true, ..off.clone() }, "+ good"),
            (Filter { related: true, ..off.clone() }, "− bad, PERSON ada"),
            (Filter { coder: Coder::Named("Ada".into()), ..off.clone() }, "GPE Paris"),
            (Filter { coder: Coder::Unnamed, kind: label("GPE"), ..off.clone() }, "GPE Paris"),
            (Filter { words: "nowhere".into(), ..off.clone() }, ""),
            (
                Filter { order: Order::Label, ..off.clone() },
                "PERSON Putin, PERSON Putin, PERSON ada, ORG Paris, GPE Paris, GPE Paris, + good, − bad",
            ),
            (
                Filter { order: Order::Words, ..off.clone() },
                "PERSON ada, − bad, + good, ORG Paris, GPE Paris, GPE Paris, PERSON Putin, PERSON Putin",
            ),
            (
                Filter { grouped: true, ..off.clone() },
                "PERSON Putin ×2, GPE Paris ×2, + good ×1, ORG Paris ×1, − bad ×1, PERSON ada ×1",
            ),
            (
                Filter { grouped: true, order: Order::Words, kind: Kind::Mention, ..off.clone() },
                "PERSON ada ×1, ORG Paris ×1, GPE Paris ×2, PERSON Putin ×2",
            ),
        ];
        for (filter, expected) in cases {
            assert_eq!(shown(&filter), expected, "{filter:?}");
            assert_eq!(filter.is_off(), filter == off);
        }
    }

    #[test]
    fn mentions_and_frames_are_told_apart() {
        let (mentions, frames) = Filter::default().show(&session()).ids();
        assert_eq!((mentions.len(), frames.len()), (6, 2));
    }
}
