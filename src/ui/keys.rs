//! Everything that can be done, by name and by key: one table for the key map, the command palette, the help and the
//! README.

use super::chord::Chord;
use super::strings::{help, keys as does};
use crate::browser::keyboard::{KeyPress, KeyTarget};
use crate::model::{Edge, LabelKey, Motion, Polarity, Role, Way};
use std::collections::BTreeMap;

/// What a key or a row of the palette does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Deed {
    /// Tag with the label on this key.
    Label(LabelKey),
    /// Tag with a sentiment.
    Sentiment(Polarity),
    /// Tag with what was used last.
    Repeat,
    /// Choose a label by typing its name.
    ChooseLabel,
    /// Go to the next mark.
    NextMark,
    /// Go to the previous mark.
    PreviousMark,
    /// Go to the next mark outward at the same place.
    Outward,
    /// Go on with the focused mark: what Enter does with it.
    GoOn,
    /// Write the note of the focused mark.
    Note,
    /// Choose someone for the focused mark.
    Pick(Role),
    /// Say whether the focused mark needs review.
    Review,
    /// Show all occurrences of the focused mark's words.
    Occurrences,
    /// Remove the focused mark.
    Remove,
    /// Tag the focused mark's words with another label too.
    Duplicate,
    /// Move an edge of the focused mark.
    Edge(Edge),
    /// Join the focused mark with the next one.
    Merge,
    /// Cut the focused mark in two at the caret.
    Split,
    /// Relate the focused mark to another one.
    Relate,
    /// Add the selected words to the focused mark.
    AddFragment,
    /// Take the selected words, or the stretch at the caret, from the focused mark.
    TakeFragment,
    /// Move the caret; with Shift the selection grows or shrinks.
    Move(Motion, Extend),
    /// Step back: disarm, drop the selection, leave the mark.
    StepBack,
    /// Undo.
    Undo,
    /// Redo.
    Redo,
    /// Find in the text.
    Find,
    /// Go to the next hit.
    FindNext,
    /// Go to the previous hit.
    FindPrevious,
    /// Go to the annotation list.
    List,
    /// Show all that can be done.
    Palette,
    /// Download the annotations.
    Download,
    /// Download in a format of another tool.
    Export,
    /// Copy annotations as JSON.
    CopyAnnotations,
    /// Copy the annotation list as a table.
    CopyList,
    /// Copy the text with its marks.
    CopyMarkedText,
    /// Open a file.
    Open,
    /// Start a new article.
    New,
    /// Show the kept articles.
    Library,
    /// Code the article as a whole.
    Code,
    /// Show what the annotations add up to.
    Insight,
    /// Change the labels.
    EditLabels,
    /// Show the settings.
    Settings,
    /// Change the keys.
    EditKeys,
    /// Show the help.
    Help,
}

/// Whether a motion of the caret takes the selection with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extend {
    /// The selection is dropped.
    No,
    /// The selection reaches to where the caret goes.
    Yes,
}

/// A row of the table.
#[derive(PartialEq, Eq, Debug)]
pub struct Row {
    /// What storage knows it by.
    pub id: &'static str,
    /// What it does, for a person.
    pub does: &'static str,
    /// The keys that it has unless others were assigned, each a chord.
    pub keys: &'static [&'static str],
    /// Where its keys act.
    pub reach: Reach,
    /// What it does.
    pub deed: Deed,
}

/// Where a key acts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// On the page, but in no field and no dialog.
    Page,
    /// In the text of the article alone; with Shift too, which extends the selection.
    Caret,
    /// Everywhere, fields and dialogs included.
    Anywhere,
}

const fn row(id: &'static str, does: &'static str, keys: &'static [&'static str], deed: Deed) -> Row {
    Row { id, does, keys, reach: Reach::Page, deed }
}

const fn motion(id: &'static str, does: &'static str, keys: &'static [&'static str], motion: Motion) -> Row {
    Row { id, does, keys, reach: Reach::Caret, deed: Deed::Move(motion, Extend::No) }
}

