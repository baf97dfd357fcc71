//! A schedule: settings, a seed for the timeouts, and choices from outside in their order; and how
//! both are written down.

use std::{fmt, str::FromStr};

use crate::{
    member::{Address, Change, Settings, Single, Transition},
    raft::Rules,
    units::Rng,
};

/// One choice. Ids are members'; a choice that makes no sense where it stands does nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A tick passes on one member.
    Tick(u64),
    /// A member's readies are handled.
    Ready(u64),
    /// Every member's readies are handled, then every message under way arrives.
    Round,
    /// A client's bytes.
    Propose(u64, u64),
    /// A change of the configuration.
    Change(u64, Change),
    /// A campaign.
    Campaign(u64),
    /// The first member is asked to give leadership to the second.
    Transfer(u64, u64),
    /// A read of this context.
    Read(u64, u64),
    /// The k-th message so called arrives.
    Deliver(Address, usize),
    /// It is lost.
    Drop(Address, usize),
    /// A copy of it is sent.
    Copy(Address, usize),
    /// From now on nothing sent on this link arrives.
    Cut(u64, u64),
    /// The link works again.
    Mend(u64, u64),
    /// A member loses what it has not written.
    Crash(u64),
    /// It starts again.
    Boot(u64),
    /// A member forgets its log up to an index, as far as it has applied.
    Compact(u64, u64),
    /// A member's timeout until its term changes.
    Pin(u64, u32),
    /// The first is told that its messages to the second do not arrive.
    Unreachable(u64, u64),
    /// All readies and messages until nothing is left; then both cores are compared.
    Settle,
    /// All links mended, all members up, four election timeouts of ticks; compared after each.
    Heal,
}

/// A schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// The clusters' settings.
    pub settings: Settings,
    /// What the timeouts are drawn from.
    pub seed: u64,
    /// The choices.
    pub steps: Vec<Step>,
}

impl Schedule {
    /// The timeout of a member in a term: the same in both cores, whatever they drew.
    #[must_use]
    pub fn timeout(seed: u64, election_ticks: u32, id: u64, term: u64) -> u32 {
        let word = seed ^ (id << 56) ^ term.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let drawn = Rng::new(word).below(u64::from(election_ticks));
        election_ticks + u32::try_from(drawn).expect("below a u32")
    }
}

/// Names of the flags among the settings.
const FLAGS: [&str; 4] = ["pre-vote", "check-quorum", "one-entry", "reports-snapshots"];

impl fmt::Display for Schedule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let it = &self.settings;
        let (voters, spares, ticks) = (it.voters, it.spares, it.election_ticks);
        write!(out, "seed {} voters {voters} spares {spares} ", self.seed)?;
        write!(out, "election {ticks} window {}", it.inflight)?;
        let on = [it.pre_vote, it.check_quorum, it.one_entry, it.reports];
        for (name, _) in FLAGS.iter().zip(on).filter(|(_, on)| *on) {
            write!(out, " {name}")?;
        }
        writeln!(out)?;
        self.steps
            .iter()
            .try_for_each(|step| writeln!(out, "{step}"))
    }
}

impl fmt::Display for Step {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tick(id) => write!(out, "tick {id}"),
            Self::Ready(id) => write!(out, "ready {id}"),
            Self::Round => write!(out, "round"),
            Self::Propose(id, word) => write!(out, "propose {id} {word}"),
            Self::Change(id, change) => write!(out, "change {id} {change}"),
            Self::Campaign(id) => write!(out, "campaign {id}"),
            Self::Transfer(id, to) => write!(out, "transfer {id} {to}"),
            Self::Read(id, context) => write!(out, "read {id} {context}"),
            Self::Deliver(what, k) => write!(out, "deliver {what} {k}"),
            Self::Drop(what, k) => write!(out, "drop {what} {k}"),
            Self::Copy(what, k) => write!(out, "copy {what} {k}"),
            Self::Cut(from, to) => write!(out, "cut {from} {to}"),
            Self::Mend(from, to) => write!(out, "mend {from} {to}"),
            Self::Crash(id) => write!(out, "crash {id}"),
            Self::Boot(id) => write!(out, "boot {id}"),
            Self::Compact(id, index) => write!(out, "compact {id} {index}"),
            Self::Pin(id, ticks) => write!(out, "pin {id} {ticks}"),
            Self::Unreachable(id, peer) => write!(out, "unreachable {id} {peer}"),
            Self::Settle => write!(out, "settle"),
            Self::Heal => write!(out, "heal"),
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {} {}", self.from, self.to, self.kind)
    }
}

