//! From the bytes of a file to text, and what kind of file the text is.
//!
//! UTF-8, or UTF-16 with a byte order mark. Text in an older encoding needs someone to say which: the candidates are named,
//! the browser decodes, and [`decoded`] takes what came of it. One byte order mark at the start is dropped and reported;
//! nothing else changes: CR LF stays CR LF, and no character is normalised, trimmed or replaced. Whatever is not text is
//! refused by the name of what it seems to be.

mod encoding;
mod prose;

use super::native;
pub use encoding::{Encoding, Preview, preview};
pub use prose::{is_hardly_prose, may_be_of_a_tool};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// The largest text file that is read, in bytes: 16 MiB.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// The largest file of our own JSON that is read, in bytes: 128 MiB, because it holds a text and its annotations.
pub const MAX_JSON_BYTES: usize = 128 * 1024 * 1024;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// How many bytes at the start are looked at to guess what a file is.
const SAMPLE: usize = 4 * 1024;

/// The text of a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DecodedText {
    /// The text, without the mark.
    pub text: String,
    /// Whether a byte order mark, which is no part of the text, came before it.
    pub byte_order_mark: bool,
}

/// Why the bytes of a file are not a text to annotate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DecodeError {
    /// There is nothing in it, or nothing but a byte order mark.
    Empty,
    /// There is nothing in it but white space.
    Blank,
    /// It has more bytes than are read.
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The most that is read, [`MAX_BYTES`] or [`MAX_JSON_BYTES`].
        limit: usize,
    },
    /// It is of another format, told by how it begins.
    OtherFormat {
        /// What it seems to be, with its article: “a PDF document”.
        what: &'static str,
        /// Whether it is a document, which has a text that could be saved as one.
        holds_text: bool,
    },
    /// It is UTF-16, and not to its end: half a pair of surrogates, or half a unit.
    NotUtf16 {
        /// Where the first wrong unit is, in bytes from the start of the file.
        at: usize,
    },
    /// It is text in UTF-32, or in UTF-16 without a byte order mark.
    OtherUnicode {
        /// The name of the encoding.
        encoding: &'static str,
    },
    /// It is not text.
    Binary,
    /// It is UTF-8, and ends in the middle of a character.
    CutOff {
        /// Where that character starts, in bytes from the start of the file.
        at: usize,
    },
    /// It is text, and not UTF-8: someone has to say what it is.
    NeedsEncoding {
        /// Where the first byte is that UTF-8 cannot have, in bytes from the start of the file.
        at: usize,
        /// What it may be, the likeliest first.
        candidates: &'static [Encoding],
    },
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SAVE: &str = "Save it as plain text in UTF-8 and open that.";
        match self {
            Self::Empty => write!(f, "The file is empty."),
            Self::Blank => write!(f, "The file holds nothing but white space."),
            Self::TooLarge { bytes, limit } => {
                let mebibyte = 1024.0 * 1024.0;
                let size = (*bytes as f64 / mebibyte * 10.0).ceil() / 10.0;
                write!(f, "The file has {size:.1} MB. The limit is {} MB.", limit / (1024 * 1024))
            }
            Self::OtherFormat { what, holds_text: true } => {
                write!(f, "This seems to be {what}, not plain text. {SAVE}")
            }
            Self::OtherFormat { what, holds_text: false } => write!(f, "This seems to be {what}, not text."),
            Self::OtherUnicode { encoding } => write!(f, "The text is encoded as {encoding}, not as UTF-8. {SAVE}"),
            Self::Binary => write!(f, "This seems to be a binary file, not text."),
            Self::CutOff { at } => {
                write!(f, "The text ends in the middle of a character, at byte {at}: the file seems to be cut off.")
            }
            Self::NotUtf16 { at } => write!(f, "The text is UTF-16, and damaged at byte {at}."),
            Self::NeedsEncoding { at, candidates } => {
                let guess = candidates.first().map_or("an older encoding", |encoding| encoding.name);
                write!(f, "The text is not UTF-8 (byte {at} cannot be); it looks like {guess}. {SAVE}")
            }
        }
    }
}

