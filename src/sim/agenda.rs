//! What will happen, earliest first; events of one moment happen in the order they were planned.

use std::{cmp::Ordering, collections::BinaryHeap};

use super::{Packet, client::Owner};
use crate::{
    etcd::{
        CallKey, StreamKey,
        api::{self, StreamRequest, StreamResponse},
    },
    units::Micros,
};

/// A member's process: which member, and which start of it. Events of an earlier start are void.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Process {
    pub(super) member: usize,
    pub(super) epoch: u32,
}

/// Everything that can happen.
#[derive(Clone, Debug)]
pub(super) enum Event {
    /// A member's ticker.
    Tick(Process),
    /// The one tick that a stopped process finds waiting.
    LateTick(Process),
    /// A message between members arrives.
    Deliver(Box<Packet>),
    /// A sender learns that nobody listens at the other end.
    Refused { at: Process, peer: usize },
    /// A sender learns what became of its snapshot.
    SnapshotSent {
        at: Process,
        peer: usize,
        arrived: bool,
    },
    /// A write-ahead log is synced.
    Synced(Process),
    /// The next batch of committed entries has been applied.
    Applied(Process),
    /// The backend's batch interval is over.
    BackendCommit(Process),
    /// A slow disk has taken the backend's batch.
    BackendSaved(Process),
    /// The lessor looks at its heap.
    LeaseLoop(Process),
    /// The store feeds its unsynced watchers.
    WatchLoop(Process),
    /// A booted member has met its peers and skips ticks (`adjustTicks`).
    SkipTicks(Process),
    /// A removed member's process ends.
    Gone(Process),
    /// The leader has asked every member for its version.
    Versions(Process),
    /// A call arrives at the member chosen for it.
    CallArrives {
        call: CallKey,
        attempt: u32,
        to: Process,
    },
    /// An answer arrives at its client.
    AnswerArrives {
        call: CallKey,
        attempt: u32,
        result: Box<Result<api::Response, api::Error>>,
    },
    /// A client gives a call another try.
    CallRetry { call: CallKey, attempt: u32 },
    /// A client's patience ends, if its call is still the first whose does.
    Deadline { at: Micros },
    /// Something arrives up a stream.
    StreamUp {
        stream: StreamKey,
        to: Process,
        request: Box<StreamRequest>,
    },
    /// A client's closing of a stream arrives.
    StreamGone { stream: StreamKey, to: Process },
    /// Something arrives down a stream.
    StreamDown {
        stream: StreamKey,
        connection: u32,
        response: Box<StreamResponse>,
    },
    /// A member's ending of a stream arrives.
    StreamClosed {
        stream: StreamKey,
        connection: u32,
        error: api::Error,
    },
    /// A stream's watchers are due to hear of progress.
    Progress { stream: StreamKey, at: Process },
    /// A client tries to open a broken stream again.
    StreamRetry { stream: StreamKey, connection: u32 },
    /// A job's timer.
    Timer {
        owner: Owner,
        timer: u32,
        number: u64,
    },
}

/// What one step was about, as far as whoever steps wants to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happened {
    /// A ticker, a loop that found nothing, or an event that no longer meant anything.
    Nothing,
    /// Something one could point at.
    Something,
}

#[derive(Clone, Debug)]
struct Planned {
    at: Micros,
    sequence: u64,
    event: Event,
}

impl PartialEq for Planned {
    fn eq(&self, other: &Self) -> bool {
        self.sequence == other.sequence
    }
}

impl Eq for Planned {}

impl Ord for Planned {
    /// Reversed, so that the heap's largest is the earliest.
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at, other.sequence).cmp(&(self.at, self.sequence))
    }
}

impl PartialOrd for Planned {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The agenda.
#[derive(Clone, Debug, Default)]
pub(super) struct Agenda {
    heap: BinaryHeap<Planned>,
    sequence: u64,
}

impl Agenda {
    pub(super) fn plan(&mut self, at: Micros, event: Event) {
        self.sequence += 1;
        self.heap.push(Planned {
            at,
            sequence: self.sequence,
            event,
        });
    }

    pub(super) fn next_at(&self) -> Option<Micros> {
        self.heap.peek().map(|planned| planned.at)
    }

    pub(super) fn take(&mut self) -> Option<(Micros, Event)> {
        self.heap.pop().map(|planned| (planned.at, planned.event))
    }

    /// Takes out the message with this number, whenever it would have arrived.
    pub(super) fn take_packet(&mut self, id: u64) -> Option<Box<Packet>> {
        let is_it = |event: &Event| matches!(event, Event::Deliver(packet) if packet.id == id);
        if !self.events().any(|(_, event)| is_it(event)) {
            return None;
        }
        let mut planned = std::mem::take(&mut self.heap).into_vec();
        let place = planned.iter().position(|it| is_it(&it.event))?;
        let taken = planned.swap_remove(place);
        self.heap = planned.into();
        match taken.event {
            Event::Deliver(packet) => Some(packet),
            _ => None,
        }
    }

    /// All that is planned, in no order.
    pub(super) fn events(&self) -> impl Iterator<Item = (Micros, &Event)> {
        self.heap.iter().map(|planned| (planned.at, &planned.event))
    }

    /// All that is planned, as (time, sequence), earliest first.
    pub(super) fn places(&self) -> Vec<(Micros, u64)> {
        let mut places: Vec<_> = self.heap.iter().map(|p| (p.at, p.sequence)).collect();
        places.sort_unstable();
        places
    }
}
