//! Rules N1 and N3 to N10: what a pattern finds is replaced. They must not know ids or streams.

use std::collections::BTreeSet;

use regex_lite::Regex;

use super::Keep;

/// The patterns, compiled.
#[derive(Clone, Debug)]
pub(super) struct Patterns {
    log: Regex,
    replacements: Vec<(Option<Keep>, Regex, &'static str)>,
}

/// Each with the `@keep` that switches it off, in the order of their use.
const REPLACEMENTS: &[(Option<Keep>, &str, &str)] = &[
    // N3
    (None, r#"("raft_?[tT]erm":"?)[1-9]\d*"#, "${1}<TERM>"),
    (
        None,
        r#"("raft(?:Applied)?Index":"?)[1-9]\d*"#,
        "${1}<INDEX>",
    ),
    (None, r#"^("RaftTerm" :) [1-9]\d*"#, "${1} <TERM>"),
    (
        None,
        r#"^("Raft(?:Applied)?Index" :) [1-9]\d*"#,
        "${1} <INDEX>",
    ),
    // N4
    (
        Some(Keep::Size),
        r#"("(?:dbSize(?:InUse)?|totalSize)":"?)\d+"#,
        "${1}<SIZE>",
    ),
    (
        Some(Keep::Size),
        r#"^("(?:DBSize|Size)" :) \d+"#,
        "${1} <SIZE>",
    ),
    (
        Some(Keep::Size),
        r"(^|[^0-9A-Za-z.])\d+(?:\.\d+)? [kMG]?B\b",
        "${1}<SIZE>",
    ),
    // N3, the rows of `endpoint status`
    (
        None,
        concat!(
            r"((?:true|false)(?:, | +\| +)(?:true|false)(?:, | +\| +))",
            r"\d+(, | +\| +)\d+(, | +\| +)\d+(,| )"
        ),
        "${1}<TERM>${2}<INDEX>${3}<INDEX>${4}",
    ),
    // N5
    (Some(Keep::Hash), r#"("hash":"?)\d+"#, "${1}<HASH>"),
    (Some(Keep::Hash), r#"^("Hash" :) \d+"#, "${1} <HASH>"),
    (
        Some(Keep::Hash),
        r"^((?:https?://)?[\w.]+:\d+, )\d+$",
        "${1}<HASH>",
    ),
    (
        Some(Keep::Hash),
        r"^(\| *(?:https?://)?[\w.]+:\d+ \| +)\d+ \|$",
        "${1}<HASH> |",
    ),
    (
        Some(Keep::Hash),
        r"^[0-9a-f]{6,8}, (\d+), (\d+), <SIZE>$",
        "<HASH>, ${1}, ${2}, <SIZE>",
    ),
    (
        Some(Keep::Hash),
        r"^\| +[0-9a-f]{6,8} \| +(\d+) \| +(\d+) \| +<SIZE> \|$",
        "| <HASH> | ${1} | ${2} | <SIZE> |",
    ),
    // N6
    (None, r"\d+(?:\.\d+)?(?:ns|µs|ms)\b|\d+\.\d+s\b", "<DUR>"),
    // N7
    (
        Some(Keep::Remaining),
        r"remaining\(\d+s\)",
        "remaining(<REM>s)",
    ),
    (
        Some(Keep::Remaining),
        r#"("ttl":)\d+(,"granted-ttl":)"#,
        "${1}<REM>${2}",
    ),
    (
        Some(Keep::Remaining),
        r#"("TTL":")\d+(","grantedTTL":)"#,
        "${1}<REM>${2}",
    ),
    // N8
    (None, r#"("token":")[^"]+""#, "${1}<TOKEN>\""),
    // N10
    (
        None,
        r"rpc error: code = \w+ desc = context deadline exceeded",
        "context deadline exceeded",
    ),
];

impl Patterns {
    pub(super) fn new() -> Self {
        let compile =
            |pattern| Regex::new(pattern).expect("a constant pattern that a test compiles");
        let rows = REPLACEMENTS
            .iter()
            .map(|(keep, pattern, by)| (*keep, compile(pattern), *by));
        Self {
            log: compile(r"^\d{4}-\d\d-\d\dT[0-9:.]+Z\t(?:debug|info|warn|error)\t"),
            replacements: rows.collect(),
        }
    }

    /// N1: a line of the server's own log.
    pub(super) fn is_log(&self, line: &str) -> bool {
        self.log.is_match(line)
    }

    pub(super) fn apply(&self, mut line: String, keep: &BTreeSet<Keep>) -> String {
        for (unless, pattern, by) in &self.replacements {
            if unless.is_none_or(|unless| !keep.contains(&unless)) && pattern.is_match(&line) {
                line = pattern.replace_all(&line, *by).into_owned();
            }
        }
        line
    }
}