impl std::error::Error for DecodeError {}

/// The text of a file's bytes. Costs their number.
pub fn text(bytes: &[u8]) -> Result<DecodedText, DecodeError> {
    let ours = bytes.len() > MAX_BYTES && begins_like_ours(bytes);
    let limit = if ours { MAX_JSON_BYTES } else { MAX_BYTES };
    if bytes.len() > limit {
        return Err(DecodeError::TooLarge { bytes: bytes.len(), limit });
    }
    if let Some(text) = encoding::utf16(bytes) {
        let text = text.map_err(|at| DecodeError::NotUtf16 { at })?;
        return if text.contains('\0') { Err(DecodeError::Binary) } else { decoded(text) };
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => text,
        Ok(_) => return Err(other_format(bytes).or_else(|| other_unicode(bytes)).unwrap_or(DecodeError::Binary)),
        Err(error) => {
            let (at, cut) = (error.valid_up_to(), error.error_len().is_none());
            let other = other_format(bytes).or_else(|| other_unicode(bytes));
            return Err(other.unwrap_or_else(|| not_utf8(bytes, at, cut)));
        }
    };
    decoded(text.to_owned())
}

/// A text that was decoded, with its byte order mark if it has one. Costs its length.
pub fn decoded(text: String) -> Result<DecodedText, DecodeError> {
    let (text, byte_order_mark) = match text.strip_prefix(BYTE_ORDER_MARK) {
        Some(rest) => (rest.to_owned(), true),
        None => (text, false),
    };
    if text.is_empty() {
        return Err(DecodeError::Empty);
    }
    if text.chars().all(char::is_whitespace) {
        return Err(DecodeError::Blank);
    }
    match other_written_format(text.as_bytes()) {
        Some(error) => Err(error),
        None => Ok(DecodedText { text, byte_order_mark }),
    }
}

/// The most bytes worth reading of a file of this name; [`text`] then looks at what is in it.
pub fn limit(name: &str) -> usize {
    if is_text_name(name) { MAX_BYTES } else { MAX_JSON_BYTES }
}

/// Whether a file of this name is plain text, whatever it looks like.
pub fn is_text_name(name: &str) -> bool {
    is_named(name, TEXT_ENDINGS)
}

const TEXT_ENDINGS: &[&str] = &[".txt", ".text", ".md", ".markdown"];

/// What an opened file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Our own JSON, perhaps damaged: for [`native::read`].
    RubricateJson,
    /// JSON by name or content, but not ours. [`native::read`] says what is wrong with it.
    OtherJson,
    /// A text to annotate.
    Text,
}

/// What a decoded file is: by what is in it, then by its name.
///
/// Ours is what has `"format": "rubricate"` at its top level, even where it is cut off further on. Any other `.json` is
/// [`Kind::OtherJson`]; a `.txt` or `.md` is a text, even one that looks like JSON.
pub fn kind(name: &str, text: &str) -> Kind {
    let brackets = text.trim_start().starts_with(['{', '[']);
    let json = || match name {
        name if is_named(name, &[".json"]) => true,
        name if is_text_name(name) => false,
        _ => brackets && serde_json::from_str::<IgnoredAny>(text).is_ok(),
    };
    if brackets && is_ours(text) {
        Kind::RubricateJson
    } else if json() {
        Kind::OtherJson
    } else {
        Kind::Text
    }
}

fn is_named(name: &str, endings: &[&str]) -> bool {
    let name = name.to_ascii_lowercase();
    endings.iter().any(|ending| name.ends_with(ending))
}

/// Whether an object names our format at its top level. Stops looking where it is found, or where the JSON ends.
fn is_ours(json: &str) -> bool {
    let mut ours = false;
    // The search ends by an error, and so does damaged JSON: all that counts is what was found.
    let _ = Search(&mut ours).deserialize(&mut serde_json::Deserializer::from_str(json));
    ours
}

struct Search<'a>(&'a mut bool);

