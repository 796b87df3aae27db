//! What the rows of each table say.

use super::Drafts;
use super::table::{self, Row, Table};
use crate::format::exchange::anchor::Claim;
use crate::format::exchange::aside::{AnnotationAside, DocumentAside, RemarksAside, time};
use crate::format::exchange::draft::{
    AnnotationDraft, BodyDraft, EntityDraft, FrameDraft, HolderDraft, ReferentDraft, RelationDraft, Remarks,
};
use crate::format::exchange::measure::Measure;
use crate::format::exchange::naming::Names;
use crate::format::exchange::{Fault, Place, Unit, json};
use crate::format::native::{ORIGINS, meaning, times, word};
use crate::format::table::{Formulas, bare, write};
use crate::model::{Annotation, Frame, Holder, Origin, Polarity, Referent, Session, Timestamp, Unknown};
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::rc::Rc;

/// The last column, for what has no column: JSON. Its name says whether cells are safe in spreadsheets.
const ASIDE: &str = "rubricate";
const ASIDE_SAFE: &str = "rubricate (spreadsheet-safe)";

const AUTHOR: &str = "(author)";
const IMPLICIT: &str = "(implicit)";

/// A table that is read by the names of its columns.
pub(super) struct Lines {
    table: Table,
    columns: HashMap<String, usize>,
    safe: bool,
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let table = table::read(text);
        let mut columns = HashMap::new();
        for (place, name) in table.header.iter().enumerate() {
            columns.entry(name.trim().to_lowercase()).or_insert(place);
        }
        let safe = columns.contains_key(ASIDE_SAFE);
        Self { table, columns, safe }
    }

    pub(super) fn has(&self, column: &str) -> bool {
        self.columns.contains_key(column)
    }

    /// What the rows call their documents.
    pub(super) fn documents(&self) -> impl Iterator<Item = &str> {
        self.table.rows.iter().map(|row| self.get(row, "doc"))
    }

    /// A cell; empty where there is none.
    fn get<'a>(&self, row: &'a Row, column: &str) -> &'a str {
        let cell = self.columns.get(column).and_then(|place| row.cells.get(*place)).map_or("", String::as_str);
        if self.safe { bare(cell) } else { cell }
    }

    fn aside<'a>(&self, row: &'a Row) -> &'a str {
        self.get(row, if self.safe { ASIDE_SAFE } else { ASIDE })
    }

    /// The rows with their places in the file; a row that never ends is reported.
    fn rows<'a>(&'a self, what: &'static str, file: &str, drafts: &mut Drafts) -> Vec<(&'a Row, Place)> {
        let place =
            |line: usize, number: usize, id: Option<&str>| Place::record(what, number, id).at_line(line).in_file(file);
        if let Some(line) = self.table.open_quote {
            let fault = Fault::Malformed("a row whose quotation marks end");
            json::left_out(&mut drafts.problems, &Place::line(line).in_file(file), fault);
        }
        let rows = self.table.rows.iter().zip(1..);
        let id = |row| Some(self.get(row, "id")).filter(|id| !id.is_empty());
        rows.map(|(row, number)| (row, place(row.line, number, id(row)))).collect()
    }
}

/// The text of a table with these columns, and the last one beside them.
fn table(columns: &[&str], rows: impl IntoIterator<Item = Vec<String>>, safe: bool) -> String {
    let (aside, formulas) = if safe { (ASIDE_SAFE, Formulas::Guarded) } else { (ASIDE, Formulas::Exact) };
    let header = columns.iter().copied().chain([aside]).map(str::to_owned).collect();
    write(&std::iter::once(header).chain(rows).collect::<Vec<Vec<String>>>(), formulas)
}

fn json_cell<T: serde::Serialize>(value: &T) -> String {
    let json = json::one_line(value);
    if json == "{}" { String::new() } else { json }
}

/// What is kept of a record beside what it says.
const REMARKS: [&str; 6] = ["note", "review", "origin", "coder", "created", "modified"];

