//! Every refusal turned round: all as it was but for what its reason names, and it is refused no
//! more.

mod effect;
mod flip;
mod tools;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use etcdscope::raft::Reason;

use effect::happens;
use flip::flip;
use walk::{Refused, Walk};

/// Kinds that name nothing that could be otherwise, and why.
const LISTED: &[(&str, &str)] = &[];

/// How often each kind is turned round at least, and where it is enough.
const LEAST: u32 = 5;
const ENOUGH: u32 = 60;

/// What became of the refusals of one kind.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    turned: u32,
    /// Another refusal that cannot be turned round here stood behind.
    masked: u32,
    /// No input of the walk to turn.
    passed: u32,
}

/// Turns `reason` round, and then whatever refusal stood behind it, until its effect is seen.
///
/// # Errors
/// If it is given again, or gone without any effect.
fn turn(refused: &Refused, reason: &Reason, counts: &mut Counts) -> Result<(), String> {
    let Some(mut case) = flip(&refused.before, &refused.input, reason) else {
        counts.passed += 1;
        return Ok(());
    };
    let mut behind = BTreeSet::from([reason.name()]);
    loop {
        let (raft, input) = case;
        let mut after = raft.clone();
        let _told = after.step(input.clone());
        let reasons = after.take_reasons();
        if happens(reason, &raft, &input, (&after, &reasons)) {
            counts.turned += 1;
            return Ok(());
        }
        let refusals = reasons.iter().filter(|it| it.is_refusal());
        let next: Vec<_> = refusals.filter(|it| !behind.contains(it.name())).collect();
        let again = reasons.iter().any(|it| it.name() == reason.name());
        if behind.len() == 1 && (again || next.is_empty()) {
            let asked = &refused.input;
            return Err(format!(
                "{reason:?} by {asked:?}: {input:?} gives {reasons:?}"
            ));
        }
        let next = next.iter().find_map(|it| {
            behind.insert(it.name());
            flip(&raft, &input, it)
        });
        let Some(next) = next else {
            counts.masked += 1;
            return Ok(());
        };
        case = next;
    }
}

/// What became of all refusals of the walks, and the first that did not turn of each kind.
fn walked() -> (Kinds, BTreeMap<&'static str, String>) {
    let (mut kinds, mut failures) = (Kinds::new(), BTreeMap::new());
    for seed in 0..WALKS {
        let mut walk = Walk::new(seed);
        for refused in (0..STEPS).flat_map(|_| walk.go()) {
            for reason in refused.reasons.iter().filter(|it| it.is_refusal()) {
                if !reason.holds() {
                    failures.insert(reason.name(), format!("is not true: {reason:?}"));
                }
                let counts = kinds.entry(reason.name()).or_default();
                if counts.turned < ENOUGH
                    && let Err(says) = turn(&refused, reason, counts)
                {
                    failures.entry(reason.name()).or_insert(says);
                }
            }
        }
    }
    (kinds, failures)
}

type Kinds = BTreeMap<&'static str, Counts>;

const WALKS: u64 = 250;
const STEPS: usize = 800;

#[test]
fn a_refusal_turns_when_what_it_names_is_otherwise() {
    let (kinds, failures) = walked();
    assert!(failures.is_empty(), "{failures:#?} {kinds:#?}");
    let turned: u32 = kinds.values().map(|it| it.turned).sum();
    assert!(turned >= 1000, "{turned} of {kinds:#?}");
    let known = crate::stories::reasons();
    let known: BTreeSet<_> = known
        .iter()
        .filter(|it| it.is_refusal())
        .map(Reason::name)
        .collect();
    let often = kinds.iter().filter(|(_, it)| it.turned >= LEAST);
    let mut covered: BTreeSet<_> = often.map(|(name, _)| *name).collect();
    for (name, _) in LISTED {
        assert!(covered.insert(name), "{name} is listed, but can be turned");
    }
    assert_eq!(covered, known, "{kinds:#?}");
    for (name, it) in &kinds {
        assert!(it.masked <= it.turned, "{name}: {it:?}");
    }
}
