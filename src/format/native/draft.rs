//! From what a file says of an annotation to an annotation that fits the text.

use super::fields::{A_FLAG, A_LIST, A_NUMBER, AN_OBJECT, Fields, Mended, TEXT};
use super::places::Places;
use super::problem::{Fault, Outcome, Place, Problem, Record, short};
use super::{ORIGINS, linked};
use crate::model::annotation::AttributeValue;
use crate::model::{
    Annotation, AnnotationId, Body, CharPos, CharRange, Fragments, LabelId, LabelSet, Origin, Text, Timestamp,
};
use serde_json::value::RawValue;
use std::collections::HashSet;
use std::rc::Rc;

/// Which list of the file an annotation is in.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Mention,
    Frame,
}

/// An annotation that is not placed in a text.
pub(crate) struct Said {
    /// Its place in its list of the file, from 1.
    pub(crate) number: usize,
    /// All of it but its words.
    pub(crate) annotation: Annotation,
    /// Starts and ends of its spans in code points, as the file says.
    pub(crate) spans: Vec<(u64, u64)>,
    /// Its words, those of several spans joined by one space, where the file says all of them.
    pub(crate) quote: Option<String>,
}

/// An annotation as the file has it, before it is checked against the text.
pub(super) struct Draft<'a> {
    kind: Kind,
    number: usize,
    json: &'a str,
    /// The annotation without its words, the spans of those, and what of it could not be kept.
    said: Result<(Annotation, Vec<Span>, Mended), Fault>,
}

impl<'a> Draft<'a> {
    pub(super) fn of(kind: Kind, number: usize, json: &'a str, document_created: Timestamp) -> Self {
        Self { kind, number, json, said: annotation(kind, json, document_created) }
    }

    fn spans(&self) -> &[Span] {
        self.said.as_ref().map_or(&[], |(_, spans, _)| spans)
    }

    /// What it says, where it could be read; the text has yet to be looked at. What could not be kept is reported.
    pub(super) fn said(self, problems: &mut Vec<Problem>) -> Option<Said> {
        let place = self.place();
        let Self { number, said, .. } = self;
        let mut report = |fault, outcome| problems.push(Problem { place: place.clone(), fault, outcome });
        match said {
            Ok((annotation, spans, mended)) => {
                mended.into_iter().for_each(|(fault, outcome)| report(fault, outcome));
                let quotes: Option<Vec<&str>> = spans.iter().map(|span| span.quote.as_deref()).collect();
                let quote = quotes.filter(|quotes| !quotes.is_empty()).map(|quotes| quotes.join(" "));
                let spans = spans.iter().map(|span| (span.start, span.end)).collect();
                Some(Said { number, annotation, spans, quote })
            }
            Err(fault) => {
                report(fault, Outcome::LeftOut);
                None
            }
        }
    }

    fn place(&self) -> Place {
        let record = Record::of(self.number, self.json);
        match self.kind {
            Kind::Mention => Place::Mention(record),
            Kind::Frame => Place::Frame(record),
        }
    }
}

