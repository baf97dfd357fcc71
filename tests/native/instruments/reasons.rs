//! One of each reason, with numbers that can be told apart.

use etcdscope::{
    etcd::Ruling,
    raft::{
        CampaignRefusal as Campaign, ChangeError, ChangeRefusal as Change, Ignored,
        ProposalRefusal as Proposal, ReadWait, Reason, SnapshotRefusal, TransferAbort as Abort,
        TransferRefusal as Transfer, VoteRefusal,
    },
    sim::Cause,
    units::{Index, LeaseId, Micros, NodeId, Term},
};

pub(super) const T: Term = Term(41);
const OWN: Term = Term(43);
pub(super) const I: Index = Index(501);
const J: Index = Index(502);
const K: Index = Index(503);
pub(super) const A: NodeId = NodeId(7);
const B: NodeId = NodeId(8);

pub(super) fn name(id: NodeId) -> String {
    format!("infra{}", id.0)
}

fn campaigns() -> Vec<Reason> {
    let (term, pre, transfer, to) = (T, true, true, A);
    let refused = |why| Reason::CampaignRefused { why };
    let vote = |why| Reason::VoteRefused { to, term, pre, why };
    let (elapsed, timeout) = (11, 13);
    vec![
        Reason::ElectionTimeout { elapsed, timeout },
        Reason::Campaigns {
            term,
            pre,
            transfer,
        },
        refused(Campaign::Leads { term }),
        refused(Campaign::NotAVoter { learner: true }),
        refused(Campaign::SnapshotPending { index: I }),
        refused(Campaign::ChangeUnapplied {
            index: I,
            applied: J,
            committed: K,
        }),
        Reason::VoteGranted { to, term, pre },
        vote(VoteRefusal::LeaderAlive {
            leader: B,
            elapsed,
            timeout,
        }),
        vote(VoteRefusal::AlreadyVoted {
            vote: B,
            leader: NodeId::NONE,
        }),
        vote(VoteRefusal::AlreadyVoted {
            vote: NodeId::NONE,
            leader: B,
        }),
        vote(VoteRefusal::StaleLog {
            candidate: (Term(38), I),
            own: (OWN, J),
        }),
        vote(VoteRefusal::OldTerm {
            term: Term(38),
            own: OWN,
        }),
        Reason::VoteCounted {
            from: A,
            granted: true,
            yes: 21,
            no: 22,
            voters: 25,
        },
        Reason::Elected {
            term,
            votes: 23,
            voters: 25,
        },
        Reason::CampaignLost {
            term,
            refusals: 23,
            voters: 25,
        },
        Reason::HigherTerm {
            from: A,
            old: T,
            new: OWN,
        },
        Reason::LeaderForgotten { leader: A },
    ]
}

fn entries() -> Vec<Reason> {
    let (index, term, own, prev_index) = (I, T, OWN, I);
    let snapshot = |why| Reason::SnapshotRefused { index, why };
    vec![
        Reason::AppendAccepted {
            from: A,
            prev_index,
            entries: 29,
        },
        Reason::AppendRejected {
            prev_index,
            prev_term: term,
            own_term: own,
        },
        Reason::AppendIsOld {
            prev_index,
            committed: J,
        },
        Reason::LogTruncated {
            index,
            own_term: own,
            new_term: term,
        },
        Reason::Committed { from: I, to: J },
        Reason::CommitWaitsForQuorum {
            held: I,
            committed: J,
        },
        Reason::CommitWaitsForOwnTerm { index, term, own },
        Reason::SnapshotTaken { index, term },
        snapshot(SnapshotRefusal::Old { committed: J }),
        snapshot(SnapshotRefusal::InLog { term }),
        snapshot(SnapshotRefusal::NotAMember { members: 9 }),
        Reason::LeaseKept {
            active: 22,
            voters: 25,
        },
        Reason::QuorumLost {
            active: 22,
            voters: 25,
        },
        Reason::SteppedDown {
            term,
            learner: true,
        },
    ]
}

fn proposals() -> Vec<Reason> {
    let (index, term) = (I, T);
    let dropped = |why| Reason::ProposalDropped { term, why };
    let refused = |why| Reason::ChangeRefused { index, why };
    let mut all = vec![
        Reason::ProposalForwarded { to: A, entries: 29 },
        dropped(Proposal::NoLeader),
        dropped(Proposal::ForwardingOff { leader: A }),
        dropped(Proposal::NotAMember),
        dropped(Proposal::TransferRuns { to: A }),
        dropped(Proposal::TooMuchUncommitted {
            uncommitted: 1_001,
            proposed: 1_002,
            max: 1_003,
        }),
        Reason::ChangeProposed {
            index,
            leaves: true,
        },
        refused(Change::Unapplied {
            pending: J,
            applied: K,
        }),
        refused(Change::Joint { outgoing: 23 }),
        refused(Change::NotJoint { changes: 23 }),
        Reason::ChangeApplied {
            voters: 25,
            outgoing: 23,
            learners: 21,
        },
        Reason::AutoLeave {
            applied: I,
            pending: J,
        },
    ];
    let errors = [
        ChangeError::AlreadyJoint,
        ChangeError::NotJoint,
        ChangeError::SimpleInJoint,
        ChangeError::NoVoters,
        ChangeError::RemovedAllVoters,
        ChangeError::ManyVoters,
    ];
    all.extend(errors.map(|why| Reason::ChangeInvalid { why }));
    all
}

