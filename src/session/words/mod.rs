//! The line language around etcdctl: world words, goreman's, the clock's, and help.
//!
//! It turns text into values and values into text; it must not change a scene. World words are
//! split at blanks alone, so that `sim cut infra1 > infra2` needs no quotes.

mod clock;
mod gather;
mod machine;
mod mistake;
mod spell;
mod suggest;
mod tell;

pub(super) use clock::decimal;
pub use clock::{Clock, parse_clock};
pub(super) use gather::{Gathered, Gathering, Here, gather, gather_go};
pub use mistake::Mistake;
pub use spell::{longer, offset, percent, rate, span, spelled};
pub use suggest::suggest;
pub(super) use tell::{did_not_start, exited, messages, names, processes, rules, status, told};

use crate::{
    ctl,
    raft::Rules,
    sim::{DELAY_MAX, Delay, Fault, Handling, PLACES_MAX},
    units::Micros,
};

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
    /// `sim messages`.
    Messages,
    /// `sim rules`.
    Rules,
    /// `sim boot`, with the data directories.
    Boot(Vec<String>),
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
        ["etcd", ..] => return Err(Mistake::Usage(ETCD)),
        ["sim", rest @ ..] => sim(rest, names)?,
        ["goreman", rest @ ..] => goreman(rest, names)?,
        _ => return Ok(None),
    };
    Ok(Some(word))
}

/// The faults that a line asks for, even those that a prompt would call a slip: a partition into
/// one group heals all links.
///
/// A script knows the names of the members that its world begins with; others go by their number.
pub(super) fn faults(line: &str, names: &[String]) -> Result<Vec<Fault>, Mistake> {
    let numbers = (names.len()..PLACES_MAX).map(|place| (place + 1).to_string());
    let names = &names.iter().cloned().chain(numbers).collect::<Vec<_>>();
    match parse(line, names) {
        Ok(Some(Word::Faults(faults))) => Ok(faults),
        Ok(_) => Err(Mistake::Usage("a fault: sim kill infra1")),
        Err(mistake) => match line.strip_prefix("sim partition") {
            Some(rest) => Ok(vec![Fault::Partition(groups(rest, names)?)]),
            None => Err(mistake),
        },
    }
}

fn sim(words: &[&str], names: &[String]) -> Result<Word, Mistake> {
    let one = |name: &&str| member(name, names);
    let faults = match words {
        [] | ["help" | "--help" | "-h"] => return Ok(Word::Text(HELP_SIM.to_owned())),
        ["status"] => return Ok(Word::Status),
        ["messages"] => return Ok(Word::Messages),
        ["rules"] => return Ok(Word::Rules),
        ["boot", folders @ ..] if !folders.is_empty() => {
            return Ok(Word::Boot(
                folders.iter().map(|it| (*it).to_owned()).collect(),
            ));
        }
        ["kill", name] => vec![Fault::Kill(one(name)?)],
        ["kill", name, "--power"] | ["kill", "--power", name] => vec![Fault::LoseTail(one(name)?)],
        ["restart", name] => vec![Fault::Restart(one(name)?)],
        ["start", name] if let Ok(member) = one(name) => vec![Fault::Restart(member)],
        ["start", name, rest @ ..] => vec![start(name, rest)?],
        ["freeze", name] => vec![Fault::Freeze(one(name)?)],
        ["thaw", name] => vec![Fault::Thaw(one(name)?)],
        ["isolate", name] => vec![Fault::Isolate(one(name)?)],
        ["timeout", name] => vec![Fault::TimeoutNow(one(name)?)],
        ["skew" | "drift" | "disk", ..] => vec![machine::parse(words, names)?],
        ["heal"] => vec![Fault::HealAll],
        ["heal", name] => vec![Fault::HealMember(one(name)?)],
        ["rule", name, state @ ("on" | "off")] => vec![rule(name, *state == "on")?],
        [
            "drop" | "delay" | "duplicate" | "deliver" | "hold" | "release",
            id,
        ]
        | ["delay", id, _] => vec![message(words, id)?],
        [
            word @ ("cut" | "heal" | "loss" | "delay" | "duplicate" | "reorder"),
            link @ ..,
        ] => on_link(word, link, names)?,
        ["partition", groups @ ..] => vec![Fault::Partition(partition(groups, names)?)],
        [word, ..] => return Err(sim_mistake(word, words)),
    };
    Ok(Word::Faults(faults))
}

