//! Configurations: one change at a time, one voter at a time or through a joint configuration, and
//! only when it is applied (thesis chapter 4).

use super::{
    ledger::Ledger,
    property::{Property, Verdict, ensure},
};
use crate::{
    raft::{Configuration, Log},
    units::{Index, NodeId, StateHash},
};

/// A leader appended a change at `index`, of its own term, whose first index is `own_from`.
pub(super) fn appended(
    (name, log): (&str, &Log),
    index: Index,
    own_from: Index,
    ledger: &Ledger,
) -> Verdict {
    let mut before = ledger.changes(log.applied().next(), index.prev());
    let other = before.rfind(|(at, term)| log.term(*at) == Some(*term));
    ensure(other.is_none(), Property::OneChangeAtATime, || {
        let other = other.map_or(Index(0), |(at, _)| at);
        format!("{name} appends a change at {index} while the one at {other} is not applied")
    })?;
    let elected_with = own_from.prev();
    ensure(
        log.applied() >= elected_with,
        Property::ChangeAfterElection,
        || {
            let applied = log.applied();
            format!(
                "{name} appends a change at {index} with {applied} applied, elected with \
                 {elected_with}"
            )
        },
    )
}

/// The configuration of a running member changed while it applied from one index to another.
pub(super) fn stepped(
    name: &str,
    (from, old): (Index, &Configuration),
    (to, new): (Index, &Configuration),
    log: &Log,
    ledger: &Ledger,
) -> Verdict {
    if from < log.first_index().prev() {
        // A snapshot stands for what it did not apply itself.
        return Ok(());
    }
    let changes = ledger.changes(from.next(), to);
    let count = changes
        .filter(|(at, term)| log.term(*at) == Some(*term))
        .count();
    ensure(count > 0, Property::ConfigurationSteps, || {
        format!("the configuration of {name} changes, and it applied no change")
    })?;
    ensure(
        count > 1 || is_step(old, new),
        Property::ConfigurationSteps,
        || format!("{name} steps from {old:?} to {new:?} with one change"),
    )
}

/// Whether one change may lead from one configuration to the other.
fn is_step(old: &Configuration, new: &Configuration) -> bool {
    let (before, after) = (&old.voters, &new.voters);
    match (before.outgoing.is_empty(), after.outgoing.is_empty()) {
        (true, true) => {
            let moved =
                |from: &[NodeId], to: &[NodeId]| from.iter().filter(|id| !to.contains(id)).count();
            moved(&before.incoming, &after.incoming) + moved(&after.incoming, &before.incoming) <= 1
        }
        (true, false) => after.outgoing == before.incoming,
        (false, true) => after.incoming == before.incoming,
        (false, false) => before == after,
    }
}

/// A state's hash with the configuration in force.
pub(super) fn fold(state: u64, configuration: &Configuration) -> u64 {
    let mut hash = StateHash::new();
    hash.u64(state).flag(configuration.auto_leave);
    for ids in [
        &configuration.voters.incoming,
        &configuration.voters.outgoing,
        &configuration.learners,
        &configuration.learners_next,
    ] {
        hash.len(ids.len());
        for id in ids {
            hash.u64(id.0);
        }
    }
    hash.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        raft::{Entry, EntryKind},
        units::Term,
    };

    fn of(incoming: &[u64], outgoing: &[u64]) -> Configuration {
        let ids = |ids: &[u64]| ids.iter().copied().map(NodeId).collect();
        let mut configuration = Configuration::default();
        configuration.voters.incoming = ids(incoming);
        configuration.voters.outgoing = ids(outgoing);
        configuration
    }

    fn entry(index: u64, kind: EntryKind) -> Entry {
        Entry {
            term: Term(1),
            index: Index(index),
            kind,
            ..Entry::default()
        }
    }

    #[test]
    fn a_second_change_and_one_too_early_are_noticed() {
        let kinds = [
            EntryKind::Normal,
            EntryKind::ConfChange,
            EntryKind::ConfChange,
        ];
        let entries = (1..).zip(kinds).map(|(index, kind)| entry(index, kind));
        let entries: Vec<Entry> = entries.collect();
        let mut ledger = Ledger::default();
        for entry in &entries {
            assert_eq!(ledger.enter("a", entry, None), Ok(true));
        }
        let log = |applied| {
            let start = (Index(0), Term(0));
            Log::restore(
                start,
                entries.iter().cloned().collect(),
                Index(3),
                Index(applied),
            )
        };
        let judge = |applied, own_from| {
            let leader = ("a", &log(applied));
            let verdict = appended(leader, Index(3), Index(own_from), &ledger);
            verdict.err().map(|violation| violation.property)
        };
        assert_eq!(judge(2, 1), None);
        assert_eq!(judge(1, 1), Some(Property::OneChangeAtATime));
        assert_eq!(judge(2, 4), Some(Property::ChangeAfterElection));
    }

    #[test]
    fn one_voter_or_a_joint_configuration_is_a_step() {
        for (old, new, may) in [
            (of(&[1, 2, 3], &[]), of(&[1, 2, 3, 4], &[]), true),
            (of(&[1, 2, 3], &[]), of(&[1, 3], &[]), true),
            (of(&[1, 2, 3], &[]), of(&[1, 2, 4], &[]), false),
            (of(&[1, 2, 3], &[]), of(&[1, 2, 3, 4, 5], &[]), false),
            (of(&[1, 2, 3], &[]), of(&[3, 4, 5], &[1, 2, 3]), true),
            (of(&[1, 2, 3], &[]), of(&[3, 4, 5], &[1, 2]), false),
            (of(&[3, 4, 5], &[1, 2, 3]), of(&[3, 4, 5], &[]), true),
            (of(&[3, 4, 5], &[1, 2, 3]), of(&[3, 4], &[]), false),
            (of(&[3, 4, 5], &[1, 2, 3]), of(&[3, 4], &[1, 2, 3]), false),
        ] {
            assert_eq!(is_step(&old, &new), may, "{old:?} to {new:?}");
        }
    }

    #[test]
    fn a_configuration_that_changes_by_itself_is_noticed() {
        let (old, new) = (of(&[1, 2, 3], &[]), of(&[1, 2], &[]));
        let (log, ledger) = (Log::default(), Ledger::default());
        let at = Index(0);
        let verdict = stepped("a", (at, &old), (at, &new), &log, &ledger);
        let property = verdict.map_err(|violation| violation.property);
        assert_eq!(property, Err(Property::ConfigurationSteps));
    }

    #[test]
    fn each_part_of_a_configuration_is_in_the_hash() {
        let plain = of(&[1, 2], &[]);
        let mut learning = plain.clone();
        learning.learners.push(NodeId(3));
        let joint = of(&[1, 2], &[1]);
        let hashes = [&plain, &learning, &joint].map(|it| fold(7, it));
        assert!(hashes[0] != hashes[1] && hashes[1] != hashes[2] && hashes[0] != hashes[2]);
    }
}
