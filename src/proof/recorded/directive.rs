//! The `@` lines of a recorded case as data. It must not know who obeys them.

use crate::{
    ctl::job::{Output, Signal},
    units::Micros,
};

/// One `@` line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Directive {
    /// `@cluster N`: how many members.
    Cluster(usize),
    /// `@world WORDS`: a random world of the tutorial's members, from its very first moment; ours,
    /// not the recordings'.
    World(String),
    /// `@etcd FLAGS`: extra flags of the servers.
    Server(Vec<String>),
    /// `@env NAME=VALUE`: sets or, empty, unsets a variable of the environment.
    Environment(String, String),
    /// `@set NAME=VALUE`: a variable of the case.
    Set(String, String),
    /// `@capture NAME REGEX`, `@capture-hex NAME REGEX`.
    Capture {
        /// The variable.
        name: String,
        /// Its group 1, in the raw standard output of the last step.
        pattern: String,
        /// Whether the decimal number found becomes 16 hex digits.
        hex: bool,
    },
    /// `@sleep SECONDS`, `@settle [SECONDS]`: time passes.
    Advance(Micros),
    /// `@lines NAME N [stderr]`: until that many lines are printed.
    Lines {
        /// The background command.
        name: String,
        /// How many lines.
        count: usize,
        /// Where.
        stream: Output,
    },
    /// `@send NAME TEXT`: a line to the standard input of a background command.
    Send(String, String),
    /// `@eof NAME`: the end of it.
    EndInput(String),
    /// `@int`, `@term`, `@kill`, `@wait NAME`: ends a background command and records it.
    End {
        /// The background command.
        name: String,
        /// What it is sent; nothing for `@wait`.
        signal: Option<Signal>,
        /// The directive as written, for the head of its block.
        verb: &'static str,
    },
    /// `@node-kill N` and its like; members count from 1.
    Node(usize, NodeAction),
    /// `@leader N`: that member leads from now on.
    Leader(usize),
    /// `@await-leader`: until the live members agree on a live leader.
    AwaitLeader,
    /// `@sort`: the order of the next step's lines is not defined.
    Sort,
    /// `@keep WHAT`: values of this kind are exact.
    Keep(Vec<Keep>),
    /// `@mask REGEX`: what matches is not compared.
    Mask(String),
    /// `@mkfile NAME BYTES`: a file of that many `x`.
    MakeFile(String, usize),
    /// `@mkops NAME N`: a JSON transaction of that many puts.
    MakeOperations(String, usize),
}

/// What happens to a member's process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeAction {
    /// SIGKILL.
    Kill,
    /// Started again on its data, until it is healthy.
    Start,
    /// SIGSTOP.
    Pause,
    /// SIGCONT.
    Resume,
}

/// The comparison rules that a case can switch off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Keep {
    /// Rule N5, hashes.
    Hash,
    /// Rule N4, sizes.
    Size,
    /// Rule N7, remaining time to live.
    Remaining,
}

impl Directive {
    /// Reads what follows the `@`.
    ///
    /// # Errors
    /// No such directive, or an argument it cannot use.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (verb, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let rest = rest.trim_start();
        let name = || word(verb, rest).map(str::to_owned);
        let end = |signal, verb| {
            Ok(Self::End {
                name: name()?,
                signal,
                verb,
            })
        };
        match verb {
            "cluster" => match number(verb, rest)? {
                members @ (1 | 3) => Ok(Self::Cluster(members)),
                _ => Err("@cluster knows 1 and 3 members".into()),
            },
            "world" => Ok(Self::World(rest.to_owned())),
            "etcd" => Ok(Self::Server(
                rest.split_whitespace().map(str::to_owned).collect(),
            )),
            "env" => pair(verb, rest).map(|(name, value)| Self::Environment(name, value)),
            "set" => pair(verb, rest).map(|(name, value)| Self::Set(name, value)),
            "capture" | "capture-hex" => {
                let (name, pattern) = two(verb, rest, "NAME REGEX")?;
                Ok(Self::Capture {
                    name,
                    pattern,
                    hex: verb == "capture-hex",
                })
            }
            "settle" if rest.is_empty() => Ok(Self::Advance(Micros::from_ms(800))),
            "sleep" | "settle" => Ok(Self::Advance(seconds(rest)?)),
            "lines" => lines(rest),
            "send" => {
                let (name, line) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
                Ok(Self::Send(word(verb, name)?.to_owned(), line.to_owned()))
            }
            "eof" => Ok(Self::EndInput(name()?)),
            "int" => end(Some(Signal::Interrupt), "@int"),
            "term" => end(Some(Signal::Terminate), "@term"),
            "kill" => end(Some(Signal::Kill), "@kill"),
            "wait" => end(None, "@wait"),
            "node-kill" => Ok(Self::Node(number(verb, rest)?, NodeAction::Kill)),
            "node-start" => Ok(Self::Node(number(verb, rest)?, NodeAction::Start)),
            "node-pause" => Ok(Self::Node(number(verb, rest)?, NodeAction::Pause)),
            "node-resume" => Ok(Self::Node(number(verb, rest)?, NodeAction::Resume)),
            "leader" => Ok(Self::Leader(number(verb, rest)?)),
            "await-leader" => Ok(Self::AwaitLeader),
            "sort" => Ok(Self::Sort),
            "keep" => rest
                .split_whitespace()
                .map(keep)
                .collect::<Result<_, _>>()
                .map(Self::Keep),
            "mask" => Ok(Self::Mask(rest.to_owned())),
            "mkfile" => counted(verb, rest).map(|(name, bytes)| Self::MakeFile(name, bytes)),
            "mkops" => counted(verb, rest).map(|(name, n)| Self::MakeOperations(name, n)),
            _ => Err(format!("there is no directive @{verb}")),
        }
    }
}

