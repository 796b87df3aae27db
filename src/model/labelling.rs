//! What the commands about labels, attributes, types of relations and variables of the document change: the edits of each, or why it is refused.

use super::annotation::{Annotation, AttributeValue, Body, Timestamp};
use super::command::{CommandError, Named};
use super::edit::{Change, Edit};
use super::label::{
    AttributeDefinition, AttributeKind, Definitions, Label, LabelId, LabelKey, LabelSet, folded, is_number,
};
use super::relation::RelationType;
use super::session::Session;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::rc::Rc;

/// Puts a label at a place, a new one or a known one. Costs the number of labels.
pub(super) fn put(set: &LabelSet, label: &Label, place: u32) -> Result<Vec<Edit>, CommandError> {
    let known = set.position(&label.id);
    let before = known.map(|place| (place as u32, Rc::clone(&set.labels()[place])));
    // What a file brought may stay as it is.
    if before.as_ref().is_none_or(|(_, before)| before.name != label.name) {
        check_name(Named::Label, &label.name)?;
        let name = folded(&label.name);
        if let Some(other) = set.iter().find(|other| other.id != label.id && folded(&other.name) == name) {
            return Err(CommandError::NameTaken(Named::Label, Rc::clone(&other.name)));
        }
    }
    let others = set.labels().iter().enumerate();
    let holders = others.filter(|(_, other)| label.key.is_some() && other.key == label.key && other.id != label.id);
    let mut edits: Vec<Edit> = holders
        .map(|(place, other)| {
            let without = Rc::new(Label { key: None, ..(**other).clone() });
            let place = place as u32;
            Edit::Label(Change { before: Some((place, Rc::clone(other))), after: Some((place, without)) })
        })
        .collect();
    let last = set.len() - usize::from(known.is_some());
    let same = before.as_ref().map(|(_, before)| before).filter(|before| ***before == *label);
    let after = (place.min(last as u32), same.map_or_else(|| Rc::new(label.clone()), Rc::clone));
    if before.as_ref() != Some(&after) {
        edits.push(Edit::Label(Change { before, after: Some(after) }));
    }
    Ok(edits)
}

/// Takes a label away, and the mentions that carry it. Costs the number of annotations, where there are any of those.
pub(super) fn remove(session: &Session, id: &LabelId) -> Result<Vec<Edit>, CommandError> {
    let place = session.labels.position(id).ok_or_else(|| CommandError::NoSuchLabel(id.clone()))?;
    let mut edits: Vec<Edit> = carrying(session, id)
        .map(|annotation| Edit::Annotation(Change { before: Some(Rc::clone(annotation)), after: None }))
        .collect();
    let label = (place as u32, Rc::clone(&session.labels.labels()[place]));
    edits.push(Edit::Label(Change { before: Some(label), after: None }));
    Ok(edits)
}

/// The mentions with a label, in document order.
fn carrying<'a>(session: &'a Session, id: &'a LabelId) -> impl Iterator<Item = &'a Rc<Annotation>> {
    let there = session.annotations.counts().of_label(id) > 0;
    let all = there.then(|| session.annotations.iter(&session.text)).into_iter().flatten();
    all.filter(move |annotation| annotation.label() == Some(id))
}

