//! Load: puts through all members of a world of its own, a number of them under way at once.
//!
//! A put counts when its client has the answer: by then two members of three have it on disk and
//! the asked one has applied it. Pure: whoever runs it measures the wall's time around the slices.

use bytes::Bytes;

use super::judges::{Judge, Verdict};
use crate::{
    etcd::api::{PutRequest, Request},
    sim::{Config, Happened, Notice, Owner, World, address},
    units::Micros,
};

/// Bytes of a key.
const KEY_BYTES: usize = 32;
/// Bytes of a value.
const VALUE_BYTES: usize = 128;
/// Virtual time in which a new cluster has elected its leader.
const BOOT: Micros = Micros::from_secs(5);
/// etcdctl's patience with a call.
const TIMEOUT: Micros = Micros::from_secs(5);

/// A measurement under way.
#[derive(Clone, Debug)]
pub struct Bench {
    world: World,
    endpoint: String,
    value: Bytes,
    puts: u64,
    sent: u64,
    answered: u64,
    refused: u64,
    began: Micros,
}

impl Bench {
    /// A booted cluster with the first puts under way, to the leader.
    #[must_use]
    pub fn new(config: Config, puts: u64, in_flight: u64) -> Self {
        let mut world = World::new(config);
        world.advance_to(BOOT);
        let leader = world.leader().unwrap_or(0);
        let member = world.config().members.get(leader);
        let endpoint = member.map_or_else(String::new, |it| address(&it.client_url));
        let value = Bytes::from(vec![b'v'; VALUE_BYTES]);
        let began = world.now();
        let (sent, answered, refused) = (0, 0, 0);
        let mut bench = Self {
            world,
            endpoint,
            value,
            puts,
            sent,
            answered,
            refused,
            began,
        };
        for _ in 0..in_flight.min(puts) {
            bench.send();
        }
        bench
    }

    /// Handles so many events; says whether all puts are answered.
    pub fn run(&mut self, events: u32) -> bool {
        for _ in 0..events {
            if self.answered == self.puts || self.world.next().is_none() {
                return true;
            }
            self.world.step();
            for notice in self.world.take_notices() {
                if let Notice::Response { result, .. } = notice {
                    self.answered += 1;
                    self.refused += u64::from(result.is_err());
                    self.send();
                }
            }
        }
        self.answered == self.puts
    }

    /// Sends the next put, if one is left.
    fn send(&mut self) {
        if self.sent == self.puts {
            return;
        }
        let key = format!("{:0width$}", self.sent, width = KEY_BYTES);
        self.sent += 1;
        let put = PutRequest {
            key: key.into(),
            value: self.value.clone(),
            ..Default::default()
        };
        let endpoints = vec![self.endpoint.clone()];
        self.world
            .call((Owner::UNTRACED, 0), endpoints, Request::Put(put), TIMEOUT);
    }

    /// Puts answered so far.
    #[must_use]
    pub const fn answered(&self) -> u64 {
        self.answered
    }

    /// Puts answered with a refusal.
    #[must_use]
    pub const fn refused(&self) -> u64 {
        self.refused
    }

    /// Virtual time since the first put.
    #[must_use]
    pub fn simulated(&self) -> Micros {
        self.world.now().since(self.began)
    }
}

/// A cluster that nobody asks anything, under the judge.
#[derive(Clone, Debug)]
pub struct Idle {
    world: World,
    judge: Judge,
    began: Micros,
}

impl Idle {
    /// A booted cluster with its judge.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let mut world = World::new(config);
        world.advance_to(BOOT);
        let (judge, began) = (Judge::default(), world.now());
        Self {
            world,
            judge,
            began,
        }
    }

    /// Lets so much virtual time pass, judged after every event.
    ///
    /// # Errors
    /// A property that does not hold.
    pub fn run(&mut self, span: Micros) -> Verdict {
        let to = self.world.now() + span;
        while self.world.next().is_some_and(|at| at <= to) {
            if self.world.step() == Happened::Something {
                self.judge.look(&self.world)?;
            }
        }
        self.world.pass_to(to);
        Ok(())
    }

    /// Virtual time since it began.
    #[must_use]
    pub const fn simulated(&self) -> Micros {
        self.world.now().since(self.began)
    }

    /// Events since the world began.
    #[must_use]
    pub const fn events(&self) -> u64 {
        self.world.events()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_put_is_answered_and_stored() {
        let mut bench = Bench::new(Config::tutorial(), 500, 100);
        while !bench.run(1_000) {}
        assert_eq!((bench.answered(), bench.refused()), (500, 0));
        let leader = bench.world.leader().expect("nobody was harmed");
        let node = bench.world.node(leader).expect("it leads");
        let server = node.server().expect("it runs");
        assert_eq!(server.state().store.revision(), 501);
    }

    #[test]
    fn an_idle_hour_keeps_every_property() {
        let mut idle = Idle::new(Config::tutorial());
        assert_eq!(idle.run(Micros::from_secs(3_600)), Ok(()));
        assert_eq!(idle.simulated(), Micros::from_secs(3_600));
        assert!(idle.events() > 3_600 * 50, "members beat their hearts");
    }
}
