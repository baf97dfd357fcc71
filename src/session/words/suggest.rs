//! What may stand next on a line of `sim` or `goreman`: the lines of their help, read as patterns.
//!
//! A help is in any language; only its patterns and the two blanks behind them matter.

use crate::raft::Rules;

/// The words that may follow `typed`, each with what its line of `help` says of it.
///
/// In a pattern a capital letter is a member, another word with capitals is anything, and a word
/// with digits stands for others like it.
#[must_use]
pub fn suggest(
    help: &'static str,
    names: &[String],
    typed: &[&str],
) -> Vec<(String, &'static str)> {
    let mut found: Vec<(String, &'static str)> = Vec::new();
    for (pattern, note) in patterns(help) {
        let mut words = pattern.split_whitespace();
        let mut so_far = typed.iter();
        if !so_far.all(|typed| words.next().is_some_and(|it| takes(it, typed, names))) {
            continue;
        }
        let Some(next) = words.next() else { continue };
        let add = |word: &str| {
            let new = !found.iter().any(|(it, _)| it == word);
            new.then(|| (word.to_owned(), note))
        };
        let free = |name: &&String| !typed.contains(&name.as_str());
        let new: Vec<_> = match kind(next, names) {
            Kind::Member => names.iter().filter(free).filter_map(|it| add(it)).collect(),
            Kind::Anything => Vec::new(),
            Kind::Rule => Rules::ALL.iter().filter_map(|(it, _)| add(it)).collect(),
            Kind::Literal | Kind::Example => add(next).into_iter().collect(),
        };
        found.extend(new);
    }
    found
}

/// Each pattern of a help with its line; a line too long for both goes on below.
fn patterns(help: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let below = help.lines().skip(1).chain([""]);
    help.lines().zip(below).flat_map(|(line, below)| {
        let line = line.strip_prefix("  ").unwrap_or_default();
        let (head, note) = line.split_once("  ").unwrap_or((line, below));
        let is_pattern = |it: &&str| it.starts_with("sim ") || it.starts_with("goreman ");
        head.split([',', '、'])
            .map(str::trim)
            .filter(is_pattern)
            .map(|pattern| (pattern, note.trim()))
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Literal,
    /// `20%`, `500ms`.
    Example,
    Member,
    /// `RULE`.
    Rule,
    Anything,
}

fn kind(word: &str, names: &[String]) -> Kind {
    let is_letter = word.len() == 1 && word.bytes().all(|it| it.is_ascii_uppercase());
    if is_letter || names.iter().any(|name| name == word) {
        Kind::Member
    } else if word == "RULE" {
        Kind::Rule
    } else if word.bytes().any(|it| it.is_ascii_uppercase()) {
        Kind::Anything
    } else if word.bytes().any(|it| it.is_ascii_digit()) {
        Kind::Example
    } else {
        Kind::Literal
    }
}

/// Whether a typed word fits a pattern's.
fn takes(pattern: &str, typed: &str, names: &[String]) -> bool {
    let is_member = names.iter().any(|name| name == typed);
    match kind(pattern, names) {
        Kind::Literal => pattern == typed,
        Kind::Anything => true,
        Kind::Rule => Rules::ALL.iter().any(|(name, _)| *name == typed),
        Kind::Example => !is_member && typed.bytes().any(|it| it.is_ascii_digit()),
        Kind::Member => is_member || typed.parse::<usize>().is_ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::words::{Mistake, Word, help, parse, parse_clock};

    fn names() -> Vec<String> {
        ["infra1", "infra2", "infra3"].map(str::to_owned).to_vec()
    }

    fn after(line: &str) -> Vec<String> {
        let typed: Vec<&str> = line.split_whitespace().collect();
        let help = help(typed[0]).expect("these two have one");
        let found = suggest(help, &names(), &typed);
        assert!(
            found.iter().all(|(_, note)| !note.is_empty()),
            "{line}: {found:?}"
        );
        found.into_iter().map(|(word, _)| word).collect()
    }

    #[test]
    fn what_follows_is_what_help_says() {
        let members = ["infra1", "infra2", "infra3"];
        assert_eq!(after("sim kill"), members);
        assert_eq!(after("sim kill infra1"), ["--power"]);
        assert_eq!(after("sim freeze infra1"), [""; 0]);
        assert_eq!(after("sim disk 2"), ["slow", "full", "tear", "wipe"]);
        assert_eq!(after("sim cut infra1"), ["infra2", "infra3", ">"]);
        assert_eq!(after("sim cut infra1 >"), ["infra2", "infra3"]);
        assert_eq!(after("sim loss infra1 > infra2"), ["20%"]);
        assert_eq!(after("sim partition 1"), ["/"]);
        assert_eq!(after("sim bench puts 7"), ["--in-flight"]);
        assert_eq!(
            after("goreman run"),
            ["status", "list", "stop", "start", "restart"]
        );
        assert_eq!(after("goreman run stop"), members);
    }

    #[test]
    fn every_word_of_sim_is_suggested_and_every_suggestion_is_a_word() {
        let words = after("sim");
        for word in [
            "kill",
            "restart",
            "freeze",
            "thaw",
            "isolate",
            "cut",
            "partition",
            "loss",
        ] {
            assert!(
                words.contains(&word.to_owned()),
                "{word} is not in {words:?}"
            );
        }
        for word in words {
            // A word alone is complete, or its mistake names it.
            let line = format!("sim {word}");
            let known = parse_clock(&line).is_some()
                || !matches!(parse(&line, &names()), Err(Mistake::SimWord(_)) | Ok(None));
            assert!(known, "{line}");
        }
    }

    #[test]
    fn every_pattern_of_a_help_is_a_line_that_runs() {
        for (pattern, _) in ["sim", "goreman"]
            .into_iter()
            .filter_map(help)
            .flat_map(patterns)
        {
            let members = [
                ("M", "infra1"),
                ("A", "infra1"),
                ("B", "infra2"),
                ("C", "infra3"),
                ("RULE", "check-log-match"),
            ];
            let word = |word| {
                let member = members.iter().find(|(letter, _)| *letter == word);
                member.map_or(word, |(_, name)| *name)
            };
            let line: Vec<&str> = pattern.split_whitespace().map(word).collect();
            let line = line.join(" ");
            let runs = parse_clock(&line).is_some()
                || matches!(parse(&line, &names()), Ok(Some(it)) if it != Word::Nothing);
            assert!(runs, "{line}");
        }
    }
}
