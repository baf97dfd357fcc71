//! Reads and writes against what was already applied somewhere when they were asked for.

use std::collections::BTreeMap;

use super::property::{Property, Verdict, ensure};
use crate::{
    etcd::api::{Request, Response},
    sim::{Notice, Owner, World},
};

/// What an answer must show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Floor {
    /// At least this revision.
    Reads(i64),
    /// More than this revision.
    Writes(i64),
}

/// Linearizable calls under way.
#[derive(Clone, Debug, Default)]
pub(super) struct Reads {
    /// The newest revision that any member was seen to have.
    newest: i64,
    /// The world's number of the last call seen.
    last_call: u64,
    floors: BTreeMap<(Owner, u32), Floor>,
}

impl Reads {
    /// A member's store is at this revision: what made it is committed.
    pub(super) fn applied(&mut self, revision: u64) {
        self.newest = self.newest.max(revision.cast_signed());
    }

    /// Looks at new calls and at answers that nobody took yet.
    pub(super) fn look(&mut self, world: &World) -> Verdict {
        let (calls, last) = world.calls_since(self.last_call);
        for (owner, number, request) in calls {
            if owner != Owner::UNTRACED
                && let Some(floor) = self.floor(request)
            {
                self.floors.insert((owner, number), floor);
            }
        }
        self.last_call = last;
        for notice in world.notices() {
            if let Notice::Response {
                owner,
                call,
                result,
                ..
            } = notice
                && let Some(floor) = self.floors.remove(&(*owner, *call))
                && let Ok(response) = result
            {
                holds(floor, (*owner, *call), response)?;
            }
        }
        Ok(())
    }

    const fn floor(&self, request: &Request) -> Option<Floor> {
        match request {
            Request::Range(range) if !range.serializable => Some(Floor::Reads(self.newest)),
            Request::DeleteRange(_) | Request::Compact(_) => Some(Floor::Reads(self.newest)),
            Request::Put(_) => Some(Floor::Writes(self.newest)),
            _ => None,
        }
    }
}

fn holds(floor: Floor, (owner, call): (Owner, u32), response: &Response) -> Verdict {
    let revision = response.header().map_or(0, |header| header.revision);
    let (property, fresh, seen) = match floor {
        Floor::Reads(seen) => (Property::ReadSafety, revision >= seen, seen),
        Floor::Writes(seen) => (Property::Durability, revision > seen, seen),
    };
    ensure(fresh, property, || {
        let Owner(owner) = owner;
        format!(
            "call {call} of client {owner} is answered at revision {revision}, asked when {seen} \
             was applied"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::etcd::api::{RangeResponse, ResponseHeader};

    #[test]
    fn an_answer_older_than_what_was_applied_is_noticed() {
        let answer = |revision| {
            let header = Some(ResponseHeader {
                revision,
                ..ResponseHeader::default()
            });
            Response::Range(RangeResponse {
                header,
                ..RangeResponse::default()
            })
        };
        let judge = |floor, revision| {
            let verdict = holds(floor, (Owner(1), 1), &answer(revision));
            verdict.err().map(|violation| violation.property)
        };
        assert_eq!(judge(Floor::Reads(7), 7), None);
        assert_eq!(judge(Floor::Reads(7), 6), Some(Property::ReadSafety));
        assert_eq!(judge(Floor::Writes(7), 8), None);
        assert_eq!(judge(Floor::Writes(7), 7), Some(Property::Durability));
    }
}
