//! Waiting until no older key is left under a prefix (`clientv3/concurrency/key.go`): look for the
//! youngest of the older ones, watch it until it is deleted, look again.

use bytes::Bytes;

use crate::ctl::desk::Desk;
use crate::ctl::job::Event;
use crate::ctl::verbs::cancel_reason;
use crate::etcd::api;

use super::{Step, answer, call, first};

/// A place in the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wait {
    prefix: Bytes,
    /// The last create revision that is older.
    older: i64,
    at: At,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    Look(u32),
    Watch(u32),
}

/// Looks for the youngest key that is not younger than `older`.
fn look(desk: &mut Desk, prefix: &Bytes, older: i64) -> At {
    let range = first(prefix, api::SortOrder::Descend, older);
    At::Look(call(desk, api::Request::Range(range)))
}

impl Wait {
    /// Begins to wait for all keys under `prefix` that were created at `older` or before.
    pub(super) fn begin(desk: &mut Desk, prefix: &Bytes, older: i64) -> Self {
        Self {
            prefix: prefix.clone(),
            older,
            at: look(desk, prefix, older),
        }
    }

    /// Whether it waits for another's key.
    pub(super) const fn watches(&self) -> bool {
        matches!(self.at, At::Watch(_))
    }

    pub(super) fn step(&mut self, desk: &mut Desk, event: &Event) -> Step<()> {
        match (self.at, event) {
            (At::Look(call), _) => {
                let Some(api::Response::Range(found)) = answer(event, call)? else {
                    return Ok(None);
                };
                let Some(kv) = found.kvs.first() else {
                    return Ok(Some(()));
                };
                let request = api::WatchCreateRequest {
                    key: kv.key.clone(),
                    start_revision: found.header.unwrap_or_default().revision,
                    ..api::WatchCreateRequest::default()
                };
                self.at = At::Watch(desk.open(api::StreamRequest::WatchCreate(request)));
            }
            (
                At::Watch(watch),
                Event::Message {
                    stream,
                    message: api::StreamResponse::Watch(answer),
                },
            ) if watch == *stream => {
                if answer.canceled {
                    desk.close(watch);
                    return Err(cancel_reason(answer).as_str().into());
                }
                let deleted = |event: &api::Event| event.r#type() == api::EventType::Delete;
                if answer.events.iter().any(deleted) {
                    desk.close(watch);
                    self.at = look(desk, &self.prefix, self.older);
                }
            }
            (At::Watch(watch), Event::Closed { stream, error }) if watch == *stream => {
                desk.closed(watch);
                return Err(error.clone().into());
            }
            (At::Watch(_), _) => {}
        }
        Ok(None)
    }

    /// Stops waiting.
    pub(super) fn stop(&self, desk: &mut Desk) {
        if let At::Watch(watch) = self.at {
            desk.close(watch);
        }
    }
}
