//! As much of Go's grammar as one call needs: names, strings, whole numbers, calls, lists.
//!
//! Any text is read or refused, however deep or broken. It must not know clientv3.

use crate::ctl::golang::{parse_int, parse_uint};
use crate::ctl::input::{closing_quote, unquote};

/// Calls within calls that are followed.
const DEPTH_MAX: u32 = 40;

/// A value as written.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ctl) enum Expr {
    /// `ctx`, `leaseResp.ID`.
    Name(String),
    /// `"…"` or `` `…` ``.
    Text(Vec<u8>),
    /// A whole number; Go's constants have no size of their own.
    Number(i128),
    /// `f(…)`.
    Call(Box<Call>),
    /// `[]T{…}`.
    List(Vec<Expr>),
}

/// A call as written.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ctl) struct Call {
    /// The call whose answer this is a method of.
    pub(super) on: Option<Expr>,
    /// Its name, dots included.
    pub(super) name: String,
    pub(super) args: Vec<Expr>,
    /// Whether `...` follows the last argument.
    pub(super) spread: bool,
}

struct Reader<'a> {
    rest: &'a [u8],
    depth: u32,
}

/// What is wrong with a text, in few words.
type Read<T> = Result<T, String>;

/// One call, with or without the names that its answer gets.
pub(super) fn statement(line: &[u8]) -> Read<Expr> {
    let line = line.trim_ascii();
    let line = line.strip_prefix(b"go ").unwrap_or(line);
    let mut reader = Reader {
        rest: after_names(line).unwrap_or(line),
        depth: 0,
    };
    let value = reader.value()?;
    while reader.takes(b";") {}
    reader.blanks();
    if !reader.rest.is_empty() {
        return Err(format!("one call is a line; {} follows it", reader.here()));
    }
    Ok(value)
}

/// What follows `resp, err :=`.
fn after_names(line: &[u8]) -> Option<&[u8]> {
    let at = line.iter().position(|byte| *byte == b'=')?;
    let names = line[..at].strip_suffix(b":").unwrap_or(&line[..at]);
    let names = names.strip_prefix(b"var ").unwrap_or(names);
    let plain = |byte: &u8| is_name(*byte) || b", ".contains(byte);
    (!names.is_empty() && names.iter().all(plain)).then(|| &line[at + 1..])
}

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

