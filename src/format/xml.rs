//! XML 1.0, as far as formats of annotations need it: a writer that loses no character it can hold, and a reader that
//! hostile files cannot make expand.

use super::exchange::ReadError;
use quick_xml::escape::EscapeError;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// How deep elements may be nested.
const MAX_DEPTH: usize = 100;

/// Whether XML 1.0 can hold a character at all (production 2, `Char`).
pub(crate) fn holds(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// The text with U+FFFD for each character that XML cannot hold. All of those are one UTF-16 unit, and so is U+FFFD: no
/// offset changes.
pub(crate) fn held(text: &str) -> String {
    text.chars().map(|c| if holds(c) { c } else { '\u{fffd}' }).collect()
}

/// An XML file under construction.
pub(crate) struct Writer {
    xml: String,
    open: Vec<String>,
}

impl Writer {
    /// A file that begins with the declaration.
    pub(crate) fn new() -> Self {
        Self { xml: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), open: Vec::new() }
    }

    /// Opens an element, on a line of its own.
    pub(crate) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> &mut Self {
        self.start(name, attributes, ">\n");
        self.open.push(name.to_owned());
        self
    }

    /// Closes the element that was opened last.
    pub(crate) fn close(&mut self) -> &mut Self {
        if let Some(name) = self.open.pop() {
            self.xml.push_str(&format!("</{name}>\n"));
        }
        self
    }

    /// An element without content.
    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> &mut Self {
        self.start(name, attributes, "/>\n");
        self
    }

    /// An element with nothing but text in it.
    pub(crate) fn text(&mut self, name: &str, text: &str) -> &mut Self {
        self.start(name, &[], ">");
        escape(text, &mut self.xml, false);
        self.xml.push_str(&format!("</{name}>\n"));
        self
    }

    /// An element with nothing but text in it, in sections that are read as they stand. A carriage return, which such a
    /// section would lose, stands between two of them.
    pub(crate) fn raw_text(&mut self, name: &str, text: &str) -> &mut Self {
        let text = held(text).replace("]]>", "]]]]><![CDATA[>").replace('\r', "]]>&#13;<![CDATA[");
        self.xml.push_str(&format!("<{name}><![CDATA[{text}]]></{name}>\n"));
        self
    }

    /// The file.
    pub(crate) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.xml
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)], end: &str) {
        self.xml.push('<');
        self.xml.push_str(name);
        for (name, value) in attributes {
            self.xml.push(' ');
            self.xml.push_str(name);
            self.xml.push_str("=\"");
            escape(value, &mut self.xml, true);
            self.xml.push('"');
        }
        self.xml.push_str(end);
    }
}

/// Line ends and tabs of an attribute, and a carriage return anywhere, would not come back as they are.
fn escape(text: &str, xml: &mut String, attribute: bool) {
    let escaped = |c: char| match c {
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '&' => Some("&amp;"),
        '"' if attribute => Some("&quot;"),
        '\t' if attribute => Some("&#9;"),
        '\n' if attribute => Some("&#10;"),
        '\r' => Some("&#13;"),
        c if holds(c) => None,
        _ => Some("\u{fffd}"),
    };
    let mut rest = text;
    while let Some((at, c, instead)) = rest.char_indices().find_map(|(at, c)| Some((at, c, escaped(c)?))) {
        xml.push_str(&rest[..at]);
        xml.push_str(instead);
        rest = &rest[at + c.len_utf8()..];
    }
    xml.push_str(rest);
}

/// An element of a file that was read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Element {
    /// Its name, with its prefix.
    pub(crate) name: String,
    /// Its attributes in order, references resolved.
    pub(crate) attributes: Vec<(String, String)>,
    /// The elements in it.
    pub(crate) children: Vec<Element>,
    /// The text in it, but for that of the elements in it.
    pub(crate) text: String,
    /// Its place in the file, in bytes.
    pub(crate) at: usize,
}

impl Element {
    /// The value of an attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The first element of this name in it.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The prefix of its name, which may be empty, and the rest.
    pub(crate) fn split_name(&self) -> (&str, &str) {
        self.name.split_once(':').unwrap_or(("", &self.name))
    }
}

/// Why a file is no XML that is read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum XmlError {
    /// It breaks the grammar at this byte.
    Malformed(usize),
    /// It ends too early.
    CutOff,
    /// It defines entities, which could expand without end.
    Entities,
    /// It refers to an entity that there is not.
    NoSuchEntity(String),
    /// Elements are nested deeper than [`MAX_DEPTH`].
    TooDeep,
}

impl XmlError {
    /// The same for whoever reads a file of annotations.
    pub(crate) fn of_file(self) -> ReadError {
        match self {
            Self::Malformed(at) => ReadError::NotXml { at: at as u64 },
            Self::CutOff => ReadError::NotThis("it is cut off, or is not XML"),
            Self::Entities | Self::NoSuchEntity(_) => ReadError::Entities,
            Self::TooDeep => ReadError::TooDeep,
        }
    }
}

