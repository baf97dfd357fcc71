//! What several panes look at together: one thing is followed, everywhere in the same yellow.
//!
//! It is the page's own state, not the visit's: it must not enter the journal.

use bytes::Bytes;
use yew::prelude::*;

use crate::units::{Index, LeaseId, Revision};

/// The one thing followed.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Thing {
    /// Nothing yet.
    #[default]
    Nothing,
    /// A Raft entry.
    Entry(Index),
    /// A revision of one key.
    Revision(Bytes, Revision),
    /// A lease.
    Lease(LeaseId),
}

/// The followed thing and the way to change it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Follow {
    /// What is followed.
    pub thing: Thing,
    /// The member whose store and leases are looked at: place in the members.
    pub member: usize,
    /// Follows another thing.
    pub choose: Callback<Thing>,
    /// Looks at another member.
    pub look_at: Callback<usize>,
}
