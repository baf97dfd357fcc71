//! `txn`: comparisons and two lists of operations from standard input, as one request
//! (`txn_command.go`). It must not know what a transaction does.

use crate::ctl::flags::Flags;
use crate::ctl::golang::{parse_int, quote};
use crate::ctl::help;
use crate::ctl::input::{argify, closing_quote, unquote};
use crate::ctl::note::Note;
use crate::ctl::table::HELP;
use crate::ctl::tree;
use crate::etcd::api::{
    self, CompareResult, CompareTarget, compare::TargetUnion, request_op::Request,
};
use crate::units::Micros;

use super::unary::{self, Asked};
use super::{Desk, Event, Failure, Invocation, Machine, Next, kv};

/// What `--interactive` prints before each section.
const PROMPTS: [&str; 3] = [
    "compares:\n",
    "success requests (get, put, del):\n",
    "failure requests (get, put, del):\n",
];

/// A transaction that is being read.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ctl) struct Txn {
    interactive: bool,
    /// The section that the next line belongs to; an empty line ends it.
    section: usize,
    /// Asked for help by one of its lines, it never comes back.
    stuck: bool,
    request: api::TxnRequest,
}

fn bad_input(text: impl std::fmt::Display) -> Failure {
    Failure::new(Failure::BAD_INPUT, text)
}

/// `txn`.
pub(super) fn begin(mut invocation: Invocation, desk: &mut Desk) -> Next {
    if !invocation.args().is_empty() {
        let text = "txn command does not accept argument";
        return Err(Failure::new(Failure::BAD_ARGS, text));
    }
    invocation.connect(desk)?;
    let txn = Txn {
        interactive: invocation.flags.bool("interactive"),
        section: 0,
        stuck: false,
        request: api::TxnRequest::default(),
    };
    txn.prompt(desk);
    desk.read();
    Ok(Machine::Txn(Box::new(txn)))
}

impl Txn {
    fn prompt(&self, desk: &mut Desk) {
        let prompt = PROMPTS.get(self.section).filter(|_| self.interactive);
        desk.out(prompt.copied().unwrap_or_default());
    }

    pub(super) fn step(mut self, desk: &mut Desk, event: Event) -> Next {
        match event {
            _ if self.stuck => {}
            Event::Line(line) => self.line(desk, line.trim_ascii())?,
            Event::EndOfInput { .. } => return Err(bad_input("EOF")),
            _ => return Ok(Machine::Txn(Box::new(self))),
        }
        if self.section == PROMPTS.len() {
            // The client sets no deadline of its own.
            let request = api::Request::Txn(self.request);
            return unary::call(desk, request, Micros::MAX, Asked::Txn);
        }
        Ok(Machine::Txn(Box::new(self)))
    }

    fn line(&mut self, desk: &mut Desk, line: &[u8]) -> Result<(), Failure> {
        let ops = match self.section {
            _ if line.is_empty() => {
                self.section += 1;
                self.prompt(desk);
                return Ok(());
            }
            0 => {
                self.request.compare.push(comparison(desk, line)?);
                return Ok(());
            }
            1 => &mut self.request.success,
            _ => &mut self.request.failure,
        };
        let request = operation(desk, line)?;
        self.stuck = request.is_none();
        ops.push(api::RequestOp { request });
        Ok(())
    }

    /// Whether it holds its shell for ever.
    pub(super) const fn holds(&self) -> bool {
        self.stuck
    }

    /// Whether it waits for lines.
    pub(super) const fn reads(&self) -> bool {
        !self.stuck
    }
}