const fn anywhere(id: &'static str, does: &'static str, keys: &'static [&'static str], deed: Deed) -> Row {
    Row { id, does, keys, reach: Reach::Anywhere, deed }
}

/// The rows whose keys belong to the labels: what the help says of them.
pub const LABEL_ROWS: [(&str, &str); 2] = [("1 – 9", does::LABEL), ("Shift + 1 – 9", does::SHIFTED_LABEL)];

/// All that can be done, in the order of the help. The keys of labels are with the labels.
pub const TABLE: [Row; 64] = [
    row("positive", does::POSITIVE, &["+", "="], Deed::Sentiment(Polarity::Positive)),
    row("negative", does::NEGATIVE, &["-", "−"], Deed::Sentiment(Polarity::Negative)),
    row("neutral", does::NEUTRAL, &["0"], Deed::Sentiment(Polarity::Neutral)),
    row("mixed", does::MIXED, &["m"], Deed::Sentiment(Polarity::Mixed)),
    row("repeat", does::REPEAT, &["."], Deed::Repeat),
    row("choose-label", does::CHOOSE_LABEL, &["l"], Deed::ChooseLabel),
    row("next-mark", does::NEXT_MARK, &["n"], Deed::NextMark),
    row("previous-mark", does::PREVIOUS_MARK, &["p"], Deed::PreviousMark),
    row("outward", does::OUTWARD, &["o"], Deed::Outward),
    row("go-on", does::GO_ON, &["Enter"], Deed::GoOn),
    row("note", does::NOTE, &["w"], Deed::Note),
    row("target", does::TARGET, &["t"], Deed::Pick(Role::Target)),
    row("holder", does::HOLDER, &["h"], Deed::Pick(Role::Holder)),
    row("source", does::SOURCE, &["Shift+H"], Deed::Pick(Role::Source)),
    row("entity", does::ENTITY, &["c"], Deed::Pick(Role::Entity)),
    row("review", does::REVIEW, &["r"], Deed::Review),
    row("occurrences", does::OCCURRENCES, &["a"], Deed::Occurrences),
    row("remove", does::REMOVE, &["Delete", "Backspace"], Deed::Remove),
    row("duplicate", does::DUPLICATE, &["d"], Deed::Duplicate),
    row("start-out", does::START_OUT, &["["], Deed::Edge(Edge::StartOut)),
    row("start-in", does::START_IN, &["Shift+["], Deed::Edge(Edge::StartIn)),
    row("end-out", does::END_OUT, &["]"], Deed::Edge(Edge::EndOut)),
    row("end-in", does::END_IN, &["Shift+]"], Deed::Edge(Edge::EndIn)),
    row("merge", does::MERGE, &["j"], Deed::Merge),
    row("split", does::SPLIT, &["s"], Deed::Split),
    row("relate", does::RELATE, &["k"], Deed::Relate),
    row("add-fragment", does::ADD_FRAGMENT, &["f"], Deed::AddFragment),
    row("take-fragment", does::TAKE_FRAGMENT, &["Shift+F"], Deed::TakeFragment),
    row("step-back", does::STEP_BACK, &["Escape"], Deed::StepBack),
    row("undo", does::UNDO, &["Ctrl+Z"], Deed::Undo),
    row("redo", does::REDO, &["Ctrl+Shift+Z", "Ctrl+Y"], Deed::Redo),
    motion("right", does::RIGHT, &["ArrowRight"], Motion::Character(Way::Forward)),
    motion("left", does::LEFT, &["ArrowLeft"], Motion::Character(Way::Back)),
    motion("word-right", does::WORD_RIGHT, &["Ctrl+ArrowRight"], Motion::Word(Way::Forward)),
    motion("word-left", does::WORD_LEFT, &["Ctrl+ArrowLeft"], Motion::Word(Way::Back)),
    motion("line-down", does::LINE_DOWN, &["ArrowDown"], Motion::Line(Way::Forward)),
    motion("line-up", does::LINE_UP, &["ArrowUp"], Motion::Line(Way::Back)),
    motion("line-end", does::LINE_END, &["End"], Motion::LineEnd(Way::Forward)),
    motion("line-start", does::LINE_START, &["Home"], Motion::LineEnd(Way::Back)),
    motion("sentence-next", does::SENTENCE_NEXT, &["Alt+ArrowDown"], Motion::Sentence(Way::Forward)),
    motion("sentence-previous", does::SENTENCE_PREVIOUS, &["Alt+ArrowUp"], Motion::Sentence(Way::Back)),
    motion("paragraph-next", does::PARAGRAPH_NEXT, &["Ctrl+ArrowDown"], Motion::Paragraph(Way::Forward)),
    motion("paragraph-previous", does::PARAGRAPH_PREVIOUS, &["Ctrl+ArrowUp"], Motion::Paragraph(Way::Back)),
    motion("text-end", does::TEXT_END, &["Ctrl+End"], Motion::Text(Way::Forward)),
    motion("text-start", does::TEXT_START, &["Ctrl+Home"], Motion::Text(Way::Back)),
    row("find", does::FIND, &["/"], Deed::Find),
    anywhere("find-next", does::FIND_NEXT, &["Alt+N"], Deed::FindNext),
    anywhere("find-previous", does::FIND_PREVIOUS, &["Alt+P"], Deed::FindPrevious),
    row("list", does::LIST, &["g"], Deed::List),
    row("library", does::LIBRARY, &["b"], Deed::Library),
    row("code", does::CODE, &["v"], Deed::Code),
    row("insight", does::INSIGHT, &["i"], Deed::Insight),
    row("copy-marked-text", does::COPY_MARKED_TEXT, &["y"], Deed::CopyMarkedText),
    row("copy-annotations", does::COPY_ANNOTATIONS, &["Shift+Y"], Deed::CopyAnnotations),
    row("copy-list", does::COPY_LIST, &["Shift+G"], Deed::CopyList),
    row("edit-labels", does::EDIT_LABELS, &["e"], Deed::EditLabels),
    row("new", does::NEW, &[], Deed::New),
    row("settings", does::SETTINGS, &[], Deed::Settings),
    row("edit-keys", does::EDIT_KEYS, &[], Deed::EditKeys),
    anywhere("open", does::OPEN, &["Ctrl+O"], Deed::Open),
    anywhere("download", does::DOWNLOAD, &["Ctrl+S"], Deed::Download),
    row("export", does::EXPORT, &[], Deed::Export),
    anywhere("palette", does::PALETTE, &["Ctrl+K"], Deed::Palette),
    row("help", does::HELP, &["?"], Deed::Help),
];

