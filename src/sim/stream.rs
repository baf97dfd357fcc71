//! Clients' streams: watches that go on at another member where they were, and keep-alives.
//!
//! The client numbers watchers for its job once; a member that takes over a broken stream numbers
//! them anew, and the job must not notice (`clientv3/watch.go`, `serveSubstream`).

use std::collections::VecDeque;

use super::{
    Notice, Owner, World,
    agenda::{Event, Process},
    client::{Caller, connect_pause},
};
use crate::{
    etcd::{
        self, StreamKey,
        api::{Error, StreamRequest, StreamResponse, WatchCreateRequest, WatchResponse},
    },
    units::Micros,
};

/// One watcher as its client sees it.
#[derive(Clone, Debug)]
struct Watch {
    request: WatchCreateRequest,
    /// The id that the job knows; `None` until it was told of the creation.
    known: Option<i64>,
    /// The id at the member now; `None` until it answered.
    served: Option<i64>,
    /// The revision to go on from.
    next: i64,
}

/// A stream under way.
#[derive(Clone, Debug)]
pub(super) struct Stream {
    pub(super) owner: Owner,
    number: u32,
    endpoints: Vec<String>,
    caller: Caller,
    at: Option<Process>,
    connection: u32,
    refused: u32,
    /// Order is kept in both directions.
    last_up: Micros,
    last_down: Micros,
    watches: Vec<Watch>,
    /// Keep-alives that were not answered, and what could not be sent yet.
    unanswered: VecDeque<StreamRequest>,
}

/// Requests that a stream without a connection keeps.
const UNANSWERED_MAX: usize = 64;

/// Where a stream is connected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamPlace {
    /// The job that holds it.
    pub owner: Owner,
    /// The job's own number of it.
    pub number: u32,
    /// The stream's key at members.
    pub key: StreamKey,
    /// Place of the member; `None` while there is no connection.
    pub member: Option<usize>,
    /// Watchers on it.
    pub watchers: usize,
}

impl World {
    /// Opens a stream and sends its first message. Answers are [`Notice::Message`]s.
    pub fn open(&mut self, key: (Owner, u32), endpoints: Vec<String>, first: StreamRequest) {
        self.open_as(key, endpoints, first, Caller::default());
    }

    /// The same for someone in particular.
    pub fn open_as(
        &mut self,
        (owner, number): (Owner, u32),
        endpoints: Vec<String>,
        first: StreamRequest,
        caller: Caller,
    ) {
        let key = StreamKey(self.next_key());
        let mut stream = Stream {
            owner,
            number,
            endpoints,
            caller,
            at: None,
            connection: 0,
            refused: 0,
            last_up: self.now,
            last_down: self.now,
            watches: Vec::new(),
            unanswered: VecDeque::new(),
        };
        stream.remember(&first);
        self.streams.insert(key, stream);
        self.connect(key);
    }

    /// Sends one more message up a stream; one that is closed takes nothing.
    pub fn send(&mut self, owner: Owner, number: u32, request: StreamRequest) {
        let Some(key) = self.stream_key(owner, number) else {
            return;
        };
        let Some(stream) = self.streams.get_mut(&key) else {
            return;
        };
        let request = stream.to_served(request);
        stream.remember(&request);
        if stream.at.is_some() {
            self.send_up(key, request);
        }
    }

    /// Closes a stream.
    pub fn close(&mut self, owner: Owner, number: u32) {
        if let Some(key) = self.stream_key(owner, number) {
            self.close_stream(key);
        }
    }

    /// All open streams, in the order they were opened.
    pub fn streams(&self) -> impl Iterator<Item = StreamPlace> {
        self.streams.iter().map(|(key, stream)| StreamPlace {
            owner: stream.owner,
            number: stream.number,
            key: *key,
            member: stream.at.map(|process| process.member),
            watchers: stream.watches.len(),
        })
    }

    fn stream_key(&self, owner: Owner, number: u32) -> Option<StreamKey> {
        let is = |stream: &Stream| stream.owner == owner && stream.number == number;
        self.streams
            .iter()
            .find(|(_, stream)| is(stream))
            .map(|(key, _)| *key)
    }

    pub(super) fn close_stream(&mut self, key: StreamKey) {
        let Some(stream) = self.streams.remove(&key) else {
            return;
        };
        if let Some(to) = stream.at {
            let delay = self.config.delays.client_link.draw(&mut self.rng);
            let at = (self.now + delay).max(stream.last_up);
            self.agenda.plan(at, Event::StreamGone { stream: key, to });
        }
    }

