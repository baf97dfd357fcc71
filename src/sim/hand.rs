//! Messages handled one by one, by hand: dropped, delayed, sent twice, delivered at once, held up.
//!
//! Links keep the order of what is sent over them, as TCP does, unless they are told to reorder; a
//! message delayed or held up by hand may be overtaken by what was sent after it, and one delivered
//! at once overtakes.

use super::{FaultRefusal, Packet, World, agenda::Event, fault::DELAY_MAX};
use crate::units::Micros;

/// What is done to one message under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handling {
    /// It is lost where it is.
    Drop,
    /// It arrives this much later; at most [`DELAY_MAX`].
    Delay(Micros),
    /// It is sent once more; the second has a number of its own.
    Duplicate,
    /// It arrives now.
    Deliver,
    /// It stands where it is until it is released.
    Hold,
    /// It goes on.
    Release,
}

impl World {
    pub(super) fn handle_message(&mut self, id: u64, act: Handling) -> Result<(), FaultRefusal> {
        let under_way = self.under_way().into_iter().find(|it| it.id == id);
        let packet = under_way.ok_or(FaultRefusal::NoSuchMessage(id))?;
        let (from, to, held) = (packet.from, packet.to, packet.held.is_some());
        let now = self.now;
        match act {
            Handling::Delay(_) | Handling::Hold if held => return Err(FaultRefusal::Held(id)),
            Handling::Release if !held => return Err(FaultRefusal::NotHeld(id)),
            Handling::Deliver if self.network.is_cut(from, to) => {
                return Err(FaultRefusal::CutLink { from, to });
            }
            Handling::Drop => {
                let packet = self.take_message(id)?;
                self.lose(*packet, now);
            }
            Handling::Delay(span) => {
                let mut packet = self.take_message(id)?;
                packet.arrives = packet.arrives + span.min(DELAY_MAX);
                self.agenda.plan(packet.arrives, Event::Deliver(packet));
            }
            Handling::Duplicate => {
                let packet = packet.clone();
                let chance = (self.config.delays.peer_link, &mut self.rng);
                let copy = self.network.send_copy(&packet, now, chance);
                self.agenda.plan(copy.arrives, Event::Deliver(copy));
            }
            Handling::Deliver => {
                let mut packet = self.take_message(id)?;
                packet.arrives = now;
                self.agenda.plan(now, Event::Deliver(packet));
            }
            Handling::Hold => {
                let mut packet = self.take_message(id)?;
                packet.held = Some(now);
                self.network.hold(*packet);
            }
            Handling::Release => {
                let packet = self.take_message(id)?;
                self.agenda.plan(packet.arrives, Event::Deliver(packet));
            }
        }
        Ok(())
    }

    /// Takes a message from its way. One that stood has all of its remaining way before it.
    fn take_message(&mut self, id: u64) -> Result<Box<Packet>, FaultRefusal> {
        let held = self.network.take_held(id).map(Box::new);
        let taken = held.or_else(|| self.agenda.take_packet(id));
        let mut packet = taken.ok_or(FaultRefusal::NoSuchMessage(id))?;
        packet.leg = (self.now, packet.travelled(self.now));
        if let Some(since) = packet.held.take() {
            packet.arrives = packet.arrives + self.now.since(since);
        }
        Ok(packet)
    }

    /// Lets everything held up on one direction of a link go on.
    pub(super) fn release_all(&mut self, from: usize, to: usize) {
        let held = self.network.held();
        let on_it = held.filter(|packet| (packet.from, packet.to) == (from, to));
        let ids: Vec<u64> = on_it.map(|packet| packet.id).collect();
        for id in ids {
            if let Ok(packet) = self.take_message(id) {
                self.agenda.plan(packet.arrives, Event::Deliver(packet));
            }
        }
    }

    /// Messages between members that are under way or held up, by their number.
    #[must_use]
    pub fn under_way(&self) -> Vec<&Packet> {
        let moving = self.agenda.events().filter_map(|(_, event)| match event {
            Event::Deliver(packet) => Some(packet.as_ref()),
            _ => None,
        });
        let mut packets: Vec<&Packet> = moving.chain(self.network.held()).collect();
        packets.sort_by_key(|packet| packet.id);
        packets
    }
}
