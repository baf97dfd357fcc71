//! What happened when on a branch: the marks of its time axis, in the order of their happening.
//!
//! It is written as time goes on for the first time and never while history is replayed.

use std::sync::Arc;

use super::Position;
use crate::{
    etcd::record::{Act, InternalRequest},
    raft::Entry,
    session::{
        scene::{News, Scene, Typed},
        view::{EntryKind, Happening, Landmark},
        views::{Entries, kind},
    },
    sim::{Owner, World},
    units::{Index, LeaseId, List, Term},
};

/// A leader was elected, or lost.
#[derive(Clone, Copy, Debug)]
pub(in crate::session) struct Led {
    pub(in crate::session) at: Position,
    /// Term and place; none while nobody leads.
    pub(in crate::session) leader: Option<(Term, usize)>,
}

/// An entry was committed.
#[derive(Clone, Copy, Debug)]
pub(in crate::session) struct Committed {
    pub(in crate::session) at: Position,
    pub(in crate::session) index: Index,
    pub(in crate::session) kind: EntryKind,
}

/// A lease's end or beginning was committed.
#[derive(Clone, Copy, Debug)]
pub(in crate::session) struct Leased {
    pub(in crate::session) at: Position,
    pub(in crate::session) lease: LeaseId,
    pub(in crate::session) what: LeaseEvent,
}

/// What happened to a lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::session) enum LeaseEvent {
    Granted,
    Revoked,
    Expired,
}

/// Something was broken or repaired.
#[derive(Clone, Debug)]
pub(in crate::session) struct Broken {
    pub(in crate::session) at: Position,
    pub(in crate::session) what: Arc<Happening>,
}

/// A command started.
#[derive(Clone, Debug)]
pub(in crate::session) struct Started {
    pub(in crate::session) at: Position,
    pub(in crate::session) typed: Arc<Typed>,
}

/// The marks of a branch.
#[derive(Clone, Debug, Default)]
pub(in crate::session) struct Chronicle {
    pub(in crate::session) elections: List<Led>,
    pub(in crate::session) commits: List<Committed>,
    pub(in crate::session) leases: List<Leased>,
    pub(in crate::session) faults: List<Broken>,
    pub(in crate::session) commands: List<Started>,
    leader: Option<(Term, usize)>,
    committed: Index,
    /// What committed entries will do to leases once one member applies them.
    coming: Vec<(Index, LeaseId, LeaseEvent)>,
}

impl Chronicle {
    /// Writes down what is new in the scene.
    pub(super) fn look(&mut self, scene: &mut Scene) {
        for news in scene.take_news() {
            let at = scene.position();
            match news {
                News::Command(typed) => self.commands.push_back(Started { at, typed }),
                News::Fault(what) => {
                    let what = Arc::new(what);
                    self.faults.push_back(Broken { at, what });
                }
            }
        }
        let world = scene.world();
        let leader = leader(world);
        if leader != self.leader {
            self.leader = leader;
            let at = scene.position();
            self.elections.push_back(Led { at, leader });
        }
        let (committed, member) = committed(world);
        if committed > self.committed {
            self.commit(scene, member, committed);
        }
        if !self.coming.is_empty() {
            self.apply(scene);
        }
    }

    /// Leases begin and end where their entries are first applied.
    fn apply(&mut self, scene: &Scene) {
        let (at, applied) = (scene.position(), applied(scene.world()));
        let count = self
            .coming
            .iter()
            .take_while(|(index, ..)| *index <= applied)
            .count();
        for (_, lease, what) in self.coming.drain(..count) {
            self.leases.push_back(Leased { at, lease, what });
        }
    }

    fn commit(&mut self, scene: &Scene, member: usize, to: Index) {
        let at = scene.position();
        let from = self.committed;
        self.committed = to;
        let Some(node) = scene.world().node(member) else {
            return;
        };
        for index in (from.0 + 1..=to.0).map(Index) {
            let Some(entry) = Entries::of(node).get(index) else {
                continue;
            };
            let kind = kind(entry);
            self.commits.push_back(Committed { at, index, kind });
            self.coming.extend(lease_event(scene.world(), entry));
        }
    }

    /// That of a branch that leaves at the scene.
    pub(super) fn until(&self, scene: &Scene) -> Self {
        let here = scene.position();
        let (committed, member) = committed(scene.world());
        let node = scene.world().node(member);
        let coming = (applied(scene.world()).0 + 1..=committed.0).filter_map(|index| {
            let entry = Entries::of(node?).get(Index(index))?;
            lease_event(scene.world(), entry)
        });
        Self {
            elections: until(&self.elections, here, |it| it.at),
            commits: until(&self.commits, here, |it| it.at),
            leases: until(&self.leases, here, |it| it.at),
            faults: until(&self.faults, here, |it| it.at),
            commands: until(&self.commands, here, |it| it.at),
            leader: leader(scene.world()),
            committed,
            coming: coming.collect(),
        }
    }

