//! The replicated log: one row per member over one window of indexes.

use super::{
    Entries,
    entries::{kind, revision_of},
    leader, raft,
    waits::waits,
};
use crate::{
    raft::{Raft, Reason},
    session::{
        scene::Scene,
        view::{Entry, EntryState, Log, LogRow, Progress, TermBand},
    },
    sim::{Cause, Node},
    units::{Index, Term},
};

/// Indexes in one window at most.
const COLUMNS_MAX: u64 = 1_000;

pub(in crate::session) fn log(scene: &Scene, columns: u64) -> Log {
    let world = scene.world();
    let columns = columns.clamp(1, COLUMNS_MAX);
    let last = world
        .nodes()
        .map(|node| Entries::of(node).last())
        .max()
        .unwrap_or_default();
    let first = Index((last.0 + 1).saturating_sub(columns).max(1));
    let seen_by = leader(scene);
    let window = Window {
        first,
        last,
        leader: seen_by.and_then(|place| world.node(place)),
    };
    let rows = world
        .nodes()
        .enumerate()
        .map(|(place, node)| window.row(place, node))
        .collect();
    Log {
        first,
        last,
        terms: terms(scene, &window),
        waits: waits(scene, window.leader, last),
        rows,
        seen_by,
    }
}

struct Window<'a> {
    first: Index,
    last: Index,
    leader: Option<&'a Node>,
}

impl Window<'_> {
    fn indexes(&self) -> impl Iterator<Item = Index> + use<> {
        (self.first.0..=self.last.0).map(Index)
    }

    fn row(&self, place: usize, node: &Node) -> LogRow {
        let entries = Entries::of(node);
        let progress = self.leader.and_then(raft).and_then(|leader| {
            let own = leader.id() == node.identity().id;
            let progress = leader.progress(node.identity().id).filter(|_| !own)?;
            let (matched, next, state) = (progress.matched, progress.next, progress.state);
            Some(Progress {
                matched,
                next,
                state,
            })
        });
        LogRow {
            member: place,
            first: entries.first(),
            entries: self
                .indexes()
                .filter_map(|index| self.entry(node, index))
                .collect(),
            commit: entries.commit(),
            applied: entries.applied(),
            progress,
        }
    }

    fn entry(&self, node: &Node, index: Index) -> Option<Entry> {
        let entries = Entries::of(node);
        let leading = self.leader.map(Entries::of);
        let theirs = leading.and_then(|leading| leading.get(index));
        let Some(own) = entries.get(index) else {
            // Nothing is missing of what a snapshot holds.
            let lacks = index > entries.last();
            return theirs.filter(|_| lacks).map(|entry| Entry {
                index,
                term: entry.term,
                kind: kind(entry),
                state: EntryState::Missing,
                revision: None,
            });
        };
        let is_leader = self
            .leader
            .is_some_and(|it| it.identity().id == node.identity().id);
        let beyond = leading.is_some_and(|leading| index > leading.last());
        let differs = theirs.is_some_and(|entry| entry.term != own.term);
        let state = if index <= entries.commit() {
            EntryState::Committed
        } else if !is_leader && (differs || beyond) {
            EntryState::Conflict
        } else {
            EntryState::Appended
        };
        let applied = index <= entries.applied();
        let revision = if applied {
            revision_of(node.state(), index)
        } else {
            None
        };
        Some(Entry {
            index,
            term: own.term,
            kind: kind(own),
            state,
            revision,
        })
    }
}

/// Runs of equal terms, along the leader's log or else the longest one.
fn terms(scene: &Scene, window: &Window) -> Vec<TermBand> {
    let longest = || {
        scene
            .world()
            .nodes()
            .max_by_key(|node| Entries::of(node).last())
    };
    let Some(node) = window.leader.or_else(longest) else {
        return Vec::new();
    };
    let entries = Entries::of(node);
    let mut bands: Vec<TermBand> = Vec::new();
    for index in window.indexes() {
        let Some(entry) = entries.get(index) else {
            continue;
        };
        match bands.last_mut().filter(|band| band.term == entry.term) {
            Some(band) => band.last = index,
            None => bands.push(TermBand {
                term: entry.term,
                first: index,
                last: index,
                leader: leader_of(scene, entry.term),
            }),
        }
    }
    bands
}

/// Who leads or led in a term: by its own word, or as was decided not long ago.
fn leader_of(scene: &Scene, term: Term) -> Option<String> {
    let world = scene.world();
    let knows = |raft: &&Raft| raft.term() == term && world.place_of(raft.leader()).is_some();
    let known = world.nodes().filter_map(raft).find(knows);
    let known = known.and_then(|raft| world.place_of(raft.leader()));
    let elected = || {
        let mut decisions = world.decisions().rev();
        let won = decisions.find(
            |it| matches!(it.cause, Cause::Raft(Reason::Elected { term: won, .. }) if won == term),
        );
        won.map(|decision| decision.member)
    };
    let place = known.or_else(elected)?;
    world
        .config()
        .members
        .get(place)
        .map(|member| member.name.clone())
}
