//! From a line as written to what it asks for. It must not know how answers look.

use bytes::Bytes;

use crate::ctl::tongues::methods::{self, Method};
use crate::etcd::api::{
    AuthRequest, AuthRoleGrantPermissionRequest, Compare, CompareResult, CompareTarget, Permission,
    Request, RequestOp, TxnRequest, WatchCreateRequest, compare::TargetUnion, request_op,
};

use super::Stop;
use super::args::{Args, number, text};
use super::ops::{Kind, Op};
use super::signatures::takes;
use super::syntax::{Call, Expr};
use super::tutorial::{self, Telling};

/// What a line asks for.
#[derive(Debug, PartialEq)]
pub(in crate::ctl) enum Act {
    /// One call, to the shell's endpoint unless it names another.
    Call {
        request: Request,
        endpoint: Option<String>,
        telling: Telling,
    },
    /// Watches until interrupted.
    Watch {
        request: WatchCreateRequest,
        /// Whether its creation is shown.
        created: bool,
        telling: Telling,
    },
    /// Renews a lease until interrupted.
    KeepAlive(i64),
    /// A lease, then a put that hangs on it.
    PutLease { key: Bytes, value: Bytes, ttl: i64 },
}

type Read<T> = Result<T, Stop>;

/// What a line asks for; `lease` is the one granted last.
pub(super) fn act(line: &Expr, lease: Option<i64>) -> Read<Act> {
    let Expr::Call(call) = line else {
        let why = "a line is one call of clientv3; help lists them";
        return Err(Stop::Refused(why.to_owned()));
    };
    if let Some(on) = &call.on {
        if let Some(method) = method_of_part(on, &call.name) {
            return on_client(method, call, lease);
        }
        return Ok(plain(Request::Txn(txn(call, lease)?)));
    }
    let name = call.name.strip_prefix("src.").unwrap_or(&call.name);
    let args = Args::new(call, name, lease);
    if let Some(act) = tutorial::act(name, &args)? {
        return Ok(act);
    }
    let client = ["cli.", "client.", "lease.", "kv.", "watcher."];
    let method = client.iter().find_map(|it| name.strip_prefix(it));
    match method {
        Some(method) => on_client(method, call, lease),
        None => Err(Stop::Refused(takes(name))),
    }
}

/// A call that is shown as clientv3 gives its answer.
pub(super) const fn plain(request: Request) -> Act {
    Act::Call {
        request,
        endpoint: None,
        telling: Telling::Plain,
    }
}

/// `clientv3.NewLease(cli).Grant`: the client's parts have its methods.
fn method_of_part<'a>(on: &Expr, name: &'a str) -> Option<&'a str> {
    let Expr::Call(part) = on else {
        return None;
    };
    let parts = ["clientv3.NewLease", "clientv3.NewKV", "clientv3.NewWatcher"];
    parts.contains(&part.name.as_str()).then_some(name)
}

fn on_client(name: &str, call: &Call, lease: Option<i64>) -> Read<Act> {
    let full = format!("cli.{name}");
    let args = Args::new(call, &full, lease);
    let refused = || Err(args.refusal());
    if name == "Txn" {
        return refused();
    }
    match name {
        "Put" | "Get" | "Delete" => {
            args.context()?;
            Ok(plain(match operation(name, &args, 1)? {
                request_op::Request::Range(range) => Request::Range(range),
                request_op::Request::Put(put) => Request::Put(put),
                request_op::Request::DeleteRange(range) => Request::DeleteRange(range),
                request_op::Request::Txn(txn) => Request::Txn(txn),
            }))
        }
        "Watch" => {
            args.context()?;
            watch(&args, 1, Telling::Plain)
        }
        "KeepAlive" => {
            args.context()?;
            args.count(2)?;
            Ok(Act::KeepAlive(args.number(1)?))
        }
        "RoleGrantPermission" => {
            args.context()?;
            Ok(plain(Request::Auth(permission(&args)?)))
        }
        _ => match methods::METHODS.iter().find(|it| it.go == name) {
            Some(method) => simple(method, &args),
            None => Err(Stop::Refused(takes(&full))),
        },
    }
}

/// `Watch` from the key at `from` on.
pub(super) fn watch(args: &Args<'_>, from: usize, telling: Telling) -> Read<Act> {
    let op = Op::new(Kind::Watch, args.text(from)?, args, from + 1)?;
    Ok(Act::Watch {
        created: op.created,
        request: op.watch(),
        telling,
    })
}

