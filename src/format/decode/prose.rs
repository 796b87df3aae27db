//! Whether a text is prose, as far as that shows without knowing any format.

use super::BYTE_ORDER_MARK;

/// Whether a text may be the file of another tool: by how it begins, or where most of its first lines have columns. Whoever
/// knows the formats is to look at it then; prose need not be shown to them.
pub fn may_be_of_a_tool(text: &str) -> bool {
    if text.trim_start().starts_with(['{', '[', '<']) || is_hardly_prose(text) {
        return true;
    }
    let lines = || text.lines().filter(|line| !line.trim().is_empty()).take(20);
    let most = |is_one: fn(&str) -> bool| lines().filter(|line| is_one(line)).count() * 2 > lines().count();
    let is_tag = |word: &str| word == "O" || (word.get(1..2).is_some_and(|sign| matches!(sign, "-" | "_")));
    let names_column = |line: &str| {
        let mut cells = line.split([',', ';', '\t']).map(|cell| cell.trim_matches(['"', ' ', BYTE_ORDER_MARK]));
        cells.any(|cell| cell.eq_ignore_ascii_case("label"))
    };
    lines().next().is_some_and(names_column)
        || most(|line| line.trim().contains('\t'))
        || most(|line| line.trim_start().starts_with('{'))
        || lines().filter(|line| line.split_whitespace().next_back().is_some_and(is_tag)).count() * 2 > lines().count()
}

/// Whether a text begins as no prose does: as JSON, XML or HTML, or with the first words of a format.
pub fn is_hardly_prose(text: &str) -> bool {
    let text = text.trim_start();
    let behind = |bracket| text.strip_prefix(bracket).map(str::trim_start);
    let is_written = |start: &str| text.get(..start.len()).is_some_and(|begins| begins.eq_ignore_ascii_case(start));
    behind('{').is_some_and(|rest| rest.starts_with('"'))
        || behind('[').is_some_and(|rest| rest.starts_with('{'))
        || ["<?xml", "<!doctype", "<html", "#FORMAT=WebAnno", "-DOCSTART-"].into_iter().any(is_written)
}
