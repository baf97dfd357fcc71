//! The other case of each refusal: all as it was, but for what the reason names.

use etcdscope::{
    raft::{
        AppendDone, Body, CampaignRefusal, ChangeKind, ChangeRefusal, ConfChange, Config, Ignored,
        Input, Message, ProgressState::Replicate, ProposalRefusal, Raft, ReadOnly, ReadRound,
        ReadWait, Reason, Role, SnapshotRefusal, TransferAbort, TransferRefusal, VoteRefusal,
    },
    units::{Index, NodeId},
};

use super::tools::{
    Case, acknowledged, by_others, entry, from, led, led_by_any, message, other, proposal,
    proposals, quietly, settle, twin, until,
};

/// The other case; `None` if this one has none, or none that one input can bring about.
pub(super) fn flip(before: &Raft, input: &Input, reason: &Reason) -> Option<Case> {
    let (mut raft, mut input) = (before.clone(), input.clone());
    match *reason {
        Reason::CampaignRefused { why } => return campaign(raft, input, why),
        Reason::VoteRefused { why, .. } => return vote(raft, input, why),
        Reason::CampaignLost { .. } => match &mut message(&mut input)?.body {
            Body::VoteAnswer { reject, .. } => *reject = false,
            _ => return None,
        },
        Reason::AppendRejected { own_term, .. } => {
            append(&raft, &mut input, |prev| {
                if own_term.0 > 0 {
                    prev.1 = own_term;
                } else {
                    *prev = (before.log().last_index(), before.log().last_term());
                }
            })?;
        }
        Reason::AppendIsOld { committed, .. } => {
            let term = raft.log().term(committed)?;
            append(&raft, &mut input, |prev| *prev = (committed, term))?;
        }
        Reason::CommitWaitsForQuorum { .. } | Reason::CommitWaitsForOwnTerm { .. } => {
            return acknowledged(&raft);
        }
        Reason::SnapshotRefused { why, .. } => snapshot(&raft, &mut input, why)?,
        Reason::QuorumLost { .. } => hear_all(&mut raft),
        Reason::ProposalDropped { why, .. } => return propose(raft, input, why),
        Reason::ChangeRefused { why, .. } => return change(raft, input, why),
        Reason::ChangeInvalid { .. } => {
            // Some change fits any configuration: the one that leaves it if it is joint.
            let joint = raft.configuration().is_joint();
            let add = ConfChange::one(ChangeKind::AddLearner, NodeId(9));
            let fits = if joint { ConfChange::default() } else { add };
            input = Input::ApplyConfChange(fits);
        }
        Reason::ReadWaits { why } => return read(raft, input, why),
        Reason::ReadDropped { .. } => raft = led_by_any(&raft),
        Reason::TransferRefused { to, why } => return transfer(raft, input, to, why),
        Reason::TransferAborted { to, why } => return abort(raft, input, to, why),
        Reason::SnapshotHeldBack { peer, .. } => {
            quietly(&mut raft, input);
            let body = Body::HeartbeatAnswer { context: None };
            input = from(&raft, peer, body);
        }
        Reason::WindowFull { peer, .. } => {
            let index = raft.log().last_index();
            let ack = from(&raft, peer, Body::Appended { index });
            quietly(&mut raft, ack);
        }
        Reason::MessageIgnored { from, why } => return ignored(raft, input, from, why),
        _ => return None,
    }
    Some((raft, input))
}

/// Changes what comes before the entries of an append, of which there is at least one then.
fn append(
    raft: &Raft,
    input: &mut Input,
    change: impl FnOnce(&mut (Index, etcdscope::units::Term)),
) -> Option<()> {
    let message = message(input)?;
    let Body::Append {
        prev_index,
        prev_term,
        entries,
        ..
    } = &mut message.body
    else {
        return None;
    };
    let (mut prev, was) = ((*prev_index, *prev_term), *prev_index);
    change(&mut prev);
    (*prev_index, *prev_term) = prev;
    if entries.is_empty() || prev.0 != was {
        *entries = vec![entry(prev.0, message.term.max(raft.term()))];
    }
    Some(())
}