/// Puts `new` in place of the session's set. Costs the labels of both, and the number of annotations.
pub(super) fn replace(session: &Session, new: &LabelSet, at: Timestamp) -> Result<Vec<Edit>, CommandError> {
    check_names(Named::Label, new.iter().map(|label| &label.name))?;
    check_attributes(Named::Attribute, new.attributes())?;
    check_attributes(Named::Code, new.codes())?;
    check_relations(new.relations())?;
    let old = &session.labels;
    let names: BTreeMap<String, &LabelId> = new.iter().map(|label| (folded(&label.name), &label.id)).collect();
    let mut keys: BTreeSet<LabelKey> = BTreeSet::new();
    let mut labels: Vec<Rc<Label>> = Vec::with_capacity(new.len());
    // A label that is as it was is shared with the set before.
    for label in new.labels() {
        let known = old.position(&label.id).map(|place| &old.labels()[place]).filter(|known| *known == label);
        let label = known.unwrap_or(label);
        let free = label.key.is_none_or(|key| keys.insert(key));
        labels.push(if free { Rc::clone(label) } else { Rc::new(Label { key: None, ..(**label).clone() }) });
    }
    let mut relabelled = Vec::new();
    for label in old.labels() {
        if new.get(&label.id).is_some() || session.annotations.counts().of_label(&label.id) == 0 {
            continue;
        }
        match names.get(&folded(&label.name)) {
            Some(other) => relabelled.push((&label.id, (*other).clone())),
            None => {
                let key = label.key.filter(|key| keys.insert(*key));
                let same = label.folded && label.key == key;
                let kept = || Rc::new(Label { key, folded: true, ..(**label).clone() });
                labels.push(if same { Rc::clone(label) } else { kept() });
            }
        }
    }
    let mut attributes = new.attributes().to_vec();
    let undefined = old.attributes().iter().filter(|attribute| new.attribute(&attribute.name).is_none());
    let undefined: Vec<_> = undefined.collect();
    if !undefined.is_empty() {
        let used: HashSet<&str> =
            session.annotations.iter(&session.text).flat_map(|a| names_of_attributes(a)).collect();
        attributes.extend(undefined.into_iter().filter(|attribute| used.contains(&*attribute.name)).cloned());
    }
    let set = LabelSet::of(labels).map_err(|id| CommandError::NameTaken(Named::Label, id.as_str().into()))?;
    let definitions = definitions_beside(session, new, attributes);
    let set = if definitions == **old.definitions() {
        set.with_definitions(Rc::clone(old.definitions()))
    } else {
        set.with_definitions(definitions)
    };
    if set == **old {
        return Ok(Vec::new());
    }
    let mut edits = vec![Edit::LabelSet(Change { before: Rc::clone(old), after: Rc::new(set) })];
    for (from, to) in relabelled {
        edits.extend(carrying(session, from).map(|annotation| {
            let body = match &annotation.body {
                Body::Mention { attributes, entity, .. } => {
                    Body::Mention { label: to.clone(), attributes: Rc::clone(attributes), entity: entity.clone() }
                }
                frame @ Body::Frame(_) => frame.clone(),
            };
            let after = Annotation { body, modified: at, ..(**annotation).clone() };
            Edit::Annotation(Change { before: Some(Rc::clone(annotation)), after: Some(Rc::new(after)) })
        }));
    }
    Ok(edits)
}

/// What the new set defines, with these attributes, and behind it what the session has in use beside.
fn definitions_beside(session: &Session, new: &LabelSet, attributes: Vec<AttributeDefinition>) -> Definitions {
    let old = &session.labels;
    let mut codes = new.codes().to_vec();
    let undefined = old.codes().iter().filter(|code| new.code(&code.name).is_none());
    codes.extend(undefined.filter(|code| session.codes.contains_key(&code.name)).cloned());
    let used: HashSet<&LabelId> = session.relations.values().map(|relation| &relation.label).collect();
    let mut relations = new.relations().to_vec();
    let kept = old.relations().iter().filter(|old| new.relation(&old.id).is_none() && used.contains(&old.id));
    for kept in kept {
        // Two of one name would be told apart by nobody.
        let taken = |name: &str| relations.iter().any(|relation| folded(&relation.name) == folded(name));
        let numbered = (2_u32..).map(|number| Rc::from(format!("{} {number}", kept.name)));
        let mut names = std::iter::once(Rc::clone(&kept.name)).chain(numbered);
        let name = names.find(|name| !taken(name)).unwrap_or_else(|| Rc::clone(&kept.name));
        relations.push(RelationType { name, ..kept.clone() });
    }
    Definitions { attributes: attributes.into(), relations: relations.into(), codes: codes.into() }
}

fn names_of_attributes(annotation: &Annotation) -> impl Iterator<Item = &str> {
    let attributes = match &annotation.body {
        Body::Mention { attributes, .. } => &**attributes,
        Body::Frame(_) => &[],
    };
    attributes.iter().map(|(name, _)| &**name)
}

/// Says what attributes mentions can have.
pub(super) fn define_attributes(set: &LabelSet, attributes: &[AttributeDefinition]) -> Result<Vec<Edit>, CommandError> {
    check_attributes(Named::Attribute, attributes)?;
    Ok(defined(set, Definitions { attributes: attributes.into(), ..(**set.definitions()).clone() }))
}

/// Says what variables the document has.
pub(super) fn define_codes(set: &LabelSet, codes: &[AttributeDefinition]) -> Result<Vec<Edit>, CommandError> {
    check_attributes(Named::Code, codes)?;
    Ok(defined(set, Definitions { codes: codes.into(), ..(**set.definitions()).clone() }))
}

