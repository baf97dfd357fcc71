//! A place in a branch: between which events, after which inputs, at what time.

use std::cmp::Ordering;

use crate::session::Stamp;

/// A place in a branch. Places are ordered as they are lived through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// Virtual time, and events handled before.
    pub stamp: Stamp,
    /// Inputs taken before.
    pub inputs: usize,
}

impl Ord for Position {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |it: &Self| (it.stamp.events, it.inputs, it.stamp.time);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Position {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
