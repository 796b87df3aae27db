//! From WebAnno TSV to feature structures, and from these to documents.

use super::super::read::{Found, Sofa, draft};
use super::super::{DEPENDENT, GOVERNOR, OURS as SIDECAR};
use super::OURS;
use super::cells::{parts, unescape_text, unescape_value, with_number};
use crate::format::exchange::draft::Draft;
use crate::format::exchange::json::{left_out, without};
use crate::format::exchange::{Fault, Place, Problem, ReadError, ReadOptions, Reading, Source};
use crate::format::one_each::{self, Files};
use std::collections::{BTreeMap, HashMap};

/// What a relation is known by: its place among all of the file, from 1.
pub(super) fn relation_id(number: u32) -> String {
    format!("relation {number}")
}

const FILES: Files = Files { ending: ".tsv", wanted: "WebAnno TSV 3", none: "the archive has no .tsv file" };

pub(super) fn read(source: &Source<'_>, options: &ReadOptions<'_>) -> Result<Reading, ReadError> {
    one_each::read(source, options, &FILES, draft_of)
}

/// A column: a feature of a layer.
struct Column {
    layer: usize,
    kind: Kind,
}

enum Kind {
    Feature(String),
    /// The roles of slots, and what fills them.
    Roles,
    Fillers,
    /// Where a relation starts.
    Start,
    /// Nothing: the layer has no features.
    Bare,
}

struct Layer {
    name: String,
    is_relation: bool,
    is_chain: bool,
}

/// What the lines say so far.
#[derive(Default)]
struct Rows {
    layers: Vec<Layer>,
    columns: Vec<Column>,
    text: String,
    /// The length of the text in UTF-16 units.
    length: u64,
    /// How much more may be made up for between sentences.
    blank: u64,
    pending: String,
    ours: Option<String>,
    found: Vec<Span>,
    /// Annotations by layer and number, and by layer, unit and place in the stack.
    numbered: HashMap<(usize, String), usize>,
    stacked: HashMap<(usize, String), Vec<usize>>,
    relations: Vec<Relation>,
}

/// An annotation on words.
struct Span {
    layer: usize,
    id: String,
    bounds: (u64, u64),
    place: Place,
    features: BTreeMap<String, String>,
    slots: Vec<(String, String)>,
}

struct Relation {
    layer: usize,
    place: Place,
    /// Where it leads: a unit, and its number there if that is said.
    to: String,
    from: String,
    numbers: Option<(String, String)>,
    features: BTreeMap<String, String>,
}

fn draft_of(bytes: &[u8], place: &Place) -> Result<Draft, ReadError> {
    let text = std::str::from_utf8(bytes).map_err(|_| ReadError::NotThis("it is not UTF-8"))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if !text.starts_with("#FORMAT=WebAnno TSV 3") {
        return Err(ReadError::NotThis("it does not begin with “#FORMAT=WebAnno TSV 3”"));
    }
    // A page, and as much again as there is: a small file makes no large text.
    let blank = 10_000 + text.len() as u64;
    let (mut rows, mut problems) = (Rows { blank, ..Rows::default() }, Vec::new());
    let mut in_header = true;
    for (line, number) in text.split('\n').zip(1..).skip(1) {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let place = place.clone().at_line(number);
        if in_header && line.starts_with("#T_") {
            rows.layer(line, &place, &mut problems);
        } else if let Some(json) = line.strip_prefix(OURS) {
            rows.ours = Some(json.to_owned());
        } else if let Some(words) = line.strip_prefix("#Text=") {
            in_header = false;
            rows.pending.push_str(&unescape_text(words));
            rows.pending.push('\n');
        } else if !line.is_empty() && !line.starts_with('#') {
            rows.row(line, &place, &mut problems);
        }
    }
    rows.finish(place, problems)
}

