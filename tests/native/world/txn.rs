//! Transactions through the world's door: what is refused, which branch happens, one revision.

use etcdscope::{
    etcd::api::{
        self, Compare, CompareResult, CompareTarget, Error, Request, RequestOp, Response,
        TxnRequest, TxnResponse, compare::TargetUnion, request_op, response_op,
    },
    sim::{Config, Fault, Notice, Owner, World},
    units::Micros,
};

use super::{booted, call};

const EP: &str = "127.0.0.1:2379";

fn op(request: request_op::Request) -> RequestOp {
    RequestOp {
        request: Some(request),
    }
}

fn put(key: &str, value: &str) -> RequestOp {
    leased(key, value, 0)
}

fn leased(key: &str, value: &str, lease: i64) -> RequestOp {
    op(request_op::Request::Put(api::PutRequest {
        key: key.to_owned().into(),
        value: value.to_owned().into(),
        lease,
        ..api::PutRequest::default()
    }))
}

fn get_at(key: &str, end: &str, revision: i64) -> RequestOp {
    op(request_op::Request::Range(api::RangeRequest {
        key: key.to_owned().into(),
        range_end: end.to_owned().into(),
        revision,
        ..api::RangeRequest::default()
    }))
}

fn get(key: &str) -> RequestOp {
    get_at(key, "", 0)
}

fn del(key: &str, end: &str) -> RequestOp {
    op(request_op::Request::DeleteRange(api::DeleteRangeRequest {
        key: key.to_owned().into(),
        range_end: end.to_owned().into(),
        prev_kv: false,
    }))
}

fn nested(compare: Vec<Compare>, success: Vec<RequestOp>, failure: Vec<RequestOp>) -> RequestOp {
    op(request_op::Request::Txn(TxnRequest {
        compare,
        success,
        failure,
    }))
}

fn compare(key: &str, end: &str, result: CompareResult, operand: TargetUnion) -> Compare {
    let target = match operand {
        TargetUnion::Version(_) => CompareTarget::Version,
        TargetUnion::CreateRevision(_) => CompareTarget::Create,
        TargetUnion::ModRevision(_) => CompareTarget::Mod,
        TargetUnion::Value(_) => CompareTarget::Value,
        TargetUnion::Lease(_) => CompareTarget::Lease,
    };
    Compare {
        result: result.into(),
        target: target.into(),
        key: key.to_owned().into(),
        target_union: Some(operand),
        range_end: end.to_owned().into(),
    }
}

fn does(success: Vec<RequestOp>) -> TxnRequest {
    TxnRequest {
        success,
        ..TxnRequest::default()
    }
}

fn txn(world: &mut World, txn: TxnRequest) -> Result<TxnResponse, Error> {
    call(world, EP, Request::Txn(txn)).map(|answer| match answer {
        Response::Txn(answer) => answer,
        other => panic!("not a transaction's answer: {other:?}"),
    })
}

fn revision(world: &World) -> u64 {
    world.node(0).expect("is there").state().store.revision()
}

#[test]
fn what_makes_no_sense_is_refused_before_it_is_proposed() {
    let mut world = booted(Config::default_node());
    let index = |world: &World| world.node(0).expect("is there").state().consistent_index();
    let before = index(&world);
    let many = |count: usize| (0..count).map(|n| put(&format!("k{n}"), "")).collect();
    let either = nested(Vec::new(), vec![put("a", "1")], vec![put("a", "2")]);
    let table = [
        (does(many(129)), Error::TooManyOps),
        (
            does(
                many(127)
                    .into_iter()
                    .chain([nested(Vec::new(), many(1), Vec::new())])
                    .collect(),
            ),
            Error::TooManyOps,
        ),
        (
            TxnRequest {
                compare: vec![compare(
                    "",
                    "",
                    CompareResult::Equal,
                    TargetUnion::Version(0),
                )],
                ..TxnRequest::default()
            },
            Error::EmptyKey,
        ),
        (does(vec![get("")]), Error::EmptyKey),
        (does(vec![del("", "z")]), Error::EmptyKey),
        (
            does(vec![nested(Vec::new(), Vec::new(), vec![put("", "1")])]),
            Error::EmptyKey,
        ),
        (does(vec![RequestOp::default()]), Error::KeyNotFound),
        (
            does(vec![put("a", "1"), put("a", "2")]),
            Error::DuplicateKey,
        ),
        (
            does(vec![put("b", "1"), del("a", "c")]),
            Error::DuplicateKey,
        ),
        (does(vec![del("a", ""), put("a", "1")]), Error::DuplicateKey),
        (
            does(vec![either.clone(), put("a", "3")]),
            Error::DuplicateKey,
        ),
        (
            does(vec![either.clone(), either.clone()]),
            Error::DuplicateKey,
        ),
        (
            does(vec![either.clone(), del("a", "b")]),
            Error::DuplicateKey,
        ),
        (
            does(vec![
                nested(Vec::new(), vec![del("a", "c")], Vec::new()),
                put("b", "1"),
            ]),
            Error::DuplicateKey,
        ),
    ];
    for (request, wanted) in table {
        assert_eq!(txn(&mut world, request.clone()), Err(wanted), "{request:?}");
    }
    assert_eq!(index(&world), before, "nothing went into the log");
}

