//! Known differences of the `raft` crate, evened out so that all that follows is still compared.
//! [`EVENED_REASONS`](crate::allowed::EVENED_REASONS) says why each is right.

use raft_rs::{
    Progress, ProgressState, ReadState, StateRole,
    eraftpb::{Entry, EntryType, Message, MessageType},
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
            self.early.push((from, context));
        }
    }

    /// Asks those reads again once they can be answered, as etcd's leader does by itself.
    ///
    /// Their rounds of heartbeats come first of all that the messages from `place` on hold.
    pub(super) fn ask_again(&mut self, place: usize) {
        let raft = &self.raw.raft;
        let leads = raft.state == StateRole::Leader;
        if !leads || self.early.is_empty() || !raft.commit_to_current_term() {
            return;
        }
        let later = self.raw.raft.msgs.split_off(place);
        for (from, context) in std::mem::take(&mut self.early) {
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
    pub(super) fn before(&mut self, mut message: Message) -> Option<Message> {
        match message.get_msg_type() {
            MessageType::MsgReadIndex => {
                self.note_early(message.from, context(&message.entries[0].data));
                self.rename_read(&mut message);
            }
            MessageType::MsgAppendResponse if self.leads(message.term) && !message.reject => {
                self.acked = Some(self.raw.raft.raft_log.committed);
                let known = self.raw.raft.prs().get(message.from);
                self.matched = known.map_or(0, |it| it.matched);
                self.end_probe(&message);
                self.end_snapshot(&message);
            }
            MessageType::MsgHeartbeatResponse if self.leads(message.term) => {
                self.note_window(&message);
            }
            MessageType::MsgReadIndexResp => return self.take_read(message),
            _ => {}
        }
        Some(message)
    }

    /// What is evened out after a message was taken, whose effects are the messages from `place`.
    pub(super) fn after(&mut self, (kind, from, term): (MessageType, u64, u64), place: usize) {
        match kind {
            MessageType::MsgHeartbeatResponse if self.leads(term) => {
                self.keep_window(from, place);
                self.probe_on_heartbeat(from);
            }
            MessageType::MsgAppendResponse if self.leads(term) => {
                let progress = self.raw.raft.mut_prs().get_mut(from);
                if let (Some(pending), Some(progress)) = (self.pending.take(), progress) {
                    progress.pending_snapshot = pending;
                }
                self.bump_commit(from, place);
            }
            _ => {}
        }
        self.ask_again(place);
    }

    /// Gives a read that was asked before a name of its own.
    fn rename_read(&mut self, message: &mut Message) {
        let raft = &self.raw.raft;
        let Some(entry) = message.entries.first() else {
            return;
        };
        let mut name = entry.data.to_vec();
        let leads = raft.state == StateRole::Leader;
        let waits = leads && raft.read_only.pending_read_index.contains_key(&name);
        if waits && self.evens(Evened::RepeatedRead) {
            self.renamed += 1;
            name.extend(self.renamed.to_le_bytes());
            message.entries[0].data = name.into();
        }
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
        let reaches = message.index + 1 >= first;
        // Whatever etcd's leader waits for: that its log goes on from there.
        let ends = waits
            && reaches
            && self.evens(if caught_up {
                Evened::SnapshotThenProbe
            } else {
                Evened::SnapshotReconnects
            });
        let stays = waits && caught_up && !reaches && self.evens(Evened::SnapshotReconnects);
        let Some(progress) = self.raw.raft.mut_prs().get_mut(from) else {
            return;
        };
        if ends {
            progress.become_probe();
        } else if stays {
            self.pending = Some(progress.pending_snapshot);
            progress.pending_snapshot = u64::MAX;
        }
    }

    /// Takes an answered read without moving the commit index to it: first what its term means,
    /// then what it says.
    fn take_read(&mut self, mut message: Message) -> Option<Message> {
        let stranger = self.raw.raft.prs().get(message.from).is_none();
        if stranger && self.evens(Evened::StrangersAnswer) {
            return None;
        }
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

    /// Tells a peer the commit index after its acknowledgement as etcd does: if it was not told
    /// yet; theirs does so if the peer was paused.
    fn bump_commit(&mut self, from: u64, place: usize) {
        let before = self.acked.take();
        let raft = &self.raw.raft;
        let committed = raft.raft_log.committed;
        let Some(progress) = raft.prs().get(from) else {
            return;
        };
        let news = progress.matched > self.matched;
        if before != Some(committed) || !news || from == raft.id {
            return;
        }
        let is_append = |it: &&Message| is_append(it, from);
        let told = self.told.get(&from).copied().unwrap_or(0);
        let earlier = raft.msgs[..place].iter();
        let earlier = earlier.filter(|it| it.to == from && tells_commit(it));
        let told = earlier.last().map_or(told, |it| it.commit);
        let bumps = committed > told && told < progress.next_idx - 1;
        let appends = raft.msgs[place..].iter().filter(is_append);
        let (mut count, mut full) = (0, false);
        appends.for_each(|it| (count, full) = (count + 1, full || !it.entries.is_empty()));
        if full || bumps == (count > 0) || !self.evens(Evened::CommitTold) {
            return;
        }
        let raft = &mut self.raw.raft;
        if bumps {
            raft.send_append(from);
        } else {
            let sent = raft.msgs.split_off(place);
            raft.msgs
                .extend(sent.into_iter().filter(|it| !is_append(&it)));
        }
    }

    /// Remembers a full window of a peer that answers a heartbeat.
    fn note_window(&mut self, message: &Message) {
        let progress = self.raw.raft.prs().get(message.from);
        let full = |it: &&Progress| it.state == ProgressState::Replicate && it.ins.full();
        self.window = progress.filter(full).cloned();
    }

    /// Puts a full window back and sends an empty append, as etcd does, instead of what theirs
    /// made room for.
    fn keep_window(&mut self, from: u64, place: usize) {
        let Some(mut window) = self.window.take() else {
            return;
        };
        let last = self.raw.raft.raft_log.last_index();
        let before = window.next_idx - 1;
        // What is compacted away goes as a snapshot in both.
        let compacted = window.next_idx < self.raw.raft.raft_log.first_index();
        if compacted || window.matched >= last || !self.evens(Evened::WindowStaysFull) {
            return;
        }
        let raft = &mut self.raw.raft;
        let mut append = Message::default();
        append.set_msg_type(MessageType::MsgAppend);
        (append.from, append.to, append.term) = (raft.id, from, raft.term);
        (append.index, append.commit) = (before, raft.raft_log.committed);
        append.log_term = raft.raft_log.term(before).unwrap_or(0);
        window.recent_active = true;
        window.resume();
        if let Some(progress) = raft.mut_prs().get_mut(from) {
            *progress = window;
        }
        let is_append = |it: &Message| it.to == from && it.get_msg_type() == MessageType::MsgAppend;
        let sent = raft.msgs.split_off(place);
        raft.msgs.push(append);
        raft.msgs
            .extend(sent.into_iter().filter(|it| !is_append(it)));
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

    /// Keeps theirs from appending the entry that leaves a joint configuration, while it is told
    /// what was applied; gives back what to restore.
    pub(super) fn hold_leave(&mut self) -> Option<u64> {
        let holds = self.even & Evened::LeaveWaits.bit() != 0;
        let pending = &mut self.raw.raft.pending_conf_index;
        holds.then(|| std::mem::replace(pending, u64::MAX))
    }

    /// Proposes that entry as etcd does once its condition holds: like any other proposal, so that
    /// it is sent, and not while leadership is handed over.
    pub(super) fn leave(&mut self, held: Option<u64>, applied: bool) {
        let Some(pending) = held else { return };
        let raft = &mut self.raw.raft;
        raft.pending_conf_index = pending;
        let due = *raft.prs().conf().auto_leave() && raft.raft_log.applied >= pending;
        if !applied || !due || raft.state != StateRole::Leader {
            return;
        }
        let mut entry = Entry::default();
        entry.set_entry_type(EntryType::EntryConfChangeV2);
        let mut message = Message::default();
        message.set_msg_type(MessageType::MsgPropose);
        message.entries.push(entry);
        self.evens(Evened::LeaveWaits);
        let _refused = self.raw.raft.step(message);
    }

    /// Takes away what etcd does not have, votes and their answers that carry a commit index, and
    /// puts answers that wait for the disk after the rest of their ready, as etcd's are.
    pub(super) fn sent(&mut self, mut messages: Vec<Message>) -> Vec<Message> {
        if self.raw.raft.state != StateRole::Leader {
            self.told.clear();
        }
        for message in &mut messages {
            if tells_commit(message) {
                self.told.insert(message.to, message.commit);
            }
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

fn is_append(message: &Message, to: u64) -> bool {
    message.to == to && message.get_msg_type() == MessageType::MsgAppend
}

fn tells_commit(message: &Message) -> bool {
    let kind = message.get_msg_type();
    matches!(kind, MessageType::MsgAppend | MessageType::MsgHeartbeat)
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
