//! The Go shell: one call of clientv3 a line, answered with Go's own text of the answer.
//!
//! A line is read as Go ([`syntax`]), becomes a request as clientv3 3.4 makes it ([`calls`],
//! [`ops`]), and its answer is printed as `fmt.Printf("%+v\n", resp)` prints it ([`print`]). The
//! functions of the tutorial print what its code prints ([`tutorial`]). Each line is a program of
//! its own with `context.Background()`: it waits as long as it must, and Ctrl-C ends it. What isn't
//! here is refused with what a call takes. It must not know a cluster or a page.

mod args;
mod calls;
mod ops;
mod print;
mod signatures;
mod syntax;
#[cfg(test)]
mod tests;
mod tutorial;

pub(in crate::ctl) use args::number;
pub(in crate::ctl) use calls::{Act, PERMISSIONS};
pub(in crate::ctl) use ops::{ORDERS, TARGETS};
pub use signatures::beginning;
pub(in crate::ctl) use syntax::Expr;

use prost::Message as _;

use super::concurrency::{Heard, Renewals};
use super::desk::{Desk, Failure};
use super::gateway::schema::{EVENT, HEADER, Message};
use super::gateway::{method_of, response_wire};
use super::job::{Event, Launch};
use super::verbs::{Machine, Next, over, too_large};
use crate::etcd::api::{
    Error, LeaseGrantRequest, MemberAddRequest, MemberUpdateRequest, PutRequest, Request, Response,
    ResponseHeader, StreamRequest, StreamResponse, WatchCreateRequest, WatchResponse, check_urls,
};
use crate::units::Micros;
use tutorial::Telling;

/// Why a line does nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// It is not understood, or not here.
    Refused(String),
    /// Go panics at it.
    Panic(String),
}

/// The exit code of a program that panicked, and of a line that is no Go.
const BROKEN: i32 = 2;

/// Where Go's memory for events begins here, and how far apart two events are.
const MEMORY: u64 = 0xc0_0001_2150;
const EVENT_SIZE: u64 = 24;

/// `DialTimeout` of the tutorial's client.
const DIAL: Micros = Micros::from_secs(5);

/// A line that runs.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    doing: Doing,
    telling: Telling,
    /// Where the next event would stand in Go's memory.
    memory: u64,
}