/// `Put`, `Get` or `Delete` with its key at `from`.
fn operation(name: &str, args: &Args<'_>, from: usize) -> Read<request_op::Request> {
    let key = args.text(from)?;
    Ok(match name {
        "Put" => {
            let value = args.text(from + 1)?;
            let op = Op::new(Kind::Put, key, args, from + 2)?;
            request_op::Request::Put(op.put(value))
        }
        "Get" => request_op::Request::Range(Op::new(Kind::Get, key, args, from + 1)?.range),
        _ => request_op::Request::DeleteRange(Op::new(Kind::Delete, key, args, from + 1)?.delete()),
    })
}

/// The kinds of permission, from 0 on.
pub(in crate::ctl) const PERMISSIONS: [&str; 3] = ["PermRead", "PermWrite", "PermReadWrite"];

/// `RoleGrantPermission`, whose last argument is `clientv3.PermissionType(clientv3.PermRead)`.
fn permission(args: &Args<'_>) -> Read<AuthRequest> {
    args.count(5)?;
    let bytes = |at| args.text(at).map(Bytes::copy_from_slice);
    let mut kind = args.all().last();
    if let Some(Expr::Call(call)) = kind
        && call.name == "clientv3.PermissionType"
    {
        kind = call.args.first();
    }
    let name = match kind {
        Some(Expr::Name(name)) => name.strip_prefix("clientv3."),
        _ => None,
    };
    let kind = PERMISSIONS.iter().position(|it| Some(*it) == name);
    let kind = kind.and_then(|it| i32::try_from(it).ok());
    Ok(AuthRequest::RoleGrantPermission(
        AuthRoleGrantPermissionRequest {
            name: String::from_utf8_lossy(args.text(1)?).into_owned(),
            perm: Some(Permission {
                perm_type: kind.ok_or_else(|| args.refusal())?,
                key: bytes(2)?,
                range_end: bytes(3)?,
            }),
        },
    ))
}

/// A call whose arguments are fields of its request.
fn simple(method: &'static Method, args: &Args<'_>) -> Read<Act> {
    args.context()?;
    let mut given = &args.all()[1..];
    let mut endpoint = None;
    if method.at {
        let (first, rest) = given.split_first().ok_or_else(|| args.refusal())?;
        let address = text(first).ok_or_else(|| args.refusal())?;
        endpoint = Some(String::from_utf8_lossy(address).into_owned());
        given = rest;
    }
    let mut optional = false;
    if let Some((Expr::Call(last), rest)) = given.split_last()
        && !method.option.0.is_empty()
        && last.name.strip_prefix("clientv3.") == Some(method.option.0)
        && last.args.is_empty()
    {
        (given, optional) = (rest, true);
    }
    let request = (!args.spread()).then(|| method.request(given, optional, args.lease()));
    Ok(Act::Call {
        request: request.flatten().ok_or_else(|| args.refusal())?,
        endpoint,
        telling: Telling::Plain,
    })
}

/// `cli.Txn(ctx).If(…).Then(…).Else(…).Commit()`, from its last call.
fn txn(last: &Call, lease: Option<i64>) -> Read<TxnRequest> {
    let refused = || Stop::Refused(takes("cli.Txn"));
    let mut chain = vec![last];
    while let Some(Expr::Call(before)) = &chain[chain.len() - 1].on {
        chain.push(before);
    }
    let begin = chain.pop().ok_or_else(refused)?;
    let ends = chain
        .first()
        .is_some_and(|it| it.name == "Commit" && it.args.is_empty());
    if begin.name != "cli.Txn" || !ends || begin.args.len() != 1 {
        return Err(refused());
    }
    Args::new(begin, "cli.Txn", lease).context()?;
    let mut request = TxnRequest::default();
    // The parts in their order, and which were there: a part cannot follow a later one.
    let parts = ["If", "Then", "Else"];
    let mut done = [false; 3];
    for call in chain[1..].iter().rev() {
        let part = parts
            .iter()
            .position(|it| *it == call.name)
            .ok_or_else(refused)?;
        if call.spread {
            return Err(refused());
        }
        // Arguments come to be before the call they are for.
        match part {
            0 => request.compare.extend(compares(&call.args, lease)?),
            1 => request.success.extend(operations(&call.args, lease)?),
            _ => request.failure.extend(operations(&call.args, lease)?),
        }
        if done[part] {
            return Err(Stop::Panic(format!("cannot call {} twice!", parts[part])));
        }
        if let Some(later) = (part + 1..3).find(|it| done[*it]) {
            let text = format!("cannot call {} after {}!", parts[part], parts[later]);
            return Err(Stop::Panic(text));
        }
        done[part] = true;
    }
    Ok(request)
}

