//! Lanes of keys over revisions, as one member's store has them.

use bytes::Bytes;

use super::Entries;
use crate::{
    etcd::{
        record::{Act, InternalRequest},
        store,
    },
    session::{
        scene::Scene,
        view::{Dot, Lane, RevisionColumn, Revisions},
    },
    sim::Node,
    units::{Index, Set},
};

/// Revisions in one picture.
const COLUMNS_MAX: usize = 200;

/// Changes in one picture: one delete can hold very many.
const CHANGES_MAX: usize = 2_000;

/// Keys in one picture.
const LANES_MAX: usize = 100;

/// Proposed changes in one picture, and entries looked through for them.
const PROPOSED_MAX: u64 = 100;

pub(in crate::session) fn revisions(scene: &Scene, member: usize) -> Revisions {
    let Some(node) = scene.world().node(member) else {
        return Revisions {
            member,
            ..Revisions::default()
        };
    };
    let store = &node.state().store;
    let current = store.revision();
    let (columns, changed) = columns(node);
    let first = columns.first().map_or(current, |column| column.main);
    let keys = lane_keys(store, changed);
    let lanes: Vec<Lane> = keys.iter().map(|key| lane(store, key, first)).collect();
    Revisions {
        member,
        current,
        compacted: u64::try_from(store.compacted()).ok(),
        columns,
        lanes_hidden: store.keys_ever() - lanes.len(),
        lanes,
        alive: store.alive(),
        proposed: proposed(node),
    }
}

/// The newest revisions, ascending, and the keys they changed, newest first.
fn columns(node: &Node) -> (Vec<RevisionColumn>, Vec<Bytes>) {
    let state = node.state();
    let mut columns: Vec<RevisionColumn> = Vec::new();
    let mut changed = Vec::new();
    for change in state.store.revisions(0..=u64::MAX).rev().take(CHANGES_MAX) {
        let main = change.revision().main;
        let known = columns.last().is_some_and(|column| column.main == main);
        if !known {
            if columns.len() == COLUMNS_MAX {
                break;
            }
            let index = state.origin(main).map(|origin| origin.index);
            columns.push(RevisionColumn {
                main,
                changes: 0,
                index,
            });
        }
        if let Some(column) = columns.last_mut() {
            column.changes += 1;
        }
        changed.push(change.key().clone());
    }
    columns.reverse();
    (columns, changed)
}

/// The keys that get a lane: those changed lately first, then any, in the order of keys.
fn lane_keys(store: &store::Store, changed: Vec<Bytes>) -> Vec<Bytes> {
    let mut keys: Set<Bytes> = Set::new();
    let all = store.keys(b"").map(|(key, _)| key.clone()).take(LANES_MAX);
    for key in changed.into_iter().chain(all) {
        if keys.len() == LANES_MAX {
            break;
        }
        keys.insert(key);
    }
    keys.iter().cloned().collect()
}

/// One key's dots since `first`, and the generations that reach into that window.
fn lane(store: &store::Store, key: &Bytes, first: u64) -> Lane {
    let dots = store.dots(key, first..=u64::MAX);
    let before = store.changes_back(key, first.saturating_sub(1)).next();
    let mut generations: Vec<(u64, Option<u64>)> = Vec::new();
    for dot in before.map(|change| change.dot()).iter().chain(&dots) {
        match generations.last_mut().filter(|(_, end)| end.is_none()) {
            Some((_, end)) => *end = dot.tombstone().then_some(dot.revision.main),
            None if dot.tombstone() => {}
            None => generations.push((dot.create, None)),
        }
    }
    let dots = dots
        .into_iter()
        .map(|dot| Dot {
            revision: dot.revision,
            version: dot.version,
            lease: dot.lease,
            compacted: dot.compacted,
        })
        .collect();
    Lane {
        key: key.clone(),
        dots,
        generations,
    }
}

/// Puts and deletes in the log that are not applied yet.
fn proposed(node: &Node) -> Vec<(Bytes, Index)> {
    let entries = Entries::of(node);
    let first = entries.applied().0 + 1;
    let last = entries.last().0.min(first + PROPOSED_MAX - 1);
    let key = |index| {
        let request = InternalRequest::from_bytes(&entries.get(Index(index))?.data)?;
        let key = match request.act? {
            Act::Put(put) => put.key,
            Act::DeleteRange(delete) => delete.key,
            Act::Compaction(_)
            | Act::LeaseGrant(_)
            | Act::LeaseRevoke(_)
            | Act::ClusterVersion(_)
            | Act::MemberAttributes(_) => return None,
        };
        Some((key, Index(index)))
    };
    if node.server().is_none() {
        return Vec::new();
    }
    (first..=last).filter_map(key).collect()
}
