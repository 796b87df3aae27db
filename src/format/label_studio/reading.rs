//! Tasks of Label Studio as its export has them, and as other programs write them.

use super::{POLARITY, SENTIMENT, TARGET, TEXT};
use crate::format::exchange::anchor::Claim;
use crate::format::exchange::archive;
use crate::format::exchange::aside::{AnnotationAside, DocumentAside, RelationAside};
use crate::format::exchange::build::build;
use crate::format::exchange::draft::{
    AnnotationDraft, BodyDraft, Draft, FrameDraft, ReferentDraft, RelationDraft, Remarks,
};
use crate::format::exchange::{Fault, Match, Place, Problem, ReadError, ReadOptions, Reading, Source, json};
use crate::model::{AttributeValue, Origin, Polarity};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::{BTreeMap, HashMap};

#[derive(Deserialize)]
struct Task<'a> {
    #[serde(default)]
    data: BTreeMap<String, serde_json::Value>,
    #[serde(borrow)]
    meta: Option<&'a RawValue>,
    #[serde(borrow)]
    annotations: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    predictions: Option<Vec<&'a RawValue>>,
}

#[derive(Deserialize)]
struct Meta<'a> {
    #[serde(borrow)]
    rubricate: Option<&'a RawValue>,
    text: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Completion<'a> {
    #[serde(borrow, default)]
    result: Vec<&'a RawValue>,
    #[serde(default)]
    was_cancelled: bool,
    completed_by: Option<serde_json::Value>,
}

#[derive(Deserialize)]
struct Item<'a> {
    #[serde(default, deserialize_with = "json::id")]
    id: Option<String>,
    from_name: Option<String>,
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(borrow)]
    value: Option<&'a RawValue>,
    #[serde(borrow)]
    meta: Option<&'a RawValue>,
    #[serde(default, deserialize_with = "json::id")]
    from_id: Option<String>,
    #[serde(default, deserialize_with = "json::id")]
    to_id: Option<String>,
    direction: Option<String>,
    labels: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Value {
    start: Option<serde_json::Value>,
    end: Option<serde_json::Value>,
    #[serde(rename = "globalOffsets")]
    global: Option<Span>,
    text: Option<serde_json::Value>,
    #[serde(alias = "hypertextlabels")]
    labels: Option<Vec<String>>,
    choices: Option<Vec<String>>,
    rating: Option<u64>,
    number: Option<serde_json::Number>,
}

#[derive(Deserialize)]
struct Span {
    #[serde(deserialize_with = "json::offset")]
    start: u64,
    #[serde(deserialize_with = "json::offset")]
    end: u64,
}

pub(super) fn read(source: &Source<'_>, options: &ReadOptions<'_>) -> Result<Reading, ReadError> {
    let unpacked;
    let bytes = if archive::is_zip(source.bytes) {
        unpacked = archive::read(source.bytes).map_err(ReadError::Archive)?;
        let tasks = unpacked.iter().find(|entry| entry.name.ends_with(".json"));
        &tasks.ok_or(ReadError::NotThis("the archive has no JSON file"))?.bytes
    } else {
        source.bytes
    };
    let text = json::text(bytes)?;
    let list = if text.trim_start().starts_with('{') {
        json::parsed::<&RawValue>(bytes).map(|task| vec![task])?
    } else {
        json::parsed::<Vec<&RawValue>>(bytes)?
    };
    let mut reading = Reading { documents: Vec::new(), problems: Vec::new() };
    for (json, number) in list.into_iter().zip(1..) {
        let place = Place::document(number);
        let Some(task) = json::record::<Task<'_>>(json, &place, "a task with “data”", &mut reading.problems) else {
            continue;
        };
        match draft(task, &place) {
            Some(draft) => reading.documents.push(build(draft, &ReadOptions { open: None, ..*options })?),
            None => json::left_out(&mut reading.problems, &place, Fault::Missing("data.text")),
        }
    }
    match reading.documents.is_empty() {
        true => Err(ReadError::NotThis("no task has a text")),
        false => Ok(reading),
    }
}

