//! End-to-end tests: the built release page in real browsers, with real mouse and key events.
//!
//! `cargo xtask test --e2e NAME` builds the page and runs those whose name contains NAME. A test that fails leaves a
//! screenshot and the page's markup in `target/tmp/e2e`.

#![cfg(not(target_arch = "wasm32"))]

mod accessibility;
mod bad_input;
mod browser;
mod comfort;
mod converter;
mod copying;
mod exchanging;
mod extremes;
mod finding;
mod framing;
mod hard_text;
mod harness;
mod insight;
mod journey;
mod keeping;
mod keyboard;
mod labels;
mod linting;
mod outcome;
mod page;
mod processes;
mod relations;
mod report;
mod rescue;
mod reshaping;
mod scale;
mod scripting;
mod steps;
mod tabs;
mod touch;
mod touching;
mod views;

use accessibility::{focus_is_never_lost, no_state_has_faults};
use bad_input::{
    markup_in_a_file_is_text, names_what_it_left_out, refuses_what_is_no_text, refuses_what_is_not_our_json,
};
use comfort::{
    article_has_a_note, comfort_settings_are_kept, invisible_characters_are_shown, keys_are_reassigned,
    print_has_a_legend, top_bar_fits_a_telephone, typing_goes_on_whatever_happens,
};
use copying::{copies_for_spreadsheets_and_word_processors, what_is_copied_as_json_can_be_pasted};
use exchanging::{
    attached_file_is_one_undo_step, damaged_and_misnamed_files_are_told, files_of_other_tools_go_out_and_come_back,
    messages_cover_no_button, odd_files_are_asked_about,
};
use extremes::{a_hundred_thousand_lines, one_endless_line, unseen_characters_stay};
use finding::{
    filtered_list_costs_what_an_edit_touches, find_annotates_all, find_in_much_text, hanging_pattern_is_stopped,
    list_filters_and_groups, list_is_worked_by_keys,
};
use framing::{
    card_leaves_its_sentence_in_view, choosing_ends_and_takes_what_is_tagged, frames_by_keys_alone, frames_by_mouse,
    list_knows_holders_and_targets, mentions_are_joined, rows_are_dragged_together, typing_a_name_is_one_step,
};
use hard_text::{hard_text_is_pasted, hard_text_slices_right};
use insight::{insight_counts_what_keys_make, insight_is_taken_away_and_compared, insight_leads_to_its_sentences};
use journey::{main_job, opens_texts};
use keeping::{
    article_that_does_not_fit_opens, damaged_article_is_set_apart, damaged_change_keeps_earlier_ones,
    deleting_everything_takes_ours_only, forbidden_and_absent_storage_are_states, full_storage_is_a_state,
    killed_browser_leaves_a_prefix, killed_tab_loses_nothing, panic_shows_the_rescue_page, place_in_the_text_is_back,
    reminder_comes_once, safe_start_opens_no_article,
};
use keyboard::keyboard_alone_does_the_whole_job;
use labels::{
    attributes_are_set, label_dialogs_have_no_faults, label_edit_costs_what_it_touches, label_is_chosen_by_typing,
    label_set_of_bad_input, label_sets_are_kept, labels_are_renamed_and_kept,
};
use linting::{
    dismissed_hint_stays_dismissed, hints_are_for_everybody, hints_are_mended_and_brought_back,
    reading_along_costs_idle_moments_only,
};
use outcome::Outcome;
use page::Page;
use relations::{
    article_is_coded, list_knows_relations_and_coders, marks_are_related, relation_types_are_edited,
    relations_have_no_faults,
};
use report::instrumented_journey;
use rescue::{rescue_page_is_for_the_program_only, rescue_page_keeps_what_is_stored};
use reshaping::{clicks_take_words_and_sentences, edge_drag, overlapping_marks_cycle};
use scale::{edit_costs_what_it_touches, large_article_opens_and_takes_a_mark, quick_frames_cost_what_an_edit_touches};
use scripting::{
    scripts_export_each_format, scripts_hear_of_changes, scripts_in_a_window_that_follows, scripts_open_articles,
};
use tabs::{
    frozen_window_wakes_up_read_only, mute_window_loses_the_article, second_window_follows_and_takes_over,
    windows_on_two_articles_both_write,
};
use touching::{sentiments_are_made_by_touch, touch_alone_does_the_whole_job};
use views::{
    a_format_is_chosen_by_enter, a_list_keeps_to_what_is_meant, places_inside_a_mark_are_not_ticked,
    the_inspector_leaves_room_for_the_list, what_cannot_be_seen_has_a_name_in_the_list,
};

