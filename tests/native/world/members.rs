//! Members come and go: what etcd checks before and when a change is applied, and its words.

use etcdscope::{
    etcd::api::{self, Error, Request, Response},
    sim::{Config, Fault, World},
    units::{Micros, NodeId},
};

use super::{booted, call, get, leader, put};

pub(super) const EP: &str = "127.0.0.1:2379";

pub(super) fn add(number: u32, is_learner: bool) -> Request {
    Request::MemberAdd(api::MemberAddRequest {
        peer_urls: vec![Config::tutorial_member(number).peer_url],
        is_learner,
    })
}

pub(super) fn remove(id: u64) -> Request {
    Request::MemberRemove(api::MemberIdRequest { id })
}

pub(super) fn promote(id: u64) -> Request {
    Request::MemberPromote(api::MemberIdRequest { id })
}

fn update(id: u64, url: &str) -> Request {
    Request::MemberUpdate(api::MemberUpdateRequest {
        id,
        peer_urls: vec![url.to_owned()],
    })
}

fn move_leader(target_id: u64) -> Request {
    Request::MoveLeader(api::MoveLeaderRequest { target_id })
}

pub(super) fn id(world: &World, place: usize) -> u64 {
    world.node(place).expect("is there").identity().id.0
}

/// The id of the member that was added.
pub(super) fn added(answer: Result<Response, Error>) -> u64 {
    match answer {
        Ok(Response::MemberAdd(answer)) => answer.member.expect("says whom").id,
        other => panic!("not added: {other:?}"),
    }
}

/// A cluster whose members have been connected for long enough.
pub(super) fn settled(config: Config) -> World {
    let mut world = booted(config);
    world.advance_to(Micros::from_secs(8));
    world
}

pub(super) fn pass(world: &mut World, seconds: u64) {
    world.advance_to(world.now() + Micros::from_secs(seconds));
}

#[test]
fn a_change_waits_until_all_voters_are_connected() {
    let mut world = booted(Config::tutorial());
    assert_eq!(call(&mut world, EP, add(4, false)), Err(Error::Unhealthy));
    pass(&mut world, 4);
    let new = added(call(&mut world, EP, add(4, false)));
    pass(&mut world, 1);
    for node in world.nodes().take(3) {
        let member = node.state().members.get(&NodeId(new)).expect("agreed on");
        assert_eq!((member.name.as_str(), member.is_learner), ("", false));
        assert_eq!(member.peer_urls, [Config::tutorial_member(4).peer_url]);
    }
    // A healed link counts from anew.
    let mut world = settled(Config::tutorial());
    world.fault(&Fault::Cut { from: 1, to: 0 }).expect("a link");
    world.fault(&Fault::HealAll).expect("heals");
    assert_eq!(call(&mut world, EP, add(4, true)), Err(Error::Unhealthy));
    pass(&mut world, 6);
    added(call(&mut world, EP, add(4, true)));
}

#[test]
fn changes_that_do_not_fit_are_refused_in_etcds_words() {
    let mut world = settled(Config::tutorial());
    let (first, missing) = (id(&world, 0), 0x1234);
    let learner = added(call(&mut world, EP, add(4, true)));
    let taken = Config::tutorial_member(2).peer_url;
    let table = [
        (add(5, true), Error::TooManyLearners),
        (add(2, false), Error::PeerUrlExist),
        (
            Request::MemberAdd(api::MemberAddRequest {
                peer_urls: vec!["127.0.0.1:1".to_owned()],
                is_learner: false,
            }),
            Error::BadMemberUrls,
        ),
        (remove(missing), Error::MemberNotFound),
        (update(missing, "http://a:1"), Error::MemberNotFound),
        (update(first, &taken), Error::PeerUrlExist),
        (promote(missing), Error::MemberNotFound),
        (promote(first), Error::NotLearner),
        (promote(learner), Error::LearnerNotReady),
    ];
    for (request, wanted) in table {
        let answer = call(&mut world, EP, request.clone());
        assert_eq!(answer, Err(wanted), "{request:?}");
    }
    call(&mut world, EP, update(learner, "http://127.0.0.1:52380")).expect("updated");
    call(&mut world, EP, remove(learner)).expect("removed");
    assert_eq!(
        call(&mut world, EP, remove(learner)),
        Err(Error::MemberNotFound)
    );
    let state = world.node(0).expect("is there").state();
    assert!(state.removed.contains(&NodeId(learner)));
    assert_eq!(state.members.len(), 3);
    assert_eq!(state.configuration().members().len(), 3);
}

