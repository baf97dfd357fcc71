//! Quorums over the whole world: what stands on the disks of one, and who is heard by one.

use super::{
    promises::{Promises, is_quorum},
    property::{Property, Verdict, ensure},
};
use crate::{
    raft::{Configuration, Raft, Role},
    sim::{Power, World},
    units::{Index, NodeId, Term},
};

/// The disks of a quorum of a leader's configuration hold what it commits.
pub(super) fn holds(
    (name, configuration): (&str, &Configuration),
    (index, term): (Index, Option<Term>),
    world: &World,
) -> Verdict {
    let has = |id: NodeId| {
        let node = world.nodes().find(|node| node.identity().id == id);
        node.is_some_and(|node| {
            let disk = node.disk();
            index < disk.first_index() || (term.is_some() && disk.term(index) == term)
        })
    };
    ensure(
        is_quorum(configuration, has),
        Property::QuorumCommit,
        || {
            let voters = configuration.voters();
            let having = voters.iter().filter(|id| has(**id));
            let having: Vec<String> = having.map(ToString::to_string).collect();
            format!("{name} commits {index}, which is on the disks of {having:?} alone")
        },
    )
}

/// A member campaigns in a term in which it did not before. That disrupts if nobody allowed it,
/// while somebody leads and is heard by a quorum.
pub(super) fn disruption(
    (id, name, raft): (NodeId, &str, &Raft),
    promises: &Promises,
    world: &World,
) -> Verdict {
    let term = raft.term();
    if promises.may_campaign(id, term, raft.configuration()) {
        return Ok(());
    }
    let leader = active_leader(world, term);
    ensure(leader.is_none(), Property::NoDisruption, || {
        let leader = leader.unwrap_or_default();
        format!("{name} raises the term to {term} although a quorum hears {leader}")
    })
}

/// The leader of a term below `term` that a quorum heard within half an election timeout.
fn active_leader(world: &World, term: Term) -> Option<&str> {
    let rafts = || {
        let up = world.nodes().filter(|node| node.power() == Power::Up);
        up.filter_map(|node| Some((node, node.server()?.raft())))
    };
    let (node, leader) = rafts()
        .filter(|(_, raft)| raft.role() == Role::Leader && raft.term() < term)
        .max_by_key(|(_, raft)| raft.term())?;
    let hears = |id: NodeId| {
        rafts().any(|(_, raft)| {
            let recently = raft.election_elapsed() * 2 < raft.config().election_ticks;
            raft.id() == id
                && raft.leader() == leader.id()
                && raft.term() == leader.term()
                && (id == leader.id() || recently)
        })
    };
    is_quorum(leader.configuration(), hears).then_some(node.identity().name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        raft::{Body, Input, Message},
        sim::{Config, Fault},
        units::Micros,
    };

    fn world() -> (World, usize) {
        let mut world = World::new(Config::tutorial());
        world.advance_to(Micros::from_secs(5));
        let leader = world.leader().expect("nobody was harmed");
        (world, leader)
    }

    fn raft(world: &World, member: usize) -> &Raft {
        let node = world.node(member).expect("it is a member");
        node.server().expect("it runs").raft()
    }

    #[test]
    fn a_commit_that_no_quorum_has_is_noticed() {
        let (world, leader) = world();
        let configuration = raft(&world, leader).configuration();
        let judge = |index, term| {
            let at = (Index(index), Some(Term(term)));
            let verdict = holds(("a", configuration), at, &world);
            verdict.err().map(|violation| violation.property)
        };
        assert_eq!(judge(1, 1), None);
        assert_eq!(judge(1, 2), Some(Property::QuorumCommit));
        assert_eq!(judge(99, 1), Some(Property::QuorumCommit));
    }

    #[test]
    fn who_raises_the_term_of_an_active_leader_is_noticed() {
        let (mut world, leader) = world();
        let promises = Promises::default();
        let term = raft(&world, leader).term();
        assert!(active_leader(&world, term.next()).is_some());
        assert!(active_leader(&world, term).is_none());

        // A member that takes part in a later term than the leader's, and was not asked to.
        let other = (leader + 1) % 3;
        let mut ahead = raft(&world, other).clone();
        let call = Message {
            from: ahead.id(),
            to: ahead.id(),
            term: term.next(),
            body: Body::TimeoutNow,
        };
        assert_eq!(ahead.step(Input::Message(call)), Ok(()));
        assert!(ahead.term() > term);
        let who = (ahead.id(), "b", &ahead);
        let verdict = disruption(who, &promises, &world);
        let property = verdict.map_err(|violation| violation.property);
        assert_eq!(property, Err(Property::NoDisruption));

        world.fault(&Fault::Isolate(leader)).expect("it has links");
        let later = world.now() + Micros::from_ms(900);
        world.advance_to(later);
        assert_eq!(disruption(who, &promises, &world), Ok(()));
    }
}
