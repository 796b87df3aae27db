//! The Common Analysis Structure of UIMA: a text and feature structures on it, in XMI, in JSON, or in the TSV of WebAnno.
//!
//! Offsets are UTF-16 units. Mentions are DKPro’s named entities, sentiments and relations are layers of INCEpTION
//! (`webanno.custom`), and sentences and tokens go with them, since INCEpTION shows no text without. A structure of our own has what these have
//! no place for; other tools pass over it.

mod read;

pub(super) mod json;
pub(super) mod tsv;
pub(super) mod xmi;

use super::exchange::measure::Measure;
use super::exchange::naming::Names;
use super::exchange::nuances::{self, ATTITUDE, FLAGS, INTENSITY, MANNER, NOTE, POLARITY};
use super::exchange::sidecar::{Sidecar, links};
use super::exchange::{Holds, LossKind, Unit, WriteOptions};
use crate::model::{Annotation, AnnotationId, Body, Session};
use std::collections::HashMap;

const HOLDS: Holds = Holds {
    aside: &[
        LossKind::Description,
        LossKind::Codes,
        LossKind::Discontinuous,
        LossKind::Wordless,
        LossKind::Review,
        LossKind::Provenance,
        LossKind::Unknown,
        LossKind::Attributes,
        LossKind::Entities,
    ],
    no: &[LossKind::LabelSet, LossKind::Hints],
};

const SENTENCE: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence";
const TOKEN: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token";
const NAMED_ENTITY: &str = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";
const SENTIMENT: &str = "webanno.custom.Sentiment";
const RELATION: &str = "webanno.custom.Relation";
const OURS: &str = "rubricate.Sidecar";
const DOCUMENT: &str = "uima.tcas.DocumentAnnotation";

const ANNOTATION: &str = "uima.tcas.Annotation";
const STRING: &str = "uima.cas.String";
const INTEGER: &str = "uima.cas.Integer";
const BOOLEAN: &str = "uima.cas.Boolean";

const GOVERNOR: &str = "Governor";
const DEPENDENT: &str = "Dependent";

/// A name, the type above, and features with what they hold.
type Type = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// The types that are not built in.
const TYPES: [Type; 6] = [
    (SENTENCE, ANNOTATION, &[]),
    (TOKEN, ANNOTATION, &[]),
    (NAMED_ENTITY, ANNOTATION, &[("value", STRING), ("identifier", STRING)]),
    (
        SENTIMENT,
        ANNOTATION,
        &[
            (POLARITY, STRING),
            (INTENSITY, INTEGER),
            (MANNER, STRING),
            (ATTITUDE, STRING),
            (FLAGS[0], BOOLEAN),
            (FLAGS[1], BOOLEAN),
            (FLAGS[2], BOOLEAN),
            (NOTE, STRING),
        ],
    ),
    (RELATION, ANNOTATION, &[("label", STRING), (NOTE, STRING), (GOVERNOR, ANNOTATION), (DEPENDENT, ANNOTATION)]),
    (OURS, "uima.cas.AnnotationBase", &[("json", STRING)]),
];

