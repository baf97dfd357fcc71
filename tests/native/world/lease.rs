//! Leases: who names them, who ends them, and what a change of leader gives back.

use super::*;

fn grant(world: &mut World, endpoint: &str, ttl: i64) -> i64 {
    let request = Request::LeaseGrant(api::LeaseGrantRequest { ttl, id: 0 });
    match call(world, endpoint, request) {
        Ok(Response::LeaseGrant(granted)) => granted.id,
        other => panic!("a grant is answered by a grant: {other:?}"),
    }
}

fn put_with(world: &mut World, key: &str, lease: i64) {
    let request = Request::Put(api::PutRequest {
        key: key.to_owned().into(),
        lease,
        ..api::PutRequest::default()
    });
    call(world, "127.0.0.1:2379", request).expect("put");
}

fn left(world: &mut World, endpoint: &str, id: i64) -> i64 {
    let request = Request::LeaseTimeToLive(api::LeaseTimeToLiveRequest { id, keys: true });
    match call(world, endpoint, request) {
        Ok(Response::LeaseTimeToLive(left)) => left.ttl,
        other => panic!("a question is answered: {other:?}"),
    }
}

#[test]
fn the_member_that_is_asked_names_the_lease() {
    let mut world = booted(Config::tutorial());
    // Members 8211f1d0f64f3269, 91bc3c398fb3c146 and fd422379fda50e48; a lease has no sign bit.
    for (endpoint, prefix) in [
        ("127.0.0.1:2379", 0x3269),
        ("127.0.0.1:22379", 0x4146),
        ("127.0.0.1:32379", 0x0e48),
    ] {
        let id = grant(&mut world, endpoint, 30);
        assert_eq!(id >> 48, prefix, "{id:x} of {endpoint}");
    }
}

#[test]
fn all_keys_of_a_lease_go_in_one_revision_soon_after_its_end() {
    let mut world = booted(Config::tutorial());
    let id = grant(&mut world, "127.0.0.1:22379", 10);
    put_with(&mut world, "a", id);
    put_with(&mut world, "b", id);
    assert_eq!(left(&mut world, "127.0.0.1:32379", id), 9);
    world.advance_to(world.now() + Micros::from_secs(9));
    for node in world.nodes() {
        assert_eq!(
            (node.state().store.revision(), node.state().store.alive()),
            (3, 2)
        );
    }
    world.advance_to(world.now() + Micros::from_secs(2));
    for node in world.nodes() {
        assert_eq!(
            (node.state().store.revision(), node.state().store.alive()),
            (4, 0)
        );
        assert!(node.state().lessor.is_empty());
    }
    assert_eq!(left(&mut world, "127.0.0.1:2379", id), -1);
}

#[test]
fn a_new_leader_gives_the_full_time_again() {
    let mut world = booted(Config::tutorial());
    let id = grant(&mut world, "127.0.0.1:22379", 10);
    world.advance_to(world.now() + Micros::from_secs(7));
    assert_eq!(left(&mut world, "127.0.0.1:22379", id), 2);
    world
        .fault(&Fault::Kill(leader(&world).expect("a leader")))
        .expect("it was up");
    world.advance_to(world.now() + Micros::from_secs(3));
    let ttl = left(&mut world, "127.0.0.1:22379", id);
    assert!((8..=10).contains(&ttl), "{ttl} s left after an election");
}

#[test]
fn a_renewal_goes_through_no_log_and_through_any_member() {
    let mut world = booted(Config::tutorial());
    let id = grant(&mut world, "127.0.0.1:2379", 10);
    world.advance_to(world.now() + Micros::from_secs(5));
    let index = world.node(0).expect("is there").state().consistent_index();
    let request = Request::LeaseKeepAlive(api::LeaseKeepAliveRequest { id });
    let answer = call(&mut world, "127.0.0.1:32379", request).expect("renewed");
    assert!(matches!(answer, Response::LeaseKeepAlive(renewed) if renewed.ttl == 10));
    assert_eq!(left(&mut world, "127.0.0.1:2379", id), 9);
    assert_eq!(
        world.node(0).expect("is there").state().consistent_index(),
        index
    );
}

/// Whether a lease of five seconds that is renewed each second is there after twenty.
fn survives(leader_expires_leases: bool) -> bool {
    let mut config = Config::tutorial();
    config.flags.rules.leader_expires_leases = leader_expires_leases;
    let mut world = booted(config);
    let id = grant(&mut world, "127.0.0.1:2379", 5);
    for _ in 0..20 {
        let renew = Request::LeaseKeepAlive(api::LeaseKeepAliveRequest { id });
        let _answer = call(&mut world, "127.0.0.1:22379", renew);
        world.advance_to(world.now() + Micros::from_secs(1));
    }
    left(&mut world, "127.0.0.1:2379", id) > 0
}

#[test]
fn without_its_rule_a_follower_expires_a_lease_that_the_leader_renews() {
    assert!(survives(true));
    assert!(!survives(false));
}

#[test]
fn who_expires_leases_can_change_under_way() {
    let mut world = booted(Config::tutorial());
    grant(&mut world, "127.0.0.1:2379", 60);
    let rule = etcdscope::raft::Rules::ALL
        .iter()
        .position(|(name, _)| *name == "leader-expires-leases")
        .expect("a rule");
    let primaries = |world: &World| {
        let servers = world.nodes().filter_map(|node| node.server());
        servers
            .filter(|server| server.state().lessor.primary())
            .count()
    };
    assert_eq!(primaries(&world), 1);
    for (on, wanted) in [(false, 3), (true, 1)] {
        world.fault(&Fault::Rule { rule, on }).expect("switched");
        world.advance_to(world.now() + Micros::from_secs(1));
        assert_eq!(primaries(&world), wanted);
    }
}
