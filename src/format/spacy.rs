//! The JSONL of spaCy and Prodigy: one document on a line, with tokens that end wherever a span does.
//!
//! After <https://prodi.gy/docs/api-interfaces>: offsets are code points, `token_end` is the last token and not the one
//! after it, and `head` and `child` of a relation are tokens. Overlapping spans are fine in Prodigy and in `doc.spans`.

use super::exchange::anchor::Claim;
use super::exchange::aside::{AnnotationAside, DocumentAside, RelationAside};
use super::exchange::build::build;
use super::exchange::draft::{AnnotationDraft, BodyDraft, Draft, FrameDraft, ReferentDraft, RelationDraft, Remarks};
use super::exchange::json;
use super::exchange::loss::reduce_all;
use super::exchange::measure::Measure;
use super::exchange::naming::Names;
use super::exchange::{
    Fault, Format, Holds, LossKind, Match, Outcome, Place, Problem, ReadError, ReadOptions, Reading, Source, Unit,
    WriteError, WriteOptions, Written,
};
use crate::model::{Annotation, AnnotationId, Body, CharRange, Referent, Session};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// The entry in the table of formats.
pub const FORMAT: Format = Format {
    id: "spacy",
    name: "spaCy / Prodigy JSONL",
    extensions: &["jsonl", "json"],
    media_type: "application/x-ndjson",
    unit: Some(Unit::CodePoints),
    choices: &[],
    holds: Holds {
        aside: &[
            LossKind::Description,
            LossKind::Codes,
            LossKind::Discontinuous,
            LossKind::Wordless,
            LossKind::Notes,
            LossKind::Review,
            LossKind::Provenance,
            LossKind::Unknown,
            LossKind::Attributes,
            LossKind::Entities,
            LossKind::Holders,
            LossKind::Nuances,
            LossKind::RelationNotes,
        ],
        no: &[LossKind::LabelSet, LossKind::Hints],
    },
    write: Some(write),
    read: Some(read),
    detect,
};

/// The type of the relations from a sentiment to what it is about.
const TARGET: &str = "sentiment_target";

/// What labels of sentiments begin with.
pub(super) const SENTIMENT: &str = "sentiment:";

fn write(sessions: &[&Session], options: &WriteOptions<'_>) -> Result<Written, WriteError> {
    let (reduced, losses) = reduce_all(sessions, &FORMAT.holds, options);
    let lines: String = reduced.iter().map(|session| line(session, options) + "\n").collect();
    Ok(Written { file: lines.into_bytes(), extension: FORMAT.extensions[0], losses })
}

#[derive(Serialize)]
struct LineJson<'a> {
    text: &'a str,
    spans: Vec<SpanJson<'a>>,
    tokens: Vec<TokenJson<'a>>,
    relations: Vec<RelationJson<'a>>,
    meta: MetaJson,
    answer: &'static str,
}

#[derive(Serialize, Clone)]
struct PlaceJson {
    start: u64,
    end: u64,
    label: String,
    token_start: usize,
    token_end: usize,
}

#[derive(Serialize)]
struct SpanJson<'a> {
    #[serde(flatten)]
    place: PlaceJson,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    polarity: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    intensity: Option<u8>,
    rubricate: AnnotationAside,
}

#[derive(Serialize)]
struct TokenJson<'a> {
    text: &'a str,
    start: u64,
    end: u64,
    id: usize,
    ws: bool,
}

#[derive(Serialize)]
struct RelationJson<'a> {
    head: usize,
    child: usize,
    label: &'a str,
    head_span: PlaceJson,
    child_span: PlaceJson,
    rubricate: RelationAside,
}

#[derive(Serialize)]
struct MetaJson {
    title: String,
    rubricate: DocumentAside,
}