fn remark_cells(
    note: &str,
    review: bool,
    origin: Origin,
    coder: &Option<Rc<str>>,
    times: [Timestamp; 2],
) -> [String; 6] {
    let [created, modified] = times.map(times::write);
    [
        note.to_owned(),
        if review { "yes".to_owned() } else { String::new() },
        word(&ORIGINS, &origin).to_owned(),
        coder.as_deref().unwrap_or_default().to_owned(),
        created,
        modified,
    ]
}

fn remarks(lines: &Lines, row: &Row) -> Remarks {
    let said = |column| Some(lines.get(row, column)).filter(|cell| !cell.is_empty());
    Remarks {
        note: lines.get(row, "note").to_owned(),
        review: said("review").is_some_and(|said| !["no", "false", "0"].contains(&&*said.to_lowercase())),
        origin: said("origin").and_then(|said| meaning(&ORIGINS, said)),
        created: time(said("created")),
        modified: time(said("modified")),
        coder: said("coder").map(str::to_owned),
        unknown: Unknown::default(),
    }
}

/// The table of mentions and sentiments.
pub(super) struct Spans;

impl Spans {
    const COLUMNS: [&'static str; 13] = [
        "doc",
        "id",
        "start",
        "end",
        "text",
        "label",
        "polarity",
        "intensity",
        "target",
        "fragments",
        "holder",
        "entity",
        "attributes",
    ];

    pub(super) fn table(sessions: &[Session], safe: bool) -> String {
        let mut rows = Vec::new();
        for session in sessions {
            let (measure, labels) = (Measure::of(session), Names::of_labels(session));
            let annotations = session.annotations.iter(&session.text);
            rows.extend(annotations.map(|annotation| Self::row(session, annotation, &measure, &labels)));
        }
        let columns: Vec<&str> = Self::COLUMNS.into_iter().chain(REMARKS).collect();
        table(&columns, rows, safe)
    }

    fn row(session: &Session, annotation: &Annotation, measure: &Measure<'_>, labels: &Names) -> Vec<String> {
        let ranges: Vec<_> =
            annotation.fragments.ranges().iter().map(|range| measure.span(*range, Unit::CodePoints)).collect();
        let bound = |at: Option<u64>| at.map_or(String::new(), |at| at.to_string());
        let frame = annotation.frame();
        let mut aside = AnnotationAside::of(annotation);
        let (attributes, entity) = (std::mem::take(&mut aside.attributes), aside.entity.take());
        (aside.id, aside.spans, aside.holders, aside.targets) = (None, Vec::new(), Vec::new(), Vec::new());
        // Remarks have columns, but for what other programs wrote.
        aside.remarks = RemarksAside { unknown: aside.remarks.unknown.take(), ..RemarksAside::default() };
        let pieces: Vec<_> = ranges.iter().map(|(start, end)| format!("{start}-{end}")).collect();
        let Annotation { note, review, origin, coder, created, modified, .. } = annotation;
        let mut row = vec![
            session.document.id.to_string(),
            annotation.id.to_string(),
            bound(ranges.first().map(|range| range.0)),
            bound(ranges.last().map(|range| range.1)),
            measure.quote(annotation),
            annotation.label().map_or(String::new(), |label| labels.get(label).to_owned()),
            frame.map_or(String::new(), |frame| json::polarity_word(frame.polarity).to_owned()),
            frame.map_or(String::new(), |frame| frame.intensity.number().to_string()),
            frame.map_or(String::new(), |frame| frame.targets.iter().map(referent).collect::<Vec<_>>().join(" ")),
            if pieces.len() > 1 { pieces.join(" ") } else { String::new() },
            frame.map_or(String::new(), holders),
            entity.unwrap_or_default(),
            if attributes.is_empty() { String::new() } else { json::one_line(&attributes) },
        ];
        row.extend(remark_cells(note, *review, *origin, coder, [*created, *modified]));
        row.push(json_cell(&aside));
        row
    }

