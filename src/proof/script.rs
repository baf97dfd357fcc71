//! Stories as lines to type: what was done to a world, in the words of the terminal. It must not
//! know why it was done.

use crate::{
    sim::{Config, Fault},
    units::Micros,
};

/// The words that do what the fault does.
#[must_use]
pub fn words(config: &Config, fault: &Fault) -> String {
    let name = |member: &usize| {
        let known = config.members.get(*member);
        known.map_or_else(|| format!("#{member}"), |known| known.name.clone())
    };
    match fault {
        Fault::Kill(member) => format!("sim kill {}", name(member)),
        Fault::Restart(member) => format!("sim restart {}", name(member)),
        Fault::Freeze(member) => format!("sim freeze {}", name(member)),
        Fault::Thaw(member) => format!("sim thaw {}", name(member)),
        Fault::Isolate(member) => format!("sim isolate {}", name(member)),
        Fault::Cut { from, to } => format!("sim cut {} '>' {}", name(from), name(to)),
        Fault::Heal { from, to } => format!("sim heal {} '>' {}", name(from), name(to)),
        Fault::HealAll => "sim heal".to_owned(),
        Fault::Partition(groups) => {
            let group = |group: &Vec<usize>| group.iter().map(name).collect::<Vec<_>>().join(" ");
            let groups: Vec<String> = groups.iter().map(group).collect();
            format!("sim partition {}", groups.join(" / "))
        }
        Fault::Loss { from, to, ppm } => {
            format!("sim loss {} '>' {} {ppm}ppm", name(from), name(to))
        }
    }
}

/// Lines with the time between them.
pub(super) fn write(config: &Config, done: &[(Micros, String)]) -> String {
    let mut text = format!(
        "# world: seed {}, {} members, snapshot count {}, {} entries kept, pre-vote {}\n\
         # delays in us: link {}+{}, sync {}+{}\n",
        config.seed,
        config.members.len(),
        config.flags.snapshot_count,
        config.flags.catch_up_entries,
        config.flags.pre_vote,
        config.delays.peer_link.base.0,
        config.delays.peer_link.spread.0,
        config.delays.wal_sync.base.0,
        config.delays.wal_sync.spread.0,
    );
    let mut now = Micros::ZERO;
    for (number, (at, line)) in done.iter().enumerate() {
        let wait = at.since(now);
        if wait > Micros::ZERO {
            text.push_str(&format!(
                "@sleep {}.{:06}\n",
                wait.as_secs(),
                wait.0 % 1_000_000
            ));
        }
        now = *at;
        if line.starts_with("etcdctl") {
            text.push_str(&format!("& C{number} {line}\n"));
        } else {
            text.push_str(&format!("$ {line}\n"));
        }
    }
    text
}
