//! Locks and elections as clientv3's package `concurrency` makes them: keys on a lease under one
//! prefix, of which the oldest owns. Small machines over [`Desk`] and [`Event`], so that a command
//! and the gateway's lock and election services share them. They must not know who asked, nor
//! print anything.
//!
//! Each machine's `step` takes every event of its job and passes over those that are not its own;
//! it gives `Ok(None)` while it waits. Calls have no deadline, as in the real one.

mod election;
mod mutex;
mod observe;
mod session;
mod wait;

use std::fmt;

use bytes::Bytes;

use crate::etcd::api::{self, compare::TargetUnion, request_op, response_op};
use crate::units::Micros;

use super::desk::Desk;
use super::job::Event;
use super::verbs::prefix_end;
pub(super) use election::Election;
pub(super) use mutex::Mutex;
pub(super) use observe::Observer;
pub(super) use session::{Heard, Renewals, Session, Told};
use wait::Wait;

/// What the caller's own cancellation comes back as.
pub(super) const CANCELED: &str = "context canceled";
/// An election whose key is gone or belongs to another term.
pub(super) const NOT_LEADER: &str = "election: not leader";
/// An election without a candidate.
#[allow(dead_code, reason = "for the gateway's election service")]
pub(super) const NO_LEADER: &str = "election: no leader";

/// Why a lock was not taken or an election not won; `Display` is etcdctl's text after `Error: `.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Error {
    /// A member or the connection refused.
    Refused(api::Error),
    /// The client library itself says so.
    Said(String),
}

impl From<api::Error> for Error {
    fn from(error: api::Error) -> Self {
        Self::Refused(error)
    }
}

impl From<&str> for Error {
    fn from(text: &str) -> Self {
        Self::Said(text.to_owned())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(error) => error.fmt(f),
            Self::Said(text) => f.write_str(text),
        }
    }
}

/// What a step leaves: nothing yet, the result, or an error.
pub(super) type Step<T> = Result<Option<T>, Error>;

/// The answer to `call`, if the event is that.
pub(super) fn answer(event: &Event, call: u32) -> Step<&api::Response> {
    match event {
        Event::Response {
            call: answered,
            result,
            ..
        } if *answered == call => match result {
            Ok(answer) => Ok(Some(answer)),
            Err(error) => Err(error.clone().into()),
        },
        _ => Ok(None),
    }
}

/// `NAME/`: what all keys of a lock or an election begin with.
fn prefix(name: &[u8]) -> Bytes {
    [name, b"/"].concat().into()
}

/// `NAME/LEASEHEX`.
fn key(prefix: &[u8], lease: i64) -> Bytes {
    [prefix, format!("{lease:x}").as_bytes()].concat().into()
}

/// The oldest or the youngest key under a prefix, with at most that create revision (0: any).
fn first(prefix: &Bytes, order: api::SortOrder, max_create_revision: i64) -> api::RangeRequest {
    api::RangeRequest {
        key: prefix.clone(),
        range_end: prefix_end(prefix),
        limit: 1,
        sort_order: order as i32,
        sort_target: api::SortTarget::Create as i32,
        max_create_revision,
        ..api::RangeRequest::default()
    }
}

/// Asks for the oldest key of an election: its leader.
#[allow(dead_code, reason = "for the gateway's election service")]
pub(super) fn leader(name: &[u8]) -> api::RangeRequest {
    first(&prefix(name), api::SortOrder::Ascend, 0)
}

fn get(key: &Bytes) -> api::RangeRequest {
    api::RangeRequest {
        key: key.clone(),
        ..api::RangeRequest::default()
    }
}

fn put(key: &Bytes, value: &Bytes, lease: i64) -> request_op::Request {
    request_op::Request::Put(api::PutRequest {
        key: key.clone(),
        value: value.clone(),
        lease,
        ..api::PutRequest::default()
    })
}

/// A transaction that holds if `key` was created at `revision` (0: does not exist).
fn if_created(
    key: &Bytes,
    revision: i64,
    then: impl IntoIterator<Item = request_op::Request>,
    otherwise: impl IntoIterator<Item = request_op::Request>,
) -> api::Request {
    let op = |request| api::RequestOp {
        request: Some(request),
    };
    api::Request::Txn(api::TxnRequest {
        compare: vec![api::Compare {
            result: api::CompareResult::Equal as i32,
            target: api::CompareTarget::Create as i32,
            key: key.clone(),
            target_union: Some(TargetUnion::CreateRevision(revision)),
            range_end: Bytes::new(),
        }],
        success: then.into_iter().map(op).collect(),
        failure: otherwise.into_iter().map(op).collect(),
    })
}

/// Deletes one key: how a lock is given back.
pub(super) fn delete(key: &Bytes) -> api::DeleteRangeRequest {
    api::DeleteRangeRequest {
        key: key.clone(),
        ..api::DeleteRangeRequest::default()
    }
}

/// Writes another value for a leader whose key was created at `revision`; a transaction that does
/// not succeed means [`NOT_LEADER`].
pub(super) fn proclaim(key: &Bytes, revision: i64, value: &Bytes, lease: i64) -> api::Request {
    if_created(key, revision, [put(key, value, lease)], [])
}

/// Gives leadership back; whether the transaction succeeds does not matter.
pub(super) fn resign(key: &Bytes, revision: i64) -> api::Request {
    let delete = request_op::Request::DeleteRange(delete(key));
    if_created(key, revision, [delete], [])
}

/// The pairs that the operation at `place` of a transaction found.
fn found(answer: &api::TxnResponse, place: usize) -> &[api::KeyValue] {
    match answer
        .responses
        .get(place)
        .and_then(|op| op.response.as_ref())
    {
        Some(response_op::Response::Range(range)) => &range.kvs,
        _ => &[],
    }
}

/// A call without a deadline.
fn call(desk: &mut Desk, request: api::Request) -> u32 {
    desk.call(request, Micros::MAX)
}
