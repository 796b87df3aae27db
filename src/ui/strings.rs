//! What the page says, in one place: whoever puts the page into another language needs this file alone.
//!
//! There is a module for each part of the page. A sentence with values in it is a function, plural included; where some
//! of the values are elements, it puts them in order.
//!
//! Elsewhere are: why a command cannot be done (`model`), what is wrong with a file (`format`), why something is not kept
//! (`store`, `browser`), the names of characters that cannot be seen (`model`), and what stands on the page without this
//! program (`index.html`, `web/rescue.js`). Names of keys and of label sets are the same in all languages here.

use crate::model::Polarity;
use yew::prelude::*;

// Words of more than one part.

pub const ADD: &str = "Add";
pub const ALL_OCCURRENCES: &str = "All occurrences";
pub const CLOSE: &str = "Close";
pub const DISMISS: &str = "Dismiss";
pub const DOWNLOAD_STORED: &str = "Download what is stored";
pub const FIND_IN_TEXT: &str = "Find in the text";
pub const LABELS: &str = "Labels";
pub const MATCH_CASE: &str = "Match case";
pub const NEEDS_REVIEW: &str = "Needs review";
pub const PROGRAM: &str = "Rubricate";
pub const REMOVE: &str = "Remove";
pub const SENTIMENT: &str = "Sentiment";
pub const UNDO: &str = "Undo";
pub const UNTITLED: &str = "Untitled article";
pub const WHOLE_WORDS: &str = "Whole words";

/// A number with a comma before every three digits.
pub fn number(number: usize) -> String {
    let digits = number.to_string();
    let mut written = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

/// A count with its noun: “1 annotation”, “1,204 annotations”.
fn count(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { many })
}

pub fn annotations(count: usize) -> String {
    self::count(count, "annotation", "annotations")
}

/// A place among others, as the end of a report: “ 3 of 14.”
pub fn rank(rank: usize, count: usize) -> String {
    format!(" {} of {}.", number(rank), number(count))
}

pub fn polarity(polarity: Polarity) -> &'static str {
    match polarity {
        Polarity::Positive => "positive",
        Polarity::Negative => "negative",
        Polarity::Neutral => "neutral",
        Polarity::Mixed => "mixed",
    }
}

/// A polarity as what an annotation carries.
pub fn sentiment(polarity: Polarity) -> String {
    format!("{} sentiment", self::polarity(polarity))
}

pub fn remove(name: &str) -> String {
    format!("Remove {name}")
}

pub fn and_more(count: usize) -> String {
    format!("And {} more.", number(count))
}

pub mod list {
    //! The list of annotations.

    use super::{annotations, number};

    pub const SHOW_ALL: &str = "Show all";
    pub const FILTER: &str = "Filter";
    pub const NONE_YET: &str = "Select words in the article, then press a label’s key or choose it from the menu.";
    pub const NONE_YET_BY_TOUCH: &str = "Hold on a word in the article, then choose a label from the menu.";
    pub const NONE_SHOWN: &str = "No annotation is like that. ";
    pub const SHOW_ALL_OF_THEM: &str = "Show all of them";
    /// The sign of a row.
    pub const REVIEW: &str = "review";

    // What can be copied.
    pub const COPY: &str = "Copy";
    pub const COPY_NAME: &str = "Copy annotations";
    pub const COPY_TABLE: &str = "List as a table";
    pub const COPY_JSON: &str = "Annotations as JSON";
    pub const COPY_MARKED: &str = "Marked text";
    pub const COPY_HINT: &str =
        "For spreadsheets, programs and word processors. JSON and text are of the selection, where there is one.";

    // The filter.
    pub const FILTER_NAME: &str = "Filter the annotations";
    pub const WORDS: &str = "Words, name or note";
    pub const KIND: &str = "Label or sentiment";
    pub const ANY: &str = "Everything";
    pub const ANY_LABEL: &str = "Any label";
    pub const ANY_SENTIMENT: &str = "Any sentiment";
    pub const ORDER: &str = "Order";
    pub const BY_POSITION: &str = "As in the text";
    pub const BY_LABEL: &str = "By label";
    pub const BY_WORDS: &str = "By words";
    pub const HAS_NOTE: &str = "Has a note";
    pub const HAS_RELATIONS: &str = "Has relations";
    pub const CODER: &str = "Who made them";
    pub const BY_ANYONE: &str = "By anyone";
    pub const BY_UNNAMED: &str = "Without a name";
    pub const GROUP: &str = "Group the same words";
    pub const RELABEL_NAME: &str = "Relabel all that is shown as";
    pub const RELABEL_AS: &str = "Relabel as …";
    pub const RELABEL_ALL: &str = "Relabel all";

    pub fn to_review(count: usize) -> String {
        format!("{} to review", number(count))
    }

    pub fn remove_all(count: usize) -> String {
        format!("Remove all {}", number(count))
    }

    /// How many annotations of all are shown.
    pub fn shown(shown: usize, all: usize) -> String {
        format!("{} of {}", number(shown), annotations(all))
    }

    /// Only these sentiments are shown.
    pub fn about(name: &str) -> String {
        format!("Sentiments about {name}")
    }

    /// Only these sentiments are shown.
    pub fn held_by(name: &str) -> String {
        format!("Sentiments of {name}")
    }

    pub const ANYONES: &str = "Sentiments of and about anyone";

    /// Annotations of one coder.
    pub fn by(coder: &str) -> String {
        format!("By {coder}")
    }

    /// How many annotations a group has.
    pub fn times(count: usize) -> String {
        format!("×\u{a0}{}", number(count))
    }
}

pub mod list_table {
    //! The list of annotations as a table.

    /// The columns before those of the attributes.
    pub const BEFORE: [&str; 13] = [
        "Article",
        "Words",
        "Context",
        "Label",
        "Sentiment",
        "Strength",
        "Holder",
        "About",
        "Said",
        "Kind of attitude",
        "It is",
        "Entity",
        "Wikidata or web address",
    ];

    /// The columns behind them.
    pub const BEHIND: [&str; 6] = ["Note", "Needs review", "Coder", "Start", "End", "Id"];

    pub fn flag(flag: bool) -> &'static str {
        if flag { "yes" } else { "no" }
    }
}

pub mod copying {
    //! What goes to the clipboard, and comes from it.

    use super::{annotations as count_words, count};

    /// What was pasted, as the name of a file.
    pub const PASTED: &str = "What was pasted";
    pub const REFUSED: &str = "The browser does not let this page copy. “Download as …” has the same as files.";

    /// Of what annotations were copied.
    #[derive(Clone, Copy, PartialEq, Eq)]
    pub enum Of {
        Article,
        List,
        Selection,
    }

    /// How many annotations were copied, with so many that belong to them.
    pub fn annotations(chosen: usize, beside: usize, of: Of) -> String {
        let of = match of {
            Of::Article => "",
            Of::List => " that the list shows",
            Of::Selection => " of the selection",
        };
        let beside = match beside {
            0 => String::new(),
            some => format!(", with {} that sentiments refer to", count(some, "mention", "mentions")),
        };
        format!("Copied {}{of}{beside} as JSON.", count_words(chosen))
    }

    pub fn rows(rows: usize) -> String {
        format!("Copied {} as a table.", count(rows, "row", "rows"))
    }

    pub fn marked_text(is_selection: bool) -> String {
        format!("Copied {} with its marks.", if is_selection { "the selection" } else { "the whole text" })
    }

    pub fn words(quote: &str) -> String {
        format!("Copied “{quote}”.")
    }

    /// There is nothing to copy.
    pub fn none(in_selection: bool) -> &'static str {
        if in_selection { "There is no annotation in the selection." } else { "There is no annotation to copy." }
    }
}

pub mod page {
    //! The page as a whole, the article's head and its text.

    use super::UNTITLED;

    pub const NOTHING_OPEN: &str = "Open a file, drop one here, or paste a text.";
    pub const SIDE: &str = "Annotations";

    pub const TITLE: &str = "Title";
    pub const SOURCE: &str = "Source";
    pub const NOTE: &str = "Note on this article";
    pub const ADD_NOTE: &str = "Add a note";

    pub fn text_of(title: &str) -> String {
        format!("Text of “{title}”")
    }

    /// The title of the window.
    pub fn window(title: &str) -> String {
        format!("{} – {}", if title.is_empty() { UNTITLED } else { title }, super::PROGRAM)
    }
}

pub mod codes {
    //! The article as a whole: its variables, and who codes.

    pub const TITLE: &str = "About the article";
    pub const UNFOLD: &str = "What can be said of the article as a whole";
    pub const DEFINE: &str = "change the variables";
    pub const CODER: &str = "Coded by";
    pub const CODER_HINT: &str = "your name, if you like";

    pub fn list(values: &[String]) -> String {
        values.join(" · ")
    }

    /// The name of who codes came after these.
    pub fn nameless(values: usize) -> String {
        match values {
            1 => "1 value was given before this name, and stays without one.".to_owned(),
            values => format!("{} values were given before this name, and stay without one.", super::number(values)),
        }
    }

    /// Who else gave values.
    pub fn coded_by(names: &[String]) -> String {
        format!("Values here are by {}.", names.join(", "))
    }
}

pub mod header {
    //! The bar at the top.

    use std::fmt::Display;

    /// The program's name as it is drawn: its initial, and the rest.
    pub const BRAND: (&str, &str) = super::PROGRAM.split_at(1);

    pub const ARTICLES: &str = "Articles";
    pub const LIBRARY: &str = "Library";
    pub const SHOW_LIBRARY: &str = "The kept articles";
    pub const OPEN: &str = "Open";
    pub const OPEN_FILE: &str = "Open a file";
    pub const NEW: &str = "New";
    pub const NEW_ARTICLE: &str = "Start a new article";
    pub const EDIT: &str = "Edit";
    pub const NOTHING_TO_UNDO: &str = "Nothing to undo";
    pub const REDO: &str = "Redo";
    pub const NOTHING_TO_REDO: &str = "Nothing to redo";
    pub const FIND: &str = "Find";
    pub const INSIGHT: &str = "Insight";
    pub const SHOW_INSIGHT: &str = "Who feels what about whom";
    pub const SETTINGS: &str = "Settings";
    pub const HELP: &str = "Help";
    pub const PALETTE: &str = "All that can be done";
    pub const DOWNLOAD: &str = "Download";
    /// What follows where there is room.
    pub const DOWNLOAD_REST: &str = "\u{a0}JSON";
    pub const DOWNLOAD_JSON: &str = "Download the JSON";
    pub const DOWNLOAD_AS: &str = "Download as …";