/// What to type instead of a server.
const ETCD: &str = "sim boot DIR DIR starts a cluster from data directories, sim restart infra1 a \
                    member; the members here need no etcd command";

const START: &str = "sim start infra4, or sim start infra4 PEER-URL CLIENT-URL";

/// The first start of a member that was added.
fn start(name: &str, rest: &[&str]) -> Result<Fault, Mistake> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    let (peer, client) = match rest {
        [] => ("", ""),
        [peer] => (*peer, ""),
        [peer, client] => (*peer, *client),
        _ => return Err(Mistake::Usage(START)),
    };
    let is_url = |text: &str| text.is_empty() || (text.contains(':') && text.len() <= 100);
    // A number is a place, not a name.
    let is_name = name.len() <= 32 && name.bytes().all(plain) && name.parse::<u64>().is_err();
    if !is_name || !is_url(peer) || !is_url(client) {
        return Err(Mistake::Usage(START));
    }
    let [name, peer, client] = [name, peer, client].map(str::to_owned);
    Ok(Fault::Start { name, peer, client })
}

/// A rule by its name.
fn rule(name: &str, on: bool) -> Result<Fault, Mistake> {
    let place = Rules::ALL.iter().position(|(known, _)| *known == name);
    let rule = place.ok_or_else(|| Mistake::Rule(name.to_owned()))?;
    Ok(Fault::Rule { rule, on })
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
        (
            "kill",
            "sim kill infra1, or with all its machine: sim kill infra1 --power",
        ),
        ("timeout", "sim timeout infra2"),
        ("skew", "sim skew infra1 +2s, or -500ms; at most 24h"),
        (
            "drift",
            "sim drift infra1 +10%, or -0.02%; from -50% to +100%",
        ),
        (
            "disk",
            "sim disk infra1 slow 50ms, or full, free, tear, wipe",
        ),
        (
            "boot",
            "sim boot DIR, one for each member: what etcdutl snapshot restore made",
        ),
        ("restart", "sim restart infra1"),
        ("start", START),
        ("freeze", "sim freeze infra1"),
        ("thaw", "sim thaw infra1"),
        ("isolate", "sim isolate infra1"),
        (
            "cut",
            "sim cut infra1 infra2, or one way: sim cut infra1 > infra2",
        ),
        (
            "heal",
            "sim heal, or one link: sim heal infra1 infra2, or one machine: sim heal infra1",
        ),
        ("loss", "sim loss infra1 > infra2 20%"),
        (
            "delay",
            "sim delay infra1 > infra2 200ms, or one message: sim delay m12 200ms; at most 1h",
        ),
        ("drop", "sim drop m12; sim messages lists them"),
        (
            "duplicate",
            "sim duplicate infra1 > infra2 5%, or one message: sim duplicate m12",
        ),
        ("reorder", "sim reorder infra1 > infra2 5%"),
        ("deliver", "sim deliver m12; sim messages lists them"),
        ("hold", "sim hold m12; sim messages lists them"),
        ("release", "sim release m12; sim messages lists them"),
        ("messages", "sim messages"),
        ("rule", "sim rule check-log-match off; sim rules lists them"),
        ("rules", "sim rules"),
        ("status", "sim status"),
    ];
    match usage.iter().find(|(known, _)| *known == word) {
        Some((_, usage)) => Mistake::Usage(usage),
        None => Mistake::SimWord(word.to_owned()),
    }
}

