//! Linearizable reads without a log entry (paper §8, thesis §6.4; `read_only.go`).

use std::collections::VecDeque;

use super::{Body, Joint, Raft, ReadState, ReadWait, Reason, Role, state::count};
use crate::units::{Index, NodeId, StateHash};

/// Names a read; unique among the reads of the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReadContext(pub u64);

/// How many reads a leader has taken in its term when it sends a heartbeat: the answer confirms
/// them all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReadRound(pub u64);

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Pending {
    context: ReadContext,
    from: NodeId,
    index: Index,
}

/// Reads of one leader's term in the order they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ReadQueue {
    pending: VecDeque<Pending>,
    /// How many were confirmed and are gone.
    confirmed: u64,
    /// The newest round that each member answered.
    acks: Vec<(NodeId, u64)>,
}

impl ReadQueue {
    /// What heartbeats carry while a read waits.
    pub(super) fn round(&self) -> Option<ReadRound> {
        let waiting = self.pending.len() as u64;
        (waiting > 0).then(|| ReadRound(self.confirmed + waiting))
    }

    /// The first round that a read is in, if it waits.
    fn round_of(&self, context: ReadContext) -> Option<u64> {
        let place = self.pending.iter().position(|it| it.context == context);
        place.map(|place| self.confirmed + place as u64 + 1)
    }

    fn acknowledge(&mut self, from: NodeId, round: ReadRound) {
        match self.acks.iter_mut().find(|(id, _)| *id == from) {
            Some((_, acked)) => *acked = round.0.max(*acked),
            None => self.acks.push((from, round.0)),
        }
    }

    fn acked(&self, id: NodeId) -> u64 {
        let ack = self.acks.iter().find(|(known, _)| *known == id);
        ack.map_or(0, |(_, round)| *round)
    }

    /// Takes the oldest read if a quorum of `voters` has answered a round that it was in.
    fn confirm(&mut self, voters: &Joint) -> Option<Pending> {
        let held = voters.committed(|id| Index(self.acked(id)));
        let read = (held.0 > self.confirmed).then(|| self.pending.pop_front())?;
        self.confirmed += u64::from(read.is_some());
        read
    }

    pub(super) fn fold(&self, hash: &mut StateHash) {
        hash.u64(self.confirmed).len(self.pending.len());
        for read in &self.pending {
            hash.u64(read.context.0).u64(read.from.0).u64(read.index.0);
        }
        for (id, round) in &self.acks {
            hash.u64(id.0).u64(*round);
        }
    }
}

impl Raft {
    /// What a read waits for here; `None` if it isn't known here, or waits no more.
    #[must_use]
    pub fn read_progress(&self, context: ReadContext) -> Option<ReadProgress> {
        if self.waiting_reads.iter().any(|(_, it)| *it == context) {
            return Some(ReadProgress::OwnTerm);
        }
        let round = self.reads.round_of(context)?;
        let voters = &self.voters().incoming;
        let answered = |id: &&NodeId| self.reads.acked(**id) >= round;
        Some(ReadProgress::Acks {
            acks: voters.iter().filter(answered).count(),
            needed: voters.len() / 2 + 1,
        })
    }

    /// A read of this member, or of one that asked it (`MsgReadIndex`).
    pub(super) fn read(&mut self, from: NodeId, context: ReadContext) {
        match self.role {
            Role::Leader => self.read_as_leader(from, context),
            Role::Follower if self.leader != NodeId::NONE => {
                let to = self.leader;
                self.reasons.push(Reason::ReadForwarded { to });
                let body = Body::ReadIndex { context };
                let term = crate::units::Term(0);
                self.queue(super::Message {
                    from,
                    to,
                    term,
                    body,
                });
            }
            Role::Follower | Role::PreCandidate | Role::Candidate => {
                let term = self.term;
                self.reasons.push(Reason::ReadDropped { term });
            }
        }
    }

    /// A read waits until this leader has committed in its own term, then for one heartbeat round.
    ///
    /// etcd lets an only member skip the first wait too; if it was killed after an answer and
    /// before its commit index was synced, its first reads could then be older than that answer.
    fn read_as_leader(&mut self, from: NodeId, context: ReadContext) {
        if !self.committed_in_term() {
            let committed = self.log.committed;
            let why = ReadWait::OwnTermCommit {
                committed,
                term: self.log.term(committed).unwrap_or_default(),
                own: self.term,
            };
            self.reasons.push(Reason::ReadWaits { why });
            return self.waiting_reads.push((from, context));
        }
        let leased = self.config.read_only == ReadOnly::LeaseBased;
        if self.is_singleton() || leased || !self.config.rules.confirm_reads {
            return self.answer_unconfirmed(from, context);
        }
        let index = self.log.committed;
        self.reads.pending.push_back(Pending {
            context,
            from,
            index,
        });
        if let Some(round) = self.reads.round() {
            self.reads.acknowledge(self.id, round);
        }
        self.note_waiting();
        self.broadcast_heartbeat();
    }

    pub(super) fn release_waiting_reads(&mut self) {
        if self.waiting_reads.is_empty() || !self.committed_in_term() {
            return;
        }
        for (from, context) in std::mem::take(&mut self.waiting_reads) {
            self.read_as_leader(from, context);
        }
    }

    /// `from` answered a round: the reads that a quorum has confirmed by now have their index.
    pub(super) fn confirm_reads(&mut self, from: NodeId, round: ReadRound) {
        if self.config.read_only != ReadOnly::Safe {
            return;
        }
        self.reads.acknowledge(from, round);
        let voters = self.voter_count();
        let (acks, mut confirmed) = (self.acks_of(self.reads.confirmed + 1), false);
        while let Some(read) = self.reads.confirm(&self.configuration.voters) {
            confirmed = true;
            let index = read.index;
            self.reasons.push(Reason::ReadConfirmed {
                index,
                acks,
                voters,
            });
            self.answer_read(read.from, read.context, index);
        }
        if !confirmed {
            self.note_waiting();
        }
    }

    /// Voters that answered a round at or after `round`.
    fn acks_of(&self, round: u64) -> u32 {
        let voters = self.reads.acks.iter();
        let voters = voters.filter(|(id, _)| self.configuration.is_voter(*id));
        count(voters.filter(|(_, acked)| *acked >= round).count())
    }

    fn note_waiting(&mut self) {
        let Some(oldest) = self.reads.pending.front() else {
            return;
        };
        let why = ReadWait::Quorum {
            index: oldest.index,
            acks: self.acks_of(self.reads.confirmed + 1),
            voters: self.voter_count(),
        };
        self.reasons.push(Reason::ReadWaits { why });
    }

    fn answer_unconfirmed(&mut self, from: NodeId, context: ReadContext) {
        let leased = self.config.read_only == ReadOnly::LeaseBased;
        let index = self.log.committed;
        self.reasons.push(Reason::ReadUnconfirmed {
            index,
            elapsed: if leased { self.election_elapsed } else { 0 },
            timeout: self.config.election_ticks,
        });
        self.answer_read(from, context, index);
    }

    fn answer_read(&mut self, from: NodeId, context: ReadContext, index: Index) {
        if from == self.id {
            self.serve_read(context, index);
        } else {
            self.send(from, Body::ReadIndexAnswer { context, index });
        }
    }

    /// A read of this member has its index.
    pub(super) fn serve_read(&mut self, context: ReadContext, index: Index) {
        let applied = self.log.applied;
        if applied < index {
            let why = ReadWait::Apply { index, applied };
            self.reasons.push(Reason::ReadWaits { why });
        }
        self.read_states.push(ReadState { context, index });
    }
}
