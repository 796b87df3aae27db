//! One reading of all annotations, in small steps.

use super::super::annotation::{Annotation, AnnotationId, Body, Fragments};
use super::super::annotations::starts_in;
use super::super::label::LabelId;
use super::super::offset::{CharPos, CharRange};
use super::super::relation::RelationId;
use super::super::session::Session;
use super::super::text::{BlockIndex, SECTION_BLOCKS, Text};
use super::super::view::Tag;
use super::edge;
use super::index::WordIndex;
use super::{Finding, Fix, Kind, MOST_CHARS, MOST_PLACES, Misplaced, key, misplaced};
use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;
use std::rc::Rc;

/// Reads the annotations of one document again and again, each time from the start, while nothing else is to be done.
///
/// Everything is done by [`Linter::step`], of which each costs a fraction of a millisecond: a first reading indexes the
/// words of the text, which never changes; every reading then looks at each annotation once, and at each different text
/// of them once.
pub struct Linter {
    text: Rc<Text>,
    index: WordIndex,
    indexed: bool,
    pass: Option<Pass>,
}

/// How many code points, annotations and groups a step looks at.
const STEP_CHARS: u32 = 8_000;
const STEP_ANNOTATIONS: usize = 64;

impl Linter {
    /// A linter of this text.
    pub fn new(text: Rc<Text>) -> Self {
        Self { index: WordIndex::new(Rc::clone(&text)), text, indexed: false, pass: None }
    }

    /// The text that it reads.
    pub fn text(&self) -> &Rc<Text> {
        &self.text
    }

    /// Begins a reading of the annotations and relations of a session; one that was not finished is dropped.
    pub fn begin(&mut self, session: Session) {
        self.pass = Some(Pass::new(session));
    }

    /// Reads a little further. At the end of a reading it gives the findings: conflicts, duplicates, edges, untagged
    /// words and relations, each in the order of the text.
    pub fn step(&mut self) -> Option<Vec<Finding>> {
        if !self.indexed {
            self.indexed = !self.index.read_on(STEP_CHARS);
            return None;
        }
        let pass = self.pass.as_mut()?;
        if pass.gather(&self.text) || pass.judge(&self.text, &self.index) || pass.judge_relations(&self.text) {
            return None;
        }
        let mut findings = self.pass.take()?.findings;
        findings.sort_by_key(|finding| (rank(&finding.kind), finding.words.start()));
        Some(findings)
    }
}

fn rank(kind: &Kind) -> u8 {
    match kind {
        Kind::Conflict(_) => 0,
        Kind::Doubled { .. } => 1,
        Kind::Duplicate(..) => 2,
        Kind::Edge(..) => 3,
        Kind::Untagged(_) => 4,
        Kind::Ends(_) => 5,
    }
}

struct Pass {
    session: Session,
    /// The block and the place in its bucket to be looked at next.
    next: (u32, usize),
    /// Annotations of one and the same extent, the latest that were looked at.
    twins: Vec<Rc<Annotation>>,
    /// What any mention covers; once all annotations were looked at, in order and apart.
    covered: Vec<CharRange>,
    groups: Vec<Group>,
    by_words: HashMap<Rc<str>, usize>,
    judged: usize,
    /// The relation that was looked at last, and whether there are more.
    last_relation: Option<RelationId>,
    findings: Vec<Finding>,
}

/// The mentions of the same words, in document order.
struct Group {
    words: Rc<str>,
    mentions: Vec<Rc<Annotation>>,
}

impl Pass {
    fn new(session: Session) -> Self {
        Self {
            session,
            next: (0, 0),
            twins: Vec::new(),
            covered: Vec::new(),
            groups: Vec::new(),
            by_words: HashMap::new(),
            judged: 0,
            last_relation: None,
            findings: Vec::new(),
        }
    }

    /// Looks at some more annotations. False when there are none.
    fn gather(&mut self, text: &Text) -> bool {
        let mut left = STEP_ANNOTATIONS;
        let sections = Rc::clone(self.session.annotations.sections());
        while left > 0 {
            let block = BlockIndex(self.next.0);
            let Some(section) = sections.get(block.section()) else {
                self.judge_twins();
                return false;
            };
            let bucket = section.buckets().get(block.within_section()).filter(|_| section.starting() > 0);
            let Some(bucket) = bucket else {
                self.next = (((block.section() + 1) * SECTION_BLOCKS) as u32, 0);
                left -= 1;
                continue;
            };
            match bucket.annotations().get(self.next.1) {
                Some(annotation) => {
                    self.next.1 += 1;
                    left -= 1;
                    if starts_in(text, annotation, block) {
                        self.take(text, annotation);
                    }
                }
                None => self.next = (block.0 + 1, 0),
            }
        }
        true
    }

