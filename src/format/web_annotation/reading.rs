//! Pages of Web Annotations, ours and those of other tools.

use super::{ASSESSING, own_id};
use crate::format::exchange::anchor::Claim;
use crate::format::exchange::aside::{AnnotationAside, DocumentAside, RelationAside};
use crate::format::exchange::build::build;
use crate::format::exchange::draft::{
    AnnotationDraft, BodyDraft, Draft, FrameDraft, ReferentDraft, RelationDraft, Remarks,
};
use crate::format::exchange::{Fault, Match, Place, Problem, ReadError, ReadOptions, Reading, Source, json};
use crate::format::native::times;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::{BTreeSet, HashMap};

#[derive(Deserialize)]
struct Page<'a> {
    #[serde(borrow)]
    items: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    first: Option<&'a RawValue>,
    rubricate: Option<String>,
}

#[derive(Deserialize)]
struct Item {
    #[serde(alias = "@id")]
    id: Option<String>,
    motivation: Option<Value>,
    body: Option<Value>,
    #[serde(rename = "bodyValue")]
    body_value: Option<String>,
    target: Option<Value>,
    created: Option<String>,
    modified: Option<String>,
    creator: Option<Value>,
    rubricate: Option<String>,
}

pub(super) fn read(source: &Source<'_>, options: &ReadOptions<'_>) -> Result<Reading, ReadError> {
    if options.open.is_none() {
        json::text(source.bytes)?;
        return Err(ReadError::NeedsDocument);
    }
    let (items, aside) = items(source.bytes)?;
    let mut draft = Draft::default();
    let mut problems = Vec::new();
    let place = Place::default();
    let mut links: Vec<RelationDraft> = Vec::new();
    let mut types: HashMap<String, String> = HashMap::new();
    for (raw, number) in items.into_iter().zip(1..) {
        let what = Place::record("annotation", number, None);
        let Some(item) = json::record::<Item>(raw, &what, "a Web Annotation", &mut problems) else { continue };
        let what = Place::record("annotation", number, item.id.as_deref());
        let of = |motivation: &str| match &item.motivation {
            Some(Value::String(said)) => said == motivation || said.ends_with(&format!("#{motivation}")),
            Some(Value::Array(list)) => list.iter().any(|said| said.as_str() == Some(motivation)),
            _ => false,
        };
        let target = item.target.as_ref().and_then(iri_of);
        if of("linking") {
            let body = item.body.as_ref().and_then(iri_of);
            match (target, body) {
                (Some(from), Some(to)) => links.push(link(&item, what, from, to, &mut problems)),
                _ => json::left_out(&mut problems, &what, Fault::Malformed("a link from one annotation to another")),
            }
            continue;
        }
        // What is tagged may be a link, which comes before or after.
        if let (true, Some(target), Some(tag)) = (of("tagging"), &target, tag(&item)) {
            types.insert(target.clone(), tag);
            continue;
        }
        annotations(item, what, &mut draft, &mut problems);
    }
    for link in &mut links {
        let iri = link.id.take().unwrap_or_default();
        link.label = types.remove(&iri).unwrap_or_else(|| "linking".to_owned());
        link.id = Some(own_id(&iri, "relation").map_or(iri.clone(), str::to_owned)).filter(|id| !id.is_empty());
    }
    for target in types.into_keys().collect::<BTreeSet<_>>() {
        json::left_out(&mut problems, &place, Fault::Dangling(target));
    }
    draft.relations = links;
    draft.problems = problems;
    let document = match aside {
        Some(aside) => serde_json::from_str::<DocumentAside>(&aside).unwrap_or_else(|_| {
            json::without(&mut draft.problems, &place, Fault::Malformed("a field “rubricate” as it should be"));
            DocumentAside::default()
        }),
        None => DocumentAside::default(),
    };
    document.put(&mut draft, &place);
    Ok(Reading { documents: vec![build(draft, options)?], problems: Vec::new() })
}

