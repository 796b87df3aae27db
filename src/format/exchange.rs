//! The formats of other tools: one table of all that are read and written, and what they have in common.
//!
//! A format is one file beside this one and one line of [`FORMATS`]. Writers take sessions from which
//! [`reduce_all`](loss::reduce_all) took what the format cannot hold, so that a writer loses nothing by itself and the report
//! of losses is exact. Readers make drafts of what the file says, and [`build`](build::build) checks them against the
//! text: nothing is clamped, and nothing is left out without a word.

pub mod anchor;
pub mod archive;
pub(crate) mod aside;
pub mod build;
pub mod draft;
pub(crate) mod json;
pub mod loss;
pub(crate) mod measure;
pub mod message;
pub mod naming;
pub(crate) mod nuances;
pub mod options;
pub mod palette;
pub(crate) mod passages;
pub(crate) mod plain;
pub mod report;
pub mod service;
mod shown;
pub(crate) mod sidecar;

pub use loss::{Holds, Keeping, Loss, LossKind};
pub use options::{Choosable, FlatLayer, ReadOptions, Source, Unit, WriteOptions};
pub use report::{Counts, Fault, Imported, Outcome, Place, Problem, ReadError, Reading, Record, WriteError, Written};

use super::{
    bioc, brat, cas, conll, csv, doccano, html, label_studio, marked_up, medtator, native_file, news_mtsc, spacy,
    structured_sentiment, web_annotation,
};
use crate::model::Session;

/// Every format, in the order of the menu.
pub const FORMATS: &[Format] = &[
    native_file::FORMAT,
    csv::SPANS,
    csv::TABLES,
    web_annotation::FORMAT,
    spacy::FORMAT,
    label_studio::FORMAT,
    brat::FORMAT,
    doccano::FORMAT,
    conll::FORMAT,
    cas::xmi::FORMAT,
    cas::json::FORMAT,
    cas::tsv::FORMAT,
    medtator::FORMAT,
    bioc::FORMAT,
    structured_sentiment::FORMAT,
    news_mtsc::FORMAT,
    html::FORMAT,
    marked_up::MARKDOWN,
    marked_up::PLAIN,
];

/// A format of files.
pub struct Format {
    /// What options, addresses and scripts call it.
    pub id: &'static str,
    /// What a person reads.
    pub name: &'static str,
    /// How names of its files end, without the dot; the first is that of written files.
    pub extensions: &'static [&'static str],
    /// Its media type.
    pub media_type: &'static str,
    /// What its offsets count; `None` where it has none.
    pub unit: Option<Unit>,
    /// What someone can choose for its files.
    pub choices: &'static [Choosable],
    /// What it can hold.
    pub holds: Holds,
    /// Writes documents.
    pub write: Option<Write>,
    /// Reads documents.
    pub read: Option<Read>,
    /// How much a file looks like one of these. Costs the size of the file at most.
    pub detect: fn(&Source<'_>) -> Match,
}

/// Documents as a file of a format, and what of them is not in it. The same documents always give the same bytes.
pub type Write = fn(&[&Session], &WriteOptions<'_>) -> Result<Written, WriteError>;

/// The documents in a file. Never panics, whatever the file holds.
pub type Read = fn(&Source<'_>, &ReadOptions<'_>) -> Result<Reading, ReadError>;

/// How much a file looks like one of a format.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Match {
    /// It is something else.
    No,
    /// It may be one.
    Maybe,
    /// Nothing else looks like this.
    Surely,
}

/// The format of this id.
pub fn format(id: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.id == id)
}

/// The formats that a file may be of: by what is in it, and where that leaves several, by its name. One where that is
/// clear, several where someone has to choose, none where it is of no known format.
pub fn detect(source: &Source<'_>) -> Vec<&'static Format> {
    let readable = FORMATS.iter().filter(|format| format.read.is_some());
    let matches: Vec<_> = readable.map(|format| (format, (format.detect)(source))).collect();
    let best = matches.iter().map(|(_, matched)| *matched).max().unwrap_or(Match::No);
    if best == Match::No {
        return Vec::new();
    }
    let equal: Vec<_> = matches.iter().filter(|(_, matched)| *matched == best).map(|(format, _)| *format).collect();
    let named: Vec<_> = equal.iter().copied().filter(|format| format.is_named(source.name)).collect();
    if named.is_empty() { equal } else { named }
}

impl Format {
    /// Whether a file of this name may be one of its files.
    pub fn is_named(&self, name: &str) -> bool {
        let name = name.to_ascii_lowercase();
        let ends = |extension: &&str| name.strip_suffix(*extension).is_some_and(|stem| stem.ends_with('.'));
        self.extensions.iter().any(ends)
    }
}

/// The formats that hold everything that is said of these documents, and can be read again, in the order of the menu.
/// Settings, as colours and keys of labels, do not count.
pub fn lossless_for(sessions: &[&Session], options: &WriteOptions<'_>) -> Vec<&'static Format> {
    let is_kept = |loss: Loss| loss.keeping != Keeping::No || loss.kind.is_setting();
    let whole = |format: &&Format| {
        let mut losses = sessions.iter().flat_map(|session| loss::losses(session, &format.holds, options));
        // Formats of sentiments alone leave sentences out even where there is no mention to lose.
        let has_mentions = !format.holds.no.contains(&LossKind::Mentions);
        format.write.is_some() && format.read.is_some() && has_mentions && losses.all(is_kept)
    };
    FORMATS.iter().filter(whole).collect()
}
