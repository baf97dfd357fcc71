//! The numbers and names of a reason, in the order of its fields.

use crate::{
    etcd::Ruling,
    raft::{
        CampaignRefusal, ChangeError, ChangeRefusal, Ignored, ProposalRefusal, ReadWait, Reason,
        SnapshotRefusal, TransferAbort, TransferRefusal, VoteRefusal,
    },
    sim::Cause,
    units::{Index, LeaseId, Micros, NodeId, Term},
};

/// What a sentence can hold.
#[derive(Clone, Copy)]
enum Value {
    Number(u64),
    Index(Index),
    Member(NodeId),
    Lease(LeaseId),
    /// In milliseconds.
    Span(Micros),
}

impl From<u32> for Value {
    fn from(it: u32) -> Self {
        Self::Number(it.into())
    }
}
impl From<u64> for Value {
    fn from(it: u64) -> Self {
        Self::Number(it)
    }
}
impl From<bool> for Value {
    fn from(it: bool) -> Self {
        Self::Number(it.into())
    }
}
impl From<Term> for Value {
    fn from(it: Term) -> Self {
        Self::Number(it.0)
    }
}
impl From<Index> for Value {
    fn from(it: Index) -> Self {
        Self::Index(it)
    }
}
impl From<LeaseId> for Value {
    fn from(it: LeaseId) -> Self {
        Self::Lease(it)
    }
}
impl From<Micros> for Value {
    fn from(it: Micros) -> Self {
        Self::Span(it)
    }
}
impl From<NodeId> for Value {
    fn from(it: NodeId) -> Self {
        Self::Member(it)
    }
}

macro_rules! values {
    ($($it:expr),* $(,)?) => { vec![$(Value::from($it)),*] };
}

/// The numbers of a decision, members by name.
#[must_use]
pub fn numbers(cause: &Cause, name: &dyn Fn(NodeId) -> String) -> Vec<String> {
    let said = |it: Value| match it {
        Value::Number(it) => it.to_string(),
        Value::Index(it) => it.to_string(),
        Value::Member(it) => name(it),
        Value::Lease(it) => it.to_string(),
        Value::Span(it) => it.as_ms().to_string(),
    };
    let values = match cause {
        Cause::Raft(reason) => values(reason),
        Cause::Server(ruling) => of_server(*ruling),
    };
    values.into_iter().map(said).collect()
}

fn values(reason: &Reason) -> Vec<Value> {
    match *reason {
        Reason::ElectionTimeout { elapsed, timeout } => values![elapsed, timeout],
        Reason::Campaigns {
            term,
            pre,
            transfer,
        } => values![term, pre, transfer],
        Reason::CampaignRefused { why } => campaign(why),
        Reason::VoteGranted { to, term, pre } => values![to, term, pre],
        Reason::VoteRefused { to, term, pre, why } => {
            let mut values = values![to, term, pre];
            values.extend(vote(why));
            values
        }
        Reason::VoteCounted {
            from,
            granted,
            yes,
            no,
            voters,
        } => values![from, granted, yes, no, voters],
        Reason::Elected {
            term,
            votes,
            voters,
        } => values![term, votes, voters],
        Reason::CampaignLost {
            term,
            refusals,
            voters,
        } => values![term, refusals, voters],
        Reason::HigherTerm { from, old, new } => values![from, old, new],
        Reason::LeaseKept { active, voters } | Reason::QuorumLost { active, voters } => {
            values![active, voters]
        }
        Reason::SteppedDown { term, learner } => values![term, learner],
        Reason::LeaderForgotten { leader } => values![leader],
        Reason::MessageIgnored { from, why } => {
            let mut values = values![from];
            values.extend(ignored(why));
            values
        }
        _ => of_log(reason),
    }
}

