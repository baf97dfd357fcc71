//! Campaigns and votes: asking, granting, counting (paper §5.2, §5.4.1, thesis §9.6).

use super::{
    Body, CampaignRefusal, Ignored, Message, Raft, Reason, Role, Tally, VoteRefusal, state::count,
};
use crate::units::{Index, NodeId, Term};

impl Raft {
    /// Starts a campaign unless this member may not win one (`hup`).
    pub(super) fn campaign_if_allowed(&mut self, transfer: bool) {
        if let Some(why) = self.forbids_campaign() {
            return self.reasons.push(Reason::CampaignRefused { why });
        }
        self.campaign(self.config.pre_vote && !transfer, transfer);
    }

    fn forbids_campaign(&self) -> Option<CampaignRefusal> {
        if self.role == Role::Leader {
            return Some(CampaignRefusal::Leads { term: self.term });
        }
        if !self.configuration.is_voter(self.id) {
            let learner = self.configuration.is_learner(self.id);
            return Some(CampaignRefusal::NotAVoter { learner });
        }
        if let Some(snapshot) = &self.snapshot {
            let index = snapshot.index;
            return Some(CampaignRefusal::SnapshotPending { index });
        }
        let (applied, committed) = (self.log.applied, self.log.committed);
        let change = self.first_change(applied, committed)?;
        Some(CampaignRefusal::ChangeUnapplied {
            index: change,
            applied,
            committed,
        })
    }

    /// The first change of configuration after `after`, up to `to`.
    fn first_change(&self, after: Index, to: Index) -> Option<Index> {
        let mut indexes = (after.0 + 1..=to.0).map(Index);
        indexes.find(|index| self.log.entry(*index).is_some_and(super::Entry::is_change))
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
        self.reasons.push(Reason::Campaigns {
            term,
            pre,
            transfer,
        });
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
        let from = message.from;
        match message.body {
            Body::VoteAnswer { pre, reject } if pre == in_pre => self.count_vote(from, !reject),
            Body::VoteAnswer { pre, .. } => self.ignore(from, Ignored::NoCampaign { pre }),
            // A leader of this very term exists: the campaign is over.
            Body::Append { .. } | Body::Heartbeat { .. } | Body::Snapshot(_) => {
                self.become_follower(message.term, from);
                self.step_follower(message);
            }
            Body::Propose(proposals) => {
                let _told = self.propose(proposals);
            }
            Body::TimeoutNow => self.ignore(from, Ignored::NotAFollower),
            _ => {}
        }
    }

    fn count_vote(&mut self, from: NodeId, granted: bool) {
        if !self.votes.iter().any(|(id, _)| *id == from) {
            self.votes.push((from, granted));
        }
        let voters = self.voter_count();
        let (yes, no) = self.counted_votes();
        self.reasons.push(Reason::VoteCounted {
            from,
            granted,
            yes,
            no,
            voters,
        });
        let term = self.term;
        match self.tally() {
            Tally::Won if self.role == Role::PreCandidate => self.campaign(false, false),
            Tally::Won => {
                let votes = yes;
                self.reasons.push(Reason::Elected {
                    term,
                    votes,
                    voters,
                });
                self.become_leader();
            }
            Tally::Lost => {
                let refusals = no;
                self.reasons.push(Reason::CampaignLost {
                    term,
                    refusals,
                    voters,
                });
                self.become_follower(term, NodeId::NONE);
            }
            Tally::Pending => {}
        }
    }

    /// Votes of voters: in favour and against.
    fn counted_votes(&self) -> (u32, u32) {
        let by_voters = |wanted: bool| {
            let votes = self.votes.iter();
            let votes = votes
                .filter(|(id, granted)| *granted == wanted && self.configuration.is_voter(*id));
            count(votes.count())
        };
        (by_voters(true), by_voters(false))
    }

    /// A member that heard its leader lately does not help to depose it (thesis §6.4.1).
    pub(super) fn lease_forbids_vote(&self, transfer: bool) -> Option<VoteRefusal> {
        let in_lease = self.config.check_quorum
            && self.leader != NodeId::NONE
            && self.election_elapsed < self.config.election_ticks;
        (in_lease && !transfer).then_some(VoteRefusal::LeaderAlive {
            leader: self.leader,
            elapsed: self.election_elapsed,
            timeout: self.config.election_ticks,
        })
    }

    pub(super) fn refuse_old_pre_vote(&mut self, to: NodeId, term: Term) {
        let why = VoteRefusal::OldTerm {
            term,
            own: self.term,
        };
        let pre = true;
        self.reasons
            .push(Reason::VoteRefused { to, term, pre, why });
        let reject = true;
        self.send(to, Body::VoteAnswer { pre, reject });
    }

    /// Grants or refuses a vote (paper §5.2, §5.4.1). Learners vote too: they may have been
    /// promoted without knowing it yet.
    pub(super) fn handle_vote(&mut self, message: &Message) {
        let Body::Vote {
            pre,
            last_index,
            last_term,
            ..
        } = message.body
        else {
            return;
        };
        let (to, term) = (message.from, message.term);
        let may_vote = self.vote == to
            || (self.vote == NodeId::NONE && self.leader == NodeId::NONE)
            || (pre && term > self.term);
        let up_to_date = self.log.is_up_to_date(last_term, last_index);
        if may_vote && up_to_date {
            self.reasons.push(Reason::VoteGranted { to, term, pre });
            // Answered in the campaign's term, so that the sender does not ignore it as old.
            self.send_in_term(to, term, Body::VoteAnswer { pre, reject: false });
            if !pre {
                self.election_elapsed = 0;
                self.vote = to;
            }
            return;
        }
        let why = if up_to_date {
            VoteRefusal::AlreadyVoted {
                vote: self.vote,
                leader: self.leader,
            }
        } else {
            VoteRefusal::StaleLog {
                candidate: (last_term, last_index),
                own: (self.log.last_term(), self.log.last_index()),
            }
        };
        self.reasons
            .push(Reason::VoteRefused { to, term, pre, why });
        self.send(to, Body::VoteAnswer { pre, reject: true });
    }
}