fn word<'a>(verb: &str, rest: &'a str) -> Result<&'a str, String> {
    rest.split_whitespace()
        .next()
        .ok_or_else(|| format!("@{verb} needs a name"))
}

fn number(verb: &str, rest: &str) -> Result<usize, String> {
    rest.trim()
        .parse()
        .map_err(|_| format!("@{verb} needs a number, not {rest:?}"))
}

fn two(verb: &str, rest: &str, what: &str) -> Result<(String, String), String> {
    let (first, second) = rest
        .split_once(char::is_whitespace)
        .ok_or_else(|| format!("@{verb} needs {what}"))?;
    Ok((first.to_owned(), second.trim().to_owned()))
}

fn pair(verb: &str, rest: &str) -> Result<(String, String), String> {
    let (name, value) = rest
        .split_once('=')
        .ok_or_else(|| format!("@{verb} needs NAME=VALUE"))?;
    Ok((name.to_owned(), value.to_owned()))
}

fn counted(verb: &str, rest: &str) -> Result<(String, usize), String> {
    let (name, count) = two(verb, rest, "NAME and a number")?;
    Ok((name, number(verb, &count)?))
}

fn lines(rest: &str) -> Result<Directive, String> {
    let words: Vec<&str> = rest.split_whitespace().collect();
    let (name, count, stream) = match words[..] {
        [name, count] => (name, count, Output::Out),
        [name, count, "stderr"] => (name, count, Output::Err),
        _ => return Err("@lines needs NAME, a number and perhaps stderr".into()),
    };
    Ok(Directive::Lines {
        name: name.to_owned(),
        count: number("lines", count)?,
        stream,
    })
}

fn keep(what: &str) -> Result<Keep, String> {
    match what {
        "hash" => Ok(Keep::Hash),
        "size" => Ok(Keep::Size),
        "rem" => Ok(Keep::Remaining),
        _ => Err(format!("@keep knows hash, size and rem, not {what}")),
    }
}

/// Decimal seconds, without going through floating point.
fn seconds(text: &str) -> Result<Micros, String> {
    let wrong = || format!("{text:?} is no number of seconds");
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits: String = fraction.chars().chain("000000".chars()).take(6).collect();
    let whole: u64 = whole.parse().map_err(|_| wrong())?;
    let micros: u64 = digits.parse().map_err(|_| wrong())?;
    whole
        .checked_mul(1_000_000)
        .map(|w| Micros(w).plus(Micros(micros)))
        .ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::{Directive, Keep, NodeAction, Output, Signal};
    use crate::units::Micros;

    #[test]
    fn every_directive_is_read() {
        let capture = |hex| Directive::Capture {
            name: "L".into(),
            pattern: r"a (\w+) b".into(),
            hex,
        };
        let end = |signal, verb| Directive::End {
            name: "W".into(),
            signal,
            verb,
        };
        let table = [
            ("cluster 3", Directive::Cluster(3)),
            (
                "etcd --max-txn-ops 2",
                Directive::Server(vec!["--max-txn-ops".into(), "2".into()]),
            ),
            (
                "env A=b=c",
                Directive::Environment("A".into(), "b=c".into()),
            ),
            ("set A=", Directive::Set("A".into(), String::new())),
            (r"capture L a (\w+) b", capture(false)),
            (r"capture-hex L a (\w+) b", capture(true)),
            ("sleep 5", Directive::Advance(Micros::from_secs(5))),
            ("sleep 1.25", Directive::Advance(Micros(1_250_000))),
            ("settle", Directive::Advance(Micros::from_ms(800))),
            ("settle 0.3", Directive::Advance(Micros::from_ms(300))),
            (
                "lines W 8",
                Directive::Lines {
                    name: "W".into(),
                    count: 8,
                    stream: Output::Out,
                },
            ),
            (
                "lines W 1 stderr",
                Directive::Lines {
                    name: "W".into(),
                    count: 1,
                    stream: Output::Err,
                },
            ),
            (
                "send W watch  foo",
                Directive::Send("W".into(), "watch  foo".into()),
            ),
            ("send W", Directive::Send("W".into(), String::new())),
            ("eof W", Directive::EndInput("W".into())),
            ("int W", end(Some(Signal::Interrupt), "@int")),
            ("wait W", end(None, "@wait")),
            ("node-pause 2", Directive::Node(2, NodeAction::Pause)),
            ("leader 1", Directive::Leader(1)),
            ("await-leader", Directive::AwaitLeader),
            (
                "keep hash rem",
                Directive::Keep(vec![Keep::Hash, Keep::Remaining]),
            ),
            ("mask a b", Directive::Mask("a b".into())),
            ("mkfile big 2000", Directive::MakeFile("big".into(), 2000)),
        ];
        for (text, want) in table {
            assert_eq!(Directive::parse(text), Ok(want), "@{text}");
        }
    }

    #[test]
    fn wrong_arguments_are_named() {
        let table = [
            ("cluster 2", "@cluster knows 1 and 3 members"),
            ("sleep soon", "\"soon\" is no number of seconds"),
            (
                "sleep 99999999999999999999",
                "\"99999999999999999999\" is no number of seconds",
            ),
            ("int", "@int needs a name"),
            ("node-kill x", "@node-kill needs a number, not \"x\""),
            ("keep all", "@keep knows hash, size and rem, not all"),
            ("set A", "@set needs NAME=VALUE"),
        ];
        for (text, want) in table {
            assert_eq!(Directive::parse(text), Err(want.to_owned()), "@{text}");
        }
    }
}
