//! A server's settings, by etcd's names, with etcd 3.5's defaults.

use crate::{raft, units::Micros};

/// The flags that matter here (`server/embed/config.go`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flags {
    /// `--heartbeat-interval`: one tick.
    pub heartbeat: Micros,
    /// `--election-timeout`.
    pub election: Micros,
    /// `--pre-vote`.
    pub pre_vote: bool,
    /// `--initial-election-tick-advance`.
    pub tick_advance: bool,
    /// `--snapshot-count`: applied entries between snapshots.
    pub snapshot_count: u64,
    /// Entries kept behind a snapshot for slow followers.
    pub catch_up_entries: u64,
    /// `--max-request-bytes`.
    pub request_bytes_max: usize,
    /// `--quota-backend-bytes`.
    pub quota_bytes: u64,
    /// Rules of Raft in force.
    pub rules: raft::Rules,
}

impl Default for Flags {
    fn default() -> Self {
        Self {
            heartbeat: Micros::from_ms(100),
            election: Micros::from_ms(1_000),
            pre_vote: true,
            tick_advance: true,
            snapshot_count: 100_000,
            catch_up_entries: 5_000,
            request_bytes_max: 1_572_864,
            quota_bytes: 2 << 30,
            rules: raft::Rules::default(),
        }
    }
}

impl Flags {
    /// Election timeout in ticks.
    #[must_use]
    pub fn election_ticks(&self) -> u32 {
        u32::try_from(self.election.0 / self.heartbeat.0.max(1))
            .unwrap_or(u32::MAX)
            .max(1)
    }

    /// How long a member tries to answer a request: 5 s and two election timeouts (`ReqTimeout`).
    #[must_use]
    pub const fn request_timeout(&self) -> Micros {
        Micros(5_000_000 + 2 * self.election.0)
    }

    /// The shortest lease in seconds: 1.5 election timeouts, rounded up (`server.go`).
    #[must_use]
    pub fn minimum_ttl(&self) -> i64 {
        let ticks = u64::from(self.election_ticks()) * 3 / 2;
        (ticks * self.heartbeat.0).div_ceil(1_000_000).cast_signed()
    }

    /// What Raft is told.
    #[must_use]
    pub fn raft(&self) -> raft::Config {
        raft::Config {
            election_ticks: self.election_ticks(),
            pre_vote: self.pre_vote,
            rules: self.rules,
            ..raft::Config::default()
        }
    }
}
