//! What scripts are told when something has changed: the detail of the page's `rubricate:change` events, in JSON.
//! `docs/javascript.md` explains it.

use crate::model::label::PlacedLabel;
use crate::model::{Annotation, Change, Code, Edit, Entity, LabelSet, Relation, Session, Step, Transaction};
use serde::Serialize;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What has happened to the open document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Event {
    /// It is another one, or it was read again.
    Opened,
    /// It is as it was, but for this.
    Changed(Step),
    /// None is open any more.
    Closed,
}

/// Tells of an event. `session` is what is open now, if something is; `kept` says whether that is in storage.
///
/// Costs what changed, whatever the size of the document; of a label set that took the place of another one, both.
pub fn write(event: &Event, session: Option<&Session>, kept: bool) -> String {
    let inverse;
    let (kind, edits) = match event {
        Event::Opened => ("open", &[][..]),
        Event::Closed => ("close", &[][..]),
        Event::Changed(Step::Made(transaction)) => ("edit", &*transaction.edits),
        Event::Changed(Step::Redone(transaction)) => ("redo", &*transaction.edits),
        Event::Changed(Step::Undone(transaction)) => {
            inverse = Transaction::inverse(transaction);
            ("undo", &*inverse.edits)
        }
    };
    let told = EventJson {
        article: session.map(|session| session.document.id.as_str()),
        revision: session.map(|session| session.revision),
        kind,
        kept,
        parts: PartsJson::of(edits),
    };
    serde_json::to_string(&told).expect("it has no other keys than strings")
}

#[derive(Serialize)]
struct EventJson<'a> {
    article: Option<&'a str>,
    revision: Option<u64>,
    kind: &'static str,
    kept: bool,
    #[serde(flatten)]
    parts: PartsJson<'a>,
}

/// What of the document changed, by what each part is known by.
#[derive(Default, Serialize)]
struct PartsJson<'a> {
    annotations: IdsJson<'a>,
    entities: IdsJson<'a>,
    relations: IdsJson<'a>,
    labels: IdsJson<'a>,
    codes: IdsJson<'a>,
    description: bool,
    definitions: bool,
    dismissed: bool,
}

/// Sorted.
#[derive(Default, Serialize)]
struct IdsJson<'a> {
    added: Vec<&'a str>,
    changed: Vec<&'a str>,
    removed: Vec<&'a str>,
}

impl<'a> PartsJson<'a> {
    fn of(edits: &'a [Edit]) -> Self {
        let mut parts = Self::default();
        let [mut annotations, mut entities, mut relations, mut labels, mut codes]: [Seen<'a>; 5] = Default::default();
        for edit in edits {
            match edit {
                Edit::Annotation(change) => annotations.note(change, |a: &Annotation| a.id.as_str()),
                Edit::Entity(change) => entities.note(change, |entity: &Entity| entity.id.as_str()),
                Edit::Relation(change) => relations.note(change, |relation: &Relation| relation.id.as_str()),
                Edit::Code(change) => codes.note(change, |code: &Code| &code.name),
                Edit::Label(change) => {
                    let id = |(_, label): &'a PlacedLabel| label.id.as_str();
                    labels.note_ids(change.before.as_ref().map(id), change.after.as_ref().map(id));
                }
                Edit::LabelSet(change) => {
                    labels.note_sets(&change.before, &change.after);
                    parts.definitions |= change.before.definitions() != change.after.definitions();
                }
                Edit::Definitions(_) => parts.definitions = true,
                Edit::Description(_) => parts.description = true,
                Edit::Dismissal(_) => parts.dismissed = true,
            }
        }
        Self {
            annotations: annotations.ids(),
            entities: entities.ids(),
            relations: relations.ids(),
            labels: labels.ids(),
            codes: codes.ids(),
            ..parts
        }
    }
}

/// Whether each record was there before all edits, and is there after them: several edits of a transaction may be about the
/// same one.
#[derive(Default)]
struct Seen<'a>(BTreeMap<&'a str, (bool, bool)>);

