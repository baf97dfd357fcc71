//! The services for locks and elections (`v3lock/lock.go`, `v3election/election.go`): a member
//! does them with a client of its own. It must not know HTTP.

use bytes::Bytes;
use prost::Message as _;

use crate::ctl::concurrency::{
    self, Election, Error, Mutex, NO_LEADER, NOT_LEADER, Observer, answer,
};
use crate::ctl::desk::Desk;
use crate::ctl::job::Event;
use crate::etcd::api::{self, Request, Response, ResponseHeader};
use crate::units::Micros;

use super::routes::Recipe;
use super::schema::{self, Message};
use super::wire::{Value, Writer, fields};

/// The lease of a session that was given none, in seconds.
const TTL: i64 = 60;

/// What a call about a leader without one is refused with.
const MISSING_LEADER: &str = "\"leader\" field must be provided";

/// A call of these services under way.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Service {
    recipe: Recipe,
    asked: Asked,
    at: At,
}

/// What was asked, whichever of it the call has.
#[derive(Clone, Debug, Default, PartialEq)]
struct Asked {
    name: Bytes,
    key: Bytes,
    value: Bytes,
    revision: i64,
    lease: i64,
}

#[derive(Clone, Debug, PartialEq)]
enum At {
    /// A lease of one's own is granted.
    Grant(u32),
    Lock(Mutex),
    Campaign(Election),
    Call(u32),
    Observe(Observer),
    /// There was nothing to do.
    Failed(&'static str),
}

/// What came of a step.
pub(super) enum Came {
    /// Nothing yet, or news of a stream, as protobuf.
    News(Vec<Vec<u8>>),
    /// The answer, as protobuf.
    Answer(Vec<u8>),
    /// The end of a stream.
    End,
    Failed(Error),
}

/// The fields of a message that have this tag: the last one's bytes, or number.
pub(super) fn bytes_of(wire: &[u8], wanted: u32) -> Bytes {
    match fields(wire)
        .into_iter()
        .rev()
        .find(|(tag, _)| *tag == wanted)
    {
        Some((_, Value::Bytes(bytes))) => Bytes::copy_from_slice(bytes),
        _ => Bytes::new(),
    }
}

pub(super) fn int_of(wire: &[u8], wanted: u32) -> i64 {
    match fields(wire)
        .into_iter()
        .rev()
        .find(|(tag, _)| *tag == wanted)
    {
        Some((_, Value::Number(number))) => number.cast_signed(),
        _ => 0,
    }
}

impl Asked {
    /// Reads what a call asks, by the tags of its message.
    fn read(recipe: Recipe, wire: &[u8]) -> Self {
        let mut asked = Self::default();
        match recipe {
            Recipe::Lock | Recipe::Campaign => {
                asked.name = bytes_of(wire, 1);
                asked.lease = int_of(wire, 2);
                asked.value = bytes_of(wire, 3);
            }
            Recipe::Unlock => asked.key = bytes_of(wire, 1),
            Recipe::Leader | Recipe::Observe => asked.name = bytes_of(wire, 1),
            Recipe::Proclaim | Recipe::Resign => {
                let leader = bytes_of(wire, 1);
                asked.name = bytes_of(&leader, 1);
                asked.key = bytes_of(&leader, 2);
                asked.revision = int_of(&leader, 3);
                asked.lease = int_of(&leader, 4);
                asked.value = bytes_of(wire, 2);
            }
        }
        asked
    }
}

impl Service {
    /// Begins.
    pub(super) fn begin(desk: &mut Desk, recipe: Recipe, wire: &[u8]) -> Self {
        let asked = Asked::read(recipe, wire);
        let of_leader = matches!(recipe, Recipe::Proclaim | Recipe::Resign);
        let sessions = of_leader || matches!(recipe, Recipe::Lock | Recipe::Campaign);
        let at = if of_leader && !fields(wire).iter().any(|(tag, _)| *tag == 1) {
            At::Failed(MISSING_LEADER)
        } else if sessions && asked.lease == 0 {
            let grant = api::LeaseGrantRequest { ttl: TTL, id: 0 };
            At::Grant(desk.call(Request::LeaseGrant(grant), Micros::MAX))
        } else {
            go(desk, recipe, &asked)
        };
        Self { recipe, asked, at }
    }

    /// Why it cannot even begin.
    pub(super) const fn refused(&self) -> Option<&'static str> {
        match self.at {
            At::Failed(why) => Some(why),
            _ => None,
        }
    }

    /// Whether it goes on until its client leaves.
    pub(super) const fn streams(&self) -> bool {
        matches!(self.at, At::Observe(_))
    }

