//! What the page says of annotations and edits, worked out from their values. The words are those of `strings.rs`.

use super::strings::{self, deeds, says};
use crate::model::invisible::{Piece, pieces};
use crate::model::label::{Definitions, PlacedLabel};
use crate::model::{
    Annotation, AttributeValue, Body, Change, CharPos, CharRange, Edit, Frame, Holder, LabelId, LabelSet, Referent,
    Session, Tag, Text, Transaction,
};
use std::rc::Rc;

/// The longest quote that a name or a message shows, in code points.
pub const QUOTE_CHARS: usize = 40;

/// The longest name of a mention, in code points.
pub const NAME_CHARS: usize = 32;

/// The longest quote in a row of the annotation list, in code points.
pub const ROW_CHARS: usize = 90;

/// The name of a label, or of a polarity as a sentiment.
pub fn tag(tag: &Tag, labels: &LabelSet) -> String {
    match tag {
        Tag::Label(id) => labels.get(id).map_or_else(|| id.to_string(), |label| label.name.to_string()),
        Tag::Polarity(value) => strings::sentiment(*value),
    }
}

/// The name of a type of relations.
pub fn relation_name(id: &LabelId, labels: &LabelSet) -> String {
    labels.relation(id).map_or_else(|| id.to_string(), |relation| relation.name.to_string())
}

/// The words of a range on one line: white space runs are one space, and what is over `most` code points is cut.
///
/// Words of which nothing can be seen are the names of their characters.
pub fn quote(text: &Text, range: CharRange, most: usize) -> String {
    let words = text.slice(range).unwrap_or_default();
    unseen(words, most).unwrap_or_else(|| on_one_line(words, most))
}

/// The names of at most so many characters, where none of them can be seen.
fn unseen(words: &str, most: usize) -> Option<String> {
    if words.chars().any(char::is_alphanumeric) {
        return None;
    }
    let pieces = pieces(words);
    let name = |piece: &Piece<'_>| match piece {
        Piece::Plain(plain) => plain.trim().is_empty().then_some(says::WHITE_SPACE.to_owned()),
        Piece::Invisible(_, name) => Some(says::unseen(name)),
    };
    let names: Vec<String> = pieces.iter().map(name).collect::<Option<_>>()?;
    let end = if names.len() > most { "…" } else { "" };
    Some(names.into_iter().take(most).collect::<String>() + end)
}

/// Words on one line: white space runs are one space, and what is over `most` code points is cut.
pub fn on_one_line(words: &str, most: usize) -> String {
    let mut quote = String::new();
    for (count, c) in words.chars().enumerate() {
        if count == most {
            return quote.trim_end().to_owned() + "…";
        }
        match c {
            c if !c.is_whitespace() => quote.push(c),
            _ if quote.ends_with(' ') => {}
            _ => quote.push(' '),
        }
    }
    quote
}

/// What stands before and behind a range in its line: on either side whole words of at most `most` code points, with “…”
/// where the line goes on.
pub fn context(text: &Text, range: CharRange, most: u32) -> (String, String) {
    let (start, end) = (range.start(), range.end());
    // With the character beside them, which shows whether the words at the ends are whole.
    let first = CharPos(start.0.saturating_sub(most + 1));
    let last = CharPos((end.0 + most + 1).min(text.len()));
    let (before, behind) = (CharRange::between(first, start), CharRange::between(end, last));
    let before = text.slice(before).unwrap_or_default();
    let behind = text.slice(behind).unwrap_or_default();
    let before = match before.rfind(LINE_ENDS) {
        Some(at) => before[at..].trim_start_matches(LINE_ENDS).to_owned(),
        None if first.0 == 0 => before.to_owned(),
        None => {
            let cut = before.find(char::is_whitespace).map_or(before, |at| before[at..].trim_start());
            format!("… {cut}")
        }
    };
    let behind = match behind.find(LINE_ENDS) {
        Some(at) => behind[..at].to_owned(),
        None if last.0 == text.len() => behind.to_owned(),
        None => {
            let cut = behind.rfind(char::is_whitespace).map_or(behind, |at| behind[..at].trim_end());
            format!("{cut} …")
        }
    };
    (on_one_line(&before, usize::MAX), on_one_line(&behind, usize::MAX))
}

