//! Our Raft core beside the `raft` crate 0.7 in the same run: `beside [--rounds N] [--only WORD]`.
//!
//! Three members in one thread, messages in one queue, entries of 128 bytes, committed and applied
//! on all three. Both cores get the same calls; each keeps its log in memory once (theirs in its
//! `MemStorage`, ours inside) and writes are done at once. Rounds alternate between the cores;
//! figures are medians of CPU time, ratios are ours over theirs, medians of the rounds' own.

use std::{collections::VecDeque, env, fs, time::Instant};

use bytes::Bytes;
use oracle::{
    raft::{
        Body, Config, Configuration, EntryKind, HardState, Input, Log, Message, Proposal, Raft,
    },
    units::{Index, NodeId},
};
use raft_rs::{RawNode, StateRole, eraftpb, storage::MemStorage};

/// Bytes of an entry's payload.
const ENTRY_BYTES: usize = 128;
/// Entries after which logs are compacted, as a snapshot would let them be.
const SNAPSHOT_COUNT: usize = 10_000;
/// Entries that stay.
const CATCH_UP: u64 = 5_000;
/// Members.
const MEMBERS: u64 = 3;

/// A member of either core, as the measured work needs it.
trait Peer: Sized {
    /// Its messages.
    type Message;
    fn start(id: u64, batch_append: bool) -> Self;
    fn campaign(&mut self);
    fn leads(&self) -> bool;
    /// Proposes so many entries in one call.
    fn propose(&mut self, count: usize);
    fn tick(&mut self);
    fn receive(&mut self, message: Self::Message);
    /// Handles all readies; counts entries applied.
    fn handle(&mut self, out: &mut VecDeque<Self::Message>) -> usize;
    fn to(message: &Self::Message) -> usize;
    fn applied(&self) -> u64;
    /// Forgets all but the last entries applied.
    fn compact(&mut self);
}

/// A payload; each member shares its own among all entries, for it is cores that are measured.
fn payload() -> Bytes {
    vec![b'v'; ENTRY_BYTES].into()
}

struct Ours(Raft, Bytes);

impl Peer for Ours {
    type Message = Message;

    fn start(id: u64, _: bool) -> Self {
        let configuration = Configuration::of((1..=MEMBERS).map(NodeId));
        let state = (HardState::default(), Log::default(), configuration);
        let config = Config {
            pre_vote: false,
            ..Config::default()
        };
        Self(Raft::new(NodeId(id), config, id, state), payload())
    }

    fn campaign(&mut self) {
        let _refused = self.0.step(Input::Campaign);
    }

    fn leads(&self) -> bool {
        self.0.leader() == self.0.id()
    }

    fn propose(&mut self, count: usize) {
        let proposal = |_| Proposal {
            kind: EntryKind::Normal,
            data: self.1.clone(),
        };
        let proposals = (0..count).map(proposal).collect();
        let _refused = self.0.step(Input::Propose(proposals));
    }

    fn tick(&mut self) {
        let _refused = self.0.step(Input::Tick);
    }

    fn receive(&mut self, message: Message) {
        let _refused = self.0.step(Input::Message(message));
    }

    fn handle(&mut self, out: &mut VecDeque<Message>) -> usize {
        let mut applied = 0;
        while let Some(ready) = self.0.ready() {
            out.extend(ready.messages);
            if self.0.awaits_disk() {
                let _refused = self.0.step(Input::Persisted);
            }
            out.extend(ready.after_write);
            if let Some(last) = ready.committed.last() {
                applied += ready.committed.len();
                let _refused = self.0.step(Input::Applied(last.index));
            }
        }
        applied
    }

    fn to(message: &Message) -> usize {
        debug_assert!(!matches!(message.body, Body::Snapshot(_)), "none is needed");
        usize::try_from(message.to.0).expect("few members")
    }

    fn applied(&self) -> u64 {
        let Index(applied) = self.0.log().applied();
        applied
    }

    fn compact(&mut self) {
        let index = self.applied().saturating_sub(CATCH_UP);
        self.0.compact(Index(index));
    }
}

struct Theirs(RawNode<MemStorage>, Bytes);

impl Peer for Theirs {
    type Message = eraftpb::Message;

