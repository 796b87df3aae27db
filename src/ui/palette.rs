//! The command palette: everything that can be done, found by a few letters of its name.

use super::desk::Desk;
use super::keys::{self, Assigned, Deed, Reach, TABLE};
use super::picker::{Entry, Picker, Swatch};
use super::strings::palette as strings;
use crate::browser::viewport;
use crate::model::{LabelSet, Tag};
use std::rc::Rc;
use yew::prelude::*;

/// The palette; without `labels` where no article is open.
pub fn palette(desk: &Desk, labels: Option<&LabelSet>, assigned: &Assigned) -> Html {
    let always =
        |deed| matches!(deed, Deed::Open | Deed::New | Deed::Library | Deed::Settings | Deed::EditKeys | Deed::Help);
    let rows = TABLE.iter().filter(|row| row.reach != Reach::Caret && row.deed != Deed::Palette);
    let rows = rows.filter(|row| labels.is_some() || always(row.deed));
    let deeds = rows.map(|row| {
        let keys = keys::join(&keys::chords(row, assigned));
        (Act::Deed(row.deed), Entry { name: row.does.into(), keys, ..Entry::default() })
    });
    let labels = labels.into_iter().flat_map(LabelSet::iter).map(|label| {
        let entry = Entry {
            name: strings::label(&label.name).into(),
            keys: label.key.map(|key| key.to_string()).unwrap_or_default(),
            swatch: Some(Swatch::Slot(label.slot)),
            ..Entry::default()
        };
        (Act::Tag(Tag::Label(label.id.clone())), entry)
    });
    let (acts, entries): (Vec<Act>, Vec<Entry>) = deeds.chain(labels).unzip();
    let choose = desk.on(move |desk, place: usize| {
        desk.clear_over();
        let (desk, act) = (desk.clone(), acts.get(place).cloned());
        if let Some(Act::Deed(deed @ (Deed::CopyAnnotations | Deed::CopyList | Deed::CopyMarkedText))) = act {
            // Only in the course of a key press or a click does a browser copy.
            desk.do_deed(deed);
            return;
        }
        // Only once the palette is gone can something else have the focus.
        viewport::next_frame(move || {
            match act {
                Some(Act::Deed(deed)) => drop(desk.do_deed(deed)),
                Some(Act::Tag(tag)) => desk.apply(tag),
                None => {}
            }
            desk.keep_focus_on_page();
        });
    });
    html! { <Picker title={strings::TITLE} none={strings::NONE_CALLED_SO} entries={Rc::new(entries)} {choose} /> }
}

/// What an entry does.
#[derive(Clone)]
enum Act {
    Deed(Deed),
    Tag(Tag),
}
