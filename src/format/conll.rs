//! The columns of CoNLL-2003: one token on a line, with one layer of chunks as IOB2 tags.
//!
//! Written in IOB2, after <https://www.clips.uantwerpen.be/conll2003/ner/> and with the exact line at which spaCy cuts
//! documents. IOB1, IOB2, BIOES and BILOU are read, by the rule of conlleval. The format has no text: one is put together from the
//! tokens.

use super::exchange::anchor::Claim;
use super::exchange::build::build;
use super::exchange::draft::{AnnotationDraft, BodyDraft, Draft, Remarks};
use super::exchange::loss::reduce_all;
use super::exchange::measure::Measure;
use super::exchange::naming::Names;
use super::exchange::{
    Choosable, Fault, Format, Holds, Keeping, Loss, LossKind, Match, Outcome, Place, Problem, ReadError, ReadOptions,
    Reading, Source, WriteError, WriteOptions, Written, json,
};
use crate::model::{LabelId, Session};
use std::collections::BTreeSet;

/// The entry in the table of formats.
pub const FORMAT: Format = Format {
    id: "conll",
    name: "CoNLL-2003 (IOB2)",
    extensions: &["conll", "iob", "iob2", "txt"],
    media_type: "text/plain",
    unit: None,
    choices: &[Choosable::FlatLayer],
    holds: Holds {
        aside: &[],
        no: &[
            LossKind::Text,
            LossKind::Description,
            LossKind::Codes,
            LossKind::LabelSet,
            LossKind::Hints,
            LossKind::LabelNames,
            LossKind::Frames,
            LossKind::Discontinuous,
            LossKind::Wordless,
            LossKind::Layer,
            LossKind::Overlaps,
            LossKind::Blank,
            LossKind::Notes,
            LossKind::Review,
            LossKind::Provenance,
            LossKind::Unknown,
            LossKind::Attributes,
            LossKind::Entities,
            LossKind::Intensity,
            LossKind::Holders,
            LossKind::Targets,
            LossKind::Nuances,
            LossKind::Relations,
            LossKind::RelationNotes,
            LossKind::Referents,
        ],
    },
    write: Some(write),
    read: Some(read),
    detect,
};

/// Where a document starts. spaCy looks for exactly this.
const DOCUMENT: &str = "-DOCSTART- -X- O O";
const DOCUMENT_START: &str = "-DOCSTART-";

fn write(sessions: &[&Session], options: &WriteOptions<'_>) -> Result<Written, WriteError> {
    let (reduced, mut losses) = reduce_all(sessions, &FORMAT.holds, options);
    let mut file = String::new();
    for (document, session) in reduced.iter().enumerate() {
        file += DOCUMENT;
        file += "\n\n";
        losses.extend(tokens(session, document, options, &mut file));
    }
    Ok(Written { file: file.into_bytes(), extension: FORMAT.extensions[0], losses })
}

/// Writes the tokens of a document, and says what of it they cannot say.
fn tokens(session: &Session, document: usize, options: &WriteOptions<'_>, file: &mut String) -> Vec<Loss> {
    let (measure, names) = (Measure::of(session), Names::of_labels(session));
    let text = session.text.as_str();
    // Mentions of one layer, which are apart and in order.
    let mentions: Vec<_> = session
        .annotations
        .iter(&session.text)
        .filter_map(|mention| Some((mention, measure.bytes(mention.extent()?), mention.label()?)))
        .collect();
    let mut cuts: Vec<usize> = (options.words)(text);
    cuts.extend(mentions.iter().flat_map(|(_, bytes, _)| [bytes.start, bytes.end]));
    cuts.push(text.len());
    cuts.sort_unstable();
    cuts.dedup();
    let mut start = 0;
    let mut waiting = mentions.iter().peekable();
    let mut written: BTreeSet<usize> = BTreeSet::new();
    // Whether a line was written since the last blank one, and whether a sentence ends before the next token.
    let (mut open, mut ends) = (false, false);
    for end in cuts.into_iter().filter(|cut| text.is_char_boundary(*cut)) {
        let piece = &text[start..end];
        while waiting.next_if(|(_, bytes, _)| bytes.end <= start).is_some() {}
        let mention = waiting.peek().filter(|(_, bytes, _)| bytes.start <= start && end <= bytes.end);
        for token in piece.split(is_space).filter(|token| token.chars().any(is_visible)) {
            let first = mention.is_some_and(|(_, bytes, _)| written.insert(bytes.start));
            if std::mem::take(&mut ends) && (mention.is_none() || first) {
                file.push('\n');
            }
            let tag = match mention {
                Some((_, _, label)) => format!("{}-{}", if first { 'B' } else { 'I' }, tag_of(names.get(label))),
                None => "O".to_owned(),
            };
            file.push_str(&format!("{token} -X- _ {tag}\n"));
            open = true;
            ends = mention.is_none() && matches!(token, "." | "!" | "?" | "。" | "！" | "？" | "؟");
        }
        ends |= open && piece.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']);
        start = end;
    }
    if open {
        file.push('\n');
    }
    let blank = mentions.iter().filter(|(_, bytes, _)| !written.contains(&bytes.start));
    let blank: Vec<String> = blank.map(|(mention, ..)| mention.id.to_string()).collect();
    let labels: BTreeSet<&LabelId> = mentions.iter().map(|(_, _, label)| *label).collect();
    let renamed = labels.into_iter().map(|label| names.get(label)).filter(|name| tag_of(name) != *name);
    let renamed: Vec<String> = renamed.map(str::to_owned).collect();
    let loss =
        |kind, records: Vec<String>| Loss { document, kind, keeping: Keeping::No, count: records.len(), records };
    let losses = [loss(LossKind::Blank, blank), loss(LossKind::LabelNames, renamed)];
    losses.into_iter().filter(|loss| loss.count > 0).collect()
}

