//! Members of one core, their links and their applications: carries out a schedule's steps.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::{
    allowed::{EVENED, Evened},
    member::{Address, Conf, Effect, Item, Member, Role, Row, Settings},
    schedule::{Schedule, Step},
    units::StateHash,
};

/// Rounds after which a cluster that is still talking never stops.
const ROUNDS_MAX: usize = 400;

/// A member with its application.
pub struct Node<M: Member> {
    /// The member, while it runs.
    pub member: Option<M>,
    /// Its disk, while it does not.
    disk: Option<M::Disk>,
    /// The configuration after each change applied.
    confs: BTreeMap<u64, Conf>,
    /// How far its application is.
    pub applied: u64,
    /// What its application holds.
    pub digest: u64,
    /// Reads that may go on: context and index.
    pub reads: Vec<(u64, u64)>,
    /// A timeout set by hand, and the term it is for.
    pin: Option<(u64, u32)>,
}

/// A cluster of one core.
pub struct Cluster<M: Member> {
    settings: Settings,
    seed: u64,
    nodes: BTreeMap<u64, Node<M>>,
    links: BTreeMap<(u64, u64), VecDeque<M::Message>>,
    cut: BTreeSet<(u64, u64)>,
    /// What an application holds after each index.
    history: BTreeMap<u64, u64>,
    /// How often each known difference was evened out on members that crashed since.
    evened: [usize; EVENED],
    /// What no core may do; such a cluster agrees with nothing.
    pub broken: Option<String>,
}

impl<M: Member> Cluster<M> {
    /// Freshly started members.
    #[must_use]
    pub fn new(settings: Settings, seed: u64) -> Self {
        let voters: Vec<u64> = (1..=settings.voters).collect();
        let mut cluster = Self {
            settings,
            seed,
            nodes: BTreeMap::new(),
            links: BTreeMap::new(),
            cut: BTreeSet::new(),
            history: BTreeMap::from([(0, 0), (2, 2)]),
            evened: [0; EVENED],
            broken: None,
        };
        for id in settings.ids() {
            let knows = id <= settings.voters;
            let disk = M::format(knows.then_some(&voters));
            let start = if knows { 2 } else { 0 };
            let conf = Conf {
                voters: if knows { voters.clone() } else { Vec::new() },
                ..Conf::default()
            };
            let node = Node {
                member: Some(M::boot(id, &settings, disk)),
                disk: None,
                confs: BTreeMap::from([(start, conf)]),
                applied: start,
                digest: start,
                reads: Vec::new(),
                pin: None,
            };
            cluster.nodes.insert(id, node);
        }
        cluster
    }

    /// The settings it runs with.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// A member with its application.
    #[must_use]
    pub fn node(&self, id: u64) -> Option<&Node<M>> {
        self.nodes.get(&id)
    }

    fn member(&mut self, id: u64) -> Option<&mut M> {
        self.nodes.get_mut(&id)?.member.as_mut()
    }

    /// A member, while it runs.
    #[must_use]
    pub fn running(&self, id: u64) -> Option<&M> {
        self.nodes.get(&id)?.member.as_ref()
    }

    /// How often each known difference was evened out.
    #[must_use]
    pub fn evened(&self) -> [usize; EVENED] {
        let mut all = self.evened;
        let members = self.nodes.values().filter_map(|node| node.member.as_ref());
        for member in members {
            for (count, more) in all.iter_mut().zip(member.evened()) {
                *count += more;
            }
        }
        all
    }

    /// Messages under way, link by link, each in its order.
    pub fn under_way(&self) -> impl Iterator<Item = Address> {
        let links = self.links.iter();
        links.flat_map(|((from, _), messages)| {
            let from = *from;
            messages.iter().map(move |message| Address {
                from,
                ..M::address(message)
            })
        })
    }

    /// One line on what is under way and what leaders believe.
    #[must_use]
    pub fn sketch(&self) -> String {
        let mut said = String::new();
        for (link, messages) in &self.links {
            let kinds: Vec<_> = messages.iter().map(|it| M::address(it).kind).collect();
            if !kinds.is_empty() {
                said += &format!("{}>{} {} ", link.0, link.1, kinds.join(","));
            }
        }
        for id in self.settings.ids() {
            let reads = self.node(id).map_or(0, |it| it.reads.len());
            if reads > 0 {
                said += &format!("| {id} has {reads} reads ");
            }
            for row in self
                .running(id)
                .map(Member::view)
                .iter()
                .flat_map(|it| &it.rows)
            {
                let Row {
                    peer,
                    matched,
                    next,
                    sending,
                    ..
                } = row;
                said += &format!("| {id}:{peer} {matched}/{next} {sending:?} ");
            }
        }
        said
    }

