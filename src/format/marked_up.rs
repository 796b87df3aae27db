//! Texts with their annotations written into them, for people: plain text and Markdown. They are not read again.

use super::exchange::loss::reduce_all;
use super::exchange::measure::Measure;
use super::exchange::naming::Names;
use super::exchange::{Format, Holds, LossKind, Match, Source, WriteError, WriteOptions, Written, json};
use crate::model::{Annotation, Body, Holder, Referent, Session};
use std::rc::Rc;

/// What neither of them has.
const NO: &[LossKind] = &[
    LossKind::LabelSet,
    LossKind::Hints,
    LossKind::Provenance,
    LossKind::Unknown,
    LossKind::Review,
    LossKind::Nuances,
    LossKind::Attributes,
];

/// The entry of plain text in the table of formats.
pub const PLAIN: Format = Format {
    id: "marked-text",
    name: "Plain text with marks",
    extensions: &["txt"],
    media_type: "text/plain",
    unit: None,
    choices: &[],
    holds: Holds { aside: &[], no: NO },
    write: Some(write_plain),
    read: None,
    detect: never,
};

/// The entry of Markdown in the table of formats.
pub const MARKDOWN: Format = Format {
    id: "markdown",
    name: "Markdown with notes",
    extensions: &["md"],
    media_type: "text/markdown",
    unit: None,
    choices: &[],
    holds: Holds { aside: &[], no: NO },
    write: Some(write_markdown),
    read: None,
    detect: never,
};

pub(super) fn never(_: &Source<'_>) -> Match {
    Match::No
}

fn write_plain(sessions: &[&Session], options: &WriteOptions<'_>) -> Result<Written, WriteError> {
    let (reduced, losses) = reduce_all(sessions, &PLAIN.holds, options);
    let file = reduced.iter().map(|session| document(session, &Style::PLAIN)).collect::<Vec<_>>().join("\n\n");
    Ok(Written { file: file.into_bytes(), extension: PLAIN.extensions[0], losses })
}

fn write_markdown(sessions: &[&Session], options: &WriteOptions<'_>) -> Result<Written, WriteError> {
    let (reduced, losses) = reduce_all(sessions, &MARKDOWN.holds, options);
    let file = reduced.iter().map(|session| document(session, &Style::MARKDOWN)).collect::<Vec<_>>().join("\n\n");
    Ok(Written { file: file.into_bytes(), extension: MARKDOWN.extensions[0], losses })
}

/// How marks are written.
struct Style {
    escape: fn(&str) -> String,
    heading: fn(&str) -> String,
    /// What stands where the mark of this number starts.
    start: fn(usize) -> String,
    /// What stands where it ends, with what it is.
    end: fn(usize, &str) -> String,
    /// A line of the list below.
    note: fn(usize, &str) -> String,
}

impl Style {
    const PLAIN: Self = Self {
        escape: str::to_owned,
        heading: |title| format!("{title}\n\n"),
        start: |number| format!("[{number}: "),
        end: |number, what| format!(" |{number}: {what}]"),
        note: |number, words| format!("[{number}] {words}\n"),
    };

    const MARKDOWN: Self = Self {
        escape: markdown,
        heading: |title| format!("# {}\n\n", markdown(title)),
        start: |_| "\u{2039}".to_owned(),
        end: |number, _| format!("\u{203a}[^{number}]"),
        note: |number, words| format!("[^{number}]: {}\n", markdown(words)),
    };
}

/// Text that Markdown takes as it is.
fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() && !matches!(c, '.' | ',' | ':' | ';' | '?' | '%' | '\'' | '"' | '/') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

