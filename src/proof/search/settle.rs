//! What must be once all is repaired and quiet.

use super::clients::Clients;
use crate::{
    proof::judges::{Property, Verdict, ensure},
    raft::Role,
    sim::{Config, Fault, MemberConfig, PLACES_MAX, Power, Standing, World},
};

/// Whether nothing is broken now.
pub(super) fn is_whole(world: &World) -> bool {
    let now = world.now();
    let mut nodes = world
        .nodes()
        .filter(|it| it.standing() != Standing::Removed);
    let works = nodes.all(|it| {
        it.standing() == Standing::Member && it.power() == Power::Up && !it.is_amiss(now)
    });
    let mut links = world.links();
    works && !counts_on_the_gone(world) && links.all(|(_, _, link)| link.is_whole())
}

/// Whether a member still counts on the vote of one that was removed: a removal that it knows
/// committed only after a restart may need the removed one's vote, and that has gone. etcd is no
/// better.
fn counts_on_the_gone(world: &World) -> bool {
    let gone = world
        .nodes()
        .filter(|it| it.standing() == Standing::Removed)
        .map(|it| it.identity().id);
    let gone: Vec<_> = gone.collect();
    let servers = world.nodes().filter_map(|it| it.server());
    let mut voters = servers.flat_map(|it| it.raft().configuration().voters());
    !gone.is_empty() && voters.any(|it| gone.contains(&it))
}

/// Whether this member has a vote, as it knows itself: only then it answers everything.
pub(super) fn votes(world: &World, place: usize) -> bool {
    world.node(place).is_some_and(|node| {
        let voters = node.state().configuration().voters();
        node.standing() == Standing::Member && voters.contains(&node.identity().id)
    })
}

/// What repairs everything.
pub(super) fn repairs(world: &World) -> Vec<Fault> {
    let nodes = world.nodes().enumerate();
    let member = nodes.filter_map(|(place, node)| match (node.standing(), node.power()) {
        (Standing::Removed, _) | (Standing::Member, Power::Up) => None,
        (Standing::Waiting, _) => series(node.member()).map(|name| Fault::Start {
            name,
            peer: String::new(),
            client: String::new(),
        }),
        (Standing::Member, Power::Down) => Some(Fault::Restart(place)),
        (Standing::Member, Power::Frozen) => Some(Fault::Thaw(place)),
    });
    std::iter::once(Fault::HealAll).chain(member).collect()
}

/// The name in the tutorial's series that goes with a member's peer address.
fn series(member: &MemberConfig) -> Option<String> {
    let mut known = (1..=PLACES_MAX).filter_map(|it| u32::try_from(it).ok());
    let number = known.find(|it| Config::tutorial_member(*it).peer_url == member.peer_url);
    number.map(|it| format!("infra{it}"))
}

/// All is quiet: everybody must agree, with each other and with what clients were told.
pub(super) fn settle(world: &World, clients: &Clients) -> Verdict {
    let recovered = |holds, what: &str| ensure(holds, Property::Recovery, || what.to_owned());
    recovered(!clients.waits(), "a question is still open")?;
    let members = world.nodes().filter(|it| it.standing() == Standing::Member);
    let servers: Vec<_> = members.filter_map(|node| node.server()).collect();
    let leads = |it: &&&crate::etcd::Server| it.raft().role() == Role::Leader;
    recovered(
        servers.iter().filter(leads).count() == 1,
        "not exactly one member leads",
    )?;
    let Some(first) = servers.first().map(|it| it.state()) else {
        return Ok(());
    };
    for server in &servers {
        let state = server.state();
        let same = state.consistent_index() == first.consistent_index();
        recovered(same, "a member lags")?;
        recovered(state.hash() == first.hash(), "members differ")?;
    }
    clients.settle(world, &first.store)
}
