//! The journal: inputs only, each with its place in virtual time.

use super::Action;
use crate::units::{List, Micros};

/// A place in a world's life: two inputs between the same events are told apart by time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// Virtual time.
    pub time: Micros,
    /// Events handled before.
    pub events: u64,
}

/// One input.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// When it came.
    pub stamp: Stamp,
    /// Whether everything due by then had happened: time alone says when it came.
    pub settled: bool,
    /// The input; never `Advance` or `Step`.
    pub action: Action,
}

/// A visit as its inputs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Journal {
    /// The inputs, oldest first.
    pub entries: List<Entry>,
    /// Where the visit stands after them.
    pub end: Stamp,
}