/// The annotations of a page, of the first page of a collection, of a list, or one alone.
fn items(bytes: &[u8]) -> Result<(Vec<&RawValue>, Option<String>), ReadError> {
    const MISSING: ReadError = ReadError::NotThis("there is no Web Annotation in it");
    let text = json::text(bytes)?;
    if text.trim_start().starts_with('[') {
        return Ok((json::parsed(bytes)?, None));
    }
    let whole: &RawValue = json::parsed(bytes)?;
    let page: Page<'_> = serde_json::from_str(whole.get()).map_err(|_| MISSING)?;
    match (page.items, page.first) {
        (Some(items), _) => Ok((items, page.rubricate)),
        (None, Some(first)) => {
            let page: Page<'_> = serde_json::from_str(first.get()).map_err(|_| MISSING)?;
            Ok((page.items.ok_or(MISSING)?, page.rubricate))
        }
        _ if whole.get().contains("\"target\"") => Ok((vec![whole], None)),
        _ => Err(MISSING),
    }
}

/// A name alone: text, or an object with an id and no selector.
fn iri_of(value: &Value) -> Option<String> {
    match value {
        Value::String(iri) => Some(iri.clone()),
        Value::Array(list) if list.len() == 1 => iri_of(&list[0]),
        Value::Object(object) if !object.contains_key("selector") && !object.contains_key("source") => {
            object.get("id").and_then(Value::as_str).map(str::to_owned)
        }
        _ => None,
    }
}

fn bodies(body: Option<&Value>) -> &[Value] {
    match body {
        Some(Value::Array(list)) => list,
        Some(body) => std::slice::from_ref(body),
        None => &[],
    }
}

fn text_of<'a>(body: &'a Value, name: &str) -> Option<&'a str> {
    body.get(name).and_then(Value::as_str)
}

/// The one tag of an annotation that says nothing else.
fn tag(item: &Item) -> Option<String> {
    match bodies(item.body.as_ref()) {
        [Value::String(tag)] => Some(tag.clone()),
        [body] => text_of(body, "value").map(str::to_owned),
        _ => None,
    }
}

fn link(item: &Item, place: Place, from: String, to: String, problems: &mut Vec<Problem>) -> RelationDraft {
    let mut remarks = remarks(item);
    let json = item.rubricate.as_deref().and_then(|json| RawValue::from_string(json.to_owned()).ok());
    let aside: RelationAside = json::aside(json.as_deref(), &place, problems);
    aside.remarks.put(&mut remarks);
    let end = |iri: String| own_id(&iri, "annotation").map_or(iri.clone(), str::to_owned);
    RelationDraft { place, id: item.id.clone(), label: String::new(), from: end(from), to: end(to), remarks }
}

fn remarks(item: &Item) -> Remarks {
    let time = |said: &Option<String>| said.as_deref().and_then(times::read);
    let coder = item.creator.as_ref().and_then(|creator| match creator {
        Value::String(iri) => Some(iri.as_str()),
        creator => text_of(creator, "name").or_else(|| text_of(creator, "id")),
    });
    Remarks {
        created: time(&item.created),
        modified: time(&item.modified),
        coder: coder.map(str::to_owned),
        ..Remarks::default()
    }
}

