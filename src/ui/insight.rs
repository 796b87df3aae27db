//! Insight: what the annotations add up to, in pictures, each with a table of the same numbers. Whoever wonders about a
//! number clicks it, and reads the sentences that it counts.

mod drawn;
mod names;
mod passages;
mod sections;
mod table;

use super::choice::{Choice, choice};
use super::desk::Desk;
use super::dialog::Dialog;
use super::keys::{self, Assigned, Deed};
use super::occurrences::AtRevision;
use super::state::OtherArticle;
use super::strings::{self, insight as says};
use crate::browser::{page, segmenter};
use crate::format::picture;
use crate::format::table::{Formulas, write as as_csv};
use crate::model::insight::{Insight, Stretches, ThingIndex};
use crate::model::{DocumentId, Polarity, Session, Snap};
use crate::store::{Listed, Listing};
use drawn::drawn;
use passages::{PASSAGES, passages};
use sections::{Counted, Section};
use std::rc::Rc;
use table::numbers;
use yew::prelude::*;

/// How many things can be chosen for the course.
const MOST_CHOICES: usize = 30;

/// How many times as large as on the page a picture is saved as PNG.
const PNG_SCALE: f64 = 2.0;

/// What the page shows.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The open article.
    pub session: AtRevision,
    /// The one beside it.
    pub other: Option<OtherArticle>,
    /// The articles that could be beside it.
    pub library: Rc<Listing>,
    /// The keys that were assigned.
    pub keys: Rc<Assigned>,
}

/// What of all this is asked for.
#[derive(Clone, Copy, PartialEq, Default)]
struct Asked {
    /// What the course is about; everything by default.
    about: Option<ThingIndex>,
    /// What becomes of formulas in tables.
    formulas: Formulas,
}

/// The number that was chosen last.
#[derive(Clone, Copy, PartialEq)]
struct Chosen {
    /// The section that it is in.
    section: &'static str,
    /// What it counts.
    part: usize,
    /// Counts the choices.
    serial: u32,
}

/// The page.
#[component]
pub fn InsightPage(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let asked = use_state(Asked::default);
    let chosen = use_state(|| None::<Chosen>);
    let counted = use_memo(props.session.clone(), |AtRevision(session)| self::counted(session));
    let other =
        use_memo(props.other.clone(), |other| other.as_ref().map(|OtherArticle(session)| self::counted(session)));
    let sections = {
        let (counted, other) = (Rc::clone(&counted), Rc::clone(&other));
        use_memo((props.session.clone(), props.other.clone(), asked.about), move |(_, _, about)| {
            sections::all(&counted, other.as_ref().as_ref(), *about)
        })
    };
    let choose = use_callback(chosen.clone(), |event: MouseEvent, chosen| {
        let part = page::nearest_attribute(&event, "data-part").and_then(|part| part.parse().ok());
        let section = page::nearest_attribute(&event, "data-section");
        let section = section.and_then(|id| sections::IDS.into_iter().find(|known| *known == id));
        if let (Some(section), Some(part)) = (section, part) {
            let serial = chosen.map_or(0, |chosen| chosen.serial + 1);
            chosen.set(Some(Chosen { section, part, serial }));
        }
    });
    use_effect_with(*chosen, |chosen| {
        if chosen.is_some() {
            page::take_focus_to(PASSAGES);
        }
    });
    let about = use_callback(asked.clone(), |event: Event, asked| {
        let about = page::field_value(&event).parse().ok().map(ThingIndex);
        asked.set(Asked { about, ..**asked });
    });
    let guard = use_callback(asked.clone(), |_: Event, asked| {
        let formulas = if asked.formulas == Formulas::Exact { Formulas::Guarded } else { Formulas::Exact };
        asked.set(Asked { formulas, ..**asked });
    });
    let compare = use_callback(desk.clone(), |event: Event, desk| {
        desk.compare_with(DocumentId::new(&page::field_value(&event)).as_ref());
    });
    let Insight { mentions, all, .. } = &counted.insight;
    let things = counted.insight.things.iter().filter(|thing| !thing.mentions.is_empty()).count();
    let section = |section: &Section| {
        let choice = match section.id {
            sections::COURSE => about_choice(&counted, asked.about, &about),
            sections::COMPARISON => other_choice(props, &compare),
            _ => Html::default(),
        };
        let part =
            chosen.filter(|chosen| chosen.section == section.id).and_then(|chosen| section.parts.get(chosen.part));
        let passages = part.map(|part| passages(&desk, &counted, other.as_ref().as_ref(), part)).unwrap_or_default();
        html! {
            <section key={section.id} class="insight-section" data-section={section.id} aria-labelledby={heading(section.id)}>
                <h3 id={heading(section.id)}>{ section.title }</h3>
                { choice }
                { figures(&desk, section, asked.formulas, passages) }
            </section>
        }
    };
    let title = &props.session.0.description.title;
    html! {
        <Dialog title={says::TITLE} class="insight">
            <p class="insight-sum">
                if !title.trim().is_empty() { <bdi class="insight-article">{ &**title }</bdi> }
                { says::sum(mentions.len(), things, all.count()) }
            </p>
            if let Some(hint) = nothing_yet(props, &counted.insight) {
                <p class="insight-empty">{ hint }</p>
            }
            <div class="insight-sections" onclick={choose}>{ for sections.iter().map(section) }</div>
            <details class="insight-rules">
                <summary>{ says::RULES_TITLE }</summary>
                <ul>{ for says::RULES.iter().map(|rule| html! { <li>{ *rule }</li> }) }</ul>
            </details>
            <label class="insight-guard">
                <input type="checkbox" checked={asked.formulas == Formulas::Guarded} onchange={guard} />
                <span>{ says::GUARD }</span>
            </label>
        </Dialog>
    }
}

