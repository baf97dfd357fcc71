//! Consensus: knows no keys, no time but ticks, no disk, no network.

/// What a member is to its cluster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Follows a leader, or waits for one.
    #[default]
    Follower,
    /// Asks whether it could win before raising the term.
    PreCandidate,
    /// Asks for votes in a new term.
    Candidate,
    /// Appends and replicates.
    Leader,
}

/// How a leader sends to one peer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProgressState {
    /// One message at a time until the logs are known to match.
    #[default]
    Probe,
    /// Optimistic: Next runs ahead of Match.
    Replicate,
    /// Waits for a snapshot to arrive.
    Snapshot,
}