fn of_log(reason: &Reason) -> Vec<Value> {
    match *reason {
        Reason::AppendAccepted {
            from,
            prev_index,
            entries,
        } => values![from, prev_index, entries],
        Reason::AppendRejected {
            prev_index,
            prev_term,
            own_term,
        } => values![prev_index, prev_term, own_term],
        Reason::AppendIsOld {
            prev_index,
            committed,
        } => values![prev_index, committed],
        Reason::LogTruncated {
            index,
            own_term,
            new_term,
        } => values![index, own_term, new_term],
        Reason::Committed { from, to } => values![from, to],
        Reason::CommitWaitsForQuorum { held, committed } => values![held, committed],
        Reason::CommitWaitsForOwnTerm { index, term, own } => values![index, term, own],
        Reason::SnapshotTaken { index, term } => values![index, term],
        Reason::SnapshotRefused { index, why } => match why {
            SnapshotRefusal::Old { committed } => values![index, committed],
            SnapshotRefusal::InLog { term } => values![index, term],
            SnapshotRefusal::NotAMember { members } => values![index, members],
        },
        Reason::ProposalForwarded { to, entries } => values![to, entries],
        Reason::ProposalDropped { term, why } => {
            let mut values = values![term];
            values.extend(proposal(why));
            values
        }
        Reason::ChangeProposed { index, leaves } => values![index, leaves],
        Reason::ChangeRefused { index, why } => match why {
            ChangeRefusal::Unapplied { pending, applied } => values![index, pending, applied],
            ChangeRefusal::Joint { outgoing } => values![index, outgoing],
            ChangeRefusal::NotJoint { changes } => values![index, changes],
        },
        Reason::ChangeApplied {
            voters,
            outgoing,
            learners,
        } => values![voters, outgoing, learners],
        Reason::ChangeInvalid { why } => values![invalid(why)],
        Reason::AutoLeave { applied, pending } => values![applied, pending],
        _ => of_peers(reason),
    }
}

fn of_peers(reason: &Reason) -> Vec<Value> {
    match *reason {
        Reason::ReadWaits { why } => read(why),
        Reason::ReadConfirmed {
            index,
            acks,
            voters,
        } => values![index, acks, voters],
        Reason::ReadUnconfirmed {
            index,
            elapsed,
            timeout,
        } => values![index, elapsed, timeout],
        Reason::ReadForwarded { to } => values![to],
        Reason::ReadDropped { term } => values![term],
        Reason::TransferStarted { to, matched, last } => values![to, matched, last],
        Reason::TransferReady { to, matched } => values![to, matched],
        Reason::TransferRefused { to, why } => match why {
            TransferRefusal::Running { elapsed } => values![to, elapsed],
            TransferRefusal::Leads { term } => values![to, term],
            TransferRefusal::Learner | TransferRefusal::NotAMember | TransferRefusal::NoLeader => {
                values![to]
            }
        },
        Reason::TransferAborted { to, why } => match why {
            TransferAbort::TimedOut { elapsed, timeout } => values![to, elapsed, timeout],
            TransferAbort::Replaced { by } => values![to, by],
            TransferAbort::LostOffice { term } => values![to, term],
            TransferAbort::NotAVoter => values![to],
        },
        Reason::PeerProbed {
            peer,
            matched,
            next,
        } => values![peer, matched, next],
        Reason::PeerReplicates { peer, matched } => values![peer, matched],
        Reason::PeerNeedsSnapshot {
            peer,
            next,
            first,
            snapshot,
        } => values![peer, next, first, snapshot],
        Reason::SnapshotHeldBack { peer, next, first } => values![peer, next, first],
        Reason::SnapshotReported {
            peer,
            snapshot,
            arrived,
        } => values![peer, snapshot, arrived],
        Reason::WindowFull {
            peer,
            appends,
            bytes,
            appends_max,
            bytes_max,
        } => values![peer, appends, bytes, appends_max, bytes_max],
        _ => Vec::new(),
    }
}

