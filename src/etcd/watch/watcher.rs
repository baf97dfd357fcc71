//! One watcher: what it wants, and how far it got.

use bytes::Bytes;

use super::StreamId;
use crate::{
    etcd::{
        api::{Event, EventType, FilterType, WatchCreateRequest},
        store::in_range,
    },
    units::StateHash,
};

/// A watcher's name: its stream, and its id there.
pub type WatcherId = (StreamId, i64);

/// etcd's three groups of watchers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Has seen everything; gets each revision as it is made.
    Synced,
    /// Has history to read, in the order of this ticket.
    Unsynced(u64),
    /// Has events that its stream did not take yet.
    Victim,
}

/// One watcher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watcher {
    /// First key.
    pub key: Bytes,
    /// End, as in a range.
    pub range_end: Bytes,
    /// The first revision it has not seen.
    pub next: i64,
    /// Its group.
    pub group: Group,
    /// Whether events carry the pair before them.
    pub prev_kv: bool,
    /// Whether large answers are split.
    pub fragment: bool,
    /// Where progress is to be told: whether nothing was sent since it was last due.
    pub(super) idle: Option<bool>,
    puts: bool,
    deletes: bool,
}

impl Watcher {
    pub(super) fn new(request: &WatchCreateRequest, next: i64, group: Group) -> Self {
        Self {
            key: first_key(request),
            range_end: request.range_end.clone(),
            next,
            group,
            prev_kv: request.prev_kv,
            fragment: request.fragment,
            idle: request.progress_notify.then_some(true),
            puts: !request.filters.contains(&(FilterType::Noput as i32)),
            deletes: !request.filters.contains(&(FilterType::Nodelete as i32)),
        }
    }

    /// Whether it watches `key`.
    #[must_use]
    pub fn watches(&self, key: &[u8]) -> bool {
        in_range(&self.key, &self.range_end, key)
    }

    /// Whether its filters let `event` through.
    pub(super) fn wants(&self, event: &Event) -> bool {
        if event.r#type() == EventType::Delete {
            self.deletes
        } else {
            self.puts
        }
    }

    pub(super) fn fold(&self, hash: &mut StateHash) {
        hash.bytes(&self.key).bytes(&self.range_end).i64(self.next);
        hash.u64(match self.group {
            Group::Synced => 0,
            Group::Victim => 1,
            Group::Unsynced(ticket) => 2 + ticket,
        });
        hash.flag(self.prev_kv)
            .flag(self.fragment)
            .flag(self.puts)
            .flag(self.deletes);
        hash.flag(self.idle.is_some())
            .flag(self.idle.unwrap_or_default());
    }
}

/// The first key a request names; an empty one means the smallest there is.
pub(super) fn first_key(request: &WatchCreateRequest) -> Bytes {
    if request.key.is_empty() {
        Bytes::from_static(b"\0")
    } else {
        request.key.clone()
    }
}
