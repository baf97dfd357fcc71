//! A walk of three cores through chance: ticks, messages late, lost, twice or made up, proposals.

use std::collections::BTreeMap;

use etcdscope::{
    raft::{
        AppendDone, Body, Change, ChangeKind, ConfChange, Config, Configuration, Entry, EntryKind,
        HardState, Input, Log, Message, Proposal, Raft, ReadContext, ReadOnly, Reason, Snapshot,
        Transition,
    },
    units::{Index, NodeId, Rng, Term},
};

/// A member and what its disk and its application have before them.
struct Member {
    raft: Raft,
    /// What leaves, and what is stepped, when the write is done.
    writes: Vec<(Vec<Message>, Option<AppendDone>)>,
    applies: Vec<Entry>,
}

/// An input that was refused something.
pub(super) struct Refused {
    /// The member before it.
    pub(super) before: Raft,
    pub(super) input: Input,
    /// All that it decided.
    pub(super) reasons: Vec<Reason>,
}

/// Three members and the messages between them.
pub(super) struct Walk {
    rng: Rng,
    members: BTreeMap<u64, Member>,
    post: Vec<Message>,
    /// Nothing reaches or leaves this member.
    away: u64,
    reads: u64,
    refused: Vec<Refused>,
}

/// Settings that let every refusal occur, each in some of the walks.
fn config(rng: &mut Rng) -> Config {
    let mut one_in = |of: u64| rng.below(of) == 0;
    Config {
        election_ticks: if one_in(2) { 3 } else { 10 },
        pre_vote: !one_in(3),
        check_quorum: !one_in(4),
        message_bytes_max: if one_in(2) { 1 } else { 1024 },
        inflight_max: if one_in(2) { 3 } else { 512 },
        uncommitted_bytes_max: if one_in(3) { 40 } else { 0 },
        read_only: if one_in(4) {
            ReadOnly::LeaseBased
        } else {
            ReadOnly::Safe
        },
        async_storage: one_in(3),
        forward_proposals: !one_in(4),
        step_down_on_removal: one_in(2),
        validate_changes: !one_in(4),
        ..Config::default()
    }
}

impl Walk {
    pub(super) fn new(seed: u64) -> Self {
        let mut rng = Rng::new(seed);
        let config = config(&mut rng);
        let members = (1..=3).map(|id| {
            let configuration = Configuration::of((1..=3).map(NodeId));
            let disk = (HardState::default(), Log::default(), configuration);
            let mut raft = Raft::new(NodeId(id), config, seed + id, disk);
            raft.take_reasons();
            let member = Member {
                raft,
                writes: Vec::new(),
                applies: Vec::new(),
            };
            (id, member)
        });
        Self {
            members: members.collect(),
            rng,
            post: Vec::new(),
            away: 0,
            reads: 0,
            refused: Vec::new(),
        }
    }

    /// One thing happens; what was refused by it is returned.
    pub(super) fn go(&mut self) -> Vec<Refused> {
        let id = 1 + self.rng.below(3);
        match self.rng.below(100) {
            0..12 => self.step(id, Input::Tick),
            12..45 => self.deliver(),
            45..75 => self.work(id),
            75..84 => self.apply(id),
            84..90 => self.ask(id),
            90..93 => self.change(id),
            93..95 => self.command(id),
            95 | 96 => self.forge(id),
            97 => self.suppose(id),
            98 if self.rng.below(3) == 0 => self.away = if self.away > 0 { 0 } else { id },
            98 => self.compact(id),
            // A member gets its way for a while, so that something comes to an end.
            _ => self.quiet(),
        }
        std::mem::take(&mut self.refused)
    }

    fn step(&mut self, id: u64, input: Input) {
        let Some(before) = self.members.get(&id).map(|it| it.raft.clone()) else {
            return;
        };
        let after = self.watch(before, input);
        self.members.get_mut(&id).expect("it was there").raft = after;
    }

    /// The member after `input`.
    fn watch(&mut self, before: Raft, input: Input) -> Raft {
        let mut raft = before.clone();
        // What is dropped is told as a reason, too.
        let _told = raft.step(input.clone());
        let reasons = raft.take_reasons();
        if reasons.iter().any(Reason::is_refusal) {
            self.refused.push(Refused {
                before,
                input,
                reasons,
            });
        }
        raft
    }

