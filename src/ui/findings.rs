//! What the linter found: one quiet line that unfolds to a list, each finding with what can be done about it.

use super::desk::Desk;
use super::strings::{self, findings};
use super::tag_chip::tag_sign;
use super::words;
use crate::model::lint::{Finding, Fix, Kind};
use crate::model::{CharPos, CharRange, LabelId, LabelSet, Tag, Text};
use std::rc::Rc;
use yew::prelude::*;

/// The findings of the last reading. A clone is cheap, and equal to it; another reading's are not.
#[derive(Clone, Default)]
pub struct Findings(pub Rc<Vec<Rc<Finding>>>);

impl PartialEq for Findings {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// How many findings are listed; the others are counted.
const MOST_ROWS: usize = 100;

/// How many of the labels in a conflict can be chosen here.
const MOST_CHOICES: usize = 3;

/// The longest quote, in code points.
const QUOTE_CHARS: usize = 60;

/// What is said of the next place of untagged words, after the `last` of `count`.
pub fn place_of(last: Option<usize>, count: usize) -> String {
    let place = last.map_or(1, |last| (last + 1) % count + 1);
    findings::untagged_place(place, count)
}

/// What a person reads of the characters at an edge.
fn edge_name(characters: &str) -> String {
    match characters {
        " " => findings::SPACE.to_owned(),
        blank if blank.chars().all(|c| matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}')) => {
            findings::LINE_END.to_owned()
        }
        blank if blank.trim().is_empty() => findings::WHITE_SPACE.to_owned(),
        signs => findings::signs(signs.trim()),
    }
}

/// The words of a fix.
fn fix_name(fix: &Fix, kind: &Kind, labels: &LabelSet) -> String {
    let label = |id: &LabelId| words::tag(&Tag::Label(id.clone()), labels);
    match (fix, kind) {
        (Fix::Relabel(_, to), _) => findings::make_all(&label(to)),
        (Fix::Remove(_), Kind::Doubled { beside: (beside, _), .. }) => {
            strings::remove(&beside.iter().map(label).collect::<Vec<_>>().join(", "))
        }
        (Fix::Remove(pairs), _) if pairs.len() > 1 => strings::remove(&strings::number(pairs.len())),
        (Fix::Remove(_), _) => findings::REMOVE_ONE.to_owned(),
        (Fix::Reshape(..), _) => findings::TRIM.to_owned(),
        (Fix::Tag(places, _), _) if places.len() > 1 => findings::tag_all(places.len()),
        (Fix::Tag(..), _) => findings::TAG_ONE.to_owned(),
        (Fix::Reverse(_), _) => findings::REVERSE.to_owned(),
        (Fix::RemoveRelation(_), _) => strings::REMOVE.to_owned(),
    }
}

/// Which elements get the focus after a fix in this place of the list, or a dismissal, or its return: the first that
/// is there.
pub fn after_fix(place: usize) -> Vec<String> {
    following("fix", place)
}

/// See [`after_fix`].
pub fn after_dismissal(place: usize) -> Vec<String> {
    following("dismiss", place)
}

/// See [`after_fix`].
pub fn after_return(place: usize) -> Vec<String> {
    following("return", place)
}

/// See [`after_fix`]; for where the element with this id, if it is one of the list, went away of itself.
pub fn instead_of(id: &str) -> Option<Vec<String>> {
    let (button, place) = id.rsplit_once('-')?;
    let ours = ["fix", "dismiss", "return", "finding", "dismissed"].contains(&button);
    ours.then_some(following(button, place.parse().ok()?))
}

fn following(button: &str, place: usize) -> Vec<String> {
    let in_list = [Some(place), place.checked_sub(1)].into_iter().flatten();
    in_list.map(|place| format!("{button}-{place}")).chain([TOGGLE.to_owned()]).collect()
}

/// The button that unfolds the list.
const TOGGLE: &str = "hints";

/// What the list shows.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The text.
    pub text: Rc<Text>,
    /// The labels.
    pub labels: Rc<LabelSet>,
    /// What was found.
    pub findings: Findings,
    /// The keys of the findings that are no faults.
    pub dismissed: imbl::OrdSet<Rc<str>>,
    /// Whether nothing can be done here.
    pub read_only: bool,
}

/// The line, which is there before anything is found so that nothing below it jumps, and the list below it.
#[component]
pub fn FindingList(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let unfolded = use_state(|| false);
    let dismissed_shown = use_state(|| false);
    let (dismissed, standing): (Vec<&Rc<Finding>>, Vec<&Rc<Finding>>) =
        props.findings.0.iter().partition(|finding| props.dismissed.contains(&finding.key));
    let toggle = |state: &UseStateHandle<bool>| {
        let state = state.clone();
        Callback::from(move |_: MouseEvent| state.set(!*state))
    };
    let list = |findings: &[&Rc<Finding>], are_dismissed: bool| {
        let rows = findings.iter().take(MOST_ROWS).enumerate();
        let left = findings.len().saturating_sub(MOST_ROWS);
        html! {
            <>
                <ul class="finding-rows">
                    { for rows.map(|(place, finding)| row(&desk, props, finding, place, are_dismissed)) }
                </ul>
                if left > 0 {
                    <p class="hint">{ strings::and_more(left) }</p>
                }
            </>
        }
    };
    html! {
        <section class="findings" aria-labelledby={TOGGLE}>
            <h2>
                <button
                    type="button"
                    id={TOGGLE}
                    class="fold"
                    aria-expanded={unfolded.to_string()}
                    onclick={toggle(&unfolded)}
                >
                    { findings::heading(standing.len()) }
                </button>
            </h2>
            if *unfolded {
                <div class="finding-list">
                    if standing.is_empty() {
                        <p class="hint">{ findings::NOTHING }</p>
                    }
                    { list(&standing, false) }
                    if !dismissed.is_empty() {
                        <button
                            type="button"
                            class="fold"
                            aria-expanded={dismissed_shown.to_string()}
                            onclick={toggle(&dismissed_shown)}
                        >
                            { findings::dismissed(dismissed.len()) }
                        </button>
                        if *dismissed_shown {
                            { list(&dismissed, true) }
                        }
                    }
                </div>
            }
        </section>
    }
}

