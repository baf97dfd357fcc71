//! Leaders: append, replicate, count, commit, confirm reads, hand over.

use bytes::Bytes;

use super::{
    Body, Entry, EntryKind, Message, ProgressState, Proposal, Raft, ReadContext, ReadState, Reason,
    Rejection, Role, Snapshot, Tally,
};
use crate::units::{Index, NodeId, Term};

impl Raft {
    pub(super) fn become_leader(&mut self) {
        self.reset(self.term);
        self.role = Role::Leader;
        self.leader = self.id;
        let own = self.id;
        if let Some(progress) = self.progress_mut(own) {
            progress.become_replicate();
            progress.recent_active = true;
        }
        // An empty entry of the new term commits everything before it (paper §5.4.2).
        self.append_proposals(vec![Proposal {
            kind: EntryKind::Normal,
            data: Bytes::new(),
        }]);
    }

    pub(super) fn append_proposals(&mut self, proposals: Vec<Proposal>) {
        let (term, mut index) = (self.term, self.log.last_index());
        let entries = proposals.into_iter().map(|proposal| {
            index = index.next();
            Entry {
                term,
                index,
                kind: proposal.kind,
                data: proposal.data,
            }
        });
        self.log.append(entries);
        // Its own acknowledgement waits for its own disk, like any other.
        let index = self.log.last_index();
        self.send(self.id, Body::Appended { index });
        self.broadcast_append();
    }

    pub(super) fn tick_leader(&mut self) {
        self.heartbeat_elapsed += 1;
        self.election_elapsed += 1;
        if self.election_elapsed >= self.config.election_ticks {
            self.election_elapsed = 0;
            if self.config.check_quorum {
                self.check_quorum();
            }
            self.transferee = NodeId::NONE;
        }
        if self.role == Role::Leader && self.heartbeat_elapsed >= self.config.heartbeat_ticks {
            self.heartbeat_elapsed = 0;
            self.broadcast_heartbeat(self.reads.last());
        }
    }

    /// Steps down if no quorum was heard since the last check (thesis §6.2).
    fn check_quorum(&mut self) {
        let own = self.id;
        let active = |id: NodeId| {
            let heard = self
                .progress
                .iter()
                .any(|(peer, p)| *peer == id && p.recent_active);
            Some(id == own || heard)
        };
        if self.voters().tally(active) != Tally::Won {
            let voters = self.configuration.voters();
            let heard = voters
                .iter()
                .filter(|id| active(**id) == Some(true))
                .count();
            let reason = Reason::QuorumLost {
                active: u32::try_from(heard).expect("few members"),
                voters: u32::try_from(voters.len()).expect("few members"),
            };
            self.reasons.push(reason);
            return self.become_follower(self.term, NodeId::NONE);
        }
        for (id, progress) in &mut self.progress {
            progress.recent_active = *id == own;
        }
    }

    fn peers(&self) -> impl Iterator<Item = NodeId> + use<> {
        let own = self.id;
        let ids: Vec<NodeId> = self.progress.iter().map(|(id, _)| *id).collect();
        ids.into_iter().filter(move |id| *id != own)
    }

    pub(super) fn broadcast_append(&mut self) {
        for peer in self.peers() {
            self.send_append(peer, true);
        }
    }

    /// After a change of configuration: lets newcomers know where the log is.
    pub(super) fn probe_all(&mut self) {
        for peer in self.peers() {
            self.send_append(peer, false);
        }
    }

    fn broadcast_heartbeat(&mut self, context: Option<ReadContext>) {
        for peer in self.peers() {
            let commit = self.matched(peer).min(self.log.committed);
            self.send(peer, Body::Heartbeat { commit, context });
        }
    }

