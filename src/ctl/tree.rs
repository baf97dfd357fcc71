//! The tree of commands as data, and cobra's way of finding one in it. It must not know how a
//! command runs.

use super::complete::Live;
use super::flags::{Flag, Kind, Takes};
use super::globals;
use super::golang::quote;

/// What a command does when it is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Run {
    /// Has subcommands; prints its usage.
    Group,
    /// `help COMMAND`.
    Help,
    /// Not part of this playground yet.
    Later,
    Version,
    Get,
    Put,
    Del,
    Txn,
    Compaction,
    Watch,
    LeaseGrant,
    LeaseRevoke,
    LeaseTimeToLive,
    LeaseList,
    LeaseKeepAlive,
    EndpointHealth,
    EndpointStatus,
    MemberList,
    MemberAdd,
    MemberRemove,
    MemberUpdate,
    MemberPromote,
    MoveLeader,
    Lock,
    Elect,
}

/// One command.
#[derive(Clone, Copy, Debug)]
pub(super) struct Command {
    /// Its words from the root, e.g. `lease grant`.
    pub(super) path: &'static str,
    pub(super) run: Run,
    /// Its own flags, without the global ones and without `--help`.
    pub(super) flags: &'static [Flag],
    /// What its words may be that are no flags, as far as anyone can know.
    pub(super) takes: &'static [Live],
}

const fn command(path: &'static str, run: Run, flags: &'static [Flag]) -> Command {
    let takes: &[Live] = match run {
        Run::Get | Run::Del | Run::Watch => &[Live::Key, Live::Key],
        Run::Put => &[Live::Key],
        Run::LeaseRevoke | Run::LeaseTimeToLive | Run::LeaseKeepAlive => &[Live::Lease],
        Run::MemberRemove | Run::MemberUpdate | Run::MemberPromote | Run::MoveLeader => {
            &[Live::Member]
        }
        Run::Group
        | Run::Help
        | Run::Later
        | Run::Version
        | Run::Txn
        | Run::Compaction
        | Run::LeaseGrant
        | Run::LeaseList
        | Run::EndpointHealth
        | Run::EndpointStatus
        | Run::MemberAdd
        | Run::MemberList
        | Run::Lock
        | Run::Elect => &[],
    };
    Command {
        path,
        run,
        flags,
        takes,
    }
}

const fn later(path: &'static str) -> Command {
    command(path, Run::Later, &[])
}

/// Cobra adds this one to every command.
pub(super) const HELP: Flag = Flag::bool("help").or(b'h');

const CLUSTER: Flag = Flag::bool("cluster");

const PEER_URLS: Flag = Flag::new("peer-urls", Kind::Text, "");

const SORT_BY: Takes = Takes::OneOf(&["CREATE", "KEY", "MODIFY", "VALUE", "VERSION"]);

