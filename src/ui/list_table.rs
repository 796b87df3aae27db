//! The annotation list as a table, for spreadsheets: a row for each annotation, in words rather than ids.

use super::strings::{self, frame, list_table as columns};
use super::words;
use crate::model::{Annotation, AttributeValue, Body, Holder, Referent, Session, Tag};
use std::rc::Rc;

/// How much of what stands around the words is shown, in code points on either side.
const CONTEXT_CHARS: u32 = 60;

/// The names of the columns, and the rows. Each attribute that one of the annotations has, or that is defined, is a column.
pub fn rows<'a>(session: &Session, annotations: impl Iterator<Item = &'a Rc<Annotation>>) -> Vec<Vec<String>> {
    let annotations: Vec<&Rc<Annotation>> = annotations.collect();
    let mut attributes: Vec<Rc<str>> = session.labels.attributes().iter().map(|a| Rc::clone(&a.name)).collect();
    for (name, _) in annotations.iter().flat_map(|annotation| attributes_of(annotation)) {
        if !attributes.contains(name) {
            attributes.push(Rc::clone(name));
        }
    }
    let names = attributes.iter().map(|name| name.to_string());
    let head = columns::BEFORE.into_iter().map(str::to_owned).chain(names);
    let head = head.chain(columns::BEHIND.map(str::to_owned)).collect();
    let rows = annotations.iter().map(|annotation| row(session, annotation, &attributes));
    std::iter::once(head).chain(rows).collect()
}

fn attributes_of(annotation: &Annotation) -> &[(Rc<str>, AttributeValue)] {
    match &annotation.body {
        Body::Mention { attributes, .. } => attributes,
        Body::Frame(_) => &[],
    }
}

fn row(session: &Session, annotation: &Annotation, attributes: &[Rc<str>]) -> Vec<String> {
    let Session { text, labels, description, .. } = session;
    let slice = |range| text.slice(range).unwrap_or_default();
    let exact = annotation.fragments.ranges().iter().map(|range| slice(*range)).collect::<Vec<_>>().join(" … ");
    let context = annotation.extent().map(|extent| {
        let (before, behind) = words::context(text, extent, CONTEXT_CHARS);
        format!("{before}{}{behind}", words::quote(text, extent, usize::MAX))
    });
    let frame = annotation.frame();
    let of_frame = |words: &dyn Fn(&crate::model::Frame) -> String| frame.map(words).unwrap_or_default();
    let entity = annotation.entity().and_then(|id| session.entities.get(id));
    let mut row = vec![
        description.title.to_string(),
        exact,
        context.unwrap_or_default(),
        annotation.label().map(|id| words::tag(&Tag::Label(id.clone()), labels)).unwrap_or_default(),
        of_frame(&|frame| strings::polarity(frame.polarity).to_owned()),
        of_frame(&|frame| frame::intensity(frame.intensity).to_owned()),
        of_frame(&|frame| joined(frame.holders.iter().map(|holder| holder_name(session, holder)))),
        of_frame(&|frame| joined(frame.targets.iter().map(|target| name(session, target)))),
        of_frame(&|frame| frame::manner(frame.manner).to_owned()),
        of_frame(&|frame| frame.attitude.map(frame::attitude).unwrap_or_default().to_owned()),
        of_frame(&|frame| {
            let flags = &frame.flags;
            let ticked =
                [(flags.negated, frame::NEGATED), (flags.ironic, frame::IRONIC), (flags.uncertain, frame::UNCERTAIN)];
            joined(ticked.into_iter().filter(|(is, _)| *is).map(|(_, word)| word.to_owned()))
        }),
        entity.map(|entity| entity.name.to_string()).unwrap_or_default(),
        entity.and_then(|entity| entity.identifier.as_ref()).map(|id| id.as_str().to_owned()).unwrap_or_default(),
    ];
    row.extend(attributes.iter().map(|wanted| {
        let value = attributes_of(annotation).iter().find(|(name, _)| name == wanted).map(|(_, value)| value);
        match value {
            None => String::new(),
            Some(AttributeValue::Text(words) | AttributeValue::Number(words)) => words.to_string(),
            Some(AttributeValue::Flag(flag)) => columns::flag(*flag).to_owned(),
        }
    }));
    let bound = |at: Option<crate::model::CharPos>| at.map(|at| at.to_string()).unwrap_or_default();
    row.extend([
        annotation.note.to_string(),
        if annotation.review { columns::flag(true).to_owned() } else { String::new() },
        annotation.coder.as_deref().unwrap_or_default().to_owned(),
        bound(annotation.extent().map(|extent| extent.start())),
        bound(annotation.extent().map(|extent| extent.end())),
        annotation.id.to_string(),
    ]);
    row
}

