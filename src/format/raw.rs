//! Keys and values as they lie in storage, for taking away what cannot be opened.

use serde::Serialize;
use std::collections::BTreeMap;

/// Writes keys and values as one JSON document, in the order of the keys.
pub fn write(values: &BTreeMap<String, String>) -> String {
    serde_json::to_string_pretty(&Raw { format: "rubricate raw storage", version: 1, values })
        .expect("text under text is always JSON")
}

#[derive(Serialize)]
struct Raw<'a> {
    format: &'static str,
    version: u32,
    values: &'a BTreeMap<String, String>,
}
