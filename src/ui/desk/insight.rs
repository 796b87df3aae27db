//! What is done on the page of Insight: taking pictures and tables away, and looking at another article beside this one.

use super::Desk;
use super::documents::file_stem;
use crate::browser::{file, segmenter, viewport};
use crate::model::{AnnotationId, DocumentId};
use crate::ui::state::{OtherArticle, Over};
use crate::ui::strings::says;
use std::rc::Rc;
use yew::platform::spawn_local;

impl Desk {
    /// Puts a kept article beside the open one, or none. It is read and stays whoever's it is: nothing of it is written.
    pub fn compare_with(&self, id: Option<&DocumentId>) {
        let read = id.map(|id| self.0.library.read(id, segmenter::last_grapheme)).transpose();
        let other = match read {
            Ok(reading) => {
                if reading.as_ref().is_some_and(|reading| !reading.problems.is_empty()) {
                    self.notify(says::PARTLY_READ, None);
                }
                reading.map(|reading| OtherArticle(Rc::new(reading.session)))
            }
            Err(error) => {
                self.alarm(&says::not_compared(error));
                None
            }
        };
        self.change(|state| state.over = Some(Over::Insight(other)));
    }

    /// Goes to an annotation in the article.
    pub fn leave_insight_for(&self, id: &AnnotationId) {
        self.clear_over();
        let (desk, id) = (self.clone(), id.clone());
        // Only once the page is uncovered can it be scrolled.
        viewport::next_frame(move || desk.go_to(&id));
    }

    /// Saves a picture as SVG.
    pub fn save_picture(&self, what: &str, svg: &str) {
        let name = self.name_of_figure(what, "svg");
        if self.save_file_of(&name, "image/svg+xml", svg) {
            self.say(&says::downloaded(&name));
        }
    }

    /// Saves a picture as PNG, so many times as large.
    pub fn save_picture_as_png(&self, what: &str, svg: &str, size: (f64, f64), scale: f64) {
        let (desk, svg, name) = (self.clone(), svg.to_owned(), self.name_of_figure(what, "png"));
        spawn_local(async move {
            match file::download_png(&name, &svg, size, scale).await {
                Ok(()) => desk.say(&says::downloaded(&name)),
                Err(words) => desk.alarm(&says::not_downloaded(&name, words)),
            }
        });
    }

    /// Saves a table as CSV.
    pub fn save_table(&self, what: &str, csv: &str) {
        let name = self.name_of_figure(what, "csv");
        if self.save_file_of(&name, "text/csv", csv) {
            self.say(&says::downloaded(&name));
        }
    }

    fn name_of_figure(&self, what: &str, ending: &str) -> String {
        let title = self.state().open.map(|open| Rc::clone(&open.session.description.title));
        format!("{}-{what}.{ending}", file_stem(&title.unwrap_or_default()))
    }
}
