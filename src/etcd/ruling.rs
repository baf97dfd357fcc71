//! What a server decides besides Raft, with the numbers it used.
//!
//! A ruling is made where the decision is made. Each names etcd's place ([`Ruling::source`]).

use crate::units::{Index, LeaseId, Micros};

/// A decision of one member's server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// Too much is committed here and not applied: nothing more is proposed.
    TooManyRequests {
        /// The commit index.
        committed: Index,
        /// The applied index.
        applied: Index,
        /// How far they may be apart.
        max: u64,
    },
    /// A request is too large to be proposed.
    RequestTooLarge {
        /// Bytes at most.
        max: u64,
    },
    /// A request waits here: no leader is known to propose it to.
    WaitsForLeader {
        /// How long the server waits at most.
        patience: Micros,
    },
    /// A request was proposed, or waited for a leader, for too long.
    GivesUp {
        /// How long it took.
        waited: Micros,
        /// How long the server waits.
        patience: Micros,
        /// Whether it never was proposed.
        blocked: bool,
    },
    /// A learner answers only reads of its own store and questions about itself.
    LearnerRefuses,
    /// Watches are ended: their member has known no leader for too long.
    WatchesEnd {
        /// How many streams.
        streams: u32,
        /// Since when no leader is known.
        leaderless: Micros,
        /// How long that may be.
        patience: Micros,
    },
    /// A new leader watches over leases: each gets its full time again, and more.
    LeasesExtended {
        /// How many.
        leases: u64,
        /// How much more.
        extension: Micros,
    },
    /// A lease ran out; its revocation is proposed.
    LeaseExpired {
        /// The lease.
        lease: LeaseId,
        /// The time it was granted, in seconds.
        ttl: i64,
        /// How long ago it ran out.
        overdue: Micros,
    },
    /// A change of members is refused: too few would have started.
    TooFewStarted {
        /// Voters that have started.
        started: u32,
        /// Voters.
        voters: u32,
    },
    /// A change of members is refused: too few have been connected for a while.
    TooFewHealthy {
        /// Voters that are healthy, itself included.
        healthy: u32,
        /// Voters.
        voters: u32,
    },
    /// A learner is not promoted: it lacks too much of the leader's log.
    LearnerLags {
        /// What it holds.
        matched: Index,
        /// What the leader holds.
        own: Index,
    },
}

/// Name, file and function.
type Place = (&'static str, &'static str, &'static str);

const V3: &str = "etcdserver/v3_server.go";
const SERVER: &str = "etcdserver/server.go";

impl Ruling {
    /// etcd's file and function that make this decision.
    #[must_use]
    pub const fn source(&self) -> (&'static str, &'static str) {
        let (_, file, function) = self.place();
        (file, function)
    }

    /// A name of its own for each kind; one of [`Ruling::NAMES`].
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.place().0
    }

    const fn place(&self) -> Place {
        match self {
            Self::TooManyRequests { .. } => {
                ("too-many-requests", V3, "processInternalRaftRequestOnce")
            }
            Self::RequestTooLarge { .. } => {
                ("request-too-large", V3, "processInternalRaftRequestOnce")
            }
            Self::WaitsForLeader { .. } => ("waits-for-leader", "raft/node.go", "stepWait"),
            Self::GivesUp { .. } => ("gives-up", SERVER, "parseProposeCtxErr"),
            Self::LearnerRefuses => (
                "learner-refuses",
                "api/v3rpc/interceptor.go",
                "newUnaryInterceptor",
            ),
            Self::WatchesEnd { .. } => ("watches-end", "api/v3rpc/interceptor.go", "monitorLeader"),
            Self::LeasesExtended { .. } => ("leases-extended", "lease/lessor.go", "Promote"),
            Self::LeaseExpired { .. } => {
                ("lease-expired", "lease/lessor.go", "revokeExpiredLeases")
            }
            Self::TooFewStarted { .. } => {
                ("too-few-started", SERVER, "mayAddMember, mayRemoveMember")
            }
            Self::TooFewHealthy { .. } => {
                ("too-few-healthy", SERVER, "mayAddMember, mayRemoveMember")
            }
            Self::LearnerLags { .. } => ("learner-lags", SERVER, "isLearnerReady"),
        }
    }

    /// Every name that [`Ruling::name`] can give.
    pub const NAMES: &[&str] = &[
        "too-many-requests",
        "request-too-large",
        "waits-for-leader",
        "gives-up",
        "learner-refuses",
        "watches-end",
        "leases-extended",
        "lease-expired",
        "too-few-started",
        "too-few-healthy",
        "learner-lags",
    ];
}