fn annotation(kind: Kind, json: &str, document_created: Timestamp) -> Result<(Annotation, Vec<Span>, Mended), Fault> {
    let mut fields = Fields::of(json)?;
    let mut mended = Vec::new();
    let id: String = fields.need("id", TEXT)?;
    let id = AnnotationId::new(&id).ok_or(Fault::NotAnId(id))?;
    let spans = fields.take::<Vec<&RawValue>>("spans", A_LIST)?.unwrap_or_default();
    let spans = spans.iter().map(|span| Span::of(span.get(), &mut mended)).collect::<Result<Vec<_>, _>>()?;
    let body = match kind {
        Kind::Mention => {
            let label: String = fields.need("label", TEXT)?;
            let label = LabelId::new(&label).ok_or(Fault::UnknownLabel(label))?;
            let attributes = fields.spare::<Fields<'_>>("attributes", AN_OBJECT, &mut mended);
            let attributes = attributes.map_or_else(Rc::default, |fields| attributes_of(fields, &mut mended));
            Body::Mention { label, attributes, entity: linked::entity_of(&mut fields, &mut mended) }
        }
        Kind::Frame => Body::Frame(linked::frame(&mut fields, &mut mended)?),
    };
    let created = fields.spare_time("created", &mut mended).unwrap_or(document_created);
    let annotation = Annotation {
        id,
        fragments: Fragments::default(),
        body,
        note: fields.spare::<String>("note", TEXT, &mut mended).unwrap_or_default().into(),
        origin: origin(&mut fields, &mut mended),
        review: fields.spare("review", A_FLAG, &mut mended).unwrap_or(false),
        created,
        modified: fields.spare_time("modified", &mut mended).unwrap_or(created),
        coder: fields.spare::<String>("coder", TEXT, &mut mended).map(Rc::from),
        unknown: fields.unknown(),
    };
    Ok((annotation, spans, mended))
}

/// Where an annotation comes from: from another tool, unless it says something that we know.
pub(super) fn origin(fields: &mut Fields<'_>, mended: &mut Mended) -> Origin {
    const WANTED: &str = "“human”, “imported” or “suggested”";
    let Some(said) = fields.spare::<String>("origin", WANTED, mended) else { return Origin::Imported };
    let known = ORIGINS.iter().find(|(word, _)| *word == said);
    if known.is_none() {
        mended.push((Fault::Wrong { field: "origin", wanted: WANTED }, Outcome::Without));
    }
    known.map_or(Origin::Imported, |(_, origin)| *origin)
}

fn attributes_of(fields: Fields<'_>, mended: &mut Mended) -> Rc<[(Rc<str>, AttributeValue)]> {
    if let Some(name) = fields.twice() {
        mended.push((Fault::Twice(name.to_owned()), Outcome::Without));
        return Rc::default();
    }
    let kept = fields.rest().filter_map(|(name, json)| match value_of(json) {
        Some(value) => Some((Rc::from(name), value)),
        None => {
            mended.push((Fault::Attribute(name), Outcome::Without));
            None
        }
    });
    kept.collect()
}

/// What an attribute or a variable is said to be; `None` where that is no value.
pub(crate) fn value_of(json: &str) -> Option<AttributeValue> {
    match json.as_bytes().first()? {
        b'"' => Some(AttributeValue::Text(serde_json::from_str::<String>(json).ok()?.into())),
        b't' => Some(AttributeValue::Flag(true)),
        b'f' => Some(AttributeValue::Flag(false)),
        b'-' | b'0'..=b'9' => Some(AttributeValue::Number(json.into())),
        _ => None,
    }
}

/// A span as the file has it. Any number may be wrong.
struct Span {
    start: u64,
    end: u64,
    utf16: Option<[u64; 2]>,
    utf8: Option<[u64; 2]>,
    quote: Option<String>,
}

impl Span {
    fn of(json: &str, mended: &mut Mended) -> Result<Self, Fault> {
        const TWO: &str = "a list of two whole numbers";
        let mut fields = Fields::of(json)?;
        let span = Self {
            start: fields.need("start", A_NUMBER)?,
            end: fields.need("end", A_NUMBER)?,
            utf16: fields.take("utf16", TWO)?,
            utf8: fields.take("utf8", TWO)?,
            quote: fields.take("quote", TEXT)?,
        };
        mended.extend(fields.rest().map(|(name, _)| (Fault::SpanField(name), Outcome::Without)));
        Ok(span)
    }
}

/// What annotations are checked against.
pub(super) struct Check<'a> {
    text: &'a Text,
    places: Places,
    labels: HashSet<&'a LabelId>,
    altered: bool,
    ids: HashSet<AnnotationId>,
}

