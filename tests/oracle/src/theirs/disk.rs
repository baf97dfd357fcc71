//! The `raft` crate's storage: a disk that the core and its driver share.

use std::{cell::RefCell, rc::Rc};

use raft_rs::{
    GetEntriesContext, RaftState, Storage, StorageError,
    eraftpb::{ConfState, Entry, HardState, Snapshot},
};

/// What a member's disk holds, and how far its application is.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    pub(super) index: u64,
    pub(super) term: u64,
    pub(super) conf: ConfState,
    pub(super) entries: Vec<Entry>,
    pub(super) hard_state: HardState,
    /// Where a snapshot sent now would end: what is applied, and the configuration there.
    pub(super) applied: (u64, ConfState),
}

impl Disk {
    fn last(&self) -> u64 {
        self.index + self.entries.len() as u64
    }

    pub(super) fn term(&self, index: u64) -> raft_rs::Result<u64> {
        if index == self.index {
            return Ok(self.term);
        }
        let place = index
            .checked_sub(self.index + 1)
            .ok_or(raft_rs::Error::Store(StorageError::Compacted))?;
        let entry = usize::try_from(place)
            .ok()
            .and_then(|place| self.entries.get(place));
        entry
            .map(|entry| entry.term)
            .ok_or(raft_rs::Error::Store(StorageError::Unavailable))
    }

    pub(super) fn append(&mut self, entries: Vec<Entry>) {
        if let Some(first) = entries.first() {
            let keep = usize::try_from(first.index - self.index - 1).expect("fits memory");
            self.entries.truncate(keep);
            self.entries.extend(entries);
        }
    }

    pub(super) fn install(&mut self, snapshot: &Snapshot) {
        let metadata = snapshot.get_metadata();
        self.index = metadata.index;
        self.term = metadata.term;
        self.conf = metadata.get_conf_state().clone();
        self.applied = (self.index, self.conf.clone());
        self.entries.clear();
    }
}

/// A disk that the core and its driver share.
#[derive(Clone, Debug, Default)]
pub struct Store(pub(super) Rc<RefCell<Disk>>);

impl Storage for Store {
    fn initial_state(&self) -> raft_rs::Result<RaftState> {
        let disk = self.0.borrow();
        Ok(RaftState::new(disk.hard_state.clone(), disk.conf.clone()))
    }

    fn entries(
        &self,
        low: u64,
        high: u64,
        max_size: impl Into<Option<u64>>,
        _: GetEntriesContext,
    ) -> raft_rs::Result<Vec<Entry>> {
        let disk = self.0.borrow();
        let place = |index: u64| {
            let place = index.checked_sub(disk.index + 1)?;
            usize::try_from(place).ok()
        };
        let (Some(low), Some(high)) = (place(low), place(high)) else {
            return Err(raft_rs::Error::Store(StorageError::Compacted));
        };
        let mut entries = disk.entries[low..high].to_vec();
        raft_rs::util::limit_size(&mut entries, max_size.into());
        Ok(entries)
    }

    fn term(&self, index: u64) -> raft_rs::Result<u64> {
        self.0.borrow().term(index)
    }

    fn first_index(&self) -> raft_rs::Result<u64> {
        Ok(self.0.borrow().index + 1)
    }

    fn last_index(&self) -> raft_rs::Result<u64> {
        Ok(self.0.borrow().last())
    }

    /// What etcd's server does: a snapshot of what is applied now.
    fn snapshot(&self, _: u64, _: u64) -> raft_rs::Result<Snapshot> {
        let disk = self.0.borrow();
        let (index, conf) = disk.applied.clone();
        let mut snapshot = Snapshot::default();
        let metadata = snapshot.mut_metadata();
        metadata.index = index;
        metadata.term = disk.term(index)?;
        metadata.set_conf_state(conf);
        Ok(snapshot)
    }
}
