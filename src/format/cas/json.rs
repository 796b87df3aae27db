//! CAS JSON, version 0.4: types, feature structures and views in one object. Several documents are a zip archive of such
//! files.

use super::read::{Found, Sofa, draft};
use super::{HOLDS, Limits, SOFA, TYPES, Value, with_sidecar};
use crate::format::exchange::archive::{self, Entry};
use crate::format::exchange::build::build;
use crate::format::exchange::draft::Draft;
use crate::format::exchange::json::{self, left_out};
use crate::format::exchange::loss::{reduce_all, report};
use crate::format::exchange::{
    Choosable, Fault, Format, Match, Place, ReadError, ReadOptions, Reading, Source, Unit, WriteError, WriteOptions,
    Written,
};
use crate::model::Session;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value as Json};
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

const STRUCTURES: &str = "%FEATURE_STRUCTURES";

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
    let sofa = serde_json::json!({
        "%ID": SOFA,
        "%TYPE": "uima.cas.Sofa",
        "sofaNum": 1,
        "sofaID": "_InitialView",
        "mimeType": "text",
        "sofaString": session.text.as_str(),
    });
    let members: Vec<u64> = structures.iter().map(|structure| structure.id).collect();
    let mut all = vec![sofa];
    for structure in structures {
        let mut fields = Map::new();
        fields.insert("%ID".to_owned(), structure.id.into());
        fields.insert("%TYPE".to_owned(), structure.kind.into());
        fields.insert("@sofa".to_owned(), SOFA.into());
        if let Some((start, end)) = structure.span {
            fields.insert("begin".to_owned(), start.into());
            fields.insert("end".to_owned(), end.into());
        }
        for (name, value) in structure.features {
            match value {
                Value::Text(text) => fields.insert(name.to_owned(), text.into()),
                Value::Number(number) => fields.insert(name.to_owned(), number.into()),
                Value::Flag(flag) => fields.insert(name.to_owned(), flag.into()),
                Value::Structure(id) => fields.insert(format!("@{name}"), id.into()),
            };
        }
        all.push(Json::Object(fields));
    }
    json::indented(&serde_json::json!({
        "%TYPES": types,
        STRUCTURES: all,
        "%VIEWS": { "_InitialView": { "%SOFA": SOFA, "%MEMBERS": members, "%INDEX": members } },
    }))
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow, rename = "%FEATURE_STRUCTURES")]
    structures: Vec<BTreeMap<String, &'a RawValue>>,
}

fn read(source: &Source<'_>, options: &ReadOptions<'_>) -> Result<Reading, ReadError> {
    let options = &ReadOptions { open: None, ..*options };
    if !archive::is_zip(source.bytes) {
        let document = build(draft_of(source.bytes, &Place::default())?, options)?;
        return Ok(Reading { documents: vec![document], problems: Vec::new() });
    }
    let entries = archive::read(source.bytes).map_err(ReadError::Archive)?;
    let (mut documents, mut problems) = (Vec::new(), Vec::new());
    for entry in entries.iter().filter(|entry| entry.name.ends_with(".json")) {
        let place = Place::default().in_file(&entry.name);
        match draft_of(&entry.bytes, &place).and_then(|draft| build(draft, options)) {
            Ok(imported) => documents.push(imported),
            Err(_) => left_out(&mut problems, &place, Fault::Malformed("CAS JSON with a text")),
        }
    }
    if documents.is_empty() && problems.is_empty() {
        return Err(ReadError::NotThis("the archive has no .json file"));
    }
    Ok(Reading { documents, problems })
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
