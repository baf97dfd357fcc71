//! What is to be done after inputs, and what follows when it is (`rawnode.go`).

use super::{Entry, HardState, Message, Raft, ReadContext, Reason, Role, Snapshot};
use crate::{
    raft::Ignored,
    units::{Index, Term},
};

/// A read index: the read is safe once this much is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadState {
    /// The read.
    pub context: ReadContext,
    /// The index to wait for.
    pub index: Index,
}

/// What goes to disk, in this order: snapshot, entries, hard state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Write {
    /// A snapshot that replaces the log; boxed, for there hardly ever is one.
    pub snapshot: Option<Box<Snapshot>>,
    /// Entries; the first one's index tells where the log is overwritten.
    pub entries: Vec<Entry>,
    /// The hard state, if it changed.
    pub hard_state: Option<HardState>,
    /// Whether to sync before going on (`MustSync`).
    pub must_sync: bool,
}

/// What the disk says when a write is done (`MsgStorageAppendResp`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AppendDone {
    /// The member's term when the write began. In a later term the answer tells nothing of
    /// entries: others may be under way that overwrite them (the ABA race).
    pub term: Term,
    /// The last entry of the log then, if any was not stable.
    pub last: Option<(Index, Term)>,
    /// The index of the snapshot written, if one was.
    pub snapshot: Option<Index>,
}

/// What a member wants done.
#[must_use]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ready {
    /// Whether this member leads: then `messages` need not wait for the disk.
    pub leader: bool,
    /// Messages that promise nothing.
    pub messages: Vec<Message>,
    /// What goes to disk; `None` if nothing does, and then there is nothing to confirm.
    pub write: Option<Write>,
    /// Messages that leave after the write. With asynchronous storage some are to this member
    /// itself: step them like any other.
    pub after_write: Vec<Message>,
    /// With asynchronous storage: to be stepped as [`Input::AppendDone`](super::Input) after the
    /// write and `after_write`.
    pub done: Option<AppendDone>,
    /// Entries to apply.
    pub committed: Vec<Entry>,
    /// Reads that may proceed.
    pub reads: Vec<ReadState>,
    /// Decisions made since the last one.
    pub reasons: Vec<Reason>,
}

impl Ready {
    /// Whether there is something for the thread that writes (`MsgStorageAppend`).
    #[must_use]
    pub fn has_append(&self) -> bool {
        self.write.is_some() || !self.after_write.is_empty()
    }
}

impl Raft {
    /// Whether [`Raft::ready`] would return something.
    #[must_use]
    pub fn has_ready(&self) -> bool {
        self.writing.is_none()
            && (self.has_write()
                || self.has_answers()
                || self.has_apply()
                || !self.messages.is_empty()
                || !self.read_states.is_empty())
    }

    fn has_write(&self) -> bool {
        let snapshot = self.snapshot.is_some() && !self.snapshot_handed;
        snapshot || self.log.handed < self.log.last_index() || self.hard_state() != self.saved
    }

    fn has_answers(&self) -> bool {
        !self.after_write.is_empty() || !self.to_self.is_empty()
    }

    /// While a snapshot is not on disk nothing is applied after it.
    fn has_apply(&self) -> bool {
        self.snapshot.is_none() && self.log.has_appliable(!self.config.async_storage)
    }

    /// What is to be done now; `None` if nothing is. With synchronous storage also `None` while a
    /// write is out.
    pub fn ready(&mut self) -> Option<Ready> {
        // Asked after every input, and most often there is nothing.
        self.has_ready().then(|| self.make_ready())
    }