    fn start(id: u64, batch_append: bool) -> Self {
        let ours = Config::default();
        let config = raft_rs::Config {
            election_tick: ours.election_ticks as usize,
            heartbeat_tick: ours.heartbeat_ticks as usize,
            check_quorum: ours.check_quorum,
            pre_vote: false,
            max_size_per_msg: ours.message_bytes_max as u64,
            max_inflight_msgs: ours.inflight_max,
            batch_append,
            ..raft_rs::Config::new(id)
        };
        let voters: Vec<u64> = (1..=MEMBERS).collect();
        let storage = MemStorage::new_with_conf_state((voters, vec![]));
        let logger = slog::Logger::root(slog::Discard, slog::o!());
        let raw = RawNode::new(&config, storage, &logger);
        Self(raw.expect("the settings are valid"), payload())
    }

    fn campaign(&mut self) {
        self.0.campaign().expect("nobody leads yet");
    }

    fn leads(&self) -> bool {
        self.0.raft.state == StateRole::Leader
    }

    fn propose(&mut self, count: usize) {
        let entry = |_| {
            let mut entry = eraftpb::Entry::default();
            entry.data = self.1.clone();
            entry
        };
        let mut message = eraftpb::Message::default();
        message.set_msg_type(eraftpb::MessageType::MsgPropose);
        message.from = self.0.raft.id;
        message.entries = (0..count).map(entry).collect::<Vec<_>>().into();
        self.0.raft.step(message).expect("it leads");
    }

    fn tick(&mut self) {
        self.0.tick();
    }

    fn receive(&mut self, message: eraftpb::Message) {
        self.0.step(message).expect("all are members");
    }

    fn handle(&mut self, out: &mut VecDeque<eraftpb::Message>) -> usize {
        let mut applied = 0;
        while self.0.has_ready() {
            let mut ready = self.0.ready();
            out.extend(ready.take_messages());
            applied += ready.take_committed_entries().len();
            let store = self.0.store().clone();
            if !ready.entries().is_empty() {
                let appended = store.wl().append(&ready.take_entries());
                appended.expect("the log has no gaps");
            }
            if let Some(hard_state) = ready.hs() {
                store.wl().set_hardstate(hard_state.clone());
            }
            out.extend(ready.take_persisted_messages());
            let mut light = self.0.advance(ready);
            if let Some(commit) = light.commit_index() {
                store.wl().mut_hard_state().set_commit(commit);
            }
            out.extend(light.take_messages());
            applied += light.take_committed_entries().len();
            self.0.advance_apply();
        }
        applied
    }

    fn to(message: &eraftpb::Message) -> usize {
        usize::try_from(message.to).expect("few members")
    }

    fn applied(&self) -> u64 {
        self.0.raft.raft_log.applied
    }

    fn compact(&mut self) {
        let index = self.applied().saturating_sub(CATCH_UP);
        let compacted = self.0.store().wl().compact(index);
        compacted.expect("that much is applied");
    }
}

struct Cluster<P: Peer> {
    peers: Vec<P>,
    queue: VecDeque<P::Message>,
    applied: usize,
}

impl<P: Peer> Cluster<P> {
    /// Three members, the first of which leads.
    fn new(batch_append: bool) -> Self {
        let mut cluster = Self {
            peers: (1..=MEMBERS).map(|id| P::start(id, batch_append)).collect(),
            queue: VecDeque::new(),
            applied: 0,
        };
        cluster.peers[0].campaign();
        cluster.settle();
        assert!(cluster.peers[0].leads(), "nobody is against it");
        cluster
    }

    fn settle(&mut self) {
        for peer in &mut self.peers {
            self.applied += peer.handle(&mut self.queue);
        }
        while let Some(message) = self.queue.pop_front() {
            let peer = &mut self.peers[P::to(&message) - 1];
            peer.receive(message);
            self.applied += peer.handle(&mut self.queue);
        }
    }

    /// Like `settle`, but everything under way arrives before anybody's readies are handled.
    fn settle_in_rounds(&mut self) {
        loop {
            for peer in &mut self.peers {
                self.applied += peer.handle(&mut self.queue);
            }
            if self.queue.is_empty() {
                return;
            }
            for message in std::mem::take(&mut self.queue) {
                self.peers[P::to(&message) - 1].receive(message);
            }
        }
    }

    /// Compacts all logs each time that so many entries are applied everywhere.
    fn compact(&mut self) {
        if self.applied >= SNAPSHOT_COUNT * self.peers.len() {
            self.applied = 0;
            self.peers.iter_mut().for_each(P::compact);
        }
    }

