//! What a picture of a world needs beyond its parts: what is planned, and who waits for whom.

use super::{Owner, World, agenda::Event, stream::StreamPlace};
use crate::{etcd::CallKey, units::Micros};

/// What is planned for one member's process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Planned {
    /// Its next tick.
    pub tick: Option<Micros>,
    /// When its log will be synced, if it is being synced.
    pub sync: Option<Micros>,
    /// When its lessor looks at its heap next, if there is anything to look at.
    pub lease_loop: Option<Micros>,
}

/// A call under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallPlace {
    /// The job that waits for it.
    pub owner: Owner,
    /// The job's own number of it.
    pub number: u32,
    /// Its name among the members.
    pub key: CallKey,
    /// The endpoints it may go to.
    pub endpoints: Vec<String>,
    /// Place of the member that has it or will get it; `None` while its answer is on the way and
    /// while there is no connection.
    pub member: Option<usize>,
    /// Whether none of its endpoints answers.
    pub refused: bool,
}

impl World {
    /// What is planned for each member, in their order.
    #[must_use]
    pub fn planned(&self) -> Vec<Planned> {
        let mut all = vec![Planned::default(); self.nodes.len()];
        let earlier = |known: Option<Micros>, at| Some(known.map_or(at, |it: Micros| it.min(at)));
        for (at, event) in self.agenda.events() {
            let (Event::Tick(process) | Event::Synced(process) | Event::LeaseLoop(process)) = event
            else {
                continue;
            };
            if !self.nodes[process.member].is(*process) {
                continue;
            }
            let planned = &mut all[process.member];
            match event {
                Event::Tick(_) => planned.tick = earlier(planned.tick, at),
                Event::Synced(_) => planned.sync = earlier(planned.sync, at),
                _ => planned.lease_loop = earlier(planned.lease_loop, at),
            }
        }
        all
    }

    /// A job's calls under way, in the order they were made.
    pub fn calls_of(&self, owner: Owner) -> impl Iterator<Item = CallPlace> {
        let own = self
            .calls
            .iter()
            .filter(move |(_, call)| call.owner == owner);
        own.map(|(key, call)| CallPlace {
            key: *key,
            owner: call.owner,
            number: call.number,
            endpoints: call.endpoints.clone(),
            member: call.at.map(|process| process.member),
            refused: call.refused > 0,
        })
    }

    /// A job's open streams, in the order they were opened.
    pub fn streams_of(&self, owner: Owner) -> impl Iterator<Item = StreamPlace> {
        self.streams().filter(move |stream| stream.owner == owner)
    }
}
