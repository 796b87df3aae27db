//! What a format cannot hold, and what of a document is therefore not in a file.

mod kind;

pub use kind::LossKind;

use super::options::{FlatLayer, WriteOptions};
use crate::format::xml;
use crate::model::session::Records;
use crate::model::{
    Annotation, AnnotationId, Body, CharRange, Description, EntityId, Frame, Holder, Intensity, Manner, Origin,
    Referent, Relation, Session, Text, Timestamp, Unknown,
};
use std::collections::HashSet;
use std::fmt;
use std::rc::Rc;

/// How a format keeps a part of a document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Keeping {
    /// In the way of the format, so that other tools see it.
    Yes,
    /// In a place that other tools pass over. Rubricate reads it again.
    Aside,
    /// Not at all.
    No,
}

/// What a format can hold: everything but this.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Holds {
    /// What it keeps where other tools pass over it.
    pub aside: &'static [LossKind],
    /// What it cannot keep.
    pub no: &'static [LossKind],
}

impl Holds {
    /// All there is.
    pub const ALL: Self = Self { aside: &[], no: &[] };

    /// How a part is kept.
    pub fn keeping(&self, kind: LossKind) -> Keeping {
        if self.no.contains(&kind) {
            Keeping::No
        } else if self.aside.contains(&kind) {
            Keeping::Aside
        } else {
            Keeping::Yes
        }
    }
}

/// What of a document is not in a file, or only where other tools pass over it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Loss {
    /// Which of the documents, from 0.
    pub document: usize,
    /// What it is.
    pub kind: LossKind,
    /// Whether it is lost, or kept aside.
    pub keeping: Keeping,
    /// The ids of the records, where it is about records: in document order.
    pub records: Vec<String>,
    /// How many things it is about.
    pub count: usize,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (one, several) = self.kind.words();
        match (one == several, self.count) {
            (true, _) => write!(f, "{one}")?,
            (false, 1) => write!(f, "1 {one}")?,
            (false, count) => write!(f, "{count} {several}")?,
        }
        match self.keeping {
            Keeping::No => write!(f, ": left out"),
            _ => write!(f, ": kept where other tools pass over it"),
        }
    }
}

/// The words of a file that says what of documents is not in the file beside it; `names` are those of the documents.
pub fn report(losses: &[Loss], names: &[String]) -> String {
    let mut report = String::new();
    for (document, name) in names.iter().enumerate() {
        report += &format!("{name}\n");
        let mut of_document = losses.iter().filter(|loss| loss.document == document).peekable();
        if of_document.peek().is_none() {
            report += "  nothing is left out\n";
        }
        for loss in of_document {
            report += &format!("  {loss}\n");
            for record in &loss.records {
                report += &format!("    {record}\n");
            }
        }
    }
    report
}

/// What of a session a format does not hold. Costs the number of its records, and for a flat layer their logarithm.
pub fn losses(session: &Session, holds: &Holds, options: &WriteOptions<'_>) -> Vec<Loss> {
    reduce(session, 0, holds, options).1
}

/// The sessions without what a format cannot hold, and what that is.
pub fn reduce_all(sessions: &[&Session], holds: &Holds, options: &WriteOptions<'_>) -> (Vec<Session>, Vec<Loss>) {
    let mut reduced = Vec::with_capacity(sessions.len());
    let mut losses = Vec::new();
    for (document, session) in sessions.iter().enumerate() {
        let (session, of_session) = reduce(session, document, holds, options);
        reduced.push(session);
        losses.extend(of_session);
    }
    (reduced, losses)
}

