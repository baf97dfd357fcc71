//! The server: one input at a time, and the loop that serves Raft's `Ready`s
//! (`server/etcdserver/server.go`, `raft.go`).

use std::{collections::VecDeque, sync::Arc};

use super::{
    Flags, LeaseMessage, RequestIds, State, Told, api,
    auth::Tokens,
    auth_service::Early,
    lease_service::Forwarded,
    propose::Waiter,
    read::ReadLoop,
    serve::WriteJob,
    watch::{Hub, StreamId},
};
use crate::{
    raft::{self, Configuration, Entry, HardState, Log, Raft},
    units::{Index, LeaseId, Map, Micros, NodeId, Rng, Set, StateHash},
};

/// A client's call; unique in the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CallKey(pub u64);

/// A client's stream; unique in the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StreamKey(pub u64);

/// Who a member is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Its id.
    pub id: NodeId,
    /// Its cluster's id.
    pub cluster: u64,
    /// Its name.
    pub name: String,
    /// Where clients reach it.
    pub client_urls: Vec<String>,
}

/// What a process starts from.
#[derive(Clone, Debug)]
pub struct Start {
    /// Who it is.
    pub identity: Arc<Identity>,
    /// Its flags.
    pub flags: Flags,
    /// Virtual time.
    pub now: Micros,
    /// Wall clock: time since 1970.
    pub unix: Micros,
    /// Seed of its Raft's timeouts.
    pub seed: u64,
    /// What its log remembers.
    pub log: (HardState, Log, Configuration),
    /// What its backend remembers.
    pub state: State,
}

/// What a server is told.
#[derive(Clone, Debug)]
pub enum Input {
    /// One tick.
    Tick,
    /// This many ticks at once (`advanceTicks`).
    SkipTicks(u32),
    /// Raft messages, each with the sender's state where it carries a snapshot.
    Peer(Vec<(raft::Message, Option<Arc<State>>)>),
    /// A lease request or answer from another member.
    Lease(LeaseMessage),
    /// Messages to this member are refused.
    Unreachable(NodeId),
    /// The snapshot under way to this member arrived, or got lost.
    SnapshotSent(NodeId, bool),
    /// A client's call, with its login's token or none.
    Call(CallKey, api::Request, String),
    /// Something came up a client's stream, with its login's token or none.
    Stream(StreamKey, api::StreamRequest, String),
    /// The watches of this stream go on without a leader: its client does not ask for one.
    Lone(StreamKey),
    /// A client's stream is gone.
    StreamGone(StreamKey),
    /// The write-ahead log is synced.
    Synced,
    /// The next batch of committed entries is through.
    ApplyNext,
    /// Half a second passed: look at the leases.
    LeaseLoop,
    /// 100 ms passed: feed unsynced watchers.
    WatchLoop,
    /// Ten minutes passed on a stream whose watchers want to hear of progress.
    Progress(StreamKey),
    /// All members have told their version.
    Versions,
    /// Hand leadership to this member.
    Transfer(NodeId),
    /// The members that this one is connected to, and since when; told before a change of members
    /// that looks at it.
    Connections(Vec<(NodeId, Micros)>),
    /// The election timer ran out (`MsgHup`).
    TimeOut,
}

/// What a server wants done.
#[derive(Clone, Debug)]
pub enum Output {
    /// Send a Raft message, with the state where it carries a snapshot.
    Peer(raft::Message, Option<Arc<State>>),
    /// Send a lease request or answer.
    Lease(LeaseMessage),
    /// Write to the log; if it must sync, answer with [`Input::Synced`].
    Write(raft::Write),
    /// Apply this many entries, then answer with [`Input::ApplyNext`].
    Apply(usize),
    /// Commit the backend now: a snapshot at this index and term is being made.
    Snapshot(raft::Snapshot),
    /// A snapshot from the leader replaced everything.
    Installed,
    /// Answer a call.
    Answer(CallKey, Result<api::Response, api::Error>),
    /// Send down a stream.
    Message(StreamKey, api::StreamResponse),
    /// End a stream.
    Close(StreamKey, api::Error),
    /// A watcher wants to hear of progress: give [`Input::Progress`] every ten minutes.
    Progress(StreamKey),
    /// There are unsynced watchers: give [`Input::WatchLoop`] in 100 ms.
    WatchLoop,
    /// Ask all members for their version, then give [`Input::Versions`].
    AskVersions,
    /// A member was added; its process may not exist yet.
    Added(NodeId),
    /// A member was removed; if it is this one, it stops after [`STOP_AFTER`](super::STOP_AFTER).
    Removed(NodeId),
    /// Something for the request's trail.
    Told(Told),
}

