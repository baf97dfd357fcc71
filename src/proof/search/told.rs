//! What clients were told, and whether it can be true. Whatever a client was told must be true for
//! ever: that is checked while answers come, and once more when all is over.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::super::{
    judges::{Property, Verdict, ensure},
    linear::{Answer, History, Op, OpId, Pair},
};
use crate::{
    etcd::{
        api::{self, Code, Error, Request, Response},
        store::Store,
    },
    units::Micros,
};

/// What clients have learnt, and ask about.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    leases: Vec<i64>,
    newest: i64,
    keys: BTreeMap<u64, Seen>,
}

/// What was last read of a key.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) value: Bytes,
    pub(super) modified: i64,
}

impl Known {
    /// A lease by the order of the grants; numbers beyond begin anew.
    pub(super) fn lease(&self, place: usize) -> Option<i64> {
        self.leases.get(place % self.leases.len().max(1)).copied()
    }

    /// So many revisions back from the newest, at least 1.
    pub(super) fn back(&self, back: u64) -> i64 {
        (self.newest - back.cast_signed()).max(1)
    }

    /// What was last read of a key.
    pub(super) fn key(&self, key: u64) -> Option<&Seen> {
        self.keys.get(&key)
    }

    fn sees(&mut self, pair: &api::KeyValue) {
        let number = pair
            .key
            .strip_prefix(b"k")
            .and_then(|it| str::from_utf8(it).ok());
        if let Some(key) = number.and_then(|it| it.parse().ok()) {
            let (value, modified) = (pair.value.clone(), pair.mod_revision);
            self.keys.insert(key, Seen { value, modified });
        }
    }
}

/// A call on its way.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    request: Request,
    op: Option<OpId>,
    /// The newest revision that any client had seen when it was asked.
    floor: i64,
    /// Whether it must be answered well.
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

/// All that the clients of one world were told.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    pub(super) known: Known,
    pub(super) history: History,
    writes: Vec<Written>,
    reads: Vec<Read>,
}

impl Told {
    /// A client asks.
    pub(super) fn asks(&mut self, client: u64, request: Request, must: bool, at: Micros) -> Asked {
        let op = Op::of(&request).map(|op| self.history.invoke(client, op, at));
        Asked {
            request,
            op,
            floor: self.known.newest,
            must,
        }
    }

    /// It is answered.
    ///
    /// # Errors
    /// An answer that cannot be true.
    pub(super) fn answered(
        &mut self,
        asked: &Asked,
        result: &Result<Response, Error>,
        at: Micros,
    ) -> Verdict {
        let response = match result {
            Ok(response) => response,
            Err(error) => return self.refused(asked, error),
        };
        if let Some(id) = asked.op
            && let Some(op) = self.history.op(id)
        {
            let answer = Answer::of(op, response);
            self.history.complete(id, answer, at);
        }
        let revision = response.header().map_or(0, |header| header.revision);
        self.linearizable(asked, response, revision)?;
        self.note(asked, response, revision)
    }

    fn refused(&mut self, asked: &Asked, error: &Error) -> Verdict {
        let code = error.code();
        // The others say that nobody knows whether it happened.
        let unknown = matches!(
            code,
            Code::Unavailable | Code::DeadlineExceeded | Code::Unknown | Code::Canceled
        );
        if let Some(id) = asked.op.filter(|_| !unknown) {
            self.history.refuse(id);
        }
        ensure(!(asked.must && unknown), Property::Recovery, || {
            let request = &asked.request;
            format!("all is repaired, and {request:?} fails: {error}")
        })
    }

    /// What the whole cluster has agreed on is never older than what was seen before.
    fn linearizable(&mut self, asked: &Asked, response: &Response, revision: i64) -> Verdict {
        let agreed = match &asked.request {
            Request::Range(range) => !range.serializable,
            request => matches!(
                request,
                Request::Put(_)
                    | Request::DeleteRange(_)
                    | Request::LeaseGrant(_)
                    | Request::LeaseRevoke(_)
            ),
        };
        if !agreed {
            return Ok(());
        }
        let floor = asked.floor;
        self.known.newest = self.known.newest.max(revision);
        let wrote = matches!(response, Response::Put(_));
        ensure(revision > floor || !wrote, Property::Durability, || {
            let request = &asked.request;
            format!("{request:?} made revision {revision}, after {floor} was seen")
        })?;
        ensure(revision >= floor, Property::ReadSafety, || {
            let request = &asked.request;
            format!("{request:?} is answered at revision {revision}, after {floor} was seen")
        })
    }

    fn note(&mut self, asked: &Asked, response: &Response, revision: i64) -> Verdict {
        match (&asked.request, response) {
            (Request::Put(put), Response::Put(_)) => self.writes.push(Written {
                key: put.key.clone(),
                revision,
                value: Some(put.value.clone()),
            }),
            (Request::DeleteRange(delete), Response::DeleteRange(answer))
                if answer.deleted > 0 && delete.range_end.is_empty() =>
            {
                self.writes.push(Written {
                    key: delete.key.clone(),
                    revision,
                    value: None,
                });
            }
            (Request::Range(range), Response::Range(answer)) => {
                answer.kvs.iter().for_each(|pair| self.known.sees(pair));
                if range.range_end.is_empty() && range.revision == 0 {
                    self.reads.push(Read {
                        key: range.key.clone(),
                        revision,
                        found: answer.kvs.first().cloned(),
                    });
                }
            }
            (_, Response::LeaseGrant(grant)) => self.known.leases.push(grant.id),
            _ => {}
        }
        Ok(())
    }

    /// A watch told of these events: the history must agree with them.
    pub(super) fn witness(&mut self, events: &[api::Event]) {
        for event in events {
            let Some(kv) = &event.kv else { continue };
            let put = event.r#type() == api::EventType::Put;
            let pair = put.then(|| Pair::of(kv));
            self.history.witness(kv.mod_revision, kv.key.clone(), pair);
        }
    }

    /// A watch told of this revision.
    pub(super) fn saw(&mut self, revision: i64) {
        self.known.newest = self.known.newest.max(revision);
    }

    /// Writes that were acknowledged.
    pub(super) fn written(&self) -> usize {
        self.writes.len()
    }

    /// Checks everything that was told against a store, once the cluster is quiet. What was
    /// compacted is left to the history.
    ///
    /// # Errors
    /// The first thing that is not so.
    pub(super) fn settle(&self, store: &Store) -> Verdict {
        let kept = store.compacted();
        for write in self.writes.iter().filter(|it| it.revision > kept) {
            let at = write.revision.cast_unsigned();
            let dots = store.dots(&write.key, at..=at);
            let there = dots.iter().any(|dot| match &write.value {
                Some(value) => dot.value == *value && !dot.tombstone(),
                None => dot.tombstone(),
            });
            ensure(there, Property::Durability, || {
                format!("{write:?} was acknowledged and is lost")
            })?;
        }
        for read in self.reads.iter().filter(|it| it.revision > kept) {
            let found = store.get_at(&read.key, read.revision).ok().flatten();
            ensure(found == read.found, Property::ReadSafety, || {
                format!("{read:?} was answered; the history says {found:?}")
            })?;
        }
        Ok(())
    }
}