    #[inline(never)]
    fn make_ready(&mut self) -> Ready {
        let hard_state = self.hard_state();
        let changed = hard_state != self.saved;
        let unsaved = self.log.handed < self.log.last_index();
        let asynchronous = self.config.async_storage;
        let (writes, answers) = (self.has_write(), self.has_answers());
        let apply = self.has_apply();
        let snapshot = self.snapshot.as_ref().filter(|_| !self.snapshot_handed);
        let done = self.append_done(snapshot);
        let snapshot = snapshot.cloned().map(Box::new);
        let write = writes.then(|| {
            let voted = (hard_state.term, hard_state.vote) != (self.saved.term, self.saved.vote);
            Write {
                must_sync: unsaved || snapshot.is_some() || voted,
                snapshot,
                entries: self.unsaved_entries(),
                hard_state: changed.then_some(hard_state),
            }
        });
        let bytes_max = self.config.apply_bytes_max;
        let committed = if apply {
            self.log.take_batch(!asynchronous, bytes_max)
        } else {
            Vec::new()
        };
        self.saved = hard_state;
        self.log.handed = self.log.last_index();
        self.snapshot_handed = self.snapshot.is_some();
        let after_write = std::mem::take(&mut self.after_write);
        if !asynchronous && (writes || answers) {
            self.writing = Some(done.unwrap_or_default());
            std::mem::swap(&mut self.self_waiting, &mut self.to_self);
        }
        // Made in its place: it is large, and moving it is what an idle member would pay for most.
        Ready {
            leader: self.role == Role::Leader,
            messages: std::mem::take(&mut self.messages),
            write,
            after_write,
            done: done.filter(|_| asynchronous && (writes || answers)),
            committed,
            reads: std::mem::take(&mut self.read_states),
            reasons: std::mem::take(&mut self.reasons),
        }
    }

    fn unsaved_entries(&self) -> Vec<Entry> {
        let (from, to) = (self.log.handed.next(), self.log.last_index());
        self.log.slice(from, to, usize::MAX)
    }

    /// The answer that the next write is to have, if Raft needs one: while any entry is not
    /// stable, for an earlier answer may have come in too late a term.
    fn append_done(&self, snapshot: Option<&Snapshot>) -> Option<AppendDone> {
        let unstable = self.log.stable() < self.log.last_index();
        (unstable || snapshot.is_some()).then(|| AppendDone {
            term: self.term,
            last: unstable.then(|| (self.log.last_index(), self.log.last_term())),
            snapshot: snapshot.map(|snapshot| snapshot.index),
        })
    }

    /// Takes the decisions that no [`Ready`] has told of yet: those that changed nothing.
    pub fn take_reasons(&mut self) -> Vec<Reason> {
        std::mem::take(&mut self.reasons)
    }

    /// Whether the last [`Ready`] must be confirmed by [`Input::Persisted`](super::Input).
    #[must_use]
    pub const fn awaits_disk(&self) -> bool {
        self.writing.is_some()
    }

    /// What a crash must not lose.
    #[must_use]
    pub const fn hard_state(&self) -> HardState {
        HardState {
            term: self.term,
            vote: self.vote,
            commit: self.log.committed,
        }
    }

    /// The one write that was out is on disk: first come the messages to itself that waited for it.
    pub(super) fn persisted(&mut self) {
        let Some(done) = self.writing.take() else {
            return;
        };
        let mut waiting = std::mem::take(&mut self.self_waiting);
        for message in waiting.drain(..) {
            self.receive(message);
        }
        self.self_waiting = waiting;
        self.written(done);
    }

    /// A write is on disk (`MsgStorageAppendResp`).
    pub(super) fn written(&mut self, done: AppendDone) {
        let ignored = match done.last {
            Some((index, _)) if done.term < self.term => Some(Ignored::WrittenInOldTerm {
                term: done.term,
                own: self.term,
                index,
            }),
            Some((index, term)) if !self.log.stable_to(index, term) => {
                Some(Ignored::WrittenButReplaced {
                    index,
                    term,
                    own_term: self.log.term(index).unwrap_or_default(),
                })
            }
            _ => None,
        };
        if let Some(why) = ignored {
            let from = self.id;
            self.reasons.push(Reason::MessageIgnored { from, why });
        }
        // A snapshot is committed state, whatever the term.
        if let Some(index) = done.snapshot {
            if self.snapshot.as_ref().is_some_and(|it| it.index == index) {
                self.snapshot = None;
                self.snapshot_handed = false;
            }
            self.applied(index);
        }
    }

    /// Everything up to `index` is applied. A joint configuration that is to be left by itself is
    /// left now, unless a later change may be in the log (`appliedTo`).
    pub(super) fn applied(&mut self, index: Index) {
        let finished = self.log.applied_to(index, self.config.apply_bytes_max);
        if self.configuration.auto_leave
            && self.log.applied >= self.pending_change
            && self.role == Role::Leader
        {
            self.auto_leave();
        }
        self.uncommitted = self.uncommitted.saturating_sub(finished);
    }
}
