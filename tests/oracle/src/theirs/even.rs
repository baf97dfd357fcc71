//! Known differences of the `raft` crate, evened out so that all that follows is still compared.
//! [`EVENED_REASONS`](crate::allowed::EVENED_REASONS) says why each is right.

use raft_rs::{
    Progress, ProgressState, ReadState, StateRole,
    eraftpb::{Entry, Message, MessageType},
};

use super::{Theirs, context};
use crate::allowed::Evened;

impl Theirs {
    /// Whether a difference that is met here is to be evened out; counts it if so.
    pub(super) fn evens(&mut self, name: Evened) -> bool {
        let does = self.even & name.bit() != 0;
        self.evened[name as usize] += usize::from(does);
        does
    }

    fn leads(&self, term: u64) -> bool {
        self.raw.raft.state == StateRole::Leader && self.raw.raft.term == term
    }

    /// Remembers a read that it is about to drop.
    pub(super) fn note_early(&mut self, from: u64, context: u64) {
        let raft = &self.raw.raft;
        if raft.state == StateRole::Leader && !raft.commit_to_current_term() {
            self.early.push((raft.term, from, context));
        }
    }

    /// Asks those reads again once they can be answered, as etcd's leader does by itself.
    ///
    /// Their rounds of heartbeats come first of all that the messages from `place` on hold.
    pub(super) fn ask_again(&mut self, place: usize) {
        let raft = &self.raw.raft;
        let (term, leads) = (raft.term, raft.state == StateRole::Leader);
        self.early.retain(|read| leads && read.0 == term);
        if self.early.is_empty() || !raft.commit_to_current_term() {
            return;
        }
        let later = self.raw.raft.msgs.split_off(place);
        for (_, from, context) in std::mem::take(&mut self.early) {
            if !self.evens(Evened::EarlyRead) {
                continue;
            }
            let mut entry = Entry::default();
            entry.data = context.to_le_bytes().to_vec().into();
            let mut message = Message::default();
            message.set_msg_type(MessageType::MsgReadIndex);
            message.from = from;
            message.entries.push(entry);
            let _refused = self.raw.raft.step(message);
        }
        self.raw.raft.msgs.extend(later);
    }

    /// What is evened out before a message is taken; gives it back unless it was taken here.
    pub(super) fn before(&mut self, message: Message) -> Option<Message> {
        match message.get_msg_type() {
            MessageType::MsgReadIndex => {
                self.note_early(message.from, context(&message.entries[0].data));
            }
            MessageType::MsgAppendResponse if self.leads(message.term) && !message.reject => {
                self.end_probe(&message);
                self.end_snapshot(&message);
            }
            MessageType::MsgReadIndexResp => return self.take_read(message),
            _ => {}
        }
        Some(message)
    }

    /// What is evened out after a message was taken, whose effects are the messages from `place`.
    pub(super) fn after(&mut self, (kind, from, term): (MessageType, u64, u64), place: usize) {
        match kind {
            MessageType::MsgHeartbeatResponse if self.leads(term) => self.probe_on_heartbeat(from),
            MessageType::MsgAppendResponse if self.leads(term) => {
                self.probe_above_match(from, place);
            }
            _ => {}
        }
        self.ask_again(place);
    }

    fn end_probe(&mut self, message: &Message) {
        let (from, raft) = (message.from, &self.raw.raft);
        let last = raft.raft_log.last_index();
        let Some(progress) = raft.prs().get(from) else {
            return;
        };
        let (paused, known) = (progress.is_paused(), progress.matched);
        let probes = progress.state == ProgressState::Probe;
        if !probes || known != message.index || !self.evens(Evened::ProbeUntilNews) {
            return;
        }
        let raft = &mut self.raw.raft;
        let progress = raft.mut_prs().get_mut(from).expect("found above");
        progress.become_replicate();
        if paused {
            raft.send_append(from);
        }
        let lacks = |it: &Progress| !it.is_paused() && it.next_idx <= last;
        while raft.prs().get(from).is_some_and(lacks) {
            raft.send_append(from);
        }
        if known == last && raft.lead_transferee == Some(from) {
            raft.send_timeout_now(from);
        }
    }

