//! Where in etcd each decision is made, and a name for each.

use super::{
    CampaignRefusal, ChangeRefusal, Ignored, ProposalRefusal, ReadWait, Reason, SnapshotRefusal,
    TransferAbort, TransferRefusal, VoteRefusal,
};

/// Name, file and function.
type Place = (&'static str, &'static str, &'static str);

const RAFT: &str = "raft.go";

impl Reason {
    /// etcd-io/raft's file and function that make this decision.
    #[must_use]
    pub const fn source(&self) -> (&'static str, &'static str) {
        let (_, file, function) = self.place();
        (file, function)
    }

    /// A name of its own for each kind of reason and of refusal; one of [`Reason::NAMES`].
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.place().0
    }

    const fn place(&self) -> Place {
        match self {
            Self::ElectionTimeout { .. } => ("election-timeout", RAFT, "tickElection"),
            Self::Campaigns { .. } => ("campaigns", RAFT, "campaign"),
            Self::CampaignRefused { why } => campaign(why),
            Self::VoteGranted { .. } => ("vote-granted", RAFT, "Step"),
            Self::VoteRefused { why, .. } => vote(why),
            Self::VoteCounted { .. } => ("vote-counted", RAFT, "poll"),
            Self::Elected { .. } => ("elected", RAFT, "becomeLeader"),
            Self::CampaignLost { .. } => ("campaign-lost", RAFT, "stepCandidate"),
            Self::HigherTerm { .. } => ("higher-term", RAFT, "Step"),
            Self::AppendAccepted { .. } => ("append-accepted", "log.go", "maybeAppend"),
            Self::AppendRejected { .. } => ("append-rejected", RAFT, "handleAppendEntries"),
            Self::AppendIsOld { .. } => ("append-is-old", RAFT, "handleAppendEntries"),
            Self::LogTruncated { .. } => ("log-truncated", "log_unstable.go", "truncateAndAppend"),
            Self::Committed { .. } => ("committed", "log.go", "commitTo"),
            Self::CommitWaitsForQuorum { .. } => {
                ("commit-waits-for-quorum", "log.go", "maybeCommit")
            }
            Self::CommitWaitsForOwnTerm { .. } => {
                ("commit-waits-for-own-term", "log.go", "maybeCommit")
            }
            Self::SnapshotTaken { .. } => ("snapshot-taken", RAFT, "restore"),
            Self::SnapshotRefused { why, .. } => snapshot(why),
            Self::LeaseKept { .. } => ("lease-kept", RAFT, "stepLeader"),
            Self::QuorumLost { .. } => ("quorum-lost", RAFT, "stepLeader"),
            Self::SteppedDown { .. } => ("stepped-down", RAFT, "switchToConfig"),
            _ => self.place_at_leader(),
        }
    }

    const fn place_at_leader(&self) -> Place {
        match self {
            Self::ProposalForwarded { .. } => ("proposal-forwarded", RAFT, "stepFollower"),
            Self::ProposalDropped { why, .. } => proposal(why),
            Self::ChangeProposed { .. } => ("change-proposed", RAFT, "stepLeader"),
            Self::ChangeRefused { why, .. } => change(why),
            Self::ChangeApplied { .. } => ("change-applied", RAFT, "switchToConfig"),
            Self::ChangeInvalid { .. } => (
                "change-invalid",
                "confchange/confchange.go",
                "checkInvariants",
            ),
            Self::AutoLeave { .. } => ("auto-leave", RAFT, "appliedTo"),
            Self::ReadWaits { why } => read(why),
            Self::ReadConfirmed { .. } => ("read-confirmed", "read_only.go", "maybeAdvance"),
            Self::ReadUnconfirmed { .. } => ("read-unconfirmed", RAFT, "sendMsgReadIndexResponse"),
            Self::ReadForwarded { .. } => ("read-forwarded", RAFT, "stepFollower"),
            Self::ReadDropped { .. } => ("read-dropped", RAFT, "stepFollower"),
            Self::TransferStarted { .. } => ("transfer-started", RAFT, "stepLeader"),
            Self::TransferReady { .. } => ("transfer-ready", RAFT, "sendTimeoutNow"),
            Self::TransferRefused { why, .. } => transfer(why),
            Self::TransferAborted { why, .. } => abort(why),
            Self::LeaderForgotten { .. } => ("leader-forgotten", RAFT, "stepFollower"),
            Self::PeerProbed { .. } => ("peer-probed", "tracker/progress.go", "BecomeProbe"),
            Self::PeerReplicates { .. } => {
                ("peer-replicates", "tracker/progress.go", "BecomeReplicate")
            }
            Self::PeerNeedsSnapshot { .. } => ("peer-needs-snapshot", RAFT, "maybeSendSnapshot"),
            Self::SnapshotHeldBack { .. } => ("snapshot-held-back", RAFT, "maybeSendSnapshot"),
            Self::SnapshotReported { .. } => ("snapshot-reported", RAFT, "stepLeader"),
            Self::WindowFull { .. } => ("window-full", "tracker/progress.go", "SentEntries"),
            Self::MessageIgnored { why, .. } => ignored(why),
            // The other half of the list is `place`'s own.
            _ => ("", "", ""),
        }
    }

    /// Every name that [`Reason::name`] can give.
    pub const NAMES: &[&str] = &[
        "election-timeout",
        "campaigns",
        "campaign-refused-leads",
        "campaign-refused-not-a-voter",
        "campaign-refused-snapshot-pending",
        "campaign-refused-change-unapplied",
        "vote-granted",
        "vote-refused-leader-alive",
        "vote-refused-already-voted",
        "vote-refused-stale-log",
        "vote-refused-old-term",
        "vote-counted",
        "elected",
        "campaign-lost",
        "higher-term",
        "append-accepted",
        "append-rejected",
        "append-is-old",
        "log-truncated",
        "committed",
        "commit-waits-for-quorum",
        "commit-waits-for-own-term",
        "snapshot-taken",
        "snapshot-refused-old",
        "snapshot-refused-in-log",
        "snapshot-refused-not-a-member",
        "lease-kept",
        "quorum-lost",
        "stepped-down",
        "proposal-forwarded",
        "proposal-dropped-no-leader",
        "proposal-dropped-forwarding-off",
        "proposal-dropped-not-a-member",
        "proposal-dropped-transfer-runs",
        "proposal-dropped-too-much-uncommitted",
        "change-proposed",
        "change-refused-unapplied",
        "change-refused-joint",
        "change-refused-not-joint",
        "change-applied",
        "change-invalid",
        "auto-leave",
        "read-waits-for-own-term-commit",
        "read-waits-for-quorum",
        "read-waits-for-apply",
        "read-confirmed",
        "read-unconfirmed",
        "read-forwarded",
        "read-dropped",
        "transfer-started",
        "transfer-ready",
        "transfer-refused-learner",
        "transfer-refused-running",
        "transfer-refused-leads",
        "transfer-refused-not-a-member",
        "transfer-refused-no-leader",
        "transfer-aborted-timed-out",
        "transfer-aborted-replaced",
        "transfer-aborted-not-a-voter",
        "transfer-aborted-lost-office",
        "leader-forgotten",
        "peer-probed",
        "peer-replicates",
        "peer-needs-snapshot",
        "snapshot-held-back",
        "snapshot-reported",
        "window-full",
        "ignored-old-term",
        "ignored-not-a-member",
        "ignored-old-acknowledgement",
        "ignored-old-rejection",
        "ignored-no-campaign",
        "ignored-not-a-follower",
        "ignored-leases-serve-reads",
        "ignored-nothing-to-forget",
        "ignored-written-in-old-term",
        "ignored-written-but-replaced",
    ];
}

