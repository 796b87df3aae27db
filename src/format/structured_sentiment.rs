//! The JSON of SemEval-2022 task 10, structured sentiment: sentences with opinions, each of a source, targets, the words that
//! express it, a polarity and an intensity.
//!
//! After <https://github.com/jerbarnes/semeval22_structured_sentiment>. Offsets are code points, `start:end`, end exclusive.
//! A document becomes passages of whole sentences, such that no opinion reaches out of one; those that follow one another
//! are put together again.

use super::exchange::anchor::Claim;
use super::exchange::build::build;
use super::exchange::draft::{AnnotationDraft, BodyDraft, Draft, FrameDraft, HolderDraft, ReferentDraft, Remarks};
use super::exchange::loss::reduce_all;
use super::exchange::passages::{only_frames, passages, source, targets, with_mentions};
use super::exchange::{
    Fault, Format, Holds, Keeping, Loss, LossKind, Match, Place, Problem, ReadError, ReadOptions, Reading, Source,
    Unit, WriteError, WriteOptions, Written, json,
};
use crate::model::{Annotation, AnnotationId, CharRange, Frame, Holder, Intensity, Polarity, Session};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::{HashMap, HashSet};

/// The entry in the table of formats.
pub const FORMAT: Format = Format {
    id: "structured-sentiment",
    name: "SemEval-2022 structured sentiment JSON",
    extensions: &["json"],
    media_type: "application/json",
    unit: Some(Unit::CodePoints),
    choices: &[],
    holds: Holds {
        aside: &[],
        no: &[
            LossKind::Description,
            LossKind::Codes,
            LossKind::LabelSet,
            LossKind::Hints,
            LossKind::Mentions,
            LossKind::Inexpressible,
            LossKind::HolderChains,
            LossKind::Notes,
            LossKind::Review,
            LossKind::Provenance,
            LossKind::Unknown,
            LossKind::Attributes,
            LossKind::Entities,
            LossKind::Nuances,
            LossKind::Relations,
            LossKind::RelationNotes,
        ],
    },
    write: Some(write),
    read: Some(read),
    detect,
};

/// The labels of what sentiments are of and about.
const SOURCE: &str = "Source";
const TARGET: &str = "Target";

fn write(sessions: &[&Session], options: &WriteOptions<'_>) -> Result<Written, WriteError> {
    let sessions: Vec<Session> = sessions.iter().map(|session| with_mentions(session)).collect();
    let (reduced, mut losses) = reduce_all(&sessions.iter().collect::<Vec<_>>(), &FORMAT.holds, options);
    let mut items = Vec::new();
    for (session, document) in reduced.into_iter().zip(0..) {
        let session = only_frames(session, document, &mut losses, |_, frame| frame.polarity != Polarity::Mixed);
        let is_whole =
            |frame: &Frame| *frame.holders == [Holder::Author] || (frame.holders.len() == 1 && source(frame).is_some());
        let cut = session.annotations.iter(&session.text).filter(|a| a.frame().is_some_and(|frame| !is_whole(frame)));
        let records: Vec<String> = cut.map(|annotation| annotation.id.to_string()).collect();
        if !records.is_empty() {
            let (kind, keeping) = (LossKind::HolderChains, Keeping::No);
            losses.push(Loss { document, kind, keeping, count: records.len(), records });
        }
        items.extend(passages_of(&session, options));
    }
    Ok(Written { file: json::indented(&items).into_bytes(), extension: "json", losses })
}

#[derive(Serialize)]
struct ItemJson {
    sent_id: String,
    text: String,
    opinions: Vec<OpinionJson>,
}

/// Words, and their places.
type Parts = (Vec<String>, Vec<String>);

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct OpinionJson {
    source: Parts,
    target: Parts,
    #[serde(rename = "Polar_expression")]
    polar_expression: Parts,
    polarity: &'static str,
    intensity: &'static str,
}