    // Whether the article is kept: what is always shown, and what follows where there is room.
    pub const READ_ONLY: (&str, &str) = ("Read-only", ": open in another tab");
    pub const TAKING_OVER: (&str, &str) = ("Taking over …", "");
    pub const SAVED: (&str, &str) = ("Saved", " in this browser");
    pub const NOT_SAVED: &str = "Not saved";

    pub fn not_saved_rest(why: impl Display) -> String {
        format!(": {why}")
    }

    pub fn undo(what: &str) -> String {
        format!("Undo: {what}")
    }

    pub fn redo(what: &str) -> String {
        format!("Redo: {what}")
    }

    pub fn list(count: usize) -> String {
        format!("List ({count})")
    }
}

pub mod notices {
    //! The banners below the bar, and the messages.

    pub const NOT_KEPT: &str = "Not kept in this browser. ";
    pub const DOWNLOAD_JSON: &str = "Download JSON";
    pub const TRY_AGAIN: &str = "Try again";
    pub const READ_ONLY: &str = "This article is open in another tab. Here it can only be read.";
    pub const TAKE_OVER: &str = "Take over";
    pub const ONLY_HERE: &str = "These annotations live only in this browser.";
    pub const DOWNLOAD_COPY: &str = "Download a copy";
}

pub mod scripts {
    //! What scripts are told that use the page (`docs/javascript.md`), where it is not what a person is told.

    pub const NONE_OPEN: &str = "No article is open.";
    pub const DRAFT_WOULD_BE_LOST: &str = "A new article is being written in the page, and would be lost.";
    /// What a script gave to be opened, in the title of the list of what could not be used of it.
    pub const GIVEN: &str = "what a script opened";
}

pub mod exchange {
    //! Files of other tools, out and in.

    use super::{count, number};
    use crate::browser::converter::Failure;
    use crate::format::exchange::message::Doubt;
    use std::fmt::Display;

    pub const TITLE: &str = "Download as …";
    pub const FILTER: &str = "Type to find a format";
    pub const FORMAT: &str = "Format";
    pub const NONE_CALLED_SO: &str = "No format fits.";
    pub const LOADING: &str = "Loading the formats …";
    pub const PREPARING: &str = "Preparing the file …";
    pub const CANCEL: &str = "Cancel";
    pub const TRY_AGAIN: &str = "Try again";
    pub const DOWNLOAD: &str = "Download the file";
    /// Follows what a format is for.
    pub const WRITE_ONLY: &str = " Cannot be opened again.";

    pub const ALL_ARTICLES: &str = "All kept articles, not this one alone";
    pub const SAFE: &str = "Keep spreadsheets from running cells as formulas";
    pub const MARK: &str = "Begin with a byte order mark, for Excel";
    pub const REPORT: &str = "Put a report of what is left out into the archive";
    pub const UNIT: &str = "Offsets count";
    pub const LAYER: &str = "Of overlapping mentions keep";
    pub const LONGEST: &str = "the longest";

    pub const HOLDS_ALL: &str = "Nothing of this is lost: the file holds all of it.";
    pub const NOTHING_GONE: &str = "Nothing is lost that Rubricate could not read again.";
    pub const ALL_SHOWN: &str = "All of it is in the file, which is for reading: it cannot be opened again.";
    pub const GONE: &str = "Not in the file";
    pub const BETTER: &str = "All of it would be in:";

    pub const SHOW: &str = "Show";
    pub const READING: &str = "This takes a moment with large files.";
    pub const PLAIN_TEXT: &str = "Plain text";
    pub const NOT_UTF8: &str = "The text is in an older encoding. Choose the one in which the marked words look right; it is then kept as UTF-8.";
    pub const ENCODING: &str = "Encoding";
    pub const OPEN: &str = "Open";
    pub const DOWNLOAD_REPORT: &str = "Download the whole report";
    pub const REPORT_FILE: &str = "rubricate-report.txt";
    /// The stem of the name of a file of several articles.
    pub const ALL_FILE: &str = "articles";
    pub const NOTHING_NEW: &str = "The open article has all of this already.";
    pub const NO_LONGER_OPEN: &str =
        "The article that this was read for is no longer open here, or no longer writable. Nothing was added.";

    /// What a format is for.
    pub fn purpose(format: &str) -> &'static str {
        match format {
            "rubricate" => "Everything, to go on here or on another machine.",
            "csv" => "A table for spreadsheets, pandas and R: a row for each annotation.",
            "csv-zip" => "Tables of annotations, relations and entities, with the texts.",
            "web-annotation" => "Annotations on the web: Hypothesis, Recogito, Apache Annotator.",
            "spacy" => "To train spaCy models, or to go on in Prodigy.",
            "label-studio" => "To import into Label Studio, with its labeling configuration.",
            "brat" => "For brat and all that reads standoff: .txt and .ann files.",
            "doccano" => "To import into doccano: entities and relations.",
            "conll" => "To train and score taggers of named entities, a token on a line.",
            "xmi" => "For UIMA, INCEpTION and DKPro, with its type system.",
            "cas-json" => "For UIMA tools that read JSON.",
            "webanno-tsv" => "For WebAnno and INCEpTION, a token on a line.",
            "medtator" => "To import into MedTator, with its schema.",
            "bioc" => "For biomedical text mining.",
            "structured-sentiment" => "To train structured sentiment: holders, targets and polarity.",
            "news-mtsc" => "To train sentiment about targets in news.",
            "html" => "To read and print: a page of its own, in colours.",
            "markdown" => "To read as notes: marks in the text, notes below.",
            "marked-text" => "To read anywhere: marks between brackets.",
            _ => "",
        }
    }

    /// A format was chosen by Enter.
    pub fn chosen(format: &str) -> String {
        format!("{format}. Enter downloads it.")
    }

    /// A flat layer of one label.
    pub fn only(label: &str) -> String {
        format!("{label} alone")
    }

    pub fn not_seen(kinds: usize) -> String {
        let kinds = count(kinds, "kind of thing is", "kinds of things are");
        format!("{kinds} kept where other tools do not look, or a setting")
    }

    pub fn more(count: usize) -> String {
        format!("and {} more", number(count))
    }

    pub fn reading(file: &str) -> String {
        format!("Reading {file}")
    }

    /// Why it is asked what a file is.
    pub fn doubt(doubt: Doubt) -> &'static str {
        match doubt {
            Doubt::Several => "The file could be of several formats. Which one is it?",
            Doubt::NamedText => {
                "By its name this is a plain text, and what is in it looks like the file of another tool."
            }
            Doubt::NotLikeIts => {
                "What is in the file does not look as its name says, or it is damaged. Read as the file of a tool, it is \
                 said what is wrong with it."
            }
            Doubt::NotLooked => {
                "The file looks like one of another tool, which cannot be read now. It can be opened as plain text, or \
                 again later."
            }
        }
    }

    pub fn opened_plain(file: &str) -> String {
        format!("{file} is of no format that is known here, or damaged: it was opened as plain text.")
    }

    pub fn which_format(file: &str) -> String {
        format!("What is {file}?")
    }

    pub fn which_encoding(file: &str) -> String {
        format!("How is {file} encoded?")
    }

    pub fn missing(characters: usize) -> String {
        format!("{} cannot be read so.", count(characters, "character", "characters"))
    }

    pub fn of_file(file: &str) -> String {
        format!("What was read of {file}")
    }

    /// What became of the records of a file.
    ///
    /// Behind the number of documents that of those that could not be read.
    pub fn report((documents, unread): (usize, usize), (read, repaired, left_out): (usize, usize, usize)) -> String {
        let documents = count(documents, "document", "documents");
        let documents = if unread == 0 { documents } else { format!("{documents}, {} left out", number(unread)) };
        format!(
            "{documents}: {} read, {} of them found again by their words, {} left out.",
            number(read),
            number(repaired),
            number(left_out)
        )
    }

    pub fn many(kept: usize, file: &str) -> String {
        format!("{} of {file} are in the library now. The first one is open.", count(kept, "article", "articles"))
    }

    pub fn not_kept(title: &str, why: impl Display) -> String {
        format!("“{title}” and what follows it could not be kept. {why}")
    }

    /// What was attached, as a report of what was done.
    pub fn attached(done: &str) -> String {
        format!("{done} One undo takes it back.")
    }

    pub fn failure(failure: &Failure) -> String {
        match failure {
            Failure::NoWorker => {
                "The part of Rubricate that knows other formats could not be loaded. Nothing is lost; try again when the \
                 server can be reached."
                    .to_owned()
            }
            Failure::Crashed(why) => format!("The part of Rubricate that knows other formats has failed: {why}"),
            Failure::TooLong => "That took too long and was stopped.".to_owned(),
            Failure::Stopped => "That was stopped.".to_owned(),
        }
    }
}

pub mod draft {
    //! The box for a new article.

    pub const TITLE: &str = "New article";
    pub const ABOUT: &str = "Paste or type the text. Once annotating starts, it stays as it is.";
    pub const FOLDED: &str =
        "Typing changed the line ends of the pasted text (CR LF) to LF. Paste it again to keep them.";
    pub const OPEN_FILE: &str = "Open a file instead";
    pub const START: &str = "Start annotating";
}

pub mod library {
    //! The kept articles.

    use super::{annotations, count};

    pub const TITLE: &str = "Library";
    pub const EMPTY: &str = "No articles are kept here yet.";
    pub const BIN: &str = "Removed: kept for a day";
    pub const SAMPLE: &str = "Open the sample article";
    pub const PUT_BACK: &str = "Put back";
    pub const DELETE: &str = "Delete now";
    pub const RENAME: &str = "Rename";

    pub fn put_back(title: &str) -> String {
        format!("Put back {title}")
    }

    pub fn delete(title: &str) -> String {
        format!("Delete now {title}")
    }

    pub fn rename(title: &str) -> String {
        format!("Rename {title}")
    }

    pub fn new_title(title: &str) -> String {
        format!("New title of {title}")
    }

    pub fn damaged(damage: impl std::fmt::Display) -> String {
        format!("Damaged: {damage}")
    }

