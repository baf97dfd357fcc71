//! One member's consensus state, and what goes in and comes out of it.

use super::{
    ConfChange, Configuration, Entry, Joint, Log, Message, Progress, Proposal, ReadContext,
    ReadOnly, Reason, Role, Rules, Snapshot, Tally, read::ReadQueue,
};
use crate::units::{Index, NodeId, Rng, Term};

/// Settings; the defaults are etcd 3.5's server's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Config {
    /// Ticks without a leader before an election; the timeout drawn is in `[this, 2·this)`.
    pub election_ticks: u32,
    /// Ticks between heartbeats.
    pub heartbeat_ticks: u32,
    /// Ask before raising the term.
    pub pre_vote: bool,
    /// A leader without a quorum for an election timeout steps down.
    pub check_quorum: bool,
    /// Bytes of entries in one append at most.
    pub message_bytes_max: usize,
    /// Bytes of entries handed to the application at once at most.
    pub apply_bytes_max: usize,
    /// Appends under way to one peer at most.
    pub inflight_max: usize,
    /// Bytes of entries under way to one peer at most; 0 is no limit.
    pub inflight_bytes_max: usize,
    /// Bytes of proposals not committed yet that make a leader drop more; 0 is no limit.
    pub uncommitted_bytes_max: usize,
    /// How reads are confirmed.
    pub read_only: ReadOnly,
    /// Writes and applies are messages to two queues that answer in their own time.
    pub async_storage: bool,
    /// A follower forwards proposals to its leader.
    pub forward_proposals: bool,
    /// A leader that a change removed or made a learner steps down.
    pub step_down_on_removal: bool,
    /// A leader refuses changes that do not fit the configuration or follow too early.
    pub validate_changes: bool,
    /// Rules in force.
    pub rules: Rules,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            election_ticks: 10,
            heartbeat_ticks: 1,
            pre_vote: true,
            check_quorum: true,
            message_bytes_max: 1024 * 1024,
            apply_bytes_max: 1024 * 1024,
            inflight_max: 512,
            inflight_bytes_max: 0,
            uncommitted_bytes_max: 0,
            read_only: ReadOnly::Safe,
            async_storage: false,
            forward_proposals: true,
            step_down_on_removal: false,
            validate_changes: true,
            rules: Rules::default(),
        }
    }
}

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
    /// Hand leadership to this member.
    Transfer(NodeId),
    /// The write of the last [`Ready`] is on disk.
    Persisted,
    /// Entries up to here were applied.
    Applied(Index),
    /// A committed change takes effect.
    ApplyConfChange(ConfChange),
    /// A committed configuration takes effect.
    Configure(Configuration),
    /// Messages to this peer do not arrive.
    Unreachable(NodeId),
    /// The snapshot under way to this peer arrived, or got lost (`MsgSnapStatus`).
    SnapshotSent(NodeId, bool),
}

/// Why an input was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no leader to take the proposal.
    ProposalDropped,
}

/// A read index: the read is safe once this much is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadState {
    /// The read.
    pub context: ReadContext,
    /// The index to wait for.
    pub index: Index,
}

/// What goes to disk, in this order: snapshot, entries, hard state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Write {
    /// A snapshot that replaces the log.
    pub snapshot: Option<Snapshot>,
    /// Entries; the first one's index tells where the log is overwritten.
    pub entries: Vec<Entry>,
    /// The hard state, if it changed.
    pub hard_state: Option<HardState>,
    /// Whether to sync before going on (`MustSync`).
    pub must_sync: bool,
}

/// What a member wants done.
#[must_use]
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ready {
    /// Whether this member leads: then `messages` need not wait for the disk.
    pub leader: bool,
    /// Messages that promise nothing.
    pub messages: Vec<Message>,
    /// What goes to disk; `None` if nothing does, and then there is nothing to confirm.
    pub write: Option<Write>,
    /// Messages that leave after the write.
    pub after_write: Vec<Message>,
    /// Entries to apply.
    pub committed: Vec<Entry>,
    /// Reads that may proceed.
    pub reads: Vec<ReadState>,
    /// Decisions made since the last one.
    pub reasons: Vec<Reason>,
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
    pub(super) reads: ReadQueue,
    pub(super) waiting_reads: Vec<(NodeId, ReadContext)>,
    pub(super) read_states: Vec<ReadState>,
    pub(super) messages: Vec<Message>,
    pub(super) after_write: Vec<Message>,
    pub(super) to_self: Vec<Message>,
    pub(super) snapshot: Option<Snapshot>,
    pub(super) reasons: Vec<Reason>,
    pub(super) saved: HardState,
    pub(super) writing: Option<(Index, Term)>,
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
            reads: ReadQueue::default(),
            waiting_reads: Vec::new(),
            read_states: Vec::new(),
            messages: Vec::new(),
            after_write: Vec::new(),
            to_self: Vec::new(),
            snapshot: None,
            reasons: Vec::new(),
            saved: hard_state,
            writing: None,
        };
        raft.configure(configuration);
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

    /// Sets the randomised timeout until the next change of role or term draws another; for
    /// tests, as etcd's have it.
    pub fn pin_election_timeout(&mut self, ticks: u32) {
        self.election_timeout = ticks;
    }

    /// Whom this leader hands leadership to; [`NodeId::NONE`] for nobody.
    #[must_use]
    pub const fn transferee(&self) -> NodeId {
        self.transferee
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

    pub(super) fn progress_mut(&mut self, id: NodeId) -> Option<&mut Progress> {
        self.progress
            .iter_mut()
            .find(|(peer, _)| *peer == id)
            .map(|(_, progress)| progress)
    }

    pub(super) fn matched(&self, id: NodeId) -> Index {
        self.progress
            .iter()
            .find(|(peer, _)| *peer == id)
            .map_or(Index(0), |(_, progress)| progress.matched)
    }

    pub(super) fn voters(&self) -> &Joint {
        &self.configuration.voters
    }

    pub(super) fn tally(&self) -> Tally {
        self.voters().tally(|id| {
            self.votes
                .iter()
                .find(|(voter, _)| *voter == id)
                .map(|(_, granted)| *granted)
        })
    }

    pub(super) fn is_singleton(&self) -> bool {
        self.voters().outgoing.is_empty() && self.voters().incoming == [self.id]
    }

    /// Whether this member may campaign.
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
        let message = Message {
            from: self.id,
            to,
            term,
            body,
        };
        if message.waits_for_disk() && self.config.rules.acknowledge_after_sync {
            self.after_write.push(message);
        } else if to == self.id {
            self.to_self.push(message);
        } else {
            self.messages.push(message);
        }
    }
}
