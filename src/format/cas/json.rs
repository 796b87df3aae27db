//! CAS JSON, version 0.4: types, feature structures and views in one object. Several documents are a zip archive of such
//! files.

use super::read::{Found, Sofa, draft, is_part_of_text};
use super::{HOLDS, Limits, SOFA, Structure, TYPES, Value, with_sidecar};
use crate::format::exchange::archive::{self, Entry};
use crate::format::exchange::draft::Draft;
use crate::format::exchange::json;
use crate::format::exchange::loss::{reduce_all, report};
use crate::format::exchange::{
    Choosable, Format, Match, Place, ReadError, ReadOptions, Reading, Source, Unit, WriteError, WriteOptions, Written,
};
use crate::format::one_each::{self, Files};
use crate::model::Session;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value as Json};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The entry in the table of formats.
pub const FORMAT: Format = Format {
    id: "cas-json",
    name: "UIMA CAS JSON",
    extensions: &["json", "zip"],
    media_type: "application/json",
    unit: Some(Unit::Utf16),
    choices: &[Choosable::LossReport],
    holds: HOLDS,
    write: Some(write),
    read: Some(read),
    detect,
};

const LIMITS: Limits = Limits { holds: |_| true, held: str::to_owned };

fn write(sessions: &[&Session], options: &WriteOptions<'_>) -> Result<Written, WriteError> {
    let (sessions, losses) = reduce_all(sessions, &FORMAT.holds, options);
    if let ([session], false) = (sessions.as_slice(), options.loss_report) {
        return Ok(Written { file: document(session, options).into_bytes(), extension: "json", losses });
    }
    let names = archive::file_names(sessions.iter().map(|session| &*session.description.title));
    let file = |(session, name): (&Session, &String)| Entry::new(format!("{name}.json"), document(session, options));
    let mut entries: Vec<Entry> = sessions.iter().zip(&names).map(file).collect();
    if options.loss_report {
        entries.push(Entry::new("cas-json.loss.txt", report(&losses, &names)));
    }
    Ok(Written { file: archive::write(&entries), extension: "zip", losses })
}

fn document(session: &Session, options: &WriteOptions<'_>) -> String {
    let structures = with_sidecar(session, options, &LIMITS);
    let mut types = Map::new();
    for (name, above, features) in TYPES {
        let mut kind = Map::new();
        kind.insert("%NAME".to_owned(), name.into());
        kind.insert("%SUPER_TYPE".to_owned(), above.into());
        for (name, range) in features {
            let feature = [("%NAME".to_owned(), Json::from(*name)), ("%RANGE".to_owned(), Json::from(*range))];
            kind.insert((*name).to_owned(), Json::Object(feature.into_iter().collect()));
        }
        types.insert(name.to_owned(), Json::Object(kind));
    }
    let sofa = Fields(vec![
        ("%ID".into(), Field::Number(SOFA)),
        ("%TYPE".into(), Field::Word("uima.cas.Sofa")),
        ("mimeType".into(), Field::Word("text")),
        ("sofaID".into(), Field::Word("_InitialView")),
        ("sofaNum".into(), Field::Number(1)),
        ("sofaString".into(), Field::Text(session.text.as_str().to_owned())),
    ]);
    let members: Vec<u64> = structures.iter().map(|structure| structure.id).collect();
    json::indented(&FileJson {
        structures: std::iter::once(sofa).chain(structures.into_iter().map(Fields::of)).collect(),
        types,
        views: serde_json::json!({ "_InitialView": { "%SOFA": SOFA, "%MEMBERS": members, "%INDEX": members } }),
    })
}

#[derive(Serialize)]
struct FileJson {
    #[serde(rename = "%FEATURE_STRUCTURES")]
    structures: Vec<Fields>,
    #[serde(rename = "%TYPES")]
    types: Map<String, Json>,
    #[serde(rename = "%VIEWS")]
    views: Json,
}

