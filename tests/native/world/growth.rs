//! Clusters that grow and shrink while they run.

use etcdscope::{
    etcd::api::{self, Error, Request, Response},
    sim::{Config, Exit, Fault, FaultRefusal, Power, Standing, World},
    units::{Micros, NodeId},
};

use super::{
    call, get, leader,
    members::{EP, add, added, id, pass, promote, remove, settled},
    put,
};

fn start(world: &mut World, name: &str) -> Result<(), FaultRefusal> {
    world.fault(&Fault::Start {
        name: name.to_owned(),
        peer: String::new(),
        client: String::new(),
    })
}

/// Adds a member of the tutorial's series, starts it and waits until it is healthy.
fn join(world: &mut World, number: u32, is_learner: bool) -> u64 {
    let new = added(call(world, EP, add(number, is_learner)));
    start(world, &format!("infra{number}")).expect("it waits");
    pass(world, 6);
    new
}

fn same_states(world: &World) {
    let live = world.nodes().filter(|node| node.power() == Power::Up);
    let hashes: Vec<_> = live
        .map(|node| (node.state().hash(), node.identity().name.clone()))
        .collect();
    for (hash, name) in &hashes {
        assert_eq!(*hash, hashes[0].0, "{name} differs: {hashes:?}");
    }
}

#[test]
fn three_grow_to_five_and_shrink_to_one() {
    let mut world = settled(Config::tutorial());
    call(&mut world, EP, put("a", "1")).expect("put");
    let ids = [join(&mut world, 4, false), join(&mut world, 5, false)];
    same_states(&world);
    assert_eq!(world.nodes().len(), 5);
    assert_eq!(id(&world, 3), ids[0]);
    let newest = world.node(4).expect("is there");
    assert_eq!(
        (newest.member().name.as_str(), newest.standing()),
        ("infra5", Standing::Member)
    );
    let answer = call(&mut world, "127.0.0.1:52379", put("b", "1"));
    answer.expect("the new member takes requests");
    // Three of five are enough now, and two are not.
    for place in [1, 2] {
        world.fault(&Fault::Kill(place)).expect("it was up");
    }
    pass(&mut world, 3);
    call(&mut world, "127.0.0.1:42379", put("b", "2")).expect("a quorum");
    for place in [1, 2] {
        world.fault(&Fault::Restart(place)).expect("it was down");
    }
    pass(&mut world, 6);
    for place in [4, 3, 2, 1] {
        let gone = id(&world, place);
        call(&mut world, EP, remove(gone)).expect("removed");
        pass(&mut world, 2);
        let node = world.node(place).expect("its machine stays");
        assert_eq!(node.standing(), Standing::Removed, "{place}");
        assert_eq!(
            (node.power(), node.exit()),
            (Power::Down, Some(Exit::Removed))
        );
        call(&mut world, EP, put("c", "1")).expect("goes on");
    }
    let state = world.node(0).expect("is there").state();
    assert_eq!(state.configuration().voters().len(), 1);
    assert_eq!(leader(&world), Some(0));
}

#[test]
fn a_single_member_grows_to_three() {
    let mut world = settled(Config::single());
    join(&mut world, 2, false);
    join(&mut world, 3, false);
    same_states(&world);
    world.fault(&Fault::Kill(0)).expect("it was up");
    pass(&mut world, 4);
    call(&mut world, "127.0.0.1:22379", put("a", "1")).expect("two of three");
}

#[test]
fn a_new_member_catches_up_by_snapshot() {
    let mut config = Config::tutorial();
    (config.flags.snapshot_count, config.flags.catch_up_entries) = (10, 5);
    let mut world = settled(config);
    for number in 0..40 {
        call(&mut world, EP, put("a", &number.to_string())).expect("put");
    }
    let first = world.node(0).and_then(|node| node.server()).expect("runs");
    assert!(
        first.raft().log().first_index().0 > 30,
        "the log's beginning is gone"
    );
    let learner = added(call(&mut world, EP, add(4, true)));
    assert_eq!(
        call(&mut world, EP, promote(learner)),
        Err(Error::LearnerNotReady)
    );
    start(&mut world, "infra4").expect("it waits");
    pass(&mut world, 2);
    same_states(&world);
    let node = world.node(3).expect("is there");
    assert!(node.state().configuration().is_learner(NodeId(learner)));
    assert!(
        node.disk().first_index().0 > 30,
        "it got a snapshot, not the log"
    );
    call(&mut world, EP, promote(learner)).expect("in sync");
    pass(&mut world, 1);
    let state = world.node(3).expect("is there").state();
    assert!(state.configuration().is_voter(NodeId(learner)));
    assert_eq!(
        state.members.get(&NodeId(learner)).expect("there").name,
        "infra4"
    );
    // Its restart finds all that on its own disks.
    world.fault(&Fault::Restart(3)).expect("it runs");
    pass(&mut world, 3);
    same_states(&world);
    call(&mut world, "127.0.0.1:42379", get("a")).expect("serves");
}