    fn take(&mut self, text: &Text, annotation: &Rc<Annotation>) {
        if self.twins.first().is_some_and(|twin| twin.extent() != annotation.extent()) {
            self.judge_twins();
        }
        self.twins.push(Rc::clone(annotation));
        if annotation.label().is_none() {
            return self.judge_space(text, annotation);
        }
        self.covered.extend(annotation.fragments.ranges());
        let words = match annotation.fragments.ranges() {
            [range] if range.len() <= MOST_CHARS => text.slice(*range),
            _ => None,
        };
        let Some(words) = words else { return self.judge_space(text, annotation) };
        match self.by_words.get(words) {
            Some(group) => self.groups[*group].mentions.push(Rc::clone(annotation)),
            None => {
                let words: Rc<str> = words.into();
                self.by_words.insert(Rc::clone(&words), self.groups.len());
                self.groups.push(Group { words, mentions: vec![Rc::clone(annotation)] });
            }
        }
    }

    /// Duplicates among annotations of one extent.
    fn judge_twins(&mut self) {
        let mut twins = std::mem::take(&mut self.twins);
        while twins.len() > 1 {
            let first = twins.remove(0);
            let (mut same, others) = twins.into_iter().partition::<Vec<_>, _>(|other| says_the_same(&first, other));
            twins = others;
            same.push(first);
            self.findings.extend(duplicate(same));
        }
    }

    /// White space at the edges of what is more than the name of something.
    fn judge_space(&mut self, text: &Text, annotation: &Annotation) {
        let pieces = annotation.fragments.ranges();
        let touches =
            |a: Option<&CharRange>, b: Option<&CharRange>| matches!((a, b), (Some(a), Some(b)) if a.end() == b.start());
        let meant: Vec<CharRange> = pieces
            .iter()
            .enumerate()
            .map(|(place, piece)| {
                let meant = edge::without_space(text, *piece).unwrap_or(*piece);
                let before = place.checked_sub(1).and_then(|before| pieces.get(before));
                let start = if touches(before, Some(piece)) { piece.start() } else { meant.start() };
                let end = if touches(Some(piece), pieces.get(place + 1)) { piece.end() } else { meant.end() };
                CharRange::between(start, end)
            })
            .collect();
        if let Some((piece, meant_piece)) = pieces.iter().zip(&meant).find(|(piece, meant)| piece != meant) {
            // Long words are known by their place, which is as good: the text never changes.
            let words = Some(*piece).filter(|piece| piece.len() <= MOST_CHARS).and_then(|piece| text.slice(piece));
            let words = words.map_or_else(|| piece.to_string(), str::to_owned);
            let fragments = Fragments::new(&meant);
            self.findings.extend(fragments.and_then(|to| at_edge(annotation, &words, *piece, *meant_piece, to)));
        }
    }

    /// Looks at the next group. False when there is none.
    fn judge(&mut self, text: &Text, index: &WordIndex) -> bool {
        let Some(group) = self.groups.get(self.judged) else { return false };
        self.judged += 1;
        if self.judged == 1 {
            self.covered = merged(std::mem::take(&mut self.covered));
        }
        let places = index.find(&group.words, MOST_PLACES);
        self.findings.extend(conflict(group));
        let edges = edges(text, group, places.as_deref().unwrap_or_default());
        if edges.is_empty() {
            self.findings.extend(places.and_then(|places| untagged(group, &places, &self.covered, index)));
        }
        self.findings.extend(edges);
        true
    }

    /// Looks at some more relations. False when there are none.
    fn judge_relations(&mut self, text: &Text) -> bool {
        let after = self.last_relation.take().map_or(Bound::Unbounded, Bound::Excluded);
        let next: Vec<_> = self.session.relations.range((after, Bound::Unbounded)).take(STEP_ANNOTATIONS).collect();
        for (_, relation) in &next {
            self.findings.extend(misplaced(&self.session, relation).and_then(|misplaced| at_ends(text, &misplaced)));
        }
        self.last_relation = next.last().map(|(id, _)| (*id).clone());
        self.last_relation.is_some()
    }
}

