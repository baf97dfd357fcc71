//! Shrinks a schedule on which the cores part to one from which no step can be taken.

use crate::{compare, schedule::Schedule};

/// The shortest that single and grouped removals lead to; it still parts the cores.
#[must_use]
pub fn shrink(schedule: &Schedule) -> Schedule {
    let parts = |schedule: &Schedule| compare::run(schedule).mismatch.is_some();
    let mut best = schedule.clone();
    let end = compare::run(&best).steps;
    best.steps.truncate(end);
    let mut size = best.steps.len().div_ceil(2).max(1);
    loop {
        let mut at = 0;
        let mut shorter = false;
        while at < best.steps.len() {
            let mut fewer = best.clone();
            let to = (at + size).min(best.steps.len());
            fewer.steps.drain(at..to);
            if parts(&fewer) {
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