    /// Connects a stream to whoever is reachable and tells all it knows; else tries later.
    fn connect(&mut self, key: StreamKey) {
        let Some(stream) = self.streams.get(&key) else {
            return;
        };
        let plain = stream.caller.plain;
        let to = if plain {
            self.connect_plain(&stream.endpoints)
        } else {
            self.reach(&stream.endpoints, 0)
        };
        let now = self.now;
        let Some(stream) = self.streams.get_mut(&key) else {
            return;
        };
        stream.connection += 1;
        stream.at = to;
        if to.is_none() && plain {
            let connection = stream.connection;
            let error = Error::REFUSED;
            let event = Event::StreamClosed {
                stream: key,
                connection,
                error,
            };
            return self.agenda.plan(now, event);
        }
        if to.is_none() {
            let pause = connect_pause(stream.refused);
            stream.refused += 1;
            let connection = stream.connection;
            self.agenda.plan(
                now + pause,
                Event::StreamRetry {
                    stream: key,
                    connection,
                },
            );
            return;
        }
        stream.refused = 0;
        for request in stream.greetings() {
            self.send_up(key, request);
        }
    }

    fn send_up(&mut self, key: StreamKey, request: StreamRequest) {
        let delay = self.config.delays.client_link.draw(&mut self.rng);
        let now = self.now;
        let Some(stream) = self.streams.get_mut(&key) else {
            return;
        };
        let Some(to) = stream.at else { return };
        stream.last_up = (now + delay).max(stream.last_up);
        let request = Box::new(request);
        self.agenda.plan(
            stream.last_up,
            Event::StreamUp {
                stream: key,
                to,
                request,
            },
        );
    }

    pub(super) fn stream_up(&mut self, stream: StreamKey, to: Process, request: StreamRequest) {
        if let Some(known) = self.streams.get(&stream) {
            let Caller { token, plain } = known.caller.clone();
            if plain {
                self.drive(to, etcd::Input::Lone(stream));
            }
            self.drive(to, etcd::Input::Stream(stream, request, token));
        }
    }

    /// A member sends something down a stream.
    pub(super) fn send_down(&mut self, member: usize, key: StreamKey, response: StreamResponse) {
        let response = Box::new(response);
        self.plan_down(member, key, |connection| Event::StreamDown {
            stream: key,
            connection,
            response,
        });
    }

    /// A member ends a stream.
    pub(super) fn close_down(&mut self, member: usize, key: StreamKey, error: Error) {
        self.plan_down(member, key, |connection| Event::StreamClosed {
            stream: key,
            connection,
            error,
        });
    }

    /// Plans what arrives down a stream after all that was sent before; a member that the stream
    /// left sends nothing.
    fn plan_down(&mut self, member: usize, key: StreamKey, event: impl FnOnce(u32) -> Event) {
        let delay = self.config.delays.client_link.draw(&mut self.rng);
        let now = self.now;
        let Some(stream) = self.streams.get_mut(&key) else {
            return;
        };
        if stream.at.is_none_or(|process| process.member != member) {
            return;
        }
        stream.last_down = (now + delay).max(stream.last_down);
        let event = event(stream.connection);
        self.agenda.plan(stream.last_down, event);
    }

    pub(super) fn stream_down(
        &mut self,
        key: StreamKey,
        connection: u32,
        response: StreamResponse,
    ) {
        let Some(stream) = self.streams.get_mut(&key) else {
            return;
        };
        if stream.connection != connection {
            return;
        }
        let (owner, number) = (stream.owner, stream.number);
        if let Some(message) = stream.take(response) {
            self.notices.push(Notice::Message {
                owner,
                stream: number,
                message,
            });
        }
    }

    pub(super) fn stream_closed(&mut self, key: StreamKey, connection: u32, error: Error) {
        let known = self.streams.get(&key);
        if known.is_some_and(|stream| stream.connection == connection)
            && let Some(stream) = self.streams.remove(&key)
        {
            let (owner, stream) = (stream.owner, stream.number);
            self.notices.push(Notice::Closed {
                owner,
                stream,
                error,
            });
        }
    }

