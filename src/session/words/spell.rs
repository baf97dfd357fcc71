//! Faults back to the words that do them, so that every story can be typed again.

use crate::sim::Fault;

/// The line that does what the fault does.
#[must_use]
pub fn spelled(fault: &Fault, names: &[String]) -> String {
    let name = |place: &usize| {
        let known = names.get(*place).cloned();
        known.unwrap_or_else(|| format!("#{place}"))
    };
    let way = |word, from, to| format!("sim {word} {} > {}", name(from), name(to));
    match fault {
        Fault::Kill(member) => format!("sim kill {}", name(member)),
        Fault::Restart(member) => format!("sim restart {}", name(member)),
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
    }
}

/// Parts per million as `20%` or `0.05%`.
fn percent(ppm: u32) -> String {
    let (whole, rest) = (ppm / 10_000, ppm % 10_000);
    if rest == 0 {
        return format!("{whole}%");
    }
    let text = format!("{whole}.{rest:04}");
    format!("{}%", text.trim_end_matches('0'))
}