fn draft(task: Task<'_>, place: &Place) -> Option<Draft> {
    let named = task.data.get(TEXT).filter(|value| value.is_string());
    let text = named.or_else(|| task.data.values().find(|value| value.is_string()))?.as_str()?.to_owned();
    let mut draft = Draft { text: Some(text), ..Draft::default() };
    let mut problems = Vec::new();
    let (completions, origin) = match task.annotations.filter(|list| !list.is_empty()) {
        Some(annotations) => (annotations, None),
        None => (task.predictions.unwrap_or_default(), Some(Origin::Suggested)),
    };
    for (raw, number) in completions.into_iter().zip(1..) {
        let what = place.with("annotation", number, None);
        let completion: Option<Completion<'_>> = json::record(raw, &what, "an annotation with a result", &mut problems);
        let Some(completion) = completion else { continue };
        if completion.was_cancelled {
            json::left_out(&mut problems, &what, Fault::NotRead("was_cancelled".to_owned()));
            continue;
        }
        let coder = completion.completed_by.as_ref().and_then(coder);
        Regions { draft: &mut draft, problems: &mut problems, places: HashMap::new(), origin, coder }
            .read(&completion.result, place);
    }
    draft.problems = problems;
    if let Some(meta) = task.meta.and_then(|meta| serde_json::from_str::<Meta<'_>>(meta.get()).ok()) {
        let aside: DocumentAside = json::aside(meta.rubricate, place, &mut draft.problems);
        aside.put(&mut draft, place);
    }
    Some(draft)
}

fn coder(by: &serde_json::Value) -> Option<String> {
    match by {
        serde_json::Value::Number(id) => Some(id.to_string()),
        by => by.get("email").and_then(|email| email.as_str()).map(str::to_owned),
    }
}

/// The regions of a result, growing by what is said of them.
struct Regions<'a> {
    draft: &'a mut Draft,
    problems: &'a mut Vec<Problem>,
    /// Which annotation of the draft a region is.
    places: HashMap<String, usize>,
    origin: Option<Origin>,
    coder: Option<String>,
}

