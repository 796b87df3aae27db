//! Characters that cannot be seen, and the names by which they are shown on demand.
//!
//! The text is never changed: a page shows the names beside the characters, which stay where they are.

/// A piece of a text: plain text, or one character that cannot be seen, with its name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Piece<'a> {
    /// Text without such characters. Never empty.
    Plain(&'a str),
    /// A character that cannot be seen, and its name.
    Invisible(&'a str, &'a str),
}

/// The pieces of a text. They concatenate to it. Costs the length of the text.
///
/// What holds an emoji together (zero width joiners, variation selectors, the tags of a flag) is part of what is seen,
/// and stays in the plain text.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut plain_from = 0;
    let (mut before, mut in_flag) = (None, false);
    for (at, c) in text.char_indices() {
        let behind = at + c.len_utf8();
        let after = text[behind..].chars().next();
        in_flag = c == '\u{1F3F4}' || (in_flag && is_tag(c));
        let joins = c == '\u{200D}' && before.is_some_and(is_of_emoji) && after.is_some_and(is_of_emoji);
        let selects =
            is_selector(c) && before.is_some_and(|before: char| !before.is_alphabetic() && !is_selector(before));
        if let Some(name) = name(c).filter(|_| !joins && !selects && !in_flag) {
            if plain_from < at {
                pieces.push(Piece::Plain(&text[plain_from..at]));
            }
            pieces.push(Piece::Invisible(&text[at..behind], name));
            plain_from = behind;
        }
        before = Some(c);
    }
    if plain_from < text.len() {
        pieces.push(Piece::Plain(&text[plain_from..]));
    }
    pieces
}

/// The name of a character that cannot be seen: its abbreviation in the Unicode charts where it has one, or a sign.
fn name(c: char) -> Option<&'static str> {
    Some(match c {
        '\t' => "→",
        '\u{A0}' => "⍽",
        '\u{AD}' => "SHY",
        '\u{34F}' => "CGJ",
        '\u{61C}' => "ALM",
        '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' => "HF",
        '\u{180E}' => "MVS",
        '\u{2000}'..='\u{200A}' => "SP",
        '\u{200B}' => "ZWSP",
        '\u{200C}' => "ZWNJ",
        '\u{200D}' => "ZWJ",
        '\u{200E}' => "LRM",
        '\u{200F}' => "RLM",
        '\u{202A}' => "LRE",
        '\u{202B}' => "RLE",
        '\u{202C}' => "PDF",
        '\u{202D}' => "LRO",
        '\u{202E}' => "RLO",
        '\u{202F}' => "NNBSP",
        '\u{205F}' => "SP",
        '\u{2060}' => "WJ",
        '\u{2061}'..='\u{2064}' => "MATH",
        '\u{2066}' => "LRI",
        '\u{2067}' => "RLI",
        '\u{2068}' => "FSI",
        '\u{2069}' => "PDI",
        '\u{206A}'..='\u{206F}' => "OLD",
        '\u{2800}' => "BRAILLE",
        '\u{3000}' => "IDSP",
        '\u{FEFF}' => "BOM",
        '\u{FFF9}'..='\u{FFFB}' => "NOTE",
        c if is_tag(c) => "TAG",
        c if is_selector(c) => "VS",
        '\u{B}' => "VT",
        '\u{C}' => "FF",
        '\0'..='\u{8}' | '\u{E}'..='\u{1F}' | '\u{7F}'..='\u{84}' | '\u{86}'..='\u{9F}' => "CTRL",
        _ => return None,
    })
}

fn is_tag(c: char) -> bool {
    ('\u{E0001}'..='\u{E007F}').contains(&c)
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Whether a character is an emoji or belongs to the one before it.
fn is_of_emoji(c: char) -> bool {
    matches!(c, '\u{1F000}'..='\u{1FAFF}' | '\u{2190}'..='\u{2BFF}' | '\u{FE0F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces with each name in angle brackets in place of the character.
    fn shown(text: &str) -> String {
        let pieces = pieces(text);
        let whole = pieces.iter().map(|piece| match piece {
            Piece::Plain(text) | Piece::Invisible(text, _) => *text,
        });
        let whole: String = whole.collect();
        assert_eq!(whole, text, "the pieces concatenate to the text");
        let written = pieces.iter().map(|piece| match piece {
            Piece::Plain(text) => (*text).to_owned(),
            Piece::Invisible(_, name) => format!("<{name}>"),
        });
        written.collect()
    }

    #[test]
    fn what_cannot_be_seen_has_a_name() {
        for (text, expected) in [
            ("", ""),
            ("plain", "plain"),
            ("a\u{200B}b", "a<ZWSP>b"),
            ("\u{FEFF}a\t", "<BOM>a<→>"),
            ("\u{202E}evil\u{202C}", "<RLO>evil<PDF>"),
            ("10\u{A0}000 co\u{AD}operate", "10<⍽>000 co<SHY>operate"),
            ("می\u{200C}خواهم", "می<ZWNJ>خواهم"),
            ("\u{0}\u{1B}[0m", "<CTRL><CTRL>[0m"),
        ] {
            assert_eq!(shown(text), expected);
        }
    }

    #[test]
    fn an_emoji_is_not_taken_apart() {
        for text in ["👨‍👩‍👧‍👦", "👩🏽‍🚀", "❤️‍🔥", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇵🇹", "☂️", "1️⃣"]
        {
            assert_eq!(shown(text), text);
        }
        assert_eq!(shown("a\u{200D}👩"), "a<ZWJ>👩", "it joins nothing");
        assert_eq!(shown("a\u{FE0F}"), "a<VS>", "it changes nothing that is seen");
        assert_eq!(shown("a\u{E0067}"), "a<TAG>", "what tags spell is hidden text, but in a flag");
    }
}
