//! Undo and redo.
//!
//! # Limitations
//!
//! The history is a line, not a tree: a new change after an undo forgets what was undone. It is bounded, by
//! [`History::MAX_TRANSACTIONS`] and [`History::MAX_UNITS`]; the latest transaction is always kept, however large.

use super::edit::Transaction;
use imbl::Vector;
use std::rc::Rc;

/// What can be undone and redone. A clone is cheap.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct History {
    undo: Vector<Rc<Transaction>>,
    redo: Vector<Rc<Transaction>>,
    undo_units: usize,
}

/// What leads from one history to the next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// This transaction was made, or more of the last one.
    Made(Rc<Transaction>),
    /// This one was taken back.
    Undone(Rc<Transaction>),
    /// This one was made again.
    Redone(Rc<Transaction>),
}

impl History {
    /// How many transactions can be undone at most.
    pub const MAX_TRANSACTIONS: usize = 500;

    /// How much they may take together, in UTF-16 units, roughly.
    pub const MAX_UNITS: usize = 256 * 1024;

    /// A history of these transactions, each list from the oldest to the next in line. What is over the bounds, both
    /// lists together, is forgotten; a list never loses what is next in line before what is further off.
    pub fn new(undo: Vec<Rc<Transaction>>, redo: Vec<Rc<Transaction>>) -> Self {
        let (mut count, mut units) = (0, 0);
        let mut within_bounds = |stack: Vec<Rc<Transaction>>| {
            let fits = |transaction: &Rc<Transaction>| {
                count += 1;
                units += transaction.units();
                count <= Self::MAX_TRANSACTIONS && (units <= Self::MAX_UNITS || count == 1)
            };
            let mut kept: Vec<_> = stack.into_iter().rev().take_while(fits).collect();
            kept.reverse();
            Vector::from(kept)
        };
        let (undo, redo) = (within_bounds(undo), within_bounds(redo));
        let undo_units = undo.iter().map(|transaction| transaction.units()).sum();
        Self { undo, redo, undo_units }
    }

    /// What can be undone, the oldest first.
    pub fn undo_stack(&self) -> impl Iterator<Item = &Rc<Transaction>> {
        self.undo.iter()
    }

    /// What can be redone, the next in line last.
    pub fn redo_stack(&self) -> impl Iterator<Item = &Rc<Transaction>> {
        self.redo.iter()
    }

    /// What undo would take back.
    pub fn next_undo(&self) -> Option<&Rc<Transaction>> {
        self.undo.back()
    }

    /// What redo would make again.
    pub fn next_redo(&self) -> Option<&Rc<Transaction>> {
        self.redo.back()
    }

    /// The one step that led here from `before`, where one did.
    pub fn step_from(&self, before: &Self) -> Option<Step> {
        let same =
            |a: Option<&Rc<Transaction>>, b: Option<&Rc<Transaction>>| a.zip(b).is_some_and(|(a, b)| Rc::ptr_eq(a, b));
        let (undo, redo) = (self.next_undo(), self.next_redo());
        if same(redo, before.next_undo()) {
            return redo.cloned().map(Step::Undone);
        }
        if same(undo, before.next_redo()) {
            return undo.cloned().map(Step::Redone);
        }
        undo.filter(|_| redo.is_none() && !same(undo, before.next_undo())).cloned().map(Step::Made)
    }

    /// Remembers a new transaction, and forgets what had been undone.
    pub(super) fn record(&mut self, transaction: Transaction) {
        self.redo = Vector::new();
        let joined = self.undo.back().and_then(|last| last.joined(&transaction));
        match joined {
            Some(joined) => {
                self.take_undo();
                self.put_undo(Rc::new(joined));
            }
            None => self.put_undo(Rc::new(transaction)),
        }
        self.forget_the_oldest();
    }

    /// Moves the next transaction to undo over to redo, and returns it.
    pub(super) fn undo(&mut self) -> Option<Rc<Transaction>> {
        let transaction = self.take_undo()?;
        self.redo.push_back(Rc::clone(&transaction));
        Some(transaction)
    }

    /// Moves the next transaction to redo over to undo, and returns it.
    pub(super) fn redo(&mut self) -> Option<Rc<Transaction>> {
        let transaction = self.redo.pop_back()?;
        self.put_undo(Rc::clone(&transaction));
        Some(transaction)
    }

    fn take_undo(&mut self) -> Option<Rc<Transaction>> {
        let transaction = self.undo.pop_back()?;
        self.undo_units -= transaction.units();
        Some(transaction)
    }

    fn put_undo(&mut self, transaction: Rc<Transaction>) {
        self.undo_units += transaction.units();
        self.undo.push_back(transaction);
    }

    fn forget_the_oldest(&mut self) {
        while self.undo.len() > Self::MAX_TRANSACTIONS || (self.undo_units > Self::MAX_UNITS && self.undo.len() > 1) {
            let Some(oldest) = self.undo.pop_front() else { break };
            self.undo_units -= oldest.units();
        }
    }
}
