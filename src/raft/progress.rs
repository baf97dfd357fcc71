//! What a leader believes of one peer (`tracker/progress.go`).
//!
//! Invariants: 1. `matched < next`. 2. In Snapshot `next` is `pending_snapshot + 1` and
//! `sent_commit` is `pending_snapshot`. 3. `inflight` is empty but in Replicate.

use super::Inflight;
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
    /// The highest commit index under way to it.
    pub sent_commit: Index,
    /// How to send.
    pub state: ProgressState,
    /// In Snapshot: the index of the snapshot under way.
    pub pending_snapshot: Index,
    /// Whether the peer was heard since the last quorum check.
    pub recent_active: bool,
    /// Whether sending waits for an answer (`MsgAppFlowPaused`: Probe, or a full window).
    pub paused: bool,
    /// Whether the peer is a learner.
    pub learner: bool,
    /// Appends under way.
    pub inflight: Inflight,
}

impl Progress {
    /// Of a peer of which nothing is known; `next` is sent first.
    #[must_use]
    pub fn new(next: Index) -> Self {
        Self {
            next,
            ..Self::default()
        }
    }

    /// Forgets everything but who it is; keeps the window's memory.
    pub(super) fn forget(&mut self, next: Index) {
        let learner = self.learner;
        let mut inflight = std::mem::take(&mut self.inflight);
        inflight.clear();
        *self = Self {
            next,
            learner,
            inflight,
            ..Self::default()
        };
    }

    fn reset(&mut self, state: ProgressState) {
        self.state = state;
        self.paused = false;
        self.pending_snapshot = Index(0);
        self.inflight.clear();
    }

    pub(super) fn become_probe(&mut self) {
        // What is in the snapshot need not be sent again.
        let sent = match self.state {
            ProgressState::Snapshot => self.pending_snapshot,
            ProgressState::Probe | ProgressState::Replicate => Index(0),
        };
        self.reset(ProgressState::Probe);
        self.next = self.matched.max(sent).next();
        self.sent_commit = self.sent_commit.min(self.next.prev());
    }

    pub(super) fn become_replicate(&mut self) {
        self.reset(ProgressState::Replicate);
        self.next = self.matched.next();
    }

    pub(super) fn become_snapshot(&mut self, index: Index) {
        self.reset(ProgressState::Snapshot);
        self.pending_snapshot = index;
        self.next = index.next();
        self.sent_commit = index;
    }

    /// Whether no append may be sent now.
    #[must_use]
    pub const fn is_paused(&self) -> bool {
        match self.state {
            ProgressState::Probe | ProgressState::Replicate => self.paused,
            ProgressState::Snapshot => true,
        }
    }

    /// Notes an append of `count` entries with `bytes` of payload; `limits` are those of
    /// [`Inflight::is_full`].
    pub(super) fn sent(&mut self, count: usize, bytes: u64, limits: (usize, usize)) {
        match self.state {
            ProgressState::Replicate => {
                if count > 0 {
                    self.next = Index(self.next.0 + count as u64);
                    self.inflight.add(self.next.prev(), bytes);
                }
                // What fills the window, or comes with a full one, is a probe.
                self.paused = self.inflight.is_full(limits.0, limits.1);
            }
            ProgressState::Probe => self.paused |= count > 0,
            ProgressState::Snapshot => {}
        }
    }

    /// Whether sending this commit index could move the peer's.
    pub(super) fn can_bump_commit(&self, index: Index) -> bool {
        index > self.sent_commit && self.sent_commit < self.next.prev()
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

    /// Moves `next` back after a rejection of `rejected`; false if the rejection is stale.
    pub(super) fn decrease(&mut self, rejected: Index, hint: Index) -> bool {
        if self.state == ProgressState::Replicate {
            if rejected <= self.matched {
                return false;
            }
            self.next = self.matched.next();
        } else {
            if self.next.prev() != rejected {
                return false;
            }
            self.next = rejected.min(hint.next()).max(self.matched.next());
            self.paused = false;
        }
        // A commit index sent with what was refused has hardly moved anything.
        self.sent_commit = self.sent_commit.min(self.next.prev());
        true
    }
}
