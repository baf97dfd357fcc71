//! Changes taking effect, and changes being proposed (`applyConfChange`, `switchToConfig`).

use super::{
    Change, ChangeRefusal, Changed, ConfChange, Configuration, EntryKind, Progress, Proposal, Raft,
    Reason, Role, TransferAbort, state::count,
};
use crate::units::{Index, NodeId};

impl Raft {
    /// A committed change takes effect. One that does not fit is skipped: whoever proposed it
    /// switched off the checks.
    pub(super) fn apply_change(&mut self, change: &ConfChange) {
        match self.configuration.changed(change) {
            Ok(changed) => self.switch(changed),
            Err(why) => self.reasons.push(Reason::ChangeInvalid { why }),
        }
    }

    /// Without the rule that changes wait, they take effect in the log already.
    pub(super) fn note_appended(&mut self, kind: EntryKind, data: &[u8]) {
        if self.config.rules.changes_wait_for_commit {
            return;
        }
        if let Some(change) = ConfChange::read(kind, data)
            && let Ok(changed) = self.configuration.changed(&change)
        {
            self.switch(changed);
        }
    }

    /// The configuration of a restart or a snapshot: nothing is known of anyone.
    pub(super) fn restore_configuration(&mut self, configuration: Configuration) {
        self.progress.clear();
        let fresh = configuration.members();
        self.switch(Changed {
            configuration,
            fresh,
        });
    }

    fn switch(&mut self, changed: Changed) {
        self.track(&changed);
        self.configuration = changed.configuration;
        let configuration = &self.configuration;
        self.reasons.push(Reason::ChangeApplied {
            voters: count(configuration.voters.incoming.len()),
            outgoing: count(configuration.voters.outgoing.len()),
            learners: count(configuration.learners.len()),
        });
        if self.role != Role::Leader {
            return;
        }
        if !self.configuration.is_voter(self.id) {
            return self.lose_office();
        }
        if self.maybe_commit() {
            self.broadcast_append();
        } else {
            self.send_news();
        }
        if !self.configuration.is_voter(self.transferee) {
            self.abort_transfer(TransferAbort::NotAVoter);
        }
    }

    fn track(&mut self, changed: &Changed) {
        let configuration = &changed.configuration;
        let members = configuration.members();
        self.progress.retain(|(id, _)| members.contains(id));
        // A newcomer is probed with the last entry, and counts as heard, so that it does not cost
        // the leader its quorum before it can answer.
        let next = self.log.last_index().max(Index(1));
        for id in members {
            let place = self.progress.binary_search_by_key(&id, |(peer, _)| *peer);
            let known = place.is_ok();
            if !known || changed.fresh.contains(&id) {
                let mut progress = Progress::new(next);
                progress.recent_active = true;
                match place {
                    Ok(place) => self.progress[place].1 = progress,
                    Err(place) => self.progress.insert(place, (id, progress)),
                }
            }
        }
        for (id, progress) in &mut self.progress {
            progress.learner = configuration.is_learner(*id);
        }
    }

    /// The leader is no voter any more.
    fn lose_office(&mut self) {
        if self.config.step_down_on_removal {
            let learner = self.configuration.is_learner(self.id);
            let term = self.term;
            self.reasons.push(Reason::SteppedDown { term, learner });
            self.become_follower(term, NodeId::NONE);
        }
    }

    /// Leaves a joint configuration: an empty change, which no quota can refuse.
    pub(super) fn auto_leave(&mut self) {
        let (applied, pending) = (self.log.applied, self.pending_change);
        let proposal = Proposal {
            kind: EntryKind::ConfChangeV2,
            data: bytes::Bytes::new(),
        };
        if self.propose(vec![proposal]).is_ok() {
            self.reasons.push(Reason::AutoLeave { applied, pending });
        }
    }

    /// Lets a proposed change through, or makes an empty entry of it.
    pub(super) fn check_change(&mut self, proposal: &mut Proposal, index: Index) {
        if proposal.kind == EntryKind::Normal {
            return;
        }
        let change = ConfChange::read(proposal.kind, &proposal.data).unwrap_or_default();
        match self.forbids_change(&change.changes) {
            Some(why) if self.config.validate_changes => {
                self.reasons.push(Reason::ChangeRefused { index, why });
                proposal.kind = EntryKind::Normal;
                proposal.data = bytes::Bytes::new();
            }
            _ => {
                let leaves = change.changes.is_empty();
                self.reasons.push(Reason::ChangeProposed { index, leaves });
                self.pending_change = index;
            }
        }
    }

    fn forbids_change(&self, changes: &[Change]) -> Option<ChangeRefusal> {
        let (pending, applied) = (self.pending_change, self.log.applied);
        let outgoing = count(self.configuration.voters.outgoing.len());
        if pending > applied && self.config.rules.one_change_at_a_time {
            Some(ChangeRefusal::Unapplied { pending, applied })
        } else if outgoing > 0 && !changes.is_empty() {
            Some(ChangeRefusal::Joint { outgoing })
        } else if outgoing == 0 && changes.is_empty() {
            let changes = 0;
            Some(ChangeRefusal::NotJoint { changes })
        } else {
            None
        }
    }

    /// Up to where a new leader must have applied before it takes changes: everything it found in
    /// its log, so that an entry of its own term is committed by then. Without that rule, only as
    /// far as there are changes.
    pub(super) fn change_floor(&self) -> Index {
        let last = self.log.last_index();
        if self.config.rules.change_after_own_commit {
            return last;
        }
        let mut above = (self.log.applied.0 + 1..=last.0).rev().map(Index);
        above
            .find(|index| self.log.entry(*index).is_some_and(super::Entry::is_change))
            .unwrap_or_default()
    }
}
