//! The page as a whole.

use super::annotation_list::AnnotationList;
use super::article_head::article_head;
use super::card::card_view;
use super::codes::code_panel;
use super::desk::Desk;
use super::draft::DraftBox;
use super::entity::entity_rows;
use super::export_box::ExportBox;
use super::find_bar::FindBar;
use super::findings::FindingList;
use super::fold::Fold;
use super::frame::{Subject, core_rows, manner_rows};
use super::header::{Bar, header};
use super::help::help;
use super::import_box;
use super::insight::InsightPage;
use super::inspector::Inspector;
use super::key_editor::KeyEditor;
use super::keys::Assigned;
use super::label_bar::{ArmedSign, LabelBar};
use super::label_editor::label_editor;
use super::label_menu::{LabelMenu, LockedMenu};
use super::label_palette::label_palette;
use super::library::library_list;
use super::mode::mode_line;
use super::notices::{Banners, banners, notices};
use super::occurrences::{AtRevision, Occurrences};
use super::palette::palette;
use super::print::{Legend, PrintedNotes};
use super::reader::{Arcs, Overlay, Reader, sections_of, shape};
use super::relation_palette::relation_palette;
use super::relations::RelationList;
use super::settings_box::SettingsBox;
use super::state::{Open, Over, State};
use super::strings;
use super::words;
use crate::browser::file::{self, PickedFile};
use crate::browser::keyboard::KeyPress;
use crate::browser::{clipboard, page, tabs, viewport};
use crate::model::{AnnotationId, Related};
use std::rc::Rc;
use yew::platform::spawn_local;
use yew::prelude::*;

/// The title of the page while no article is open. It can have the focus, which the article has otherwise.
pub const NOTHING_OPEN: &str = "nothing-open";

/// Mounts the page.
pub fn mount() {
    match page::mount_point() {
        Some(app) => drop(yew::Renderer::<App>::with_root(app).render()),
        None => drop(yew::Renderer::<App>::new().render()),
    }
}

/// The page.
#[component]
pub fn App() -> Html {
    let desk = use_memo((), |()| Desk::new());
    let state = use_state(|| desk.state());
    {
        let (desk, setter) = ((*desk).clone(), state.setter());
        use_effect_with((), move |()| {
            desk.publish_to(Callback::from(move |state: State| setter.set(state)));
            let listeners = listen(&desk);
            spawn_local(async move { desk.start().await });
            move || drop(listeners)
        });
    }
    html! {
        <ContextProvider<Desk> context={(*desk).clone()}>
            { page_view(&desk, &state) }
        </ContextProvider<Desk>>
    }
}

#[derive(PartialEq, Properties)]
struct BarsProps {
    children: Html,
}

/// The side with the inspector and the list: a sheet over the text where the window is narrow, of which the style sheet
/// learns the height.
#[component]
fn Side(props: &BarsProps) -> Html {
    let side = use_node_ref();
    {
        let side = side.clone();
        use_effect_with((), move |()| {
            let side = side.cast::<web_sys::Element>();
            let height = side.and_then(|side| viewport::height_property(&side, "--sheet"));
            move || drop(height)
        });
    }
    html! { <aside class="side" id="side" aria-label={strings::page::SIDE} ref={side}>{ props.children.clone() }</aside> }
}

/// The bars at the top, which stay in view. The style sheet learns their height: it depends on the labels.
#[component]
fn Bars(props: &BarsProps) -> Html {
    let bars = use_node_ref();
    {
        let bars = bars.clone();
        use_effect_with((), move |()| {
            let bars = bars.cast::<web_sys::Element>();
            let height = bars.and_then(|bars| viewport::height_property(&bars, "--bars"));
            move || drop(height)
        });
    }
    html! { <div class="bars" ref={bars}>{ props.children.clone() }</div> }
}

fn page_view(desk: &Desk, state: &State) -> Html {
    let open = state.open.as_ref();
    let name = |transaction: &Rc<crate::model::Transaction>, open: &Open| -> Rc<str> {
        words::transaction(transaction, &open.session).into()
    };
    let undo = open.and_then(|open| Some(name(open.session.history.next_undo()?, open)));
    let redo = open.and_then(|open| Some(name(open.session.history.next_redo()?, open)));
    let keeping = open.map(|open| open.keeping.clone());
    let access = open.map(|open| open.access);
    let count = open.map_or(0, |open| open.session.annotations.len());
    let keys = Rc::clone(&state.settings.keys);
    let bar = Bar { undo, redo, keeping: keeping.clone(), access, list_shown: state.list_shown, count, keys };
    let remind = open.is_some_and(|open| open.remind);
    let standing = Banners { storage_fails: state.storage_fails.clone(), keeping, access, remind };
    html! {
        <>
            <Bars>
            { header(desk, &bar) }
            if let Some(open) = open {
                <LabelBar
                    labels={Rc::clone(&open.session.labels)}
                    counts={Rc::clone(open.session.annotations.counts())}
                    armed={open.view.armed.clone()}
                    keys={Rc::clone(&state.settings.keys)}
                    read_only={open.is_read_only()}
                />
                if let Some(find) = open.find.clone() {
                    <FindBar
                        {find}
                        labels={Rc::clone(&open.session.labels)}
                        tag={open.view.armed.clone().or_else(|| open.view.last.clone())}
                        read_only={open.is_read_only()}
                        revision={open.session.revision}
                    />
                }
            }
                { banners(desk, &standing) }
            </Bars>
            if let Some(open) = open {
                { document_view(desk, open, state) }
            } else {
                <main class="nothing-open">
                    <h1 id={NOTHING_OPEN} tabindex="-1">{ strings::PROGRAM }</h1>
                    <p class="hint">{ strings::page::NOTHING_OPEN }</p>
                </main>
            }
            { over_view(desk, state) }
            { notices(desk, &state.notices) }
            <div class="visually-hidden" role="status" aria-live="polite">{ &*state.said }</div>
        </>
    }
}

