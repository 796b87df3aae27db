//! One JSON text with all that a format has no place for, for formats that can carry such a text, and have relations by
//! which sentiments show whose they are and what they are about.

use super::aside::{AnnotationAside, DocumentAside, RelationAside};
use super::draft::{AnnotationDraft, BodyDraft, Draft, HolderDraft, ReferentDraft, RelationDraft};
use super::json;
use super::naming::Names;
use super::report::{Fault, Place};
use crate::model::{Annotation, AnnotationId, Holder, Referent, Relation, Session};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::Hash;

/// The type of relations from a sentiment to what it is about.
pub(crate) const TARGET: &str = "sentiment_target";

/// The type of relations from a sentiment to whose it is.
pub(crate) const HOLDER: &str = "sentiment_holder";

/// What a file shows neither other tools nor, without this, us. Records go by what the file calls them.
#[derive(Serialize, Deserialize, Default)]
#[serde(default)]
pub(crate) struct Sidecar {
    pub(crate) document: DocumentAside,
    /// Labels and types of relations that are called otherwise in the file, by what they are called there.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) labels: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) relation_types: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) attributes: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) annotations: BTreeMap<String, AnnotationAside>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) relations: BTreeMap<String, RelationAside>,
}

/// A relation as it is shown to other tools.
pub(crate) struct Link<'a> {
    /// The name of its type.
    pub(crate) label: &'a str,
    pub(crate) from: &'a AnnotationId,
    pub(crate) to: &'a AnnotationId,
    /// The relation; none where it shows a part of a sentiment.
    pub(crate) relation: Option<&'a Relation>,
}

/// The relations of a session, and those that show whose its sentiments are and what they are about, as far as words
/// express them.
pub(crate) fn links<'a>(session: &'a Session, names: &'a Names) -> Vec<Link<'a>> {
    let relations = session.relations.values().map(|relation| &**relation).filter(|r| is_placed(session, r));
    let mut links: Vec<Link<'a>> = relations
        .map(|relation| Link {
            label: names.get(&relation.label),
            from: &relation.from,
            to: &relation.to,
            relation: Some(relation),
        })
        .collect();
    for annotation in session.annotations.iter(&session.text).filter(|frame| !frame.fragments.is_empty()) {
        let Some(frame) = annotation.frame() else { continue };
        let link = |label, to| Link { label, from: &annotation.id, to, relation: None };
        links.extend(frame.holders.iter().filter_map(|holder| match holder {
            Holder::Known(Referent::Mention(mention)) => Some(link(HOLDER, mention)),
            _ => None,
        }));
        links.extend(frame.targets.iter().filter_map(|target| match target {
            Referent::Mention(mention) => Some(link(TARGET, mention)),
            Referent::Entity(_) => None,
        }));
    }
    links
}

/// Whether both ends of a relation have words.
fn is_placed(session: &Session, relation: &Relation) -> bool {
    let placed = |id| session.annotations.get(id).is_some_and(|end| !end.fragments.is_empty());
    placed(&relation.from) && placed(&relation.to)
}

impl Sidecar {
    /// What there is of a document beside its annotations with words and the relations between them.
    pub(crate) fn of(session: &Session, types: &Names) -> Self {
        let relations = session.relations.values().filter(|relation| !is_placed(session, relation));
        let relations = relations.map(|relation| {
            let label = Some(types.get(&relation.label).to_owned());
            RelationAside { label, ..RelationAside::of(relation) }
        });
        let document = DocumentAside { relations: relations.collect(), ..DocumentAside::of(session) };
        Self { document, ..Self::default() }
    }

    /// Keeps what a file does not show of an annotation that it calls `id`; `shown` takes out what it does.
    pub(crate) fn keep(&mut self, id: &str, annotation: &Annotation, shown: impl FnOnce(&mut AnnotationAside)) {
        let mut aside = AnnotationAside::of(annotation);
        aside.id = aside.id.filter(|known| known != id);
        aside.without_shown_links();
        shown(&mut aside);
        self.annotations.insert(id.to_owned(), aside);
    }

    /// Keeps what a file does not show of a relation that it calls `id`.
    pub(crate) fn keep_relation(&mut self, id: &str, relation: &Relation, shown: impl FnOnce(&mut RelationAside)) {
        let mut aside = RelationAside { from: None, to: None, ..RelationAside::of(relation) };
        aside.id = aside.id.filter(|known| known != id);
        shown(&mut aside);
        self.relations.insert(id.to_owned(), aside);
    }

