//! Messages handled by hand, and slow links.

use super::*;
use etcdscope::sim::{Delay, FaultRefusal, Handling, Packet};

/// The cluster with its first put just proposed and its append on the way to the second member.
fn with_append() -> (World, u64) {
    let mut world = booted(Config::tutorial());
    let endpoints = vec!["127.0.0.1:2379".to_owned()];
    world.call((Owner(1), 1), endpoints, put("a", "1"), PATIENCE);
    loop {
        world.step();
        let found = world
            .under_way()
            .into_iter()
            .find(|it| is_append(it))
            .cloned();
        if let Some(append) = found {
            return (world, append.id);
        }
    }
}

fn is_append(packet: &Packet) -> bool {
    let etcdscope::sim::Payload::Raft(messages) = &packet.payload else {
        return false;
    };
    let mut messages = messages.iter();
    packet.to == 1 && messages.any(|(message, _)| message.name() == "MsgApp")
}

fn handle(world: &mut World, id: u64, act: Handling) -> Result<(), FaultRefusal> {
    world.fault(&Fault::Message { id, act })
}

fn find(world: &World, id: u64) -> Option<Packet> {
    world
        .under_way()
        .into_iter()
        .find(|it| it.id == id)
        .cloned()
}

fn log_end(world: &World, member: usize) -> Index {
    let server = world.node(member).and_then(|it| it.server());
    server.expect("it runs").raft().log().last_index()
}

fn seconds(world: &mut World, seconds: u64) {
    world.advance_to(world.now() + Micros::from_secs(seconds));
}

#[test]
fn a_dropped_append_is_sent_again_and_the_put_succeeds() {
    let (mut world, id) = with_append();
    let wanted = log_end(&world, 0);
    handle(&mut world, id, Handling::Drop).expect("it is under way");
    assert!(find(&world, id).is_none());
    let lost = world.packets().into_iter().find(|it| it.id == id);
    assert_eq!(
        lost.and_then(|it| it.lost),
        Some(world.now()),
        "it is drawn where it was"
    );
    let again = handle(&mut world, id, Handling::Drop);
    assert_eq!(again, Err(FaultRefusal::NoSuchMessage(id)));
    seconds(&mut world, 2);
    assert_eq!(log_end(&world, 1), wanted);
}

#[test]
fn a_delayed_message_arrives_so_much_later_and_moves_on_from_where_it_was() {
    let (mut world, id) = with_append();
    let before = find(&world, id).expect("it is under way");
    world.pass_to(Micros((before.sent.0 + before.arrives.0) / 2));
    let behind = before.travelled(world.now());
    handle(&mut world, id, Handling::Delay(Micros::from_ms(200))).expect("it is under way");
    let after = find(&world, id).expect("it is still under way");
    assert_eq!(after.arrives, before.arrives + Micros::from_ms(200));
    assert_eq!(after.travelled(world.now()), behind);
    assert_eq!(after.travelled(after.arrives), 1_000_000);
    let wanted = log_end(&world, 0);
    world.advance_to(before.arrives);
    assert!(log_end(&world, 1) < wanted, "it would have been there");
    world.advance_to(after.arrives);
    assert_eq!(log_end(&world, 1), wanted);
}

#[test]
fn a_held_message_stands_until_it_is_released() {
    let (mut world, id) = with_append();
    let left = find(&world, id)
        .expect("it is under way")
        .arrives
        .since(world.now());
    handle(&mut world, id, Handling::Hold).expect("it is under way");
    let hash = world.hash();
    assert_eq!(
        handle(&mut world, id, Handling::Hold),
        Err(FaultRefusal::Held(id))
    );
    let later = Handling::Delay(Micros::from_ms(1));
    assert_eq!(handle(&mut world, id, later), Err(FaultRefusal::Held(id)));
    assert_eq!(world.hash(), hash, "what is refused changes nothing");
    let held = find(&world, id).expect("it is still there");
    let stands = held.travelled(world.now());
    seconds(&mut world, 1);
    assert_eq!(
        find(&world, id).map(|it| it.travelled(world.now())),
        Some(stands)
    );
    handle(&mut world, id, Handling::Release).expect("it is held");
    let released = find(&world, id).expect("it goes on");
    assert_eq!(released.arrives, world.now() + left);
    assert_eq!(released.travelled(world.now()), stands);
    assert_eq!(
        handle(&mut world, id, Handling::Release),
        Err(FaultRefusal::NotHeld(id))
    );
}