#[test]
fn what_makes_sense_is_not_refused() {
    let mut world = booted(Config::default_node());
    let either = nested(Vec::new(), vec![put("a", "1")], vec![put("a", "2")]);
    let fine = [
        does((0..128).map(|n| put(&format!("k{n}"), "")).collect()),
        does(vec![either]),
        does(vec![del("a", ""), del("a", "z")]),
        // As in etcd, the end that means "all" is no interval to this check.
        does(vec![del("a", "\0"), put("b", "1")]),
        TxnRequest {
            success: vec![put("a", "1")],
            failure: vec![put("a", "2")],
            ..TxnRequest::default()
        },
    ];
    for request in fine {
        txn(&mut world, request.clone()).unwrap_or_else(|error| panic!("{error}: {request:?}"));
    }
}

#[test]
fn comparisons_look_at_every_key_of_their_range() {
    let mut world = booted(Config::default_node());
    txn(&mut world, does(vec![put("a1", "x"), put("a2", "y")])).expect("two keys");
    let value = |text: &'static str| TargetUnion::Value(text.into());
    use CompareResult::{Equal, Greater, Less, NotEqual};
    let table = [
        (compare("a", "b", Equal, TargetUnion::Version(1)), true),
        (compare("a", "b", Equal, value("x")), false),
        (compare("a", "b", Less, value("z")), true),
        (compare("a1", "\0", Greater, value("w")), true),
        (compare("b", "c", Equal, TargetUnion::ModRevision(0)), true),
        (compare("b", "c", NotEqual, value("x")), false),
        (compare("a2", "", NotEqual, TargetUnion::Lease(0)), false),
        (
            compare("a2", "", Equal, TargetUnion::CreateRevision(2)),
            true,
        ),
        // Without an operand of its own kind a comparison is with zero.
        (
            Compare {
                target_union: Some(value("x")),
                ..compare("a2", "", Greater, TargetUnion::Version(9))
            },
            true,
        ),
    ];
    for (one, holds) in table {
        let request = TxnRequest {
            compare: vec![one.clone()],
            ..TxnRequest::default()
        };
        let answer = txn(&mut world, request).expect("reads");
        assert_eq!(answer.succeeded, holds, "{one:?}");
    }
}

#[test]
fn nested_branches_are_chosen_before_the_first_change() {
    let mut world = booted(Config::default_node());
    let missing = |key| compare(key, "", CompareResult::Equal, TargetUnion::Version(0));
    let request = does(vec![
        put("a", "1"),
        nested(
            vec![missing("a")],
            vec![get("a"), put("b", "2")],
            vec![put("c", "3")],
        ),
        get_at("a", "z", 0),
    ]);
    let answer = txn(&mut world, request).expect("done");
    assert_eq!(answer.header.map(|header| header.revision), Some(2));
    let [_, inner, last] = answer.responses.as_slice() else {
        panic!("{answer:?}");
    };
    let Some(response_op::Response::Txn(inner)) = &inner.response else {
        panic!("{inner:?}");
    };
    assert!(inner.succeeded, "a was missing when the transaction began");
    let Some(response_op::Response::Range(seen)) = &inner.responses[0].response else {
        panic!("{inner:?}");
    };
    assert_eq!(seen.kvs[0].value, "1", "what was written before is seen");
    let Some(response_op::Response::Range(all)) = &last.response else {
        panic!("{last:?}");
    };
    let keys: Vec<_> = all.kvs.iter().map(|pair| pair.key.clone()).collect();
    assert_eq!(keys, ["a", "b"]);
    assert!(
        all.kvs.iter().all(|pair| pair.mod_revision == 2),
        "one revision"
    );
}

