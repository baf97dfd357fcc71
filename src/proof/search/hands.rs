//! What random worlds do to single messages under way.

use super::{
    act::Act,
    plan::{BOOTED, place},
};
use crate::{
    sim::Handling,
    units::{Micros, Rng},
};

/// Messages handled one by one, up to `end`.
pub(super) fn draw(end: Micros, rng: &mut Rng, acts: &mut Vec<(Micros, Act)>) {
    let mut now = BOOTED;
    let pace = [15_000, 100_000, 700_000][place(rng.below(3))];
    loop {
        now = now + Micros(rng.below(2 * pace));
        if now >= end {
            return;
        }
        let span = Micros(rng.below(400_000));
        let pick = rng.next_u64();
        let act = match rng.below(8) {
            0 => Handling::Drop,
            1 | 2 => Handling::Delay(span),
            3 | 4 => Handling::Duplicate,
            5 => Handling::Deliver,
            6 => Handling::Hold,
            _ => Handling::Release,
        };
        acts.push((now, Act::Handle { pick, act }));
    }
}