const LINE_ENDS: [char; 5] = ['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'];

/// The words of an annotation, all its fragments, on one line.
pub fn quote_of(text: &Text, annotation: &Annotation, most: usize) -> String {
    let ranges = annotation.fragments.ranges();
    if ranges.is_empty() {
        return says::NO_WORDS.to_owned();
    }
    ranges.iter().map(|range| quote(text, *range, most)).collect::<Vec<_>>().join(" … ")
}

/// A mention or an entity by name.
pub fn referent(session: &Session, referent: &Referent) -> String {
    let name = match referent {
        Referent::Entity(id) => session.entities.get(id).map(|entity| entity.name.to_string()),
        Referent::Mention(id) => {
            let mention = session.annotations.get(id);
            mention.map(|mention| quote_of(&session.text, mention, NAME_CHARS))
        }
    };
    name.unwrap_or_else(|| strings::frame::IMPLICIT.to_owned())
}

/// Whoever holds a sentiment, by name.
pub fn holder(session: &Session, holder: &Holder) -> String {
    match holder {
        Holder::Author => strings::frame::AUTHOR.to_owned(),
        Holder::Implicit => strings::frame::IMPLICIT.to_owned(),
        Holder::Known(known) => referent(session, known),
    }
}

/// A mark that was gone to: its words and what it carries, and what is felt about it without words.
pub fn mark(session: &Session, mark: &Annotation) -> String {
    let felt: Vec<String> = session.links.felt(mark).polarities().map(strings::sentiment).collect();
    let felt = if felt.is_empty() { String::new() } else { says::felt(&felt.join(", ")) };
    says::mark(&quote_of(&session.text, mark, ROW_CHARS), &tag(&Tag::of(mark), &session.labels)) + &felt
}

/// What a transaction does, as an order: “Tag “Istanbul” as GPE”.
pub fn transaction(transaction: &Transaction, session: &Session) -> String {
    let Session { text, labels, .. } = session;
    let edits = &transaction.edits;
    if let Some(source) = &transaction.source {
        return deeds::attach(&attached(edits), &on_one_line(source, QUOTE_CHARS));
    }
    // What else changes for the sake of these does not count.
    let (removed, like_the_first) =
        (count_like(edits, Some((true, false))), count_like(edits, presence(edits.first())));
    let merges = presence(edits.first()) == Some((true, true)) && presence(edits.get(1)) == Some((true, false));
    let what = |annotation: &Annotation| match if merges { 1 + removed } else { like_the_first } {
        1 => deeds::quoted(&quote_of(text, annotation, QUOTE_CHARS)),
        count => strings::annotations(count),
    };
    // What happens to a label or to what is defined beside labels comes last, behind what happens for its sake.
    match edits.last() {
        Some(Edit::Label(change)) => return label_altered(change, removed),
        Some(Edit::Definitions(change)) => return redefined(change).to_owned(),
        _ => {}
    }
    match edits.first() {
        None | Some(Edit::Label(_) | Edit::Definitions(_)) => deeds::NOTHING.to_owned(),
        Some(Edit::Description(change)) => {
            let (before, after) = (&change.before, &change.after);
            let deed = if before.title != after.title {
                deeds::CHANGE_TITLE
            } else if before.source != after.source {
                deeds::CHANGE_SOURCE
            } else {
                deeds::CHANGE_NOTE
            };
            deed.to_owned()
        }
        Some(Edit::LabelSet(_)) => deeds::CHANGE_LABELS.to_owned(),
        Some(Edit::Entity(change)) => match (&change.before, &change.after) {
            (None, Some(entity)) => deeds::make_entity(&entity.name),
            (Some(entity), None) => deeds::remove_entity(&entity.name),
            (_, entity) => deeds::change_entity(entity.as_ref().map_or("", |entity| &entity.name)),
        },
        Some(Edit::Relation(change)) => match (&change.before, &change.after) {
            (None, Some(relation)) => deeds::add_relation(&relation_name(&relation.label, labels)),
            (Some(relation), None) => deeds::remove_relations(&relation_name(&relation.label, labels), edits.len()),
            (_, Some(relation)) => deeds::change_relation(&relation_name(&relation.label, labels)),
            (None, None) => deeds::NOTHING.to_owned(),
        },
        Some(Edit::Code(change)) => match (&change.before, &change.after) {
            (_, Some(code)) => deeds::code(&code.name),
            (Some(code), None) => deeds::take_code(&code.name),
            (None, None) => deeds::NOTHING.to_owned(),
        },
        Some(Edit::Dismissal(change)) if change.after.is_some() => deeds::DISMISS_HINT.to_owned(),
        Some(Edit::Dismissal(_)) => deeds::BRING_HINT_BACK.to_owned(),
        Some(Edit::Annotation(change)) => match (&change.before, &change.after) {
            (None, Some(after)) => deeds::tag(&what(after), &tag(&Tag::of(after), labels)),
            (Some(before), None) => deeds::remove(&what(before), &tag(&Tag::of(before), labels)),
            (Some(before), Some(after)) => match edits.get(1) {
                Some(Edit::Annotation(Change { before: None, .. })) => {
                    deeds::split(&deeds::quoted(&quote_of(text, before, QUOTE_CHARS)))
                }
                Some(Edit::Annotation(Change { after: None, .. })) => deeds::merge(&what(after)),
                _ => altered(before, after, &what(after), session),
            },
            (None, None) => deeds::NOTHING.to_owned(),
        },
    }
}

