//! A session: one document with its annotations and its history, as a value.

use super::annotation::{Annotation, AnnotationId, AttributeValue, Body, Fragments, Timestamp, Unknown};
use super::annotations::Annotations;
use super::command::{Action, Attachment, Command, CommandError, Named};
use super::edit::{Change, Edit, Transaction};
use super::entity::{Entity, EntityId};
use super::frame::{Frame, Referent};
use super::history::History;
use super::label::{LabelId, LabelSet};
use super::linking::{self, Batch};
use super::links::{self, Links};
use super::relation::{Relation, RelationId};
use super::text::Text;
use super::{labelling, reshaping};
use std::collections::HashSet;
use std::fmt;
use std::rc::Rc;

/// What a document is kept under: 1 to 64 letters, digits, `-` and `_`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct DocumentId(Rc<str>);

impl DocumentId {
    /// The id, or `None` when it is none.
    pub fn new(id: &str) -> Option<Self> {
        let valid =
            (1..=64).contains(&id.len()) && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        valid.then(|| Self(id.into()))
    }

    /// A short id out of random bits, like [`AnnotationId::from_bits`].
    pub fn from_bits(bits: u64) -> Self {
        Self(AnnotationId::from_bits(bits).as_str().into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a document is, apart from its text: fixed once it is made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Document {
    /// What it is kept under.
    pub id: DocumentId,
    /// When annotating it was started.
    pub created: Timestamp,
    /// Whether the file began with a byte order mark, which is no part of the text.
    pub byte_order_mark: bool,
    /// What another program wrote into the file beside what we know.
    pub unknown: UnknownParts,
}

/// What another program wrote, by the place in the file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct UnknownParts {
    /// At the top.
    pub file: Unknown,
    /// In the document.
    pub document: Unknown,
    /// In the label set.
    pub label_set: Unknown,
}

/// What a person writes about a document.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Description {
    /// Its title; may be empty.
    pub title: Rc<str>,
    /// Where it was published: a name, a link; may be empty.
    pub source: Rc<str>,
    /// A remark on all of it; may be empty.
    pub note: Rc<str>,
}

impl Description {
    /// Whether a change from `before` to this and on to `after` is typing in one and the same field.
    pub(super) fn same_field(&self, before: &Self, after: &Self) -> bool {
        let changed = |a: &Self, b: &Self| [a.title != b.title, a.source != b.source, a.note != b.note];
        changed(before, self) == changed(self, after)
    }
}

/// What a variable of the whole document was coded as.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Code {
    /// The variable.
    pub name: Rc<str>,
    /// Its value.
    pub value: AttributeValue,
    /// When it was said.
    pub modified: Timestamp,
    /// Who said so, where that was said.
    pub coder: Option<Rc<str>>,
}

/// Everything that people and programs said about a text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Records {
    /// What mentions name.
    pub entities: Vec<Entity>,
    /// Mentions and frames.
    pub annotations: Vec<Annotation>,
    /// Links between them.
    pub relations: Vec<Relation>,
    /// What the document as a whole was coded as.
    pub codes: Vec<Code>,
}

/// One document with all that was done to it. A clone is cheap; nothing in it changes in place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Session {
    /// The text, frozen.
    pub text: Rc<Text>,
    /// What the document is.
    pub document: Rc<Document>,
    /// What a person wrote about it.
    pub description: Rc<Description>,
    /// The labels that mentions may carry.
    pub labels: Rc<LabelSet>,
    /// The annotations.
    pub annotations: Annotations,
    /// The entities that mentions name.
    pub entities: imbl::OrdMap<EntityId, Rc<Entity>>,
    /// The relations between annotations.
    pub relations: imbl::OrdMap<RelationId, Rc<Relation>>,
    /// Which records refer to which.
    pub links: Links,
    /// What the document as a whole was coded as, by variable.
    pub codes: imbl::OrdMap<Rc<str>, Rc<Code>>,
    /// The findings of the linter that are no fault, each known by a key.
    pub dismissed: imbl::OrdSet<Rc<str>>,
    /// What can be undone and redone.
    pub history: History,
    /// How many commands made it what it is.
    pub revision: u64,
}

