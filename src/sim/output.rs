//! Carrying out what a member's server wants: sending, writing, applying, answering.

use std::sync::Arc;

use super::{
    Packet, Payload, World,
    agenda::{Event, Process},
    disk::{BATCH_INTERVAL, BATCH_LIMIT},
};
use crate::{
    etcd::{
        self, Output,
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
                let node = self.node_mut(member);
                node.commit_backend();
                node.disk.compact(snapshot);
            }
            Output::Installed => self.node_mut(member).installing = true,
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
                let at = now + etcd::watch::PROGRESS_INTERVAL;
                self.agenda.plan(
                    at,
                    Event::Progress {
                        stream,
                        at: process,
                    },
                );
            }
            Output::WatchLoop => {
                let at = now + etcd::watch::SYNC_INTERVAL;
                self.agenda.plan(at, Event::WatchLoop(process));
            }
            Output::AskVersions => {
                self.agenda
                    .plan(now + ASK_VERSIONS, Event::Versions(process));
            }
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
            Ok(packet) => self.agenda.plan(packet.arrives, Event::Deliver(packet)),
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

    fn write(&mut self, process: Process, write: raft::Write) {
        let must_sync = write.must_sync;
        self.node_mut(process.member).disk.write(write);
        if must_sync {
            let at = self.now + self.config.delays.wal_sync.draw(&mut self.rng);
            self.agenda.plan(at, Event::Synced(process));
        }
    }

    pub(super) fn synced(&mut self, process: Process) {
        let node = self.node_mut(process.member);
        node.disk.sync();
        if std::mem::take(&mut node.installing)
            && let Some(server) = &node.server
        {
            node.disk.commit_backend(Arc::new(server.state().clone()));
        }
        self.drive(process, etcd::Input::Synced);
    }

    pub(super) fn applied(&mut self, process: Process) {
        let member = process.member;
        let index = |world: &Self| world.nodes[member].state().consistent_index().0;
        let before = index(self);
        self.drive(process, etcd::Input::ApplyNext);
        let entries = usize::try_from(index(self) - before).expect("a batch fits memory");
        self.plan_lease_loop(member);
        let at = self.now + BATCH_INTERVAL;
        let node = self.node_mut(member);
        node.dirty += entries;
        if node.dirty >= BATCH_LIMIT {
            node.commit_backend();
        }
        if node.dirty > 0 && !node.commit_planned {
            node.commit_planned = true;
            self.agenda.plan(at, Event::BackendCommit(process));
        }
    }

    pub(super) fn backend_commit(&mut self, process: Process) {
        let node = self.node_mut(process.member);
        node.commit_planned = false;
        node.commit_backend();
    }
}
