//! One member's log as pictures want it, whether its process runs or only its disk is left.

use crate::{
    etcd::{
        State,
        record::{self, RecordKind},
    },
    raft::Entry,
    session::view::EntryKind,
    sim::Node,
    units::{Index, Term},
};

/// One member's log.
#[derive(Clone, Copy)]
pub(in crate::session) struct Entries<'a> {
    node: &'a Node,
}

impl<'a> Entries<'a> {
    pub(in crate::session) const fn of(node: &'a Node) -> Self {
        Self { node }
    }

    pub(in crate::session) fn first(self) -> Index {
        let server = self.node.server();
        server.map_or_else(
            || self.node.disk().first_index(),
            |server| server.raft().log().first_index(),
        )
    }

    pub(in crate::session) fn last(self) -> Index {
        let server = self.node.server();
        server.map_or_else(
            || self.node.disk().synced_index(),
            |server| server.raft().log().last_index(),
        )
    }

    pub(in crate::session) fn commit(self) -> Index {
        let server = self.node.server();
        server.map_or_else(
            || self.node.disk().hard_state().commit.max(self.applied()),
            |server| server.raft().log().committed(),
        )
    }

    pub(in crate::session) fn applied(self) -> Index {
        self.node.state().consistent_index()
    }

    pub(in crate::session) fn term(self) -> Term {
        let server = self.node.server();
        server.map_or_else(
            || self.node.disk().hard_state().term,
            |server| server.raft().term(),
        )
    }

    pub(in crate::session) fn get(self, index: Index) -> Option<&'a Entry> {
        match self.node.server() {
            Some(server) => server.raft().log().entry(index),
            None => self.node.disk().entry(index),
        }
    }
}

/// The revision that the entry at `index` made, as `state` remembers it.
pub(in crate::session) fn revision_of(state: &State, index: Index) -> Option<u64> {
    let (mut low, mut high) = (2, state.store.revision() + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        match state.origin(middle) {
            Some(origin) if origin.index < index => low = middle + 1,
            Some(_) | None => high = middle,
        }
    }
    let made = state.origin(low).filter(|origin| origin.index == index);
    made.map(|_| low)
}

/// What an entry is for.
pub(in crate::session) fn kind(entry: &Entry) -> EntryKind {
    match record::kind(entry) {
        RecordKind::ConfChange => EntryKind::ConfChange,
        RecordKind::Empty => EntryKind::Empty,
        RecordKind::Publish => EntryKind::Publish,
        RecordKind::ClusterVersion => EntryKind::ClusterVersion,
        RecordKind::Put => EntryKind::Put,
        RecordKind::Delete => EntryKind::Delete,
        RecordKind::Txn => EntryKind::Txn,
        RecordKind::LeaseGrant => EntryKind::LeaseGrant,
        RecordKind::LeaseRevoke => EntryKind::LeaseRevoke,
        RecordKind::Compaction => EntryKind::Compaction,
        RecordKind::Auth => EntryKind::Auth,
    }
}
