//! The lease heap of the primary lessor, and all its leases.

use super::leader;
use crate::{
    etcd::lease,
    session::{
        scene::Scene,
        view::{HeapNode, Lease, Leases},
    },
    sim::Node,
    units::{LeaseId, Micros, Term},
};

/// Places of the heap, and leases, in one picture: ten levels.
const LEASES_MAX: usize = 1_023;

/// Keys named of one lease.
const KEYS_MAX: usize = 100;

pub(in crate::session) fn leases(scene: &Scene) -> Leases {
    let world = scene.world();
    let member = leader(scene).unwrap_or(0);
    let Some(node) = world.node(member) else {
        return Leases::default();
    };
    let lessor = &node.state().lessor;
    // The lessor reads its own clock; pictures are drawn in true time.
    let place = |item: lease::Item| HeapNode {
        lease: item.lease,
        expires: node.clock().when(item.time),
    };
    let primary = lessor.primary() && node.server().is_some();
    let planned = world.planned().get(member).copied().unwrap_or_default();
    let known = lessor.iter().take(LEASES_MAX);
    Leases {
        member,
        primary,
        heap: lessor.queue().iter().take(LEASES_MAX).map(place).collect(),
        leases: known
            .map(|(id, known)| one(scene, node, (id, known)))
            .collect(),
        count: lessor.len(),
        next_check: planned.lease_loop.filter(|_| primary),
        promoted_at: promoted_at(node),
    }
}

/// When the primary took over from another; a cluster's first leader, elected in term 2, did not.
fn promoted_at(node: &Node) -> Option<Micros> {
    let server = node
        .server()
        .filter(|server| server.raft().term() > Term(2))?;
    server.promoted_at().map(|at| node.clock().when(at))
}

fn one(scene: &Scene, node: &Node, (id, known): (LeaseId, &lease::Lease)) -> Lease {
    let server = node.server();
    let lessor = &node.state().lessor;
    Lease {
        id,
        ttl_seconds: known.ttl.max(0).cast_unsigned(),
        expires: lessor
            .expiry(id)
            .filter(|_| lessor.primary())
            .map(|at| node.clock().when(at)),
        keys: known.keys.iter().take(KEYS_MAX).cloned().collect(),
        keys_count: known.keys.len(),
        kept_alive: scene.keeps(id),
        revoking: server.is_some_and(|server| server.is_revoking(id)),
    }
}
