//! Whether offsets of a file are those of the text, and where its words are when they are not.

use super::options::Unit;
use std::fmt;

/// How the offsets of a document have to be read so that they fit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Shift {
    /// What they count.
    pub unit: Unit,
    /// Whether they count a byte order mark before the text.
    pub byte_order_mark: bool,
    /// Whether they count CR LF as one.
    pub folded: bool,
}

impl fmt::Display for Shift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "its offsets count {}", self.unit.name())?;
        if self.folded {
            write!(f, ", with CR LF as one")?;
        }
        if self.byte_order_mark {
            write!(f, ", with a byte order mark before the text")?;
        }
        Ok(())
    }
}
