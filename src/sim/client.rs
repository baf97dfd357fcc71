//! Clients' calls: which member is asked, what happens when it goes away, when patience ends.
//!
//! As clientv3 does it: the first reachable endpoint is asked; where none is, the connection is
//! tried again after 1 s, 1.6 s and so on; a read that fails as "unavailable" is asked again, a
//! write is not, for it may have happened (`retry.go`, `retry_interceptor.go`).

use prost::Message as _;

use super::{
    World,
    agenda::{Event, Process},
    config::address,
    node::{Power, Standing},
};
use crate::{
    etcd::{
        self, CallKey,
        api::{self, AuthRequest, Code, Error, Request},
    },
    units::Micros,
};

/// A job, as whoever owns jobs numbers them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owner(pub u64);

impl Owner {
    /// One whose calls leave no trail: load without a person behind it.
    pub const UNTRACED: Self = Self(0);
}

/// What the world has to tell a job.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// A call is over.
    Response {
        /// The job.
        owner: Owner,
        /// Its number of the call.
        call: u32,
        /// Answer or refusal.
        result: Result<api::Response, Error>,
        /// From call to answer.
        took: Micros,
    },
    /// Something came down a stream.
    Message {
        /// The job.
        owner: Owner,
        /// Its number of the stream.
        stream: u32,
        /// What came.
        message: api::StreamResponse,
    },
    /// A stream ended.
    Closed {
        /// The job.
        owner: Owner,
        /// Its number of the stream.
        stream: u32,
        /// Why.
        error: Error,
    },
    /// A timer ran out.
    Timer {
        /// The job.
        owner: Owner,
        /// Its number of the timer.
        timer: u32,
    },
}

impl Notice {
    /// Whom it is for.
    #[must_use]
    pub const fn owner(&self) -> Owner {
        match self {
            Self::Response { owner, .. }
            | Self::Message { owner, .. }
            | Self::Closed { owner, .. }
            | Self::Timer { owner, .. } => *owner,
        }
    }
}

/// A call under way.
#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) owner: Owner,
    pub(super) number: u32,
    pub(super) endpoints: Vec<String>,
    /// Gone once it is with a member and will not be asked again.
    pub(super) request: Option<Request>,
    /// Whether clientv3 asks again by itself.
    pub(super) repeatable: bool,
    pub(super) deadline: Micros,
    pub(super) since: Micros,
    /// Tries so far; answers to earlier ones are void.
    pub(super) attempt: u32,
    /// Answers of "unavailable" so far; each sends it to the next endpoint.
    pub(super) unavailable: u32,
    /// Connections refused in a row.
    pub(super) refused: u32,
    /// The process that has it or will get it.
    pub(super) at: Option<Process>,
    pub(super) caller: Caller,
}

/// Who asks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caller {
    /// The login's token; empty for none.
    pub token: String,
    /// A plain HTTP client: it asks once, and does not wait for a member that refuses.
    pub plain: bool,
}

/// Pause before a failed read is asked again (`defaultBackoffWaitBetween`).
const RETRY_PAUSE: Micros = Micros::from_ms(25);

/// How often it is asked (`defaultUnaryMaxRetries`).
const TRIES_MAX: u32 = 100;

/// What a client may send at once (`defaultClientMaxSendMsgSize`).
const SEND_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Pause before the `refused`th connection in a row is tried again: 1 s, growing by 1.6, at most
/// two minutes (gRPC's connection backoff without its jitter).
pub(super) fn connect_pause(refused: u32) -> Micros {
    let grown = (0..refused.min(12)).fold(1_000_000_u64, |pause, _| pause * 8 / 5);
    Micros(grown.min(120_000_000))
}

impl World {
    /// Begins a call; its end is a [`Notice::Response`].
    pub fn call(
        &mut self,
        key: (Owner, u32),
        endpoints: Vec<String>,
        request: Request,
        timeout: Micros,
    ) {
        self.call_as(key, endpoints, request, timeout, Caller::default());
    }

    /// The same for someone in particular.
    pub fn call_as(
        &mut self,
        (owner, number): (Owner, u32),
        endpoints: Vec<String>,
        request: Request,
        timeout: Micros,
        caller: Caller,
    ) {
        let key = CallKey(self.next_key());
        let since = self.now;
        let size = encoded_len(&request);
        let call = Call {
            owner,
            number,
            endpoints,
            repeatable: !caller.plain && is_repeatable(&request),
            request: Some(request),
            since,
            deadline: since + timeout,
            attempt: 0,
            unavailable: 0,
            refused: 0,
            at: None,
            caller,
        };
        self.calls.insert(key, call);
        if size > SEND_BYTES_MAX {
            let error = Error::MessageTooLarge(size as u64);
            return self.plan_answer(key, 0, self.now, Err(error));
        }
        self.plan_deadline(since + timeout);
        self.try_call(key);
    }

