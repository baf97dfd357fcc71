//! Faults back to the words that do them, so that every story can be typed again.

use crate::{
    raft::Rules,
    sim::{Delay, Fault, Handling},
    units::Micros,
};

/// The line that does what the fault does.
#[must_use]
pub fn spelled(fault: &Fault, names: &[String]) -> String {
    let name = |place: &usize| {
        let known = names.get(*place).cloned();
        known.unwrap_or_else(|| (place + 1).to_string())
    };
    let way = |word, from, to| format!("sim {word} {} > {}", name(from), name(to));
    match fault {
        Fault::Kill(member) => format!("sim kill {}", name(member)),
        Fault::LoseTail(member) => format!("sim kill {} --power", name(member)),
        Fault::Restart(member) => format!("sim restart {}", name(member)),
        Fault::Start { name, peer, client } => {
            let words = ["sim start", name, peer, client];
            let words = words.into_iter().filter(|word| !word.is_empty());
            words.collect::<Vec<_>>().join(" ")
        }
        Fault::Freeze(member) => format!("sim freeze {}", name(member)),
        Fault::Thaw(member) => format!("sim thaw {}", name(member)),
        Fault::Isolate(member) => format!("sim isolate {}", name(member)),
        Fault::Cut { from, to } => way("cut", from, to),
        Fault::Heal { from, to } => way("heal", from, to),
        Fault::HealAll => "sim heal".to_owned(),
        Fault::Partition(groups) => {
            let group = |group: &Vec<usize>| group.iter().map(name).collect::<Vec<_>>().join(" ");
            let groups: Vec<String> = groups.iter().map(group).collect();
            format!("sim partition {}", groups.join(" / "))
        }
        Fault::Loss { from, to, ppm } => format!("{} {}", way("loss", from, to), percent(*ppm)),
        Fault::Delay { from, to, delay } => {
            format!("{} {}", way("delay", from, to), longer(*delay))
        }
        Fault::Duplication { from, to, ppm } => {
            format!("{} {}", way("duplicate", from, to), percent(*ppm))
        }
        Fault::Reordering { from, to, ppm } => {
            format!("{} {}", way("reorder", from, to), percent(*ppm))
        }
        Fault::Skew { member, by } => format!("sim skew {} {}", name(member), offset(*by)),
        Fault::Drift { member, ppm } => format!("sim drift {} {}", name(member), rate(*ppm)),
        Fault::SlowDisk { member, delay } => {
            format!("sim disk {} slow {}", name(member), longer(*delay))
        }
        Fault::FullDisk(member, true) => format!("sim disk {} full", name(member)),
        Fault::FullDisk(member, false) => format!("sim disk {} free", name(member)),
        Fault::TearRecord(member) => format!("sim disk {} tear", name(member)),
        Fault::WipeDisk(member) => format!("sim disk {} wipe", name(member)),
        Fault::HealMember(member) => format!("sim heal {}", name(member)),
        Fault::TimeoutNow(member) => format!("sim timeout {}", name(member)),
        Fault::Message { id, act } => match act {
            Handling::Drop => format!("sim drop m{id}"),
            Handling::Delay(later) => format!("sim delay m{id} {}", span(*later)),
            Handling::Duplicate => format!("sim duplicate m{id}"),
            Handling::Deliver => format!("sim deliver m{id}"),
            Handling::Hold => format!("sim hold m{id}"),
            Handling::Release => format!("sim release m{id}"),
        },
        Fault::Rule { rule, on } => {
            let name = Rules::ALL.get(*rule).map_or("?", |(name, _)| name);
            format!("sim rule {name} {}", if *on { "on" } else { "off" })
        }
    }
}

/// A span as `2s`, `200ms` or `1500us`.
#[must_use]
pub fn span(span: Micros) -> String {
    if span > Micros::ZERO && span.0.is_multiple_of(1_000_000) {
        format!("{}s", span.as_secs())
    } else if span.0.is_multiple_of(1_000) {
        format!("{}ms", span.as_ms())
    } else {
        format!("{}us", span.0)
    }
}

/// How far a clock is off: `+2s`, `-500ms`, or `0ms`.
#[must_use]
pub fn offset(by: i64) -> String {
    format!("{}{}", sign(by), span(Micros(by.unsigned_abs())))
}

/// How much faster a clock runs: `+10%`, `-0.02%`, or `0%`.
#[must_use]
pub fn rate(ppm: i32) -> String {
    format!("{}{}", sign(i64::from(ppm)), percent(ppm.unsigned_abs()))
}

const fn sign(number: i64) -> &'static str {
    match number {
        0 => "",
        1.. => "+",
        _ => "-",
    }
}

/// What a link takes longer: `200ms` or `200ms +50ms`.
#[must_use]
pub fn longer(delay: Delay) -> String {
    let base = span(delay.base);
    if delay.spread == Micros::ZERO {
        base
    } else {
        format!("{base} +{}", span(delay.spread))
    }
}

/// Parts per million as `20%` or `0.05%`.
#[must_use]
pub fn percent(ppm: u32) -> String {
    let (whole, rest) = (ppm / 10_000, ppm % 10_000);
    if rest == 0 {
        return format!("{whole}%");
    }
    let text = format!("{whole}.{rest:04}");
    format!("{}%", text.trim_end_matches('0'))
}
