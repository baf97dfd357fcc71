//! Rules of Raft that can be switched off, to see what they are for.

/// One flag per rule; all on is etcd.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// A leader counts replicas only for entries of its own term (paper §5.4.2, figure 8).
    pub commit_own_term_only: bool,
    /// The vote survives a restart (paper §5.2).
    pub vote_is_durable: bool,
    /// Acknowledgements wait for the disk.
    pub acknowledge_after_sync: bool,
    /// Entries are accepted only if the one before them matches (paper §5.3).
    pub check_log_match: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            commit_own_term_only: true,
            vote_is_durable: true,
            acknowledge_after_sync: true,
            check_log_match: true,
        }
    }
}