    /// The calls made since the one of this number that are still with their client, and the number
    /// of the last one.
    pub fn calls_since(&self, number: u64) -> (impl Iterator<Item = (Owner, u32, &Request)>, u64) {
        let calls = (number < self.keys).then(|| self.calls.from(&CallKey(number + 1)));
        let calls = calls.into_iter().flatten();
        let calls = calls.filter_map(|(_, it)| Some((it.owner, it.number, it.request.as_ref()?)));
        (calls, self.keys)
    }

    fn try_call(&mut self, key: CallKey) {
        let Some(call) = self.calls.get(&key) else {
            return;
        };
        let plain = call.caller.plain;
        let to = if plain {
            self.connect_plain(&call.endpoints)
        } else {
            self.reach(&call.endpoints, call.unavailable)
        };
        let now = self.now;
        let delay = self.config.delays.client_link.draw(&mut self.rng);
        let Some(call) = self.calls.get_mut(&key) else {
            return;
        };
        call.attempt += 1;
        call.at = to;
        let attempt = call.attempt;
        if let Some(to) = to {
            call.refused = 0;
            self.agenda.plan(
                now + delay,
                Event::CallArrives {
                    call: key,
                    attempt,
                    to,
                },
            );
        } else if plain {
            self.plan_answer(key, attempt, now + delay, Err(Error::REFUSED));
        } else {
            let pause = connect_pause(call.refused);
            call.refused += 1;
            self.agenda
                .plan(now + pause, Event::CallRetry { call: key, attempt });
        }
    }

    /// The process at the first endpoint, whether it answers now or is stopped: its host takes
    /// connections for it.
    pub(super) fn connect_plain(&self, endpoints: &[String]) -> Option<Process> {
        let member = self.member_at(endpoints.first()?)?;
        let node = &self.nodes[member];
        (node.power != Power::Down).then(|| node.process(member))
    }

    /// The process behind the first endpoint that answers now, from the one at place `from` on, in
    /// a circle. Nobody answers to TLS, nor under a scheme that is no network's.
    pub(super) fn reach(&self, endpoints: &[String], from: u32) -> Option<Process> {
        let first = from as usize % endpoints.len().max(1);
        let circle = endpoints.iter().skip(first).chain(&endpoints[..first]);
        let plain = |endpoint: &&String| match endpoint.split_once("://") {
            Some((scheme, _)) => scheme.eq_ignore_ascii_case("http"),
            None => true,
        };
        circle
            .filter(plain)
            .filter_map(|endpoint| self.member_at(endpoint))
            .find_map(|member| {
                let node = &self.nodes[member];
                (node.power == Power::Up).then(|| node.process(member))
            })
    }

    /// The place of the member that listens at this endpoint, for clients or peers.
    #[must_use]
    pub fn member_at(&self, endpoint: &str) -> Option<usize> {
        let listens = |wanted: &str| {
            let at = |[client, peer]: &[String; 2]| client == wanted || peer == wanted;
            let mut places = (0..self.addresses.len()).filter(|place| at(&self.addresses[*place]));
            let first = places.clone().next();
            // Where a removed member stood another may stand now.
            let stays = |place: &usize| self.nodes[*place].standing != Standing::Removed;
            places.find(stays).or(first)
        };
        let found = |wanted: &str| listens(wanted).filter(|_| !wanted.is_empty());
        found(endpoint).or_else(|| found(&address(endpoint)))
    }

    pub(super) fn call_arrives(&mut self, call: CallKey, attempt: u32, to: Process) {
        let Some(known) = self.calls.get_mut(&call) else {
            return;
        };
        if known.attempt != attempt {
            return;
        }
        let request = if known.repeatable {
            known.request.clone()
        } else {
            known.request.take()
        };
        let token = known.caller.token.clone();
        if let Some(request) = request {
            if let Request::MemberAdd(_) | Request::MemberRemove(_) = request {
                let connections = self.connections(to.member);
                self.drive(to, etcd::Input::Connections(connections));
            }
            self.drive(to, etcd::Input::Call(call, request, token));
        }
    }

    pub(super) fn call_retry(&mut self, call: CallKey, attempt: u32) {
        if self
            .calls
            .get(&call)
            .is_some_and(|known| known.attempt == attempt)
        {
            self.try_call(call);
        }
    }

    /// One event waits for the earliest deadline; most calls are over long before theirs.
    fn plan_deadline(&mut self, at: Micros) {
        if at < self.next_deadline {
            self.next_deadline = at;
            self.agenda.plan(at, Event::Deadline { at });
        }
    }