impl Session {
    /// A session without annotations.
    pub fn new(text: Rc<Text>, document: Document, description: Description, labels: LabelSet) -> Self {
        Self {
            annotations: Annotations::none(&text),
            entities: imbl::OrdMap::new(),
            relations: imbl::OrdMap::new(),
            links: Links::default(),
            codes: imbl::OrdMap::new(),
            text,
            document: Rc::new(document),
            description: Rc::new(description),
            labels: Rc::new(labels),
            dismissed: imbl::OrdSet::new(),
            history: History::default(),
            revision: 0,
        }
    }

    /// The session with these annotations from a file, without history. Costs their number.
    pub fn with_annotations(self, annotations: Vec<Annotation>) -> Result<Self, CommandError> {
        self.with_records(Records { annotations, ..Records::default() })
    }

    /// The session with these records from a file, without history. Costs their number. Relations are not held to the
    /// ends that their type allows.
    pub fn with_records(mut self, records: Records) -> Result<Self, CommandError> {
        self.take_in(records)?;
        Ok(self)
    }

    /// Adds records, each kind behind what it refers to, and returns the edits.
    fn take_in(&mut self, records: Records) -> Result<Vec<Edit>, CommandError> {
        let Records { entities, annotations, relations, codes } = records;
        let mut edits = Vec::new();
        for entity in entities {
            if self.entities.contains_key(&entity.id) {
                return Err(CommandError::NameTaken(Named::Entity, entity.id.as_str().into()));
            }
            edits.push(self.made(Edit::Entity(Change { before: None, after: Some(Rc::new(entity)) })));
        }
        let mut annotations = annotations;
        // In their order each goes behind the others of its block: in any other, those would be moved each time.
        annotations.sort_by(Annotation::document_order);
        for edit in self.additions(annotations)? {
            edits.push(self.made(edit));
        }
        for relation in relations {
            if self.relations.contains_key(&relation.id) {
                return Err(CommandError::NameTaken(Named::RelationType, relation.id.as_str().into()));
            }
            linking::check_ends(self, &relation)?;
            edits.push(self.made(Edit::Relation(Change { before: None, after: Some(Rc::new(relation)) })));
        }
        for code in codes {
            let before = self.codes.get(&code.name).cloned();
            if before.as_deref() != Some(&code) {
                edits.push(self.made(Edit::Code(Change { before, after: Some(Rc::new(code)) })));
            }
        }
        Ok(edits)
    }

    fn made(&mut self, edit: Edit) -> Edit {
        self.apply(&edit);
        edit
    }

    /// Does what `command` says, or says why not.
    ///
    /// Costs what it changes; whatever it does not touch is shared with this session.
    pub fn run(&self, command: &Command) -> Result<Self, CommandError> {
        let mut next = self.clone();
        match &command.action {
            Action::Undo => {
                let transaction = next.history.undo().ok_or(CommandError::NothingToUndo)?;
                next.apply_all(&transaction.inverse());
            }
            Action::Redo => {
                let transaction = next.history.redo().ok_or(CommandError::NothingToRedo)?;
                next.apply_all(&transaction);
            }
            action => {
                let edits = linking::settled(self, self.edits(action, command.at)?, action, command.at);
                let source = match action {
                    Action::Attach(attachment) => Some(Rc::clone(&attachment.source)),
                    _ => None,
                };
                let transaction = Transaction { at: command.at, edits, source };
                if transaction.edits.is_empty() {
                    return Err(CommandError::NothingToChange);
                }
                next.apply_all(&transaction);
                next.history.record(transaction);
            }
        }
        next.revision += 1;
        Ok(next)
    }

