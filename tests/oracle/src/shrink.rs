//! Shrinks a schedule to one from which no step can be taken without losing what it shows.

use crate::{compare, schedule::Schedule};

/// Whether the cores part on it.
#[must_use]
pub fn parts(schedule: &Schedule) -> bool {
    compare::run(schedule).mismatch.is_some()
}

/// The shortest that removals of groups and then of single steps lead to, and that still `shows`.
#[must_use]
pub fn shrink(schedule: &Schedule, shows: impl Fn(&Schedule) -> bool) -> Schedule {
    let mut best = schedule.clone();
    let mut size = best.steps.len().div_ceil(2).max(1);
    loop {
        let mut at = 0;
        let mut shorter = false;
        while at < best.steps.len() {
            let mut fewer = best.clone();
            let to = (at + size).min(best.steps.len());
            fewer.steps.drain(at..to);
            if shows(&fewer) {
                best = fewer;
                shorter = true;
            } else {
                at += size;
            }
        }
        if size == 1 && !shorter {
            return best;
        }
        size = (size / 2).max(1);
    }
}
