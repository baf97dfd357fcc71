//! `get`, `put`, `del` and `compaction`. It must not know how answers look.

use bytes::Bytes;

use crate::ctl::golang::{parse_int, quote};
use crate::ctl::print::Format;
use crate::etcd::api;
use crate::units::Micros;

use super::unary::{self, Asked};
use super::{Desk, Event, Failure, Invocation, Machine, Next};

fn bad_args(text: impl std::fmt::Display) -> Failure {
    Failure::new(Failure::BAD_ARGS, text)
}

const GET_ARGS: &str =
    "get command needs one argument as key and an optional argument as range_end";
const DEL_ARGS: &str =
    "del command needs one argument as key and an optional argument as range_end";
const PUT_ARGS: &str = "put command needs 1 argument and input from stdin or 2 arguments";
const PREFIX_OR_FROM: &str =
    "`--prefix` and `--from-key` cannot be set at the same time, choose one";
const KEYS_OR_COUNT: &str =
    "`--keys-only` and `--count-only` cannot be set at the same time, choose one";
const ONE_KEY: &str =
    "too many arguments, only accept one argument when `--prefix` or `--from-key` is set";

/// The end of the range of all keys that begin with `key`: etcd's prefix rule.
pub(super) fn prefix_end(key: &[u8]) -> Bytes {
    let mut end = key.to_vec();
    while let Some(last) = end.pop() {
        if last < 0xff {
            end.push(last + 1);
            return end.into();
        }
    }
    // All keys from there on.
    Bytes::from_static(b"\0")
}

/// The range that a key and the flags `--prefix` and `--from-key` mean.
fn range(invocation: &Invocation) -> (Bytes, Bytes) {
    let (key, end) = (&invocation.args()[0], invocation.args().get(1));
    let whole = key.is_empty();
    let everything = || (Bytes::from_static(b"\0"), Bytes::from_static(b"\0"));
    let key = Bytes::from(key.clone());
    if invocation.flags.bool("prefix") {
        if whole {
            everything()
        } else {
            (key.clone(), prefix_end(&key))
        }
    } else if invocation.flags.bool("from-key") {
        if whole {
            everything()
        } else {
            (key, Bytes::from_static(b"\0"))
        }
    } else {
        (key, end.cloned().unwrap_or_default().into())
    }
}

/// `get KEY [RANGE_END]`.
pub(super) fn get(mut invocation: Invocation, desk: &mut Desk) -> Next {
    let flags = &invocation.flags;
    if flags.args.is_empty() {
        return Err(bad_args(GET_ARGS));
    }
    if flags.bool("prefix") && flags.bool("from-key") {
        return Err(bad_args(PREFIX_OR_FROM));
    }
    if flags.bool("keys-only") && flags.bool("count-only") {
        return Err(bad_args(KEYS_OR_COUNT));
    }
    let serializable = match flags.text("consistency") {
        b"s" => true,
        b"l" => false,
        other => {
            let text = format!("unknown consistency flag {}", quote(other));
            return Err(Failure::new(Failure::BAD_FEATURE, text));
        }
    };
    if flags.args.len() > 1 && (flags.bool("prefix") || flags.bool("from-key")) {
        return Err(bad_args(ONE_KEY));
    }
    let (order, target) = sort(flags.text("order"), flags.text("sort-by"))?;
    let (key, range_end) = range(&invocation);
    let request = api::RangeRequest {
        key,
        range_end,
        limit: flags.int("limit"),
        revision: flags.int("rev").max(0),
        sort_order: order.into(),
        sort_target: target.into(),
        serializable,
        keys_only: flags.bool("keys-only"),
        count_only: flags.bool("count-only"),
        ..api::RangeRequest::default()
    };
    let asked = Asked::Get {
        count_only: flags.bool("count-only"),
        values_only: flags.bool("print-value-only"),
    };
    let timeout = invocation.timeout();
    invocation.connect(desk)?;
    unary::call(desk, api::Request::Range(request), timeout, asked)
}

/// `--order` and `--sort-by`, in any case; the client sends ascending keys as no order at all.
fn sort(order: &[u8], target: &[u8]) -> Result<(api::SortOrder, api::SortTarget), Failure> {
    let bad = |what: &str, text: &[u8]| {
        let text = format!("bad sort {what} {}", String::from_utf8_lossy(text));
        Err(Failure::new(Failure::BAD_FEATURE, text))
    };
    let order = match order.to_ascii_uppercase().as_slice() {
        b"ASCEND" => api::SortOrder::Ascend,
        b"DESCEND" => api::SortOrder::Descend,
        b"" => api::SortOrder::None,
        _ => return bad("order", order),
    };
    let target = match target.to_ascii_uppercase().as_slice() {
        b"CREATE" => api::SortTarget::Create,
        b"KEY" | b"" => api::SortTarget::Key,
        b"MODIFY" => api::SortTarget::Mod,
        b"VALUE" => api::SortTarget::Value,
        b"VERSION" => api::SortTarget::Version,
        _ => return bad("target", target),
    };
    let plain = order == api::SortOrder::Ascend && target == api::SortTarget::Key;
    Ok((if plain { api::SortOrder::None } else { order }, target))
}

