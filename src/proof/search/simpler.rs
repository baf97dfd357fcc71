//! Plainer worlds, words and times for a story that is being shortened.

use super::{
    act::{Act, Ask},
    plan::{PATIENCE, Plan},
};
use crate::{
    proof::script,
    sim::{Config, Fault, Handling},
    units::Micros,
};

/// Ways to make a world plainer; each says whether that changed anything.
pub(super) const WORLDS: &[fn(&mut Plan) -> bool] = &[
    |it| {
        put(
            &mut it.config.delays.peer_link,
            Config::tutorial().delays.peer_link,
        )
    },
    |it| {
        put(
            &mut it.config.delays.wal_sync,
            Config::tutorial().delays.wal_sync,
        )
    },
    |it| {
        let flags = Config::tutorial().flags;
        let one = put(&mut it.config.flags.snapshot_count, flags.snapshot_count);
        put(
            &mut it.config.flags.catch_up_entries,
            flags.catch_up_entries,
        ) || one
    },
    |it| fewer_members(it, 3),
    |it| fewer_members(it, 5),
];

/// Ways to type lines into fewer shells: into one, or without leaving numbers out.
pub(super) const SHELLS: [fn(&mut Plan); 2] = [
    |it| shells(it).for_each(|shell| *shell = 0),
    |it| {
        let mut seen = Vec::new();
        for shell in shells(it) {
            let known = seen.iter().position(|it| *it == *shell);
            let place = known.unwrap_or_else(|| {
                seen.push(*shell);
                seen.len() - 1
            });
            *shell = place;
        }
    },
];

fn shells(plan: &mut Plan) -> impl Iterator<Item = &mut usize> {
    plan.acts.iter_mut().filter_map(|(_, act)| match act {
        Act::Line { shell, .. } => Some(shell),
        _ => None,
    })
}

fn put<T: PartialEq>(place: &mut T, value: T) -> bool {
    let changed = *place != value;
    *place = value;
    changed
}

/// The same with fewer members, if no act names the others.
fn fewer_members(plan: &mut Plan, count: usize) -> bool {
    if plan.config.members.len() <= count {
        return false;
    }
    let names: Vec<String> = plan.config.members[count..]
        .iter()
        .map(|it| it.name.clone())
        .collect();
    for (_, act) in &mut plan.acts {
        match act {
            Act::Fault(fault) => {
                let words = script::words(&plan.config, fault);
                if names.iter().any(|it| words.contains(it)) {
                    return false;
                }
            }
            Act::Ask { members, .. } => {
                members.retain(|it| *it < count);
                if members.is_empty() {
                    members.push(0);
                }
            }
            Act::Handle { .. } | Act::Repair | Act::Line { .. } => {}
        }
    }
    plan.config.members.truncate(count);
    true
}

/// A plainer act; whether this variant changes anything, `None` after the last variant.
pub(super) fn words(plan: &mut Plan, at: usize, variant: usize) -> Option<bool> {
    let act = &mut plan.acts.get_mut(at)?.1;
    match act {
        Act::Ask {
            ask,
            members,
            timeout,
        } => match variant {
            0 => Some(put(members, vec![0]) | put(timeout, PATIENCE)),
            1 => Some(put(members, vec![0])),
            2 => Some(put(timeout, PATIENCE)),
            3 => {
                let first = members.first().copied().unwrap_or(0);
                Some(put(members, vec![first]))
            }
            4 => Some(plainer(ask)),
            _ => None,
        },
        Act::Fault(Fault::Delay { delay, .. }) => match variant {
            0 => Some(put(&mut delay.spread, Micros::ZERO)),
            1 => Some(rounded(&mut delay.base, 100_000)),
            _ => None,
        },
        Act::Fault(Fault::Loss { ppm, .. }) if variant == 0 => Some(put(ppm, 1_000_000)),
        Act::Handle {
            act: Handling::Delay(span),
            ..
        } if variant == 0 => Some(rounded(span, 100_000)),
        _ => None,
    }
}

/// Another question that does nearly the same.
fn plainer(ask: &mut Ask) -> bool {
    let other = match ask {
        Ask::Put {
            key,
            value,
            lease: Some(_),
        } => Ask::Put {
            key: *key,
            value: *value,
            lease: None,
        },
        Ask::Txn { keys, value, .. } => Ask::Put {
            key: keys[0],
            value: *value,
            lease: None,
        },
        Ask::Get {
            key: None,
            serializable,
        } => Ask::Get {
            key: Some(0),
            serializable: *serializable,
        },
        Ask::Delete { .. } => Ask::Put {
            key: 0,
            value: 0,
            lease: None,
        },
        _ => return false,
    };
    *ask = other;
    true
}

fn rounded(span: &mut Micros, to: u64) -> bool {
    put(span, round(*span, to))
}

fn round(span: Micros, to: u64) -> Micros {
    Micros(span.0.div_ceil(to) * to)
}

/// Steps of time that people like.
const STEPS: [u64; 4] = [1_000_000, 100_000, 10_000, 1_000];

/// The act at an earlier or rounder time, all after it moved along.
pub(super) fn times(plan: &mut Plan, at: usize, variant: usize) -> Option<bool> {
    let before = at.checked_sub(1).map_or(Micros::ZERO, |it| plan.acts[it].0);
    let now = plan.acts.get(at)?.0;
    let gap = now.since(before);
    let halves = [8, 4, 2];
    let wanted = match variant {
        // Much earlier, in round steps.
        0..3 => before + round(Micros(gap.0 / halves[variant]), 1_000),
        3..7 => {
            let step = STEPS[variant - 3];
            // What is round already stays.
            if STEPS[..=variant - 3]
                .iter()
                .any(|it| now.0.is_multiple_of(*it))
            {
                return Some(false);
            }
            round(now, step)
        }
        7..11 => Micros(now.0 / STEPS[variant - 7] * STEPS[variant - 7]).max(before),
        _ => return None,
    };
    if wanted == now || (variant < 3 && gap < Micros::from_ms(20)) {
        return Some(false);
    }
    // Seconds that are round stay so for what follows.
    for (time, _) in &mut plan.acts[at..] {
        *time = Micros(time.0 - now.0 + wanted.0);
    }
    plan.end = Micros((plan.end.0 + wanted.0).saturating_sub(now.0));
    Some(true)
}
