//! Leaders: append, tick, check the quorum, hand over (`stepLeader`).

use super::{
    Body, Entry, EntryKind, Ignored, Message, Proposal, ProposalRefusal, Raft, Reason, Role, Tally,
    TransferAbort, TransferRefusal, state::count,
};
use crate::units::NodeId;

impl Raft {
    pub(super) fn become_leader(&mut self) {
        self.reset(self.term);
        self.role = Role::Leader;
        self.leader = self.id;
        if let Some(progress) = self.progress_mut(self.id) {
            progress.become_replicate();
            progress.recent_active = true;
        }
        self.pending_change = self.change_floor();
        // An empty entry of the new term commits everything before it (paper §5.4.2).
        self.append(vec![Proposal {
            kind: EntryKind::Normal,
            data: bytes::Bytes::new(),
        }]);
        self.broadcast_append();
    }

    pub(super) fn step_leader(&mut self, message: Message) {
        let from = message.from;
        match message.body {
            Body::Propose(proposals) => {
                let _told = self.propose(proposals);
            }
            Body::ReadIndex { context } => self.read(from, context),
            Body::TransferLeader => self.transfer(from),
            _ if self.place(from).is_none() => self.ignore(from, Ignored::NotAMember),
            Body::Appended { index } => self.handle_appended(from, index),
            Body::AppendRejected(rejection) => self.handle_rejection(from, rejection),
            Body::HeartbeatAnswer { context } => self.handle_heartbeat_answer(from, context),
            Body::VoteAnswer { pre, .. } => self.ignore(from, Ignored::NoCampaign { pre }),
            Body::TimeoutNow => self.ignore(from, Ignored::NotAFollower),
            _ => {}
        }
    }

    /// Appends proposals if this member leads, sends them on if it follows (`MsgProp`).
    pub(super) fn propose(&mut self, proposals: Vec<Proposal>) -> Result<(), ProposalRefusal> {
        let outcome = match self.role {
            Role::Leader => self.propose_here(proposals),
            Role::Follower if self.leader == NodeId::NONE => Err(ProposalRefusal::NoLeader),
            Role::Follower if !self.config.forward_proposals => {
                let leader = self.leader;
                Err(ProposalRefusal::ForwardingOff { leader })
            }
            Role::Follower => {
                let (to, entries) = (self.leader, count(proposals.len()));
                self.reasons.push(Reason::ProposalForwarded { to, entries });
                self.send(to, Body::Propose(proposals));
                Ok(())
            }
            Role::PreCandidate | Role::Candidate => Err(ProposalRefusal::NoLeader),
        };
        if let Err(why) = outcome {
            let term = self.term;
            self.reasons.push(Reason::ProposalDropped { term, why });
        }
        outcome
    }

    fn propose_here(&mut self, mut proposals: Vec<Proposal>) -> Result<(), ProposalRefusal> {
        if self.place(self.id).is_none() {
            return Err(ProposalRefusal::NotAMember);
        }
        if self.transferee != NodeId::NONE {
            let to = self.transferee;
            return Err(ProposalRefusal::TransferRuns { to });
        }
        let mut index = self.log.last_index();
        for proposal in &mut proposals {
            index = index.next();
            self.check_change(proposal, index);
        }
        // One proposal of any size may always be under way, and an empty one on top.
        let (max, uncommitted) = (self.config.uncommitted_bytes_max as u64, self.uncommitted);
        let proposed: u64 = proposals.iter().map(|it| it.data.len() as u64).sum();
        if max > 0 && uncommitted > 0 && proposed > 0 && uncommitted + proposed > max {
            return Err(ProposalRefusal::TooMuchUncommitted {
                uncommitted,
                proposed,
                max,
            });
        }
        self.uncommitted += proposed;
        self.append(proposals);
        self.broadcast_append();
        Ok(())
    }

