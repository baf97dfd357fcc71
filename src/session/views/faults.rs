//! What was broken from when to when: each fault with its repair.

use super::timeline::newest;
use crate::{
    session::{
        time::Chronicle,
        view::{FaultSpan, Happening},
    },
    sim::Delay,
};

/// Each fault with its repair. What heals a link heals every fault that cut it, whole or in part.
pub(super) fn faults(chronicle: &Chronicle) -> Vec<FaultSpan> {
    let mut spans: Vec<FaultSpan> = Vec::new();
    for broken in &chronicle.faults {
        let now = broken.at.stamp.time;
        let repairs = |it: &&mut FaultSpan| it.to.is_none() && ends(&it.what, &broken.what);
        spans
            .iter_mut()
            .filter(repairs)
            .for_each(|it| it.to = Some(now));
        if !is_repair(&broken.what) {
            spans.push(FaultSpan {
                what: broken.what.as_ref().clone(),
                from: now,
                to: is_moment(&broken.what).then_some(now),
            });
        }
    }
    newest(spans)
}

/// Whether it takes something back and breaks nothing.
fn is_repair(what: &Happening) -> bool {
    match what {
        Happening::Started(_)
        | Happening::Booted(_)
        | Happening::Thawed(_)
        | Happening::Healed { .. }
        | Happening::HealedAll
        | Happening::MendedAll
        | Happening::Mended(_)
        | Happening::DiskFree(_)
        | Happening::Skewed { by: 0, .. }
        | Happening::Drifts { ppm: 0, .. }
        | Happening::Loses { ppm: 0, .. }
        | Happening::Duplicates { ppm: 0, .. }
        | Happening::Reorders { ppm: 0, .. }
        | Happening::Rule { on: true, .. } => true,
        Happening::Delays { delay, .. } | Happening::SlowDisk { delay, .. } => {
            *delay == Delay::default()
        }
        _ => false,
    }
}

/// Whether there is nothing to repair.
const fn is_moment(what: &Happening) -> bool {
    matches!(what, Happening::Handled { .. } | Happening::TimedOut(_))
}

/// Whether `later` ends what `what` broke.
fn ends(what: &Happening, later: &Happening) -> bool {
    of_process(what, later) || of_machine(what, later) || of_link(what, later)
}

fn of_process(what: &Happening, later: &Happening) -> bool {
    let down = |it: &Happening| match it {
        Happening::Killed(one) | Happening::PowerLost(one) => Some(one.clone()),
        Happening::Exited { member, .. } => Some(member.clone()),
        _ => None,
    };
    match (what, later) {
        (Happening::Frozen(one), _) if down(later).is_some() => down(later).as_ref() == Some(one),
        // What is torn is cut off, and what is wiped is formatted, at the next start.
        (Happening::Torn(one) | Happening::Wiped(one), Happening::Started(other))
        | (Happening::Torn(one), Happening::Wiped(other))
        | (Happening::Frozen(one), Happening::Thawed(other)) => one == other,
        (_, Happening::Booted(_)) => down(what).is_some() || matches!(what, Happening::Frozen(_)),
        (_, Happening::Started(other)) => down(what).as_ref() == Some(other),
        (Happening::Exited { .. }, Happening::Exited { .. }) => down(what) == down(later),
        (Happening::Rule { name, on: false }, Happening::Rule { name: n, on: true }) => name == n,
        _ => false,
    }
}

fn of_machine(what: &Happening, later: &Happening) -> bool {
    let (Happening::Skewed { member, .. }
    | Happening::Drifts { member, .. }
    | Happening::SlowDisk { member, .. }
    | Happening::DiskFull(member)) = what
    else {
        return false;
    };
    match (what, later) {
        (_, Happening::MendedAll) => true,
        (_, Happening::Mended(other))
        | (Happening::Skewed { .. }, Happening::Skewed { member: other, .. })
        | (Happening::Drifts { .. }, Happening::Drifts { member: other, .. })
        | (Happening::SlowDisk { .. }, Happening::SlowDisk { member: other, .. })
        | (Happening::DiskFull(_), Happening::DiskFree(other)) => member == other,
        _ => false,
    }
}

/// The ends of a fault of one link, and its kind.
fn link(what: &Happening) -> Option<(u8, (&String, &String), bool)> {
    match what {
        Happening::Cut { from, to, both } => Some((0, (from, to), *both)),
        Happening::Loses { from, to, both, .. } => Some((1, (from, to), *both)),
        Happening::Delays { from, to, both, .. } => Some((2, (from, to), *both)),
        Happening::Duplicates { from, to, both, .. } => Some((3, (from, to), *both)),
        Happening::Reorders { from, to, both, .. } => Some((4, (from, to), *both)),
        _ => None,
    }
}

fn of_link(what: &Happening, later: &Happening) -> bool {
    match (what, later) {
        (
            Happening::Isolated(_)
            | Happening::Cut { .. }
            | Happening::Parted(_)
            | Happening::Loses { .. }
            | Happening::Delays { .. }
            | Happening::Duplicates { .. }
            | Happening::Reorders { .. },
            Happening::HealedAll | Happening::MendedAll,
        )
        | (Happening::Cut { .. } | Happening::Isolated(_), Happening::Parted(_))
        | (Happening::Parted(_), Happening::Parted(_)) => true,
        (_, Happening::Healed { from, to, both }) => {
            let same = |(_, ends, _): (u8, (&String, &String), bool)| {
                ends == (from, to) || (*both && ends == (to, from))
            };
            link(what).is_some_and(same)
        }
        _ => {
            // The same set anew on the same way.
            let pair = link(what).filter(|it| it.0 > 0).zip(link(later));
            pair.is_some_and(|((kind, ends, both), (other, others, back))| {
                let all = ends == others && (back || !both);
                kind == other && (all || (back && !both && ends == (others.1, others.0)))
            })
        }
    }
}
