//! Leases in time: none is revoked for its age too early, none by anybody but the leader, and none
//! is forgotten (`lease/lessor.go`). Times are the world's own. A leader whose steady clock runs
//! wrong is held to none: etcd promises no more than that clock does.

use std::collections::BTreeMap;

use super::property::{Property, Verdict, ensure};
use crate::{
    etcd::Server,
    raft::Role,
    sim::{Node, Power, World},
    units::{LeaseId, Micros},
};

/// From the end of a lease to the proposal to revoke it: half a second to the lessor's next round,
/// three more to its next try, one for a slow world.
const SLACK: Micros = Micros::from_ms(4_500);

/// With so many leases a new leader spreads their ends; those are not held to a time.
const SPREAD_FROM: usize = 1_000;

/// A lease under a leader's watch.
#[derive(Clone, Copy, Debug)]
struct Watched {
    /// When its time to live began at the latest.
    since: Micros,
    ttl: Micros,
    /// When its revocation was proposed.
    proposed: Option<Micros>,
}

/// A member in office: its lessor is the primary.
#[derive(Clone, Debug)]
struct Office {
    epoch: u32,
    since: Micros,
    /// When its process went on after it was last stopped.
    resumed: Micros,
    /// Whether its steady clock ran too fast or too slow since then.
    drifted: bool,
    /// The lessor's hash over leases and their keys, to notice a change.
    agreed: u64,
    leases: BTreeMap<LeaseId, Watched>,
}

impl Office {
    /// When each lease must have been proposed for revocation, of those that were not.
    fn ends(&self, extend: Micros) -> impl Iterator<Item = (LeaseId, Micros)> {
        let resumed = self.resumed;
        let open = self.leases.iter().filter(|(_, it)| it.proposed.is_none());
        open.map(move |(id, it)| {
            let end = (it.since + it.ttl + extend).max(resumed);
            (*id, end + SLACK)
        })
    }
}

/// The leases of all members in office.
#[derive(Clone, Debug)]
pub(super) struct Leases {
    offices: BTreeMap<usize, Office>,
    next: Micros,
    /// What a new leader adds to every lease: an election timeout.
    extend: Micros,
}

impl Default for Leases {
    fn default() -> Self {
        Self {
            offices: BTreeMap::new(),
            next: Micros::MAX,
            extend: Micros::ZERO,
        }
    }
}

impl Leases {
    /// Looks at a member that may have changed: who is in office, and over which leases.
    pub(super) fn look(&mut self, place: usize, node: &Node, world: &World) {
        let now = world.now();
        self.extend = world.config().flags.election;
        let Some((server, since)) = node.server().and_then(|it| Some((it, it.promoted_at()?)))
        else {
            if !self.offices.is_empty() {
                self.offices.remove(&place);
            }
            return;
        };
        let lessor = &server.state().lessor;
        let epoch = node.epoch();
        if node.clock().ppm() != 0
            && let Some(office) = self.offices.get_mut(&place)
        {
            office.drifted = true;
        }
        if node.power() == Power::Frozen
            && let Some(office) = self.offices.get_mut(&place)
        {
            office.resumed = Micros::MAX;
            return self.plan();
        }
        if let Some(office) = self.offices.get_mut(&place)
            && office.resumed == Micros::MAX
        {
            office.resumed = now;
            self.plan();
        }
        let known = self.offices.get(&place);
        let same = known.is_some_and(|it| (it.epoch, it.since) == (epoch, since));
        if same && known.is_some_and(|it| it.agreed == lessor.hash()) {
            return;
        }
        let mut office = self
            .offices
            .remove(&place)
            .filter(|_| same)
            .unwrap_or(Office {
                epoch,
                since,
                resumed: Micros::ZERO,
                drifted: node.clock().ppm() != 0,
                agreed: 0,
                leases: BTreeMap::new(),
            });
        office.agreed = lessor.hash();
        office.leases.retain(|id, _| lessor.get(*id).is_some());
        for (id, lease) in lessor.iter() {
            let ttl = Micros::from_secs(lease.ttl.max(0).cast_unsigned());
            office.leases.entry(id).or_insert(Watched {
                since: now,
                ttl,
                proposed: None,
            });
        }
        self.offices.insert(place, office);
        self.plan();
    }

    /// Sets when to look for forgotten leases.
    fn plan(&mut self) {
        let extend = self.extend;
        let ends = self.offices.values().flat_map(|it| it.ends(extend));
        self.next = ends.map(|(_, end)| end).min().unwrap_or(Micros::MAX);
    }

    /// A member in office renewed a lease.
    pub(super) fn renewed(&mut self, place: usize, id: LeaseId, now: Micros) {
        let office = self.offices.get_mut(&place);
        if let Some(lease) = office.and_then(|office| office.leases.get_mut(&id)) {
            lease.since = now;
            lease.proposed = None;
        }
        self.plan();
    }

