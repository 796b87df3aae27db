//! Tables as text: as CSV (RFC 4180), each row ended by CR LF, in UTF-8; and as the clipboard has them.

use super::markup::escaped;
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
    separated(rows, ',', formulas)
}

/// The table with tabs, as spreadsheets take it from the clipboard. No cell is a formula.
pub fn with_tabs<Cell: AsRef<str>>(rows: &[Vec<Cell>]) -> String {
    separated(rows, '\t', Formulas::Guarded)
}

fn separated<Cell: AsRef<str>>(rows: &[Vec<Cell>], separator: char, formulas: Formulas) -> String {
    let mut text = String::new();
    for row in rows {
        for (column, cell) in row.iter().enumerate() {
            if column > 0 {
                text.push(separator);
            }
            let cell = guarded(cell.as_ref(), formulas);
            if cell.contains(['"', separator, '\r', '\n']) {
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

/// The table as HTML, as spreadsheets and word processors take it from the clipboard: the first row is its head. No cell
/// is a formula, and none but whole numbers becomes a number or a date.
pub fn html<Cell: AsRef<str>>(rows: &[Vec<Cell>]) -> String {
    let mut html = String::from("<table style=\"white-space:pre-wrap\">");
    for (number, row) in rows.iter().enumerate() {
        html += "<tr>";
        for cell in row {
            let cell = guarded(cell.as_ref(), Formulas::Guarded);
            // `@` is the format of text in spreadsheets. Without it Excel makes a date of “1-2”.
            let text = cell.contains(|c: char| c.is_ascii_digit()) && !is_count(&cell);
            let style = if text { " style=\"mso-number-format:'\\@'\"" } else { "" };
            // A line end that does not begin another cell.
            let lines: Vec<String> = cell.replace("\r\n", "\n").split(['\n', '\r']).map(escaped).collect();
            let words = lines.join("<br style=\"mso-data-placement:same-cell\">");
            let name = if number == 0 { "th" } else { "td" };
            html += &format!("<{name}{style}>{words}</{name}>");
        }
        html += "</tr>";
    }
    html + "</table>"
}

/// Whether a cell is a whole number that a spreadsheet shows as it is.
fn is_count(cell: &str) -> bool {
    let longest = 15;
    cell.bytes().all(|byte| byte.is_ascii_digit()) && cell.len() <= longest && (cell == "0" || !cell.starts_with('0'))
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
    fn a_spreadsheet_gets_the_cells_as_they_are() {
        let rows = [vec!["Words", "Start"], vec!["a\tb", "12"], vec!["say \"x\"\r\n<b>", "=1"], vec!["1-2", "007"]];
        assert_eq!(with_tabs(&rows), "Words\tStart\r\n\"a\tb\"\t12\r\n\"say \"\"x\"\"\r\n<b>\"\t'=1\r\n1-2\t007\r\n");
        let text = |cell: &str| format!("<td style=\"mso-number-format:'\\@'\">{cell}</td>");
        let expected = format!(
            "<table style=\"white-space:pre-wrap\"><tr><th>Words</th><th>Start</th></tr><tr><td>a\tb</td><td>12</td></tr>\
             <tr><td>say &quot;x&quot;<br style=\"mso-data-placement:same-cell\">&lt;b&gt;</td>{}</tr><tr>{}{}</tr></table>",
            text("&#39;=1"),
            text("1-2"),
            text("007")
        );
        assert_eq!(html(&rows), expected);
        let counts = ["0", "12", "999999999999999"].map(is_count);
        let none = ["007", "1.5", "-1", "1e5", "9999999999999999", "١"].map(is_count);
        assert_eq!((counts, none), ([true; 3], [false; 6]));
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