/// One of `put`, `get` and `del` with their own flags; `None` for one that only wants its help.
fn operation(desk: &mut Desk, line: &[u8]) -> Result<Option<Request>, Failure> {
    let text = String::from_utf8_lossy(line);
    let words = argify(desk, line)?;
    let [verb, rest @ ..] = words.as_slice() else {
        return Err(bad_input(format!("invalid txn compare request: {text}")));
    };
    if rest.is_empty() {
        return Err(bad_input(format!("invalid txn compare request: {text}")));
    }
    let invalid = || bad_input(format!("invalid txn request: {text}"));
    let command = tree::operation(verb).ok_or_else(invalid)?;
    let mut table = command.flags();
    table.push(HELP);
    let Ok(flags) = Flags::parse(&table, rest) else {
        desk.err(help::inside(command) + "\n");
        return Err(invalid());
    };
    if flags.bool("help") {
        desk.out(format!("{}\n\n{}", command.about, help::inside(command)));
        desk.note(Note::HelpInside);
        return Ok(None);
    }
    Ok(Some(match command.path {
        "put" => Request::Put(kv::put_request_inside(&flags)?),
        "get" => Request::Range(kv::get_request(&flags)?),
        _ => Request::DeleteRange(kv::del_request(&flags)?),
    }))
}

/// `TARGET("KEY") OP "OPERAND"`, read as Go's `Sscanf` with `%q) %s %q` reads what follows the
/// first parenthesis.
fn comparison(desk: &mut Desk, line: &[u8]) -> Result<api::Compare, Failure> {
    let text = String::from_utf8_lossy(line);
    let malformed = |more: &str| bad_input(format!("malformed comparison: {text}{more}"));
    let Some(open) = line.iter().position(|byte| *byte == b'(') else {
        return Err(malformed(""));
    };
    let (target, rest) = (String::from_utf8_lossy(&line[..open]), &line[open + 1..]);
    let scanned = scan(rest);
    let [key, op, operand] = scanned.as_slice() else {
        let part = |place: usize| scanned.get(place).map_or(&[][..], Vec::as_slice);
        let (key, operand) = (quote(part(0)), quote(part(2)));
        let op = String::from_utf8_lossy(part(1));
        return Err(malformed(&format!("; got {target}({key}) {op} {operand}")));
    };
    let number = || {
        let invalid = |_| bad_input(format!("invalid txn compare request: {text}"));
        parse_int(operand, 10).map_err(invalid)
    };
    let (target, union) = match target.as_ref() {
        "ver" | "version" => (CompareTarget::Version, TargetUnion::Version(number()?)),
        "c" | "create" => (
            CompareTarget::Create,
            TargetUnion::CreateRevision(number()?),
        ),
        "m" | "mod" => (CompareTarget::Mod, TargetUnion::ModRevision(number()?)),
        "val" | "value" => {
            let value = TargetUnion::Value(operand.clone().into());
            (CompareTarget::Value, value)
        }
        "lease" => {
            result(op)?;
            desk.remark(Note::LeaseCompare);
            return Err(Failure::panic("bad value"));
        }
        _ => return Err(malformed(&format!(" (unknown target {target})"))),
    };
    Ok(api::Compare {
        result: result(op)?.into(),
        target: target.into(),
        key: key.clone().into(),
        target_union: Some(union),
        range_end: bytes::Bytes::new(),
    })
}

/// The outcome that an operator asks for; any other ends etcdctl as Go ends a broken program.
fn result(op: &[u8]) -> Result<CompareResult, Failure> {
    match op {
        b"=" => Ok(CompareResult::Equal),
        b"!=" => Ok(CompareResult::NotEqual),
        b">" => Ok(CompareResult::Greater),
        b"<" => Ok(CompareResult::Less),
        _ => Err(Failure::panic("Unknown result op")),
    }
}

/// Key, operator and operand, as far as they can be read.
fn scan(text: &[u8]) -> Vec<Vec<u8>> {
    let mut parts = Vec::new();
    let Some((key, rest)) = quoted(text) else {
        return parts;
    };
    parts.push(key);
    let Some(rest) = rest.strip_prefix(b")").filter(|rest| starts_blank(rest)) else {
        return parts;
    };
    let rest = rest.trim_ascii_start();
    let end = rest.iter().position(u8::is_ascii_whitespace);
    let (op, rest) = rest.split_at(end.unwrap_or(rest.len()));
    if op.is_empty() {
        return parts;
    }
    parts.push(op.to_vec());
    parts.extend(quoted(rest).map(|(operand, _)| operand));
    parts
}