#[test]
fn a_learner_answers_what_etcd_lets_it() {
    let mut world = settled(Config::tutorial());
    let learner = join(&mut world, 4, true);
    call(&mut world, EP, put("a", "1")).expect("put");
    pass(&mut world, 1);
    let there = "127.0.0.1:42379";
    let local = Request::Range(api::RangeRequest {
        key: "a".into(),
        serializable: true,
        ..api::RangeRequest::default()
    });
    let Ok(Response::Range(range)) = call(&mut world, there, local) else {
        panic!("a serializable read is served");
    };
    assert_eq!(range.kvs[0].value, "1");
    let status = Request::Status(api::StatusRequest {});
    let Ok(Response::Status(status)) = call(&mut world, there, status) else {
        panic!("its status is told");
    };
    assert!(status.is_learner && status.leader != learner);
    for request in [put("a", "2"), get("a")] {
        let before = world.now();
        let answer = call(&mut world, there, request);
        assert_eq!(answer, Err(Error::NotSupportedForLearner));
        // clientv3 asks for a read a hundred times, for it takes the refusal for a passing one.
        assert!(world.now().since(before) < Micros::from_secs(4));
    }
    // With a voter among the endpoints the read is served there.
    let answer = super::call_any(&mut world, &[there, EP], get("a"));
    answer.expect("asks the next endpoint");
    assert!(
        call(
            &mut world,
            EP,
            Request::MoveLeader(api::MoveLeaderRequest { target_id: learner })
        )
        .is_err()
    );
}

#[test]
fn who_is_removed_unheard_learns_it_when_it_is_heard() {
    let mut world = settled(Config::tutorial());
    let old = leader(&world).expect("a leader");
    let away = (old + 1) % 3;
    world.fault(&Fault::Isolate(away)).expect("is there");
    pass(&mut world, 1);
    let endpoint = world.config().members[old].client_url.clone();
    let gone = id(&world, away);
    call(&mut world, &endpoint, remove(gone)).expect("one out of reach may go");
    pass(&mut world, 5);
    assert_eq!(
        world.node(away).expect("is there").power(),
        Power::Up,
        "it does not know"
    );
    world.fault(&Fault::HealAll).expect("heals");
    pass(&mut world, 3);
    let node = world.node(away).expect("is there");
    assert_eq!(
        (node.power(), node.exit()),
        (Power::Down, Some(Exit::Removed))
    );
    assert_eq!(leader(&world), Some(old), "it disturbed nobody");
    world.fault(&Fault::Restart(away)).expect("it was down");
    pass(&mut world, 1);
    assert_eq!(
        world.node(away).expect("is there").power(),
        Power::Down,
        "gone for good"
    );
}

#[test]
fn a_leader_can_remove_itself() {
    let mut world = settled(Config::tutorial());
    let old = leader(&world).expect("a leader");
    let endpoint = world.config().members[old].client_url.clone();
    let gone = id(&world, old);
    call(&mut world, &endpoint, remove(gone)).expect("removed");
    pass(&mut world, 5);
    assert_eq!(
        world.node(old).expect("is there").exit(),
        Some(Exit::Removed)
    );
    let new = leader(&world).expect("the others elect one");
    let endpoint = world.config().members[new].client_url.clone();
    call(&mut world, &endpoint, put("a", "1")).expect("two of two");
}

#[test]
fn a_machine_takes_its_removed_members_place() {
    let mut world = settled(Config::tutorial());
    assert_eq!(leader(&world), Some(0));
    let old = id(&world, 2);
    call(&mut world, EP, remove(old)).expect("removed");
    pass(&mut world, 2);
    let new = added(call(&mut world, EP, add(3, false)));
    assert_ne!(old, new);
    assert_eq!((world.nodes().len(), id(&world, 2)), (3, new));
    // The machine's name is known; `sim start infra3` is a restart of it.
    world.fault(&Fault::Restart(2)).expect("it waits");
    pass(&mut world, 3);
    same_states(&world);
    call(&mut world, "127.0.0.1:32379", put("a", "1")).expect("the same address");
}

#[test]
fn only_added_members_are_started() {
    let mut world = settled(Config::tutorial());
    assert_eq!(start(&mut world, "infra4"), Err(FaultRefusal::NobodyWaits));
    added(call(&mut world, EP, add(4, true)));
    assert_eq!(
        world.fault(&Fault::Restart(3)),
        Err(FaultRefusal::NeverStarted(3))
    );
    assert_eq!(world.fault(&Fault::Kill(3)), Err(FaultRefusal::Down(3)));
    assert_eq!(start(&mut world, "infra1"), Err(FaultRefusal::NameTaken(0)));
    start(&mut world, "fourth").expect("the only one that waits");
    let node = world.node(3).expect("is there");
    assert_eq!(
        node.member().client_url,
        "http://127.0.0.1:42379",
        "the next of the series"
    );
    assert_eq!(start(&mut world, "fifth"), Err(FaultRefusal::NobodyWaits));
    pass(&mut world, 2);
    let state = world.node(0).expect("is there").state();
    assert!(state.members.values().any(|member| member.name == "fourth"));
}

#[test]
fn a_copy_of_a_world_that_grows_has_the_same_future() {
    let mut world = settled(Config::of_members(5));
    added(call(&mut world, EP, add(6, true)));
    let mut copy = world.clone();
    for world in [&mut world, &mut copy] {
        start(world, "infra6").expect("it waits");
        call(world, EP, put("a", "1")).expect("put");
        pass(world, 3);
    }
    assert_eq!(world.hash(), copy.hash());
    assert_eq!(world.nodes().len(), 6);
    // Where another member stands is part of the hash.
    let mut other = settled(Config::of_members(5));
    added(call(&mut other, EP, add(7, true)));
    assert_ne!(other.hash(), copy.hash());
}

#[test]
fn worlds_of_one_three_five_and_seven_begin_and_lose_a_minority() {
    for count in [1, 3, 5, 7] {
        let mut world = settled(Config::of_members(count));
        assert_eq!(world.nodes().len(), count);
        for place in 0..count / 2 {
            world
                .fault(&Fault::Kill(count - 1 - place))
                .expect("it was up");
        }
        pass(&mut world, 4);
        call(&mut world, EP, put("a", "1")).unwrap_or_else(|error| panic!("{count}: {error}"));
        pass(&mut world, 1);
        same_states(&world);
    }
}