/// The session without what a format cannot hold, and what that is.
///
/// Records that a format has no place for go, and with them the relations that lead to them; what points to them points
/// to nothing. Times of records that cannot be kept become those of the document.
fn reduce(session: &Session, document: usize, holds: &Holds, options: &WriteOptions<'_>) -> (Session, Vec<Loss>) {
    let mut reducing = Reducing { holds, document, losses: Vec::new() };
    let Session { text, description, labels, codes, entities, relations, .. } = session;
    let mut annotations: Vec<Rc<Annotation>> = session.annotations.iter(text).cloned().collect();

    reducing.whole(LossKind::Text, !text.is_empty());
    let described = session.document.byte_order_mark || **description != Description::default();
    let unknown = &session.document.unknown;
    let described = described || unknown.file.0.is_some() || unknown.document.0.is_some();
    let no_description = reducing.whole(LossKind::Description, described);
    reducing.whole(LossKind::LabelSet, !labels.is_empty());
    reducing.parts(LossKind::Hints, session.dismissed.iter().map(ToString::to_string).collect());
    let no_codes = reducing.parts(LossKind::Codes, codes.keys().map(ToString::to_string).collect());

    let text = &reducing.characters(text);

    // Which records there are at all.
    reducing.records(LossKind::Frames, &mut annotations, |a| a.frame().is_some());
    reducing.records(LossKind::Wordless, &mut annotations, |a| a.fragments.is_empty());
    reducing.records(LossKind::Discontinuous, &mut annotations, |a| a.fragments.ranges().len() > 1);
    let line_ends = |range: &CharRange| text.slice(*range).is_some_and(|words| words.chars().all(ends_line));
    reducing.records(LossKind::LineEnds, &mut annotations, |a| {
        !a.fragments.is_empty() && a.fragments.ranges().iter().all(line_ends)
    });
    reducing.layer(&mut annotations, options);

    // What is in them.
    reducing.fields(LossKind::Notes, &mut annotations, |a| !a.note.is_empty(), |a| a.note = "".into());
    reducing.fields(LossKind::Review, &mut annotations, |a| a.review, |a| a.review = false);
    reducing.fields(LossKind::Unknown, &mut annotations, |a| a.unknown.0.is_some(), |a| a.unknown = Unknown(None));
    let created = session.document.created;
    let unsigned = |a: &mut Annotation| {
        (a.origin, a.created, a.modified, a.coder) = (Origin::Imported, created, created, None);
    };
    let said = |origin: Origin, coder: &Option<Rc<str>>, times: [Timestamp; 2]| {
        origin != Origin::Imported || coder.is_some() || times != [created; 2]
    };
    let signed = |a: &Annotation| said(a.origin, &a.coder, [a.created, a.modified]);
    reducing.fields(LossKind::Provenance, &mut annotations, signed, unsigned);
    let has_attributes = |a: &Annotation| matches!(&a.body, Body::Mention { attributes, .. } if !attributes.is_empty());
    reducing.fields(LossKind::Attributes, &mut annotations, has_attributes, |a| {
        if let Body::Mention { attributes, .. } = &mut a.body {
            *attributes = Rc::new([]);
        }
    });
    reducing.frames(&mut annotations);
    reducing.mentions(&mut annotations);

    // What they refer to.
    let no_entities = reducing.parts(LossKind::Entities, entities.keys().map(ToString::to_string).collect());
    let entities = if no_entities { Vec::new() } else { entities.values().map(|entity| (**entity).clone()).collect() };
    let known: HashSet<EntityId> = entities.iter().map(|entity| entity.id.clone()).collect();
    let mentions = annotations.iter().filter(|annotation| annotation.label().is_some());
    let mentions: HashSet<AnnotationId> = mentions.map(|annotation| annotation.id.clone()).collect();
    for annotation in &mut annotations {
        if annotation.entity().is_some_and(|entity| !known.contains(entity))
            && let Body::Mention { entity, .. } = &mut Rc::make_mut(annotation).body
        {
            *entity = None;
        }
    }
    reducing.referents(&mut annotations, &|referent| match referent {
        Referent::Mention(id) => mentions.contains(id),
        Referent::Entity(id) => known.contains(id),
    });
    let kept: HashSet<&AnnotationId> = annotations.iter().map(|annotation| &annotation.id).collect();
    let mut relations: Vec<Rc<Relation>> = relations.values().cloned().collect();
    let all = holds.keeping(LossKind::Relations) == Keeping::No;
    let gone = |r: &Rc<Relation>| all || !kept.contains(&r.from) || !kept.contains(&r.to);
    reducing.gone(LossKind::Relations, &mut relations, gone, |relation| relation.id.to_string());
    let aside: Vec<String> = relations.iter().map(|relation| relation.id.to_string()).collect();
    if holds.keeping(LossKind::Relations) == Keeping::Aside {
        reducing.report(LossKind::Relations, Keeping::Aside, aside);
    }
    let relation = |r: &Relation| r.id.to_string();
    let unsigned = |r: &mut Relation| {
        (r.origin, r.created, r.modified, r.coder) = (Origin::Imported, created, created, None);
    };
    let signed = |r: &Relation| said(r.origin, &r.coder, [r.created, r.modified]);
    let noted = |r: &Relation| !r.note.is_empty();
    reducing.cleared(LossKind::RelationNotes, &mut relations, relation, noted, |r| r.note = "".into());
    let foreign = |r: &Relation| r.unknown.0.is_some();
    reducing.cleared(LossKind::Unknown, &mut relations, relation, foreign, |r| r.unknown = Unknown(None));
    reducing.cleared(LossKind::Provenance, &mut relations, relation, signed, unsigned);

    let records = Records {
        entities,
        annotations: annotations.iter().map(|annotation| (**annotation).clone()).collect(),
        relations: relations.iter().map(|relation| (**relation).clone()).collect(),
        codes: if no_codes { Vec::new() } else { codes.values().map(|code| (**code).clone()).collect() },
    };
    let losses = reducing.losses;
    if losses.iter().all(|loss| loss.keeping != Keeping::No || loss.kind.is_setting()) {
        return (session.clone(), losses);
    }
    let description = if no_description { Description::default() } else { (**description).clone() };
    let reduced = Session::new(Rc::clone(text), (*session.document).clone(), description, (**labels).clone());
    let reduced = reduced.with_records(records).expect("nothing refers to what is gone");
    (reduced, losses)
}

