//! Our core behind the trait.

use crate::{
    member::{
        Address, Change, Conf, Effect, Item, Member, Payload, Role, Row, Sending, Settings, Single,
        Transition, View,
    },
    raft::{self, Body, ChangeKind, ConfChange, Entry, EntryKind, Input, Raft, Write},
    units::{Index, NodeId, Term},
};

/// What a member's disk holds.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    snapshot: raft::Snapshot,
    entries: Vec<Entry>,
    hard_state: raft::HardState,
}

impl Disk {
    fn write(&mut self, write: Write) {
        if let Some(snapshot) = write.snapshot {
            self.snapshot = *snapshot;
            self.entries.clear();
        }
        if let Some(first) = write.entries.first() {
            let keep = first.index.0 - self.snapshot.index.0 - 1;
            self.entries
                .truncate(usize::try_from(keep).expect("fits memory"));
            self.entries.extend(write.entries);
        }
        if let Some(hard_state) = write.hard_state {
            self.hard_state = hard_state;
        }
    }
}

/// A member that runs our core.
#[derive(Debug)]
pub struct Ours {
    raft: Raft,
    disk: Disk,
}

impl Ours {
    /// The settings that both cores get, as ours has them.
    #[must_use]
    pub fn config(settings: &Settings) -> raft::Config {
        raft::Config {
            election_ticks: settings.election_ticks,
            heartbeat_ticks: 1,
            pre_vote: settings.pre_vote,
            check_quorum: settings.check_quorum,
            message_bytes_max: if settings.one_entry { 0 } else { usize::MAX },
            apply_bytes_max: usize::MAX,
            inflight_max: settings.inflight,
            rules: settings.rules,
            ..raft::Config::default()
        }
    }

    fn step(&mut self, input: Input) {
        // A refusal leaves the member as it was; the comparison sees it by what the log lacks.
        let _refused = self.raft.step(input);
    }
}

impl Member for Ours {
    type Message = raft::Message;
    type Disk = Disk;

    const NAME: &'static str = "ours";

    fn format(voters: Option<&[u64]>) -> Disk {
        let Some(voters) = voters else {
            return Disk::default();
        };
        let configuration = raft::Configuration::of(voters.iter().copied().map(NodeId));
        let (index, term) = (Index(2), Term(1));
        let hard_state = raft::HardState {
            term,
            vote: NodeId::NONE,
            commit: index,
        };
        Disk {
            snapshot: raft::Snapshot {
                index,
                term,
                configuration,
            },
            entries: Vec::new(),
            hard_state,
        }
    }

    fn boot(id: u64, settings: &Settings, disk: Disk) -> Self {
        let (index, term) = (disk.snapshot.index, disk.snapshot.term);
        let entries = disk.entries.iter().cloned().collect();
        let log = raft::Log::restore((index, term), entries, disk.hard_state.commit, index);
        let configuration = disk.snapshot.configuration.clone();
        let state = (disk.hard_state, log, configuration);
        let raft = Raft::new(NodeId(id), Self::config(settings), id, state);
        Self { raft, disk }
    }

    fn crash(self) -> Disk {
        self.disk
    }

    fn tick(&mut self, timeout: u32) {
        self.raft.pin_election_timeout(timeout);
        self.step(Input::Tick);
    }

    fn propose(&mut self, data: Vec<u8>) {
        let (kind, data) = (EntryKind::Normal, data.into());
        self.step(Input::Propose(vec![raft::Proposal { kind, data }]));
    }

    fn change(&mut self, change: &Change) {
        let (kind, data) = to_change(change).to_entry();
        self.step(Input::Propose(vec![raft::Proposal { kind, data }]));
    }

    fn campaign(&mut self) {
        self.step(Input::Campaign);
    }

    fn transfer(&mut self, to: u64) {
        self.step(Input::Transfer(NodeId(to)));
    }

    fn read(&mut self, context: u64) {
        self.step(Input::Read(raft::ReadContext(context)));
    }

    fn unreachable(&mut self, peer: u64) {
        self.step(Input::Unreachable(NodeId(peer)));
    }

    fn snapshot_sent(&mut self, peer: u64, arrived: bool) {
        self.step(Input::SnapshotSent(NodeId(peer), arrived));
    }

    fn receive(&mut self, message: raft::Message) {
        self.step(Input::Message(message));
    }

    fn drain(&mut self) -> (Vec<raft::Message>, Vec<Effect>) {
        let (mut messages, mut effects) = (Vec::new(), Vec::new());
        while let Some(ready) = self.raft.ready() {
            messages.extend(ready.messages);
            if let Some(write) = ready.write {
                if let Some(snapshot) = &write.snapshot {
                    effects.push(Effect::Installed {
                        index: snapshot.index.0,
                        conf: conf(&snapshot.configuration),
                    });
                }
                self.disk.write(write);
            }
            if self.raft.awaits_disk() {
                self.step(Input::Persisted);
            }
            messages.extend(ready.after_write);
            for read in ready.reads {
                let (context, index) = (read.context.0, read.index.0);
                effects.push(Effect::Read { context, index });
            }
            let last = ready.committed.last().map(|entry| entry.index);
            for entry in ready.committed {
                let change = ConfChange::read(entry.kind, &entry.data);
                let conf = change.map(|change| {
                    self.step(Input::ApplyConfChange(change));
                    self.conf()
                });
                effects.push(Effect::Applied(item(&entry), conf));
            }
            if let Some(last) = last {
                self.step(Input::Applied(last));
            }
        }
        (messages, effects)
    }

