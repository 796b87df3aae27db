//! Annotations without their text, as they are copied from one window and pasted into another: a file in which the
//! document has its SHA-256 and its lengths, and no `text`.

use super::draft::{Draft, Kind, Said};
use super::fields::{Fields, TEXT};
use super::labels::Labels;
use super::problem::{Problem, ReadError};
use super::read::{Parts, ours};
use super::{linked, write};
use crate::model::session::{Records, UnknownParts};
use crate::model::{Annotation, Body, Document, Entity, LabelId, LabelSet, Referent, Relation, Session};
use std::collections::HashSet;
use std::rc::Rc;

/// What is copied of a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Excerpt {
    /// The JSON.
    pub json: String,
    /// How many annotations there are in it beside those that were asked for: what sentiments point to comes along.
    pub beside: usize,
}

/// These annotations of a session, and what belongs to them: the mentions that sentiments point to, the entities, the
/// relations of which both ends are there, and the labels. Costs the number of all annotations, and the length of the text.
pub fn excerpt<'a>(session: &Session, chosen: impl Iterator<Item = &'a Rc<Annotation>>) -> Excerpt {
    let (mut ids, mut mentions, mut entities) = (HashSet::new(), HashSet::new(), HashSet::new());
    for annotation in chosen {
        ids.insert(annotation.id.clone());
        for referent in annotation.frame().into_iter().flat_map(|frame| frame.referents()) {
            match referent {
                Referent::Mention(id) => drop(mentions.insert(id.clone())),
                Referent::Entity(id) => drop(entities.insert(id.clone())),
            }
        }
    }
    let asked = ids.len();
    ids.extend(mentions);
    let annotations = session.annotations.iter(&session.text).filter(|annotation| ids.contains(&annotation.id));
    let annotations: Vec<Annotation> = annotations.map(|annotation| (**annotation).clone()).collect();
    entities.extend(annotations.iter().filter_map(|annotation| annotation.entity().cloned()));
    let relations = session.relations.values().filter(|relation| {
        let Relation { from, to, .. } = &***relation;
        ids.contains(from) && ids.contains(to)
    });
    let relations: Vec<Relation> = relations.map(|relation| (**relation).clone()).collect();
    let entities = session.entities.values().filter(|entity| entities.contains(&entity.id));
    let entities: Vec<Entity> = entities.map(|entity| (**entity).clone()).collect();

    let labels = labels_of(&session.labels, &annotations, &relations);
    let document = Document { unknown: UnknownParts::default(), ..(*session.document).clone() };
    let records = Records { entities, annotations, relations, codes: Vec::new() };
    let part = Session::new(Rc::clone(&session.text), document, (*session.description).clone(), labels)
        .with_records(records)
        .expect("what a session has fits its text, and what it refers to is there");
    Excerpt { json: write::without_text(&part), beside: ids.len() - asked }
}

/// What of a label set these records need, in its order.
fn labels_of(all: &LabelSet, annotations: &[Annotation], relations: &[Relation]) -> LabelSet {
    let used: HashSet<&LabelId> = annotations.iter().filter_map(Annotation::label).collect();
    let types: HashSet<&LabelId> = relations.iter().map(|relation| &relation.label).collect();
    let attributes = annotations.iter().flat_map(|annotation| match &annotation.body {
        Body::Mention { attributes, .. } => &attributes[..],
        Body::Frame(_) => &[],
    });
    let attributes: HashSet<&str> = attributes.map(|(name, _)| &**name).collect();
    let labels = all.labels().iter().filter(|label| used.contains(&label.id)).cloned().collect();
    let definitions = crate::model::label::Definitions {
        attributes: all.attributes().iter().filter(|a| attributes.contains(&*a.name)).cloned().collect(),
        relations: all.relations().iter().filter(|relation| types.contains(&relation.id)).cloned().collect(),
        codes: Rc::default(),
    };
    LabelSet::of(labels).expect("the ids of a set are different").with_definitions(definitions)
}

/// What an excerpt says, before anyone looked at the text that it is about.
pub(crate) struct Unplaced {
    /// The SHA-256 of that text.
    pub(crate) sha256: String,
    /// The labels that its mentions carry.
    pub(crate) labels: LabelSet,
    /// What its mentions name.
    pub(crate) entities: Vec<Entity>,
    /// Its annotations.
    pub(crate) annotations: Vec<Said>,
    /// Its relations.
    pub(crate) relations: Vec<Relation>,
    /// What could not be used.
    pub(crate) problems: Vec<Problem>,
}

/// What an excerpt says. Fails where the file is none of ours.
pub(crate) fn unplaced(json: &str) -> Result<Unplaced, ReadError> {
    let unusable = |part| move |fault| ReadError::Unusable { part, fault };
    let Parts { document, label_set, entities, mentions, frames, relations, .. } =
        Parts::of(ours(json)?).map_err(unusable("the file"))?;
    let mut problems = Vec::new();
    let mut document = Fields::of(document.get()).map_err(unusable("the document"))?;
    let sha256 = document.need("sha256", TEXT).map_err(unusable("the document"))?;
    let created = document.spare_time("created", &mut Vec::new()).unwrap_or_default();
    let labels = label_set.map_or_else(|| Ok(Labels::default()), |json| Labels::of(json.get(), &mut problems));
    let labels = labels.map_err(unusable("the label set"))?.set;
    let mentions = mentions.iter().map(|json| (Kind::Mention, json)).enumerate();
    let frames = frames.iter().map(|json| (Kind::Frame, json)).enumerate();
    let drafts = mentions.chain(frames).map(|(at, (kind, json))| Draft::of(kind, at + 1, json.get(), created));
    let annotations: Vec<Said> = drafts.filter_map(|draft| draft.said(&mut problems)).collect();
    let entities = linked::entities(&entities, &mut problems);
    let ids = annotations.iter().map(|said| &said.annotation.id).collect();
    let relations = linked::relations(&relations, created, &ids, &labels, &mut problems);
    Ok(Unplaced { sha256, labels, entities, annotations, relations, problems })
}

/// Whether the JSON of a document says which text it is about, and has none.
pub(super) fn is_without_text(document: &str) -> bool {
    let Ok(mut fields) = Fields::of(document) else { return false };
    fields.take_json("text").is_none() && fields.take_json("sha256").is_some()
}
