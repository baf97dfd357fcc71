//! After everything is repaired: one leader within ten election timeouts, equal logs within twenty.

use super::property::{Property, Verdict, ensure};
use crate::{
    raft::{Raft, Role},
    sim::{Power, World},
    units::{Index, Micros},
};

/// Election timeouts until there must be a leader.
const LEADER_WITHIN: u64 = 10;

/// Election timeouts until all logs must be equal.
const EQUAL_WITHIN: u64 = 20;

/// What is due since everything was repaired.
#[derive(Clone, Debug)]
pub(super) struct Calm {
    leader_at: Micros,
    equal_at: Micros,
    /// What was committed when it was repaired.
    committed: Index,
}

impl Default for Calm {
    fn default() -> Self {
        Self {
            leader_at: Micros::MAX,
            equal_at: Micros::MAX,
            committed: Index(0),
        }
    }
}

impl Calm {
    /// Everything is repaired now; `committed` is the highest index that was committed until now.
    pub(super) fn begin(&mut self, world: &World, committed: Index) {
        let election = world.config().flags.election;
        let after = |count| world.now() + Micros(election.0 * count);
        *self = Self {
            leader_at: after(LEADER_WITHIN),
            equal_at: after(EQUAL_WITHIN),
            committed,
        };
    }

    /// When [`Calm::look`] has to be asked next.
    pub(super) fn next(&self) -> Micros {
        self.leader_at.min(self.equal_at)
    }

    /// Whether what is due by now is so.
    pub(super) fn look(&mut self, world: &World) -> Verdict {
        let now = world.now();
        let nodes = world.nodes().filter(|node| node.power() == Power::Up);
        let rafts: Vec<&Raft> = nodes
            .filter_map(|node| node.server())
            .map(|it| it.raft())
            .collect();
        if now >= self.leader_at {
            self.leader_at = Micros::MAX;
            one_leader(&rafts)?;
        }
        if now >= self.equal_at {
            self.equal_at = Micros::MAX;
            equal_logs(&rafts, self.committed)?;
        }
        Ok(())
    }
}

fn one_leader(rafts: &[&Raft]) -> Verdict {
    let top = rafts
        .iter()
        .max_by_key(|it| (it.term(), it.role() == Role::Leader));
    let leads = top.filter(|it| it.role() == Role::Leader);
    let members = leads.map_or_else(Vec::new, |it| it.configuration().members());
    let followed = leads.is_some_and(|leader| {
        let mut own = rafts.iter().filter(|it| members.contains(&it.id()));
        own.all(|it| (it.leader(), it.term()) == (leader.id(), leader.term()))
    });
    ensure(followed, Property::Liveness, || {
        let each = |it: &&Raft| format!("{} {:?} {}", it.id(), it.role(), it.term());
        let all: Vec<String> = rafts.iter().map(each).collect();
        format!("{LEADER_WITHIN} election timeouts after all is repaired: {all:?}")
    })
}

fn equal_logs(rafts: &[&Raft], committed: Index) -> Verdict {
    let leader = rafts.iter().find(|it| it.role() == Role::Leader);
    let Some(leader) = leader else {
        return one_leader(rafts);
    };
    let configuration = leader.configuration();
    let members = configuration.members();
    for raft in rafts.iter().filter(|it| members.contains(&it.id())) {
        // While clients go on, the last entries are still on their way.
        let (log, other) = (raft.log(), leader.log());
        let common = log.last_index().min(other.last_index());
        let agrees = common < log.first_index()
            || common < other.first_index()
            || log.term(common) == other.term(common);
        ensure(
            log.committed() >= committed && agrees,
            Property::Convergence,
            || {
                let (id, has) = (raft.id(), log.committed());
                format!(
                    "{EQUAL_WITHIN} election timeouts after all is repaired {id} has committed \
                     {has}; {committed} was before, or its log differs at {common}"
                )
            },
        )?;
    }
    let left = configuration.voters.outgoing.is_empty() || !configuration.auto_leave;
    ensure(left, Property::Convergence, || {
        "a joint configuration is not left".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::Config;

    fn judge(world: &World, calm: &mut Calm) -> Option<Property> {
        let verdict = calm.look(world);
        verdict.err().map(|violation| violation.property)
    }

    #[test]
    fn a_cluster_without_a_leader_or_with_a_short_log_is_noticed() {
        let mut world = World::new(Config::tutorial());
        let mut calm = Calm::default();
        assert_eq!(calm.next(), Micros::MAX);
        calm.leader_at = Micros::ZERO;
        assert_eq!(judge(&world, &mut calm), Some(Property::Liveness));

        calm.begin(&world, Index(1));
        assert_eq!(calm.next(), Micros::from_secs(10));
        world.advance_to(Micros::from_secs(20));
        assert_eq!(judge(&world, &mut calm), None);
        assert_eq!(calm.next(), Micros::MAX, "all is well and nothing is due");

        calm.begin(&world, Index(9_999));
        (calm.leader_at, calm.equal_at) = (Micros::MAX, Micros::ZERO);
        assert_eq!(judge(&world, &mut calm), Some(Property::Convergence));
    }
}
