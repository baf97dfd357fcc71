//! Faults of machines: power, disks, clocks; and what a process makes of them.

use super::*;
use etcdscope::sim::{Delay, Exit, FaultRefusal, Node};

fn node(world: &World, member: usize) -> &Node {
    world.node(member).expect("is there")
}

fn seconds(world: &mut World, seconds: u64) {
    world.advance_to(world.now() + Micros::from_secs(seconds));
}

fn endpoint(world: &World, member: usize) -> String {
    world.config().members[member].client_url.clone()
}

fn agree(world: &World) {
    let hashes: Vec<u64> = world.nodes().map(|node| node.state().hash()).collect();
    assert!(hashes.iter().all(|hash| *hash == hashes[0]), "{hashes:x?}");
}

fn ms(ms: u64) -> Delay {
    Delay {
        base: Micros::from_ms(ms),
        spread: Micros::ZERO,
    }
}

/// A put under way whose entry a follower has written and not synced.
fn with_unsynced() -> World {
    let mut world = booted(Config::tutorial());
    let endpoints = vec!["127.0.0.1:2379".to_owned()];
    world.call((Owner(1), 1), endpoints, put("a", "1"), PATIENCE);
    let written = |world: &World| {
        let log = node(world, 1).server().expect("it runs").raft().log();
        log.last_index() > node(world, 1).disk().synced_index()
    };
    while !written(&world) {
        world.step();
    }
    world
}

#[test]
fn a_killed_process_leaves_what_it_wrote_and_lost_power_does_not() {
    let mut killed = with_unsynced();
    let mut dark = killed.clone();
    let before = node(&killed, 1).disk().synced_index();
    killed.fault(&Fault::Kill(1)).expect("it was up");
    assert_eq!(node(&killed, 1).disk().synced_index(), before.next());
    assert_eq!(node(&killed, 1).exit(), Some(Exit::Killed));
    dark.fault(&Fault::LoseTail(1)).expect("it was up");
    assert_eq!(node(&dark, 1).disk().synced_index(), before);
    assert_eq!(node(&dark, 1).exit(), Some(Exit::PowerLost));
    assert_eq!(dark.fault(&Fault::LoseTail(1)), Err(FaultRefusal::Down(1)));
    for world in [&mut killed, &mut dark] {
        world.fault(&Fault::Restart(1)).expect("it was down");
        seconds(world, 3);
        assert_eq!(node(world, 1).exit(), None);
        agree(world);
    }
}

#[test]
fn two_slow_disks_slow_a_put_and_one_does_not() {
    let took = |slow: &[usize]| {
        let mut world = booted(Config::tutorial());
        for member in slow {
            let delay = ms(300);
            let member = *member;
            world
                .fault(&Fault::SlowDisk { member, delay })
                .expect("it was fast");
        }
        let before = world.now();
        call(&mut world, "127.0.0.1:2379", put("a", "1")).expect("put");
        let took = world.now().since(before);
        seconds(&mut world, 2);
        agree(&world);
        took
    };
    assert!(took(&[]) < Micros::from_ms(40));
    assert!(took(&[2]) < Micros::from_ms(40));
    assert!(took(&[1, 2]) >= Micros::from_ms(300));
}

#[test]
fn with_asynchronous_storage_a_leader_s_slow_disk_holds_nobody_up() {
    let took = |asynchronous: bool| {
        let mut config = Config::tutorial();
        config.flags.async_storage = asynchronous;
        let mut world = booted(config);
        let slow = Fault::SlowDisk {
            member: 0,
            delay: ms(300),
        };
        world.fault(&slow).expect("it was fast");
        let (before, mut queued) = (world.now(), 0);
        for number in 0..5 {
            let key = number.to_string();
            let endpoints = vec!["127.0.0.1:22379".to_owned()];
            let owner = Owner(2_000 + number);
            world.call((owner, 1), endpoints, put(&key, "v"), PATIENCE);
            world.advance_to(world.now() + Micros::from_ms(10));
            let server = node(&world, 0).server().expect("it runs");
            queued = queued.max(server.writes_under_way());
        }
        call(&mut world, "127.0.0.1:22379", put("last", "v")).expect("put");
        let took = world.now().since(before);
        seconds(&mut world, 4);
        agree(&world);
        (took, queued)
    };
    let (waits, one) = took(false);
    assert!(waits >= Micros::from_ms(300) && one == 1, "{waits:?} {one}");
    let (goes_on, many) = took(true);
    assert!(goes_on < Micros::from_ms(150), "{goes_on:?}");
    assert!(many > 2, "{many} writes queued");
}