    /// Any message that is under way arrives; it may be lost, and it may arrive again.
    fn deliver(&mut self) {
        if self.post.is_empty() {
            return;
        }
        let newest = self.post.len() as u64;
        let late = self.rng.below(4) == 0;
        let place = if late { self.rng.below(newest) } else { 0 };
        let place = usize::try_from(place).expect("a place in a list");
        let again = self.rng.below(12) == 0 && newest < 100;
        let message = if again {
            self.post[place].clone()
        } else {
            self.post.remove(place)
        };
        let cut = [message.from.0, message.to.0].contains(&self.away);
        if !cut && self.rng.below(14) > 0 {
            self.step(message.to.0, Input::Message(message));
        }
    }

    /// The disk ends a write, or begins one.
    fn work(&mut self, id: u64) {
        let member = self.members.get_mut(&id).expect("one of three");
        let asynchronous = member.raft.config().async_storage;
        if !member.writes.is_empty() && (!asynchronous || self.rng.below(2) == 0) {
            let (messages, done) = member.writes.remove(0);
            let awaited = member.raft.awaits_disk();
            for message in messages {
                if message.to.0 == id {
                    self.step(id, Input::Message(message));
                } else {
                    self.post.push(message);
                }
            }
            if let Some(done) = done {
                self.step(id, Input::AppendDone(done));
            } else if awaited {
                self.step(id, Input::Persisted);
            }
        } else if let Some(ready) = member.raft.ready() {
            self.post.extend(ready.messages);
            member.applies.extend(ready.committed);
            member.writes.push((ready.after_write, ready.done));
        }
    }

    /// The application takes everything that it was given.
    fn apply(&mut self, id: u64) {
        let member = self.members.get_mut(&id).expect("one of three");
        let entries = std::mem::take(&mut member.applies);
        let Some(last) = entries.last().map(|entry| entry.index) else {
            return;
        };
        for entry in entries.iter().filter(|entry| entry.is_change()) {
            let change = ConfChange::read(entry.kind, &entry.data).unwrap_or_default();
            self.step(id, Input::ApplyConfChange(change));
        }
        self.step(id, Input::Applied(last));
    }

    fn ask(&mut self, id: u64) {
        if self.rng.below(2) == 0 {
            self.reads += 1;
            return self.step(id, Input::Read(ReadContext(self.reads)));
        }
        let length = usize::try_from(self.rng.below(30)).expect("a small number");
        let proposal = Proposal {
            kind: EntryKind::Normal,
            data: vec![b'x'; length].into(),
        };
        self.step(id, Input::Propose(vec![proposal]));
    }

    /// A change of any kind, more often than not one that brings all three back.
    fn change(&mut self, id: u64) {
        let mut one = || {
            let kind = match self.rng.below(6) {
                0 | 1 => ChangeKind::AddLearner,
                2 => ChangeKind::Remove,
                3 => ChangeKind::Update,
                _ => ChangeKind::AddVoter,
            };
            let node = NodeId(1 + self.rng.below(3));
            Change { kind, node }
        };
        let mut changes = vec![one(), one()];
        changes.truncate(usize::try_from(self.rng.below(3)).expect("a small number"));
        let transition = match self.rng.below(3) {
            0 if !changes.is_empty() => Transition::Explicit,
            1 if !changes.is_empty() => Transition::Implicit,
            _ => Transition::Auto,
        };
        let (kind, data) = ConfChange {
            transition,
            changes,
        }
        .to_entry();
        self.step(id, Input::Propose(vec![Proposal { kind, data }]));
    }

    fn command(&mut self, id: u64) {
        let peer = NodeId(1 + self.rng.below(4));
        let input = match self.rng.below(10) {
            0..5 => Input::Transfer(peer),
            5 | 6 => Input::Campaign,
            7 => Input::ForgetLeader,
            8 => Input::Unreachable(peer),
            _ => Input::SnapshotSent(peer, self.rng.below(2) == 0),
        };
        self.step(id, input);
    }

