//! Tables for spreadsheets and data frames: annotations alone as CSV, or everything with the texts as an archive.
//!
//! Offsets are code points. The first nine columns are what analysts look for; those after them hold the rest. References
//! are ids; those of entities have an `@` before them, the author is `(author)`.

mod rows;
mod table;

use super::exchange::archive::{self, Entry};
use super::exchange::build::build;
use super::exchange::draft::Draft;
use super::exchange::loss::{self, reduce_all};
use super::exchange::{
    Choosable, Fault, Format, Holds, LossKind, Match, Place, ReadError, ReadOptions, Reading, Source, Unit, WriteError,
    WriteOptions, Written, json,
};
use crate::model::Session;
use rows::{Documents, Entities, Lines, Relations, Spans};
use std::collections::{HashMap, HashSet};

/// The entry of single tables in the table of formats.
pub const SPANS: Format = Format {
    id: "csv",
    name: "CSV (one table of annotations)",
    extensions: &["csv", "tsv"],
    media_type: "text/csv",
    unit: Some(Unit::CodePoints),
    choices: &[Choosable::SpreadsheetSafe, Choosable::ByteOrderMark],
    holds: Holds {
        aside: &[LossKind::Attributes, LossKind::Unknown, LossKind::Nuances],
        no: &[
            LossKind::Text,
            LossKind::Description,
            LossKind::Codes,
            LossKind::LabelSet,
            LossKind::Hints,
            LossKind::Entities,
            LossKind::Relations,
            LossKind::RelationNotes,
        ],
    },
    write: Some(write_spans),
    read: Some(read_spans),
    detect: detect_spans,
};

/// The entry of archives of tables in the table of formats.
pub const TABLES: Format = Format {
    id: "csv-zip",
    name: "CSV tables and texts (zip)",
    extensions: &["zip"],
    media_type: "application/zip",
    unit: Some(Unit::CodePoints),
    choices: &[Choosable::SpreadsheetSafe, Choosable::ByteOrderMark, Choosable::LossReport],
    holds: Holds {
        aside: &[LossKind::Attributes, LossKind::Unknown, LossKind::Nuances, LossKind::Codes],
        no: &[LossKind::LabelSet, LossKind::Hints],
    },
    write: Some(write_tables),
    read: Some(read_tables),
    detect: detect_tables,
};

const ANNOTATIONS_CSV: &str = "annotations.csv";
const RELATIONS_CSV: &str = "relations.csv";
const ENTITIES_CSV: &str = "entities.csv";
const DOCUMENTS_CSV: &str = "documents.csv";
const BYTE_ORDER_MARK: &str = "\u{feff}";

fn file(table: String, options: &WriteOptions<'_>) -> Vec<u8> {
    let mark = if options.byte_order_mark { BYTE_ORDER_MARK } else { "" };
    format!("{mark}{table}").into_bytes()
}

fn write_spans(sessions: &[&Session], options: &WriteOptions<'_>) -> Result<Written, WriteError> {
    let (reduced, losses) = reduce_all(sessions, &SPANS.holds, options);
    let table = Spans::table(&reduced, options.spreadsheet_safe);
    Ok(Written { file: file(table, options), extension: SPANS.extensions[0], losses })
}

fn write_tables(sessions: &[&Session], options: &WriteOptions<'_>) -> Result<Written, WriteError> {
    let (reduced, losses) = reduce_all(sessions, &TABLES.holds, options);
    let safe = options.spreadsheet_safe;
    let titles = reduced.iter().map(|session| match &*session.description.title {
        "" => session.document.id.as_str(),
        title => title,
    });
    let names: Vec<String> = archive::file_names(titles).into_iter().map(|name| format!("texts/{name}.txt")).collect();
    let mut entries = vec![
        Entry::new(ANNOTATIONS_CSV, file(Spans::table(&reduced, safe), options)),
        Entry::new(RELATIONS_CSV, file(Relations::table(&reduced, safe), options)),
        Entry::new(ENTITIES_CSV, file(Entities::table(&reduced, safe), options)),
        Entry::new(DOCUMENTS_CSV, file(Documents::table(&reduced, &names, safe), options)),
    ];
    entries.extend(reduced.iter().zip(&names).map(|(session, name)| Entry::new(name, session.text.as_str())));
    if options.loss_report {
        entries.push(Entry::new("annotations.loss.txt", loss::report(&losses, &names)));
    }
    Ok(Written { file: archive::write(&entries), extension: TABLES.extensions[0], losses })
}