    pub(super) fn read(lines: &Lines, file: &str, drafts: &mut Drafts) {
        for (row, place) in lines.rows("annotation", file, drafts) {
            let Some(draft) = drafts.of(lines.get(row, "doc"), &place) else { continue };
            let problems = &mut draft.problems;
            let claim = match claim(lines, row) {
                Ok(claim) => claim,
                Err(fault) => {
                    json::left_out(problems, &place, fault);
                    continue;
                }
            };
            let (label, polarity) = (lines.get(row, "label"), lines.get(row, "polarity"));
            let known = json::polarity_of(polarity);
            if known.is_none() && (!polarity.is_empty() || label.is_empty()) {
                let fault = Fault::Malformed("an annotation with a label or a polarity");
                if label.is_empty() {
                    json::left_out(problems, &place, fault);
                    continue;
                }
                json::without(problems, &place, fault);
            }
            let said = |column| Some(lines.get(row, column)).filter(|cell| !cell.is_empty());
            let id = said("id").map(str::to_owned);
            let remarks = remarks(lines, row);
            let cell = RawValue::from_string(lines.aside(row).to_owned()).ok();
            if cell.is_none() && !lines.aside(row).is_empty() {
                json::without(problems, &place, Fault::Malformed("JSON in the last column"));
            }
            let aside: AnnotationAside = json::aside(cell.as_deref(), &place, problems);
            let frame = known.map(|polarity| frame(lines, row, polarity, &place, problems));
            // A label and a polarity in one row are a mention and a sentiment about it.
            let mention = (!label.is_empty()).then(|| {
                let attributes = said("attributes").map(|cell| format!("{{\"attributes\":{cell}}}"));
                let attributes = attributes.and_then(|json| RawValue::from_string(json).ok());
                if attributes.is_none() && said("attributes").is_some() {
                    json::without(problems, &place, Fault::Malformed("JSON in the column “attributes”"));
                }
                let attributes: AnnotationAside = json::aside(attributes.as_deref(), &place, problems);
                let body = BodyDraft::Mention {
                    label: label.to_owned(),
                    attributes: Vec::new(),
                    entity: said("entity").map(str::to_owned),
                };
                let (claim, remarks) = (claim.clone(), remarks.clone());
                let mut mention = AnnotationDraft { place: place.clone(), id: id.clone(), claim, body, remarks };
                attributes.put(&mut mention, problems);
                mention
            });
            let frame = frame.map(|mut frame| {
                let both = mention.is_some();
                let key = id.clone().unwrap_or_else(|| place.to_string());
                if both && frame.targets.is_empty() {
                    frame.targets.push(ReferentDraft::Annotation(key));
                }
                let remarks = if both { Remarks { note: String::new(), ..remarks.clone() } } else { remarks.clone() };
                let id = if both { None } else { id.clone() };
                let body = BodyDraft::Frame(frame);
                AnnotationDraft { place: place.clone(), id, claim: claim.clone(), body, remarks }
            });
            let mention = mention
                .map(|mention| AnnotationDraft { id: mention.id.or_else(|| Some(place.to_string())), ..mention });
            let mut both: Vec<_> = mention.into_iter().chain(frame).collect();
            // What has no column is of the sentiment, where there are both.
            both.last_mut().into_iter().zip([aside]).for_each(|(last, aside)| aside.put(last, problems));
            draft.annotations.append(&mut both);
        }
    }
}

