//! What the commands asked lately, and what they were answered: for whoever wants to see a request
//! in another tongue. It decides nothing, and no hash knows it.

use std::sync::Arc;

use super::scene::{Scene, Typed};
use crate::{
    ctl::{
        job::{Effect, Event},
        tongues::{Answer, Asked},
    },
    etcd::api::{Error, Response, StreamResponse},
    sim::Owner,
    units::Map,
};

/// Exchanges kept; those of the oldest commands go first.
const KEPT_MAX: usize = 256;

/// Keys of one answer that are kept.
const KEYS_MAX: usize = 100;

/// One request and what came of it.
#[derive(Clone, Debug)]
pub(super) struct Exchange {
    /// Where to.
    pub(super) endpoint: String,
    /// What was asked.
    pub(super) asked: Asked,
    /// What was answered; the last message of a stream.
    pub(super) answer: Option<Result<Answer, Error>>,
}

/// Exchanges by the number of the run, and the job's own of the call or stream.
pub(super) type Exchanges = Map<(u64, u32), Arc<Exchange>>;

impl Scene {
    /// Notes what a run asks.
    pub(super) fn note_asked(&mut self, run: u64, effect: &Effect) {
        let (number, endpoints, asked) = match effect {
            Effect::Call {
                call,
                endpoints,
                request,
                ..
            } => (*call, endpoints, Some(Asked::Call(request.clone()))),
            Effect::Open {
                stream,
                endpoints,
                request,
                ..
            } => (*stream, endpoints, Asked::of_stream(request)),
            _ => return,
        };
        let Some(asked) = asked else {
            return;
        };
        if self.exchanges.len() >= KEPT_MAX {
            self.exchanges.pop_first();
        }
        let first = endpoints.first().map_or("", String::as_str);
        let exchange = Exchange {
            endpoint: first.trim_start_matches("http://").to_owned(),
            asked,
            answer: None,
        };
        self.exchanges.insert((run, number), Arc::new(exchange));
    }

    /// The run that a line of a shell started, if it is still remembered.
    pub(super) fn run_of(&self, shell: &str, line: u64) -> Option<u64> {
        let mut typed = self.typed.iter().rev();
        let found = typed.find(|it| it.line == line && it.shell == shell);
        found.map(|typed| typed.run)
    }

    /// The line that a run was started by, if it is still remembered.
    pub(super) fn typed(&self, run: u64) -> Option<&Typed> {
        // Runs of several shells overtake each other, so the order is only nearly theirs.
        if run == Owner::UNTRACED.0 {
            return None;
        }
        let low = self.typed.partition_point(|typed| typed.run < run);
        let there = self.typed.get(low).filter(|typed| typed.run == run);
        let found = there.or_else(|| self.typed.iter().rev().find(|typed| typed.run == run));
        found.map(AsRef::as_ref)
    }

    /// Notes what a run is told.
    pub(super) fn note_answer(&mut self, run: u64, event: &Event) {
        let (number, answer) = match event {
            Event::Response { call, result, .. } => {
                let answer = match result {
                    Ok(response) => Ok(Answer::Response(shortened(response))),
                    Err(error) => Err(error.clone()),
                };
                (*call, answer)
            }
            Event::Message { stream, message } => {
                if let StreamResponse::Watch(answer) = message
                    && answer.events.len() > KEYS_MAX
                {
                    return;
                }
                (*stream, Ok(Answer::Message(message.clone())))
            }
            Event::Closed { stream, error } => (*stream, Err(error.clone())),
            _ => return,
        };
        if let Some(exchange) = self.exchanges.get_mut(&(run, number)) {
            Arc::make_mut(exchange).answer = Some(answer);
        }
    }
}

/// An answer without what is too much to look at.
fn shortened(response: &Response) -> Response {
    match response {
        Response::Range(range) if range.kvs.len() > KEYS_MAX => {
            let kvs = range.kvs.iter().take(KEYS_MAX).cloned().collect();
            Response::Range(crate::etcd::api::RangeResponse {
                header: range.header,
                kvs,
                more: range.more,
                count: range.count,
            })
        }
        Response::Snapshot(piece) => Response::Snapshot(crate::etcd::api::SnapshotResponse {
            blob: bytes::Bytes::new(),
            ..piece.clone()
        }),
        _ => response.clone(),
    }
}
