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
    sim::Node,
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

pub(in crate::session) fn key_detail(
    scene: &Scene,
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
    let mut history: Vec<HistoryRow> = store
        .changes_back(key, u64::MAX)
        .take(HISTORY_MAX)
        .map(|change| row(scene, node, change.dot()))
        .collect();
    history.reverse();
    Some(KeyDetail {
        key: Bytes::copy_from_slice(key),
        at: dot.revision,
        tombstone: dot.tombstone(),
        create: dot.create,
        modified: dot.revision.main,
        version: dot.version,
        lease: dot.lease,
        lease_left: lease_left(scene, dot.lease),
        index: origin.map(|origin| origin.index),
        term: origin.map(|origin| origin.term),
        by: origin.and_then(|origin| asked(scene, node, origin)),
        history,
        value: dot.value,
    })
}

fn row(scene: &Scene, node: &Node, dot: Dot) -> HistoryRow {
    let origin = node.state().origin(dot.revision.main);
    HistoryRow {
        revision: dot.revision,
        version: dot.version,
        tombstone: dot.tombstone(),
        time: origin.and_then(|origin| applied(scene, origin)),
        compacted: dot.compacted,
        value: dot.value,
    }
}

fn applied(scene: &Scene, origin: etcd::Origin) -> Option<Micros> {
    scene.world().trail(origin.request)?.applied
}

fn lease_left(scene: &Scene, lease: LeaseId) -> Option<Micros> {
    let world = scene.world();
    let lessor = &world.node(leader(scene)?)?.state().lessor;
    lessor
        .expiry(lease)
        .map(|expires| expires.since(world.now()))
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
