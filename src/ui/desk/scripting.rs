//! What scripts ask of the desk, and what they are told. See `docs/javascript.md`.

use super::Desk;
use super::exchanging::Prepared;
use crate::browser::scripting::{self, Exported, Given, Lost, Opened, Scripted};
use crate::browser::segmenter;
use crate::format::change::{self, Event};
use crate::format::exchange::message::Choices;
use crate::format::{decode, native};
use crate::model::Session;
use crate::ui::state::{Keeping, Line, Open, Over, State};
use crate::ui::strings::{says, scripts as strings};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

impl Scripted for Desk {
    fn document(&self) -> Option<String> {
        self.settled_session().map(|session| native::write(&session))
    }

    fn annotations(&self) -> Option<String> {
        self.settled_session().map(|session| native::write_annotations(&session))
    }

    fn limit(&self) -> usize {
        decode::MAX_JSON_BYTES
    }

    fn open(&self, given: Given) -> Result<Opened, String> {
        if matches!(self.state().over, Some(Over::Draft(_))) {
            return Err(strings::DRAFT_WOULD_BE_LOST.to_owned());
        }
        let (copy, lines) = match given {
            Given::Object(json) => self.open_given(&json)?,
            Given::Text(text) => {
                let decoded = decode::text(text.as_bytes()).map_err(|error| error.to_string())?;
                match decode::kind("", &decoded.text) {
                    decode::Kind::Text => {
                        self.leave()?;
                        self.open_text(decoded.text, decoded.byte_order_mark, "");
                        (false, Vec::new())
                    }
                    // Of other JSON it says what is wrong with it.
                    decode::Kind::RubricateJson | decode::Kind::OtherJson => self.open_given(&decoded.text)?,
                }
            }
        };
        let problems = lines.iter().map(|line| line.words.clone()).collect();
        self.tell_problems(&says::partly_used(strings::GIVEN), lines);
        let Some(Open { session, keeping, .. }) = self.state().open else { return Err(strings::NONE_OPEN.to_owned()) };
        let not_kept = match keeping {
            Keeping::Saved => None,
            Keeping::NotSaved(why) => Some(why.to_string()),
        };
        Ok(Opened { article: session.document.id.to_string(), copy, not_kept, problems })
    }

    fn export(&self, format: String) -> Pin<Box<dyn Future<Output = Result<Exported, String>>>> {
        let desk = self.clone();
        Box::pin(async move {
            let session = desk.settled_session().ok_or_else(|| strings::NONE_OPEN.to_owned())?;
            let prepared = desk.written(&format, Choices::default(), vec![session]).await?;
            let Prepared { name, media_type, file, losses, .. } = prepared;
            let lost =
                losses.into_iter().map(|told| Lost { words: told.words, records: told.records, gone: told.gone });
            Ok(Exported { name, media_type, bytes: file, loss: lost.collect() })
        })
    }
}

impl Desk {
    /// Opens a document in our own JSON: whether it is a copy of one that is kept, and what of it could not be used.
    fn open_given(&self, json: &str) -> Result<(bool, Vec<Line>), String> {
        let reading = native::read(json, segmenter::last_grapheme).map_err(|error| error.to_string())?;
        self.leave()?;
        let copy = self.is_kept(&reading.session.document.id);
        Ok((copy, self.open_reading(reading)))
    }

    fn leave(&self) -> Result<(), String> {
        if self.may_leave() { Ok(()) } else { Err(says::WORK_NOT_KEPT.to_owned()) }
    }

    /// The open document with what is being typed.
    fn settled_session(&self) -> Option<Session> {
        self.finish_typing();
        self.state().open.map(|open| open.session)
    }
}

/// Tells scripts what has happened to the open document between `before` and `state`, if something has.
pub(super) fn tell(before: Option<&Session>, state: &State) {
    let open = state.open.as_ref();
    if let Some(event) = event(before, open.map(|open| &open.session)) {
        let kept = open.is_some_and(|open| open.keeping == Keeping::Saved);
        scripting::tell_change(change::write(&event, open.map(|open| &open.session), kept));
    }
}

fn event(before: Option<&Session>, after: Option<&Session>) -> Option<Event> {
    match (before, after) {
        (None, None) => None,
        (Some(_), None) => Some(Event::Closed),
        (Some(before), Some(after)) if Rc::ptr_eq(&before.document, &after.document) => {
            after.history.step_from(&before.history).map(Event::Changed)
        }
        (_, Some(_)) => Some(Event::Opened),
    }
}