/// All commands, in the order in which etcdctl registers them: suggestions are listed in it.
pub(super) static COMMANDS: &[Command] = &[
    command("", Run::Group, &[]),
    command(
        "get",
        Run::Get,
        &[
            Flag::new("consistency", Kind::Text, "l").takes(Takes::OneOf(&["l", "s"])),
            Flag::new("order", Kind::Text, "").takes(Takes::OneOf(&["ASCEND", "DESCEND"])),
            Flag::new("sort-by", Kind::Text, "").takes(SORT_BY),
            Flag::int("limit"),
            Flag::bool("prefix"),
            Flag::bool("from-key"),
            Flag::int("rev"),
            Flag::bool("keys-only"),
            Flag::bool("count-only"),
            Flag::bool("print-value-only"),
        ],
    ),
    command(
        "put",
        Run::Put,
        &[
            Flag::new("lease", Kind::Text, "0").takes(Takes::Live(Live::Lease)),
            Flag::bool("prev-kv"),
            Flag::bool("ignore-value"),
            Flag::bool("ignore-lease"),
        ],
    ),
    command(
        "del",
        Run::Del,
        &[
            Flag::bool("prefix"),
            Flag::bool("prev-kv"),
            Flag::bool("from-key"),
        ],
    ),
    command("txn", Run::Txn, &[Flag::bool("interactive").or(b'i')]),
    command("compaction", Run::Compaction, &[Flag::bool("physical")]),
    command("alarm", Run::Group, &[]),
    later("alarm disarm"),
    later("alarm list"),
    later("defrag"),
    command("endpoint", Run::Group, &[CLUSTER]),
    command("endpoint health", Run::EndpointHealth, &[]),
    command("endpoint status", Run::EndpointStatus, &[]),
    later("endpoint hashkv"),
    command("move-leader", Run::MoveLeader, &[]),
    command("watch", Run::Watch, WATCH),
    command("version", Run::Version, &[]),
    command("lease", Run::Group, &[]),
    command("lease grant", Run::LeaseGrant, &[]),
    command("lease revoke", Run::LeaseRevoke, &[]),
    command(
        "lease timetolive",
        Run::LeaseTimeToLive,
        &[Flag::bool("keys")],
    ),
    command("lease list", Run::LeaseList, &[]),
    command(
        "lease keep-alive",
        Run::LeaseKeepAlive,
        &[Flag::bool("once")],
    ),
    command("member", Run::Group, &[]),
    command(
        "member add",
        Run::MemberAdd,
        &[PEER_URLS, Flag::bool("learner")],
    ),
    command("member remove", Run::MemberRemove, &[]),
    command("member update", Run::MemberUpdate, &[PEER_URLS]),
    command("member list", Run::MemberList, &[]),
    command("member promote", Run::MemberPromote, &[]),
    command("snapshot", Run::Group, &[]),
    later("snapshot save"),
    later("snapshot restore"),
    later("snapshot status"),
    later("make-mirror"),
    command("lock", Run::Lock, &[Flag::new("ttl", Kind::Int, "10")]),
    command("elect", Run::Elect, &[Flag::bool("listen").or(b'l')]),
    command("auth", Run::Group, &[]),
    later("auth enable"),
    later("auth disable"),
    later("auth status"),
    command("user", Run::Group, &[]),
    later("user add"),
    later("user delete"),
    later("user get"),
    later("user list"),
    later("user passwd"),
    later("user grant-role"),
    later("user revoke-role"),
    command("role", Run::Group, &[]),
    later("role add"),
    later("role delete"),
    later("role get"),
    later("role list"),
    later("role grant-permission"),
    later("role revoke-permission"),
    command("check", Run::Group, &[]),
    later("check perf"),
    later("check datascale"),
    command("help", Run::Help, &[]),
];

/// The flags of `watch`, which its interactive mode reads again on every line.
pub(super) const WATCH: &[Flag] = &[
    Flag::bool("interactive").or(b'i'),
    Flag::bool("prefix"),
    Flag::int("rev"),
    Flag::bool("prev-kv"),
    Flag::bool("progress-notify"),
];

/// The command of a line in a transaction: only `put`, `get` and `del` stand there.
pub(super) fn operation(word: &[u8]) -> Option<&'static Command> {
    let stands = |run| matches!(run, Run::Put | Run::Get | Run::Del);
    let begins = |name: &str| !word.is_empty() && name.as_bytes().starts_with(word);
    COMMANDS
        .iter()
        .find(|command| stands(command.run) && begins(command.name()))
}

/// The first words of all commands.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    COMMANDS[0].children().map(Command::name)
}

impl Command {
    /// Its last word; empty for the root.
    pub(super) fn name(&self) -> &'static str {
        self.path.rsplit(' ').next().unwrap_or_default()
    }

    pub(super) fn children(&self) -> impl Iterator<Item = &'static Self> {
        let parent = self.path;
        COMMANDS.iter().filter(move |command| {
            let above = command.path.rsplit_once(' ').map_or("", |(above, _)| above);
            !command.path.is_empty() && above == parent
        })
    }

    /// The flags that it takes from the commands above it.
    pub(super) fn inherited(&self) -> Vec<Flag> {
        let mut flags = globals::FLAGS.to_vec();
        if self.path.starts_with("endpoint ") {
            flags.push(CLUSTER);
        }
        flags
    }

    /// Everything that may stand on its line.
    fn known_flags(&self) -> Vec<Flag> {
        let mut flags = self.inherited();
        flags.extend_from_slice(self.flags);
        flags
    }

    /// Everything that it parses: the known flags and `--help`.
    pub(super) fn all_flags(&self) -> Vec<Flag> {
        let mut flags = self.known_flags();
        flags.push(HELP);
        flags
    }

    /// The child that `word` names: in full, or by a beginning that no other child has.
    fn child(&self, word: &[u8]) -> Option<&'static Self> {
        if let Some(exact) = self
            .children()
            .find(|child| child.name().as_bytes() == word)
        {
            return Some(exact);
        }
        let mut matches = self
            .children()
            .filter(|child| child.name().as_bytes().starts_with(word));
        let first = matches.next()?;
        matches.next().is_none().then_some(first)
    }
}

