//! Carrying out what a member's server wants: sending, writing, applying, answering.

use std::sync::Arc;

use super::{
    Delay, Exit, Packet, Payload, World,
    agenda::{Event, Process},
    disk::{BATCH_INTERVAL, BATCH_LIMIT},
};
use crate::{
    etcd::{
        self, Output, Server,
        api::{Response, StreamResponse},
    },
    raft,
    units::{Micros, NodeId},
};

/// How long a member takes to ask all others for their version, over HTTP.
const ASK_VERSIONS: Micros = Micros::from_ms(15);

/// Messages to one receiver.
pub(super) type Outgoing = (NodeId, Vec<(raft::Message, Option<Arc<etcd::State>>)>);

impl World {
    pub(super) fn carry_out(&mut self, process: Process, output: Output) {
        let (member, now) = (process.member, self.now);
        match output {
            Output::Peer(message, state) => {
                let to = message.to;
                match self.outbox.iter_mut().find(|(other, _)| *other == to) {
                    Some((_, messages)) => messages.push((message, state)),
                    None => self.outbox.push((to, vec![(message, state)])),
                }
            }
            Output::Lease(message) => {
                let (_, to) = message.ends();
                self.send_packet(member, to, Payload::Lease(message));
            }
            Output::Write(write) => self.write(process, write),
            Output::Apply(entries) => {
                let spent = Micros(self.config.delays.apply_entry.0 * entries as u64);
                let node = self.node_mut(member);
                node.applies_until = node.applies_until.max(now) + spent;
                let at = node.applies_until;
                self.agenda.plan(at, Event::Applied(process));
            }
            Output::Snapshot(snapshot) => {
                self.snapshot(member, snapshot);
            }
            Output::Installed => {
                let node = self.node_mut(member);
                let state = node.server.as_ref().map(Server::state);
                node.installing = state.map(|state| Arc::new(state.clone()));
            }
            Output::Answer(call, result) => {
                if let Ok(Response::LeaseKeepAlive(response)) = &result {
                    self.note_renewal(member, response);
                }
                self.answer_leaves(call, result);
            }
            Output::Message(stream, response) => {
                if let StreamResponse::LeaseKeepAlive(response) = &response {
                    self.note_renewal(member, response);
                }
                self.send_down(member, stream, response);
            }
            Output::Close(stream, error) => self.close_down(member, stream, error),
            Output::Progress(stream) => {
                let at = self.after(member, etcd::watch::PROGRESS_INTERVAL);
                self.agenda.plan(
                    at,
                    Event::Progress {
                        stream,
                        at: process,
                    },
                );
            }
            Output::WatchLoop => {
                let at = self.after(member, etcd::watch::SYNC_INTERVAL);
                self.agenda.plan(at, Event::WatchLoop(process));
            }
            Output::AskVersions => {
                self.agenda
                    .plan(now + ASK_VERSIONS, Event::Versions(process));
            }
            Output::Added(id) => self.member_added(member, id),
            Output::Removed(id) => self.member_removed(process, id),
            Output::Told(told) => self.told(member, told),
        }
    }

    /// Messages to one receiver that leave at the same moment travel in one packet, as they share
    /// a stream in etcd (`rafthttp`).
    pub(super) fn flush(&mut self, member: usize) {
        let mut outbox = std::mem::take(&mut self.outbox);
        for (to, messages) in outbox.drain(..) {
            self.send_packet(member, to, Payload::Raft(messages));
        }
        self.outbox = outbox;
    }

    fn send_packet(&mut self, from: usize, to: NodeId, payload: Payload) {
        self.note_payload(from, &payload);
        let Some(to) = self.place_of(to) else { return };
        let delay = self.config.delays.peer_link;
        let chance = (delay, &mut self.rng);
        match self.network.send((from, to), self.now, payload, chance) {
            Ok(packet) => {
                let chance = (delay, &mut self.rng);
                let second = self.network.repeat(&packet, self.now, chance);
                self.agenda.plan(packet.arrives, Event::Deliver(packet));
                if let Some(second) = second {
                    self.agenda.plan(second.arrives, Event::Deliver(second));
                }
            }
            Err(packet) => {
                // Half way, where a picture shows it vanish.
                let middle = Micros(self.now.0 + (packet.arrives.0 - self.now.0) / 2);
                self.lose(*packet, middle);
            }
        }
    }

    /// A message between members is lost at `at`; of a snapshot its sender is told.
    pub(super) fn lose(&mut self, packet: Packet, at: Micros) {
        self.snapshot_sent(&packet, false);
        self.network.lose(packet, at);
    }

    /// etcd sends snapshots over connections of their own and knows when one is through.
    pub(super) fn snapshot_sent(&mut self, packet: &Packet, arrived: bool) {
        let Payload::Raft(messages) = &packet.payload else {
            return;
        };
        if messages.iter().any(|(_, state)| state.is_some()) {
            let at = self.nodes[packet.from].process(packet.from);
            let told = self.now + self.config.delays.peer_link.base;
            let peer = packet.to;
            self.agenda
                .plan(told, Event::SnapshotSent { at, peer, arrived });
        }
    }

    /// When so much of a member's own time has passed.
    pub(super) fn after(&self, member: usize, span: Micros) -> Micros {
        self.now + self.nodes[member].clock.span(span)
    }