fn read_spans(source: &Source<'_>, options: &ReadOptions<'_>) -> Result<Reading, ReadError> {
    let table = spans(source.bytes)?;
    let Some(open) = options.open else { return Err(ReadError::NeedsDocument) };
    let mut drafts = Drafts::default();
    // Rows of other documents are not for the one that is open, unless none is.
    let of_open = |name: &str| name == open.document.id.as_str() || name == &*open.description.title;
    let any = table.documents().any(of_open);
    drafts.only = any.then(|| HashSet::from([open.document.id.to_string(), open.description.title.to_string()]));
    Spans::read(&table, "", &mut drafts);
    let mut merged = Draft::default();
    for draft in drafts.list {
        merged.annotations.extend(draft.annotations);
        merged.problems.extend(draft.problems);
    }
    merged.problems.extend(drafts.problems);
    Ok(Reading { documents: vec![build(merged, options)?], problems: Vec::new() })
}

fn spans(bytes: &[u8]) -> Result<Lines, ReadError> {
    let table = Lines::of(json::text_of_any(bytes)?);
    let has = |names: &[&str]| names.iter().all(|name| table.has(name));
    let placed = has(&["start", "end"]) || has(&["text"]);
    match placed && (has(&["label"]) || has(&["polarity"])) {
        true => Ok(table),
        false => Err(ReadError::NotThis("it has no columns “start”, “end” and “label”")),
    }
}

/// The documents of a file by what its rows call them.
#[derive(Default)]
struct Drafts {
    list: Vec<Draft>,
    places: HashMap<String, usize>,
    /// The documents that are wanted; all where none are named.
    only: Option<HashSet<String>>,
    problems: Vec<super::exchange::Problem>,
}

impl Drafts {
    /// The document that a row is about, unless it is not wanted.
    fn of(&mut self, name: &str, place: &Place) -> Option<&mut Draft> {
        if self.only.as_ref().is_some_and(|only| !only.contains(name)) {
            json::left_out(&mut self.problems, place, Fault::OtherText);
            return None;
        }
        let next = self.list.len();
        let index = *self.places.entry(name.to_owned()).or_insert(next);
        if index == next {
            self.list.push(Draft::default());
        }
        self.list.get_mut(index)
    }
}

fn read_tables(source: &Source<'_>, options: &ReadOptions<'_>) -> Result<Reading, ReadError> {
    let entries = archive::read(source.bytes).map_err(ReadError::Archive)?;
    let entry = |name: &str| entries.iter().find(|entry| entry.name == name);
    let lines = |name: &'static str, missing| {
        let entry = entry(name).ok_or(ReadError::NotThis(missing))?;
        Ok(Lines::of(json::text_of_any(&entry.bytes)?))
    };
    let annotations = entry(ANNOTATIONS_CSV).ok_or(ReadError::NotThis("there is no “annotations.csv” in it"))?;
    let annotations = spans(&annotations.bytes)?;
    let documents = lines(DOCUMENTS_CSV, "there is no “documents.csv” in it")?;
    let mut drafts = Drafts::default();
    let texts: HashMap<&str, &[u8]> = entries.iter().map(|entry| (entry.name.as_str(), &*entry.bytes)).collect();
    Documents::read(&documents, DOCUMENTS_CSV, &texts, &mut drafts);
    drafts.only = Some(drafts.places.keys().cloned().collect());
    if let Some(entities) = entry(ENTITIES_CSV) {
        Entities::read(&Lines::of(json::text_of_any(&entities.bytes)?), ENTITIES_CSV, &mut drafts);
    }
    Spans::read(&annotations, ANNOTATIONS_CSV, &mut drafts);
    if let Some(relations) = entry(RELATIONS_CSV) {
        Relations::read(&Lines::of(json::text_of_any(&relations.bytes)?), RELATIONS_CSV, &mut drafts);
    }
    let Drafts { list, problems, .. } = drafts;
    let options = ReadOptions { open: None, ..*options };
    let documents = list.into_iter().filter(|draft| draft.text.is_some()).map(|draft| build(draft, &options));
    let documents = documents.collect::<Result<Vec<_>, _>>()?;
    match documents.is_empty() {
        true => Err(ReadError::NotThis("none of its texts is in it")),
        false => Ok(Reading { documents, problems }),
    }
}

fn detect_spans(source: &Source<'_>) -> Match {
    let head = &source.bytes[..source.bytes.len().min(4 * 1024)];
    let head = String::from_utf8_lossy(head);
    let first = head.trim_start_matches(BYTE_ORDER_MARK).split(['\r', '\n']).next().unwrap_or_default();
    let table = Lines::of(first);
    match table.has("label") && table.has("start") && table.has("end") {
        true => Match::Surely,
        false if table.has("label") && table.has("text") => Match::Maybe,
        false => Match::No,
    }
}

fn detect_tables(source: &Source<'_>) -> Match {
    if !archive::is_zip(source.bytes) {
        return Match::No;
    }
    let names = archive::names(source.bytes);
    let has = |name: &str| names.iter().any(|known| known == name);
    if has(ANNOTATIONS_CSV) && has(DOCUMENTS_CSV) { Match::Surely } else { Match::No }
}