/// The keys that were assigned in place of the table's, by row.
pub type Assigned = BTreeMap<&'static str, Vec<Chord>>;

/// The chords of a row: those that were assigned to it, or else the table's.
pub fn chords(row: &Row, assigned: &Assigned) -> Vec<Chord> {
    let own = || row.keys.iter().filter_map(|written| Chord::parse(written)).collect();
    assigned.get(row.id).cloned().unwrap_or_else(own)
}

/// The keys of a deed as a person reads them; empty where it has none.
pub fn written(deed: Deed, assigned: &Assigned) -> String {
    let row = TABLE.iter().find(|row| row.deed == deed);
    row.map(|row| join(&chords(row, assigned))).unwrap_or_default()
}

/// The first key of a deed, for where there is room for one; empty where it has none.
pub fn first(deed: Deed, assigned: &Assigned) -> String {
    let row = TABLE.iter().find(|row| row.deed == deed);
    row.and_then(|row| chords(row, assigned).first().map(Chord::shown)).unwrap_or_default()
}

/// What a control does, with its keys behind it: “Undo (Ctrl+Z)”.
pub fn titled(name: &str, deed: Deed, assigned: &Assigned) -> String {
    match written(deed, assigned) {
        keys if keys.is_empty() => name.to_owned(),
        keys => does::with_keys(name, &keys),
    }
}

