//! Members side by side, with a disk and two threads each, moved one step at a time.

use std::collections::VecDeque;

use crate::{
    raft::{
        AppendDone, Change, ChangeKind, ConfChange, Config, Configuration, Entry, EntryKind,
        HardState, Input, Log, Message, Proposal, Raft, Reason, Write,
    },
    units::{Index, NodeId, Term},
};

/// Something on its way: between members, or from a member's own threads.
#[derive(Clone, Debug)]
pub enum Mail {
    /// A message of Raft.
    Peer(Message),
    /// The thread that writes is done with a job.
    Written(NodeId, AppendDone),
    /// The thread that applies is done up to this entry.
    Applied(NodeId, Index),
}

impl Mail {
    fn to(&self) -> NodeId {
        match self {
            Self::Peer(message) => message.to,
            Self::Written(to, _) | Self::Applied(to, _) => *to,
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Peer(message) => message.name(),
            Self::Written(..) => "MsgStorageAppendResp",
            Self::Applied(..) => "MsgStorageApplyResp",
        }
    }

    /// Whether it stays within a member: such mail is never lost.
    fn is_local(&self) -> bool {
        match self {
            Self::Peer(message) => message.from == message.to,
            Self::Written(..) | Self::Applied(..) => true,
        }
    }
}

/// What members start from.
#[derive(Clone, Debug, Default)]
pub struct Boot {
    /// Voters and learners.
    pub configuration: Configuration,
    /// The index of the snapshot that holds nothing but them; 0 for a member that knows nothing.
    pub index: u64,
    /// Settings.
    pub config: Config,
}

/// A job of the thread that writes.
#[derive(Clone, Debug)]
struct Job {
    write: Option<Write>,
    answers: Vec<Mail>,
}

/// One member.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its consensus.
    pub raft: Raft,
    /// The entries on its disk.
    pub disk: Vec<Entry>,
    /// The index before them.
    pub floor: Index,
    writing: VecDeque<Job>,
    applying: VecDeque<Vec<Entry>>,
}

/// All members and the mail between them.
#[derive(Clone, Debug, Default)]
pub struct Stage {
    members: Vec<Member>,
    mail: Vec<Mail>,
    /// Hard states handed out for writing since the last [`Stage::begin`].
    pub saved: Vec<(u64, HardState)>,
    /// Configurations that took effect since then.
    pub switched: Vec<(u64, Configuration)>,
    /// Every decision so far.
    pub reasons: Vec<Reason>,
}

impl Stage {
    /// Forgets what was noted of the step before.
    pub fn begin(&mut self) {
        self.saved.clear();
        self.switched.clear();
    }

    /// How many members there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Member `id`, from 1; `None` if there is no such member.
    #[must_use]
    pub fn member(&self, id: u64) -> Option<&Member> {
        self.members.get(place(id))
    }

    /// Adds a member with the next id.
    pub fn add(&mut self, boot: &Boot) {
        let id = self.members.len() as u64 + 1;
        let index = Index(boot.index);
        let term = Term(u64::from(boot.index > 0));
        let log = Log::restore((index, term), im::Vector::new(), index, index);
        let start = HardState {
            commit: index,
            ..HardState::default()
        };
        let start = (start, log, boot.configuration.clone());
        let raft = Raft::new(NodeId(id), boot.config, id, start);
        self.switched.push((id, raft.configuration().clone()));
        self.members.push(Member {
            raft,
            disk: Vec::new(),
            floor: index,
            writing: VecDeque::new(),
            applying: VecDeque::new(),
        });
    }

    /// Gives `id` an input; proposals may be refused, which is part of the stories.
    pub fn step(&mut self, id: u64, input: Input) {
        if let Some(member) = self.members.get_mut(place(id)) {
            let _refused = member.raft.step(input);
            self.reasons.extend(member.raft.take_reasons());
        }
    }

    /// Proposes bytes.
    pub fn propose(&mut self, id: u64, kind: EntryKind, data: bytes::Bytes) {
        self.step(id, Input::Propose(vec![Proposal { kind, data }]));
    }

    /// Pins the election timeout.
    pub fn pin(&mut self, id: u64, ticks: u32) {
        if let Some(member) = self.members.get_mut(place(id)) {
            member.raft.pin_election_timeout(ticks);
        }
    }

    /// Lets a whole span of ticks pass.
    pub fn tick(&mut self, id: u64, ticks: impl Fn(&Config) -> u32) {
        let config = self.member(id).map(|it| *it.raft.config());
        for _ in 0..config.map_or(0, |it| ticks(&it)) {
            self.step(id, Input::Tick);
        }
    }

    /// Forgets the log up to `index`.
    pub fn compact(&mut self, id: u64, index: Index) {
        if let Some(member) = self.members.get_mut(place(id)) {
            member.raft.compact(index);
            member.disk.retain(|entry| entry.index > index);
            member.floor = index;
        }
    }

    /// Sends a snapshot that the leader does not know of.
    pub fn send_snapshot(&mut self, from: u64, to: u64) {
        let Some(raft) = self.member(from).map(|it| &it.raft) else {
            return;
        };
        if let Some(snapshot) = raft.make_snapshot() {
            let message = Message {
                from: NodeId(from),
                to: NodeId(to),
                term: raft.term(),
                body: crate::raft::Body::Snapshot(Box::new(snapshot)),
            };
            self.mail.push(Mail::Peer(message));
        }
    }

