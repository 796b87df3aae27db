//! Encodings other than UTF-8: UTF-16 by its byte order mark, and older ones that someone has to choose.

/// An encoding that the browser can decode.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Encoding {
    /// What `TextDecoder` calls it, after <https://encoding.spec.whatwg.org/#names-and-labels>.
    pub label: &'static str,
    /// What a person reads.
    pub name: &'static str,
}

const WESTERN: &[Encoding] = &[
    Encoding { label: "windows-1252", name: "Western (Windows-1252)" },
    Encoding { label: "macintosh", name: "Western (Macintosh)" },
    Encoding { label: "iso-8859-15", name: "Western (ISO 8859-15)" },
    Encoding { label: "windows-1250", name: "Central European (Windows-1250)" },
    Encoding { label: "iso-8859-2", name: "Central European (ISO 8859-2)" },
    Encoding { label: "windows-1254", name: "Turkish (Windows-1254)" },
    Encoding { label: "windows-1257", name: "Baltic (Windows-1257)" },
    Encoding { label: "windows-1251", name: "Cyrillic (Windows-1251)" },
    Encoding { label: "windows-1258", name: "Vietnamese (Windows-1258)" },
];

const OTHER: &[Encoding] = &[
    Encoding { label: "windows-1252", name: "Western (Windows-1252)" },
    Encoding { label: "windows-1251", name: "Cyrillic (Windows-1251)" },
    Encoding { label: "koi8-r", name: "Cyrillic (KOI8-R)" },
    Encoding { label: "windows-1253", name: "Greek (Windows-1253)" },
    Encoding { label: "windows-1255", name: "Hebrew (Windows-1255)" },
    Encoding { label: "windows-1256", name: "Arabic (Windows-1256)" },
    Encoding { label: "gb18030", name: "Chinese (GB 18030)" },
    Encoding { label: "big5", name: "Chinese (Big5)" },
    Encoding { label: "shift_jis", name: "Japanese (Shift JIS)" },
    Encoding { label: "euc-jp", name: "Japanese (EUC-JP)" },
    Encoding { label: "euc-kr", name: "Korean (EUC-KR)" },
    Encoding { label: "windows-874", name: "Thai (Windows-874)" },
];

/// What text may be that is not UTF-8; `western` where few of its bytes are beyond ASCII.
pub(super) fn candidates(western: bool) -> &'static [Encoding] {
    if western { WESTERN } else { OTHER }
}

/// What a text looks like in an encoding: a line where it matters which one it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Preview {
    /// What stands before the first character beyond ASCII, on its line.
    pub before: String,
    /// That character, and what follows on the line.
    pub from: String,
    /// How many characters the encoding does not have: `TextDecoder` puts U+FFFD there.
    pub missing: usize,
}

/// How many code points of a preview stand before and after the place.
const AROUND: usize = 60;

/// What to show of a decoded text. Costs its length.
pub fn preview(text: &str) -> Preview {
    let missing = text.matches(char::REPLACEMENT_CHARACTER).count();
    let at = text.find(|c: char| !c.is_ascii()).unwrap_or_default();
    let is_end = |c: char| matches!(c, '\n' | '\r');
    let line = text[..at].rsplit(is_end).next().unwrap_or_default();
    let skip = line.chars().count().saturating_sub(AROUND);
    let rest = text[at..].split(is_end).next().unwrap_or_default();
    Preview { before: line.chars().skip(skip).collect(), from: rest.chars().take(AROUND).collect(), missing }
}

/// The text of bytes that begin with the byte order mark of UTF-16, the mark included, or the place of the first wrong unit;
/// `None` for other bytes. The mark of UTF-32 begins with that of UTF-16.
pub(super) fn utf16(bytes: &[u8]) -> Option<Result<String, usize>> {
    let unit: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, 0, 0, ..] => return None,
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return None,
    };
    let pairs = bytes.chunks_exact(2);
    let half = !pairs.remainder().is_empty();
    let units = pairs.map(|pair| unit([pair[0], pair[1]]));
    let mut text = String::with_capacity(bytes.len());
    let mut at = 0;
    for c in char::decode_utf16(units) {
        let Ok(c) = c else { return Some(Err(at)) };
        text.push(c);
        at += 2 * c.len_utf16();
    }
    Some(if half { Err(at) } else { Ok(text) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preview_shows_the_line_where_it_matters() {
        let check = |text: &str, before: &str, from: &str, missing| {
            let expected = Preview { before: before.to_owned(), from: from.to_owned(), missing };
            assert_eq!(preview(text), expected, "{text:?}");
        };
        check("plain\r\nin the café\r\nend", "in the caf", "é", 0);
        check("x\u{fffd}y\u{fffd}", "x", "\u{fffd}y\u{fffd}", 2);
        check("plain", "", "plain", 0);
        check("", "", "", 0);
        let long = format!("{}é{}", "a".repeat(200), "b".repeat(200));
        assert_eq!(preview(&long).before.len() + preview(&long).from.chars().count(), 2 * AROUND);
    }
}
