//! Stories as lines to type: what was done to a world, in the words of the terminal. It must not
//! know why it was done.

use crate::{
    session::words::{delay_words, percent, span},
    sim::{Config, Delay, Fault, Handling},
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
        Fault::Cut { from, to } => format!("sim cut {} > {}", name(from), name(to)),
        Fault::Heal { from, to } => format!("sim heal {} > {}", name(from), name(to)),
        Fault::HealAll => "sim heal".to_owned(),
        Fault::Partition(groups) => {
            let group = |group: &Vec<usize>| group.iter().map(name).collect::<Vec<_>>().join(" ");
            let groups: Vec<String> = groups.iter().map(group).collect();
            format!("sim partition {}", groups.join(" / "))
        }
        Fault::Loss { from, to, ppm } => {
            format!("sim loss {} > {} {}", name(from), name(to), percent(*ppm))
        }
        Fault::Delay { from, to, delay } => {
            let delay = delay_words(*delay);
            format!("sim delay {} > {} {delay}", name(from), name(to))
        }
        Fault::Message { id, act } => match act {
            Handling::Drop => format!("sim drop m{id}"),
            Handling::Delay(longer) => format!("sim delay m{id} {}", span(*longer)),
            Handling::Duplicate => format!("sim duplicate m{id}"),
            Handling::Deliver => format!("sim deliver m{id}"),
            Handling::Hold => format!("sim hold m{id}"),
            Handling::Release => format!("sim release m{id}"),
        },
    }
}

/// A whole story: the world it happens in, and lines with the time between them.
pub(super) fn write(config: &Config, done: &[(Micros, String)]) -> String {
    let mut text = format!("@world {}\n", world(config));
    let mut now = Micros::ZERO;
    for (number, (at, line)) in done.iter().enumerate() {
        let wait = at.since(now);
        if wait > Micros::ZERO {
            let (seconds, rest) = (wait.as_secs(), wait.0 % 1_000_000);
            text.push_str(&format!("@sleep {seconds}.{rest:06}\n"));
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

/// What tells a random world from the tutorial's, as words; [`config`] reads them.
fn world(config: &Config) -> String {
    let (flags, delays) = (&config.flags, &config.delays);
    let delay = |delay: Delay| format!("{}+{}", delay.base.0, delay.spread.0);
    format!(
        "seed={} members={} snapshot-count={} kept={} pre-vote={} link={} sync={}",
        config.seed,
        config.members.len(),
        flags.snapshot_count,
        flags.catch_up_entries,
        flags.pre_vote,
        delay(delays.peer_link),
        delay(delays.wal_sync),
    )
}

/// The world that such words describe.
///
/// # Errors
/// The word that says nothing.
pub fn config(words: &str) -> Result<Config, String> {
    let mut config = Config::tutorial();
    for word in words.split_whitespace() {
        let unknown = || format!("{word} says nothing about a world");
        let (name, value) = word.split_once('=').ok_or_else(unknown)?;
        let number = |text: &str| text.parse::<u64>().map_err(|_| unknown());
        let delay = || {
            let (base, spread) = value.split_once('+').ok_or_else(unknown)?;
            let (base, spread) = (Micros(number(base)?), Micros(number(spread)?));
            Ok::<_, String>(Delay { base, spread })
        };
        match name {
            "seed" => config.seed = number(value)?,
            "members" => {
                let count = number(value)?.clamp(1, 7);
                let count = u32::try_from(count).map_err(|_| unknown())?;
                config.members = (1..=count).map(Config::tutorial_member).collect();
            }
            "snapshot-count" => config.flags.snapshot_count = number(value)?,
            "kept" => config.flags.catch_up_entries = number(value)?,
            "pre-vote" => config.flags.pre_vote = value == "true",
            "link" => config.delays.peer_link = delay()?,
            "sync" => config.delays.wal_sync = delay()?,
            _ => return Err(unknown()),
        }
    }
    Ok(config)
}
