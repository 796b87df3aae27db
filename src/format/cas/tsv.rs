//! WebAnno TSV 3.3, as INCEpTION writes and reads it: sentences, a row for each token, and columns for the features of layers.
//!
//! After INCEpTION’s user guide and its `Tsv3XDeserializer`. Every annotation has a number of its own, in brackets. Tokens are
//! cut wherever an annotation starts or ends, so there are no rows for parts of tokens. What there is no column for is in a line
//! before the first sentence; INCEpTION passes over lines there that it does not know.

mod cells;
mod read;

use super::{DEPENDENT, GOVERNOR, HOLDS, Limits, NAMED_ENTITY, RELATION, SENTIMENT, Structure, Value, structures};
use crate::format::exchange::archive::{self, Entry};
use crate::format::exchange::aside::RelationAside;
use crate::format::exchange::json;
use crate::format::exchange::loss::{reduce_all, report};
use crate::format::exchange::nuances::{ATTITUDE, FLAGS, INTENSITY, MANNER, NOTE, POLARITY};
use crate::format::exchange::sidecar::Sidecar;
use crate::format::exchange::{
    Choosable, Format, Holds, LossKind, Match, Source, Unit, WriteError, WriteOptions, Written,
};
use crate::model::Session;
use cells::{escape_text, escape_value};
use std::collections::{BTreeMap, HashMap};

/// The entry in the table of formats.
pub const FORMAT: Format = Format {
    id: "webanno-tsv",
    name: "WebAnno TSV 3.3",
    extensions: &["tsv", "zip"],
    media_type: "text/tab-separated-values",
    unit: Some(Unit::Utf16),
    choices: &[Choosable::LossReport],
    holds: Holds { aside: HOLDS.aside, no: &[LossKind::LabelSet, LossKind::Hints] },
    write: Some(write),
    read: Some(read::read),
    detect,
};

const LIMITS: Limits = Limits { holds: is_plain, held };

/// The first line.
const FIRST: &str = "#FORMAT=WebAnno TSV 3.3";

/// What the line of our own begins with.
const OURS: &str = "#Rubricate=";

/// Whether a cell brings words back: INCEpTION ends a line at a carriage return, and takes a backslash at the end for the
/// escape of what follows.
fn is_plain(words: &str) -> bool {
    !words.is_empty() && !words.contains('\r') && !words.ends_with('\\')
}

fn held(words: &str) -> String {
    let words = words.replace('\r', " ");
    match words.strip_suffix('\\') {
        Some(start) => format!("{start}/"),
        None if words.is_empty() => " ".to_owned(),
        None => words,
    }
}

/// The features of sentiments that have a column.
const OF_SENTIMENTS: [&str; 8] = [POLARITY, INTENSITY, MANNER, ATTITUDE, FLAGS[0], FLAGS[1], FLAGS[2], NOTE];

fn write(sessions: &[&Session], options: &WriteOptions<'_>) -> Result<Written, WriteError> {
    let (sessions, losses) = reduce_all(sessions, &FORMAT.holds, options);
    if let ([session], false) = (sessions.as_slice(), options.loss_report) {
        return Ok(Written { file: document(session, options).into_bytes(), extension: "tsv", losses });
    }
    let names = archive::file_names(sessions.iter().map(|session| &*session.description.title));
    let file = |(session, name): (&Session, &String)| Entry::new(format!("{name}.tsv"), document(session, options));
    let mut entries: Vec<Entry> = sessions.iter().zip(&names).map(file).collect();
    if options.loss_report {
        entries.push(Entry::new("webanno-tsv.loss.txt", report(&losses, &names)));
    }
    Ok(Written { file: archive::write(&entries), extension: "zip", losses })
}

fn header() -> String {
    let features = OF_SENTIMENTS.join("|");
    let parties = format!("ROLE_{SENTIMENT}:parties_{SENTIMENT}PartiesLink|{NAMED_ENTITY}");
    format!(
        "{FIRST}\n#T_SP={NAMED_ENTITY}|value|identifier\n#T_SP={SENTIMENT}|{features}|{parties}\n#T_RL={RELATION}|label|{NOTE}|BT_{NAMED_ENTITY}\n\n\n"
    )
}

