//! One line of text that is a document with its annotations, for tests and documentation.
//!
//! `<PERSON|Ada Lovelace> met <GPE|London>` marks two mentions. A frame is `<+|…>`, `<-|…>`, `<0|…>` or `<±|…>`. Spans
//! that cross carry a number at both ends: `<1:PERSON|Ada <2:ORG|met>1 Lovelace>2`. `^…^` is the selection. A backslash
//! makes any of `< > | ^ \` ordinary.
//!
//! # Limitations
//!
//! A span is one stretch; of discontinuous annotations [`write()`] shows the extent.

use super::annotation::{Annotation, AnnotationId, Body, Fragments, Timestamp};
use super::annotations::Annotations;
use super::command::CommandError;
use super::frame::Polarity;
use super::label::{LabelId, LabelSet};
use super::offset::{CharPos, CharRange};
use super::session::{Description, Document, DocumentId, Records, Session, UnknownParts};
use super::text::Text;
use super::view::Tag;
use std::rc::Rc;

/// A line of notation, taken apart.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Notated {
    /// The text without marks.
    pub text: String,
    /// The spans, in the order in which they open.
    pub spans: Vec<(CharRange, Tag)>,
    /// What lies between the two `^`.
    pub selection: Option<CharRange>,
}

impl Notated {
    /// The annotations of the spans, made at time 0, with the ids 0, 1 and so on in the order in which the spans open. A span
    /// without words is none.
    pub fn annotations(&self) -> Vec<Annotation> {
        let annotation = |(number, (range, tag)): (u64, &(CharRange, Tag))| {
            let words = Fragments::one(*range)?;
            Some(Annotation::new(AnnotationId::from_bits(number), words, tag.body(), Timestamp(0)))
        };
        (0..).zip(&self.spans).filter_map(annotation).collect()
    }

    /// A session of the text with these records, and with the labels of OntoNotes.
    ///
    /// # Errors
    /// Where a record does not fit, as one with another label.
    pub fn session(&self, records: Records) -> Result<Session, CommandError> {
        let document = Document {
            id: DocumentId::from_bits(0),
            created: Timestamp(0),
            byte_order_mark: false,
            unknown: UnknownParts::default(),
        };
        let text = Rc::new(Text::new(self.text.clone(), |_| 0));
        Session::new(text, document, Description::default(), LabelSet::ontonotes()).with_records(records)
    }
}

/// Reads a line of notation, or says at which code point of it what is wrong.
pub fn read(line: &str) -> Result<Notated, String> {
    let mut notated = Notated::default();
    let mut chars = line.chars().enumerate().peekable();
    let mut at = CharPos(0);
    let mut open: Vec<(Option<String>, usize)> = Vec::new();
    let mut selected_from = None;
    while let Some((column, c)) = chars.next() {
        match c {
            '<' => {
                let mut head: String =
                    std::iter::from_fn(|| chars.next_if(|(_, c)| *c != '|' && *c != '>')).map(|(_, c)| c).collect();
                if chars.next().map(|(_, c)| c) != Some('|') {
                    return Err(format!("column {column}: `<` without `|`"));
                }
                let number = head.split_once(':').map(|(number, _)| number.to_owned());
                if let Some(number) = &number {
                    head.drain(..=number.len());
                }
                let tag = tag(&head).ok_or_else(|| format!("column {column}: no label"))?;
                open.push((number, notated.spans.len()));
                notated.spans.push((CharRange::empty(at), tag));
            }
            '>' => {
                let digits: String =
                    std::iter::from_fn(|| chars.next_if(|(_, c)| c.is_ascii_digit())).map(|(_, c)| c).collect();
                let number = (!digits.is_empty()).then_some(digits);
                let place = open.iter().rposition(|(name, _)| *name == number);
                let (_, span) = open.remove(place.ok_or_else(|| format!("column {column}: `>` closes nothing"))?);
                let range = &mut notated.spans[span].0;
                *range = CharRange::between(range.start(), at);
            }
            '^' => match selected_from.take() {
                None => selected_from = Some(at),
                Some(from) => notated.selection = Some(CharRange::between(from, at)),
            },
            c => {
                let c = if c == '\\' { chars.next().map_or('\\', |(_, c)| c) } else { c };
                notated.text.push(c);
                at = at.plus(1);
            }
        }
    }
    match (open.pop(), selected_from) {
        (Some(_), _) => Err("a span is not closed".to_owned()),
        (None, Some(_)) => Err("the selection is not closed".to_owned()),
        (None, None) => Ok(notated),
    }
}

