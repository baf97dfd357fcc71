//! A schedule: settings, a seed for the timeouts, and choices from outside in their order.

use std::fmt;

use crate::member::{Address, Change, Settings};

/// One choice. Ids are members'; a choice that makes no sense where it stands does nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A tick passes on one member.
    Tick(u64),
    /// A member's readies are handled.
    Ready(u64),
    /// Every member's readies are handled, then every message under way arrives.
    Round,
    /// A client's bytes.
    Propose(u64, u64),
    /// A change of the configuration.
    Change(u64, Change),
    /// A campaign.
    Campaign(u64),
    /// Leadership goes to the second.
    Transfer(u64, u64),
    /// A read of this context.
    Read(u64, u64),
    /// The k-th message so called arrives.
    Deliver(Address, usize),
    /// It is lost.
    Drop(Address, usize),
    /// A copy of it is sent.
    Copy(Address, usize),
    /// From now on nothing sent on this link arrives.
    Cut(u64, u64),
    /// The link works again.
    Mend(u64, u64),
    /// A member loses what it has not written.
    Crash(u64),
    /// It starts again.
    Boot(u64),
    /// A member forgets its log up to an index, as far as it has applied.
    Compact(u64, u64),
    /// A member's timeout until its term changes.
    Pin(u64, u32),
    /// The first is told that its messages to the second do not arrive.
    Unreachable(u64, u64),
    /// All readies and messages until nothing is left; then both cores are compared.
    Settle,
    /// All links mended, all members up, four election timeouts of ticks; compared after each.
    Heal,
}

/// A schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The clusters' settings.
    pub settings: Settings,
    /// What the timeouts are drawn from.
    pub seed: u64,
    /// The choices.
    pub steps: Vec<Step>,
}

impl fmt::Display for Schedule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "  seed {} {}", self.seed, self.settings)?;
        for step in &self.steps {
            writeln!(out, "  {step:?}")?;
        }
        Ok(())
    }
}

impl Schedule {
    /// The timeout of a member in a term: the same in both cores, whatever they drew.
    #[must_use]
    pub fn timeout(seed: u64, election_ticks: u32, id: u64, term: u64) -> u32 {
        let word = seed ^ (id << 56) ^ term.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let drawn = crate::units::Rng::new(word).below(u64::from(election_ticks));
        election_ticks + u32::try_from(drawn).expect("below a u32")
    }
}