#[test]
fn a_slow_backend_holds_up_what_is_applied_next() {
    let mut world = booted(Config::single());
    let delay = ms(2_000);
    let endpoint = endpoint(&world, 0);
    call(&mut world, &endpoint, put("a", "1")).expect("put");
    world
        .fault(&Fault::SlowDisk { member: 0, delay })
        .expect("it was fast");
    let committed = node(&world, 0).disk().backend().consistent_index();
    // The batch begins within 100 ms; only then the log's own sync is made fast again.
    world.advance_to(world.now() + Micros::from_ms(150));
    let fast = Fault::SlowDisk {
        member: 0,
        delay: ms(0),
    };
    world.fault(&fast).expect("it was slow");
    let before = world.now();
    call(&mut world, &endpoint, put("b", "1")).expect("put");
    assert!(world.now().since(before) > Micros::from_secs(1));
    assert!(node(&world, 0).disk().backend().consistent_index() > committed);
}

#[test]
fn a_full_disk_ends_the_process_and_keeps_it_from_starting() {
    let mut world = booted(Config::tutorial());
    world.fault(&Fault::FullDisk(1, true)).expect("it had room");
    let again = world.fault(&Fault::FullDisk(1, true));
    assert_eq!(again, Err(FaultRefusal::AsItIs(1)));
    seconds(&mut world, 2);
    assert!(node(&world, 1).server().is_some(), "nothing was written");
    call(&mut world, "127.0.0.1:2379", put("a", "1")).expect("two are enough");
    seconds(&mut world, 1);
    assert_eq!(node(&world, 1).exit(), Some(Exit::WalFull));
    assert_eq!(world.take_ends(), [(1, Exit::WalFull)]);
    world.fault(&Fault::Restart(1)).expect("it was down");
    assert!(node(&world, 1).server().is_none());
    assert_eq!(node(&world, 1).exit(), Some(Exit::BackendFull));
    world
        .fault(&Fault::FullDisk(1, false))
        .expect("it was full");
    world.fault(&Fault::Restart(1)).expect("it was down");
    seconds(&mut world, 3);
    agree(&world);
}

#[test]
fn a_backend_that_cannot_commit_ends_the_process() {
    let mut world = booted(Config::tutorial());
    call(&mut world, "127.0.0.1:2379", put("a", "1")).expect("put");
    world.advance_to(world.now() + Micros::from_ms(20));
    let applied = node(&world, 2).state().consistent_index();
    assert!(node(&world, 2).disk().backend().consistent_index() < applied);
    world.fault(&Fault::FullDisk(2, true)).expect("it had room");
    world.advance_to(world.now() + Micros::from_ms(150));
    assert_eq!(node(&world, 2).exit(), Some(Exit::BackendFull));
}

/// A follower that has acknowledged a put as the last thing on its disk, killed.
fn acknowledged() -> World {
    let mut world = booted(Config::tutorial());
    call(&mut world, "127.0.0.1:2379", put("a", "1")).expect("put");
    world.advance_to(world.now() + Micros::from_ms(20));
    world.fault(&Fault::Kill(1)).expect("it was up");
    world
}

#[test]
fn a_torn_record_that_was_acknowledged_makes_the_process_panic_until_the_leader_changes() {
    let mut world = acknowledged();
    let before = node(&world, 1).disk().synced_index();
    world.fault(&Fault::TearRecord(1)).expect("it was down");
    let again = world.fault(&Fault::TearRecord(1));
    assert_eq!(again, Err(FaultRefusal::Torn(1)));
    world.fault(&Fault::Restart(1)).expect("it was down");
    assert_eq!(node(&world, 1).disk().synced_index(), before.prev());
    seconds(&mut world, 1);
    let (commit, last) = (before, before.prev());
    let lost = Exit::LogLost { commit, last };
    assert_eq!(node(&world, 1).exit(), Some(lost));
    assert_eq!(
        lost.to_string(),
        "tocommit(9) is out of range [lastIndex(8)]. Was the raft log corrupted, truncated, or \
         lost?"
    );
    // It panics as often as it is started, until a leader comes that never heard its promise.
    world.fault(&Fault::Restart(1)).expect("it was down");
    seconds(&mut world, 1);
    assert_eq!(node(&world, 1).exit(), Some(lost));
    let old = leader(&world).expect("a leader");
    world.fault(&Fault::Kill(old)).expect("it was up");
    world.fault(&Fault::Restart(1)).expect("it was down");
    seconds(&mut world, 4);
    let new = leader(&world).expect("a leader");
    assert_eq!((old, new), (0, 2), "only that one has the entry");
    world.fault(&Fault::Restart(old)).expect("it was down");
    seconds(&mut world, 3);
    agree(&world);
}

#[test]
fn a_torn_record_that_nobody_heard_of_harms_nothing() {
    let mut world = with_unsynced();
    world.fault(&Fault::Kill(1)).expect("it was up");
    world.fault(&Fault::TearRecord(1)).expect("it was down");
    world.fault(&Fault::Restart(1)).expect("it was down");
    seconds(&mut world, 3);
    assert_eq!(node(&world, 1).exit(), None);
    agree(&world);
}

