//! How much of a lease is left: arithmetic on the view alone.

use crate::{
    session::view::{HeapNode, Lease, Leases},
    units::{LeaseId, Micros},
};

/// Below this a lease is about to run out.
const SOON: Micros = Micros::from_secs(12);

/// A lease of the view, whose list is sorted by id.
#[must_use]
pub fn find(view: &Leases, id: LeaseId) -> Option<&Lease> {
    let at = view.leases.binary_search_by_key(&id, |it| it.id).ok()?;
    view.leases.get(at)
}

/// The part of the granted TTL that is left; a lease extended beyond its TTL is full.
#[must_use]
pub fn part(node: &HeapNode, lease: Option<&Lease>, now: Micros) -> f64 {
    let granted = lease.map_or(0, |it| it.ttl_seconds).max(1);
    let left = node.expires.since(now);
    (left.0 as f64 / Micros::from_secs(granted).0 as f64).min(1.0)
}

/// Whether a lease is shown as about to run out: the last tenth, or the last seconds.
#[must_use]
pub fn soon(node: &HeapNode, lease: Option<&Lease>, now: Micros) -> bool {
    node.expires.since(now) < SOON || part(node, lease, now) < 0.1
}

/// The telling end of an id.
#[must_use]
pub fn tail(id: LeaseId, digits: usize) -> String {
    let id = id.to_string();
    let at = id.len().saturating_sub(digits);
    format!("…{}", &id[at..])
}