    /// The client left; whether something must still be undone.
    pub(super) fn cancel(&mut self, desk: &mut Desk) -> bool {
        let step = match &mut self.at {
            At::Lock(mutex) if mutex.waits() => mutex.cancel(desk),
            At::Campaign(election) if election.waits() => election.cancel(desk),
            _ => return false,
        };
        step == Ok(None)
    }

    /// Takes an event.
    pub(super) fn step(&mut self, desk: &mut Desk, event: &Event) -> Came {
        self.take(desk, event).unwrap_or_else(Came::Failed)
    }

    fn take(&mut self, desk: &mut Desk, event: &Event) -> Result<Came, Error> {
        let nothing = Came::News(Vec::new());
        match &mut self.at {
            At::Grant(call) => {
                if let Some(Response::LeaseGrant(granted)) = answer(event, *call)? {
                    self.asked.lease = granted.id;
                    self.at = go(desk, self.recipe, &self.asked);
                }
            }
            At::Lock(mutex) => {
                if let Some(header) = mutex.step(desk, event)? {
                    return Ok(Came::Answer(told(header, |it| {
                        it.bytes(&schema::LOCK_RESPONSE.0[1], mutex.key());
                    })));
                }
            }
            At::Campaign(election) => {
                if let Some(header) = election.step(desk, event)? {
                    let leader = leader_key(&self.asked, election);
                    return Ok(Came::Answer(told(header, |it| {
                        it.message(&schema::CAMPAIGN_RESPONSE.0[1], &leader);
                    })));
                }
            }
            At::Call(call) => {
                if let Some(answer) = answer(event, *call)? {
                    return called(self.recipe, answer);
                }
            }
            At::Observe(observer) => {
                return Ok(match observer.step(desk, event) {
                    Ok(news) => Came::News(news.iter().map(found).collect()),
                    Err(_) => Came::End,
                });
            }
            At::Failed(_) => {}
        }
        Ok(nothing)
    }
}

/// What is done once there is a lease, or none is needed.
fn go(desk: &mut Desk, recipe: Recipe, asked: &Asked) -> At {
    let Asked {
        name,
        key,
        value,
        revision,
        lease,
    } = asked;
    let request = match recipe {
        Recipe::Lock => return At::Lock(Mutex::lock(desk, name, *lease)),
        Recipe::Campaign => {
            return At::Campaign(Election::campaign(desk, name, *lease, value.clone()));
        }
        Recipe::Observe => return At::Observe(Observer::begin(desk, name)),
        Recipe::Unlock => Request::DeleteRange(concurrency::delete(key)),
        Recipe::Leader => Request::Range(concurrency::leader(name)),
        Recipe::Proclaim => concurrency::proclaim(key, *revision, value, *lease),
        Recipe::Resign => concurrency::resign(key, *revision),
    };
    At::Call(desk.call(request, Micros::MAX))
}

/// What the answer to the one call of a recipe means.
fn called(recipe: Recipe, answer: &Response) -> Result<Came, Error> {
    match answer {
        Response::Range(range) if range.kvs.is_empty() => Err(NO_LEADER.into()),
        Response::Range(range) => Ok(Came::Answer(found(range))),
        Response::Txn(txn) if recipe == Recipe::Proclaim && !txn.succeeded => {
            Err(NOT_LEADER.into())
        }
        answer => Ok(Came::Answer(told(
            answer.header().unwrap_or_default(),
            |_| (),
        ))),
    }
}

/// An answer: its header, and what else there is.
fn told(header: ResponseHeader, rest: impl FnOnce(&mut Writer)) -> Vec<u8> {
    let mut writer = Writer::default();
    writer.message(&schema::DONE.0[0], &header.encode_to_vec());
    rest(&mut writer);
    writer.end()
}

/// `LeaderResponse` of what a look found.
fn found(range: &api::RangeResponse) -> Vec<u8> {
    told(range.header.unwrap_or_default(), |it| {
        if let Some(kv) = range.kvs.first() {
            it.message(&schema::LEADER_RESPONSE.0[1], &kv.encode_to_vec());
        }
    })
}

fn leader_key(asked: &Asked, election: &Election) -> Vec<u8> {
    let Message([name, key, revision, lease]) = &schema::LEADER_KEY else {
        return Vec::new();
    };
    let mut writer = Writer::default();
    writer.bytes(name, &asked.name);
    writer.bytes(key, election.key());
    writer.number(revision, election.revision().cast_unsigned());
    writer.number(lease, asked.lease.cast_unsigned());
    writer.end()
}