/// What a start finds after the last record of a member's log was torn: whether its first index,
/// its last one and its hard state differ from what was there.
fn torn(world: &World, member: usize) -> (bool, bool, bool) {
    let mut world = world.clone();
    let stands = |world: &World| {
        let disk = node(world, member).disk();
        (disk.first_index(), disk.synced_index(), disk.hard_state())
    };
    world.fault(&Fault::Kill(member)).expect("it was up");
    let before = stands(&world);
    world
        .fault(&Fault::TearRecord(member))
        .expect("there is one");
    assert_eq!(stands(&world), before, "nobody has looked yet");
    world.fault(&Fault::Restart(member)).expect("it was down");
    let after = stands(&world);
    (
        before.0 != after.0,
        before.1 != after.1,
        before.2 != after.2,
    )
}

#[test]
fn the_last_record_is_an_entry_or_a_hard_state_or_a_snapshot() {
    let mut config = Config::tutorial();
    config.flags.snapshot_count = 10;
    config.flags.catch_up_entries = 10;
    let mut world = booted(config);
    let mut kinds = Vec::new();
    for number in 0..30 {
        let owner = Owner(1_000 + number);
        let endpoints = vec!["127.0.0.1:2379".to_owned()];
        world.call((owner, 1), endpoints, put("k", "v"), PATIENCE);
        for _ in 0..14 {
            world.step();
            kinds.push(torn(&world, 1));
        }
    }
    for kind in [
        (false, true, false),
        (false, false, true),
        (true, false, false),
    ] {
        assert!(kinds.contains(&kind), "{kind:?}");
    }
    assert!(
        kinds
            .iter()
            .all(|it| u8::from(it.0) + u8::from(it.1) + u8::from(it.2) == 1)
    );
}

#[test]
fn a_wiped_member_is_turned_away_while_its_peers_know_it() {
    let mut world = booted(Config::tutorial());
    call(&mut world, "127.0.0.1:2379", put("a", "1")).expect("put");
    assert_eq!(
        world.fault(&Fault::WipeDisk(1)),
        Err(FaultRefusal::Running(1))
    );
    world.fault(&Fault::Kill(1)).expect("it was up");
    world.fault(&Fault::WipeDisk(1)).expect("it was down");
    assert_eq!(
        world.fault(&Fault::WipeDisk(1)),
        Err(FaultRefusal::Wiped(1))
    );
    assert_eq!(
        world.fault(&Fault::TearRecord(1)),
        Err(FaultRefusal::NoRecord(1))
    );
    assert!(node(&world, 1).state().store.get(b"a").is_none());
    world.fault(&Fault::Restart(1)).expect("it was down");
    let exit = node(&world, 1).exit().expect("it did not start");
    assert_eq!(
        exit.to_string(),
        "member 91bc3c398fb3c146 has already been bootstrapped"
    );
    // Whom nobody answers begins a cluster of its own, and rejoins when it can.
    world.fault(&Fault::Isolate(1)).expect("has links");
    world.fault(&Fault::Restart(1)).expect("it was down");
    assert!(node(&world, 1).server().is_some());
    assert_eq!(node(&world, 1).disk().synced_index(), Index(3));
}

#[test]
fn a_cluster_all_of_whose_disks_are_wiped_begins_anew() {
    let mut world = booted(Config::tutorial());
    call(&mut world, "127.0.0.1:2379", put("a", "1")).expect("put");
    for member in 0..3 {
        world.fault(&Fault::Kill(member)).expect("it was up");
        world.fault(&Fault::WipeDisk(member)).expect("it was down");
    }
    for member in 0..3 {
        world.fault(&Fault::Restart(member)).expect("it was down");
    }
    seconds(&mut world, 4);
    agree(&world);
    assert!(node(&world, 0).state().store.get(b"a").is_none());
    call(&mut world, "127.0.0.1:2379", put("a", "2")).expect("put");
}

#[test]
fn a_timer_that_runs_out_starts_a_campaign_that_pre_vote_ends() {
    let mut world = booted(Config::tutorial());
    let refused = |world: &mut World, member| world.fault(&Fault::TimeoutNow(member));
    assert_eq!(refused(&mut world, 0), Err(FaultRefusal::Leads(0)));
    let term = node(&world, 0).server().map(|it| it.raft().term());
    world.fault(&Fault::TimeoutNow(1)).expect("it follows");
    seconds(&mut world, 2);
    let now = node(&world, 0).server().map(|it| it.raft().term());
    assert_eq!((leader(&world), now), (Some(0), term), "a leader is alive");
    world.fault(&Fault::Freeze(2)).expect("it runs");
    assert_eq!(refused(&mut world, 2), Err(FaultRefusal::Frozen(2)));
    world.fault(&Fault::Kill(2)).expect("it runs");
    assert_eq!(refused(&mut world, 2), Err(FaultRefusal::Down(2)));
    let mut config = Config::tutorial();
    config.flags.pre_vote = false;
    let mut world = booted(config);
    world.fault(&Fault::TimeoutNow(1)).expect("it follows");
    seconds(&mut world, 3);
    let now = node(&world, 1).server().map(|it| it.raft().term());
    assert!(now > term, "without a pre-vote it raises the term at once");
}
