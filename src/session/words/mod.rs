//! The line language around etcdctl: world words, goreman's, the clock's, and help.
//!
//! It turns text into values and values into text; it must not change a scene. World words are
//! split at blanks alone, so that `sim cut infra1 > infra2` needs no quotes.

mod clock;
mod gather;
mod mistake;
mod spell;
mod suggest;
mod tell;

pub use clock::{Clock, parse_clock};
pub(super) use gather::{Gathered, Gathering, Here, gather};
pub use mistake::Mistake;
pub use spell::spelled;
pub use suggest::suggest;
pub(super) use tell::{processes, status, told};

use crate::{ctl, sim::Fault};

/// What `help` prints.
const HELP: &str = include_str!("help.txt");
/// What `help sim` prints.
const HELP_SIM: &str = include_str!("help-sim.txt");
/// What `help goreman` prints.
const HELP_GOREMAN: &str = include_str!("help-goreman.txt");

/// The help about `sim` or `goreman`, which is also the table that their words are completed from.
#[must_use]
pub fn help(topic: &str) -> Option<&'static str> {
    match topic {
        "sim" => Some(HELP_SIM),
        "goreman" => Some(HELP_GOREMAN),
        _ => None,
    }
}

/// A line that no program runs for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// An empty line, a comment, `clear`.
    Nothing,
    /// Faults or repairs, all at once.
    Faults(Vec<Fault>),
    /// `goreman run start`.
    Start(usize),
    /// `goreman run stop`.
    Stop(usize),
    /// `sim status`.
    Status,
    /// `goreman run status`.
    Processes,
    /// Help.
    Text(String),
}

/// A line without the prompt that was copied with it.
pub(super) fn bare(line: &str) -> &str {
    let line = line.trim();
    line.strip_prefix("$ ").map_or(line, str::trim_start)
}

/// Reads a line as a world word; `None` is a program's line.
pub(super) fn parse(line: &str, names: &[String]) -> Result<Option<Word>, Mistake> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let word = match words.as_slice() {
        [] | ["clear"] => Word::Nothing,
        [first, ..] if first.starts_with('#') => Word::Nothing,
        ["help" | "?"] => Word::Text(HELP.to_owned()),
        ["help", topic] if let Some(text) = help(topic) => Word::Text(text.to_owned()),
        ["sim", rest @ ..] => sim(rest, names)?,
        ["goreman", rest @ ..] => goreman(rest, names)?,
        _ => return Ok(None),
    };
    Ok(Some(word))
}

fn sim(words: &[&str], names: &[String]) -> Result<Word, Mistake> {
    let one = |name: &&str| member(name, names);
    let faults = match words {
        [] | ["help" | "--help" | "-h"] => return Ok(Word::Text(HELP_SIM.to_owned())),
        ["status"] => return Ok(Word::Status),
        ["kill", name] => vec![Fault::Kill(one(name)?)],
        ["restart" | "start", name] => vec![Fault::Restart(one(name)?)],
        ["freeze", name] => vec![Fault::Freeze(one(name)?)],
        ["thaw", name] => vec![Fault::Thaw(one(name)?)],
        ["isolate", name] => vec![Fault::Isolate(one(name)?)],
        ["cut", from, ">", to] => one_way(one(from)?, one(to)?, Way::Cut),
        ["cut", from, to] => both_ways(one(from)?, one(to)?, Way::Cut),
        ["loss", from, ">", to, rate] => {
            let usage = Mistake::Usage("sim loss infra1 > infra2 20%");
            let ppm = rate
                .strip_suffix('%')
                .and_then(|it| clock::decimal(it, 10_000))
                .and_then(|it| u32::try_from(it).ok());
            let ppm = ppm.filter(|it| *it <= 1_000_000).ok_or(usage)?;
            let (from, to) = (one(from)?, one(to)?);
            vec![Fault::Loss { from, to, ppm }]
        }
        ["heal"] => vec![Fault::HealAll],
        ["heal", from, ">", to] => one_way(one(from)?, one(to)?, Way::Heal),
        ["heal", from, to] => both_ways(one(from)?, one(to)?, Way::Heal),
        ["partition", groups @ ..] => vec![Fault::Partition(partition(groups, names)?)],
        [word, ..] => return Err(sim_mistake(word, words)),
    };
    Ok(Word::Faults(faults))
}

fn sim_mistake(word: &str, words: &[&str]) -> Mistake {
    if clock::WORDS.contains(&word) {
        let line = format!("sim {}", words.join(" "));
        return if parse_clock(&line).is_some() {
            Mistake::NoClock
        } else {
            Mistake::Clock
        };
    }
    let usage = [
        ("kill", "sim kill infra1"),
        ("restart", "sim restart infra1"),
        ("start", "sim restart infra1"),
        ("freeze", "sim freeze infra1"),
        ("thaw", "sim thaw infra1"),
        ("isolate", "sim isolate infra1"),
        (
            "cut",
            "sim cut infra1 infra2, or one way: sim cut infra1 > infra2",
        ),
        ("heal", "sim heal, or one link: sim heal infra1 infra2"),
        ("loss", "sim loss infra1 > infra2 20%"),
        ("status", "sim status"),
    ];
    match usage.iter().find(|(known, _)| *known == word) {
        Some((_, usage)) => Mistake::Usage(usage),
        None => Mistake::SimWord(word.to_owned()),
    }
}

