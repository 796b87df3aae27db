//! Relations: typed, directed links between two annotations.

use super::annotation::{Annotation, AnnotationId, Origin, Timestamp, Unknown};
use super::label::LabelId;
use super::offset::CharPos;
use super::session::Session;
use std::cmp::Ordering;
use std::rc::Rc;

/// What a relation is known by: 1 to 64 letters, digits, `-`, `_`, `.` and `:`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RelationId(Rc<str>);

super::id::record_id!(RelationId);

/// A link from one annotation to another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Relation {
    /// What it is known by, unique among the relations of its document.
    pub id: RelationId,
    /// Its type, one of those of the label set.
    pub label: LabelId,
    /// Where it starts.
    pub from: AnnotationId,
    /// Where it leads; another annotation than where it starts.
    pub to: AnnotationId,
    /// A remark; may be empty.
    pub note: Rc<str>,
    /// Where it comes from.
    pub origin: Origin,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub modified: Timestamp,
    /// Who made it, where that was said.
    pub coder: Option<Rc<str>>,
    /// What another program wrote beside these.
    pub unknown: Unknown,
}

impl Relation {
    /// A fresh relation by a person.
    pub fn new(id: RelationId, label: LabelId, from: AnnotationId, to: AnnotationId, at: Timestamp) -> Self {
        Self {
            id,
            label,
            from,
            to,
            note: "".into(),
            origin: Origin::Human,
            created: at,
            modified: at,
            coder: None,
            unknown: Unknown::default(),
        }
    }

    /// Whether it is `before` but for another note, and the time of that.
    pub(super) fn differs_in_note_alone(&self, before: &Self) -> bool {
        self.note != before.note
            && Self { note: Rc::clone(&before.note), modified: before.modified, ..self.clone() } == *before
    }
}

/// A relation as it is seen from one of its ends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Related {
    /// The relation.
    pub relation: Rc<Relation>,
    /// Whether it leads away from here.
    pub leads_away: bool,
    /// Its other end.
    pub far: Rc<Annotation>,
}

impl Related {
    /// The relations of an annotation: those that lead away from it, then those that lead to it, each in the order of their
    /// far ends. Costs the number of these relations.
    pub fn of(session: &Session, near: &AnnotationId) -> Vec<Self> {
        let seen = |relation: &Rc<Relation>| {
            let leads_away = relation.from == *near;
            let far = session.annotations.get(if leads_away { &relation.to } else { &relation.from })?;
            Some(Self { relation: Rc::clone(relation), leads_away, far: Rc::clone(far) })
        };
        let relations = session.links.relations(near).filter_map(|id| session.relations.get(id));
        let mut related: Vec<Self> = relations.filter_map(seen).collect();
        related.sort_by(|a, b| {
            let by_place = || a.far.document_order(&b.far);
            b.leads_away.cmp(&a.leads_away).then_with(by_place).then_with(|| a.relation.id.cmp(&b.relation.id))
        });
        related
    }

    /// Where its other end begins, if that has words.
    pub fn far_place(&self) -> Option<CharPos> {
        self.far.extent().map(|extent| extent.start())
    }

    /// Whether its other end stands before this annotation or behind it.
    pub fn lies(&self, near: &Annotation) -> Ordering {
        self.far.document_order(near)
    }
}

/// A type of relations.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RelationType {
    /// What relations refer to it by.
    pub id: LabelId,
    /// What a person reads.
    pub name: Rc<str>,
    /// When to use it; may be empty.
    pub description: Rc<str>,
    /// The labels that a mention must have one of where it starts; any annotation may be there when it is empty.
    pub from: Rc<[LabelId]>,
    /// The same for where it leads.
    pub to: Rc<[LabelId]>,
    /// What another program wrote beside these.
    pub unknown: Unknown,
}

impl RelationType {
    /// Whether such a relation may lead from the one to the other.
    pub fn allows(&self, from: &Annotation, to: &Annotation) -> bool {
        let fits = |labels: &[LabelId], end: &Annotation| {
            labels.is_empty() || end.label().is_some_and(|label| labels.contains(label))
        };
        fits(&self.from, from) && fits(&self.to, to)
    }

