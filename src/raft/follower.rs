//! Followers: accept or refuse entries, answer heartbeats, take snapshots.

use super::{
    Body, Entry, Ignored, Message, Raft, Reason, Rejection, Snapshot, SnapshotRefusal,
    TransferRefusal, state::count,
};
use crate::units::{Index, NodeId, Term};

impl Raft {
    pub(super) fn step_follower(&mut self, message: Message) {
        let from = message.from;
        match message.body {
            Body::Append {
                prev_index,
                prev_term,
                entries,
                commit,
            } => {
                self.hear_leader(from);
                self.handle_append(from, (prev_index, prev_term), entries, commit);
            }
            Body::Heartbeat { commit, context } => {
                self.hear_leader(from);
                self.commit_to(commit);
                self.send(from, Body::HeartbeatAnswer { context });
            }
            Body::Snapshot(snapshot) => {
                self.hear_leader(from);
                self.handle_snapshot(from, *snapshot);
            }
            Body::Propose(proposals) => {
                let _told = self.propose(proposals);
            }
            Body::ReadIndex { context } => self.read(from, context),
            Body::ReadIndexAnswer { context, index } => self.serve_read(context, index),
            Body::TransferLeader if self.leader != NodeId::NONE => self.transfer(from),
            Body::TransferLeader => {
                let why = TransferRefusal::NoLeader;
                self.reasons.push(Reason::TransferRefused { to: from, why });
            }
            // A leader that hands over needs no pre-vote: nobody was cut off.
            Body::TimeoutNow => self.campaign_if_allowed(true),
            Body::VoteAnswer { pre, .. } => self.ignore(from, Ignored::NoCampaign { pre }),
            _ => {}
        }
    }

    fn hear_leader(&mut self, leader: NodeId) {
        self.election_elapsed = 0;
        self.leader = leader;
    }

    fn handle_append(
        &mut self,
        from: NodeId,
        (prev_index, prev_term): (Index, Term),
        entries: Vec<Entry>,
        commit: Index,
    ) {
        let committed = self.log.committed;
        if prev_index < committed {
            self.reasons.push(Reason::AppendIsOld {
                prev_index,
                committed,
            });
            let index = committed;
            return self.send(from, Body::Appended { index });
        }
        let matches = self.log.matches(prev_index, prev_term)
            || (!self.config.rules.check_log_match && prev_index <= self.log.last_index());
        if !matches {
            return self.reject_append(from, prev_index, prev_term);
        }
        let last = Index(prev_index.0 + entries.len() as u64);
        if !entries.is_empty() {
            self.reasons.push(Reason::AppendAccepted {
                from,
                prev_index,
                entries: count(entries.len()),
            });
        }
        if let Some(conflict) = self.log.find_conflict(&entries) {
            self.overwrite(entries, conflict);
        }
        self.commit_to(commit.min(last));
        self.send(from, Body::Appended { index: last });
    }

    /// Tells the leader where the logs may agree: at the last entry that is not newer than the one
    /// it named.
    fn reject_append(&mut self, from: NodeId, prev_index: Index, prev_term: Term) {
        let own_term = self.log.term(prev_index).unwrap_or_default();
        self.reasons.push(Reason::AppendRejected {
            prev_index,
            prev_term,
            own_term,
        });
        let at = prev_index.min(self.log.last_index());
        let (hint, hint_term) = self.log.last_below_term(at, prev_term);
        let rejection = Rejection {
            index: prev_index,
            hint,
            hint_term,
        };
        self.send(from, Body::AppendRejected(rejection));
    }

    /// Drops what conflicts and appends the rest.
    fn overwrite(&mut self, entries: Vec<Entry>, conflict: usize) {
        let Some(first) = entries.get(conflict) else {
            return;
        };
        let (index, keep) = (first.index, first.index.prev());
        if keep < self.log.committed {
            // Only a broken rule leads here; a correct leader never conflicts below the commit.
            return;
        }
        if keep < self.log.last_index() {
            self.reasons.push(Reason::LogTruncated {
                index,
                own_term: self.log.term(index).unwrap_or_default(),
                new_term: first.term,
            });
            self.log.truncate(keep);
        }
        for entry in entries.into_iter().skip(conflict) {
            // Only a broken rule makes a log whose terms decrease.
            if entry.term < self.log.last_term() {
                return;
            }
            if entry.is_change() {
                self.note_appended(entry.kind, &entry.data);
            }
            self.log.append([entry]);
        }
    }

    pub(super) fn commit_to(&mut self, index: Index) {
        let index = index.min(self.log.last_index());
        if index > self.log.committed {
            self.reasons.push(Reason::Committed {
                from: self.log.committed,
                to: index,
            });
            self.log.committed = index;
        }
    }

    fn handle_snapshot(&mut self, from: NodeId, snapshot: Snapshot) {
        let (index, term) = (snapshot.index, snapshot.term);
        if let Some(why) = self.forbids_snapshot(&snapshot) {
            self.reasons.push(Reason::SnapshotRefused { index, why });
            if let SnapshotRefusal::InLog { .. } = why {
                self.commit_to(index);
            }
            let index = self.log.committed;
            return self.send(from, Body::Appended { index });
        }
        self.log.install(index, term);
        self.restore_configuration(snapshot.configuration.clone());
        self.snapshot = Some(snapshot);
        self.snapshot_handed = false;
        self.reasons.push(Reason::SnapshotTaken { index, term });
        self.send(from, Body::Appended { index });
    }

    fn forbids_snapshot(&self, snapshot: &Snapshot) -> Option<SnapshotRefusal> {
        let (index, term, committed) = (snapshot.index, snapshot.term, self.log.committed);
        let old = index <= committed;
        if old && self.config.rules.refuse_old_snapshots {
            return Some(SnapshotRefusal::Old { committed });
        }
        let configuration = &snapshot.configuration;
        if !configuration.is_voter(self.id) && !configuration.is_learner(self.id) {
            let members = count(configuration.members().len());
            return Some(SnapshotRefusal::NotAMember { members });
        }
        (!old && self.log.matches(index, term)).then_some(SnapshotRefusal::InLog { term })
    }
}