    fn edits(&self, action: &Action, at: Timestamp) -> Result<Vec<Edit>, CommandError> {
        match action {
            Action::Add(annotations) => self.additions(annotations.clone()),
            Action::Remove(ids) => self.changes(ids, |_| Ok(None)),
            Action::Relabel(ids, label) => {
                self.known_label(label)?;
                self.changes(ids, |annotation| match &annotation.body {
                    Body::Mention { attributes, entity, .. } => {
                        let (attributes, entity) = (Rc::clone(attributes), entity.clone());
                        let body = Body::Mention { label: label.clone(), attributes, entity };
                        Ok(Some(Annotation { body, modified: at, ..annotation.clone() }))
                    }
                    Body::Frame(_) => Err(CommandError::NotAMention(annotation.id.clone())),
                })
            }
            Action::SetPolarity(ids, polarity) => self.changes(ids, |annotation| match &annotation.body {
                Body::Frame(frame) => {
                    let body = Body::Frame(Frame { polarity: *polarity, ..frame.clone() });
                    Ok(Some(Annotation { body, modified: at, ..annotation.clone() }))
                }
                Body::Mention { .. } => Err(CommandError::NotAFrame(annotation.id.clone())),
            }),
            Action::SetFrame(id, frame) => {
                linking::check_frame(self, &Batch::default(), id, frame)?;
                self.changes(std::slice::from_ref(id), |annotation| match annotation.body {
                    Body::Frame(_) => {
                        Ok(Some(Annotation { body: Body::Frame(frame.clone()), modified: at, ..annotation.clone() }))
                    }
                    Body::Mention { .. } => Err(CommandError::NotAFrame(annotation.id.clone())),
                })
            }
            Action::Join(entity, mentions, others) => linking::join(self, entity, mentions, others, at),
            Action::Separate(mentions) => {
                self.changes(mentions, |annotation| linking::of_entity(annotation, None, at).map(Some))
            }
            Action::PutEntity(entity) => linking::put_entity(self, entity),
            Action::RemoveEntity(entity) => linking::remove_entity(self, entity, at),
            Action::PutRelation(relation) => linking::put_relation(self, relation),
            Action::RemoveRelations(relations) => linking::remove_relations(self, relations),
            Action::SetNote(id, note) => self.changes(std::slice::from_ref(id), |annotation| {
                Ok(Some(Annotation { note: Rc::clone(note), modified: at, ..annotation.clone() }))
            }),
            Action::SetReview(ids, review) => self.changes(ids, |annotation| {
                Ok(Some(Annotation { review: *review, modified: at, ..annotation.clone() }))
            }),
            Action::Reshape(id, fragments) => self.changes(std::slice::from_ref(id), |annotation| {
                self.check_words(id, annotation.label().is_some(), fragments)?;
                Ok(Some(Annotation { fragments: fragments.clone(), modified: at, ..annotation.clone() }))
            }),
            Action::Merge(ids) => self.merging(ids, at),
            Action::Split(id, place, new) => {
                let before = self.known(id)?;
                if self.annotations.get(new).is_some() {
                    return Err(CommandError::IdTaken(new.clone()));
                }
                let parts = reshaping::cut(&self.text, before, *place, new.clone(), at);
                let (left, right) = parts.ok_or(CommandError::SplitLeavesNothing)?;
                let left = Change { before: Some(Rc::clone(before)), after: Some(Rc::new(left)) };
                let right = Change { before: None, after: Some(Rc::new(right)) };
                Ok(vec![Edit::Annotation(left), Edit::Annotation(right)])
            }
            Action::SetAttribute(ids, name, value) => {
                if let Some(value) = value {
                    labelling::check_value(Named::Attribute, name, self.labels.attribute(name), value)?;
                }
                self.changes(ids, |annotation| {
                    labelling::with_attribute(annotation, name, value.as_ref(), at).map(Some)
                })
            }
            Action::PutLabel(label, place) => labelling::put(&self.labels, label, *place),
            Action::RemoveLabel(label) => labelling::remove(self, label),
            Action::SetLabels(labels) => labelling::replace(self, labels, at),
            Action::DefineAttributes(attributes) => labelling::define_attributes(&self.labels, attributes),
            Action::DefineRelations(relations) => labelling::define_relations(self, relations),
            Action::DefineCodes(codes) => labelling::define_codes(&self.labels, codes),
            Action::SetCode(code) => {
                labelling::check_value(Named::Code, &code.name, self.labels.code(&code.name), &code.value)?;
                let before = self.codes.get(&code.name).cloned();
                let same = before.as_ref().is_some_and(|before| before.value == code.value);
                let after = (!same).then(|| Some(Rc::new(code.clone())));
                Ok(after.into_iter().map(|after| Edit::Code(Change { before: before.clone(), after })).collect())
            }
            Action::RemoveCode(name) => {
                let before = self.codes.get(name).cloned();
                let before = before.ok_or_else(|| CommandError::NoSuchCode(Rc::clone(name)))?;
                Ok(vec![Edit::Code(Change { before: Some(before), after: None })])
            }
            Action::Dismiss(finding, _) if !(1..=Action::MAX_FINDING_CHARS).contains(&finding.chars().count()) => {
                Err(CommandError::NotAFinding)
            }
            Action::Dismiss(finding, dismiss) if self.dismissed.contains(finding) == *dismiss => Ok(Vec::new()),
            Action::Dismiss(finding, dismiss) => {
                let known = self.dismissed.get(finding).cloned();
                let after = dismiss.then(|| Rc::clone(finding));
                Ok(vec![Edit::Dismissal(Change { before: known, after })])
            }
            Action::Describe(description) if *description == *self.description => Ok(Vec::new()),
            Action::Describe(description) => Ok(vec![Edit::Description(Change {
                before: Rc::clone(&self.description),
                after: Rc::new(description.clone()),
            })]),
            Action::Attach(Attachment { labels, records, .. }) => {
                if records.entities.iter().any(|entity| entity.name.trim().is_empty()) {
                    return Err(CommandError::NameEmpty(Named::Entity));
                }
                // Values that do not fit the definition may come from a file, as names of entities may be long.
                let check = |code: &Code| labelling::check_value(Named::Code, &code.name, None, &code.value);
                records.codes.iter().try_for_each(check)?;
                let mut edits =
                    labels.as_ref().map_or(Ok(Vec::new()), |labels| labelling::replace(self, labels, at))?;
                let mut after = self.clone();
                edits.iter().for_each(|edit| after.apply(edit));
                edits.extend(after.take_in(records.clone())?);
                Ok(edits)
            }
            Action::Undo | Action::Redo => Ok(Vec::new()),
        }
    }

