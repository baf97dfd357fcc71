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
    /// A vote counts only in the term it was given for.
    pub votes_count_in_their_term: bool,
    /// A second change of configuration is refused while one is not applied (thesis §4.1).
    pub one_change_at_a_time: bool,
    /// A new leader proposes no change before an entry of its own term is committed (Ongaro's
    /// correction of 2015 to single-server changes).
    pub change_after_own_commit: bool,
    /// A change takes effect when it is applied; broken, as soon as it is appended, and it stays
    /// even if its entry is overwritten.
    pub changes_wait_for_commit: bool,
    /// A snapshot older than the commit index is not taken.
    pub refuse_old_snapshots: bool,
    /// A read waits until a quorum confirmed the leader (thesis §6.4).
    pub confirm_reads: bool,
    /// Only the leader expires leases.
    pub leader_expires_leases: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            commit_own_term_only: true,
            vote_is_durable: true,
            acknowledge_after_sync: true,
            check_log_match: true,
            votes_count_in_their_term: true,
            one_change_at_a_time: true,
            change_after_own_commit: true,
            changes_wait_for_commit: true,
            refuse_old_snapshots: true,
            confirm_reads: true,
            leader_expires_leases: true,
        }
    }
}

/// A rule by its name: the way to its flag.
pub type Rule = fn(&mut Rules) -> &mut bool;

impl Rules {
    /// Every rule with its name, in the order of the fields.
    pub const ALL: &[(&str, Rule)] = &[
        ("commit-own-term-only", |it| &mut it.commit_own_term_only),
        ("vote-is-durable", |it| &mut it.vote_is_durable),
        ("acknowledge-after-sync", |it| {
            &mut it.acknowledge_after_sync
        }),
        ("check-log-match", |it| &mut it.check_log_match),
        ("votes-count-in-their-term", |it| {
            &mut it.votes_count_in_their_term
        }),
        ("one-change-at-a-time", |it| &mut it.one_change_at_a_time),
        ("change-after-own-commit", |it| {
            &mut it.change_after_own_commit
        }),
        ("changes-wait-for-commit", |it| {
            &mut it.changes_wait_for_commit
        }),
        ("refuse-old-snapshots", |it| &mut it.refuse_old_snapshots),
        ("confirm-reads", |it| &mut it.confirm_reads),
        ("leader-expires-leases", |it| &mut it.leader_expires_leases),
    ];

    /// All rules but the one of this name; `None` if there is no such rule.
    #[must_use]
    pub fn without(name: &str) -> Option<Self> {
        let (_, rule) = Self::ALL.iter().find(|(known, _)| *known == name)?;
        let mut rules = Self::default();
        *rule(&mut rules) = false;
        Some(rules)
    }
}
