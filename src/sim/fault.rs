//! Faults as inputs: what a person may do to a running cluster.

use std::fmt;

use super::{World, agenda::Event, node::Power};

/// One act against the cluster, or its repair. Members are places in the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// SIGKILL.
    Kill(usize),
    /// Starts a dead process; ends a living one first.
    Restart(usize),
    /// SIGSTOP.
    Freeze(usize),
    /// SIGCONT.
    Thaw(usize),
    /// Cuts every link of a member, both ways.
    Isolate(usize),
    /// Cuts one direction of a link.
    Cut {
        /// Sender.
        from: usize,
        /// Receiver.
        to: usize,
    },
    /// Heals one direction of a link.
    Heal {
        /// Sender.
        from: usize,
        /// Receiver.
        to: usize,
    },
    /// Heals every link.
    HealAll,
    /// Cuts the links between these groups and heals those inside them. Members not named form
    /// one more group.
    Partition(Vec<Vec<usize>>),
    /// Lets one direction of a link lose this many messages of a million.
    Loss {
        /// Sender.
        from: usize,
        /// Receiver.
        to: usize,
        /// Parts per million.
        ppm: u32,
    },
}

/// Why a fault does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultRefusal {
    /// There is no member at this place.
    NoSuchMember(usize),
    /// It is down already.
    Down(usize),
    /// It is stopped already.
    Frozen(usize),
    /// It is not stopped.
    NotFrozen(usize),
    /// A link needs two ends.
    SameMember(usize),
}

impl fmt::Display for FaultRefusal {
    /// Members are numbered from 1 here; whoever knows names may say it better.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchMember(place) => write!(f, "there is no member {}", place + 1),
            Self::Down(place) => write!(f, "member {} is down", place + 1),
            Self::Frozen(place) => write!(f, "member {} is frozen already", place + 1),
            Self::NotFrozen(place) => write!(f, "member {} is not frozen", place + 1),
            Self::SameMember(place) => write!(f, "member {} has no link to itself", place + 1),
        }
    }
}

impl World {
    /// Lets a fault happen now.
    ///
    /// # Errors
    /// Says why there is nothing to do; nothing changed then.
    pub fn fault(&mut self, fault: &Fault) -> Result<(), FaultRefusal> {
        match fault {
            Fault::Kill(member) => {
                self.power(*member).and_then(refuse_down(*member))?;
                self.kill(*member);
            }
            Fault::Restart(member) => {
                if self.power(*member)? != Power::Down {
                    self.kill(*member);
                }
                self.boot(*member);
            }
            Fault::Freeze(member) => match self.power(*member).and_then(refuse_down(*member))? {
                Power::Frozen => return Err(FaultRefusal::Frozen(*member)),
                Power::Up | Power::Down => self.node_mut(*member).power = Power::Frozen,
            },
            Fault::Thaw(member) => {
                if self.power(*member)? != Power::Frozen {
                    return Err(FaultRefusal::NotFrozen(*member));
                }
                self.thaw(*member);
            }
            Fault::Isolate(member) => {
                self.power(*member)?;
                let others = (0..self.nodes.len()).filter(|other| other != member);
                others.for_each(|other| self.set_both(*member, other, true));
            }
            Fault::Cut { from, to } => self.set_one(*from, *to, true)?,
            Fault::Heal { from, to } => self.set_one(*from, *to, false)?,
            Fault::HealAll => {
                for (from, to) in self.pairs() {
                    self.network.set_cut(from, to, None);
                    self.network.set_loss(from, to, 0);
                }
            }
            Fault::Partition(groups) => self.partition(groups)?,
            Fault::Loss { from, to, ppm } => {
                self.check_link(*from, *to)?;
                self.network.set_loss(*from, *to, *ppm);
            }
        }
        Ok(())
    }

    fn power(&self, member: usize) -> Result<Power, FaultRefusal> {
        self.nodes
            .get(member)
            .map(|node| node.power)
            .ok_or(FaultRefusal::NoSuchMember(member))
    }

    fn check_link(&self, from: usize, to: usize) -> Result<(), FaultRefusal> {
        self.power(from)?;
        self.power(to)?;
        if from == to {
            Err(FaultRefusal::SameMember(from))
        } else {
            Ok(())
        }
    }

    fn set_one(&mut self, from: usize, to: usize, cut: bool) -> Result<(), FaultRefusal> {
        self.check_link(from, to)?;
        let since = cut.then_some(self.now);
        self.network.set_cut(from, to, since);
        Ok(())
    }

    fn set_both(&mut self, one: usize, other: usize, cut: bool) {
        let since = cut.then_some(self.now);
        self.network.set_cut(one, other, since);
        self.network.set_cut(other, one, since);
    }

    fn pairs(&self) -> Vec<(usize, usize)> {
        let members = self.nodes.len();
        (0..members)
            .flat_map(|from| (0..members).map(move |to| (from, to)))
            .filter(|(from, to)| from != to)
            .collect()
    }

    fn partition(&mut self, groups: &[Vec<usize>]) -> Result<(), FaultRefusal> {
        for member in groups.iter().flatten() {
            self.power(*member)?;
        }
        let group = |member: usize| groups.iter().position(|group| group.contains(&member));
        let cut = |from, to| group(from) != group(to);
        for (from, to) in self.pairs() {
            let since = cut(from, to).then_some(self.now);
            self.network.set_cut(from, to, since);
        }
        Ok(())
    }

    fn kill(&mut self, member: usize) {
        let (now, process) = (self.now, self.nodes[member].process(member));
        let unread = std::mem::take(&mut self.node_mut(member).stash);
        for event in unread {
            if let Event::Deliver(packet) = event {
                self.lose(*packet, now);
            }
        }
        self.node_mut(member).kill();
        self.break_calls(process);
        self.break_streams(process);
    }

    fn thaw(&mut self, member: usize) {
        let now = self.now;
        let node = self.node_mut(member);
        node.power = Power::Up;
        let missed_tick = std::mem::take(&mut node.missed_tick);
        let stash = std::mem::take(&mut node.stash);
        let process = node.process(member);
        for event in stash {
            self.agenda.plan(now, event);
        }
        if missed_tick {
            self.agenda.plan(now, Event::LateTick(process));
        }
    }
}

fn refuse_down(member: usize) -> impl Fn(Power) -> Result<Power, FaultRefusal> {
    move |power| match power {
        Power::Down => Err(FaultRefusal::Down(member)),
        Power::Up | Power::Frozen => Ok(power),
    }
}