/// A relation whose type does not allow its ends. None between frames that no words express.
fn at_ends(text: &Text, misplaced: &Misplaced<'_>) -> Option<Finding> {
    let Misplaced { relation, kind, from, to, fits_reversed } = misplaced;
    let words = |end: &Annotation| end.extent().and_then(|extent| text.slice(extent)).unwrap_or_default().to_owned();
    let remove = Fix::RemoveRelation(relation.id.clone());
    let reverse = fits_reversed.then(|| Fix::Reverse(relation.id.clone()));
    Some(Finding {
        key: key("ends", [kind.id.as_str(), &words(from), &words(to)]),
        kind: Kind::Ends(kind.id.clone()),
        words: from.extent().or(to.extent())?,
        marks: vec![from.id.clone(), to.id.clone()],
        places: Vec::new(),
        fixes: reverse.into_iter().chain([remove]).collect(),
    })
}

/// The same code points, in stretches that are in order and apart.
fn merged(mut ranges: Vec<CharRange>) -> Vec<CharRange> {
    ranges.sort_by_key(|range| range.start());
    let mut merged: Vec<CharRange> = Vec::new();
    for range in ranges {
        match merged.last_mut().filter(|last| range.start() <= last.end()) {
            Some(last) => *last = CharRange::between(last.start(), last.end().max(range.end())),
            None => merged.push(range),
        }
    }
    merged
}

fn says_the_same(a: &Annotation, b: &Annotation) -> bool {
    a.fragments == b.fragments && Tag::of(a) == Tag::of(b) && a.coder == b.coder
}

/// The annotations of `same` that add nothing to the one that says most, or was there first.
fn duplicate(mut same: Vec<Rc<Annotation>>) -> Option<Finding> {
    let attributes = |annotation: &Annotation| match &annotation.body {
        Body::Mention { attributes, .. } => Rc::clone(attributes),
        Body::Frame(_) => Rc::new([]),
    };
    let says = |annotation: &Annotation| {
        let note = usize::from(!annotation.note.is_empty());
        let unknown = usize::from(annotation.unknown.0.is_some());
        note + unknown + usize::from(annotation.review) + attributes(annotation).len()
    };
    same.sort_by_key(|annotation| (std::cmp::Reverse(says(annotation)), annotation.created, annotation.id.clone()));
    let (kept, others) = same.split_first()?;
    let kept_attributes = attributes(kept);
    let adds_nothing = |other: &&Rc<Annotation>| {
        (other.note.is_empty() || other.note == kept.note)
            && (other.unknown.0.is_none() || other.unknown == kept.unknown)
            && (!other.review || kept.review)
            && attributes(other).iter().all(|value| kept_attributes.contains(value))
    };
    let pairs: Vec<_> = others.iter().filter(adds_nothing).map(|other| (other.id.clone(), kept.id.clone())).collect();
    if pairs.is_empty() {
        return None;
    }
    let tag = Tag::of(kept);
    let places = kept.fragments.ranges().iter().map(|range| range.to_string());
    let parts: Vec<String> = std::iter::once(name(&tag).to_owned()).chain(places).collect();
    let words = kept.extent()?;
    Some(Finding {
        kind: Kind::Duplicate(tag, pairs.len()),
        key: key("duplicate", parts.iter().map(|part| &**part)),
        words,
        marks: pairs.iter().map(|(id, _)| id.clone()).chain([kept.id.clone()]).collect(),
        places: Vec::new(),
        fixes: vec![Fix::Remove(pairs)],
    })
}

fn name(tag: &Tag) -> &str {
    match tag {
        Tag::Label(label) => label.as_str(),
        Tag::Polarity(polarity) => polarity.sign(),
    }
}

/// The labels of a group where it is tagged, by place.
fn by_place(group: &Group) -> Vec<(CharRange, Vec<&Rc<Annotation>>)> {
    let mut places: Vec<(CharRange, Vec<&Rc<Annotation>>)> = Vec::new();
    for mention in &group.mentions {
        let extent = mention.extent().unwrap_or_default();
        match places.last_mut() {
            Some((place, mentions)) if *place == extent => mentions.push(mention),
            _ => places.push((extent, vec![mention])),
        }
    }
    places
}

