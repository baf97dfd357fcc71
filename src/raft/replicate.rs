//! Replication: what a leader sends each peer, and what it makes of the answers.

use super::{Body, Ignored, ProgressState, Raft, ReadRound, Reason, Rejection, state::count};
use crate::units::{Index, NodeId, Term};

impl Raft {
    pub(super) fn broadcast_append(&mut self) {
        for place in 0..self.progress.len() {
            if self.progress[place].0 != self.id {
                self.send_append(place, true);
            }
        }
    }

    /// Sends whatever peers lack, and nothing to those that lack nothing.
    pub(super) fn send_news(&mut self) {
        for place in 0..self.progress.len() {
            if self.progress[place].0 != self.id {
                self.send_append(place, false);
            }
        }
    }

    pub(super) fn broadcast_heartbeat(&mut self) {
        let context = self.reads.round();
        for place in 0..self.progress.len() {
            if self.progress[place].0 != self.id {
                self.send_heartbeat(place, context);
            }
        }
    }

    /// The commit index it carries is never above what the peer is known to match.
    fn send_heartbeat(&mut self, place: usize, context: Option<ReadRound>) {
        let (to, progress) = &mut self.progress[place];
        let commit = progress.matched.min(self.log.committed);
        progress.sent_commit = commit;
        let to = *to;
        self.send(to, Body::Heartbeat { commit, context });
    }

    /// Sends the peer at `place` what it lacks; returns whether anything was sent
    /// (`maybeSendAppend`).
    pub(super) fn send_append(&mut self, place: usize, if_empty: bool) -> bool {
        let (to, progress) = &self.progress[place];
        if progress.is_paused() {
            return false;
        }
        let (to, next) = (*to, progress.next);
        let prev_index = next.prev();
        let Some(prev_term) = self.log.term(prev_index) else {
            return self.send_snapshot(place);
        };
        let window = self.config.window();
        // With a full window an empty append still goes out: if all that filled the window was
        // lost, its answer is what opens it again.
        let full = progress.state == ProgressState::Replicate
            && progress.inflight.is_full(window.0, window.1);
        let entries = if full {
            Vec::new()
        } else {
            let last = self.log.last_index();
            self.log.slice(next, last, self.config.message_bytes_max)
        };
        if entries.is_empty() && !if_empty {
            return false;
        }
        let bytes = entries.iter().map(|entry| entry.data.len() as u64).sum();
        let commit = self.log.committed;
        let progress = &mut self.progress[place].1;
        let was_paused = progress.paused;
        progress.sent(entries.len(), bytes, window);
        progress.sent_commit = commit;
        if progress.paused && !was_paused {
            self.note_full(place);
        }
        self.send(
            to,
            Body::Append {
                prev_index,
                prev_term,
                entries,
                commit,
            },
        );
        true
    }

    fn note_full(&mut self, place: usize) {
        let (peer, progress) = &self.progress[place];
        if progress.state == ProgressState::Replicate {
            self.reasons.push(Reason::WindowFull {
                peer: *peer,
                appends: count(progress.inflight.len()),
                bytes: progress.inflight.bytes(),
                appends_max: count(self.config.inflight_max),
                bytes_max: self.config.inflight_bytes_max as u64,
            });
        }
    }

    /// The peer needs entries that are compacted away.
    fn send_snapshot(&mut self, place: usize) -> bool {
        let (peer, progress) = &self.progress[place];
        let (peer, next, first) = (*peer, progress.next, self.log.first_index());
        if !progress.recent_active {
            self.reasons
                .push(Reason::SnapshotHeldBack { peer, next, first });
            return false;
        }
        let Some(snapshot) = self.make_snapshot() else {
            return false;
        };
        self.progress[place].1.become_snapshot(snapshot.index);
        self.reasons.push(Reason::PeerNeedsSnapshot {
            peer,
            next,
            first,
            snapshot: snapshot.index,
        });
        self.send(peer, Body::Snapshot(Box::new(snapshot)));
        true
    }

