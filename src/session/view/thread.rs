//! One thing that is followed, and the thread it hangs on. Plain values; see [`super`].

use bytes::Bytes;

use super::{EntryKind, Waiting};
use crate::units::{Index, LeaseId, Micros, Revision, Term};

/// What can be followed, wherever it was picked.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Thing {
    /// Nothing.
    #[default]
    Nothing,
    /// A line of a shell's transcript: a command, or a watch event that it tells of.
    Line {
        /// The shell.
        shell: String,
        /// The line's id.
        line: u64,
    },
    /// A Raft entry.
    Entry(Index),
    /// A revision of one key.
    Revision(Bytes, Revision),
    /// A lease.
    Lease(LeaseId),
}

/// The way of one request through the cluster: `command › #28 › r14 › watch events`. What isn't
/// known, or never was, is missing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Thread {
    /// The command that asked; none where a lease ran out, or nobody remembers.
    pub command: Option<Asked>,
    /// Its entry.
    pub entry: Option<(Index, Term)>,
    /// What the entry is for.
    pub kind: Option<EntryKind>,
    /// When it was first applied.
    pub applied: Option<Micros>,
    /// The main revision it made.
    pub revision: Option<u64>,
    /// What that revision changed, in order; 100 at most.
    pub changes: Vec<(Bytes, Revision)>,
    /// The lease it granted, attached or revoked.
    pub lease: Option<LeaseId>,
    /// Watch events sent for it, by all members.
    pub sent: u32,
    /// Lines that tell of it: shell and id; 100 at most.
    pub events: Vec<(String, u64)>,
    /// What its command or entry waits for.
    pub waiting: Option<Waiting>,
}

/// A command and the line it was typed on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The shell.
    pub shell: String,
    /// The line's id.
    pub line: u64,
    /// What was typed.
    pub text: String,
}

impl Thread {
    /// Whether an entry is part of it.
    #[must_use]
    pub fn has_entry(&self, index: Index) -> bool {
        self.entry.is_some_and(|it| it.0 == index)
    }

    /// Whether a line of a transcript is part of it: its command, or an event of it.
    #[must_use]
    pub fn has_line(&self, shell: &str, line: u64) -> bool {
        let asked = self.command.as_ref();
        asked.is_some_and(|it| it.line == line && it.shell == shell)
            || self.events.iter().any(|it| it.1 == line && it.0 == shell)
    }
}