fn claim(lines: &Lines, row: &Row) -> Result<Claim, Fault> {
    let (start, end, fragments) = (lines.get(row, "start"), lines.get(row, "end"), lines.get(row, "fragments"));
    let number = |cell: &str| {
        let cell = cell.trim();
        // A spreadsheet may have made 3.0 of 3.
        cell.strip_suffix(".0").unwrap_or(cell).parse::<u64>().ok()
    };
    let no_span = || Fault::NoSpan { start: start.to_owned(), end: end.to_owned() };
    let spans = if !fragments.is_empty() {
        let piece = |piece: &str| {
            let (start, end) = piece.split_once('-')?;
            number(start).zip(number(end))
        };
        let pieces = fragments.split_whitespace().map(piece).collect::<Option<Vec<_>>>();
        pieces.ok_or(Fault::Malformed("a list of stretches as “0-5 8-12”"))?
    } else if start.is_empty() && end.is_empty() {
        Vec::new()
    } else {
        vec![number(start).zip(number(end)).ok_or_else(no_span)?]
    };
    let quote = Some(lines.get(row, "text")).filter(|words| !words.is_empty()).map(str::to_owned);
    Ok(Claim { spans, quote, ..Claim::default() })
}

fn referent(referent: &Referent) -> String {
    match referent {
        Referent::Mention(id) => id.to_string(),
        Referent::Entity(id) => format!("@{id}"),
    }
}

/// Whose sentiment it is; nothing for the author's own.
fn holders(frame: &Frame) -> String {
    let words = frame.holders.iter().map(|holder| match holder {
        Holder::Author => AUTHOR.to_owned(),
        Holder::Implicit => IMPLICIT.to_owned(),
        Holder::Known(known) => referent(known),
    });
    let words = words.collect::<Vec<_>>().join(" ");
    if words == AUTHOR { String::new() } else { words }
}

fn referent_of(word: &str) -> ReferentDraft {
    match word.strip_prefix('@') {
        Some(entity) => ReferentDraft::Entity(entity.to_owned()),
        None => ReferentDraft::Annotation(word.to_owned()),
    }
}

fn frame(
    lines: &Lines,
    row: &Row,
    polarity: Polarity,
    place: &Place,
    problems: &mut Vec<crate::format::exchange::Problem>,
) -> FrameDraft {
    let intensity = lines.get(row, "intensity");
    let known = json::intensity_of(intensity.strip_suffix(".0").unwrap_or(intensity));
    if known.is_none() && !intensity.is_empty() {
        json::without(problems, place, Fault::Malformed("a strength from 1 to 3"));
    }
    let holder = |word: &str| match word {
        AUTHOR => HolderDraft::Author,
        IMPLICIT => HolderDraft::Implicit,
        word => HolderDraft::Known(referent_of(word)),
    };
    FrameDraft {
        intensity: known.unwrap_or_default(),
        holders: lines.get(row, "holder").split_whitespace().map(holder).collect(),
        targets: lines.get(row, "target").split_whitespace().map(referent_of).collect(),
        ..FrameDraft::new(polarity)
    }
}

/// The table of relations.
pub(super) struct Relations;

impl Relations {
    pub(super) fn table(sessions: &[Session], safe: bool) -> String {
        let mut rows = Vec::new();
        for session in sessions {
            let types = Names::of_relations(session);
            for relation in session.relations.values() {
                let mut row = vec![
                    session.document.id.to_string(),
                    relation.id.to_string(),
                    types.get(&relation.label).to_owned(),
                    relation.from.to_string(),
                    relation.to.to_string(),
                ];
                let times = [relation.created, relation.modified];
                row.extend(remark_cells(&relation.note, false, relation.origin, &relation.coder, times));
                row.push(relation.unknown.0.as_deref().unwrap_or_default().to_owned());
                rows.push(row);
            }
        }
        let columns: Vec<&str> = ["doc", "id", "type", "from", "to"].into_iter().chain(REMARKS).collect();
        table(&columns, rows, safe)
    }

    pub(super) fn read(lines: &Lines, file: &str, drafts: &mut Drafts) {
        for (row, place) in lines.rows("relation", file, drafts) {
            let Some(draft) = drafts.of(lines.get(row, "doc"), &place) else { continue };
            let get = |column| lines.get(row, column).to_owned();
            let remarks = Remarks { unknown: object(lines.aside(row)), ..remarks(lines, row) };
            draft.relations.push(RelationDraft {
                place,
                id: Some(get("id")),
                label: get("type"),
                from: get("from"),
                to: get("to"),
                remarks,
            });
        }
    }
}