    fn compact(&mut self, index: u64, conf: &Conf) {
        let index = Index(index).min(self.raft.log().applied());
        let Some(term) = self.raft.log().term(index) else {
            return;
        };
        self.raft.compact(index);
        self.disk.entries.retain(|entry| entry.index > index);
        self.disk.snapshot = raft::Snapshot {
            index,
            term,
            configuration: to_configuration(conf),
        };
    }

    fn role(&self) -> Role {
        match self.raft.role() {
            raft::Role::Follower => Role::Follower,
            raft::Role::PreCandidate => Role::PreCandidate,
            raft::Role::Candidate => Role::Candidate,
            raft::Role::Leader => Role::Leader,
        }
    }

    fn term(&self) -> u64 {
        self.raft.term().0
    }

    fn snapshot(&self) -> u64 {
        self.raft.log().first_index().0 - 1
    }

    fn conf(&self) -> Conf {
        conf(self.raft.configuration())
    }

    fn view(&self) -> View {
        let (raft, log) = (&self.raft, self.raft.log());
        let members = raft.configuration().members();
        let peers = members.iter().filter(|peer| **peer != raft.id());
        let row = |peer: &NodeId| {
            raft.progress(*peer).map(|progress| Row {
                peer: peer.0,
                matched: progress.matched.0,
                next: progress.next.0,
                sending: match progress.state {
                    raft::ProgressState::Probe => Sending::Probe,
                    raft::ProgressState::Replicate => Sending::Replicate,
                    raft::ProgressState::Snapshot => Sending::Snapshot,
                },
                active: progress.recent_active,
            })
        };
        let indexes = log.first_index().0..=log.last_index().0;
        let entries = indexes.filter_map(|index| log.entry(Index(index)));
        View {
            role: self.role(),
            term: raft.term().0,
            vote: raft.vote().0,
            leader: raft.leader().0,
            commit: log.committed().0,
            applied: log.applied().0,
            snapshot: self.snapshot(),
            log: entries.map(item).collect(),
            conf: self.conf(),
            elapsed: raft.election_elapsed(),
            transferee: raft.transferee().0,
            rows: peers.filter_map(row).collect(),
        }
    }

    fn address(message: &raft::Message) -> Address {
        let kind = match &message.body {
            Body::Append { entries, .. } if !entries.is_empty() => "MsgApp+",
            Body::AppendRejected(_) => "MsgAppResp-",
            Body::VoteAnswer {
                pre: true,
                reject: true,
            } => "MsgPreVoteResp-",
            Body::VoteAnswer { reject: true, .. } => "MsgVoteResp-",
            _ => message.name(),
        };
        Address {
            from: message.from.0,
            to: message.to.0,
            kind,
        }
    }
}

fn item(entry: &Entry) -> Item {
    let change = ConfChange::read(entry.kind, &entry.data);
    Item {
        term: entry.term.0,
        index: entry.index.0,
        payload: change.map_or_else(
            || Payload::Normal(entry.data.to_vec()),
            |change| Payload::Change(from_change(&change)),
        ),
    }
}

fn conf(configuration: &raft::Configuration) -> Conf {
    let numbers = |ids: &[NodeId]| ids.iter().map(|id| id.0).collect();
    Conf {
        voters: numbers(&configuration.voters.incoming),
        outgoing: numbers(&configuration.voters.outgoing),
        learners: numbers(&configuration.learners),
        learners_next: numbers(&configuration.learners_next),
        auto_leave: configuration.auto_leave,
    }
}

fn to_configuration(conf: &Conf) -> raft::Configuration {
    let ids = |numbers: &[u64]| numbers.iter().copied().map(NodeId).collect();
    raft::Configuration {
        voters: raft::Joint {
            incoming: ids(&conf.voters),
            outgoing: ids(&conf.outgoing),
        },
        learners: ids(&conf.learners),
        learners_next: ids(&conf.learners_next),
        auto_leave: conf.auto_leave,
    }
}

fn to_change(change: &Change) -> ConfChange {
    let single = |single: &Single| {
        let (kind, node) = match *single {
            Single::Voter(id) => (ChangeKind::AddVoter, id),
            Single::Learner(id) => (ChangeKind::AddLearner, id),
            Single::Remove(id) => (ChangeKind::Remove, id),
        };
        let node = NodeId(node);
        raft::Change { kind, node }
    };
    ConfChange {
        transition: match change.transition {
            Transition::Auto => raft::Transition::Auto,
            Transition::Implicit => raft::Transition::Implicit,
            Transition::Explicit => raft::Transition::Explicit,
        },
        changes: change.singles.iter().map(single).collect(),
    }
}

fn from_change(change: &ConfChange) -> Change {
    let single = |change: &raft::Change| match change.kind {
        ChangeKind::AddVoter => Some(Single::Voter(change.node.0)),
        ChangeKind::AddLearner => Some(Single::Learner(change.node.0)),
        ChangeKind::Remove => Some(Single::Remove(change.node.0)),
        ChangeKind::Update => None,
    };
    Change {
        transition: match change.transition {
            raft::Transition::Auto => Transition::Auto,
            raft::Transition::Implicit => Transition::Implicit,
            raft::Transition::Explicit => Transition::Explicit,
        },
        singles: change.changes.iter().filter_map(single).collect(),
    }
}
