//! The JSON of Label Studio: tasks with regions and relations, in an archive with the labeling config that they need.
//!
//! After <https://labelstud.io/guide/export> and the sources of its editor: offsets of the Text tag are code points. A
//! sentiment is a region of its own, with a choice `polarity` and a rating `intensity` that bear the id of the region.

mod reading;

use super::exchange::archive::{self, Entry};
use super::exchange::aside::{AnnotationAside, DocumentAside, RelationAside};
use super::exchange::loss::{self, reduce_all};
use super::exchange::measure::Measure;
use super::exchange::naming::Names;
use super::exchange::{
    Choosable, Format, Holds, LossKind, Match, Source, Unit, WriteError, WriteOptions, Written, json, palette,
};
use super::spacy::{links, with_words};
use crate::model::{Body, Polarity, Session, Slot};
use serde::Serialize;
use std::collections::BTreeMap;

/// The entry in the table of formats.
pub const FORMAT: Format = Format {
    id: "label-studio",
    name: "Label Studio JSON with labeling config",
    extensions: &["zip", "json"],
    media_type: "application/zip",
    unit: Some(Unit::CodePoints),
    choices: &[Choosable::LossReport],
    holds: Holds {
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
            LossKind::Holders,
            LossKind::Nuances,
            LossKind::RelationNotes,
        ],
        no: &[LossKind::LabelSet, LossKind::Hints],
    },
    write: Some(write),
    read: Some(reading::read),
    detect,
};

const TASKS: &str = "tasks.json";
const CONFIG: &str = "config.xml";

/// The names of the tags of the config.
const TEXT: &str = "text";
const LABEL: &str = "label";
const SENTIMENT: &str = "sentiment";
const POLARITY: &str = "polarity";
const INTENSITY: &str = "intensity";

/// The type of the relations from a sentiment to what it is about.
const TARGET: &str = "sentiment_target";

fn write(sessions: &[&Session], options: &WriteOptions<'_>) -> Result<Written, WriteError> {
    let (reduced, losses) = reduce_all(sessions, &FORMAT.holds, options);
    let tasks: Vec<_> = reduced.iter().zip(1..).map(|(session, number)| task(session, number)).collect();
    let mut entries = vec![Entry::new(TASKS, json::indented(&tasks)), Entry::new(CONFIG, config(&reduced))];
    if options.loss_report {
        let names: Vec<_> = sessions.iter().map(|session| session.document.id.to_string()).collect();
        entries.push(Entry::new("tasks.loss.txt", loss::report(&losses, &names)));
    }
    Ok(Written { file: archive::write(&entries), extension: FORMAT.extensions[0], losses })
}

#[derive(Serialize)]
struct TaskJson {
    id: u64,
    data: BTreeMap<&'static str, String>,
    meta: MetaJson,
    annotations: Vec<CompletionJson>,
}

#[derive(Serialize)]
struct MetaJson {
    rubricate: DocumentAside,
}

#[derive(Serialize)]
struct CompletionJson {
    result: Vec<ResultJson>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum ResultJson {
    Region {
        id: String,
        from_name: &'static str,
        to_name: &'static str,
        #[serde(rename = "type")]
        kind: &'static str,
        value: BTreeMap<&'static str, serde_json::Value>,
        #[serde(skip_serializing_if = "Option::is_none")]
        meta: Option<RegionMetaJson>,
    },
    Relation {
        from_id: String,
        to_id: String,
        #[serde(rename = "type")]
        kind: &'static str,
        direction: &'static str,
        labels: Vec<String>,
        meta: RelationMetaJson,
    },
}

#[derive(Serialize)]
struct RegionMetaJson {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    text: Vec<String>,
    rubricate: AnnotationAside,
}

#[derive(Serialize)]
struct RelationMetaJson {
    rubricate: RelationAside,
}

fn task(session: &Session, number: u64) -> TaskJson {
    let measure = Measure::of(session);
    let (labels, types) = (Names::of_labels(session), Names::of_relations(session));
    let with_words = with_words(session);
    let mut result = Vec::new();
    for (annotation, extent) in &with_words {
        let (start, end) = measure.span(*extent, Unit::CodePoints);
        let region = |from_name, kind, what: &'static str, value: serde_json::Value, meta| ResultJson::Region {
            id: annotation.id.to_string(),
            from_name,
            to_name: TEXT,
            kind,
            value: BTreeMap::from([
                ("start", start.into()),
                ("end", end.into()),
                ("text", measure.slice(*extent).into()),
                (what, value),
            ]),
            meta,
        };
        let mut aside = AnnotationAside::of(annotation);
        aside.id = None;
        let note = std::mem::take(&mut aside.remarks.note);
        let text = if note.is_empty() { Vec::new() } else { vec![note] };
        let meta = Some(RegionMetaJson { text, rubricate: aside });
        match &annotation.body {
            Body::Mention { label, .. } => {
                result.push(region(LABEL, "labels", "labels", vec![labels.get(label)].into(), meta));
            }
            Body::Frame(frame) => {
                let polarity = json::polarity_word(frame.polarity);
                result.push(region(SENTIMENT, "labels", "labels", vec![SENTIMENT].into(), meta));
                result.push(region(POLARITY, "choices", "choices", vec![polarity].into(), None));
                result.push(region(INTENSITY, "rating", "rating", frame.intensity.number().into(), None));
            }
        }
    }
    let there: std::collections::HashSet<&str> = with_words.iter().map(|(a, _)| a.id.as_str()).collect();
    let mut wordless = Vec::new();
    let mut relation = |label: &str, aside: RelationAside| match (&aside.from, &aside.to) {
        (Some(from), Some(to)) if there.contains(from.as_str()) && there.contains(to.as_str()) => {
            result.push(ResultJson::Relation {
                from_id: from.clone(),
                to_id: to.clone(),
                kind: "relation",
                direction: "right",
                labels: vec![label.to_owned()],
                meta: RelationMetaJson { rubricate: aside },
            });
        }
        _ => wordless.push(RelationAside { label: Some(label.to_owned()), ..aside }),
    };
    for of_session in session.relations.values() {
        relation(types.get(&of_session.label), RelationAside::of(of_session));
    }
    for (from, to) in links(&with_words) {
        relation(TARGET, RelationAside::link(from, to));
    }
    TaskJson {
        id: number,
        data: BTreeMap::from([(TEXT, session.text.as_str().to_owned())]),
        meta: MetaJson { rubricate: DocumentAside { relations: wordless, ..DocumentAside::of(session) } },
        annotations: vec![CompletionJson { result }],
    }
}

