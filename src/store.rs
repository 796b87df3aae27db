//! Keeping documents: which keys, when to write what, and how to come back from anything that went wrong.
//!
//! A document is kept as its text, written once, a snapshot of everything else, and a journal of the commands since
//! then, one small entry each. Entries are numbered by the revision that they lead to, without gaps; a snapshot carries
//! the number of the revision that it shows. Opening a document reads the newest snapshot and runs the entries after it.
//!
//! Nothing here knows the page, the clock or chance: moments and tokens come in as values, and storage as [`Slots`].
//! Nothing here panics on what it finds in storage, and nothing is thrown away that was not first written anew and
//! read back; what cannot be used is set aside, where it can be taken away as it is.
//!
//! # Limitations
//!
//! What a slot took survives as far as the browser's storage does: a killed tab loses nothing, a power cut may. The
//! check of who may write is made just before each write, not with it in one step: of two tabs that were both told
//! that they may write, the page's lock has to stop the older one.

mod keeper;
mod keys;
mod library;
mod packing;
mod recovery;
mod slots;

pub mod follow;

pub use keeper::{Keeper, Keeping, NotSavedReason, WriterToken};
pub use keys::{Key, PREFIX, Part};
pub use library::{Library, Listed, Listing, Opened, Usage};
pub use recovery::{OpenError, Problem, Reading};
pub use slots::{MemorySlots, SlotError, Slots, units};
