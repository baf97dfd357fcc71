//! One member as the world holds it: a process that may be dead or stopped, and its disks.

use std::{collections::VecDeque, sync::Arc};

use super::{
    Config,
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

/// One member.
#[derive(Clone, Debug)]
pub struct Node {
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
    /// A snapshot replaced the state and is not synced yet.
    pub(super) installing: bool,
    pub(super) started: Micros,
    pub(super) applies_until: Micros,
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
        Self {
            identity,
            power: Power::Down,
            epoch: 0,
            server: None,
            disk: Disk::format(boot.entries.clone(), Arc::new(state)),
            dirty: 0,
            commit_planned: false,
            lease_loop_planned: false,
            installing: false,
            started: Micros::ZERO,
            applies_until: Micros::ZERO,
            missed_tick: false,
            stash: VecDeque::new(),
            touched: 0,
        }
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
        self.installing = false;
        self.started = now;
        self.applies_until = now;
        self.missed_tick = false;
        self.stash.clear();
        self.server = Some(Server::start(etcd::Start {
            identity: Arc::clone(&self.identity),
            flags,
            now,
            unix: config.unix + now,
            seed,
            log: self.disk.recover(),
            state: State::clone(self.disk.backend()),
        }));
    }

    /// Ends the process as SIGKILL does.
    pub(super) fn kill(&mut self) {
        self.power = Power::Down;
        self.server = None;
        self.disk.crash();
        self.stash.clear();
    }

    /// Keeps what a stopped process will find when it goes on.
    pub(super) fn stash(&mut self, event: Event) {
        if self.stash.len() < STASH_MAX {
            self.stash.push_back(event);
        }
    }

    /// Commits the backend's batch, unless the state came with a snapshot that is not synced yet.
    pub(super) fn commit_backend(&mut self) {
        let Some(server) = &self.server else { return };
        if !self.installing {
            self.disk.commit_backend(Arc::new(server.state().clone()));
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