/// The table of entities.
pub(super) struct Entities;

impl Entities {
    pub(super) fn table(sessions: &[Session], safe: bool) -> String {
        let rows = sessions.iter().flat_map(|session| {
            session.entities.values().map(|entity| {
                vec![
                    session.document.id.to_string(),
                    entity.id.to_string(),
                    entity.name.to_string(),
                    entity.identifier.as_ref().map_or(String::new(), |identifier| identifier.as_str().to_owned()),
                    entity.note.to_string(),
                    entity.unknown.0.as_deref().unwrap_or_default().to_owned(),
                ]
            })
        });
        let columns = ["doc", "id", "name", "identifier", "note"];
        table(&columns, rows, safe)
    }

    pub(super) fn read(lines: &Lines, file: &str, drafts: &mut Drafts) {
        for (row, place) in lines.rows("entity", file, drafts) {
            let Some(draft) = drafts.of(lines.get(row, "doc"), &place) else { continue };
            let get = |column| lines.get(row, column).to_owned();
            draft.entities.push(EntityDraft {
                place,
                id: get("id"),
                name: get("name"),
                identifier: Some(get("identifier")).filter(|identifier| !identifier.is_empty()),
                note: get("note"),
                unknown: object(lines.aside(row)),
            });
        }
    }
}

/// The table of documents.
pub(super) struct Documents;

impl Documents {
    pub(super) fn table(sessions: &[Session], names: &[String], safe: bool) -> String {
        let rows = sessions.iter().zip(names).map(|(session, name)| {
            let mut aside = DocumentAside::of(session);
            (aside.entities, aside.wordless, aside.id) = (Vec::new(), Vec::new(), None);
            // What has a column counts as it stands there.
            (aside.title, aside.source, aside.note) = (String::new(), String::new(), String::new());
            vec![
                session.document.id.to_string(),
                name.clone(),
                session.description.title.to_string(),
                session.description.source.to_string(),
                session.description.note.to_string(),
                json_cell(&aside),
            ]
        });
        let columns = ["doc", "file", "title", "source", "note"];
        table(&columns, rows, safe)
    }

    pub(super) fn read(lines: &Lines, file: &str, texts: &HashMap<&str, &[u8]>, drafts: &mut Drafts) {
        for (row, place) in lines.rows("document", file, drafts) {
            let (name, text) = (lines.get(row, "doc"), lines.get(row, "file"));
            let text = texts.get(text).and_then(|bytes| std::str::from_utf8(bytes).ok());
            let Some(text) = text else {
                json::left_out(&mut drafts.problems, &place, Fault::Dangling(lines.get(row, "file").to_owned()));
                continue;
            };
            if drafts.places.contains_key(name) {
                json::left_out(&mut drafts.problems, &place, Fault::IdTaken(name.to_owned()));
                continue;
            }
            let Some(draft) = drafts.of(name, &place) else { continue };
            draft.text = Some(text.to_owned());
            draft.id = Some(name.to_owned());
            draft.description.title = lines.get(row, "title").into();
            draft.description.source = lines.get(row, "source").into();
            draft.description.note = lines.get(row, "note").into();
            let cell = RawValue::from_string(lines.aside(row).to_owned()).ok();
            let aside: DocumentAside = json::aside(cell.as_deref(), &place, &mut draft.problems);
            aside.put(draft, &place);
        }
    }
}

/// What other programs wrote, in a cell.
fn object(cell: &str) -> Unknown {
    let json = RawValue::from_string(cell.to_owned()).ok().filter(|json| json.get().starts_with('{'));
    Unknown(json.map(|json| json.get().into()))
}