/// Different labels of the same words.
fn conflict(group: &Group) -> Option<Finding> {
    let places = by_place(group);
    let mut alone: BTreeMap<&LabelId, Vec<&[&Rc<Annotation>]>> = BTreeMap::new();
    let mut doubled: Vec<&[&Rc<Annotation>]> = Vec::new();
    for (_, mentions) in &places {
        let mut labels = mentions.iter().filter_map(|mention| mention.label());
        let first = labels.next()?;
        if labels.all(|label| label == first) {
            alone.entry(first).or_default().push(mentions);
        } else {
            doubled.push(mentions);
        }
    }
    let mut alone: Vec<_> = alone.into_iter().collect();
    alone.sort_by_key(|(_, places)| {
        (std::cmp::Reverse(places.len()), places.first().and_then(|p| p.first()?.extent()).map(CharRange::start))
    });
    match alone.as_slice() {
        [] => None,
        [(label, alone)] => double(group, label, alone.len(), &doubled),
        labels => Some(conflicting(group, labels)),
    }
}

fn conflicting(group: &Group, labels: &[(&LabelId, Vec<&[&Rc<Annotation>]>)]) -> Finding {
    let ids = |places: &[&[&Rc<Annotation>]]| -> Vec<AnnotationId> {
        places.iter().flat_map(|mentions| mentions.iter().map(|mention| mention.id.clone())).collect()
    };
    let as_label = |(label, _): &(&LabelId, Vec<&[&Rc<Annotation>]>)| {
        let others = labels.iter().filter(|(other, _)| other != label);
        Fix::Relabel(others.flat_map(|(_, places)| ids(places)).collect(), (*label).clone())
    };
    let mut names: Vec<&str> = labels.iter().map(|(label, _)| label.as_str()).collect();
    names.sort_unstable();
    Finding {
        kind: Kind::Conflict(labels.iter().map(|(label, places)| ((*label).clone(), places.len())).collect()),
        key: key("conflict", std::iter::once(&*group.words).chain(names)),
        words: group.mentions.first().and_then(|mention| mention.extent()).unwrap_or_default(),
        marks: labels.iter().rev().flat_map(|(_, places)| ids(places)).collect(),
        places: Vec::new(),
        fixes: labels.iter().map(as_label).collect(),
    }
}

/// A second label at the minority of the places.
fn double(group: &Group, label: &LabelId, alone: usize, doubled: &[&[&Rc<Annotation>]]) -> Option<Finding> {
    let mut pairs = Vec::new();
    let mut beside: Vec<LabelId> = Vec::new();
    let mut count = 0;
    for mentions in doubled {
        let Some(main) = mentions.iter().find(|mention| mention.label() == Some(label)) else { continue };
        count += 1;
        for mention in mentions.iter().filter(|mention| mention.label() != Some(label)) {
            pairs.push((mention.id.clone(), main.id.clone()));
            beside.extend(mention.label().filter(|label| !beside.contains(label)).cloned());
        }
    }
    if count == 0 || count >= alone {
        return None;
    }
    beside.sort();
    let names = beside.iter().map(LabelId::as_str);
    Some(Finding {
        key: key("doubled", [&*group.words, label.as_str()].into_iter().chain(names)),
        kind: Kind::Doubled { label: (label.clone(), alone), beside: (beside, count) },
        words: group.mentions.first().and_then(|mention| mention.extent()).unwrap_or_default(),
        marks: pairs.iter().map(|(id, _)| id.clone()).collect(),
        places: Vec::new(),
        fixes: vec![Fix::Remove(pairs)],
    })
}

/// The mentions of a group whose edges were hardly meant; `places` is where its words stand.
fn edges(text: &Text, group: &Group, places: &[CharRange]) -> Vec<Finding> {
    let first = group.mentions.first().and_then(|mention| mention.extent());
    let Some((first, meant)) = first.and_then(|first| Some((first, edge::meant(text, first, places)?))) else {
        return Vec::new();
    };
    let (ahead, behind) = (meant.start().since(first.start()), first.end().since(meant.end()));
    if (ahead, behind) == (0, 0) {
        return Vec::new();
    }
    let finding = |mention: &Rc<Annotation>| {
        let words = mention.extent()?;
        let meant = CharRange::new(words.start().plus(ahead), CharPos(words.end().0 - behind))?;
        at_edge(mention, &group.words, words, meant, Fragments::one(meant)?)
    };
    group.mentions.iter().filter_map(finding).collect()
}

