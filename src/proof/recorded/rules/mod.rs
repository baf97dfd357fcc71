//! The comparison rules N1 to N11: what depends on chance or on the clock is replaced by names,
//! line by line, so that everything else can be compared exactly. They must not know whose
//! transcript they see.

mod ids;
mod patterns;

use std::collections::BTreeSet;

use regex_lite::Regex;

use self::{ids::Ids, patterns::Patterns};
use super::{
    directive::Keep,
    transcript::{Block, Printed},
};

/// Applies the rules to one transcript, step after step: ids are numbered as they first appear.
#[derive(Clone, Debug)]
pub struct Rules {
    ids: Ids,
    patterns: Patterns,
    keep: BTreeSet<Keep>,
    masks: Vec<Regex>,
}

impl Rules {
    /// The rules for a cluster of this id and these members, in the order of their names.
    #[must_use]
    pub fn new(cluster: u64, members: &[u64]) -> Self {
        Self {
            ids: Ids::new(cluster, members),
            patterns: Patterns::new(),
            keep: BTreeSet::new(),
            masks: Vec::new(),
        }
    }

    /// Switches rules off.
    pub fn keep(&mut self, what: &[Keep]) {
        self.keep.extend(what);
    }

    /// Replaces what matches by `<MASK>`.
    pub fn mask(&mut self, pattern: Regex) {
        self.masks.push(pattern);
    }

    /// Applies the rules to what one step printed.
    #[must_use]
    pub fn apply(&mut self, block: &Block) -> Block {
        let mut block = block.clone();
        if let Some(result) = &mut block.result {
            result.stdout = self.printed(&result.stdout, false);
            result.stderr = self.printed(&result.stderr, true);
        }
        block
    }

    fn printed(&mut self, printed: &Printed, is_stderr: bool) -> Printed {
        let mut out = Printed::default();
        let last = printed.lines.len().wrapping_sub(1);
        for (place, line) in printed.lines.iter().enumerate() {
            // N1: after a Go panic's message comes only its stack.
            if is_stderr && place > 0 && printed.lines[place - 1].starts_with("panic: ") {
                break;
            }
            let Some(line) = self.line(line, is_stderr) else {
                continue;
            };
            // N11: how often a keep-alive answers depends on the clock.
            if line.contains(" keepalived with TTL(") && out.lines.last() == Some(&line) {
                continue;
            }
            out.lines.push(line);
            out.open = printed.open && place == last;
        }
        out
    }

    fn line(&mut self, line: &str, is_stderr: bool) -> Option<String> {
        if is_stderr && line.starts_with(r#"{"level":""#) {
            return fatal_message(line);
        }
        if is_stderr && self.patterns.is_log(line) {
            return None;
        }
        let line = self.ids.apply(line);
        let mut line = self.patterns.apply(line, &self.keep);
        for mask in &self.masks {
            line = mask.replace_all(&line, "<MASK>").into_owned();
        }
        Some(table(line))
    }
}

/// N1: of the client library's own log only the fatal words are kept.
fn fatal_message(line: &str) -> Option<String> {
    let log: serde_json::Value = serde_json::from_str(line).ok()?;
    let fatal = matches!(log["level"].as_str(), Some("fatal" | "panic"));
    fatal.then(|| format!("<FATAL {}>", log["msg"].as_str().unwrap_or_default()))
}

