//! Why not: one list per thing that can be refused.

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
        /// Ticks that the lease lasts.
        timeout: u32,
    },
    /// It already voted for another in this term, or knows a leader in it.
    AlreadyVoted {
        /// For whom; none if it only knows a leader.
        vote: NodeId,
        /// The leader; none if it only voted.
        leader: NodeId,
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
        /// Its own.
        own: Term,
    },
}

/// Why a member does not campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CampaignRefusal {
    /// It leads already.
    Leads {
        /// In this term.
        term: Term,
    },
    /// It has no vote in its own view of the configuration.
    NotAVoter {
        /// Whether it is a learner.
        learner: bool,
    },
    /// A snapshot is on its way to the disk.
    SnapshotPending {
        /// Its index.
        index: Index,
    },
    /// A committed change of configuration is not applied: its view of the voters is old.
    ChangeUnapplied {
        /// The change's index.
        index: Index,
        /// Applied so far.
        applied: Index,
        /// Committed so far.
        committed: Index,
    },
}

/// Why a snapshot was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SnapshotRefusal {
    /// It ends at or before the commit index.
    Old {
        /// The commit index.
        committed: Index,
    },
    /// The log holds its last entry already: only the commit index moves.
    InLog {
        /// The entry's term here, as in the snapshot.
        term: Term,
    },
    /// Its configuration does not know this member.
    NotAMember {
        /// Members it knows.
        members: u32,
    },
}

/// Why a proposal was dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProposalRefusal {
    /// There is no leader.
    NoLeader,
    /// A follower may not send it on.
    ForwardingOff {
        /// The leader.
        leader: NodeId,
    },
    /// The leader was removed.
    NotAMember,
    /// Leadership is being handed over.
    TransferRuns {
        /// To whom.
        to: NodeId,
    },
    /// Too much is proposed and not committed.
    TooMuchUncommitted {
        /// Bytes not committed.
        uncommitted: u64,
        /// Bytes proposed.
        proposed: u64,
        /// Bytes at most.
        max: u64,
    },
}

/// Why a change of configuration was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeRefusal {
    /// An earlier change may not be applied.
    Unapplied {
        /// That change's index, or the last index when the leader was elected.
        pending: Index,
        /// Applied so far.
        applied: Index,
    },
    /// The configuration is joint and must be left first.
    Joint {
        /// Voters of the half being left.
        outgoing: u32,
    },
    /// The configuration is not joint, there is nothing to leave.
    NotJoint {
        /// Changes asked for: none.
        changes: u32,
    },
}

/// What a read waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadWait {
    /// The leader has not committed an entry of its own term.
    OwnTermCommit {
        /// The commit index.
        committed: Index,
        /// The term there.
        term: Term,
        /// The leader's term.
        own: Term,
    },
    /// A quorum has not confirmed the leader.
    Quorum {
        /// The index it will have.
        index: Index,
        /// Voters that answered, the leader included.
        acks: u32,
        /// Voters.
        voters: u32,
    },
    /// The member has not applied enough.
    Apply {
        /// The read's index.
        index: Index,
        /// Applied so far.
        applied: Index,
    },
}

/// Why leadership is not handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferRefusal {
    /// A learner cannot lead.
    Learner,
    /// It is being handed to the same member already.
    Running {
        /// Ticks since it began.
        elapsed: u32,
    },
    /// That member leads.
    Leads {
        /// In this term.
        term: Term,
    },
    /// No such member.
    NotAMember,
    /// A follower has no leader to ask.
    NoLeader,
}

/// Why a transfer was given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferAbort {
    /// It took an election timeout.
    TimedOut {
        /// Ticks since it began.
        elapsed: u32,
        /// The election timeout.
        timeout: u32,
    },
    /// Another receiver was named.
    Replaced {
        /// Who.
        by: NodeId,
    },
    /// The receiver is no voter any more.
    NotAVoter,
    /// The member follows or campaigns in a new term, or steps down.
    LostOffice {
        /// The term now.
        term: Term,
    },
}

/// Why a message changed nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ignored {
    /// It belongs to an older term.
    OldTerm {
        /// Its term.
        term: Term,
        /// The member's own.
        own: Term,
    },
    /// The sender is not in the configuration.
    NotAMember,
    /// An acknowledgement tells nothing new.
    OldAcknowledgement {
        /// What it acknowledges.
        index: Index,
        /// What is known.
        matched: Index,
    },
    /// A rejection concerns something that was acknowledged or is not the last probe.
    OldRejection {
        /// What it rejects.
        index: Index,
        /// What is known to match.
        matched: Index,
        /// What is sent next.
        next: Index,
    },
    /// An answer to a campaign that is over, or of the other kind.
    NoCampaign {
        /// Whether it answers a pre-vote.
        pre: bool,
    },
    /// Told to campaign while it campaigns or leads.
    NotAFollower,
    /// Leases serve reads: a leader may not be forgotten.
    LeasesServeReads,
    /// There is no leader to forget, or the member leads.
    NothingToForget,
    /// The disk wrote entries in an older term; a later write may overwrite them (the ABA race).
    WrittenInOldTerm {
        /// The term of the write.
        term: Term,
        /// The term now.
        own: Term,
        /// The last index written.
        index: Index,
    },
    /// The disk wrote entries that the log has replaced meanwhile.
    WrittenButReplaced {
        /// The last index written.
        index: Index,
        /// Its term on disk.
        term: Term,
        /// Its term in the log; 0 if it is gone.
        own_term: Term,
    },
}
