//! The time axis: what happened when on the branch looked at, and what is scheduled. Plain values;
//! see [`super`].

use super::{EntryKind, Happening};
use crate::units::{Index, LeaseId, Micros, Term};

/// The part of the time axis that is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Its left end.
    pub from: Micros,
    /// Its right end.
    pub to: Micros,
    /// Columns that marks are gathered into: no lane has more marks than that.
    pub columns: u32,
}

/// The time axis of the branch looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// The playhead.
    pub at: Micros,
    /// Where the branch ends: its now.
    pub end: Micros,
    /// Whether the playhead stands before that.
    pub past: bool,
    /// The oldest moment that one can go back to.
    pub kept_from: Micros,
    /// Terms with their leaders, oldest first; gaps are leaderless.
    pub terms: Vec<TermSpan>,
    /// What was broken from when to when.
    pub faults: Vec<FaultSpan>,
    /// Committed entries.
    pub commits: Vec<CommitMark>,
    /// Commands as they started.
    pub commands: Vec<CommandMark>,
    /// Leases from grant to end.
    pub leases: Vec<LeaseSpan>,
    /// What the world has planned after the playhead, earliest first.
    pub scheduled: Vec<Scheduled>,
    /// All branches, in the order of their making.
    pub branches: Vec<BranchLine>,
    /// The one looked at: place in `branches`.
    pub branch: usize,
}

/// A term under one leader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TermSpan {
    /// The term.
    pub term: Term,
    /// Its leader's place in the members.
    pub leader: usize,
    /// When it began to lead.
    pub from: Micros,
    /// When it led no more, if it does not lead at the end.
    pub to: Option<Micros>,
}

/// Something broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultSpan {
    /// What was done.
    pub what: Happening,
    /// When.
    pub from: Micros,
    /// When it was repaired, if it was; the same moment where there is nothing to repair.
    pub to: Option<Micros>,
}

/// An entry that was committed; several, where columns are narrow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommitMark {
    /// When a member first knew it committed.
    pub time: Micros,
    /// The last entry of this column.
    pub index: Index,
    /// What that is for.
    pub kind: EntryKind,
    /// The revision it made, if it made one and is applied.
    pub revision: Option<u64>,
    /// Entries in this column.
    pub count: u32,
}

/// A command that started; several, where columns are narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommandMark {
    /// When.
    pub time: Micros,
    /// The shell's name.
    pub shell: String,
    /// The line, cut short.
    pub text: String,
    /// The number of its run.
    pub run: u64,
    /// The entry it made, if it made one.
    pub index: Option<Index>,
    /// Commands in this column.
    pub count: u32,
}

/// A lease's life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeaseSpan {
    /// The lease.
    pub lease: LeaseId,
    /// When its grant was committed.
    pub from: Micros,
    /// When its revoke was committed, if it was.
    pub to: Option<Micros>,
    /// Whether it ran out rather than being revoked.
    pub expired: bool,
}

/// Something planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scheduled {
    /// When.
    pub time: Micros,
    /// What.
    pub what: Plan,
}

/// The kinds of plan that the axis shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// A lease runs out on the leader.
    Expiry(LeaseId),
    /// A member (place) stops waiting for its leader unless it hears from it.
    Timeout(usize),
}

/// One branch of the visit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BranchLine {
    /// Its name.
    pub name: String,
    /// The branch it left, by place, and when; none for the first.
    pub parent: Option<(usize, Micros)>,
    /// Where it ends.
    pub end: Micros,
    /// Lines typed and faults done on it since it began.
    pub inputs: usize,
}

/// The moments that one can go to by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Landmark {
    /// An entry was committed.
    Commit,
    /// A leader was elected.
    Election,
    /// A lease ran out.
    Expiry,
    /// Something was broken or repaired.
    Fault,
    /// A command started.
    Command,
}