/// The outermost element of a file. Costs the size of the file.
pub(crate) fn read(xml: &str) -> Result<Element, XmlError> {
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
    let mut open: Vec<Element> = Vec::new();
    let mut root = None;
    loop {
        let at = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|error| match error {
            quick_xml::Error::Syntax(_) => XmlError::CutOff,
            _ => XmlError::Malformed(reader.error_position() as usize),
        })?;
        let outside = open.is_empty();
        match event {
            Event::Start(start) if open.len() < MAX_DEPTH && (root.is_none() || !outside) => {
                open.push(element(&start, at)?);
            }
            Event::Start(_) if !outside => return Err(XmlError::TooDeep),
            Event::Empty(start) if root.is_none() || !outside => {
                let empty = element(&start, at)?;
                put(empty, &mut open, &mut root);
            }
            Event::Start(_) | Event::Empty(_) => return Err(XmlError::Malformed(at)),
            Event::End(_) => {
                let done = open.pop().ok_or(XmlError::Malformed(at))?;
                put(done, &mut open, &mut root);
            }
            Event::Text(text) => {
                let text = text.xml10_content();
                match open.last_mut() {
                    Some(element) => element.text.push_str(&text),
                    None if text.trim().is_empty() => {}
                    None => return Err(XmlError::Malformed(at)),
                }
            }
            Event::CData(text) => {
                let element = open.last_mut().ok_or(XmlError::Malformed(at))?;
                element.text.push_str(&text.xml10_content());
            }
            Event::GeneralRef(reference) => {
                let element = open.last_mut().ok_or(XmlError::Malformed(at))?;
                let c = reference.resolve_char_ref().map_err(|_| XmlError::Malformed(at))?;
                let predefined = || quick_xml::escape::resolve_predefined_entity(&reference);
                match (c, predefined()) {
                    (Some(c), _) => element.text.push(c),
                    (None, Some(text)) => element.text.push_str(text),
                    (None, None) => return Err(XmlError::NoSuchEntity(reference.to_string())),
                }
            }
            Event::DocType(doctype) if doctype.contains("<!ENTITY") => return Err(XmlError::Entities),
            Event::DocType(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    if !open.is_empty() {
        return Err(XmlError::CutOff);
    }
    root.ok_or(XmlError::CutOff)
}

fn put(element: Element, open: &mut [Element], root: &mut Option<Element>) {
    match open.last_mut() {
        Some(parent) => parent.children.push(element),
        None => *root = Some(element),
    }
}

fn element(start: &BytesStart<'_>, at: usize) -> Result<Element, XmlError> {
    let mut element = Element { name: start.name().as_ref().to_string(), at, ..Element::default() };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| XmlError::Malformed(at))?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| match error {
            quick_xml::Error::Escape(EscapeError::UnrecognizedEntity(_, name)) => XmlError::NoSuchEntity(name),
            _ => XmlError::Malformed(at),
        })?;
        element.attributes.push((attribute.key.as_ref().to_string(), value.into_owned()));
    }
    Ok(element)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HARD: &str = "a\r\nb\rc\td <b> & \"x\" ]]> 'y'\u{85}\u{2028}😀 \u{fffd}";

    #[test]
    fn text_and_attributes_come_back_as_they_are() {
        let mut writer = Writer::new();
        writer.open("root", &[("hard", HARD)]).text("text", HARD).raw_text("raw", HARD).empty("p:empty", &[("a", "")]);
        let root = read(&writer.finish()).expect("what was written is XML");
        assert_eq!(root.get("hard"), Some(HARD));
        assert_eq!(root.child("text").map(|element| element.text.as_str()), Some(HARD));
        assert_eq!(root.child("raw").map(|element| element.text.as_str()), Some(HARD));
        assert_eq!(root.children[2].split_name(), ("p", "empty"));
    }

    #[test]
    fn what_xml_cannot_hold_is_replaced_without_moving_anything() {
        let mut writer = Writer::new();
        writer.open("root", &[("a", "\0\u{1b}\u{fffe}x")]);
        assert_eq!(read(&writer.finish()).expect("XML").get("a"), Some("\u{fffd}\u{fffd}\u{fffd}x"));
        assert_eq!(held("a\0b\u{ffff}"), "a\u{fffd}b\u{fffd}");
    }

    #[test]
    fn hostile_files_are_refused_by_name() {
        let bomb = "<!DOCTYPE a [<!ENTITY x \"ha\"><!ENTITY y \"&x;&x;\">]><a>&y;</a>";
        let check = |xml: &str, expected: XmlError| assert_eq!(read(xml), Err(expected), "{xml:?}");
        check(bomb, XmlError::Entities);
        check("<a>&x;</a>", XmlError::NoSuchEntity("x".to_owned()));
        check("<a b=\"&x;\"/>", XmlError::NoSuchEntity("x".to_owned()));
        check(&"<a>".repeat(200_000), XmlError::TooDeep);
        for cut in ["", "<", "<a", "<a>", "<a><b></b>", "<a b=", "<a><![CDATA[x"] {
            assert_eq!(read(cut), Err(XmlError::CutOff), "{cut:?}");
        }
        for wrong in ["<a></b>", "</a>", "text", "<a/><b/>", "<a></a><b></b>", "<a/>x"] {
            assert!(matches!(read(wrong), Err(XmlError::Malformed(_))), "{wrong:?}");
        }
    }
}
