//! One member's watchers: who gets which event, and when. Knows no connections and no clock; the
//! server calls it on every revision and in etcd's intervals, and carries what it returns.
//!
//! As in etcd's watchable store there are three groups. Synced watchers get a revision as soon as
//! it is applied ([`Hub::notify`]). Unsynced ones read history in batches, every
//! [`SYNC_INTERVAL`] ([`Hub::sync`]). Victims wait for a stream that takes nothing now
//! ([`Hub::retry`]). Events of one revision are never parted, unless a client asked for fragments,
//! and never dropped; only a compaction can overtake a slow watcher.

mod deliver;
mod watcher;

#[cfg(test)]
mod tests;

use bytes::Bytes;

use self::watcher::first_key;
pub use self::watcher::{Group, Watcher, WatcherId};
use super::{
    api::{Event, ResponseHeader, WatchCreateRequest, WatchResponse},
    store::Store,
};
use crate::units::{Map, Micros, Set, StateHash};

/// How often unsynced watchers are served.
pub const SYNC_INTERVAL: Micros = Micros::from_ms(100);
/// How often victims are tried again.
pub const RETRY_INTERVAL: Micros = Micros::from_ms(10);
/// How often a stream's idle watchers that asked for it are told of progress.
pub const PROGRESS_INTERVAL: Micros = Micros::from_secs(600);
/// Unsynced watchers served in one round.
pub const WATCHERS_PER_SYNC: usize = 512;
/// Revisions an unsynced watcher gets at once.
pub const REVISIONS_PER_BATCH: usize = 1_000;
/// The id in answers that are about no watcher in particular.
const NO_WATCHER: i64 = -1;

/// A watch stream of one client, named by the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct StreamId(pub u64);

/// An answer and the stream it goes down. Its header has a revision (0 if etcd sends none); the
/// server adds the ids and the term.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    /// The stream.
    pub stream: StreamId,
    /// The answer.
    pub response: WatchResponse,
}

/// All watchers of one member. They are as many as clients made, so a clone copies them.
#[derive(Clone, Debug, Default)]
pub struct Hub {
    watchers: Map<WatcherId, Watcher>,
    /// Synced watchers of one key.
    keys: Map<Bytes, Set<WatcherId>>,
    /// Synced watchers of a range.
    ranges: Map<(Bytes, Bytes), Set<WatcherId>>,
    /// Unsynced watchers, in the order in which they are served.
    unsynced: Map<u64, WatcherId>,
    /// What victims have not been sent yet.
    victims: Map<WatcherId, Vec<Event>>,
    /// Streams that take nothing now.
    blocked: Set<StreamId>,
    /// The next id to give on each stream.
    next_ids: Map<StreamId, i64>,
    next_ticket: u64,
}

impl Hub {
    /// A member without watchers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a watcher and answers so; or answers that it was refused.
    pub fn create(
        &mut self,
        stream: StreamId,
        request: &WatchCreateRequest,
        store: &Store,
    ) -> WatchResponse {
        let id = match self.admit(stream, request) {
            Ok(id) => id,
            Err(reason) => {
                return WatchResponse {
                    created: true,
                    canceled: true,
                    cancel_reason: reason.to_owned(),
                    ..answer(NO_WATCHER, store)
                };
            }
        };
        let current = store.revision().cast_signed();
        let start = request.start_revision;
        let name = (stream, id);
        if start == 0 || start > current {
            let next = start.max(current + 1);
            self.watchers
                .insert(name, Watcher::new(request, next, Group::Synced));
            self.enter_synced(name);
        } else {
            let watcher = Watcher::new(request, start, Group::Synced);
            self.watchers.insert(name, watcher);
            self.enter_unsynced(name);
        }
        WatchResponse {
            created: true,
            ..answer(id, store)
        }
    }

