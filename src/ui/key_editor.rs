//! The keys, to be changed: every row of the table, with its chords.

use super::chord::{Chord, Owner};
use super::desk::Desk;
use super::dialog::Dialog;
use super::keys::{self, Assigned, Reach, Row, TABLE};
use super::settings::Settings;
use super::strings::{self, key_editor};
use crate::browser::keyboard::KeyPress;
use crate::browser::page;
use std::rc::Rc;
use yew::prelude::*;

/// What the editor shows.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The settings, with the keys that were assigned.
    pub settings: Settings,
}

/// The field that takes the press.
const FIELD: &str = "key-field";

/// What is said of the press that it took.
const SAYS: &str = "key-says";

/// A row whose keys are being changed.
#[derive(Clone, PartialEq)]
struct Change {
    row: usize,
    /// Whether the keys that it has stay beside the new one.
    keep: bool,
    /// What was pressed and could not be taken just so.
    stuck: Option<(KeyPress, Chord, Verdict)>,
}

/// What comes of giving a chord to a row.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Verdict {
    /// It can have it.
    Free,
    /// It has it.
    Had,
    /// Another row has it.
    Of(&'static Row),
    /// No row can have it, and why.
    Refused(&'static str),
}

/// The editor.
#[component]
pub fn KeyEditor(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let change = use_state(|| None::<Change>);
    let asking = use_state(|| false);
    let assigned = &props.settings.keys;
    use_effect_with(change.as_ref().map(|change| (change.row, change.keep)), |changing| {
        if changing.is_some() {
            page::focus_id(FIELD);
            page::scroll_to_option(".key-change");
        }
    });
    let ask = use_callback(asking.clone(), |_: MouseEvent, asking| asking.set(!**asking));
    let reset_all = {
        let (asking, change) = (asking.clone(), change.clone());
        desk.on(move |desk, _: MouseEvent| {
            asking.set(false);
            change.set(None);
            desk.set(|settings| settings.keys = Rc::default());
        })
    };
    html! {
        <Dialog title={key_editor::TITLE} class="key-editor">
            <p class="hint">{ key_editor::HINT }</p>
            if !props.settings.single_keys {
                <p class="alarm-text">{ key_editor::SINGLE_KEYS_OFF }</p>
            }
            <ul class="entries">
                { for TABLE.iter().enumerate().map(|(place, row)| row_view(&desk, assigned, &change, place, row)) }
            </ul>
            <div class="dialog-feet">
                if *asking {
                    <p class="alarm-text">{ key_editor::RESET_ALL_WARNING }</p>
                    <button type="button" class="button" onclick={ask}>{ key_editor::KEEP }</button>
                    <button type="button" class="button danger" onclick={reset_all}>{ key_editor::RESET_ALL_NOW }</button>
                } else {
                    <button type="button" class="button" disabled={assigned.is_empty()} onclick={ask}>{ key_editor::RESET_ALL }</button>
                }
            </div>
        </Dialog>
    }
}

fn row_view(
    desk: &Desk,
    assigned: &Rc<Assigned>,
    change: &UseStateHandle<Option<Change>>,
    place: usize,
    row: &'static Row,
) -> Html {
    let chords = keys::chords(row, assigned);
    let begin = |keep| {
        let change = change.clone();
        Callback::from(move |_: MouseEvent| change.set(Some(Change { row: place, keep, stuck: None })))
    };
    let reset = {
        let (assigned, change) = (Rc::clone(assigned), change.clone());
        desk.on(move |desk, _: MouseEvent| {
            change.set(None);
            store(desk, row, reset(&assigned, row));
            page::focus_id(&button_id(row));
        })
    };
    let changing = change.as_ref().filter(|change| change.row == place);
    html! {
        <li class="entry" key={row.id}>
            <span id={format!("does-{}", row.id)}>{ row.does }</span>
            <span class="chords">
                { for chords.iter().map(|chord| html! { <kbd key={chord.to_string()}>{ chord.shown() }</kbd> }) }
                if chords.is_empty() { <span class="hint">{ key_editor::NONE }</span> }
            </span>
            <div class="entry-actions">
                <button
                    type="button" id={button_id(row)} class="button" aria-label={key_editor::change(row.does)} onclick={begin(false)}
                >{ key_editor::CHANGE }</button>
                if !chords.is_empty() {
                    <button type="button" class="button" aria-label={key_editor::add(row.does)} onclick={begin(true)}>{ strings::ADD }</button>
                }
                if assigned.contains_key(row.id) {
                    <button type="button" class="button" aria-label={key_editor::reset(row.does)} onclick={reset}>{ key_editor::RESET }</button>
                }
            </div>
            if let Some(changing) = changing {
                { change_view(desk, assigned, change, changing, row) }
            }
        </li>
    }
}

/// The field that takes the press, with what is said of it.
fn change_view(
    desk: &Desk,
    assigned: &Rc<Assigned>,
    change: &UseStateHandle<Option<Change>>,
    changing: &Change,
    row: &'static Row,
) -> Html {
    let finish = {
        let change = change.clone();
        move || {
            change.set(None);
            page::focus_id(&button_id(row));
        }
    };
    let pressed = {
        let (assigned, change, changing, finish) =
            (Rc::clone(assigned), change.clone(), changing.clone(), finish.clone());
        desk.on(move |desk, event: KeyboardEvent| {
            let press = KeyPress::of(&event);
            // Tab still goes on, and nothing else that is pressed here does what it usually does.
            event.stop_propagation();
            if press.key == "Tab" || press.composing {
                return;
            }
            event.prevent_default();
            if press.key == "Escape" {
                return finish();
            }
            if press.key == "Backspace" && !press.command && !press.alt {
                store(desk, row, with_chords(&assigned, row, Vec::new()));
                return finish();
            }
            let Some(chord) = Chord::of(&press) else { return };
            match verdict(&press, &chord, row, &assigned) {
                Verdict::Free => {
                    store(desk, row, given(&assigned, row, &press, chord, changing.keep));
                    finish();
                }
                verdict => change.set(Some(Change { stuck: Some((press, chord, verdict)), ..changing.clone() })),
            }
        })
    };
    let take_over = {
        let (assigned, changing, finish) = (Rc::clone(assigned), changing.clone(), finish.clone());
        desk.on(move |desk, _: MouseEvent| {
            if let Some((press, chord, _)) = changing.stuck.clone() {
                store(desk, row, given(&assigned, row, &press, chord, changing.keep));
            }
            finish();
        })
    };
    let take_away = {
        let (assigned, finish) = (Rc::clone(assigned), finish.clone());
        desk.on(move |desk, _: MouseEvent| {
            store(desk, row, with_chords(&assigned, row, Vec::new()));
            finish();
        })
    };
    let cancel = Callback::from(move |_: MouseEvent| finish());
    let rival = changing.stuck.as_ref().is_some_and(|(.., verdict)| matches!(verdict, Verdict::Of(_)));
    let says = changing.stuck.as_ref().map(|(_, chord, verdict)| said(chord, *verdict)).unwrap_or_default();
    html! {
        <div class="key-change">
            <input
                id={FIELD} class="key-field" readonly=true aria-label={key_editor::new_key(row.does)}
                aria-describedby={SAYS} placeholder={key_editor::PRESS} onkeydown={pressed}
            />
            <p id={SAYS} role="status">{ says }</p>
            <div class="entry-actions">
                if rival {
                    <button type="button" class="button primary" onclick={take_over}>{ key_editor::TAKE_OVER }</button>
                }
                <button type="button" class="button danger" onclick={take_away}>{ key_editor::TAKE_AWAY }</button>
                <button type="button" class="button" onclick={cancel}>{ key_editor::LEAVE }</button>
            </div>
        </div>
    }
}

fn button_id(row: &Row) -> String {
    format!("change-{}", row.id)
}

/// Keeps the keys, and says what a row has now.
fn store(desk: &Desk, row: &Row, assigned: Assigned) {
    let keys = keys::join(&keys::chords(row, &assigned));
    desk.set(|settings| settings.keys = Rc::new(assigned));
    desk.say(&key_editor::now(row.does, &keys));
}

/// What is said of a chord that could not be taken just so.
fn said(chord: &Chord, verdict: Verdict) -> String {
    let chord = chord.shown();
    match verdict {
        Verdict::Free => String::new(),
        Verdict::Had => key_editor::had(&chord),
        Verdict::Of(other) => key_editor::of_other(&chord, other.does),
        Verdict::Refused(why) => key_editor::refused(&chord, why),
    }
}

fn owners_words(owner: Owner) -> &'static str {
    match owner {
        Owner::Browser => key_editor::OF_BROWSER,
        Owner::Focus => key_editor::OF_FOCUS,
        Owner::Labels => key_editor::OF_LABELS,
    }
}