fn line(session: &Session, options: &WriteOptions<'_>) -> String {
    let measure = Measure::of(session);
    let (labels, types) = (Names::of_labels(session), Names::of_relations(session));
    let text = session.text.as_str();
    let with_words = with_words(session);
    let tokens = Tokens::of(text, with_words.iter().map(|(_, extent)| measure.bytes(*extent)), options);
    let place = |extent: CharRange, label: String| {
        let (start, end) = measure.span(extent, Unit::CodePoints);
        let (token_start, token_end) = tokens.of_bytes(measure.bytes(extent));
        PlaceJson { start, end, label, token_start, token_end }
    };

    let mut places: HashMap<&str, PlaceJson> = HashMap::new();
    let mut spans = Vec::with_capacity(with_words.len());
    for (annotation, extent) in &with_words {
        let label = match &annotation.body {
            Body::Mention { label, .. } => labels.get(label).to_owned(),
            Body::Frame(frame) => format!("{SENTIMENT}{}", json::polarity_word(frame.polarity)),
        };
        let place = place(*extent, label);
        places.insert(annotation.id.as_str(), place.clone());
        spans.push(SpanJson {
            place,
            text: measure.slice(*extent),
            polarity: annotation.polarity().map(json::polarity_word),
            intensity: annotation.frame().map(|frame| frame.intensity.number()),
            rubricate: AnnotationAside::of(annotation),
        });
    }

    let relation = |label, aside: RelationAside| {
        let place = |id: &Option<String>| places.get(id.as_deref()?).cloned();
        match place(&aside.from).zip(place(&aside.to)) {
            Some((head_span, child_span)) => Ok(RelationJson {
                head: head_span.token_end,
                child: child_span.token_end,
                label,
                head_span,
                child_span,
                rubricate: aside,
            }),
            None => Err(Box::new(RelationAside { label: Some(label.to_owned()), ..aside })),
        }
    };
    let (mut relations, mut wordless) = (Vec::new(), Vec::new());
    for of_session in session.relations.values() {
        match relation(types.get(&of_session.label), RelationAside::of(of_session)) {
            Ok(relation) => relations.push(relation),
            Err(aside) => wordless.push(*aside),
        }
    }
    for (from, to) in links(&with_words) {
        relations.extend(relation(TARGET, RelationAside::link(from, to)));
    }
    let document = DocumentAside { relations: wordless, ..DocumentAside::of(session) };
    json::one_line(&LineJson {
        text,
        spans,
        tokens: tokens.json(text),
        relations,
        meta: MetaJson { title: session.description.title.to_string(), rubricate: document },
        answer: "accept",
    })
}

/// The links from sentiments to the mentions that they are about.
pub(super) fn links<'a>(
    with_words: &'a [(&'a Rc<Annotation>, CharRange)],
) -> impl Iterator<Item = (&'a AnnotationId, &'a AnnotationId)> {
    with_words.iter().flat_map(|(annotation, _)| {
        let targets = annotation.frame().into_iter().flat_map(|frame| frame.targets.iter());
        targets.filter_map(|target| match target {
            Referent::Mention(mention) => Some((&annotation.id, mention)),
            Referent::Entity(_) => None,
        })
    })
}

/// The annotations with words, with their extents.
pub(super) fn with_words(session: &Session) -> Vec<(&Rc<Annotation>, CharRange)> {
    let annotations = session.annotations.iter(&session.text);
    annotations.filter_map(|annotation| Some((annotation, annotation.extent()?))).collect()
}

/// The tokens of a text.
struct Tokens {
    /// Start and end in bytes, and whether one space follows that is no token.
    tokens: Vec<(usize, usize, bool)>,
}

impl Tokens {
    /// Words, cut wherever a span starts or ends. As in spaCy one space after a token belongs to it, unless a span starts
    /// before that space or ends after it; other white space makes tokens of its own.
    fn of(text: &str, spans: impl Iterator<Item = std::ops::Range<usize>>, options: &WriteOptions<'_>) -> Self {
        let (mut starts, mut ends) = (BTreeSet::new(), BTreeSet::new());
        for span in spans {
            starts.insert(span.start);
            ends.insert(span.end);
        }
        let mut cuts: Vec<usize> = (options.words)(text);
        cuts.extend(starts.iter().chain(&ends));
        cuts.push(text.len());
        cuts.sort_unstable();
        cuts.dedup();
        let mut tokens: Vec<(usize, usize, bool)> = Vec::with_capacity(cuts.len());
        let mut start = 0;
        for end in cuts.into_iter().filter(|cut| text.is_char_boundary(*cut)) {
            if text[start..end].starts_with(' ')
                && !starts.contains(&start)
                && !ends.contains(&(start + 1))
                && let Some(before) = tokens.last_mut().filter(|token| token.1 == start)
            {
                before.2 = true;
                start += 1;
            }
            if start < end {
                tokens.push((start, end, false));
            }
            start = end;
        }
        Self { tokens }
    }

    /// The first and the last token of a span.
    fn of_bytes(&self, span: std::ops::Range<usize>) -> (usize, usize) {
        let first = self.tokens.partition_point(|token| token.0 < span.start);
        let after = self.tokens.partition_point(|token| token.1 <= span.end);
        (first, after.saturating_sub(1).max(first))
    }