impl<'a> Seen<'a> {
    fn note<T>(&mut self, change: &'a Change<Option<Rc<T>>>, id: impl Fn(&'a T) -> &'a str) {
        self.note_ids(change.before.as_deref().map(&id), change.after.as_deref().map(&id));
    }

    fn note_ids(&mut self, before: Option<&'a str>, after: Option<&'a str>) {
        if let Some(id) = before.or(after) {
            self.0.entry(id).or_insert((before.is_some(), false)).1 = after.is_some();
        }
    }

    fn note_sets(&mut self, before: &'a LabelSet, after: &'a LabelSet) {
        for label in before.iter() {
            let kept = after.get(&label.id);
            if kept != Some(label) {
                self.note_ids(Some(label.id.as_str()), kept.map(|label| label.id.as_str()));
            }
        }
        let new = after.iter().filter(|label| before.get(&label.id).is_none());
        new.for_each(|label| self.note_ids(None, Some(label.id.as_str())));
    }

    fn ids(self) -> IdsJson<'a> {
        let mut ids = IdsJson::default();
        for (id, there) in self.0 {
            match there {
                (false, true) => ids.added.push(id),
                (true, true) => ids.changed.push(id),
                (true, false) => ids.removed.push(id),
                (false, false) => {}
            }
        }
        ids
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::session::{Description, Document, DocumentId, UnknownParts};
    use crate::model::{
        Action, AnnotationId, Body, CharPos, CharRange, Command, CommandError, Fragments, LabelId, Polarity, Text,
        Timestamp,
    };
    use serde_json::{Value, json};

    fn session() -> Session {
        let document = Document {
            id: DocumentId::new("d").unwrap(),
            created: Timestamp(0),
            byte_order_mark: false,
            unknown: UnknownParts::default(),
        };
        let text = Rc::new(Text::new("Ada met Zoë.".to_owned(), |_| 0));
        Session::new(text, document, Description::default(), LabelSet::ontonotes())
    }

    fn id(id: &str) -> AnnotationId {
        AnnotationId::new(id).unwrap()
    }

    fn annotation(name: &str, (start, end): (u32, u32), body: Body) -> Annotation {
        let words = Fragments::new(&[CharRange::new(CharPos(start), CharPos(end)).unwrap()]).unwrap();
        Annotation::new(id(name), words, body, Timestamp(0))
    }

    /// Runs a command, and says what a script would be told of it.
    fn run(session: &mut Session, action: Action) -> Value {
        let after = session.run(&Command { at: Timestamp(1), action }).unwrap();
        let step = after.history.step_from(&session.history).unwrap();
        *session = after;
        serde_json::from_str(&write(&Event::Changed(step), Some(session), true)).unwrap()
    }

    fn ids(added: &[&str], changed: &[&str], removed: &[&str]) -> Value {
        json!({ "added": added, "changed": changed, "removed": removed })
    }

    #[test]
    fn each_step_says_what_it_changed() {
        let mut session = session();
        let person = || Body::mention(LabelId::new("PERSON").unwrap());
        let both = vec![annotation("b", (8, 11), person()), annotation("a", (0, 3), person())];
        let none = ids(&[], &[], &[]);
        let told = run(&mut session, Action::Add(both));
        let expected = json!({
            "article": "d", "revision": 1, "kind": "edit", "kept": true,
            "annotations": ids(&["a", "b"], &[], &[]), "entities": none, "relations": none, "labels": none, "codes": none,
            "description": false, "definitions": false, "dismissed": false,
        });
        assert_eq!(told, expected);
        let check = |told: &Value, kind: &str, part: &str, expected: Value| {
            assert_eq!((&told["kind"], &told[part]), (&json!(kind), &expected), "{told}");
        };
        let told = run(&mut session, Action::SetNote(id("a"), "x".into()));
        check(&told, "edit", "annotations", ids(&[], &["a"], &[]));
        let told = run(&mut session, Action::Undo);
        check(&told, "undo", "annotations", ids(&[], &["a"], &[]));
        let told = run(&mut session, Action::Undo);
        check(&told, "undo", "annotations", ids(&[], &[], &["a", "b"]));
        assert_eq!(told["revision"], 4, "undoing counts too");
        let told = run(&mut session, Action::Redo);
        check(&told, "redo", "annotations", ids(&["a", "b"], &[], &[]));
        let told = run(&mut session, Action::Merge(vec![id("a"), id("b")]));
        check(&told, "edit", "annotations", ids(&[], &["a"], &["b"]));
        let told = run(&mut session, Action::Dismiss("loose".into(), true));
        check(&told, "edit", "dismissed", json!(true));
        let described = Description { title: "T".into(), ..Description::default() };
        let told = run(&mut session, Action::Describe(described.clone()));
        check(&told, "edit", "description", json!(true));
        // More of the same typing is one transaction with what was typed before, and an event of its own.
        let told = run(&mut session, Action::Describe(Description { title: "Ti".into(), ..described }));
        check(&told, "edit", "description", json!(true));
    }

    #[test]
    fn label_sets_are_compared() {
        let mut session = session();
        let mut after = LabelSet::conll();
        let told = run(&mut session, Action::SetLabels(after.clone()));
        let old: Vec<_> = LabelSet::ontonotes().iter().map(|label| label.id.to_string()).collect();
        let new: Vec<_> = after.iter().map(|label| label.id.to_string()).collect();
        let is_in = |ids: &Value, id: &String| ids.as_array().unwrap().contains(&json!(id));
        for label in &new {
            let part = if old.contains(label) { "changed" } else { "added" };
            assert!(is_in(&told["labels"][part], label), "{label}: {told}");
        }
        assert!(old.iter().filter(|label| !new.contains(label)).all(|label| is_in(&told["labels"]["removed"], label)));
        after = (*session.labels).clone();
        let same = session.run(&Command { at: Timestamp(1), action: Action::SetLabels(after) });
        assert_eq!(same, Err(CommandError::NothingToChange));
    }

    #[test]
    fn what_comes_and_goes_in_one_transaction_was_never_there() {
        let frame = Rc::new(annotation("f", (4, 7), Body::frame(Polarity::Positive)));
        let came = Edit::Annotation(Change { before: None, after: Some(Rc::clone(&frame)) });
        let went = Edit::Annotation(Change { before: Some(frame), after: None });
        let transaction = Transaction { at: Timestamp(0), edits: vec![came, went], source: None };
        let told = write(&Event::Changed(Step::Made(Rc::new(transaction))), Some(&session()), false);
        let told: Value = serde_json::from_str(&told).unwrap();
        assert_eq!((&told["annotations"], &told["kept"]), (&ids(&[], &[], &[]), &json!(false)));
    }

    #[test]
    fn opening_and_closing_are_told() {
        let told = |event: Event, session: Option<&Session>| -> Value {
            let told: Value = serde_json::from_str(&write(&event, session, true)).unwrap();
            json!([told["kind"], told["article"], told["revision"]])
        };
        assert_eq!(told(Event::Opened, Some(&session())), json!(["open", "d", 0]));
        assert_eq!(told(Event::Closed, None), json!(["close", null, null]));
    }
}
