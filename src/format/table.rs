//! Tables as CSV (RFC 4180): a line for each row, ended by CR LF, in UTF-8.

use std::borrow::Cow;

/// What becomes of a cell that a spreadsheet would take for a formula.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Formulas {
    /// It stays exactly what it is.
    #[default]
    Exact,
    /// It gets an apostrophe in front, as OWASP advises (*CSV Injection*), unless it is a number.
    Guarded,
}

/// The table as CSV. Cells with commas, quotation marks or line ends are put into quotation marks.
pub fn write<Cell: AsRef<str>>(rows: &[Vec<Cell>], formulas: Formulas) -> String {
    let row = |row: &Vec<Cell>| {
        let cells = row.iter().map(|cell| quoted(guarded(cell.as_ref(), formulas)));
        cells.collect::<Vec<_>>().join(",") + "\r\n"
    };
    rows.iter().map(row).collect()
}

fn guarded(cell: &str, formulas: Formulas) -> Cow<'_, str> {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    if formulas == Formulas::Guarded && is_formula { format!("'{cell}").into() } else { cell.into() }
}

fn quoted(cell: Cow<'_, str>) -> String {
    if cell.contains(['"', ',', '\r', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.into_owned() }
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
}