fn compares(args: &[Expr], lease: Option<i64>) -> Read<Vec<Compare>> {
    args.iter().map(|it| compare(it, lease)).collect()
}

/// `clientv3.Compare(clientv3.Value("key"), "=", "value")`.
fn compare(value: &Expr, lease: Option<i64>) -> Read<Compare> {
    let refused = || Stop::Refused(takes("clientv3.Compare"));
    let Expr::Call(call) = value else {
        return Err(refused());
    };
    let [of, op, with] = call.args.as_slice() else {
        return Err(refused());
    };
    if call.name != "clientv3.Compare" || call.on.is_some() {
        return Err(refused());
    }
    let mut compare = compared(of).ok_or_else(refused)?;
    let results = ["=", ">", "<", "!="];
    let op = text(op).ok_or_else(refused)?;
    let Some(result) = results.iter().position(|it| it.as_bytes() == op) else {
        return Err(Stop::Panic("Unknown result op".to_owned()));
    };
    compare.result = i32::try_from(result).unwrap_or_default();
    let bad = |text: &str| Stop::Panic(text.to_owned());
    let whole = number(with, lease).ok_or_else(|| bad("bad value"));
    compare.target_union = Some(match compare.target() {
        CompareTarget::Value => {
            let value = text(with).ok_or_else(|| bad("bad compare value"))?;
            TargetUnion::Value(Bytes::copy_from_slice(value))
        }
        CompareTarget::Version => TargetUnion::Version(whole?),
        CompareTarget::Create => TargetUnion::CreateRevision(whole?),
        CompareTarget::Mod => TargetUnion::ModRevision(whole?),
        CompareTarget::Lease => TargetUnion::Lease(whole?),
    });
    Ok(compare)
}

/// What is compared, and of which keys.
fn compared(of: &Expr) -> Option<Compare> {
    let Expr::Call(call) = of else {
        return None;
    };
    if let Some(on) = &call.on {
        let mut compare = compared(on)?;
        compare.range_end = match (call.name.as_str(), call.args.as_slice()) {
            ("WithPrefix", []) => crate::ctl::verbs::prefix_end(&compare.key),
            ("WithRange", [end]) => Bytes::copy_from_slice(text(end)?),
            _ => return None,
        };
        return Some(compare);
    }
    let target = match call.name.strip_prefix("clientv3.")? {
        "Value" => CompareTarget::Value,
        "Version" => CompareTarget::Version,
        "CreateRevision" => CompareTarget::Create,
        "ModRevision" => CompareTarget::Mod,
        "LeaseValue" => CompareTarget::Lease,
        _ => return None,
    };
    let [key] = call.args.as_slice() else {
        return None;
    };
    Some(Compare {
        result: CompareResult::Equal.into(),
        target: target.into(),
        key: Bytes::copy_from_slice(text(key)?),
        target_union: None,
        range_end: Bytes::new(),
    })
}

fn operations(args: &[Expr], lease: Option<i64>) -> Read<Vec<RequestOp>> {
    args.iter().map(|it| one_operation(it, lease)).collect()
}

/// `clientv3.OpPut(…)` and its like.
fn one_operation(value: &Expr, lease: Option<i64>) -> Read<RequestOp> {
    let refused = || {
        let names = ["OpPut", "OpGet", "OpDelete", "OpTxn"].map(|it| format!("clientv3.{it}"));
        Stop::Refused(format!("an operation is one of {}", names.join(", ")))
    };
    let Expr::Call(call) = value else {
        return Err(refused());
    };
    let name = call.name.strip_prefix("clientv3.Op").ok_or_else(refused)?;
    let args = Args::new(call, &call.name, lease);
    let request = match (name, call.args.as_slice()) {
        ("Put" | "Get" | "Delete", _) => operation(name, &args, 0)?,
        (
            "Txn",
            [
                Expr::List(compare),
                Expr::List(success),
                Expr::List(failure),
            ],
        ) => request_op::Request::Txn(TxnRequest {
            compare: compares(compare, lease)?,
            success: operations(success, lease)?,
            failure: operations(failure, lease)?,
        }),
        _ => return Err(args.refusal()),
    };
    Ok(RequestOp {
        request: Some(request),
    })
}
