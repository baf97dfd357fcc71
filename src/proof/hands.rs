//! What random worlds do to single messages under way, and to the speed of links.

use super::fuzz::{Act, BOOTED, place};
use crate::{
    sim::{Delay, Fault, Handling},
    units::{Micros, Rng},
};

/// Messages handled one by one, and slow links.
pub(super) fn hands(members: usize, end: Micros, rng: &mut Rng, acts: &mut Vec<(Micros, Act)>) {
    let mut now = BOOTED;
    let pace = [5_000, 50_000, 500_000][place(rng.below(3))];
    loop {
        now = now + Micros(rng.below(2 * pace));
        if now >= end {
            return;
        }
        let span = Micros(rng.below(400_000));
        let (pick, slow) = (rng.next_u64(), rng.below(40));
        let act = match rng.below(8) {
            0 => Handling::Drop,
            1 | 2 => Handling::Delay(span),
            3 | 4 => Handling::Duplicate,
            5 => Handling::Deliver,
            6 => Handling::Hold,
            _ => Handling::Release,
        };
        acts.push((now, Act::Handle { pick, act }));
        let (from, to) = (rng.below(members as u64), rng.below(members as u64));
        let (from, to) = (place(from), place(to));
        if slow == 0 && from != to {
            let (base, spread) = (span, Micros(span.0 / 2));
            let delay = Delay { base, spread };
            acts.push((now, Act::Fault(Fault::Delay { from, to, delay })));
        }
    }
}
