//! Real files are read as etcd reads them; what is written is read again; nothing that can stand
//! in a file does harm.

use super::*;
use crate::{
    etcd::{State, api::RangeRequest},
    raft::Configuration,
    units::{Index, NodeId, Rng, Term},
};

/// Two snapshots that real servers saved, with a little of everything in them, and what real
/// etcdutl and the servers themselves said of them: hash, keys, the KV hash.
const REAL: [(&[u8], u32, u64); 2] = [
    (
        include_bytes!("../../../tests/snapshots/etcd-3.4.23.db"),
        2_934_698_329,
        69,
    ),
    (
        include_bytes!("../../../tests/snapshots/etcd-3.5.1.db"),
        3_968_146_258,
        71,
    ),
];

fn opened(file: &'static [u8]) -> (Image, Buckets) {
    let (database, tail) = file.split_at(file.len() - SHA256_BYTES);
    assert_eq!(sha256(database), tail, "the digest at the end");
    let image = Image::open(Bytes::from_static(database)).expect("a database");
    let buckets = image.read().expect("a sound one");
    (image, buckets)
}

fn plan() -> Restore {
    let urls = |port: u32| vec![format!("http://127.0.0.1:{port}")];
    Restore {
        name: "m1".to_owned(),
        members: vec![
            ("m1".to_owned(), urls(12_380)),
            ("m2".to_owned(), urls(22_380)),
            ("m3".to_owned(), urls(8)),
        ],
        token: "etcd-cluster".to_owned(),
    }
}

fn booted(file: &'static [u8]) -> Boot {
    let database = Bytes::from_static(file).slice(..file.len() - SHA256_BYTES);
    let files = restore(database, &plan()).expect("it can be restored");
    Boot::read(files.database.into(), &files.log, 2).expect("it can be started")
}

#[test]
fn real_snapshots_have_the_hash_that_etcdutl_gives_them() {
    for (file, hash, total_key) in REAL {
        let (image, buckets) = opened(file);
        let status = Status {
            total_size: image.size(),
            ..buckets.status()
        };
        let wanted = Status {
            hash,
            revision: 60,
            total_key,
            total_size: 49_152,
        };
        assert_eq!(status, wanted);
    }
}

#[test]
fn restored_members_have_the_ids_that_etcd_gives_them() {
    for (file, ..) in REAL {
        let boot = booted(file);
        assert_eq!(boot.id, NodeId(0xddd6_7b31_2462_fd7b));
        assert_eq!(boot.cluster, 0x15ad_c3f3_af89_66b9, "as the real log says");
        assert_eq!(boot.start, (Index(3), Term(1)));
        assert_eq!(boot.hard_state.vote, NodeId(0x1cdf_af9d_ee25_ada9));
        assert_eq!(boot.state.members.len(), 3);
        assert_eq!(boot.member.name, "m1");
    }
}

#[test]
fn restored_stores_read_as_before() {
    for (file, ..) in REAL {
        let (_, buckets) = opened(file);
        let state = booted(file).state;
        let again = Buckets::of(&state);
        for name in ["key", "lease", "cluster", "auth", "authUsers", "authRoles"] {
            let (again, before) = (again.pairs(name), buckets.pairs(name));
            assert_eq!(again, before, "{name}");
        }
        assert_eq!((state.store.revision(), state.store.compacted()), (60, 6));
        let get = |key: &'static [u8], revision| {
            let request = RangeRequest {
                key: Bytes::from_static(key),
                revision,
                ..RangeRequest::default()
            };
            let pair = state
                .store
                .range(&request)
                .map(|it| it.kvs.into_iter().next());
            pair.map(|pair| pair.map(|it| (it.value, it.version, it.create_revision)))
        };
        let pair = |value: &'static str, version, create| {
            Ok(Some((
                Bytes::from_static(value.as_bytes()),
                version,
                create,
            )))
        };
        assert_eq!(get(b"a", 0), pair("again2", 2, 8));
        assert_eq!(get(b"a", 6), pair("3", 2, 2));
        assert_eq!(get(b"a", 7), Ok(None));
        assert_eq!(get(b"a", 5), Err(crate::etcd::api::Error::Compacted));
        let (id, lease) = state.lessor.iter().next().expect("there is one");
        assert_eq!(lease.ttl, 100_000);
        assert_eq!(state.lessor.lease_of(b"c"), id);
        assert_eq!((state.origin(60), state.origin(61)), (None, None));
    }
}