/// What comes of giving a chord, which was pressed so, to a row.
fn verdict(press: &KeyPress, chord: &Chord, row: &Row, assigned: &Assigned) -> Verdict {
    if let Some(owner) = chord.owner() {
        return Verdict::Refused(owners_words(owner));
    }
    if row.reach == Reach::Anywhere && !chord.suits_fields() {
        return Verdict::Refused(key_editor::IN_FIELDS);
    }
    let has = |row: &Row, press: &KeyPress| keys::chords(row, assigned).iter().any(|c| c == chord || c.is(press));
    let bare = KeyPress { shift: false, ..press.clone() };
    let moves = |other: &Row| other.reach == Reach::Caret && (other.id == row.id || has(other, &bare));
    if press.shift && !chord.is_single() && TABLE.iter().any(moves) {
        return Verdict::Refused(key_editor::EXTENDS);
    }
    if has(row, press) {
        return Verdict::Had;
    }
    TABLE.iter().find(|other| has(other, press)).map_or(Verdict::Free, Verdict::Of)
}

/// The keys after a row got a chord, which was pressed so, and any other row lost it. With `keep` the row keeps what it
/// had.
fn given(assigned: &Assigned, row: &Row, press: &KeyPress, chord: Chord, keep: bool) -> Assigned {
    let freed = without(assigned, row, |other| *other == chord || other.is(press));
    let mut chords = if keep { keys::chords(row, assigned) } else { Vec::new() };
    chords.push(chord);
    with_chords(&freed, row, chords)
}

