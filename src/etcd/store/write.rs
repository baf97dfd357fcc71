//! Write transactions: every change of one transaction has the same main revision.

use bytes::Bytes;

use super::{
    Store,
    read::keys_in,
    record::{self, KeyId, Record},
    timeline::Position,
};
use crate::{
    etcd::api::{Error, KeyValue, RangeRequest, RangeResponse},
    units::{LeaseId, Revision},
};

/// Bytes of a revision key in etcd's `key` bucket.
const REVISION_KEY: u64 = 17;

/// Changes of one main revision, the one after the revision at which it began.
///
/// Each change is visible as soon as it is made; there is nothing to commit and no way back. The
/// revision moves with the first change, so a transaction that changed nothing leaves no trace.
#[derive(Debug)]
pub struct Transaction<'a> {
    store: &'a mut Store,
    main: u64,
    changes: u32,
}

impl Store {
    /// Begins a write transaction.
    pub fn begin(&mut self) -> Transaction<'_> {
        let main = self.revision + 1;
        Transaction {
            store: self,
            main,
            changes: 0,
        }
    }

    /// The number of `key`, which gets one if it has none.
    pub(super) fn number(&mut self, key: Bytes) -> KeyId {
        if let Some(&id) = self.order.get(&key) {
            return id;
        }
        let id = KeyId::try_from(self.names.len()).expect("memory ends before 2^32 keys");
        self.names.push_back(key.clone());
        self.heads.push_back(0);
        self.order.insert(key, id);
        id
    }
}

impl Transaction<'_> {
    /// What a response header says now: the revision of this transaction once it changed something,
    /// the one before until then.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.store.revision
    }

    /// How many changes were made.
    #[must_use]
    pub const fn changes(&self) -> u32 {
        self.changes
    }

    /// The store as this transaction sees it: with its own changes.
    #[must_use]
    pub const fn store(&self) -> &Store {
        self.store
    }

    /// [`Store::range`] with this transaction's own changes.
    ///
    /// # Errors
    /// As [`Store::range`].
    pub fn range(&self, request: &RangeRequest) -> Result<RangeResponse, Error> {
        self.store.range(request)
    }

    /// Writes one key and returns the pair that was there before.
    pub fn put(&mut self, key: Bytes, value: Bytes, lease: LeaseId) -> Option<KeyValue> {
        let id = self.store.number(key);
        self.change(id, Some(value), lease)
    }

    /// Deletes the keys in `[key, end)` (see [`in_range`](super::in_range)) and returns the pairs
    /// that were there, in order of keys.
    pub fn delete_range(&mut self, key: &[u8], end: &[u8]) -> Vec<KeyValue> {
        let bound = self.store.history.last();
        let ids: Vec<KeyId> = keys_in(&self.store.order, key, end)
            .map(|(_, &id)| id)
            .filter(|&id| self.store.living(id, bound).is_some())
            .collect();
        ids.into_iter()
            .filter_map(|id| self.change(id, None, LeaseId::NONE))
            .collect()
    }

    fn change(&mut self, id: KeyId, value: Option<Bytes>, lease: LeaseId) -> Option<KeyValue> {
        let revision = Revision {
            main: self.main,
            sub: self.changes,
        };
        let store = &mut *self.store;
        let head = store.head(id);
        let deletes = value.is_none();
        let change = record::Change {
            revision,
            key: id,
            value,
            lease,
        };
        let position = store.history.append(head, change);
        store.heads[id as usize] = position;
        store.revision = self.main;
        self.changes += 1;
        let previous = store.history.get(head).filter(|record| !record.tombstone());
        match (previous, deletes) {
            (None, false) => store.alive += 1,
            (Some(_), true) => store.alive -= 1,
            _ => {}
        }
        let previous = previous.map(|record| record.pair(store.name(id).clone()));
        store.account(position);
        previous
    }
}

impl Store {
    /// Adds the change at `position` to the hash and the logical size.
    pub(super) fn account(&mut self, position: Position) {
        let record = self.history.get(position).expect("just appended");
        let key = self
            .names
            .get(record.key as usize)
            .expect("numbered before");
        self.hash
            .u64(record.revision.main)
            .u64(u64::from(record.revision.sub) << 1 | u64::from(record.tombstone()))
            .bytes(key)
            .bytes(&record.value)
            .i64(record.lease.0);
        self.bytes += bucket_bytes(key, record);
    }
}

/// What etcd's `key` bucket holds for one change: the revision key (with a mark for a tombstone)
/// and the pair as protobuf.
pub(super) fn bucket_bytes(key: &Bytes, record: &Record) -> u64 {
    if record.tombstone() {
        return REVISION_KEY + 1 + field(key.len());
    }
    let number = |value: u64| if value == 0 { 0 } else { 1 + varint(value) };
    REVISION_KEY
        + field(key.len())
        + number(record.create)
        + number(record.revision.main)
        + number(u64::from(record.version))
        + field(record.value.len())
        + number(record.lease.0.cast_unsigned())
}

/// Bytes of a protobuf field of `len` bytes, which is left out when empty.
const fn field(len: usize) -> u64 {
    if len == 0 {
        0
    } else {
        1 + varint(len as u64) + len as u64
    }
}

/// Bytes of `value` as a protobuf varint: seven bits a byte.
const fn varint(value: u64) -> u64 {
    (64 - (value | 1).leading_zeros()).div_ceil(7) as u64
}
