//! XMI, the XML of UIMA: a file for each document, and the type system that they share, in a zip archive.

use super::read::{Found, Sofa, draft, is_part_of_text};
use super::{HOLDS, Limits, SOFA, TYPES, Value, with_sidecar};
use crate::format::exchange::archive::{self, Entry};
use crate::format::exchange::loss::{reduce_all, report};
use crate::format::exchange::{
    Choosable, Format, Holds, LossKind, Match, Place, ReadError, ReadOptions, Reading, Source, Unit, WriteError,
    WriteOptions, Written,
};
use crate::format::one_each::{self, Files};
use crate::format::xml::{self, Element, Writer, XmlError};
use crate::model::Session;
use std::collections::HashMap;

/// The entry in the table of formats.
pub const FORMAT: Format = Format {
    id: "xmi",
    name: "UIMA CAS XMI",
    extensions: &["zip", "xmi"],
    media_type: "application/zip",
    unit: Some(Unit::Utf16),
    choices: &[Choosable::LossReport],
    holds: Holds { aside: HOLDS.aside, no: &[LossKind::LabelSet, LossKind::Hints, LossKind::Characters] },
    write: Some(write),
    read: Some(read),
    detect,
};

const LIMITS: Limits = Limits { holds: |words| words.chars().all(xml::holds), held: xml::held };

const XMI: &str = "http://www.omg.org/XMI";
const TYPE_SYSTEM: &str = "TypeSystem.xml";

fn write(sessions: &[&Session], options: &WriteOptions<'_>) -> Result<Written, WriteError> {
    let (sessions, losses) = reduce_all(sessions, &FORMAT.holds, options);
    let names = archive::file_names(sessions.iter().map(|session| &*session.description.title));
    let mut entries = vec![Entry::new(TYPE_SYSTEM, type_system())];
    for (session, name) in sessions.iter().zip(&names) {
        entries.push(Entry::new(format!("{name}.xmi"), document(session, options)));
    }
    if options.loss_report {
        entries.push(Entry::new("xmi.loss.txt", report(&losses, &names)));
    }
    Ok(Written { file: archive::write(&entries), extension: "zip", losses })
}

/// The namespace of a type, what it is shortened to, and the name of the type in it.
fn namespace(kind: &str) -> (String, String, &str) {
    let (package, name) = kind.rsplit_once('.').unwrap_or(("noNamespace", kind));
    let prefix = match package {
        "uima.cas" => "cas".to_owned(),
        "uima.tcas" => "tcas".to_owned(),
        package => package.rsplit('.').find(|part| *part != "type").unwrap_or_default().to_owned(),
    };
    (format!("http:///{}.ecore", package.replace('.', "/")), prefix, name)
}

fn document(session: &Session, options: &WriteOptions<'_>) -> String {
    let structures = with_sidecar(session, options, &LIMITS);
    let mut spaces: Vec<(String, String)> = vec![("xmlns:xmi".to_owned(), XMI.to_owned())];
    for kind in ["uima.cas.Sofa", super::DOCUMENT].into_iter().chain(TYPES.iter().map(|(name, ..)| *name)) {
        let (uri, prefix, _) = namespace(kind);
        let space = (format!("xmlns:{prefix}"), uri);
        if !spaces.contains(&space) {
            spaces.push(space);
        }
    }
    spaces.push(("xmi:version".to_owned(), "2.0".to_owned()));
    let spaces: Vec<(&str, &str)> = spaces.iter().map(|(name, uri)| (name.as_str(), uri.as_str())).collect();
    let mut writer = Writer::new();
    writer.open("xmi:XMI", &spaces).empty("cas:NULL", &[("xmi:id", "0")]);
    let sofa = SOFA.to_string();
    let mut names: HashMap<&str, String> = HashMap::new();
    for structure in &structures {
        let name = names.entry(structure.kind).or_insert_with(|| {
            let (_, prefix, name) = namespace(structure.kind);
            format!("{prefix}:{name}")
        });
        let mut attributes = vec![("xmi:id", structure.id.to_string()), ("sofa", sofa.clone())];
        if let Some((start, end)) = structure.span {
            attributes.extend([("begin", start.to_string()), ("end", end.to_string())]);
        }
        attributes.extend(structure.features.iter().map(|(name, value)| {
            let value = match value {
                Value::Text(text) => text.clone(),
                Value::Number(number) | Value::Structure(number) => number.to_string(),
                Value::Flag(flag) => flag.to_string(),
            };
            (*name, value)
        }));
        let attributes: Vec<(&str, &str)> = attributes.iter().map(|(name, value)| (*name, value.as_str())).collect();
        writer.empty(name, &attributes);
    }
    let text = session.text.as_str();
    let of_sofa = [("sofaNum", "1"), ("sofaID", "_InitialView"), ("mimeType", "text"), ("sofaString", text)];
    writer.empty("cas:Sofa", &[[("xmi:id", sofa.as_str())].as_slice(), &of_sofa].concat());
    let members: Vec<String> = structures.iter().map(|structure| structure.id.to_string()).collect();
    writer.empty("cas:View", &[("sofa", &sofa), ("members", &members.join(" "))]);
    writer.finish()
}

