//! One request in five tongues: the etcdctl line, the clientv3 call, gRPC's message as JSON, the
//! curl line for the gateway, and the answer as its structure.
//!
//! Pure functions of a request: what one of them says can be read back to the same request, by
//! etcdctl's reader, by the Go shell, by the gateway. What a tongue has no words for it says
//! plainly ([`Unsaid`]). It must not know who asked, nor what a field means to a reader.

mod answer;
mod etcdctl;
mod go;
pub(in crate::ctl) mod methods;
#[cfg(test)]
mod tests;
mod words;

pub use answer::{Answer, Row, rows};

use prost::Message as _;

use super::gateway::schema::{LEASE_ID, Message, WATCH_REQUEST};
use super::gateway::wire::Writer;
use super::gateway::{message_json, method_of, request_wire};
use crate::etcd::api::{LeaseKeepAliveRequest, Request, StreamRequest, WatchCreateRequest};

/// What a client asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Asked {
    /// One call.
    Call(Request),
    /// A watch.
    Watch(WatchCreateRequest),
    /// Renewals of a lease.
    KeepAlive(i64),
}

impl Asked {
    /// What the first message of a stream asks.
    #[must_use]
    pub fn of_stream(request: &StreamRequest) -> Option<Self> {
        match request {
            StreamRequest::WatchCreate(create) => Some(Self::Watch(create.clone())),
            StreamRequest::LeaseKeepAlive(renewal) => Some(Self::KeepAlive(renewal.id)),
            StreamRequest::WatchCancel(_) | StreamRequest::WatchProgress => None,
        }
    }
}

/// Why a tongue cannot say something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsaid {
    /// It has no flag for bounds of revisions.
    Bounds,
    /// It sends ascending keys as no order at all.
    Order,
    /// An argument of a program cannot hold a NUL byte.
    Nul,
    /// It compares single keys only.
    RangedCompare,
    /// etcdctl 3.5.1 breaks at a comparison of a lease.
    LeaseCompare,
    /// It has no transactions within transactions.
    Nested,
    /// It leaves the id to the server.
    ChosenId,
    /// Its watch has no filters and no fragments.
    Filters,
    /// The gateway has no path to it.
    NoPath,
    /// It has no words for such a request.
    Other,
}

/// The text, or why there is none.
pub type Said = Result<String, Unsaid>;

/// One request in all tongues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tongues {
    /// The line of etcdctl.
    pub etcdctl: Said,
    /// The call of clientv3.
    pub go: Said,
    /// gRPC's name of the method.
    pub method: String,
    /// Its message as JSON, with line breaks.
    pub message: String,
    /// The line of curl.
    pub curl: Said,
}

/// A request in all tongues, to this endpoint.
#[must_use]
pub fn tongues(asked: &Asked, endpoint: &str) -> Tongues {
    let (name, path, table, wire) = message(asked);
    let json = message_json(table, &wire);
    let curl = match path {
        "" => Err(Unsaid::NoPath),
        path => {
            let body = words::shell(json.as_bytes()).unwrap_or_default();
            Ok(format!(
                "curl -X POST http://{endpoint}/v3/{path} -d {body}"
            ))
        }
    };
    Tongues {
        etcdctl: etcdctl::line(asked, endpoint),
        go: go::call(asked, endpoint),
        method: format!("etcdserverpb.{name}"),
        message: words::laid_out(&json),
        curl,
    }
}

/// A request's method, its path behind the gateway, and its message.
fn message(asked: &Asked) -> (&'static str, &'static str, &'static Message, Vec<u8>) {
    match asked {
        Asked::Call(request) => {
            let method = method_of(request);
            (
                method.name,
                method.path,
                method.request,
                request_wire(request),
            )
        }
        Asked::Watch(create) => {
            let mut writer = Writer::default();
            writer.message(&WATCH_REQUEST.0[0], &create.encode_to_vec());
            ("Watch/Watch", "watch", &WATCH_REQUEST, writer.end())
        }
        Asked::KeepAlive(id) => {
            let wire = LeaseKeepAliveRequest { id: *id }.encode_to_vec();
            ("Lease/LeaseKeepAlive", "lease/keepalive", &LEASE_ID, wire)
        }
    }
}
