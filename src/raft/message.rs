//! What members say to each other: one struct per kind, so that no field means two things.

use bytes::Bytes;

use super::{Configuration, Entry, EntryKind, ReadContext, ReadRound};
use crate::units::{Index, NodeId, StateHash, Term};

/// One message (`raftpb.Message`).
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Sender.
    pub from: NodeId,
    /// Receiver.
    pub to: NodeId,
    /// The sender's term, or the term it would campaign in; 0 for forwarded requests.
    pub term: Term,
    /// The rest.
    pub body: Body,
}

/// An entry before it has a place in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// What kind of entry.
    pub kind: EntryKind,
    /// Its payload.
    pub data: Bytes,
}

/// A refused append, and where the sender should try next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The index before the entries that did not fit.
    pub index: Index,
    /// A guess at where the logs agree.
    pub hint: Index,
    /// The refuser's term at the guess.
    pub hint_term: Term,
}

/// All that a log up to an index led to, but for the application's own bytes, which travel beside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// Last index included.
    pub index: Index,
    /// Its term.
    pub term: Term,
    /// The configuration in force there.
    pub configuration: Configuration,
}

/// The kinds of message.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// MsgProp: a follower forwards proposals to the leader.
    Propose(Vec<Proposal>),
    /// MsgApp.
    Append {
        /// Index before the entries (`Index`).
        prev_index: Index,
        /// Its term (`LogTerm`).
        prev_term: Term,
        /// The entries.
        entries: Vec<Entry>,
        /// The leader's commit index.
        commit: Index,
    },
    /// MsgAppResp without `Reject`: everything up to here is on the sender's disk.
    Appended {
        /// Last matching index.
        index: Index,
    },
    /// MsgAppResp with `Reject`.
    AppendRejected(Rejection),
    /// MsgVote or MsgPreVote.
    Vote {
        /// Whether this only asks.
        pre: bool,
        /// Last index of the candidate's log.
        last_index: Index,
        /// Its term.
        last_term: Term,
        /// Whether a leader handed over on purpose, so that its lease does not count.
        transfer: bool,
    },
    /// MsgVoteResp or MsgPreVoteResp.
    VoteAnswer {
        /// Whether this answers a pre-vote.
        pre: bool,
        /// Whether the vote is refused.
        reject: bool,
    },
    /// MsgHeartbeat.
    Heartbeat {
        /// Commit index, no further than the receiver is known to match.
        commit: Index,
        /// The round of reads that the answer confirms.
        context: Option<ReadRound>,
    },
    /// MsgHeartbeatResp.
    HeartbeatAnswer {
        /// The round of reads that the answer confirms.
        context: Option<ReadRound>,
    },
    /// MsgSnap.
    Snapshot(Box<Snapshot>),
    /// MsgReadIndex: a follower asks the leader for a read index.
    ReadIndex {
        /// The read.
        context: ReadContext,
    },
    /// MsgReadIndexResp.
    ReadIndexAnswer {
        /// The read.
        context: ReadContext,
        /// The index to wait for.
        index: Index,
    },
    /// MsgTransferLeader: asks the leader to hand over to the sender.
    TransferLeader,
    /// MsgTimeoutNow: campaign at once.
    TimeoutNow,
}

impl Message {
    /// etcd's name of the kind.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self.body {
            Body::Propose(_) => "MsgProp",
            Body::Append { .. } => "MsgApp",
            Body::Appended { .. } | Body::AppendRejected(_) => "MsgAppResp",
            Body::Vote { pre: false, .. } => "MsgVote",
            Body::Vote { pre: true, .. } => "MsgPreVote",
            Body::VoteAnswer { pre: false, .. } => "MsgVoteResp",
            Body::VoteAnswer { pre: true, .. } => "MsgPreVoteResp",
            Body::Heartbeat { .. } => "MsgHeartbeat",
            Body::HeartbeatAnswer { .. } => "MsgHeartbeatResp",
            Body::Snapshot(_) => "MsgSnap",
            Body::ReadIndex { .. } => "MsgReadIndex",
            Body::ReadIndexAnswer { .. } => "MsgReadIndexResp",
            Body::TransferLeader => "MsgTransferLeader",
            Body::TimeoutNow => "MsgTimeoutNow",
        }
    }

    /// Whether it answers something, and so is worth nothing from a stranger (`IsResponseMsg`).
    #[must_use]
    pub const fn is_answer(&self) -> bool {
        matches!(
            self.body,
            Body::Appended { .. }
                | Body::AppendRejected(_)
                | Body::VoteAnswer { .. }
                | Body::HeartbeatAnswer { .. }
                | Body::ReadIndexAnswer { .. }
        )
    }

    /// Whether only the leader of its term sends it.
    #[must_use]
    pub const fn is_leaders(&self) -> bool {
        matches!(
            self.body,
            Body::Append { .. } | Body::Heartbeat { .. } | Body::Snapshot(_)
        )
    }

    /// Whether this promises something that must be on disk first.
    #[must_use]
    pub(super) const fn waits_for_disk(&self) -> bool {
        matches!(
            self.body,
            Body::Appended { .. } | Body::AppendRejected(_) | Body::VoteAnswer { .. }
        )
    }

    /// Folds in everything that its receiver acts on.
    pub fn fold(&self, hash: &mut StateHash) {
        hash.u64(self.from.0).u64(self.to.0).u64(self.term.0);
        hash.bytes(self.name().as_bytes());
        match &self.body {
            Body::Propose(proposals) => {
                hash.len(proposals.len());
                for proposal in proposals {
                    hash.u64(proposal.kind as u64).bytes(&proposal.data);
                }
            }
            Body::Append {
                prev_index,
                prev_term,
                entries,
                commit,
            } => {
                hash.u64(prev_index.0).u64(prev_term.0).u64(commit.0);
                hash.len(entries.len());
                for entry in entries {
                    hash.u64(entry.term.0).u64(entry.index.0);
                }
            }
            Body::Appended { index } => _ = hash.u64(index.0),
            Body::AppendRejected(it) => {
                hash.u64(it.index.0).u64(it.hint.0).u64(it.hint_term.0);
            }
            Body::Vote {
                last_index,
                last_term,
                transfer,
                ..
            } => {
                hash.u64(last_index.0).u64(last_term.0).flag(*transfer);
            }
            Body::VoteAnswer { reject, .. } => _ = hash.flag(*reject),
            Body::Heartbeat { commit, context } => {
                hash.u64(commit.0).u64(context.map_or(0, |round| round.0));
            }
            Body::HeartbeatAnswer { context } => _ = hash.u64(context.map_or(0, |it| it.0)),
            Body::Snapshot(it) => _ = hash.u64(it.index.0).u64(it.term.0),
            Body::ReadIndex { context } => _ = hash.u64(context.0),
            Body::ReadIndexAnswer { context, index } => _ = hash.u64(context.0).u64(index.0),
            Body::TransferLeader | Body::TimeoutNow => {}
        }
    }
}