    fn end_snapshot(&mut self, message: &Message) {
        let (from, raft) = (message.from, &self.raw.raft);
        let first = raft.raft_log.first_index();
        let Some(progress) = raft.prs().get(from) else {
            return;
        };
        let waits = progress.state == ProgressState::Snapshot && message.index > progress.matched;
        let caught_up = message.index >= progress.pending_snapshot;
        let ends = waits
            && if caught_up {
                self.evens(Evened::SnapshotThenProbe)
            } else {
                message.index + 1 >= first && self.evens(Evened::SnapshotReconnects)
            };
        if ends && let Some(progress) = self.raw.raft.mut_prs().get_mut(from) {
            progress.become_probe();
        }
    }

    /// Takes an answered read without moving the commit index to it: first what its term means,
    /// then what it says.
    fn take_read(&mut self, mut message: Message) -> Option<Message> {
        let (index, term) = (message.index, message.term);
        let news = index > self.raw.raft.raft_log.committed;
        if !news || !self.evens(Evened::CommitInRead) {
            return Some(message);
        }
        let request_ctx = message.take_entries()[0].take_data().to_vec();
        let _refused = self.raw.raft.step(message);
        let raft = &mut self.raw.raft;
        if raft.term == term && raft.state == StateRole::Follower {
            raft.read_states.push(ReadState { request_ctx, index });
        }
        None
    }

    fn probe_on_heartbeat(&mut self, from: u64) {
        let raft = &self.raw.raft;
        let last = raft.raft_log.last_index();
        let probes = raft.prs().get(from).is_some_and(|progress| {
            progress.state == ProgressState::Probe && progress.matched == last
        });
        if probes && self.evens(Evened::ProbeOnHeartbeat) {
            self.raw.raft.send_append(from);
        }
    }

    /// Takes back a probe of what the peer is known to hold, and probes the entry after that.
    fn probe_above_match(&mut self, from: u64, place: usize) {
        let below = |it: &Progress| it.next_idx <= it.matched;
        let found = self.raw.raft.prs().get(from).is_some_and(below);
        if !found || !self.evens(Evened::ProbeBelowMatch) {
            return;
        }
        let raft = &mut self.raw.raft;
        if let Some(progress) = raft.mut_prs().get_mut(from) {
            progress.next_idx = progress.matched + 1;
            progress.resume();
            let sent = raft.msgs.split_off(place);
            raft.msgs
                .extend(sent.into_iter().filter(|it| it.to != from));
            raft.send_append(from);
        }
    }

    /// Lets an entry that leaves a joint configuration travel at once, as etcd does; theirs waits
    /// for the next occasion.
    pub(super) fn send_leave(&mut self, last: u64) {
        let appended = self.raw.raft.raft_log.last_index() > last;
        if appended && self.evens(Evened::LeaveWaits) {
            self.raw.raft.bcast_append();
        }
    }

    /// Takes away what etcd does not have, votes and their answers that carry a commit index, and
    /// puts answers that wait for the disk after the rest of their ready, as etcd's are.
    pub(super) fn sent(&mut self, mut messages: Vec<Message>) -> Vec<Message> {
        for message in &mut messages {
            let carries = is_vote(message) && message.commit > 0;
            if carries && self.evens(Evened::CommitInVotes) {
                (message.commit, message.commit_term) = (0, 0);
            }
        }
        let sorted = messages.is_sorted_by_key(waits_for_disk);
        if !sorted && self.evens(Evened::AnswersLast) {
            messages.sort_by_key(waits_for_disk);
        }
        messages
    }
}

fn is_vote(message: &Message) -> bool {
    matches!(
        message.get_msg_type(),
        MessageType::MsgRequestVote
            | MessageType::MsgRequestVoteResponse
            | MessageType::MsgRequestPreVote
            | MessageType::MsgRequestPreVoteResponse
    )
}

fn waits_for_disk(message: &Message) -> bool {
    matches!(
        message.get_msg_type(),
        MessageType::MsgAppendResponse
            | MessageType::MsgRequestVoteResponse
            | MessageType::MsgRequestPreVoteResponse
    )
}