/// A row: a token, or white space that an annotation starts or ends at.
struct Token {
    /// In bytes.
    bytes: (usize, usize),
    span: (u64, u64),
    /// Sentence and token, from 1.
    id: String,
    /// The annotations on it, as places in the list of structures.
    entities: Vec<usize>,
    sentiments: Vec<usize>,
    /// Relations that lead to what starts here.
    relations: Vec<usize>,
}

fn document(session: &Session, options: &WriteOptions<'_>) -> String {
    let text = session.text.as_str();
    let (structures, mut sidecar) = structures(session, options, &LIMITS);
    let by_id: HashMap<u64, &Structure> = structures.iter().map(|one| (one.id, one)).collect();
    let on_words = |one: &&Structure| matches!(one.kind, NAMED_ENTITY | SENTIMENT);
    let bounds: Vec<(u64, u64)> = structures.iter().filter(on_words).filter_map(|one| one.span).collect();
    let mut tokens = tokens(text, &bounds, options);
    let mut first_of: HashMap<u64, usize> = HashMap::new();
    for (index, one) in structures.iter().enumerate().filter(|(_, one)| on_words(one)) {
        let Some((start, end)) = one.span else { continue };
        let first = tokens.partition_point(|token| token.span.0 < start);
        first_of.insert(one.id, first);
        for token in tokens.iter_mut().skip(first).take_while(|token| token.span.1 <= end) {
            let list = if one.kind == NAMED_ENTITY { &mut token.entities } else { &mut token.sentiments };
            list.push(index);
        }
    }

    let mut parties: HashMap<u64, Vec<(String, u64)>> = HashMap::new();
    for (index, one) in structures.iter().enumerate().filter(|(_, one)| one.kind == RELATION) {
        let (from, to, label) = (end_of(one, GOVERNOR), end_of(one, DEPENDENT), text_of(one, "label"));
        let of_entity = |id: u64| by_id.get(&id).is_some_and(|end| end.kind == NAMED_ENTITY);
        let key = one.id.to_string();
        match sidecar.relations.contains_key(&key) {
            false => parties.entry(from).or_default().push((label.to_owned(), to)),
            true if of_entity(from) && of_entity(to) => {
                if let Some(token) = first_of.get(&to).and_then(|first| tokens.get_mut(*first)) {
                    token.relations.push(index);
                }
            }
            // A layer of relations is between annotations of one layer.
            true => set_aside(&mut sidecar, &key, [from, to], label, text_of(one, NOTE)),
        }
    }
    number_relations(&mut sidecar, &structures, &tokens);

    let rows = Rows { text, structures: &structures, tokens: &tokens, first_of: &first_of, parties: &parties };
    let mut tsv = header();
    rows.write(&mut tsv, &(OURS.to_owned() + &json::one_line(&sidecar)));
    tsv
}

fn end_of(relation: &Structure, name: &str) -> u64 {
    let end = relation.features.iter().find(|(feature, _)| *feature == name);
    end.map_or(0, |(_, value)| if let Value::Structure(id) = value { *id } else { 0 })
}

fn text_of<'a>(structure: &'a Structure, name: &str) -> &'a str {
    let value = structure.features.iter().find(|(feature, _)| *feature == name);
    value.map_or("", |(_, value)| if let Value::Text(text) = value { text } else { "" })
}

/// Keeps a whole relation where there is no row for it.
fn set_aside(sidecar: &mut Sidecar, key: &str, ends: [u64; 2], label: &str, note: &str) {
    let Some(mut aside) = sidecar.relations.remove(key) else { return };
    let id = |end: u64| {
        let end = end.to_string();
        sidecar.annotations.get(&end).and_then(|aside| aside.id.clone()).unwrap_or(end)
    };
    let [from, to] = ends.map(id);
    (aside.label, aside.from, aside.to) = (Some(label.to_owned()), Some(from), Some(to));
    aside.id = aside.id.or(Some(key.to_owned()));
    if aside.remarks.note.is_empty() {
        note.clone_into(&mut aside.remarks.note);
    }
    sidecar.document.relations.push(aside);
}

