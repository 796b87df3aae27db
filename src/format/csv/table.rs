//! Tables as RFC 4180 has them: cells with commas, quotation marks or line ends are quoted, quotation marks doubled, rows
//! end with CR LF.

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

/// Cells that begin with one of these are formulas to a spreadsheet, or hide one.
const FORMULA: [char; 7] = ['=', '+', '-', '@', '\t', '\r', '\''];

/// The text of a table. With `safe`, cells that a spreadsheet would run get an apostrophe before them.
pub(super) fn write(header: &[&str], rows: &[Vec<String>], safe: bool) -> String {
    let mut text = String::new();
    let header: Vec<String> = header.iter().map(ToString::to_string).collect();
    for (number, row) in std::iter::once(&header).chain(rows).enumerate() {
        for (column, cell) in row.iter().enumerate() {
            if column > 0 {
                text.push(',');
            }
            let apostrophe = safe && number > 0 && cell.starts_with(FORMULA);
            let cell = if apostrophe { &format!("'{cell}") } else { cell };
            if cell.contains([',', '"', '\r', '\n']) {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(cell);
            }
        }
        text.push_str("\r\n");
    }
    text
}

/// A cell without the apostrophe that [`write`] put before it.
pub(super) fn bare(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(cell)
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

    #[test]
    fn what_is_written_is_read() {
        let rows = vec![
            vec!["a,b".to_owned(), "say \"x\"".to_owned(), "two\r\nlines".to_owned()],
            vec!["=1+1".to_owned(), "'-".to_owned(), "\u{2028}".to_owned()],
            vec!["\r".to_owned(), "x".to_owned(), String::new()],
        ];
        for safe in [false, true] {
            let table = read(&write(&["a", "b", "c"], &rows, safe));
            assert_eq!(table.header, ["a", "b", "c"]);
            let cells =
                |row: &Row| row.cells.iter().map(|cell| if safe { bare(cell) } else { cell }.to_owned()).collect();
            assert_eq!(table.rows.iter().map(cells).collect::<Vec<Vec<_>>>(), rows);
            assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 4, 5]);
        }
        assert!(write(&["a"], &[vec!["=1+1".to_owned()]], true).ends_with("'=1+1\r\n"));
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
