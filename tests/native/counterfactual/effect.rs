//! What is seen where a refusal is not.

use etcdscope::{
    raft::{
        Body, ChangeRefusal, Ignored, Input, ProposalRefusal, Raft, ReadWait, Reason, Role,
        TransferRefusal,
    },
    units::NodeId,
};

use super::tools::{message, sent};

/// Whether the effect that `reason` stood against came of `input` at `before`.
pub(super) fn happens(
    reason: &Reason,
    before: &Raft,
    input: &Input,
    after: (&Raft, &[Reason]),
) -> bool {
    let (raft, reasons) = after;
    let any = |wanted: fn(&Reason) -> bool| reasons.iter().any(wanted);
    match *reason {
        Reason::CampaignRefused { .. } => any(|it| matches!(it, Reason::Campaigns { .. })),
        Reason::VoteRefused { .. } => any(|it| matches!(it, Reason::VoteGranted { .. })),
        Reason::CampaignLost { .. } => {
            let counted = |it: &Reason| matches!(it, Reason::VoteCounted { granted: true, .. });
            any(counted) && !any(|it| matches!(it, Reason::CampaignLost { .. }))
        }
        Reason::AppendRejected { .. } | Reason::AppendIsOld { .. } => {
            any(|it| matches!(it, Reason::AppendAccepted { .. }))
        }
        Reason::CommitWaitsForQuorum { committed, .. } => raft.log().committed() > committed,
        Reason::CommitWaitsForOwnTerm { index, own, .. } => {
            raft.log().committed() > index && raft.log().term(raft.log().committed()) == Some(own)
        }
        Reason::SnapshotRefused { .. } => any(|it| matches!(it, Reason::SnapshotTaken { .. })),
        Reason::QuorumLost { .. } => {
            raft.role() == Role::Leader && any(|it| matches!(it, Reason::LeaseKept { .. }))
        }
        Reason::ProposalDropped { why, .. } => match why {
            ProposalRefusal::NoLeader | ProposalRefusal::ForwardingOff { .. } => {
                any(|it| matches!(it, Reason::ProposalForwarded { .. }))
            }
            ProposalRefusal::NotAMember
            | ProposalRefusal::TransferRuns { .. }
            | ProposalRefusal::TooMuchUncommitted { .. } => {
                raft.log().last_index() > before.log().last_index()
            }
        },
        Reason::ChangeRefused { why, .. } => {
            let leaves = matches!(why, ChangeRefusal::NotJoint { .. });
            any(|it| matches!(it, Reason::ChangeProposed { .. }))
                && !(leaves && any(|it| matches!(it, Reason::ChangeProposed { leaves: true, .. })))
        }
        Reason::ChangeInvalid { .. } => any(|it| matches!(it, Reason::ChangeApplied { .. })),
        Reason::ReadWaits { why } => read(why, raft, reasons),
        Reason::ReadDropped { .. } => any(|it| matches!(it, Reason::ReadForwarded { .. })),
        Reason::TransferRefused { why, .. } => match why {
            TransferRefusal::NoLeader => {
                let asks = |it: &etcdscope::raft::Message| it.body == Body::TransferLeader;
                sent(raft).iter().any(asks)
            }
            _ => any(|it| matches!(it, Reason::TransferStarted { .. })),
        },
        Reason::TransferAborted { to, .. } => raft.transferee() == to,
        Reason::SnapshotHeldBack { peer, .. } => reasons
            .iter()
            .any(|it| matches!(it, Reason::PeerNeedsSnapshot { peer: sent, .. } if *sent == peer)),
        Reason::WindowFull {
            peer, appends_max, ..
        } => raft.progress(peer).is_some_and(|it| {
            !it.is_paused() && u32::try_from(it.inflight.len()).is_ok_and(|it| it < appends_max)
        }),
        Reason::MessageIgnored { from, why } => {
            heard((from, why), before, &mut input.clone(), after)
        }
        _ => false,
    }
}

/// A read is queued, or answered.
fn read(why: ReadWait, raft: &Raft, reasons: &[Reason]) -> bool {
    let mut reasons = reasons.iter();
    match why {
        ReadWait::OwnTermCommit { .. } => reasons.any(|it| {
            let queued = |why: &ReadWait| matches!(why, ReadWait::Quorum { .. });
            matches!(
                it,
                Reason::ReadUnconfirmed { .. } | Reason::ReadConfirmed { .. }
            ) || matches!(it, Reason::ReadWaits { why } if queued(why))
        }),
        ReadWait::Quorum { .. } => reasons.any(|it| matches!(it, Reason::ReadConfirmed { .. })),
        ReadWait::Apply { .. } => {
            let mut raft = raft.clone();
            let _told = raft.step(Input::Persisted);
            let reads = raft.ready().unwrap_or_default().reads;
            reads
                .last()
                .is_some_and(|it| it.index <= raft.log().applied())
        }
    }
}

/// A message does what it is for.
fn heard(
    (from, why): (NodeId, Ignored),
    before: &Raft,
    input: &mut Input,
    (raft, reasons): (&Raft, &[Reason]),
) -> bool {
    let mut decided = reasons.iter();
    let ignored = reasons
        .iter()
        .any(|it| matches!(it, Reason::MessageIgnored { .. }));
    match why {
        Ignored::OldTerm { .. } => match message(input) {
            Some(message) if message.is_leaders() && before.role() != Role::Leader => {
                raft.leader() == message.from && raft.election_elapsed() == 0
            }
            Some(message) if matches!(message.body, Body::Vote { .. }) => {
                decided.any(|it| matches!(it, Reason::VoteGranted { .. }))
            }
            _ => !ignored,
        },
        Ignored::NotAMember => !ignored,
        Ignored::OldAcknowledgement { matched, .. } => {
            raft.progress(from).is_some_and(|it| it.matched > matched)
        }
        Ignored::OldRejection { .. } => decided.any(|it| matches!(it, Reason::PeerProbed { .. })),
        Ignored::NoCampaign { .. } => decided.any(|it| matches!(it, Reason::VoteCounted { .. })),
        Ignored::NotAFollower => decided.any(|it| matches!(it, Reason::Campaigns { .. })),
        Ignored::LeasesServeReads | Ignored::NothingToForget => {
            decided.any(|it| matches!(it, Reason::LeaderForgotten { .. }))
        }
        Ignored::WrittenInOldTerm { index, .. } => raft.log().stable() >= index,
        Ignored::WrittenButReplaced { .. } => !ignored && raft.log().stable().0 > 0,
    }
}