    /// Sends what the peer lacks; returns whether anything was sent.
    fn send_append(&mut self, to: NodeId, if_empty: bool) -> bool {
        let (bytes_max, inflight_max) = (self.config.message_bytes_max, self.config.inflight_max);
        let Some(progress) = self.progress_mut(to) else {
            return false;
        };
        if progress.is_paused() {
            return false;
        }
        let next = progress.next;
        let prev_index = next.prev();
        let Some(prev_term) = self.log.term(prev_index) else {
            return self.send_snapshot(to);
        };
        if next < self.log.first_index() {
            return self.send_snapshot(to);
        }
        let entries = self.log.slice(next, self.log.last_index(), bytes_max);
        if entries.is_empty() && !if_empty {
            return false;
        }
        let (count, commit) = (entries.len(), self.log.committed);
        let last = Index(prev_index.0 + count as u64);
        if let Some(progress) = self.progress_mut(to) {
            progress.sent(count, last, inflight_max);
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

    /// The peer needs entries that are compacted away.
    fn send_snapshot(&mut self, to: NodeId) -> bool {
        let index = self.log.applied();
        let Some(term) = self.log.term(index) else {
            return false;
        };
        let configuration = self.configuration.clone();
        let Some(progress) = self.progress_mut(to) else {
            return false;
        };
        if !progress.recent_active || index.0 == 0 {
            return false;
        }
        progress.become_snapshot(index);
        self.send(
            to,
            Body::Snapshot(Box::new(Snapshot {
                index,
                term,
                configuration,
            })),
        );
        true
    }

    pub(super) fn step_leader(&mut self, message: Message) {
        let from = message.from;
        match message.body {
            Body::Propose(proposals) if self.transferee == NodeId::NONE => {
                self.append_proposals(proposals);
            }
            Body::Appended { index } => self.handle_appended(from, index),
            Body::AppendRejected(rejection) => self.handle_rejection(from, rejection),
            Body::HeartbeatAnswer { context } => self.handle_heartbeat_answer(from, context),
            Body::ReadIndex { context } => self.read_as_leader(from, context),
            Body::TransferLeader => self.transfer(from, from),
            _ => {}
        }
    }

    fn handle_appended(&mut self, from: NodeId, index: Index) {
        let Some(progress) = self.progress_mut(from) else {
            return;
        };
        progress.recent_active = true;
        let was_paused = progress.is_paused();
        let news = progress.update(index);
        let probing = progress.state == ProgressState::Probe && progress.matched == index;
        if !news && !probing {
            return;
        }
        match progress.state {
            ProgressState::Probe => progress.become_replicate(),
            ProgressState::Snapshot => {
                let first = self.log.first_index();
                let progress = self.progress_mut(from).expect("found above");
                if progress.matched >= progress.pending_snapshot || progress.matched.next() >= first
                {
                    progress.become_probe();
                    progress.become_replicate();
                }
            }
            ProgressState::Replicate => progress.free(index),
        }
        if self.maybe_commit() {
            self.release_waiting_reads();
            self.broadcast_append();
        } else if was_paused && from != self.id {
            // The peer may have missed a commit index while it was paused.
            self.send_append(from, true);
        }
        if from != self.id {
            while self.send_append(from, false) {}
        }
        if from == self.transferee && self.matched(from) == self.log.last_index() {
            self.send(from, Body::TimeoutNow);
        }
    }

    fn handle_rejection(&mut self, from: NodeId, rejection: Rejection) {
        let mut hint = rejection.hint;
        if rejection.hint_term.0 > 0 {
            // Skip every index whose term here is above the peer's term at the hint.
            hint = self
                .log
                .last_below_term(rejection.hint, rejection.hint_term)
                .0;
        }
        let Some(progress) = self.progress_mut(from) else {
            return;
        };
        progress.recent_active = true;
        if progress.decrease(rejection.index, hint) {
            if progress.state == ProgressState::Replicate {
                progress.become_probe();
            }
            self.send_append(from, true);
        }
    }

    fn handle_heartbeat_answer(&mut self, from: NodeId, context: Option<ReadContext>) {
        let last = self.log.last_index();
        let Some(progress) = self.progress_mut(from) else {
            return;
        };
        progress.recent_active = true;
        progress.paused = false;
        if progress.state == ProgressState::Replicate && progress.inflight.len() >= 512 {
            progress.inflight.pop_front();
        }
        if progress.matched < last || progress.state == ProgressState::Probe {
            self.send_append(from, true);
        }
        let Some(context) = context else { return };
        let own = self.id;
        let Some(acks) = self.reads.acknowledge(context, from) else {
            return;
        };
        let acks = acks.to_vec();
        let answered = |id: NodeId| (id == own || acks.contains(&id)).then_some(true);
        if self.voters().tally(answered) == Tally::Won {
            for read in self.reads.confirm(context) {
                self.answer_read(read.from, read.context, read.index);
            }
        }
    }

    /// A read waits until this leader has committed in its own term, then for one heartbeat round.
    pub(super) fn read_as_leader(&mut self, from: NodeId, context: ReadContext) {
        if !self.committed_in_term() {
            self.waiting_reads.push((from, context));
            return;
        }
        if self.is_singleton() {
            return self.answer_read(from, context, self.log.committed);
        }
        self.reads.add(context, from, self.log.committed);
        self.broadcast_heartbeat(Some(context));
    }

    fn release_waiting_reads(&mut self) {
        if self.waiting_reads.is_empty() || !self.committed_in_term() {
            return;
        }
        for (from, context) in std::mem::take(&mut self.waiting_reads) {
            self.read_as_leader(from, context);
        }
    }

    fn answer_read(&mut self, from: NodeId, context: ReadContext, index: Index) {
        if from == self.id {
            self.read_states.push(ReadState { context, index });
        } else {
            self.send(from, Body::ReadIndexAnswer { context, index });
        }
    }

    /// Moves the commit index to what a quorum holds; only an entry of the own term counts.
    pub(super) fn maybe_commit(&mut self) -> bool {
        let held = self.voters().committed(|id| self.matched(id));
        let index = held.min(self.log.last_index());
        if index <= self.log.committed {
            return false;
        }
        let term = self.log.term(index).unwrap_or(Term(0));
        if term != self.term && self.config.rules.commit_own_term_only {
            self.reasons.push(Reason::CommitWaitsForOwnTerm {
                index,
                term,
                own: self.term,
            });
            return false;
        }
        self.commit_to(index);
        true
    }

    pub(super) fn transfer(&mut self, from: NodeId, to: NodeId) {
        if self.role != Role::Leader {
            if self.leader != NodeId::NONE && from == self.id {
                // Forwarded in the name of who is to lead, as etcd's `send` leaves it.
                let (leader, term) = (self.leader, self.term);
                self.messages.push(Message {
                    from: to,
                    to: leader,
                    term,
                    body: Body::TransferLeader,
                });
            }
            return;
        }
        let last = self.log.last_index();
        let Some(matched) = self.progress_mut(to).map(|progress| progress.matched) else {
            return;
        };
        if self.configuration.is_learner(to) || self.transferee == to {
            return;
        }
        // Another wish ends the one under way, even the wish to stay.
        self.transferee = NodeId::NONE;
        if to == self.id {
            return;
        }
        self.election_elapsed = 0;
        self.transferee = to;
        if matched == last {
            self.send(to, Body::TimeoutNow);
        } else {
            self.send_append(to, true);
        }
    }

    pub(super) fn unreachable(&mut self, peer: NodeId) {
        if self.role == Role::Leader
            && let Some(progress) = self.progress_mut(peer)
            && progress.state == ProgressState::Replicate
        {
            progress.become_probe();
        }
    }

    /// Whether it arrived or not, the peer's next answer to a heartbeat tells how to go on.
    pub(super) fn snapshot_sent(&mut self, peer: NodeId, arrived: bool) {
        if self.role == Role::Leader
            && let Some(progress) = self.progress_mut(peer)
            && progress.state == ProgressState::Snapshot
        {
            if !arrived {
                progress.pending_snapshot = Index(0);
            }
            progress.become_probe();
            progress.paused = true;
        }
    }
}
