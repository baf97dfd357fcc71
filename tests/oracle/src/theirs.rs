//! The `raft` crate 0.7 behind the trait.

use std::{cell::RefCell, rc::Rc};

use protobuf::Message as _;
use raft_rs::{
    Config, GetEntriesContext, Progress, ProgressState, RaftState, RawNode, ReadState,
    SnapshotStatus, StateRole, Storage, StorageError,
    eraftpb::{
        ConfChangeSingle, ConfChangeTransition, ConfChangeType, ConfChangeV2, ConfState, Entry,
        EntryType, HardState, Message, MessageType, Snapshot,
    },
};

use crate::{
    allowed::{EVENED, Evened},
    member::{
        Address, Change, Conf, Effect, Item, Member, Payload, Role, Row, Sending, Settings, Single,
        Transition, View,
    },
};

/// What a member's disk holds, and how far its application is.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    index: u64,
    term: u64,
    conf: ConfState,
    entries: Vec<Entry>,
    hard_state: HardState,
    /// Where a snapshot sent now would end: what is applied, and the configuration there.
    applied: (u64, ConfState),
}

impl Disk {
    fn last(&self) -> u64 {
        self.index + self.entries.len() as u64
    }

    fn term(&self, index: u64) -> raft_rs::Result<u64> {
        if index == self.index {
            return Ok(self.term);
        }
        let place = index
            .checked_sub(self.index + 1)
            .ok_or(raft_rs::Error::Store(StorageError::Compacted))?;
        let entry = usize::try_from(place)
            .ok()
            .and_then(|place| self.entries.get(place));
        entry
            .map(|entry| entry.term)
            .ok_or(raft_rs::Error::Store(StorageError::Unavailable))
    }

    fn append(&mut self, entries: Vec<Entry>) {
        if let Some(first) = entries.first() {
            let keep = usize::try_from(first.index - self.index - 1).expect("fits memory");
            self.entries.truncate(keep);
            self.entries.extend(entries);
        }
    }

    fn install(&mut self, snapshot: &Snapshot) {
        let metadata = snapshot.get_metadata();
        self.index = metadata.index;
        self.term = metadata.term;
        self.conf = metadata.get_conf_state().clone();
        self.applied = (self.index, self.conf.clone());
        self.entries.clear();
    }
}

/// A disk that the core and its driver share.
#[derive(Clone, Debug, Default)]
pub struct Store(Rc<RefCell<Disk>>);

impl Storage for Store {
    fn initial_state(&self) -> raft_rs::Result<RaftState> {
        let disk = self.0.borrow();
        Ok(RaftState::new(disk.hard_state.clone(), disk.conf.clone()))
    }

    fn entries(
        &self,
        low: u64,
        high: u64,
        max_size: impl Into<Option<u64>>,
        _: GetEntriesContext,
    ) -> raft_rs::Result<Vec<Entry>> {
        let disk = self.0.borrow();
        let place = |index: u64| {
            let place = index.checked_sub(disk.index + 1)?;
            usize::try_from(place).ok()
        };
        let (Some(low), Some(high)) = (place(low), place(high)) else {
            return Err(raft_rs::Error::Store(StorageError::Compacted));
        };
        let mut entries = disk.entries[low..high].to_vec();
        raft_rs::util::limit_size(&mut entries, max_size.into());
        Ok(entries)
    }

    fn term(&self, index: u64) -> raft_rs::Result<u64> {
        self.0.borrow().term(index)
    }

    fn first_index(&self) -> raft_rs::Result<u64> {
        Ok(self.0.borrow().index + 1)
    }

    fn last_index(&self) -> raft_rs::Result<u64> {
        Ok(self.0.borrow().last())
    }

    /// What etcd's server does: a snapshot of what is applied now.
    fn snapshot(&self, _: u64, _: u64) -> raft_rs::Result<Snapshot> {
        let disk = self.0.borrow();
        let (index, conf) = disk.applied.clone();
        let mut snapshot = Snapshot::default();
        let metadata = snapshot.mut_metadata();
        metadata.index = index;
        metadata.term = disk.term(index)?;
        metadata.set_conf_state(conf);
        Ok(snapshot)
    }
}

/// A member that runs the `raft` crate.
pub struct Theirs {
    raw: RawNode<Store>,
    store: Store,
    /// Reads that it dropped because nothing of its term was committed yet: its term, who asked
    /// and what.
    early: Vec<(u64, u64, u64)>,
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

    fn count(&mut self, name: Evened) {
        self.evened[name as usize] += 1;
    }

    /// Remembers a read that it is about to drop.
    fn note_early(&mut self, from: u64, context: u64) {
        let raft = &self.raw.raft;
        if raft.state == StateRole::Leader && !raft.commit_to_current_term() {
            self.early.push((raft.term, from, context));
        }
    }