    /// Ends every call whose time is up; returns whether there was one.
    pub(super) fn deadline(&mut self, at: Micros) -> bool {
        if self.next_deadline != at {
            return false;
        }
        let late = self.calls.iter().filter(|(_, call)| call.deadline <= at);
        let late: Vec<CallKey> = late.map(|(key, _)| *key).collect();
        for call in &late {
            self.end_call(*call, Err(Error::DeadlineExceeded));
        }
        self.next_deadline = Micros::MAX;
        if let Some(next) = self.calls.values().map(|call| call.deadline).min() {
            self.plan_deadline(next);
        }
        !late.is_empty()
    }

    pub(super) fn answer_leaves(&mut self, call: CallKey, result: Result<api::Response, Error>) {
        let Some(attempt) = self.calls.get(&call).map(|known| known.attempt) else {
            return;
        };
        let at = self.now + self.config.delays.client_link.draw(&mut self.rng);
        self.plan_answer(call, attempt, at, result);
    }

    fn plan_answer(
        &mut self,
        call: CallKey,
        attempt: u32,
        at: Micros,
        result: Result<api::Response, Error>,
    ) {
        if let Some(known) = self.calls.get_mut(&call) {
            known.at = None;
        }
        let result = Box::new(result);
        self.agenda.plan(
            at,
            Event::AnswerArrives {
                call,
                attempt,
                result,
            },
        );
    }

    pub(super) fn answer_arrives(
        &mut self,
        call: CallKey,
        attempt: u32,
        result: Result<api::Response, Error>,
    ) {
        let Some(known) = self
            .calls
            .get_mut(&call)
            .filter(|known| known.attempt == attempt)
        else {
            return;
        };
        let unavailable = result
            .as_ref()
            .is_err_and(|error| error.code() == Code::Unavailable);
        known.unavailable += u32::from(unavailable);
        if unavailable && known.repeatable && known.unavailable < TRIES_MAX {
            let at = self.now + RETRY_PAUSE;
            self.agenda.plan(at, Event::CallRetry { call, attempt });
        } else {
            self.end_call(call, result);
        }
    }

    fn end_call(&mut self, call: CallKey, result: Result<api::Response, Error>) {
        let Some(known) = self.calls.remove(&call) else {
            return;
        };
        let (owner, call, took) = (known.owner, known.number, self.now.since(known.since));
        self.notices.push(Notice::Response {
            owner,
            call,
            result,
            took,
        });
    }

    /// The process is gone: clients that wait for it notice.
    pub(super) fn break_calls(&mut self, process: Process) {
        let waiting = self
            .calls
            .iter()
            .filter(|(_, call)| call.at == Some(process));
        let broken: Vec<_> = waiting.map(|(key, _)| *key).collect();
        for call in broken {
            self.answer_leaves(call, Err(Error::BROKEN));
        }
    }

    /// Wakes a job after a while with [`Notice::Timer`]; the same timer set again starts anew.
    pub fn timer(&mut self, owner: Owner, timer: u32, after: Micros) {
        let number = self.next_key();
        self.timers.insert((owner, timer), number);
        self.agenda.plan(
            self.now + after,
            Event::Timer {
                owner,
                timer,
                number,
            },
        );
    }

    pub(super) fn timer_rings(&mut self, owner: Owner, timer: u32, number: u64) {
        if self.timers.get(&(owner, timer)) == Some(&number) {
            self.timers.remove(&(owner, timer));
            self.notices.push(Notice::Timer { owner, timer });
        }
    }

    /// A job ended: its calls, streams and timers go with it.
    pub fn forget(&mut self, owner: Owner) {
        self.calls.retain(|_, call| call.owner != owner);
        self.timers.retain(|(known, _), _| *known != owner);
        let streams = self
            .streams
            .iter()
            .filter(|(_, stream)| stream.owner == owner);
        for key in streams.map(|(key, _)| *key).collect::<Vec<_>>() {
            self.close_stream(key);
        }
        self.notices.retain(|notice| notice.owner() != owner);
    }
}

/// What clientv3 asks again by itself: all but the requests that write keys or change members,
/// users or roles, and renewals, which the command asks again where that is right.
const fn is_repeatable(request: &Request) -> bool {
    if let Request::Auth(ask) = request {
        return matches!(
            ask,
            AuthRequest::UserGet(_)
                | AuthRequest::UserList
                | AuthRequest::RoleGet(_)
                | AuthRequest::RoleList
        );
    }
    !matches!(
        request,
        Request::Put(_)
            | Request::DeleteRange(_)
            | Request::Txn(_)
            | Request::Compact(_)
            | Request::MemberAdd(_)
            | Request::MemberRemove(_)
            | Request::MemberUpdate(_)
            | Request::MemberPromote(_)
            | Request::LeaseKeepAlive(_)
            | Request::Defragment(_)
    )
}

fn encoded_len(request: &Request) -> usize {
    match request {
        Request::Put(put) => put.encoded_len(),
        Request::Range(range) => range.encoded_len(),
        Request::DeleteRange(delete) => delete.encoded_len(),
        Request::Txn(txn) => txn.encoded_len(),
        _ => 0,
    }
}
