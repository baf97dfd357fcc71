//! Flags as pflag reads them: a table of flags in, values or pflag's own complaint out. It must
//! not know what any flag means.

use std::fmt;

use super::golang::{Nanos, parse_bool, parse_int, quote, quote_byte};
use crate::units::{Map, Set};

/// pflag's answer to `--help` where the table has no such flag.
const HELP_REQUESTED: &str = "pflag: help requested";

/// What a flag's value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `--flag` alone means true.
    Bool,
    /// A 64-bit number.
    Int,
    /// Any text.
    Text,
    /// A span of time, e.g. `1.5s`.
    Span,
    /// Texts between commas; given twice, the second adds to the first.
    List,
}

/// One flag of a command's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Flag {
    pub(super) long: &'static str,
    pub(super) short: Option<u8>,
    pub(super) kind: Kind,
    pub(super) default: &'static str,
    /// Name and default as etcdctl's help shows them.
    pub(super) shown: &'static str,
    /// What its value may be: words between blanks, or a place as usages name it.
    pub(super) takes: &'static str,
    /// What it does, in one line.
    pub(super) about: &'static str,
    /// The command does not run without it.
    pub(super) required: bool,
}

/// The value of a flag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Bool(bool),
    Int(i64),
    Text(Vec<u8>),
    Span(Nanos),
    List(Vec<Vec<u8>>),
}

impl fmt::Display for Value {
    /// As Go's `%v` of a pflag value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Text(value) => f.write_str(&String::from_utf8_lossy(value)),
            Self::Span(value) => write!(f, "{value}"),
            Self::List(values) => {
                let joined = values.join(&b","[..]);
                write!(f, "[{}]", String::from_utf8_lossy(&joined))
            }
        }
    }
}

/// What became of a command's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Flags {
    values: Map<&'static str, Value>,
    changed: Set<&'static str>,
    /// The words that are no flags.
    pub(super) args: Vec<Vec<u8>>,
}

impl Flags {
    /// Reads `words` by `table`.
    pub(super) fn parse(table: &[Flag], words: &[Vec<u8>]) -> Result<Self, String> {
        let mut flags = Self::default();
        for flag in table {
            let value = parse_value(flag.kind, flag.default.as_bytes(), None)?;
            flags.values.insert(flag.long, value);
        }
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match word.as_slice() {
                b"--" => {
                    flags.args.extend(words.by_ref().cloned());
                }
                [b'-', b'-', name @ ..] => flags.long(table, word, name, &mut words)?,
                [b'-', shorts @ ..] if !shorts.is_empty() => {
                    flags.shorts(table, shorts, &mut words)?;
                }
                _ => flags.args.push(word.clone()),
            }
        }
        Ok(flags)
    }

    fn long<'a>(
        &mut self,
        table: &[Flag],
        word: &[u8],
        name: &[u8],
        words: &mut impl Iterator<Item = &'a Vec<u8>>,
    ) -> Result<(), String> {
        if matches!(name.first(), None | Some(b'-' | b'=')) {
            return Err(format!(
                "bad flag syntax: {}",
                String::from_utf8_lossy(word)
            ));
        }
        let mut halves = name.splitn(2, |byte| *byte == b'=');
        let name = halves.next().unwrap_or_default();
        let Some(flag) = table.iter().find(|flag| flag.long.as_bytes() == name) else {
            if name == b"help" {
                return Err(HELP_REQUESTED.to_owned());
            }
            return Err(format!("unknown flag: --{}", String::from_utf8_lossy(name)));
        };
        let value = match halves.next() {
            Some(value) => value,
            None if flag.kind == Kind::Bool => b"true",
            None => words.next().ok_or_else(|| {
                format!("flag needs an argument: {}", String::from_utf8_lossy(word))
            })?,
        };
        self.set(flag, value)
    }

    /// A cluster of one-letter flags; the first that takes a value takes the rest as its value.
    fn shorts<'a>(
        &mut self,
        table: &[Flag],
        mut shorts: &[u8],
        words: &mut impl Iterator<Item = &'a Vec<u8>>,
    ) -> Result<(), String> {
        // pflag leaves these to Go's test runner.
        while !shorts.is_empty() && !shorts.starts_with(b"test.") {
            let (letter, rest) = (shorts[0], &shorts[1..]);
            let all = String::from_utf8_lossy(shorts);
            let Some(flag) = table.iter().find(|flag| flag.short == Some(letter)) else {
                if letter == b'h' {
                    return Err(HELP_REQUESTED.to_owned());
                }
                let letter = quote_byte(letter);
                return Err(format!("unknown shorthand flag: {letter} in -{all}"));
            };
            let (value, rest): (&[u8], &[u8]) = match rest {
                [b'=', value @ ..] if !value.is_empty() => (value, &[]),
                _ if flag.kind == Kind::Bool => (b"true", rest),
                [] => {
                    let needs =
                        || format!("flag needs an argument: {} in -{all}", quote_byte(letter));
                    (words.next().ok_or_else(needs)?, &[])
                }
                _ => (rest, &[]),
            };
            self.set(flag, value)?;
            shorts = rest;
        }
        Ok(())
    }

    /// Gives a flag a value, as if it stood on the line.
    pub(super) fn set(&mut self, flag: &Flag, text: &[u8]) -> Result<(), String> {
        let before = self
            .values
            .get(flag.long)
            .filter(|_| self.changed.contains(flag.long));
        let value = parse_value(flag.kind, text, before).map_err(|why| {
            let name = match flag.short {
                Some(short) => format!("-{}, --{}", char::from(short), flag.long),
                None => format!("--{}", flag.long),
            };
            format!(
                "invalid argument {} for {} flag: {why}",
                quote(text),
                quote(name.as_bytes())
            )
        })?;
        self.values.insert(flag.long, value);
        self.changed.insert(flag.long);
        Ok(())
    }

    /// Gives a flag the value of a variable. One that cannot be read is no error, but Go has
    /// written its zero by then, except over a list.
    pub(super) fn set_or_zero(&mut self, flag: &Flag, text: &[u8]) {
        if self.set(flag, text).is_err() {
            let zero = match flag.kind {
                Kind::Bool => Value::Bool(false),
                Kind::Int => Value::Int(0),
                Kind::Span => Value::Span(Nanos(0)),
                Kind::Text | Kind::List => return,
            };
            self.values.insert(flag.long, zero);
        }
    }

    /// Whether the flag was given.
    pub(super) fn changed(&self, name: &str) -> bool {
        self.changed.contains(name)
    }

    /// The value of any flag.
    pub(super) fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// The value of a yes-or-no flag; false for any other.
    pub(super) fn bool(&self, name: &str) -> bool {
        matches!(self.values.get(name), Some(Value::Bool(true)))
    }

    /// The value of a number flag; 0 for any other.
    pub(super) fn int(&self, name: &str) -> i64 {
        match self.values.get(name) {
            Some(Value::Int(value)) => *value,
            _ => 0,
        }
    }

    /// The value of a text flag; empty for any other.
    pub(super) fn text(&self, name: &str) -> &[u8] {
        match self.values.get(name) {
            Some(Value::Text(value)) => value,
            _ => &[],
        }
    }

    /// The value of a time flag; zero for any other.
    pub(super) fn span(&self, name: &str) -> Nanos {
        match self.values.get(name) {
            Some(Value::Span(value)) => *value,
            _ => Nanos(0),
        }
    }

    /// The values of a list flag; none for any other.
    pub(super) fn list(&self, name: &str) -> &[Vec<u8>] {
        match self.values.get(name) {
            Some(Value::List(values)) => values,
            _ => &[],
        }
    }
}

