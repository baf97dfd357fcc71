//! Links between members: delay, order, loss, cuts, and the messages under way.

use std::{collections::VecDeque, sync::Arc};

use super::config::Delay;
use crate::{
    etcd, raft,
    units::{Micros, Rng},
};

/// What travels between members.
#[derive(Clone, Debug)]
pub enum Payload {
    /// Raft messages that left together, each with the sender's state where it carries a
    /// snapshot; never none.
    Raft(Vec<(raft::Message, Option<Arc<etcd::State>>)>),
    /// A lease request or answer, which etcd sends over HTTP beside Raft.
    Lease(etcd::LeaseMessage),
}

/// A message under way.
#[derive(Clone, Debug)]
pub struct Packet {
    /// Unique in the world.
    pub id: u64,
    /// Sender's place.
    pub from: usize,
    /// Receiver's place.
    pub to: usize,
    /// When it left.
    pub sent: Micros,
    /// When it arrives.
    pub arrives: Micros,
    /// When it was lost, if it was.
    pub lost: Option<Micros>,
    /// Since when it is held up by hand, if it is.
    pub held: Option<Micros>,
    /// Since when it moves as it does, and how much of its way lay behind it then, in parts per
    /// million: one that was held up or delayed goes on from where it was.
    pub leg: (Micros, u32),
    /// What it says.
    pub payload: Payload,
}

/// One direction between two members.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Direction {
    /// Since when nothing passes.
    pub cut_since: Option<Micros>,
    /// Since when it is open, if it was cut before.
    pub open_since: Micros,
    /// Messages lost since then.
    pub lost: u64,
    /// Parts per million of messages lost although not cut.
    pub loss_ppm: u32,
    /// What this direction takes longer than the world's links do.
    pub delay: Delay,
    /// Parts per million of messages that arrive twice.
    pub duplicate_ppm: u32,
    /// Parts per million of messages that are overtaken.
    pub reorder_ppm: u32,
    /// Arrival of the last message sent: links keep their order, as TCP does.
    last_arrival: Micros,
}

impl Direction {
    /// Whether it does to messages what a link does, and no more.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let odds = self.loss_ppm + self.duplicate_ppm + self.reorder_ppm;
        self.cut_since.is_none() && odds == 0 && self.delay == Delay::default()
    }
}

/// All of a message's way.
const WHOLE_WAY: u64 = 1_000_000;

/// A message that is overtaken, or a second one, comes late by up to so many of its travels.
const OVERTAKEN: u64 = 4;

/// Lost messages kept for the picture.
const LOST_MAX: usize = 64;

/// How long a lost message stays in the picture.
const LOST_SHOWN: Micros = Micros::from_ms(600);

/// All links.
#[derive(Clone, Debug)]
pub(super) struct Network {
    members: usize,
    links: Vec<Direction>,
    lost: VecDeque<Packet>,
    /// Messages held up by hand, in the order of that.
    held: Vec<Packet>,
    packets: u64,
}

impl Network {
    pub(super) fn new(members: usize) -> Self {
        let links = vec![Direction::default(); members * members];
        Self {
            members,
            links,
            lost: VecDeque::new(),
            held: Vec::new(),
            packets: 0,
        }
    }

    /// Makes room for more members; links to them are as those of a new world.
    pub(super) fn grow(&mut self, members: usize) {
        let mut grown = Self::new(members).links;
        for (from, to, link) in self.links() {
            grown[from * members + to] = link;
        }
        (self.members, self.links) = (members, grown);
    }

    /// Lets every link of a place be as new.
    pub(super) fn renew(&mut self, place: usize) {
        for other in 0..self.members {
            for (from, to) in [(place, other), (other, place)] {
                if let Some(link) = self.link_mut(from, to) {
                    *link = Direction::default();
                }
            }
        }
    }

    pub(super) fn link(&self, from: usize, to: usize) -> Direction {
        self.links
            .get(from * self.members + to)
            .copied()
            .unwrap_or_default()
    }

    fn link_mut(&mut self, from: usize, to: usize) -> Option<&mut Direction> {
        self.links.get_mut(from * self.members + to)
    }

    /// Cuts or heals one direction.
    pub(super) fn set_cut(&mut self, from: usize, to: usize, since: Option<Micros>) {
        let Some(link) = self.link_mut(from, to) else {
            return;
        };
        if link.cut_since.is_some() != since.is_some() {
            link.cut_since = since;
            link.lost = 0;
        }
    }

    /// Notes that a direction is about to be open from now on.
    pub(super) fn opens(&mut self, from: usize, to: usize, now: Micros) {
        if let Some(link) = self.link_mut(from, to)
            && link.cut_since.is_some()
        {
            link.open_since = now;
        }
    }

    pub(super) fn set_loss(&mut self, from: usize, to: usize, loss_ppm: u32) {
        if let Some(link) = self.link_mut(from, to) {
            link.loss_ppm = loss_ppm;
        }
    }

    pub(super) fn set_delay(&mut self, from: usize, to: usize, delay: Delay) {
        if let Some(link) = self.link_mut(from, to) {
            link.delay = delay;
        }
    }

    pub(super) fn set_duplication(&mut self, from: usize, to: usize, ppm: u32) {
        if let Some(link) = self.link_mut(from, to) {
            link.duplicate_ppm = ppm;
        }
    }

    pub(super) fn set_reordering(&mut self, from: usize, to: usize, ppm: u32) {
        if let Some(link) = self.link_mut(from, to) {
            link.reorder_ppm = ppm;
        }
    }

    pub(super) fn is_cut(&self, from: usize, to: usize) -> bool {
        self.link(from, to).cut_since.is_some()
    }

