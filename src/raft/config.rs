//! What a member can be told about its work: limits, options, rules.

use super::{ReadOnly, Rules};

/// Settings; the defaults are etcd 3.5's server's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Config {
    /// Ticks without a leader before an election; the timeout drawn is in `[this, 2·this)`.
    pub election_ticks: u32,
    /// Ticks between heartbeats.
    pub heartbeat_ticks: u32,
    /// Ask before raising the term.
    pub pre_vote: bool,
    /// A leader without a quorum for an election timeout steps down.
    pub check_quorum: bool,
    /// Bytes of entries in one append at most.
    pub message_bytes_max: usize,
    /// Bytes of entries handed to the application at once at most.
    pub apply_bytes_max: usize,
    /// Appends under way to one peer at most.
    pub inflight_max: usize,
    /// Bytes of entries under way to one peer at most; 0 is no limit.
    pub inflight_bytes_max: usize,
    /// Bytes of proposals not committed yet that make a leader drop more; 0 is no limit.
    pub uncommitted_bytes_max: usize,
    /// How reads are confirmed.
    pub read_only: ReadOnly,
    /// Writes and applies are messages to two queues that answer in their own time.
    pub async_storage: bool,
    /// A follower forwards proposals to its leader.
    pub forward_proposals: bool,
    /// A leader that a change removed or made a learner steps down.
    pub step_down_on_removal: bool,
    /// A leader refuses changes that do not fit the configuration or follow too early.
    pub validate_changes: bool,
    /// Rules in force.
    pub rules: Rules,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            election_ticks: 10,
            heartbeat_ticks: 1,
            pre_vote: true,
            check_quorum: true,
            message_bytes_max: 1024 * 1024,
            apply_bytes_max: 1024 * 1024,
            inflight_max: 512,
            inflight_bytes_max: 0,
            uncommitted_bytes_max: 0,
            read_only: ReadOnly::Safe,
            async_storage: false,
            forward_proposals: true,
            step_down_on_removal: false,
            validate_changes: true,
            rules: Rules::default(),
        }
    }
}

impl Config {
    /// What limits the window of appends to one peer.
    pub(super) const fn window(&self) -> (usize, usize) {
        (self.inflight_max, self.inflight_bytes_max)
    }
}
