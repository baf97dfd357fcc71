//! One member's consensus state, and what goes in and comes out of it.

use super::{
    AppendDone, ConfChange, Config, Configuration, Joint, Log, Message, Progress, Proposal,
    ProposalRefusal, ReadContext, ReadState, Reason, Role, Rules, Snapshot, Tally, read::ReadQueue,
};
use crate::units::{Index, NodeId, Rng, Term};

/// What must survive a crash beside the entries (`raftpb.HardState`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HardState {
    /// The term.
    pub term: Term,
    /// Whom it voted for in it.
    pub vote: NodeId,
    /// The commit index; a hint, never more than the log.
    pub commit: Index,
}

/// What a member is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// One tick passed.
    Tick,
    /// A message arrived.
    Message(Message),
    /// Entries to agree on.
    Propose(Vec<Proposal>),
    /// A read that wants an index to wait for.
    Read(ReadContext),
    /// Campaign now.
    Campaign,
    /// Follow no leader until one is heard, so that others' pre-votes may be granted.
    ForgetLeader,
    /// Hand leadership to this member.
    Transfer(NodeId),
    /// The write of the last [`Ready`](super::Ready) is on disk. Synchronous storage only.
    Persisted,
    /// A write is on disk, and so are all before it. Asynchronous storage only.
    AppendDone(AppendDone),
    /// Entries up to here were applied.
    Applied(Index),
    /// A committed change takes effect.
    ApplyConfChange(ConfChange),
    /// Messages to this peer do not arrive.
    Unreachable(NodeId),
    /// The snapshot under way to this peer arrived, or got lost (`MsgSnapStatus`).
    SnapshotSent(NodeId, bool),
}

/// Why an input was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The proposal goes nowhere (`ErrProposalDropped`).
    ProposalDropped(ProposalRefusal),
}

/// One member's consensus.
#[derive(Clone, Debug, PartialEq)]
pub struct Raft {
    pub(super) id: NodeId,
    pub(super) config: Config,
    pub(super) rng: Rng,
    pub(super) term: Term,
    pub(super) vote: NodeId,
    pub(super) role: Role,
    pub(super) leader: NodeId,
    pub(super) log: Log,
    pub(super) configuration: Configuration,
    pub(super) progress: Vec<(NodeId, Progress)>,
    pub(super) votes: Vec<(NodeId, bool)>,
    pub(super) election_elapsed: u32,
    pub(super) heartbeat_elapsed: u32,
    pub(super) election_timeout: u32,
    pub(super) transferee: NodeId,
    /// At or above the last change that may not be applied (`pendingConfIndex`).
    pub(super) pending_change: Index,
    /// Payload bytes proposed here and not applied (`uncommittedSize`).
    pub(super) uncommitted: u64,
    pub(super) reads: ReadQueue,
    pub(super) waiting_reads: Vec<(NodeId, ReadContext)>,
    pub(super) read_states: Vec<ReadState>,
    pub(super) messages: Vec<Message>,
    /// Messages that leave after the next write.
    pub(super) after_write: Vec<Message>,
    /// Messages to itself that wait for the next write.
    pub(super) to_self: Vec<Message>,
    /// Messages to itself that wait for the write that is out.
    pub(super) self_waiting: Vec<Message>,
    /// A snapshot that is not known to be on disk, and whether it is being written.
    pub(super) snapshot: Option<Snapshot>,
    pub(super) snapshot_handed: bool,
    pub(super) reasons: Vec<Reason>,
    pub(super) saved: HardState,
    /// The write that is out; synchronous storage only.
    pub(super) writing: Option<AppendDone>,
}

impl Raft {
    /// A member as its disk remembers it.
    #[must_use]
    pub fn new(
        id: NodeId,
        config: Config,
        seed: u64,
        (hard_state, log, configuration): (HardState, Log, Configuration),
    ) -> Self {
        let mut raft = Self {
            id,
            config,
            rng: Rng::new(seed),
            term: hard_state.term,
            vote: if config.rules.vote_is_durable {
                hard_state.vote
            } else {
                NodeId::NONE
            },
            role: Role::Follower,
            leader: NodeId::NONE,
            log,
            configuration: Configuration::default(),
            progress: Vec::new(),
            votes: Vec::new(),
            election_elapsed: 0,
            heartbeat_elapsed: 0,
            election_timeout: 0,
            transferee: NodeId::NONE,
            pending_change: Index(0),
            uncommitted: 0,
            reads: ReadQueue::default(),
            waiting_reads: Vec::new(),
            read_states: Vec::new(),
            messages: Vec::new(),
            after_write: Vec::new(),
            to_self: Vec::new(),
            self_waiting: Vec::new(),
            snapshot: None,
            snapshot_handed: false,
            reasons: Vec::new(),
            saved: hard_state,
            writing: None,
        };
        raft.restore_configuration(configuration);
        raft.become_follower(hard_state.term, NodeId::NONE);
        raft
    }

    /// This member.
    #[must_use]
    pub const fn id(&self) -> NodeId {
        self.id
    }

    /// Its settings.
    #[must_use]
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// Follows other rules from now on.
    pub const fn set_rules(&mut self, rules: Rules) {
        self.config.rules = rules;
    }

