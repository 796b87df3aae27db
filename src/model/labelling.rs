//! What the commands about labels and attributes change: the edits of each, or why it is refused.

use super::annotation::{Annotation, AttributeValue, Body, Timestamp};
use super::command::{CommandError, Named};
use super::edit::{Change, Edit};
use super::label::{AttributeDefinition, AttributeKind, Label, LabelId, LabelKey, LabelSet, folded, is_number};
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
    check_attributes(new.attributes())?;
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
    let set = set.with_attributes(attributes);
    if set == **old {
        return Ok(Vec::new());
    }
    let mut edits = vec![Edit::LabelSet(Change { before: Rc::clone(old), after: Rc::new(set) })];
    for (from, to) in relabelled {
        edits.extend(carrying(session, from).map(|annotation| {
            let body = match &annotation.body {
                Body::Mention { attributes, .. } => {
                    Body::Mention { label: to.clone(), attributes: Rc::clone(attributes) }
                }
                frame @ Body::Frame { .. } => frame.clone(),
            };
            let after = Annotation { body, modified: at, ..(**annotation).clone() };
            Edit::Annotation(Change { before: Some(Rc::clone(annotation)), after: Some(Rc::new(after)) })
        }));
    }
    Ok(edits)
}

fn names_of_attributes(annotation: &Annotation) -> impl Iterator<Item = &str> {
    let attributes = match &annotation.body {
        Body::Mention { attributes, .. } => &**attributes,
        Body::Frame { .. } => &[],
    };
    attributes.iter().map(|(name, _)| &**name)
}

/// Says what attributes mentions can have.
pub(super) fn define(set: &LabelSet, attributes: &[AttributeDefinition]) -> Result<Vec<Edit>, CommandError> {
    check_attributes(attributes)?;
    if set.attributes() == attributes {
        return Ok(Vec::new());
    }
    Ok(vec![Edit::Attributes(Change { before: Rc::clone(set.shared_attributes()), after: attributes.into() })])
}

/// Whether a mention may have this value of an attribute. Of an attribute that is not defined it may have any.
pub(super) fn check_value(set: &LabelSet, name: &str, value: &AttributeValue) -> Result<(), CommandError> {
    check_name(Named::Attribute, name)?;
    match (set.attribute(name), value) {
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
    let Body::Mention { label, attributes } = &annotation.body else {
        return Err(CommandError::NotAMention(annotation.id.clone()));
    };
    let mut attributes: BTreeMap<Rc<str>, AttributeValue> = attributes.iter().cloned().collect();
    match value {
        Some(value) => attributes.insert(Rc::clone(name), value.clone()),
        None => attributes.remove(name),
    };
    let body = Body::Mention { label: label.clone(), attributes: attributes.into_iter().collect() };
    Ok(Annotation { body, modified: at, ..annotation.clone() })
}

/// Whether these can be the attributes that mentions have.
fn check_attributes(attributes: &[AttributeDefinition]) -> Result<(), CommandError> {
    check_names(Named::Attribute, attributes.iter().map(|attribute| &attribute.name))?;
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

fn check_name(named: Named, name: &str) -> Result<(), CommandError> {
    match name {
        name if name.trim().is_empty() => Err(CommandError::NameEmpty(named)),
        name if name.chars().count() > Named::MAX_CHARS => Err(CommandError::NameTooLong(named)),
        _ => Ok(()),
    }
}
