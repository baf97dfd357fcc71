//! One value that holds everything, and its clockwork: the earliest event, handled by its owner.

use std::sync::Arc;

use super::{
    Config, Direction, Exit, Notice, Owner, Packet, Payload,
    agenda::{Agenda, Event, Happened, Process},
    client::Call,
    departure::Departures,
    exit::Boundaries,
    members::addresses,
    network::Network,
    node::{Boot, Node, Power},
    output::Outgoing,
    stream::Stream,
    trail::Trails,
};
use crate::{
    etcd::{self, CallKey, StreamKey},
    raft::{Role, Rules},
    units::{Map, Micros, NodeId, Rng},
};

/// A whole simulated cluster with its clients. A clone is another world with the same past.
#[derive(Clone, Debug)]
pub struct World {
    pub(super) config: Arc<Config>,
    /// The rules in force; at first those of the configuration.
    pub(super) rules: Rules,
    pub(super) now: Micros,
    pub(super) events: u64,
    pub(super) agenda: Agenda,
    pub(super) rng: Rng,
    pub(super) network: Network,
    pub(super) nodes: Vec<Arc<Node>>,
    /// Client and peer address of each member.
    pub(super) addresses: Arc<[[String; 2]]>,
    pub(super) calls: Map<CallKey, Call>,
    pub(super) streams: Map<StreamKey, Stream>,
    pub(super) timers: Map<(Owner, u32), u64>,
    pub(super) next_deadline: Micros,
    pub(super) keys: u64,
    pub(super) trails: Trails,
    /// The number of the packet that is being delivered.
    pub(super) delivering: Option<u64>,
    pub(super) notices: Vec<Notice>,
    /// Processes that ended by themselves, until somebody asks.
    pub(super) ends: Vec<(usize, Exit)>,
    pub(super) boundaries: Boundaries,
    pub(super) departures: Departures,
    /// Counts accesses to members that may have changed them.
    touches: u64,
    outputs: Vec<etcd::Output>,
    /// What one input made a member send, by receiver; empty between inputs.
    pub(super) outbox: Vec<Outgoing>,
}

/// How often a booted member looks whether it has met its peers, and for how long.
const MEET_INTERVAL: Micros = Micros::from_ms(50);
const MEET_LIMIT: Micros = Micros::from_secs(5);