    /// What is known of an article; `changed` is a date.
    pub fn facts(annotations: usize, characters: usize, changed: &str) -> String {
        let characters = count(characters, "character", "characters");
        format!("{} · {characters} · {changed}", self::annotations(annotations))
    }
}

pub mod print {
    //! What only a printed article has.

    use super::number;

    pub const LEGEND: &str = "Legend";
    pub const NOTES: &str = "Notes";

    pub fn times(count: usize) -> String {
        format!("({})", number(count))
    }
}

pub mod help {
    //! The help.

    pub const HOW_TO: &str = "How to annotate";
    pub const STEPS: [&str; 4] = [
        "Select words in the article.",
        "Press a label’s key, choose it from the menu at the words, or from the bar above.",
        "Click a mark to change it, to write a note, or to remove it. Click again for the mark around it.",
        "Download the JSON when you are done. Until then everything is kept in this browser.",
    ];
    /// A full stop follows, behind the keys that step back.
    pub const ARMED: &str =
        "A label chosen with nothing selected stays armed: each selection is tagged at once, until you step back";
    pub const LABELS_ARE_YOURS: &str = "The labels are yours: “edit labels” changes their names, colours, keys and order, defines attributes of marks, and \
         has other sets of labels. Among many labels one is found by typing a few letters of its name.";
    pub const KEYS: &str = "Keys";
    pub const KEY: &str = "Key";
    pub const DOES: &str = "What it does";
    pub const KEYS_CAN_BE_CHANGED: &str =
        "Every key but those of the labels can be changed, and single keys can be switched off: see the settings.";
    pub const HINTS: &str = "Hints";

    /// The rules of sentiment.
    pub const SENTIMENT_RULES: [&str; 5] = [
        "Polarity is the holder’s stance to this target, after negation. A different stance to another target is another \
         sentiment.",
        "Neutral means that a stance is voiced but balanced. No stance, no sentiment.",
        "Tag what the text conveys, not whether you agree.",
        "Select the shortest words that carry it, with what strengthens or weakens them.",
        "With no words of opinion at all, tag the name that the sentiment is about: the author is its holder. The name \
         gets a hollow sign.",
    ];

    /// What the linter looks for, and what it passes over.
    pub const HINT_RULES: [&str; 6] = [
        "The same words are tagged with different labels. Two labels at one and the same place are taken as meant, unless \
         most places of the words carry one of them alone.",
        "Words that are tagged stand elsewhere without a tag, whole and in the same case. Common words count only once half \
         of their places are tagged: words without a capital letter, numbers, very short words, and words that also occur in \
         small letters.",
        "A mark begins or ends with a space, or with punctuation that is no part of the name. Of a sentiment only spaces count.",
        "Two marks say the same of the same words, and one of them adds nothing.",
        "A relation links labels that its type does not allow, as after a mark got another label.",
        "A dismissed hint stays dismissed, for these words and labels in this article; below the list it can be taken back.",
    ];
}

pub mod inspector {
    //! The focused annotation.

    use std::fmt::Display;

    pub const NAME: &str = "The focused annotation";
    pub const LEAVE: &str = "Leave";
    pub const LEAVE_NAME: &str = "Leave this annotation";
    pub const POLARITY: &str = "Polarity";
    pub const LABEL: &str = "Label";
    pub const CHOOSE_ANOTHER: &str = "Choose another …";
    pub const NOTE: &str = "Note";
    pub const ALL_OCCURRENCES: &str = "All occurrences …";

    // Its shape: the words of each button, and what it does.
    pub const SHAPE: &str = "Change its words";
    /// The buttons that open the inspector where it is a strip below the text, and close it.
    pub const MORE: &str = "more";
    pub const LESS: &str = "less";
    pub const JOIN: (&str, &str) = ("Join", "Join with the next mark");
    pub const SPLIT: (&str, &str) = ("Split", "Cut in two at the caret or the click");
    pub const ADD_WORDS: (&str, &str) = ("Add words", "Add the selected words");
    pub const TAKE_WORDS: (&str, &str) = ("Take words", "Take the selected words away");
    pub const ALSO_HERE: &str = "Also here:";

    // Its attributes.
    pub const YES: &str = "yes";
    pub const NO: &str = "no";
    pub const NO_NUMBER: &str = "This is not a number, as 12 and -1.5 are. The mark keeps what it had.";

    pub fn not_an_option(value: &str) -> String {
        format!("{value} (not an option)")
    }

    pub fn attribute(name: &str, value: &str) -> String {
        format!("{name}: {value}")
    }

    pub fn coded_by(coder: &str) -> String {
        format!("by {coder}")
    }

    /// Where it is, and who said so.
    pub fn place_and_coder(place: &str, coder: &str) -> String {
        format!("{place}, by {coder}")
    }

    /// Where it is.
    pub fn place(extent: impl Display) -> String {
        format!("characters {extent}")
    }
}

pub mod relations {
    //! The relations of the focused annotation, and how one is made.

    pub const TITLE: &str = "Relations";
    pub const RELATE: &str = "Relate …";
    pub const RELATE_NAME: &str = "Relate this mark to another one";
    pub const CHOOSE: &str = "Choose a relation";
    pub const NONE_CALLED_SO: &str = "No relation between these two is called so.";
    pub const NONE_FITS: &str = "No relation links labels such as these.";
    pub const NO_TYPES: &str = "No relations are defined yet.";
    pub const EDIT_TYPES: &str = "Change the relations …";

    // While the other end is being chosen.
    pub const WITH_THIS: &str = "Relate with this";

    // A relation.
    pub const TO: &str = " to ";
    pub const FROM: &str = " from ";
    pub const CHANGE: &str = "Change";
    pub const TYPE: &str = "Relation";
    pub const REVERSE: &str = "Reverse";
    pub const CANNOT_REVERSE: &str = "Its ends cannot be the other way round.";

    pub fn relations(count: usize) -> String {
        super::count(count, "relation", "relations")
    }

    /// Where a relation would lead, or leads.
    pub fn from_to(from: &str, to: &str) -> String {
        format!("{from} → {to}")
    }

    pub fn relating(words: &str) -> String {
        format!("Relating “{words}”")
    }

    /// How the other end is chosen; the keys may be empty.
    pub fn choose_other(next: &str, previous: &str) -> String {
        if next.is_empty() || previous.is_empty() {
            "Choose the other mark: click it.".to_owned()
        } else {
            format!("Choose the other mark: click it, or go there by {next} and {previous}.")
        }
    }

    /// A relation of this mark, which leads to the other one or comes from it, as a sentence.
    pub fn sentence(name: &str, other: &str, leads_away: bool) -> String {
        if leads_away { format!("{name}: “{other}”") } else { format!("“{other}” {name} this") }
    }

    /// The button that unfolds what can be done with a relation.
    pub fn change(sentence: &str) -> String {
        format!("Change the relation {sentence}")
    }
}

pub mod frame {
    //! A sentiment: its card, and its part of the inspector.

    use super::count;
    use crate::model::{Attitude, Flags, Intensity, Manner, Role};

    pub const HOLDER: &str = "Holder";
    pub const TARGET: &str = "About";
    pub const AUTHOR: &str = "the author";
    pub const IMPLICIT: &str = "somebody unnamed";
    pub const NO_TARGET: &str = "nobody in particular";
    pub const CHOOSE: &str = "choose";
    pub const ADD_SOURCE: &str = "who quotes";
    pub const CLOSE: &str = "Close this card";
    pub const FOLD: &str = "All of this card";
    pub const INTENSITY: &str = "Strength";
    pub const MANNER: &str = "Said";
    pub const ATTITUDE: &str = "Kind of attitude";
    pub const ANY_ATTITUDE: &str = "–";
    pub const FLAGS: &str = "It is";
    pub const NEGATED: &str = "negated";
    pub const IRONIC: &str = "ironic";
    pub const UNCERTAIN: &str = "uncertain";
    /// It is nothing of these.
    pub const PLAIN: &str = "plain";
    pub const NONE_NEAR: &str = "No mention near. Tag the name, or click on one elsewhere.";
    pub const NONE_LIKE_IT: &str = "No other mention has a name like it. Click on the one that is the same.";
    pub const OR_CLICK: &str = "or click on a mark, or tag the name";
    pub const PICK_A_MENTION: &str =
        "Choose a mark with a label; or select the name and tag it, and it is taken. Escape ends choosing.";
    pub const NOTHING_PROPOSED: &str = "Nothing is proposed.";
    pub const NOBODY_CHOSEN: &str = "Choosing has ended.";
    pub const ONLY_OF_MENTIONS: &str = "Only mentions name an entity.";
    pub const ONLY_OF_SENTIMENTS: &str = "Only a sentiment has a holder and a target.";
    pub const SAME_ALREADY: &str = "They are the same already.";
    pub const NAMELESS: &str = "Somebody";
    pub const FELT_ABOUT: &str = "Sentiments about it";
    pub const HELD_BY: &str = "Sentiments held by it";
    /// The role of whoever wrote the text.
    pub const AUTHORS: &str = "Author";
    pub const OF_AUTHOR: &str = "The author’s sentiment about it, without words";
    pub const SHOW_ONLY: &str = "Show only these";

    /// The name of a card.
    pub fn name(words: &str) -> String {
        format!("Sentiment of {words}")
    }

    /// A speaker who could be the holder, were it a mention.
    pub fn untagged(words: &str) -> String {
        format!("“{words}” says so. Tag it to make it the holder.")
    }

    /// What a button does that takes something proposed.
    pub fn accept(name: &str) -> String {
        format!("Take {name}, as proposed")
    }

    pub fn decline(name: &str) -> String {
        format!("Not {name}")
    }

    pub fn take_out(name: &str) -> String {
        format!("Take {name} out")
    }

