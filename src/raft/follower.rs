//! Followers: accept or refuse entries, answer heartbeats, take snapshots.

use super::{Body, Entry, Message, Raft, ReadState, Reason, Rejection, Snapshot};
use crate::units::{Index, NodeId, Term};

impl Raft {
    pub(super) fn step_follower(&mut self, message: Message) {
        match message.body {
            Body::Append {
                prev_index,
                prev_term,
                entries,
                commit,
            } => {
                self.hear_leader(message.from);
                self.handle_append(message.from, (prev_index, prev_term), entries, commit);
            }
            Body::Heartbeat { commit, context } => {
                self.hear_leader(message.from);
                self.commit_to(commit.min(self.log.last_index()));
                self.send(message.from, Body::HeartbeatAnswer { context });
            }
            Body::Snapshot(snapshot) => {
                self.hear_leader(message.from);
                self.handle_snapshot(message.from, *snapshot);
            }
            Body::Propose(proposals) if self.leader != NodeId::NONE => {
                self.send(self.leader, Body::Propose(proposals));
            }
            // Who asked here did not know of the leader yet; the answer goes to them.
            Body::ReadIndex { .. } if self.leader != NodeId::NONE => {
                let to = self.leader;
                self.messages.push(Message { to, ..message });
            }
            Body::ReadIndexAnswer { context, index } => {
                self.read_states.push(ReadState { context, index });
            }
            Body::TimeoutNow => self.campaign_if_allowed(true),
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
        if prev_index < self.log.committed {
            let index = self.log.committed;
            return self.send(from, Body::Appended { index });
        }
        let matches = self.log.matches(prev_index, prev_term)
            || (!self.config.rules.check_log_match && prev_index <= self.log.last_index());
        if !matches {
            let own_term = self.log.term(prev_index).unwrap_or_default();
            self.reasons.push(Reason::AppendRejected {
                prev_index,
                prev_term,
                own_term,
            });
            let (hint, hint_term) = self.log.last_below_term(prev_index, prev_term);
            let rejection = Rejection {
                index: prev_index,
                hint,
                hint_term,
            };
            return self.send(from, Body::AppendRejected(rejection));
        }
        let last = Index(prev_index.0 + entries.len() as u64);
        if let Some(conflict) = self.log.find_conflict(&entries) {
            self.overwrite(entries, conflict);
        }
        self.commit_to(commit.min(last));
        self.send(from, Body::Appended { index: last });
    }

    /// Drops what conflicts and appends the rest.
    fn overwrite(&mut self, entries: Vec<Entry>, conflict: usize) {
        let Some(first) = entries.get(conflict) else {
            return;
        };
        let keep = first.index.prev();
        if keep < self.log.committed {
            // Only a broken rule leads here; a correct leader never conflicts below the commit.
            return;
        }
        if keep < self.log.last_index() {
            self.log.truncate(keep);
        }
        let floor = self.log.last_term();
        self.log.append(
            entries
                .into_iter()
                .skip(conflict)
                .filter(|entry| entry.term >= floor),
        );
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
        if index <= self.log.committed {
            let index = self.log.committed;
            return self.send(from, Body::Appended { index });
        }
        if self.log.matches(index, term) {
            self.commit_to(index);
            let index = self.log.committed;
            return self.send(from, Body::Appended { index });
        }
        self.log.install(index, term);
        self.configure(snapshot.configuration.clone());
        self.snapshot = Some(snapshot);
        self.send(from, Body::Appended { index });
    }
}
