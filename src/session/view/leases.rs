//! Leases and their heap. Plain values; see [`super`].

use bytes::Bytes;

use crate::units::{LeaseId, Micros};

/// The lease heap.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Leases {
    /// The member whose heap this is: the leader, else the member looked at.
    pub member: usize,
    /// Whether that member is the primary lessor: only there leases expire.
    pub primary: bool,
    /// The heap's array, in its order: `[0]` is the next to run out, children of i are 2i+1, 2i+2.
    pub heap: Vec<HeapNode>,
    /// All leases of that member, by id.
    pub leases: Vec<Lease>,
    /// How many leases there are: `heap` and `leases` hold 1,023 at most.
    pub count: usize,
    /// When the leader next looks at the heap's root.
    pub next_check: Option<Micros>,
    /// When the present primary took over, extending every lease, if it did so after boot.
    pub promoted_at: Option<Micros>,
}

/// One place of the heap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeapNode {
    /// The lease.
    pub lease: LeaseId,
    /// When it runs out.
    pub expires: Micros,
}

/// One lease.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lease {
    /// Its id.
    pub id: LeaseId,
    /// Granted time to live in seconds.
    pub ttl_seconds: u64,
    /// When it runs out; none on a member that isn't primary.
    pub expires: Option<Micros>,
    /// Attached keys, sorted; at most 100.
    pub keys: Vec<Bytes>,
    /// Attached keys in all.
    pub keys_count: usize,
    /// Whether a keep-alive stream renewed it within its last TTL.
    pub kept_alive: bool,
    /// Whether the leader has proposed its LeaseRevoke.
    pub revoking: bool,
}
