//! A label set in a file of its own: to give away, and to use with other documents.
//!
//! What is read is this, any of Rubricate's documents (its label set is taken), a plain list of names, and the list of
//! labels that doccano exports. `docs/json.md` explains the file.

use super::fields::{A_LIST, A_NUMBER, AN_OBJECT, Fields, Mended, TEXT};
use super::labels::{self, LabelSetJson, is_name};
use super::problem::{self, Fault, Outcome, Place, Problem, Record};
use super::read::parsed;
use super::{known, lines};
use crate::format::decode::{self, DecodeError};
use crate::model::label::{Definitions, folded};
use crate::model::{Label, LabelId, LabelKey, LabelSet, Slot, Unknown};
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::HashSet;
use std::fmt;
use std::rc::Rc;

/// What the field `format` says.
pub const FORMAT: &str = "rubricate-labels";

/// The version that is written, and the newest that is read.
pub const VERSION: u64 = 1;

/// How many labels a file may have at most.
pub const MAX_LABELS: usize = 10_000;

/// Why a file gives no label set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReadError {
    /// It is not text.
    NotText(DecodeError),
    /// It is not JSON, a newer Rubricate wrote it, or a part of it cannot be used.
    NotReadable(problem::ReadError),
    /// It is JSON of another kind.
    NotLabels,
    /// It has more labels than [`MAX_LABELS`].
    TooMany {
        /// How many.
        count: usize,
    },
    /// There is no label in it, or none that can be used; what is wrong with the first.
    NoLabels(Option<Box<Problem>>),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotText(error) => error.fmt(f),
            Self::NotReadable(error) => error.fmt(f),
            Self::NotLabels => write!(
                f,
                "This JSON holds no labels. It may be a label set or a document of Rubricate, a list of names, or the \
                 labels that doccano exports."
            ),
            Self::TooMany { count } => write!(f, "The file has {count} labels. The limit is {MAX_LABELS}."),
            Self::NoLabels(None) => write!(f, "There are no labels in the file."),
            Self::NoLabels(Some(first)) => write!(f, "No label of the file can be used. {first}"),
        }
    }
}

impl std::error::Error for ReadError {}

impl From<problem::ReadError> for ReadError {
    fn from(error: problem::ReadError) -> Self {
        match error {
            problem::ReadError::NotOurs => Self::NotLabels,
            error => Self::NotReadable(error),
        }
    }
}

impl From<Fault> for ReadError {
    fn from(fault: Fault) -> Self {
        Self::NotReadable(problem::ReadError::Unusable { part: "the label set", fault })
    }
}

/// The file of a label set. The same set always gives the same bytes.
pub fn write(set: &LabelSet) -> String {
    #[derive(Serialize)]
    struct FileJson<'a> {
        format: &'static str,
        version: u64,
        #[serde(flatten)]
        set: LabelSetJson<'a>,
    }
    let set = LabelSetJson::of(set, Fields::of_unknown(&Unknown(None), &[]));
    lines::write(&FileJson { format: FORMAT, version: VERSION, set })
}

/// The label set in a file, and what of the file is not in it. No two labels of it have the same name or the same key.
pub fn read(bytes: &[u8]) -> Result<(LabelSet, Vec<Problem>), ReadError> {
    let json = decode::text(bytes).map_err(ReadError::NotText)?.text;
    let mut problems = Vec::new();
    let value: &RawValue = parsed(&json)?;
    let (list, definitions) = if value.get().starts_with('[') {
        (serde_json::from_str(value.get()).map_err(|_| ReadError::NotLabels)?, Definitions::default())
    } else {
        let mut fields = set_of(parsed(value.get())?, &mut problems)?;
        let list: Vec<&RawValue> = fields.take("labels", A_LIST)?.unwrap_or_default();
        (list, labels::definitions(&mut fields, &mut problems))
    };
    if list.len() > MAX_LABELS {
        return Err(ReadError::TooMany { count: list.len() });
    }
    let mut kept = Kept::default();
    for (position, json) in list.iter().enumerate() {
        kept.take(json.get(), position, &mut problems);
    }
    if let Some(colour) = kept.colour {
        let fault = Fault::OtherColours(colour);
        problems.push(Problem { place: Place::LabelSet, fault, outcome: Outcome::OfPalette });
    }
    if kept.labels.is_empty() && definitions == Definitions::default() {
        return Err(ReadError::NoLabels(problems.into_iter().next().map(Box::new)));
    }
    let set = LabelSet::new(kept.labels).expect("each has an id of its own");
    Ok((set.with_definitions(definitions), problems))
}

/// The object with the labels and attributes: a file of labels itself, or the label set of a document.
fn set_of<'a>(mut file: Fields<'a>, problems: &mut Vec<Problem>) -> Result<Fields<'a>, ReadError> {
    let format = file.take::<String>("format", TEXT).ok().flatten();
    let newest = match format.as_deref() {
        Some(FORMAT) => VERSION,
        Some(super::FORMAT) => super::VERSION,
        _ => return Err(ReadError::NotLabels),
    };
    let version: u64 = file.need("version", A_NUMBER)?;
    if version > newest {
        return Err(problem::ReadError::Newer { version }.into());
    }
    if version == 0 {
        return Err(Fault::Wrong { field: "version", wanted: "one that there is" }.into());
    }
    if format.as_deref() == Some(super::FORMAT) {
        let set = file.take::<&RawValue>("label_set", AN_OBJECT)?.ok_or(ReadError::NoLabels(None))?;
        return Ok(Fields::of(set.get())?);
    }
    if let Some(name) = file.twice() {
        return Err(Fault::Twice(name.to_owned()).into());
    }
    for name in file.names().filter(|name| !known::LABEL_SET.contains(name)) {
        let fault = Fault::Unknown(name.to_owned());
        problems.push(Problem { place: Place::LabelSet, fault, outcome: Outcome::Without });
    }
    Ok(file)
}