/// The fields of a structure by name: most structures are tokens, of which a text has very many.
struct Fields(Vec<(Cow<'static, str>, Field)>);

#[derive(Serialize)]
#[serde(untagged)]
enum Field {
    Word(&'static str),
    Text(String),
    Number(u64),
    Flag(bool),
}

impl Fields {
    fn of(structure: Structure) -> Self {
        let mut fields: Vec<(Cow<'static, str>, Field)> = vec![
            ("%ID".into(), Field::Number(structure.id)),
            ("%TYPE".into(), Field::Word(structure.kind)),
            ("@sofa".into(), Field::Number(SOFA)),
        ];
        if let Some((start, end)) = structure.span {
            fields.extend([("begin".into(), Field::Number(start)), ("end".into(), Field::Number(end))]);
        }
        fields.extend(structure.features.into_iter().map(|(name, value)| match value {
            Value::Text(text) => (name.into(), Field::Text(text)),
            Value::Number(number) => (name.into(), Field::Number(number)),
            Value::Flag(flag) => (name.into(), Field::Flag(flag)),
            Value::Structure(id) => (format!("@{name}").into(), Field::Number(id)),
        }));
        fields.sort_by(|(a, _), (b, _)| a.cmp(b));
        Self(fields)
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, field)| (name, field)))
    }
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow, rename = "%FEATURE_STRUCTURES")]
    structures: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Kind<'a> {
    #[serde(borrow, default, rename = "%TYPE")]
    name: Cow<'a, str>,
}

const FILES: Files = Files { ending: ".json", wanted: "CAS JSON with a text", none: "the archive has no .json file" };

fn read(source: &Source<'_>, options: &ReadOptions<'_>) -> Result<Reading, ReadError> {
    one_each::read(source, options, &FILES, draft_of)
}

fn draft_of(bytes: &[u8], place: &Place) -> Result<Draft, ReadError> {
    let file: File<'_> = json::parsed(bytes).map_err(|error| match error {
        ReadError::NotJson { .. } if json::parsed::<&RawValue>(bytes).is_ok() => {
            ReadError::NotThis("it has no “%FEATURE_STRUCTURES”")
        }
        error => error,
    })?;
    let (mut sofas, mut found) = (Vec::new(), Vec::new());
    for structure in file.structures {
        // Of a token no more than that is looked at.
        if serde_json::from_str(structure.get()).is_ok_and(|kind: Kind<'_>| is_part_of_text(&kind.name)) {
            continue;
        }
        let Ok(structure) = serde_json::from_str::<BTreeMap<String, &RawValue>>(structure.get()) else {
            return Err(ReadError::NotThis("a feature structure is no object"));
        };
        // References begin with `@`, offsets into the text may with `^`, and numbers that JSON lacks with `#`.
        let plain = |name: &str| name.trim_start_matches(['@', '^', '#']).to_owned();
        let said = |json: &RawValue| serde_json::from_str(json.get()).unwrap_or_else(|_| json.get().to_owned());
        let values = structure.iter().filter(|(_, json)| json.get() != "null");
        let mut features: BTreeMap<String, String> = values.map(|(name, json)| (plain(name), said(json))).collect();
        let mut take = |name: &str| features.remove(name);
        let (id, kind) = (take("%ID").unwrap_or_default(), take("%TYPE").unwrap_or_default());
        if kind == "uima.cas.Sofa" {
            if let Some(text) = take("sofaString") {
                sofas.push(Sofa { id, name: take("sofaID").unwrap_or_default(), text });
            }
            continue;
        }
        let sofa = take("sofa");
        features.retain(|name, _| !name.starts_with('%'));
        found.push(Found { id, kind, sofa, features });
    }
    draft(sofas, found, place)
}

fn detect(source: &Source<'_>) -> Match {
    let is_one = |bytes: &[u8]| {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4_096)]);
        head.trim_start_matches('\u{feff}').trim_start().starts_with('{') && json::parsed::<File<'_>>(bytes).is_ok()
    };
    let found = if archive::is_zip(source.bytes) {
        let holds = |entries: Vec<Entry>| entries.iter().any(|e| e.name.ends_with(".json") && is_one(&e.bytes));
        // Most archives need not be unpacked to see that they are something else.
        let may = archive::names(source.bytes).iter().any(|name| name.ends_with(".json"));
        may && archive::read(source.bytes).is_ok_and(holds)
    } else {
        is_one(source.bytes)
    };
    if found { Match::Surely } else { Match::No }
}