    pub fn intensity(intensity: Intensity) -> &'static str {
        match intensity {
            Intensity::Weak => "weak",
            Intensity::Average => "average",
            Intensity::Strong => "strong",
        }
    }

    pub fn manner(manner: Manner) -> &'static str {
        match manner {
            Manner::Direct => "directly (“hates”)",
            Manner::Expressive => "by choice of words (“so-called”)",
            Manner::Reported => "as reported speech",
            Manner::PolarFact => "by a good or bad fact",
            Manner::Inferred => "between the lines",
        }
    }

    pub fn attitude(attitude: Attitude) -> &'static str {
        match attitude {
            Attitude::Sentiment => "liking or disliking",
            Attitude::Arguing => "arguing",
            Attitude::Agreement => "agreement",
            Attitude::Intention => "intention",
            Attitude::Speculation => "speculation",
        }
    }

    /// What is ticked of a sentiment, in words.
    pub fn ticked(flags: Flags) -> String {
        let names = [(flags.negated, NEGATED), (flags.ironic, IRONIC), (flags.uncertain, UNCERTAIN)];
        let ticked: Vec<&str> = names.into_iter().filter_map(|(ticked, name)| ticked.then_some(name)).collect();
        if ticked.is_empty() { PLAIN.to_owned() } else { ticked.join(", ") }
    }

    /// Whom one is to choose.
    pub fn choose(role: Role) -> &'static str {
        match role {
            Role::Target => "Whom or what is it about?",
            Role::Holder => "Who feels so?",
            Role::Source => "Whom does the holder quote?",
            Role::Entity => "Who is the same?",
        }
    }

    /// A digit behind which there is nobody.
    pub fn no_choice(digit: usize) -> String {
        format!("There is no choice {digit}.")
    }

    pub fn picking(role: Role, offered: usize) -> String {
        let offered = match offered {
            0 => "None is near".to_owned(),
            some => format!("{} with digits", count(some, "choice", "choices")),
        };
        format!("{} {offered}; or click on a mark. Escape ends choosing.", choose(role))
    }

    /// Before whom a sentiment is about.
    pub const ABOUT: &str = "about ";
    /// Before whose sentiment it is.
    pub const BY: &str = "by ";
    /// Between whose sentiment it is and whom it is about.
    pub const TOWARDS: &str = " → ";
    /// Between who tells of someone’s sentiment and that one.
    pub const TOLD_BY: &str = " › ";

    /// The same for those who hear it; the last holder is whose it is.
    pub fn by_about(holders: &[String], targets: &[String]) -> String {
        let chain: Vec<&str> = holders.iter().rev().map(String::as_str).collect();
        match (chain.join(", told by "), targets.join(", ")) {
            (by, about) if by.is_empty() => format!("about {about}"),
            (by, about) if about.is_empty() => format!("by {by}"),
            (by, about) => format!("by {by}, about {about}"),
        }
    }

    pub fn joined(name: &str, mentions: usize) -> String {
        format!("Joined as {name}, {}.", count(mentions, "mention", "mentions"))
    }
}

pub mod entity {
    //! The entity of a mention, in the inspector.

    use super::count;

    pub const ENTITY: &str = "Entity";
    pub const NONE: &str = "none";
    pub const NAME: &str = "Name of the entity";
    pub const IDENTIFIER: &str = "Identifier (Q… of Wikidata, or a web address)";
    pub const NOT_AN_IDENTIFIER: &str = "This is neither Q and a number nor a web address.";
    pub const NOTE: &str = "Note on the entity";
    pub const MAKE: &str = "Make an entity";
    pub const SAME: &str = "Same as …";
    pub const SEPARATE: &str = "Not the same";
    pub const MENTIONS: &str = "Mentions of it";
    pub const DISSOLVE: &str = "Forget the entity";

    pub fn mentions(mentions: usize) -> String {
        count(mentions, "mention", "mentions")
    }
}

pub mod mode {
    //! The line that says what selecting and clicking do for now.

    pub const STOP: &str = "Stop";
    pub const HOW_ARMED: &str = "Select words, or tap them, and they are tagged at once.";
    pub const HOW_CHOSEN: &str = "Click a mark, or press its digit. A name without a mark: select it and tag it.";

    pub fn armed(tag: &str) -> String {
        format!("{tag} is armed.")
    }
}

pub mod selection {
    //! What can be done with selected words.

    pub const NAME: &str = "Tag the selected words";
    pub const ADD_NAME: &str = "Add to the focused mark";

    /// The words that are to be tagged.
    pub fn words(words: &str) -> String {
        format!("“{words}”")
    }

    /// What keys selected; `armed` is what Enter tags it with.
    pub fn selected(words: &str, armed: Option<&str>) -> String {
        match armed {
            Some(tag) => format!("Selected “{words}”. Enter tags it as {tag}."),
            None => format!("Selected “{words}”."),
        }
    }

    /// The button that takes what was dragged over in place of what was meant.
    pub fn exactly(words: &str) -> String {
        format!("exactly “{words}”")
    }

    /// The button that adds the selected words to the focused mark.
    pub fn add_to(words: &str) -> String {
        format!("add to “{words}”")
    }
}

pub mod find_bar {
    //! The find bar.

    use super::number;

    pub const FIND: &str = "Find";
    pub const MATCH_CASE_SIGN: &str = "Aa";
    pub const WHOLE_WORDS_SIGN: &str = "“ab”";
    pub const PATTERN: &str = "Regular expression";
    pub const PATTERN_SIGN: &str = ".*";
    pub const PREVIOUS: &str = "Previous (Shift+Enter)";
    pub const PREVIOUS_NAME: &str = "Previous hit";
    pub const NEXT: &str = "Next (Enter)";
    pub const NEXT_NAME: &str = "Next hit";
    pub const TAG_AS: &str = "Tag hits as";
    pub const TAG: &str = "Tag";
    pub const TAG_THIS: &str = "Tag this hit and go to the next one";
    pub const CLOSE: &str = "Close (Escape)";
    pub const CLOSE_NAME: &str = "Close the find bar";
    pub const SEEKING: &str = "…";
    pub const NOT_FOUND: &str = "Not found";

    /// Which hit is gone to; `more` where not all hits were counted.
    pub fn hit(place: usize, count: usize, more: bool) -> String {
        let (place, count) = (number(place), number(count));
        if more { format!("{place} of the first {count}") } else { format!("{place} of {count}") }
    }

    pub fn tag_all(count: usize, tag: &str) -> String {
        match count {
            0 => "Tag all".to_owned(),
            1 => format!("Tag 1 hit as {tag}"),
            count => format!("Tag {} hits as {tag}", number(count)),
        }
    }
}

pub mod occurrences {
    //! All places where the words of an annotation stand.

    use super::{Html, annotations, count, html, number};

    pub const REMOVE_ALL: &str = "Remove all";
    pub const RELABEL_ALL: &str = "Relabel all as";

    pub fn title(words: &str) -> String {
        format!("All occurrences of “{words}”")
    }

    pub fn tag(occurrences: usize, tag: &str) -> String {
        format!("Tag {} as {tag}", count(occurrences, "occurrence", "occurrences"))
    }

    pub fn places(places: usize, tagged: usize) -> String {
        format!("{} in the text, {tagged} tagged so already.", count(places, "place", "places"))
    }

    pub fn more(count: usize) -> String {
        format!("And {} more, which are tagged with them.", number(count))
    }

    /// Why a place is not ticked.
    pub fn lies_over(words: &str, tag: &str) -> String {
        format!("“{words}” is {tag} there already")
    }

    /// The annotations that say the same of the same words.
    pub fn alike(count: usize, tag: Html) -> Html {
        html! { <>{ format!("All {} of these words as ", annotations(count)) }{ tag }</> }
    }
}

pub mod findings {
    //! What the linter found.

    use super::{Html, count, html, number};

    pub const NOTHING: &str = "Nothing to ask about. The help says what is looked for.";
    /// What is said where a finding is out of date.
    pub const NO_LONGER_SO: &str = "That is no longer so.";
    pub const LOOK: &str = "Look";
    pub const TAKE_BACK: &str = "Take back";
    pub const TRIM: &str = "Trim";
    pub const REMOVE_ONE: &str = "Remove one";
    pub const TAG_ONE: &str = "Tag it";
    pub const REVERSE: &str = "Reverse";

    // What lies at the edge of a mark.
    pub const SPACE: &str = "a space";
    pub const LINE_END: &str = "a line end";
    pub const WHITE_SPACE: &str = "white space";

    pub fn signs(signs: &str) -> String {
        format!("“{signs}”")
    }

    pub fn heading(count: usize) -> String {
        if count == 0 { "No hints".to_owned() } else { super::count(count, "hint", "hints") }
    }

    pub fn dismissed(count: usize) -> String {
        format!("Dismissed: {}", number(count))
    }

    pub fn untagged_place(place: usize, count: usize) -> String {
        format!("Untagged place {} of {}.", number(place), number(count))
    }

    pub fn make_all(label: &str) -> String {
        format!("Make all {label}")
    }

    pub fn tag_all(count: usize) -> String {
        format!("Tag all {}", number(count))
    }

    /// Words with several labels, each as [`counted`].
    pub fn conflict(words: Html, labels: Html) -> Html {
        html! { <>{ words }{ " is tagged in different ways: " }{ labels }</> }
    }

    /// A label and how often it occurs.
    pub fn counted(label: Html, count: usize) -> Html {
        html! { <>{ label }{ format!(" {} ", number(count)) }</> }
    }

    /// Words with other labels beside their own, which is as [`counted`], at so many places.
    pub fn doubled(words: Html, label: Html, others: Vec<Html>, places: usize) -> Html {
        html! {
            <>
                { words }{ " is only " }{ label }{ "times, and " }
                { for others.into_iter().map(|other| html! { <>{ other }{ " " }</> }) }
                { format!("too at {}", count(places, "place", "places")) }
            </>
        }
    }

    pub fn duplicate(words: Html, tag: Html, times: usize) -> Html {
        html! { <>{ words }{ " is " }{ tag }{ format!(" {} times at one place", number(times)) }</> }
    }

    /// A mark of words that were meant, and what else it has at its edges.
    pub fn edge(tag: Html, meant: Html, at_start: Option<String>, at_end: Option<String>) -> Html {
        html! { <>{ tag }{ " " }{ meant }{ " takes in " }{ edges(at_start, at_end) }</> }
    }

    pub fn edges(at_start: Option<String>, at_end: Option<String>) -> String {
        let at_start = at_start.map(|what| format!("{what} at its start"));
        let at_end = at_end.map(|what| format!("{what} at its end"));
        at_start.into_iter().chain(at_end).collect::<Vec<_>>().join(" and ")
    }

    /// A relation that begins at these words.
    pub fn ends(words: Html, relation: &str) -> Html {
        html! { <>{ words }{ format!(" is linked by “{relation}” with labels that it does not allow") }</> }
    }

