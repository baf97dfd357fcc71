//! Linearizable reads without a log entry (paper §8, thesis §6.4; `read_only.go`).

use std::collections::VecDeque;

use super::Raft;
use crate::units::{Index, NodeId};

/// Names a read; unique among the reads of the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReadContext(pub u64);

/// How a leader makes sure of itself before it answers a read (`ReadOnlyOption`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReadOnly {
    /// By a round of heartbeats.
    #[default]
    Safe,
    /// By its lease: it heard a quorum within an election timeout, and trusts all clocks.
    LeaseBased,
}

/// What a read waits for at the leader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadProgress {
    /// The leader has committed no entry of its own term yet.
    OwnTerm,
    /// A quorum that answers a round of heartbeats.
    Acks {
        /// Voters that answered, the leader included.
        acks: usize,
        /// How many are needed.
        needed: usize,
    },
}

/// A read that waits for a heartbeat round.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Pending {
    context: ReadContext,
    from: NodeId,
    index: Index,
    acks: Vec<NodeId>,
}

/// Reads in the order they came; a later one's quorum confirms all before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ReadQueue {
    pending: VecDeque<Pending>,
}

/// A read that a quorum has confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Confirmed {
    pub(super) context: ReadContext,
    pub(super) from: NodeId,
    pub(super) index: Index,
}

impl ReadQueue {
    /// Remembers a read at the leader's commit index; a repeat changes nothing.
    pub(super) fn add(&mut self, context: ReadContext, from: NodeId, index: Index) {
        if !self.pending.iter().any(|read| read.context == context) {
            self.pending.push_back(Pending {
                context,
                from,
                index,
                acks: Vec::new(),
            });
        }
    }

    /// Notes that `id` answered the round of `context`; returns who has answered so far.
    pub(super) fn acknowledge(&mut self, context: ReadContext, id: NodeId) -> Option<&[NodeId]> {
        let read = self
            .pending
            .iter_mut()
            .find(|read| read.context == context)?;
        if !read.acks.contains(&id) {
            read.acks.push(id);
        }
        Some(&read.acks)
    }

    /// Takes the read `context` and all before it.
    pub(super) fn confirm(&mut self, context: ReadContext) -> Vec<Confirmed> {
        let Some(place) = self.pending.iter().position(|read| read.context == context) else {
            return Vec::new();
        };
        self.pending
            .drain(..=place)
            .map(|read| Confirmed {
                context: read.context,
                from: read.from,
                index: read.index,
            })
            .collect()
    }

    /// Who answered this read's round or a later one's, whichever has more answers.
    fn acks(&self, context: ReadContext) -> Option<&[NodeId]> {
        let place = self
            .pending
            .iter()
            .position(|read| read.context == context)?;
        let rounds = self.pending.range(place..);
        rounds
            .map(|read| read.acks.as_slice())
            .max_by_key(|it| it.len())
    }

    /// The newest read, whose context every heartbeat carries.
    pub(super) fn last(&self) -> Option<ReadContext> {
        self.pending.back().map(|read| read.context)
    }

    pub(super) fn len(&self) -> usize {
        self.pending.len()
    }
}

impl Raft {
    /// What a read waits for here; `None` if it isn't known here, or waits no more.
    #[must_use]
    pub fn read_progress(&self, context: ReadContext) -> Option<ReadProgress> {
        if self.waiting_reads.iter().any(|(_, it)| *it == context) {
            return Some(ReadProgress::OwnTerm);
        }
        let acks = self.reads.acks(context)?;
        let voters = &self.voters().incoming;
        let answered = |id: &&NodeId| **id == self.id || acks.contains(id);
        Some(ReadProgress::Acks {
            acks: voters.iter().filter(answered).count(),
            needed: voters.len() / 2 + 1,
        })
    }
}
