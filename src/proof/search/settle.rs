//! What must be once all is repaired and quiet.

use super::clients::Clients;
use crate::{
    proof::judges::{Property, Verdict, ensure},
    raft::Role,
    sim::{Fault, Power, World},
};

/// Whether nothing is broken now.
pub(super) fn is_whole(world: &World) -> bool {
    let now = world.now();
    let mut nodes = world.nodes();
    let works = nodes.all(|node| node.power() == Power::Up && !node.is_amiss(now));
    let mut links = world.links();
    works && links.all(|(_, _, link)| link.is_whole())
}

/// What repairs everything.
pub(super) fn repairs(world: &World) -> Vec<Fault> {
    let powers = world.nodes().map(|node| node.power()).enumerate();
    let member = powers.filter_map(|(member, power)| match power {
        Power::Down => Some(Fault::Restart(member)),
        Power::Frozen => Some(Fault::Thaw(member)),
        Power::Up => None,
    });
    std::iter::once(Fault::HealAll).chain(member).collect()
}

/// All is quiet: everybody must agree, with each other and with what clients were told.
pub(super) fn settle(world: &World, clients: &Clients) -> Verdict {
    let recovered = |holds, what: &str| ensure(holds, Property::Recovery, || what.to_owned());
    recovered(!clients.waits(), "a question is still open")?;
    let servers: Vec<_> = world.nodes().filter_map(|node| node.server()).collect();
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
    clients.settle(&first.store)
}