#[test]
fn a_cluster_never_gives_its_quorum_away_unseen() {
    let mut world = settled(Config::tutorial());
    added(call(&mut world, EP, add(4, false)));
    let answer = call(&mut world, EP, add(5, false));
    assert_eq!(answer, Err(Error::Unhealthy), "one voter is not connected");
    let mut world = settled(Config::tutorial());
    world.fault(&Fault::Kill(2)).expect("it was up");
    pass(&mut world, 1);
    let down = id(&world, 2);
    let live = id(&world, 1);
    assert_eq!(call(&mut world, EP, remove(live)), Err(Error::Unhealthy));
    call(&mut world, EP, remove(down)).expect("one that is down may always go");
    call(&mut world, EP, remove(live)).expect("both run, and one is a quorum of one");
    let mut single = settled(Config::default_node());
    let own = id(&single, 0);
    let answer = call(&mut single, "localhost:2379", remove(own));
    assert_eq!(answer, Err(Error::NotEnoughStarted), "the last one stays");
}

#[test]
fn a_voter_that_is_not_there_costs_a_single_member_its_quorum() {
    let mut world = settled(Config::single());
    added(call(&mut world, EP, add(2, false)));
    assert_eq!(
        call(&mut world, EP, put("a", "1")),
        Err(Error::DeadlineExceeded)
    );
    let answer = call(&mut world, EP, add(3, false));
    assert_eq!(answer, Err(Error::NotEnoughStarted));
}

#[test]
fn leadership_moves_to_a_voter_by_the_leader_alone() {
    let mut world = settled(Config::tutorial());
    let old = leader(&world).expect("a leader");
    let new = (old + 1) % 3;
    let learner = added(call(&mut world, EP, add(4, true)));
    let endpoint = |world: &World, place: usize| world.config().members[place].client_url.clone();
    let (from, to) = (endpoint(&world, old), id(&world, new));
    let elsewhere = endpoint(&world, new);
    assert_eq!(
        call(&mut world, &elsewhere, move_leader(to)),
        Err(Error::NotLeader)
    );
    for id in [0x1234, learner] {
        assert_eq!(
            call(&mut world, &from, move_leader(id)),
            Err(Error::BadTransferee)
        );
    }
    let before = world.now();
    call(&mut world, &from, move_leader(to)).expect("moved");
    assert!(world.now().since(before) < Micros::from_ms(300));
    assert_eq!(leader(&world), Some(new));
    call(&mut world, &from, put("a", "1")).expect("goes to the new leader");
}

#[test]
fn proposals_are_dropped_while_leadership_moves() {
    let mut world = settled(Config::tutorial());
    let old = leader(&world).expect("a leader");
    let to = (old + 1) % 3;
    let target = id(&world, to);
    let from = world.config().members[old].client_url.clone();
    world.fault(&Fault::Isolate(to)).expect("is there");
    let owner = etcdscope::sim::Owner(77);
    let patience = Micros::from_secs(5);
    world.call(
        (owner, 1),
        vec![from.clone()],
        move_leader(target),
        patience,
    );
    world.advance_to(world.now() + Micros::from_ms(100));
    assert_eq!(
        call(&mut world, &from, put("a", "1")),
        Err(Error::ProposalDropped)
    );
    // After an election timeout the leader gives up and goes on.
    pass(&mut world, 2);
    call(&mut world, &from, put("a", "1")).expect("leads on");
    assert_eq!(leader(&world), Some(old));
}

#[test]
fn a_follower_lets_the_leader_promote() {
    let mut world = settled(Config::tutorial());
    let old = leader(&world).expect("a leader");
    let follower = world.config().members[(old + 1) % 3].client_url.clone();
    let learner = added(call(&mut world, EP, add(4, true)));
    let answer = call(&mut world, &follower, promote(learner));
    assert_eq!(answer, Err(Error::LearnerNotReady));
    call(&mut world, &follower, get("a")).expect("a read");
}
