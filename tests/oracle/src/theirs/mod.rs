//! The `raft` crate 0.7 behind the trait.

mod disk;
mod even;
mod words;

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use protobuf::Message as _;
use raft_rs::{
    Config, GetEntriesContext, Progress, ProgressState, RawNode, SnapshotStatus, StateRole,
    eraftpb::{ConfChangeV2, Entry, Message, MessageType, Snapshot},
};

use self::{
    disk::{Disk, Store},
    words::{conf, context, item, to_change, to_conf},
};
use crate::{
    allowed::{EVENED, Evened},
    member::{Address, Change, Conf, Effect, Member, Payload, Role, Row, Sending, Settings, View},
};

/// A member that runs the `raft` crate.
pub struct Theirs {
    raw: RawNode<Store>,
    store: Store,
    /// Reads that it dropped because nothing of its term was committed yet: who asked, and what.
    early: Vec<(u64, u64)>,
    /// A full window before a heartbeat's answer is taken.
    window: Option<Progress>,
    /// The commit index, and what the peer was known to hold, before an acknowledgement is taken.
    acked: Option<u64>,
    matched: u64,
    /// The commit index that each peer was told last.
    told: BTreeMap<u64, u64>,
    /// The snapshot that a peer waits for, while an acknowledgement that must not end it is taken.
    pending: Option<u64>,
    /// Reads that were given another name.
    renamed: u32,
    /// Which differences to even out, and how often each was.
    even: u32,
    evened: [usize; EVENED],
}

impl Theirs {
    /// The settings that both cores get, as theirs has them.
    #[must_use]
    pub fn config(id: u64, settings: &Settings) -> Config {
        Config {
            election_tick: settings.election_ticks as usize,
            heartbeat_tick: 1,
            pre_vote: settings.pre_vote,
            check_quorum: settings.check_quorum,
            max_size_per_msg: if settings.one_entry { 0 } else { u64::MAX },
            max_inflight_msgs: settings.inflight,
            ..Config::new(id)
        }
    }

    fn apply(&mut self, entries: Vec<Entry>, effects: &mut Vec<Effect>) {
        for entry in entries {
            let item = item(&entry);
            let mut conf = None;
            if let Payload::Change(_) = item.payload {
                let mut change = ConfChangeV2::default();
                let read = change.merge_from_bytes(&entry.data);
                read.expect("only changes are proposed as changes");
                let state = self.raw.apply_conf_change(&change);
                self.store.0.borrow_mut().applied.1 = state.expect("proposed changes fit");
                conf = Some(self.conf());
            }
            self.store.0.borrow_mut().applied.0 = entry.index;
            effects.push(Effect::Applied(item, conf));
        }
    }
}

impl Member for Theirs {
    type Message = Message;
    type Disk = Disk;

    const NAME: &'static str = "raft-rs";

    fn format(voters: Option<&[u64]>) -> Disk {
        let mut disk = Disk::default();
        if let Some(voters) = voters {
            disk.conf.voters = voters.to_vec();
            (disk.index, disk.term) = (2, 1);
            disk.hard_state.term = 1;
            disk.hard_state.commit = 2;
        }
        disk
    }

    fn boot(id: u64, settings: &Settings, mut disk: Disk) -> Self {
        let config = Config {
            applied: disk.index,
            ..Self::config(id, settings)
        };
        disk.applied = (disk.index, disk.conf.clone());
        let store = Store(Rc::new(RefCell::new(disk)));
        let logger = slog::Logger::root(slog::Discard, slog::o!());
        let raw = RawNode::new(&config, store.clone(), &logger).expect("the settings are valid");
        Self {
            raw,
            store,
            early: Vec::new(),
            window: None,
            pending: None,
            acked: None,
            matched: 0,
            told: BTreeMap::new(),
            renamed: 0,
            even: settings.allow,
            evened: [0; EVENED],
        }
    }

    fn crash(self) -> Disk {
        self.store.0.borrow().clone()
    }

    fn tick(&mut self, timeout: u32) {
        let raft = &mut self.raw.raft;
        raft.set_randomized_election_timeout(timeout as usize);
        self.raw.tick();
    }

    fn propose(&mut self, data: Vec<u8>) {
        let _refused = self.raw.propose(Vec::new(), data);
    }

    fn change(&mut self, change: &Change) {
        let _refused = self.raw.propose_conf_change(Vec::new(), to_change(change));
    }

    fn campaign(&mut self) {
        if self.raw.snap().is_some() && self.evens(Evened::SnapshotFirst) {
            return;
        }
        if self.raw.raft.promotable() {
            let _refused = self.raw.campaign();
        }
    }

    fn transfer(&mut self, to: u64) {
        self.raw.transfer_leader(to);
    }

    fn read(&mut self, context: u64) {
        self.note_early(self.raw.raft.id, context);
        self.raw.read_index(context.to_le_bytes().to_vec());
    }

    fn unreachable(&mut self, peer: u64) {
        self.raw.report_unreachable(peer);
    }

    fn snapshot_sent(&mut self, peer: u64, arrived: bool) {
        let status = if arrived {
            SnapshotStatus::Finish
        } else {
            SnapshotStatus::Failure
        };
        self.raw.report_snapshot(peer, status);
    }

    fn receive(&mut self, message: Message) {
        let place = self.raw.raft.msgs.len();
        if let Some(message) = self.before(message) {
            let what = (message.get_msg_type(), message.from, message.term);
            let _refused = self.raw.step(message);
            self.after(what, place);
        }
    }