impl Rows {
    fn layer(&mut self, line: &str, place: &Place, problems: &mut Vec<Problem>) {
        let (kind, rest) = line.split_once('=').unwrap_or((line, ""));
        let mut fields = rest.split('|');
        let name = fields.next().unwrap_or_default().to_owned();
        let layer = self.layers.len();
        let is_chain = kind == "#T_CH";
        if is_chain {
            without(problems, place, Fault::NotRead(name.clone()));
        }
        self.layers.push(Layer { name, is_relation: kind == "#T_RL", is_chain });
        let before = self.columns.len();
        for field in fields.filter(|field| !field.is_empty()) {
            let after_roles =
                matches!(self.columns.last(), Some(Column { kind: Kind::Roles, layer: l }) if *l == layer);
            let kind = match field {
                _ if after_roles => Kind::Fillers,
                field if field.starts_with("ROLE_") => Kind::Roles,
                field if field.starts_with("BT_") => Kind::Start,
                field => Kind::Feature(field.to_owned()),
            };
            self.columns.push(Column { layer, kind });
        }
        if self.columns.len() == before {
            self.columns.push(Column { layer, kind: Kind::Bare });
        }
    }

    fn row(&mut self, line: &str, place: &Place, problems: &mut Vec<Problem>) {
        let cells: Vec<&str> = line.split('\t').collect();
        let bounds = cells.get(1).and_then(|cell| cell.split_once('-'));
        let bounds = bounds.and_then(|(start, end)| Some((start.parse::<u64>().ok()?, end.parse::<u64>().ok()?)));
        let (Some(bounds), true) = (bounds, cells.len() >= self.columns.len() + 3) else {
            return left_out(problems, place, Fault::Malformed("a row with a token and all columns"));
        };
        let unit = cells[0];
        self.sentence(bounds.0);
        let columns = std::mem::take(&mut self.columns);
        for (column, cell) in columns.iter().zip(&cells[3..]).filter(|(_, cell)| **cell != "_") {
            if self.layers[column.layer].is_chain {
                continue;
            }
            for (value, index) in parts(cell, '|').into_iter().zip(0..) {
                match self.layers[column.layer].is_relation {
                    true => self.relation_value(column, unit, index, value, place),
                    false => self.value(column, unit, bounds, index, value, place),
                }
            }
        }
        self.columns = columns;
    }

    /// Puts the text of a sentence down when its first token comes, as INCEpTION does.
    fn sentence(&mut self, start: u64) {
        if self.pending.is_empty() {
            return;
        }
        if self.length > start && self.text.ends_with('\n') {
            self.text.pop();
            self.length -= 1;
        }
        // What came between sentences is not in the file.
        let gap = start.saturating_sub(self.length).min(self.blank);
        self.blank -= gap;
        self.text.extend(std::iter::repeat_n(' ', gap as usize));
        self.length += gap + self.pending.encode_utf16().count() as u64;
        self.text.push_str(&std::mem::take(&mut self.pending));
    }

    fn value(&mut self, column: &Column, unit: &str, bounds: (u64, u64), index: usize, value: &str, place: &Place) {
        let is_filler = matches!(column.kind, Kind::Fillers);
        let (value, number) = if is_filler { (value, None) } else { with_number(value) };
        let stack = self.stacked.entry((column.layer, unit.to_owned())).or_default();
        let known = stack.get(index).copied();
        let numbered = number.map(|number| (column.layer, number.to_owned()));
        let span = match known.or_else(|| numbered.as_ref().and_then(|key| self.numbered.get(key).copied())) {
            Some(span) => span,
            None => {
                let id = number.map_or_else(|| format!("{unit} {} {index}", column.layer), str::to_owned);
                let (features, slots) = (BTreeMap::new(), Vec::new());
                let place = place.clone();
                self.found.push(Span { layer: column.layer, id, bounds, place, features, slots });
                self.found.len() - 1
            }
        };
        if known.is_none() {
            stack.push(span);
        }
        if let Some(key) = numbered {
            self.numbered.entry(key).or_insert(span);
        }
        let span = &mut self.found[span];
        span.bounds = (span.bounds.0.min(bounds.0), span.bounds.1.max(bounds.1));
        match &column.kind {
            Kind::Feature(name) if value != "*" => {
                span.features.insert(name.clone(), unescape_value(value));
            }
            Kind::Roles => {
                let roles = parts(value, ';').into_iter().filter(|role| *role != "_");
                span.slots = roles.map(|role| (unescape_value(role), String::new())).collect();
            }
            Kind::Fillers => {
                for (slot, filler) in span.slots.iter_mut().zip(parts(value, ';')) {
                    filler.clone_into(&mut slot.1);
                }
            }
            Kind::Feature(_) | Kind::Start | Kind::Bare => {}
        }
    }