fn at_edge(
    annotation: &Annotation,
    words: &str,
    range: CharRange,
    meant: CharRange,
    fragments: Fragments,
) -> Option<Finding> {
    let tag = Tag::of(annotation);
    Some(Finding {
        key: key("edge", [words, name(&tag)]),
        kind: Kind::Edge(tag, meant),
        words: range,
        marks: vec![annotation.id.clone()],
        places: Vec::new(),
        fixes: vec![Fix::Reshape(annotation.id.clone(), annotation.fragments.clone(), fragments)],
    })
}

/// The `places` of a group's words that no mention touches.
fn untagged(group: &Group, places: &[CharRange], covered: &[CharRange], index: &WordIndex) -> Option<Finding> {
    let label = group.mentions.first()?.label()?;
    if group.mentions.iter().any(|mention| mention.label() != Some(label)) {
        return None;
    }
    let is_covered = |place: &CharRange| {
        let after = covered.partition_point(|range| range.start() < place.end());
        after.checked_sub(1).is_some_and(|last| covered[last].end() > place.start())
    };
    let untagged: Vec<CharRange> = places.iter().filter(|place| !is_covered(place)).copied().collect();
    // Marks of parts of words say nothing about whole words.
    let tagged = by_place(group)
        .iter()
        .filter(|(place, _)| places.binary_search_by_key(&place.start(), |p| p.start()).is_ok())
        .count();
    if untagged.is_empty() || tagged == 0 || (tagged < untagged.len() && is_common(&group.words, index)) {
        return None;
    }
    Some(Finding {
        key: key("untagged", [&*group.words, label.as_str()]),
        kind: Kind::Untagged(label.clone()),
        words: *untagged.first()?,
        marks: vec![group.mentions.first()?.id.clone()],
        fixes: vec![Fix::Tag(untagged.clone(), label.clone())],
        places: untagged,
    })
}

/// Words that mostly are no names: see the module.
fn is_common(words: &str, index: &WordIndex) -> bool {
    let unspaced = |c: char| c.is_alphabetic() && !super::super::occurrences::is_spaced(c);
    let letters = words.chars().filter(|c| c.is_alphanumeric()).count();
    let is_short = letters > 0 && letters < if words.chars().any(unspaced) { 2 } else { 3 };
    let has_case = words.chars().any(|c| c.is_lowercase() || c.is_uppercase());
    let is_small = has_case && !words.chars().any(char::is_uppercase);
    let is_number = !words.chars().any(char::is_alphabetic) && words.chars().any(char::is_numeric);
    let occurs_small = || index.find(&words.to_lowercase(), MOST_PLACES).is_none_or(|found| !found.is_empty());
    is_short || is_small || is_number || (has_case && occurs_small())
}

#[cfg(test)]
mod tests {
    use super::super::super::annotations::Annotations;

    use super::super::super::session::Records;
    use super::super::super::{Command, Relation, Timestamp, notation};
    use super::*;

    /// A line of notation as a session; the ids count from 0 in the order in which the spans open.
    fn session(line: &str) -> Session {
        let notated = notation::read(line).expect("well formed");
        // Each is younger than the one before it.
        let mut annotations = notated.annotations();
        for (annotation, at) in annotations.iter_mut().zip(0..) {
            (annotation.created, annotation.modified) = (Timestamp(at), Timestamp(at));
        }
        notated.session(Records { annotations, ..Records::default() }).expect("the annotations fit")
    }

    fn findings(session: &Session) -> Vec<Finding> {
        let mut linter = Linter::new(Rc::clone(&session.text));
        linter.begin(session.clone());
        std::iter::from_fn(|| Some(linter.step())).find_map(|findings| findings).expect("a reading ends")
    }

    /// A finding in short.
    fn shown(session: &Session, finding: &Finding) -> String {
        let words = |range| session.text.slice(range).expect("in the text");
        let about = words(finding.words);
        let labels = |labels: &[LabelId]| labels.iter().map(LabelId::as_str).collect::<Vec<_>>().join(" ");
        match &finding.kind {
            Kind::Conflict(found) => {
                let found: Vec<_> = found.iter().map(|(label, count)| format!("{count} {label}")).collect();
                format!("conflict {about}: {}", found.join(", "))
            }
            Kind::Doubled { label: (label, alone), beside: (beside, count) } => {
                format!("doubled {about}: {alone} {label}, {count} {}", labels(beside))
            }
            Kind::Duplicate(tag, count) => format!("duplicate {about}: {count} {}", name(tag)),
            Kind::Edge(_, meant) => format!("edge [{about}] [{}]", words(*meant)),
            Kind::Untagged(label) => {
                assert!(finding.places.iter().all(|place| words(*place) == about));
                format!("untagged {about}: {} of {label}", finding.places.len())
            }
            Kind::Ends(kind) => format!("ends {about}: {kind}, {} fixes", finding.fixes.len()),
        }
    }

