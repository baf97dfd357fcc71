//! Members that come and go: their machines, who is connected to whom, and who is told that it is
//! gone.

use std::sync::Arc;

use super::{
    Config, Exit, FaultRefusal, MemberConfig, Node, Packet, Payload, Power, Standing, World,
    address,
    agenda::{Event, Process},
};
use crate::{
    etcd,
    units::{Micros, NodeId},
};

/// Machines in a world at most, those of removed members included.
pub const PLACES_MAX: usize = 16;

impl World {
    /// The members that `member` is connected to, and since when by its own clock: both processes
    /// run, and both directions between them are open.
    pub(super) fn connections(&self, member: usize) -> Vec<(NodeId, Micros)> {
        let own = &self.nodes[member];
        let since = |other: usize| {
            let node = &self.nodes[other];
            let (there, back) = (
                self.network.link(member, other),
                self.network.link(other, member),
            );
            let open = there.cut_since.is_none() && back.cut_since.is_none();
            let opened = there.open_since.max(back.open_since);
            let connected = other != member && node.power != Power::Down && open;
            let since = opened.max(own.started).max(node.started);
            connected.then_some((node.identity.id, own.clock.steady(since)))
        };
        (0..self.nodes.len()).filter_map(since).collect()
    }

    /// A change that member `by` applied added a member, or gave it other addresses. The first to
    /// apply it makes it a machine.
    pub(super) fn member_added(&mut self, by: usize, id: NodeId) {
        let known = self.nodes[by].state().members.get(&id);
        let Some(peer_url) = known.and_then(|member| member.peer_urls.first()).cloned() else {
            return;
        };
        if let Some(place) = self.place_of(id) {
            return self.moved(place, peer_url);
        }
        let Some(place) = self.place_for(&peer_url) else {
            return;
        };
        let old = self
            .nodes
            .get(place)
            .map(|node| MemberConfig::clone(&node.member));
        let member = old.filter(|old| old.peer_url == peer_url);
        let member = member.unwrap_or_else(|| MemberConfig {
            name: address(&peer_url),
            client_url: String::new(),
            peer_url,
        });
        let identity = etcd::Identity {
            id,
            cluster: self.nodes[by].identity.cluster,
            name: member.name.clone(),
            client_urls: vec![member.client_url.clone()],
        };
        let mut node = Node::added(identity, member, self.config.flags.minimum_ttl());
        if place == self.nodes.len() {
            self.nodes.push(Arc::new(node));
            self.network.grow(place + 1);
        } else {
            node.epoch = self.nodes[place].epoch;
            let moved = self.nodes[place].member.peer_url != node.member.peer_url;
            *self.node_mut(place) = node;
            if moved {
                self.network.renew(place);
            }
        }
        // Marks it as touched.
        self.node_mut(place);
        self.learn_addresses();
    }

    fn moved(&mut self, place: usize, peer_url: String) {
        let node = &self.nodes[place];
        if node.standing != Standing::Waiting || node.member.peer_url == peer_url {
            return;
        }
        let member = MemberConfig {
            name: address(&peer_url),
            peer_url,
            client_url: String::new(),
        };
        self.node_mut(place).member = Arc::new(member);
        self.learn_addresses();
    }

    /// A machine for a new member: the one at its address, if whoever was there is removed and
    /// gone; else one that never ran, a new one, or in the end any that is not used any more.
    fn place_for(&self, peer_url: &str) -> Option<usize> {
        let is_free = |node: &Node| node.standing == Standing::Removed && node.power == Power::Down;
        let find = |fits: &dyn Fn(&Node) -> bool| {
            let mut nodes = self.nodes.iter();
            nodes.position(|node| is_free(node) && fits(node))
        };
        let room = (self.nodes.len() < PLACES_MAX).then_some(self.nodes.len());
        find(&|node| address(&node.member.peer_url) == address(peer_url))
            .or_else(|| find(&|node| node.member.client_url.is_empty()))
            .or(room)
            .or_else(|| find(&|_| true))
    }

    /// A change that `by` applied removed a member; if that is itself, it stops soon.
    pub(super) fn member_removed(&mut self, by: Process, id: NodeId) {
        let Some(place) = self.place_of(id) else {
            return;
        };
        self.node_mut(place).standing = Standing::Removed;
        if place == by.member {
            let at = self.after(place, etcd::STOP_AFTER);
            self.agenda.plan(at, Event::Gone(by));
        }
    }

    /// A process that knows of its removal ends.
    pub(super) fn gone(&mut self, process: Process) {
        self.end(process.member, Exit::Removed);
        self.tell_end(process.member, Exit::Removed);
    }