/// A feature structure.
struct Structure {
    id: u64,
    kind: &'static str,
    /// Where it starts and ends, if it is on words.
    span: Option<(u64, u64)>,
    features: Vec<(&'static str, Value)>,
}

/// What a feature holds.
enum Value {
    Text(String),
    Number(u64),
    Flag(bool),
    Structure(u64),
}

/// Which words a file brings back as they are, and what it has in place of others.
struct Limits {
    holds: fn(&str) -> bool,
    held: fn(&str) -> String,
}

/// The structure that holds the text has this id, and the others those after it.
const SOFA: u64 = 1;

/// The feature structures of a document but for the text itself, and what they do not say.
fn structures(session: &Session, options: &WriteOptions<'_>, limits: &Limits) -> (Vec<Structure>, Sidecar) {
    let text = session.text.as_str();
    let (labels, types) = (Names::of_labels(session), Names::of_relations(session));
    let measure = Measure::of(session);
    let mut sidecar = Sidecar::of(session, &types);
    let mut made = Made { next: SOFA, structures: Vec::new() };
    let whole = (0, u64::from(session.text.len_utf16()));
    made.put(DOCUMENT, Some(whole), vec![("language", Value::Text("x-unspecified".to_owned()))]);
    for (start, end) in spans_utf16(text, &trimmed(text, &(options.sentences)(text))) {
        made.put(SENTENCE, Some((start, end)), Vec::new());
    }
    let placed: Vec<&Annotation> =
        session.annotations.iter(&session.text).map(|a| &**a).filter(|a| !a.fragments.is_empty()).collect();
    let bounds = placed.iter().filter_map(|a| a.extent()).flat_map(|extent| {
        let bytes = measure.bytes(extent);
        [bytes.start, bytes.end]
    });
    for (start, end) in spans_utf16(text, &tokens(text, (options.words)(text), bounds)) {
        made.put(TOKEN, Some((start, end)), Vec::new());
    }
    let mut ids: HashMap<&AnnotationId, (u64, (u64, u64))> = HashMap::new();
    for annotation in &placed {
        let Some(extent) = annotation.extent() else { continue };
        let span = measure.span(extent, Unit::Utf16);
        let (kind, mut features) = shown(session, annotation, &labels);
        let noted = kind == SENTIMENT;
        if noted && !annotation.note.is_empty() {
            features.push((NOTE, Value::Text(annotation.note.to_string())));
        }
        let id = made.put(kind, Some(span), features);
        ids.insert(&annotation.id, (id, span));
        sidecar.keep(&id.to_string(), annotation, |aside| {
            aside.without_nuances();
            if !aside.spans.is_empty() {
                let ranges = annotation.fragments.ranges().iter();
                aside.spans = ranges.map(|range| measure.span(*range, Unit::Utf16)).collect();
            }
            if noted && (limits.holds)(&aside.remarks.note) {
                aside.remarks.note.clear();
            }
        });
        if let Some(label) = annotation.label().map(|label| labels.get(label)).filter(|label| !(limits.holds)(label)) {
            sidecar.labels.insert((limits.held)(label), label.to_owned());
        }
    }
    for link in links(session, &types) {
        let (Some((from, _)), Some((to, span))) = (ids.get(link.from), ids.get(link.to)) else { continue };
        let mut features = vec![
            ("label", Value::Text(link.label.to_owned())),
            (GOVERNOR, Value::Structure(*from)),
            (DEPENDENT, Value::Structure(*to)),
        ];
        let note = link.relation.map(|relation| relation.note.to_string()).filter(|note| !note.is_empty());
        features.extend(note.map(|note| (NOTE, Value::Text(note))));
        let id = made.put(RELATION, Some(*span), features);
        if let Some(relation) = link.relation {
            if !(limits.holds)(link.label) {
                sidecar.relation_types.insert((limits.held)(link.label), link.label.to_owned());
            }
            sidecar.keep_relation(&id.to_string(), relation, |aside| {
                if (limits.holds)(&aside.remarks.note) {
                    aside.remarks.note.clear();
                }
            });
        }
    }
    (made.structures, sidecar)
}

/// The structures, one more for what the others do not say.
fn with_sidecar(session: &Session, options: &WriteOptions<'_>, limits: &Limits) -> Vec<Structure> {
    let (structures, sidecar) = structures(session, options, limits);
    let next = structures.last().map_or(SOFA, |structure| structure.id);
    let mut made = Made { next, structures };
    made.put(OURS, None, vec![("json", Value::Text(sidecar.json()))]);
    made.structures
}

/// The structures so far.
struct Made {
    next: u64,
    structures: Vec<Structure>,
}

impl Made {
    fn put(&mut self, kind: &'static str, span: Option<(u64, u64)>, features: Vec<(&'static str, Value)>) -> u64 {
        self.next += 1;
        self.structures.push(Structure { id: self.next, kind, span, features });
        self.next
    }
}

fn shown(session: &Session, annotation: &Annotation, labels: &Names) -> (&'static str, Vec<(&'static str, Value)>) {
    match &annotation.body {
        Body::Mention { label, entity, .. } => {
            let mut features = vec![("value", Value::Text(labels.get(label).to_owned()))];
            let entity = entity.as_ref().and_then(|entity| session.entities.get(entity));
            let identifier = entity.and_then(|entity| entity.identifier.as_ref()).map(|identifier| identifier.as_str());
            features.extend(identifier.map(|known| {
                // As INCEpTION writes items of Wikidata.
                let item = known.starts_with('Q').then(|| format!("http://www.wikidata.org/entity/{known}"));
                ("identifier", Value::Text(item.unwrap_or_else(|| known.to_owned())))
            }));
            (NAMED_ENTITY, features)
        }
        Body::Frame(frame) => {
            let value = |(name, value): (&'static str, String)| match name {
                INTENSITY => (name, Value::Number(frame.intensity.number().into())),
                _ if FLAGS.contains(&name) => (name, Value::Flag(true)),
                _ => (name, Value::Text(value)),
            };
            (SENTIMENT, nuances::of(frame).into_iter().map(value).collect())
        }
    }
}

/// The stretches between ends, without white space around them; those of nothing else are left out.
fn trimmed(text: &str, ends: &[usize]) -> Vec<(usize, usize)> {
    let mut start = 0;
    let mut stretches = Vec::with_capacity(ends.len());
    for &end in ends {
        let Some(words) = text.get(start..end) else { continue };
        let from = start + (words.len() - words.trim_start().len());
        if !words.trim().is_empty() {
            stretches.push((from, from + words.trim().len()));
        }
        start = end;
    }
    stretches
}

/// Words, cut wherever an annotation starts or ends.
fn tokens(text: &str, mut ends: Vec<usize>, bounds: impl Iterator<Item = usize>) -> Vec<(usize, usize)> {
    ends.extend(bounds);
    ends.push(text.len());
    ends.sort_unstable();
    ends.dedup();
    trimmed(text, &ends)
}

/// Stretches in bytes, in order and apart, in UTF-16 units. One pass over the text.
fn spans_utf16(text: &str, stretches: &[(usize, usize)]) -> Vec<(u64, u64)> {
    let (mut byte, mut units) = (0, 0);
    let mut to = |end: usize| {
        units += text.get(byte..end).map_or(0, |words| words.encode_utf16().count() as u64);
        byte = end;
        units
    };
    stretches.iter().map(|(start, end)| (to(*start), to(*end))).collect()
}