    fn relation_value(&mut self, column: &Column, unit: &str, index: usize, value: &str, place: &Place) {
        let key = (column.layer, unit.to_owned());
        let stack = self.stacked.entry(key).or_default();
        let relation = match stack.get(index) {
            Some(relation) => *relation,
            None => {
                self.relations.push(Relation {
                    layer: column.layer,
                    place: place.clone(),
                    to: unit.to_owned(),
                    from: String::new(),
                    numbers: None,
                    features: BTreeMap::new(),
                });
                stack.push(self.relations.len() - 1);
                self.relations.len() - 1
            }
        };
        let relation = &mut self.relations[relation];
        match &column.kind {
            Kind::Start => {
                let (from, numbers) = with_number(value);
                from.clone_into(&mut relation.from);
                let pair = numbers.and_then(|numbers| numbers.split_once('_'));
                relation.numbers = pair.map(|(from, to)| (from.to_owned(), to.to_owned()));
            }
            Kind::Feature(name) => {
                let (value, _) = with_number(value);
                if value != "*" {
                    relation.features.insert(name.clone(), unescape_value(value));
                }
            }
            _ => {}
        }
    }

    /// The annotation that a reference means: by its number in any layer, or the first of its unit.
    fn referred(&self, unit: &str, number: Option<&str>) -> Option<String> {
        let layers = || (0..self.layers.len()).filter(|layer| !self.layers[*layer].is_relation);
        let by_number = |number: &str| layers().find_map(|layer| self.numbered.get(&(layer, number.to_owned())));
        let in_unit = || layers().find_map(|layer| self.stacked.get(&(layer, unit.to_owned()))?.first());
        let index = match number.filter(|number| *number != "0") {
            Some(number) => by_number(number),
            None => in_unit(),
        };
        index.map(|index| self.found[*index].id.clone())
    }

    fn finish(mut self, place: &Place, mut problems: Vec<Problem>) -> Result<Draft, ReadError> {
        if !self.pending.is_empty() {
            self.sentence(self.length);
        }
        // The reader of INCEpTION has a line end at the end that the text did not have.
        if self.ours.is_some() && self.text.ends_with('\n') {
            self.text.pop();
        }
        let mut found: Vec<Found> = Vec::with_capacity(self.found.len() + self.relations.len());
        let mut linked: Vec<(Place, String, String, Found)> = Vec::new();
        let relation = |id: String, kind: &str, features| Found { id, kind: kind.to_owned(), sofa: None, features };
        for span in &self.found {
            for (role, filler) in &span.slots {
                let (unit, number) = with_number(filler);
                let to = self.referred(unit, number).unwrap_or_else(|| filler.clone());
                let features = BTreeMap::from([("label".to_owned(), role.clone())]);
                let id = format!("slot {}", linked.len());
                linked.push((span.place.clone(), span.id.clone(), to, relation(id, super::super::RELATION, features)));
            }
        }
        for (one, number) in std::mem::take(&mut self.relations).into_iter().zip(1..) {
            let (from, to) = one.numbers.as_ref().map_or((None, None), |(from, to)| (Some(from), Some(to)));
            let from = self.referred(&one.from, from.map(String::as_str)).unwrap_or(one.from);
            let to = self.referred(&one.to, to.map(String::as_str)).unwrap_or(one.to);
            let kind = &self.layers[one.layer].name;
            linked.push((one.place, from, to, relation(relation_id(number), kind, one.features)));
        }
        for span in self.found {
            let mut features = span.features;
            features.insert("begin".to_owned(), span.bounds.0.to_string());
            features.insert("end".to_owned(), span.bounds.1.to_string());
            let kind = self.layers[span.layer].name.clone();
            found.push(Found { id: span.id, kind, sofa: None, features });
        }
        for (_, from, to, mut one) in linked {
            one.features.insert(GOVERNOR.to_owned(), from);
            one.features.insert(DEPENDENT.to_owned(), to);
            found.push(one);
        }
        found.extend(self.ours.map(|json| {
            let features = BTreeMap::from([("json".to_owned(), json)]);
            Found { id: "ours".to_owned(), kind: SIDECAR.to_owned(), sofa: None, features }
        }));
        let sofa = Sofa { text: self.text, ..Sofa::default() };
        let mut draft = draft(vec![sofa], found, place)?;
        problems.append(&mut draft.problems);
        draft.problems = problems;
        Ok(draft)
    }
}