    #[test]
    fn a_second_reader_would_ask_about_this() {
        for (line, expected) in [
            // Nothing is wrong.
            ("", &[][..]),
            ("no marks at all", &[]),
            ("<GPE|Istanbul> and <GPE|Istanbul>", &[]),
            // Conflicts.
            ("<GPE|Ankara>, <GPE|Ankara>, <ORG|Ankara>", &["conflict Ankara: 2 GPE, 1 ORG"]),
            ("<ORG|Ankara>, <GPE|Ankara>", &["conflict Ankara: 1 ORG, 1 GPE"]),
            ("<ORG|Ankara>, <GPE|ANKARA>", &[]),
            ("<ORG|the Bank of England>, <GPE|England>", &[]),
            ("<+|fine>, <-|fine>", &[]),
            ("<ORG|東京>は<GPE|東京>", &["conflict 東京: 1 ORG, 1 GPE"]),
            ("<ORG|الرئيس> <PERSON|الرئيس>", &["conflict الرئيس: 1 ORG, 1 PERSON"]),
            ("<PRODUCT|😀> <EVENT|😀>", &["conflict 😀: 1 PRODUCT, 1 EVENT"]),
            // Two labels at one place are meant, unless most places have one of them alone.
            ("<ORG|<GPE|Ankara>>", &[]),
            ("<ORG|<GPE|Ankara>>, <ORG|<GPE|Ankara>>", &[]),
            ("<ORG|<GPE|Ankara>>, <GPE|Ankara>", &[]),
            ("<ORG|<GPE|Ankara>>, <GPE|Ankara>, <GPE|Ankara>", &["doubled Ankara: 2 GPE, 1 ORG"]),
            ("<ORG|<GPE|Ankara>>, <ORG|<GPE|Ankara>>, <GPE|Ankara>", &[]),
            // Duplicates.
            ("<GPE|<GPE|Ankara>>", &["duplicate Ankara: 1 GPE"]),
            ("<GPE|<GPE|<ORG|<GPE|Ankara>>>>", &["duplicate Ankara: 2 GPE"]),
            ("<+|<+|very good>>", &["duplicate very good: 1 +"]),
            ("<+|<-|not bad>>", &[]),
            ("<GPE|<+|Ankara>>", &[]),
            // Edges.
            ("<GPE|Ankara, >and <GPE|Ankara>", &["edge [Ankara, ] [Ankara]"]),
            ("<GPE|Ankara,> or <GPE|Ankara,> or", &["edge [Ankara,] [Ankara]", "edge [Ankara,] [Ankara]"]),
            ("<+|What a day!> <-| Bad.>", &["edge [ Bad.] [Bad.]"]),
            ("<ORG|Yahoo!> said. By <ORG|Yahoo!>", &[]),
            // Untagged words.
            ("<GPE|Ankara> and Ankara", &["untagged Ankara: 1 of GPE"]),
            ("<GPE|Ankara>, Ankara’s Ankara, ANKARA, Ankaran", &["untagged Ankara: 2 of GPE"]),
            ("<GPE|York> and <GPE|New York> and <ORG|York Ltd.>", &[]),
            ("<GPE|York> and <+|great York>", &["untagged York: 1 of GPE"]),
            ("<PERSON|Ada> <1:PERSON|Ada <2:ORG|Ada>1 Ltd.>2", &[]),
            ("<GPE|東京>は東京都", &["untagged 東京: 1 of GPE"]),
            ("<GPE|إسطنبول> إسطنبول", &["untagged إسطنبول: 1 of GPE"]),
            ("<GPE|New\r\nYork> New\r\nYork", &["untagged New\r\nYork: 1 of GPE"]),
            ("<+|great> and great", &[]),
            // Common words count where most are tagged.
            ("<CARDINAL|two> and two and two", &[]),
            ("<CARDINAL|two> and <CARDINAL|two> and two", &["untagged two: 1 of CARDINAL"]),
            ("<DATE|2016>, 2016, 2016", &[]),
            ("<ORG|EU>, EU, EU", &[]),
            ("<ORG|EU>, <ORG|EU>, EU", &["untagged EU: 1 of ORG"]),
            ("<GPE|京>京京", &[]),
            ("<DATE|May>, May, May", &["untagged May: 2 of DATE"]),
            ("<DATE|May>, May, May, you may", &[]),
            // What is in conflict is not spread, and neither is what has bad edges.
            ("<GPE|Ankara>, <ORG|Ankara>, Ankara", &["conflict Ankara: 1 GPE, 1 ORG"]),
            ("<PERSON|Put>in, Putin", &[]),
        ] {
            let session = session(line);
            let found: Vec<_> = findings(&session).iter().map(|finding| shown(&session, finding)).collect();
            assert_eq!(found, expected, "{line}");
        }
    }

