//! Folds a member's consensus state into the world's hash, at a cost independent of its history.

use super::{AppendDone, Configuration, Progress, Raft};
use crate::units::{NodeId, StateHash};

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
            .u64(u64::from(self.heartbeat_elapsed))
            .u64(u64::from(self.election_timeout));
        hash.u64(self.pending_change.0).u64(self.uncommitted);
        self.log.fold(hash);
        fold_configuration(&self.configuration, hash);
        hash.len(self.votes.len());
        for (id, granted) in &self.votes {
            hash.u64(id.0).flag(*granted);
        }
        for (id, progress) in &self.progress {
            hash.u64(id.0);
            fold_progress(progress, hash);
        }
        self.reads.fold(hash);
        hash.len(self.waiting_reads.len());
        for (from, context) in &self.waiting_reads {
            hash.u64(from.0).u64(context.0);
        }
        for read in &self.read_states {
            hash.u64(read.context.0).u64(read.index.0);
        }
        self.fold_output(hash);
    }

    fn fold_output(&self, hash: &mut StateHash) {
        for queue in [
            &self.messages,
            &self.after_write,
            &self.to_self,
            &self.self_waiting,
        ] {
            hash.len(queue.len());
            queue.iter().for_each(|message| message.fold(hash));
        }
        let snapshot = self.snapshot.as_ref();
        hash.u64(snapshot.map_or(0, |it| it.index.0))
            .flag(self.snapshot_handed);
        let saved = self.saved;
        hash.u64(saved.term.0).u64(saved.vote.0).u64(saved.commit.0);
        hash.flag(self.writing.is_some());
        if let Some(done) = &self.writing {
            done.fold(hash);
        }
    }
}

impl AppendDone {
    /// Folds it in.
    pub fn fold(&self, hash: &mut StateHash) {
        let (index, term) = self.last.unwrap_or_default();
        hash.u64(self.term.0)
            .u64(index.0)
            .u64(term.0)
            .u64(self.snapshot.map_or(0, |index| index.0));
    }
}

fn fold_configuration(configuration: &Configuration, hash: &mut StateHash) {
    let mut fold = |ids: &[NodeId]| {
        hash.len(ids.len());
        ids.iter().for_each(|id| _ = hash.u64(id.0));
    };
    fold(&configuration.voters.incoming);
    fold(&configuration.voters.outgoing);
    fold(&configuration.learners);
    fold(&configuration.learners_next);
    hash.flag(configuration.auto_leave);
}

fn fold_progress(progress: &Progress, hash: &mut StateHash) {
    hash.u64(progress.matched.0)
        .u64(progress.next.0)
        .u64(progress.sent_commit.0)
        .u64(progress.state as u64);
    hash.u64(progress.pending_snapshot.0)
        .flag(progress.recent_active)
        .flag(progress.paused);
    hash.len(progress.inflight.len())
        .u64(progress.inflight.bytes());
}
