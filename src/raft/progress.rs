//! What a leader believes of one peer (`tracker/progress.go`).
//!
//! Invariants: 1. `matched < next`. 2. In Probe and Snapshot `next` is not advanced by sending.
//! 3. `inflight` holds the last index of each unacknowledged append, ascending, Replicate only.

use std::collections::VecDeque;

use crate::units::Index;

/// How a leader sends to one peer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProgressState {
    /// One message at a time until the logs are known to match.
    #[default]
    Probe,
    /// Optimistic: Next runs ahead of Match.
    Replicate,
    /// Waits for a snapshot to arrive.
    Snapshot,
}

/// One peer's progress.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The peer is known to hold everything up to here.
    pub matched: Index,
    /// The next entry to send.
    pub next: Index,
    /// How to send.
    pub state: ProgressState,
    /// In Snapshot: the index of the snapshot under way.
    pub pending_snapshot: Index,
    /// Whether the peer was heard since the last quorum check.
    pub recent_active: bool,
    /// Whether sending waits for an answer (Probe, or a full window).
    pub paused: bool,
    /// Last indexes of appends under way, oldest first.
    pub inflight: VecDeque<Index>,
}

impl Progress {
    pub(super) fn new(next: Index) -> Self {
        Self {
            next,
            ..Self::default()
        }
    }

    fn reset(&mut self, state: ProgressState) {
        self.state = state;
        self.paused = false;
        self.pending_snapshot = Index(0);
        self.inflight.clear();
    }

    pub(super) fn become_probe(&mut self) {
        let next = if self.state == ProgressState::Snapshot {
            self.matched.next().max(self.pending_snapshot.next())
        } else {
            self.matched.next()
        };
        self.reset(ProgressState::Probe);
        self.next = next;
    }

    pub(super) fn become_replicate(&mut self) {
        self.reset(ProgressState::Replicate);
        self.next = self.matched.next();
    }

    pub(super) fn become_snapshot(&mut self, index: Index) {
        self.reset(ProgressState::Snapshot);
        self.pending_snapshot = index;
        self.next = index.next();
    }

    /// Whether no append may be sent now.
    pub(super) fn is_paused(&self) -> bool {
        match self.state {
            ProgressState::Probe | ProgressState::Replicate => self.paused,
            ProgressState::Snapshot => true,
        }
    }

    /// Notes an append that ends at `last` and holds `count` entries.
    pub(super) fn sent(&mut self, count: usize, last: Index, inflight_max: usize) {
        match self.state {
            ProgressState::Replicate => {
                if count > 0 {
                    self.next = last.next();
                    self.inflight.push_back(last);
                }
                self.paused = self.inflight.len() >= inflight_max;
            }
            ProgressState::Probe => self.paused = count > 0 || self.paused,
            ProgressState::Snapshot => {}
        }
    }

    /// The peer holds everything up to `index`; true if that is news.
    pub(super) fn update(&mut self, index: Index) -> bool {
        if index <= self.matched {
            return false;
        }
        self.matched = index;
        self.next = self.next.max(index.next());
        self.paused = false;
        true
    }

    /// Frees the window up to `index`.
    pub(super) fn free(&mut self, index: Index) {
        while self.inflight.front().is_some_and(|last| *last <= index) {
            self.inflight.pop_front();
        }
    }

    /// Moves `next` back after a rejection of `rejected`; false if the rejection is stale.
    pub(super) fn decrease(&mut self, rejected: Index, hint: Index) -> bool {
        if self.state == ProgressState::Replicate {
            if rejected <= self.matched {
                return false;
            }
            self.next = self.matched.next();
            return true;
        }
        if self.next.prev() != rejected {
            return false;
        }
        self.next = rejected.min(hint.next()).max(self.matched.next());
        self.paused = false;
        true
    }
}
