//! Sessions as they are compared: labels by their names, and without what no file of another tool has.

use crate::generators::last_grapheme;
use rubricate::format::exchange::{Keeping, Loss, LossKind, ReadOptions, Unit};
use rubricate::model::session::Records;
use rubricate::model::{
    Annotation, Body, Code, Description, Entity, Flags, Frame, Holder, Intensity, LabelId, LabelSet, Manner, Origin,
    Referent, Relation, Session, Timestamp, Unknown,
};
use std::collections::HashSet;
use std::rc::Rc;

/// What records get that say nothing of their time.
pub(crate) const AT: Timestamp = Timestamp(1_790_000_000_000);

/// What readers are told in tests.
pub(crate) fn options<'a>(open: Option<&'a Session>, labels: &'a LabelSet) -> ReadOptions<'a> {
    ReadOptions { open, labels, at: AT, unit: Unit::CodePoints, last_grapheme: &last_grapheme }
}

/// What a session holds that files of other tools can have.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Plain {
    text: String,
    id: String,
    created: Timestamp,
    byte_order_mark: bool,
    unknown: (Unknown, Unknown),
    description: Description,
    annotations: Vec<Annotation>,
    entities: Vec<Entity>,
    relations: Vec<Relation>,
    codes: Vec<Code>,
}

impl Plain {
    pub(crate) fn of(session: &Session) -> Self {
        let label = |id: &LabelId| LabelId::new(&session.labels.get(id).expect("a label").name).expect("a name");
        let kind = |id: &LabelId| LabelId::new(&session.labels.relation(id).expect("a type").name).expect("a name");
        let named = |annotation: &Rc<Annotation>| {
            let mut annotation = (**annotation).clone();
            if let Body::Mention { label: id, .. } = &mut annotation.body {
                *id = label(id);
            }
            annotation
        };
        Self {
            text: session.text.as_str().to_owned(),
            id: session.document.id.to_string(),
            created: session.document.created,
            byte_order_mark: session.document.byte_order_mark,
            unknown: (session.document.unknown.file.clone(), session.document.unknown.document.clone()),
            description: (*session.description).clone(),
            annotations: session.annotations.iter(&session.text).map(named).collect(),
            entities: session.entities.values().map(|entity| (**entity).clone()).collect(),
            relations: session
                .relations
                .values()
                .map(|relation| Relation { label: kind(&relation.label), ..(**relation).clone() })
                .collect(),
            codes: session.codes.values().map(|code| (**code).clone()).collect(),
        }
    }

    /// What is left when exactly this is lost of it.
    pub(crate) fn without(mut self, losses: &[Loss]) -> Self {
        for loss in losses.iter().filter(|loss| loss.keeping == Keeping::No) {
            let lost: HashSet<&str> = loss.records.iter().map(String::as_str).collect();
            self.lose(loss.kind, &lost);
        }
        self
    }

    fn lose(&mut self, kind: LossKind, lost: &HashSet<&str>) {
        let frame = |annotation: &mut Annotation, change: &dyn Fn(&mut Frame)| {
            if let Body::Frame(frame) = &mut annotation.body {
                change(frame);
            }
        };
        let author: Rc<[Holder]> = Rc::new([Holder::Author]);
        let entities: HashSet<_> = self.entities.iter().map(|entity| entity.id.clone()).collect();
        let mentions: HashSet<_> =
            self.annotations.iter().filter(|a| a.label().is_some()).map(|a| a.id.clone()).collect();
        let there = |referent: &Referent| match referent {
            Referent::Mention(id) => mentions.contains(id),
            Referent::Entity(id) => entities.contains(id),
        };
        let concerned = self.annotations.iter_mut().filter(|annotation| lost.contains(annotation.id.as_str()));
        match kind {
            LossKind::Frames
            | LossKind::Wordless
            | LossKind::LineEnds
            | LossKind::Discontinuous
            | LossKind::Layer
            | LossKind::Mentions
            | LossKind::Inexpressible
            | LossKind::Overlaps
            | LossKind::Blank => {
                self.annotations.retain(|annotation| !lost.contains(annotation.id.as_str()));
            }
            LossKind::Relations => self.relations.retain(|relation| !lost.contains(relation.id.as_str())),
            LossKind::Notes => concerned.for_each(|a| a.note = "".into()),
            LossKind::Review => concerned.for_each(|a| a.review = false),
            LossKind::Unknown => {
                concerned.for_each(|a| a.unknown = Unknown(None));
                let relations = self.relations.iter_mut().filter(|relation| lost.contains(relation.id.as_str()));
                relations.for_each(|relation| relation.unknown = Unknown(None));
            }
            LossKind::Provenance => {
                concerned.for_each(|a| {
                    (a.origin, a.created, a.modified, a.coder) = (Origin::Imported, AT, AT, None);
                });
                let relations = self.relations.iter_mut().filter(|relation| lost.contains(relation.id.as_str()));
                relations.for_each(|r| {
                    (r.origin, r.created, r.modified, r.coder) = (Origin::Imported, AT, AT, None);
                });
            }
            LossKind::Attributes => concerned.for_each(|a| {
                if let Body::Mention { attributes, .. } = &mut a.body {
                    *attributes = Rc::new([]);
                }
            }),
            LossKind::Entities => {
                self.entities.clear();
                for annotation in &mut self.annotations {
                    if let Body::Mention { entity, .. } = &mut annotation.body {
                        *entity = None;
                    }
                }
            }
            LossKind::Intensity => concerned.for_each(|a| frame(a, &|f| f.intensity = Intensity::default())),
            LossKind::Holders => concerned.for_each(|a| frame(a, &|f| f.holders = Rc::clone(&author))),
            LossKind::Targets => concerned.for_each(|a| frame(a, &|f| f.targets = Rc::new([]))),
            LossKind::Nuances => concerned.for_each(|a| {
                frame(a, &|f| (f.manner, f.attitude, f.flags) = (Manner::default(), None, Flags::default()));
            }),
            LossKind::RelationNotes => {
                let relations = self.relations.iter_mut().filter(|relation| lost.contains(relation.id.as_str()));
                relations.for_each(|relation| relation.note = "".into());
            }
            LossKind::Referents => concerned.for_each(|a| {
                frame(a, &|f| *f = f.pointing(|referent| there(referent).then(|| referent.clone())));
            }),
            LossKind::Codes => self.codes.clear(),
            LossKind::Description => {
                self.description = Description::default();
                self.unknown = Default::default();
            }
            LossKind::Text
            | LossKind::LabelSet
            | LossKind::Hints
            | LossKind::LabelNames
            | LossKind::Sentences
            | LossKind::HolderChains => {}
            LossKind::Characters => {
                let held = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
                self.text = self.text.chars().map(|c| if held(c) { c } else { '\u{fffd}' }).collect();
            }
        }
    }

    /// Without what is said of the document as a whole and does not belong to an open one.
    pub(crate) fn of_open(self, open: &Session) -> Self {
        let open = Self::of(open);
        Self {
            id: open.id,
            created: open.created,
            byte_order_mark: open.byte_order_mark,
            unknown: open.unknown,
            description: open.description,
            ..self
        }
    }
}

/// The document without anything that was said of it.
pub(crate) fn bare(session: &Session) -> Session {
    let labels = LabelSet::new(Vec::new()).expect("no labels");
    let text = Rc::clone(&session.text);
    Session::new(text, (*session.document).clone(), Description::default(), labels)
        .with_records(Records::default())
        .expect("no records")
}