    /// Takes one Ready of `id`. With synchronous storage it is written, applied and confirmed.
    pub fn ready(&mut self, id: u64) {
        let Some(ready) = self
            .members
            .get_mut(place(id))
            .and_then(|it| it.raft.ready())
        else {
            return;
        };
        let has_append = ready.has_append();
        self.reasons.extend(&ready.reasons);
        let saved = ready.write.as_ref().and_then(|it| it.hard_state);
        self.saved.extend(saved.map(|it| (id, it)));
        let member = &mut self.members[place(id)];
        let (me, last) = (NodeId(id), ready.committed.last().map(|it| it.index));
        self.mail.extend(ready.messages.into_iter().map(Mail::Peer));
        let answers = ready.after_write.into_iter().map(Mail::Peer);
        if member.raft.config().async_storage {
            let done = ready.done.map(|done| Mail::Written(me, done));
            let answers = answers.chain(done).collect();
            if has_append {
                let write = ready.write;
                member.writing.push_back(Job { write, answers });
            }
            if last.is_some() {
                member.applying.push_back(ready.committed);
            }
            return;
        }
        if let Some(write) = ready.write {
            member.write(write);
        }
        self.mail.extend(answers);
        self.apply(id, &ready.committed);
        if self.members[place(id)].raft.awaits_disk() {
            self.step(id, Input::Persisted);
        }
        if let Some(last) = last {
            self.step(id, Input::Applied(last));
        }
    }

    /// Finishes the oldest write of `id`.
    pub fn written(&mut self, id: u64) {
        let member = &mut self.members[place(id)];
        if let Some(job) = member.writing.pop_front() {
            if let Some(write) = job.write {
                member.write(write);
            }
            self.mail.extend(job.answers);
        }
    }

    /// Finishes the oldest batch that `id` applies.
    pub fn applied(&mut self, id: u64) {
        let batch = self.members[place(id)].applying.pop_front();
        if let Some(batch) = batch
            && let Some(last) = batch.last()
        {
            self.apply(id, &batch);
            self.mail.push(Mail::Applied(NodeId(id), last.index));
        }
    }

    fn apply(&mut self, id: u64, entries: &[Entry]) {
        for entry in entries {
            if let Some(change) = ConfChange::read(entry.kind, &entry.data) {
                self.step(id, Input::ApplyConfChange(change));
                let configuration = self.members[place(id)].raft.configuration();
                self.switched.push((id, configuration.clone()));
            }
        }
    }

    /// Delivers, or drops, the mail to `to` that has this name, in the order it was sent.
    pub fn deliver(&mut self, to: u64, name: Option<&str>, drop: bool) {
        let wanted = |mail: &Mail| {
            mail.to() == NodeId(to)
                && name.is_none_or(|name| mail.name() == name)
                && !(drop && mail.is_local())
        };
        let all = std::mem::take(&mut self.mail);
        let (ours, rest) = all.into_iter().partition(wanted);
        self.mail = rest;
        let ours: Vec<Mail> = ours;
        for mail in ours.into_iter().filter(|_| !drop) {
            self.take(to, mail);
        }
    }

    fn take(&mut self, to: u64, mail: Mail) {
        match mail {
            Mail::Peer(message) => {
                let snapshot = match &message.body {
                    crate::raft::Body::Snapshot(snapshot) => Some(snapshot.index),
                    _ => None,
                };
                self.step(to, Input::Message(message));
                let taken = |it: &&Member| {
                    snapshot.is_some_and(|index| it.raft.log().first_index() == index.next())
                };
                if let Some(member) = self.members.get(place(to)).filter(taken) {
                    self.switched
                        .push((to, member.raft.configuration().clone()));
                }
            }
            Mail::Written(_, done) => self.step(to, Input::AppendDone(done)),
            Mail::Applied(_, index) => self.step(to, Input::Applied(index)),
        }
    }

    /// Readies, deliveries, writes and applies of these members (of all if none is named), round
    /// after round, until nothing is left.
    pub fn settle(&mut self, ids: &[u64]) {
        let all: Vec<u64> = (1..=self.members.len() as u64).collect();
        let ids = if ids.is_empty() { &all } else { ids };
        let mut busy = true;
        while busy {
            busy = false;
            for id in ids {
                if self.members[place(*id)].raft.has_ready() {
                    self.ready(*id);
                    busy = true;
                }
            }
            for id in ids {
                if self.mail.iter().any(|mail| mail.to() == NodeId(*id)) {
                    self.deliver(*id, None, false);
                    busy = true;
                }
            }
            for id in ids {
                while !self.members[place(*id)].writing.is_empty() {
                    self.written(*id);
                    busy = true;
                }
            }
            for id in ids {
                while !self.members[place(*id)].applying.is_empty() {
                    self.applied(*id);
                    busy = true;
                }
            }
        }
    }
}

impl Member {
    fn write(&mut self, write: Write) {
        if let Some(snapshot) = write.snapshot {
            self.disk.clear();
            self.floor = snapshot.index;
        }
        if let Some(first) = write.entries.first() {
            self.disk.retain(|entry| entry.index < first.index);
            self.disk.extend(write.entries);
        }
    }
}

fn place(id: u64) -> usize {
    usize::try_from(id).unwrap_or(usize::MAX).wrapping_sub(1)
}

/// A list of changes: a letter and a member each, `v` voter, `l` learner, `r` removed, `u` updated.
#[must_use]
pub(super) fn changes(text: &str) -> Vec<Change> {
    let read = |word: &str| {
        let kind = match word.get(..1)? {
            "v" => ChangeKind::AddVoter,
            "l" => ChangeKind::AddLearner,
            "r" => ChangeKind::Remove,
            "u" => ChangeKind::Update,
            _ => return None,
        };
        let node = NodeId(word.get(1..)?.parse().ok()?);
        Some(Change { kind, node })
    };
    text.split_whitespace().filter_map(read).collect()
}
