//! What the store can tell of its past: changes by revision, by key, and etcd's generations.

use std::ops::RangeInclusive;

use bytes::Bytes;

use super::{
    Store,
    record::{KeyId, Record},
    timeline::Position,
};
use crate::{
    etcd::api::{Event, EventType, KeyValue},
    units::{LeaseId, Revision},
};

/// One put or tombstone of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dot {
    /// Revision.
    pub revision: Revision,
    /// Main revision of the put that began the generation.
    pub create: u64,
    /// Version within the generation; 0 for a tombstone.
    pub version: u64,
    /// The lease it hangs on.
    pub lease: LeaseId,
    /// The value; empty for a tombstone.
    pub value: Bytes,
    /// Whether a compaction dropped it: it is remembered here and can no longer be read.
    pub compacted: bool,
}

impl Dot {
    /// Whether this is a delete.
    #[must_use]
    pub const fn tombstone(&self) -> bool {
        self.version == 0
    }
}

/// A key's life from a creation to the tombstone after it, as etcd's tree index has it. etcd keeps
/// the dots that are not compacted, and no generation whose tombstone is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generation {
    /// The put that began it.
    pub created: Revision,
    /// Its puts, oldest first, and the tombstone, if there is one.
    pub dots: Vec<Dot>,
    /// The delete that ended it.
    pub tombstone: Option<Revision>,
}

/// One change of one key, seen from the history.
#[derive(Clone, Copy)]
pub struct Change<'a> {
    store: &'a Store,
    record: &'a Record,
    position: Position,
}

impl std::fmt::Debug for Change<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Change")
            .field(&self.revision())
            .field(self.key())
            .finish()
    }
}

impl<'a> Change<'a> {
    /// Its revision.
    #[must_use]
    pub const fn revision(&self) -> Revision {
        self.record.revision
    }

    /// Its key.
    #[must_use]
    pub fn key(&self) -> &'a Bytes {
        self.store.name(self.record.key)
    }

    /// Whether it is a delete.
    #[must_use]
    pub const fn tombstone(&self) -> bool {
        self.record.tombstone()
    }

    /// Whether it began a generation.
    #[must_use]
    pub const fn creates(&self) -> bool {
        self.record.version == 1
    }

    /// Whether a compaction dropped it.
    #[must_use]
    pub fn compacted(&self) -> bool {
        self.store.is_compacted(self.position, self.record)
    }

    /// As a watcher gets it, without the pair before: a delete has only key and mod revision.
    #[must_use]
    pub fn event(&self) -> Event {
        let key = self.key().clone();
        let (kind, kv) = if self.tombstone() {
            let mod_revision = self.record.revision.main.cast_signed();
            (
                EventType::Delete,
                KeyValue {
                    key,
                    mod_revision,
                    ..KeyValue::default()
                },
            )
        } else {
            (EventType::Put, self.record.pair(key))
        };
        Event {
            r#type: kind as i32,
            kv: Some(kv),
            prev_kv: None,
        }
    }

    /// With all that is known of it.
    #[must_use]
    pub fn dot(&self) -> Dot {
        let record = self.record;
        Dot {
            revision: record.revision,
            create: record.create,
            version: u64::from(record.version),
            lease: record.lease,
            value: record.value.clone(),
            compacted: self.compacted(),
        }
    }
}

impl Store {
    fn change_at(&self, position: Position) -> Option<Change<'_>> {
        let record = self.history.get(position)?;
        Some(Change {
            store: self,
            record,
            position,
        })
    }

    /// All changes with a main revision in `mains`, in order, compacted ones included.
    pub fn revisions(
        &self,
        mains: RangeInclusive<u64>,
    ) -> impl DoubleEndedIterator<Item = Change<'_>> {
        let from = self.history.through(mains.start().saturating_sub(1)) + 1;
        let through = self.history.through(*mains.end());
        (from..=through).filter_map(|position| self.change_at(position))
    }

    /// The changes of `key` from the newest at or below `main` back to its first.
    pub fn changes_back<'a>(
        &'a self,
        key: &[u8],
        main: u64,
    ) -> impl Iterator<Item = Change<'a>> + use<'a> {
        let head = self.order.get(key).map_or(0, |&id| self.head(id));
        let newest = self.history.seek(head, self.history.through(main));
        std::iter::successors(self.change_at(newest), |change| {
            self.change_at(change.record.previous)
        })
    }

    /// The puts and tombstones of `key` with a main revision in `mains`, oldest first.
    #[must_use]
    pub fn dots(&self, key: &[u8], mains: RangeInclusive<u64>) -> Vec<Dot> {
        let mut dots: Vec<Dot> = self
            .changes_back(key, *mains.end())
            .take_while(|change| change.revision().main >= *mains.start())
            .map(|change| change.dot())
            .collect();
        dots.reverse();
        dots
    }

    /// All puts and tombstones of `key`, oldest first, compacted ones included.
    #[must_use]
    pub fn history(&self, key: &[u8]) -> Vec<Dot> {
        self.dots(key, 0..=u64::MAX)
    }

    /// The generations of `key`, oldest first, compacted ones included. An open one comes last if
    /// the key exists.
    #[must_use]
    pub fn generations(&self, key: &[u8]) -> Vec<Generation> {
        let mut generations: Vec<Generation> = Vec::new();
        for dot in self.history(key) {
            match generations
                .last_mut()
                .filter(|last| last.tombstone.is_none())
            {
                Some(open) => {
                    open.tombstone = dot.tombstone().then_some(dot.revision);
                    open.dots.push(dot);
                }
                None => generations.push(Generation {
                    created: dot.revision,
                    dots: vec![dot],
                    tombstone: None,
                }),
            }
        }
        generations
    }

    /// Every key ever written from `first` on, in order, with whether it exists now.
    pub fn keys(&self, first: &[u8]) -> impl Iterator<Item = (&Bytes, bool)> {
        let bound = self.history.last();
        let known = super::read::keys_in(&self.order, first, b"\0");
        known.map(move |(key, &id): (_, &KeyId)| (key, self.living(id, bound).is_some()))
    }

    /// How many keys were ever written.
    #[must_use]
    pub fn keys_ever(&self) -> usize {
        self.names.len()
    }
}
