//! NewsMTSC’s JSONL: sentences of news with targets, each with the polarity that the sentence has towards it.
//!
//! After the data set’s own description (Hamborg & Donnay 2021). Offsets are code points, `to` is exclusive. Of a sentiment
//! there is no more than its polarity towards a mention: 2 is negative, 4 neutral, 6 positive.

use super::exchange::anchor::Claim;
use super::exchange::build::build;
use super::exchange::draft::{
    AnnotationDraft, BodyDraft, Draft, EntityDraft, FrameDraft, HolderDraft, ReferentDraft, Remarks,
};
use super::exchange::loss::reduce_all;
use super::exchange::passages::{only_frames, passages, targets, with_mentions};
use super::exchange::{
    Fault, Format, Holds, Keeping, Loss, LossKind, Match, Place, Problem, ReadError, ReadOptions, Reading, Source,
    Unit, WriteError, WriteOptions, Written, json,
};
use crate::model::{Annotation, AnnotationId, CharRange, EntityId, Polarity, Session};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// The entry in the table of formats.
pub const FORMAT: Format = Format {
    id: "news-mtsc",
    name: "NewsMTSC JSONL",
    extensions: &["jsonl"],
    media_type: "application/x-ndjson",
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
            LossKind::Sentences,
            LossKind::Discontinuous,
            LossKind::Notes,
            LossKind::Review,
            LossKind::Provenance,
            LossKind::Unknown,
            LossKind::Attributes,
            LossKind::Entities,
            LossKind::Intensity,
            LossKind::Holders,
            LossKind::Nuances,
            LossKind::Relations,
            LossKind::RelationNotes,
        ],
    },
    write: Some(write),
    read: Some(read),
    detect,
};

/// The label of what sentiments are about.
const TARGET: &str = "Target";

fn number(polarity: Polarity) -> Option<f64> {
    match polarity {
        Polarity::Negative => Some(2.0),
        Polarity::Neutral => Some(4.0),
        Polarity::Positive => Some(6.0),
        Polarity::Mixed => None,
    }
}

fn write(sessions: &[&Session], options: &WriteOptions<'_>) -> Result<Written, WriteError> {
    let with_mentions: Vec<Session> = sessions.iter().map(|session| with_mentions(session)).collect();
    let (reduced, mut losses) = reduce_all(&with_mentions.iter().collect::<Vec<_>>(), &FORMAT.holds, options);
    let mut lines = String::new();
    for ((session, original), document) in reduced.into_iter().zip(sessions).zip(0..) {
        // A sentence has one polarity towards a mention: the first that was said counts.
        let mut said: HashMap<&AnnotationId, f64> = HashMap::new();
        let mut odd: Vec<AnnotationId> = Vec::new();
        for annotation in session.annotations.iter(&session.text) {
            let Some(frame) = annotation.frame() else { continue };
            let Some(number) = number(frame.polarity).filter(|_| targets(frame).next().is_some()) else {
                odd.push(annotation.id.clone());
                continue;
            };
            if targets(frame).all(|target| said.get(target).is_none_or(|said| *said == number)) {
                said.extend(targets(frame).map(|target| (target, number)));
            } else {
                odd.push(annotation.id.clone());
            }
        }
        let said: HashMap<AnnotationId, f64> = said.into_iter().map(|(id, number)| (id.clone(), number)).collect();
        odd.sort_unstable();
        let session = only_frames(session, document, &mut losses, |id, _| odd.binary_search(id).is_err());
        let written = sentences(&session, original, &said, options);
        let covered: u32 = written.iter().map(|(place, _)| place.len()).sum();
        if covered < session.text.len() {
            let (kind, keeping) = (LossKind::Sentences, Keeping::No);
            losses.push(Loss { document, kind, keeping, records: Vec::new(), count: 1 });
        }
        written.iter().for_each(|(_, sentence)| lines.push_str(&(json::one_line(sentence) + "\n")));
    }
    Ok(Written { file: lines.into_bytes(), extension: "jsonl", losses })
}

#[derive(Serialize)]
struct SentenceJson {
    primary_gid: String,
    sentence_normalized: String,
    targets: Vec<TargetJson>,
}

