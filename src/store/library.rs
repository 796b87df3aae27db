//! All the documents that are kept.

use super::keeper::{self, Keeper, Keeping, WriterToken};
use super::keys::{self, Key, PREFIX, Part};
use super::packing;
use super::recovery::{self, OpenError, Problem, Reading, Recovered, Stored};
use super::slots::{SlotError, Slots, units};
use crate::format::meta::{self, Meta};
use crate::format::raw;
use crate::format::snapshot::{self, TextDigest};
use crate::model::{Action, CharPos, Command, Description, DocumentId, Session, Timestamp};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// The documents that are kept in some slots.
#[derive(Clone)]
pub struct Library {
    slots: Rc<dyn Slots>,
}

/// A document that was opened to be worked on.
pub struct Opened {
    /// The session as of the last write that could be used.
    pub session: Session,
    /// What writes the document from now on.
    pub keeper: Keeper,
    /// What could not be used, and was set aside.
    pub problems: Vec<Problem>,
}

/// What the library holds, the documents changed last first; those of which that is not known come last.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Listing {
    /// The documents.
    pub kept: Vec<Listed>,
    /// The documents in the bin.
    pub bin: Vec<Listed>,
}

/// A document in the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// What it is kept under.
    pub id: DocumentId,
    /// What there is to say of it; `None` if that is damaged. The document may open all the same.
    pub meta: Option<Meta>,
    /// Why it could not be opened the last time, if it could not.
    pub damage: Option<String>,
    /// How many parts of it were set aside, as they could not be used.
    pub set_aside: usize,
}

/// How much storage is used, in UTF-16 units of keys and values.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Usage {
    /// By everything of Rubricate.
    pub units: usize,
    /// By each document, with what was set aside of it.
    pub documents: BTreeMap<DocumentId, usize>,
}

impl Library {
    /// The library in these slots.
    pub fn new(slots: Rc<dyn Slots>) -> Self {
        Self { slots }
    }

    /// What the library holds. Looks at all keys, but reads only what the list says of each document.
    pub fn list(&self) -> Result<Listing, SlotError> {
        let mut listing = Listing::default();
        let keys = self.slots.keys()?;
        let ids: BTreeSet<_> = keys.iter().filter_map(|key| keys::owner(key)).collect();
        let mut set_aside = BTreeMap::<DocumentId, usize>::new();
        for key in &keys {
            if let Some(Key::SetAside(id, ..)) = Key::read(key) {
                *set_aside.entry(id).or_default() += 1;
            }
        }
        for id in ids {
            let listed = Listed {
                meta: self.meta(&id)?,
                damage: self.slots.get(&Key::Damage(id.clone()).to_string())?,
                set_aside: set_aside.get(&id).copied().unwrap_or(0),
                id,
            };
            let removed = listed.meta.as_ref().is_some_and(|meta| meta.removed.is_some());
            if removed { &mut listing.bin } else { &mut listing.kept }.push(listed);
        }
        let newest_first = |listed: &Listed| Reverse(listed.meta.as_ref().map(|meta| meta.changed));
        listing.kept.sort_by_key(newest_first);
        listing.bin.sort_by_key(newest_first);
        Ok(listing)
    }

    /// Takes a document in: its text, a first snapshot, and what the list says. All of it is there afterwards and was
    /// read back, or nothing is.
    pub fn add(&self, session: &Session, token: WriterToken, now: Timestamp) -> Result<Keeper, SlotError> {
        let id = &session.document.id;
        let digest = TextDigest::of(&session.text);
        let taken = self.slots.keys()?.iter().any(|key| key.starts_with(&keys::of_document(id)));
        if taken {
            return Err(SlotError::Other(format!("another article is kept as {id}")));
        }
        let meta = Meta::new(session, now);
        let written = snapshot::write(session, &digest);
        let stored = Stored {
            snapshot: session.revision,
            snapshot_units: units(&written),
            saved: session.revision,
            journal_units: 0,
            litter: Vec::new(),
            aside: Vec::new(),
            round: 1,
        };
        let added = self.write_first(session, &digest, &written, &meta).and_then(|()| {
            let mut keeper = Keeper::new(Rc::clone(&self.slots), id.clone(), token, digest, stored, meta);
            keeper.claim()?;
            Ok(keeper)
        });
        if added.is_err() {
            // What cannot be taken away now is listed as damaged, and can be deleted there.
            for part in [Part::Writer, Part::Meta, Part::Snapshot(session.revision), Part::Text] {
                let _ = self.slots.remove(&document_key(id, part));
            }
        }
        added
    }

    fn write_first(&self, session: &Session, digest: &TextDigest, written: &str, meta: &Meta) -> Result<(), SlotError> {
        let id = &session.document.id;
        let text = document_key(id, Part::Text);
        let packed = packing::pack(session.text.as_str());
        self.slots.set(&text, &packed)?;
        if self.slots.get(&text)?.as_ref() != Some(&packed) {
            return Err(SlotError::Other("the text could not be read back".to_owned()));
        }
        let snapshot = document_key(id, Part::Snapshot(session.revision));
        keeper::write_and_read_back(&*self.slots, &snapshot, written, session, digest)?;
        self.slots.set(&document_key(id, Part::Meta), &meta::write(meta))
    }