/// One member's process.
#[derive(Clone, Debug)]
pub struct Server {
    pub(super) identity: Arc<Identity>,
    pub(super) flags: Flags,
    pub(super) now: Micros,
    pub(super) raft: Raft,
    pub(super) state: State,
    pub(super) hub: Hub,
    pub(super) ids: RequestIds,
    pub(super) waiters: Map<u64, Waiter>,
    pub(super) blocked: VecDeque<(u64, raft::Proposal)>,
    pub(super) reads: ReadLoop,
    pub(super) forwarded: Map<u64, Forwarded>,
    pub(super) applying: VecDeque<Vec<Entry>>,
    pub(super) installing: Option<Arc<State>>,
    pub(super) after_sync: VecDeque<raft::Message>,
    /// Committed entries that are being written here: they are applied after that.
    pub(super) apply_after_sync: Option<Vec<Entry>>,
    /// With asynchronous storage: writes under way, oldest first.
    pub(super) writing: VecDeque<WriteJob>,
    pub(super) snapshot_index: Index,
    pub(super) leader_seen: NodeId,
    pub(super) leader_since: Micros,
    pub(super) leaderless_since: Option<Micros>,
    pub(super) promoted_at: Option<Micros>,
    pub(super) revoking: Set<LeaseId>,
    pub(super) watch_loop_planned: bool,
    /// Streams that go on without a leader.
    pub(super) lone: Set<StreamKey>,
    /// Wall clock less virtual time.
    unix: Micros,
    /// Who waits for leadership to move, to whom, and since when.
    pub(super) transfers: Vec<(CallKey, NodeId, Micros)>,
    pub(super) connections: Vec<(NodeId, Micros)>,
    /// Chance of salts and tokens.
    pub(super) rng: Rng,
    pub(super) tokens: Tokens,
    /// The token of the call or message being served.
    pub(super) token: String,
    /// What waits for the login of its token.
    pub(super) early: Vec<Early>,
    /// Logins under way, and the revision at which each password was checked.
    pub(super) logins: Map<CallKey, (api::AuthenticateRequest, u64)>,
}

impl Server {
    /// Starts a process. It publishes itself as soon as there is a leader.
    #[must_use]
    pub fn start(start: Start) -> Self {
        let Start {
            identity,
            flags,
            now,
            unix,
            seed,
            log,
            mut state,
        } = start;
        let ids = RequestIds::new(identity.id, unix);
        let snapshot_index = log.1.first_index().prev();
        // Expiries are the primary's own and do not survive its process.
        state.lessor.demote();
        let tokens = Tokens::new(state.auth.enabled);
        let raft = Raft::new(identity.id, flags.raft(), seed, log);
        let mut server = Self {
            identity,
            flags,
            now,
            raft,
            state,
            hub: Hub::default(),
            ids,
            waiters: Map::new(),
            blocked: VecDeque::new(),
            reads: ReadLoop::default(),
            forwarded: Map::new(),
            applying: VecDeque::new(),
            installing: None,
            after_sync: VecDeque::new(),
            apply_after_sync: None,
            writing: VecDeque::new(),
            snapshot_index,
            leader_seen: NodeId::NONE,
            leader_since: now,
            leaderless_since: Some(now),
            promoted_at: None,
            revoking: Set::new(),
            watch_loop_planned: false,
            lone: Set::new(),
            unix: Micros(unix.0 - now.0),
            transfers: Vec::new(),
            connections: Vec::new(),
            rng: Rng::new(!seed),
            tokens,
            token: String::new(),
            early: Vec::new(),
            logins: Map::new(),
        };
        server.publish();
        server
    }

    /// Follows other rules from now on.
    pub fn set_rules(&mut self, rules: raft::Rules) {
        self.flags.rules = rules;
        self.raft.set_rules(rules);
    }

