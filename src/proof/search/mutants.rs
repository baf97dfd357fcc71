//! Rules that can be forgotten, each with what makes its absence felt: a search must find every
//! one of them.

use super::kind::{Favour, Kind};
use crate::{raft::ReadOnly, sim::Config};

/// A rule that is forgotten.
#[derive(Clone, Copy, Debug)]
pub struct Mutant {
    /// Its name.
    pub name: &'static str,
    /// What a search that is after it does more often.
    pub favours: &'static [Favour],
    set: fn(&mut Config, bool),
}

/// A rule of [`crate::raft::Rules`] by its name.
macro_rules! rule {
    ($name:literal, $field:ident, $favours:expr) => {
        Mutant {
            name: $name,
            favours: $favours,
            set: |config, forgotten| config.flags.rules.$field = !forgotten,
        }
    };
}

impl Mutant {
    /// All of them.
    pub const ALL: &[Self] = &[
        rule!(
            "commit-own-term-only",
            commit_own_term_only,
            &[(Kind::Kill, 2), (Kind::Cut, 2), (Kind::Put, 1)]
        ),
        rule!("vote-is-durable", vote_is_durable, &[(Kind::Kill, 4)]),
        rule!(
            "acknowledge-after-sync",
            acknowledge_after_sync,
            &[(Kind::Blackout, 4)]
        ),
        rule!(
            "check-log-match",
            check_log_match,
            &[(Kind::Isolate, 4), (Kind::Message, 1)]
        ),
        rule!(
            "votes-count-in-their-term",
            votes_count_in_their_term,
            &[(Kind::Timeout, 8), (Kind::Delay, 4), (Kind::Message, 1)]
        ),
        Self {
            name: "pre-vote",
            favours: &[(Kind::Isolate, 4)],
            set: |config, forgotten| config.flags.pre_vote = !forgotten,
        },
        Self {
            name: "read-index",
            favours: &[(Kind::Drift, 8), (Kind::Isolate, 4), (Kind::Get, 4)],
            set: |config, forgotten| {
                config.flags.read_only = if forgotten {
                    ReadOnly::LeaseBased
                } else {
                    ReadOnly::Safe
                };
            },
        },
        rule!(
            "one-change-at-a-time",
            one_change_at_a_time,
            &[(Kind::AddLearner, 8), (Kind::Remove, 8), (Kind::Add, 8)]
        ),
        rule!(
            "change-after-own-commit",
            change_after_own_commit,
            &[(Kind::AddLearner, 16), (Kind::Remove, 16), (Kind::Kill, 4)]
        ),
        rule!(
            "changes-wait-for-commit",
            changes_wait_for_commit,
            &[(Kind::Add, 16), (Kind::Remove, 16), (Kind::Isolate, 4)]
        ),
        rule!(
            "refuse-old-snapshots",
            refuse_old_snapshots,
            &[(Kind::Message, 1), (Kind::Kill, 4), (Kind::Delay, 4)]
        ),
        rule!(
            "confirm-reads",
            confirm_reads,
            &[(Kind::Isolate, 4), (Kind::Get, 4)]
        ),
        rule!(
            "leader-expires-leases",
            leader_expires_leases,
            &[(Kind::Grant, 8)]
        ),
    ];

    /// The one of this name.
    ///
    /// # Errors
    /// All names, if it is none of them.
    pub fn named(name: &str) -> Result<&'static Self, String> {
        let found = Self::ALL.iter().find(|it| it.name == name);
        found.ok_or_else(|| {
            let all: Vec<&str> = Self::ALL.iter().map(|it| it.name).collect();
            format!("{name} is no rule: one of {}", all.join(", "))
        })
    }

    /// Lets a world forget the rule, or have it.
    pub fn set(&self, config: &mut Config, forgotten: bool) {
        (self.set)(config, forgotten);
    }
}
