//! `lease keep-alive`: renews every third of the TTL until the lease ends. It must not know how
//! a lease expires.

use crate::ctl::globals::micros;
use crate::ctl::goshell;
use crate::ctl::print::Format;
use crate::etcd::api;
use crate::units::{LeaseId, Micros};

use super::lease::{lease_id, only_argument};
use super::unary::{self, Asked};
use super::{Desk, Event, Invocation, Machine, Next, over};

/// The client looks twice a second whether a renewal is due, and waits as long before it opens
/// a broken stream again.
const LOOK: Micros = Micros::from_ms(500);

/// A stream of renewals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ctl) struct KeepAlive {
    lease: i64,
    /// The open stream.
    stream: Option<u32>,
    /// The timer of the next renewal.
    next: Option<u32>,
    /// The timer at which an unanswered lease is given up.
    deadline: u32,
    /// Whether a line was printed.
    answered: bool,
    /// Whether a line of the Go shell asked, which prints as Go does.
    go: bool,
}

/// `lease keep-alive ID`.
pub(super) fn begin(mut invocation: Invocation, desk: &mut Desk) -> Next {
    let otherwise = "lease keep-alive command needs lease ID as argument";
    let id = lease_id(only_argument(&invocation, otherwise)?)?;
    invocation.connect(desk)?;
    if invocation.flags.bool("once") {
        let request = api::Request::LeaseKeepAlive(api::LeaseKeepAliveRequest { id });
        return unary::call(
            desk,
            request,
            Micros::MAX,
            Asked::KeepAliveOnce { lease: id },
        );
    }
    let dial = micros(invocation.flags.span("dial-timeout"));
    Ok(Machine::KeepAlive(KeepAlive::new(desk, id, dial, false)))
}

const fn renewal(id: i64) -> api::StreamRequest {
    api::StreamRequest::LeaseKeepAlive(api::LeaseKeepAliveRequest { id })
}

/// `DialTimeout` of the tutorial's client.
const GO_DIAL: Micros = Micros::from_secs(5);

impl KeepAlive {
    fn new(desk: &mut Desk, lease: i64, dial: Micros, go: bool) -> Self {
        let stream = Some(desk.open(renewal(lease)));
        Self {
            lease,
            stream,
            next: None,
            deadline: desk.timer(dial + Micros::from_secs(1)),
            answered: false,
            go,
        }
    }

    /// `cli.KeepAlive` of the Go shell.
    pub(in crate::ctl) fn of_go(desk: &mut Desk, lease: i64) -> Self {
        Self::new(desk, lease, GO_DIAL, true)
    }

    pub(super) const fn holds(&self) -> bool {
        self.answered
    }

    pub(super) fn step(mut self, desk: &mut Desk, event: &Event) -> Next {
        match event {
            Event::Message { stream, message } if self.stream == Some(*stream) => {
                let api::StreamResponse::LeaseKeepAlive(answer) = message else {
                    return Ok(Machine::KeepAlive(self));
                };
                if answer.ttl <= 0 {
                    return Ok(self.gone(desk));
                }
                desk.out(match self.go {
                    true => format!("{}\n", goshell::header(answer.header)).into_bytes(),
                    false => desk.printer.keep_alive(answer)?,
                });
                self.answered = true;
                let ttl = Micros::from_secs(answer.ttl.unsigned_abs());
                self.next = Some(desk.timer(next_look(ttl)));
                self.deadline = desk.timer(ttl);
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
            Event::Timer { timer } if self.deadline == *timer => return Ok(self.gone(desk)),
            _ => {}
        }
        Ok(Machine::KeepAlive(self))
    }

    /// The lease expired, was revoked, or was not heard of for as long as it lives.
    fn gone(&self, desk: &mut Desk) -> Machine {
        if desk.printer.format == Format::Simple && !self.go {
            desk.out(format!(
                "lease {} expired or revoked.\n",
                LeaseId(self.lease)
            ));
        }
        over(desk)
    }
}

/// The first look after a third of the TTL.
fn next_look(ttl: Micros) -> Micros {
    Micros((ttl.0 / 3 / LOOK.0 + 1).saturating_mul(LOOK.0))
}
