//! Folds a member's consensus state into the world's hash, at a cost independent of its history.

use super::{Progress, Raft};
use crate::units::StateHash;

impl Raft {
    /// Folds in everything that decides what this member does next.
    pub fn fold(&self, hash: &mut StateHash) {
        hash.u64(self.id.0)
            .u64(self.term.0)
            .u64(self.vote.0)
            .u64(self.leader.0);
        hash.u64(self.role as u64)
            .u64(self.rng.state())
            .u64(self.transferee.0);
        hash.u64(u64::from(self.election_elapsed))
            .u64(u64::from(self.heartbeat_elapsed));
        hash.u64(u64::from(self.election_timeout));
        hash.u64(self.log.hash())
            .u64(self.log.last_index().0)
            .u64(self.log.first_index().0);
        hash.u64(self.log.committed.0)
            .u64(self.log.applied.0)
            .u64(self.log.applying.0);
        hash.u64(self.log.stable.0).u64(self.log.handed.0);
        for id in self.configuration.members() {
            hash.u64(id.0).flag(self.configuration.is_voter(id));
        }
        for (id, granted) in &self.votes {
            hash.u64(id.0).flag(*granted);
        }
        for (id, progress) in &self.progress {
            hash.u64(id.0);
            fold_progress(progress, hash);
        }
        hash.len(self.reads.len())
            .len(self.waiting_reads.len())
            .len(self.messages.len());
        hash.len(self.after_write.len())
            .len(self.to_self.len())
            .flag(self.writing.is_some());
    }
}

fn fold_progress(progress: &Progress, hash: &mut StateHash) {
    hash.u64(progress.matched.0)
        .u64(progress.next.0)
        .u64(progress.state as u64);
    hash.u64(progress.pending_snapshot.0)
        .flag(progress.recent_active)
        .flag(progress.paused);
    hash.len(progress.inflight.len());
}