/// Relations have no number in the file: they are known by their order in it.
fn number_relations(sidecar: &mut Sidecar, structures: &[Structure], tokens: &[Token]) {
    let order = tokens.iter().flat_map(|token| &token.relations);
    let mut before: BTreeMap<String, RelationAside> = std::mem::take(&mut sidecar.relations);
    for (index, number) in order.zip(1_u32..) {
        let key = structures[*index].id.to_string();
        if let Some(aside) = before.remove(&key) {
            let id = aside.id.or(Some(key));
            sidecar.relations.insert(read::relation_id(number), RelationAside { id, ..aside });
        }
    }
}

/// Words, cut wherever an annotation starts or ends. White space is a token only where an annotation starts or ends at it, and
/// at the very beginning, as INCEpTION fills up what comes before the first token.
fn tokens(text: &str, bounds: &[(u64, u64)], options: &WriteOptions<'_>) -> Vec<Token> {
    let bounds: std::collections::HashSet<u64> = bounds.iter().flat_map(|(start, end)| [*start, *end]).collect();
    let words = (options.words)(text);
    let mut cuts = Vec::with_capacity(words.len() + bounds.len());
    let (mut units, mut words) = (0, words.into_iter().peekable());
    for (byte, c) in text.char_indices().chain([(text.len(), '\0')]) {
        let mut ends = byte == text.len() || byte == 0 || bounds.contains(&units);
        while words.next_if(|end| *end <= byte).is_some() {
            ends = true;
        }
        if ends {
            cuts.push((byte, units));
        }
        units += c.len_utf16() as u64;
    }
    cuts.dedup();
    let token = |pair: &[(usize, u64)]| {
        let [(from, start), (to, end)] = *pair else { return None };
        let is_space = text.get(from..to).is_some_and(|words| words.trim().is_empty());
        let kept = !is_space || from == 0 || bounds.contains(&start) || bounds.contains(&end);
        kept.then(|| Token {
            bytes: (from, to),
            span: (start, end),
            id: String::new(),
            entities: Vec::new(),
            sentiments: Vec::new(),
            relations: Vec::new(),
        })
    };
    let mut tokens: Vec<Token> = cuts.windows(2).filter_map(token).collect();
    let mut ends = (options.sentences)(text).into_iter().peekable();
    let (mut sentence, mut number) = (1, 0);
    for token in &mut tokens {
        let mut ended = false;
        while ends.next_if(|end| *end <= token.bytes.0).is_some() {
            ended = true;
        }
        if ended && number > 0 {
            (sentence, number) = (sentence + 1, 0);
        }
        number += 1;
        token.id = format!("{sentence}-{number}");
    }
    tokens
}

/// The rows of a document.
struct Rows<'a> {
    text: &'a str,
    structures: &'a [Structure],
    tokens: &'a [Token],
    first_of: &'a HashMap<u64, usize>,
    parties: &'a HashMap<u64, Vec<(String, u64)>>,
}

