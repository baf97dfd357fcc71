//! The world through its door: boots, elections, writes, crashes.

mod boundary;
mod clock;
mod disk;
mod growth;
mod hand;
mod lease;
mod link;
mod machine;
mod members;
mod txn;
mod watch;

use etcdscope::{
    etcd::api::{self, Request, Response},
    sim::{Config, Fault, Notice, Owner, World},
    units::{Index, Micros},
};

const PATIENCE: Micros = Micros::from_secs(30);

fn booted(config: Config) -> World {
    let mut world = World::new(config);
    world.advance_to(Micros::from_secs(4));
    world
}

fn leader(world: &World) -> Option<usize> {
    world.leader()
}

fn call(world: &mut World, endpoint: &str, request: Request) -> Result<Response, api::Error> {
    call_any(world, &[endpoint], request)
}

fn call_any(
    world: &mut World,
    endpoints: &[&str],
    request: Request,
) -> Result<Response, api::Error> {
    let owner = Owner(world.events() + 1);
    let endpoints = endpoints.iter().map(|it| (*it).to_owned()).collect();
    world.call((owner, 1), endpoints, request, Micros::from_secs(5));
    let end = world.now() + PATIENCE;
    while world.now() < end {
        world.step();
        for notice in world.take_notices() {
            if let Notice::Response { result, .. } = notice {
                return result;
            }
        }
    }
    panic!("no answer in {PATIENCE:?}");
}

fn put(key: &str, value: &str) -> Request {
    Request::Put(api::PutRequest {
        key: key.to_owned().into(),
        value: value.to_owned().into(),
        ..api::PutRequest::default()
    })
}

fn get(key: &str) -> Request {
    Request::Range(api::RangeRequest {
        key: key.to_owned().into(),
        ..api::RangeRequest::default()
    })
}

fn revision(result: &Result<Response, api::Error>) -> i64 {
    let header = result
        .as_ref()
        .expect("answered")
        .header()
        .expect("has a header");
    header.revision
}

#[test]
fn the_first_put_of_three_members_is_revision_2_at_index_9() {
    let mut world = booted(Config::tutorial());
    assert_eq!(leader(&world), Some(0), "the page's seed lets infra1 lead");
    let answer = call(&mut world, "127.0.0.1:22379", put("hello", "world"));
    assert_eq!(revision(&answer), 2);
    world.advance_to(world.now() + Micros::from_secs(1));
    for node in world.nodes() {
        assert_eq!(node.state().consistent_index(), Index(9));
        assert_eq!(
            node.state().origin(2).map(|origin| origin.index),
            Some(Index(9))
        );
        assert_eq!(
            node.state().hash(),
            world.node(0).expect("is there").state().hash()
        );
    }
}

#[test]
fn a_single_member_puts_at_index_5() {
    for config in [Config::single(), Config::default_node()] {
        let endpoint = config.members[0].client_url.clone();
        let mut world = booted(config);
        assert_eq!(revision(&call(&mut world, &endpoint, put("a", "1"))), 2);
        let node = world.node(0).expect("is there");
        assert_eq!(node.state().consistent_index(), Index(5));
    }
}

#[test]
fn the_recordings_three_nodes_are_led_by_the_first() {
    assert_eq!(leader(&booted(Config::three_nodes())), Some(0));
}

#[test]
fn writes_go_on_after_the_leader_is_killed() {
    let mut world = booted(Config::tutorial());
    let old = leader(&world).expect("a leader");
    call(&mut world, "127.0.0.1:2379", put("a", "1")).expect("put");
    world.fault(&Fault::Kill(old)).expect("it was up");
    world.advance_to(world.now() + Micros::from_secs(3));
    let new = leader(&world).expect("a new leader");
    assert_ne!(old, new);
    call(&mut world, "127.0.0.1:22379", put("a", "2")).expect("put");
    world.fault(&Fault::Restart(old)).expect("it was down");
    world.advance_to(world.now() + Micros::from_secs(3));
    let answer = call(&mut world, "127.0.0.1:2379", get("a")).expect("get");
    let Response::Range(range) = answer else {
        panic!("a get is answered by a range")
    };
    assert_eq!(range.kvs[0].value, "2");
    let hashes: Vec<u64> = world.nodes().map(|node| node.state().hash()).collect();
    assert!(hashes.iter().all(|hash| *hash == hashes[0]));
}

#[test]
fn without_a_quorum_a_put_waits_and_fails_as_etcds_does() {
    let mut world = booted(Config::tutorial());
    world.fault(&Fault::Kill(1)).expect("it was up");
    world.fault(&Fault::Kill(2)).expect("it was up");
    let before = world.now();
    let answer = call(&mut world, "127.0.0.1:2379", put("a", "1"));
    assert_eq!(answer, Err(api::Error::DeadlineExceeded));
    assert_eq!(world.now().since(before), Micros::from_secs(5));
}

#[test]
fn a_put_that_waits_succeeds_when_the_quorum_returns_in_time() {
    let mut world = booted(Config::tutorial());
    world.fault(&Fault::Kill(1)).expect("it was up");
    world.fault(&Fault::Kill(2)).expect("it was up");
    let owner = Owner(1);
    let endpoints = vec!["127.0.0.1:2379".to_owned()];
    world.call((owner, 1), endpoints, put("a", "1"), Micros::from_secs(5));
    world.advance_to(world.now() + Micros::from_secs(2));
    world.fault(&Fault::Restart(1)).expect("it was down");
    world.advance_to(world.now() + Micros::from_secs(3));
    let notices = world.take_notices();
    assert!(
        matches!(notices[..], [Notice::Response { result: Ok(_), .. }]),
        "{notices:?}"
    );
}

#[test]
fn what_is_refused_at_the_door_goes_into_no_log() {
    let mut world = booted(Config::default_node());
    let empty_key = Request::DeleteRange(api::DeleteRangeRequest::default());
    let refused = [put("", "1"), empty_key];
    for request in refused {
        let answer = call(&mut world, "localhost:2379", request);
        assert_eq!(answer, Err(api::Error::EmptyKey));
    }
    let state = world.node(0).expect("is there").state();
    assert_eq!(
        (state.store.revision(), state.consistent_index()),
        (1, Index(4))
    );
}