    /// Carries out one step, but for the comparison that belongs to it.
    pub fn step(&mut self, step: &Step) {
        match step {
            Step::Tick(id) => self.tick(*id),
            Step::Ready(id) => {
                self.drain(*id);
            }
            Step::Round => {
                self.round();
            }
            Step::Crash(id) => self.crash(*id),
            Step::Boot(id) => self.boot(*id),
            Step::Compact(id, index) => self.compact(*id, *index),
            Step::Pin(id, timeout) => self.pin(*id, *timeout),
            Step::Cut(from, to) => {
                self.cut.insert((*from, *to));
            }
            Step::Mend(from, to) => {
                self.cut.remove(&(*from, *to));
            }
            Step::Deliver(address, k) => {
                if let Some(message) = self.take(address, *k) {
                    self.deliver(message);
                }
            }
            Step::Drop(address, k) => {
                if let Some(message) = self.take(address, *k) {
                    self.lose(&message);
                }
            }
            Step::Copy(address, k) => {
                if let Some(place) = self.place(address, *k) {
                    let link = self.links.entry((address.from, address.to)).or_default();
                    link.push_back(link[place].clone());
                }
            }
            Step::Settle => self.settle(),
            Step::Heal => self.mend(),
            _ => self.ask(step),
        }
    }

    /// What clients and operators ask of one member.
    fn ask(&mut self, step: &Step) {
        let id = match step {
            Step::Propose(id, _)
            | Step::Change(id, _)
            | Step::Campaign(id)
            | Step::Transfer(id, _)
            | Step::Read(id, _)
            | Step::Unreachable(id, _) => *id,
            _ => return,
        };
        let Some(member) = self.member(id) else {
            return;
        };
        match step {
            Step::Propose(_, word) => member.propose(word.to_le_bytes().to_vec()),
            Step::Change(_, change) => member.change(change),
            Step::Campaign(_) => member.campaign(),
            Step::Transfer(_, to) => member.transfer(*to),
            Step::Read(_, context) => member.read(*context),
            Step::Unreachable(_, peer) => member.unreachable(*peer),
            _ => {}
        }
    }

    /// A tick with the timeout that the schedule sets.
    pub fn tick(&mut self, id: u64) {
        let (seed, ticks) = (self.seed, self.settings.election_ticks);
        let Some(node) = self.nodes.get_mut(&id) else {
            return;
        };
        if let Some(member) = &mut node.member {
            let term = member.term();
            let drawn = Schedule::timeout(seed, ticks, id, term);
            let pinned = node.pin.filter(|(pinned, _)| *pinned == term);
            member.tick(pinned.map_or(drawn, |(_, timeout)| timeout));
        }
    }

    fn pin(&mut self, id: u64, timeout: u32) {
        if let Some(node) = self.nodes.get_mut(&id) {
            node.pin = node.member.as_ref().map(|it| (it.term(), timeout));
        }
    }

    fn crash(&mut self, id: u64) {
        if let Some(node) = self.nodes.get_mut(&id)
            && let Some(member) = node.member.take()
        {
            for (count, more) in self.evened.iter_mut().zip(member.evened()) {
                *count += more;
            }
            node.disk = Some(member.crash());
        }
    }

    fn boot(&mut self, id: u64) {
        let Some(node) = self.nodes.get_mut(&id) else {
            return;
        };
        if let Some(disk) = node.disk.take() {
            let member = M::boot(id, &self.settings, disk);
            // The application starts from its snapshot; the log is applied to it again.
            node.applied = member.snapshot();
            node.digest = self.history.get(&node.applied).copied().unwrap_or(0);
            let applied = node.applied;
            node.confs.retain(|index, _| *index <= applied);
            node.member = Some(member);
        }
    }

    fn compact(&mut self, id: u64, index: u64) {
        let Some(node) = self.nodes.get_mut(&id) else {
            return;
        };
        let index = index.min(node.applied);
        let conf = node.confs.range(..=index).next_back();
        if let (Some(member), Some((_, conf))) = (&mut node.member, conf)
            && index > member.snapshot()
        {
            member.compact(index, conf);
        }
    }