    /// A message that a stranger, or a member that was away for long, may well send.
    fn forge(&mut self, id: u64) {
        let raft = &self.members[&id].raft;
        let (term, log) = (raft.term(), raft.log());
        let mut near = |number: u64| (number + self.rng.below(4)).saturating_sub(2);
        let (last_index, last_term) = (Index(near(log.last_index().0)), Term(near(term.0)));
        let term = Term(near(term.0).max(1));
        let pre = self.rng.below(2) == 0;
        let body = match self.rng.below(8) {
            0..3 => Body::Vote {
                pre,
                last_index,
                last_term: last_term.min(term),
                transfer: self.rng.below(4) == 0,
            },
            3 => Body::VoteAnswer { pre, reject: true },
            4 => Body::TimeoutNow,
            5 => Body::TransferLeader,
            6 => Body::HeartbeatAnswer { context: None },
            // Old, or of a cluster without the receiver: never taken.
            _ if pre => {
                let index = log.committed();
                Body::Snapshot(Box::new(Snapshot {
                    index,
                    term: log.term(index).unwrap_or_default(),
                    configuration: Configuration::of((1..=3).map(NodeId)),
                }))
            }
            _ => Body::Snapshot(Box::new(Snapshot {
                index: log.last_index().next(),
                term: last_term.min(term),
                configuration: Configuration::of((1..=3).filter(|it| *it != id).map(NodeId)),
            })),
        };
        let message = Message {
            from: NodeId(1 + (id + self.rng.below(3)) % 4),
            to: NodeId(id),
            term,
            body,
        };
        self.step(id, Input::Message(message));
    }

    /// What is rare, tried on a copy: the walk goes on without it.
    fn suppose(&mut self, id: u64) {
        let raft = self.members[&id].raft.clone();
        let (log, term) = (raft.log(), raft.term());
        let index = Index(log.committed().0 + 1 + self.rng.below(3));
        let learner = raft.configuration().learners.first();
        let mut inputs = vec![Input::Campaign];
        inputs.extend(learner.map(|it| Input::Transfer(*it)));
        if raft.transferee() != NodeId::NONE {
            let remove = ConfChange::one(ChangeKind::Remove, raft.transferee());
            inputs.push(Input::ApplyConfChange(remove));
        }
        if let Some(own_term) = log.term(index) {
            let snapshot = Snapshot {
                index,
                term: own_term,
                configuration: Configuration::of((1..=3).map(NodeId)),
            };
            let (from, to) = (NodeId(1 + id % 3), NodeId(id));
            let body = Body::Snapshot(Box::new(snapshot));
            inputs.push(Input::Message(Message {
                from,
                to,
                term,
                body,
            }));
            inputs.push(Input::AppendDone(AppendDone {
                term,
                last: Some((index, own_term.next())),
                snapshot: None,
            }));
        }
        for input in inputs {
            self.watch(raft.clone(), input);
        }
        self.suppose_snapshot(raft.clone(), NodeId(1 + id % 3));
        self.suppose_silence(raft, NodeId(1 + id % 3));
    }

    /// `leader` sends a snapshot, and it is not on disk yet.
    fn suppose_snapshot(&mut self, mut raft: Raft, leader: NodeId) {
        let (to, term) = (raft.id(), raft.term());
        let body = Body::Snapshot(Box::new(Snapshot {
            index: raft.log().last_index().next(),
            term,
            configuration: Configuration::of((1..=3).map(NodeId)),
        }));
        raft = self.watch(
            raft,
            Input::Message(Message {
                from: leader,
                to,
                term,
                body,
            }),
        );
        self.watch(raft, Input::Campaign);
    }

    /// `peer` is not heard for an election timeout, and what it needs is compacted away.
    fn suppose_silence(&mut self, mut raft: Raft, peer: NodeId) {
        raft.compact(raft.log().applied());
        let (from, to, term) = (NodeId(6 - peer.0 - raft.id().0), raft.id(), raft.term());
        let body = Body::HeartbeatAnswer { context: None };
        let heard = Message {
            from,
            to,
            term,
            body,
        };
        let mut inputs = vec![Input::Unreachable(peer), Input::Message(heard)];
        inputs.extend((0..raft.config().election_ticks).map(|_| Input::Tick));
        let data = "z".into();
        let kind = EntryKind::Normal;
        inputs.push(Input::Propose(vec![Proposal { kind, data }]));
        for input in inputs {
            raft = self.watch(raft, input);
        }
    }

    fn compact(&mut self, id: u64) {
        let member = self.members.get_mut(&id).expect("one of three");
        let applied = member.raft.log().applied();
        member.raft.compact(applied);
    }

    fn quiet(&mut self) {
        for _ in 0..3 {
            while self.post.len() > 60 {
                self.post.remove(0);
            }
            for id in 1..=3 {
                (0..3).for_each(|_| self.work(id));
                self.apply(id);
            }
            (0..10).for_each(|_| self.deliver());
        }
    }
}
