//! Storage as the policy sees it: named slots that hold text.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

/// Slots that hold text under a key, shared with other programs of the same origin.
///
/// Each of these is one step: it happens wholly or not at all, and what was set stays set when the page goes away.
pub trait Slots {
    /// What is under `key`, if anything is.
    fn get(&self, key: &str) -> Result<Option<String>, SlotError>;

    /// Puts `value` under `key`, in place of what was there. When it is refused, what was there stays.
    fn set(&self, key: &str, value: &str) -> Result<(), SlotError>;

    /// Takes away what is under `key`. It is no error if nothing is.
    fn remove(&self, key: &str) -> Result<(), SlotError>;

    /// The keys that start with [`PREFIX`](super::PREFIX), in no particular order.
    fn keys(&self) -> Result<Vec<String>, SlotError>;

    /// Whether what is set outlives the page; if not, why it does not.
    fn outlive_the_page(&self) -> Result<(), SlotError> {
        Ok(())
    }
}

/// Why storage refused. In words that a person can act on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SlotError {
    /// The origin's share is used up.
    Full,
    /// The browser does not let this page store anything.
    Forbidden,
    /// There is no storage.
    Absent,
    /// Anything else, as the browser says it.
    Other(String),
}

impl fmt::Display for SlotError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full => write!(
                f,
                "The browser's storage for this site is full. Download your work, then remove articles that you no \
                 longer need here."
            ),
            Self::Forbidden => write!(
                f,
                "The browser does not let this page store anything. Allow site data for it, or leave the private \
                 window; until then, download your work."
            ),
            Self::Absent => write!(f, "This browser offers no storage. Download your work before you leave."),
            Self::Other(words) => write!(f, "The browser could not store this ({words}). Download your work."),
        }
    }
}

impl std::error::Error for SlotError {}

/// The length of a text in UTF-16 units: what storage is measured in.
pub fn units(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.encode_utf16().count() }
}

/// Slots that last as long as the page: what there is instead of storage where a browser has or allows none.
///
/// Everything works as it does with storage, and says all the time that it is not kept.
#[derive(Debug)]
pub struct MemorySlots {
    values: RefCell<BTreeMap<String, String>>,
    reason: SlotError,
}

impl MemorySlots {
    /// Empty slots, with the reason why there is nothing better.
    pub fn instead_of_storage(reason: SlotError) -> Self {
        Self { values: RefCell::default(), reason }
    }
}

impl Slots for MemorySlots {
    fn get(&self, key: &str) -> Result<Option<String>, SlotError> {
        Ok(self.values.borrow().get(key).cloned())
    }

    fn set(&self, key: &str, value: &str) -> Result<(), SlotError> {
        self.values.borrow_mut().insert(key.to_owned(), value.to_owned());
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), SlotError> {
        self.values.borrow_mut().remove(key);
        Ok(())
    }

    fn keys(&self) -> Result<Vec<String>, SlotError> {
        Ok(self.values.borrow().keys().cloned().collect())
    }

    fn outlive_the_page(&self) -> Result<(), SlotError> {
        Err(self.reason.clone())
    }
}