fn joined(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join("; ")
}

/// What someone or something is called: as an entity, where it is one.
fn name(session: &Session, referent: &Referent) -> String {
    let mention = match referent {
        Referent::Mention(id) => session.annotations.get(id),
        Referent::Entity(_) => None,
    };
    match (mention, mention.and_then(|mention| mention.entity())) {
        (_, Some(entity)) => words::referent(session, &Referent::Entity(entity.clone())),
        (Some(mention), None) => words::quote_of(&session.text, mention, usize::MAX),
        (None, None) => words::referent(session, referent),
    }
}

fn holder_name(session: &Session, holder: &Holder) -> String {
    match holder {
        Holder::Known(known) => name(session, known),
        other => words::holder(session, other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::native;

    const DOCUMENT: &str = r#"{"format": "rubricate", "version": 1,
        "document": {"title": "=A visit", "text": "Zoë 😀 went to\r\nAnkara. She loved it; not so Max."},
        "label_set": {"labels": [{"id": "p", "name": "PERSON"}, {"id": "g", "name": "GPE"}],
            "attributes": [{"name": "Gender", "kind": "text"}]},
        "entities": [{"id": "z", "name": "Zoë Kaya", "identifier": "Q7"}],
        "mentions": [
            {"id": "a", "label": "p", "entity": "z", "attributes": {"Rank": 2, "Gender": "female"}, "coder": "Ada",
                "spans": [{"start": 0, "end": 3}]},
            {"id": "b", "label": "g", "attributes": {"Capital": true}, "review": true, "note": "line\nline",
                "spans": [{"start": 11, "end": 21}]}],
        "frames": [{"id": "c", "polarity": "positive", "intensity": "strong", "holders": ["author", {"mention": "a"}],
            "targets": [{"mention": "b"}], "ironic": true, "attitude": "arguing",
            "spans": [{"start": 27, "end": 32}, {"start": 33, "end": 35}]},
            {"id": "d", "polarity": "mixed", "targets": [{"entity": "z"}]}]}"#;

    #[test]
    fn each_annotation_is_a_row_in_words() {
        let reading = native::read(DOCUMENT, |_| 0).expect("it is a document");
        assert_eq!(reading.problems, []);
        let session = reading.session;
        let rows = rows(&session, session.annotations.iter(&session.text));
        let cell = |row: usize, column: &str| {
            let place = rows[0].iter().position(|name| name == column).expect(column);
            rows[row][place].as_str()
        };
        assert_eq!(rows.len(), 5);
        assert!(rows.iter().all(|row| row.len() == rows[0].len()), "no row is short");
        assert_eq!(rows[0].iter().filter(|name| **name == "Gender").count(), 1);
        let of = |column: &str| [cell(1, column), cell(2, column), cell(3, column), cell(4, column)];
        assert_eq!(of("Article"), ["=A visit"; 4]);
        assert_eq!(of("Words"), ["Zoë", "to\r\nAnkara", "loved … it", ""]);
        assert_eq!(of("Label"), ["PERSON", "GPE", "", ""]);
        assert_eq!(of("Sentiment"), ["", "", "positive", "mixed"]);
        assert_eq!(of("Strength"), ["", "", "strong", "average"]);
        assert_eq!(of("Holder"), ["", "", "the author; Zoë Kaya", "the author"]);
        assert_eq!(of("About"), ["", "", "to Ankara", "Zoë Kaya"]);
        assert_eq!(of("Entity"), ["Zoë Kaya", "", "", ""]);
        assert_eq!(of("Wikidata or web address"), ["Q7", "", "", ""]);
        assert_eq!(
            (of("Gender"), of("Rank"), of("Capital")),
            (["female", "", "", ""], ["2", "", "", ""], ["", "yes", "", ""])
        );
        assert_eq!(of("It is"), ["", "", "ironic", ""]);
        assert_eq!(of("Note"), ["", "line\nline", "", ""]);
        assert_eq!((of("Needs review"), of("Coder")), (["", "yes", "", ""], ["Ada", "", "", ""]));
        assert_eq!((of("Start"), of("End")), (["0", "11", "27", ""], ["3", "21", "35", ""]));
        assert_eq!(of("Id"), ["a", "b", "c", "d"]);
        assert_eq!(cell(3, "Context"), "Ankara. She loved it; not so Max.");
    }
}