impl Reader<'_> {
    fn blanks(&mut self) {
        loop {
            self.rest = self.rest.trim_ascii_start();
            if !self.rest.starts_with(b"//") {
                return;
            }
            let end = self.rest.iter().position(|byte| *byte == b'\n');
            self.rest = &self.rest[end.unwrap_or(self.rest.len())..];
        }
    }

    /// Goes past a sign, if it comes next.
    fn takes(&mut self, sign: &[u8]) -> bool {
        self.blanks();
        let rest = self.rest.strip_prefix(sign);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// What comes next, for a complaint.
    fn here(&self) -> String {
        match String::from_utf8_lossy(self.rest).chars().next() {
            Some(next) => format!("{next:?}"),
            None => "the end".to_owned(),
        }
    }

    fn name(&mut self) -> String {
        self.blanks();
        let length = self.rest.iter().take_while(|byte| is_name(**byte)).count();
        let (name, rest) = self.rest.split_at(length);
        self.rest = rest;
        String::from_utf8_lossy(name).into_owned()
    }

    fn value(&mut self) -> Read<Expr> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err("these are too many calls within calls".to_owned());
        }
        self.blanks();
        let value = match self.rest.first() {
            Some(b'"' | b'`') => Expr::Text(self.text()?),
            Some(b'-' | b'+' | b'0'..=b'9') => self.number()?,
            Some(b'[') => self.list()?,
            Some(byte) if is_name(*byte) => self.named()?,
            _ => return Err(format!("a value is missing before {}", self.here())),
        };
        self.depth -= 1;
        Ok(value)
    }

    fn text(&mut self) -> Read<Vec<u8>> {
        let unclosed = "a string is never closed";
        if self.rest.starts_with(b"`") {
            let length = self.rest[1..].iter().position(|byte| *byte == b'`');
            let (text, rest) = self.rest[1..].split_at(length.ok_or(unclosed)?);
            self.rest = &rest[1..];
            // Go drops carriage returns from raw strings.
            return Ok(text.iter().copied().filter(|byte| *byte != b'\r').collect());
        }
        let (word, rest) = self
            .rest
            .split_at(closing_quote(self.rest).ok_or(unclosed)?);
        let within = &word[1..word.len() - 1];
        self.rest = rest;
        if within.contains(&b'\n') {
            return Err(unclosed.to_owned());
        }
        unquote(within).map_err(|_| "a string has an escape that Go does not know".to_owned())
    }

    fn number(&mut self) -> Read<Expr> {
        let sign = usize::from(!self.rest[0].is_ascii_digit());
        let digits = self.rest[sign..].iter();
        let length = sign
            + digits
                .take_while(|byte| is_name(**byte) || **byte == b'.')
                .count();
        let (word, rest) = self.rest.split_at(length);
        let number = match word {
            [b'-' | b'+', ..] => parse_int(word, 0).map(i128::from),
            _ => parse_uint(word, 0).map(i128::from),
        };
        let number = number.map_err(|_| {
            let word = String::from_utf8_lossy(word);
            format!("{word} is no whole number of 64 bits")
        })?;
        self.rest = rest;
        Ok(Expr::Number(number))
    }

    /// `[]T{…}`.
    fn list(&mut self) -> Read<Expr> {
        let opens = self.takes(b"[") && self.takes(b"]");
        self.name();
        while self.takes(b".") {
            self.name();
        }
        if !opens || !self.takes(b"{") {
            return Err("a list is written []T{…}".to_owned());
        }
        Ok(Expr::List(self.values(b"}")?.0))
    }

    /// Values with commas between, up to a closing sign; whether `...` follows the last.
    fn values(&mut self, close: &[u8]) -> Read<(Vec<Expr>, bool)> {
        let mut values = Vec::new();
        let mut spread = false;
        while !self.takes(close) {
            if spread {
                return Err("... stands after the last argument".to_owned());
            }
            values.push(self.value()?);
            spread = self.takes(b"...");
            if !self.takes(b",") {
                if self.takes(close) {
                    break;
                }
                let close = String::from_utf8_lossy(close);
                return Err(format!(
                    "a comma or {close} is missing before {}",
                    self.here()
                ));
            }
        }
        Ok((values, spread))
    }

    /// A name, and the calls that follow it.
    fn named(&mut self) -> Read<Expr> {
        let mut name = self.name();
        let mut on = None;
        loop {
            if self.takes(b"(") {
                let (args, spread) = self.values(b")")?;
                let (name, on_it) = (std::mem::take(&mut name), on.take());
                let call = Call {
                    on: on_it,
                    name,
                    args,
                    spread,
                };
                on = Some(Expr::Call(Box::new(call)));
            } else if !self.rest.starts_with(b"...") && self.takes(b".") {
                let next = self.name();
                if next.is_empty() {
                    return Err(format!("a name is missing before {}", self.here()));
                }
                if !name.is_empty() {
                    name.push('.');
                }
                name.push_str(&next);
            } else {
                return match on {
                    None => Ok(Expr::Name(name)),
                    Some(call) if name.is_empty() => Ok(call),
                    Some(_) => Err(format!("{name} is no call")),
                };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(on: Option<Expr>, name: &str, args: Vec<Expr>, spread: bool) -> Expr {
        let name = name.to_owned();
        Expr::Call(Box::new(Call {
            on,
            name,
            args,
            spread,
        }))
    }

    #[test]
    fn reads_calls() {
        let name = |name: &str| Expr::Name(name.to_owned());
        let text = |text: &[u8]| Expr::Text(text.to_vec());
        let put = vec![
            name("ctx"),
            text(b"a\n\xff"),
            text(b"b\"\\n"),
            Expr::Number(0x1f),
        ];
        let txn = call(None, "cli.Txn", vec![name("ctx")], false);
        let table = [
            (
                r#" resp, err := cli.Put(ctx, "a\n\xff", `b"\n`, 0x1f,) // fine"#,
                call(None, "cli.Put", put, false),
            ),
            (
                "_ = cli . Txn( ctx )\n .Commit();",
                call(Some(txn), "Commit", vec![], false),
            ),
            (
                "f(g()..., )",
                call(None, "f", vec![call(None, "g", vec![], false)], true),
            ),
            (
                "f([]clientv3.Op{-1, 0b11})",
                call(
                    None,
                    "f",
                    vec![Expr::List(vec![Expr::Number(-1), Expr::Number(3)])],
                    false,
                ),
            ),
        ];
        for (line, wanted) in table {
            assert_eq!(statement(line.as_bytes()), Ok(wanted), "{line}");
        }
    }

    #[test]
    fn refuses_what_is_none() {
        let table = [
            ("", "a value is missing before the end"),
            ("cli.Put(ctx", "a comma or ) is missing before the end"),
            ("cli.Put(\"a)", "a string is never closed"),
            ("cli.Put(`a)", "a string is never closed"),
            (
                "cli.Put(\"\\q\")",
                "a string has an escape that Go does not know",
            ),
            ("f(1.5)", "1.5 is no whole number of 64 bits"),
            (
                "f(99999999999999999999)",
                "99999999999999999999 is no whole number of 64 bits",
            ),
            ("f() g()", "one call is a line; 'g' follows it"),
            ("f(a..., b)", "... stands after the last argument"),
            ("f().x", "x is no call"),
            ("f.()", "a name is missing before '('"),
            ("f([]x)", "a list is written []T{…}"),
            ("f(x, ）", "a value is missing before '）'"),
        ];
        for (line, wanted) in table {
            assert_eq!(statement(line.as_bytes()), Err(wanted.to_owned()), "{line}");
        }
        let deep = "f(".repeat(1000);
        let why = "these are too many calls within calls".to_owned();
        assert_eq!(statement(deep.as_bytes()), Err(why));
    }
}
