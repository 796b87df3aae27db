//! The escapes of WebAnno TSV, after INCEpTION’s `Escaping`.

/// A value of a cell.
pub(super) fn escape_value(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    let mut chars = value.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' | '[' | ']' | '|' | '_' | ';' | '*' => escaped.extend(['\\', c]),
            '-' if chars.peek() == Some(&'>') => escaped.push_str("\\-"),
            '\t' => escaped.push_str("\\t"),
            '\n' => escaped.push_str("\\n"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// What an escaped value stands for.
pub(super) fn unescape_value(value: &str) -> String {
    let mut plain = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        plain.push(match c {
            '\\' => match chars.next() {
                Some('t') => '\t',
                Some('n') => '\n',
                Some(c) => c,
                None => '\\',
            },
            c => c,
        });
    }
    plain
}

/// A line of text, or the words of a token.
pub(super) fn escape_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => escaped.push_str("\\t"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\u{c}' => escaped.push_str("\\f"),
            '\u{8}' => escaped.push_str("\\b"),
            '\\' => escaped.push_str("\\\\"),
            '\0'..='\u{7}' | '\u{e}'..='\u{1f}' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}

/// What an escaped line stands for.
pub(super) fn unescape_text(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        plain.push(match c {
            '\\' => match chars.next() {
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('f') => '\u{c}',
                Some('b') => '\u{8}',
                Some(c) => c,
                None => '\\',
            },
            c => c,
        });
    }
    plain
}

/// The parts of a cell between separators that are not escaped.
pub(super) fn parts(cell: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut escaped) = (0, false);
    for (byte, c) in cell.char_indices() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        if c == '\\' {
            escaped = true;
        } else if c == separator {
            parts.push(&cell[start..byte]);
            start = byte + c.len_utf8();
        }
    }
    parts.push(&cell[start..]);
    parts
}

/// A value and what stands in brackets behind it.
pub(super) fn with_number(value: &str) -> (&str, Option<&str>) {
    let bare = value.strip_suffix(']').filter(|rest| !rest.ends_with('\\'));
    match bare.and_then(|rest| rest.rsplit_once('[')) {
        Some((value, number)) => (value, Some(number)),
        None => (value, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_comes_back() {
        let hard = "a\\b[1]|c_d->e;f\tg\nh*\\";
        assert_eq!(escape_value("a->b_c"), "a\\->b\\_c");
        assert_eq!(unescape_value(&escape_value(hard)), hard);
        let hard = "a\\n\tb\r\n\u{b}\u{c}\u{1}\u{1f}\\";
        assert_eq!(unescape_text(&escape_text(hard)), hard);
        assert_eq!(parts("a\\|b|c|", '|'), ["a\\|b", "c", ""]);
        assert_eq!(with_number("PER[12]"), ("PER", Some("12")));
        assert_eq!(with_number("\\[x\\]"), ("\\[x\\]", None));
    }
}