    fn place(&self, address: &Address, k: usize) -> Option<usize> {
        let link = self.links.get(&(address.from, address.to))?;
        let called = |message: &&M::Message| M::address(message).kind == address.kind;
        let named = link.iter().enumerate().filter(|(_, it)| called(it));
        named.map(|(place, _)| place).nth(k)
    }

    fn take(&mut self, address: &Address, k: usize) -> Option<M::Message> {
        let place = self.place(address, k)?;
        self.links
            .get_mut(&(address.from, address.to))?
            .remove(place)
    }

    fn deliver(&mut self, message: M::Message) {
        let address = M::address(&message);
        let evens = self.settings.allow & Evened::OwnVote.bit() != 0;
        if evens && address.kind.ends_with("VoteResp") && self.campaigns(address.to) {
            self.evened[Evened::OwnVote as usize] += usize::from(self.drain(address.to));
        }
        let reports = self.settings.reports;
        let Some(member) = self.member(address.to) else {
            return self.lose(&message);
        };
        member.receive(message);
        if reports
            && address.kind == "MsgSnap"
            && let Some(sender) = self.member(address.from)
        {
            sender.snapshot_sent(address.to, true);
        }
    }

    fn campaigns(&self, id: u64) -> bool {
        let role = self.running(id).map(Member::role);
        matches!(role, Some(Role::PreCandidate | Role::Candidate))
    }

    /// A snapshot that gets lost is noticed by who sent it: without that it never tries again.
    fn lose(&mut self, message: &M::Message) {
        let address = M::address(message);
        if address.kind == "MsgSnap"
            && let Some(sender) = self.member(address.from)
        {
            sender.snapshot_sent(address.to, false);
        }
    }

    /// Handles a member's readies; says whether it had any.
    fn drain(&mut self, id: u64) -> bool {
        let Some(member) = self.member(id) else {
            return false;
        };
        let (messages, effects) = member.drain();
        let busy = !messages.is_empty() || !effects.is_empty();
        for effect in effects {
            self.happen(id, effect);
        }
        for message in messages {
            let address = M::address(&message);
            // The link is the sender's, also of what it forwards in another's name.
            let link = (id, address.to);
            if self.cut.contains(&link) {
                self.lose(&message);
            } else {
                let link = self.links.entry(link).or_default();
                link.push_back(message);
            }
        }
        busy
    }

    fn happen(&mut self, id: u64, effect: Effect) {
        let node = self.nodes.get_mut(&id).expect("it was drained");
        match effect {
            Effect::Applied(item, conf) => {
                if item.index != node.applied + 1 {
                    let after = node.applied;
                    self.broken = Some(format!("{id} applies {} after {after}", item.index));
                }
                node.digest = fold(node.digest, &item);
                node.applied = item.index;
                if let Some(conf) = conf {
                    node.confs.insert(item.index, conf);
                }
                let known = *self.history.entry(item.index).or_insert(node.digest);
                if known != node.digest {
                    self.broken = Some(format!("two entries are applied at {}", item.index));
                }
            }
            Effect::Installed { index, conf } => {
                node.applied = index;
                node.digest = self.history.get(&index).copied().unwrap_or(0);
                node.confs.insert(index, conf);
            }
            Effect::Read { context, index } => node.reads.push((context, index)),
        }
    }

    /// One hop: every member's readies, then every message under way; says whether there was any.
    fn round(&mut self) -> bool {
        let mut busy = false;
        for id in self.settings.ids() {
            busy |= self.drain(id);
        }
        for messages in std::mem::take(&mut self.links).into_values() {
            for message in messages {
                busy = true;
                self.deliver(message);
            }
        }
        busy
    }

    /// Rounds until nothing is left to do.
    pub fn settle(&mut self) {
        for _ in 0..ROUNDS_MAX {
            if !self.round() {
                return;
            }
        }
        self.broken = Some("the cluster never stops talking".to_owned());
    }

    /// Mends all links, starts all members, and lets things settle.
    fn mend(&mut self) {
        self.cut.clear();
        for id in self.settings.ids() {
            self.boot(id);
        }
        self.settle();
    }
}

fn fold(before: u64, item: &Item) -> u64 {
    let mut hash = StateHash::new();
    hash.u64(before).u64(item.term).u64(item.index);
    hash.bytes(format!("{:?}", item.payload).as_bytes());
    hash.finish()
}
