//! The hash of a world: everything that decides what happens next, in time that grows with the
//! members and what is under way, not with history.

use super::{Clock, Delay, Node, Power, Standing, World};
use crate::{
    raft::Rules,
    units::{Micros, StateHash},
};

impl World {
    /// Equal for worlds with equal futures, on every machine.
    #[must_use]
    pub fn hash(&self) -> u64 {
        let mut hash = StateHash::new();
        hash.u64(self.now.0)
            .u64(self.events)
            .u64(self.rng.state())
            .u64(self.keys);
        for (at, sequence) in self.agenda.places() {
            hash.u64(at.0).u64(sequence);
        }
        for (from, to, link) in self.network.links() {
            hash.len(from)
                .len(to)
                .flag(link.cut_since.is_some())
                .u64(link.lost);
            hash.u64(u64::from(link.loss_ppm));
            hash.u64(link.delay.base.0).u64(link.delay.spread.0);
            if link.duplicate_ppm + link.reorder_ppm > 0 {
                hash.u64(u64::from(link.duplicate_ppm))
                    .u64(u64::from(link.reorder_ppm));
            }
        }
        for packet in self.network.held() {
            hash.u64(packet.id).u64(packet.arrives.0);
            hash.u64(packet.held.unwrap_or_default().0);
        }
        for node in &self.nodes {
            node.fold(&mut hash);
        }
        for (key, call) in &self.calls {
            hash.u64(key.0)
                .u64(call.owner.0)
                .u64(u64::from(call.number));
            hash.u64(call.since.0).u64(u64::from(call.attempt));
        }
        for (key, stream) in &self.streams {
            hash.u64(key.0).u64(stream.owner.0);
        }
        for ((owner, timer), number) in &self.timers {
            hash.u64(owner.0).u64(u64::from(*timer)).u64(*number);
        }
        let mut rules = self.rules;
        for (place, (_, rule)) in Rules::ALL.iter().enumerate() {
            if !*rule(&mut rules) {
                hash.len(place);
            }
        }
        hash.len(self.trails.len()).len(self.notices.len());
        hash.finish()
    }
}

impl Node {
    fn fold(&self, hash: &mut StateHash) {
        let power = match self.power {
            Power::Up => 0,
            Power::Down => 1,
            Power::Frozen => 2,
        };
        if self.joined || self.standing != Standing::Member {
            hash.u64(self.identity.id.0).u64(self.standing as u64);
        }
        hash.u64(power)
            .u64(u64::from(self.epoch))
            .len(self.dirty)
            .len(self.stash.len());
        let hard_state = self.disk.hard_state();
        hash.u64(hard_state.term.0)
            .u64(hard_state.vote.0)
            .u64(hard_state.commit.0);
        hash.u64(self.disk.synced_index().0)
            .u64(self.disk.backend().hash());
        if let Some(server) = &self.server {
            server.fold(hash);
        }
        self.fold_machine(hash);
    }

    /// Clocks and disks, where they are not as they should be.
    fn fold_machine(&self, hash: &mut StateHash) {
        let (clock, disk) = (&self.clock, &self.disk);
        if *clock != Clock::default() {
            hash.i64(clock.offset(Micros::ZERO))
                .i64(i64::from(clock.ppm()))
                .u64(clock.steady(Micros::from_secs(1 << 40)).0);
        }
        let slow = disk.slow();
        if disk.is_full() || disk.is_torn() || disk.is_wiped() || slow != Delay::default() {
            hash.flag(disk.is_full())
                .flag(disk.is_torn())
                .flag(disk.is_wiped())
                .u64(slow.base.0)
                .u64(slow.spread.0);
        }
        if let Some((until, state)) = &self.committing {
            hash.u64(until.0).u64(state.hash());
        }
    }
}