/// The losses of one document as they are found.
struct Reducing<'a> {
    holds: &'a Holds,
    document: usize,
    losses: Vec<Loss>,
}

impl Reducing<'_> {
    fn report(&mut self, kind: LossKind, keeping: Keeping, records: Vec<String>) {
        if !records.is_empty() {
            self.losses.push(Loss { document: self.document, kind, keeping, count: records.len(), records });
        }
    }

    /// A part that is there or not. Returns whether it is lost.
    fn whole(&mut self, kind: LossKind, there: bool) -> bool {
        let keeping = self.holds.keeping(kind);
        if there && keeping != Keeping::Yes {
            self.losses.push(Loss { document: self.document, kind, keeping, count: 1, records: Vec::new() });
        }
        keeping == Keeping::No
    }

    /// The text without what XML cannot hold, where the format is XML; no position changes.
    fn characters(&mut self, text: &Rc<Text>) -> Rc<Text> {
        let count = text.as_str().chars().filter(|c| !xml::holds(*c)).count();
        if count == 0 || self.holds.keeping(LossKind::Characters) != Keeping::No {
            return Rc::clone(text);
        }
        let (kind, keeping) = (LossKind::Characters, Keeping::No);
        self.losses.push(Loss { document: self.document, kind, keeping, records: Vec::new(), count });
        Rc::new(Text::new(xml::held(text.as_str()), |_| 0))
    }

    /// Parts that are all kept in one way. Returns whether they are lost.
    fn parts(&mut self, kind: LossKind, names: Vec<String>) -> bool {
        let keeping = self.holds.keeping(kind);
        if keeping != Keeping::Yes {
            self.report(kind, keeping, names);
        }
        keeping == Keeping::No
    }

    /// Takes out what is gone.
    fn gone<T>(
        &mut self,
        kind: LossKind,
        records: &mut Vec<Rc<T>>,
        gone: impl Fn(&Rc<T>) -> bool,
        id: impl Fn(&T) -> String,
    ) {
        let lost = records.iter().filter(|record| gone(record)).map(|record| id(record)).collect();
        records.retain(|record| !gone(record));
        self.report(kind, Keeping::No, lost);
    }

    /// Takes out annotations that the format has no place for.
    fn records(&mut self, kind: LossKind, annotations: &mut Vec<Rc<Annotation>>, is: impl Fn(&Annotation) -> bool) {
        match self.holds.keeping(kind) {
            Keeping::Yes => {}
            Keeping::No => self.gone(kind, annotations, |annotation| is(annotation), |a| a.id.to_string()),
            Keeping::Aside => {
                let aside = annotations.iter().filter(|annotation| is(annotation)).map(|a| a.id.to_string()).collect();
                self.report(kind, Keeping::Aside, aside);
            }
        }
    }

    fn fields(
        &mut self,
        kind: LossKind,
        annotations: &mut [Rc<Annotation>],
        is: impl Fn(&Annotation) -> bool,
        clear: impl Fn(&mut Annotation),
    ) {
        self.cleared(kind, annotations, |annotation| annotation.id.to_string(), is, clear);
    }

    /// Takes a part out of the records that have it.
    fn cleared<T: Clone>(
        &mut self,
        kind: LossKind,
        records: &mut [Rc<T>],
        id: impl Fn(&T) -> String,
        is: impl Fn(&T) -> bool,
        clear: impl Fn(&mut T),
    ) {
        let keeping = self.holds.keeping(kind);
        if keeping == Keeping::Yes {
            return;
        }
        let mut found = Vec::new();
        for record in records.iter_mut().filter(|record| is(record)) {
            found.push(id(record));
            if keeping == Keeping::No {
                clear(Rc::make_mut(record));
            }
        }
        self.report(kind, keeping, found);
    }

    /// Takes out the mentions that no sentiment points to, where the format has nothing but sentiments.
    fn mentions(&mut self, annotations: &mut Vec<Rc<Annotation>>) {
        if self.holds.keeping(LossKind::Mentions) != Keeping::No {
            return;
        }
        let referents = annotations.iter().filter_map(|annotation| annotation.frame()).flat_map(Frame::referents);
        let pointed: HashSet<Referent> = referents.cloned().collect();
        let mentions = annotations.iter().filter(|annotation| annotation.label().is_some());
        let lost = mentions.map(|annotation| annotation.id.to_string()).collect();
        annotations.retain(|annotation| {
            annotation.label().is_none() || pointed.contains(&Referent::Mention(annotation.id.clone()))
        });
        self.report(LossKind::Mentions, Keeping::No, lost);
    }

    /// Takes out what does not fit into one layer.
    fn layer(&mut self, annotations: &mut Vec<Rc<Annotation>>, options: &WriteOptions<'_>) {
        if self.holds.keeping(LossKind::Overlaps) != Keeping::No {
            return;
        }
        if let FlatLayer::Labels(labels) = &options.flat {
            let other = |a: &Rc<Annotation>| !a.label().is_some_and(|label| labels.contains(label));
            self.gone(LossKind::Layer, annotations, other, |a| a.id.to_string());
        }
        let kept = flat_layer(annotations);
        self.gone(LossKind::Overlaps, annotations, |a| !kept.contains(&a.id), |a| a.id.to_string());
    }

    fn frames(&mut self, annotations: &mut [Rc<Annotation>]) {
        let mut part = |kind, is: &dyn Fn(&Frame) -> bool, clear: &dyn Fn(&mut Frame)| {
            let clear = |annotation: &mut Annotation| {
                if let Body::Frame(frame) = &mut annotation.body {
                    clear(frame);
                }
            };
            self.fields(kind, annotations, |a| a.frame().is_some_and(is), clear);
        };
        part(LossKind::Intensity, &|f| f.intensity != Intensity::default(), &|f| f.intensity = Intensity::default());
        let author: Rc<[Holder]> = Rc::new([Holder::Author]);
        part(LossKind::Holders, &|f| f.holders != author, &|f| f.holders = Rc::clone(&author));
        part(LossKind::Targets, &|f| !f.targets.is_empty(), &|f| f.targets = Rc::new([]));
        let nuances = |f: &Frame| (f.manner, f.attitude, f.flags);
        let plain = (Manner::default(), None, crate::model::Flags::default());
        part(LossKind::Nuances, &|f| nuances(f) != plain, &|f| (f.manner, f.attitude, f.flags) = plain);
    }

    /// Lets frames point to nothing where what they point to is not there.
    fn referents(&mut self, annotations: &mut [Rc<Annotation>], there: &dyn Fn(&Referent) -> bool) {
        let mut found = Vec::new();
        for annotation in annotations {
            if let Some(frame) = annotation.frame().filter(|frame| !frame.referents().all(there)) {
                let pointing = frame.pointing(|referent| there(referent).then(|| referent.clone()));
                found.push(annotation.id.to_string());
                Rc::make_mut(annotation).body = Body::Frame(pointing);
            }
        }
        self.report(LossKind::Referents, Keeping::No, found);
    }
}

/// Whether a character ends a line for programs that read lines as Python’s `str.splitlines` does.
pub(crate) fn ends_line(c: char) -> bool {
    matches!(c, '\n'..='\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The annotations of one layer without overlaps: the longest first, of equal ones the first. Those without words are in it.
fn flat_layer(annotations: &[Rc<Annotation>]) -> HashSet<AnnotationId> {
    let mut order: Vec<&Rc<Annotation>> = annotations.iter().collect();
    order.sort_by_key(|annotation| std::cmp::Reverse(annotation.fragments.len()));
    // Starts and ends of the stretches so far, which are apart.
    let mut taken = std::collections::BTreeMap::new();
    let mut kept = HashSet::new();
    for annotation in order {
        let ranges = annotation.fragments.ranges();
        let free = ranges.iter().all(|range| {
            let before = taken.range(..range.end()).next_back();
            before.is_none_or(|(_, end)| *end <= range.start())
        });
        if free {
            taken.extend(ranges.iter().map(|range| (range.start(), range.end())));
            kept.insert(annotation.id.clone());
        }
    }
    kept
}