    fn write(&mut self, process: Process, write: raft::Write) {
        let member = process.member;
        let must_sync = write.must_sync;
        if must_sync && self.nodes[member].disk.is_full() {
            // What needs no sync stays in etcd's own buffer, and nobody notices.
            self.node_mut(member).exiting = Some(Exit::WalFull);
            return;
        }
        if self.boundary(member) {
            return;
        }
        self.node_mut(member).disk.write(write);
        if must_sync {
            let slow = self.nodes[member].disk.slow();
            let usual = self.config.delays.wal_sync.draw(&mut self.rng);
            // One after another: storage that is asynchronous hands over several.
            let begins = self.nodes[member].syncs_until.max(self.now);
            let at = begins + usual + self.longer(slow);
            self.node_mut(member).syncs_until = at;
            self.agenda.plan(at, Event::Synced(process));
            self.boundary(member);
        }
    }

    fn longer(&mut self, slow: Delay) -> Micros {
        if slow == Delay::default() {
            Micros::ZERO
        } else {
            slow.draw(&mut self.rng)
        }
    }

    pub(super) fn synced(&mut self, process: Process) {
        let member = process.member;
        if self.boundary(member) {
            return self.end_if_due(member);
        }
        let node = self.node_mut(member);
        let installs = node.disk.sync();
        if installs
            && node.installing.take().is_some()
            && let Some(server) = &node.server
        {
            node.disk.commit_backend(Arc::new(server.state().clone()));
        }
        if self.boundary(member) {
            return self.end_if_due(member);
        }
        self.drive(process, etcd::Input::Synced);
    }

    /// The next batch of committed entries is through.
    pub(super) fn applied(&mut self, process: Process) {
        let member = process.member;
        if let Some((until, _)) = self.nodes[member].committing {
            // The backend is locked while its batch goes to disk. A process that was stopped
            // meanwhile finds the end of that waiting behind this.
            let at = until.max(self.now);
            return self.agenda.plan(at, Event::Applied(process));
        }
        let index = |world: &Self| world.nodes[member].state().consistent_index().0;
        let before = index(self);
        self.drive(process, etcd::Input::ApplyNext);
        let entries = usize::try_from(index(self).saturating_sub(before));
        let entries = entries.expect("a batch fits memory");
        if !self.nodes[member].is(process) {
            return;
        }
        self.plan_lease_loop(member);
        self.node_mut(member).dirty += entries;
        if self.nodes[member].dirty >= BATCH_LIMIT {
            self.commit_backend(process);
        }
        self.plan_batch(process);
    }

    /// The batch interval begins with the first entry that is in no batch yet.
    fn plan_batch(&mut self, process: Process) {
        let at = self.after(process.member, BATCH_INTERVAL);
        let node = self.node_mut(process.member);
        if node.dirty > 0 && !node.commit_planned && node.is(process) {
            node.commit_planned = true;
            self.agenda.plan(at, Event::BackendCommit(process));
        }
    }

    /// The backend's batch interval is over.
    pub(super) fn backend_commit(&mut self, process: Process) {
        let node = self.node_mut(process.member);
        node.commit_planned = false;
        self.commit_backend(process);
    }

    /// Commits the backend's batch; a slow disk takes a while, and nothing is applied meanwhile.
    fn commit_backend(&mut self, process: Process) {
        let member = process.member;
        if self.nodes[member].committing.is_some() {
            // What was applied since belongs to the next batch.
            return;
        }
        if self.nodes[member].disk.is_full() {
            self.node_mut(member).exiting = Some(Exit::BackendFull);
        }
        if self.boundary(member) || self.nodes[member].exiting.is_some() {
            return self.end_if_due(member);
        }
        let longer = self.longer(self.nodes[member].disk.slow());
        let until = self.now + longer;
        let node = self.node_mut(member);
        let batch = node.batch().filter(|_| longer > Micros::ZERO);
        if let Some(batch) = batch {
            node.dirty = 0;
            node.committing = Some((until, batch));
            node.applies_until = node.applies_until.max(until);
            return self.agenda.plan(until, Event::BackendSaved(process));
        }
        node.commit_backend();
        self.boundary(member);
        self.end_if_due(member);
    }

    /// A slow disk has taken the backend's batch.
    pub(super) fn backend_saved(&mut self, process: Process) {
        let node = self.node_mut(process.member);
        if let Some((_, batch)) = node.committing.take() {
            node.disk.commit_backend(batch);
        }
        self.plan_batch(process);
        self.boundary(process.member);
        self.end_if_due(process.member);
    }

    /// A snapshot is made: the backend commits, then the log begins after it. etcd does both within
    /// the apply loop, so that a slow disk holds up what is applied next.
    fn snapshot(&mut self, member: usize, snapshot: raft::Snapshot) {
        if self.nodes[member].disk.is_full() {
            self.node_mut(member).exiting = Some(Exit::BackendFull);
            return;
        }
        if self.boundary(member) {
            return;
        }
        let longer = self.longer(self.nodes[member].disk.slow());
        let until = self.now + longer;
        let node = self.node_mut(member);
        node.commit_backend();
        if longer > Micros::ZERO {
            node.applies_until = node.applies_until.max(until);
        }
        if self.boundary(member) {
            return;
        }
        self.node_mut(member).disk.compact(snapshot);
        self.boundary(member);
    }
}
