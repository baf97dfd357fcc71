//! Who votes and who follows: a configuration, joint while it changes (paper §6).

use super::quorum::{self, Tally};
use crate::units::{Index, NodeId};

/// The voters: one majority, or two while a change is under way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joint {
    /// The configuration being entered, or the only one. Ascending.
    pub incoming: Vec<NodeId>,
    /// The configuration being left; empty unless joint. Ascending.
    pub outgoing: Vec<NodeId>,
}

/// Voters and learners (`tracker.Config`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Configuration {
    /// The voters.
    pub voters: Joint,
    /// Members that follow without a vote. Ascending.
    pub learners: Vec<NodeId>,
    /// Voters of the outgoing half that become learners on leaving it. Ascending.
    pub learners_next: Vec<NodeId>,
    /// Whether a joint configuration is left as soon as it is applied.
    pub auto_leave: bool,
}

impl Joint {
    /// Both halves agree up to this index.
    #[must_use]
    pub fn committed(&self, matched: impl Fn(NodeId) -> Index) -> Index {
        quorum::committed(&self.incoming, &matched).min(quorum::committed(&self.outgoing, &matched))
    }

    /// How a vote stands; both halves must win it.
    #[must_use]
    pub fn tally(&self, vote: impl Fn(NodeId) -> Option<bool>) -> Tally {
        let incoming = quorum::tally(&self.incoming, &vote);
        let outgoing = quorum::tally(&self.outgoing, &vote);
        match (incoming, outgoing) {
            (Tally::Lost, _) | (_, Tally::Lost) => Tally::Lost,
            (Tally::Won, Tally::Won) => Tally::Won,
            (Tally::Pending, _) | (_, Tally::Pending) => Tally::Pending,
        }
    }
}

impl Configuration {
    /// A plain configuration of these voters.
    #[must_use]
    pub fn of(voters: impl IntoIterator<Item = NodeId>) -> Self {
        let mut configuration = Self::default();
        for id in voters {
            insert(&mut configuration.voters.incoming, id);
        }
        configuration
    }

    /// Whether `id` votes in either half.
    #[must_use]
    pub fn is_voter(&self, id: NodeId) -> bool {
        self.voters.incoming.contains(&id) || self.voters.outgoing.contains(&id)
    }

    /// Whether `id` follows without a vote.
    #[must_use]
    pub fn is_learner(&self, id: NodeId) -> bool {
        self.learners.contains(&id)
    }

    /// All members, each once, ascending.
    #[must_use]
    pub fn members(&self) -> Vec<NodeId> {
        let mut all = self.voters.incoming.clone();
        for id in self
            .voters
            .outgoing
            .iter()
            .chain(&self.learners)
            .chain(&self.learners_next)
        {
            insert(&mut all, *id);
        }
        all
    }

    /// All voters, each once, ascending.
    #[must_use]
    pub fn voters(&self) -> Vec<NodeId> {
        let mut all = self.voters.incoming.clone();
        for id in &self.voters.outgoing {
            insert(&mut all, *id);
        }
        all
    }

    /// Makes `id` a voter of the incoming half.
    pub fn add_voter(&mut self, id: NodeId) {
        self.learners.retain(|learner| *learner != id);
        self.learners_next.retain(|learner| *learner != id);
        insert(&mut self.voters.incoming, id);
    }

    /// Whether a change is under way.
    #[must_use]
    pub fn is_joint(&self) -> bool {
        !self.voters.outgoing.is_empty()
    }
}

/// Inserts into an ascending list without a repeat.
pub(super) fn insert(ids: &mut Vec<NodeId>, id: NodeId) {
    if let Err(place) = ids.binary_search(&id) {
        ids.insert(place, id);
    }
}
