//! Why a process is not running, and the ends that it comes to by itself.

use std::fmt;

use super::{Node, Packet, Payload, World, agenda::Event};
use crate::{
    raft::Body,
    units::{Index, NodeId},
};

/// Why a member's process does not run. `Display` is etcd's own text where it exits by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// SIGKILL.
    Killed,
    /// Its machine lost power.
    PowerLost,
    /// The write-ahead log could not be written (`raft.go`; fatal).
    WalFull,
    /// The backend's batch could not be committed (`batch_tx.go`; fatal).
    BackendFull,
    /// The cluster removed it (`raftNode`, `removed`; `rafthttp`, `errMemberRemoved`).
    Removed,
    /// It has no data, and its peers know a member of its id (`isMemberBootstrapped`).
    Bootstrapped(NodeId),
    /// The leader knows entries committed that this log had acknowledged and has no more
    /// (`raft/log.go`, `commitTo`; a panic).
    LogLost {
        /// The commit index it was told.
        commit: Index,
        /// Its last index.
        last: Index,
    },
}

impl Exit {
    /// Whether etcd ended by itself, with words of its own.
    #[must_use]
    pub const fn is_own(self) -> bool {
        !matches!(self, Self::Killed | Self::PowerLost)
    }
}

impl fmt::Display for Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Killed => write!(f, "signal: killed"),
            Self::PowerLost => write!(f, "power failure"),
            Self::WalFull => write!(
                f,
                "failed to save Raft hard state and entries: no space left on device"
            ),
            Self::BackendFull => write!(f, "failed to commit tx: no space left on device"),
            Self::Removed => write!(
                f,
                "the member has been permanently removed from the cluster"
            ),
            Self::Bootstrapped(id) => write!(f, "member {id} has already been bootstrapped"),
            Self::LogLost { commit, last } => write!(
                f,
                "tocommit({}) is out of range [lastIndex({})]. Was the raft log corrupted, \
                 truncated, or lost?",
                commit.0, last.0
            ),
        }
    }
}

/// Ends remembered until somebody asks; more are of no use to anybody.
const ENDS_MAX: usize = 64;

impl World {
    /// Ends a process: what it wrote and the operating system has stays, unless the power is lost.
    pub(super) fn end(&mut self, member: usize, exit: Exit) {
        let (now, process) = (self.now, self.nodes[member].process(member));
        let unread = std::mem::take(&mut self.node_mut(member).stash);
        for event in unread {
            if let Event::Deliver(packet) = event {
                self.lose(*packet, now);
            }
        }
        self.node_mut(member).end(exit);
        self.break_calls(process);
        self.break_streams(process);
    }

    /// Ends a process that came to an end by itself while it handled an event.
    pub(super) fn end_if_due(&mut self, member: usize) {
        if self.nodes[member].exiting.is_none() {
            return;
        }
        if let Some(exit) = self.node_mut(member).exiting.take() {
            self.end(member, exit);
            self.tell_end(member, exit);
        }
    }

    /// Remembers an end that no fault was asked for.
    pub(super) fn tell_end(&mut self, member: usize, exit: Exit) {
        if self.ends.len() < ENDS_MAX && exit.is_own() {
            self.ends.push((member, exit));
        }
    }

    /// Processes that ended by themselves since this was asked last: place and reason.
    pub fn take_ends(&mut self) -> Vec<(usize, Exit)> {
        std::mem::take(&mut self.ends)
    }

    /// Why a process cannot start from its disks now, if it can't.
    pub(super) fn cannot_start(&self, member: usize) -> Option<Exit> {
        let disk = &self.nodes[member].disk;
        if disk.is_full() {
            // It opens its backend with a batch of its own.
            return Some(Exit::BackendFull);
        }
        let known = disk.is_wiped() && !self.nodes[member].joined && self.is_bootstrapped(member);
        known.then(|| Exit::Bootstrapped(self.nodes[member].identity.id))
    }

    /// Whether a peer that answers knows this member, its client addresses included: etcd asks
    /// that before it lets a member without data begin a new cluster.
    fn is_bootstrapped(&self, member: usize) -> bool {
        let id = self.nodes[member].identity.id;
        let answers = |other: &usize| {
            *other != member
                && self.nodes[*other].power == super::Power::Up
                && !self.network.is_cut(member, *other)
                && !self.network.is_cut(*other, member)
        };
        let knows = |other: usize| {
            let known = self.nodes[other].state().members.get(&id);
            known.is_some_and(|it| !it.client_urls.is_empty())
        };
        (0..self.nodes.len()).filter(answers).any(knows)
    }
}

impl Node {
    /// Whether a packet makes this process's Raft panic: a heartbeat that tells of a commit beyond
    /// its log, for it once acknowledged entries that it has no more.
    pub(super) fn panics_at(&self, packet: &Packet) -> Option<Exit> {
        let Payload::Raft(messages) = &packet.payload else {
            return None;
        };
        let raft = self.server()?.raft();
        let (term, last) = (raft.term(), raft.log().last_index());
        let beyond = messages.iter().find_map(|(it, _)| match it.body {
            Body::Heartbeat { commit, .. } if it.term >= term && commit > last => Some(commit),
            _ => None,
        });
        beyond.map(|commit| Exit::LogLost { commit, last })
    }
}

/// The moments between which a disk stands one way or the other, counted; and the one at which a
/// process is to end.
///
/// There is one before and after each of: a write to the log, its sync, a batch of the backend, a
/// snapshot's batch and the cut of the log behind it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Boundaries {
    seen: u64,
    end_at: Option<(u64, Exit)>,
}

impl World {
    /// Counts a boundary; says whether the process ends right there.
    pub(super) fn boundary(&mut self, member: usize) -> bool {
        let Boundaries { seen, end_at } = &mut self.boundaries;
        *seen += 1;
        let due = end_at.take_if(|(at, _)| *at == *seen);
        if let Some((_, exit)) = due {
            self.node_mut(member).exiting = Some(exit);
        }
        due.is_some()
    }

    /// Boundaries that the members' disks have passed so far: before and after each write, sync,
    /// batch of a backend and cut of a log.
    #[must_use]
    pub const fn boundaries(&self) -> u64 {
        self.boundaries.seen
    }

    /// Lets the process that passes this boundary, counted from the world's beginning, end right
    /// there. For proofs: no script tells of it.
    pub fn end_at(&mut self, boundary: u64, exit: Exit) {
        self.boundaries.end_at = Some((boundary, exit));
    }
}