/// Chords as a person reads them.
pub fn join(chords: &[Chord]) -> String {
    does::any_of(&chords.iter().map(Chord::shown).collect::<Vec<_>>())
}

/// What a key press does, if anything. Nothing while an input method composes, or in a field but for what reaches
/// everywhere. `single_keys` says whether keys without Control, Command or Alt act at all (WCAG 2.1.4); those that type
/// nothing do.
pub fn deed(press: &KeyPress, single_keys: bool, assigned: &Assigned) -> Option<Deed> {
    if press.composing {
        return None;
    }
    let in_field = press.target == KeyTarget::Field;
    if let Some(key) = label_key(press).filter(|_| single_keys && !in_field) {
        return Some(Deed::Label(key));
    }
    let found = TABLE.iter().find_map(|row| pressed(row, press, assigned).map(|(chord, deed)| (row, chord, deed)));
    let (row, chord, deed) = found?;
    let reaches = match row.reach {
        Reach::Anywhere => true,
        Reach::Page => !in_field,
        Reach::Caret => press.target == KeyTarget::Reader,
    };
    let is_of_control = press.target == KeyTarget::Control && matches!(press.key.as_str(), "Enter" | " ");
    (reaches && !is_of_control && (single_keys || !chord.is_single())).then_some(deed)
}

fn pressed(row: &Row, press: &KeyPress, assigned: &Assigned) -> Option<(Chord, Deed)> {
    let is = |press: &KeyPress| chords(row, assigned).into_iter().find(|chord| chord.is(press));
    match row.deed {
        Deed::Move(motion, _) if press.shift => {
            let bare = KeyPress { shift: false, ..press.clone() };
            is(&bare).map(|chord| (chord, Deed::Move(motion, Extend::Yes)))
        }
        deed => is(press).map(|chord| (chord, deed)),
    }
}

fn label_key(press: &KeyPress) -> Option<LabelKey> {
    let digit = press.code.strip_prefix("Digit")?.parse().ok()?;
    (!press.command && !press.alt).then(|| LabelKey::digit(digit, press.shift)).flatten()
}