const fn campaign(why: &CampaignRefusal) -> Place {
    match why {
        CampaignRefusal::Leads { .. } => ("campaign-refused-leads", RAFT, "hup"),
        CampaignRefusal::NotAVoter { .. } => ("campaign-refused-not-a-voter", RAFT, "promotable"),
        CampaignRefusal::SnapshotPending { .. } => {
            ("campaign-refused-snapshot-pending", RAFT, "promotable")
        }
        CampaignRefusal::ChangeUnapplied { .. } => (
            "campaign-refused-change-unapplied",
            RAFT,
            "hasUnappliedConfChanges",
        ),
    }
}

const fn vote(why: &VoteRefusal) -> Place {
    match why {
        VoteRefusal::LeaderAlive { .. } => ("vote-refused-leader-alive", RAFT, "Step"),
        VoteRefusal::AlreadyVoted { .. } => ("vote-refused-already-voted", RAFT, "Step"),
        VoteRefusal::StaleLog { .. } => ("vote-refused-stale-log", "log.go", "isUpToDate"),
        VoteRefusal::OldTerm { .. } => ("vote-refused-old-term", RAFT, "Step"),
    }
}

const fn snapshot(why: &SnapshotRefusal) -> Place {
    match why {
        SnapshotRefusal::Old { .. } => ("snapshot-refused-old", RAFT, "restore"),
        SnapshotRefusal::InLog { .. } => ("snapshot-refused-in-log", RAFT, "restore"),
        SnapshotRefusal::NotAMember { .. } => ("snapshot-refused-not-a-member", RAFT, "restore"),
    }
}

