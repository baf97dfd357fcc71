//! A member's two disks: the write-ahead log, and the backend file.
//!
//! Of the log only what was synced survives a crash; of the backend only what its last batch
//! committed. The backend carries the index it is consistent with, so a restart knows where in the
//! log to go on (`server/etcdserver/cindex`).

use std::sync::Arc;

use im::Vector;

use crate::{
    etcd::State,
    raft::{Configuration, Entry, HardState, Log, Snapshot, Write},
    units::{Index, Micros, Term},
};

/// Both disks.
#[derive(Clone, Debug)]
pub struct Disk {
    /// The snapshot that the log starts after.
    snapshot: Snapshot,
    /// Synced entries after the snapshot.
    entries: Vector<Entry>,
    /// The synced hard state.
    hard_state: HardState,
    /// Written, not synced: lost in a crash.
    unsynced: Vec<Write>,
    /// The backend as of its last batch.
    backend: Arc<State>,
}

impl Disk {
    /// The disks of a member that has just been formatted: `entries` are its synced log.
    pub(super) fn format(entries: Vec<Entry>, backend: Arc<State>) -> Self {
        let commit = Index(entries.len() as u64);
        let term = entries.last().map_or(Term(0), |entry| entry.term);
        Self {
            snapshot: Snapshot::default(),
            entries: entries.into_iter().collect(),
            hard_state: HardState {
                term,
                commit,
                ..HardState::default()
            },
            unsynced: Vec::new(),
            backend,
        }
    }

    /// Writes without syncing.
    pub(super) fn write(&mut self, write: Write) {
        self.unsynced.push(write);
    }

    /// Everything written so far is now safe.
    pub(super) fn sync(&mut self) {
        for write in std::mem::take(&mut self.unsynced) {
            if let Some(snapshot) = write.snapshot {
                self.entries = Vector::new();
                self.snapshot = snapshot;
            }
            if let Some(first) = write.entries.first() {
                let keep = first.index.0.saturating_sub(self.snapshot.index.0 + 1);
                self.entries
                    .truncate(usize::try_from(keep).expect("fits memory"));
                self.entries.extend(write.entries);
            }
            if let Some(hard_state) = write.hard_state {
                self.hard_state = hard_state;
            }
        }
    }

    /// What was not synced is gone.
    pub(super) fn crash(&mut self) {
        self.unsynced.clear();
    }

    /// Commits the backend's batch.
    pub(super) fn commit_backend(&mut self, state: Arc<State>) {
        self.backend = state;
    }

    /// Lets the log start after `snapshot`, keeping the entries from `keep_from` on in the file.
    pub(super) fn compact(&mut self, snapshot: Snapshot) {
        let drop = snapshot.index.0.saturating_sub(self.snapshot.index.0);
        let drop = usize::try_from(drop)
            .expect("fits memory")
            .min(self.entries.len());
        self.entries = self.entries.skip(drop);
        self.snapshot = snapshot;
    }

    /// The backend as of its last batch.
    #[must_use]
    pub fn backend(&self) -> &Arc<State> {
        &self.backend
    }

    /// Highest synced index.
    #[must_use]
    pub fn synced_index(&self) -> Index {
        Index(self.snapshot.index.0 + self.entries.len() as u64)
    }

    /// First index that the synced log still has.
    #[must_use]
    pub fn first_index(&self) -> Index {
        self.snapshot.index.next()
    }

    /// A synced entry.
    #[must_use]
    pub fn entry(&self, index: Index) -> Option<&Entry> {
        let place = index.0.checked_sub(self.first_index().0)?;
        self.entries.get(usize::try_from(place).ok()?)
    }

    /// The term at `index` on disk: a synced entry's, or the snapshot's.
    #[must_use]
    pub fn term(&self, index: Index) -> Option<Term> {
        if index == self.snapshot.index {
            return Some(self.snapshot.term);
        }
        self.entry(index).map(|entry| entry.term)
    }

    /// The synced hard state.
    #[must_use]
    pub fn hard_state(&self) -> HardState {
        self.hard_state
    }

    /// What a restart finds: hard state, log and configuration.
    pub(super) fn recover(&self) -> (HardState, Log, Configuration) {
        let start = (self.snapshot.index, self.snapshot.term);
        let applied = self.backend.consistent_index();
        let commit = self.hard_state.commit.max(applied);
        let log = Log::restore(start, self.entries.clone(), commit, applied);
        (self.hard_state, log, self.backend.configuration().clone())
    }
}

/// The backend's batch interval (`backend.go`, `defaultBatchInterval`).
pub(super) const BATCH_INTERVAL: Micros = Micros::from_ms(100);

/// The backend's batch limit in operations (`defaultBatchLimit`).
pub(super) const BATCH_LIMIT: usize = 10_000;
