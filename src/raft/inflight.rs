//! Appends under way to one peer (`tracker/inflights.go`).

use std::collections::VecDeque;

use crate::units::Index;

/// A sliding window over appends, by count and bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inflight {
    /// Last index and payload bytes of each, oldest first; indexes ascend.
    appends: VecDeque<(Index, u64)>,
    bytes: u64,
}

impl Inflight {
    /// Appends under way.
    #[must_use]
    pub fn len(&self) -> usize {
        self.appends.len()
    }

    /// Whether nothing is under way.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.appends.is_empty()
    }

    /// Payload bytes under way.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Whether no more may be sent: `count_max` appends, or `bytes_max` bytes unless that is 0.
    #[must_use]
    pub fn is_full(&self, count_max: usize, bytes_max: usize) -> bool {
        self.appends.len() >= count_max || (bytes_max > 0 && self.bytes >= bytes_max as u64)
    }

    pub(super) fn add(&mut self, last: Index, bytes: u64) {
        self.appends.push_back((last, bytes));
        self.bytes += bytes;
    }

    /// Frees what ends at or before `index`.
    pub(super) fn free(&mut self, index: Index) {
        while let Some((last, bytes)) = self.appends.front().copied()
            && last <= index
        {
            self.appends.pop_front();
            self.bytes -= bytes;
        }
    }

    pub(super) fn clear(&mut self) {
        self.appends.clear();
        self.bytes = 0;
    }
}
