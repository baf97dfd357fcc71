//! Cobra's way of finding a command in a table. It must not know how a command runs.

use super::flags::{Flag, Kind};
use super::golang::quote;
use super::table::{CTL, Command, Program};

/// The command of a line in a transaction: only `put`, `get` and `del` stand there.
pub(super) fn operation(word: &[u8]) -> Option<Command> {
    let begins = |name: &str| !word.is_empty() && name.as_bytes().starts_with(word);
    CTL.commands()
        .find(|it| matches!(it.path, "put" | "get" | "del") && begins(it.path))
}

/// The first words of all commands.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    CTL.root().children().map(|command| command.name())
}

/// The child that `word` names: in full, or by a beginning that no other child has.
fn child(of: Command, word: &[u8]) -> Option<Command> {
    let children: Vec<Command> = of.children().collect();
    let begins = |it: &&Command| it.name().as_bytes().starts_with(word);
    let exact = children.iter().find(|it| it.name().as_bytes() == word);
    let mut matches = children.iter().filter(begins);
    let only = matches.next().filter(|_| matches.next().is_none());
    exact.or(only).copied()
}

/// The command that `words` name, with the words that are left for it, or cobra's complaint.
pub(super) fn find(
    program: &'static Program,
    words: &[Vec<u8>],
) -> Result<(Command, Vec<Vec<u8>>), String> {
    let mut found = program.root();
    let mut words = words.to_vec();
    loop {
        let plain = without_flags(&words, &found.known_flags());
        let Some(next) = plain.first() else {
            return Ok((found, words));
        };
        if let Some(child) = child(found, next) {
            // Cobra takes out the first equal word, be it the value of a flag.
            let at = words.iter().position(|word| word == next);
            words.remove(at.unwrap_or_default());
            found = child;
        } else if found.path.is_empty() {
            return Err(unknown(program, next));
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
fn unknown(program: &'static Program, word: &[u8]) -> String {
    let name = program.name;
    let mut text = format!("unknown command {} for \"{name}\"", quote(word));
    let typed = word.to_ascii_lowercase();
    let close =
        |name: &str| distance(&typed, name.as_bytes()) <= 2 || name.as_bytes().starts_with(&typed);
    let mut head = "\n\nDid you mean this?\n";
    let children = program.root().children();
    for command in children.filter(|command| close(command.name())) {
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

    fn find(words: &[Vec<u8>]) -> Result<(Command, Vec<Vec<u8>>), String> {
        super::find(&CTL, words)
    }

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