    /// Puts a message on its way; it comes back if the link loses it.
    pub(super) fn send(
        &mut self,
        (from, to): (usize, usize),
        now: Micros,
        payload: Payload,
        (delay, rng): (Delay, &mut Rng),
    ) -> Result<Box<Packet>, Box<Packet>> {
        let mut packet = self.pack((from, to), now, payload, (delay, rng));
        let link = self.link(from, to);
        let dropped = link.loss_ppm > 0 && rng.chance(link.loss_ppm);
        if link.cut_since.is_some() || dropped {
            return Err(packet);
        }
        if link.reorder_ppm > 0 && rng.chance(link.reorder_ppm) {
            // What is sent after it does not wait for it.
            let late = Micros(packet.arrives.since(now).0.max(1_000) * OVERTAKEN);
            packet.arrives = packet.arrives + Micros(rng.below(late.0));
        } else {
            self.departed(&packet);
        }
        Ok(packet)
    }

    /// The second of a message that the link delivers twice; it arrives after the first.
    pub(super) fn repeat(
        &mut self,
        packet: &Packet,
        now: Micros,
        (delay, rng): (Delay, &mut Rng),
    ) -> Option<Box<Packet>> {
        let ppm = self.link(packet.from, packet.to).duplicate_ppm;
        if ppm == 0 || !packet.may_repeat() || !rng.chance(ppm) {
            return None;
        }
        let ends = (packet.from, packet.to);
        let late = Micros(delay.draw(rng).0.max(1_000) * OVERTAKEN);
        let mut copy = self.pack(ends, now, packet.payload.clone(), (delay, rng));
        copy.arrives = copy.arrives.max(packet.arrives) + Micros(1 + rng.below(late.0));
        Some(copy)
    }

    /// Sends a message once more, from the sender, under a number of its own.
    pub(super) fn send_copy(
        &mut self,
        packet: &Packet,
        now: Micros,
        chance: (Delay, &mut Rng),
    ) -> Box<Packet> {
        let copy = self.pack(
            (packet.from, packet.to),
            now,
            packet.payload.clone(),
            chance,
        );
        self.departed(&copy);
        copy
    }

    fn pack(
        &mut self,
        (from, to): (usize, usize),
        now: Micros,
        payload: Payload,
        (delay, rng): (Delay, &mut Rng),
    ) -> Box<Packet> {
        self.packets += 1;
        let link = self.link(from, to);
        let mut travel = delay.draw(rng);
        if link.delay != Delay::default() {
            travel = travel + link.delay.draw(rng);
        }
        Box::new(Packet {
            id: self.packets,
            from,
            to,
            sent: now,
            arrives: (now + travel).max(link.last_arrival),
            lost: None,
            held: None,
            leg: (now, 0),
            payload,
        })
    }

    /// Whatever is sent after this message arrives after it.
    fn departed(&mut self, packet: &Packet) {
        if let Some(link) = self.link_mut(packet.from, packet.to) {
            link.last_arrival = packet.arrives;
        }
    }

    /// Keeps a message that is held up by hand.
    pub(super) fn hold(&mut self, packet: Packet) {
        self.held.push(packet);
    }

    /// Gives back a message that was held up.
    pub(super) fn take_held(&mut self, id: u64) -> Option<Packet> {
        let place = self.held.iter().position(|packet| packet.id == id)?;
        Some(self.held.remove(place))
    }

    /// Messages held up by hand.
    pub(super) fn held(&self) -> impl Iterator<Item = &Packet> {
        self.held.iter()
    }

    /// Notes that a message got lost at `at`.
    pub(super) fn lose(&mut self, mut packet: Packet, at: Micros) {
        if let Some(link) = self.link_mut(packet.from, packet.to) {
            link.lost += 1;
        }
        packet.lost = Some(at);
        if self.lost.len() == LOST_MAX {
            self.lost.pop_front();
        }
        self.lost.push_back(packet);
    }

    /// Messages lost so recently that the picture still shows them.
    pub(super) fn recently_lost(&self, now: Micros) -> impl Iterator<Item = &Packet> {
        self.lost
            .iter()
            .filter(move |packet| packet.lost.is_some_and(|at| now.since(at) < LOST_SHOWN))
    }

    pub(super) fn links(&self) -> impl Iterator<Item = (usize, usize, Direction)> {
        let members = self.members;
        self.links
            .iter()
            .enumerate()
            .map(move |(place, link)| (place / members, place % members, *link))
            .filter(|(from, to, _)| from != to)
    }
}

impl Packet {
    /// Whether etcd takes it well if this arrives twice. What a follower forwards, proposals and
    /// questions about leases, it would do twice: it trusts its connections there.
    #[must_use]
    pub fn may_repeat(&self) -> bool {
        match &self.payload {
            Payload::Lease(_) => false,
            Payload::Raft(messages) => messages
                .iter()
                .all(|(message, _)| !matches!(message.body, raft::Body::Propose(_))),
        }
    }

    /// How much of its way is behind it, in parts per million.
    #[must_use]
    pub fn travelled(&self, now: Micros) -> u32 {
        let (since, behind) = self.leg;
        let at = self.held.or(self.lost).unwrap_or(now).min(now);
        let left = WHOLE_WAY - u64::from(behind.min(1_000_000));
        let span = u128::from(self.arrives.since(since).0.max(1));
        let way = u128::from(at.since(since).0).min(span) * u128::from(left) / span;
        behind + u32::try_from(way).unwrap_or_default()
    }
}

impl Delay {
    /// One delay.
    pub(super) fn draw(self, rng: &mut Rng) -> Micros {
        self.base + Micros(rng.below(self.spread.0 + 1))
    }
}
