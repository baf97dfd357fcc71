//! What is known of a log's hash.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::units::Index;

/// An index and the hash there: filled in when asked, by whoever asks. Atomic, so that logs can be
/// shared as any other value.
#[derive(Debug)]
pub(super) struct Known(AtomicU64, AtomicU64);

impl Known {
    pub(super) const fn new((index, hash): (Index, u64)) -> Self {
        Self(AtomicU64::new(index.0), AtomicU64::new(hash))
    }

    pub(super) fn get(&self) -> (Index, u64) {
        (Index(self.0.load(Relaxed)), self.1.load(Relaxed))
    }

    pub(super) fn set(&self, (index, hash): (Index, u64)) {
        self.0.store(index.0, Relaxed);
        self.1.store(hash, Relaxed);
    }
}

impl Clone for Known {
    fn clone(&self) -> Self {
        Self::new(self.get())
    }
}
