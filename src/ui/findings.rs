//! What the linter found: one quiet line that unfolds to a list, each finding with what can be done about it.

use super::desk::Desk;
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

// The words.

/// What the linter looks for, and what it passes over.
pub const RULES: [&str; 5] = [
    "The same words are tagged with different labels. Two labels at one and the same place are taken as meant, unless most \
     places of the words carry one of them alone.",
    "Words that are tagged stand elsewhere without a tag, whole and in the same case. Common words count only once half \
     of their places are tagged: words without a capital letter, numbers, very short words, and words that also occur in \
     small letters.",
    "A mark begins or ends with a space, or with punctuation that is no part of the name. Of a sentiment only spaces count.",
    "Two marks say the same of the same words, and one of them adds nothing.",
    "A dismissed hint stays dismissed, for these words and labels in this article; below the list it can be taken back.",
];

/// What stands in an empty list.
const NOTHING: &str = "Nothing to ask about. The help says what is looked for.";

/// What is said where a finding is out of date.
pub const NO_LONGER_SO: &str = "That is no longer so.";
const LOOK: &str = "Look";
const DISMISS: &str = "Dismiss";
const TAKE_BACK: &str = "Take back";
const TRIM: &str = "Trim";

/// What is said of the next place of untagged words, after the `last` of `count`.
pub fn place_of(last: Option<usize>, count: usize) -> String {
    let place = last.map_or(1, |last| (last + 1) % count + 1);
    format!("Untagged place {} of {}.", words::number(place), words::number(count))
}

/// “3 hints”.
fn heading(count: usize) -> String {
    if count == 0 { "No hints".to_owned() } else { words::count(count, "hint") }
}

/// What a person reads of the characters at an edge.
fn edge_name(characters: &str) -> String {
    match characters {
        " " => "a space".to_owned(),
        blank if blank.chars().all(|c| matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}')) => {
            "a line end".to_owned()
        }
        blank if blank.trim().is_empty() => "white space".to_owned(),
        signs => format!("“{}”", signs.trim()),
    }
}

/// The words of a fix.
fn fix_name(fix: &Fix, kind: &Kind, labels: &LabelSet) -> String {
    let label = |id: &LabelId| words::tag(&Tag::Label(id.clone()), labels);
    match (fix, kind) {
        (Fix::Relabel(_, to), _) => format!("Make all {}", label(to)),
        (Fix::Remove(_), Kind::Doubled { beside: (beside, _), .. }) => {
            format!("Remove {}", beside.iter().map(label).collect::<Vec<_>>().join(", "))
        }
        (Fix::Remove(pairs), _) if pairs.len() > 1 => format!("Remove {}", words::number(pairs.len())),
        (Fix::Remove(_), _) => "Remove one".to_owned(),
        (Fix::Reshape(..), _) => TRIM.to_owned(),
        (Fix::Tag(places, _), _) if places.len() > 1 => format!("Tag all {}", words::number(places.len())),
        (Fix::Tag(..), _) => "Tag it".to_owned(),
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
    /// Whether there is anything to be read.
    pub any: bool,
    /// The keys of the findings that are no faults.
    pub dismissed: imbl::OrdSet<Rc<str>>,
    /// Whether nothing can be done here.
    pub read_only: bool,
}

/// The line, and the list below it.
#[component]
pub fn FindingList(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let unfolded = use_state(|| false);
    let dismissed_shown = use_state(|| false);
    let (dismissed, standing): (Vec<&Rc<Finding>>, Vec<&Rc<Finding>>) =
        props.findings.0.iter().partition(|finding| props.dismissed.contains(&finding.key));
    // The line stays while there are annotations, so that nothing below it jumps.
    if !props.any && props.findings.0.is_empty() {
        return Html::default();
    }
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
                    <p class="hint">{ format!("And {} more.", words::number(left)) }</p>
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
                    { heading(standing.len()) }
                </button>
            </h2>
            if *unfolded {
                <div class="finding-list">
                    if standing.is_empty() {
                        <p class="hint">{ NOTHING }</p>
                    }
                    { list(&standing, false) }
                    if !dismissed.is_empty() {
                        <button
                            type="button"
                            class="fold"
                            aria-expanded={dismissed_shown.to_string()}
                            onclick={toggle(&dismissed_shown)}
                        >
                            { format!("Dismissed: {}", words::number(dismissed.len())) }
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
        (format!("return-{place}"), TAKE_BACK, with(|desk, f, place| desk.dismiss_finding(&f.key, false, place)))
    } else {
        (format!("dismiss-{place}"), DISMISS, with(|desk, f, place| desk.dismiss_finding(&f.key, true, place)))
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
                            <button type="button" class="button" aria-describedby={about.clone()} onclick={look}>{ LOOK }</button>
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
        html! { <span class="finding-count">{ sign(label) }{ format!(" {} ", words::number(*count)) }</span> }
    };
    match &finding.kind {
        Kind::Conflict(labels) => html! {
            <>{ quote(finding.words) }{ " is tagged in different ways: " }{ for labels.iter().map(counted) }</>
        },
        Kind::Doubled { label, beside: (beside, count) } => html! {
            <>
                { quote(finding.words) }{ " is only " }{ counted(label) }{ "times, and " }
                { for beside.iter().map(|label| html! { <>{ sign(label) }{ " " }</> }) }
                { format!("too at {}", words::count(*count, "place")) }
            </>
        },
        Kind::Duplicate(tag, count) => html! {
            <>
                { quote(finding.words) }{ " is " }{ tag_sign(tag, &props.labels) }
                { format!(" {} times at one place", words::number(count + 1)) }
            </>
        },
        Kind::Edge(tag, meant) => html! {
            <>
                { tag_sign(tag, &props.labels) }{ " " }{ quote(*meant) }{ " takes in " }
                { edges(text, finding.words, *meant) }
            </>
        },
        Kind::Untagged(label) => html! {
            <>
                { format!("{} of ", words::count(finding.places.len(), "more place")) }{ quote(finding.words) }
                { if finding.places.len() == 1 { " is untagged " } else { " are untagged " } }{ sign(label) }
            </>
        },
    }
}

/// What lies at the edges of words beside what was meant.
fn edges(text: &Text, range: CharRange, meant: CharRange) -> String {
    let edge = |from: CharPos, to: CharPos, place: &str| {
        let characters = text.slice(CharRange::between(from, to)).filter(|characters| !characters.is_empty())?;
        Some(format!("{} {place}", edge_name(characters)))
    };
    let before = edge(range.start(), meant.start(), "at its start");
    let behind = edge(meant.end(), range.end(), "at its end");
    before.into_iter().chain(behind).collect::<Vec<_>>().join(" and ")
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
            assert_eq!(edges(&text, range, meant), expected);
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
