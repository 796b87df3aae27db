//! What is done to the label set, with sets that are kept under names, and with labels that were found by typing.

use super::Desk;
use super::documents::file_stem;
use crate::browser::clock;
use crate::browser::file::PickedFile;
use crate::format::{decode, label_set};
use crate::model::{Action, Command, CommandError, Label, LabelId, LabelKey, LabelSet, Slot, Tag, Unknown};
use crate::ui::settings::Settings;
use crate::ui::state::{KeptLabels, Line, Purpose};
use crate::ui::strings::says;
use std::rc::Rc;
use yew::platform::spawn_local;

impl Desk {
    /// Uses a label or a sentiment that was chosen by typing its name.
    pub fn use_tag(&self, tag: &Tag, purpose: Purpose) {
        self.clear_over();
        if let Some(open) = self.state().open {
            let focused = open.view.focus.as_ref().and_then(|id| open.session.annotations.get(id));
            match (purpose, focused) {
                (Purpose::Duplicate, Some(focused)) => {
                    self.add(&open.session, Some(focused.fragments.clone()), tag);
                }
                (Purpose::Relabel, Some(focused)) => self.retag(&open, focused, tag.clone()),
                _ => self.apply(tag.clone()),
            }
        }
        self.keep_focus_on_page();
    }

    /// Changes the label set or the attributes, or tells why not in words for the field where it was tried.
    pub fn change_labels(&self, action: Action) -> Result<(), String> {
        self.finish_typing();
        let Some(open) = self.state().open else { return Ok(()) };
        let command = Command { at: clock::now(), action };
        match open.session.run(&command) {
            Err(CommandError::NothingToChange) => Ok(()),
            Err(error) => Err(error.to_string()),
            Ok(_) => {
                self.run(command.action);
                Ok(())
            }
        }
    }

    /// Adds a label behind the others, with a colour and a key that are free.
    pub fn add_label(&self, name: &str) -> Result<(), String> {
        let Some(open) = self.state().open else { return Ok(()) };
        let label = fresh_label(&open.session.labels, name.trim());
        self.change_labels(Action::PutLabel(label, open.session.labels.len() as u32))
    }

    /// Moves a label to a place in the set.
    pub fn move_label(&self, id: &LabelId, place: u32) {
        if let Some(label) = self.state().open.and_then(|open| open.session.labels.get(id).cloned()) {
            self.run(Action::PutLabel(label, place));
        }
    }

    /// Puts another set in place of the open article's.
    pub fn use_labels(&self, set: &LabelSet) {
        if let Err(why) = self.change_labels(Action::SetLabels(set.clone())) {
            self.alarm(&why);
        }
    }

    /// Downloads a label set as a file of its own.
    pub fn download_labels(&self, name: &str, set: &LabelSet) {
        let file = format!("{}.labels.json", file_stem(name));
        if self.save_file(&file, &label_set::write(set)) {
            self.say(&says::downloaded(&file));
        }
    }

    /// Takes the labels of a file for the open article.
    pub fn import_labels(&self, file: PickedFile) {
        let desk = self.clone();
        spawn_local(async move {
            let name = file.name();
            match labels_of(&file).await {
                Err(why) => desk.alarm(&says::labels_not_taken(&name, why)),
                Ok((set, problems)) => {
                    desk.use_labels(&set);
                    desk.say(&says::labels_taken(set.len(), &name));
                    desk.tell_problems(&says::partly_used(&name), problems.iter().map(Line::words).collect());
                }
            }
        });
    }

    /// Reads the label sets that are kept under names again.
    pub fn refresh_label_sets(&self) {
        let kept = match self.0.library.label_sets() {
            Ok(kept) => kept,
            Err(error) => return self.alarm(&says::sets_unreadable(error)),
        };
        let read = |(name, written): (String, String)| KeptLabels {
            name: name.into(),
            set: label_set::read(written.as_bytes()).ok().map(|(set, _)| Rc::new(set)),
        };
        let kept = kept.into_iter().map(read).collect();
        self.change(|state| state.label_sets = Rc::new(kept));
    }

    /// Keeps the open article's label set under a name, or tells why not.
    pub fn keep_labels(&self, name: &str) -> Result<(), String> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() {
            return Err(says::SET_NEEDS_NAME.to_owned());
        }
        if LabelSet::PRESETS.iter().any(|(preset, _)| preset.eq_ignore_ascii_case(&name)) {
            return Err(says::is_preset(&name));
        }
        let Some(open) = self.state().open else { return Ok(()) };
        let kept = self.0.library.keep_label_set(&name, &label_set::write(&open.session.labels));
        kept.map_err(says::set_not_kept)?;
        self.refresh_label_sets();
        self.say(&says::set_kept(&name));
        Ok(())
    }

    /// Deletes a label set that was kept under a name. No article changes.
    pub fn delete_labels(&self, name: &str) {
        match self.0.library.delete_label_set(name) {
            Ok(()) => {
                if *self.state().settings.labels == *name {
                    self.set(|settings| settings.labels = Settings::default().labels);
                }
                self.say(&says::set_deleted(name));
            }
            Err(error) => self.alarm(&says::set_not_deleted(error)),
        }
        self.refresh_label_sets();
    }

    /// The label set that a new article starts with: the one that was chosen, or where that is gone the usual one.
    pub(super) fn labels_of_new_article(&self) -> LabelSet {
        let name = self.state().settings.labels;
        let preset = LabelSet::PRESETS.iter().find(|(preset, _)| **preset == *name).map(|(_, set)| set());
        let kept = || {
            let written = self.0.library.label_sets().ok()?.remove(&*name)?;
            label_set::read(written.as_bytes()).ok().map(|(set, _)| set)
        };
        preset.or_else(kept).unwrap_or_else(LabelSet::ontonotes)
    }
}

async fn labels_of(file: &PickedFile) -> Result<(LabelSet, Vec<String>), String> {
    let (bytes, limit) = (file.size(), decode::limit(&file.name()));
    if bytes > limit {
        return Err(decode::DecodeError::TooLarge { bytes, limit }.to_string());
    }
    let (set, problems) = label_set::read(&file.bytes().await?).map_err(|error| error.to_string())?;
    Ok((set, problems.iter().map(ToString::to_string).collect()))
}

/// A label of this name for a set, with the first colour and the first key that no other has.
fn fresh_label(labels: &LabelSet, name: &str) -> Label {
    let taken = |slot: &Slot| labels.iter().any(|label| label.slot == *slot);
    let free_key = (1..=18).filter_map(LabelKey::new).find(|key| labels.on_key(*key).is_none());
    Label {
        id: LabelId::fresh(name, |id| labels.get(id).is_some()),
        name: name.into(),
        description: Rc::default(),
        slot: (0..Slot::COUNT).filter_map(Slot::new).find(|slot| !taken(slot)).unwrap_or(Slot::nth(labels.len())),
        key: free_key,
        folded: false,
        unknown: Unknown::default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fresh_label_takes_what_is_free() {
        let set = LabelSet::conll();
        let label = fresh_label(&set, "LOC");
        assert_eq!((label.slot.number(), label.key.map(LabelKey::number)), (4, Some(5)));
        assert!(set.get(&label.id).is_none(), "{}", label.id);
        let label = fresh_label(&LabelSet::ontonotes(), "Ship");
        assert_eq!((label.id.as_str(), label.slot.number(), label.key), ("Ship", 0, None));
    }
}