    pub fn untagged(words: Html, label: Html, places: usize) -> Html {
        let is = if places == 1 { " is untagged " } else { " are untagged " };
        html! { <>{ format!("{} of ", count(places, "more place", "more places")) }{ words }{ is }{ label }</> }
    }
}

pub mod labels {
    //! The bar of labels, the menu at selected words, and the labels that are found by typing.

    use super::number;

    pub const BAR: &str = "Labels and sentiment";
    pub const EDIT: &str = "edit labels";
    pub const EDIT_NAME: &str = "Change the labels";
    pub const FEWER: &str = "fewer";
    pub const FIND: &str = "Find a label by typing";
    pub const CHOOSE: &str = "Choose a label";
    pub const CHOOSE_ANOTHER: &str = "Choose another label";
    pub const TAG_TOO: &str = "Tag these words with another label too";
    pub const NONE_CALLED_SO: &str = "No label is called so.";

    pub fn more(count: usize) -> String {
        format!("{count} more")
    }

    pub fn all(count: usize) -> String {
        format!("All {} …", number(count))
    }

    /// A label whose name may be clipped.
    pub fn described(name: &str, description: &str) -> String {
        format!("{name}: {description}")
    }
}

pub mod palette {
    //! All that can be done, to be found by typing.

    use super::number;

    pub const TITLE: &str = "What to do";
    pub const NONE_CALLED_SO: &str = "Nothing is called so.";
    pub const TYPE: &str = "Type a few letters";

    pub fn label(name: &str) -> String {
        format!("Label: {name}")
    }

    pub fn more(count: usize) -> String {
        format!("And {} more: type to find them.", number(count))
    }
}

pub mod label_editor {
    //! The labels and attributes, to be changed.

    use super::{count, number};
    use crate::model::Slot;

    pub const TABS_NAME: &str = "What to change";
    pub const ATTRIBUTES: &str = "Attributes";
    pub const SETS: &str = "Label sets";
    pub const READ_ONLY: &str = "This article is open in another tab. Its labels can be changed there.";

    // The labels.
    pub const NEW_NAME: &str = "Name of a new label";
    pub const FILTER: &str = "Show labels with these letters";
    pub const NO_LABELS: &str = "There is no label yet.";
    pub const NONE_FOUND: &str = "No label has these letters.";
    pub const DRAG: &str = "Drag to move";
    pub const WHEN_TO_USE: &str = "When to use it";
    pub const FOLDED: &str = "folded";
    pub const FOLDED_NAME: &str = "Only shown after “more” in the label bar";
    pub const KEEP: &str = "Keep";
    pub const NO_KEY: &str = "no key";

    /// The colours of the palette as a person calls them, by slot.
    pub const COLOURS: [&str; Slot::COUNT as usize] = [
        "orange",
        "yellow",
        "violet",
        "pink",
        "sky blue",
        "blue",
        "rose",
        "olive",
        "mauve",
        "sage",
        "azure",
        "green",
        "lavender",
        "peach",
        "mint",
        "magenta",
        "cyan",
        "turquoise",
    ];

    pub fn more(count: usize) -> String {
        format!("And {} more: type to filter.", number(count))
    }

    pub fn refused(why: &str, name: &str) -> String {
        format!("{why} The name is still “{name}”.")
    }

    pub fn colour(name: &str) -> String {
        format!("Colour of {name}")
    }

    pub fn colour_is(name: &str, colour: &str) -> String {
        format!("Colour of {name}: {colour}")
    }

    pub fn name(name: &str) -> String {
        format!("Name of {name}")
    }

    pub fn description(name: &str) -> String {
        format!("Description of {name}")
    }

    pub fn key(name: &str) -> String {
        format!("Key of {name}")
    }

    pub fn taken_key(key: &str, holder: &str) -> String {
        format!("{key}, taken from {holder}")
    }

    pub fn marks(count: usize) -> String {
        super::count(count, "mark", "marks")
    }

    pub fn loss(name: &str, marks: usize) -> String {
        let marks = if marks == 1 { "its mark".to_owned() } else { format!("its {}", self::marks(marks)) };
        format!("Remove {name} and {marks}?")
    }

    pub fn move_up(name: &str) -> String {
        format!("Move {name} up")
    }

    pub fn move_down(name: &str) -> String {
        format!("Move {name} down")
    }

    pub const MOVE_UP_KEY: &str = "Move up (Alt+↑)";
    pub const MOVE_DOWN_KEY: &str = "Move down (Alt+↓)";

    // The attributes of marks, and the variables of the article.

    /// What is said where either is changed.
    pub struct DefinedWords {
        pub about: &'static str,
        pub new: &'static str,
        pub new_kind: &'static str,
        pub remove: &'static str,
    }

    pub const ATTRIBUTE_WORDS: DefinedWords = DefinedWords {
        about: "What else can be said of a mark: the inspector has a field for each attribute.",
        new: "Name of a new attribute",
        new_kind: "Kind of the new attribute",
        remove: "Remove; marks keep what they have",
    };
    pub const CODES: &str = "Article";
    pub const CODE_WORDS: DefinedWords = DefinedWords {
        about: "What can be said of the article as a whole: there is a field for each variable above its text.",
        new: "Name of a new variable",
        new_kind: "Kind of the new variable",
        remove: "Remove; articles keep what they have",
    };
    pub const NEW_OPTIONS: &str = "Options, a line each";
    pub const CHOICE: &str = "a choice";
    pub const FLAG: &str = "yes or no";
    pub const NUMBER: &str = "a number";
    pub const TEXT: &str = "words";
    pub const MOVE_UP: &str = "Move up";

    pub fn options(name: &str) -> String {
        format!("Options of {name}, a line each")
    }

    // The types of relations.
    pub const ABOUT_RELATIONS: &str = "How one mark can be linked to another. Where labels are ticked, only marks with one of \
                                       them can be at that end.";
    pub const NEW_RELATION: &str = "Name of a new relation";
    pub const FROM: &str = "From";
    pub const TO: &str = "To";
    pub const ANY_MARK: &str = "any mark";

    pub fn ends(from: &str, to: &str) -> String {
        format!("{from} → {to}")
    }

    pub fn change_ends(name: &str) -> String {
        format!("Labels that {name} can link: ")
    }

    pub fn relation_loss(name: &str, count: usize) -> String {
        let lost = if count == 1 { "its relation".to_owned() } else { format!("its {} relations", number(count)) };
        format!("Remove {name} and {lost}?")
    }

    // The sets.
    pub const SET_NAME: &str = "Name for the labels of this article";
    pub const ABOUT_USE: &str =
        "A set takes the place of the labels that this article has. Labels that marks carry stay. This can be undone.";
    pub const ABOUT_FILES: &str =
        "A file of labels, a Rubricate document, a JSON list of names, or the labels that doccano exports.";
    pub const DAMAGED: &str = "This set is damaged and cannot be used.";
    pub const KEEP_SET: &str = "Keep as a set";
    pub const REPLACE_SET: &str = "Replace that set";
    pub const NEW_ARTICLES: &str = "New articles start with";
    pub const DOWNLOAD: &str = "Download the labels";
    pub const TAKE_FROM_FILE: &str = "Take labels from a file …";
    pub const USE: &str = "Use";
    pub const IN_USE: &str = "In use";
    pub const DELETE: &str = "Delete";
    pub const DELETE_WARNING: &str = "Delete it for good? No article changes.";
    pub const KEEP_IT: &str = "Keep it";
    pub const DELETE_IT: &str = "Delete it";

    pub fn use_set(name: &str) -> String {
        format!("Use {name}")
    }

    pub fn delete_set(name: &str) -> String {
        format!("Delete {name}")
    }

    /// “7 labels: PER, ORG, …”, and how many attributes; `more` where not all are named.
    pub fn summary(labels: usize, names: &[&str], more: bool, attributes: usize) -> String {
        let attributes = match attributes {
            0 => String::new(),
            attributes => format!("; {}", count(attributes, "attribute", "attributes")),
        };
        format!("{}: {}{attributes}", self::labels(labels), some_of(names, more))
    }

    pub fn labels(count: usize) -> String {
        super::count(count, "label", "labels")
    }

    /// The labels that stay beside a set that is taken, because marks carry them.
    pub fn stay(names: &[&str], more: bool) -> String {
        let stay =
            if names.len() == 1 { "stays, folded, as marks carry it" } else { "stay, folded, as marks carry them" };
        format!("{} {stay}.", some_of(names, more))
    }

    fn some_of(names: &[&str], more: bool) -> String {
        names.join(", ") + if more { " …" } else { "" }
    }
}

pub mod deeds {
    //! What an edit does, as an order: “Tag “Istanbul” as GPE”. It stands behind Undo and Redo. `what` is a quote or a
    //! count of annotations.

    use super::annotations;

    pub const NOTHING: &str = "Nothing";
    pub const CHANGE_TITLE: &str = "Change the title";
    pub const CHANGE_SOURCE: &str = "Change the source";
    pub const CHANGE_NOTE: &str = "Change the note";
    pub const CHANGE_LABELS: &str = "Change the labels";
    pub const CHANGE_ATTRIBUTES: &str = "Change the attributes";
    pub const DISMISS_HINT: &str = "Dismiss a hint";
    pub const BRING_HINT_BACK: &str = "Bring a hint back";
    pub const CHANGE_CODES: &str = "Change the variables of the article";
    pub const CHANGE_RELATION_TYPES: &str = "Change the types of relations";

    pub fn make_entity(name: &str) -> String {
        format!("Make “{name}” an entity")
    }

    pub fn change_entity(name: &str) -> String {
        format!("Change the entity “{name}”")
    }

    pub fn remove_entity(name: &str) -> String {
        format!("Remove the entity “{name}”")
    }

    /// A variable of the article gets a value.
    pub fn code(name: &str) -> String {
        format!("Code {name}")
    }

    pub fn take_code(name: &str) -> String {
        format!("Take the value of {name} away")
    }

    pub fn add_relation(name: &str) -> String {
        format!("Add the relation {name}")
    }

    pub fn change_relation(name: &str) -> String {
        format!("Change the relation {name}")
    }

    /// One relation, or several.
    pub fn remove_relations(name: &str, count: usize) -> String {
        match count {
            1 => format!("Remove the relation {name}"),
            count => format!("Remove {}", super::relations::relations(count)),
        }
    }

