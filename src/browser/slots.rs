//! Local storage as the slots of [`crate::store`].

use super::work;
use crate::store::{SlotError, Slots};
use wasm_bindgen::JsValue;

/// The local storage of this page's origin.
pub struct LocalSlots {
    storage: web_sys::Storage,
}

impl LocalSlots {
    /// The storage, or why there is none.
    pub fn find() -> Result<Self, SlotError> {
        match super::window().local_storage() {
            Ok(Some(storage)) => Ok(Self { storage }),
            Ok(None) => Err(SlotError::Absent),
            Err(error) => Err(slot_error(&error)),
        }
    }
}

impl Slots for LocalSlots {
    fn get(&self, key: &str) -> Result<Option<String>, SlotError> {
        self.storage.get_item(key).map_err(|error| slot_error(&error))
    }

    fn set(&self, key: &str, value: &str) -> Result<(), SlotError> {
        self.storage.set_item(key, value).map_err(|error| slot_error(&error))?;
        work::wrote(key, value);
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), SlotError> {
        self.storage.remove_item(key).map_err(|error| slot_error(&error))
    }

    fn keys(&self) -> Result<Vec<String>, SlotError> {
        let count = self.storage.length().map_err(|error| slot_error(&error))?;
        let keys = (0..count).filter_map(|index| self.storage.key(index).ok().flatten());
        Ok(keys.filter(|key| key.starts_with(crate::store::PREFIX)).collect())
    }
}

fn slot_error(error: &JsValue) -> SlotError {
    let (name, message) = super::thrown(error);
    match name.as_str() {
        "QuotaExceededError" | "NS_ERROR_DOM_QUOTA_REACHED" => SlotError::Full,
        "SecurityError" => SlotError::Forbidden,
        _ => SlotError::Other(message),
    }
}
