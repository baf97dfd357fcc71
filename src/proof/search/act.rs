//! What can be done to a world: by faults, to single messages, by clients.
//!
//! A drawn act names what it means by its place among what there is (the third lease granted, a
//! revision ten back), so that it still means something when acts before it are left out. Once
//! done it is a line to type, with the names it found.

use crate::{
    sim::{Fault, Handling},
    units::Micros,
};

/// Something done to a world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// To the cluster.
    Fault(Fault),
    /// To one message under way, whichever this number falls on.
    Handle {
        /// Which.
        pick: u64,
        /// What is done to it.
        act: Handling,
    },
    /// By a client.
    Ask {
        /// What it asks.
        ask: Ask,
        /// Places of the members whose endpoints it knows, in its order.
        members: Vec<usize>,
        /// Its patience, in whole milliseconds.
        timeout: Micros,
    },
    /// Everything is repaired.
    Repair,
    /// A line typed into a shell; a here-document follows on lines of its own.
    Line {
        /// The shell, from 0; it waits there while another command runs.
        shell: usize,
        /// The text.
        text: String,
    },
}

/// What a client asks for. Keys and values are numbers; leases count from the first granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Writes one key.
    Put {
        /// The key.
        key: u64,
        /// The value; nobody else writes it.
        value: u64,
        /// The lease it hangs on.
        lease: Option<usize>,
    },
    /// Reads one key, or all.
    Get {
        /// The key.
        key: Option<u64>,
        /// Whether the member may answer without asking the leader.
        serializable: bool,
    },
    /// Deletes one key, or all.
    Delete {
        /// The key.
        key: Option<u64>,
    },
    /// Writes two keys if a comparison with the first holds, else reads it.
    Txn {
        /// What is compared.
        compare: Compare,
        /// The keys.
        keys: [u64; 2],
        /// The value.
        value: u64,
    },
    /// Forgets revisions.
    Compact {
        /// How far back from the newest that a client has seen.
        back: u64,
    },
    /// Creates a lease.
    Grant {
        /// Seconds.
        ttl: u64,
    },
    /// Ends a lease.
    Revoke {
        /// Which.
        lease: usize,
    },
    /// Renews a lease once.
    Renew {
        /// Which.
        lease: usize,
    },
    /// Renews a lease for as long as it lives.
    KeepAlive {
        /// Which.
        lease: usize,
    },
    /// Watches one key, or all.
    Watch {
        /// The key.
        key: Option<u64>,
        /// From how many revisions back from the newest that a client has seen.
        back: u64,
    },
    /// Adds a member; its process starts later.
    Add {
        /// Its number in the tutorial's series.
        number: u32,
        /// Without a vote at first.
        learner: bool,
    },
    /// Removes a member.
    Remove {
        /// Which of those there are, from the first to ever more than there are.
        pick: u64,
    },
    /// Gives a learner its vote.
    Promote {
        /// Which of the learners.
        pick: u64,
    },
    /// Hands leadership over.
    MoveLeader {
        /// To which of the members.
        pick: u64,
    },
}

/// What a transaction compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// That the key is not there.
    Missing,
    /// That it is there.
    There,
    /// Its value with the last one a client was told.
    Value,
    /// The revision that wrote it with the last one a client was told.
    Modified,
}

/// An act that was done, as a line to type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// When.
    pub at: Micros,
    /// A fault, or a line.
    pub act: Act,
}
