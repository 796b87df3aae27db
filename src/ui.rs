//! The page: Yew components, the state that they show, and the desk where everything is done.
//!
//! Values go down by properties. What a person does goes to the desk (`desk.rs`), which every component finds in its
//! context. Nothing here computes an offset.

mod annotation_list;
mod app;
mod article_head;
mod attribute_editor;
mod attributes;
mod block;
mod card;
mod choice;
mod chord;
mod codes;
mod desk;
mod dialog;
mod draft;
mod drawing;
mod entity;
mod export_box;
mod find_bar;
mod findings;
mod fold;
mod frame;
mod header;
mod help;
mod import_box;
mod insight;
mod inspector;
mod invisible;
mod key_editor;
mod keys;
mod label_bar;
mod label_editor;
mod label_menu;
mod label_palette;
mod label_row;
mod label_sets;
mod library;
mod list_table;
mod mode;
mod notices;
mod occurrences;
mod palette;
mod picker;
mod print;
mod reader;
mod relation_editor;
mod relation_palette;
mod relations;
mod settings;
mod settings_box;
mod state;
mod strings;
mod tag_chip;
mod words;

pub use keys::shortcut_table;

/// Mounts the page into the document's `#app`.
pub fn start() {
    yew::set_custom_panic_hook(Box::new(crate::browser::rescue::on_panic));
    app::mount();
}