/// The labeling config of these documents: all their labels, with their colours and keys.
fn config(sessions: &[Session]) -> String {
    let mut labels: Vec<(String, Slot, Option<String>)> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut relations = vec![TARGET.to_owned()];
    for session in sessions {
        let (names, types) = (Names::of_labels(session), Names::of_relations(session));
        for label in session.labels.iter() {
            let name = names.get(&label.id).to_owned();
            if seen.insert(name.clone()) {
                // A key of several characters is pressed together.
                let key = label.key.map(|key| key.number()).map(|number| match number {
                    1..=9 => number.to_string(),
                    _ => format!("shift+{}", number - 9),
                });
                labels.push((name, label.slot, key));
            }
        }
        for kind in session.labels.relations() {
            let name = types.get(&kind.id).to_owned();
            if !relations.contains(&name) {
                relations.push(name);
            }
        }
    }
    let mut xml = String::from("<View>\n");
    xml += &format!("  <Labels name=\"{LABEL}\" toName=\"{TEXT}\">\n");
    for (name, slot, key) in labels {
        let key = key.map_or(String::new(), |key| format!(" hotkey=\"{key}\""));
        let colour = palette::highlight(slot);
        xml += &format!("    <Label value=\"{}\" background=\"{colour}\"{key}/>\n", escaped(&name));
    }
    xml += "  </Labels>\n";
    xml += &format!("  <Labels name=\"{SENTIMENT}\" toName=\"{TEXT}\">\n");
    xml += &format!("    <Label value=\"{SENTIMENT}\" background=\"{}\"/>\n", palette::polarity(Polarity::Neutral));
    xml += "  </Labels>\n";
    xml += &format!("  <Text name=\"{TEXT}\" value=\"${TEXT}\"/>\n");
    let region = format!("toName=\"{TEXT}\" perRegion=\"true\" whenTagName=\"{SENTIMENT}\"");
    xml += &format!("  <Choices name=\"{POLARITY}\" {region}>\n");
    for polarity in Polarity::ALL {
        xml += &format!("    <Choice value=\"{}\"/>\n", json::polarity_word(polarity));
    }
    xml += "  </Choices>\n";
    xml += &format!("  <Rating name=\"{INTENSITY}\" {region} maxRating=\"3\"/>\n");
    xml += "  <Relations>\n";
    for name in relations {
        xml += &format!("    <Relation value=\"{}\"/>\n", escaped(&name));
    }
    xml + "  </Relations>\n</View>\n"
}

/// Text as it is written into an attribute. Characters that XML cannot have become spaces.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push_str(&format!("&#{};", c as u32)),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

fn detect(source: &Source<'_>) -> Match {
    if archive::is_zip(source.bytes) {
        let names = archive::names(source.bytes);
        let has = |name: &str| names.iter().any(|known| known == name);
        return if has(TASKS) && has(CONFIG) { Match::Surely } else { Match::No };
    }
    reading::detect(source.bytes)
}
