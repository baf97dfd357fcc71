//! Reads: one key or a range of keys, at any revision that is not compacted.

use std::{
    cmp::Ordering,
    ops::Bound::{Excluded, Included, Unbounded},
};

use bytes::Bytes;

use super::{Store, record::KeyId, timeline::Position};
use crate::etcd::api::{
    Error, KeyValue, RangeRequest, RangeResponse, ResponseHeader, SortOrder, SortTarget,
};

/// The range end that means "all keys from the first one on".
const TO_THE_END: &[u8] = b"\0";

/// Whether `candidate` is in `[key, end)` as etcd reads it: an empty end means exactly `key`, an
/// end of one zero byte everything from `key` on.
#[must_use]
pub fn in_range(key: &[u8], end: &[u8], candidate: &[u8]) -> bool {
    match end {
        [] => candidate == key,
        TO_THE_END => candidate >= key,
        end => key <= candidate && candidate < end,
    }
}

/// The entries of `order` that lie in `[key, end)`.
pub(super) fn keys_in<'a>(
    order: &'a im::OrdMap<Bytes, KeyId>,
    key: &[u8],
    end: &[u8],
) -> impl Iterator<Item = (&'a Bytes, &'a KeyId)> + use<'a> {
    let one = if end.is_empty() {
        order.get_key_value(key)
    } else {
        None
    };
    let many = match end {
        [] => None,
        TO_THE_END => Some(order.range::<_, [u8]>((Included(key), Unbounded))),
        end if key < end => Some(order.range::<_, [u8]>((Included(key), Excluded(end)))),
        _ => None,
    };
    one.into_iter().chain(many.into_iter().flatten())
}

impl Store {
    /// The pair of `key` at main revision `at`, whether or not that is compacted.
    fn pair_at(&self, key: &[u8], bound: Position) -> Option<KeyValue> {
        let (key, &id) = self.order.get_key_value(key)?;
        Some(self.living(id, bound)?.pair(key.clone()))
    }

    /// The pair of `key` now.
    #[must_use]
    pub fn get(&self, key: &[u8]) -> Option<KeyValue> {
        self.pair_at(key, self.history.last())
    }

    /// The pair of `key` at `revision` (0 or less: now).
    ///
    /// # Errors
    /// [`Error::Compacted`] and [`Error::FutureRevision`], as for a range.
    pub fn get_at(&self, key: &[u8], revision: i64) -> Result<Option<KeyValue>, Error> {
        Ok(self.pair_at(key, self.bound(revision)?))
    }

    /// The pairs in `[key, end)` now, in order of keys.
    pub fn pairs<'a>(&'a self, key: &[u8], end: &[u8]) -> impl Iterator<Item = KeyValue> + use<'a> {
        let bound = self.history.last();
        keys_in(&self.order, key, end)
            .filter_map(move |(key, &id)| Some(self.living(id, bound)?.pair(key.clone())))
    }

    /// The last position that a read at `revision` sees.
    fn bound(&self, revision: i64) -> Result<Position, Error> {
        let Some(main) = u64::try_from(revision).ok().filter(|&main| main > 0) else {
            return Ok(self.history.last());
        };
        if main > self.revision {
            return Err(Error::FutureRevision);
        }
        if revision < self.compacted {
            return Err(Error::Compacted);
        }
        if main == self.revision {
            return Ok(self.history.last());
        }
        Ok(self.history.through(main))
    }

    /// Answers a range request, in etcd's order: fetch at the revision, filter, sort, truncate,
    /// strip values. The header carries the current revision and nothing else.
    ///
    /// # Errors
    /// [`Error::Compacted`] and [`Error::FutureRevision`].
    pub fn range(&self, request: &RangeRequest) -> Result<RangeResponse, Error> {
        let bound = self.bound(request.revision)?;
        let limit = usize::try_from(request.limit)
            .ok()
            .filter(|&limit| limit > 0);
        let revision = self.revision.cast_signed();
        let header = Some(ResponseHeader {
            revision,
            ..ResponseHeader::default()
        });
        let fetch = match limit {
            _ if request.count_only => 0,
            Some(limit) if !needs_all(request) => limit.saturating_add(1),
            _ => usize::MAX,
        };
        let (mut kvs, count) = self.fetch(request, bound, fetch);
        kvs.retain(|kv| passes_filters(request, kv));
        sort(request, &mut kvs);
        let more = limit.is_some_and(|limit| kvs.len() > limit);
        kvs.truncate(limit.unwrap_or(usize::MAX));
        if request.keys_only {
            for kv in &mut kvs {
                kv.value = Bytes::new();
            }
        }
        Ok(RangeResponse {
            header,
            kvs,
            more,
            count,
        })
    }

    /// The first `limit` pairs of the range, and how many there are.
    fn fetch(&self, request: &RangeRequest, bound: Position, limit: usize) -> (Vec<KeyValue>, i64) {
        let (mut kvs, mut count) = (Vec::new(), 0);
        for (key, &id) in keys_in(&self.order, &request.key, &request.range_end) {
            let Some(record) = self.living(id, bound) else {
                continue;
            };
            count += 1;
            if kvs.len() < limit {
                kvs.push(record.pair(key.clone()));
            }
        }
        (kvs, count)
    }
}

/// Whether the limit may cut only after filtering and sorting.
const fn needs_all(request: &RangeRequest) -> bool {
    request.sort_order != SortOrder::None as i32
        || request.min_mod_revision != 0
        || request.max_mod_revision != 0
        || request.min_create_revision != 0
        || request.max_create_revision != 0
}

const fn passes_filters(request: &RangeRequest, kv: &KeyValue) -> bool {
    let (modified, created) = (kv.mod_revision, kv.create_revision);
    (request.max_mod_revision == 0 || modified <= request.max_mod_revision)
        && (request.min_mod_revision == 0 || modified >= request.min_mod_revision)
        && (request.max_create_revision == 0 || created <= request.max_create_revision)
        && (request.min_create_revision == 0 || created >= request.min_create_revision)
}

/// Sorts as asked; a target other than the key sorts ascending even when no order is asked for.
/// Ties stay in order of keys (etcd's sort leaves them anyhow).
fn sort(request: &RangeRequest, kvs: &mut [KeyValue]) {
    let target = request.sort_target();
    let order = match request.sort_order() {
        SortOrder::None if target != SortTarget::Key => SortOrder::Ascend,
        order => order,
    };
    let compare = |a: &KeyValue, b: &KeyValue| match target {
        SortTarget::Key => a.key.cmp(&b.key),
        SortTarget::Version => a.version.cmp(&b.version),
        SortTarget::Create => a.create_revision.cmp(&b.create_revision),
        SortTarget::Mod => a.mod_revision.cmp(&b.mod_revision),
        SortTarget::Value => a.value.cmp(&b.value),
    };
    match order {
        SortOrder::None => {}
        SortOrder::Ascend => kvs.sort_by(compare),
        SortOrder::Descend => kvs.sort_by(|a, b| compare(a, b).then(Ordering::Equal).reverse()),
    }
}
