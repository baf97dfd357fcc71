//! The loop that serves Raft's `Ready`s (`server/etcdserver/raft.go`): one write at a time as in
//! 3.5, or, with asynchronous storage, two queues that answer in their own time.

use std::sync::Arc;

use super::{Output, Server, Told};
use crate::{
    raft::{self, AppendDone, Entry, Reason},
    units::StateHash,
};

/// A write under way, and what follows when it is on disk.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct WriteJob {
    must_sync: bool,
    messages: Vec<raft::Message>,
    done: Option<AppendDone>,
}

impl Server {
    pub(super) fn synced(&mut self, out: &mut Vec<Output>) {
        if self.raft.config().async_storage {
            return self.written(out);
        }
        self.raft_step(raft::Input::Persisted);
        if let Some(entries) = self.apply_after_sync.take() {
            self.plan_apply(entries, out);
        }
        for message in std::mem::take(&mut self.after_sync) {
            self.send(message, out);
        }
    }

    /// Serves every `Ready` until none is left or the disk is busy.
    pub(super) fn pump(&mut self, out: &mut Vec<Output>) {
        loop {
            self.note_leader(out);
            self.submit_blocked(out);
            let Some(ready) = self.raft.ready() else {
                break;
            };
            self.serve(ready, out);
        }
        tell(self.raft.take_reasons(), out);
    }

    fn serve(&mut self, ready: raft::Ready, out: &mut Vec<Output>) {
        if self.raft.config().async_storage {
            return self.serve_async(ready, out);
        }
        let overlaps = overlaps(&ready);
        tell(ready.reasons, out);
        self.serve_reads(&ready.reads, out);
        let must_sync = ready.write.as_ref().is_some_and(|write| write.must_sync);
        // A leader's messages may overtake its own disk; anyone else's wait for it.
        let at_once = ready.leader || !must_sync || !self.flags.rules.acknowledge_after_sync;
        if at_once {
            ready
                .messages
                .into_iter()
                .for_each(|message| self.send(message, out));
        } else {
            self.after_sync.extend(ready.messages);
        }
        self.after_sync.extend(ready.after_write);
        if ready
            .write
            .as_ref()
            .is_some_and(|write| write.snapshot.is_some())
        {
            self.install(out);
        }
        if must_sync && overlaps {
            self.apply_after_sync = Some(ready.committed);
        } else {
            self.plan_apply(ready.committed, out);
        }
        if let Some(write) = ready.write {
            out.push(Output::Write(write));
        }
        if !must_sync {
            self.synced(out);
        }
    }

    /// Nothing waits for the disk but what promises something; the disk works off one write after
    /// another while Raft goes on.
    fn serve_async(&mut self, ready: raft::Ready, out: &mut Vec<Output>) {
        let has_append = ready.has_append();
        tell(ready.reasons, out);
        self.serve_reads(&ready.reads, out);
        for message in ready.messages {
            self.send(message, out);
        }
        let write = ready.write.as_ref();
        let must_sync = write.is_some_and(|write| write.must_sync);
        if write.is_some_and(|write| write.snapshot.is_some()) {
            self.install(out);
        }
        self.plan_apply(ready.committed, out);
        if has_append {
            self.writing.push_back(WriteJob {
                must_sync,
                messages: ready.after_write,
                done: ready.done,
            });
        }
        if let Some(write) = ready.write {
            out.push(Output::Write(write));
        }
        self.finish_unsynced(out);
    }

    /// The oldest synced write is on disk; what was written unsynced behind it is done with it.
    fn written(&mut self, out: &mut Vec<Output>) {
        self.finish_write(out);
        self.finish_unsynced(out);
    }

    fn finish_unsynced(&mut self, out: &mut Vec<Output>) {
        while self.writing.front().is_some_and(|job| !job.must_sync) {
            self.finish_write(out);
        }
    }

    fn finish_write(&mut self, out: &mut Vec<Output>) {
        let Some(job) = self.writing.pop_front() else {
            return;
        };
        for message in job.messages {
            if message.to == self.identity.id {
                self.raft_step(raft::Input::Message(message));
            } else {
                self.send(message, out);
            }
        }
        if let Some(done) = job.done {
            self.raft_step(raft::Input::AppendDone(done));
        }
    }

    fn plan_apply(&mut self, entries: Vec<Entry>, out: &mut Vec<Output>) {
        if !entries.is_empty() {
            out.push(Output::Apply(entries.len()));
            self.applying.push_back(entries);
        }
    }

    fn send(&self, mut message: raft::Message, out: &mut Vec<Output>) {
        let mut state = None;
        if let raft::Body::Snapshot(snapshot) = &mut message.body {
            // The state may have gone on since Raft asked for it to be sent: it says itself where
            // it stands (`createMergedSnapshotMessage`).
            snapshot.index = self.state.applied;
            snapshot.term = self.state.term;
            snapshot.configuration = self.state.configuration.clone();
            state = Some(Arc::new(self.state.clone()));
        }
        out.push(Output::Peer(message, state));
    }

    /// A leader's snapshot replaces everything this member had.
    fn install(&mut self, out: &mut Vec<Output>) {
        let Some(state) = self.installing.take() else {
            return;
        };
        let seen = self.state.store.revision();
        self.state = (*state).clone();
        self.state.lessor.demote();
        self.applying.clear();
        self.apply_after_sync = None;
        self.snapshot_index = self.state.applied;
        self.hub.restore(seen);
        self.plan_watch_loop(out);
        out.push(Output::Installed);
    }

    /// Writes under way: one at most, unless storage is asynchronous.
    #[must_use]
    pub fn writes_under_way(&self) -> usize {
        self.writing.len() + usize::from(self.raft.awaits_disk())
    }

    /// Batches of entries that wait to be applied, oldest first, by their number of entries.
    pub fn batches_to_apply(&self) -> impl Iterator<Item = usize> {
        self.applying.iter().map(Vec::len)
    }

    pub(super) fn fold_queues(&self, hash: &mut StateHash) {
        hash.len(self.writing.len());
        for job in &self.writing {
            hash.flag(job.must_sync).len(job.messages.len());
            job.messages.iter().for_each(|message| message.fold(hash));
            if let Some(done) = &job.done {
                done.fold(hash);
            }
        }
    }
}

fn tell(reasons: Vec<Reason>, out: &mut Vec<Output>) {
    let told = reasons.into_iter();
    out.extend(told.map(|reason| Output::Told(Told::Decided(reason))));
}

/// Whether entries are to be applied that are only being written (`shouldWaitWALSync`).
fn overlaps(ready: &raft::Ready) -> bool {
    let written = ready.write.as_ref().and_then(|write| write.entries.first());
    let applied = ready.committed.last();
    matches!((written, applied), (Some(first), Some(last)) if last.index >= first.index)
}