/// A word about a link: `A > B` is one direction, `A B` both.
fn on_link(word: &str, words: &[&str], names: &[String]) -> Result<Vec<Fault>, Mistake> {
    let usage = || sim_mistake(word, words);
    let (ends, both, value) = match words {
        [from, ">", to, value @ ..] => ([*from, *to], false, value),
        [one, other, value @ ..] => ([*one, *other], true, value),
        _ => return Err(usage()),
    };
    let (from, to) = (member(ends[0], names)?, member(ends[1], names)?);
    let fault = match (word, value) {
        ("cut", []) => Fault::Cut { from, to },
        ("heal", []) => Fault::Heal { from, to },
        ("loss", [rate]) => {
            let ppm = clock::ppm(rate).ok_or_else(usage)?;
            Fault::Loss { from, to, ppm }
        }
        ("duplicate", [rate]) => {
            let ppm = clock::ppm(rate).ok_or_else(usage)?;
            Fault::Duplication { from, to, ppm }
        }
        ("reorder", [rate]) => {
            let ppm = clock::ppm(rate).ok_or_else(usage)?;
            Fault::Reordering { from, to, ppm }
        }
        ("delay", [base]) => {
            let (base, spread) = (delay(base).ok_or_else(usage)?, Micros::ZERO);
            let delay = Delay { base, spread };
            Fault::Delay { from, to, delay }
        }
        ("delay", [base, spread]) => {
            let spread = spread.strip_prefix('+').and_then(delay);
            let (base, spread) = (delay(base).ok_or_else(usage)?, spread.ok_or_else(usage)?);
            let delay = Delay { base, spread };
            Fault::Delay { from, to, delay }
        }
        _ => return Err(usage()),
    };
    let back = both.then(|| turned(&fault));
    Ok([Some(fault), back].into_iter().flatten().collect())
}

/// The same on the way back.
fn turned(fault: &Fault) -> Fault {
    let mut fault = fault.clone();
    if let Fault::Cut { from, to }
    | Fault::Heal { from, to }
    | Fault::Loss { from, to, .. }
    | Fault::Delay { from, to, .. }
    | Fault::Duplication { from, to, .. }
    | Fault::Reordering { from, to, .. } = &mut fault
    {
        std::mem::swap(from, to);
    }
    fault
}

fn delay(text: &str) -> Option<Micros> {
    clock::moment(text).filter(|span| *span <= DELAY_MAX)
}

/// A word about one message: `sim delay m12 200ms`.
fn message(words: &[&str], id: &str) -> Result<Fault, Mistake> {
    let usage = || sim_mistake(words[0], words);
    let number = id.strip_prefix('m').unwrap_or(id);
    let id = number.parse().map_err(|_| usage())?;
    let act = match words {
        ["drop", _] => Handling::Drop,
        ["duplicate", _] => Handling::Duplicate,
        ["deliver", _] => Handling::Deliver,
        ["hold", _] => Handling::Hold,
        ["release", _] => Handling::Release,
        ["delay", _, span] => Handling::Delay(delay(span).ok_or_else(usage)?),
        _ => return Err(usage()),
    };
    Ok(Fault::Message { id, act })
}

/// `infra1 / infra2 infra3`: groups between strokes; commas count as blanks.
fn partition(words: &[&str], names: &[String]) -> Result<Vec<Vec<usize>>, Mistake> {
    let groups = groups(&words.join(" "), names)?;
    let seen = groups.iter().map(Vec::len).sum::<usize>();
    let parted = groups.len() > 1 || seen < names.len();
    if groups.iter().any(Vec::is_empty) || !parted {
        return Err(Mistake::Usage("sim partition infra1 / infra2 infra3"));
    }
    Ok(groups)
}

fn groups(text: &str, names: &[String]) -> Result<Vec<Vec<usize>>, Mistake> {
    let text = text.replace(['/', '|'], " / ").replace(',', " ");
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
    let known = word == "etcdctl"
        || word == "etcdutl"
        || word.starts_with('-')
        || ctl::commands().any(is)
        || ctl::programs().any(is);
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
        "delay",
        "reorder",
        "timeout",
        "skew",
        "drift",
        "disk",
        "drop",
        "duplicate",
        "deliver",
        "hold",
        "release",
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