impl<'de> DeserializeSeed<'de> for Search<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Search<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Cow<'_, str>>()? {
            if key == "format" {
                *self.0 = map.next_value::<Cow<'_, str>>()? == native::FORMAT;
                return Ok(());
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }
}

/// Whether a large file is ours, as far as its first bytes tell: the writer puts the name of the format first.
fn begins_like_ours(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    is_ours(String::from_utf8_lossy(sample).trim_start_matches(BYTE_ORDER_MARK))
}

/// The formats that people try to open, by the bytes that they begin with; whether they hold a text.
const FORMATS: [(&[u8], &str, bool); 16] = [
    (b"%PDF-", "a PDF document", true),
    (b"{\\rtf", "a rich text (RTF) document", true),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or other Office document", true),
    (b"\x89PNG\r\n\x1a\n", "a PNG image", false),
    (b"\xff\xd8\xff", "a JPEG image", false),
    (b"GIF87a", "a GIF image", false),
    (b"GIF89a", "a GIF image", false),
    (b"\x1f\x8b", "a gzip archive", false),
    (b"\xfd7zXZ\0", "an xz archive", false),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", false),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", false),
    (b"Rar!\x1a\x07", "a RAR archive", false),
    (b"SQLite format 3\0", "an SQLite database", false),
    (b"\x7fELF", "a program", false),
    (b"\0asm", "a program", false),
    (b"ID3", "an MP3 recording", false),
];

/// The documents that are zip archives, by the name of a file in them.
const ZIPPED: [(&[u8], &str); 5] = [
    (b"word/document.xml", "a Word document"),
    (b"xl/workbook.xml", "an Excel workbook"),
    (b"ppt/presentation.xml", "a PowerPoint presentation"),
    (b"application/epub+zip", "an EPUB book"),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file"),
];

/// What bytes are that are not UTF-8, or hold zero bytes.
fn other_format(bytes: &[u8]) -> Option<DecodeError> {
    if [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"].iter().any(|start| bytes.starts_with(*start)) {
        // The directory of an archive is at its end; a media type, where there is one, at its start.
        let (head, tail) = (&bytes[..bytes.len().min(SAMPLE)], &bytes[bytes.len().saturating_sub(16 * SAMPLE)..]);
        let holds = |name: &[u8]| [head, tail].iter().any(|part| part.windows(name.len()).any(|w| w == name));
        let what =
            ZIPPED.iter().find(|(name, _)| holds(name)).map_or("a Word document or another zip archive", |z| z.1);
        return Some(DecodeError::OtherFormat { what, holds_text: true });
    }
    begins_with(bytes, |_| true)
}

/// What plain characters are that nobody means to annotate: PDF and RTF can do without any other byte. An article may
/// well begin with “GIF89a”.
fn other_written_format(bytes: &[u8]) -> Option<DecodeError> {
    begins_with(bytes, |holds_text| holds_text)
}

fn begins_with(bytes: &[u8], wanted: impl Fn(bool) -> bool) -> Option<DecodeError> {
    let mut formats = FORMATS.iter().filter(|(.., holds_text)| wanted(*holds_text));
    let &(_, what, holds_text) = formats.find(|(start, ..)| bytes.starts_with(start))?;
    Some(DecodeError::OtherFormat { what, holds_text })
}

/// UTF-32, or UTF-16 without a byte order mark, by where the zero bytes are.
fn other_unicode(bytes: &[u8]) -> Option<DecodeError> {
    let encoding = match bytes {
        [0xff, 0xfe, 0, 0, ..] => "UTF-32 (little-endian)",
        [0, 0, 0xfe, 0xff, ..] => "UTF-32 (big-endian)",
        _ => unmarked(&bytes[..bytes.len().min(SAMPLE)])?,
    };
    Some(DecodeError::OtherUnicode { encoding })
}