    #[test]
    fn what_adds_something_is_no_duplicate() {
        let with = |change: fn(&mut Annotation)| {
            let plain = session("<GPE|<GPE|Ankara>>");
            let mut marks: Vec<Annotation> = plain.annotations.iter(&plain.text).map(|mark| (**mark).clone()).collect();
            change(&mut marks[1]);
            let annotations = Annotations::none(&plain.text);
            assert!(annotations.is_empty());
            let empty = Session { annotations, ..plain };
            findings(&empty.with_annotations(marks).expect("they fit"))
        };
        let removed = |findings: Vec<Finding>| match findings.first().map(|finding| finding.fixes.clone()).as_deref() {
            Some([Fix::Remove(pairs)]) => pairs.first().map(|(id, _)| id.to_string()),
            _ => None,
        };
        assert_eq!(removed(with(|_| {})).as_deref(), Some("00000001"), "the later one goes");
        assert_eq!(
            removed(with(|mark| mark.note = "look".into())).as_deref(),
            Some("00000000"),
            "the one without a note goes"
        );
        assert_eq!(removed(with(|mark| mark.coder = Some("B".into()))), None, "another coder agrees");
    }

    #[test]
    fn a_relation_between_labels_that_it_does_not_link_is_turned_round_or_removed() {
        let id = |number: u64| AnnotationId::from_bits(number);
        let start = session("<PERSON|Ada> of <ORG|Acme>, in <GPE|Ankara>");
        let relate = |session: Session, (number, kind, from, to): (u64, &str, u64, u64)| {
            let kind = LabelId::new(kind).expect("an id");
            let relation = Relation::new(RelationId::from_bits(number), kind, id(from), id(to), Timestamp(0));
            let records = Records {
                annotations: session.annotations.iter(&session.text).map(|a| (**a).clone()).collect(),
                relations: session.relations.values().map(|r| (**r).clone()).chain([relation]).collect(),
                ..Records::default()
            };
            let Session { text, document, description, labels, .. } = session;
            let fresh = Session::new(text, (*document).clone(), (*description).clone(), (*labels).clone());
            fresh.with_records(records).expect("both ends are there")
        };
        let all = [(0, "works_for", 0, 1), (1, "works_for", 1, 0), (2, "located_in", 2, 0), (3, "part_of", 1, 2)];
        let session = all.into_iter().fold(start, relate);
        let found = findings(&session);
        let shown: Vec<_> = found.iter().map(|finding| shown(&session, finding)).collect();
        assert_eq!(shown, ["ends Acme: works_for, 2 fixes", "ends Ankara: located_in, 2 fixes"]);
        let mend = |session: &Session, fix: &Fix| {
            let action = fix.action(session, Timestamp(1), || id(99))?;
            Some(session.run(&Command { at: Timestamp(1), action }).expect("a fix can be done"))
        };
        let mended = mend(&session, &found[0].fixes[0]).expect("it is still so");
        assert_eq!(mended.relations[&RelationId::from_bits(1)].from, id(0));
        assert!(mend(&mended, &found[0].fixes[0]).is_none(), "it is so no longer");
        assert!(mend(&mended, &found[0].fixes[1]).is_none(), "what is allowed stays");
        let mended = mend(&mended, &found[1].fixes[1]).expect("it is still so");
        assert_eq!(mended.relations.len(), 3);
        assert!(findings(&mended).is_empty());
    }
}