/// Buckets of all sizes, by a seed.
fn some(rng: &mut Rng) -> Buckets {
    let mut buckets = Buckets::default();
    for name in ["alarm", "key", "meta"] {
        let most = [3, 40, 3_000][rng.below(3) as usize];
        let pairs = (0..rng.below(most)).map(|at| {
            let size = if rng.below(50) == 0 {
                9_000
            } else {
                rng.below(90)
            };
            let key = format!("{at:08}{}", "k".repeat(rng.below(9) as usize));
            (Bytes::from(key), Bytes::from(vec![b'v'; size as usize]))
        });
        let pairs = pairs.collect();
        buckets.set(name, pairs);
    }
    buckets
}

#[test]
fn what_is_written_is_read_again() {
    let mut rng = Rng::new(7);
    for transaction in 1..40 {
        let buckets = some(&mut rng);
        let bytes = image_of(&buckets, transaction * 2, 7);
        assert!(bytes.len() >= 7 * 4096 && bytes.len().is_multiple_of(4096));
        let image = Image::open(bytes.into()).expect("a database");
        assert_eq!(image.read(), Ok(buckets));
    }
}

#[test]
fn long_keys_make_branches_that_end() {
    let mut buckets = Buckets::default();
    let pair = |at| (Bytes::from(format!("{at:05000}")), Bytes::new());
    buckets.set("auth", (0..50).map(pair).collect());
    let image = Image::open(image_of(&buckets, 2, 0).into()).expect("a database");
    assert_eq!(image.read(), Ok(buckets));
}

#[test]
fn bbolts_own_complaints_are_made() {
    let (database, _) = REAL[1].0.split_at(REAL[1].0.len() - SHA256_BYTES);
    let read = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = database.to_vec();
        change(&mut bytes);
        match Image::open(bytes.into()) {
            Ok(image) => image.read().map(|_| ()).map_err(|it| it.to_string()),
            Err(error) => Err(error.to_string()),
        }
    };
    let error = |text: &str| Err(text.to_owned());
    assert_eq!(read(&|_| {}), Ok(()));
    assert_eq!(read(&|it| it.truncate(0)), error("bad file descriptor"));
    assert_eq!(read(&|it| it.truncate(100)), error("invalid database"));
    assert_eq!(read(&|it| it.truncate(4096)), error("file size too small"));
    assert_eq!(read(&|it| it[..8192].fill(b'x')), error("invalid database"));
    assert_eq!(
        read(&|it| it[..4096].fill(0)),
        Ok(()),
        "the other meta page is whole"
    );
    let both = |it: &mut Vec<u8>| (it[20], it[4116]) = (3, 3);
    assert_eq!(read(&both), error("version mismatch"));
    let both = |it: &mut Vec<u8>| (it[64], it[4160]) = (99, 99);
    assert_eq!(read(&both), error("checksum error"));
    let zero = |it: &mut Vec<u8>| it[8 * 4096..9 * 4096].fill(0);
    let text = "panic: freepages: failed to get all reachable pages \
                (page 0: invalid type: unknown<00>)";
    assert_eq!(read(&zero), error(text));
    let cut = read(&|it| it.truncate(3 * 4096)).expect_err("pages are missing");
    assert!(cut.starts_with("unexpected fault address"), "{cut}");
}

#[test]
fn no_file_does_harm() {
    let mut rng = Rng::new(1);
    let small = image_of(&some(&mut Rng::new(3)), 2, 0);
    let plan = plan();
    for round in 0..1_500 {
        let real = REAL[round % 2].0;
        let mut bytes = if round % 3 == 0 {
            small.clone()
        } else {
            real.to_vec()
        };
        for _ in 0..=rng.below(6) {
            let at = rng.below(bytes.len() as u64) as usize;
            match rng.below(4) {
                0 => bytes[at] = rng.below(256) as u8,
                1 => bytes[at / 16 * 16..][..16].fill(0xff),
                2 => bytes.copy_within(at.min(4000)..at.min(4000) + 64, at / 4096 * 4096),
                _ => bytes.truncate(at / 4096 * 4096 + 4096),
            }
        }
        if let Ok(files) = restore(bytes.into(), &plan) {
            let mut log = files.log;
            let at = rng.below(log.len() as u64) as usize;
            log[at] ^= rng.below(256) as u8;
            let _boot = Boot::read(files.database.into(), &log, 2);
        }
    }
}

#[test]
fn an_empty_state_has_the_buckets_of_a_new_member() {
    let state = State::new(Configuration::of([NodeId(7)]), 2);
    let buckets = Buckets::of(&state);
    let names: Vec<_> = buckets.0.iter().map(|it| it.name.clone()).collect();
    assert_eq!(names.len(), 10);
    assert!(names.is_sorted());
    let conf_state = buckets.value("meta", "confState").expect("it is there");
    assert_eq!(conf_state, &br#"{"voters":[7],"auto_leave":false}"#[..]);
}
