//! Why a member decided as it did, with the numbers it used.
//!
//! A reason is made where the decision is made, never afterwards. Each names etcd's place
//! ([`Reason::source`]); each refusal states a predicate over its own numbers, which can be
//! checked again ([`Reason::holds`]).

mod holds;
mod refusals;
mod source;

pub use refusals::{
    CampaignRefusal, ChangeRefusal, Ignored, ProposalRefusal, ReadWait, SnapshotRefusal,
    TransferAbort, TransferRefusal, VoteRefusal,
};

use super::ChangeError;
use crate::units::{Index, NodeId, Term};

/// A decision of one member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// No leader was heard for a whole randomised timeout.
    ElectionTimeout {
        /// Ticks waited.
        elapsed: u32,
        /// The timeout drawn.
        timeout: u32,
    },
    /// It asks for votes.
    Campaigns {
        /// The term it asks for.
        term: Term,
        /// Whether it only asks whether it could win.
        pre: bool,
        /// Whether a leader handed over to it.
        transfer: bool,
    },
    /// It does not ask for votes.
    CampaignRefused {
        /// Why.
        why: CampaignRefusal,
    },
    /// A vote or pre-vote was granted.
    VoteGranted {
        /// To whom.
        to: NodeId,
        /// In which term.
        term: Term,
        /// Whether it was only a pre-vote.
        pre: bool,
    },
    /// A vote or pre-vote was refused.
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
    /// A candidate got an answer.
    VoteCounted {
        /// From whom.
        from: NodeId,
        /// Whether it is a yes.
        granted: bool,
        /// Votes in favour now.
        yes: u32,
        /// Votes against now.
        no: u32,
        /// Voters.
        voters: u32,
    },
    /// It won.
    Elected {
        /// The new term.
        term: Term,
        /// Votes in favour.
        votes: u32,
        /// Voters.
        voters: u32,
    },
    /// It can no longer win.
    CampaignLost {
        /// The term it asked for.
        term: Term,
        /// Votes against.
        refusals: u32,
        /// Voters.
        voters: u32,
    },
    /// A higher term was seen; it follows in that term.
    HigherTerm {
        /// Seen from whom.
        from: NodeId,
        /// The term before.
        old: Term,
        /// The term now.
        new: Term,
    },
    /// Entries fit the log; they are in it now.
    AppendAccepted {
        /// From whom.
        from: NodeId,
        /// The index before them.
        prev_index: Index,
        /// How many.
        entries: u32,
    },
    /// Entries did not fit the log.
    AppendRejected {
        /// The index before the entries.
        prev_index: Index,
        /// The term the leader has there.
        prev_term: Term,
        /// The term this member has there; 0 if it has none.
        own_term: Term,
    },
    /// The entries are committed here already.
    AppendIsOld {
        /// The index before the entries.
        prev_index: Index,
        /// The commit index here.
        committed: Index,
    },
    /// Entries in the log disagree with the leader's and go.
    LogTruncated {
        /// The first that disagrees.
        index: Index,
        /// Its term here.
        own_term: Term,
        /// Its term at the leader.
        new_term: Term,
    },
    /// The commit index moved: a quorum holds the entry, or the leader said so.
    Committed {
        /// From here.
        from: Index,
        /// To here.
        to: Index,
    },
    /// No quorum holds more than what is committed.
    CommitWaitsForQuorum {
        /// The highest index that a quorum holds.
        held: Index,
        /// The commit index.
        committed: Index,
    },
    /// A quorum holds entries of an older term only; they wait for one of this term.
    CommitWaitsForOwnTerm {
        /// The quorum's index.
        index: Index,
        /// That entry's term.
        term: Term,
        /// The leader's term.
        own: Term,
    },
    /// A snapshot replaced the log.
    SnapshotTaken {
        /// Its last index.
        index: Index,
        /// That entry's term.
        term: Term,
    },
    /// A snapshot was not taken.
    SnapshotRefused {
        /// Its last index.
        index: Index,
        /// Why.
        why: SnapshotRefusal,
    },
    /// The leader heard a quorum within an election timeout: its lease goes on.
    LeaseKept {
        /// Voters heard, itself included.
        active: u32,
        /// Voters.
        voters: u32,
    },
    /// The leader did not hear from a quorum for an election timeout; it steps down.
    QuorumLost {
        /// Voters heard, itself included.
        active: u32,
        /// Voters.
        voters: u32,
    },
    /// A change removed the leader or made it a learner; it steps down.
    SteppedDown {
        /// The term it led in.
        term: Term,
        /// Whether it stays as a learner.
        learner: bool,
    },
    /// A follower sends proposals on.
    ProposalForwarded {
        /// To its leader.
        to: NodeId,
        /// How many.
        entries: u32,
    },
    /// A proposal had nowhere to go.
    ProposalDropped {
        /// In this term.
        term: Term,
        /// Why.
        why: ProposalRefusal,
    },
    /// A change of configuration goes into the log.
    ChangeProposed {
        /// Its index.
        index: Index,
        /// Whether it leaves a joint configuration.
        leaves: bool,
    },
    /// A change of configuration goes into the log as an empty entry.
    ChangeRefused {
        /// The entry's index.
        index: Index,
        /// Why.
        why: ChangeRefusal,
    },
    /// A change of configuration took effect.
    ChangeApplied {
        /// Voters now.
        voters: u32,
        /// Voters of the half being left; 0 unless joint.
        outgoing: u32,
        /// Learners now.
        learners: u32,
    },
    /// A committed change does not fit the configuration and is skipped.
    ChangeInvalid {
        /// Why.
        why: ChangeError,
    },
    /// A joint configuration is to be left by itself.
    AutoLeave {
        /// Applied so far.
        applied: Index,
        /// The change that made it joint, or later.
        pending: Index,
    },
    /// A read has to wait.
    ReadWaits {
        /// For what.
        why: ReadWait,
    },
    /// A quorum confirmed the leader: the read may have this index.
    ReadConfirmed {
        /// The index.
        index: Index,
        /// Voters that answered, itself included.
        acks: u32,
        /// Voters.
        voters: u32,
    },
    /// The read needs no confirmation: a lease holds, there is no other voter, or the rule is off.
    ReadUnconfirmed {
        /// The index.
        index: Index,
        /// Ticks since the lease began; 0 without leases.
        elapsed: u32,
        /// Ticks that the lease lasts.
        timeout: u32,
    },
    /// A follower asks its leader for a read index.
    ReadForwarded {
        /// The leader.
        to: NodeId,
    },
    /// A read is lost: no leader is known.
    ReadDropped {
        /// In this term.
        term: Term,
    },
    /// Leadership is to go to another; proposals are refused meanwhile.
    TransferStarted {
        /// To whom.
        to: NodeId,
        /// What it holds.
        matched: Index,
        /// What it must hold.
        last: Index,
    },
    /// The receiver holds everything: it is told to campaign at once.
    TransferReady {
        /// Who.
        to: NodeId,
        /// What it holds.
        matched: Index,
    },
    /// Leadership is not handed over.
    TransferRefused {
        /// To whom.
        to: NodeId,
        /// Why.
        why: TransferRefusal,
    },
    /// A transfer was given up.
    TransferAborted {
        /// To whom.
        to: NodeId,
        /// Why.
        why: TransferAbort,
    },
    /// A follower forgot its leader, so that it may grant a pre-vote.
    LeaderForgotten {
        /// Whom.
        leader: NodeId,
    },
    /// The leader sends a peer one append at a time from now on.
    PeerProbed {
        /// Whom.
        peer: NodeId,
        /// What it surely holds.
        matched: Index,
        /// What it is sent next.
        next: Index,
    },
    /// The leader sends a peer entries as they come.
    PeerReplicates {
        /// Whom.
        peer: NodeId,
        /// What it surely holds.
        matched: Index,
    },
    /// The leader's log no longer has what a peer needs: it is sent a snapshot.
    PeerNeedsSnapshot {
        /// Whom.
        peer: NodeId,
        /// What it needs next.
        next: Index,
        /// The first entry there is.
        first: Index,
        /// The snapshot's index.
        snapshot: Index,
    },
    /// A peer needs a snapshot but was not heard lately.
    SnapshotHeldBack {
        /// Whom.
        peer: NodeId,
        /// What it needs next.
        next: Index,
        /// The first entry there is.
        first: Index,
    },
    /// A snapshot under way to a peer arrived or got lost.
    SnapshotReported {
        /// To whom.
        peer: NodeId,
        /// Its index.
        snapshot: Index,
        /// Whether it arrived.
        arrived: bool,
    },
    /// As much is under way to a peer as may be.
    WindowFull {
        /// To whom.
        peer: NodeId,
        /// Appends under way.
        appends: u32,
        /// Their entries' bytes.
        bytes: u64,
        /// Appends at most.
        appends_max: u32,
        /// Bytes at most; 0 is no limit.
        bytes_max: u64,
    },
    /// A message or an answer of the disk changed nothing.
    MessageIgnored {
        /// From whom.
        from: NodeId,
        /// Why.
        why: Ignored,
    },
}
