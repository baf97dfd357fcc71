//! Why: what commands and entries wait for, and what members decided, with the numbers they used.

mod en;
mod numbers;
mod reasons;
mod rulings;
mod said;
mod zh;

pub use numbers::numbers;

use crate::{
    session::view::{Wait, Waiting},
    sim::Cause,
    units::NodeId,
};

/// Texts about reasons.
#[derive(Clone, Debug)]
pub struct Why {
    /// What a command waits for.
    pub waiting: fn(&Waiting) -> String,
    /// Why an entry is not committed.
    pub wait: fn(&Wait) -> String,
    /// A decision, with names for its members.
    pub reason: fn(&Cause, &dyn Fn(NodeId) -> String) -> String,
    /// When an entry was first applied.
    pub applied: fn(&str) -> String,
    /// The list of a member's, or all members', last decisions.
    pub decisions: &'static str,
    /// There is none yet.
    pub none: &'static str,
    /// Opens all of them.
    pub all: &'static str,
    /// Shows all members' decisions.
    pub everyone: &'static str,
    /// Whose decisions are listed.
    pub whose: &'static str,
    /// Looks at the moment of a decision.
    pub look: fn(&str) -> String,
    /// What a message's sender decided when it sent it.
    pub when_sent: fn(&str) -> String,
    /// What a message's receiver will decide if nothing comes between.
    pub when_arrived: fn(&str) -> String,
    /// A receiver that takes a message without a decision.
    pub takes_it: &'static str,
}

/// The sentence of a decision: English and Chinese, with places for its [`numbers`].
#[must_use]
pub fn sentence(cause: &Cause) -> Option<(&'static str, &'static str)> {
    let name = cause.name();
    let mut all = reasons::REASONS.iter().chain(rulings::RULINGS);
    let found = all.find(|(known, ..)| *known == name);
    found.map(|(_, english, chinese)| (*english, *chinese))
}

/// English.
pub const EN: Why = en::EN;

/// Chinese.
pub const ZH: Why = zh::ZH;
