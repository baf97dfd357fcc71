//! What a server tells beside its answers: stations of requests, and decisions.

use super::{CallKey, Ruling};
use crate::{
    raft::Reason,
    units::{Index, LeaseId, Term},
};

/// Stations of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// The call got this request id.
    Named {
        /// The call.
        call: CallKey,
        /// Its request id.
        request: u64,
    },
    /// The lessor proposes to revoke a lease that ran out.
    Revokes {
        /// The request's id.
        request: u64,
        /// The lease.
        lease: LeaseId,
    },
    /// An entry was applied.
    Applied {
        /// The request's id; 0 if there is none.
        request: u64,
        /// The entry.
        index: Index,
        /// Its term.
        term: Term,
        /// The revision it made, if it made one.
        revision: Option<u64>,
        /// Watch events sent for it.
        events: u32,
    },
    /// Raft decided something.
    Decided(Reason),
    /// The server itself did.
    Ruled(Ruling),
}