fn reads_and_transfers() -> Vec<Reason> {
    let (index, term, to, matched) = (I, T, A, I);
    let (elapsed, timeout) = (11, 13);
    let waits = |why| Reason::ReadWaits { why };
    let refused = |why| Reason::TransferRefused { to, why };
    let aborted = |why| Reason::TransferAborted { to, why };
    vec![
        waits(ReadWait::OwnTermCommit {
            committed: I,
            term,
            own: OWN,
        }),
        waits(ReadWait::Quorum {
            index,
            acks: 22,
            voters: 25,
        }),
        waits(ReadWait::Apply { index, applied: J }),
        Reason::ReadConfirmed {
            index,
            acks: 22,
            voters: 25,
        },
        Reason::ReadUnconfirmed {
            index,
            elapsed,
            timeout,
        },
        Reason::ReadForwarded { to },
        Reason::ReadDropped { term },
        Reason::TransferStarted {
            to,
            matched,
            last: J,
        },
        Reason::TransferReady { to, matched },
        refused(Transfer::Learner),
        refused(Transfer::Running { elapsed }),
        refused(Transfer::Leads { term }),
        refused(Transfer::NotAMember),
        refused(Transfer::NoLeader),
        aborted(Abort::TimedOut { elapsed, timeout }),
        aborted(Abort::Replaced { by: B }),
        aborted(Abort::NotAVoter),
        aborted(Abort::LostOffice { term }),
    ]
}

fn peers() -> Vec<Reason> {
    let (peer, matched, next, first, snapshot) = (A, I, J, K, Index(504));
    let ignored = |why| Reason::MessageIgnored { from: A, why };
    vec![
        Reason::PeerProbed {
            peer,
            matched,
            next,
        },
        Reason::PeerReplicates { peer, matched },
        Reason::PeerNeedsSnapshot {
            peer,
            next,
            first,
            snapshot,
        },
        Reason::SnapshotHeldBack { peer, next, first },
        Reason::SnapshotReported {
            peer,
            snapshot,
            arrived: true,
        },
        Reason::WindowFull {
            peer,
            appends: 61,
            bytes: 62,
            appends_max: 63,
            bytes_max: 64,
        },
        ignored(Ignored::OldTerm { term: T, own: OWN }),
        ignored(Ignored::NotAMember),
        ignored(Ignored::OldAcknowledgement {
            index: I,
            matched: J,
        }),
        ignored(Ignored::OldRejection {
            index: I,
            matched: J,
            next: K,
        }),
        ignored(Ignored::NoCampaign { pre: true }),
        ignored(Ignored::NotAFollower),
        ignored(Ignored::LeasesServeReads),
        ignored(Ignored::NothingToForget),
        ignored(Ignored::WrittenInOldTerm {
            term: T,
            own: OWN,
            index: I,
        }),
        ignored(Ignored::WrittenButReplaced {
            index: I,
            term: T,
            own_term: OWN,
        }),
    ]
}

fn rulings() -> Vec<Ruling> {
    let patience = Micros::from_ms(7_013);
    vec![
        Ruling::TooManyRequests {
            committed: I,
            applied: J,
            max: 5_001,
        },
        Ruling::RequestTooLarge { max: 5_001 },
        Ruling::WaitsForLeader { patience },
        Ruling::GivesUp {
            waited: Micros::from_ms(7_017),
            patience,
            blocked: true,
        },
        Ruling::LearnerRefuses,
        Ruling::WatchesEnd {
            streams: 29,
            leaderless: Micros::from_ms(3_017),
            patience,
        },
        Ruling::LeasesExtended {
            leases: 29,
            extension: Micros::from_ms(1_017),
        },
        Ruling::LeaseExpired {
            lease: LeaseId(0x77),
            ttl: 61,
            overdue: Micros::from_ms(217),
        },
        Ruling::TooFewStarted {
            started: 22,
            voters: 25,
        },
        Ruling::TooFewHealthy {
            healthy: 22,
            voters: 25,
        },
        Ruling::LearnerLags { matched: I, own: J },
    ]
}

/// One of each, flags set.
pub(super) fn all() -> Vec<Cause> {
    let raft = [
        campaigns(),
        entries(),
        proposals(),
        reads_and_transfers(),
        peers(),
    ];
    let raft = raft.concat().into_iter().map(Cause::Raft);
    raft.chain(rulings().into_iter().map(Cause::Server))
        .collect()
}
