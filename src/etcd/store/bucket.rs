//! The store as etcd's `key` bucket holds it: revisions as keys, pairs as values, and the hash
//! over them (`kvstore.go`, `revision.go`).

use prost::Message as _;

use super::{Store, record::Record};
use crate::{
    etcd::api::{Error, KeyValue},
    units::Crc32c,
};

impl Store {
    /// The hash over all that can be read at `revision` (0: now) and the changes since the last
    /// compaction up to it: CRC-32C over the bucket's name, then each revision and pair.
    ///
    /// # Errors
    /// As 3.5.1: [`Error::Compacted`] at the compacted revision and below, where later releases
    /// allow the revision itself; [`Error::FutureRevision`].
    pub fn hash_kv(&self, revision: i64) -> Result<u32, Error> {
        if revision > 0 && revision <= self.compacted {
            return Err(Error::Compacted);
        }
        if revision > self.revision.cast_signed() {
            return Err(Error::FutureRevision);
        }
        let through = match revision {
            0 => self.history.last(),
            _ => self.history.through(u64::try_from(revision).unwrap_or(0)),
        };
        // Of what a compaction left, only what is still there at the revision counts, unless
        // nothing is (`HashByRev`, `keep`).
        let any = (0..self.heads.len()).any(|key| {
            let key = u32::try_from(key).unwrap_or(u32::MAX);
            self.living(key, through).is_some()
        });
        let mut hash = Crc32c::default();
        hash.add(b"key");
        for position in 1..=through {
            let Some(record) = self.history.get(position) else {
                continue;
            };
            let old = position <= self.compacted_through;
            let newest = || self.history.seek(self.head(record.key), through) == position;
            if old && (self.is_compacted(position, record) || any && !newest()) {
                continue;
            }
            self.add_item(record, &mut hash);
        }
        Ok(hash.value())
    }

    fn add_item(&self, record: &Record, hash: &mut Crc32c) {
        let key = self.name(record.key).clone();
        hash.add(&record.revision.main.to_be_bytes())
            .add(b"_")
            .add(&u64::from(record.revision.sub).to_be_bytes());
        let pair = if record.tombstone() {
            hash.add(b"t");
            KeyValue {
                key,
                ..KeyValue::default()
            }
        } else {
            record.pair(key)
        };
        hash.add(&pair.encode_to_vec());
    }
}
