//! How events reach watchers: live, from history, and again where a stream was full.

use prost::Message;

use super::{
    Delivery, Group, Hub, REVISIONS_PER_BATCH, StreamId, WATCHERS_PER_SYNC, Watcher, WatcherId,
    header,
};
use crate::{
    etcd::{
        api::{Event, EventType, WatchResponse},
        store::{Change, Store},
    },
    units::Map,
};

/// Where an answer is split if its watcher asked for that: etcd's largest request and gRPC's share.
const FRAGMENT_BYTES: usize = 1_536 * 1_024 + 512 * 1_024;

impl Hub {
    /// Sends the changes of `main`, the revision that `store` just made, to synced watchers.
    pub fn notify(&mut self, store: &Store, main: u64) -> Vec<Delivery> {
        if self.keys.is_empty() && self.ranges.is_empty() {
            return Vec::new();
        }
        let revision = main.cast_signed();
        let mut batches: Map<WatcherId, Vec<Event>> = Map::new();
        for change in store.revisions(main..=main) {
            for name in self.synced_on(change.key()) {
                batches.or_default(name).push(change.event());
            }
        }
        let mut out = Vec::new();
        while let Some((name, events)) = batches.pop_first() {
            if self
                .watchers
                .get(&name)
                .is_none_or(|watcher| watcher.next > revision)
            {
                continue;
            }
            if let Err(events) = self.send(name, events, revision, store, &mut out) {
                self.leave(name);
                self.advance(name, revision + 1);
                self.enter_victims(name, events);
            }
        }
        out
    }

    fn synced_on<'a>(&'a self, key: &'a [u8]) -> impl Iterator<Item = WatcherId> + use<'a> {
        let ranges = self
            .ranges
            .iter()
            .take_while(move |((first, _), _)| first[..] <= *key)
            .filter(move |((first, end), _)| crate::etcd::store::in_range(first, end, key));
        let names = self
            .keys
            .get(key)
            .into_iter()
            .chain(ranges.map(|(_, names)| names));
        names.flat_map(|names| names.iter().copied())
    }

    /// Serves unsynced watchers, those waiting longest first: each gets the next batch of its
    /// history, or the news that it was compacted. Answers carry the store's current revision.
    pub fn sync(&mut self, store: &Store) -> Vec<Delivery> {
        let chosen: Vec<WatcherId> = self
            .unsynced
            .values()
            .take(WATCHERS_PER_SYNC)
            .copied()
            .collect();
        let mut out = Vec::new();
        for name in chosen {
            self.sync_one(name, store, &mut out);
        }
        out
    }

    fn sync_one(&mut self, name: WatcherId, store: &Store, out: &mut Vec<Delivery>) {
        let Some(watcher) = self.watchers.get(&name) else {
            return;
        };
        if watcher.next < store.compacted() {
            if !self.blocked.contains(&name.0) {
                self.remove(name);
                out.push(compacted(name, store));
            }
            return;
        }
        let current = store.revision().cast_signed();
        let (events, more) = batch(watcher, store);
        let next = more.unwrap_or_else(|| watcher.next.max(current + 1));
        self.leave(name);
        self.advance(name, next);
        match self.send(name, events, current, store, out) {
            Err(events) => self.enter_victims(name, events),
            Ok(()) if more.is_some() => self.enter_unsynced(name),
            Ok(()) => self.enter_synced(name),
        }
    }

    /// Marks a stream as taking nothing, as a full channel does in etcd.
    pub fn block(&mut self, stream: StreamId) {
        self.blocked.insert(stream);
    }

    /// Marks a stream as taking answers again; its victims wait for the next [`Hub::retry`].
    pub fn unblock(&mut self, stream: StreamId) {
        self.blocked.remove(&stream);
    }

    /// Tries the victims again; those that are served go on with what they missed.
    pub fn retry(&mut self, store: &Store) -> Vec<Delivery> {
        let mut out = Vec::new();
        let mut victims = self.victims.clone();
        while let Some((name, events)) = victims.pop_first() {
            let Some(next) = self.watchers.get(&name).map(|watcher| watcher.next) else {
                continue;
            };
            if self.send(name, events, next - 1, store, &mut out).is_err() {
                continue;
            }
            self.leave(name);
            if next <= store.revision().cast_signed() {
                self.enter_unsynced(name);
            } else {
                self.enter_synced(name);
            }
        }
        out
    }

    /// The member took a snapshot and jumped ahead of what `seen`, its revision before, has shown:
    /// every synced watcher has history to read now.
    pub fn restore(&mut self, seen: u64) {
        let names: Vec<WatcherId> = self
            .iter()
            .filter(|(_, watcher)| watcher.group == Group::Synced)
            .map(|(name, _)| name)
            .collect();
        for name in names {
            let Some(next) = self.watchers.get(&name).map(|watcher| watcher.next) else {
                continue;
            };
            self.leave(name);
            self.advance(name, next.max(seen.cast_signed() + 1));
            self.enter_unsynced(name);
        }
    }

