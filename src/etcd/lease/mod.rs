//! The lessor: leases, the keys that hang on them and, on the leader, when they run out. Knows no
//! store and no Raft; the server revokes what it is told is due.
//!
//! Two kinds of state. What Raft agrees on, the same on every member: which leases there are, their
//! TTLs, their keys. And what only the primary lessor has, the one on the leader: expiries and the
//! queue. On all other members a lease lasts for ever.

mod heap;
mod promote;

#[cfg(test)]
mod tests;

use bytes::Bytes;

pub use heap::{Heap, Item};

use crate::{
    etcd::api::Error,
    units::{LeaseId, Map, Micros, Set, StateHash},
};

/// The longest TTL in seconds that can be asked for.
pub const MAX_TTL: i64 = 9_000_000_000;
/// Leases that the primary revokes in one round, of which there are two a second.
pub const REVOKE_LIMIT: usize = 500;
/// How long the primary waits before it proposes again to revoke a lease that is still there.
pub const RETRY_INTERVAL: Micros = Micros::from_secs(3);

/// One lease as all members know it.
#[derive(Clone, Debug, Default)]
pub struct Lease {
    /// Time to live in seconds.
    pub ttl: i64,
    /// The keys that hang on it.
    pub keys: Set<Bytes>,
}

impl Lease {
    /// The TTL as a span.
    fn span(&self) -> Micros {
        Micros::from_secs(self.ttl.max(0).cast_unsigned())
    }
}

/// What became of a renewal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// Renewed; its full TTL in seconds.
    Renewed(i64),
    /// There is no such lease.
    NotFound,
    /// It ran out and its revocation is on the way: the answer waits until the lease is gone (then
    /// it is [`Renewal::NotFound`]) or this lessor is no longer primary.
    Expired,
    /// Only the leader's lessor renews.
    NotPrimary,
}

/// A member's leases; a clone costs nothing.
#[derive(Clone, Debug)]
pub struct Lessor {
    minimum_ttl: i64,
    leases: Map<LeaseId, Lease>,
    /// Which lease a key hangs on.
    items: Map<Bytes, LeaseId>,
    /// On the primary: when each lease runs out.
    expiries: Map<LeaseId, Micros>,
    queue: Heap,
    primary: bool,
    /// Sum of the hashes of all leases and attachments.
    agreed: u64,
    /// Sum of the hashes of all expiries.
    expiring: u64,
}

impl Lessor {
    /// A lessor without leases, not primary. Grants below `minimum_ttl` seconds get that.
    #[must_use]
    pub fn new(minimum_ttl: i64) -> Self {
        Self {
            minimum_ttl,
            leases: Map::new(),
            items: Map::new(),
            expiries: Map::new(),
            queue: Heap::default(),
            primary: false,
            agreed: 0,
            expiring: 0,
        }
    }

    /// Creates a lease and returns its TTL in seconds.
    ///
    /// # Errors
    /// [`Error::LeaseNotFound`] for id 0, [`Error::LeaseTtlTooLarge`], [`Error::LeaseExist`].
    pub fn grant(&mut self, id: LeaseId, ttl: i64, now: Micros) -> Result<i64, Error> {
        if id == LeaseId::NONE {
            return Err(Error::LeaseNotFound);
        }
        if ttl > MAX_TTL {
            return Err(Error::LeaseTtlTooLarge);
        }
        if self.leases.contains_key(&id) {
            return Err(Error::LeaseExist);
        }
        let lease = Lease {
            ttl: ttl.max(self.minimum_ttl),
            ..Lease::default()
        };
        let (ttl, span) = (lease.ttl, lease.span());
        self.agreed = self.agreed.wrapping_add(lease_mark(id, ttl));
        self.leases.insert(id, lease);
        if self.primary {
            self.schedule(id, now + span);
        }
        Ok(ttl)
    }

    /// Ends a lease and returns its keys, sorted, for the server to delete; `None` if there is no
    /// such lease. Its item stays in the queue until it comes to the front, as in etcd.
    pub fn revoke(&mut self, id: LeaseId) -> Option<Vec<Bytes>> {
        let lease = self.leases.remove(&id)?;
        self.agreed = self.agreed.wrapping_sub(lease_mark(id, lease.ttl));
        if let Some(expiry) = self.expiries.remove(&id) {
            self.expiring = self.expiring.wrapping_sub(expiry_mark(id, expiry));
        }
        let keys: Vec<Bytes> = lease.keys.iter().cloned().collect();
        for key in &keys {
            self.items.remove(key);
            self.agreed = self.agreed.wrapping_sub(item_mark(id, key));
        }
        Some(keys)
    }

    /// Hangs `key` on a lease, taking it off the one it hung on.
    ///
    /// # Errors
    /// [`Error::LeaseNotFound`]; then nothing changed.
    pub fn attach(&mut self, id: LeaseId, key: &Bytes) -> Result<(), Error> {
        if !self.leases.contains_key(&id) {
            return Err(Error::LeaseNotFound);
        }
        if self.lease_of(key) == id {
            return Ok(());
        }
        self.detach(key);
        if let Some(lease) = self.leases.get_mut(&id) {
            lease.keys.insert(key.clone());
        }
        self.items.insert(key.clone(), id);
        self.agreed = self.agreed.wrapping_add(item_mark(id, key));
        Ok(())
    }