    /// Drops what is older than history is kept.
    pub(super) fn forget(&mut self, before: Position) {
        self.elections = since(&self.elections, before, |it| it.at);
        self.commits = since(&self.commits, before, |it| it.at);
        self.leases = since(&self.leases, before, |it| it.at);
        self.faults = since(&self.faults, before, |it| it.at);
        self.commands = since(&self.commands, before, |it| it.at);
    }

    /// The nearest landmark of a kind on one side of a place.
    pub(super) fn find(&self, which: Landmark, here: Position, forward: bool) -> Option<Position> {
        let seek = Seek { here, forward };
        match which {
            Landmark::Commit => seek.among(&self.commits, |it| Some(it.at)),
            Landmark::Election => seek.among(&self.elections, |it| it.leader.map(|_| it.at)),
            Landmark::Expiry => seek.among(&self.leases, |it| {
                (it.what == LeaseEvent::Expired).then_some(it.at)
            }),
            Landmark::Fault => seek.among(&self.faults, |it| Some(it.at)),
            Landmark::Command => seek.among(&self.commands, |it| Some(it.at)),
        }
    }
}

struct Seek {
    here: Position,
    forward: bool,
}

impl Seek {
    fn among<T: Clone>(
        &self,
        marks: &List<T>,
        at: impl Fn(&T) -> Option<Position>,
    ) -> Option<Position> {
        if self.forward {
            marks.iter().filter_map(at).find(|it| *it > self.here)
        } else {
            marks.iter().rev().filter_map(at).find(|it| *it < self.here)
        }
    }
}

/// How many marks stand at or before a place.
pub(in crate::session) fn count<T: Clone>(marks: &List<T>, holds: impl Fn(&T) -> bool) -> usize {
    let (mut low, mut high) = (0, marks.len());
    while low < high {
        let middle = low + (high - low) / 2;
        if marks.get(middle).is_some_and(&holds) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

fn until<T: Clone>(marks: &List<T>, here: Position, at: impl Fn(&T) -> Position) -> List<T> {
    marks.take(count(marks, |it| at(it) <= here))
}

fn since<T: Clone>(marks: &List<T>, here: Position, at: impl Fn(&T) -> Position) -> List<T> {
    marks.skip(count(marks, |it| at(it) < here))
}

fn leader(world: &World) -> Option<(Term, usize)> {
    let place = world.leader()?;
    let raft = world.node(place)?.server()?.raft();
    Some((raft.term(), place))
}

/// The highest index that some running member knows to be committed, and that member's place.
fn committed(world: &World) -> (Index, usize) {
    let known = world.nodes().enumerate().filter_map(|(place, node)| {
        let server = node.server()?;
        Some((server.raft().log().committed(), place))
    });
    known.max_by_key(|(index, _)| *index).unwrap_or_default()
}

fn applied(world: &World) -> Index {
    let known = world.nodes().map(|node| node.state().consistent_index());
    known.max().unwrap_or_default()
}

/// What an entry does to a lease, if it does anything to one.
fn lease_event(world: &World, entry: &Entry) -> Option<(Index, LeaseId, LeaseEvent)> {
    if !matches!(kind(entry), EntryKind::LeaseGrant | EntryKind::LeaseRevoke) {
        return None;
    }
    let request = InternalRequest::from_bytes(&entry.data)?;
    let by_itself = || {
        let header = request.header.as_ref();
        let trail = header.and_then(|header| world.trail(header.id));
        trail.is_some_and(|trail| trail.owner == Owner::UNTRACED)
    };
    let (lease, what) = match request.act.as_ref()? {
        Act::LeaseGrant(grant) => (grant.id, LeaseEvent::Granted),
        Act::LeaseRevoke(revoke) if by_itself() => (revoke.id, LeaseEvent::Expired),
        Act::LeaseRevoke(revoke) => (revoke.id, LeaseEvent::Revoked),
        Act::Put(_)
        | Act::DeleteRange(_)
        | Act::Txn(_)
        | Act::Compaction(_)
        | Act::ClusterVersion(_)
        | Act::Login(_)
        | Act::Auth(_)
        | Act::MemberAttributes(_) => return None,
    };
    Some((entry.index, LeaseId(lease), what))
}
