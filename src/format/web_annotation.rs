//! W3C Web Annotations in JSON-LD: a page of annotations on a text that is not in it.
//!
//! After the recommendation of 2017-02-23, annotation-model §4.2.4 and §4.2.5: positions are code points, and quotes have a
//! prefix and a suffix that make them unique. Terms of our own are in a context of their own, as terms without one vanish.
//! `oa:assessing` is written in full, because the published context lacks the word.

use super::exchange::anchor::Claim;
use super::exchange::aside::{AnnotationAside, DocumentAside, RelationAside};
use super::exchange::build::build;
use super::exchange::draft::{AnnotationDraft, BodyDraft, Draft, FrameDraft, ReferentDraft, RelationDraft, Remarks};
use super::exchange::loss::reduce_all;
use super::exchange::measure::Measure;
use super::exchange::naming::Names;
use super::exchange::{
    Fault, Format, Holds, LossKind, Match, Place, Problem, ReadError, ReadOptions, Reading, Source, Unit, WriteError,
    WriteOptions, Written, json,
};
use super::native::times;
use super::sha256_hex;
use crate::model::{Annotation, Body, CharRange, Polarity, Referent, Relation, Session};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json as value};
use std::collections::HashMap;
use std::rc::Rc;

/// The entry in the table of formats.
pub const FORMAT: Format = Format {
    id: "web-annotation",
    name: "W3C Web Annotation (JSON-LD)",
    extensions: &["jsonld", "json"],
    media_type: "application/ld+json",
    unit: Some(Unit::CodePoints),
    holds: Holds {
        aside: &[
            LossKind::Codes,
            LossKind::Entities,
            LossKind::Review,
            LossKind::Unknown,
            LossKind::Attributes,
            LossKind::Holders,
            LossKind::Nuances,
            LossKind::RelationNotes,
        ],
        no: &[LossKind::Text, LossKind::Description, LossKind::LabelSet, LossKind::Hints],
    },
    write: Some(write),
    read: Some(read),
    detect,
};

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// What our own names begin with.
const OURS: &str = "urn:x-rubricate:";

/// The properties of sentiments, <http://www.gsi.dit.upm.es/ontologies/marl/>.
const MARL: &str = "http://www.gsi.dit.upm.es/ontologies/marl/ns#";

const ASSESSING: &str = "oa:assessing";

fn write(sessions: &[&Session], options: &WriteOptions<'_>) -> Result<Written, WriteError> {
    let [_] = sessions else { return Err(WriteError::OneDocument) };
    let (reduced, losses) = reduce_all(sessions, &FORMAT.holds, options);
    let session = reduced.first().ok_or(WriteError::OneDocument)?;
    let file = json::indented(&page(session));
    Ok(Written { file: file.into_bytes(), extension: FORMAT.extensions[0], losses })
}

/// Names of the parts of a document.
struct Iris {
    document: String,
}

impl Iris {
    fn of(session: &Session) -> Self {
        Self { document: format!("{OURS}document:{}", session.document.id) }
    }

    fn annotation(&self, id: &impl std::fmt::Display) -> String {
        format!("{}#annotation:{id}", self.document)
    }

    fn relation(&self, id: &impl std::fmt::Display) -> String {
        format!("{}#relation:{id}", self.document)
    }
}

/// What our own name of a record says its id is.
fn own_id<'a>(iri: &'a str, kind: &str) -> Option<&'a str> {
    iri.strip_prefix(OURS)?.split_once('#')?.1.strip_prefix(kind)?.strip_prefix(':')
}

fn page(session: &Session) -> Value {
    let iris = Iris::of(session);
    let names = (Names::of_labels(session), Names::of_relations(session));
    let measure = Measure::of(session);
    let contexts = Contexts::of(session, &measure);
    let mut items: Vec<Value> = Vec::with_capacity(session.annotations.len());
    for annotation in session.annotations.iter(&session.text) {
        items.push(item(annotation, &iris, &names.0, &measure, &contexts));
    }
    for relation in session.relations.values() {
        items.extend(linking(relation, &iris, names.1.get(&relation.label)));
    }
    let mut document = DocumentAside::of(session);
    document.wordless = Vec::new();
    (document.id, document.created, document.byte_order_mark) = (None, None, false);
    value!({
        "@context": [CONTEXT, {
            "marl": MARL,
            "polarity": {"@id": "marl:hasPolarity", "@type": "@id"},
            "intensity": "marl:polarityValue",
            "about": {"@id": "marl:describesObject", "@type": "@id", "@container": "@set"},
            "sha256": format!("{OURS}sha256"),
            "rubricate": format!("{OURS}aside"),
        }],
        "id": format!("{}#page", iris.document),
        "type": "AnnotationPage",
        "sha256": sha256_hex(session.text.as_str()),
        "rubricate": as_value(&document),
        "items": items,
    })
}

/// JSON of our own as text: JSON-LD has no place for objects that it does not look into.
fn as_value(json: &impl serde::Serialize) -> Value {
    serde_json::to_string(json).map_or(Value::Null, Value::String)
}

