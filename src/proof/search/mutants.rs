//! Rules that can be forgotten, each with what makes its absence felt: a search must find every
//! one of them.

use super::kind::{Favour, Kind};
use crate::sim::Config;

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