    /// Takes `key` off its lease, if it hangs on one.
    pub fn detach(&mut self, key: &[u8]) {
        let Some(id) = self.items.remove(key) else {
            return;
        };
        if let Some(lease) = self.leases.get_mut(&id) {
            lease.keys.remove(key);
        }
        self.agreed = self.agreed.wrapping_sub(item_mark(id, key));
    }

    /// The lease that `key` hangs on, or none.
    #[must_use]
    pub fn lease_of(&self, key: &[u8]) -> LeaseId {
        self.items.get(key).copied().unwrap_or_default()
    }

    /// One lease.
    #[must_use]
    pub fn get(&self, id: LeaseId) -> Option<&Lease> {
        self.leases.get(&id)
    }

    /// All leases, by id.
    pub fn iter(&self) -> impl Iterator<Item = (LeaseId, &Lease)> {
        self.leases.iter().map(|(&id, lease)| (id, lease))
    }

    /// How many leases there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.leases.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.leases.is_empty()
    }

    /// All ids, soonest expiry first; by id where nothing runs out.
    #[must_use]
    pub fn by_expiry(&self) -> Vec<LeaseId> {
        let mut ids: Vec<LeaseId> = self.leases.keys().copied().collect();
        ids.sort_by_key(|id| self.expiries.get(id).copied().unwrap_or(Micros::MAX));
        ids
    }

    /// When a lease runs out; `None` if it is unknown or lasts for ever here.
    #[must_use]
    pub fn expiry(&self, id: LeaseId) -> Option<Micros> {
        self.expiries.get(&id).copied()
    }

    /// What is left of a lease in whole seconds, cut towards zero: negative once it is more than a
    /// second overdue, and Go's longest duration where it lasts for ever. `None` if it is unknown.
    #[must_use]
    pub fn remaining_seconds(&self, id: LeaseId, now: Micros) -> Option<i64> {
        self.leases.get(&id)?;
        let Some(expiry) = self.expiry(id) else {
            return Some(i64::MAX / 1_000_000_000);
        };
        let overdue = now.since(expiry).as_secs().cast_signed();
        Some(expiry.since(now).as_secs().cast_signed() - overdue)
    }

    /// Whether a lease ran out and is not revoked yet.
    #[must_use]
    pub fn is_expired(&self, id: LeaseId, now: Micros) -> bool {
        self.expiry(id).is_some_and(|expiry| expiry <= now)
    }

    /// Gives a lease its full TTL again.
    pub fn renew(&mut self, id: LeaseId, now: Micros) -> Renewal {
        if !self.primary {
            return Renewal::NotPrimary;
        }
        let Some(lease) = self.leases.get(&id) else {
            return Renewal::NotFound;
        };
        if self.is_expired(id, now) {
            return Renewal::Expired;
        }
        let (ttl, span) = (lease.ttl, lease.span());
        self.schedule(id, now + span);
        Renewal::Renewed(ttl)
    }

    /// The leases to revoke now, at most `limit`; what the primary does every 500 ms. Each is put
    /// back into the queue for [`RETRY_INTERVAL`] later, lest its revocation gets lost.
    pub fn due(&mut self, now: Micros, limit: usize) -> Vec<LeaseId> {
        let mut due = Vec::new();
        if !self.primary {
            return due;
        }
        while due.len() < limit
            && let Some(item) = self.queue.peek()
        {
            if !self.leases.contains_key(&item.lease) {
                self.queue.pop();
                continue;
            }
            if now < item.time {
                break;
            }
            self.queue.register_or_update(Item {
                time: now + RETRY_INTERVAL,
                ..item
            });
            if self.is_expired(item.lease, now) {
                due.push(item.lease);
            }
        }
        due
    }

    /// Whether this is the leader's lessor.
    #[must_use]
    pub const fn primary(&self) -> bool {
        self.primary
    }

    /// The queue of expiries, with items of revoked leases that did not come to its front yet.
    #[must_use]
    pub const fn queue(&self) -> &Heap {
        &self.queue
    }

    /// Sets when a lease runs out, and queues it.
    fn schedule(&mut self, id: LeaseId, expiry: Micros) {
        if let Some(old) = self.expiries.insert(id, expiry) {
            self.expiring = self.expiring.wrapping_sub(expiry_mark(id, old));
        }
        self.expiring = self.expiring.wrapping_add(expiry_mark(id, expiry));
        self.queue.register_or_update(Item {
            lease: id,
            time: expiry,
        });
    }

    /// A hash over leases and attachments, equal on members that applied the same.
    #[must_use]
    pub const fn hash(&self) -> u64 {
        self.agreed
    }

    /// Folds in everything, the primary's own state included, in constant time.
    pub fn fold(&self, hash: &mut StateHash) {
        hash.u64(self.agreed)
            .flag(self.primary)
            .u64(self.expiring)
            .u64(self.queue.hash());
    }
}

fn lease_mark(id: LeaseId, ttl: i64) -> u64 {
    StateHash::new().i64(id.0).i64(ttl).finish()
}

fn item_mark(id: LeaseId, key: &[u8]) -> u64 {
    StateHash::new().bytes(key).i64(id.0).finish()
}

fn expiry_mark(id: LeaseId, expiry: Micros) -> u64 {
    StateHash::new().i64(id.0).u64(expiry.0).finish()
}