fn campaign(why: CampaignRefusal) -> Vec<Value> {
    match why {
        CampaignRefusal::Leads { term } => values![term],
        CampaignRefusal::NotAVoter { learner } => values![learner],
        CampaignRefusal::SnapshotPending { index } => values![index],
        CampaignRefusal::ChangeUnapplied {
            index,
            applied,
            committed,
        } => values![index, applied, committed],
    }
}

fn vote(why: VoteRefusal) -> Vec<Value> {
    match why {
        VoteRefusal::LeaderAlive {
            leader,
            elapsed,
            timeout,
        } => values![leader, elapsed, timeout],
        VoteRefusal::AlreadyVoted { vote, leader } => {
            let follows = vote == NodeId::NONE;
            values![follows, if follows { leader } else { vote }]
        }
        VoteRefusal::StaleLog { candidate, own } => {
            values![candidate.0, candidate.1, own.0, own.1]
        }
        VoteRefusal::OldTerm { term, own } => values![term, own],
    }
}

fn proposal(why: ProposalRefusal) -> Vec<Value> {
    match why {
        ProposalRefusal::NoLeader | ProposalRefusal::NotAMember => Vec::new(),
        ProposalRefusal::ForwardingOff { leader } => values![leader],
        ProposalRefusal::TransferRuns { to } => values![to],
        ProposalRefusal::TooMuchUncommitted {
            uncommitted,
            proposed,
            max,
        } => values![uncommitted, proposed, max],
    }
}

fn read(why: ReadWait) -> Vec<Value> {
    match why {
        ReadWait::OwnTermCommit {
            committed,
            term,
            own,
        } => values![committed, term, own],
        ReadWait::Quorum {
            index,
            acks,
            voters,
        } => values![index, acks, voters],
        ReadWait::Apply { index, applied } => values![index, applied],
    }
}

fn invalid(why: ChangeError) -> u64 {
    match why {
        ChangeError::AlreadyJoint => 0,
        ChangeError::NotJoint => 1,
        ChangeError::SimpleInJoint => 2,
        ChangeError::NoVoters => 3,
        ChangeError::RemovedAllVoters => 4,
        ChangeError::ManyVoters => 5,
    }
}

fn ignored(why: Ignored) -> Vec<Value> {
    match why {
        Ignored::OldTerm { term, own } => values![term, own],
        Ignored::OldAcknowledgement { index, matched } => values![index, matched],
        Ignored::OldRejection {
            index,
            matched,
            next,
        } => values![index, matched, next],
        Ignored::NoCampaign { pre } => values![pre],
        Ignored::WrittenInOldTerm { term, own, index } => values![term, own, index],
        Ignored::WrittenButReplaced {
            index,
            term,
            own_term,
        } => values![index, term, own_term],
        Ignored::NotAMember
        | Ignored::NotAFollower
        | Ignored::LeasesServeReads
        | Ignored::NothingToForget => Vec::new(),
    }
}

fn of_server(ruling: Ruling) -> Vec<Value> {
    match ruling {
        Ruling::TooManyRequests {
            committed,
            applied,
            max,
        } => values![committed, applied, max],
        Ruling::RequestTooLarge { max } => values![max],
        Ruling::WaitsForLeader { patience } => values![patience],
        Ruling::GivesUp {
            waited,
            patience,
            blocked,
        } => values![waited, patience, blocked],
        Ruling::LearnerRefuses => Vec::new(),
        Ruling::WatchesEnd {
            streams,
            leaderless,
            patience,
        } => values![streams, leaderless, patience],
        Ruling::LeasesExtended { leases, extension } => values![leases, extension],
        Ruling::LeaseExpired {
            lease,
            ttl,
            overdue,
        } => values![lease, ttl.cast_unsigned(), overdue],
        Ruling::TooFewStarted { started, voters } => values![started, voters],
        Ruling::TooFewHealthy { healthy, voters } => values![healthy, voters],
        Ruling::LearnerLags { matched, own } => values![matched, own],
    }
}
