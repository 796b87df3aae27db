//! What is done with files that were picked or dropped: our own JSON and plain text are read at once, all else by the worker.

use super::{Arriving, Desk};
use crate::browser::file::{self, PickedFile};
use crate::browser::segmenter;
use crate::format::{decode, native};
use crate::ui::state::{Asked, Line, Over};
use crate::ui::strings::{exchange, says};
use std::rc::Rc;
use yew::platform::spawn_local;

impl Desk {
    /// Opens the files that were picked or dropped.
    pub fn open_files(&self, files: Vec<PickedFile>) {
        let desk = self.clone();
        spawn_local(async move {
            let mut of_files = Vec::new();
            for file in files {
                let lines = desk.open_file(&file).await;
                if !lines.is_empty() {
                    of_files.push((file.name(), lines));
                }
            }
            desk.tell_problems_of(of_files);
        });
    }

    /// Opens a file. What of it could not be used comes back, a line each.
    async fn open_file(&self, file: &PickedFile) -> Vec<Line> {
        let name = file.name();
        let refuse = |why: String| {
            self.alarm(&why);
            Vec::new()
        };
        let (bytes, limit) = (file.size(), decode::limit(&name));
        if bytes > limit {
            let error = decode::DecodeError::TooLarge { bytes, limit };
            return refuse(says::not_opened(&name, error));
        }
        match file.bytes().await {
            Ok(bytes) => self.open_bytes(Arriving { name, bytes: Rc::new(bytes) }).await,
            Err(words) => refuse(says::unreadable(&name, words)),
        }
    }

    /// Opens what was in a file. Our own JSON and plain text are read here, all else in the worker.
    pub(super) async fn open_bytes(&self, arriving: Arriving) -> Vec<Line> {
        let name = arriving.name.clone();
        let (is_text, is_ours) = (decode::is_text_name(&name), decode::Kind::RubricateJson);
        match decode::text(&arriving.bytes) {
            Ok(decoded) if decode::kind(&name, &decoded.text) == is_ours => {
                match self.open_json(&name, &decoded.text) {
                    Some(lines) => lines,
                    None if self.state().open.is_some_and(|open| open.is_read_only()) => {
                        self.refuse_to_change();
                        Vec::new()
                    }
                    // Annotations without their text are for the article that is open.
                    None => self.convert(&arriving, Some(native::FORMAT.to_owned()), |_| Vec::new()).await,
                }
            }
            Ok(decoded) if is_text && !decode::may_be_of_a_tool(&decoded.text) => {
                self.open_text(decoded.text, decoded.byte_order_mark, &name);
                Vec::new()
            }
            Ok(decoded) => {
                let otherwise = |desk: &Desk| match decode::kind(&name, &decoded.text) {
                    decode::Kind::Text => {
                        desk.open_text(decoded.text.clone(), decoded.byte_order_mark, &name);
                        if !is_text || decode::is_hardly_prose(&decoded.text) {
                            desk.notify(&exchange::opened_plain(&name), None);
                        }
                        Vec::new()
                    }
                    // It says what is wrong with it.
                    _ => desk.open_json(&name, &decoded.text).unwrap_or_default(),
                };
                self.convert(&in_utf8(&arriving, &decoded), None, otherwise).await
            }
            Err(decode::DecodeError::NeedsEncoding { candidates, .. }) => {
                self.lay_over(Over::Ask(Rc::new(Asked::Encoding(arriving, candidates))));
                Vec::new()
            }
            // Archives, and files that are larger than a text may be.
            Err(
                error @ (decode::DecodeError::OtherFormat { holds_text: true, .. }
                | decode::DecodeError::TooLarge { .. }),
            ) if !is_text => {
                let otherwise = |desk: &Desk| {
                    desk.alarm(&says::not_opened(&name, error));
                    Vec::new()
                };
                self.convert(&arriving, None, otherwise).await
            }
            Err(error) => {
                self.alarm(&says::not_opened(&name, error));
                Vec::new()
            }
        }
    }

    /// Opens the document of a file of our own, as another one where it is kept already. What of it could not be used comes
    /// back.
    pub(super) fn open_reading(&self, reading: native::Reading) -> Vec<Line> {
        if self.is_kept(&reading.session.document.id) {
            self.notify(says::KEPT_ALREADY, None);
        }
        self.open_new(self.with_free_id(reading.session));
        reading.problems.iter().map(Line::words).collect()
    }

    /// Opens a file in the encoding that someone chose.
    pub fn open_encoded(&self, arriving: &Arriving, encoding: &str) {
        let Some(text) = file::decoded(&arriving.bytes, encoding) else { return };
        let (desk, name) = (self.clone(), arriving.name.clone());
        self.clear_over();
        spawn_local(async move {
            let lines = desk.open_bytes(Arriving { name: name.clone(), bytes: Rc::new(text.into_bytes()) }).await;
            desk.tell_problems(&says::partly_used(&name), lines);
        });
    }

    /// Opens a file as plain text, whatever it looks like.
    pub fn open_plain(&self, arriving: &Arriving) {
        match decode::text(&arriving.bytes) {
            Ok(decoded) => self.open_text(decoded.text, decoded.byte_order_mark, &arriving.name),
            Err(error) => self.alarm(&says::not_opened(&arriving.name, error)),
        }
    }

    /// Opens a document of our own JSON. `None` where it has no text: it is for another document.
    fn open_json(&self, name: &str, json: &str) -> Option<Vec<Line>> {
        match native::read(json, segmenter::last_grapheme) {
            Ok(reading) => Some(self.open_reading(reading)),
            Err(native::ReadError::NoText) => None,
            Err(error) => {
                self.alarm(&says::not_opened(name, error));
                Some(Vec::new())
            }
        }
    }

    /// Tells what of several files could not be used, all of it at once.
    fn tell_problems_of(&self, mut files: Vec<(String, Vec<Line>)>) {
        if let [(name, lines)] = files.as_mut_slice() {
            return self.tell_problems(&says::partly_used(name), std::mem::take(lines));
        }
        let named = files.into_iter().flat_map(|(name, lines)| {
            lines.into_iter().map(move |line| Line { words: says::of_file(&name, &line.words), jump: None })
        });
        self.tell_problems(says::FILES_PARTLY_USED, named.collect());
    }
}

/// The same file in UTF-8, which is what the formats are in.
fn in_utf8(arriving: &Arriving, decoded: &decode::DecodedText) -> Arriving {
    if std::str::from_utf8(&arriving.bytes).is_ok() {
        return arriving.clone();
    }
    let mark = if decoded.byte_order_mark { "\u{feff}" } else { "" };
    Arriving { name: arriving.name.clone(), bytes: Rc::new(format!("{mark}{}", decoded.text).into_bytes()) }
}