/// The keys after a row got back those of the table, and any other row lost them.
fn reset(assigned: &Assigned, row: &Row) -> Assigned {
    let own = keys::chords(row, &Assigned::new());
    let freed = without(assigned, row, |chord| own.contains(chord));
    with_chords(&freed, row, own)
}

/// The keys after all rows but one lost some chords.
fn without(assigned: &Assigned, row: &Row, lost: impl Fn(&Chord) -> bool) -> Assigned {
    let others = TABLE.iter().filter(|other| other.id != row.id);
    others.fold(assigned.clone(), |assigned, other| {
        let kept = keys::chords(other, &assigned).into_iter().filter(|chord| !lost(chord)).collect();
        with_chords(&assigned, other, kept)
    })
}

/// The keys after a row got these in place of its own. What equals the table is not an assignment.
fn with_chords(assigned: &Assigned, row: &Row, chords: Vec<Chord>) -> Assigned {
    let mut assigned = assigned.clone();
    if chords == keys::chords(row, &Assigned::new()) {
        assigned.remove(row.id);
    } else {
        assigned.insert(row.id, chords);
    }
    assigned
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::keys::Deed;

    fn row(id: &str) -> &'static Row {
        TABLE.iter().find(|row| row.id == id).expect(id)
    }

    fn press(code: &str, key: &str) -> KeyPress {
        KeyPress { code: code.to_owned(), key: key.to_owned(), ..KeyPress::default() }
    }

    fn chord(press: &KeyPress) -> Chord {
        Chord::of(press).expect("a key")
    }

    #[test]
    fn a_chord_is_judged() {
        let shift = |press: KeyPress| KeyPress { shift: true, ..press };
        let command = |press: KeyPress| KeyPress { command: true, ..press };
        for (id, press, expected) in [
            ("next-mark", press("KeyX", "x"), Verdict::Free),
            ("next-mark", press("KeyN", "n"), Verdict::Had),
            ("next-mark", press("KeyP", "p"), Verdict::Of(row("previous-mark"))),
            // On a keyboard for English this is what moves the start in, however it is written down.
            ("next-mark", shift(press("BracketLeft", "{")), Verdict::Of(row("start-in"))),
            ("next-mark", press("Digit4", "4"), Verdict::Refused(owners_words(Owner::Labels))),
            ("next-mark", command(press("KeyT", "t")), Verdict::Refused(owners_words(Owner::Browser))),
            ("palette", press("KeyX", "x"), Verdict::Refused(key_editor::IN_FIELDS)),
            ("palette", command(press("KeyB", "b")), Verdict::Free),
            ("right", shift(press("PageDown", "PageDown")), Verdict::Refused(key_editor::EXTENDS)),
            ("next-mark", shift(press("ArrowRight", "ArrowRight")), Verdict::Refused(key_editor::EXTENDS)),
            ("next-mark", shift(press("KeyN", "N")), Verdict::Free),
            ("next-mark", shift(press("Slash", "?")), Verdict::Of(row("help"))),
        ] {
            assert_eq!(verdict(&press, &chord(&press), row(id), &Assigned::new()), expected, "{id} {press:?}");
        }
    }

    #[test]
    fn a_chord_has_one_row() {
        let p = press("KeyP", "p");
        let assigned = given(&Assigned::new(), row("next-mark"), &p, chord(&p), false);
        assert_eq!(keys::deed(&p, true, &assigned), Some(Deed::NextMark));
        assert_eq!(keys::written(Deed::PreviousMark, &assigned), "");
        assert_eq!(keys::deed(&press("KeyN", "n"), true, &assigned), None);

        let both = given(&Assigned::new(), row("next-mark"), &p, chord(&p), true);
        assert_eq!(keys::written(Deed::NextMark, &both), "n or p");

        let back = reset(&assigned, row("previous-mark"));
        assert_eq!(keys::written(Deed::PreviousMark, &back), "p");
        assert_eq!(keys::written(Deed::NextMark, &back), "", "it lost what it had taken");
        assert_eq!(reset(&back, row("next-mark")), Assigned::new());
    }

    #[test]
    fn a_key_can_be_added_and_taken_away() {
        let x = press("KeyX", "x");
        let none = with_chords(&Assigned::new(), row("note"), Vec::new());
        assert_eq!(keys::deed(&press("KeyW", "w"), true, &none), None);
        let added = given(&none, row("note"), &x, chord(&x), true);
        assert_eq!(keys::written(Deed::Note, &added), "x");
    }
}
