//! Clients that write, read, lease and watch, and remember what they were told.
//!
//! Whatever a client was told must be true for ever: that is checked while answers come and once
//! more when all is over. It must not know what happened to the members meanwhile.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::invariants::{Promise, Verdict, ensure};
use crate::{
    etcd::{
        api::{self, Request, Response, StreamRequest, StreamResponse},
        store::Store,
    },
    sim::{Notice, Owner, World},
    units::{LeaseId, Micros},
};

/// What a client asks for. Keys are numbers; leases count from the first that was granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Writes a value that nobody wrote before.
    Put {
        /// The key.
        key: u64,
        /// The lease it hangs on.
        lease: Option<usize>,
    },
    /// Reads one key.
    Get {
        /// The key.
        key: u64,
        /// Whether the member may answer without asking the leader.
        serializable: bool,
    },
    /// Deletes one key.
    Delete {
        /// The key.
        key: u64,
    },
    /// Creates a lease.
    Grant {
        /// Seconds.
        ttl: i64,
    },
    /// Ends a lease.
    Revoke {
        /// Which.
        lease: usize,
    },
    /// Renews a lease once.
    Renew {
        /// Which.
        lease: usize,
    },
    /// Watches all keys, or one, from a revision that has been seen.
    Watch {
        /// The key; all if none.
        key: Option<u64>,
        /// How many revisions back from the newest that a client has seen.
        back: u64,
    },
}

impl Ask {
    /// Whether the answer's revision is one that the whole cluster had agreed on. A renewal is
    /// answered by the leader alone, or by a follower with what it has.
    const fn is_linearizable(&self) -> bool {
        match self {
            Self::Get { serializable, .. } => !*serializable,
            Self::Renew { .. } | Self::Watch { .. } => false,
            Self::Put { .. } | Self::Delete { .. } | Self::Grant { .. } | Self::Revoke { .. } => {
                true
            }
        }
    }
}

/// A question on its way.
#[derive(Clone, Debug)]
struct Pending {
    ask: Ask,
    line: String,
    key: Bytes,
    value: Bytes,
    /// The newest revision that any client had seen when it was asked.
    floor: i64,
    /// Whether it must succeed.
    must: bool,
}

/// A read that was answered: what the key held at which revision.
#[derive(Clone, Debug)]
struct Read {
    key: Bytes,
    revision: i64,
    found: Option<api::KeyValue>,
}

/// A write that was acknowledged; a delete has no value.
#[derive(Clone, Debug)]
struct Written {
    key: Bytes,
    revision: i64,
    value: Option<Bytes>,
}

/// A watch and what it told.
#[derive(Clone, Debug)]
struct Watched {
    key: Bytes,
    end: Bytes,
    from: i64,
    events: Vec<api::Event>,
    /// Whether its member ended it, having no leader: then it tells no more.
    ended: bool,
}

/// All clients of one world.
#[derive(Clone, Debug, Default)]
pub struct Clients {
    owners: u64,
    pending: BTreeMap<Owner, Pending>,
    watches: BTreeMap<Owner, Watched>,
    leases: Vec<LeaseId>,
    writes: Vec<Written>,
    reads: Vec<Read>,
    newest: i64,
}

impl Clients {
    /// Asks through `endpoints`; one that `must` succeed is an error otherwise. Gives the command
    /// line that asks the same, or nothing if there is no such lease yet.
    pub fn ask(
        &mut self,
        world: &mut World,
        ask: &Ask,
        (endpoints, timeout): (&[String], Micros),
        must: bool,
    ) -> Option<String> {
        self.owners += 1;
        let owner = Owner(self.owners);
        let value = Bytes::from(format!("v{}", self.owners));
        let words = self.words(ask, &value)?;
        let ctl = format!("etcdctl --endpoints={}", endpoints.join(","));
        if let Ask::Watch { key, back } = *ask {
            let first = self.watch(owner, key, back);
            world.open(
                (owner, 1),
                endpoints.to_vec(),
                StreamRequest::WatchCreate(first),
            );
            return Some(format!("{ctl} {words}"));
        }
        let line = format!("{ctl} --command-timeout={}ms {words}", timeout.as_ms());
        let (request, key) = self.request(ask, &value)?;
        let pending = Pending {
            ask: ask.clone(),
            line: line.clone(),
            key,
            value,
            floor: self.newest,
            must,
        };
        self.pending.insert(owner, pending);
        world.call((owner, 1), endpoints.to_vec(), request, timeout);
        Some(line)
    }

    fn lease(&self, place: usize) -> Option<LeaseId> {
        let count = self.leases.len().max(1);
        self.leases.get(place % count).copied()
    }