fn item(annotation: &Rc<Annotation>, iris: &Iris, labels: &Names, measure: &Measure<'_>, contexts: &Contexts) -> Value {
    let mut aside = AnnotationAside::of(annotation);
    (aside.id, aside.spans) = (None, Vec::new());
    (aside.remarks.created, aside.remarks.modified, aside.remarks.coder) = (None, None, None);
    aside.remarks.note = String::new();
    let mut bodies = Vec::new();
    match &annotation.body {
        Body::Mention { label, .. } => {
            bodies.push(value!({"type": "TextualBody", "purpose": "tagging", "value": labels.get(label)}));
        }
        Body::Frame(frame) => {
            let about = frame.targets.iter().filter_map(|target| match target {
                Referent::Mention(mention) => Some(iris.annotation(mention)),
                Referent::Entity(_) => None,
            });
            bodies.push(value!({
                "type": "TextualBody",
                "purpose": ASSESSING,
                "value": json::polarity_word(frame.polarity),
                "polarity": polarity_iri(frame.polarity),
                "intensity": frame.intensity.number(),
                "about": about.collect::<Vec<_>>(),
            }));
        }
    }
    if !annotation.note.is_empty() {
        bodies.push(value!({"type": "TextualBody", "purpose": "commenting", "value": &*annotation.note}));
    }
    let targets = annotation.fragments.ranges().iter().map(|range| {
        let (start, end) = measure.span(*range, Unit::CodePoints);
        let (prefix, suffix) = contexts.around(measure, *range);
        value!({
            "source": iris.document,
            "selector": [
                {"type": "TextQuoteSelector", "exact": measure.slice(*range), "prefix": prefix, "suffix": suffix},
                {"type": "TextPositionSelector", "start": start, "end": end},
            ],
        })
    });
    let mut targets: Vec<Value> = targets.collect();
    let target = match targets.len() {
        0 => value!(iris.document),
        1 => targets.remove(0),
        _ => Value::Array(targets),
    };
    let mut item = value!({
        "id": iris.annotation(&annotation.id),
        "type": "Annotation",
        "created": times::write(annotation.created),
        "modified": times::write(annotation.modified),
        "body": bodies,
        "target": target,
        "rubricate": as_value(&aside),
    });
    if let Some(coder) = &annotation.coder {
        item["creator"] = value!({"type": "Person", "name": &**coder});
    }
    item
}

fn polarity_iri(polarity: Polarity) -> String {
    match polarity {
        Polarity::Positive => "marl:Positive".to_owned(),
        Polarity::Negative => "marl:Negative".to_owned(),
        Polarity::Neutral => "marl:Neutral".to_owned(),
        // The ontology has no such word.
        Polarity::Mixed => format!("{OURS}Mixed"),
    }
}

/// A relation as Recogito has it: a link, and an annotation on the link that names its type.
fn linking(relation: &Rc<Relation>, iris: &Iris, label: &str) -> [Value; 2] {
    let link = iris.relation(&relation.id);
    let aside = RelationAside { from: None, to: None, ..RelationAside::of(relation) };
    let (from, to) = (iris.annotation(&relation.from), iris.annotation(&relation.to));
    let linking = value!({
        "id": link,
        "type": "Annotation",
        "motivation": "linking",
        "body": to,
        "target": from,
        "rubricate": as_value(&aside),
    });
    let tagging = value!({
        "id": format!("{link}:type"),
        "type": "Annotation",
        "motivation": "tagging",
        "body": {"type": "TextualBody", "purpose": "tagging", "value": label},
        "target": link,
    });
    [linking, tagging]
}

/// What stands around quotes: enough to tell them from the same words elsewhere.
struct Contexts<'a> {
    text: &'a str,
    /// Where words stand that more than one annotation or place has, in bytes.
    places: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Contexts<'a> {
    /// How many code points are given at least, where there are so many.
    const CHARS: usize = 24;

    /// How many code points are given at most.
    const MOST: usize = 400;

    /// How many bytes are searched at most for other places of the same words.
    const BUDGET: usize = 256 * 1024 * 1024;

    fn of(session: &'a Session, measure: &Measure<'a>) -> Self {
        let text = session.text.as_str();
        let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
        let mut budget = Self::BUDGET;
        let ranges = session.annotations.iter(&session.text).flat_map(|annotation| annotation.fragments.ranges());
        for range in ranges {
            let words = measure.slice(*range);
            if !places.contains_key(words) && budget >= text.len() {
                budget -= text.len();
                places.insert(words, text.match_indices(words).map(|(at, _)| at).take(1_000).collect());
            }
        }
        Self { text, places }
    }

    /// The shortest prefix and suffix of at least some code points with which the words are unique, as far as that goes.
    fn around(&self, measure: &Measure<'_>, range: CharRange) -> (&'a str, &'a str) {
        let bytes = measure.bytes(range);
        let others = self.places.get(measure.slice(range)).map_or(&[][..], Vec::as_slice);
        let mut chars = Self::CHARS;
        loop {
            let (prefix, suffix) = (last(&self.text[..bytes.start], chars), first(&self.text[bytes.end..], chars));
            let same = |at: &usize| {
                *at != bytes.start
                    && self.text[..*at].ends_with(prefix)
                    && self.text[*at + bytes.len()..].starts_with(suffix)
            };
            let whole = prefix.len() == bytes.start && suffix.len() == self.text.len() - bytes.end;
            if whole || chars >= Self::MOST || !others.iter().any(same) {
                return (prefix, suffix);
            }
            chars *= 2;
        }
    }
}

fn first(text: &str, chars: usize) -> &str {
    text.char_indices().nth(chars).map_or(text, |(byte, _)| &text[..byte])
}

fn last(text: &str, chars: usize) -> &str {
    let start = chars.checked_sub(1).and_then(|before| text.char_indices().rev().nth(before));
    start.map_or(text, |(byte, _)| &text[byte..])
}

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

fn read(source: &Source<'_>, options: &ReadOptions<'_>) -> Result<Reading, ReadError> {
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
    for target in types.into_keys().collect::<std::collections::BTreeSet<_>>() {
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

fn detect(source: &Source<'_>) -> Match {
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
