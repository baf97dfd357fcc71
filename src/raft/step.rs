//! One input: term rules first, then the role's own handler (`Step`).

use super::{Body, Ignored, Input, Message, Raft, Reason, Refusal, Role};
use crate::units::{NodeId, Term};

impl Raft {
    /// Takes one input.
    ///
    /// # Errors
    /// [`Refusal::ProposalDropped`] if a proposal goes nowhere; nothing changed.
    pub fn step(&mut self, input: Input) -> Result<(), Refusal> {
        match input {
            Input::Tick => self.tick(),
            Input::Message(message) => self.take(message),
            Input::Propose(proposals) => {
                return self.propose(proposals).map_err(Refusal::ProposalDropped);
            }
            Input::Read(context) => self.read(self.id, context),
            Input::Campaign => self.campaign_if_allowed(false),
            Input::ForgetLeader => self.forget_leader(),
            Input::Transfer(to) => self.transfer(to),
            Input::Persisted => self.persisted(),
            Input::AppendDone(done) => self.written(done),
            Input::Applied(index) => self.applied(index),
            Input::ApplyConfChange(change) => self.apply_change(&change),
            Input::Unreachable(peer) => self.unreachable(peer),
            Input::SnapshotSent(peer, arrived) => self.snapshot_sent(peer, arrived),
        }
        Ok(())
    }

    /// A message from outside. Answers of strangers are not even looked at for their term.
    fn take(&mut self, message: Message) {
        if message.is_answer() && self.place(message.from).is_none() {
            return self.ignore(message.from, Ignored::NotAMember);
        }
        self.receive(message);
    }

    pub(super) fn ignore(&mut self, from: NodeId, why: Ignored) {
        self.reasons.push(Reason::MessageIgnored { from, why });
    }

    pub(super) fn receive(&mut self, message: Message) {
        if message.term > self.term && !self.meet_higher_term(&message) {
            return;
        }
        if message.term.0 != 0 && message.term < self.term {
            return self.meet_lower_term(message);
        }
        match message.body {
            Body::Vote { .. } => self.handle_vote(&message),
            _ => match self.role {
                Role::Leader => self.step_leader(message),
                Role::PreCandidate | Role::Candidate => self.step_candidate(message),
                Role::Follower => self.step_follower(message),
            },
        }
    }

    /// A message of a higher term. Returns whether it is to be handled any further.
    fn meet_higher_term(&mut self, message: &Message) -> bool {
        if let Body::Vote { pre, transfer, .. } = message.body
            && let Some(why) = self.lease_forbids_vote(transfer)
        {
            let (to, term) = (message.from, message.term);
            self.reasons
                .push(Reason::VoteRefused { to, term, pre, why });
            return false;
        }
        match message.body {
            // A pre-vote never changes the term; a granted one comes back in the future term.
            Body::Vote { pre: true, .. }
            | Body::VoteAnswer {
                pre: true,
                reject: false,
            } => {}
            _ => {
                let (from, old, new) = (message.from, self.term, message.term);
                self.reasons.push(Reason::HigherTerm { from, old, new });
                let leads = message.is_leaders();
                let leader = if leads { message.from } else { NodeId::NONE };
                self.become_follower(message.term, leader);
            }
        }
        true
    }

    /// A message of a lower term: a leader that was away learns the new term, a pre-candidate
    /// gets a refusal, everything else is ignored.
    fn meet_lower_term(&mut self, message: Message) {
        let guarded = self.config.check_quorum || self.config.pre_vote;
        let (from, term, own) = (message.from, message.term, self.term);
        match message.body {
            Body::Heartbeat { .. } | Body::Append { .. } if guarded => {
                let index = crate::units::Index(0);
                self.send(from, Body::Appended { index });
            }
            Body::Vote { pre: true, .. } => return self.refuse_old_pre_vote(from, term),
            Body::VoteAnswer { pre: false, .. }
                if !self.config.rules.votes_count_in_their_term && self.role == Role::Candidate =>
            {
                return self.step_candidate(message);
            }
            _ => {}
        }
        self.ignore(from, Ignored::OldTerm { term, own });
    }

    fn tick(&mut self) {
        if self.role == Role::Leader {
            return self.tick_leader();
        }
        self.election_elapsed += 1;
        if self.election_elapsed >= self.election_timeout && self.is_promotable() {
            let reason = Reason::ElectionTimeout {
                elapsed: self.election_elapsed,
                timeout: self.election_timeout,
            };
            self.reasons.push(reason);
            self.election_elapsed = 0;
            self.campaign_if_allowed(false);
        }
    }

    fn forget_leader(&mut self) {
        let own = self.id;
        match self.role {
            Role::Follower if self.config.read_only == super::ReadOnly::LeaseBased => {
                self.ignore(own, Ignored::LeasesServeReads);
            }
            Role::Follower if self.leader != NodeId::NONE => {
                let leader = std::mem::replace(&mut self.leader, NodeId::NONE);
                self.reasons.push(Reason::LeaderForgotten { leader });
            }
            Role::Follower | Role::PreCandidate | Role::Candidate | Role::Leader => {
                self.ignore(own, Ignored::NothingToForget);
            }
        }
    }

    pub(super) fn become_follower(&mut self, term: Term, leader: NodeId) {
        self.reset(term);
        self.role = Role::Follower;
        self.leader = leader;
    }

    /// What every change of role or term begins with.
    pub(super) fn reset(&mut self, term: Term) {
        if self.term != term {
            self.term = term;
            self.vote = NodeId::NONE;
        }
        self.leader = NodeId::NONE;
        self.election_elapsed = 0;
        self.heartbeat_elapsed = 0;
        let ticks = self.config.election_ticks;
        let drawn = self.rng.below(u64::from(ticks));
        self.election_timeout = ticks + u32::try_from(drawn).expect("below a u32");
        let term = self.term;
        self.abort_transfer(super::TransferAbort::LostOffice { term });
        self.votes.clear();
        self.reads = super::read::ReadQueue::default();
        self.pending_change = crate::units::Index(0);
        self.uncommitted = 0;
        let last = self.log.last_index();
        for (id, progress) in &mut self.progress {
            progress.forget(last.next());
            if *id == self.id {
                progress.matched = last;
            }
        }
    }
}