    fn drain(&mut self) -> (Vec<Message>, Vec<Effect>) {
        let (mut messages, mut effects) = (Vec::new(), Vec::new());
        while self.raw.has_ready() {
            let mut ready = self.raw.ready();
            let mut sent = ready.take_messages();
            if *ready.snapshot() != Snapshot::default() {
                self.store.0.borrow_mut().install(ready.snapshot());
                let metadata = ready.snapshot().get_metadata();
                effects.push(Effect::Installed {
                    index: metadata.index,
                    conf: conf(metadata.get_conf_state()),
                });
            }
            self.store.0.borrow_mut().append(ready.take_entries());
            if let Some(hard_state) = ready.hs() {
                self.store.0.borrow_mut().hard_state = hard_state.clone();
            }
            for read in ready.take_read_states() {
                effects.push(Effect::Read {
                    context: context(&read.request_ctx),
                    index: read.index,
                });
            }
            let before = effects.len();
            self.apply(ready.take_committed_entries(), &mut effects);
            sent.extend(ready.take_persisted_messages());
            messages.extend(self.sent(sent));
            let held = self.hold_leave();
            let mut light = self.raw.advance(ready);
            if let Some(commit) = light.commit_index() {
                self.store.0.borrow_mut().hard_state.commit = commit;
            }
            self.ask_again(0);
            let mut sent = std::mem::take(&mut self.raw.raft.msgs);
            sent.extend(light.take_messages());
            messages.extend(self.sent(sent));
            self.apply(light.take_committed_entries(), &mut effects);
            self.raw.advance_apply();
            self.leave(held, effects.len() > before);
        }
        (messages, effects)
    }

    fn compact(&mut self, index: u64, conf: &Conf) {
        let mut disk = self.store.0.borrow_mut();
        let index = index.min(self.raw.raft.raft_log.applied);
        let Ok(term) = disk.term(index) else { return };
        disk.entries.retain(|entry| entry.index > index);
        (disk.index, disk.term, disk.conf) = (index, term, to_conf(conf));
    }

    fn role(&self) -> Role {
        match self.raw.raft.state {
            StateRole::Follower => Role::Follower,
            StateRole::PreCandidate => Role::PreCandidate,
            StateRole::Candidate => Role::Candidate,
            StateRole::Leader => Role::Leader,
        }
    }

    fn term(&self) -> u64 {
        self.raw.raft.term
    }

    fn snapshot(&self) -> u64 {
        self.raw.raft.raft_log.first_index() - 1
    }

    fn conf(&self) -> Conf {
        conf(&self.raw.raft.prs().conf().to_conf_state())
    }

    fn view(&self) -> View {
        let raft = &self.raw.raft;
        let log = &raft.raft_log;
        let first = log.first_index();
        let context = GetEntriesContext::empty(false);
        let entries = log.entries(first, None, context).unwrap_or_default();
        let leads = raft.state == StateRole::Leader;
        let progress = raft.prs().iter().filter(|(id, _)| leads && **id != raft.id);
        let mut rows: Vec<_> = progress
            .map(|(id, progress)| Row {
                peer: *id,
                matched: progress.matched,
                next: progress.next_idx,
                sending: match progress.state {
                    ProgressState::Probe => Sending::Probe,
                    ProgressState::Replicate => Sending::Replicate,
                    ProgressState::Snapshot => Sending::Snapshot,
                },
                active: progress.recent_active,
            })
            .collect();
        rows.sort_by_key(|row| row.peer);
        View {
            role: self.role(),
            term: raft.term,
            vote: raft.vote,
            leader: raft.leader_id,
            commit: log.committed,
            applied: log.applied,
            snapshot: self.snapshot(),
            log: entries.iter().map(item).collect(),
            conf: self.conf(),
            elapsed: u32::try_from(raft.election_elapsed).expect("few ticks"),
            transferee: raft.lead_transferee.unwrap_or(0),
            rows,
        }
    }

    fn evened(&self) -> [usize; EVENED] {
        self.evened
    }

    fn address(message: &Message) -> Address {
        let rejects = message.reject;
        let kind = match message.get_msg_type() {
            MessageType::MsgPropose => "MsgProp",
            MessageType::MsgAppend if message.entries.is_empty() => "MsgApp",
            MessageType::MsgAppend => "MsgApp+",
            MessageType::MsgAppendResponse if rejects => "MsgAppResp-",
            MessageType::MsgAppendResponse => "MsgAppResp",
            MessageType::MsgRequestVote => "MsgVote",
            MessageType::MsgRequestVoteResponse if rejects => "MsgVoteResp-",
            MessageType::MsgRequestVoteResponse => "MsgVoteResp",
            MessageType::MsgRequestPreVote => "MsgPreVote",
            MessageType::MsgRequestPreVoteResponse if rejects => "MsgPreVoteResp-",
            MessageType::MsgRequestPreVoteResponse => "MsgPreVoteResp",
            MessageType::MsgSnapshot => "MsgSnap",
            MessageType::MsgHeartbeat => "MsgHeartbeat",
            MessageType::MsgHeartbeatResponse => "MsgHeartbeatResp",
            MessageType::MsgTransferLeader => "MsgTransferLeader",
            MessageType::MsgTimeoutNow => "MsgTimeoutNow",
            MessageType::MsgReadIndex => "MsgReadIndex",
            MessageType::MsgReadIndexResp => "MsgReadIndexResp",
            _ => "local",
        };
        Address {
            from: message.from,
            to: message.to,
            kind,
        }
    }
}
