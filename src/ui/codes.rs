//! The article as a whole: its variables, each a field, and who codes. Folded up, one line says what was coded.

use super::attributes::{Owner, fields, words_of};
use super::desk::{CODER_FIELD, CODES, Desk, VARIABLES, code};
use super::keys::{self, Assigned, Deed};
use super::state::{Over, Part};
use super::strings::{codes as strings, inspector};
use crate::browser::page;
use crate::model::session::Code;
use crate::model::{LabelSet, Session};
use std::rc::Rc;
use yew::prelude::*;

/// What the panel shows.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The definitions of the variables.
    pub labels: Rc<LabelSet>,
    /// The values, by variable.
    pub codes: imbl::OrdMap<Rc<str>, Rc<Code>>,
    /// Who codes here; may be empty.
    pub coder: Rc<str>,
    /// Whether it is unfolded.
    pub unfolded: bool,
    /// Whether nothing can be changed here.
    pub read_only: bool,
    /// The keys that were assigned.
    pub keys: Rc<Assigned>,
}

/// The panel.
#[component]
pub fn CodePanel(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let fold = desk.on(|desk, _: MouseEvent| desk.fold_codes());
    let leave = desk.on(|desk, event: KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() {
            event.stop_propagation();
            desk.finish_typing();
            desk.reader().cast().iter().for_each(page::focus);
        }
    });
    let values = in_order(&props.labels, &props.codes);
    html! {
        <section class="codes" aria-label={strings::TITLE} onkeydown={leave}>
            <button
                type="button" class="fold" aria-expanded={props.unfolded.to_string()} aria-controls={CODES}
                title={keys::titled(strings::UNFOLD, Deed::Code, &props.keys)} onclick={fold}
            >{ strings::TITLE }</button>
            if !props.unfolded && !values.is_empty() {
                <span class="codes-summary" dir="auto">{ summary(&values) }</span>
            }
            <div id={CODES} class="code-fields" hidden={!props.unfolded}>
                if props.unfolded { { unfolded_view(&desk, props, &values) } }
            </div>
            if !values.is_empty() { <p class="print-only" dir="auto">{ summary(&values) }</p> }
        </section>
    }
}

fn unfolded_view(desk: &Desk, props: &Props, values: &[&Rc<Code>]) -> Html {
    let owner = Owner { key: "code".into(), set: Rc::new(code), side_by_side: true, read_only: props.read_only };
    let pairs: Vec<_> = values.iter().map(|code| (&code.name, &code.value)).collect();
    let sign = desk.on(|desk, event: Event| desk.sign_with(&page::field_value(&event)));
    let define = desk.on(|desk, _: MouseEvent| desk.lay_over(Over::Labels(Part::Codes)));
    let others: Vec<String> = coders(values, &props.coder);
    let nameless = values.iter().filter(|code| code.coder.is_none() && !props.coder.is_empty()).count();
    html! {
        <>
            <label class="coder">
                <span>{ strings::CODER }</span>
                <input
                    type="text" id={CODER_FIELD} placeholder={strings::CODER_HINT} dir="auto" autocomplete="off" spellcheck="false"
                    value={props.coder.to_string()} onchange={sign}
                />
            </label>
            if nameless > 0 { <p class="hint" role="status">{ strings::nameless(nameless) }</p> }
            if !others.is_empty() { <p class="hint">{ strings::coded_by(&others) }</p> }
            <div id={VARIABLES} class="code-variables">{ fields(desk, &owner, props.labels.codes(), &pairs) }</div>
            <div class="code-feet">
                <button type="button" class="fold" onclick={define}>{ strings::DEFINE }</button>
            </div>
        </>
    }
}

/// The values, those of defined variables first, in their order.
fn in_order<'a>(labels: &LabelSet, codes: &'a imbl::OrdMap<Rc<str>, Rc<Code>>) -> Vec<&'a Rc<Code>> {
    let defined = labels.codes().iter().filter_map(|definition| codes.get(&definition.name));
    let others = codes.values().filter(|code| labels.code(&code.name).is_none());
    defined.chain(others).collect()
}

fn summary(values: &[&Rc<Code>]) -> String {
    let value = |code: &&Rc<Code>| inspector::attribute(&code.name, &words_of(&code.value));
    strings::list(&values.iter().map(value).collect::<Vec<_>>())
}

/// Who gave the values, where that is not who codes here.
fn coders(values: &[&Rc<Code>], here: &str) -> Vec<String> {
    let mut names: Vec<String> = values.iter().filter_map(|code| Some(code.coder.as_deref()?.to_owned())).collect();
    names.sort();
    names.dedup();
    names.retain(|name| *name != here);
    names
}

/// The properties of the panel of a session.
pub fn code_panel(session: &Session, coder: &Rc<str>, unfolded: bool, read_only: bool, keys: &Rc<Assigned>) -> Html {
    html! {
        <CodePanel
            labels={Rc::clone(&session.labels)} codes={session.codes.clone()} coder={Rc::clone(coder)} {unfolded} {read_only}
            keys={Rc::clone(keys)}
        />
    }
}