/// The labels that were kept so far.
#[derive(Default)]
struct Kept {
    labels: Vec<Label>,
    ids: HashSet<LabelId>,
    names: HashSet<String>,
    keys: HashSet<LabelKey>,
    /// A colour that another program gave a label.
    colour: Option<String>,
}

impl Kept {
    /// Takes a label in, if it can be used.
    fn take(&mut self, json: &str, position: usize, problems: &mut Vec<Problem>) {
        let mut mended = Vec::new();
        let mut name = None;
        let kept = self.label(json, position, &mut name, &mut mended);
        let mut report = |fault, outcome| {
            let place = Place::Label(Record::named(position + 1, name.as_deref()));
            problems.push(Problem { place, fault, outcome });
        };
        match kept {
            Ok(label) => {
                mended.into_iter().for_each(|(fault, outcome)| report(fault, outcome));
                self.labels.push(label);
            }
            Err(fault) => report(fault, Outcome::LeftOut),
        }
    }

    fn label(
        &mut self,
        json: &str,
        position: usize,
        said: &mut Option<String>,
        mended: &mut Mended,
    ) -> Result<Label, Fault> {
        let mut label = self.any_label(json, position, said, mended)?;
        if !is_name(&label.name) {
            return Err(Fault::NotAName);
        }
        if !self.names.insert(folded(&label.name)) {
            return Err(Fault::NameTaken);
        }
        if self.ids.contains(&label.id) {
            label.id = LabelId::fresh(&label.name, |id| self.ids.contains(id));
            mended.push((Fault::IdTaken, Outcome::PutRight));
        }
        self.ids.insert(label.id.clone());
        if label.key.is_some_and(|key| !self.keys.insert(key)) {
            label.key = None;
            mended.push((Fault::KeyTaken, Outcome::Without));
        }
        Ok(label)
    }

    /// A label of any of the forms that there are.
    fn any_label(
        &mut self,
        json: &str,
        position: usize,
        said: &mut Option<String>,
        mended: &mut Mended,
    ) -> Result<Label, Fault> {
        if let Ok(name) = serde_json::from_str::<String>(json) {
            *said = Some(name.clone());
            // Nobody said which keys, so the first labels get them in order.
            let key = u8::try_from(position + 1).ok().and_then(LabelKey::new);
            return named(&name, position, key);
        }
        let mut fields = Fields::of(json)?;
        let Some(name) = fields.take::<String>("text", TEXT).ok().flatten() else {
            let label = labels::label(&mut fields, position, mended)?;
            *said = Some(label.name.to_string());
            return Ok(label);
        };
        *said = Some(name.clone());
        let key = doccano_key(&mut fields, mended);
        if let Some(colour) = fields.spare::<String>("background_color", A_COLOUR, mended) {
            if is_colour(&colour) {
                self.colour.get_or_insert(colour);
            } else {
                mended.push((Fault::Wrong { field: "background_color", wanted: A_COLOUR }, Outcome::Without));
            }
        }
        // The number of the label in a database, and a colour that goes with the other one: they say nothing more.
        for field in ["id", "text_color"] {
            fields.take_json(field);
        }
        Ok(Label { unknown: fields.unknown(), ..named(&name, position, key)? })
    }
}

const A_COLOUR: &str = "a colour as in #2f7ed8";

fn named(name: &str, position: usize, key: Option<LabelKey>) -> Result<Label, Fault> {
    let id = LabelId::new(name).ok_or(Fault::NotAName)?;
    Ok(Label {
        id,
        name: Rc::from(name),
        description: Rc::default(),
        slot: Slot::nth(position),
        key,
        folded: false,
        unknown: Unknown::default(),
    })
}

/// A key as doccano has it: a letter or digit, perhaps with `shift` or `ctrl` or both before it.
fn doccano_key(fields: &mut Fields<'_>, mended: &mut Mended) -> Option<LabelKey> {
    let prefix = fields.spare::<String>("prefix_key", TEXT, mended).unwrap_or_default();
    let suffix = fields.spare::<String>("suffix_key", TEXT, mended).filter(|suffix| !suffix.is_empty())?;
    let shift = match prefix.as_str() {
        "" => Some(false),
        "shift" => Some(true),
        _ => None,
    };
    let key = suffix.parse().ok().zip(shift).and_then(|(digit, shift)| LabelKey::digit(digit, shift));
    if key.is_none() {
        mended.push((Fault::OtherKey(format!("{prefix} {suffix}").trim().to_owned()), Outcome::Without));
    }
    key
}

fn is_colour(words: &str) -> bool {
    let digits = words.strip_prefix('#').unwrap_or_default();
    matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}
