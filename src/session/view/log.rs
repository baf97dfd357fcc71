//! The replicated log strips. Plain values; see [`super`].

use super::Wait;
use crate::{
    raft::ProgressState,
    units::{Index, Term},
};

/// The replicated log on one index axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Log {
    /// First index of the window.
    pub first: Index,
    /// Last index of the window: the highest index any member holds.
    pub last: Index,
    /// Bands above the entries: term, first and last index, name of that term's leader if known.
    pub terms: Vec<TermBand>,
    /// One row per member.
    pub rows: Vec<LogRow>,
    /// Whose `match` and `next` are shown: place in the members.
    pub seen_by: Option<usize>,
    /// What each entry of its log that is not committed waits for, by index.
    pub waits: Vec<Wait>,
}

/// A run of entries of one term.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TermBand {
    /// The term.
    pub term: Term,
    /// First index.
    pub first: Index,
    /// Last index.
    pub last: Index,
    /// The leader's name, if known.
    pub leader: Option<String>,
}

/// One member's log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LogRow {
    /// Place in the members.
    pub member: usize,
    /// First index it holds (after its snapshot).
    pub first: Index,
    /// Its entries within the window, and ghosts for those only the leader has.
    pub entries: Vec<Entry>,
    /// Commit index it knows.
    pub commit: Index,
    /// Applied index.
    pub applied: Index,
    /// What the leader believes of it.
    pub progress: Option<Progress>,
}

/// What a leader believes of one peer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Known to match up to here.
    pub matched: Index,
    /// Next index to send.
    pub next: Index,
    /// How it is sent to.
    pub state: ProgressState,
}

/// The kinds of log entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A membership change.
    ConfChange,
    /// A new leader's empty entry.
    Empty,
    /// A member publishes its name and client URLs.
    Publish,
    /// The cluster version.
    ClusterVersion,
    /// A put.
    Put,
    /// A delete.
    Delete,
    /// A transaction.
    Txn,
    /// A lease grant.
    LeaseGrant,
    /// A lease revoke.
    LeaseRevoke,
    /// A compaction.
    Compaction,
    /// Users and roles.
    Auth,
    /// An alarm.
    Alarm,
}

/// How an entry stands in one member's log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryState {
    /// Known committed here.
    Committed,
    /// In the log, not known committed.
    Appended,
    /// The leader has it, this member lacks it.
    Missing,
    /// Differs from the leader's entry at this index: about to be overwritten.
    Conflict,
}

/// One entry of one member's log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Index.
    pub index: Index,
    /// Term.
    pub term: Term,
    /// Kind.
    pub kind: EntryKind,
    /// Standing.
    pub state: EntryState,
    /// The store revision it made when applied, if it made one.
    pub revision: Option<u64>,
}
