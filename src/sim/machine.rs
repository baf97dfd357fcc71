//! What can be wrong with a member's machine: its clocks and its disks.

use std::sync::Arc;

use super::{Delay, Fault, FaultRefusal, Power, World, fault::bounded};
use crate::{etcd::State, raft::Configuration};

impl World {
    pub(super) fn fault_of_machine(&mut self, fault: &Fault) -> Result<(), FaultRefusal> {
        let now = self.now;
        match fault {
            Fault::Skew { member, by } => {
                self.power(*member)?;
                if self.nodes[*member].clock.offset(now) == *by {
                    return Err(FaultRefusal::AsItIs(*member));
                }
                self.node_mut(*member).clock.set_offset(now, *by);
            }
            Fault::Drift { member, ppm } => {
                self.power(*member)?;
                if self.nodes[*member].clock.ppm() == *ppm {
                    return Err(FaultRefusal::AsItIs(*member));
                }
                self.node_mut(*member).clock.set_drift(now, *ppm);
            }
            Fault::SlowDisk { member, delay } => {
                self.power(*member)?;
                let delay = bounded(*delay);
                if self.nodes[*member].disk.slow() == delay {
                    return Err(FaultRefusal::AsItIs(*member));
                }
                self.node_mut(*member).disk.set_slow(delay);
            }
            Fault::FullDisk(member, full) => {
                self.power(*member)?;
                if self.nodes[*member].disk.is_full() == *full {
                    return Err(FaultRefusal::AsItIs(*member));
                }
                self.node_mut(*member).disk.set_full(*full);
            }
            Fault::TearRecord(member) => {
                self.refuse_running(*member)?;
                let disk = &mut self.node_mut(*member).disk;
                if disk.is_torn() {
                    return Err(FaultRefusal::Torn(*member));
                }
                if !disk.has_last_record() {
                    return Err(FaultRefusal::NoRecord(*member));
                }
                disk.tear();
            }
            Fault::WipeDisk(member) => {
                self.refuse_running(*member)?;
                if self.nodes[*member].disk.is_wiped() {
                    return Err(FaultRefusal::Wiped(*member));
                }
                let ttl = self.config.flags.minimum_ttl();
                let nothing = State::new(Configuration::default(), ttl);
                self.node_mut(*member).disk.wipe(Arc::new(nothing));
            }
            Fault::HealMember(member) => {
                self.power(*member)?;
                self.heal_machine(*member);
            }
            _ => {}
        }
        Ok(())
    }

    fn refuse_running(&self, member: usize) -> Result<(), FaultRefusal> {
        match self.power(member)? {
            Power::Down => Ok(()),
            Power::Up | Power::Frozen => Err(FaultRefusal::Running(member)),
        }
    }

    /// A clock that is right and disks that are fast and have room are left as they are.
    pub(super) fn heal_machine(&mut self, member: usize) {
        let now = self.now;
        if !self.nodes[member].is_amiss(now) {
            return;
        }
        let node = self.node_mut(member);
        node.clock.set_drift(now, 0);
        node.clock.set_offset(now, 0);
        node.disk.set_full(false);
        node.disk.set_slow(Delay::default());
    }
}