    fn advance(&mut self, name: WatcherId, next: i64) {
        if let Some(watcher) = self.watchers.get_mut(&name) {
            watcher.next = next;
        }
    }

    /// Sends what the watcher wants of `events`, unless that is nothing. A stream that takes
    /// nothing gives them back.
    fn send(
        &mut self,
        name: WatcherId,
        mut events: Vec<Event>,
        revision: i64,
        store: &Store,
        out: &mut Vec<Delivery>,
    ) -> Result<(), Vec<Event>> {
        let Some(watcher) = self.watchers.get_mut(&name) else {
            return Ok(());
        };
        events.retain(|event| watcher.wants(event));
        if events.is_empty() {
            return Ok(());
        }
        if self.blocked.contains(&name.0) {
            return Err(events);
        }
        if watcher.prev_kv {
            for event in &mut events {
                add_previous(event, store);
            }
        }
        if let Some(idle) = &mut watcher.idle {
            *idle = false;
        }
        let (header, watch_id) = (Some(header(revision)), name.1);
        let response = WatchResponse {
            header,
            watch_id,
            events,
            ..WatchResponse::default()
        };
        let limit = if watcher.fragment {
            FRAGMENT_BYTES
        } else {
            usize::MAX
        };
        let parts = fragments(response, limit).into_iter();
        out.extend(parts.map(|response| Delivery {
            stream: name.0,
            response,
        }));
        Ok(())
    }
}

/// The news that what a watcher wants to read is gone; etcd's header there has no revision.
fn compacted(name: WatcherId, store: &Store) -> Delivery {
    let (stream, watch_id) = name;
    let compact_revision = store.compacted();
    let response = WatchResponse {
        header: Some(header(0)),
        watch_id,
        canceled: compact_revision != 0,
        compact_revision,
        ..WatchResponse::default()
    };
    Delivery { stream, response }
}

/// The next events of a watcher's history, of [`REVISIONS_PER_BATCH`] revisions at most, and the
/// first revision left for the next batch.
fn batch(watcher: &Watcher, store: &Store) -> (Vec<Event>, Option<i64>) {
    let Ok(from) = u64::try_from(watcher.next) else {
        return (Vec::new(), None);
    };
    if watcher.range_end.is_empty() {
        let mut changes: Vec<Change<'_>> = store
            .changes_back(&watcher.key, store.revision())
            .take_while(|change| change.revision().main >= from)
            .collect();
        changes.reverse();
        cut(changes.into_iter())
    } else {
        let changes = store.revisions(from..=store.revision());
        cut(changes.filter(|change| watcher.watches(change.key())))
    }
}

/// As many events as fit into one batch.
fn cut<'a>(changes: impl Iterator<Item = Change<'a>>) -> (Vec<Event>, Option<i64>) {
    let (mut events, mut revisions, mut last) = (Vec::new(), 0, 0);
    for change in changes.filter(|change| !change.compacted()) {
        let main = change.revision().main;
        if main != last {
            if revisions == REVISIONS_PER_BATCH {
                return (events, Some(main.cast_signed()));
            }
            (last, revisions) = (main, revisions + 1);
        }
        events.push(change.event());
    }
    (events, None)
}

/// Adds the pair before `event`, if there was one and it can still be read.
fn add_previous(event: &mut Event, store: &Store) {
    let Some(kv) = &event.kv else { return };
    let creates = event.r#type() == EventType::Put && kv.create_revision == kv.mod_revision;
    if !creates {
        event.prev_kv = store.get_at(&kv.key, kv.mod_revision - 1).ok().flatten();
    }
}

/// Splits an answer so that each part encodes to less than `limit` bytes or has one event.
fn fragments(response: WatchResponse, limit: usize) -> Vec<WatchResponse> {
    if response.events.len() < 2 || limit == usize::MAX || response.encoded_len() < limit {
        return vec![response];
    }
    let empty = WatchResponse {
        events: Vec::new(),
        fragment: true,
        ..response.clone()
    };
    let mut parts = vec![empty.clone()];
    for event in response.events {
        let part = parts.last_mut().expect("begins with one");
        part.events.push(event);
        if part.events.len() > 1
            && part.encoded_len() >= limit
            && let Some(event) = part.events.pop()
        {
            parts.push(WatchResponse {
                events: vec![event],
                ..empty.clone()
            });
        }
    }
    if let Some(last) = parts.last_mut() {
        last.fragment = false;
    }
    parts
}