    pub fn join(what: &str) -> String {
        format!("Join {what} with its entity")
    }

    pub fn separate(what: &str) -> String {
        format!("Take {what} out of its entity")
    }

    pub fn about(what: &str, names: &str) -> String {
        format!("Make {what} about {names}")
    }

    pub fn not_about(what: &str, names: &str) -> String {
        format!("Take {names} out of what {what} is about")
    }

    pub fn held_by(what: &str, names: &str) -> String {
        format!("Make {names} the holder of {what}")
    }

    pub fn about_and_held_by(what: &str, targets: &str, holders: &str) -> String {
        format!("Make {what} about {targets}, held by {holders}")
    }

    /// How the text conveys a sentiment.
    pub fn put_as_said(what: &str, manner: &str) -> String {
        format!("Put {what} down as said {manner}")
    }

    /// What kind of attitude it is.
    pub fn put_down(what: &str, kind: &str) -> String {
        format!("Put {what} down as {kind}")
    }

    /// What is ticked of a sentiment.
    pub fn tick(what: &str, ticked: &str) -> String {
        format!("Say that {what} is {ticked}")
    }

    pub fn quoted(words: &str) -> String {
        format!("“{words}”")
    }

    pub fn tag(what: &str, tag: &str) -> String {
        format!("Tag {what} as {tag}")
    }

    pub fn remove(what: &str, tag: &str) -> String {
        format!("Remove {tag} from {what}")
    }

    pub fn split(what: &str) -> String {
        format!("Split {what}")
    }

    pub fn merge(what: &str) -> String {
        format!("Merge {what}")
    }

    pub fn take_attribute(what: &str, attribute: &str) -> String {
        format!("Take {attribute} off {what}")
    }

    pub fn set_attribute(what: &str, attribute: &str) -> String {
        format!("Set {attribute} of {what}")
    }

    pub fn relabel(what: &str, tag: &str) -> String {
        format!("Relabel {what} as {tag}")
    }

    pub fn make(what: &str, polarity: &str) -> String {
        format!("Make {what} {polarity}")
    }

    pub fn move_edges(what: &str) -> String {
        format!("Move the edges of {what}")
    }

    pub fn write_note(what: &str) -> String {
        format!("Write a note on {what}")
    }

    pub fn mark_for_review(what: &str) -> String {
        format!("Mark {what} for review")
    }

    pub fn take_off_review(what: &str) -> String {
        format!("Take {what} off review")
    }

    pub fn add_label(name: &str) -> String {
        format!("Add the label {name}")
    }

    /// A label with so many annotations.
    pub fn remove_label(name: &str, count: usize) -> String {
        match count {
            0 => format!("Remove the label {name}"),
            count => format!("Remove the label {name} and {}", annotations(count)),
        }
    }

    pub fn rename_label(before: &str, after: &str) -> String {
        format!("Rename the label {before} to {after}")
    }

    pub fn move_label(name: &str) -> String {
        format!("Move the label {name}")
    }

    pub fn change_label(name: &str) -> String {
        format!("Change the label {name}")
    }

    pub fn attach(what: &str, file: &str) -> String {
        format!("Attach {what} from {file}")
    }

    /// What comes from a file, where that is no annotations.
    pub fn entities(count: usize) -> String {
        super::count(count, "entity", "entities")
    }

    pub fn codes(count: usize) -> String {
        super::count(count, "variable", "variables")
    }

    pub const LABELS: &str = "labels";

    /// An order as a report of what was done: “Tagged “Istanbul” as GPE.”
    pub fn done(order: &str) -> String {
        let past = [
            ("Tag ", "Tagged "),
            ("Remove ", "Removed "),
            ("Relabel ", "Relabelled "),
            ("Make ", "Made "),
            ("Mark ", "Marked "),
            ("Take ", "Took "),
            ("Say ", "Said "),
            ("Write ", "Wrote "),
            ("Change ", "Changed "),
            ("Move ", "Moved "),
            ("Merge ", "Merged "),
            ("Set ", "Set "),
            ("Split ", "Split "),
            ("Add ", "Added "),
            ("Code ", "Coded "),
            ("Join ", "Joined "),
            ("Rename ", "Renamed "),
            ("Dismiss ", "Dismissed "),
            ("Bring ", "Brought "),
            ("Attach ", "Attached "),
        ];
        let report = past
            .iter()
            .find_map(|(order_begins, begins)| Some(format!("{begins}{}", order.strip_prefix(order_begins)?)));
        report.unwrap_or_else(|| order.to_owned()) + "."
    }

    pub fn undone(order: &str) -> String {
        format!("Undid: {order}.")
    }

    pub fn redone(order: &str) -> String {
        format!("Redid: {order}.")
    }
}

pub mod says {
    //! What is said of what a person did: to screen readers, or as a message.

    use super::{count, number};
    use std::fmt::Display;

    // Marks.
    pub const READ_ONLY: &str = "This article is open in another tab. Take it over to change it here.";
    pub const DISARMED: &str = "Disarmed.";
    pub const NOTHING_TO_REPEAT: &str = "Nothing to repeat yet.";
    pub const NO_MARK_AHEAD: &str = "No mark further on.";
    pub const NO_MARK_BEFORE: &str = "No mark before this.";
    pub const WHITE_SPACE: &str = "‹white space›";
    pub const NO_WORDS: &str = "(no words)";
    pub const NOTHING_FURTHER: &str = "There is nothing further to take in.";
    pub const LAST_ONE_STAYS: &str = "The last one stays. Delete removes the mark.";
    pub const NOTHING_FOLLOWS: &str = "No mark of its kind follows that it could be joined with.";
    pub const NO_PLACE_TO_CUT: &str = "Put the caret where the mark is to be cut, or click there.";
    pub const SELECT_TO_ADD: &str = "Select the words to add first.";
    pub const SELECT_TO_TAKE: &str = "Select the words to take away first.";
    pub const ALL_WOULD_GO: &str = "Nothing would be left of the mark. Delete removes it.";
    pub const NONE_OF_ITS_WORDS: &str = "These words are not part of the mark.";

    pub const NOT_RELATED: &str = "No relation was made.";

    /// A character that cannot be seen, by its name.
    pub fn unseen(name: &str) -> String {
        format!("‹{name}›")
    }

    /// What is said when the other end of a relation is to be chosen.
    pub fn relating(words: &str) -> String {
        format!("Relating “{words}”: go to the other mark and press Enter, or click it. Escape leaves it.")
    }

    pub fn armed(tag: &str) -> String {
        format!("{tag} is armed: what you select is tagged at once.")
    }

    pub fn tagged_already(tag: &str) -> String {
        format!("It is tagged as {tag} already.")
    }

    pub fn all_tagged_already(count: usize, tag: &str) -> String {
        format!("All {} are tagged as {tag} already.", number(count))
    }

    /// A mark that was gone to: its words and what it carries.
    pub fn mark(words: &str, tag: &str) -> String {
        format!("{words}, {tag}.")
    }

    /// What is felt, without words that say so, about a mark that was gone to.
    pub fn felt(polarities: &str) -> String {
        format!(" Without words: {polarities} about it.")
    }

    /// Why two marks are not joined.
    pub fn apart(between: &str) -> String {
        format!("“{between}” stands between this mark and the next one of its kind.")
    }

    // Finding.
    pub const TOO_LONG: &str = "That took too long and was stopped. Nothing was changed.";
    pub const NO_WORKER: &str =
        "This browser cannot seek patterns here: its worker did not start. Plain words can be found.";
    pub const NOT_FOUND: &str = "Not found.";

    pub fn invalid_pattern(why: &str) -> String {
        format!("Not a valid pattern: {why}")
    }

    pub fn too_many(hits: usize, most: usize) -> String {
        format!("{} are too many to tag at once; the most is {}.", count(hits, "hit", "hits"), number(most))
    }

    pub fn hit(place: usize, count: usize, around: &str) -> String {
        format!("{} of {}: {around}", number(place), number(count))
    }

    // Label sets.
    pub const SET_NEEDS_NAME: &str = "The set needs a name.";

    pub fn downloaded(file: &str) -> String {
        format!("Downloaded {file}.")
    }

    pub fn labels_not_taken(file: &str, why: impl Display) -> String {
        format!("The labels of {file} were not taken. {why}")
    }

    pub fn labels_taken(labels: usize, file: &str) -> String {
        format!("Took {} of {file}.", super::label_editor::labels(labels))
    }

    pub fn sets_unreadable(why: impl Display) -> String {
        format!("The label sets that are kept could not be read. {why}")
    }

    pub fn is_preset(set: &str) -> String {
        format!("“{set}” is a set that comes with Rubricate.")
    }

    pub fn set_not_kept(why: impl Display) -> String {
        format!("The set could not be kept. {why}")
    }

    pub fn set_kept(set: &str) -> String {
        format!("Kept the labels as “{set}”.")
    }

    pub fn set_deleted(set: &str) -> String {
        format!("Deleted the set “{set}”.")
    }

    pub fn set_not_deleted(why: impl Display) -> String {
        format!("The set could not be deleted. {why}")
    }

    // Articles.
    pub const SAMPLE: &str = "Rubricate’s sample article";
    pub const WORK_NOT_KEPT: &str =
        "The open article has work that is not kept. Download it first, or make room and try again.";
    pub const PARTLY_READ: &str = "Some of what was kept could not be read";
    pub const KEPT_ALREADY: &str =
        "This article is kept here already. The file was opened as a second one; the kept one is as it was.";
    pub const FILES_PARTLY_USED: &str = "Not everything in these files could be used";
    pub const RENAME_THIS_THERE: &str = "This article is open in another tab. Rename it there.";
    pub const RENAME_THERE: &str = "That article is open in another tab. Rename it there.";
    pub const REMOVE_THERE: &str = "That article is open in another tab. Remove it there.";
    pub const REMOVED: &str = "Removed. It can be put back for a day.";

    pub fn partly_used(file: &str) -> String {
        format!("Not everything in {file} could be used")
    }

    /// What could not be used of one of several files.
    pub fn of_file(file: &str, problem: &str) -> String {
        format!("{file}: {problem}")
    }

    pub fn not_opened(file: &str, why: impl Display) -> String {
        format!("{file} was not opened. {why}")
    }