    /// Asks those reads again once they can be answered, as etcd's leader does by itself.
    ///
    /// Their rounds of heartbeats come first of all that the messages from `place` on hold.
    fn ask_again(&mut self, place: usize) {
        let raft = &self.raw.raft;
        let (term, leads) = (raft.term, raft.state == StateRole::Leader);
        self.early.retain(|read| leads && read.0 == term);
        if self.early.is_empty() || !raft.commit_to_current_term() {
            return;
        }
        let later = self.raw.raft.msgs.split_off(place);
        for (_, from, context) in std::mem::take(&mut self.early) {
            self.count(Evened::EarlyRead);
            let mut entry = Entry::default();
            entry.data = context.to_le_bytes().to_vec().into();
            let mut message = Message::default();
            message.set_msg_type(MessageType::MsgReadIndex);
            message.from = from;
            message.entries.push(entry);
            let _refused = self.raw.raft.step(message);
        }
        self.raw.raft.msgs.extend(later);
    }

    /// Brings what a leader believes of a peer to where etcd's is when this answer arrives.
    fn even_progress(&mut self, message: &Message) {
        let raft = &mut self.raw.raft;
        let leads = raft.state == StateRole::Leader && raft.term == message.term;
        if !leads || message.reject {
            return;
        }
        let first = raft.raft_log.first_index();
        let Some(progress) = raft.mut_prs().get_mut(message.from) else {
            return;
        };
        let known = progress.matched;
        match progress.state {
            ProgressState::Probe if message.index == known => {
                let paused = progress.is_paused();
                progress.become_replicate();
                if paused {
                    raft.send_append(message.from);
                }
                let last = raft.raft_log.last_index();
                let lacks = |it: &Progress| !it.is_paused() && it.next_idx <= last;
                while raft.prs().get(message.from).is_some_and(lacks) {
                    raft.send_append(message.from);
                }
                let all = known == last;
                if all && raft.lead_transferee == Some(message.from) {
                    raft.send_timeout_now(message.from);
                }
                self.count(Evened::ProbeUntilNews);
            }
            ProgressState::Snapshot if message.index > known => {
                let caught_up = message.index >= progress.pending_snapshot;
                if caught_up || message.index + 1 >= first {
                    progress.become_probe();
                    self.count(if caught_up {
                        Evened::SnapshotThenProbe
                    } else {
                        Evened::SnapshotReconnects
                    });
                }
            }
            _ => {}
        }
    }

    /// Takes an answered read without moving the commit index to it: first what its term means,
    /// then what it says.
    fn take_read(&mut self, mut message: Message) {
        let (index, term) = (message.index, message.term);
        let request_ctx = message.take_entries()[0].take_data().to_vec();
        let _refused = self.raw.raft.step(message);
        let raft = &mut self.raw.raft;
        if raft.term == term && raft.state == StateRole::Follower {
            raft.read_states.push(ReadState { request_ctx, index });
            if index > raft.raft_log.committed {
                self.count(Evened::CommitInRead);
            }
        }
    }

    /// Probes a peer that lacks nothing, as etcd does, after it answered a heartbeat.
    fn probe_on_heartbeat(&mut self, from: u64, term: u64) {
        let raft = &mut self.raw.raft;
        let last = raft.raft_log.last_index();
        let probes = raft.prs().get(from).is_some_and(|progress| {
            progress.state == ProgressState::Probe && progress.matched == last
        });
        if probes && raft.state == StateRole::Leader && raft.term == term {
            raft.send_append(from);
            self.count(Evened::ProbeOnHeartbeat);
        }
    }

    /// Takes back a probe of what the peer is known to hold, and probes the entry after that.
    fn probe_above_match(&mut self, from: u64, place: usize) {
        let raft = &mut self.raw.raft;
        let leads = raft.state == StateRole::Leader;
        let Some(progress) = raft.mut_prs().get_mut(from) else {
            return;
        };
        if leads && progress.next_idx <= progress.matched {
            progress.next_idx = progress.matched + 1;
            progress.resume();
            let sent = raft.msgs.split_off(place);
            raft.msgs
                .extend(sent.into_iter().filter(|it| it.to != from));
            raft.send_append(from);
            self.count(Evened::ProbeBelowMatch);
        }
    }

    /// Lets an entry that leaves a joint configuration travel at once, as etcd does; theirs waits
    /// for the next occasion.
    fn send_leave(&mut self, last: u64) {
        if self.raw.raft.raft_log.last_index() > last {
            self.count(Evened::LeaveWaits);
            self.raw.raft.bcast_append();
        }
    }

