//! One member's multi-version key-value store; knows no Raft, no clients, no lease's lifetime.
//!
//! The store is an append-only history of changes with a small index: the keys in order, and for
//! each key the position of its last change, from which a chain leads back. A clone shares all of
//! it and costs nothing; what changes later is copied then, a few hundred bytes at a time. etcd's
//! own structures, the tree index with its generations and the bucket keyed by revision, are both
//! read off this history (see [`Generation`] and [`Store::revisions`]).
//!
//! Compaction forgets logically: what it dropped cannot be read any more, and is still drawn.

mod bucket;
mod count;
mod read;
mod record;
mod restore;
mod timeline;
mod trace;
mod write;

#[cfg(test)]
mod tests;

use std::fmt;

use bytes::Bytes;

pub use read::in_range;
pub use trace::{Change, Dot, Generation};
pub use write::Transaction;

use self::{
    record::{History, KeyId, Record},
    timeline::Position,
};
use crate::{
    etcd::api::Error,
    units::{LeaseId, List, StateHash},
};

/// The revision of a store that nothing was written to.
const FIRST_REVISION: u64 = 1;

/// A member's keys at every revision since the last compaction.
#[derive(Clone)]
pub struct Store {
    history: History,
    /// Every key ever written, in order.
    order: im::OrdMap<Bytes, KeyId>,
    /// The same keys by number.
    names: List<Bytes>,
    /// The position of each key's last change.
    heads: List<Position>,
    revision: u64,
    compacted: i64,
    /// The last position at or below the compacted revision.
    compacted_through: Position,
    alive: usize,
    bytes: u64,
    hash: StateHash,
}

impl Default for Store {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("revision", &self.revision)
            .field("compacted", &self.compacted)
            .field("alive", &self.alive)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// An empty store at revision 1.
    #[must_use]
    pub fn new() -> Self {
        Self {
            history: History::new(),
            order: im::OrdMap::new(),
            names: List::new(),
            heads: List::new(),
            revision: FIRST_REVISION,
            compacted: -1,
            compacted_through: 0,
            alive: 0,
            bytes: 0,
            hash: StateHash::new(),
        }
    }

    /// The current main revision.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// The compacted revision; -1 before the first compaction.
    #[must_use]
    pub const fn compacted(&self) -> i64 {
        self.compacted
    }

    /// How many keys exist now.
    #[must_use]
    pub const fn alive(&self) -> usize {
        self.alive
    }

    /// Bytes that etcd's `key` bucket holds for what is not compacted: revision keys and pairs.
    #[must_use]
    pub const fn bytes_logical(&self) -> u64 {
        self.bytes
    }

    /// A hash over everything ever applied, equal on members that applied the same.
    #[must_use]
    pub const fn hash(&self) -> u64 {
        self.hash.finish()
    }

    /// Forgets what is older than `revision` and not needed to read at it.
    ///
    /// Of each key the newest change at or below `revision` stays, unless that is a tombstone; as
    /// in etcd 3.5.1 a tombstone exactly at `revision` goes too.
    ///
    /// # Errors
    /// [`Error::Compacted`] if that was done before, [`Error::FutureRevision`] above the current.
    pub fn compact(&mut self, revision: i64) -> Result<(), Error> {
        if revision <= self.compacted {
            return Err(Error::Compacted);
        }
        let main = revision.max(0).cast_unsigned();
        if main > self.revision {
            return Err(Error::FutureRevision);
        }
        let through = self.history.through(main);
        for position in self.compacted_through + 1..=through {
            self.forget_before(position);
        }
        self.compacted = revision;
        self.compacted_through = through;
        self.hash.u64(u64::MAX).i64(revision);
        Ok(())
    }

    /// Takes what the change at `position`, now compacted, makes unreadable off the logical size.
    fn forget_before(&mut self, position: Position) {
        let Some(record) = self.history.get(position) else {
            return;
        };
        let key = self.name(record.key);
        let mut freed = 0;
        if let Some(superseded) = self.history.get(record.previous)
            && !superseded.tombstone()
        {
            freed += write::bucket_bytes(key, superseded);
        }
        if record.tombstone() {
            freed += write::bucket_bytes(key, record);
        }
        self.bytes -= freed;
    }

    /// The text of a key's number.
    fn name(&self, key: KeyId) -> &Bytes {
        self.names
            .get(key as usize)
            .expect("key numbers come from this store's names")
    }

    /// Where a key's last change stands.
    fn head(&self, key: KeyId) -> Position {
        self.heads.get(key as usize).copied().unwrap_or(0)
    }

    /// The newest change of `key` at or before `bound`, unless that is a tombstone.
    fn living(&self, key: KeyId, bound: Position) -> Option<&Record> {
        let position = self.history.seek(self.head(key), bound);
        self.history
            .get(position)
            .filter(|record| !record.tombstone())
    }

    /// Whether a compaction dropped the change at `position`.
    fn is_compacted(&self, position: Position, record: &Record) -> bool {
        position <= self.compacted_through
            && (record.tombstone()
                || self
                    .history
                    .seek(self.head(record.key), self.compacted_through)
                    != position)
    }

    /// The lease that `key` hangs on now.
    #[must_use]
    pub fn lease_of(&self, key: &[u8]) -> LeaseId {
        let id = self.order.get(key).copied();
        id.and_then(|id| self.living(id, self.history.last()))
            .map_or(LeaseId::NONE, |record| record.lease)
    }
}
