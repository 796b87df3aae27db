//! The settings, each of which acts at once.

use super::desk::Desk;
use super::dialog::Dialog;
use super::settings::{HINTS, INVISIBLE, LABEL_NAMES, LOOKS, SINGLE_KEYS, SNAPS, Settings, Switch};
use super::state::Over;
use super::strings;
use crate::browser::page;
use crate::model::Snap;
use yew::prelude::*;

/// What the settings show.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// The settings.
    pub settings: Settings,
    /// What is kept here, in UTF-16 units.
    pub used_units: usize,
    /// How many articles are kept.
    pub articles: usize,
}

/// What an origin may keep, in UTF-16 units: measured in Chromium and Firefox.
const QUOTA_UNITS: usize = 5_242_880;

/// The settings.
#[component]
pub fn SettingsBox(props: &Props) -> Html {
    let desk = use_context::<Desk>().expect("the app provides the desk");
    let asking = use_state(|| false);
    let settings = &props.settings;
    let ask = use_callback(asking.clone(), |_: MouseEvent, asking| asking.set(!**asking));
    let erase = desk.on(|desk, _: MouseEvent| desk.erase_everything());
    let sign = desk.on(|desk, event: Event| desk.sign_with(&page::field_value(&event)));
    let edit_keys = desk.on(|desk, _: MouseEvent| desk.lay_over(Over::Keys));
    let percent = (props.used_units * 100).div_ceil(QUOTA_UNITS);
    html! {
        <Dialog title={strings::header::SETTINGS} class="settings">
            { for (0..LOOKS.len()).map(|place| look_view(&desk, settings, place)) }
            <fieldset>
                <legend>{ strings::settings::SHOWS }</legend>
                { switch_view(&desk, settings, &LABEL_NAMES) }
                { switch_view(&desk, settings, &INVISIBLE) }
                { switch_view(&desk, settings, &HINTS) }
            </fieldset>
            <fieldset>
                <legend>{ strings::settings::SNAP }</legend>
                { for SNAPS.into_iter().map(|(snap, _, name)| snap_view(&desk, settings.snap == snap, snap, name)) }
                <p class="hint">{ strings::settings::ALT_HINT }</p>
            </fieldset>
            <fieldset>
                <legend>{ strings::key_editor::TITLE }</legend>
                { switch_view(&desk, settings, &SINGLE_KEYS) }
                <p class="hint">{ strings::settings::KEYS_HINT }</p>
                <button type="button" class="button" onclick={edit_keys}>{ strings::settings::CHANGE_KEYS }</button>
            </fieldset>
            <fieldset>
                <legend>{ strings::settings::CODER }</legend>
                <label class="field">
                    { strings::settings::CODER_NAME }
                    <input
                        type="text" dir="auto" autocomplete="off" spellcheck="false" value={settings.coder.to_string()} onchange={sign}
                    />
                </label>
                <p class="hint">{ strings::settings::CODER_HINT }</p>
            </fieldset>
            <fieldset>
                <legend>{ strings::settings::KEPT }</legend>
                <p>{ strings::settings::kept(props.articles, percent) }</p>
                if *asking {
                    <p class="alarm-text">{ strings::settings::ERASE_WARNING }</p>
                    <div class="dialog-feet">
                        <button type="button" class="button" onclick={ask}>{ strings::settings::KEEP }</button>
                        <button type="button" class="button danger" onclick={erase}>{ strings::settings::ERASE_NOW }</button>
                    </div>
                } else {
                    <button type="button" class="button danger" onclick={ask}>{ strings::settings::ERASE }</button>
                }
            </fieldset>
        </Dialog>
    }
}

/// A choice of how the page looks: its options side by side.
fn look_view(desk: &Desk, settings: &Settings, place: usize) -> Html {
    let look = &LOOKS[place];
    let option = |(index, (value, name)): (usize, &(&'static str, &'static str))| {
        let choose = desk.on(move |desk, _: Event| desk.set(|settings| settings.looks[place] = index));
        let checked = settings.looks[place] == index;
        html! {
            <label class="option">
                <input type="radio" name={look.name} value={*value} {checked} onchange={choose} />
                <span>{ *name }</span>
            </label>
        }
    };
    html! {
        <fieldset class="look">
            <legend>{ look.title }</legend>
            <div class="options">{ for look.options.iter().enumerate().map(option) }</div>
        </fieldset>
    }
}

fn snap_view(desk: &Desk, checked: bool, snap: Snap, name: &'static str) -> Html {
    let choose = desk.on(move |desk, _: Event| desk.set(|settings| settings.snap = snap));
    html! {
        <label class="check">
            <input type="radio" name="snap" {checked} onchange={choose} />
            { name }
        </label>
    }
}

fn switch_view(desk: &Desk, settings: &Settings, switch: &Switch) -> Html {
    let of = switch.of;
    let flip = desk.on(move |desk, _: Event| {
        desk.set(|settings| {
            let on = of(settings);
            *on = !*on;
        });
    });
    let checked = *of(&mut settings.clone());
    html! {
        <label class="check">
            <input type="checkbox" name={switch.name} {checked} onchange={flip} />
            { switch.title }
        </label>
    }
}