/// A finding: what it is about, which leads there, and what can be done.
fn row(desk: &Desk, props: &Props, finding: &Rc<Finding>, place: usize, is_dismissed: bool) -> Html {
    let with = |act: fn(&Desk, &Finding, usize)| {
        let finding = Rc::clone(finding);
        desk.on(move |desk, _: MouseEvent| act(desk, &finding, place))
    };
    let about = format!("{}-{place}", if is_dismissed { "dismissed" } else { "finding" });
    let fix = |(index, fix): (usize, &Fix)| {
        let name = fix_name(fix, &finding.kind, &props.labels);
        let (fix, finding) = (fix.clone(), Rc::clone(finding));
        html! {
            <button
                type="button"
                class="button"
                id={(index == 0).then(|| format!("fix-{place}"))}
                aria-describedby={about.clone()}
                onclick={desk.on(move |desk, _: MouseEvent| desk.fix(&finding, &fix, place))}
            >
                { name }
            </button>
        }
    };
    let look = with(|desk, finding, _| finding.marks.iter().for_each(|id| desk.show_occurrences(id)));
    let (id, name, dismiss) = if is_dismissed {
        (
            format!("return-{place}"),
            findings::TAKE_BACK,
            with(|desk, f, place| desk.dismiss_finding(&f.key, false, place)),
        )
    } else {
        (format!("dismiss-{place}"), strings::DISMISS, with(|desk, f, place| desk.dismiss_finding(&f.key, true, place)))
    };
    let key = format!("{} {}", finding.key, finding.marks.first().map(ToString::to_string).unwrap_or_default());
    html! {
        <li {key} class="finding">
            <button type="button" class="finding-about" id={about.clone()} onclick={with(|desk, finding, _| desk.visit(finding))}>
                { sentence(props, finding) }
            </button>
            if !props.read_only {
                <span class="finding-fixes">
                    if !is_dismissed {
                        { for finding.fixes.iter().take(MOST_CHOICES).enumerate().map(fix) }
                        if matches!(finding.kind, Kind::Untagged(_)) {
                            <button type="button" class="button" aria-describedby={about.clone()} onclick={look}>{ findings::LOOK }</button>
                        }
                    }
                    <button type="button" class="fold" {id} aria-describedby={about} onclick={dismiss}>{ name }</button>
                </span>
            }
        </li>
    }
}

fn sentence(props: &Props, finding: &Finding) -> Html {
    let text = &props.text;
    let quote = |range| html! { <q dir="auto">{ words::quote(text, range, QUOTE_CHARS) }</q> };
    let sign = |label: &LabelId| tag_sign(&Tag::Label(label.clone()), &props.labels);
    let counted = |(label, count): &(LabelId, usize)| {
        html! { <span class="finding-count">{ findings::counted(sign(label), *count) }</span> }
    };
    match &finding.kind {
        Kind::Conflict(labels) => findings::conflict(quote(finding.words), labels.iter().map(counted).collect()),
        Kind::Doubled { label, beside: (beside, count) } => {
            findings::doubled(quote(finding.words), counted(label), beside.iter().map(sign).collect(), *count)
        }
        Kind::Duplicate(tag, count) => {
            findings::duplicate(quote(finding.words), tag_sign(tag, &props.labels), count + 1)
        }
        Kind::Edge(tag, meant) => {
            let (at_start, at_end) = edges(text, finding.words, *meant);
            findings::edge(tag_sign(tag, &props.labels), quote(*meant), at_start, at_end)
        }
        Kind::Untagged(label) => findings::untagged(quote(finding.words), sign(label), finding.places.len()),
        Kind::Ends(label) => findings::ends(quote(finding.words), &words::relation_name(label, &props.labels)),
    }
}

/// What lies at the start and at the end of words beside what was meant.
fn edges(text: &Text, range: CharRange, meant: CharRange) -> (Option<String>, Option<String>) {
    let edge = |from: CharPos, to: CharPos| {
        let characters = text.slice(CharRange::between(from, to)).filter(|characters| !characters.is_empty())?;
        Some(edge_name(characters))
    };
    (edge(range.start(), meant.start()), edge(meant.end(), range.end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_at_an_edge_is_named() {
        let text = Text::new(" \r\nIstanbul., ".to_owned(), |_| 0);
        let meant = CharRange::between(CharPos(3), CharPos(11));
        for (start, end, expected) in [
            (3, 13, "“.,” at its end"),
            (3, 14, "“.,” at its end"),
            (1, 12, "a line end at its start and “.” at its end"),
            (0, 11, "white space at its start"),
        ] {
            let range = CharRange::between(CharPos(start), CharPos(end));
            let (at_start, at_end) = edges(&text, range, meant);
            assert_eq!(findings::edges(at_start, at_end), expected);
        }
    }

    #[test]
    fn the_focus_goes_on_to_what_follows() {
        assert_eq!(after_fix(2), ["fix-2", "fix-1", "hints"]);
        assert_eq!(after_dismissal(0), ["dismiss-0", "hints"]);
        assert_eq!(
            instead_of("finding-1"),
            Some(vec!["finding-1".to_owned(), "finding-0".to_owned(), "hints".to_owned()])
        );
        assert_eq!(instead_of("reader"), None);
    }
}