impl fmt::Display for Change {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:?}", self.transition)?;
        self.singles.iter().try_for_each(|single| match single {
            Single::Voter(id) => write!(out, " v{id}"),
            Single::Learner(id) => write!(out, " l{id}"),
            Single::Remove(id) => write!(out, " r{id}"),
        })
    }
}

impl FromStr for Schedule {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.lines().filter(|line| !line.starts_with('#'));
        let mut lines = text.filter(|line| !line.trim().is_empty());
        let head = lines.next().ok_or("an empty schedule")?;
        let words: Vec<&str> = head.split_whitespace().collect();
        let number = |name: &str| {
            let at = words.iter().position(|word| *word == name);
            let value = at.and_then(|at| words.get(at + 1)?.parse().ok());
            value.ok_or(format!("no {name} in: {head}"))
        };
        let flag = |place: usize| words.contains(&FLAGS[place]);
        Ok(Self {
            settings: Settings {
                voters: number("voters")?,
                spares: number("spares")?,
                election_ticks: number("election")?.try_into().map_err(|_| head)?,
                pre_vote: flag(0),
                check_quorum: flag(1),
                one_entry: flag(2),
                inflight: number("window")?.try_into().map_err(|_| head)?,
                reports: flag(3),
                allow: u32::MAX,
                rules: Rules::default(),
            },
            seed: number("seed")?,
            steps: lines.map(str::parse).collect::<Result<_, _>>()?,
        })
    }
}

impl FromStr for Step {
    type Err = String;

    fn from_str(line: &str) -> Result<Self, String> {
        step(line).ok_or(format!("no step: {line}"))
    }
}

fn step(line: &str) -> Option<Step> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let number = |place: usize| words.get(place)?.parse::<u64>().ok();
    let k = || usize::try_from(number(4)?).ok();
    Some(match *words.first()? {
        "tick" => Step::Tick(number(1)?),
        "ready" => Step::Ready(number(1)?),
        "round" => Step::Round,
        "propose" => Step::Propose(number(1)?, number(2)?),
        "change" => Step::Change(number(1)?, change(&words[2..])?),
        "campaign" => Step::Campaign(number(1)?),
        "transfer" => Step::Transfer(number(1)?, number(2)?),
        "read" => Step::Read(number(1)?, number(2)?),
        "deliver" => Step::Deliver(address(&words)?, k()?),
        "drop" => Step::Drop(address(&words)?, k()?),
        "copy" => Step::Copy(address(&words)?, k()?),
        "cut" => Step::Cut(number(1)?, number(2)?),
        "mend" => Step::Mend(number(1)?, number(2)?),
        "crash" => Step::Crash(number(1)?),
        "boot" => Step::Boot(number(1)?),
        "compact" => Step::Compact(number(1)?, number(2)?),
        "pin" => Step::Pin(number(1)?, number(2)?.try_into().ok()?),
        "unreachable" => Step::Unreachable(number(1)?, number(2)?),
        "settle" => Step::Settle,
        "heal" => Step::Heal,
        _ => return None,
    })
}

fn address(words: &[&str]) -> Option<Address> {
    Some(Address {
        from: words.get(1)?.parse().ok()?,
        to: words.get(2)?.parse().ok()?,
        kind: Address::KINDS
            .into_iter()
            .find(|it| it == words.get(3).unwrap_or(&""))?,
    })
}

fn change(words: &[&str]) -> Option<Change> {
    let single = |word: &&str| {
        let id = word.get(1..)?.parse().ok()?;
        match word.get(..1)? {
            "v" => Some(Single::Voter(id)),
            "l" => Some(Single::Learner(id)),
            "r" => Some(Single::Remove(id)),
            _ => None,
        }
    };
    let all = [Transition::Auto, Transition::Implicit, Transition::Explicit];
    let named = |it: &Transition| format!("{it:?}") == *words.first().unwrap_or(&"");
    Some(Change {
        transition: all.into_iter().find(named)?,
        singles: words.get(1..)?.iter().map(single).collect::<Option<_>>()?,
    })
}