fn parse_value(kind: Kind, text: &[u8], before: Option<&Value>) -> Result<Value, String> {
    Ok(match kind {
        Kind::Bool => Value::Bool(parse_bool(text)?),
        Kind::Int => Value::Int(parse_int(text, 0)?),
        Kind::Text => Value::Text(text.to_vec()),
        Kind::Span => Value::Span(Nanos::parse(text)?),
        Kind::List => {
            let mut values = match before {
                Some(Value::List(values)) => values.clone(),
                _ => Vec::new(),
            };
            values.extend(parse_list(text)?);
            Value::List(values)
        }
    })
}

/// One record of comma-separated values, with the complaints of Go's CSV reader.
fn parse_list(text: &[u8]) -> Result<Vec<Vec<u8>>, String> {
    let mut values = Vec::new();
    if text.is_empty() {
        return Ok(values);
    }
    let mut rest = text;
    loop {
        let (value, after) = match rest {
            [b'"', quoted @ ..] => quoted_field(text, quoted)?,
            _ => plain_field(text, rest)?,
        };
        values.push(value);
        match after {
            [b',', after @ ..] => rest = after,
            _ => return Ok(values),
        }
    }
}

fn plain_field<'a>(text: &[u8], rest: &'a [u8]) -> Result<(Vec<u8>, &'a [u8]), String> {
    let length = rest
        .iter()
        .position(|byte| *byte == b',')
        .unwrap_or(rest.len());
    let (value, after) = rest.split_at(length);
    if let Some(inside) = value.iter().position(|byte| *byte == b'"') {
        let at = text.len() - rest.len() + inside;
        let why = "bare \" in non-quoted-field";
        return Err(format!("parse error on line 1, column {at}: {why}"));
    }
    Ok((value.to_vec(), after))
}