    fn json<'a>(&self, text: &'a str) -> Vec<TokenJson<'a>> {
        let (mut byte, mut chars) = (0, 0);
        let token = |(id, (start, end, ws)): (usize, &(usize, usize, bool))| {
            chars += text[byte..*start].chars().count() as u64;
            let words = &text[*start..*end];
            let from = chars;
            chars += words.chars().count() as u64;
            byte = *end;
            TokenJson { text: words, start: from, end: chars, id, ws: *ws }
        };
        self.tokens.iter().enumerate().map(token).collect()
    }
}

#[derive(Deserialize)]
struct Line<'a> {
    text: Option<String>,
    #[serde(borrow)]
    spans: Option<&'a RawValue>,
    #[serde(borrow)]
    ents: Option<&'a RawValue>,
    #[serde(borrow)]
    relations: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    meta: Option<&'a RawValue>,
    answer: Option<String>,
}

#[derive(Deserialize)]
struct Meta<'a> {
    title: Option<String>,
    #[serde(borrow)]
    rubricate: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Span<'a> {
    #[serde(deserialize_with = "json::offset")]
    start: u64,
    #[serde(deserialize_with = "json::offset")]
    end: u64,
    #[serde(default)]
    label: String,
    text: Option<String>,
    token_end: Option<u64>,
    polarity: Option<String>,
    intensity: Option<serde_json::Value>,
    #[serde(borrow)]
    rubricate: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Relation<'a> {
    head: Option<u64>,
    child: Option<u64>,
    #[serde(default)]
    label: String,
    head_span: Option<End>,
    child_span: Option<End>,
    #[serde(borrow)]
    rubricate: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct End {
    start: u64,
    end: u64,
    #[serde(default)]
    label: String,
}

fn read(source: &Source<'_>, options: &ReadOptions<'_>) -> Result<Reading, ReadError> {
    let mut reading = Reading { documents: Vec::new(), problems: Vec::new() };
    for (number, line) in json::lines(json::text_of_any(source.bytes)?) {
        let place = Place::line(number);
        let fault = match json::of_line::<Line<'_>>(line, "a JSON object with a “text”") {
            Ok(Line { text: Some(text), spans, ents, relations, meta, answer }) => {
                let line = Line { text: None, spans, ents, relations, meta, answer };
                let draft = draft(text, line, &place);
                reading.documents.push(build(draft, &ReadOptions { open: None, ..*options })?);
                continue;
            }
            Ok(_) => Fault::Missing("text"),
            Err(fault) => fault,
        };
        json::left_out(&mut reading.problems, &place, fault);
    }
    json::unless_empty(reading, "there is no line in it")
}

fn draft(text: String, line: Line<'_>, place: &Place) -> Draft {
    let mut draft = Draft { text: Some(text), ..Draft::default() };
    let mut problems = Vec::new();
    if let Some(answer) = line.answer.filter(|answer| answer != "accept") {
        json::without(&mut problems, place, Fault::NotRead(format!("answer: {answer}")));
    }
    let mut ends = Ends::default();
    let lists = [line.spans, line.ents].into_iter().flatten();
    let spans: Vec<&RawValue> = lists.flat_map(|list| span_list(list, place, &mut problems)).collect();
    for (raw, number) in spans.into_iter().zip(1..) {
        let what = place.with("span", number, None);
        let Some(span) = json::record::<Span<'_>>(raw, &what, "a span with “start” and “end”", &mut problems)
        else {
            continue;
        };
        let aside: AnnotationAside = json::aside(span.rubricate, &what, &mut problems);
        let intensity = span.intensity.as_ref().map(|value| value.as_str().map_or(value.to_string(), str::to_owned));
        let key = aside.id.clone().unwrap_or_else(|| format!("span {number}"));
        ends.add(&key, draft.annotations.len(), &span);
        let body = body(&span.label, span.polarity.as_deref(), intensity.as_deref(), aside.id.is_some());
        let claim = Claim::span(span.start, span.end, span.text.as_deref());
        let mut annotation = AnnotationDraft { place: what, id: Some(key), claim, body, remarks: Remarks::default() };
        aside.put(&mut annotation, &mut problems);
        draft.annotations.push(annotation);
    }
    for (raw, number) in line.relations.unwrap_or_default().into_iter().zip(1..) {
        let what = place.with("relation", number, None);
        let Some(relation) = json::record::<Relation<'_>>(raw, &what, "a relation", &mut problems) else { continue };
        let aside: RelationAside = json::aside(relation.rubricate, &what, &mut problems);
        let from = aside.from.or_else(|| ends.find(relation.head_span.as_ref(), relation.head));
        let to = aside.to.or_else(|| ends.find(relation.child_span.as_ref(), relation.child));
        let (Some(from), Some(to)) = (from, to) else {
            json::left_out(&mut problems, &what, Fault::Dangling(relation.label));
            continue;
        };
        if relation.label == TARGET && aside.id.is_none() && ends.point(&mut draft, &from, &to) {
            continue;
        }
        let mut remarks = Remarks::default();
        aside.remarks.put(&mut remarks);
        draft.relations.push(RelationDraft { place: what, id: aside.id, label: relation.label, from, to, remarks });
    }
    draft.problems = problems;
    if let Some(meta) = line.meta.and_then(|meta| serde_json::from_str::<Meta<'_>>(meta.get()).ok()) {
        draft.description.title = meta.title.unwrap_or_default().into();
        let aside: DocumentAside = json::aside(meta.rubricate, place, &mut draft.problems);
        aside.put(&mut draft, place);
    }
    draft
}