    pub(super) fn handle_appended(&mut self, from: NodeId, index: Index) {
        let Some(place) = self.place(from) else {
            return self.ignore(from, Ignored::NotAMember);
        };
        let first = self.log.first_index();
        let progress = &mut self.progress[place].1;
        progress.recent_active = true;
        // A probing peer that matches exactly as known may still go back to Replicate.
        let known = progress.matched == index && progress.state == ProgressState::Probe;
        if !progress.update(index) && !known {
            let matched = progress.matched;
            if from != self.id {
                self.ignore(from, Ignored::OldAcknowledgement { index, matched });
            }
            return;
        }
        let replicates = match progress.state {
            ProgressState::Probe => true,
            // Whatever snapshot it took, from here on the log can serve it.
            ProgressState::Snapshot => progress.matched.next() >= first,
            ProgressState::Replicate => {
                progress.inflight.free(index);
                false
            }
        };
        if replicates {
            progress.become_probe();
            progress.become_replicate();
            let (peer, matched) = (from, progress.matched);
            self.reasons.push(Reason::PeerReplicates { peer, matched });
        }
        self.after_progress(place);
    }

    /// The peer at `place` holds more than was known: commits, and sends it what it still lacks.
    fn after_progress(&mut self, place: usize) {
        let peer = self.progress[place].0;
        if self.maybe_commit() {
            self.release_waiting_reads();
            self.broadcast_append();
        } else if peer != self.id && self.progress[place].1.can_bump_commit(self.log.committed) {
            self.send_append(place, true);
        }
        if peer == self.id {
            return;
        }
        while self.send_append(place, false) {}
        if peer == self.transferee && self.progress[place].1.matched == self.log.last_index() {
            self.send_timeout_now(peer);
        }
    }

    pub(super) fn handle_rejection(&mut self, from: NodeId, rejection: Rejection) {
        let Some(place) = self.place(from) else {
            return;
        };
        let mut hint = rejection.hint;
        if rejection.hint_term.0 > 0 {
            // Skip every index whose term here is above the peer's term at the hint.
            let (at, term) = (rejection.hint, rejection.hint_term);
            hint = self.log.last_below_term(at, term).0;
        }
        let progress = &mut self.progress[place].1;
        progress.recent_active = true;
        let index = rejection.index;
        if !progress.decrease(index, hint) {
            let (matched, next) = (progress.matched, progress.next);
            return self.ignore(
                from,
                Ignored::OldRejection {
                    index,
                    matched,
                    next,
                },
            );
        }
        if progress.state == ProgressState::Replicate {
            progress.become_probe();
        }
        self.note_probe(place);
        self.send_append(place, true);
    }

    fn note_probe(&mut self, place: usize) {
        let (peer, progress) = &self.progress[place];
        self.reasons.push(Reason::PeerProbed {
            peer: *peer,
            matched: progress.matched,
            next: progress.next,
        });
    }

    pub(super) fn handle_heartbeat_answer(&mut self, from: NodeId, context: Option<ReadRound>) {
        let Some(place) = self.place(from) else {
            return;
        };
        let progress = &mut self.progress[place].1;
        progress.recent_active = true;
        progress.paused = false;
        if progress.matched < self.log.last_index() || progress.state == ProgressState::Probe {
            self.send_append(place, true);
        }
        if let Some(round) = context {
            self.confirm_reads(from, round);
        }
    }

    /// Moves the commit index to what a quorum holds; only an entry of the own term counts.
    pub(super) fn maybe_commit(&mut self) -> bool {
        let held = self.voters().committed(|id| self.matched(id));
        let index = held.min(self.log.last_index());
        let committed = self.log.committed;
        if index <= committed {
            self.reasons.push(Reason::CommitWaitsForQuorum {
                held: index,
                committed,
            });
            return false;
        }
        let (term, own) = (self.log.term(index).unwrap_or(Term(0)), self.term);
        if term != own && self.config.rules.commit_own_term_only {
            self.reasons
                .push(Reason::CommitWaitsForOwnTerm { index, term, own });
            return false;
        }
        self.commit_to(index);
        true
    }

    pub(super) fn unreachable(&mut self, peer: NodeId) {
        if self.role == crate::raft::Role::Leader
            && let Some(place) = self.place(peer)
            && self.progress[place].1.state == ProgressState::Replicate
        {
            self.progress[place].1.become_probe();
            self.note_probe(place);
        }
    }

    /// Whether it arrived or not, the peer's next answer to a heartbeat tells how to go on.
    pub(super) fn snapshot_sent(&mut self, peer: NodeId, arrived: bool) {
        if self.role != crate::raft::Role::Leader {
            return;
        }
        let Some(progress) = self.progress_mut(peer) else {
            return;
        };
        if progress.state != ProgressState::Snapshot {
            return;
        }
        let snapshot = progress.pending_snapshot;
        if !arrived {
            progress.pending_snapshot = Index(0);
        }
        progress.become_probe();
        progress.paused = true;
        self.reasons.push(Reason::SnapshotReported {
            peer,
            snapshot,
            arrived,
        });
    }
}
