//! The properties that must hold, by name, each with its statement and where it is written down.

use std::fmt;

/// What must hold of every world at every moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Property {
    /// At most one leader per term.
    ElectionSafety,
    /// A leader never overwrites or drops entries of its own log.
    LeaderAppendOnly,
    /// Logs with an equal index and term are equal up to there.
    LogMatching,
    /// What was committed in earlier terms is in every later leader's log.
    LeaderCompleteness,
    /// No two members ever commit different entries at one index.
    StateMachineSafety,
    /// Members that applied the same have the same state.
    EqualStores,
    /// A member votes once per term, restarts included.
    OneVotePerTerm,
    /// What a vote or an acknowledgement promises is on disk before it leaves.
    DurablePromises,
    /// Term, commit and applied index never go back.
    Monotonic,
    /// Applied, committed and last index are in this order.
    IndexOrder,
    /// Behind each commit stands a quorum of the configuration in force.
    QuorumCommit,
    /// A leader commits by counting only entries of its own term.
    OwnTermCommit,
    /// At most one configuration change is under way.
    OneChangeAtATime,
    /// A new leader changes the configuration only after it applied the log it was elected with.
    ChangeAfterElection,
    /// A configuration changes by one voter, or through a joint one.
    ConfigurationSteps,
    /// What a client was told is written stays written.
    Durability,
    /// A linearizable read sees what was acknowledged before it began.
    ReadSafety,
    /// Clients' answers fit one order in which each operation happens at one moment.
    Linearizability,
    /// A leader with an active quorum is not deposed by a member that comes back.
    NoDisruption,
    /// No lease runs out before its time.
    LeaseNotEarly,
    /// No lease outlives its time by more than etcd allows.
    LeaseNotLate,
    /// Only the leader lets leases run out.
    LeaseByLeader,
    /// A watch tells events in the order of their revisions.
    WatchOrdered,
    /// A watch tells no event twice.
    WatchUnique,
    /// A watch never parts the events of one revision.
    WatchAtomic,
    /// A watch leaves out no event.
    WatchReliable,
    /// A watch that goes on after a break goes on where it was.
    WatchResumable,
    /// After a progress notice no event up to its revision follows.
    WatchBookmarkable,
    /// After everything is repaired one member leads within ten election timeouts.
    Liveness,
    /// After everything is repaired all logs become equal, and joint configurations are left.
    Convergence,
    /// After everything is repaired every question is answered well.
    Recovery,
}

impl Property {
    /// All, in the order of this file.
    pub const ALL: &[Self] = &[
        Self::ElectionSafety,
        Self::LeaderAppendOnly,
        Self::LogMatching,
        Self::LeaderCompleteness,
        Self::StateMachineSafety,
        Self::EqualStores,
        Self::OneVotePerTerm,
        Self::DurablePromises,
        Self::Monotonic,
        Self::IndexOrder,
        Self::QuorumCommit,
        Self::OwnTermCommit,
        Self::OneChangeAtATime,
        Self::ChangeAfterElection,
        Self::ConfigurationSteps,
        Self::Durability,
        Self::ReadSafety,
        Self::Linearizability,
        Self::NoDisruption,
        Self::LeaseNotEarly,
        Self::LeaseNotLate,
        Self::LeaseByLeader,
        Self::WatchOrdered,
        Self::WatchUnique,
        Self::WatchAtomic,
        Self::WatchReliable,
        Self::WatchResumable,
        Self::WatchBookmarkable,
        Self::Liveness,
        Self::Convergence,
        Self::Recovery,
    ];

    const fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// Its name, in kebab case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        self.row().1
    }

    /// What it says, in one line.
    #[must_use]
    pub const fn statement(self) -> &'static str {
        self.row().2
    }

    /// Where it is written down.
    #[must_use]
    pub const fn source(self) -> &'static str {
        self.row().3
    }
}

