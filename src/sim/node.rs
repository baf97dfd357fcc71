//! One member as the world holds it: a process that may be dead or stopped, and its disks.

use std::{collections::VecDeque, sync::Arc};

use super::{
    Clock, Config, Delay, Exit, MemberConfig,
    agenda::{Event, Process},
    disk::Disk,
};
use crate::{
    etcd::{self, Server, State},
    raft::{Configuration, Entry, EntryKind, Rules},
    units::{Index, Micros, Term},
};

/// Whether a member's process runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Power {
    /// Running.
    #[default]
    Up,
    /// Killed: only its disks are left.
    Down,
    /// Stopped with SIGSTOP: everything is kept, nothing moves.
    Frozen,
}

/// What a stopped process may find waiting; what comes beyond is lost, as in a full socket.
const STASH_MAX: usize = 4_096;

/// What a machine is to the cluster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// A member that has started.
    #[default]
    Member,
    /// It was added, and no process has been started for it.
    Waiting,
    /// It was removed for good. What is left of it stays.
    Removed,
}

/// One member.
#[derive(Clone, Debug)]
pub struct Node {
    pub(super) member: Arc<MemberConfig>,
    pub(super) standing: Standing,
    /// It was added to a cluster that ran (`--initial-cluster-state existing`).
    pub(super) joined: bool,
    pub(super) identity: Arc<etcd::Identity>,
    pub(super) power: Power,
    /// Starts of the process so far.
    pub(super) epoch: u32,
    pub(super) server: Option<Server>,
    pub(super) disk: Disk,
    /// Entries applied since the backend's last batch.
    pub(super) dirty: usize,
    pub(super) commit_planned: bool,
    pub(super) lease_loop_planned: bool,
    /// The state of a snapshot that replaced everything and is not synced yet. Its file is on disk
    /// since before Raft was told of it (`snapshot_handler`).
    pub(super) installing: Option<Arc<State>>,
    /// The backend's batch that a slow disk is taking, and when it has it.
    pub(super) committing: Option<(Micros, Arc<State>)>,
    pub(super) clock: Clock,
    /// Why its process does not run, if it doesn't.
    pub(super) exit: Option<Exit>,
    /// Why its process ends with the event that it is handling.
    pub(super) exiting: Option<Exit>,
    pub(super) started: Micros,
    /// What its steady clock read then.
    pub(super) booted: Micros,
    pub(super) applies_until: Micros,
    /// When the last write that it has to sync will be.
    pub(super) syncs_until: Micros,
    pub(super) missed_tick: bool,
    pub(super) stash: VecDeque<Event>,
    pub(super) touched: u64,
}

impl Node {
    /// A member with freshly formatted disks and no process yet.
    pub(super) fn format(config: &Config, place: usize, boot: &Boot) -> Self {
        let member = &config.members[place];
        let identity = Arc::new(etcd::Identity {
            id: boot.ids[place],
            cluster: boot.cluster,
            name: member.name.clone(),
            client_urls: vec![member.client_url.clone()],
        });
        let state = State::new(boot.configuration.clone(), config.flags.minimum_ttl());
        let disk = Disk::format(boot.entries.clone(), Arc::new(state));
        Self::of(identity, Arc::new(member.clone()), disk)
    }

    /// A member that was added to a running cluster: its disks are empty, and it waits for a
    /// process. Without a name it goes by its peer address.
    pub(super) fn added(identity: etcd::Identity, member: MemberConfig, minimum_ttl: i64) -> Self {
        let state = State::new(Configuration::default(), minimum_ttl);
        let disk = Disk::format(Vec::new(), Arc::new(state));
        Self {
            standing: Standing::Waiting,
            joined: true,
            ..Self::of(Arc::new(identity), Arc::new(member), disk)
        }
    }

    /// A member with the data of a data directory on its disks.
    pub(super) fn restored(
        identity: etcd::Identity,
        member: MemberConfig,
        boot: etcd::backend::Boot,
    ) -> Self {
        Self {
            joined: true,
            ..Self::of(Arc::new(identity), Arc::new(member), Disk::restored(boot))
        }
    }

    fn of(identity: Arc<etcd::Identity>, member: Arc<MemberConfig>, disk: Disk) -> Self {
        Self {
            member,
            standing: Standing::Member,
            joined: false,
            identity,
            power: Power::Down,
            epoch: 0,
            server: None,
            disk,
            dirty: 0,
            commit_planned: false,
            lease_loop_planned: false,
            installing: None,
            committing: None,
            clock: Clock::default(),
            exit: None,
            exiting: None,
            started: Micros::ZERO,
            booted: Micros::ZERO,
            applies_until: Micros::ZERO,
            syncs_until: Micros::ZERO,
            missed_tick: false,
            stash: VecDeque::new(),
            touched: 0,
        }
    }

    /// Formats the disks once more; they stay as slow as they are.
    pub(super) fn reformat(&mut self, config: &Config, boot: &Boot) {
        let (entries, configuration) = if self.joined {
            Default::default()
        } else {
            (boot.entries.clone(), boot.configuration.clone())
        };
        let state = State::new(configuration, config.flags.minimum_ttl());
        let slow = self.disk.slow();
        self.disk = Disk::format(entries, Arc::new(state));
        self.disk.set_slow(slow);
    }

