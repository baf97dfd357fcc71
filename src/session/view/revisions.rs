//! Keys over revisions, and one key in full. Plain values; see [`super`].

use bytes::Bytes;

use crate::units::{Index, LeaseId, Micros, Revision, Term};

/// Lanes of keys over revisions, as the store of one member has them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Revisions {
    /// The member looked at: place in the members.
    pub member: usize,
    /// Its current revision.
    pub current: u64,
    /// Its compacted revision, if it ever compacted.
    pub compacted: Option<u64>,
    /// Columns: the revisions of the window that changed something, ascending, with their Raft
    /// index.
    pub columns: Vec<RevisionColumn>,
    /// Lanes, by key.
    pub lanes: Vec<Lane>,
    /// Keys not shown because the window is full.
    pub lanes_hidden: usize,
    /// Keys alive now.
    pub alive: usize,
    /// Puts and deletes that are proposed and not yet applied here: key, index.
    pub proposed: Vec<(Bytes, Index)>,
}

/// One revision on the axis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RevisionColumn {
    /// Main revision.
    pub main: u64,
    /// How many changes it holds.
    pub changes: u32,
    /// The entry that made it, if its index is still known.
    pub index: Option<Index>,
}

/// One key over time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lane {
    /// The key.
    pub key: Bytes,
    /// Its revisions within the window, ascending.
    pub dots: Vec<Dot>,
    /// Its generations: first main revision and, if closed, the tombstone's.
    pub generations: Vec<(u64, Option<u64>)>,
}

/// One put or tombstone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dot {
    /// Revision.
    pub revision: Revision,
    /// Version within its generation; 0 for a tombstone.
    pub version: u64,
    /// The lease it hangs on.
    pub lease: LeaseId,
    /// Whether a compaction dropped it: still drawn, no longer readable.
    pub compacted: bool,
}

/// The KeyValue at the read cursor, each field with where it came from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeyDetail {
    /// The key.
    pub key: Bytes,
    /// The revision looked at.
    pub at: Revision,
    /// Whether that revision is a tombstone.
    pub tombstone: bool,
    /// create_revision.
    pub create: u64,
    /// mod_revision.
    pub modified: u64,
    /// version.
    pub version: u64,
    /// The value.
    pub value: Bytes,
    /// The lease.
    pub lease: LeaseId,
    /// Time left of the lease on the leader, if it is known.
    pub lease_left: Option<Micros>,
    /// The entry that made `modified`.
    pub index: Option<Index>,
    /// Its term.
    pub term: Option<Term>,
    /// When it was applied here, and by which shell it was asked for.
    pub by: Option<Origin>,
    /// The key's revisions, oldest first.
    pub history: Vec<HistoryRow>,
}

/// Where a revision came from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Origin {
    /// The shell, or none for a lease that ran out.
    pub shell: Option<String>,
    /// The line typed.
    pub line: String,
    /// When it was applied on the member looked at, or answered.
    pub time: Micros,
}

/// One revision of one key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HistoryRow {
    /// Revision.
    pub revision: Revision,
    /// Version; 0 for a tombstone.
    pub version: u64,
    /// The value; empty for a tombstone.
    pub value: Bytes,
    /// Whether this is a tombstone.
    pub tombstone: bool,
    /// When it was made, if known.
    pub time: Option<Micros>,
    /// Whether a compaction dropped it.
    pub compacted: bool,
}