impl Rows<'_> {
    fn write(&self, tsv: &mut String, ours: &str) {
        let starts: Vec<usize> = (0..self.tokens.len()).filter(|index| is_first(&self.tokens[*index].id)).collect();
        if starts.is_empty() {
            tsv.push_str(&format!("{ours}\n#Text=\n"));
        }
        for (number, start) in starts.iter().enumerate() {
            let next = starts.get(number + 1).copied();
            let from = self.tokens[*start].bytes.0;
            let to = next.map_or(self.text.len(), |next| self.tokens[next].bytes.0);
            if number == 0 {
                tsv.push_str(&format!("{ours}\n"));
            } else {
                tsv.push('\n');
            }
            for line in self.text.get(from..to).unwrap_or_default().split('\n') {
                tsv.push_str(&format!("#Text={}\n", escape_text(line)));
            }
            for token in &self.tokens[*start..next.unwrap_or(self.tokens.len())] {
                self.row(token, tsv);
            }
        }
    }

    fn row(&self, token: &Token, tsv: &mut String) {
        let words = self.text.get(token.bytes.0..token.bytes.1).unwrap_or_default();
        tsv.push_str(&format!("{}\t{}-{}\t{}\t", token.id, token.span.0, token.span.1, escape_text(words)));
        for name in ["value", "identifier"] {
            self.cell(&token.entities, tsv, |one| self.value(one, name));
        }
        for name in OF_SENTIMENTS {
            self.cell(&token.sentiments, tsv, |one| self.value(one, name));
        }
        let parties = |one: &Structure| self.parties.get(&one.id).map(Vec::as_slice).unwrap_or_default();
        let joined = |parts: Vec<String>| if parts.is_empty() { "_".to_owned() } else { parts.join(";") };
        self.cell(&token.sentiments, tsv, |one| {
            joined(parties(one).iter().map(|(role, _)| escape_value(role)).collect())
        });
        self.cell(&token.sentiments, tsv, |one| {
            joined(parties(one).iter().map(|(_, to)| format!("{}[{to}]", self.token_of(*to))).collect())
        });
        for name in ["label", NOTE] {
            self.cell(&token.relations, tsv, |one| match text_of(one, name) {
                words if is_plain(words) => escape_value(words),
                "" => "*".to_owned(),
                words => escape_value(&held(words)),
            });
        }
        self.cell(&token.relations, tsv, |one| {
            let (from, to) = (end_of(one, GOVERNOR), end_of(one, DEPENDENT));
            format!("{}[{from}_{to}]", self.token_of(from))
        });
        tsv.push('\n');
    }

    fn cell(&self, stacked: &[usize], tsv: &mut String, value: impl Fn(&Structure) -> String) {
        let values: Vec<String> = stacked.iter().map(|index| value(&self.structures[*index])).collect();
        // With several of them, and none of which says anything, the number of them is still said.
        let cell = if values.is_empty() { "_".to_owned() } else { values.join("|") };
        tsv.push_str(&cell);
        tsv.push('\t');
    }

    fn token_of(&self, id: u64) -> &str {
        self.first_of.get(&id).and_then(|index| self.tokens.get(*index)).map_or("", |token| &token.id)
    }

    /// A feature, with the number of its annotation.
    fn value(&self, one: &Structure, name: &str) -> String {
        let value = one.features.iter().find(|(feature, _)| *feature == name).map(|(_, value)| value);
        let value = match value {
            Some(Value::Text(text)) if is_plain(text) => escape_value(text),
            Some(Value::Text(text)) => escape_value(&held(text)),
            Some(Value::Number(number) | Value::Structure(number)) => number.to_string(),
            Some(Value::Flag(flag)) => flag.to_string(),
            None => "*".to_owned(),
        };
        format!("{value}[{}]", one.id)
    }
}

/// Whether a token is the first one of its sentence.
fn is_first(id: &str) -> bool {
    id.split_once('-').is_some_and(|(_, number)| number == "1")
}

fn detect(source: &Source<'_>) -> Match {
    let is_one =
        |bytes: &[u8]| bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).starts_with(b"#FORMAT=WebAnno TSV 3");
    let found = if archive::is_zip(source.bytes) {
        let holds = |entries: Vec<Entry>| entries.iter().any(|e| e.name.ends_with(".tsv") && is_one(&e.bytes));
        // Most archives need not be unpacked to see that they are something else.
        let may = archive::names(source.bytes).iter().any(|name| name.ends_with(".tsv"));
        may && archive::read(source.bytes).is_ok_and(holds)
    } else {
        is_one(source.bytes)
    };
    if found { Match::Surely } else { Match::No }
}
