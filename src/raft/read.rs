//! Linearizable reads without a log entry (paper §8, thesis §6.4; `read_only.go`).

use std::collections::VecDeque;

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

    /// The newest read, whose context every heartbeat carries.
    pub(super) fn last(&self) -> Option<ReadContext> {
        self.pending.back().map(|read| read.context)
    }

    pub(super) fn len(&self) -> usize {
        self.pending.len()
    }
}