fn passages_of(session: &Session, options: &WriteOptions<'_>) -> Vec<ItemJson> {
    let words = |id: &AnnotationId| session.annotations.get(id).map(|a| a.fragments.ranges()).unwrap_or_default();
    let frames: Vec<&Annotation> =
        session.annotations.iter(&session.text).map(|a| &**a).filter(|a| a.frame().is_some()).collect();
    let hulls: Vec<Option<CharRange>> = frames.iter().map(|frame| hull(session, frame)).collect();
    let ends = (options.sentences)(session.text.as_str());
    let places = passages(session, &ends, hulls.iter().copied().flatten().collect());
    let slice = |range: CharRange| session.text.slice(range).unwrap_or_default().to_owned();
    let mut items: Vec<ItemJson> = places
        .iter()
        .map(|place| ItemJson {
            sent_id: format!("{}#{}", session.document.id, place.start()),
            text: slice(*place),
            opinions: Vec::new(),
        })
        .collect();
    for (annotation, hull) in frames.iter().zip(hulls) {
        let Some(frame) = annotation.frame() else { continue };
        let start = hull.map_or_else(Default::default, CharRange::start);
        let index = places.partition_point(|place| place.start() <= start).saturating_sub(1);
        let (Some(place), Some(item)) = (places.get(index), items.get_mut(index)) else { continue };
        let parts = |ranges: &[CharRange]| -> Parts {
            let offset = |range: &CharRange| {
                format!("{}:{}", range.start().since(place.start()), range.end().since(place.start()))
            };
            (ranges.iter().map(|range| slice(*range)).collect(), ranges.iter().map(offset).collect())
        };
        // One opinion has one target: a sentiment about several is an opinion about each.
        let mut about: Vec<Parts> = targets(frame).map(|target| parts(words(target))).collect();
        if about.is_empty() {
            about.push(Parts::default());
        }
        for target in about {
            item.opinions.push(OpinionJson {
                source: source(frame).map(|source| parts(words(source))).unwrap_or_default(),
                target,
                polar_expression: parts(annotation.fragments.ranges()),
                polarity: match frame.polarity {
                    Polarity::Positive => "Positive",
                    Polarity::Negative => "Negative",
                    Polarity::Neutral | Polarity::Mixed => "Neutral",
                },
                intensity: match frame.intensity {
                    Intensity::Weak => "Weak",
                    Intensity::Average => "Average",
                    Intensity::Strong => "Strong",
                },
            });
        }
    }
    items
}

/// From the first word to the last of a sentiment, whose it is and what it is about.
fn hull(session: &Session, annotation: &Annotation) -> Option<CharRange> {
    let frame = annotation.frame()?;
    let of = targets(frame).chain(source(frame)).filter_map(|id| session.annotations.get(id)?.extent());
    of.chain(annotation.extent()).reduce(CharRange::joined)
}

#[derive(Deserialize)]
struct Item<'a> {
    #[serde(default, deserialize_with = "json::id")]
    sent_id: Option<String>,
    text: String,
    #[serde(borrow)]
    opinions: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Opinion {
    #[serde(default)]
    source: Option<Parts>,
    #[serde(default)]
    target: Option<Parts>,
    #[serde(rename = "Polar_expression", default)]
    polar_expression: Option<Parts>,
    polarity: Option<String>,
    #[serde(default)]
    intensity: Option<String>,
}

/// The JSON of an item with its place, or what is wrong with it.
type ItemRead<'a> = (Place, Result<&'a RawValue, Fault>);

/// The items of a list, or of lines.
fn items(bytes: &[u8]) -> Result<Vec<ItemRead<'_>>, ReadError> {
    let text = json::text_of_any(bytes)?;
    let place = |number| Place::record("sentence", number, None);
    if text.trim_start().starts_with('{') {
        let lines = json::lines(text).zip(1..);
        let item = |((line, item), number)| (place(number).at_line(line), json::of_line(item, SENTENCE));
        return Ok(lines.map(item).collect());
    }
    let list: Vec<&RawValue> = json::parsed(bytes)?;
    Ok(list.into_iter().zip(1..).map(|(item, number)| (place(number), Ok(item))).collect())
}

const SENTENCE: &str = "a sentence with “text” and “opinions”";

fn read(source: &Source<'_>, options: &ReadOptions<'_>) -> Result<Reading, ReadError> {
    let options = &ReadOptions { open: None, ..*options };
    let mut reading = Reading { documents: Vec::new(), problems: Vec::new() };
    let mut document: Option<Joined> = None;
    for (place, raw) in items(source.bytes)? {
        let raw = match raw {
            Ok(raw) => raw,
            Err(fault) => {
                json::left_out(&mut reading.problems, &place, fault);
                continue;
            }
        };
        let Some(item) = json::record::<Item<'_>>(raw, &place, SENTENCE, &mut reading.problems) else { continue };
        let part = item.sent_id.as_deref().and_then(|id| id.rsplit_once('#'));
        let follows = |joined: &Joined| part == Some((joined.id.as_str(), joined.chars.to_string().as_str()));
        if !document.as_ref().is_some_and(follows) {
            if let Some(done) = document.take() {
                reading.documents.push(build(done.draft, options)?);
            }
            document = Some(Joined::new(item.sent_id.as_deref()));
        }
        if let Some(joined) = &mut document {
            joined.append(item, place);
        }
    }
    if let Some(done) = document {
        reading.documents.push(build(done.draft, options)?);
    }
    json::unless_empty(reading, "there is no sentence with opinions in it")
}