/// What text without a byte order mark is encoded as, by which bytes of every four are zero: of European text in
/// UTF-32 three of four, in UTF-16 every other one.
fn unmarked(sample: &[u8]) -> Option<&'static str> {
    let rows = sample.chunks_exact(4);
    let count = rows.len();
    let mut zeros = [0; 4];
    for row in rows {
        for (zero, byte) in zeros.iter_mut().zip(row) {
            *zero += usize::from(*byte == 0);
        }
    }
    let pattern = zeros.map(|zeros| match zeros {
        0 => Some(false),
        zeros if zeros * 10 >= count * 7 => Some(true),
        _ => None,
    });
    match pattern {
        _ if count == 0 => None,
        [Some(false), _, Some(true), Some(true)] => Some("UTF-32 (little-endian)"),
        [Some(true), Some(true), _, Some(false)] => Some("UTF-32 (big-endian)"),
        [Some(false), Some(true), Some(false), Some(true)] => Some("UTF-16 (little-endian)"),
        [Some(true), Some(false), Some(true), Some(false)] => Some("UTF-16 (big-endian)"),
        _ => None,
    }
}

/// What bytes are that are not UTF-8: by how many of them are control characters, and how many are not ASCII.
fn not_utf8(bytes: &[u8], at: usize, cut: bool) -> DecodeError {
    // “Café” in an older encoding ends in what would be the start of a longer character, the only one of its kind.
    let may_be_older = bytes.len() - at == 1 && bytes[at] >= 0xe0 && bytes[..at].is_ascii();
    if cut && !may_be_older {
        return DecodeError::CutOff { at };
    }
    // A sample around the first wrong byte, as the start of a long text may well be plain ASCII.
    let sample = &bytes[at.saturating_sub(SAMPLE)..bytes.len().min(at + SAMPLE)];
    let count = |wanted: fn(u8) -> bool| sample.iter().filter(|byte| wanted(**byte)).count();
    if count(is_odd_control) * 50 > sample.len() {
        return DecodeError::Binary;
    }
    let western = count(|byte| !byte.is_ascii()) * 4 <= sample.len();
    DecodeError::NeedsEncoding { at, candidates: encoding::candidates(western) }
}

