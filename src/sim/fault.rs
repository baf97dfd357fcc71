//! Faults as inputs: what a person may do to a running cluster.

use std::fmt;

#[cfg(doc)]
use super::{DRIFT_RANGE, SKEW_MAX};
use super::{
    Delay, Exit, Handling, World,
    agenda::Event,
    node::{Power, Standing},
};
use crate::{
    etcd::{Input, Server},
    raft::{Role, Rules},
    units::Micros,
};

/// One act against the cluster, or its repair. Members are places in the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// SIGKILL: what the process wrote gets to its disk without it.
    Kill(usize),
    /// The machine loses power: what was not synced is gone too.
    LoseTail(usize),
    /// Starts a dead process; ends a living one first.
    Restart(usize),
    /// Starts the process of a member that was added to the cluster, with an empty disk.
    Start {
        /// `--name`.
        name: String,
        /// `--initial-advertise-peer-urls`; empty: as the name says, or the only one that waits.
        peer: String,
        /// `--advertise-client-urls`; empty: of the tutorial's series.
        client: String,
    },
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
    /// Heals one direction of a link: it loses nothing, delays nothing, and what is held up on it
    /// goes on.
    Heal {
        /// Sender.
        from: usize,
        /// Receiver.
        to: usize,
    },
    /// Heals every link, and every member as [`Fault::HealMember`] does.
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
    /// Lets one direction of a link take this much longer than others do; zero takes it back.
    Delay {
        /// Sender.
        from: usize,
        /// Receiver.
        to: usize,
        /// How much longer; at most [`DELAY_MAX`] each.
        delay: Delay,
    },
    /// Lets one direction of a link deliver this many messages of a million twice: more than TCP
    /// ever does. What etcd counts on its connections for is never repeated
    /// ([`super::Packet::may_repeat`]).
    Duplication {
        /// Sender.
        from: usize,
        /// Receiver.
        to: usize,
        /// Parts per million.
        ppm: u32,
    },
    /// Lets this many messages of a million be overtaken by what is sent after them: more than TCP
    /// ever does.
    Reordering {
        /// Sender.
        from: usize,
        /// Receiver.
        to: usize,
        /// Parts per million.
        ppm: u32,
    },
    /// Sets a member's wall clock so far ahead of true time, or behind. See [`super::Clock`] for
    /// what depends on it.
    Skew {
        /// The member.
        member: usize,
        /// Microseconds; zero sets it right. At most [`SKEW_MAX`] either way.
        by: i64,
    },
    /// Lets a member's clocks run faster, or slower.
    Drift {
        /// The member.
        member: usize,
        /// Parts per million, within [`DRIFT_RANGE`]; zero lets them run right.
        ppm: i32,
    },
    /// Lets each sync of the log, and each batch of the backend, take this much longer.
    SlowDisk {
        /// The member.
        member: usize,
        /// How much longer, at most [`DELAY_MAX`] each; zero takes it back.
        delay: Delay,
    },
    /// Fills a member's disks to the last byte, etcd's preallocated space included, or makes room
    /// again. The next write ends the process, and it cannot start while they are full.
    FullDisk(usize, bool),
    /// Lets half of the last record of a dead member's log be missing. A start cuts it off.
    TearRecord(usize),
    /// Takes all data from a dead member. It keeps its name and its id.
    WipeDisk(usize),
    /// Sets a member's clocks right, makes its disks fast and gives them room. What they lost stays
    /// lost.
    HealMember(usize),
    /// Lets a member's election timer run out now (`MsgHup`): it campaigns, by pre-vote if that is
    /// on.
    TimeoutNow(usize),
    /// Does something to one message under way.
    Message {
        /// Its number.
        id: u64,
        /// What is done to it.
        act: Handling,
    },
    /// Lets all members forget a rule at once, or follow it again: what if etcd had no such rule?
    Rule {
        /// Its place in [`Rules::ALL`].
        rule: usize,
        /// Whether they follow it.
        on: bool,
    },
}

/// The longest delay that can be asked for.
pub const DELAY_MAX: Micros = Micros::from_secs(3_600);