    /// The process is gone: its clients notice and go elsewhere.
    pub(super) fn break_streams(&mut self, process: Process) {
        let on_it = self
            .streams
            .iter()
            .filter(|(_, stream)| stream.at == Some(process));
        let broken: Vec<_> = on_it
            .map(|(key, stream)| (*key, stream.connection, stream.caller.plain))
            .collect();
        for (stream, connection, plain) in broken {
            let at = self.now + self.config.delays.client_link.draw(&mut self.rng);
            let error = Error::BROKEN;
            let event = if plain {
                Event::StreamClosed {
                    stream,
                    connection,
                    error,
                }
            } else {
                Event::StreamRetry { stream, connection }
            };
            self.agenda.plan(at, event);
            if let Some(stream) = self.streams.get_mut(&stream) {
                stream.at = None;
            }
        }
    }

    pub(super) fn stream_retry(&mut self, stream: StreamKey, connection: u32) {
        if self
            .streams
            .get(&stream)
            .is_some_and(|known| known.connection == connection)
        {
            self.connect(stream);
        }
    }
}

impl Stream {
    /// Keeps what a new connection must say again.
    fn remember(&mut self, request: &StreamRequest) {
        match request {
            StreamRequest::WatchCreate(create) => self.watches.push(Watch {
                request: create.clone(),
                known: None,
                served: None,
                next: create.start_revision,
            }),
            StreamRequest::WatchCancel(cancel) => {
                self.watches
                    .retain(|watch| watch.served != Some(cancel.watch_id));
            }
            StreamRequest::LeaseKeepAlive(_) => {
                if self.unanswered.len() == UNANSWERED_MAX {
                    self.unanswered.pop_front();
                }
                self.unanswered.push_back(request.clone());
            }
            StreamRequest::WatchProgress => {}
        }
    }

    /// The job names a watcher by the id it knows; the member by its own.
    fn to_served(&self, mut request: StreamRequest) -> StreamRequest {
        if let StreamRequest::WatchCancel(cancel) = &mut request {
            let named = self
                .watches
                .iter()
                .find(|watch| watch.known == Some(cancel.watch_id));
            cancel.watch_id = named
                .and_then(|watch| watch.served)
                .unwrap_or(cancel.watch_id);
        }
        request
    }

    /// What is said first on a new connection.
    fn greetings(&mut self) -> Vec<StreamRequest> {
        let creates = self.watches.iter_mut().map(|watch| {
            watch.served = None;
            let start_revision = watch.next;
            StreamRequest::WatchCreate(WatchCreateRequest {
                start_revision,
                ..watch.request.clone()
            })
        });
        creates.chain(self.unanswered.iter().cloned()).collect()
    }

    /// Takes a message in; returns it as the job should see it, if at all.
    fn take(&mut self, response: StreamResponse) -> Option<StreamResponse> {
        match response {
            response if self.caller.plain => Some(response),
            StreamResponse::Watch(response) => self.take_watch(response),
            StreamResponse::LeaseKeepAlive(answer) => {
                let is = |request: &StreamRequest| {
                    matches!(request,
                    StreamRequest::LeaseKeepAlive(ask) if ask.id == answer.id)
                };
                if let Some(place) = self.unanswered.iter().position(is) {
                    self.unanswered.remove(place);
                }
                Some(StreamResponse::LeaseKeepAlive(answer))
            }
        }
    }

    fn take_watch(&mut self, mut response: WatchResponse) -> Option<StreamResponse> {
        let revision = response.header.map_or(0, |header| header.revision);
        if response.created {
            let unanswered = |watch: &Watch| watch.served.is_none();
            let place = self.watches.iter().position(unanswered)?;
            let watch = &mut self.watches[place];
            watch.served = Some(response.watch_id);
            let first = watch.known.is_none();
            watch.known.get_or_insert(response.watch_id);
            if watch.request.start_revision == 0 && first {
                // A watcher of the present goes on from here if its member dies at once.
                watch.next = revision;
            }
            if response.canceled {
                self.watches.remove(place);
            }
            return (first || response.canceled).then_some(StreamResponse::Watch(response));
        }
        let place = self
            .watches
            .iter()
            .position(|watch| watch.served == Some(response.watch_id));
        let Some(place) = place else {
            // Progress of the whole stream is about no watcher in particular.
            return (response.watch_id < 0).then_some(StreamResponse::Watch(response));
        };
        let watch = &mut self.watches[place];
        response.watch_id = watch.known.unwrap_or(response.watch_id);
        if let Some(last) = response.events.last().and_then(|event| event.kv.as_ref()) {
            // The header may be ahead of a batch that is not the last.
            watch.next = watch.next.max(last.mod_revision + 1);
        } else {
            watch.next = watch.next.max(revision + 1);
        }
        if response.canceled {
            self.watches.remove(place);
        }
        Some(StreamResponse::Watch(response))
    }
}