/// What stands after an opening quote; two quotes inside mean one.
fn quoted_field<'a>(text: &[u8], mut rest: &'a [u8]) -> Result<(Vec<u8>, &'a [u8]), String> {
    let why = "extraneous or missing \" in quoted-field";
    let mut value = Vec::new();
    loop {
        rest = match rest {
            [b'"', b'"', after @ ..] => {
                value.push(b'"');
                after
            }
            [b'"', after @ ..] if matches!(after.first(), None | Some(b',')) => {
                return Ok((value, after));
            }
            [b'"', ..] => {
                let at = text.len() - rest.len();
                return Err(format!("parse error on line 1, column {at}: {why}"));
            }
            [] => {
                return Err(format!(
                    "record on line 1; parse error on line 2, column 0: {why}"
                ));
            }
            [byte, after @ ..] => {
                value.push(*byte);
                after
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn flag(
        long: &'static str,
        short: Option<u8>,
        kind: Kind,
        default: &'static str,
    ) -> Flag {
        Flag {
            long,
            short,
            kind,
            default,
            shown: "",
            takes: "",
            about: "",
            required: false,
        }
    }

    const TABLE: [Flag; 7] = [
        flag("prefix", None, Kind::Bool, "false"),
        flag("interactive", Some(b'i'), Kind::Bool, "false"),
        flag("limit", None, Kind::Int, "0"),
        flag("order", None, Kind::Text, ""),
        flag("write-out", Some(b'w'), Kind::Text, "simple"),
        flag("command-timeout", None, Kind::Span, "5s"),
        flag("endpoints", None, Kind::List, "127.0.0.1:2379"),
    ];

    fn parse(line: &str) -> Result<Flags, String> {
        let words: Vec<Vec<u8>> = line
            .split(' ')
            .map(|word| word.as_bytes().to_vec())
            .collect();
        Flags::parse(&TABLE, &words)
    }

    #[test]
    fn reads_values_in_every_shape() {
        let flags = parse("a --prefix --limit 3 -iw json --order=x -- -b --c").expect("all known");
        assert!(flags.bool("prefix") && flags.bool("interactive"));
        assert_eq!(flags.int("limit"), 3);
        assert_eq!(flags.text("write-out"), b"json");
        assert_eq!(flags.text("order"), b"x");
        assert_eq!(flags.args, [&b"a"[..], b"-b", b"--c"]);
        assert!(flags.changed("limit") && !flags.changed("endpoints"));

        let flags = parse("- -wjson -w=x --prefix=false --limit=0x10 -test.v").expect("known");
        assert_eq!(flags.text("write-out"), b"x");
        assert_eq!((flags.bool("prefix"), flags.int("limit")), (false, 16));
        assert_eq!(flags.args, [b"-"]);
    }

    #[test]
    fn lists_replace_the_default_and_then_grow() {
        let table: [(&str, &[&str]); 5] = [
            ("a", &["127.0.0.1:2379"]),
            ("--endpoints=", &[]),
            ("--endpoints=a,b", &["a", "b"]),
            ("--endpoints=a,b --endpoints=c", &["a", "b", "c"]),
            ("--endpoints=\"a,b\",\"c\"\"d\"", &["a,b", "c\"d"]),
        ];
        for (line, wanted) in table {
            let flags = parse(line).expect(line);
            let texts: Vec<_> = flags
                .list("endpoints")
                .iter()
                .map(|v| v.as_slice())
                .collect();
            let wanted: Vec<_> = wanted.iter().map(|v| v.as_bytes()).collect();
            assert_eq!(texts, wanted, "{line}");
        }
    }

    #[test]
    fn complains_as_pflag_does() {
        let table = [
            ("--nope", "unknown flag: --nope"),
            ("--nope=1", "unknown flag: --nope"),
            ("-x", "unknown shorthand flag: 'x' in -x"),
            ("-ix", "unknown shorthand flag: 'x' in -x"),
            ("---a", "bad flag syntax: ---a"),
            ("--=a", "bad flag syntax: --=a"),
            ("--limit", "flag needs an argument: --limit"),
            ("-iw", "flag needs an argument: 'w' in -w"),
            (
                "--limit=many",
                "invalid argument \"many\" for \"--limit\" flag: strconv.ParseInt: parsing \
                 \"many\": invalid syntax",
            ),
            (
                "--prefix=maybe",
                "invalid argument \"maybe\" for \"--prefix\" flag: strconv.ParseBool: parsing \
                 \"maybe\": invalid syntax",
            ),
            (
                "--command-timeout=5",
                "invalid argument \"5\" for \"--command-timeout\" flag: time: missing unit in \
                 duration \"5\"",
            ),
            (
                "-i=perhaps",
                "invalid argument \"perhaps\" for \"-i, --interactive\" flag: \
                 strconv.ParseBool: parsing \"perhaps\": invalid syntax",
            ),
            (
                "--endpoints=x,\"a\"b,c",
                "invalid argument \"x,\\\"a\\\"b,c\" for \"--endpoints\" flag: parse error on \
                 line 1, column 4: extraneous or missing \" in quoted-field",
            ),
            (
                "--endpoints=x,a\"b",
                "invalid argument \"x,a\\\"b\" for \"--endpoints\" flag: parse error on line 1, \
                 column 3: bare \" in non-quoted-field",
            ),
            (
                "--endpoints=\"ab",
                "invalid argument \"\\\"ab\" for \"--endpoints\" flag: record on line 1; parse \
                 error on line 2, column 0: extraneous or missing \" in quoted-field",
            ),
        ];
        for (line, wanted) in table {
            assert_eq!(parse(line).expect_err(line), wanted, "{line}");
        }
    }
}