#[test]
fn delivered_at_once_it_is_there_with_the_next_event() {
    let (mut world, id) = with_append();
    let wanted = log_end(&world, 0);
    handle(&mut world, id, Handling::Deliver).expect("it is under way");
    while find(&world, id).is_some() {
        world.step();
    }
    assert_eq!(log_end(&world, 1), wanted);
    let (mut world, id) = with_append();
    world
        .fault(&Fault::Cut { from: 0, to: 1 })
        .expect("they are two");
    let refused = handle(&mut world, id, Handling::Deliver);
    assert_eq!(refused, Err(FaultRefusal::CutLink { from: 0, to: 1 }));
}

#[test]
fn a_duplicate_has_a_number_of_its_own_and_harms_nothing() {
    let (mut world, id) = with_append();
    handle(&mut world, id, Handling::Duplicate).expect("it is under way");
    let newest = world
        .under_way()
        .last()
        .map(|it| it.id)
        .expect("there are two");
    assert!(newest > id);
    let copy = find(&world, newest).expect("it is under way");
    assert_eq!((copy.from, copy.to, copy.sent), (0, 1, world.now()));
    seconds(&mut world, 1);
    let hashes: Vec<u64> = world.nodes().map(|node| node.state().hash()).collect();
    assert!(hashes.iter().all(|hash| *hash == hashes[0]));
}

#[test]
fn healing_takes_delay_and_loss_back_and_releases_what_is_held() {
    let (mut world, id) = with_append();
    let healthy = |world: &World| {
        world
            .links()
            .all(|(_, _, link)| link.delay == Delay::default())
    };
    let delay = Delay {
        base: Micros::from_ms(200),
        spread: Micros::from_ms(50),
    };
    let before = world.hash();
    world
        .fault(&Fault::Delay {
            from: 0,
            to: 1,
            delay,
        })
        .expect("they are two");
    assert_ne!(world.hash(), before, "the hash knows of it");
    assert!(!healthy(&world));
    handle(&mut world, id, Handling::Hold).expect("it is under way");
    world.fault(&Fault::HealAll).expect("it always can");
    assert!(healthy(&world));
    assert!(find(&world, id).is_some_and(|it| it.held.is_none()));
    let alone = Fault::Delay {
        from: 1,
        to: 1,
        delay,
    };
    assert_eq!(world.fault(&alone), Err(FaultRefusal::SameMember(1)));
}

#[test]
fn a_slow_link_delays_what_is_sent_from_then_on_and_keeps_its_order() {
    let mut world = booted(Config::tutorial());
    let delay = Delay {
        base: Micros::from_ms(200),
        spread: Micros::from_ms(50),
    };
    world
        .fault(&Fault::Delay {
            from: 0,
            to: 1,
            delay,
        })
        .expect("they are two");
    let changed = world.now();
    world.advance_to(changed + Micros::from_ms(600));
    let packets = world.under_way();
    let slow: Vec<_> = packets
        .iter()
        .filter(|it| (it.from, it.to) == (0, 1) && it.sent > changed)
        .collect();
    assert!(slow.len() > 1, "two heartbeats are on their way at once");
    for pair in slow.windows(2) {
        assert!(pair[0].arrives <= pair[1].arrives);
    }
    let least = Micros::from_ms(204);
    assert!(slow.iter().all(|it| it.arrives.since(it.sent) >= least));
}
