//! A storage that fails on demand.

use rubricate::store::{PREFIX, SlotError, Slots};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

/// What happens to writes, counted from 0.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fault {
    None,
    /// The tab is gone with this write, of which nothing, all or the first half has happened.
    Gone(usize, Effect),
    /// Half of what is to be written is, and nothing said of it.
    Halves(usize),
    /// There is no room for anything from the first of these writes on, up to the second.
    Full(usize, usize),
    /// Nothing can be written or taken away, from the first of these writes on, up to the second.
    Forbidden(usize, usize),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Effect {
    Nothing,
    All,
    Half,
}

pub(crate) struct TestSlots {
    pub(crate) values: RefCell<BTreeMap<String, String>>,
    pub(crate) writes: Cell<usize>,
    pub(crate) fault: Cell<Fault>,
    pub(crate) gone: Cell<bool>,
    /// Keys and values as they were written, `None` for those taken away.
    pub(crate) written: RefCell<Vec<(String, Option<String>)>>,
}

impl TestSlots {
    pub(crate) fn new(fault: Fault) -> Rc<Self> {
        Rc::new(Self {
            values: RefCell::default(),
            writes: Cell::new(0),
            fault: Cell::new(fault),
            gone: Cell::new(false),
            written: RefCell::default(),
        })
    }

    /// The tab comes back, and storage works.
    pub(crate) fn heal(&self) {
        self.fault.set(Fault::None);
        self.gone.set(false);
    }

    pub(crate) fn write(&self, key: &str, value: Option<&str>) -> Result<(), SlotError> {
        if self.gone.get() {
            return Err(SlotError::Other("the tab is gone".to_owned()));
        }
        let write = self.writes.replace(self.writes.get() + 1);
        match self.fault.get() {
            Fault::Gone(at, effect) if write == at => {
                self.gone.set(true);
                match (effect, value) {
                    (Effect::Nothing, _) => {}
                    (Effect::Half, Some(value)) => {
                        let half: String = value.chars().take(value.chars().count() / 2).collect();
                        self.values.borrow_mut().insert(key.to_owned(), half);
                    }
                    (Effect::All | Effect::Half, _) => self.put(key, value),
                }
                return Err(SlotError::Other("the tab is gone".to_owned()));
            }
            Fault::Halves(at) if write == at => {
                let half = value.map(|value| value.chars().take(value.chars().count() / 2).collect::<String>());
                self.put(key, half.as_deref());
                return Ok(());
            }
            Fault::Full(from, to) if (from..to).contains(&write) && value.is_some() => return Err(SlotError::Full),
            Fault::Forbidden(from, to) if (from..to).contains(&write) => return Err(SlotError::Forbidden),
            _ => {}
        }
        self.put(key, value);
        self.written.borrow_mut().push((key.to_owned(), value.map(str::to_owned)));
        Ok(())
    }

    pub(crate) fn put(&self, key: &str, value: Option<&str>) {
        match value {
            Some(value) => drop(self.values.borrow_mut().insert(key.to_owned(), value.to_owned())),
            None => drop(self.values.borrow_mut().remove(key)),
        }
    }

    pub(crate) fn damage(&self, key: &str) {
        let mut values = self.values.borrow_mut();
        let value = values.get_mut(key).expect("there");
        let last = value.pop().expect("not empty");
        value.push(if last == 'x' { 'y' } else { 'x' });
    }

    pub(crate) fn keys_with(&self, words: &str) -> Vec<String> {
        self.values.borrow().keys().filter(|key| key.contains(words)).cloned().collect()
    }
}

impl Slots for TestSlots {
    fn get(&self, key: &str) -> Result<Option<String>, SlotError> {
        if self.gone.get() {
            return Err(SlotError::Other("the tab is gone".to_owned()));
        }
        Ok(self.values.borrow().get(key).cloned())
    }

    fn set(&self, key: &str, value: &str) -> Result<(), SlotError> {
        self.write(key, Some(value))
    }

    fn remove(&self, key: &str) -> Result<(), SlotError> {
        self.write(key, None)
    }

    fn keys(&self) -> Result<Vec<String>, SlotError> {
        if self.gone.get() {
            return Err(SlotError::Other("the tab is gone".to_owned()));
        }
        Ok(self.values.borrow().keys().filter(|key| key.starts_with(PREFIX)).cloned().collect())
    }
}
