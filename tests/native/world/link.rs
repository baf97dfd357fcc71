//! Links that do more than TCP ever would: messages that arrive twice, or late.

use super::*;
use etcdscope::sim::Packet;

fn all(world: &mut World, fault: impl Fn(usize, usize) -> Fault) {
    for from in 0..3 {
        for to in (0..3).filter(|to| *to != from) {
            world.fault(&fault(from, to)).expect("they are two");
        }
    }
}

fn agree(world: &World) {
    let hashes: Vec<u64> = world.nodes().map(|node| node.state().hash()).collect();
    assert!(hashes.iter().all(|hash| *hash == hashes[0]), "{hashes:x?}");
}

/// Every message that was under way during two seconds with ten puts through each member.
fn traffic(world: &mut World) -> Vec<Packet> {
    let mut seen: Vec<Packet> = Vec::new();
    let end = world.now() + Micros::from_secs(2);
    for number in 0..30 {
        let endpoint = world.config().members[number % 3].client_url.clone();
        let owner = Owner(1_000 + number as u64);
        world.call(
            (owner, 1),
            vec![endpoint],
            put(&number.to_string(), "v"),
            PATIENCE,
        );
        for _ in 0..30 {
            world.step();
            for packet in world.under_way() {
                if seen.last().is_none_or(|it| it.id < packet.id) {
                    seen.push(packet.clone());
                }
            }
        }
    }
    world.advance_to(end + Micros::from_secs(3));
    seen
}

#[test]
fn what_arrives_twice_happens_once() {
    let mut world = booted(Config::tutorial());
    let before = world.node(0).expect("is there").state().store.revision();
    all(&mut world, |from, to| Fault::Duplication {
        from,
        to,
        ppm: 1_000_000,
    });
    let seen = traffic(&mut world);
    let (whole, single): (Vec<_>, Vec<_>) = seen.iter().partition(|it| it.may_repeat());
    assert!(!whole.is_empty() && !single.is_empty());
    agree(&world);
    let after = world.node(0).expect("is there").state().store.revision();
    assert_eq!(after - before, 30, "each put made one revision");
    let mut once = booted(Config::tutorial());
    let plain = traffic(&mut once).len();
    assert!(seen.len() > plain * 3 / 2, "{} of {plain}", seen.len());
}

#[test]
fn what_is_overtaken_harms_nothing() {
    let mut world = booted(Config::tutorial());
    all(&mut world, |from, to| Fault::Reordering {
        from,
        to,
        ppm: 500_000,
    });
    let seen = traffic(&mut world);
    let overtaken = |one: &Packet, other: &Packet| {
        (one.from, one.to) == (other.from, other.to)
            && one.id < other.id
            && one.arrives > other.arrives
    };
    let some = seen
        .iter()
        .any(|one| seen.iter().any(|other| overtaken(one, other)));
    assert!(some, "something was overtaken");
    agree(&world);
    world.fault(&Fault::HealAll).expect("it always can");
    let healthy = |world: &World| {
        let mut links = world.links();
        links.all(|(_, _, link)| link.reorder_ppm + link.duplicate_ppm == 0)
    };
    assert!(healthy(&world));
}
