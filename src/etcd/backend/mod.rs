//! etcd's backend as a file: a bbolt database of ten buckets, as `snapshot save` sends it and a
//! data directory holds it (`server/mvcc/backend`, `go.etcd.io/bbolt`).
//!
//! etcdutl links against the server's own packages for this, and so may [`ctl`](crate::ctl): what
//! is here works on bytes and must not know a running server. [`Image`] is the format, [`Buckets`]
//! what stands in it; a member's [`State`](super::State) becomes buckets and comes back from them;
//! [`restore`] makes a data directory of a snapshot.

mod check;
mod decode;
mod encode;
mod image;
mod legacy;
mod restore;
mod send;
mod sha256;
mod wal;
mod write;

#[cfg(test)]
mod tests;

use bytes::Bytes;

pub use check::Damage;
pub use decode::{BadBackend, Boot};
pub use image::{Image, ImageError};
pub use restore::{DataDir, LOG_NAME, Restore, RestoreError, defragmented, restore};
pub use send::snapshot;
pub use sha256::{SHA256_BYTES, sha256};
pub use write::image_of;

use crate::units::{Crc32c, Revision};

/// One bucket: keys and values in the order of the keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bucket {
    /// Its name.
    pub name: Bytes,
    /// Its keys and values.
    pub pairs: Vec<(Bytes, Bytes)>,
}

/// All buckets in the order of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Buckets(pub Vec<Bucket>);

/// What `snapshot status` tells of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// CRC-32C over the buckets' names, keys and values.
    pub hash: u32,
    /// The main revision of the last change.
    pub revision: i64,
    /// Keys in all buckets.
    pub total_key: u64,
    /// Bytes of the database.
    pub total_size: u64,
}

impl Buckets {
    /// The pairs of a bucket; none if it is missing.
    #[must_use]
    pub fn pairs(&self, name: &str) -> &[(Bytes, Bytes)] {
        let found = self.0.iter().find(|bucket| bucket.name == name.as_bytes());
        found.map_or(&[], |bucket| &bucket.pairs)
    }

    /// The value of a key in a bucket.
    #[must_use]
    pub fn value(&self, name: &str, key: &str) -> Option<&Bytes> {
        let pairs = self.pairs(name);
        let found = pairs.iter().find(|(known, _)| known == key.as_bytes());
        found.map(|(_, value)| value)
    }

    /// Sets all of a bucket.
    fn set(&mut self, name: &'static str, mut pairs: Vec<(Bytes, Bytes)>) {
        pairs.sort();
        let name = Bytes::from_static(name.as_bytes());
        let place = self.0.partition_point(|bucket| bucket.name < name);
        match self.0.get_mut(place).filter(|bucket| bucket.name == name) {
            Some(bucket) => bucket.pairs = pairs,
            None => self.0.insert(place, Bucket { name, pairs }),
        }
    }

    /// Hash, revision and number of keys (`etcdutl/snapshot`, `Status`; for the hash also
    /// `backend.Hash`).
    #[must_use]
    pub fn status(&self) -> Status {
        let mut status = Status::default();
        let mut hash = Crc32c::default();
        for bucket in &self.0 {
            hash.add(&bucket.name);
            for (key, value) in &bucket.pairs {
                hash.add(key).add(value);
            }
            status.total_key += bucket.pairs.len() as u64;
        }
        if let Some((key, _)) = self.pairs("key").last() {
            status.revision = revision(key).map_or(0, |it| it.main.cast_signed());
        }
        status.hash = hash.value();
        status
    }
}

/// The revision of a key in the bucket `key`: 8 bytes, `_`, 8 bytes (`mvcc/revision.go`).
fn revision(key: &[u8]) -> Option<Revision> {
    let main = u64::from_be_bytes(key.get(..8)?.try_into().ok()?);
    let sub = u64::from_be_bytes(key.get(9..17)?.try_into().ok()?);
    Some(Revision {
        main,
        sub: u32::try_from(sub).ok()?,
    })
}

/// The 17 bytes of a revision.
fn revision_key(revision: Revision) -> [u8; 17] {
    let mut key = [b'_'; 17];
    key[..8].copy_from_slice(&revision.main.to_be_bytes());
    key[9..].copy_from_slice(&u64::from(revision.sub).to_be_bytes());
    key
}