fn counted(session: &Session) -> Counted {
    let sentences = |block| segmenter::pieces(&session.text, block, Snap::Sentences);
    let stretches = Stretches::new(&session.text, &session.annotations, sentences);
    Counted::new(session.clone(), stretches)
}

/// What to do first, where there is nothing or little to count.
fn nothing_yet(props: &Props, insight: &Insight) -> Option<String> {
    if insight.mentions.is_empty() && insight.all.is_empty() {
        return Some(says::NO_ANNOTATIONS.to_owned());
    }
    let key = |polarity| keys::first(Deed::Sentiment(polarity), &props.keys);
    insight.all.is_empty().then(|| says::no_sentiment(&Polarity::ALL.map(key)))
}

fn heading(section: &str) -> String {
    format!("insight-{section}")
}

/// The picture of a section, its table, how to take them away, and between them what a number counts.
fn figures(desk: &Desk, section: &Section, formulas: Formulas, passages: Html) -> Html {
    if let Some(empty) = &section.empty {
        return html! { <p class="hint">{ empty }</p> };
    }
    let stem = section.id;
    let table = section.table.csv();
    let save_csv = desk.on(move |desk, _: MouseEvent| desk.save_table(stem, &as_csv(&table, formulas)));
    let save = |what: &str, onclick| {
        let name = says::save(what, section.title);
        html! { <button type="button" class="button small" aria-label={name.clone()} title={name} {onclick}>{ what }</button> }
    };
    let pictures = section.picture.as_ref().map(|picture| {
        let file: Rc<str> = picture::svg(picture).into();
        let size = (picture.width, picture.height);
        let as_png = Rc::clone(&file);
        let save_svg = desk.on(move |desk, _: MouseEvent| desk.save_picture(stem, &file));
        let save_png = desk.on(move |desk, _: MouseEvent| desk.save_picture_as_png(stem, &as_png, size, PNG_SCALE));
        html! { <>{ save(says::SAVE_SVG, save_svg) }{ save(says::SAVE_PNG, save_png) }</> }
    });
    html! {
        <>
            <div class="insight-head">
                <p class="hint">{ &section.hint }</p>
                <span class="insight-tools">{ pictures }{ save(says::SAVE_CSV, save_csv) }</span>
            </div>
            if let Some(picture) = &section.picture {
                <div class="picture-box" role="group" tabindex="0" aria-labelledby={heading(section.id)}>
                    { drawn(section.id, picture) }
                </div>
            }
            { passages }
            { for section.remarks.iter().map(|remark| html! { <p class="insight-remark">{ remark }</p> }) }
            { numbers(&section.table, section.picture.is_some()) }
        </>
    }
}

/// What the course is to be about.
fn about_choice(counted: &Counted, about: Option<ThingIndex>, onchange: &Callback<Event>) -> Html {
    let ranked = counted.insight.ranked(|thing| thing.about.count());
    let things: Vec<ThingIndex> = ranked.into_iter().take(MOST_CHOICES).collect();
    let option = |index: &ThingIndex| (index.0.to_string(), counted.names.target(*index).to_owned());
    let options = std::iter::once((String::new(), says::ALL.to_owned())).chain(things.iter().map(option)).collect();
    let chosen = things.iter().position(|index| Some(*index) == about).map_or(0, |place| place + 1);
    labelled_choice(says::ABOUT, options, chosen, onchange)
}

/// Which article is to be beside this one.
fn other_choice(props: &Props, onchange: &Callback<Event>) -> Html {
    let open = &props.session.0.document.id;
    let can_be = |listed: &&Listed| listed.id != *open && listed.damage.is_none();
    let kept: Vec<&Listed> = props.library.kept.iter().filter(can_be).collect();
    if kept.is_empty() {
        return html! { <p class="hint">{ says::NO_OTHER }</p> };
    }
    let title = |listed: &Listed| {
        let title = listed.meta.as_ref().map(|meta| meta.title.trim()).filter(|title| !title.is_empty());
        title.unwrap_or(strings::UNTITLED).to_owned()
    };
    let option = |listed: &&Listed| (listed.id.as_str().to_owned(), title(listed));
    let first = (String::new(), says::CHOOSE_OTHER.to_owned());
    let other = props.other.as_ref().map(|OtherArticle(session)| &session.document.id);
    let chosen = kept.iter().position(|listed| Some(&listed.id) == other).map_or(0, |place| place + 1);
    labelled_choice(says::OTHER, std::iter::once(first).chain(kept.iter().map(option)).collect(), chosen, onchange)
}

fn labelled_choice(
    name: &'static str,
    options: Vec<(String, String)>,
    chosen: usize,
    onchange: &Callback<Event>,
) -> Html {
    let choice = Choice { label: None, class: "insight-choice", options, chosen, disabled: false, onchange };
    html! { <label class="insight-chooses"><span>{ name }</span>{ self::choice(choice) }</label> }
}