    pub fn unreadable(file: &str, why: impl Display) -> String {
        format!("{file} could not be read. {why}")
    }

    pub fn not_renamed(why: impl Display) -> String {
        format!("The article could not be renamed. {why}")
    }

    pub fn not_removed(why: impl Display) -> String {
        format!("The article could not be removed. {why}")
    }

    pub fn not_put_back(why: impl Display) -> String {
        format!("The article could not be put back. {why}")
    }

    pub fn not_deleted(why: impl Display) -> String {
        format!("The article could not be deleted. {why}")
    }

    pub fn not_all_deleted(why: impl Display) -> String {
        format!("Not everything could be deleted. {why}")
    }

    pub fn not_compared(why: impl Display) -> String {
        format!("The other article cannot be read: {why}")
    }

    pub fn not_downloaded(file: &str, why: impl Display) -> String {
        format!("The browser could not save {file}. {why}")
    }

    // Other tabs, and the settings.
    pub const TAKEN_OVER: &str = "Another tab took this article over.";
    pub const YOURS: &str = "This article is yours to change.";
    pub const NOT_LET_GO: &str = "The other tab did not let go.";

    pub fn settings_not_kept(why: impl Display) -> String {
        format!("The settings could not be kept. {why}")
    }
}

pub mod insight {
    //! What the annotations add up to.

    use super::{annotations, count, number};

    pub const TITLE: &str = "Insight";

    // What things are called that have no name.
    pub const AUTHOR: &str = "the author";
    pub const SOMEONE: &str = "someone not named";
    pub const NOTHING: &str = "nothing named";
    pub const NOT_NAMED: &str = "not named";
    pub const BLANK: &str = "(blank)";

    /// A thing that has the name of another one.
    pub fn labelled(name: &str, label: &str) -> String {
        format!("{name} ({label})")
    }

    pub fn others(count: usize) -> String {
        self::count(count, "other", "others")
    }

    // What is said where there is nothing to count.
    pub const NO_ANNOTATIONS: &str =
        "Nothing is marked yet. Select words in the article and press a label’s key, and count again here.";

    pub fn no_sentiment(keys: &[String]) -> String {
        let keys = keys.iter().filter(|key| !key.is_empty()).cloned().collect::<Vec<_>>().join(", ");
        let how = if keys.is_empty() { "choose a sentiment".to_owned() } else { format!("press {keys}") };
        format!(
            "No sentiment is marked yet. Select words in the article and {how}; then say who feels it, and about whom."
        )
    }

    pub const NO_PAIRS: &str = "No two things are named together.";

    /// The first line: how much there is.
    pub fn sum(mentions: usize, things: usize, frames: usize) -> String {
        let mentions = count(mentions, "mention", "mentions");
        let things = count(things, "thing", "things");
        let frames = count(frames, "sentiment", "sentiments");
        format!("{mentions} of {things}, {frames}.")
    }

    // The pictures.
    pub const MATRIX: &str = "Who feels what about whom";
    pub const MATRIX_HINT: &str = "A row for each holder, a column for each target. In a cell the sum of the scores, and how many there are of each sign.";
    pub const NETWORK: &str = "How they stand to each other";
    pub const NETWORK_HINT: &str = "An arrow leads from the holder to the target. It is as wide as there are many; its sign and number are the sum of the scores.";
    pub const THINGS: &str = "Who is spoken of, and how";
    pub const THINGS_HINT: &str = "Sentiments about each: those against it to the left, those for it to the right.";
    pub const COURSE: &str = "Along the article";
    pub const COURSE_HINT: &str =
        "From the first word to the last. Bars are the scores above and below zero, the line is their sum.";
    pub const COMPANY: &str = "Named together";
    pub const COMPARISON: &str = "Beside another article";
    pub const COMPARISON_HINT: &str =
        "The same thing in both: its score in the mean, from −3 (strongly against) to +3 (strongly for).";

    pub fn company_hint(are_sentences: bool) -> &'static str {
        match are_sentences {
            true => "How many sentences name both.",
            false => "How many paragraphs name both; this browser cannot tell sentences.",
        }
    }

    pub fn company_others(count: usize) -> String {
        format!("{} that are mentioned less often are not looked at.", others(count))
    }

    pub fn left_out(frames: usize, things: usize) -> String {
        let frames = count(frames, "sentiment is", "sentiments are");
        match things {
            0 => format!("{frames} not drawn."),
            things => format!("{frames} not drawn, and {} not shown.", count(things, "thing is", "things are")),
        }
    }

    pub fn wordless(frames: usize) -> String {
        format!("{} no words and no place here.", count(frames, "sentiment has", "sentiments have"))
    }

    pub const TURNS_POSITIVE: &str = "turns to +";
    pub const TURNS_NEGATIVE: &str = "turns to −";
    pub const START: &str = "start";
    pub const END: &str = "end";
    pub const ABOUT: &str = "Sentiments about";
    pub const ALL: &str = "everything";

    // What someone is told who does not see a picture.
    pub fn matrix_described(holders: usize, targets: usize, strongest: Option<(&str, &str, &str)>) -> String {
        let size = format!("{} by {}.", count(holders, "holder", "holders"), count(targets, "target", "targets"));
        match strongest {
            Some((holder, target, score)) => format!("{size} The strongest cell: {holder} about {target}, {score}."),
            None => size,
        }
    }

    pub fn network_described(nodes: usize, ties: usize) -> String {
        format!("{} with {}.", count(nodes, "thing", "things"), count(ties, "arrow", "arrows"))
    }

    pub fn things_described(rows: usize, most: Option<(&str, usize)>) -> String {
        let rows = format!("{}.", count(rows, "bar", "bars"));
        match most {
            Some((name, frames)) => format!("{rows} Most are about {name}: {}.", number(frames)),
            None => rows,
        }
    }

    pub fn course_described(bins: usize, turns: usize) -> String {
        let turns = match turns {
            0 => "It never turns".to_owned(),
            turns => format!("It turns {}", count(turns, "time", "times")),
        };
        format!("{} of the same length. {turns}.", count(bins, "stretch", "stretches"))
    }

    pub fn comparison_described(rows: usize) -> String {
        format!("{} in both articles.", count(rows, "thing has sentiments", "things have sentiments"))
    }

    // Taking away.
    pub const SAVE_SVG: &str = "SVG";
    pub const SAVE_PNG: &str = "PNG";
    pub const SAVE_CSV: &str = "CSV";
    pub const GUARD: &str = "In CSV, put an apostrophe before what a spreadsheet would take for a formula";

    pub fn save(what: &str, title: &str) -> String {
        format!("Save “{title}” as {what}")
    }

    // The tables.
    pub const NUMBERS: &str = "The numbers";

    pub fn more(count: usize) -> String {
        format!("{} more", number(count))
    }

    pub const HOLDER: &str = "Holder";
    pub const TARGET: &str = "Target";
    pub const THING: &str = "Thing";
    pub const AND: &str = "And";
    pub const LABELS: &str = "Labels";
    pub const MENTIONS: &str = "Mentions";
    pub const HELD: &str = "Held";
    pub const SENTIMENTS: &str = "Sentiments";
    pub const SCORE: &str = "Score";
    pub const STRETCH: &str = "Stretch";
    pub const ABOVE: &str = "Above 0";
    pub const BELOW: &str = "Below 0";
    pub const TURN: &str = "Turn";
    pub const SENTENCES: &str = "Sentences";
    pub const PARAGRAPHS: &str = "Paragraphs";
    pub const DIFFERENCE: &str = "Difference";
    pub const ALL_HOLDERS: &str = "all holders";
    pub const ALL_TARGETS: &str = "all targets";

    pub fn count_in(title: &str) -> String {
        format!("Sentiments in “{title}”")
    }

    pub fn mean_in(title: &str) -> String {
        format!("Mean in “{title}”")
    }

    pub fn stretch(from: u32, to: u32) -> String {
        format!("{from}–{to}\u{a0}%")
    }

    // The sentences of a number.
    pub fn passages(title: &str, count: usize) -> String {
        format!("{title}: {}", annotations(count))
    }

    pub fn about(holder: &str, target: &str) -> String {
        format!("{holder} about {target}")
    }

    pub fn all_about(target: &str) -> String {
        format!("About {target}")
    }

    pub fn held_by(holder: &str) -> String {
        format!("Held by {holder}")
    }

    pub fn mentions_of(name: &str) -> String {
        format!("Mentions of {name}")
    }

    pub fn both(one: &str, other: &str) -> String {
        format!("{one} and {other}")
    }

    pub fn in_article(name: &str, title: &str) -> String {
        format!("About {name} in “{title}”")
    }

    pub const OPEN_OTHER: &str = "Open that article";

    // The other article.
    pub const OTHER: &str = "Other article";
    pub const CHOOSE_OTHER: &str = "Choose an article …";
    pub const NO_OTHER: &str = "Another article has to be kept here: open or paste one, and it can be chosen.";
    pub const NONE_IN_COMMON: &str = "The two articles have no sentiments about the same thing.";

    pub fn in_common(both: usize, only_first: usize, only_second: usize) -> String {
        format!(
            "{} in both, {} in this article alone, {} in the other alone.",
            count(both, "thing is", "things are"),
            number(only_first),
            number(only_second)
        )
    }

    /// How it is counted, a rule each.
    pub const RULES_TITLE: &str = "How it is counted";
    pub const RULES: [&str; 6] = [
        "A mention counts as its entity. Mentions without an entity are one thing where they have the same words, in small letters or capital ones, and the same label.",
        "The holder of a sentiment is the last one of its chain: whose it is in the end. The author and whoever is not named have rows of their own.",
        "A sentiment about several targets is in the column of each, and counts once in every sum.",
        "The score of a sentiment is 1 for weak, 2 for average and 3 for strong, below zero where it is negative; neutral and mixed are 0.",
        "Along the article, a sentiment is where its words begin. It turns where a stretch has another sign than the last one before that had any.",
        "In two articles a thing is the same where its identifier is; else where its name is.",
    ];
}

pub mod keys {
    //! What keys do, as the help, the palette and the settings say it.