/// What `get` finds out about its format only when the answer is there.
pub(super) fn check_format(
    format: Format,
    count_only: bool,
    values_only: bool,
) -> Result<(), Failure> {
    if count_only && format != Format::Fields {
        return Err(bad_args("--count-only is only for `--write-out=fields`"));
    }
    if values_only && format != Format::Simple {
        return Err(bad_args(
            "print-value-only is only for `--write-out=simple`",
        ));
    }
    Ok(())
}

/// `del KEY [RANGE_END]`.
pub(super) fn del(mut invocation: Invocation, desk: &mut Desk) -> Next {
    let flags = &invocation.flags;
    if flags.args.is_empty() || flags.args.len() > 2 {
        return Err(bad_args(DEL_ARGS));
    }
    if flags.bool("prefix") && flags.bool("from-key") {
        return Err(bad_args(PREFIX_OR_FROM));
    }
    if flags.args.len() > 1 && (flags.bool("prefix") || flags.bool("from-key")) {
        return Err(bad_args(ONE_KEY));
    }
    let (key, range_end) = range(&invocation);
    let request = api::DeleteRangeRequest {
        key,
        range_end,
        prev_kv: flags.bool("prev-kv"),
    };
    let timeout = invocation.timeout();
    invocation.connect(desk)?;
    unary::call(
        desk,
        api::Request::DeleteRange(request),
        timeout,
        Asked::Del,
    )
}

/// `compaction REVISION`.
pub(super) fn compaction(mut invocation: Invocation, desk: &mut Desk) -> Next {
    let [revision] = invocation.args() else {
        return Err(bad_args("compaction command needs 1 argument"));
    };
    let revision = parse_int(revision, 10).map_err(|error| Failure::new(Failure::ERROR, error))?;
    invocation.connect(desk)?;
    let physical = invocation.flags.bool("physical");
    let request = api::Request::Compact(api::CompactionRequest { revision, physical });
    unary::call(
        desk,
        request,
        invocation.timeout(),
        Asked::Compaction { revision },
    )
}

/// `put KEY` that reads its value from standard input.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::ctl) struct Value {
    invocation: Invocation,
    read: Vec<u8>,
}

/// `put KEY [VALUE]`.
pub(super) fn put(invocation: Invocation, desk: &mut Desk) -> Next {
    let ignore_value = invocation.flags.bool("ignore-value");
    let value = match invocation.args() {
        [] => return Err(bad_args(PUT_ARGS)),
        [_, _, ..] if ignore_value => {
            let text = "put command needs only 1 argument when 'ignore-value' is set";
            return Err(bad_args(text));
        }
        [_] if ignore_value => Vec::new(),
        [_] => {
            desk.read();
            return Ok(Machine::Value(Box::new(Value {
                invocation,
                read: Vec::new(),
            })));
        }
        [_, value, ..] => value.clone(),
    };
    put_value(invocation, desk, value)
}

impl Value {
    pub(super) fn step(mut self, desk: &mut Desk, event: Event) -> Next {
        match event {
            Event::Line(line) => {
                self.read.extend_from_slice(&line);
                self.read.push(b'\n');
            }
            Event::EndOfInput { rest } => {
                self.read.extend_from_slice(&rest);
                if self.read.is_empty() {
                    return Err(bad_args(PUT_ARGS));
                }
                return put_value(self.invocation, desk, self.read);
            }
            _ => {}
        }
        Ok(Machine::Value(Box::new(self)))
    }
}

fn put_value(mut invocation: Invocation, desk: &mut Desk, value: Vec<u8>) -> Next {
    let flags = &invocation.flags;
    let lease = parse_int(flags.text("lease"), 16)
        .map_err(|error| bad_args(format!("bad lease ID ({error}), expecting ID in Hex")))?;
    let request = api::PutRequest {
        key: flags.args[0].clone().into(),
        value: value.into(),
        lease,
        prev_kv: flags.bool("prev-kv"),
        ignore_value: flags.bool("ignore-value"),
        ignore_lease: flags.bool("ignore-lease"),
    };
    let timeout: Micros = invocation.timeout();
    invocation.connect(desk)?;
    unary::call(desk, api::Request::Put(request), timeout, Asked::Put)
}