#[test]
fn one_that_fails_changes_nothing() {
    let mut world = booted(Config::default_node());
    txn(&mut world, does(vec![put("a", "1")])).expect("put");
    txn(&mut world, does(vec![put("a", "2")])).expect("put");
    let compact = api::CompactionRequest {
        revision: 3,
        physical: false,
    };
    call(&mut world, EP, Request::Compact(compact)).expect("compacted");
    let before = revision(&world);
    let table = [
        (
            vec![put("b", "1"), leased("c", "1", 77)],
            Error::LeaseNotFound,
        ),
        (
            vec![put("b", "1"), get_at("a", "", 4)],
            Error::FutureRevision,
        ),
        (vec![put("b", "1"), get_at("a", "", 2)], Error::Compacted),
        // A put's complaint comes before a range's, wherever they stand.
        (
            vec![get_at("a", "", 2), leased("c", "1", 77)],
            Error::LeaseNotFound,
        ),
        (
            vec![op(request_op::Request::Put(api::PutRequest {
                key: "b".into(),
                ignore_value: true,
                ..api::PutRequest::default()
            }))],
            Error::KeyNotFound,
        ),
    ];
    for (success, wanted) in table {
        let request = does(success.clone());
        assert_eq!(txn(&mut world, request), Err(wanted), "{success:?}");
        assert_eq!(revision(&world), before);
    }
    // The branch that does not happen is not looked at.
    let mut request = does(vec![get("a")]);
    request.failure = vec![leased("c", "1", 77)];
    txn(&mut world, request).expect("reads");
    assert_eq!(revision(&world), before);
}

#[test]
fn one_that_only_reads_is_a_read() {
    let mut world = booted(Config::tutorial());
    let at = |world: &World| world.node(0).expect("is there").state().consistent_index();
    txn(&mut world, does(vec![put("a", "1")])).expect("put");
    let before = at(&world);
    txn(&mut world, does(vec![get("a")])).expect("read");
    assert_eq!(at(&world), before, "no entry");
    world.fault(&Fault::Kill(1)).expect("it was up");
    world.fault(&Fault::Kill(2)).expect("it was up");
    world.advance_to(world.now() + Micros::from_secs(3));
    let linear = txn(&mut world, does(vec![get("a")]));
    assert_eq!(linear, Err(Error::DeadlineExceeded));
    let range = request_op::Request::Range(api::RangeRequest {
        key: "a".into(),
        serializable: true,
        ..api::RangeRequest::default()
    });
    txn(&mut world, does(vec![op(range)])).expect("needs no quorum");
    // With nothing to read there is nothing to confirm.
    txn(&mut world, does(Vec::new())).expect("needs no quorum");
}

#[test]
fn leases_follow_what_a_transaction_does() {
    let mut world = booted(Config::default_node());
    let grant = |world: &mut World, id| {
        let grant = api::LeaseGrantRequest { ttl: 60, id };
        call(world, EP, Request::LeaseGrant(grant)).expect("granted");
    };
    grant(&mut world, 7);
    grant(&mut world, 8);
    let write = does(vec![
        leased("a", "1", 7),
        leased("b", "1", 7),
        leased("c", "1", 7),
    ]);
    txn(&mut world, write).expect("put");
    let move_on = does(vec![del("a", ""), leased("b", "2", 8), get("c")]);
    txn(&mut world, move_on).expect("put");
    txn(&mut world, does(vec![put("a", "3")])).expect("put");
    let revoke = api::LeaseRevokeRequest { id: 7 };
    call(&mut world, EP, Request::LeaseRevoke(revoke)).expect("revoked");
    let state = world.node(0).expect("is there").state();
    let left: Vec<_> = state
        .store
        .pairs(b"\0", b"\0")
        .map(|pair| (pair.key, pair.lease))
        .collect();
    assert_eq!(
        left,
        [("a".into(), 0), ("b".into(), 8)],
        "only c went with lease 7"
    );
}

#[test]
fn a_watcher_hears_a_transaction_as_a_whole() {
    let mut world = booted(Config::tutorial());
    let watch = api::WatchCreateRequest {
        key: "\0".into(),
        range_end: "\0".into(),
        ..api::WatchCreateRequest::default()
    };
    let endpoints = vec!["127.0.0.1:32379".to_owned()];
    world.open(
        (Owner(1), 1),
        endpoints,
        api::StreamRequest::WatchCreate(watch),
    );
    world.advance_to(world.now() + Micros::from_secs(1));
    world.take_notices();
    txn(
        &mut world,
        does(vec![put("z", "1"), del("nothing", ""), put("a", "2")]),
    )
    .expect("done");
    world.advance_to(world.now() + Micros::from_secs(1));
    let heard: Vec<_> = world
        .take_notices()
        .into_iter()
        .filter_map(|notice| match notice {
            Notice::Message {
                message: api::StreamResponse::Watch(answer),
                ..
            } => Some(answer.events),
            _ => None,
        })
        .collect();
    let [events] = heard.as_slice() else {
        panic!("not one answer: {heard:?}");
    };
    let keys: Vec<_> = events
        .iter()
        .filter_map(|event| event.kv.as_ref())
        .collect();
    let keys: Vec<_> = keys.into_iter().map(|pair| pair.key.clone()).collect();
    assert_eq!(keys, ["z", "a"], "in the order of the changes");
}