impl World {
    /// A new cluster: disks formatted, every process started at time 0.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let boot = Boot::of(&config);
        let members = config.members.len();
        let nodes = (0..members)
            .map(|place| Arc::new(Node::format(&config, place, &boot)))
            .collect();
        let mut world = Self {
            now: Micros::ZERO,
            events: 0,
            agenda: Agenda::default(),
            rng: Rng::new(config.seed),
            network: Network::new(members),
            nodes,
            addresses: addresses(config.members.iter()),
            calls: Map::new(),
            streams: Map::new(),
            timers: Map::new(),
            next_deadline: Micros::MAX,
            keys: 0,
            trails: Trails::default(),
            delivering: None,
            notices: Vec::new(),
            ends: Vec::new(),
            boundaries: Boundaries::default(),
            departures: Departures::default(),
            touches: 0,
            outputs: Vec::new(),
            outbox: Vec::new(),
            rules: config.flags.rules,
            config: Arc::new(config),
        };
        (0..members).for_each(|member| world.boot(member));
        world
    }

    /// Starts a member's process, if its disks let it. Its ticker has a phase of its own.
    pub(super) fn boot(&mut self, member: usize) {
        if let Some(exit) = self.cannot_start(member) {
            self.node_mut(member).exit = Some(exit);
            return self.tell_end(member, exit);
        }
        if self.nodes[member].disk.is_wiped() {
            // Nobody knows it: it begins as it began the first time.
            let boot = Boot::of(&self.config);
            let config = Arc::clone(&self.config);
            self.node_mut(member).reformat(&config, &boot);
        }
        let (now, rules, config) = (self.now, self.rules, Arc::clone(&self.config));
        let seed = self.rng.next_u64();
        let heartbeat = config.flags.heartbeat;
        let phase = Micros(self.rng.below(heartbeat.0.max(1)));
        let node = self.node_mut(member);
        node.boot(&config, rules, now, seed);
        let process = node.process(member);
        self.agenda.plan(now + phase, Event::Tick(process));
        if config.flags.tick_advance {
            let at = if self.nodes.len() == 1 {
                now
            } else {
                now + MEET_INTERVAL
            };
            self.agenda.plan(at, Event::SkipTicks(process));
        }
    }

    /// Handles the earliest event.
    pub fn step(&mut self) -> Happened {
        let Some((at, event)) = self.agenda.take() else {
            return Happened::Nothing;
        };
        debug_assert!(at >= self.now, "time goes forward");
        self.now = at.max(self.now);
        self.events += 1;
        self.departures.clear();
        self.handle(event)
    }

    /// Lets time pass up to `to`, handling what falls due on the way.
    pub fn advance_to(&mut self, to: Micros) {
        while self.agenda.next_at().is_some_and(|at| at <= to) {
            self.step();
        }
        self.pass_to(to);
    }

    /// Moves the clock on to `to`, or to the next event if that is sooner.
    pub fn pass_to(&mut self, to: Micros) {
        let to = self.agenda.next_at().map_or(to, |at| at.min(to));
        self.now = self.now.max(to);
    }

    fn handle(&mut self, event: Event) -> Happened {
        let Some(event) = self.awake(event) else {
            return Happened::Nothing;
        };
        match event {
            Event::Tick(process) => return self.tick(process),
            Event::LateTick(process) => return self.drive(process, etcd::Input::Tick),
            Event::Deliver(packet) => self.deliver(*packet),
            Event::Refused { at, peer } => self.refused(at, peer),
            Event::SnapshotSent { at, peer, arrived } => {
                let id = self.nodes[peer].identity.id;
                self.drive(at, etcd::Input::SnapshotSent(id, arrived));
            }
            Event::Synced(process) => self.synced(process),
            Event::Applied(process) => self.applied(process),
            Event::BackendCommit(process) => self.backend_commit(process),
            Event::BackendSaved(process) => self.backend_saved(process),
            Event::LeaseLoop(process) => return self.lease_loop(process),
            Event::WatchLoop(process) => return self.drive(process, etcd::Input::WatchLoop),
            Event::SkipTicks(process) => return self.skip_ticks(process),
            Event::Gone(process) => self.gone(process),
            Event::Versions(process) => return self.drive(process, etcd::Input::Versions),
            Event::CallArrives { call, attempt, to } => self.call_arrives(call, attempt, to),
            Event::AnswerArrives {
                call,
                attempt,
                result,
            } => {
                self.answer_arrives(call, attempt, *result);
            }
            Event::CallRetry { call, attempt } => self.call_retry(call, attempt),
            Event::Deadline { at } => {
                if !self.deadline(at) {
                    return Happened::Nothing;
                }
            }
            Event::StreamUp {
                stream,
                to,
                request,
            } => self.stream_up(stream, to, *request),
            Event::StreamGone { stream, to } => {
                return self.drive(to, etcd::Input::StreamGone(stream));
            }
            Event::StreamDown {
                stream,
                connection,
                response,
            } => {
                self.stream_down(stream, connection, *response);
            }
            Event::StreamClosed {
                stream,
                connection,
                error,
            } => {
                self.stream_closed(stream, connection, error);
            }
            Event::Progress { stream, at } => {
                return self.drive(at, etcd::Input::Progress(stream));
            }
            Event::StreamRetry { stream, connection } => self.stream_retry(stream, connection),
            Event::Timer {
                owner,
                timer,
                number,
            } => self.timer_rings(owner, timer, number),
        }
        Happened::Something
    }

    /// Whom an event concerns decides whether it happens now, later, or not at all.
    fn awake(&mut self, event: Event) -> Option<Event> {
        let process = match &event {
            Event::Deliver(packet) => return self.awake_packet(event_place(packet), event),
            Event::Tick(process)
            | Event::LateTick(process)
            | Event::Refused { at: process, .. }
            | Event::SnapshotSent { at: process, .. }
            | Event::Synced(process)
            | Event::Applied(process)
            | Event::BackendCommit(process)
            | Event::BackendSaved(process)
            | Event::LeaseLoop(process)
            | Event::WatchLoop(process)
            | Event::SkipTicks(process)
            | Event::Gone(process)
            | Event::Versions(process)
            | Event::CallArrives { to: process, .. }
            | Event::StreamUp { to: process, .. }
            | Event::StreamGone { to: process, .. }
            | Event::Progress { at: process, .. } => *process,
            Event::AnswerArrives { .. }
            | Event::CallRetry { .. }
            | Event::Deadline { .. }
            | Event::StreamDown { .. }
            | Event::StreamClosed { .. }
            | Event::StreamRetry { .. }
            | Event::Timer { .. } => return Some(event),
        };
        let node = &self.nodes[process.member];
        if !node.is(process) {
            return None;
        }
        if node.power == Power::Frozen {
            self.sleep_through(process, event);
            return None;
        }
        Some(event)
    }

    fn awake_packet(&mut self, to: usize, event: Event) -> Option<Event> {
        if self.nodes[to].power == Power::Frozen {
            self.node_mut(to).stash(event);
            return None;
        }
        Some(event)
    }

    /// What a stopped process does with an event: tickers run on unheard, the rest waits.
    fn sleep_through(&mut self, process: Process, event: Event) {
        if let Event::Tick(_) = event {
            self.node_mut(process.member).missed_tick = true;
            let at = self.after(process.member, self.config.flags.heartbeat);
            self.agenda.plan(at, event);
        } else {
            self.node_mut(process.member).stash(event);
        }
    }

    fn tick(&mut self, process: Process) -> Happened {
        let at = self.after(process.member, self.config.flags.heartbeat);
        self.agenda.plan(at, Event::Tick(process));
        self.drive(process, etcd::Input::Tick)
    }

    fn skip_ticks(&mut self, process: Process) -> Happened {
        let ticks = self.config.flags.election_ticks();
        let started = self.nodes[process.member].started;
        if self.nodes.len() == 1 {
            let skipped = ticks.saturating_sub(1);
            return self.drive(process, etcd::Input::SkipTicks(skipped));
        }
        let meets = |other: &usize| {
            *other != process.member
                && self.nodes[*other].power == Power::Up
                && !self.network.is_cut(process.member, *other)
                && !self.network.is_cut(*other, process.member)
        };
        let met: Vec<usize> = (0..self.nodes.len()).filter(meets).collect();
        if met
            .iter()
            .any(|other| self.knows_gone(*other, process.member))
        {
            self.gone(process);
            return Happened::Something;
        }
        if met.len() > 1 {
            let skipped = ticks.saturating_sub(2);
            return self.drive(process, etcd::Input::SkipTicks(skipped));
        }
        if self.now.since(started) < MEET_LIMIT {
            self.agenda
                .plan(self.now + MEET_INTERVAL, Event::SkipTicks(process));
        }
        Happened::Nothing
    }

    fn deliver(&mut self, packet: Packet) {
        let (from, to) = (packet.from, packet.to);
        if self.network.is_cut(from, to) {
            // It was under way when the link was cut.
            return self.lose(packet, self.now);
        }
        if self.nodes[to].power == Power::Down {
            let sender = self.nodes[from].process(from);
            let at = self.now + self.config.delays.peer_link.draw(&mut self.rng);
            self.agenda.plan(
                at,
                Event::Refused {
                    at: sender,
                    peer: to,
                },
            );
            return self.lose(packet, self.now);
        }
        if self.is_stray(&packet) {
            return self.lose(packet, self.now);
        }
        self.note_arrival(to, &packet.payload);
        self.snapshot_sent(&packet, true);
        let process = self.nodes[to].process(to);
        if let Some(exit) = self.nodes[to].panics_at(&packet) {
            self.node_mut(to).exiting = Some(exit);
            return self.end_if_due(to);
        }
        let input = match packet.payload {
            Payload::Raft(messages) => etcd::Input::Peer(messages),
            Payload::Lease(message) => etcd::Input::Lease(message),
        };
        self.delivering = Some(packet.id);
        self.drive(process, input);
        self.delivering = None;
    }

    fn refused(&mut self, at: Process, peer: usize) {
        let id = self.nodes[peer].identity.id;
        self.drive(at, etcd::Input::Unreachable(id));
    }

    /// Gives a process an input and carries out what it wants.
    pub(super) fn drive(&mut self, process: Process, input: etcd::Input) -> Happened {
        let member = process.member;
        let now = self.nodes[member].clock.steady(self.now);
        let mut outputs = std::mem::take(&mut self.outputs);
        if let Some(server) = &mut self.node_mut(member).server {
            server.step(now, input, &mut outputs);
        }
        let mut happened = Happened::Nothing;
        for output in outputs.drain(..) {
            if self.nodes[member].exiting.is_some() {
                break;
            }
            if !matches!(output, etcd::Output::Peer(ref m, _) if m.name() == "MsgHeartbeat") {
                happened = Happened::Something;
            }
            self.carry_out(process, output);
        }
        self.outputs = outputs;
        self.flush(member);
        self.end_if_due(member);
        happened
    }

    pub(super) fn node_mut(&mut self, member: usize) -> &mut Node {
        self.touches += 1;
        let node = Arc::make_mut(&mut self.nodes[member]);
        node.touched = self.touches;
        node
    }

    pub(super) const fn next_key(&mut self) -> u64 {
        self.keys += 1;
        self.keys
    }

    /// What jobs have to be told and were not yet.
    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices
    }

    /// What jobs have to be told; empties the list.
    pub fn take_notices(&mut self) -> Vec<Notice> {
        std::mem::take(&mut self.notices)
    }

    /// What it is made of.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The rules that its members follow now.
    #[must_use]
    pub const fn rules(&self) -> Rules {
        self.rules
    }

    /// Virtual time.
    #[must_use]
    pub const fn now(&self) -> Micros {
        self.now
    }

    /// Events handled so far.
    #[must_use]
    pub const fn events(&self) -> u64 {
        self.events
    }

    /// When the earliest event is due.
    #[must_use]
    pub fn next(&self) -> Option<Micros> {
        self.agenda.next_at()
    }

    /// The members, in the order of the configuration.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = &Node> {
        self.nodes.iter().map(AsRef::as_ref)
    }

    /// The member at this place.
    #[must_use]
    pub fn node(&self, member: usize) -> Option<&Node> {
        self.nodes.get(member).map(AsRef::as_ref)
    }

    /// The place of the member with this id.
    #[must_use]
    pub fn place_of(&self, id: NodeId) -> Option<usize> {
        self.nodes.iter().position(|node| node.identity.id == id)
    }

    /// The place of the leader with the highest term among running members.
    #[must_use]
    pub fn leader(&self) -> Option<usize> {
        let term = |node: &Node| {
            let raft = node.server().filter(|_| node.power == Power::Up)?.raft();
            (raft.role() == Role::Leader).then(|| raft.term())
        };
        let members = self.nodes.iter().enumerate();
        let leaders = members.filter_map(|(place, node)| Some((term(node)?, place)));
        leaders.max().map(|(_, place)| place)
    }

    /// Every directed link: sender, receiver, state.
    pub fn links(&self) -> impl Iterator<Item = (usize, usize, Direction)> {
        self.network.links()
    }

    /// Messages between members that are under way or held up, and those lost lately, by their
    /// number.
    #[must_use]
    pub fn packets(&self) -> Vec<&Packet> {
        let mut packets = self.under_way();
        packets.extend(self.network.recently_lost(self.now));
        packets.sort_by_key(|packet| packet.id);
        packets
    }
}

fn event_place(packet: &Packet) -> usize {
    packet.to
}