/// The command that `words` name, with the words that are left for it, or cobra's complaint.
pub(super) fn find(words: &[Vec<u8>]) -> Result<(&'static Command, Vec<Vec<u8>>), String> {
    let mut found = &COMMANDS[0];
    let mut words = words.to_vec();
    loop {
        let plain = without_flags(&words, &found.known_flags());
        let Some(next) = plain.first() else {
            return Ok((found, words));
        };
        if let Some(child) = found.child(next) {
            // Cobra takes out the first equal word, be it the value of a flag.
            let at = words.iter().position(|word| word == next);
            words.remove(at.expect("it came from these words"));
            found = child;
        } else if found.path.is_empty() {
            return Err(unknown(next));
        } else {
            return Ok((found, words));
        }
    }
}

/// What is left of `words` without flags and their values, as cobra guesses it before parsing:
/// a flag it does not know takes the next word with it.
fn without_flags(words: &[Vec<u8>], table: &[Flag]) -> Vec<Vec<u8>> {
    let stands_alone = |word: &[u8]| match word {
        [b'-', b'-', name @ ..] => table
            .iter()
            .any(|flag| flag.long.as_bytes() == name && flag.kind == Kind::Bool),
        [b'-', letter] => table
            .iter()
            .any(|flag| flag.short == Some(*letter) && flag.kind == Kind::Bool),
        _ => true,
    };
    let mut plain = Vec::new();
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if word == b"--" {
            break;
        }
        if word.starts_with(b"-") && !word.contains(&b'=') && !stands_alone(word) {
            words.next();
        } else if !word.is_empty() && !word.starts_with(b"-") {
            plain.push(word.clone());
        }
    }
    plain
}

/// Cobra's complaint about a word that names no command, with its suggestions.
fn unknown(word: &[u8]) -> String {
    let mut text = format!("unknown command {} for \"etcdctl\"", quote(word));
    let typed = word.to_ascii_lowercase();
    let close =
        |name: &str| distance(&typed, name.as_bytes()) <= 2 || name.as_bytes().starts_with(&typed);
    let mut head = "\n\nDid you mean this?\n";
    for command in COMMANDS[0]
        .children()
        .filter(|command| close(command.name()))
    {
        text.push_str(head);
        text.push('\t');
        text.push_str(command.name());
        text.push('\n');
        head = "";
    }
    text
}

/// Levenshtein's distance in bytes.
fn distance(left: &[u8], right: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, l) in left.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, r) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(l != r);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<Vec<u8>> {
        line.split_whitespace()
            .map(|word| word.as_bytes().to_vec())
            .collect()
    }

    #[test]
    fn finds_commands_as_cobra_does() {
        let table = [
            ("get a", "get", "a"),
            ("g a", "get", "a"),
            ("pu a 1", "put", "a 1"),
            ("le li", "lease list", ""),
            ("end he", "endpoint health", ""),
            ("-w json put a 1", "put", "-w json a 1"),
            ("--write-out=json put a", "put", "--write-out=json a"),
            ("--hex get a", "get", "--hex a"),
            ("lease frob", "lease", "frob"),
            ("lease --hex grant 1", "lease grant", "--hex 1"),
            ("endpoint --cluster status", "endpoint status", "--cluster"),
            ("--help get", "", "--help get"),
            ("get --prefix get", "get", "--prefix get"),
            ("--user get get a", "get", "--user get a"),
            ("-- get", "", "-- get"),
            ("", "", ""),
            ("comp 5", "compaction", "5"),
            ("compact 5", "compaction", "5"),
        ];
        for (line, path, rest) in table {
            let (command, left) = find(&words(line)).expect(line);
            assert_eq!((command.path, left), (path, words(rest)), "{line}");
        }
    }

    #[test]
    fn suggests_as_cobra_does() {
        let table: [(&str, &[&str]); 6] = [
            ("frobnicate", &[]),
            ("putt a b", &["put", "auth"]),
            ("l", &["del", "lease", "lock"]),
            ("e", &["get", "del", "endpoint", "elect"]),
            ("--bogus get a", &["alarm", "auth"]),
            ("PUT", &["get", "put", "auth"]),
        ];
        for (line, names) in table {
            let text = find(&words(line)).expect_err(line);
            let told: Vec<&str> = text.lines().filter_map(|l| l.strip_prefix('\t')).collect();
            assert_eq!(told, names, "{line}");
        }
    }
}
