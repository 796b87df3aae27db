//! What readers and writers of JSON formats have in common.

use super::report::{Fault, Outcome, Place, Problem, ReadError, Reading};
use crate::format::native::fields::too_deep;
use crate::format::native::{INTENSITIES, POLARITIES, meaning, word};
use crate::model::{AttributeValue, Intensity, Polarity};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::error::Category;
use serde_json::value::RawValue;

/// How deep arrays and objects of a file may be nested.
const MAX_DEPTH: usize = 64;

/// JSON of UTF-8 bytes as a value. A byte order mark before it is passed over.
pub(crate) fn parsed<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, ReadError> {
    let json = text(bytes)?;
    parsed_str(json).map_err(|(line, column)| ReadError::NotJson { line, column })
}

/// The JSON of UTF-8 bytes without its byte order mark.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, ReadError> {
    let text = text_of_any(bytes)?;
    match too_deep(text, MAX_DEPTH) {
        Some(_) => Err(ReadError::TooDeep),
        None => Ok(text),
    }
}

/// The text of UTF-8 bytes without its byte order mark.
pub(crate) fn text_of_any(bytes: &[u8]) -> Result<&str, ReadError> {
    let text = std::str::from_utf8(bytes).map_err(|error| ReadError::NotUtf8 { at: error.valid_up_to() })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// JSON as a value, or the line and column of the mistake.
pub(crate) fn parsed_str<'a, T: Deserialize<'a>>(json: &'a str) -> Result<T, (usize, usize)> {
    serde_json::from_str(json).map_err(|error| (error.line(), error.column()))
}

/// The lines of a JSONL file that hold something, with their numbers from 1. Only LF ends a line.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split('\n').zip(1..).map(|(line, number)| (number, line)).filter(|(_, line)| !line.trim().is_empty())
}

/// The value of a line of a JSONL file, or what is wrong with it. Each line is looked at by itself: one that is broken takes
/// no other one with it.
pub(crate) fn of_line<'a, T: Deserialize<'a>>(line: &'a str, wanted: &'static str) -> Result<T, Fault> {
    if too_deep(line, MAX_DEPTH).is_some() {
        return Err(Fault::TooDeep);
    }
    serde_json::from_str(line).map_err(|error| match error.classify() {
        Category::Eof => Fault::CutOff,
        Category::Data => Fault::Malformed(wanted),
        Category::Syntax | Category::Io => Fault::NotJson { column: error.column() },
    })
}

/// What can be read of the lines of a JSONL file; nothing where most lines at its start are something else.
pub(crate) fn of_lines<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> impl Iterator<Item = T> {
    let text = text_of_any(bytes).unwrap_or_default();
    let text = if begins_with_objects(text) { text } else { "" };
    lines(text).filter_map(|(_, line)| of_line(line, "").ok())
}

/// Whether at least half of the first lines that hold something begin as objects do.
fn begins_with_objects(text: &str) -> bool {
    let first = lines(text).take(20);
    let (objects, all) = first
        .fold((0, 0), |(objects, all), (_, line)| (objects + usize::from(line.trim_start().starts_with('{')), all + 1));
    objects > 0 && objects * 2 >= all
}

/// What was read; where that is no document, the first thing that is wrong, or else what is missing.
pub(crate) fn unless_empty(reading: Reading, missing: &'static str) -> Result<Reading, ReadError> {
    if !reading.documents.is_empty() {
        return Ok(reading);
    }
    let first = reading.problems.into_iter().next();
    Err(first.map_or(ReadError::NotThis(missing), |first| ReadError::Nothing(Box::new(first))))
}

/// JSON on one line that no reader cuts in two: U+2028, U+2029 and U+0085, which some end a line at, are escaped.
pub(crate) fn one_line<T: Serialize>(value: &T) -> String {
    let json = serde_json::to_string(value).expect("text, numbers and lists are always JSON");
    json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029").replace('\u{85}', "\\u0085")
}