fn hear_all(raft: &mut Raft) {
    for heard in by_others(raft, &Body::HeartbeatAnswer { context: None }) {
        quietly(raft, heard);
    }
}

/// Gives up a transfer: the leader itself is named, or else time runs out.
fn end_transfer(raft: &mut Raft) {
    let (own, ticks) = (raft.id(), raft.config().election_ticks);
    quietly(raft, Input::Transfer(own));
    if raft.transferee() != NodeId::NONE {
        hear_all(raft);
        (0..ticks).for_each(|_| quietly(raft, Input::Tick));
    }
}

fn campaign(mut raft: Raft, input: Input, why: CampaignRefusal) -> Option<Case> {
    match why {
        CampaignRefusal::Leads { .. } => raft = led_by_any(&raft),
        CampaignRefusal::NotAVoter { .. } => {
            let mut configuration = raft.configuration().clone();
            configuration.add_voter(raft.id());
            raft = twin(&raft, *raft.config(), configuration);
        }
        CampaignRefusal::SnapshotPending { index } => {
            settle(&mut raft);
            let (term, snapshot) = (raft.term(), Some(index));
            let last = None;
            let done = AppendDone {
                term,
                last,
                snapshot,
            };
            quietly(&mut raft, Input::AppendDone(done));
        }
        CampaignRefusal::ChangeUnapplied { committed, .. } => {
            quietly(&mut raft, Input::Applied(committed));
        }
    }
    Some((raft, input))
}

fn vote(mut raft: Raft, mut input: Input, why: VoteRefusal) -> Option<Case> {
    let own = (raft.log().last_term(), raft.log().last_index());
    let asked = message(&mut input)?;
    let Body::Vote {
        last_index,
        last_term,
        transfer,
        ..
    } = &mut asked.body
    else {
        return None;
    };
    match why {
        // Either the lease runs out, or it does not matter.
        VoteRefusal::LeaderAlive {
            elapsed, timeout, ..
        } if raft.role() == Role::Follower && elapsed % 2 == 0 => {
            raft.pin_election_timeout(1000);
            (elapsed..timeout).for_each(|_| quietly(&mut raft, Input::Tick));
        }
        VoteRefusal::LeaderAlive { .. } => *transfer = true,
        VoteRefusal::AlreadyVoted { vote, .. } if vote != NodeId::NONE => asked.from = vote,
        VoteRefusal::AlreadyVoted { .. } => {
            if raft.config().read_only == ReadOnly::LeaseBased {
                asked.term = raft.term().next();
            } else {
                quietly(&mut raft, Input::ForgetLeader);
            }
        }
        VoteRefusal::StaleLog { .. } => (*last_term, *last_index) = own,
        VoteRefusal::OldTerm { own, .. } => asked.term = own,
    }
    Some((raft, input))
}

fn snapshot(raft: &Raft, input: &mut Input, why: SnapshotRefusal) -> Option<()> {
    let asked = message(input)?;
    let Body::Snapshot(snapshot) = &mut asked.body else {
        return None;
    };
    match why {
        SnapshotRefusal::Old { .. } | SnapshotRefusal::InLog { .. } => {
            snapshot.index = raft.log().last_index().next();
            snapshot.term = asked.term;
        }
        SnapshotRefusal::NotAMember { .. } => snapshot.configuration.add_voter(raft.id()),
    }
    Some(())
}