/// Why a fault does nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultRefusal {
    /// There is no member at this place.
    NoSuchMember(usize),
    /// It is down already.
    Down(usize),
    /// It was added, and its process was never started.
    NeverStarted(usize),
    /// No added member waits for its process at this address, or none at all.
    NobodyWaits,
    /// Several added members wait for their processes.
    WhoWaits,
    /// This member has the name.
    NameTaken(usize),
    /// It is stopped already.
    Frozen(usize),
    /// It is not stopped.
    NotFrozen(usize),
    /// It runs, and what is on its disks is its own.
    Running(usize),
    /// No record was written that could be torn.
    NoRecord(usize),
    /// Its last record is torn already.
    Torn(usize),
    /// Its disks are empty already.
    Wiped(usize),
    /// It leads already.
    Leads(usize),
    /// It has no vote, so it never campaigns.
    NoVoter(usize),
    /// Its clock or its disks are like that already.
    AsItIs(usize),
    /// A link needs two ends.
    SameMember(usize),
    /// No message of this number is under way.
    NoSuchMessage(u64),
    /// This message is held up already.
    Held(u64),
    /// This message is not held up.
    NotHeld(u64),
    /// Nothing arrives over a cut link.
    CutLink {
        /// Sender.
        from: usize,
        /// Receiver.
        to: usize,
    },
    /// There is no rule at this place.
    NoSuchRule(usize),
    /// This rule is followed, or forgotten, already.
    Rule {
        /// Its place in [`Rules::ALL`].
        rule: usize,
        /// Whether it is followed.
        on: bool,
    },
}

