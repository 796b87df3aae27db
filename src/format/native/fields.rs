//! One JSON object, taken apart into fields whose values are still JSON text.
//!
//! A value that is not looked into is never parsed: numbers of any size, repeated names and the order of what other
//! programs wrote come through as they are.

use super::problem::{Fault, Outcome};
use super::times;
use crate::model::{Timestamp, Unknown};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use serde_json::value::RawValue;
use std::fmt;
use std::rc::Rc;

/// The fields of an object, by name.
pub(super) struct Fields<'a>(Vec<(String, &'a RawValue)>);

// What a field should be, in words.
pub(super) const TEXT: &str = "text";
pub(super) const A_LIST: &str = "a list";
pub(super) const AN_OBJECT: &str = "an object";
pub(super) const A_NUMBER: &str = "a whole number from 0";
pub(super) const A_FLAG: &str = "true or false";
pub(super) const A_TIME: &str = "a time as RFC 3339 has it";

/// What could be kept only in part, and what became of the rest.
pub(super) type Mended = Vec<(Fault, Outcome)>;

impl<'a> Fields<'a> {
    /// No fields.
    pub(super) fn none() -> Self {
        Self(Vec::new())
    }

    /// The fields of a value that should be an object.
    pub(super) fn of(json: &'a str) -> Result<Self, Fault> {
        let fields = serde_json::from_str::<Self>(json).map_err(|_| Fault::NotAnObject)?;
        match fields.twice() {
            Some(name) => Err(Fault::Twice(name.to_owned())),
            None => Ok(fields),
        }
    }

    /// A name that more than one field has.
    pub(super) fn twice(&self) -> Option<&str> {
        self.0.windows(2).find(|pair| pair[0].0 == pair[1].0).map(|pair| pair[0].0.as_str())
    }

    /// Takes a field out, as JSON text.
    pub(super) fn take_json(&mut self, name: &str) -> Option<&'a str> {
        let place = self.0.iter().position(|(other, _)| other == name)?;
        Some(self.0.remove(place).1.get())
    }

    /// Takes a field out that need not be there, or is there and `null`. `wanted` says what it should be, as “a number”.
    pub(super) fn take<T: Deserialize<'a>>(
        &mut self,
        field: &'static str,
        wanted: &'static str,
    ) -> Result<Option<T>, Fault> {
        let json = self.take_json(field).unwrap_or("null");
        serde_json::from_str(json).map_err(|_| Fault::Wrong { field, wanted })
    }

    /// Takes a field out that must be there.
    pub(super) fn need<T: Deserialize<'a>>(&mut self, field: &'static str, wanted: &'static str) -> Result<T, Fault> {
        self.take(field, wanted)?.ok_or(Fault::Missing(field))
    }

    /// Takes a field out that the rest can do without; where it is not what it should be, that is noted down.
    pub(super) fn spare<T: Deserialize<'a>>(
        &mut self,
        field: &'static str,
        wanted: &'static str,
        mended: &mut Mended,
    ) -> Option<T> {
        self.take(field, wanted).unwrap_or_else(|fault| {
            mended.push((fault, Outcome::Without));
            None
        })
    }

    /// Takes a time out, as [`Fields::spare`] does.
    pub(super) fn spare_time(&mut self, field: &'static str, mended: &mut Mended) -> Option<Timestamp> {
        let said = self.spare::<String>(field, A_TIME, mended)?;
        let time = times::read(&said);
        if time.is_none() {
            mended.push((Fault::Wrong { field, wanted: A_TIME }, Outcome::Without));
        }
        time
    }

    /// The names of the fields that are left, in order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// The names of the fields that are left, in order, with their values as JSON text.
    pub(super) fn rest(self) -> impl Iterator<Item = (String, &'a str)> {
        self.0.into_iter().map(|(name, value)| (name, value.get()))
    }

    /// What is left, without the white space between its parts.
    pub(super) fn unknown(&self) -> Unknown {
        if self.0.is_empty() {
            return Unknown(None);
        }
        Unknown(serde_json::to_string(self).ok().map(|json| Rc::from(compact(&json))))
    }

    /// What is to be written back, without those fields that are written anyway. What is no JSON object is nothing.
    pub(super) fn of_unknown(unknown: &'a Unknown, known: &[&str]) -> Self {
        let fields = unknown.0.as_deref().and_then(|json| Self::of(json).ok());
        let mut fields = fields.unwrap_or(Self(Vec::new()));
        fields.0.retain(|(name, _)| !known.contains(&name.as_str()));
        fields
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                std::iter::from_fn(|| map.next_entry().transpose()).collect()
            }
        }
        let mut fields = deserializer.deserialize_map(Pairs)?;
        fields.sort_by(|(a, _), (b, _)| a.cmp(b));
        Ok(Self(fields))
    }
}

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

/// JSON without the white space outside its strings.
fn compact(json: &str) -> String {
    let mut strings = Strings::default();
    json.chars().filter(|c| strings.hold(*c) || !c.is_ascii_whitespace()).collect()
}

/// Where JSON is nested deeper than `limit`: the byte of the bracket that is too much.
pub(crate) fn too_deep(json: &str, limit: usize) -> Option<usize> {
    let (mut strings, mut depth) = (Strings::default(), 0_usize);
    let deeper = |(_, c): &(usize, char)| {
        match c {
            _ if strings.hold(*c) => {}
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > limit
    };
    json.char_indices().find(deeper).map(|(byte, _)| byte)
}

/// Follows which characters of JSON are in a string.
#[derive(Default)]
struct Strings {
    inside: bool,
    escaped: bool,
}

impl Strings {
    /// Whether the next character is in a string; the quotation mark that opens one is not.
    fn hold(&mut self, c: char) -> bool {
        let inside = self.inside;
        match c {
            _ if std::mem::take(&mut self.escaped) => {}
            '\\' => self.escaped = inside,
            '"' => self.inside = !inside,
            _ => {}
        }
        inside
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_kept_to_the_letter() {
        let json = r#" { "b" : [ 1.50, 1e999, "a \" b\\", {"z":1, "a":2} ], "known": 1, "a": 123456789012345678901 } "#;
        let mut fields = Fields::of(json).expect("an object");
        assert_eq!(fields.take("known", "a number"), Ok(Some(1)));
        let kept = r#"{"a":123456789012345678901,"b":[1.50,1e999,"a \" b\\",{"z":1,"a":2}]}"#;
        assert_eq!(fields.unknown(), Unknown(Some(kept.into())));
    }

    #[test]
    fn a_field_is_there_once() {
        assert!(matches!(Fields::of(r#"{"a":1,"b":2,"a":3}"#), Err(Fault::Twice(name)) if name == "a"));
        assert!(matches!(Fields::of("[]"), Err(Fault::NotAnObject)));
    }

    #[test]
    fn depth_is_counted_outside_strings() {
        assert_eq!(too_deep(r#"{"a":["[[[\"[[["]}"#, 2), None);
        assert_eq!(too_deep("[[[", 2), Some(2));
        assert_eq!(too_deep("[][][]", 1), None);
    }
}
