//! What the list of kept articles says of a document, so that listing needs no document to be read.

use crate::model::{Session, Timestamp};
use serde::{Deserialize, Serialize};
use std::rc::Rc;

/// A document in the list of kept articles.
///
/// Title and counts are those of the last time that it was written, which is not after each edit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Meta {
    /// The title; may be empty.
    pub title: Rc<str>,
    /// When annotating was started.
    pub created: Timestamp,
    /// When the document was last changed.
    pub changed: Timestamp,
    /// The length of the text in code points.
    pub chars: u32,
    /// How many annotations there are.
    pub annotations: usize,
    /// The revision that was last taken away as a file, if any was.
    pub exported: Option<u64>,
    /// Whether the reader has been told that the work lives only in this browser.
    pub reminded: bool,
    /// When it was put into the bin, if it is there.
    pub removed: Option<Timestamp>,
}

impl Meta {
    /// What is to be said of a session that was changed last at `changed`, never exported and never removed.
    pub fn new(session: &Session, changed: Timestamp) -> Self {
        Self {
            title: Rc::clone(&session.description.title),
            created: session.document.created,
            changed,
            chars: session.text.len(),
            annotations: session.annotations.len(),
            exported: None,
            reminded: false,
            removed: None,
        }
    }
}

/// Writes it as one small JSON object.
pub fn write(meta: &Meta) -> String {
    serde_json::to_string(&Row {
        version: VERSION,
        title: (*meta.title).to_owned(),
        created: meta.created.0,
        changed: meta.changed.0,
        chars: meta.chars,
        annotations: meta.annotations,
        exported: meta.exported,
        reminded: meta.reminded,
        removed: meta.removed.map(|at| at.0),
    })
    .expect("a row holds nothing but text and numbers")
}

/// Reads what [`write()`] wrote; `None` for anything else.
pub fn read(json: &str) -> Option<Meta> {
    let row: Row = serde_json::from_str(json).ok()?;
    (row.version == VERSION).then(|| Meta {
        title: row.title.into(),
        created: Timestamp(row.created),
        changed: Timestamp(row.changed),
        chars: row.chars,
        annotations: row.annotations,
        exported: row.exported,
        reminded: row.reminded,
        removed: row.removed.map(Timestamp),
    })
}

const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
struct Row {
    version: u32,
    title: String,
    created: i64,
    changed: i64,
    chars: u32,
    annotations: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    exported: Option<u64>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    reminded: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    removed: Option<i64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_and_nothing_else() {
        let meta = Meta {
            title: "“Talks” <b>\n".into(),
            created: Timestamp(-1),
            changed: Timestamp(5),
            chars: 9,
            annotations: 3,
            exported: Some(2),
            reminded: true,
            removed: Some(Timestamp(7)),
        };
        assert_eq!(read(&write(&meta)), Some(meta.clone()));
        let plain = Meta { exported: None, reminded: false, removed: None, ..meta };
        assert_eq!(read(&write(&plain)), Some(plain.clone()));
        for wrong in ["", "{}", "[]", &write(&plain).replace(r#""version":1"#, r#""version":2"#)] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
