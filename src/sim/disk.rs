//! A member's two disks: the write-ahead log, and the backend file.
//!
//! What survives depends on how the process ends. A killed process loses what it had not handed to
//! the operating system yet: of the log that is a hard state that needs no sync, which etcd leaves
//! in its own buffer; the rest is written and gets to the disk without the process. A power failure
//! takes everything that was not synced. Of the backend only what its last batch committed is ever
//! left. The backend carries the index it is consistent with, so a restart knows where in the log
//! to go on (`server/etcdserver/cindex`).

use std::sync::Arc;

use im::Vector;

use super::Delay;
use crate::{
    etcd::{State, backend::Boot},
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
    /// What the log's last record replaced, if one was written.
    last: Option<Replaced>,
    /// Half of the last record is missing.
    torn: bool,
    /// There is no data at all.
    wiped: bool,
    /// No write goes through.
    full: bool,
    /// What a sync, or a batch of the backend, takes longer.
    slow: Delay,
}

/// What one record of the log replaced, so that a log without it can be told.
#[derive(Clone, Debug)]
enum Replaced {
    HardState(HardState),
    /// An entry, and those that it overwrote.
    Entry(Vec<Entry>),
    Snapshot(Snapshot, Vector<Entry>),
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
            last: None,
            torn: false,
            wiped: false,
            full: false,
            slow: Delay::default(),
        }
    }

    /// The disks of a member whose data directory was restored from a snapshot.
    pub(super) fn restored(boot: Boot) -> Self {
        let (index, term) = boot.start;
        let configuration = boot.state.configuration().clone();
        Self {
            snapshot: Snapshot {
                index,
                term,
                configuration,
            },
            hard_state: boot.hard_state,
            ..Self::format(Vec::new(), Arc::new(boot.state))
        }
    }

    /// Writes without syncing.
    pub(super) fn write(&mut self, write: Write) {
        self.unsynced.push(write);
    }

    /// Everything written so far is now safe. Says whether a snapshot from the leader was among it.
    fn sync_all(&mut self) -> bool {
        let installs = self.unsynced.iter().any(|write| write.snapshot.is_some());
        for write in std::mem::take(&mut self.unsynced) {
            self.take(write);
        }
        installs
    }

    /// The oldest write that had to be synced is now safe, and what was written before it. Says
    /// whether a snapshot from the leader was among that.
    pub(super) fn sync(&mut self) -> bool {
        let oldest = self.unsynced.iter().position(|write| write.must_sync);
        let later = self.unsynced.split_off(oldest.map_or(0, |at| at + 1));
        let installs = self.sync_all();
        self.unsynced = later;
        installs
    }

    fn take(&mut self, write: Write) {
        if let Some(snapshot) = write.snapshot.map(|boxed| *boxed) {
            let entries = std::mem::take(&mut self.entries);
            let snapshot = std::mem::replace(&mut self.snapshot, snapshot);
            self.last = Some(Replaced::Snapshot(snapshot, entries));
        }
        if let Some(first) = write.entries.first() {
            let keep = first.index.0.saturating_sub(self.snapshot.index.0 + 1);
            let keep = usize::try_from(keep).expect("fits memory");
            let alone = write.entries.len() == 1 && keep < self.entries.len();
            let over = if alone {
                self.entries.iter().skip(keep).cloned().collect()
            } else {
                Vec::new()
            };
            self.entries.truncate(keep);
            self.entries.extend(write.entries);
            self.last = Some(Replaced::Entry(over));
        }
        if let Some(hard_state) = write.hard_state {
            self.last = Some(Replaced::HardState(self.hard_state));
            self.hard_state = hard_state;
        }
    }

    /// The process is gone: what it handed to the operating system gets to the disk without it.
    /// Says whether a snapshot from the leader was among that.
    pub(super) fn killed(&mut self) -> bool {
        let handed = self.unsynced.iter().rposition(|write| write.must_sync);
        self.unsynced.truncate(handed.map_or(0, |last| last + 1));
        self.sync_all()
    }

    /// The power is gone, and with it everything that was not synced.
    pub(super) fn power_lost(&mut self) {
        self.unsynced.clear();
    }

    /// Whether there is a record whose half could be missing.
    pub(super) fn has_last_record(&self) -> bool {
        self.last.is_some()
    }

    /// Half of the last record is missing from now on. etcd finds that by its checksum when it
    /// starts, and cuts it off (`wal/repair.go`).
    pub(super) fn tear(&mut self) {
        self.torn = self.last.is_some();
    }

    /// Cuts a torn record off, as a start does.
    pub(super) fn repair(&mut self) {
        if !std::mem::take(&mut self.torn) {
            return;
        }
        match self.last.take() {
            Some(Replaced::HardState(before)) => self.hard_state = before,
            Some(Replaced::Entry(over)) => {
                self.entries.pop_back();
                self.entries.extend(over);
            }
            Some(Replaced::Snapshot(snapshot, entries)) => {
                (self.snapshot, self.entries) = (snapshot, entries);
            }
            None => {}
        }
    }

    /// Everything is gone; `nothing` is a backend with nothing in it.
    pub(super) fn wipe(&mut self, nothing: Arc<State>) {
        *self = Self {
            wiped: true,
            full: self.full,
            slow: self.slow,
            ..Self::format(Vec::new(), nothing)
        };
    }

    /// Whether there is no data at all.
    #[must_use]
    pub const fn is_wiped(&self) -> bool {
        self.wiped
    }

    /// Whether half of the log's last record is missing.
    #[must_use]
    pub const fn is_torn(&self) -> bool {
        self.torn
    }

    /// Whether no write goes through.
    #[must_use]
    pub const fn is_full(&self) -> bool {
        self.full
    }

    /// What a sync, or a batch of the backend, takes longer.
    #[must_use]
    pub const fn slow(&self) -> Delay {
        self.slow
    }

    pub(super) const fn set_full(&mut self, full: bool) {
        self.full = full;
    }

    pub(super) const fn set_slow(&mut self, slow: Delay) {
        self.slow = slow;
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
        let kept = self.entries.skip(drop);
        let entries = std::mem::replace(&mut self.entries, kept);
        let snapshot = std::mem::replace(&mut self.snapshot, snapshot);
        self.last = Some(Replaced::Snapshot(snapshot, entries));
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