    /// Takes one input at `now` and adds what is to be done to `out`.
    pub fn step(&mut self, now: Micros, input: Input, out: &mut Vec<Output>) {
        self.now = now;
        match input {
            Input::Tick => self.tick(out),
            Input::SkipTicks(ticks) => (0..ticks).for_each(|_| self.raft_step(raft::Input::Tick)),
            Input::Peer(messages) => {
                for (message, state) in messages {
                    self.receive(message, state);
                }
            }
            Input::Lease(message) => self.receive_lease(message, out),
            Input::Unreachable(peer) => self.raft_step(raft::Input::Unreachable(peer)),
            Input::SnapshotSent(peer, arrived) => {
                self.raft_step(raft::Input::SnapshotSent(peer, arrived));
            }
            Input::Call(call, request, token) => self.call_as(call, request, token, out),
            Input::Stream(stream, request, token) => self.stream_as(stream, request, token, out),
            Input::Lone(stream) => {
                self.lone.insert(stream);
            }
            Input::StreamGone(stream) => {
                self.lone.remove(&stream);
                self.hub.close(StreamId(stream.0));
            }
            Input::Synced => self.synced(out),
            Input::ApplyNext => self.apply_next(out),
            Input::LeaseLoop => self.lease_loop(out),
            Input::WatchLoop => self.watch_loop(out),
            Input::Progress(stream) => self.progress_due(stream, out),
            Input::Versions => self.decide_version(),
            Input::Transfer(to) => self.raft_step(raft::Input::Transfer(to)),
            Input::Connections(connections) => self.connections = connections,
            Input::TimeOut => self.raft_step(raft::Input::Campaign),
        }
        self.pump(out);
    }

    pub(super) fn raft_step(&mut self, input: raft::Input) {
        // Refusals concern proposals only, and those go through `submit`.
        let _refused = self.raft.step(input);
    }

    fn receive(&mut self, message: raft::Message, state: Option<Arc<State>>) {
        if state.is_some() {
            self.installing = state;
        }
        self.raft_step(raft::Input::Message(message));
    }

    fn tick(&mut self, out: &mut Vec<Output>) {
        self.raft_step(raft::Input::Tick);
        self.expire_waiters(out);
        self.retry_reads(out);
        self.expire_forwarded(out);
        self.close_leaderless(out);
        self.finish_transfers(out);
    }

    /// Notices a change of leader: reads fail over, leases lose their primary.
    pub(super) fn note_leader(&mut self, out: &mut Vec<Output>) {
        let leader = self.raft.leader();
        self.settle_lessor();
        if leader == self.leader_seen {
            return;
        }
        self.leader_seen = leader;
        self.leaderless_since = (leader == NodeId::NONE).then_some(self.now);
        if leader != NodeId::NONE {
            self.leader_since = self.now;
            self.fail_reads(&api::Error::LeaderChanged, out);
        }
    }

    /// The header of an answer made now.
    #[must_use]
    pub(super) fn header(&self, revision: u64) -> api::ResponseHeader {
        api::ResponseHeader {
            cluster_id: self.identity.cluster,
            member_id: self.identity.id.0,
            revision: revision.cast_signed(),
            raft_term: self.raft.term().0,
        }
    }

    /// The same, at the store's current revision.
    #[must_use]
    pub(super) fn header_now(&self) -> api::ResponseHeader {
        self.header(self.state.store.revision())
    }

    /// The wall clock: time since 1970.
    pub(super) fn unix(&self) -> Micros {
        self.unix + self.now
    }

    /// Who this is.
    #[must_use]
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Its consensus.
    #[must_use]
    pub const fn raft(&self) -> &Raft {
        &self.raft
    }

    /// Its applied state.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// Its watchers.
    #[must_use]
    pub const fn hub(&self) -> &Hub {
        &self.hub
    }

    /// When its lessor became primary, if it is.
    #[must_use]
    pub fn promoted_at(&self) -> Option<Micros> {
        self.promoted_at.filter(|_| self.state.lessor.primary())
    }

    /// Whether it has proposed to revoke this lease.
    #[must_use]
    pub fn is_revoking(&self, lease: LeaseId) -> bool {
        self.revoking.contains(&lease)
    }

    /// Requests that wait here for a leader.
    #[must_use]
    pub fn is_blocked(&self, request: u64) -> bool {
        self.blocked.iter().any(|(id, _)| *id == request)
    }

    /// Folds in everything that decides what this process does next.
    pub fn fold(&self, hash: &mut StateHash) {
        self.raft.fold(hash);
        hash.u64(self.state.hash());
        self.state.lessor.fold(hash);
        self.hub.fold(hash);
        hash.u64(self.ids.state())
            .len(self.waiters.len())
            .len(self.blocked.len());
        hash.len(self.forwarded.len())
            .len(self.applying.len())
            .len(self.after_sync.len())
            .len(self.apply_after_sync.as_ref().map_or(0, Vec::len));
        self.fold_queues(hash);
        self.reads.fold(hash);
        self.fold_logins(hash);
        for (call, to, _) in &self.transfers {
            hash.u64(call.0).u64(to.0);
        }
        hash.u64(self.snapshot_index.0)
            .u64(self.leader_seen.0)
            .u64(self.leader_since.0);
    }
}