    /// The types for news, with ends in the labels of OntoNotes.
    pub fn news() -> Rc<[Self]> {
        NEWS.iter()
            .map(|(name, description, from, to)| {
                let labels = |names: &[&str]| names.iter().filter_map(|name| LabelId::new(name)).collect();
                Self {
                    id: LabelId::new(&name.replace(' ', "_")).expect("a name is not empty"),
                    name: (*name).into(),
                    description: (*description).into(),
                    from: labels(from),
                    to: labels(to),
                    unknown: Unknown::default(),
                }
            })
            .collect()
    }
}

/// Name, description, and the labels of either end.
const NEWS: [(&str, &str, &[&str], &[&str]); 7] = [
    ("works for", "Someone’s employer, office or party", &["PERSON"], &["ORG", "GPE", "NORP"]),
    ("located in", "Where something is", &[], &["GPE", "LOC", "FAC"]),
    ("part of", "What belongs to a larger whole", &[], &[]),
    ("says", "Who says something, to whom or of whom", &["PERSON", "ORG", "GPE", "NORP"], &[]),
    (
        "meets with",
        "Two parties who meet or talk",
        &["PERSON", "ORG", "GPE", "NORP"],
        &["PERSON", "ORG", "GPE", "NORP"],
    ),
    ("opposes", "Who is or acts against whom", &["PERSON", "ORG", "GPE", "NORP"], &[]),
    ("supports", "Who is or acts for whom", &["PERSON", "ORG", "GPE", "NORP"], &[]),
];

#[cfg(test)]
mod tests {
    use super::super::annotation::{Body, Fragments};
    use super::super::notation;
    use super::super::session::Records;

    use super::*;

    fn id(number: u64) -> AnnotationId {
        AnnotationId::from_bits(number)
    }

    /// Ada (0), Acme (1), Ankara (2) and a sentiment without words (3); Acme has most relations.
    fn session() -> Session {
        let notated = notation::read("<PERSON|Ada> of <ORG|Acme> in <GPE|Ankara>").expect("well formed");
        let wordless = Body::frame(super::super::Polarity::Positive);
        let wordless = Annotation::new(id(3), Fragments::default(), wordless, Timestamp(0));
        let relation = |(number, from, to)| {
            let part_of = LabelId::new("part_of").expect("an id");
            Relation::new(RelationId::from_bits(number), part_of, id(from), id(to), Timestamp(0))
        };
        let relations = [(0, 1, 2), (1, 0, 1), (2, 1, 0), (3, 2, 1), (4, 1, 3), (5, 0, 2)].map(relation);
        let records = Records {
            annotations: notated.annotations().into_iter().chain([wordless]).collect(),
            relations: relations.to_vec(),
            ..Records::default()
        };
        notated.session(records).expect("they fit")
    }

    #[test]
    fn relations_are_seen_from_their_ends() {
        let session = session();
        let seen = |near: u64| -> Vec<(bool, AnnotationId)> {
            Related::of(&session, &id(near))
                .into_iter()
                .map(|related| (related.leads_away, related.far.id.clone()))
                .collect()
        };
        let away = |far: u64| (true, id(far));
        let here = |far: u64| (false, id(far));
        assert_eq!(seen(1), [away(0), away(2), away(3), here(0), here(2)]);
        assert_eq!(seen(3), [here(1)]);
        assert_eq!(seen(9), []);
    }

    #[test]
    fn a_type_allows_the_labels_of_its_ends() {
        let session = session();
        let [ada, acme, _, wordless] = [0, 1, 2, 3].map(|number| session.annotations.get(&id(number)).expect("there"));
        let named = |name: &str| RelationType::news().iter().find(|kind| &*kind.name == name).expect(name).clone();
        assert!(named("works for").allows(ada, acme));
        assert!(!named("works for").allows(acme, ada));
        assert!(!named("works for").allows(wordless, acme), "a sentiment has no label");
        assert!(named("part of").allows(wordless, acme));
    }
}