    pub const LABEL: &str = "Tag the selection with the label on that key; relabel the focused mark";
    pub const SHIFTED_LABEL: &str = "The same for the labels marked ⇧1 to ⇧9";
    pub const POSITIVE: &str = "Positive sentiment";
    pub const NEGATIVE: &str = "Negative sentiment";
    pub const NEUTRAL: &str = "Neutral sentiment";
    pub const MIXED: &str = "Mixed sentiment";
    pub const REPEAT: &str = "Tag with what was used last";
    pub const CHOOSE_LABEL: &str = "Choose a label by typing its name";
    pub const NEXT_MARK: &str = "Go to the next mark";
    pub const PREVIOUS_MARK: &str = "Go to the previous mark";
    pub const OUTWARD: &str = "Go to the next mark outward at the same place";
    pub const GO_ON: &str = "Take what is proposed for the focused sentiment; on another mark, write its note";
    pub const NOTE: &str = "Write a note on the focused mark";
    pub const TARGET: &str = "Choose what the focused sentiment is about";
    pub const HOLDER: &str = "Choose whose sentiment it is";
    pub const SOURCE: &str = "Add whom the holder of the sentiment quotes";
    pub const ENTITY: &str = "Say which mention names the same as the focused one";
    pub const REVIEW: &str = "Needs review, on or off";
    pub const OCCURRENCES: &str = "All occurrences of the focused mark’s words: tag, relabel or remove them";
    pub const REMOVE: &str = "Remove the focused mark";
    pub const DUPLICATE: &str = "Tag the words of the focused mark with another label too";
    pub const START_OUT: &str = "Move the start of the focused mark out";
    pub const START_IN: &str = "Move the start of the focused mark in";
    pub const END_OUT: &str = "Move the end of the focused mark out";
    pub const END_IN: &str = "Move the end of the focused mark in";
    pub const MERGE: &str = "Join the focused mark with the next one";
    pub const SPLIT: &str = "Cut the focused mark in two at the caret";
    pub const RELATE: &str = "Relate the focused mark to another one";
    pub const ADD_FRAGMENT: &str = "Add the selected words to the focused mark";
    pub const TAKE_FRAGMENT: &str = "Take the selected words, or the stretch at the caret, from the focused mark";
    pub const STEP_BACK: &str =
        "Step back: drop the selection, disarm the label, leave the mark, come back to the text";
    pub const UNDO: &str = "Undo";
    pub const REDO: &str = "Redo";
    pub const RIGHT: &str = "Caret: next character";
    pub const LEFT: &str = "Caret: previous character";
    pub const WORD_RIGHT: &str = "Caret: next word";
    pub const WORD_LEFT: &str = "Caret: previous word";
    pub const LINE_DOWN: &str = "Caret: next line";
    pub const LINE_UP: &str = "Caret: previous line";
    pub const LINE_END: &str = "Caret: end of the line";
    pub const LINE_START: &str = "Caret: start of the line";
    pub const SENTENCE_NEXT: &str = "Caret: next sentence";
    pub const SENTENCE_PREVIOUS: &str = "Caret: previous sentence";
    pub const PARAGRAPH_NEXT: &str = "Caret: next paragraph";
    pub const PARAGRAPH_PREVIOUS: &str = "Caret: previous paragraph";
    pub const TEXT_END: &str = "Caret: end of the text";
    pub const TEXT_START: &str = "Caret: start of the text";
    pub const FIND: &str = "Find in the text";
    pub const FIND_NEXT: &str = "Go to the next hit";
    pub const FIND_PREVIOUS: &str = "Go to the previous hit";
    pub const LIST: &str = "Go to the annotation list";
    pub const COPY_ANNOTATIONS: &str = "Copy the annotations of the selection, or those in the list, as JSON";
    pub const COPY_LIST: &str = "Copy the annotation list as a table";
    pub const COPY_MARKED_TEXT: &str = "Copy the selection, or the whole text, with its marks";
    pub const LIBRARY: &str = "Show the kept articles";
    pub const CODE: &str = "Code the article as a whole";
    pub const INSIGHT: &str = "Insight: who feels what about whom, in pictures and tables";
    pub const EDIT_LABELS: &str = "Change the labels";
    pub const NEW: &str = "Start a new article";
    pub const SETTINGS: &str = "Change the settings";
    pub const EDIT_KEYS: &str = "Change the keys";
    pub const OPEN: &str = "Open a file";
    pub const EXPORT: &str = "Download in a format of another tool";
    pub const DOWNLOAD: &str = "Download the JSON";
    pub const PALETTE: &str = "Show all that can be done";
    pub const HELP: &str = "Show this table";

    /// Several keys for the same.
    pub fn any_of(keys: &[String]) -> String {
        keys.join(" or ")
    }

    /// What a control does, with its keys: “Undo (Ctrl+Z)”.
    pub fn with_keys(name: &str, keys: &str) -> String {
        format!("{name} ({keys})")
    }
}

pub mod key_editor {
    //! The keys, to be changed.

    pub const TITLE: &str = "Keys";
    pub const HINT: &str = "Choose “Change” and press the key. Escape leaves it as it was, Backspace takes it away. The digits 1 to \
                            9 belong to the labels.";
    pub const SINGLE_KEYS_OFF: &str =
        "Single keys are switched off in the settings: those without Ctrl or Alt do nothing for now.";
    pub const RESET_ALL: &str = "Reset all …";
    pub const RESET_ALL_WARNING: &str = "All keys that you changed will be as they were at first.";
    pub const RESET_ALL_NOW: &str = "Reset all now";
    pub const KEEP: &str = "Keep my keys";
    pub const NONE: &str = "no key";
    pub const CHANGE: &str = "Change";
    pub const RESET: &str = "Reset";
    pub const PRESS: &str = "Press a key";
    pub const TAKE_OVER: &str = "Take it over";
    pub const TAKE_AWAY: &str = "No key";
    pub const LEAVE: &str = "Leave it";

    // Why a key cannot be taken.
    pub const IN_FIELDS: &str =
        "This also acts in fields, where that key is needed. Hold Ctrl (on a Mac Command) or Alt with it.";
    pub const EXTENDS: &str = "Shift with this key extends the selection.";
    pub const OF_BROWSER: &str = "It belongs to the browser.";
    pub const OF_FOCUS: &str = "It moves the focus.";
    pub const OF_LABELS: &str = "The digits belong to the labels.";

    pub fn change(does: &str) -> String {
        format!("Change: {does}")
    }

    pub fn add(does: &str) -> String {
        format!("Add a key: {does}")
    }

    pub fn reset(does: &str) -> String {
        format!("Reset: {does}")
    }

    pub fn new_key(does: &str) -> String {
        format!("New key for: {does}")
    }

    /// What a row has now; `keys` may be empty.
    pub fn now(does: &str, keys: &str) -> String {
        if keys.is_empty() { format!("{does}: no key.") } else { format!("{does}: {keys}.") }
    }

    pub fn had(key: &str) -> String {
        format!("It has {key} already.")
    }

    pub fn of_other(key: &str, does: &str) -> String {
        format!("{key} is the key of “{does}”, which would lose it.")
    }

    pub fn refused(key: &str, why: &str) -> String {
        format!("{key} cannot be used. {why}")
    }
}

pub mod settings {
    //! The settings.

    use super::count;

    // How the page looks.
    pub const THEME: &str = "Theme";
    pub const THEME_SYSTEM: &str = "As the system";
    pub const THEME_LIGHT: &str = "Light";
    pub const THEME_DARK: &str = "Dark";
    pub const THEME_SEPIA: &str = "Sepia";
    pub const SIZE: &str = "Size of the article’s text";
    pub const SIZES: [&str; 8] = ["80 %", "90 %", "100 %", "110 %", "125 %", "150 %", "175 %", "200 %"];
    pub const MEASURE: &str = "Length of its lines";
    pub const MEASURE_NARROW: &str = "Narrow";
    pub const MEASURE_WIDE: &str = "Wide";
    pub const MEASURE_FULL: &str = "Full";
    pub const LINES: &str = "Room between its lines";
    pub const LINES_COMPACT: &str = "Compact";
    pub const LINES_AIRY: &str = "Airy";
    pub const USUAL: &str = "Usual";
    pub const FONT: &str = "Its letters";
    pub const FONT_SERIF: &str = "With serifs";
    pub const FONT_SANS: &str = "Without";

    pub const SHOWS: &str = "What the article shows";
    pub const LABEL_NAMES: &str = "Show the names of labels above the marks";
    pub const INVISIBLE: &str = "Show invisible characters: tabs, hard spaces, zero-width and direction marks";
    pub const HINTS: &str = "Point out what may be wrong: a text with two labels, an untagged recurrence, a loose edge";

    pub const SNAP: &str = "What a selection takes";
    pub const SNAP_WORDS: &str = "Whole words, without the punctuation around them";
    pub const SNAP_CHARACTERS: &str = "Exactly what was selected";
    pub const SNAP_SENTENCES: &str = "Whole sentences";
    pub const ALT_HINT: &str = "Hold Alt while you let go of the mouse to take exactly what was selected.";

    pub const SINGLE_KEYS: &str = "Single keys act (labels, sentiment, n, p and so on)";
    pub const KEYS_HINT: &str =
        "Where single keys are in the way, of speech input say, switch them off, or give each deed a key of your own.";
    pub const CHANGE_KEYS: &str = "Change the keys …";

    pub const CODER: &str = "Who codes";
    pub const CODER_NAME: &str = "Your name";
    pub const CODER_HINT: &str = "It is written into what you make from now on, so that the work of two people can be compared. It stays in \
                                  this browser, and is in the files that you download.";

    pub const KEPT: &str = "What is kept in this browser";
    pub const ERASE: &str = "Delete everything Rubricate keeps here …";
    pub const ERASE_WARNING: &str =
        "All articles and annotations that are kept here will be gone. This cannot be undone.";
    pub const KEEP: &str = "Keep them";
    pub const ERASE_NOW: &str = "Delete everything now";

    pub fn kept(articles: usize, percent: usize) -> String {
        let articles = count(articles, "article", "articles");
        format!("{articles}, about {percent} % of the room that a browser gives a site. Nothing is sent anywhere.")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_commas() {
        assert_eq!([7, 999, 1_000, 1_234_567].map(number), ["7", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn nouns_have_plurals() {
        assert_eq!([annotations(1), annotations(1_204)], ["1 annotation", "1,204 annotations"]);
        assert_eq!([occurrences::tag(1, "GPE"), findings::heading(0)], ["Tag 1 occurrence as GPE", "No hints"]);
    }
}