    fn words(&self, ask: &Ask, value: &Bytes) -> Option<String> {
        let value = String::from_utf8_lossy(value);
        Some(match *ask {
            Ask::Put { key, lease: None } => format!("put k{key} {value}"),
            Ask::Put {
                key,
                lease: Some(lease),
            } => {
                format!("put k{key} {value} --lease={}", self.lease(lease)?)
            }
            Ask::Get {
                key,
                serializable: false,
            } => format!("get k{key}"),
            Ask::Get {
                key,
                serializable: true,
            } => format!("get k{key} --consistency=s"),
            Ask::Delete { key } => format!("del k{key}"),
            Ask::Grant { ttl } => format!("lease grant {ttl}"),
            Ask::Revoke { lease } => format!("lease revoke {}", self.lease(lease)?),
            Ask::Renew { lease } => format!("lease keep-alive --once {}", self.lease(lease)?),
            Ask::Watch {
                key: Some(key),
                back,
            } => {
                format!("watch k{key} --rev={}", self.start(back))
            }
            Ask::Watch { key: None, back } => {
                format!("watch k --prefix --rev={}", self.start(back))
            }
        })
    }

    const fn start(&self, back: u64) -> i64 {
        let start = self.newest - back.cast_signed();
        if start < 1 { 1 } else { start }
    }

    fn request(&self, ask: &Ask, value: &Bytes) -> Option<(Request, Bytes)> {
        let name = |key: u64| Bytes::from(format!("k{key}"));
        let request = match *ask {
            Ask::Put { key, lease } => {
                let lease = match lease {
                    Some(lease) => self.lease(lease)?.0,
                    None => 0,
                };
                let (key, value) = (name(key), value.clone());
                let put = api::PutRequest {
                    key: key.clone(),
                    value,
                    lease,
                    ..Default::default()
                };
                return Some((Request::Put(put), key));
            }
            Ask::Get { key, serializable } => {
                let key = name(key);
                let range = api::RangeRequest {
                    key: key.clone(),
                    serializable,
                    ..Default::default()
                };
                return Some((Request::Range(range), key));
            }
            Ask::Delete { key } => {
                let key = name(key);
                let delete = api::DeleteRangeRequest {
                    key: key.clone(),
                    ..Default::default()
                };
                return Some((Request::DeleteRange(delete), key));
            }
            Ask::Grant { ttl } => Request::LeaseGrant(api::LeaseGrantRequest { ttl, id: 0 }),
            Ask::Revoke { lease } => Request::LeaseRevoke(api::LeaseRevokeRequest {
                id: self.lease(lease)?.0,
            }),
            Ask::Renew { lease } => Request::LeaseKeepAlive(api::LeaseKeepAliveRequest {
                id: self.lease(lease)?.0,
            }),
            Ask::Watch { .. } => return None,
        };
        Some((request, Bytes::new()))
    }

    fn watch(&mut self, owner: Owner, key: Option<u64>, back: u64) -> api::WatchCreateRequest {
        let from = self.start(back);
        let (key, end) = match key {
            Some(key) => (Bytes::from(format!("k{key}")), Bytes::new()),
            None => (Bytes::from_static(b"k"), Bytes::from_static(b"l")),
        };
        let watched = Watched {
            key: key.clone(),
            end: end.clone(),
            from,
            events: Vec::new(),
            ended: false,
        };
        self.watches.insert(owner, watched);
        api::WatchCreateRequest {
            key,
            range_end: end,
            start_revision: from,
            ..api::WatchCreateRequest::default()
        }
    }

    /// Takes what the world has to tell.
    ///
    /// # Errors
    /// An answer that cannot be true.
    pub fn hear(&mut self, world: &mut World) -> Verdict {
        for notice in world.take_notices() {
            match notice {
                Notice::Response { owner, result, .. } => {
                    if let Some(pending) = self.pending.remove(&owner) {
                        self.answered(pending, result)?;
                    }
                }
                Notice::Message {
                    owner,
                    message: StreamResponse::Watch(response),
                    ..
                } => {
                    self.watched(owner, response)?;
                }
                Notice::Message {
                    message: StreamResponse::LeaseKeepAlive(_),
                    ..
                }
                | Notice::Timer { .. } => {}
                Notice::Closed { owner, .. } => {
                    if let Some(watched) = self.watches.get_mut(&owner) {
                        watched.ended = true;
                    }
                }
            }
        }
        Ok(())
    }

