//! A store from a file: the changes that a backend's bucket `key` holds, in their order
//! (`mvcc/kvstore.go`, `restore`).

use bytes::Bytes;

use super::{Store, record::Change};
use crate::{
    etcd::api::KeyValue,
    units::{LeaseId, Revision},
};

impl Store {
    /// The store that holds these changes; a change without a pair is a tombstone of the key.
    /// `compacted` is the compacted revision, 0 if there is none.
    ///
    /// `None` if the revisions do not rise, or are none.
    pub fn restore(
        changes: impl Iterator<Item = (Revision, Bytes, Option<KeyValue>)>,
        compacted: u64,
    ) -> Option<Self> {
        let mut store = Self::new();
        let mut last = Revision::default();
        for (revision, key, pair) in changes {
            if revision <= last || i64::try_from(revision.main).is_err() {
                return None;
            }
            last = revision;
            store.restore_change(revision, key, pair);
        }
        store.revision = store.revision.max(compacted);
        if compacted > 0 {
            store.compact(i64::try_from(compacted).ok()?).ok()?;
        }
        Some(store)
    }

    fn restore_change(&mut self, revision: Revision, key: Bytes, pair: Option<KeyValue>) {
        let id = self.number(key);
        let head = self.head(id);
        let before = self.history.get(head).filter(|last| !last.tombstone());
        let lived = before.is_some();
        let (create, version) = match &pair {
            Some(pair) => (
                pair.create_revision.cast_unsigned(),
                u32::try_from(pair.version).unwrap_or(u32::MAX).max(1),
            ),
            None => (before.map_or(revision.main, |last| last.create), 0),
        };
        match (lived, pair.is_some()) {
            (false, true) => self.alive += 1,
            (true, false) => self.alive -= 1,
            _ => {}
        }
        let lease = pair
            .as_ref()
            .map_or(LeaseId::NONE, |pair| LeaseId(pair.lease));
        let change = Change {
            revision,
            key: id,
            value: pair.map(|pair| pair.value),
            lease,
        };
        let position = self.history.append_as(head, change, create, version);
        self.heads[id as usize] = position;
        self.revision = revision.main;
        self.account(position);
    }
}