    /// A member proposed to revoke a lease for its age.
    pub(super) fn revokes(
        &mut self,
        (place, name): (usize, &str),
        id: LeaseId,
        server: &Server,
        now: Micros,
    ) -> Verdict {
        let leads = server.raft().role() == Role::Leader && server.promoted_at().is_some();
        ensure(leads, Property::LeaseByLeader, || {
            format!("{name} lets lease {id} run out and does not lead")
        })?;
        let Some(office) = self.offices.get_mut(&place) else {
            return Ok(());
        };
        let drifted = office.drifted;
        let Some(lease) = office.leases.get_mut(&id) else {
            return Ok(());
        };
        lease.proposed = Some(now);
        let end = lease.since + lease.ttl;
        let since = lease.since;
        self.plan();
        ensure(drifted || now >= end, Property::LeaseNotEarly, || {
            format!(
                "{name} lets lease {id} run out at {} us, renewed at {} us for {} s",
                now.0,
                since.0,
                end.since(since).as_secs()
            )
        })
    }

    /// When [`Leases::forgotten`] has to be asked next.
    pub(super) const fn next(&self) -> Micros {
        self.next
    }

    /// Whether a lease should have been proposed for revocation long ago.
    pub(super) fn forgotten<'a>(
        &mut self,
        now: Micros,
        server: impl Fn(usize) -> Option<(&'a str, &'a Server)>,
    ) -> Verdict {
        self.next = Micros::MAX;
        let offices = std::mem::take(&mut self.offices);
        for (place, office) in &offices {
            let Some((name, server)) = server(*place) else {
                continue;
            };
            let lessor = &server.state().lessor;
            if lessor.len() >= SPREAD_FROM || office.drifted {
                continue;
            }
            for (id, end) in office.ends(self.extend) {
                if end > now {
                    self.next = self.next.min(end);
                    continue;
                }
                ensure(lessor.get(id).is_none(), Property::LeaseNotLate, || {
                    format!("{name} leads and forgets lease {id}, due by {} us", end.0)
                })?;
            }
        }
        self.offices = offices;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        etcd::api::{LeaseGrantRequest, Request},
        sim::{Config, Owner, address},
    };

    const TTL: Micros = Micros::from_secs(60);

    /// A cluster with one lease, and what a judge knows of it.
    fn stage() -> (World, Leases, usize, LeaseId) {
        let mut world = World::new(Config::tutorial());
        world.advance_to(Micros::from_secs(5));
        let leader = world.leader().expect("nobody was harmed");
        let endpoint = address(&world.config().members[leader].client_url);
        let grant = Request::LeaseGrant(LeaseGrantRequest { ttl: 60, id: 7 });
        world.call((Owner(1), 1), vec![endpoint], grant, TTL);
        world.advance_to(Micros::from_secs(6));
        let mut leases = Leases::default();
        for (place, node) in world.nodes().enumerate() {
            leases.look(place, node, &world);
        }
        (world, leases, leader, LeaseId(7))
    }

    fn property(verdict: Verdict) -> Option<Property> {
        verdict.err().map(|violation| violation.property)
    }

    #[test]
    fn a_lease_that_ends_early_or_elsewhere_is_noticed() {
        let (world, mut leases, leader, lease) = stage();
        let server = |place| world.node(place).and_then(Node::server).expect("it runs");
        let mut revokes = |place, now| {
            let who = (place, "a");
            property(leases.revokes(who, lease, server(place), now))
        };
        let follower = (leader + 1) % 3;
        let end = world.now() + TTL;
        assert_eq!(revokes(follower, end), Some(Property::LeaseByLeader));
        let early = Micros(end.0 - 1);
        assert_eq!(revokes(leader, early), Some(Property::LeaseNotEarly));
        assert_eq!(revokes(leader, end), None);
        let renewed = world.now() + Micros::from_secs(30);
        leases.renewed(leader, lease, renewed);
        let mut revokes = |now| property(leases.revokes((leader, "a"), lease, server(leader), now));
        assert_eq!(revokes(end), Some(Property::LeaseNotEarly));
        assert_eq!(revokes(renewed + TTL), None);
    }

    #[test]
    fn a_lease_that_is_forgotten_is_noticed() {
        let (world, mut leases, leader, lease) = stage();
        let server = |place| {
            let node = world.node(place)?;
            Some((node.identity().name.as_str(), node.server()?))
        };
        let due = world.now() + TTL + Micros::from_secs(1) + SLACK;
        assert_eq!(leases.next(), due);
        assert_eq!(property(leases.forgotten(world.now(), server)), None);
        let late = property(leases.clone().forgotten(due, server));
        assert_eq!(late, Some(Property::LeaseNotLate));
        leases.renewed(leader, lease, world.now() + Micros::from_secs(1));
        assert_eq!(property(leases.forgotten(due, server)), None);
    }
}