/// The spans of a list, or of the groups of an object.
fn span_list<'a>(list: &'a RawValue, place: &Place, problems: &mut Vec<Problem>) -> Vec<&'a RawValue> {
    if let Ok(spans) = serde_json::from_str::<Vec<&RawValue>>(list.get()) {
        return spans;
    }
    if let Ok(groups) = serde_json::from_str::<std::collections::BTreeMap<String, Vec<&RawValue>>>(list.get()) {
        return groups.into_values().flatten().collect();
    }
    if list.get() != "null" {
        let fault = Fault::Malformed("a list of spans");
        problems.push(Problem { place: place.clone(), fault, outcome: Outcome::Without, annotation: None });
    }
    Vec::new()
}

/// What a label and a polarity make of words: a sentiment where a file of ours says a polarity, or where the label is one
/// of those of sentiments.
pub(super) fn body(label: &str, polarity: Option<&str>, intensity: Option<&str>, ours: bool) -> BodyDraft {
    let mut parts = label.strip_prefix(SENTIMENT).unwrap_or_default().split(':');
    let by_label = parts.next().and_then(json::polarity_of).filter(|_| !ours);
    let of_label = parts.next().and_then(json::intensity_of);
    let Some(polarity) = polarity.and_then(json::polarity_of).or(by_label) else { return BodyDraft::mention(label) };
    let mut frame = FrameDraft::new(polarity);
    frame.intensity = intensity.and_then(json::intensity_of).or(of_label).unwrap_or_default();
    BodyDraft::Frame(frame)
}

/// The spans of a document by what relations call them.
#[derive(Default)]
struct Ends {
    places: HashMap<(u64, u64, String), String>,
    tokens: HashMap<u64, String>,
    indexes: HashMap<String, usize>,
}

impl Ends {
    fn add(&mut self, key: &str, index: usize, span: &Span<'_>) {
        self.indexes.entry(key.to_owned()).or_insert(index);
        self.places.entry((span.start, span.end, span.label.clone())).or_insert_with(|| key.to_owned());
        if let Some(token) = span.token_end {
            self.tokens.entry(token).or_insert_with(|| key.to_owned());
        }
    }

    fn find(&self, end: Option<&End>, token: Option<u64>) -> Option<String> {
        let place = end.and_then(|end| self.places.get(&(end.start, end.end, end.label.clone())));
        place.or_else(|| self.tokens.get(&token?)).cloned()
    }

    /// Lets the sentiment `from` be about `to`; whether it is a sentiment.
    fn point(&self, draft: &mut Draft, from: &str, to: &str) -> bool {
        let annotation = self.indexes.get(from).and_then(|index| draft.annotations.get_mut(*index));
        let Some(BodyDraft::Frame(frame)) = annotation.map(|annotation| &mut annotation.body) else { return false };
        // One that is there twice is one: see `build`.
        frame.targets.push(ReferentDraft::Annotation(to.to_owned()));
        true
    }
}

fn detect(source: &Source<'_>) -> Match {
    match json::of_lines::<Line<'_>>(source.bytes).find(|line| line.text.is_some()) {
        Some(line) if line.spans.is_some() || line.ents.is_some() => Match::Surely,
        Some(_) => Match::Maybe,
        None => Match::No,
    }
}
