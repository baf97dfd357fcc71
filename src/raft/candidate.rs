//! Campaigns: pre-vote, vote, tally (paper §5.2, thesis §9.6).

use super::{Body, Message, Raft, Reason, Role, Tally};
use crate::units::NodeId;

impl Raft {
    /// Starts a campaign unless this member may not win one.
    pub(super) fn campaign_if_allowed(&mut self, transfer: bool) {
        if self.role == Role::Leader || !self.is_promotable() || self.has_unapplied_change() {
            return;
        }
        if self.config.pre_vote && !transfer {
            self.campaign(true, false);
        } else {
            self.campaign(false, transfer);
        }
    }

    /// A committed change that is not applied yet: this member's view of the voters is old.
    fn has_unapplied_change(&self) -> bool {
        let (from, to) = (self.log.applied.next(), self.log.committed);
        (from.0..=to.0)
            .filter_map(|index| self.log.entry(crate::units::Index(index)))
            .any(|entry| entry.kind == super::EntryKind::ConfChange)
    }

    fn campaign(&mut self, pre: bool, transfer: bool) {
        let term = self.term.next();
        if pre {
            // The term stays, and so does the vote: a pre-candidate has promised nothing.
            self.role = Role::PreCandidate;
            self.leader = NodeId::NONE;
            self.votes.clear();
        } else {
            self.reset(term);
            self.role = Role::Candidate;
            self.vote = self.id;
        }
        let (last_index, last_term) = (self.log.last_index(), self.log.last_term());
        for id in self.configuration.voters() {
            if id == self.id {
                // Its own vote counts once it is on its own disk.
                self.send_in_term(id, term, Body::VoteAnswer { pre, reject: false });
            } else {
                let body = Body::Vote {
                    pre,
                    last_index,
                    last_term,
                    transfer,
                };
                self.send_in_term(id, term, body);
            }
        }
    }

    pub(super) fn step_candidate(&mut self, message: Message) {
        let in_pre = self.role == Role::PreCandidate;
        match message.body {
            Body::VoteAnswer { pre, reject } if pre == in_pre => {
                self.count_vote(message.from, !reject);
            }
            // A leader of this very term exists: the campaign is over.
            Body::Append { .. } | Body::Heartbeat { .. } | Body::Snapshot(_) => {
                self.become_follower(message.term, message.from);
                self.step_follower(message);
            }
            _ => {}
        }
    }

    fn count_vote(&mut self, from: NodeId, granted: bool) {
        if !self.votes.iter().any(|(id, _)| *id == from) {
            self.votes.push((from, granted));
        }
        match self.tally() {
            Tally::Won if self.role == Role::PreCandidate => self.campaign(false, false),
            Tally::Won => {
                let votes = self.votes.iter().filter(|(_, granted)| *granted).count();
                let reason = Reason::Elected {
                    term: self.term,
                    votes: u32::try_from(votes).expect("few members"),
                    voters: u32::try_from(self.configuration.voters().len()).expect("few members"),
                };
                self.reasons.push(reason);
                self.become_leader();
            }
            Tally::Lost => self.become_follower(self.term, NodeId::NONE),
            Tally::Pending => {}
        }
    }
}