fn document(session: &Session, style: &Style) -> String {
    let (measure, labels) = (Measure::of(session), Names::of_labels(session));
    let text = session.text.as_str();
    let annotations: Vec<_> = session.annotations.iter(&session.text).collect();
    // Where each mark starts or ends: ends before starts, and the mark that began last ends first.
    let mut edges = Vec::new();
    for (index, annotation) in annotations.iter().enumerate() {
        for range in annotation.fragments.ranges() {
            let bytes = measure.bytes(*range);
            edges.push((bytes.end, 0, std::cmp::Reverse((bytes.start, index)), index));
            edges.push((bytes.start, 1, std::cmp::Reverse((usize::MAX - index, 0)), index));
        }
    }
    edges.sort_unstable();
    let mut out = String::new();
    if !session.description.title.is_empty() {
        out += &(style.heading)(&json::on_one_line(&session.description.title));
    }
    let mut at = 0;
    for (byte, is_start, _, index) in edges {
        out += &(style.escape)(&text[at..byte]);
        at = byte;
        let annotation = annotations[index];
        match is_start {
            1 => out += &(style.start)(index + 1),
            _ => out += &(style.end)(index + 1, &kind(annotation, &labels)),
        }
    }
    out += &(style.escape)(&text[at..]);
    out += "\n\n";
    for (number, annotation) in (1..).zip(&annotations) {
        out += &(style.note)(number, &json::on_one_line(&words(session, annotation, &labels, &measure)));
    }
    let types = Names::of_relations(session);
    for (relation, number) in session.relations.values().zip(annotations.len() + 1..) {
        let end = |id| session.annotations.get(id).map_or(String::new(), |end| measure.quote(end));
        let (from, to) = (end(&relation.from), end(&relation.to));
        let note = if relation.note.is_empty() { String::new() } else { format!(" ({})", relation.note) };
        let line = format!("“{from}” – {} – “{to}”{note}", types.get(&relation.label));
        out += &(style.note)(number, &json::on_one_line(&line));
    }
    let Session { description, codes, .. } = session;
    let said = [("Source", &description.source), ("Note", &description.note)];
    for (what, words) in said.into_iter().filter(|(_, words)| !words.is_empty()) {
        out += &format!("\n{what}: {}\n", (style.escape)(&json::on_one_line(words)));
    }
    for code in codes.values() {
        let line = format!("{}: {}", code.name, json::value_words(&code.value));
        out += &format!("\n{}\n", (style.escape)(&json::on_one_line(&line)));
    }
    out
}

/// What an annotation is, in a word or two.
pub(super) fn kind(annotation: &Annotation, labels: &Names) -> String {
    match &annotation.body {
        Body::Mention { label, .. } => labels.get(label).to_owned(),
        Body::Frame(frame) => {
            format!("{} {}", json::polarity_word(frame.polarity), frame.intensity.number())
        }
    }
}

/// All that is said of an annotation, on a line.
pub(super) fn words(session: &Session, annotation: &Rc<Annotation>, labels: &Names, measure: &Measure<'_>) -> String {
    let name = |referent: &Referent| match referent {
        Referent::Mention(id) => session.annotations.get(id).map_or(String::new(), |mention| measure.quote(mention)),
        Referent::Entity(id) => session.entities.get(id).map_or(String::new(), |entity| entity.name.to_string()),
    };
    let mut words = kind(annotation, labels);
    let quote = measure.quote(annotation);
    if !quote.is_empty() {
        words += &format!(": “{quote}”");
    }
    if let Some(entity) = annotation.entity().and_then(|id| session.entities.get(id)) {
        words += &format!(" = {}", entity.name);
        if let Some(identifier) = &entity.identifier {
            words += &format!(" ({})", identifier.as_str());
        }
    }
    if let Some(frame) = annotation.frame() {
        let holder = |holder: &Holder| match holder {
            Holder::Author => "the author".to_owned(),
            Holder::Implicit => "someone".to_owned(),
            Holder::Known(referent) => name(referent),
        };
        let holders: Vec<_> = frame.holders.iter().map(holder).collect();
        words += &format!("; by {}", holders.join(", told by "));
        if !frame.targets.is_empty() {
            words += &format!("; about {}", frame.targets.iter().map(name).collect::<Vec<_>>().join(", "));
        }
    }
    if !annotation.note.is_empty() {
        words += &format!(" – {}", annotation.note);
    }
    words
}
