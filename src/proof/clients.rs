//! Clients that write, read, lease and watch, and remember what they were told.
//!
//! Whatever a client was told must be true for ever: that is checked while answers come and once
//! more when all is over. It must not know what happened to the members meanwhile.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::{
    judges::{Property, Verdict, ensure},
    watched::Watched,
};
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

/// Questions and watches open at once, so that each fits a shell of its own.
const OPEN_MAX: usize = 48;

/// Watches among them.
const WATCHES_MAX: usize = 16;

/// How long etcdctl waits before it asks for a renewal again.
const RETRY: Micros = Micros::from_ms(100);

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
    /// What to ask again, and where, should the connection break.
    again: Option<(Vec<String>, Request)>,
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
        let watching = self.watches.len();
        let is_watch = matches!(ask, Ask::Watch { .. });
        if !must
            && (self.pending.len() + watching >= OPEN_MAX || (is_watch && watching >= WATCHES_MAX))
        {
            return None;
        }
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
        // etcdctl asks for a renewal until it is answered, whatever the timeout says.
        let is_renewal = matches!(ask, Ask::Renew { .. });
        let timeout = if is_renewal { Micros::MAX } else { timeout };
        let again = is_renewal.then(|| (endpoints.to_vec(), request.clone()));
        let pending = Pending {
            ask: ask.clone(),
            line: line.clone(),
            key,
            value,
            floor: self.newest,
            must,
            again,
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
        let watched = Watched::new(key.clone(), end.clone(), from);
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
                    let broken = matches!(result, Err(api::Error::Unavailable(_)));
                    let repeats = |pending: &Pending| broken && pending.again.is_some();
                    if self.pending.get(&owner).is_some_and(repeats) {
                        world.timer(owner, 1, RETRY);
                    } else if let Some(pending) = self.pending.remove(&owner) {
                        self.answered(pending, result)?;
                    }
                }
                Notice::Timer { owner, .. } => {
                    let pending = self.pending.get(&owner);
                    if let Some((endpoints, request)) = pending.and_then(|it| it.again.clone()) {
                        world.call((owner, 1), endpoints, request, Micros::MAX);
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
                } => {}
                Notice::Closed { owner, .. } => {
                    if let Some(watched) = self.watches.get_mut(&owner) {
                        watched.end();
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
            again: _,
        } = asked;
        let response = match result {
            Ok(response) => response,
            Err(error) => {
                return ensure(!must, Property::Recovery, || {
                    format!("{line} fails although all is repaired: {error}")
                });
            }
        };
        let revision = response.header().map_or(0, |header| header.revision);
        if ask.is_linearizable() {
            ensure(revision >= floor, Property::ReadSafety, || {
                format!("{line} is answered at revision {revision}, after {floor} was seen")
            })?;
            self.newest = self.newest.max(revision);
        }
        match response {
            Response::Put(_) => {
                ensure(revision > floor, Property::Durability, || {
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
            | Response::Txn(_)
            | Response::Compact(_)
            | Response::LeaseRevoke(_)
            | Response::LeaseTimeToLive(_)
            | Response::LeaseLeases(_)
            | Response::LeaseKeepAlive(_)
            | Response::MemberList(_)
            | Response::MemberAdd(_)
            | Response::MemberRemove(_)
            | Response::MemberUpdate(_)
            | Response::MemberPromote(_)
            | Response::MoveLeader(_)
            | Response::Status(_)
            | Response::Alarm(_) => {}
        }
        Ok(())
    }

    fn watched(&mut self, owner: Owner, response: api::WatchResponse) -> Verdict {
        let Some(watched) = self.watches.get_mut(&owner) else {
            return Ok(());
        };
        watched.hear(response)?;
        self.newest = self.newest.max(watched.newest());
        Ok(())
    }

    /// A question that was not answered yet.
    #[must_use]
    pub fn waiting(&self) -> Option<&str> {
        let pending = self.pending.values().next();
        pending.map(|pending| pending.line.as_str())
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
            ensure(kept, Property::Durability, || {
                format!("{write:?} was acknowledged and is lost")
            })?;
        }
        for read in &self.reads {
            let found = store.get_at(&read.key, read.revision).ok().flatten();
            ensure(found == read.found, Property::ReadSafety, || {
                format!("{read:?} was answered; the history says {found:?}")
            })?;
        }
        self.watches
            .values()
            .try_for_each(|watched| watched.settle(store))
    }
}