/// N9: the widths of tables.
fn table(line: String) -> String {
    let is_rule = line.len() > 2
        && line.starts_with('+')
        && line.ends_with('+')
        && line.bytes().all(|b| b == b'+' || b == b'-');
    if is_rule {
        let runs = line[1..line.len() - 1].split('+');
        let runs: Vec<&str> = runs
            .map(|run| if run.is_empty() { "" } else { "--" })
            .collect();
        return format!("+{}+", runs.join("+"));
    }
    if line.len() > 1 && line.starts_with('|') && line.ends_with('|') {
        let cells: Vec<&str> = line[1..line.len() - 1].split('|').map(str::trim).collect();
        return format!("| {} |", cells.join(" | "));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::{Keep, Printed, Rules};

    const MEMBER: u64 = 0x8e9e_05c5_2164_694d;

    fn rules() -> Rules {
        Rules::new(0xcdf8_1819_4e3a_8c32, &[MEMBER])
    }

    fn line(text: &str) -> String {
        rules()
            .line(text, false)
            .expect("standard output is never dropped")
    }

    #[test]
    fn each_rule_replaces_what_it_names() {
        let table = [
            (
                r#""cluster_id":14841639068965178418,"#,
                r#""cluster_id":<CLUSTER>,"#,
            ),
            ("8e9e05c52164694d, started", "<MEMBER1>, started"),
            ("lease 694da203382dc606 granted", "lease <LEASE1> granted"),
            ("key deadbeef and 123456789", "key deadbeef and 123456789"),
            (
                "lease 000000000000004d granted",
                "lease 000000000000004d granted",
            ),
            (
                "Member 8e9e05c52164694d   removed from cluster cdf818194e3a8c32",
                { "Member <MEMBER1>   removed from cluster <CLUSTER>" },
            ),
            (r#""raft_term":2}"#, r#""raft_term":<TERM>}"#),
            (r#""raft_term":0}"#, r#""raft_term":0}"#),
            (r#""raftIndex":"12""#, r#""raftIndex":"<INDEX>""#),
            (
                r#""RaftAppliedIndex" : 12"#,
                r#""RaftAppliedIndex" : <INDEX>"#,
            ),
            ("a:1, x, 3.5.1, 20 kB, true, false, 2, 4, 4, ", {
                "a:1, x, 3.5.1, <SIZE>, true, false, <TERM>, <INDEX>, <INDEX>, "
            }),
            ("127.0.0.1:2379, 1084519789", "127.0.0.1:2379, <HASH>"),
            ("took = 1.234567ms", "took = <DUR>"),
            ("took 12µs or 1.5s but 3s", "took <DUR> or <DUR> but 3s"),
            (
                "with TTL(30s), remaining(29s)",
                "with TTL(30s), remaining(<REM>s)",
            ),
            (
                r#""ttl":29,"granted-ttl":30"#,
                r#""ttl":<REM>,"granted-ttl":30"#,
            ),
            (r#""ttl":-1,"granted-ttl":0"#, r#""ttl":-1,"granted-ttl":0"#),
            (r#""token":"abc.1""#, r#""token":"<TOKEN>""#),
            ("+------+---+", "+--+--+"),
            ("|  a   | b |", "| a | b |"),
            (
                "Error: rpc error: code = Unavailable desc = context deadline exceeded",
                { "Error: context deadline exceeded" },
            ),
            ("attached keys([b a])", "attached keys([a b])"),
            (r#""granted-ttl":30,"keys":["Yg==","YQ=="]"#, {
                r#""granted-ttl":30,"keys":["YQ==","Yg=="]"#
            }),
        ];
        for (raw, want) in table {
            assert_eq!(line(raw), want, "{raw}");
        }
    }

    #[test]
    fn ids_are_numbered_as_they_appear() {
        let mut rules = rules();
        let mut line = |text| rules.line(text, false).expect("kept");
        assert_eq!(
            line("694da203382dc606 694da203382dc607"),
            "<LEASE1> <LEASE2>"
        );
        assert_eq!(
            line("7587899081900279302"),
            "<LEASE1>",
            "the same id in decimal"
        );
        let added = "Member 91bc3c398fb3c146 added to cluster cdf818194e3a8c32";
        assert_eq!(line(added), "Member <MEMBER2> added to cluster <CLUSTER>");
        assert_eq!(
            line("ffffffffffffffff"),
            "ffffffffffffffff",
            "no lease id is that large"
        );
        // lock/694da203382dc606 in base64
        assert_eq!(
            line(r#""bG9jay82OTRkYTIwMzM4MmRjNjA2""#),
            r#""<B64:lock/<LEASE1>>""#
        );
    }

    #[test]
    fn logs_and_stacks_are_dropped_and_rules_can_be_switched_off() {
        let mut rules = rules();
        let log = r#"{"level":"warn","msg":"retrying"}"#;
        let fatal = r#"{"level":"fatal","msg":"no"}"#;
        let old = "2026-01-01T00:00:00.000Z\twarn\tx\ty";
        let text = format!("{log}\n{fatal}\n{old}\nError: x\npanic: y\ngoroutine 1\n");
        let printed = rules.printed(&Printed::of(text.as_bytes()), true);
        assert_eq!(printed.lines, ["<FATAL no>", "Error: x", "panic: y"]);

        rules.keep(&[Keep::Hash, Keep::Size, Keep::Remaining]);
        for text in ["127.0.0.1:2379, 1084519789", "20 kB", "remaining(29s)"] {
            assert_eq!(rules.line(text, false).as_deref(), Some(text));
        }
        let twice = b"lease 1 keepalived with TTL(3)\nlease 1 keepalived with TTL(3)\n";
        assert_eq!(rules.printed(&Printed::of(twice), false).lines.len(), 1);
    }
}