#[derive(Clone, Debug, PartialEq)]
enum Doing {
    /// One call: its number, and the request's kind of answer.
    Call(u32, &'static Message, bool),
    /// The lease of a `PutKeyLease`, then the put.
    Lease(u32, PutRequest),
    /// A watch, and whether its creation is shown.
    Watch(u32, bool),
    /// Renewals, and whether one was answered.
    Renewing(Renewals, bool),
}

impl From<Stop> for Failure {
    fn from(stop: Stop) -> Self {
        let lines = match stop {
            Stop::Refused(why) => format!("{why}\n"),
            Stop::Panic(why) => format!("panic: {why}\n\ngoroutine 1 [running]:\n"),
        };
        Self {
            code: BROKEN,
            lines,
        }
    }
}

/// What a line asks for; `lease` is the one that the shell was granted last.
pub(super) fn read(line: &[u8], lease: Option<i64>) -> Result<Act, Stop> {
    let why = |why| Stop::Refused(format!("this is not Go: {why}"));
    calls::act(&syntax::statement(line).map_err(why)?, lease)
}

/// Starts a line of the Go shell: the second word of the launch.
pub(super) fn begin(desk: &mut Desk, launch: &Launch) -> Next {
    let line = launch.words.get(1).map_or(&b""[..], Vec::as_slice);
    if matches!(line.trim_ascii(), b"help" | b"help()" | b"?") {
        desk.out(signatures::help());
        return Ok(over(desk));
    }
    let variable = launch.environment.iter().find(|it| it.0 == "LEASE");
    let lease = variable.and_then(|it| u64::from_str_radix(&it.1, 16).ok());
    let act = read(line, lease.map(u64::cast_signed))?;
    desk.endpoints = vec![launch.default_endpoint.clone()];
    let (doing, telling) = match act {
        Act::Call {
            request,
            endpoint,
            telling,
        } => {
            let answer = method_of(&request).response;
            // These have the header within them, and with it its `String`.
            let embeds = matches!(
                request,
                Request::LeaseGrant(_)
                    | Request::LeaseKeepAlive(_)
                    | Request::LeaseTimeToLive(_)
                    | Request::LeaseLeases(_)
            );
            if let Some(error) = too_large(&request) {
                return told(desk, &telling, &error);
            }
            if let Request::MemberAdd(MemberAddRequest { peer_urls, .. })
            | Request::MemberUpdate(MemberUpdateRequest { peer_urls, .. }) = &request
            {
                check_urls(peer_urls).map_err(|why| Failure {
                    code: Failure::ERROR,
                    lines: format!("{why}\n"),
                })?;
            }
            desk.endpoints = endpoint.map_or_else(|| desk.endpoints.clone(), |it| vec![it]);
            let call = desk.call(request, Micros::MAX);
            (Doing::Call(call, answer, embeds), telling)
        }
        Act::Watch {
            request,
            created,
            telling,
        } => (Doing::Watch(watch(desk, request), created), telling),
        Act::KeepAlive(lease) => {
            let renewals = Renewals::begin(desk, lease, DIAL);
            (Doing::Renewing(renewals, false), Telling::Plain)
        }
        Act::PutLease { key, value, ttl } => {
            let put = PutRequest {
                key,
                value,
                ..PutRequest::default()
            };
            let grant = Request::LeaseGrant(LeaseGrantRequest { ttl, id: 0 });
            let call = desk.call(grant, Micros::MAX);
            (Doing::Lease(call, put), Telling::of_put_lease())
        }
    };
    Ok(Machine::Go(Box::new(Line {
        doing,
        telling,
        memory: MEMORY,
    })))
}

fn watch(desk: &mut Desk, request: WatchCreateRequest) -> u32 {
    desk.open(StreamRequest::WatchCreate(request))
}

/// The header alone, as `String` has it.
pub(super) fn header(header: Option<ResponseHeader>) -> String {
    print::text(&HEADER, &header.unwrap_or_default().encode_to_vec())
}

/// Tells an error; only a plain call ends with it.
fn told(desk: &mut Desk, telling: &Telling, error: &Error) -> Next {
    let Telling::Tutorial(texts, ..) = telling else {
        let lines = format!("{error}\n");
        return Err(Failure {
            code: Failure::ERROR,
            lines,
        });
    };
    desk.out(
        [
            telling.fill(texts.failed),
            format!("{error}{}", texts.after).into(),
        ]
        .concat(),
    );
    Ok(over(desk))
}

impl Line {
    /// Whether it holds its shell: a watch does, and renewals once they go on.
    pub(super) const fn holds(&self) -> bool {
        matches!(self.doing, Doing::Watch(..) | Doing::Renewing(_, true))
    }

    pub(super) fn step(mut self, desk: &mut Desk, event: Event) -> Next {
        if let Doing::Renewing(renewals, answered) = &mut self.doing {
            match renewals.step(desk, &event) {
                Heard::Renewed(answer) => {
                    *answered = true;
                    desk.out(format!("{}\n", header(answer.header)));
                }
                Heard::Gone => return Ok(over(desk)),
                Heard::Nothing => {}
            }
            return Ok(Machine::Go(Box::new(self)));
        }
        match (event, self.doing.clone()) {
            (Event::Response { call, result, .. }, Doing::Call(asked, table, embeds))
                if call == asked =>
            {
                match result {
                    Ok(Response::LeaseKeepAlive(answer)) if answer.ttl <= 0 => {
                        return told(desk, &self.telling, &Error::LeaseNotFound);
                    }
                    Ok(answer) => self.answered(desk, &answer, table, embeds),
                    Err(error) => return told(desk, &self.telling, &error),
                }
            }
            (Event::Response { call, result, .. }, Doing::Lease(asked, put)) if call == asked => {
                return self.granted(desk, result, put);
            }
            (
                Event::Message {
                    stream,
                    message: StreamResponse::Watch(answer),
                },
                Doing::Watch(opened, created),
            ) if stream == opened => return self.watched(desk, &answer, created),
            (Event::Closed { stream, .. }, Doing::Watch(opened, _)) if stream == opened => {
                desk.closed(stream);
                self.watch_response(desk, &WatchResponse::default(), true);
                return Ok(over(desk));
            }
            _ => return Ok(Machine::Go(Box::new(self))),
        }
        Ok(over(desk))
    }

