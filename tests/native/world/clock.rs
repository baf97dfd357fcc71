//! Clocks that are wrong: what depends on them, and what does not.

use super::*;
use etcdscope::{raft::Role, sim::FaultRefusal};

fn seconds(world: &mut World, seconds: u64) {
    world.advance_to(world.now() + Micros::from_secs(seconds));
}

fn grant(world: &mut World, ttl: i64) -> i64 {
    let request = Request::LeaseGrant(api::LeaseGrantRequest { ttl, id: 0 });
    match call(world, "127.0.0.1:2379", request) {
        Ok(Response::LeaseGrant(granted)) => granted.id,
        other => panic!("a grant is answered by a grant: {other:?}"),
    }
}

/// How long the leases of a cluster last whose leader's clock drifts.
fn lasts(ppm: i32) -> u64 {
    let mut world = booted(Config::tutorial());
    if ppm != 0 {
        world
            .fault(&Fault::Drift { member: 0, ppm })
            .expect("it ran right");
    }
    assert_eq!(world.leader(), Some(0));
    grant(&mut world, 10);
    let granted = world.now();
    while !world.node(0).expect("is there").state().lessor.is_empty() {
        world.step();
    }
    world.now().since(granted).as_ms()
}

#[test]
fn leases_run_out_by_the_clock_of_the_leader() {
    let right = lasts(0);
    assert!((10_000..10_600).contains(&right), "{right} ms");
    let fast = lasts(1_000_000);
    assert!((5_000..5_300).contains(&fast), "{fast} ms");
    let slow = lasts(-500_000);
    assert!((20_000..21_100).contains(&slow), "{slow} ms");
}

#[test]
fn who_ticks_faster_campaigns_first() {
    for member in [1, 2] {
        let mut world = booted(Config::tutorial());
        let ppm = 1_000_000;
        world
            .fault(&Fault::Drift { member, ppm })
            .expect("it ran right");
        let again = world.fault(&Fault::Drift { member, ppm });
        assert_eq!(again, Err(FaultRefusal::AsItIs(member)));
        seconds(&mut world, 1);
        world.fault(&Fault::Kill(0)).expect("it leads");
        let role = |world: &World, member| {
            let server = world.node(member).and_then(|it| it.server());
            server.expect("it runs").raft().role()
        };
        let killed = world.now();
        while role(&world, 1) == role(&world, 2) {
            world.step();
        }
        assert_eq!(role(&world, member), Role::PreCandidate);
        // Ten to twenty of its ticks, each half as long as it believes.
        let waited = world.now().since(killed).as_ms();
        assert!((400..1_000).contains(&waited), "{waited} ms");
    }
}

#[test]
fn a_leader_that_ticks_at_half_speed_keeps_its_office() {
    let mut world = booted(Config::tutorial());
    let slow = Fault::Drift {
        member: 0,
        ppm: -500_000,
    };
    world.fault(&slow).expect("it ran right");
    let term = |world: &World| {
        let server = world.node(0).and_then(|it| it.server());
        server.map(|it| it.raft().term())
    };
    let before = term(&world);
    seconds(&mut world, 20);
    assert_eq!((world.leader(), term(&world)), (Some(0), before));
    call(&mut world, "127.0.0.1:22379", put("a", "1")).expect("put");
}

#[test]
fn the_date_gets_into_ids_at_a_start_and_nowhere_else() {
    let mut world = booted(Config::tutorial());
    let mut skewed = world.clone();
    let by = 3_600_000_000;
    skewed
        .fault(&Fault::Skew { member: 0, by })
        .expect("it was right");
    let again = skewed.fault(&Fault::Skew { member: 0, by });
    assert_eq!(again, Err(FaultRefusal::AsItIs(0)));
    let right = world.fault(&Fault::Skew { member: 0, by: 0 });
    assert_eq!(right, Err(FaultRefusal::AsItIs(0)));
    for world in [&mut world, &mut skewed] {
        seconds(world, 5);
    }
    assert_eq!(world.events(), skewed.events());
    let (mine, other) = (grant(&mut world, 60), grant(&mut skewed, 60));
    assert_eq!(mine, other, "its process took the date when it started");
    for world in [&mut world, &mut skewed] {
        world.fault(&Fault::Restart(0)).expect("restarts");
        seconds(world, 5);
    }
    let (mine, other) = (grant(&mut world, 60), grant(&mut skewed, 60));
    let ms = (other - mine) >> 8;
    assert!((3_599_000..=3_601_000).contains(&ms), "{ms} ms later");
}

#[test]
fn healing_sets_clocks_and_disks_right() {
    for heal in [Fault::HealMember(1), Fault::HealAll] {
        let mut world = booted(Config::tutorial());
        let untouched = world.hash();
        let delay = etcdscope::sim::Delay {
            base: Micros::from_ms(50),
            spread: Micros::from_ms(20),
        };
        let faults = [
            Fault::Skew {
                member: 1,
                by: -2_000_000,
            },
            Fault::Drift {
                member: 1,
                ppm: 100_000,
            },
            Fault::SlowDisk { member: 1, delay },
            Fault::FullDisk(1, true),
        ];
        let mut seen = vec![untouched];
        for fault in faults {
            world.fault(&fault).expect("it was all right");
            let hash = world.hash();
            assert!(!seen.contains(&hash), "the hash knows of {fault:?}");
            seen.push(hash);
        }
        world.fault(&heal).expect("it always can");
        let node = world.node(1).expect("is there");
        assert!(!node.is_amiss(world.now()));
        world.advance_to(world.now() + Micros::from_secs(2));
        let node = world.node(1).expect("is there");
        assert_eq!(node.clock().offset(world.now()), 0);
    }
}