/// At a blank, or at the end.
fn starts_blank(text: &[u8]) -> bool {
    text.first().is_none_or(u8::is_ascii_whitespace)
}

/// A Go string after blanks, in either kind of quotes, and what follows it.
fn quoted(text: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let text = text.trim_ascii_start();
    match text.first()? {
        b'"' => {
            let (word, rest) = text.split_at(closing_quote(text)?);
            Some((unquote(&word[1..word.len() - 1]).ok()?, rest))
        }
        b'`' => {
            let length = text[1..].iter().position(|byte| *byte == b'`')?;
            Some((text[1..=length].to_vec(), &text[length + 2..]))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_comparisons_as_etcdctl_does() {
        let desk = &mut Desk::default();
        let table: [(&str, &str); 12] = [
            ("nonsense", "malformed comparison: nonsense"),
            (
                r#"value("a")="1""#,
                r#"malformed comparison: value("a")="1"; got value("a")  """#,
            ),
            (
                r#"value(a) = "1""#,
                r#"malformed comparison: value(a) = "1"; got value("")  """#,
            ),
            (
                r#"value("a") = 1"#,
                r#"malformed comparison: value("a") = 1; got value("a") = """#,
            ),
            (
                r#"value("a") "#,
                r#"malformed comparison: value("a") ; got value("a")  """#,
            ),
            (
                r#"value("a" = "1""#,
                r#"malformed comparison: value("a" = "1"; got value("a")  """#,
            ),
            (
                r#"color("a") = "x""#,
                r#"malformed comparison: color("a") = "x" (unknown target color)"#,
            ),
            (
                r#"version("a") = "x""#,
                r#"invalid txn compare request: version("a") = "x""#,
            ),
            (
                r#"value("\q") = "1""#,
                r#"malformed comparison: value("\q") = "1"; got value("")  """#,
            ),
            (
                r#"value("a) = "1""#,
                r#"malformed comparison: value("a) = "1"; got value("a) = ")  """#,
            ),
            ("(", r#"malformed comparison: (; got ("")  """#),
            ("", "malformed comparison: "),
        ];
        for (line, wanted) in table {
            let failure = comparison(desk, line.as_bytes()).expect_err(line);
            assert_eq!(failure, bad_input(wanted), "{line}");
        }
        let odd = comparison(desk, br#"value("a") == "1""#).expect_err("no such operator");
        assert_eq!(
            (odd.code, odd.lines.as_str()),
            (2, "panic: Unknown result op\n")
        );
        let read = comparison(desk, b"  m( \"a b\") <\t`7` and more").map(|read| read.key);
        assert_eq!(read.ok(), None, "blanks before the target belong to it");
        let read = comparison(desk, b"m( \"a b\") <\t`7` and more").expect("reads");
        assert_eq!(read.key, "a b");
        assert_eq!(read.result(), CompareResult::Less);
        assert_eq!(read.target_union, Some(TargetUnion::ModRevision(7)));
    }

    #[test]
    fn reads_operations_as_etcdctl_does() {
        let desk = &mut Desk::default();
        let table = [
            ("get", 3, "invalid txn compare request: get"),
            ("jump a", 3, "invalid txn request: jump a"),
            ("get a --nope", 3, "invalid txn request: get a --nope"),
            ("get a -w json", 3, "invalid txn request: get a -w json"),
            ("watch a", 3, "invalid txn request: watch a"),
            (
                "put a",
                128,
                "put command needs 1 argument and input from stdin or 2 arguments",
            ),
            ("get a --consistency=x", 4, "unknown consistency flag \"x\""),
        ];
        for (line, code, wanted) in table {
            let failure = operation(desk, line.as_bytes()).expect_err(line);
            assert_eq!(failure, Failure::new(code, wanted), "{line}");
        }
        let put = operation(desk, b"p 'a b' \"c\\n\" --lease=1f --prev-kv").expect("reads");
        let Some(Request::Put(put)) = put else {
            panic!("{put:?}");
        };
        assert_eq!((put.key, put.value), ("a b".into(), "c\n".into()));
        assert!(put.lease == 31 && put.prev_kv);
    }
}
