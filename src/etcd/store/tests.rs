//! The store against a naive twin that keeps every version of the world, and etcd's own numbers.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::Store;
use crate::{
    etcd::api::{Error, KeyValue, RangeRequest, SortOrder, SortTarget},
    units::{LeaseId, Revision, Rng},
};

/// One whole map of pairs per main revision.
struct Twin {
    worlds: Vec<BTreeMap<Bytes, KeyValue>>,
    compacted: i64,
}

impl Twin {
    fn new() -> Self {
        Self {
            worlds: vec![BTreeMap::new(), BTreeMap::new()],
            compacted: -1,
        }
    }

    fn put(&mut self, key: &Bytes, value: &Bytes, lease: LeaseId) {
        let mut world = self.worlds.last().cloned().unwrap_or_default();
        let main = self.worlds.len() as i64;
        let before = world.get(key);
        let create_revision = before.map_or(main, |pair| pair.create_revision);
        let version = before.map_or(1, |pair| pair.version + 1);
        let pair = KeyValue {
            key: key.clone(),
            value: value.clone(),
            lease: lease.0,
            create_revision,
            mod_revision: main,
            version,
        };
        world.insert(key.clone(), pair);
        self.worlds.push(world);
    }

    fn delete(&mut self, from: &Bytes, to: &Bytes) -> usize {
        let mut world = self.worlds.last().cloned().unwrap_or_default();
        let before = world.len();
        world.retain(|key, _| key < from || key >= to);
        let deleted = before - world.len();
        if deleted > 0 {
            self.worlds.push(world);
        }
        deleted
    }

    fn read(&self, key: &Bytes, revision: i64) -> Result<Option<KeyValue>, Error> {
        let newest = self.worlds.len() as i64 - 1;
        if revision > newest {
            return Err(Error::FutureRevision);
        }
        if revision > 0 && revision < self.compacted {
            return Err(Error::Compacted);
        }
        let at = if revision <= 0 { newest } else { revision };
        Ok(self.worlds[usize::try_from(at).expect("small")]
            .get(key)
            .cloned())
    }
}

fn key(number: u64) -> Bytes {
    Bytes::from(format!("k{number:02}"))
}

#[test]
fn every_revision_reads_as_the_naive_twin_does() {
    for seed in 0..20 {
        let mut rng = Rng::new(seed);
        let (mut store, mut twin) = (Store::new(), Twin::new());
        for step in 0..150 {
            match rng.below(10) {
                0..=5 => {
                    let (key, lease) = (key(rng.below(12)), LeaseId(rng.below(3).cast_signed()));
                    let value = Bytes::from(step.to_string());
                    store.begin().put(key.clone(), value.clone(), lease);
                    twin.put(&key, &value, lease);
                }
                6..=7 => {
                    let (from, to) = (key(rng.below(12)), key(rng.below(14)));
                    let deleted = store.begin().delete_range(&from, &to).len();
                    assert_eq!(deleted, twin.delete(&from, &to), "seed {seed}, step {step}");
                }
                8 => {
                    let at = rng.below(twin.worlds.len() as u64 + 2).cast_signed();
                    let newest = twin.worlds.len() as i64 - 1;
                    let expected = if at <= twin.compacted {
                        Err(Error::Compacted)
                    } else if at > newest {
                        Err(Error::FutureRevision)
                    } else {
                        twin.compacted = at;
                        Ok(())
                    };
                    assert_eq!(store.compact(at), expected, "seed {seed}, compact {at}");
                }
                _ => compare(&store, &twin),
            }
        }
        compare(&store, &twin);
    }
}

fn compare(store: &Store, twin: &Twin) {
    assert_eq!(store.revision() as usize, twin.worlds.len() - 1);
    assert_eq!(store.alive(), twin.worlds.last().map_or(0, BTreeMap::len));
    for revision in -1..=twin.worlds.len() as i64 {
        // A tombstone exactly at the compacted revision hides the key there, as in etcd 3.5.1;
        // for a reader that is the same as having been deleted.
        for number in 0..12 {
            let key = key(number);
            assert_eq!(
                store.get_at(&key, revision),
                twin.read(&key, revision),
                "{revision}"
            );
        }
    }
}

