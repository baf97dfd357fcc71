//! Leases that a client keeps alive (`clientv3/lease.go`), and the session on top
//! (`clientv3/concurrency/session.go`): a lease of one's own, lost when it is not renewed.

use crate::ctl::desk::Desk;
use crate::ctl::job::Event;
use crate::etcd::api;
use crate::units::Micros;

use super::{Step, answer, call};

/// The client looks twice a second whether a renewal is due, and waits as long before it opens
/// a broken stream again.
const LOOK: Micros = Micros::from_ms(500);

/// A session's TTL in seconds if none above zero is asked for.
const DEFAULT_TTL: i64 = 60;

/// The renewals of one lease: every third of its TTL until it is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ctl) struct Renewals {
    lease: i64,
    /// The open stream.
    stream: Option<u32>,
    /// The timer of the next renewal.
    next: Option<u32>,
    /// The timer at which an unanswered lease is given up.
    deadline: u32,
}

/// What came of the renewals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ctl) enum Heard<'a> {
    Nothing,
    Renewed(&'a api::LeaseKeepAliveResponse),
    /// It expired, was revoked, or was not heard of for as long as it lives.
    Gone,
}

const fn renewal(id: i64) -> api::StreamRequest {
    api::StreamRequest::LeaseKeepAlive(api::LeaseKeepAliveRequest { id })
}

/// The first look after a third of the TTL.
fn next_look(ttl: Micros) -> Micros {
    Micros((ttl.0 / 3 / LOOK.0 + 1).saturating_mul(LOOK.0))
}

impl Renewals {
    /// Renews at once, and gives up after `dial` and a second if nothing answers.
    pub(in crate::ctl) fn begin(desk: &mut Desk, lease: i64, dial: Micros) -> Self {
        let stream = desk.open(renewal(lease));
        Self {
            lease,
            stream: Some(stream),
            next: None,
            deadline: desk.timer(dial + Micros::from_secs(1)),
        }
    }

    pub(in crate::ctl) fn step<'a>(&mut self, desk: &mut Desk, event: &'a Event) -> Heard<'a> {
        match event {
            Event::Message {
                stream,
                message: api::StreamResponse::LeaseKeepAlive(answer),
            } if self.stream == Some(*stream) => {
                if answer.ttl <= 0 {
                    return Heard::Gone;
                }
                let ttl = Micros::from_secs(answer.ttl.unsigned_abs());
                self.next = Some(desk.timer(next_look(ttl)));
                self.deadline = desk.timer(ttl);
                return Heard::Renewed(answer);
            }
            Event::Closed { stream, .. } if self.stream == Some(*stream) => {
                desk.closed(*stream);
                self.stream = None;
                // A renewal that is not due yet opens the stream when it is.
                if self.next.is_none() {
                    self.next = Some(desk.timer(LOOK));
                }
            }
            Event::Timer { timer } if self.next == Some(*timer) => {
                self.next = None;
                let request = renewal(self.lease);
                match self.stream {
                    Some(stream) => desk.send(stream, request),
                    None => self.stream = Some(desk.open(request)),
                }
            }
            Event::Timer { timer } if self.deadline == *timer => return Heard::Gone,
            _ => {}
        }
        Heard::Nothing
    }
}

/// A lease of one's own, kept alive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ctl) struct Session {
    dial: Micros,
    state: State,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum State {
    Grant(u32),
    Kept(Renewals),
    Over,
}

/// What became of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ctl) enum Told {
    /// It has this lease.
    Began(i64),
    /// Its lease is lost.
    Lost,
}

impl Session {
    /// Asks for a lease of `ttl` seconds; `dial` is the patience with the first renewal.
    pub(in crate::ctl) fn begin(desk: &mut Desk, ttl: i64, dial: Micros) -> Self {
        let ttl = if ttl > 0 { ttl } else { DEFAULT_TTL };
        let request = api::Request::LeaseGrant(api::LeaseGrantRequest { ttl, id: 0 });
        let state = State::Grant(call(desk, request));
        Self { dial, state }
    }

    pub(in crate::ctl) fn step(&mut self, desk: &mut Desk, event: &Event) -> Step<Told> {
        match &mut self.state {
            State::Grant(call) => {
                let Some(api::Response::LeaseGrant(granted)) = answer(event, *call)? else {
                    return Ok(None);
                };
                self.state = State::Kept(Renewals::begin(desk, granted.id, self.dial));
                Ok(Some(Told::Began(granted.id)))
            }
            State::Kept(renewals) => {
                if renewals.step(desk, event) != Heard::Gone {
                    return Ok(None);
                }
                self.state = State::Over;
                Ok(Some(Told::Lost))
            }
            State::Over => Ok(None),
        }
    }
}
