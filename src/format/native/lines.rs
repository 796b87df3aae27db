//! How the file is laid out: a field on each line, and every record on one.

use serde::Serialize;
use serde_json::ser::Formatter;
use std::io::{self, Write};

/// A file, and a line end behind it.
pub(super) fn write(file: &impl Serialize) -> String {
    let mut json = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut json, Lines::default());
    file.serialize(&mut serializer).expect("writing to memory does not fail, and every key is a string");
    json.push(b'\n');
    String::from_utf8(json).expect("JSON is made of strings")
}

/// Spreads the file, its parts and the lists in them over lines, and keeps each entry of those lists on one.
#[derive(Default)]
struct Lines {
    depth: usize,
    /// The depths that are spread over lines: the outermost ones, without a gap.
    spread: usize,
    empty: bool,
}

impl Lines {
    fn begin<W: Write + ?Sized>(&mut self, writer: &mut W, bracket: &[u8], deepest: usize) -> io::Result<()> {
        self.depth += 1;
        if self.depth <= deepest {
            self.spread = self.depth;
        }
        self.empty = true;
        writer.write_all(bracket)
    }

    fn end<W: Write + ?Sized>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        let spread = self.spread == self.depth;
        self.depth -= 1;
        self.spread = self.spread.min(self.depth);
        if spread && !self.empty {
            self.new_line(writer)?;
        }
        self.empty = false;
        writer.write_all(bracket)
    }

    fn entry<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.empty = false;
        match (first, self.spread == self.depth) {
            (true, true) => self.new_line(writer),
            (false, true) => {
                writer.write_all(b",")?;
                self.new_line(writer)
            }
            (true, false) => Ok(()),
            (false, false) => writer.write_all(b", "),
        }
    }

    fn new_line<W: Write + ?Sized>(&self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| writer.write_all(b"  "))
    }
}

impl Formatter for Lines {
    fn begin_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(writer, b"[", 3)
    }

    fn end_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer, b"]")
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.entry(writer, first)
    }

    fn begin_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.begin(writer, b"{", 2)
    }

    fn end_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        self.end(writer, b"}")
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.entry(writer, first)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }
}