/// The mentions and sentiments that an annotation makes.
fn annotations(item: Item, place: Place, draft: &mut Draft, problems: &mut Vec<Problem>) {
    let mut remarks = remarks(&item);
    let (mut tags, mut frame) = (Vec::new(), None);
    let mut comments: Vec<&str> = item.body_value.as_deref().into_iter().collect();
    for body in bodies(item.body.as_ref()) {
        let said = text_of(body, "value");
        match (text_of(body, "purpose"), said) {
            (Some("tagging"), Some(said)) => tags.push(said.to_owned()),
            (Some("commenting" | "describing" | "replying"), Some(said)) => comments.push(said),
            (Some(ASSESSING | "assessing"), Some(said)) if json::polarity_of(said).is_some() => {
                frame = json::polarity_of(said).map(|polarity| (polarity, body));
            }
            (None, Some(said)) if body.get("type").is_some() => comments.push(said),
            _ => json::without(problems, &place, Fault::NotRead(body.to_string())),
        }
    }
    remarks.note = comments.join("\n");
    let iri = item.id.unwrap_or_default();
    let id = own_id(&iri, "annotation").map_or(iri.clone(), str::to_owned);
    let claim = match claim(item.target.as_ref()) {
        Ok(claim) => claim,
        Err(fault) => return json::left_out(problems, &place, fault),
    };
    let frame = frame.map(|(polarity, body)| {
        let mut draft = FrameDraft::new(polarity);
        let intensity = body.get("intensity").map(|said| said.as_str().map_or(said.to_string(), str::to_owned));
        draft.intensity = intensity.and_then(|said| json::intensity_of(&said)).unwrap_or_default();
        let about = bodies(body.get("about")).iter().filter_map(Value::as_str);
        let about = about.map(|iri| own_id(iri, "annotation").unwrap_or(iri).to_owned());
        draft.targets = about.map(ReferentDraft::Annotation).collect();
        draft
    });
    if tags.is_empty() && frame.is_none() {
        // A highlight or a comment without a tag is a mention of what it is for.
        let motivation = item.motivation.as_ref().and_then(Value::as_str).unwrap_or("highlighting");
        tags.push(motivation.to_owned());
    }
    let json = item.rubricate.as_deref().and_then(|json| RawValue::from_string(json.to_owned()).ok());
    let bodies: Vec<BodyDraft> = tags.into_iter().map(BodyDraft::mention).chain(frame.map(BodyDraft::Frame)).collect();
    for (number, body) in bodies.into_iter().enumerate() {
        let aside: AnnotationAside = json::aside(json.as_deref(), &place, problems);
        let id = (number == 0 && !id.is_empty()).then(|| id.clone());
        let claim = claim.clone();
        let mut annotation = AnnotationDraft { place: place.clone(), id, claim, body, remarks: remarks.clone() };
        // Targets that are entities are kept aside, among all of them and in their order.
        if let BodyDraft::Frame(frame) = &mut annotation.body
            && !aside.targets.is_empty()
        {
            frame.targets.clear();
        }
        aside.put(&mut annotation, problems);
        draft.annotations.push(annotation);
    }
}

/// Where the targets of an annotation are. A target without a selector is the whole document.
fn claim(target: Option<&Value>) -> Result<Claim, Fault> {
    let mut claim = Claim::default();
    let mut quotes = Vec::new();
    let list = match target {
        Some(Value::Array(list)) => list.as_slice(),
        Some(target) => std::slice::from_ref(target),
        None => return Err(Fault::Missing("target")),
    };
    for target in list {
        for selector in bodies(target.get("selector")) {
            match text_of(selector, "type") {
                Some("TextPositionSelector") => {
                    let offset = |name| json::offset(selector.get(name)?).ok();
                    let place = offset("start").zip(offset("end"));
                    claim.spans.push(place.ok_or(Fault::Malformed("a position with “start” and “end”"))?);
                }
                Some("TextQuoteSelector") => {
                    quotes.push(text_of(selector, "exact").ok_or(Fault::Missing("exact"))?);
                    claim.prefix = text_of(selector, "prefix").unwrap_or_default().to_owned();
                    claim.suffix = text_of(selector, "suffix").unwrap_or_default().to_owned();
                }
                _ => {}
            }
        }
    }
    if claim.spans.is_empty() && quotes.is_empty() && list.iter().any(|target| target.get("selector").is_some()) {
        return Err(Fault::Malformed("a selector of a position or a quote"));
    }
    if !quotes.is_empty() && (claim.spans.is_empty() || quotes.len() == claim.spans.len()) {
        claim.quote = Some(quotes.join(" "));
    }
    Ok(claim)
}

pub(super) fn detect(source: &Source<'_>) -> Match {
    let Ok(text) = json::text(source.bytes) else { return Match::No };
    let start: String = text.chars().take(2_000).collect();
    if !start.contains("anno.jsonld") && !start.contains("TextQuoteSelector") && !start.contains("TextPositionSelector")
    {
        return Match::No;
    }
    match items(source.bytes) {
        Ok((items, _)) if items.iter().all(|item| item.get().contains("\"target\"")) => Match::Surely,
        _ => Match::No,
    }
}
