//! Why a member decided as it did, with the numbers it used.

use crate::units::{Index, NodeId, Term};

/// Why a vote was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoteRefusal {
    /// It heard from a live leader within an election timeout (check-quorum's lease).
    LeaderAlive {
        /// That leader.
        leader: NodeId,
        /// Ticks since it was heard.
        elapsed: u32,
    },
    /// It already voted for another in this term.
    AlreadyVoted {
        /// For whom.
        vote: NodeId,
    },
    /// The candidate's log ends before its own (paper §5.4.1).
    StaleLog {
        /// The candidate's last entry.
        candidate: (Term, Index),
        /// Its own last entry.
        own: (Term, Index),
    },
    /// The request belongs to an older term.
    OldTerm {
        /// The request's term.
        term: Term,
    },
}

/// A decision (`raft.go`, the function named in each line).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// No leader was heard for a whole randomised timeout (`tickElection`).
    ElectionTimeout {
        /// Ticks waited.
        elapsed: u32,
        /// The timeout drawn.
        timeout: u32,
    },
    /// A vote or pre-vote was granted (`Step`).
    VoteGranted {
        /// To whom.
        to: NodeId,
        /// In which term.
        term: Term,
        /// Whether it was only a pre-vote.
        pre: bool,
    },
    /// A vote or pre-vote was refused (`Step`).
    VoteRefused {
        /// To whom.
        to: NodeId,
        /// In which term.
        term: Term,
        /// Whether it was only a pre-vote.
        pre: bool,
        /// Why.
        why: VoteRefusal,
    },
    /// It won (`becomeLeader`).
    Elected {
        /// The new term.
        term: Term,
        /// Votes in favour.
        votes: u32,
        /// Voters.
        voters: u32,
    },
    /// Entries did not fit the log (`handleAppendEntries`).
    AppendRejected {
        /// The index before the entries.
        prev_index: Index,
        /// The term the leader has there.
        prev_term: Term,
        /// The term this member has there; 0 if it has none.
        own_term: Term,
    },
    /// A quorum holds the entry (`maybeCommit`).
    Committed {
        /// From here.
        from: Index,
        /// To here.
        to: Index,
    },
    /// A quorum holds entries of an older term only; they wait for one of this term.
    CommitWaitsForOwnTerm {
        /// The quorum's index.
        index: Index,
        /// That entry's term.
        term: Term,
    },
    /// The leader did not hear from a quorum for an election timeout (`tickHeartbeat`).
    QuorumLost {
        /// Voters heard, itself included.
        active: u32,
        /// Voters.
        voters: u32,
    },
    /// A higher term was seen (`Step`).
    HigherTerm {
        /// Seen from whom.
        from: NodeId,
        /// The term before.
        old: Term,
        /// The term now.
        new: Term,
    },
    /// A proposal had nowhere to go.
    ProposalDropped {
        /// In this term.
        term: Term,
    },
}
