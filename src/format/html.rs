//! A page that stands alone: the text with its marks, and what is said of them. It runs nothing and asks for nothing.

use super::exchange::loss::reduce_all;
use super::exchange::measure::Measure;
use super::exchange::naming::Names;
use super::exchange::{Format, Holds, Keeping, Loss, LossKind, WriteError, WriteOptions, Written, json, palette};
use super::marked_up::{kind, never, words};
use super::markup::{Stretch, escaped, is_of_html, stretches};
use crate::model::{Annotation, AnnotationId, Polarity, Session, Slot};
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

/// The entry in the table of formats.
pub const FORMAT: Format = Format {
    id: "html",
    name: "Web page (HTML)",
    extensions: &["html"],
    media_type: "text/html",
    unit: None,
    choices: &[],
    holds: Holds {
        aside: &[],
        no: &[
            LossKind::Characters,
            LossKind::LabelSet,
            LossKind::Hints,
            LossKind::Provenance,
            LossKind::Unknown,
            LossKind::Review,
            LossKind::Nuances,
            LossKind::Attributes,
        ],
    },
    write: Some(write),
    read: None,
    detect: never,
};

fn write(sessions: &[&Session], options: &WriteOptions<'_>) -> Result<Written, WriteError> {
    let (reduced, mut losses) = reduce_all(sessions, &FORMAT.holds, options);
    for (document, session) in reduced.iter().enumerate() {
        let count = session.text.as_str().chars().filter(|c| !is_of_html(*c)).count();
        if count > 0 {
            let (kind, keeping, records) = (LossKind::Characters, Keeping::No, Vec::new());
            losses.push(Loss { document, kind, keeping, records, count });
        }
    }
    Ok(Written { file: page(&reduced).into_bytes(), extension: FORMAT.extensions[0], losses })
}

fn page(sessions: &[Session]) -> String {
    let style = style();
    let title = sessions.first().map_or("", |session| &*session.description.title);
    let title = if title.is_empty() { "Annotated text" } else { title };
    let hash = base64(&Sha256::digest(style.as_bytes()));
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{hash}'; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>{style}</style>\n</head>\n<body>\n",
        escaped(title)
    );
    let mut next = 1;
    for session in sessions {
        page += &article(session, next);
        next += session.annotations.len();
    }
    page + "</body>\n</html>\n"
}

fn style() -> String {
    let mut style =
        "\nbody{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1.1rem/1.7 Georgia,serif;color:#1d1b18;\
                     background:#fff}\n.text{white-space:pre-wrap;overflow-wrap:anywhere}\nmark{color:inherit;\
                     background:none;border-bottom:2px solid}\nsup{font-size:.65em;line-height:0}\n\
                     table{border-collapse:collapse;font-size:.9rem}\ntd,th{text-align:start;vertical-align:top;\
                     padding:.2rem .6rem .2rem 0;border-bottom:1px solid #ddd}\n"
            .to_owned();
    for slot in (0..Slot::COUNT).filter_map(Slot::new) {
        let (number, back, line) = (slot.number(), palette::highlight(slot), palette::line(slot));
        style += &format!(".s{number}{{background:{back};border-color:{line}}}\n");
    }
    for polarity in Polarity::ALL {
        let (name, colour) = (json::polarity_word(polarity), palette::polarity(polarity));
        style += &format!(".{name}{{border-bottom:3px double {colour}}}\n");
    }
    style
}

/// A document: what it is, the text with its marks, and a table of the annotations and the relations. Annotations are
/// numbered from `first`, as no number is on a page twice.
fn article(session: &Session, first: usize) -> String {
    let (measure, labels) = (Measure::of(session), Names::of_labels(session));
    let annotations: Vec<_> = session.annotations.iter(&session.text).collect();
    let numbers: HashMap<&AnnotationId, usize> = annotations.iter().map(|a| &a.id).zip(first..).collect();
    let mut out = String::from("<article>\n");
    if !session.description.title.is_empty() {
        out += &format!("<h1>{}</h1>\n", escaped(&session.description.title));
    }
    for said in [&session.description.source, &session.description.note].into_iter().filter(|said| !said.is_empty()) {
        out += &format!("<p class=\"text\">{}</p>\n", escaped(said));
    }
    out += "<div class=\"text\" dir=\"auto\">";
    out += &marked(session, &numbers, &labels);
    out += "</div>\n<table>\n";
    for (annotation, number) in annotations.iter().zip(first..) {
        let said = words(session, annotation, &labels, &measure);
        out += &format!("<tr id=\"n{number}\"><td>{number}</td><td>{}</td></tr>\n", escaped(&said));
    }
    let types = Names::of_relations(session);
    for relation in session.relations.values() {
        let number = |id| numbers.get(id).map_or(String::new(), ToString::to_string);
        let (from, to) = (number(&relation.from), number(&relation.to));
        let label = escaped(types.get(&relation.label));
        let note = escaped(&relation.note);
        out += &format!("<tr><td>{from} → {to}</td><td>{label} {note}</td></tr>\n");
    }
    for code in session.codes.values() {
        let (name, value) = (escaped(&code.name), escaped(&json::value_words(&code.value)));
        out += &format!("<tr><td>{name}</td><td>{value}</td></tr>\n");
    }
    out + "</table>\n</article>\n"
}

/// The text with its marks, each with its number where it ends.
fn marked(session: &Session, numbers: &HashMap<&AnnotationId, usize>, labels: &Names) -> String {
    let mut out = String::new();
    for Stretch { range, words, active } in stretches(session, session.text.range()) {
        let words = escaped(words);
        if active.is_empty() {
            out += &words;
            continue;
        }
        let classes: BTreeSet<String> = active.iter().map(|a| class(session, a)).collect();
        let titles: Vec<String> = active.iter().map(|annotation| kind(annotation, labels)).collect();
        let classes = classes.into_iter().collect::<Vec<_>>().join(" ");
        out += &format!("<mark class=\"{classes}\" title=\"{}\">{words}</mark>", escaped(&titles.join(" · ")));
        for annotation in &active {
            if annotation.extent().is_some_and(|extent| extent.end() == range.end()) {
                let number = numbers.get(&annotation.id).map_or(String::new(), ToString::to_string);
                out += &format!("<sup><a href=\"#n{number}\">{number}</a></sup>");
            }
        }
    }
    out
}

fn class(session: &Session, annotation: &Rc<Annotation>) -> String {
    match (annotation.polarity(), annotation.label().and_then(|label| session.labels.get(label))) {
        (Some(polarity), _) => json::polarity_word(polarity).to_owned(),
        (None, Some(label)) => format!("s{}", label.slot.number()),
        (None, None) => String::new(),
    }
}

/// Base64 with padding, RFC 4648 section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let three = chunk.iter().chain([&0, &0]).take(3).fold(0, |sum, byte| sum << 8 | usize::from(*byte));
        for place in 0..4 {
            let letter = LETTERS[three >> (18 - 6 * place) & 63];
            out.push(if place > chunk.len() { '=' } else { char::from(letter) });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        let cases = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (text, expected) in cases {
            assert_eq!(base64(text.as_bytes()), expected);
        }
    }
}
