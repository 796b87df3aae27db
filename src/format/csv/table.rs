//! Tables as they are read: CSV (RFC 4180), with other separators and other line ends too.

/// A table of a file.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Table {
    /// The names of the columns.
    pub(super) header: Vec<String>,
    /// The rows below it; each may have more or fewer cells than the header.
    pub(super) rows: Vec<Row>,
    /// The line where a quoted cell starts that never ends.
    pub(super) open_quote: Option<usize>,
}

/// A row of a table.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Row {
    /// The line of the file on which it starts, from 1.
    pub(super) line: usize,
    /// Its cells.
    pub(super) cells: Vec<String>,
}

/// The table of a text. Columns are told apart by commas, or by what the header has more of: semicolons or tabs.
pub(super) fn read(text: &str) -> Table {
    let head = text.split(['\r', '\n']).next().unwrap_or_default();
    let count = |separator: char| head.matches(separator).count();
    let separator = [',', ';', '\t'].into_iter().rev().max_by_key(|separator| count(*separator)).unwrap_or(',');
    let mut table = Table::default();
    let mut rows = Vec::new();
    let mut row = Row { line: 1, cells: Vec::new() };
    let (mut cell, mut line) = (String::new(), 1);
    let mut chars = text.chars().peekable();
    // Whether the cell is quoted, and whether its quotation has ended.
    let (mut quoted, mut ended) = (false, false);
    let mut opened = 0;
    while let Some(c) = chars.next() {
        let new_line = c == '\n' || (c == '\r' && chars.peek() != Some(&'\n'));
        line += usize::from(new_line);
        match c {
            '"' if quoted && !ended => {
                if chars.next_if_eq(&'"').is_some() {
                    cell.push('"');
                } else {
                    ended = true;
                }
            }
            c if quoted && !ended => cell.push(c),
            '"' if cell.is_empty() && !quoted => (quoted, opened) = (true, line),
            c if c == separator => {
                row.cells.push(std::mem::take(&mut cell));
                (quoted, ended) = (false, false);
            }
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' | '\n' => {
                row.cells.push(std::mem::take(&mut cell));
                (quoted, ended) = (false, false);
                rows.push(std::mem::replace(&mut row, Row { line, cells: Vec::new() }));
            }
            c => cell.push(c),
        }
    }
    if quoted && !ended {
        table.open_quote = Some(opened);
    } else if !cell.is_empty() || !row.cells.is_empty() || quoted {
        row.cells.push(cell);
        rows.push(row);
    }
    rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    if !rows.is_empty() {
        table.header = rows.remove(0).cells;
    }
    table.rows = rows;
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::table::{Formulas, bare, write};

    #[test]
    fn what_is_written_is_read() {
        let rows = [
            vec!["a", "b", "c"],
            vec!["a,b", "say \"x\"", "two\r\nlines"],
            vec!["=1+1", "'-", "\u{2028}"],
            vec!["\r", "x", ""],
        ];
        for formulas in [Formulas::Exact, Formulas::Guarded] {
            let table = read(&write(&rows, formulas));
            assert_eq!(table.header, rows[0]);
            let as_it_was: fn(&str) -> &str = if formulas == Formulas::Guarded { bare } else { |cell| cell };
            let cells = |row: &Row| row.cells.iter().map(|cell| as_it_was(cell).to_owned()).collect();
            assert_eq!(table.rows.iter().map(cells).collect::<Vec<Vec<_>>>(), rows[1..]);
            assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 4, 5]);
        }
    }

    #[test]
    fn other_separators_and_damage_are_read() {
        assert_eq!(read("a;b;c\n1;2,5;3").rows[0].cells, ["1", "2,5", "3"]);
        assert_eq!(read("a\tb\r1\t2\r").rows[0].cells, ["1", "2"]);
        assert_eq!(read("a,b\n\n1,\"x").open_quote, Some(3));
        assert_eq!(read("a,b\n\"x\"y,2").rows[0].cells, ["xy", "2"]);
        assert_eq!(read(""), Table::default());
    }
}