/// A property, its name, its statement in one line, and its source.
type Row = (Property, &'static str, &'static str, &'static str);

/// In the order of [`Property::ALL`].
const ROWS: &[Row] = &[
    (
        Property::ElectionSafety,
        "election-safety",
        "at most one member leads in a term",
        "Raft paper, figure 3",
    ),
    (
        Property::LeaderAppendOnly,
        "leader-append-only",
        "a leader only appends to its log",
        "Raft paper, figure 3",
    ),
    (
        Property::LogMatching,
        "log-matching",
        "two logs with an entry of the same index and term are equal up to it",
        "Raft paper, figure 3",
    ),
    (
        Property::LeaderCompleteness,
        "leader-completeness",
        "what was committed in a term is in the log of every leader of a later one",
        "Raft paper, figure 3",
    ),
    (
        Property::StateMachineSafety,
        "state-machine-safety",
        "no two members, restarts included, commit different entries at one index",
        "Raft paper, figure 3",
    ),
    (
        Property::EqualStores,
        "equal-stores",
        "members that applied the same index have the same keys, leases and members",
        "etcdctl endpoint hashkv",
    ),
    (
        Property::OneVotePerTerm,
        "one-vote-per-term",
        "a member votes for one candidate in a term, restarts included",
        "Raft paper, 5.2",
    ),
    (
        Property::DurablePromises,
        "durable-promises",
        "a vote or an acknowledgement leaves after what it promises is on disk",
        "Raft thesis, 11.7.3; raft/doc.go, MustSync",
    ),
    (
        Property::Monotonic,
        "monotonic",
        "term, commit index and applied index never go back",
        "Raft paper, figure 2",
    ),
    (
        Property::IndexOrder,
        "index-order",
        "applied <= committed <= last, and only what is on disk is stable",
        "raft/log.go",
    ),
    (
        Property::QuorumCommit,
        "quorum-commit",
        "a committed entry is on the disks of a quorum of the configuration in force",
        "Raft paper, 5.3 and 6; raft/quorum/joint.go",
    ),
    (
        Property::OwnTermCommit,
        "own-term-commit",
        "a leader commits by counting replicas only entries of its own term",
        "Raft paper, 5.4.2",
    ),
    (
        Property::OneChangeAtATime,
        "one-change-at-a-time",
        "a leader appends no configuration change while another is not applied",
        "Raft thesis, 4.1; raft.go, pendingConfIndex",
    ),
    (
        Property::ChangeAfterElection,
        "change-after-election",
        "a leader appends a configuration change after it applied the log it was elected with",
        "Ongaro, raft-dev, 2015; raft.go, becomeLeader",
    ),
    (
        Property::ConfigurationSteps,
        "configuration-steps",
        "an applied change moves one voter, or enters or leaves a joint configuration",
        "Raft thesis, 4.1 and 4.3; raft/confchange",
    ),
    (
        Property::Durability,
        "durability",
        "a write that was acknowledged is there, whatever crashed",
        "etcd, API guarantees",
    ),
    (
        Property::ReadSafety,
        "read-safety",
        "a linearizable read sees all that was applied anywhere before it began",
        "Raft thesis, 6.4; raft/read_only.go",
    ),
    (
        Property::Linearizability,
        "linearizability",
        "the answers of all clients fit one order of all operations",
        "etcd, API guarantees; tests/robustness",
    ),
    (
        Property::NoDisruption,
        "no-disruption",
        "nobody raises the term while a leader has an active quorum",
        "Raft thesis, 9.6 and 4.2.3",
    ),
    (
        Property::LeaseNotEarly,
        "lease-not-early",
        "no lease is revoked for its age before its time to live has passed",
        "etcd, API guarantees; lease/lessor.go",
    ),
    (
        Property::LeaseNotLate,
        "lease-not-late",
        "a leader in office proposes to revoke a lease soon after it ran out",
        "lease/lessor.go, revokeExpiredLeases",
    ),
    (
        Property::LeaseByLeader,
        "lease-by-leader",
        "only the leader's lessor lets leases run out",
        "lease/lessor.go, Promote and Demote",
    ),
    (
        Property::WatchOrdered,
        "watch-ordered",
        "a watch tells events in the order of their revisions",
        "etcd, API guarantees, watch",
    ),
    (
        Property::WatchUnique,
        "watch-unique",
        "a watch tells no event twice",
        "etcd, API guarantees, watch",
    ),
    (
        Property::WatchAtomic,
        "watch-atomic",
        "the events of one revision come in one message",
        "etcd, API guarantees, watch",
    ),
    (
        Property::WatchReliable,
        "watch-reliable",
        "a watch leaves out no event of its range",
        "etcd, API guarantees, watch",
    ),
    (
        Property::WatchResumable,
        "watch-resumable",
        "a watch that goes on after a break tells all that came after what it told",
        "etcd, API guarantees, watch",
    ),
    (
        Property::WatchBookmarkable,
        "watch-bookmarkable",
        "after a notice of progress no event up to its revision is still to come",
        "etcd, API guarantees, watch",
    ),
    (
        Property::Liveness,
        "liveness",
        "ten election timeouts after all is repaired one member leads and all follow",
        "Raft paper, 5.6",
    ),
    (
        Property::Convergence,
        "convergence",
        "twenty election timeouts after all is repaired all logs are equal, none joint",
        "Raft paper, 5.5",
    ),
    (
        Property::Recovery,
        "recovery",
        "after all is repaired every question is answered well",
        "etcd, failure modes",
    ),
];

impl fmt::Display for Property {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A property that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Which.
    pub property: Property,
    /// Who and what.
    pub says: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.property, self.says)
    }
}

/// Whether what was looked at holds.
pub type Verdict = Result<(), Violation>;

/// `Ok` if it holds.
pub(in crate::proof) fn ensure(
    holds: bool,
    property: Property,
    says: impl FnOnce() -> String,
) -> Verdict {
    if holds {
        Ok(())
    } else {
        Err(Violation {
            property,
            says: says(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_property_has_a_name_of_its_own_a_statement_and_a_source() {
        let mut names: Vec<&str> = Property::ALL.iter().map(|it| it.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Property::ALL.len());
        assert_eq!(ROWS.len(), Property::ALL.len());
        for property in Property::ALL {
            let (of, name, statement, source) = *property.row();
            assert_eq!(of, *property, "{name}");
            let kebab = |it: char| it.is_ascii_lowercase() || it == '-';
            assert!(name.chars().all(kebab), "{name}");
            assert!(!statement.is_empty() && !source.is_empty(), "{name}");
        }
    }
}
