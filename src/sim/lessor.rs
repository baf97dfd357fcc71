//! The primary lessor's loop over its heap.

use super::{
    World,
    agenda::{Event, Happened, Process},
};
use crate::{etcd, units::Micros};

/// How often the lessor looks at its heap.
const LEASE_INTERVAL: Micros = Micros::from_ms(500);

impl World {
    /// The primary's half-second loop; it has a phase of its own and sleeps while there is no
    /// lease to look at.
    pub(super) fn lease_loop(&mut self, process: Process) -> Happened {
        self.node_mut(process.member).lease_loop_planned = false;
        let happened = self.drive(process, etcd::Input::LeaseLoop);
        self.plan_lease_loop(process.member);
        happened
    }

    pub(super) fn plan_lease_loop(&mut self, member: usize) {
        let node = &self.nodes[member];
        let lessor = node.server.as_ref().map(|server| &server.state().lessor);
        let wanted = lessor.is_some_and(|lessor| lessor.primary() && !lessor.is_empty());
        if !wanted || node.lease_loop_planned {
            return;
        }
        let phase = node.clock.steady(self.now).since(node.booted).0 % LEASE_INTERVAL.0;
        let at = self.after(member, Micros(LEASE_INTERVAL.0 - phase));
        let process = node.process(member);
        self.node_mut(member).lease_loop_planned = true;
        self.agenda.plan(at, Event::LeaseLoop(process));
    }
}