fn document_view(desk: &Desk, open: &Open, state: &State) -> Html {
    let session = &open.session;
    let annotations = &session.annotations;
    let focused = open.view.focus.as_ref().and_then(|id| annotations.get(id));
    let focus =
        focused.map(|annotation| (annotation.id.clone(), sections_of(&session.text, annotations, &annotation.id)));
    let settings = &state.settings;
    let codes = code_panel(session, &settings.coder, state.codes_shown, open.is_read_only(), &settings.keys);
    let related = Rc::new(focused.map(|focused| Related::of(session, &focused.id)).unwrap_or_default());
    let mut unfolded = state.unfolded.clone();
    // Those to choose from stand in the sheet.
    unfolded.extend(open.view.picking().map(|_| Fold::Sheet));
    let selection = open.view.selection.filter(|_| open.view.armed.is_none() && open.view.held.is_none());
    html! {
        <>
            <div class="desk" data-list={if state.list_shown { "shown" } else { "hidden" }}>
                <main class="column">
                    { article_head(desk, &session.description, codes, open.is_read_only()) }
                    <Legend labels={Rc::clone(&session.labels)} counts={Rc::clone(annotations.counts())} />
                    <div class="page">
                        <Reader
                            key={session.document.id.as_str()}
                            text={Rc::clone(&session.text)}
                            sections={Rc::clone(annotations.sections())}
                            labels={Rc::clone(&session.labels)}
                            focus={focus.clone()}
                            jump={open.jump}
                            title={Rc::clone(&session.description.title)}
                            label_names={state.settings.label_names}
                            invisible={state.settings.invisible}
                        />
                        <Overlay
                            text={Rc::clone(&session.text)}
                            revision={session.revision}
                            caret={open.view.caret}
                            selection={open.view.selection}
                            focus={open.view.focus.clone()}
                            held={open.view.held}
                            read_only={open.is_read_only()}
                        />
                        if let Some(near) = focused.filter(|_| !related.is_empty()) {
                            <Arcs
                                text={Rc::clone(&session.text)}
                                labels={Rc::clone(&session.labels)}
                                near={Rc::clone(near)}
                                related={Rc::clone(&related)}
                                revision={session.revision}
                            />
                        }
                        if let Some(annotation) = focused {
                            { card_view(Subject { desk, open, annotation, keys: &state.settings.keys }) }
                        }
                        if let Some(selection) = selection.filter(|_| open.is_read_only()) {
                            <LockedMenu {selection} />
                        } else if let Some(selection) = selection {
                            <LabelMenu
                                {selection}
                                dragged={open.view.dragged.is_some()}
                                focus={open.view.focus.clone()}
                                labels={Rc::clone(&session.labels)}
                                keys={Rc::clone(&state.settings.keys)}
                            />
                        }
                    </div>
                    <PrintedNotes />
                </main>
                <Side>
                    if state.settings.hints {
                        <FindingList
                            key={session.document.id.as_str()}
                            text={Rc::clone(&session.text)}
                            labels={Rc::clone(&session.labels)}
                            findings={open.findings.clone()}
                            dismissed={session.dismissed.clone()}
                            read_only={open.is_read_only()}
                        />
                    }
                    if let Some(annotation) = focused {
                        <Inspector
                            key={annotation.id.as_str()}
                            text={Rc::clone(&session.text)}
                            annotation={Rc::clone(annotation)}
                            labels={Rc::clone(&session.labels)}
                            read_only={open.is_read_only()}
                            keys={Rc::clone(&state.settings.keys)}
                            others_here={shape::others_here(open, annotation)}
                            {unfolded}
                            said={said(desk, open, annotation, &state.settings.keys)}
                        >
                            <RelationList
                                text={Rc::clone(&session.text)}
                                labels={Rc::clone(&session.labels)}
                                near={Rc::clone(annotation)}
                                related={Rc::clone(&related)}
                                read_only={open.is_read_only()}
                                keys={Rc::clone(&state.settings.keys)}
                            />
                        </Inspector>
                    }
                    <AnnotationList
                        key={session.document.id.as_str()}
                        session={AtRevision(session.clone())}
                        {focus}
                        filter={open.filter.clone()}
                        read_only={open.is_read_only()}
                    />
                </Side>
            </div>
            { mode_line(desk, open, &state.settings.keys) }
            if let Some(tag) = open.view.armed.clone() {
                <ArmedSign {tag} labels={Rc::clone(&session.labels)} />
            }
        </>
    }
}