    fn additions(&self, annotations: Vec<Annotation>) -> Result<Vec<Edit>, CommandError> {
        let batch = Batch::of(&annotations);
        let mut ids = HashSet::new();
        for annotation in &annotations {
            let id = &annotation.id;
            if self.annotations.get(id).is_some() || !ids.insert(id) {
                return Err(CommandError::IdTaken(id.clone()));
            }
            linking::check_body(self, &batch, annotation)?;
            self.check_words(id, annotation.label().is_some(), &annotation.fragments)?;
            annotation.label().map_or(Ok(()), |label| self.known_label(label))?;
        }
        let added = |annotation| Edit::Annotation(Change { before: None, after: Some(Rc::new(annotation)) });
        Ok(annotations.into_iter().map(added).collect())
    }

    /// Whether an annotation may have these words.
    fn check_words(&self, id: &AnnotationId, is_mention: bool, words: &Fragments) -> Result<(), CommandError> {
        match words.ranges().iter().find(|range| range.end().0 > self.text.len()) {
            Some(outside) => Err(CommandError::OutsideText(*outside)),
            None if is_mention && words.is_empty() => Err(CommandError::MentionWithoutWords(id.clone())),
            None => Ok(()),
        }
    }

    fn merging(&self, ids: &[AnnotationId], at: Timestamp) -> Result<Vec<Edit>, CommandError> {
        let mut all = ids.iter().map(|id| self.known(id)).collect::<Result<Vec<_>, _>>()?;
        all.sort_by(|a, b| a.document_order(b));
        all.dedup_by(|a, b| a.id == b.id);
        let Some((first, others)) = all.split_first().filter(|(_, others)| !others.is_empty()) else {
            return Err(CommandError::MergeNeedsTwo);
        };
        let rest: Vec<&Annotation> = others.iter().map(|other| &***other).collect();
        let merged = Rc::new(reshaping::merged(&self.text, first, &rest, at));
        let kept = Change { before: Some(Rc::clone(first)), after: Some(merged) };
        let gone = others.iter().map(|other| Change { before: Some(Rc::clone(other)), after: None });
        Ok(std::iter::once(kept).chain(gone).map(Edit::Annotation).collect())
    }