#[derive(Serialize)]
struct TargetJson {
    #[serde(rename = "Input.gid")]
    gid: String,
    from: u32,
    to: u32,
    mention: String,
    polarity: f64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    further_mentions: Vec<FurtherJson>,
}

#[derive(Serialize)]
struct FurtherJson {
    from: u32,
    to: u32,
    mention: String,
}

/// The sentences that have a target, with their places.
fn sentences(
    session: &Session,
    original: &Session,
    said: &HashMap<AnnotationId, f64>,
    options: &WriteOptions<'_>,
) -> Vec<(CharRange, SentenceJson)> {
    let text = &session.text;
    let about = session.annotations.iter(text).filter_map(|annotation| {
        Some((annotation, annotation.extent()?, *said.get(&annotation.id).filter(|_| annotation.label().is_some())?))
    });
    let about: Vec<_> = about.collect();
    let ends = (options.sentences)(text.as_str());
    let places = passages(session, &ends, about.iter().map(|(_, extent, _)| *extent).collect());
    let mut by_place: BTreeMap<usize, Vec<_>> = BTreeMap::new();
    for one in about {
        let place = places.partition_point(|place| place.start() <= one.1.start()).saturating_sub(1);
        by_place.entry(place).or_default().push(one);
    }
    let slice = |range: CharRange| text.slice(range).unwrap_or_default();
    let others: HashMap<&EntityId, Vec<(CharRange, usize)>> =
        original.entities.keys().map(|entity| (entity, others_of(original, entity, said))).collect();
    let further = |mention: &AnnotationId, whole: CharRange| {
        let entity = original.annotations.get(mention).and_then(|annotation| annotation.entity());
        entity.and_then(|entity| others.get(entity)).map_or_else(Vec::new, |others| within(others, whole))
    };
    let sentence = |(index, about): (usize, Vec<_>)| {
        let whole = places[index];
        let words = slice(whole);
        let before = words.chars().take_while(|c| c.is_whitespace()).count() as u32;
        let about: Vec<(CharRange, f64, Vec<CharRange>)> = about
            .into_iter()
            .map(|(a, extent, polarity): (&Rc<Annotation>, _, _)| (extent, polarity, further(&a.id, whole)))
            .collect();
        // A mention may begin with white space itself.
        let mentions = about.iter().flat_map(|(extent, _, further)| further.iter().chain([extent]));
        let first = mentions.map(|range| range.start()).min();
        let start = whole.start().plus(before).min(first.unwrap_or(whole.end()));
        let target = |(extent, polarity, further): (CharRange, f64, Vec<CharRange>)| {
            let place = |range: CharRange| (range.start().since(start), range.end().since(start));
            let (from, to) = place(extent);
            let mention = slice(extent).to_owned();
            TargetJson {
                gid: format!("{}_{}_{mention}_{from}_{to}", session.document.id, whole.start()),
                from,
                to,
                mention,
                polarity,
                further_mentions: further
                    .into_iter()
                    .map(|range| (place(range), slice(range).to_owned()))
                    .map(|((from, to), mention)| FurtherJson { from, to, mention })
                    .collect(),
            }
        };
        let targets: Vec<TargetJson> = about.into_iter().map(target).collect();
        let sentence = SentenceJson {
            primary_gid: targets.first().map(|target| target.gid.clone()).unwrap_or_default(),
            sentence_normalized: slice(CharRange::between(start, whole.end())).to_owned(),
            targets,
        };
        (whole, sentence)
    };
    by_place.into_iter().map(sentence).collect()
}

/// The mentions of an entity that are no targets themselves, in the order of the text, each with its place by id.
fn others_of(session: &Session, entity: &EntityId, said: &HashMap<AnnotationId, f64>) -> Vec<(CharRange, usize)> {
    let others = session.links.members(entity).filter(|id| !said.contains_key(*id));
    let places = others.filter_map(|id| match session.annotations.get(id)?.fragments.ranges() {
        [range] => Some(*range),
        _ => None,
    });
    let mut places: Vec<(CharRange, usize)> = places.zip(0..).collect();
    places.sort_by_key(|(range, _)| range.start());
    places
}