impl<'a> Check<'a> {
    pub(super) fn new(text: &'a Text, labels: &'a LabelSet, altered: bool, drafts: &[Draft<'_>]) -> Self {
        let spans = drafts.iter().flat_map(Draft::spans);
        let bounds = spans.flat_map(|span| [span.start, span.end]).filter_map(|at| u32::try_from(at).ok());
        let places = Places::of(text.as_str(), bounds.collect());
        Self { text, places, labels: labels.iter().map(|label| &label.id).collect(), altered, ids: HashSet::new() }
    }

    /// The annotations that fit; the others are reported. What they refer to has yet to be checked, for it may be left out
    /// itself; so they come with their places in the file.
    pub(super) fn annotations(
        mut self,
        drafts: Vec<Draft<'_>>,
        problems: &mut Vec<Problem>,
    ) -> Vec<(Annotation, Place)> {
        let mut kept = Vec::with_capacity(drafts.len());
        for mut draft in drafts {
            let said = std::mem::replace(&mut draft.said, Err(Fault::NotAnObject));
            let checked = said.and_then(|(annotation, spans, mut mended)| {
                let annotation = self.annotation(annotation, &spans, &mut mended)?;
                Ok((annotation, mended))
            });
            let mut report = |fault, outcome| problems.push(Problem { place: draft.place(), fault, outcome });
            match checked {
                Ok((annotation, mended)) => {
                    mended.into_iter().for_each(|(fault, outcome)| report(fault, outcome));
                    let place = draft.place();
                    kept.push((annotation, place));
                }
                Err(fault) => report(fault, Outcome::LeftOut),
            }
        }
        kept
    }

    fn annotation(&mut self, annotation: Annotation, spans: &[Span], mended: &mut Mended) -> Result<Annotation, Fault> {
        let ranges = spans.iter().map(|span| self.range(span, mended)).collect::<Result<Vec<_>, _>>()?;
        let fragments = Fragments::new(&ranges).ok_or(Fault::Disorder)?;
        if let Some(label) = annotation.label() {
            if !self.labels.contains(label) {
                return Err(Fault::UnknownLabel(label.to_string()));
            }
            if fragments.is_empty() {
                return Err(Fault::NoWords);
            }
        }
        if !self.ids.insert(annotation.id.clone()) {
            return Err(Fault::IdTaken);
        }
        Ok(Annotation { fragments, ..annotation })
    }

    /// The range of a span. The quote decides: where it is the text between the offsets in code points, wrong offsets in
    /// other units do no harm; where there is none, all offsets must agree.
    fn range(&self, span: &Span, mended: &mut Mended) -> Result<CharRange, Fault> {
        let &Span { start, end, utf16, utf8, ref quote } = span;
        if end < start {
            return Err(Fault::Reversed { start, end });
        }
        let spot = |at| u32::try_from(at).ok().and_then(|at| self.places.get(at));
        let length = self.text.len();
        let (from, to) = spot(start).zip(spot(end)).ok_or(Fault::Outside { start, end, length })?;
        if start == end {
            return Err(Fault::EmptySpan { at: start });
        }
        let words = self.text.as_str().get(from.utf8 as usize..to.utf8 as usize).unwrap_or_default();
        match quote {
            Some(quote) if quote != words => return Err(Fault::OtherWords { found: short(words) }),
            None if self.altered => return Err(Fault::NoQuote),
            _ => {}
        }
        let units = [("UTF-16", utf16, [from.utf16, to.utf16]), ("UTF-8", utf8, [from.utf8, to.utf8])];
        for (unit, said, true_offsets) in units {
            if said.is_none_or(|said| said == true_offsets.map(u64::from)) {
                continue;
            }
            let fault = Fault::OtherOffsets { unit };
            if quote.is_none() {
                return Err(fault);
            }
            mended.push((fault, Outcome::PutRight));
        }
        Ok(CharRange::between(CharPos(from.chars), CharPos(to.chars)))
    }
}