fn tag(name: &str) -> Option<Tag> {
    let polarity = match name {
        "+" => Polarity::Positive,
        "-" => Polarity::Negative,
        "0" => Polarity::Neutral,
        "±" => Polarity::Mixed,
        label => return LabelId::new(label).map(Tag::Label),
    };
    Some(Tag::Polarity(polarity))
}

/// Writes a text with its annotations and the selection as a line of notation.
pub fn write(text: &Text, annotations: &Annotations, selection: Option<CharRange>) -> String {
    let spans: Vec<(CharRange, &Rc<Annotation>)> =
        annotations.iter(text).filter_map(|annotation| Some((annotation.extent()?, annotation))).collect();
    let crosses = |a: CharRange, b: CharRange| a.start() < b.start() && b.start() < a.end() && a.end() < b.end();
    let crossing: Vec<bool> =
        spans.iter().map(|(a, _)| spans.iter().any(|(b, _)| crosses(*a, *b) || crosses(*b, *a))).collect();
    let number = |index: usize| crossing[index].then(|| crossing[..=index].iter().filter(|c| **c).count());

    let mut line = String::new();
    let mut at = CharPos(0);
    let mut chars = text.as_str().chars();
    loop {
        let mut closed = false;
        for (index, _) in spans.iter().enumerate().rev().filter(|(_, (range, _))| range.end() == at) {
            closed = true;
            line.push('>');
            if let Some(n) = number(index) {
                line.push_str(&n.to_string());
            }
        }
        if selection.is_some_and(|range| range.start() == at || range.end() == at) {
            closed = false;
            line.push('^');
        }
        for (index, (_, annotation)) in spans.iter().enumerate().filter(|(_, (range, _))| range.start() == at) {
            closed = false;
            line.push('<');
            if let Some(n) = number(index) {
                line.push_str(&format!("{n}:"));
            }
            line.push_str(&name(&annotation.body));
            line.push('|');
        }
        let Some(c) = chars.next() else { return line };
        // A digit behind `>` would be read as the number of the span.
        if (closed && c.is_ascii_digit()) || matches!(c, '<' | '>' | '|' | '^' | '\\') {
            line.push('\\');
        }
        line.push(c);
        at = at.plus(1);
    }
}

fn name(body: &Body) -> String {
    match body {
        Body::Mention { label, .. } => label.to_string(),
        Body::Frame(frame) => match frame.polarity {
            Polarity::Negative => "-".to_owned(),
            other => other.sign().to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_taken_apart() {
        let notated = read("<PERSON|Ada> ^met^ <+|<GPE|Lon\\|don>>").expect("well formed");
        assert_eq!(notated.text, "Ada met Lon|don");
        assert_eq!(notated.selection, CharRange::new(CharPos(4), CharPos(7)));
        let ranges: Vec<_> = notated.spans.iter().map(|(range, _)| (range.start().0, range.end().0)).collect();
        assert_eq!(ranges, [(0, 3), (8, 15), (8, 15)]);
    }

    #[test]
    fn what_is_not_well_formed_is_refused() {
        for wrong in ["<PERSON Ada", "<PERSON|Ada", "Ada>", "<|Ada>", "<1:A|x>2"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