    fn answered(&mut self, asked: Pending, result: Result<Response, api::Error>) -> Verdict {
        let Pending {
            ask,
            line,
            key,
            value,
            floor,
            must,
        } = asked;
        let response = match result {
            Ok(response) => response,
            Err(error) => {
                return ensure(!must, Promise::Recovery, || {
                    format!("{line} fails although all is repaired: {error}")
                });
            }
        };
        let revision = response.header().map_or(0, |header| header.revision);
        if ask.is_linearizable() {
            ensure(revision >= floor, Promise::FreshReads, || {
                format!("{line} is answered at revision {revision}, after {floor} was seen")
            })?;
            self.newest = self.newest.max(revision);
        }
        match response {
            Response::Put(_) => {
                ensure(revision > floor, Promise::Durability, || {
                    format!("{line} made revision {revision}, after {floor} was seen")
                })?;
                self.writes.push(Written {
                    key,
                    revision,
                    value: Some(value),
                });
            }
            Response::DeleteRange(delete) if delete.deleted > 0 => {
                self.writes.push(Written {
                    key,
                    revision,
                    value: None,
                });
            }
            Response::Range(range) => {
                self.reads.push(Read {
                    key,
                    revision,
                    found: range.kvs.into_iter().next(),
                });
            }
            Response::LeaseGrant(grant) => self.leases.push(LeaseId(grant.id)),
            Response::DeleteRange(_)
            | Response::Compact(_)
            | Response::LeaseRevoke(_)
            | Response::LeaseTimeToLive(_)
            | Response::LeaseLeases(_)
            | Response::LeaseKeepAlive(_)
            | Response::MemberList(_)
            | Response::Status(_)
            | Response::Alarm(_) => {}
        }
        Ok(())
    }

    fn watched(&mut self, owner: Owner, response: api::WatchResponse) -> Verdict {
        let Some(watched) = self.watches.get_mut(&owner) else {
            return Ok(());
        };
        let told = watched.events.last().map_or(watched.from - 1, revision_of);
        let mut before = told;
        for event in &response.events {
            let revision = revision_of(event);
            ensure(
                revision > told && revision >= before,
                Promise::WatchOrder,
                || format!("watch {owner:?} tells revision {revision} after {before}"),
            )?;
            before = revision;
        }
        self.newest = self.newest.max(before);
        watched.events.extend(response.events);
        Ok(())
    }

    /// Questions that were not answered yet.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.pending.len()
    }

    /// Writes that were acknowledged.
    #[must_use]
    pub fn written(&self) -> usize {
        self.writes.len()
    }

    /// Checks everything that was told against a store, once the cluster is quiet.
    ///
    /// # Errors
    /// The first thing that is not so.
    pub fn settle(&self, store: &Store) -> Verdict {
        for write in &self.writes {
            let at = write.revision.cast_unsigned();
            let dots = store.dots(&write.key, at..=at);
            let kept = dots.iter().any(|dot| match &write.value {
                Some(value) => dot.value == *value && !dot.tombstone(),
                None => dot.tombstone(),
            });
            ensure(kept, Promise::Durability, || {
                format!("{write:?} was acknowledged and is lost")
            })?;
        }
        for read in &self.reads {
            let found = store.get_at(&read.key, read.revision).ok().flatten();
            ensure(found == read.found, Promise::FreshReads, || {
                format!("{read:?} was answered; the history says {found:?}")
            })?;
        }
        self.watches
            .values()
            .try_for_each(|watched| watched.settle(store))
    }
}

impl Watched {
    fn settle(&self, store: &Store) -> Verdict {
        let from = self.from.cast_unsigned().max(2);
        let history = store.revisions(from..=store.revision());
        let wanted = history
            .filter(|change| crate::etcd::store::in_range(&self.key, &self.end, change.key()));
        let wanted: Vec<api::Event> = wanted.map(|change| change.event()).collect();
        let equal = wanted
            .iter()
            .zip(&self.events)
            .take_while(|(a, b)| same(a, b))
            .count();
        ensure(
            equal == self.events.len() && (self.ended || equal == wanted.len()),
            Promise::WatchOrder,
            || {
                let (key, count) = (self.key.escape_ascii(), self.events.len());
                let (next, got) = (wanted.get(equal), self.events.get(equal));
                format!(
                    "a watch of {key} from {} told {count} events of {}; event {equal} is \
                     {next:?}, told was {got:?}",
                    self.from,
                    wanted.len()
                )
            },
        )
    }
}

fn same(one: &api::Event, other: &api::Event) -> bool {
    one.r#type == other.r#type && one.kv == other.kv
}

fn revision_of(event: &api::Event) -> i64 {
    event.kv.as_ref().map_or(0, |kv| kv.mod_revision)
}
