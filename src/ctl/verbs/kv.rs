//! `get`, `put`, `del` and `compaction`. It must not know how answers look.

use bytes::Bytes;

use crate::ctl::flags::Flags;
use crate::ctl::golang::{parse_int, quote};
use crate::ctl::print::Format;
use crate::etcd::api;

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
pub(in crate::ctl) fn prefix_end(key: &[u8]) -> Bytes {
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

/// The range that a key and the flags `--prefix` and `--from-key` mean; `otherwise` is the
/// complaint about a line without a key.
fn range(flags: &Flags, otherwise: &str) -> Result<(Bytes, Bytes), Failure> {
    let Some(key) = flags.args.first() else {
        return Err(bad_args(otherwise));
    };
    let (prefix, from_key) = (flags.bool("prefix"), flags.bool("from-key"));
    if prefix && from_key {
        return Err(bad_args(PREFIX_OR_FROM));
    }
    if flags.args.len() > 1 && (prefix || from_key) {
        return Err(bad_args(ONE_KEY));
    }
    let to_the_end = || Bytes::from_static(b"\0");
    let key = Bytes::from(key.clone());
    Ok(match flags.args.get(1) {
        _ if key.is_empty() && (prefix || from_key) => (to_the_end(), to_the_end()),
        _ if prefix => (key.clone(), prefix_end(&key)),
        _ if from_key => (key, to_the_end()),
        end => (key, end.cloned().unwrap_or_default().into()),
    })
}

/// `get KEY [RANGE_END]`.
pub(super) fn get(mut invocation: Invocation, desk: &mut Desk) -> Next {
    let request = get_request(&invocation.flags)?;
    let asked = Asked::Get {
        count_only: request.count_only,
        values_only: invocation.flags.bool("print-value-only"),
    };
    let timeout = invocation.timeout();
    invocation.connect(desk)?;
    unary::call(desk, api::Request::Range(request), timeout, asked)
}

/// What the flags and arguments of a `get` ask for.
pub(super) fn get_request(flags: &Flags) -> Result<api::RangeRequest, Failure> {
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
    let (key, range_end) = range(flags, GET_ARGS)?;
    let (order, target) = sort(flags.text("order"), flags.text("sort-by"))?;
    Ok(api::RangeRequest {
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
    })
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
    let request = api::Request::DeleteRange(del_request(&invocation.flags)?);
    let timeout = invocation.timeout();
    invocation.connect(desk)?;
    unary::call(desk, request, timeout, Asked::Del)
}

/// What the flags and arguments of a `del` ask for.
pub(super) fn del_request(flags: &Flags) -> Result<api::DeleteRangeRequest, Failure> {
    if flags.args.len() > 2 {
        return Err(bad_args(DEL_ARGS));
    }
    let (key, range_end) = range(flags, DEL_ARGS)?;
    Ok(api::DeleteRangeRequest {
        key,
        range_end,
        prev_kv: flags.bool("prev-kv"),
    })
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
    if let Some(value) = argument_value(&invocation.flags)? {
        return put_value(invocation, desk, value);
    }
    desk.read();
    Ok(Machine::Value(Box::new(Value {
        invocation,
        read: Vec::new(),
    })))
}

/// The value that a `put` has among its arguments; `None` if it comes from standard input.
fn argument_value(flags: &Flags) -> Result<Option<Vec<u8>>, Failure> {
    let ignore_value = flags.bool("ignore-value");
    match flags.args.as_slice() {
        [] => Err(bad_args(PUT_ARGS)),
        [_, _, ..] if ignore_value => {
            let text = "put command needs only 1 argument when 'ignore-value' is set";
            Err(bad_args(text))
        }
        [_] => Ok(ignore_value.then(Vec::new)),
        [_, value, ..] => Ok(Some(value.clone())),
    }
}

/// What a `put` inside a transaction asks for; it cannot read a value, for the transaction reads.
pub(super) fn put_request_inside(flags: &Flags) -> Result<api::PutRequest, Failure> {
    let value = argument_value(flags)?.ok_or_else(|| bad_args(PUT_ARGS))?;
    put_request(flags, value)
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
    let request = api::Request::Put(put_request(&invocation.flags, value)?);
    let timeout = invocation.timeout();
    invocation.connect(desk)?;
    unary::call(desk, request, timeout, Asked::Put)
}

fn put_request(flags: &Flags, value: Vec<u8>) -> Result<api::PutRequest, Failure> {
    let lease = parse_int(flags.text("lease"), 16)
        .map_err(|error| bad_args(format!("bad lease ID ({error}), expecting ID in Hex")))?;
    Ok(api::PutRequest {
        key: flags.args.first().cloned().unwrap_or_default().into(),
        value: value.into(),
        lease,
        prev_kv: flags.bool("prev-kv"),
        ignore_value: flags.bool("ignore-value"),
        ignore_lease: flags.bool("ignore-lease"),
    })
}
