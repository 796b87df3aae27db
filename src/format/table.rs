//! Tables as text: as CSV (RFC 4180), each row ended by CR LF, in UTF-8.

use std::borrow::Cow;

/// What becomes of a cell that a spreadsheet would take for a formula.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Formulas {
    /// It stays exactly what it is.
    #[default]
    Exact,
    /// It gets an apostrophe in front, as OWASP advises (*CSV Injection*), unless it is a number. [`bare`] takes that away.
    Guarded,
}

/// Cells that begin with one of these are formulas to a spreadsheet, or hide one.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The table as CSV. Cells with commas, quotation marks or line ends are put into quotation marks.
pub fn write<Cell: AsRef<str>>(rows: &[Vec<Cell>], formulas: Formulas) -> String {
    let mut text = String::new();
    for row in rows {
        for (column, cell) in row.iter().enumerate() {
            if column > 0 {
                text.push(',');
            }
            let cell = guarded(cell.as_ref(), formulas);
            if cell.contains(['"', ',', '\r', '\n']) {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(&cell);
            }
        }
        text.push_str("\r\n");
    }
    text
}

fn guarded(cell: &str, formulas: Formulas) -> Cow<'_, str> {
    // One that has an apostrophe of its own gets another one, so that it can be told from those that got one.
    let is_formula = cell.trim_start_matches('\'').starts_with(FORMULA) && cell.parse::<f64>().is_err();
    if formulas == Formulas::Guarded && is_formula { format!("'{cell}").into() } else { cell.into() }
}

/// A cell without the apostrophe that it got because a spreadsheet would take it for a formula.
pub fn bare(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| rest.trim_start_matches('\'').starts_with(FORMULA)).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_have_to_be() {
        let rows = [vec!["a", "b,c", "", "\"d\""], vec!["=1+1", "-2", "two\r\nlines", "@x"]];
        assert_eq!(write(&rows, Formulas::Exact), "a,\"b,c\",,\"\"\"d\"\"\"\r\n=1+1,-2,\"two\r\nlines\",@x\r\n");
        assert_eq!(write(&rows, Formulas::Guarded), "a,\"b,c\",,\"\"\"d\"\"\"\r\n'=1+1,-2,\"two\r\nlines\",'@x\r\n");
    }

    #[test]
    fn a_guard_can_be_taken_away() {
        for (cell, expected) in [
            ("=1+1", "'=1+1"),
            ("-a", "'-a"),
            ("\tx", "'\tx"),
            ("'=1", "''=1"),
            ("''-", "'''-"),
            ("-2.5", "-2.5"),
            ("'-2", "''-2"),
            ("'tis", "'tis"),
            ("''", "''"),
            ("a=b", "a=b"),
            ("", ""),
        ] {
            assert_eq!(guarded(cell, Formulas::Guarded), expected);
            assert_eq!(bare(expected), cell);
            assert_eq!(guarded(cell, Formulas::Exact), cell);
        }
    }
}