/// What the inspector says of a sentiment, or of the entity of a mention. What the card beside the text has stands here only
/// where there is no room for the card.
fn said(desk: &Desk, open: &Open, annotation: &Rc<crate::model::Annotation>, keys: &Assigned) -> Html {
    let subject = Subject { desk, open, annotation, keys };
    let Some(frame) = annotation.frame() else { return entity_rows(subject) };
    let on_card = open.view.card().is_some_and(|card| !card.closed) && open.view.selection.is_none();
    html! {
        <>
            <div class={classes!("frame-rows", on_card.then_some("only-narrow"))}>{ core_rows(subject, frame) }</div>
            { manner_rows(subject, frame) }
        </>
    }
}

fn over_view(desk: &Desk, state: &State) -> Html {
    match &state.over {
        None => Html::default(),
        Some(Over::Library) => {
            let open = state.open.as_ref().map(|open| open.session.document.id.clone());
            library_list(desk, &state.library, open.as_ref())
        }
        Some(Over::Draft(text)) => html! { <DraftBox text={Rc::clone(text)} /> },
        Some(Over::Help) => help(&state.settings.keys),
        Some(Over::Settings) => html! {
            <SettingsBox settings={state.settings.clone()} used_units={state.used_units} articles={state.library.kept.len()} />
        },
        Some(Over::Keys) => html! { <KeyEditor settings={state.settings.clone()} /> },
        Some(Over::Palette) => {
            let labels = state.open.as_ref().map(|open| &*open.session.labels);
            palette(desk, labels, &state.settings.keys)
        }
        Some(Over::ChooseLabel(purpose)) => {
            let choose = |open: &Open| label_palette(desk, &open.session.labels, *purpose, &state.settings.keys);
            state.open.as_ref().map(choose).unwrap_or_default()
        }
        Some(Over::ChooseRelation(to)) => {
            state.open.as_ref().map(|open| relation_palette(desk, open, to)).unwrap_or_default()
        }
        Some(Over::Labels(part)) => {
            state.open.as_ref().map(|open| label_editor(state, open, *part)).unwrap_or_default()
        }
        Some(Over::Insight(other)) => state.open.as_ref().map_or_else(Html::default, |open| {
            html! {
                <InsightPage
                    session={AtRevision(open.session.clone())}
                    other={other.clone()}
                    library={Rc::clone(&state.library)}
                    keys={Rc::clone(&state.settings.keys)}
                />
            }
        }),
        Some(Over::Occurrences(id)) => occurrences_view(state.open.as_ref(), id),
        Some(Over::Problems(problems)) => import_box::problems(desk, problems),
        Some(Over::Converting(name)) => import_box::converting(desk, name),
        Some(Over::Ask(asked)) => import_box::asked(desk, asked),
        Some(Over::Export) => match &state.open {
            Some(open) => html! {
                <ExportBox session={AtRevision(open.session.clone())} kept={state.library.kept.len()} />
            },
            None => Html::default(),
        },
    }
}

fn occurrences_view(open: Option<&Open>, id: &AnnotationId) -> Html {
    let found = open.and_then(|open| Some((open, open.session.annotations.get(id)?)));
    let Some((open, annotation)) = found else { return Html::default() };
    html! {
        <Occurrences session={AtRevision(open.session.clone())} annotation={Rc::clone(annotation)} />
    }
}

/// What the whole page listens to.
fn listen(desk: &Desk) -> Vec<page::Listener> {
    let with = |act: fn(&Desk)| {
        let desk = desk.clone();
        move |_: &web_sys::Event| act(&desk)
    };
    let keys = desk.clone();
    let pasted = desk.clone();
    let dropped = desk.clone();
    let followed = desk.clone();
    let leaving = desk.clone();
    vec![
        page::on("keydown", move |event: &web_sys::KeyboardEvent| {
            if keys.key(&KeyPress::of(event)) {
                event.prevent_default();
            }
        }),
        page::on("paste", move |event: &web_sys::Event| {
            let elsewhere = page::is_in_field(event) || pasted.state().over.is_some();
            if let Some(text) = clipboard::pasted_text(event).filter(|_| !elsewhere) {
                event.prevent_default();
                pasted.paste(text);
            }
        }),
        page::on("dragover", |event: &web_sys::DragEvent| {
            if file::is_file_drag(event) {
                event.prevent_default();
            }
        }),
        page::on("drop", move |event: &web_sys::DragEvent| {
            if file::is_file_drag(event) {
                event.prevent_default();
                dropped.open_files(PickedFile::of_drop(event));
            }
        }),
        page::on("visibilitychange", with(Desk::put_in_order)),
        page::on_window("pagehide", with(Desk::put_in_order)),
        page::before_leaving(move || leaving.would_lose_work()),
        tabs::on_storage(move |key, value| followed.follow(key.as_deref(), value.as_deref())),
    ]
}
