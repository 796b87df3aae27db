//! The README says what is so.

#![cfg(not(target_arch = "wasm32"))]

#[test]
fn the_shortcuts_are_those_of_the_key_table() {
    let readme = include_str!("../README.md");
    let table = rubricate::ui::shortcut_table();
    assert!(readme.contains(&table), "put this table into the README:\n\n{table}");
}
