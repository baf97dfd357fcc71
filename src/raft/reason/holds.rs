//! Checks a reason against its own numbers.

use super::{
    CampaignRefusal, ChangeRefusal, Ignored, ProposalRefusal, ReadWait, Reason, SnapshotRefusal,
    TransferAbort, VoteRefusal,
};
use crate::units::{NodeId, Term};

impl Reason {
    /// Whether something was refused, given up, ignored or has to wait.
    #[must_use]
    pub const fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::CampaignRefused { .. }
                | Self::VoteRefused { .. }
                | Self::CampaignLost { .. }
                | Self::AppendRejected { .. }
                | Self::AppendIsOld { .. }
                | Self::CommitWaitsForQuorum { .. }
                | Self::CommitWaitsForOwnTerm { .. }
                | Self::SnapshotRefused { .. }
                | Self::QuorumLost { .. }
                | Self::ProposalDropped { .. }
                | Self::ChangeRefused { .. }
                | Self::ChangeInvalid { .. }
                | Self::ReadWaits { .. }
                | Self::ReadDropped { .. }
                | Self::TransferRefused { .. }
                | Self::TransferAborted { .. }
                | Self::SnapshotHeldBack { .. }
                | Self::WindowFull { .. }
                | Self::MessageIgnored { .. }
        )
    }

    /// Whether it comes with ordinary work, at every append or acknowledgement.
    #[must_use]
    pub const fn is_routine(&self) -> bool {
        matches!(
            self,
            Self::AppendAccepted { .. }
                | Self::Committed { .. }
                | Self::CommitWaitsForQuorum { .. }
                | Self::LeaseKept { .. }
                | Self::ReadConfirmed { .. }
                | Self::ReadForwarded { .. }
                | Self::ReadWaits { .. }
                | Self::ProposalForwarded { .. }
                | Self::MessageIgnored {
                    why: Ignored::OldAcknowledgement { .. },
                    ..
                }
        )
    }

    /// Whether the stated condition is true of the stated numbers; true where none is stated.
    #[must_use]
    pub fn holds(&self) -> bool {
        match *self {
            Self::ElectionTimeout { elapsed, timeout } => elapsed >= timeout,
            Self::CampaignRefused { why } => campaign(why),
            Self::VoteRefused { to, why, .. } => vote(to, why),
            Self::Elected { votes, voters, .. } => votes > 0 && votes <= voters,
            Self::CampaignLost {
                refusals, voters, ..
            } => refusals > 0 && refusals <= voters,
            Self::HigherTerm { old, new, .. } => new > old,
            Self::AppendRejected {
                prev_term,
                own_term,
                ..
            } => own_term != prev_term,
            Self::AppendIsOld {
                prev_index,
                committed,
            } => prev_index < committed,
            Self::LogTruncated {
                own_term, new_term, ..
            } => own_term != new_term,
            Self::Committed { from, to } => to > from,
            Self::CommitWaitsForQuorum { held, committed } => held <= committed,
            Self::CommitWaitsForOwnTerm { term, own, .. } => term != own,
            Self::SnapshotRefused { index, why } => match why {
                SnapshotRefusal::Old { committed } => index <= committed,
                SnapshotRefusal::InLog { term } => term > Term(0),
                SnapshotRefusal::NotAMember { .. } => true,
            },
            Self::LeaseKept { active, voters } => active > 0 && active <= voters,
            Self::QuorumLost { active, voters } => active < voters,
            Self::ProposalDropped { why, .. } => proposal(why),
            Self::ChangeRefused { why, .. } => change(why),
            Self::AutoLeave { applied, pending } => applied >= pending,
            Self::ReadWaits { why } => read(why),
            Self::TransferStarted { matched, last, .. } => matched <= last,
            Self::TransferAborted { why, .. } => match why {
                TransferAbort::TimedOut { elapsed, timeout } => elapsed >= timeout,
                TransferAbort::Replaced { by } => by != NodeId::NONE,
                TransferAbort::NotAVoter | TransferAbort::LostOffice { .. } => true,
            },
            Self::PeerNeedsSnapshot { next, first, .. }
            | Self::SnapshotHeldBack { next, first, .. } => next < first,
            Self::WindowFull {
                appends,
                bytes,
                appends_max,
                bytes_max,
                ..
            } => appends >= appends_max || (bytes_max > 0 && bytes >= bytes_max),
            Self::MessageIgnored { why, .. } => ignored(why),
            _ => true,
        }
    }
}

fn campaign(why: CampaignRefusal) -> bool {
    match why {
        CampaignRefusal::ChangeUnapplied {
            index,
            applied,
            committed,
        } => applied < index && index <= committed,
        CampaignRefusal::Leads { .. }
        | CampaignRefusal::NotAVoter { .. }
        | CampaignRefusal::SnapshotPending { .. } => true,
    }
}

fn vote(to: NodeId, why: VoteRefusal) -> bool {
    match why {
        VoteRefusal::LeaderAlive {
            leader,
            elapsed,
            timeout,
        } => leader != NodeId::NONE && elapsed < timeout,
        VoteRefusal::AlreadyVoted { vote, leader } => {
            vote != to && (vote != NodeId::NONE || leader != NodeId::NONE)
        }
        VoteRefusal::StaleLog { candidate, own } => candidate < own,
        VoteRefusal::OldTerm { term, own } => term < own,
    }
}

fn proposal(why: ProposalRefusal) -> bool {
    match why {
        ProposalRefusal::ForwardingOff { leader } => leader != NodeId::NONE,
        ProposalRefusal::TransferRuns { to } => to != NodeId::NONE,
        ProposalRefusal::TooMuchUncommitted {
            uncommitted,
            proposed,
            max,
        } => uncommitted > 0 && proposed > 0 && uncommitted + proposed > max,
        ProposalRefusal::NoLeader | ProposalRefusal::NotAMember => true,
    }
}

fn change(why: ChangeRefusal) -> bool {
    match why {
        ChangeRefusal::Unapplied { pending, applied } => pending > applied,
        ChangeRefusal::Joint { outgoing } => outgoing > 0,
        ChangeRefusal::NotJoint { changes } => changes == 0,
    }
}

fn read(why: ReadWait) -> bool {
    match why {
        ReadWait::OwnTermCommit { term, own, .. } => term != own,
        // In a joint configuration even an only voter waits for somebody's answer, as in etcd.
        ReadWait::Quorum { acks, voters, .. } => acks < voters || voters == 1,
        ReadWait::Apply { index, applied } => applied < index,
    }
}

fn ignored(why: Ignored) -> bool {
    match why {
        Ignored::OldTerm { term, own } | Ignored::WrittenInOldTerm { term, own, .. } => term < own,
        Ignored::OldAcknowledgement { index, matched } => index <= matched,
        Ignored::OldRejection {
            index,
            matched,
            next,
        } => index <= matched || index != next.prev(),
        Ignored::WrittenButReplaced { term, own_term, .. } => term != own_term,
        Ignored::NotAMember
        | Ignored::NoCampaign { .. }
        | Ignored::NotAFollower
        | Ignored::LeasesServeReads
        | Ignored::NothingToForget => true,
    }
}