    /// Reads a document without leave to write it: for a tab that follows another one. Writes nothing.
    ///
    /// `last_grapheme` is what [`Text::new`](crate::model::Text::new) asks for.
    pub fn read(&self, id: &DocumentId, last_grapheme: impl Fn(&str) -> usize) -> Result<Reading, OpenError> {
        let Recovered { session, problems, .. } = recovery::recover(&*self.slots, id, last_grapheme)?;
        Ok(Reading { session, problems })
    }

    /// Opens a document to be worked on, and takes it over from any other tab: from here on only the keeper with this
    /// token writes. What cannot be used of it is set aside.
    pub fn open(
        &self,
        id: &DocumentId,
        token: WriterToken,
        last_grapheme: impl Fn(&str) -> usize,
    ) -> Result<Opened, OpenError> {
        let there = self.slots.keys()?.iter().any(|key| key.starts_with(&keys::of_document(id)));
        if !there {
            return Err(OpenError::NotThere);
        }
        // The other tab has to stop before the document is read. Where storage is too full for the token, the keeper
        // writes it before it writes anything else.
        let claimed = self.slots.set(&document_key(id, Part::Writer), token.as_str()).is_ok();
        let damage = Key::Damage(id.clone()).to_string();
        let recovered = recovery::recover(&*self.slots, id, last_grapheme).inspect_err(|error| {
            if let OpenError::Damaged(how) = error {
                // For the list alone, which says less without it.
                let _ = self.slots.set(&damage, how);
            }
        })?;
        let Recovered { session, digest, stored, changed, problems } = recovered;
        if self.slots.get(&damage)?.is_some() {
            let _ = self.slots.remove(&damage);
        }
        let known = self.meta(id)?;
        let changed = changed.or(known.as_ref().map(|meta| meta.changed)).unwrap_or(session.document.created);
        let mut meta = Meta::new(&session, changed);
        if let Some(&Meta { exported, reminded, removed, .. }) = known.as_ref() {
            meta = Meta { exported, reminded, removed, ..meta };
        }
        if known.as_ref() != Some(&meta) {
            let _ = self.slots.set(&document_key(id, Part::Meta), &meta::write(&meta));
        }
        let mut keeper = Keeper::new(Rc::clone(&self.slots), id.clone(), token, digest, stored, meta);
        keeper.claimed = claimed;
        keeper.tidy_up();
        Ok(Opened { session, keeper, problems })
    }

    /// Gives a document that is not open another title.
    pub fn rename(
        &self,
        id: &DocumentId,
        title: &str,
        now: Timestamp,
        token: WriterToken,
        last_grapheme: impl Fn(&str) -> usize,
    ) -> Result<Keeping, OpenError> {
        let Opened { session, mut keeper, .. } = self.open(id, token, last_grapheme)?;
        let description = Description { title: title.into(), ..Description::clone(&session.description) };
        let command = Command { at: now, action: Action::Describe(description) };
        // The only command that is refused is one that changes nothing.
        if let Ok(renamed) = session.run(&command) {
            keeper.keep(&command, &renamed);
        }
        Ok(keeper.keeping().clone())
    }

    /// Puts a document into the bin. It must not be open.
    pub fn move_to_bin(&self, id: &DocumentId, now: Timestamp) -> Result<(), SlotError> {
        let unknown = || Meta {
            title: "".into(),
            created: now,
            changed: now,
            chars: 0,
            annotations: 0,
            exported: None,
            reminded: false,
            removed: None,
        };
        let meta = Meta { removed: Some(now), ..self.meta(id)?.unwrap_or_else(unknown) };
        self.slots.set(&document_key(id, Part::Meta), &meta::write(&meta))
    }

    /// Takes a document out of the bin. It is an error if it has been deleted in the meantime, as by another tab.
    pub fn restore(&self, id: &DocumentId) -> Result<(), SlotError> {
        match self.meta(id)? {
            Some(meta) => {
                let meta = Meta { removed: None, ..meta };
                self.slots.set(&document_key(id, Part::Meta), &meta::write(&meta))
            }
            None if self.keys_of(id)?.is_empty() => Err(SlotError::Other("it has been deleted for good".to_owned())),
            None => Ok(()),
        }
    }

    /// Deletes a document for good, with what was set aside of it.
    pub fn purge(&self, id: &DocumentId) -> Result<(), SlotError> {
        let meta = document_key(id, Part::Meta);
        let parts = self.keys_of(id)?.into_iter().filter(|key| *key != meta);
        parts.into_iter().try_for_each(|key| self.slots.remove(&key))?;
        // The last one to go, so that a document that is half deleted is still in the bin.
        self.slots.remove(&meta)
    }

    /// Deletes for good what is in the bin.
    pub fn empty_bin(&self) -> Result<(), SlotError> {
        self.list()?.bin.iter().try_for_each(|listed| self.purge(&listed.id))
    }