/// The table as Markdown, for the README.
pub fn shortcut_table() -> String {
    let line = |keys: &str, does: &str| format!("| {keys} | {does} |\n");
    let labels = LABEL_ROWS.iter().map(|(keys, does)| line(keys, does));
    let none = Assigned::new();
    let rows = TABLE.iter().filter(|row| !row.keys.is_empty()).map(|row| line(&join(&chords(row, &none)), row.does));
    let head = line(help::KEY, help::DOES) + "| --- | --- |\n";
    head + &labels.chain(rows).collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(code: &str, key: &str) -> KeyPress {
        KeyPress { code: code.to_owned(), key: key.to_owned(), ..KeyPress::default() }
    }

    fn done(press: &KeyPress) -> Option<Deed> {
        deed(press, true, &Assigned::new())
    }

    #[test]
    fn each_key_does_its_deed() {
        let label = |number| LabelKey::new(number).map(Deed::Label);
        let shift = |press: KeyPress| KeyPress { shift: true, ..press };
        let command = |press: KeyPress| KeyPress { command: true, ..press };
        let reader = |press: KeyPress| KeyPress { target: KeyTarget::Reader, ..press };
        let word = |extend| Some(Deed::Move(Motion::Word(Way::Forward), extend));
        let cases = [
            (press("Digit1", "1"), label(1)),
            (press("Digit1", "&"), label(1)),
            (shift(press("Digit9", "(")), label(18)),
            (press("Digit0", "0"), Some(Deed::Sentiment(Polarity::Neutral))),
            (shift(press("Equal", "+")), Some(Deed::Sentiment(Polarity::Positive))),
            (press("Minus", "-"), Some(Deed::Sentiment(Polarity::Negative))),
            (press("KeyM", "m"), Some(Deed::Sentiment(Polarity::Mixed))),
            (press("Period", "."), Some(Deed::Repeat)),
            (command(press("KeyZ", "z")), Some(Deed::Undo)),
            (shift(command(press("KeyZ", "Z"))), Some(Deed::Redo)),
            (command(press("KeyY", "y")), Some(Deed::Redo)),
            (command(press("Digit1", "1")), None),
            (command(press("KeyN", "n")), None),
            (shift(press("KeyN", "N")), None),
            (shift(press("Slash", "?")), Some(Deed::Help)),
            (press("Numpad1", "1"), None),
            (press("KeyX", "x"), None),
            (press("KeyN", "N"), Some(Deed::NextMark)),
            (press("KeyN", "т"), Some(Deed::NextMark)),
            (command(press("KeyZ", "я")), Some(Deed::Undo)),
            (shift(press("Comma", ".")), Some(Deed::Repeat)),
            (press("Enter", "Enter"), Some(Deed::GoOn)),
            (press("KeyW", "w"), Some(Deed::Note)),
            (shift(press("BracketRight", "}")), Some(Deed::Edge(Edge::EndIn))),
            (command(press("ArrowRight", "ArrowRight")), None),
            (reader(command(press("ArrowRight", "ArrowRight"))), word(Extend::No)),
            (reader(shift(command(press("ArrowRight", "ArrowRight")))), word(Extend::Yes)),
        ];
        for (press, expected) in cases {
            assert_eq!(done(&press), expected, "{press:?}");
        }
    }

    #[test]
    fn no_key_acts_where_it_belongs_to_someone_else() {
        let base = press("Digit1", "1");
        for other in [
            KeyPress { composing: true, ..base.clone() },
            KeyPress { alt: true, ..base.clone() },
            KeyPress { target: KeyTarget::Field, ..base.clone() },
        ] {
            assert_eq!(done(&other), None, "{other:?}");
        }
        assert_eq!(done(&KeyPress { target: KeyTarget::Control, ..press("Enter", "Enter") }), None);
        assert!(done(&KeyPress { target: KeyTarget::Control, ..base }).is_some());
        let palette = KeyPress { command: true, target: KeyTarget::Field, ..press("KeyK", "k") };
        assert_eq!(done(&palette), Some(Deed::Palette), "reaches into fields");
    }

    #[test]
    fn single_keys_can_be_switched_off() {
        let off = |press: &KeyPress| deed(press, false, &Assigned::new());
        assert_eq!(off(&press("Digit1", "1")), None);
        assert_eq!(off(&press("KeyN", "n")), None);
        assert_eq!(off(&press("Escape", "Escape")), Some(Deed::StepBack));
        let undo = KeyPress { command: true, ..press("KeyZ", "z") };
        assert_eq!(off(&undo), Some(Deed::Undo));
    }

    #[test]
    fn an_assigned_key_takes_the_place_of_the_table_s() {
        let chord = |written| Chord::parse(written).expect(written);
        let assigned = Assigned::from([("next-mark", vec![chord("x")])]);
        assert_eq!(deed(&press("KeyX", "x"), true, &assigned), Some(Deed::NextMark));
        assert_eq!(deed(&press("KeyN", "n"), true, &assigned), None);
        assert_eq!(written(Deed::NextMark, &assigned), "x");
        assert_eq!(titled("Remove", Deed::Remove, &assigned), "Remove (Delete or Backspace)");
        assert_eq!(first(Deed::Remove, &assigned), "Delete");
        assert_eq!(titled("New", Deed::New, &assigned), "New");
    }

    #[test]
    fn rows_and_keys_are_told_apart() {
        let none = Assigned::new();
        for (index, row) in TABLE.iter().enumerate() {
            assert!(TABLE[..index].iter().all(|other| other.id != row.id), "{} twice", row.id);
            assert_eq!(chords(row, &none).len(), row.keys.len(), "{} has keys that are none", row.id);
            for chord in chords(row, &none) {
                let first = TABLE.iter().find(|other| chords(other, &none).contains(&chord));
                assert_eq!(first.map(|first| first.id), Some(row.id), "{chord} has two meanings");
                assert_eq!(chord.owner(), None, "{chord} is not ours to take");
            }
        }
    }
}