#[test]
fn a_clone_keeps_its_own_past_and_future() {
    let mut store = Store::new();
    store.begin().put("a".into(), "1".into(), LeaseId::NONE);
    let kept = store.clone();
    let mut other = store.clone();
    for number in 0..2_000 {
        store
            .begin()
            .put(key(number % 7), number.to_string().into(), LeaseId::NONE);
    }
    other.begin().put("b".into(), "2".into(), LeaseId::NONE);
    assert_eq!((kept.revision(), kept.alive()), (2, 1));
    assert_eq!((other.revision(), other.alive()), (3, 2));
    assert!(kept.get(b"k00").is_none() && other.get(b"k00").is_none());
    assert_ne!(kept.hash(), other.hash());
}

#[test]
fn changes_of_one_transaction_share_a_revision_and_are_numbered() {
    let mut store = Store::new();
    for name in ["a", "b", "c"] {
        store.begin().put(name.into(), "1".into(), LeaseId::NONE);
    }
    store.begin().delete_range(b"a", b"c");
    let revisions: Vec<Revision> = store.revisions(5..=5).map(|c| c.revision()).collect();
    assert_eq!(
        revisions,
        [Revision { main: 5, sub: 0 }, Revision { main: 5, sub: 1 }]
    );
    let untouched = store.begin().revision();
    assert_eq!(
        (untouched, store.revision()),
        (5, 5),
        "nothing changed, nothing moved"
    );
}

#[test]
fn a_key_lives_in_generations() {
    let mut store = Store::new();
    for value in ["1", "2"] {
        store.begin().put("a".into(), value.into(), LeaseId::NONE);
    }
    store.begin().delete_range(b"a", b"");
    store.begin().put("a".into(), "3".into(), LeaseId::NONE);
    let lives = store.generations(b"a");
    let seen: Vec<_> = lives
        .iter()
        .map(|life| (life.created.main, life.dots.len()))
        .collect();
    assert_eq!(seen, [(2, 3), (5, 1)]);
    assert_eq!(lives[0].tombstone.map(|at| at.main), Some(4));
    let now = store.get(b"a").expect("it was put again");
    assert_eq!(
        (now.create_revision, now.mod_revision, now.version),
        (5, 5, 1)
    );
    store.compact(4).expect("there is something to forget");
    let dropped: Vec<bool> = store
        .history(b"a")
        .iter()
        .map(|dot| dot.compacted)
        .collect();
    assert_eq!(dropped, [true, true, true, false]);
}

/// What is asked beyond "all keys from a to z", and the keys, count and `more` of the answer.
type RangeCase = (fn(&mut RangeRequest), &'static str, i64, bool);

const RANGES: [RangeCase; 12] = [
    (|_| {}, "a b c", 3, false),
    (|r| r.limit = 2, "a b", 3, true),
    (|r| r.set_sort_order(SortOrder::Descend), "c b a", 3, false),
    (|r| r.set_sort_target(SortTarget::Value), "c a b", 3, false),
    (
        |r| (r.limit, r.sort_target) = (1, SortTarget::Mod as i32),
        "a",
        3,
        true,
    ),
    (|r| r.min_mod_revision = 4, "b c", 3, false),
    (|r| r.max_create_revision = 2, "a", 3, false),
    (|r| r.count_only = true, "", 3, false),
    (|r| r.revision = 3, "a b", 2, false),
    (
        |r| (r.key, r.range_end) = ("b".into(), "\0".into()),
        "b c",
        2,
        false,
    ),
    (
        |r| (r.key, r.range_end) = ("b".into(), "".into()),
        "b",
        1,
        false,
    ),
    (
        |r| (r.key, r.range_end) = ("b".into(), "a".into()),
        "",
        0,
        false,
    ),
];

#[test]
fn ranges_filter_sort_cut_and_strip_in_etcds_order() {
    let mut store = Store::new();
    for (name, value) in [("a", "3"), ("b", "2"), ("c", "1"), ("b", "9")] {
        store.begin().put(name.into(), value.into(), LeaseId::NONE);
    }
    for (edit, expected, count, more) in RANGES {
        let mut request = RangeRequest {
            key: "a".into(),
            range_end: "z".into(),
            ..RangeRequest::default()
        };
        edit(&mut request);
        let answer = store.range(&request).expect("readable");
        let keys: Vec<_> = answer
            .kvs
            .iter()
            .map(|kv| String::from_utf8_lossy(&kv.key))
            .collect();
        let got = (keys.join(" "), answer.count, answer.more);
        assert_eq!(got, (expected.to_owned(), count, more), "{request:?}");
    }
}