    /// Whether member `at` knows that the one at `place` was removed.
    pub(super) fn knows_gone(&self, at: usize, place: usize) -> bool {
        let id = self.nodes[place].identity.id;
        let server = self.nodes[at].server.as_ref();
        server.is_some_and(|server| server.state().removed.contains(&id))
    }

    /// Whether a packet is from a removed member, whom its receiver tells so ("410 Gone"), or was
    /// for another member that stood at this place.
    pub(super) fn is_stray(&mut self, packet: &Packet) -> bool {
        let ends = match &packet.payload {
            Payload::Raft(messages) => messages.first().map(|(it, _)| (it.from, it.to)),
            Payload::Lease(message) => Some(message.ends()),
        };
        let Some((from, to)) = ends else { return false };
        let (sender, receiver) = (&self.nodes[packet.from], &self.nodes[packet.to]);
        let removed = receiver.state().removed.contains(&from);
        if removed && sender.identity.id == from {
            let process = sender.process(packet.from);
            let at = self.now + self.config.delays.peer_link.draw(&mut self.rng);
            self.agenda.plan(at, Event::Gone(process));
        }
        removed || to != self.nodes[packet.to].identity.id
    }

    /// Starts the process of a member that was added: on the machine that waits at `peer`, or at
    /// the address of this name in the tutorial's series, or on the only one that waits.
    pub(super) fn start_member(
        &mut self,
        name: &str,
        peer: &str,
        client: &str,
    ) -> Result<(), FaultRefusal> {
        let waits = |place: &usize| self.nodes[*place].standing == Standing::Waiting;
        let waiting: Vec<usize> = (0..self.nodes.len()).filter(waits).collect();
        let at = |wanted: &str| {
            let wanted = address(wanted);
            let mut places = waiting.iter();
            places.find(|place| address(&self.nodes[**place].member.peer_url) == wanted)
        };
        let series = Config::in_series(name);
        let of_series = series.as_ref().and_then(|member| at(&member.peer_url));
        let place = match (peer, of_series, waiting.as_slice()) {
            ("", Some(place), _) => *place,
            ("", None, [only]) => *only,
            ("", None, []) => return Err(FaultRefusal::NobodyWaits),
            ("", None, [..]) => return Err(FaultRefusal::WhoWaits),
            (peer, ..) => *at(peer).ok_or(FaultRefusal::NobodyWaits)?,
        };
        let taken = |(at, node): (usize, &Arc<Node>)| {
            at != place && node.member.name == name && node.standing != Standing::Removed
        };
        if let Some(other) = self.nodes.iter().enumerate().position(taken) {
            return Err(FaultRefusal::NameTaken(other));
        }
        let member = MemberConfig {
            name: name.to_owned(),
            client_url: self.client_url(client, series),
            peer_url: self.nodes[place].member.peer_url.clone(),
        };
        let identity = etcd::Identity {
            name: member.name.clone(),
            client_urls: vec![member.client_url.clone()],
            ..self.nodes[place].identity().clone()
        };
        let node = self.node_mut(place);
        (node.identity, node.member) = (Arc::new(identity), Arc::new(member));
        self.start_waiting(place);
        Ok(())
    }

    /// Lets the process of a member that waits for it begin.
    pub(super) fn start_waiting(&mut self, place: usize) {
        self.node_mut(place).standing = Standing::Member;
        self.learn_addresses();
        self.boot(place);
    }

    /// The client URL of a new member: the one given, that of its name in the tutorial's series,
    /// or the first of the series that nobody has.
    fn client_url(&self, given: &str, series: Option<MemberConfig>) -> String {
        if !given.is_empty() {
            return given.to_owned();
        }
        let places = u32::try_from(PLACES_MAX).unwrap_or(u32::MAX);
        let all = (1..=places + 1).map(Config::tutorial_member);
        let mut candidates = series.into_iter().chain(all);
        let is_free = |url: &String| {
            let wanted = address(url);
            !self.addresses.iter().flatten().any(|used| *used == wanted)
        };
        let free = candidates.find(|member| is_free(&member.client_url));
        free.map_or_else(String::new, |member| member.client_url)
    }

    /// Which address belongs to which place.
    pub(super) fn learn_addresses(&mut self) {
        self.addresses = addresses(self.nodes.iter().map(|node| node.member()));
    }
}

/// Client and peer address of each member.
pub(super) fn addresses<'a>(members: impl Iterator<Item = &'a MemberConfig>) -> Arc<[[String; 2]]> {
    let both = |member: &MemberConfig| [address(&member.client_url), address(&member.peer_url)];
    members.map(both).collect()
}