    /// Takes away what etcd does not have, votes and their answers that carry a commit index, and
    /// puts answers that wait for the disk after the rest of their ready, as etcd's are.
    fn even(&mut self, mut messages: Vec<Message>) -> Vec<Message> {
        for message in &mut messages {
            if is_vote(message) {
                if message.commit > 0 {
                    self.count(Evened::CommitInVotes);
                }
                (message.commit, message.commit_term) = (0, 0);
            }
        }
        if !messages.is_sorted_by_key(waits_for_disk) {
            messages.sort_by_key(waits_for_disk);
            self.count(Evened::AnswersLast);
        }
        messages
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
        if self.raw.snap().is_some() {
            self.count(Evened::SnapshotFirst);
        } else if self.raw.raft.promotable() {
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
        match message.get_msg_type() {
            MessageType::MsgReadIndex => {
                self.note_early(message.from, context(&message.entries[0].data));
            }
            MessageType::MsgAppendResponse => self.even_progress(&message),
            MessageType::MsgReadIndexResp => return self.take_read(message),
            _ => {}
        }
        let kind = message.get_msg_type();
        let (from, term) = (message.from, message.term);
        let place = self.raw.raft.msgs.len();
        let _refused = self.raw.step(message);
        match kind {
            MessageType::MsgHeartbeatResponse => self.probe_on_heartbeat(from, term),
            MessageType::MsgAppendResponse => self.probe_above_match(from, place),
            _ => {}
        }
        self.ask_again(place);
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
            self.apply(ready.take_committed_entries(), &mut effects);
            sent.extend(ready.take_persisted_messages());
            messages.extend(self.even(sent));
            let last = self.raw.raft.raft_log.last_index();
            let mut light = self.raw.advance(ready);
            if let Some(commit) = light.commit_index() {
                self.store.0.borrow_mut().hard_state.commit = commit;
            }
            self.ask_again(0);
            let mut sent = std::mem::take(&mut self.raw.raft.msgs);
            sent.extend(light.take_messages());
            messages.extend(self.even(sent));
            self.apply(light.take_committed_entries(), &mut effects);
            self.raw.advance_apply();
            self.send_leave(last);
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

fn is_vote(message: &Message) -> bool {
    matches!(
        message.get_msg_type(),
        MessageType::MsgRequestVote
            | MessageType::MsgRequestVoteResponse
            | MessageType::MsgRequestPreVote
            | MessageType::MsgRequestPreVoteResponse
    )
}

fn waits_for_disk(message: &Message) -> bool {
    matches!(
        message.get_msg_type(),
        MessageType::MsgAppendResponse
            | MessageType::MsgRequestVoteResponse
            | MessageType::MsgRequestPreVoteResponse
    )
}

fn context(bytes: &[u8]) -> u64 {
    u64::from_le_bytes(bytes.try_into().expect("a context is a number"))
}

fn item(entry: &Entry) -> Item {
    let payload = if entry.get_entry_type() == EntryType::EntryNormal {
        Payload::Normal(entry.data.to_vec())
    } else {
        let mut change = ConfChangeV2::default();
        let read = change.merge_from_bytes(&entry.data);
        read.expect("only changes are proposed as changes");
        Payload::Change(from_change(&change))
    };
    Item {
        term: entry.term,
        index: entry.index,
        payload,
    }
}

fn sorted(ids: &[u64]) -> Vec<u64> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids
}

fn conf(state: &ConfState) -> Conf {
    Conf {
        voters: sorted(&state.voters),
        outgoing: sorted(&state.voters_outgoing),
        learners: sorted(&state.learners),
        learners_next: sorted(&state.learners_next),
        auto_leave: state.auto_leave,
    }
}

fn to_conf(conf: &Conf) -> ConfState {
    let mut state = ConfState::default();
    state.voters = conf.voters.clone();
    state.voters_outgoing = conf.outgoing.clone();
    state.learners = conf.learners.clone();
    state.learners_next = conf.learners_next.clone();
    state.auto_leave = conf.auto_leave;
    state
}

fn to_change(change: &Change) -> ConfChangeV2 {
    let mut made = ConfChangeV2::default();
    made.set_transition(match change.transition {
        Transition::Auto => ConfChangeTransition::Auto,
        Transition::Implicit => ConfChangeTransition::Implicit,
        Transition::Explicit => ConfChangeTransition::Explicit,
    });
    for single in &change.singles {
        let (kind, id) = match *single {
            Single::Voter(id) => (ConfChangeType::AddNode, id),
            Single::Learner(id) => (ConfChangeType::AddLearnerNode, id),
            Single::Remove(id) => (ConfChangeType::RemoveNode, id),
        };
        let mut step = ConfChangeSingle::default();
        step.set_change_type(kind);
        step.node_id = id;
        made.changes.push(step);
    }
    made
}

fn from_change(change: &ConfChangeV2) -> Change {
    let single = |single: &ConfChangeSingle| match single.get_change_type() {
        ConfChangeType::AddNode => Single::Voter(single.node_id),
        ConfChangeType::AddLearnerNode => Single::Learner(single.node_id),
        ConfChangeType::RemoveNode => Single::Remove(single.node_id),
    };
    Change {
        transition: match change.get_transition() {
            ConfChangeTransition::Auto => Transition::Auto,
            ConfChangeTransition::Implicit => Transition::Implicit,
            ConfChangeTransition::Explicit => Transition::Explicit,
        },
        singles: change.changes.iter().map(single).collect(),
    }
}