/// A label, and places.
type Words = (&'static str, Vec<(u64, u64)>);

/// A document of sentences that follow one another.
struct Joined {
    id: String,
    chars: u64,
    draft: Draft,
    /// The mentions so far, by label and places.
    mentions: HashMap<Words, String>,
    /// The sentiments so far, by all that opinions with several targets have in common.
    frames: HashMap<String, usize>,
    /// What each of these is about.
    targets: HashSet<(usize, ReferentDraft)>,
}

impl Joined {
    fn new(sent_id: Option<&str>) -> Self {
        let part = sent_id.and_then(|id| id.rsplit_once('#')).filter(|(_, start)| *start == "0");
        let id = part.map_or(sent_id.unwrap_or_default(), |(id, _)| id).to_owned();
        let mut draft = Draft { text: Some(String::new()), id: Some(id.clone()), ..Draft::default() };
        if part.is_none() {
            draft.description.title = id.as_str().into();
        }
        Self { id, chars: 0, draft, mentions: HashMap::new(), frames: HashMap::new(), targets: HashSet::new() }
    }

    fn append(&mut self, item: Item<'_>, place: Place) {
        for raw in item.opinions {
            let mut problems = Vec::new();
            let wanted = "an opinion with a polarity";
            if let Some(opinion) = json::record::<Opinion>(raw, &place, wanted, &mut problems) {
                self.opinion(opinion, &place, &mut problems);
            }
            self.draft.problems.append(&mut problems);
        }
        self.chars += item.text.chars().count() as u64;
        if let Some(text) = &mut self.draft.text {
            text.push_str(&item.text);
        }
        self.frames.clear();
        self.targets.clear();
    }

    fn opinion(&mut self, opinion: Opinion, place: &Place, problems: &mut Vec<Problem>) {
        let said = opinion.polarity.unwrap_or_default();
        let Some(polarity) = json::polarity_of(&said) else {
            return json::left_out(problems, place, Fault::Malformed("a polarity"));
        };
        let claim = match self.claim(opinion.polar_expression) {
            Ok(claim) => claim,
            Err(fault) => return json::left_out(problems, place, fault),
        };
        let mut party = |parts, label| match self.claim(parts) {
            Ok(claim) if claim.spans.is_empty() => None,
            Ok(claim) => Some(self.mention(claim, label, place)),
            Err(fault) => {
                json::without(problems, place, fault);
                None
            }
        };
        let source = party(opinion.source, SOURCE).map(|id| HolderDraft::Known(ReferentDraft::Annotation(id)));
        let target = party(opinion.target, TARGET).map(ReferentDraft::Annotation);
        let mut frame = FrameDraft::new(polarity);
        frame.holders.extend(source);
        frame.intensity = opinion.intensity.as_deref().and_then(intensity_of).unwrap_or_default();
        let same = format!("{:?} {:?} {:?} {:?}", claim.spans, frame.holders, frame.polarity, frame.intensity);
        let known = self.frames.get(&same).copied();
        let known = known.and_then(|index| Some((index, self.draft.annotations.get_mut(index)?)));
        if let (Some((index, AnnotationDraft { body: BodyDraft::Frame(frame), .. })), Some(target)) = (known, &target)
            && !frame.targets.is_empty()
            && self.targets.insert((index, target.clone()))
        {
            frame.targets.push(target.clone());
            return;
        }
        let index = self.draft.annotations.len();
        self.targets.extend(target.iter().map(|target| (index, target.clone())));
        frame.targets.extend(target);
        self.frames.insert(same, index);
        let (place, body) = (place.clone(), BodyDraft::Frame(frame));
        self.draft.annotations.push(AnnotationDraft { place, id: None, claim, body, remarks: Remarks::default() });
    }

    fn claim(&self, parts: Option<Parts>) -> Result<Claim, Fault> {
        let (words, places) = parts.unwrap_or_default();
        let span = |place: &String| {
            let (start, end) = place.split_once(':')?;
            let offset = |said: &str| said.trim().parse::<u64>().ok()?.checked_add(self.chars);
            Some((offset(start)?, offset(end)?))
        };
        let spans: Option<Vec<(u64, u64)>> = places.iter().map(span).collect();
        let spans = spans.ok_or(Fault::Malformed("places like “0:5”"))?;
        let quote = (!spans.is_empty()).then(|| words.join(" "));
        Ok(Claim { spans, quote, ..Claim::default() })
    }

    fn mention(&mut self, claim: Claim, label: &'static str, place: &Place) -> String {
        let next = format!("m{}", self.mentions.len() + 1);
        let id = self.mentions.entry((label, claim.spans.clone())).or_insert_with(|| next.clone()).clone();
        if id == next {
            let (place, body) = (place.clone(), BodyDraft::mention(label));
            let id = Some(id.clone());
            self.draft.annotations.push(AnnotationDraft { place, id, claim, body, remarks: Remarks::default() });
        }
        id
    }
}

/// The strength, as the data sets of the task call it.
fn intensity_of(word: &str) -> Option<Intensity> {
    match word.trim().to_ascii_lowercase().as_str() {
        "standard" => Some(Intensity::Average),
        "slight" => Some(Intensity::Weak),
        word => json::intensity_of(word),
    }
}

fn detect(source: &Source<'_>) -> Match {
    let list: Option<Vec<&RawValue>> = json::parsed(source.bytes).ok();
    let of_list = list.and_then(|list| json::parsed_str(list.first()?.get()).ok());
    let first: Option<Item<'_>> = of_list.or_else(|| json::of_lines(source.bytes).next());
    if first.is_some() { Match::Surely } else { Match::No }
}