    fn append(&mut self, proposals: Vec<Proposal>) {
        let term = self.term;
        for Proposal { kind, data } in proposals {
            let index = self.log.last_index().next();
            if kind != EntryKind::Normal {
                self.note_appended(kind, &data);
            }
            let entry = Entry {
                term,
                index,
                kind,
                data,
            };
            self.log.append([entry]);
        }
        // Its own acknowledgement waits for its own disk, like any other.
        let index = self.log.last_index();
        self.send(self.id, Body::Appended { index });
    }

    pub(super) fn tick_leader(&mut self) {
        self.heartbeat_elapsed += 1;
        self.election_elapsed += 1;
        if self.election_elapsed >= self.config.election_ticks {
            let elapsed = std::mem::take(&mut self.election_elapsed);
            if self.config.check_quorum {
                self.check_quorum();
            }
            let timeout = self.config.election_ticks;
            self.abort_transfer(TransferAbort::TimedOut { elapsed, timeout });
        }
        if self.role == Role::Leader && self.heartbeat_elapsed >= self.config.heartbeat_ticks {
            self.heartbeat_elapsed = 0;
            self.broadcast_heartbeat();
        }
    }

    /// Steps down if no quorum was heard since the last check (thesis §6.2).
    fn check_quorum(&mut self) {
        let heard = |id: NodeId| {
            let place = self.place(id);
            place.map(|place| self.progress[place].1.recent_active)
        };
        let won = self.voters().tally(heard) == Tally::Won;
        let voters = self.voter_count();
        let active = self.progress.iter();
        let active = active.filter(|(_, it)| it.recent_active && !it.learner);
        let active = count(active.count());
        if won {
            self.reasons.push(Reason::LeaseKept { active, voters });
        } else {
            self.reasons.push(Reason::QuorumLost { active, voters });
            self.become_follower(self.term, NodeId::NONE);
        }
        let own = self.id;
        for (id, progress) in &mut self.progress {
            if *id != own {
                progress.recent_active = false;
            }
        }
    }

    /// Hands leadership over, or asks the leader to (`MsgTransferLeader`, whose sender is the
    /// receiver of leadership).
    pub(super) fn transfer(&mut self, to: NodeId) {
        match self.role {
            Role::Leader => {}
            Role::Follower if self.leader != NodeId::NONE => {
                let (term, leader) = (self.term, self.leader);
                return self.queue(Message {
                    from: to,
                    to: leader,
                    term,
                    body: Body::TransferLeader,
                });
            }
            Role::Follower | Role::PreCandidate | Role::Candidate => {
                return self.refuse_transfer(to, TransferRefusal::NoLeader);
            }
        }
        let Some(place) = self.place(to) else {
            return self.refuse_transfer(to, TransferRefusal::NotAMember);
        };
        if self.progress[place].1.learner {
            return self.refuse_transfer(to, TransferRefusal::Learner);
        }
        if self.transferee == to {
            let elapsed = self.election_elapsed;
            return self.refuse_transfer(to, TransferRefusal::Running { elapsed });
        }
        self.abort_transfer(TransferAbort::Replaced { by: to });
        if to == self.id {
            let term = self.term;
            return self.refuse_transfer(to, TransferRefusal::Leads { term });
        }
        // It must be over within an election timeout, counted from now.
        self.election_elapsed = 0;
        self.transferee = to;
        let (matched, last) = (self.progress[place].1.matched, self.log.last_index());
        self.reasons
            .push(Reason::TransferStarted { to, matched, last });
        if matched == last {
            self.send_timeout_now(to);
        } else {
            self.send_append(place, true);
        }
    }

    pub(super) fn send_timeout_now(&mut self, to: NodeId) {
        let matched = self.matched(to);
        self.reasons.push(Reason::TransferReady { to, matched });
        self.send(to, Body::TimeoutNow);
    }

    fn refuse_transfer(&mut self, to: NodeId, why: TransferRefusal) {
        self.reasons.push(Reason::TransferRefused { to, why });
    }

    pub(super) fn abort_transfer(&mut self, why: TransferAbort) {
        let to = std::mem::replace(&mut self.transferee, NodeId::NONE);
        if to != NodeId::NONE {
            self.reasons.push(Reason::TransferAborted { to, why });
        }
    }
}