    /// The edits that make of each annotation what `change` says; those that it leaves as they are (but for the time
    /// of the change) make none.
    pub(super) fn changes(
        &self,
        ids: &[AnnotationId],
        change: impl Fn(&Annotation) -> Result<Option<Annotation>, CommandError>,
    ) -> Result<Vec<Edit>, CommandError> {
        let mut seen = HashSet::new();
        let mut edits = Vec::new();
        for id in ids.iter().filter(|id| seen.insert(*id)) {
            let before = self.known(id)?;
            let after = change(before)?;
            let same = |after: &Annotation| Annotation { modified: before.modified, ..after.clone() } == **before;
            if !after.as_ref().is_some_and(same) {
                edits.push(Edit::Annotation(Change { before: Some(Rc::clone(before)), after: after.map(Rc::new) }));
            }
        }
        Ok(edits)
    }

    pub(super) fn known(&self, id: &AnnotationId) -> Result<&Rc<Annotation>, CommandError> {
        self.annotations.get(id).ok_or_else(|| CommandError::NoSuchAnnotation(id.clone()))
    }

    fn known_label(&self, label: &LabelId) -> Result<(), CommandError> {
        self.labels.get(label).map(drop).ok_or_else(|| CommandError::NoSuchLabel(label.clone()))
    }

    fn apply_all(&mut self, transaction: &Transaction) {
        transaction.edits.iter().for_each(|edit| self.apply(edit));
    }

    /// Notes at the mentions of something what is felt about it without words.
    fn feel(&mut self, about: &Referent) {
        let mentions = match about {
            Referent::Mention(mention) => vec![mention.clone()],
            Referent::Entity(entity) => self.links.members(entity).cloned().collect(),
        };
        for mention in mentions.iter().filter_map(|mention| self.annotations.get(mention).cloned()).collect::<Vec<_>>()
        {
            self.annotations.feel(&self.text, &mention, self.links.felt(&mention));
        }
    }

    fn apply(&mut self, edit: &Edit) {
        match edit {
            Edit::Annotation(change) => {
                let sides = [change.before.as_deref(), change.after.as_deref()].into_iter().flatten();
                let targets = sides.filter_map(links::without_words).flat_map(|frame| frame.targets.iter());
                let felt: Vec<_> = targets.map(|target| (target, self.links.felt_about(target))).collect();
                self.links.exchange_annotation(change.before.as_deref(), change.after.as_deref());
                self.annotations.exchange(&self.text, change.before.as_ref(), change.after.as_ref());
                if let Some(mention) = change.after.as_ref().filter(|after| after.label().is_some()) {
                    self.annotations.feel(&self.text, mention, self.links.felt(mention));
                }
                // Where one more of many feels the same, no mark looks different.
                let changed = felt.into_iter().filter(|(target, felt)| self.links.felt_about(target) != *felt);
                for (target, _) in changed.collect::<Vec<_>>() {
                    self.feel(target);
                }
            }
            Edit::Description(change) => self.description = Rc::clone(&change.after),
            Edit::Label(change) => {
                Rc::make_mut(&mut self.labels).exchange(change.before.as_ref(), change.after.as_ref());
            }
            Edit::LabelSet(change) => self.labels = Rc::clone(&change.after),
            Edit::Definitions(change) => Rc::make_mut(&mut self.labels).set_definitions(Rc::clone(&change.after)),
            Edit::Entity(change) => {
                change.before.iter().for_each(|entity| drop(self.entities.remove(&entity.id)));
                change.after.iter().for_each(|entity| drop(self.entities.insert(entity.id.clone(), Rc::clone(entity))));
            }
            Edit::Relation(change) => {
                self.links.exchange_relation(change.before.as_deref(), change.after.as_deref());
                change.before.iter().for_each(|relation| drop(self.relations.remove(&relation.id)));
                let put = |relation: &Rc<Relation>| (relation.id.clone(), Rc::clone(relation));
                change.after.iter().map(put).for_each(|(id, relation)| drop(self.relations.insert(id, relation)));
            }
            Edit::Code(change) => {
                change.before.iter().for_each(|code| drop(self.codes.remove(&code.name)));
                change.after.iter().for_each(|code| drop(self.codes.insert(Rc::clone(&code.name), Rc::clone(code))));
            }
            Edit::Dismissal(change) => {
                change.before.iter().for_each(|finding| drop(self.dismissed.remove(finding)));
                change.after.iter().for_each(|finding| drop(self.dismissed.insert(Rc::clone(finding))));
            }
        }
    }
}
