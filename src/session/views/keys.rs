//! One key at one revision: its fields, its history, and where both came from.

use bytes::Bytes;

use super::{Entries, leader};
use crate::{
    etcd::{
        self,
        record::{Act, InternalRequest},
        store::Dot,
    },
    session::{
        scene::Scene,
        view::{HistoryRow, KeyDetail, Origin},
    },
    sim::{Node, Owner},
    units::{LeaseId, Micros, Revision},
};

/// Revisions of one key in one picture; the newest are kept.
const HISTORY_MAX: usize = 200;

/// Keys that begin with `prefix`, each with the revision that wrote it; the leader's, in order.
pub(in crate::session) fn keys(scene: &Scene, prefix: &[u8], most: usize) -> Vec<(Bytes, u64)> {
    let Some(node) = scene.world().node(leader(scene).unwrap_or(0)) else {
        return Vec::new();
    };
    let from: &[u8] = if prefix.is_empty() { b"\0" } else { prefix };
    let pairs = node.state().store.pairs(from, b"\0");
    pairs
        .take_while(|pair| pair.key.starts_with(prefix))
        .take(most)
        .map(|pair| (pair.key, u64::try_from(pair.mod_revision).unwrap_or(0)))
        .collect()
}

/// Later revisions of a key in one picture, and how far from the end they are looked for.
const LATER_MAX: usize = 20;
const LATER_LOOK_MAX: usize = 10_000;

pub(in crate::session) fn key_detail(
    (scene, tip): (&Scene, &Scene),
    member: usize,
    key: &[u8],
    at: Revision,
) -> Option<KeyDetail> {
    let node = scene.world().node(member)?;
    let store = &node.state().store;
    let dot = store
        .changes_back(key, at.main)
        .find(|change| change.revision() <= at)?
        .dot();
    let origin = node.state().origin(dot.revision.main);
    let mut changes = store.changes_back(key, u64::MAX);
    let newest = changes.by_ref().take(HISTORY_MAX);
    let mut history: Vec<HistoryRow> = newest
        .map(|change| row(scene, node, change.dot()))
        .collect();
    history.reverse();
    let newest = history.last().map(|it| (it.revision, it.lease));
    let left = lease_left(scene, dot.lease);
    let hangs = newest.is_some_and(|it| it.1 == dot.lease);
    let runs_out = left.filter(|_| hangs).map(|it| scene.world().now() + it);
    Some(KeyDetail {
        key: Bytes::copy_from_slice(key),
        at: dot.revision,
        tombstone: dot.tombstone(),
        create: dot.create,
        modified: dot.revision.main,
        version: dot.version,
        lease: dot.lease,
        lease_left: left,
        lessor: lessor(scene),
        runs_out,
        index: origin.map(|origin| origin.index),
        term: origin.map(|origin| origin.term),
        by: origin.and_then(|origin| asked(scene, node, origin)),
        complete: changes.next().is_none(),
        history,
        later: later(scene, tip, member, key),
        value: dot.value,
    })
}

/// What happens to a key after the moment looked at, on the same branch.
fn later(scene: &Scene, tip: &Scene, member: usize, key: &[u8]) -> Vec<HistoryRow> {
    let nodes = scene.world().node(member).zip(tip.world().node(member));
    let Some((now, end)) = nodes.filter(|_| tip.stamp() != scene.stamp()) else {
        return Vec::new();
    };
    let head = now.state().store.revision();
    let store = &end.state().store;
    let after = store.changes_back(key, u64::MAX).take(LATER_LOOK_MAX);
    let mut later: Vec<_> = after
        .take_while(|change| change.revision().main > head)
        .collect();
    later.reverse();
    later.truncate(LATER_MAX);
    let rows = later.into_iter();
    rows.map(|change| row(tip, end, change.dot())).collect()
}

fn lessor(scene: &Scene) -> String {
    let place = leader(scene).and_then(|place| scene.world().node(place));
    place.map_or_else(String::new, |node| node.identity().name.clone())
}

fn row(scene: &Scene, node: &Node, dot: Dot) -> HistoryRow {
    let origin = node.state().origin(dot.revision.main);
    let trail = origin.and_then(|origin| scene.world().trail(origin.request));
    let typed = trail.and_then(|trail| scene.typed(trail.owner.0));
    HistoryRow {
        create: dot.create,
        lease: dot.lease,
        shell: typed.map(|typed| typed.shell.clone()),
        ran_out: dot.tombstone() && trail.is_some_and(|it| it.owner == Owner::UNTRACED),
        revision: dot.revision,
        version: dot.version,
        tombstone: dot.tombstone(),
        time: trail.and_then(|trail| trail.applied),
        compacted: dot.compacted,
        value: dot.value,
    }
}

fn lease_left(scene: &Scene, lease: LeaseId) -> Option<Micros> {
    let world = scene.world();
    let node = world.node(leader(scene)?)?;
    let expires = node.state().lessor.expiry(lease)?;
    Some(node.clock().when(expires).since(world.now()))
}

/// The shell and the line that asked for an entry, or the lease that ran out; `None` where neither
/// is known any more.
fn asked(scene: &Scene, node: &Node, origin: etcd::Origin) -> Option<Origin> {
    let trail = scene.world().trail(origin.request)?;
    let time = trail.applied.unwrap_or_default();
    if let Some(typed) = scene.typed(trail.owner.0) {
        return Some(Origin {
            shell: Some(typed.shell.clone()),
            line: typed.text.clone(),
            time,
        });
    }
    let entry = Entries::of(node).get(origin.index)?;
    let Act::LeaseRevoke(revoke) = InternalRequest::from_bytes(&entry.data)?.act? else {
        return None;
    };
    let line = format!("LeaseRevoke {}", LeaseId(revoke.id));
    Some(Origin {
        shell: None,
        line,
        time,
    })
}