/// What Python's `str.split` takes for white space.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

/// Whether a character is one to see: neither a control character nor a mark of direction, of width or of byte order.
fn is_visible(c: char) -> bool {
    let invisible = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    !c.is_control() && !invisible
}

/// A label as a tag has it.
fn tag_of(name: &str) -> String {
    name.split(|c| is_space(c) || c.is_control()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
}

/// A document as its tokens tell it.
#[derive(Default)]
struct Rebuilt {
    text: String,
    chars: u64,
    /// Label, start and end of chunks, and the line of each.
    chunks: Vec<(String, u64, u64, usize)>,
    /// The label of the chunk that the last token was in.
    open: Option<String>,
    lines: usize,
    fresh_sentence: bool,
}

impl Rebuilt {
    fn add(&mut self, token: &str, tag: (char, &str), line: usize) {
        if !self.text.is_empty() {
            self.text.push(if self.fresh_sentence { '\n' } else { ' ' });
            self.chars += 1;
        }
        if self.fresh_sentence {
            self.open = None;
        }
        self.fresh_sentence = false;
        let start = self.chars;
        self.text.push_str(token);
        self.chars += token.chars().count() as u64;
        self.lines += 1;
        let (kind, label) = tag;
        // As conlleval has it: a chunk starts at B, and where the type is another one than before.
        let goes_on = !matches!(kind, 'B' | 'S' | 'U') && self.open.as_deref() == Some(label);
        match self.chunks.last_mut() {
            _ if kind == 'O' => self.open = None,
            Some(chunk) if goes_on => chunk.2 = self.chars,
            _ => {
                self.chunks.push((label.to_owned(), start, self.chars, line));
                self.open = Some(label.to_owned());
            }
        }
        if matches!(kind, 'E' | 'S' | 'L' | 'U') {
            self.open = None;
        }
    }

    fn draft(self) -> Draft {
        let mention = |(number, (label, start, end, line)): (usize, (String, u64, u64, usize))| AnnotationDraft {
            place: Place::record("chunk", number + 1, None).at_line(line),
            id: None,
            claim: Claim::span(start, end, None),
            body: BodyDraft::mention(label),
            remarks: Remarks::default(),
        };
        let problem =
            Problem { place: Place::default(), fault: Fault::RebuiltText, outcome: Outcome::Noted, annotation: None };
        let annotations = self.chunks.into_iter().enumerate().map(mention).collect();
        Draft { text: Some(self.text), annotations, problems: vec![problem], ..Draft::default() }
    }
}

/// A tag: its kind, and the label.
fn parsed(tag: &str) -> Option<(char, &str)> {
    match tag.split_once(['-', '_']) {
        _ if tag == "O" => Some(('O', "")),
        Some((kind, label)) if !label.is_empty() && matches!(kind, "B" | "I" | "E" | "S" | "L" | "U") => {
            Some((kind.chars().next()?, label))
        }
        _ => None,
    }
}

fn columns(line: &str) -> Vec<&str> {
    line.split([' ', '\t', '\r']).filter(|column| !column.is_empty()).collect()
}

fn read(source: &Source<'_>, options: &ReadOptions<'_>) -> Result<Reading, ReadError> {
    let text = json::text_of_any(source.bytes)?;
    let mut reading = Reading { documents: Vec::new(), problems: Vec::new() };
    let mut documents = vec![Rebuilt::default()];
    for (line, number) in text.split('\n').zip(1..) {
        let columns = columns(line);
        let document = documents.last_mut().expect("there is always one");
        match columns.as_slice() {
            [] => document.fresh_sentence = true,
            [DOCUMENT_START, ..] => documents.push(Rebuilt::default()),
            [token, .., tag] if parsed(tag).is_some() => {
                document.add(token, parsed(tag).expect("it was looked at"), number);
            }
            _ => {
                let fault = Fault::Malformed("a token and its tag");
                json::left_out(&mut reading.problems, &Place::line(number), fault);
            }
        }
    }
    let options = ReadOptions { open: None, ..*options };
    for document in documents.into_iter().filter(|document| document.lines > 0) {
        reading.documents.push(build(document.draft(), &options)?);
    }
    json::unless_empty(reading, "no line has a token and a tag")
}

fn detect(source: &Source<'_>) -> Match {
    let head = &source.bytes[..source.bytes.len().min(4 * 1024)];
    let head = String::from_utf8_lossy(head);
    let head = head.trim_start_matches('\u{feff}').trim_start();
    if head.starts_with(DOCUMENT_START) {
        return Match::Surely;
    }
    let mut lines: Vec<Vec<&str>> = head.split('\n').map(columns).filter(|columns| !columns.is_empty()).collect();
    if head.len() < source.bytes.len() {
        // It may be cut off here.
        lines.pop();
    }
    // As many columns in each line, and the last a tag: a line or two of prose may well end with “O” or “B-12”.
    let is_tagged = |columns: &&Vec<&str>| columns.len() > 1 && columns.last().is_some_and(|tag| parsed(tag).is_some());
    let width = lines.iter().find(is_tagged).map_or(0, Vec::len);
    let tagged = lines.iter().filter(is_tagged).filter(|columns| columns.len() == width).count();
    if tagged > 2 && tagged * 10 >= lines.len() * 9 { Match::Maybe } else { Match::No }
}
