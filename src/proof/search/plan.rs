//! A world and what will happen to it, drawn from a seed before anything happens, so the same seed
//! is the same story on every machine.

use super::{
    Options,
    act::{Act, Ask},
    asks, faults, hands,
    kind::{Kind, Weights},
};
use crate::{
    sim::{Config, Delay},
    units::{Micros, Rng},
};

/// When faults and clients begin.
pub(super) const BOOTED: Micros = Micros::from_secs(3);

/// From the last fault or repair to the moment when everything must be as if nothing had been:
/// longer than two terms of the longest lease, for a new leader grants every lease its full time
/// again.
pub(super) const RECOVERY: Micros = Micros::from_secs(18);

/// How long the last questions may take.
pub(super) const LAST_QUESTIONS: Micros = Micros::from_secs(8);

/// A client's patience unless a line says otherwise: etcdctl's.
pub(super) const PATIENCE: Micros = Micros::from_secs(5);

/// A world and what will happen to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The world.
    pub config: Config,
    /// What happens when, earliest first.
    pub acts: Vec<(Micros, Act)>,
    /// When it is over.
    pub end: Micros,
}

/// Draws the plan of a seed.
#[must_use]
pub fn plan(seed: u64, options: &Options) -> Plan {
    let mut rng = Rng::new(seed ^ 0x5eed_0057_0f1e_5005);
    let config = config(seed, options, &mut rng);
    let members = config.members.len();
    let calm = BOOTED + options.chaos;
    let favours = options.favours;
    let allowed: Vec<Kind> = Kind::FAULTS
        .iter()
        .copied()
        .filter(|it| options.faults.has(*it))
        .collect();
    let weights = Weights::draw(&allowed, favours, &mut rng);
    let mut acts = Vec::new();
    faults::draw(members, calm, &weights, &mut rng, &mut acts);
    if weights.has(Kind::Message) {
        hands::draw(calm, &mut rng, &mut acts);
    }
    let mut weights = Weights::draw(Kind::ASKS, favours, &mut rng);
    if !weights.has(Kind::Put) {
        weights.add(Kind::Put, 4);
    }
    asks::draw(members, calm, &weights, &mut rng, &mut acts);
    acts.sort_by_key(|(at, _)| *at);
    acts.truncate(options.steps.unwrap_or(usize::MAX));
    acts.push((calm, Act::Repair));
    last_questions(members, calm + RECOVERY, &mut acts);
    Plan {
        config,
        acts,
        end: calm + RECOVERY + LAST_QUESTIONS,
    }
}

/// Through every member a write and a read.
fn last_questions(members: usize, at: Micros, acts: &mut Vec<(Micros, Act)>) {
    for (wait, reads) in [(Micros(1), false), (Micros::from_secs(2), true)] {
        for member in 0..members {
            let key = member as u64;
            let ask = if reads {
                Ask::Get {
                    key: Some(key),
                    serializable: false,
                }
            } else {
                Ask::Put {
                    key,
                    value: 1_000_000 + key,
                    lease: None,
                }
            };
            let act = Act::Ask {
                ask,
                members: vec![member],
                timeout: PATIENCE,
            };
            acts.push((at + wait, act));
        }
    }
}

/// Three members most of the time; sometimes slow disks, slow links, a short log.
fn config(seed: u64, options: &Options, rng: &mut Rng) -> Config {
    let count = [3, 3, 3, 3, 3, 3, 5, 5, 1][place(rng.below(9))];
    let count = options.nodes.unwrap_or(count).clamp(1, 7);
    let mut config = Config::tutorial();
    config.members = (1..=count).map(Config::tutorial_member).collect();
    config.seed = seed;
    let ms = |base: u64, spread: u64| Delay {
        base: Micros::from_ms(base),
        spread: Micros::from_ms(spread),
    };
    config.delays.peer_link = [ms(4, 2), ms(4, 2), ms(1, 0), ms(20, 40)][place(rng.below(4))];
    config.delays.wal_sync = [ms(2, 1), ms(2, 1), ms(30, 20), ms(60, 0)][place(rng.below(4))];
    let (snapshot_count, catch_up) = [(100_000, 5_000), (40, 10), (12, 10)][place(rng.below(3))];
    config.flags.snapshot_count = snapshot_count;
    config.flags.catch_up_entries = catch_up;
    if let Some(mutant) = options.mutant {
        mutant.set(&mut config, true);
    }
    config
}

pub(super) fn place(number: u64) -> usize {
    usize::try_from(number).expect("a small number")
}