fn propose(mut raft: Raft, mut input: Input, why: ProposalRefusal) -> Option<Case> {
    let proposals = proposals(&mut input)?;
    match why {
        ProposalRefusal::NoLeader => raft = led_by_any(&raft),
        ProposalRefusal::ForwardingOff { leader } => {
            let config = Config {
                forward_proposals: true,
                ..*raft.config()
            };
            raft = led(&twin(&raft, config, raft.configuration().clone()), leader);
        }
        ProposalRefusal::NotAMember => {
            let add = ConfChange::one(ChangeKind::AddVoter, raft.id());
            if raft.configuration().is_joint() {
                quietly(&mut raft, Input::ApplyConfChange(ConfChange::default()));
            }
            quietly(&mut raft, Input::ApplyConfChange(add));
        }
        ProposalRefusal::TransferRuns { .. } => {
            end_transfer(&mut raft);
        }
        ProposalRefusal::TooMuchUncommitted {
            uncommitted, max, ..
        } => {
            let room = usize::try_from(max.saturating_sub(uncommitted)).ok()?;
            *proposals = vec![proposal(room)];
        }
    }
    Some((raft, input))
}

fn change(mut raft: Raft, mut input: Input, why: ChangeRefusal) -> Option<Case> {
    match why {
        ChangeRefusal::Unapplied { pending, .. } => {
            // A change that was dropped counts until the log is as long.
            while raft.log().last_index() < pending {
                raft.step(Input::Propose(vec![proposal(0)])).ok()?;
            }
            // Leaving a joint configuration is one more change.
            for _ in 0..3 {
                settle(&mut raft);
                let index = raft.log().last_index();
                let mut acks = by_others(&raft, &Body::Appended { index });
                acks.push(from(&raft, raft.id(), Body::Appended { index }));
                for ack in acks {
                    quietly(&mut raft, ack);
                }
            }
            settle(&mut raft);
        }
        ChangeRefusal::Joint { .. } => {
            quietly(&mut raft, Input::ApplyConfChange(ConfChange::default()));
        }
        ChangeRefusal::NotJoint { .. } => {
            let add = ConfChange::one(ChangeKind::AddLearner, NodeId(9));
            let (kind, data) = add.to_entry();
            let asked = proposals(&mut input)?.first_mut()?;
            (asked.kind, asked.data) = (kind, data);
        }
    }
    Some((raft, input))
}

fn read(mut raft: Raft, mut input: Input, why: ReadWait) -> Option<Case> {
    match why {
        ReadWait::OwnTermCommit { .. } => {
            let (acked, ack) = acknowledged(&raft)?;
            raft = acked;
            quietly(&mut raft, ack);
        }
        ReadWait::Quorum { .. } => {
            quietly(&mut raft, input);
            let context = Some(ReadRound(u64::MAX));
            let answers = by_others(&raft, &Body::HeartbeatAnswer { context });
            return until(raft, answers, |it| {
                matches!(it, Reason::ReadConfirmed { .. })
            });
        }
        ReadWait::Apply { index, .. }
            if message(&mut input).is_none_or(|it| !answers_read(it))
                && index > raft.log().committed() =>
        {
            // Committed by this very input: nothing could be applied before it.
            return None;
        }
        ReadWait::Apply { index, applied } => match message(&mut input).map(|it| &mut it.body) {
            Some(Body::ReadIndexAnswer { index: asked, .. }) => *asked = applied,
            _ => quietly(&mut raft, Input::Applied(index)),
        },
    }
    Some((raft, input))
}

const fn answers_read(message: &Message) -> bool {
    matches!(message.body, Body::ReadIndexAnswer { .. })
}

fn transfer(mut raft: Raft, mut input: Input, to: NodeId, why: TransferRefusal) -> Option<Case> {
    let own = raft.id();
    let input = match why {
        TransferRefusal::Learner => {
            let add = ConfChange::one(ChangeKind::AddVoter, to);
            if raft.configuration().is_joint() {
                quietly(&mut raft, Input::ApplyConfChange(ConfChange::default()));
            }
            quietly(&mut raft, Input::ApplyConfChange(add));
            input
        }
        TransferRefusal::Running { .. } => {
            end_transfer(&mut raft);
            input
        }
        TransferRefusal::Leads { .. } | TransferRefusal::NotAMember => {
            Input::Transfer(other(&raft, &[own, to])?)
        }
        TransferRefusal::NoLeader => {
            raft = led_by_any(&raft);
            if let Some(message) = message(&mut input) {
                message.term = raft.term();
            }
            input
        }
    };
    Some((raft, input))
}