/// Whether a byte is a control character that no text file holds (tab, line ends, form feed and escape are ordinary).
fn is_odd_control(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    fn utf32(text: &str, bytes: fn(u32) -> [u8; 4]) -> Vec<u8> {
        text.chars().flat_map(|c| bytes(c.into())).collect()
    }

    #[test]
    fn text_stays_what_it_is() {
        for string in ["a", " a\r\n\t", "e\u{301}\u{2028}😀", "a\u{feff}", "GIF89a is a format", "PK", "\u{1}a"] {
            let decoded = DecodedText { text: string.to_owned(), byte_order_mark: false };
            assert_eq!(text(string.as_bytes()), Ok(decoded));
        }
    }

    #[test]
    fn one_byte_order_mark_is_dropped_and_recorded() {
        let decoded = text("\u{feff}\u{feff}a".as_bytes());
        assert_eq!(decoded, Ok(DecodedText { text: "\u{feff}a".to_owned(), byte_order_mark: true }));
    }

    #[test]
    fn utf16_with_a_byte_order_mark_is_read() {
        for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            let decoded = DecodedText { text: "a\r\n漢😀".to_owned(), byte_order_mark: true };
            assert_eq!(text(&utf16("\u{feff}a\r\n漢😀", bytes)), Ok(decoded));
        }
    }

    #[test]
    fn what_is_not_text_is_named() {
        let article = "The news of today, and of the day before.";
        let zipped = |name: &str| [b"PK\x03\x04\x14\0".as_slice(), &[0xa5; 9_000], name.as_bytes(), &[0; 99]].concat();
        let windows = b"Caf\xe9 in the caf\xe9, where nothing else is written that way.".to_vec();
        let cases = [
            (Vec::new(), "The file is empty."),
            (b"\xef\xbb\xbf".to_vec(), "The file is empty."),
            (b" \r\n\t".to_vec(), "The file holds nothing but white space."),
            (b"%PDF-1.7\n%plain".to_vec(), "This seems to be a PDF document, not plain text."),
            (b"%PDF-1.7\n\xe2\xe3\xcf\xd3\n\0".to_vec(), "This seems to be a PDF document, not plain text."),
            (b"{\\rtf1\\ansi The news}".to_vec(), "This seems to be a rich text (RTF) document, not plain text."),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0".to_vec(), "This seems to be an old Word or other Office document,"),
            (zipped("word/document.xml"), "This seems to be a Word document, not plain text."),
            (zipped("mimetypeapplication/epub+zip"), "This seems to be an EPUB book, not plain text."),
            (zipped("a.txt"), "This seems to be a Word document or another zip archive, not plain text."),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "This seems to be a PNG image, not text."),
            (b"\xff\xd8\xff\xe0\0\x10JFIF".to_vec(), "This seems to be a JPEG image, not text."),
            (b"GIF89a\x01\0\x01\0".to_vec(), "This seems to be a GIF image, not text."),
            (b"\x1f\x8b\x08\0\0".to_vec(), "This seems to be a gzip archive, not text."),
            (b"the news\0and more".to_vec(), "This seems to be a binary file, not text."),
            (b"\x01\x02\xfe\x80\x03\x04\xff".to_vec(), "This seems to be a binary file, not text."),
            (utf16("\u{feff}", u16::to_le_bytes), "The file is empty."),
            (utf16("\u{feff} \n", u16::to_be_bytes), "The file holds nothing but white space."),
            (b"\xff\xfea\0\x3d\xd8".to_vec(), "The text is UTF-16, and damaged at byte 4."),
            (b"\xfe\xff\0a\0".to_vec(), "The text is UTF-16, and damaged at byte 4."),
            (utf16(article, u16::to_le_bytes), "The text is encoded as UTF-16 (little-endian), not as UTF-8."),
            (utf16(article, u16::to_be_bytes), "The text is encoded as UTF-16 (big-endian), not as UTF-8."),
            (utf32("\u{feff}a", u32::to_le_bytes), "The text is encoded as UTF-32 (little-endian), not as UTF-8."),
            (utf32("\u{feff}a", u32::to_be_bytes), "The text is encoded as UTF-32 (big-endian), not as UTF-8."),
            (utf32(article, u32::to_le_bytes), "The text is encoded as UTF-32 (little-endian), not as UTF-8."),
            (utf32(article, u32::to_be_bytes), "The text is encoded as UTF-32 (big-endian), not as UTF-8."),
            (windows, "The text is not UTF-8 (byte 3 cannot be); it looks like Western (Windows-1252)."),
            (
                b"\xcd\xee\xe2\xee\xf1\xf2\xe8".to_vec(),
                "The text is not UTF-8 (byte 0 cannot be); it looks like Western (Windows-1252).",
            ),
            (b"Un caf\xe9".to_vec(), "The text is not UTF-8 (byte 6 cannot be); it looks like Western (Windows-1252)."),
            (
                b"Caf\xc3".to_vec(),
                "The text ends in the middle of a character, at byte 3: the file seems to be cut off.",
            ),
        ];
        for (bytes, expected) in cases {
            let said = text(&bytes).map_err(|error| error.to_string());
            let said = said.expect_err(expected);
            assert!(said.starts_with(expected), "{said}");
        }
    }

    #[test]
    fn the_limit_is_named_and_higher_for_our_own_json() {
        let large = vec![b'a'; MAX_BYTES + 1];
        assert!(text(&large[1..]).is_ok());
        let said = text(&large).map_err(|error| error.to_string());
        assert_eq!(said, Err("The file has 16.1 MB. The limit is 16 MB.".to_owned()));
        let ours = [br#"{"format": "rubricate", "x": ""#.as_slice(), &large, b"\"}"].concat();
        assert!(text(&ours).is_ok());
        assert!(text(&[br#"{"format": "other", "x": ""#.as_slice(), &large, b"\"}"].concat()).is_err());
        assert_eq!([limit("a.JSON"), limit("a.txt"), limit("")], [MAX_JSON_BYTES, MAX_BYTES, MAX_JSON_BYTES]);
    }
}