/// Makes tests of `async fn name(page: &mut Page) -> Outcome` functions: `name::chromium` and `name::firefox`.
macro_rules! in_both_browsers {
    ($($(#[$attribute:meta])* $name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            $(#[$attribute])*
            fn chromium() {
                crate::page::run(crate::browser::Kind::Chromium, stringify!($name), super::$name);
            }

            #[test]
            $(#[$attribute])*
            fn firefox() {
                crate::page::run(crate::browser::Kind::Firefox, stringify!($name), super::$name);
            }
        }
    )+};
}

/// Like [`in_both_browsers`], for what cannot be done to Firefox by WebDriver.
macro_rules! in_chromium {
    ($($(#[$attribute:meta])* $name:ident),+ $(,)?) => {$(
        mod $name {
            #[test]
            $(#[$attribute])*
            fn chromium() {
                crate::page::run(crate::browser::Kind::Chromium, stringify!($name), super::$name);
            }
        }
    )+};
}

in_both_browsers!(opens_cleanly, rescue_page_keeps_what_is_stored);
in_both_browsers!(main_job, opens_texts, hard_text_slices_right, hard_text_is_pasted, markup_in_a_file_is_text);
in_both_browsers!(
    clicks_take_words_and_sentences,
    edge_drag,
    keyboard_alone_does_the_whole_job,
    overlapping_marks_cycle,
);
in_chromium!(sentiments_are_made_by_touch, touch_alone_does_the_whole_job);
in_both_browsers!(
    a_format_is_chosen_by_enter,
    a_list_keeps_to_what_is_meant,
    places_inside_a_mark_are_not_ticked,
    the_inspector_leaves_room_for_the_list,
    what_cannot_be_seen_has_a_name_in_the_list,
);
in_chromium!(refuses_what_is_no_text, refuses_what_is_not_our_json, names_what_it_left_out, instrumented_journey);
in_chromium!(rescue_page_is_for_the_program_only);
in_both_browsers!(
    article_that_does_not_fit_opens,
    damaged_article_is_set_apart,
    damaged_change_keeps_earlier_ones,
    deleting_everything_takes_ours_only,
    full_storage_is_a_state,
    killed_browser_leaves_a_prefix,
    killed_tab_loses_nothing,
    panic_shows_the_rescue_page,
    place_in_the_text_is_back,
    reminder_comes_once,
    safe_start_opens_no_article,
);
in_chromium!(forbidden_and_absent_storage_are_states);
in_both_browsers!(second_window_follows_and_takes_over, windows_on_two_articles_both_write);
in_chromium!(frozen_window_wakes_up_read_only, mute_window_loses_the_article);
in_both_browsers!(focus_is_never_lost, no_state_has_faults);
in_both_browsers!(find_annotates_all, hanging_pattern_is_stopped, list_filters_and_groups, list_is_worked_by_keys);
in_chromium!(filtered_list_costs_what_an_edit_touches, find_in_much_text);
in_both_browsers!(large_article_opens_and_takes_a_mark);
in_chromium!(
    edit_costs_what_it_touches,
    quick_frames_cost_what_an_edit_touches,
    one_endless_line,
    a_hundred_thousand_lines
);
in_both_browsers!(
    card_leaves_its_sentence_in_view,
    choosing_ends_and_takes_what_is_tagged,
    frames_by_keys_alone,
    frames_by_mouse,
    list_knows_holders_and_targets,
    mentions_are_joined,
    rows_are_dragged_together,
    typing_a_name_is_one_step,
);
in_both_browsers!(unseen_characters_stay);
in_both_browsers!(copies_for_spreadsheets_and_word_processors, what_is_copied_as_json_can_be_pasted);
in_both_browsers!(typing_goes_on_whatever_happens);
in_both_browsers!(article_has_a_note, comfort_settings_are_kept, invisible_characters_are_shown, keys_are_reassigned);
in_chromium!(print_has_a_legend, top_bar_fits_a_telephone);
in_both_browsers!(
    attributes_are_set,
    label_dialogs_have_no_faults,
    label_is_chosen_by_typing,
    label_set_of_bad_input,
    label_sets_are_kept,
    labels_are_renamed_and_kept,
);
in_chromium!(label_edit_costs_what_it_touches);
in_both_browsers!(
    article_is_coded,
    list_knows_relations_and_coders,
    marks_are_related,
    relation_types_are_edited,
    relations_have_no_faults,
);
in_both_browsers!(hints_are_mended_and_brought_back, dismissed_hint_stays_dismissed, hints_are_for_everybody);
in_chromium!(reading_along_costs_idle_moments_only);
in_both_browsers!(insight_counts_what_keys_make, insight_is_taken_away_and_compared, insight_leads_to_its_sentences);
in_both_browsers!(
    attached_file_is_one_undo_step,
    damaged_and_misnamed_files_are_told,
    files_of_other_tools_go_out_and_come_back,
    messages_cover_no_button,
    odd_files_are_asked_about,
);

in_both_browsers!(
    scripts_export_each_format,
    scripts_hear_of_changes,
    scripts_in_a_window_that_follows,
    scripts_open_articles,
);

mod host_page_uses_the_tool {
    use crate::browser::Kind;
    use crate::scripting::{host_page_uses_the_tool, run};

    #[test]
    fn chromium() {
        run(Kind::Chromium, "host", host_page_uses_the_tool);
    }

    #[test]
    fn firefox() {
        run(Kind::Firefox, "host", host_page_uses_the_tool);
    }
}

mod harness_does_what_it_says {
    use crate::browser::Kind;
    use crate::harness::{fingers_do_what_they_say, harness_does_what_it_says, run};

    #[test]
    fn chromium() {
        run(Kind::Chromium, "harness", harness_does_what_it_says);
    }

    #[test]
    fn chromium_with_fingers() {
        run(Kind::Chromium, "fingers", fingers_do_what_they_say);
    }

    #[test]
    fn firefox() {
        run(Kind::Firefox, "harness", harness_does_what_it_says);
    }
}

/// The page opens without a word in the console, and asks nobody but its own server for anything.
async fn opens_cleanly(page: &mut Page) -> Outcome {
    page.open("").await?;
    page.find(".reader [data-block]").await?;
    assert_eq!(page.title().await?, "Harbour Vote Splits Port Amelie – Rubricate");

    let problems = page.console_problems().await?;
    assert!(problems.is_empty(), "{problems:#?}");

    let asked = page.js("return performance.getEntriesByType('resource').map((entry) => entry.name)").await?;
    let asked = asked.as_array().cloned().unwrap_or_default();
    assert!(
        asked.iter().any(|address| address.as_str().is_some_and(|address| address.ends_with(".wasm"))),
        "{asked:?}"
    );
    for address in &asked {
        assert!(address.as_str().is_some_and(|address| address.starts_with(&page.origin())), "{address}");
    }
    for request in page.requests() {
        assert_eq!(request.status, 200, "{request:?}");
        assert_eq!(format!("http://{}", request.host), page.origin(), "{request:?}");
    }
    Ok(())
}
