//! From one configuration to the next (`confchange/confchange.go`).
//!
//! Changes are made to the incoming half. Learners and voters never meet: a voter of the outgoing
//! half that is to become a learner waits in `learners_next` until the joint configuration is left.

use super::{Change, ChangeKind, ConfChange, Configuration, configuration::insert};
use crate::units::NodeId;

/// Why a change does not fit a configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeError {
    /// To be entered, but it is joint.
    AlreadyJoint,
    /// To be left, but it is not joint.
    NotJoint,
    /// A simple change, but it is joint.
    SimpleInJoint,
    /// There is no voter to leave behind.
    NoVoters,
    /// No voter would stay.
    RemovedAllVoters,
    /// More than one voter changes, but not by way of a joint configuration.
    ManyVoters,
}

/// A configuration after a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The configuration.
    pub configuration: Configuration,
    /// Members whose progress begins anew. Ascending.
    pub fresh: Vec<NodeId>,
}

impl Configuration {
    /// The configuration after `change`, by the way that it asks for.
    ///
    /// # Errors
    /// If it does not fit; nothing is changed then.
    pub fn changed(&self, change: &ConfChange) -> Result<Changed, ChangeError> {
        if change.leaves_joint() {
            self.leave_joint()
        } else if let Some(auto_leave) = change.enters_joint() {
            self.enter_joint(auto_leave, &change.changes)
        } else {
            self.simple(&change.changes)
        }
    }

    /// Changes at most one voter (`Simple`).
    ///
    /// # Errors
    /// If it is joint, or more voters would change, or none would stay.
    pub fn simple(&self, changes: &[Change]) -> Result<Changed, ChangeError> {
        if self.is_joint() {
            return Err(ChangeError::SimpleInJoint);
        }
        let mut draft = Draft::of(self);
        draft.apply(changes)?;
        let (old, new) = (
            &self.voters.incoming,
            &draft.changed.configuration.voters.incoming,
        );
        let gone = old.iter().filter(|id| !new.contains(id)).count();
        let came = new.iter().filter(|id| !old.contains(id)).count();
        if gone + came > 1 {
            return Err(ChangeError::ManyVoters);
        }
        Ok(draft.changed)
    }

    /// Makes it joint: what is, and what is to be (`EnterJoint`).
    ///
    /// # Errors
    /// If it is joint, or has no voters, or none would stay.
    pub fn enter_joint(
        &self,
        auto_leave: bool,
        changes: &[Change],
    ) -> Result<Changed, ChangeError> {
        if self.is_joint() {
            return Err(ChangeError::AlreadyJoint);
        }
        if self.voters.incoming.is_empty() {
            return Err(ChangeError::NoVoters);
        }
        let mut draft = Draft::of(self);
        let configuration = &mut draft.changed.configuration;
        configuration.voters.outgoing = configuration.voters.incoming.clone();
        draft.apply(changes)?;
        draft.changed.configuration.auto_leave = auto_leave;
        Ok(draft.changed)
    }

    /// Leaves the outgoing half behind (`LeaveJoint`).
    ///
    /// # Errors
    /// If it is not joint.
    pub fn leave_joint(&self) -> Result<Changed, ChangeError> {
        if !self.is_joint() {
            return Err(ChangeError::NotJoint);
        }
        let mut configuration = self.clone();
        for id in std::mem::take(&mut configuration.learners_next) {
            insert(&mut configuration.learners, id);
        }
        configuration.voters.outgoing = Vec::new();
        configuration.auto_leave = false;
        Ok(Changed {
            configuration,
            fresh: Vec::new(),
        })
    }
}

/// A change being made, with the members whose progress is known.
struct Draft {
    changed: Changed,
    tracked: Vec<NodeId>,
}

impl Draft {
    fn of(configuration: &Configuration) -> Self {
        Self {
            tracked: configuration.members(),
            changed: Changed {
                configuration: configuration.clone(),
                fresh: Vec::new(),
            },
        }
    }

    fn apply(&mut self, changes: &[Change]) -> Result<(), ChangeError> {
        // A server that decides against a committed change names no member.
        for change in changes.iter().filter(|it| it.node != NodeId::NONE) {
            match change.kind {
                ChangeKind::AddVoter => self.make_voter(change.node),
                ChangeKind::AddLearner => self.make_learner(change.node),
                ChangeKind::Remove => self.remove(change.node),
                ChangeKind::Update => {}
            }
        }
        if self.changed.configuration.voters.incoming.is_empty() {
            return Err(ChangeError::RemovedAllVoters);
        }
        Ok(())
    }

    fn track(&mut self, id: NodeId) {
        insert(&mut self.tracked, id);
        insert(&mut self.changed.fresh, id);
    }

    fn make_voter(&mut self, id: NodeId) {
        if !self.tracked.contains(&id) {
            self.track(id);
        }
        self.changed.configuration.add_voter(id);
    }

    fn make_learner(&mut self, id: NodeId) {
        if !self.tracked.contains(&id) {
            self.track(id);
            return insert(&mut self.changed.configuration.learners, id);
        }
        let configuration = &mut self.changed.configuration;
        if configuration.is_learner(id) {
            return;
        }
        drop_from_incoming(configuration, id);
        if configuration.voters.outgoing.contains(&id) {
            insert(&mut configuration.learners_next, id);
        } else {
            insert(&mut configuration.learners, id);
        }
    }

    fn remove(&mut self, id: NodeId) {
        let configuration = &mut self.changed.configuration;
        drop_from_incoming(configuration, id);
        if !configuration.voters.outgoing.contains(&id) {
            self.tracked.retain(|known| *known != id);
            self.changed.fresh.retain(|known| *known != id);
        }
    }
}

fn drop_from_incoming(configuration: &mut Configuration, id: NodeId) {
    configuration.voters.incoming.retain(|it| *it != id);
    configuration.learners.retain(|it| *it != id);
    configuration.learners_next.retain(|it| *it != id);
}