/// Those of them that lie in a sentence, by id.
fn within(others: &[(CharRange, usize)], whole: CharRange) -> Vec<CharRange> {
    let first = others.partition_point(|(range, _)| range.start() < whole.start());
    let others = others[first..].iter().take_while(|(range, _)| range.start() < whole.end());
    let mut within: Vec<_> = others.filter(|(range, _)| range.end() <= whole.end()).collect();
    within.sort_by_key(|(_, place)| *place);
    within.into_iter().map(|(range, _)| *range).collect()
}

#[derive(Deserialize)]
struct Sentence<'a> {
    #[serde(default, deserialize_with = "json::id")]
    primary_gid: Option<String>,
    sentence_normalized: String,
    #[serde(borrow)]
    targets: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Target {
    #[serde(deserialize_with = "json::offset")]
    from: u64,
    #[serde(deserialize_with = "json::offset")]
    to: u64,
    mention: Option<String>,
    polarity: f64,
    #[serde(default)]
    further_mentions: Vec<Further>,
}

#[derive(Deserialize)]
struct Further {
    #[serde(deserialize_with = "json::offset")]
    from: u64,
    #[serde(deserialize_with = "json::offset")]
    to: u64,
    mention: Option<String>,
}

fn read(source: &Source<'_>, options: &ReadOptions<'_>) -> Result<Reading, ReadError> {
    let options = &ReadOptions { open: None, ..*options };
    let mut reading = Reading { documents: Vec::new(), problems: Vec::new() };
    for (number, line) in json::lines(json::text_of_any(source.bytes)?) {
        let place = Place::line(number);
        match json::of_line(line, "a sentence with “sentence_normalized” and “targets”") {
            Ok(sentence) => reading.documents.push(build(draft(sentence, &place), options)?),
            Err(fault) => json::left_out(&mut reading.problems, &place, fault),
        }
    }
    json::unless_empty(reading, "there is no line in it")
}

fn draft(sentence: Sentence<'_>, place: &Place) -> Draft {
    let mut draft = Draft { text: Some(sentence.sentence_normalized), ..Draft::default() };
    draft.description.title = sentence.primary_gid.unwrap_or_default().into();
    let mut problems: Vec<Problem> = Vec::new();
    for (raw, number) in sentence.targets.into_iter().zip(1..) {
        let what = Place { record: Place::record("target", number, None).record, ..place.clone() };
        let wanted = "a target with “from”, “to” and “polarity”";
        let Some(target) = json::record::<Target>(raw, &what, wanted, &mut problems) else { continue };
        let polarity = match target.polarity {
            2.0 => Polarity::Negative,
            4.0 => Polarity::Neutral,
            6.0 => Polarity::Positive,
            _ => {
                json::left_out(&mut problems, &what, Fault::Malformed("a polarity of 2, 4 or 6"));
                continue;
            }
        };
        let entity = (!target.further_mentions.is_empty()).then(|| format!("e{number}"));
        if let Some(id) = &entity {
            let (place, id) = (what.clone(), id.clone());
            let words = target.mention.clone().filter(|words| !words.trim().is_empty());
            let name = words.unwrap_or_else(|| format!("{TARGET} {number}"));
            draft.entities.push(EntityDraft { place, id, name, ..EntityDraft::default() });
        }
        let mention = |from, to, words: Option<&str>, id: Option<String>| AnnotationDraft {
            place: what.clone(),
            id,
            claim: Claim::span(from, to, words),
            body: BodyDraft::Mention { label: TARGET.to_owned(), attributes: Vec::new(), entity: entity.clone() },
            remarks: Remarks::default(),
        };
        let id = format!("m{number}");
        draft.annotations.push(mention(target.from, target.to, target.mention.as_deref(), Some(id.clone())));
        for further in &target.further_mentions {
            draft.annotations.push(mention(further.from, further.to, further.mention.as_deref(), None));
        }
        let mut frame = FrameDraft::new(polarity);
        frame.holders = vec![HolderDraft::Author];
        frame.targets = vec![ReferentDraft::Annotation(id)];
        draft.annotations.push(AnnotationDraft {
            place: what,
            id: None,
            claim: Claim::default(),
            body: BodyDraft::Frame(frame),
            remarks: Remarks::default(),
        });
    }
    draft.problems = problems;
    draft
}

fn detect(source: &Source<'_>) -> Match {
    let first: Option<Sentence<'_>> = json::of_lines(source.bytes).next();
    if first.is_some() { Match::Surely } else { Match::No }
}