impl fmt::Display for FaultRefusal {
    /// Members are numbered from 1 here; whoever knows names may say it better.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchMember(place) => write!(f, "there is no member {}", place + 1),
            Self::Down(place) => write!(f, "member {} is down", place + 1),
            Self::Frozen(place) => write!(f, "member {} is frozen already", place + 1),
            Self::NotFrozen(place) => write!(f, "member {} is not frozen", place + 1),
            Self::Running(place) => write!(f, "member {} runs", place + 1),
            Self::NoRecord(place) => write!(f, "member {} wrote no record", place + 1),
            Self::Torn(place) => write!(f, "member {}'s record is torn already", place + 1),
            Self::Wiped(place) => write!(f, "member {} has no data", place + 1),
            Self::NeverStarted(place) => write!(f, "member {} was never started", place + 1),
            Self::NobodyWaits => write!(f, "no added member waits for its process"),
            Self::WhoWaits => write!(f, "several added members wait for their processes"),
            Self::NameTaken(place) => write!(f, "member {} has this name", place + 1),
            Self::Leads(place) => write!(f, "member {} leads already", place + 1),
            Self::NoVoter(place) => write!(f, "member {} has no vote", place + 1),
            Self::AsItIs(place) => write!(f, "member {} is like that already", place + 1),
            Self::SameMember(place) => write!(f, "member {} has no link to itself", place + 1),
            Self::NoSuchMessage(id) => write!(f, "no message m{id} is under way"),
            Self::Held(id) => write!(f, "m{id} is held up"),
            Self::NotHeld(id) => write!(f, "m{id} is not held up"),
            Self::CutLink { from, to } => {
                write!(f, "the link {} > {} is cut", from + 1, to + 1)
            }
            Self::NoSuchRule(rule) => write!(f, "there is no rule {}", rule + 1),
            Self::Rule { rule, on } => {
                let name = Rules::ALL.get(*rule).map_or("it", |(name, _)| name);
                write!(f, "{name} is {} already", if *on { "on" } else { "off" })
            }
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
            Fault::Kill(_)
            | Fault::LoseTail(_)
            | Fault::Restart(_)
            | Fault::Start { .. }
            | Fault::Freeze(_)
            | Fault::Thaw(_)
            | Fault::TimeoutNow(_) => self.fault_of_process(fault)?,
            Fault::Skew { .. }
            | Fault::Drift { .. }
            | Fault::SlowDisk { .. }
            | Fault::FullDisk(..)
            | Fault::TearRecord(_)
            | Fault::WipeDisk(_)
            | Fault::HealMember(_) => self.fault_of_machine(fault)?,
            Fault::Cut { from, to }
            | Fault::Heal { from, to }
            | Fault::Loss { from, to, .. }
            | Fault::Delay { from, to, .. }
            | Fault::Duplication { from, to, .. }
            | Fault::Reordering { from, to, .. } => {
                self.check_link(*from, *to)?;
                self.fault_of_link(fault);
            }
            Fault::Isolate(member) => {
                self.power(*member)?;
                let others = (0..self.nodes.len()).filter(|other| other != member);
                others.for_each(|other| self.cut_both(*member, other));
            }
            Fault::HealAll => {
                for (from, to) in self.pairs() {
                    self.heal(from, to);
                }
                (0..self.nodes.len()).for_each(|member| self.heal_machine(member));
            }
            Fault::Partition(groups) => self.partition(groups)?,
            Fault::Message { id, act } => self.handle_message(*id, *act)?,
            Fault::Rule { rule, on } => self.switch(*rule, *on)?,
        }
        Ok(())
    }

    /// All members follow a rule, or forget it, from now on.
    fn switch(&mut self, rule: usize, on: bool) -> Result<(), FaultRefusal> {
        let Some((_, flag)) = Rules::ALL.get(rule) else {
            return Err(FaultRefusal::NoSuchRule(rule));
        };
        let stands = std::mem::replace(flag(&mut self.rules), on) == on;
        if stands {
            return Err(FaultRefusal::Rule { rule, on });
        }
        let rules = self.rules;
        for member in 0..self.nodes.len() {
            if let Some(server) = &mut self.node_mut(member).server {
                server.set_rules(rules);
            }
        }
        Ok(())
    }

    fn fault_of_process(&mut self, fault: &Fault) -> Result<(), FaultRefusal> {
        match fault {
            Fault::Kill(member) => {
                self.power(*member).and_then(refuse_down(*member))?;
                self.end(*member, Exit::Killed);
            }
            Fault::LoseTail(member) => {
                self.power(*member).and_then(refuse_down(*member))?;
                self.end(*member, Exit::PowerLost);
            }
            Fault::Restart(member) => {
                if self.power(*member)? != Power::Down {
                    self.end(*member, Exit::Killed);
                }
                self.start(*member)?;
            }
            Fault::Start { name, peer, client } => self.start_member(name, peer, client)?,
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
            Fault::TimeoutNow(member) => self.time_out(*member)?,
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, member: usize) -> Result<(), FaultRefusal> {
        let node = &self.nodes[member];
        if node.standing != Standing::Waiting {
            self.boot(member);
        } else if node.member.client_url.is_empty() {
            return Err(FaultRefusal::NeverStarted(member));
        } else {
            // The machine had a name before.
            self.start_waiting(member);
        }
        Ok(())
    }

    /// Lets a member's election timer run out.
    fn time_out(&mut self, member: usize) -> Result<(), FaultRefusal> {
        if self.power(member).and_then(refuse_down(member))? == Power::Frozen {
            return Err(FaultRefusal::Frozen(member));
        }
        let node = &self.nodes[member];
        let process = node.process(member);
        if let Some(raft) = node.server().map(Server::raft) {
            if raft.role() == Role::Leader {
                return Err(FaultRefusal::Leads(member));
            }
            if !raft.configuration().is_voter(raft.id()) {
                return Err(FaultRefusal::NoVoter(member));
            }
        }
        self.drive(process, Input::TimeOut);
        Ok(())
    }

    fn fault_of_link(&mut self, fault: &Fault) {
        match fault {
            Fault::Cut { from, to } => self.network.set_cut(*from, *to, Some(self.now)),
            Fault::Heal { from, to } => self.heal(*from, *to),
            Fault::Loss { from, to, ppm } => self.network.set_loss(*from, *to, *ppm),
            Fault::Delay { from, to, delay } => {
                self.network.set_delay(*from, *to, bounded(*delay));
            }
            Fault::Duplication { from, to, ppm } => {
                self.network.set_duplication(*from, *to, *ppm);
            }
            Fault::Reordering { from, to, ppm } => {
                self.network.set_reordering(*from, *to, *ppm);
            }
            _ => {}
        }
    }

    pub(super) fn power(&self, member: usize) -> Result<Power, FaultRefusal> {
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

    fn heal(&mut self, from: usize, to: usize) {
        self.network.opens(from, to, self.now);
        self.network.set_cut(from, to, None);
        self.network.set_loss(from, to, 0);
        self.network.set_delay(from, to, Delay::default());
        self.network.set_duplication(from, to, 0);
        self.network.set_reordering(from, to, 0);
        self.release_all(from, to);
    }

    fn cut_both(&mut self, one: usize, other: usize) {
        let since = Some(self.now);
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
            if since.is_none() {
                self.network.opens(from, to, self.now);
            }
            self.network.set_cut(from, to, since);
        }
        Ok(())
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

pub(super) fn bounded(delay: Delay) -> Delay {
    Delay {
        base: delay.base.min(DELAY_MAX),
        spread: delay.spread.min(DELAY_MAX),
    }
}

fn refuse_down(member: usize) -> impl Fn(Power) -> Result<Power, FaultRefusal> {
    move |power| match power {
        Power::Down => Err(FaultRefusal::Down(member)),
        Power::Up | Power::Frozen => Ok(power),
    }
}
