//! One HTTP request carried out: the calls it makes at its member, and what comes back.
//!
//! It must not know who asked, nor what is done with the answer.

use prost::Message as _;

use crate::ctl::concurrency;
use crate::ctl::desk::Desk;
use crate::ctl::job::Event;
use crate::etcd::api::{self, Error, Request, Response, StreamRequest, StreamResponse};
use crate::units::Micros;

use super::{
    Ask, downgrade, health, messages,
    recipe::{Came, Service},
    reply::{Kind, Reply, description},
    schema::{self, Message},
    write::message as json,
};

/// Something that came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ctl) enum Said {
    /// An answer; a stream's goes on.
    Reply(Reply),
    /// More of a stream.
    More(Vec<u8>),
    /// That was all.
    End,
    /// Nobody listens there.
    Refused,
    /// The connection broke.
    Broken,
}

/// A request under way.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ctl) struct Exchange {
    waits: Waits,
    /// The head of a stream is out.
    told: bool,
}

/// What is waited for.
#[derive(Clone, Debug, PartialEq)]
enum Waits {
    /// Nothing, or nothing any more.
    Nothing,
    /// Whether anybody is there at all; then this is said, or nothing before the client leaves.
    Answer(u32, Option<Reply>),
    Call(u32, &'static Message),
    /// A renewal, and those after it, the next one last.
    Renewal(u32, Vec<Request>),
    Watch(u32),
    Snapshot(u32),
    Downgrade(u32),
    Version(u32),
    Metrics(u32),
    Health(u32, Vec<String>),
    /// The read that proves a quorum.
    Quorum(u32),
    Recipe(Box<Service>, &'static Message),
}

/// Bytes of a snapshot in one piece (`snapshotSendBufferSize`).
const PIECE: usize = 32 * 1024;

/// The hash at a snapshot's end, which comes as a piece of its own.
const HASH: usize = 32;

impl Exchange {
    /// Begins.
    pub(in crate::ctl) fn begin(desk: &mut Desk, ask: Ask) -> Self {
        let call = |desk: &mut Desk, request| desk.call(request, Micros::MAX);
        let status = Request::Status(api::StatusRequest {});
        let waits = match ask {
            Ask::Answer(reply) => Waits::Answer(call(desk, status), Some(reply)),
            Ask::Watch(requests) if requests.is_empty() => Waits::Answer(call(desk, status), None),
            Ask::Call(request, table) => Waits::Call(call(desk, request), table),
            Ask::Snapshot(request) => Waits::Snapshot(call(desk, request)),
            Ask::Downgrade => Waits::Downgrade(call(desk, status)),
            Ask::Version => Waits::Version(call(desk, status)),
            Ask::Metrics => Waits::Metrics(call(desk, status)),
            Ask::Health(excluded) => Waits::Health(call(desk, status), excluded),
            Ask::Watch(requests) => open(desk, requests),
            Ask::KeepAlive(mut requests) => {
                requests.reverse();
                let mut exchange = Self::waiting(Waits::Nothing);
                exchange.renew(desk, requests);
                return exchange;
            }
            Ask::Recipe(recipe, wire, table) => {
                let service = Service::begin(desk, recipe, &wire);
                match service.refused() {
                    Some(why) => {
                        let refusal = Reply::refused(2, why);
                        Waits::Answer(call(desk, status), Some(refusal))
                    }
                    None => Waits::Recipe(Box::new(service), table),
                }
            }
        };
        Self::waiting(waits)
    }

    const fn waiting(waits: Waits) -> Self {
        Self { waits, told: false }
    }

    /// Whether a stream has begun that only its client ends.
    pub(in crate::ctl) const fn holds(&self) -> bool {
        match &self.waits {
            Waits::Watch(_) => self.told,
            Waits::Recipe(service, _) => service.streams(),
            _ => false,
        }
    }

    /// The client leaves; whether the member has something left to undo, whose end is said.
    pub(in crate::ctl) fn cancel(&mut self, desk: &mut Desk) -> bool {
        match &mut self.waits {
            Waits::Recipe(service, _) => service.cancel(desk),
            _ => false,
        }
    }

    /// Takes an event.
    pub(in crate::ctl) fn step(&mut self, desk: &mut Desk, event: Event) -> Vec<Said> {
        if let Waits::Recipe(service, table) = &mut self.waits {
            let (came, table) = (service.step(desk, &event), *table);
            return self.came(came, table);
        }
        match event {
            Event::Response { call, result, .. } if self.awaits(call) => {
                let broken = result.as_ref().err().and_then(broken);
                broken.map_or_else(|| self.answered(desk, result), |said| vec![said])
            }
            Event::Message { stream, message } if self.waits == Waits::Watch(stream) => {
                let StreamResponse::Watch(answer) = message else {
                    return Vec::new();
                };
                vec![self.line(&schema::WATCH_RESPONSE, &answer.encode_to_vec())]
            }
            Event::Closed { stream, error } if self.waits == Waits::Watch(stream) => {
                desk.closed(stream);
                broken(&error).map_or_else(|| self.failed(&error), |said| vec![said])
            }
            _ => Vec::new(),
        }
    }

    const fn awaits(&self, number: u32) -> bool {
        match &self.waits {
            Waits::Answer(call, _)
            | Waits::Call(call, _)
            | Waits::Renewal(call, _)
            | Waits::Snapshot(call)
            | Waits::Downgrade(call)
            | Waits::Version(call)
            | Waits::Metrics(call)
            | Waits::Health(call, _)
            | Waits::Quorum(call) => *call == number,
            Waits::Nothing | Waits::Watch(_) | Waits::Recipe(..) => false,
        }
    }

    fn answered(&mut self, desk: &mut Desk, result: Result<Response, Error>) -> Vec<Said> {
        let reply = match (std::mem::replace(&mut self.waits, Waits::Nothing), result) {
            (Waits::Answer(_, Some(reply)), _) => reply,
            (Waits::Answer(_, None), _) => return Vec::new(),
            (Waits::Call(_, table), Ok(answer)) => {
                Reply::answer(json(table, &messages::response_wire(&answer)))
            }
            (Waits::Renewal(_, rest), Ok(answer)) => {
                let wire = messages::response_wire(&answer);
                let mut said = vec![self.line(&schema::KEEP_ALIVE_RESPONSE, &wire)];
                said.extend(self.renew(desk, rest));
                return said;
            }
            (Waits::Snapshot(_), Ok(Response::Snapshot(answer))) => {
                return self.pieces(&answer.blob);
            }
            (Waits::Renewal(..) | Waits::Snapshot(_), Err(error)) => return self.failed(&error),
            (Waits::Downgrade(_), Ok(Response::Status(status))) => {
                let wire = downgrade::answer(&status);
                Reply::answer(json(&schema::DOWNGRADE_RESPONSE, &wire))
            }
            (Waits::Version(_), Ok(Response::Status(status))) => health::version(&status),
            (Waits::Metrics(_), Ok(Response::Status(status))) => health::metrics(&status),
            (Waits::Health(_, excluded), Ok(Response::Status(status))) => {
                match health::of_status(&status, excluded) {
                    Some(reply) => reply,
                    None => {
                        self.waits = Waits::Quorum(desk.call(health::read(), Micros::MAX));
                        return Vec::new();
                    }
                }
            }
            (Waits::Quorum(_), result) => health::of_read(result.err().as_ref()),
            (_, Err(error)) => Reply::error(&error),
            // A member answers what it was asked.
            (_, Ok(_)) => Reply::refused(13, "unexpected answer"),
        };
        vec![Said::Reply(reply), Said::End]
    }

    /// What a lock or an election says.
    fn came(&mut self, came: Came, table: &'static Message) -> Vec<Said> {
        let reply = match came {
            Came::News(news) => return news.iter().map(|wire| self.line(table, wire)).collect(),
            Came::Answer(wire) => Reply::answer(json(table, &wire)),
            Came::End if self.told => return vec![Said::End],
            Came::End => Reply::of(200, Kind::EmptyStream, String::new()),
            Came::Failed(concurrency::Error::Refused(error)) => {
                if let Some(said) = broken(&error) {
                    return vec![said];
                }
                // The member's own client keeps no code.
                Reply::refused(2, &description(&error))
            }
            Came::Failed(concurrency::Error::Said(why)) => Reply::refused(2, &why),
        };
        vec![Said::Reply(reply), Said::End]
    }

    /// The next renewal; after the last one, the end.
    fn renew(&mut self, desk: &mut Desk, mut rest: Vec<Request>) -> Vec<Said> {
        if let Some(request) = rest.pop() {
            self.waits = Waits::Renewal(desk.call(request, Micros::MAX), rest);
            return Vec::new();
        }
        if self.told {
            return vec![Said::End];
        }
        let empty = Reply::of(200, Kind::EmptyStream, String::new());
        let status = Request::Status(api::StatusRequest {});
        self.waits = Waits::Answer(desk.call(status, Micros::MAX), Some(empty));
        Vec::new()
    }

    /// One line of a stream.
    fn line(&mut self, table: &Message, wire: &[u8]) -> Said {
        let line = format!("{{\"result\":{}}}\n", json(table, wire));
        if std::mem::replace(&mut self.told, true) {
            Said::More(line.into_bytes())
        } else {
            Said::Reply(Reply::stream(line))
        }
    }

    /// A stream's end with an error.
    fn failed(&self, error: &Error) -> Vec<Said> {
        let reply = Reply::stream_error(error);
        if self.told {
            vec![Said::More(reply.body), Said::End]
        } else {
            vec![Said::Reply(reply), Said::End]
        }
    }

    fn pieces(&mut self, file: &[u8]) -> Vec<Said> {
        let mut said = Vec::new();
        let (image, hash) = file.split_at(file.len().saturating_sub(HASH));
        let mut left = image.len();
        for blob in image.chunks(PIECE).chain([hash]) {
            left = left.saturating_sub(blob.len());
            let piece = api::SnapshotResponse {
                remaining_bytes: left as u64,
                blob: blob.to_vec().into(),
                ..Default::default()
            };
            said.push(self.line(&schema::SNAPSHOT_RESPONSE, &piece.encode_to_vec()));
        }
        said.push(Said::End);
        said
    }
}

/// Opens a watch stream and says all there is to say; a client that says nothing waits.
fn open(desk: &mut Desk, requests: Vec<StreamRequest>) -> Waits {
    let mut requests = requests.into_iter();
    let Some(first) = requests.next() else {
        return Waits::Nothing;
    };
    let stream = desk.open(first);
    for request in requests {
        desk.send(stream, request);
    }
    Waits::Watch(stream)
}

/// What an error says of the connection, if it is about that.
fn broken(error: &Error) -> Option<Said> {
    if *error == Error::REFUSED {
        Some(Said::Refused)
    } else if *error == Error::BROKEN {
        Some(Said::Broken)
    } else {
        None
    }
}
