//! What crashes take away and what they leave.

use super::*;

fn agree(world: &World) {
    let hashes: Vec<u64> = world.nodes().map(|node| node.state().hash()).collect();
    assert!(hashes.iter().all(|hash| *hash == hashes[0]), "{hashes:x?}");
}

#[test]
fn a_member_killed_between_log_and_backend_replays_and_agrees() {
    let mut world = booted(Config::tutorial());
    call(&mut world, "127.0.0.1:2379", put("a", "1")).expect("put");
    world.advance_to(world.now() + Micros::from_ms(20));
    let node = world.node(1).expect("is there");
    assert_eq!(
        node.state().consistent_index(),
        Index(9),
        "it has applied the put"
    );
    assert_eq!(
        node.disk().synced_index(),
        Index(9),
        "its log has it on disk"
    );
    assert_eq!(
        node.disk().backend().consistent_index(),
        Index(8),
        "its backend has not"
    );
    world.fault(&Fault::Kill(1)).expect("it was up");
    world.advance_to(world.now() + Micros::from_secs(1));
    assert_eq!(
        world.node(1).expect("is there").state().consistent_index(),
        Index(8)
    );
    world.fault(&Fault::Restart(1)).expect("it was down");
    world.advance_to(world.now() + Micros::from_secs(3));
    agree(&world);
    let state = world.node(1).expect("is there").state();
    assert!(state.store.get(b"a").is_some(), "the put is back");
}

#[test]
fn a_whole_cluster_comes_back_from_its_disks() {
    let mut world = booted(Config::tutorial());
    for number in 0..20 {
        call(
            &mut world,
            "127.0.0.1:22379",
            put(&format!("k{number}"), "v"),
        )
        .expect("put");
    }
    for member in 0..3 {
        world.fault(&Fault::Kill(member)).expect("it was up");
    }
    world.advance_to(world.now() + Micros::from_secs(1));
    for member in 0..3 {
        world.fault(&Fault::Restart(member)).expect("it was down");
    }
    world.advance_to(world.now() + Micros::from_secs(4));
    call(&mut world, "127.0.0.1:22379", put("after", "v")).expect("put");
    world.advance_to(world.now() + Micros::from_secs(1));
    agree(&world);
    assert_eq!(world.node(0).expect("is there").state().store.alive(), 21);
}

#[test]
fn who_was_away_for_too_long_gets_a_snapshot() {
    let mut config = Config::tutorial();
    config.flags.snapshot_count = 50;
    config.flags.catch_up_entries = 10;
    let mut world = booted(config);
    let away = (leader(&world).expect("a leader") + 1) % 3;
    world.fault(&Fault::Kill(away)).expect("it was up");
    let endpoint = world.config().members[(away + 1) % 3].client_url.clone();
    for number in 0..200 {
        call(&mut world, &endpoint, put("k", &number.to_string())).expect("put");
    }
    world.fault(&Fault::Restart(away)).expect("it was down");
    world.advance_to(world.now() + Micros::from_secs(5));
    agree(&world);
    let first = |world: &World, member: usize| {
        let server = world
            .node(member)
            .and_then(|node| node.server())
            .expect("is up");
        server.raft().log().first_index()
    };
    assert!(
        first(&world, away) > Index(100),
        "its log begins after the snapshot"
    );
    for member in 0..3 {
        world.fault(&Fault::Restart(member)).expect("restarts");
    }
    world.advance_to(world.now() + Micros::from_secs(5));
    call(&mut world, &endpoint, put("k", "last")).expect("put");
    world.advance_to(world.now() + Micros::from_secs(1));
    agree(&world);
}

#[test]
fn a_frozen_leader_is_replaced_and_steps_down_when_it_wakes() {
    let mut world = booted(Config::tutorial());
    let old = leader(&world).expect("a leader");
    world.fault(&Fault::Freeze(old)).expect("it was up");
    world.advance_to(world.now() + Micros::from_secs(4));
    let new = leader(&world).expect("a new leader");
    assert_ne!(old, new);
    let endpoint = world.config().members[new].client_url.clone();
    call(&mut world, &endpoint, put("a", "1")).expect("put");
    world.fault(&Fault::Thaw(old)).expect("it was frozen");
    world.advance_to(world.now() + Micros::from_secs(2));
    assert_eq!(leader(&world), Some(new));
    agree(&world);
}

#[test]
fn an_isolated_leader_loses_office_and_its_write_is_overwritten() {
    let mut world = booted(Config::tutorial());
    let old = leader(&world).expect("a leader");
    let endpoint = world.config().members[old].client_url.clone();
    world.fault(&Fault::Isolate(old)).expect("has links");
    let lost = call(&mut world, &endpoint, put("a", "lost"));
    assert_eq!(lost, Err(api::Error::DeadlineExceeded));
    let new = leader(&world).expect("a new leader");
    assert_ne!(old, new);
    let other = world.config().members[new].client_url.clone();
    call(&mut world, &other, put("a", "kept")).expect("put");
    world.fault(&Fault::HealAll).expect("heals");
    world.advance_to(world.now() + Micros::from_secs(3));
    agree(&world);
    let kept = world
        .node(old)
        .expect("is there")
        .state()
        .store
        .get(b"a")
        .expect("is there");
    assert_eq!(kept.value, "kept");
}