    /// The JSON of it. There is no character in it that XML cannot hold.
    pub(crate) fn json(&self) -> String {
        let json = serde_json::to_string_pretty(self).expect("text, numbers and lists are always JSON");
        json.replace('\u{fffe}', "\\ufffe").replace('\u{ffff}', "\\uffff")
    }

    /// What the JSON of it says; what cannot be read is reported and passed over.
    pub(crate) fn read(text: Option<&str>, place: &Place, draft: &mut Draft) -> Self {
        let Some(text) = text else { return Self::default() };
        let sidecar = json::text(text.as_bytes()).ok().and_then(|json| serde_json::from_str(json).ok());
        sidecar.unwrap_or_else(|| {
            json::without(&mut draft.problems, place, Fault::Malformed("what Rubricate keeps beside the annotations"));
            Self::default()
        })
    }

    /// Puts into a draft what the file shows, and to each record what is kept of it. Where both say something of whose a
    /// sentiment is and what it is about, what is shown counts, and what is kept gives the order.
    pub(crate) fn put(
        mut self,
        draft: &mut Draft,
        annotations: Vec<AnnotationDraft>,
        relations: Vec<RelationDraft>,
        place: &Place,
    ) {
        let known = |id: &str| self.annotations.get(id).and_then(|aside| aside.id.clone());
        let ids: HashMap<String, String> =
            annotations.iter().filter_map(|a| a.id.as_ref().and_then(|id| Some((id.clone(), known(id)?)))).collect();
        let ours = |id: String| ids.get(&id).cloned().unwrap_or(id);
        let is_frame = |a: &&AnnotationDraft| matches!(a.body, BodyDraft::Frame(_));
        let frames: HashSet<String> = annotations.iter().filter(is_frame).filter_map(|a| a.id.clone()).collect();
        let (mut holders, mut targets) = (Links::new(), Links::new());
        for mut relation in relations {
            // A type of relations may well be called like that.
            let is_relation = relation.id.as_ref().is_some_and(|id| self.relations.contains_key(id));
            let part = match relation.label.as_str() {
                _ if is_relation => None,
                HOLDER if frames.contains(&relation.from) => Some(&mut holders),
                TARGET if frames.contains(&relation.from) => Some(&mut targets),
                _ => None,
            };
            if let Some(part) = part {
                part.entry(relation.from).or_default().push(ours(relation.to));
                continue;
            }
            (relation.from, relation.to) = (ours(relation.from), ours(relation.to));
            let aside = relation.id.as_ref().and_then(|id| self.relations.remove(id)).unwrap_or_default();
            relation.id = aside.id.or(relation.id);
            aside.remarks.put(&mut relation.remarks);
            if let Some(name) = self.relation_types.get(&relation.label) {
                relation.label = name.clone();
            }
            draft.relations.push(relation);
        }
        for mut annotation in annotations {
            let id = annotation.id.clone().unwrap_or_default();
            let shown_holders = holders.remove(&id).unwrap_or_default();
            let shown_targets = targets.remove(&id).unwrap_or_default();
            if let Some(mut aside) = self.annotations.remove(&id) {
                aside.only_shown_links(&shown_holders, &shown_targets);
                aside.put(&mut annotation, &mut draft.problems);
            }
            if let BodyDraft::Frame(frame) = &mut annotation.body {
                let shown = shown_holders.into_iter().map(|id| HolderDraft::Known(ReferentDraft::Annotation(id)));
                append(&mut frame.holders, shown);
                append(&mut frame.targets, shown_targets.into_iter().map(ReferentDraft::Annotation));
            }
            draft.annotations.push(annotation);
        }
        self.document.put(draft, place);
    }
}

/// What relations show of sentiments, by what the file calls these.
type Links = HashMap<String, Vec<String>>;

/// Appends what is not there yet.
fn append<T: Clone + Eq + Hash>(list: &mut Vec<T>, more: impl Iterator<Item = T>) {
    let mut known: HashSet<T> = list.iter().cloned().collect();
    list.extend(more.filter(|one| known.insert(one.clone())));
}
