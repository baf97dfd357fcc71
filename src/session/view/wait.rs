//! What commands and entries wait for. Plain values; see [`super`].

use crate::units::{Index, StateHash, Term};

/// Why an entry of a leader's log is not committed yet (`raft.go`, `maybeCommit`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wait {
    /// Too few voters are known to hold it.
    Quorum {
        /// The entry.
        index: Index,
        /// Voters that hold it durably, as the leader knows.
        acks: usize,
        /// How many are needed.
        needed: usize,
        /// The others, by name.
        missing: Vec<String>,
    },
    /// A quorum holds it, but only entries of the leader's own term are counted (paper §5.4.2).
    OwnTerm {
        /// The entry.
        index: Index,
        /// Its term.
        term: Term,
        /// The leader's term.
        own: Term,
    },
}

impl Wait {
    /// The entry.
    #[must_use]
    pub const fn index(&self) -> Index {
        match self {
            Self::Quorum { index, .. } | Self::OwnTerm { index, .. } => *index,
        }
    }
}

impl Waiting {
    /// Folds in what changes while it waits.
    pub fn fold(&self, hash: &mut StateHash) {
        match self {
            Self::Connection { .. } => hash.u64(1),
            Self::Leader { .. } => hash.u64(2),
            Self::Commit(Wait::Quorum { index, missing, .. }) => {
                hash.u64(3).u64(index.0).len(missing.len())
            }
            Self::Commit(Wait::OwnTerm { index, own, .. }) => hash.u64(4).u64(index.0).u64(own.0),
            Self::NextRound { .. } => hash.u64(5),
            Self::ReadIndex { .. } => hash.u64(6),
            Self::OwnTerm { term, .. } => hash.u64(7).u64(term.0),
            Self::Leadership { acks, .. } => hash.u64(8).len(*acks),
            Self::Apply { applied, index, .. } => hash.u64(9).u64(applied.0).u64(index.0),
            Self::Answer => hash.u64(10),
        };
    }
}

/// What a waiting command waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// A connection: none of its endpoints answers.
    Connection {
        /// The endpoints tried.
        endpoints: String,
    },
    /// A leader: the member has none to propose to, or to read from.
    Leader {
        /// The member asked, by name.
        member: String,
    },
    /// Its entry: proposed and not yet committed.
    Commit(Wait),
    /// A read: the member asks on behalf of earlier ones, and will ask for this one then.
    NextRound {
        /// The member asked, by name.
        member: String,
    },
    /// A read: its question, or the answer, is on the way to the leader or back.
    ReadIndex {
        /// The leader, by name.
        leader: String,
    },
    /// A read: its leader has committed nothing in its own term (`pendingReadIndexMessages`).
    OwnTerm {
        /// The leader, by name.
        leader: String,
        /// Its term.
        term: Term,
    },
    /// A read: its leader asks a quorum whether it still leads (thesis §6.4).
    Leadership {
        /// The leader, by name.
        leader: String,
        /// Voters that answered, the leader included.
        acks: usize,
        /// How many are needed.
        needed: usize,
    },
    /// A read: it may be answered from what was committed when it came, once that is applied.
    Apply {
        /// The member asked, by name.
        member: String,
        /// What it has applied.
        applied: Index,
        /// What it must apply.
        index: Index,
    },
    /// The answer, which is on its way.
    Answer,
}
