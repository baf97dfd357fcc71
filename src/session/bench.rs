//! `sim bench puts`: load on a cluster of its own, so that a visit's own cluster keeps its history.
//!
//! Every put goes all the way: client, leader, three synced logs, apply, answer. Nothing is left
//! out but the trail that a shell's request leaves. It must not know how long a second is: whoever
//! drives it has the wall clock.

use bytes::Bytes;

use super::scene::Scene;
use crate::{
    etcd::api::{PutRequest, Request},
    sim::{Config, Notice, Owner, World, address},
    units::Micros,
};

/// Bytes of a key.
const KEY_BYTES: usize = 32;

/// Bytes of a value.
const VALUE_BYTES: usize = 128;

/// Puts under way in a fresh cluster.
#[derive(Clone, Debug)]
pub struct Bench {
    world: World,
    endpoint: String,
    value: Bytes,
    puts: u64,
    sent: u64,
    done: u64,
    failed: u64,
    began: Micros,
}

impl Bench {
    /// A fresh cluster at rest, with the first `in_flight` of `puts` puts on their way to its
    /// first member.
    #[must_use]
    pub fn new(config: Config, puts: u64, in_flight: u64) -> Self {
        let mut scene = Scene::new(config);
        scene.boot();
        let world = scene.world;
        let first = world.config().members.first();
        let endpoint = first.map_or_else(String::new, |member| address(&member.client_url));
        let began = world.now();
        let value = Bytes::from(vec![b'v'; VALUE_BYTES]);
        let mut bench = Self {
            world,
            endpoint,
            value,
            puts,
            sent: 0,
            done: 0,
            failed: 0,
            began,
        };
        for _ in 0..in_flight.min(puts) {
            bench.send();
        }
        bench
    }

    fn send(&mut self) {
        if self.sent == self.puts {
            return;
        }
        let key = Bytes::from(format!("{:0KEY_BYTES$}", self.sent));
        self.sent += 1;
        let put = PutRequest {
            key,
            value: self.value.clone(),
            ..PutRequest::default()
        };
        let endpoints = vec![self.endpoint.clone()];
        self.world.call(
            (Owner::UNTRACED, 0),
            endpoints,
            Request::Put(put),
            Micros::MAX,
        );
    }

    /// Handles so many events; true once every put is answered.
    pub fn run(&mut self, events: u32) -> bool {
        for _ in 0..events {
            if self.finished() || self.world.next().is_none() {
                break;
            }
            self.world.step();
            for notice in self.world.take_notices() {
                if let Notice::Response { result, .. } = notice {
                    self.done += 1;
                    self.failed += u64::from(result.is_err());
                    self.send();
                }
            }
        }
        self.finished()
    }

    /// Whether every put is answered.
    #[must_use]
    pub const fn finished(&self) -> bool {
        self.done == self.puts
    }

    /// Puts answered so far.
    #[must_use]
    pub const fn done(&self) -> u64 {
        self.done
    }

    /// Puts that were refused.
    #[must_use]
    pub const fn failed(&self) -> u64 {
        self.failed
    }

    /// Virtual time since the first put.
    #[must_use]
    pub fn elapsed(&self) -> Micros {
        self.world.now().since(self.began)
    }

    /// The world, to look at what is left of it.
    #[must_use]
    pub const fn world(&self) -> &World {
        &self.world
    }
}
