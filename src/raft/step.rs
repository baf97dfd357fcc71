//! One input: term rules first, then the role's own handler; and what is ready afterwards.

use super::{
    Body, Configuration, HardState, Input, Message, Progress, Raft, Ready, Reason, Refusal, Role,
    VoteRefusal, Write,
};
use crate::units::{Index, NodeId, Term};

impl Raft {
    /// Takes one input.
    ///
    /// # Errors
    /// [`Refusal::ProposalDropped`] if a proposal has no leader to go to; nothing changed.
    pub fn step(&mut self, input: Input) -> Result<(), Refusal> {
        match input {
            Input::Tick => self.tick(),
            Input::Message(message) => self.receive(message),
            Input::Propose(proposals) => return self.propose(proposals),
            Input::Read(context) => self.read(context),
            Input::Campaign => self.campaign_if_allowed(false),
            Input::Transfer(to) => self.transfer(self.id, to),
            Input::Persisted => self.persisted(),
            Input::Applied(index) => self.log.applied = self.log.applied.max(index),
            Input::ApplyConfChange(change) => self.apply_change(&change),
            Input::Configure(configuration) => self.configure(configuration),
            Input::Unreachable(peer) => self.unreachable(peer),
            Input::SnapshotSent(peer, arrived) => self.snapshot_sent(peer, arrived),
        }
        Ok(())
    }

    /// What is to be done now; `None` if nothing is, or while a write is out.
    pub fn ready(&mut self) -> Option<Ready> {
        if self.writing.is_some() {
            return None;
        }
        let hard_state = self.hard_state();
        let committed = self.next_committed();
        let unsaved = self.log.handed < self.log.last_index();
        let changed = hard_state != self.saved;
        let idle = self.messages.is_empty()
            && self.after_write.is_empty()
            && self.to_self.is_empty()
            && self.read_states.is_empty()
            && self.snapshot.is_none();
        if idle && committed.is_empty() && !unsaved && !changed {
            return None;
        }
        let entries = if unsaved {
            self.log
                .slice(self.log.handed.next(), self.log.last_index(), usize::MAX)
        } else {
            Vec::new()
        };
        let must_sync = unsaved
            || self.snapshot.is_some()
            || (hard_state.term, hard_state.vote) != (self.saved.term, self.saved.vote);
        let write = (unsaved || changed || self.snapshot.is_some()).then(|| Write {
            snapshot: self.snapshot.take(),
            entries,
            hard_state: changed.then_some(hard_state),
            must_sync,
        });
        self.saved = hard_state;
        self.log.handed = self.log.last_index();
        self.log.applying = committed
            .last()
            .map_or(self.log.applying, |entry| entry.index);
        if write.is_some() || !self.after_write.is_empty() || !self.to_self.is_empty() {
            self.writing = Some((self.log.last_index(), self.log.last_term()));
        }
        let (own, after_write): (Vec<_>, Vec<_>) = std::mem::take(&mut self.after_write)
            .into_iter()
            .partition(|m| m.to == self.id);
        self.to_self.extend(own);
        Some(Ready {
            leader: self.role == Role::Leader,
            messages: std::mem::take(&mut self.messages),
            write,
            after_write,
            committed,
            reads: std::mem::take(&mut self.read_states),
            reasons: std::mem::take(&mut self.reasons),
        })
    }

    /// Whether the last [`Ready`] must be confirmed by [`Input::Persisted`].
    #[must_use]
    pub const fn awaits_disk(&self) -> bool {
        self.writing.is_some()
    }

    /// What a crash must not lose.
    #[must_use]
    pub const fn hard_state(&self) -> HardState {
        HardState {
            term: self.term,
            vote: self.vote,
            commit: self.log.committed,
        }
    }

    fn next_committed(&self) -> Vec<super::Entry> {
        let to = self.log.committed.min(self.log.stable);
        if to <= self.log.applying {
            return Vec::new();
        }
        self.log
            .slice(self.log.applying.next(), to, self.config.apply_bytes_max)
    }

    /// The disk answered. If the log was rewritten meanwhile, the answer speaks of entries that
    /// are gone and marks nothing (the ABA race of `log_unstable.go`).
    fn persisted(&mut self) {
        if let Some((index, term)) = self.writing.take()
            && self.log.term(index) == Some(term)
        {
            self.log.stable = self.log.stable.max(index.min(self.log.handed));
        }
        for message in std::mem::take(&mut self.to_self) {
            self.receive(message);
        }
    }

    fn apply_change(&mut self, change: &super::ConfChange) {
        match self.configuration.changed(change) {
            Ok(changed) => self.configure(changed.configuration),
            Err(why) => self.reasons.push(Reason::ChangeInvalid { why }),
        }
    }

    pub(super) fn configure(&mut self, configuration: Configuration) {
        let next = self.log.last_index().next();
        let members = configuration.members();
        self.progress.retain(|(id, _)| members.contains(id));
        for id in members {
            if let Err(place) = self.progress.binary_search_by_key(&id, |(peer, _)| *peer) {
                let mut progress = Progress::new(next);
                progress.recent_active = true;
                self.progress.insert(place, (id, progress));
            }
        }
        self.configuration = configuration;
        if self.role == Role::Leader && self.configuration.is_voter(self.id) {
            if self.maybe_commit() {
                self.broadcast_append();
            } else {
                self.probe_all();
            }
        }
    }