#[derive(Clone, Copy)]
enum Way {
    Cut,
    Heal,
}

fn one_way(from: usize, to: usize, way: Way) -> Vec<Fault> {
    vec![match way {
        Way::Cut => Fault::Cut { from, to },
        Way::Heal => Fault::Heal { from, to },
    }]
}

fn both_ways(one: usize, other: usize, way: Way) -> Vec<Fault> {
    let mut faults = one_way(one, other, way);
    faults.extend(one_way(other, one, way));
    faults
}

/// `infra1 / infra2 infra3`: groups between strokes; commas count as blanks.
fn partition(words: &[&str], names: &[String]) -> Result<Vec<Vec<usize>>, Mistake> {
    let text = words.join(" ").replace(['/', '|'], " / ").replace(',', " ");
    let mut groups = vec![Vec::new()];
    let mut seen = Vec::new();
    for word in text.split_whitespace() {
        if word == "/" {
            groups.push(Vec::new());
            continue;
        }
        let member = member(word, names)?;
        if seen.contains(&member) {
            return Err(Mistake::Twice(word.to_owned()));
        }
        seen.push(member);
        groups
            .last_mut()
            .expect("it begins with one group")
            .push(member);
    }
    let parted = groups.len() > 1 || seen.len() < names.len();
    if groups.iter().any(Vec::is_empty) || !parted {
        return Err(Mistake::Usage("sim partition infra1 / infra2 infra3"));
    }
    Ok(groups)
}

/// A member by its name or its number.
fn member(word: &str, names: &[String]) -> Result<usize, Mistake> {
    let by_name = names.iter().position(|name| name == word);
    let by_number = || {
        let number: usize = word.parse().ok()?;
        (1..=names.len()).contains(&number).then(|| number - 1)
    };
    by_name
        .or_else(by_number)
        .ok_or_else(|| Mistake::Member(word.to_owned(), names.to_vec()))
}

/// A process as a Procfile names it: the member's name, or `etcd2`.
fn process(word: &str, names: &[String]) -> Result<usize, Mistake> {
    member(word, names).or_else(|mistake| {
        word.strip_prefix("etcd")
            .map_or(Err(mistake), |it| member(it, names))
    })
}

fn goreman(words: &[&str], names: &[String]) -> Result<Word, Mistake> {
    match words {
        [] | ["help" | "--help" | "-h"] => Ok(Word::Text(HELP_GOREMAN.to_owned())),
        ["run", "start", name] => process(name, names).map(Word::Start),
        ["run", "stop", name] => process(name, names).map(Word::Stop),
        ["run", "restart", name] => {
            process(name, names).map(|place| Word::Faults(vec![Fault::Restart(place)]))
        }
        ["run", "status"] => Ok(Word::Processes),
        ["run", "status", name] => process(name, names).map(|_| Word::Processes),
        ["run", "list"] => Ok(Word::Text(
            names.iter().map(|name| format!("{name}\n")).collect(),
        )),
        ["start" | "-f", ..] => Err(Mistake::Started),
        _ => Err(Mistake::Usage(
            "goreman run start|stop|restart|status infra2",
        )),
    }
}

/// What is wrong with a program's name, if anything is.
pub(super) fn unknown(word: &[u8]) -> Option<Mistake> {
    let word = String::from_utf8_lossy(word);
    let is = |command: &str| command == word;
    let known = word == "etcdctl" || word.starts_with('-') || ctl::commands().any(is);
    if known {
        return None;
    }
    if word.contains(['\u{3000}', '\u{a0}']) {
        return Some(Mistake::WideSpace);
    }
    let world = [
        "kill",
        "restart",
        "freeze",
        "thaw",
        "isolate",
        "cut",
        "partition",
        "loss",
        "heal",
    ];
    if world.contains(&word.as_ref()) || clock::WORDS.contains(&word.as_ref()) {
        return Some(Mistake::NeedsSim(word.into_owned()));
    }
    let near = ctl::commands().find(|command| is_near(command, &word));
    Some(Mistake::Program(word.into_owned(), near))
}

/// Whether one letter too many, too few, or two letters swapped lie between two words.
fn is_near(command: &str, typed: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (command.chars().collect(), typed.chars().collect());
    if a.len().abs_diff(b.len()) > 1 || typed.len() < 2 {
        return false;
    }
    let head = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let tail = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let (rest_a, rest_b) = (
        a.len().saturating_sub(head + tail),
        b.len().saturating_sub(head + tail),
    );
    rest_a.max(rest_b) <= 1 || (rest_a == 2 && rest_b == 2 && a[head] == b[head + 1])
}

/// Name and value of a `NAME=VALUE`.
pub(super) fn assignment(word: &[u8]) -> Option<(String, String)> {
    let text = String::from_utf8_lossy(word);
    let (name, value) = text.split_once('=')?;
    Some((name.to_owned(), value.to_owned()))
}