    fn check(&self, proposals: usize) {
        let applied: Vec<u64> = self.peers.iter().map(P::applied).collect();
        let same = applied.iter().all(|it| *it == applied[0]);
        assert!(same && applied[0] > proposals as u64, "{applied:?}");
    }
}

/// A piece of work; gives how many units of it were done.
struct Work {
    name: &'static str,
    unit: &'static str,
    batch_append: bool,
    ours: fn(&mut Cluster<Ours>) -> usize,
    theirs: fn(&mut Cluster<Theirs>) -> usize,
}

fn one_at_a_time<P: Peer>(cluster: &mut Cluster<P>) -> usize {
    const COUNT: usize = 20_000;
    for _ in 0..COUNT {
        cluster.peers[0].propose(1);
        cluster.settle();
        cluster.compact();
    }
    cluster.check(COUNT);
    COUNT
}

fn in_batches<P: Peer>(cluster: &mut Cluster<P>) -> usize {
    const COUNT: usize = 2_000;
    for _ in 0..COUNT {
        cluster.peers[0].propose(64);
        cluster.settle_in_rounds();
        cluster.compact();
    }
    cluster.check(COUNT * 64);
    COUNT * 64
}

fn together<P: Peer>(cluster: &mut Cluster<P>) -> usize {
    const COUNT: usize = 600;
    for _ in 0..COUNT {
        for _ in 0..64 {
            cluster.peers[0].propose(1);
        }
        cluster.settle_in_rounds();
        cluster.compact();
    }
    cluster.check(COUNT * 64);
    COUNT * 64
}

fn idle<P: Peer>(cluster: &mut Cluster<P>) -> usize {
    const COUNT: usize = 100_000;
    for _ in 0..COUNT {
        for peer in &mut cluster.peers {
            peer.tick();
        }
        cluster.settle();
    }
    assert!(cluster.peers[0].leads(), "nothing disturbed it");
    COUNT
}

const ALL: [Work; 5] = [
    Work {
        name: "one",
        unit: "proposals, one at a time",
        batch_append: false,
        ours: one_at_a_time,
        theirs: one_at_a_time,
    },
    Work {
        name: "batch",
        unit: "proposals, 64 in one call",
        batch_append: false,
        ours: in_batches,
        theirs: in_batches,
    },
    Work {
        name: "calls",
        unit: "proposals, 64 calls together",
        batch_append: false,
        ours: together,
        theirs: together,
    },
    Work {
        name: "calls-batched",
        unit: "proposals, 64 calls together; theirs with batch_append",
        batch_append: true,
        ours: together,
        theirs: together,
    },
    Work {
        name: "idle",
        unit: "ticks of an idle cluster, a heartbeat each",
        batch_append: false,
        ours: idle,
        theirs: idle,
    },
];

/// CPU time of this thread in nanoseconds; the wall's where the system does not say.
fn cpu(began: Instant) -> f64 {
    let said = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let on_cpu = said.and_then(|it| it.split_whitespace().next()?.parse().ok());
    on_cpu.unwrap_or_else(|| began.elapsed().as_secs_f64() * 1e9)
}

/// Units per second of CPU time.
fn rate<P: Peer>(batch_append: bool, work: fn(&mut Cluster<P>) -> usize) -> f64 {
    let mut cluster = Cluster::new(batch_append);
    let began = Instant::now();
    let before = cpu(began);
    let units = work(&mut cluster);
    units as f64 * 1e9 / (cpu(began) - before)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn argument(name: &str) -> Option<String> {
    env::args().skip_while(|it| it != name).nth(1)
}

fn main() {
    let rounds = argument("--rounds").and_then(|it| it.parse().ok());
    let rounds: usize = rounds.unwrap_or(7);
    let only = argument("--only");
    let side = argument("--side");
    for work in &ALL {
        if only.as_ref().is_some_and(|it| it != work.name) {
            continue;
        }
        let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..rounds {
            if side.as_deref() != Some("theirs") {
                ours.push(rate(work.batch_append, work.ours));
            }
            if side.as_deref() != Some("ours") {
                theirs.push(rate(work.batch_append, work.theirs));
            }
            if side.is_none() {
                ratios.push(ours[ours.len() - 1] / theirs[theirs.len() - 1]);
            }
        }
        if side.is_some() {
            continue;
        }
        let (ours, theirs, ratio) = (median(ours), median(theirs), median(ratios));
        let unit = work.unit;
        println!("{ratio:>6.2}x  ours {ours:>10.0}/s  raft-rs {theirs:>10.0}/s  {unit}");
    }
}