/// JSON with indents, for files that people look into.
pub(crate) fn indented<T: Serialize>(value: &T) -> String {
    let json = serde_json::to_string_pretty(value).expect("text, numbers and lists are always JSON");
    json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029").replace('\u{85}', "\\u0085") + "\n"
}

/// The value of a record, unless it is not what it should be, which is reported.
pub(crate) fn record<'a, T: Deserialize<'a>>(
    json: &'a RawValue,
    place: &Place,
    wanted: &'static str,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    let value = serde_json::from_str(json.get()).ok();
    if value.is_none() {
        left_out(problems, place, Fault::Malformed(wanted));
    }
    value
}

/// The value of the field of our own, or of the JSON that is in it as text, unless it is not what it should be, which is
/// reported.
pub(crate) fn aside<T: DeserializeOwned + Default>(
    json: Option<&RawValue>,
    place: &Place,
    problems: &mut Vec<Problem>,
) -> T {
    let Some(json) = json else { return T::default() };
    let text: Option<String> = serde_json::from_str(json.get()).ok();
    serde_json::from_str(text.as_deref().unwrap_or(json.get())).unwrap_or_else(|_| {
        without(problems, place, Fault::Malformed("a field “rubricate” as it should be"));
        T::default()
    })
}

/// Reports that a record is left out.
pub(crate) fn left_out(problems: &mut Vec<Problem>, place: &Place, fault: Fault) {
    problems.push(Problem { place: place.clone(), fault, outcome: Outcome::LeftOut, annotation: None });
}

/// Reports that a part of a record is left out.
pub(crate) fn without(problems: &mut Vec<Problem>, place: &Place, fault: Fault) {
    problems.push(Problem { place: place.clone(), fault, outcome: Outcome::Without, annotation: None });
}

/// An offset: a whole number from 0, also as 3.0 or as text.
pub(crate) fn offset<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Offset {
        Whole(u64),
        Real(f64),
        Text(String),
    }
    let whole = match Offset::deserialize(deserializer)? {
        Offset::Whole(whole) => Some(whole),
        // Every whole number up to 2^53 is exact.
        Offset::Real(real) => (real.fract() == 0.0 && (0.0..9e15).contains(&real)).then_some(real as u64),
        Offset::Text(text) => text.trim().parse().ok(),
    };
    whole.ok_or_else(|| serde::de::Error::custom("not an offset"))
}

/// An id that is text or a number.
pub(crate) fn id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Id {
        Text(String),
        Number(u64),
        Signed(i64),
    }
    Ok(Option::<Id>::deserialize(deserializer)?.map(|id| match id {
        Id::Text(text) => text,
        Id::Number(number) => number.to_string(),
        Id::Signed(number) => number.to_string(),
    }))
}

/// The word for a polarity.
pub(crate) fn polarity_word(polarity: Polarity) -> &'static str {
    word(&POLARITIES, &polarity)
}

/// The polarity of a word, capital letters or small.
pub(crate) fn polarity_of(word: &str) -> Option<Polarity> {
    meaning(&POLARITIES, &word.trim().to_ascii_lowercase())
}

/// The strength of a word, or of a number from 1 to 3.
pub(crate) fn intensity_of(word: &str) -> Option<Intensity> {
    let word = word.trim().to_ascii_lowercase();
    let number = |word: &str| Intensity::ALL.into_iter().find(|known| known.number().to_string() == word);
    meaning(&INTENSITIES, &word).or_else(|| number(&word))
}

/// Words without line ends.
pub(crate) fn on_one_line(words: &str) -> String {
    let space = |c: char| {
        if matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') { ' ' } else { c }
    };
    words.chars().map(space).collect()
}

/// A value as a person reads it.
pub(crate) fn value_words(value: &AttributeValue) -> String {
    match value {
        AttributeValue::Text(words) | AttributeValue::Number(words) => words.to_string(),
        AttributeValue::Flag(true) => "yes".to_owned(),
        AttributeValue::Flag(false) => "no".to_owned(),
    }
}