    fn tick(&mut self) {
        if self.role == Role::Leader {
            return self.tick_leader();
        }
        self.election_elapsed += 1;
        if self.is_promotable() && self.election_elapsed >= self.election_timeout {
            let reason = Reason::ElectionTimeout {
                elapsed: self.election_elapsed,
                timeout: self.election_timeout,
            };
            self.reasons.push(reason);
            self.election_elapsed = 0;
            self.campaign_if_allowed(false);
        }
    }

    fn receive(&mut self, message: Message) {
        if message.term > self.term && !self.meet_higher_term(&message) {
            return;
        }
        if message.term.0 != 0 && message.term < self.term {
            return self.meet_lower_term(&message);
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
        if let Body::Vote { pre, transfer, .. } = message.body {
            let in_lease = self.config.check_quorum
                && self.leader != NodeId::NONE
                && self.election_elapsed < self.config.election_ticks;
            if in_lease && !transfer {
                let why = VoteRefusal::LeaderAlive {
                    leader: self.leader,
                    elapsed: self.election_elapsed,
                    timeout: self.config.election_ticks,
                };
                let (to, term) = (message.from, message.term);
                self.reasons
                    .push(Reason::VoteRefused { to, term, pre, why });
                return false;
            }
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
                let leads = matches!(
                    message.body,
                    Body::Append { .. } | Body::Heartbeat { .. } | Body::Snapshot(_)
                );
                let leader = if leads { message.from } else { NodeId::NONE };
                self.become_follower(message.term, leader);
            }
        }
        true
    }

    /// A message of a lower term: a leader that was away learns the new term, a pre-candidate
    /// gets a refusal, everything else is ignored.
    fn meet_lower_term(&mut self, message: &Message) {
        let guarded = self.config.check_quorum || self.config.pre_vote;
        match message.body {
            Body::Heartbeat { .. } | Body::Append { .. } if guarded => {
                self.send(message.from, Body::Appended { index: Index(0) });
            }
            Body::Vote { pre: true, .. } => {
                let why = VoteRefusal::OldTerm {
                    term: message.term,
                    own: self.term,
                };
                let (to, term) = (message.from, message.term);
                self.reasons.push(Reason::VoteRefused {
                    to,
                    term,
                    pre: true,
                    why,
                });
                self.send(
                    message.from,
                    Body::VoteAnswer {
                        pre: true,
                        reject: true,
                    },
                );
            }
            _ => {}
        }
    }

    /// Grants or refuses a vote (paper §5.2, §5.4.1).
    fn handle_vote(&mut self, message: &Message) {
        let Body::Vote {
            pre,
            last_index,
            last_term,
            ..
        } = message.body
        else {
            return;
        };
        let (to, term) = (message.from, message.term);
        let may_vote = self.vote == to
            || (self.vote == NodeId::NONE && self.leader == NodeId::NONE)
            || (pre && term > self.term);
        let up_to_date = self.log.is_up_to_date(last_term, last_index);
        if may_vote && up_to_date {
            self.reasons.push(Reason::VoteGranted { to, term, pre });
            // Answered in the campaign's term, so that the sender does not ignore it as old.
            self.send_in_term(to, term, Body::VoteAnswer { pre, reject: false });
            if !pre {
                self.election_elapsed = 0;
                self.vote = to;
            }
        } else {
            let why = if up_to_date {
                VoteRefusal::AlreadyVoted {
                    vote: self.vote,
                    leader: self.leader,
                }
            } else {
                let own = (self.log.last_term(), self.log.last_index());
                VoteRefusal::StaleLog {
                    candidate: (last_term, last_index),
                    own,
                }
            };
            self.reasons
                .push(Reason::VoteRefused { to, term, pre, why });
            self.send(to, Body::VoteAnswer { pre, reject: true });
        }
    }

    fn propose(&mut self, proposals: Vec<super::Proposal>) -> Result<(), Refusal> {
        let dropped = Reason::ProposalDropped {
            term: self.term,
            why: super::ProposalRefusal::NoLeader,
        };
        match self.role {
            Role::Leader if self.transferee == NodeId::NONE => {
                self.append_proposals(proposals);
                return Ok(());
            }
            Role::Follower if self.leader != NodeId::NONE => {
                self.send(self.leader, Body::Propose(proposals));
                return Ok(());
            }
            Role::Leader | Role::Follower | Role::PreCandidate | Role::Candidate => {}
        }
        self.reasons.push(dropped);
        Err(Refusal::ProposalDropped)
    }

    fn read(&mut self, context: super::ReadContext) {
        match self.role {
            Role::Leader => self.read_as_leader(self.id, context),
            Role::Follower if self.leader != NodeId::NONE => {
                self.send(self.leader, Body::ReadIndex { context });
            }
            Role::Follower | Role::PreCandidate | Role::Candidate => {}
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
        self.transferee = NodeId::NONE;
        self.votes.clear();
        self.reads = super::read::ReadQueue::default();
        self.waiting_reads.clear();
        let next = self.log.last_index().next();
        for (id, progress) in &mut self.progress {
            *progress = Progress::new(next);
            if *id == self.id {
                progress.matched = self.log.last_index();
            }
        }
    }
}