impl Regions<'_> {
    fn read(mut self, result: &[&RawValue], place: &Place) {
        let mut later = Vec::new();
        for (raw, number) in result.iter().zip(1..) {
            let what = place.with("result", number, None);
            let Some(item) = json::record::<Item<'_>>(raw, &what, "a region or a relation", self.problems) else {
                continue;
            };
            if item.kind == "labels" || item.kind == "hypertextlabels" {
                self.region(item, what);
            } else {
                later.push((item, what));
            }
        }
        // What is said of a region may come before it.
        for (item, what) in later {
            if item.kind == "relation" { self.relation(item, what) } else { self.more(item, what) }
        }
    }

    fn value(&mut self, item: &Item<'_>, what: &Place) -> Option<Value> {
        match item.value {
            Some(value) => json::record(value, what, "a region with a value", self.problems),
            None => {
                json::left_out(self.problems, what, Fault::Missing("value"));
                None
            }
        }
    }

    fn region(&mut self, item: Item<'_>, what: Place) {
        let Some(value) = self.value(&item, &what) else { return };
        // Offsets of HTML are of a node; those of the whole text are given beside them.
        let offset = |value: &Option<serde_json::Value>| json::offset(value.as_ref()?).ok();
        let span = value.global.as_ref().map(|span| (span.start, span.end));
        let Some((start, end)) = span.or_else(|| offset(&value.start).zip(offset(&value.end))) else {
            json::left_out(self.problems, &what, Fault::Malformed("a region with offsets of the text"));
            return;
        };
        let meta = item.meta.and_then(|meta| serde_json::from_str::<Meta<'_>>(meta.get()).ok());
        let (text, aside) = meta.map_or((None, None), |meta| (meta.text, meta.rubricate));
        let ours = aside.is_some();
        // Its editor writes line ends as two characters.
        let quote = value.text.as_ref().and_then(|text| text.as_str());
        let quote = quote.map(|quote| if ours { quote.to_owned() } else { quote.replace("\\n", "\n") });
        let is_frame = item.from_name.as_deref() == Some(SENTIMENT);
        let labels = value.labels.unwrap_or_default();
        let aside: AnnotationAside = json::aside(aside, &what, self.problems);
        let remarks = Remarks {
            note: text.unwrap_or_default().join("\n"),
            origin: self.origin,
            coder: self.coder.clone(),
            ..Remarks::default()
        };
        let body = match labels.first() {
            _ if is_frame => BodyDraft::Frame(FrameDraft::new(Polarity::Neutral)),
            Some(label) => BodyDraft::mention(label),
            None => {
                json::left_out(self.problems, &what, Fault::Missing("labels"));
                return;
            }
        };
        let claim = Claim::span(start, end, quote.as_deref());
        for label in labels.iter().skip(1).filter(|_| !is_frame) {
            self.draft.annotations.push(AnnotationDraft {
                place: what.clone(),
                id: None,
                claim: claim.clone(),
                body: BodyDraft::mention(label),
                remarks: remarks.clone(),
            });
        }
        let mut annotation = AnnotationDraft { place: what, id: item.id.clone(), claim, body, remarks };
        aside.put(&mut annotation, self.problems);
        if let Some(id) = item.id {
            self.places.entry(id).or_insert(self.draft.annotations.len());
        }
        self.draft.annotations.push(annotation);
    }

    /// A choice, a rating, words or a number that are said of a region.
    fn more(&mut self, item: Item<'_>, what: Place) {
        let Some(value) = self.value(&item, &what) else { return };
        let name = item.from_name.clone().unwrap_or_else(|| item.kind.clone());
        let Some(index) = item.id.as_deref().and_then(|id| self.places.get(id)).copied() else {
            json::left_out(self.problems, &what, Fault::Dangling(item.id.unwrap_or(name)));
            return;
        };
        let chosen = value.choices.as_ref().and_then(|choices| choices.first());
        let polarity =
            chosen.filter(|_| name == POLARITY || name == SENTIMENT).and_then(|said| json::polarity_of(said));
        let intensity = value.rating.and_then(|rating| json::intensity_of(&rating.to_string()));
        let said = match (chosen, &value.text, value.rating, value.number) {
            (Some(_), ..) => value.choices.map(|choices| AttributeValue::Text(choices.join(", ").into())),
            (None, _, Some(rating), _) => Some(AttributeValue::Number(rating.to_string().into())),
            (None, _, _, Some(number)) => Some(AttributeValue::Number(number.to_string().into())),
            (None, Some(text), ..) => words(text).map(|words| AttributeValue::Text(words.into())),
            _ => None,
        };
        match (&mut self.draft.annotations[index].body, polarity, intensity, said) {
            (BodyDraft::Frame(frame), Some(polarity), ..) => frame.polarity = polarity,
            (BodyDraft::Frame(frame), None, Some(intensity), _) => frame.intensity = intensity,
            // A polarity of a mention is a sentiment about it.
            (BodyDraft::Mention { .. }, Some(polarity), ..) if item.id.is_some() => {
                let mut frame = FrameDraft::new(polarity);
                frame.targets.extend(item.id.map(ReferentDraft::Annotation));
                let mention = &self.draft.annotations[index];
                let claim = mention.claim.clone();
                let remarks = Remarks { note: String::new(), ..mention.remarks.clone() };
                let body = BodyDraft::Frame(frame);
                self.draft.annotations.push(AnnotationDraft { place: what, id: None, claim, body, remarks });
            }
            (BodyDraft::Mention { attributes, .. }, None, _, Some(said)) => attributes.push((name, said)),
            _ => json::left_out(self.problems, &what, Fault::NotRead(name)),
        }
    }

    fn relation(&mut self, item: Item<'_>, what: Place) {
        let meta = item.meta.and_then(|meta| serde_json::from_str::<Meta<'_>>(meta.get()).ok());
        let aside: RelationAside = json::aside(meta.and_then(|meta| meta.rubricate), &what, self.problems);
        let (mut from, mut to) = (item.from_id.unwrap_or_default(), item.to_id.unwrap_or_default());
        match item.direction.as_deref() {
            Some("left") => std::mem::swap(&mut from, &mut to),
            Some("right") | None => {}
            Some(other) => json::without(self.problems, &what, Fault::NotRead(format!("direction: {other}"))),
        }
        let mut labels = item.labels.unwrap_or_default().into_iter();
        let label = labels.next().unwrap_or_else(|| "related".to_owned());
        labels.for_each(|other| json::without(self.problems, &what, Fault::NotRead(other)));
        if label == TARGET
            && aside.id.is_none()
            && let Some(index) = self.places.get(&from)
            && let BodyDraft::Frame(frame) = &mut self.draft.annotations[*index].body
        {
            // One that is there twice is one: see `build`.
            frame.targets.push(ReferentDraft::Annotation(to));
            return;
        }
        let mut remarks = Remarks { origin: self.origin, coder: self.coder.clone(), ..Remarks::default() };
        aside.remarks.put(&mut remarks);
        self.draft.relations.push(RelationDraft { place: what, id: aside.id, label, from, to, remarks });
    }
}

/// The words of a text field: one, or a list of them.
fn words(text: &serde_json::Value) -> Option<String> {
    match text {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Array(list) => {
            Some(list.iter().filter_map(|text| text.as_str()).collect::<Vec<_>>().join("\n"))
        }
        _ => None,
    }
}

/// How much JSON looks like tasks.
pub(super) fn detect(bytes: &[u8]) -> Match {
    let one = || json::parsed::<&RawValue>(bytes).ok();
    let first = json::parsed::<Vec<&RawValue>>(bytes).ok().and_then(|list| list.first().copied()).or_else(one);
    match first.map(|task| serde_json::from_str::<Task<'_>>(task.get())) {
        Some(Ok(task)) if task.annotations.is_some() || task.predictions.is_some() => Match::Surely,
        Some(Ok(task)) if task.data.values().any(serde_json::Value::is_string) => Match::Maybe,
        _ => Match::No,
    }
}