    /// The id of a new watcher, or why there can be none.
    fn admit(
        &mut self,
        stream: StreamId,
        request: &WatchCreateRequest,
    ) -> Result<i64, &'static str> {
        let (key, end) = (first_key(request), &request.range_end);
        if !end.is_empty() && end[..] != b"\0"[..] && key >= *end {
            return Err("mvcc: watcher range is empty");
        }
        if request.watch_id != 0 {
            let taken = self.watchers.contains_key(&(stream, request.watch_id));
            let duplicate = "mvcc: duplicate watch ID provided on the WatchStream";
            return if taken {
                Err(duplicate)
            } else {
                Ok(request.watch_id)
            };
        }
        let mut id = self.next_ids.get(&stream).copied().unwrap_or(0);
        while self.watchers.contains_key(&(stream, id)) {
            id += 1;
        }
        self.next_ids.insert(stream, id + 1);
        Ok(id)
    }

    /// Removes a watcher on its client's demand; an unknown one gets no answer.
    pub fn cancel(&mut self, stream: StreamId, id: i64, store: &Store) -> Option<WatchResponse> {
        self.remove((stream, id))?;
        Some(WatchResponse {
            canceled: true,
            ..answer(id, store)
        })
    }

    /// Forgets a stream and its watchers.
    pub fn close(&mut self, stream: StreamId) {
        for name in self.names_on(stream) {
            self.remove(name);
        }
        self.next_ids.remove(&stream);
        self.blocked.remove(&stream);
    }

    /// Every stream that has watchers, in order.
    #[must_use]
    pub fn streams(&self) -> Vec<StreamId> {
        let mut streams: Vec<_> = self.watchers.keys().map(|(stream, _)| *stream).collect();
        streams.dedup();
        streams
    }

    /// Answers a client's request for progress: the current revision, for all watchers of the
    /// stream (3.5.1 answers at once, synced or not).
    #[must_use]
    pub fn progress(&self, store: &Store) -> WatchResponse {
        answer(NO_WATCHER, store)
    }

    /// Tells progress to watchers of a stream that asked for it, are synced and got nothing in the
    /// last [`PROGRESS_INTERVAL`].
    pub fn progress_due(&mut self, stream: StreamId, store: &Store) -> Vec<Delivery> {
        let mut out = Vec::new();
        let blocked = self.blocked.contains(&stream);
        for name in self.names_on(stream) {
            let Some(watcher) = self.watchers.get_mut(&name) else {
                continue;
            };
            let Some(idle) = &mut watcher.idle else {
                continue;
            };
            let idle = std::mem::replace(idle, true);
            if idle && watcher.group == Group::Synced && !blocked {
                out.push(Delivery {
                    stream,
                    response: answer(name.1, store),
                });
            }
        }
        out
    }

    /// All watchers, by stream and id.
    pub fn iter(&self) -> impl Iterator<Item = (WatcherId, &Watcher)> {
        self.watchers.iter().map(|(&name, watcher)| (name, watcher))
    }

    /// How many watchers there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.watchers.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.watchers.is_empty()
    }

    /// How many have history to read: while there are, and the last round lowered their number,
    /// etcd goes on with the next round at once.
    #[must_use]
    pub fn unsynced(&self) -> usize {
        self.unsynced.len()
    }

    /// How many wait for their stream.
    #[must_use]
    pub fn victims(&self) -> usize {
        self.victims.len()
    }

    /// Folds in everything, in time that grows with the number of watchers.
    pub fn fold(&self, hash: &mut StateHash) {
        hash.len(self.watchers.len())
            .u64(self.next_ticket)
            .len(self.blocked.len());
        for ((stream, id), watcher) in &self.watchers {
            watcher.fold(hash.u64(stream.0).i64(*id));
        }
        for (stream, id) in &self.next_ids {
            hash.u64(stream.0).i64(*id);
        }
    }

    fn names_on(&self, stream: StreamId) -> Vec<WatcherId> {
        let names = self.watchers.from(&(stream, i64::MIN));
        let names = names.map(|(&name, _)| name);
        names.take_while(|name| name.0 == stream).collect()
    }

    fn remove(&mut self, name: WatcherId) -> Option<Watcher> {
        self.leave(name);
        self.watchers.remove(&name)
    }

    /// Takes a watcher out of its group's index.
    fn leave(&mut self, name: WatcherId) {
        let Some(watcher) = self.watchers.get(&name) else {
            return;
        };
        match watcher.group {
            Group::Unsynced(ticket) => {
                self.unsynced.remove(&ticket);
            }
            Group::Victim => {
                self.victims.remove(&name);
            }
            Group::Synced if watcher.range_end.is_empty() => {
                remove_from(&mut self.keys, &watcher.key, &name);
            }
            Group::Synced => {
                let range = (watcher.key.clone(), watcher.range_end.clone());
                remove_from(&mut self.ranges, &range, &name);
            }
        }
    }

    fn enter_synced(&mut self, name: WatcherId) {
        let Some(watcher) = self.watchers.get_mut(&name) else {
            return;
        };
        watcher.group = Group::Synced;
        let (key, end) = (watcher.key.clone(), watcher.range_end.clone());
        if end.is_empty() {
            self.keys.or_default(key).insert(name);
        } else {
            self.ranges.or_default((key, end)).insert(name);
        }
    }

    fn enter_unsynced(&mut self, name: WatcherId) {
        let ticket = self.next_ticket;
        let Some(watcher) = self.watchers.get_mut(&name) else {
            return;
        };
        watcher.group = Group::Unsynced(ticket);
        self.next_ticket += 1;
        self.unsynced.insert(ticket, name);
    }

    fn enter_victims(&mut self, name: WatcherId, events: Vec<Event>) {
        let Some(watcher) = self.watchers.get_mut(&name) else {
            return;
        };
        watcher.group = Group::Victim;
        self.victims.insert(name, events);
    }
}

/// An answer that carries nothing but the store's revision.
fn answer(watch_id: i64, store: &Store) -> WatchResponse {
    let header = Some(header(store.revision().cast_signed()));
    WatchResponse {
        header,
        watch_id,
        ..WatchResponse::default()
    }
}

fn header(revision: i64) -> ResponseHeader {
    ResponseHeader {
        revision,
        ..ResponseHeader::default()
    }
}

fn remove_from<K: Ord + Clone>(index: &mut Map<K, Set<WatcherId>>, key: &K, name: &WatcherId) {
    let Some(names) = index.get_mut(key) else {
        return;
    };
    names.remove(name);
    if names.is_empty() {
        index.remove(key);
    }
}