/// What a file brought: annotations, or what there is of the rest.
fn attached(edits: &[Edit]) -> String {
    let count = |is_new: fn(&Edit) -> bool| edits.iter().filter(|edit| is_new(edit)).count();
    let annotations = count_like(edits, Some((false, true)));
    let relations = count(|edit| matches!(edit, Edit::Relation(_)));
    let entities = count(|edit| matches!(edit, Edit::Entity(_)));
    let codes = count(|edit| matches!(edit, Edit::Code(_)));
    match (annotations, relations, entities, codes) {
        (0, 0, 0, 0) => deeds::LABELS.to_owned(),
        (0, 0, 0, codes) => deeds::codes(codes),
        (0, 0, entities, _) => deeds::entities(entities),
        (0, relations, ..) => strings::relations::relations(relations),
        (annotations, ..) => strings::annotations(annotations),
    }
}

/// Whether an annotation was there before an edit, and is there afterwards.
fn presence(edit: Option<&Edit>) -> Option<(bool, bool)> {
    match edit {
        Some(Edit::Annotation(change)) => Some((change.before.is_some(), change.after.is_some())),
        _ => None,
    }
}

fn count_like(edits: &[Edit], wanted: Option<(bool, bool)>) -> usize {
    edits.iter().filter(|edit| presence(Some(edit)) == wanted).count()
}

/// What happens to what is defined beside labels.
fn redefined(change: &Change<Rc<Definitions>>) -> &'static str {
    let (before, after) = (&change.before, &change.after);
    if before.relations != after.relations {
        deeds::CHANGE_RELATION_TYPES
    } else if before.codes != after.codes {
        deeds::CHANGE_CODES
    } else {
        deeds::CHANGE_ATTRIBUTES
    }
}

