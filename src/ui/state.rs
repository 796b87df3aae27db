//! What the page shows, as one value. The desk changes it; components read their part of it from properties.

use super::desk::Arriving;
use super::findings::Findings;
use super::fold::Fold;
use super::settings::Settings;
use crate::format::decode::Encoding;
use crate::format::exchange::message::{Doubt, Entry};
use crate::model::filter::Filter;
use crate::model::find::Find;
use crate::model::{AnnotationId, CharPos, DocumentId, LabelSet, Session, View};
use crate::store::Listing;
use std::collections::BTreeSet;
use std::rc::Rc;

/// All that the page shows.
#[derive(Clone, PartialEq, Default)]
pub struct State {
    /// The open document, if one is open.
    pub open: Option<Open>,
    /// The kept articles.
    pub library: Rc<Listing>,
    /// The label sets that are kept under names, as they were when the labels were last laid open.
    pub label_sets: Rc<Vec<KeptLabels>>,
    /// What storage of Rubricate's own holds, in UTF-16 units.
    pub used_units: usize,
    /// Why nothing can be kept in this browser, if nothing can.
    pub storage_fails: Option<Rc<str>>,
    /// What lies over the page.
    pub over: Option<Over>,
    /// Messages that wait to be read, the oldest first.
    pub notices: Rc<Vec<Notice>>,
    /// The settings.
    pub settings: Settings,
    /// What a screen reader is told last.
    pub said: Rc<str>,
    /// Whether the annotation list is shown where the window is narrow.
    pub list_shown: bool,
    /// Whether the variables of the article are unfolded.
    pub codes_shown: bool,
    /// What is unfolded of the inspector.
    pub unfolded: BTreeSet<Fold>,
}

/// An open document.
#[derive(Clone, PartialEq)]
pub struct Open {
    /// The document with all that was done to it.
    pub session: Session,
    /// What is selected and focused.
    pub view: View,
    /// Whether it may be changed here.
    pub access: Access,
    /// Whether it is kept.
    pub keeping: Keeping,
    /// Where the text stood when it was last read.
    pub place: CharPos,
    /// Where to scroll to.
    pub jump: Option<Jump>,
    /// Whether to remind of downloading a copy.
    pub remind: bool,
    /// What the linter found when the annotations last rested.
    pub findings: Findings,
    /// What is being found in the text, while the find bar is shown.
    pub find: Option<Find>,
    /// What the annotation list shows.
    pub filter: Filter,
}

impl Open {
    /// Whether commands are refused here.
    pub fn is_read_only(&self) -> bool {
        self.access != Access::Here
    }
}

/// Who may change the open document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// This tab.
    Here,
    /// Another tab; this one follows it.
    Elsewhere,
    /// Another tab, which this one is asking to let go.
    TakingOver,
}

/// Whether what is shown is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Keeping {
    /// It is in the browser's storage.
    Saved,
    /// It is not, and why.
    NotSaved(Rc<str>),
}

/// A place to scroll to. A new `serial` is a new jump, even to the same place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Jump {
    /// The place.
    pub to: CharPos,
    /// Counts the jumps.
    pub serial: u32,
    /// Whether to leave a place that is in view where it is.
    pub gently: bool,
}

/// What lies over the page. One thing at a time.
#[derive(Clone, PartialEq)]
pub enum Over {
    /// The kept articles and the settings.
    Library,
    /// The box for a new article, with what was pasted.
    Draft(Rc<str>),
    /// The keys and the rules.
    Help,
    /// The settings.
    Settings,
    /// The keys, to be changed.
    Keys,
    /// All places where the words of this annotation stand.
    Occurrences(AnnotationId),
    /// What a file held that could not be used.
    Problems(Rc<Problems>),
    /// The formats that the article can be downloaded in.
    Export,
    /// A file of this name is being read.
    Converting(Rc<str>),
    /// Something that has to be known of a file before it can be read.
    Ask(Rc<Asked>),
    /// All that can be done, to be found by typing.
    Palette,
    /// The labels, to be found by typing, for this purpose.
    ChooseLabel(Purpose),
    /// The types that a relation can have that is being made, to be found by typing. It leads to this annotation, or from it.
    ChooseRelation(AnnotationId),
    /// What is defined for the open article, to be changed: this part of it first.
    Labels(Part),
    /// What the annotations add up to, beside those of another article where one was chosen.
    Insight(Option<OtherArticle>),
}

/// A kept article that is looked at and not opened. A clone is cheap, and equal to it; another reading is not.
#[derive(Clone)]
pub struct OtherArticle(pub Rc<Session>);

impl PartialEq for OtherArticle {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// A part of what is defined for an article.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// The labels.
    Labels,
    /// The attributes of marks.
    Attributes,
    /// The types of relations.
    Relations,
    /// The variables of the article.
    Codes,
    /// Whole sets of them.
    Sets,
}

/// What a label is chosen for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// To tag the selection, relabel the focused mark, or arm the label.
    Tag,
    /// To relabel the focused mark.
    Relabel,
    /// To tag the words of the focused mark with it too.
    Duplicate,
}

/// A label set that is kept under a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeptLabels {
    /// Its name.
    pub name: Rc<str>,
    /// The set; `None` where it is damaged.
    pub set: Option<Rc<LabelSet>>,
}

/// What a file held that could not be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problems {
    /// What the list is about.
    pub title: String,
    /// One line each.
    pub lines: Vec<Line>,
}

/// A line of a list of problems.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// What it says.
    pub words: String,
    /// The annotation that it is about, where that can be gone to.
    pub jump: Option<AnnotationId>,
}

impl Line {
    /// A line that leads nowhere.
    pub fn words(words: impl ToString) -> Self {
        Self { words: words.to_string(), jump: None }
    }
}

/// What has to be known of a file.
#[derive(Clone, PartialEq, Debug)]
pub enum Asked {
    /// Which of these formats it is of; plain text may be another one. And why that is not clear.
    Format(Arriving, Vec<Entry>, Doubt),
    /// Which of these encodings its text is in.
    Encoding(Arriving, &'static [Encoding]),
}

/// A message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// Counts the messages.
    pub serial: u32,
    /// What it says.
    pub words: Rc<str>,
    /// Whether something went wrong.
    pub alarm: bool,
    /// What can be done about it, if anything.
    pub remedy: Option<Remedy>,
}

/// What a message offers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Remedy {
    /// Download what storage holds of a damaged article.
    DownloadRaw(DocumentId),
}