fn abort(mut raft: Raft, mut input: Input, to: NodeId, why: TransferAbort) -> Option<Case> {
    match why {
        TransferAbort::TimedOut { .. } => {
            let own = raft.id();
            quietly(&mut raft, Input::Transfer(own));
            if raft.transferee() == to {
                let another = other(&raft, &[own, to])?;
                quietly(&mut raft, Input::Transfer(another));
            }
            quietly(&mut raft, Input::Transfer(to));
            if raft.transferee() != to {
                return None;
            }
        }
        TransferAbort::Replaced { .. } => input = Input::Transfer(to),
        TransferAbort::NotAVoter => {
            input = Input::ApplyConfChange(ConfChange::one(ChangeKind::Update, to));
        }
        TransferAbort::LostOffice { .. } => match &mut input {
            Input::Message(message) => message.term = raft.term(),
            Input::ApplyConfChange(change) => *change = ConfChange::one(ChangeKind::Update, to),
            _ => hear_all(&mut raft),
        },
    }
    Some((raft, input))
}

fn ignored(mut raft: Raft, mut input: Input, sender: NodeId, why: Ignored) -> Option<Case> {
    let own = raft.id();
    match why {
        Ignored::OldTerm { own, .. } => message(&mut input)?.term = own,
        Ignored::NotAMember => message(&mut input)?.from = other(&raft, &[own, sender])?,
        Ignored::OldAcknowledgement { matched, .. } => {
            if matched == raft.log().last_index() {
                quietly(&mut raft, Input::Propose(vec![proposal(0)]));
            }
            let index = matched.next();
            message(&mut input)?.body = Body::Appended { index };
        }
        Ignored::OldRejection { matched, next, .. } => match &mut message(&mut input)?.body {
            Body::AppendRejected(it) if raft.progress(sender)?.state == Replicate => {
                it.index = matched.next();
            }
            Body::AppendRejected(it) => it.index = next.prev(),
            _ => return None,
        },
        Ignored::NoCampaign { .. } => {
            if raft.role() == Role::Leader {
                raft = led_by_any(&raft);
            }
            settle(&mut raft);
            if raft.role() == Role::Follower {
                quietly(&mut raft, Input::Campaign);
            }
            if matches!(raft.role(), Role::Follower | Role::Leader) {
                return None;
            }
            let in_pre = raft.role() == Role::PreCandidate;
            let asked = message(&mut input)?;
            asked.term = raft.term();
            if let Body::VoteAnswer { pre, .. } = &mut asked.body {
                *pre = in_pre;
            }
        }
        Ignored::NotAFollower => {
            raft = led_by_any(&raft);
            message(&mut input)?.term = raft.term();
        }
        Ignored::LeasesServeReads => {
            let config = Config {
                read_only: ReadOnly::Safe,
                ..*raft.config()
            };
            raft = led_by_any(&twin(&raft, config, raft.configuration().clone()));
        }
        Ignored::NothingToForget => raft = led_by_any(&raft),
        Ignored::WrittenInOldTerm { .. } | Ignored::WrittenButReplaced { .. } => {
            return written(raft, input, why);
        }
    }
    Some((raft, input))
}

fn written(raft: Raft, mut input: Input, why: Ignored) -> Option<Case> {
    let Input::AppendDone(done) = &mut input else {
        return None;
    };
    let log = raft.log();
    match why {
        Ignored::WrittenInOldTerm { own, .. } => done.term = own,
        Ignored::WrittenButReplaced {
            index, own_term, ..
        } if own_term.0 > 0 => done.last = Some((index, own_term)),
        _ => done.last = Some((log.last_index(), log.last_term())),
    }
    Some((raft, input))
}