/// What happens to a sentiment that stays.
fn felt_otherwise(old: &Frame, new: &Frame, what: &str, session: &Session) -> String {
    let without = |some: &[Referent], others: &[Referent]| {
        let names = some.iter().filter(|target| !others.contains(target)).map(|target| referent(session, target));
        names.collect::<Vec<_>>().join(", ")
    };
    let holders = new.holders.iter().map(|new| holder(session, new)).collect::<Vec<_>>().join(" › ");
    let (added, gone) = (without(&new.targets, &old.targets), without(&old.targets, &new.targets));
    match (old.holders != new.holders, added.is_empty(), gone.is_empty()) {
        _ if old.polarity != new.polarity => deeds::make(what, strings::polarity(new.polarity)),
        (true, true, _) => deeds::held_by(what, &holders),
        (true, false, _) => deeds::about_and_held_by(what, &added, &holders),
        (false, false, _) => deeds::about(what, &added),
        (false, true, false) => deeds::not_about(what, &gone),
        _ if old.intensity != new.intensity => deeds::make(what, strings::frame::intensity(new.intensity)),
        _ if old.manner != new.manner => deeds::put_as_said(what, strings::frame::manner(new.manner)),
        _ if old.attitude != new.attitude => match new.attitude {
            Some(attitude) => deeds::put_down(what, strings::frame::attitude(attitude)),
            None => deeds::take_attribute(what, strings::frame::ATTITUDE),
        },
        _ => deeds::tick(what, &strings::frame::ticked(new.flags)),
    }
}

/// What happens to annotations that stay, from what happens to one of them.
fn altered(before: &Annotation, after: &Annotation, what: &str, session: &Session) -> String {
    match (&before.body, &after.body) {
        (Body::Mention { label: old, attributes: had, .. }, Body::Mention { label: new, attributes: has, .. })
            if old == new =>
        {
            let is_in = |name: &str, list: &[(Rc<str>, AttributeValue)]| list.iter().any(|(other, _)| **other == *name);
            if let Some((name, _)) = had.iter().find(|(name, _)| !is_in(name, has)) {
                return deeds::take_attribute(what, name);
            }
            if let Some((name, _)) = has.iter().find(|attribute| !had.contains(attribute)) {
                return deeds::set_attribute(what, name);
            }
        }
        (Body::Mention { label: old, entity: had, .. }, Body::Mention { label: new, entity: has, .. })
            if old == new && had != has =>
        {
            return if has.is_some() { deeds::join(what) } else { deeds::separate(what) };
        }
        (_, Body::Mention { .. }) => return deeds::relabel(what, &tag(&Tag::of(after), &session.labels)),
        (Body::Frame(old), Body::Frame(new)) if old != new => return felt_otherwise(old, new, what, session),
        _ => {}
    }
    if before.fragments != after.fragments {
        deeds::move_edges(what)
    } else if before.note != after.note {
        deeds::write_note(what)
    } else if after.review {
        deeds::mark_for_review(what)
    } else {
        deeds::take_off_review(what)
    }
}

