//! Keys over revisions, and one key in full. Plain values; see [`super`].

use bytes::Bytes;

use crate::units::{Index, LeaseId, Micros, Revision, Term};

/// What part of the keys and their revisions is wanted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sight {
    /// The member looked at: place in the members.
    pub member: usize,
    /// Keys: `--prefix /svc` for those that begin so, anything else for those that contain it;
    /// `\x00`, `\n`, `\t`, `\r` and `\\` stand for bytes.
    pub filter: String,
    /// The newest main revision wanted; none for the newest there is.
    pub until: Option<u64>,
    /// How many revisions are wanted; 0 for 200.
    pub span: u64,
    /// So many marks have room side by side; more revisions are counted instead.
    pub room: u64,
    /// Whether keys are grouped by prefix; none where the number of keys decides.
    pub tree: Option<bool>,
    /// Prefixes that are open though they would be folded, or the other way round.
    pub flipped: Vec<Bytes>,
}

/// Lanes of keys over revisions, as the store of one member has them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Revisions {
    /// The member looked at: place in the members.
    pub member: usize,
    /// Its current revision.
    pub current: u64,
    /// The last revision on this branch: more than `current` while the past is looked at.
    pub last: u64,
    /// First and last main revision of the window.
    pub window: (u64, u64),
    /// Counted revisions stand for single ones: this many marks, each for an equal part.
    pub marks: Option<u64>,
    /// Whether keys are grouped by prefix.
    pub tree: bool,
    /// Its compacted revision, if it ever compacted.
    pub compacted: Option<u64>,
    /// Columns: the revisions of the window that changed something, ascending, with their Raft
    /// index.
    pub columns: Vec<RevisionColumn>,
    /// Lanes, by key.
    pub lanes: Vec<Lane>,
    /// Keys neither shown nor counted in a group.
    pub lanes_hidden: usize,
    /// Keys alive now.
    pub alive: usize,
    /// Keys that the filter lets through, deleted ones included; 10,000 are looked at.
    pub found: usize,
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
    /// The key, or the prefix of a group.
    pub key: Bytes,
    /// Keys below a prefix; 0 for a key.
    pub group: usize,
    /// Whether a group is open: its keys follow.
    pub open: bool,
    /// How deep it stands in the tree.
    pub depth: usize,
    /// Bytes of the key that its group has said already.
    pub said: usize,
    /// The key's newest change at this moment; none if it comes later.
    pub newest: Option<Revision>,
    /// Whether that is a delete.
    pub gone: bool,
    /// Changes per mark, in a group or where revisions are counted.
    pub counts: Vec<u32>,
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
    /// The leader's name.
    pub lessor: String,
    /// When the lease will take the key with it, if the key still hangs on it.
    pub runs_out: Option<Micros>,
    /// The entry that made `modified`.
    pub index: Option<Index>,
    /// Its term.
    pub term: Option<Term>,
    /// When it was applied here, and by which shell it was asked for.
    pub by: Option<Origin>,
    /// The key's revisions, oldest first; the newest 200.
    pub history: Vec<HistoryRow>,
    /// Whether that is all of them.
    pub complete: bool,
    /// What happens to the key later on this branch, while the past is looked at.
    pub later: Vec<HistoryRow>,
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
    /// Main revision of the put that began its generation.
    pub create: u64,
    /// The lease it hangs on.
    pub lease: LeaseId,
    /// Who asked: a shell; none for a lease that ran out, or where nobody remembers.
    pub shell: Option<String>,
    /// Whether a lease ran out.
    pub ran_out: bool,
    /// When it was made, if known.
    pub time: Option<Micros>,
    /// Whether a compaction dropped it.
    pub compacted: bool,
}