/// Says what types of relations there are, and takes those of other types away. Costs the number of relations, where a type
/// goes.
pub(super) fn define_relations(session: &Session, relations: &[RelationType]) -> Result<Vec<Edit>, CommandError> {
    check_relations(relations)?;
    let set = &session.labels;
    let known: HashSet<&LabelId> = relations.iter().map(|relation| &relation.id).collect();
    let goes = set.relations().iter().any(|relation| !known.contains(&relation.id));
    let without_type = session.relations.values().filter(|relation| goes && !known.contains(&relation.label));
    let gone = without_type.map(|relation| Edit::Relation(Change { before: Some(Rc::clone(relation)), after: None }));
    let mut edits: Vec<Edit> = gone.collect();
    edits.extend(defined(set, Definitions { relations: relations.into(), ..(**set.definitions()).clone() }));
    Ok(edits)
}

fn defined(set: &LabelSet, definitions: Definitions) -> Vec<Edit> {
    if **set.definitions() == definitions {
        return Vec::new();
    }
    vec![Edit::Definitions(Change { before: Rc::clone(set.definitions()), after: Rc::new(definitions) })]
}

/// Whether an attribute or a variable of this name and definition may have this value. One that is not defined may have any.
pub(super) fn check_value(
    named: Named,
    name: &str,
    definition: Option<&AttributeDefinition>,
    value: &AttributeValue,
) -> Result<(), CommandError> {
    check_name(named, name)?;
    match (definition, value) {
        (Some(attribute), value) if !attribute.kind.fits(value) => {
            Err(CommandError::ValueDoesNotFit(attribute.clone()))
        }
        (None, AttributeValue::Number(words)) if !is_number(words) => Err(CommandError::NotANumber(Rc::clone(words))),
        _ => Ok(()),
    }
}

/// What becomes of a mention that gets a value of an attribute, or loses it.
pub(super) fn with_attribute(
    annotation: &Annotation,
    name: &Rc<str>,
    value: Option<&AttributeValue>,
    at: Timestamp,
) -> Result<Annotation, CommandError> {
    let Body::Mention { label, attributes, entity } = &annotation.body else {
        return Err(CommandError::NotAMention(annotation.id.clone()));
    };
    let mut attributes: BTreeMap<Rc<str>, AttributeValue> = attributes.iter().cloned().collect();
    match value {
        Some(value) => attributes.insert(Rc::clone(name), value.clone()),
        None => attributes.remove(name),
    };
    let attributes = attributes.into_iter().collect();
    let body = Body::Mention { label: label.clone(), attributes, entity: entity.clone() };
    Ok(Annotation { body, modified: at, ..annotation.clone() })
}

/// Whether these can be the attributes that mentions have.
fn check_attributes(named: Named, attributes: &[AttributeDefinition]) -> Result<(), CommandError> {
    check_names(named, attributes.iter().map(|attribute| &attribute.name))?;
    for attribute in attributes {
        if let AttributeKind::Choice(options) = &attribute.kind {
            if options.is_empty() {
                return Err(CommandError::NoOptions(Rc::clone(&attribute.name)));
            }
            check_names(Named::Option, options.iter())?;
        }
    }
    Ok(())
}

fn check_relations(relations: &[RelationType]) -> Result<(), CommandError> {
    check_names(Named::RelationType, relations.iter().map(|relation| &relation.name))?;
    let mut ids = HashSet::new();
    match relations.iter().find(|relation| !ids.insert(&relation.id)) {
        Some(twice) => Err(CommandError::NameTaken(Named::RelationType, Rc::clone(&twice.name))),
        None => Ok(()),
    }
}

fn check_names<'a>(named: Named, names: impl Iterator<Item = &'a Rc<str>>) -> Result<(), CommandError> {
    let mut seen = HashSet::new();
    for name in names {
        check_name(named, name)?;
        if !seen.insert(folded(name)) {
            return Err(CommandError::NameTaken(named, Rc::clone(name)));
        }
    }
    Ok(())
}

pub(super) fn check_name(named: Named, name: &str) -> Result<(), CommandError> {
    match name {
        name if name.trim().is_empty() => Err(CommandError::NameEmpty(named)),
        name if name.chars().count() > Named::MAX_CHARS => Err(CommandError::NameTooLong(named)),
        _ => Ok(()),
    }
}
