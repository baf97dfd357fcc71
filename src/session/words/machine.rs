//! Words about a member's machine: its clocks, its disks.

use super::{Mistake, clock, delay, member, sim_mistake};
use crate::{
    sim::{DRIFT_RANGE, Delay, Fault, SKEW_MAX},
    units::Micros,
};

/// `skew M +2s`, `drift M +10%`, `disk M slow 50ms`.
pub(super) fn parse(words: &[&str], names: &[String]) -> Result<Fault, Mistake> {
    let (word, rest) = words.split_first().unwrap_or((&"", &[]));
    let usage = || sim_mistake(word, words);
    let [name, rest @ ..] = rest else {
        return Err(usage());
    };
    let member = member(name, names)?;
    let fault = match (*word, rest) {
        ("skew", [by]) => {
            let by = skew(by).ok_or_else(usage)?;
            Fault::Skew { member, by }
        }
        ("drift", [rate]) => {
            let ppm = drift(rate).ok_or_else(usage)?;
            Fault::Drift { member, ppm }
        }
        ("disk", ["slow", base, spread @ ..]) => {
            let delay = slow(base, spread).ok_or_else(usage)?;
            Fault::SlowDisk { member, delay }
        }
        ("disk", ["full"]) => Fault::FullDisk(member, true),
        ("disk", ["free"]) => Fault::FullDisk(member, false),
        ("disk", ["tear"]) => Fault::TearRecord(member),
        ("disk", ["wipe"]) => Fault::WipeDisk(member),
        _ => return Err(usage()),
    };
    Ok(fault)
}

/// A number's sign, plus unless told, and what follows it.
fn signed(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

/// `+2s`, `-500ms`, at most a day.
fn skew(text: &str) -> Option<i64> {
    let (behind, span) = signed(text);
    let by = i64::try_from(clock::moment(span)?.0).ok()?;
    (by <= SKEW_MAX).then_some(if behind { -by } else { by })
}

/// `+10%`, `-0.02%`.
fn drift(text: &str) -> Option<i32> {
    let (slower, rate) = signed(text);
    let ppm = i32::try_from(clock::ppm(rate)?).ok()?;
    let ppm = if slower { -ppm } else { ppm };
    DRIFT_RANGE.contains(&ppm).then_some(ppm)
}

/// `50ms`, or `50ms +20ms`.
fn slow(base: &str, spread: &[&str]) -> Option<Delay> {
    let base = delay(base)?;
    let spread = match spread {
        [] => Micros::ZERO,
        [spread] => delay(spread.strip_prefix('+')?)?,
        _ => return None,
    };
    Some(Delay { base, spread })
}
