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
    /// How linearizable reads are confirmed; newer than 3.5 if not safe (`ReadOnlyOption`).
    pub read_only: raft::ReadOnly,
    /// Bytes of appends under way to one peer; 0 is no limit (`MaxInflightBytes`).
    pub inflight_bytes_max: usize,
    /// Bytes of uncommitted proposals; 0 is no limit (`MaxUncommittedEntriesSize`).
    pub uncommitted_bytes_max: usize,
    /// Writes and applies as two queues; newer than 3.5 (`AsyncStorageWrites`).
    pub async_storage: bool,
    /// A follower forwards proposals (`DisableProposalForwarding`).
    pub forward_proposals: bool,
    /// A removed leader steps down; newer than 3.5 (`StepDownOnRemoval`).
    pub step_down_on_removal: bool,
    /// A leader checks changes of configuration (`DisableConfChangeValidation`).
    pub validate_changes: bool,
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
            read_only: raft::ReadOnly::Safe,
            inflight_bytes_max: 0,
            uncommitted_bytes_max: 0,
            async_storage: false,
            forward_proposals: true,
            step_down_on_removal: false,
            validate_changes: true,
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
            inflight_bytes_max: self.inflight_bytes_max,
            uncommitted_bytes_max: self.uncommitted_bytes_max,
            read_only: self.read_only,
            async_storage: self.async_storage,
            forward_proposals: self.forward_proposals,
            step_down_on_removal: self.step_down_on_removal,
            validate_changes: self.validate_changes,
            rules: self.rules,
            ..raft::Config::default()
        }
    }
}
