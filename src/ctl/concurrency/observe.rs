//! Watching an election (`observe` of `clientv3/concurrency/election.go`): the leader now, each
//! value it proclaims, and whoever leads after it.

use bytes::Bytes;

use crate::ctl::desk::Desk;
use crate::ctl::job::Event;
use crate::ctl::verbs::prefix_end;
use crate::etcd::api;

use super::{answer, call, first};

/// An observer of one election.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ctl) struct Observer {
    prefix: Bytes,
    /// What the last look found, whose count and `more` the later answers carry on.
    looked: api::RangeResponse,
    at: At,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// Who leads?
    Look(u32),
    /// Nobody; a watch of all candidates.
    Any(u32),
    /// A watch of the leader's key.
    Leader(u32),
}

/// The watch broke or could not be; there is no more to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ctl) struct Lost;

fn look(desk: &mut Desk, prefix: &Bytes) -> At {
    let range = first(prefix, api::SortOrder::Ascend, 0);
    At::Look(call(desk, api::Request::Range(range)))
}

fn watch(desk: &mut Desk, key: &Bytes, range_end: Bytes, start_revision: i64) -> u32 {
    desk.open(api::StreamRequest::WatchCreate(api::WatchCreateRequest {
        key: key.clone(),
        range_end,
        start_revision,
        ..api::WatchCreateRequest::default()
    }))
}

impl Observer {
    /// Begins to observe the election `name`.
    pub(in crate::ctl) fn begin(desk: &mut Desk, name: &[u8]) -> Self {
        let prefix = super::prefix(name);
        let at = look(desk, &prefix);
        let looked = api::RangeResponse::default();
        Self { prefix, looked, at }
    }

    /// Whether it waits for something to happen.
    pub(in crate::ctl) const fn watches(&self) -> bool {
        !matches!(self.at, At::Look(_))
    }

    /// What is new: answers with one pair each, the leader's.
    pub(in crate::ctl) fn step(
        &mut self,
        desk: &mut Desk,
        event: &Event,
    ) -> Result<Vec<api::RangeResponse>, Lost> {
        match (self.at, event) {
            (At::Look(call), _) => match answer(event, call) {
                Ok(Some(api::Response::Range(found))) => {
                    found.clone_into(&mut self.looked);
                    return Ok(self.looked(desk));
                }
                Ok(_) => {}
                Err(_) => return Err(Lost),
            },
            (
                At::Any(watch) | At::Leader(watch),
                Event::Message {
                    stream,
                    message: api::StreamResponse::Watch(answer),
                },
            ) if watch == *stream => {
                if answer.canceled {
                    desk.close(watch);
                    return Err(Lost);
                }
                return Ok(match self.at {
                    At::Leader(_) => self.changed(desk, watch, answer),
                    _ => self.appeared(desk, watch, answer),
                });
            }
            (At::Any(watch) | At::Leader(watch), Event::Closed { stream, .. })
                if watch == *stream =>
            {
                desk.closed(watch);
                return Err(Lost);
            }
            _ => {}
        }
        Ok(Vec::new())
    }

    fn looked(&mut self, desk: &mut Desk) -> Vec<api::RangeResponse> {
        let header = self.looked.header.unwrap_or_default();
        match self.looked.kvs.first().cloned() {
            Some(kv) => vec![self.follow(desk, header, kv)],
            None => {
                let end = prefix_end(&self.prefix);
                self.at = At::Any(watch(desk, &self.prefix, end, header.revision));
                Vec::new()
            }
        }
    }

    /// The first candidate after a time without one.
    fn appeared(
        &mut self,
        desk: &mut Desk,
        watch: u32,
        answer: &api::WatchResponse,
    ) -> Vec<api::RangeResponse> {
        let put = |event: &&api::Event| event.r#type() == api::EventType::Put;
        let Some(kv) = answer
            .events
            .iter()
            .find(put)
            .and_then(|event| event.kv.clone())
        else {
            return Vec::new();
        };
        desk.close(watch);
        let header = api::ResponseHeader {
            revision: kv.mod_revision,
            ..answer.header.unwrap_or_default()
        };
        vec![self.follow(desk, header, kv)]
    }

    /// Tells of a leader and watches its key from then on.
    fn follow(
        &mut self,
        desk: &mut Desk,
        header: api::ResponseHeader,
        kv: api::KeyValue,
    ) -> api::RangeResponse {
        self.at = At::Leader(watch(desk, &kv.key, Bytes::new(), header.revision + 1));
        api::RangeResponse {
            header: Some(header),
            kvs: vec![kv],
            ..api::RangeResponse::default()
        }
    }

    /// The leader proclaims, or is gone.
    fn changed(
        &mut self,
        desk: &mut Desk,
        watch: u32,
        answer: &api::WatchResponse,
    ) -> Vec<api::RangeResponse> {
        let mut news = Vec::new();
        for event in &answer.events {
            if event.r#type() == api::EventType::Delete {
                desk.close(watch);
                self.at = look(desk, &self.prefix);
                break;
            }
            news.push(api::RangeResponse {
                header: answer.header,
                kvs: event.kv.iter().cloned().collect(),
                ..self.looked.clone()
            });
        }
        news
    }
}