    /// Deletes for good what was put into the bin before `moment`: what another tab has just removed can still be put
    /// back there.
    pub fn purge_removed_before(&self, moment: Timestamp) -> Result<(), SlotError> {
        let long_ago =
            |listed: &&Listed| listed.meta.as_ref().and_then(|meta| meta.removed).is_some_and(|at| at < moment);
        self.list()?.bin.iter().filter(long_ago).try_for_each(|listed| self.purge(&listed.id))
    }

    /// Deletes everything that Rubricate keeps here, of whatever version, and nothing else.
    pub fn erase_everything(&self) -> Result<(), SlotError> {
        self.our_keys()?.iter().try_for_each(|key| self.slots.remove(key))
    }

    /// The document that was open last.
    pub fn current(&self) -> Result<Option<DocumentId>, SlotError> {
        Ok(self.slots.get(&Key::Current.to_string())?.and_then(|id| DocumentId::new(&id)))
    }

    /// Remembers which document is open, or that none is.
    pub fn set_current(&self, id: Option<&DocumentId>) -> Result<(), SlotError> {
        let key = Key::Current.to_string();
        id.map_or_else(|| self.slots.remove(&key), |id| self.slots.set(&key, id.as_str()))
    }

    /// The place in the text where the reader was.
    pub fn place(&self, id: &DocumentId) -> Result<Option<CharPos>, SlotError> {
        let place = self.slots.get(&document_key(id, Part::Place))?;
        Ok(place.and_then(|place| place.parse().ok()).map(CharPos))
    }

    /// Remembers the place in the text where the reader is.
    pub fn set_place(&self, id: &DocumentId, place: CharPos) -> Result<(), SlotError> {
        self.slots.set(&document_key(id, Part::Place), &place.to_string())
    }

    /// The settings of the page, as they were set.
    pub fn settings(&self) -> Result<Option<String>, SlotError> {
        self.slots.get(&Key::Settings.to_string())
    }

    /// Remembers the settings of the page.
    pub fn set_settings(&self, settings: &str) -> Result<(), SlotError> {
        self.slots.set(&Key::Settings.to_string(), settings)
    }

    /// The label sets that were kept under names, as they were written, in the order of their names.
    pub fn label_sets(&self) -> Result<BTreeMap<String, String>, SlotError> {
        let mut sets = BTreeMap::new();
        for key in self.our_keys()? {
            if let Some(Key::LabelSet(name)) = Key::read(&key)
                && let Some(written) = self.slots.get(&key)?
            {
                sets.insert(name, written);
            }
        }
        Ok(sets)
    }

    /// Keeps a label set under a name that is not empty; one that was kept so before gives way.
    pub fn keep_label_set(&self, name: &str, written: &str) -> Result<(), SlotError> {
        self.slots.set(&Key::LabelSet(name.to_owned()).to_string(), written)
    }

    /// Deletes the label set that was kept under a name.
    pub fn delete_label_set(&self, name: &str) -> Result<(), SlotError> {
        self.slots.remove(&Key::LabelSet(name.to_owned()).to_string())
    }

    /// All that is stored of a document, as it lies there, for taking away: JSON, see [`raw`].
    pub fn raw(&self, id: &DocumentId) -> Result<String, SlotError> {
        self.raw_of(self.keys_of(id)?)
    }

    /// All that Rubricate keeps here, as it lies there.
    pub fn raw_everything(&self) -> Result<String, SlotError> {
        self.raw_of(self.our_keys()?)
    }

    /// How much storage is used. Reads everything of Rubricate.
    pub fn usage(&self) -> Result<Usage, SlotError> {
        let mut usage = Usage::default();
        for key in self.our_keys()? {
            let size = units(&key) + self.slots.get(&key)?.as_deref().map_or(0, units);
            usage.units += size;
            if let Some(id) = keys::owner(&key) {
                *usage.documents.entry(id).or_default() += size;
            }
        }
        Ok(usage)
    }

    fn meta(&self, id: &DocumentId) -> Result<Option<Meta>, SlotError> {
        Ok(self.slots.get(&document_key(id, Part::Meta))?.and_then(|stored| meta::read(&stored)))
    }

    fn raw_of(&self, keys: Vec<String>) -> Result<String, SlotError> {
        let mut values = BTreeMap::new();
        for key in keys {
            if let Some(value) = self.slots.get(&key)? {
                values.insert(key, value);
            }
        }
        Ok(raw::write(&values))
    }

    /// Whatever the parts are called: what another version wrote belongs to the document too.
    fn keys_of(&self, id: &DocumentId) -> Result<Vec<String>, SlotError> {
        let (document, quarantine) = (keys::of_document(id), keys::of_quarantine(id));
        let of_it = |key: &String| key.starts_with(&document) || key.starts_with(&quarantine);
        Ok(self.slots.keys()?.into_iter().filter(of_it).collect())
    }

    fn our_keys(&self) -> Result<Vec<String>, SlotError> {
        Ok(self.slots.keys()?.into_iter().filter(|key| key.starts_with(PREFIX)).collect())
    }
}

fn document_key(id: &DocumentId, part: Part) -> String {
    Key::Document(id.clone(), part).to_string()
}