fn type_system() -> String {
    let mut writer = Writer::new();
    writer.open("typeSystemDescription", &[("xmlns", "http://uima.apache.org/resourceSpecifier")]).open("types", &[]);
    for (name, above, features) in TYPES {
        writer.open("typeDescription", &[]).text("name", name).text("description", "").text("supertypeName", above);
        writer.open("features", &[]);
        for (name, range) in features {
            writer.open("featureDescription", &[]).text("name", name).text("description", "");
            writer.text("rangeTypeName", range).close();
        }
        writer.close().close();
    }
    writer.finish()
}

const FILES: Files = Files { ending: ".xmi", wanted: "XMI with a text", none: "the archive has no .xmi file" };

fn read(source: &Source<'_>, options: &ReadOptions<'_>) -> Result<Reading, ReadError> {
    one_each::read(source, options, &FILES, draft_of)
}

fn draft_of(bytes: &[u8], place: &Place) -> Result<crate::format::exchange::draft::Draft, ReadError> {
    let text = std::str::from_utf8(bytes).map_err(|_| ReadError::NotThis("it is not UTF-8"))?;
    let root = xml::read(text).map_err(XmlError::of_file)?;
    if root.split_name().1 != "XMI" {
        return Err(ReadError::NotThis("its XML is not XMI"));
    }
    let spaces = root.attributes.iter().filter_map(|(name, uri)| Some((name.strip_prefix("xmlns:")?, uri.as_str())));
    let spaces: HashMap<&str, &str> = spaces.collect();
    let (mut sofas, mut found) = (Vec::new(), Vec::new());
    for element in &root.children {
        let kind = kind_of(element, &spaces);
        let get = |name: &str| element.get(name).unwrap_or_default().to_owned();
        match kind.as_str() {
            "uima.cas.NULL" | "uima.cas.View" => {}
            kind if is_part_of_text(kind) => {}
            "uima.cas.Sofa" => {
                let Some(text) = element.get("sofaString") else { continue };
                sofas.push(Sofa { id: get("xmi:id"), name: get("sofaID"), text: text.to_owned() });
            }
            _ => {
                let features = element.attributes.iter().filter(|(name, _)| name != "sofa" && !name.contains(':'));
                let features = features.cloned().collect();
                found.push(Found { id: get("xmi:id"), kind, sofa: element.get("sofa").map(str::to_owned), features });
            }
        }
    }
    draft(sofas, found, place)
}

/// The full name of the type of an element.
fn kind_of(element: &Element, spaces: &HashMap<&str, &str>) -> String {
    let (prefix, name) = element.split_name();
    let declared = element.attributes.iter().find(|(name, _)| name.strip_prefix("xmlns:") == Some(prefix));
    let uri = declared.map(|(_, uri)| uri.as_str()).or_else(|| spaces.get(prefix).copied()).unwrap_or_default();
    let package = uri.strip_prefix("http:///").and_then(|rest| rest.strip_suffix(".ecore")).unwrap_or_default();
    match package {
        "" | "noNamespace" => name.to_owned(),
        package => format!("{}.{name}", package.replace('/', ".")),
    }
}

fn detect(source: &Source<'_>) -> Match {
    if archive::is_zip(source.bytes) {
        let holds = archive::names(source.bytes).iter().any(|name| name.ends_with(".xmi"));
        return if holds { Match::Surely } else { Match::No };
    }
    let head = String::from_utf8_lossy(&source.bytes[..source.bytes.len().min(4_096)]);
    let begins = head.trim_start_matches('\u{feff}').trim_start().starts_with('<');
    if begins && head.contains("<xmi:XMI") { Match::Surely } else { Match::No }
}