    /// Starts a process from the disks.
    pub(super) fn boot(&mut self, config: &Config, rules: Rules, now: Micros, seed: u64) {
        let flags = etcd::Flags {
            rules,
            ..config.flags
        };
        self.epoch += 1;
        self.power = Power::Up;
        self.dirty = 0;
        self.commit_planned = false;
        self.lease_loop_planned = false;
        self.installing = None;
        self.committing = None;
        self.exit = None;
        self.exiting = None;
        self.started = now;
        self.booted = self.clock.steady(now);
        self.disk.repair();
        self.applies_until = now;
        self.syncs_until = now;
        self.missed_tick = false;
        self.stash.clear();
        self.server = Some(Server::start(etcd::Start {
            identity: Arc::clone(&self.identity),
            flags,
            now: self.booted,
            unix: self.clock.wall(config.unix, now),
            seed,
            log: self.disk.recover(),
            state: State::clone(self.disk.backend()),
        }));
    }

    /// Ends the process.
    pub(super) fn end(&mut self, exit: Exit) {
        self.power = Power::Down;
        self.exit = Some(exit);
        self.server = None;
        let installing = self.installing.take();
        if exit == Exit::PowerLost {
            self.disk.power_lost();
        } else if self.disk.killed()
            && let Some(state) = installing
        {
            self.disk.commit_backend(state);
        }
        self.committing = None;
        self.stash.clear();
    }

    /// Keeps what a stopped process will find when it goes on.
    pub(super) fn stash(&mut self, event: Event) {
        if self.stash.len() < STASH_MAX {
            self.stash.push_back(event);
        }
    }

    /// The backend's batch as it stands; none if the state came with a snapshot that is not synced
    /// yet.
    pub(super) fn batch(&self) -> Option<Arc<State>> {
        let server = self.server.as_ref().filter(|_| self.installing.is_none())?;
        Some(Arc::new(server.state().clone()))
    }

    /// Commits the backend's batch.
    pub(super) fn commit_backend(&mut self) {
        if let Some(batch) = self.batch() {
            self.disk.commit_backend(batch);
            self.dirty = 0;
        }
    }

    pub(super) const fn process(&self, member: usize) -> Process {
        Process {
            member,
            epoch: self.epoch,
        }
    }

    /// Whether its process is this one, running or stopped.
    pub(super) fn is(&self, process: Process) -> bool {
        self.epoch == process.epoch && self.power != Power::Down
    }

    /// Its name and addresses. A member that no process was started for goes by its peer address
    /// and has no client URL.
    #[must_use]
    pub fn member(&self) -> &MemberConfig {
        &self.member
    }

    /// Whether it is a member that has started once.
    #[must_use]
    pub fn is_member(&self) -> bool {
        self.standing == Standing::Member
    }

    /// What it is to the cluster.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        self.standing
    }

    /// Who it is.
    #[must_use]
    pub fn identity(&self) -> &etcd::Identity {
        &self.identity
    }

    /// Whether its process runs.
    #[must_use]
    pub const fn power(&self) -> Power {
        self.power
    }

    /// How often it was started.
    #[must_use]
    pub const fn epoch(&self) -> u32 {
        self.epoch
    }

    /// When its process was started last.
    #[must_use]
    pub const fn started(&self) -> Micros {
        self.started
    }

    /// Why its process does not run, if it doesn't.
    #[must_use]
    pub const fn exit(&self) -> Option<Exit> {
        self.exit
    }

    /// Its machine's clocks. All times that its process holds (expiries of leases) are readings of
    /// the steady one.
    #[must_use]
    pub const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Whether its clocks or disks are not as they should be and can be healed.
    #[must_use]
    pub fn is_amiss(&self, now: Micros) -> bool {
        let clock = self.clock.offset(now) != 0 || self.clock.ppm() != 0;
        clock || self.disk.is_full() || self.disk.slow() != Delay::default()
    }

    /// Its process; `None` while it is down.
    #[must_use]
    pub const fn server(&self) -> Option<&Server> {
        self.server.as_ref()
    }

    /// Grows whenever it may have changed; equal numbers are an equal member.
    #[must_use]
    pub const fn touched(&self) -> u64 {
        self.touched
    }

    /// Its disks.
    #[must_use]
    pub const fn disk(&self) -> &Disk {
        &self.disk
    }

    /// The state it has, or while it is down, the one its backend holds.
    #[must_use]
    pub fn state(&self) -> &State {
        self.server
            .as_ref()
            .map_or_else(|| self.disk.backend().as_ref(), Server::state)
    }
}

/// What all members of a new cluster start from: one configuration change each, in term 1.
pub(super) struct Boot {
    pub(super) ids: Vec<crate::units::NodeId>,
    pub(super) cluster: u64,
    configuration: Configuration,
    entries: Vec<Entry>,
}

impl Boot {
    pub(super) fn of(config: &Config) -> Self {
        let id = |url: &String| etcd::member_id(std::slice::from_ref(url), &config.token);
        let ids: Vec<_> = config
            .members
            .iter()
            .map(|member| id(&member.peer_url))
            .collect();
        let mut order: Vec<usize> = (0..ids.len()).collect();
        order.sort_by_key(|place| ids[*place]);
        let mut configuration = Configuration::default();
        let mut entries = Vec::new();
        for (index, place) in (1..).zip(order) {
            configuration.add_voter(ids[place]);
            let member = &config.members[place];
            let change = etcd::record::ConfChange {
                id: 0,
                r#type: 0,
                node_id: ids[place].0,
                context: Some(etcd::api::Member {
                    id: ids[place].0,
                    name: member.name.clone(),
                    peer_urls: vec![member.peer_url.clone()],
                    ..etcd::api::Member::default()
                }),
                is_promote: false,
            };
            entries.push(Entry {
                term: Term(1),
                index: Index(index),
                kind: EntryKind::ConfChange,
                data: change.to_bytes(),
            });
        }
        Self {
            cluster: etcd::cluster_id(&ids),
            ids,
            configuration,
            entries,
        }
    }
}