    fn answered(&self, desk: &mut Desk, answer: &Response, table: &Message, embeds: bool) {
        let (before, names) = match &self.telling {
            Telling::Plain => (Vec::new(), true),
            Telling::Tutorial(texts, ..) => (self.telling.fill(texts.before), texts.names),
        };
        let text = if embeds {
            header(answer.header()).into_bytes()
        } else {
            [
                b"&".to_vec(),
                print::structure(table, &response_wire(answer), names),
            ]
            .concat()
        };
        desk.out([before, text, b"\n".to_vec()].concat());
    }

    /// The lease of a `PutKeyLease`: its error is told and then forgotten.
    fn granted(
        mut self,
        desk: &mut Desk,
        result: Result<Response, Error>,
        mut put: PutRequest,
    ) -> Next {
        match result {
            Ok(Response::LeaseGrant(answer)) => put.lease = answer.id,
            Ok(_) => {}
            Err(error) => {
                desk.out(format!("{}{error}\n", tutorial::NO_LEASE));
                let lines = "panic: runtime error: invalid memory address or nil pointer \
                             dereference\n[signal SIGSEGV: segmentation violation code=0x1 \
                             addr=0x8 pc=0x8e4b1c]\n\ngoroutine 1 [running]:\n";
                return Err(Failure {
                    code: BROKEN,
                    lines: lines.to_owned(),
                });
            }
        }
        let request = Request::Put(put);
        if let Some(error) = too_large(&request) {
            return told(desk, &self.telling, &error);
        }
        let table = method_of(&request).response;
        self.doing = Doing::Call(desk.call(request, Micros::MAX), table, false);
        Ok(Machine::Go(Box::new(self)))
    }

    fn watched(mut self, desk: &mut Desk, answer: &WatchResponse, created: bool) -> Next {
        let quiet = answer.canceled && answer.compact_revision == 0;
        let tutorial = self.telling != Telling::Plain;
        if quiet && answer.created {
            // It never came to be: all that is left is the reason, behind a pointer.
            self.watch_response(desk, &WatchResponse::default(), true);
        } else if quiet && tutorial {
            // What comes out of a closed channel.
            self.watch_response(desk, &WatchResponse::default(), false);
        } else if !quiet && (created || !answer.created) {
            self.watch_response(desk, answer, false);
        } else if !quiet {
            return Ok(Machine::Go(Box::new(self)));
        }
        if tutorial {
            self.first_event(desk, answer)?;
        }
        if answer.canceled {
            return Ok(over(desk));
        }
        Ok(Machine::Go(Box::new(self)))
    }

    /// `WatchResponse` by value: its header's fields have their names, its events are pointers.
    fn watch_response(&mut self, desk: &mut Desk, answer: &WatchResponse, broken: bool) {
        let head = answer.header.unwrap_or_default().encode_to_vec();
        let mut text = match &self.telling {
            Telling::Plain => Vec::new(),
            Telling::Tutorial(texts, ..) => self.telling.fill(texts.before),
        };
        text.extend_from_slice(b"{Header:");
        text.extend_from_slice(&print::structure(&HEADER, &head, true));
        let events = answer.events.iter().map(|_| self.allocate());
        let events: Vec<String> = events.collect();
        let error = if broken {
            self.allocate()
        } else {
            "<nil>".to_owned()
        };
        let (compacted, created) = (answer.compact_revision, answer.created);
        let rest = format!(
            " Events:[{}] CompactRevision:{compacted} Canceled:{} Created:{created} \
             closeErr:{error} cancelReason:{}}}\n",
            events.join(" "),
            answer.canceled || broken,
            answer.cancel_reason,
        );
        text.extend_from_slice(rest.as_bytes());
        desk.out(text);
    }

    /// A place in Go's memory: real ones differ from run to run.
    fn allocate(&mut self) -> String {
        let place = self.memory;
        self.memory += EVENT_SIZE;
        format!("{place:#x}")
    }

    /// What the tutorial prints of the first event: it takes one for granted.
    fn first_event(&self, desk: &mut Desk, answer: &WatchResponse) -> Result<(), Failure> {
        let why = "runtime error: index out of range [0] with length 0";
        let none = || Stop::Panic(why.to_owned());
        let event = answer.events.first().ok_or_else(none)?;
        let text = print::structure(&EVENT, &event.encode_to_vec(), true);
        desk.out([tutorial::EVENT.as_bytes(), &text, b"\n"].concat());
        Ok(())
    }
}