const fn proposal(why: &ProposalRefusal) -> Place {
    match why {
        ProposalRefusal::NoLeader => ("proposal-dropped-no-leader", RAFT, "stepFollower"),
        ProposalRefusal::ForwardingOff { .. } => {
            ("proposal-dropped-forwarding-off", RAFT, "stepFollower")
        }
        ProposalRefusal::NotAMember => ("proposal-dropped-not-a-member", RAFT, "stepLeader"),
        ProposalRefusal::TransferRuns { .. } => {
            ("proposal-dropped-transfer-runs", RAFT, "stepLeader")
        }
        ProposalRefusal::TooMuchUncommitted { .. } => (
            "proposal-dropped-too-much-uncommitted",
            RAFT,
            "increaseUncommittedSize",
        ),
    }
}

const fn change(why: &ChangeRefusal) -> Place {
    match why {
        ChangeRefusal::Unapplied { .. } => ("change-refused-unapplied", RAFT, "stepLeader"),
        ChangeRefusal::Joint { .. } => ("change-refused-joint", RAFT, "stepLeader"),
        ChangeRefusal::NotJoint { .. } => ("change-refused-not-joint", RAFT, "stepLeader"),
    }
}

const fn read(why: &ReadWait) -> Place {
    match why {
        ReadWait::OwnTermCommit { .. } => (
            "read-waits-for-own-term-commit",
            RAFT,
            "committedEntryInCurrentTerm",
        ),
        ReadWait::Quorum { .. } => ("read-waits-for-quorum", "read_only.go", "addRequest"),
        ReadWait::Apply { .. } => (
            "read-waits-for-apply",
            "v3_server.go",
            "linearizableReadLoop",
        ),
    }
}

const fn transfer(why: &TransferRefusal) -> Place {
    match why {
        TransferRefusal::Learner => ("transfer-refused-learner", RAFT, "stepLeader"),
        TransferRefusal::Running { .. } => ("transfer-refused-running", RAFT, "stepLeader"),
        TransferRefusal::Leads { .. } => ("transfer-refused-leads", RAFT, "stepLeader"),
        TransferRefusal::NotAMember => ("transfer-refused-not-a-member", RAFT, "stepLeader"),
        TransferRefusal::NoLeader => ("transfer-refused-no-leader", RAFT, "stepFollower"),
    }
}

const fn abort(why: &TransferAbort) -> Place {
    match why {
        TransferAbort::TimedOut { .. } => ("transfer-aborted-timed-out", RAFT, "tickHeartbeat"),
        TransferAbort::Replaced { .. } => ("transfer-aborted-replaced", RAFT, "stepLeader"),
        TransferAbort::NotAVoter => ("transfer-aborted-not-a-voter", RAFT, "switchToConfig"),
        TransferAbort::LostOffice { .. } => ("transfer-aborted-lost-office", RAFT, "reset"),
    }
}

const fn ignored(why: &Ignored) -> Place {
    match why {
        Ignored::OldTerm { .. } => ("ignored-old-term", RAFT, "Step"),
        Ignored::NotAMember => ("ignored-not-a-member", RAFT, "stepLeader"),
        Ignored::OldAcknowledgement { .. } => (
            "ignored-old-acknowledgement",
            "tracker/progress.go",
            "MaybeUpdate",
        ),
        Ignored::OldRejection { .. } => (
            "ignored-old-rejection",
            "tracker/progress.go",
            "MaybeDecrTo",
        ),
        Ignored::NoCampaign { .. } => ("ignored-no-campaign", RAFT, "stepCandidate"),
        Ignored::NotAFollower => ("ignored-not-a-follower", RAFT, "stepCandidate"),
        Ignored::LeasesServeReads => ("ignored-leases-serve-reads", RAFT, "stepFollower"),
        Ignored::NothingToForget => ("ignored-nothing-to-forget", RAFT, "stepLeader"),
        Ignored::WrittenInOldTerm { .. } => ("ignored-written-in-old-term", RAFT, "Step"),
        Ignored::WrittenButReplaced { .. } => (
            "ignored-written-but-replaced",
            "log_unstable.go",
            "stableTo",
        ),
    }
}