    /// Its role.
    #[must_use]
    pub const fn role(&self) -> Role {
        self.role
    }

    /// Its term.
    #[must_use]
    pub const fn term(&self) -> Term {
        self.term
    }

    /// Whom it voted for in this term.
    #[must_use]
    pub const fn vote(&self) -> NodeId {
        self.vote
    }

    /// The leader it knows.
    #[must_use]
    pub const fn leader(&self) -> NodeId {
        self.leader
    }

    /// Its log.
    #[must_use]
    pub const fn log(&self) -> &Log {
        &self.log
    }

    /// The configuration in force.
    #[must_use]
    pub const fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    /// Ticks since a leader was heard, or on a leader since the last quorum check.
    #[must_use]
    pub const fn election_elapsed(&self) -> u32 {
        self.election_elapsed
    }

    /// The randomised timeout in ticks.
    #[must_use]
    pub const fn election_timeout(&self) -> u32 {
        self.election_timeout
    }

    /// What a leader believes of `id`; `None` unless it leads.
    #[must_use]
    pub fn progress(&self, id: NodeId) -> Option<&Progress> {
        if self.role != Role::Leader {
            return None;
        }
        self.progress
            .iter()
            .find(|(peer, _)| *peer == id)
            .map(|(_, progress)| progress)
    }

    /// Votes of the running campaign: by whom, and whether granted.
    #[must_use]
    pub fn votes(&self) -> &[(NodeId, bool)] {
        &self.votes
    }

    /// Forgets log entries up to `index`, which must be applied and in a snapshot.
    pub fn compact(&mut self, index: Index) {
        self.log.compact(index);
    }

    /// Whether the entry last committed belongs to this leader's own term.
    #[must_use]
    pub fn committed_in_term(&self) -> bool {
        self.log.term(self.log.committed) == Some(self.term)
    }

    /// How many bytes are proposed here and not applied yet.
    #[must_use]
    pub const fn uncommitted_bytes(&self) -> u64 {
        self.uncommitted
    }

    /// To whom leadership is being handed; none while no transfer runs.
    #[must_use]
    pub const fn transferee(&self) -> NodeId {
        self.transferee
    }

    /// Replaces the timeout drawn until the next change of role or term.
    pub const fn pin_election_timeout(&mut self, ticks: u32) {
        self.election_timeout = ticks;
    }

    /// A snapshot of everything applied, if it can be made: nothing is applied at index 0.
    #[must_use]
    pub fn make_snapshot(&self) -> Option<Snapshot> {
        let index = self.log.applied();
        let term = self.log.term(index).filter(|_| index.0 > 0)?;
        let configuration = self.configuration.clone();
        Some(Snapshot {
            index,
            term,
            configuration,
        })
    }

    /// Where in the list of progress `id` stands.
    pub(super) fn place(&self, id: NodeId) -> Option<usize> {
        self.progress.iter().position(|(peer, _)| *peer == id)
    }

    pub(super) fn progress_mut(&mut self, id: NodeId) -> Option<&mut Progress> {
        let place = self.place(id)?;
        Some(&mut self.progress[place].1)
    }

    pub(super) fn matched(&self, id: NodeId) -> Index {
        let place = self.place(id);
        place.map_or(Index(0), |place| self.progress[place].1.matched)
    }

    pub(super) const fn voters(&self) -> &Joint {
        &self.configuration.voters
    }

    pub(super) fn tally(&self) -> Tally {
        self.voters().tally(|id| {
            let vote = self.votes.iter().find(|(voter, _)| *voter == id);
            vote.map(|(_, granted)| *granted)
        })
    }

    /// How many voters there are, each counted once.
    pub(super) fn voter_count(&self) -> u32 {
        let Joint { incoming, outgoing } = self.voters();
        let only_out = outgoing.iter().filter(|id| !incoming.contains(id)).count();
        count(incoming.len() + only_out)
    }

    pub(super) const fn is_singleton(&self) -> bool {
        self.configuration.voters.outgoing.is_empty()
            && self.configuration.voters.incoming.len() == 1
    }

    /// Whether this member may campaign (`promotable`).
    pub(super) fn is_promotable(&self) -> bool {
        self.configuration.is_voter(self.id) && self.snapshot.is_none()
    }

    pub(super) fn send(&mut self, to: NodeId, body: super::Body) {
        let term = match body {
            super::Body::Propose(_) | super::Body::ReadIndex { .. } => Term(0),
            _ => self.term,
        };
        self.send_in_term(to, term, body);
    }

    pub(super) fn send_in_term(&mut self, to: NodeId, term: Term, body: super::Body) {
        let from = self.id;
        self.queue(Message {
            from,
            to,
            term,
            body,
        });
    }

    pub(super) fn queue(&mut self, message: Message) {
        if message.to == self.id && !self.config.async_storage {
            self.to_self.push(message);
        } else if message.waits_for_disk()
            && (self.config.rules.acknowledge_after_sync || message.to == self.id)
        {
            self.after_write.push(message);
        } else {
            self.messages.push(message);
        }
    }
}

/// A number of members or entries.
pub(super) fn count(many: usize) -> u32 {
    u32::try_from(many).unwrap_or(u32::MAX)
}