/// What happens to a label, with so many other changes for its sake.
fn label_altered(change: &Change<Option<PlacedLabel>>, others: usize) -> String {
    match (&change.before, &change.after) {
        (None, Some((_, after))) => deeds::add_label(&after.name),
        (Some((_, before)), None) => deeds::remove_label(&before.name, others),
        (Some((_, before)), Some((_, after))) if before.name != after.name => {
            deeds::rename_label(&before.name, &after.name)
        }
        (Some((_, before)), Some((_, after))) if before == after => deeds::move_label(&after.name),
        (_, Some((_, after))) => deeds::change_label(&after.name),
        (None, None) => deeds::NOTHING.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::session::{Code, Records};
    use crate::model::{
        Action, AnnotationId, Attachment, Attitude, AttributeDefinition, AttributeKind, Command, Flags, Fragments,
        Intensity, Label, LabelId, Manner, Polarity, Relation, RelationId, Session, Timestamp, Unknown, notation,
    };

    fn id(id: &str) -> AnnotationId {
        AnnotationId::new(id).expect("an id")
    }

    fn stretch(start: u32, end: u32) -> Fragments {
        Fragments::one(CharRange::between(CharPos(start), CharPos(end))).expect("not empty")
    }

    fn of(id: &str) -> LabelId {
        LabelId::new(id).expect("an id")
    }

    /// “Ada Lovelace met Babbage”, with a person `a` on the first two words and another, `b`, on the last.
    fn session() -> Session {
        let person = |name, words| {
            let body = Body::mention(LabelId::new("PERSON").expect("an id"));
            Annotation::new(id(name), words, body, Timestamp(0))
        };
        let annotations = vec![person("a", stretch(0, 12)), person("b", stretch(17, 24))];
        let text = notation::read("Ada Lovelace met Babbage").expect("well formed");
        text.session(Records { annotations, ..Records::default() }).expect("they fit")
    }

    #[test]
    fn words_that_cannot_be_seen_have_a_name() {
        for (words, most, expected) in [
            ("\u{202e}\u{202c}", 9, "‹RLO›‹PDF›"),
            ("\u{202e}\u{202c}", 1, "‹RLO›…"),
            ("\u{200b} \n", 9, "‹ZWSP›‹white space›"),
            ("\u{202e}evil\u{202c}", 99, "\u{202e}evil\u{202c}"),
            ("\u{2060}…", 9, "\u{2060}…"),
            ("👩\u{200d}🚀", 9, "👩\u{200d}🚀"),
        ] {
            let text = Text::new(words.to_owned(), |_| 0);
            assert_eq!(quote(&text, text.range(), most), expected, "{words:?}");
        }
    }

    #[test]
    fn a_transaction_is_named_and_reported() {
        let start = session();
        let label = |id: &str| (*start.labels.labels()[start.labels.position(&of(id)).expect("there")]).clone();
        let both = || vec![id("a"), id("b")];
        let female = Some(AttributeValue::Text("female".into()));
        let renamed = Label { name: "People".into(), ..label("PERSON") };
        let described = Label { description: "Anyone".into(), ..label("PERSON") };
        let new = Label { id: of("MISC"), name: "MISC".into(), key: None, ..label("PERSON") };
        let taking = Label { key: label("GPE").key, ..label("PERSON") };
        for (action, name, report) in [
            (
                Action::Relabel(vec![id("a")], of("ORG")),
                "Relabel “Ada Lovelace” as ORG",
                "Relabelled “Ada Lovelace” as ORG.",
            ),
            (Action::Remove(both()), "Remove PERSON from 2 annotations", "Removed PERSON from 2 annotations."),
            (
                Action::Reshape(id("a"), stretch(4, 12)),
                "Move the edges of “Lovelace”",
                "Moved the edges of “Lovelace”.",
            ),
            (Action::Merge(both()), "Merge 2 annotations", "Merged 2 annotations."),
            (Action::Split(id("a"), CharPos(4), id("c")), "Split “Ada Lovelace”", "Split “Ada Lovelace”."),
            (
                Action::SetAttribute(vec![id("b")], "Gender".into(), female.clone()),
                "Set Gender of “Babbage”",
                "Set Gender of “Babbage”.",
            ),
            (
                Action::SetAttribute(both(), "Gender".into(), female),
                "Set Gender of 2 annotations",
                "Set Gender of 2 annotations.",
            ),
            (Action::SetReview(vec![id("b")], true), "Mark “Babbage” for review", "Marked “Babbage” for review."),
            (Action::PutLabel(new, 3), "Add the label MISC", "Added the label MISC."),
            (Action::PutLabel(renamed, 0), "Rename the label PERSON to People", "Renamed the label PERSON to People."),
            (Action::PutLabel(described, 0), "Change the label PERSON", "Changed the label PERSON."),
            (Action::PutLabel(taking, 0), "Change the label PERSON", "Changed the label PERSON."),
            (Action::PutLabel(label("PERSON"), 9), "Move the label PERSON", "Moved the label PERSON."),
            (Action::RemoveLabel(of("LAW")), "Remove the label LAW", "Removed the label LAW."),
            (
                Action::RemoveLabel(of("PERSON")),
                "Remove the label PERSON and 2 annotations",
                "Removed the label PERSON and 2 annotations.",
            ),
            (Action::SetLabels(LabelSet::ace()), "Change the labels", "Changed the labels."),
            (
                Action::DefineAttributes(vec![AttributeDefinition {
                    name: "Gender".into(),
                    kind: AttributeKind::Text,
                    unknown: Unknown(None),
                }]),
                "Change the attributes",
                "Changed the attributes.",
            ),
            (Action::Dismiss("edge:a".into(), true), "Dismiss a hint", "Dismissed a hint."),
            (Action::Attach(attachment(true)), "Attach 2 annotations from x.csv", "Attached 2 annotations from x.csv."),
            (Action::Attach(attachment(false)), "Attach labels from x.csv", "Attached labels from x.csv."),
            (Action::PutRelation(meeting()), "Add the relation meets with", "Added the relation meets with."),
            (Action::DefineRelations(Vec::new()), "Change the types of relations", "Changed the types of relations."),
            (
                Action::SetCode(Code {
                    name: "frame".into(),
                    value: AttributeValue::Text("conflict".into()),
                    modified: Timestamp(1),
                    coder: None,
                }),
                "Code frame",
                "Coded frame.",
            ),
        ] {
            let after = start.run(&Command { at: Timestamp(1), action }).expect("it is possible");
            let done = after.history.next_undo().expect("just done");
            let said = transaction(done, &after);
            assert_eq!((said.as_str(), deeds::done(&said).as_str()), (name, report));
        }
    }

    #[test]
    fn what_changes_of_a_sentiment_is_named() {
        let known = |name: &str| Referent::Mention(id(name));
        let feeling = Annotation::new(id("f"), stretch(13, 16), Body::frame(Polarity::Positive), Timestamp(0));
        let plain = Frame::new(Polarity::Positive);
        let about =
            |targets: &[&str]| Frame { targets: targets.iter().map(|target| known(target)).collect(), ..plain.clone() };
        let held = |holders: &[Holder], frame: Frame| Frame { holders: holders.into(), ..frame };
        let ada = [Holder::Known(known("a"))];
        let chain = [Holder::Known(known("b")), Holder::Known(known("a"))];
        let flags = Flags { negated: true, ironic: true, ..Flags::default() };
        let cases = [
            (about(&[]), about(&["a"]), "Made “met” about Ada Lovelace."),
            (about(&["a"]), about(&["a", "b"]), "Made “met” about Babbage."),
            (about(&["a", "b"]), about(&["b"]), "Took Ada Lovelace out of what “met” is about."),
            (plain.clone(), held(&ada, plain.clone()), "Made Ada Lovelace the holder of “met”."),
            (
                held(&ada, plain.clone()),
                held(&chain, plain.clone()),
                "Made Babbage › Ada Lovelace the holder of “met”.",
            ),
            (held(&ada, plain.clone()), plain.clone(), "Made the author the holder of “met”."),
            (plain.clone(), held(&ada, about(&["b"])), "Made “met” about Babbage, held by Ada Lovelace."),
            (plain.clone(), Frame { intensity: Intensity::Strong, ..plain.clone() }, "Made “met” strong."),
            (plain.clone(), Frame { polarity: Polarity::Mixed, ..plain.clone() }, "Made “met” mixed."),
            (
                plain.clone(),
                Frame { manner: Manner::Reported, ..plain.clone() },
                "Put “met” down as said as reported speech.",
            ),
            (plain.clone(), Frame { attitude: Some(Attitude::Arguing), ..plain.clone() }, "Put “met” down as arguing."),
            (plain.clone(), Frame { flags, ..plain.clone() }, "Said that “met” is negated, ironic."),
            (Frame { flags, ..plain.clone() }, plain.clone(), "Said that “met” is plain."),
        ];
        for (before, after, report) in cases {
            let run = |session: &Session, action| session.run(&Command { at: Timestamp(1), action });
            let added = run(&session(), Action::Add(vec![feeling.clone()])).expect("it fits");
            // Nothing changes where it is plain already.
            let start = run(&added, Action::SetFrame(id("f"), before)).unwrap_or(added);
            let after = run(&start, Action::SetFrame(id("f"), after)).expect("it is possible");
            let done = after.history.next_undo().expect("just done");
            assert_eq!(deeds::done(&transaction(done, &after)), report);
        }
    }

    #[test]
    fn what_is_taken_back_is_named_too() {
        let dismissed = |session: &Session, dismiss| {
            let action = Action::Dismiss("edge:a".into(), dismiss);
            session.run(&Command { at: Timestamp(1), action }).expect("it is possible")
        };
        let after = dismissed(&dismissed(&session(), true), false);
        let done = after.history.next_undo().expect("just done");
        assert_eq!(deeds::done(&transaction(done, &after)), "Brought a hint back.");

        let set = |session: &Session, value| {
            let action = Action::SetAttribute(vec![id("b")], "Gender".into(), value);
            session.run(&Command { at: Timestamp(1), action }).expect("it is possible")
        };
        let after = set(&set(&session(), Some(AttributeValue::Flag(true))), None);
        let done = after.history.next_undo().expect("just done");
        assert_eq!(deeds::done(&transaction(done, &after)), "Took Gender off “Babbage”.");
    }

    /// Labels, and mentions and a relation between them if `whole`.
    fn attachment(whole: bool) -> Attachment {
        let person = |name| Annotation::new(id(name), stretch(0, 3), Body::mention(of("PER")), Timestamp(1));
        let relation = Relation { from: id("x"), to: id("y"), ..meeting() };
        let records =
            Records { annotations: vec![person("x"), person("y")], relations: vec![relation], ..Records::default() };
        Attachment {
            source: "x.csv".into(),
            labels: Some(LabelSet::conll().with_definitions(Rc::clone(LabelSet::ontonotes().definitions()))),
            records: if whole { records } else { Records::default() },
        }
    }

    fn meeting() -> Relation {
        Relation::new(RelationId::from_bits(0), of("meets_with"), id("a"), id("b"), Timestamp(1))
    }

    #[test]
    fn what_goes_with_something_else_does_not_give_the_name() {
        let run =
            |session: &Session, action| session.run(&Command { at: Timestamp(1), action }).expect("it is possible");
        let named = |session: &Session| {
            let done = session.history.next_undo().expect("just done");
            transaction(done, session)
        };
        let related = run(&session(), Action::PutRelation(meeting()));
        assert_eq!(named(&run(&related, Action::DefineRelations(Vec::new()))), "Change the types of relations");
        assert_eq!(
            named(&run(&related, Action::RemoveRelations(vec![RelationId::from_bits(0)]))),
            "Remove the relation meets with"
        );
        let removed = run(&related, Action::Remove(vec![id("a")]));
        assert_eq!(named(&removed), "Remove PERSON from “Ada Lovelace”");
        let turned = Relation { from: id("b"), to: id("a"), ..meeting() };
        assert_eq!(named(&run(&related, Action::PutRelation(turned))), "Change the relation meets with");
    }

    #[test]
    fn a_context_has_whole_words_of_its_line() {
        let text =
            Text::new("Before it.\nThe old harbour of Port Amelie was sold today.\r\nAfter it.".to_owned(), |_| 0);
        let at = |words: &str| {
            let start = text.as_str().find(words).expect("it is there") as u32;
            CharRange::between(CharPos(start), CharPos(start + words.len() as u32))
        };
        let context = |words, most| super::context(&text, at(words), most);
        let is = |before: &str, behind: &str| (before.to_owned(), behind.to_owned());
        assert_eq!(context("Port Amelie", 99), is("The old harbour of ", " was sold today."));
        assert_eq!(context("Port Amelie", 11), is("… harbour of ", " was sold …"));
        assert_eq!(context("Port Amelie", 10), is("… of ", " was sold …"));
        assert_eq!(context("Port Amelie", 1), is("… ", " …"));
        assert_eq!(context("Before", 4), is("", " it."));
        assert_eq!(context("today", 99).1, ".");
        let text = Text::new("港を見る人々が多い".to_owned(), |_| 0);
        let middle = CharRange::between(CharPos(3), CharPos(4));
        assert_eq!(super::context(&text, middle, 1), is("… を見", "人々 …"));
    }

    #[test]
    fn a_quote_is_one_line() {
        let text = Text::new("One\r\n\r\ntwo three".to_owned(), |_| 0);
        let all = text.range();
        assert_eq!(quote(&text, all, 99), "One two three");
        assert_eq!(quote(&text, all, 8), "One t…");
        assert_eq!(quote(&text, CharRange::between(CharPos(0), CharPos(3)), 3), "One");
    }
}
